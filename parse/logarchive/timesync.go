package logarchive

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// clock tells wall time from the continuous time of one boot.
type clock struct {
	boot        UUID
	timebase    timebase
	syncs       []syncPoint // by ticks; not empty
	approximate bool        // there is no timesync record: all from a file's header
	name        string      // boot as text
}

// syncPoint is a moment known in both times.
type syncPoint struct {
	ticks  uint64
	wall   int64 // ns since 1970 UTC
	offset int   // seconds east of UTC
}

// A timesync file is a row of boot records, each followed by the sync records of
// that boot: u16 magic, u16 size, and little-endian fields behind u32 flags.
const (
	bootMagic, bootSize = 0xbbb0, 48
	syncMagic, syncSize = 0x7354, 32
)

// readTimesync adds the records of a file to the clocks, and new boots to order: they
// stand in order of time whatever the wall clock said. Files may repeat a boot.
func readTimesync(b []byte, clocks map[UUID]*clock, order *[]*clock) error {
	var c *clock
	for at := 0; len(b)-at >= 4; {
		magic, size := le.Uint16(b[at:]), int(le.Uint16(b[at+2:]))
		r := b[at:]
		switch {
		case magic == bootMagic && size == bootSize && len(r) >= bootSize:
			id, base := UUID(r[8:24]), timebase{le.Uint32(r[24:]), le.Uint32(r[28:])}
			if !base.valid() {
				return fmt.Errorf("boot record at %d has time base %d/%d, expected numbers above 0", at, base.num, base.den)
			}
			if c = clocks[id]; c == nil {
				c = &clock{boot: id, timebase: base}
				clocks[id] = c
				*order = append(*order, c)
			}
			c.syncs = append(c.syncs, syncPoint{0, int64(le.Uint64(r[32:])), secondsEast(le.Uint32(r[40:]), le.Uint32(r[44:]))})
		case magic == syncMagic && size == syncSize && len(r) >= syncSize && c != nil:
			c.syncs = append(c.syncs, syncPoint{le.Uint64(r[8:]), int64(le.Uint64(r[16:])), secondsEast(le.Uint32(r[24:]), le.Uint32(r[28:]))})
		default:
			return fmt.Errorf("no boot or sync record at %d of %d bytes", at, len(b))
		}
		at += size
	}
	return nil
}

// settle orders the records of a clock, drops repeated ones, and names the boot.
func (c *clock) settle() {
	slices.SortStableFunc(c.syncs, func(a, b syncPoint) int { return cmp.Compare(a.ticks, b.ticks) })
	c.syncs = slices.Compact(c.syncs)
	c.name = c.boot.String()
}

// extend adds the boot to a clock that is made of files' headers.
func (c *clock) extend() {
	s := c.syncs[0]
	c.syncs = slices.Insert(c.syncs, 0, syncPoint{0, s.wall - c.timebase.nanoseconds(s.ticks), s.offset})
}

// start returns the wall time of the boot.
func (c *clock) start() int64 { return c.syncs[0].wall }

// wall converts continuous time; the offset is in seconds east of UTC.
func (c *clock) wall(ticks uint64) (ns int64, offset int) {
	i, found := slices.BinarySearchFunc(c.syncs, ticks, func(s syncPoint, t uint64) int { return cmp.Compare(s.ticks, t) })
	if !found {
		i = max(i-1, 0)
	}
	s := c.syncs[i]
	if ticks < s.ticks {
		return s.wall, s.offset
	}
	return addNanoseconds(s.wall, c.timebase.nanoseconds(ticks-s.ticks)), s.offset
}

// std is wall as a time.Time.
func (c *clock) std(ticks uint64) time.Time {
	ns, offset := c.wall(ticks)
	return time.Unix(0, ns).In(time.FixedZone("", offset))
}

// bounds returns the earliest and the latest wall time between two continuous times:
// the clock may have been set in between.
func (c *clock) bounds(from, to uint64) (earliest, latest int64) {
	earliest, _ = c.wall(from)
	latest, _ = c.wall(to)
	earliest, latest = min(earliest, latest), max(earliest, latest)
	i, _ := slices.BinarySearchFunc(c.syncs, from, func(s syncPoint, t uint64) int { return cmp.Compare(s.ticks, t) })
	for prev := earliest; i < len(c.syncs) && c.syncs[i].ticks <= to; i++ {
		s := c.syncs[i]
		if i > 0 {
			p := c.syncs[i-1]
			prev = addNanoseconds(p.wall, c.timebase.nanoseconds(s.ticks-p.ticks))
		}
		earliest, latest = min(earliest, s.wall), max(latest, s.wall, prev)
	}
	return earliest, latest
}

// clockStep is the least change of the wall clock that is told, in nanoseconds.
// Smaller ones are the correction of drift: in 4,089 records of an iPad 3,473 were of
// some 10 ms, 8 of a second or more.
const clockStep = 1e9

// steps returns the moments at which the wall clock was set, and by how much.
func (c *clock) steps() []clockChange {
	var out []clockChange
	for i, s := range c.syncs[min(1, len(c.syncs)):] {
		p := c.syncs[i]
		by := s.wall - addNanoseconds(p.wall, c.timebase.nanoseconds(s.ticks-p.ticks))
		if by >= clockStep || by <= -clockStep {
			out = append(out, clockChange{s, by})
		}
	}
	return out
}

type clockChange struct {
	syncPoint
	by int64 // ns
}
