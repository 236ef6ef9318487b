package rules

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// manySessions is how many sessions of one app in a day are too many.
const manySessions = 10

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
	f.prove(firstOf(w.Evidence, lifecycle.WakeRequested, lifecycle.SessionWoken), w.Evidence[lifecycle.WakeSucceeded])
	return f
}

// checkWakes: what the app made of its wakes.
func checkWakes(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	told := map[*lifecycle.App]bool{}
	// builds differ in what they write: the absence of a line is certain only where
	// the log shows that this build writes it
	releases := slices.ContainsFunc(t.Wakes, func(w *lifecycle.Wake) bool {
		return firstOf(w.Evidence, lifecycle.AssertionReleaseAsked, lifecycle.SessionAssertionInvalidated).Found()
	})
	attaches := slices.ContainsFunc(t.Sessions, func(s *lifecycle.Session) bool {
		return firstOf(s.Evidence, lifecycle.SessionAttached, lifecycle.SessionReconnecting).Found()
	})
	for _, w := range t.Wakes {
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
	for _, c := range t.Clues {
		if c.Event == lifecycle.HandlerNeverCalled && strings.Contains(c.Fields["method"], "handleEventsForBackgroundURLSession") && !told[c.App] {
			f := aboutClue(&sessionHandlerNotCalled, c)
			f.Subject = ""
			f.Certainty = Likely
			f.put("uikit", true)
			found = append(found, f)
		}
	}
	return found
}

func handlerNotCalled(w *lifecycle.Wake) *Finding {
	if w.Outcome != lifecycle.WakeUnhandled || w.Unconnected {
		return nil
	}
	f := aboutWake(&sessionHandlerNotCalled, w)
	f.Until = w.TimedOut
	f.set("killed", w.Process != nil && w.Process.Exit != nil && w.Process.Exit.Kind == lifecycle.ExitAssertionTimeout)
	f.seconds("held_s", w.Succeeded, w.TimedOut)
	f.prove(firstOf(w.Evidence, lifecycle.WakeEventsDelivered, lifecycle.AppEventsFinished, lifecycle.PendingEventsDelivered),
		w.Evidence[lifecycle.AssertionTimedOut], w.Evidence[lifecycle.AppTerminated])
	return f
}

// launchEventsOff: the app asked not to be woken; it matters when something waits.
func launchEventsOff(t *lifecycle.Timeline, w *lifecycle.Wake) *Finding {
	f := aboutWake(&sessionLaunchEventsOff, w)
	f.prove(w.Evidence[lifecycle.WakeRefusedNoLaunchEvents])
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
			f.prove(tr.Evidence[lifecycle.TransferSucceeded], tr.Evidence[lifecycle.CompletionAcknowledged])
			break
		}
	}
	return f
}

// sessionClues are the rules about sessions that one line proves.
var sessionClues = map[lifecycle.EventKind]*Rule{
	lifecycle.SessionInUse:            &sessionIdentifierReused,
	lifecycle.SessionIdentifierReused: &sessionIdentifierReused,
	lifecycle.TooManySessions:         &sessionMany,
	lifecycle.SharedContainerMissing:  &sessionSharedContainerMissing,
	lifecycle.SharedContainerRefused:  &sessionSharedContainerMissing,
	lifecycle.DaemonUnreachable:       &sessionDaemonUnreachable,
	lifecycle.AppSessionLocked:        &sessionBeforeFirstUnlock,
	lifecycle.DaemonLocked:            &sessionBeforeFirstUnlock,
}

// codeClues are those of errors by their code.
var codeClues = map[string]*Rule{
	strconv.Itoa(codeContainer): &sessionSharedContainerMissing,
	strconv.Itoa(codeInUse):     &sessionDaemonUnreachable,
}

// ruleOf is the rule that a line proves by itself, nil when none does.
func ruleOf(c lifecycle.Clue) *Rule {
	if r := sessionClues[c.Event]; r != nil {
		return r
	}
	switch c.Event {
	case lifecycle.URLError, lifecycle.AppSessionFailed:
		if r := codeClues[c.Fields["code"]]; r != nil {
			return r
		}
		if c.Event == lifecycle.AppSessionFailed {
			return &sessionDaemonUnreachable
		}
	case lifecycle.AppTransferNotCreated:
		if c.Fields["row"] == "url.a.noremote" {
			return &sessionDaemonUnreachable
		}
	}
	return nil
}

// checkSessions: sessions that cannot work, and the daemon that is not there.
func checkSessions(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	unreachable := map[*lifecycle.App]*Finding{}
	for _, c := range t.Clues {
		rule := ruleOf(c)
		if rule == nil {
			continue
		}
		if rule == &sessionDaemonUnreachable {
			if first := unreachable[c.App]; first != nil {
				first.prove(c.Evidence)
				first.Until = parse.Latest(first.Until, parse.Latest(c.Evidence.Time, c.Until))
				continue
			}
		}
		f := aboutClue(rule, c)
		f.set("code", c.Fields["code"])
		f.set("limit", c.Fields["limit"])
		if rule == &sessionDaemonUnreachable {
			unreachable[c.App] = f
			f.set("simulator", t.Device.Simulator == lifecycle.Yes)
		}
		found = append(found, f)
	}
	found = append(found, daemonLost(t, unreachable)...)
	return append(found, tooManySessions(t)...)
}

// daemonLost: the connection to nsurlsessiond broke. It is a fault when a transfer
// failed by it.
func daemonLost(t *lifecycle.Timeline, unreachable map[*lifecycle.App]*Finding) []*Finding {
	byApp := map[*lifecycle.App]*Finding{}
	var found []*Finding
	add := func(a *lifecycle.App, f *Finding, failed bool) {
		if unreachable[a] != nil {
			return
		}
		first := byApp[a]
		if first == nil {
			first = f
			first.Severity = Info
			byApp[a] = first
			found = append(found, first)
		} else {
			first.prove(f.Evidence...)
			first.Until = parse.Latest(first.Until, f.At)
		}
		if failed {
			if first.Severity == Error {
				first.Count += f.Count
			} else {
				first.Severity, first.Count, first.Subject = Error, f.Count, f.Subject
			}
			first.drop("failed")
			first.put("failed", true)
		}
	}
	for _, c := range t.Clues {
		switch {
		case c.Event == lifecycle.DaemonInterrupted, c.Event == lifecycle.DaemonInvalidated:
			f := aboutClue(&sessionDaemonLost, c)
			f.Subject, f.Count = "", 1
			add(c.App, f, false)
		case c.Event == lifecycle.URLError && c.Fields["code"] == strconv.Itoa(codeLost):
			add(c.App, aboutClue(&sessionDaemonLost, c), true)
		}
	}
	for _, tr := range t.Transfers {
		if tr.Error.Known && tr.Error.Code == codeLost && tr.Kind != lifecycle.TransferData && !tr.Evidence[lifecycle.BodyStreamNeeded].Found() {
			f := aboutTransfer(&sessionDaemonLost, tr)
			f.Subject, f.nameless = "", false
			f.drop("kind")
			f.prove(tr.Error.By)
			add(tr.App, f, true)
		}
	}
	return found
}

// tooManySessions: more sessions of one app in a day than any design needs.
func tooManySessions(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	byApp := map[*lifecycle.App][]*lifecycle.Session{}
	for _, s := range t.Sessions {
		if s.App != nil && s.Created.Known() {
			byApp[s.App] = append(byApp[s.App], s)
		}
	}
	for _, a := range t.Apps {
		list := byApp[a]
		slices.SortStableFunc(list, func(x, y *lifecycle.Session) int { return x.Created.Compare(y.Created) })
		for i := manySessions; i < len(list); i++ {
			if d, ok := list[i].Created.Since(list[i-manySessions].Created); !ok || d > dayS {
				continue
			}
			f := aboutApp(&sessionMany, a)
			f.put("sessions", len(list))
			f.At, f.Until = list[0].Created, list[len(list)-1].Created
			for _, s := range list[i-manySessions : i-manySessions+3] {
				f.prove(s.Evidence[lifecycle.SessionCreated])
			}
			found = append(found, f)
			break
		}
	}
	return found
}
