package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

// sessionsSummed counts an app's background sessions and tells what became of the
// wakes for them; empty when there were none.
func (t *texter) sessionsSummed(app string) string {
	sessions := len(ofApp(t.r.Sessions, app, func(s Session) *string { return s.App }))
	wakes := ofApp(t.r.Wakes, app, func(w Wake) *string { return w.App })
	if sessions == 1 && slices.ContainsFunc(t.r.Transfers, func(tr Transfer) bool { return deref(tr.App) == app }) {
		sessions = 0 // goes without saying
	}
	return sessionsAndWakes(sessions, wakes)
}

func sessionsAndWakes(sessions int, wakes []Wake) string {
	var parts []string
	if sessions > 0 {
		parts = append(parts, several(sessions, "background session", "background sessions"))
	}
	return strings.Join(append(parts, wakesSummed(wakes)...), "; ")
}

// refusalWords say why an app was not woken. Refusals that cost the app nothing,
// because it was connected or had nothing to be woken for, are left out.
var refusalWords = map[string]string{
	lifecycle.RefusedConnected: "", lifecycle.RefusedUnneeded: "",
	lifecycle.RefusedLaunchEvents: "sessionSendsLaunchEvents is off", lifecycle.RefusedRefreshOff: "Background App Refresh is off",
	lifecycle.RefusedUnsupported: "this client cannot be woken", lifecycle.RefusedObliterated: "the session is gone",
	lifecycle.RefusedFailed: "it could not be opened",
}

// wakesSummed tells how often the app was woken and how that ended, then how often
// it was not woken, and why.
func wakesSummed(list []Wake) []string {
	ended := map[lifecycle.WakeOutcome]int{}
	refused := map[string]int{}
	var why []string
	woken := 0
	for _, w := range list {
		if o := lifecycle.WakeOutcome(w.Outcome); o != lifecycle.WakeNotMade {
			woken++
			ended[o]++
			continue
		}
		words, known := refusalWords[deref(w.Why)]
		if !known {
			words = cmp.Or(name(deref(w.Why)), "no reason told")
		}
		if words == "" {
			continue
		}
		if refused[words] == 0 {
			why = append(why, words)
		}
		refused[words]++
	}
	var parts []string
	if woken > 0 {
		s := "woken " + times(woken)
		switch n := ended[lifecycle.WakeUnhandled]; {
		case ended[lifecycle.WakeHandled] == woken:
			s += ", completion handler called" + map[bool]string{true: "", false: " each time"}[woken == 1]
		case n == woken:
			s += ", completion handler not called"
		case n > 0:
			s += ", completion handler not called " + times(n)
		}
		parts = append(parts, s)
	}
	slices.SortStableFunc(why, func(a, b string) int { return refused[b] - refused[a] })
	for _, words := range why {
		parts = append(parts, "not woken "+times(refused[words])+": "+words)
	}
	return parts
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return thousands(n) + " times"
}

// movedSummed tells what the first line of a clean report says of requests to the
// scheduler and of URLSession: the transfers, else the sessions and wakes.
func (t *texter) movedSummed() string {
	moved := sessionsAndWakes(len(t.r.Sessions), t.r.Wakes)
	if len(t.r.Transfers) > 0 {
		moved = transfersSummed(t.r.Transfers)
	}
	asked := t.bgtasksSummed()
	if asked != "" && moved != "" {
		return asked + "; " + moved
	}
	return asked + moved
}

// foldedTransfers leaves of a long list the first transfers, those that went wrong
// and those that waited longest.
func foldedTransfers(list []Transfer) (shown, others []Transfer) {
	return folded(list, func(a, b *Transfer) int {
		return cmp.Or(trouble(*b)-trouble(*a), cmp.Compare(waited(*b), waited(*a)))
	})
}

// trouble is 1 for a transfer that failed or did not reach the app.
func trouble(tr Transfer) int {
	switch o := lifecycle.TransferOutcome(tr.Outcome); {
	case o == lifecycle.TransferFailure, o == lifecycle.TransferStopped, tr.Error != nil, httpError(tr), tr.DeliveryCause != nil && tr.Delivery == nil:
		return 1
	}
	return 0
}

func httpError(tr Transfer) bool { return tr.Status != nil && *tr.Status >= 400 }

func waited(tr Transfer) float64 {
	if tr.Wait == nil {
		return 0
	}
	return *tr.Wait
}
