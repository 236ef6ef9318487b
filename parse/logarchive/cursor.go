package logarchive

import (
	"bytes"
	"encoding/binary"
)

var le = binary.LittleEndian

// cursor reads fields in a row. Reading beyond the end gives zeros and sets short.
type cursor struct {
	b     []byte
	at    int
	short bool
}

// take returns the next n bytes, nil when there are fewer.
func (c *cursor) take(n int) []byte {
	if n < 0 || n > len(c.b)-c.at {
		c.short, c.at = true, len(c.b)
		return nil
	}
	c.at += n
	return c.b[c.at-n : c.at : c.at]
}

// list returns the bytes of n elements of a size, nil when there are fewer.
func (c *cursor) list(n uint32, size int) []byte {
	if n > uint32(len(c.b)) {
		return c.take(-1)
	}
	return c.take(int(n) * size)
}

func (c *cursor) u16() uint16 {
	if b := c.take(2); b != nil {
		return le.Uint16(b)
	}
	return 0
}

func (c *cursor) u32() uint32 {
	if b := c.take(4); b != nil {
		return le.Uint32(b)
	}
	return 0
}

func (c *cursor) u64() uint64 {
	if b := c.take(8); b != nil {
		return le.Uint64(b)
	}
	return 0
}

func (c *cursor) uuid() UUID {
	if b := c.take(16); b != nil {
		return UUID(b)
	}
	return UUID{}
}

// align skips to the next multiple of n, or to the end.
func (c *cursor) align(n int) { c.at = min(align(c.at, n), len(c.b)) }

// rest returns what has not been read.
func (c *cursor) rest() []byte { return c.b[c.at:] }

// align rounds up to a multiple of n, which is a power of two.
func align(at, n int) int { return (at + n - 1) &^ (n - 1) }

// cstring returns the bytes of b up to the first NUL, all when there is none.
func cstring(b []byte) []byte {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		return b[:i]
	}
	return b
}
