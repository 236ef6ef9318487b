package parse

import "bytes"

// jsonShape tells how one JSON export spells a record.
type jsonShape struct {
	slotOf func(key []byte) slot
	// sender is what decides whether a record is wanted: the walk over its keys
	// stops when all of these were seen, wherever they stand; empty where one of
	// them may be missing or is in an inner object at the end.
	sender slots
	// keys, where set, are the same to be searched for; message only where they do
	// not decide.
	keys, message []jsonKey
	// braceless: a record's closing brace stands on the next record's line, so
	// that a record without one is whole.
	braceless bool
	// adjust, where set, corrects the values that were found.
	adjust func(v fields, raw []byte) fields
}

// jsonFormat makes a format from a shape.
func jsonFormat(f format, shape jsonShape) *format {
	f.wanted = shape.wanted
	f.record = shape.record
	f.stamp = shape.stamp
	f.json = &shape
	return &f
}

func (s jsonShape) wanted(raw []byte, in *Interest) bool {
	if in == nil {
		return true
	}
	var v fields
	if s.keys != nil {
		if !v.search(raw, s.keys) {
			return true // damaged: let record count it
		}
		wanted, search := v.origin(raw, in)
		if wanted || !search && v.has(slotEvent) {
			return wanted
		}
		return !v.search(raw, s.message) || isMarker(v.of(raw, slotMessage)) || search && v.holds(raw, in, v.process(raw, in))
	}
	if end := v.collect(raw, s.slotOf, s.sender); end != walkStopped && !s.usable(&v, end) {
		return true
	}
	if s.adjust != nil {
		v = s.adjust(v, raw)
	}
	return v.wanted(raw, in)
}

func (s jsonShape) record(raw []byte, rec *Record) bool {
	var v fields
	end := v.collect(raw, s.slotOf, 0)
	if end == walkOpen && !s.braceless {
		v.dropCut(len(raw))
	}
	st, ok := v.stamp(raw)
	if !ok || !s.usable(&v, end) {
		return false
	}
	if s.adjust != nil {
		v = s.adjust(v, raw)
	}
	rec.stamp = st
	v.fill(raw, rec)
	return true
}

// stamp reads only the time of a record.
func (s jsonShape) stamp(raw []byte) (stamp, bool) {
	var v fields
	v.collect(raw, s.slotOf, slotSet(slotTime))
	return v.stamp(raw)
}

// usable reports whether a record, perhaps cut at the end of a capture, tells
// enough: its time and, unless it is whole, its message.
func (s jsonShape) usable(v *fields, end walkEnd) bool {
	whole := end == walkClosed || end == walkOpen && s.braceless
	return (v.has(slotTime) || v.has(slotNanos)) && (whole || v.has(slotMessage))
}

// dropCut forgets a number that ends where the bytes end: digits may be missing.
func (v *fields) dropCut(end int) {
	for s := range v.at {
		if v.at[s].to == end {
			v.at[s] = span{}
		}
	}
}

// headOf is the part of a line in which a format looks for its own keys.
func headOf(line []byte, limit int) []byte { return line[:min(len(line), limit)] }

// holdsAny reports whether one of the keys (with its quotes) is in text.
func holdsAny(text []byte, keys ...string) bool {
	for _, k := range keys {
		if bytes.Contains(text, []byte(k)) {
			return true
		}
	}
	return false
}

// firstKey returns the first key of the object that begins the line; nil when
// the line begins with none.
func firstKey(line []byte) []byte {
	if len(line) < 2 || line[0] != '{' {
		return nil
	}
	i := blanks(line, 1)
	if i >= len(line) || line[i] != '"' {
		return nil
	}
	end := bytes.IndexByte(headOf(line[i+1:], 40), '"')
	if end < 0 {
		return nil
	}
	return line[i+1 : i+1+end]
}

// objectStart returns the offset of the brace that begins a line of objects,
// past the bracket or comma of an array; -1 when the line begins otherwise.
func objectStart(line []byte) int {
	i := 0
	for i < len(line) && i < 16 && (line[i] <= ' ' || line[i] == '[' || line[i] == ',') {
		i++
	}
	if i == len(line) || line[i] != '{' {
		return -1
	}
	return i
}

// isBracket reports a line that only opens, closes or continues an array.
func isBracket(line []byte) bool {
	if len(line) > 16 {
		return false
	}
	for _, c := range line {
		if c > ' ' && c != '[' && c != ']' && c != ',' {
			return false
		}
	}
	return true
}
