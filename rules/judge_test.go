package rules

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// The app gets another code than dasd's client: 4, 9 and those of refusals are paired.
func TestCodeOfScheduler(t *testing.T) {
	want := map[int]string{2: "3", 3: "3", 4: "2", 9: "4", 10: "3", 11: "3", 120: "3"}
	for code := range 121 {
		if code > 11 && code < 120 {
			continue
		}
		if got := codeOfScheduler(code); got != want[code] {
			t.Errorf("%d: %q, want %q", code, got, want[code])
		}
	}
}

// What dasd refused is told once, and not where the app has printed the error itself.
func TestRefusedByScheduler(t *testing.T) {
	mine, other := &lifecycle.App{BundleID: "a"}, &lifecycle.App{BundleID: "b"}
	x := &lifecycle.BGTask{App: mine, Identifier: "a.refresh", Error: 4, ErrorDomain: lifecycle.SchedulerErrors}
	x.Evidence.Set(lifecycle.BGTaskSubmitFailed, lifecycle.Evidence{Line: 5, Time: second(5)})
	unseen := &lifecycle.BGTask{App: mine, Error: 4, ErrorDomain: lifecycle.SchedulerErrors}
	foreign := &lifecycle.BGTask{App: mine, Error: 4, ErrorDomain: "NSCocoaErrorDomain", Evidence: x.Evidence}
	unpaired := &lifecycle.BGTask{App: mine, Error: 5, ErrorDomain: lifecycle.SchedulerErrors, Evidence: x.Evidence}
	tl := &lifecycle.Timeline{BGTasks: []*lifecycle.BGTask{unseen, foreign, unpaired, x}}
	for _, c := range []struct {
		name string
		told []*Finding
		want int
	}{
		{"nothing is told", nil, 1},
		{"the same is told", []*Finding{{Rule: &bgtaskTooManyPending, App: mine}}, 0},
		{"it is told of another app", []*Finding{{Rule: &bgtaskTooManyPending, App: other}}, 1},
		{"another fault is told", []*Finding{{Rule: &bgtaskNotPermitted, App: mine}}, 1},
	} {
		found := refusedByScheduler(tl, c.told)
		if len(found) != c.want {
			t.Errorf("%s: %d findings", c.name, len(found))
			continue
		}
		for _, f := range found {
			if f.Rule != &bgtaskTooManyPending || f.App != mine || f.Certainty != Likely || f.At != second(5) || len(f.Evidence) != 1 {
				t.Errorf("%s: %+v", c.name, f)
			}
		}
	}
}

// Lines about one file that could not be read are one refusal, on whichever side.
func TestJoinRefusals(t *testing.T) {
	mine, other := &lifecycle.App{BundleID: "a"}, &lifecycle.App{BundleID: "b"}
	f := func(line int, at float64, app *lifecycle.App, file, why string) *Finding {
		f := &Finding{Rule: &transferFileLost, App: app, Subject: file, At: second(at), Count: 1, Evidence: []lifecycle.Evidence{{Line: line}}}
		f.set("why", why)
		return f
	}
	untimed := func(line int, file string) *Finding {
		return &Finding{App: mine, Subject: file, Count: 1, Evidence: []lifecycle.Evidence{{Line: line}}}
	}
	for _, c := range []struct {
		name  string
		files []*Finding
		want  []string // subject, count, why and lines of what is left
	}{
		{"both sides", []*Finding{f(1, 0, mine, "body", ""), f(2, 1, nil, "", "2: No such file")}, []string{`body x1 "2: No such file" 1 2`}},
		{"the daemon first", []*Finding{f(1, 0, nil, "", "2"), f(2, 1, mine, "body", "1")}, []string{`body x1 "1" 1 2`}},
		{"4.9 s before", []*Finding{f(1, 0, nil, "", "2"), f(2, 4.9, mine, "body", "")}, []string{`body x1 "2" 1 2`}},
		{"5 s before", []*Finding{f(1, 0, nil, "", ""), f(2, 5, mine, "body", "")}, []string{`body x1 "" 2`, ` x1 "" 1`}},
		{"5 s after", []*Finding{f(1, 0, mine, "body", ""), f(2, 5, nil, "", "")}, []string{`body x1 "" 1`, ` x1 "" 2`}},
		{"two files", []*Finding{f(1, 0, mine, "body", ""), f(2, 1, mine, "head", "")}, []string{`body x1 "" 1`, `head x1 "" 2`}},
		{"two apps", []*Finding{f(1, 0, mine, "body", ""), f(2, 1, other, "", "")}, []string{`body x1 "" 1`, ` x1 "" 2`}},
		{"the app's other line", []*Finding{f(1, 0, mine, "body", ""), f(2, 1, mine, "", "")}, []string{`body x1 "" 1 2`}},
		{"without times", []*Finding{untimed(1, "body"), untimed(2, "")}, []string{`body x1 "" 1 2`}},
		{"counted on one side", []*Finding{f(1, 0, mine, "body", ""), func() *Finding { f := f(2, 1, nil, "", ""); f.Count = 4; return f }()}, []string{`body x4 "" 1 2`}},
	} {
		var got []string
		for _, f := range joinRefusals(c.files) {
			s := fmt.Sprintf("%s x%d %q", f.Subject, f.Count, f.text("why"))
			for _, e := range f.Evidence {
				s += fmt.Sprintf(" %d", e.Line)
			}
			got = append(got, s)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

// transfers makes n of a size, every few seconds from a moment on.
func transfers(n int, from, every float64, bytes int64) []*lifecycle.Transfer {
	var list []*lifecycle.Transfer
	for i := range n {
		tr := &lifecycle.Transfer{Created: second(from + float64(i)*every), Received: bytes, Sent: -1, Outcome: lifecycle.TransferSuccess}
		tr.First = tr.Created
		tr.Evidence.Set(lifecycle.TransferBytes, lifecycle.Evidence{Line: i + 1})
		list = append(list, tr)
	}
	return list
}

// More than 200 transfers in 24 hours, more than half of them known to be below 100 KiB.
func TestSmallDay(t *testing.T) {
	const small, large = 100<<10 - 1, 100 << 10
	join := func(lists ...[]*lifecycle.Transfer) (all []*lifecycle.Transfer) {
		for _, l := range lists {
			all = append(all, l...)
		}
		return all
	}
	for _, c := range []struct {
		name        string
		list        []*lifecycle.Transfer
		want, first int // how many, and from which on
	}{
		{"200", transfers(200, 0, 60, small), 0, 0},
		{"201", transfers(201, 0, 60, small), 201, 0},
		{"201 of 100 KiB", transfers(201, 0, 60, large), 0, 0},
		{"in just 24 hours", transfers(201, 0, 432, small), 201, 0},
		{"in more", transfers(201, 0, 432.1, small), 0, 0},
		{"more than half of them small", join(transfers(101, 0, 60, small), transfers(100, 6060, 60, large)), 201, 0},
		{"half of them small", join(transfers(101, 0, 60, small), transfers(101, 6060, 60, large)), 201, 0},
		{"fewer than half", join(transfers(100, 0, 60, large), transfers(101, 6000, 60, large)), 0, 0},
		{"the small ones were the day before", join(transfers(100, 0, 1, small), transfers(101, 20000, 1, large), transfers(60, 90000, 1, small), transfers(150, 91000, 1, large)), 0, 0},
		{"the second day has more", join(transfers(205, 0, 60, small), transfers(210, 200000, 60, small)), 210, 205},
		{"the first day has more", join(transfers(210, 0, 60, small), transfers(205, 200000, 60, small)), 210, 0},
		{"as many on both days", join(transfers(205, 0, 60, small), transfers(205, 200000, 60, small)), 205, 0},
	} {
		day := smallDay(c.list)
		if len(day) != c.want || c.want > 0 && day[0] != c.list[c.first] {
			t.Errorf("%s: %d transfers", c.name, len(day))
		}
	}
}

// A size counts only of what is known to have moved as a whole.
func TestBytesOf(t *testing.T) {
	const large = 1<<63 - 1
	with := func(change func(*lifecycle.Transfer)) *lifecycle.Transfer {
		tr := transfers(1, 0, 0, 700)[0]
		change(tr)
		return tr
	}
	for _, c := range []struct {
		name string
		tr   *lifecycle.Transfer
		want int64
	}{
		{"received", with(func(*lifecycle.Transfer) {}), 700},
		{"sent", with(func(tr *lifecycle.Transfer) { tr.Sent = 900 }), 900},
		{"nothing", with(func(tr *lifecycle.Transfer) { tr.Received = 0 }), 0},
		{"unknown", with(func(tr *lifecycle.Transfer) { tr.Received = -1 }), large},
		{"not told at the end", with(func(tr *lifecycle.Transfer) { tr.Evidence = nil }), large},
		{"failed", with(func(tr *lifecycle.Transfer) { tr.Outcome = lifecycle.TransferFailure }), large},
		{"cancelled", with(func(tr *lifecycle.Transfer) { tr.Outcome = lifecycle.TransferStopped }), large},
	} {
		if got := bytesOf(c.tr); got != c.want {
			t.Errorf("%s: %d", c.name, got)
		}
	}
	if got := medianBytes(append(transfers(2, 0, 1, 700), transfers(3, 0, 1, 50)...)); got != 50 {
		t.Errorf("median of five: %d", got)
	}
	if got := medianBytes(append(transfers(3, 0, 1, 700), transfers(3, 0, 1, 50)...)); got != 700 {
		t.Errorf("median of six: %d", got)
	}
}

// An outage explains what failed up to 5 s after it and, where asked, before it.
func TestOutages(t *testing.T) {
	mine, other := &lifecycle.App{}, &lifecycle.App{}
	o := outages{}
	o.add(lifecycle.Clue{App: mine, Evidence: lifecycle.Evidence{Time: second(100)}, More: []lifecycle.Evidence{{Time: second(200)}}, Until: second(300)})
	for _, c := range []struct {
		app          *lifecycle.App
		at           float64
		right, round bool // up to 5 s after only, or before it too
	}{
		{mine, 94.9, false, false}, {mine, 95, false, true}, {mine, 99.9, false, true}, {mine, 100, true, true}, {mine, 105, true, true}, {mine, 105.1, false, false},
		{mine, 205, true, true}, {mine, 305, true, true}, {mine, 310, false, false}, {other, 100, false, false}, {nil, 100, false, false},
	} {
		if got := o.near(c.app, second(c.at), 5, 0); got != c.right {
			t.Errorf("%g s: right after %v", c.at, got)
		}
		if got := o.near(c.app, second(c.at), 5, 5); got != c.round {
			t.Errorf("%g s: near %v", c.at, got)
		}
	}
	if !o.near(mine, lifecycle.Time{}, 5, 0) {
		t.Error("without a time it may be the outage's")
	}
}

// The busiest day is the longest run of sessions made within 24 hours.
func TestBusiestDay(t *testing.T) {
	for _, c := range []struct {
		name    string
		seconds []float64
		want    []float64
	}{
		{"none", nil, nil},
		{"one day", []float64{0, 10, 86400}, []float64{0, 10, 86400}},
		{"a second more", []float64{0, 10, 86401}, []float64{0, 10}},
		{"the last day", []float64{0, 100000, 100001, 186402}, []float64{100000, 100001}},
		{"days that overlap", []float64{0, 50000, 86401, 90000}, []float64{50000, 86401, 90000}},
	} {
		var list []*lifecycle.Session
		for _, s := range c.seconds {
			list = append(list, &lifecycle.Session{Created: second(s)})
		}
		var got []float64
		for _, s := range busiestDay(list) {
			d, _ := s.Created.Since(second(0))
			got = append(got, d)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

// ladderOf makes a limiter's changes of delays in seconds; a negative one is a reset.
func ladderOf(cause lifecycle.LimiterCause, delays ...float64) *lifecycle.RateLimit {
	r := &lifecycle.RateLimit{}
	for i, d := range delays {
		c := lifecycle.RateLimitChange{LimiterChange: lifecycle.LimiterChange{At: second(float64(600 * i)), Cause: lifecycle.LimiterByWake, Delay: d}, Logged: true, By: lifecycle.Evidence{Line: i + 1}}
		if d < 0 {
			c.Cause, c.Delay = cause, 0
		}
		r.Changes = append(r.Changes, c)
	}
	return r
}

// What is told of the steps of the limiter.
func TestLadder(t *testing.T) {
	const front, idle = lifecycle.LimiterByForeground, lifecycle.LimiterByIdle
	for _, c := range []struct {
		name  string
		limit *lifecycle.RateLimit
		want  map[string]any
		lines []int
	}{
		{"up", ladderOf(front, 60, 120, 240, 480), map[string]any{"steps": 4, "ladder": 4}, []int{1, 3, 4}},
		{"the largest first", ladderOf(front, 60, 120, 60, 60), map[string]any{"steps": 4, "ladder": 4}, []int{1, 2, 3}},
		{"reset by the user", ladderOf(front, 60, 120, -1, 60), map[string]any{"steps": 3, "resets": 1, "reset_by": "the user opened the app", "ladder": 3}, []int{1, 2, 4}},
		{"reset at the end", ladderOf(front, 60, 120, -1), map[string]any{"steps": 2, "ladder": 2}, []int{1, 2}},
		{"lapsed between", ladderOf(idle, 60, -1, 60, -1, 60), map[string]any{"steps": 3, "stays": true, "ladder": 3}, []int{1, 3, 5}},
		{"lapsed between two", ladderOf(idle, 60, -1, 60, -1), map[string]any{"steps": 2, "ladder": 2}, []int{1, 3}},
		{"lapsed once", ladderOf(idle, 60, -1, 60, 60), map[string]any{"steps": 3, "ladder": 3}, []int{1, 3, 4}},
		{"lapsed after a climb", ladderOf(idle, 60, -1, 60, 120, -1), map[string]any{"steps": 3, "ladder": 3}, []int{1, 3, 4}},
		{"ten", ladderOf(front, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60), map[string]any{"steps": 10, "ladder": 10}, []int{1, 2, 3}},
		{"eleven", ladderOf(front, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60), map[string]any{"steps": 11, "more": 1, "ladder": 10}, []int{1, 2, 3}},
		{"one", ladderOf(front, 60), map[string]any{"steps": 1, "ladder": 1}, []int{1}},
	} {
		f := &Finding{}
		f.ladder(c.limit, nil)
		got := map[string]any{}
		for _, v := range f.Values {
			if lines, ok := v.V.([]string); ok {
				got[v.Name] = len(lines)
			} else {
				got[v.Name] = v.V
			}
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
		f.proveLadder(c.limit, nil)
		var lines []int
		for _, e := range f.Evidence {
			lines = append(lines, e.Line)
		}
		if d := cmp.Diff(c.lines, lines); d != "" {
			t.Errorf("%s: lines (-want +got):\n%s", c.name, d)
		}
	}
}

// A delay that has climbed counts alone only where the log tells of it.
func TestLimiterSeen(t *testing.T) {
	inferred := ladderOf(lifecycle.LimiterByForeground, 60, 120, 240)
	inferred.Changes[2].Logged = false
	for _, c := range []struct {
		name  string
		limit *lifecycle.RateLimit
		want  bool
	}{
		{"none", nil, false},
		{"120 s", ladderOf(lifecycle.LimiterByForeground, 60, 120), false},
		{"239 s", ladderOf(lifecycle.LimiterByForeground, 60, 239), false},
		{"240 s", ladderOf(lifecycle.LimiterByForeground, 60, 240), true},
		{"240 s by the model", inferred, false},
	} {
		if got := limiterSeen(nil, c.limit) != nil; got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// Spans that overlap count once.
func TestUnionSeconds(t *testing.T) {
	for _, c := range []struct {
		name  string
		spans [][2]float64
		want  float64
	}{
		{"none", nil, 0},
		{"apart", [][2]float64{{20, 30}, {0, 5}}, 15},
		{"overlapping", [][2]float64{{0, 10}, {5, 20}}, 20},
		{"within another", [][2]float64{{0, 30}, {5, 20}, {10, 25}}, 30},
		{"end to end", [][2]float64{{0, 10}, {10, 20}}, 20},
	} {
		var spans []lifecycle.Span
		for _, s := range c.spans {
			spans = append(spans, lifecycle.Span{From: second(s[0]), To: second(s[1])})
		}
		if got := unionSeconds(spans); got != c.want {
			t.Errorf("%s: %g, want %g", c.name, got, c.want)
		}
	}
}

// A pattern counts a wake only when the log shows what the app made after it.
func TestSettled(t *testing.T) {
	wake := func(at float64) *lifecycle.Wake { return &lifecycle.Wake{At: second(at)} }
	gap := []lifecycle.Gap{{Gap: parse.Gap{From: second(10), To: second(11)}}}
	run := []lifecycle.Span{{From: second(-5), To: second(32)}}
	for _, c := range []struct {
		name  string
		tl    lifecycle.Timeline
		later []*lifecycle.Wake
		want  bool
	}{
		{"another wake soon", lifecycle.Timeline{}, []*lifecycle.Wake{wake(30)}, true},
		{"another wake soon, after a gap", lifecycle.Timeline{Gaps: gap}, []*lifecycle.Wake{wake(30)}, false},
		{"a wake before the gap", lifecycle.Timeline{Gaps: gap}, []*lifecycle.Wake{wake(9)}, true},
		{"another wake later, the log goes on", lifecycle.Timeline{Last: second(31)}, []*lifecycle.Wake{wake(30.1)}, true},
		{"the log ends then", lifecycle.Timeline{Last: second(30)}, nil, false},
		{"with a gap", lifecycle.Timeline{Last: second(31), Gaps: gap}, nil, false},
		{"the daemon goes on", lifecycle.Timeline{DaemonRuns: run}, nil, true},
		{"the daemon ends", lifecycle.Timeline{Last: second(90), DaemonRuns: []lifecycle.Span{{From: second(-5), To: second(31)}}}, nil, false},
	} {
		if got := settled(&c.tl, wake(0), c.later); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
