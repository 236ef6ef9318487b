package lifecycle

import (
	"cmp"
	"slices"
	"unique"

	"github.com/bglog/bglog/parse"
)

// sightings remember when processes wrote records, where events are sorted before they
// are handled: a process is known only once the first event about it is.
type sightings struct {
	list []sighting
	last map[writerKey]*lastSighting
}

// sighting is a record of a process.
type sighting struct {
	at   Time
	pid  int // parse.NoPID when unknown
	name string
}

type writerKey struct {
	pid  int // parse.NoPID when unknown
	name unique.Handle[string]
}

func (k writerKey) sighting(at Time) sighting { return sighting{at, k.pid, k.name.Value()} }

// lastSighting is the latest record of a process, and the latest that is in the list.
type lastSighting struct{ at, listed Time }

// sightingSeconds is how close two records of a process may be for the second one to be
// left out; the last one of each process is kept.
const sightingSeconds = 1

// maxSightings bounds the list: 40 MB. What finds no room makes coverage less, never more.
const maxSightings = 1 << 20

func (s *sightings) add(rec *parse.Record) {
	if !rec.Time.Known() || rec.PID <= 0 && rec.Process == "" || len(s.list) >= maxSightings {
		return
	}
	if s.last == nil {
		s.last = map[writerKey]*lastSighting{}
	}
	key := writerKey{rec.PID, unique.Make(rec.Process)}
	l := s.last[key]
	if l == nil {
		l = &lastSighting{}
		s.last[key] = l
	}
	d, ok := rec.Time.Since(l.listed)
	if !ok || d >= sightingSeconds || d < 0 {
		s.list = append(s.list, key.sighting(rec.Time))
		l.listed = rec.Time
	}
	l.at = parse.Latest(l.at, rec.Time)
}

// sorted are all sightings in order of time.
func (s *sightings) sorted() []sighting {
	for key, l := range s.last {
		s.list = append(s.list, key.sighting(l.at))
	}
	slices.SortFunc(s.list, func(a, b sighting) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.pid, b.pid), cmp.Compare(a.name, b.name))
	})
	return s.list
}

// sight notes that a process wrote something at a moment.
func (e *Engine) sight(pid int, name string, at Time) {
	switch name {
	case "nsurlsessiond":
		e.t.DaemonRuns = heard(e.t.DaemonRuns, &e.url.daemonPID, pid, at)
	case "dasd":
		e.t.SchedulerRuns = heard(e.t.SchedulerRuns, &e.bg.schedPID, pid, at)
	}
	var p *process
	if pid > 0 {
		p = e.byPID[pid]
		if p != nil && p.App.Name != "" && name != "" && p.App.Name != name {
			p = nil
		}
	} else if a := e.byName[name]; a != nil {
		p = e.current[a]
	}
	if p == nil || p.gone {
		return
	}
	p.OwnFirst = parse.Earliest(p.OwnFirst, at)
	p.OwnLast = parse.Latest(p.OwnLast, at)
}

// sightLater keeps a record of the last input until the events before it are handled.
func (e *Engine) sightLater(rec *parse.Record) {
	if !rec.Time.Known() || rec.PID <= 0 && rec.Process == "" {
		return
	}
	e.newest = parse.Latest(e.newest, rec.Time)
	recent := &e.collected.recent
	at := len(*recent)
	for at > 0 && rec.Time.Before((*recent)[at-1].at) {
		at--
	}
	*recent = slices.Insert(*recent, at, sighting{rec.Time, rec.PID, rec.Process})
}

// sightUntil notes the records that wait until a moment, all of them when that is unknown.
func (e *Engine) sightUntil(at Time) {
	if c := e.collected; c != nil {
		c.sightings, c.recent = e.sightFirst(c.sightings, at), e.sightFirst(c.recent, at)
	}
}

// sightFirst notes those of a list until a moment, and returns the rest.
func (e *Engine) sightFirst(list []sighting, until Time) []sighting {
	n := 0
	for ; n < len(list) && !(until.Known() && list[n].at.After(until)); n++ {
		e.sight(list[n].pid, list[n].name, list[n].at)
	}
	return list[n:]
}
