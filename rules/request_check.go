package rules

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

// Limits of the rule about requests, in seconds.
const (
	// cutAtOnce is how soon after the app runs again a request that the suspension
	// has cut fails: CFNetwork finds the dead socket when it first looks.
	cutAtOnce = 2.0
	// cutLater is until when a lost connection was most likely lost by it.
	cutLater = 10.0
	// wokenFor is how long before the suspension a wake still explains it: the
	// assertion of a wake lasts about 30 s.
	wokenFor = 40.0

	codeConnectionLost = -1005
)

// checkRequests: requests of the app's own process that did not survive a
// suspension.
func checkRequests(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, r := range t.Requests {
		certainty, cut := cutRequest(t, r)
		if !cut {
			continue
		}
		f := newFinding(&requestCutBySuspension, r.Process, "")
		f.Certainty = certainty
		f.At, f.Until = r.SuspendedAt, r.Ended
		f.set("code", r.Code)
		f.set("gone", r.Code == 0)
		f.set("reason", string(wokenBy(t, r)))
		f.seconds("suspended_s", r.SuspendedAt, r.ResumedAt)
		f.prove(r.Evidence...)
		found = append(found, f)
	}
	tellAlike(found)
	return found
}

// cutRequest tells whether the suspension cut the request. A request that has no
// end although the app runs on proves nothing: a long poll, a stream of events or
// a web socket whose connection has survived looks the same.
func cutRequest(t *lifecycle.Timeline, r *lifecycle.Request) (Certainty, bool) {
	if r.Code == 0 {
		return Likely, lostWithProcess(t, r)
	}
	after, ok := r.Ended.Since(r.ResumedAt)
	if !ok || after < 0 || after > cutLater {
		return "", false
	}
	suspended, _ := r.ResumedAt.Since(r.SuspendedAt)
	inFlight, _ := r.Ended.Since(r.Resumed)
	switch {
	case r.Code == codeConnectionLost && after > cutAtOnce:
		return Likely, true
	case after > cutAtOnce:
		return "", false
	case r.Code == codeConnectionLost:
		return Certain, true
	case r.Code == codeTimedOut && suspended >= inFlight/2:
		return Certain, true
	case r.Code == codeTimedOut: // it may have been due
		return Likely, true
	case r.Code == codeCancelled: // by the app itself, perhaps
		return Likely, true
	}
	return "", false
}

// lostWithProcess: the process ended without having run again. That the request
// had no end before the suspension counts only where the log covers it, and where
// the first line is in the words of builds that write "finished successfully".
func lostWithProcess(t *lifecycle.Timeline, r *lifecycle.Request) bool {
	p := r.Process
	return len(r.Evidence) > 0 && strings.Contains(r.Evidence[0].Text, "resuming, timeouts(") &&
		!r.ResumedAt.Known() && p.Exited.After(r.SuspendedAt) && !p.OwnLast.After(r.SuspendedAt.Add(1)) &&
		t.Covered(p, r.Resumed, r.SuspendedAt) && !t.GapIn(p, r.SuspendedAt, p.Exited)
}

// wokenBy is what the app ran for in the background when the request was cut;
// empty where the log does not tell, or the user had opened the app meanwhile.
func wokenBy(t *lifecycle.Timeline, r *lifecycle.Request) lifecycle.LaunchReason {
	p := r.Process
	since := p.ReasonBy.Time
	reason := p.Reason
	for _, w := range t.Wakes {
		ago, ok := r.SuspendedAt.Since(w.At)
		if w.Step && p.App == w.App && !w.At.After(r.Resumed) && ok && ago < wokenFor {
			since, reason = w.At, lifecycle.ReasonURLSession
		}
	}
	if reason == lifecycle.ReasonUnknown || reason == lifecycle.ReasonDebugger {
		return ""
	}
	for _, s := range p.States {
		at := s.From
		if at.After(since) && at.Before(r.SuspendedAt) && (s.State == lifecycle.StateForeground || s.State == lifecycle.StateSuspended) {
			return ""
		}
	}
	return reason
}

// tellAlike prepares findings that fold will join: what is not the same for all of
// an app must not be told of all.
func tellAlike(found []*Finding) {
	type group struct {
		app       *lifecycle.App
		certainty Certainty
	}
	groups := map[group][]*Finding{}
	for _, f := range found {
		g := group{f.App, f.Certainty}
		groups[g] = append(groups[g], f)
	}
	for _, list := range groups {
		if len(list) == 1 {
			continue
		}
		var ends, reasons []string
		for _, f := range list {
			ends = append(ends, endOf(f))
			reasons = append(reasons, f.text("reason"))
		}
		slices.Sort(ends)
		ends = slices.Compact(ends)
		slices.Sort(reasons)
		for _, f := range list {
			f.drop("suspended_s")
			if len(ends) > 1 {
				f.drop("code")
				f.drop("gone")
				f.put("codes", ends)
			}
			if reasons[0] != reasons[len(reasons)-1] {
				f.drop("reason")
			}
		}
	}
}

// endOf is how a request ended, in words.
func endOf(f *Finding) string {
	for _, v := range f.Values {
		if code, ok := v.V.(int); ok && v.Name == "code" {
			return strconv.Itoa(code)
		}
	}
	return "the end of the process"
}
