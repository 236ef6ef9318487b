package report

import (
	"strings"
	"testing"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

func TestWindow(t *testing.T) {
	first, last := moment("10:12:04.000"), moment("23:30:00.000")
	overnight := last.Add(4 * 3600)
	for _, c := range []struct {
		since, until string
		last         parse.Time
		from, to     string // clock, or with date
	}{
		{"", "", last, "unknown time", "unknown time"},
		{"2026-03-02T11:00:00+01:00", "2026-03-02T11:00:00Z", last, "2026-03-02 11:00:00.000 +0100", "2026-03-02 11:00:00.000 +0000"},
		{"10:30", "11:00:05", last, "2026-03-02 10:30:00.000 +0100", "2026-03-02 11:00:05.000 +0100"},
		{"10:12:04.5", "", last, "2026-03-02 10:12:04.500 +0100", "unknown time"},
		{"10:00", "", last, "2026-03-02 10:00:00.000 +0100", "unknown time"},                            // before the beginning: all
		{"", "10:00", last, "unknown time", "2026-03-02 10:00:00.000 +0100"},                            // nothing
		{"01:00", "02:00", overnight, "2026-03-03 01:00:00.000 +0100", "2026-03-03 02:00:00.000 +0100"}, // past midnight
		{"23:00", "01:00", overnight, "2026-03-02 23:00:00.000 +0100", "2026-03-03 01:00:00.000 +0100"},
		{"-2h", "-1h30m", last, "2026-03-02 21:30:00.000 +0100", "2026-03-02 22:00:00.000 +0100"},
	} {
		since, err := ParseBound(c.since)
		if err != nil {
			t.Fatal(err)
		}
		until, err := ParseBound(c.until)
		if err != nil {
			t.Fatal(err)
		}
		w := NewWindow(since, until, first, c.last)
		if w.From.String() != c.from || w.To.String() != c.to {
			t.Errorf("%s to %s = %s to %s, want %s to %s", c.since, c.until, w.From, w.To, c.from, c.to)
		}
	}
	clock, err := ParseBound("10:00")
	if err != nil {
		t.Fatal(err)
	}
	if w := NewWindow(clock, clock, parse.Time{}, parse.Time{}); w.From.Known() || w.To.Known() {
		t.Errorf("a time of day in a log without times: %v", w)
	}
	for _, bad := range []string{"yesterday", "25:00", "2h", "10:00:61", "2026-03-02", "-", "-2x"} {
		if _, err := ParseBound(bad); err == nil || !strings.Contains(err.Error(), bad) {
			t.Errorf("ParseBound(%q): %v", bad, err)
		}
	}
}

func TestWindowHolds(t *testing.T) {
	w := Window{From: moment("10:00:00.000"), To: moment("11:00:00.000")}
	none := parse.Time{}
	for _, c := range []struct {
		a, b parse.Time
		want bool
	}{
		{moment("10:30:00.000"), none, true},
		{moment("09:00:00.000"), none, false},
		{moment("11:30:00.000"), none, false},
		{moment("09:00:00.000"), moment("12:00:00.000"), true},
		{moment("09:00:00.000"), moment("09:30:00.000"), false},
		{none, moment("10:30:00.000"), true},
		{none, moment("12:30:00.000"), true}, // may have begun before the end
		{none, moment("09:30:00.000"), false},
		{none, none, true},
	} {
		if got := w.holds(c.a, c.b); got != c.want {
			t.Errorf("holds(%s, %s) = %t", c.a, c.b, got)
		}
	}
	if !(Window{}).holds(none, none) || !(Window{}).holds(moment("10:00:00.000"), none) {
		t.Error("an open window holds everything")
	}
}

func TestMatches(t *testing.T) {
	app := &lifecycle.App{BundleID: "com.example.notes", Name: "Notes"}
	widget := &lifecycle.App{BundleID: "com.example.notes.widget", Name: "NotesWidget", Host: "com.example.notes"}
	other := &lifecycle.App{BundleID: "com.example.notesplus", Name: "NotesPlus"}
	for _, c := range []struct {
		name string
		want [3]bool
	}{
		{"com.example.notes", [3]bool{true, true, false}},
		{"COM.example.Notes", [3]bool{true, true, false}},
		{"Notes", [3]bool{true, false, false}},
		{"notes", [3]bool{true, false, false}},
		{"com.example.notes.widget", [3]bool{false, true, false}},
		{"com.example", [3]bool{true, true, true}},
		{"", [3]bool{}},
	} {
		got := [3]bool{matches(app, []string{c.name}), matches(widget, []string{"x", c.name}), matches(other, []string{c.name})}
		if got != c.want {
			t.Errorf("%q matches %v, want %v", c.name, got, c.want)
		}
	}
	if matches(&lifecycle.App{}, []string{""}) {
		t.Error("an unnamed app matches nothing")
	}
}

func TestWanted(t *testing.T) {
	for _, c := range []struct {
		only, skip []string
		want       bool
	}{
		{nil, nil, true},
		{[]string{"exit-*"}, nil, true},
		{[]string{"task-*"}, nil, false},
		{[]string{"task-*", "exit-crash"}, nil, true},
		{nil, []string{"exit-*"}, false},
		{[]string{"exit-*"}, []string{"exit-crash"}, false},
		{[]string{"[bad"}, nil, false},
	} {
		if got := wanted("exit-crash", c.only, c.skip); got != c.want {
			t.Errorf("wanted(%v, %v) = %t", c.only, c.skip, got)
		}
	}
}
