package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes a text from a log safe to show on a terminal: control characters,
// escape sequences, direction overrides, zero-width characters, line separators
// and bytes that are no UTF-8 become visible escapes such as \x1b or \u202e.
func Clean(s string) string {
	at := strings.IndexFunc(s, hidden)
	if at < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	b.WriteString(s[:at])
	for i := at; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case hidden(r):
			b.WriteString(escape(r))
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}

// hidden reports whether a terminal would act on the rune, or show nothing for
// it, instead of printing it. U+FFFD is looked at because it also stands for a
// byte that is no UTF-8.
func hidden(r rune) bool {
	if r < 0x7f {
		return r < ' '
	}
	// Cf holds the direction marks, the zero-width characters and the tags.
	return r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// escape writes a hidden rune visibly.
func escape(r rune) string {
	switch {
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r == utf8.RuneError:
		return string(r)
	case r < 0x100:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// oneLine is Clean for texts that may hold newlines: they become a visible sign,
// tabs and runs of blanks one blank.
func oneLine(s string) string {
	var parts []string
	for _, line := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' }); len(words) > 0 {
			parts = append(parts, Clean(strings.Join(words, " ")))
		}
	}
	return strings.Join(parts, " ⏎ ")
}

// disarm keeps a finished output line from being taken for a command by a CI
// system: GitHub's runner obeys lines whose first visible characters are "::"
// (it trims blanks) and lines that hold "##[", Azure those that hold "##vso[".
func disarm(line string) string {
	body := strings.TrimLeftFunc(line, unicode.IsSpace)
	for strings.HasPrefix(body, "\x1b[") { // our own colours; those of the log are escaped
		_, rest, ok := strings.Cut(body, "m")
		if !ok {
			break
		}
		body = strings.TrimLeftFunc(rest, unicode.IsSpace)
	}
	if strings.HasPrefix(body, "::") {
		line = line[:len(line)-len(body)] + `\x3a` + body[1:]
	}
	if strings.Contains(line, "##") {
		line = strings.ReplaceAll(line, "##[", `\x23#[`)
		line = strings.ReplaceAll(line, "##vso[", `\x23#vso[`)
	}
	return line
}

// CleanLines makes a text of several lines safe to show, line by line.
func CleanLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = disarm(Clean(l))
	}
	return strings.Join(lines, "\n")
}
