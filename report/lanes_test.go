package report

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

func clockAt(clock string) parse.Time {
	t, err := time.Parse("2006-01-02 15:04:05 -0700", "2026-03-02 "+clock+" +0100")
	if err != nil {
		panic(err)
	}
	return parse.At(t)
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		name, from, to string
		columns        int
		want           string
	}{
		{"an hour", "14:00:00", "15:04:00", 64, "0 14:00, 15 14:15, 30 14:30, 45 14:45, 60 15:00"},
		{"seconds", "14:02:11", "14:02:57", 60, "11 14:02:20, 24 14:02:30, 37 14:02:40, 50 14:02:50"},
		{"between ticks", "14:00:01", "14:00:09", 20, "10 14:00:05"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, k := range (axis{clockAt(c.from), clockAt(c.to), c.columns}).ticks() {
				got = append(got, fmt.Sprintf("%d %s", k.column, k.label))
			}
			if d := cmp.Diff(c.want, strings.Join(got, ", ")); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	days := axis{clockAt("20:00:00"), clockAt("20:00:00").Add(30 * 3600), 60}.ticks()
	labels := ""
	for _, k := range days {
		labels += k.label + " "
	}
	if d := cmp.Diff("03-03 06:00 12:00 18:00 03-04 ", labels); d != "" {
		t.Errorf("days (-want +got):\n%s", d)
	}
}

func drawing(rows []row) string {
	var lines []string
	for _, r := range rows {
		var b strings.Builder
		for _, c := range r.cells {
			b.WriteByte(max(c.char, ' '))
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return strings.Join(lines, "\n")
}

func TestRows(t *testing.T) {
	a := axis{clockAt("14:00:00"), clockAt("14:00:20"), 20}
	open := func(from, to parse.Time) stretch {
		return stretch{from: from, to: to, phases: []phase{{from, to, taskOpen}}}
	}
	for _, c := range []struct {
		name string
		list []stretch
		want string
	}{
		{"one after another", []stretch{open(clockAt("14:00:02"), clockAt("14:00:04")), open(clockAt("14:00:07"), clockAt("14:00:07"))}, "  ===  ="},
		{"overlapping", []stretch{open(clockAt("14:00:02"), clockAt("14:00:06")), open(clockAt("14:00:04"), clockAt("14:00:09"))}, "  =====\n    ======"},
		{"open ends", []stretch{open(parse.Time{}, clockAt("14:00:03")), open(clockAt("14:00:16"), parse.Time{})}, "<===            ===>"},
		{"longer than the axis", []stretch{open(clockAt("13:59:00"), clockAt("14:01:00"))}, "<==================>"},
		{"outside", []stretch{open(clockAt("13:59:00"), clockAt("13:59:30"))}, ""},
		{"marked", []stretch{{from: clockAt("14:00:02"), to: clockAt("14:00:08"), phases: []phase{{clockAt("14:00:02"), clockAt("14:00:05"), waiting}, {clockAt("14:00:05"), clockAt("14:00:08"), working}},
			marks: []mark{{clockAt("14:00:08"), delivered}}}}, "  :::===|"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, drawing(group{stretches: c.list}.rows(a))); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// Whatever is drawn, each stretch on the axis leaves a trace between its ends, and no
// line is wider than the terminal.
func TestAnyLanes(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		a := axis{clockAt("14:00:00"), clockAt("14:00:00").Add(1 + rng.Float64()*1e5), 1 + rng.IntN(120)}
		whole, _ := a.to.Since(a.from)
		moment := func() parse.Time {
			if rng.IntN(9) == 0 {
				return parse.Time{}
			}
			return a.from.Add((rng.Float64()*1.4 - 0.2) * whole)
		}
		var g group
		for range rng.IntN(40) {
			from, to := moment(), moment()
			if to.Before(from) {
				from, to = to, from
			}
			g.stretches = append(g.stretches, stretch{from: from, to: to, phases: []phase{{from, to, taskOpen}}, trouble: rng.IntN(3) == 0})
		}
		rows := g.rows(a)
		count := 0
		for _, r := range rows {
			count += r.count
			if len(r.cells) != a.columns {
				t.Fatalf("a row of %d cells on an axis of %d", len(r.cells), a.columns)
			}
		}
		on := 0
		for _, s := range g.stretches {
			if !a.holds(s.from, s.to) {
				continue
			}
			on++
			first, last := s.span(a)
			traced := false
			for _, r := range rows {
				for i := first; i <= last; i++ {
					traced = traced || r.cells[i].char != 0
				}
			}
			if !traced {
				t.Fatalf("no trace of %v to %v", s.from, s.to)
			}
		}
		if count != on {
			t.Fatalf("%d stretches in rows, %d on the axis", count, on)
		}
		if shown, others := worst(rows); len(shown) > lanesShown || others == 0 && len(shown) != len(rows) {
			t.Fatalf("%d rows shown of %d, %d others", len(shown), len(rows), others)
		}
	}
}

func TestTimelineWidth(t *testing.T) {
	long := strings.Repeat("com.example.a-very-long-identifier.", 4)
	r := &Report{
		Inputs: []Input{{Timeline: 1, First: clockAt("14:00:00"), Last: clockAt("15:00:00")}},
		Apps:   []App{{BundleID: new("com.example.notes")}},
		Tasks: []Task{
			{Timeline: 1, App: new("com.example.notes"), Name: &long, Begun: clockAt("14:10:00"), Count: 1},
			{Timeline: 1, App: new("com.example.notes"), Name: new("\x1b[31mred\u202e"), Begun: clockAt("14:10:00"), Ended: clockAt("14:20:00"), Count: 1},
		},
	}
	for _, width := range []int{40, 60, 80, 200} {
		var b strings.Builder
		if err := TimelineText(&b, r, TextOptions{Width: width}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(b.String(), "\n") {
			if columns(line) > width {
				t.Errorf("width %d: %q", width, line)
			}
			if strings.ContainsAny(line, "\x1b\u202e") {
				t.Errorf("not disarmed: %q", line)
			}
		}
	}
}
