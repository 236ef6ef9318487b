package parse

import (
	"bytes"
	"io"
)

// cutter hands out an input in blocks, each cut before the last record that
// starts in it, so that no record straddles two blocks unless it is longer than
// MaxRecord.
type cutter struct {
	r           io.Reader
	f           *format
	size, limit int // bytes of a block, and of one record before it is cut

	carry []byte       // what was read beyond the last block
	cut   continuation // of the next block
	total int64
	err   error
	ended bool
}

// continuation tells whether a block begins inside a record, which was too long for
// the block before it.
type continuation uint8

const (
	insideRecord continuation = 1 + iota // at the beginning of a line of it
	insideLine
)

func newCutter(r io.Reader, f *format, opts Options) *cutter {
	c := &cutter{r: r, f: f, size: opts.BlockSize, limit: opts.MaxRecord}
	if c.size <= 0 {
		c.size = defaultBlock
	}
	if c.limit <= 0 {
		c.limit = defaultMaxRecord
	}
	return c
}

// next reads the next block into buf, whose memory it uses again. goesOn tells where
// it begins; ok is false at the end of the input, whose error is then in c.err.
func (c *cutter) next(buf []byte) (data []byte, goesOn continuation, ok bool) {
	if c.ended {
		return buf, 0, false
	}
	goesOn, c.cut = c.cut, 0
	buf = append(buf[:0], c.carry...)
	c.carry = c.carry[:0]
	for want := c.size; ; want = max(min(len(buf), c.limit-len(buf)+1), maxHead) {
		n := len(buf)
		if cap(buf) < n+want {
			grown := make([]byte, n, n+want+want/16) // with room for another carry when it is used again
			copy(grown, buf)
			buf = grown
		}
		m, err := readFull(c.r, buf[n:n+want])
		c.total += int64(m)
		buf = buf[:n+m]
		if err != nil {
			c.ended = true
			if err != io.EOF {
				c.err = err
			}
			return buf, goesOn, len(buf) > 0
		}
		if at := lastStart(buf, c.f); at > 0 {
			c.carry = append(c.carry, buf[at:]...)
			return buf[:at], goesOn, true
		}
		if len(buf) >= c.limit {
			end := bytes.LastIndexByte(buf, '\n') + 1
			switch rest := trimLine(buf[end:]); {
			case end > 0 && c.f.starts(rest): // a record whose first line is long
				c.carry = append(c.carry, buf[end:]...)
				return buf[:end], goesOn, true
			case end > 0 && len(rest) < maxHead: // perhaps one
				continue
			}
			c.cut = insideRecord
			if buf[len(buf)-1] != '\n' {
				c.cut = insideLine
			}
			return buf, goesOn, true
		}
	}
}

// maxHead is how many bytes of a line tell whether a record begins there.
const maxHead = 2 << 10

// lastStart returns the offset of the last complete line of buf that starts a
// record, or 0 when only the first one does or none.
func lastStart(buf []byte, f *format) int {
	end := bytes.LastIndexByte(buf, '\n')
	for end > 0 {
		begin := bytes.LastIndexByte(buf[:end], '\n') + 1
		if f.starts(trimLine(buf[begin:end])) {
			return begin
		}
		end = begin - 1
	}
	return 0
}

// readFull is io.ReadFull that tells the end of the input, io.EOF, from damage: a
// truncated gzip member ends with io.ErrUnexpectedEOF.
func readFull(r io.Reader, b []byte) (n int, err error) {
	for n < len(b) && err == nil {
		var m int
		m, err = r.Read(b[n:])
		n += m
	}
	if n == len(b) {
		err = nil
	}
	return n, err
}
