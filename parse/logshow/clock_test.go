package logshow

import (
	"testing"
	"time"

	"github.com/bglog/bglog/parse/logarchive"
)

func TestClock(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	winter := time.Date(2026, 3, 29, 0, 59, 59, 999_999_999, time.UTC).UnixNano()
	for _, c := range []struct {
		name   string
		wall   int64
		offset int
		zone   *time.Location
		want   string
	}{
		{"cut, not rounded", winter, 0, nil, "2026-03-29 00:59:59.999999+0000 59.999"},
		{"west", winter, -12600, nil, "2026-03-28 21:29:59.999999-0330 59.999"},
		{"before summer time", winter, 0, berlin, "2026-03-29 01:59:59.999999+0100 59.999"},
		{"in summer time", winter + 1, 0, berlin, "2026-03-29 03:00:00.000000+0200 00.000"},
		{"the same minute elsewhere", winter + 1, 7200, nil, "2026-03-29 03:00:00.000000+0200 00.000"},
		{"before 1970", -1, 0, nil, "1969-12-31 23:59:59.999999+0000 59.999"},
		{"earliest", -1 << 63, 0, nil, "1677-09-21 00:12:43.145224+0000 43.145"},
		{"latest", 1<<63 - 1, 0, nil, "2262-04-11 23:47:16.854775+0000 16.854"},
		{"offset with seconds", 0, 3661, nil, "1970-01-01 01:01:01.000000+0101 01.000"},
	} {
		kept := clock{zone: c.zone}
		e := &logarchive.Entry{Wall: c.wall, Offset: c.offset}
		for range 2 { // from nothing, and from what is kept
			got := string(kept.millis(append(kept.micros(nil, e), ' '), e))
			got = got[:32] + got[len(got)-6:]
			if got != c.want {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}
	}
}
