package parse

import "bytes"

// Wanted lists what an Interest is made of.
type Wanted struct {
	Processes  []string // all records of these processes
	Images     []string // all records that these libraries log in any process
	Subsystems []string
	// Searched names processes and libraries that write too much to be read all:
	// of theirs, only records that hold a literal are wanted.
	Searched []string
	Literals []string
}

// Interest says which records are worth reading in full. A record is wanted
// when its process, library or subsystem is listed; where the input names
// neither library nor subsystem, also when its text holds one of the literals.
// A nil *Interest wants everything.
type Interest struct {
	processes  map[string]bool
	images     map[string]bool
	subsystems map[string]bool
	searched   map[string]bool
	literals   literalSet
}

// NewInterest builds an Interest. Literals shorter than four bytes are ignored:
// they would select everything.
func NewInterest(w Wanted) *Interest {
	set := func(names []string) map[string]bool {
		m := make(map[string]bool, len(names))
		for _, n := range names {
			m[n] = true
		}
		return m
	}
	return &Interest{
		processes:  set(w.Processes),
		images:     set(w.Images),
		subsystems: set(w.Subsystems),
		searched:   set(w.Searched),
		literals:   newLiteralSet(w.Literals),
	}
}

// Holds reports whether text holds one of the literals.
func (in *Interest) Holds(text []byte) bool {
	return in == nil || in.literals.in(text)
}

// sender decides by what the record says of its origin; message is searched
// for literals only when the origin is not told completely, or is one that
// writes too much.
func (in *Interest) sender(process, image, subsystem, message []byte) bool {
	wanted, search := in.origin(process, image, subsystem)
	return wanted || search && in.literals.in(message)
}

// origin tells whether a record of this origin is wanted, or else whether its
// message is to be searched.
func (in *Interest) origin(process, image, subsystem []byte) (wanted, search bool) {
	if in == nil {
		return true, false
	}
	if in.processes[string(process)] || len(image) > 0 && in.images[string(image)] ||
		len(subsystem) > 0 && in.subsystems[string(subsystem)] {
		return true, false
	}
	switch {
	case len(subsystem) > 0 && !bytes.HasPrefix(subsystem, []byte("com.apple.")):
		return false, true // an app's own log: it may quote what the system told it
	case in.searched[string(process)], len(image) > 0 && in.searched[string(image)]:
		return false, true
	}
	return false, len(image) == 0 && len(subsystem) == 0
}

// literalSet finds whether a text holds one of many literals in one pass. Each
// literal begins at a word, so only positions after a non-word byte are looked
// at; a 64 Ki bit table of the first two bytes rejects nearly all of them.
type literalSet struct {
	first   *[1 << 16 / 64]uint64
	byStart map[[4]byte][]string
}

func newLiteralSet(literals []string) literalSet {
	s := literalSet{first: new([1 << 16 / 64]uint64), byStart: map[[4]byte][]string{}}
	for _, l := range literals {
		if len(l) < 4 {
			continue
		}
		k := uint(l[0])<<8 | uint(l[1])
		s.first[k/64] |= 1 << (k % 64)
		key := [4]byte([]byte(l[:4]))
		s.byStart[key] = append(s.byStart[key], l)
	}
	return s
}

// wordByte marks the bytes inside words: letters, digits, underscore and all of
// UTF-8's multi-byte sequences.
var wordByte = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= 0x80 || c == '_' || c-'0' <= 9 && c >= '0' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return t
}()

func (s literalSet) in(text []byte) bool {
	if s.first == nil {
		return false
	}
	inWord := false
	for i := 0; i+4 <= len(text); i++ {
		c := text[i]
		if inWord && wordByte[c] {
			continue
		}
		inWord = wordByte[c]
		k := uint(c)<<8 | uint(text[i+1])
		if s.first[k/64]&(1<<(k%64)) == 0 {
			continue
		}
		for _, l := range s.byStart[[4]byte(text[i:i+4])] {
			if len(l) <= len(text)-i && string(text[i:i+len(l)]) == l {
				return true
			}
		}
	}
	return false
}
