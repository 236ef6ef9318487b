package logarchive

// search decides by the messages of what a filter wants to be searched.
type search struct {
	want  Filter
	known map[searchKey]searchWay
	args  Args
	text  []byte
}

// searchKey is what decides how a message is searched.
type searchKey struct {
	format   *format
	literals *[]byte // the first one
}

// searchWay is how the messages of a format are searched.
type searchWay uint8

const (
	searchUnknown searchWay = iota
	searchWhole             // composed
	searchSketch            // by their sketch first
)

// maxSearches bounds how many formats are remembered, of which a hostile archive can
// name a new one in every message.
const maxSearches = 1 << 14

// way returns how the messages of a format are searched for literals, of which there is
// at least one.
func (s *search) way(f *format, literals [][]byte) searchWay {
	key := searchKey{f, &literals[0]}
	way := s.known[key]
	if way == searchUnknown {
		way = searchWhole
		if f.parsed.apart(literals) {
			way = searchSketch
		}
		if s.known == nil || len(s.known) == maxSearches {
			s.known = map[searchKey]searchWay{}
		}
		s.known[key] = way
	}
	return way
}

// holds reports whether the filter wants the message of a format with the arguments
// that are in s.args; zone tells where its times are shown, in seconds east of UTC.
func (s *search) holds(process []byte, f *format, literals [][]byte, zone func() int) bool {
	switch {
	case f.plain != "":
		s.text = append(s.text[:0], f.plain...)
		return s.want.Search(process, s.text)
	case len(literals) > 0 && s.way(f, literals) == searchSketch:
		text, ok := f.parsed.sketch(s.text[:0], &s.args)
		if s.text = text; ok && !s.want.Search(process, text) {
			return false
		}
	}
	s.args.Offset = zone()
	s.text = f.parsed.Compose(s.text[:0], &s.args)
	return s.want.Search(process, s.text)
}
