package logstyle

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// The two JSON styles of the log command. The order of the keys is that of
// macOS 13 and later; json is pretty-printed with escaped slashes, ndjson is
// not.
var jsonStyles = []Style{
	{
		Name: "log-json", HasMarkers: true, HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true, HasPID: true, HasTID: true,
		HasLevel: true, HasLibrary: true, HasSubsystem: true, HasCategory: true, HasTemplate: true, HasBoot: true, Precision: time.Microsecond,
		head: text("["),
		row: func(b []byte, l *line) []byte {
			if l.n > 0 {
				b = append(b, ',')
			}
			o := object{b: append(b, '{'), colon: " : ", indent: "\n  ", slash: true}
			logObject(&o, l)
			return append(o.b, "\n}"...)
		},
		tail: func(b []byte, n int) []byte { return append(b, "]\n"...) },
	},
	{
		Name: "log-ndjson", HasMarkers: true, HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true, HasPID: true, HasTID: true,
		HasLevel: true, HasLibrary: true, HasSubsystem: true, HasCategory: true, HasTemplate: true, HasBoot: true, Precision: time.Microsecond,
		row: func(b []byte, l *line) []byte {
			o := object{b: append(b, '{'), colon: ":"}
			logObject(&o, l)
			return append(o.b, "}\n"...)
		},
		tail: func(b []byte, n int) []byte {
			b = append(b, `{"count":`...)
			b = strconv.AppendInt(b, int64(n), 10)
			return append(b, `,"finished":1}`+"\n"...)
		},
	},
}

// eventTypes are the eventType values by kind.
var eventTypes = map[string]string{"": "logEvent", Timesync: "timesyncEvent", Loss: "lossEvent"}

func logObject(o *object, l *line) {
	o.text("timezoneName", "")
	if l.Kind == "" {
		o.text("messageType", capital(l.Level))
	} else {
		o.raw("messageType", "null")
	}
	o.text("eventType", eventTypes[l.Kind])
	o.raw("source", "null")
	o.text("formatString", l.Format)
	o.number("userID", uint64(userID(l.Process)))
	o.number("activityIdentifier", 0)
	o.text("subsystem", l.Subsystem)
	o.text("category", l.Category)
	o.number("threadID", l.TID)
	o.text("senderImageUUID", l.uuid(l.library(), true))
	o.key("backtrace")
	if o.indent != "" {
		o.b = append(o.b, "{\n    \"frames\" : [\n      {\n        \"imageOffset\" : "+"6084"+",\n        \"imageUUID\" : \""...)
		o.b = append(o.b, l.uuid(l.library(), true)...)
		o.b = append(o.b, "\"\n      }\n    ]\n  }"...)
	} else {
		o.b = append(o.b, `{"frames":[{"imageOffset":6084,"imageUUID":"`...)
		o.b = append(o.b, l.uuid(l.library(), true)...)
		o.b = append(o.b, `"}]}`...)
	}
	o.text("bootUUID", l.boot())
	o.text("processImagePath", processPath(l.Entry))
	o.text("senderImagePath", libraryPath(l.Entry))
	o.key("timestamp")
	o.b = append(o.b, '"')
	o.b = append(l.stamp(o.b), '"')
	o.number("machTimestamp", l.mach())
	o.bytes("eventMessage", l.msg)
	o.text("processImageUUID", l.uuid(l.Process, true))
	o.number("traceID", traceID)
	o.number("processID", uint64(l.PID))
	o.number("senderProgramCounter", 6084)
	o.number("parentActivityIdentifier", 0)
}

// object builds one JSON object in the spelling of one tool.
type object struct {
	b      []byte
	comma  string // between members; "," when empty
	colon  string
	indent string // before each key
	slash  bool   // write / as \/
	ascii  bool   // write everything above ASCII as \u escapes
	html   bool   // write < > & as \u escapes, as Go does
	more   bool   // a member was written
}

// key begins a member.
func (o *object) key(name string) {
	if o.more {
		if o.comma == "" {
			o.b = append(o.b, ',')
		} else {
			o.b = append(o.b, o.comma...)
		}
	}
	o.more = true
	o.b = append(o.b, o.indent...)
	o.b = append(o.b, '"')
	o.b = append(o.b, name...)
	o.b = append(o.b, '"')
	o.b = append(o.b, o.colon...)
}

func (o *object) raw(name, value string) {
	o.key(name)
	o.b = append(o.b, value...)
}

func (o *object) number(name string, n uint64) {
	o.key(name)
	o.b = strconv.AppendUint(o.b, n, 10)
}

func (o *object) text(name, value string) {
	o.key(name)
	o.b = quote(o, o.b, value)
}

func (o *object) bytes(name string, value []byte) {
	o.key(name)
	o.b = quote(o, o.b, value)
}

// quote appends a JSON string.
func quote[T string | []byte](o *object, b []byte, s T) []byte {
	b = append(b, '"')
	from := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x80 {
			if !o.ascii {
				i++
				continue
			}
			r, size := utf8.DecodeRuneInString(string(s[i:min(len(s), i+utf8.UTFMax)]))
			b = append(b, s[from:i]...)
			b = escapeRune(b, r)
			i += size
			from = i
			continue
		}
		esc := ""
		switch {
		case c == '"':
			esc = `\"`
		case c == '\\':
			esc = `\\`
		case c == '\n':
			esc = `\n`
		case c == '\t':
			esc = `\t`
		case c == '\r':
			esc = `\r`
		case c == '/' && o.slash:
			esc = `\/`
		case c < ' ', o.html && (c == '<' || c == '>' || c == '&'):
			b = append(b, s[from:i]...)
			b = escapeRune(b, rune(c))
			i++
			from = i
			continue
		}
		if esc != "" {
			b = append(b, s[from:i]...)
			b = append(b, esc...)
			from = i + 1
		}
		i++
	}
	b = append(b, s[from:]...)
	return append(b, '"')
}

// escapeRune appends \uXXXX, as a surrogate pair above the basic plane.
func escapeRune(b []byte, r rune) []byte {
	if r >= 0x10000 {
		r -= 0x10000
		b = escapeRune(b, 0xd800+r>>10)
		r = 0xdc00 + r&0x3ff
	}
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
