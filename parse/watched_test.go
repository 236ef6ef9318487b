package parse

import (
	"slices"
	"testing"
)

// TestWatchedLimits: reports of limits about which nothing is done tell of no end.
func TestWatchedLimits(t *testing.T) {
	const figures = "Writes: 1073.75 MB of file backed memory dirtied over 4210 seconds (255.05 KB per second average), exceeding limit of 12.43 KB per second over 86400 seconds\n"
	for event, note := range map[string]string{
		"disk writes": "line 3: the limit on disk writes was exceeded: no process ended",
		"wakeups":     "line 3: the limit on wakeups was exceeded: no process ended",
	} {
		sum := scanned(t, "Command: Notes\nPID: 412\nEvent: "+event+"\nAction taken: none\n"+figures)
		if len(sum.Reports) > 0 || !slices.Contains(sum.Notes, note) {
			t.Errorf("%s: %d reports, notes %q", event, len(sum.Reports), sum.Notes)
		}
	}
}
