package lifecycle

import (
	"cmp"
	"slices"

	"github.com/bglog/bglog/parse"
)

// This file concludes what is known of URLSession when all records were read.

func (e *Engine) concludeURL() {
	e.misuseCrashes()
	e.concludeRequests()
	e.concludeWakes()
	e.concludeLimits()
	e.sessionsByIdentifier()
	e.assignTransfers()
	for _, t := range e.t.Transfers {
		e.concludeTransfer(t)
	}
}

// sessionsByIdentifier finds the sessions of transfers whose lines name only the
// identifier, as iOS 12 to 17 write them.
func (e *Engine) sessionsByIdentifier() {
	type key struct {
		app        *App
		identifier string
	}
	sessions := map[key]*Session{}
	for _, s := range e.t.Sessions {
		if s.App != nil && s.Identifier != "" {
			sessions[key{s.App, s.Identifier}] = s
		}
	}
	for _, t := range e.t.Transfers {
		if t.Session != nil || t.identifier == "" {
			continue
		}
		if s := sessions[key{t.App, t.identifier}]; s != nil {
			t.Session = s
			s.Transfers = append(s.Transfers, t)
		}
	}
}

// concludeTransfer settles the outcome, what held the transfer, and its delivery.
func (e *Engine) concludeTransfer(t *Transfer) {
	if t.Outcome == "" {
		switch {
		case t.Started.Known():
			t.Outcome = TransferRuns
		case t.Resumed.Known() || t.Created.Known() || t.Handed.Known() || t.holding(WaitDiscretionary) || t.holding(WaitNetwork):
			t.Outcome = TransferWaits
		default:
			t.Outcome = TransferUncertain
		}
	}
	e.limiterDelays(t)
	t.Waits = nil
	if _, ok := t.WaitSeconds(); ok {
		t.Waits = ledger(t.Resumed, t.Started, t.held())
	}
	t.DeliveryCause = e.deliveryCause(t)
}

// limiterDelays completes the delays that nsurlsessiond told, and adds the one
// that it did not tell but the model and the observed start agree on.
func (e *Engine) limiterDelays(t *Transfer) {
	var model *Limiter
	if l := e.url.limits[t.App]; t.App != nil && l != nil {
		model = l.Model
	}
	for i := range t.Delays {
		d := &t.Delays[i]
		d.At = parse.Latest(d.At, t.Resumed) // told at the creation, it counts from the resume
		d.Until = parse.Earliest(d.At.Add(d.Seconds), d.retried)
		if model != nil {
			// whatever was decided of the transfer later, it was discretionary then
			if r, ok := model.release(d.At, d.Until, t.OptIn == Yes); ok {
				d.Until = r.At
			}
		}
		if !t.StartedLate && t.Started.Known() && t.Started.Before(d.Until) && !t.Started.Before(d.At) {
			d.Until = t.Started // let go by something that the log does not show
		}
	}
	if model == nil || len(t.Delays) > 0 || t.StartedLate {
		return
	}
	hold := model.Hold(LimiterTransfer{
		Created: t.Created, Resumed: t.Resumed, Discretionary: t.Discretionary == Yes || t.Discretionary == Unknown && t.Background == Yes, OptIn: t.OptIn == Yes,
	})
	waited, ok := t.WaitSeconds()
	held, known := hold.Until.Since(t.Resumed)
	if hold.Delay > 0 && ok && known && held > 0 && waited >= held-1 {
		t.Delays = append(t.Delays, TransferDelay{At: t.Resumed, Seconds: hold.Delay, Until: hold.Until})
	}
}

// held lists what held the transfer before its start. "is waiting for connection"
// tells no reason: of a discretionary transfer it means that the system has not
// let it go yet, of one that is not, that there was no usable network.
func (t *Transfer) held() []block {
	blocks := make([]block, 0, len(t.blocks)+len(t.Delays)+1)
	for _, b := range t.blocks {
		if b.cause == WaitNetwork && t.Discretionary != No {
			continue
		}
		blocks = append(blocks, b)
	}
	for _, d := range t.Delays {
		blocks = append(blocks, block{WaitRateLimiter, d.At, d.Until})
	}
	if t.Discretionary == Yes {
		from := t.Handed
		if !from.Known() {
			from = t.Resumed
		}
		blocks = append(blocks, block{WaitDiscretionary, from, t.Started})
	}
	return blocks
}

// The causes of late deliveries, as in the report.
const (
	DeliveryNotWoken   = "not-woken"
	DeliveryForceQuit  = "force-quit"
	DeliveryRefreshOff = "refresh-off"
	DeliveryUnknown    = "unknown"
)

// lateSeconds is how long after its end a transfer's delivery counts as late: a
// wake takes up to 10 s.
const lateSeconds = 15

// deliveryCause tells why a transfer that had finished was delivered late, or not
// at all; "" when it was delivered in time, or the log ends too early to say.
func (e *Engine) deliveryCause(t *Transfer) string {
	if !t.Finished.Known() {
		return ""
	}
	until := t.Delivered
	if !until.Known() {
		until = e.t.Last
	}
	if late, ok := until.Since(t.Finished); !ok || late < lateSeconds {
		return ""
	}
	if t.Session != nil {
		for _, w := range t.Session.Wakes {
			if w.Outcome != WakeNotMade || w.At.Before(t.Finished.Add(-1)) || w.At.After(until) {
				continue
			}
			if w.Why == RefusedRefreshOff {
				return DeliveryRefreshOff
			}
			return DeliveryNotWoken
		}
	}
	if p := e.lastProcess(t.App, t.Finished); p != nil && p.Exit != nil && p.Exit.Kind == ExitForceQuit && p.Exited.Before(t.Finished.Add(1)) {
		return DeliveryForceQuit
	}
	if t.Delivered.Known() {
		return DeliveryUnknown
	}
	return ""
}

// lastProcess is the app's newest process that was launched before t.
func (e *Engine) lastProcess(a *App, t Time) *Process {
	if a == nil {
		return nil
	}
	var last *Process
	for _, p := range a.Processes {
		if !p.First.After(t) {
			last = p
		}
	}
	return last
}

// assignTransfers gives each transfer to the wake in whose time the app created it:
// the last step before, unless the app came to the front in between. One that was
// woken a short time ago is in the background.
func (e *Engine) assignTransfers() {
	wakes := map[*App][]*Wake{}
	for _, w := range e.t.Wakes {
		if w.Step && w.App != nil && w.At.Known() {
			wakes[w.App] = append(wakes[w.App], w)
		}
	}
	for _, list := range wakes {
		slices.SortStableFunc(list, func(a, b *Wake) int { return a.At.Compare(b.At) })
	}
	for _, t := range e.t.Transfers {
		born := t.Born()
		if !born.Known() || t.App == nil {
			continue
		}
		var last *Wake
		for _, w := range wakes[t.App] {
			if !w.At.After(born) {
				last = w
			}
		}
		if last != nil && !e.cameToFrontIn(t.App, last.At, born) {
			last.Transfers = append(last.Transfers, t)
			if ago, ok := born.Since(last.At); ok && ago < handledWithin && t.Background == Unknown {
				t.Background = Yes
			}
		}
	}
}

// Born is when the app made the transfer, as far as the log tells.
func (t *Transfer) Born() Time {
	if t.Created.Known() {
		return t.Created
	}
	return t.Resumed
}

// cameToFrontIn reports whether the app's limiter knows of a foreground in [from, to].
func (e *Engine) cameToFrontIn(a *App, from, to Time) bool {
	l := e.url.limits[a]
	return l != nil && slices.ContainsFunc(l.events, func(ev limitEvent) bool {
		return ev.Kind == LimiterForeground && !ev.At.Before(from) && !ev.At.After(to)
	})
}

// joinURL moves what belongs to app b to app a: they turned out to be one.
func (e *Engine) joinURL(a, b *App) {
	for _, s := range e.t.Sessions {
		if s.App == b {
			s.App = a
		}
	}
	for _, t := range e.t.Transfers {
		if t.App == b {
			t.App = a
		}
	}
	for _, w := range e.t.Wakes {
		if w.App == b {
			w.App = a
		}
	}
	if lb := e.url.limits[b]; lb != nil {
		la := e.limitOf(a)
		la.events = append(la.events, lb.events...)
		la.resets = append(la.resets, lb.resets...)
		delete(e.url.limits, b)
	}
}

// mergeURL moves the requests of process q to p: they turned out to be one.
func (e *Engine) mergeURL(p, q *process) {
	for uuid, r := range e.url.requests[q] {
		r.Process = p.Process
		if e.url.requests[p] == nil {
			e.url.requests[p] = map[string]*Request{}
		}
		e.url.requests[p][uuid] = r
	}
	delete(e.url.requests, q)
	for _, w := range e.t.Wakes {
		if w.Process == q.Process {
			w.Process = p.Process
		}
	}
}

// sortByLine orders by the place of a line, so that reports do not depend on maps.
func sortByLine[T any](list []T, line func(T) Evidence) {
	slices.SortStableFunc(list, func(x, y T) int {
		a, b := line(x), line(y)
		return cmp.Or(cmp.Compare(a.Input, b.Input), cmp.Compare(a.Line, b.Line))
	})
}
