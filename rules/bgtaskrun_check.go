package rules

import (
	"math"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

// Limits of the rules about runs of requests.
const (
	// queueSeconds is how long a handler may wait for its queue: the framework calls
	// it within a millisecond.
	queueSeconds = 2.0
	// answerSeconds is how long after the expiration dasd waits for the completion.
	answerSeconds = 5.0
	// launchSeconds is what a fetch or a silent push may take (RunningBoard's
	// backgroundContentFetching:30s).
	launchSeconds = 30.0
	// longestRun is the most that dasd lets a BGTask run. What seems to take longer tells
	// of a clock that was set, in a log whose export lacks the line about it.
	longestRun = 3600.0
)

// shifted reports whether a duration is a whole number of hours and what a launch may
// take: the clock went over to another zone or to summer time in an export that writes
// local times, or without the lines about it.
func shifted(seconds float64) bool {
	const hour = 3600.0
	return seconds >= hour && math.Mod(seconds, hour) <= launchSeconds
}

// aboutBGTask begins a finding about a request.
func aboutBGTask(r *Rule, x *lifecycle.BGTask, at lifecycle.Time) *Finding {
	f := newFinding(r, x.Process, x.Identifier)
	if f.App == nil && x.App != nil && x.App.Label() != "" {
		f.App = x.App
	}
	f.At = at
	f.put("kind", string(x.Kind))
	return f
}

// lines are those of a request that the log holds, of the kinds given.
func (f *Finding) lines(x *lifecycle.BGTask, kinds ...lifecycle.EventKind) {
	for _, k := range kinds {
		f.prove(x.Evidence.Of(k))
	}
}

// checkBGTaskRuns: what went wrong with launches and runs.
func checkBGTaskRuns(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	add := func(f *Finding) {
		if f != nil {
			found = append(found, f)
		}
	}
	for _, x := range t.BGTasks {
		if x.App != nil && x.App.System {
			continue
		}
		add(launchDenied(t, x))
		add(launchTimeout(t, x))
		if x.Kind.Launch() {
			add(launchTooLong(t, x))
			continue
		}
		add(handlerDelayed(t, x))
		add(stalled(t, x))
		add(expiredRun(t, x))
		add(notCompleted(t, x))
		add(completedLate(t, x))
	}
	for _, a := range t.Assertions {
		add(assertionTooLong(t, a, found))
	}
	for _, c := range t.Clues {
		switch c.Event {
		case lifecycle.ActivityConnectFailed:
			found = append(found, aboutClue(&bgtaskLaunchTimeout, c))
		case lifecycle.PushHighPriority:
			found = append(found, aboutClue(&pushHighPrioritySilent, c))
		}
	}
	return found
}

// launchDenied: dasd may not launch the app for the request. What the user did
// explains some denials.
func launchDenied(t *lifecycle.Timeline, x *lifecycle.BGTask) *Finding {
	line := x.Evidence.Of(lifecycle.ActivityLaunchDenied)
	if !line.Found() {
		return nil
	}
	f := aboutBGTask(&bgtaskLaunchDenied, x, line.Time)
	f.set("why", x.Denied)
	for kind, by := range x.Evidence.All() {
		if kind.Denial() {
			f.prove(by)
		}
	}
	f.prove(line)
	if quit := quitBefore(x.App, line.Time); quit != nil {
		f.Severity = Info
		f.put("force_quit", true)
		f.prove(quit.Evidence...)
	} else if c := refreshOff(t, x.App, line.Time); c != nil {
		f.Severity = Warning
		f.put("refresh_off", true)
		f.prove(c.Evidence)
	} else if x.Denied == lifecycle.DeniedNotInstalled {
		f.Severity = Info
	}
	return f
}

// quitBefore returns the exit by which the user removed the app, if nothing of it
// has run since.
func quitBefore(a *lifecycle.App, at lifecycle.Time) *lifecycle.Exit {
	if a == nil {
		return nil
	}
	var quit *lifecycle.Exit
	for _, p := range a.Processes {
		if p.First.After(at) {
			continue
		}
		quit = nil
		if x := p.Exit; x != nil && p.Exited.Before(at) && (x.Kind == lifecycle.ExitForceQuit || x.Quit.Found()) {
			quit = x
		}
	}
	return quit
}

// refreshOff returns the condition that Background App Refresh is off for the app,
// or for all, at a moment.
func refreshOff(t *lifecycle.Timeline, a *lifecycle.App, at lifecycle.Time) *lifecycle.Condition {
	for i, c := range t.Conditions {
		if c.Kind == lifecycle.ConditionRefreshOff && (c.App == nil || c.App == a) && !c.From.After(at) && !c.To.Before(at) {
			return &t.Conditions[i]
		}
	}
	return nil
}

// launchTimeout: the app did not connect in time, or had not finished launching when
// its time was over.
func launchTimeout(t *lifecycle.Timeline, x *lifecycle.BGTask) *Finding {
	line := x.Evidence.Of(lifecycle.ActivityConnectFailed)
	queued := x.Evidence.Of(lifecycle.BGTaskExpiryQueued)
	switch {
	case line.Found():
		f := aboutBGTask(&bgtaskLaunchTimeout, x, line.Time)
		f.lines(x, lifecycle.ActivityLaunchRequested, lifecycle.ActivityAwaitsApp, lifecycle.ActivityConnectFailed)
		return f
	case queued.Found(): // the handler may be called yet, with its time over
		f := aboutBGTask(&bgtaskLaunchTimeout, x, queued.Time)
		f.put("unlaunched", true)
		f.elapsed(t, "waited_s", x.Delivered, queued.Time)
		f.lines(x, lifecycle.BGTaskDelivered, lifecycle.BGTaskExpiryQueued)
		return f
	}
	return nil
}

// handlerDelayed: the handler waited for its queue.
func handlerDelayed(t *lifecycle.Timeline, x *lifecycle.BGTask) *Finding {
	if x.Process == nil || x.Process.Debugged || !x.Queued.Known() {
		return nil
	}
	to, never := x.Started, false
	if !to.Known() && x.Evidence.Of(lifecycle.BGTaskExpiring).Found() {
		to, never = x.Expired, true
	}
	waited, ok := t.Elapsed(x.Queued, to)
	longest := longestRun
	if x.Kind == lifecycle.BGRefresh {
		longest = unansweredSeconds
	}
	if !ok || waited < queueSeconds || waited > longest || suspendedBetween(x.Process, x.Queued, to) {
		return nil
	}
	f := aboutBGTask(&bgtaskHandlerDelayed, x, x.Queued)
	f.put("waited_s", waited)
	f.set("never", never)
	f.lines(x, lifecycle.BGTaskRunning, lifecycle.BGTaskStarted)
	if never {
		f.lines(x, lifecycle.BGTaskExpiring)
	}
	return f
}

// suspendedBetween reports whether the process was suspended in a stretch of time.
func suspendedBetween(p *lifecycle.Process, from, to lifecycle.Time) bool {
	return slices.ContainsFunc(p.States, func(s lifecycle.StateSpan) bool {
		return s.State == lifecycle.StateSuspended && s.From.Before(to) && !s.To.Before(from)
	})
}

// expiryKinds are the lines that tell of an expiration, the most telling first.
var expiryKinds = []lifecycle.EventKind{
	lifecycle.BGTaskExpiring, lifecycle.BGTaskExpiryCalling, lifecycle.BGTaskExpiryAnnounced,
	lifecycle.ActivitySuspending, lifecycle.ActivityExpiring, lifecycle.BGTaskNoExpirationHandler,
}

// cutShort reports whether the run was ended before the task was completed.
func cutShort(x *lifecycle.BGTask) bool {
	return x.Outcome == lifecycle.BGTaskCutShort || x.Outcome == lifecycle.BGTaskUndone && firstOf(x.Evidence, expiryKinds...).Found()
}

// expiredRun: the task's time was over, or a condition of it no longer held.
func expiredRun(t *lifecycle.Timeline, x *lifecycle.BGTask) *Finding {
	unlaunched := x.Evidence.Of(lifecycle.BGTaskExpiryQueued).Found()
	if !cutShort(x) || x.EndedBy == lifecycle.EndedBySysdiagnose || isStalled(x) || x.Simulated || unlaunched {
		return nil
	}
	f := aboutBGTask(&bgtaskExpired, x, x.Expired)
	if !x.Begun().Known() && !firstOf(x.Evidence, lifecycle.BGTaskExpiring, lifecycle.BGTaskExpiryCalling, lifecycle.BGTaskNoExpirationHandler).Found() {
		f.Certainty = CutOff // warned, but it may have been completed before the log begins
	}
	f.elapsed(t, "ran_s", x.Begun(), x.Expired)
	f.put("ended_by", string(x.EndedBy))
	f.set("why", x.EndedByWhy)
	f.set("no_handler", x.Evidence.Of(lifecycle.BGTaskNoExpirationHandler).Found())
	answered, ok := t.Answered(x)
	if ok {
		f.put("answered_s", answered)
	}
	// in the same second of a coarse clock, or in a log without times
	f.set("answered", answered <= 0 && x.Evidence.Of(lifecycle.BGTaskCompleted).Found())
	switch {
	case x.EndedBy == lifecycle.EndedByUser:
		f.Severity = Info
	case x.EndedBy == lifecycle.EndedByPolicy && x.Kind != lifecycle.BGRefresh && ok && answered <= answerSeconds:
		f.Severity = Info
	}
	f.reasons([]*lifecycle.BGTask{x})
	f.lines(x, lifecycle.BGTaskStarted, lifecycle.TriggerSeen)
	f.prove(firstOf(x.Evidence, expiryKinds...), x.Evidence.Of(lifecycle.ActivitySuspending), x.Evidence.Of(lifecycle.BGTaskCompleted))
	return f
}

// notCompleted: expired, and no completion. A task object that went without one
// has its own line, which checkBGTasks judges.
func notCompleted(t *lifecycle.Timeline, x *lifecycle.BGTask) *Finding {
	if x.Outcome != lifecycle.BGTaskUndone || x.Dropped || x.EndedBy == lifecycle.EndedBySysdiagnose || x.Simulated {
		return nil
	}
	f := aboutBGTask(&bgtaskNotCompleted, x, x.Expired)
	f.put("expired", true)
	killed := x.Process != nil && x.Process.Exit != nil && x.Process.Exit.Code == codeFetchTimeout
	f.set("killed", killed)
	if !killed && !x.NoAnswer && !slices.ContainsFunc(t.BGTasks, func(o *lifecycle.BGTask) bool {
		return o.Evidence.Of(lifecycle.BGTaskCompleted).Found()
	}) {
		f.Certainty = Likely // the system may not write that line
	}
	f.lines(x, lifecycle.BGTaskStarted, lifecycle.ActivityUnresponsive, lifecycle.BGTaskReportedLate)
	f.prove(firstOf(x.Evidence, expiryKinds...))
	if killed {
		if !f.At.Known() {
			f.At = x.Process.Exited
		}
		f.prove(x.Process.Exit.Evidence...)
	}
	return f
}

// completedLate: setTaskCompleted came when the system had ended the run already.
func completedLate(t *lifecycle.Timeline, x *lifecycle.BGTask) *Finding {
	late, told := t.Elapsed(x.Ended, x.Completed)
	answered, expired := t.Answered(x)
	switch {
	case x.Simulated || x.EndedBy == lifecycle.EndedBySysdiagnose:
		return nil
	case x.Late, told && late > 1 && x.Evidence.Of(lifecycle.BGTaskCompleted).Found(), expired && answered > answerSeconds:
	default:
		return nil
	}
	at := x.Completed
	if !at.Known() {
		at = x.Evidence.Of(lifecycle.ActivityCompletedLate).Time
	}
	f := aboutBGTask(&bgtaskCompletedLate, x, at)
	if !x.Late && !told {
		f.Certainty = Likely // that the system ended it after 5 s is its rule, not in the log
	}
	if expired && answered > 0 {
		f.put("late_s", answered)
	}
	f.prove(firstOf(x.Evidence, expiryKinds...))
	f.lines(x, lifecycle.ActivityCompleted, lifecycle.ActivityUnresponsive, lifecycle.BGTaskCompleted, lifecycle.ActivityCompletedLate)
	return f
}

// isStalled reports whether continued processing was ended because its progress
// stood still.
func isStalled(x *lifecycle.BGTask) bool {
	if x.Kind != lifecycle.BGContinued || x.EndedBy == lifecycle.EndedByUser || x.Outcome == lifecycle.BGTaskDone {
		return false
	}
	if x.Evidence.Of(lifecycle.ContinuedStalled).Found() {
		return cutShort(x)
	}
	return slices.ContainsFunc(x.Reasons, noProgress)
}

func noProgress(r lifecycle.SchedulerReason) bool {
	return letters(r.Policy) == "activityprogresspolicy" && r.Decision == lifecycle.AbsolutelyNotProceed
}

// stalled: continued processing ended for lack of progress.
func stalled(t *lifecycle.Timeline, x *lifecycle.BGTask) *Finding {
	if !isStalled(x) {
		return nil
	}
	at := x.Stalled
	if !at.Known() {
		at = x.Expired
	}
	for _, r := range x.Reasons {
		if !at.Known() && noProgress(r) {
			at = r.First
		}
	}
	f := aboutBGTask(&bgtaskContinuedStalled, x, at)
	if !cutShort(x) {
		f.Certainty = CutOff // it must end now, and the log does not show that it did
	}
	if s, ok := t.Elapsed(x.LastProgress, at); ok && s > 0 {
		f.put("silent_s", s)
	}
	f.elapsed(t, "ran_s", x.Begun(), x.Expired)
	from := x.LastProgress
	if !from.Known() {
		from = x.Begun()
	}
	if n, line := transfersDuring(t, x.App, from, at); n > 0 {
		f.put("transfers", n)
		f.prove(line)
	}
	f.lines(x, lifecycle.ContinuedProgress, lifecycle.ContinuedStalled, lifecycle.ActivitySuspending, lifecycle.BGTaskExpiring)
	for _, r := range x.Reasons {
		if noProgress(r) {
			f.prove(r.By)
		}
	}
	return f
}

// transfersDuring counts the background transfers of an app that moved in a stretch
// of time, with the line of one.
func transfersDuring(t *lifecycle.Timeline, a *lifecycle.App, from, to lifecycle.Time) (int, lifecycle.Evidence) {
	n := 0
	var line lifecycle.Evidence
	for _, tr := range t.Transfers {
		if a == nil || tr.App != a || !tr.Started.Known() || !tr.Started.Before(to) || tr.Finished.Before(from) {
			continue
		}
		if n++; n == 1 {
			line = firstOf(tr.Evidence, tr.StartedBy)
		}
	}
	return n, line
}

// launchTooLong: a fetch or a silent push took more than its 30 s.
func launchTooLong(t *lifecycle.Timeline, x *lifecycle.BGTask) *Finding {
	from := x.LaunchAsked
	if !from.Known() {
		from = x.Started
	}
	end := x.Completed
	if !end.Known() {
		end = x.Ended
	}
	took, ok := t.Elapsed(from, end)
	ok = ok && !shifted(took)
	if !(ok && took > launchSeconds) && !(x.EndedBy == lifecycle.EndedByTime && x.Expired.Known()) || inFrontBetween(x.App, from, end) {
		return nil
	}
	f := aboutBGTask(&fetchOver30s, x, from)
	if !f.At.Known() {
		f.At = x.Expired
	}
	if ok && took > launchSeconds {
		f.put("took_s", took)
	}
	f.lines(x, lifecycle.OpenRequest, lifecycle.ActivityLaunchRequested, lifecycle.ActivityStarted, lifecycle.ActivityExpiring, lifecycle.FetchEnded, lifecycle.ActivityCompleted)
	return f
}

// assertionTooLong: the same by RunningBoard's account of the assertion that dasd
// holds for a fetch or a push, for logs in which dasd does not name the app.
func assertionTooLong(t *lifecycle.Timeline, a *lifecycle.Assertion, found []*Finding) *Finding {
	if !strings.HasPrefix(a.Explanation, "com.apple.das.backgroundFetch") {
		return nil
	}
	end := a.Invalidated
	took, ok := t.Elapsed(a.Acquired, end)
	if !ok || took <= launchSeconds || shifted(took) || a.TimedOut.Known() || // then the app is killed, which has a rule of its own
		inFrontBetween(a.Process.App, a.Acquired, end) || slices.ContainsFunc(found, func(f *Finding) bool {
		apart, _ := f.At.Since(a.Acquired)
		return f.Rule == &fetchOver30s && f.App == a.Process.App && apart < launchSeconds && apart > -launchSeconds
	}) {
		return nil
	}
	f := newFinding(&fetchOver30s, a.Process, a.Process.App.BundleID)
	f.At = a.Acquired
	kind := lifecycle.BGFetch
	if a.Process.Reason == lifecycle.ReasonPush {
		kind = lifecycle.BGPush
	}
	f.put("kind", string(kind))
	f.put("took_s", took)
	for _, e := range a.Evidence.All() {
		f.prove(e)
	}
	return f
}

// inFrontBetween reports whether the app was in the foreground in a stretch of time,
// where the limits of the background do not hold.
func inFrontBetween(a *lifecycle.App, from, to lifecycle.Time) bool {
	if a == nil {
		return false
	}
	for _, p := range a.Processes {
		for _, s := range p.States {
			if s.State == lifecycle.StateForeground && !s.From.After(to) && !s.To.Before(from) {
				return true
			}
		}
	}
	return false
}
