package report

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

func clockAt(clock string) parse.Time {
	t, err := time.Parse("2006-01-02 15:04:05 -0700", "2026-03-02 "+clock+" +0100")
	if err != nil {
		panic(err)
	}
	return parse.At(t)
}

// drawnAxis is the line of labels as a chart has it.
func drawnAxis(a axis) string {
	p := newPrinter(TextOptions{Width: 200})
	d := drawing{texter: &texter{printer: p}, axis: a, ticks: a.ticks()}
	d.axisLine()
	return strings.TrimPrefix(strings.TrimSuffix(p.b.String(), "\n"), strings.Repeat(" ", laneIndent+laneGap))
}

func TestAxis(t *testing.T) {
	berlin := time.FixedZone("", 3600)
	at := func(s string) parse.Time {
		v, err := time.ParseInLocation(time.DateTime, s, berlin)
		if err != nil {
			t.Fatal(err)
		}
		return parse.At(v)
	}
	for _, c := range []struct {
		name     string
		from, to parse.Time
		width    int
		want     string
	}{
		{"minutes", at("2026-03-02 14:00:10"), at("2026-03-02 14:07:20"), 60,
			"      |14:01   |14:02  |14:03   |14:04  |14:05  |14:06   |"},
		{"one moment", at("2026-03-02 14:00:00"), at("2026-03-02 14:00:00"), 40,
			"|14:00:00.000       |14:00:00.500      |"},
		{"the day changes", at("2026-03-02 21:00:00"), at("2026-03-03 05:00:00"), 48,
			"      |22:00      |03-03      |02:00      |04:00"},
		{"whole days", at("2026-03-02 21:00:00"), at("2026-03-06 05:00:00"), 48,
			" |03-03         |03-04        |03-05         |"},
		{"years", at("2019-03-02 21:00:00"), at("2026-03-06 05:00:00"), 60,
			"                    |2021-07-08          |2023-12-21"},
		{"no dates", at("0001-01-01 23:50:00"), at("0001-01-02 00:10:00"), 60,
			"|day 1 23:50   |23:55         |day 2         |00:05        |"},
		{"no dates, days", at("0001-01-01 23:50:00"), at("0001-01-04 00:10:00"), 40,
			"|day 2    |12:00    |day 3   |12:00    |"},
		{"narrow", at("2026-03-02 14:00:00"), at("2026-03-02 15:00:00"), 6, "|14:00"},
		{"one column", at("2026-03-02 14:00:00"), at("2026-03-02 15:00:00"), 1, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, drawnAxis(newAxis(c.from, c.to, c.width))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
