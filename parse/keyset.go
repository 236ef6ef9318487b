package parse

import (
	"encoding/binary"
	"math/bits"
	"unsafe"
)

// KeySet finds where in a text one of many keys may stand. A key begins where a word does,
// or with what is in no word, or after a character beyond ASCII: Chinese and Japanese write
// no blank before what they quote. Two tables, of first bytes and over a hash of the first four,
// reject nearly all places.
type KeySet struct {
	first  [1 << 8]bool
	hashes [1 << keyBits / 64]uint64
}

// KeyMin is the length of the shortest key in bytes.
const KeyMin = 4

// keyBits keeps both tables in a core's nearest cache; 400 keys fill a twentieth.
const keyBits = 13

// Add adds a key of KeyMin bytes or more; shorter ones are left out.
func (s *KeySet) Add(key string) {
	if len(key) < KeyMin {
		return
	}
	h := keyHash(bytesOf(key))
	s.first[key[0]] = true
	s.hashes[h/64] |= 1 << (h % 64)
}

// Join adds the keys of another set.
func (s *KeySet) Join(o *KeySet) {
	for i, there := range o.first {
		s.first[i] = s.first[i] || there
	}
	for i, h := range o.hashes {
		s.hashes[i] |= h
	}
}

// May reports whether a text of KeyMin bytes or more may begin with a key.
func (s *KeySet) May(text string) bool { return s.first[text[0]] && s.has(keyHash(bytesOf(text))) }

// has reports whether a key has the hash.
func (s *KeySet) has(hash uint32) bool { return s.hashes[hash/64]>>(hash%64)&1 != 0 }

// keyHash spreads the first four bytes over keyBits bits (Knuth's multiplicative hash).
func keyHash(b []byte) uint32 { return binary.LittleEndian.Uint32(b) * 2654435761 >> (32 - keyBits) }

// bytesOf shows a text as bytes, which nobody may change.
func bytesOf(text string) []byte { return unsafe.Slice(unsafe.StringData(text), len(text)) }

// Next returns the first offset from from on where a key may stand in text, -1 when there
// is none before limit or none that KeyMin bytes follow.
func (s *KeySet) Next(text string, from, limit int) int {
	limit = min(limit, len(text)-KeyMin+1)
	if from >= limit {
		return -1
	}
	raw := bytesOf(text)
	after := uint64(eachByteHigh & 0xff) // the byte before the next eight may be in no word
	if from > 0 && keyless[raw[from-1]] {
		after = 0
	}
	for ; from < limit; from += 8 {
		var outside uint64
		if from+8 <= len(raw) {
			outside = outsideWords(binary.LittleEndian.Uint64(raw[from:]))
		} else {
			outside = eachByteHigh // looked at one by one
		}
		for places := outside | outside<<8 | after; places != 0; places &= places - 1 {
			i := from + bits.TrailingZeros64(places)/8
			if i >= limit {
				return -1
			}
			if s.first[raw[i]] && s.has(keyHash(raw[i:])) && (i == 0 || !wordByte[raw[i]] || !keyless[raw[i-1]]) {
				return i
			}
		}
		after = outside >> 56
	}
	return -1
}

const (
	eachByte     = 0x0101010101010101
	eachByteHigh = 0x80 * eachByte
)

// outsideWords marks with its highest bit each of eight bytes that may be in no word:
// all but letters, but for some of those that are not ASCII. The letters are the bytes
// from 0x40 to 0x7f of which the lowest five bits are from 1 to 26.
func outsideWords(b uint64) uint64 {
	low := b & (0x1f * eachByte)
	zero := ^(low + 0x1f*eachByte) << 2
	above := (low + 5*eachByte) << 2
	return (^b<<1 | zero | above) & eachByteHigh
}

// wordByte marks the bytes inside words: letters, digits, underscore and all of
// UTF-8's multi-byte sequences.
var wordByte = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= 0x80 || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return t
}()

// InWord reports whether a byte stands inside words, as KeySet has them.
func InWord(c byte) bool { return wordByte[c] }

// keyless marks the bytes after which no word begins: those of words but the ones that end
// a character beyond ASCII.
var keyless = func() (t [256]bool) {
	for c := range t {
		t[c] = wordByte[c] && (c < 0x80 || c >= 0xc0)
	}
	return t
}()
