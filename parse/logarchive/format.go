package logarchive

import "bytes"

// Format is a format string of os_log, split into its literals and conversions
// once, so that composing a message only walks it. It does not change and may be
// used by several goroutines.
type Format struct{ segments []formatSegment }

// formatSegment is a literal and the conversion that follows it; the last one of a
// format may have no conversion.
type formatSegment struct {
	literal []byte
	spec    conversion
}

// conversion is one conversion: %[{annotation}][flags][width][.precision][length]c.
type conversion struct {
	text      []byte   // as written, for the texts of failures
	mask      []byte   // NAME of mask.NAME, nil without
	tag       valueTag // what an annotation wants the value printed as
	tagName   []byte   // signpost tags: domain:type
	arg       argKind
	conv      byte
	flags     formatFlags
	plain     plainness
	digits    bool     // it prints a number and nothing else
	sizes     [2]uint8 // where digits: the bytes that its number may have, with pointers of 8 and of 4 bytes
	width     int
	precision int // noPrecision without one
}

// argKind is what a conversion expects: the sizes and kinds of item that it takes.
type argKind uint8

const (
	argNone    argKind = iota // no conversion
	argRefused                // one that cannot be composed: the message ends there
	argChar                   // hh
	argShort                  // h
	argInt
	argWideChar // %C, %lc
	argErrno    // %m
	argLong     // l, z, t: as wide as a pointer
	argLongLong // ll, q, j
	argPointer
	argDouble
	argText
	argWideText // %S, %ls
	argObject
	argData
)

// scalar reports whether the value is stored as a number.
func (k argKind) scalar() bool { return k >= argChar && k <= argDouble }

// integer reports whether a tag for integers accepts the conversion.
func (k argKind) integer() bool { return k >= argChar && k <= argLongLong }

type formatFlags uint16

const (
	flagLeft formatFlags = 1 << iota
	flagPlus
	flagBlank
	flagAlternate
	flagZero
	flagUnsigned      // the conversion reads its value without sign
	flagWidthItem     // the width is an item (*)
	flagPrecisionItem // the precision is an item (.*)
	flagPrecision     // a precision is written
)

// noPrecision stands for a precision that was not given.
const noPrecision = -1

// Parse splits a format string. The result keeps parts of format, which must not
// change afterwards. Every byte string is a format: what is no conversion is text.
func Parse(format []byte) *Format {
	return &Format{segments: splitFormat(nil, format)}
}

// splitFormat appends the segments of format. A percent sign that begins no conversion
// is left out and the byte after it is text, which also makes %% a percent sign
// (libsystem_trace os_log_fmt_compose).
func splitFormat(segments []formatSegment, format []byte) []formatSegment {
	// A longer format says more than the message has room for.
	format = untilNUL(cutMessage(format, maxMessage))
	from := 0 // what the first byte of the rest may be although it is a percent sign
	for {
		i := bytes.IndexByte(format[from:], '%')
		if i < 0 {
			if len(format) > 0 {
				segments = append(segments, formatSegment{literal: format})
			}
			return segments
		}
		i += from
		literal, rest := format[:i], format[i:]
		s, n := parseConversion(rest)
		switch {
		case n > 0:
			segments = append(segments, formatSegment{literal: literal, spec: s})
			format, from = rest[n:], 0
		case len(rest) == 1:
			return append(segments, formatSegment{literal: literal})
		default:
			if i > 0 {
				segments = append(segments, formatSegment{literal: literal})
			}
			format, from = rest[1:], 1
		}
	}
}

// lengthFlags are the length modifiers of a conversion, hh and ll as one each.
type lengthFlags uint8

const (
	lengthShort lengthFlags = 1 << iota
	lengthChar
	lengthLong
	lengthLongLong
	lengthPointer // z, t
	lengthMax     // j
)

// maxConversion is the length from which a conversion is taken for text. Apple sets
// no limit; without one, each %{ would be searched to the end of the format.
const maxConversion = 1024

// parseConversion reads the conversion at the start of text, which begins with a
// percent sign, and returns the bytes that it takes; none when text begins no
// conversion (libsystem_trace os_log_fmt_delimit).
func parseConversion(text []byte) (s conversion, n int) {
	text = text[:min(len(text), maxConversion)]
	s.precision = noPrecision
	i := 1
	if i < len(text) && text[i] == '{' {
		end := bytes.IndexByte(text, '}')
		if end < 0 {
			return conversion{}, 0
		}
		s.annotate(text[2:end])
		i = end + 1
	}
	refused := false
	var length lengthFlags
	for i < len(text) {
		c := text[i]
		i++
		switch c {
		case '-':
			s.flags |= flagLeft
		case '+':
			s.flags |= flagPlus
		case ' ':
			s.flags |= flagBlank
		case '#':
			s.flags |= flagAlternate
		case '0':
			s.flags |= flagZero
		case '\'': // groups digits by the locale; C's has no separator
		case '1', '2', '3', '4', '5', '6', '7', '8', '9':
			s.width, i = decimal(text, i-1)
			if i < len(text) && text[i] == '$' {
				refused = true
				s.width = 0
				i++
			}
		case '*':
			next, positional := positionalAt(text, i)
			refused = refused || positional || s.flags&(flagPrecision|flagWidthItem) != 0
			s.flags |= flagWidthItem
			i = next
		case '.':
			refused = refused || s.flags&flagPrecision != 0
			s.flags |= flagPrecision
			if i < len(text) && text[i] == '*' {
				next, positional := positionalAt(text, i+1)
				refused = refused || positional
				s.flags |= flagPrecisionItem
				i = next
			} else {
				s.precision, i = decimal(text, i)
			}
		case 'h':
			length = doubled(length, lengthShort, lengthChar)
		case 'l':
			length = doubled(length, lengthLong, lengthLongLong)
		case 'q':
			length |= lengthLongLong
		case 'j':
			length |= lengthMax
		case 'z', 't':
			length |= lengthPointer
		case 'L': // long double is double on arm64
		default:
			if !s.convert(c, length) {
				return conversion{}, 0
			}
			if refused || c == 'P' && s.flags&flagPrecision == 0 {
				s.arg = argRefused
			}
			s.text = text[:i]
			s.plain, s.digits = s.plainness(), s.number()
			if s.digits {
				s.sizes = [...]uint8{s.numberSizes(8), s.numberSizes(4)}
			}
			return s, i
		}
	}
	return conversion{}, 0
}

// convert sets what the conversion c expects; false when there is no such one.
func (s *conversion) convert(c byte, length lengthFlags) bool {
	s.conv = c
	switch c {
	case 'D', 'O', 'U':
		length |= lengthLong
		fallthrough
	case 'd', 'i', 'o', 'u', 'x', 'X':
		s.arg = integerOf(length)
		if c != 'd' && c != 'i' && c != 'D' {
			s.flags |= flagUnsigned
		}
	case 'c', 'C':
		s.arg = argInt
		if c == 'C' || length&lengthLong != 0 {
			s.arg = argWideChar
		}
	case 'm':
		s.arg = argErrno
	case 'p':
		s.arg = argPointer
		s.flags |= flagUnsigned
	case 'a', 'A', 'e', 'E', 'f', 'F', 'g', 'G':
		s.arg = argDouble
	case 's', 'S':
		s.arg = argText
		if c == 'S' || length&lengthLong != 0 {
			s.arg = argWideText
		}
	case '@':
		s.arg = argObject
	case 'P':
		s.arg = argData
	case 'n':
		s.arg = argRefused
	default:
		return false
	}
	return true
}

// integerOf returns the integer that length modifiers ask for; the first that
// applies in this order, whatever stands before what (libsystem_trace addsarg).
func integerOf(l lengthFlags) argKind {
	switch {
	case l&lengthMax != 0:
		return argLongLong
	case l&lengthPointer != 0:
		return argLong
	case l&lengthLongLong != 0:
		return argLongLong
	case l&lengthLong != 0:
		return argLong
	case l&lengthShort != 0:
		return argShort
	case l&lengthChar != 0:
		return argChar
	}
	return argInt
}

// doubled adds a length modifier that means another one when it is written twice.
func doubled(l, once, twice lengthFlags) lengthFlags {
	if l&once != 0 {
		return l&^once | twice
	}
	return l | once
}

// decimal reads decimal digits at text[i:], up to the longest message: nothing can
// be padded beyond it.
func decimal(text []byte, i int) (n, next int) {
	for ; i < len(text) && text[i]-'0' <= 9; i++ {
		n = min(n*10+int(text[i]-'0'), maxMessage)
	}
	return n, i
}

// positionalAt skips the 1$ of a positional item at text[i:].
func positionalAt(text []byte, i int) (next int, positional bool) {
	_, end := decimal(text, i)
	if end < len(text) && text[end] == '$' {
		return end + 1, true
	}
	return i, false
}

// annotate reads the words between the braces of a conversion. The last one that
// names a type wins; privacy is told by the items (libsystem_trace
// os_log_fmt_parse_annotation).
func (s *conversion) annotate(words []byte) {
	for len(words) > 0 {
		words = bytes.TrimLeft(words, ", ")
		word := words
		if end := bytes.IndexByte(words, ','); end >= 0 {
			word = words[:end]
		}
		words = words[len(word):]
		name, isMask := bytes.CutPrefix(word, []byte("mask."))
		switch {
		case len(word) == 0, bytes.IndexByte(word, '=') >= 0: // name=value
		case string(word) == "public", string(word) == "private", string(word) == "sensitive":
		case isMask:
			if len(name) > 0 && len(name) <= maxMaskName {
				s.mask = name
			}
		default:
			s.tag, s.tagName = tagOf(word), word
		}
	}
}

// maxMaskName is the length of the longest mask name: masks are compared as u64.
const maxMaskName = 8
