package parse

import "bytes"

// console is what Console.app puts on the clipboard: the columns that the user
// sees, in their order, joined by tabs, the message with raw newlines:
//
//	default⇥20:42:13.498156-0500⇥nsurlsessiond⇥message
//	default⇥2025-01-25 13:16:11.060118 -0500⇥dasd⇥com.apple.duetactivityscheduler⇥scoring⇥message
//	08:00:54.700689-0600⇥Notes⇥UIKitCore⇥message
//	23:11:49.104132+0100⇥category⇥message⇥subsystem⇥library⇥default⇥process
//	default⇥process⇥message⇥23:11:49.104132+0100
//	default 12:04:13.432749 +0100   dasd    message
//
// (⇥ is a tab.) There is no header, so every record's cells tell by their looks which columns
// they are. The last shape has been through a tool that turns tabs into blanks.
var console = edited(textFormat(format{
	name:  "console",
	about: "copied out of Console",
	starts: func(line []byte) bool {
		_, ok := consoleLine(line)
		return ok
	},
	stamp: func(raw []byte) (stamp, bool) {
		c, ok := consoleLine(raw)
		if ok && !c.stamp.clock {
			c.behind(raw)
		}
		return c.stamp, ok && c.stamp.clock
	},
	someDates: true,
	repeats:   true,
}, consoleColumns), func(raw []byte, rec *Record) {
	if c, ok := consoleLine(raw); ok && c.tab {
		rec.Message = rec.Message[:len(rec.Message)-(len(raw)-c.behind(raw))]
	}
})

// consoleHead is the part of a record by which it is recognised.
type consoleHead struct {
	stamp stamp
	lead  int  // end of the cells before the time, 0 when there are none
	rest  int  // offset behind the time and its separator
	tab   bool // the cells are separated by tabs
}

// Limits in bytes: of a name, of the longest cell before the message (launchd's
// job labels), and of all cells before the time.
const (
	consoleNameMax = 64
	consoleCellMax = 200
	consoleLeadMax = 160
)

// consoleLine finds the time, or the level where the time stands behind the
// message.
func consoleLine(raw []byte) (c consoleHead, ok bool) {
	switch {
	case len(raw) < 12 || raw[0] <= ' ':
		return c, false
	case digit(raw[0]) && !bytes.HasPrefix(raw[digits(raw, 0):], []byte{'\t'}): // else the PID comes first
		return consoleTimeFirst(raw)
	}
	line := firstLine(raw[:min(len(raw), consoleLeadMax)])
	if c, ok = consoleLevelFirst(raw, line); ok {
		return c, true
	}
	first := bytes.IndexByte(line, '\t')
	for i := first; i >= 0; {
		if st, end, _, ok := consoleTime(raw, i+1); ok && st.zone && end < len(raw) && raw[end] == '\t' {
			return consoleHead{stamp: st, lead: i, rest: end + 1, tab: true}, true
		}
		next := bytes.IndexByte(line[i+1:], '\t')
		if next < 0 {
			break
		}
		i += next + 1
	}
	// level⇥process⇥message⇥time
	if first > 0 && consoleLevel(line[:first]) {
		if name := bytes.IndexByte(line[first+1:], '\t'); name > 0 && name <= consoleNameMax {
			return consoleHead{lead: first, rest: first + 1, tab: true}, true
		}
	}
	return c, false
}

// consoleTimeFirst reads a record that begins with its time. Blanks behind it
// are ambiguous: dates are told from other formats by the blank before the zone,
// times without zone need two blanks.
func consoleTimeFirst(raw []byte) (c consoleHead, ok bool) {
	st, end, gap, ok := consoleTime(raw, 0)
	if !ok || end+1 >= len(raw) {
		return c, false
	}
	c = consoleHead{stamp: st, rest: end + 1, tab: raw[end] == '\t'}
	if c.tab {
		return c, true
	}
	if at := blanks(raw, end); at < len(raw) && raw[at] == '[' {
		if open, _, tid := processBracket(firstLine(raw[at-1:]), 0); open == 1 && tid > 0 {
			return c, false // Xcode's, of which the name of the process was taken out
		}
	}
	return c, raw[end] == ' ' && (!st.date || gap) && (st.zone || raw[end+1] == ' ')
}

// consoleLevelFirst reads a record that begins with a level of one or two words
// and goes on with the time. A word that we do not know may be a level in another
// language; then the time must be complete.
func consoleLevelFirst(raw, line []byte) (c consoleHead, ok bool) {
	for i, seen := 1, 0; i < min(len(line), 24) && seen < 2; i++ {
		if line[i] != ' ' && line[i] != '\t' {
			continue
		}
		seen++
		at := blanks(line, i)
		st, end, _, ok := consoleTime(raw, at)
		if !ok || end >= len(raw) || raw[end] != '\t' && raw[end] != ' ' {
			i = at - 1
			continue
		}
		c = consoleHead{stamp: st, lead: i, rest: end + 1, tab: raw[end] == '\t'}
		return c, st.zone && (seen == 1 || line[i] == '\t') && consoleWord(line[:i]) || consoleLevel(line[:i])
	}
	return c, false
}

// consoleTime reads a time with a fraction at raw[at:]; gap tells of a blank
// before the zone.
func consoleTime(raw []byte, at int) (st stamp, end int, gap, ok bool) {
	if at >= len(raw) || !digit(raw[at]) {
		return st, 0, false, false
	}
	st, n, ok := readStamp(raw[at:])
	if !ok {
		return st, 0, false, false
	}
	point := at + len("15:04:05")
	if st.date {
		point += len("2006-01-02 ")
	}
	if point >= len(raw) || raw[point] != '.' {
		return st, 0, false, false
	}
	frac := digits(raw, point+1)
	return st, at + n, st.zone && raw[frac] == ' ', frac-point > 3
}

// consoleLevel reports whether b is the word of a Type column: always a whole
// word, unlike the letters of log show's compact style.
func consoleLevel(b []byte) bool {
	_, _, ok := readLevel(b)
	return ok && len(b) >= 4
}

// consoleWord accepts what may be a level in another language.
func consoleWord(b []byte) bool {
	for _, c := range b {
		if !letter(c) && c < 0x80 && c != ' ' {
			return false
		}
	}
	return true
}

// behind returns where the columns behind the message begin (with their tab), or
// the end of the record when there are none; it reads the time if that is there.
// Only a time or a level proves such columns, since messages may hold tabs.
func (c *consoleHead) behind(raw []byte) int {
	end := len(raw)
	if c.lead > 0 && c.stamp.clock {
		return end
	}
	tab := c.tabBefore(raw, end)
	if tab < 0 {
		return end
	}
	if c.lead > 0 {
		if st, n, _, ok := consoleTime(raw, tab+1); ok && st.zone && n == end {
			c.stamp = st
			return tab
		}
		return end
	}
	// …⇥subsystem⇥library⇥level⇥process
	for cells := 0; !consoleLevel(raw[tab+1 : end]); cells++ {
		if cells == 3 || !consoleName(raw[tab+1:end], true) {
			return len(raw)
		}
		end = tab
		if tab = c.tabBefore(raw, end); tab < 0 {
			return len(raw)
		}
	}
	end = tab
	for range 2 {
		tab = c.tabBefore(raw, end)
		if tab < 0 || tab+1 < end && !consoleName(raw[tab+1:end], false) {
			break
		}
		end = tab
	}
	// what is left must hold more than the name of a process
	if !bytes.ContainsAny(raw[c.rest:end], "\t ") {
		return len(raw)
	}
	return end
}

// tabBefore returns the offset of the last tab of the record before end, or -1
// when there is none behind the time.
func (c *consoleHead) tabBefore(raw []byte, end int) int {
	i := bytes.LastIndexByte(raw[c.rest:end], '\t')
	if i < 0 {
		return -1
	}
	return c.rest + i
}

func consoleColumns(raw []byte, h *head) bool {
	c, ok := consoleLine(raw)
	if !ok {
		return false
	}
	var t consoleCells
	word := t.leading(raw, &c, h)
	if c.tab {
		t.tabbed(raw, &c, h)
	} else {
		t.spaced(raw, &c, h)
	}
	h.stamp = c.stamp
	if !h.process.found() {
		h.process = word
	}
	t.assign(raw, h)
	if isMarker(raw[h.message:]) {
		h.kind = KindMarker
	}
	return true
}
