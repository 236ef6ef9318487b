package parse

import (
	"bytes"
	"maps"
	"slices"
	"strings"
)

// Wanted lists what an Interest is made of.
type Wanted struct {
	Processes  []string // all records of these processes
	Images     []string // all records that these libraries log in any process
	Subsystems []string
	// Searched names processes, libraries and subsystems that write too much to be
	// read all. A process comes with the literals of which a wanted record of it
	// holds one; none: any of Literals.
	Searched map[string][]string
	// Ignored names processes of which nothing is wanted unless their library or
	// subsystem is.
	Ignored  []string
	Literals []string
}

// Interest says which records are worth reading in full. A record is wanted
// when its process, library or subsystem is listed; where the input names
// neither library nor subsystem, also when its text holds one of the literals.
// A nil *Interest wants everything.
type Interest struct {
	processes  nameSet
	images     nameSet
	subsystems nameSet
	searched   nameSet
	ignored    nameSet
	own        [][][]byte // literals by number in searched
	literals   literalSet
}

// NewInterest builds an Interest. Literals shorter than four bytes are ignored:
// they would select everything.
func NewInterest(w Wanted) *Interest {
	in := &Interest{
		processes:  newNameSet(w.Processes),
		images:     newNameSet(w.Images),
		subsystems: newNameSet(w.Subsystems),
		ignored:    newNameSet(w.Ignored),
		literals:   newLiteralSet(w.Literals),
	}
	names := slices.Sorted(maps.Keys(w.Searched))
	for _, name := range names {
		var own [][]byte
		for _, l := range shortest(w.Searched[name]) {
			own = append(own, []byte(l))
		}
		in.own = append(in.own, own)
	}
	in.searched = newNameSet(names)
	return in
}

// shortest drops repeated literals and those that hold another one.
func shortest(literals []string) []string {
	var kept []string
	for i, l := range literals {
		if !slices.ContainsFunc(literals[:i], func(o string) bool { return strings.Contains(l, o) }) &&
			!slices.ContainsFunc(literals[i+1:], func(o string) bool { return o != l && strings.Contains(l, o) }) {
			kept = append(kept, l)
		}
	}
	return kept
}

// Holds reports whether text holds one of the literals.
func (in *Interest) Holds(text []byte) bool {
	return in == nil || in.literals.holds(text)
}

// first returns the offset of the first literal in text, or -1. A nil Interest
// has no literals.
func (in *Interest) first(text []byte) int {
	if in == nil {
		return -1
	}
	return in.literals.find(text)
}

// sender decides by what the record says of its origin; message is searched
// for literals only when the origin is not told completely, or is one that
// writes too much.
func (in *Interest) sender(process, image, subsystem, message []byte) bool {
	wanted, search := in.origin(process, image, subsystem)
	return wanted || search && in.search(process, message)
}

// origin tells whether a record of this origin is wanted, or else whether its
// message is to be searched.
func (in *Interest) origin(process, image, subsystem []byte) (wanted, search bool) {
	if in == nil {
		return true, false
	}
	if in.processes.has(process) || in.images.has(image) || in.subsystems.has(subsystem) {
		return true, false
	}
	switch {
	case len(subsystem) > 0 && !bytes.HasPrefix(subsystem, []byte("com.apple.")):
		return false, true // an app's own log: it may quote what the system told it
	case in.searches(process, image, subsystem):
		return false, true
	}
	return false, len(image) == 0 && len(subsystem) == 0 && !in.ignored.has(process)
}

func (in *Interest) searches(process, image, subsystem []byte) bool {
	return in.searched.has(process) || in.searched.has(image) || in.searched.has(subsystem)
}

// search reports whether a message of the process holds one of the literals
// that it is searched for.
func (in *Interest) search(process, message []byte) bool {
	if n := in.searched.find(process); n >= 0 && len(in.own[n]) > 0 {
		return anyIn(in.own[n], message)
	}
	return in.literals.holds(message)
}

// nameSet is a set of names in which nearly all others are told by their length
// with their first and their last byte.
type nameSet struct {
	first, last [256]uint64        // by byte: a bit for each length modulo 64
	names       [64][]numberedName // by that length
}

// numberedName is a name and its place in the list that a set was made of.
type numberedName struct {
	name string
	n    int
}

func newNameSet(names []string) nameSet {
	var s nameSet
	for i, n := range names {
		if n != "" {
			s.names[len(n)%64] = append(s.names[len(n)%64], numberedName{n, i})
			s.first[n[0]] |= 1 << (len(n) % 64)
			s.last[n[len(n)-1]] |= 1 << (len(n) % 64)
		}
	}
	return s
}

func (s *nameSet) has(name []byte) bool { return s.find(name) >= 0 }

// find returns the number of a name, -1 when it is not in the set.
func (s *nameSet) find(name []byte) int {
	n := len(name)
	if n == 0 || s.first[name[0]]&s.last[name[n-1]]&(1<<(n%64)) == 0 {
		return -1
	}
	for i := range s.names[n%64] {
		if have := &s.names[n%64][i]; have.name == string(name) {
			return have.n
		}
	}
	return -1
}

// literalSet finds whether a text holds one of many literals in one pass. Each
// literal begins at a word. Two tables of 64 Ki bits, of the first two bytes and
// over a hash of the first four, reject nearly all places.
type literalSet struct {
	pairs   *[1 << 16 / 64]uint64 // the first two bytes of all literals
	hashes  *[1 << 16 / 64]uint64
	byStart map[[4]byte][]string
}

func newLiteralSet(literals []string) literalSet {
	s := literalSet{pairs: new([1 << 16 / 64]uint64), hashes: new([1 << 16 / 64]uint64), byStart: map[[4]byte][]string{}}
	for _, l := range literals {
		if len(l) < 4 {
			continue
		}
		h := hash4(l[0], l[1], l[2], l[3])
		s.hashes[h/64] |= 1 << (h % 64)
		pair := uint16(l[0]) | uint16(l[1])<<8
		s.pairs[pair/64] |= 1 << (pair % 64)
		key := [4]byte([]byte(l[:4]))
		s.byStart[key] = append(s.byStart[key], l)
	}
	return s
}

// hash4 spreads four bytes over 16 bits (Knuth's multiplicative hash).
func hash4(a, b, c, d byte) uint32 {
	return (uint32(a) | uint32(b)<<8 | uint32(c)<<16 | uint32(d)<<24) * 2654435761 >> 16
}

// wordByte marks the bytes inside words: letters, digits, underscore and all of
// UTF-8's multi-byte sequences.
var wordByte = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= 0x80 || c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return t
}()

// find returns the offset of the first literal in text, or -1.
func (s literalSet) find(text []byte) int {
	if s.hashes == nil {
		return -1
	}
	for i := 0; i+4 <= len(text); i++ {
		pair := uint16(text[i]) | uint16(text[i+1])<<8
		if s.pairs[pair/64]&(1<<(pair%64)) == 0 || i > 0 && wordByte[text[i]] && wordByte[text[i-1]] {
			continue
		}
		h := hash4(text[i], text[i+1], text[i+2], text[i+3])
		if s.hashes[h/64]&(1<<(h%64)) == 0 {
			continue
		}
		for _, l := range s.byStart[[4]byte(text[i:i+4])] {
			if len(l) <= len(text)-i && string(text[i:i+len(l)]) == l {
				return i
			}
		}
	}
	return -1
}

// holds reports whether text holds a literal, also across the line breaks with
// which a paste has wrapped it: at a blank, or inside a word.
func (s literalSet) holds(text []byte) bool {
	if s.find(text) >= 0 {
		return true
	}
	if bytes.IndexByte(text, '\n') < 0 {
		return false
	}
	var buf [foldMax]byte
	text = text[:min(len(text), foldMax/2)]
	return s.find(fold(buf[:0], text, true)) >= 0 || s.find(fold(buf[:0], text, false)) >= 0
}

// anyIn reports whether text holds one of the literals, also across line breaks.
func anyIn(literals [][]byte, text []byte) bool {
	for _, l := range literals {
		if bytes.Contains(text, l) {
			return true
		}
	}
	if bytes.IndexByte(text, '\n') < 0 {
		return false
	}
	var buf [foldMax]byte
	text = text[:min(len(text), foldMax/2)]
	for _, blank := range []bool{true, false} {
		folded := fold(buf[:0], text, blank)
		for _, l := range literals {
			if bytes.Contains(folded, l) {
				return true
			}
		}
	}
	return false
}

// foldMax bounds the memory for undoing line breaks; wrapped messages are short.
const foldMax = 8192

// fold appends text to dst with its lines joined, by blanks or by nothing, and
// without the indentation of the further ones.
func fold(dst, text []byte, blank bool) []byte {
	for first := true; ; first = false {
		line, rest, more := bytes.Cut(text, []byte{'\n'})
		if !first {
			line = bytes.TrimLeft(line, " \t")
			if blank && len(dst) > 0 && dst[len(dst)-1] != ' ' {
				dst = append(dst, ' ')
			}
		}
		dst = append(dst, line...)
		if !more {
			return dst
		}
		text = rest
	}
}
