package report

import (
	"cmp"
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
	between := func() {} // a blank line before all but the first part
	if s := t.sessionsSummed(app); s != "" {
		t.text(2, s, noPaint)
		between = t.blank
	}
	if len(list) > 0 {
		between()
		between = t.blank
		shown, others := foldedTransfers(list)
		rows := make([][]string, 0, len(shown))
		for _, tr := range shown {
			rows = append(rows, t.transferRow(tr, len(sessions) > 1))
		}
		t.table(2, transferColumns, rows)
		if len(others) > 0 {
			t.text(2, "… and "+othersSummed(others)+" (see --format json)", dim)
		}
	}
	if ladderTells(t.ladder(app)) {
		between()
		t.limiter(app)
	}
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

// tookFrom is the width from which there is room both for the session of a transfer
// and for how long it took once started.
const tookFrom = 90

func (t *texter) transferRow(tr Transfer, withSession bool) []string {
	row := []string{"", "", itoa(tr.Number), tr.Kind, t.clocks[tr.Timeline].brief(bornAt(tr)), "", "", "", transferOutcome(tr)}
	if t.many {
		row[0] = itoa(tr.Timeline)
	}
	if s := deref(tr.Session); withSession && s != "" {
		row[1] = shortID(s)
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
	if s, ok := tr.Finished.Since(tr.Started); ok && s >= 0 && (!withSession || t.width >= tookFrom) {
		row[7] = duration(s)
	}
	return row
}

// shortID is enough of a session's UUID to tell it from others.
func shortID(uuid string) string { return Clean(uuid[:min(len(uuid), 8)]) }

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
	if tr.Outcome == string(lifecycle.TransferWaits) && tr.LimiterDelay != nil {
		more = append(more, "rate limiter: "+unbroken(duration(*tr.LimiterDelay)))
	}
	if httpError(tr) {
		more = append(more, "HTTP "+itoa(*tr.Status))
	}
	if tr.Error != nil {
		more = append(more, errorWords(*tr.Error))
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

// errorWords is an error's code, with what nsurlsessiond's own codes and the reasons
// of a cancellation (NSURLErrorBackgroundTaskCancelledReasonKey) mean.
func errorWords(e TransferError) string {
	why := ""
	if deref(e.Domain) == lifecycle.DaemonDomain {
		why = daemonErrors[e.Code]
	}
	if e.Reason != nil {
		why = cancelReasons[*e.Reason]
	}
	if why != "" {
		return itoa(e.Code) + ": " + why
	}
	return itoa(e.Code)
}

var daemonErrors = map[int]string{
	lifecycle.DaemonErrorAppQuit: "app quit by the user", lifecycle.DaemonErrorRefreshOff: "Background App Refresh is off",
}

var cancelReasons = map[int]string{0: "app quit by the user", 1: "Background App Refresh is off", 2: "not enough system resources"}

var deliveryWords = map[string]string{
	lifecycle.DeliveryNotWoken: "app not woken", lifecycle.DeliveryForceQuit: "app quit by the user",
	lifecycle.DeliveryRefreshOff: "Background App Refresh is off",
}

// transfersSummed counts transfers by outcome, for the first line of a report.
func transfersSummed(list []Transfer) string {
	s := several(len(list), "background transfer", "background transfers") + ", " + outcomesSummed(list)
	refused := 0
	for _, tr := range list {
		if httpError(tr) && tr.Outcome == string(lifecycle.TransferSuccess) {
			refused++
		}
	}
	switch {
	case refused == 0:
		return s
	case len(list) == 1:
		return s + " with HTTP " + itoa(*list[0].Status)
	}
	return s + "; " + thousands(refused) + " with an HTTP error"
}

// othersSummed tells of the transfers that a table leaves out.
func othersSummed(list []Transfer) string {
	s := several(len(list), "more transfer", "more transfers") + ", " + outcomesSummed(list)
	longest := 0.0
	for _, tr := range list {
		longest = max(longest, waited(tr))
	}
	if longest >= causeFrom {
		s += "; they waited " + unbroken(duration(longest)) + " at most"
	}
	return s
}

func outcomesSummed(list []Transfer) string {
	count := map[lifecycle.TransferOutcome]int{}
	delivered := 0
	for _, tr := range list {
		count[lifecycle.TransferOutcome(tr.Outcome)]++
		if tr.Delivered.Known() {
			delivered++
		}
	}
	if count[lifecycle.TransferSuccess] == len(list) {
		s := map[bool]string{true: "finished", false: "all finished"}[len(list) == 1]
		if delivered == len(list) {
			s += " and delivered"
		}
		return s
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
	return strings.Join(parts, ", ")
}
