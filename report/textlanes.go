package report

import (
	"io"
	"slices"
	"strings"

	"github.com/bglog/bglog/parse"
)

const (
	// lanesShown bounds the lanes of each kind.
	lanesShown = 12
	// leastLabel and mostLabel bound the columns of the lanes' names; a chart keeps
	// at least two thirds of the width.
	leastLabel, mostLabel = 16, 34
)

// TimelineText writes, for every log and app, what the app did as lanes on one axis of
// time, so that it is seen what overlapped what.
func TimelineText(w io.Writer, r *Report, opts TextOptions) error {
	p := newPrinter(opts)
	t := newTexter(r, p)
	if r.Verdict == NothingObserved {
		t.answer()
		return p.writeTo(w)
	}
	drawn, more := 0, 0
	for _, n := range t.numbers() {
		for _, c := range t.charts(n) {
			if drawn++; drawn > appsListed {
				more++
				continue
			}
			if drawn > 1 {
				t.blank()
			}
			t.chart(c)
		}
		if !t.logOf(n).From.Known() {
			if drawn++; drawn > 1 {
				t.blank()
			}
			t.fitted(t.logName(n)+" has no times: nothing can be drawn (bglog analyze tells what is in it)", noPaint)
		}
	}
	switch {
	case more > 0:
		t.blank()
		t.fitted("… and "+several(more, "more app", "more apps")+" (see --app)", dim)
	case drawn == 0 && (len(r.Apps) == 0 || len(r.Missing()) > 0):
		t.fitted("nothing to draw: "+t.whyNothing(), yellow)
	case drawn == 0:
		t.fitted("nothing to draw: no state, task or transfer of an app that has a time in what was selected", yellow)
	}
	return p.writeTo(w)
}

// numbers are the timelines of the report in order.
func (t *texter) numbers() []int {
	var list []int
	for _, in := range t.r.Inputs {
		list = append(list, in.Timeline)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// logOf is the time that the log of a timeline covers.
func (t *texter) logOf(timeline int) Window {
	var w Window
	for _, in := range t.r.Inputs {
		if in.Timeline == timeline {
			w.From, w.To = parse.Earliest(w.From, in.First), parse.Latest(w.To, in.Last)
		}
	}
	return w
}

// logName names the log of a timeline.
func (t *texter) logName(timeline int) string {
	var names []string
	for _, in := range t.r.Inputs {
		if in.Timeline == timeline {
			names = append(names, t.inputs[in.Name])
		}
	}
	if len(names) > 2 {
		return t.inputs[t.mainInput(timeline).Name] + " and " + itoa(len(names)-1) + " more inputs"
	}
	return strings.Join(names, " and ")
}

// mainInput is the one of a timeline's inputs that tells most: the log, beside crash
// reports and what else a device keeps.
func (t *texter) mainInput(timeline int) (in Input) {
	first := true
	for _, x := range t.r.Inputs {
		if x.Timeline == timeline && (first || x.Recognised > in.Recognised) {
			in, first = x, false
		}
	}
	return in
}

// chart draws the lanes of one app.
func (t *texter) chart(c chart) {
	t.fitted(appTitle(c.app), bold)
	where := t.logName(c.timeline) + ", " + span(c.window.From, c.window.To)
	if s, ok := c.whole.To.Since(c.whole.From); ok && (c.window.From.After(c.whole.From) || c.window.To.Before(c.whole.To)) {
		where += ", of a log of " + unbroken(duration(s))
	}
	if t.r.Partial {
		where += " (stopped before the end of the log)"
	}
	t.fitted(where, dim)
	t.blank()

	labels := t.labelWidth(c)
	a := newAxis(c.window.From, c.window.To, t.width-laneIndent-labels-laneGap)
	d := drawing{texter: t, axis: a, labels: labels, ticks: a.ticks(), used: map[cell]bool{}, states: map[cell]bool{}}
	d.axisLine()
	d.band(c)
	d.marks("exits", c.exits, 1)
	for _, k := range c.kinds {
		d.kind(k, c.app)
	}
	d.marks("wakes", c.wakes, 1)
	d.marks("rate limiter", c.limiter, 0)
	d.legend()
	if c.system > 0 {
		t.fittedAt(laneIndent, several(c.system, "task", "tasks")+" of UIKit and system frameworks not shown", dim)
	}
	if c.untimed > 0 {
		t.fittedAt(laneIndent, several(c.untimed, "thing", "things")+" without a time not shown", dim)
	}
}
