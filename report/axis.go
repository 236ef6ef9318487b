package report

import (
	"time"

	"github.com/bglog/bglog/parse"
)

// axis maps the moments of a stretch of time to columns of text.
type axis struct {
	from, to parse.Time
	columns  int
}

// column is where a moment stands, within the axis.
func (a axis) column(at parse.Time) int {
	whole, _ := a.to.Since(a.from)
	part, ok := at.Since(a.from)
	if !ok || whole <= 0 {
		return 0
	}
	return min(max(int(part/whole*float64(a.columns)), 0), a.columns-1)
}

// holds reports whether a stretch touches the axis; unknown ends are open.
func (a axis) holds(from, to parse.Time) bool { return !from.After(a.to) && !to.Before(a.from) }

// tick is a labelled column of the axis.
type tick struct {
	column int
	label  string
}

// tickSteps are the distances of ticks, in seconds: what clocks and calendars
// divide into.
var tickSteps = []float64{
	1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
	3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 2 * 24 * 3600, 7 * 24 * 3600, 28 * 24 * 3600,
}

// tickColumns is how far ticks are apart at least: a label and room around it.
const tickColumns = 11

// ticks are labelled moments at round clock times of the zone that the log is in.
func (a axis) ticks() []tick {
	whole, ok := a.to.Since(a.from)
	if !ok || whole <= 0 {
		return nil
	}
	step := tickSteps[len(tickSteps)-1]
	for _, s := range tickSteps {
		if s*float64(a.columns)/whole >= tickColumns {
			step = s
			break
		}
	}
	start := a.from.Std()
	midnight := time.Date(start.Year(), start.Month(), start.Day(), 0, 0, 0, 0, start.Location())
	at := parse.At(midnight)
	var list []tick
	for at.Before(a.from) {
		gap, _ := a.from.Since(at)
		at = at.Add(step * max(1, float64(int(gap/step))))
	}
	for ; !at.After(a.to); at = at.Add(step) {
		list = append(list, tick{a.column(at), tickLabel(at, step)})
	}
	return list
}

// tickLabel is the time of day, or the day where one begins.
func tickLabel(at parse.Time, step float64) string {
	t := at.Std()
	switch {
	case t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 && at.Dateless():
		return "day " + itoa(at.Day())
	case t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0:
		return t.Format("01-02")
	case step < 60:
		return t.Format("15:04:05")
	}
	return t.Format("15:04")
}
