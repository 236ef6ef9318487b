package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const iteratorLine = `{"subsystem":"com.apple.UIKit","thread_id":26699,"pid":4242,"euid":501,` +
	`"library":"/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore","library_uuid":"0F11A0C233D53F0B9A1E000000000001",` +
	`"activity_id":0,"parent_activity_id":0,"time":1.7736020584325714e18,"category":"BackgroundTask","event_type":"Log","log_type":"Default",` +
	`"process":"/private/var/containers/Bundle/Application/7A1B/Notes.app/Notes","process_uuid":"0F11A0C233D53F0B9A1E000000000002",` +
	`"message":"Ending task \"FlushOutbox\"","raw_message":"Ending task %{public}@","boot_uuid":"5E3F7C1A0B7D4C529C446D1F0A9BE801",` +
	`"timezone_name":"Pacific","message_entries":[{"message_strings":"}\"subsystem\":","item_type":"Object"}],` +
	`"timestamp":"2026-03-15T19:14:18.432571987Z","message_flags":[],"evidence":"a/000000000000000a.tracev3"}`

func iteratorRecord(t *testing.T, line int) Record {
	return Record{
		Line: line, Time: rfc(t, "2026-03-15T19:14:18.432571Z"), Level: LevelDefault, Kind: KindLog,
		Process: "Notes", ProcessPath: "/private/var/containers/Bundle/Application/7A1B/Notes.app/Notes",
		PID: 4242, TID: 26699, Image: "UIKitCore", Subsystem: "com.apple.UIKit", Category: "BackgroundTask",
		Message: `Ending task "FlushOutbox"`, Template: "Ending task %{public}@", Boot: "5E3F7C1A-0B7D-4C52-9C44-6D1F0A9BE801",
	}
}

func TestIteratorJSONL(t *testing.T) {
	head := `{"log_type":"Info","timestamp":"2026-03-15T19:14:18.432571987Z","pid":7,"message":"x","process":"","library":"",`
	plain := Record{Time: rfc(t, "2026-03-15T19:14:18.432571Z"), Level: LevelInfo, PID: 7, Message: "x"}
	with := func(line int, change func(*Record)) Record {
		rec := plain
		rec.Line = line
		change(&rec)
		return rec
	}
	for _, test := range []struct {
		name, in string
		want     []Record
		unparsed int
	}{
		{name: "as written", in: iteratorLine + "\n" + iteratorLine + "\n", want: []Record{iteratorRecord(t, 1), iteratorRecord(t, 2)}},
		{
			name: "event types",
			in: head + `"event_type":"Activity"}` + "\n" + head + `"event_type":"Trace"}` + "\n" + head + `"event_type":"Signpost"}` + "\n" +
				head + `"event_type":"Simpledump"}` + "\n" + head + `"event_type":"Statedump"}` + "\n" + head + `"event_type":"Loss"}` + "\n" +
				head + `"event_type":"Unknown"}`,
			want: []Record{
				with(1, func(r *Record) { r.Kind = KindActivity }), with(2, func(r *Record) { r.Kind = KindOther }),
				with(3, func(r *Record) { r.Kind = KindSignpost }), with(4, func(r *Record) { r.Kind = KindLog }),
				with(5, func(r *Record) { r.Kind = KindOther }), with(6, func(r *Record) { r.Kind = KindMarker }),
				with(7, func(r *Record) { r.Kind = KindOther }),
			},
		},
		{
			name: "older spelling",
			in: head + `"event_type":"logEvent"}` + "\n" + head + `"event_type":"signpostEvent"}` + "\n" +
				strings.Replace(head, "Info", "Process Signpost Event", 1) + `"event_type":"signpost"}`,
			want: []Record{
				with(1, func(*Record) {}), with(2, func(r *Record) { r.Kind = KindSignpost }),
				with(3, func(r *Record) { r.Kind, r.Level = KindSignpost, LevelUnknown }),
			},
		},
		{
			name: "only the time in nanoseconds", in: strings.Replace(iteratorLine, `"timestamp"`, `"other"`, 1),
			want: []Record{iteratorRecord(t, 1)},
		},
		{
			name: "unknown boot", in: strings.Replace(iteratorLine, "5E3F7C1A0B7D4C529C446D1F0A9BE801", strings.Repeat("0", 32), 1),
			want: []Record{func() Record { r := iteratorRecord(t, 1); r.Boot = ""; return r }()},
		},
		{
			name: "cut behind the message", in: iteratorLine + "\n" + iteratorLine[:strings.Index(iteratorLine, `"timezone_name"`)+5],
			want: []Record{iteratorRecord(t, 1), iteratorRecord(t, 2)},
		},
		{
			name: "cut in the message", in: iteratorLine + "\n" + iteratorLine[:strings.Index(iteratorLine, `FlushOutbox`)],
			want: []Record{iteratorRecord(t, 1)}, unparsed: 1,
		},
		{
			name: "no usable time", in: iteratorLine + "\n" + strings.NewReplacer(`"timestamp"`, `"other"`, "1.7736", "x.7736").Replace(iteratorLine),
			want: []Record{iteratorRecord(t, 1)}, unparsed: 1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, sum := scanJSON(t, test.in, nil)
			if diff := recordDiff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if sum.Format != "iterator-jsonl" || sum.Unparsed != test.unparsed || !sum.Unsorted {
				t.Errorf("format %q, unsorted %t, %d unparsed lines, want iterator-jsonl, true, %d", sum.Format, sum.Unsorted, sum.Unparsed, test.unparsed)
			}
		})
	}
}

const (
	csvHeaderNew = "Timestamp,Event Type,Log Type,Subsystem,Thread ID,PID,EUID,Library,Library UUID,Activity ID,Parent Activity ID,Category,Process,Process UUID,Message,Raw Message,Boot UUID,System Timezone Name\n"
	csvHeaderOld = "Timestamp,Event Type,Log Type,Subsystem,Thread ID,PID,EUID,Library,Library UUID,Activity ID,Category,Process,Process UUID,Message,Raw Message,Boot UUID,System Timezone Name\n"
	csvBefore    = "2026-03-15T19:14:18.432Z,Log,Default,com.apple.UIKit,26699,4242,501,/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore,0F11A0C233D53F0B9A1E000000000001,77,"
	csvBehind    = "BackgroundTask,/private/var/containers/Bundle/Application/7A1B/Notes.app/Notes,0F11A0C233D53F0B9A1E000000000002,\"Ending task \"\"FlushOutbox\"\"\",Ending task %{public}@,5e3f7c1a0b7d4c529c446d1f0a9be801,Pacific\n"
	csvNew       = csvBefore + "0," + csvBehind
	csvOld       = csvBefore + csvBehind
)

func TestIteratorCSV(t *testing.T) {
	want := func(line int) Record {
		r := iteratorRecord(t, line)
		r.Time = rfc(t, "2026-03-15T19:14:18.432Z")
		return r
	}
	with := func(line int, change func(*Record)) Record {
		r := want(line)
		change(&r)
		return r
	}
	for _, test := range []struct {
		name, in string
		want     []Record
		unparsed int
	}{
		{name: "with parent activity", in: csvHeaderNew + csvNew + csvNew, want: []Record{want(2), want(3)}},
		{name: "without parent activity", in: csvHeaderOld + csvOld + csvOld, want: []Record{want(2), want(3)}},
		{name: "no header", in: csvNew, want: []Record{want(1)}},
		{name: "header again, where files were appended", in: csvHeaderOld + csvOld + csvHeaderNew + csvNew, want: []Record{want(2), want(4)}},
		{
			name: "category that is a number or empty",
			in: strings.Replace(csvNew, "BackgroundTask", "12", 1) + strings.Replace(csvOld, "BackgroundTask", "12", 1) +
				strings.Replace(csvNew, "BackgroundTask", "", 1) + strings.Replace(csvOld, "BackgroundTask", "", 1),
			want: []Record{
				with(1, func(r *Record) { r.Category = "12" }), with(2, func(r *Record) { r.Category = "12" }),
				with(3, func(r *Record) { r.Category = "" }), with(4, func(r *Record) { r.Category = "" }),
			},
		},
		{
			name: "lines, commas and a backslash in a message",
			in:   csvHeaderNew + strings.Replace(csvNew, `Ending task ""FlushOutbox""`, "a,\n\n\"\"b\"\"\n2026-03-15 19:14:18 c:\\new", 1) + csvNew,
			want: []Record{with(2, func(r *Record) { r.Message = "a,\n\n\"b\"\n2026-03-15 19:14:18 c:\\new" }), want(6)},
		},
		{name: "carriage returns", in: strings.ReplaceAll(csvHeaderNew+csvNew, "\n", "\r\n"), want: []Record{want(2)}},
		{
			name: "kinds and levels",
			in: strings.NewReplacer(",Log,Default,", ",Loss,Loss,").Replace(csvNew) + strings.NewReplacer(",Log,Default,", ",signpostEvent,Thread Signpost Start,").Replace(csvNew) +
				strings.NewReplacer(",Log,Default,", ",Activity,Create,").Replace(csvNew) + strings.NewReplacer(",Log,Default,", ",Log,Fault,").Replace(csvNew),
			want: []Record{
				with(1, func(r *Record) { r.Kind, r.Level = KindMarker, LevelUnknown }), with(2, func(r *Record) { r.Kind, r.Level = KindSignpost, LevelUnknown }),
				with(3, func(r *Record) { r.Kind, r.Level = KindActivity, LevelUnknown }), with(4, func(r *Record) { r.Level = LevelFault }),
			},
		},
		{
			name: "cut behind the message", in: csvNew + csvNew[:strings.Index(csvNew, "%{public}")],
			want: []Record{want(1), with(2, func(r *Record) { r.Template, r.Boot = "", "" })},
		},
		{name: "cut in the message", in: csvNew + csvNew[:strings.Index(csvNew, "Outbox")], want: []Record{want(1)}, unparsed: 1},
		{name: "cut before the message", in: csvNew + csvNew[:60], want: []Record{want(1)}, unparsed: 1},
		{
			name: "a quote that nothing follows", in: csvNew + strings.Replace(csvNew, `FlushOutbox""",`, `FlushOutbox"";`, 1),
			want: []Record{want(1)}, unparsed: 1,
		},
		{
			name: "a time that is none", in: csvNew + strings.Replace(csvNew, "T19:14:18", "T19:99:18", 1),
			want: []Record{want(1)}, unparsed: 1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, sum := scanJSON(t, test.in, nil)
			if diff := recordDiff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if sum.Format != "iterator-csv" || sum.Unparsed != test.unparsed || !sum.Unsorted {
				t.Errorf("format %q, unsorted %t, %d unparsed lines, want iterator-csv, true, %d", sum.Format, sum.Unsorted, sum.Unparsed, test.unparsed)
			}
		})
	}
}

func TestIteratorWanted(t *testing.T) {
	in := testInterest()
	other := strings.NewReplacer("com.apple.UIKit", "com.apple.network", "UIKitCore", "Network", "Notes.app/Notes", "wifid")
	nobody := strings.NewReplacer("com.apple.UIKit", "", "/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore", "", "Notes.app/Notes", "wifid")
	for _, test := range []struct {
		name   string
		format *format
		in     string
		want   bool
	}{
		{"jsonl", iteratorJSONL, iteratorLine, true},
		{"jsonl of others", iteratorJSONL, other.Replace(iteratorLine), false},
		{"jsonl, loss", iteratorJSONL, strings.Replace(other.Replace(iteratorLine), `"event_type":"Log"`, `"event_type":"Loss"`, 1), true},
		{"jsonl, literal", iteratorJSONL, strings.Replace(nobody.Replace(iteratorLine), "Ending task", "Background Task", 1), true},
		{"jsonl, no literal", iteratorJSONL, nobody.Replace(iteratorLine), false},
		{"jsonl, damaged", iteratorJSONL, other.Replace(iteratorLine)[:100], true},
		{"csv", iteratorCSV, csvNew, true},
		{"csv, old", iteratorCSV, csvOld, true},
		{"csv of others", iteratorCSV, other.Replace(csvNew), false},
		{"csv of others, old", iteratorCSV, other.Replace(csvOld), false},
		{"csv, literal", iteratorCSV, strings.Replace(nobody.Replace(csvOld), "Ending task", "\"\"Background Task", 1), true},
		{"csv, no literal", iteratorCSV, nobody.Replace(csvNew), false},
		{"csv, damaged", iteratorCSV, csvNew[:60], true},
	} {
		if got := test.format.wanted([]byte(test.in), in); got != test.want {
			t.Errorf("%s: wanted = %t, want %t", test.name, got, test.want)
		}
	}
}

func TestIteratorStamps(t *testing.T) {
	for _, test := range []struct {
		format *format
		in     string
		want   stamp
		ok     bool
	}{
		{iteratorJSONL, iteratorLine, stamp{us: 1773602058432571, zone: true, date: true, clock: true}, true},
		{iteratorJSONL, `{"message":"x"}`, stamp{}, false},
		{iteratorCSV, csvNew, stamp{us: 1773602058432000, zone: true, date: true, clock: true}, true},
		{iteratorCSV, "19:14:18", stamp{us: 69258000000, clock: true}, false},
	} {
		got, ok := test.format.stamp([]byte(test.in))
		if ok != test.ok {
			t.Errorf("%s: ok = %t", test.in, ok)
		}
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(stamp{})); diff != "" {
			t.Errorf("%s:\n%s", test.in, diff)
		}
	}
}
