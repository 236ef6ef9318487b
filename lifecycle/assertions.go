package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// assertionAcquiring reads who takes which assertion on whom. Only those that
// keep an app alive in the background are kept as lifecycles; all of them tell
// bundle ids and pids.
func (e *Engine) assertionAcquiring(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	d := parseDescriptor(ev.Field("descriptor"))
	if d.background && d.explanation == "FBApplicationProcess" && p.PID == parse.NoPID {
		e.begin(p, rec)
		p.Launch = LaunchBackground
		e.becauseOf(p, e.awaited[p.App.BundleID])
	}
	e.reasonOf(p, d, ev, rec)
	shared := strings.HasPrefix(d.explanation, "Shared Background Assertion")
	timed := reasonOfExplanation(d.explanation) != ""
	if !shared && !timed && !(d.finishTask && ownOriginator(ev)) {
		return
	}
	if shared {
		e.bindShared(p, rec)
		p = e.target(ev.Target, rec)
	}
	a := &Assertion{
		Process: p.Process, ID: d.id, Explanation: strings.Clone(d.explanation),
		Shared: shared, Acquired: rec.Time,
		Evidence: Lines{{ev.Kind, evidence(rec)}},
	}
	e.addAssertion(p, a)
	p.App.Work = true
}

func (e *Engine) addAssertion(p *process, a *Assertion) {
	p.Assertions = append(p.Assertions, a)
	e.t.Assertions = append(e.t.Assertions, a)
	if a.ID != "" {
		e.assertions[a.ID] = a
	}
	if a.Shared {
		p.shared = a
		for _, t := range p.open {
			if t.Shared == nil {
				t.Shared = a
			}
		}
	}
}

// ownOriginator reports whether the process takes the assertion on itself.
func ownOriginator(ev *Event) bool {
	id, _ := parseIdentity(ev.Field("originator"))
	return id.Bundle != "" && id.Bundle == ev.Target.Bundle
}

func reasonOfExplanation(s string) LaunchReason {
	for _, x := range explanations {
		if strings.HasPrefix(s, x.prefix) {
			return x.reason
		}
	}
	return ""
}

// reasonOf tells a background launch by the assertions that follow it.
func (e *Engine) reasonOf(p *process, d descriptor, ev *Event, rec *parse.Record) {
	reason := reasonOfExplanation(d.explanation)
	if d.health {
		reason = ReasonHealthKit
	}
	if reason == "" {
		origin := ev.Field("originator")
		for _, o := range originators {
			if strings.Contains(origin, o.process) && o.reason != ReasonUnknown {
				reason = o.reason
			}
		}
	}
	if reason == "" || p.Launch == LaunchUser {
		return
	}
	if d, ok := rec.Time.Since(p.First); ok && d < causeSeconds {
		if p.Launch == LaunchUnknown && p.LaunchSeen {
			p.Launch = LaunchBackground
		}
		e.becauseOf(p, launchCause{reason: reason, by: evidence(rec)})
	}
}

// bindShared joins a process known by name with the bundle id: UIKit says
// "Creating new background assertion" within milliseconds of runningboardd's
// acquisition of the shared assertion of the bundle.
func (e *Engine) bindShared(p *process, rec *parse.Record) {
	if p.App.Name != "" {
		return
	}
	var found *process
	for _, q := range e.all {
		if q.gone || q.App.BundleID != "" || q == p {
			continue
		}
		if d, ok := rec.Time.Since(q.newShared); ok && d > -sharedSeconds && d < sharedSeconds {
			if found != nil {
				return // two apps did so at the same time
			}
			found = q
		}
	}
	if found != nil {
		e.join(p.App, found.App)
	}
}

// sharedSeconds bounds the time between UIKit's line and runningboardd's: 2 ms
// in the captures that hold both.
const sharedSeconds = 0.25

// noneBefore is the row that says why a new shared assertion is made: the one before was given
// back, as it is when no task is open.
const noneBefore = "uikit.bt.new_none"

func (e *Engine) sharedNew(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	p.newShared = rec.Time
	p.App.Work = true
	if ev.Row.ID == noneBefore {
		e.holdsNone(p)
	}
	e.taskLine(p, rec, ev.Kind)
}

func (e *Engine) assertionCreated(rec *parse.Record, ev *Event) {
	e.target(assertionTarget(ev.Field("assertion")), rec)
	a := e.assertions[assertionID(ev.Field("assertion"))]
	if a == nil {
		return
	}
	a.Evidence.Set(ev.Kind, evidence(rec))
	if ev.Field("as") == "active" {
		a.CountdownAt = rec.Time // begun in the background: its clock runs
	}
}

// countdownStarted is the moment from which background time counts: the last
// foreground-type assertion is gone and delayed ones are activated.
func (e *Engine) countdownStarted(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	p.Countdown = rec.Time
	for _, a := range p.Assertions {
		if !a.Invalidated.Known() && !a.TimedOut.Known() && !a.CountdownAt.Known() {
			a.CountdownAt = rec.Time
		}
	}
	if p.now() == StateForeground {
		e.state(p, StateBackground, rec)
	}
}

func (e *Engine) willExpireSoon(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	p.Warned = evidence(rec)
	p.App.Work = true
	for _, a := range p.Assertions {
		if !a.Invalidated.Known() && !a.TimedOut.Known() {
			a.Warned = rec.Time
		}
	}
}

// assertionOf finds the assertion that a line names, making one for those that
// were acquired before the log began.
func (e *Engine) assertionOf(rec *parse.Record, ev *Event) (*Assertion, *process) {
	id := assertionID(ev.Field("assertion"))
	p := e.target(assertionTarget(ev.Field("assertion")), rec)
	a := e.assertions[id]
	if a == nil {
		return nil, p
	}
	if p == nil {
		for _, q := range e.all {
			if q.Process == a.Process {
				p = q
			}
		}
	}
	return a, p
}

func (e *Engine) assertionInvalidating(rec *parse.Record, ev *Event) {
	a, p := e.assertionOf(rec, ev)
	if a == nil {
		if id, _ := parseIdentity(ev.Field("originator")); p != nil && id.Bundle != "" && id.Bundle == p.App.BundleID {
			p.mayHoldNone()
		}
		return
	}
	a.Invalidated = rec.Time
	a.Evidence.Set(ev.Kind, evidence(rec))
	e.forget(a, p)
}

// assertionTimedOut: on its own no fault, launch and Now Playing assertions time
// out harmlessly.
func (e *Engine) assertionTimedOut(rec *parse.Record, ev *Event) {
	if a, p := e.assertionOf(rec, ev); a != nil {
		a.TimedOut = rec.Time
		a.Evidence.Set(ev.Kind, evidence(rec))
		e.forget(a, p)
	}
}

// forget takes a finished assertion out of the index; the lifecycle stays.
func (e *Engine) forget(a *Assertion, p *process) {
	delete(e.assertions, a.ID)
	if p != nil && p.shared == a {
		p.shared = nil
	}
}

func (e *Engine) assertionDenied(rec *parse.Record, ev *Event) {
	a, p := e.assertionOf(rec, ev)
	if a != nil {
		a.Denied = true
		a.Evidence.Set(ev.Kind, evidence(rec))
		e.clue(ev, rec, p, a.Explanation).Fields["why"] = whyDenied(ev)
		return
	}
	if rec.Process != "" && rec.Process != "runningboardd" {
		p = e.own(rec)
	}
	e.clue(ev, rec, p, "").Fields["why"] = whyDenied(ev)
}

// whyDenied is the reason of a refusal in one line: the quoted text of an
// NSError, or what the conditions print.
func whyDenied(ev *Event) string {
	why := ev.Field("why")
	if quoted, ok := strings.CutPrefix(why, "\""); ok {
		why, _, _ = strings.Cut(quoted, "\"")
	}
	return oneLine(why)
}
