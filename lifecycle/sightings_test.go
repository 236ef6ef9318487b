package lifecycle

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

// Of each process the first record, one a second, and the last one are kept, in order.
func TestSightings(t *testing.T) {
	var s sightings
	add := func(pid int, process string, at float64) {
		rec := &parse.Record{PID: pid, Process: process, Time: atSecond(100).Add(at)}
		s.add(rec)
	}
	for _, at := range []float64{0, 0.4, 0.999, 1, 1.5, 9, 9.2, 3, 9.3} {
		add(412, "Notes", at)
	}
	add(33, "runningboardd", 1)
	add(parse.NoPID, "Notes", 0.5)
	add(parse.NoPID, "", 2) // of nobody
	s.add(&parse.Record{PID: 412, Process: "Notes"})
	var got []string
	for _, x := range s.sorted() {
		d, _ := x.at.Since(atSecond(100))
		got = append(got, fmt.Sprintf("%g %s %d", d, x.name, x.pid))
	}
	want := []string{
		"0 Notes 412", "0.5 Notes -1", "0.5 Notes -1", "1 runningboardd 33", "1 runningboardd 33", "1 Notes 412", "3 Notes 412", "9 Notes 412", "9.3 Notes 412", "9.3 Notes 412",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// A process is seen by its number, if the name does not contradict it, else by its name;
// one that is gone is seen no more.
func TestSight(t *testing.T) {
	e := NewEngine(1, false)
	p := e.newProcess(e.appNamed(&parse.Record{Process: "Notes"}), 412)
	for i, c := range []struct {
		pid  int
		name string
		seen bool
	}{
		{412, "Notes", true}, {412, "", true}, {412, "Other", false}, {413, "Notes", false}, {parse.NoPID, "Notes", true}, {parse.NoPID, "Other", false},
	} {
		at := atSecond(int64(100 + i))
		e.sight(c.pid, c.name, at)
		if got := p.OwnLast.Compare(at) == 0; got != c.seen {
			t.Errorf("%d %q: seen %v", c.pid, c.name, got)
		}
	}
	p.gone = true
	if e.sight(412, "Notes", atSecond(200)); p.OwnLast.Compare(atSecond(200)) == 0 || p.OwnFirst.Compare(atSecond(100)) != 0 {
		t.Errorf("from %v to %v", p.OwnFirst, p.OwnLast)
	}
}
