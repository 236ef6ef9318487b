package lifecycle

import (
	"iter"
	"slices"
)

// Lines are the lines that tell of a lifecycle, one of each kind of event. There are
// few, and many lifecycles: a list takes a fifth of the memory of a map.
type Lines []kindLine

type kindLine struct {
	kind EventKind
	line Evidence
}

// Of is the line of a kind; one that is not found when there is none.
func (l Lines) Of(kind EventKind) Evidence {
	for i := range l {
		if l[i].kind == kind {
			return l[i].line
		}
	}
	return Evidence{}
}

// Has reports whether there is a line of a kind.
func (l Lines) Has(kind EventKind) bool {
	for i := range l {
		if l[i].kind == kind {
			return true
		}
	}
	return false
}

// Set keeps a line in place of an earlier one of its kind.
func (l *Lines) Set(kind EventKind, line Evidence) {
	for i := range *l {
		if (*l)[i].kind == kind {
			(*l)[i].line = line
			return
		}
	}
	*l = append(*l, kindLine{kind, line})
}

// All goes through the lines in the order in which their kinds were first seen.
func (l Lines) All() iter.Seq2[EventKind, Evidence] {
	return func(yield func(EventKind, Evidence) bool) {
		for i := range l {
			if !yield(l[i].kind, l[i].line) {
				return
			}
		}
	}
}

// Drop takes the line of a kind away.
func (l *Lines) Drop(kind EventKind) {
	*l = slices.DeleteFunc(*l, func(x kindLine) bool { return x.kind == kind })
}

// Lines are those of its beginning and its end, as lines of no kind.
func (s *PointSpan) Lines() iter.Seq2[EventKind, Evidence] {
	return Lines{{line: s.Begun}, {line: s.End}}.All()
}
