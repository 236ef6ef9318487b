package rules_test

import (
	"testing"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// TestShutdownOfHealthyApps: a device may be shut down at any moment, and the log before
// that may be cut off: nothing of it is the app's fault.
func TestShutdownOfHealthyApps(t *testing.T) {
	for _, sc := range logstyle.Scenarios {
		if !sc.Healthy {
			continue
		}
		list := recordsOf(t, sc, "log-default")
		for cut := 1; cut < len(list); cut += 1 + len(list)/12 {
			for _, after := range []float64{1, 40, 4000} {
				for _, client := range []bool{false, true} {
					last := list[cut-1]
					d := parse.Shutdown{Input: 1, Line: 1, Text: "SIGTERM: [0] All buffers flushed", Time: last.Time.Add(after), Took: 2.5}
					if client {
						d.Clients = []parse.ShutdownClient{{PID: last.PID, Process: last.Process, After: 2.5, Line: 2, Text: "remaining client pid"}, {PID: 412, Process: "Notes", After: 2.5, Line: 3, Text: "remaining client pid"}}
					}
					later := list[0] // something that is written when the device runs again
					later.Time, later.Line, later.PID = d.Time.Add(90), len(list)+1, 30
					e := lifecycle.NewEngine(1, true)
					for _, part := range [][]parse.Record{list[:cut], {later}} {
						if err := e.Feed(append([]parse.Record{}, part...)); err != nil {
							t.Fatal(err)
						}
					}
					e.AddShutdowns([]parse.Shutdown{d})
					log := &parse.Summary{Records: cut + 1, First: list[0].Time, Last: later.Time, Date: "in-log", Zone: "in-log"}
					found := rules.Check(e.Finish([]*parse.Summary{log, {Format: "shutdown-log"}}), rules.Settings{})
					for _, f := range found {
						if f.Counts() && f.Severity != rules.Info {
							t.Errorf("%s, after record %d of %d, %v s later, clients %v:\n%s", sc.Name, cut, len(list), after, client, listing(found))
							break
						}
					}
				}
			}
		}
	}
}
