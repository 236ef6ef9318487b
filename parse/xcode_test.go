package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestXcode(t *testing.T) {
	row := func(clock, process, category, message string) textRow {
		return textRow{0, "2021-03-19 " + clock, LevelUnknown, process, 312, 107187, "", "", category, message}
	}
	for _, tc := range []struct {
		name, text string
		want       textRow
	}{
		{"os_log", `2021-03-19 17:19:27.642792+0300 Notes[312:107187] [BackgroundTask] Background Task 3 ("FlushOutbox")`,
			row("17:19:27.642 +0300", "Notes", "BackgroundTask", `Background Task 3 ("FlushOutbox")`)},
		{"NSLog", "2021-03-19 17:19:27.642792+0300 Notes[312:107187] ended", row("17:19:27.642 +0300", "Notes", "", "ended")},
		{"no zone", "2021-03-19 17:19:27.642792 Notes[312:107187] ended", row("17:19:27.642 +0000", "Notes", "", "ended")},
		{"Xcode 7", "2021-03-19 17:19:27.642 Notes[312:107187] ended", row("17:19:27.642 +0000", "Notes", "", "ended")},
		{"blanks before the bracket", "2021-03-19 17:19:27.642 Field Notes (beta)[312:107187] ended",
			row("17:19:27.642 +0000", "Field Notes (beta)", "", "ended")},
		{"empty category", "2021-03-19 17:19:27.642792+0300 Notes[312:107187] [] nw_read", row("17:19:27.642 +0300", "Notes", "", "nw_read")},
		{"a method is no category", "2021-03-19 17:19:27.642792+0300 Notes[312:107187] [Outbox flush] ended",
			row("17:19:27.642 +0300", "Notes", "", "[Outbox flush] ended")},
		{"a label is no category", "2021-03-19 17:19:27.642792+0300 Notes[312:107187] [Outbox]: ended",
			row("17:19:27.642 +0300", "Notes", "", "[Outbox]: ended")},
		{"an open bracket is no category", "2021-03-19 17:19:27.642792+0300 Notes[312:107187] [Outbox",
			row("17:19:27.642 +0300", "Notes", "", "[Outbox")},
		{"wrapped behind the columns", "2021-03-19 17:19:27.642792+0300 Notes[312:107187]\n [access] This app\n has crashed",
			row("17:19:27.642 +0300", "Notes", "access", "This app\n has crashed")},
		{"no message", "2021-03-19 17:19:27.642792+0300 Notes[312:107187]", row("17:19:27.642 +0300", "Notes", "", "")},
		{"several lines", "2021-03-19 17:19:27.642792+0300 Notes[312:107187] ended {(\r\n    a\r\n)}\r\n",
			row("17:19:27.642 +0300", "Notes", "", "ended {(\n    a\n)}")},
		{"the debugger", "Message from debugger: Terminated due to signal 9",
			textRow{0, "unknown time", LevelUnknown, "", NoPID, 0, "", "", "", "Message from debugger: Terminated due to signal 9"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, textOne(t, "xcode", tc.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestXcodeSession(t *testing.T) {
	rows, sum := textScan(t, "", "2021-03-19 17:19:27.642792+0300 Notes[312:107187] began\n"+
		"(lldb) continue\n"+
		"2021-03-19 17:19:28.642792+0300 Notes[312:107187] ended\n"+
		"Message from debugger: Terminated due to signal 9\n", Options{})
	var got []string
	for _, r := range rows {
		got = append(got, r.Message)
	}
	want := []string{"began", "ended", "Message from debugger: Terminated due to signal 9"}
	if diff := cmp.Diff(want, got); diff != "" || sum.Format != "xcode" || sum.Unparsed != 0 {
		t.Errorf("%s, %d unparsed, messages (-want +got):\n%s", sum.Format, sum.Unparsed, diff)
	}
}
