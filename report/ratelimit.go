package report

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/bglog/bglog/lifecycle"
)

// limiterPost is Apple's description of the limiter, limiterTest the measurements
// of a developer.
const (
	limiterPost = "https://developer.apple.com/forums/thread/14854"
	limiterTest = "https://developer.apple.com/forums/thread/128813"
)

// fewerTransfers is how many transfers are "thousands", for which Apple's post
// asks for fewer, larger ones.
const fewerTransfers = 1000

// RateLimit tells what the resume rate limiter makes of a design for many
// transfers, and which design is better.
func RateLimit(w io.Writer, in lifecycle.PlanInput, opts TextOptions) error {
	p := newPrinter(opts)
	r := lifecycle.Plan(in)
	design, imposed := designOf(in, r), imposedDelay(r.Totals.Imposed)
	p.text(0, transfersOf(in)+", "+design+": "+imposed, bold)
	p.blank()
	p.table(2, designColumns, designRows(in, r))

	p.heading("The plan step by step (h:mm:ss; next: the delay that the wake at the end sets)")
	p.table(2, batchColumns, batchRows(in, r))
	if more := len(r.Batches) - rowsShown; more > 0 {
		p.line(2, p.paint("… and "+several(more, "more batch", "more batches")+" (see --format json)", dim))
	}

	p.heading("What it means")
	p.text(2, meaning(in, r), noPaint)
	p.heading("Which design is better")
	p.text(2, advice(in, r), noPaint)
	p.heading("What this rests on")
	for _, s := range limiterFacts {
		p.lead(2, "-", noPaint, 2, s, noPaint)
	}
	return p.writeTo(w)
}

// limiterFacts are the sources and the assumptions of every plan.
var limiterFacts = []string{
	`Apple, "NSURLSession's Resume Rate Limiter": each wake doubles the delay, the foreground and an idle time reset it, and a task that is created in the ` +
		`background waits for it. ` + limiterPost,
	`Apple, "Downloading files in the background": use few sessions, ideally one, and start many transfers at once.`,
	`The numbers are not documented: nsurlsessiond of iOS 18 begins with 60 s, goes up to 1 h, and resets the delay when twice the delay passes without ` +
		`a wake; the steps of 60, 120 and 240 s were seen on iOS 12.4. ` + limiterTest,
	fmt.Sprintf(`Assumed: the first batch is created in the foreground, which the app then leaves; each wake creates the next batch at once; %d transfers run at a time. `+
		`The scheduler, the network and the power state can hold transfers for longer: the prediction is the least.`, lifecycle.PlanAtOnce),
}

func transfersOf(in lifecycle.PlanInput) string {
	return several(in.Tasks, "transfer", "transfers") + " of " + unbroken(duration(in.TransferTime.Seconds()))
}

// designOf says how the transfers are divided.
func designOf(in lifecycle.PlanInput, r lifecycle.PlanResult) string {
	switch {
	case len(r.Batches) <= 1:
		return "all at once"
	case in.Batch == 1:
		return "one at a time"
	}
	return fmt.Sprintf("in %s of %s", several(len(r.Batches), "batch", "batches"), thousands(in.Batch))
}

// imposedDelay writes a sum in the unit that people understand and in seconds.
func imposedDelay(s float64) string {
	switch {
	case s == 0:
		return "no imposed delay"
	case s < 60:
		return unbroken(duration(s)) + " of imposed delay"
	}
	return unbroken(duration(s)) + " of imposed delay (" + unbroken(thousands(int(math.Round(s)))+" s") + ")"
}

var designColumns = []column{
	{title: "design", flexible: true}, {title: "wakes", right: true}, {title: "imposed delay", right: true}, {title: "all done after", right: true},
}

// designRows sets the plan beside two batches and one.
func designRows(in lifecycle.PlanInput, r lifecycle.PlanResult) [][]string {
	row := func(name string, t lifecycle.PlanTotals) []string {
		return []string{name, thousands(t.Wakes), noneOr(t.Imposed), duration(t.Total)}
	}
	rows := [][]string{row("this plan: "+designOf(in, r), r.Totals)}
	if len(r.Batches) > 2 {
		two := in
		two.Batch = (in.Tasks + 1) / 2
		t := lifecycle.Plan(two)
		rows = append(rows, row(designOf(two, t), t.Totals))
	}
	if len(r.Batches) > 1 {
		rows = append(rows, row("all at once, in the foreground", r.OneBatch))
	}
	return rows
}

func noneOr(s float64) string {
	if s == 0 {
		return "none"
	}
	return duration(s)
}

var batchColumns = []column{
	{title: "batch", right: true}, {title: "size", right: true}, {title: "created", right: true}, {title: "delay", right: true},
	{title: "starts", right: true}, {title: "ends", right: true}, {title: "delay reset", flexible: true}, {title: "next", right: true},
}

// batchRows are the first batches. The size is left out where it is 1 by design.
func batchRows(in lifecycle.PlanInput, r lifecycle.PlanResult) [][]string {
	var rows [][]string
	changes := r.Changes
	for i, b := range r.Batches[:min(len(r.Batches), rowsShown)] {
		var resets []string
		for len(changes) > 0 && changes[0].At <= b.End {
			if changes[0].Delay == 0 {
				resets = append(resets, string(changes[0].Cause)+" "+offset(changes[0].At))
			}
			changes = changes[1:]
		}
		row := []string{itoa(i + 1), "", offset(b.Created), noneOr(b.Delay), offset(b.Start), offset(b.End), strings.Join(resets, ", "), duration(b.WakeDelay)}
		if in.Batch != 1 {
			row[1] = thousands(b.Tasks)
		}
		rows = append(rows, row)
	}
	return rows
}

// offset writes seconds as hours, minutes and seconds; in days, which need less
// room, from 100 hours on.
func offset(s float64) string {
	n := int64(math.Round(s))
	if n >= 360000 {
		return unbroken(duration(s))
	}
	return fmt.Sprintf("%d:%02d:%02d", n/3600, n/60%60, n%60)
}

// meaning tells in words what the plan shows.
func meaning(in lifecycle.PlanInput, r lifecycle.PlanResult) string {
	if len(r.Batches) <= 1 {
		return "All transfers are created while no delay is in force. nsurlsessiond works through them without the app and wakes it once, when the last one has " +
			"finished. That wake sets a delay of 1 min, which holds nothing unless the app starts more in the background."
	}
	first := r.Batches[0]
	takes, highest := first.End-first.Start, 0.0
	for _, b := range r.Batches {
		highest = max(highest, b.Delay)
	}
	s := "Each time nsurlsessiond wakes the app it doubles the delay that it puts on what the app then starts in the background: 1 min after the first wake, " +
		"1 h at most. " + subject(in) + " takes " + unbroken(duration(takes)) + " once started. "
	switch {
	case takes >= lifecycle.LimiterFirstDelay:
		s += "With the delay before it, at least twice the delay passes between two wakes: the delay is reset in between, so that it stays at 1 min and does not climb."
	case highest > lifecycle.LimiterFirstDelay:
		s += "That is less than the delay, so the next wake comes before the delay is reset, and the delay climbs to " + unbroken(duration(highest)) + "."
	default:
		s += "That is less than the delay, so the next wake comes before the delay is reset: the delay would climb with each further batch."
	}
	if len(in.ForegroundAt) > 0 {
		s += "\n\n" + visits(in.ForegroundAt, r)
	}
	return s
}

// subject is what one wake waits for.
func subject(in lifecycle.PlanInput) string {
	if in.Batch == 1 {
		return "A transfer"
	}
	return "A batch"
}

// visits tells what the user's opening of the app does.
func visits(at []time.Duration, r lifecycle.PlanResult) string {
	s := "Opening the app resets the delay and lets go what waits for it."
	for i, b := range r.Batches {
		if b.Wait < b.Delay {
			s += fmt.Sprintf(" Batch %s then waits %s instead of %s.", thousands(i+1), unbroken(duration(b.Wait)), unbroken(duration(b.Delay)))
			break
		}
	}
	late := 0
	for _, d := range at {
		if d.Seconds() > r.Totals.Total {
			late++
		}
	}
	if late > 0 {
		s += " " + several(late, "visit comes", "visits come") + " after the last transfer and " + plural(late, "changes", "change") + " nothing."
	}
	return s
}

// advice says which design is better, and what to do where it is not possible.
func advice(in lifecycle.PlanInput, r lifecycle.PlanResult) string {
	s := "This one: the limiter delays nothing, however long the transfers take."
	if len(r.Batches) > 1 {
		s = fmt.Sprintf("One batch: create all %s at once, in one session, while the app is in the foreground. None is delayed, and the app is woken once instead of %s: "+
			"all is done after %s instead of %s.\n\nIf later transfers depend on earlier ones, create as many as possible at each wake: what counts is the number of "+
			"wakes, not the number of transfers.", several(in.Tasks, "transfer", "transfers"), several(r.Totals.Wakes, "time", "times"),
			unbroken(duration(r.OneBatch.Total)), unbroken(duration(r.Totals.Total)))
	}
	if in.Tasks >= fewerTransfers {
		s += "\n\nThousands of transfers are slow in any design, as each has a cost of its own. Apple advises fewer, larger ones: pack small files into one."
	}
	return s
}

// RateLimitPlan is the JSON form of a plan, schema bglog.ratelimit/v1. Names that
// end in _s are seconds; moments are counted from the creation of the first batch.
// Lists are never null.
type RateLimitPlan struct {
	Schema       string    `json:"schema"`
	Tasks        int       `json:"tasks"`           // transfers in all
	TransferTime float64   `json:"transfer_time_s"` // that each takes once started
	Batch        int       `json:"batch"`           // transfers created together
	AtOnce       int       `json:"at_once"`         // assumed to run at a time
	ForegroundAt []float64 `json:"foreground_at_s"` // the user opens the app
	RateLimitTotals
	OneBatch   RateLimitTotals   `json:"one_batch"` // the same work created at once in the foreground
	Batches    []RateLimitBatch  `json:"batches"`
	Limiter    []RateLimitChange `json:"limiter"` // steps and resets of the delay, to the last wake
	References []string          `json:"references"`
}

// RateLimitTotals sums up a design.
type RateLimitTotals struct {
	Wakes   int     `json:"wakes"`
	Imposed float64 `json:"imposed_delay_s"` // what batches waited for the limiter, summed
	Total   float64 `json:"total_s"`         // until the last transfer has finished
}

// RateLimitBatch is a number of transfers created together.
type RateLimitBatch struct {
	Number    int     `json:"number"` // from 1
	Tasks     int     `json:"tasks"`
	Created   float64 `json:"created_s"`
	Delay     float64 `json:"delay_s"` // that the limiter puts on it
	Wait      float64 `json:"wait_s"`  // what is waited of the delay: less when the user opens the app meanwhile
	Start     float64 `json:"start_s"`
	End       float64 `json:"end_s"`        // of its last transfer
	Wake      float64 `json:"wake_s"`       // when the app is woken for it
	WakeDelay float64 `json:"wake_delay_s"` // that this wake sets
}

// RateLimitChange is a step or a reset of the delay.
type RateLimitChange struct {
	At    float64 `json:"at_s"`
	Event string  `json:"event"` // step or reset
	Cause string  `json:"cause"` // wake, foreground or idle
	Delay float64 `json:"delay_s"`
}

// RateLimitJSON writes what the limiter makes of a design as one indented object.
func RateLimitJSON(w io.Writer, in lifecycle.PlanInput) error {
	r := lifecycle.Plan(in)
	plan := RateLimitPlan{
		Schema: "bglog.ratelimit/v1", Tasks: in.Tasks, TransferTime: in.TransferTime.Seconds(), Batch: in.Batch, AtOnce: lifecycle.PlanAtOnce,
		ForegroundAt: []float64{}, RateLimitTotals: RateLimitTotals(r.Totals), OneBatch: RateLimitTotals(r.OneBatch),
		Batches: []RateLimitBatch{}, Limiter: []RateLimitChange{}, References: []string{limiterPost, limiterTest},
	}
	if in.Batch <= 0 {
		plan.Batch = in.Tasks
	}
	for _, d := range in.ForegroundAt {
		plan.ForegroundAt = append(plan.ForegroundAt, d.Seconds())
	}
	for i, b := range r.Batches {
		plan.Batches = append(plan.Batches, RateLimitBatch{
			Number: i + 1, Tasks: b.Tasks, Created: b.Created, Delay: b.Delay, Wait: b.Wait, Start: b.Start, End: b.End, Wake: b.End, WakeDelay: b.WakeDelay,
		})
	}
	for _, c := range r.Changes {
		event := "reset"
		if c.Cause == lifecycle.LimiterByWake {
			event = "step"
		}
		plan.Limiter = append(plan.Limiter, RateLimitChange{At: c.At, Event: event, Cause: string(c.Cause), Delay: c.Delay})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(plan)
}
