package redact

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text replaces the names in a text. In the passes before the last one it only takes
// note of them.
func (t *Table) Text(s string) string {
	if t.phase == collectNames {
		return s
	}
	if !t.again {
		return t.fresh(s, false)
	}
	var b strings.Builder
	from := 0
	for i := 0; i < len(s); i++ {
		kind, number, length := t.spelling.Read(s[i:])
		if length == 0 || wordAt(s, i-1) {
			continue
		}
		t.used[kind] = max(t.used[kind], number)
		b.WriteString(t.fresh(s[from:i], from > 0) + s[i:i+length])
		from = i + length
		i = from - 1
	}
	return b.String() + t.fresh(s[from:], from > 0)
}

// fresh replaces the names in a text without pseudonyms; inside tells that a word, or a
// pseudonym, stands right before it.
func (t *Table) fresh(s string, inside bool) string {
	if e := t.names[canonical(s)]; e != nil {
		return t.replaced(e, s)
	}
	var b strings.Builder
	replaced, word := false, false // the piece before, and that it ends as a word does
	for i := 0; i < len(s); {
		if m := escaped.FindString(s[i:min(len(s), i+2)]); m != "" {
			b.WriteString(m)
			i += len(m)
			inside, word = false, false
			continue
		}
		n, out := t.piece(s[i:], inside)
		before := replaced
		replaced = out != s[i:i+n]
		switch {
		case replaced && strings.HasSuffix(b.String(), `\`) && escaped.MatchString(`\`+out),
			(replaced || before) && word && wordAt(out, 0):
			b.WriteByte('-') // no pseudonym makes a line break of a backslash, or stands right beside a word
		}
		b.WriteString(out)
		i += n
		inside, word = wordAt(s, i-1), wordAt(out, len(out)-1)
	}
	return b.String()
}

// escaped is a line break or tab in the notation of C and JSON.
var escaped = regexp.MustCompile(`^\\[nrt]`)

func (t *Table) replaced(e *entry, s string) string {
	if t.phase != replace {
		return s
	}
	return t.write(e, s)
}

// shapes are what can be told by its form, at the byte with which it begins.
var shapes = []struct {
	first string
	form  *regexp.Regexp
	kind  Kind // empty: it stays
}{
	{"0123456789", regexp.MustCompile(`^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?`), ""},
	{"0123456789", regexp.MustCompile(`^\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?`), ""},
	{"?", regexp.MustCompile(`^\?[^\s"'<>=?]+=[^\s"'<>]*`), URL},
	{"/~", regexp.MustCompile(`^~?/+[\p{L}\p{N}._~%@+-][^\s"'<>()\[\]{},;:|]*`), Path},
	{"+", telephone, User},
}

var telephone = regexp.MustCompile(`^\+[1-9][\d ()./-]{6,}\d`)

// zone is an offset from UTC.
var zone = regexp.MustCompile(`^\+\d{4}(?:\D|$)`)

// address begins a URL after the word of its scheme.
var address = regexp.MustCompile(`^://[^\s"'<>]*`)

// userPath is a path even where a word stands right before it.
var userPath = regexp.MustCompile(`^/(?:Users|home|var|private|Volumes)/`)

// piece takes the next piece of a text: a name, a shape, a word or one character. inside
// tells that a word may go on here.
func (t *Table) piece(rest string, inside bool) (n int, out string) {
	if inside {
		if rest[0] < utf8.RuneSelf && !wordAt(rest, 0) { // what ends a word
			if n, kind := shape(rest); n > 0 && (rest[0] == '?' || userPath.MatchString(rest)) {
				return n, rest[:1] + t.unknown(kind, rest[:n]) // no pseudonym right after a word
			}
			return 1, rest[:1]
		}
	} else {
		if n := t.phrases.longest(rest); n > 0 {
			return n, t.replaced(t.names[rest[:n]], rest[:n])
		}
		if n, kind := shape(rest); n > 0 {
			if kind == "" {
				return n, rest[:n]
			}
			return n, t.unknown(kind, rest[:n])
		}
	}
	word, before, n := run(rest)
	switch {
	case word == "":
		return n, rest[:n]
	case before > 0: // a shape may follow
		return before, rest[:before]
	}
	if strings.HasPrefix(rest[len(word):], ":") { // behind a joint, an address may begin: "en0-fe80::1"
		if i := strings.LastIndexAny(word, ".-@$") + 1; i > 0 {
			if _, kind := shape(rest[i:]); kind == Host {
				return i, t.part(rest[:i])
			}
		}
	}
	if link := strings.TrimRight(address.FindString(rest[len(word):]), ".,:;!)]}"); len(link) > len("://") {
		return len(word) + len(link), t.unknown(URL, word+link)
	}
	return len(word), t.word(word)
}

// shape tells what stands at the start of s by its form.
func shape(s string) (n int, kind Kind) {
	address, sure := host(s)
	if sure { // not the time with which it may begin
		return address, Host
	}
	for _, sh := range shapes {
		if strings.IndexByte(sh.first, s[0]) < 0 {
			continue
		}
		m := sh.form.FindString(s)
		if sh.kind == Path {
			m = strings.TrimRight(m, ".:/")
		}
		if sh.kind == User {
			m = m[:number(m, s[len(m):])]
		}
		switch {
		case sh.kind == User && zone.MatchString(s):
		case m == "" || wordAt(s, len(m)) && wordAt(s, len(m)-1):
		default:
			return len(m), sh.kind
		}
	}
	if address > 0 {
		return address, Host
	}
	return 0, ""
}

// number is how much of what looks like a telephone number is one: digits that a word or
// an address of mail begins with are no part of it.
func number(m, rest string) int {
	if wordAt(rest, 0) || strings.HasPrefix(rest, "@") && wordAt(rest, 1) {
		m = strings.TrimRight(m[:strings.LastIndexAny(m, " ()./-")+1], " ()./-")
		if !telephone.MatchString(m) {
			return 0
		}
	}
	return len(m)
}

// hostForm is the address of a machine, and the interface or the width of its network.
var hostForm = regexp.MustCompile(`^([0-9A-Fa-f]{0,4}(?:::?[0-9A-Fa-f]{1,4})+(?:::)?)(?:%\w+|/\d+)?`)

// host is the length of the longest address of IPv6 at the start of s, which is sure, or
// else of what looks like an address. Where a word goes on behind it, the last group is
// the word's.
func host(s string) (n int, sure bool) {
	if strings.IndexByte(s[:min(len(s), 5)], ':') < 0 {
		return 0, false
	}
	m := hostForm.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	for end := len(m[1]); end > 0; end-- {
		a := s[:end]
		open := strings.HasSuffix(a, ":")
		if !open && wordAt(s, end) { // within a group
			continue
		}
		length := end
		if end == len(m[1]) && !wordAt(s, len(m[0])) {
			length = len(m[0])
		}
		if ipv6(a) {
			return length, true
		}
		if n == 0 && !open && (strings.Count(a, ":") >= 3 || strings.Contains(a, "::")) {
			n = length
		}
	}
	return n, false
}

// unknown takes note of a value that is no known name, or replaces it.
func (t *Table) unknown(kind Kind, s string) string {
	if t.phase == collectWords {
		t.Add(kind, s)
		return s
	}
	if e := t.names[canonical(s)]; e != nil {
		return t.write(e, s)
	}
	return string(kind)
}

// run is the word at the start of s, with how many bytes stand before it of the marks
// that may be inside of words; where there is no word, n is what to go on by.
func run(s string) (word string, before, n int) {
	end := leading(s, inWord)
	word = strings.TrimRight(s[:end], ".-@$")
	before = len(word) - len(strings.TrimLeft(word, ".-@$"))
	if word = word[before:]; word == "" {
		_, one := utf8.DecodeRuneInString(s)
		return "", 0, max(end, one)
	}
	return word, before, end
}

// inWord reports whether a rune may be part of a word: letters and digits of any script,
// what joins them in identifiers, and all that is no punctuation known to be harmless.
func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return letter(r) || digit(r) || strings.ContainsRune("_-.@$", r)
	}
	return !strings.ContainsRune("…“”‘’„‚«»–—·•×≥≤→⏎│", r) && r != '\u00a0'
}

// wordAt reports whether a letter or digit stands at i.
func wordAt(s string, i int) bool {
	if i < 0 || i >= len(s) {
		return false
	}
	c := rune(s[i])
	return c >= utf8.RuneSelf || c == '_' || letter(c) || digit(c)
}

func letter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= utf8.RuneSelf && unicode.IsLetter(r)
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

// leading is how many bytes of s have only such runes.
func leading(s string, is func(rune) bool) int {
	if i := strings.IndexFunc(s, func(r rune) bool { return !is(r) }); i >= 0 {
		return i
	}
	return len(s)
}
