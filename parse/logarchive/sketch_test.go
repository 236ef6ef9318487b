package logarchive

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSketch(t *testing.T) {
	tests := []struct {
		format string
		args   *Args
		want   string // with # for a number
		ok     bool
	}{
		{"%d of %llu", argsOf(intItem(-3), longItem(9)), "# of #", true},
		{"%{public}s took %.2f s, %#x", argsOf(publicText("Sync"), floatItem(0.5), intItem(7)), "Sync took # s, #", true},
		{"%.3d", argsOf(scalarItem(0x10, 4, 3), intItem(7)), "#", true},
		{"%5d%%", argsOf(intItem(7)), "#%", true},
		{"a number kept back: %{private}d", argsOf(rangeItem(0x01, 0, 0)), "a number kept back: <private>", true},
		{"of another kind: %d", argsOf(publicText("text")), "of another kind: <decode: mismatch for [%d] got [STRING public sz:5]>", true},
		{"missing: %d", argsOf(), "missing: <decode: missing data>", true},
		{"other than digits: %c%m%{bool}d", argsOf(intItem('x'), intItem(2), intItem(1)), "other than digits: xNo such file or directorytrue", true},
		{"maybe no digit: %.0d|%.*d", argsOf(intItem(0), scalarItem(0x10, 4, 0), intItem(0)), "maybe no digit: |", true},
		{"lines\n%d", argsOf(intItem(1)), "lines\n#", false},
		{"refused %1$d", argsOf(intItem(1)), "refused ", false},
		{"cut %d", &Args{Count: 1}, "", false},
	}
	for _, tt := range tests {
		got, ok := Parse([]byte(tt.format)).sketch(nil, tt.args)
		if d := cmp.Diff(tt.want, strings.ReplaceAll(string(got), "\x00", "#")); d != "" || ok != tt.ok {
			t.Errorf("%s: ok %v, want %v (-want +got)\n%s", tt.format, ok, tt.ok, d)
		}
	}
}

func TestSketchIsBounded(t *testing.T) {
	long := strings.Repeat("x", 0x7000)
	steps := []func(*argList){dataItem(0x22, long, 0)}
	for range 100 {
		steps = append(steps, rangeItem(0x22, 0, len(long)))
	}
	args := argsOf(steps...)
	got, ok := Parse([]byte(strings.Repeat("%s", 101))).sketch(nil, args)
	if ok || len(got) > maxMessage+len(long) {
		t.Errorf("%d bytes, ok %v", len(got), ok)
	}
}

func TestApart(t *testing.T) {
	tests := []struct {
		format, literal string
		want            bool
	}{
		{"%d tasks", "tasks", true},
		{"%d tasks", "7 tasks", false},
		{"%d tasks", "x7 tasks", true}, // nothing before the number
		{"%s%d tasks", "x7 tasks", false},
		{"task %d", "task 7", false},
		{"task %d", "task nothing", true},
		{"task %x", "task dead", false},
		{"task %d", "task dead", true},
		{"task %dread", "task dead", true},
		{"task %xly", "task deadly", false},
		{"task %xly", "task deadlines", true},
		{"task %x%s", "task deadlines", false},
		{"exit %#x, %s", "exit 0x2182bad2, ", false},
		{"%f", "nan", false},
		{"%f", "nano", true},
		{"%d", "12", false},
		{"%d", " 12", true},
		{"%3d", " 12", false},
		{"%s has %@", "has 12", true}, // no number: a sketch shows all
		{strings.Repeat("%d ", maxApart+1), "none", false},
	}
	for _, tt := range tests {
		if got := Parse([]byte(tt.format)).apart([][]byte{[]byte("other words"), []byte(tt.literal)}); got != tt.want {
			t.Errorf("%q in %q: apart %v, want %v", tt.literal, tt.format, got, tt.want)
		}
	}
}

// FuzzSketch finds in the sketch what is in the message, wherever numbers are apart.
func FuzzSketch(f *testing.F) {
	for _, s := range []struct {
		format, literal string
		args            *Args
	}{
		{"%{public}s took %d ms", "took 12", argsOf(publicText("Sync"), intItem(12))},
		{"%s%x%s", "xdeady", argsOf(publicText("x"), intItem(0xdead), publicText("y"))},
		{"%f %5d %.3llu", "nan", argsOf(floatItem(1), intItem(1), scalarItem(0x10, 4, 3), longItem(2))},
		{"%{private}d %c %.0d", "<private>", argsOf(rangeItem(1, 0, 0), intItem('x'), intItem(0))},
	} {
		f.Add([]byte(s.format), []byte(s.literal), s.args.Items, byte(s.args.Count), s.args.Values)
	}
	f.Fuzz(func(t *testing.T, format, literal, items []byte, count byte, values []byte) {
		args := &Args{Items: items, Count: int(count), Values: values}
		parsed := Parse(format)
		if len(literal) == 0 || len(literal) > 100 || bytes.IndexByte(literal, sketchNumber) >= 0 || !parsed.apart([][]byte{literal}) {
			return
		}
		sketch, ok := parsed.sketch(nil, args)
		message := parsed.Compose(nil, args)
		if ok && string(message) != illegibleText && bytes.Contains(message, literal) && !bytes.Contains(sketch, literal) {
			t.Errorf("%q is in %q, not in its sketch %q", literal, message, sketch)
		}
		if string(message) != corruptText && string(message) != illegibleText && bytes.IndexByte(literal, '\n') < 0 && holdsJoined(message, literal) &&
			!parsed.brings(parsed.need([][]byte{literal}), args) {
			t.Errorf("%q is in %q, for which the arguments bring too little", literal, message)
		}
	})
}

// holdsJoined looks for a literal in a message, as it is and with its lines joined by
// nothing and by blanks.
func holdsJoined(message, literal []byte) bool {
	lines := bytes.Split(message, []byte{'\n'})
	for i := range lines[1:] {
		lines[i+1] = bytes.TrimLeft(lines[i+1], " \t")
	}
	return bytes.Contains(message, literal) || bytes.Contains(bytes.Join(lines, nil), literal) || bytes.Contains(bytes.Join(lines, []byte{' '}), literal)
}
