package lifecycle

import "github.com/bglog/bglog/parse"

// DefaultLifecycles is how many lifecycles of a timeline are kept. Measured: so many
// background tasks with their lines and a report in any format take 134 MB; a week of a
// busy iPhone has a fifth of them.
const DefaultLifecycles = 50_000

// eventsPerLifecycle bounds the events that wait to be sorted, beside the limit of
// lifecycles: a background task, the richest, is some ten of them.
const eventsPerLifecycle = 20

// lifecycleLimit is why nothing is judged after a moment: there was too much before it.
const lifecycleLimit = "lifecycle-limit"

// Overflow tells what a timeline leaves out because it has as many lifecycles as are
// kept: everything after a moment, as if the log ended there. Where it has only too
// much evidence, the ends of long lines are left out.
type Overflow struct {
	Limit int  // lifecycles that are kept; 0: nothing is left out
	From  Time // unknown when the log has no times, or when it was too much to sort
	Left  int  // events that were not looked at

	Evidence  int // bytes of evidence above which lines are shortened; 0: none was
	Shortened int // lines
}

// cut reports whether the timeline ends before its log does.
func (o *Overflow) cut() bool { return o.Limit > 0 && o.From.Known() }

// Limit sets how many lifecycles are kept, and how many bytes of messages as their
// evidence, 0 for the defaults; before the first Feed.
func (e *Engine) Limit(lifecycles, evidence int) {
	if lifecycles > 0 {
		e.limit = lifecycles
	}
	if evidence > 0 {
		e.room = evidenceRoom{limit: evidence, left: evidence}
	}
}

// lifecycles counts what is kept of the timeline so far.
func (e *Engine) lifecycles() int {
	t := &e.t
	return len(t.Apps) + len(e.all) + e.states + len(t.Tasks) + len(t.Assertions) + len(t.Sessions) + len(t.Transfers) +
		len(t.Wakes) + len(e.url.delays) + len(t.BGTasks) + len(t.Requests) + len(t.Clues) + len(t.Conditions)
}

// full reports whether an event comes after as many lifecycles as are kept. From the
// first such event on, the log counts as cut: that can leave things open, but never
// makes a fault of what is in order.
func (e *Engine) full(rec *parse.Record) bool {
	if e.t.Overflow.Limit == 0 {
		if e.lifecycles() < e.limit {
			return false
		}
		e.overflow(rec, rec.Time)
	}
	e.t.Overflow.Left++
	return true
}

// crowded reports whether no more events can wait to be sorted. Which of them are
// missing then is not known, so that nothing is proved by what is missing.
func (e *Engine) crowded(rec *parse.Record) bool {
	if !e.collecting() || len(e.window) < e.limit*eventsPerLifecycle {
		return false
	}
	if e.t.Overflow.Limit == 0 {
		e.overflow(rec, Time{})
	}
	e.t.Overflow.Left++
	return true
}

func (e *Engine) overflow(rec *parse.Record, from Time) {
	e.t.Overflow.Limit, e.t.Overflow.From = e.limit, from
	e.t.Gaps = append(e.t.Gaps, Gap{Gap: parse.Gap{From: from, Why: lifecycleLimit}, Evidence: evidence(rec)})
}

// cutAtOverflow ends the timeline where it overflowed.
func (e *Engine) cutAtOverflow() {
	from := e.t.Overflow.From
	if !from.Known() {
		return
	}
	for i := range e.t.Gaps {
		if e.t.Gaps[i].Why == lifecycleLimit {
			e.t.Gaps[i].To = parse.Latest(from, e.t.Last)
		}
	}
	e.t.Last = from
}
