package parse

import (
	"bytes"
	"slices"
	"strings"
)

// leftOutMark begins the message of the record that stands for lines which people left out of
// an excerpt.
const leftOutMark = "lines left out: "

// grepBreak is what grep writes between lines and those around others. Xcode writes it below the
// details of an error, so that it counts between records only.
const grepBreak = "--"

// leftOutMax is the length of the longest line, in bytes, that says no more than that.
const leftOutMax = 60

// leftOutWords end what people write there between brackets, rulers or dots: "120 lines omitted".
// leftOutNouns do so behind dots and a number, or one of leftOutMany.
var (
	leftOutWords = []string{"snip", "snipped", "truncated", "omitted", "skipped", "removed"}
	leftOutNouns = []string{"lines", "more", "logs", "messages", "entries"}
	leftOutMany  = []string{"more", "many", "other", "some", "few", "further", "similar"}
)

// leftOut reports whether a line says that others were left out there: "...", "[…]",
// "--- snip ---", "// ... 120 lines omitted ...".
func leftOut(line []byte) bool {
	if len(line) > leftOutMax || len(line) < 3 {
		return false
	}
	const marks = " \t#/*>|-=~_`\u2013\u2014"
	t := bytes.TrimLeft(line, marks)
	before := len(line) - len(t)
	t = bytes.TrimRight(t, marks)
	set := before >= 2 && len(line)-before-len(t) >= 2 // between rulers
	if end := bytes.TrimRight(line, marks[:2]+"-=~_"); len(t) > 0 && strings.IndexByte("[(<{", t[0]) >= 0 && strings.IndexByte("])>}", end[len(end)-1]) >= 0 {
		t, set = bytes.Trim(t[1:], marks+"])}"), true
	}
	words := strings.Fields(strings.ToLower(strings.ReplaceAll(string(t), "\u2026", "...")))
	dots := 0
	isDots := func(w string) bool { return strings.Trim(w, ".") == "" }
	for len(words) > 0 && isDots(words[0]) {
		dots += len(words[0])
		words = words[1:]
	}
	behind := 0
	for len(words) > 0 && isDots(words[len(words)-1]) {
		behind += len(words[len(words)-1])
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return dots+behind >= 3
	}
	last, dotted := words[len(words)-1], dots >= 3
	if slices.Contains(leftOutWords, last) {
		return set || dotted
	}
	many := len(words) == 1
	if !many {
		n := words[len(words)-2]
		many = number([]byte(n)) || slices.Contains(leftOutMany, n)
	}
	return dotted && many && slices.Contains(leftOutNouns, last)
}

// picked reports whether a sample is of the lines that grep -n picked out of a log: each has its
// number before it, and numbers are left out.
func picked(sample []byte) bool {
	last, lines, records, jumps := 0, 0, 0, 0
	for line := range bytes.Lines(sample) {
		line = lineEnd(line)
		if string(line) == grepBreak || empty(line) {
			continue
		}
		count := countOf(line)
		if !count.found() || count.from > 0 || count.to > 12 || count.to == len(line) || line[count.to] != ':' && line[count.to] != '-' {
			return false
		}
		n := decimal(count.of(line))
		if n <= last {
			return false
		}
		if last > 0 && n > last+1 {
			jumps++
		}
		last = n
		if formatOf(line[count.to+1:]) != nil {
			records++
		}
		if lines++; lines >= detectLines {
			break
		}
	}
	return jumps > 0 && records > 1
}
