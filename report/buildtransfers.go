package report

import (
	"github.com/bglog/bglog/lifecycle"
)

// transfers adds what the timeline tells of URLSession about the apps of the
// report. What belongs to no known app is listed unless apps were asked for.
func (b *builder) transfers(r *Report, t *lifecycle.Timeline, groups appGroups) {
	window := b.windows[t.Number]
	wanted := func(a *lifecycle.App) bool {
		if a == nil {
			return len(b.opts.Apps) == 0
		}
		return groups.has(a)
	}
	for _, s := range t.Sessions {
		if wanted(s.App) && window.holds(s.First, s.Last) {
			r.Sessions = append(r.Sessions, session(t.Number, s))
		}
	}
	for _, tr := range t.Transfers {
		if wanted(tr.App) && window.holds(tr.First, tr.Last) {
			r.Transfers = append(r.Transfers, transfer(t.Number, tr))
		}
	}
	for _, w := range t.Wakes {
		if wanted(w.App) && window.holds(w.At, w.At) {
			r.Wakes = append(r.Wakes, wake(t.Number, w))
		}
	}
	for _, l := range t.RateLimits {
		if !wanted(l.App) {
			continue
		}
		for _, c := range l.Changes {
			if window.holds(c.At, c.At) {
				r.Limiter = append(r.Limiter, limiterChange(t.Number, l.App, c))
			}
		}
	}
}

// label is an app's label, null for none.
func label(a *lifecycle.App) *string {
	if a == nil {
		return nil
	}
	return opt(a.Label())
}

func sessionID(s *lifecycle.Session) *string {
	if s == nil {
		return nil
	}
	return opt(s.UUID)
}

// taskID names a transfer as the log does: UUID.N.
func taskID(id lifecycle.TransferID) string { return id.UUID + "." + itoa(id.N) }

func session(timeline int, s *lifecycle.Session) Session {
	return Session{
		Timeline: timeline, App: label(s.App), ID: s.UUID, Identifier: opt(s.Identifier), Created: s.Created, Invalidated: s.Invalidated,
		LaunchEvents: tri(s.LaunchEvents), ResourceTimeout: opt(s.ResourceTimeout), Transfers: len(s.Transfers), Wakes: len(s.Wakes),
	}
}

func transfer(timeline int, t *lifecycle.Transfer) Transfer {
	out := Transfer{
		Timeline: timeline, App: label(t.App), Session: sessionID(t.Session), Task: taskID(t.ID), Number: t.ID.N,
		Kind: string(t.Kind), Discretionary: tri(t.Discretionary), Background: tri(t.Background),
		Created: t.Created, Resumed: t.Resumed, Finished: t.Finished, Delivered: t.Delivered,
		Status: opt(t.Status), Retries: t.Retries, Sent: size(t.Sent), Received: size(t.Received),
		LimiterDelay: opt(t.LimiterSeconds()), DeliveryCause: opt(t.DeliveryCause), Outcome: string(t.Outcome),
		Waits: []Wait{}, Reasons: []Decision{}, source: t,
	}
	if !t.StartedLate {
		out.Started = t.Started
	}
	if t.Error.Known {
		out.Error = &TransferError{Domain: opt(t.ErrorDomain()), Code: t.Error.Code}
		if t.Error.Reason >= 0 {
			reason := t.Error.Reason
			out.Error.Reason = &reason
		}
	}
	if s, ok := t.WaitSeconds(); ok {
		out.Wait = &s
	}
	if s, ok := t.DeliverySeconds(); ok {
		out.Delivery = &s
	}
	for _, w := range t.Waits {
		out.Waits = append(out.Waits, Wait{string(w.Cause), w.Seconds})
	}
	for _, r := range t.Reasons {
		out.Reasons = append(out.Reasons, Decision{string(r.Decision), r.Policy, r.Rationale, r.Count, r.First, r.Last})
	}
	return out
}

// size makes an unknown size null.
func size(n int64) *int64 {
	if n < 0 {
		return nil
	}
	return &n
}

func wake(timeline int, w *lifecycle.Wake) Wake {
	out := Wake{
		Timeline: timeline, App: label(w.App), Session: sessionID(w.Session), At: w.At, LimiterDelay: opt(w.Delay), Predicted: opt(w.Predicted),
		Transfers: len(w.Transfers), Outcome: string(w.Outcome), Why: opt(w.Why), source: w,
	}
	switch w.Outcome {
	case lifecycle.WakeHandled:
		out.HandlerCalled = tri(lifecycle.Yes)
	case lifecycle.WakeUnhandled:
		out.HandlerCalled = tri(lifecycle.No)
	}
	return out
}

func limiterChange(timeline int, a *lifecycle.App, c lifecycle.RateLimitChange) LimiterChange {
	out := LimiterChange{
		Timeline: timeline, App: label(a), At: c.At, Event: "reset", Cause: string(c.Cause), Delay: c.Delay, Predicted: c.Predicted,
		Logged: c.Logged, Differs: opt(c.Differs), Held: []string{},
	}
	if c.Step() {
		out.Event = "step"
	}
	if c.Wake != nil {
		for _, t := range c.Wake.Transfers {
			if len(t.Delays) == 0 {
				continue
			}
			if out.Hit == nil {
				out.Hit = opt(t.ID.N)
			}
			out.Held = append(out.Held, taskID(t.ID))
		}
	}
	return out
}
