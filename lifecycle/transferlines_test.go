package lifecycle_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Lines of transfers and wakes that are easily given to the wrong one: each case is
// a log and what is made of it. The clock tells whole seconds.
func TestTransferLines(t *testing.T) {
	const (
		session = "NDSession <AAAAAAAA-0000-4000-8000-000000000001>"
		other   = "NDSession <BBBBBBBB-0000-4000-8000-000000000002>"
		task    = session + " Task <CCCCCCCC-0000-4000-8000-000000000003>.<1> "
		notes   = "app<com.example.notes(C3F1E0A2-6B47-4D8E-9A55-1F0D2E7B8C64)>"
		isFor   = session + " Session <AAAAAAAA-0000-4000-8000-000000000001> is for <com.example.notes>.<sync> using resource timeout: 604800.000000, request timeout: 60.000000 allowsCellularAccess: 1, allowsExpensiveAccess: 1"
		asked   = "Will request wake of app com.example.notes for " + session + " with identifier sync"
		step    = "Set request delay for com.example.notes to "
		woken   = "Successfully woke application com.example.notes and took process assertion"
		started = task + "for client com.example.notes _willSendRequestForEstablishedConnection"
		again   = task + "for client com.example.notes will be retried after error <private> - code: "
		front   = "Application com.example.notes entered foreground"
	)
	for _, c := range []struct {
		name string
		log  []string // "minute:second process message"
		want []string
	}{
		{"the foreground lets a transfer go that is not discretionary afterwards", []string{
			"00:00 nsurlsessiond " + asked, "00:00 nsurlsessiond " + step + "60.000000", "00:10 nsurlsessiond " + task + "resuming",
			"00:10 nsurlsessiond " + task + "adding delay of 60.000000", "00:30 nsurlsessiond " + front, "00:33 nsurlsessiond " + session + " Task <?>.<0> current discretionary status for com.example.notes is non-discretionary",
			"00:33 nsurlsessiond " + task + "potentially discretionary, re-scheduling, was discretionary: 1, is now discretionary: 0", "00:36 nsurlsessiond " + started,
		}, []string{"transfer running held 20 delay 60 for 20", "wake cut-off predicted 60", "reset foreground 00:30"}},
		{"a new attempt ends the delay of the one before, in the second of the delay", []string{
			"00:00 nsurlsessiond " + asked, "00:00 nsurlsessiond " + step + "60.000000", "00:10 nsurlsessiond " + task + "resuming",
			"00:10 nsurlsessiond " + task + "adding delay of 60.000000", "00:10 nsurlsessiond " + front, "00:10 nsurlsessiond " + again + "6", "00:20 nsurlsessiond " + started,
		}, []string{"transfer running held 0 delay 60 for 0", "wake cut-off predicted 60", "reset foreground 00:10"}},
		{"the start does not end the delay of a later attempt", []string{
			"00:00 nsurlsessiond " + task + "resuming", "00:01 nsurlsessiond " + started, "00:05 nsurlsessiond " + asked, "00:05 nsurlsessiond " + step + "60.000000",
			"00:10 nsurlsessiond " + again + "-1005", "00:11 nsurlsessiond " + task + "adding delay of 60.000000", "01:20 nsurlsessiond " + started,
		}, []string{"transfer running held 0 delay 60 for 60", "wake cut-off predicted 60"}},
		{"the second line about a failure is not about the wake before", []string{
			"00:00 nsurlsessiond " + asked, "00:01 nsurlsessiond " + woken, "05:00 nsurlsessiond " + asked,
			"05:10 nsurlsessiond Failed to open application com.example.notes, error: <private> timeout: YES", "05:10 nsurlsessiond Failed to wake app: com.example.notes",
		}, []string{"wake cut-off predicted 60", "wake refused failed predicted 60", "reset idle 02:00"}},
		{"the end of an assertion is not of a wake whose process was killed", []string{
			"00:00 nsurlsessiond " + asked, "00:01 runningboardd [" + notes + ":412] Set jetsam priority to 0 [0] flag[1]", "00:01 nsurlsessiond " + woken,
			"00:01 nsurlsessiond " + session + " Using XPC connection <private> for client com.example.notes with identifier sync and PID 412",
			"00:31 runningboardd [" + notes + ":412] termination reported by launchd (15, 562215635, 9)",
			"03:00 nsurlsessiond " + asked, "03:01 nsurlsessiond " + woken, "03:03 nsurlsessiond Invalidating assertion for bundleID: com.example.notes. sessionID: sync",
		}, []string{"wake handler-not-called predicted 60", "wake handled released 03:03 predicted 60", "reset idle 02:00"}},
		{"another session's observer is not the first one while a wake is handled", []string{
			"00:00 nsurlsessiond nsurlsessiond started", "00:00 nsurlsessiond " + isFor, "00:05 nsurlsessiond " + asked, "00:05 nsurlsessiond " + step + "60.000000", "00:06 nsurlsessiond " + woken,
			"00:06 nsurlsessiond " + other + " Using XPC connection <private> for client com.example.notes with identifier media and PID 412",
			"01:06 nsurlsessiond " + asked,
		}, []string{"wake cut-off predicted 60", "wake cut-off predicted 120"}},
		{"a wake in the second in which the daemon starts", []string{
			"00:00 nsurlsessiond " + asked, "01:00 nsurlsessiond " + asked, "01:30 nsurlsessiond nsurlsessiond started", "01:30 nsurlsessiond " + asked, "03:31 nsurlsessiond Resetting request delay for com.example.notes",
		}, []string{"wake cut-off predicted 60", "wake cut-off predicted 120", "wake cut-off predicted 60", "reset daemon-start 01:30", "reset idle 03:30"}},
		{"the app is told of the end when it runs again, and its error is hidden", []string{
			"00:00 nsurlsessiond " + isFor, "00:00 nsurlsessiond " + task + "resuming", "00:01 nsurlsessiond " + started, "00:20 nsurlsessiond Application <private> was quit in the app switcher",
			"00:20 nsurlsessiond " + task + "for client com.example.notes completed with error - code: 1",
			"09:00 Notes(CFNetwork) Task <CCCCCCCC-0000-4000-8000-000000000003>.<1> finished with error [-999] <private>",
		}, []string{"transfer cancelled -999 reason 0 finished 00:20"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var log strings.Builder
			for _, line := range c.log {
				at, rest, _ := strings.Cut(line, " ")
				process, message, _ := strings.Cut(rest, " ")
				name, library, _ := strings.Cut(process, "(")
				if library != "" {
					library = "(" + library
				}
				pid := map[string]int{"nsurlsessiond": 108, "runningboardd": 33, "Notes": 412}[name]
				fmt.Fprintf(&log, "Jun  9 15:%s Test-iPhone %s%s[%d] <Notice>: %s\n", at, name, library, pid, message)
			}
			tl := timeline(t, false, log.String())
			var got []string
			add := func(format string, args ...any) { got = append(got, fmt.Sprintf(format, args...)) }
			for _, x := range tl.Transfers {
				s := fmt.Sprintf("transfer %s", x.Outcome)
				if x.Error.Known {
					s += fmt.Sprintf(" %d reason %d finished %s", x.Error.Code, x.Error.Reason, x.Finished.Std().Format("04:05"))
				}
				for _, d := range x.Delays {
					long, _ := d.Until.Since(d.At)
					s += fmt.Sprintf(" held %g delay %g for %g", x.WaitOf("rate-limiter"), d.Seconds, long)
				}
				add("%s", s)
			}
			for _, w := range tl.Wakes {
				s := string(w.Outcome)
				if w.Why != "" {
					s += " " + w.Why
				}
				if w.Released.Known() {
					s += " released " + w.Released.Std().Format("04:05")
				}
				add("wake %s predicted %g", s, w.Predicted)
			}
			for _, l := range tl.RateLimits {
				for _, ch := range l.Changes {
					if !ch.Step() {
						add("reset %s %s", ch.Cause, ch.At.Std().Format("04:05"))
					}
				}
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
