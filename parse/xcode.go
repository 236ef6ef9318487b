package parse

import "bytes"

// xcode is what Xcode's console showed before version 15, and what NSLog writes
// to stderr to this day (devicectl, ios-deploy and simctl relay it). Only the
// category of os_log is printed; Xcode 7 and 8 had no zone and milliseconds:
//
//	2021-03-19 17:19:27.642792+0300 Notes[77732:15176277] [BackgroundTask] message
//	2016-01-05 11:18:22.211 Meeting Notes[1110:505246] message
//
// The debugger's own line about the end of the process is a record without time.
var xcode = textFormat(format{
	name:  "xcode",
	about: "Xcode's console before version 15, or NSLog on stderr",
	starts: func(line []byte) bool {
		var h head
		return xcodeColumns(line, &h)
	},
	noise:   func(line []byte) bool { return bytes.HasPrefix(line, []byte("(lldb)")) },
	printed: true,
}, xcodeColumns)

// debuggerSays begins Xcode's line about what became of the process.
const debuggerSays = "Message from debugger: "

func xcodeColumns(raw []byte, h *head) bool {
	if len(raw) < 26 || !isoStart(raw) || raw[10] != ' ' || raw[19] != '.' {
		return bytes.HasPrefix(raw, []byte(debuggerSays))
	}
	st, n, ok := readStamp(raw)
	if frac := digits(raw, 20); !ok || !st.date || frac != 23 && frac != 26 || n != frac && n != frac+5 {
		return false
	}
	if n+1 >= len(raw) || raw[n] != ' ' {
		return false
	}
	name := n + 1
	open, shut, ok := bracketed(raw, name, ':')
	if !ok || !xcodeName(raw[name:open]) {
		return false
	}
	colon := open + bytes.IndexByte(raw[open:shut], ':')
	h.pid, h.tid, h.tidDecimal = span{open + 1, colon}, span{colon + 1, shut}, true
	if !number(h.tid.of(raw)) {
		return false
	}
	if w := word(raw, name); !st.zone && w < open && w-name <= 2 {
		if _, _, ok := readLevel(raw[name:w]); ok {
			return false // the compact style of log show
		}
	}
	h.stamp, h.process = st, span{name, open}
	i := shut + 1
	switch {
	case i >= len(raw):
	case raw[i] == ' ':
		i++
	case raw[i] == '\n': // wrapped behind the columns
		i = blanks(raw, i+1)
	default:
		return false
	}
	h.message = i
	if cat := xcodeCategory(raw[i:]); cat >= 0 {
		h.category = span{i + 1, i + 1 + cat}
		h.message = i + cat + 3
	}
	return true
}

// xcodeName tells a process name, which may hold blanks and parentheses, from
// the columns of other styles.
func xcodeName(b []byte) bool {
	return len(b) <= 64 && b[0] > ' ' && b[0] != '+' && b[0] != '-' && !bytes.ContainsAny(b, "[]{}<>:=\",;\t") &&
		!bytes.HasPrefix(b, []byte("0x"))
}

// xcodeCategory returns the length of the category in "[category] " at the start
// of b, or -1. Methods in brackets are the message: they hold a blank.
func xcodeCategory(b []byte) int {
	if len(b) < 3 || b[0] != '[' {
		return -1
	}
	for i, c := range b[1:min(len(b), 64)] {
		switch {
		case c == ']':
			if i+2 < len(b) && b[i+2] == ' ' {
				return i
			}
			return -1
		case !wordByte[c] && c != '.' && c != '-' && c != '(' && c != ')':
			return -1
		}
	}
	return -1
}
