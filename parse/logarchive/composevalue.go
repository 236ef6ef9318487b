package logarchive

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"math"
	"strconv"
)

// append appends what a conversion prints, taking its items.
func (r *itemReader) append(dst []byte, s *conversion) []byte {
	if s.plain != notPlain {
		if out, ok := r.appendPlain(dst, s); ok {
			return out
		}
	}
	a, width, precision := r.argument(s)
	if a.state != stateGiven {
		return appendUnshown(dst, s, a)
	}
	if s.tag != tagNone {
		if out, ok := appendTagged(dst, s, a, r.args.zone(s.tag)); ok {
			return out
		}
	}
	switch {
	case s.arg == argErrno:
		return appendErrno(dst, int32(a.signed()))
	case s.arg == argDouble:
		return appendFloat(dst, s, width, precision, a.float())
	case s.arg.scalar():
		return appendInteger(dst, s, width, precision, a.number(s), r.args.pointerSize())
	}
	return appendBytes(dst, s, width, precision, a)
}

// appendUnshown appends what stands for a value that is not there, hidden, masked
// or of another kind than its conversion expects.
func appendUnshown(dst []byte, s *conversion, a argument) []byte {
	switch a.state {
	case stateHidden:
		return append(dst, hiddenText...)
	case stateMissing:
		return append(dst, missingText...)
	case stateBadRange:
		offset, size := a.item.bounds()
		dst = appendFailure(dst, "<decode: bad range for [", s.text)
		dst = append(dst, "] got [offs:"...)
		dst = strconv.AppendInt(dst, int64(offset), 10)
		dst = append(dst, " len:"...)
		dst = strconv.AppendInt(dst, int64(size), 10)
		// the size of the area is cleared before it is printed (os_log_fmt_get_data)
		return append(dst, " within:0]>"...)
	case stateMismatch:
		return appendMismatch(dst, s, a)
	}
	return appendMasked(dst, s.mask, a)
}

// appendFailure appends a text about a conversion, up to the conversion itself.
func appendFailure(dst []byte, head string, conversion []byte) []byte {
	return append(append(dst, head...), conversion...)
}

// itemNames name the kinds of item in mismatches; of other kinds the number is
// printed. STRING is seen in logs, the others are the kinds' names in xnu's
// log_encode_types.h.
var itemNames = [...]string{"SCALAR", "COUNT", "STRING", "POINTER", "OBJECT"}

func appendMismatch(dst []byte, s *conversion, a argument) []byte {
	dst = appendFailure(dst, "<decode: mismatch for [", s.text)
	dst = append(dst, "] got ["...)
	if kind := int(a.item.kind >> 4); kind < len(itemNames) {
		dst = append(dst, itemNames[kind]...)
	} else {
		dst = strconv.AppendInt(dst, int64(kind), 10)
	}
	if a.item.kind&itemPublic != 0 {
		dst = append(dst, " public"...)
	}
	if a.item.kind&itemPrivate != 0 {
		dst = append(dst, " private"...)
	}
	dst = append(dst, " sz:"...)
	dst = strconv.AppendInt(dst, int64(len(a.data)), 10)
	return append(dst, "]>"...)
}

// unsigned returns a scalar's value without sign; zero for other sizes.
func (a argument) unsigned() uint64 {
	switch len(a.data) {
	case 1:
		return uint64(a.data[0])
	case 2:
		return uint64(binary.LittleEndian.Uint16(a.data))
	case 4:
		return uint64(binary.LittleEndian.Uint32(a.data))
	case 8:
		return binary.LittleEndian.Uint64(a.data)
	}
	return 0
}

// signed returns a scalar's value with the sign of its own size.
func (a argument) signed() int64 {
	unused := 64 - 8*len(a.data)
	return int64(a.unsigned()<<unused) >> unused
}

func (a argument) float() float64 { return math.Float64frombits(a.unsigned()) }

// number returns a scalar as its conversion reads it, extended to 64 bits.
func (a argument) number(s *conversion) uint64 {
	if s.flags&flagUnsigned != 0 {
		return a.unsigned()
	}
	return uint64(a.signed())
}

// appendBytes appends a text, an object's text or data (libsystem_trace
// _os_log_fmt_compose_data). Only a precision that is an item cuts a text: one
// that is written cut it already when it was stored.
func appendBytes(dst []byte, s *conversion, width, precision int, a argument) []byte {
	if a.item.kind>>4 == itemData {
		return appendHex(dst, a.data, a.truncated)
	}
	switch {
	case len(a.data) == 0 && !a.truncated:
		dst = appendPadded(dst, s, width, nullText[:limit(len(nullText), s.precision)])
	case s.flags&flagPrecisionItem != 0:
		dst = appendPadded(dst, s, width, untilNUL(a.data[:limit(len(a.data), precision)]))
	default:
		dst = appendPadded(dst, s, width, a.text())
	}
	if a.truncated {
		dst = append(dst, cutText...)
	}
	return dst
}

// text returns the bytes of a text, which may be stored with its final NUL.
func (a argument) text() []byte { return untilNUL(a.data) }

func untilNUL(b []byte) []byte {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return b[:i]
	}
	return b
}

// limit returns how much of n bytes a precision lets through.
func limit(n, precision int) int {
	if precision < 0 {
		return n
	}
	return min(n, precision)
}

func appendPadded[T string | []byte](dst []byte, s *conversion, width int, text T) []byte {
	from := len(dst)
	dst = append(dst, text...)
	return pad(dst, from, 0, width, s.flags)
}

// appendHex appends data as pairs of hexadecimal digits in quotes.
func appendHex(dst, data []byte, truncated bool) []byte {
	dst = append(dst, '\'')
	for i := range data {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = hex.AppendEncode(dst, data[i:i+1])
	}
	if truncated {
		dst = append(dst, "…"...)
	}
	return append(dst, '\'')
}

// pad brings dst[from:] to a width in bytes, to the left of the room for a negative
// one. Zeros go behind the first head bytes, the sign and the base.
func pad(dst []byte, from, head, width int, flags formatFlags) []byte {
	if width < 0 {
		flags |= flagLeft
		width = -width
	}
	missing := width - (len(dst) - from)
	if missing <= 0 {
		return dst
	}
	fill, at := byte(' '), from
	switch {
	case flags&flagLeft != 0:
		at = len(dst)
	case flags&flagZero != 0: // C leaves zeros before text open; Darwin pads it with them
		fill, at = '0', from+head
	}
	dst = append(dst, make([]byte, missing)...)
	copy(dst[at+missing:], dst[at:])
	for i := range missing {
		dst[at+i] = fill
	}
	return dst
}
