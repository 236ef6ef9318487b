package lifecycle

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPlanTotals(t *testing.T) {
	const s = time.Second
	for _, c := range []struct {
		name           string
		in             PlanInput
		wakes          int
		imposed, total float64
		one            float64 // total of one batch
	}{
		{"ten, one at a time", PlanInput{Tasks: 10, TransferTime: 5 * s, Batch: 1}, 10, 14580, 14630, 20},
		{"ten at once", PlanInput{Tasks: 10, TransferTime: 5 * s}, 1, 0, 20, 20},
		{"a batch larger than the work", PlanInput{Tasks: 10, TransferTime: 5 * s, Batch: 99}, 1, 0, 20, 20},
		{"two batches", PlanInput{Tasks: 10, TransferTime: 5 * s, Batch: 5}, 2, 60, 80, 20},
		{"the last batch is smaller", PlanInput{Tasks: 10, TransferTime: 5 * s, Batch: 6}, 2, 60, 80, 20},
		{"seven, as a field log shows them", PlanInput{Tasks: 7, TransferTime: 8 * s, Batch: 1}, 7, 60 + 120 + 240 + 480 + 960 + 1920, 3780 + 56, 24},
		{"no time at all", PlanInput{Tasks: 3, Batch: 1}, 3, 180, 180, 0},
		{"just below the first delay: climbs", PlanInput{Tasks: 4, TransferTime: 60*s - time.Microsecond, Batch: 1}, 4, 420, 660 - 4e-6, 120 - 2e-6},
		{"as long as the first delay: stays", PlanInput{Tasks: 4, TransferTime: 60 * s, Batch: 1}, 4, 180, 420, 120},
		{"long transfers: stays", PlanInput{Tasks: 10, TransferTime: 300 * s, Batch: 1}, 10, 540, 3540, 1200},
		{"one transfer", PlanInput{Tasks: 1, TransferTime: 5 * s, Batch: 1}, 1, 0, 5, 5},
		{"foreground while the fourth is held: it is let go, the ladder starts anew",
			PlanInput{Tasks: 6, TransferTime: 5 * s, Batch: 1, ForegroundAt: []time.Duration{300 * s}}, 6, 60 + 120 + 105 + 60 + 120, 495, 10},
		{"foreground while one is transferred", PlanInput{Tasks: 3, TransferTime: 5 * s, Batch: 1, ForegroundAt: []time.Duration{67 * s}}, 3, 120, 135, 5},
		{"foreground when a delay is over lets nothing go, but resets", PlanInput{Tasks: 3, TransferTime: 5 * s, Batch: 1, ForegroundAt: []time.Duration{65 * s}}, 3, 120, 135, 5},
		{"foreground at a wake comes first", PlanInput{Tasks: 3, TransferTime: 5 * s, Batch: 1, ForegroundAt: []time.Duration{70 * s}}, 3, 120, 135, 5},
		{"two visits in any order, each lets one go", PlanInput{Tasks: 4, TransferTime: 5 * s, Batch: 1, ForegroundAt: []time.Duration{100 * s, 90 * s}}, 4, 60 + 20 + 5, 105, 10},
		{"two visits, the second while the released one is transferred", PlanInput{Tasks: 4, TransferTime: 5 * s, Batch: 1, ForegroundAt: []time.Duration{90 * s, 93 * s}}, 4,
			60 + 20 + 60, 160, 10},
		{"foreground after the end", PlanInput{Tasks: 2, TransferTime: 5 * s, Batch: 1, ForegroundAt: []time.Duration{time.Hour}}, 2, 60, 70, 5},
		{"nothing to do", PlanInput{TransferTime: 5 * s}, 0, 0, 0, 0},
		{"impossible", PlanInput{Tasks: -3, TransferTime: -5 * s, Batch: -1}, 0, 0, 0, 0},
		{"time runs forward", PlanInput{Tasks: 2, TransferTime: -5 * s, Batch: 1}, 2, 60, 60, 0},
	} {
		r := Plan(c.in)
		want := PlanTotals{c.wakes, c.imposed, c.total}
		if diff := cmp.Diff(want, r.Totals); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if r.OneBatch.Imposed != 0 || r.OneBatch.Total != c.one || r.OneBatch.Wakes != min(c.wakes, 1) {
			t.Errorf("%s: one batch: %+v", c.name, r.OneBatch)
		}
		tasks := 0
		for i, b := range r.Batches {
			tasks += b.Tasks
			if i > 0 && b.Created != r.Batches[i-1].End || b.Wait > b.Delay || b.Wait < 0 || b.Start < b.Created || b.End < b.Start {
				t.Errorf("%s: batch %d: %+v", c.name, i+1, b)
			}
		}
		if tasks != max(c.in.Tasks, 0) {
			t.Errorf("%s: %d transfers", c.name, tasks)
		}
	}
}

func TestPlanTimeline(t *testing.T) {
	r := Plan(PlanInput{Tasks: 5, TransferTime: 90 * time.Second, Batch: 2, ForegroundAt: []time.Duration{110 * time.Second}})
	want := PlanResult{
		Batches: []PlanBatch{
			{Tasks: 2, Created: 0, Delay: 0, Wait: 0, Start: 0, End: 90, WakeDelay: 60},
			{Tasks: 2, Created: 90, Delay: 60, Wait: 20, Start: 110, End: 200, WakeDelay: 60},
			{Tasks: 1, Created: 200, Delay: 60, Wait: 60, Start: 260, End: 350, WakeDelay: 60},
		},
		Changes:  []PlanChange{{90, "wake", 60}, {110, "foreground", 0}, {200, "wake", 60}, {320, "idle", 0}, {350, "wake", 60}},
		Totals:   PlanTotals{Wakes: 3, Imposed: 80, Total: 350},
		OneBatch: PlanTotals{Wakes: 1, Total: 180},
	}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestPlanAgreesWithSimulate runs a plan's wakes and visits through the model as a
// log would give them.
func TestPlanAgreesWithSimulate(t *testing.T) {
	for _, seconds := range []int{0, 1, 30, 59, 60, 61, 500, 4000} {
		for _, batch := range []int{1, 4, 7} {
			in := PlanInput{Tasks: 30, TransferTime: time.Duration(seconds) * time.Second, Batch: batch, ForegroundAt: []time.Duration{40 * time.Minute, 95 * time.Minute}}
			r := Plan(in)
			events := []LimiterEvent{foregroundAt(2400), foregroundAt(5700)}
			for _, b := range r.Batches {
				events = append(events, wakeAt(b.End))
			}
			l := Simulate(events, second(r.Totals.Total))
			var changes []PlanChange
			for _, c := range changesOf(l) {
				if c.At <= r.Totals.Total {
					changes = append(changes, PlanChange(c))
				}
			}
			if diff := cmp.Diff(changes, r.Changes); diff != "" {
				t.Errorf("%+v (-simulated +planned):\n%s", in, diff)
			}
			for i, b := range r.Batches {
				hold := l.Hold(LimiterTransfer{Resumed: second(b.Created), Discretionary: i > 0})
				if hold.Until != second(b.Start) || hold.Delay != b.Delay {
					t.Errorf("%+v: batch %d: %+v, simulated %+v", in, i+1, b, hold)
				}
			}
		}
	}
}
