package report

import (
	"strings"
)

const (
	// laneIndent is before the names of lanes, kindIndent before those of a kind.
	laneIndent, kindIndent = 2, 4
	// laneGap is between the names and the drawing.
	laneGap = 2
	// gridCell is drawn at the ticks of a lane where it shows nothing.
	gridCell cell = ':'
)

// drawing writes the lanes of one chart.
type drawing struct {
	*texter
	axis   axis
	labels int // columns of the names, with what they are indented by beyond laneIndent
	ticks  []tick
	used   map[cell]bool // cells of lanes so far
	states map[cell]bool // cells of the band
}

// cellPaints are the colours of cells; they add nothing that the characters do not
// tell.
var cellPaints = map[cell]paint{
	cellForeground: green, cellBackground: cyan, cellSuspended: dim, cellGone: dim, cellUnknown: dim,
	cellWaiting: yellow, cellWorking: cyan, cellKept: yellow, cellDelivered: green, cellWoken: green, cellStep: yellow,
	cellExpired: red, cellTrouble: red, cellExit: red, cellNotWoken: red, gridCell: dim,
}

// legendWords say what cells mean, in the order of the legend: those of the band,
// then those of the other lanes.
var legendWords = [2][]struct {
	cell  cell
	words string
}{
	{
		{cellForeground, "foreground"}, {cellBackground, "background"}, {cellSuspended, "suspended"}, {cellRunning, "running, state not known"},
		{cellGone, "not running"}, {cellUnknown, "not known"},
	},
	{
		{cellBefore, "began earlier"}, {cellBegin, "begins"}, {cellWaiting, "waits"}, {cellWorking, "runs"}, {cellUnknown, "waits or runs"},
		{cellKept, "finished, app not told"}, {cellExpired, "expired"}, {cellDelivered, "delivered"}, {cellEnd, "ends"}, {cellBoth, "begins and ends"},
		{cellTrouble, "went wrong"}, {cellExit, "process ended"}, {cellLost, "end not in the log"}, {cellAfter, "goes on"},
		{cellWoken, "woken"}, {cellNotWoken, "not woken"}, {cellStep, "new delay"}, {cellReset, "delay reset"},
	},
}

// labelWidth is how wide the names of a chart's lanes are, with their indent; at
// most a third of the line.
func (t *texter) labelWidth(c chart) int {
	most := min(mostLabel, (t.width-laneIndent-laneGap)/3)
	n := leastLabel
	for _, k := range c.kinds {
		for _, it := range k.items {
			n = max(n, columns(laneLabel(it.name, c.app, most-kindIndent+laneIndent))+kindIndent-laneIndent)
		}
	}
	return min(n, most)
}

// laneLabel shortens a name to a number of columns. What an identifier shares with
// its app's is the first to go.
func laneLabel(name string, a App, room int) string {
	name = disarm(name)
	if columns(name) <= room {
		return name
	}
	if rest, ok := strings.CutPrefix(name, deref(a.BundleID)+"."); ok && a.BundleID != nil {
		name = "…" + rest
	}
	return elide(name, room)
}

// axisLine writes the labels of the ticks.
func (d *drawing) axisLine() {
	row := []byte(strings.Repeat(" ", d.axis.width))
	for _, t := range d.ticks {
		row[t.column] = '|'
		copy(row[t.column+1:], t.label)
	}
	for _, t := range d.ticks { // a tick without label may lie under the label before it
		if t.label != "" {
			copy(row[t.column+1:], t.label)
		}
	}
	d.line(laneIndent+d.labels+laneGap, d.paint(strings.TrimRight(string(row), " "), dim))
}

// band writes the states of the app, unless none is known.
func (d *drawing) band(c chart) {
	list := stateStretches(c.runs)
	if len(list) == 0 {
		return
	}
	row := emptyCells(d.axis.width, cellUnknown)
	for _, s := range list {
		row.stretch(d.axis, s)
	}
	d.row(laneIndent, "app", lane{cells: row}, d.states)
}

// marks writes a lane of moments, their texts gap columns behind them.
func (d *drawing) marks(name string, marks []mark, gap int) {
	for i := range marks {
		marks[i].text = disarm(marks[i].text)
	}
	if l := markLane(name, marks, d.axis, gap); l.used() {
		d.row(laneIndent, name, l, d.used)
	}
}

// kind writes a group of lanes under its title.
func (d *drawing) kind(k laneKind, app App) {
	if len(k.items) == 0 {
		return
	}
	kept, others := keepLanes(pack(k.items, d.axis), lanesShown)
	if len(kept) == 0 {
		return
	}
	if columns(k.title) <= d.labels {
		d.row(laneIndent, k.title, lane{cells: emptyCells(d.axis.width, cellNone)}, d.used)
	} else {
		d.line(laneIndent, d.paint(k.title, dim))
	}
	for i, l := range kept {
		label := ""
		if i == 0 || kept[i-1].name != l.name {
			label = laneLabel(l.name, app, d.labels+laneIndent-kindIndent)
		}
		d.row(kindIndent, label, l, d.used)
	}
	if len(others) > 0 {
		d.fittedAt(kindIndent, "… and "+k.more(others), dim)
	}
}

// row writes one line: the name, then the cells with texts between them.
func (d *drawing) row(indent int, label string, l lane, used map[cell]bool) {
	label = elide(label, laneIndent+d.labels-indent)
	var b strings.Builder
	b.WriteString(d.paint(label, map[bool]paint{true: noPaint, false: dim}[l.used()]))
	b.WriteString(strings.Repeat(" ", max(laneIndent+d.labels+laneGap-indent-columns(label), 0)))
	grid := map[int]bool{}
	for _, t := range d.ticks {
		grid[t.column] = true
	}
	notes := map[int]string{}
	for _, n := range l.notes {
		notes[n.column] = n.text
	}
	for i := 0; i < len(l.cells); {
		if s := notes[i]; s != "" {
			b.WriteString(s)
			i += columns(s)
			continue
		}
		c, n := l.at(i, grid), i+1
		for n < len(l.cells) && notes[n] == "" && l.at(n, grid) == c {
			n++
		}
		used[c] = true
		b.WriteString(d.paint(strings.Repeat(string(rune(c)), n-i), cellPaints[c]))
		i = n
	}
	d.line(indent, b.String())
}

// used reports whether the lane shows anything.
func (l lane) used() bool { return l.cells.used() > 0 }

// at is what a column of the lane shows, a tick where there is nothing else.
func (l lane) at(column int, grid map[int]bool) cell {
	if c := l.cells[column]; c != cellNone || !grid[column] {
		return c
	}
	return gridCell
}

// legend says what the cells of the chart mean.
func (d *drawing) legend() {
	d.blank()
	for i, used := range []map[cell]bool{d.states, d.used} {
		line := ""
		for _, l := range legendWords[i] {
			if !used[l.cell] {
				continue
			}
			entry := string(rune(l.cell)) + " " + l.words
			if line != "" && columns(line)+3+len(entry) > d.width-laneIndent {
				d.line(laneIndent, d.paint(line, dim))
				line = ""
			}
			if line != "" {
				line += "   "
			}
			line += entry
		}
		if line != "" {
			d.line(laneIndent, d.paint(line, dim))
		}
	}
}

// fitted writes a wrapped text of which no line is wider than the terminal, also
// where what looks like a command is disarmed.
func (t *texter) fitted(s string, how paint) { t.fittedAt(0, s, how) }

func (t *texter) fittedAt(indent int, s string, how paint) {
	for _, l := range wrap(s, t.width-indent) {
		t.line(indent, t.paint(elide(disarm(l), t.width-indent), how))
	}
}
