package parse

import "bytes"

// What some text formats need on top of textFormat.

// edited makes a format whose records are changed after their columns were
// found: escapes decoded, columns behind the message cut off. edit runs only
// for wanted records.
func edited(f *format, edit func(raw []byte, rec *Record)) *format {
	record := f.record
	f.record = func(raw []byte, rec *Record) bool {
		if !record(raw, rec) {
			return false
		}
		edit(raw, rec)
		return true
	}
	return f
}

// colouredHead is how far into a line a terminal's colours are looked for: they
// stand between the columns before the message.
const colouredHead = 400

// throughColours makes a format that recognises its lines also where a terminal
// capture kept the colours between the columns. Only coloured lines cost a copy.
func throughColours(f *format) *format {
	starts, wanted, stampOf := f.starts, f.wanted, f.stamp
	f.starts = func(line []byte) bool {
		if coloured(line) {
			return starts(stripColours(line[:min(len(line), colouredHead)]))
		}
		return starts(line)
	}
	f.wanted = func(raw []byte, in *Interest) bool {
		if coloured(raw) {
			return wanted(stripColours(raw), in)
		}
		return wanted(raw, in)
	}
	f.stamp = func(raw []byte) (stamp, bool) {
		if coloured(raw) {
			return stampOf(stripColours(raw[:min(len(raw), colouredHead)]))
		}
		return stampOf(raw)
	}
	return f
}

func coloured(b []byte) bool {
	return bytes.IndexByte(b[:min(len(b), colouredHead)], 0x1b) >= 0
}

// library sets the library that logged; exports that always print one repeat
// the process there, which says nothing.
func library(raw []byte, h *head, s span) {
	h.image = s
	if bytes.Equal(s.of(raw), h.process.of(raw)) {
		h.image = span{}
	}
}

// levelMark finds " <Level>:" at or after i in the first line and returns the
// offsets of its '<' and '>'. The word is not looked up.
func levelMark(raw []byte, i int) (open, shut int, ok bool) {
	limit := min(len(raw), i+400)
	for i = max(i, 1); i < limit; i++ {
		j := bytes.IndexByte(raw[i:limit], '<')
		if j < 0 {
			break
		}
		i += j
		if raw[i-1] != ' ' {
			continue
		}
		end := i + 1
		for end < limit && (letter(raw[end]) || raw[end] == '_') {
			end++
		}
		if end > i+1 && end+1 < len(raw) && raw[end] == '>' && raw[end+1] == ':' {
			return i, end, bytes.IndexByte(raw[:i], '\n') < 0
		}
	}
	return 0, 0, false
}

// afterMark is the offset of the message behind "<Level>:" whose '>' is at shut.
func afterMark(raw []byte, shut int) int {
	i := shut + 2
	if i < len(raw) && raw[i] == ' ' {
		i++
	}
	return i
}
