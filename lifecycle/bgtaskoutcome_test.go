package lifecycle_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/bglog/bglog/lifecycle"
)

const (
	runFirst = `2026-03-02 10:00:00.000000+0000 0x1a2b     Default     0x0                  412    0    Notes: [com.apple.BackgroundTasks:Framework] Application launched for activities: {(
    bgRefresh-com.example.notes.refresh:519B19
)}
2026-03-02 10:00:00.000000+0000 0x1a2b     Default     0x0                  412    0    Notes: [com.apple.BackgroundTasks:Framework] Starting task: <BGAppRefreshTask: com.example.notes.refresh>
`
	runSecond = `2026-03-02 14:00:00.000000+0000 0x1a2b     Default     0x0                  412    0    Notes: [com.apple.BackgroundTasks:Framework] Application launched for activities: {(
    bgRefresh-com.example.notes.refresh:6796B3
)}
2026-03-02 14:00:00.000000+0000 0x1a2b     Default     0x0                  412    0    Notes: [com.apple.BackgroundTasks:Framework] Starting task: <BGAppRefreshTask: com.example.notes.refresh>
`
	processCrashed  = "2026-03-02 10:00:05.000000+0000 0x1a2b     Default     0x0                  64     0    SpringBoard: [com.apple.FrontBoard:Process] [app<com.example.notes>:412] Process exited: <RBSProcessExitContext| specific, status:<RBSProcessExitStatus| domain:signal(2) code:SIGSEGV(11)>>.\n"
	noLongerRunning = "2026-03-02 10:00:05.100000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] NO LONGER RUNNING bgRefresh-com.example.notes.refresh:519B19 ...Tasks running in group [com.apple.dasd.default] are 0!\n"
	runCancelled    = "2026-03-02 10:00:06.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] CANCELED: bgRefresh-com.example.notes.refresh:519B19 at priority Utility\n"
	deviceBooted    = "2026-03-02 10:05:00.000000+0000 0x0        Timesync    0x0                  0      0    === system boot: 49BA93E4-C511-47A3-B6CC-62D80BFFE539\n"
	suspended       = "2026-03-02 10:00:06.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] Suspending bgRefresh-com.example.notes.refresh:519B19 - required criterion is not satisfied.\n"
	runExpires      = "2026-03-02 10:00:04.000000+0000 0x1a2b     Default     0x0                  412    0    Notes: [com.apple.BackgroundTasks:Framework] Expiring task: <BGAppRefreshTask: com.example.notes.refresh>\n"
	noAnswer        = "2026-03-02 10:00:09.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] BGTask activity bgRefresh-com.example.notes.refresh:519B19 did not respond to suspension. Dropping assertion for app with pid: 412\n"
	runTaken        = "2026-03-02 09:00:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] Submitted: bgRefresh-com.example.notes.refresh:519B19 at priority Utility (2026-03-02 08:00:00 +0000 - 2026-03-02 10:00:00 +0000)\n"
	deniedLaunch    = "2026-03-02 09:00:00.000000+0000 0x1a2b     Error       0x0                  104    0    dasd: [com.apple.duetactivityscheduler:bar] Activity bgRefresh-com.example.notes.refresh:519B19 background launch not allowed for app com.example.notes\n"
)

// What ended a run, or a request, may be told by a line about something else.
func TestBGTaskOutcomes(t *testing.T) {
	for _, c := range []struct {
		name, log string
		want      lifecycle.BGTaskOutcome
	}{
		{"begun", runFirst, lifecycle.BGTaskRuns},
		{"ended by dasd", runFirst + noLongerRunning, lifecycle.BGTaskDone},
		{"crashed before dasd ended it", runFirst + processCrashed + noLongerRunning, lifecycle.BGTaskUncertain},
		{"cancelled while it ran", runFirst + runCancelled, lifecycle.BGTaskUncertain},
		{"the next run has begun", runFirst + runSecond, lifecycle.BGTaskUncertain},
		{"the app has a new process", runFirst + strings.ReplaceAll(runSecond, " 412 ", " 500 "), lifecycle.BGTaskUncertain},
		{"the app has a new process for something else", runFirst + strings.NewReplacer(" 412 ", " 500 ", "com.example.notes.refresh", "com.example.notes.news").Replace(runSecond), lifecycle.BGTaskUncertain},
		{"the device has restarted", runFirst + deviceBooted, lifecycle.BGTaskUncertain},
		{"suspended after the crash", runFirst + processCrashed + suspended, lifecycle.BGTaskUncertain},
		{"crashed before it could answer", runFirst + runExpires + processCrashed + noAnswer, lifecycle.BGTaskCutShort},
		{"gave no answer", runFirst + runExpires + noAnswer, lifecycle.BGTaskUndone},
		{"taken again after a change of the clock", runTaken + runCancelled + strings.Replace(runTaken, "09:", "11:", 1), lifecycle.BGTaskPending},
		{"not allowed to be launched", deniedLaunch, lifecycle.BGTaskCancelled},
	} {
		log := "Timestamp                       Thread     Type        Activity             PID    TTL  \n" + c.log
		if got := timeline(t, false, log).BGTasks[0].Outcome; got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// An error belongs to the request that failed, and stands under its own domain.
func TestBGTaskErrors(t *testing.T) {
	const head = "Timestamp                       Thread     Type        Activity             PID    TTL  \n"
	line := func(message string) string {
		return "2026-03-02 10:00:00.000000+0000 0x1a2b     Default     0x0                  412    0    Notes: [com.apple.BackgroundTasks:Framework] " + message + "\n"
	}
	refresh := "<BGAppRefreshTaskRequest: com.example.notes.refresh, earliestBeginDate: (null)>"
	submitted := line("submitTaskRequest: " + refresh)
	cleanup := line("submitTaskRequest: <BGProcessingTaskRequest: com.example.notes.cleanup, earliestBeginDate: (null), requiresExternalPower=0, requiresNetworkConnectivity=0>")
	failed := func(domain string) string {
		return line("Error submitting task request: " + refresh + ", error: Error Domain=" + domain + " Code=4 \"(null)\"")
	}
	printed := line("Could not schedule app refresh: Error Domain=BGTaskSchedulerErrorDomain Code=2 \"(null)\"")
	for _, c := range []struct {
		name, log string
		want      []string // domains, by request
	}{
		{"dasd's", submitted + failed(lifecycle.SchedulerErrors), []string{lifecycle.SchedulerErrors}},
		{"of the connection", submitted + failed("NSCocoaErrorDomain"), []string{"NSCocoaErrorDomain"}},
		{"printed by the app", submitted + printed, []string{"BGTaskSchedulerErrorDomain"}},
		{"of the last one", submitted + cleanup + printed, []string{"", "BGTaskSchedulerErrorDomain"}},
		{"printed after the next submission", submitted + failed(lifecycle.SchedulerErrors) + cleanup + printed, []string{"BGTaskSchedulerErrorDomain", ""}},
	} {
		var got []string
		for _, x := range timeline(t, false, head+c.log).BGTasks {
			got = append(got, x.ErrorDomain)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
