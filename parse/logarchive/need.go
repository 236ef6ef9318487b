package logarchive

import "bytes"

// Most messages that are searched are too short on text: what their format says has no
// part in a literal, and what their arguments say is shorter than the rest of it.

// need returns how many bytes the arguments of a message have to bring for it to hold one
// of the literals, in one piece or with line breaks in it; 0 when it may hold one without
// any. No number that the format prints may have a part in one (see apart).
func (f *Format) need(literals [][]byte) int {
	for i := range f.segments {
		if bytes.IndexByte(f.segments[i].literal, '\n') >= 0 {
			return 0 // what a search joins there is not looked at
		}
	}
	least := maxMessage
	for _, l := range literals {
		least = min(least, f.needOf(l))
	}
	return least
}

// needOf is what one literal needs: all of it but for what the format's own texts can
// bring, which is an end of the one where the literal begins, a beginning of the one
// where it ends, and all of those between. Where an argument ends with a line break, a
// search drops the blanks before the text behind it.
func (f *Format) needOf(literal []byte) int {
	head, tail, inside := 0, 0, 0
	for i := range f.segments {
		text := f.segments[i].literal
		if bytes.Contains(text, literal) {
			return 0
		}
		joined := bytes.TrimLeft(text, " \t")
		if len(text) > 0 {
			head = max(head, overlap(text[1:], literal))
			tail = max(tail, overlap(literal, text[:len(text)-1]))
		}
		if len(joined) > 0 {
			tail = max(tail, overlap(literal, joined[:len(joined)-1]))
		}
		switch { // all of it
		case bytes.Contains(literal, text):
			inside += len(text)
		case bytes.Contains(literal, joined):
			inside += len(joined)
		}
	}
	return max(0, len(literal)-head-tail-inside)
}

// overlap returns the length of the longest end of a that b begins with.
func overlap(a, b []byte) int {
	for n := min(len(a), len(b)); n > 0; n-- {
		if bytes.HasPrefix(b, a[len(a)-n:]) {
			return n
		}
	}
	return 0
}

// brings reports whether arguments bring n bytes of text to a message, or one of which
// only composing it tells the length.
func (f *Format) brings(n int, args *Args) bool {
	if n <= 0 {
		return true
	}
	r := readItems(args)
	for i := range f.segments {
		switch s := &f.segments[i].spec; {
		case s.arg == argNone:
		case s.digits:
			if !r.skipNumber(s) {
				return true
			}
		case s.plain == plainText && s.arg != argRefused:
			size, ok := r.skipText(s)
			if !ok || size >= n {
				return true
			}
			n -= size
		default:
			return true
		}
	}
	return false
}

// skipText passes over the item of a plain conversion of text, and returns how many bytes
// are printed of it at most; false, and nothing is passed over, where that takes more to
// tell.
func (r *itemReader) skipText(s *conversion) (size int, ok bool) {
	const head, whole = 2, 2 + 4
	if r.left <= 0 || len(r.rest) < whole || r.rest[1] != whole-head {
		return 0, false
	}
	it := storedItem{kind: r.rest[0], data: r.rest[head:whole]}
	switch it.kind {
	case itemText << 4, itemText<<4 | itemPublic, itemText<<4 | itemPrivate:
	case itemObject << 4, itemObject<<4 | itemPublic, itemObject<<4 | itemPrivate:
		if s.arg != argObject {
			return 0, false
		}
	default:
		return 0, false
	}
	area, base := r.args.Values, 0
	if it.kind&itemPrivate != 0 {
		area, base = r.args.Private, r.args.PrivateBase
	}
	switch from, n := it.bounds(); {
	case it.kind&itemPrivate != 0 && len(area) == 0:
		size = len(hiddenText)
	case it.cut() || from < base || from-base+n > len(area):
		return 0, false
	default:
		size = max(n, len(nullText))
	}
	r.rest, r.left = r.rest[whole:], r.left-1
	return size, true
}
