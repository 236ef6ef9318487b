package lifecycle_test

import (
	"bytes"
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/lifecycle"
)

// moment is a time in steps of a style's clock since the story's first transfer;
// -1 for one that is not known.
type moment int64

// held is how many seconds the limiter held a transfer. The lines that tell when it
// let go lie apart, so that it is compared with a second of play.
type held float64

// letGo is when a delay was reset, with the same play.
type letGo int64

// transferRow is what is compared of a transfer.
type transferRow struct {
	UUID                      string
	Number                    int
	App                       string
	Created, Resumed, Started moment
	Finished, Delivered       moment
	Discretionary             bool
	Delay                     float64
	Held                      held
	Whole                     bool // the parts of the wait sum to it
	Retries, Code, Reason     int
	Outcome                   string
}

// wakeRow is what is compared of a wake.
type wakeRow struct {
	At               moment
	Session          string
	Delay, Predicted float64
	Made             int
	Outcome, Why     string
}

// resetRow is what is compared of a reset of the limiter.
type resetRow struct {
	At    letGo
	Cause string
}

type rows struct {
	Transfers []transferRow
	Wakes     []wakeRow
	Resets    []resetRow
}

// play lets two seconds, or steps of the clock, differ by one and a second.
func play(step time.Duration) cmp.Options {
	seconds := 1 + 2*step.Seconds()
	return cmp.Options{
		cmp.Comparer(func(a, b held) bool { return math.Abs(float64(a-b)) <= seconds }),
		cmp.Comparer(func(a, b letGo) bool { return math.Abs(float64(a-b))*step.Seconds() <= seconds }),
	}
}

// told is what the engine makes of a log.
func told(tl *lifecycle.Timeline, step time.Duration) rows {
	var r rows
	var first lifecycle.Time
	if len(tl.Transfers) > 0 {
		first = tl.Transfers[0].Resumed
	}
	at := func(t lifecycle.Time) moment {
		if s, ok := t.Since(first); ok {
			return moment(math.Round(s / step.Seconds()))
		}
		return -1
	}
	for _, t := range tl.Transfers {
		row := transferRow{
			UUID: t.ID.UUID, Number: t.ID.N, Created: at(t.Created), Resumed: at(t.Resumed), Started: at(t.Started), Finished: at(t.Finished),
			Delivered: at(t.Delivered), Discretionary: t.Discretionary == lifecycle.Yes, Delay: t.LimiterSeconds(), Held: held(t.WaitOf(lifecycle.WaitRateLimiter)),
			Retries: t.Retries, Code: t.Error.Code, Reason: t.Error.Reason, Outcome: string(t.Outcome),
		}
		if t.App != nil {
			row.App = t.App.BundleID
		}
		if t.StartedLate {
			row.Started = -1
		}
		wait, ok := t.WaitSeconds()
		sum := 0.0
		for _, w := range t.Waits {
			sum += w.Seconds
		}
		row.Whole = ok == (row.Started >= 0) && math.Abs(sum-wait) < 1e-6
		r.Transfers = append(r.Transfers, row)
	}
	for _, w := range tl.Wakes {
		row := wakeRow{At: at(w.At), Delay: w.Delay, Predicted: w.Predicted, Made: len(w.Transfers), Outcome: string(w.Outcome), Why: w.Why}
		if w.Session != nil {
			row.Session = w.Session.UUID
		}
		r.Wakes = append(r.Wakes, row)
	}
	for _, l := range tl.RateLimits {
		for _, c := range l.Changes {
			if !c.Step() {
				r.Resets = append(r.Resets, resetRow{letGo(at(c.At)), string(c.Cause)})
			}
		}
	}
	return r
}

// truth is what happened.
func truth(s logstyle.Truth, step time.Duration) rows {
	var r rows
	var first time.Time
	if len(s.Transfers) > 0 {
		first = s.Transfers[0].Resumed.Truncate(step)
	}
	at := func(t time.Time) moment {
		if t.IsZero() {
			return -1
		}
		return moment(t.Truncate(step).Sub(first) / step)
	}
	for _, t := range s.Transfers {
		row := transferRow{
			UUID: t.UUID, Number: t.Number, App: t.Bundle, Created: at(t.Created), Resumed: at(t.Resumed), Started: at(t.Started), Finished: at(t.Finished),
			Delivered: at(t.Delivered), Discretionary: t.Discretionary, Delay: t.Delay.Seconds(), Held: held(t.Held.Seconds()), Whole: true,
			Retries: t.Retries, Code: t.Code, Reason: t.Reason, Outcome: t.Outcome,
		}
		r.Transfers = append(r.Transfers, row)
	}
	for _, w := range s.Wakes {
		r.Wakes = append(r.Wakes, wakeRow{at(w.At), w.Session, w.Delay.Seconds(), w.Delay.Seconds(), w.Made, w.Outcome, w.Why})
	}
	for _, c := range s.Resets {
		r.Resets = append(r.Resets, resetRow{letGo(at(c.At)), c.Cause})
	}
	return r
}

func compareTruth(t *testing.T, style logstyle.Style, entries []logstyle.Entry, want logstyle.Truth, redacted bool) {
	t.Helper()
	var b bytes.Buffer
	if err := style.Render(&b, entries, logstyle.Options{Redacted: redacted}); err != nil {
		t.Fatal(err)
	}
	got := told(timeline(t, false, b.String()), style.Precision)
	if d := cmp.Diff(truth(want, style.Precision), got, play(style.Precision)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// What is told of random stories of transfers is their truth, in every style that
// carries the daemon's lines, open and redacted, and the model predicts every delay.
func TestTransferTruth(t *testing.T) {
	sizes := []int{1, 2, 7, 20, 40, 40, 40, 40, 40, 40, 40, 40, 150}
	if testing.Short() {
		sizes = sizes[:4]
	}
	for seed, size := range sizes {
		story := logstyle.TellTransfers(uint64(seed), size)
		for _, name := range []string{"log-default", "log-compact", "log-syslog", "log-ndjson", "console-a", "console-columns", "idevicesyslog", "idevicesyslog-old"} {
			style, err := logstyle.Find(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, redacted := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%d/redacted=%v", name, seed, redacted), func(t *testing.T) {
					compareTruth(t, style, story.Entries, story.Truth, redacted)
				})
			}
		}
	}
}
