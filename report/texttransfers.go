package report

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

var transferColumns = []column{
	{title: "log", right: true}, {title: "session"}, {title: "task", right: true}, {title: "transfer"}, {title: "created"},
	{title: "waited", right: true}, {title: "mostly for"}, {title: "took", right: true}, {title: "outcome", flexible: true},
}

// transfers writes an app's background transfers, the limiter's ladder and what
// they waited for.
func (t *texter) transfers(app string) {
	var list []Transfer
	sessions := map[string]bool{}
	for _, tr := range t.r.Transfers {
		if deref(tr.App) == app {
			list = append(list, tr)
			sessions[deref(tr.Session)] = true
		}
	}
	if len(list) > 0 {
		t.blank()
		rows := make([][]string, 0, len(list))
		for _, tr := range list {
			rows = append(rows, t.transferRow(tr, len(sessions) > 1))
		}
		t.rows(transferColumns, rows, "transfer", "transfers")
	}
	t.limiter(app)
	t.ledger(list)
}

// causeFrom is how long a wait must be for its cause to be of interest, in seconds:
// setting up a connection takes a few.
const causeFrom = 5

// waitWords are the causes of waits for people.
var waitWords = map[string]string{
	string(lifecycle.WaitBeginDate): "its begin date", string(lifecycle.WaitRateLimiter): "rate limiter", string(lifecycle.WaitClient): "the app",
	string(lifecycle.WaitRetry): "retry", string(lifecycle.WaitNetwork): "network", string(lifecycle.WaitDiscretionary): "the system",
	string(lifecycle.WaitUnknown): "unknown",
}

func (t *texter) transferRow(tr Transfer, withSession bool) []string {
	row := []string{"", "", itoa(tr.Number), tr.Kind, t.clocks[tr.Timeline].brief(bornAt(tr)), "", "", "", transferOutcome(tr)}
	if t.many {
		row[0] = itoa(tr.Timeline)
	}
	if s := deref(tr.Session); withSession && s != "" {
		row[1] = Clean(s[:min(len(s), 8)])
	}
	if tr.Number == 0 {
		row[2] = ""
	}
	if tr.Kind == string(lifecycle.TransferUnknown) {
		row[3] = "transfer"
	}
	if tr.Wait != nil {
		row[5] = duration(*tr.Wait)
		if w := largest(tr.Waits); w.Seconds >= causeFrom {
			row[6] = waitWords[w.Cause]
		}
	}
	if s, ok := tr.Finished.Since(tr.Started); ok && s >= 0 {
		row[7] = duration(s)
	}
	return row
}

// bornAt is when the app made the transfer, as far as the log tells.
func bornAt(tr Transfer) lifecycle.Time {
	if tr.Created.Known() {
		return tr.Created
	}
	return tr.Resumed
}

func largest(waits []Wait) Wait {
	var best Wait
	for _, w := range waits {
		if w.Seconds > best.Seconds {
			best = w
		}
	}
	return best
}

// transferOutcome says how a transfer ended and whether the app has got it.
func transferOutcome(tr Transfer) string {
	s := tr.Outcome
	switch lifecycle.TransferOutcome(tr.Outcome) {
	case lifecycle.TransferSuccess:
		s = "done"
	case lifecycle.TransferWaits:
		s = "not started where the log ends"
	case lifecycle.TransferRuns:
		s = "running where the log ends"
	case lifecycle.TransferUncertain:
		s = ""
	}
	var more []string
	if tr.Status != nil && *tr.Status >= 400 {
		more = append(more, "HTTP "+itoa(*tr.Status))
	}
	if tr.Error != nil {
		more = append(more, itoa(tr.Error.Code))
	}
	if tr.Retries > 0 {
		more = append(more, several(tr.Retries, "retry", "retries"))
	}
	if tr.DeliveryCause != nil {
		late := "not delivered"
		if tr.Delivery != nil {
			late = "delivered " + duration(*tr.Delivery) + " later"
		}
		if why := deliveryWords[*tr.DeliveryCause]; why != "" {
			late += ": " + why
		}
		more = append(more, late)
	}
	if len(more) > 0 {
		s = strings.TrimSpace(s + " (" + strings.Join(more, ", ") + ")")
	}
	return s
}

var deliveryWords = map[string]string{
	lifecycle.DeliveryNotWoken: "app not woken", lifecycle.DeliveryForceQuit: "app quit by the user",
	lifecycle.DeliveryRefreshOff: "Background App Refresh is off",
}

var ledgerColumns = []column{
	{title: "waited for"}, {title: "transfers", right: true}, {title: "total", right: true}, {title: "median", right: true},
	{title: "90 %", right: true}, {title: "longest", right: true},
}

// ledgerFrom is how long an app's transfers must have waited in all for the sums
// to be worth a table, in seconds.
const ledgerFrom = 60

// ledger sums the waits of an app's transfers by cause, and their deliveries.
func (t *texter) ledger(list []Transfer) {
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
		}
	}
	if total < ledgerFrom || len(list) < 2 {
		return
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
	t.blank()
	t.table(2, ledgerColumns, rows)
	if s := reasonsSummed(list); s != "" {
		t.text(2, "the system's reasons: "+s, noPaint)
	}
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

// transfersSummed counts transfers by outcome, for the first line of a report.
func transfersSummed(list []Transfer) string {
	count := map[lifecycle.TransferOutcome]int{}
	for _, tr := range list {
		count[lifecycle.TransferOutcome(tr.Outcome)]++
	}
	s := several(len(list), "background transfer", "background transfers")
	if count[lifecycle.TransferSuccess] == len(list) {
		return s + map[bool]string{true: ", finished", false: ", all finished"}[len(list) == 1]
	}
	var parts []string
	for _, o := range []struct {
		outcome lifecycle.TransferOutcome
		words   string
	}{
		{lifecycle.TransferSuccess, "finished"}, {lifecycle.TransferStopped, "cancelled"}, {lifecycle.TransferFailure, "failed"},
		{lifecycle.TransferRuns, "still running where the log ends"}, {lifecycle.TransferWaits, "not started where the log ends"},
		{lifecycle.TransferUncertain, "of unknown outcome"},
	} {
		if n := count[o.outcome]; n > 0 {
			parts = append(parts, cmp.Or(map[bool]string{true: o.words}[n == len(list)], thousands(n)+" "+o.words))
		}
	}
	return s + ", " + strings.Join(parts, ", ")
}
