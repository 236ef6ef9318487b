package parse

import "time"

// batch is what a paste gave since the last hand-over, with the times of all its
// records: pastes mix formats with and without date, year and zone, so what one
// record lacks is taken from its neighbours.
type batch struct {
	base    int // lines handed over before
	records []Record
	stamps  []pasteTime
	total   int
	cutAt   []int // first lines of records that are too long

	unparsed   int
	unparsedAt []int
	unreadTo   int // the line behind the last one of them

	keepZone bool  // the user has given the zone of times without one
	day      stamp // the last time with a day
	zone     stamp // the last time with a zone
}

// pasteTime is the time of a record; record is its index among the kept ones or -1.
type pasteTime struct {
	stamp  stamp
	record int
}

// unread counts lines that fit nothing. Pieces that a paste has glued together stand on
// one line.
func (b *batch) unread(line, lines int) {
	for n := max(line, b.unreadTo); n < line+lines; n++ {
		b.unparsed++
		if len(b.unparsedAt) < unparsedShown {
			b.unparsedAt = append(b.unparsedAt, n)
		}
	}
	b.unreadTo = max(b.unreadTo, line+lines)
}

// take returns what was found up to a line and begins anew after it.
func (b *batch) take(upTo int) *block {
	b.complete()
	res := &block{records: b.records, lines: upTo - b.base, total: b.total, unparsed: b.unparsed}
	for _, n := range b.unparsedAt {
		res.unparsedAt = append(res.unparsedAt, n-b.base)
	}
	for _, n := range b.cutAt {
		res.cutAt = append(res.cutAt, n-b.base)
	}
	var clock wrapCounter
	for _, s := range b.stamps {
		if s.stamp.clock {
			clock.add(s.stamp)
		}
		if s.record >= 0 {
			rec := &b.records[s.record]
			rec.stamp, rec.wraps = s.stamp, clock.wraps
			rec.Line -= b.base
		}
	}
	res.first, res.last, res.wraps = clock.first, clock.last, clock.wraps
	*b = batch{base: upTo, unreadTo: b.unreadTo, stamps: b.stamps[:0], keepZone: b.keepZone, day: b.day, zone: b.zone}
	return res
}

// complete gives every time the day and the zone of its neighbours.
func (b *batch) complete() {
	if !b.day.clock {
		b.backwards()
	}
	for i := range b.stamps {
		st := &b.stamps[i].stamp
		if !st.clock {
			continue
		}
		*st = st.near(b.day)
		if st.date || st.noYear {
			b.day = *st
		}
		switch {
		case st.zone:
			b.zone = *st
		case b.zone.zone && !b.keepZone:
			st.zone, st.off = true, b.zone.off
		}
	}
}

// backwards looks for the first day and zone: what stands before them takes
// them, too.
func (b *batch) backwards() {
	for _, s := range b.stamps {
		if s.stamp.clock && s.stamp.date && !b.day.date {
			b.day = s.stamp
		}
		if s.stamp.clock && s.stamp.zone && !b.zone.zone {
			b.zone = s.stamp
		}
	}
	if b.day.clock {
		return
	}
	for _, s := range b.stamps {
		if s.stamp.clock && s.stamp.noYear {
			b.day = s.stamp
			return
		}
	}
}

// near completes a time that lacks the day or the year with those of a
// neighbour, so that the two are close together.
func (st stamp) near(day stamp) stamp {
	if !st.clock || st.date || !day.clock || day.noYear && st.noYear || !day.date && !day.noYear {
		return st
	}
	if st.noYear { // move it by whole years next to the neighbour
		_, month, d := time.UnixMicro(st.us).UTC().Date()
		year := time.UnixMicro(day.us).UTC().Year()
		best := days(year, int(month), d)
		for _, y := range []int{year - 1, year + 1} {
			other := days(y, int(month), d)
			if distance(other*dayMicros, day.us) < distance(best*dayMicros, day.us) {
				best = other
			}
		}
		st.us = best*dayMicros + clockOf(st.us)
		st.noYear, st.date = false, true
		return st
	}
	st.us += day.us - clockOf(day.us)
	switch d := st.us - day.us; {
	case d < -dayMicros/2:
		st.us += dayMicros
	case d > dayMicros/2:
		st.us -= dayMicros
	}
	st.date, st.noYear = day.date, day.noYear
	return st
}

func distance(a, b int64) int64 { return max(a-b, b-a) }

// clockOf returns the microseconds since midnight.
func clockOf(us int64) int64 {
	c := us % dayMicros
	if c < 0 {
		c += dayMicros
	}
	return c
}
