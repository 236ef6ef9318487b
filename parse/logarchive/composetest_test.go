package logarchive

import "encoding/binary"

// argList builds the arguments of a message as a tracepoint stores them.
type argList struct{ args Args }

// given returns arguments made by the steps.
func given(steps ...func(*argList)) *Args {
	l := &argList{}
	for _, step := range steps {
		step(l)
	}
	return &l.args
}

// raw adds a descriptor as it stands.
func raw(kind byte, data ...byte) func(*argList) {
	return func(l *argList) {
		l.args.Items = append(append(l.args.Items, kind, byte(len(data))), data...)
		l.args.Count++
	}
}

// scalar adds the low size bytes of v.
func scalar(kind byte, size int, v uint64) func(*argList) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], v)
	return raw(kind, b[:size]...)
}

// number adds an int, long one of 8 bytes.
func number(v int32) func(*argList)     { return scalar(0, 4, uint64(uint32(v))) }
func longNumber(v int64) func(*argList) { return scalar(0, 8, uint64(v)) }

// span adds a descriptor with an offset and a size.
func span(kind byte, offset, size int) func(*argList) {
	return raw(kind, byte(offset), byte(offset>>8), byte(size), byte(size>>8))
}

// data adds bytes to the area that the kind names, and a descriptor of them;
// mark is or-ed into the size.
func data(kind byte, b string, mark int) func(*argList) {
	return func(l *argList) {
		area := &l.args.Values
		if kind&itemPrivate != 0 {
			area = &l.args.Private
		}
		span(kind, len(*area)+l.base(kind), len(b)|mark)(l)
		*area = append(*area, b...)
	}
}

func (l *argList) base(kind byte) int {
	if kind&itemPrivate != 0 {
		return l.args.PrivateBase
	}
	return 0
}

// text adds a text with its final NUL.
func text(kind byte, s string) func(*argList) { return data(kind, s+"\x00", 0) }

// public adds a public C string, object a public object.
func public(s string) func(*argList) { return text(0x22, s) }
func object(s string) func(*argList) { return text(0x42, s) }

func privateBase(n int) func(*argList) { return func(l *argList) { l.args.PrivateBase = n } }
func pointers32(l *argList)            { l.args.Is32 = true }
