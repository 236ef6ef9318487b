package lifecycle_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

// dumpURL writes sessions, transfers, wakes, limiters and requests, one a line.
func dumpURL(b *strings.Builder, tl *lifecycle.Timeline, clock func(lifecycle.Time) string) {
	session := func(s *lifecycle.Session) string {
		if s == nil {
			return "?"
		}
		return s.UUID[:min(4, len(s.UUID))]
	}
	for _, s := range tl.Sessions {
		fmt.Fprintf(b, "session %s of %s %q created %s invalidated %s launch events %d timeouts %g %g extension %v\n",
			session(s), label(s.App), s.Identifier, clock(s.Created), clock(s.Invalidated), s.LaunchEvents, s.ResourceTimeout, s.RequestTimeout, s.Extension)
	}
	for _, t := range tl.Transfers {
		fmt.Fprintf(b, "transfer %.4s.%d of %s session %s %s discretionary %d opt-in %d background %d\n",
			t.ID.UUID, t.ID.N, label(t.App), session(t.Session), t.Kind, t.Discretionary, t.OptIn, t.Background)
		fmt.Fprintf(b, "    created %s resumed %s handed %s started %s by %s late %v responded %s finished %s delivered %s\n",
			clock(t.Created), clock(t.Resumed), clock(t.Handed), clock(t.Started), t.StartedBy, t.StartedLate, clock(t.Responded), clock(t.Finished), clock(t.Delivered))
		fmt.Fprintf(b, "    %s status %d retries %d sent %d received %d", t.Outcome, t.Status, t.Retries, t.Sent, t.Received)
		if t.Error.Known {
			fmt.Fprintf(b, " error %d reason %d", t.Error.Code, t.Error.Reason)
		}
		for _, d := range t.Delays {
			fmt.Fprintf(b, " delay %g until %s logged %v", d.Seconds, clock(d.Until), d.Logged)
		}
		for _, w := range t.Waits {
			fmt.Fprintf(b, " %s %.3f", w.Cause, w.Seconds)
		}
		for _, r := range t.Reasons {
			fmt.Fprintf(b, " [%s %s %s %d]", r.Policy, r.Decision, r.Rationale, r.Count)
		}
		fmt.Fprintf(b, " %s\n", t.DeliveryCause)
	}
	for _, w := range tl.Wakes {
		fmt.Fprintf(b, "wake of %s session %s at %s step %v delay %g predicted %g succeeded %s reconnected %s events %s released %s timed out %s transfers %d: %s %s\n",
			label(w.App), session(w.Session), clock(w.At), w.Step, w.Delay, w.Predicted, clock(w.Succeeded), clock(w.Reconnected),
			clock(w.EventsDelivered), clock(w.Released), clock(w.TimedOut), len(w.Transfers), w.Outcome, w.Why)
	}
	for _, r := range tl.RateLimits {
		for _, c := range r.Changes {
			fmt.Fprintf(b, "limiter of %s at %s by %s delay %g predicted %g logged %v line %d %s\n",
				label(r.App), clock(c.At), c.Cause, c.Delay, c.Predicted, c.Logged, c.By.Line, c.Differs)
		}
	}
	for _, r := range tl.Requests {
		var lines []int
		for _, e := range r.Evidence {
			lines = append(lines, e.Line)
		}
		slices.Sort(lines)
		fmt.Fprintf(b, "request %.4s of %d resumed %s suspended %s running again %s ended %s code %d lines %v\n",
			r.ID.UUID, r.Process.PID, clock(r.Resumed), clock(r.SuspendedAt), clock(r.ResumedAt), clock(r.Ended), r.Code, lines)
	}
}
