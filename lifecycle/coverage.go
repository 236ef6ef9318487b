package lifecycle

import (
	"sort"
	"strings"

	"github.com/bglog/bglog/parse"
)

// senderCount counts the records of one process.
type senderCount struct {
	Sender
	unknown map[string]*Unrecognised
}

// unknownKinds is how many kinds of unrecognised texts are told apart per
// process, unknownShown how many are reported.
const (
	unknownKinds = 200
	unknownShown = 5
	unknownKey   = 28 // bytes of a text that make a kind
)

// count keeps what share of a sender's records is understood.
func (e *Engine) count(rec *parse.Record, ev *Event) {
	s := e.senders[rec.Process]
	if s == nil {
		s = &senderCount{Sender: Sender{Process: strings.Clone(rec.Process)}, unknown: map[string]*Unrecognised{}}
		e.senders[s.Process] = s
	}
	s.Records++
	if ev != nil {
		s.Recognised++
		return
	}
	key := rec.Message[:min(len(rec.Message), unknownKey)]
	u := s.unknown[key]
	if u == nil {
		if len(s.unknown) >= unknownKinds {
			return
		}
		text := rec.Message[:min(len(rec.Message), 200)]
		u = &Unrecognised{Text: strings.Clone(text), Line: rec.Line}
		s.unknown[strings.Clone(key)] = u
	}
	u.Count++
}

// coverage lists the senders, the busiest first.
func (e *Engine) coverage() []*Sender {
	var out []*Sender
	for _, s := range e.senders {
		for _, u := range s.unknown {
			s.Unknown = append(s.Unknown, *u)
		}
		sort.Slice(s.Unknown, func(i, j int) bool {
			a, b := s.Unknown[i], s.Unknown[j]
			return a.Count > b.Count || a.Count == b.Count && (a.Line < b.Line || a.Line == b.Line && a.Text < b.Text)
		})
		s.Unknown = s.Unknown[:min(len(s.Unknown), unknownShown)]
		out = append(out, &s.Sender)
	}
	sort.Slice(out, func(i, j int) bool {
		return out[i].Records > out[j].Records || out[i].Records == out[j].Records && out[i].Process < out[j].Process
	})
	return out
}
