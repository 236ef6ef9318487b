package logarchive

import "encoding/binary"

// argList builds the arguments of a message as a tracepoint stores them.
type argList struct{ args Args }

// argsOf returns arguments made by the steps.
func argsOf(steps ...func(*argList)) *Args {
	l := &argList{}
	for _, step := range steps {
		step(l)
	}
	return &l.args
}

// rawItem adds a descriptor as it stands.
func rawItem(kind byte, data ...byte) func(*argList) {
	return func(l *argList) {
		l.args.Items = append(append(l.args.Items, kind, byte(len(data))), data...)
		l.args.Count++
	}
}

// scalarItem adds the low size bytes of v.
func scalarItem(kind byte, size int, v uint64) func(*argList) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], v)
	return rawItem(kind, b[:size]...)
}

// intItem adds an int, longItem a long.
func intItem(v int32) func(*argList)  { return scalarItem(0, 4, uint64(uint32(v))) }
func longItem(v int64) func(*argList) { return scalarItem(0, 8, uint64(v)) }

// rangeItem adds a descriptor with an offset and a size.
func rangeItem(kind byte, offset, size int) func(*argList) {
	return rawItem(kind, byte(offset), byte(offset>>8), byte(size), byte(size>>8))
}

// dataItem adds bytes to the area that the kind names, and a descriptor of them;
// mark is or-ed into the size.
func dataItem(kind byte, b string, mark int) func(*argList) {
	return func(l *argList) {
		area := &l.args.Values
		if kind&itemPrivate != 0 {
			area = &l.args.Private
		}
		rangeItem(kind, len(*area)+l.base(kind), len(b)|mark)(l)
		*area = append(*area, b...)
	}
}

func (l *argList) base(kind byte) int {
	if kind&itemPrivate != 0 {
		return l.args.PrivateBase
	}
	return 0
}

// textItem adds a text with its final NUL.
func textItem(kind byte, s string) func(*argList) { return dataItem(kind, s+"\x00", 0) }

// publicText adds a public C string, objectText a public object.
func publicText(s string) func(*argList) { return textItem(0x22, s) }
func objectText(s string) func(*argList) { return textItem(0x42, s) }

func privateBase(n int) func(*argList) { return func(l *argList) { l.args.PrivateBase = n } }
func pointers32(l *argList)            { l.args.Is32 = true }
