package rules

import (
	"fmt"
	"slices"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// Limits of the rules about requests that wait.
const (
	// refreshPending and processingPending are how long a request may wait, after it
	// could first have run, before it counts as never run.
	refreshPending    = 24 * 3600.0
	processingPending = 48 * 3600.0
	// manyReplacements of one identifier in a day keep moving its window.
	manyReplacements = 3
	// resubmitWithin is how long after a run the next request may come.
	resubmitWithin = 24 * 3600.0
)

// asked are the requests of one identifier of one app, in order.
type asked struct {
	app      *lifecycle.App
	requests []*lifecycle.BGTask
}

// byIdentifier groups requests, in the order of their first ones.
func byIdentifier(t *lifecycle.Timeline) []*asked {
	type key struct {
		app        *lifecycle.App
		identifier string
		launch     lifecycle.BGTaskKind
	}
	groups := map[key]*asked{}
	var list []*asked
	for _, x := range t.BGTasks {
		if x.App != nil && x.App.System {
			continue
		}
		k := key{app: x.App, identifier: x.Identifier}
		if x.Kind.Launch() {
			k.launch = x.Kind
		}
		g := groups[k]
		if g == nil {
			g = &asked{app: x.App}
			groups[k] = g
			list = append(list, g)
		}
		g.requests = append(g.requests, x)
	}
	return list
}

// checkBGTaskWaits: why requests did not run.
func checkBGTaskWaits(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, g := range byIdentifier(t) {
		block := blocked(g)
		never := neverRan(t, g)
		if never == nil {
			never = deferred(g, block != nil)
		}
		for _, f := range []*Finding{never, block, submitChurn(g), notResubmitted(t, g)} {
			if f != nil {
				found = append(found, f)
			}
		}
	}
	return found
}

// neverRan: a request that waited for a day or two in which dasd looked at it.
func neverRan(t *lifecycle.Timeline, g *asked) *Finding {
	for _, x := range g.requests {
		limit := refreshPending
		switch x.Kind {
		case lifecycle.BGRefresh:
		case lifecycle.BGProcessing, lifecycle.BGHealthResearch:
			limit = processingPending
		default:
			continue
		}
		from := x.PendingFrom()
		if x.Outcome != lifecycle.BGTaskPending || x.Scored == 0 || !t.SchedulerCovered(from, from.Add(limit)) || x.App == nil && x.Identifier == "" {
			continue
		}
		f := aboutBGTask(&bgtaskNeverRan, x, from)
		f.Until = t.SchedulerUntil(from)
		f.seconds("pending_s", from, f.Until)
		f.reasons([]*lifecycle.BGTask{x})
		f.prove(x.Evidence.Of(lifecycle.BGTaskSubmitCalled), x.Evidence.Of(lifecycle.ActivityAccepted))
		for _, r := range commonest(x.Reasons) {
			f.prove(r.By)
		}
		return f
	}
	return nil
}

// reasons sets the values that say why requests did not run.
func (f *Finding) reasons(list []*lifecycle.BGTask) {
	refused, postponed := 0, 0
	var all []lifecycle.SchedulerReason
	for _, x := range list {
		refused += x.Refused
		postponed += x.Postponed
		all = append(all, x.Reasons...)
	}
	f.set("refused", refused)
	f.set("postponed", postponed)
	f.set("policies", PolicyCounts(all))
}

// PolicyCounts tells what held requests back, the commonest first: "device in use
// 33", "Low Power Mode 8".
func PolicyCounts(list []lifecycle.SchedulerReason) []string {
	count := map[string]int{}
	var names []string
	for _, r := range list {
		p, _ := PolicyOf(r.Policy, r.Rationale)
		if count[p.Short] == 0 {
			names = append(names, p.Short)
		}
		count[p.Short] += r.Count
	}
	slices.SortStableFunc(names, func(a, b string) int { return count[b] - count[a] })
	out := make([]string, 0, len(names))
	for _, n := range names {
		out = append(out, fmt.Sprintf("%s %d", n, count[n]))
	}
	return out
}

// commonest sorts reasons by how often they were given.
func commonest(list []lifecycle.SchedulerReason) []lifecycle.SchedulerReason {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b lifecycle.SchedulerReason) int { return b.Count - a.Count })
	return list
}

// deferred: dasd's policies said "must not proceed". That is how it schedules. What
// was forbidden absolutely is left out where it has a finding of its own.
func deferred(g *asked, blocked bool) *Finding {
	var held []*lifecycle.BGTask
	refused := 0
	ran := false
	for _, x := range g.requests {
		ran = ran || x.Ran()
		n := x.Refused
		if blocked || isStalled(x) {
			n -= x.Blocked
		}
		if n > 0 {
			held = append(held, x)
			refused += n
		}
	}
	if len(held) == 0 {
		return nil
	}
	x := held[0]
	f := aboutBGTask(&bgtaskDeferred, x, x.First)
	f.Count = refused
	f.reasons(held)
	f.set("ran", ran)
	var all []lifecycle.SchedulerReason
	for _, x := range held {
		all = append(all, x.Reasons...)
	}
	first, last := lifecycle.Time{}, lifecycle.Time{}
	for _, r := range commonest(all) {
		if r.Decision == lifecycle.Postponed {
			continue
		}
		first, last = parse.Earliest(first, r.First), parse.Latest(last, r.Last)
		f.prove(r.By)
	}
	if len(f.Evidence) == 0 {
		f.lines(x, lifecycle.ActivityScored)
	}
	f.At, f.Until = first, last
	f.seconds("over_s", first, last)
	return f
}

// blocked: "absolutely must not proceed". The thermal policy passes; no progress of
// continued processing is a rule of its own.
func blocked(g *asked) *Finding {
	var f *Finding
	for _, x := range g.requests {
		if x.Kind == lifecycle.BGUnknown && x.Identifier != "" {
			continue // whose sync with CloudKit it is, the log does not tell
		}
		for _, r := range x.Reasons {
			if r.Decision != lifecycle.AbsolutelyNotProceed || letters(r.Policy) == "thermalpolicy" || noProgress(r) {
				continue
			}
			if f == nil {
				f = aboutBGTask(&bgtaskBlocked, x, r.First)
				f.Count = 0
				p, known := PolicyOf(r.Policy, r.Rationale)
				f.put("policy", r.Policy)
				f.set("rationale", r.Rationale)
				if known {
					f.put("means", p.Means)
					f.put("helps", p.Helps)
				}
				if x.Identifier == "" {
					f.Certainty = Likely // the excerpt does not name the activity
				}
			}
			f.Count += r.Count
			f.Until = parse.Latest(f.Until, r.Last)
			f.prove(r.By)
		}
	}
	return f
}

// submitChurn: submitted again and again while the request waits, each time for
// later. The longest chain within a day counts. Fetches and pushes are no requests of
// the app: the system makes one of several pushes.
func submitChurn(g *asked) *Finding {
	if g.requests[0].Kind.Launch() {
		return nil
	}
	var chain, longest []*lifecycle.BGTask // of submissions, the last not replaced
	for i, x := range g.requests {
		moved := 0.0
		if i > 0 {
			moved, _ = x.PendingFrom().Since(g.requests[i-1].PendingFrom())
		}
		if i == 0 || g.requests[i-1].Outcome != lifecycle.BGTaskReplaced || moved <= 1 {
			chain = nil
		}
		chain = append(chain, x)
		for !chain[0].Submitted.Add(dayS).After(x.Submitted) && len(chain) > 1 {
			chain = chain[1:]
		}
		if x.Simulated {
			chain = nil
		}
		if len(chain) > len(longest) {
			longest = slices.Clone(chain)
		}
	}
	if len(longest) <= manyReplacements {
		return nil
	}
	first, last := longest[0], longest[len(longest)-1]
	f := aboutBGTask(&bgtaskSubmitChurn, first, first.Submitted)
	f.put("replaced", len(longest)-1)
	f.seconds("over_s", first.Submitted, last.Submitted)
	f.Until = last.Submitted
	for _, x := range longest {
		f.prove(firstOf(x.Evidence, lifecycle.BGTaskSubmitCalled, lifecycle.ActivityAccepted))
	}
	return f
}

// notResubmitted: a refresh ran, and in the day after nothing was submitted.
func notResubmitted(t *lifecycle.Timeline, g *asked) *Finding {
	x := g.requests[len(g.requests)-1]
	if x.Kind != lifecycle.BGRefresh || !x.Ran() || x.Simulated || x.App == nil {
		return nil
	}
	switch x.Outcome {
	case lifecycle.BGTaskDone, lifecycle.BGTaskCutShort, lifecycle.BGTaskUndone:
	default:
		return nil
	}
	from := x.Begun()
	// that a submission is not there counts only if the system writes it
	if !t.SchedulerCovered(from, from.Add(resubmitWithin)) || !slices.ContainsFunc(t.BGTasks, func(o *lifecycle.BGTask) bool {
		return o.Evidence.Of(lifecycle.ActivityAccepted).Found()
	}) {
		return nil
	}
	left := wentToBackground(x.App, from, from.Add(resubmitWithin))
	if !left.Found() {
		return nil
	}
	if submittedUnseen(t, x, from) {
		return nil
	}
	f := aboutBGTask(&bgtaskNotResubmitted, x, parse.Latest(parse.Latest(from, x.Expired), parse.Latest(x.Completed, x.Ended)))
	f.Until = t.SchedulerUntil(from)
	f.seconds("since_s", from, f.Until)
	f.set("cut_short", cutShort(x))
	f.lines(x, lifecycle.BGTaskStarted, lifecycle.ActivityTold, lifecycle.BGTaskCompleted, lifecycle.ActivityCompleted)
	f.prove(left)
	return f
}

// submittedUnseen reports whether the app may have submitted the next request although
// none of it is known: it was refused one, or a request of the identifier is of this
// app or of another one that uses it too.
func submittedUnseen(t *lifecycle.Timeline, x *lifecycle.BGTask, from lifecycle.Time) bool {
	return slices.ContainsFunc(t.Clues, func(c lifecycle.Clue) bool {
		switch c.Event {
		case lifecycle.BGTaskError, lifecycle.BGTaskNotAdvertised:
			return (c.App == nil || c.App == x.App) && !c.Evidence.Time.Before(from)
		}
		return false
	}) || slices.ContainsFunc(t.BGTasks, func(o *lifecycle.BGTask) bool {
		return o.App == nil && o.Identifier == x.Identifier && o.Submitted.After(from)
	})
}

// wentToBackground returns the line by which the app left the foreground in a
// stretch of time: there it should submit what is due.
func wentToBackground(a *lifecycle.App, from, to lifecycle.Time) lifecycle.Evidence {
	for _, p := range a.Processes {
		for i, s := range p.States {
			if s.State == lifecycle.StateBackground && i > 0 && p.States[i-1].State == lifecycle.StateForeground && s.From.After(from) && s.From.Before(to) {
				return s.By
			}
		}
	}
	return lifecycle.Evidence{}
}
