package parse

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A record longer than the limit is cut at the same place whatever the blocks are, and
// no line is counted twice or lost.
func TestLongRecords(t *testing.T) {
	const rec = "2026-03-15 14:14:18.432571-0500 0x18697    Default     0x0                  360    8    dasd: (Daemon) [com.apple.x:y] "
	long := strings.Repeat("x", 5000)
	log := rec + "first\n" + rec + long + "\n" + // one line
		rec + "second\n" + rec + strings.Repeat(strings.Repeat("y", 90)+"\n", 60) + // many lines
		rec + "third\n" + rec + strings.Repeat("\tz\n", 5) + long + "\n=== not the header\n" +
		"Timestamp                       Thread     Type        Activity             PID    TTL\n" + rec + "last\n" + rec + long
	const limit = 1000
	read := func(block, workers int) (told []string) {
		sum, err := String("log", log).Scan(context.Background(), Options{BlockSize: block, MaxRecord: limit, Workers: workers}, func(list []Record) error {
			for _, r := range list {
				if told = append(told, fmt.Sprintf("%d: %d bytes", r.Line, len(r.Message))); !r.Time.Known() {
					t.Errorf("line %d has no time", r.Line)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return append(told, fmt.Sprintf("%d lines, %d unparsed, cut %v", sum.Lines, sum.Unparsed, sum.Cut))
	}
	whole := limit - len(rec)
	want := []string{
		"1: 5 bytes", fmt.Sprintf("2: %d bytes", whole), "3: 6 bytes", fmt.Sprintf("4: %d bytes", whole),
		"64: 5 bytes", fmt.Sprintf("65: %d bytes", whole), "72: 101 bytes", "73: 4 bytes", fmt.Sprintf("74: %d bytes", whole),
		"74 lines, 0 unparsed, cut [2 4 65 74]",
	}
	for _, block := range []int{64, 200, 999, 1000, 1001, 4096, 1 << 20} {
		for _, workers := range []int{1, 3} {
			if d := cmp.Diff(want, read(block, workers)); d != "" {
				t.Errorf("blocks of %d bytes, %d workers (-want +got):\n%s", block, workers, d)
			}
		}
	}
}
