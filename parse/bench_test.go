package parse

import (
	"context"
	"runtime"
	"testing"
)

// BenchmarkRead reads, in every format and on one core, a log of which nobody wants
// a line, and a log of relevant records, of which every one is wanted:
//
//	go test ./parse -run '^$' -bench 'Read/log-default/skipped'
func BenchmarkRead(b *testing.B) {
	for _, name := range FormatNames() {
		det, err := forced(name, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if det.report != nil {
			continue // one document, not lines
		}
		b.Run(name, func(b *testing.B) {
			b.Run("skipped", func(b *testing.B) { benchmarkRead(b, det, 0, Options{Interest: deviceInterest()}) })
			b.Run("wanted", func(b *testing.B) { benchmarkRead(b, det, 1, Options{}) })
		})
	}
}

// benchmarkRead reads a log of which a share is relevant, and tells the time and the
// allocations per line.
func benchmarkRead(b *testing.B, det detection, relevant float64, opts Options) {
	data := deviceLog(b, styleOf(b, det.name), 1<<20, relevant)
	var read func() (lines, records, wanted int)
	if det.stream != nil {
		read = streamReader(b, det.name, data, opts)
	} else {
		read = blockReader(det.format, data, opts)
	}
	lines, records, wanted := read() // and remembers the senders
	if skipping := opts.Interest != nil; skipping == (wanted > 0) || records == 0 {
		b.Fatalf("%d of %d records wanted", wanted, records)
	}
	b.SetBytes(int64(len(data)))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		read()
	}
	runtime.ReadMemStats(&after)
	all := float64(b.N) * float64(lines)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/all, "ns/line")
	b.ReportMetric(float64(after.Mallocs-before.Mallocs)/all, "allocs/line")
	b.ReportMetric(0, "ns/op") // of an arbitrary size; 0 leaves it out
}

// blockReader reads data as a worker reads its blocks.
func blockReader(f *format, data []byte, opts Options) func() (lines, records, wanted int) {
	res := &block{data: data}
	scan := newBlockScanner(f, opts)
	return func() (int, int, int) {
		res.reset()
		scan.block(res)
		return res.lines, res.total, len(res.records)
	}
}

// streamReader reads data in a format that has no lines to find records by.
func streamReader(b *testing.B, format string, data []byte, opts Options) func() (lines, records, wanted int) {
	opts.Format, opts.Workers = format, 1
	in := Bytes(format, data)
	return func() (int, int, int) {
		sum, err := in.Scan(context.Background(), opts, func([]Record) error { return nil })
		if err != nil {
			b.Fatal(err)
		}
		return sum.Lines, sum.Records, sum.Kept
	}
}
