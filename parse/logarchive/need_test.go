package logarchive

import (
	"strings"
	"testing"
)

func TestNeed(t *testing.T) {
	tests := []struct {
		format string
		want   int // for "exited due to"
	}{
		{"%d bytes", len("exited due to")},
		{"Process %s exited due to %s", 0},
		{"%s", len("exited due to")},
		{"it is %s", len("exited due to")},
		{"the pixel ex%s", len("ited due to")},
		{"%s to", len("exited due")},
		{"%s due %s", len("exited") + len("to")},
		{"%s   to the end", len("exited due ")}, // where the lines of the argument before it are joined
		{"%s   oboist", len("exited due t")},
		{"%s due %s due %s", len("exited due to") - 2*len(" due ")}, // never more than it takes
		{"%s\ndue to", 0},
	}
	for _, tt := range tests {
		f := Parse([]byte(tt.format))
		if got := f.need([][]byte{[]byte("a literal that is longer"), []byte("exited due to")}); got != tt.want {
			t.Errorf("%q needs %d bytes, want %d", tt.format, got, tt.want)
		}
	}
}

func TestBrings(t *testing.T) {
	tests := []struct {
		name, format string
		args         *Args
		want         int // the most bytes that are known to be there; manyBytes when nobody knows
	}{
		{"numbers", "%d of %llu, %.1f", argsOf(intItem(7), longItem(9), scalarItem(0x10, 4, 1), floatItem(1)), 0},
		{"text", "saved %{public}s", argsOf(publicText("a long draft")), len("a long draft\x00")},
		{"texts", "%{public}s and %s", argsOf(publicText("draft 17"), publicText("draft 4")), len("draft 17\x00draft 4\x00")},
		{"no text", "%s", argsOf(rangeItem(0x22, 0, 0)), len(nullText)},
		{"hidden", "%{private}s", argsOf(rangeItem(0x21, 0, 0)), len(hiddenText)},
		{"private, kept", "%{private}s", &Args{Items: []byte{0x21, 4, 2, 0, 7, 0}, Count: 1, Private: []byte("..draft 5"), PrivateBase: 0}, 7},
		{"private, elsewhere", "%{private}s", &Args{Items: []byte{0x21, 4, 2, 0, 7, 0}, Count: 1, Private: []byte("draft 5"), PrivateBase: 4}, manyBytes},
		{"cut off by the sender", "%s", argsOf(rangeItem(0x22, 0, 0x8004)), manyBytes},
		{"out of range", "%s", argsOf(rangeItem(0x22, 0, 9)), manyBytes},
		{"a number that is none", "%d", argsOf(publicText("7")), manyBytes},
		{"a text that is none", "%s", argsOf(intItem(7)), manyBytes},
		{"an object for a string", "%s", &Args{Items: []byte{0x42, 4, 0, 0, 1, 0}, Count: 1, Values: []byte("x")}, manyBytes},
		{"an object", "%@", &Args{Items: []byte{0x42, 4, 0, 0, 7, 0}, Count: 1, Values: []byte("draft 5")}, 7},
		{"missing", "%s", argsOf(), manyBytes},
		{"tagged", "%{uuid_t}.16P", argsOf(), manyBytes},
		{"refused", "%1$s", argsOf(publicText("draft")), manyBytes},
	}
	for _, tt := range tests {
		f := Parse([]byte(tt.format))
		got := 0
		for got < manyBytes && f.brings(got+1, tt.args) {
			got++
		}
		if got != tt.want {
			t.Errorf("%s: %d bytes, want %d", tt.name, got, tt.want)
		}
	}
	if !Parse([]byte("%d")).brings(0, argsOf(intItem(1))) {
		t.Error("nothing is needed, and not brought")
	}
}

const manyBytes = 100

func TestOverlap(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"it exits", "exited", 0}, {"an ex", "exited", 2}, {"", "exited", 0}, {"exited", "exited", 6}, {strings.Repeat("x", 9), "xx", 2},
	} {
		if got := overlap([]byte(tt.a), []byte(tt.b)); got != tt.want {
			t.Errorf("%q and %q: %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
