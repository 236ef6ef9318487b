package logarchive

import (
	"errors"
	"fmt"
)

// header is what the first chunk of a file tells.
type header struct {
	boot       UUID
	timebase   timebase
	continuous uint64 // ticks when the file was begun
	wall       int64  // the same moment, ns since 1970 UTC
	offset     int    // seconds east of UTC
	build      string
	model      string
}

// headerSize is the size of the header chunk; the last field that is read ends before.
const headerSize = preambleSize + 208

var errLegacy = errors.New("layout of macOS 10.12.0, expected that of later systems (subtag 0x11)")

func readHeader(chunk []byte, subtag uint32) (h header, err error) {
	if subtag != subtagModern {
		return h, errLegacy
	}
	if len(chunk) < 160 {
		return h, fmt.Errorf("header of %d bytes, expected %d", len(chunk), headerSize)
	}
	h.timebase = timebase{le.Uint32(chunk[16:]), le.Uint32(chunk[20:])}
	if !h.timebase.valid() {
		return h, fmt.Errorf("time base %d/%d, expected numbers above 0", h.timebase.num, h.timebase.den)
	}
	// seconds and microseconds; dtformats lists the latter as unknown, measured
	h.wall = int64(le.Uint64(chunk[32:]))*1e9 + int64(le.Uint32(chunk[40:]))*1e3
	h.offset = secondsEast(le.Uint32(chunk[44:]), le.Uint32(chunk[48:]))
	h.continuous = le.Uint64(chunk[64:])
	h.build = string(cstring(chunk[88:104]))
	h.model = string(cstring(chunk[104:136]))
	h.boot = UUID(chunk[144:160])
	return h, nil
}

// secondsEast makes an offset of minutes west of UTC and the daylight saving flag. The
// minutes do not count daylight saving time: measured on the sync records around
// 2019-03-10 in a device set to Toronto, 300 minutes before and after.
func secondsEast(minutesWest, daylight uint32) int {
	east := -int(int32(minutesWest)) * 60
	if daylight != 0 {
		east += 3600
	}
	if east <= -24*3600 || east >= 24*3600 {
		return 0
	}
	return east
}
