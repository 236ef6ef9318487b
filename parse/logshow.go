package parse

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// The three column styles of `log show` and `log stream`. Columns are split at
// blanks, never by position: long thread ids push the rest to the right.

// logDefault is `log show` without --style:
//
//	2026-03-15 14:14:18.432571-0500 0x18697    Default     0x0                  360    8    process: (image) [subsystem:category] message
var logDefault = textFormat(format{
	name:  "log-default",
	about: "log show or log stream, default style",
	starts: func(line []byte) bool {
		return len(line) >= shortestDefault && isoStart(line) && line[19] == '.' && (line[26] == '+' || line[26] == '-') &&
			line[31] == ' ' && line[32] == '0' && line[33] == 'x'
	},
	header:  defaultHeader,
	noise:   logNoise,
	notice:  streamNotice,
	restart: streamRestart,
	origin:  originDefault,
	usual:   usualDefault,
}, func(raw []byte, h *head) bool {
	if len(raw) < shortestDefault {
		return false
	}
	if !h.originOnly {
		st, n, ok := readStamp(raw)
		if !ok || !st.zone || n != 31 {
			return false
		}
		h.stamp = st
	}
	var ok bool
	if usualColumns(raw) {
		h.tid = span{32, word(raw, 32)}
		if h.level, h.kind, ok = readLevel(raw[43:word(raw, 43)]); ok {
			h.pid = span{76, digits(raw, 76)}
			return process(raw, usualProcess, h)
		}
	}
	i := blanks(raw, 31)
	end := word(raw, i)
	h.tid = span{i, end}
	i = blanks(raw, end)
	end = word(raw, i)
	if h.level, h.kind, ok = readLevel(raw[i:end]); !ok {
		return false
	}
	i = blanks(raw, end) // activity
	if i+2 > len(raw) || raw[i] != '0' || raw[i+1] != 'x' {
		return false
	}
	i = blanks(raw, word(raw, i))
	end = digits(raw, i)
	if end == i {
		return false
	}
	h.pid = span{i, end}
	i = blanks(raw, end)
	end = digits(raw, i) // TTL
	if end == i || end >= len(raw) {
		return false
	}
	i = blanks(raw, end)
	if h.kind == KindSignpost && raw[i] == '[' { // [spid 0x1b0, process, begin] process: …
		if j := bytes.IndexByte(raw[i:], ']'); j > 0 {
			i = blanks(raw, i+j+1)
		}
	}
	return process(raw, i, h)
})

// shortestDefault is the length of the shortest record whose blanks somebody has folded.
const shortestDefault = len("2026-03-15 14:14:18.432571-0500 0x0 Info 0x0 0 0 a:")

// usualColumns reports whether the columns stand where they do unless a thread
// id is very long, and the record is a log message.
func usualColumns(line []byte) bool {
	if len(line) <= usualProcess+2 {
		return false
	}
	raw := (*[usualProcess + 2]byte)(line)
	return raw[42] == ' ' && raw[54] == ' ' && raw[75] == ' ' && raw[82] == ' ' && raw[87] == ' ' && raw[88] > ' ' &&
		raw[55] == '0' && raw[56] == 'x' && digit(raw[76]) && digit(raw[83]) && usualType[raw[43]] && usualActivity(raw)
}

// usualActivity reports whether the column of the activity holds one word of up to eight
// digits, and nothing but blanks behind it: where further columns stand in it, those
// behind are words of the process.
func usualActivity(raw *[usualProcess + 2]byte) bool {
	const blanks = 0x2020202020202020
	digits := binary.LittleEndian.Uint64(raw[57:65]) ^ blanks // 0 where a blank stands
	end := bits.TrailingZeros64((digits-0x0101010101010101)&^digits&0x8080808080808080) &^ 7
	return end < 64 && digits>>end == 0 && binary.LittleEndian.Uint64(raw[65:73]) == blanks && raw[73] == ' ' && raw[74] == ' '
}

// usualType marks the first letters of Default, Info, Debug, Error, Fault.
var usualType = [256]bool{'D': true, 'I': true, 'E': true, 'F': true}

// colonBlank is the offset of the first ": ", -1 when there is none.
func colonBlank(b []byte) int {
	for at := 0; ; {
		i := bytes.IndexByte(b[at:], ':')
		if i < 0 || at+i+1 >= len(b) {
			return -1
		}
		if at += i; b[at+1] == ' ' {
			return at
		}
		at++
	}
}

// usualProcess is where the process stands in the usual columns.
const usualProcess = 88

// originDefault finds the process of a record of the default style whose columns
// stand where they usually do, and what follows it.
func originDefault(line []byte) (name, rest []byte) {
	if !usualColumns(line) {
		return nil, nil
	}
	if head := (*[usualProcess]byte)(line); !digit(head[18]) || head[19] != '.' || head[26] != '+' && head[26] != '-' || head[31] != ' ' || head[32] != '0' || head[33] != 'x' {
		return nil, nil
	}
	text := line[usualProcess:]
	colon := bytes.IndexByte(text, ':')
	if colon < 0 || colon+2 >= len(text) || text[colon+1] != ' ' {
		return nil, nil
	}
	return text[:colon], text[colon+2:]
}

// compactType reports whether two bytes are the type of a log message in the compact
// style: Df, Db, and I, E, F with a blank.
func compactType(a, b byte) bool {
	if b == ' ' {
		return a == 'I' || a == 'E' || a == 'F'
	}
	return a == 'D' && (b == 'f' || b == 'b')
}

// usualDefault reads the columns before the process.
func usualDefault(raw []byte, _ origin, clock *minuteClock, rec *Record) (ok bool) {
	if rec.stamp, ok = clock.read(raw); !ok {
		return false
	}
	if rec.Level, rec.Kind, ok = readLevel(raw[43:word(raw, 43)]); !ok {
		return false
	}
	rec.PID = decimal(raw[76:digits(raw, 76)])
	rec.TID = hexadecimal(raw[32:word(raw, 32)])
	return true
}

// originCompact does the same in the compact style, originSyslog in that of syslog.
func originCompact(line []byte) (name, rest []byte) {
	const at = len("2026-06-23 01:24:26.955 Df ")
	if len(line) < at+3 || !digit(line[18]) || line[19] != '.' || line[23] != ' ' || line[at-1] != ' ' || line[at] == ' ' || !compactType(line[24], line[25]) {
		return nil, nil
	}
	open, shut, ok := bracketed(line, at, ':')
	if !ok || shut+2 >= len(line) {
		return nil, nil
	}
	return line[at:open], line[shut+2:]
}

// usualCompact reads the time, the level and the numbers behind the process.
func usualCompact(raw []byte, at origin, _ *minuteClock, rec *Record) bool {
	st, n, ok := readStamp(raw)
	if !ok || !st.date || st.zone || n != len("2026-06-23 01:24:26.955") {
		return false
	}
	rec.stamp = st
	rec.Level, rec.Kind, _ = readLevel(raw[24:word(raw, 24)])
	colon := digits(raw, at.nameEnd+1)
	rec.PID = decimal(raw[at.nameEnd+1 : colon])
	rec.TID = hexadecimal(raw[colon+1 : hexDigits(raw, colon+1)])
	return true
}

// usualSyslog reads the time and the number behind the process; nothing says the
// level.
func usualSyslog(raw []byte, at origin, clock *minuteClock, rec *Record) (ok bool) {
	rec.stamp, ok = clock.read(raw)
	rec.PID = decimal(raw[at.nameEnd+1 : digits(raw, at.nameEnd+1)])
	return ok
}

func originSyslog(line []byte) (name, rest []byte) {
	const host, at = len("2018-10-24 17:23:33.842651+0200  "), len("2018-10-24 17:23:33.842651+0200  localhost ")
	if len(line) <= at || !digit(line[18]) || line[19] != '.' || line[26] != '+' && line[26] != '-' || line[31] != ' ' || string(line[host:at]) != "localhost " {
		return nil, nil
	}
	open, shut, ok := bracketed(line, at, 0)
	if !ok || shut+3 >= len(line) || line[shut+1] != ':' || line[shut+2] != ' ' {
		return nil, nil
	}
	return line[at:open], line[shut+3:]
}

// process finds "process: [(image) ][[subsystem:category] ]message" at i.
func process(raw []byte, i int, h *head) bool {
	colon := colonBlank(firstLine(raw[i:]))
	if colon < 0 {
		if h.kind == KindMarker || isMarker(raw[i:]) {
			h.kind, h.message = KindMarker, i
			return true
		}
		// a message that is empty ends right after the colon
		if line := firstLine(raw[i:]); len(line) > 1 && line[len(line)-1] == ':' {
			h.process = span{i, i + len(line) - 1}
			h.message = i + len(line)
			return true
		}
		return false
	}
	if isMarker(raw[i:]) {
		h.kind, h.message = KindMarker, i
		return true
	}
	h.process = span{i, i + colon}
	tail(raw, i+colon+2, h)
	return true
}

// logCompact is --style compact; it has no time zone:
//
//	2026-06-23 01:24:26.955 Df runningboardd[16896:6c8619] [com.apple.runningboard:process] message
var logCompact = textFormat(format{
	name:  "log-compact",
	about: "log show or log stream, --style compact",
	starts: func(line []byte) bool {
		if len(line) < 30 || !isoStart(line) || line[19] != '.' || line[23] != ' ' || line[24] == ' ' || !letter(line[24]) {
			return false
		}
		_, shut, ok := bracketed(line, 26, ':')
		if _, _, known := readLevel(line[24:word(line, 24)]); !known && ok {
			// Xcode 7 has the process name there; logd's notes have letters that are
			// documented nowhere
			return isMarker(line[min(shut+2, len(line)):])
		}
		return ok
	},
	header:  compactHeader,
	noise:   logNoise,
	notice:  streamNotice,
	restart: streamRestart,
	origin:  originCompact,
	usual:   usualCompact,
}, func(raw []byte, h *head) bool {
	st, n, ok := readStamp(raw)
	if !ok || !st.date || st.zone || n+4 > len(raw) || raw[n] != ' ' {
		return false
	}
	h.stamp = st
	i := n + 1
	end := word(raw, i)
	if end-i > 2 {
		return false
	}
	h.level, h.kind, _ = readLevel(raw[i:end]) // starts has looked at the word
	i = blanks(raw, end)
	open, shut, ok := bracketed(raw, i, ':')
	if !ok {
		return false
	}
	h.process = span{i, open}
	colon := open + bytes.IndexByte(raw[open:shut], ':')
	h.pid = span{open + 1, colon}
	h.tid = span{colon + 1, shut}
	tail(raw, min(shut+2, len(raw)), h)
	return true
})

// logSyslog is --style syslog:
//
//	2018-10-24 17:23:33.842651+0200  localhost sudo[2002]: (image) [subsystem:category] message
var logSyslog = textFormat(format{
	name:  "log-syslog",
	about: "log show or log stream, --style syslog",
	starts: func(line []byte) bool {
		if len(line) < 45 || !isoStart(line) || line[19] != '.' || line[26] != '+' && line[26] != '-' || line[31] != ' ' {
			return false
		}
		i := blanks(line, 31)
		host := word(line, i)
		if host == i || bytes.HasPrefix(line[i:], []byte("0x")) {
			return false
		}
		_, shut, ok := bracketed(line, blanks(line, host), 0)
		return ok && shut+1 < len(line) && (line[shut+1] == ':' || line[shut+1] == ' ' && shut+2 < len(line) && line[shut+2] == '<')
	},
	header:  syslogHeader,
	noise:   logNoise,
	notice:  streamNotice,
	restart: streamRestart,
	origin:  originSyslog,
	usual:   usualSyslog,
}, func(raw []byte, h *head) bool {
	if !h.originOnly {
		st, n, ok := readStamp(raw)
		if !ok || !st.zone || n != 31 {
			return false
		}
		h.stamp = st
	}
	if len(raw) < 32 || raw[31] != ' ' {
		return false
	}
	i := blanks(raw, word(raw, blanks(raw, 31))) // past the host, always localhost
	open, shut, ok := bracketed(raw, i, 0)
	if !ok {
		return false
	}
	h.process = span{i, open}
	h.pid = span{open + 1, shut}
	i = shut + 1
	h.level = LevelUnknown
	if i+2 < len(raw) && raw[i] == ' ' && raw[i+1] == '<' { // <Level>, on some versions
		if j := bytes.IndexByte(raw[i:min(len(raw), i+16)], '>'); j > 0 {
			h.level, h.kind, _ = readLevel(raw[i+2 : i+j])
			i += j + 1
		}
	}
	if i >= len(raw) || raw[i] != ':' {
		return false
	}
	i++
	if i < len(raw) && raw[i] == ' ' {
		i++
	}
	tail(raw, i, h)
	return true
})

// isoStart reports whether line begins with YYYY-MM-DD and a clock.
func isoStart(line []byte) bool {
	return line[4] == '-' && line[7] == '-' && (line[10] == ' ' || line[10] == 'T') && line[13] == ':' && line[16] == ':' &&
		digit(line[0]) && digit(line[3]) && digit(line[5]) && digit(line[9]) && digit(line[11]) && digit(line[18])
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func firstLine(b []byte) []byte {
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		return b[:i]
	}
	return b
}

// bracketed finds "[digits]" (sep 0) or "[digits<sep>hex]" after a process name
// that begins at i and may itself hold blanks and brackets; it returns the
// offsets of the brackets.
func bracketed(b []byte, i int, sep byte) (open, shut int, ok bool) {
	limit := min(len(b), i+300)
	for j := i + 1; j < limit; j++ { // names are too short for a search to pay
		if b[j] != '[' {
			if b[j] == '\n' {
				break
			}
			continue
		}
		end := digits(b, j+1)
		if end == j+1 || end >= len(b) {
			continue
		}
		if sep != 0 {
			if b[end] != sep {
				continue
			}
			tid := end + 1
			end = hexDigits(b, tid)
			if end == tid || end >= len(b) {
				continue
			}
		}
		if b[end] == ']' && (end+1 == len(b) || b[end+1] == ' ' || b[end+1] == ':' || b[end+1] == '\n') {
			return j, end, true // else it is part of the name
		}
	}
	return 0, 0, false
}

// The headers of the columns.
func defaultHeader(line []byte) bool {
	return bytes.HasPrefix(line, []byte("Timestamp ")) && bytes.Contains(line, []byte("Thread")) &&
		bytes.Contains(line, []byte("Activity")) && bytes.Contains(line, []byte("TTL"))
}

func compactHeader(line []byte) bool {
	return bytes.HasPrefix(line, []byte("Timestamp ")) && bytes.Contains(line, []byte("Ty Process[PID:TID]"))
}

func syslogHeader(line []byte) bool {
	return bytes.HasPrefix(line, []byte("Timestamp ")) && bytes.Contains(line, []byte("(process)[PID]"))
}

// logNoise reports what the log command prints beside records.
func logNoise(line []byte) bool {
	for _, p := range []string{
		"Timestamp ", "Filtering the log data using", "Skipping info and debug messages",
		"Skipping debug messages", "getpwuid_r did not find a match", "==========",
	} {
		if bytes.HasPrefix(line, []byte(p)) {
			return true
		}
	}
	return false
}
