package lifecycle

import (
	"sort"
	"strings"

	"github.com/bglog/bglog/parse"
)

// rowIndex finds the rows that a sender may have written by their literals.
type rowIndex struct {
	all    parse.KeySet // the keys of its rows
	within parse.KeySet // of those before which other text may stand
}

// keyed is a row under the literal that finds it.
type keyed struct {
	row     *Row
	literal string
	// head: an identity may stand before the literal and is the first argument;
	// leading: other text of the first argument stands there;
	// within: the literal need not begin the message.
	head, leading, within bool
}

// indexRows makes the indexes of all senders.
func (c *catalogue) indexRows(keys []keyed) {
	// the longest literal is the best one
	sort.SliceStable(keys, func(i, j int) bool { return len(keys[i].literal) > len(keys[j].literal) })
	for _, k := range keys {
		key := [minKey]byte([]byte(k.literal[:minKey]))
		c.byKey[key] = append(c.byKey[key], k)
		c.anyone.add(k)
		if len(k.row.From.Processes) == 0 {
			c.others.add(k)
		}
		for _, p := range k.row.From.Processes {
			if c.byProcess[p] == nil {
				c.byProcess[p] = &rowIndex{}
			}
			c.byProcess[p].add(k)
		}
	}
	for _, x := range c.byProcess {
		x.all.Join(&c.others.all)
		x.within.Join(&c.others.within)
	}
}

func (x *rowIndex) add(k keyed) {
	x.all.Add(k.literal)
	if k.within {
		x.within.Add(k.literal)
	}
}

// index returns the rows that a process may have written; "" is an unknown one.
func (c *catalogue) index(process string) *rowIndex {
	if process == "" {
		return &c.anyone
	}
	if x := c.byProcess[process]; x != nil {
		return x
	}
	return &c.others
}

// at finds the row whose literal stands at offset i of a message with those heads.
// Where it is no opening, text stands before it.
func (c *catalogue) at(rec *parse.Record, h *heads, msg string, i int, opening bool) *Event {
	list := c.byKey[[minKey]byte([]byte(msg[i:i+minKey]))]
	for j := range list {
		k := &list[j]
		if !opening && !k.within || !strings.HasPrefix(msg[i:], k.literal) || !k.row.From.fits(rec) {
			continue
		}
		if ev := try(k, rec, h, msg, i); ev != nil {
			return ev
		}
	}
	return nil
}
