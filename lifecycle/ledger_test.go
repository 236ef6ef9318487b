package lifecycle

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLedger(t *testing.T) {
	at := func(cause WaitCause, from, to float64) block { return block{cause, second(from), second(to)} }
	open := func(cause WaitCause, from float64) block { return block{cause: cause, from: second(from)} }
	for _, c := range []struct {
		name     string
		from, to Time
		blocks   []block
		want     []Wait
	}{
		{"resume unknown", Time{}, second(10), nil, nil},
		{"start unknown", second(0), Time{}, nil, nil},
		{"start before resume", second(10), second(0), nil, nil},
		{"at once", second(10), second(10), nil, nil},
		{"nothing held it", second(0), second(7), nil, []Wait{{WaitUnknown, 7}}},
		{"the limiter, then the system", second(0), second(90), []block{at(WaitRateLimiter, 0, 60), at(WaitDiscretionary, 0, 90)},
			[]Wait{{WaitRateLimiter, 60}, {WaitDiscretionary, 30}}},
		{"begin date before the limiter", second(0), second(100), []block{at(WaitRateLimiter, 0, 60), at(WaitBeginDate, 0, 50)},
			[]Wait{{WaitBeginDate, 50}, {WaitRateLimiter, 10}, {WaitUnknown, 40}}},
		{"cut to the wait", second(10), second(20), []block{at(WaitRetry, 0, 12), at(WaitClient, 18, 99)},
			[]Wait{{WaitClient, 2}, {WaitRetry, 2}, {WaitUnknown, 6}}},
		{"outside", second(10), second(20), []block{at(WaitRetry, 0, 10), at(WaitClient, 20, 99)}, []Wait{{WaitUnknown, 10}}},
		{"never ended", second(0), second(20), []block{open(WaitNetwork, 5)}, []Wait{{WaitNetwork, 15}, {WaitUnknown, 5}}},
		{"twice the same cause, overlapping", second(0), second(20), []block{at(WaitRetry, 0, 10), at(WaitRetry, 5, 15)},
			[]Wait{{WaitRetry, 15}, {WaitUnknown, 5}}},
		{"a block without a beginning", second(0), second(20), []block{{cause: WaitRetry, to: second(9)}}, []Wait{{WaitUnknown, 20}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, ledger(c.from, c.to, c.blocks)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// The parts are never negative, sum to the whole, and each instant has the first
// cause that holds it.
func TestLedgerProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		whole := 1 + r.IntN(40)
		var blocks []block
		for range r.IntN(8) {
			from := r.IntN(50) - 5
			blocks = append(blocks, block{waitOrder[r.IntN(len(waitOrder)-1)], second(float64(from)), second(float64(from + r.IntN(30)))})
		}
		want := map[WaitCause]float64{}
		for s := range whole { // second by second
			cause := WaitUnknown
			for _, c := range waitOrder {
				held := false
				for _, b := range blocks {
					middle := second(float64(s) + 0.5)
					held = held || b.cause == c && b.from.Before(middle) && b.to.After(middle)
				}
				if held {
					cause = c
					break
				}
			}
			want[cause]++
		}
		got, sum := map[WaitCause]float64{}, 0.0
		for _, w := range ledger(second(0), second(float64(whole)), blocks) {
			got[w.Cause] = w.Seconds
			sum += w.Seconds
		}
		if d := cmp.Diff(want, got); d != "" || math.Abs(sum-float64(whole)) > 1e-9 {
			t.Fatalf("%v in %d s, sum %g (-want +got):\n%s", blocks, whole, sum, d)
		}
	}
}

func TestWaitSpans(t *testing.T) {
	tr := &Transfer{
		Resumed: second(0), Started: second(100),
		blocks: []block{{WaitRetry, second(10), second(20)}, {WaitRetry, second(20), second(30)}, {cause: WaitNetwork, from: second(80)}},
		Delays: []TransferDelay{{At: second(0), Until: second(15)}}, Discretionary: No,
	}
	want := []WaitSpan{{WaitRateLimiter, second(0), second(15)}, {WaitRetry, second(15), second(30)}, {WaitUnknown, second(30), second(80)}, {WaitNetwork, second(80), second(100)}}
	equal := cmp.Comparer(func(a, b Time) bool { return a == b })
	if d := cmp.Diff(want, tr.WaitSpans(Time{}), equal); d != "" {
		t.Errorf("started (-want +got):\n%s", d)
	}
	tr.Started = Time{}
	want[3].To = second(90)
	if d := cmp.Diff(want, tr.WaitSpans(second(90)), equal); d != "" {
		t.Errorf("waiting (-want +got):\n%s", d)
	}
	if tr.StartedLate = true; tr.WaitSpans(second(90)) != nil {
		t.Error("a start that was seen too late ends no span")
	}
}
