package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestConsole(t *testing.T) {
	const clock = "10:00:00.123456-0700"
	row := func(level Level, process, image, sub, cat, message string) textRow {
		return textRow{0, "day 1 10:00:00.123", level, process, NoPID, 0, image, sub, cat, message}
	}
	dated := func(r textRow) textRow { r.Time = "2024-03-15 10:00:00.123 -0700"; return r }
	ids := func(r textRow, pid int, tid uint64) textRow { r.PID, r.TID = pid, tid; return r }
	for _, tc := range []struct {
		name, text string
		want       textRow
	}{
		// the sets of columns
		{"type, time, process, message", "default\t" + clock + "\tNotes\tended FlushOutbox", row(LevelDefault, "Notes", "", "", "", "ended FlushOutbox")},
		{"colon behind the process", "10:00:00.123  Notes: ended FlushOutbox", row(LevelUnknown, "Notes", "", "", "", "ended FlushOutbox")},
		{"blank before the zone", "fault\t10:00:00.123456 -0700\tNotes\tended", row(LevelFault, "Notes", "", "", "", "ended")},
		{"no zone", "debug\t10:00:00.123456\tNotes\tended", row(LevelDebug, "Notes", "", "", "", "ended")},
		{"no type", clock + "\tNotes\tended", row(LevelUnknown, "Notes", "", "", "", "ended")},
		{"time, message", clock + "\tended FlushOutbox", row(LevelUnknown, "", "", "", "", "ended FlushOutbox")},
		{"no process", "default\t" + clock + "\tended FlushOutbox", row(LevelDefault, "", "", "", "", "ended FlushOutbox")},
		{"library", "error\t" + clock + "\tNotes\tUIKitCore\t[outbox] ended", row(LevelError, "Notes", "UIKitCore", "", "", "[outbox] ended")},
		{"dylib", "error\t" + clock + "\tNotes\tlibsystem_info.dylib\tended: 1", row(LevelError, "Notes", "libsystem_info.dylib", "", "", "ended: 1")},
		{"library of the process", "error\t" + clock + "\tNotes\tNotes\t<ended>", row(LevelError, "Notes", "", "", "", "<ended>")},
		{"date, subsystem, category", "default\t2024-03-15 10:00:00.123456 -0700\tdasd\tcom.apple.duetactivityscheduler\tlifecycle(activityGroup)\tended now",
			dated(row(LevelDefault, "dasd", "", "com.apple.duetactivityscheduler", "lifecycle(activityGroup)", "ended now"))},
		{"category with a blank", "info\t" + clock + "\tNotes\tcom.example.notes\tOutbox Sync\tended now",
			row(LevelInfo, "Notes", "", "com.example.notes", "Outbox Sync", "ended now")},
		{"subsystem only", "info\t" + clock + "\tNotes\tcom.example.notes\tended: now", row(LevelInfo, "Notes", "", "com.example.notes", "", "ended: now")},
		{"no subsystem, no category", "info\t" + clock + "\tNotes\t\t\tended", row(LevelInfo, "Notes", "", "", "", "ended")},
		{"library, subsystem, category", "info\t" + clock + "\tNotes\tUIKitCore\tcom.apple.UIKit\tScene\tended",
			row(LevelInfo, "Notes", "UIKitCore", "com.apple.UIKit", "Scene", "ended")},
		{"subsystem, category, library", "info\t" + clock + "\tNotes\tcom.apple.UIKit\tScene\tUIKitCore\tended",
			row(LevelInfo, "Notes", "UIKitCore", "com.apple.UIKit", "Scene", "ended")},
		{"library, empty subsystem", "info\t" + clock + "\tNotes\tUIKitCore\t\tended", row(LevelInfo, "Notes", "UIKitCore", "", "", "ended")},
		{"empty subsystem and category, library", "info\t" + clock + "\tNotes\t\t\tUIKitCore\tended", row(LevelInfo, "Notes", "UIKitCore", "", "", "ended")},
		{"subsystem of one word", "info\t" + clock + "\tNotes\tOutbox\tSync\tended", row(LevelInfo, "Notes", "", "Outbox", "Sync", "ended")},
		{"library, subsystem of one word", "info\t" + clock + "\tNotes\tUIKitCore\tOutbox\tSync\tended", row(LevelInfo, "Notes", "UIKitCore", "Outbox", "Sync", "ended")},
		{"launchd's label, empty category", "default\t2024-03-15 10:00:00.123456 -0700\tlaunchd\tuser/501/UIKitApplication:com.example.notes[6159][rb-legacy] [1758]\t\texited due to SIGPIPE",
			dated(row(LevelDefault, "launchd", "", "user/501/UIKitApplication:com.example.notes[6159][rb-legacy] [1758]", "", "exited due to SIGPIPE"))},
		{"launchd's own domain", "default\t" + clock + "\tlaunchd\tsystem\t\texited", row(LevelDefault, "launchd", "", "system", "", "exited")},
		{"PID and thread", "default\t" + clock + "\tNotes\t312\t0x1a2b3\tUIKitCore\tended", ids(row(LevelDefault, "Notes", "UIKitCore", "", "", "ended"), 312, 0x1a2b3)},
		{"PID, decimal thread, activity", "default\t" + clock + "\t312\t107187\t0\tNotes\tcom.example.notes\tSync\tended",
			ids(row(LevelDefault, "Notes", "", "com.example.notes", "Sync", "ended"), 312, 107187)},
		{"process with dots", "default\t" + clock + "\tcom.apple.WebKit.Networking\tCFNetwork\tended", row(LevelDefault, "com.apple.WebKit.Networking", "CFNetwork", "", "", "ended")},
		{"process with blanks", "default\t" + clock + "\tField Notes (beta)\tended", row(LevelDefault, "Field Notes (beta)", "", "", "", "ended")},
		{"process with other signs", "default\t" + clock + "\tNotes, Lists & Co.\tended", row(LevelDefault, "Notes, Lists & Co.", "", "", "", "ended")},
		{"activity", "activity\t" + clock + "\tNotes\tflush", row(LevelUnknown, "Notes", "", "", "", "flush")},
		// levels in other languages
		{"German", "standard\t" + clock + "\tNotes\tended now", row(LevelDefault, "Notes", "", "", "", "ended now")},
		{"German error", "Fehler\t" + clock + "\tNotes\tended now", row(LevelError, "Notes", "", "", "", "ended now")},
		{"French", "par défaut\t" + clock + "\tNotes\tended now", row(LevelDefault, "Notes", "", "", "", "ended now")},
		{"Japanese", "デフォルト\t" + clock + "\tNotes\tended now", row(LevelDefault, "Notes", "", "", "", "ended now")},
		{"unknown language", "obvyklé\t" + clock + "\tNotes\tended now", row(LevelUnknown, "Notes", "", "", "", "ended now")},
		// columns moved
		{"process before the time", "Field Notes\t" + clock + "\tended: now", row(LevelUnknown, "Field Notes", "", "", "", "ended: now")},
		{"type and process before the time", "default\tNotes\t" + clock + "\tcom.example.notes\tSync\tended: now",
			row(LevelDefault, "Notes", "", "com.example.notes", "Sync", "ended: now")},
		{"process and type before the time", "Notes\terror\t" + clock + "\tended: now", row(LevelError, "Notes", "", "", "", "ended: now")},
		{"library before the time", "UIKitCore\tdefault\t" + clock + "\tField Notes\tended: now", row(LevelDefault, "Field Notes", "UIKitCore", "", "", "ended: now")},
		{"dylib before the time", "libnotes.dylib\tdefault\t" + clock + "\tNotes\tcom.example.notes\tSync\tended: now",
			row(LevelDefault, "Notes", "libnotes.dylib", "com.example.notes", "Sync", "ended: now")},
		{"library before the process", "default\t" + clock + "\tCFNetwork\tNotes\tended: now", row(LevelDefault, "Notes", "CFNetwork", "", "", "ended: now")},
		{"library before the time, no process", "CFNetwork\tdefault\t" + clock + "\tended: now", row(LevelDefault, "", "CFNetwork", "", "", "ended: now")},
		{"process named as a library begins", "Networks\tdefault\t" + clock + "\tended: now", row(LevelDefault, "Networks", "", "", "", "ended: now")},
		{"PID and type before the time", "312\tdefault\t" + clock + "\tNotes\tended: now", ids(row(LevelDefault, "Notes", "", "", "", "ended: now"), 312, 0)},
		{"three columns before the time", "Notes\tcom.example.notes\terror\t" + clock + "\tended: now", row(LevelError, "Notes", "", "com.example.notes", "", "ended: now")},
		{"type behind the time", clock + "\terror\tNotes\tended: now", row(LevelError, "Notes", "", "", "", "ended: now")},
		{"columns behind the message", clock + "\tProcess\t[app<com.example.notes>:312] ended\tcom.apple.FrontBoard\tFrontBoard\tdefault\tSpringBoard",
			row(LevelDefault, "SpringBoard", "FrontBoard", "com.apple.FrontBoard", "Process", "[app<com.example.notes>:312] ended")},
		{"columns behind several lines", clock + "\tProcess\tended {(\n\ta\tb\n)}\tcom.apple.FrontBoard\tFrontBoard\terror\tField Notes",
			row(LevelError, "Field Notes", "FrontBoard", "com.apple.FrontBoard", "Process", "ended {(\n\ta\tb\n)}")},
		{"empty columns behind the message", clock + "\t\t    late.m:616 : ended\t\tlibnotes.dylib\tdefault\tNotes",
			row(LevelDefault, "Notes", "libnotes.dylib", "", "", "    late.m:616 : ended")},
		{"library behind the message", clock + "\t[outbox] ended\tUIKitCore\tdefault\tNotes", row(LevelDefault, "Notes", "UIKitCore", "", "", "[outbox] ended")},
		{"PID behind the message", clock + "\t[outbox] ended\tUIKitCore\tdefault\t312\tNotes", row(LevelDefault, "Notes", "UIKitCore", "", "", "[outbox] ended")},
		{"type at the end", clock + "\tNotes\t[outbox] ended\tcom.example.notes\tSync\tdefault", row(LevelDefault, "Notes", "", "com.example.notes", "Sync", "[outbox] ended")},
		{"time at the end", "default\tNotes\tended: now\t" + clock, row(LevelDefault, "Notes", "", "", "", "ended: now")},
		{"time at the end of several lines", "default\tNotes\tended {(\n\ta\tb\n\t)}\t" + clock, row(LevelDefault, "Notes", "", "", "", "ended {(\n\ta\tb\n\t)}")},
		// the message
		{"tabs in the message", "default\t" + clock + "\tNotes\t[a]\tb\tdefault\tc", row(LevelDefault, "Notes", "", "", "", "[a]\tb\tdefault\tc")},
		{"tabs in the message, no type", clock + "\tNotes\t[a]\tb c\n\td:", row(LevelUnknown, "Notes", "", "", "", "[a]\tb c\n\td:")},
		{"a level in the message, no type", clock + "\tNotes\tdefault", row(LevelUnknown, "Notes", "", "", "", "default")},
		{"a tab after the message", clock + "\tNotes: [late]\tnow", row(LevelUnknown, "", "", "", "", "Notes: [late]\tnow")},
		{"too long for a name", "default\t" + clock + "\tNotes\t" + strings.Repeat("x", 65) + "\tended", row(LevelDefault, "Notes", "", "", "", strings.Repeat("x", 65)+"\tended")},
		{"more cells than columns", "default\t" + clock + "\ta\tb\tc\td\te\tf\tg\th i", row(LevelDefault, "a", "b", "c", "d", "g\th i")},
		{"no message", "default\t" + clock + "\tNotes\t", row(LevelDefault, "Notes", "", "", "", "")},
		{"carriage returns", "default\t" + clock + "\tNotes\tended {(\r\n    a\r\n)}\r\n", row(LevelDefault, "Notes", "", "", "", "ended {(\n    a\n)}")},
		// tabs turned into blanks
		{"wide blanks", "default 10:00:00.123456 -0700   dasd    com.example.notes.refresh:8DDCE3:[\n\t{name: a}", row(LevelDefault, "dasd", "", "", "", "com.example.notes.refresh:8DDCE3:[\n\t{name: a}")},
		{"single blanks", "default 10:00:00.123456 -0700 nsurlsessiond Resetting request delay", row(LevelDefault, "nsurlsessiond", "", "", "", "Resetting request delay")},
		{"single blanks and a date", "default 2024-03-15 10:00:00.123456 -0700 assertiond [Notes:312] ended", dated(row(LevelDefault, "assertiond", "", "", "", "[Notes:312] ended"))},
		{"a date and no type", "2024-03-15 10:00:00.123456 -0700 assertiond [Notes:312] ended", dated(row(LevelUnknown, "assertiond", "", "", "", "[Notes:312] ended"))},
		{"two words of French", "par défaut " + clock + " Notes ended", row(LevelDefault, "Notes", "", "", "", "ended")},
		{"wide blanks and a subsystem", "info    " + clock + "    Notes    com.example.notes    Outbox Sync    ended  now", row(LevelInfo, "Notes", "", "com.example.notes", "Outbox Sync", "ended  now")},
		{"wide blanks in the message", "info    " + clock + "    Notes    ended  now", row(LevelInfo, "Notes", "", "", "", "ended  now")},
		{"milliseconds, no type, no zone", "10:00:00.123  Notes  ended\n    late", row(LevelUnknown, "Notes", "", "", "", "ended\n    late")},
		{"blanks only", "default " + clock + "  ", row(LevelDefault, "", "", "", "", "")},
		{"a process and no more", "default " + clock + " Notes", row(LevelDefault, "Notes", "", "", "", "")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, textOne(t, "console", tc.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A level before the message and no time anywhere is still a record.
func TestConsoleWithoutTime(t *testing.T) {
	rows, sum := textScan(t, "", "default\tNotes\tbegan: now\nerror\tNotes\tended: now\n", Options{})
	want := []textRow{
		{1, "unknown time", LevelDefault, "Notes", NoPID, 0, "", "", "", "began: now"},
		{2, "unknown time", LevelError, "Notes", NoPID, 0, "", "", "", "ended: now"},
	}
	if diff := cmp.Diff(want, rows); diff != "" || sum.Format != "console" {
		t.Errorf("%s (-want +got):\n%s", sum.Format, diff)
	}
}

func TestConsoleMarker(t *testing.T) {
	rec := Record{PID: NoPID}
	if !console.record([]byte("default\t10:00:00.123456-0700\tlogd\t=== log class: persist begins"), &rec) || rec.Kind != KindMarker {
		t.Errorf("the marker is kind %d", rec.Kind)
	}
}

// Two records are out of order across midnight, and a second midnight follows.
func TestConsoleMidnight(t *testing.T) {
	const text = "default\t23:59:59.900000+0100\tNotes\ta\n" +
		"default\t00:00:00.000100+0100\tNotes\tb {\n\t1\n}\n" +
		"default\t23:59:59.999900+0100\tdasd\tc\n" +
		"default\t00:00:00.000200+0100\tNotes\td\n" +
		"default\t23:59:59.999950+0100\tdasd\te\n" +
		"default\t00:00:00.000300+0100\tNotes\tf\n" +
		"default\t11:00:00.000000+0100\tNotes\tg\n" +
		"default\t22:00:00.000000+0100\tNotes\th\n" +
		"default\t01:00:00.000000+0100\tNotes\ti\n"
	want := []string{
		"day 1 23:59:59.900 a", "day 2 00:00:00.000 b {", "day 1 23:59:59.999 c", "day 2 00:00:00.000 d",
		"day 1 23:59:59.999 e", "day 2 00:00:00.000 f", "day 2 11:00:00.000 g", "day 2 22:00:00.000 h", "day 3 01:00:00.000 i",
	}
	for _, size := range []int{0, 16, 60, 100} {
		rows, sum := textScan(t, "", text, Options{BlockSize: size, Workers: 2})
		var got []string
		for _, r := range rows {
			first, _, _ := strings.Cut(r.Message, "\n")
			got = append(got, r.Time+" "+first)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("block size %d (-want +got):\n%s", size, diff)
		}
		if got := sum.First.String() + " to " + sum.Last.String(); got != "day 1 23:59:59.900 to day 3 01:00:00.000" || sum.Date != "none" {
			t.Errorf("block size %d: %s, date %s", size, got, sum.Date)
		}
	}
}

// The same midnight where only some records are wanted: the others still count.
func TestConsoleMidnightSkipped(t *testing.T) {
	in := NewInterest(Wanted{Processes: []string{"dasd"}})
	rows, _ := textScan(t, "", "default\t23:59:59.900000+0100\tNotes\ta\n"+
		"default\t00:00:00.000100+0100\tNotes\tb\n"+
		"default\t11:00:00.000000+0100\tNotes\tc\n"+
		"default\t22:30:00.000000+0100\tNotes\tc\n"+
		"default\t00:30:00.000000+0100\tNotes\td\n"+
		"default\t00:40:00.000000+0100\tdasd\te\n", Options{Interest: in})
	if len(rows) != 1 || rows[0].Time != "day 3 00:40:00.000" {
		t.Errorf("got %+v, want one record on day 3", rows)
	}
}

func TestConsoleRepeats(t *testing.T) {
	rows, sum := textScan(t, "", "default\t10:00:00.226046+0100\tNotes\tended <Task: 0x1057fe340>\n"+
		"default\t10:00:00.226052+0100\tNotes\tended <Task: 0x1057fe340>\n"+
		"default\t10:00:00.226032+0100\tNotes\tended <Task: 0x1057fe340>\n"+
		"default\t10:00:00.300000+0100\tNotes\tended <Task: 0x1057fe340>\n", Options{})
	if len(rows) != 2 || sum.Repeats != 2 || sum.Records != 4 {
		t.Errorf("%d rows, %d repeats of %d records", len(rows), sum.Repeats, sum.Records)
	}
}
