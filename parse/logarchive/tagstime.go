package logarchive

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"time"
)

// appendStructure appends a structure of 16 bytes.
func appendStructure(dst []byte, tag valueTag, data []byte, zone *time.Location) []byte {
	if tag == tagUUID {
		return appendUUID(dst, data)
	}
	seconds := int64(binary.LittleEndian.Uint64(data))
	begin := len(dst)
	dst = appendTime(dst, seconds, zone)
	if len(dst) == begin {
		return dst
	}
	dst = append(dst, '.')
	if tag == tagTimeval { // {i64 seconds, i32 microseconds}
		dst = appendFraction(dst, int64(int32(binary.LittleEndian.Uint32(data[8:]))), 6)
	} else { // timespec {i64 seconds, i64 nanoseconds}
		dst = appendFraction(dst, int64(binary.LittleEndian.Uint64(data[8:])), 9)
	}
	return appendZone(dst, seconds, zone)
}

// uuidEnds are where the groups of a UUID's bytes end.
var uuidEnds = [...]int{4, 6, 8, 10, 16}

// appendUUID appends the 16 bytes of a UUID in upper case.
func appendUUID(dst, id []byte) []byte {
	begin, from := len(dst), 0
	for _, end := range uuidEnds {
		if from > 0 {
			dst = append(dst, '-')
		}
		dst = hex.AppendEncode(dst, id[from:end])
		from = end
	}
	upper(dst[begin:])
	return dst
}

// maxSeconds is about the last second whose year an int holds: localtime(3) fails
// beyond it, and nothing is printed.
const maxSeconds = 1 << 56

// appendTime appends seconds since 1970 as date and time in a zone; nil is UTC.
func appendTime(dst []byte, seconds int64, zone *time.Location) []byte {
	if seconds > maxSeconds || seconds < -maxSeconds {
		return dst
	}
	return timeIn(seconds, zone).AppendFormat(dst, "2006-01-02 15:04:05")
}

// appendZone appends the zone's offset at a time. os_log(3) shows times without
// it; the composer adds it (libsystem_trace os_trace_blob_add_localtime).
func appendZone(dst []byte, seconds int64, zone *time.Location) []byte {
	if seconds > maxSeconds || seconds < -maxSeconds {
		return dst
	}
	return timeIn(seconds, zone).AppendFormat(dst, "-0700")
}

func timeIn(seconds int64, zone *time.Location) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	return time.Unix(seconds, 0).In(zone)
}

// appendFraction appends n with at least digits digits, the sign among them.
func appendFraction(dst []byte, n int64, digits int) []byte {
	from := len(dst)
	dst = strconv.AppendInt(dst, n, 10)
	head := 0
	if n < 0 {
		head = 1
	}
	return pad(dst, from, head, digits, flagZero)
}
