package rules

import (
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

// Time limits of the rules about tasks.
const (
	// expiryGrace is what UIKit's warning leaves: runningboardd schedules it 5 s
	// before the end of the process's runtime.
	expiryGrace = 5.0
	// budget is the background time of iOS 13 and later, about 30 s.
	budget = 30.0
	// keptAfterEnd is how long before the timeout the last task must have ended.
	keptAfterEnd = 1.0
)

// checkTasks applies the rules about single tasks.
func checkTasks(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, task := range t.Tasks {
		if task.Inferred {
			continue // told by what became of the process
		}
		for _, rule := range []func(*lifecycle.Timeline, *lifecycle.Task) *Finding{unended, expired, neverEnded, heldOver30s, noHandler} {
			if f := rule(t, task); f != nil {
				found = append(found, f)
			}
		}
	}
	for _, a := range t.Apps {
		for _, p := range a.Processes {
			if f := handlerBlocked(t, p); f != nil {
				found = append(found, f)
			}
		}
	}
	for _, c := range t.Clues {
		if f := handlerBlockedInReport(c.Process, c.Frames, c.Evidence); f != nil {
			found = append(found, f)
		}
	}
	return found
}

// aboutTask begins a finding about a task: a task of a system framework is not
// the app's fault.
func aboutTask(r *Rule, task *lifecycle.Task) *Finding {
	f := newFinding(r, task.Process, task.Label())
	f.task = task
	if task.System {
		f.Severity = Info
	}
	f.set("name", task.Name)
	f.set("id", task.ID)
	f.nameless = task.Name == "" && task.ID > 0
	f.set("redacted", task.Redacted && task.Name == "")
	f.set("system", task.System)
	f.Count = max(task.Count, 1)
	return f
}

func (f *Finding) held(task *lifecycle.Task, to lifecycle.Time) {
	f.seconds("held_s", task.Begun, to)
	switch {
	case task.ExpiredAge >= 0:
		f.put("age_s", task.ExpiredAge)
	case task.HasAge && !task.AgeAt.After(to):
		f.put("age_s", task.Elapsed)
	}
}

// unended: UIKit's own line; certain.
func unended(t *lifecycle.Timeline, task *lifecycle.Task) *Finding {
	if !task.Unended {
		return nil
	}
	f := aboutTask(&taskUnendedAfterExpiration, task)
	f.At = task.UnendedAt
	f.held(task, task.UnendedAt)
	f.set("killed", task.Outcome == lifecycle.OutcomeKilled)
	f.set("open_tasks", openWith(task))
	late, timed := task.Ended.Since(task.UnendedAt)
	switch {
	case timed && endedInTime(task, late):
		f.put("ended_after_s", late)
		f.Severity = lesser(f.Severity, Warning)
	case task.WasEnded && !timed:
		f.Severity = lesser(f.Severity, Warning) // without times, the order of the lines says so
	}
	if late, ok := task.Ended.Since(task.UnendedAt); ok && !endedInTime(task, late) {
		f.put("ended_s", late)
	}
	f.prove(task.Evidence.Of(lifecycle.TaskUnended), task.Evidence.Of(lifecycle.TaskCreated), task.Evidence.Of(lifecycle.ExpiryFiring),
		task.Evidence.Of(lifecycle.ExpiryCalling), endLine(task))
	return f
}

// endLine is the line that tells of a task's end, the one that describes the task
// if it is there.
func endLine(task *lifecycle.Task) lifecycle.Evidence {
	for _, k := range []lifecycle.EventKind{lifecycle.TaskEnding, lifecycle.TaskEndCalled, lifecycle.TaskReleased, lifecycle.TaskLastEnded, lifecycle.AssertionInvalidating} {
		if e := task.Evidence.Of(k); e.Found() {
			return e
		}
	}
	return lifecycle.Evidence{}
}

// lesser returns the milder of two severities.
func lesser(a, b Severity) Severity {
	if a.Rank() < b.Rank() {
		return a
	}
	return b
}

// endedInTime: before the shared assertion timed out, or within UIKit's grace
// when the log does not show that.
func endedInTime(task *lifecycle.Task, late float64) bool {
	if task.Shared != nil && task.Shared.TimedOut.Known() {
		return !task.Shared.TimedOut.Before(task.Ended)
	}
	return late <= expiryGrace
}

// openWith counts the tasks of the process that expired at the same time.
func openWith(task *lifecycle.Task) int {
	n := 0
	for _, o := range task.Process.Tasks {
		if o.ID == 0 && o.Name == "" && !o.Begun.Known() {
			continue // stands for some of the others
		}
		if d, ok := o.Expired.Since(task.Expired); ok && d < 1 && d > -1 {
			n++
		}
	}
	return n
}

// expired: the handler was called and the task ended in time: its work was cut
// short. Without an end the outcome is not covered.
func expired(t *lifecycle.Timeline, task *lifecycle.Task) *Finding {
	if task.Unended || !task.WasExpired {
		return nil
	}
	f := aboutTask(&taskExpired, task)
	f.At = task.Expired
	f.held(task, task.Expired)
	switch {
	case task.Outcome == lifecycle.OutcomeEndedAfter:
		f.seconds("ended_after_s", task.Expired, task.Ended)
	case task.Process.Exit != nil:
		return nil // told by the end of the process
	default:
		f.Certainty = CutOff
	}
	f.prove(task.Evidence.Of(lifecycle.TaskCreated), task.Evidence.Of(lifecycle.ExpiryFiring), task.Evidence.Of(lifecycle.ExpiryCalling), endLine(task))
	return f
}

// neverEnded: suspended or ended in the background with the task open for
// longer than the budget.
func neverEnded(t *lifecycle.Timeline, task *lifecycle.Task) *Finding {
	p := task.Process
	if task.System || task.Unended || task.WasEnded || task.Closed || !task.Begun.Known() || p.Debugged || p.Ambiguous {
		return nil
	}
	if t.Beginnings && task.Shared == nil {
		return nil // an excerpt of beginnings
	}
	if task.Outcome != lifecycle.OutcomeOpen && task.Outcome != lifecycle.OutcomeUnknown {
		return nil
	}
	how, at, from := "", task.SuspendedAt, task.CountdownAt
	var by lifecycle.Evidence
	switch {
	case task.SuspendedAt.Known():
		how, by = "suspended", task.Evidence.Of(lifecycle.TaskSuspended)
	case p.Exit != nil && p.Exited.Known() && p.Exit.State == lifecycle.StateBackground && quietEnd(p.Exit.Kind):
		how, at, from = "exited", p.Exited, p.Countdown
		if len(p.Exit.Evidence) > 0 {
			by = p.Exit.Evidence[0]
		}
	default:
		return nil
	}
	if from.Before(task.Begun) {
		from = task.Begun
	}
	open, ok := t.AwakeAtLeast(p, from, at)
	if !ok || open < budget || !t.Covered(p, task.Begun, at) {
		return nil
	}
	f := aboutTask(&taskNeverEnded, task)
	f.Certainty = Likely
	f.At = at
	f.seconds("open_s", task.Begun, at)
	f.put("countdown_s", open)
	f.put("how", how)
	f.prove(task.Evidence.Of(lifecycle.TaskCreated), task.Evidence.Of(lifecycle.TaskWillAdd), by)
	return f
}

// quietEnd: ends that leave an open task to be explained. Crashes, memory kills,
// the user's swipe, tools and updates interrupt honest work.
func quietEnd(k lifecycle.ExitKind) bool {
	return k == lifecycle.ExitNormal || k == lifecycle.ExitUnknown || k == lifecycle.ExitSignal
}

func heldOver30s(t *lifecycle.Timeline, task *lifecycle.Task) *Finding {
	if !task.WarnLong {
		return nil
	}
	f := aboutTask(&taskHeldOver30s, task)
	ev := task.Evidence.Of(lifecycle.TaskWarnLong)
	f.At = ev.Time
	switch task.Process.StateAt(ev.Time) {
	case lifecycle.StateForeground:
		f.put("foreground", true)
	case lifecycle.StateBackground:
		f.put("foreground", false)
	}
	f.seconds("ended_s", ev.Time, task.Ended)
	f.prove(ev, task.Evidence.Of(lifecycle.TaskCreated), endLine(task))
	return f
}

// noHandler: begun without a handler, and it was needed.
func noHandler(t *lifecycle.Timeline, task *lifecycle.Task) *Finding {
	firing, seen := task.Evidence.Of(lifecycle.ExpiryFiring), task.Evidence.Has(lifecycle.ExpiryFiring)
	if task.Handler != lifecycle.No || !seen || task.System || task.ID == 0 && task.Name == "" {
		return nil // without number and name it may be UIKit's own first one
	}
	f := aboutTask(&taskNoExpirationHandler, task)
	f.At = firing.Time
	f.prove(task.Evidence.Of(lifecycle.TaskWillAdd), task.Evidence.Of(lifecycle.TaskCreated), firing, endLine(task))
	return f
}

// checkUnknownIdentifiers: iOS 13 prints the line spuriously at each move to the
// background (Twilio and many others reported it), iOS 7 to 12 word it otherwise.
func checkUnknownIdentifiers(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, c := range t.Clues {
		if c.Event != lifecycle.TaskUnknownEnd {
			continue
		}
		f := newFinding(&taskUnknownIdentifier, c.Process, c.Subject)
		f.At, f.Until, f.Count = c.Evidence.Time, c.Until, c.Count
		f.set("id", c.Subject)
		f.set("double_end", c.Fields["ended_before"] == "yes")
		old := strings.Contains(c.Evidence.Text, "Can't endBackgroundTask")
		os := t.Device.Major()
		switch {
		case os == 13:
			f.Certainty = Likely
			f.put("ios13", true)
		case os == 0 && !old && c.Fields["ended_before"] != "yes":
			f.Certainty = Likely
		}
		f.prove(c.Evidence)
		f.prove(c.More...)
		found = append(found, f)
	}
	return found
}

// checkDeniedAssertions: the system refused the assertion behind a task.
func checkDeniedAssertions(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, c := range t.Clues {
		switch c.Event {
		case lifecycle.TaskAcquireFailed:
		case lifecycle.AssertionDenied:
			// WebKit asks for assertions that apps may not have, and goes on without
			if c.App == nil || c.App.System || strings.Contains(strings.ToLower(c.Evidence.Text), "webkit") {
				continue
			}
		default:
			continue
		}
		f := newFinding(&taskAssertionDenied, c.Process, c.Subject)
		f.At, f.Until, f.Count = c.Evidence.Time, c.Until, c.Count
		f.set("why", c.Fields["why"])
		switch {
		case c.Event == lifecycle.TaskAcquireFailed:
			f.set("name", c.Subject)
		case !strings.HasPrefix(c.Subject, "Shared Background Assertion"):
			f.Certainty = Likely // the line does not tell what the assertion was for
		}
		f.prove(c.Evidence)
		f.prove(c.More...)
		found = append(found, f)
	}
	return found
}

// checkKeptAssertions: every task had ended, yet the shared assertion was not
// given back until it timed out. Needs the log since the launch of the process.
func checkKeptAssertions(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, a := range t.Assertions {
		p := a.Process
		if !a.Shared || !a.TimedOut.Known() || a.Invalidated.Known() || !p.LaunchSeen || p.Ambiguous || len(p.Tasks) == 0 || !t.Covered(p, a.Acquired, a.TimedOut) {
			continue
		}
		lastEnd, ok := lastEndBefore(p, a)
		kept, known := a.TimedOut.Since(lastEnd)
		if !ok || !known || kept < keptAfterEnd {
			continue
		}
		f := newFinding(&taskAssertionKeptAfterEnd, p, "")
		f.At = a.TimedOut
		f.put("kept_s", kept)
		f.put("tasks", len(p.Tasks))
		killed := p.Exit != nil && p.Exit.Kind == lifecycle.ExitAssertionTimeout
		f.set("killed", killed)
		if !killed {
			f.Severity = Warning
		}
		last := p.LastTaskLine
		f.prove(a.Evidence.Of(lifecycle.AssertionAcquiring), last, p.Warned, a.Evidence.Of(lifecycle.AssertionTimedOut))
		if killed {
			f.prove(p.Exit.Evidence[0])
		}
		found = append(found, f)
	}
	return found
}

// lastEndBefore returns when the last task of the assertion ended; false when
// one was open at its timeout.
func lastEndBefore(p *lifecycle.Process, a *lifecycle.Assertion) (lifecycle.Time, bool) {
	var last lifecycle.Time
	for _, t := range p.Tasks {
		if t.Begun.After(a.TimedOut) {
			continue
		}
		if !t.Ended.Known() || t.Ended.After(a.TimedOut) {
			return last, false
		}
		if t.Ended.After(last) || !last.Known() {
			last = t.Ended
		}
	}
	return last, last.Known() && !last.Before(a.Acquired)
}
