package report

import (
	"cmp"
	"slices"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// LogPoint is an event or a span of the app's own log, as the team's configuration
// defines them.
type LogPoint struct {
	Timeline int               `json:"timeline"`
	App      *string           `json:"app"`
	PID      *int              `json:"pid"`
	Name     string            `json:"name"`
	Kind     string            `json:"kind"`  // event, span
	At       parse.Time        `json:"at"`    // null for a span that began before the log
	Ended    parse.Time        `json:"ended"` // null for events and for spans whose end the log does not hold
	Took     *float64          `json:"took_s"`
	Fields   map[string]string `json:"fields"` // the pattern's named groups
	Line     *int              `json:"line"`

	source *lifecycle.PointSpan
}

// logPoints adds the log points of the apps of the report.
func (b *builder) logPoints(r *Report, t *lifecycle.Timeline, groups appGroups) {
	for _, s := range t.LogPoints {
		if !groups.has(s.Process.App) || !b.windows[t.Number].holds(s.At, parse.Latest(s.At, s.Ended)) {
			continue
		}
		out := LogPoint{
			Timeline: t.Number, App: label(s.Process.App), PID: pid(s.Process.PID), Name: s.Point.Name, Kind: "event",
			At: s.At, Ended: s.Ended, Fields: s.Fields, Line: opt(cmp.Or(s.Begun.Line, s.End.Line)), source: s,
		}
		if s.Point.Span() {
			out.Kind = "span"
			if took, ok := t.Elapsed(s.At, s.Ended); ok {
				out.Took = &took
			}
		}
		r.LogPoints = append(r.LogPoints, out)
	}
}

// logPointItem draws a log point on a lane.
func logPointItem(x LogPoint) laneItem {
	it := laneItem{name: x.Name, to: x.Ended, end: cellEnd}
	if id := x.Fields[lifecycle.IDGroup]; id != "" {
		it.name += " " + Clean(id)
	}
	if x.Kind == "event" {
		it.from, it.begin, it.to = x.At, cellBegin, x.At
		return it
	}
	it.from, it.begin = beginning(x.At)
	if !x.Ended.Known() {
		it.end = cellLost
		it.to = x.At
	}
	it.stretches = []stretch{{it.from, it.to, cellWorking}}
	return it
}

// pointColumns are those of the table of log points, which sums each of them up.
var pointColumns = []column{
	{title: "log point", flexible: true}, {title: "times", right: true}, {title: "first"}, {title: "last"},
	{title: "median", right: true}, {title: "longest", right: true}, {title: "no end", right: true},
}

// pointsOf are the log points of an app.
func (t *texter) pointsOf(app string) []LogPoint {
	return ofApp(t.r.LogPoints, app, func(x LogPoint) *string { return x.App })
}

// points sums up an app's log points, one row each.
func (t *texter) points(app string) {
	var names []string
	by := map[string][]LogPoint{}
	for _, x := range t.pointsOf(app) {
		if by[x.Name] == nil {
			names = append(names, x.Name)
		}
		by[x.Name] = append(by[x.Name], x)
	}
	slices.Sort(names)
	var rows [][]string
	for _, name := range names {
		list := by[name]
		row := []string{name, itoa(len(list)), "", "", "", "", ""}
		var took []float64
		var first, last LogPoint
		open := 0
		for _, x := range list {
			at := firstKnown(x.At, x.Ended)
			if !firstKnown(first.At, first.Ended).Known() || at.Before(firstKnown(first.At, first.Ended)) {
				first = x
			}
			if !at.Before(firstKnown(last.At, last.Ended)) {
				last = x
			}
			if x.Took != nil {
				took = append(took, *x.Took)
			}
			if x.Kind == "span" && !x.Ended.Known() {
				open++
			}
		}
		row[2], row[3] = t.pointTime(first), t.pointTime(last)
		if len(took) > 0 {
			slices.Sort(took)
			row[4], row[5] = duration(took[len(took)/2]), duration(took[len(took)-1])
		}
		if open > 0 {
			row[6] = itoa(open)
		}
		rows = append(rows, row)
	}
	t.rows(pointColumns, rows, "log point", "log points")
}

func (t *texter) pointTime(x LogPoint) string {
	return t.clocks[x.Timeline].brief(firstKnown(x.At, x.Ended))
}
