package report

import (
	"cmp"
	"slices"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// powerShown bounds each list of what PowerLog recorded of an app.
const powerShown = 200

// What PowerLog's numbers mean, as far as is known; see package parse.
var (
	powerStates = map[int64]string{
		parse.PowerTerminated: "not running", parse.PowerSuspended: "suspended", parse.PowerBackground: "background", parse.PowerForeground: "foreground",
	}
	powerTransfers = map[int64]string{
		parse.PowerRunning: "running", parse.PowerCompleted: "completed", parse.PowerCancelled: "cancelled", parse.PowerFailed: "failed",
	}
)

// powerLogs adds what PowerLog recorded of the apps of the report.
func (b *builder) powerLogs(r *Report, t *lifecycle.Timeline, groups appGroups) {
	for _, g := range groups {
		for _, in := range g.in {
			if p := t.PowerOf(in.app); in.timeline == t.Number && p != nil {
				if out := powerLog(p, b.windows[t.Number]); out != nil {
					out.Timeline, out.App = t.Number, in.app.BundleID
					r.PowerLogs = append(r.PowerLogs, *out)
				}
			}
		}
	}
}

// powerLog is what lies in the window; nil when nothing does.
func powerLog(p *parse.PowerLog, w Window) *PowerLog {
	out := &PowerLog{
		First: p.First, Last: p.Last, Certainty: string(rules.Likely),
		States: []PowerState{}, Exits: []PowerExit{}, Prewarms: []PowerPrewarm{}, Transfers: []PowerTransfer{}, Runs: []PowerRun{},
	}
	for _, x := range p.States {
		if !w.holds(x.Time, x.Time) {
			continue
		}
		i := slices.IndexFunc(out.States, func(s PowerState) bool { return s.State == x.State })
		if i < 0 {
			if len(out.States) == powerShown {
				out.LeftOut++
				continue
			}
			i = len(out.States)
			out.States = append(out.States, PowerState{State: x.State, Meaning: opt(powerStates[x.State])})
		}
		out.States[i].Count++
	}
	slices.SortFunc(out.States, func(a, b PowerState) int { return cmp.Compare(a.State, b.State) })
	for _, x := range p.Exits {
		if w.holds(x.Time, x.Time) {
			add(&out.Exits, PowerExit{x.Time, pid(x.PID), x.Reason, x.Subcode}, &out.LeftOut)
		}
	}
	for _, x := range p.Prewarms {
		if w.holds(x.Time, x.Time) {
			add(&out.Prewarms, PowerPrewarm{x.Time, pid(x.PID)}, &out.LeftOut)
		}
	}
	for _, x := range p.Transfers {
		if w.holds(x.Time, x.Time) {
			out.transfer(x)
		}
	}
	for _, x := range p.Runs {
		if w.holds(x.Time, x.Time.Add(x.Seconds)) {
			add(&out.Runs, PowerRun{x.Name, x.Time, x.Seconds, x.Priority}, &out.LeftOut)
		}
	}
	if len(out.States)+len(out.Exits)+len(out.Prewarms)+len(out.Transfers)+len(out.Runs) == 0 {
		return nil
	}
	return out
}

// add adds to a list that is bounded.
func add[T any](list *[]T, x T, left *int) {
	if len(*list) == powerShown {
		*left++
		return
	}
	*list = append(*list, x)
}

// transfer adds a state to a transfer.
func (p *PowerLog) transfer(x parse.PowerTransfer) {
	i := slices.IndexFunc(p.Transfers, func(t PowerTransfer) bool { return t.UUID == x.UUID })
	if i < 0 {
		if len(p.Transfers) == powerShown {
			p.LeftOut++
			return
		}
		i = len(p.Transfers)
		p.Transfers = append(p.Transfers, PowerTransfer{UUID: x.UUID, First: x.Time, States: []int64{}})
	}
	t := &p.Transfers[i]
	t.Last, t.Meaning = x.Time, opt(powerTransfers[x.State])
	add(&t.States, x.State, &p.LeftOut)
	if x.Received >= 0 {
		t.Received = &x.Received
	}
	if x.Sent >= 0 {
		t.Sent = &x.Sent
	}
	if x.Error != 0 {
		t.Error = &PowerError{opt(x.ErrorDomain), x.Error}
	}
	t.WillRetry, t.Discretionary = x.WillRetry, t.Discretionary || x.Discretionary
}
