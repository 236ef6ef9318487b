package logarchive

import "fmt"

// LZBITMAP, as described by libzbitmap and dissect.util: eight bytes of output at a
// time, of which a bitmap says which are literals and which repeat the byte at a
// distance. Checked with dissect.util's three vectors; no archive of iOS 27 has
// been seen, so the modes with bitmapNoRuns follow the descriptions alone.
const (
	bitmapMagic = "ZBM"

	// Bits of the byte behind the magic; 0x09 and 0x0c were seen.
	bitmapLarge  = 1 << 0 // blocks of up to 32 KiB, else 16 KiB
	bitmapNoRuns = 1 << 2 // no run lengths, and so one token more in the table

	bitmapEnd       = 6  // size of a block's two u24 sizes; alone it ends the data
	bitmapHead      = 15 // and three u24 offsets
	bitmapTable     = 17 // size of the token table at a block's end
	bitmapFixed     = 3  // tokens that take their bitmap from the bitmaps
	bitmapRun       = 15 // the nibble that makes the token before it a run
	bitmapRunLength = 4  // of the shortest run
	bitmapDistance  = 8  // before the first distance
)

// bitmapRatio is a bound of what LZBITMAP may shrink, for buffers: a run's nibble
// stands for 15 times 8 bytes.
const bitmapRatio = 240

// decompressBitmap unpacks LZBITMAP data into dst and returns how much of it they fill.
func decompressBitmap(dst, data []byte) ([]byte, error) {
	if len(data) < 4 || string(data[:3]) != bitmapMagic {
		return nil, fmt.Errorf("data begin with %q, expected %s", data[:min(len(data), 4)], bitmapMagic)
	}
	flags := data[3]
	limit := 0x4000
	if flags&bitmapLarge != 0 {
		limit = 0x8000
	}
	done := 0
	for data = data[4:]; ; {
		if len(data) < bitmapEnd {
			return dst[:done], errShort
		}
		stored, size := u24(data), u24(data[3:])
		if size == 0 {
			return dst[:done], nil
		}
		if stored < bitmapEnd || stored > len(data) {
			return dst[:done], errShort
		}
		if size > limit || size > len(dst)-done {
			return dst[:done], errTooMuch
		}
		block := data[:stored]
		if stored == size+bitmapEnd {
			copy(dst[done:], block[bitmapEnd:])
		} else if err := bitmapBlock(dst, done, size, block, flags&bitmapNoRuns == 0); err != nil {
			return dst[:done], err
		}
		done += size
		data = data[stored:]
	}
}

func u24(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }

// bitmapToken is what one nibble stands for.
type bitmapToken struct {
	bitmap   byte
	inline   bool // the bitmap is the next of the bitmaps
	distance int  // bytes of a new distance
}

// bitmapTokens reads a block's token table: entries of ten bits, a bitmap and the
// size of the distance.
func bitmapTokens(table []byte) (tokens [16]bitmapToken) {
	for i := range bitmapFixed {
		tokens[i] = bitmapToken{inline: true, distance: i}
	}
	for i := bitmapFixed; i < len(tokens); i++ {
		bit := (i - bitmapFixed) * 10
		v := uint32(table[bit/8])
		for k := 1; k < 3 && bit/8+k < len(table); k++ {
			v |= uint32(table[bit/8+k]) << (8 * k)
		}
		v >>= bit % 8
		tokens[i] = bitmapToken{bitmap: byte(v), distance: int(v>>8) & 3}
	}
	return tokens
}

// bitmapReader holds the areas of a block that are still to be read.
type bitmapReader struct {
	literals, distances, bitmaps, tokens []byte
	high                                 bool // the next nibble is the upper one of tokens[0]
}

// nibble returns the next nibble of the tokens and whether there is one.
func (r *bitmapReader) nibble() (int, bool) {
	if len(r.tokens) == 0 {
		return 0, false
	}
	b := r.tokens[0]
	if r.high {
		r.tokens, r.high = r.tokens[1:], false
		return int(b >> 4), true
	}
	r.high = true
	return int(b & 15), true
}

// peek returns the next nibble without taking it, -1 for none.
func (r *bitmapReader) peek() int {
	look := *r
	if n, ok := look.nibble(); ok {
		return n
	}
	return -1
}

// repeats returns how often the token just read counts.
func (r *bitmapReader) repeats() int {
	if r.peek() != bitmapRun {
		return 1
	}
	r.nibble()
	total := bitmapRunLength
	for {
		n, ok := r.nibble()
		total += n
		if !ok || n != bitmapRun {
			return total
		}
	}
}

// bitmapBlock unpacks one block to dst[at:at+size].
func bitmapBlock(dst []byte, at, size int, block []byte, runs bool) error {
	if len(block) < bitmapHead+bitmapTable {
		return errShort
	}
	table := len(block) - bitmapTable
	distances, bitmaps, tokens := u24(block[6:]), u24(block[9:]), u24(block[12:])
	if max(distances, bitmaps, tokens) > table || min(distances, bitmaps, tokens) < bitmapHead {
		return errShort
	}
	known := bitmapTokens(block[table:])
	r := &bitmapReader{literals: block[bitmapHead:], distances: block[distances:], bitmaps: block[bitmaps:], tokens: block[tokens:table]}
	distance, end := bitmapDistance, at+size
	for at < end {
		index, ok := r.nibble()
		if !ok || runs && index == bitmapRun {
			return errShort
		}
		repeat := 1
		if runs && end-at > 8 {
			repeat = r.repeats()
		}
		for token := known[index]; repeat > 0 && at < end; repeat-- {
			bitmap := token.bitmap
			if token.inline {
				if len(r.bitmaps) == 0 {
					return errShort
				}
				bitmap, r.bitmaps = r.bitmaps[0], r.bitmaps[1:]
			}
			if n := token.distance; n > 0 {
				if n > 2 || n > len(r.distances) {
					return errShort
				}
				distance = int(r.distances[0])
				if n == 2 {
					distance |= int(r.distances[1]) << 8
				}
				r.distances = r.distances[n:]
			}
			for bit := 0; bit < 8 && at < end; bit++ {
				if bitmap>>bit&1 != 0 {
					if len(r.literals) == 0 {
						return errShort
					}
					dst[at], r.literals = r.literals[0], r.literals[1:]
				} else {
					if distance == 0 || distance > at {
						return errBadOffset
					}
					dst[at] = dst[at-distance]
				}
				at++
			}
		}
	}
	return nil
}
