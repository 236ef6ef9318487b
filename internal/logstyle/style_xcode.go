package logstyle

import (
	"strconv"
	"time"
)

// Xcode's debug console, which shows only the app, and what is left when
// nothing but the message was copied.
var xcodeStyles = []Style{
	{
		Name: "xcode", AppOnly: true, HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true,
		HasPID: true, HasTID: true, HasCategory: true, Precision: time.Microsecond,
		row: func(b []byte, l *line) []byte { return legacyRow(b, l, true) },
	},
	{ // 2016: without a zone
		Name: "xcode-nozone", Format: "xcode", AppOnly: true, HasTime: true, HasDate: true, HasYear: true, HasProcess: true,
		HasPID: true, HasTID: true, HasCategory: true, Precision: time.Microsecond,
		row: func(b []byte, l *line) []byte { return legacyRow(b, l, false) },
	},
	{
		Name: "xcode15", AppOnly: true, HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true,
		HasTID: true, HasLevel: true, HasLibrary: true, HasSubsystem: true, HasCategory: true, Precision: time.Microsecond,
		row: func(b []byte, l *line) []byte {
			b = l.message(b)
			return append(l.metadata(b, true), '\n')
		},
	},
	{ // Xcode 27: no colon in the zone, no process; a blank line between records
		Name: "xcode27", Format: "xcode15", AppOnly: true, HasTime: true, HasDate: true, HasYear: true, HasZone: true,
		HasTID: true, HasLevel: true, HasLibrary: true, HasSubsystem: true, HasCategory: true, Precision: time.Microsecond,
		row: func(b []byte, l *line) []byte {
			b = l.message(b)
			return append(l.metadata(b, false), "\n\n"...)
		},
	},
	{
		Name: "bare", AppOnly: true,
		row: func(b []byte, l *line) []byte { return l.message(b) },
	},
}

// legacyRow is the line of NSLog and of os_log before Xcode 15; the bracket
// holds only the category.
func legacyRow(b []byte, l *line, zone bool) []byte {
	b = l.micros(l.iso(b, ' '))
	if zone {
		b = append(b, l.offset...)
	}
	b = append(b, ' ')
	b = append(b, l.Process...)
	b = append(b, '[')
	b = strconv.AppendInt(b, int64(l.PID), 10)
	b = append(b, ':')
	b = strconv.AppendUint(b, l.TID, 10)
	b = append(b, "] "...)
	if l.Category != "" {
		b = append(b, '[')
		b = append(b, l.Category...)
		b = append(b, "] "...)
	}
	return l.message(b)
}

// metadata is the line that Xcode 15 copies below each message. A message of
// the default level has no Type.
func (l *line) metadata(b []byte, process bool) []byte {
	if l.Level != Default {
		b = append(b, "Type: "...)
		b = append(b, capital(l.Level)...)
		b = append(b, " | "...)
	}
	b = append(b, "Timestamp: "...)
	b = l.micros(l.iso(b, ' '))
	if process {
		b = append(b, l.colonOffset()...)
		b = append(b, " | Process: "...)
		b = append(b, l.Process...)
	} else {
		b = append(b, l.offset...)
	}
	b = append(b, " | Library: "...)
	b = append(b, l.library()...)
	if l.Subsystem != "" {
		b = append(b, " | Subsystem: "...)
		b = append(b, l.Subsystem...)
		b = append(b, " | Category: "...)
		b = append(b, l.Category...)
		if l.Category == "" {
			b = append(b, ' ')
		}
	}
	b = append(b, " | TID: 0x"...)
	return strconv.AppendUint(b, l.TID, 16)
}
