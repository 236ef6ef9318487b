package logarchive

import (
	"errors"
	"fmt"

	"github.com/pierrec/lz4/v4"
)

// The algorithms by which a chunkset's content may be stored (subchunk.algorithm).
const (
	algorithmNone = 0
	algorithmLZ4  = 0x100
	// LZBITMAP, since iOS 27 and macOS 27; its levels and libcompression's fast
	// family differ in the encoder only.
	algorithmBitmapFast  = 0x600
	algorithmBitmapFast2 = 0x602
	algorithmBitmap      = 0x700
	algorithmBitmap2     = 0x702
	algorithmLZFSE       = 0x801
)

// maxChunkset bounds the content of a chunkset, in bytes: logd collects 64 KiB, 65,464
// were the most seen.
const maxChunkset = 4 << 20

var (
	errShort     = errors.New("compressed data end too early")
	errTooMuch   = errors.New("compressed data hold more than they say")
	errLZFSE     = errors.New("compressed with LZFSE, which bglog does not read")
	errBadOffset = errors.New("compressed data refer to bytes before their beginning")
)

// decompress returns a chunkset's content of size bytes: a part of payload, or of buf,
// which grows as needed. What could be unpacked is returned with an error.
func decompress(buf *[]byte, payload []byte, algorithm, size uint32) ([]byte, error) {
	if size > maxChunkset {
		return nil, fmt.Errorf("chunkset of %d bytes, expected at most %d", size, maxChunkset)
	}
	switch {
	case algorithm == algorithmNone:
		// logd stores what does not get smaller, without a frame
		return payload[:min(len(payload), int(size))], nil
	case algorithm == algorithmLZ4:
		return decompressLZ4(room(buf, min(int(size), len(payload)*lz4Ratio)), payload)
	case algorithm >= algorithmBitmapFast && algorithm <= algorithmBitmapFast2,
		algorithm >= algorithmBitmap && algorithm <= algorithmBitmap2:
		return decompressBitmap(room(buf, min(int(size), len(payload)*bitmapRatio)), payload)
	case algorithm == algorithmLZFSE:
		return nil, errLZFSE
	}
	return nil, fmt.Errorf("compression %#x, expected none (0), LZ4 (0x100) or LZBITMAP (0x700)", algorithm)
}

// lz4Ratio is the most that LZ4 can shrink: a byte of a length stands for 255.
const lz4Ratio = 255

// room returns n bytes of buf, a larger one when needed.
func room(buf *[]byte, n int) []byte {
	if cap(*buf) < n {
		*buf = make([]byte, n)
	}
	return (*buf)[:n]
}

// The magic numbers of the blocks of Apple's LZ4 frame.
const (
	lz4Compressed = "bv41" // u32 size, u32 stored size, LZ4 block
	lz4Stored     = "bv4-" // u32 size, bytes
	lz4End        = "bv4$"
)

// decompressLZ4 unpacks the blocks of an Apple LZ4 frame into dst and returns how
// much of it they fill. A block may refer to the one before.
func decompressLZ4(dst, frame []byte) ([]byte, error) {
	done := 0
	for {
		r := &cursor{b: frame}
		switch string(r.take(4)) {
		case lz4Compressed:
			size, stored := r.u32(), r.u32()
			block := r.take(int(stored))
			if r.short {
				return dst[:done], errShort
			}
			if uint64(size) > uint64(len(dst)-done) {
				return dst[:done], errTooMuch
			}
			n, err := lz4.UncompressBlockWithDict(block, dst[done:done+int(size)], dst[:done])
			if err != nil {
				return dst[:done], fmt.Errorf("lz4 block: %w", err)
			}
			done += n
		case lz4Stored:
			block := r.take(int(r.u32()))
			if r.short {
				return dst[:done], errShort
			}
			if len(block) > len(dst)-done {
				return dst[:done], errTooMuch
			}
			done += copy(dst[done:], block)
		case lz4End:
			return dst[:done], nil
		default:
			return dst[:done], errShort
		}
		frame = r.rest()
	}
}
