package parse_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/internal/oracle"
	"github.com/bglog/bglog/parse"
)

// oracleOptions read a log as the oracles do.
func oracleOptions(format string) parse.Options {
	return parse.Options{Format: format, Date: oracle.Date(), Now: time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)}
}

// scanned are the records of a log as the oracles tell them.
func scanned(t testing.TB, data []byte, opts parse.Options) ([]oracle.Record, *parse.Summary) {
	t.Helper()
	var list []oracle.Record
	sum, err := parse.Bytes("log", data).Scan(context.Background(), opts, func(records []parse.Record) error {
		for _, r := range records {
			list = append(list, oracle.Record{
				Line: r.Line, Time: r.Time.Std(), Level: r.Level.String(), Marker: r.Kind == parse.KindMarker, Process: r.Process, PID: r.PID, TID: r.TID,
				Image: r.Image, Subsystem: r.Subsystem, Category: r.Category, Message: strings.Clone(r.Message),
			})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list, sum
}

// sameRecords ignores how a zone is called.
var sameRecords = cmp.Options{
	cmp.Comparer(func(a, b time.Time) bool { return a.Format(time.RFC3339Nano) == b.Format(time.RFC3339Nano) }),
	cmpopts.IgnoreUnexported(oracle.Record{}),
}

// agree compares everything that the two readers say of a log.
func agree(t testing.TB, format string, data []byte, l *oracle.Log, opts parse.Options) {
	t.Helper()
	got, sum := scanned(t, data, opts)
	want, repeats := l.Expect(got)
	if !cmp.Equal(want, got, sameRecords) {
		t.Errorf("%s: records differ %s", format, firstDifference(want, got, data))
	}
	if sum.Lines != l.Lines {
		t.Errorf("%s: %d lines, the oracle counts %d", format, sum.Lines, l.Lines)
	}
	if sum.Records != len(got)+sum.Repeats || sum.Kept != len(got) {
		t.Errorf("%s: %d records, %d kept, %d repeats, handed over %d", format, sum.Records, sum.Kept, sum.Repeats, len(got))
	}
	if l.Doubts() == 0 && sum.Repeats != repeats {
		t.Errorf("%s: %d repeats, the oracle counts %d", format, sum.Repeats, repeats)
	}
	if sum.Unparsed < l.Unparsed || sum.Unparsed > l.Unparsed+l.Doubts() {
		t.Errorf("%s: %d lines unparsed, the oracle counts %d and %d that are doubtful", format, sum.Unparsed, l.Unparsed, l.Doubts())
	}
}

// firstDifference shows the first record that differs, and the lines around it.
func firstDifference(want, got []oracle.Record, data []byte) string {
	at := 0
	for at < min(len(want), len(got)) && cmp.Equal(want[at], got[at], sameRecords) {
		at++
	}
	line := 1 << 30
	for _, list := range [][]oracle.Record{want, got} {
		if at < len(list) {
			line = min(line, list[at].Line)
		}
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	around := lines[max(0, min(line-3, len(lines))):min(len(lines), line+3)]
	return fmt.Sprintf("around line %d: %.2000q\n(-oracle +reader):\n%s", line, around, cmp.Diff(want[at:min(at+1, len(want))], got[at:min(at+1, len(got))], sameRecords))
}

// preamble is what log prints before records, more often than it does.
var preamble = strings.Repeat("Filtering the log data using \"process == \"Notes\"\"\n", 10)

// oracles are all readers that are compared, by the style that they read.
func oracles() map[string]struct {
	format string
	read   func([]byte) *oracle.Log
} {
	all := map[string]struct {
		format string
		read   func([]byte) *oracle.Log
	}{"log-ndjson": {"log-ndjson", oracle.NDJSON}}
	for _, r := range oracle.Readers {
		all[r.Name] = struct {
			format string
			read   func([]byte) *oracle.Log
		}{r.Format, r.Read}
	}
	return all
}

// stories are logs of the style: the scenarios, and what a busy device writes.
func stories(t testing.TB, style string, seeds uint64) [][]byte {
	t.Helper()
	s, err := logstyle.Find(style)
	if err != nil {
		t.Fatal(err)
	}
	var logs [][]byte
	for seed := range seeds {
		var b bytes.Buffer
		if err := logstyle.Generate(&b, style, 96<<10, seed+1, 0.4); err != nil {
			t.Fatal(err)
		}
		logs = append(logs, b.Bytes())
		b = bytes.Buffer{}
		sc := logstyle.Scenarios[int(seed*7)%len(logstyle.Scenarios)]
		if err := s.Render(&b, sc.Entries(), logstyle.Options{Redacted: seed%2 == 1, CRLF: seed%3 == 2}); err != nil {
			t.Fatal(err)
		}
		logs = append(logs, b.Bytes())
	}
	return logs
}

// What the generator writes leaves nothing to doubt, and both readers read it alike.
func TestOracleOnWholeLogs(t *testing.T) {
	seeds := uint64(8)
	if testing.Short() {
		seeds = 2
	}
	for style, o := range oracles() {
		t.Run(style, func(t *testing.T) {
			t.Parallel()
			for i, data := range stories(t, style, seeds) {
				l := o.read(data)
				if limit := 0.05 * float64(l.Lines); float64(l.Doubts()) > limit {
					t.Errorf("log %d: %d of %d lines are doubtful", i, l.Doubts(), l.Lines)
				}
				agree(t, o.format, data, l, oracleOptions(o.format))
				if t.Failed() {
					t.Fatalf("log %d", i)
				}
			}
		})
	}
}

// Damaged logs are read alike where the grammar leaves no doubt.
func TestOracleOnDamagedLogs(t *testing.T) {
	rounds := 60
	if testing.Short() {
		rounds = 10
	}
	for style, o := range oracles() {
		t.Run(style, func(t *testing.T) {
			t.Parallel()
			logs := stories(t, style, 2)
			doubts, lines := 0, 0
			for seed := range rounds {
				r := rand.New(rand.NewPCG(uint64(seed), 1))
				data := piece(r, logs[seed%len(logs)], 120)
				for range 1 + r.IntN(12) {
					data = damages[r.IntN(len(damages))](r, data)
				}
				if style == "log-ndjson" { // objects glued in the first lines are read as an array
					data = append([]byte(preamble), data...)
				}
				l := o.read(data)
				doubts, lines = doubts+l.Doubts(), lines+l.Lines
				opts := oracleOptions(o.format)
				opts.BlockSize = []int{64, 1 << 10, 4 << 10, 0}[seed%4]
				agree(t, o.format, data, l, opts)
				if t.Failed() {
					t.Fatalf("seed %d", seed)
				}
			}
			if doubts*2 > lines {
				t.Errorf("%d of %d lines are doubtful: the comparison is worth little", doubts, lines)
			}
		})
	}
}

// FuzzOracle reads any bytes below a few records of every form: the two readers agree,
// and what the fast one says does not depend on how the input is cut into blocks.
func FuzzOracle(f *testing.F) {
	whole := map[string][]byte{}
	for style := range oracles() {
		whole[style] = piece(rand.New(rand.NewPCG(1, 1)), stories(f, style, 1)[1], 30)
		for seed := range uint64(3) {
			r := rand.New(rand.NewPCG(seed, 2))
			data := piece(r, whole[style], 12)
			for range seed {
				data = damages[r.IntN(len(damages))](r, data)
			}
			f.Add(style, data)
		}
	}
	f.Fuzz(func(t *testing.T, style string, data []byte) {
		o, ok := oracles()[style]
		if !ok || len(data) > 64<<10 {
			return
		}
		// what stands before the bytes keeps them from being taken for another encoding,
		// for a compressed file, or for an array in one line
		data = append([]byte(preamble), data...)
		opts := oracleOptions(o.format)
		agree(t, o.format, data, o.read(data), opts)
		want, _ := scanned(t, data, opts)
		opts.BlockSize, opts.Workers = 64, 2
		got, _ := scanned(t, data, opts)
		if d := cmp.Diff(want, got, sameRecords); d != "" {
			t.Errorf("%s: blocks of 64 bytes (-whole +blocks):\n%s", style, d)
		}
	})
}
