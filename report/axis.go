package report

import (
	"slices"
	"time"

	"github.com/bglog/bglog/parse"
)

// axis maps the time that is drawn to the columns of a chart.
type axis struct {
	from    parse.Time
	seconds float64 // drawn, more than 0
	width   int     // columns, at least 1
}

// leastSeconds is drawn of a log that holds but one moment.
const leastSeconds = 1

// newAxis draws the time between two known moments.
func newAxis(from, to parse.Time, width int) axis {
	s, ok := to.Since(from)
	if !ok || s <= 0 {
		s = leastSeconds
	}
	return axis{from: from, seconds: s, width: max(width, 1)}
}

func (a axis) to() parse.Time { return a.from.Add(a.seconds) }

// column is where a known moment is drawn; what lies outside is at the edge.
func (a axis) column(t parse.Time) int {
	s, _ := t.Since(a.from)
	return min(max(int(s/a.seconds*float64(a.width)), 0), a.width-1)
}

// tick is a column of the axis that is a round time of day; some have a label.
type tick struct {
	column int
	label  string
}

// tickSteps are the round distances of ticks, in seconds, as people read clocks.
var tickSteps = []float64{
	0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30,
	60, 2 * 60, 5 * 60, 10 * 60, 15 * 60, 30 * 60, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day,
}

const (
	minute = 60.0
	hour   = 60 * minute
	day    = 24 * hour
	year   = 365 * day
)

// labelGap is what stands between a tick's column and the next: its own mark and
// two blanks behind the label.
const labelGap = 3

// ticks are the round times on the axis. Where the day changes there is the date; in
// a log without dates the first tick has its day too.
func (a axis) ticks() []tick {
	step := a.step()
	width := int64(step * 1e6)
	begin := a.from.Micros() + int64(offsetOf(a.from))*1e6 // so that whole days begin at local midnight
	at := begin - ((begin%width)+width)%width
	if at < begin {
		at += width
	}
	var list []tick
	var days, first, clocks []string
	last := dateLabel(a.from, a.seconds)
	for ; at <= begin+int64(a.seconds*1e6); at += width {
		t := a.from.Add(float64(at-begin) / 1e6)
		clock, date, changed, full := clockLabel(t, step), dateLabel(t, a.seconds), "", ""
		switch {
		case step >= day:
			clock = date
		case date != last:
			changed, last = date, date
		case len(list) == 0 && t.Dateless():
			full = date + " " + clock
		}
		list = append(list, tick{column: a.column(t)})
		days, first, clocks = append(days, changed), append(first, full), append(clocks, clock)
	}
	for _, labels := range [][]string{days, first, clocks} { // the most important first
		a.label(list, labels)
	}
	return list
}

// label writes labels to the ticks that have none and beside which there is room.
func (a axis) label(list []tick, labels []string) {
	for i, s := range labels {
		if s == "" || list[i].label != "" || list[i].column+1+len(s) > a.width {
			continue
		}
		free := !slices.ContainsFunc(list, func(other tick) bool {
			return other.label != "" && other.column < list[i].column+len(s)+2 && list[i].column < other.column+len(other.label)+2
		})
		if free {
			list[i].label = s
		}
	}
}

// step is the least round distance at which the labels of all ticks have room.
func (a axis) step() float64 {
	perColumn := a.seconds / float64(a.width)
	for _, s := range tickSteps {
		label := clockLabel(a.from, s)
		if s >= day {
			label = dateLabel(a.from, a.seconds)
		}
		if s >= perColumn*float64(len(label)+labelGap) {
			return s
		}
	}
	s := tickSteps[len(tickSteps)-1]
	for s < perColumn*float64(len(time.DateOnly)+labelGap) {
		s *= 2
	}
	return s
}

// clockLabel is the time of day, as exact as steps of that many seconds need.
func clockLabel(t parse.Time, step float64) string {
	switch {
	case step < 1:
		return t.Std().Format("15:04:05.000")
	case step < minute:
		return t.Std().Format(time.TimeOnly)
	}
	return t.Std().Format("15:04")
}

// dateLabel is the day, with the year where the axis is longer than one.
func dateLabel(t parse.Time, seconds float64) string {
	switch {
	case t.Dateless():
		return "day " + itoa(t.Day())
	case seconds > year:
		return t.Std().Format(time.DateOnly)
	}
	return t.Std().Format("01-02")
}

func offsetOf(t parse.Time) int {
	_, offset := t.Std().Zone()
	return offset
}
