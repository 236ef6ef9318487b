package logarchive

import "math"

// ValueKind is what the value of an argument is.
type ValueKind uint8

// The kinds of value.
const (
	// NoValue is an argument that is missing, hidden or of another kind than its
	// conversion expects.
	NoValue ValueKind = iota
	IntegerValue
	FloatValue
	// TextValue is a C string or the description of an object.
	TextValue
	// DataValue is anything else in bytes, also a masked value.
	DataValue
)

// Privacy is what a value was logged as.
type Privacy uint8

// The levels of privacy; Unmarked is a value without annotation.
const (
	Unmarked Privacy = iota
	Public
	Private
	Sensitive
	// Masked is a value of which only a digest, or parts, were kept.
	Masked
)

// Value is one argument of a message.
type Value struct {
	Kind    ValueKind
	Privacy Privacy
	// Hidden is true when the value was not kept because of its privacy.
	Hidden bool
	// Truncated is true when the sender kept only the beginning.
	Truncated bool
	// Null is true for a nil string or object.
	Null bool
	// Unsigned is true when the conversion reads the integer without sign.
	Unsigned bool
	// Bits are an integer, extended to 64 bits, or the bits of a float64.
	Bits uint64
	// Bytes are a text without its final NUL, or data; they share the memory of
	// the arguments.
	Bytes []byte
}

// Int returns an integer with sign.
func (v Value) Int() int64 { return int64(v.Bits) }

// Float returns a floating-point number.
func (v Value) Float() float64 { return math.Float64frombits(v.Bits) }

// AppendValues appends the arguments of a message in the order of the format's
// conversions, one for each, without the items of widths and precisions. Nil args
// are no arguments.
func (f *Format) AppendValues(dst []Value, args *Args) []Value {
	r := readItems(args)
	for i := range f.segments {
		s := &f.segments[i].spec
		switch s.arg {
		case argNone:
			continue
		case argRefused:
			return dst
		}
		a, _, _ := r.argument(s)
		dst = append(dst, a.value(s))
	}
	return dst
}

// value returns an argument as its conversion reads it.
func (a argument) value(s *conversion) Value {
	v := Value{Privacy: a.privacy(), Hidden: a.state == stateHidden, Truncated: a.truncated}
	switch {
	case a.state == stateDigest || a.state == statePartial:
		v.Kind, v.Bytes = DataValue, a.data
	case a.state != stateGiven:
	case s.arg == argDouble:
		v.Kind, v.Bits = FloatValue, a.unsigned()
	case s.arg.scalar():
		v.Kind, v.Bits = IntegerValue, a.number(s)
		v.Unsigned = s.flags&flagUnsigned != 0
	case a.item.kind>>4 == itemData:
		v.Kind, v.Bytes = DataValue, a.data
	default:
		v.Kind, v.Bytes = TextValue, a.text()
	}
	v.Null = (v.Kind == TextValue || v.Kind == DataValue) && len(a.data) == 0 && !a.truncated
	return v
}

// privacy returns what the bits of an item say.
func (a argument) privacy() Privacy {
	switch kind := a.item.kind; {
	case kind>>4 == itemMasked || kind>>4 == itemUnknownMask:
		return Masked
	case kind&itemSensitive != 0:
		return Sensitive
	case kind&itemPrivate != 0:
		return Private
	case kind&itemPublic != 0:
		return Public
	}
	return Unmarked
}
