package lifecycle

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

// feed gives an engine one record.
func feed(t *testing.T, e *Engine, rec parse.Record) {
	t.Helper()
	Annotate(&rec)
	if err := e.Feed([]parse.Record{rec}); err != nil {
		t.Fatal(err)
	}
}

// unknownEnd is a record of Notes that tells of one background task, which a clue keeps.
func unknownEnd(input, line int, seconds float64, id int) parse.Record {
	return parse.Record{
		Input: input, Line: line, Time: atSecond(1_781_000_000).Add(seconds), PID: 412, Process: "Notes", Subsystem: "com.apple.UIKit",
		Message: fmt.Sprintf("Can't end BackgroundTask: no background task exists with identifier %d (0x%x), or it may have already been ended.", id, id),
	}
}

// Records come nearly in order: those within 2 s of each other are put in order, those that
// go back by more than a minute begin a new stretch, and of several inputs all are sorted.
func TestOrderOfEvents(t *testing.T) {
	type line struct {
		id, input int
		seconds   float64
	}
	for _, c := range []struct {
		name    string
		sortAll bool
		lines   []line
		want    []int
		gaps    int
	}{
		{"in order", false, []line{{1, 0, 0}, {2, 0, 1}, {3, 0, 9}}, []int{1, 2, 3}, 0},
		{"2 s late", false, []line{{2, 0, 0}, {3, 0, 2}, {1, 0, -0.001}}, []int{1, 2, 3}, 0},
		{"later than that", false, []line{{1, 0, 0}, {3, 0, 2.001}, {2, 0, -0.001}}, []int{1, 2, 3}, 0},
		{"at one moment", false, []line{{1, 0, 5}, {2, 0, 5}, {3, 0, 5}}, []int{1, 2, 3}, 0},
		{"a minute back", false, []line{{2, 0, 100}, {1, 0, 40}}, []int{1, 2}, 0},
		{"the clock is set back", false, []line{{1, 0, 99}, {2, 0, 100}, {3, 0, 39.999}, {4, 0, 40}}, []int{1, 2, 3, 4}, 1},
		{"the clock is set back for a moment only", false, []line{{1, 0, 100}, {2, 0, 30}, {3, 0, 101}}, []int{1, 2, 3}, 1},
		{"several inputs", true, []line{{3, 0, 100}, {2, 1, 20}, {1, 0, 10}, {4, 1, 100}}, []int{1, 2, 3, 4}, 0},
		{"several inputs at one moment", true, []line{{3, 1, 5}, {4, 1, 5}, {1, 0, 5}, {2, 0, 5}}, []int{1, 2, 3, 4}, 0},
	} {
		e := NewEngine(1, c.sortAll)
		for i, l := range c.lines {
			rec := unknownEnd(l.input, i+1, l.seconds, l.id)
			feed(t, e, rec)
		}
		tl := e.Finish(nil)
		var got []int
		for _, clue := range tl.Clues {
			got = append(got, atoi(clue.Subject[:1]))
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
		if len(tl.Gaps) != c.gaps {
			t.Errorf("%s: %d gaps", c.name, len(tl.Gaps))
		}
	}
}

// Those of the last input are put among what was collected as they come, and not kept; that
// it is in no order shows.
func TestLastInput(t *testing.T) {
	type line struct {
		id      int
		seconds float64 // below 0: without time
	}
	for _, c := range []struct {
		name            string
		collected, last []line
		want            []int
		back            bool
	}{
		{"beside each other", []line{{4, 30}, {1, 0}, {6, 50}}, []line{{2, 10}, {3, 20}, {5, 40}}, []int{1, 2, 3, 4, 5, 6}, false},
		{"before all of it", []line{{1, 0}, {2, 5}}, []line{{3, 10}, {4, 20}}, []int{1, 2, 3, 4}, false},
		{"after all of it", []line{{3, 100}, {4, 105}}, []line{{1, 10}, {2, 20}}, []int{1, 2, 3, 4}, false},
		{"at one moment", []line{{1, 5}, {4, 9}}, []line{{2, 5}, {3, 5}, {5, 9}}, []int{1, 2, 3, 4, 5}, false},
		{"2 s late", []line{{3, 9}}, []line{{2, 8.5}, {4, 10}, {1, 8}}, []int{1, 2, 3, 4}, false},
		{"later than that", []line{{3, 9}}, []line{{2, 8.5}, {4, 11}, {1, 8}}, []int{2, 1, 3, 4}, true},
		{"no times", []line{{1, 5}}, []line{{2, -1}, {3, -1}}, []int{1, 2, 3}, false},
		{"no time for some", []line{{3, 9}}, []line{{1, 5}, {2, -1}, {4, 20}, {5, -1}}, []int{1, 2, 3, 4, 5}, false},
	} {
		e := NewEngine(1, true)
		inputs := []*parse.Summary{{}, {}}
		give := func(input int, lines []line) {
			for i, l := range lines {
				rec := unknownEnd(input, i+1, l.seconds, l.id)
				if l.seconds < 0 {
					rec.Time = Time{}
				}
				feed(t, e, rec)
			}
		}
		give(0, c.collected)
		e.Last(inputs)
		give(1, c.last)
		if e.WentBack() != c.back {
			t.Errorf("%s: went back is %v", c.name, e.WentBack())
		}
		var got []int
		for _, clue := range e.Finish(inputs).Clues {
			got = append(got, atoi(clue.Subject[:1]))
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
	e := NewEngine(1, true)
	e.Last(nil)
	for i := range 1000 {
		feed(t, e, unknownEnd(0, i+1, float64(i), 1))
	}
	if n := len(e.window) + len(e.collected.recent); n > 10 {
		t.Errorf("%d events and records of the last input are kept", n)
	}
}
