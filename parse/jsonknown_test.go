package parse

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// jsonReaders are the formats whose layouts and senders are remembered.
var jsonReaders = []*format{logNDJSON, logJSON, iteratorJSONL, ecdigitJSONL, pymobileJSON, ostraceJSON}

// scanOnce reads one block, by remembered layouts or the long way.
func scanOnce(f *format, data []byte, in *Interest, remembered bool) *block {
	s := newBlockScanner(f, Options{Interest: in, Annotate: func(*Record) {}})
	if !remembered {
		s.json = nil
	}
	b := &block{data: bytes.Clone(data)}
	s.block(b)
	for i := range b.records {
		b.records[i].Own()
	}
	return b
}

// agreeOnLayouts compares what is read by remembered layouts with what is read the long
// way.
func agreeOnLayouts(t *testing.T, f *format, data []byte, in *Interest) {
	t.Helper()
	want, got := scanOnce(f, data, in, false), scanOnce(f, data, in, true)
	for _, b := range []*block{want, got} {
		for i := range b.records {
			b.records[i].Note = fmt.Sprintf("%+v", b.records[i].stamp) // is compared, too
		}
	}
	if d := recordDiff(want.records, got.records); d != "" {
		t.Errorf("%s: records (-long way +remembered):\n%s", f.name, d)
	}
	if want.total != got.total || want.unparsed != got.unparsed {
		t.Errorf("%s: %d records and %d lines unparsed, the long way %d and %d", f.name, got.total, got.unparsed, want.total, want.unparsed)
	}
}

// variants are changes to a record, each of which may make it another one for a search,
// a walk, or a layout.
var variants = [][2]string{
	{"Default", "Error"}, {"Default", "Dëfault"}, {`"Default"`, "null"}, {"logEvent", "activityCreateEvent"}, {"logEvent", "lossEvent"},
	{`"logEvent"`, "null"}, {`"eventType":"logEvent",`, ""}, {`"source":null`, `"source":{"symbol":"main","line":7,"image":"Notes","file":"a.swift"}`},
	{`"source":null`, `"source":{"subsystem":"com.example.inner"}`}, {`"source":null`, `"subsystem":"com.example.first"`},
	{`"parentActivityIdentifier":0}`, `"subsystem":"com.example.last"}`}, {"1234", "0"}, {"1234", "12345678901234567890"}, {"1234", "-1.5e+3"},
	{"1234", "null"}, {"1234", `"1234"`}, {"com.apple.UIKit", ""}, {"com.apple.UIKit", "com.example.notes"}, {"com.apple.UIKit", `com.apple.\u0055IKit`},
	{`"com.apple.UIKit"`, "null"}, {`"com.apple.UIKit"`, "5"}, {"BackgroundTask\"", `Back\"ground\"`}, {"BackgroundTask\"", `x\\"`}, {"6084", "60848"},
	{`"bootUUID":"5e3f7c1a-0b7d-4c52-9c44-6d1f0a9be801"`, `"bootUUID":""`}, {`Notes.app\/Notes`, `Notes.app\/Other`}, {`7A1B`, `7A1\u0042\"`},
	{`UIKitCore.framework\/UIKitCore`, `Other.framework\/Other`}, {`,"senderImagePath"`, ` , "senderImagePath" `}, {"-0500", "-05:00"}, {"-0500", ""},
	{"2026-03-15 14:14:18.432571-0500", "2026-03-15 14:15:18.432571-0500"}, {"2026-03-15 14:14:18.432571-0500", "2026-03-15 14:14:61.432571-0500"},
	{"2026-03-15 14:14:18.432571-0500", ""}, {`"eventMessage":"Created`, `"eventMessage":"=== system boot: Created`}, {`"eventMessage":"`, `"eventMessage":"\u0000\u001b[1m`},
	{`"eventMessage":"`, `"eventMessage":"\"eventType\":`}, {`"eventMessage":"Created`, `"eventMessage":null,"text":"Created`},
	{`"eventMessage":"`, "\"eventMessage\":\"\x00\x1b[1m\xff"}, {`"processID":4242`, `"processID":-1`}, {`"processID":4242`, `"processID":true`},
	{`"parentActivityIdentifier":0}`, `"parentActivityIdentifier":0`}, {`"parentActivityIdentifier":0}`, `"parentActiv`}, {`"parentActivityIdentifier":0}`, `"parentActivityIdentifier":0}{"count":1,"finished":1}`},
	{`"parentActivityIdentifier":0}`, `"parentActivityIdentifier":0} "eventType":"lossEvent"`}, {`{"timezoneName"`, `{"count":1,"finished":1}{"timezoneName"`},
	{`{"timezoneName"`, `,{"timezoneName"`}, {`{"imageOffset":6084,`, `{"imageOffset":1},{"imageOffset":6084,`}, {`{"frames":[`, `{"processImagePath":"\/usr\/bin\/inner","frames":[`},
	{`"parentActivityIdentifier":0}`, "\"parentActivityIdentifier\":0}\n\"eventMessage\":\"taskID = 3\""},
}

func TestRememberedLayouts(t *testing.T) {
	// each variant after and before the record itself, once and again
	var all strings.Builder
	all.WriteString(strings.Repeat(ndjsonLine+"\n", runFirst))
	for range 2 {
		for _, v := range variants {
			line := strings.Replace(ndjsonLine, v[0], v[1], 1)
			if line == ndjsonLine {
				t.Errorf("the record has no %s", v[0])
			}
			all.WriteString(line + "\n" + ndjsonLine + "\n" + line + "\n")
		}
	}
	interests := map[string]*Interest{
		"process":   NewInterest(Wanted{Processes: []string{"Notes"}}),
		"image":     NewInterest(Wanted{Images: []string{"UIKitCore"}}),
		"subsystem": NewInterest(Wanted{Subsystems: []string{"com.apple.UIKit"}}),
		"literal":   NewInterest(Wanted{Literals: []string{"taskID = "}}),
		"searched":  NewInterest(Wanted{Searched: map[string][]Literal{"Notes": {{Text: "Created", First: true}}, "UIKitCore": nil}}),
		"ignored":   NewInterest(Wanted{Ignored: []string{"Notes"}}),
	}
	for name, in := range interests {
		t.Run(name, func(t *testing.T) { agreeOnLayouts(t, logNDJSON, []byte(all.String()), in) })
	}
	for _, f := range jsonReaders {
		text := map[*format]string{
			logNDJSON: ndjsonLine, logJSON: "},{\n  \"eventType\" : \"logEvent\",\n  \"eventMessage\" : \"Created\",\n  \"processImagePath\" : \"\\/usr\\/bin\\/notes\"," +
				"\n  \"timestamp\" : \"2026-03-15 14:14:18.432571-0500\",\n  \"processID\" : 42",
			iteratorJSONL: iteratorLine, ecdigitJSONL: ecdigitMac + "\n" + ecdigitLinux, pymobileJSON: pymobileLine, ostraceJSON: ostraceLine,
		}[f]
		agreeOnLayouts(t, f, []byte(strings.Repeat(text+"\n", runFirst+2)), interests["process"])
		agreeOnLayouts(t, f, []byte(strings.Repeat(text+"\n", runFirst+2)), interests["literal"])
	}
}

// Records with numbers, or texts, that never come again are read step by step in the end.
func TestSeldomMetRuns(t *testing.T) {
	in := NewInterest(Wanted{Processes: []string{"Notes"}})
	for name, change := range map[string]func(int) string{
		"numbers": func(i int) string {
			return strings.NewReplacer("1234", fmt.Sprint(i), "6084", fmt.Sprint(2*i)).Replace(ndjsonLine)
		},
		"numbers of the first run": func(i int) string { return strings.Replace(ndjsonLine, "1234", fmt.Sprint(i), 1) },
		"numbers of the last run":  func(i int) string { return strings.ReplaceAll(ndjsonLine, "6084", fmt.Sprint(2*i)) },
		"texts": func(i int) string {
			return strings.NewReplacer("5e3f7c1a", fmt.Sprintf("%08x", i), "BackgroundTask", fmt.Sprint("category", i)).Replace(ndjsonLine)
		},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			for i := range 2 * runCredit / runPrice {
				line := change(i)
				if i%2 == 1 {
					line = strings.ReplaceAll(line, "Notes", "Other")
				}
				log.WriteString(line + "\n")
			}
			agreeOnLayouts(t, logNDJSON, log.Bytes(), in)
			s := newBlockScanner(logNDJSON, Options{Interest: in})
			s.block(&block{data: log.Bytes()})
			if len(s.json.layouts) != 1 {
				t.Fatalf("%d layouts", len(s.json.layouts))
			}
			for _, r := range s.json.layouts[0].runs {
				if r.credit < 0 {
					t.Errorf("the run of steps %d to %d is still tried", r.from, r.to)
				}
			}
		})
	}
}

// Records of ever other layouts and senders are read in bounded memory.
func TestLayoutsThatNeverComeAgain(t *testing.T) {
	in := NewInterest(Wanted{Processes: []string{"Notes"}})
	for _, key := range []string{"userID", "traceID"} { // before the sender, and behind it
		var log bytes.Buffer
		for i := range 1000 {
			log.WriteString(strings.Replace(ndjsonLine, key, fmt.Sprint("key", i), 1) + "\n")
		}
		s := newBlockScanner(logNDJSON, Options{Interest: in})
		b := &block{data: log.Bytes()}
		s.block(b)
		if len(b.records) != 1000 || len(s.json.layouts) > jsonLayouts {
			t.Errorf("%s: %d records, %d layouts", key, len(b.records), len(s.json.layouts))
		}
		agreeOnLayouts(t, logNDJSON, log.Bytes(), in)
	}
}

// FuzzRememberedLayouts reads any bytes below and above records of known layouts.
func FuzzRememberedLayouts(f *testing.F) {
	for _, v := range variants {
		f.Add([]byte(strings.Replace(ndjsonLine, v[0], v[1], 1)))
	}
	for _, seed := range []string{iteratorLine, ecdigitMac, ecdigitLinux, pymobileLine, ostraceLine} {
		f.Add([]byte(seed))
	}
	in := testInterest()
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 16<<10 {
			return
		}
		line, last := []byte(ndjsonLine+"\n"), []byte(iteratorLine+"\n")
		log := slices.Concat(data, []byte{'\n'}, bytes.Repeat(line, runFirst), data, []byte{'\n'}, data, []byte{'\n'}, last, data)
		for _, r := range jsonReaders {
			agreeOnLayouts(t, r, log, in)
		}
	})
}
