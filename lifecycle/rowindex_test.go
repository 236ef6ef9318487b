package lifecycle

import (
	"testing"

	"github.com/bglog/bglog/parse"
)

// No message may be lost because its sender's index lacks a row's key, or because a row
// is looked for only where messages begin.
func TestIndexHoldsRowsOfItsSenders(t *testing.T) {
	for _, k := range allKeys(messages) {
		for _, process := range append([]string{"", "Notes"}, k.row.From.Processes...) {
			if !k.row.From.fits(&parse.Record{Process: process}) {
				continue
			}
			x := messages.index(process)
			if !x.all.May(k.literal) {
				t.Errorf("%s: the index of process %q lacks its key %q", k.row.ID, process, k.literal)
			}
			if k.within && !x.within.May(k.literal) {
				t.Errorf("%s: the index of process %q lacks its key %q behind other text", k.row.ID, process, k.literal)
			}
		}
	}
}

func allKeys(c *catalogue) (keys []keyed) {
	for _, list := range c.byKey {
		keys = append(keys, list...)
	}
	return keys
}

func TestAfterLabel(t *testing.T) {
	for _, c := range []struct {
		msg  string
		want int
	}{
		{"", 0},
		{"Suspending task.", 0},
		{"  Suspending task.", 0},
		{"[com.apple.runningboard:process] Suspending task.", 33},
		{" \n[process]\u00a0 Suspending task.", 14},
		{"[app<com.example.notes>:412] Suspending task.", 29},
		{"[no end", 0},
	} {
		if got := afterLabel(c.msg); got != c.want {
			t.Errorf("afterLabel(%q) = %d, want %d", c.msg, got, c.want)
		}
	}
}
