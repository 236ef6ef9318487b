package rules

import (
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

// aboutWake begins a finding about a wake.
func aboutWake(r *Rule, w *lifecycle.Wake) *Finding {
	subject := ""
	if w.Session != nil {
		subject = w.Session.Identifier
	}
	f := newFinding(r, w.Process, subject)
	if w.App != nil {
		f.App = w.App
	}
	f.At = w.At
	f.prove(firstOf(w.Evidence, lifecycle.WakeRequested, lifecycle.SessionWoken), w.Evidence.Of(lifecycle.WakeSucceeded))
	return f
}

// checkWakes: what the app made of its wakes.
func checkWakes(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	told := map[*lifecycle.App]bool{}
	killed := map[*lifecycle.Process]bool{} // whose kill a wake explains
	// builds differ in what they write: the absence of a line is certain only where
	// the log shows that this build writes it
	releases := slices.ContainsFunc(t.Wakes, func(w *lifecycle.Wake) bool {
		return firstOf(w.Evidence, lifecycle.AssertionReleaseAsked, lifecycle.SessionAssertionInvalidated).Found()
	})
	attaches := slices.ContainsFunc(t.Sessions, func(s *lifecycle.Session) bool {
		return firstOf(s.Evidence, lifecycle.SessionAttached, lifecycle.SessionReconnecting).Found()
	})
	for _, w := range t.Wakes {
		if w.Evidence.Of(lifecycle.AppTerminated).Found() {
			killed[w.Process] = true
		}
		if f := handlerNotCalled(w); f != nil {
			told[w.App] = true
			if !w.TimedOut.Known() && !releases {
				f.Certainty = Likely
			}
			found = append(found, f)
		}
		if w.Unconnected {
			f := aboutWake(&sessionNotRecreated, w)
			if !attaches {
				f.Certainty = Likely
			}
			f.prove(firstOf(w.Evidence, lifecycle.SessionAssertionInvalidated, lifecycle.AssertionTimedOut, lifecycle.AppTerminated))
			found = append(found, f)
		}
		if w.Why == lifecycle.RefusedLaunchEvents {
			found = append(found, launchEventsOff(t, w))
		}
	}
	for _, f := range sessionKills(t, killed) {
		told[f.App] = true
		found = append(found, f)
	}
	for _, c := range t.Clues {
		if c.Event != lifecycle.HandlerNeverCalled || !strings.Contains(c.Fields["method"], "handleEventsForBackgroundURLSession") ||
			told[c.App] {
			continue
		}
		if f := hinted(t, &sessionHandlerNotCalled, c, wakeRuns(t, c), found); f != nil {
			f.put("uikit", true)
			found = append(found, f)
		}
	}
	return found
}

// wakeRuns are the wakes that a hint of UIKit may be about.
func wakeRuns(t *lifecycle.Timeline, c lifecycle.Clue) []handlerRun {
	var runs []handlerRun
	for _, w := range t.Wakes {
		if w.Step && ofSameApp(c, w.App) && w.Outcome != lifecycle.WakeNotMade {
			runs = append(runs, handlerRun{w.At, w.Released})
		}
	}
	return runs
}

func handlerNotCalled(w *lifecycle.Wake) *Finding {
	if w.Outcome != lifecycle.WakeUnhandled || w.Unconnected {
		return nil
	}
	f := aboutWake(&sessionHandlerNotCalled, w)
	f.Until = w.TimedOut
	// Only the kill that was found for this wake: the process may be ended much later
	// for another assertion.
	f.set("killed", w.Evidence.Of(lifecycle.AppTerminated).Found())
	f.set("delivered", w.EventsDelivered.Known())
	f.seconds("held_s", w.Succeeded, w.TimedOut)
	f.prove(firstOf(w.Evidence, lifecycle.WakeEventsDelivered, lifecycle.AppEventsFinished, lifecycle.PendingEventsDelivered),
		w.Evidence.Of(lifecycle.AssertionTimedOut), w.Evidence.Of(lifecycle.AppTerminated))
	return f
}

// codeSessionTimeout is RunningBoard's termination code for the events of a
// background session whose completion handler was not called in time.
const codeSessionTimeout = 0x2182BAD3

// sessionKills: apps that were killed for the handler of a wake that the log does
// not show, because it begins later or holds no line of nsurlsessiond. MetricKit's
// counts of such kills are exits only: they may repeat what the log tells.
func sessionKills(t *lifecycle.Timeline, explained map[*lifecycle.Process]bool) []*Finding {
	var found []*Finding
	for _, a := range t.Apps {
		for _, p := range a.Processes {
			if p.Exit == nil || p.Exit.MetricKit || explained[p] {
				continue
			}
			if code, ok := p.Exit.Overrun(); !ok || code != codeSessionTimeout {
				continue
			}
			f := newFinding(&sessionHandlerNotCalled, p, p.Exit.HeldSession())
			f.At = p.Exited
			f.put("killed", true)
			f.put("unseen", true)
			f.prove(p.Exit.Evidence...)
			found = append(found, f)
		}
	}
	return found
}

// launchEventsOff: the app asked not to be woken; it matters when something waits.
func launchEventsOff(t *lifecycle.Timeline, w *lifecycle.Wake) *Finding {
	f := aboutWake(&sessionLaunchEventsOff, w)
	f.prove(w.Evidence.Of(lifecycle.WakeRefusedNoLaunchEvents))
	if w.Session == nil {
		return f
	}
	for _, tr := range w.Session.Transfers {
		if !tr.Finished.Known() || tr.Finished.After(w.At) {
			continue
		}
		until := tr.Delivered
		if !until.Known() && t.DaemonCovered(tr.Finished, t.Last.Add(-2)) {
			until = t.Last
		}
		if late, ok := until.Since(tr.Finished); ok && late >= silentHour && until.After(w.At) {
			f.Severity = Warning
			f.put("delivery_s", late)
			f.prove(tr.Evidence.Of(lifecycle.TransferSucceeded), tr.Evidence.Of(lifecycle.CompletionAcknowledged))
			break
		}
	}
	return f
}
