package lifecycle_test

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/lifecycle"
)

// bgtaskRow is what is compared of a request. Times are whole steps of the style's
// clock since the first line, because not every style has dates; none is -1.
type bgtaskRow struct {
	Name                                   string // kind, identifier and instance
	Submitted, Started, Expired, Completed int
	Earliest                               string
	Success, Outcome, EndedBy              string
	Refused, Postponed                     int
	Reasons                                map[string]int
	Simulated, Ran                         bool
}

// String is one line, so that a difference shows whole rows.
func (r bgtaskRow) String() string {
	return fmt.Sprintf("%s: submitted %d earliest %s started %d expired %d completed %d success %s outcome %s by %s refused %d postponed %d simulated %v ran %v reasons %v",
		r.Name, r.Submitted, r.Earliest, r.Started, r.Expired, r.Completed, r.Success, r.Outcome, r.EndedBy, r.Refused, r.Postponed, r.Simulated, r.Ran, r.Reasons)
}

var triWords = map[lifecycle.Tri]string{lifecycle.Yes: "yes", lifecycle.No: "no"}

func toldBGTasks(tl *lifecycle.Timeline, step time.Duration) []string {
	steps := func(t lifecycle.Time) int {
		d, ok := t.Since(tl.First)
		if !ok {
			return -1
		}
		return int(math.Round(d / step.Seconds()))
	}
	var rows []string
	for _, t := range tl.BGTasks {
		row := bgtaskRow{
			Name: fmt.Sprint(t.Kind, " ", t.Identifier, " ", t.Request), Submitted: steps(t.Submitted), Started: steps(t.Started), Expired: steps(t.Expired), Completed: steps(t.Completed),
			Success: triWords[t.Success], Outcome: string(t.Outcome), EndedBy: string(t.EndedBy), Refused: t.Refused, Simulated: t.Simulated, Ran: t.Ran(),
		}
		if t.Earliest.Known() {
			row.Earliest = t.Earliest.Std().UTC().Format(time.DateTime)
		}
		for _, r := range t.Reasons {
			if !r.Decision.Blocks() {
				row.Postponed += r.Count
				continue
			}
			if row.Reasons == nil {
				row.Reasons = map[string]int{}
			}
			row.Reasons[r.Policy+"|"+string(r.Decision)+"|"+r.Rationale] += r.Count
		}
		rows = append(rows, row.String())
	}
	return rows
}

func trueBGTasks(s logstyle.BGTaskStory, step time.Duration) []string {
	begin := s.Entries[0].At.Truncate(step)
	steps := func(t time.Time) int {
		if t.IsZero() {
			return -1
		}
		return int(t.Truncate(step).Sub(begin) / step)
	}
	var rows []string
	for _, t := range s.Tasks {
		row := bgtaskRow{
			Name: fmt.Sprint(t.Kind, " ", t.Identifier, " ", t.Request), Submitted: steps(t.Submitted), Started: steps(t.Started), Expired: steps(t.Expired), Completed: steps(t.Completed),
			Success: t.Success, Outcome: t.Outcome, EndedBy: t.EndedBy, Refused: t.Refused, Postponed: t.Postponed, Reasons: t.Reasons, Simulated: t.Simulated, Ran: t.Ran,
		}
		if !t.Earliest.IsZero() {
			row.Earliest = t.Earliest.UTC().Format(time.DateTime)
		}
		rows = append(rows, row.String())
	}
	return rows
}

// bgtaskStories calls do with stories of every era and side, open and redacted.
func bgtaskStories(seeds int, style logstyle.Style, do func(name string, story logstyle.BGTaskStory, redacted bool)) {
	for era := logstyle.Era11; era <= logstyle.EraNext; era++ {
		for _, side := range []logstyle.Side{logstyle.BothSides, logstyle.AppSide, logstyle.SchedulerSide} {
			if era == logstyle.Era11 && side == logstyle.AppSide {
				continue // dasd alone tells of pushes and fetches
			}
			for seed := range seeds {
				for _, redacted := range []bool{false, true} {
					story := logstyle.TellBGTasks(uint64(seed), logstyle.BGTaskOptions{Era: era, Side: side, Redacted: redacted, Requests: 16,
						Unsigned: !style.HasLibrary && !style.HasSubsystem, Unnumbered: !style.HasPID})
					do(fmt.Sprintf("%s/%s/%d/redacted=%v", era, side, seed, redacted), story, redacted)
				}
			}
		}
	}
}

func renderBGTasks(t *testing.T, style logstyle.Style, entries []logstyle.Entry, redacted bool) string {
	t.Helper()
	var b bytes.Buffer
	if err := style.Render(&b, entries, logstyle.Options{Redacted: redacted}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Requests, runs, ends and decisions of invented stories are the same in every
// wording and style, as far as each log shows them.
func TestBGTaskTruth(t *testing.T) {
	seeds := 8
	if testing.Short() {
		seeds = 2
	}
	for _, name := range []string{"log-default", "log-compact", "log-syslog", "log-ndjson", "console-a", "console-columns", "idevicesyslog", "idevicesyslog-old"} {
		style, err := logstyle.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bgtaskStories(seeds, style, func(name string, story logstyle.BGTaskStory, redacted bool) {
				log := renderBGTasks(t, style, story.Entries, redacted)
				want, got := trueBGTasks(story, style.Precision), toldBGTasks(timeline(t, false, log), style.Precision)
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("%s (-want +got):\n%s", name, d)
				}
			})
		})
	}
}

// badEnds are the outcomes that no cut may give to a request.
var badEnds = []lifecycle.BGTaskOutcome{lifecycle.BGTaskUndone, lifecycle.BGTaskRejected, lifecycle.BGTaskCancelled, lifecycle.BGTaskReplaced}

// partOf reports whether a request of a cut log may be one of the whole log: its
// lines are among the other's.
func partOf(part, whole *lifecycle.BGTask) bool {
	if part.Identifier != whole.Identifier || part.Kind.Launch() != whole.Kind.Launch() {
		return false
	}
	if part.Request != "" && whole.Request != "" {
		return part.Request == whole.Request
	}
	return !part.First.Before(whole.First) && !part.Last.After(whole.Last)
}

// judgeCut reports what a part of a log makes worse than the whole tells.
func judgeCut(part, whole []*lifecycle.BGTask) string {
	free := slices.DeleteFunc(slices.Clone(whole), func(t *lifecycle.BGTask) bool { return !t.Ran() })
	for _, t := range part {
		of := func(w *lifecycle.BGTask) bool { return partOf(t, w) }
		if slices.Contains(badEnds, t.Outcome) && !slices.ContainsFunc(whole, func(w *lifecycle.BGTask) bool { return of(w) && (w.NoAnswer || slices.Contains(badEnds, w.Outcome)) }) {
			return fmt.Sprintf("%s is told to be %s", t.Activity(), t.Outcome)
		}
		if !t.Ran() {
			continue
		}
		i := slices.IndexFunc(free, of)
		if i < 0 {
			return fmt.Sprintf("a run of %s is invented", t.Activity())
		}
		free = slices.Delete(free, i, i+1)
	}
	return ""
}

// Wherever a log is cut, its parts tell of no run that there was not, and of no bad
// end of a request that had none.
func TestBGTaskCuts(t *testing.T) {
	seeds, step := 4, 37
	if testing.Short() {
		seeds, step = 1, 61
	}
	style, err := logstyle.Find("log-default")
	if err != nil {
		t.Fatal(err)
	}
	bgtaskStories(seeds, style, func(name string, story logstyle.BGTaskStory, redacted bool) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			log := renderBGTasks(t, style, story.Entries, redacted)
			whole := timeline(t, false, log).BGTasks
			lines := strings.SplitAfter(log, "\n")
			for at := 30 + len(lines)%step; at < len(lines)-20; at += step {
				for side, part := range []string{strings.Join(lines[:at], ""), strings.Join(lines[at:], "")} {
					if wrong := judgeCut(timeline(t, false, part).BGTasks, whole); wrong != "" {
						t.Errorf("cut before line %d, part %d: %s", at+1, side+1, wrong)
					}
				}
			}
		})
	})
}
