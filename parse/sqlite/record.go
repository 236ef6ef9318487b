package sqlite

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf16"
)

// encoding is that of a database's texts (section 1.3.13); 0 in one without tables.
type encoding uint32

const (
	utf8Text    encoding = 1
	utf16Little encoding = 2
	utf16Big    encoding = 3
)

// Value is one value of a row. The zero Value is NULL.
type Value struct {
	kind kind
	bits uint64 // of an integer or a real
	text string
}

type kind uint8

const (
	null kind = iota
	integer
	real
	text // also blobs
)

// Null reports whether there is no value.
func (v Value) Null() bool { return v.kind == null }

// Int is the value as an integer; false when it is none. A real without fraction is
// one: SQLite stores small ones so.
func (v Value) Int() (int64, bool) {
	switch v.kind {
	case integer:
		return int64(v.bits), true
	case real:
		f := math.Float64frombits(v.bits)
		if f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			return int64(f), true
		}
	}
	return 0, false
}

// Float is the value as a number; false when it is none. SQLite stores reals without
// fraction as integers.
func (v Value) Float() (float64, bool) {
	switch v.kind {
	case integer:
		return float64(int64(v.bits)), true
	case real:
		return math.Float64frombits(v.bits), true
	}
	return 0, false
}

// Text is the value as a text, "" when it is none; of a blob, its bytes.
func (v Value) Text() string { return v.text }

// decode reads those columns of a record (section 2.1) of which fields has the places,
// -1: none, into values. Columns that were added to the table after the row are NULL.
func (e encoding) decode(record []byte, fields []int, values []Value) error {
	clear(values)
	size, n := varint(record)
	if n == 0 || size > uint64(len(record)) {
		return errors.New("the header of its record is cut off")
	}
	types, body := record[n:max(int(size), n)], record[size:]
	for column := 0; len(types) > 0; column++ {
		t, n := varint(types)
		if n == 0 {
			return errors.New("the header of its record is cut off")
		}
		types = types[n:]
		length := serialLength(t)
		if length > uint64(len(body)) {
			return fmt.Errorf("column %d of it is cut off", column+1)
		}
		for i, f := range fields {
			if f == column {
				values[i] = e.value(t, body[:length])
			}
		}
		body = body[length:]
	}
	return nil
}

// serialLength is how many bytes a value of a serial type takes (section 2.1).
func serialLength(t uint64) uint64 {
	if t >= 12 {
		return (t - 12) / 2
	}
	return [12]uint64{0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0}[t]
}

// The serial types that are no integers of some bytes (section 2.1).
const (
	serialNull = 0
	serialReal = 7
	serialZero = 8
	serialOne  = 9
)

// value reads a value of a serial type.
func (e encoding) value(t uint64, b []byte) Value {
	switch {
	case t == serialNull, t == 10, t == 11: // the last two are reserved
		return Value{}
	case t == serialReal:
		return Value{kind: real, bits: binary.BigEndian.Uint64(b)}
	case t == serialZero, t == serialOne:
		return Value{kind: integer, bits: t - serialZero}
	case t < 12:
		v := int64(int8(b[0]))
		for _, c := range b[1:] {
			v = v<<8 | int64(c)
		}
		return Value{kind: integer, bits: uint64(v)}
	case t%2 == 0:
		return Value{kind: text, text: string(b)}
	}
	return Value{kind: text, text: e.text(b)}
}

// text decodes a text; what is not valid is replaced.
func (e encoding) text(b []byte) string {
	if e != utf16Little && e != utf16Big {
		return strings.ToValidUTF8(string(b), "\uFFFD")
	}
	var order binary.ByteOrder = binary.LittleEndian
	if e == utf16Big {
		order = binary.BigEndian
	}
	units := make([]uint16, 0, len(b)/2)
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, order.Uint16(b))
	}
	return string(utf16.Decode(units))
}
