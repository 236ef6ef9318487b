package lifecycle

import (
	"slices"
	"time"

	"github.com/bglog/bglog/parse"
)

// PlanAtOnce is how many transfers of a batch are assumed to run at the same time:
// nsurlsessiond asks the scheduler for that many in its group of background
// connections, and Apple says that it "starts working on the first few tasks"
// (https://developer.apple.com/forums/thread/14854).
const PlanAtOnce = 3

// PlanInput is a design for many transfers: the first batch is created at 0 with
// the app in the foreground, which it then leaves; each other batch is created,
// in the background, when the app is woken because the batch before has finished.
type PlanInput struct {
	Tasks        int           // transfers in all
	TransferTime time.Duration // that each takes once it has started
	Batch        int           // transfers created together; 0 or less: all
	// ForegroundAt are the moments at which the user opens the app, and leaves it
	// again, counted from 0 on, in any order. One at the moment of a wake comes
	// before it.
	ForegroundAt []time.Duration
}

// PlanResult is what the limiter makes of a design. All times are seconds from
// the creation of the first batch.
type PlanResult struct {
	Batches []PlanBatch
	Changes []PlanChange // of the limiter, to the last wake
	Totals  PlanTotals
	// OneBatch is the same work created at once in the foreground.
	OneBatch PlanTotals
}

// PlanTotals sums up a design.
type PlanTotals struct {
	Wakes   int
	Imposed float64 // seconds that batches waited for the limiter, summed
	Total   float64 // seconds until the last transfer has finished
}

// PlanBatch is a number of transfers that are created at the same time.
type PlanBatch struct {
	Tasks   int
	Created float64
	Delay   float64 // in force at the creation, and put on each transfer
	Wait    float64 // what was waited of the delay: less when the user opened the app meanwhile
	Start   float64 // of the first transfers: Created + Wait
	End     float64 // of the last transfer, which wakes the app
	// WakeDelay is the delay that this wake sets.
	WakeDelay float64
}

// PlanChange is a change of the delay in a plan.
type PlanChange struct {
	At    float64
	Cause LimiterCause
	Delay float64
}

// Plan predicts what the limiter does to a design. The prediction is the least:
// the scheduler, the network and the power state come on top.
//
// Ten transfers of 5 s, one at a time, wait
//
//	0 + 60 + 120 + 240 + 480 + 960 + 1920 + 3600 + 3600 + 3600 = 14580 s
//
// for the limiter: the first one is created in the foreground; then each finishes
// less than the delay after its start, so that the wake comes before the delay is
// reset, and doubles it up to the cap. A batch that takes 60 s or longer wakes the
// app after the reset, and the delay stays at 60 s.
func Plan(p PlanInput) PlanResult {
	size := p.Batch
	if size <= 0 || size > p.Tasks {
		size = p.Tasks
	}
	visits := visitsOf(p.ForegroundAt)
	var (
		r       PlanResult
		l       Limiter
		created int64 // microseconds, as all times here
		imposed int64
	)
	visit := func() {
		l.add(LimiterEvent{At: planMoment(visits[0]), Kind: LimiterForeground})
		visits = visits[1:]
	}
	for left := p.Tasks; left > 0; left -= size {
		b := PlanBatch{Tasks: min(size, left), Created: planSeconds(created)}
		client := LimiterClient{Foreground: len(r.Batches) == 0}
		transfer := LimiterTransfer{Resumed: planMoment(created), Discretionary: client.Discretionary()}
		hold := l.Hold(transfer)
		if hold.Verdict == LimiterHeld && len(visits) > 0 && visits[0] < hold.Until.Micros() {
			visit()
			hold = l.Hold(transfer)
		}
		start := hold.Until.Micros()
		end := start + batchTime(b.Tasks, p.TransferTime)
		for len(visits) > 0 && visits[0] <= end {
			visit()
		}
		l.add(LimiterEvent{At: planMoment(end), Kind: LimiterWake})
		b.Delay, b.Wait, b.Start, b.End, b.WakeDelay = hold.Delay, planSeconds(start-created), planSeconds(start), planSeconds(end), l.delay
		r.Batches = append(r.Batches, b)
		imposed += start - created
		created = end
	}
	for _, c := range l.Changes {
		r.Changes = append(r.Changes, PlanChange{At: planSeconds(c.At.Micros()), Cause: c.Cause, Delay: c.Delay})
	}
	r.Totals = PlanTotals{Wakes: len(r.Batches), Imposed: planSeconds(imposed), Total: planSeconds(created)}
	if p.Tasks > 0 {
		r.OneBatch = PlanTotals{Wakes: 1, Total: planSeconds(batchTime(p.Tasks, p.TransferTime))}
	}
	return r
}

// batchTime is how long a batch takes once it has started, in microseconds.
func batchTime(tasks int, each time.Duration) int64 {
	rounds := (tasks + PlanAtOnce - 1) / PlanAtOnce
	return int64(rounds) * max(each.Microseconds(), 0)
}

// visitsOf sorts moments and makes microseconds of them.
func visitsOf(at []time.Duration) []int64 {
	var list []int64
	for _, d := range at {
		list = append(list, d.Microseconds())
	}
	slices.Sort(list)
	return list
}

// A plan has no date: its moments are counted from an arbitrary one.
func planMoment(us int64) Time { return parse.At(time.UnixMicro(us).UTC()) }

func planSeconds(us int64) float64 { return float64(us) / 1e6 }
