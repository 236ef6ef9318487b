package parse

import (
	"bytes"
	word64 "encoding/binary"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

// walkEnd tells how far the walk over a record's keys came.
type walkEnd uint8

const (
	walkBroken  walkEnd = iota // the bytes end or go wrong inside a key or a value
	walkOpen                   // the bytes end after a value, before the closing brace
	walkClosed                 // the closing brace was reached
	walkStopped                // all needed keys were seen
)

// collect walks over the keys of the first object in b and notes the values
// that slotOf gives a place. It allocates nothing, steps over strings by their
// closing quotes and over nested values by their brackets, and stops as soon as
// all of need was seen (need 0 walks to the end). The first of several equal
// keys counts. An object with no such key is stepped over: the trailer of one
// file may be glued to the first record of the next.
func (v *fields) collect(b []byte, slotOf func(key []byte) slot, need slots) walkEnd {
	i := bytes.IndexByte(b, '{') + 1
	if i == 0 {
		return walkBroken
	}
	for depth := 0; ; {
		for i < len(b) && (b[i] == ',' || b[i] <= ' ') {
			i++
		}
		if i >= len(b) {
			return walkOpen
		}
		if b[i] == '}' {
			i++
			if depth > 0 {
				depth--
				continue
			}
			next := bytes.IndexByte(b[i:], '{')
			if v.seen != 0 || next < 0 {
				return walkClosed
			}
			i += next + 1
			continue
		}
		if b[i] != '"' {
			return walkBroken
		}
		end := closingQuote(b, i+1)
		if end < 0 {
			return walkBroken
		}
		s := slotOf(b[i+1 : end])
		for i = end + 1; i < len(b) && b[i] <= ' '; i++ {
		}
		if i >= len(b) || b[i] != ':' {
			return walkBroken
		}
		for i++; i < len(b) && b[i] <= ' '; i++ {
		}
		if i >= len(b) {
			return walkBroken
		}
		var value span
		switch b[i] {
		case '"':
			if end = closingQuote(b, i+1); end < 0 {
				return walkBroken
			}
			value = span{i + 1, end}
			i = end + 1
		case '{':
			if s == slotInside {
				depth++
				i++
				continue
			}
			fallthrough
		case '[':
			if i = nestedEnd(b, i); i < 0 {
				return walkBroken
			}
		default:
			if end = bareEnd(b, i); end == i {
				return walkBroken
			}
			if b[i] != 'n' { // null is unknown
				value = span{i, end}
			}
			i = end
		}
		v.put(s, value)
		if need != 0 && v.seen&need == need {
			return walkStopped
		}
	}
}

// closingQuote returns the offset of the quote that closes the string whose first
// byte is at i, or -1. Keys and most values are shorter than what makes a call
// of IndexByte worth it: the first bytes are looked at eight at a time.
func closingQuote(b []byte, i int) int {
	const (
		ones   = 0x0101010101010101
		highs  = 0x80 * ones
		quotes = '"' * ones
	)
	for at := i; ; at++ {
		for limit := at + 32; ; at += 8 {
			if at+8 > len(b) || at >= limit {
				n := bytes.IndexByte(b[at:], '"')
				if n < 0 {
					return -1
				}
				at += n
				break
			}
			x := word64.LittleEndian.Uint64(b[at:]) ^ quotes
			if zero := (x - ones) &^ x & highs; zero != 0 { // its lowest bit is exact
				at += bits.TrailingZeros64(zero) / 8
				break
			}
		}
		if !escapedAt(b, i, at) {
			return at
		}
	}
}

// longEnd is closingQuote for texts that are longer.
func longEnd(b []byte, i int) int {
	for at := i; ; at++ {
		n := bytes.IndexByte(b[at:], '"')
		if n < 0 {
			return -1
		}
		if at += n; !escapedAt(b, i, at) {
			return at
		}
	}
}

// escapedAt reports whether the byte at is escaped in the string whose first byte is at i.
func escapedAt(b []byte, i, at int) bool {
	slashes := 0
	for k := at - 1; k >= i && b[k] == '\\'; k-- {
		slashes++
	}
	return slashes%2 == 1
}

// nestedEnd returns the offset after the object or array that begins at i, or -1.
func nestedEnd(b []byte, i int) int {
	for depth := 0; i < len(b); i++ {
		switch b[i] {
		case '"':
			if i = closingQuote(b, i+1); i < 0 {
				return -1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return -1
}

// bareEnd returns the offset after the number or word at i.
func bareEnd(b []byte, i int) int {
	for i < len(b) && (wordByte[b[i]] || b[i] == '.' || b[i] == '-' || b[i] == '+') {
		i++
	}
	return i
}

// unescapeJSON appends the text of a JSON string to dst. What is no valid escape
// stays as it is printed; half a surrogate pair becomes U+FFFD.
func unescapeJSON(dst, s []byte) []byte {
	for {
		n := bytes.IndexByte(s, '\\')
		if n < 0 || n+1 == len(s) {
			return append(dst, s...)
		}
		dst = append(dst, s[:n]...)
		s = s[n:]
		used := 2
		switch s[1] {
		case '"', '\\', '/':
			dst = append(dst, s[1])
		case 'n':
			dst = append(dst, '\n')
		case 't':
			dst = append(dst, '\t')
		case 'r':
			dst = append(dst, '\r')
		case 'b':
			dst = append(dst, '\b')
		case 'f':
			dst = append(dst, '\f')
		case 'u':
			r, ok := codeUnit(s)
			if !ok {
				dst = append(dst, s[:2]...)
				break
			}
			used = 6
			if utf16.IsSurrogate(r) {
				low, ok := codeUnit(s[6:])
				if pair := utf16.DecodeRune(r, low); ok && pair != utf8.RuneError {
					r, used = pair, 12
				}
			}
			dst = utf8.AppendRune(dst, r)
		default:
			dst = append(dst, s[:2]...)
		}
		s = s[used:]
	}
}

// codeUnit reads the \uXXXX at the start of s.
func codeUnit(s []byte) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	for _, c := range s[2:6] {
		if !digit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
			return 0, false
		}
	}
	return rune(hexadecimal(s[2:6])), true
}
