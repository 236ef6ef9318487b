package parse

import (
	"fmt"
	"strings"
	"testing"
)

// ndjsonLine is a record in the order in which macOS 14 prints the keys.
const ndjsonLine = `{"timezoneName":"","messageType":"Default","eventType":"logEvent","source":null,` +
	`"formatString":"Created background task %{public}@.\n","userID":501,"activityIdentifier":1234,` +
	`"subsystem":"com.apple.UIKit","category":"BackgroundTask","threadID":26699,` +
	`"senderImageUUID":"0F11A0C2-33D5-3F0B-9A1E-000000000001",` +
	`"backtrace":{"frames":[{"imageOffset":6084,"imageUUID":"0F11A0C2-33D5-3F0B-9A1E-000000000001"}]},` +
	`"bootUUID":"5e3f7c1a-0b7d-4c52-9c44-6d1f0a9be801",` +
	`"processImagePath":"\/private\/var\/containers\/Bundle\/Application\/7A1B\/Notes.app\/Notes",` +
	`"senderImagePath":"\/System\/Library\/PrivateFrameworks\/UIKitCore.framework\/UIKitCore",` +
	`"timestamp":"2026-03-15 14:14:18.432571-0500","machTimestamp":161796510,` +
	`"eventMessage":"Created background task <_UIBackgroundTaskInfo: 0x1>: taskID = 3, taskName = \"FlushOutbox\" \ud83d\ude80.\n",` +
	`"processImageUUID":"0F11A0C2-33D5-3F0B-9A1E-000000000002","traceID":444438921084932,"processID":4242,` +
	`"senderProgramCounter":6084,"parentActivityIdentifier":0}`

// ndjsonRecord is what ndjsonLine says.
func ndjsonRecord(t *testing.T, line int) Record {
	return Record{
		Line: line, Time: rfc(t, "2026-03-15T14:14:18.432571-05:00"), Level: LevelDefault, Kind: KindLog,
		Process: "Notes", ProcessPath: "/private/var/containers/Bundle/Application/7A1B/Notes.app/Notes",
		PID: 4242, TID: 26699, Image: "UIKitCore", Subsystem: "com.apple.UIKit", Category: "BackgroundTask",
		Message:  `Created background task <_UIBackgroundTaskInfo: 0x1>: taskID = 3, taskName = "FlushOutbox" 🚀.`,
		Template: "Created background task %{public}@.\n", Boot: "5E3F7C1A-0B7D-4C52-9C44-6D1F0A9BE801",
	}
}

func TestNDJSON(t *testing.T) {
	at := "2026-03-15 14:14:18.432571-0500"
	when := rfc(t, "2026-03-15T14:14:18.432571-05:00")
	for _, test := range []struct {
		name, in string
		want     []Record
		unparsed int
	}{
		{name: "macOS 14", in: ndjsonLine + "\n", want: []Record{ndjsonRecord(t, 1)}},
		{
			name: "preamble and trailer",
			in:   "Filtering the log data using \"subsystem == \"com.apple.UIKit\"\"\n" + ndjsonLine + "\n{\"count\":1,\"finished\":1}\n",
			want: []Record{ndjsonRecord(t, 2)},
		},
		{name: "trailer without newline before it", in: ndjsonLine + `{"count":1,"finished":1}`, want: []Record{ndjsonRecord(t, 1)}},
		{
			name: "the trailer of another file before it",
			in:   `{"count":0,"finished":1}` + ndjsonLine + "\n" + ndjsonLine + "\n",
			want: []Record{ndjsonRecord(t, 1), ndjsonRecord(t, 2)},
		},
		{
			name: "lines of one array", in: "[\n" + ndjsonLine + ",\n," + ndjsonLine + "\n]\n",
			want: []Record{ndjsonRecord(t, 2), ndjsonRecord(t, 3)},
		},
		{name: "carriage returns", in: ndjsonLine + "\r\n{\"count\":1,\"finished\":1}\r\n", want: []Record{ndjsonRecord(t, 1)}},
		{
			name: "blanks, other order, no library of its own",
			in: `{ "eventMessage" : "a\tb" , "timestamp" : "` + at + `", "processImagePath" : "/kernel", "senderImagePath" : "/kernel",` +
				`"messageType" : "Error", "eventType" : "logEvent", "processID" : 0, "threadID" : 101, "bootUUID" : "" }`,
			want: []Record{{Line: 1, Time: when, Level: LevelError, Process: "kernel", ProcessPath: "/kernel", PID: 0, TID: 101, Message: "a\tb"}},
		},
		{
			name: "macOS 10.13: no event type, no boot",
			in: `{"activityID":7,"category":"","eventMessage":"hello","messageType":"Info","processImagePath":"\/usr\/libexec\/dasd",` +
				`"processID":99,"processUniqueID":99,"senderImagePath":"\/usr\/libexec\/dasd","subsystem":"","threadID":5,"timestamp":"` + at + `"}`,
			want: []Record{{Line: 1, Time: when, Level: LevelInfo, Process: "dasd", ProcessPath: "/usr/libexec/dasd", PID: 99, TID: 5, Message: "hello"}},
		},
		{
			name: "macOS 10.14: no paths", in: `{"eventType":"logEvent","eventMessage":"hello","timestamp":"` + at + `","messageType":null}`,
			want: []Record{{Line: 1, Time: when, PID: NoPID, Message: "hello"}},
		},
		{
			name: "activities and signposts",
			in: `{"eventType":"activityCreateEvent","eventMessage":"open a node","timestamp":"` + at + `"}` + "\n" +
				`{"eventType":"activityTransitionEvent","eventMessage":"Transition to 0x12","timestamp":"` + at + `"}` + "\n" +
				`{"eventType":"signpostEvent","messageType":"Default","eventMessage":"","signpostName":"flush","timestamp":"` + at + `"}` + "\n" +
				`{"eventType":"userActionEvent","eventMessage":"tap","timestamp":"` + at + `"}` + "\n" +
				`{"eventType":"aVeryLongEventTypeThatNobodyKnows","eventMessage":"","timestamp":"` + at + `"}`,
			want: []Record{
				{Line: 1, Time: when, Kind: KindActivity, PID: NoPID, Message: "open a node"},
				{Line: 2, Time: when, Kind: KindActivity, PID: NoPID, Message: "Transition to 0x12"},
				{Line: 3, Time: when, Kind: KindSignpost, Level: LevelDefault, PID: NoPID},
				{Line: 4, Time: when, Kind: KindOther, PID: NoPID, Message: "tap"},
				{Line: 5, Time: when, Kind: KindOther, PID: NoPID},
			},
		},
		{
			name: "markers",
			in: `{"eventType":"timesyncEvent","eventMessage":"=== system boot: 5E3F","timestamp":"` + at + `"}` + "\n" +
				`{"eventType":"timesyncEvent","eventMessage":null,"timestamp":"` + at + `"}` + "\n" +
				`{"eventType":"lossEvent","eventMessage":"lost >=63 unreliable messages from 1-2 (Mach continuous exact start-approx. end)","timestamp":"` + at + `"}` + "\n" +
				`{"eventMessage":"=== system wallclock time adjusted","timestamp":"` + at + `"}`,
			want: []Record{
				{Line: 1, Time: when, Kind: KindMarker, PID: NoPID, Message: "=== system boot: 5E3F"},
				{Line: 2, Time: when, Kind: KindMarker, PID: NoPID},
				{Line: 3, Time: when, Kind: KindMarker, PID: NoPID, Message: "lost >=63 unreliable messages from 1-2 (Mach continuous exact start-approx. end)"},
				{Line: 4, Time: when, Kind: KindMarker, PID: NoPID, Message: "=== system wallclock time adjusted"},
			},
		},
		{
			name: "keys quoted in the message",
			in: `{"eventMessage":"\"subsystem\":\"com.example.no\",\"processID\":1,","subsystem":"com.example.notes",` +
				`"processID":12,"timestamp":"` + at + `"}`,
			want: []Record{{Line: 1, Time: when, PID: 12, Subsystem: "com.example.notes", Message: `"subsystem":"com.example.no","processID":1,`}},
		},
		{
			name: "colours and NULs in the message",
			in:   `{"eventMessage":"\u001b[32mLOG\u001b[39m saved\u0000\r\nnext\n\n","timestamp":"` + at + `"}`,
			want: []Record{{Line: 1, Time: when, PID: NoPID, Message: "LOG saved\nnext"}},
		},
		{
			name: "cut behind the message", in: `{"eventType":"logEvent","timestamp":"` + at + `","eventMessage":"whole","processID":424`,
			want: []Record{{Line: 1, Time: when, PID: NoPID, Message: "whole"}},
		},
		{
			name: "cut in a key behind the message", in: `{"eventType":"logEvent","timestamp":"` + at + `","eventMessage":"whole","processID":424,"sub`,
			want: []Record{{Line: 1, Time: when, PID: 424, Message: "whole"}},
		},
		{
			name: "cut in the message", in: ndjsonLine + "\n" + `{"eventType":"logEvent","timestamp":"` + at + `","eventMessage":"not who`,
			want: []Record{ndjsonRecord(t, 1)}, unparsed: 1,
		},
		{
			name: "no time", in: ndjsonLine + "\n" + `{"eventType":"logEvent","eventMessage":"text"}` + "\n" + `{"eventType":"logEvent","timestamp":"noon"}`,
			want: []Record{ndjsonRecord(t, 1)}, unparsed: 2,
		},
		{
			name: "the end of a cut line first", in: `essage":"text","processID":12}` + "\n" + ndjsonLine,
			want: []Record{ndjsonRecord(t, 2)}, unparsed: 1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, sum := scanJSON(t, test.in, nil)
			if diff := recordDiff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if sum.Format != "log-ndjson" || sum.Unparsed != test.unparsed {
				t.Errorf("format %q with %d unparsed lines, want log-ndjson with %d", sum.Format, sum.Unparsed, test.unparsed)
			}
		})
	}
}

func TestNDJSONWanted(t *testing.T) {
	in := NewInterest(Wanted{
		Processes: []string{"nsurlsessiond", "Café"}, Images: []string{"UIKitCore"}, Subsystems: []string{"com.apple.duetactivityscheduler"},
		Searched: map[string][]Literal{"runningboardd": nil}, Literals: []string{"Background Task", `https://example`},
	})
	for _, test := range []struct {
		name, in string
		want     bool
	}{
		{"library", ndjsonLine, true},
		{"process", `{"eventType":"logEvent","processImagePath":"\/usr\/libexec\/nsurlsessiond","senderImagePath":"\/x\/CFNetwork","subsystem":"com.apple.CFNetwork"}`, true},
		{"process with escapes", `{"eventType":"logEvent","processImagePath":"\/x\/Caf\u00e9","senderImagePath":"\/x\/CFNetwork","subsystem":"com.apple.CFNetwork"}`, true},
		{"library with escapes", `{"processImagePath":"\/x\/Notes","senderImagePath":"\/x\/UIKit\u0043ore","timestamp":"","eventMessage":"x"}`, true},
		{"process without path", `{"processImagePath":"nsurlsessiond","timestamp":"","eventMessage":"x"}`, true},
		{"subsystem", `{"subsystem" : "com.apple.duetactivityscheduler","timestamp":"","eventMessage":"x"}`, true},
		{"subsystem with escapes", `{"subsystem":"com.apple.\u0064uetactivityscheduler","timestamp":"","eventMessage":"x"}`, true},
		{"nothing of it", `{"processImagePath":"\/x\/Notes","senderImagePath":"\/x\/CFNetwork","subsystem":"com.apple.CFNetwork","timestamp":"","eventMessage":"x"}`, false},
		{"only quoted in the message", `{"eventMessage":"\"subsystem\":\"com.apple.duetactivityscheduler\"","processImagePath":"\/x\/Notes","timestamp":""}`, false},
		{"literal", `{"processImagePath":"\/x\/Notes","senderImagePath":"\/x\/Notes","subsystem":"","eventMessage":"Background Task 3","timestamp":""}`, true},
		{"literal behind an escape", `{"processImagePath":"\/x\/Notes","eventMessage":"\nBackground Task 3","timestamp":""}`, true},
		{"literal with an escape", `{"processImagePath":"\/x\/Notes","eventMessage":"to https:\/\/example.com","timestamp":""}`, true},
		{"escapes but no literal", `{"processImagePath":"\/x\/Notes","eventMessage":"to \"nowhere\"","timestamp":""}`, false},
		{"literal of a searched process", `{"processImagePath":"\/x\/runningboardd","senderImagePath":"\/x\/RunningBoard","subsystem":"com.apple.runningboard","eventMessage":"\"a\" Background Task 3","timestamp":""}`, true},
		{"literal, but the library is told", `{"processImagePath":"\/x\/Notes","senderImagePath":"\/x\/CFNetwork","eventMessage":"Background Task 3","timestamp":""}`, false},
		{"boot", `{"eventType":"timesyncEvent","processImagePath":"\/kernel","senderImagePath":"\/kernel","eventMessage":"=== system boot: X","timestamp":""}`, true},
		{"boot without event type", `{"processImagePath":"\/kernel","senderImagePath":"\/x\/logd","eventMessage":"=== system boot: X","timestamp":""}`, true},
		{"loss", `{"eventType":"lossEvent","eventMessage":null,"timestamp":""}`, true},
		{"damaged", `{"processImagePath":"\/x\/Notes","eventMessage":"Backgr`, true},
	} {
		if got := logNDJSON.wanted([]byte(test.in), in); got != test.want {
			t.Errorf("%s: wanted = %t, want %t", test.name, got, test.want)
		}
	}
}

func TestNDJSONStarts(t *testing.T) {
	for line, want := range map[string]bool{
		ndjsonLine:                  true,
		`{"timezoneName":"","messa`: true,
		`[{"traceID":1}`:            true,
		`,{"traceID":1},`:           true,
		`{"subsystem":"","category":"","eventMessage":"x"}`: true,
		`{"count":12,"finished":1}`:                         false,
		`{"finished":1,"count":12}`:                         false,
		`{"count":12,"fini`:                                 false,
		`{"name":"bglog","version":"1.0"}`:                  false,
		`{}`:                                                false,
		`{`:                                                 false,
		`[`:                                                 false,
		``:                                                  false,
		`text {"traceID":1}`:                                false,
	} {
		if got := logNDJSON.starts([]byte(line)); got != want {
			t.Errorf("starts(%s) = %t, want %t", line, got, want)
		}
	}
}

// ndjsonNoise is a log of senders that nobody asks for; every third message has
// escapes.
func ndjsonNoise(lines int) string {
	var b strings.Builder
	for i := range lines {
		text := "default: 1 of 4 paths is satisfied, interface en0, uses wifi, and more words about what the network does now"
		if i%3 == 0 {
			text = `open(\/private\/var\/mobile\/Library\/Caches): \"no such file\", and more words about what was tried`
		}
		line := strings.NewReplacer(
			"com.apple.UIKit", "com.apple.network", "BackgroundTask", "path", "UIKitCore", "Network", "Notes.app\\/Notes", "wifid",
			"timestamp\":\"2026-03-15 14:14:18.4", fmt.Sprintf("timestamp\":\"2026-03-15 14:%02d:%02d.4", i/60%60, i%60),
		).Replace(ndjsonLine)
		at := strings.Index(line, `"eventMessage":"`) + len(`"eventMessage":"`)
		end := strings.Index(line, `","processImageUUID"`)
		b.WriteString(line[:at] + text + line[end:] + "\n")
	}
	return b.String()
}

func testInterest() *Interest {
	return NewInterest(Wanted{
		Processes:  []string{"nsurlsessiond", "dasd", "Notes"},
		Images:     []string{"UIKitCore", "BackgroundTasks", "CFNetwork"},
		Subsystems: []string{"com.apple.duetactivityscheduler", "com.apple.UIKit"},
		Searched:   map[string][]Literal{"runningboardd": nil},
		Literals:   []string{"Background Task", "background task", "beginBackgroundTask", "BGTaskScheduler"},
	})
}
