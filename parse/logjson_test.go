package parse

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// indented prints objects of one line as an array over many.
func indented(t *testing.T, indent string, lines ...string) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Indent(&b, []byte("["+strings.Join(lines, ",")+"]"), "", indent); err != nil {
		t.Fatal(err)
	}
	return b.String() + "\n"
}

// logArray prints objects of one line as `log show --style json` does.
func logArray(t *testing.T, lines ...string) string {
	t.Helper()
	var objects []string
	for _, line := range lines {
		var b bytes.Buffer
		if err := json.Indent(&b, []byte(line), "", "  "); err != nil {
			t.Fatal(err)
		}
		text := regexp.MustCompile(`(?m)^( +"\w+"):`).ReplaceAllString(b.String(), "$1 :")
		objects = append(objects, strings.TrimSuffix(strings.TrimPrefix(text, "{"), "}"))
	}
	return "[{" + strings.Join(objects, "},{") + "}]"
}

func TestLogJSON(t *testing.T) {
	second := strings.Replace(ndjsonLine, `"processID":4242`, `"processID":7`, 1)
	want := func(first, step int) []Record {
		a, b := ndjsonRecord(t, first), ndjsonRecord(t, first+step)
		b.PID = 7
		return []Record{a, b}
	}
	one := strings.Count(indented(t, "  ", ndjsonLine), "\n") - 2
	array := logArray(t, ndjsonLine, second)
	cut := array[:strings.LastIndex(array, `FlushOutbox`)]
	for _, test := range []struct {
		name, in string
		want     []Record
		unparsed int
	}{
		{name: "log", in: array, want: want(1, one-1)},
		{
			name: "preamble",
			in:   "Filtering the log data using \"process == \"Notes\"\"\nSkipping info and debug messages, pass --info and/or --debug to include.\n" + array + "\n",
			want: want(3, one-1),
		},
		{
			name: "junk behind the array", in: array + "\nlog: warning: something\n{not json\n",
			want: want(1, one-1), unparsed: 2,
		},
		{
			name: "two arrays", in: array + "\n" + array,
			want: append(want(1, one-1), want(1+2*one-1, one-1)...),
		},
		{
			name: "cut in a key", in: array[:strings.LastIndex(array, `"parentActivityIdentifier"`)+7],
			want: want(1, one-1),
		},
		{
			name: "cut in the message", in: cut,
			want: want(1, one-1)[:1], unparsed: strings.Count(cut, "\n") + 2 - one,
		},
		{name: "carriage returns", in: strings.ReplaceAll(array, "\n", "\r\n"), want: want(1, one-1)},
		{name: "jq", in: indented(t, "  ", ndjsonLine, second), want: want(2, one)},
		{name: "Python", in: indented(t, "    ", ndjsonLine, second), want: want(2, one)},
		{name: "tabs", in: indented(t, "\t", ndjsonLine, second), want: want(2, one)},
		{
			name: "jq without an array",
			in:   strings.NewReplacer("},{", "}\n{", "[{", "{", "}]", "}").Replace(array),
			want: want(1, one),
		},
		{name: "empty", in: array + "\n[]\n", want: want(1, one-1)},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, sum := scanJSON(t, test.in, nil)
			if diff := recordDiff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if sum.Format != "log-json" || sum.Unparsed != test.unparsed {
				t.Errorf("format %q with %d unparsed lines at %v, want log-json with %d", sum.Format, sum.Unparsed, sum.UnparsedAt, test.unparsed)
			}
		})
	}
}

// The block size must not matter where records have many lines.
func TestLogJSONBlocks(t *testing.T) {
	var in []string
	for range 50 {
		in = append(in, ndjsonLine)
	}
	text := logArray(t, in...)
	want, _ := scanJSONOptions(t, text, Options{})
	got, _ := scanJSONOptions(t, text, Options{BlockSize: 3000, Workers: 2})
	if diff := recordDiff(want, got); diff != "" || len(got) != 50 {
		t.Errorf("%d records\n%s", len(got), diff)
	}
}

func TestLogJSONWanted(t *testing.T) {
	text := logArray(t, ndjsonLine, strings.NewReplacer("com.apple.UIKit", "com.apple.network", "UIKitCore", "Network", "Notes.app", "x", "Notes", "wifid").Replace(ndjsonLine))
	got, sum := scanJSON(t, text, testInterest())
	if len(got) != 1 || sum.Records != 2 {
		t.Errorf("%d of %d records wanted, want 1 of 2", len(got), sum.Records)
	}
}

func TestLogJSONStarts(t *testing.T) {
	for line, want := range map[string]bool{
		"[{": true, "},{": true, "{": true, "  {": true, "    {": true, "\t{": true, "}, {": true, "{ ": true,
		"      {": false, "\t\t{": false, "},": false, "}]": false, "]": false, "": false, `{"a"`: false, `  "backtrace" : {`: false,
	} {
		if got := logJSON.starts([]byte(line)); got != want {
			t.Errorf("starts(%q) = %t, want %t", line, got, want)
		}
	}
}
