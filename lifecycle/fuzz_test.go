package lifecycle

import (
	"testing"

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
// what comes out is consistent.
func FuzzEngine(f *testing.F) {
	f.Add([]byte("\x00\x01\x02\x03\x04\x05\x06\x07\x08"), false)
	f.Add([]byte("\x0a\x20\x13\x21\x15\x22\x11\x23"), true)
	f.Fuzz(func(t *testing.T, script []byte, sortAll bool) {
		eng := NewEngine(1, sortAll)
		var recs []parse.Record
		for i, b := range script[:min(len(script), 600)] {
			r := messages.rows[int(b)%len(messages.rows)]
			rec := parse.Record{Line: i + 1, PID: parse.NoPID, Message: r.Example}
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
		if owned != len(tl.Tasks) {
			t.Fatalf("%d tasks in processes, %d in the timeline", owned, len(tl.Tasks))
		}
	})
}
