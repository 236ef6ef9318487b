package parse

import (
	"bytes"
	"strconv"
	"strings"
)

// slot is a place in a Record to which a named value of a structured export
// belongs.
type slot uint8

const (
	slotNone    slot = iota
	slotInside       // an object whose keys count like the record's own
	slotTime         // a date and a clock
	slotNanos        // nanoseconds since 1970 UTC
	slotMillis       // milliseconds since 1970 UTC
	slotLevel        // a word of levelWords
	slotEvent        // a word of eventKinds
	slotProcess      // path or name
	slotImage        // path or name of the library
	slotPID          // decimal
	slotTID          // decimal
	slotSubsystem
	slotCategory
	slotMessage
	slotTemplate // the os_log format string
	slotBoot     // UUID with or without dashes
	slotLine     // a whole line of another format
	slotCount
)

// slots is a set of slots.
type slots uint32

func slotSet(list ...slot) slots {
	var set slots
	for _, s := range list {
		set |= 1 << s
	}
	return set
}

// fields holds where the values of one record are in its bytes. Texts are
// without their quotes and still escaped.
type fields struct {
	at   [slotCount]span
	seen slots // keys that were there, also without a value
	csv  bool  // quotes are doubled; else escapes are those of JSON
}

// of returns a value's bytes; nil when it is unknown.
func (v *fields) of(raw []byte, s slot) []byte { return v.at[s].of(raw) }

// has reports whether the value is known; it may be empty.
func (v *fields) has(s slot) bool { return v.at[s].to > 0 }

// put notes a value; the first of several counts.
func (v *fields) put(s slot, at span) {
	if s == slotNone || v.seen&(1<<s) != 0 {
		return
	}
	v.at[s] = at
	v.seen |= 1 << s
}

// escaped reports whether s is not yet the text that it stands for.
func (v *fields) escaped(s []byte) bool {
	mark := byte('\\')
	if v.csv {
		mark = '"'
	}
	return bytes.IndexByte(s, mark) >= 0
}

// unescape appends the text of s to dst.
func (v *fields) unescape(dst, s []byte) []byte {
	if v.csv {
		return undouble(dst, s)
	}
	return unescapeJSON(dst, s)
}

// undouble appends s to dst with its doubled quotes made one.
func undouble(dst, s []byte) []byte {
	for {
		i := bytes.IndexByte(s, '"') + 1
		if i == 0 {
			return append(dst, s...)
		}
		dst = append(dst, s[:i]...)
		if s = s[i:]; len(s) > 0 && s[0] == '"' {
			s = s[1:]
		}
	}
}

// wanted decides by the origin and, as the Interest asks, by the message. It
// allocates nothing but for very long texts with escapes.
func (v *fields) wanted(raw []byte, in *Interest) bool {
	wanted, search := v.origin(raw, in)
	return wanted || isMarker(v.of(raw, slotMessage)) || search && v.holds(raw, in, v.process(raw, in))
}

// origin asks the Interest about the process, its library and the subsystem.
func (v *fields) origin(raw []byte, in *Interest) (wanted, search bool) {
	if v.has(slotEvent) && eventKind(v.of(raw, slotEvent)) == KindMarker {
		return true, false
	}
	return v.sender(raw, in)
}

// sender does so whatever the event is.
func (v *fields) sender(raw []byte, in *Interest) (wanted, search bool) {
	process, image := v.of(raw, slotProcess), v.of(raw, slotImage)
	if bytes.Equal(process, image) {
		image = nil // the process itself
	}
	process, image = lastElement(process), lastElement(image)
	subsystem := v.of(raw, slotSubsystem)
	if v.escaped(process) || v.escaped(image) || v.escaped(subsystem) {
		var room [256]byte
		buf := v.unescape(room[:0], process)
		process = buf
		buf = v.unescape(buf[len(buf):], image)
		image = buf
		subsystem = v.unescape(buf[len(buf):], subsystem)
	}
	return in.origin(process, image, subsystem)
}

// process returns what the Interest knows of the process.
func (v *fields) process(raw []byte, in *Interest) *sender {
	name := lastElement(v.of(raw, slotProcess))
	if v.escaped(name) {
		var room [256]byte
		name = v.unescape(room[:0], name)
	}
	return in.processes.find(name)
}

// holds reports whether the message holds a literal that the process's are searched for.
func (v *fields) holds(raw []byte, in *Interest, process *sender) bool {
	message := v.of(raw, slotMessage)
	if !v.escaped(message) {
		return in.searchFor(process, message)
	}
	var room [4096]byte // os_log cuts most messages at about 1 KB
	return in.searchFor(process, v.unescape(room[:0], message))
}

// fill sets everything but the time. The texts share one allocation.
func (v *fields) fill(raw []byte, rec *Record) {
	texts := [...]struct {
		slot slot
		to   *string
	}{
		{slotProcess, &rec.ProcessPath}, {slotImage, &rec.Image}, {slotSubsystem, &rec.Subsystem},
		{slotCategory, &rec.Category}, {slotMessage, &rec.Message}, {slotTemplate, &rec.Template}, {slotBoot, &rec.Boot},
	}
	var room [1024]byte
	var ends [len(texts)]int
	buf, marker := room[:0], false
	for i, t := range texts {
		begin := len(buf)
		switch value := v.of(raw, t.slot); t.slot {
		case slotImage:
			if !bytes.Equal(value, v.of(raw, slotProcess)) {
				buf = v.unescape(buf, lastElement(value))
			}
		case slotBoot:
			buf = appendUUID(buf, value)
		case slotMessage:
			buf = v.unescape(buf, value)
			buf = append(buf[:begin], plainText(buf[begin:])...)
			marker = isMarker(buf[begin:])
		default:
			buf = v.unescape(buf, value)
		}
		ends[i] = len(buf)
	}
	all, from := string(buf), 0
	for i, t := range texts {
		*t.to = all[from:ends[i]]
		from = ends[i]
	}
	if i := strings.LastIndexByte(rec.ProcessPath, '/'); i >= 0 {
		rec.Process = rec.ProcessPath[i+1:]
	} else {
		rec.Process, rec.ProcessPath = rec.ProcessPath, ""
	}
	v.fillPlain(raw, rec)
	if marker {
		rec.Kind = KindMarker
	}
}

// fillPlain sets what is no text: numbers, level and kind.
func (v *fields) fillPlain(raw []byte, rec *Record) {
	rec.PID = decimal(v.of(raw, slotPID))
	if n := decimal(v.of(raw, slotTID)); n > 0 {
		rec.TID = uint64(n)
	}
	rec.Level, rec.Kind, _ = readLevel(v.of(raw, slotLevel))
	if v.has(slotEvent) {
		rec.Kind = eventKind(v.of(raw, slotEvent))
	}
}

// plainText does to an unescaped message what the scanner does to the records
// of the text styles, so that a message is the same in every export: no
// carriage returns before newlines, NULs, terminal colours or newlines at the
// end.
func plainText(text []byte) []byte {
	if bytes.IndexByte(text, '\r') >= 0 || bytes.IndexByte(text, 0) >= 0 || bytes.IndexByte(text, 0x1b) >= 0 {
		text = clean(text)
	}
	return trimRecord(text)
}

// stamp prefers the date and clock to nanoseconds since 1970, which are printed
// as a floating point number that has lost a few hundred of them.
func (v *fields) stamp(raw []byte) (stamp, bool) {
	if st, _, ok := readStamp(v.of(raw, slotTime)); ok {
		return st, st.date
	}
	ns, err := strconv.ParseFloat(string(v.of(raw, slotNanos)), 64)
	if err != nil || ns <= 0 || ns >= 1<<63 {
		return stamp{}, false
	}
	return stamp{us: int64(ns) / 1000, zone: true, date: true, clock: true}, true
}

// eventKinds are the spellings of event types in all structured exports, in
// lower case and without the "event" that log(1) ends them with.
var eventKinds = map[string]Kind{
	"log": KindLog, "simpledump": KindLog, "legacy": KindLog,
	"activity": KindActivity, "activitycreate": KindActivity, "activitytransition": KindActivity,
	"signpost": KindSignpost,
	"timesync": KindMarker, "loss": KindMarker,
}

// eventKind looks an event type up; those not listed (traces, state dumps, user
// actions) are KindOther.
func eventKind(word []byte) Kind {
	if string(word) == "logEvent" || string(word) == "Log" {
		return KindLog
	}
	var buf [24]byte
	if len(word) > len(buf) {
		return KindOther
	}
	for i, c := range word {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	if kind, ok := eventKinds[string(bytes.TrimSuffix(buf[:len(word)], []byte("event")))]; ok {
		return kind
	}
	return KindOther
}

// appendUUID appends a UUID in upper case with dashes; nothing when it is
// missing or all zero, which says that it is unknown.
func appendUUID(dst, uuid []byte) []byte {
	begin, known := len(dst), false
	for i, c := range uuid {
		if len(uuid) == 32 && (i == 8 || i == 12 || i == 16 || i == 20) {
			dst = append(dst, '-')
		}
		if c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		known = known || c != '0' && c != '-'
		dst = append(dst, c)
	}
	if !known {
		return dst[:begin]
	}
	return dst
}

// lastElement returns what follows the last slash of a path, escaped or not.
func lastElement(path []byte) []byte {
	return path[bytes.LastIndexByte(path, '/')+1:]
}
