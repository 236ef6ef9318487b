package parse

import (
	"context"
	"errors"
	"testing"
	"unicode/utf8"
)

// Other JSON is no log: it is a report, or text of which nothing is known.
func TestForeignJSONIsNotRecognised(t *testing.T) {
	for _, text := range []string{
		`{"app_name":"Notes","timestamp":"2026-03-15 14:14:18.43 -0500","bug_type":"309","name":"Notes"}`,
		`{"timestamp":"2026-03-15 14:14:18.43 -0500","bug_type":"298","os_version":"iPhone OS 18.1 (22B83)"}`,
		`{"name":"notes","version":"1.0","dependencies":{"a":"1"}}`,
		`{"level":"info","msg":"start listening","time":"2026-03-15T14:14:18+01:00"}`,
		`{"msg":"no line of a relay"}`,
		`{"timestamp":1773602058861,"level":"ALL","message":"no line of a log"}`,
		"{\n  \"name\" : \"notes\"\n}",
		`[{"timeStampBegin":"2026-03-15 00:00:00 +0000"}]`,
	} {
		if det, err := detect([]byte(text+"\n"+text+"\n"), true, Options{}); err != nil || det.format != nil {
			t.Errorf("%s recognised as %s, error %v", text, det.name, err)
		}
	}
}

// FuzzJSONFormats: no bytes make a reader of structured exports panic, hang or
// make a record of what is no text.
func FuzzJSONFormats(f *testing.F) {
	for _, seed := range []string{
		ndjsonLine, ndjsonLine + "\n" + `{"count":1,"finished":1}` + ndjsonLine, "[" + ndjsonLine + "," + ndjsonLine + "]",
		"[{\n  \"eventMessage\" : \"a\",\n  \"timestamp\" : \"2026-03-15 14:14:18.432571-0500\"\n},{\n  \"eventMessage\" : \"b\"\n}]\n",
		iteratorLine, csvHeaderNew + csvNew + csvOld, csvNew[:200], ecdigitMac, ecdigitLinux, pymobileLine, ostraceLine, goiosLine, goiosParsed,
		`{"timestamp":1773602058861,"level":"ALL","message":"2026-03-15 14:14:18.432 Df Notes[4242:684b] text"}`,
		`{"eventMessage":"\ud83d\u`, `{"a":{"b":[{"c`, `{{{{[[[[""""\\\\`, "{\"eventMessage\":\"\x00\xff\"}", `,"",""""`,
	} {
		f.Add([]byte(seed))
	}
	in := testInterest()
	readers := []*format{ecdigitJSONL, iteratorJSONL, iteratorCSV, ostraceJSON, pymobileJSON, goiosJSON, appiumJSON, logNDJSON, logJSON}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, r := range readers {
			r.starts(firstLine(data))
			r.noise(firstLine(data))
			r.wanted(data, in)
			r.stamp(data)
			rec := Record{PID: NoPID}
			if r.record(clean(data), &rec) {
				if rec.PID < NoPID || !utf8.ValidString(rec.Message) {
					t.Errorf("%s: PID %d, message %q", r.name, rec.PID, rec.Message)
				}
			}
			opts := Options{Format: r.name, Interest: in, BlockSize: 64, MaxRecord: 4096, Workers: 1}
			_, err := Bytes("fuzz", data).Scan(context.Background(), opts, func([]Record) error { return nil })
			if err != nil && !errors.Is(err, ErrNothing) {
				t.Logf("%s: %v", r.name, err) // compressed garbage
			}
		}
	})
}
