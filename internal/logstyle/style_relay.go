package logstyle

import (
	"bytes"
	"strconv"
	"time"
)

// Other tools that stream a device's log.
var relayStyles = []Style{
	{
		Name: "pymobiledevice3", HasTime: true, HasDate: true, HasYear: true, HasProcess: true, HasPID: true,
		HasLevel: true, HasLibrary: true, Precision: time.Microsecond,
		row: func(b []byte, l *line) []byte { return append(pymobile(b, l), '\n') },
	},
	{
		Name: "pymobiledevice3-label", Format: "pymobiledevice3", HasTime: true, HasDate: true, HasYear: true, HasProcess: true, HasPID: true,
		HasLevel: true, HasLibrary: true, HasSubsystem: true, HasCategory: true, Precision: time.Microsecond,
		row: func(b []byte, l *line) []byte {
			b = append(pymobile(b, l), ' ')
			if l.Subsystem != "" {
				b = append(b, '[')
				b = append(b, l.Subsystem...)
				b = append(b, "]["...)
				b = append(b, l.Category...)
				b = append(b, ']')
			}
			return append(b, '\n')
		},
	},
	{
		Name: "pymobiledevice3-json", HasTime: true, HasDate: true, HasYear: true, HasProcess: true, HasPID: true, HasTID: true,
		HasLevel: true, HasLibrary: true, HasSubsystem: true, HasCategory: true, Precision: time.Microsecond,
		row: func(b []byte, l *line) []byte {
			o := python(b)
			o.number("pid", uint64(l.PID))
			o.number("procid", uint64(l.PID))
			o.number("thread_id", l.TID)
			o.key("timestamp")
			o.b = append(l.python(append(o.b, '"'), 'T'), '"')
			o.text("level", pymobileLevels[l.Level])
			o.text("image_name", libraryPath(l.Entry))
			o.number("image_offset", 6084)
			o.text("image_uuid", l.uuid(l.library(), true))
			o.text("process_image_uuid", l.uuid(l.Process, true))
			o.text("filename", processPath(l.Entry))
			o.number("mach_timestamp", l.mach())
			o.bytes("message", l.msg)
			if l.Subsystem == "" {
				o.raw("label", "null")
			} else {
				o.key("label")
				in := python(o.b)
				in.text("subsystem", l.Subsystem)
				in.text("category", l.Category)
				o.b = append(in.b, '}')
			}
			return append(o.b, "}\n"...)
		},
	},
	{
		Name: "go-ios", Format: "go-ios-json", HasTime: true, HasDate: true, HasProcess: true, HasPID: true,
		HasLevel: true, HasLibrary: true, Precision: time.Second,
		row: func(b []byte, l *line) []byte {
			o := object{b: append(b, '{'), colon: ":", html: true}
			o.bytes("msg", relayLine(l))
			return append(o.b, "}\n"...)
		},
	},
	{
		Name: "go-ios-parsed", Format: "go-ios-json", HasTime: true, HasDate: true, HasYear: true, HasProcess: true, HasPID: true,
		HasLevel: true, HasLibrary: true, Precision: time.Second,
		row: func(b []byte, l *line) []byte {
			o := object{b: append(b, '{'), colon: ":", html: true}
			if bytes.IndexByte(l.msg, '\n') >= 0 { // its parser gives up at a newline
				o.text("error", "failed to parse syslog message")
				o.bytes("msg", relayLine(l))
				return append(o.b, "}\n"...)
			}
			o.key("timestamp")
			o.b = append(l.iso(append(o.b, '"'), 'T'), '"')
			o.text("device", device)
			process := l.owner()
			if l.Library != "" {
				process += "(" + l.Library + ")"
			}
			o.text("process", process)
			o.text("pid", strconv.Itoa(l.PID))
			o.text("level", relayLevels[l.Level])
			o.bytes("message", l.msg)
			return append(o.b, "}\n"...)
		},
	},
	{
		Name: "go-ios-ostrace", HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true, HasPID: true, HasTID: true,
		HasLevel: true, HasLibrary: true, HasSubsystem: true, HasCategory: true, Precision: time.Microsecond,
		row: func(b []byte, l *line) []byte {
			o := object{b: append(b, '{'), colon: ":", html: true}
			o.number("pid", uint64(l.PID))
			o.key("timestamp")
			o.b = l.local().AppendFormat(append(o.b, '"'), "2006-01-02T15:04:05.999999Z07:00")
			o.b = append(o.b, '"')
			o.number("level", ostraceLevels[l.Level])
			o.text("levelName", capital(l.Level))
			o.number("threadId", l.TID)
			o.text("imageName", libraryPath(l.Entry))
			o.number("imageOffset", 6084)
			o.text("filename", processPath(l.Entry))
			o.bytes("message", l.msg)
			if l.Subsystem != "" {
				o.key("label")
				in := object{b: append(o.b, '{'), colon: ":", html: true}
				in.text("subsystem", l.Subsystem)
				in.text("category", l.Category)
				o.b = append(in.b, '}')
			}
			return append(o.b, "}\n"...)
		},
	},
	{
		Name: "go-ios-text", HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasPID: true,
		HasLevel: true, HasSubsystem: true, HasCategory: true, Precision: time.Millisecond,
		row: func(b []byte, l *line) []byte {
			b = l.millis(l.iso(b, 'T'))
			if l.offset == "+0000" {
				b = append(b, 'Z')
			} else {
				b = append(b, l.colonOffset()...)
			}
			b = append(b, "  PID:"...)
			b = append(number(b, "", uint64(l.PID), 10, 5), " <"...)
			b = append(b, capital(l.Level)...)
			b = append(b, ">  "...)
			if l.Subsystem != "" {
				b = append(l.label(b), ' ')
			}
			return l.message(b)
		},
	},
	{
		Name: "appium", HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true, HasPID: true, HasTID: true,
		HasLevel: true, HasSubsystem: true, HasCategory: true, Precision: time.Millisecond,
		row: func(b []byte, l *line) []byte {
			o := object{b: append(b, '{'), colon: ":"}
			o.number("timestamp", uint64(l.at.UnixMilli()))
			o.text("level", "ALL")
			o.bytes("message", compact(nil, l))
			return append(o.b, "}\n"...)
		},
	},
}

// relayLine is the raw record that go-ios wraps, vis escapes decoded.
func relayLine(l *line) []byte {
	b := append(l.syslogTime(nil), ' ')
	b = append(b, device...)
	b = relayRest(append(b, ' '), l, plain)
	return bytes.TrimSuffix(b, []byte("\n"))
}

// python begins an object as json.dumps writes it.
func python(b []byte) object {
	return object{b: append(b, '{'), comma: ", ", colon: ": ", ascii: true}
}

var (
	pymobileLevels = map[string]string{Default: "NOTICE", Info: "INFO", Debug: "DEBUG", Error: "ERROR", Fault: "FAULT"}
	// ostraceLevels are the numbers of os_log_type_t.
	ostraceLevels = map[string]uint64{Default: 0x00, Info: 0x01, Debug: 0x02, Error: 0x10, Fault: 0x11}
)

// python appends the time as str(datetime) does, which leaves out a fraction
// of zero.
func (l *line) python(b []byte, sep byte) []byte {
	b = l.iso(b, sep)
	if l.us != 0 {
		b = l.micros(b)
	}
	return b
}

// pymobile appends a row without label and line end; the library is always told.
func pymobile(b []byte, l *line) []byte {
	b = append(l.python(b, ' '), ' ')
	b = append(b, l.owner()...)
	b = append(b, '{')
	b = append(b, l.library()...)
	b = append(b, '}')
	b = l.bracketPID(b)
	b = append(b, " <"...)
	b = append(b, pymobileLevels[l.Level]...)
	b = append(b, ">: "...)
	return append(b, l.msg...)
}
