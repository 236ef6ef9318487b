package lifecycle

import (
	"slices"
	"testing"
	"time"

	"github.com/bglog/bglog/parse"
)

// Any text, from any sender, is recognised or not; values lie inside the text.
func FuzzRecognise(f *testing.F) {
	for _, r := range messages.rows {
		f.Add("", r.Example, "")
		f.Add("runningboardd", hide(r), r.Format)
	}
	f.Add("Notes", "[app<com.example.notes([app<", "%@ Suspending task.")
	f.Add("kernel", "Background Task 3 (\"\n\"), was created over", "")
	f.Fuzz(func(t *testing.T, process, message, format string) {
		rec := &parse.Record{Process: process, Message: message, Template: format, PID: parse.NoPID}
		ev := messages.recognise(rec)
		if ev == nil {
			return
		}
		if ev.n > len(ev.Row.fields) {
			t.Fatalf("%s: %d values for %d fields", ev.Row.ID, ev.n, len(ev.Row.fields))
		}
		for _, name := range ev.Row.fields {
			ev.Field(name)
		}
		parseDescriptor(message)
		parseTaskInfo(message)
		contextExit(message)
		identityIn(message)
		sceneBundle(message)
		permitted(message)
		watchdogOf(message)
	})
}

// Any sequence of known messages, in any order and at any times, is taken in;
// what comes out is consistent. Two bytes of the script choose a message, a third
// one how much later it comes, or that it has no time.
func FuzzEngine(f *testing.F) {
	f.Add([]byte("\x00\x00\x01\x00\x01\x01\x00\x02\x02\x00\x03\x09\x00\x04\xff\x00\x05\x80"), false)
	f.Add([]byte("\x01\x0a\x20\x01\x13\x21\x01\x15\x22\x01\x11\x23"), true)
	var all []byte
	for i := range messages.rows {
		all = append(all, byte(i>>8), byte(i), byte(i%7))
	}
	f.Add(all, false)
	f.Fuzz(func(t *testing.T, script []byte, sortAll bool) {
		eng := NewEngine(1, sortAll)
		var recs []parse.Record
		now := parse.At(time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC))
		for i := 0; i+2 < min(len(script), 3000); i += 3 {
			r := messages.rows[(int(script[i])<<8|int(script[i+1]))%len(messages.rows)]
			rec := parse.Record{Line: i + 1, PID: parse.NoPID, Message: r.Example}
			if later := script[i+2]; later < 0xf0 {
				now = now.Add(float64(later) * float64(later) / 16)
				rec.Time = now
			}
			if i%3 == 0 {
				rec.Message = hide(r)
			}
			if len(r.From.Processes) > 0 {
				rec.Process = r.From.Processes[0]
			} else if i%2 == 0 {
				rec.Process, rec.PID = "Notes", 412
			}
			Annotate(&rec)
			recs = append(recs, rec)
		}
		if err := eng.Feed(recs); err != nil {
			t.Fatal(err)
		}
		tl := eng.Finish([]*parse.Summary{{Name: "fuzz"}})
		owned := 0
		for _, a := range tl.Apps {
			for _, p := range a.Processes {
				if p.App != a {
					t.Fatalf("process %d of %s thinks that it is of %s", p.PID, a.Label(), p.App.Label())
				}
				owned += len(p.Tasks)
				for _, k := range p.Tasks {
					if k.Process != p {
						t.Fatal("a task thinks that it is of another process")
					}
				}
			}
		}
		for _, x := range tl.BGTasks {
			if x.Outcome == "" || x.Refused > x.Scored || x.Blocked > x.Refused || x.App != nil && !slices.Contains(tl.Apps, x.App) {
				t.Fatalf("request %s of %v: outcome %q, scored %d, refused %d, blocked %d", x.Activity(), x.App, x.Outcome, x.Scored, x.Refused, x.Blocked)
			}
		}
		if owned != len(tl.Tasks) {
			t.Fatalf("%d tasks in processes, %d in the timeline", owned, len(tl.Tasks))
		}
	})
}
