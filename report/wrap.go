package report

import (
	"strings"

	"github.com/olekukonko/tablewriter/pkg/twwidth"
)

// columns is the number of terminal columns that a cleaned text takes. East
// Asian ambiguous characters count as narrow whatever the locale, so that the
// same report has the same lines everywhere.
func columns(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return twwidth.WidthWithOptions(s, twwidth.Options{})
		}
	}
	return len(s)
}

// wrap breaks a text into lines of at most width columns at white space. Words
// that are too long are cut.
func wrap(text string, width int) []string { return wrapAfter(text, 0, width) }

// wrapAfter is wrap for a text whose first line begins after taken columns; that
// line is empty when nothing fits behind them.
func wrapAfter(text string, taken, width int) []string {
	width = max(width, 8)
	var lines []string
	line, used := "", taken
	for _, word := range strings.FieldsFunc(text, breakable) {
		n := columns(word)
		switch {
		case line != "" && used+1+n <= width:
			line, used = line+" "+word, used+1+n
			continue
		case line == "" && used+n <= width:
			line, used = word, used+n
			continue
		case used > 0, line != "": // a mark alone takes no column
			lines = append(lines, line)
		}
		for n > width {
			head := atMark(cut(word, width))
			lines = append(lines, head)
			word = word[len(head):]
			n = columns(word)
		}
		line, used = word, n
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// atMark shortens a piece of a long word so that it ends at a mark at which names
// and paths can be read on, if there is one in its second half.
func atMark(s string) string {
	if i := strings.LastIndexAny(s, "./,;"); i >= len(s)/2 {
		return s[:i+1]
	}
	return s
}

// unbroken keeps lines from being broken inside a text: "2 errors", "5 min 3 s".
func unbroken(s string) string { return strings.ReplaceAll(s, " ", noBreak) }

// noBreak is a blank at which no line is broken; it is printed as a blank.
const noBreak = "\u00a0"

func breakable(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' }

// cut returns the longest beginning of s, at least one rune, that takes at most
// width columns.
func cut(s string, width int) string {
	used := 0
	for i, r := range s {
		n := columns(string(r))
		if used+n > width && i > 0 {
			return s[:i]
		}
		used += n
	}
	return s
}

// elide shortens a text in its middle to at most width columns: the beginning
// says what it is, the end often holds what tells it apart.
func elide(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	if width < 5 {
		return cut(s, max(width, 1))
	}
	tail := (width - 1) / 3
	head := cut(s, width-1-tail)
	used, from := 0, len(s)
	runes := []rune(s)
	for i := len(runes) - 1; i >= 0; i-- {
		n := columns(string(runes[i]))
		if used+n > tail {
			break
		}
		used += n
		from -= len(string(runes[i]))
	}
	return head + "…" + s[from:]
}
