package rules_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// A limit is a length of time on which a rule depends. It is tried with a log of the
// rule's cases, in which all lines from the one with the text to on are moved until that
// one comes so many seconds after the line with the text from.
type limit struct {
	rule, log string
	from, to  string
	ends      string // the log ends before the first line with it; "": it is whole
	seconds   float64
	want      [3]string // what the rule says just below the limit, at it and just above it
}

// verdict is what a rule says of a log: severity and certainty, "-" for nothing.
func verdict(rule string, found []*rules.Finding) string {
	var said []string
	for _, f := range ofRule(rule, found) {
		said = append(said, fmt.Sprintf("%s %s", f.Severity, f.Certainty))
	}
	if len(said) == 0 {
		return "-"
	}
	return strings.Join(said, ", ")
}

// clock is the time at the head of a line, of an export or of a copy from the Console.
var clock = regexp.MustCompile(`^(?:[a-z]+\t|[0-9]{4}-[0-9]{2}-[0-9]{2} )[0-9]{2}:[0-9]{2}:[0-9]{2}\.(?:[0-9]{6}|[0-9]{3})`)

// timeOf reads the time at the head of a line, with what stands before it and the layout
// that it is in.
func timeOf(line string) (at time.Time, before, layout string, ok bool) {
	head := clock.FindString(line)
	layout = "2006-01-02 15:04:05.000000"[:max(len(head), len("2006-01-02 15:04:05.000"))]
	if i := strings.IndexByte(head, '\t'); i >= 0 {
		before, layout = head[:i+1], "15:04:05.000000"
	}
	at, err := time.Parse(layout, head[len(before):])
	return at, before, layout, err == nil
}

// lineWith is the first line from begin on that holds a text.
func lineWith(t *testing.T, lines []string, begin int, text string) int {
	t.Helper()
	for i := begin; i < len(lines); i++ {
		if strings.Contains(lines[i], text) {
			return i
		}
	}
	t.Fatalf("no line with %q from line %d on", text, begin+1)
	return 0
}

// apart moves lines as limit says.
func apart(t *testing.T, log string, l limit, seconds float64) string {
	t.Helper()
	lines := strings.SplitAfter(log, "\n")
	if l.ends != "" {
		lines = lines[:lineWith(t, lines, 0, l.ends)]
	}
	i := lineWith(t, lines, 0, l.from)
	k := lineWith(t, lines, i+1, l.to)
	from, _, _, ok := timeOf(lines[i])
	to, _, _, both := timeOf(lines[k])
	if !ok || !both {
		t.Fatalf("%s/%s: lines %d and %d have no times", l.rule, l.log, i+1, k+1)
	}
	by := time.Duration(seconds*1e6)*time.Microsecond - to.Sub(from)
	for n := k; n < len(lines); n++ {
		if at, before, layout, ok := timeOf(lines[n]); ok {
			moved := before + at.Add(by).Format(layout)
			lines[n] = moved + lines[n][len(moved):]
		}
	}
	return strings.Join(lines, "")
}

const (
	hour = 3600.0
	// heard is how long after a stretch of time its sender must still write for what it
	// did not write in it to count.
	heard = 1.0
	// creation is how long after UIKit's line about a new task the one with its number
	// comes in the log of task-leak.
	creation = 0.001
)

// Each rule keeps the limits that its page tells, to the millisecond.
func TestLimits(t *testing.T) {
	for _, l := range []limit{
		{"bgtask-handler-delayed", "fires.log", "Running task", "Starting task", "", 2, [3]string{"-", "warning certain", "warning certain"}},
		{"bgtask-expired", "fires-device-picked-up.log", "Suspending: {(", "Marking task", "", 5, [3]string{"info certain", "info certain", "warning certain"}},
		{"bgtask-completed-late", "fires-app-only.log", "Will expire activities", "Marking task", "", 5, [3]string{"-", "-", "warning likely"}},
		{"fetch-over-30s", "fires-fetch.log", "requesting launch", "COMPLETED", "", 30, [3]string{"-", "-", "warning certain"}},
		{"push-handler-not-called", "fires-never-ended.log", "4935F4 requesting launch", "00:03:40", "", 60 + heard, [3]string{"-", "-", "error certain"}},
		{"bgtask-not-resubmitted", "fires.log", "Starting task", "2026-03-03 02:00:00", "", 24*hour + heard, [3]string{"-", "-", "warning certain"}},
		{"bgtask-never-ran", "fires-refresh.log", "submitTaskRequest", "2026-03-03 01:00:00", "", 55 + 24*hour + heard, [3]string{"-", "-", "warning certain"}},
		{"bgtask-never-ran", "fires-processing.log", "Submitted", "2026-03-04 02:00:00", "", 55 + 48*hour + heard, [3]string{"-", "-", "warning certain"}},
		{"task-never-ended", "fires.log", "Removed last relative-start-date", "Calculated state", "", 30, [3]string{"-", "warning likely", "warning likely"}},
		{"task-never-ended", "fires-exited.log", "Removed last relative-start-date", "termination reported", "", 30, [3]string{"-", "warning likely", "warning likely"}},
		{"task-expiration-handler-blocked", "fires.log", "Calling expiration handler", "did invalidate due to timeout", "", 3, [3]string{"-", "error likely", "error likely"}},
		{"task-assertion-kept-after-end", "fires.log", "Ending task with identifier 2", "did invalidate due to timeout", "", 1, [3]string{"-", "error certain", "error certain"}},
		{"task-unended-after-expiration", "fires-late.log", "still not ended", "Ending background task with UIBackgroundTaskIdentifier: 2", "", 5, [3]string{"warning certain", "warning certain", "error certain"}},
		{"transfer-never-finished", "cut-at-the-timeout.log", "<1> resuming", "Received symptom", "", 3600 + 60 + heard, [3]string{"-", "-", "warning certain"}},
		{"transfer-never-finished", "cut-half-an-hour.log", "<1> will begin", "<3> for client", "", hour + heard, [3]string{"-", "-", "warning likely"}},
		{"transfer-file-lost", "fires-both-sides.log", "Failed to issue", "Error cloning", "", 5, [3]string{"error certain", "error certain, error certain", "error certain, error certain"}},
		{"transfer-discretionary-in-background", "fires-half-an-hour.log", "<1> will begin", "_willSendRequest", "", 600, [3]string{"info certain", "warning certain", "warning certain"}},
		{"request-cut-by-suspension", "fires-connection-lost.log", "Resuming task", "finished with error", "", 2, [3]string{"warning certain", "warning certain", "warning likely"}},
		{"request-cut-by-suspension", "fires-connection-lost.log", "Resuming task", "finished with error", "", 10, [3]string{"warning likely", "warning likely", "-"}},
		{"request-cut-by-suspension", "fires-timed-out-redacted.log", "Resuming task", "finished with error", "", 2, [3]string{"warning certain", "warning certain", "-"}},
		{"request-cut-by-suspension", "fires-timed-out-redacted.log", "Suspending task", "Resuming task", "", 5.8, [3]string{"warning likely", "warning certain", "warning certain"}},
		{"task-leak", "fires.log", "taskID = 2", "__NSMallocBlock__: 0x122db1690", "heartbeat 5", 60 - creation, [3]string{"-", "warning certain", "warning certain"}},
		{"transfer-rate-limited", "fires-seven.log", "<3> resumeTaskWithIdentifier", "<3> for client com.example.notes _willSend", "<3> download for client", 60, [3]string{"-", "warning certain", "warning certain"}},
		{"transfer-rate-limited", "fires-seven.log", "<5> resumeTaskWithIdentifier", "<5> for client com.example.notes _willSend", "<5> download for client", 180, [3]string{"warning certain", "error certain", "error certain"}},
	} {
		t.Run(fmt.Sprintf("%s/%s/%g", l.rule, l.to, l.seconds), func(t *testing.T) {
			log := string(readCase(t, l.rule, l.log))
			var got [3]string
			for i, off := range []float64{-0.001, 0, 0.001} {
				_, found := analyse(t, l.log, []byte(apart(t, log, l, l.seconds+off)), parse.Options{})
				got[i] = verdict(l.rule, found)
			}
			if d := cmp.Diff(l.want, got); d != "" {
				t.Errorf("below, at and above (-want +got):\n%s", d)
			}
		})
	}
}

// A count is how many times something must happen for a rule. It is tried with a log of
// the rule's cases that is cut before the line with the text comes once more.
type count struct {
	rule, log string
	text      string
	times     int
	want      [2]string // what the rule says of one time less, and of so many
}

// Each rule keeps the counts that its page tells.
func TestCounts(t *testing.T) {
	for _, c := range []count{
		{"transfer-retry-loop", "fires-six.log", "will be retried after error", 5, [2]string{"-", "warning certain"}},
		{"session-many", "fires-twelve.log", "Creating session", 11, [2]string{"-", "warning certain"}},
		{"bgtask-submit-churn", "fires.log", "submitTaskRequest", 4, [2]string{"-", "warning certain"}},
		{"task-leak", "fires.log", "taskName: Heartbeat, expirationHandler", 5, [2]string{"-", "warning certain"}},
		{"transfer-rate-limited", "fires-limiter-alone.log", "Set request delay", 3, [2]string{"-", "warning likely"}},
		{"transfer-many-small", "fires-two-hundred.log", "enqueueing", 201, [2]string{"-", "warning certain"}},
		{"transfer-sequential", "fires-four.log", "Will request wake", 3, [2]string{"-", "warning certain"}},
	} {
		t.Run(fmt.Sprintf("%s/%d", c.rule, c.times), func(t *testing.T) {
			parts := strings.SplitAfter(string(readCase(t, c.rule, c.log)), "\n")
			var got [2]string
			for i := range got {
				lines, n := parts, 0
				for k, l := range parts {
					if strings.Contains(l, c.text) {
						if n++; n == c.times+i {
							lines = parts[:k]
							break
						}
					}
				}
				_, found := analyse(t, c.log, []byte(strings.Join(lines, "")), parse.Options{})
				got[i] = verdict(c.rule, found)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("of %d and %d (-want +got):\n%s", c.times-1, c.times, d)
			}
		})
	}
}
