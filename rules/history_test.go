package rules

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// second is a moment of an invented log.
func second(s float64) lifecycle.Time {
	return parse.At(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)).Add(s)
}

// states makes the states of a process of moments and what it became at each; the last one
// is not over.
func states(from lifecycle.Time, list ...any) []lifecycle.StateSpan {
	var spans []lifecycle.StateSpan
	for i := 0; i < len(list); i += 2 {
		s := lifecycle.StateSpan{State: list[i].(lifecycle.State), From: from}
		if i+1 < len(list) {
			s.To = second(list[i+1].(float64))
		}
		spans, from = append(spans, s), s.To
	}
	return spans
}

// A process that was in the foreground from 10 to 20 s, in the background until 30 s,
// suspended until 40 s, and in the background since.
func livedLife() *lifecycle.Process {
	return &lifecycle.Process{States: states(second(10), lifecycle.StateForeground, 20.0, lifecycle.StateBackground, 30.0, lifecycle.StateSuspended, 40.0, lifecycle.StateBackground)}
}

func TestStatesBetween(t *testing.T) {
	p := livedLife()
	a := &lifecycle.App{Processes: []*lifecycle.Process{{}, p}}
	for _, c := range []struct {
		from, to         float64
		suspended, front bool
	}{
		{0, 5, false, false}, {0, 9.9, false, false}, {0, 10, false, true}, {12, 15, false, true}, {20, 25, false, true}, {20.1, 25, false, false},
		{21, 29, false, false}, {21, 30, false, false}, {21, 30.1, true, false}, {32, 35, true, false}, {40, 50, true, false}, {40.1, 50, false, false},
		{0, 50, true, true},
	} {
		if got := suspendedBetween(p, second(c.from), second(c.to)); got != c.suspended {
			t.Errorf("from %g to %g s: suspended %v", c.from, c.to, got)
		}
		if got := inFrontBetween(a, second(c.from), second(c.to)); got != c.front {
			t.Errorf("from %g to %g s: in front %v", c.from, c.to, got)
		}
	}
	if inFrontBetween(nil, second(0), second(50)) {
		t.Error("no app was in front")
	}
}

// An app leaves the foreground where a stretch in it is followed by one in the background.
func TestWentToBackground(t *testing.T) {
	p := livedLife()
	for i := range p.States {
		p.States[i].By.Line = i + 1
	}
	a := &lifecycle.App{Processes: []*lifecycle.Process{{States: states(second(0), lifecycle.StateBackground)}, p}}
	for _, c := range []struct {
		from, to float64
		line     int
	}{{0, 50, 2}, {19, 21, 2}, {20, 50, 0}, {0, 20, 0}, {35, 50, 0}} {
		if got := wentToBackground(a, second(c.from), second(c.to)); got.Line != c.line {
			t.Errorf("from %g to %g s: line %d, want %d", c.from, c.to, got.Line, c.line)
		}
	}
}

// The app was quit by the user unless something of it has run since.
func TestQuitBefore(t *testing.T) {
	quit := &lifecycle.Exit{Kind: lifecycle.ExitForceQuit}
	swiped := &lifecycle.Exit{Kind: lifecycle.ExitCrash, Quit: lifecycle.Evidence{Line: 7}}
	crash := &lifecycle.Exit{Kind: lifecycle.ExitCrash}
	process := func(first, exited float64, x *lifecycle.Exit) *lifecycle.Process {
		return &lifecycle.Process{First: second(first), Exited: second(exited), Exit: x}
	}
	alive := &lifecycle.Process{First: second(30)}
	for _, c := range []struct {
		name string
		runs []*lifecycle.Process
		want *lifecycle.Exit
	}{
		{"never ran", nil, nil},
		{"quit", []*lifecycle.Process{process(10, 20, quit)}, quit},
		{"swiped away while it crashed", []*lifecycle.Process{process(10, 20, swiped)}, swiped},
		{"crashed", []*lifecycle.Process{process(10, 20, crash)}, nil},
		{"quit, then opened", []*lifecycle.Process{process(10, 20, quit), alive}, nil},
		{"opened, then quit", []*lifecycle.Process{process(0, 5, crash), process(10, 20, quit)}, quit},
		{"quit later", []*lifecycle.Process{process(10, 60, quit)}, nil},
		{"opened later", []*lifecycle.Process{process(10, 20, quit), process(60, 70, crash)}, quit},
	} {
		if got := quitBefore(&lifecycle.App{Processes: c.runs}, second(50)); got != c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	if quitBefore(nil, second(50)) != nil {
		t.Error("a hidden app was quit")
	}
}

// Background App Refresh is off for an app by its own condition or by the device's.
func TestRefreshOff(t *testing.T) {
	mine, other := &lifecycle.App{BundleID: "a"}, &lifecycle.App{BundleID: "b"}
	off := lifecycle.ConditionRefreshOff
	for _, c := range []struct {
		name string
		is   lifecycle.Condition
		want bool
	}{
		{"mine", lifecycle.Condition{Kind: off, App: mine, From: second(10)}, true},
		{"all", lifecycle.Condition{Kind: off, From: second(10)}, true},
		{"another app's", lifecycle.Condition{Kind: off, App: other, From: second(10)}, false},
		{"another condition", lifecycle.Condition{Kind: "low-power-mode", From: second(10)}, false},
		{"until later", lifecycle.Condition{Kind: off, From: second(10), To: second(60)}, true},
		{"until then", lifecycle.Condition{Kind: off, From: second(10), To: second(50)}, true},
		{"on again", lifecycle.Condition{Kind: off, From: second(10), To: second(40)}, false},
		{"from then on", lifecycle.Condition{Kind: off, From: second(50)}, true},
		{"later", lifecycle.Condition{Kind: off, From: second(60)}, false},
	} {
		tl := &lifecycle.Timeline{Conditions: []lifecycle.Condition{{Kind: "debugger"}, c.is}}
		var want *lifecycle.Condition
		if c.want {
			want = &tl.Conditions[1]
		}
		if got := refreshOff(tl, mine, second(50)); got != want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// Policies are told by their short names, those that held requests back most often first.
func TestPolicyCounts(t *testing.T) {
	reason := func(policy string, n int) lifecycle.SchedulerReason {
		return lifecycle.SchedulerReason{Policy: policy, Count: n}
	}
	got := PolicyCounts([]lifecycle.SchedulerReason{
		reason("Low Power Mode Policy", 8), reason("Device Activity Policy", 20), reason("CPU Usage Policy", 25), reason("DeviceActivityPolicy", 13), reason("Memory Pressure Policy", 8),
	})
	if d := cmp.Diff([]string{"device in use 33", "CPU busy 25", "Low Power Mode 8", "memory 8"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	var counts []int
	for _, r := range commonest([]lifecycle.SchedulerReason{reason("a", 2), reason("b", 9), reason("c", 4)}) {
		counts = append(counts, r.Count)
	}
	if d := cmp.Diff([]int{9, 4, 2}, counts); d != "" {
		t.Errorf("commonest (-want +got):\n%s", d)
	}
}

// Tasks that expired within a second of each other were open together; a line that stands
// for some of them is none of its own.
func TestOpenWith(t *testing.T) {
	p := &lifecycle.Process{}
	task := func(id int, name string, begun, expired lifecycle.Time) *lifecycle.Task {
		x := &lifecycle.Task{Process: p, ID: id, Name: name, Begun: begun, Expired: expired}
		p.Tasks = append(p.Tasks, x)
		return x
	}
	one := task(1, "Sync", second(0), second(100))
	task(2, "Save", second(0), second(100.9))
	task(3, "Save", second(0), second(99.1))
	task(4, "Late", second(0), second(101))
	task(5, "Early", second(0), second(99))
	task(6, "Never", second(0), lifecycle.Time{})
	task(0, "", second(0), second(100)) // begun, without number and name
	task(0, "Named", lifecycle.Time{}, second(100))
	task(7, "", lifecycle.Time{}, second(100))
	task(0, "", lifecycle.Time{}, second(100)) // stands for others
	if got := openWith(one); got != 6 {
		t.Errorf("%d tasks, want 6", got)
	}
}
