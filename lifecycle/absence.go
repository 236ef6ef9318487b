package lifecycle

// This file holds the conditions under which the absence of a message proves
// anything: cutting a log anywhere must never make a fault of a healthy
// lifecycle.

// coverMargin is how long after the window the sender must have written again.
const coverMargin = 1.0

// Covered reports whether the log shows everything that the process would have
// written in [from, to]: both moments are known, the process wrote before the
// window, and it wrote after it or the system says that it was suspended or
// gone by then; and nothing was lost in between.
func (t *Timeline) Covered(p *Process, from, to Time) bool {
	if !from.Known() || !to.Known() || t.GapBetween(from, to) {
		return false
	}
	if !p.OwnFirst.Known() || p.OwnFirst.After(from) {
		return false
	}
	if p.OwnLast.After(to.Add(coverMargin)) {
		return true
	}
	if p.Exited.Known() && p.Exit != nil && !p.Exited.Before(to) {
		return true
	}
	for _, s := range p.States {
		if s.State == StateSuspended && !s.From.Before(to) {
			return true
		}
	}
	return false
}

// GapBetween reports whether records from [from, to] are, or may be, missing.
func (t *Timeline) GapBetween(from, to Time) bool {
	for _, g := range t.Gaps {
		if !g.From.Known() || !g.To.Known() {
			return true
		}
		if !g.To.Before(from) && !g.From.After(to) || g.Why == "clock-change" && g.To.Before(g.From) && !g.From.Before(from) && !g.To.After(to) {
			return true
		}
	}
	return false
}

// StateAt returns what the process was doing at a moment, StateRunning when the
// log does not tell.
func (p *Process) StateAt(at Time) State {
	state := StateRunning
	for _, s := range p.States {
		if s.From.Known() && !s.From.After(at) {
			state = s.State
		}
	}
	return state
}
