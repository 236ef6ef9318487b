package logstyle

import (
	"strconv"
	"time"
)

// The three column styles of the log command, with their headers. The widths
// are those of log show on macOS 12 to 26.
var logStyles = []Style{
	{
		Name: "log-default", HasMarkers: true, HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true, HasPID: true, HasTID: true,
		HasLevel: true, HasLibrary: true, HasSubsystem: true, HasCategory: true, Precision: time.Microsecond,
		head: text("Timestamp                       Thread     Type        Activity             PID    TTL  \n"),
		row: func(b []byte, l *line) []byte {
			b = append(l.stamp(b), ' ')
			b = number(b, "0x", l.TID, 16, 10)
			b = column(b, capital(l.typeWord()), 11)
			b = append(b, "0x0                  "...) // activity
			b = number(b, "", uint64(l.PID), 10, 6)
			b = number(b, "", uint64(l.TTL), 10, 4)
			if l.Kind == "" {
				b = append(b, l.Process...)
				b = append(b, ": "...)
				b = l.sender(b)
				b = l.label(b)
			}
			return l.message(b)
		},
	},
	{
		Name: "log-compact", HasMarkers: true, HasTime: true, HasDate: true, HasYear: true, HasProcess: true, HasPID: true, HasTID: true,
		HasLevel: true, HasSubsystem: true, HasCategory: true, Precision: time.Millisecond,
		head: text("Timestamp               Ty Process[PID:TID]\n"),
		row:  func(b []byte, l *line) []byte { return append(compact(b, l), '\n') },
	},
	{
		Name: "log-syslog", HasMarkers: true, HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true, HasPID: true,
		HasLibrary: true, HasSubsystem: true, HasCategory: true, Precision: time.Microsecond,
		head: text("Timestamp                       (process)[PID]    \n"),
		row: func(b []byte, l *line) []byte {
			b = l.stamp(b)
			b = append(b, "  localhost "...)
			b = append(b, l.owner()...)
			b = l.bracketPID(b)
			b = append(b, ": "...)
			b = l.sender(b)
			b = l.label(b)
			return l.message(b)
		},
	},
}

// compactTypes are the letters of --style compact. Those of markers are a
// guess: no real line of them is published.
var compactTypes = map[string]string{
	Default: "Df", Info: "I ", Debug: "Db", Error: "E ", Fault: "F ", Timesync: "Ts", Loss: "L ",
}

// compact appends a row of --style compact without the line end. It names the
// library only where there is no subsystem.
func compact(b []byte, l *line) []byte {
	b = l.millis(l.iso(b, ' '))
	b = append(b, ' ')
	b = append(b, compactTypes[l.typeWord()]...)
	b = append(b, ' ')
	b = append(b, l.owner()...)
	b = append(b, '[')
	b = strconv.AppendInt(b, int64(l.PID), 10)
	b = append(b, ':')
	b = strconv.AppendUint(b, l.TID, 16)
	b = append(b, "] "...)
	if l.Subsystem == "" {
		b = l.sender(b)
	}
	b = l.label(b)
	return append(b, l.msg...)
}

// owner is the process; styles that always print one call logd's notes the
// kernel's.
func (l *line) owner() string {
	if l.Process == "" {
		return "kernel"
	}
	return l.Process
}

// sender appends "(library) " when the library is not the process itself.
func (l *line) sender(b []byte) []byte {
	if l.Library == "" {
		return b
	}
	b = append(b, '(')
	b = append(b, l.Library...)
	return append(b, ") "...)
}

// message appends the message and ends the row; its own newlines are raw.
func (l *line) message(b []byte) []byte {
	b = append(b, l.msg...)
	return append(b, '\n')
}
