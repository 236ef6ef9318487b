package parse

import "time"

// stamp is a time as printed, before the log's missing parts (year, date,
// zone) are filled in.
type stamp struct {
	us     int64 // microseconds since the epoch, or since midnight without date, as if the zone were UTC
	off    int32 // seconds east of UTC, valid with zone
	zone   bool
	date   bool // the day is known (with year, unless yearless)
	noYear bool // month and day are known; us is computed in yearBase
	clock  bool // any time at all
}

// yearBase is the year in which stamps without year are computed; a leap year,
// so that Feb 29 exists.
const yearBase = 2000

const dayMicros = 24 * 3600 * 1_000_000

// days returns the days from 1970-01-01 to the given date (proleptic
// Gregorian; Howard Hinnant's days_from_civil).
func days(y, m, d int) int64 {
	if m <= 2 {
		y--
	}
	era := y / 400
	if y < 0 {
		era = (y - 399) / 400
	}
	yoe := y - era*400
	mp := (m + 9) % 12
	doy := (153*mp+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return int64(era)*146097 + int64(doe) - 719468
}

func digit(c byte) bool { return c-'0' <= 9 }

// two reads two decimal digits at b[i:].
func two(b []byte, i int) (int, bool) {
	if i+1 >= len(b) || !digit(b[i]) || !digit(b[i+1]) {
		return 0, false
	}
	return int(b[i]-'0')*10 + int(b[i+1]-'0'), true
}

// readDate reads YYYY-MM-DD at the start of b.
func readDate(b []byte) (day int64, ok bool) {
	if len(b) < 10 || b[4] != '-' || b[7] != '-' {
		return 0, false
	}
	y1, ok1 := two(b, 0)
	y2, ok2 := two(b, 2)
	m, ok3 := two(b, 5)
	d, ok4 := two(b, 8)
	if !ok1 || !ok2 || !ok3 || !ok4 || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0, false
	}
	return days(y1*100+y2, m, d), true
}

// readClock reads HH:MM:SS with an optional fraction at the start of b and
// returns microseconds since midnight and the bytes used.
func readClock(b []byte) (us int64, n int, ok bool) {
	if len(b) < 8 || b[2] != ':' || b[5] != ':' {
		return 0, 0, false
	}
	h, ok1 := two(b, 0)
	m, ok2 := two(b, 3)
	s, ok3 := two(b, 6)
	if !ok1 || !ok2 || !ok3 || h > 24 || m > 59 || s > 60 {
		return 0, 0, false
	}
	us = (int64(h)*3600 + int64(m)*60 + int64(s)) * 1_000_000
	n = 8
	if n < len(b) && (b[n] == '.' || b[n] == ',') && n+1 < len(b) && digit(b[n+1]) {
		n++
		scale := int64(100_000)
		for ; n < len(b) && digit(b[n]); n++ {
			us += int64(b[n]-'0') * scale
			scale /= 10
		}
	}
	return us, n, true
}

// readZone reads Z, ±HHMM or ±HH:MM at the start of b.
func readZone(b []byte) (off int32, n int, ok bool) {
	if len(b) > 0 && b[0] == 'Z' {
		return 0, 1, true
	}
	if len(b) < 5 || b[0] != '+' && b[0] != '-' {
		return 0, 0, false
	}
	h, ok1 := two(b, 1)
	n = 3
	if b[3] == ':' {
		n = 4
	}
	m, ok2 := two(b, n)
	if !ok1 || !ok2 || h > 15 || m > 59 {
		return 0, 0, false
	}
	off = int32(h*3600 + m*60)
	if b[0] == '-' {
		off = -off
	}
	return off, n + 2, true
}

// readStamp reads "[YYYY-MM-DD(space|T)]HH:MM:SS[.ffffff][ ][zone]" at the
// start of b: every Apple export but the syslog relay writes one of these.
func readStamp(b []byte) (st stamp, n int, ok bool) {
	if day, dated := readDate(b); dated && len(b) > 11 && (b[10] == ' ' || b[10] == 'T') {
		st.us, st.date, n = day*dayMicros, true, 11
	}
	us, used, ok := readClock(b[n:])
	if !ok {
		return stamp{}, 0, false
	}
	st.us += us
	st.clock = true
	n += used
	rest := b[n:]
	gap := 0
	if len(rest) > 1 && rest[0] == ' ' && (rest[1] == '+' || rest[1] == '-') {
		gap = 1
	}
	if off, used, ok := readZone(rest[gap:]); ok {
		st.off, st.zone = off, true
		n += gap + used
	}
	return st, n, true
}

// minuteClock reads times of the form "2026-03-15 14:14:18.432571-0500"; the parts
// that stay the same for many records are read once.
type minuteClock struct {
	minute [len("2026-03-15 14:14:")]byte
	zone   [len("-0500")]byte
	stamp  stamp // of the minute's beginning
}

func (c *minuteClock) read(b []byte) (stamp, bool) {
	const second, fraction, zone, end = 17, 20, 26, 31
	if len(b) < end {
		return stamp{}, false
	}
	if c.stamp.clock && string(b[:second]) == string(c.minute[:]) && string(b[zone:end]) == string(c.zone[:]) && b[fraction-1] == '.' {
		sec, ok := two(b, second)
		us := int64(0)
		for _, d := range b[fraction:zone] {
			ok = ok && digit(d)
			us = us*10 + int64(d-'0')
		}
		if ok && sec <= 60 {
			st := c.stamp
			st.us += int64(sec)*1_000_000 + us
			return st, true
		}
	}
	st, n, ok := readStamp(b)
	if !ok || !st.zone || !st.date || n != end || b[fraction-1] != '.' {
		return st, false
	}
	copy(c.minute[:], b)
	copy(c.zone[:], b[zone:])
	c.stamp = st
	sec, _ := two(b, second)
	c.stamp.us -= int64(sec) * 1_000_000
	for i, scale := fraction, int64(100_000); i < zone; i, scale = i+1, scale/10 {
		c.stamp.us -= int64(b[i]-'0') * scale
	}
	return st, true
}

var months = map[string]int{
	"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6,
	"Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}

var weekdays = map[string]bool{"Mon": true, "Tue": true, "Wed": true, "Thu": true, "Fri": true, "Sat": true, "Sun": true}

// readSyslogStamp reads "Mon dD HH:MM:SS[.ffffff]" at the start of b, the
// relay's time without year and zone. The day may be padded by a blank, a zero
// or not at all. Consoles of iOS 4's time print the day of the week before it (seen
// in posts of 2010 and 2011).
func readSyslogStamp(b []byte) (st stamp, n int, ok bool) {
	if len(b) < 14 || b[3] != ' ' {
		return stamp{}, 0, false
	}
	if weekdays[string(b[:3])] && b[7] == ' ' {
		n = 4
	}
	month, ok := months[string(b[n:n+3])]
	if !ok {
		return stamp{}, 0, false
	}
	n += 4
	if b[n] == ' ' {
		n++
	}
	day := 0
	for to := n + 2; n < min(len(b), to) && digit(b[n]); n++ {
		day = day*10 + int(b[n]-'0')
	}
	if day < 1 || day > 31 || n >= len(b) || b[n] != ' ' {
		return stamp{}, 0, false
	}
	n++
	us, used, ok := readClock(b[n:])
	if !ok {
		return stamp{}, 0, false
	}
	return stamp{us: days(yearBase, month, day)*dayMicros + us, noYear: true, clock: true}, n + used, true
}

// Zone tells what the times of an input are in when they carry no zone.
type Zone struct {
	Location *time.Location
	Assumed  bool // nobody said so: UTC
}
