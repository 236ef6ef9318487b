package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/bglog/bglog/internal/logstyle"
)

// benchmarkSize is of the logs that BenchmarkAnalyze reads: large enough that
// starting and reporting do not count.
const benchmarkSize = 16 << 20

// BenchmarkAnalyze is the whole program on a generated log, from a file to the JSON
// report, on one core and on two:
//
//	go test ./cmd/bglog -run '^$' -bench 'Analyze/log-default/1' -cpuprofile cpu.prof -memprofile mem.prof
func BenchmarkAnalyze(b *testing.B) {
	for _, c := range []struct {
		name, style string
		gzip        bool
	}{
		{name: "log-default", style: "log-default"},
		{name: "log-compact", style: "log-compact"},
		{name: "log-syslog", style: "log-syslog"},
		{name: "log-ndjson", style: "log-ndjson"},
		{name: "log-default.gz", style: "log-default", gzip: true},
		{name: "logarchive"},
	} {
		b.Run(c.name, func(b *testing.B) {
			var path string
			var size int64
			if c.style == "" {
				l := makeLarge(b, benchmarkSize)
				path, size = l.Folder, l.Bytes
			} else {
				path = filepath.Join(b.TempDir(), c.name)
				size = writeLog(b, path, c.style, c.gzip)
			}
			for _, cores := range []int{1, 2} {
				b.Run(fmt.Sprint(cores), func(b *testing.B) {
					if cores > runtime.NumCPU() {
						b.Skipf("there are %d cores", runtime.NumCPU())
					}
					defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
					b.SetBytes(size)
					b.ReportAllocs()
					for b.Loop() {
						args := []string{"--format", "json", "--fail-on", "never", path}
						if code := run(args, nil, io.Discard, io.Discard, testEnvironment()); code != exitClean {
							b.Fatalf("exit code %d, want %d", code, exitClean)
						}
					}
				})
			}
		})
	}
}

// writeLog generates a log and returns how many bytes of text it has.
func writeLog(b *testing.B, path, style string, packed bool) int64 {
	b.Helper()
	var text, deflated bytes.Buffer
	if err := logstyle.Generate(&text, style, benchmarkSize, 1, logstyle.DefaultRelevant); err != nil {
		b.Fatal(err)
	}
	size := int64(text.Len())
	stored := &text
	if packed {
		z := gzip.NewWriter(&deflated)
		z.Write(text.Bytes())
		z.Close()
		stored = &deflated
	}
	if err := os.WriteFile(path, stored.Bytes(), 0o644); err != nil {
		b.Fatal(err)
	}
	return size
}
