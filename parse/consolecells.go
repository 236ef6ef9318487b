package parse

import "bytes"

// consoleCells are the cells of a Console record before its message. The first
// name is the process; what the others are is decided when all are known.
type consoleCells struct {
	names   [6]span // empty cells too: an empty subsystem has an empty category behind it
	n       int
	lib     span // the library, where its column is before that of the process
	leveled bool // the level was seen
}

// firstLibraries are the names of a first column that are those of libraries and of no
// process (airsdk/Adobe-Runtime-Support#514); dylibs are told by their ending.
var firstLibraries = map[string]bool{
	"BackgroundTasks": true, "CFNetwork": true, "CoreFoundation": true, "DuetActivityScheduler": true,
	"Foundation": true, "FrontBoardServices": true, "Network": true, "RunningBoardServices": true,
	"UIKit": true, "UIKitCore": true,
}

func (t *consoleCells) add(s span) {
	t.names[t.n] = s
	t.n++
}

// leading reads the cells before the time. A single word that is no level we
// know is returned: a level in another language or, where no name follows the
// time, the process.
func (t *consoleCells) leading(raw []byte, c *consoleHead, h *head) (word span) {
	if bytes.IndexByte(raw[:c.lead], '\t') < 0 && !consoleLevel(raw[:c.lead]) {
		return span{0, c.lead}
	}
	for i := 0; i < c.lead; {
		end := c.lead
		if tab := bytes.IndexByte(raw[i:end], '\t'); tab >= 0 {
			end = i + tab
		}
		if s := (span{i, end}); !t.leveled && consoleLevel(s.of(raw)) {
			t.level(s.of(raw), h)
		} else {
			t.take(raw, s, h)
		}
		i = end + 1
	}
	return span{}
}

// tabbed reads the cells between the time and the message and those behind it.
func (t *consoleCells) tabbed(raw []byte, c *consoleHead, h *head) {
	end := c.behind(raw)
	i := c.rest
	for {
		tab := bytes.IndexByte(firstLine(raw[i:min(end, i+consoleCellMax)]), '\t')
		if tab < 0 || !t.take(raw, span{i, i + tab}, h) {
			break
		}
		i += tab + 1
	}
	h.message = i
	if t.n > 0 {
		h.process = t.names[0]
	}
	if end < len(raw) {
		t.behind(raw, end+1, h)
	}
}

// spaced reads a record whose tabs have become blanks: the process is one word,
// and a subsystem is only recognised where all gaps are wide. Who shortens lines by hand
// puts a colon behind the process.
func (t *consoleCells) spaced(raw []byte, c *consoleHead, h *head) {
	i := blanks(raw, c.rest)
	end := word(raw, i)
	if end == i {
		h.message = i
		return
	}
	name := span{i, end}
	if end > i+1 && raw[end-1] == ':' {
		name.to--
	}
	t.add(name)
	h.process = t.names[0]
	wide := i > c.rest
	i = blanks(raw, end)
	for wide && i > end+1 && t.n < 3 {
		gap := bytes.Index(firstLine(raw[i:min(len(raw), i+consoleCellMax)]), []byte("  "))
		if gap < 0 || t.n == 1 && !dotted(raw[i:i+gap]) || !t.take(raw, span{i, i + gap}, h) {
			break
		}
		end = i + gap
		i = blanks(raw, end)
	}
	h.message = i
}

// take reads one cell; false when it does not look like a column, so that the
// message begins with it.
func (t *consoleCells) take(raw []byte, s span, h *head) bool {
	cell := s.of(raw)
	switch {
	case t.n == len(t.names):
		return false
	case len(cell) == 0:
		t.add(s)
	case number(cell) || hexNumber(cell):
		numbered(s, number(cell), h)
	case t.n == 0 && !t.leveled && consoleLevel(cell):
		t.level(cell, h)
	case t.n == 0 && !t.lib.found() && (firstLibraries[string(cell)] || bytes.HasSuffix(cell, []byte(".dylib"))):
		t.lib = s
	case t.n == 0 && consoleName(cell, true),
		t.n > 0 && (consoleName(cell, false) || dotted(cell)),
		t.n > 1 && consoleName(cell, true) && dotted(t.names[t.n-1].of(raw)): // a category
		t.add(s)
	default:
		return false
	}
	return true
}

func (t *consoleCells) level(cell []byte, h *head) {
	t.leveled = true
	h.level, h.kind, _ = readLevel(cell)
}

// numbered takes a column of numbers: the first decimal one is the PID, then the
// thread; an activity id may follow.
func numbered(s span, isDecimal bool, h *head) {
	switch {
	case isDecimal && !h.pid.found():
		h.pid = s
	case !h.tid.found():
		h.tid, h.tidDecimal = s, isDecimal
	}
}

// behind reads the cells from i on, which follow the message:
// "subsystem⇥library⇥level⇥process" or "subsystem⇥category⇥level" or the time.
// Where the process is there, what stood before the message is the category.
func (t *consoleCells) behind(raw []byte, i int, h *head) {
	var process span
	var before [2]span
	n, level := 0, false
	for i <= len(raw) {
		end := len(raw)
		if tab := bytes.IndexByte(raw[i:], '\t'); tab >= 0 {
			end = i + tab
		}
		s := span{i, end}
		switch cell := s.of(raw); {
		case !level && consoleLevel(cell):
			level = true
			t.level(cell, h)
		case level && !process.found() && !number(cell):
			process = s
		case !level && n < len(before):
			before[n] = s
			n++
		}
		i = end + 1
	}
	switch {
	case !level: // the time
		return
	case !process.found():
		for _, s := range before[:n] {
			t.take(raw, s, h)
		}
		return
	case n == 1 && !dotted(before[0].of(raw)):
		before[0], before[1] = span{}, before[0]
	}
	if t.n > 0 {
		h.category = t.names[0]
	}
	h.process, h.subsystem = process, before[0]
	library(raw, h, before[1])
	t.n = 0
}

// assign decides what the cells behind the process are. Console's own order is
// library, subsystem, category, of which any may be hidden.
func (t *consoleCells) assign(raw []byte, h *head) {
	if t.lib.found() {
		library(raw, h, t.lib)
	}
	if t.n < 2 {
		return
	}
	rest := t.names[1:t.n]
	for i, s := range rest {
		if !dotted(s.of(raw)) {
			continue
		}
		h.subsystem = s
		if i+1 < len(rest) {
			h.category = rest[i+1]
		}
		switch {
		case i > 0:
			library(raw, h, rest[i-1])
		case len(rest) > 2:
			library(raw, h, rest[2])
		}
		return
	}
	switch first, last := rest[0], rest[len(rest)-1]; {
	case len(rest) == 1 || !last.found():
		library(raw, h, first)
	case !first.found():
		library(raw, h, last) // a library always has a name, a subsystem may have none
	default: // one-word subsystems
		if len(rest) > 2 {
			library(raw, h, first)
			rest = rest[1:]
		}
		h.subsystem, h.category = rest[0], rest[1]
	}
}

// consoleName tells a column from a message: libraries and subsystems hold
// letters, digits, dots, dashes and plus signs; processes and categories hold
// anything (loose) but what every other message begins with.
func consoleName(b []byte, loose bool) bool {
	if len(b) == 0 || len(b) > consoleNameMax || b[0] == ' ' {
		return false
	}
	if loose {
		return !bytes.ContainsAny(b, "[]{}<>:;=?|\"\n")
	}
	for _, c := range b {
		if !wordByte[c] && c != '.' && c != '-' && c != '+' {
			return false
		}
	}
	return true
}

// dotted accepts what can only be a subsystem: a reverse-DNS name or one of
// launchd's labels.
func dotted(b []byte) bool {
	return subsystemName(b) && !bytes.HasSuffix(b, []byte(".dylib")) &&
		(bytes.IndexByte(b, '.') >= 0 || bytes.IndexByte(b, '/') >= 0 || string(b) == "system")
}

// hexNumber reports whether b is a number such as 0x1a2b.
func hexNumber(b []byte) bool {
	return len(b) > 2 && len(b) <= 18 && b[0] == '0' && b[1] == 'x' && hexDigits(b, 2) == len(b)
}
