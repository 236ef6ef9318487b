package logstyle

import (
	"encoding/hex"
	"strings"
	"time"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// ticksPerMicro: the continuous clock of arm64 counts 24 MHz, 125/3 ns a tick
// (reference: logarchive, section 2.2).
const ticksPerMicro = 24

// uptime is how long the device had been on when the first entry was written.
const uptime = 2 * time.Hour

// archiveMoment is a time of the continuous clock of a boot.
type archiveMoment struct {
	boot  int
	ticks uint64
}

// archiveClock turns wall times into those of the continuous clock, which no change
// of the wall clock touches.
type archiveClock struct {
	boots  []archivetest.Boot
	base   time.Time // a moment in both clocks, since which the wall clock was not set
	ticks  uint64    // at base
	now    uint64    // of the last entry
	offset int       // seconds east of UTC
	lastOf int       // index of the first entry of the last boot
	first  archiveMoment
	oldest map[string]archiveMoment // by log class
}

// begin starts the first boot some time before the first entry.
func (c *archiveClock) begin(entries []Entry) {
	c.oldest = map[string]archiveMoment{}
	if len(entries) == 0 {
		return
	}
	for i := range entries {
		if bootIn(&entries[i]) != "" && i > 0 {
			c.lastOf = i
		}
	}
	e := &entries[0]
	c.boot(cut(e.At).Add(-uptime), (&line{Entry: e}).boot())
	c.first = archiveMoment{0, c.at(e.At)}
}

// last reports whether the entry of that number is of the last boot.
func (c *archiveClock) last(i int) bool { return i >= c.lastOf }

func cut(t time.Time) time.Time { return t.Truncate(time.Microsecond) }

// boot begins a boot.
func (c *archiveClock) boot(at time.Time, id string) {
	_, c.offset = at.Zone()
	c.base, c.ticks, c.now = at, 0, 0
	c.boots = append(c.boots, archivetest.Boot{ID: uuidOf(id), Num: 125, Den: 3, Wall: at.UnixNano(), MinutesWest: int32(-c.offset / 60)})
}

// at converts a wall time.
func (c *archiveClock) at(t time.Time) uint64 {
	d := cut(t).Sub(c.base).Microseconds()
	return uint64(max(int64(c.ticks)+d*ticksPerMicro, 0))
}

// place returns when an entry was written. Entries of one microsecond differ by a
// tick, which keeps their order.
func (c *archiveClock) place(e *Entry) archiveMoment {
	if id := bootIn(e); id != "" {
		if len(c.boots) == 1 && c.now == 0 { // the log begins with it
			return c.moment()
		}
		c.boot(cut(e.At), id)
		return c.moment()
	}
	if e.Kind == Timesync && strings.HasPrefix(e.Format, "=== system wallclock") {
		c.now += ticksPerMicro - c.now%ticksPerMicro
		c.sync(e.At, c.now)
		return c.moment()
	}
	ticks := c.at(e.At)
	if _, offset := e.At.Zone(); offset != c.offset {
		c.sync(e.At, ticks)
	}
	if ticks <= c.now && ticks/ticksPerMicro == c.now/ticksPerMicro && (c.now+1)%ticksPerMicro != 0 {
		ticks = c.now + 1
	}
	c.now = ticks
	if class, ok := strings.CutPrefix(e.Format, "=== log class: "); ok && e.Kind == Timesync {
		c.oldest[archiveClasses[strings.TrimSuffix(class, " begins")]] = c.moment()
	}
	return c.moment()
}

func (c *archiveClock) moment() archiveMoment { return archiveMoment{len(c.boots) - 1, c.now} }

// sync notes a moment in both clocks.
func (c *archiveClock) sync(at time.Time, ticks uint64) {
	c.base, c.ticks = cut(at), ticks
	_, c.offset = at.Zone()
	b := &c.boots[len(c.boots)-1]
	b.Syncs = append(b.Syncs, archivetest.Sync{Ticks: ticks, Wall: c.base.UnixNano(), MinutesWest: int32(-c.offset / 60)})
}

func (c *archiveClock) timesync() []byte { return archivetest.Timesync(c.boots...) }

// header is that of a file whose first entry is the one placed last.
func (c *archiveClock) header(boot int) archivetest.Header {
	wall := c.base.Add(time.Duration(int64(c.now)-int64(c.ticks)) / ticksPerMicro * time.Microsecond)
	return archivetest.Header{
		Num: 125, Den: 3, Continuous: c.now, Seconds: wall.Unix(), Micros: uint32(wall.Nanosecond() / 1000),
		MinutesWest: int32(-c.offset / 60), Build: archiveBuild, Model: archiveModel, Boot: c.boots[boot].ID,
	}
}

// archiveClasses are the keys of Info.plist by what log show calls the classes.
var archiveClasses = map[string]string{"persist": "Persist", "in-memory": "Live"}

// info is Info.plist: every class covers the whole log unless an entry says where it
// begins.
func (c *archiveClock) info() []byte {
	oldest := map[string]archivetest.TimeRef{}
	for _, class := range []string{"HighVolume", "Live", "Persist", "Signpost", "Special"} {
		m, ok := c.oldest[class]
		if !ok {
			m = c.first
		}
		oldest[class] = c.ref(m)
	}
	return archivetest.Info(5, c.ref(c.moment()), oldest, "")
}

func (c *archiveClock) ref(m archiveMoment) archivetest.TimeRef {
	if m.boot < 0 {
		return archivetest.TimeRef{}
	}
	return archivetest.TimeRef{Boot: c.boots[m.boot].ID, Ticks: m.ticks}
}

// bootIn is the UUID of the boot that an entry tells of.
func bootIn(e *Entry) string {
	id, ok := strings.CutPrefix(e.Format, "=== system boot: ")
	if !ok || e.Kind != Timesync {
		return ""
	}
	return id
}

// uuidOf reads a UUID; what is none gets one of its own.
func uuidOf(s string) (id archivetest.UUID) {
	b, err := hex.DecodeString(strings.ReplaceAll(s, "-", ""))
	if err != nil || len(b) != len(id) {
		b, _ = hex.DecodeString(imageUUID(s))
	}
	copy(id[:], b)
	return id
}
