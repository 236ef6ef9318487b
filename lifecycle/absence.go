package lifecycle

import (
	"slices"
	"sort"

	"github.com/bglog/bglog/parse"
)

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
	if !from.Known() || !to.Known() || t.GapIn(p, from, to) {
		return false
	}
	if !p.OwnFirst.Known() || p.OwnFirst.After(from) {
		return false
	}
	if p.OwnLast.After(to.Add(coverMargin)) {
		return true
	}
	if end := p.ToldEnd(); end.Known() && !end.Before(to) {
		return true
	}
	for _, s := range p.States {
		if s.State == StateSuspended && !s.From.Before(to) {
			return true
		}
	}
	return false
}

// ToldEnd is when the process ended by the log's own lines, or by a report; unknown where
// only the device's shutdown tells, which proves nothing of what the log holds.
func (p *Process) ToldEnd() Time {
	if p.Exit == nil || p.Exit.Kind == ExitShutdown {
		return Time{}
	}
	return p.Exited
}

// FirstGap is where the first gap behind a moment begins in what a process writes, or that
// moment when it lies in one; unknown where there is none.
func (t *Timeline) FirstGap(p *Process, after Time) Time {
	var first Time
	if p.Silenced.Found() {
		first = parse.Latest(p.Silenced.Time, after)
	}
	for i := range t.Gaps {
		switch g := &t.Gaps[i]; {
		case !g.of(WitnessApp):
		case !g.From.Known() || !g.To.Known():
			return after
		case g.To.Before(after) && !(g.Why == clockChange && g.From.After(after)):
		default:
			first = parse.Earliest(first, parse.Latest(g.From, after))
		}
	}
	return first
}

// GapBetween reports whether records from [from, to] are, or may be, missing.
func (t *Timeline) GapBetween(from, to Time) bool {
	return slices.ContainsFunc(t.Gaps, func(g Gap) bool { return g.between(from, to) })
}

// GapIn is GapBetween for what a process itself writes.
func (t *Timeline) GapIn(p *Process, from, to Time) bool {
	return p.Silenced.Found() && !p.Silenced.Time.After(to) || t.gapOf(WitnessApp, from, to)
}

// gapOf is GapBetween for the records of a witness.
func (t *Timeline) gapOf(w Witnesses, from, to Time) bool {
	return slices.ContainsFunc(t.Gaps, func(g Gap) bool { return g.of(w) && g.between(from, to) })
}

// of reports whether records of the witness may be missing.
func (g *Gap) of(w Witnesses) bool { return g.Of == 0 || g.Of&w != 0 }

const clockChange = "clock-change"

// between reports whether the gap touches [from, to], or may.
func (g *Gap) between(from, to Time) bool {
	if !g.From.Known() || !g.To.Known() {
		return true
	}
	return !g.To.Before(from) && !g.From.After(to) || g.Why == clockChange && g.To.Before(g.From) && !g.From.Before(from) && !g.To.After(to)
}

// Elapsed is how many seconds lie between two moments: unknown also when the clock was
// set between them.
func (t *Timeline) Elapsed(from, to Time) (float64, bool) {
	if slices.ContainsFunc(t.Gaps, func(g Gap) bool { return g.Why == clockChange && g.between(from, to) }) {
		return 0, false
	}
	return to.Since(from)
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

// Span is a stretch of time.
type Span struct{ From, To Time }

// quietSeconds is how long no process may have written anything that bglog reads
// before the device may have been asleep.
const quietSeconds = 60

// overlap returns how many seconds of the span lie in [from, to].
func (s Span) overlap(from, to Time) float64 {
	d, _ := parse.Earliest(s.To, to).Since(parse.Latest(s.From, from))
	return max(d, 0)
}

// AwakeAtLeast returns how many of the seconds in [from, to] the device was
// awake at least; false when one of the moments is unknown. UIKit's
// descriptions of tasks tell the clock of awake time; before the first and after
// the last of them a stretch in which nobody wrote anything may be sleep.
func (t *Timeline) AwakeAtLeast(p *Process, from, to Time) (float64, bool) {
	awake, ok := to.Since(from)
	if !ok {
		return 0, false
	}
	ticks := p.ticks()
	for i := 1; i < len(ticks); i++ {
		a, b := ticks[i-1], ticks[i]
		clock, _ := b.at.Since(a.at)
		if slept := clock - (b.awake - a.awake); slept > tickError {
			awake -= min(slept, Span{a.at, b.at}.overlap(from, to))
		}
	}
	told := Span{to, to}
	if len(ticks) > 0 {
		told = Span{ticks[0].at, ticks[len(ticks)-1].at}
	}
	for _, q := range t.Quiet {
		awake -= Span{q.From, parse.Earliest(q.To, told.From)}.overlap(from, to)
		awake -= Span{parse.Latest(q.From, told.To), q.To}.overlap(from, to)
	}
	return max(awake, 0), true
}

// tick is a reading of the clock of awake time: whole seconds since boot.
type tick struct {
	at    Time
	awake float64
}

// tickError is how far two whole seconds of awake time may be off.
const tickError = 2

func (p *Process) ticks() []tick {
	var ticks []tick
	for _, t := range p.Tasks {
		if t.Creation <= 0 {
			continue
		}
		if t.Begun.Known() {
			ticks = append(ticks, tick{t.Begun, float64(t.Creation)})
		}
		if t.HasAge && t.AgeAt.Known() {
			ticks = append(ticks, tick{t.AgeAt, float64(t.Creation) + t.Elapsed})
		}
	}
	sort.SliceStable(ticks, func(i, j int) bool { return ticks[i].at.Before(ticks[j].at) })
	return ticks
}

// DaemonCovered reports whether the log shows everything that nsurlsessiond would
// have written in [from, to]: one process of it wrote before and after, and
// nothing was lost in between.
func (t *Timeline) DaemonCovered(from, to Time) bool {
	if !from.Known() || !to.Known() || t.gapOf(WitnessDaemon, from, to) {
		return false
	}
	return spansCover(t.DaemonRuns, from, to)
}

// SchedulerCovered is DaemonCovered for dasd.
func (t *Timeline) SchedulerCovered(from, to Time) bool {
	return from.Known() && to.Known() && !t.gapOf(WitnessScheduler, from, to) && spansCover(t.SchedulerRuns, from, to)
}

// SchedulerUntil is until when the log shows what dasd did, from a moment on.
func (t *Timeline) SchedulerUntil(from Time) Time {
	var until Time
	for _, run := range t.SchedulerRuns {
		if !run.From.After(from) && !run.To.Before(from) {
			until = run.To
		}
	}
	for _, g := range t.Gaps {
		if g.From.After(from) && g.From.Before(until) {
			until = g.From
		}
	}
	return until
}

// spansCover reports whether one of the runs began before the stretch and went on
// after it.
func spansCover(runs []Span, from, to Time) bool {
	for _, run := range runs {
		if !run.From.After(from) && run.To.After(to.Add(coverMargin)) {
			return true
		}
	}
	return false
}
