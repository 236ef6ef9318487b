package lifecycle

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/bglog/bglog/parse"
)

// LogPoint is a message of the app's own that a team wants to see on the timeline: an
// event, or a span that one message begins and another one ends.
type LogPoint struct {
	Name string
	// Process, Subsystem and Category say who writes it, as far as they are not empty and
	// the export tells.
	Process, Subsystem, Category string
	Event                        *Pattern // nil for a span
	Begin, End                   *Pattern // nil for an event
}

// Span reports whether the log point has a beginning and an end.
func (l *LogPoint) Span() bool { return l.Begin != nil }

// IDGroup is the named group of a pattern that tells which end belongs to which
// beginning.
const IDGroup = "id"

// Pattern is a regular expression (RE2) with the literal that each match holds: only
// records with the literal are matched.
type Pattern struct {
	re      *regexp.Regexp
	literal string
}

// NewPattern compiles a regular expression. It must hold a literal text of four bytes or
// more, which begins a word, outside of alternatives and optional parts.
func NewPattern(expr string) (*Pattern, error) {
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil, err
	}
	tree, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, err
	}
	var best string
	for _, l := range literals(tree.Simplify()) {
		if l = fromWord(l); len(l) > len(best) {
			best = l
		}
	}
	if len(best) < minKey {
		return nil, fmt.Errorf("pattern %q holds no text of %d letters that every match has: bglog finds messages by such a text", expr, minKey)
	}
	return &Pattern{re: re, literal: best}, nil
}

func (p *Pattern) String() string { return p.re.String() }

// Groups lists the named groups.
func (p *Pattern) Groups() []string {
	return slices.DeleteFunc(slices.Clone(p.re.SubexpNames()), func(n string) bool { return n == "" })
}

// literals are the texts that each match of an expression holds.
func literals(e *syntax.Regexp) []string {
	switch {
	case e.Op == syntax.OpLiteral && e.Flags&syntax.FoldCase == 0:
		return []string{string(e.Rune)}
	case e.Op == syntax.OpConcat || e.Op == syntax.OpCapture || e.Op == syntax.OpPlus || e.Op == syntax.OpRepeat && e.Min > 0:
		var list []string
		for _, sub := range e.Sub {
			list = append(list, literals(sub)...)
		}
		return list
	}
	return nil
}

// fromWord cuts a literal to where a word begins for sure: what stands before it in a
// message is not known. A literal that is one word is taken to begin it.
func fromWord(l string) string {
	for i := range len(l) {
		if !parse.InWord(l[i]) && len(l)-i >= minKey {
			return l[i:]
		}
	}
	return l
}

// match returns the values of the named groups; nil without a match.
func (p *Pattern) match(msg string) map[string]string {
	if p == nil || !strings.Contains(msg, p.literal) {
		return nil
	}
	m := p.re.FindStringSubmatch(msg)
	if m == nil {
		return nil
	}
	fields := map[string]string{}
	for i, name := range p.re.SubexpNames() {
		if name != "" && m[i] != "" {
			fields[name] = strings.Clone(m[i])
		}
	}
	return fields
}

// from reports whether the record may be of the log point: what the export tells must
// not contradict it.
func (l *LogPoint) from(rec *parse.Record) bool {
	fits := func(want, have string) bool { return want == "" || have == "" || want == have }
	return fits(l.Process, rec.Process) && fits(l.Subsystem, rec.Subsystem) && fits(l.Category, rec.Category) &&
		!(rec.Process != "" && l.Process == "" && systemProcesses[rec.Process])
}

// pointHit is a record that is one of a log point's messages.
type pointHit struct {
	point  *LogPoint
	what   pointPart
	fields map[string]string
}

type pointPart uint8

const (
	pointEvent pointPart = iota
	pointBegin
	pointEnd
)

// LogPointNoted is the kind of records that are log points and nothing else.
const LogPointNoted EventKind = "log-point"

var logPointRow = &Row{ID: "log_point", Kind: LogPointNoted}

// Annotator returns Annotate for the catalogue and a team's log points.
func Annotator(points []*LogPoint) func(*parse.Record) {
	if len(points) == 0 {
		return Annotate
	}
	return func(rec *parse.Record) {
		Annotate(rec)
		var hits []pointHit
		own := false
		for _, l := range points {
			own = own || rec.Process != "" && rec.Process == l.Process || rec.Subsystem != "" && rec.Subsystem == l.Subsystem
			if !l.from(rec) {
				continue
			}
			for what, p := range []*Pattern{l.Event, l.Begin, l.End} {
				if fields := p.match(rec.Message); fields != nil {
					hits = append(hits, pointHit{l, pointPart(what), fields})
				}
			}
		}
		if len(hits) == 0 {
			if own && rec.Note == nil {
				rec.Note = ownRecord
			}
			return
		}
		ev, _ := rec.Note.(*Event)
		if ev == nil || ev.idle {
			ev = &Event{Kind: LogPointNoted, Row: logPointRow}
		}
		rec.Own()
		ev.points = hits
		rec.Note = ev
	}
}

// InterestWith is Interest for the catalogue and a team's log points.
func InterestWith(points []*LogPoint) *parse.Interest {
	if len(points) == 0 {
		return interest
	}
	want := messages.wanted()
	for _, l := range points {
		for _, p := range []*Pattern{l.Event, l.Begin, l.End} {
			if p != nil {
				want.Literals = append(want.Literals, p.literal)
			}
		}
		// all that the app writes: its other records show that nothing is missing
		want.Processes = l.wants(want.Processes, l.Process, want.Searched)
		want.Subsystems = l.wants(want.Subsystems, l.Subsystem, want.Searched)
	}
	return parse.NewInterest(want)
}

// wants adds the name of a sender, of whom all records are wanted then. Apple's that
// write too much are searched for any literal.
func (l *LogPoint) wants(names []string, name string, searched map[string][]parse.Literal) []string {
	if _, much := searched[name]; much {
		searched[name] = nil
		return names
	}
	if name == "" || slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}

// ownRecord stands for records of an app that are read for its log points only.
var ownRecord = &Event{Kind: LogPointNoted, Row: logPointRow, idle: true}

// Recognised reports whether a record is a message of the catalogue or a log point.
func Recognised(rec *parse.Record) bool { return rec.Note != nil && rec.Note != any(ownRecord) }
