package parse

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const pymobileLine = `{"pid": 4242, "procid": 4242, "thread_id": 26699, "timestamp": "2026-03-15T14:14:18.432571", "level": "NOTICE", ` +
	`"image_name": "/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore", "image_offset": 56968, "image_uuid": null, ` +
	`"process_image_uuid": null, "filename": "/private/var/containers/Bundle/Application/7A1B/Notes.app/Notes", "mach_timestamp": 1, ` +
	`"message": "Ending task \"FlushOutbox\"", "label": {"subsystem": "com.apple.UIKit", "category": "BackgroundTask"}}`

const ostraceLine = `{"pid":4242,"timestamp":"2026-03-15T14:14:18.432571-05:00","level":0,"levelName":"Default","threadId":26699,` +
	`"imageName":"/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore","imageOffset":56968,` +
	`"filename":"/private/var/containers/Bundle/Application/7A1B/Notes.app/Notes","message":"Ending task \"FlushOutbox\"",` +
	`"label":{"subsystem":"com.apple.UIKit","category":"BackgroundTask"}}`

func TestStructuredRelays(t *testing.T) {
	want := func(at string, change func(*Record)) []Record {
		r := iteratorRecord(t, 1)
		r.Time, r.Template, r.Boot = rfc(t, at), "", ""
		if change != nil {
			change(&r)
		}
		return []Record{r}
	}
	noLabel := func(r *Record) { r.Subsystem, r.Category = "", "" }
	for _, test := range []struct {
		name, in, format string
		want             []Record
	}{
		{"pymobiledevice3", pymobileLine, "pymobiledevice3-json", want("2026-03-15T14:14:18.432571Z", nil)},
		{
			"pymobiledevice3, no label", strings.Replace(pymobileLine, `{"subsystem": "com.apple.UIKit", "category": "BackgroundTask"}`, "null", 1),
			"pymobiledevice3-json", want("2026-03-15T14:14:18.432571Z", noLabel),
		},
		{
			"pymobiledevice3, whole second and a user action", strings.NewReplacer(".432571", "", "NOTICE", "USER_ACTION").Replace(pymobileLine),
			"pymobiledevice3-json", want("2026-03-15T14:14:18Z", func(r *Record) { r.Level, r.Kind = LevelUnknown, KindOther }),
		},
		{
			"pymobiledevice3, the process itself", strings.Replace(pymobileLine, "/System/Library/PrivateFrameworks/UIKitCore.framework/UIKitCore", "/private/var/containers/Bundle/Application/7A1B/Notes.app/Notes", 1),
			"pymobiledevice3-json", want("2026-03-15T14:14:18.432571Z", func(r *Record) { r.Image = "" }),
		},
		{"ostrace", ostraceLine, "go-ios-ostrace", want("2026-03-15T14:14:18.432571-05:00", nil)},
		{
			"ostrace, no label", strings.Replace(ostraceLine, `,"label":{"subsystem":"com.apple.UIKit","category":"BackgroundTask"}`, "", 1),
			"go-ios-ostrace", want("2026-03-15T14:14:18.432571-05:00", noLabel),
		},
		{
			"ostrace, a level without name", strings.Replace(ostraceLine, `"levelName":"Default"`, `"levelName":"Unknown(5)"`, 1),
			"go-ios-ostrace", want("2026-03-15T14:14:18.432571-05:00", func(r *Record) { r.Level = LevelUnknown }),
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, sum := scanJSON(t, test.in+"\n", nil)
			if diff := recordDiff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if sum.Format != test.format || sum.Unparsed != 0 {
				t.Errorf("format %q with %d unparsed lines, want %s with none", sum.Format, sum.Unparsed, test.format)
			}
		})
	}
}

func TestStructuredRelaysWanted(t *testing.T) {
	in := testInterest()
	other := strings.NewReplacer("com.apple.UIKit", "com.apple.network", "UIKitCore", "Network", "Notes.app/Notes", "wifid")
	for _, test := range []struct {
		format *format
		in     string
		want   bool
	}{
		{pymobileJSON, pymobileLine, true},
		{pymobileJSON, other.Replace(pymobileLine), false},
		{pymobileJSON, strings.Replace(other.Replace(pymobileLine), "com.apple.network", "com.apple.UIKit", 1), true},
		{ostraceJSON, ostraceLine, true},
		{ostraceJSON, other.Replace(ostraceLine), false},
		{ostraceJSON, strings.Replace(other.Replace(ostraceLine), "com.apple.network", "com.apple.UIKit", 1), true},
		{ostraceJSON, ostraceLine[:80], true},
	} {
		if got := test.format.wanted([]byte(test.in), in); got != test.want {
			t.Errorf("%s: wanted = %t, want %t: %s", test.format.name, got, test.want, test.in)
		}
	}
}

const goiosLine = `{"msg":"Mar 15 14:14:18 Test-Phone Notes(UIKitCore)[4242] \u003cNotice\u003e: Ending task \"FlushOutbox\""}`

const goiosParsed = `{"timestamp":"2026-03-15T14:14:18","device":"Test-Phone","process":"Notes(UIKitCore)","pid":"4242","level":"Notice","message":"Ending task \"FlushOutbox\""}`

func TestGoIOS(t *testing.T) {
	when := rfc(t, "2026-03-15T14:14:18Z")
	want := func(line int) Record {
		return Record{Line: line, Time: when, Level: LevelDefault, Process: "Notes", PID: 4242, Image: "UIKitCore", Message: `Ending task "FlushOutbox"`}
	}
	for _, test := range []struct {
		name, in string
		want     []Record
		unparsed int
	}{
		{name: "lines", in: goiosLine + "\n" + goiosLine + "\n", want: []Record{want(1), want(2)}},
		{name: "split", in: goiosParsed + "\n" + goiosParsed + "\n", want: []Record{want(1), want(2)}},
		{
			name: "a line that go-ios could not split",
			in: goiosParsed + "\n" + `{"error":"failed to parse syslog message: …","msg":"Mar 15 14:14:18 Test-Phone Notes(UIKitCore)[4242] \u003cNotice\u003e: \nfirst\nsecond"}` + "\n" +
				goiosParsed,
			want: []Record{want(1), func() Record { r := want(2); r.Message = "first\nsecond"; return r }(), want(3)},
		},
		{
			name: "no library, a name with a parenthesis",
			in:   strings.Replace(goiosParsed, "Notes(UIKitCore)", "nsurlsessiond", 1) + "\n" + strings.Replace(goiosParsed, "Notes(UIKitCore)", "Notes (beta)", 1),
			want: []Record{
				{Line: 1, Time: when, Level: LevelDefault, Process: "nsurlsessiond", PID: 4242, Message: `Ending task "FlushOutbox"`},
				{Line: 2, Time: when, Level: LevelDefault, Process: "Notes (beta)", PID: 4242, Message: `Ending task "FlushOutbox"`},
			},
		},
		{
			name: "escapes of the relay", in: strings.Replace(goiosParsed, `\"FlushOutbox\"`, `\\M-C\\M-)\\134`, 1),
			want: []Record{func() Record { r := want(1); r.Message = `Ending task é\`; return r }()},
		},
		{
			name: "go-ios's own log beside it",
			in:   `{"level":"info","msg":"start listening","time":"2026-03-15T14:14:18+01:00"}` + "\n" + goiosLine,
			want: []Record{want(2)}, unparsed: 1,
		},
		{name: "cut", in: goiosParsed + "\n" + goiosParsed[:120], want: []Record{want(1)}, unparsed: 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, sum := scanJSONOptions(t, test.in, Options{Now: time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC)})
			if diff := recordDiff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if sum.Format != "go-ios-json" || sum.Unparsed != test.unparsed {
				t.Errorf("format %q with %d unparsed lines, want go-ios-json with %d", sum.Format, sum.Unparsed, test.unparsed)
			}
		})
	}
}

func TestGoIOSWanted(t *testing.T) {
	in := testInterest()
	other := strings.NewReplacer("Notes(UIKitCore)", "wifid(Network)")
	for line, want := range map[string]bool{
		goiosLine: true, goiosParsed: true, other.Replace(goiosLine): false, other.Replace(goiosParsed): false, goiosParsed[:60]: true,
	} {
		if got := goiosJSON.wanted([]byte(line), in); got != want {
			t.Errorf("wanted = %t, want %t: %s", got, want, line)
		}
	}
}

func TestAppium(t *testing.T) {
	compact := func(rest string) string {
		return `{"timestamp":1773602058861,"level":"ALL","message":"` + rest + `"}` + "\n"
	}
	first := compact(`2026-03-15 14:14:18.432 Df Notes[4242:684b] (UIKitCore) [com.apple.UIKit:BackgroundTask] Ending task \"FlushOutbox\"`)
	want := func(line int, at string) Record {
		return Record{
			Line: line, Time: rfc(t, at), Level: LevelDefault, Process: "Notes", PID: 4242, TID: 0x684b,
			Image: "UIKitCore", Subsystem: "com.apple.UIKit", Category: "BackgroundTask", Message: `Ending task "FlushOutbox"`,
		}
	}
	for _, test := range []struct {
		name, in string
		want     []Record
		unparsed int
	}{
		{name: "compact", in: first + first, want: []Record{want(1, "2026-03-15T14:14:18.432-05:00"), want(2, "2026-03-15T14:14:18.432-05:00")}},
		{name: "array of lines", in: "[\n" + strings.Replace(first, "}\n", "},\n", 1) + first + "]\n", want: []Record{want(2, "2026-03-15T14:14:18.432-05:00"), want(3, "2026-03-15T14:14:18.432-05:00")}},
		{
			name: "relay of a device", in: compact(`Mar 15 20:14:18 Test-Phone Notes(UIKitCore)[4242] <Notice>: Ending task \"FlushOutbox\"`),
			want: []Record{{Line: 1, Time: rfc(t, "2026-03-15T20:14:18+01:00"), Level: LevelDefault, Process: "Notes", PID: 4242, Image: "UIKitCore", Message: `Ending task "FlushOutbox"`}},
		},
		{
			name: "message of several lines",
			in:   compact(`stray`) + strings.Replace(first, `Ending task \"FlushOutbox\"`, "attributes: {", 1) + compact(`\tname`) + compact(``) + compact(`}`) + first,
			want: []Record{
				func() Record {
					r := want(2, "2026-03-15T14:14:18.432-05:00")
					r.Message = "attributes: {\n\tname\n\n}"
					return r
				}(),
				want(6, "2026-03-15T14:14:18.432-05:00"),
			},
			unparsed: 1,
		},
		{
			name: "a line with a zone", in: compact(`2026-03-15 14:14:18.432571-0500  localhost Notes[4242]: text`),
			want: []Record{{Line: 1, Time: rfc(t, "2026-03-15T14:14:18.432571-05:00"), Process: "Notes", PID: 4242, Message: "text"}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, sum := scanJSON(t, test.in, nil)
			if diff := recordDiff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if sum.Format != "appium" || sum.Unparsed != test.unparsed || sum.Zone != "in-log" {
				t.Errorf("format %q, zone %q, %d unparsed lines, want appium, in-log, %d", sum.Format, sum.Zone, sum.Unparsed, test.unparsed)
			}
		})
	}
}

func TestAppiumWanted(t *testing.T) {
	in := testInterest()
	line := func(process, text string) []byte {
		return []byte(`{"timestamp":1773602058861,"level":"ALL","message":"2026-03-15 14:14:18.432 Df ` + process + `[42:684b] ` + text + `"}`)
	}
	for _, test := range []struct {
		raw  []byte
		want bool
	}{
		{line("Notes", "text"), true},
		{line("wifid", "[com.apple.network:path] text"), false},
		{line("wifid", `text`), false},
		{line("wifid", `\"Background Task\"`), true},
		{[]byte(`{"timestamp":1773602058861,"level":"ALL","message":"text"}`), true}, // for record to refuse
	} {
		if got := appiumJSON.wanted(test.raw, in); got != test.want {
			t.Errorf("wanted = %t, want %t: %s", got, test.want, test.raw)
		}
	}
	if st, ok := appiumJSON.stamp([]byte(`{"timestamp":1773602058861,"level":"ALL","message":"text"}`)); ok {
		t.Errorf("stamp of a line without one: %+v", st)
	}
	var rec Record
	if appiumJSON.record([]byte(`{"timestamp":1773602058861,"level":"ALL","message":"text"}`), &rec) {
		t.Error("a line of no format is a record")
	}
}

func TestPlaced(t *testing.T) {
	at := func(text string) int64 {
		when, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return when.UnixMicro()
	}
	dated := func(text string) stamp { return stamp{us: at(text), date: true, clock: true} }
	yearless := func(text string) stamp { return stamp{us: at("2000-" + text), noYear: true, clock: true} }
	zoned := func(text string, off int32) stamp {
		return stamp{us: at(text), off: off, zone: true, date: true, clock: true}
	}
	for _, test := range []struct {
		name    string
		in      stamp
		arrival string
		want    stamp
	}{
		{"east", dated("2026-03-15T16:00:00Z"), "2026-03-15T14:00:01Z", zoned("2026-03-15T16:00:00Z", 7200)},
		{"west", dated("2026-03-14T19:00:00Z"), "2026-03-15T02:00:01Z", zoned("2026-03-14T19:00:00Z", -7*3600)},
		{"quarter of an hour", dated("2026-03-15T19:45:00Z"), "2026-03-15T14:00:01Z", zoned("2026-03-15T19:45:00Z", 5*3600+45*60)},
		{"late by ten minutes", dated("2026-03-15T16:00:00Z"), "2026-03-15T14:10:00Z", zoned("2026-03-15T16:00:00Z", 7200)},
		{"before it was written", dated("2026-03-15T16:00:00Z"), "2026-03-15T13:59:30Z", zoned("2026-03-15T16:00:00Z", 7200)},
		{"year", yearless("03-15T16:00:00Z"), "2026-03-15T14:00:01Z", zoned("2026-03-15T16:00:00Z", 7200)},
		{"new year in the east", yearless("01-01T01:00:00Z"), "2025-12-31T23:00:01Z", zoned("2026-01-01T01:00:00Z", 7200)},
		{"new year in the west", yearless("12-31T20:00:00Z"), "2026-01-01T01:00:01Z", zoned("2025-12-31T20:00:00Z", -5*3600)},
		{"days away", dated("2026-03-15T16:00:00Z"), "2026-03-18T14:00:01Z", dated("2026-03-15T16:00:00Z")},
		{"zone known", zoned("2026-03-15T16:00:00Z", 3600), "2026-03-15T14:00:01Z", zoned("2026-03-15T16:00:00Z", 3600)},
		{"no date", stamp{us: 1, clock: true}, "2026-03-15T14:00:01Z", stamp{us: 1, clock: true}},
	} {
		got := placed(test.in, at(test.arrival)/1000)
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(stamp{})); diff != "" {
			t.Errorf("%s:\n%s", test.name, diff)
		}
	}
	if st := dated("2026-03-15T16:00:00Z"); placed(st, 0) != st {
		t.Error("changed without an arrival")
	}
}

func TestArrival(t *testing.T) {
	for line, want := range map[string]int64{
		`{"timestamp":1773602058861,"level":"ALL","message":"x"}`:  1773602058861,
		`{"message":"x","level":"ALL","timestamp":1773602058861}`:  1773602058861,
		`{"timestamp":1773602058,"level":"ALL","message":"x"}`:     0,
		`{"timestamp":1773602058861,"level":"INFO","message":"x"}`: 0,
		`{"timestamp":"2026-03-15","level":"ALL","message":"x"}`:   0,
		`{"timestamp":17736020588610,"level":"ALL","message":"x"}`: 0,
		`text`: 0,
	} {
		if got := arrival([]byte(line)); got != want {
			t.Errorf("arrival(%s) = %d, want %d", line, got, want)
		}
	}
}
