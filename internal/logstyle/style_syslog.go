package logstyle

import "time"

// The relays of libimobiledevice. The old one escapes with vis(3) and names the
// device; since 1.4.0 the tool prints microseconds and neither.
var syslogStyles = []Style{
	syslogStyle("idevicesyslog-old", Style{Precision: time.Second}, func(b []byte, l *line) []byte {
		b = append(l.syslogTime(b), ' ')
		b = append(b, device...)
		b = append(b, ' ')
		return relayRest(b, l, vis)
	}),
	syslogStyle("idevicesyslog-nodevice", Style{Precision: time.Second}, func(b []byte, l *line) []byte {
		b = append(l.syslogTime(b), ' ')
		return relayRest(b, l, vis)
	}),
	syslogStyle("idevicesyslog", Style{Precision: time.Microsecond}, func(b []byte, l *line) []byte {
		b = append(l.micros(l.syslogTime(b)), ' ')
		return relayRest(b, l, plain)
	}),
	syslogStyle("idevicesyslog-alt", Style{Precision: time.Second}, func(b []byte, l *line) []byte { // another tool of the same relay
		b = append(l.syslogTime(b), ' ')
		b = append(b, l.owner()...)
		b = append(b, '[')
		b = append(b, l.library()...)
		b = append(b, "]("...)
		b = appendInt(b, l.PID)
		b = append(b, ") <"...)
		b = append(b, relayLevels[l.Level]...)
		b = append(b, ">: "...)
		return l.message(b)
	}),
	{ // system.log of a Mac or a simulator: the host, and no level
		Name: "macos-syslog", HasTime: true, HasDate: true, HasProcess: true, HasPID: true, Precision: time.Second,
		row: func(b []byte, l *line) []byte {
			b = append(l.syslogTime(b), " test-mini "...)
			b = append(b, l.owner()...)
			b = l.bracketPID(b)
			b = append(b, ": "...)
			return l.message(b)
		},
	},
}

// device is the name of the invented device, blanks replaced by dashes.
const device = "Test-iPhone"

func syslogStyle(name string, s Style, row func([]byte, *line) []byte) Style {
	s.Name, s.Format, s.row = name, "idevicesyslog", row
	s.HasTime, s.HasDate, s.HasProcess, s.HasPID, s.HasLevel, s.HasLibrary = true, true, true, true, true, true
	s.head = text("[connected:00008110-000A1B2C3D4E5F60]\n")
	return s
}

// relayLevels are the words of the relays; default is called notice.
var relayLevels = map[string]string{
	Default: "Notice", Info: "Info", Debug: "Debug", Error: "Error", Fault: "Fault",
}

// syslogTime appends "Jan  2 15:04:05".
func (l *line) syslogTime(b []byte) []byte {
	b = l.local().AppendFormat(b, "Jan _2 ")
	return append(b, l.clock...)
}

// relayRest appends "process(library)[pid] <Level>: message" and ends the row.
func relayRest(b []byte, l *line, encode func(b, message []byte) []byte) []byte {
	b = append(b, l.owner()...)
	if l.Library != "" {
		b = append(b, '(')
		b = append(b, l.Library...)
		b = append(b, ')')
	}
	b = l.bracketPID(b)
	b = append(b, " <"...)
	b = append(b, relayLevels[l.Level]...)
	b = append(b, ">: "...)
	return append(encode(b, l.msg), '\n')
}

func plain(b, message []byte) []byte { return append(b, message...) }

// vis escapes a message as vis(3) does in the device's syslog relay: newlines
// and tabs stay, a backslash is octal, bytes above ASCII become \M sequences.
func vis(b, message []byte) []byte {
	for _, c := range message {
		switch low := c & 0x7f; {
		case c == '\n' || c == '\t' || c >= ' ' && c < 0x7f && c != '\\':
			b = append(b, c)
		case c == '\\' || c == 0xa0: // \134, \240
			b = append(b, '\\', '0'+c>>6, '0'+c>>3&7, '0'+c&7)
		case c < 0x80:
			b = append(b, '\\', '^', c^0x40)
		case low < ' ' || low == 0x7f:
			b = append(b, '\\', 'M', '^', low^0x40)
		default:
			b = append(b, '\\', 'M', '-', low)
		}
	}
	return b
}
