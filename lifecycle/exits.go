package lifecycle

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
)

// exited notes that the process is gone. x is what the line tells of the cause,
// nil when it tells none; several lines tell of one exit, and what they know is
// put together.
func (e *Engine) exited(p *process, rec *parse.Record, x *Exit) {
	if p == nil {
		return
	}
	p.closes(rec.Time)
	if !p.gone {
		p.gone = true
		p.Exited = rec.Time
		e.flushUnended(p)
	}
	if p.Exit == nil {
		p.Exit = &Exit{Kind: ExitUnknown, State: p.now(), Count: 1, Traced: p.traced}
	}
	if p.asked != nil {
		if d, ok := rec.Time.Since(p.asked.Evidence[0].Time); !ok || d <= askedSeconds {
			p.Exit.add(p.asked)
		}
		p.asked = nil
	}
	e.explain(p, rec, x)
}

// askedSeconds is how soon an end has to follow upon the request for it; 30 ms
// in the captures that hold both.
const askedSeconds = 10

// explain adds what a line tells of a process's end, which may come before the
// end itself (a kill that was decided, files that were locked).
func (e *Engine) explain(p *process, rec *parse.Record, x *Exit) {
	if p.Exit == nil {
		p.Exit = &Exit{Kind: ExitUnknown, State: p.now(), Count: 1}
	}
	if x == nil {
		// "the process is gone": worth showing only where nothing tells more
		if len(p.Exit.Evidence) == 0 {
			p.Exit.Evidence = append(p.Exit.Evidence, evidence(rec))
		}
		return
	}
	p.App.Work = true
	x.Evidence = []Evidence{evidence(rec)}
	p.Exit.add(x)
}

// livesOnSeconds is how long a process may write after the words of a crash: a
// crash reporter in it takes a moment. One that writes later only quoted them.
const livesOnSeconds = 5

// unquote drops an exit that is known by the app's own words alone when the
// process goes on.
func (p *process) unquote() {
	if p.Exit != nil && p.Exit.Kind == ExitCrash && !p.Exited.Known() && p.OwnLast.After(p.closing.Add(livesOnSeconds)) {
		p.Exit, p.closing = nil, Time{}
	}
}

// overdue keeps the watchdog's kill that was due when a process is last seen. One that
// lives on was spared.
func (p *process) overdue() {
	x := p.asked
	if x == nil || x.Kind != ExitWatchdog || p.Exit != nil || p.Debugged {
		return
	}
	if d, ok := p.OwnLast.Since(x.Evidence[0].Time); !ok || d <= askedSeconds {
		p.Overdue = x
	}
}

// cpuKillSeconds is how soon after a CPU limit a bare SIGKILL is taken for its
// consequence.
const cpuKillSeconds = 5

// inferCause gives a bare SIGKILL the cause that the lines right before it
// suggest; such a finding is only likely.
func (p *process) inferCause() {
	x := p.Exit
	if x == nil || x.Kind != ExitSignal || x.Signal != "SIGKILL" || !p.cpu.Found() {
		return
	}
	if d, ok := p.Exited.Since(p.cpu.Time); ok && d >= 0 && d <= cpuKillSeconds {
		x.Kind, x.Inferred = ExitCPU, true
		x.Evidence = append([]Evidence{p.cpu}, x.Evidence...)
	}
}

// unreportedText, unreportedRule and unreportedFrame tell PushKit's exception from others: it is
// how the app ends when it did not report the call of a VoIP push and still runs.
const (
	unreportedText  = "never posted an incoming call to the system after receiving a PushKit VoIP push"
	unreportedRule  = "Apps receving VoIP pushes must post an incoming call"
	unreportedFrame = "_terminateAppIfThereAreUnhandledVoIPPushes"
)

func (p *process) unreportedCall() {
	x := p.Exit
	if x == nil || x.Kind != ExitCrash {
		return
	}
	thrown := func(text string) bool {
		return strings.Contains(text, unreportedFrame) || strings.HasPrefix(text, unreportedRule)
	}
	if strings.Contains(fold(x.Explanation+"\n"+x.Specific, " "), unreportedText) || thrown(x.Explanation) || slices.ContainsFunc(x.Frames, thrown) {
		x.Kind = ExitVoIP
	}
}

// maxExitEvidence bounds the lines kept of one exit.
const maxExitEvidence = 12

// add puts what another witness tells into x.
func (x *Exit) add(y *Exit) {
	if y.Kind == ExitForceQuit && !x.Quit.Found() && len(y.Evidence) > 0 {
		x.Quit = y.Evidence[0]
	}
	if weight(y.Kind) > weight(x.Kind) {
		x.Kind, x.Inferred = y.Kind, y.Inferred
		if y.Signal != "" {
			x.Signal = y.Signal
		}
		if y.HasCode || x.Namespace == "SIGNAL" {
			x.Namespace, x.Code, x.HasCode = y.Namespace, y.Code, y.HasCode
		}
	} else if y.Kind == x.Kind && !y.Inferred {
		x.Inferred = false
	}
	reason := y.Namespace != "SIGNAL" || y.Kind == x.Kind                        // by a signal every kill is carried out
	same := x.Namespace == "" || y.Namespace == "" || x.Namespace == y.Namespace // a code is its namespace's
	if reason && same && !x.HasCode && y.HasCode {
		x.Code, x.HasCode = y.Code, true
	}
	if reason {
		x.Namespace = cmp.Or(x.Namespace, y.Namespace)
	}
	if len(y.Explanation) > len(x.Explanation) {
		x.Explanation = y.Explanation
	}
	if x.Pages == 0 {
		x.Pages, x.PageSize = y.Pages, y.PageSize
	}
	if x.State == "" || x.State == StateRunning {
		x.State = cmp.Or(y.State, x.State)
	}
	x.Signal, x.Exception, x.Specific = cmp.Or(x.Signal, y.Signal), cmp.Or(x.Exception, y.Exception), cmp.Or(x.Specific, y.Specific)
	x.Held, x.By, x.Jetsam = cmp.Or(x.Held, y.Held), cmp.Or(x.By, y.By), cmp.Or(x.Jetsam, y.Jetsam)
	x.Event, x.AllowanceKind, x.Limit = cmp.Or(x.Event, y.Event), cmp.Or(x.AllowanceKind, y.AllowanceKind), cmp.Or(x.Limit, y.Limit)
	x.CPU = cmp.Or(x.CPU, y.CPU)
	x.Files, x.Frames, x.MainFrames = either(x.Files, y.Files), either(x.Frames, y.Frames), either(x.MainFrames, y.MainFrames)
	x.Report, x.ByDebugger, x.Protected = x.Report || y.Report, x.ByDebugger || y.ByDebugger, x.Protected || y.Protected
	for _, ev := range y.Evidence {
		if len(x.Evidence) < maxExitEvidence {
			x.Evidence = append(x.Evidence, ev)
		}
	}
}

// either is the first of two lists that holds something.
func either(a, b []string) []string {
	if len(a) > 0 {
		return a
	}
	return b
}

// weight orders kinds by how much they tell: a bare SIGKILL is what every kill
// looks like from launchd.
func weight(k ExitKind) int {
	switch k {
	case ExitUnknown, "":
		return 0
	case ExitSignal, ExitShutdown: // by a signal any other end is carried out
		return 1
	case ExitOther:
		return 2
	case ExitNormal:
		return 3
	case ExitCrash, ExitForceQuit: // an app that hangs while it quits is killed by the watchdog
		return 4
	}
	return 5
}

// termination makes an exit from namespace, code and the system's own words.
func termination(namespace string, code uint64, hasCode bool, explanation string) *Exit {
	kind, _ := classify(namespace, code, hasCode, explanation)
	x := &Exit{Kind: kind, Namespace: namespace, Code: code, HasCode: hasCode, Explanation: explanation, Count: 1}
	switch namespace {
	case "SIGNAL":
		x.Signal = signalNames[code]
	case "JETSAM":
		x.Jetsam = jetsamReasons[code]
	}
	if !hasCode {
		x.Kind = kindOfExplanation(explanation, x.Kind)
	}
	x.Held = heldBy(explanation)
	x.Event, x.Limit, x.AllowanceKind = watchdogOf(explanation)
	if x.Kind == ExitWatchdog && inRefresh(explanation) {
		x.Kind = ExitRefresh
	}
	switch {
	case x.Kind == ExitWatchdog && strings.Contains(explanation, "Failed to terminate gracefully") && x.Event == "":
		x.Event = "process-exit"
	case x.Kind == ExitAssertionTimeout:
		name, limit := permitted(explanation)
		if name != "" {
			x.Held = name
		}
		x.Limit = limit
	case x.Kind == ExitFileLock:
		x.Files = lockedIn(explanation)
	case x.Kind == ExitRefresh:
		x.Event = "" // it is no step of launch or scenes
	}
	return x
}

// inRefresh reports whether a watchdog's explanation is about a background refresh task of a
// watch app: a refresh (posted reports of watchOS 7: home-assistant/iOS#1192, gdombiak/OctoPod#387),
// data of WatchConnectivity (Apple, "Addressing watchdog terminations"), events of a URLSession.
// Its time is up when the task is not completed, however idle the main thread.
func inRefresh(explanation string) bool {
	of, _, found := strings.Cut(explanation, " watchdog transgression")
	action := of[strings.LastIndexAny(of, " \n")+1:]
	return found && (action == "WatchConnectivity" || strings.HasSuffix(of, "Background App Refresh") || strings.HasPrefix(action, "CSLHandleBackground"))
}

// kindOfExplanation classifies a kill whose code is not printed.
func kindOfExplanation(s string, other ExitKind) ExitKind {
	switch {
	case inRefresh(s):
		return ExitRefresh
	case strings.Contains(s, "watchdog transgression"), strings.Contains(s, "Failed to terminate gracefully"), failedStep(s):
		return ExitWatchdog
	case strings.Contains(s, beyondPermitted), strings.Contains(s, "Timed-out waiting for process"):
		return ExitAssertionTimeout
	case strings.Contains(s, "killed from app switcher"):
		return ExitForceQuit
	case slices.ContainsFunc(lockWords, func(words string) bool { return strings.Contains(s, words) }):
		return ExitFileLock
	}
	return other
}

// failedStep reports whether the words are the watchdog's of iOS 9 and before, see watchdogOf.
func failedStep(s string) bool {
	event, _, _ := watchdogOf(s)
	return event != "" && strings.Contains(s, " failed to "+event+" ")
}

// heldBy reads the assertion's name in "… and explanation 'Shared Background
// Assertion 1 for com.example.app'. Direct this report to …".
func heldBy(explanation string) string {
	_, s, ok := strings.Cut(explanation, "and explanation '")
	if !ok {
		return ""
	}
	if i := strings.Index(s, "'. Direct"); i >= 0 {
		s = s[:i]
	} else if i := strings.LastIndexByte(s, '\''); i >= 0 {
		s = s[:i]
	}
	return oneLine(s)
}

// watchdogOf reads "scene-create watchdog transgression: app<…>:412 exhausted
// CPU time allowance of 3.37 seconds".
func watchdogOf(s string) (event string, allowance float64, kind string) {
	s = oneLine(s)
	before, _, ok := strings.Cut(s, " watchdog transgression")
	if !ok {
		before, ok = strings.CutSuffix(s, " watchdog") // parse.quotedEvent
	}
	if ok {
		_, event, ok = cutLast(before, ' ')
		if !ok {
			event = before
		}
		event = strings.TrimLeft(event, "\"`")
		if i := strings.LastIndexByte(event, ':'); i >= 0 {
			event = event[i+1:]
		}
	}
	if _, rest, ok := strings.Cut(s, " failed to "); ok && event == "" {
		// iOS 9 and before: "com.example.app failed to scene-create after 19.46s
		// (launch took 0.54s of total time limit 20.00s)"
		if word, rest, ok := strings.Cut(rest, " after "); ok && !strings.Contains(word, " ") {
			event, kind = word, "wall clock"
			allowance, _ = strconv.ParseFloat(rest[:number(rest, argFloat)], 64)
		}
		// iOS 6 and before (Apple, QA1693): "com.example.app failed to resume in time"
		if word, _, ok := strings.Cut(rest, " in time"); ok && !strings.Contains(word, " ") {
			event = word
		}
	}
	if _, rest, ok := strings.Cut(s, "time allowance of "); ok {
		n := number(rest, argFloat)
		allowance, _ = strconv.ParseFloat(rest[:n], 64)
		kind = "CPU"
		if strings.Contains(s, "wall clock") || strings.Contains(s, "wall time allowance of ") {
			kind = "wall clock"
		}
	}
	return event, allowance, kind
}

// oneLine joins the words of a text that a paste may have wrapped.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// permitted reads the assertion lists of iOS 4 to 12:
//
//	<BKProcessAssertion: 0x1> identifier: NAME process: App[1] permittedBackgroundDuration: 180.000000 reason: finishTask owner pid:1
//	<BKProcessAssertion: 0x1> id: 1526-FE9F name: NAME process: <…> permittedBackgroundDuration: 180.000000
//	<BKProcessAssertion: 0x1; "NAME" (finishTask:180s); id:…475658F36F42> (owner: App:24424)
func permitted(s string) (name string, limit float64) {
	s = oneLine(s)
	if _, after, ok := strings.Cut(s, "ProcessAssertion:"); ok {
		s = after
	} else if !strings.Contains(s, " process: ") || !strings.Contains(s, " permittedBackgroundDuration: ") {
		return "", 0 // not even what pages leave of an assertion that they took for a tag
	}
	if _, q, ok := strings.Cut(s, "; \""); ok && !strings.Contains(s, "permittedBackgroundDuration") {
		if i := strings.Index(q, "\" ("); i >= 0 {
			name = q[:i]
			if _, l, ok := strings.Cut(q[i+3:], ":"); ok {
				limit, _ = strconv.ParseFloat(l[:number(l, argFloat)], 64)
			}
		}
		return name, limit
	}
	for _, key := range []string{"identifier: ", " name: "} {
		if _, rest, ok := strings.Cut(s, key); ok {
			name, _, _ = strings.Cut(" "+rest, " process:") // of which the name may be empty
			break
		}
	}
	if _, l, ok := strings.Cut(s, "permittedBackgroundDuration: "); ok {
		limit, _ = strconv.ParseFloat(l[:number(l, argFloat)], 64)
	}
	return strings.TrimSpace(name), limit
}

// lockWords say that a process held a lock; the files follow, behind a colon. The second are
// those of RunningBoard 961 (blacktop/ipsw-diffs).
var lockWords = []string{"locked system files", "holding a shared file lock"}

// lockedIn lists the files of "… was suspended with locked system files:\n…".
func lockedIn(s string) []string {
	for _, words := range lockWords {
		if _, rest, ok := strings.Cut(s, words+":"); ok {
			s = rest
		}
	}
	for _, end := range []string{"not in allowed directories", "File locks MUST be held"} {
		s, _, _ = strings.Cut(s, end)
	}
	// one path a line; a reader that joins lines puts commas between them
	s = strings.ReplaceAll(s, ",/", "\n/")
	var files []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(strings.Trim(l, ",")); strings.HasPrefix(l, "/") && len(files) < 8 {
			files = append(files, l)
		}
	}
	return files
}

// contextExit makes an exit from an RBSTerminateContext.
func contextExit(text string) *Exit {
	c, ok := parse.ParseTerminateContext(text)
	if !ok {
		x := termination("", 0, false, text)
		return x
	}
	ns := namespaces[uint64(c.Domain)]
	x := termination(ns, c.Code, c.HasCode, c.Explanation)
	if c.WatchdogEvent != "" && x.Kind == ExitWatchdog {
		x.Event = c.WatchdogEvent
	}
	x.State = stateOf(c.ProcessVisibility, c.ProcessState)
	if strings.Contains(c.Explanation, "requested by simulator host") {
		x.By = "the simulator host"
	}
	return x
}

func stateOf(visibility, state string) State {
	switch {
	case strings.HasPrefix(state, "Suspended"):
		return StateSuspended
	case strings.HasPrefix(visibility, "Background"):
		return StateBackground
	case strings.HasPrefix(visibility, "Foreground"):
		return StateForeground
	}
	return ""
}
