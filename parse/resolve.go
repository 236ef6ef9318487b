package parse

import (
	"fmt"
	"hash/maphash"
	"time"
)

// resolver runs in input order: it fills in what times lack (zone, year, date),
// numbers lines, drops Console's repeated copies and keeps the Summary.
type resolver struct {
	opts    Options
	sum     *Summary
	lines   int
	last    stamp
	any     bool
	wraps   int32
	base    int64 // microseconds to add to a dateless or yearless stamp before wraps
	year    int
	zones   map[int64]int32 // offset by hour, for zones given by --tz
	repeats bool
	recent  []copyKey
	seed    maphash.Seed
}

// copyKey remembers a recent record so that Console's copies of it are known.
type copyKey struct {
	sum uint64
	us  int64
}

// repeatWindow is how far apart Console's copies of one record lie: 60 µs in the
// captures that had them, so 100 µs with some room.
const repeatWindow = 100

const recentRecords = 32

func newResolver(opts Options, sum *Summary) *resolver {
	sum.Complete = true
	return &resolver{opts: opts, sum: sum, zones: map[int64]int32{}, seed: maphash.MakeSeed()}
}

// merge takes the next block in order and hands its records on.
func (r *resolver) merge(res *block, handle func([]Record) error) error {
	s := r.sum
	var before Time // of the last record before the block
	if r.any {
		before = r.time(r.last, 0)
	}
	if res.first.clock {
		if !r.any {
			r.begin(res.first)
		} else {
			r.wraps += wrap(r.last, res.first)
		}
	}
	for _, n := range res.unparsedAt {
		if len(s.UnparsedAt) < unparsedShown {
			s.UnparsedAt = append(s.UnparsedAt, r.lines+n)
		}
	}
	hear := func(at Time) { s.First, s.Last = Earliest(s.First, at), Latest(s.Last, at) }
	if res.first.clock {
		hear(r.time(res.first, 0))
		hear(r.time(res.last, res.wraps))
	}
	kept := res.records
	dropped := false
	for i := range res.records {
		rec := &res.records[i]
		rec.Line += r.lines
		if rec.Time = r.time(rec.stamp, rec.wraps); rec.behind {
			rec.Time = before
		}
		hear(rec.Time) // which may be outside of those two where the log is in no order
		s.Levels[rec.Level]++
		if r.repeats && r.repeated(rec) {
			s.Repeats++
			if !dropped {
				kept, dropped = res.records[:i], true
			}
			continue
		}
		if dropped {
			kept = append(kept, *rec)
		}
	}
	for _, n := range res.cutAt {
		if len(s.Cut) < unparsedShown {
			s.Cut = append(s.Cut, r.lines+n)
		}
	}
	s.Lines += res.lines
	s.Records += res.total
	s.Kept += len(kept)
	s.Unparsed += res.unparsed
	r.lines += res.lines
	r.wraps += res.wraps
	if res.last.clock {
		r.last, r.any = res.last, true
	}
	if len(kept) == 0 {
		return nil
	}
	return handle(kept)
}

// begin decides, from the first record that has a time, what the log's times
// lack and says so in the Summary.
func (r *resolver) begin(st stamp) {
	now := r.opts.Now
	if now.IsZero() {
		now = time.Now()
	}
	switch {
	case st.noYear:
		r.year = now.Year()
		if !r.opts.Date.IsZero() {
			r.year = r.opts.Date.Year()
			r.sum.Date = "given"
		} else {
			// the latest year that does not put the record after the clock; a day of
			// grace for zones
			if r.inYear(st, r.year).After(now.Add(24 * time.Hour)) {
				r.year--
			}
			r.sum.Date = "assumed-year"
			r.sum.Notes = append(r.sum.Notes, fmt.Sprintf("the log has no year: %d is assumed (give another with --date)", r.year))
		}
	case st.date:
		r.sum.Date = "in-log"
		r.year = time.UnixMicro(st.us).UTC().Year() // of lines without, such as go-ios's
	case !r.opts.Date.IsZero():
		r.sum.Date = "given"
		d := r.opts.Date
		r.base = days(d.Year(), int(d.Month()), d.Day()) * dayMicros
	default:
		r.sum.Date = "none"
		r.base = days(1, 1, 1) * dayMicros
		r.sum.Notes = append(r.sum.Notes, "the log has no dates: days are counted from the first record (give its date with --date)")
	}
	switch {
	case st.zone:
		r.sum.Zone = "in-log"
	case r.opts.Zone != nil:
		r.sum.Zone = r.opts.Zone.String()
	default:
		r.sum.Zone = "assumed:UTC"
		r.sum.Notes = append(r.sum.Notes, "the log has no time zone: UTC is assumed (give another with --tz)")
	}
}

// inYear moves a yearless stamp from yearBase to the given year.
func (r *resolver) inYear(st stamp, year int) time.Time {
	t := time.UnixMicro(st.us).UTC()
	return time.Date(year, t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// time completes a stamp; wraps are those inside the current block.
func (r *resolver) time(st stamp, wraps int32) Time {
	if !st.clock {
		return Time{}
	}
	us := st.us
	switch {
	case st.noYear:
		us = r.inYear(st, r.year+int(r.wraps+wraps)).UnixMicro()
	case !st.date:
		us += r.base + int64(r.wraps+wraps)*dayMicros
	}
	if st.zone {
		return micros(us-int64(st.off)*1e6, st.off)
	}
	if r.opts.Zone == nil {
		return micros(us, 0)
	}
	// wall clock in a given zone: look the offset up once an hour
	hour := us / 3_600_000_000
	off, ok := r.zones[hour]
	if !ok {
		w := time.UnixMicro(us).UTC()
		_, o := time.Date(w.Year(), w.Month(), w.Day(), w.Hour(), 0, 0, 0, r.opts.Zone).Zone()
		off = int32(o)
		r.zones[hour] = off
	}
	return micros(us-int64(off)*1e6, off)
}

// repeated reports whether the same process wrote the same text a moment ago.
func (r *resolver) repeated(rec *Record) bool {
	if !rec.Time.known {
		return false
	}
	var h maphash.Hash
	h.SetSeed(r.seed)
	h.WriteString(rec.Process)
	h.WriteByte(0)
	h.WriteString(rec.Message)
	key := copyKey{sum: h.Sum64(), us: rec.Time.us}
	for _, k := range r.recent {
		if d := k.us - key.us; k.sum == key.sum && d <= repeatWindow && d >= -repeatWindow {
			return true
		}
	}
	if len(r.recent) >= recentRecords {
		copy(r.recent, r.recent[1:])
		r.recent = r.recent[:recentRecords-1]
	}
	r.recent = append(r.recent, key)
	return false
}

// CutNotes say which records were too long.
func (s *Summary) CutNotes() (notes []string) {
	for _, n := range s.Cut {
		notes = append(notes, fmt.Sprintf("the record at line %d is too long and was cut (--max-record raises the limit)", n))
	}
	return notes
}

func (r *resolver) finish() {
	if r.sum.Repeats > 0 {
		r.sum.Notes = append(r.sum.Notes, fmt.Sprintf("%d records that Console had copied twice were merged", r.sum.Repeats))
	}
	r.sum.Notes = append(r.sum.Notes, r.sum.CutNotes()...)
	if r.sum.Date == "" {
		r.sum.Date = "none"
	}
	if r.sum.Zone == "" {
		r.sum.Zone = "assumed:UTC"
	}
}
