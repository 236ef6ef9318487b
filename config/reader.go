package config

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// reader walks the tree of a YAML file and collects what is wrong with it. Its methods
// return zero values for what they refuse.
type reader struct {
	name  string // of the file, as people know it
	errs  []string
	own   []string // ids of the team's rules
	rules ast.Node // the rules themselves
	// pointsWrong is set when log points have errors, so that rules cannot be judged yet.
	pointsWrong bool
}

// Error tells all that is wrong with a file, a line each.
type Error struct{ Lines []string }

func (e *Error) Error() string { return strings.Join(e.Lines, "\n") }

// err is what is wrong with the file, or nil.
func (r *reader) err() error {
	if len(r.errs) == 0 {
		return nil
	}
	return &Error{r.errs}
}

// maxSize bounds a file: those that people write are a few kilobytes.
const maxSize = 1 << 20

// tree parses a file; nil when it is empty or no YAML.
func (r *reader) tree(text []byte) ast.Node {
	if len(text) > maxSize {
		r.errs = append(r.errs, fmt.Sprintf("%s: larger than %d bytes: is this a configuration?", r.name, maxSize))
		return nil
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // which editors on Windows write
	if deep(text) {
		r.errs = append(r.errs, fmt.Sprintf("%s: nested deeper than %d levels: is this a configuration?", r.name, maxDepth))
		return nil
	}
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		r.syntax(err)
		return nil
	}
	if len(file.Docs) > 1 && file.Docs[1].Body != nil {
		r.fail(file.Docs[1].Body, "a second document: expected one only")
	}
	if len(file.Docs) == 0 {
		return nil
	}
	return file.Docs[0].Body
}

// maxDepth bounds the nesting: time and memory of the parser grow with its square.
const maxDepth = 500

// deep reports whether a file is nested too deeply, by brackets or by lists that begin
// on one line. Brackets in texts count too: those are rarely left open.
func deep(text []byte) bool {
	brackets, dashes := 0, 0
	for i, c := range text {
		switch c {
		case '[', '{':
			brackets++
		case ']', '}':
			brackets = max(brackets-1, 0)
		case '-', '?':
			if i+1 < len(text) && text[i+1] == ' ' { // else a text
				dashes++
			}
		case ' ':
		default:
			dashes = 0
		}
		if brackets > maxDepth || dashes > maxDepth {
			return true
		}
	}
	return false
}

func (r *reader) syntax(err error) {
	var at yaml.Error
	if errors.As(err, &at) && at.GetToken() != nil {
		r.failAt(at.GetToken(), "%s", at.GetMessage())
		return
	}
	r.errs = append(r.errs, fmt.Sprintf("%s: %v", r.name, err))
}

// fail notes what is wrong with a value.
func (r *reader) fail(n ast.Node, format string, args ...any) {
	r.failAt(n.GetToken(), format, args...)
}

func (r *reader) failAt(t *token.Token, format string, args ...any) {
	r.errs = append(r.errs, fmt.Sprintf("%s: %s", r.place(t), fmt.Sprintf(format, args...)))
}

// place is file:line:column.
func (r *reader) place(t *token.Token) string {
	return fmt.Sprintf("%s:%d:%d", r.name, t.Position.Line, t.Position.Column)
}

// line is file:line of a value.
func (r *reader) line(n ast.Node) string {
	return r.name + ":" + strconv.Itoa(n.GetToken().Position.Line)
}

// entry is one key of a mapping with its value.
type entry struct {
	key   string
	at    ast.Node // the key
	value ast.Node
}

// mapping returns the entries of a mapping, in their order.
func (r *reader) mapping(n ast.Node, what string) []entry {
	var values []*ast.MappingValueNode
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return nil
	case *ast.MappingNode:
		values = n.Values
	case *ast.MappingValueNode:
		values = []*ast.MappingValueNode{n}
	default:
		r.fail(n, "expected %s, found %s", what, kind(n))
		return nil
	}
	list := make([]entry, 0, len(values))
	for _, v := range values {
		key, ok := scalar(v.Key)
		if !ok {
			r.fail(v.Key, "a key that is no text: expected %s", what)
			continue
		}
		list = append(list, entry{key, v.Key, v.Value})
	}
	return list
}

// fields hands each entry of a mapping to the function of its key.
func (r *reader) fields(n ast.Node, what string, known map[string]func(ast.Node)) {
	for _, e := range r.mapping(n, what) {
		if set := known[e.key]; set != nil {
			set(e.value)
			continue
		}
		r.fail(e.at, "unknown key %q in %s: %s", e.key, what, didYouMean(e.key, known))
	}
}

// list returns the elements of a list; a single value is a list of one.
func (r *reader) list(n ast.Node) []ast.Node {
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return nil
	case *ast.SequenceNode:
		return n.Values
	case *ast.MappingNode, *ast.MappingValueNode:
		r.fail(n, "expected a list, found %s", kind(n))
		return nil
	}
	return []ast.Node{n}
}

// text reads a text that is not empty.
func (r *reader) text(n ast.Node, what string) string {
	s, ok := scalar(n)
	if !ok || strings.TrimSpace(s) == "" {
		r.fail(n, "expected %s, found %s", what, kind(n))
		return ""
	}
	return s
}

func (r *reader) texts(n ast.Node, what string) []string {
	var list []string
	for _, e := range r.list(n) {
		if s := r.text(e, what); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// number reads a finite number that is not negative.
func (r *reader) number(n ast.Node, what string) float64 {
	switch n.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		s, _ := scalar(n)
		if v, err := strconv.ParseFloat(strings.ReplaceAll(s, "_", ""), 64); err == nil && v >= 0 && !math.IsInf(v, 0) && !math.IsNaN(v) {
			return v
		}
	}
	r.fail(n, "expected %s, found %s", what, kind(n))
	return 0
}

func (r *reader) truth(n ast.Node, what string) bool {
	b, ok := n.(*ast.BoolNode)
	if !ok {
		r.fail(n, "expected true or false for %s, found %s", what, kind(n))
		return false
	}
	return b.Value
}

// choice reads one of a few words.
func (r *reader) choice(n ast.Node, words ...string) string {
	s, _ := scalar(n)
	for _, w := range words {
		if s == w {
			return s
		}
	}
	r.fail(n, "expected one of %s, found %s", strings.Join(words, ", "), kind(n))
	return ""
}

// scalar is the text of a value that is no list and no mapping.
func scalar(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// kind names what stands where something else was expected.
func kind(n ast.Node) string {
	switch n := n.(type) {
	case nil, *ast.NullNode:
		return "nothing"
	case *ast.SequenceNode:
		return "a list"
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a mapping"
	case *ast.AliasNode, *ast.AnchorNode:
		return "an alias, which is not supported here"
	case *ast.StringNode:
		if strings.TrimSpace(n.Value) == "" {
			return "an empty text"
		}
	}
	if s, ok := scalar(n); ok {
		return strconv.Quote(s)
	}
	return "something else"
}
