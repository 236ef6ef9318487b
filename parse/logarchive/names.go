package logarchive

import "sync"

// name is a text in both forms that callers need, made once.
type name struct {
	text  string
	bytes []byte
}

func newName(b []byte) name {
	s := string(b)
	return name{text: s, bytes: []byte(s)}
}

// senderNames keeps senders: they are the same in most catalogs. It may be used
// concurrently.
type senderNames struct {
	mu   sync.RWMutex
	kept map[string]*sender // by subsystem, NUL, category
	size int
}

// maxSenderNames bounds what is kept, in bytes: an iPhone has some thousand senders.
const maxSenderNames = 4 << 20

// senderCost is about what a kept sender needs besides its names, in bytes.
const senderCost = 200

// sender returns the sender of that subsystem and category.
func (n *senderNames) sender(subsystem, category []byte) *sender {
	var room [128]byte
	key := append(append(append(room[:0], subsystem...), 0), category...)
	n.mu.RLock()
	s := n.kept[string(key)]
	n.mu.RUnlock()
	if s != nil {
		return s
	}
	s = &sender{newName(subsystem), newName(category)}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.size += 3*len(key) + senderCost; n.size > maxSenderNames || n.kept == nil {
		n.kept, n.size = map[string]*sender{}, 0
	}
	n.kept[string(key)] = s
	return s
}
