package lifecycle

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bglog/bglog/parse"
)

// TestEvidenceRoom: a timeline keeps so many bytes of messages as evidence, and after
// that the beginnings of them. What happened is the same.
func TestEvidenceRoom(t *testing.T) {
	annotate := Annotator(nil)
	begin := time.Date(2026, 6, 9, 14, 0, 0, 0, time.UTC)
	name := strings.Repeat("Flush", 200)
	records := func() (list []parse.Record) {
		for i := range 100 {
			list = append(list, parse.Record{Line: i + 1, Time: parse.At(begin.Add(time.Duration(i) * time.Second)), PID: 412, Process: "Notes",
				Image: "UIKitCore", Subsystem: "com.apple.UIKit", Category: "BackgroundTask",
				Message: fmt.Sprintf("Created background task <_UIBackgroundTaskInfo: 0x14e08f3a0>: taskID = %d, taskName = %s, creationTime = %d (elapsed = 0).", i+1, name, 1000+i)})
			annotate(&list[i])
		}
		return list
	}
	// two lines are kept of each task
	for _, c := range []struct{ limit, whole, shortened int }{{0, 100, 0}, {1, 0, 199}, {20_000, 9, 182}} {
		e := NewEngine(1, false)
		e.Limit(0, c.limit)
		if err := e.Feed(records()); err != nil {
			t.Fatal(err)
		}
		tl := e.Finish([]*parse.Summary{{}})
		whole, bytes := 0, 0
		for _, task := range tl.Tasks {
			if task.Name != name {
				t.Errorf("limit %d: task %d is named %q", c.limit, task.ID, task.Name)
			}
			text := task.Evidence.Of(TaskCreated).Text
			if bytes += len(text); strings.HasSuffix(text, "(elapsed = 0).") {
				whole++
			}
		}
		if len(tl.Tasks) != 100 || whole != c.whole {
			t.Errorf("limit %d: %d tasks, %d of their lines whole; want 100 and %d", c.limit, len(tl.Tasks), whole, c.whole)
		}
		if tl.Overflow.Shortened != c.shortened || tl.Overflow.Evidence != c.limit {
			t.Errorf("limit %d: %+v, want %d lines shortened", c.limit, tl.Overflow, c.shortened)
		}
		if c.limit > 0 && bytes > c.limit+2000+100*(shortEvidence+len("…")) {
			t.Errorf("limit %d: %d bytes of evidence are kept", c.limit, bytes)
		}
	}
}
