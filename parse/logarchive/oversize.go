package logarchive

// oversizeStore keeps the arguments of oversize chunks for the messages that refer
// to them, also from another file. Of two with one key the newer counts.
type oversizeStore struct {
	kept map[oversizeKey]oversize
	age  []oversizeKey
	size int
}

// maxOversize bounds what is kept, in bytes; then the oldest go. The largest of 78 that
// were seen had 27,757 bytes, and no message referred further back than its file.
const maxOversize = 32 << 20

// oversizeCost is about what a kept one needs besides its bytes.
const oversizeCost = 200

func (s *oversizeStore) add(k oversizeKey, o oversize) {
	if s.kept == nil {
		s.kept = map[oversizeKey]oversize{}
	}
	if old, ok := s.kept[k]; ok {
		s.size -= old.size()
	} else {
		s.age = append(s.age, k)
		s.size += oversizeCost
	}
	s.kept[k] = o
	s.size += o.size()
	for s.size > maxOversize && len(s.age) > 1 {
		old := s.age[0]
		s.age = s.age[1:]
		s.size -= s.kept[old].size() + oversizeCost
		delete(s.kept, old)
	}
}

func (s *oversizeStore) find(k oversizeKey) (oversize, bool) {
	o, ok := s.kept[k]
	return o, ok
}
