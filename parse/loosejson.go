package parse

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// loose is one value of a JSON text that may be damaged: cut off anywhere,
// shortened with "..." by whoever pasted it, wrapped inside strings, or the
// inside of an object without its braces. Reading it never fails; what is not
// there is unknown. Values are places in the text, so that nothing is allocated
// for what nobody asks for.
type loose struct {
	doc      []byte
	from, to int
	cut      bool // the text ends inside the value
}

// looseAt finds the value that begins at or after offset at of doc.
func looseAt(doc []byte, at int) loose {
	at = jsonBlanks(doc, at)
	v := loose{doc: doc, from: at, to: at}
	if at >= len(doc) {
		v.cut = true
		return v
	}
	switch doc[at] {
	case '"':
		v.to, v.cut = stringEnd(doc, at)
	case '{', '[':
		v.to, v.cut = containerEnd(doc, at)
	case ',', '}', ']', ':':
	default:
		for v.to < len(doc) && bytes.IndexByte([]byte(",}] \t\r\n"), doc[v.to]) < 0 {
			v.to++
		}
		v.cut = v.to == len(doc)
	}
	return v
}

// looseInside takes doc[from:to] as the members of an object without braces.
func looseInside(doc []byte, from, to int) loose {
	return loose{doc: doc[:to], from: from, to: to, cut: true}
}

func jsonBlanks(b []byte, i int) int {
	for i < len(b) {
		switch {
		case b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r':
			i++
		case b[i] == 0xc2 && i+1 < len(b) && b[i+1] == 0xa0: // copied from a web page
			i += 2
		default:
			return i
		}
	}
	return i
}

// stringEnd returns the offset after the string that begins at i.
func stringEnd(doc []byte, i int) (end int, cut bool) {
	for i++; i < len(doc); i++ {
		switch doc[i] {
		case '\\':
			i++
		case '"':
			return i + 1, false
		}
	}
	return len(doc), true
}

// containerEnd returns the offset after the object or array that begins at i.
// Kinds of brackets are not told apart: damaged texts mix them up.
func containerEnd(doc []byte, i int) (end int, cut bool) {
	depth := 0
	for i < len(doc) {
		switch doc[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1, false
			}
		case '"':
			if i, cut = stringEnd(doc, i); cut {
				return i, true
			}
			continue
		}
		i++
	}
	return len(doc), true
}

// first is the byte that tells the value's kind; 0 when there is none.
func (v loose) first() byte {
	if v.from >= v.to {
		return 0
	}
	return v.doc[v.from]
}

// inside returns the range between the brackets, or everything when the value
// has none.
func (v loose) inside() (from, to int) {
	from, to = v.from, v.to
	if c := v.first(); c == '{' || c == '[' {
		from++
		if !v.cut {
			to--
		}
	}
	return from, to
}

// members calls visit for the members of an object until it returns false. A
// container without a name, which a shortened text may have, has the key "".
func (v loose) members(visit func(key string, val loose) bool) {
	if v.first() == '[' {
		return
	}
	i, end := v.inside()
	doc := v.doc[:end]
	for i < end {
		switch doc[i] {
		case '"':
			after, cut := stringEnd(doc, i)
			colon := jsonBlanks(doc, after)
			if cut || colon >= end || doc[colon] != ':' {
				i = after
				continue
			}
			val := v.at(colon + 1)
			if !visit(loose{doc: doc, from: i, to: after}.text(), val) {
				return
			}
			i = max(val.to, colon+1)
		case '{', '[':
			val := v.at(i)
			if !visit("", val) {
				return
			}
			i = val.to
		default:
			i++
		}
	}
}

// elements calls visit for the elements of an array until it returns false.
func (v loose) elements(visit func(i int, val loose) bool) {
	if v.first() != '[' {
		return
	}
	at, end := v.inside()
	for i := 0; ; i++ {
		for at < end && (v.doc[at] == ',' || jsonBlanks(v.doc[:end], at) > at) {
			at++
		}
		if at >= end {
			return
		}
		val := v.at(at)
		if !visit(i, val) {
			return
		}
		at = max(val.to, at+1)
	}
}

// at finds the value at or after offset i inside v. Only the end of the text
// cuts a value, not the bracket that closes v.
func (v loose) at(i int) loose {
	_, end := v.inside()
	val := looseAt(v.doc[:end], i)
	val.doc = v.doc
	if !v.cut {
		val.cut = false
	}
	return val
}

// text returns a string without its quotes and escapes, and any other scalar as
// it stands. A string that is cut off is unknown, and so empty; line breaks
// inside strings come from wrapping and are dropped.
func (v loose) text() string {
	if v.cut || v.from >= v.to {
		return ""
	}
	b := v.doc[v.from:v.to]
	switch b[0] {
	case '{', '[':
		return ""
	case '"':
		if len(b) < 2 || b[len(b)-1] != '"' {
			return "" // its closing quote lies outside of what holds it: damaged
		}
		b = b[1 : len(b)-1]
	default:
		return string(b)
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '\n' || c == '\r':
		case c != '\\' || i+1 == len(b):
			out = append(out, c)
		default:
			i++
			out, i = unescape(out, b, i)
		}
	}
	return string(bytes.ToValidUTF8(out, []byte("\uFFFD")))
}

// unescape appends what the escape whose letter is b[i] stands for and returns
// the offset of its last byte.
func unescape(out, b []byte, i int) ([]byte, int) {
	switch b[i] {
	case 'n':
		return append(out, '\n'), i
	case 't':
		return append(out, '\t'), i
	case 'r', 'b', 'f':
		return out, i
	case 'u':
		r, ok := hex4(b, i+1)
		if !ok {
			return append(out, 'u'), i
		}
		i += 4
		if utf16.IsSurrogate(r) && i+2 < len(b) && b[i+1] == '\\' && b[i+2] == 'u' {
			if low, ok := hex4(b, i+3); ok {
				r, i = utf16.DecodeRune(r, low), i+6
			}
		}
		return utf8.AppendRune(out, r), i
	}
	return append(out, b[i]), i
}

func hex4(b []byte, i int) (rune, bool) {
	if i+4 > len(b) {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[i:i+4]), 16, 32)
	return rune(n), err == nil
}

// integer reads a whole number, also one written as a string, in decimal or
// with 0x.
func (v loose) integer() (int64, bool) {
	s := v.text()
	if neg, err := strconv.ParseInt(s, 10, 64); err == nil {
		return neg, true
	}
	n, used, ok := readNumber(s)
	return int64(n), ok && used == len(s) && n <= 1<<63-1
}

// yes reports whether the value is true or a number other than zero.
func (v loose) yes() bool {
	n, ok := v.integer()
	return v.text() == "true" || ok && n != 0
}

// texts returns the strings of an array, or the one string that stands in its
// place.
func (v loose) texts() []string {
	if v.first() == '"' {
		if s := v.text(); s != "" {
			return []string{s}
		}
		return nil
	}
	var list []string
	v.elements(func(_ int, e loose) bool {
		if s := e.text(); s != "" && len(list) < maxTexts {
			list = append(list, s)
		}
		return true
	})
	return list
}

// maxTexts bounds lists taken from reports: frames, reasons, states.
const maxTexts = 512

// field returns the first member of that name.
func (v loose) field(name string) (val loose, ok bool) {
	v.members(func(key string, m loose) bool {
		if key == name {
			val, ok = m, true
		}
		return !ok
	})
	return val, ok
}
