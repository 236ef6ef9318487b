package parse

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestDetect(t *testing.T) {
	xcodeLine := func(i int) string {
		return fmt.Sprintf("2026-03-15 10:00:%02d.123456-0700 Notes[312:107187] flushed\n", i%60)
	}
	var log strings.Builder
	for i := range 30 {
		log.WriteString(xcodeLine(i))
	}
	meta := "Type: Info | Timestamp: 2026-03-15 10:00:00.123456-0700 | Process: Notes\n"
	compact := "2026-03-15 10:00:00.123 Df Notes[312:1a2b3] flushed\n"
	for _, tc := range []struct{ name, text, format, why string }{
		{"a long log that quotes others", log.String() + compact + "> " + compact + "Background Task 5\nand so on\n" + meta, "xcode",
			"30 of the first 35 lines begin a record"},
		{"a long log, mostly quoted", log.String() + strings.Repeat("> "+compact, 30), pasteName, "30 of 60 records begin only after"},
		{"a long Xcode 15 log that prints headers", log.String() + strings.Repeat("flushed\n"+meta, 40), xcode15,
			"40 of the first 110 lines hold the fields"},
		{"a column header", "Timestamp                       Thread     Type        Activity             PID    TTL  \n" +
			"2026-03-15 10:00:00.123456-0700 0x1a2b3    Default     0x0                  312    0    Notes: flushed\nand on it goes\n", "log-default", "column header in line 1"},
		{"two formats", xcodeLine(1) + compact, pasteName, "formats are mixed: 1 record of log-compact, 1 of others"},
		{"a message between", xcodeLine(1) + "Background Task 5 (\"a\") held\n", pasteName, "1 record of xcode and 1 message without header"},
		{"a shortened header between", xcodeLine(1) + "dasd: flushed\n", pasteName, "1 record of xcode and 1 with shortened headers"},
		{"from the source of a web page", xcodeLine(1) + "2026-03-15 10:00:02.123456-0700 Notes[312:107187] &lt;private&gt;\n", pasteName, "2 records of xcode in the dress of a web page"},
		{"a long log that holds such lines", log.String() + "2026-03-15 10:00:02.123456-0700 Notes[312:107187] &lt;private&gt;\n", "xcode", "31 of the first 31 lines"},
		{"code in a ticket", "I see:\n```text\n" + xcodeLine(1) + "```\nWhy?\n", pasteName, "1 record of xcode in Markdown's marks of code"},
		{"an app that prints Markdown", xcodeLine(1) + "```\n" + xcodeLine(2), "xcode", "2 of the first 3 lines begin a record"},
		{"one line", xcodeLine(1), "xcode", "the only line begins a record"},
		{"attribute lists", xcodeLine(1) + "\tpath: satisfied\n    \"a\",\n)}\n", "xcode", "1 of the first 4 lines begins a record"},
		{"one metadata line", "flushed\n" + meta, xcode15, "1 of the first 2 lines holds the fields"},
		{"shortened headers only", "hello\ndasd: flushed\n", pasteName, "1 of the first 2 lines begins a record whose header was shortened by hand"},
		{"nothing", "hello\n", pasteName, "no line begins a record"},
	} {
		det, err := detect([]byte(tc.text), true, Options{Interest: pasteInterest()})
		if err != nil || det.name != tc.format || !strings.Contains(det.why, tc.why) {
			t.Errorf("%s: %s (%s), error %v; want %s (%s)", tc.name, det.name, det.why, err, tc.format, tc.why)
		}
	}
}

func TestDetectNothing(t *testing.T) {
	for text, want := range map[string]string{
		"":                                       "empty",
		" \n\t\n":                                "empty",
		"SQLite format 3\x00 x":                  "SQLite",
		"\x01\x02\x03\x04\x05\x06":               "binary data",
		strings.Repeat("\x00", 64):               "binary data",
		strings.Repeat("x", 257) + "ustar\x0000": "tar archive",
	} {
		_, err := detect([]byte(text), true, Options{})
		if !errors.Is(err, ErrNothing) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one about %q", text, err, want)
		}
	}
}

func TestForced(t *testing.T) {
	names := FormatNames()
	if !slices.Contains(names, pasteName) || !slices.Contains(names, xcode15) || !slices.Contains(names, "log-default") {
		t.Fatalf("format names %v", names)
	}
	for _, name := range names {
		det, err := detect([]byte("hello"), true, Options{Format: name})
		if err != nil || det.name != name || det.format == nil && det.stream == nil && det.report == nil {
			t.Errorf("%s: %+v, error %v", name, det, err)
		}
	}
	if _, err := detect([]byte("hello"), true, Options{Format: "nonsense"}); err == nil || !strings.Contains(err.Error(), "log-default") {
		t.Errorf("an unknown name: error %v", err)
	}
}
