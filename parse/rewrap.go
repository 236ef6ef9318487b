package parse

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// Mail programs, terminals and PDF readers break the lines of a text at a column. What they
// broke is joined again; a line that tells by itself what it is stays one.

// wrapping is how the lines of a text were broken.
type wrapping struct {
	column      int  // of the longest line, in characters; 0 where no line was broken
	inWord      bool // wherever the column is, else before a word
	afterBlanks bool // behind the blank, which needs room as well: as fold -s does
	tabStops    bool // by something that shows tabs up to the next stop: a terminal
	padded      bool // and filled up with blanks, to the width of a window
}

// wrapCount is how often the lines of a text look broken.
type wrapCount struct {
	broken int // lines that stand below one that has no room for their first word
	chance int // lines that could be such: not alone, and below another
	full   int // lines of the whole width above broken ones, those that end alike counted once
}

// lineKinds tells what is known of lines without looking at their lengths.
type lineKinds struct {
	alone func(line []byte) bool // goes on with nothing
	half  func(line []byte) bool // goes on below, whatever room it has: nil for none
}

const (
	// wrapLeast and wrapMost are the columns at which tools break lines: at 72 in mails, at 80
	// and 132 in terminals. Reports that nobody broke have longer lines, those of frames.
	wrapLeast, wrapMost = 56, 136
	// wrapTimes is how many lines must have been broken to tell it from a chance.
	wrapTimes = 3
	// wrapEnd is by how many bytes the ends of lines are compared: lines of one message have
	// one length, and are broken at one word.
	wrapEnd = 6
)

// reportWrapping looks for the column at which the lines of a report were broken.
func reportWrapping(text []byte) wrapping {
	w, n := wrappingOf(bytes.Split(text, []byte{'\n'}), lineKinds{alone: reportAlone})
	if n.broken < wrapTimes && !(w.inWord && n.full > 1) {
		return wrapping{}
	}
	return w
}

// wrappingOf looks for the column at which the lines of a text were broken, if they were.
func wrappingOf(lines [][]byte, is lineKinds) (wrapping, wrapCount) {
	w, n := wrappingWith(wrapping{}, lines, is)
	if slices.ContainsFunc(lines, func(line []byte) bool { return bytes.IndexByte(line, '\t') >= 0 }) {
		if tabbed, m := wrappingWith(wrapping{tabStops: true}, lines, is); m.full > n.full {
			return tabbed, m
		}
	}
	return w, n
}

func wrappingWith(w wrapping, lines [][]byte, is lineKinds) (wrapping, wrapCount) {
	if !w.measure(lines) {
		return wrapping{}, wrapCount{}
	}
	n := w.count(lines, is)
	return w, n
}

// measure finds the column, and what stands at the ends of lines; false where the lines are
// too short or too long to be broken.
func (w *wrapping) measure(lines [][]byte) bool {
	kept, padded, column := 0, 0, 0
	for _, line := range lines {
		switch blanks := trailingBlanks(line); {
		case blanks > fewBlanks:
			padded++
		case blanks > 0:
			kept++
		}
		if bytes.IndexByte(bytes.TrimSpace(line), ' ') >= 0 { // a path alone is not broken
			column = max(column, w.width(line))
		}
	}
	w.column, w.padded = column, padded*2 > len(lines)
	w.afterBlanks = !w.padded && (kept+padded)*3 > len(lines)
	return column >= wrapLeast && column <= wrapMost
}

// count looks at each line and the one below, and finds whether words were broken.
func (w *wrapping) count(lines [][]byte, is lineKinds) wrapCount {
	var n wrapCount
	full, midWord, ends := 0, false, map[string]bool{}
	longer := false // what breaks words leaves no line longer
	var last []byte
	for _, line := range lines {
		line = bytes.TrimRight(line, "\r\n")
		longer = longer || w.textWidth(line) > w.column
		text := bytes.TrimSpace(line)
		switch {
		case len(last) == 0, len(text) == 0, is.alone(text):
		case w.noRoom(last, line):
			n.chance++
			n.broken++
			if w.full(last) {
				full++
				end := bytes.TrimSpace(last)
				ends[string(end[max(len(end)-wrapEnd, 0):])] = true
				midWord = midWord || wordByte[last[len(last)-1]] && wordByte[line[0]]
			}
		case is.half == nil || !is.half(last):
			n.chance++
		}
		last = line
	}
	n.full = len(ends)
	w.inWord = midWord && !longer && full*2 > n.broken // before words, few lines are full
	w.afterBlanks = w.afterBlanks && !w.inWord
	return n
}

// tabStop is how far terminals' tab stops are apart, in characters.
const tabStop = 8

// fewBlanks is how many blanks at the end of a line are its own without question.
const fewBlanks = 2

// width is how many characters a line takes. Blanks at its end were broken with it, unless
// lines are padded with them or there are more than the column has room for; before the
// column is known, many of them are left out.
func (w wrapping) width(line []byte) int {
	text, blanks := w.textWidth(line), trailingBlanks(line)
	if blanks > fewBlanks && (w.padded || text+blanks > w.column) {
		return text
	}
	return text + blanks
}

// textWidth is how many characters a line takes up to its last that is no blank.
func (w wrapping) textWidth(line []byte) int {
	line = bytes.TrimRight(line, " \t\r\n")
	n := 0
	for _, c := range line {
		switch {
		case c == '\t' && w.tabStops:
			n += tabStop - n%tabStop
		case utf8.RuneStart(c):
			n++
		}
	}
	return n
}

// trailingBlanks is how many blanks a line ends with.
func trailingBlanks(line []byte) int {
	line = bytes.TrimRight(line, "\r\n")
	return len(line) - len(bytes.TrimRight(line, " "))
}

// full reports whether a line takes the whole width.
func (w wrapping) full(line []byte) bool { return w.width(line) == w.column }

// fullInWord reports whether a full line was broken within a word; else it may have been
// before one.
func (w wrapping) fullInWord() bool { return w.inWord || w.afterBlanks }

// noRoom reports whether a line has no room for the first word of the next one.
func (w wrapping) noRoom(last, line []byte) bool {
	line = bytes.TrimSpace(line)
	if w.column == 0 || len(line) == 0 || len(bytes.TrimSpace(last)) == 0 {
		return false
	}
	word := bytes.IndexByte(line, ' ')
	switch {
	case word < 0:
		word = len(line)
	case w.afterBlanks:
		word++
	}
	room := w.column - w.width(last)
	if trailingBlanks(last) == 0 {
		room--
	}
	return utf8.RuneCount(line[:word]) > room
}

// glue is what stood between the last line and the next, which has its indentation:
// nothing where a word was broken, else a blank.
func (w wrapping) glue(last, line []byte) string {
	switch end := len(last) - 1; {
	case line[0] == ' ' || line[0] == '\t' || trailingBlanks(last) > 0:
	case w.full(last) && w.fullInWord():
		return ""
	case end > 0 && last[end] == '-' && wordByte[last[end-1]] && wordByte[line[0]]: // a UUID
		return ""
	}
	return " "
}

// next cuts the next line off a text, with those that go on with it: how many lines these
// were, and whether the last one has its line break.
func (w wrapping) next(text []byte) (line, rest []byte, lines int, ended bool) {
	whole, rest, ended := bytes.Cut(text, []byte{'\n'})
	line = clean(bytes.TrimSpace(whole))
	line = line[:len(line):len(line)] // text stays as it is
	lines = 1
	for last := trimLine(whole); len(rest) > 0 && lines < continuationLines; lines++ {
		below, behind, end := bytes.Cut(rest, []byte{'\n'})
		more := clean(bytes.TrimSpace(below))
		if len(more) == 0 || reportAlone(more) || !w.noRoom(last, below) && !reasonOpen(string(bytes.TrimSpace(last))) {
			break
		}
		line = append(append(line, w.glue(last, below)...), more...)
		last = trimLine(below)
		rest, ended = behind, end
	}
	return line, rest, lines, ended
}

// reasonOpen reports whether a line ends within the namespace and code of a termination.
func reasonOpen(line string) bool {
	if i := strings.LastIndex(line, "Namespace "); i >= 0 { // also in a sentence
		ns, code, found := strings.Cut(strings.TrimSpace(line[i+len("Namespace "):]), ",")
		if found && knownNamespace(ns) && (code == "" || code == " Code") {
			return true
		}
	}
	_, value, found := strings.Cut(line, "Termination Reason:")
	value = strings.TrimSpace(value)
	if !found || len(value) > len("Namespace LIBSYSTEM_SIM, Code") {
		return false
	}
	if _, _, whole := ParseTermination("Termination Reason:" + value + "\n"); whole {
		return false
	}
	word, _, _ := strings.Cut(strings.TrimPrefix(value, "Namespace "), ",")
	return value == "" || knownNamespace(word)
}

// reportAlone is standsAlone for bytes.
func reportAlone(line []byte) bool { return standsAlone(string(line)) }

// standsAlone reports whether a report's line tells what it is: a label, known or not, a
// frame, the head of a thread or a list, an image, a process.
func standsAlone(line string) bool {
	if _, _, ok := crashLabel(line); ok {
		return true
	}
	if _, _, ok := threadHeader(line); ok || contextPart(line) {
		return true
	}
	if n := digits([]byte(line), 0); n > 0 && n <= 4 && n < len(line) && (line[n] == ' ' || line[n] == '\t') && (n+1 == len(line) || !letter(line[n+1])) {
		return true
	}
	if _, _, ok := processRow(line); ok {
		return true
	}
	for _, beginning := range []string{"0x", "<", "{", "}", "(", ")", "*** ", "- ", "* "} {
		if strings.HasPrefix(line, beginning) {
			return !sourcePlace(line)
		}
	}
	name, _, ok := strings.Cut(line, ":")
	return ok && name != "" && len(name) <= labelLength && name[0] >= 'A' && name[0] <= 'Z' && strings.Trim(name, labelChars) == ""
}

// sourcePlace recognises the place in the source behind a frame: "(NSException.m:249)".
func sourcePlace(line string) bool {
	inside, ok := strings.CutPrefix(line, "(")
	file, number, _ := strings.Cut(inside, ":")
	number, closed := strings.CutSuffix(number, ")")
	return ok && closed && decimal([]byte(number)) != NoPID && !strings.Contains(file, " ")
}

// labelChars are those of labels.
const labelChars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ /"
