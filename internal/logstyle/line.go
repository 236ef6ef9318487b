package logstyle

import (
	"strconv"
	"time"
)

// line is what a row function writes: an entry with its composed message and
// its time taken apart. It is reused from row to row, so that the texts of a
// second are made once.
type line struct {
	*Entry
	msg []byte
	n   int // entries written before

	at     time.Time
	us     int // microsecond of the second
	sec    int64
	zone   *time.Location
	date   string // 2006-01-02
	clock  string // 15:04:05
	offset string // -0700

	uuids map[string]string // image UUIDs without dashes by image
}

// uuid is the invented UUID of an image.
func (l *line) uuid(image string, dashes bool) string {
	u, ok := l.uuids[image]
	if !ok {
		if l.uuids == nil {
			l.uuids = map[string]string{}
		}
		u = imageUUID(image)
		l.uuids[image] = u
	}
	if dashes {
		return u[:8] + "-" + u[8:12] + "-" + u[12:16] + "-" + u[16:20] + "-" + u[20:]
	}
	return u
}

func (l *line) set(e *Entry, zone *time.Location, n int) {
	l.Entry, l.n = e, n
	at := e.At
	if zone == nil {
		zone = at.Location()
	}
	l.us = at.Nanosecond() / 1000
	if sec := at.Unix(); l.date == "" || sec != l.sec || zone != l.zone {
		l.sec, l.zone = sec, zone
		text := at.In(zone).Format("2006-01-02 15:04:05-0700")
		l.date, l.clock, l.offset = text[:10], text[11:19], text[19:]
	}
	l.at = at
}

// local is the entry's time in the zone that is printed.
func (l *line) local() time.Time { return l.at.In(l.zone) }

// iso appends date, sep and clock without a fraction.
func (l *line) iso(b []byte, sep byte) []byte {
	b = append(b, l.date...)
	b = append(b, sep)
	return append(b, l.clock...)
}

// micros appends the fraction with six digits, millis with three.
func (l *line) micros(b []byte) []byte { return fraction(b, l.us, 100000) }
func (l *line) millis(b []byte) []byte { return fraction(b, l.us/1000, 100) }

func fraction(b []byte, n, unit int) []byte {
	b = append(b, '.')
	for ; unit > 0; unit /= 10 {
		b = append(b, byte('0'+n/unit%10))
	}
	return b
}

// stamp appends 2006-01-02 15:04:05.000000-0700.
func (l *line) stamp(b []byte) []byte { return append(l.micros(l.iso(b, ' ')), l.offset...) }

// colonOffset is the offset as RFC 3339 spells it.
func (l *line) colonOffset() string { return l.offset[:3] + ":" + l.offset[3:] }

// library is the image that logged, whether or not it is the process itself.
func (l *line) library() string {
	if l.Library == "" {
		return l.Process
	}
	return l.Library
}

// column appends text and pads it with blanks to width and one more.
func column(b []byte, text string, width int) []byte {
	b = append(b, text...)
	for n := len(text); n < width; n++ {
		b = append(b, ' ')
	}
	return append(b, ' ')
}

// number appends n in the base, padded like column.
func number(b []byte, prefix string, n uint64, base, width int) []byte {
	from := len(b)
	b = append(b, prefix...)
	b = strconv.AppendUint(b, n, base)
	for len(b)-from < width {
		b = append(b, ' ')
	}
	return append(b, ' ')
}

// bracketPID appends [pid].
func (l *line) bracketPID(b []byte) []byte {
	b = append(b, '[')
	b = strconv.AppendInt(b, int64(l.PID), 10)
	return append(b, ']')
}

// label appends "[subsystem:category] " when there is a subsystem.
func (l *line) label(b []byte) []byte {
	if l.Subsystem == "" {
		return b
	}
	b = append(b, '[')
	b = append(b, l.Subsystem...)
	b = append(b, ':')
	b = append(b, l.Category...)
	return append(b, "] "...)
}

// capital writes a level or kind as the log command's default style does.
func capital(word string) string { return capitals[word] }

var capitals = map[string]string{
	Default: "Default", Info: "Info", Debug: "Debug", Error: "Error", Fault: "Fault", Timesync: "Timesync", Loss: "Loss",
}

// typeWord is the entry's level, or its kind when it is no log message.
func (l *line) typeWord() string {
	if l.Kind != "" {
		return l.Kind
	}
	return l.Level
}

// mach is a plausible machTimestamp: ticks of 24 MHz since a boot in 2026.
func (l *line) mach() uint64 {
	boot := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return uint64(max(l.at.Sub(boot).Microseconds(), 0)) * 24
}

// bootUUID is the boot of entries that name none.
const bootUUID = "5E0C4B7A-91D2-4F36-8A77-0B6D2C19E4F8"

func (l *line) boot() string {
	if l.Boot != "" {
		return l.Boot
	}
	return bootUUID
}

// text makes a head function of a fixed text.
func text(s string) func([]byte) []byte {
	return func(b []byte) []byte { return append(b, s...) }
}

func appendInt(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }
