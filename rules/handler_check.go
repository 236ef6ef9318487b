package rules

import (
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// Limits of the rules about completion handlers.
const (
	// unansweredSeconds is how long after its begin a fetch or push must have ended,
	// whatever the app did.
	unansweredSeconds = 60.0
	// dispatchSeconds is after what time dasd ends the launch for a fetch or a push by itself.
	dispatchSeconds = 29.0
)

// checkHandlers: completion handlers of fetches and pushes that were not called.
func checkHandlers(t *lifecycle.Timeline) []*Finding {
	found := launchKills(t)
	for _, x := range t.BGTasks {
		if x.App != nil && x.App.System || !x.Kind.Launch() {
			continue
		}
		if f := launchUnanswered(t, x); f != nil {
			found = append(found, f)
		}
	}
	for _, c := range t.Clues {
		rule := handlerRule(c)
		if rule == nil {
			continue
		}
		if f := hinted(t, rule, c, launchRuns(t, c, rule), found); f != nil {
			f.set("simulator", t.Device.Simulator == lifecycle.Yes)
			found = append(found, f)
		}
	}
	return found
}

// hinted is the finding of a hint of UIKit about one of some deliveries; nil where one of
// those found tells of it already, or the log shows that the handler was called.
func hinted(t *lifecycle.Timeline, rule *Rule, c lifecycle.Clue, runs []handlerRun, found []*Finding) *Finding {
	if provenBy(found, rule, c) {
		return nil
	}
	called, open := calledLater(t, c, runs)
	if called {
		return nil
	}
	f := aboutClue(rule, c)
	f.Subject, f.Certainty = "", Likely
	if open {
		f.Certainty = CutOff
	}
	return f
}

// handlerClues are UIKit's hints by the delegate method that they name.
var handlerClues = []struct {
	method string
	rule   *Rule
}{
	{"performFetchWithCompletionHandler", &fetchHandlerNotCalled},
	{"didReceiveRemoteNotification", &pushHandlerNotCalled},
}

// handlerRule is the rule that a hint of UIKit is about; nil for a session's events, and
// for what is no such hint.
func handlerRule(c lifecycle.Clue) *Rule {
	if c.Event != lifecycle.HandlerNeverCalled {
		return nil
	}
	for _, h := range handlerClues {
		if strings.Contains(c.Fields["method"], h.method) {
			return h.rule
		}
	}
	return nil
}

// ofSameApp reports whether the line of a clue may be one of the app's: some exports
// name the process only, and the system's lines the bundle.
func ofSameApp(c lifecycle.Clue, a *lifecycle.App) bool {
	return a != nil && (a == c.App || c.App != nil && c.App.BundleID == "" && a.Name == "")
}

// handlerRun is one delivery for which an app has to call a completion handler: of a
// push, a fetch or a session's events. To is when it was over by that call; unknown
// when it was not called or the log does not tell.
type handlerRun struct {
	from, to lifecycle.Time
}

// calledLater looks at what the log shows of the deliveries that a hint is about. UIKit
// hints when the delegate method returns without the call, so also at apps that call the
// handler from another thread when the work is done (reference: a hint, no proof). open:
// the log ends before the time for the call is over.
func calledLater(t *lifecycle.Timeline, c lifecycle.Clue, runs []handlerRun) (called, open bool) {
	calls, last := 0, parse.Latest(c.Until, c.Evidence.Time)
	for _, r := range runs {
		switch {
		case r.from.After(last) || r.to.Before(c.Evidence.Time):
		case r.to.Known():
			calls++
		case !r.from.Before(c.Evidence.Time.Add(-unansweredSeconds)):
			return false, t.Last.Before(r.from.Add(launchSeconds))
		}
	}
	return calls >= c.Count, false
}

// launchRuns are the launches for a fetch or a push that a hint may be about.
func launchRuns(t *lifecycle.Timeline, c lifecycle.Clue, rule *Rule) []handlerRun {
	var runs []handlerRun
	for _, x := range t.BGTasks {
		from := x.Begun()
		if ruleOfLaunch(x) != rule || !ofSameApp(c, x.App) || !from.Known() {
			continue
		}
		to := x.Completed
		if !to.Known() {
			to = x.Ended
		}
		if took, ok := t.Elapsed(from, to); !ok || took >= dispatchSeconds {
			to = lifecycle.Time{}
		}
		runs = append(runs, handlerRun{from, to})
	}
	return runs
}

// ruleOfLaunch is the rule about the completion handler of a launch; nil for a BGTask.
func ruleOfLaunch(x *lifecycle.BGTask) *Rule {
	switch x.Kind {
	case lifecycle.BGFetch:
		return &fetchHandlerNotCalled
	case lifecycle.BGPush:
		return &pushHandlerNotCalled
	}
	return nil
}

// provenBy gives the hint to the finding that the system's lines prove, if it is about the same run.
func provenBy(found []*Finding, rule *Rule, c lifecycle.Clue) bool {
	for _, f := range found {
		apart, ok := f.At.Since(c.Evidence.Time)
		if f.Rule == rule && f.Certainty == Certain && ofSameApp(c, f.App) && c.Count == 1 && ok && apart <= unansweredSeconds && apart >= -unansweredSeconds {
			f.prove(c.Evidence)
			return true
		}
	}
	return false
}

// reasonRules are the rules about a completion handler by what launched the app.
var reasonRules = map[lifecycle.LaunchReason]*Rule{
	lifecycle.ReasonFetch: &fetchHandlerNotCalled,
	lifecycle.ReasonPush:  &pushHandlerNotCalled,
}

// codeFetchTimeout is RunningBoard's termination code for a fetch, a push or a
// BGTask that was not completed in time.
const codeFetchTimeout = 0x2182BAD4

// launchKills: apps that were killed for a completion handler. What had launched them,
// or was delivered to them last, tells which.
func launchKills(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, a := range t.Apps {
		for _, p := range a.Processes {
			if p.Exit == nil || !p.Exit.HasCode || p.Exit.Code != codeFetchTimeout || strings.Contains(p.Exit.Held, "backgroundTasks") {
				continue
			}
			if f := launchKill(t, p); f != nil {
				f.At = p.Exited
				f.put("killed", true)
				f.prove(p.Exit.Evidence...)
				found = append(found, f)
			}
		}
	}
	return found
}

// launchKill begins the finding about a process that was killed for a completion handler.
func launchKill(t *lifecycle.Timeline, p *lifecycle.Process) *Finding {
	for _, x := range t.BGTasks {
		rule := ruleOfLaunch(x)
		if rule == nil || x.Process != p || x.Outcome != lifecycle.BGTaskUndone {
			continue
		}
		f := newFinding(rule, p, "")
		f.seconds("held_s", x.Begun(), p.Exited)
		if reasonRules[p.Reason] == rule {
			f.prove(p.ReasonBy)
		}
		f.lines(x, lifecycle.ActivityAccepted, lifecycle.OpenRequest, lifecycle.ActivityLaunchRequested)
		return f
	}
	rule := reasonRules[p.Reason]
	if rule == nil || p.Reason == lifecycle.ReasonFetch && !strings.Contains(p.ReasonBy.Text, "com.apple.fetch.") {
		return nil // pushes are launched with the same assertion
	}
	f := newFinding(rule, p, "")
	f.seconds("held_s", p.ReasonBy.Time, p.Exited)
	f.prove(p.ReasonBy)
	return f
}

// launchUnanswered: the app was launched for a fetch or push, and dasd never says
// that it is over, although the log shows that it says so of others.
func launchUnanswered(t *lifecycle.Timeline, x *lifecycle.BGTask) *Finding {
	from := x.LaunchAsked
	if x.Outcome != lifecycle.BGTaskRuns && x.Outcome != lifecycle.BGTaskUncertain || !from.Known() ||
		!t.SchedulerCovered(from, from.Add(unansweredSeconds)) || inFrontBetween(x.App, from, from.Add(unansweredSeconds)) {
		return nil
	}
	if x.Process != nil && x.Process.Exited.Known() && x.Process.Exited.Before(from.Add(unansweredSeconds)) {
		return nil
	}
	if !slices.ContainsFunc(t.BGTasks, func(o *lifecycle.BGTask) bool {
		return o.Kind.Launch() && o.Evidence.Of(lifecycle.ActivityCompleted).Found()
	}) {
		return nil
	}
	f := aboutBGTask(ruleOfLaunch(x), x, from)
	f.Subject = ""
	f.put("unanswered", true)
	f.drop("kind")
	f.lines(x, lifecycle.ActivityAccepted, lifecycle.OpenRequest, lifecycle.ActivityLaunchRequested, lifecycle.ActivityStarted)
	return f
}
