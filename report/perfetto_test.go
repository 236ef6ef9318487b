package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

type traceFile struct {
	Events []struct {
		Name, Cat, Ph, ID, S string
		TS, Dur              int64
		PID, TID             int
		Args                 map[string]any
	} `json:"traceEvents"`
}

// readTrace writes a report as a trace and checks it by the rules of the format: each
// async track begins once and ends once, later, and what happens on it lies between;
// slices have lengths; every process has a name.
func readTrace(t *testing.T, r *Report) traceFile {
	t.Helper()
	var b bytes.Buffer
	if err := Perfetto(&b, r, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	var file traceFile
	if err := json.Unmarshal(b.Bytes(), &file); err != nil {
		t.Fatal(err)
	}
	open, closed, named := map[string]bool{}, map[string]bool{}, map[int]bool{}
	last := int64(-1 << 62)
	for _, e := range file.Events {
		key := fmt.Sprint(e.PID, e.Cat, e.ID)
		switch e.Ph {
		case "b":
			if open[key] || closed[key] {
				t.Errorf("%s begins twice", key)
			}
			open[key] = true
		case "n", "e":
			if !open[key] {
				t.Errorf("%s %s outside of its track", e.Ph, key)
			}
			if e.Ph == "e" {
				delete(open, key)
				closed[key] = true
			}
		case "X":
			if e.Dur < 0 {
				t.Errorf("a slice of %d", e.Dur)
			}
		case "M":
			named[e.PID] = named[e.PID] || e.Name == "process_name"
			continue
		case "C", "i":
		default:
			t.Errorf("phase %q", e.Ph)
		}
		if e.TS < last {
			t.Errorf("%d after %d", e.TS, last)
		}
		last = e.TS
	}
	for key := range open {
		t.Errorf("%s never ends", key)
	}
	for _, e := range file.Events {
		if !named[e.PID] {
			t.Errorf("process %d has no name", e.PID)
		}
	}
	return file
}

func TestPerfetto(t *testing.T) {
	app, pid := "com.example.notes", 412
	r := &Report{
		Inputs: []Input{{Timeline: 1, First: clockAt("14:00:00"), Last: clockAt("15:00:00")}},
		Apps: []App{{BundleID: &app, Processes: []Process{{
			Timeline: 1, PID: &pid, Exited: clockAt("14:30:00"), Exit: &Exit{Kind: "watchdog"},
			States: []State{{"foreground", clockAt("14:00:01"), clockAt("14:00:05")}, {"background", clockAt("14:00:05"), parse.Time{}}},
		}}}},
		Tasks:   []Task{{Timeline: 1, App: &app, PID: &pid, Name: new("Flush"), Begun: clockAt("14:10:00"), Expired: clockAt("14:10:26")}},
		BGTasks: []BGTask{{Timeline: 1, App: &app, Identifier: new("com.example.notes.refresh"), Kind: "refresh", Submitted: clockAt("14:20:00"), Outcome: "pending"}},
		Limiter: []LimiterChange{{Timeline: 1, App: &app, At: clockAt("14:25:00"), Delay: 60}},
	}
	var got []string
	for _, e := range readTrace(t, r).Events {
		if e.Ph != "M" {
			got = append(got, fmt.Sprintf("%s %s %d+%d", e.Ph, e.Name, e.TS/1e6, e.Dur/1e6))
		}
	}
	want := []string{
		"X foreground 1+4", "X background 5+1795", "b Flush 600+0", "n expired 626+0", "b com.example.notes.refresh 1200+0",
		"C rate limiter delay 1500+0", "i exit: watchdog 1800+0", "e Flush 1800+0", "e com.example.notes.refresh 3600+0",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestPerfettoHostile(t *testing.T) {
	for _, s := range hostileTexts {
		r := failing(s, "error", 1)
		r.Findings[0].Timeline, r.Findings[0].At = 1, clockAt("14:00:03")
		r.Tasks = []Task{{Timeline: 1, App: &s, Name: &s, Begun: clockAt("14:10:00"), Ended: clockAt("14:09:00")}}
		readTrace(t, r)
	}
}
