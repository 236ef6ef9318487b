package report

import "github.com/bglog/bglog/lifecycle"

// bgtasks adds the requests of the apps of the report. What belongs to no known
// app is listed unless apps were asked for.
func (b *builder) bgtasks(r *Report, t *lifecycle.Timeline, groups appGroups) {
	window := b.windows[t.Number]
	for _, x := range t.BGTasks {
		if x.App == nil && len(b.opts.Apps) > 0 || x.App != nil && !groups.has(x.App) || !window.holds(x.First, x.Last) {
			continue
		}
		r.BGTasks = append(r.BGTasks, bgtask(t, x))
	}
}

func bgtask(t *lifecycle.Timeline, x *lifecycle.BGTask) BGTask {
	out := BGTask{
		Timeline: t.Number, App: label(x.App), Identifier: opt(x.Identifier), Request: opt(x.Request), Kind: string(x.Kind),
		Submitted: x.Submitted, Earliest: x.Earliest, Latest: x.Latest, LaunchAsked: x.LaunchAsked, Delivered: x.Delivered,
		Started: x.Started, Expired: x.Expired, Completed: x.Completed, Ended: x.Ended,
		Success: tri(x.Success), Simulated: x.Simulated, EndedBy: opt(string(x.EndedBy)), EndedWhy: opt(x.EndedByWhy),
		LastProgress: x.LastProgress, Outcome: string(x.Outcome), Scored: x.Scored, Refused: x.Refused, Postponed: x.Postponed,
		Decisions: []Decision{}, cancelled: x.Cancelled, source: x,
	}
	if x.Process != nil {
		out.PID = pid(x.Process.PID)
	}
	if x.Error != 0 {
		out.Error = &BGTaskError{Domain: opt(x.ErrorDomain), Code: x.Error}
	}
	if s, ok := t.RunSeconds(x); ok {
		out.Ran = &s
	}
	for _, d := range x.Reasons {
		out.Decisions = append(out.Decisions, Decision{string(d.Decision), d.Policy, d.Rationale, d.Count, d.First, d.Last})
	}
	return out
}
