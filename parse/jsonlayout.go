package parse

import (
	"bytes"
	"slices"
)

// jsonLayout is one order of keys in which records come: all bytes between their
// values. A program writes its records by a few of them, so that most records are
// read by comparing bytes from value to value, without looking at a key.
type jsonLayout struct {
	steps []layoutStep
	runs  []*layoutRun // in their order; all before the step origin
	// the runs that tell the process with its library, and the subsystem; nil for none
	paths, subsystem *layoutRun
	end              string // what follows the last value
	closed           bool   // end is up to the record's closing brace, whatever follows it; else all
	// numbers of steps that tell the sender, and that tell the message, too
	origin, message int
}

// layoutStep leads to a value.
type layoutStep struct {
	before string // since the value before it, up to the opening quote of a text
	text   bool   // else a number
	slot   slot
}

// A layout has no more steps and bytes between values; real ones have about twenty
// and five hundred.
const (
	layoutSteps = 80
	layoutBytes = 4 << 10
)

// read notes the values of the next steps from the offset at on and returns where the
// last one ends; -1 when the record is of another layout.
func (v *fields) read(b []byte, at int, steps []layoutStep) int {
	for i := range steps {
		s := &steps[i]
		value := at + len(s.before)
		if value >= len(b) || string(b[at:value]) != s.before {
			return -1
		}
		switch {
		case s.slot == slotTemplate || s.slot == slotMessage:
			at = longEnd(b, value)
		case s.text:
			at = closingQuote(b, value)
		default:
			at = numberEnd(b, value)
		}
		if at < 0 {
			return -1
		}
		v.at[s.slot] = span{value, at}
	}
	return at
}

// readOrigin is read for the steps that tell the sender.
func (v *fields) readOrigin(b []byte, l *jsonLayout) int {
	at, done := 0, 0
	for i, r := range l.runs {
		if at = v.read(b, at, l.steps[done:r.from]); at < 0 {
			return -1
		}
		if at = v.readRun(b, at, l.steps[r.from:r.to], r); at < 0 {
			return -1
		}
		if done = r.to; r.credit < 0 {
			l.setRuns(slices.Replace(l.runs, i, i+1, l.narrower(r)...))
			break
		}
	}
	return v.read(b, at, l.steps[done:l.origin])
}

// ends reports whether nothing but the layout's end follows its last value.
func (l *jsonLayout) ends(b []byte, at int) bool {
	rest := b[at:]
	return len(rest) >= len(l.end) && string(rest[:len(l.end)]) == l.end && (l.closed || len(rest) == len(l.end))
}

// numberEnd returns the offset after the number at i, -1 when there is none.
func numberEnd(b []byte, i int) int {
	if i >= len(b) || !digit(b[i]) && b[i] != '-' {
		return -1
	}
	for i++; i < len(b) && digit(b[i]); i++ {
	}
	return bareEnd(b, i)
}

// learnLayout returns the layout of a whole record, nil when a record of its layout
// might be read otherwise than by a search for keys or a walk over them: a key that
// is meant stands twice or in an inner object, or the searched ones in another order.
func (s *jsonShape) learnLayout(b []byte) *jsonLayout {
	t := layoutTokens{shape: s, b: b, l: &jsonLayout{}}
	if !t.object() || len(t.l.steps) == 0 {
		return nil
	}
	var walk fields
	want := walkOpen
	if t.l.closed {
		want = walkClosed
	}
	end := walk.collect(b, s.slotOf, 0)
	t.v.at[slotNone] = span{}
	if end != want || walk.at != t.v.at || !s.usable(&walk, end) {
		return nil
	}
	t.l.setRuns(t.l.findRuns(0, t.l.origin, true))
	t.l.findMessage(s)
	return t.l
}

// findMessage finds how many steps lead to the message, whether it is there or not.
func (l *jsonLayout) findMessage(s *jsonShape) {
	l.message = len(l.steps)
	if s.keys == nil {
		return
	}
	for i := range l.steps {
		if l.steps[i].slot == slotMessage {
			l.message = max(i+1, l.origin)
		}
	}
}

// layoutTokens collects the steps of a layout.
type layoutTokens struct {
	shape *jsonShape
	b     []byte
	l     *jsonLayout
	v     fields // of these the layout tells where they are, among the keys seen
	from  int    // where the step being collected begins
	bytes int    // between the values
	asked int    // searched keys that were seen
}

// object collects the steps of the first object; false when they are no layout.
func (t *layoutTokens) object() bool {
	b := t.b
	i := bytes.IndexByte(b, '{')
	if i < 0 {
		return false
	}
	depth, own := 0, 1 // own: keys up to this depth are the record's
	slot := slotNone   // of the value that comes next
	for i < len(b) {
		switch c := b[i]; {
		case c == '{' || c == '[':
			if c == '{' && slot == slotInside && own == depth {
				own++
			}
			slot = slotNone
			depth++
			i++
		case c == '}' || c == ']':
			i++
			depth--
			own = min(own, depth)
			if depth == 0 {
				t.l.closed = true
				return t.finish(i)
			}
		case c == '"':
			end := closingQuote(b, i+1)
			if end < 0 {
				return false
			}
			next := end + 1
			for next < len(b) && b[next] <= ' ' {
				next++
			}
			if next < len(b) && b[next] == ':' {
				slot = t.shape.slotOf(b[i+1 : end])
				if !t.key(slot, own == depth) {
					return false
				}
				i = next + 1
				continue
			}
			if !t.step(i+1, end, slot, true) {
				return false
			}
			i, slot = end+1, slotNone
		case digit(c) || c == '-':
			end := bareEnd(b, i)
			if !t.step(i, end, slot, false) {
				return false
			}
			i, slot = end, slotNone
		case c == ',' || c <= ' ':
			i++
		case c == ':':
			return false
		default: // null and the like are part of the layout
			end := bareEnd(b, i)
			if end == i {
				return false
			}
			i, slot = end, slotNone
		}
	}
	return t.shape.braceless && t.finish(len(b))
}

// key notes that a key was seen; false when it does not belong there.
func (t *layoutTokens) key(s slot, own bool) bool {
	if s == slotNone {
		return true
	}
	if !own || t.v.seen&(1<<s) != 0 {
		return false
	}
	t.v.seen |= 1 << s
	if keys := t.shape.keys; slotOfKey(keys, s) {
		if keys[t.asked].slot != s {
			return false
		}
		t.asked++
	}
	return true
}

// slotOfKey reports whether one of the keys is for s.
func slotOfKey(keys []jsonKey, s slot) bool {
	for _, k := range keys {
		if k.slot == s {
			return true
		}
	}
	return false
}

// step ends a step at the value b[from:to].
func (t *layoutTokens) step(from, to int, s slot, text bool) bool {
	sender := s == slotEvent || s == slotProcess || s == slotImage || s == slotSubsystem
	if t.bytes += from - t.from; t.bytes > layoutBytes || len(t.l.steps) == layoutSteps || s == slotInside || sender && !text {
		return false
	}
	t.l.steps = append(t.l.steps, layoutStep{before: string(t.b[t.from:from]), text: text, slot: s})
	t.v.at[s] = span{from, to}
	t.from = to
	if t.l.origin == 0 && t.told() {
		t.l.origin = len(t.l.steps)
	}
	return true
}

// told reports whether all keys that tell the sender were seen.
func (t *layoutTokens) told() bool {
	if t.shape.keys != nil {
		return t.asked == len(t.shape.keys)
	}
	need := t.shape.sender
	return need != 0 && t.v.seen&need == need
}

// finish ends the layout at the offset end.
func (t *layoutTokens) finish(end int) bool {
	if t.bytes += end - t.from; t.bytes > layoutBytes {
		return false
	}
	if t.shape.keys != nil && (!t.told() || t.v.seen&(1<<slotMessage) == 0) {
		return false
	}
	t.l.end = string(t.b[t.from:end])
	if t.l.origin == 0 {
		t.l.origin = len(t.l.steps)
	}
	return true
}
