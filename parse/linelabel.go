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
	label, lines, reveals := []byte(nil), 0, false
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
	lines = 0
	for line := range bytes.Lines(sample) {
		if lines++; lines > detectLines || reveals {
			break
		}
		line = lineEnd(line)
		n := g.width(line)
		reveals = n > 0 && (formatOf(line[n:]) != nil || reportLine(line[n:]))
	}
	if !reveals {
		return nil
	}
	return g
}

// reportLine reports whether a line is one of a crash report, or the first of its file.
func reportLine(line []byte) bool {
	if bytes.HasPrefix(line, []byte(`{"`)) && bytes.Contains(line, []byte(`"bug_type"`)) {
		return true
	}
	text := strings.TrimSpace(string(line))
	if _, _, label := crashLabel(text); label {
		return true
	}
	_, frame := parseFrame(text)
	return frame
}

// alike returns how far b begins as a does; any two digits are alike.
func alike(a, b []byte) int {
	n := 0
	for n < min(len(a), len(b)) && (a[n] == b[n] || digit(a[n]) && digit(b[n])) {
		n++
	}
	return n
}
