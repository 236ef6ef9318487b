package report

import (
	"fmt"
	"strings"
)

// operator runs the operator or reads the operand at the current position; false
// when it is none that this demangler knows.
func (d *demangler) operator() bool {
	switch c := d.next(); c {
	case 'A':
		return d.substitution()
	case 'C', 'O', 'P', 'V', 'a': // class, enum, protocol, struct, type alias
		return d.push(d.nominal())
	case 'E':
		d.pop(nodeSignature)
		if module := d.module(); module == nil {
			return false
		}
		t := d.pop(nodeType)
		return t != nil && t.text != "" && d.push(&node{kind: nodeExtension, ctx: t})
	case 'F':
		return d.function()
	case 'G':
		return d.generic()
	case 'K':
		return d.push(&node{kind: nodeAnnotation})
	case 'L':
		return d.localName()
	case 'Q':
		return d.nextIf('r') && d.push(plainType()) // some Protocol
	case 'R':
		return d.requirement()
	case 'S':
		return d.standard()
	case 'T':
		return d.thunk()
	case 'X':
		return d.special()
	case 'Y':
		return d.annotation()
	case 'Z': // static
		e := d.pop(nodeEntity)
		return e != nil && d.push(e)
	case 'c':
		return d.push(d.functionType())
	case 'd':
		return d.push(&node{kind: nodeVariadic})
	case 'f':
		return d.specialFunction()
	case 'h', 'n', 'z', 'm': // shared, owned, inout, metatype
		return d.pop(nodeType) != nil && d.push(plainType())
	case 'i':
		return d.subscript()
	case 'l':
		return d.signature(false)
	case 'o':
		return d.operatorName()
	case 'p':
		return d.protocols() && d.push(plainType())
	case 'q':
		return d.parameter() && d.push(plainType())
	case 'r':
		return d.signature(true)
	case 's':
		return d.push(&node{kind: nodeModule, text: "Swift"})
	case 't':
		return d.tuple()
	case 'u': // a generic function type
		d.pop(nodeSignature)
		t := d.pop(nodeType)
		return t != nil && d.push(t)
	case 'v':
		return d.variable()
	case 'x':
		return d.push(plainType())
	case 'y':
		return d.push(&node{kind: nodeEmptyList})
	case '_':
		return d.push(&node{kind: nodeFirst})
	default:
		d.pos--
		return digit(c) && d.push(d.identifier())
	}
}

// plainType is a type that can be no context and whose name does not matter.
func plainType() *node { return &node{kind: nodeType, params: -1, elements: -1} }

func (d *demangler) module() *node {
	if n := d.pop(nodeIdentifier); n != nil {
		return &node{kind: nodeModule, text: n.text}
	}
	return d.pop(nodeModule)
}

func (d *demangler) context() *node {
	if m := d.module(); m != nil {
		return m
	}
	return d.pop(nodeType, nodeEntity, nodeExtension)
}

func (d *demangler) name() *node { return d.pop(nodeIdentifier, nodeName) }

func (d *demangler) nominal() *node {
	name, ctx := d.name(), d.context()
	if name == nil || ctx == nil {
		return nil
	}
	return d.remember(&node{kind: nodeType, text: name.text, ctx: ctx, params: -1, elements: -1})
}

// substitution runs A: lower-case letters and a final capital name remembered
// nodes; numbers before a letter repeat it, before "_" they are a large index.
func (d *demangler) substitution() bool {
	count := 1
	for {
		c := d.next()
		switch {
		case letter(c):
			i := int(c|0x20) - 'a'
			if i >= len(d.substs) || count > longestSymbol {
				return false
			}
			for range max(count, 1) {
				d.push(d.substs[i])
			}
			if upper(c) {
				return true
			}
			count = 1
		case c == '_':
			return count+27 < len(d.substs) && d.push(d.substs[count+27])
		case digit(c):
			d.pos--
			count = d.natural()
		default:
			return false
		}
	}
}

// standardTypes are those of the standard library that have a letter, as far as
// they are likely to be extended.
var standardTypes = map[byte]string{
	'a': "Array", 'b': "Bool", 'D': "Dictionary", 'd': "Double", 'f': "Float", 'h': "Set",
	'i': "Int", 'J': "Character", 'q': "Optional", 'S': "String", 's': "Substring", 'u': "UInt",
}

// standard runs S: modules and types that have a letter of their own.
func (d *demangler) standard() bool {
	switch {
	case d.nextIf('o'):
		return d.push(&node{kind: nodeModule, text: "__C"})
	case d.nextIf('C'):
		return d.push(&node{kind: nodeModule, text: "__C_Synthesized"})
	case d.nextIf('g'):
		return d.pop(nodeType) != nil && d.push(d.remember(plainType()))
	}
	count := d.natural()
	concurrency := d.nextIf('c')
	c := d.next()
	if !letter(c) || count > longestSymbol {
		return false
	}
	t := plainType()
	if name := standardTypes[c]; name != "" && !concurrency {
		t.text, t.ctx = name, &node{kind: nodeModule, text: "Swift"}
	}
	for range max(count, 1) {
		d.push(t)
	}
	return true
}

// functionType pops annotations, parameters and result.
func (d *demangler) functionType() *node {
	for d.pop(nodeAnnotation) != nil {
	}
	t := plainType()
	if d.pop(nodeEmptyList) != nil {
		t.params = 0
	} else if p := d.pop(nodeType); p != nil {
		t.params = 1
		if p.elements >= 0 {
			t.params = p.elements
		}
	} else {
		return nil
	}
	if d.pop(nodeEmptyList, nodeType) == nil {
		return nil
	}
	return t
}

// labels pops the labels of a function of type t and writes them: (_:after:).
func (d *demangler) labels(t *node) (string, bool) {
	if t.params < 0 {
		return "", true
	}
	names := make([]string, t.params)
	for i := range names {
		names[i] = "_"
	}
	if d.pop(nodeEmptyList) == nil {
		for i := len(names) - 1; i >= 0; i-- {
			n := d.pop(nodeIdentifier, nodeFirst)
			if n == nil {
				return "", false
			}
			if n.kind == nodeIdentifier {
				names[i] = n.text
			}
		}
	}
	if len(names) == 0 {
		return "()", true
	}
	return "(" + strings.Join(names, ":") + ":)", true
}

// entity pops the context and pushes what lies in it.
func (d *demangler) entity(text string, inside bool) bool {
	ctx := d.context()
	return ctx != nil && d.push(&node{kind: nodeEntity, text: text, ctx: ctx, inside: inside})
}

func (d *demangler) function() bool {
	d.pop(nodeSignature)
	t := d.functionType()
	if t == nil {
		return false
	}
	labels, ok := d.labels(t)
	name := d.name()
	return ok && name != nil && d.entity(name.text+labels, false)
}

// specialFunction runs f: initialisers, deinitialisers, closures.
func (d *demangler) specialFunction() bool {
	switch c := d.next(); c {
	case 'D', 'd', 'Z':
		return d.entity("deinit", false)
	case 'C', 'c':
		if n := d.pop(nodeName); n != nil && n.text != "" {
			return false
		}
		t := d.pop(nodeType)
		if t == nil || t.params < 0 {
			return false
		}
		labels, ok := d.labels(t)
		return ok && d.entity("init"+labels, false)
	case 'U', 'u':
		n := d.index()
		if n < 0 || d.pop(nodeType) == nil {
			return false
		}
		kind := "closure"
		if c == 'u' {
			kind = "implicit closure"
		}
		return d.entity(fmt.Sprintf("%s #%d", kind, n+1), true)
	}
	return false
}

// accessors are the functions behind properties and subscripts.
var accessors = map[byte]string{
	'g': ".getter", 's': ".setter", 'w': ".willset", 'W': ".didset", 'r': ".read", 'M': ".modify", 'p': "",
}

func (d *demangler) variable() bool {
	t := d.pop(nodeType)
	if t == nil {
		return false
	}
	if _, ok := d.labels(t); !ok {
		return false
	}
	name := d.name()
	kind, ok := accessors[d.next()]
	return ok && name != nil && d.entity(name.text+kind, false)
}

func (d *demangler) subscript() bool {
	t := d.pop(nodeType)
	if t == nil {
		return false
	}
	if _, ok := d.labels(t); !ok {
		return false
	}
	kind, ok := accessors[d.next()]
	return ok && d.entity("subscript"+kind, false)
}

// localName runs L: names that are private to a file or local to a function.
func (d *demangler) localName() bool {
	if d.nextIf('L') {
		if d.pop(nodeIdentifier) == nil { // the file's discriminator
			return false
		}
		name := d.name()
		return name != nil && d.push(&node{kind: nodeName, text: name.text})
	}
	if d.nextIf('l') { // the discriminator of something without a name
		return d.pop(nodeIdentifier) != nil && d.push(&node{kind: nodeName})
	}
	if d.index() < 0 {
		return false
	}
	name := d.name()
	return name != nil && d.push(&node{kind: nodeName, text: name.text})
}

// operatorLetters are the characters of operators by letter, blank where none is.
const operatorLetters = "& @/= >    <*!|+?%-~   ^ ."

func (d *demangler) operatorName() bool {
	id := d.pop(nodeIdentifier)
	if id == nil {
		return false
	}
	var b strings.Builder
	for i := 0; i < len(id.text); i++ {
		c := id.text[i]
		if !lower(c) || operatorLetters[c-'a'] == ' ' {
			return false
		}
		b.WriteByte(operatorLetters[c-'a'])
	}
	return strings.IndexByte("ipP", d.next()) >= 0 && d.push(&node{kind: nodeName, text: b.String()})
}

// tuple pops elements up to the first one, or an empty list.
func (d *demangler) tuple() bool {
	t := plainType()
	t.elements = 0
	if d.pop(nodeEmptyList) != nil {
		return d.push(t)
	}
	for {
		first := d.pop(nodeFirst) != nil
		d.pop(nodeVariadic)
		d.pop(nodeIdentifier)
		if d.pop(nodeType) == nil {
			return false
		}
		t.elements++
		if first {
			return d.push(t)
		}
	}
}

// generic pops type arguments, level by level, and the type that takes them.
func (d *demangler) generic() bool {
	for {
		for d.pop(nodeType) != nil {
		}
		if d.pop(nodeEmptyList) != nil {
			break
		}
		if d.pop(nodeFirst) == nil {
			return false
		}
	}
	return d.pop(nodeType) != nil && d.push(d.remember(plainType()))
}

// protocols pops the protocols of an existential type.
func (d *demangler) protocols() bool {
	if d.pop(nodeEmptyList) != nil {
		return true
	}
	for {
		first := d.pop(nodeFirst) != nil
		if !d.protocol() {
			return false
		}
		if first {
			return true
		}
	}
}

func (d *demangler) protocol() bool {
	if d.pop(nodeType) != nil {
		return true
	}
	return d.name() != nil && d.context() != nil
}

// parameter reads the index of a generic parameter.
func (d *demangler) parameter() bool {
	if d.nextIf('d') {
		depth, index := d.index(), d.index()
		return depth >= 0 && index >= 0
	}
	return d.nextIf('z') || d.index() >= 0
}

// requirement runs R for generic parameters: a protocol, base class, equal type
// or layout; not for associated types.
func (d *demangler) requirement() bool {
	ok := false
	switch c := d.peek(); c {
	case 's', 'b':
		d.pos++
		ok = d.pop(nodeType) != nil && d.parameter()
	case 'l':
		d.pos++
		ok = d.parameter() && strings.IndexByte("UROCDTN", d.next()) >= 0
	default:
		ok = (c == 'z' || c == 'd' || c == '_' || digit(c)) && d.protocol() && d.parameter()
	}
	return ok && d.push(&node{kind: nodeRequirement})
}

// signature pops the requirements of a generic signature.
func (d *demangler) signature(counts bool) bool {
	for counts && !d.nextIf('l') {
		if !d.nextIf('z') && d.index() < 0 {
			return false
		}
	}
	for d.pop(nodeRequirement) != nil {
	}
	return d.push(&node{kind: nodeSignature})
}

// special runs X: kinds of function types, references and existentials.
func (d *demangler) special() bool {
	switch d.next() {
	case 'E', 'A', 'f', 'K', 'U', 'L', 'B', 'C':
		return d.push(d.functionType())
	case 'o', 'u', 'w', 'p', 'D': // unowned, unmanaged, weak, metatype of a protocol, Self
		return d.pop(nodeType) != nil && d.push(plainType())
	case 'M', 'm':
		return strings.IndexByte("tTo", d.next()) >= 0 && d.pop(nodeType) != nil && d.push(plainType())
	case 'l': // AnyObject
		return d.protocols() && d.push(plainType())
	case 'c': // a class and protocols
		return d.pop(nodeType) != nil && d.protocols() && d.push(plainType())
	}
	return false
}

// annotation runs Y: what is said about a function type or a parameter.
func (d *demangler) annotation() bool {
	switch d.next() {
	case 'a', 'b', 'A', 'T', 'C': // async, Sendable, isolated(any), sending result, nonisolated
		return d.push(&node{kind: nodeAnnotation})
	case 'c', 'K': // global actor, typed throws
		return d.pop(nodeType) != nil && d.push(&node{kind: nodeAnnotation})
	case 'i', 'k', 't', 'u': // isolated, noDerivative, const, sending
		return d.pop(nodeType) != nil && d.push(plainType())
	}
	return false
}

// thunk runs T: what compilers append to functions that they wrap, split or
// specialise. The function itself is what a reader wants to know.
func (d *demangler) thunk() bool {
	if len(d.stack) == 0 {
		return false
	}
	switch d.next() {
	case 'o', 'O', 'D', 'A', 'm', 'u', 'E': // @objc, @nonobjc, dynamic, partial apply, merged, async pointer, distributed
		return true
	case 'Y', 'Q': // the parts of an async function between its suspensions
		return d.index() >= 0
	case 'f': // specialised for some arguments
		d.nextIf('q')
		if !digit(d.next()) {
			return false
		}
		for lower(d.peek()) {
			d.pos++
		}
		return d.nextIf('_') && d.nextIf('n')
	case 'g', 'G', 'B': // specialised for some types
		d.nextIf('q')
		return digit(d.next()) && d.types()
	}
	return false
}

// types pops a list of types.
func (d *demangler) types() bool {
	if d.pop(nodeEmptyList) != nil {
		return true
	}
	for {
		first := d.pop(nodeFirst) != nil
		if d.pop(nodeType) == nil {
			return false
		}
		if first {
			return true
		}
	}
}
