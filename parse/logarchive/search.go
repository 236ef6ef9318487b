package logarchive

// search decides by the messages of what a filter wants to be searched.
type search struct {
	want  Filter
	found int // ways
	args  Args
	text  []byte
}

// searchWay is how the messages of a format are searched.
type searchWay uint8

const (
	searchWhole  searchWay = iota // composed
	searchSketch                  // by their sketch first
	searchVain                    // not at all: all arguments are numbers, and the sketch was searched
)

// maxSearches is for how many formats the way is found, which takes longer than some
// messages: a hostile archive can name a new one in every message.
const maxSearches = 1 << 14

// way returns how the messages of a format are searched for literals.
func (s *search) way(process []byte, f *format, literals [][]byte) searchWay {
	if len(literals) == 0 || f.plain != "" {
		return searchWhole
	}
	known := f.ways.Load()
	for w := known; w != nil; w = w.next {
		if w.literals == &literals[0] {
			return w.way
		}
	}
	if s.found == maxSearches {
		return searchWhole
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
			return searchWhole
		}
	}
	switch {
	case !f.parsed.apart(literals):
		return searchWhole
	case f.parsed.numbers() && s.vain(process, f):
		return searchVain
	}
	return searchSketch
}

// vain reports whether a message of a format is not wanted whatever numbers it prints.
func (s *search) vain(process []byte, f *format) bool {
	args := Args{}
	for i := range f.parsed.segments {
		if c := &f.parsed.segments[i].spec; c.arg != argNone {
			size := 8
			if c.arg <= argInt {
				size = 4
			}
			args.Items = append(args.Items, itemScalar<<4, byte(size))
			args.Items = append(args.Items, make([]byte, size)...)
			args.Count++
		}
	}
	text, ok := f.parsed.sketch(nil, &args)
	return ok && !s.want.Search(process, text)
}

// holds reports whether the filter wants the message of a format with the arguments
// that are in s.args; zone tells where its times are shown, in seconds east of UTC.
func (s *search) holds(process []byte, f *format, way searchWay, zone func() int) bool {
	if f.plain != "" {
		s.text = append(s.text[:0], f.plain...)
		return s.want.Search(process, s.text)
	}
	switch {
	case way == searchVain && f.parsed.areNumbers(&s.args):
		return false
	case way == searchSketch || way == searchVain:
		text, ok := f.parsed.sketch(s.text[:0], &s.args)
		if s.text = text; ok && !s.want.Search(process, text) {
			return false
		}
	}
	s.args.Offset = zone()
	s.text = f.parsed.Compose(s.text[:0], &s.args)
	return s.want.Search(process, s.text)
}
