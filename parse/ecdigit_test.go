package parse

import (
	"strings"
	"testing"
)

// As written on macOS: log(1)'s values under the iterator's names, with the
// blanks and \u escapes of Python.
const ecdigitMac = `{"datetime": "2026-03-15T14:14:18.432571-05:00", "message": "Ending task \"FlushOutbox\" \u2013 done", ` +
	`"module": "logarchive", "timestamp_desc": "logarchive", "data": {"timezone_name": "", "log_type": "Default", "event_type": "logEvent", ` +
	`"source": null, "raw_message": "Ending task %{public}@", "euid": 501, "activity_id": 0, "subsystem": "com.apple.UIKit", ` +
	`"category": "BackgroundTask", "thread_id": 26699, "library_uuid": "0F11A0C233D53F0B9A1E000000000001", ` +
	`"backtrace": {"frames": [{"imageOffset": 6084, "imageUUID": "0F11A0C2-33D5-3F0B-9A1E-000000000001"}]}, ` +
	`"boot_uuid": "5E3F7C1A0B7D4C529C446D1F0A9BE801", "process": "/private/var/containers/Bundle/Application/7A1B/Notes.app/Notes", ` +
	`"library": "/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore", "machTimestamp": 161796510, "traceID": 4444, "pid": 4242}}`

// As written elsewhere: the iterator's object, to which a date was added.
const ecdigitLinux = `{"data": {"subsystem": "com.apple.UIKit", "thread_id": 26699, "pid": 4242, "euid": 501, ` +
	`"library": "/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore", "library_uuid": "0F11A0C233D53F0B9A1E000000000001", ` +
	`"activity_id": 0, "time": 1.7736020584325714e+18, "category": "BackgroundTask", "event_type": "Log", "log_type": "Default", ` +
	`"process": "/private/var/containers/Bundle/Application/7A1B/Notes.app/Notes", "message": "Ending task \"FlushOutbox\" \u2013 done", ` +
	`"raw_message": "Ending task %{public}@", "boot_uuid": "5E3F7C1A0B7D4C529C446D1F0A9BE801", "timezone_name": "Pacific", ` +
	`"timestamp": 1773602058.432571, "datetime": "2026-03-15T19:14:18.432571+00:00"}, ` +
	`"datetime": "2026-03-15T19:14:18.432571+00:00", "message": "Ending task \"FlushOutbox\" \u2013 done", "timestamp_desc": "logarchive", "module": "logarchive"}`

func TestECDigit(t *testing.T) {
	want := func(line int, at string) Record {
		r := iteratorRecord(t, line)
		r.Time, r.Message = rfc(t, at), `Ending task "FlushOutbox" – done`
		return r
	}
	// before the Event class all keys were in one object
	flat := strings.NewReplacer(`"data": {`, "", "}}", "}").Replace(ecdigitMac)
	for _, test := range []struct {
		name, in string
		want     []Record
		unparsed int
	}{
		{name: "macOS", in: ecdigitMac + "\n", want: []Record{want(1, "2026-03-15T14:14:18.432571-05:00")}},
		{name: "Linux", in: ecdigitLinux + "\n", want: []Record{want(1, "2026-03-15T19:14:18.432571Z")}},
		{name: "flat", in: flat + "\n", want: []Record{want(1, "2026-03-15T14:14:18.432571-05:00")}},
		{
			name: "no date", in: ecdigitMac + "\n" + strings.Replace(ecdigitMac, `"datetime"`, `"other"`, 1),
			want: []Record{want(1, "2026-03-15T14:14:18.432571-05:00")}, unparsed: 1,
		},
		{
			name: "cut", in: ecdigitMac + "\n" + ecdigitMac[:strings.Index(ecdigitMac, `"boot_uuid"`)],
			want: []Record{want(1, "2026-03-15T14:14:18.432571-05:00"), {
				Line: 2, Time: rfc(t, "2026-03-15T14:14:18.432571-05:00"), Level: LevelDefault, PID: NoPID, TID: 26699,
				Subsystem: "com.apple.UIKit", Category: "BackgroundTask", Message: `Ending task "FlushOutbox" – done`, Template: "Ending task %{public}@",
			}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, sum := scanJSON(t, test.in, nil)
			if diff := recordDiff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if sum.Format != "ecdigit-jsonl" || sum.Unparsed != test.unparsed || !sum.Unsorted {
				t.Errorf("format %q, unsorted %t, %d unparsed lines, want ecdigit-jsonl, true, %d", sum.Format, sum.Unsorted, sum.Unparsed, test.unparsed)
			}
		})
	}
}

func TestECDigitWanted(t *testing.T) {
	in := testInterest()
	other := strings.NewReplacer("com.apple.UIKit", "com.apple.network", "UIKitCore", "Network", "Notes.app/Notes", "wifid")
	for line, want := range map[string]bool{
		ecdigitMac: true, ecdigitLinux: true, other.Replace(ecdigitMac): false, other.Replace(ecdigitLinux): false,
	} {
		if got := ecdigitJSONL.wanted([]byte(line), in); got != want {
			t.Errorf("wanted = %t, want %t: %s", got, want, line)
		}
	}
}

// Lines of the framework's other parsers are no log.
func TestECDigitStarts(t *testing.T) {
	for line, want := range map[string]bool{
		ecdigitMac: true, ecdigitLinux: true,
		`{"datetime": "2026-03-15T14:14:18.432571-05:00", "message": "x", "module": "crashlogs", "timestamp_desc": "crash", "data": {}}`: false,
		iteratorLine: false, ndjsonLine: false, "text": false,
	} {
		if got := ecdigitJSONL.starts([]byte(line)); got != want {
			t.Errorf("starts = %t, want %t: %s", got, want, line)
		}
	}
}
