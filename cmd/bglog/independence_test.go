package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report"
)

// reports writes every format about a log that is read as opts say.
func reports(t testing.TB, in *parse.Input, opts parse.Options) map[string]string {
	t.Helper()
	c := &call{env: testEnvironment(), stderr: io.Discard}
	f := inputFlags{}
	reading, err := f.reading(c)
	if err != nil {
		t.Fatal(err)
	}
	reading.Workers, reading.BlockSize = opts.Workers, opts.BlockSize
	src := &source{args: []string{in.Name}, inputs: []*parse.Input{in}, stdin: &replay{r: strings.NewReader("")}, opts: reading}
	r, _ := f.read(c, src, report.Options{Version: "1"}, false)
	return everyFormat(t, r)
}

// everyFormat writes a report in all formats, and as a timeline.
func everyFormat(t testing.TB, r *report.Report) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, format := range slices.Sorted(maps.Keys(writers)) {
		var b strings.Builder
		if err := writers[format](&b, r, report.TextOptions{Width: pipeWidth}); err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		out[format] = b.String()
	}
	var b strings.Builder
	if err := report.TimelineText(&b, r, report.TextOptions{Width: pipeWidth}); err != nil {
		t.Fatal(err)
	}
	out["timeline"] = b.String()
	return out
}

// busy is a log in which one scenario follows the other: every twelfth from first on.
func busy(t testing.TB, style string, first int) []byte {
	t.Helper()
	s, err := logstyle.Find(style)
	if err != nil {
		t.Fatal(err)
	}
	var all []logstyle.Entry
	for i := first % 12; i < len(logstyle.Scenarios); i += 12 {
		var later time.Duration
		for k, e := range logstyle.Scenarios[i].Entries() {
			if k == 0 && len(all) > 0 {
				later = all[len(all)-1].At.Sub(e.At) + 10*time.Minute
			}
			e.At = e.At.Add(later)
			all = append(all, e)
		}
	}
	var b bytes.Buffer
	if err := s.Render(&b, all, logstyle.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Every report is the same bytes whatever the number of workers and the size of blocks.
func TestReportsDoNotDependOnBlocks(t *testing.T) {
	ways := []parse.Options{
		{Workers: 8, BlockSize: 4 << 10}, {Workers: 2, BlockSize: 64 << 10}, {Workers: 1, BlockSize: 1 << 20}, {Workers: 8, BlockSize: 64 << 20},
	}
	var findings atomic.Int64
	t.Run("styles", func(t *testing.T) {
		for k, s := range logstyle.Styles {
			t.Run(s.Name, func(t *testing.T) {
				t.Parallel()
				data := busy(t, s.Name, k)
				want := reports(t, parse.Bytes("busy.log", data), parse.Options{Workers: 1, BlockSize: 4 << 10})
				findings.Add(int64(strings.Count(want["json"], `"fingerprint"`)))
				for i, way := range ways {
					if (testing.Short() || k > 1) && (i+k)%len(ways) != 0 { // all ways take a minute
						continue
					}
					got := reports(t, parse.Bytes("busy.log", data), way)
					for format, text := range want {
						if got[format] != text {
							t.Fatalf("%s, %d workers, blocks of %d bytes: %s", format, way.Workers, way.BlockSize, difference(text, got[format]))
						}
					}
				}
			})
		}
	})
	if findings.Load() < 100 {
		t.Errorf("only %d findings: the comparison is worth little", findings.Load())
	}
}

// difference shows where two texts part.
func difference(want, got string) string {
	at := 0
	for at < min(len(want), len(got)) && want[at] == got[at] {
		at++
	}
	around := func(s string) string { return fmt.Sprintf("%q", s[max(0, at-200):min(len(s), at+200)]) }
	return fmt.Sprintf("at byte %d:\nwant %s\ngot  %s", at, around(want), around(got))
}

// odd gives a few bytes at a time, sometimes none.
type odd struct {
	r io.Reader
	n *rand.Rand
}

func (o *odd) Read(b []byte) (int, error) {
	switch o.n.IntN(20) {
	case 0:
		return 0, nil
	case 1:
		b = b[:1]
	default:
		b = b[:min(len(b), 1+o.n.IntN(9000))]
	}
	return o.r.Read(b)
}

// A pipe gives what a file gives, however its bytes come.
func TestReportsDoNotDependOnReads(t *testing.T) {
	for k, s := range logstyle.Styles {
		data := busy(t, s.Name, k+1)
		want := ""
		for name, r := range map[string]io.Reader{
			"whole": bytes.NewReader(data), "halves": iotest.HalfReader(bytes.NewReader(data)),
			"odd":           &odd{bytes.NewReader(data), rand.New(rand.NewPCG(1, 2))},
			"end with data": iotest.DataErrReader(bytes.NewReader(data)),
		} {
			var out, errs strings.Builder
			run([]string{"--format", "json"}, r, &out, &errs, testEnvironment())
			text := out.String() + errs.String()
			if want == "" {
				want = text
			}
			if text != want {
				t.Errorf("%s, %s: %s", s.Name, name, difference(want, text))
			}
		}
	}
}
