package logarchive

import (
	"encoding/binary"
	"strconv"
)

// plainness tells the conversions that most messages consist of: without width,
// precision, tag and mask. Their usual items are printed by appendPlain, with less ado.
type plainness uint8

const (
	notPlain plainness = iota
	plainText
	plainSigned
	plainUnsigned
	plainHex
)

// plainness returns how plain the conversion is.
func (s *conversion) plainness() plainness {
	if s.tag != tagNone || s.mask != nil || s.width != 0 || s.flags&^flagUnsigned != 0 {
		return notPlain
	}
	switch s.conv {
	case 's', '@':
		if s.arg != argWideText {
			return plainText
		}
	case 'd', 'i', 'D':
		return plainSigned
	case 'u', 'U':
		return plainUnsigned
	case 'x':
		return plainHex
	}
	return notPlain
}

// appendPlain appends what a plain conversion prints of a value that is there, public and
// whole; false, and no item is taken, for others.
func (r *itemReader) appendPlain(dst []byte, s *conversion) ([]byte, bool) {
	const head = 2
	if r.left <= 0 || len(r.rest) < head || len(r.rest)-head < int(r.rest[1]) {
		return dst, false
	}
	kind, data := r.rest[0]&^itemPublic, r.rest[head:head+int(r.rest[1])]
	if s.plain == plainText {
		if kind != itemText<<4 && (kind != itemObject<<4 || s.arg != argObject) || len(data) != 4 {
			return dst, false
		}
		from, size := int(binary.LittleEndian.Uint16(data)), int(binary.LittleEndian.Uint16(data[2:]))
		if size == 0 || size >= int(truncatedBit) || from+size > len(r.args.Values) {
			return dst, false
		}
		dst = append(dst, untilNUL(r.args.Values[from:from+size])...)
	} else {
		if kind != itemScalar<<4 || !accepts(s.arg, itemScalar, len(data), r.args.pointerSize()) {
			return dst, false
		}
		a, unused := argument{data: data}, 64-s.arg.width(r.args.pointerSize())
		switch s.plain {
		case plainSigned:
			dst = strconv.AppendInt(dst, a.signed()<<unused>>unused, 10)
		case plainUnsigned:
			dst = strconv.AppendUint(dst, a.unsigned()<<unused>>unused, 10)
		case plainHex:
			dst = strconv.AppendUint(dst, a.unsigned()<<unused>>unused, 16)
		}
	}
	r.rest = r.rest[head+len(data):]
	r.left--
	return dst, true
}
