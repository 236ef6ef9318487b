package lifecycle

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

func TestPattern(t *testing.T) {
	for _, c := range []struct {
		expr, literal string // "" when it is refused
	}{
		{`sync began`, " began"}, // "resync began" matches too,
		{`sync (?P<id>\w+) began`, " began"},
		{`^\[sync\] (started|resumed)`, "[sync] "},
		{`(?i)sync began`, ""},
		{`a|b`, ""},
		{`(uploaded)?`, ""},
		{`(upload )+done`, "upload "},
		{`(upload ){2,}x`, "upload "},
		{`(upload ){0,3}done`, "done"},
		{`(?:sync|save) began`, " began"},
		{`x{3,}`, ""},
		{`ab \d+ cd`, ""},
		{`reupload\d+`, "reupload"},
		{`(unclosed`, ""},
	} {
		p, err := NewPattern(c.expr)
		switch {
		case err == nil && p.literal != c.literal:
			t.Errorf("%q: literal %q, want %q", c.expr, p.literal, c.literal)
		case (err != nil) != (c.literal == ""):
			t.Errorf("%q: %v", c.expr, err)
		}
	}
}

// Every match of a pattern holds its literal, or records would be lost.
func FuzzPattern(f *testing.F) {
	f.Add(`sync (?P<id>\w+) (began|ended)`, "[x] sync A1 began")
	f.Add(`(up)+load[s ]*done`, "upupload done")
	f.Fuzz(func(t *testing.T, expr, msg string) {
		p, err := NewPattern(expr)
		if err != nil {
			return
		}
		if p.re.MatchString(msg) && !strings.Contains(msg, p.literal) {
			t.Errorf("%q matches %q, which lacks %q", expr, msg, p.literal)
		}
		p.match(msg)
	})
}

// The values of a pattern are those of its named groups that took part in the match.
func TestPatternGroups(t *testing.T) {
	p, err := NewPattern(`sync (?P<id>\w+)( in (?P<s>\d+) s)? (began|ended)`)
	if err != nil {
		t.Fatal(err)
	}
	for msg, want := range map[string]map[string]string{
		"sync A1 began":        {"id": "A1"},
		"sync A1 in 7 s ended": {"id": "A1", "s": "7"},
		"sync began":           nil,
	} {
		if d := cmp.Diff(want, p.match(msg)); d != "" {
			t.Errorf("%q (-want +got):\n%s", msg, d)
		}
	}
	if (*Pattern)(nil).match("sync A1 began") != nil {
		t.Error("no pattern matches nothing")
	}
	if d := cmp.Diff([]string{"id", "s"}, p.Groups()); d != "" {
		t.Errorf("groups (-want +got):\n%s", d)
	}
}

// Records are of a log point unless what the export tells contradicts it; without a
// process, those of the system are not.
func TestLogPointFrom(t *testing.T) {
	const sub = "com.example.notes"
	for _, c := range []struct {
		point LogPoint
		rec   parse.Record
		want  bool
	}{
		{LogPoint{Process: "Notes", Subsystem: sub, Category: "sync"}, parse.Record{Process: "Notes", Subsystem: sub, Category: "sync"}, true},
		{LogPoint{Process: "Notes", Subsystem: sub, Category: "sync"}, parse.Record{Process: "Notes"}, true},
		{LogPoint{Process: "Notes", Subsystem: sub, Category: "sync"}, parse.Record{}, true},
		{LogPoint{Process: "Notes"}, parse.Record{Process: "Other"}, false},
		{LogPoint{Subsystem: sub}, parse.Record{Process: "Other", Subsystem: "com.example.other"}, false},
		{LogPoint{Category: "sync"}, parse.Record{Process: "Notes", Category: "ui"}, false},
		{LogPoint{}, parse.Record{Process: "Other"}, true},
		{LogPoint{}, parse.Record{Process: "SpringBoard"}, false},
		{LogPoint{Process: "SpringBoard"}, parse.Record{Process: "SpringBoard"}, true},
	} {
		if got := c.point.from(&c.rec); got != c.want {
			t.Errorf("%+v, %q %q %q: %v", c.point, c.rec.Process, c.rec.Subsystem, c.rec.Category, got)
		}
	}
}

// All records of a log point's process or subsystem are noted, for they show that nothing
// is missing; those of others only where they are the log point's.
func TestAnnotator(t *testing.T) {
	p, err := NewPattern("sync began")
	if err != nil {
		t.Fatal(err)
	}
	annotate := Annotator([]*LogPoint{{Name: "a", Process: "Notes", Event: p}, {Name: "b", Subsystem: "com.example.kit", Event: p}, {Name: "c", Event: p}})
	for _, c := range []struct {
		process, subsystem, message string
		noted                       bool
		points                      int
	}{
		{"Notes", "", "hello", true, 0},
		{"Other", "com.example.kit", "hello", true, 0},
		{"Other", "com.example.other", "hello", false, 0},
		{"", "", "hello", false, 0},
		{"Notes", "", "sync began", true, 3},
		{"Other", "com.example.other", "sync began", true, 1},
		{"Other", "com.example.kit", "sync began", true, 2},
	} {
		rec := &parse.Record{Process: c.process, Subsystem: c.subsystem, Message: c.message}
		annotate(rec)
		points := 0
		if ev, ok := rec.Note.(*Event); ok {
			points = len(ev.points)
		}
		if got := Recognised(rec); got != (c.points > 0) {
			t.Errorf("%q %q %q: recognised %v", c.process, c.subsystem, c.message, got)
		}
		if (rec.Note != nil) != c.noted || points != c.points {
			t.Errorf("%q %q %q: noted %v, %d points", c.process, c.subsystem, c.message, rec.Note != nil, points)
		}
	}
}

// An end belongs to the latest open beginning of its process and id, and adds its values.
func TestLogPointSpans(t *testing.T) {
	begin, err := NewPattern(`upload (?P<id>\w+) began`)
	if err != nil {
		t.Fatal(err)
	}
	end, err := NewPattern(`upload (?P<id>\w+) (?P<how>finished|failed)`)
	if err != nil {
		t.Fatal(err)
	}
	points := []*LogPoint{{Name: "upload", Begin: begin, End: end}}
	e, annotate := NewEngine(1, false), Annotator(points)
	for i, l := range []struct {
		pid     int
		message string
	}{
		{412, "upload A began"}, {412, "upload B began"}, {500, "upload A began"}, {412, "upload A began"}, {412, "upload A finished"}, {412, "upload A failed"},
		{412, "upload A finished"}, {500, "upload A failed"}, {412, "upload C finished"}, {412, "bye"},
	} {
		rec := parse.Record{Line: i + 1, Time: atSecond(int64(100 + 10*i)), PID: l.pid, Process: map[int]string{412: "Notes", 500: "Kit"}[l.pid], Message: l.message}
		annotate(&rec)
		if err := e.Feed([]parse.Record{rec}); err != nil {
			t.Fatal(err)
		}
	}
	type span struct {
		PID, Begun, End int // the lines, 0: none
		ID, How         string
		Seconds         float64
	}
	var got []span
	for _, s := range e.Finish(nil).LogPoints {
		long, _ := s.Ended.Since(s.At)
		got = append(got, span{s.Process.PID, s.Begun.Line, s.End.Line, s.Fields["id"], s.Fields["how"], long})
	}
	want := []span{
		{412, 1, 6, "A", "failed", 50}, {412, 2, 0, "B", "", 0}, {500, 3, 8, "A", "failed", 50}, {412, 4, 5, "A", "finished", 10}, {412, 0, 7, "A", "finished", 0}, {412, 0, 9, "C", "finished", 0},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// What log points ask for is read: all of their senders, and whatever holds their literals.
func TestInterestWithLogPoints(t *testing.T) {
	p, err := NewPattern("sync began")
	if err != nil {
		t.Fatal(err)
	}
	if InterestWith(nil) != Interest() {
		t.Error("without log points there is more to read")
	}
	with := InterestWith([]*LogPoint{{Name: "a", Process: "Notes", Subsystem: "com.example.notes", Event: p}})
	for text, want := range map[string]bool{"resync began": true, "nothing of note": false} {
		if got := with.Holds([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	searched := map[string][]parse.Literal{"SpringBoard": {{Text: "x"}}}
	l := &LogPoint{}
	names := l.wants(nil, "Notes", searched)
	names = l.wants(names, "Notes", searched)
	names = l.wants(names, "", searched)
	names = l.wants(names, "SpringBoard", searched)
	if d := cmp.Diff([]string{"Notes"}, names); d != "" {
		t.Errorf("senders (-want +got):\n%s", d)
	}
	if list, ok := searched["SpringBoard"]; !ok || list != nil {
		t.Errorf("who writes too much is searched for %v", list)
	}
}
