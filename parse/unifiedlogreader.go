package parse

import "bytes"

// unifiedLogReader is what Yogesh Khatri's UnifiedLogReader writes: LOG_DEFAULT,
// which looks like log show without zone and without a colon behind the process,
// and TSV_ALL. Times are UTC; records come file by file, not in order.
//
//	2018-11-02 10:11:12.131415 0x18697    Default     0x0                  360    8    dasd (DuetActivityScheduler) [com.apple.duetactivityscheduler:client] message
var unifiedLogReader = textFormat(format{
	name:  "unifiedlogreader",
	about: "UnifiedLogReader, LOG_DEFAULT or TSV_ALL",
	starts: func(line []byte) bool {
		var h head
		return readerColumns(line, &h)
	},
	header:   readerHeader,
	noise:    readerHeader,
	unsorted: true,
}, readerColumns)

func readerHeader(line []byte) bool {
	return bytes.HasPrefix(line, []byte("SourceFile\tLogFilePos\t")) ||
		bytes.HasPrefix(line, []byte("Timestamp ")) && bytes.HasSuffix(bytes.TrimRight(line, " "), []byte(" TTL  Message"))
}

func readerColumns(raw []byte, h *head) bool {
	if len(raw) < 40 {
		return false
	}
	if isoStart(raw) {
		return readerLog(raw, h)
	}
	return readerTSV(raw, h)
}

// readerTime reads a time in UTC that is printed without saying so.
func readerTime(raw []byte) (st stamp, n int, ok bool) {
	st, n, ok = readStamp(raw)
	if !ok || !st.date || st.zone {
		return st, 0, false
	}
	st.zone = true
	return st, n, true
}

func readerLog(raw []byte, h *head) bool {
	st, i, ok := readerTime(raw)
	if !ok || i >= len(raw) || raw[i] != ' ' {
		return false
	}
	h.stamp = st
	var cells [5]span // thread, type, activity, PID, TTL
	for k := range cells {
		i = blanks(raw, i)
		cells[k] = span{i, word(raw, i)}
		i = cells[k].to
	}
	if h.level, h.kind, ok = readLevel(cells[1].of(raw)); !ok {
		return false
	}
	if !hexNumber(cells[0].of(raw)) || !hexNumber(cells[2].of(raw)) || !number(cells[3].of(raw)) || !number(cells[4].of(raw)) {
		return false
	}
	h.tid, h.pid = cells[0], cells[3]
	i = blanks(raw, i)
	if i < len(raw) && raw[i] == '[' { // [spid 0x1b0, process, begin] process …
		if end := bytes.IndexByte(firstLine(raw[i:]), ']'); end >= 0 {
			i = blanks(raw, i+end+1)
		}
	}
	end := readerProcess(raw, i)
	if end == i {
		return false
	}
	h.process = span{i, end}
	tail(raw, min(end+1, len(raw)), h)
	library(raw, h, h.image)
	return true
}

// readerProcess returns where the process that begins at i ends: before the
// library or the subsystem, else after one word.
func readerProcess(raw []byte, i int) int {
	name := firstLine(raw[i:min(len(raw), i+consoleNameMax)])
	for at := 0; ; {
		blank := bytes.IndexByte(name[at:], ' ')
		if blank < 0 || !consoleName(name[:at+blank], true) {
			return word(raw, i)
		}
		at += blank + 1
		var h head
		if tail(raw, i+at, &h); h.image.found() || h.subsystem.found() {
			return i + at - 1
		}
	}
}

// The columns of TSV_ALL that are read; the message is the last one and keeps
// its newlines and tabs.
const (
	tsvPosition = 1
	tsvClock    = 2
	tsvTime     = 3
	tsvThread   = 4
	tsvType     = 5
	tsvPID      = 8
	tsvProcess  = 11
	tsvSender   = 12
	tsvSub      = 13
	tsvCategory = 14
	tsvMessage  = 22
)

func readerTSV(raw []byte, h *head) bool {
	var cells [tsvMessage]span
	i := 0
	for k := range cells {
		tab := bytes.IndexByte(raw[i:], '\t')
		if tab < 0 {
			return false
		}
		cells[k] = span{i, i + tab}
		i += tab + 1
		if k == tsvTime && !tsvStart(raw, cells[:], h) {
			return false
		}
	}
	var ok bool
	if h.level, h.kind, ok = readLevel(cells[tsvType].of(raw)); !ok || !number(cells[tsvPID].of(raw)) {
		return false
	}
	h.tid, h.pid = cells[tsvThread], cells[tsvPID]
	h.process = cells[tsvProcess]
	if p := h.process.of(raw); len(p) > 2 && p[0] == '(' && p[len(p)-1] == ')' {
		h.process = span{h.process.from + 1, h.process.to - 1}
	}
	library(raw, h, cells[tsvSender])
	h.subsystem, h.category = cells[tsvSub], cells[tsvCategory]
	h.message = i
	if isMarker(raw[i:]) {
		h.kind = KindMarker
	}
	return true
}

// tsvStart checks the first four columns of a row and reads its time.
func tsvStart(raw []byte, cells []span, h *head) bool {
	pos := cells[tsvPosition].of(raw)
	if len(pos) < 3 || pos[0] != '0' || pos[1] != 'x' || !number(cells[tsvClock].of(raw)) {
		return false
	}
	st, n, ok := readerTime(cells[tsvTime].of(raw))
	h.stamp = st
	return ok && n == cells[tsvTime].to-cells[tsvTime].from && bytes.IndexByte(raw[:cells[tsvTime].to], '\n') < 0
}
