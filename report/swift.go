package report

import "strings"

// readable replaces Swift's mangled names in a text by readable ones: UIKit names
// unnamed background tasks "Called by Notes, from $s5Notes...". A name that is not
// understood completely stays as it is.
func readable(s string) string {
	at := strings.Index(s, "$s")
	if at < 0 {
		return s
	}
	var b strings.Builder
	for at >= 0 {
		end := at
		for end < len(s) && symbolByte(s[end]) {
			end++
		}
		name, ok := "", false
		if at == 0 || !symbolByte(s[at-1]) {
			name, ok = demangle(s[at:end])
		}
		b.WriteString(s[:at])
		if !ok {
			name = s[at:end]
		}
		b.WriteString(name)
		s = s[end:]
		at = strings.Index(s, "$s")
	}
	b.WriteString(s)
	return b.String()
}

func symbolByte(c byte) bool { return c == '_' || c == '$' || letter(c) || digit(c) }

func lower(c byte) bool  { return c >= 'a' && c <= 'z' }
func upper(c byte) bool  { return c >= 'A' && c <= 'Z' }
func letter(c byte) bool { return lower(c) || upper(c) }
func digit(c byte) bool  { return c >= '0' && c <= '9' }

// longestSymbol bounds the work on one name.
const longestSymbol = 2048

// demangle turns $s5Notes4SyncC3runyyF into Notes.Sync.run(). It understands
// functions, methods, initialisers, accessors and closures, also in extensions,
// and what compilers append to them; false for everything else.
//
// A mangled name is a program in postfix form: operands are pushed, operators
// pop them (Swift's docs/ABI/Mangling.rst and lib/Demangling/Demangler.cpp).
func demangle(symbol string) (string, bool) {
	body, ok := strings.CutPrefix(symbol, "$s")
	if !ok || len(symbol) > longestSymbol {
		return "", false
	}
	d := demangler{in: body}
	for d.pos < len(d.in) {
		if !d.operator() {
			return "", false
		}
	}
	if len(d.stack) != 1 || d.stack[0].kind != nodeEntity {
		return "", false
	}
	return d.stack[0].path()
}

// node is an operand.
type node struct {
	kind nodeKind
	text string // name, of an entity without its context
	ctx  *node  // context of an entity or a type, inner type of an extension
	// params is the number of parameters of a function type, or -1; elements that
	// of a tuple, or -1.
	params, elements int
	inside           bool // the text is followed by "in" and the context: a closure
}

type nodeKind uint8

const (
	nodeModule     nodeKind = iota
	nodeIdentifier          // a name that may still become a module or a label
	nodeName                // a private, local or operator name
	nodeType
	nodeEntity
	nodeExtension
	nodeEmptyList // y
	nodeFirst     // _
	nodeVariadic
	nodeAnnotation // async, throws, a global actor
	nodeSignature  // of generics
	nodeRequirement
)

// path writes a context: module, types and entities separated by dots. Types
// from C and Objective-C have no module that a reader would know.
func (n *node) path() (string, bool) {
	switch {
	case n == nil:
		return "", false
	case n.kind == nodeModule:
		return n.text, true
	case n.kind == nodeExtension:
		return n.ctx.path()
	case n.text == "":
		return "", false
	}
	outer, ok := n.ctx.path()
	switch {
	case !ok:
		return "", false
	case n.inside:
		return n.text + " in " + outer, true
	case n.ctx.kind == nodeModule && strings.HasPrefix(outer, "__C"):
		return n.text, true
	}
	return outer + "." + n.text, true
}

// demangler runs one mangled name.
type demangler struct {
	in     string
	pos    int
	stack  []*node
	substs []*node  // what A refers to
	words  []string // what identifiers refer to
}

// next takes the next byte, 0 at the end.
func (d *demangler) next() byte {
	c := d.peek()
	if d.pos < len(d.in) {
		d.pos++
	}
	return c
}

func (d *demangler) peek() byte {
	if d.pos < len(d.in) {
		return d.in[d.pos]
	}
	return 0
}

func (d *demangler) nextIf(c byte) bool {
	if d.peek() == c {
		d.pos++
		return true
	}
	return false
}

func (d *demangler) push(n *node) bool {
	if n == nil {
		return false
	}
	d.stack = append(d.stack, n)
	return true
}

// pop takes the top operand if it is of one of the kinds.
func (d *demangler) pop(kinds ...nodeKind) *node {
	if len(d.stack) == 0 {
		return nil
	}
	top := d.stack[len(d.stack)-1]
	for _, k := range kinds {
		if top.kind == k {
			d.stack = d.stack[:len(d.stack)-1]
			return top
		}
	}
	return nil
}

// remember makes a node available to later substitutions.
func (d *demangler) remember(n *node) *node {
	d.substs = append(d.substs, n)
	return n
}

// natural reads a decimal number, -1 when there is none.
func (d *demangler) natural() int {
	if !digit(d.peek()) {
		return -1
	}
	n := 0
	for digit(d.peek()) && n < 1<<20 {
		n = n*10 + int(d.next()-'0')
	}
	return n
}

// index reads "_" as 0, "0_" as 1 and so on; -1 when there is none.
func (d *demangler) index() int {
	if d.nextIf('_') {
		return 0
	}
	if n := d.natural(); n >= 0 && d.nextIf('_') {
		return n + 1
	}
	return -1
}

// wordsMax is how many words identifiers may refer to.
const wordsMax = 26

// identifier reads 5Notes, or 0aB4Rest where letters stand for words of earlier
// identifiers, the last of them a capital. Punycode is left alone.
func (d *demangler) identifier() *node {
	substituted := d.nextIf('0')
	if substituted && d.peek() == '0' {
		return nil
	}
	var name strings.Builder
	for {
		for substituted && letter(d.peek()) {
			c := d.next()
			if upper(c) {
				substituted = false
			}
			w := int(c|0x20) - 'a'
			if w >= len(d.words) {
				return nil
			}
			name.WriteString(d.words[w])
		}
		if d.nextIf('0') {
			break
		}
		n := d.natural()
		if n <= 0 || d.pos+n > len(d.in) {
			return nil
		}
		piece := d.in[d.pos : d.pos+n]
		d.pos += n
		name.WriteString(piece)
		d.addWords(piece)
		if !substituted {
			break
		}
	}
	return d.remember(&node{kind: nodeIdentifier, text: name.String(), params: -1, elements: -1})
}

// addWords splits an identifier into the words that later ones may refer to:
// two letters or more, beginning at a capital or after an underscore or digit.
func (d *demangler) addWords(s string) {
	start := -1
	for i := 0; i <= len(s); i++ {
		var c byte
		if i < len(s) {
			c = s[i]
		}
		if start >= 0 && (c == '_' || c == 0 || !upper(s[i-1]) && upper(c)) {
			if i-start >= 2 && len(d.words) < wordsMax {
				d.words = append(d.words, s[start:i])
			}
			start = -1
		}
		if start < 0 && c != 0 && c != '_' && !digit(c) {
			start = i
		}
	}
}
