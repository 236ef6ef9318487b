package lifecycle

import (
	"slices"

	"github.com/bglog/bglog/parse"
)

// This file ends lifecycles where the device was shut down. logd's shutdown.log proves
// when that was; the log itself, at most, shows the boot after it.

// AddShutdowns takes what shutdown.log tells; before Finish.
func (e *Engine) AddShutdowns(list []parse.Shutdown) { e.shutdowns = append(e.shutdowns, list...) }

// aligned reports whether the times of all logs can be compared with those of the
// device's clock: they have date and zone.
func aligned(inputs []*parse.Summary) bool {
	return !slices.ContainsFunc(inputs, func(s *parse.Summary) bool {
		return s.Records > 0 && !s.Aside() && (s.Zone == "assumed:UTC" || s.Date == "none" || s.Date == "assumed-year")
	})
}

// placeShutdowns puts the shutdowns among the events.
func (e *Engine) placeShutdowns() {
	for i := range e.shutdowns {
		d := &e.shutdowns[i]
		if slices.ContainsFunc(e.shutdowns[:i], func(o parse.Shutdown) bool { return o.Time.Compare(d.Time) == 0 && o.Text == d.Text }) {
			continue // two sysdiagnoses tell of it
		}
		// whatever was written in that second was written before
		rec := &parse.Record{Input: d.Input, Line: d.Line, Time: d.Time.Add(1), PID: parse.NoPID, Process: "logd", Message: d.Text}
		e.window = append(e.window, item{rec: rec, down: d})
	}
}

// during reports whether a moment lies in the time of the log, as far as that was read: a
// log that ends before a shutdown leaves open what became of its processes.
func (e *Engine) during(at Time) bool {
	first, last := e.begun, e.newest
	for _, s := range e.collected.inputs {
		if s.Records > 0 && !s.Aside() {
			first, last = parse.Earliest(first, s.First), parse.Latest(last, s.Last)
		}
	}
	return first.Before(at) && at.Before(last)
}

// exitTimeout is how many seconds a process has to end when the system asks it to, before
// it is killed: ExitTimeOut of launchd.plist(5), 20 by default.
const exitTimeout = 20

// poweredOff is a shutdown after which no boot was told yet.
type poweredOff struct {
	gap   int  // in t.Gaps, -1 when there are too many of them
	again Time // of the first event after it
}

// bootLag is how many seconds a boot may be told after the first event of its time.
const bootLag = 60

// shutDown: nothing that ran goes on.
func (e *Engine) shutDown(rec *parse.Record, d *parse.Shutdown) {
	if len(e.all) == 0 || !e.during(d.Time) || !aligned(e.collected.inputs) {
		return
	}
	d.Time = d.Time.Like(e.begun)
	by := evidence(rec)
	by.Time = d.Time
	began := d.Time.Add(-d.Took - exitTimeout)
	for _, p := range e.all {
		x := &Exit{Kind: ExitShutdown, Count: 1, State: p.now(), Evidence: []Evidence{by}}
		switch c := client(p, d); {
		case !p.gone:
			p.gone, p.closing = true, d.Time
			if p.Exit == nil {
				p.Exit = x
			}
			switch {
			case c != nil:
				told := by
				told.Line, told.Text = c.Line, c.Text
				x.Evidence = []Evidence{told, by}
				p.Exited = d.Time
			case !p.Last.Before(began):
				p.Exited = d.Time
			default:
				x.Inferred = true // it ended then, or before without a line
			}
			e.conclude(p)
		case p.Exit != nil && !p.Exited.Before(began) && p.Exited.Known() && (p.Exit.Kind == ExitSignal || p.Exit.Kind == ExitUnknown):
			p.Exit.Kind = ExitShutdown
			p.Exit.Evidence = append(p.Exit.Evidence, by)
		}
	}
	clear(e.byPID)
	clear(e.current)
	clear(e.assertions)
	e.off = &poweredOff{gap: -1}
	if n := len(e.t.Gaps); n < maxGaps {
		// no line of the log tells of it: Evidence has none
		e.t.Gaps = append(e.t.Gaps, Gap{Gap: parse.Gap{From: d.Time, To: d.Time, Why: "reboot"}, Evidence: Evidence{Input: d.Input}})
		e.off.gap = n
	}
}

// client finds a process among those that were still there; nil when it is not.
func client(p *process, d *parse.Shutdown) *parse.ShutdownClient {
	i := slices.IndexFunc(d.Clients, func(c parse.ShutdownClient) bool {
		return c.PID == p.PID && (p.App.Name == "" || c.Process == p.App.Name)
	})
	if i < 0 {
		return nil
	}
	return &d.Clients[i]
}

// runsAgain notes the first event after a shutdown.
func (e *Engine) runsAgain(rec *parse.Record) {
	if e.off == nil || e.off.again.Known() {
		return
	}
	e.off.again = rec.Time
	if e.off.gap >= 0 {
		e.t.Gaps[e.off.gap].To = rec.Time
	}
}

// offUntil reports whether a boot is the one after the last shutdown, whose gap then has
// a line.
func (e *Engine) offUntil(rec *parse.Record) bool {
	off := e.off
	e.off = nil
	if off == nil || off.again.Add(bootLag).Before(rec.Time) {
		return false
	}
	if off.gap >= 0 {
		g := &e.t.Gaps[off.gap]
		g.To, g.Evidence = parse.Latest(g.To, rec.Time), evidence(rec)
	}
	return true
}
