package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bglog/bglog/internal/logstyle"
)

const largeBytes = 200 << 20

// makeLarge writes the log archive of a busy device and its sysdiagnose, with at least
// size bytes of .tracev3 files, to a folder that the test's end removes.
func makeLarge(tb testing.TB, size int64) logstyle.BusyArchive {
	tb.Helper()
	l, err := logstyle.WriteBusyArchive(tb.TempDir(), size)
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// asProcess runs the program as a process and returns its peak memory in MB, 0 where
// /proc does not tell it, and the processor time that it took. The peak that the kernel
// gives with the exit status would be that of the test, which it inherits.
func asProcess(tb testing.TB, args ...string) (peak float64, took time.Duration) {
	tb.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command(os.Args[0], append([]string{"--format", "json", "--fail-on", "never"}, args...)...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	cmd.Stdout, cmd.Stderr = io.Discard, &stderr
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				tb.Fatalf("%v: %s", err, stderr.String())
			}
			return peak, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		case <-time.After(5 * time.Millisecond):
			peak = max(peak, highWater(cmd.Process.Pid))
		}
	}
}

// highWater is the most memory that a process has had, in MB.
func highWater(pid int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kib := strings.Fields(rest + " 0")
	n, _ := strconv.ParseFloat(kib[0], 64)
	return n / 1024
}

// maxNativeMemory is what 200 MB of log may take, in MB (reference: logarchive,
// section 6.6).
const maxNativeMemory = 300

func TestLargeArchiveMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes 200 MB")
	}
	l := makeLarge(t, largeBytes)
	for _, path := range []string{l.Folder, l.Packed} {
		if mb, _ := asProcess(t, path); mb > maxNativeMemory {
			t.Errorf("%s: %.0f MB for a log of %d MB, want at most %d", filepath.Base(path), mb, l.Bytes>>20, maxNativeMemory)
		} else {
			t.Logf("%s: %.0f MB for %d MB", filepath.Base(path), mb, l.Bytes>>20)
		}
	}
}

// BenchmarkLargeArchive runs the program on a log archive as folder and as sysdiagnose;
// MB are those of the .tracev3 files, whose size BGLOG_BENCH_MB sets.
func BenchmarkLargeArchive(b *testing.B) {
	size := int64(64 << 20)
	if mb, err := strconv.Atoi(os.Getenv("BGLOG_BENCH_MB")); err == nil {
		size = int64(mb) << 20
	}
	l := makeLarge(b, size)
	for _, path := range []string{l.Folder, l.Packed} {
		b.Run(strings.TrimPrefix(filepath.Ext(path), "."), func(b *testing.B) {
			b.SetBytes(l.Bytes)
			peak, n, busy := 0.0, 0, time.Duration(0)
			for b.Loop() {
				mb, took := asProcess(b, path)
				peak, busy, n = max(peak, mb), busy+took, n+1
			}
			b.ReportMetric(peak, "peak-MB")
			b.ReportMetric(float64(n)*float64(l.Bytes)/1e6/busy.Seconds(), "MB/cpu-s")
		})
	}
	b.Run("gzip -dc", func(b *testing.B) {
		b.SetBytes(l.Bytes)
		for b.Loop() {
			cmd := exec.Command("gzip", "-dc", l.Packed)
			cmd.Stdout = io.Discard
			if err := cmd.Run(); err != nil {
				b.Skip(err)
			}
		}
	})
}
