package parse

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestArrayReader(t *testing.T) {
	for _, test := range []struct{ name, in, want string }{
		{"array", `[{"a":1},{"b":[2,3]}]`, "{\"a\":1}\n{\"b\":[2,3]}\n"},
		{"blanks between", "[ {\"a\":1} ,\n {\"b\":2} ]\n", "{\"a\":1}\n{\"b\":2}\n"},
		{"no array", `{"a":1}{"b":2} {"c":3}`, "{\"a\":1}\n{\"b\":2}\n{\"c\":3}"},
		{"two arrays", `[{"a":1}][{"b":2}]`, "{\"a\":1}\n{\"b\":2}\n"},
		{"brackets and quotes in texts", `[{"a":"]},{\""},{"b":"\\"}]`, "{\"a\":\"]},{\\\"\"}\n{\"b\":\"\\\\\"}\n"},
		{"newlines inside", "[{\"a\":\r\n1,\n\"b\":2}]", "{\"a\":  1, \"b\":2}\n"},
		{"preamble", "Filtering the log data using \"a IN {\"x\"}\"\n[{\"a\":1},{\"b\":2}]", "Filtering the log data using \"a IN {\"x\"}\"\n{\"a\":1}\n{\"b\":2}\n"},
		{"junk behind it", "[{\"a\":1}]\nlog: [warning], {x}\n", "{\"a\":1}\nlog: [warning], {x}\n"},
		{"junk behind an object", "{\"a\":1};x\n{\"b\":2}", "{\"a\":1};x\n{\"b\":2}"},
		{"cut", `[{"a":1},{"b":"te`, "{\"a\":1}\n{\"b\":\"te"},
		{"nothing", "", ""},
		{"brackets only", "[[[]]],,\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			for how, r := range map[string]io.Reader{
				"whole":        strings.NewReader(test.in),
				"byte by byte": iotest.OneByteReader(strings.NewReader(test.in)),
				"error at end": iotest.DataErrReader(strings.NewReader(test.in)),
			} {
				got, err := io.ReadAll(newArrayReader(r))
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(test.want, string(got)); diff != "" {
					t.Errorf("%s:\n%s", how, diff)
				}
			}
		})
	}
}

func TestArrayReaderError(t *testing.T) {
	got, err := io.ReadAll(newArrayReader(io.MultiReader(strings.NewReader(`[{"a":1},{`), iotest.ErrReader(io.ErrClosedPipe))))
	if err != io.ErrClosedPipe || string(got) != "{\"a\":1}\n{" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestObjectsInLine(t *testing.T) {
	for in, want := range map[string]bool{
		`[{"a":1},{"b":2}]`: true,
		`{"a":1}{"b":2}`:    true,
		"Filtering the log data\n[{\"a\":1},{\"b\":2":      true,
		`[{"a":"longer than the sample`:                    true,
		`{"a":"longer than the sample`:                     false,
		`[{"a":1}]`:                                        false,
		"[{\"a\":1},\n{\"b\":2}]":                          false,
		"[{\n  \"a\" : 1\n},{":                             false,
		`{"a":1}{"count":1,"finished":1}`:                  false,
		`{"count":1,"finished":1}{"a":1}`:                  false,
		strings.Repeat("text\n", 20) + `[{"a":1},{"b":2}]`: false,
		"text": false,
		"":     false,
	} {
		if got := objectsInLine([]byte(in)); got != want {
			t.Errorf("objectsInLine(%q) = %t, want %t", in, got, want)
		}
	}
}

// scanArray reads text as detectArray says.
func scanArray(t *testing.T, text string, opts Options) ([]Record, detection) {
	t.Helper()
	det, ok := detectArray([]byte(text), true, opts)
	if !ok {
		t.Fatal("not recognised")
	}
	var got []Record
	sum := &Summary{}
	clock := newResolver(opts, sum)
	_, err := det.stream(context.Background(), strings.NewReader(text), opts, func(res *block) error {
		return clock.merge(res, func(recs []Record) error {
			got = append(got, recs...)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return got, det
}

func TestMinifiedArray(t *testing.T) {
	var in []string
	var want []Record
	for i := range 40 {
		in = append(in, ndjsonLine)
		want = append(want, ndjsonRecord(t, i+1))
	}
	text := "[" + strings.Join(in, ",") + "]"
	for _, opts := range []Options{{}, {BlockSize: 2500, Workers: 2}, {Format: "log-ndjson"}} {
		got, det := scanArray(t, text, opts)
		if diff := recordDiff(want, got); diff != "" {
			t.Errorf("%+v:\n%s", opts, diff)
		}
		if det.name != "log-ndjson" || !strings.Contains(det.why, "without line breaks") {
			t.Errorf("recognised as %s: %s", det.name, det.why)
		}
	}
}

func TestMinifiedArrayEndToEnd(t *testing.T) {
	got, sum := scanJSON(t, "["+ndjsonLine+","+ndjsonLine+"]", nil)
	if diff := recordDiff([]Record{ndjsonRecord(t, 1), ndjsonRecord(t, 2)}, got); diff != "" || sum.Format != "log-ndjson" {
		t.Errorf("%s\n%s", sum.Format, diff)
	}
}

func TestForeignArrayIsNotRecognised(t *testing.T) {
	for _, text := range []string{`[{"name":"a"},{"name":"b"}]`, `[1,2]`, "text\n"} {
		if det, ok := detectArray([]byte(text), true, Options{}); ok {
			t.Errorf("%s recognised as %s", text, det.name)
		}
	}
}

func BenchmarkArrayReader(b *testing.B) {
	text := []byte("[" + strings.TrimSuffix(strings.ReplaceAll(ndjsonNoise(1000), "}\n", "},"), ",") + "]")
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if n, err := io.Copy(io.Discard, newArrayReader(bytes.NewReader(text))); err != nil || n < int64(len(text))-2 {
			b.Fatal(fmt.Errorf("%d bytes: %w", n, err))
		}
	}
}
