package lifecycle

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
)

// This file reads the lines that tell of an exit, one handler per kind of event.

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
	e.exited(p, rec, x)
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
	case strings.HasPrefix(held, "com.apple.nsurlsessiond.handlesession"), held == "com.apple.das.nsurlsessioncomplete":
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
	id, ok := strings.CutPrefix(x.Held, "com.apple.nsurlsessiond.handlesession ")
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

// launchdExit: (namespace, code, wait status), in decimal.
func (e *Engine) launchdExit(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	if ev.Field("namespace") == "" {
		e.exited(p, rec, nil)
		return
	}
	ns, _ := strconv.ParseUint(ev.Field("namespace"), 10, 64)
	code, _ := strconv.ParseUint(ev.Field("code"), 10, 64)
	status, _ := strconv.ParseUint(ev.Field("status"), 10, 64)
	e.exited(p, rec, launchdReason(ns, code, status))
}

func launchdReason(ns, code, status uint64) *Exit {
	if ns == 0 {
		// no reason: the wait status tells of exit() or a signal
		if sig := status & 0x7f; sig != 0 {
			return termination("SIGNAL", sig, true, "")
		}
		x := &Exit{Kind: ExitNormal, Count: 1}
		if n := status >> 8 & 0xff; n != 0 {
			x.Explanation = "exit(" + strconv.FormatUint(n, 10) + ")"
		}
		return x
	}
	name := namespaces[ns]
	if name == "" {
		name = strconv.FormatUint(ns, 10)
	}
	if name == "TCC" && code == 0 {
		// a usage description is missing, or the user has changed the permission
		return &Exit{Kind: ExitSignal, Namespace: name, HasCode: true, Signal: "SIGKILL", By: "tccd", Count: 1}
	}
	return termination(name, code, true, "")
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
	if !p.closing.Known() {
		p.closing = rec.Time
	}
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

// codeNumber reads "SIGSEGV(11)", "force-quit(0xfbfbfbfb)", "0xDEADFA11" or "1".
func codeNumber(s string) (uint64, bool) {
	if end := strings.IndexAny(s, "> ,"); end >= 0 {
		s = s[:end]
	}
	if _, in, ok := strings.Cut(s, "("); ok {
		s = strings.TrimRight(in, ")")
	}
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
		x.Event = ev.Field("event")
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

// appExitedSignal: SpringBoard's words for an end by a signal up to iOS 10, which it does not
// always name.
func (e *Engine) appExitedSignal(rec *parse.Record, ev *Event) {
	x := &Exit{Kind: ExitSignal, Count: 1}
	if n := ev.Field("signal"); n != "" {
		x = signalled(n)
	} else if ev.Row.ID == "sb.crashed" {
		x.Kind = ExitCrash
	}
	b := ev.Field("bundle")
	if job, _, ok := jobOf(ev.Field("process")); ok {
		b = job
	}
	if b != "" {
		e.exited(e.bundle(b, parse.NoPID, rec), rec, x)
		return
	}
	p := e.current[e.byName[ev.Field("process")]] // also one of which the end is known
	if p == nil {
		p = e.shortTarget(ev.Field("process"), parse.NoPID, rec)
	}
	e.exited(p, rec, x)
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
	before, _, _ := strings.Cut(rec.Message, " has active assertions beyond permitted time")
	p := e.legacyProcess(before, rec)
	if _, bundle, ok := strings.Cut(x.Held, " for "); ok && strings.HasPrefix(x.Held, "Shared Background Assertion") && p.App.BundleID == "" && p.App.Name != "" {
		e.bindName(&parse.Record{Process: p.App.Name}, bundle)
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

// jetsamKill: the kernel names victim and cause.
func (e *Engine) jetsamKill(rec *parse.Record, ev *Event) {
	pid := parse.NoPID
	if n := ev.Field("pid"); n != "" {
		pid = atoi(n)
	} else if t := ev.Field("pidtext"); t != "" {
		pid = atoi(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(t), "pid")))
	}
	band := ev.Field("high")
	p := e.killed(rec, strings.TrimSpace(ev.Field("process")), pid, band == "FOREGROUND" || strings.Contains(rec.Message, " type:app)"))
	if p == nil || band != "" {
		return // a daemon, or the kill is still to come
	}
	cause, _, _ := strings.Cut(ev.Field("cause"), " ")
	x := &Exit{Kind: ExitMemory, Namespace: "JETSAM", Jetsam: strings.Clone(cause), Count: 1}
	if k, err := strconv.ParseInt(ev.Field("kilobytes"), 10, 64); err == nil {
		x.Pages, x.PageSize = k, 1024
	}
	e.exited(p, rec, x)
}

// killed returns the process that the kernel names, nil for a daemon; app is true when
// more than its name tells that it is an app's.
func (e *Engine) killed(rec *parse.Record, name string, pid int, app bool) *process {
	p := e.byPID[pid]
	if p == nil || pid <= 0 {
		if a := e.byName[name]; a != nil {
			p = e.current[a]
		}
	}
	if p == nil && (app || appLike(name)) && !strings.Contains(rec.Message, " type:daemon") {
		p = e.newProcess(e.appNamed(&parse.Record{Process: strings.Clone(name)}), pid)
		e.touch(p, rec.Time)
	}
	return p
}

// cpuTriggered: symptomsd hears of a process that used more CPU than the kernel lets
// it live with.
func (e *Engine) cpuTriggered(rec *parse.Record, ev *Event) {
	p := e.killed(rec, strings.TrimSpace(ev.Field("process")), atoi(ev.Field("pid")), strings.Contains(ev.Field("path"), installedApps))
	if p == nil {
		return
	}
	num := func(field string) float64 {
		v, _ := strconv.ParseFloat(ev.Field(field), 64)
		ns, _ := strconv.ParseFloat(ev.Field(field+"_ns"), 64)
		return v + ns/1e9
	}
	cpu := &parse.CPUReport{UsedSeconds: num("used"), OverSeconds: num("over"), LimitSeconds: num("window"), Fatal: true}
	if cpu.LimitSeconds > 0 {
		cpu.LimitPercent = 100 * num("limit") / cpu.LimitSeconds
	}
	e.exited(p, rec, &Exit{Kind: ExitCPU, CPU: cpu, Count: 1})
}

// installedApps is where a device keeps the apps that people install.
const installedApps = "/containers/Bundle/Application/"

// appLike tells an app's process name from a daemon's: apps are named with a
// capital letter, Apple's own are listed.
func appLike(name string) bool {
	return name != "" && name[0] >= 'A' && name[0] <= 'Z' && !strings.Contains(name, ".") && !systemProcesses[name]
}

// launchdExited: launchd's own line; the job's label is in the subsystem or in
// the text before.
func (e *Engine) launchdExited(rec *parse.Record, ev *Event) {
	var x *Exit
	rest := ev.Field("rest")
	if n := ev.Field("signal"); n != "" {
		x = signalled(n)
	} else if ns := ev.Field("namespace"); ns != "" {
		n, _ := strconv.ParseUint(ns, 10, 64)
		code, _ := strconv.ParseUint(strings.TrimPrefix(ev.Field("code"), "0x"), 16, 64)
		x = launchdReason(n, code, 0)
		if strings.Contains(rest, "RBSTerminateContext") {
			if c := contextExit(rest); c.Kind != ExitUnknown {
				x.add(c)
			}
		}
	} else {
		x = dueTo(rest)
	}
	before, _, _ := strings.Cut(rec.Message, "exited ")
	label := rec.Subsystem + " " + before
	var p *process
	if bundle, pid, ok := jobOf(label); ok {
		p = e.bundle(bundle, pid, rec)
	} else if p = e.askedFor(label); p == nil && (rec.Subsystem != "" || strings.Contains(label, "/") || rec.Process != "") {
		return // a daemon's or agent's job
	}
	if p == nil {
		p = e.anonymous(rec)
	}
	e.exited(p, rec, x)
}

// jobOf finds the label of an app's job in a text, "UIKitApplication:com.example.notes[412]";
// in the first brackets may stand something else than the pid, which then follows in the last:
// "UIKitApplication:com.example.notes[0x5b4a][412]".
func jobOf(text string) (bundle string, pid int, ok bool) {
	_, app, ok := strings.Cut(text, "UIKitApplication:")
	if !ok {
		return "", parse.NoPID, false
	}
	end := strings.IndexAny(app, "[ :)")
	if end < 0 {
		end = len(app)
	}
	pid = parse.NoPID
	for rest := app[end:]; strings.HasPrefix(strings.TrimLeft(rest, " "), "["); {
		rest = strings.TrimLeft(rest, " ")
		shut := strings.IndexByte(rest, ']')
		if shut < 0 {
			break
		}
		pid = parse.NoPID
		if shut > 1 && number(rest[1:], argNumber) == shut-1 {
			pid = atoi(rest[1:shut])
		}
		rest = rest[shut+1:]
	}
	return app[:end], pid, true
}

// signalled is the end by the signal of that number.
func signalled(number string) *Exit {
	return termination("SIGNAL", uint64(max(atoi(number), 0)), true, "")
}

// askedFor finds the process of a macOS job's label, application.<bundle>.N.N,
// whose end was asked for.
func (e *Engine) askedFor(label string) *process {
	for _, p := range e.all {
		if p.asked != nil && strings.Contains(label, "application."+p.App.BundleID) {
			return p
		}
	}
	return nil
}

// dueTo reads "exit(0), ran for 1363ms", "SIGPIPE | sent by Notes[412], ran for …".
func dueTo(s string) *Exit {
	if end := strings.IndexAny(s, "`\n"); end >= 0 { // a ticket's code fence
		s = s[:end]
	}
	word, _, _ := strings.Cut(s, ",")
	word, by, _ := strings.Cut(word, " | sent by ")
	word = strings.TrimSpace(word)
	if strings.HasPrefix(word, "exit(") {
		x := &Exit{Kind: ExitNormal, Count: 1}
		if word != "exit(0)" {
			x.Explanation = word
		}
		return x
	}
	if _, number, ok := cutLast(strings.TrimPrefix(word, "signal: "), ':'); ok { // "Segmentation fault: 11"
		word = signalNames[uint64(max(atoi(strings.TrimSpace(number)), 0))]
	}
	for n, name := range signalNames {
		if word == name {
			x := termination("SIGNAL", n, true, "")
			x.By = by
			return x
		}
	}
	return &Exit{Kind: ExitOther, Explanation: word, Count: 1}
}

func (e *Engine) crashReported(rec *parse.Record, ev *Event) {
	pid := atoi(ev.Field("pid"))
	p := e.byPID[pid]
	if p == nil {
		a := e.appNamed(&parse.Record{Process: strings.TrimSpace(ev.Field("process"))})
		p = e.current[a]
		if p == nil {
			p = e.newProcess(a, pid)
			e.touch(p, rec.Time)
		}
	}
	e.exited(p, rec, nil)
}

// notBackgroundable is what CoreLocation asserts when allowsBackgroundLocationUpdates is
// set without the background mode "location" (Apple, CLLocationManager: a programmer
// error; posted logs of iOS 9 to 17, mauron85/react-native-background-geolocation#60).
const notBackgroundable = "!stayUp || CLClientIsBackgroundable"

// appCrashed: the runtime's own words before it aborts.
func (e *Engine) appCrashed(rec *parse.Record, ev *Event) {
	if ev.Row.Inside && rec.Process != "" {
		return // an app's own words about it
	}
	text := ev.Field("exception") + ": " + thrownFor(ev.Field("reason"))
	if ev.Field("exception") == "" {
		text = rec.Message // the reason alone
	}
	text = strings.TrimRight(text, "': \n")
	x := &Exit{Kind: ExitCrash, Signal: "SIGABRT", Count: 1, Explanation: text}
	own := e.own
	switch {
	case strings.HasPrefix(ev.Row.ID, "dyld."):
		installed := containsAny(text, "ontainers/Bundle/Application/", "/CoreSimulator/", "-iphonesimulator/")
		if !installed && (!strings.HasPrefix(ev.Field("library"), "@rpath/") || strings.Contains(text, "Referenced from: ")) {
			return // as a rule a tool of a Mac
		}
		x.Namespace, x.Signal, x.Inferred = "DYLD", "", !installed && rec.Process == ""
	case ev.Row.ID == "mono.crash":
		x.Signal = ev.Field("signal")
		if x.Signal == "segv" {
			x.Signal = "SIGSEGV"
		} else if !strings.HasPrefix(x.Signal, "SIG") {
			return
		}
		x.Inferred, own = rec.Process == "", e.consoleProcess
	case strings.HasPrefix(ev.Row.ID, "swift."):
		if strings.ContainsAny(ev.Field("place"), " \t") || strings.HasPrefix(ev.Field("reason"), "Error raised at top level") {
			return // a sentence; a program without an entry point of its own: a tool or a script
		}
		text, _, _ = strings.Cut(text, "\n")
		// by which signal depends on the processor; programs of a Mac write so too
		x.Explanation, x.Signal, x.Inferred, own = text, "", rec.Process == "", e.consoleProcess
	}
	p := e.saidBefore(rec, text)
	if p == nil {
		p = own(rec)
	}
	e.abortTold(p)
	if _, undescribed := x.Undescribed(); undescribed {
		x.Namespace, x.Signal = "TCC", "" // the library aborts, or tccd kills
	}
	e.explain(p, rec, x)
	if strings.Contains(text, notBackgroundable) {
		e.locationMode(rec, ev.Row, p)
	}
	if !p.closing.Known() {
		p.closing = rec.Time
	}
}

// appAborted: the runtime of C++ ends the app. It writes this to the standard error, below an
// exception that the log tells already, and has no more than its type.
func (e *Engine) appAborted(rec *parse.Record, ev *Event) {
	crashed := func(p *process) bool { return p.Exit != nil && p.Exit.Kind == ExitCrash }
	if rec.Process == "" && slices.ContainsFunc(e.all, crashed) {
		return
	}
	p := e.consoleProcess(rec)
	if crashed(p) {
		return
	}
	thrown, _, _ := strings.Cut(ev.Field("thrown"), "(lldb)")
	e.explain(p, rec, &Exit{Kind: ExitCrash, Signal: "SIGABRT", Count: 1, Explanation: abortedWords + strings.TrimSpace(thrown)})
	if !p.closing.Known() {
		p.closing = rec.Time
	}
}

const abortedWords = "uncaught exception of type "

// abortTold drops the crash that the runtime of C++ has told without a name, where the
// exception comes after it: Xcode shows the standard error and the log as they arrive.
func (e *Engine) abortTold(by *process) {
	for _, p := range e.all {
		if p != by && p.App.Label() == "" && p.Exit != nil && strings.HasPrefix(p.Exit.Explanation, abortedWords) {
			p.Exit, p.closing = nil, Time{}
		}
	}
}

func containsAny(s string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(s, part) })
}

// thrownFor takes from the reason of an exception the lines of the runtime that follow it.
func thrownFor(reason string) string {
	for _, next := range []string{"*** First throw call stack", "terminating due to uncaught exception of type", "terminating with uncaught exception of type"} {
		reason, _, _ = strings.Cut(reason, next)
	}
	return reason
}

// saidBefore finds the process whose crash a line tells once more: the runtime writes the
// exception through NSLog, with a head, and since about iOS 16 to the standard error too
// (spoonconsulting/cordova-plugin-background-upload#139, twice in
// huggingface/swift-transformers#341). Swift's writes to the standard error first: then the
// line with the head tells whose it was.
func (e *Engine) saidBefore(rec *parse.Record, text string) *process {
	headless := rec.Process == "" && rec.PID <= 0
	for _, p := range slices.Backward(e.all) {
		if p.Exit == nil || p.Exit.Kind != ExitCrash || p.Exit.Explanation != text && p.Exit.Explanation != "" {
			continue
		}
		nameless := p.App.Name == "" && p.App.BundleID == ""
		switch {
		case headless && (nameless || p.Exit.Explanation != ""):
			return p
		case !headless && nameless:
			q := e.own(rec)
			e.join(q.App, p.App)
			return q
		}
	}
	return nil
}

// lockedFiles: runningboardd names the locked files before the kill. That the kill with
// its code followed is inferred until another line tells it.
func (e *Engine) lockedFiles(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
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
		x.Namespace, x.Code, x.HasCode, x.Inferred = "RUNNINGBOARD", 0xDEAD10CC, true, false
	}
	x.Files = lockedIn(ev.Field("files"))
	e.exited(p, rec, x)
}

// memoryLimit: a warning unless the kernel says that it is fatal.
func (e *Engine) memoryLimit(rec *parse.Record, ev *Event) {
	if !strings.Contains(ev.Field("limit"), "(fatal)") {
		return
	}
	name, pid := ev.Field("process"), parse.NoPID
	if ev.Field("pid") != "" {
		pid = atoi(ev.Field("pid"))
	} else if before, number, ok := cutLast(strings.TrimSuffix(name, "]"), '['); ok && before != "" { // "Notes [412]"
		name, pid = strings.TrimSpace(before), atoi(number)
	}
	p := e.killed(rec, name, pid, false)
	if p == nil && name == "" && pid == parse.NoPID {
		p = e.anonymous(rec)
	}
	if p != nil {
		e.explain(p, rec, &Exit{Kind: ExitMemory, Namespace: "JETSAM", Jetsam: "per-process-limit", Count: 1})
	}
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

// memoryWarned: no fault, but the line names the process that a debugger's
// message may follow.
func (e *Engine) memoryWarned(rec *parse.Record, ev *Event) { e.own(rec) }

// cpuViolated: RunningBoard takes assertions away from a process over its CPU
// budget.
func (e *Engine) cpuViolated(rec *parse.Record, ev *Event) {
	pid := atoi(ev.Field("pid"))
	p := e.byPID[pid]
	if p == nil {
		return
	}
	c := e.clue(ev, rec, p, "")
	c.Fields["assertions"] = ev.Field("assertions")
	p.cpu = evidence(rec)
}

func (e *Engine) cpuBurning(rec *parse.Record, ev *Event) {
	p := e.byPID[atoi(ev.Field("pid"))]
	if a := e.byName[ev.Field("process")]; p == nil && a != nil {
		p = e.current[a]
	}
	if p == nil {
		return
	}
	c := e.clue(ev, rec, p, "")
	c.Fields["limit"] = ev.Field("percent")
	p.cpu = evidence(rec)
}

// cpuReported: a pasted cpu_resource report; what was done stands beside it.
func (e *Engine) cpuReported(rec *parse.Record, ev *Event) {
	num := func(f string) float64 { v, _ := strconv.ParseFloat(ev.Field(f), 64); return v }
	cpu := &parse.CPUReport{OverSeconds: num("over"), LimitPercent: num("limit"), LimitSeconds: num("seconds")}
	if words := strings.Fields(ev.Field("used")); len(words) > 0 { // "CPU: 48"
		cpu.UsedSeconds, _ = strconv.ParseFloat(words[len(words)-1], 64)
	}
	cpu.Fatal = strings.Contains(rec.Message, "Action taken: Process killed")
	p := e.own(rec)
	if cpu.Fatal {
		e.exited(p, rec, &Exit{Kind: ExitCPU, CPU: cpu, Count: 1})
		return
	}
	c := e.clue(ev, rec, p, "")
	c.CPU, c.Cut = cpu, !strings.Contains(rec.Message, "Action taken:")
}
