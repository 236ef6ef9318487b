package report

import (
	"slices"

	"github.com/bglog/bglog/parse"
)

const (
	// zoomFrom is the share of the log that an app must have lived through for all
	// of the log to be drawn; else the chart shows what it lived through.
	zoomFrom = 0.5
	// zoomMargin is drawn before and after that, as a share of it.
	zoomMargin = 0.04
)

// chart is what is drawn of one app in one timeline.
type chart struct {
	timeline int
	app      App
	runs     lives
	window   Window // drawn
	whole    Window // the log, as far as it was selected
	asked    Window // by --since and --until
	kinds    []laneKind
	wakes    []mark
	limiter  []mark
	exits    []mark
	untimed  int // things that the log tells no time of
	system   int // tasks that are not the app's own
}

// laneKind is a group of lanes.
type laneKind struct {
	title string
	items []laneItem
	more  func(others []int) string // what is on lanes that are left out, by index
}

// charts are the apps of a timeline of which there is something to draw.
func (t *texter) charts(timeline int) []chart {
	apps := t.r.Apps
	if !slices.ContainsFunc(apps, func(a App) bool { return a.Label() == "" }) {
		apps = append(slices.Clone(apps), App{})
	}
	var list []chart
	for _, a := range apps {
		c := chart{timeline: timeline, app: a, whole: t.selected(timeline), asked: t.r.windows[timeline]}
		for _, p := range a.Processes {
			if p.Timeline == timeline {
				c.runs = append(c.runs, p)
			}
		}
		t.fill(&c)
		if c.zoom() {
			list = append(list, c)
		}
	}
	return list
}

// selected is the part of a log that --since and --until leave.
func (t *texter) selected(timeline int) Window {
	w, asked := t.logOf(timeline), t.r.windows[timeline]
	if asked.From.After(w.From) {
		w.From = asked.From
	}
	if asked.To.Before(w.To) {
		w.To = asked.To
	}
	return w
}

// fill gathers what belongs to an app in a timeline.
func (t *texter) fill(c *chart) {
	mine := func(timeline int, app *string) bool { return timeline == c.timeline && deref(app) == c.app.Label() }
	tasks, requests, transfers := laneKind{title: "background tasks"}, laneKind{title: "BGTasks"}, laneKind{title: "transfers"}
	points := laneKind{title: "log points"}
	for _, task := range t.r.Tasks {
		switch {
		case !mine(task.Timeline, task.App):
		case task.System:
			c.system++
		default:
			tasks.items = append(tasks.items, taskItem(task, c.runs))
		}
	}
	tasks.more = func(others []int) string {
		return several(len(others), "more background task", "more background tasks")
	}
	for _, x := range t.r.BGTasks {
		if mine(x.Timeline, x.App) {
			requests.items = append(requests.items, bgtaskItem(x, c.runs))
		}
	}
	requests.more = func(others []int) string { return several(len(others), "more BGTask", "more BGTasks") }
	var list []Transfer
	sessions := map[string]bool{}
	for _, tr := range t.r.Transfers {
		if mine(tr.Timeline, tr.App) {
			list = append(list, tr)
			sessions[deref(tr.Session)] = true
		}
	}
	for _, tr := range list {
		transfers.items = append(transfers.items, transferItem(tr, len(sessions) > 1))
	}
	transfers.more = func(others []int) string {
		var rest []Transfer
		for _, i := range others {
			rest = append(rest, list[i])
		}
		return othersSummed(rest)
	}
	for _, x := range t.r.LogPoints {
		if mine(x.Timeline, x.App) {
			points.items = append(points.items, logPointItem(x))
		}
	}
	points.more = func(others []int) string { return several(len(others), "more log point", "more log points") }
	for _, k := range []laneKind{tasks, requests, transfers, points} {
		for i := range k.items {
			k.items[i].index = i
		}
		timed := slices.DeleteFunc(k.items, func(it laneItem) bool { return len(it.moments()) == 0 })
		c.untimed += len(k.items) - len(timed)
		k.items = timed
		c.kinds = append(c.kinds, k)
	}
	var wakes []Wake
	for _, w := range t.r.Wakes {
		if mine(w.Timeline, w.App) {
			wakes = append(wakes, w)
		}
	}
	var changes []LimiterChange
	for _, l := range t.r.Limiter {
		if mine(l.Timeline, l.App) {
			changes = append(changes, l)
		}
	}
	c.wakes, c.limiter, c.exits = wakeMarks(wakes), limiterMarks(changes), exitMarks(c.runs)
	for _, marks := range []*[]mark{&c.wakes, &c.limiter, &c.exits} {
		n := len(*marks)
		*marks = slices.DeleteFunc(*marks, func(m mark) bool { return !m.at.Known() })
		c.untimed += n - len(*marks)
	}
}

// moments are all times that the chart has to show.
func (c *chart) moments() []parse.Time {
	var list []parse.Time
	for _, k := range c.kinds {
		for _, it := range k.items {
			list = append(list, it.moments()...)
			if !it.from.Known() {
				list = append(list, c.whole.From)
			}
			if !it.to.Known() {
				list = append(list, c.whole.To)
			}
		}
	}
	for _, s := range stateStretches(c.runs) {
		list = append(list, s.from, s.to)
	}
	for _, m := range slices.Concat(c.wakes, c.limiter, c.exits) {
		list = append(list, m.at)
	}
	return slices.DeleteFunc(list, func(m parse.Time) bool { return !m.Known() })
}

// zoom chooses the time to draw: what was asked for, else the whole log, or the part
// in which something happened to the app where that is much shorter; false when
// nothing did.
func (c *chart) zoom() bool {
	var w Window
	for _, m := range c.moments() {
		m = c.asked.clamp(m)
		w.From, w.To = parse.Earliest(w.From, m), parse.Latest(w.To, m)
	}
	if !w.From.Known() || !c.whole.From.Known() {
		return false
	}
	all := Window{parse.Earliest(w.From, c.whole.From), parse.Latest(w.To, c.whole.To)}
	long, _ := all.To.Since(all.From)
	short, _ := w.To.Since(w.From)
	c.window = all
	if short < long*zoomFrom && !c.asked.From.Known() && !c.asked.To.Known() {
		margin := max(short*zoomMargin, leastSeconds)
		c.window = Window{parse.Latest(all.From, w.From.Add(-margin)), parse.Earliest(all.To, w.To.Add(margin))}
	}
	return true
}

// clamp is the moment of a window that is next to a known one.
func (w Window) clamp(t parse.Time) parse.Time {
	switch {
	case t.Before(w.From):
		return w.From
	case t.After(w.To):
		return w.To
	}
	return t
}
