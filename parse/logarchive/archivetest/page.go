package archivetest

import "slices"

// Page is a firehose chunk of one process.
type Page struct {
	First    uint64
	Second   uint32
	Base     uint64 // ticks
	Spread   bool   // stored with its unused middle, as it was in memory
	Points   []Point
	Stream   byte
	TTL      byte
	Trailing []byte // bytes behind the last tracepoint
}

// The types of tracepoints.
const (
	Activity = 2
	Trace    = 3
	Log      = 4
	Signpost = 6
	Loss     = 7
)

// The flags of a tracepoint. Those that announce a field make it be written.
const (
	HasActivity  = 0x0001
	HasUniquePID = 0x0010
	HasPersona   = 0x0040
	HasPrivate   = 0x0100
	HasHigh      = 0x0020
	HasSubsystem = 0x0200
	HasTTL       = 0x0400
	HasReference = 0x0800
	HasName      = 0x8000

	FromMain     = 2
	FromShared   = 4
	FromAddress  = 8
	FromUUID     = 0xa
	FromLarge    = 0xc
	originMask   = 0xe
	unusedMiddle = 4096
)

// Point is a tracepoint. Fields are written when Flags has their bit.
type Point struct {
	Type, LogType byte
	Flags         uint16
	Format        uint64 // offset of the format string
	Dynamic       bool   // the format is %s
	Thread, Time  uint64

	Activity   uint64
	Other, New uint64 // of an activity
	Persona    uint32
	NoPersona  bool // the flag is set and the field is not there
	PC         uint64
	Is32       bool // of the process: addresses have no upper part
	Image      UUID
	Subsystem  uint16
	Signpost   uint64
	Reference  uint32
	Items      []Item
	Values     []uint64 // of a trace, 8 bytes each
	Raw        []byte   // all data, instead of the fields
}

// Item is an argument: a number as it is stored, or a text, which goes to the values
// or, with the lowest bit of Type, to the private data.
type Item struct {
	Type byte
	Data []byte
	Text string
}

// Int makes a number of 4 bytes.
func Int(v uint32) Item { return Item{Type: 0, Data: u32(nil, v)} }

// Text makes a public string.
func Text(s string) Item { return Item{Type: 0x22, Text: s} }

// Private makes a string whose text is stored; an empty one was not kept.
func Private(s string) Item { return Item{Type: 0x21, Text: s} }

// Bytes writes the chunk.
func (p Page) Bytes() []byte {
	// private data grow from the end of the page
	var points, private []byte
	start := unusedMiddle
	for _, pt := range slices.Backward(p.Points) {
		var own []byte
		for _, it := range pt.Items {
			if it.isPrivate() {
				own = append(own, it.Text...)
			}
		}
		if pt.Flags&HasPrivate != 0 {
			private = append(slices.Clone(own), private...)
		}
	}
	start -= len(private)
	at := start
	for _, pt := range p.Points {
		data, used := pt.data(at)
		if pt.Flags&HasPrivate != 0 {
			at += used
		}
		head := []byte{pt.Type, pt.LogType}
		format := uint32(pt.Format & 0x7fffffff)
		if pt.Dynamic {
			format |= 1 << 31
		}
		head = u64(u32(u16(head, pt.Flags), format), pt.Thread)
		delta := pt.Time - p.Base
		head = u16(u16(u32(head, uint32(delta)), uint16(delta>>32)), uint16(len(data)))
		points = pad(append(append(points, head...), data...), 8)
	}
	points = append(points, p.Trailing...)
	b := u32(u64(nil, p.First), p.Second)
	b = append(b, p.TTL, 0, 0, 0)
	b = u16(u16(b, uint16(16+len(points))), uint16(start))
	b = u64(append(b, 0, 0, p.Stream, 0), p.Base)
	b = append(b, points...)
	if p.Spread {
		b = append(b, make([]byte, max(0, unusedMiddle-len(b)-len(private)))...)
	}
	return Chunk(0x6001, 0, append(b, private...))
}

func (it Item) isPrivate() bool { return it.Type&1 != 0 && it.Type>>4 >= 2 && it.Text != "" }

// data writes the fields; used is the size of the private texts at privateAt.
func (pt Point) data(privateAt int) (b []byte, used int) {
	if pt.Raw != nil {
		return pt.Raw, 0
	}
	items, used := Items(pt.Items)
	has := func(flag uint16) bool { return pt.Flags&flag != 0 }
	switch {
	case pt.Type == Trace:
		b = pt.location(nil)
		for _, v := range pt.Values {
			b = u64(b, v)
		}
		for range pt.Values {
			b = append(b, 8)
		}
		return append(b, byte(len(pt.Values))), 0
	case has(HasActivity):
		b = u64(b, pt.Activity)
	}
	if has(HasUniquePID) {
		b = u64(b, 7)
	}
	if pt.Type == Activity {
		if has(HasSubsystem) {
			b = u64(b, pt.Other)
		}
		if pt.LogType != 3 {
			b = u64(b, pt.New)
		}
		return pt.location(b), 0
	}
	if has(HasPersona) && !pt.NoPersona {
		b = u32(b, pt.Persona)
	}
	if has(HasPrivate) {
		b = u16(u16(b, uint16(privateAt)), uint16(used))
	}
	b = pt.location(b)
	if has(HasSubsystem) {
		b = u16(b, pt.Subsystem)
	}
	if pt.Type == Signpost {
		b = u64(b, pt.Signpost)
	}
	if has(HasTTL) {
		b = append(b, 14)
	}
	if has(HasReference) {
		return u32(b, pt.Reference), used
	}
	if pt.Type == Signpost && has(HasName) {
		b = u32(b, uint32(pt.Format))
	}
	return append(b, items...), used
}

func (pt Point) location(b []byte) []byte {
	b = u32(b, uint32(pt.PC))
	switch pt.Flags & originMask {
	case FromAddress:
		if !pt.Is32 {
			b = u16(b, uint16(pt.PC>>32))
		}
	case FromLarge:
		b = u16(b, uint16(pt.PC>>32))
	case FromUUID:
		b = append(b, pt.Image[:]...)
	}
	if pt.Flags&HasHigh != 0 {
		b = u16(b, uint16(pt.Format>>31))
	}
	return b
}

// Items writes the descriptors and values of arguments; private is the size of their
// private texts.
func Items(items []Item) (b []byte, private int) {
	b = []byte{0, byte(len(items))}
	var values []byte
	for _, it := range items {
		switch {
		case it.Data != nil:
			b = append(append(b, it.Type, byte(len(it.Data))), it.Data...)
		case it.isPrivate():
			b = u16(u16(append(b, it.Type, 4), uint16(private)), uint16(len(it.Text)))
			private += len(it.Text)
		default:
			b = u16(u16(append(b, it.Type, 4), uint16(len(values))), uint16(len(it.Text)))
			values = append(values, it.Text...)
		}
	}
	return append(b, values...), private
}

// LossData is the data of a loss tracepoint.
func LossData(from, to uint64, count uint32) []byte { return u32(u64(u64(nil, from), to), count) }

// Oversize makes an oversize chunk.
func Oversize(first uint64, second uint32, ticks uint64, reference uint32, items []Item) []byte {
	public, _ := Items(items)
	var private []byte
	for _, it := range items {
		if it.isPrivate() {
			private = append(private, it.Text...)
		}
	}
	b := u32(u32(u64(nil, first), second), 0)
	b = u32(u64(b, ticks), reference)
	b = u16(u16(b, uint16(len(public))), uint16(len(private)))
	return Chunk(0x6002, 0, slices.Concat(b, public, private))
}

// Simpledump makes a chunk of a message that was composed when it was logged.
func Simpledump(first uint64, second uint32, logType byte, ticks, thread uint64, sender UUID, subsystem, message string) []byte {
	b := u32(u64(nil, first), second)
	b = append(b, 0, logType, 0, 0)
	b = u64(u64(u64(b, ticks), thread), 0)
	b = append(append(b, sender[:]...), make([]byte, 16)...)
	b = u32(u32(u32(b, 0), uint32(len(subsystem)+1)), uint32(len(message)+1))
	b = append(append(b, subsystem...), 0)
	return Chunk(0x6004, 0, append(append(b, message...), 0))
}

// Statedump makes a chunk of a state, of which readers need nothing.
func Statedump(first uint64, second uint32, ticks uint64) []byte {
	b := u64(u32(u32(u64(nil, first), second), 0), ticks)
	return Chunk(0x6003, 0, append(b, make([]byte, 264-40)...))
}
