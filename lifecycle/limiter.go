package lifecycle

import (
	"slices"
	"sort"
)

// This file is the resume rate limiter of nsurlsessiond as a pure model: what it
// does to an app follows from the moments of a few events. Apple describes it in
// https://developer.apple.com/forums/thread/14854: each wake of the app doubles a
// delay, the foreground and an idle time reset it, and a task that is created in
// the background waits for the delay. Apple gives no numbers, and the model
// differs from the description in four points, all as nsurlsessiond of iOS 18
// computes them:
//
//   - the first wake sets 60 s, and the delay never exceeds 3600 s;
//   - the delay is reset when twice the delay, not once, passes without a wake;
//   - a task waits the whole delay from its own resume, not from the wake;
//   - every wake counts, whatever its reason and session.
//
// There is one limiter for each app and each extension. Its memory is the
// daemon's: when that starts anew, it has forgotten. A foreground of an app is an
// event of its extensions' limiters too. Clients that are no SpringBoard apps
// (daemons, tools) have no such limiter.

// The numbers of the limiter, in seconds. They are those of nsurlsessiond of iOS
// 18, in the code that writes "Set request delay for %@ to %f"; the same steps of
// 60, 120 and 240 s were logged on iOS 12.4, see
// https://developer.apple.com/forums/thread/128813.
const (
	// LimiterFirstDelay is the delay that a wake sets when none is in force.
	LimiterFirstDelay = 60.0
	// LimiterFactor is what a wake multiplies the delay in force by.
	LimiterFactor = 2
	// LimiterMaxDelay is never exceeded.
	LimiterMaxDelay = 3600.0
	// LimiterIdleFactor times the delay must pass after a wake, without another
	// one, for the delay to be reset. The timer runs while the device sleeps and
	// has a leeway of 1 s: within that second a log may show either.
	LimiterIdleFactor = 2
)

// LimiterEventKind is something that the limiter reacts to.
type LimiterEventKind string

// The events of the limiter. A log line that says "since the first observer is
// being added" is LimiterSessionsEmpty and LimiterObserver at one moment.
const (
	// LimiterWake is a request to resume or relaunch the app, also one that fails:
	// "Will request wake of app", never "Not waking up client".
	LimiterWake LimiterEventKind = "wake"
	// LimiterForeground is the app becoming visible.
	LimiterForeground LimiterEventKind = "foreground"
	// LimiterDaemonStart is nsurlsessiond starting: no delay, no session.
	LimiterDaemonStart LimiterEventKind = "daemon-start"
	// LimiterSessionsEmpty is the app's last session going away. It changes no
	// delay, but lets the next observer be the first one.
	LimiterSessionsEmpty LimiterEventKind = "sessions-empty"
	// LimiterObserver is the app opening a session.
	LimiterObserver LimiterEventKind = "observer"
)

// LimiterEvent is one input of the model.
type LimiterEvent struct {
	At   Time
	Kind LimiterEventKind
	// Logged is, for a wake, the delay in seconds that the log says it set; 0 when
	// the log does not tell. The model goes on from it, so that a log that begins
	// on the ladder differs from the prediction once only.
	Logged float64
	// DuringWake is, for an observer, true while a wake of the app is being handled:
	// such an observer resets nothing, even if it is the first.
	DuringWake bool
}

// LimiterCause is why the delay changed.
type LimiterCause string

// The causes of changes: a wake steps, all else resets.
const (
	LimiterByWake          LimiterCause = "wake"
	LimiterByForeground    LimiterCause = "foreground"
	LimiterByIdle          LimiterCause = "idle"
	LimiterByFirstObserver LimiterCause = "first-observer"
	LimiterByDaemonStart   LimiterCause = "daemon-start"
)

// LimiterChange is a step or a reset of the delay.
type LimiterChange struct {
	At    Time
	Cause LimiterCause
	// Delay is in force from At on, in seconds; 0 after a reset.
	Delay float64
	// Predicted is the delay by the model's own arithmetic. It differs from Delay
	// only where the log said otherwise.
	Predicted float64
}

// Step reports whether the change is a step; else it is a reset.
func (c LimiterChange) Step() bool { return c.Cause == LimiterByWake }

// Limiter is one app's limiter over time.
type Limiter struct {
	// Changes in the order of time. A wake at the cap is a step too. Resets are
	// listed only where a delay was in force.
	Changes []LimiterChange

	delay    float64         // in force after the last event
	idleAt   Time            // when the delay is reset unless a wake comes first; unknown without delay
	empty    bool            // the app is known to have no session
	releases []LimiterChange // what lets go of held transfers, whether or not it reset a delay
}

// Simulate runs the model over events. They may come in any order: they are taken
// by time, those of one moment in the order given. Events without a time are left
// out, for nothing can be predicted from them. until is the end of what is known,
// up to which idle times are counted after the last event; it may be unknown.
//
// The model begins without delay. If the real one had a delay by then, it is
// never below the model's while only wakes and idle times follow: a prediction
// is then the least, and it is exact from the first other reset on.
func Simulate(events []LimiterEvent, until Time) *Limiter {
	events = slices.DeleteFunc(slices.Clone(events), func(e LimiterEvent) bool { return !e.At.Known() })
	slices.SortStableFunc(events, func(a, b LimiterEvent) int { return a.At.Compare(b.At) })
	l := &Limiter{}
	for _, e := range events {
		l.add(e)
	}
	if until.Known() {
		l.idle(until)
	}
	return l
}

// add takes the next event in the order of time.
func (l *Limiter) add(e LimiterEvent) {
	l.idle(e.At)
	switch e.Kind {
	case LimiterWake:
		predicted := NextDelay(l.delay)
		l.delay = predicted
		if e.Logged > 0 && e.Logged <= LimiterMaxDelay {
			l.delay = e.Logged
		}
		l.idleAt = e.At.Add(LimiterIdleFactor * l.delay)
		l.Changes = append(l.Changes, LimiterChange{At: e.At, Cause: LimiterByWake, Delay: l.delay, Predicted: predicted})
	case LimiterForeground:
		l.reset(e.At, LimiterByForeground)
		l.releases = append(l.releases, LimiterChange{At: e.At, Cause: LimiterByForeground})
	case LimiterDaemonStart:
		l.reset(e.At, LimiterByDaemonStart)
		l.releases = append(l.releases, LimiterChange{At: e.At, Cause: LimiterByDaemonStart})
		l.empty = true
	case LimiterSessionsEmpty:
		l.empty = true
	case LimiterObserver:
		if l.empty && !e.DuringWake {
			l.reset(e.At, LimiterByFirstObserver)
		}
		l.empty = false
	}
}

// NextDelay is the delay that a wake sets while delay is in force, in seconds.
func NextDelay(delay float64) float64 {
	if delay <= 0 {
		return LimiterFirstDelay
	}
	return min(LimiterFactor*delay, LimiterMaxDelay)
}

// idle resets the delay if its time had passed by now. A wake at the very moment
// comes too late.
func (l *Limiter) idle(now Time) {
	if l.idleAt.Known() && !now.Before(l.idleAt) {
		l.reset(l.idleAt, LimiterByIdle)
	}
}

func (l *Limiter) reset(at Time, cause LimiterCause) {
	if l.delay > 0 {
		l.Changes = append(l.Changes, LimiterChange{At: at, Cause: cause})
	}
	l.delay, l.idleAt = 0, Time{}
}

// DelayAt is the delay in force at a moment, in seconds, after what happened at
// that very moment; 0 when the moment is unknown. Moments after the end given to
// Simulate know of idle times only.
func (l *Limiter) DelayAt(at Time) float64 {
	if !at.Known() || l.idleAt.Known() && !at.Before(l.idleAt) {
		return 0
	}
	if i := countUntil(l.Changes, at); i > 0 {
		return l.Changes[i-1].Delay
	}
	return 0
}

// countUntil is how many changes, which are in the order of time, lie at or before
// a moment.
func countUntil(list []LimiterChange, at Time) int {
	return sort.Search(len(list), func(i int) bool { return list[i].At.After(at) })
}

// LimiterClient is what nsurlsessiond knows of an app when it decides whether a
// task is discretionary.
type LimiterClient struct {
	OptIn          bool // the session's isDiscretionary
	Foreground     bool // or a client that has no foreground and background
	BackgroundTask bool // the app holds a UIKit background task
	Debugged       bool
}

// Discretionary reports the decision that nsurlsessiond logs as "current
// discretionary status for %@ is": tasks of a session that asked for it, and
// those of an app in the background that nothing keeps running.
func (c LimiterClient) Discretionary() bool {
	return !c.Debugged && (c.OptIn || !c.Foreground && !c.BackgroundTask)
}

// LimiterTransfer is a transfer of the app.
type LimiterTransfer struct {
	Created Time
	Resumed Time // its delay counts from here; Created where the log has no resume
	// Discretionary is nsurlsessiond's decision, see LimiterClient. The limiter
	// delays no other transfers.
	Discretionary bool
	OptIn         bool // the session asked for discretionary transfers
	// Window is the delay that the request itself asks for (earliestBeginDate), in
	// seconds. The limiter replaces only a shorter one.
	Window float64
}

// LimiterVerdict is what the limiter does to a transfer.
type LimiterVerdict string

// The verdicts on transfers.
const (
	LimiterUnknown          LimiterVerdict = "unknown" // the transfer has no time
	LimiterNotDiscretionary LimiterVerdict = "not-discretionary"
	LimiterNoDelay          LimiterVerdict = "no-delay"   // none was in force
	LimiterOwnWindow        LimiterVerdict = "own-window" // the request's own delay is as long
	LimiterHeld             LimiterVerdict = "held"       // for the whole delay
	LimiterReleased         LimiterVerdict = "released"   // held, and let go before its time
)

// LimiterHold is what the limiter does to a transfer, and when.
type LimiterHold struct {
	Verdict LimiterVerdict
	// Delay is what the limiter put on the transfer, in seconds: the value of
	// "adding delay of %f".
	Delay float64
	// Until is the earliest start. What else holds a transfer (the scheduler, the
	// network) comes on top.
	Until Time
	By    LimiterCause // of a release: the foreground or the daemon's start
}

// Hold tells what the limiter does to a transfer.
//
// The delay is fixed when the transfer is resumed; an idle reset or a first
// observer later on does not shorten it. The foreground does: nsurlsessiond makes
// the task anew, not discretionary (about a second later), unless its session asked to
// be discretionary. So does a start of the daemon, which sets up the tasks that it
// finds with no delay in force.
func (l *Limiter) Hold(t LimiterTransfer) LimiterHold {
	from := t.Resumed
	if !from.Known() {
		from = t.Created
	}
	if !from.Known() {
		return LimiterHold{Verdict: LimiterUnknown}
	}
	own := from
	if t.Window > 0 {
		own = from.Add(t.Window)
	}
	delay := l.DelayAt(from)
	switch {
	case !t.Discretionary:
		return LimiterHold{Verdict: LimiterNotDiscretionary, Until: own}
	case delay == 0:
		return LimiterHold{Verdict: LimiterNoDelay, Until: own}
	case delay <= t.Window:
		return LimiterHold{Verdict: LimiterOwnWindow, Until: own}
	}
	hold := LimiterHold{Verdict: LimiterHeld, Delay: delay, Until: from.Add(delay)}
	if r, ok := l.release(from, hold.Until, t.OptIn); ok {
		hold.Verdict, hold.By, hold.Until = LimiterReleased, r.Cause, r.At
		if own.After(r.At) {
			hold.Until = own
		}
	}
	return hold
}

// release is what lets a transfer go that the limiter held at from, before until.
func (l *Limiter) release(from, until Time, optIn bool) (LimiterChange, bool) {
	for _, r := range l.releases[countUntil(l.releases, from):] {
		if !r.At.Before(until) {
			break
		}
		if r.Cause != LimiterByForeground || !optIn {
			return r, true
		}
	}
	return LimiterChange{}, false
}
