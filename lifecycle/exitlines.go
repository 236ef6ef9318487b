package lifecycle

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
)

// Ends of processes in the words of RunningBoard, FrontBoard and SpringBoard, one handler per kind of event.

// terminating: a kill by RunningBoard, with the whole context in clear; also the
// error line and the request that come before it.
func (e *Engine) terminating(rec *parse.Record, ev *Event) {
	if ev.Row.ID == "rb.ctx.bare" && parse.MadeUpContext(rec.Message) {
		return
	}
	text := ev.Field("context")
	if !strings.Contains(text, "RBSTerminateContext") {
		text = rec.Message
	}
	x := contextExit(text)
	if h := ev.Field("held"); h != "" && x.Held == "" {
		x.Held = strings.Clone(h)
	}
	if x.Kind == ExitUnknown || x.Kind == ExitOther && !x.HasCode {
		x.Kind = kindOfExplanation(rec.Message, x.Kind)
	}
	if x.Kind == ExitAssertionTimeout && !x.HasCode {
		x.Code, x.HasCode = codeOfHeld(x.Held)
		x.Namespace = "RUNNINGBOARD"
	}
	if code, ok := rowCodes[ev.Row.ID]; ok {
		x.add(termination("RUNNINGBOARD", code, true, rec.Message))
	}
	if by := ev.Field("by"); by != "" {
		if id, _ := parseIdentity(by); id.Bundle != "" {
			x.By = id.Bundle
		}
	}
	p := e.target(ev.Target, rec)
	if p == nil {
		if id := identityIn(x.Explanation); id.Kind == IdentityApp {
			p = e.target(id, rec)
		}
	}
	if p == nil {
		if p = e.predicate(ev.Field("predicate"), rec); p != nil && x.Kind != ExitForceQuit {
			x.Evidence = []Evidence{evidence(rec)}
			p.asked = x // not yet done, and nothing is done when it does not run
			p.App.Work = true
			return
		}
	}
	if p == nil {
		if ev.Target.Known() || ev.Kind == TerminateRequested && ev.Field("predicate") != "" {
			return // a daemon's or a Mac app's end
		}
		p = e.anonymous(rec)
	}
	if p.wrote(rec) { // MetricKit's words, which the app prints at its next launch
		p, x.Inferred = e.earlier(p.App), true
		e.exited(p, rec, x)
		p.Exit.Retold = true
		p.Exited, p.closing = Time{}, Time{} // nobody tells when it was
		return
	}
	e.exited(p, rec, x)
}

// wrote reports whether the process itself wrote a record.
func (p *process) wrote(rec *parse.Record) bool {
	if rec.PID > 0 {
		return rec.PID == p.PID
	}
	return rec.Process != "" && rec.Process == p.App.Name
}

// earlier returns the run of the app of which only a later one tells.
func (e *Engine) earlier(a *App) *process {
	for _, p := range e.all {
		if p.App == a && p.retold {
			return p
		}
	}
	p := &process{Process: &Process{App: a, PID: parse.NoPID, Launch: LaunchUnknown}, retold: true}
	a.Processes = slices.Insert(a.Processes, 0, p.Process)
	e.all = slices.Insert(e.all, 0, p)
	return p
}

// rowCodes are the codes with which RunningBoard kills for reasons that it
// words without one.
var rowCodes = map[string]uint64{
	"rb.ctx.conditions":   0x05CA1DED,
	"rb.ctx.owner_exited": 0xB111B111,
}

// codeOfHeld tells the code that RunningBoard kills with from the name of the
// assertion that timed out (it compares them literally).
func codeOfHeld(held string) (uint64, bool) {
	switch {
	case strings.HasPrefix(held, "Shared Background Assertion"):
		return 0x2182BAD2, true
	case strings.HasPrefix(held, handleSession), held == "com.apple.das.nsurlsessioncomplete":
		return 0x2182BAD3, true
	case held == "com.apple.das.backgroundFetch", strings.HasPrefix(held, "Background Content Fetching"): // iOS 13 and later; iOS 7 and 8
		return 0x2182BAD4, true
	case held == "Suspending": // iOS 4: SpringBoard's own, until the app has gone to the background (a posted log: blog.s21g.com/articles/1859)
		return 0x2182BAAD, true
	}
	return 0, false
}

// HeldSession is the identifier of the background session whose events the process held
// an assertion for. Newer builds name the session by a UUID.
func (x *Exit) HeldSession() string {
	id, ok := strings.CutPrefix(x.Held, handleSession+" ")
	if uuid := len(id) == 36 && strings.Count(id, "-") == 4; !ok || uuid {
		return ""
	}
	return id
}

// predicate reads the bundle id of <RBSProcessBundleIdentifierPredicate "…">.
func (e *Engine) predicate(s string, rec *parse.Record) *process {
	_, s, ok := strings.Cut(s, "BundleIdentifierPredicate")
	if !ok {
		return nil
	}
	parts := strings.SplitN(s, "\"", 3)
	if len(parts) < 3 {
		return nil
	}
	if p := e.current[e.byBundle[parts[1]]]; p != nil && p.gone {
		return nil // no process of it runs
	}
	return e.bundle(parts[1], parse.NoPID, rec)
}

// processGone: RunningBoard or FrontBoard drop what they knew of the process.
func (e *Engine) processGone(rec *parse.Record, ev *Event) {
	if p := e.target(ev.Target, rec); p != nil {
		e.exited(p, rec, nil)
	}
}

func (e *Engine) fbPendingExit(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	p.closes(rec.Time)
	if ev.Field("reason") == "Bootstrap failed" {
		e.exited(p, rec, &Exit{Kind: ExitOther, Explanation: "the launch was refused (Bootstrap failed)", Count: 1})
	}
}

// fbProcessExited: "<RBSProcessExitContext| specific, status:<RBSProcessExitStatus|
// domain:signal(2) code:SIGSEGV(11)>>" or "… voluntary>".
func (e *Engine) fbProcessExited(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	text := ev.Field("context")
	if strings.Contains(text, "| voluntary") {
		e.exited(p, rec, &Exit{Kind: ExitNormal, Count: 1})
		return
	}
	if strings.Contains(text, "watchdog provision violated") { // iOS 14: <FBProcessExitContext; watchdog ("…")>
		e.exited(p, rec, termination("FRONTBOARD", 0x8BADF00D, true, ""))
		return
	}
	_, domain, ok := strings.Cut(text, "domain:")
	if !ok {
		e.exited(p, rec, nil)
		return
	}
	ns := inParens(domain)
	_, code, _ := strings.Cut(domain, "code:")
	value, has := codeNumber(code)
	name := namespaces[ns]
	if name == "" {
		name = strings.ToUpper(domain[:max(strings.IndexByte(domain, '('), 0)])
	}
	e.exited(p, rec, termination(name, value, has, ""))
}

// inParens reads the number in the first parentheses: "signal(2) …" is 2.
func inParens(s string) uint64 {
	_, s, _ = strings.Cut(s, "(")
	n := number(s, argNumber)
	v, _ := strconv.ParseUint(s[:n], 10, 64)
	return v
}

// codeNumber reads "SIGSEGV(11)", "force-quit(0xfbfbfbfb)", "0xDEADFA11" or "1". The names in
// RunningBoard's tables of exit reasons hold blanks: "background task assertion timeout".
func codeNumber(s string) (uint64, bool) {
	if end := strings.IndexAny(s, ">,"); end >= 0 {
		s = s[:end]
	}
	if _, in, ok := strings.Cut(s, "("); ok {
		s, _, _ = strings.Cut(in, ")")
	}
	s, _, _ = strings.Cut(s, " ")
	v, err := strconv.ParseUint(s, 0, 64)
	return v, err == nil
}

// terminateApp: SpringBoard's reason in words.
func (e *Engine) terminateApp(rec *parse.Record, ev *Event) {
	p := e.bundle(ev.Field("bundle"), parse.NoPID, rec)
	if p == nil {
		return
	}
	reason := ev.Field("reason")
	if quoted, ok := strings.CutPrefix(reason, "\""); ok { // a sentence may go on behind it
		reason, _, _ = strings.Cut(quoted, "\"")
	}
	x := &Exit{Kind: ExitOther, Explanation: reason, Count: 1}
	if strings.Contains(x.Explanation, "killed from app switcher") {
		x.Kind = ExitForceQuit
	}
	e.exited(p, rec, x)
}

func (e *Engine) appTerminated(rec *parse.Record, ev *Event) {
	if p := e.bundle(ev.Field("bundle"), parse.NoPID, rec); p != nil {
		e.exited(p, rec, nil)
	}
}

// watchdogViolated: FrontBoard's own words before a watchdog kill. The first line says
// only that the allowance is used up: what follows upon it, another one tells.
func (e *Engine) watchdogViolated(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil || ev.Kind == WatchdogViolated && p.Debugged {
		return
	}
	text := rec.Message
	x := &Exit{Kind: kindOfExplanation(text, ExitOther), Count: 1, Explanation: text}
	if ev.Kind == WatchdogViolated {
		x.Kind = ExitWatchdog
		if x.Event = ev.Field("event"); strings.HasSuffix(text, x.Event) {
			x.Event = "" // the line was cut in it, perhaps
		}
	}
	if _, req, ok := strings.Cut(text, "explanation: \""); ok {
		x.Explanation, _, _ = strings.Cut(req, "\"")
		x.Event, x.Limit, x.AllowanceKind = watchdogOf(x.Explanation)
	}
	if x.Kind == ExitWatchdog {
		x.Namespace, x.Code, x.HasCode = "FRONTBOARD", 0x8BADF00D, true
	}
	if ev.Kind == WatchdogViolated {
		x.Evidence = []Evidence{evidence(rec)}
		p.asked = x // not yet done, and nothing is done to a process that is debugged
		p.App.Work = true
		return
	}
	e.exited(p, rec, x)
}

// watchdogDeclined: FrontBoard lets a process live whose allowance is used up, as a rule
// because a debugger holds it.
func (e *Engine) watchdogDeclined(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	if strings.Contains(ev.Field("reason"), "debugged") {
		p.Debugged, p.App.Work = true, true
		e.debugged(p.App, rec)
	}
	p.asked = nil
}

// appExitedSignal: SpringBoard's words for an end up to iOS 10; a signal it does not always
// name.
func (e *Engine) appExitedSignal(rec *parse.Record, ev *Event) {
	x := &Exit{Kind: ExitSignal, Count: 1}
	if n := ev.Field("signal"); n != "" {
		x = signalled(n)
	} else {
		switch ev.Row.ID {
		case "sb.crashed":
			x.Kind = ExitCrash
		case "sb.killed_jetsam":
			x.Kind, x.Namespace = ExitMemory, "JETSAM"
		case "sb.exited_voluntarily":
			x.Kind = ExitNormal
		}
	}
	j, ok := jobOf(ev.Field("process"))
	if bundle := ev.Field("bundle"); bundle != "" {
		j, ok = job{bundle: bundle, run: ev.Field("run"), pid: parse.NoPID}, true
	}
	if ok {
		e.exited(e.run(j, rec), rec, x)
		return
	}
	e.exited(e.lastNamed(ev.Field("process"), rec), rec, x)
}

// crashForced: SpringBoard kills an app of iOS 9 to 11, and says why.
func (e *Engine) crashForced(rec *parse.Record, ev *Event) {
	p := e.shortTarget(ev.Field("process"), atoi(ev.Field("pid")), rec)
	e.exited(p, rec, termination("", 0, false, ev.Field("description")))
}

// beyondPermittedTime: assertiond and backboardd name the process before the
// text and list what it held after it.
func (e *Engine) beyondPermittedTime(rec *parse.Record, ev *Event) {
	x := termination("", 0, false, "has active assertions beyond permitted time: "+ev.Field("list"))
	x.Kind = ExitAssertionTimeout
	before, _, _ := strings.Cut(oneLine(rec.Message), " has active assertions beyond permitted time")
	p := e.legacyProcess(before, rec)
	if _, bundle, ok := strings.Cut(x.Held, " for "); ok && strings.HasPrefix(x.Held, "Shared Background Assertion") && p.App.BundleID == "" && p.App.Name != "" {
		e.bindName(&parse.Record{Process: p.App.Name}, bundle)
	}
	e.exited(p, rec, x)
}

// legacyExited: assertiond tells that a process is gone, and of a crash that it was one.
func (e *Engine) legacyExited(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	var x *Exit
	if ev.Field("reason") == "crash" {
		x = &Exit{Kind: ExitCrash, Count: 1}
	}
	e.exited(p, rec, x)
}

// legacyProcess reads "Notes[412]", "[Notes:412] … Notes:412" at the end of s.
func (e *Engine) legacyProcess(s string, rec *parse.Record) *process {
	s = strings.TrimSpace(s)
	if i := strings.LastIndexAny(s, " \n"); i >= 0 && !strings.HasSuffix(s, "]") {
		s = s[i+1:]
	}
	name, pid := "", parse.NoPID
	if strings.HasSuffix(s, "]") {
		if open := strings.LastIndexByte(s, '['); open > 0 {
			name, pid = s[:open], atoi(s[open+1:len(s)-1])
		}
	} else if before, digits, ok := cutLast(s, ':'); ok && number(digits, argNumber) == len(digits) && digits != "" {
		name, pid = before, atoi(digits)
	}
	if name == "" {
		return e.anonymous(&parse.Record{PID: parse.NoPID, Time: rec.Time})
	}
	return e.shortTarget(name, pid, rec)
}

// lockedFiles: runningboardd names the locked files before the kill. That the kill with
// its code followed is inferred until another line tells it.
func (e *Engine) lockedFiles(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil && ev.Target.Kind == IdentityNone && ev.Row.ID == "rb.locked.was" && len(lockedIn(ev.Field("files"))) > 0 {
		p = e.lockHolder(rec)
	}
	if p == nil {
		return
	}
	if ev.Kind == LockedFilesDetail {
		if p.Exit != nil {
			e.explain(p, rec, nil)
		}
		return
	}
	x := &Exit{Kind: ExitFileLock, Inferred: true, Count: 1, State: StateSuspended}
	if ev.Row.ID == "rb.locked.was" { // the words of the kill itself
		x.Code, x.HasCode, x.Inferred = 0xDEAD10CC, true, false
		if ev.Target.Kind != IdentityNone {
			x.Namespace = "RUNNINGBOARD"
		}
	}
	x.Files = lockedIn(ev.Field("files"))
	e.exited(p, rec, x)
}

// lockHolder reads who held a lock from the words of the kill before RunningBoard, which crash
// reports quote: "<BKNewProcess: 0x1; com.example; pid: 7; hostpid: -1>" or "Notes[412]".
func (e *Engine) lockHolder(rec *parse.Record) *process {
	name, bundle, pid := parse.SubjectBefore(oneLine(rec.Message), " was suspended with locked system files")
	switch {
	case bundle != "":
		return e.bundle(bundle, pid, rec)
	case name != "" && pid > 0:
		return e.shortTarget(name, pid, rec)
	}
	return e.anonymous(&parse.Record{PID: parse.NoPID, Time: rec.Time})
}

// privacyChanged: Settings ends an app whose permission the user has changed. The
// signal by which that is done is no fault.
func (e *Engine) privacyChanged(rec *parse.Record, ev *Event) {
	bundle, _, _ := strings.Cut(ev.Field("bundle"), "[")
	p := e.current[e.byBundle[bundle]] // also one of which the end is known
	if p == nil {
		p = e.bundle(bundle, parse.NoPID, rec)
	}
	if p == nil {
		p = e.anonymous(rec)
	}
	x := &Exit{Kind: ExitOther, Explanation: "quit in response to privacy settings change", Count: 1, Evidence: []Evidence{evidence(rec)}}
	if p.Exit != nil {
		p.Exit.add(x)
	} else {
		p.asked = x
	}
	p.App.Work = true
}

// voipRefused: callservicesd launches an app no longer that did not report the calls of
// its pushes.
func (e *Engine) voipRefused(rec *parse.Record, ev *Event) {
	p := e.bundle(ev.Field("bundle"), parse.NoPID, rec)
	c := e.clue(ev, rec, p, "")
	if strings.Contains(ev.Field("rest"), "foreground") {
		c.Fields["delivered"] = "yes"
	}
}
