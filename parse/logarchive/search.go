package logarchive

// search decides by the messages of what a filter wants to be searched.
type search struct {
	want  Filter
	found int // ways
	args  Args
	text  []byte
}

// searchWay is how the messages of a format are searched.
type searchWay struct {
	apart bool // by their sketch before they are composed
	need  int  // not at all where the arguments bring less text (see need); with apart
}

// maxSearches is for how many formats the way is found, which takes longer than some
// messages: a hostile archive can name a new one in every message.
const maxSearches = 1 << 14

// way returns how the messages of a format are searched for literals.
func (s *search) way(process []byte, f *format, literals [][]byte) searchWay {
	if len(literals) == 0 || f.plain != "" {
		return searchWay{}
	}
	known := f.ways.Load()
	for w := known; w != nil; w = w.next {
		if w.literals == &literals[0] {
			return w.way
		}
	}
	if s.found == maxSearches {
		return searchWay{}
	}
	s.found++
	w := &knownWay{literals: &literals[0], way: s.find(process, f, literals), next: known}
	f.ways.CompareAndSwap(known, w) // else it is found again
	return w.way
}

// knownWay is how the messages of a format are searched for literals, of which it has the
// first one: there are few sets of them.
type knownWay struct {
	literals *[]byte
	way      searchWay
	next     *knownWay
}

// find finds the way.
func (s *search) find(process []byte, f *format, literals [][]byte) searchWay {
	for _, text := range []string{corruptText, illegibleText} { // that a sketch does not tell
		if s.want.Search(process, []byte(text)) {
			return searchWay{}
		}
	}
	if !f.parsed.apart(literals) {
		return searchWay{}
	}
	return searchWay{apart: true, need: f.parsed.need(literals)}
}

// holds reports whether the filter wants the message of a format with the arguments
// that are in s.args; zone tells where its times are shown, in seconds east of UTC.
func (s *search) holds(process []byte, f *format, way searchWay, zone func() int) bool {
	if f.plain != "" {
		s.text = append(s.text[:0], f.plain...)
		return s.want.Search(process, s.text)
	}
	if way.apart {
		if !f.parsed.brings(way.need, &s.args) {
			return false
		}
		text, ok := f.parsed.sketch(s.text[:0], &s.args)
		if s.text = text; ok && !s.want.Search(process, text) {
			return false
		}
	}
	s.args.Offset = zone()
	s.text = f.parsed.Compose(s.text[:0], &s.args)
	return s.want.Search(process, s.text)
}
