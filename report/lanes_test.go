package report

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

// sec is a moment so many seconds after the beginning of the axes of this file;
// a negative one is unknown.
func sec(s float64) parse.Time {
	if s < 0 {
		return parse.Time{}
	}
	return transferStart.Add(s)
}

// held is an item that runs from one second to another.
func heldItem(name string, from, to float64) laneItem {
	return laneItem{
		name: name, from: sec(from), to: sec(to), begin: cellBegin, end: cellEnd,
		stretches: []stretch{{sec(from), sec(to), cellWorking}},
	}
}

func (row cells) String() string {
	var b strings.Builder
	for _, c := range row {
		b.WriteByte(byte(c))
	}
	return b.String()
}

// drawn are lanes as text, each with its name and its texts.
func drawn(list ...lane) []string {
	var lines []string
	for _, l := range list {
		s := l.name + "|" + l.cells.String() + "|"
		for _, n := range l.notes {
			s += fmt.Sprintf(" %d:%s", n.column, n.text)
		}
		lines = append(lines, s)
	}
	return lines
}

func TestPack(t *testing.T) {
	a := newAxis(sec(0), sec(100), 20)
	with := func(it laneItem, cells ...mark) laneItem {
		it.marks = cells
		return it
	}
	for _, c := range []struct {
		name  string
		items []laneItem
		want  []string
	}{
		{"one", []laneItem{heldItem("a", 10, 50)}, []string{"a|  [=======]         |"}},
		{"shorter than a column", []laneItem{heldItem("a", 52, 53)}, []string{"a|          |         |"}},
		{"no length at the end", []laneItem{heldItem("a", 100, 100)}, []string{"a|                   ||"}},
		{"one after another", []laneItem{heldItem("a", 60, 80), heldItem("a", 10, 30)}, []string{"a|  [===]     [===]   |"}},
		{"touching", []laneItem{heldItem("a", 10, 30), heldItem("a", 30, 50)}, []string{"a|  [===|===]         |"}},
		{"overlapping", []laneItem{heldItem("a", 10, 60), heldItem("a", 30, 80), heldItem("a", 70, 90)},
			[]string{"a|  [=========] [===] |", "a|      [=========]   |"}},
		{"names in the order of their beginnings", []laneItem{heldItem("b", 20, 30), heldItem("a", 10, 15), heldItem("b", 40, 50)},
			[]string{"a|  []                |", "b|    [=] [=]         |"}},
		{"open", []laneItem{heldItem("a", -1, 30), heldItem("b", 40, -1), heldItem("b", 50, 60), heldItem("c", -1, -1)},
			[]string{"a|<=====]             |", "c|<==================>|", "b|        [==========>|", "b|          [=]       |"}},
		{"open in the last column", []laneItem{heldItem("a", 99, -1)}, []string{"a|                   >|"}},
		{"beyond the axis", []laneItem{heldItem("a", 90, 130), heldItem("b", 110, 120)}, []string{"a|                  [>|"}},
		{"expired", []laneItem{with(heldItem("a", 10, 50), mark{at: sec(40), cell: cellExpired}), with(heldItem("b", 10, 50), mark{at: sec(51), cell: cellExpired})},
			[]string{"a|  [=====E=]         |", "b|  [=======E         |"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, drawn(pack(c.items, a)...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestKeepLanes(t *testing.T) {
	a := newAxis(sec(0), sec(100), 20)
	var items []laneItem
	for i := range 7 {
		it := heldItem(fmt.Sprint(i), float64(i), float64(20+10*i))
		it.index = i
		items = append(items, it)
	}
	items[1].trouble = 2
	lanes := pack(items, a)
	names := func(list []lane) string {
		s := ""
		for _, l := range list {
			s += l.name
		}
		return s
	}
	for _, c := range []struct {
		n      int
		kept   string
		others []int
	}{
		{7, "0123456", nil}, {6, "0123456", nil}, {3, "156", []int{0, 2, 3, 4}}, {1, "1", []int{0, 2, 3, 4, 5, 6}},
	} {
		kept, others := keepLanes(lanes, c.n)
		if names(kept) != c.kept || !cmp.Equal(others, c.others) {
			t.Errorf("%d: kept %s, others %v", c.n, names(kept), others)
		}
	}
}

func TestMarkLane(t *testing.T) {
	a := newAxis(sec(0), sec(100), 40)
	exit := func(at float64, text string) mark { return mark{sec(at), cellExit, text} }
	for _, c := range []struct {
		name  string
		gap   int
		marks []mark
		want  string
	}{
		{"room behind", 1, []mark{exit(10, "it crashed")}, "|    X                                   | 6:it crashed"},
		{"room before", 1, []mark{exit(90, "it crashed")}, "|                                    X   | 25:it crashed"},
		{"shortened", 1, []mark{exit(60, "it used too much memory for too long")}, "|                        X               | 0:it used too muc…oo long"},
		{"no room", 1, []mark{exit(40, "it crashed"), exit(50, "it crashed"), exit(60, "it crashed")},
			"|                X   X   X               | 5:it crashed 26:it crashed"},
		{"one column", 0, []mark{{sec(50), cellStep, "1m"}, {sec(51), cellStep, "2m"}, {sec(52), cellReset, ""}},
			"|                    ^                   | 21:1m"},
		{"beyond the axis", 0, []mark{{sec(120), cellStep, "1m"}}, "|                                        |"},
		{"side by side", 0, []mark{{sec(50), cellStep, "1m"}, {sec(54), cellStep, "2m"}, {sec(64), cellStep, "4m"}},
			"|                    ^^   ^              | 17:1m 22:2m 26:4m"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff([]string{c.want}, drawn(markLane("", c.marks, a, c.gap))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestStateStretches(t *testing.T) {
	a := newAxis(sec(0), sec(100), 20)
	state := func(s string, from, to float64) State { return State{s, sec(from), sec(to)} }
	gone := &Exit{Kind: "crash"}
	for _, c := range []struct {
		name string
		runs lives
		want string
	}{
		{"launch and exit", lives{{Launched: sec(10), Exited: sec(80), Exit: gone, States: []State{state("foreground", 20, 50), state("background", 50, -1)}}},
			"__**#######++++++___"},
		{"known from a state on", lives{{States: []State{state("foreground", 20, 50), state("suspended", 50, -1)}}}, "????#######........."},
		{"the state before the log", lives{{States: []State{state("background", -1, 50), state("suspended", 50, -1)}}}, "+++++++++++........."},
		{"two runs", lives{
			{Launched: sec(60), States: []State{state("foreground", 60, -1)}},
			{Exited: sec(30), Exit: gone, States: []State{state("background", 0, -1)}},
		}, "+++++++_____########"},
		{"the end of a run is not told", lives{
			{States: []State{state("background", 0, -1)}}, {Launched: sec(60), States: []State{state("foreground", 60, -1)}},
		}, "++++++++++++########"},
		{"a run that is known late", lives{
			{Exited: sec(30), Exit: gone, States: []State{state("background", 0, -1)}}, {States: []State{state("foreground", 60, -1)}},
		}, "+++++++?????########"},
		{"an exit without a time", lives{{Exit: gone, States: []State{state("foreground", 20, 50), state("suspended", 50, -1)}}}, "????#######?????????"},
		{"a short stay", lives{{States: []State{state("suspended", 0, 51), state("background", 51, 52), state("suspended", 52, -1)}}}, "..........+........."},
		{"an exit alone", lives{{Exited: sec(50), Exit: gone}}, "??????????__________"},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := emptyCells(a.width, cellUnknown)
			for _, s := range stateStretches(c.runs) {
				row.stretch(a, s)
			}
			if diff := cmp.Diff(c.want, row.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestEveryItemIsSeen draws random items: each has a mark in the columns of its
// span, no two of one lane overlap in time, and none gets lost.
func TestEveryItemIsSeen(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		a := newAxis(sec(0), sec(0.5+r.Float64()*1000), 1+r.IntN(100))
		items := randomItems(r, a.seconds, 1+r.IntN(30))
		lanes := pack(items, a)
		seen := 0
		for _, l := range lanes {
			if len(l.cells) != a.width {
				t.Fatalf("%d cells in %d columns", len(l.cells), a.width)
			}
			for n, i := range l.items {
				it := items[i]
				first, last := a.clip(it.from, it.to)
				if l.cells[first:last+1].used() == 0 {
					t.Fatalf("%+v is not seen on %s", it, l.cells)
				}
				if n > 0 {
					if before := items[l.items[n-1]]; !before.to.Known() || it.from.Before(before.to) || before.name != it.name {
						t.Fatalf("%+v and %+v share a lane", before, it)
					}
				}
				seen++
			}
		}
		if seen != len(items) {
			t.Fatalf("%d of %d items", seen, len(items))
		}
		kept, others := keepLanes(lanes, 3)
		for _, l := range kept {
			others = append(others, l.items...)
		}
		if len(others) != len(items) {
			t.Fatalf("%d of %d items kept or counted", len(others), len(items))
		}
	}
}

// randomItems are items that touch an axis of so many seconds.
func randomItems(r *rand.Rand, seconds float64, n int) []laneItem {
	names := []string{"a", "FlushOutbox", "メモを同期する", "##[group]x", "::error::x", "\x1b[31mred\u202e", strings.Repeat("long", 20)}
	var list []laneItem
	for i := range n {
		from := r.Float64() * seconds
		to := from + r.ExpFloat64()*seconds/10
		it := heldItem(names[r.IntN(len(names))], from, to)
		switch r.IntN(6) {
		case 0:
			it.to, it.end = parse.Time{}, cellAfter
		case 1:
			it.from = parse.Time{}
		}
		if r.IntN(3) == 0 {
			it.marks = []mark{{at: sec(from + r.Float64()*(to-from)), cell: cellExpired}}
		}
		it.index, it.trouble = i, r.IntN(3)
		list = append(list, it)
	}
	return list
}
