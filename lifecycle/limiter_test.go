package lifecycle

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// second is a moment in seconds.
func second(s float64) Time { return planMoment(int64(s * 1e6)) }

func wakeAt(s float64) LimiterEvent { return LimiterEvent{At: second(s), Kind: LimiterWake} }
func foregroundAt(s float64) LimiterEvent {
	return LimiterEvent{At: second(s), Kind: LimiterForeground}
}
func daemonStartAt(s float64) LimiterEvent {
	return LimiterEvent{At: second(s), Kind: LimiterDaemonStart}
}
func emptiedAt(s float64) LimiterEvent {
	return LimiterEvent{At: second(s), Kind: LimiterSessionsEmpty}
}
func observerAt(s float64) LimiterEvent { return LimiterEvent{At: second(s), Kind: LimiterObserver} }

// limiterRow is a LimiterChange with its moment in seconds.
type limiterRow struct {
	At    float64
	Cause LimiterCause
	Delay float64
}

func changesOf(l *Limiter) []limiterRow {
	var list []limiterRow
	for _, c := range l.Changes {
		list = append(list, limiterRow{planSeconds(c.At.Micros()), c.Cause, c.Delay})
	}
	return list
}

func TestLimiterChanges(t *testing.T) {
	ladder := []LimiterEvent{wakeAt(0), wakeAt(70), wakeAt(200), wakeAt(450), wakeAt(940), wakeAt(1910), wakeAt(3840), wakeAt(7450), wakeAt(11060)}
	climbed := []limiterRow{{0, "wake", 60}, {70, "wake", 120}, {200, "wake", 240}, {450, "wake", 480}, {940, "wake", 960},
		{1910, "wake", 1920}, {3840, "wake", 3600}, {7450, "wake", 3600}, {11060, "wake", 3600}}
	during := observerAt(61)
	during.DuringWake = true
	logged := wakeAt(1000)
	logged.Logged = 480
	absurd := wakeAt(1000)
	absurd.Logged = 1e9
	for _, c := range []struct {
		name   string
		events []LimiterEvent
		until  Time
		want   []limiterRow
	}{
		{"nothing", nil, second(1e6), nil},
		{"the ladder, to the cap", ladder, second(18259), climbed},
		{"the cap, idle for two hours", ladder, second(18260), append(climbed[:len(climbed):len(climbed)], limiterRow{18260, "idle", 0})},
		{"end unknown", ladder, Time{}, climbed},
		{"wake just before the idle limit", []LimiterEvent{wakeAt(0), wakeAt(119.999999)}, second(120), []limiterRow{{0, "wake", 60}, {119.999999, "wake", 120}}},
		{"wake exactly at the idle limit", []LimiterEvent{wakeAt(0), wakeAt(120)}, second(130), []limiterRow{{0, "wake", 60}, {120, "idle", 0}, {120, "wake", 60}}},
		{"wake after the idle limit", []LimiterEvent{wakeAt(0), wakeAt(121)}, second(241), []limiterRow{{0, "wake", 60}, {120, "idle", 0}, {121, "wake", 60}, {241, "idle", 0}}},
		{"idle counts from the last wake", []LimiterEvent{wakeAt(0), wakeAt(100), wakeAt(339)}, second(400), []limiterRow{{0, "wake", 60}, {100, "wake", 120}, {339, "wake", 240}}},
		{"foreground resets and stops the timer", []LimiterEvent{wakeAt(0), wakeAt(70), foregroundAt(100), wakeAt(300)}, second(310),
			[]limiterRow{{0, "wake", 60}, {70, "wake", 120}, {100, "foreground", 0}, {300, "wake", 60}}},
		{"foreground without delay changes nothing", []LimiterEvent{foregroundAt(0), wakeAt(1), foregroundAt(121)}, second(200), []limiterRow{{1, "wake", 60}, {121, "idle", 0}}},
		{"foreground and wake at one moment, as given", []LimiterEvent{wakeAt(0), foregroundAt(50), wakeAt(50)}, second(50), []limiterRow{{0, "wake", 60}, {50, "foreground", 0}, {50, "wake", 60}}},
		{"wake and foreground at one moment, as given", []LimiterEvent{wakeAt(0), wakeAt(50), foregroundAt(50)}, second(50), []limiterRow{{0, "wake", 60}, {50, "wake", 120}, {50, "foreground", 0}}},
		{"two wakes at one moment are two steps", []LimiterEvent{wakeAt(0), wakeAt(0)}, second(0), []limiterRow{{0, "wake", 60}, {0, "wake", 120}}},
		{"the daemon forgets", []LimiterEvent{wakeAt(0), wakeAt(1), daemonStartAt(2), wakeAt(3)}, second(3), []limiterRow{{0, "wake", 60}, {1, "wake", 120}, {2, "daemon-start", 0}, {3, "wake", 60}}},
		{"first observer after the daemon's start", []LimiterEvent{wakeAt(0), daemonStartAt(1), wakeAt(2), observerAt(3), wakeAt(4), observerAt(5)}, second(5),
			[]limiterRow{{0, "wake", 60}, {1, "daemon-start", 0}, {2, "wake", 60}, {3, "first-observer", 0}, {4, "wake", 60}}},
		{"first observer after all sessions went", []LimiterEvent{wakeAt(0), observerAt(1), emptiedAt(2), observerAt(3)}, second(3), []limiterRow{{0, "wake", 60}, {3, "first-observer", 0}}},
		{"first observer while a wake is handled", []LimiterEvent{wakeAt(60), emptiedAt(60.5), during, observerAt(62)}, second(63), []limiterRow{{60, "wake", 60}}},
		{"any order", []LimiterEvent{foregroundAt(100), wakeAt(70), wakeAt(0)}, second(100), []limiterRow{{0, "wake", 60}, {70, "wake", 120}, {100, "foreground", 0}}},
		{"events without time are left out", []LimiterEvent{wakeAt(0), {Kind: LimiterWake}, {Kind: LimiterForeground}, wakeAt(1)}, second(1), []limiterRow{{0, "wake", 60}, {1, "wake", 120}}},
		{"the log knows better", []LimiterEvent{logged, wakeAt(1490), wakeAt(3409)}, second(3409), []limiterRow{{1000, "wake", 480}, {1490, "wake", 960}, {3409, "wake", 1920}}},
		{"the log says nonsense", []LimiterEvent{absurd, wakeAt(1010)}, second(1010), []limiterRow{{1000, "wake", 60}, {1010, "wake", 120}}},
		{"an unknown kind", []LimiterEvent{wakeAt(0), {At: second(1), Kind: "nap"}}, second(1), []limiterRow{{0, "wake", 60}}},
	} {
		order := append([]LimiterEvent(nil), c.events...)
		if diff := cmp.Diff(c.want, changesOf(Simulate(c.events, c.until))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if len(order) > 0 && order[0] != c.events[0] {
			t.Errorf("%s: the caller's events were sorted", c.name)
		}
	}
	l := Simulate([]LimiterEvent{logged}, Time{})
	if c := l.Changes[0]; c.Predicted != 60 || c.Delay != 480 || !c.Step() {
		t.Errorf("predicted beside logged: %+v", c)
	}
}

func TestDelayAt(t *testing.T) {
	l := Simulate([]LimiterEvent{wakeAt(10), wakeAt(100), foregroundAt(200), wakeAt(300)}, Time{})
	for _, c := range []struct{ at, want float64 }{
		{0, 0}, {10, 60}, {99, 60}, {100, 120}, {199, 120}, {200, 0}, {299, 0}, {300, 60}, {419, 60}, {420, 0}, {1e9, 0},
	} {
		if got := l.DelayAt(second(c.at)); got != c.want {
			t.Errorf("at %v: %v, want %v", c.at, got, c.want)
		}
	}
	if l.DelayAt(Time{}) != 0 || new(Limiter).DelayAt(second(1)) != 0 {
		t.Error("a delay without time or without wakes")
	}
}

func TestDiscretionary(t *testing.T) {
	for _, c := range []struct {
		client LimiterClient
		want   bool
	}{
		{LimiterClient{}, true},
		{LimiterClient{Foreground: true}, false},
		{LimiterClient{BackgroundTask: true}, false},
		{LimiterClient{OptIn: true}, true},
		{LimiterClient{OptIn: true, Foreground: true, BackgroundTask: true}, true},
		{LimiterClient{Debugged: true}, false},
	} {
		if got := c.client.Discretionary(); got != c.want {
			t.Errorf("%+v: %t", c.client, got)
		}
	}
}

func TestHold(t *testing.T) {
	// delays: 60 from 0, 120 from 100 to 300, 0 to 400, 60 from 400, 120 from 500 to
	// 740; idle again from there
	l := Simulate([]LimiterEvent{foregroundAt(-5), wakeAt(0), wakeAt(100), foregroundAt(300), wakeAt(400), wakeAt(500), foregroundAt(800), wakeAt(1000), daemonStartAt(1030)}, second(2000))
	held := func(resumed float64) LimiterTransfer {
		return LimiterTransfer{Resumed: second(resumed), Discretionary: true}
	}
	for _, c := range []struct {
		name     string
		transfer LimiterTransfer
		want     LimiterHold
	}{
		{"before any wake", held(-1), LimiterHold{Verdict: LimiterNoDelay, Until: second(-1)}},
		{"right at the wake", held(0), LimiterHold{Verdict: LimiterHeld, Delay: 60, Until: second(60)}},
		{"late after the wake: the whole delay from its resume", held(50), LimiterHold{Verdict: LimiterHeld, Delay: 60, Until: second(110)}},
		{"the next wake does not lengthen it", held(99), LimiterHold{Verdict: LimiterHeld, Delay: 60, Until: second(159)}},
		{"the second step", held(100), LimiterHold{Verdict: LimiterHeld, Delay: 120, Until: second(220)}},
		{"foreground during the delay", held(250), LimiterHold{Verdict: LimiterReleased, Delay: 120, Until: second(300), By: LimiterByForeground}},
		{"foreground when the delay is over", held(180), LimiterHold{Verdict: LimiterHeld, Delay: 120, Until: second(300)}},
		{"in the foreground's moment", held(300), LimiterHold{Verdict: LimiterNoDelay, Until: second(300)}},
		{"foreground, but the session opted in", LimiterTransfer{Resumed: second(250), Discretionary: true, OptIn: true}, LimiterHold{Verdict: LimiterHeld, Delay: 120, Until: second(370)}},
		{"an idle reset shortens nothing; the foreground after it does", held(739), LimiterHold{Verdict: LimiterReleased, Delay: 120, Until: second(800), By: LimiterByForeground}},
		{"an idle reset shortens nothing", held(679), LimiterHold{Verdict: LimiterHeld, Delay: 120, Until: second(799)}},
		{"after the idle reset", held(740), LimiterHold{Verdict: LimiterNoDelay, Until: second(740)}},
		{"the daemon starts, opted in or not", LimiterTransfer{Resumed: second(1010), Discretionary: true, OptIn: true}, LimiterHold{Verdict: LimiterReleased, Delay: 60, Until: second(1030), By: LimiterByDaemonStart}},
		{"not discretionary", LimiterTransfer{Resumed: second(0)}, LimiterHold{Verdict: LimiterNotDiscretionary, Until: second(0)}},
		{"not discretionary, begins later", LimiterTransfer{Resumed: second(0), Window: 5}, LimiterHold{Verdict: LimiterNotDiscretionary, Until: second(5)}},
		{"own delay as long", LimiterTransfer{Resumed: second(0), Discretionary: true, Window: 60}, LimiterHold{Verdict: LimiterOwnWindow, Until: second(60)}},
		{"own delay shorter", LimiterTransfer{Resumed: second(0), Discretionary: true, Window: 59}, LimiterHold{Verdict: LimiterHeld, Delay: 60, Until: second(60)}},
		{"released, but its own delay goes on", LimiterTransfer{Resumed: second(250), Discretionary: true, Window: 100}, LimiterHold{Verdict: LimiterReleased, Delay: 120, Until: second(350), By: LimiterByForeground}},
		{"resume not seen", LimiterTransfer{Created: second(0), Discretionary: true}, LimiterHold{Verdict: LimiterHeld, Delay: 60, Until: second(60)}},
		{"resumed later than created", LimiterTransfer{Created: second(0), Resumed: second(110), Discretionary: true}, LimiterHold{Verdict: LimiterHeld, Delay: 120, Until: second(230)}},
		{"no time", LimiterTransfer{Discretionary: true}, LimiterHold{Verdict: LimiterUnknown}},
	} {
		if diff := cmp.Diff(c.want, l.Hold(c.transfer), cmp.Comparer(func(a, b Time) bool { return a == b })); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestLimiterProperties checks what must hold for any events: no delay below 0 or
// above the cap, steps that follow the ladder, none after a foreground, and no
// fall without a reset. A limiter that had a delay before is never below one that
// had none, until both are reset.
func TestLimiterProperties(t *testing.T) {
	kinds := []LimiterEventKind{LimiterWake, LimiterWake, LimiterWake, LimiterWake, LimiterForeground, LimiterDaemonStart, LimiterSessionsEmpty, LimiterObserver}
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 1))
		var events []LimiterEvent
		now := 0.0
		for range 1 + r.IntN(60) {
			now += r.ExpFloat64() * 300
			events = append(events, LimiterEvent{At: second(now), Kind: kinds[r.IntN(len(kinds))], DuringWake: r.IntN(2) == 0})
		}
		end := second(now + r.Float64()*5000)
		l := Simulate(events, end)
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		if diff := cmp.Diff(changesOf(l), changesOf(Simulate(events, end))); diff != "" {
			t.Fatalf("seed %d: the order of the input matters:\n%s", seed, diff)
		}
		before := LimiterChange{}
		for _, c := range l.Changes {
			switch {
			case c.Delay < 0 || c.Delay > LimiterMaxDelay || c.Delay != c.Predicted:
				t.Fatalf("seed %d: %+v", seed, c)
			case c.At.Before(before.At):
				t.Fatalf("seed %d: %+v comes before %+v", seed, c, before)
			case c.Step() && c.Delay != max(60, min(2*before.Delay, 3600)):
				t.Fatalf("seed %d: %+v after %+v", seed, c, before)
			case !c.Step() && (c.Delay != 0 || before.Delay == 0):
				t.Fatalf("seed %d: a reset from %v to %v", seed, before.Delay, c.Delay)
			}
			before = c
		}
		for _, e := range events {
			if e.Kind == LimiterForeground && l.DelayAt(e.At) != 0 {
				t.Fatalf("seed %d: a delay in the foreground", seed)
			}
			hold := l.Hold(LimiterTransfer{Resumed: e.At, Discretionary: true})
			if hold.Until.Before(e.At) || hold.Delay > 0 && hold.Until.After(e.At.Add(hold.Delay)) || hold.Delay != l.DelayAt(e.At) {
				t.Fatalf("seed %d: %+v", seed, hold)
			}
		}
		earlier := wakeAt(-1)
		earlier.Logged = 1920
		var calm []LimiterEvent
		for _, e := range events {
			if e.Kind == LimiterWake {
				calm = append(calm, e)
			}
		}
		least, real := Simulate(calm, end), Simulate(append(calm, earlier), end)
		for _, e := range calm {
			if least.DelayAt(e.At) > real.DelayAt(e.At) {
				t.Fatalf("seed %d: the prediction without history is not the least", seed)
			}
		}
	}
}
