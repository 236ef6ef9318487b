package archivetest

import "slices"

// The tokens of the table that PackBitmap writes, behind the three fixed ones.
const (
	tokenInline   = 0 // bitmap from the bitmaps
	tokenDistance = 1 // and a distance of one byte
	tokenWide     = 2 // of two bytes
	tokenRepeat   = 3 // all eight bytes repeat
	tokenLiteral  = 4 // all eight bytes are new
)

// PackBitmap compresses with LZBITMAP, with run lengths or without: not well, but
// with every kind of token.
func PackBitmap(content []byte, runs bool) []byte {
	out, size := []byte("ZBM\x09"), 0x8000
	if !runs {
		out, size = []byte("ZBM\x0c"), 0x4000
	}
	for from := 0; from < len(content); from += size {
		out = append(out, bitmapBlock(content, from, min(from+size, len(content)), runs)...)
	}
	return append(out, 6, 0, 0, 0, 0, 0)
}

func bitmapBlock(content []byte, from, to int, runs bool) []byte {
	if to-from < 64 {
		return slices.Concat(u24(to-from+6), u24(to-from), content[from:to])
	}
	var literals, distances, bitmaps, tokens []byte
	distance := 8
	for at := from; at < to; at += 8 {
		end := min(at+8, to)
		token := byte(tokenInline)
		if want := nearest(content, at, end); want > 0 && want != distance {
			distance = want
			if token = tokenDistance; want > 255 {
				token = tokenWide
			}
		}
		bitmap := byte(0)
		for i := at; i < end; i++ {
			if i < distance || content[i-distance] != content[i] {
				bitmap |= 1 << (i - at)
				literals = append(literals, content[i])
			}
		}
		switch {
		case token == tokenDistance:
			distances = append(distances, byte(distance))
		case token == tokenWide:
			distances = u16(distances, uint16(distance))
		case bitmap == 0:
			token = tokenRepeat
		case bitmap == 0xff:
			token = tokenLiteral
		}
		if token <= tokenWide {
			bitmaps = append(bitmaps, bitmap)
		}
		tokens = append(tokens, token)
	}
	table := make([]byte, 17)
	table[1], table[2] = 0xfc, 0x03 // tokenLiteral's 0xff, behind the ten bits of tokenRepeat
	body := slices.Concat(literals, distances, bitmaps, nibbles(tokens, runs), table)
	b := u24(15 + len(body))
	at := 15 + len(literals)
	b = slices.Concat(b, u24(to-from), u24(at), u24(at+len(distances)), u24(at+len(distances)+len(bitmaps)))
	return append(b, body...)
}

// nearest looks for the distance that repeats most of what is to come, 0 for none.
func nearest(content []byte, at, end int) (best int) {
	most := 4
	for d := 1; d <= min(at, 600); d++ {
		n := 0
		for i := at; i < end; i++ {
			if content[i-d] == content[i] {
				n++
			}
		}
		if n > most {
			best, most = d, n
		}
	}
	return best
}

// nibbles writes tokens, four and more equal ones that need nothing else as a run.
func nibbles(tokens []byte, runs bool) []byte {
	var n []byte
	for i := 0; i < len(tokens); {
		same := 1
		for i+same < len(tokens) && tokens[i+same] == tokens[i] {
			same++
		}
		// the last token has no run behind it: nothing may be read as one
		if same = min(same, len(tokens)-1-i); runs && same >= 4 {
			n = append(n, tokens[i], 15)
			left := same - 4
			for ; left >= 15; left -= 15 {
				n = append(n, 15)
			}
			n = append(n, byte(left))
			i += same
			continue
		}
		n = append(n, tokens[i])
		i++
	}
	var out []byte
	for pair := range slices.Chunk(n, 2) {
		b := pair[0]
		if len(pair) > 1 {
			b |= pair[1] << 4
		}
		out = append(out, b)
	}
	return out
}

func u24(v int) []byte { return []byte{byte(v), byte(v >> 8), byte(v >> 16)} }
