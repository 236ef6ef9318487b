package parse

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// Mail programs, terminals and PDF readers break the lines of a report at a column. What they
// broke is joined again; a line that tells by itself what it is stays one.

// wrapping is how the lines of a text were broken.
type wrapping struct {
	column int  // of the longest line, in characters; 0 where no line was broken
	inWord bool // wherever the column is, else before a word
}

const (
	// wrapLeast and wrapMost are the columns at which tools break lines: at 72 in mails, at 80
	// and 132 in terminals. Reports that nobody broke have longer lines, those of frames.
	wrapLeast, wrapMost = 56, 136
	// wrapTimes is how many lines must have been broken to tell it from a chance.
	wrapTimes = 3
)

// wrappingOf looks for the column at which the lines of a text were broken.
func wrappingOf(text []byte) wrapping {
	var w wrapping
	for line := range bytes.Lines(text) {
		if line = bytes.TrimSpace(line); bytes.IndexByte(line, ' ') >= 0 { // a path alone is not broken
			w.column = max(w.column, utf8.RuneCount(line))
		}
	}
	if w.column < wrapLeast || w.column > wrapMost {
		return wrapping{}
	}
	broken, full := 0, 0
	midWord := false
	var last []byte
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if w.goesOn(last, line) {
			broken++
			if utf8.RuneCount(last) == w.column {
				full++
				midWord = midWord || wordByte[last[len(last)-1]] && wordByte[line[0]]
			}
		}
		last = line
	}
	w.inWord = midWord && full*2 > broken // before words, few lines are full
	if broken < wrapTimes && !(w.inWord && full > 1) {
		return wrapping{}
	}
	return w
}

// goesOn reports whether a line goes on with the one before it: that has no room for its
// first word.
func (w wrapping) goesOn(last, line []byte) bool {
	if w.column == 0 || len(last) == 0 || len(line) == 0 || standsAlone(string(line)) {
		return false
	}
	word := bytes.IndexByte(line, ' ')
	if word < 0 {
		word = len(line)
	}
	return utf8.RuneCount(last)+1+utf8.RuneCount(line[:word]) > w.column
}

// next cuts the next line off a text, with those that go on with it: how many lines these
// were, and whether the last one has its line break.
func (w wrapping) next(text []byte) (line, rest []byte, lines int, ended bool) {
	line, rest, ended = bytes.Cut(text, []byte{'\n'})
	line = clean(bytes.TrimSpace(line))
	line = line[:len(line):len(line)] // text stays as it is
	lines = 1
	for last := line; len(rest) > 0 && lines < continuationLines; lines++ {
		more, behind, end := bytes.Cut(rest, []byte{'\n'})
		more = clean(bytes.TrimSpace(more))
		if !w.goesOn(last, more) && !(reasonOpen(string(last)) && !standsAlone(string(more))) {
			break
		}
		if !w.inWord || utf8.RuneCount(last) < w.column {
			line = append(line, ' ')
		}
		line, last = append(line, more...), more
		rest, ended = behind, end
	}
	return line, rest, lines, ended
}

// reasonOpen reports whether a line ends within the namespace and code of a termination.
func reasonOpen(line string) bool {
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
			return true
		}
	}
	name, _, ok := strings.Cut(line, ":")
	return ok && name != "" && len(name) <= labelLength && name[0] >= 'A' && name[0] <= 'Z' && strings.Trim(name, labelChars) == ""
}

// labelChars are those of labels.
const labelChars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ /"
