package report

import (
	"math"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

var limiterColumns = []column{
	{title: "log", right: true}, {title: "rate limiter"}, {title: "delay", right: true}, {title: "ladder"}, {title: "what it did", flexible: true},
}

// limiter draws the ladder of the resume rate limiter: a bar for each wake, longer
// by one for each doubling, and where it was reset.
func (t *texter) limiter(app string) {
	waited := map[string]Transfer{}
	for _, tr := range t.r.Transfers {
		if deref(tr.App) == app {
			waited[itoa(tr.Timeline)+"/"+itoa(tr.Number)] = tr
		}
	}
	steps := 0
	var rows [][]string
	for _, c := range t.r.Limiter {
		if deref(c.App) != app {
			continue
		}
		if c.Event == "step" {
			steps++
		}
		row := []string{"", t.clocks[c.Timeline].brief(c.At), noneOr(c.Delay), ladderBar(c.Delay), t.limiterWords(c, waited)}
		if t.many {
			row[0] = itoa(c.Timeline)
		}
		rows = append(rows, row)
	}
	if steps < 2 {
		return // one wake delays nothing worth a drawing
	}
	t.blank()
	t.rows(limiterColumns, rows, "change", "changes")
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

// limiterWords says what a change did: which transfer waited for it, and where the
// log and the prediction differ.
func (t *texter) limiterWords(c LimiterChange, waited map[string]Transfer) string {
	s := limiterCauses[c.Cause]
	if c.Event == "step" {
		s = "wake"
		if c.Hit != nil {
			s += "; task " + itoa(*c.Hit)
			if tr := waited[itoa(c.Timeline)+"/"+itoa(*c.Hit)]; tr.Wait != nil {
				s += " waited " + unbroken(duration(*tr.Wait))
			}
		}
		if !c.Logged {
			s += " (delay predicted)"
		}
	}
	if c.Differs != nil {
		s += " (predicted " + noneOr(c.Predicted) + ": " + *c.Differs + ")"
	}
	return s
}
