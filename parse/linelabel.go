package parse

import (
	"bytes"
	"fmt"
	"strings"
)

const (
	// labelWidth is how long what stands before every line may be.
	labelWidth = 64
	// labelledLines is how many lines must begin alike before that is no chance.
	labelledLines = 3
)

// labelMarks are the marks that part a label from the line behind it.
var labelMarks = []string{"] ", "]: ", "): ", ": ", "| ", "> ", "- ", "* ", "\u2022 ", "`"}

// lineLabel returns the column of a text whose lines all begin with the same words, but for
// digits: what a program writes that passes on the lines of another ("[device] ",
// "ios-1  | "), or the bullet of a list. Messages may begin alike too, so that it is one only where
// the lines of a report or a log come to light behind it; nil when there is none.
func lineLabel(sample []byte) *gutter {
	label, lines := []byte(nil), 0
	for line := range bytes.Lines(sample) {
		if line = lineEnd(line); empty(line) {
			continue
		}
		if lines++; lines == 1 {
			label = line[:min(len(line), labelWidth)]
		} else {
			label = label[:alike(label, line)]
		}
		if lines == labelledLines {
			break
		}
	}
	end := 0
	for _, mark := range labelMarks {
		if i := bytes.LastIndex(label, []byte(mark)); i >= 0 {
			end = max(end, i+len(mark))
		}
	}
	label = bytes.Clone(label[:end])
	if lines < labelledLines || end == 0 {
		return nil
	}
	g := &gutter{name: fmt.Sprintf("the labels %q", bytes.TrimSpace(label)), width: func(line []byte) int {
		if n := alike(label, line); n == len(label) || n == len(line) && n == len(bytes.TrimRight(label, " ")) {
			return n
		}
		return 0
	}}
	if !g.before(sample) {
		return nil
	}
	var behind []byte
	for line := range bytes.Lines(sample) {
		behind = append(behind, g.off(line)...)
	}
	if !holdsRecords(behind) {
		return nil
	}
	return g
}

// holdsRecords reports whether a text holds the lines of a log or a report.
func holdsRecords(text []byte) bool {
	lines := 0
	for line := range bytes.Lines(text) {
		if lines++; lines > detectLines {
			break
		}
		if line = lineEnd(line); formatOf(line) != nil || reportLine(string(line)) {
			return true
		}
	}
	_, _, _, report := reportReader(text, false)
	return report
}

// reportLine reports whether a line is one of a text crash report, whole or not.
func reportLine(line string) bool {
	line = strings.TrimSpace(line)
	_, _, label := crashLabel(line)
	_, frame := parseFrame(line)
	return label || frame
}

// alike returns how far b begins as a does; any two digits are alike.
func alike(a, b []byte) int {
	n := 0
	for n < min(len(a), len(b)) && (a[n] == b[n] || digit(a[n]) && digit(b[n])) {
		n++
	}
	return n
}
