package report

import (
	"cmp"
	"slices"

	"github.com/bglog/bglog/lifecycle"
)

// unknownShown is how many unrecognised texts are listed per sender.
const unknownShown = 5

// coverage adds up what the timelines recognised, by sender, the busiest first.
func coverage(timelines []*lifecycle.Timeline) Coverage {
	c := Coverage{Senders: []Sender{}, Notes: []string{}}
	at := map[string]int{}
	for _, t := range timelines {
		c.Redacted = c.Redacted || t.Redacted
		for _, s := range t.Senders {
			i, ok := at[s.Process]
			if !ok {
				i = len(c.Senders)
				at[s.Process] = i
				c.Senders = append(c.Senders, Sender{Process: opt(s.Process), Unknown: []Unrecognised{}})
			}
			c.Senders[i].add(s)
		}
	}
	slices.SortFunc(c.Senders, func(a, b Sender) int {
		return cmp.Or(cmp.Compare(b.Records, a.Records), cmp.Compare(deref(a.Process), deref(b.Process)))
	})
	for i := range c.Senders {
		u := c.Senders[i].Unknown
		slices.SortStableFunc(u, func(a, b Unrecognised) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
		})
		c.Senders[i].Unknown = u[:min(len(u), unknownShown)]
	}
	return c
}

func (s *Sender) add(more *lifecycle.Sender) {
	s.Records += more.Records
	s.Recognised += more.Recognised
	for _, u := range more.Unknown {
		i := slices.IndexFunc(s.Unknown, func(k Unrecognised) bool { return k.Text == u.Text })
		if i < 0 {
			s.Unknown = append(s.Unknown, Unrecognised(u))
			continue
		}
		s.Unknown[i].Count += u.Count
	}
}
