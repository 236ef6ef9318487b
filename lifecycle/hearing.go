package lifecycle

import "slices"

// hearing follows when records were written at all, in whatever order they come: inputs
// of one device are given in any order, and some exports keep none.
type hearing struct {
	spans []Span // stretches with a record every quietSeconds or more often
	at    int    // the one that the last record was in
}

// hear takes in the time of a record.
func (h *hearing) hear(at Time) {
	if !at.Known() {
		return
	}
	if len(h.spans) == 0 || !h.spans[h.at].near(at) {
		if len(h.spans) >= 2*maxGaps {
			if h.join(); len(h.spans) > maxGaps {
				return // what is not told apart here counts as quiet: less is claimed
			}
		}
		h.at = len(h.spans)
		h.spans = append(h.spans, Span{at, at})
		return
	}
	s := &h.spans[h.at]
	if at.Before(s.From) {
		s.From = at
	} else if at.After(s.To) {
		s.To = at
	}
}

// near reports whether a moment is in the span or so close to it that nothing was quiet
// in between.
func (s Span) near(at Time) bool {
	before, _ := s.From.Since(at)
	after, _ := at.Since(s.To)
	return before <= quietSeconds && after <= quietSeconds
}

// join sorts the spans and makes one of those that lie together.
func (h *hearing) join() {
	if len(h.spans) == 0 {
		return
	}
	slices.SortFunc(h.spans, func(a, b Span) int { return a.From.Compare(b.From) })
	joined := h.spans[:1]
	for _, s := range h.spans[1:] {
		last := &joined[len(joined)-1]
		if !last.near(s.From) {
			joined = append(joined, s)
		} else if s.To.After(last.To) {
			last.To = s.To
		}
	}
	h.spans, h.at = joined, len(joined)-1
}

// quiet returns the stretches in which nobody wrote anything, in order of time.
func (h *hearing) quiet() []Span {
	h.join()
	var quiet []Span
	for i := 1; i < min(len(h.spans), maxGaps+1); i++ {
		quiet = append(quiet, Span{h.spans[i-1].To, h.spans[i].From})
	}
	return quiet
}
