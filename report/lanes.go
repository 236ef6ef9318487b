package report

import (
	"cmp"
	"slices"

	"github.com/bglog/bglog/parse"
)

// glyph is a character of a lane, with its colour and what it stands for.
type glyph struct {
	char  byte
	paint paint
	means string
}

// stretch is a piece of a lane: one thing that lasts, in one or more phases, and
// moments that stand out.
type stretch struct {
	from, to parse.Time // of the whole; unknown: before the log, or after its end
	phases   []phase
	marks    []mark
	trouble  bool // something went wrong with it
}

// phase is a part of a stretch in one state. An unknown beginning is that of the
// axis, an unknown end its end.
type phase struct {
	from, to parse.Time
	glyph    glyph
}

// mark is an instant that stands out.
type mark struct {
	at    parse.Time
	glyph glyph
}

// group is what shares a label: equal names, on as many rows as overlap.
type group struct {
	label     string
	stretches []stretch
}

// cell is one column of a row.
type cell = glyph

// row is one line of a group.
type row struct {
	cells   []cell
	count   int // stretches in it
	trouble bool
	end     int // last column in use
}

// rows lays the stretches of a group out on an axis, overlapping ones below each
// other.
func (g group) rows(a axis) []row {
	list := slices.Clone(g.stretches)
	slices.SortStableFunc(list, func(x, y stretch) int { return x.from.Compare(y.from) })
	var rows []row
	for _, s := range list {
		if !a.holds(s.from, s.to) {
			continue
		}
		first, last := s.span(a)
		at := slices.IndexFunc(rows, func(r row) bool { return r.end < first })
		if at < 0 {
			rows = append(rows, row{cells: make([]cell, a.columns), end: -1})
			at = len(rows) - 1
		}
		s.draw(a, rows[at].cells)
		rows[at].end = last
		rows[at].count++
		rows[at].trouble = rows[at].trouble || s.trouble
	}
	return rows
}

// span is the columns that a stretch takes, with those of its moments.
func (s stretch) span(a axis) (first, last int) {
	last = a.columns - 1
	if s.from.Known() {
		first = a.column(s.from)
	}
	if s.to.Known() {
		last = a.column(s.to)
	}
	for _, m := range s.marks {
		if a.holds(m.at, m.at) && m.at.Known() {
			first, last = min(first, a.column(m.at)), max(last, a.column(m.at))
		}
	}
	return first, max(first, last)
}

// draw writes the phases, later ones over earlier ones, then the moments. Ends that
// the log does not hold are arrows.
func (s stretch) draw(a axis, cells []cell) {
	for _, p := range s.phases {
		if !a.holds(p.from, p.to) {
			continue
		}
		first, last := stretch{from: p.from, to: p.to}.span(a)
		for i := first; i <= last; i++ {
			cells[i] = p.glyph
		}
	}
	if n := len(s.phases); n > 0 {
		if first := s.phases[0].glyph; !s.from.Known() || s.from.Before(a.from) {
			cells[0] = glyph{'<', first.paint, before.means}
		}
		if last := s.phases[n-1].glyph; !s.to.Known() || s.to.After(a.to) {
			cells[a.columns-1] = glyph{'>', last.paint, after.means}
		}
	}
	for _, m := range s.marks {
		if m.at.Known() && a.holds(m.at, m.at) {
			cells[a.column(m.at)] = m.glyph
		}
	}
}

// The ends of a stretch that the log does not hold.
var (
	before = glyph{'<', noPaint, "began before"}
	after  = glyph{'>', noPaint, "goes on"}
)

// lanesShown bounds the rows of one group.
const lanesShown = 12

// worst leaves the rows that are shown of many: those with trouble first. others
// counts the stretches in the rows left out.
func worst(rows []row) (shown []row, others int) {
	if len(rows) <= lanesShown {
		return rows, 0
	}
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Compare(bit(rows[y].trouble), bit(rows[x].trouble))
	})
	slices.Sort(order[:lanesShown])
	for i, n := range order {
		if i < lanesShown {
			shown = append(shown, rows[n])
		} else {
			others += rows[n].count
		}
	}
	return shown, others
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
