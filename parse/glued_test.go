package parse

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestInnerStart(t *testing.T) {
	for line, want := range map[string]int{
		"message2023-08-04 10:50:17.838280-0400 Notes[60:47] x":       7,
		"message default\t10:50:17.838280-0400\tdasd\tx":              8,
		"messageerror\t2023-08-04 10:50:17.838280 -0400\tdasd\tx":     7,
		"message10:50:17.838280-0400\tdasd\tx":                        7,
		"messageJul  1 09:00:55 iPhone dasd[7] <Notice>: x":           7,
		"messageJul 1 09:00:55.123456 dasd[7] <Notice>: x":            7,
		"(2023-08-04T10:50:17.838280-0400 dasd x":                     -1,
		"at 10:50:17 and 2023-08-04 10:50:17.838280-0400 it was late": -1,
		"1:2:3 10:50":        -1,
		"no time whatever":   -1,
		"short":              -1,
		"::::::::::::::::::": -1,
	} {
		if got, _ := innerStart([]byte(line), 1, nil); got != want {
			t.Errorf("%q: header at %d, want %d", line, got, want)
		}
	}
}

func TestLineReader(t *testing.T) {
	const header = "2023-08-04 10:50:17.838280-0400 Notes[60:47] "
	long := strings.Repeat("x", 300)
	for _, tc := range []struct {
		name, text string
		want       []string // "+" in front: goes on in the same line; "!": its rest is left out
	}{
		{"lines", "a\n\nb", []string{"a", "", "b"}},
		{"empty", "", nil},
		{"too long", "a\n" + long + "\nb\n", []string{"a", "!" + long[:200], "b"}},
		{"too long at the end", long, []string{"!" + long[:200]}},
		{"records in one line", header + "one" + header + long + "\nb", []string{"+" + header + "one", "!" + (header + long)[:200], "b"}},
	} {
		for name, r := range map[string]io.Reader{
			"at once": strings.NewReader(tc.text), "byte by byte": iotest.OneByteReader(strings.NewReader(tc.text)),
		} {
			l := &lineReader{r: r, limit: 200}
			var got []string
			for {
				line, err := l.next()
				if err != nil {
					break
				}
				mark := ""
				if line.more {
					mark = "+"
				} else if line.cut {
					mark = "!"
				}
				got = append(got, mark+string(line.text))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", tc.name, name, diff)
			}
			if l.total != int64(len(tc.text)) {
				t.Errorf("%s, %s: %d of %d bytes read", tc.name, name, l.total, len(tc.text))
			}
		}
	}
}

// A source that gives nothing for ever must end.
func TestLineReaderNoProgress(t *testing.T) {
	l := &lineReader{r: idleReader{}, limit: 100}
	if _, err := l.next(); err != io.ErrNoProgress {
		t.Errorf("error %v, want %v", err, io.ErrNoProgress)
	}
}

type idleReader struct{}

func (idleReader) Read([]byte) (int, error) { return 0, nil }

// Times take what they lack from their neighbours.
func TestPasteTimes(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"a date before", "2026-03-01 23:59:59.123456+0100 Notes[1:2] x\n00:00:01.000  dasd  x\n", "2026-03-01 23:59:59.123 +0100, 2026-03-02 00:00:01.000 +0100"},
		{"a date behind", "23:59:59.000  dasd  x\n2026-03-02 00:00:01.123456+0100 Notes[1:2] x\n", "2026-03-01 23:59:59.000 +0100, 2026-03-02 00:00:01.123 +0100"},
		{"a year behind", "Dec 31 23:59:59 dasd[7] <Notice>: x\n2026-01-01 00:00:01.123456+0100 Notes[1:2] x\n", "2025-12-31 23:59:59.000 +0100, 2026-01-01 00:00:01.123 +0100"},
		{"a year before", "2025-12-31 23:59:59.123456+0100 Notes[1:2] x\nJan  1 00:00:01 dasd[7] <Notice>: x\n", "2025-12-31 23:59:59.123 +0100, 2026-01-01 00:00:01.000 +0100"},
		{"no year at all", "23:59:59.000  dasd  x\nJan  2 00:00:01 dasd[7] <Notice>: x\n", "2026-01-01 23:59:59.000 +0000, 2026-01-02 00:00:01.000 +0000"},
		{"nothing", "23:59:59.000  dasd  x\n00:00:01.000  dasd  x\n", "day 1 23:59:59.000, day 2 00:00:01.000"},
	} {
		_, rows, err := scanPaste(t, tc.text, Options{Format: pasteName})
		var got []string
		for _, r := range rows {
			got = append(got, r.Time)
		}
		if s := strings.Join(got, ", "); s != tc.want || err != nil {
			t.Errorf("%s: %s, want %s (%v)", tc.name, s, tc.want, err)
		}
	}
	// a zone that the user gives is not replaced by a neighbour's
	_, rows, _ := scanPaste(t, "23:59:59.000  dasd  x\n2026-03-02 00:00:01.123456+0100 Notes[1:2] x\n",
		Options{Format: pasteName, Zone: time.FixedZone("", -3600)})
	if len(rows) != 2 || rows[0].Time != "2026-03-01 23:59:59.000 -0100" {
		t.Errorf("with a zone: %v", rows)
	}
}
