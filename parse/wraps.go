package parse

// wrapCounter follows the clock of a log without dates (a midnight is passed
// when the time of day falls by more than half a day; records that are a little
// out of order around midnight step back again) or without years.
type wrapCounter struct {
	first, last stamp
	dateless    bool
	wraps       int32
	any         bool
}

func (w *wrapCounter) add(st stamp) {
	if !w.any {
		w.any, w.first, w.last = true, st, st
		w.dateless = !st.date || st.noYear
		return
	}
	w.wraps += wrap(w.last, st)
	w.last = st
}

// wrap tells how many periods (days without date, years without year) lie
// between two neighbouring stamps: 1, 0 or -1.
func wrap(a, b stamp) int32 {
	if !a.clock || !b.clock || a.date != b.date || a.noYear != b.noYear || b.date && !b.noYear {
		return 0
	}
	period := int64(dayMicros)
	if b.noYear {
		period = 366 * dayMicros
	}
	switch d := b.us - a.us; {
	case d < -period/2:
		return 1
	case d > period-3600_000_000:
		return -1
	}
	return 0
}
