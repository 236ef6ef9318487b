package parse

import "unicode/utf8"

// Pastes whose lines somebody has broken at a column: what they were before.

// wrapSample is in how much of a text the column of its line breaks is looked for, bytes.
const wrapSample = 64 << 10

// wrapping looks for the column at which somebody has broken the lines of a paste. Most
// of the lines that begin nothing have to stand where they would not have found room:
// among lines that nobody broke, a few do.
func (p *paster) wrapping(lines [][]byte) wrapping {
	w, n := wrappingOf(lines, func(line []byte) bool {
		return formatOf(line) != nil || clipped.starts(line) || opens(line, p.opts.Interest)
	})
	if n.broken < 2 || n.broken*3 < n.chance*2 {
		return wrapping{}
	}
	w.inWord = w.inWord && n.full >= wrapTimes
	return w
}

// between is what stands between the record and a line that goes on with it: where a line
// was broken, what had stood there, if that can be told.
func (p *paster) between(l looked) string {
	if !l.noRoom || !p.wraps.inWord && p.full() {
		return "\n"
	}
	return p.wraps.glue(p.last, l.whole)
}

// full reports whether the line before takes the whole width.
func (p *paster) full() bool { return utf8.RuneCount(p.last) == p.wraps.column }
