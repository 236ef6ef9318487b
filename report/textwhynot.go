package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// wait is what the scheduler said of the requests of one identifier while they
// waited.
type wait struct {
	identifier, kind  string
	requests          []BGTask
	refused, put, ran int
	first, last       lifecycle.Time // of the answers that held it back
	decisions         []Decision     // of all requests, equal ones as one
}

// waits groups what held requests back by identifier. Launches for fetches and
// pushes are grouped by kind.
func waits(list []BGTask) []*wait {
	by := map[string]*wait{}
	var out []*wait
	for _, x := range list {
		if len(x.Decisions) == 0 {
			continue
		}
		key := x.Kind + " " + deref(x.Identifier)
		w := by[key]
		if w == nil {
			w = &wait{identifier: deref(x.Identifier), kind: x.Kind}
			by[key] = w
			out = append(out, w)
		}
		w.add(x)
	}
	for _, w := range out {
		slices.SortStableFunc(w.decisions, func(a, b Decision) int {
			return cmp.Or(forbids(b)-forbids(a), b.Count-a.Count)
		})
	}
	return out
}

// forbids puts what forbids before what waits for a better time.
func forbids(d Decision) int {
	if lifecycle.SchedulerDecision(d.Decision).Blocks() {
		return 1
	}
	return 0
}

func (w *wait) add(x BGTask) {
	w.requests = append(w.requests, x)
	w.refused += x.Refused
	w.put += x.Postponed
	if bgtaskRan(x) {
		w.ran++
	}
	for _, d := range x.Decisions {
		w.first, w.last = parse.Earliest(w.first, d.First), parse.Latest(w.last, d.Last)
		at := slices.IndexFunc(w.decisions, func(o Decision) bool {
			return o.Policy == d.Policy && o.Rationale == d.Rationale && o.Decision == d.Decision
		})
		if at < 0 {
			w.decisions = append(w.decisions, d)
			continue
		}
		o := &w.decisions[at]
		o.Count += d.Count
		o.First, o.Last = parse.Earliest(o.First, d.First), parse.Latest(o.Last, d.Last)
	}
}

// bgtaskRan reports whether a request ran. dasd's lines alone often tell of the end only.
func bgtaskRan(x BGTask) bool {
	switch lifecycle.BGTaskOutcome(x.Outcome) {
	case lifecycle.BGTaskDone, lifecycle.BGTaskCutShort, lifecycle.BGTaskUndone, lifecycle.BGTaskRuns:
		return true
	}
	return bgtaskStart(x).Known() || x.Ended.Known()
}

var whyNotColumns = []column{
	{title: "policy", flexible: true}, {title: "what it means", flexible: true}, {title: "times", right: true},
	{title: "when", flexible: true}, {title: "what helps", flexible: true},
}

// policiesShown bounds the rows of the table.
const policiesShown = 12

// whyNotRun answers the commonest question about background work: in a sentence,
// then policy by policy.
func (t *texter) whyNotRun(w *wait) {
	t.text(2, w.answer(), noPaint)
	c := t.clocks[w.requests[0].Timeline]
	var rows [][]string
	for _, d := range w.decisions[:min(len(w.decisions), policiesShown)] {
		p, known := rules.PolicyOf(d.Policy, d.Rationale)
		means, helps := p.Means, p.Helps
		if !known {
			means = name(d.Rationale)
		}
		rows = append(rows, []string{name(d.Policy), means, thousands(d.Count), when(c, d.First, d.Last), helps})
	}
	t.table(2, whyNotColumns, rows)
	if more := len(w.decisions) - policiesShown; more > 0 {
		t.text(2, "… and "+several(more, "more answer", "more answers")+" (see --format json)", dim)
	}
}

// when is the stretch between two moments, in a dated log to the minute.
func when(c clock, first, last parse.Time) string {
	from, to := c.brief(first), c.brief(last)
	if c.dated {
		from, to = strings.TrimSuffix(from, from[max(len(from)-3, 0):]), strings.TrimSuffix(to, to[max(len(to)-3, 0):])
	}
	if from == to {
		return from
	}
	return unbroken(from) + " to " + unbroken(to)
}

// answer says in a sentence why requests did not run, or not at once.
func (w *wait) answer() string {
	who := name(w.identifier)
	switch lifecycle.BGTaskKind(w.kind) {
	case lifecycle.BGFetch:
		who = "background fetches"
	case lifecycle.BGPush:
		who = "silent pushes"
	case lifecycle.BGUnknown:
		who = cmp.Or(who, "an activity that the log does not name")
	}
	var parts []string
	over := ""
	if s, ok := w.last.Since(w.first); ok && s >= 1 {
		over = " in " + unbroken(duration(s))
	}
	if w.refused > 0 {
		parts = append(parts, "refused "+times(w.refused)+over)
		over = ""
	}
	if w.put > 0 {
		parts = append(parts, "put off "+times(w.put)+over)
	}
	s := "Why " + who + " did not run" + map[bool]string{true: " at once", false: ""}[w.ran > 0] + ": " + strings.Join(parts, ", ")
	if counts := w.counts(); counts != "" {
		s += ": " + counts
	}
	if w.waitsForRest() {
		s += "; processing tasks wait until the device is idle, mostly on the charger"
	}
	return s + "."
}

// counts are the answers in short words, the commonest first.
func (w *wait) counts() string {
	var list []lifecycle.SchedulerReason
	for _, d := range w.decisions {
		list = append(list, lifecycle.SchedulerReason{Policy: d.Policy, Rationale: d.Rationale, Count: d.Count})
	}
	counts := rules.PolicyCounts(list)
	for i, s := range counts {
		counts[i] = unbroken(name(s))
	}
	return strings.Join(counts[:min(len(counts), policiesShown)], ", ")
}

// waitsForRest reports whether a processing task was refused for what only an idle
// device gives.
func (w *wait) waitsForRest() bool {
	return w.kind == string(lifecycle.BGProcessing) && slices.ContainsFunc(w.decisions, func(d Decision) bool {
		return strings.Contains(d.Rationale, "PROCESSING") || strings.Contains(strings.ReplaceAll(d.Policy, " ", ""), "DeviceActivity")
	})
}
