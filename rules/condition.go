package rules

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Condition is when a team's own rule fires: a sentence over events and lifecycles.
//
//	upload                                      each time
//	upload.begin not followed by upload.end within 30s
//	sync not preceded by login within 5m
//	wake followed by exit within 10s
//	upload before login                         in a process
//	task lasts longer than 20s
//	more than 5 wake in 1h
//	fewer than 1 sync per day
//
// An event may be narrowed: task.begin[name=Sync*].
type Condition struct {
	Text   string
	Kind   ConditionKind
	A, B   Selector
	Within float64 // seconds
	Number int
}

// ConditionKind is the form of a condition.
type ConditionKind string

// The forms of conditions.
const (
	Occurs         ConditionKind = "occurs"
	NotFollowed    ConditionKind = "not followed by"
	NotPreceded    ConditionKind = "not preceded by"
	Followed       ConditionKind = "followed by"
	HappensBefore  ConditionKind = "before"
	LastsLonger    ConditionKind = "lasts longer than"
	MoreThan       ConditionKind = "more than"
	FewerThan      ConditionKind = "fewer than"
	fieldNameRunes               = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
)

// Selector chooses events by their name and by fields.
type Selector struct {
	Event  string
	Fields []FieldGlob
}

// FieldGlob is a field of an event and the glob that its value must fit.
type FieldGlob struct{ Name, Glob string }

func (s Selector) String() string {
	if len(s.Fields) == 0 {
		return s.Event
	}
	var parts []string
	for _, f := range s.Fields {
		parts = append(parts, f.Name+"="+f.Glob)
	}
	return s.Event + "[" + strings.Join(parts, ", ") + "]"
}

// fits reports whether an event has the fields, or with perhaps: may have them, when the
// log does not tell.
func (s Selector) fits(fields map[string]string, perhaps bool) bool {
	for _, f := range s.Fields {
		if perhaps && undecided[fields[f.Name]] {
			continue
		}
		if ok, err := path.Match(flat(f.Glob), flat(fields[f.Name])); err != nil || !ok {
			return false
		}
	}
	return true
}

// flat lets * and ? stand for slashes too: values are texts and no paths.
func flat(s string) string { return strings.ReplaceAll(s, "/", "\x00") }

// undecided are values of fields that more of the log may change.
var undecided = map[string]bool{"": true, "unknown": true, "open": true, "pending": true, "running": true, "waiting": true}

// open reports whether the selector chose an event for what only the log's end makes of
// it. Fields of log points are as they were written, but seldom these.
func (s Selector) open(fields map[string]string) bool {
	return slices.ContainsFunc(s.Fields, func(f FieldGlob) bool { return f.Name == "outcome" && undecided[fields[f.Name]] })
}

// forms are the words between two events, and whether a duration follows.
var forms = []struct {
	words  []string
	kind   ConditionKind
	within bool
}{
	{[]string{"not", "followed", "by"}, NotFollowed, true},
	{[]string{"not", "preceded", "by"}, NotPreceded, true},
	{[]string{"followed", "by"}, Followed, true},
	{[]string{"before"}, HappensBefore, false},
}

// ParseCondition reads a condition; the error says what was expected where.
func ParseCondition(text string) (Condition, error) {
	p := &conditionParser{c: Condition{Text: strings.Join(strings.Fields(text), " ")}}
	p.words, p.err = splitWords(text)
	p.read()
	return p.c, p.err
}

type conditionParser struct {
	words []string
	c     Condition
	err   error
}

func (p *conditionParser) read() {
	c := &p.c
	switch {
	case p.take("more", "than"), p.take("fewer", "than"):
		c.Kind = MoreThan
		if strings.HasPrefix(strings.TrimSpace(c.Text), "fewer") {
			c.Kind = FewerThan
		}
		c.Number = p.number()
		c.A = p.event()
		switch {
		case p.take("per", "day"):
			c.Within = 24 * 3600
		case c.Kind == FewerThan:
			p.expect(`"per day"`)
		case p.take("in"):
			c.Within = p.duration()
		case len(p.words) > 0:
			p.expect(`"in" and a duration, or "per day"`)
		}
		if c.Kind == FewerThan && c.Number == 0 && p.err == nil {
			p.err = fmt.Errorf("fewer than 0 never happens: expected a number from 1")
		}
		p.end()
		return
	}
	c.A = p.event()
	c.Kind = Occurs
	if p.take("lasts", "longer", "than") {
		c.Kind, c.Within = LastsLonger, p.duration()
	}
	for _, f := range forms {
		if c.Kind != Occurs || !p.take(f.words...) {
			continue
		}
		c.Kind, c.B = f.kind, p.event()
		if f.within {
			if !p.take("within") {
				p.expect(`"within" and a duration such as 30s`)
			}
			c.Within = p.duration()
		}
	}
	p.end()
}

// take skips words when they come next.
func (p *conditionParser) take(words ...string) bool {
	if p.err != nil || len(p.words) < len(words) || !slices.Equal(p.words[:len(words)], words) {
		return false
	}
	p.words = p.words[len(words):]
	return true
}

func (p *conditionParser) next(what string) string {
	if p.err != nil {
		return ""
	}
	if len(p.words) == 0 {
		p.expect(what)
		return ""
	}
	w := p.words[0]
	p.words = p.words[1:]
	return w
}

func (p *conditionParser) expect(what string) {
	if p.err != nil {
		return
	}
	if len(p.words) == 0 {
		p.err = fmt.Errorf("the condition ends where %s was expected", what)
		return
	}
	p.err = fmt.Errorf("expected %s, found %q", what, p.words[0])
}

func (p *conditionParser) end() {
	if len(p.words) > 0 {
		p.expect(`the end, or one of "not followed by", "not preceded by", "followed by", "before", "lasts longer than"`)
	}
}

func (p *conditionParser) number() int {
	w := p.next("a number")
	n, err := strconv.Atoi(w)
	if p.err == nil && (err != nil || n < 0) {
		p.err = fmt.Errorf("expected a number, found %q", w)
	}
	return n
}

func (p *conditionParser) duration() float64 {
	w := p.next("a duration such as 30s")
	s, err := seconds(w)
	if p.err == nil && (err != nil || !(s > 0 && s <= longest)) {
		p.err = fmt.Errorf("expected a duration such as 30s, 5m, 2h or 1d, found %q", w)
	}
	return s
}

// longest bounds durations, in seconds: no log covers a hundred years.
const longest = 100 * 365 * 24 * 3600

func seconds(w string) (float64, error) {
	if days, ok := strings.CutSuffix(w, "d"); ok {
		n, err := strconv.ParseFloat(days, 64)
		return n * 24 * 3600, err
	}
	d, err := time.ParseDuration(w)
	return d.Seconds(), err
}

// event reads a name with its fields in brackets.
func (p *conditionParser) event() Selector {
	w := p.next("the name of an event")
	name, rest, narrowed := strings.Cut(w, "[")
	s := Selector{Event: name}
	if name == "" && p.err == nil {
		p.err = fmt.Errorf("%q: expected the name of an event before the bracket", w)
	}
	if !narrowed || p.err != nil {
		return s
	}
	rest, closed := strings.CutSuffix(rest, "]")
	if !closed {
		p.err = fmt.Errorf("%q: expected ] at its end", w)
		return s
	}
	for _, part := range strings.Split(rest, ",") {
		field, glob, ok := strings.Cut(part, "=")
		field, glob = strings.TrimSpace(field), strings.Trim(strings.TrimSpace(glob), `"`)
		if _, err := path.Match(glob, ""); !ok || err != nil || field == "" || strings.Trim(field, fieldNameRunes) != "" {
			p.err = fmt.Errorf("%q: expected FIELD=GLOB in the brackets, found %q", w, part)
			return s
		}
		s.Fields = append(s.Fields, FieldGlob{field, glob})
	}
	return s
}

// splitWords splits at blanks outside of brackets.
func splitWords(text string) ([]string, error) {
	var words []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	depth, quoted := 0, false
	for _, r := range text {
		switch {
		case r == '"' && depth > 0:
			quoted = !quoted
		case quoted:
		case r == '[':
			depth++
		case r == ']':
			depth--
		case depth == 0 && (r == ' ' || r == '\n' || r == '\t' || r == '\r'):
			flush()
			continue
		}
		word.WriteRune(r)
	}
	flush()
	if depth != 0 || quoted {
		return nil, fmt.Errorf("a bracket or a quote in the condition is not closed")
	}
	if len(words) == 0 {
		return nil, fmt.Errorf("the condition is empty")
	}
	return words, nil
}
