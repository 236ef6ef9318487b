package lifecycle

import (
	"sort"
	"strings"

	"github.com/bglog/bglog/parse"
)

// rowIndex finds the rows that a sender may have written by their literals.
type rowIndex struct {
	all    keySet // the keys of its rows
	within keySet // of those before which other text may stand
}

// keyed is a row under the literal that finds it.
type keyed struct {
	row     *Row
	literal string
	// head: an identity may stand before the literal and is the first argument;
	// leading: other text of the first argument stands there;
	// within: the literal need not begin the message.
	head, leading, within bool
}

// indexRows makes the indexes of all senders.
func (c *catalogue) indexRows(keys []keyed) {
	// the longest literal is the best one
	sort.SliceStable(keys, func(i, j int) bool { return len(keys[i].literal) > len(keys[j].literal) })
	for _, k := range keys {
		key := [minKey]byte([]byte(k.literal[:minKey]))
		c.byKey[key] = append(c.byKey[key], k)
		c.anyone.add(k)
		if len(k.row.From.Processes) == 0 {
			c.others.add(k)
		}
		for _, p := range k.row.From.Processes {
			if c.byProcess[p] == nil {
				c.byProcess[p] = &rowIndex{}
			}
			c.byProcess[p].add(k)
		}
	}
	for _, x := range c.byProcess {
		x.all.join(&c.others.all)
		x.within.join(&c.others.within)
	}
}

func (x *rowIndex) add(k keyed) {
	x.all.add(k.literal)
	if k.within {
		x.within.add(k.literal)
	}
}

// index returns the rows that a process may have written; "" is an unknown one.
func (c *catalogue) index(process string) *rowIndex {
	if process == "" {
		return &c.anyone
	}
	if x := c.byProcess[process]; x != nil {
		return x
	}
	return &c.others
}

// at finds the row whose literal stands at offset i of a message with those heads.
// Where it is no opening, text stands before it.
func (c *catalogue) at(rec *parse.Record, h *heads, msg string, i int, opening bool) *Event {
	list := c.byKey[[minKey]byte([]byte(msg[i:i+minKey]))]
	for j := range list {
		k := &list[j]
		if !opening && !k.within || !strings.HasPrefix(msg[i:], k.literal) || !k.row.From.fits(rec) {
			continue
		}
		if ev := try(k, rec, h, msg, i); ev != nil {
			return ev
		}
	}
	return nil
}

// keySet rejects most places in a message where no key stands.
type keySet struct {
	first  [1 << 8]bool
	hashes [1 << keyBits / 64]uint64 // of the first four bytes
}

// keyBits keeps both tables in a core's nearest cache; 400 keys fill a twentieth.
const keyBits = 13

func (s *keySet) add(key string) {
	h := hash4(key) >> (16 - keyBits)
	s.first[key[0]] = true
	s.hashes[h/64] |= 1 << (h % 64)
}

// join adds the keys of another set.
func (s *keySet) join(o *keySet) {
	for i, there := range o.first {
		s.first[i] = s.first[i] || there
	}
	for i, h := range o.hashes {
		s.hashes[i] |= h
	}
}

// may reports whether a key may stand at the beginning of text, which is not shorter
// than the shortest one.
func (s *keySet) may(text string) bool {
	if !s.first[text[0]] {
		return false
	}
	h := hash4(text) >> (16 - keyBits)
	return s.hashes[h/64]&(1<<(h%64)) != 0
}

// hash4 spreads the first four bytes of s over 16 bits (Knuth's multiplicative hash).
func hash4(s string) uint32 {
	return (uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24) * 2654435761 >> 16
}

// wordByte marks the bytes inside words: letters, digits, underscore and all of
// UTF-8's multi-byte sequences.
var wordByte = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80
	}
	return t
}()
