package parse

import (
	"bufio"
	"bytes"
)

// What tools print at the beginning of every line of a text that they show or pass on: CI
// servers the time, editors the number. It is taken off before anything else looks at the
// text; lines keep their numbers.

// gutter is one such column.
type gutter struct {
	name string
	// width is the length of the column at the beginning of a line that has no line break,
	// 0 where it is not.
	width func(line []byte) int
	// counted tells that the column counts the lines from 1, as no frames of a backtrace do.
	counted bool
}

var gutters = []*gutter{
	{name: "the times of a CI server", width: serverTime},
	{name: "the times of fastlane", width: fastlaneTime},
	{name: "line numbers", width: lineNumber, counted: true},
}

const (
	// maxGutters is how many columns may stand side by side: fastlane runs on CI servers.
	maxGutters = 3
	// gutterPart is the part of lines that have a column: tools write it before all, but
	// people paste whole lines between them.
	gutterPart = 0.9
	// countedLines is how many lines in a row are counted before a number is no chance.
	countedLines = 3
)

// gutterOf returns the column before the lines of a sample, nil when there is none.
func gutterOf(sample []byte) *gutter {
	for _, g := range gutters {
		if g.before(sample) {
			return g
		}
	}
	return lineLabel(sample)
}

// before reports whether the column stands before the lines of a sample. What begins a
// record is no column.
func (g *gutter) before(sample []byte) bool {
	lines, with, last := 0, 0, 0
	for line := range bytes.Lines(sample) {
		if line = lineEnd(line); empty(line) {
			continue
		}
		if lines++; lines > detectLines {
			break
		}
		n := g.width(line)
		switch {
		case n == 0 && lines == 1, n > 0 && formatOf(line) != nil && formatOf(line[n:]) == nil:
			return false
		case n == 0:
			continue
		}
		with++
		if g.counted {
			count := decimal(countOf(line).of(line))
			if count == 0 || with > 1 && count != last+1 {
				return false
			}
			last = count
		}
	}
	return with > 0 && float64(with) >= gutterPart*float64(lines) && !(g.counted && with < countedLines)
}

// serverTime is the width of a time in UTC with six digits of a second or more: GitHub and
// Azure write seven, what starts containers nine, and GitLab six with the number of the
// stream behind it ("00O ", "01E+").
func serverTime(line []byte) int {
	if len(line) < len("2006-01-02T15:04:05.000000Z") || line[10] != 'T' || line[19] != '.' {
		return 0
	}
	if _, ok := readDate(line); !ok {
		return 0
	}
	_, n, ok := readClock(line[11:])
	n += 11
	if !ok || n < 26 || n == len(line) || line[n] != 'Z' {
		return 0
	}
	n++
	if at := digits(line, min(n+1, len(line))); at == n+3 && at+1 < len(line) && (line[at] == 'O' || line[at] == 'E') && (line[at+1] == ' ' || line[at+1] == '+') {
		return at + 2
	}
	return gap(line, n)
}

// fastlaneTime is the width of "[15:04:05]: ", of what stands there with --verbose,
// "INFO [2006-01-02 15:04:05.00]: ", and of the mark before what a command prints.
// (fastlane_core/ui/implementations/shell.rb)
func fastlaneTime(line []byte) int {
	at := bytes.IndexByte(line[:min(len(line), len("UNKNOWN ["))], '[') + 1
	if at == 0 {
		return 0
	}
	clock := at
	if _, ok := readDate(line[at:]); ok {
		clock += len("2006-01-02 ")
	}
	_, n, ok := readClock(line[min(clock, len(line)):])
	if !ok || !bytes.HasPrefix(line[clock+n:], []byte("]:")) {
		return 0
	}
	n = gap(line, clock+n+2)
	if rest, found := bytes.CutPrefix(line[n:], []byte("\u25b8 ")); found {
		return len(line) - len(rest)
	}
	return n
}

// countOf is the number at the beginning of a line, behind blanks.
func countOf(line []byte) span {
	at := len(line) - len(bytes.TrimLeft(line, " "))
	return span{at, digits(line, at)}
}

// lineNumber is the width of a number and what sets it off: a tab, a colon, a bar, or a
// list's full stop or bracket.
func lineNumber(line []byte) int {
	count := countOf(line)
	if !count.found() || count.to > 12 {
		return 0
	}
	end := count.to
	if end == len(line) || line[end] == '\t' {
		return min(end+1, len(line))
	}
	switch line[end] {
	case ':':
		return gap(line, end+1)
	case '.', ')': // of a list
		if end+1 == len(line) || line[end+1] == ' ' {
			return gap(line, end+1)
		}
	}
	rest := bytes.TrimLeft(line[end:], " ")
	for _, bar := range []string{"|", "\u2502"} {
		if bytes.HasPrefix(rest, []byte(bar)) {
			return gap(line, len(line)-len(rest)+len(bar))
		}
	}
	return 0
}

// gap is the offset behind a blank at offset n, or n.
func gap(line []byte, n int) int {
	if n < len(line) && line[n] == ' ' {
		return n + 1
	}
	return n
}

// off takes the column off a line.
func (g *gutter) off(line []byte) []byte { return line[g.width(lineEnd(line)):] }

// withoutGutters takes the columns off that stand before the lines of a text, and names them.
func withoutGutters(br *bufio.Reader) (text *bufio.Reader, notes []string) {
	for range maxGutters {
		sample, _ := br.Peek(br.Size())
		g := gutterOf(sample)
		if g == nil {
			break
		}
		notes = append(notes, g.name+" at the beginning of lines were taken off")
		br = editLines(br, g.off)
	}
	return br, notes
}
