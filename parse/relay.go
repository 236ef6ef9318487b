package parse

import "bytes"

// What relays print of a device's log, line by line as it happens.

// idevicesyslog is libimobiledevice's idevicesyslog and everything else that
// passes the old com.apple.syslog_relay on (Xcode up to 9, cfgutil, go-ios):
//
//	Jan 25 18:31:05 iPad-Pro nsurlsessiond(CFNetwork)[32] <Notice>: message
//	Jun  9 15:06:06.534469 nsurlsessiond(CFNetwork)[33] <Info>: message
//	Oct 29 11:28:37 Notes[UIKitCore](6923) <Notice>: message
//	Jul 22 15:22:53⇥iPhone⇥Notice⇥66⇥Notes(UIKitCore)⇥message
//
// The last is a copy of Visual Studio's device log (dotnet/maui#8928).
// The fraction came with libimobiledevice 1.4.0 and os_trace_relay, which has no
// device name and does not escape.
var idevicesyslog = throughColours(edited(textFormat(format{
	name:  "idevicesyslog",
	about: "idevicesyslog, or another relay of the device's syslog",
	starts: func(line []byte) bool {
		var h head
		return relayColumns(line, &h)
	},
	stamp: syslogStamp,
	noise: func(line []byte) bool {
		return bytes.HasPrefix(line, []byte("[connected")) || bytes.HasPrefix(line, []byte("[disconnected"))
	},
	notice:  relayNotice,
	restart: relayRestart,
}, relayColumns), func(raw []byte, rec *Record) {
	if !fraction(raw) {
		visRecord(raw, rec)
	}
}))

func relayColumns(raw []byte, h *head) bool {
	st, n, ok := readSyslogStamp(raw)
	if ok && n < len(raw) && raw[n] == '\t' {
		h.stamp = st
		return deviceLogCells(raw, n+1, h)
	}
	if !ok || n >= len(raw) || raw[n] != ' ' {
		return false
	}
	name := n + 1
	open, shut, ok := levelMark(raw, name)
	if !ok || open-1 <= name || bytes.Contains(raw[name:open], []byte(": ")) {
		return false
	}
	h.stamp = st
	h.level, h.kind, _ = readLevel(raw[open+1 : shut])
	h.message = afterMark(raw, shut)
	end, ok := relaySender(raw, name, open-1, h)
	if !ok {
		return false
	}
	if !fraction(raw) {
		name = pastDevice(raw, name, end)
	}
	h.process = span{name, end}
	return end > name
}

// deviceLogCells reads what follows the time in Visual Studio's device log: the device, the
// level, the pid, the process with its library, the message.
func deviceLogCells(raw []byte, i int, h *head) bool {
	var cells [4]span
	for n := range cells {
		tab := bytes.IndexByte(firstLine(raw[i:]), '\t')
		if tab <= 0 {
			return false
		}
		cells[n] = span{i, i + tab}
		i += tab + 1
	}
	known := false
	h.level, h.kind, known = readLevel(cells[1].of(raw))
	h.pid, h.process, h.message = cells[2], cells[3], i
	if name := cells[3].of(raw); name[len(name)-1] == ')' {
		if lib := bytes.LastIndexByte(name, '('); lib > 0 {
			h.process.to = h.process.from + lib
			library(raw, h, span{h.process.to + 1, cells[3].to - 1})
		}
	}
	return known && number(h.pid.of(raw))
}

// syslogStamp reads only the time.
func syslogStamp(raw []byte) (stamp, bool) {
	st, _, ok := readSyslogStamp(raw)
	return st, ok
}

// fraction reports whether a relay's line has a fraction of a second; the day
// before it may be one digit or two.
func fraction(raw []byte) bool {
	return bytes.IndexByte(raw[:min(len(raw), len("Jan 25 18:31:05."))], '.') >= 0
}

// relaySender reads "(library)[pid]", "[pid]", "[library](pid)" or launchd's
// "[pid] (job)" in raw[from:to] from its end and returns where the process ends.
func relaySender(raw []byte, from, to int, h *head) (end int, ok bool) {
	b := raw[:to]
	if b[to-1] == ')' {
		open := from + bytes.LastIndexByte(b[from:], '(')
		if open < from+2 {
			return 0, false
		}
		if pid := (span{open + 1, to - 1}); b[open-1] == ']' && number(pid.of(b)) {
			lib := from + bytes.LastIndexByte(b[from:open], '[')
			if lib <= from {
				return 0, false
			}
			h.pid, h.image = pid, span{lib + 1, open - 1}
			return lib, true
		}
		h.subsystem = span{open + 1, to - 1} // launchd speaks of this job; iOS 9 puts no blank before it
		to = open
		if b[to-1] == ' ' {
			to--
		}
		if b[to-1] != ']' {
			return 0, false
		}
		b = b[:to]
	}
	open := from + bytes.LastIndexByte(b[from:], '[')
	if open <= from || b[to-1] != ']' || !number(b[open+1:to-1]) {
		return 0, false
	}
	h.pid = span{open + 1, to - 1}
	// a parenthesis that follows a blank is part of the name: "Notes (beta)"
	if b[open-1] == ')' {
		if lib := from + bytes.LastIndexByte(b[from:open], '('); lib > from && b[lib-1] != ' ' {
			h.image = span{lib + 1, open - 1}
			return lib, true
		}
	}
	return open, true
}

// pastDevice skips the device's name, which old relays print before the process.
// A single line cannot tell it from the first word of a process name with
// blanks; device names are far commoner.
func pastDevice(raw []byte, from, to int) int {
	if i := bytes.IndexByte(raw[from:to], ' '); i > 0 && from+i+1 < to && raw[from+i+1] != '(' {
		return from + i + 1
	}
	return from
}

// number reports whether b is made of digits only.
func number(b []byte) bool { return len(b) > 0 && digits(b, 0) == len(b) }

// visRecord decodes the escapes of an old relay or of syslogd.
func visRecord(_ []byte, rec *Record) {
	rec.Process, rec.Image = decodeVis(rec.Process), decodeVis(rec.Image)
	rec.Message = decodeVis(rec.Message)
}

// macosSyslog is the Mac's own system.log and the simulator's system.log; it has
// no levels, and the host is always there:
//
//	Jul  1 09:00:55 calvisitor kernel[0]: message
//	Aug 18 16:29:17 mini com.apple.CoreSimulator.SimDevice.UUID.launchd_sim[19096] (UIKitApplication:com.example.notes[0xdf6d][19774]): message
var macosSyslog = edited(textFormat(format{
	name:  "macos-syslog",
	about: "system.log of a Mac or of a simulator",
	starts: func(line []byte) bool {
		var h head
		return macosColumns(line, &h)
	},
	stamp: syslogStamp,
	noise: func(line []byte) bool {
		_, n, ok := readSyslogStamp(line)
		return ok && bytes.Contains(line[n:], []byte(" --- last message repeated "))
	},
}, macosColumns), visRecord)

func macosColumns(raw []byte, h *head) bool {
	st, n, ok := readSyslogStamp(raw)
	if !ok || n >= len(raw) || raw[n] != ' ' || fraction(raw) {
		return false
	}
	host := word(raw, n+1)
	if host == n+1 || host+1 >= len(raw) || raw[host] != ' ' {
		return false
	}
	open, shut, ok := bracketed(raw, host+1, 0)
	if !ok || bytes.Contains(raw[host:open], []byte(": ")) {
		return false
	}
	h.stamp = st
	h.process = jobProcess(raw, span{host + 1, open})
	h.pid = span{open + 1, shut}
	i := shut + 1
	if i+1 < len(raw) && raw[i] == ' ' && raw[i+1] == '(' {
		end := bytes.IndexByte(firstLine(raw[i:]), ')')
		if end < 0 {
			return false
		}
		h.subsystem = span{i + 2, i + end} // launchd speaks of this job
		i += end + 1
	}
	if i+1 < len(raw) && raw[i] == ' ' { // a web page has taken "<Warning>" for a tag
		i++
	}
	if i >= len(raw) || raw[i] != ':' {
		return false
	}
	h.message = min(i+1, len(raw))
	if h.message < len(raw) && raw[h.message] == ' ' {
		h.message++
	}
	return true
}

// jobProcess cuts a launchd down to the name that every other export gives it:
// launchd writes its own job's label there.
func jobProcess(raw []byte, s span) span {
	for _, name := range []string{".launchd_sim", ".launchd"} {
		if bytes.HasSuffix(s.of(raw), []byte(name)) {
			s.from = s.to - len(name) + 1
		}
	}
	return s
}

// pymobiledevice3 is `pymobiledevice3 syslog live`. The label, with --label,
// follows the message; the fraction is missing when it is zero:
//
//	2026-03-15 14:14:18.432571 nsurlsessiond{CFNetwork+0x1f2c}[312] <NOTICE>: message [com.apple.CFNetwork][Default]
var pymobiledevice3 = throughColours(edited(textFormat(format{
	name:  "pymobiledevice3",
	about: "pymobiledevice3 syslog live",
	starts: func(line []byte) bool {
		var h head
		return pymobileColumns(line, &h)
	},
}, pymobileColumns), func(raw []byte, rec *Record) {
	if at, _, _, ok := labelBehind(raw); ok && rec.Subsystem != "" {
		rec.Message = rec.Message[:len(rec.Message)-(len(raw)-at)]
	} else if n := len(rec.Message); n > 0 && rec.Message[n-1] == ' ' {
		rec.Message = rec.Message[:n-1] // --label where there is none
	}
}))

func pymobileColumns(raw []byte, h *head) bool {
	if len(raw) < 32 || !isoStart(raw) || raw[10] != ' ' {
		return false
	}
	st, n, ok := readStamp(raw)
	if !ok || !st.date || st.zone || n >= len(raw) || raw[n] != ' ' {
		return false
	}
	name := n + 1
	open, shut, ok := levelMark(raw, name)
	if !ok || raw[open-2] != ']' {
		return false
	}
	pid := name + bytes.LastIndexByte(raw[name:open], '[')
	if pid < name+3 || raw[pid-1] != '}' || !number(raw[pid+1:open-2]) {
		return false
	}
	lib := name + bytes.LastIndexByte(raw[name:pid], '{')
	if lib <= name {
		return false
	}
	h.stamp = st
	h.level, h.kind, _ = readLevel(raw[open+1 : shut])
	h.process, h.pid = span{name, lib}, span{pid + 1, open - 2}
	image := raw[lib+1 : pid-1]
	if i := bytes.LastIndex(image, []byte("+0x")); i >= 0 { // --image-offset
		image = image[:i]
	}
	library(raw, h, span{lib + 1, lib + 1 + len(image)})
	h.message = afterMark(raw, shut)
	if at, sub, cat, ok := labelBehind(raw); ok && at >= h.message {
		h.subsystem, h.category = sub, cat
	}
	return true
}

// labelBehind finds " [subsystem][category]" at the end of a record and the
// offset of its blank.
func labelBehind(raw []byte) (at int, sub, cat span, ok bool) {
	end := len(raw) - 1
	if end < 6 || raw[end] != ']' {
		return 0, sub, cat, false
	}
	open := bytes.LastIndexByte(raw[:end], '[')
	if open < 3 || raw[open-1] != ']' {
		return 0, sub, cat, false
	}
	first := bytes.LastIndexByte(raw[:open-1], '[')
	if first < 1 || raw[first-1] != ' ' || !subsystemName(raw[first+1:open-1]) {
		return 0, sub, cat, false
	}
	return first - 1, span{first + 1, open - 1}, span{open + 1, end}, true
}

// goiosText is `ios ostrace` without JSON; it does not name the process:
//
//	2026-01-02T15:04:05.120+01:00  PID:312    <Default>  [com.apple.UIKit:BackgroundTask]  message
var goiosText = throughColours(textFormat(format{
	name:  "go-ios-text",
	about: "go-ios: ios ostrace, plain lines",
	starts: func(line []byte) bool {
		var h head
		return goiosColumns(line, &h)
	},
}, goiosColumns))

func goiosColumns(raw []byte, h *head) bool {
	if len(raw) < 32 || !isoStart(raw) || raw[10] != 'T' {
		return false
	}
	st, n, ok := readStamp(raw)
	if !ok || !st.date || !st.zone {
		return false
	}
	h.stamp = st
	i := blanks(raw, n)
	if !bytes.HasPrefix(raw[i:], []byte("PID:")) {
		return false
	}
	i += len("PID:")
	h.pid = span{i, digits(raw, i)}
	i = blanks(raw, h.pid.to)
	if !h.pid.found() || i >= len(raw) || raw[i] != '<' {
		return false
	}
	end := bytes.IndexByte(raw[i:min(len(raw), i+20)], '>')
	if end < 0 {
		return false
	}
	h.level, h.kind, _ = readLevel(bytes.TrimRight(raw[i+1:i+end], " "))
	i = blanks(raw, i+end+1)
	h.message = i
	if i < len(raw) && raw[i] == '[' {
		if label(raw, i, h); h.message > i {
			h.message = blanks(raw, h.message)
		}
	}
	return true
}
