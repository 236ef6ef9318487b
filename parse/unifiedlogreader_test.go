package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tsvRow is a row of TSV_ALL with all its columns.
func tsvRow(message string) string {
	return strings.Join([]string{
		"Persist/0000000000000010.tracev3", "0x1A20", "161796510", "2024-03-15 10:00:00.123456", "0x1A2B3", "Default", "0x0", "0x0",
		"312", "501", "0", "(Notes)", "UIKitCore", "com.apple.UIKit", "BackgroundTask", "", "", "6084", "A6F4A2BD", "39395A83",
		"/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore", "/var/containers/Bundle/Application/Notes.app/Notes", message,
	}, "\t")
}

func TestUnifiedLogReader(t *testing.T) {
	const head = "2024-03-15 10:00:00.123456 0x1a2b3    Default     0x4e1                312    0    "
	row := func(process, image, sub, cat, message string) textRow {
		return textRow{0, "2024-03-15 10:00:00.123 +0000", LevelDefault, process, 312, 0x1a2b3, image, sub, cat, message}
	}
	for _, tc := range []struct {
		name, text string
		want       textRow
	}{
		{"all columns", head + "Notes (UIKitCore) [com.apple.UIKit:BackgroundTask] Creating new assertion",
			row("Notes", "UIKitCore", "com.apple.UIKit", "BackgroundTask", "Creating new assertion")},
		{"process with blanks", head + "Field Notes (UIKitCore) (null) ended", row("Field Notes", "UIKitCore", "", "", "(null) ended")},
		{"library of the process", head + "Notes (Notes) [com.example.notes:Sync] ended",
			row("Notes", "", "com.example.notes", "Sync", "ended")},
		{"no library", head + "Notes [com.example.notes:Sync] ended", row("Notes", "", "com.example.notes", "Sync", "ended")},
		{"message only", head + "Notes ended: (late) [312] of it", row("Notes", "", "", "", "ended: (late) [312] of it")},
		{"no message", head + "Notes", row("Notes", "", "", "", "")},
		{"signpost", head + "[spid 0x1b0, process, begin] Notes (CoreSync) [com.example.notes:signpost] flush",
			row("Notes", "CoreSync", "com.example.notes", "signpost", "flush")},
		{"no fraction", "2024-03-15 10:00:00 0x1a2b3    Info        0x0                  312    30   Notes ended",
			textRow{0, "2024-03-15 10:00:00.000 +0000", LevelInfo, "Notes", 312, 0x1a2b3, "", "", "", "ended"}},
		{"all columns of TSV_ALL, newlines and tabs in the message", tsvRow("ended {(\n\ta\tb\n)}"),
			row("Notes", "UIKitCore", "com.apple.UIKit", "BackgroundTask", "ended {(\n\ta\tb\n)}")},
		{"boot marker", strings.Replace(tsvRow("=== system boot: 49BA93E4"), "Default", "Activity", 1), textRow{0,
			"2024-03-15 10:00:00.123 +0000", LevelUnknown, "Notes", 312, 0x1a2b3, "UIKitCore", "com.apple.UIKit", "BackgroundTask", "=== system boot: 49BA93E4"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, textOne(t, "unifiedlogreader", tc.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnifiedLogReaderFile(t *testing.T) {
	for _, text := range []string{
		"Timestamp                  Thread     Type        Activity             PID    TTL  Message\n" +
			"2024-03-15 10:00:00.123456 0x1a2b3    Default     0x0                  312    0    Notes ended\n",
		"SourceFile\tLogFilePos\tContinousTime\tTime\tThreadId\n" + tsvRow("ended") + "\n",
	} {
		rows, sum := textScan(t, "", text, Options{})
		if len(rows) != 1 || sum.Format != "unifiedlogreader" || sum.Why != "column header in line 1" || sum.Unparsed != 0 ||
			!sum.Unsorted || sum.Zone != "in-log" {
			t.Errorf("%d rows, %+v", len(rows), sum)
		}
	}
}
