package parse

import "slices"

// Pastes whose lines somebody has broken at a column: what they were before.

// wrapSample is in how much of a text the column of its line breaks is looked for, bytes.
const wrapSample = 64 << 10

// usualWidths are those at which terminals and mail programs break lines: there two lines
// that were broken within words are no chance.
var usualWidths = []int{72, 76, 78, 80, 100, 120, 132}

// wrapping looks for the column at which somebody has broken the lines of a paste. Most
// of the lines that begin nothing have to stand where they would not have found room:
// among lines that nobody broke, a few do. Full lines that were broken within words say
// enough by themselves.
func (p *paster) wrapping(lines [][]byte) wrapping {
	w, n := wrappingOf(lines, lineKinds{
		alone: func(line []byte) bool {
			return formatOf(line) != nil || clipped.starts(line) || opens(line, p.opts.Interest)
		},
		half: func(line []byte) bool { // between the columns of a header there are many blanks
			f := formatOf(line)
			return f != nil && f.broken(line)
		},
	})
	w.inWord = w.inWord && (n.full >= wrapTimes || n.full == 2 && n.broken == 2 && slices.Contains(usualWidths, w.column))
	if n.broken < 2 || n.broken*3 < n.chance*2 && !w.inWord {
		return wrapping{}
	}
	return w
}

// between is what stands between the record and a line that goes on with it: where a line
// was broken, what had stood there, if that can be told.
func (p *paster) between(l looked) string {
	if !l.noRoom || p.wraps.full(p.last) && !p.wraps.fullInWord() {
		return "\n"
	}
	return p.wraps.glue(p.last, l.whole)
}
