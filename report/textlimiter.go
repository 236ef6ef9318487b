package report

import (
	"math"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

var limiterColumns = []column{
	{title: "log", right: true}, {title: "rate limiter"}, {title: "delay", right: true}, {title: "ladder"}, {title: "what it did", flexible: true},
}

// ladder is what the resume rate limiter did to an app, in order. Three and more
// steps of one delay in a row, as at the cap, are one rung.
func (t *texter) ladder(app string) [][]LimiterChange {
	var rungs [][]LimiterChange
	for _, c := range t.r.Limiter {
		if deref(c.App) != app {
			continue
		}
		if n := len(rungs) - 1; n >= 0 && sameRung(rungs[n][0], c) {
			rungs[n] = append(rungs[n], c)
			continue
		}
		rungs = append(rungs, []LimiterChange{c})
	}
	for i := 0; i < len(rungs); i++ {
		if r := rungs[i]; len(r) > 1 && len(r) < foldFrom {
			rungs = slices.Replace(rungs, i, i+1, r[:1], r[1:])
		}
	}
	return rungs
}

func sameRung(a, b LimiterChange) bool {
	return a.Event == "step" && b.Event == "step" && a.Timeline == b.Timeline && a.Delay == b.Delay && a.Logged == b.Logged && a.Differs == nil && b.Differs == nil
}

// ladderTells reports whether a ladder is worth a drawing: one wake alone delays
// nothing that is not to be seen in the table of transfers.
func ladderTells(rungs [][]LimiterChange) bool {
	steps := 0
	for _, r := range rungs {
		if r[0].Event != "step" {
			continue
		}
		steps += len(r)
		if r[0].Delay > lifecycle.LimiterFirstDelay {
			return true
		}
	}
	return steps > 1
}

// limiter draws the ladder of the resume rate limiter: a bar for each wake, longer
// by one for each doubling, and where it was reset.
func (t *texter) limiter(app string) {
	rungs := t.ladder(app)
	if !ladderTells(rungs) {
		return
	}
	held := map[heldKey]Transfer{}
	sessions := map[string]bool{}
	for _, tr := range t.r.Transfers {
		if deref(tr.App) == app {
			held[heldKey{tr.Timeline, tr.Task}] = tr
			sessions[deref(tr.Session)] = true
		}
	}
	var rows [][]string
	for _, r := range rungs {
		c := r[0]
		row := []string{"", t.clocks[c.Timeline].brief(c.At), noneOr(c.Delay), ladderBar(c.Delay), t.limiterWords(r, held, len(sessions) > 1)}
		if t.many {
			row[0] = itoa(c.Timeline)
		}
		rows = append(rows, row)
	}
	t.rows(limiterColumns, rows, "change", "changes")
}

// heldKey finds a transfer: its number alone repeats from session to session, and
// two logs may tell of the same transfer.
type heldKey struct {
	timeline int
	task     string
}

// ladderBar is one character for the first delay and one more for each doubling.
func ladderBar(delay float64) string {
	if delay <= 0 {
		return ""
	}
	n := 1 + int(math.Ceil(math.Log2(max(delay/lifecycle.LimiterFirstDelay, 1))))
	return strings.Repeat("#", n)
}

var limiterCauses = map[string]string{
	string(lifecycle.LimiterByForeground): "reset: the user opened the app", string(lifecycle.LimiterByIdle): "reset: twice the delay without a wake",
	string(lifecycle.LimiterByFirstObserver): "reset: first session opened", string(lifecycle.LimiterByDaemonStart): "reset: nsurlsessiond started",
}

// limiterWords says what a change did, or several steps of one delay: which
// transfers they held, and where the log and the prediction differ.
func (t *texter) limiterWords(rung []LimiterChange, held map[heldKey]Transfer, withSession bool) string {
	c := rung[0]
	s := limiterCauses[c.Cause]
	if c.Event == "step" {
		s = "wake"
		if last := rung[len(rung)-1]; len(rung) > 1 {
			s = thousands(len(rung)) + " wakes, the last " + t.clocks[last.Timeline].brief(last.At)
		}
		if h := heldWords(rung, held, withSession); h != "" {
			s += "; " + h
		}
		if !c.Logged {
			s += " (delay predicted)"
		}
	}
	if c.Differs != nil {
		s += " (predicted " + unbroken(noneOr(c.Predicted)) + ": " + *c.Differs + ")"
	}
	return s
}

// heldWords names the transfer that waited for a delay, or counts them, with the
// part of their waits that the limiter made.
func heldWords(rung []LimiterChange, held map[heldKey]Transfer, withSession bool) string {
	var waits []float64
	var first Transfer
	count, open := 0, 0
	for _, c := range rung {
		for _, task := range c.Held {
			tr, found := held[heldKey{c.Timeline, task}]
			if !found {
				continue // not in what was selected
			}
			if count++; count == 1 {
				first = tr
			}
			if tr.Outcome == string(lifecycle.TransferWaits) {
				open++
			}
			for _, w := range tr.Waits {
				if w.Cause == string(lifecycle.WaitRateLimiter) {
					waits = append(waits, w.Seconds)
				}
			}
		}
	}
	if count == 0 {
		return ""
	}
	what := several(count, "transfer", "transfers")
	if count == 1 && first.Number > 0 {
		what = "task " + itoa(first.Number)
		if s := deref(first.Session); withSession && s != "" {
			what += " of " + shortID(s)
		}
	}
	what = unbroken(what)
	switch {
	case open == count:
		return "holds " + what + " where the log ends"
	case len(waits) > 0:
		return "held " + what + " for " + unbroken(rangeOf(waits))
	}
	return "held " + what
}
