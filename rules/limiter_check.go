package rules

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// Limits of the rules about the resume rate limiter.
const (
	// lostSeconds is how long the limiter must have held an app's transfers for a
	// warning, lostMuch for an error.
	lostSeconds = 120.0
	lostMuch    = 600.0
	// climbedTo is a delay that only repeated wakes make: it counts alone.
	climbedTo = 240.0
	// sequentialWakes is how many wakes in a row with one new transfer each make a
	// pattern.
	sequentialWakes = 3
	// settledSeconds is how long the log must go on after the last wake of a pattern:
	// a woken app has about 30 s, in which it may create more.
	settledSeconds = 30.0
	// ladderShown bounds the steps that a finding lists.
	ladderShown = 10
)

// owner is whose transfers wait together. The limiter is an app's; where the log
// hides the app, its sessions may be those of several.
type owner struct {
	app     *lifecycle.App
	session *lifecycle.Session // nil when the app is known
}

func ownerOf(tr *lifecycle.Transfer) owner {
	if tr.App != nil {
		return owner{app: tr.App}
	}
	return owner{session: tr.Session}
}

// checkRateLimits: what the limiter cost each app.
func checkRateLimits(t *lifecycle.Timeline) []*Finding {
	held := map[owner][]*lifecycle.Transfer{}
	known := map[*lifecycle.App]bool{}
	var owners []owner
	seen := map[owner]bool{}
	add := func(o owner) {
		if !seen[o] {
			seen[o] = true
			owners = append(owners, o)
		}
	}
	limits := map[*lifecycle.App]*lifecycle.RateLimit{}
	for _, r := range t.RateLimits {
		limits[r.App] = r
		add(owner{app: r.App})
	}
	for _, tr := range t.Transfers {
		known[tr.App] = true
		if o := ownerOf(tr); len(limiterSpans(t, tr)) > 0 {
			held[o] = append(held[o], tr)
			add(o)
		}
	}
	var found []*Finding
	for _, o := range owners {
		limit := limits[o.app]
		if o.session != nil {
			limit = nil // hidden steps may be another app's
		}
		if f := rateLimited(t, o, held[o], limit); f != nil {
			found = append(found, f)
		} else if f := limiterSeen(o.app, limit); f != nil && !known[o.app] {
			found = append(found, f)
		}
	}
	return found
}

// heldSpan is a stretch in which the limiter held a transfer.
type heldSpan struct {
	lifecycle.Span
	logged bool
}

// limiterSpans tells when the limiter held the transfer. A transfer that was never
// resumed waits for the app; one that is cancelled or over waits no more.
func limiterSpans(t *lifecycle.Timeline, tr *lifecycle.Transfer) []heldSpan {
	if tr.Created.Known() && !tr.Resumed.Known() && !tr.Handed.Known() && !tr.Started.Known() {
		return nil
	}
	var spans []heldSpan
	for _, d := range tr.Delays {
		until := d.Until
		for _, end := range []lifecycle.Time{t.Last, tr.Finished, tr.CancelAsked} {
			until = parse.Earliest(until, end)
		}
		if s, ok := until.Since(d.At); ok && s > 0 {
			spans = append(spans, heldSpan{lifecycle.Span{From: d.At, To: until}, d.Logged})
		}
	}
	return spans
}

// rateLimited judges the transfers that the limiter has held. It is certain when
// the delays that the log tells weigh as much as all of them.
func rateLimited(t *lifecycle.Timeline, o owner, held []*lifecycle.Transfer, limit *lifecycle.RateLimit) *Finding {
	f := aboutApp(&transferRateLimited, o.app)
	var spans, logged []lifecycle.Span
	longest, inferred := 0.0, 0
	for _, tr := range held {
		told := false
		for _, s := range limiterSpans(t, tr) {
			spans = append(spans, s.Span)
			if s.logged {
				logged, told = append(logged, s.Span), true
			}
		}
		if !told {
			inferred++
		}
		longest = max(longest, tr.LimiterSeconds())
	}
	lost := unionSeconds(spans)
	enough := lostSeconds
	if lost < enough {
		return nil
	}
	if lost >= lostMuch {
		f.Severity, enough = Error, lostMuch
	}
	if unionSeconds(logged) < enough || o == (owner{}) { // nothing says that they are one app's
		f.Certainty = Likely
	}
	f.set("inferred", inferred)
	f.set("partly", inferred > 0 && inferred < len(held))
	f.At, f.Until = spans[0].From, spans[0].To
	for _, s := range spans {
		f.At, f.Until = parse.Earliest(f.At, s.From), parse.Latest(f.Until, s.To)
	}
	f.put("lost_s", lost)
	f.put("transfers", len(held))
	f.put("delay_s", longest)
	f.ladder(limit, held)
	f.proveLadder(limit, held)
	return f
}

// limiterSeen: the delay had climbed, though the log does not hold the transfers
// that it must have hit.
func limiterSeen(a *lifecycle.App, limit *lifecycle.RateLimit) *Finding {
	if limit == nil {
		return nil
	}
	longest := 0.0
	for _, c := range limit.Changes {
		if c.Step() && c.Logged {
			longest = max(longest, c.Delay)
		}
	}
	if longest < climbedTo {
		return nil
	}
	f := aboutApp(&transferRateLimited, a)
	f.Certainty = Likely
	f.put("delay_s", longest)
	f.put("unseen", true)
	f.ladder(limit, nil)
	f.At = limit.Changes[0].At
	f.Until = limit.Changes[len(limit.Changes)-1].At
	f.proveLadder(limit, nil)
	return f
}

// ladder tells the steps of the limiter, and what is worth knowing of their course.
func (f *Finding) ladder(limit *lifecycle.RateLimit, held []*lifecycle.Transfer) {
	if limit == nil {
		return
	}
	var lines []string
	steps, resets, idle, first := 0, 0, 0, 0
	resetBy := ""
	for i, c := range limit.Changes {
		if !c.Step() {
			if c.Cause == lifecycle.LimiterByIdle {
				idle++
			} else if i < len(limit.Changes)-1 {
				resets++
				resetBy = resetWords[c.Cause]
			}
			continue
		}
		steps++
		if c.Delay == lifecycle.LimiterFirstDelay {
			first++
		}
		if len(lines) < ladderShown {
			lines = append(lines, step(c, held))
		}
	}
	f.set("reset_by", resetBy)
	f.put("steps", steps)
	f.set("resets", resets)
	f.set("ladder", lines)
	f.set("more", max(steps-ladderShown, 0))
	// transfers that take longer than the delay let it lapse before the next wake
	f.set("stays", steps >= sequentialWakes && first == steps && idle >= steps-1)
}

var resetWords = map[lifecycle.LimiterCause]string{
	lifecycle.LimiterByForeground:    "the user opened the app",
	lifecycle.LimiterByFirstObserver: "the app opened its first session again",
	lifecycle.LimiterByDaemonStart:   "nsurlsessiond started anew",
}

// step describes a wake, its delay, and the transfer that waited for it.
func step(c lifecycle.RateLimitChange, held []*lifecycle.Transfer) string {
	s := "delay " + duration(c.Delay)
	if at := clockText(c.At); at != "" {
		s = at + " " + s
	}
	if c.Wake == nil {
		return s
	}
	for _, tr := range c.Wake.Transfers {
		if !slices.Contains(held, tr) {
			continue
		}
		if waited, ok := tr.WaitSeconds(); ok {
			return s + fmt.Sprintf(" (task %d waited %s)", tr.ID.N, duration(waited))
		}
		return s + fmt.Sprintf(" (task %d)", tr.ID.N)
	}
	return s
}

// clockText is the time of day to the second, "" when it is unknown.
func clockText(at lifecycle.Time) string {
	if !at.Known() {
		return ""
	}
	return at.Std().Format("15:04:05")
}

// duration writes whole seconds, as nsurlsessiond tells its delays.
func duration(seconds float64) string { return fmt.Sprintf("%.0f s", seconds) }

// proveLadder shows the first and the largest steps, and the transfer that was
// held longest: maxEvidence lines at most.
func (f *Finding) proveLadder(limit *lifecycle.RateLimit, held []*lifecycle.Transfer) {
	if len(held) > 0 {
		worst := slices.MaxFunc(held, func(a, b *lifecycle.Transfer) int { return cmp.Compare(a.LimiterSeconds(), b.LimiterSeconds()) })
		f.prove(worst.Delays[0].By, worst.Evidence.Of(lifecycle.TransferResumed), worst.Evidence.Of(lifecycle.TransferStarted))
	}
	if limit == nil {
		return
	}
	var steps []lifecycle.RateLimitChange
	for _, c := range limit.Changes {
		if c.Step() {
			steps = append(steps, c)
		}
	}
	if len(steps) > 1 {
		slices.SortStableFunc(steps[1:], func(a, b lifecycle.RateLimitChange) int { return cmp.Compare(b.Delay, a.Delay) })
	}
	for _, c := range steps[:min(len(steps), 3)] {
		f.prove(c.By)
	}
}

// unionSeconds is how long at least one of the spans lasts.
func unionSeconds(spans []lifecycle.Span) float64 {
	spans = slices.Clone(spans)
	slices.SortStableFunc(spans, func(a, b lifecycle.Span) int { return a.From.Compare(b.From) })
	total := 0.0
	var until lifecycle.Time
	for _, s := range spans {
		from := parse.Latest(s.From, until)
		if d, ok := s.To.Since(from); ok && d > 0 {
			total += d
		}
		until = parse.Latest(until, s.To)
	}
	return total
}

// checkSequential: one transfer after each wake, wake after wake.
func checkSequential(t *lifecycle.Timeline) []*Finding {
	byApp := map[*lifecycle.App][]*lifecycle.Wake{}
	var apps []*lifecycle.App
	for _, w := range t.Wakes {
		if !w.Step || w.App == nil {
			continue
		}
		if byApp[w.App] == nil {
			apps = append(apps, w.App)
		}
		byApp[w.App] = append(byApp[w.App], w)
	}
	resets := map[*lifecycle.App][]lifecycle.Time{}
	for _, r := range t.RateLimits {
		for _, c := range r.Changes {
			if !c.Step() {
				resets[r.App] = append(resets[r.App], c.At)
			}
		}
	}
	var found []*Finding
	for _, a := range apps {
		wakes := byApp[a]
		slices.SortStableFunc(wakes, func(x, y *lifecycle.Wake) int { return x.At.Compare(y.At) })
		var run []*lifecycle.Wake
		conclude := func() {
			if len(run) >= sequentialWakes {
				found = append(found, sequential(a, run))
			}
			run = nil
		}
		for i, w := range wakes {
			if n := len(run); n > 0 && slices.ContainsFunc(resets[a], func(at lifecycle.Time) bool {
				return at.After(run[n-1].At) && at.Before(w.At)
			}) {
				conclude()
			}
			if len(w.Transfers) != 1 || !settled(t, w, wakes[i+1:]) {
				conclude()
				continue
			}
			run = append(run, w)
		}
		conclude()
	}
	return found
}

// settled reports whether the log shows all that the app created after the wake.
func settled(t *lifecycle.Timeline, w *lifecycle.Wake, later []*lifecycle.Wake) bool {
	until := w.At.Add(settledSeconds)
	if len(later) > 0 && !later[0].At.After(until) {
		return !t.GapBetween(w.At, later[0].At)
	}
	if len(t.DaemonRuns) == 0 { // an export that does not name processes
		return !t.GapBetween(w.At, until) && t.Last.After(until)
	}
	return t.DaemonCovered(w.At, until)
}

func sequential(a *lifecycle.App, run []*lifecycle.Wake) *Finding {
	f := aboutApp(&transferSequential, a)
	first, last := run[0], run[len(run)-1]
	f.At, f.Until = first.At, last.Transfers[0].Born()
	f.put("wakes", len(run))
	for _, w := range run[:sequentialWakes] {
		f.prove(firstOf(w.Evidence, lifecycle.WakeRequested, lifecycle.SessionWoken, lifecycle.WakeSucceeded))
		f.prove(firstOf(w.Transfers[0].Evidence, lifecycle.DownloadCreated, lifecycle.UploadCreated, lifecycle.TransferEnqueued,
			lifecycle.TransferResumed))
	}
	return f
}

// firstOf is the line of the first of these kinds that there is.
func firstOf(lines lifecycle.Lines, kinds ...lifecycle.EventKind) lifecycle.Evidence {
	for _, k := range kinds {
		if e := lines.Of(k); e.Found() {
			return e
		}
	}
	return lifecycle.Evidence{}
}
