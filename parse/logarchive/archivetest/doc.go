// Package archivetest writes unified logs as a device stores them: every structure
// that package logarchive reads, with any combination of fields, as bytes, as a
// folder, or as a sysdiagnose. It serves tests and benchmarks only.
package archivetest

import "encoding/binary"

var le = binary.LittleEndian

// UUID is a UUID in the order of its digits.
type UUID [16]byte

// ID makes a UUID that is told apart by one number.
func ID(n byte) UUID { return UUID{n, 0xb6, 0x10, 0x60, 15: n} }

func u16(b []byte, v uint16) []byte { return le.AppendUint16(b, v) }
func u32(b []byte, v uint32) []byte { return le.AppendUint32(b, v) }
func u64(b []byte, v uint64) []byte { return le.AppendUint64(b, v) }

// pad fills up to a multiple of n.
func pad(b []byte, n int) []byte {
	for len(b)%n != 0 {
		b = append(b, 0)
	}
	return b
}

// Chunk makes a chunk of its data, filled up to 8 bytes.
func Chunk(tag, subtag uint32, data []byte) []byte {
	b := u64(u32(u32(nil, tag), subtag), uint64(len(data)))
	return pad(append(b, data...), 8)
}
