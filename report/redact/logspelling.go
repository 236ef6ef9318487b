package redact

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// LogSpelling writes pseudonyms that stand in a line of a log as the names do that they
// replace: a bundle id for a bundle id, hexadecimal digits for others.
func LogSpelling() Spelling {
	return Spelling{
		Write:   writeInLog,
		Read:    readInLog,
		Shorten: func(whole, fraction string) string { return whole + "." + fraction[:1] },
	}
}

// inLog are the pseudonyms of kinds that need a shape of their own in a log, by the kind
// and whether the name is one of several labels.
var inLog = []struct {
	kind   Kind
	dotted bool
	before string
	digits int // of the number
}{
	{App, true, "com.example.app", 0},
	{App, false, "App", 0},
	{BGTask, false, "com.example.bgtask", 0},
	{Session, false, "com.example.session", 0},
	{UUID, false, "00000000-0000-4000-8000-", 12},
	{URL, false, "https://example.com/", 0},
	{Path, false, "/example/path", 0},
}

func writeInLog(kind Kind, n int, value string) string {
	for _, s := range inLogShapes {
		if (kind == ID || kind == URL || kind == Path) && s.form.MatchString(value) {
			return s.as(n, value)
		}
	}
	for _, f := range inLog {
		if f.kind == kind && (!f.dotted || strings.Contains(value, ".")) {
			return fmt.Sprintf("%s%0*d", f.before, f.digits, n)
		}
	}
	return string(kind) + "-" + strconv.Itoa(n)
}

// inLogShapes are values that must keep their shape to be read.
var inLogShapes = []struct {
	form *regexp.Regexp
	as   func(n int, value string) string
}{
	{regexp.MustCompile(`^/.*/CFNetworkDownload_`), func(n int, _ string) string { return fmt.Sprintf("/example/CFNetworkDownload_%d.tmp", n) }},
	{regexp.MustCompile(`^CFNetworkDownload_`), func(n int, _ string) string { return fmt.Sprintf("CFNetworkDownload_%d.tmp", n) }},
	{regexp.MustCompile(`^file:`), func(n int, _ string) string { return fmt.Sprintf("file:///example/%d", n) }},
	{regexp.MustCompile(`^0[xX][0-9a-fA-F]+$`), func(n int, value string) string { return fmt.Sprintf("0xb9%0*x", max(len(value)-4, 6), n) }},
	{regexp.MustCompile(`^[0-9]+$`), func(n int, value string) string { return fmt.Sprintf("9%0*d", max(len(value)-1, 4), n) }},
	{regexp.MustCompile(`^[0-9a-f]+$`), func(n int, value string) string { return fmt.Sprintf("b%0*x", max(len(value)-1, 4), n) }},
	{regexp.MustCompile(`^[0-9A-F]+$`), func(n int, value string) string { return fmt.Sprintf("B%0*X", max(len(value)-1, 4), n) }},
	{regexp.MustCompile(`^[0-9]+-[0-9]+-[0-9]+$`), func(n int, _ string) string { return fmt.Sprintf("9-9-%d", n) }},
	{regexp.MustCompile(`^[0-9]+-[0-9]+$`), func(n int, _ string) string { return fmt.Sprintf("9-%d", n) }},
}

// readInLog recognises what writeInLog writes where the check must not take it for a
// leak. Ids need none.
func readInLog(s string) (kind Kind, n, length int) {
	for _, f := range inLog {
		rest, ok := strings.CutPrefix(s, f.before)
		if !ok {
			continue
		}
		digits := leading(rest, digit)
		if digits == 0 || digits > max(longestNumber, f.digits) || f.digits > 0 && digits != f.digits || wordAt(rest, digits) {
			continue
		}
		n, _ = strconv.Atoi(rest[:digits])
		return f.kind, n, len(f.before) + digits
	}
	return readPseudonym(s)
}
