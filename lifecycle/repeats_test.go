package lifecycle

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

// What several inputs hold, or one holds twice, is told once: a record is the same where
// its time, its process and its words are, and only in stretches that overlap.
func TestRepeatedRecords(t *testing.T) {
	type line struct {
		input   int
		seconds float64
		id      int
		tid     uint64
	}
	const fine = 0.123457
	for _, c := range []struct {
		name     string
		sortAll  bool
		lines    []line
		want     []int
		notes    []int // records told before, by input
		repeated bool
	}{
		{"two inputs that overlap", true, []line{{0, fine, 1, 0}, {0, 9 + fine, 2, 0}, {1, 9 + fine, 2, 0}, {1, 12, 3, 0}}, []int{1, 2, 3}, []int{0, 1}, true},
		{"of the same seconds", true, []line{{0, 5, 1, 0}, {0, 9, 2, 0}, {1, 5, 1, 0}, {1, 9, 2, 0}}, []int{1, 2}, []int{0, 2}, false},
		{"of one same second", true, []line{{0, 5, 1, 0}, {0, 9, 2, 0}, {1, 9, 2, 0}, {1, 12, 3, 0}}, []int{1, 2, 2, 3}, []int{0, 0}, false},
		{"other words", true, []line{{0, fine, 1, 0}, {0, 9 + fine, 2, 0}, {1, 9 + fine, 3, 0}}, []int{1, 2, 3}, []int{0, 0}, false},
		{"as often as one input has it", true, []line{{0, fine, 1, 0}, {0, fine, 1, 0}, {0, 3, 2, 0}, {1, fine, 1, 0}, {1, fine, 1, 0}, {1, fine, 1, 0}}, []int{1, 1, 1, 2}, []int{0, 2}, true},
		{"three inputs", true, []line{{0, fine, 1, 0}, {1, fine, 1, 0}, {2, fine, 1, 0}}, []int{1}, []int{0, 1, 1}, true},
		{"two captures in one input", true, []line{{0, fine, 1, 0}, {0, 9 + fine, 2, 0}, {0, fine, 1, 0}, {0, 9 + fine, 2, 0}, {0, 14, 3, 0}}, []int{1, 2, 3}, []int{2}, true},
		{"a line that is no later than processes are late", true, []line{{0, 1 + fine, 1, 0}, {0, 2 + fine, 2, 0}, {0, 1 + fine, 1, 0}}, []int{1, 1, 2}, []int{0}, false},
		{"each line twice", false, []line{{0, fine, 1, 7}, {0, fine, 1, 7}, {0, 1 + fine, 2, 7}, {0, 1 + fine, 2, 7}}, []int{1, 2}, []int{2}, false},
		{"each twice, of another thread", false, []line{{0, fine, 1, 7}, {0, fine, 1, 8}}, []int{1, 1}, []int{0}, false},
		{"each twice, to the millisecond", false, []line{{0, 0.123, 1, 7}, {0, 0.123, 1, 7}}, []int{1, 1}, []int{0}, false},
		{"each twice, of threads that are not told", false, []line{{0, fine, 1, 0}, {0, fine, 1, 0}}, []int{1, 1}, []int{0}, false},
	} {
		e := NewEngine(1, c.sortAll)
		var inputs []*parse.Summary
		for i, l := range c.lines {
			if l.input == len(inputs) {
				inputs = append(inputs, &parse.Summary{})
			}
			rec := unknownEnd(l.input, i+1, l.seconds, l.id)
			rec.TID = l.tid
			feed(t, e, rec)
		}
		tl := e.Finish(inputs)
		var got []int
		for _, clue := range tl.Clues {
			for range clue.Count {
				got = append(got, atoi(clue.Subject[:1]))
			}
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
		if tl.Repeated != c.repeated {
			t.Errorf("%s: repeated is %v", c.name, tl.Repeated)
		}
		for i, s := range inputs {
			var want []string
			switch n := c.notes[i]; n {
			case 0:
			case 1:
				want = []string{"one message that counts stands here twice, or in another input too: it is told once"}
			default:
				want = []string{fmt.Sprintf("%d messages that count stand here twice, or in another input too: they are told once", n)}
			}
			if d := cmp.Diff(want, s.Notes); d != "" {
				t.Errorf("%s, notes of input %d (-want +got):\n%s", c.name, i, d)
			}
		}
	}
}

// A report that two sysdiagnoses hold is one; reports that differ in anything are several.
func TestRepeatedReports(t *testing.T) {
	report := func(input, pid int, second int64, evidence string) *parse.Report {
		return &parse.Report{Input: input, Kind: parse.ReportCrash, Process: "Notes", PID: pid, Time: atSecond(second), Evidence: evidence, States: []string{"suspended"}}
	}
	all := []*parse.Report{
		report(0, 412, 1_781_000_000, "a"), report(0, 412, 1_781_000_000, "b"), report(0, 437, 1_781_000_000, "a"), report(0, 412, 1_781_000_060, "a"),
		report(1, 412, 1_781_000_000, "a"), report(1, 437, 1_781_000_000, "a"), report(1, 437, 1_781_000_000, "c"),
	}
	want := []*parse.Report{all[0], all[1], all[2], all[3], all[6]}
	if d := cmp.Diff(want, distinctReports(all), cmp.AllowUnexported(parse.Time{})); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
