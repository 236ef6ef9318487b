package logarchive

import (
	"encoding/binary"
	"math/bits"
	"time"
	"unicode/utf8"
)

// Args are the arguments of one message as a tracepoint stores them.
type Args struct {
	// Items are Count descriptors {u8 type, u8 size, size bytes}.
	Items []byte
	Count int
	// Values is the area in which strings, data and objects lie; descriptors hold
	// a u16 offset from its start and a u16 size.
	Values []byte
	// Private is the tracepoint's range of the private area, empty when no
	// private data was kept; PrivateBase is the offset of its first byte as
	// private descriptors count it.
	Private     []byte
	PrivateBase int
	// Is32 is true when the process has pointers and longs of 4 bytes.
	Is32 bool
	// Zone is where times in messages are shown; nil is Offset seconds east of UTC.
	Zone   *time.Location
	Offset int
}

// zone is that of a value with the tag; only times need one.
func (a *Args) zone(tag valueTag) *time.Location {
	switch {
	case a.Zone != nil || tag != tagTime && tag != tagTimeval && tag != tagTimespec:
		return a.Zone
	case a.Offset == 0:
		return time.UTC
	}
	return time.FixedZone("", a.Offset)
}

// maxMessage is the length in bytes at which a message is cut: the reader's buffer
// holds 64 KiB with a final NUL (LoggingSupport _compose_log_message).
const maxMessage = 0xffff

// Texts that stand for a value, or for a message, that cannot be shown
// (libsystem_trace _os_log_fmt_decode_*, LoggingSupport _compose_log_message).
const (
	hiddenText    = "<private>"
	missingText   = "<decode: missing data>"
	nullText      = "(null)"
	cutText       = "<…>"
	corruptText   = "<compose failure [corrupt log]>"
	illegibleText = "<compose failure [illegible log arguments]>"
)

// stackSegments is the number of segments for which Compose needs no memory.
const stackSegments = 8

// Compose appends the message of a format string and its arguments to dst, as
// `log show` prints it. Nil args are no arguments. At most 64 KiB are appended,
// valid UTF-8, without white space at the end. For a format that occurs more than
// once, Parse it and use [Format.Compose].
func Compose(dst, format []byte, args *Args) []byte {
	var room [stackSegments]formatSegment
	f := Format{segments: splitFormat(room[:0], format)}
	return f.Compose(dst, args)
}

// Compose appends the message with these arguments to dst; see [Compose].
func (f *Format) Compose(dst []byte, args *Args) []byte {
	r := readItems(args)
	if !r.intact() {
		return append(dst, corruptText...)
	}
	start := len(dst)
	for i := range f.segments {
		s := &f.segments[i]
		dst = append(dst, s.literal...)
		if s.spec.arg == argRefused {
			dst = appendFailure(dst, "<decode: can't compose [", s.spec.text)
			dst = append(dst, "]>"...)
			break
		}
		if s.spec.arg != argNone {
			dst = r.append(dst, &s.spec)
		}
		if len(dst)-start > maxMessage {
			break
		}
	}
	dst = cutMessage(dst, start+maxMessage)
	dst = trimMessage(dst, start)
	if !utf8.Valid(dst[start:]) { // no NSString can be made of it
		dst = append(dst[:start], illegibleText...)
	}
	return dst
}

// cutMessage shortens b to at most n bytes, at the start of a character.
func cutMessage(b []byte, n int) []byte {
	if len(b) <= n {
		return b
	}
	for back := 0; back < utf8.UTFMax && n > 0 && !utf8.RuneStart(b[n]); back++ {
		n--
	}
	return b[:n]
}

// trimMessage takes the white space of C's isspace off the end of b[from:].
func trimMessage(b []byte, from int) []byte {
	for len(b) > from && (b[len(b)-1] == ' ' || b[len(b)-1]-'\t' <= '\r'-'\t') {
		b = b[:len(b)-1]
	}
	return b
}

// itemReader takes the items of a message in order.
type itemReader struct {
	args *Args
	rest []byte
	left int
}

// noArgs stands for nil ones.
var noArgs = &Args{}

// readItems begins with the first item.
func readItems(args *Args) itemReader {
	if args == nil {
		return itemReader{args: noArgs}
	}
	return itemReader{args: args, rest: args.Items, left: args.Count}
}

// storedItem is a descriptor: high nibble of kind what it is, low nibble privacy.
type storedItem struct {
	kind byte
	data []byte
}

// High nibbles of an item's kind (libsystem_trace os_log_fmt_get_data). Those of
// errno and of a mask's name, 6 and 7, are not stored as such.
const (
	itemScalar      = 0x0
	itemCount       = 0x1
	itemText        = 0x2
	itemData        = 0x3
	itemObject      = 0x4
	itemWideText    = 0x5
	itemCoded       = 0x8 // an object that encoded itself
	itemUnknownMask = 0xe // masked, but the sender did not know the mask
	itemMasked      = 0xf
)

// Low bits of an item's kind.
const (
	itemPrivate   = 1
	itemPublic    = 2
	itemSensitive = 4
	itemPrivacy   = itemPrivate | itemPublic | itemSensitive
)

// next takes the next item; false when there is none.
func (r *itemReader) next() (storedItem, bool) {
	if r.left <= 0 || len(r.rest) < 2 || len(r.rest) < 2+int(r.rest[1]) {
		r.left = 0
		return storedItem{}, false
	}
	n := 2 + int(r.rest[1])
	it := storedItem{kind: r.rest[0], data: r.rest[2:n]}
	r.rest = r.rest[n:]
	r.left--
	return it, true
}

// intact reports whether all items are there: a message of which the list is cut
// off is not composed at all.
func (r *itemReader) intact() bool {
	rest := r.rest
	for range r.left {
		if len(rest) < 2 || len(rest) < 2+int(rest[1]) {
			return false
		}
		rest = rest[2+int(rest[1]):]
	}
	return true
}

// argState is what became of an argument.
type argState uint8

const (
	stateGiven argState = iota
	stateHidden
	stateMissing
	stateMismatch
	stateBadRange
	stateDigest        // masked: data is a digest
	statePartial       // masked: data is a digest and parts of the text
	stateMaskOldSender // the sender did not know the mask
	stateMaskOldReader // this reader does not
	stateMaskUnknown   // neither does
)

// argument is the stored value of one conversion.
type argument struct {
	state     argState
	item      storedItem
	data      []byte // the value's bytes; of a scalar 1, 2, 4 or 8, little-endian
	truncated bool   // the sender had no room for the rest
}

// argument takes the items of a conversion, in the order width, precision, value
// (libsystem_trace os_log_fmt_read_aster_if_necessary).
func (r *itemReader) argument(s *conversion) (a argument, width, precision int) {
	width, precision = s.width, s.precision
	if s.flags&flagWidthItem != 0 {
		width = r.count(0)
	}
	switch {
	case s.flags&flagPrecision == 0:
	case s.flags&flagPrecisionItem == 0 && (s.arg.scalar() || s.arg == argObject):
		// a written precision has an item only by some compilers
		if r.left > 0 && len(r.rest) > 0 && r.rest[0]>>4 == itemCount {
			r.next()
		}
	case s.flags&flagPrecisionItem == 0:
		r.next() // the same number again
	default:
		precision = r.count(noPrecision)
	}
	return r.value(s), width, precision
}

// count takes an item that holds a width or precision; otherwise when it holds
// none.
func (r *itemReader) count(otherwise int) int {
	it, ok := r.next()
	if !ok || len(it.data) != 4 || it.kind>>4 > itemCount {
		return otherwise
	}
	n := int(int32(binary.LittleEndian.Uint32(it.data)))
	return max(-maxMessage, min(n, maxMessage))
}

// value takes the item of a conversion's value and finds its bytes
// (libsystem_trace os_log_fmt_get_data).
func (r *itemReader) value(s *conversion) argument {
	it, ok := r.next()
	a := argument{item: it}
	kind := it.kind >> 4
	switch {
	case !ok:
		a.state = stateMissing
		return a
	case kind == itemUnknownMask:
		a.state = unknownMask(s.mask)
		return a
	case it.kind&itemPrivate == 0 && kind == itemScalar:
		if len(it.data) == 0 {
			a.state = stateMissing
			return a
		}
		a.data = it.data
	default:
		if a.locate(r); a.state != stateGiven {
			return a
		}
	}
	if kind == itemMasked {
		a.state = maskState(s.mask)
	} else if !accepts(s.arg, kind, len(a.data), r.args.pointerSize()) {
		a.state = stateMismatch
	}
	return a
}

// locate finds the bytes to which the range of an item points.
func (a *argument) locate(r *itemReader) {
	area, base := r.args.Values, 0
	if a.item.kind&itemPrivate != 0 {
		switch privacy := a.item.kind & itemPrivacy; {
		case privacy != itemPrivate && privacy != itemPrivate|itemSensitive:
			a.state = stateMismatch
			return
		case len(r.args.Private) == 0:
			a.state = stateHidden
			return
		}
		area, base = r.args.Private, r.args.PrivateBase
	}
	if a.item.kind>>4 == itemCount && a.item.kind&itemPrivate == 0 || len(a.item.data) != 4 {
		a.state = stateMismatch // a count is no value, and a range has 4 bytes
		return
	}
	from, size := a.item.bounds()
	cut := a.item.cut()
	from -= base
	switch {
	case from < 0 || from > len(area) || size > len(area)-from:
		a.state = stateBadRange
		return
	case size == 0 && a.item.kind&itemSensitive != 0 && a.item.kind&itemPrivate != 0:
		// Where private data is kept and sensitive data is not, the range stays
		// empty. The level at which the sender kept data is not part of Args.
		a.state = stateHidden
		return
	case a.item.kind>>4 == itemScalar && cut:
		a.state = stateMissing
		return
	case size == 0 && cut && r.left == 0 && len(area)-from >= int(truncatedBit):
		size, cut = int(truncatedBit), false // the one size that the bit makes ambiguous
	}
	a.data, a.truncated = area[from:from+size], cut
}

// truncatedBit of a range's size says that the value was cut off.
const truncatedBit uint16 = 0x8000

// cut reports whether the sender kept only the beginning of what the item, of 4 bytes,
// refers to.
func (it storedItem) cut() bool { return binary.LittleEndian.Uint16(it.data[2:])&truncatedBit != 0 }

// bounds returns the offset and the size that an item holds; zeros when it has no
// room for them.
func (it storedItem) bounds() (offset, size int) {
	if len(it.data) < 4 {
		return 0, 0
	}
	return int(binary.LittleEndian.Uint16(it.data)), int(binary.LittleEndian.Uint16(it.data[2:]) &^ truncatedBit)
}

func (a *Args) pointerSize() int {
	if a.Is32 {
		return 4
	}
	return 8
}

// accepts reports whether a conversion takes an item of that kind and size in bytes
// (libsystem_trace _os_log_fmt_validate_cmd).
func accepts(arg argKind, kind byte, size, pointer int) bool {
	if arg.scalar() && (kind != itemScalar || bits.OnesCount(uint(size)) != 1) {
		return false
	}
	switch arg {
	case argChar, argShort, argInt, argWideChar, argErrno:
		return size <= 4
	case argLong:
		return size <= pointer
	case argLongLong:
		return size <= 8
	case argPointer:
		return size == pointer
	case argDouble:
		return size == 8
	case argText:
		return kind == itemText
	case argWideText:
		return kind == itemWideText
	case argObject:
		return kind == itemText || kind == itemData || kind == itemObject || kind == itemCoded
	}
	return kind == itemData
}
