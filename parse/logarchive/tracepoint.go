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
	behind       int    // bytes behind a reference; none, measured
	arguments    []byte // count, items and values of a log, until split takes them apart
	count        int
	items        []byte // descriptors, then what they refer to
	values       []byte
}

// split takes the arguments of a log apart.
func (f *fields) split() {
	if f.arguments != nil {
		f.count, f.items, f.values = splitItems(f.arguments)
		f.arguments = nil
	}
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
	if len(pt.data) < pt.logHead(is32, persona) {
		return false
	}
	b := pt.data
	if pt.flags&flagActivity != 0 {
		f.activity = le.Uint64(b) & activityMask
		b = b[8:]
	}
	if pt.flags&flagUniquePID != 0 {
		b = b[8:]
	}
	if persona {
		b = b[4:]
	}
	if pt.flags&flagPrivate != 0 {
		f.privateAt, f.privateSize = le.Uint16(b), le.Uint16(b[2:])
		b = b[4:]
	}
	b = pt.readLocation(b, f, is32)
	if pt.flags&flagSubsystem != 0 {
		f.subsystem, f.hasSubsystem = le.Uint16(b), true
		b = b[2:]
	}
	if pt.flags&flagTTL != 0 {
		f.ttl, f.hasTTL = b[0], true
		b = b[1:]
	}
	if pt.flags&flagOversize != 0 {
		f.reference, f.hasReference = le.Uint32(b), true
		f.behind = len(b) - 4
		return true
	}
	f.arguments = b
	return true
}

// logHead is the size of a log tracepoint's data before the arguments.
func (pt *point) logHead(is32, persona bool) int {
	n := pt.locationSize(is32) + pt.sizeIf(flagActivity, 8) + pt.sizeIf(flagUniquePID, 8) + pt.sizeIf(flagPrivate, 4) +
		pt.sizeIf(flagSubsystem, 2) + pt.sizeIf(flagTTL, 1) + pt.sizeIf(flagOversize, 4)
	if persona {
		n += 4
	}
	return n
}

// sizeIf is the size of a field that is there if a flag is set.
func (pt *point) sizeIf(flag uint16, size int) int {
	if pt.flags&flag != 0 {
		return size
	}
	return 0
}

// locationSize is the size of the fields that readLocation reads.
func (pt *point) locationSize(is32 bool) int {
	n := 4 + pt.sizeIf(flagHigh, 2)
	switch origin(pt.flags & flagOrigin) {
	case originAbsolute:
		if !is32 {
			n += 2
		}
	case originLarge:
		n += 2
	case originUUID:
		n += len(UUID{})
	}
	return n
}

// readLocation reads the fields by which the format string and the sender are found
// from the beginning of b, which has all of them, and returns what is behind them.
func (pt *point) readLocation(b []byte, f *fields, is32 bool) []byte {
	f.origin = origin(pt.flags & flagOrigin)
	f.pc = uint64(le.Uint32(b))
	b = b[4:]
	switch f.origin {
	case originAbsolute:
		if !is32 {
			f.pc |= uint64(le.Uint16(b)) << 32
			b = b[2:]
		}
	case originLarge:
		f.pc |= uint64(le.Uint16(b)) << 32
		b = b[2:]
	case originUUID:
		f.image = UUID(b[:len(f.image)])
		b = b[len(f.image):]
	}
	f.dynamic = pt.format&dynamicFormat != 0
	f.format = uint64(pt.format &^ dynamicFormat)
	if pt.flags&flagHigh != 0 {
		f.format |= uint64(le.Uint16(b)) << 31 // for every origin
		b = b[2:]
	}
	return b
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
	return pt.locate(r, f, is32)
}

// locate reads the location at a cursor; false when it is not all there.
func (pt *point) locate(r *cursor, f *fields, is32 bool) bool {
	b := r.take(pt.locationSize(is32))
	if r.short {
		return false
	}
	pt.readLocation(b, f, is32)
	return true
}

// readTrace reads the data of a trace tracepoint. Its values stand in a row, behind
// them the size of each in a byte and their count; items are written to buf to be
// composed like those of a log.
func (pt *point) readTrace(f *fields, is32 bool, buf []byte) ([]byte, bool) {
	*f = fields{}
	r := &cursor{b: pt.data}
	if !pt.locate(r, f, is32) {
		return buf, false
	}
	values := r.rest()
	if len(values) == 0 {
		return buf, true
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
	f.split()
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
