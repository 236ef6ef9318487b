package main

import (
	"fmt"
	"time"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/report"
)

type ratelimitCommand struct {
	layout
	Tasks        int             `required:"" placeholder:"N" help:"Transfers in all."`
	TransferTime time.Duration   `required:"" placeholder:"D" help:"Time that each takes once it has started: 5s, 2m30s."`
	Batch        int             `default:"1" placeholder:"N" help:"Transfers created together, the next ones when the app is woken because these have finished (${default}); 0: all at once."`
	ForegroundAt []time.Duration `placeholder:"T" help:"The user opens the app, and leaves it, this long after the start: 10m (repeatable)."`
	Format       string          `enum:"text,json" default:"text" help:"Print ${enum}."`
}

// Help documents the JSON format.
func (ratelimitCommand) Help() string {
	return `The first batch is created in the foreground, which the app then leaves.

  bglog ratelimit --tasks 10 --transfer-time 5s
  bglog ratelimit --tasks 10 --transfer-time 5s --batch 5 --foreground-at 10m

JSON, schema bglog.ratelimit/v1; names that end in _s are seconds, moments count from the creation of the first batch:

  tasks, transfer_time_s, batch, foreground_at_s   the plan
  at_once          transfers assumed to run at a time
  wakes            of the app
  imposed_delay_s  what batches waited for the limiter, summed
  total_s          until the last transfer has finished
  one_batch        wakes, imposed_delay_s, total_s of the same work at once
  batches          number, tasks, created_s, delay_s (put on it), wait_s
                   (waited of it), start_s, end_s, wake_s, wake_delay_s
                   (that the wake sets)
  limiter          at_s, event (step or reset), delay_s,
                   cause (wake, foreground or idle)
  references       where the model is described`
}

// Bounds of a plan: what a device could not do, or nobody could read.
const (
	maxPlanTasks = 100_000
	// maxTransferTime is the default of timeoutIntervalForResource, after which
	// URLSession gives up.
	maxTransferTime = 7 * 24 * time.Hour
)

// Run prints the prediction for a plan.
func (r *ratelimitCommand) Run(c *call) error {
	switch {
	case r.Tasks < 1 || r.Tasks > maxPlanTasks:
		return fmt.Errorf("--tasks %d: expected 1 to %d", r.Tasks, maxPlanTasks)
	case r.TransferTime < 0 || r.TransferTime > maxTransferTime:
		return fmt.Errorf("--transfer-time %s: expected 0s to 168h (7 days)", r.TransferTime)
	case r.Batch < 0:
		return fmt.Errorf("--batch %d: expected 1 or more, or 0 for all at once", r.Batch)
	}
	for _, at := range r.ForegroundAt {
		if at < 0 {
			return fmt.Errorf("--foreground-at %s: expected a time after the start", at)
		}
	}
	in := lifecycle.PlanInput{Tasks: r.Tasks, TransferTime: r.TransferTime, Batch: r.Batch, ForegroundAt: r.ForegroundAt}
	if r.Format == "json" {
		c.code = c.written(report.RateLimitJSON(c.stdout, in))
	} else {
		c.code = c.written(report.RateLimit(c.stdout, in, r.options(c.env)))
	}
	return nil
}
