package logarchive

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

func clocksOf(t *testing.T, b []byte) map[UUID]*clock {
	t.Helper()
	clocks := map[UUID]*clock{}
	var order []*clock
	if err := readTimesync(b, clocks, &order); err != nil {
		t.Fatal(err)
	}
	for _, c := range order {
		c.settle()
	}
	return clocks
}

func TestWallTime(t *testing.T) {
	boot := archivetest.Boot{ID: bootA, Num: 125, Den: 3, Wall: 1_000_000_000_000_000_000, MinutesWest: 300, Syncs: []archivetest.Sync{
		{Ticks: 100, Wall: 1_000_000_000_000_009_000, MinutesWest: 300, Daylight: true},
		{Ticks: 48_000_000, Wall: 1_000_000_500_000_000_000, MinutesWest: -330},
	}}
	c := clocksOf(t, archivetest.Timesync(boot, boot))[UUID(bootA)] // told twice
	if len(c.syncs) != 3 {
		t.Fatalf("%d sync points, want 3", len(c.syncs))
	}
	tests := []struct {
		ticks  uint64
		wall   int64
		offset int
	}{
		{0, 1_000_000_000_000_000_000, -300 * 60},
		{1, 1_000_000_000_000_000_041, -300 * 60}, // 41.67 ns, cut
		{99, 1_000_000_000_000_004_125, -300 * 60},
		{100, 1_000_000_000_000_009_000, -240 * 60},
		{101, 1_000_000_000_000_009_041, -240 * 60},
		{48_000_001, 1_000_000_500_000_000_041, 330 * 60},
		{math.MaxUint64, math.MaxInt64, 330 * 60},
	}
	for _, tt := range tests {
		if wall, offset := c.wall(tt.ticks); wall != tt.wall || offset != tt.offset {
			t.Errorf("%d ticks: %d %d, want %d %d", tt.ticks, wall, offset, tt.wall, tt.offset)
		}
	}
	want := []clockChange{{syncPoint{48_000_000, 1_000_000_500_000_000_000, 330 * 60}, 1_000_000_500_000_000_000 - 1_000_000_000_000_009_000 - 1_999_995_833}}
	if d := cmp.Diff(want, c.steps(), cmp.AllowUnexported(clockChange{}, syncPoint{})); d != "" {
		t.Errorf("steps: (-want +got)\n%s", d)
	}
	from, to := c.bounds(0, 48_000_001)
	if from != 1_000_000_000_000_000_000 || to != 1_000_000_500_000_000_041 {
		t.Errorf("bounds %d to %d", from, to)
	}
}

func TestBoundsOverBackwardStep(t *testing.T) {
	c := clocksOf(t, archivetest.Timesync(archivetest.Boot{ID: bootA, Num: 1, Den: 1, Wall: 1000, Syncs: []archivetest.Sync{{Ticks: 100, Wall: 500}, {Ticks: 200, Wall: 9000}, {Ticks: 300, Wall: 600}}}))[UUID(bootA)]
	for _, tt := range []struct {
		a, b     uint64
		from, to int64
	}{{0, 99, 1000, 1099}, {0, 100, 500, 1100}, {150, 250, 550, 9050}, {150, 350, 550, 9100}, {0, 1000, 500, 9100}} {
		if from, to := c.bounds(tt.a, tt.b); from != tt.from || to != tt.to {
			t.Errorf("bounds of %d to %d: %d to %d, want %d to %d", tt.a, tt.b, from, to, tt.from, tt.to)
		}
	}
}

func TestDamagedTimesync(t *testing.T) {
	good := archivetest.Timesync(archivetest.Boot{ID: bootA, Num: 1, Den: 1, Syncs: []archivetest.Sync{{Ticks: 5}}})
	tests := []struct {
		name string
		b    []byte
		want string
	}{
		{"good", good, ""},
		{"empty", nil, ""},
		{"cut", good[:70], "no boot or sync record at 48 of 70 bytes"},
		{"no boot", good[48:], "no boot or sync record at 0 of 32 bytes"},
		{"size 0", []byte{0xb0, 0xbb, 0, 0}, "no boot or sync record at 0 of 4 bytes"},
		{"time base", archivetest.Timesync(archivetest.Boot{ID: bootA, Num: 1}), "boot record at 0 has time base 1/0, expected numbers above 0"},
	}
	for _, tt := range tests {
		var order []*clock
		if got := message(readTimesync(tt.b, map[UUID]*clock{}, &order)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
