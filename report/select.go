package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// Bound is one end of the time that a report is about, as asked for: a moment, a
// time of day, or a stretch before the end of the log. The zero Bound is open.
type Bound struct {
	kind   boundKind
	moment parse.Time
	offset time.Duration // time of day, or the stretch before the end
}

type boundKind uint8

const (
	boundOpen boundKind = iota
	boundMoment
	boundClock
	boundBack
)

func (b Bound) open() bool { return b.kind == boundOpen }

// clockLayouts are the times of day that ParseBound takes.
var clockLayouts = []string{"15:04", "15:04:05", "15:04:05.999999"}

// ParseBound reads RFC 3339, HH:MM with or without seconds, or a stretch before
// the end of the log such as -2h or -1h30m.
func ParseBound(s string) (Bound, error) {
	if s == "" {
		return Bound{}, nil
	}
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return Bound{kind: boundMoment, moment: parse.At(t)}, nil
	}
	for _, layout := range clockLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
			return Bound{kind: boundClock, offset: t.Sub(midnight)}, nil
		}
	}
	if d, err := time.ParseDuration(strings.TrimPrefix(s, "-")); err == nil && strings.HasPrefix(s, "-") {
		return Bound{kind: boundBack, offset: d}, nil
	}
	return Bound{}, fmt.Errorf("time %q is none of 2026-03-02T10:15:00+01:00, 10:15, -2h", s)
}

// Window is the time that a report is about; an unknown end is open.
type Window struct{ From, To parse.Time }

// NewWindow resolves bounds against the times of a log's first and last record.
// A time of day is its first occurrence in the log, for the end the first after
// the beginning.
func NewWindow(since, until Bound, first, last parse.Time) Window {
	var w Window
	w.From = since.resolve(first, first, last)
	begin := first
	if w.From.After(begin) {
		begin = w.From
	}
	w.To = until.resolve(begin, first, last)
	return w
}

// resolve finds the moment of the bound, a time of day at or after begin if the
// log goes on that long.
func (b Bound) resolve(begin, first, last parse.Time) parse.Time {
	switch b.kind {
	case boundMoment:
		return b.moment
	case boundBack:
		return last.Add(-b.offset.Seconds())
	case boundClock:
		if !begin.Known() {
			return parse.Time{}
		}
		t := begin.Std()
		day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
		at := parse.At(day.Add(b.offset))
		if next := at.Add(24 * 3600); at.Before(begin) && (!next.After(last) || begin != first) {
			return next
		}
		return at
	}
	return parse.Time{}
}

// holds reports whether something that lasted from a to b touches the window. An
// unknown beginning lies before all; what has no time at all is in every window.
func (w Window) holds(a, b parse.Time) bool {
	if !b.Known() {
		b = a
	}
	return !b.Before(w.From) && !a.After(w.To)
}

// matches reports whether one of the names means the app: its bundle id, its
// process name, or the bundle id of the app that it extends.
func matches(app *lifecycle.App, names []string) bool {
	for _, n := range names {
		prefix := len(app.BundleID) > len(n) && app.BundleID[len(n)] == '.' && strings.EqualFold(app.BundleID[:len(n)], n)
		if n != "" && (prefix || strings.EqualFold(app.BundleID, n) || strings.EqualFold(app.Name, n) || strings.EqualFold(app.Host, n)) {
			return true
		}
	}
	return false
}

// wanted applies --only and --skip to a rule id.
func wanted(id string, only, skip []string) bool {
	in := len(only) == 0
	for _, p := range only {
		in = in || rules.Match(p, id)
	}
	for _, p := range skip {
		in = in && !rules.Match(p, id)
	}
	return in
}
