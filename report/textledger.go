package report

import (
	"math"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

var ledgerColumns = []column{
	{title: "waited for"}, {title: "transfers", right: true}, {title: "total", right: true}, {title: "median", right: true},
	{title: "90 %", right: true}, {title: "longest", right: true},
}

// ledgerFrom is how long an app's transfers must have waited in all, for their
// start and for their delivery, for the sums to be worth a table, in seconds.
const ledgerFrom = 60

// ledger sums the waits of an app's transfers by cause, and their deliveries.
func (t *texter) ledger(list []Transfer) {
	rows := ledgerRows(list)
	if len(rows) == 0 {
		return
	}
	t.blank()
	t.table(2, ledgerColumns, rows)
	if s := reasonsSummed(list); s != "" {
		t.text(2, "the system's reasons: "+s, noPaint)
	}
}

// ledgerRows are the sums; none where they are not worth a table.
func ledgerRows(list []Transfer) [][]string {
	waits := map[string][]float64{}
	total := 0.0
	const delivery = "delivery"
	for _, tr := range list {
		for _, w := range tr.Waits {
			waits[w.Cause] = append(waits[w.Cause], w.Seconds)
			total += w.Seconds
		}
		if tr.Delivery != nil {
			waits[delivery] = append(waits[delivery], *tr.Delivery)
			total += *tr.Delivery
		}
	}
	if total < ledgerFrom || len(list) < 2 {
		return nil
	}
	row := func(name string, s []float64) []string {
		slices.Sort(s)
		sum := 0.0
		for _, x := range s {
			sum += x
		}
		return []string{name, thousands(len(s)), duration(sum), duration(quantile(s, 0.5)), duration(quantile(s, 0.9)), duration(s[len(s)-1])}
	}
	var rows [][]string
	for _, cause := range []lifecycle.WaitCause{
		lifecycle.WaitBeginDate, lifecycle.WaitRateLimiter, lifecycle.WaitClient, lifecycle.WaitRetry,
		lifecycle.WaitNetwork, lifecycle.WaitDiscretionary, lifecycle.WaitUnknown,
	} {
		if s := waits[string(cause)]; len(s) > 0 {
			rows = append(rows, row(waitWords[string(cause)], s))
		}
	}
	if s := waits[delivery]; len(s) > 0 {
		rows = append(rows, row("(delivery)", s))
	}
	return rows
}

// reasonsSummed counts the refusals of dasd's policies over transfers, the
// commonest first.
func reasonsSummed(list []Transfer) string {
	count := map[string]int{}
	var policies []string
	for _, tr := range list {
		for _, r := range tr.Reasons {
			if count[r.Policy] == 0 {
				policies = append(policies, r.Policy)
			}
			count[r.Policy] += r.Count
		}
	}
	slices.SortStableFunc(policies, func(a, b string) int { return count[b] - count[a] })
	var parts []string
	for _, p := range policies {
		parts = append(parts, name(p)+" "+several(count[p], "time", "times"))
	}
	return strings.Join(parts, ", ")
}

// quantile is the smallest value that is not less than the share q of the sorted
// values.
func quantile(sorted []float64, q float64) float64 {
	return sorted[max(int(math.Ceil(q*float64(len(sorted))))-1, 0)]
}
