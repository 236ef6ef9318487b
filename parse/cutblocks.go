package parse

import (
	"bytes"
	"io"
)

// cutBlocks fills blocks and cuts each before the last record that starts in
// it, so that no record straddles two blocks unless it is longer than
// MaxRecord.
func cutBlocks(r io.Reader, f *format, opts Options, get func() []byte, send func(*block) bool) (total int64, err error) {
	size := opts.BlockSize
	if size <= 0 {
		size = defaultBlock
	}
	limit := opts.MaxRecord
	if limit <= 0 {
		limit = defaultMaxRecord
	}
	var carry []byte
	for seq := 0; ; seq++ {
		want := size
		buf := append(get()[:0], carry...)
		carry = carry[:0]
		for {
			n := len(buf)
			if cap(buf) < n+want {
				grown := make([]byte, n, n+want+want/16) // with room for another carry when it is used again
				copy(grown, buf)
				buf = grown
			}
			var m int
			m, err = readFull(r, buf[n:n+want])
			total += int64(m)
			buf = buf[:n+m]
			if err != nil {
				if len(buf) > 0 {
					send(&block{seq: seq, data: buf, final: true})
				}
				if err == io.EOF {
					err = nil
				}
				return total, err
			}
			cut := lastStart(buf, f)
			if cut > 0 {
				carry = append(carry, buf[cut:]...)
				if !send(&block{seq: seq, data: buf[:cut]}) {
					return total, nil
				}
				break
			}
			if len(buf) >= limit {
				if !send(&block{seq: seq, data: buf, cut: true}) {
					return total, nil
				}
				break
			}
			want = min(len(buf), limit-len(buf)+1)
		}
	}
}

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
