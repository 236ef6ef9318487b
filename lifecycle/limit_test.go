package lifecycle

import (
	"fmt"
	"testing"
	"time"

	"github.com/bglog/bglog/parse"
)

// TestOverflow: a timeline keeps so many lifecycles and ends where there are more; the
// order in which events come does not matter.
func TestOverflow(t *testing.T) {
	annotate := Annotator(nil)
	begin := time.Date(2026, 6, 9, 14, 0, 0, 0, time.UTC)
	var records []parse.Record
	for i := range 200 {
		at := parse.At(begin.Add(time.Duration(i) * time.Second))
		for k, text := range []string{
			fmt.Sprintf("Created background task <_UIBackgroundTaskInfo: 0x14e08f3a0>: taskID = %d, taskName = FlushOutbox, creationTime = %d (elapsed = 0).", i+1, 1000+i),
			fmt.Sprintf("Ending background task with UIBackgroundTaskIdentifier: %d", i+1),
		} {
			records = append(records, parse.Record{Line: 2*i + k + 1, Time: at.Add(float64(k) / 2), PID: 412, Process: "Notes", Image: "UIKitCore",
				Subsystem: "com.apple.UIKit", Category: "BackgroundTask", Message: text})
			annotate(&records[len(records)-1])
		}
	}
	for _, sorted := range []bool{false, true} {
		for limit, want := range map[int]int{0: 200, 50: 48, 1: 0} {
			e := NewEngine(1, sorted)
			e.Limit(limit, 0)
			if err := e.Feed(append([]parse.Record(nil), records...)); err != nil {
				t.Fatal(err)
			}
			sum := &parse.Summary{First: records[0].Time, Last: records[len(records)-1].Time}
			tl := e.Finish([]*parse.Summary{sum})
			if len(tl.Tasks) > max(want, 1) || len(tl.Tasks) < want-1 {
				t.Errorf("sorted %t, limit %d: %d tasks, want %d", sorted, limit, len(tl.Tasks), want)
			}
			full := limit > 0
			if (tl.Overflow.Limit > 0) != full || (tl.Overflow.Left > 0) != full {
				t.Errorf("sorted %t, limit %d: %+v", sorted, limit, tl.Overflow)
			}
			if full && limit > 1 && (!tl.Last.Before(sum.Last) || !tl.GapBetween(sum.Last, sum.Last) || tl.GapBetween(sum.First, sum.First)) {
				t.Errorf("sorted %t, limit %d: ends at %v, gaps %v", sorted, limit, tl.Last, tl.Gaps)
			}
		}
	}
}
