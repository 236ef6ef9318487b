package report

import (
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// kinds are the lanes of the chart's background tasks, BGTasks, transfers and log points. The
// chart's items know their place among those of the app, in the report's order.
func (d *drawer) kinds() []kindData {
	var tasks, requests, transfers, points []int
	for i, x := range d.r.Tasks {
		if d.mine(x.Timeline, x.App) && !x.System {
			tasks = append(tasks, i)
		}
	}
	for i, x := range d.r.BGTasks {
		if d.mine(x.Timeline, x.App) {
			requests = append(requests, i)
		}
	}
	for i, x := range d.r.Transfers {
		if d.mine(x.Timeline, x.App) {
			transfers = append(transfers, i)
		}
	}
	for i, x := range d.r.LogPoints {
		if d.mine(x.Timeline, x.App) {
			points = append(points, i)
		}
	}
	return []kindData{
		d.lanes(d.c.kinds[0], "background tasks", func(it laneItem) itemData {
			i := tasks[it.index]
			return d.item(it, anchor("task", i), d.taskTip(d.r.Tasks[i]))
		}),
		d.lanes(d.c.kinds[1], "BGTasks", func(it laneItem) itemData {
			i := requests[it.index]
			return d.item(it, anchor("bgtask", i), d.bgtaskTip(d.r.BGTasks[i]))
		}),
		d.lanes(d.c.kinds[2], "transfers", func(it laneItem) itemData {
			i := transfers[it.index]
			it.stretches = nil
			out := d.item(it, anchor("transfer", i), d.transferTip(d.r.Transfers[i]))
			out.Spans = d.transferSpans(d.r.Transfers[i])
			return out
		}),
		d.lanes(d.c.kinds[3], "log points", func(it laneItem) itemData {
			i := points[it.index]
			return d.pointItem(it, anchor("point", i), d.r.LogPoints[i])
		}),
	}
}

// item is what is drawn of an item of a lane.
func (d *drawer) item(it laneItem, row string, lines []string) itemData {
	tip := tip(lines...)
	out := itemData{From: d.maybe(it.from), To: d.maybe(it.to), Spans: []spanData{}, Tip: tip, Row: row, Findings: d.links.findings[row]}
	for _, s := range it.stretches {
		out.Spans = append(out.Spans, spanData{From: d.maybe(s.from), To: d.maybe(s.to), Class: cellClasses[s.cell]})
	}
	for _, m := range it.marks {
		if m.at.Known() {
			out.Marks = append(out.Marks, markData{At: d.at(m.at), Class: cellClasses[m.cell], Tip: tip})
		}
	}
	before := it.begin == cellBefore || !it.from.Known()
	switch {
	case before && it.end == cellAfter:
		out.Open = "both"
	case before:
		out.Open = "before"
	case it.end == cellAfter:
		out.Open = "after"
	case it.end == cellLost:
		out.Open = "lost"
	case it.end == cellExit && it.to.Known():
		out.Marks = append(out.Marks, markData{At: d.at(it.to), Class: "exit", Tip: tip})
	}
	return out
}

func (d *drawer) taskTip(x Task) []string {
	lines := append([]string{taskLabel(x), outcomeWords(x.Outcome)}, d.times("begun", x.Begun, "handler called", x.Expired, "ended", x.Ended)...)
	if s := held(oneRow(x)); s != "" {
		lines = append(lines, "held "+s)
	}
	return lines
}

func (d *drawer) bgtaskTip(x BGTask) []string {
	lines := append([]string{strings.TrimSpace(bgtaskLabel(x) + " " + bgtaskKind(x.Kind)), bgtaskOutcome(x)},
		d.times("submitted", x.Submitted, "not before", x.Earliest, "started", bgtaskStart(x), "expired", x.Expired, "completed", x.Completed, "ended", x.Ended)...)
	if x.Refused > 0 {
		lines = append(lines, "refused "+times(x.Refused))
	}
	return lines
}

func (d *drawer) transferTip(x Transfer) []string {
	lines := []string{transferLabel(x, false), transferOutcome(x)}
	if x.Wait != nil {
		lines = append(lines, "waited "+duration(*x.Wait)+": "+waitsSummed(x.Waits))
	}
	if s := took(x); s != nil {
		lines = append(lines, "took "+duration(*s))
	}
	return append(lines, d.times("created", x.Created, "resumed", x.Resumed, "started", x.Started, "finished", x.Finished, "delivered", x.Delivered)...)
}

// transferSpans are a transfer's waits by cause, its run, and the time until the app
// got it. What is not known stays so.
func (d *drawer) transferSpans(x Transfer) []spanData {
	list := []spanData{}
	add := func(from, to parse.Time, class string) {
		list = append(list, spanData{From: d.maybe(from), To: d.maybe(to), Class: class})
	}
	waits := x.Outcome == string(lifecycle.TransferWaits)
	if x.Created.Known() && x.Resumed.After(x.Created) {
		add(x.Created, x.Resumed, "unresumed")
	}
	var spans []lifecycle.WaitSpan
	if x.source != nil && (waits || x.Started.Known()) {
		spans = x.source.WaitSpans(d.c.whole.To)
	}
	for _, s := range spans {
		add(s.From, s.To, "wait-"+string(s.Cause))
	}
	finished := firstKnown(x.Finished, x.Delivered)
	switch {
	case x.Started.Known():
		if len(spans) == 0 && bornAt(x).Before(x.Started) {
			add(bornAt(x), x.Started, "wait-unknown")
		}
		add(x.Started, firstKnown(finished, d.lastOf(x)), "working")
	case !waits:
		add(bornAt(x), firstKnown(finished, d.lastOf(x)), "unknown")
	case len(spans) == 0:
		add(bornAt(x), parse.Time{}, "wait-unknown")
	}
	if x.Finished.Known() && (x.Delivered.After(x.Finished) || x.DeliveryCause != nil && x.Delivery == nil) {
		add(x.Finished, x.Delivered, "kept")
	}
	return list
}

// lastOf is where a transfer without an end is last seen; unknown while it goes on.
func (d *drawer) lastOf(x Transfer) parse.Time {
	if x.Outcome == string(lifecycle.TransferRuns) {
		return parse.Time{}
	}
	return firstKnown(x.Started, bornAt(x))
}
