package parse

import (
	"bytes"
	"sync"
)

// Formats whose JSON records carry lines of another format as a string.

// wrapBuffers hold lines while they are looked at.
var wrapBuffers = sync.Pool{New: func() any { return new(wrapBuffer) }}

// wrapBuffer holds an unescaped text until it is given back.
type wrapBuffer struct{ text []byte }

func (b *wrapBuffer) release() { wrapBuffers.Put(b) }

// unwrap returns the text of the lines that the JSON lines of raw carry; a
// message of several lines is joined by newlines.
func unwrap(raw []byte, slotOf func(key []byte) slot) *wrapBuffer {
	b := wrapBuffers.Get().(*wrapBuffer)
	b.text = b.text[:0]
	for len(raw) > 0 {
		line, rest, _ := bytes.Cut(raw, []byte{'\n'})
		var v fields
		v.collect(line, slotOf, slotSet(slotLine))
		if v.has(slotLine) {
			if len(b.text) > 0 {
				b.text = append(b.text, '\n')
			}
			begin := len(b.text)
			b.text = unescapeJSON(b.text, v.of(line, slotLine))
			b.text = b.text[:begin+len(trimRecord(b.text[begin:]))]
		}
		raw = rest
	}
	return b
}

// wrappedHead is how much of a wrapped line is looked at to recognise it: more
// than the columns before any message.
const wrappedHead = 600

// wrapsStart returns the format of which line carries the first line of a
// record; nil when it carries none.
func wrapsStart(line []byte, slotOf func(key []byte) slot, inner []*format) *format {
	var v fields
	v.collect(line, slotOf, slotSet(slotLine))
	b := wrapBuffers.Get().(*wrapBuffer)
	defer b.release()
	b.text = unescapeJSON(b.text[:0], headOf(v.of(line, slotLine), wrappedHead))
	return startOf(b.text, inner)
}

// startOf returns the format of which text begins a record.
func startOf(text []byte, inner []*format) *format {
	line := firstLine(text)
	for _, f := range inner {
		if f.starts(line) {
			return f
		}
	}
	return nil
}
