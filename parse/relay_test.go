package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestIdevicesyslog(t *testing.T) {
	row := func(level Level, process, image, message string) textRow {
		return textRow{0, "2024-03-15 10:00:00.000 +0000", level, process, 312, 0, image, "", "", message}
	}
	exact := func(level Level, process, image, message string) textRow {
		r := row(level, process, image, message)
		r.Time = "2024-03-15 10:00:00.123 +0000"
		return r
	}
	job := row(LevelDefault, "com.apple.launchd", "", "exited")
	job.PID, job.Subsystem = 1, "UIKitApplication:com.example.notes[0x16c3][312]"
	for _, tc := range []struct {
		name, text string
		want       textRow
	}{
		{"device and library", "Mar 15 10:00:00 Lenas-iPhone-5s Notes(UIKitCore)[312] <Notice>: ended", row(LevelDefault, "Notes", "UIKitCore", "ended")},
		{"device", "Mar 15 10:00:00 the-titanic Notes[312] <Warning>: ended", row(LevelDefault, "Notes", "", "ended")},
		{"device and a process with blanks", "Mar 15 10:00:00 iPhone Field Notes[312] <Error>: ended", row(LevelError, "Field Notes", "", "ended")},
		{"day of the week", "Fri Mar 15 10:00:00 unknown Notes[312] <Warning>: ended", row(LevelDefault, "Notes", "", "ended")},
		{"device hidden", "Mar 15 10:00:00 Notes(UIKitCore)[312] <Info>: ended", row(LevelInfo, "Notes", "UIKitCore", "ended")},
		{"device hidden, parentheses in the name", "Mar 15 10:00:00 Notes (beta)[312] <Info>: ended", row(LevelInfo, "Notes (beta)", "", "ended")},
		{"fraction", "Mar 15 10:00:00.123456 Notes[312] <Debug>: ended", exact(LevelDebug, "Notes", "", "ended")},
		{"fraction and a process with blanks and parentheses", "Mar 15 10:00:00.123456 Field Notes (beta)(UIKitCore)[312] <Fault>: ended",
			exact(LevelFault, "Field Notes (beta)", "UIKitCore", "ended")},
		{"library with blanks", "Mar 15 10:00:00.123456 Notes(Field Notes.debug.dylib)[312] <Fault>: ended",
			exact(LevelFault, "Notes", "Field Notes.debug.dylib", "ended")},
		{"brackets changed", "Mar 15 10:00:00 Notes[UIKitCore](312) <Notice>: ended", row(LevelDefault, "Notes", "UIKitCore", "ended")},
		{"Visual Studio's device log", "Mar 15 10:00:00\tLena's iPhone\tError\t312\tField Notes(UIKitCore)\tended\there", row(LevelError, "Field Notes", "UIKitCore", "ended\there")},
		{"Visual Studio's device log, the app's own line", "Mar 15 10:00:00\tiPhone\tNotice\t312\tNotes(Notes)\tended {\n    a\n}", row(LevelDefault, "Notes", "", "ended {\n    a\n}")},
		{"one digit of the day", "Mar 15 10:00:00 Notes[312] <Unknown>: ended", row(LevelUnknown, "Notes", "", "ended")},
		{"a level of the future", "Mar 15 10:00:00 Notes[312] <Shout>: ended", row(LevelUnknown, "Notes", "", "ended")},
		{"launchd on behalf of a job", "Mar 15 10:00:00 iPhone com.apple.launchd[1] (UIKitApplication:com.example.notes[0x16c3][312]) <Notice>: exited", job},
		{"launchd on behalf of a job, without a blank", "Mar 15 10:00:00 iPhone com.apple.launchd[1](UIKitApplication:com.example.notes[0x16c3][312]) <Notice>: exited", job},
		{"a message like a record's head", "Mar 15 10:00:00 iPhone Notes[312] <Notice>: child[7] <Error>: ended", row(LevelDefault, "Notes", "", "child[7] <Error>: ended")},
		{"no message", "Mar 15 10:00:00 iPhone Notes[312] <Notice>:", row(LevelDefault, "Notes", "", "")},
		{"several lines and NULs", "Mar 15 10:00:00 iPhone Notes[312] <Notice>: ended {(\n    a\n)}\n\x00", row(LevelDefault, "Notes", "", "ended {(\n    a\n)}")},
		{"escapes of the old relay", `Mar 15 10:00:00 iPhone Notes[312] <Notice>: \M-b\M^@\M-&wait\M-b\M^@\M-& a\134nb \\ C:\notes \033[1m \9 \M-`,
			row(LevelDefault, "Notes", "", `…wait… a\nb \ C:\notes \033[1m \9 \M-`)},
		{"no escapes in the new one", `Mar 15 10:00:00.123456 Notes[312] <Notice>: \M-b\M^@\M-& a\134nb`,
			exact(LevelDefault, "Notes", "", `\M-b\M^@\M-& a\134nb`)},
		{"colours", "\x1b[0;37mMar 15 10:00:00.123456 \x1b[1;36mNotes\x1b[0;36m(UIKitCore)[312]\x1b[m \x1b[0;32m<Notice>:\x1b[m \x1b[1;37mended {(\n a\n)}\x1b[m\n",
			exact(LevelDefault, "Notes", "UIKitCore", "ended {(\n a\n)}")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, textOne(t, "idevicesyslog", tc.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A capture that was interrupted and went on after New Year.
func TestIdevicesyslogSession(t *testing.T) {
	for _, size := range []int{0, 40} {
		rows, sum := textScan(t, "", "[connected:00008030-001C]\n"+
			"Dec 31 23:59:59.900000 Notes[312] <Notice>: began\n"+
			"[disconnected:00008030-001C]\n\n[connected]\n"+
			"\x00Jan  1 00:00:00.100000 Notes[312] <Notice>: ended\n"+
			"Dec 31 23:59:59.950000 notesd[31] <Notice>: late\n", Options{BlockSize: size})
		var got []string
		for _, r := range rows {
			got = append(got, r.Time+" "+r.Message)
		}
		want := []string{"2024-12-31 23:59:59.900 +0000 began", "2024-12-31 23:59:59.900 +0000 [disconnected:00008030-001C]", "2024-12-31 23:59:59.900 +0000 captured anew: [connected]", "2025-01-01 00:00:00.100 +0000 ended", "2024-12-31 23:59:59.950 +0000 late"}
		if diff := cmp.Diff(want, got); diff != "" || sum.Format != "idevicesyslog" || sum.Unparsed != 0 {
			t.Errorf("%s, %d unparsed, block size %d (-want +got):\n%s", sum.Format, sum.Unparsed, size, diff)
		}
	}
}

func TestMacosSyslog(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       textRow
	}{
		{"kernel", "Jul  1 09:00:55 mini kernel[0]: waking",
			textRow{0, "2024-07-01 09:00:55.000 +0000", LevelUnknown, "kernel", 0, 0, "", "", "", "waking"}},
		{"blanks in the name, no message", "Jul  1 09:00:55 mini.local Field Notes[312]:",
			textRow{0, "2024-07-01 09:00:55.000 +0000", LevelUnknown, "Field Notes", 312, 0, "", "", "", ""}},
		{"a level that a web page took for a tag, day of the week", "Mon Jul  1 09:00:55 unknown Notes[312] : ended",
			textRow{0, "2024-07-01 09:00:55.000 +0000", LevelUnknown, "Notes", 312, 0, "", "", "", "ended"}},
		{"escapes", `Jul  1 09:00:55 mini Notes[312]: caf\M-C\M-) <late>`,
			textRow{0, "2024-07-01 09:00:55.000 +0000", LevelUnknown, "Notes", 312, 0, "", "", "", "café <late>"}},
		{"launchd of a simulator on behalf of a job",
			"Aug 18 16:29:17 mini com.apple.CoreSimulator.SimDevice.8D30CF85.launchd_sim[190] (UIKitApplication:com.example.notes[0xdf6d][197]): exited\nlate",
			textRow{0, "2024-08-18 16:29:17.000 +0000", LevelUnknown, "launchd_sim", 190, 0, "", "UIKitApplication:com.example.notes[0xdf6d][197]", "", "exited\nlate"}},
		{"launchd", "Aug 18 16:29:17 mini com.apple.xpc.launchd[1] (com.example.notes.sync): exited",
			textRow{0, "2024-08-18 16:29:17.000 +0000", LevelUnknown, "launchd", 1, 0, "", "com.example.notes.sync", "", "exited"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, textOne(t, "macos-syslog", tc.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	rows, sum := textScan(t, "", "Jul  1 09:00:55 mini Notes[312]: late\nJul  1 09:00:59 mini --- last message repeated 2 times ---\n"+
		"Jul  1 09:01:55 mini Notes[312]: later\n", Options{})
	if len(rows) != 2 || rows[0].Message != "late" || sum.Format != "macos-syslog" || sum.Unparsed != 0 {
		t.Errorf("%d rows, %+v", len(rows), sum)
	}
}

func TestPymobiledevice3(t *testing.T) {
	row := func(clock string, level Level, process, image, sub, cat, message string) textRow {
		return textRow{0, "2024-03-15 " + clock, level, process, 312, 0, image, sub, cat, message}
	}
	for _, tc := range []struct {
		name, text string
		want       textRow
	}{
		{"library", "2024-03-15 10:00:00.123456 Notes{UIKitCore}[312] <NOTICE>: ended",
			row("10:00:00.123 +0000", LevelDefault, "Notes", "UIKitCore", "", "", "ended")},
		{"offset, no fraction, blanks in the name", "2024-03-15 10:00:00 Field Notes{UIKitCore+0x1f2c}[312] <ERROR>: ended",
			row("10:00:00.000 +0000", LevelError, "Field Notes", "UIKitCore", "", "", "ended")},
		{"library of the process", "2024-03-15 10:00:00.123456 Notes{Notes+0x1f}[312] <DEBUG>: ended",
			row("10:00:00.123 +0000", LevelDebug, "Notes", "", "", "", "ended")},
		{"no library", "2024-03-15 10:00:00.123456 Notes{}[312] <INFO>: ended",
			row("10:00:00.123 +0000", LevelInfo, "Notes", "", "", "", "ended")},
		{"label behind several lines", "2024-03-15 10:00:00.123456 Notes{UIKitCore}[312] <FAULT>: ended {(\n  a[1][2]\n)} [com.apple.UIKit][BackgroundTask]",
			row("10:00:00.123 +0000", LevelFault, "Notes", "UIKitCore", "com.apple.UIKit", "BackgroundTask", "ended {(\n  a[1][2]\n)}")},
		{"label behind nothing", "2024-03-15 10:00:00.123456 Notes{UIKitCore}[312] <FAULT>:  [com.apple.UIKit][BackgroundTask]",
			row("10:00:00.123 +0000", LevelFault, "Notes", "UIKitCore", "com.apple.UIKit", "BackgroundTask", "")},
		{"a message like a label", "2024-03-15 10:00:00.123456 Notes{UIKitCore}[312] <FAULT>: [com.apple.UIKit][BackgroundTask]",
			row("10:00:00.123 +0000", LevelFault, "Notes", "UIKitCore", "", "", "[com.apple.UIKit][BackgroundTask]")},
		{"--label where there is none", "2024-03-15 10:00:00.123456 Notes{UIKitCore}[312] <USER_ACTION>: ended ",
			row("10:00:00.123 +0000", LevelUnknown, "Notes", "UIKitCore", "", "", "ended")},
		{"brackets that are no label", "2024-03-15 10:00:00.123456 Notes{UIKitCore}[312] <NOTICE>: ended [17][23]",
			row("10:00:00.123 +0000", LevelDefault, "Notes", "UIKitCore", "", "", "ended [17][23]")},
		{"one bracket", "2024-03-15 10:00:00.123456 Notes{UIKitCore}[312] <NOTICE>: ended [23]",
			row("10:00:00.123 +0000", LevelDefault, "Notes", "UIKitCore", "", "", "ended [23]")},
		{"colours", "\x1b[32m2024-03-15 10:00:00.123456\x1b[0m \x1b[35mNotes\x1b[0m{\x1b[35mUIKitCore\x1b[0m}[\x1b[36m312\x1b[0m] <\x1b[37mNOTICE\x1b[0m>: \x1b[37mended\x1b[0m",
			row("10:00:00.123 +0000", LevelDefault, "Notes", "UIKitCore", "", "", "ended")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, textOne(t, "pymobiledevice3", tc.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestGoiosText(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       textRow
	}{
		{"label", "2024-03-15T10:00:00.123-07:00  PID:312    <Default>  [com.apple.UIKit:BackgroundTask]  ended",
			textRow{0, "2024-03-15 10:00:00.123 -0700", LevelDefault, "", 312, 0, "", "com.apple.UIKit", "BackgroundTask", "ended"}},
		{"no label", "2024-03-15T10:00:00.123Z  PID:31245  <Info   >  ended: [17:23]",
			textRow{0, "2024-03-15 10:00:00.123 +0000", LevelInfo, "", 31245, 0, "", "", "", "ended: [17:23]"}},
		{"a level of the future", "2024-03-15T10:00:00.123Z  PID:312    <Unknown(4)>  [Outbox] ended",
			textRow{0, "2024-03-15 10:00:00.123 +0000", LevelUnknown, "", 312, 0, "", "", "", "[Outbox] ended"}},
		{"colours", "\x1b[90m2024-03-15T10:00:00.123Z\x1b[0m  \x1b[90mPID:312  \x1b[0m  \x1b[31m<Error  >\x1b[0m  \x1b[90m[com.apple.UIKit:BackgroundTask]\x1b[0m  \x1b[31mended\x1b[0m",
			textRow{0, "2024-03-15 10:00:00.123 +0000", LevelError, "", 312, 0, "", "com.apple.UIKit", "BackgroundTask", "ended"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, textOne(t, "go-ios-text", tc.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeVis(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                "plain",
		`\M-b\M^@\M-&`:         "…",
		`\M-e\M^C\M^O\240`:     "像\uFFFD",
		`a\040b\134n`:          `a b\n`,
		`a\\b`:                 `a\b`,
		`tail\`:                `tail\`,
		`\M`:                   `\M`,
		`\M-`:                  `\M-`,
		`\M- x`:                `\M- x`,
		`\M^a`:                 `\M^a`,
		`\033[31m\400\177\18`:  `\033[31m\400\177\18`,
		`{\"id\":"\\d+"} \^[x`: `{\"id\":"\d+"} \^[x`,
		`C:\notes\late`:        `C:\notes\late`,
	} {
		if got := decodeVis(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}
