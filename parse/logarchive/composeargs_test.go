package logarchive

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAppendValues(t *testing.T) {
	for _, c := range []struct {
		name, format string
		args         *Args
		want         []Value
	}{
		{"no conversions", "100%% done", argsOf(intItem(1)), nil},
		{"no arguments", "%d %s", nil, []Value{{}, {}}},
		{"integers", "%d %u %hhx %lld", argsOf(intItem(-1), intItem(-1), scalarItem(2, 1, 0xff), longItem(-2)), []Value{
			{Kind: IntegerValue, Bits: math.MaxUint64},
			{Kind: IntegerValue, Bits: math.MaxUint32, Unsigned: true},
			{Kind: IntegerValue, Bits: 0xff, Unsigned: true, Privacy: Public},
			{Kind: IntegerValue, Bits: math.MaxUint64 - 1},
		}},
		{"a number", "delay %.1f s", argsOf(floatItem(1.5)), []Value{{Kind: FloatValue, Bits: math.Float64bits(1.5)}}},
		{"texts", "%{public}@ %s %s", argsOf(objectText("a1"), textItem(0x20, "b2"), dataItem(0x22, "c3", 0x8000)), []Value{
			{Kind: TextValue, Privacy: Public, Bytes: []byte("a1")},
			{Kind: TextValue, Bytes: []byte("b2")},
			{Kind: TextValue, Privacy: Public, Bytes: []byte("c3"), Truncated: true},
		}},
		{"null", "%@ %.1P", argsOf(rangeItem(0x42, 0, 0), scalarItem(0x10, 4, 1), rangeItem(0x32, 0, 0)), []Value{
			{Kind: TextValue, Privacy: Public, Null: true},
			{Kind: DataValue, Privacy: Public, Null: true},
		}},
		{"an empty text is not null", "%@", argsOf(objectText("")), []Value{{Kind: TextValue, Privacy: Public, Bytes: []byte{}}}},
		{"data", "%{uuid_t}.2P", argsOf(scalarItem(0x12, 4, 2), dataItem(0x30, "ab", 0)), []Value{{Kind: DataValue, Bytes: []byte("ab")}}},
		{"widths and precisions are no values", "%*.*f %.*s", argsOf(scalarItem(0, 4, 5), scalarItem(0, 4, 2), floatItem(1.5), scalarItem(0x10, 4, 2), publicText("abc")), []Value{
			{Kind: FloatValue, Bits: math.Float64bits(1.5)},
			{Kind: TextValue, Privacy: Public, Bytes: []byte("abc")},
		}},
		{"hidden", "%{private}s %{sensitive}@ %{private}d", argsOf(rangeItem(0x21, 0, 0), rangeItem(0x45, 0, 0), rangeItem(0x01, 0, 4)), []Value{
			{Privacy: Private, Hidden: true},
			{Privacy: Sensitive, Hidden: true},
			{Privacy: Private, Hidden: true},
		}},
		{"kept", "%{private}s %{private}d", argsOf(textItem(0x21, "Rowan"), dataItem(0x01, "\x07\x00\x00\x00", 0)), []Value{
			{Kind: TextValue, Privacy: Private, Bytes: []byte("Rowan")},
			{Kind: IntegerValue, Privacy: Private, Bits: 7},
		}},
		{"masked", "%{mask.hash}@ %{mask.other}@", argsOf(dataItem(0xf2, "\x01\x02", 0), dataItem(0xf2, "\x03", 0)), []Value{
			{Kind: DataValue, Privacy: Masked, Bytes: []byte{1, 2}},
			{Privacy: Masked},
		}},
		{"of another kind", "%d %d", argsOf(publicText("x"), intItem(3)), []Value{{Privacy: Public}, {Kind: IntegerValue, Bits: 3}}},
		{"up to what cannot be composed", "%d %n %d", argsOf(intItem(1), intItem(2), intItem(3)), []Value{{Kind: IntegerValue, Bits: 1}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, Parse([]byte(c.format)).AppendValues(nil, c.args)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestValueNumbers(t *testing.T) {
	v := Parse([]byte("%d %f")).AppendValues(nil, argsOf(intItem(-7), floatItem(2.5)))
	if v[0].Int() != -7 || v[1].Float() != 2.5 {
		t.Errorf("%d and %g, want -7 and 2.5", v[0].Int(), v[1].Float())
	}
}
