package lifecycle

import (
	"fmt"
	"reflect"

	"github.com/bglog/bglog/parse"
)

// Logs of one device overlap: two sysdiagnoses of a day, exports of the last hour made half
// an hour apart, a log pasted twice into one file. What stands in both happened once.

// stretch is a part of an input between the places where its time goes back further than
// processes are late.
type stretch struct {
	input       int
	first, last Time // of its records
	now         Time // of the one that was taken in last
}

// extendStretch takes a record in to the stretch of its input that is being read.
func (e *Engine) extendStretch(rec *parse.Record) {
	if n := len(e.stretches); n > 0 {
		s := &e.stretches[n-1]
		if back, _ := s.now.Since(rec.Time); s.input == rec.Input && back <= windowSeconds {
			s.first, s.last, s.now = parse.Earliest(s.first, rec.Time), parse.Latest(s.last, rec.Time), rec.Time
			return
		}
	}
	e.stretches = append(e.stretches, stretch{rec.Input, rec.Time, rec.Time, rec.Time})
}

// overlaps reports whether what two stretches hold at a moment may be the same. Where one
// ends in the second in which the other begins, it need not be: many logs tell no more than
// the second.
func (s *stretch) overlaps(o *stretch, at Time) bool {
	return at.Micros()%1e6 != 0 || parse.Latest(s.first, o.first).Before(parse.Earliest(s.last, o.last))
}

// wording is what copies of a record share beside their time.
type wording struct {
	process, message string
	pid              int
}

func wordingOf(rec *parse.Record) wording { return wording{rec.Process, rec.Message, rec.PID} }

// copied reports whether a record repeats the one before it in its input. No thread
// writes the same twice in a microsecond; coarser times tell nothing.
func copied(rec, before *parse.Record) bool {
	return rec.TID != 0 && rec.TID == before.TID && rec.Time.Known() && rec.Time.Micros()%1e3 != 0 &&
		rec.Time.Compare(before.Time) == 0 && wordingOf(rec) == wordingOf(before)
}

// distinct leaves of sorted events those that no other stretch holds too.
func (e *Engine) distinct(items []item) []item {
	kept := items[:0]
	for rest := items; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[0].rec.Time.Known() && rest[n].rec.Time.Known() && !rest[0].rec.Time.Before(rest[n].rec.Time) {
			n++
		}
		kept = append(kept, e.distinctOf(rest[:n])...)
		rest = rest[n:]
	}
	return kept
}

// distinctOf leaves of the events of one moment, in order of their stretches, as many of one
// wording as the stretch has that holds the most of it.
func (e *Engine) distinctOf(items []item) []item {
	if items[0].stretch == items[len(items)-1].stretch {
		return items
	}
	type held struct {
		by         int // the first stretch
		most       int
		now, count int // the stretch that was looked at last, and how many it has
	}
	of := map[wording]*held{}
	var kept []item
	for _, it := range items {
		w := wordingOf(it.rec)
		h := of[w]
		if h == nil {
			h = &held{by: it.stretch, now: it.stretch}
			of[w] = h
		}
		if h.now != it.stretch {
			h.now, h.count = it.stretch, 0
		}
		h.count++
		if h.count <= h.most && h.by != it.stretch && e.stretches[h.by].overlaps(&e.stretches[it.stretch], it.rec.Time) {
			e.repeated(it.rec)
			e.t.Repeated = e.t.Repeated || it.rec.Time.Micros()%1e6 != 0
			continue
		}
		h.most = max(h.most, h.count)
		kept = append(kept, it)
	}
	return kept
}

// repeated counts a record that was told before.
func (e *Engine) repeated(rec *parse.Record) {
	if e.repeats == nil {
		e.repeats = map[int]int{}
	}
	e.repeats[rec.Input]++
}

// noteRepeats says in the inputs how much of them was told before.
func (e *Engine) noteRepeats(inputs []*parse.Summary) {
	for i, s := range inputs {
		switch n := e.repeats[i]; {
		case n == 1:
			s.Notes = append(s.Notes, "one message that counts stands here twice, or in another input too: it is told once")
		case n > 1:
			s.Notes = append(s.Notes, fmt.Sprintf("%d messages that count stand here twice, or in another input too: they are told once", n))
		}
	}
}

// distinctReports leaves one of the reports that are the same to the last byte.
func distinctReports(reports []*parse.Report) []*parse.Report {
	type key struct {
		kind    parse.ReportKind
		process string
		pid     int
		at      Time
	}
	of := map[key][]*parse.Report{}
	var kept []*parse.Report
next:
	for _, r := range reports {
		k := key{r.Kind, r.Process, r.PID, r.Time}
		for _, o := range of[k] {
			same := *o
			same.Input, same.Line = r.Input, r.Line
			if reflect.DeepEqual(&same, r) {
				continue next
			}
		}
		of[k] = append(of[k], r)
		kept = append(kept, r)
	}
	return kept
}
