package logarchive

import (
	"bytes"
	"math"
	"strconv"
	"unicode/utf8"
)

// Numbers as Darwin's printf(3) prints them in the C locale.

// width returns the bits that printf reads of a number.
func (k argKind) width(pointer int) int {
	switch k {
	case argChar:
		return 8
	case argShort:
		return 16
	case argLong, argPointer:
		return 8 * pointer
	case argLongLong:
		return 64
	}
	return 32
}

// appendInteger appends an integer, a character or a pointer; v is extended to 64
// bits.
func appendInteger(dst []byte, s *conversion, width, precision int, v uint64, pointer int) []byte {
	from := len(dst)
	switch {
	case s.arg == argWideChar:
		// In the C locale only characters below 256 could be converted; which one
		// the tool sets is not known, and UTF-8 loses nothing.
		return pad(utf8.AppendRune(dst, rune(int32(v))), from, 0, width, s.flags)
	case s.conv == 'c':
		return pad(append(dst, byte(v)), from, 0, width, s.flags)
	}
	unused := 64 - s.arg.width(pointer)
	negative := false
	if s.flags&flagUnsigned != 0 {
		v = v << unused >> unused
	} else {
		n := int64(v<<unused) >> unused
		negative = n < 0
		v = uint64(n)
		if negative {
			v = -v
		}
		dst = appendSign(dst, negative, s.flags)
	}
	var room [64]byte
	digits, base := integerDigits(room[:0], s, v)
	dst = append(dst, base...)
	head := len(dst) - from
	flags := s.flags
	if precision >= 0 {
		flags &^= flagZero
	}
	if v == 0 && precision == 0 {
		digits = nil // not a single digit is asked for
	}
	least := precision
	if s.flags&flagAlternate != 0 && octal(s.conv) {
		least = max(least, len(digits)+1) // an octal number begins with a zero
		if v == 0 {
			least = max(precision, 1)
		}
	}
	for n := len(digits); n < least; n++ {
		dst = append(dst, '0')
	}
	return pad(append(dst, digits...), from, head, width, flags)
}

func octal(conv byte) bool { return conv == 'o' || conv == 'O' }

// integerDigits appends the digits of v to room and returns them with what is
// written before them.
func integerDigits(room []byte, s *conversion, v uint64) (digits []byte, base string) {
	switch s.conv {
	case 'o', 'O':
		return strconv.AppendUint(room, v, 8), ""
	case 'p':
		return strconv.AppendUint(room, v, 16), "0x"
	case 'x', 'X':
		digits, base = strconv.AppendUint(room, v, 16), "0x"
		if s.conv == 'X' {
			upper(digits)
			base = "0X"
		}
		if s.flags&flagAlternate == 0 || v == 0 {
			base = ""
		}
		return digits, base
	}
	return strconv.AppendUint(room, v, 10), ""
}

func appendSign(dst []byte, negative bool, flags formatFlags) []byte {
	switch {
	case negative:
		return append(dst, '-')
	case flags&flagPlus != 0:
		return append(dst, '+')
	case flags&flagBlank != 0:
		return append(dst, ' ')
	}
	return dst
}

// upper makes ASCII letters upper case in place.
func upper(b []byte) {
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
}

// appendFloat appends a floating-point number.
func appendFloat(dst []byte, s *conversion, width, precision int, v float64) []byte {
	from := len(dst)
	dst = appendSign(dst, math.Signbit(v) && !math.IsNaN(v), s.flags)
	head, flags := len(dst)-from, s.flags
	v = math.Abs(v)
	alternate := s.flags&flagAlternate != 0
	switch conv := s.conv | 0x20; {
	case math.IsNaN(v):
		dst, flags = append(dst, "nan"...), flags&^flagZero
	case math.IsInf(v, 0):
		dst, flags = append(dst, "inf"...), flags&^flagZero
	case conv == 'a':
		dst = appendHexFloat(dst, precision, v, alternate)
		head += len("0x")
	case conv == 'g':
		dst = appendShortFloat(dst, precision, v, alternate)
	default:
		begin := len(dst)
		dst = strconv.AppendFloat(dst, v, conv, sixth(precision), 64)
		if alternate {
			dst = withPoint(dst, begin, 'e')
		}
	}
	if s.conv < 'a' {
		upper(dst[from:])
	}
	return pad(dst, from, head, width, flags)
}

// sixth returns the precision of a floating-point conversion, six without one.
func sixth(precision int) int {
	if precision < 0 {
		return 6
	}
	return precision
}

// appendShortFloat appends v as %g does: in the shorter notation, and without the
// zeros at the end unless alternate.
func appendShortFloat(dst []byte, precision int, v float64, alternate bool) []byte {
	precision = max(sixth(precision), 1)
	if !alternate {
		return strconv.AppendFloat(dst, v, 'g', precision, 64)
	}
	begin := len(dst)
	dst = strconv.AppendFloat(dst, v, 'e', precision-1, 64)
	exponent, _ := strconv.Atoi(string(dst[begin+bytes.IndexByte(dst[begin:], 'e')+1:]))
	if exponent >= -4 && exponent < precision {
		dst = strconv.AppendFloat(dst[:begin], v, 'f', precision-1-exponent, 64)
	}
	return withPoint(dst, begin, 'e')
}

// appendHexFloat appends v as %a does; its exponent has no leading zero.
func appendHexFloat(dst []byte, precision int, v float64, alternate bool) []byte {
	begin := len(dst)
	dst = strconv.AppendFloat(dst, v, 'x', max(precision, -1), 64)
	if i := len(dst) - 2; dst[i] == '0' && dst[i-2] == 'p' { // p+0N
		dst = append(dst[:i], dst[i+1])
	}
	if alternate {
		dst = withPoint(dst, begin, 'p')
	}
	return dst
}

// withPoint gives the number dst[begin:] a decimal point where it has none, before
// its exponent.
func withPoint(dst []byte, begin int, exponent byte) []byte {
	number := dst[begin:]
	if bytes.IndexByte(number, '.') >= 0 {
		return dst
	}
	at := len(dst)
	if i := bytes.IndexByte(number, exponent); i >= 0 {
		at = begin + i
	}
	dst = append(dst, 0)
	copy(dst[at+1:], dst[at:])
	dst[at] = '.'
	return dst
}
