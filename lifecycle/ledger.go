package lifecycle

import (
	"cmp"
	"slices"
)

// This file is the delay ledger: it splits the time in which a transfer waited
// for its start by cause. Every instant has one cause, the first in the order of
// waitOrder of those that hold it, so that the parts sum to the whole.

// block is a stretch of time in which something held a transfer.
type block struct {
	cause    WaitCause
	from, to Time // to is unknown while nothing has ended it
}

// waitOrder ranks the causes of waits; the first claims an instant.
var waitOrder = []WaitCause{
	WaitBeginDate, WaitRateLimiter, WaitClient, WaitRetry, WaitNetwork, WaitDiscretionary, WaitUnknown,
}

// ledger splits [from, to] among the blocks and sums the parts by cause, in the
// order of waitOrder.
func ledger(from, to Time, blocks []block) []Wait {
	micros := make([]int64, len(waitOrder))
	for _, s := range waitSpans(from, to, blocks) {
		micros[slices.Index(waitOrder, s.Cause)] += s.To.Micros() - s.From.Micros()
	}
	var waits []Wait
	for rank, us := range micros {
		if us > 0 {
			waits = append(waits, Wait{waitOrder[rank], float64(us) / 1e6})
		}
	}
	return waits
}

// waitSpans are the parts of [from, to] in their order. What no block holds is
// unknown. There are none when one of the two moments is unknown, or to lies before
// from.
func waitSpans(from, to Time, blocks []block) []WaitSpan {
	whole, ok := to.Since(from)
	if !ok || whole < 0 {
		return nil
	}
	type edge struct {
		at    int64
		rank  int
		begin bool
	}
	begin, end := from.Micros(), to.Micros()
	var edges []edge
	for _, b := range blocks {
		if !b.from.Known() {
			continue
		}
		start, stop := max(b.from.Micros(), begin), end
		if b.to.Known() {
			stop = min(b.to.Micros(), end)
		}
		if start >= stop {
			continue
		}
		rank := slices.Index(waitOrder, b.cause)
		edges = append(edges, edge{start, rank, true}, edge{stop, rank, false})
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	moment := func(us int64) Time { return from.Add(float64(us-begin) / 1e6) }
	var spans []WaitSpan
	holding := make([]int, len(waitOrder))
	at := begin
	claim := func(until int64) {
		if until == at {
			return
		}
		cause := WaitUnknown
		if rank := slices.IndexFunc(holding, func(n int) bool { return n > 0 }); rank >= 0 {
			cause = waitOrder[rank]
		}
		if n := len(spans) - 1; n >= 0 && spans[n].Cause == cause {
			spans[n].To = moment(until)
		} else {
			spans = append(spans, WaitSpan{cause, moment(at), moment(until)})
		}
		at = until
	}
	for _, e := range edges {
		claim(e.at)
		if e.begin {
			holding[e.rank]++
		} else {
			holding[e.rank]--
		}
	}
	claim(end)
	return spans
}

// WaitSpans splits the time from the resume to the start by cause, or to until where
// the transfer had not been started by then.
func (t *Transfer) WaitSpans(until Time) []WaitSpan {
	switch {
	case t.StartedLate:
		return nil
	case t.Started.Known():
		until = t.Started
	}
	return waitSpans(t.Resumed, until, t.held())
}

// WaitSeconds is the time from the resume to the real start; false when the log
// does not tell one of the two.
func (t *Transfer) WaitSeconds() (float64, bool) {
	if t.StartedLate {
		return 0, false
	}
	s, ok := t.Started.Since(t.Resumed)
	return s, ok && s >= 0
}

// WaitOf is how long the transfer waited for that cause, in seconds.
func (t *Transfer) WaitOf(cause WaitCause) float64 {
	for _, w := range t.Waits {
		if w.Cause == cause {
			return w.Seconds
		}
	}
	return 0
}

// DeliverySeconds is the time from the finish to the delivery to the app; false
// when the log does not tell one of the two.
func (t *Transfer) DeliverySeconds() (float64, bool) {
	s, ok := t.Delivered.Since(t.Finished)
	return s, ok && s >= 0
}

// LimiterSeconds is the largest delay that the rate limiter put on the transfer,
// 0 when there was none.
func (t *Transfer) LimiterSeconds() float64 {
	longest := 0.0
	for _, d := range t.Delays {
		longest = max(longest, d.Seconds)
	}
	return longest
}
