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
	Searched map[string][]Literal
	// Alone names searched processes whose libraries are not meant: what the
	// kernel's drivers log is not what the kernel says.
	Alone []string
	// Ignored names processes of which nothing is wanted unless their library or
	// subsystem is.
	Ignored  []string
	Literals []string
	// Printed are texts that apps print themselves, with words of their own before
	// them or without: a line that holds one need not go on with the record above.
	Printed []string
	// Headings are what stands in a line of its own before the rest of a message.
	Headings []string
}

// Literal is a text that wanted records hold.
type Literal struct {
	Text  string
	First bool // the message begins with it
}

// Interest says which records are worth reading in full. A record is wanted
// when its process, library or subsystem is listed; where the input names
// neither library nor subsystem, also when its text holds one of the literals.
// A nil *Interest wants everything.
type Interest struct {
	processes  nameSet
	images     nameSet
	subsystems nameSet
	literals   literalSet
	printed    literalSet
	headings   []string
}

// role says what is to be done with the records of a sender.
type role uint8

const (
	roleWanted role = 1 << iota
	roleSearched
	roleAlone
	roleIgnored
)

// NewInterest builds an Interest. Literals shorter than four bytes are ignored:
// they would select everything.
func NewInterest(w Wanted) *Interest {
	in := &Interest{literals: newLiteralSet(w.Literals), printed: newLiteralSet(w.Printed), headings: w.Headings}
	in.processes.add(roleWanted, w.Processes...)
	in.processes.add(roleAlone, w.Alone...)
	in.processes.add(roleIgnored, w.Ignored...)
	in.images.add(roleWanted, w.Images...)
	in.subsystems.add(roleWanted, w.Subsystems...)
	for _, name := range slices.Sorted(maps.Keys(w.Searched)) {
		for _, set := range []*nameSet{&in.processes, &in.images, &in.subsystems} {
			set.add(roleSearched, name)
		}
		for _, l := range shortest(w.Searched[name]) {
			s := in.processes.find([]byte(name))
			s.own = append(s.own, newNeedle(l.Text))
			s.literals = append(s.literals, []byte(l.Text))
			s.inside = s.inside || !l.First
		}
	}
	return in
}

// shortest drops repeated literals and those that hold another one.
func shortest(literals []Literal) []Literal {
	var kept []Literal
	for i, l := range literals {
		holds := func(o Literal) bool { return strings.Contains(l.Text, o.Text) && (l.First || !o.First) }
		if !slices.ContainsFunc(literals[:i], holds) &&
			!slices.ContainsFunc(literals[i+1:], func(o Literal) bool { return o != l && holds(o) }) {
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

// prints reports whether text holds one of the texts that apps print themselves.
func (in *Interest) prints(text []byte) bool {
	return in != nil && in.printed.find(text) >= 0
}

// heads reports whether the rest of a message stands below text.
func (in *Interest) heads(text []byte) bool {
	ends := func(heading string) bool { return bytes.HasSuffix(text, []byte(heading)) }
	return in != nil && slices.ContainsFunc(in.headings, ends)
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
	p, i, s := in.processes.find(process), in.images.find(image), in.subsystems.find(subsystem)
	if (p.role|i.role|s.role)&roleWanted != 0 {
		return true, false
	}
	switch {
	case len(subsystem) > 0 && !bytes.HasPrefix(subsystem, []byte("com.apple.")):
		return false, true // an app's own log: it may quote what the system told it
	case p.searched(image) || (i.role|s.role)&roleSearched != 0:
		return false, true
	}
	return false, len(image) == 0 && len(subsystem) == 0 && p.role&roleIgnored == 0
}

// search reports whether a message of the process holds one of the literals
// that it is searched for.
func (in *Interest) search(process, message []byte) bool {
	return in.searchAll(in.processes.find(process), message)
}

// searchFor searches a message from its first byte on.
func (in *Interest) searchFor(process *sender, message []byte) bool {
	if len(process.own) > 0 && !process.inside && len(message) > 0 && message[0] != '[' {
		return slices.ContainsFunc(process.own, func(n needle) bool {
			return len(message) >= len(n.text) && string(message[:len(n.text)]) == n.text
		})
	}
	return in.searchAll(process, message)
}

// searchAll searches a text that holds a message.
func (in *Interest) searchAll(process *sender, message []byte) bool {
	if len(process.own) > 0 {
		return anyIn(process.own, message)
	}
	return in.literals.holds(message)
}

// sender is what an Interest knows of a process, a library or a subsystem.
type sender struct {
	name   string
	role   role
	next   uint16   // the next sender of its chain, from 1
	inside bool     // not all of them begin a message
	own    []needle // literals that its messages are searched for; none: all

	literals [][]byte // those of own
}

// nobody stands for all senders that are not in a set.
var nobody sender

// searched reports whether a record of the process is searched when it names
// the library.
func (p *sender) searched(image []byte) bool {
	return p.role&roleSearched != 0 && (p.role&roleAlone == 0 || len(image) == 0 || string(image) == p.name)
}

// nameSet is a set of names, told apart by their length and their first and last
// byte before they are compared.
type nameSet struct {
	chains  [nameChains]uint16 // by that hash: the first of its senders, from 1; 0: none
	senders []sender
}

// nameChains is a few times the number of names in a set.
const nameChains = 1 << 10

func nameHash(name []byte) uint {
	n := uint(len(name))
	return (n*7 + uint(name[0])*37 + uint(name[n-1])*101) % nameChains
}

func (s *nameSet) add(r role, names ...string) {
	for _, n := range names {
		if n == "" {
			continue
		}
		if have := s.find([]byte(n)); have != &nobody {
			have.role |= r
			continue
		}
		h := nameHash([]byte(n))
		s.senders = append(s.senders, sender{name: n, role: r, next: s.chains[h]})
		s.chains[h] = uint16(len(s.senders))
	}
}

// find returns the sender of a name, &nobody when it is not in the set.
func (s *nameSet) find(name []byte) *sender {
	if len(name) == 0 {
		return &nobody
	}
	for i := s.chains[nameHash(name)]; i > 0; i = s.senders[i-1].next {
		if have := &s.senders[i-1]; have.name == string(name) {
			return have
		}
	}
	return &nobody
}

// literalSet finds whether a text holds one of many literals in one pass. Each literal
// begins at a word.
type literalSet struct {
	keys    *KeySet // nil without literals
	byStart map[[KeyMin]byte][]string
	all     [][]byte
}

func newLiteralSet(literals []string) literalSet {
	s := literalSet{keys: &KeySet{}, byStart: map[[KeyMin]byte][]string{}}
	for _, l := range literals {
		if len(l) < KeyMin {
			continue
		}
		s.keys.Add(l)
		key := [KeyMin]byte([]byte(l[:KeyMin]))
		s.byStart[key] = append(s.byStart[key], l)
		s.all = append(s.all, []byte(l))
	}
	return s
}

// find returns the offset of the first literal in text, or -1.
func (s literalSet) find(text []byte) int {
	if s.keys == nil {
		return -1
	}
	whole := view(text)
	for i := s.keys.Next(whole, 0, len(text)); i >= 0; i = s.keys.Next(whole, i+1, len(text)) {
		for _, l := range s.byStart[[KeyMin]byte(text[i:])] {
			if strings.HasPrefix(whole[i:], l) {
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
func anyIn(literals []needle, text []byte) bool {
	holds := func(text []byte) bool {
		for i := range literals {
			if literals[i].in(text) {
				return true
			}
		}
		return false
	}
	if holds(text) {
		return true
	}
	if bytes.IndexByte(text, '\n') < 0 {
		return false
	}
	var buf [foldMax]byte
	text = text[:min(len(text), foldMax/2)]
	return holds(fold(buf[:0], text, true)) || holds(fold(buf[:0], text, false))
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
