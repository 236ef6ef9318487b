package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

const (
	// wakeSeconds is how long the lines of one wake lie apart at most, from the
	// decision to the app running: FrontBoard opens it within 10 s or gives up.
	wakeSeconds = 15
	// handlerSeconds is how long after the delivery of all events an app that calls
	// its completion handler has called it. RunningBoard's own timeout is not known.
	handlerSeconds = 30
	// handledWithin bounds a wake: background time ends long before.
	handledWithin = 600
)

// newWake begins a wake of a session.
func (e *Engine) newWake(rec *parse.Record, a *App, s *Session) *Wake {
	w := &Wake{App: a, Session: s, At: rec.Time}
	if a != nil {
		a.Work = true
	}
	if len(e.t.Wakes) >= maxURLItems {
		return w
	}
	e.t.Wakes = append(e.t.Wakes, w)
	if s != nil {
		s.Wakes = append(s.Wakes, w)
	}
	return w
}

// recentWakes calls yield with the wakes of the last seconds before t, newest
// first, until it returns false. Without times, with the last few.
func (e *Engine) recentWakes(t Time, seconds float64, yield func(*Wake) bool) {
	const untimed = 8
	for i := len(e.t.Wakes) - 1; i >= 0; i-- {
		w := e.t.Wakes[i]
		ago, ok := t.Since(w.At)
		if ok && ago > seconds || !ok && len(e.t.Wakes)-i > untimed {
			return
		}
		if !yield(w) {
			return
		}
	}
}

// open reports whether the wake goes on, as far as was told: one whose process has
// ended does not, and what is told later is about other wakes.
func (w *Wake) open() bool {
	return w.Step && w.Outcome == "" && !w.Released.Known() && (w.Process == nil || w.Process.Exit == nil)
}

// openWake returns the newest wake of the app, and of the session when one is
// given, whose end has not been told; nil when there is none.
func (e *Engine) openWake(a *App, s *Session, t Time) *Wake {
	var found *Wake
	e.recentWakes(t, handledWithin, func(w *Wake) bool {
		same := a != nil && w.App == a && (s == nil || w.Session == s || w.Session == nil) || a == nil && s != nil && w.Session == s
		if same && w.open() {
			found = w
		}
		return found == nil
	})
	return found
}

// onlyOpenWake returns the one wake that is open, for lines that do not tell their
// session; nil when there are several or none.
func (e *Engine) onlyOpenWake(t Time, ready func(*Wake) bool) *Wake {
	var found []*Wake
	e.recentWakes(t, handledWithin, func(w *Wake) bool {
		if w.open() && ready(w) {
			found = append(found, w)
		}
		return len(found) < 2
	})
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

// wakeAsked: "Waking up the client app" is the decision, "Will request wake" the
// step of the limiter; builds write one or both.
func (e *Engine) wakeAsked(rec *parse.Record, ev *Event) {
	s := e.sessionOf(rec, ev)
	a := e.appIn(ev.Field("bundle"))
	if a == nil && s != nil {
		a = s.App
	}
	if a != nil {
		e.cause(a.BundleID, ReasonURLSession, rec, false)
		e.over(ConditionRefreshOff, a, rec)
	}
	var w *Wake
	e.recentWakes(rec.Time, wakeSeconds, func(o *Wake) bool {
		twice := o.Evidence.Has(ev.Kind)
		if o.App == a && (o.Session == s || s == nil || o.Session == nil) && o.Outcome == "" && !twice && !o.Succeeded.Known() {
			w = o
		}
		return w == nil
	})
	fresh := w == nil
	if fresh {
		w = e.newWake(rec, a, s)
		w.Step = true
	}
	if w.Session == nil && s != nil {
		w.Session = s
		s.Wakes = append(s.Wakes, w)
	}
	w.Evidence.Set(ev.Kind, evidence(rec))
	if ev.Kind == WakeRequested {
		w.At = rec.Time // the moment that the limiter counts
	}
	if fresh {
		e.wakeStep(w)
	}
	e.claimDelay(w)
}

// wakeSucceeded: the app runs, held by an assertion.
func (e *Engine) wakeSucceeded(rec *parse.Record, ev *Event) {
	a := e.appIn(ev.Field("bundle"))
	var w *Wake
	e.recentWakes(rec.Time, wakeSeconds, func(o *Wake) bool {
		if o.App == a && o.Step && !o.Succeeded.Known() && o.Outcome == "" {
			w = o // the oldest that still waits
		}
		return true
	})
	if w == nil {
		w = e.newWake(rec, a, e.sessionOf(rec, ev))
		w.Step = true
		e.wakeStep(w)
	}
	w.Succeeded = rec.Time
	w.Evidence.Set(ev.Kind, evidence(rec))
	if a != nil {
		if p := e.current[a]; p != nil && !p.gone {
			w.Process = p.Process
		}
	}
}

// wakeFailed: the app could not be opened, or not be held. It was a step of the
// limiter. Several lines tell of it; a wake that has succeeded is none of theirs.
func (e *Engine) wakeFailed(rec *parse.Record, ev *Event) {
	a := e.appIn(ev.Field("bundle"))
	s := e.sessionOf(rec, ev)
	var w *Wake
	e.recentWakes(rec.Time, wakeSeconds, func(o *Wake) bool {
		same := o.App == a && (s == nil || o.Session == nil || o.Session == s)
		if same && !o.Succeeded.Known() && (o.open() || o.Why == RefusedFailed) {
			w = o
		}
		return w == nil
	})
	if w == nil {
		w = e.newWake(rec, a, s)
	}
	w.Outcome, w.Why = WakeNotMade, RefusedFailed
	w.Evidence.Set(ev.Kind, evidence(rec))
}

// refusals are the lines "Not waking up client" by the reason they tell. An app
// that holds the session, or nothing to tell it, is no refusal worth a wake.
var refusals = map[EventKind]string{
	WakeRefusedNoLaunchEvents: RefusedLaunchEvents,
	WakeRefusedUnsupported:    RefusedUnsupported,
	WakeRefusedObliterated:    RefusedObliterated,
	RefreshOff:                RefusedRefreshOff,
}

func (e *Engine) wakeRefused(rec *parse.Record, ev *Event) {
	s := e.sessionOf(rec, ev)
	a := e.appIn(ev.Field("bundle"))
	if a == nil && s != nil {
		a = s.App
	}
	w := e.newWake(rec, a, s)
	w.Outcome, w.Why = WakeNotMade, refusals[ev.Kind]
	if w.Why == "" {
		w.Why = plainValue(ev.Field("why"))
	}
	w.Evidence.Set(ev.Kind, evidence(rec))
	if ev.Kind == WakeRefusedNoLaunchEvents && s != nil {
		s.LaunchEvents = No
	}
}

// wakeReconnected: the app has made the session object again.
func (e *Engine) wakeReconnected(s *Session, p *process, rec *parse.Record) {
	if w := e.openWake(s.App, s, rec.Time); w != nil {
		if !w.Reconnected.Known() {
			w.Reconnected = rec.Time
			w.Evidence.Set(SessionAttached, evidence(rec))
		}
		if p != nil {
			w.Process = p.Process
		}
	}
}

// wakeEvents: callbacks were asked for, begun or delivered. The lines of the last
// two tell no session.
func (e *Engine) wakeEvents(rec *parse.Record, ev *Event) {
	s := e.sessionOf(rec, ev)
	var w *Wake
	if s != nil {
		w = e.openWake(s.App, s, rec.Time)
		if w != nil {
			e.wakeReconnected(s, nil, rec)
		}
	} else {
		w = e.onlyOpenWake(rec.Time, func(o *Wake) bool { return !o.EventsDelivered.Known() })
	}
	if w == nil {
		return
	}
	if ev.Kind == WakeEventsDelivered {
		w.EventsDelivered = rec.Time
	}
	firstLine(&w.Evidence, ev.Kind, rec)
}

// assertionReleased: the app called its completion handler, or the daemon lets the
// wake's assertion go for it. The identifier is hidden in field logs.
func (e *Engine) assertionReleased(rec *parse.Record, ev *Event) {
	a := e.appIn(ev.Field("bundle"))
	identifier := ev.Field("identifier")
	fits := func(w *Wake) bool {
		return (a == nil || w.App == a) && (identifier == "" || w.Session == nil || w.Session.Identifier == "" || w.Session.Identifier == identifier)
	}
	w := e.onlyOpenWake(rec.Time, fits)
	if w == nil && a != nil {
		e.recentWakes(rec.Time, handledWithin, func(o *Wake) bool {
			if fits(o) && o.open() {
				w = o // the oldest
			}
			return true
		})
	}
	if w == nil {
		return
	}
	firstLine(&w.Evidence, ev.Kind, rec)
	w.Released = rec.Time
}

// appEventsFinished: the app's side of a wake's end. In a log of the app alone it
// is the only sign of the wake.
func (e *Engine) appEventsFinished(rec *parse.Record, ev *Event) {
	if ev.Field("invoked") == "0" {
		return
	}
	p := e.own(rec)
	s := e.sessionOf(rec, ev)
	w := e.openWake(p.App, s, rec.Time)
	if w == nil && len(e.t.DaemonRuns) == 0 && p.Launch == LaunchBackground {
		w = e.newWake(rec, p.App, s)
		w.Step, w.Process = true, p.Process
		w.At = parse.Earliest(p.Launched, rec.Time)
		e.wakeStep(w)
	}
	if w != nil && !w.EventsDelivered.Known() {
		w.EventsDelivered = rec.Time
		firstLine(&w.Evidence, ev.Kind, rec)
	}
}

// concludeWakes tells what became of each wake.
func (e *Engine) concludeWakes() {
	held := map[string][]*Assertion{} // by session
	for _, a := range e.t.Assertions {
		if uuid, ok := strings.CutPrefix(a.Explanation, handleSession); ok {
			uuid = strings.Trim(uuid, " <>")
			held[uuid] = append(held[uuid], a)
		}
	}
	for _, w := range e.t.Wakes {
		if w.Outcome != "" {
			continue
		}
		if w.Session != nil {
			w.assertions(held[w.Session.UUID])
		}
		e.wakeKill(w)
		switch {
		case w.TimedOut.Known():
			w.Outcome = WakeUnhandled
		case w.Released.Known():
			w.Outcome = WakeHandled
		default:
			w.Outcome = WakeCutOff
			e.unhandled(w)
		}
		e.unconnected(w)
	}
}

// handleSession begins the name of the assertion with which nsurlsessiond wakes an app for
// a session; its UUID follows, of older builds its identifier.
const handleSession = "com.apple.nsurlsessiond.handlesession"

// assertions reads RunningBoard's view of the session's wakes.
func (w *Wake) assertions(held []*Assertion) {
	for _, a := range held {
		if ago, ok := a.Acquired.Since(w.At); !ok || ago < -1 || ago > wakeSeconds {
			continue
		}
		w.Process = a.Process
		switch {
		case a.TimedOut.Known():
			w.TimedOut = a.TimedOut
			w.Evidence.Set(AssertionTimedOut, a.Evidence.Of(AssertionTimedOut))
		case a.Invalidated.Known() && !w.Released.Known():
			w.Released = a.Invalidated
			w.Evidence.Set(AssertionInvalidating, a.Evidence.Of(AssertionInvalidating))
		}
	}
}

// codeSessionTimeout is RunningBoard's termination code for a background session's
// completion that never came.
const codeSessionTimeout = 0x2182BAD3

// wakeKill finds the kill for the wake.
func (e *Engine) wakeKill(w *Wake) {
	if w.App == nil || w.Released.Known() && !w.TimedOut.Known() {
		return
	}
	for _, p := range w.App.Processes {
		x := p.Exit
		if x == nil || !x.HasCode || x.Code != codeSessionTimeout {
			continue
		}
		if ago, ok := p.Exited.Since(w.At); ok && (ago < 0 || ago > handledWithin) || !ok && p.Exited.Known() {
			continue
		}
		w.Process = p
		w.TimedOut = parse.Earliest(w.TimedOut, p.Exited)
		if len(x.Evidence) > 0 {
			w.Evidence.Set(AppTerminated, x.Evidence[0])
		}
		return
	}
}

// unhandled: the log covers the time in which the handler had to be called.
func (e *Engine) unhandled(w *Wake) {
	if !w.Succeeded.Known() || !w.EventsDelivered.Known() || w.App == nil {
		return
	}
	until := w.EventsDelivered.Add(handlerSeconds)
	if e.t.DaemonCovered(w.EventsDelivered, until) && !e.inFront(w.App, w.At, until) {
		w.Outcome = WakeUnhandled
	}
}

// unconnected: the app did not make the session again while the wake held it.
func (e *Engine) unconnected(w *Wake) {
	if !w.Succeeded.Known() || w.Reconnected.Known() || w.EventsDelivered.Known() || w.Session == nil {
		return
	}
	until := parse.Earliest(w.Released, w.TimedOut)
	if !until.Known() {
		until = w.Succeeded.Add(handlerSeconds)
	}
	w.Unconnected = e.t.DaemonCovered(w.Succeeded, until) && !e.inFront(w.App, w.At, until)
}

// inFront reports whether a process of the app was, or may have been brought, in
// the foreground in [from, to].
func (e *Engine) inFront(a *App, from, to Time) bool {
	if a == nil {
		return false
	}
	for _, p := range a.Processes {
		for _, s := range p.States {
			if s.State == StateForeground && !s.From.After(to) && (!s.To.Known() || !s.To.Before(from)) {
				return true
			}
		}
	}
	return false
}
