package parse

import (
	"bufio"
	"bytes"
)

// Letters and tickets make a paragraph of every line that is pasted into them; copied out
// again, a text has an empty line behind every line, and what an empty line ends in a report
// would end everywhere.

// spacedNote says that such lines were left out.
const spacedNote = "the empty line behind every line was left out; lines are counted without them"

// spacedLines is how many lines in a row have an empty one behind them before it is no
// chance: people set off single lines so.
const spacedLines = 8

// spacing is the place in such a text.
type spacing struct {
	line   int  // since the first that is not empty
	begun  bool // there was one
	broken bool // two lines without an empty one between them: what follows stays as it is
}

// spaced reports whether a sample has an empty line behind every line, as far as it goes.
func spaced(sample []byte) bool {
	var s spacing
	lines := 0
	for line := range bytes.Lines(sample) {
		if len(s.off(line)) > 0 && !empty(line) {
			lines++
		}
		if s.broken {
			return false
		}
	}
	return lines >= spacedLines
}

// off leaves nothing of an empty line behind another line.
func (s *spacing) off(line []byte) []byte {
	if s.broken || !s.begun && empty(line) {
		return line
	}
	s.begun = true
	if s.line++; s.line%2 != 0 {
		return line
	}
	if empty(line) {
		return nil
	}
	s.broken = true
	return line
}

// withoutSpacing takes the empty lines out of a text that has one behind every line.
func withoutSpacing(br *bufio.Reader) (text *bufio.Reader, notes []string) {
	if sample, _ := br.Peek(br.Size()); !spaced(sample) {
		return br, nil
	}
	var s spacing
	return editLines(br, s.off), []string{spacedNote}
}
