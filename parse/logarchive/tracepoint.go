package logarchive

import "cmp"

// The flags of a tracepoint that say which fields its data have, in this order.
const (
	flagActivity  = 0x0001 // u64 current activity
	flagUniquePID = 0x0010 // u64
	flagPersona   = 0x0040 // u32, since iOS 27
	flagPrivate   = 0x0100 // u16 offset and u16 size of the private range
	flagHigh      = 0x0020 // u16 high part of format offsets
	flagSubsystem = 0x0200 // u16 (of an activity: u64 other activity)
	flagTTL       = 0x0400 // u8
	flagOversize  = 0x0800 // u32 reference; dtformats' document says u16, measured
	flagOrigin    = 0x000e // how the format string and the sender are found
)

// origin says how the format string and the sender are found (flagOrigin).
type origin uint8

const (
	originMain       origin = 2   // the executable
	originShared     origin = 4   // shared cache, offset of 32 bits
	originSharedBare origin = 6   // not seen; no further field, as Apple's reader has it
	originAbsolute   origin = 8   // the library loaded at the address
	originUUID       origin = 0xa // the library of this UUID
	originLarge      origin = 0xc // shared cache, offset of 48 bits
)

// activityMask takes an activity's number out of its identifier; the top byte has flags.
const activityMask = 1<<56 - 1

// location is where a message comes from: where its format string is, and what
// code wrote it.
type location struct {
	origin  origin
	dynamic bool   // made at run time: the format is %s
	format  uint64 // offset of the format string
	pc      uint64 // address in the shared cache, the image or the process
	image   UUID   // with originUUID
}

// fields are a tracepoint's data.
type fields struct {
	location
	activity     uint64
	made         ancestry // of a new activity
	ttl          uint8
	hasTTL       bool
	privateAt    uint16
	privateSize  uint16
	subsystem    uint16
	hasSubsystem bool
	reference    uint32 // of an oversize chunk
	hasReference bool
	behind       int // bytes behind a reference; none, measured
	count        int
	items        []byte // descriptors, then what they refer to
	values       []byte
}

// dynamicFormat is the bit of a format offset that marks formats made at run time.
const dynamicFormat = 1 << 31

// readLog reads the data of a log tracepoint. Where flagPersona is set, systems
// disagree on whether the field is there (mandiant/macos-UnifiedLogs 152, 154, 158):
// the reading counts with which the arguments end at the end of the data.
func (pt *point) readLog(f *fields, is32 bool) bool {
	if pt.flags&flagPersona == 0 {
		return pt.readLogFields(f, is32, false)
	}
	ok := pt.readLogFields(f, is32, true)
	if ok && f.exact() {
		return true
	}
	var other fields
	if pt.readLogFields(&other, is32, false) && other.exact() {
		*f = other
		return true
	}
	return ok
}

func (pt *point) readLogFields(f *fields, is32, persona bool) bool {
	*f = fields{}
	r := &cursor{b: pt.data}
	if pt.flags&flagActivity != 0 {
		f.activity = r.u64() & activityMask
	}
	if pt.flags&flagUniquePID != 0 {
		r.take(8)
	}
	if persona {
		r.take(4)
	}
	if pt.flags&flagPrivate != 0 {
		f.privateAt, f.privateSize = r.u16(), r.u16()
	}
	pt.readLocation(r, f, is32)
	if pt.flags&flagSubsystem != 0 {
		f.subsystem, f.hasSubsystem = r.u16(), true
	}
	if pt.flags&flagTTL != 0 {
		f.ttl, f.hasTTL = r.u8(), true
	}
	if pt.flags&flagOversize != 0 {
		f.reference, f.hasReference = r.u32(), true
		f.behind = len(r.rest())
		return !r.short
	}
	if r.short {
		return false
	}
	f.count, f.items, f.values = splitItems(r.rest())
	return true
}

// readLocation reads the fields by which the format string and the sender are found.
func (pt *point) readLocation(r *cursor, f *fields, is32 bool) {
	f.origin = origin(pt.flags & flagOrigin)
	f.pc = uint64(r.u32())
	switch f.origin {
	case originAbsolute:
		if !is32 {
			f.pc |= uint64(r.u16()) << 32
		}
	case originLarge:
		f.pc |= uint64(r.u16()) << 32
	case originUUID:
		f.image = r.uuid()
	}
	f.dynamic = pt.format&dynamicFormat != 0
	f.format = uint64(pt.format &^ dynamicFormat)
	if pt.flags&flagHigh != 0 {
		f.format |= uint64(r.u16()) << 31 // for every origin
	}
}

// ancestry is where a new activity comes from; 0 for nowhere.
type ancestry struct{ creator, parent uint64 }

// readActivity reads the data of an activity tracepoint; the activity is the new
// one, or for a user action (log type 3) the current one. Where the new one is not part
// of the current one, its parent is told too.
func (pt *point) readActivity(f *fields, is32 bool) bool {
	*f = fields{}
	r := &cursor{b: pt.data}
	other := uint64(0)
	if pt.flags&flagActivity != 0 {
		f.activity = r.u64() & activityMask
	}
	if pt.flags&flagUniquePID != 0 {
		r.take(8)
	}
	if pt.flags&flagSubsystem != 0 {
		other = r.u64() & activityMask
	}
	if pt.logType != logTypeUserAction {
		f.made = ancestry{creator: f.activity, parent: cmp.Or(other, f.activity)}
		f.activity = r.u64() & activityMask
	}
	pt.readLocation(r, f, is32)
	return !r.short
}

// readTrace reads the data of a trace tracepoint. Its values stand in a row, behind
// them the size of each in a byte and their count; items are written to buf to be
// composed like those of a log.
func (pt *point) readTrace(f *fields, is32 bool, buf []byte) ([]byte, bool) {
	*f = fields{}
	r := &cursor{b: pt.data}
	pt.readLocation(r, f, is32)
	values := r.rest()
	if r.short || len(values) == 0 {
		return buf, !r.short
	}
	n := int(values[len(values)-1])
	if n > len(values)-1 {
		return buf, true
	}
	sizes := values[len(values)-1-n : len(values)-1]
	v := &cursor{b: values[:len(values)-1-n]}
	from := len(buf)
	for _, s := range sizes {
		s &= traceSize
		value := v.take(int(s))
		if v.short {
			return buf[:from], true
		}
		buf = append(append(buf, 0, s), value...)
	}
	f.count, f.items = n, buf[from:]
	return buf, true
}

// traceSize takes the size of a value out of its byte.
const traceSize = 0x3f

// splitItems parts what follows the fixed fields: u8, u8 count, the descriptors of
// the arguments (u8 type, u8 size, bytes), and the area that they refer to.
func splitItems(b []byte) (count int, items, values []byte) {
	if len(b) < 2 {
		return 0, nil, nil
	}
	at := 2
	for range b[1] {
		if at+2 > len(b) || at+2+int(b[at+1]) > len(b) {
			break // the composer tells it by the count
		}
		at += 2 + int(b[at+1])
	}
	return int(b[1]), b[2:at], b[at:]
}

// exact reports whether the arguments end where the data end.
func (f *fields) exact() bool {
	if f.hasReference {
		return f.behind == 0
	}
	end := 0
	for b := f.items; len(b) >= 2; b = b[2+int(b[1]):] {
		typ, size := b[0], b[1]
		if typ&privateBit != 0 || typ>>4 < firstRange || typ>>4 > lastRange || size != 4 {
			continue
		}
		if n := int(le.Uint16(b[4:]) &^ rangeCut); n > 0 {
			end = max(end, int(le.Uint16(b[2:]))+n)
		}
	}
	return end == len(f.values)
}

// What exact needs to know of descriptors.
const (
	privateBit = 0x01
	firstRange = 2 // the types, in the upper half, that refer to the values
	lastRange  = 8
	rangeCut   = 1 << 15 // of the size of what is referred to
)

// loss is the data of a loss tracepoint; times are continuous, in ticks.
type loss struct {
	from, to uint64
	count    uint32
}

func (pt *point) readLoss() (l loss, ok bool) {
	r := &cursor{b: pt.data}
	l = loss{r.u64(), r.u64(), r.u32()}
	return l, !r.short
}
