package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// Row is one message of the catalogue: the matcher, the documentation and a
// test fixture at once.
type Row struct {
	ID   string
	From Writer
	// Format is the os_log format string with its privacy annotations, or, for a
	// message known only from lines, the text in the same notation. Every
	// specifier matches its open value and the ways in which it is hidden
	// (<private>, <mask.hash: '…'>, <decode: missing data>).
	Format string
	// Fields names the arguments in order, separated by blanks; "_" ignores one.
	// The field named "target" is read as a process identity.
	Fields string
	Kind   EventKind
	// Inside is true when other text may come before the message: C function
	// signatures (UIKit), a log line quoted in another one.
	Inside bool
	// Cited is true when people also give the message as a rule that they follow, without
	// that it has come: among other words of a paste, one must tell of an error.
	Cited bool
	// Needs is the head without which the message proves nothing.
	Needs headNeed
	// Proof is what a record that does not name its sender must hold: the words
	// alone are too common.
	Proof proof
	// Cut is true when the message is proof enough although its end is missing
	// (tickets shorten long lines).
	Cut bool
	// Lines is true when an argument holds newlines by nature.
	Lines   bool
	Origin  Origin // Apple unless set
	Seen    string // OS versions it was seen on; empty when unknown
	Level   string // level it is logged at; empty: default
	Example string // one real-shaped line, without the columns of any export

	segments []segment
	fields   []string
	rest     *Row   // fits a message from the second segment on
	idle     *Event // stands for all records about processes that are no app's
}

// family is the part of a row's ID that names who writes it: "dyld" of "dyld.library".
func (r *Row) family() string {
	name, _, _ := strings.Cut(r.ID, ".")
	return name
}

// segment is an argument and the literal text that follows it; a row's first
// segment may have no argument.
type segment struct {
	arg     argKind
	literal string
	short   string // of the literal, what tools and people leave at the end of a message
}

type argKind uint8

const (
	argNone argKind = iota
	argText
	argNumber // decimal, signed
	argHex    // with or without 0x
	argFloat
)

// compile splits the format into literals and arguments.
func (r *Row) compile() {
	r.fields = strings.Fields(r.Fields)
	r.idle = &Event{Kind: r.Kind, Row: r, Target: noIdentity, idle: true}
	if r.Origin == "" {
		r.Origin = Apple
	}
	seg := segment{}
	var lit strings.Builder
	flush := func(next argKind) {
		seg.literal = lit.String()
		seg.short = unstopped(seg.literal)
		r.segments = append(r.segments, seg)
		lit.Reset()
		seg = segment{arg: next}
	}
	f := r.Format
	for i := 0; i < len(f); i++ {
		if f[i] != '%' {
			if f[i] != '\n' { // a paste may have made a blank of it: it is left to the argument behind it
				lit.WriteByte(f[i])
			}
			continue
		}
		n, kind := specifier(f[i:])
		if kind == argNone {
			lit.WriteByte('%')
		} else {
			flush(kind)
		}
		i += n - 1
	}
	flush(argNone)
}

// specifier reads one printf specifier with os_log's {annotations} at the start
// of s; its length and the kind of argument, argNone for %%.
func specifier(s string) (n int, kind argKind) {
	i := 1
	words := false // printed as words: YES, "[2: No such file or directory]"
	if i < len(s) && s[i] == '{' {
		if end := strings.IndexByte(s, '}'); end > 0 {
			words = strings.Contains(s[:end], "BOOL") || strings.Contains(s[:end], "bool") || strings.Contains(s[:end], "errno")
			i = end + 1
		}
	}
	for i < len(s) && strings.IndexByte("#0- +.123456789*", s[i]) >= 0 {
		i++
	}
	for i < len(s) && strings.IndexByte("hlqLzjt", s[i]) >= 0 {
		i++
	}
	if i >= len(s) {
		return len(s), argNone
	}
	if words {
		return i + 1, argText
	}
	switch s[i] {
	case '%':
		return i + 1, argNone
	case 'd', 'i', 'u':
		return i + 1, argNumber
	case 'x', 'X', 'p':
		return i + 1, argHex
	case 'f', 'g', 'e':
		return i + 1, argFloat
	}
	return i + 1, argText
}

// normalise removes privacy and type annotations from a format string, so that
// a template of any build finds its row: %{public}@ becomes %@.
func normalise(format string) string { return string(appendNormal(nil, format)) }

// appendNormal appends a normalised format string to dst.
func appendNormal(dst []byte, format string) []byte {
	for {
		i := strings.Index(format, "%{")
		if i < 0 {
			return append(dst, format...)
		}
		end := strings.IndexByte(format[i:], '}')
		if end < 0 {
			return append(dst, format...)
		}
		dst = append(dst, format[:i+1]...)
		format = format[i+end+1:]
	}
}

// key returns the literal by which the row is found and whether text stands
// before it that belongs to the first argument.
func (r *Row) key() (literal string, leading bool) {
	for i, s := range r.segments {
		l := s.literal
		if i > 0 {
			l = strings.TrimLeft(l, " :[(<\"'")
		}
		if r.endsOpen(i + 1) {
			l = strings.TrimRight(l, " ")
		}
		if len(l) >= minKey {
			return l, i > 0
		}
	}
	return "", false
}

// endsOpen reports whether argument i is a text that ends the message: where it
// is lost, the blank before it is lost too.
func (r *Row) endsOpen(i int) bool {
	return i == len(r.segments)-1 && r.segments[i].arg == argText && r.segments[i].literal == ""
}

// telling returns the literal by which a record that may be the row's is told
// among all others: the first one when it is long enough, because the end of a
// message may be cut off, else the longest.
func (r *Row) telling() string {
	key, _ := r.key()
	best := ""
	for _, piece := range unquoted(key) {
		if len(piece) > len(best) {
			best = piece
		}
	}
	if len(strings.TrimSpace(best)) >= tellingLength {
		return best
	}
	for _, s := range r.segments {
		for _, piece := range unquoted(s.literal) {
			if len(piece) > len(best) {
				best = piece
			}
		}
	}
	return best
}

// printed reports whether apps print the row's text in lines of their own, behind
// words that nobody knows: it is no daemon's, and need not begin a message.
func (r *Row) printed() bool {
	anyone := len(r.From.Processes)+len(r.From.Images)+len(r.From.Subsystems) == 0
	_, leading := r.key()
	return len(r.From.Processes) == 0 && !r.From.Heads && r.Proof == proofNone && (anyone && r.Inside || leading)
}

// unquoted splits a literal at quotes, which pasted text has in other shapes,
// and takes off what cannot begin a word.
func unquoted(literal string) []string {
	pieces := strings.FieldsFunc(literal, func(c rune) bool { return c == '\'' || c == '"' })
	for i, p := range pieces {
		p = strings.TrimLeft(p, " :[](){}<>,;.")
		// a piece after a quote may begin inside a word: "Can't"
		if i > 0 || !strings.HasPrefix(literal, pieces[0]) {
			if _, rest, ok := strings.Cut(p, " "); ok {
				p = rest
			}
		}
		pieces[i] = p
	}
	return pieces
}

// tellingLength makes a literal rare enough to select records by.
const tellingLength = 12

// minKey is the length of the shortest literal that finds a row, in bytes.
const minKey = parse.KeyMin

// hidden returns the length of a hidden value at the start of s.
func hidden(s string) int {
	if s == "" || s[0] != '<' {
		return 0
	}
	switch {
	case strings.HasPrefix(s, "<private>"):
		return len("<private>")
	case strings.HasPrefix(s, "<redacted>"):
		return len("<redacted>")
	case strings.HasPrefix(s, "<decode: missing data>"):
		return len("<decode: missing data>")
	case strings.HasPrefix(s, "<mask.hash: "):
		if i := strings.IndexByte(s, '>'); i > 0 {
			return i + 1
		}
	}
	return 0
}

// isHidden reports whether a captured value was hidden by os_log.
func isHidden(s string) bool { return len(s) > 0 && hidden(s) == len(s) }

// match fits the row on text, which begins where the row's message begins.
// Values are appended to dst in argument order.
func (r *Row) match(text string, dst []string) ([]string, bool) {
	last := len(r.segments) - 1
	for i := range r.segments {
		s := &r.segments[i]
		if s.arg != argNone {
			n := r.value(i, text)
			switch {
			case n >= 0:
			case r.Cut && s.arg == argText && strings.TrimSpace(text) != "":
				return append(dst, trimCut(text[:len(text)-begun(text, s.literal)])), true
			default:
				return dst, false
			}
			value := text[:n]
			if s.arg == argNumber && number(value, argNumber) < n && !isHidden(value) {
				value = ungrouped(value)
			}
			dst = append(dst, value)
			text = text[n:]
		}
		switch {
		case strings.HasPrefix(text, s.literal):
			text = text[len(s.literal):]
		case i == last && (r.Cut || s.partial(text)):
			return dst, true
		case r.endsOpen(i+1) && text != "" && text == strings.TrimRight(s.literal, " "):
			return append(dst, ""), true
		default:
			return dst, false
		}
	}
	return dst, true
}

// value returns the length of the value of segment i, which text begins with; -1 when
// there is none, or the literal behind it is missing.
func (r *Row) value(i int, text string) int {
	s := &r.segments[i]
	// a text may go on after a hidden piece: "<private>:1234"
	if n := hidden(text); n > 0 && (s.arg != argText || strings.HasPrefix(text[n:], s.literal) || i == len(r.segments)-1 && r.Cut) {
		return n
	}
	if s.arg == argText {
		return r.textValue(i, text)
	}
	n := number(text, s.arg)
	switch {
	case n == 0:
		return -1
	case s.arg == argNumber && !strings.HasPrefix(text[n:], s.literal):
		return n + grouped(text[n:], s.literal)
	}
	return n
}

// textValue is value for a text, which goes up to the literal behind it.
func (r *Row) textValue(i int, text string) int {
	s := &r.segments[i]
	if i < len(r.segments)-1 {
		if next := r.segments[i+1].arg; next > argText {
			return beforeNumber(text, s.literal, next)
		}
		return strings.Index(text, s.literal)
	}
	n := -1
	switch {
	case s.literal == "":
		return len(text)
	case len(s.literal) <= 2: // a full stop or a quote, which the value may hold too
		n = strings.LastIndex(text, s.literal)
	default:
		n = strings.Index(text, s.literal)
	}
	if n < 0 && len(s.short) >= cutLiteral {
		n = strings.Index(text, s.short)
	}
	if n < 0 && r.Cut {
		n = strings.Index(text, s.literal[:min(len(s.literal), cutLiteral)])
	}
	return n
}

// beforeNumber returns the offset of the first literal that a number follows, or
// a hidden value: a text may hold the same characters itself.
func beforeNumber(text, literal string, kind argKind) int {
	for from := 0; literal != ""; {
		i := strings.Index(text[from:], literal)
		if i < 0 {
			return -1
		}
		i += from
		from = i + len(literal)
		if number(text[from:], kind) > 0 || hidden(text[from:]) > 0 {
			return i
		}
	}
	return strings.Index(text, literal)
}

// cutLiteral is how many bytes of a last literal are enough where the end of
// the message may be missing.
const cutLiteral = 8

// begun returns how much of the literal stands at the end of a text that was cut within
// it: the value ends before. A single character may be the value's own.
func begun(text, literal string) int {
	for n := min(len(literal)-1, len(text)); n > 1; n-- {
		if strings.HasSuffix(text, literal[:n]) {
			return n
		}
	}
	return 0
}

// trimCut takes an ellipsis off a value whose end is missing.
func trimCut(s string) string {
	return strings.TrimSpace(strings.TrimRight(strings.TrimSpace(s), ".…<>"))
}

// partial accepts a last literal of which only trailing blanks, a full stop or
// quotes are missing: tools trim them.
func (s *segment) partial(text string) bool {
	return s.short != s.literal && strings.HasPrefix(text, s.short)
}

// unstopped is a literal without what tools and people leave out at the end of a
// message.
func unstopped(literal string) string { return strings.TrimRight(literal, " .!\n") }

// grouped returns how much of a text that follows digits belongs to their number where tools
// write it in groups of three ("Background Task 13 119", amplitude/Amplitude-Swift#101), 0
// where the literal does not come behind it.
func grouped(text, literal string) int {
	for n := 0; literal != ""; {
		sep := groupSeparator(text[n:])
		if sep == 0 || number(text[n+sep:], argNumber) != 3 || text[n+sep] == '-' {
			break
		}
		if n += sep + 3; strings.HasPrefix(text[n:], literal) {
			return n
		}
	}
	return 0
}

// groupSeparator returns the length of what separates groups of digits at the start of s: a
// blank, also one that holds words together, or a mark of the country.
func groupSeparator(s string) int {
	for _, sep := range []string{" ", "\u00a0", "\u202f", ",", ".", "'", "\u2019"} {
		if strings.HasPrefix(s, sep) {
			return len(sep)
		}
	}
	return 0
}

// ungrouped is a number without the separators of its groups.
func ungrouped(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, s)
}

// number returns the length of a number of that kind at the start of s.
func number(s string, kind argKind) int {
	i := 0
	switch kind {
	case argHex:
		if strings.HasPrefix(s, "0x") {
			i = 2
		}
		for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i]|0x20 >= 'a' && s[i]|0x20 <= 'f') {
			i++
		}
		return i
	case argFloat:
		for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.' || s[i] == '-') {
			i++
		}
		for i > 0 && s[i-1] == '.' {
			i--
		}
		return i
	}
	if i < len(s) && s[i] == '-' {
		i++
	}
	start := i
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == start {
		return 0
	}
	return i
}
