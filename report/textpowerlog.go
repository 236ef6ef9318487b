package report

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// powerlog writes what PowerLog recorded of an app, in a sentence for each log.
func (t *texter) powerlog(app string) {
	for _, p := range t.powerOf(app) {
		t.text(2, p.sentence(), dim)
	}
}

func (t *texter) powerOf(app string) []PowerLog {
	return ofApp(t.r.PowerLogs, app, func(p PowerLog) *string { return &p.App })
}

// sentence says what was recorded, with the meanings that its numbers probably have.
func (p PowerLog) sentence() string {
	var parts, states []string
	changes, over := 0, 0
	for _, s := range p.States {
		changes += s.Count
		name := deref(s.Meaning)
		if name == "" {
			name = "state " + itoa(int(s.State))
		}
		states = append(states, name+" "+thousands(s.Count))
	}
	if changes > 0 {
		parts = append(parts, several(changes, "change", "changes")+" of state ("+strings.Join(states, ", ")+")")
	}
	for _, x := range p.Transfers {
		if m := deref(x.Meaning); m == powerTransfers[parse.PowerCompleted] || m == powerTransfers[parse.PowerCancelled] {
			over++
		}
	}
	if n := len(p.Transfers); n > 0 {
		parts = append(parts, several(n, "transfer", "transfers")+" ("+thousands(over)+" over)")
	}
	for _, x := range []struct {
		n         int
		one, many string
	}{
		{len(p.Runs), "run of the scheduler", "runs of the scheduler"}, {len(p.Prewarms), "prewarm", "prewarms"}, {len(p.Exits), "exit", "exits"},
	} {
		if x.n > 0 {
			parts = append(parts, several(x.n, x.one, x.many))
		}
	}
	s := "PowerLog recorded " + strings.Join(parts, ", ")
	if p.LeftOut > 0 {
		s += ", and " + thousands(p.LeftOut) + " more"
	}
	return s + " (see --format json)"
}
