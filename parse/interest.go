package parse

// Interest says which records are worth reading in full. A record is wanted
// when its process, library or subsystem is listed; where the input names
// neither library nor subsystem, also when its text holds one of the literals.
// The zero Interest wants nothing; a nil *Interest wants everything.
type Interest struct {
	Processes  map[string]bool
	Images     map[string]bool
	Subsystems map[string]bool

	literals literalSet
}

// NewInterest builds an Interest from names and literals. Literals shorter than
// four bytes are ignored: they would select everything.
func NewInterest(processes, images, subsystems, literals []string) *Interest {
	set := func(names []string) map[string]bool {
		m := make(map[string]bool, len(names))
		for _, n := range names {
			m[n] = true
		}
		return m
	}
	return &Interest{
		Processes:  set(processes),
		Images:     set(images),
		Subsystems: set(subsystems),
		literals:   newLiteralSet(literals),
	}
}

// Holds reports whether text holds one of the literals.
func (in *Interest) Holds(text []byte) bool {
	return in == nil || in.literals.in(text)
}

// sender decides by what the record says of its origin; message is searched
// for literals only when the origin is not told completely.
func (in *Interest) sender(process, image, subsystem, message []byte) bool {
	if in == nil {
		return true
	}
	if in.Processes[string(process)] || len(image) > 0 && in.Images[string(image)] ||
		len(subsystem) > 0 && in.Subsystems[string(subsystem)] {
		return true
	}
	if len(image) > 0 || len(subsystem) > 0 {
		return false
	}
	return in.literals.in(message)
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
