package logarchive

import "slices"

// marker is an entry that logd does not store but log show prints: a boot, a change of
// the wall clock, the begin of a class.
type marker struct {
	moment
	entry Entry
}

// marks lists the markers since the first entry of the files. That the first boot
// begins the log is not known: its start is not told.
func (r *reading) marks() []marker {
	var out []marker
	add := func(c *clock, rank int, ticks uint64, e Entry) {
		e.Wall, e.Offset = c.wall(ticks)
		if e.Wall < r.since || e.Wall > r.until {
			return
		}
		e.Boot, e.Continuous, e.Ticks, e.Approximate, e.PID, e.UID = c.boot, c.timebase.nanoseconds(ticks), ticks, c.approximate, -1, -1
		out = append(out, marker{moment{rank, ticks}, e})
	}
	begun := false
	for rank, c := range r.order {
		first, has := r.first[c.boot]
		if !begun && !has {
			continue
		}
		if begun {
			add(c, rank, c.syncs[0].ticks, Entry{Kind: KindBoot})
			first = 0
		}
		begun = true
		if c.approximate {
			continue
		}
		for _, s := range c.steps() {
			if s.ticks >= first {
				add(c, rank, s.ticks, Entry{Kind: KindClock, Step: s.by})
			}
		}
	}
	all := r.whole()
	for _, class := range []Class{Persist, Live} {
		if from, ok := r.begins(class); ok && from.compare(all.from) > 0 {
			add(r.order[from.rank], from.rank, from.ticks, Entry{Kind: KindClass, Class: class})
		}
	}
	slices.SortStableFunc(out, func(a, b marker) int { return a.compare(b.moment) })
	return out
}

// begins returns from when on the messages of a class are there: as Info.plist says,
// else as its files show. Where Special or what was in memory is all that is left,
// Persist does not begin before the end.
func (r *reading) begins(class Class) (moment, bool) {
	if m, ok := r.oldest[class]; ok {
		return m, true
	}
	switch all := r.whole(); {
	case class != Persist || !all.known || r.stored[Loose].known:
		return moment{}, false
	case r.stored[Persist].known:
		return r.stored[Persist].from, true
	default:
		return moment{all.to.rank, all.to.ticks + 1}, true
	}
}

// whole is the time of all files.
func (r *reading) whole() (all stretch) {
	for _, s := range r.stored {
		if s.known {
			all.add(s.from, s.to)
		}
	}
	return all
}

// stretch is the time between two moments.
type stretch struct {
	from, to moment
	known    bool
}

func (s *stretch) add(from, to moment) {
	if !s.known || from.compare(s.from) < 0 {
		s.from = from
	}
	if !s.known || to.compare(s.to) > 0 {
		s.to = to
	}
	s.known = true
}
