package logarchive

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"time"
)

// valueTag is the type that an annotation names for a value, which then is printed
// as that type and not by its conversion.
type valueTag uint8

const (
	tagNone valueTag = iota // also types that are printed as they are
	tagBool
	tagBOOL
	tagErrno
	tagSignal
	tagMode
	tagTime
	tagTimeval
	tagTimespec
	tagBytes
	tagIECBytes
	tagBitrate
	tagIECBitrate
	tagUUID
	tagIPv4
	tagIPv6
	tagSockaddr
	tagTCPFlags
	tagTCPState
	tagSignpost
)

// builtinTags are the types that are named without a domain (os_log(3); errno is
// an old name of darwin.errno). Names are exact.
var builtinTags = [...]struct {
	name string
	tag  valueTag
}{
	{"bool", tagBool},
	{"BOOL", tagBOOL},
	{"errno", tagErrno},
	{"darwin.errno", tagErrno},
	{"darwin.signal", tagSignal},
	{"darwin.mode", tagMode},
	{"time_t", tagTime},
	{"timeval", tagTimeval},
	{"timespec", tagTimespec},
	{"bytes", tagBytes},
	{"iec-bytes", tagIECBytes},
	{"bitrate", tagBitrate},
	{"iec-bitrate", tagIECBitrate},
	{"uuid_t", tagUUID},
}

// networkTags are the types of the domain "network" (os_log(3), liblog_network).
var networkTags = [...]struct {
	name string
	tag  valueTag
}{
	{"in_addr", tagIPv4},
	{"in6_addr", tagIPv6},
	{"sockaddr", tagSockaddr},
	{"tcp_flags", tagTCPFlags},
	{"tcp_state", tagTCPState},
}

// tagOf returns the type that a word of an annotation names. Types of other
// domains (xcode, location, mdns…) are printed as they are.
func tagOf(word []byte) valueTag {
	word = bytes.TrimPrefix(word, []byte("builtin:"))
	domain, name, ok := bytes.Cut(word, []byte{':'})
	switch {
	case !ok:
		for _, t := range builtinTags {
			if t.name == string(word) {
				return t.tag
			}
		}
	case strings.EqualFold(string(domain), "network"):
		for _, t := range networkTags {
			if t.name == string(name) {
				return t.tag
			}
		}
	case bytes.HasPrefix(domain, []byte("signpost.")):
		return tagSignpost
	}
	return tagNone
}

// appendTagged appends a value as its tag wants it; false when the value is printed
// by its conversion all the same. A value of a wrong kind or size is a mismatch
// (libsystem_trace _os_log_fmt_builtin_*).
func appendTagged(dst []byte, s *conversion, a argument, zone *time.Location) ([]byte, bool) {
	switch s.tag {
	case tagIPv4, tagIPv6, tagSockaddr, tagTCPFlags, tagTCPState:
		return appendNetwork(dst, s, a), true
	case tagSignpost:
		return appendSignpost(dst, s, a)
	case tagUUID, tagTimeval, tagTimespec:
		switch {
		case s.arg != argData || len(a.data) != 16 && (len(a.data) > 16 || !a.truncated):
			return appendMismatch(dst, s, a), true
		case len(a.data) != 16:
			return append(dst, missingText...), true
		}
		return appendStructure(dst, s.tag, a.data, zone), true
	}
	if !s.tag.fits(s.arg, len(a.data)) {
		return appendMismatch(dst, s, a), true
	}
	return appendTaggedNumber(dst, s, a, zone), true
}

// fits reports whether a tag for numbers takes a conversion with a value of size
// bytes.
func (t valueTag) fits(arg argKind, size int) bool {
	switch t {
	case tagBool, tagBOOL:
		return arg.integer() || arg == argPointer
	case tagErrno, tagSignal, tagMode:
		return arg.integer() && size == 4
	case tagTime:
		return arg.integer() && (size == 4 || size == 8)
	}
	return arg.integer()
}

func appendTaggedNumber(dst []byte, s *conversion, a argument, zone *time.Location) []byte {
	n := a.number(s)
	switch s.tag {
	case tagBool:
		return strconv.AppendBool(dst, n != 0)
	case tagBOOL:
		if n != 0 {
			return append(dst, "YES"...)
		}
		return append(dst, "NO"...)
	case tagErrno:
		return appendBracketedErrno(dst, int32(n))
	case tagSignal:
		return appendSignal(dst, int32(n))
	case tagMode:
		return appendMode(dst, uint32(n))
	case tagTime:
		return appendZone(appendTime(dst, a.signed(), zone), a.signed(), zone)
	}
	return appendScaled(dst, n, s.tag)
}

// appendBracketedErrno appends an error number and its text.
func appendBracketedErrno(dst []byte, n int32) []byte {
	dst = strconv.AppendInt(append(dst, '['), int64(n), 10)
	dst = append(dst, ": "...)
	if n == 0 {
		dst = append(dst, "Success"...)
	} else {
		dst = appendErrno(dst, n)
	}
	return append(dst, ']')
}

// appendSignal appends a signal's name and text.
func appendSignal(dst []byte, n int32) []byte {
	if n < 0 || int(n) >= len(signals) {
		dst = strconv.AppendInt(append(dst, '['), int64(n), 10)
		return append(dst, ": Unknown signal]"...)
	}
	dst = append(append(dst, "[sig"...), signals[n].name...)
	dst = append(append(dst, ": "...), signals[n].text...)
	return append(dst, ']')
}

// fileTypes are the letters of a file's type by the high bits of its mode, those of
// strmode(3). A mode without type begins with a dash (Apple's example of
// OSLogInt32ExtendedFormat.darwinMode).
const fileTypes = "-pc-d-b---l-s-w-"

// appendMode appends a file mode as ls(1) does.
func appendMode(dst []byte, mode uint32) []byte {
	dst = append(dst, fileTypes[mode>>12&0xf])
	for _, who := range [...]struct {
		shift   uint
		special uint32 // set-user-id, set-group-id, sticky
		letter  byte
	}{{6, 0o4000, 's'}, {3, 0o2000, 's'}, {0, 0o1000, 't'}} {
		bits := mode >> who.shift
		execute := letterIf(bits&1 != 0, 'x')
		if mode&who.special != 0 {
			execute = who.letter
			if bits&1 == 0 {
				execute -= 'a' - 'A'
			}
		}
		dst = append(dst, letterIf(bits&4 != 0, 'r'), letterIf(bits&2 != 0, 'w'), execute)
	}
	return dst
}

func letterIf(set bool, letter byte) byte {
	if set {
		return letter
	}
	return '-'
}

// scale is a unit's suffixes, each base times the one before it. os_log(3) and
// Apple's OSLogInt32ExtendedFormat show kB, KiB, MiB, kbps and Kibps; the others
// continue them.
type scale struct {
	base     uint64
	suffixes [7]string
}

var scales = [...]scale{
	{1000, [7]string{"B", "kB", "MB", "GB", "TB", "PB", "EB"}},
	{1024, [7]string{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}},
	{1000, [7]string{"bps", "kbps", "Mbps", "Gbps", "Tbps", "Pbps", "Ebps"}},
	{1024, [7]string{"bps", "Kibps", "Mibps", "Gibps", "Tibps", "Pibps", "Eibps"}},
}

// appendScaled appends n in the largest unit of which it has one, with up to three
// digits. Units of 1024 also begin at 1000.
func appendScaled(dst []byte, n uint64, tag valueTag) []byte {
	units := &scales[tag-tagBytes]
	unit, rest := 0, uint64(0)
	for n >= 1000 && unit+1 < len(units.suffixes) {
		n, rest = n/units.base, n%units.base
		unit++
	}
	hundredths := uint64(math.Round(float64(rest) * 100 / float64(units.base)))
	if hundredths == 100 {
		n, hundredths = n+1, 0
	}
	dst = strconv.AppendUint(dst, n, 10)
	switch {
	case n < 10 && hundredths%10 != 0:
		dst = append(dst, '.', '0'+byte(hundredths/10), '0'+byte(hundredths%10))
	case n < 100 && hundredths != 0:
		dst = append(dst, '.', '0'+byte(hundredths/10))
	}
	return append(append(dst, ' '), units.suffixes[unit]...)
}

// appendSignpost appends a value with the marks by which signpost tools find it
// (seen in `log show` of signposts, libyal/dtformats). Numbers are those of an
// NSNumber, whatever the conversion.
func appendSignpost(dst []byte, s *conversion, a argument) ([]byte, bool) {
	if a.item.kind>>4 == itemData {
		return dst, false
	}
	domain, name, _ := bytes.Cut(s.tagName, []byte{':'})
	dst = append(append(dst, "__##__"...), domain...)
	dst = append(append(dst, "#____#"...), name...)
	dst = append(dst, "#_##_#"...)
	if s.arg.scalar() {
		dst = appendPlainNumber(dst, s, a)
	} else {
		dst = append(dst, a.text()...)
	}
	return append(dst, "##__##"...), true
}

// appendPlainNumber appends a number as NSNumber describes itself, with up to 16
// digits.
func appendPlainNumber(dst []byte, s *conversion, a argument) []byte {
	switch {
	case s.arg == argDouble:
		plain := conversion{conv: 'g'}
		return appendFloat(dst, &plain, 0, 16, a.float())
	case s.flags&flagUnsigned != 0:
		return strconv.AppendUint(dst, a.unsigned(), 10)
	}
	return strconv.AppendInt(dst, a.signed(), 10)
}
