package rules

import (
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
	// ladderShown bounds the steps that a finding lists.
	ladderShown = 10
)

// checkRateLimits: what the limiter cost each app.
func checkRateLimits(t *lifecycle.Timeline) []*Finding {
	held := map[*lifecycle.App][]*lifecycle.Transfer{}
	known := map[*lifecycle.App]bool{}
	var apps []*lifecycle.App
	add := func(a *lifecycle.App) {
		if !slices.Contains(apps, a) {
			apps = append(apps, a)
		}
	}
	limits := map[*lifecycle.App]*lifecycle.RateLimit{}
	for _, r := range t.RateLimits {
		limits[r.App] = r
		add(r.App)
	}
	for _, tr := range t.Transfers {
		known[tr.App] = true
		if len(tr.Delays) > 0 {
			held[tr.App] = append(held[tr.App], tr)
			add(tr.App)
		}
	}
	var found []*Finding
	for _, a := range apps {
		if f := rateLimited(t, a, held[a], limits[a]); f != nil {
			found = append(found, f)
		} else if f := limiterSeen(a, limits[a]); f != nil && !known[a] {
			found = append(found, f)
		}
	}
	return found
}

// rateLimited judges the transfers that the limiter has held.
func rateLimited(t *lifecycle.Timeline, a *lifecycle.App, held []*lifecycle.Transfer, limit *lifecycle.RateLimit) *Finding {
	f := aboutApp(&transferRateLimited, a)
	f.Certainty = Likely
	var spans []lifecycle.Span
	longest := 0.0
	for _, tr := range held {
		for _, d := range tr.Delays {
			spans = append(spans, lifecycle.Span{From: d.At, To: parse.Earliest(d.Until, t.Last)})
			longest = max(longest, d.Seconds)
			if d.Logged {
				f.Certainty = Certain
			}
		}
	}
	lost := unionSeconds(spans)
	if lost < lostSeconds {
		return nil
	}
	if lost >= lostMuch {
		f.Severity = Error
	}
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
	for i, c := range limit.Changes {
		if !c.Step() {
			if c.Cause == lifecycle.LimiterByIdle {
				idle++
			} else if i < len(limit.Changes)-1 {
				resets++
				f.set("reset_by", resetWords[c.Cause])
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

// proveLadder shows the first and the largest step, and transfers that they hit.
func (f *Finding) proveLadder(limit *lifecycle.RateLimit, held []*lifecycle.Transfer) {
	slices.SortStableFunc(held, func(a, b *lifecycle.Transfer) int {
		return int(b.LimiterSeconds() - a.LimiterSeconds())
	})
	if len(held) > 0 {
		worst := held[0]
		f.prove(worst.Delays[0].By, worst.Evidence[lifecycle.TransferResumed], worst.Evidence[lifecycle.TransferStarted])
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
	slices.SortStableFunc(steps, func(a, b lifecycle.RateLimitChange) int { return int(b.Delay - a.Delay) })
	for i, c := range steps {
		if i < 3 {
			f.prove(c.By)
		}
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
		for _, w := range wakes {
			if n := len(run); n > 0 && slices.ContainsFunc(resets[a], func(at lifecycle.Time) bool {
				return at.After(run[n-1].At) && at.Before(w.At)
			}) {
				conclude()
			}
			if len(w.Transfers) != 1 {
				conclude()
				continue
			}
			run = append(run, w)
		}
		conclude()
	}
	return found
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
func firstOf(lines map[lifecycle.EventKind]lifecycle.Evidence, kinds ...lifecycle.EventKind) lifecycle.Evidence {
	for _, k := range kinds {
		if e := lines[k]; e.Found() {
			return e
		}
	}
	return lifecycle.Evidence{}
}
