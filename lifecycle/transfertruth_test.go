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

// transferRow is what is compared of a transfer; seconds are whole steps of the
// style's clock.
type transferRow struct {
	UUID           string
	Delay          float64
	Wait           int
	Parts          bool // the parts of the wait sum to it
	Retries        int
	Outcome        string
	Created, Known bool
}

// wakeRow is what is compared of a wake.
type wakeRow struct{ Delay, Predicted float64 }

func told(tl *lifecycle.Timeline, step time.Duration) (transfers []transferRow, wakes []wakeRow) {
	for _, t := range tl.Transfers {
		wait, ok := t.WaitSeconds()
		sum := 0.0
		for _, w := range t.Waits {
			sum += w.Seconds
		}
		transfers = append(transfers, transferRow{
			UUID: t.ID.UUID, Delay: t.LimiterSeconds(), Wait: int(math.Round(wait / step.Seconds())), Parts: ok && math.Abs(sum-wait) < 1e-6,
			Retries: t.Retries, Outcome: string(t.Outcome), Created: t.Created.Known(), Known: t.App != nil && t.App.BundleID == "com.example.notes",
		})
	}
	for _, w := range tl.Wakes {
		wakes = append(wakes, wakeRow{w.Delay, w.Predicted})
	}
	return transfers, wakes
}

func truth(s logstyle.TransferStory, step time.Duration) (transfers []transferRow, wakes []wakeRow) {
	for _, t := range s.Transfers {
		wait := t.Started.Truncate(step).Sub(t.Resumed.Truncate(step))
		transfers = append(transfers, transferRow{
			UUID: t.UUID, Delay: t.Delay.Seconds(), Wait: int(wait / step), Parts: true, Retries: t.Retries, Outcome: t.Outcome, Created: true, Known: true,
		})
	}
	for _, w := range s.Wakes {
		wakes = append(wakes, wakeRow{w.Delay.Seconds(), w.Delay.Seconds()})
	}
	return transfers, wakes
}

// Limiter delays, waits, retries and outcomes of invented downloads are the same
// in every style that carries the daemon's lines, open and redacted, and the model
// predicts every delay.
func TestTransferTruth(t *testing.T) {
	sizes := []int{1, 2, 7, 40, 150, 500}
	if testing.Short() {
		sizes = sizes[:4]
	}
	for _, name := range []string{"log-default", "log-compact", "log-syslog", "log-ndjson", "console-a", "console-columns", "idevicesyslog", "idevicesyslog-old"} {
		style, err := logstyle.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		for seed, size := range sizes {
			story := logstyle.TellTransfers(uint64(seed), size)
			for _, redacted := range []bool{false, true} {
				t.Run(fmt.Sprintf("%s/%d/redacted=%v", name, size, redacted), func(t *testing.T) {
					var b bytes.Buffer
					if err := style.Render(&b, story.Entries, logstyle.Options{Redacted: redacted}); err != nil {
						t.Fatal(err)
					}
					transfers, wakes := told(timeline(t, false, b.String()), style.Precision)
					wantTransfers, wantWakes := truth(story, style.Precision)
					if d := cmp.Diff(wantWakes, wakes); d != "" {
						t.Errorf("wakes (-want +got):\n%s", d)
					}
					if d := cmp.Diff(wantTransfers, transfers); d != "" {
						t.Errorf("transfers (-want +got):\n%s", d)
					}
				})
			}
		}
	}
}
