package redact

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Pseudonyms in lines of a log have the shapes of what they stand for, and the check
// takes none of them for a leak.
func TestLogSpelling(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"an app and its process", "Ledger[12] of com.radiant.ledger", "App1[12] of com.example.app1"},
		{"UUID", "NDSession <5B2E9D10-1111-4222-8333-444455556666>", "NDSession <00000000-0000-4000-8000-000000000001>"},
		{"task", "taskName = Flush the ledger, creationTime = 341 (elapsed = 0).", "taskName = task-1, creationTime = 341 (elapsed = 0)."},
		{"address", "<_UIBackgroundTaskInfo: 0x14e08f3a0>: taskID = 2", "<_UIBackgroundTaskInfo: 0xb90000001>: taskID = 2"},
		{"assertion", "Acquiring assertion 33-412-6222", "Acquiring assertion 9-9-1"},
		{"file", "for file file:///var/mobile/body.dat, succeeded", "for file file:///example/1, succeeded"},
		{"download", "/private/var/mobile/x/CFNetworkDownload_x9.tmp", "/example/CFNetworkDownload_1.tmp"},
		{"URL", "https://anna.example.net/a?b=c", "https://example.com/1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tab := NewTable([]byte("key"), LogSpelling())
			tab.Add(App, "com.radiant.ledger", "Ledger")
			tab.Add(Task, "Flush the ledger")
			tab.CollectWords()
			tab.Text(c.line)
			tab.Number()
			got := tab.Text(c.line)
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if err := Leak(got, tab); err != nil {
				t.Error(err)
			}
		})
	}
}
