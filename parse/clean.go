package parse

import (
	"bytes"
	"strings"
)

// What people's tools put around log lines when they are pasted into tickets,
// mails and source comments, and how to take it off again, layer by layer.

// mark is one layer that can stand before a pasted line.
type mark byte

const (
	markQuote   mark = '>' // Markdown or mail quote
	markComment mark = '/' // source comment
	markStar    mark = '*' // block comment or list
	markBar     mark = '|' // table cell or quote
	markTick    mark = '`' // code span
	markString  mark = '"' // string literal or quoted speech
	markHash    mark = '#' // shell comment or heading
	markBullet  mark = '-' // list bullet or diff
	markNumber  mark = '1' // line number or numbered list
	markFile    mark = ':' // grep's file name
	markTag     mark = '<' // HTML
)

// strong reports whether the mark is taken off any line. The others are part of
// too many messages: they go only when the rest then begins a record.
func (m mark) strong() bool {
	switch m {
	case markQuote, markComment, markStar, markBar, markTick, markString:
		return true
	}
	return false
}

// peel takes the blanks and then one mark off the beginning of text. Without a
// mark it returns ok false and text without its leading blanks.
func peel(text []byte) (rest []byte, m mark, ok bool) {
	t := bytes.TrimLeft(text, " \t")
	if len(t) == 0 {
		return t, 0, false
	}
	next := byte(0)
	if len(t) > 1 {
		next = t[1]
	}
	gap := next == 0 || next == ' ' || next == '\t'
	switch t[0] {
	case '>':
		return t[1:], markQuote, true
	case '/':
		if next == '/' {
			return bytes.TrimLeft(t, "/"), markComment, true
		}
		if next == '*' {
			if rest := bytes.TrimLeft(t[1:], "*"); len(rest) == 0 || rest[0] == ' ' {
				return rest, markStar, true
			}
		}
	case '*':
		if gap {
			return t[1:], markStar, true
		}
		if rest, ok := unstress(t); ok {
			return rest, markStar, true
		}
	case '_':
		if rest, ok := unstress(t); ok {
			return rest, markStar, true
		}
	case '|':
		if gap {
			return t[1:], markBar, true
		}
	case '`':
		return bytes.TrimRight(bytes.TrimLeft(t, "`"), "` "), markTick, true
	case '"', '\'':
		return unquote(t, t[0])
	case '#':
		if rest := bytes.TrimLeft(t, "#"); len(rest) > 0 && rest[0] == ' ' {
			return rest, markHash, true
		}
	case '-', '+':
		if gap || digit(next) {
			return t[1:], markBullet, true
		}
	case '<':
		if rest, ok := cutTag(t); ok {
			return rest, markTag, true
		}
	}
	for _, bullet := range []string{"\u2022", "\u00b7", "\u2013"} {
		if bytes.HasPrefix(t, []byte(bullet)) {
			return t[len(bullet):], markBullet, true
		}
	}
	if end := digits(t, 0); end > 0 && end < 9 && end < len(t) {
		switch t[end] {
		case ':', '.', ')', '-', '|', '\t', ' ':
			return t[end+1:], markNumber, true
		}
	}
	if end := fileName(t); end > 0 {
		return t[end:], markFile, true
	}
	return t, 0, false
}

// unstress takes Markdown's emphasis off a line that is emphasised as a whole.
func unstress(t []byte) ([]byte, bool) {
	t = bytes.TrimRight(t, " \t")
	n := 0
	for n < len(t) && (t[n] == '*' || t[n] == '_') {
		n++
	}
	if n > 3 || len(t) <= 2*n {
		return t, false
	}
	for i := range n { // the end mirrors the beginning
		if t[len(t)-1-i] != t[i] {
			return t, false
		}
	}
	return t[n : len(t)-n], true
}

// unquote takes quotes off a line that is one whole string.
func unquote(t []byte, quote byte) ([]byte, mark, bool) {
	end := len(t) - 1
	for end > 0 && (t[end] == ',' || t[end] == ';' || t[end] == ')') { // the code around a literal
		end--
	}
	if end < 2 || t[end] != quote || t[end-1] == '\\' {
		return t, 0, false
	}
	for i := 1; i < end; i++ {
		if t[i] == quote && t[i-1] != '\\' {
			return t, 0, false
		}
	}
	return t[1:end], markString, true
}

// htmlTags are the tags that stand around pasted logs.
var htmlTags = map[string]bool{
	"pre": true, "code": true, "p": true, "li": true, "ul": true, "ol": true, "br": true, "div": true, "span": true,
	"details": true, "summary": true, "blockquote": true, "td": true, "tr": true, "table": true, "samp": true, "b": true,
}

// cutTag takes one HTML tag off the beginning.
func cutTag(t []byte) ([]byte, bool) {
	i := 1
	if i < len(t) && t[i] == '/' {
		i++
	}
	end := i
	for end < len(t) && (letter(t[end]) || digit(t[end])) {
		end++
	}
	if !htmlTags[string(t[i:end])] {
		return t, false
	}
	shut := bytes.IndexByte(t[end:min(len(t), end+200)], '>')
	if shut < 0 {
		return t, false
	}
	return t[end+shut+1:], true
}

// trimTags takes blanks and HTML tags off the end: a line break's, or those of code.
func trimTags(t []byte) []byte {
	for {
		t = bytes.TrimRight(t, " \t")
		if len(t) == 0 || t[len(t)-1] != '>' {
			return t
		}
		at := bytes.LastIndexByte(t, '<')
		if at < 0 {
			return t
		}
		if rest, ok := cutTag(t[at:]); !ok || len(rest) > 0 {
			return t
		}
		t = t[:at]
	}
}

// fileName returns the end of "notes.log:" or "logs/notes.log-" at the start of t.
func fileName(t []byte) int {
	dotted := false
	for i, c := range t[:min(len(t), 200)] {
		switch c {
		case '.', '/':
			dotted = dotted || i > 0
		case ':', '-':
			if dotted && i+1 < len(t) && (digit(t[i+1]) || c == ':') {
				return i + 1
			}
		case ' ', '\t', '<', '>', '(', '[', '=', '"':
			return 0
		}
	}
	return 0
}

// stripMarks takes the given marks off a line in that order, as far as they are
// there: a record's further lines carry the marks of its first one.
func stripMarks(line []byte, marks []mark) []byte {
	for _, want := range marks {
		rest, m, ok := peel(line)
		if !ok || m != want {
			continue
		}
		line = rest
	}
	return bytes.TrimLeft(line, " \t")
}

// entities are the HTML entities that occur in pasted log lines.
var entities = []struct {
	text string
	as   byte
}{
	{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&nbsp;", ' '},
	{"&#39;", '\''}, {"&#x27;", '\''}, {"&#34;", '"'}, {"&#x22;", '"'}, {"&#60;", '<'}, {"&#62;", '>'},
}

// typeset are the characters that word processors and chat programs put into
// copied text, and what stands for them.
var typeset = []struct{ text, as string }{
	{"\u00a0", " "}, {"\u202f", " "}, {"\u2007", " "}, {"\u2028", " "}, {"\u2029", " "},
	{"\u200b", ""}, {"\u2060", ""}, {"\ufeff", ""}, {"\u00ad", ""},
	// of full width, around an error's domain in Chinese and Japanese texts of Foundation
	{"\uff08", "("}, {"\uff09", ")"},
	// the quotes of word processors and forums; Apple's are straight
	{"\u2018", "'"}, {"\u2019", "'"}, {"\u201c", `"`}, {"\u201d", `"`},
}

// markdown are the characters before which what turns HTML into Markdown writes a backslash,
// of those that Apple's messages hold and no escape in them begins with.
const markdown = "_*<>[]#~|`"

// plain undoes HTML entities and Markdown's backslashes and replaces typeset characters;
// it returns line itself where there are none, else the text in *buf, which is not longer.
// Colours of a terminal go too.
func plain(line []byte, buf *[]byte) []byte {
	if bytes.IndexByte(line, 0x1b) >= 0 {
		line = stripColours(line)
	}
	at := oddByte(line)
	if at < 0 {
		return line
	}
	out := append((*buf)[:0], line[:at]...)
	for i := at; i < len(line); {
		n := 0
		switch line[i] {
		case '&':
			for _, e := range entities {
				if bytes.HasPrefix(line[i:], []byte(e.text)) {
					out, n = append(out, e.as), len(e.text)
					break
				}
			}
		case 0xc2, 0xe2, 0xef:
			for _, e := range typeset {
				if bytes.HasPrefix(line[i:], []byte(e.text)) {
					out, n = append(out, e.as...), len(e.text)
					break
				}
			}
		case '\\':
			if i+1 < len(line) && strings.IndexByte(markdown, line[i+1]) >= 0 {
				out, n = append(out, line[i+1]), 2
			}
		case 0:
			n = 1
		}
		if n == 0 {
			out, n = append(out, line[i]), 1
		}
		i += n
	}
	*buf = out
	return out
}

// dressed reports whether a line was taken from the source of a web page or from what one
// copies there: between tags, brackets and quotes as entities, with Markdown's backslashes, or
// blanks that are none. JSON has escapes of its own.
func dressed(line []byte) bool {
	if t := bytes.TrimLeft(line, " \t"); len(t) == 0 || t[0] == '{' || t[0] == '"' {
		return false
	}
	if _, tag := cutTag(line); tag && line[0] == '<' || line[len(line)-1] == '>' && len(trimTags(line)) < len(line) {
		return true
	}
	for _, sign := range dresses {
		if bytes.Contains(line, sign) {
			return true
		}
	}
	return false
}

var dresses = [][]byte{[]byte("&lt;"), []byte("&gt;"), []byte("&quot;"), []byte("&#39;"), []byte("&#x27;"), []byte(`\<`), []byte(`\[`), []byte(`\_`), []byte(`\*`), []byte("\u00a0")}

// oddByte returns the offset of the first byte that may begin something that
// plain replaces, or -1.
func oddByte(line []byte) int {
	for i, c := range line {
		switch c {
		case '&', '\\', 0xc2, 0xe2, 0xef, 0:
			return i
		}
	}
	return -1
}

// fenced reports lines that only mark where pasted code begins and ends.
func fenced(t []byte) bool {
	t = bytes.TrimSpace(t)
	switch {
	case bytes.HasPrefix(t, []byte("```")), bytes.HasPrefix(t, []byte("~~~")):
		return len(t) < 40
	case bytes.HasPrefix(t, []byte("{noformat")), bytes.HasPrefix(t, []byte("{code")), bytes.HasPrefix(t, []byte("[code")),
		bytes.HasPrefix(t, []byte("[/code")):
		return len(t) < 60
	case string(t) == "*/" || string(t) == "/*" || string(t) == "/**":
		return true
	}
	for len(t) > 0 && t[0] == '<' { // nothing but tags
		rest, ok := cutTag(t)
		if !ok {
			return false
		}
		if t = bytes.TrimSpace(rest); len(t) == 0 {
			return true
		}
	}
	return false
}

// ruler reports lines without words that people put between excerpts: "...",
// ":", "-----", "[…]".
func ruler(t []byte) bool {
	t = bytes.TrimSpace(t)
	if bytes.IndexByte(t, 0xe2) >= 0 && len(t) < 40 {
		t = bytes.ReplaceAll(t, []byte("\u2026"), []byte("..."))
	}
	if string(t) == ":" || string(t) == "[...]" || string(t) == "(...)" || string(t) == "<snip>" || string(t) == "[snip]" {
		return true
	}
	for _, c := range t {
		if c != '.' && c != '-' && c != '=' && c != '_' && c != '*' && c != '~' && c != ':' && c != ' ' {
			return false
		}
	}
	return len(t) >= 3
}
