package parse

import "bytes"

// clipped reads headers that people have shortened by hand, only inside pastes:
//
//	06:16:19.599  runningboardd  Received termination request …
//	default 2019-01-08 13:26:14.087889 +0800 assertiond [Notes:24424] Forcing crash report …
//	default  … 14:14:16.316165 …  dasd message
//	2020-10-03 17:59:10.458176+0100 Notes[6908:6483411]
//	Notes[6908:6483411] message
//	dasd: message
//
// A header is a run of time, level and the like, then the process. Without a
// time, the process must be one of a few daemons, or carry pid and thread.
var clipped = textFormat(format{
	name:  "paste",
	about: "text pasted into a ticket, mail or comment",
	starts: func(line []byte) bool {
		var h head
		return clippedColumns(line, &h)
	},
}, clippedColumns)

// clippedDaemons are the processes that people quote by name alone.
var clippedDaemons = map[string]bool{
	"runningboardd": true, "SpringBoard": true, "dasd": true, "nsurlsessiond": true, "assertiond": true, "backboardd": true,
	"launchd": true, "launchd_sim": true, "kernel": true, "UserEventAgent": true, "ReportCrash": true, "osanalyticshelper": true,
	"symptomsd": true, "apsd": true, "locationd": true, "mediaserverd": true, "audiomxd": true, "wifid": true, "thermalmonitord": true,
}

// headerTokens bounds how many words stand before the process.
const headerTokens = 9

func clippedColumns(raw []byte, h *head) bool {
	i := blanks(raw, 0)
	gap, level, console, hexTID := false, false, false, false
	for range headerTokens {
		if !h.stamp.clock {
			if st, n, ok := clippedStamp(raw[i:]); ok {
				h.stamp = st
				i = blanks(raw, i+n)
				continue
			}
		} else if off, n, ok := readZone(raw[i:]); ok && endsToken(raw, i+n) {
			h.stamp.off, h.stamp.zone = off, true
			i = blanks(raw, i+n)
			continue
		}
		end := word(raw, i)
		token := raw[i:end]
		switch {
		case isEllipsis(token):
			gap = true
		case len(token) > 2 && !level && levelToken(token, h):
			level, console = true, !h.stamp.clock
		case len(token) > 0 && len(token) < 3 && h.stamp.clock && !level && typeLetters(token):
			h.level, h.kind, _ = readLevel(token)
			level, hexTID = true, true
		case h.stamp.clock && (gap || level) && columnNumber(token):
			// thread, activity, pid or TTL of a column style: which is not known any more
		default:
			return clippedProcess(raw, i, h, console, hexTID)
		}
		i = blanks(raw, end)
	}
	return false
}

// clippedStamp reads a time with or without a date; some NSLog replacements
// print a colon before the milliseconds.
func clippedStamp(b []byte) (stamp, int, bool) {
	st, n, ok := readStamp(b)
	if !ok {
		st, n, ok = readSyslogStamp(b)
	}
	if !ok {
		return stamp{}, 0, false
	}
	if n+3 < len(b) && b[n] == ':' && digits(b, n+1) == n+4 {
		st.us += int64(decimal(b[n+1:n+4])) * 1000
		n += 4
	}
	return st, n, endsToken(b, n)
}

func endsToken(b []byte, i int) bool {
	return i >= len(b) || b[i] == ' ' || b[i] == '\t' || b[i] == '\n'
}

func isEllipsis(token []byte) bool {
	return string(token) == "\u2026" || string(token) == "..." || string(token) == "[...]" || string(token) == "[\u2026]"
}

// levelToken accepts the words of Console and of log show for levels; words in
// capitals or in brackets belong to the app.
func levelToken(token []byte, h *head) bool {
	if len(token) > 1 && token[1] < 'a' {
		return false
	}
	level, kind, ok := readLevel(token)
	if ok {
		h.level, h.kind = level, kind
	}
	return ok
}

// typeLetters accepts the level column of the compact style.
func typeLetters(token []byte) bool {
	switch string(token) {
	case "Df", "I", "Db", "E", "F", "A", "Sp":
		return true
	}
	return false
}

// columnNumber accepts what the columns of log show hold besides time and level.
func columnNumber(token []byte) bool {
	return len(token) > 2 && token[0] == '0' && token[1] == 'x' && hexDigits(token, 2) == len(token) ||
		len(token) > 0 && digits(token, 0) == len(token)
}

// clippedProcess reads the process at i and all that follows it.
func clippedProcess(raw []byte, i int, h *head, console, hexTID bool) bool {
	line := firstLine(raw)
	switch {
	case i > len(line):
		return false
	case numberedProcess(raw, line, i, h, hexTID), namedProcess(raw, line, i, h, console):
		return true
	case !h.stamp.clock:
		return false
	}
	h.message = i // a time and a text, of whom is not known
	return true
}

// numberedProcess reads a process with its pid in brackets, and perhaps its thread.
func numberedProcess(raw, line []byte, i int, h *head, hexTID bool) bool {
	open, shut, tid := processBracket(line, i)
	if open <= i {
		return false
	}
	process := jobProcess(line, span{i, open}) // of launchd no more than its name
	i, name := process.from, process.of(line)
	library := bytes.IndexByte(name, '(')
	if name[len(name)-1] != ')' {
		library = -1
	}
	daemon := clippedDaemons[string(name)] || library > 0 && clippedDaemons[string(name[:library])]
	if !(h.stamp.clock && processName(name, 3) || daemon || tid > 0 && processName(name, 1)) {
		return false
	}
	h.process = process
	if library > 0 {
		h.process.to, h.image = i+library, span{i + library + 1, open - 1}
	}
	if gap := bytes.IndexByte(h.process.of(line), ' '); h.stamp.noYear && gap > 0 { // the host or the device's name
		h.process.from += gap + 1
	}
	h.pid = span{open + 1, shut}
	if tid > 0 {
		h.pid, h.tid = span{open + 1, tid - 1}, span{tid, shut}
		h.tidDecimal = !hexTID && digits(line, tid) == shut
	}
	clippedRest(raw, shut+1, h, h.tidDecimal)
	return true
}

// namedProcess reads a process without a pid: a daemon, or a word where a column says
// that it is one.
func namedProcess(raw, line []byte, i int, h *head, console bool) bool {
	end := i
	for end < len(line) && line[end] != ' ' && line[end] != '\t' && line[end] != ':' {
		end++
	}
	name := line[i:end]
	colon := end < len(line) && line[end] == ':'
	if colon && !endsToken(line, end+1) {
		return false
	}
	daemon := clippedDaemons[string(name)] && (h.stamp.clock || colon)
	column := h.stamp.clock && !colon && processName(name, 1) && (columnGap(line, end) || fromConsole(h, line, console) || addressed(line, end))
	if !daemon && !column {
		return false
	}
	h.process = span{i, end}
	clippedRest(raw, end, h, false)
	return true
}

// processBracket finds "[pid]" or "[pid:tid]" after a name at i; tid is the
// offset of the thread or 0.
func processBracket(line []byte, i int) (open, shut, tid int) {
	limit := min(len(line), i+120)
	for j := i + 1; j < limit; j++ {
		if line[j] != '[' {
			continue
		}
		end := digits(line, j+1)
		if end == j+1 || end >= len(line) {
			continue
		}
		if line[end] == ':' {
			if stop := hexDigits(line, end+1); stop > end+1 && stop < len(line) && line[stop] == ']' {
				return j, stop, end + 1
			}
		}
		if line[end] == ']' {
			return j, end, 0
		}
	}
	return 0, 0, 0
}

// processName accepts names of at most words words that hold nothing a message
// would have before a bracket.
func processName(name []byte, words int) bool {
	if len(name) == 0 || len(name) > 80 || name[0] == ' ' {
		return false
	}
	for i, c := range name {
		switch c {
		case ' ':
			words--
		case ':', '<', '>', '"', '\'', '=', ',', ';', '[', ']', '{', '}', '\\', '|', '#', '*', '\t':
			return false
		case '(':
			if i == 0 {
				return false
			}
		}
	}
	return words > 0 && name[len(name)-1] != ' '
}

// columnGap reports whether a column separator follows: a tab, or more blanks than words have.
func columnGap(line []byte, end int) bool {
	return end < len(line) && line[end] == '\t' || end+1 < len(line) && line[end] == ' ' && line[end+1] == ' '
}

// fromConsole reports the head of a Console copy whose tabs were lost: a level
// and a time, or a time with microseconds and a zone. An app that prints a Date
// before its text has no fraction.
func fromConsole(h *head, line []byte, level bool) bool {
	if level {
		return true
	}
	i := bytes.IndexByte(line[:min(len(line), 24)], '.')
	return h.stamp.zone && i >= 0 && digits(line, i+1) == i+7
}

// addressed reports whether "[Notes:24424]" follows: whom a daemon speaks of.
func addressed(line []byte, end int) bool {
	i := blanks(line, end)
	if i >= len(line) || line[i] != '[' {
		return false
	}
	shut := bytes.IndexByte(line[i:min(len(line), i+200)], ']')
	colon := bytes.LastIndexByte(line[i:i+max(shut, 0)], ':')
	return shut > 0 && colon > 0 && decimal(line[i+colon+1:i+shut]) != NoPID
}

// clippedRest reads what follows the process: a level in angle brackets, a
// colon, a label, and the message, which may begin on the next line.
func clippedRest(raw []byte, i int, h *head, category bool) {
	i = blanks(raw, i)
	if i < len(raw) && raw[i] == '<' {
		if end := bytes.IndexByte(raw[i:min(len(raw), i+16)], '>'); end > 0 {
			if level, kind, ok := readLevel(raw[i+1 : i+end]); ok {
				h.level, h.kind = level, kind
				i += end + 1
			}
		}
	}
	if i < len(raw) && raw[i] == ':' {
		i++
	}
	i = pastSpace(raw, i)
	image := h.image
	tail(raw, i, h)
	if image.found() {
		h.image = image
	}
	h.message = pastSpace(raw, h.message)
	if category && !h.subsystem.found() { // Xcode prints the category alone
		if end := categoryHead(raw[h.message:]); end > 0 {
			h.category = span{h.message + 1, h.message + end - 1}
			h.message = pastSpace(raw, h.message+end)
		}
	}
}

func pastSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\n') {
		i++
	}
	return i
}

// categoryHead returns the end of "[BackgroundTask]" at the start of b when a
// message follows, or 0. Names with dots or blanks are none: those are bundle
// ids and the app's own method names.
func categoryHead(b []byte) int {
	if len(b) < 4 || b[0] != '[' || !letter(b[1]) {
		return 0
	}
	for i := 1; i < min(len(b), 48); i++ {
		switch c := b[i]; {
		case c == ']':
			if i+1 < len(b) && (b[i+1] == ' ' || b[i+1] == '\n') {
				return i + 1
			}
			return 0
		case !wordByte[c] && c != '-':
			return 0
		}
	}
	return 0
}
