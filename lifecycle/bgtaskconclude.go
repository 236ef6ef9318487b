package lifecycle

import (
	"slices"
	"strings"

	"github.com/bglog/bglog/parse"
)

// concludeBGTasks tells what became of each request.
func (e *Engine) concludeBGTasks() {
	e.t.BGTasks = slices.DeleteFunc(e.t.BGTasks, func(t *BGTask) bool { return t.void })
	e.ownBGTasks()
	for _, t := range e.t.BGTasks {
		if t.Process == nil && (t.Ran() || t.launched()) {
			t.Process = processAt(t.App, t.Begun())
		}
	}
	last := e.lastRuns()
	for _, t := range e.t.BGTasks {
		t.Outcome = e.outcomeOf(t, last)
		if t.Outcome == BGTaskUncertain && t.exitedBefore(t.Expired) {
			t.Expired, t.EndedBy, t.EndedByWhy = Time{}, "", ""
		}
		if t.EndedBy == "" && t.Ran() {
			t.EndedBy = e.t.endedBy(t)
		}
	}
}

// ownBGTasks finds the apps of requests that only dasd's lines tell of: another
// request of the identifier belongs to an app, or the identifier begins with the
// bundle id of one.
func (e *Engine) ownBGTasks() {
	for _, list := range e.bg.requests {
		var owners []*App
		for _, t := range list {
			if t.App != nil && !slices.Contains(owners, t.App) {
				owners = append(owners, t.App)
			}
		}
		if a := e.appOfIdentifier(list[0].Identifier); len(owners) == 0 && a != nil {
			owners = append(owners, a)
		}
		if len(owners) != 1 {
			continue // nobody known, or two apps use it
		}
		owner := owners[0]
		for _, t := range list {
			if t.App == nil {
				t.App, owner.Work = owner, true
			}
		}
	}
}

// appOfIdentifier returns the app with the longest bundle id that the identifier
// begins with, or nil.
func (e *Engine) appOfIdentifier(identifier string) *App {
	var found *App
	for _, a := range e.t.Apps {
		rest, ok := strings.CutPrefix(identifier, a.BundleID)
		if a.BundleID != "" && ok && (rest == "" || rest[0] == '.') && (found == nil || len(a.BundleID) > len(found.BundleID)) {
			found = a
		}
	}
	return found
}

// processAt returns the app's process at a moment, or nil.
func processAt(a *App, at Time) *Process {
	if a == nil || !at.Known() {
		return nil
	}
	for _, p := range a.Processes {
		if p.First.Known() && !p.First.After(at.Add(causeSeconds)) && !p.Last.Before(at) {
			return p
		}
	}
	return nil
}

// answerSeconds is how long an app has after the expiration to complete: dasd then
// drops its assertion.
const answerSeconds = 5

func (e *Engine) outcomeOf(t *BGTask, last lastRuns) BGTaskOutcome {
	completedInTime := t.completed() && !t.has(BGTaskExpiring, BGTaskExpiryCalling) && !t.Expired.Known()
	switch {
	case t.Dropped:
		return BGTaskUndone
	case t.has(BGTaskNoExpirationHandler):
		return BGTaskCutShort // the framework completes it in the app's place
	case last.killed(t):
		return BGTaskUndone
	case completedInTime:
		return BGTaskDone
	case t.completed():
		return BGTaskCutShort
	case t.exitedBefore(t.Expired):
		return BGTaskUncertain // that dasd ended the run, too, followed from it
	case t.exitedBefore(t.Expired.Add(answerSeconds)), t.exitedBefore(t.Evidence.Of(ActivityUnresponsive).Time):
		return BGTaskCutShort
	case t.NoAnswer, t.has(BGTaskExpiring) && e.unanswered(t):
		return BGTaskUndone
	case t.Expired.Known() || t.has(BGTaskExpiring, BGTaskExpiryCalling, ActivitySuspending, ActivityExpiring):
		return BGTaskCutShort
	case t.ended() && !t.has(ActivityCancelled) && !t.exitedBefore(t.Ended.Add(exitLag)):
		return BGTaskDone // by dasd's account
	case t.Ran():
		if t.ended() && !t.Simulated || last.over(t) || t.gone() {
			return BGTaskUncertain
		}
		return BGTaskRuns
	case t.Error != 0:
		return BGTaskRejected
	case t.Replaced && !t.has(ActivityCancelled) && e.t.GapBetween(t.Last, t.Cancelled):
		return BGTaskUncertain // it may have run where records are missing
	case t.Replaced:
		return BGTaskReplaced
	case t.over():
		return BGTaskCancelled
	case t.launched():
		return BGTaskUncertain // the rest of its lines hide it
	case t.has(BGTaskSubmitCalled, BGTaskSubmitNamed, ActivityAccepted, BGTaskPendingFound, ActivityScored, ActivityDecided, PushLaunchDecided, FetchDecided):
		return BGTaskPending
	}
	return BGTaskUncertain
}

// unanswered reports whether the log shows that the app did not complete the task
// in the seconds after its expiration.
func (e *Engine) unanswered(t *BGTask) bool {
	return t.Process != nil && !t.Simulated && e.t.Covered(t.Process, t.Expired, t.Expired.Add(answerSeconds))
}

// exitedBefore reports whether the process was gone before a moment of the run.
func (t *BGTask) exitedBefore(at Time) bool {
	p := t.Process
	return p != nil && p.Exit != nil && !p.Exited.Before(t.Begun()) && p.Exited.Before(at)
}

// exitLag is how long after dasd the other daemons tell of a process's end, at most.
const exitLag = 1.0

// lastRuns is what shows that a run is over although no line tells of its end.
type lastRuns struct {
	begun   map[runKey]Time   // of an app's identifier: dasd runs no two of its requests at a time
	expired map[*Process]bool // with a run whose time was over and that was not completed
	booted  Time
}

type runKey struct {
	app *App
	key string
}

func keyOf(t *BGTask) runKey { return runKey{t.App, requestKey(t.Kind, t.Identifier)} }

func (e *Engine) lastRuns() lastRuns {
	last := lastRuns{begun: map[runKey]Time{}, expired: map[*Process]bool{}}
	for _, t := range e.t.BGTasks {
		if t.Ran() && !t.Simulated {
			last.begun[keyOf(t)] = parse.Latest(last.begun[keyOf(t)], t.Begun())
		}
		if t.Process != nil && t.Expired.Known() && !t.completed() && !t.ended() {
			last.expired[t.Process] = true
		}
	}
	for _, g := range e.t.Gaps {
		if g.Why == "reboot" {
			last.booted = parse.Latest(last.booted, g.To)
		}
	}
	return last
}

// ranAgain reports whether a later run of the identifier shows that this one is over.
func (l lastRuns) ranAgain(t *BGTask) bool {
	return !t.Kind.Launch() && !t.Simulated && t.Begun().Known() && l.begun[keyOf(t)].After(t.Begun())
}

func (l lastRuns) over(t *BGTask) bool { return l.ranAgain(t) || l.booted.After(t.Last) }

// killed reports whether its process was killed for it while it ran.
func (l lastRuns) killed(t *BGTask) bool {
	p := t.Process
	if l.ranAgain(t) || !t.Expired.Known() && l.expired[p] {
		return false // it was for another run
	}
	if t.Ended.Known() && p != nil && t.Ended.Before(p.Exited.Add(-killSeconds)) {
		return false // it was for another run
	}
	return p != nil && p.Exit != nil && p.Exit.HasCode && p.Exit.Code == codeLaunchTimeout && !t.completed() &&
		(t.launched() && t.Kind.Launch() == strings.Contains(p.Exit.Held, "backgroundFetch") || t.Ran() && !t.Kind.Launch()) && !p.Exited.Before(t.Begun())
}

// launched reports whether dasd decided to launch the app for a fetch or a push.
func (t *BGTask) launched() bool { return t.Kind.Launch() && t.Decided.Known() && !t.over() }

// killSeconds is how long before the kill dasd may have ended the run: it waits for
// an answer first.
const killSeconds = 10

// codeLaunchTimeout is RunningBoard's termination code for a fetch, a push or a
// BGTask that was not completed in time.
const codeLaunchTimeout = 0x2182BAD4

// gone reports whether the process that ran the task is gone, or suspended at the end
// of the log.
func (t *BGTask) gone() bool {
	p := t.Process
	if p == nil {
		return false
	}
	if later := p.App.Processes[len(p.App.Processes)-1]; later.PID > 0 && p.PID > 0 && later.PID != p.PID && !p.App.Extension() {
		return true // an app has one process at a time
	}
	n := len(p.States)
	return p.Exit != nil || n > 0 && p.States[n-1].State == StateSuspended && p.States[n-1].From.After(t.Begun())
}

// timedOutAfter is from when a run that was ended is taken to have used up its
// time: refreshes, fetches and pushes get 30 s, RunningBoard warns 5 s before, and what
// the app took to launch has gone by when the run is delivered.
const timedOutAfter = 22

func (t *Timeline) endedBy(x *BGTask) EndedBy {
	// the time counts from the delivery, also for a handler whose queue is blocked
	begun := parse.Earliest(parse.Earliest(x.Delivered, x.Queued), x.Started)
	if !begun.Known() {
		begun = x.Begun()
	}
	switch ran, ok := t.Elapsed(begun, x.Expired); {
	case x.Simulated && x.Expired.Known():
		return EndedByUnknown // by the debugger
	case x.completed() && !x.Expired.Known():
		return EndedByApp
	case x.Expired.Known() && ok && ran >= timedOutAfter && (x.Kind == BGRefresh || x.Kind.Launch()):
		return EndedByTime
	case x.Expired.Known():
		return EndedByUnknown
	}
	return ""
}

// Answered returns how many seconds after its expiration a task was completed.
func (t *Timeline) Answered(x *BGTask) (float64, bool) { return t.Elapsed(x.Expired, x.Completed) }

// openedByScheduler: dasd asks SpringBoard for the app, whose name it hides in its
// own lines.
func (e *Engine) openedByScheduler(bundle string, rec *parse.Record) {
	a := e.appIn(bundle)
	if a == nil {
		return
	}
	for i := len(e.t.BGTasks) - 1; i >= 0; i-- {
		t := e.t.BGTasks[i]
		if t.App == a && t.Decided.Known() && !t.over() && !t.completed() && !t.ended() && within(rec.Time, t.Decided, causeSeconds) {
			t.LaunchAsked = parse.Earliest(t.LaunchAsked, rec.Time)
			firstLine(&t.Evidence, OpenRequest, rec)
			return
		}
	}
}
