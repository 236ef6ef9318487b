package report

import (
	"cmp"
	"slices"

	"github.com/bglog/bglog/parse"
)

// cell is what one column of a lane shows: an ASCII character.
type cell byte

// What the columns of the app's band show.
const (
	cellUnknown    cell = '?'
	cellGone       cell = '_' // no process runs
	cellRunning    cell = '*' // in the foreground or the background, which is not known
	cellSuspended  cell = '.'
	cellBackground cell = '+'
	cellForeground cell = '#'
)

// What the columns of the other lanes show.
const (
	cellNone      cell = ' '
	cellWaiting   cell = '-'
	cellWorking   cell = '='
	cellKept      cell = '~' // finished, and the app has not been told
	cellBefore    cell = '<' // it began earlier
	cellAfter     cell = '>' // it goes on
	cellBegin     cell = '['
	cellEnd       cell = ']'
	cellBoth      cell = '|' // begun and ended
	cellLost      cell = '/' // the log does not tell its end
	cellReset     cell = 'r'
	cellNotWoken  cell = 'n'
	cellWoken     cell = 'w'
	cellStep      cell = '^'
	cellDelivered cell = 'D'
	cellExpired   cell = 'E'
	cellTrouble   cell = '!'
	cellExit      cell = 'X'
)

// cellRanks are all cells, each before those that are shown in its place where a
// column is too wide for both: what lasts gives way to what happened, and that to
// what went wrong.
const cellRanks = " ?_*.+#-~=[]|<>/rnw^DE!X"

func (c cell) rank() int {
	for i := range len(cellRanks) {
		if cell(cellRanks[i]) == c {
			return i
		}
	}
	return -1
}

// cells is a lane's drawing, a cell for each column.
type cells []cell

func emptyCells(width int, c cell) cells { return slices.Repeat(cells{c}, width) }

// put shows a cell unless a more important one is there. A beginning and an end in
// one column become one sign.
func (row cells) put(column int, c cell) {
	old := row[column]
	switch {
	case old == cellBegin && c == cellEnd, old == cellEnd && c == cellBegin:
		row[column] = cellBoth
	case c.rank() > old.rank():
		row[column] = c
	}
}

// stretch fills the columns of a stretch of time.
type stretch struct {
	from, to parse.Time // unknown: the edge of the axis
	cell     cell
}

// mark is a moment with an optional text beside it.
type mark struct {
	at   parse.Time
	cell cell
	text string
}

// laneItem is one thing that is drawn on a lane: what it did meanwhile, and what
// happened to it.
type laneItem struct {
	name     string
	from, to parse.Time // unknown: the edge of the axis
	// begin and end are drawn where it begins and ends, cellBefore and cellAfter
	// where that lies beyond the axis.
	begin, end cell
	stretches  []stretch
	marks      []mark
	trouble    int // higher is worse
	index      int // in the list that it was made of
}

// moments are all known times of the item.
func (it laneItem) moments() []parse.Time {
	list := []parse.Time{it.from, it.to}
	for _, s := range it.stretches {
		list = append(list, s.from, s.to)
	}
	for _, m := range it.marks {
		list = append(list, m.at)
	}
	return slices.DeleteFunc(list, func(t parse.Time) bool { return !t.Known() })
}

// touches reports whether some of the time between two moments is drawn.
func (a axis) touches(from, to parse.Time) bool { return !to.Before(a.from) && !from.After(a.to()) }

// clip is the range of columns of a stretch of time.
func (a axis) clip(from, to parse.Time) (first, last int) {
	first, last = 0, a.width-1
	if from.Known() {
		first = a.column(from)
	}
	if to.Known() {
		last = a.column(to)
	}
	return first, max(first, last)
}

// stretch draws a stretch of time, at least one column of it.
func (row cells) stretch(a axis, s stretch) {
	if !a.touches(s.from, s.to) {
		return
	}
	first, last := a.clip(s.from, s.to)
	for c := first; c <= last; c++ {
		row.put(c, s.cell)
	}
}

// item draws an item that touches the axis.
func (row cells) item(a axis, it laneItem) {
	for _, s := range it.stretches {
		row.stretch(a, s)
	}
	begin, end := it.begin, it.end
	if !it.from.Known() || it.from.Before(a.from) {
		begin = cellBefore
	}
	if !it.to.Known() || it.to.After(a.to()) {
		end = cellAfter
	}
	first, last := a.clip(it.from, it.to)
	row.put(first, begin)
	row.put(last, end)
	for _, m := range it.marks {
		if a.touches(m.at, m.at) {
			row.put(a.column(m.at), m.cell)
		}
	}
}

// lane is one line of a chart.
type lane struct {
	name    string
	cells   cells
	items   []int // indexes of what is on it
	trouble int
	notes   []note
	free    parse.Time // when the last item ended
	open    bool       // it has not ended
}

// pack puts items on lanes: those of one name share a lane as long as they do not
// overlap. Lanes are in the order of the beginnings, those of one name together.
func pack(items []laneItem, a axis) []lane {
	items = slices.Clone(items)
	slices.SortStableFunc(items, func(x, y laneItem) int { return compareBegin(x.from, y.from) })
	groups := map[string][]*lane{}
	var names []string
	for _, it := range items {
		if !a.touches(it.from, it.to) {
			continue
		}
		if groups[it.name] == nil {
			names = append(names, it.name)
		}
		i := slices.IndexFunc(groups[it.name], func(l *lane) bool { return !l.open && it.from.Known() && !it.from.Before(l.free) })
		if i < 0 {
			i = len(groups[it.name])
			groups[it.name] = append(groups[it.name], &lane{name: it.name, cells: emptyCells(a.width, cellNone)})
		}
		l := groups[it.name][i]
		l.cells.item(a, it)
		l.items = append(l.items, it.index)
		l.trouble = max(l.trouble, it.trouble)
		l.free, l.open = it.to, !it.to.Known()
	}
	var list []lane
	for _, n := range names {
		for _, l := range groups[n] {
			list = append(list, *l)
		}
	}
	return list
}

// compareBegin orders beginnings; an unknown one lies before all.
func compareBegin(a, b parse.Time) int {
	switch {
	case a.Known() && b.Known():
		return a.Compare(b)
	case a.Known():
		return 1
	case b.Known():
		return -1
	}
	return 0
}

// keepLanes leaves at most n lanes, in their order: the worst, then those that show
// most; and the indexes of what is on the others. One too many is no reason.
func keepLanes(list []lane, n int) (kept []lane, others []int) {
	if len(list) <= n+1 {
		return list, nil
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Or(list[y].trouble-list[x].trouble, list[y].cells.used()-list[x].cells.used())
	})
	slices.Sort(order[:n])
	for _, i := range order[:n] {
		kept = append(kept, list[i])
	}
	for _, i := range order[n:] {
		others = append(others, list[i].items...)
	}
	slices.Sort(others)
	return kept, others
}

// used counts the columns that show something.
func (row cells) used() int {
	n := 0
	for _, c := range row {
		if c != cellNone {
			n++
		}
	}
	return n
}

// note is a text between the marks of a lane.
type note struct {
	column int
	text   string
}

// leastNote is how many columns of a long text are worth showing.
const leastNote = 12

// markLane draws moments, with their texts where there is room for them: behind the
// mark, gap columns from it, else before it.
func markLane(name string, marks []mark, a axis, gap int) lane {
	l := lane{name: name, cells: emptyCells(a.width, cellNone)}
	texts := map[int]string{}
	for i, m := range marks {
		if !a.touches(m.at, m.at) {
			continue
		}
		c := a.column(m.at)
		if m.cell.rank() > l.cells[c].rank() {
			texts[c] = m.text
		}
		l.cells.put(c, m.cell)
		l.items = append(l.items, i)
	}
	free := 0 // the first column that nothing is written to
	for c := range a.width {
		if l.cells[c] == cellNone {
			continue
		}
		next := c + 1
		for next < a.width && l.cells[next] == cellNone {
			next++
		}
		if next < a.width {
			next-- // a blank before the next mark
		}
		n := placeNote(texts[c], c, gap, free, next)
		free = c + 2
		if n.text != "" {
			l.notes = append(l.notes, n)
			free = max(free, n.column+columns(n.text)+1)
		}
	}
	return l
}

// placeNote finds a place for a text beside its mark, in the columns from free to
// before next; the text is empty when there is none.
func placeNote(text string, at, gap, free, next int) note {
	right, left := next-at-1-gap, at-1-free
	behind := func(s string) note { return note{at + 1 + gap, s} }
	before := func(s string) note { return note{at - 1 - columns(s), s} }
	switch n := columns(text); {
	case n == 0:
	case n <= right:
		return behind(text)
	case n <= left:
		return before(text)
	case max(left, right) < leastNote:
	case right >= left:
		return behind(elide(text, right))
	default:
		return before(elide(text, left))
	}
	return note{}
}
