package parse

import (
	"bytes"
	"strings"
)

// jsonKey is a key that is searched for where a walk over all keys is too slow:
// the search steps from one of the key's rare bytes to the next and is more than
// twice as fast. It is exact about texts: a quote inside a JSON text is always
// escaped, so that a quote without backslash, the key, a quote and a colon are a
// key wherever they stand. It knows nothing of nesting and is only for exports
// whose inner objects have no such key.
type jsonKey struct {
	text string // with its quotes
	mark int    // offset of the rare byte
	slot slot
}

func searchKey(s slot, key string, rare byte) jsonKey {
	text := `"` + key + `"`
	return jsonKey{text: text, mark: strings.IndexByte(text, rare), slot: s}
}

// search notes the values of the keys that it finds. It looks for each behind
// the one before, where exports usually have it, and then from the beginning. It
// reports whether no text that it found is cut.
func (v *fields) search(b []byte, keys []jsonKey) bool {
	at := 1
	for i := range keys {
		k := &keys[i]
		value := k.find(b, at)
		if value < 0 && at > 1 {
			value = k.find(b, 1)
		}
		if value < 0 {
			continue
		}
		var text span
		if value < len(b) && b[value] == '"' {
			end := closingQuote(b, value+1)
			if end < 0 {
				return false
			}
			text = span{value + 1, end}
			at = end
		}
		v.put(k.slot, text)
	}
	return true
}

// find returns the offset of the key's value in b[from:], or -1. There must be a
// byte before from.
func (k *jsonKey) find(b []byte, from int) int {
	for i := from + k.mark; i < len(b); i++ {
		n := bytes.IndexByte(b[i:], k.text[k.mark])
		if n < 0 {
			return -1
		}
		i += n
		begin := i - k.mark
		end := begin + len(k.text)
		if end > len(b) || string(b[begin:end]) != k.text || b[begin-1] == '\\' {
			continue
		}
		for end < len(b) && b[end] <= ' ' {
			end++
		}
		if end == len(b) || b[end] != ':' {
			continue // a text that reads like the key
		}
		for end++; end < len(b) && b[end] <= ' '; end++ {
		}
		return end
	}
	return -1
}
