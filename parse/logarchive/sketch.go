package logarchive

import "bytes"

// A sketch is a message without its numbers: sketchNumber stands for each. Most
// messages are composed only to find that they hold nothing that is searched, and
// printing numbers is most of the work. Where no number can have a part in a literal
// (see apart), the sketch holds each literal that the message holds.

// sketchNumber stands for a number. It is in no message.
const sketchNumber = 0

// sketch appends the sketch of a message; ok is false for one that has to be composed,
// because it has several lines, which a search may join, or is cut off. Whether it is
// illegible is not looked at.
func (f *Format) sketch(dst []byte, args *Args) (_ []byte, ok bool) {
	r := readItems(args)
	if !r.intact() {
		return dst, false
	}
	start := len(dst)
	for i := range f.segments {
		s := &f.segments[i]
		dst = append(dst, s.literal...)
		switch {
		case s.spec.arg == argNone:
		case s.spec.arg == argRefused:
			return dst, false
		case s.spec.digits && r.skipNumber(&s.spec):
			dst = append(dst, sketchNumber)
		default:
			dst = r.append(dst, &s.spec)
		}
		if len(dst)-start > maxMessage {
			return dst, false
		}
	}
	return dst, bytes.IndexByte(dst[start:], '\n') < 0
}

// number reports whether a conversion prints a number and nothing else, with at least
// one digit.
func (s *conversion) number() bool {
	const unwritten = flagWidthItem | flagPrecisionItem
	return s.arg.scalar() && s.arg != argWideChar && s.arg != argErrno && s.conv != 'c' &&
		s.tag == tagNone && s.mask == nil && s.flags&unwritten == 0 && (s.precision != 0 || s.arg == argDouble)
}

// numberSizes are the sizes in bytes that a conversion of a number accepts: the lowest bit
// stands for 1.
func (s *conversion) numberSizes(pointer int) (sizes uint8) {
	for size := range 8 {
		if accepts(s.arg, itemScalar, size+1, pointer) {
			sizes |= 1 << size
		}
	}
	return sizes
}

// skipNumber passes over the items of a conversion that prints a number; false, and
// nothing is passed over, when something else would be printed.
func (r *itemReader) skipNumber(s *conversion) bool {
	const head = 2
	rest, left := r.rest, r.left
	if s.flags&flagPrecision != 0 && left > 0 && len(rest) >= head && rest[0]>>4 == itemCount && len(rest)-head >= int(rest[1]) {
		rest, left = rest[head+int(rest[1]):], left-1
	}
	if left <= 0 || len(rest) < head || len(rest)-head < int(rest[1]) || rest[0]&^itemPublic != itemScalar<<4 {
		return false
	}
	sizes := s.sizes[0]
	if r.args.Is32 {
		sizes = s.sizes[1]
	}
	if size := rest[1]; size == 0 || size > 8 || sizes>>(size-1)&1 == 0 {
		return false
	}
	r.rest, r.left = rest[head+int(rest[1]):], left-1
	return true
}

// The bytes of which printed numbers consist (printf(3)), without the blanks of padded
// ones.
var (
	decimalBytes = bytesOf("0123456789+-")
	hexBytes     = bytesOf("0123456789+-abcdefABCDEFxX")
	floatBytes   = bytesOf("0123456789+-abcdefABCDEFxX.pPinIN") // with inf and nan
)

// byteSet marks bytes.
type byteSet [256]bool

func bytesOf(s string) (set byteSet) {
	for i := range len(s) {
		set[s[i]] = true
	}
	return set
}

// numberBytes are those of a conversion that prints a number.
func (s *conversion) numberBytes() *byteSet {
	switch {
	case s.arg == argDouble:
		return &floatBytes
	case s.conv == 'x' || s.conv == 'X' || s.conv == 'p':
		return &hexBytes
	}
	return &decimalBytes
}

// maxApart bounds the formats that apart looks at, in arguments: few have more than ten.
const maxApart = 24

// apart reports that no number that the format prints can have a part in one of the
// literals, whatever its other arguments are. False is always safe.
func (f *Format) apart(literals [][]byte) bool {
	if len(f.segments) > maxApart {
		return false
	}
	for i := range f.segments {
		s := &f.segments[i]
		if !s.spec.digits {
			continue
		}
		gap := numberGap{
			bytes: s.spec.numberBytes(), padded: s.spec.width != 0 || s.spec.flags&flagBlank != 0,
			before: s.literal, first: i == 0, last: i == len(f.segments)-1,
		}
		if !gap.last {
			next := &f.segments[i+1]
			gap.after = next.literal
			gap.end = next.spec.arg == argNone
		}
		for _, l := range literals {
			if gap.touches(l) {
				return false
			}
		}
	}
	return true
}

// numberGap is the place of a number in a format.
type numberGap struct {
	bytes         *byteSet
	padded        bool   // with blanks
	before, after []byte // text around it, up to the next argument
	first, last   bool   // no argument before it, nothing behind it
	end           bool   // no argument behind after
}

// touches reports whether the literal may stand where the number has a part in it: a
// beginning of it before the number, some of its bytes in it, an end of it behind.
func (g *numberGap) touches(literal []byte) bool {
	for from, c := range literal {
		if !g.has(c) || from > 0 && !g.follows(literal[:from]) {
			continue
		}
		for to := from; to < len(literal) && g.has(literal[to]); to++ {
			if rest := literal[to+1:]; len(rest) == 0 || g.precedes(rest) {
				return true
			}
		}
	}
	return false
}

// has reports whether the number may hold a byte.
func (g *numberGap) has(c byte) bool { return g.bytes[c] || c == ' ' && g.padded }

// follows reports whether the text before the number may end with head.
func (g *numberGap) follows(head []byte) bool {
	return bytes.HasSuffix(g.before, head) || !g.first && bytes.HasSuffix(head, g.before)
}

// precedes reports whether the text behind the number may begin with tail.
func (g *numberGap) precedes(tail []byte) bool {
	return bytes.HasPrefix(g.after, tail) || !g.last && !g.end && bytes.HasPrefix(tail, g.after)
}
