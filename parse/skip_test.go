package parse

import (
	"bytes"
	"runtime/debug"
	"slices"
	"testing"

	"github.com/bglog/bglog/internal/logstyle"
)

// deviceInterest is what the generated logs' relevant lines are of.
func deviceInterest() *Interest {
	return NewInterest(Wanted{
		Processes:  []string{"runningboardd", "SpringBoard", "dasd", "nsurlsessiond"},
		Images:     []string{"UIKitCore", "RunningBoardServices", "FrontBoard", "CFNetwork", "BackgroundTasks"},
		Subsystems: []string{"com.apple.UIKit", "com.apple.CFNetwork", "com.apple.runningboard", "com.apple.duetactivityscheduler", "com.apple.BackgroundTasks"},
		Searched:   map[string][]Literal{"kernel": {{Text: "memorystatus: ", First: true}}},
		Alone:      []string{"kernel"},
		Literals:   []string{"Background Task", "beginBackgroundTask", "BGTaskScheduler", "RBSAssertion"},
	})
}

// styleOf is the first style in which a format is written.
func styleOf(t testing.TB, format string) string {
	t.Helper()
	if format == pasteName {
		return "log-default+quoted"
	}
	for _, s := range logstyle.Styles {
		if s.Format == format {
			return s.Name
		}
	}
	t.Fatalf("no style writes %s", format)
	return ""
}

// deviceLog generates a log of which a share is relevant.
func deviceLog(t testing.TB, style string, size int64, relevant float64) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := logstyle.Generate(&b, style, size, 1, relevant); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Records that nobody wants are skipped without an allocation, in every format
// whose records are found line by line.
func TestSkippingAllocatesNothing(t *testing.T) {
	if testing.CoverMode() != "" || raced() {
		t.Skip("counters of coverage keep functions from being inlined, and the race detector takes things out of pools")
	}
	for _, f := range formats {
		t.Run(f.name, func(t *testing.T) {
			log := deviceLog(t, styleOf(t, f.name), 64<<10, 0)
			read := blockReader(f, log, Options{Interest: deviceInterest()})
			_, records, wanted := read() // and remembers the senders
			if records < 50 || wanted > 0 {
				t.Fatalf("%d of %d records wanted, expected none of at least 50", wanted, records)
			}
			// what a reader learns of the records it meets is bounded: it ends
			n := 1.0
			for passes := 0; n != 0 && passes < 4000; passes += 10 {
				n = testing.AllocsPerRun(10, func() { read() })
			}
			if n != 0 {
				t.Errorf("%v allocations for %d skipped records", n, records)
			}
		})
	}
}

// raced reports whether the race detector is in this binary.
func raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}
