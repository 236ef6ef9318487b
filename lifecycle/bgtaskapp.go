package lifecycle

import (
	"slices"
	"strings"

	"github.com/bglog/bglog/parse"
)

// This file follows requests by the lines of the BackgroundTasks framework in the
// app's process. They name the identifier, and only some the instance.

// submitCalled: submit() was entered. A request of the same identifier that waits
// is removed first.
func (e *Engine) submitCalled(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	request := ev.Field("request")
	kind, identifier := splitObject(request)
	if identifier == "" {
		return
	}
	old := e.pendingBGTask(kind, identifier, p.App)
	t := e.newBGTask(kind, identifier, "", p.App, rec)
	t.Process = p.Process
	t.Submitted, t.Earliest = rec.Time, beginDate(request)
	firstLine(&t.Evidence, ev.Kind, rec)
	e.replaced(old, t)
}

// pendingBGTask returns the request of an identifier that waits.
func (e *Engine) pendingBGTask(kind BGTaskKind, identifier string, a *App) *BGTask {
	t := e.findBGTask(kind, identifier, a, func(*BGTask) bool { return true })
	if t == nil || t.Ran() || t.over() {
		return nil
	}
	return t
}

// replaced notes that old gave way to t.
func (e *Engine) replaced(old, t *BGTask) {
	if old == nil || old == t {
		return
	}
	old.Replaced = true
	old.Cancelled = parse.Earliest(old.Cancelled, t.Submitted)
}

// submitNamed: the activity that the submission has become.
func (e *Engine) submitNamed(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	for _, name := range activitiesIn(ev.Field("activity")) {
		t := e.activity(name, p.App, rec, ev.Kind)
		if t == nil {
			continue
		}
		t.Submitted = parse.Earliest(t.Submitted, rec.Time)
		t.Process = p.Process
		firstLine(&t.Evidence, ev.Kind, rec)
	}
}

// submitFailed: the daemon refused it. The code is dasd's.
func (e *Engine) submitFailed(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	kind, identifier := splitObject(ev.Field("request"))
	t := e.findBGTask(kind, identifier, p.App, func(o *BGTask) bool { return within(rec.Time, o.Submitted, submitSeconds) })
	if t == nil {
		return
	}
	e.touchBGTask(t, p.App, rec)
	firstLine(&t.Evidence, ev.Kind, rec)
	if code, _ := errorCode(ev.Field("error")); code != 0 && t.Error == 0 {
		t.Error, t.ErrorDomain = code, errorDomain(ev.Field("error"))
	}
}

// errorDomain reads "Error Domain=DASActivitySchedulerErrorDomain Code=4"; the daemon
// that cannot be reached is an error of another domain than dasd's.
func errorDomain(text string) string {
	_, rest, ok := strings.Cut(text, "Domain=")
	if domain, _, found := strings.Cut(rest, " "); ok && found {
		return strings.Clone(domain)
	}
	return SchedulerErrors
}

// bgtaskRefused gives the app's own error to its last submission.
func (e *Engine) bgtaskRefused(rec *parse.Record, a *App, identifier string, code int) {
	var t *BGTask
	const recent = 200 // requests back
	for _, o := range slices.Backward(e.t.BGTasks[max(len(e.t.BGTasks)-recent, 0):]) {
		if o.App != a || o.Kind.Launch() || identifier != "" && o.Identifier != identifier || !o.Submitted.Known() {
			continue
		}
		if t != nil && !within(rec.Time, o.Submitted, replaceSeconds) {
			break
		}
		if t == nil || o.ErrorDomain == SchedulerErrors { // the one of which the framework says that it failed
			t = o
		}
		if t.ErrorDomain == SchedulerErrors {
			break
		}
	}
	if t == nil || t.has(ActivityAccepted) || t.Ran() || !within(rec.Time, t.Submitted, replaceSeconds) {
		return
	}
	t.Error, t.ErrorDomain = code, errorDomainOfTasks
	e.touchBGTask(t, a, rec)
}

// cancelCalled: the app cancels what waits under an identifier, or all.
func (e *Engine) cancelCalled(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	identifier := plainValue(ev.Field("identifier"))
	if ev.Kind == BGTaskCancelCalled && identifier == "" {
		return
	}
	for key := range e.bg.requests {
		t := e.pendingBGTask(BGUnknown, key, p.App)
		if t == nil || t.Kind.Launch() || identifier != "" && t.Identifier != identifier || t.App != p.App {
			continue
		}
		t.Cancelled = rec.Time
		firstLine(&t.Evidence, ev.Kind, rec)
		e.touchBGTask(t, p.App, rec)
	}
}

// appActivities follows the app's lines that name activities with their instance.
func (e *Engine) appActivities(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	if ev.Kind == AppHandlesLaunch {
		e.appHandlesLaunch(rec, ev)
	}
	for _, name := range activitiesIn(ev.Field("activities") + ev.Field("activity")) {
		t := e.activity(name, p.App, rec, ev.Kind)
		if t == nil {
			continue
		}
		t.Process = p.Process
		firstLine(&t.Evidence, ev.Kind, rec)
		switch ev.Kind {
		case BGTaskDelivered, AppHandlesLaunch, BGTaskHandlersCalled:
			t.Delivered = parse.Earliest(t.Delivered, rec.Time)
		case BGTaskExpiryAnnounced, BGTaskExpiryCalling, BGTaskExpiryQueued:
			e.expireBGTask(t, rec)
			if t.EndedBy == "" && e.bg.timeOver.Known() && within(rec.Time, e.bg.timeOver, 1) { // dasd passes the warning on at once
				t.EndedBy = EndedByTime
			}
		case BGTaskCompletionSent:
			if c, ok := e.bg.unnamed[p]; ok && !t.has(BGTaskCompleted) && within(rec.Time, c.by.Time, 1) {
				t.Completed, t.Success = c.by.Time, c.success
				t.Evidence.Set(BGTaskCompleted, c.by)
				delete(e.bg.unnamed, p)
			}
			t.Completed = parse.Earliest(t.Completed, rec.Time)
		}
	}
}

// bgtaskExpiry: the line names activities, or the task objects.
func (e *Engine) bgtaskExpiry(rec *parse.Record, ev *Event) {
	if ev.Field("tasks") == "" {
		e.appActivities(rec, ev)
		return
	}
	p := e.own(rec)
	// what stands before the first object is no task, nor is a request to expire one:
	// <_BGTaskExpirationRequest: 0x281c0a340> (iOS 26.1 keeps a set of these)
	_, objects, _ := strings.Cut(ev.Field("tasks"), "<BG")
	for object := range strings.SplitSeq(objects, "<BG") {
		object, _, closed := strings.Cut(object, ">")
		kind, identifier := splitObject("<BG" + object)
		if !closed || identifier == "" {
			continue
		}
		if t := e.taskOfLine(kind, identifier, p, rec, ev.Kind); t != nil {
			firstLine(&t.Evidence, ev.Kind, rec)
			e.touchBGTask(t, p.App, rec)
			e.expireBGTask(t, rec)
		}
	}
}

// expireBGTask notes that the app was told to end the run.
func (e *Engine) expireBGTask(t *BGTask, rec *parse.Record) {
	if t.completed() {
		return // the warning came too late
	}
	t.Expired = parse.Earliest(t.Expired, rec.Time)
}

// bgtaskLine follows the app's lines that name the task object.
func (e *Engine) bgtaskLine(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	kind, identifier := splitObject(ev.Field("task"))
	t := e.taskOfLine(kind, identifier, p, rec, ev.Kind)
	if t == nil {
		if ev.Kind == BGTaskCompleted {
			e.bg.unnamed[p] = completion{evidence(rec), success(ev.Field("success"))}
		}
		return
	}
	if kind == BGHealthResearch {
		t.Kind = kind
	}
	e.touchBGTask(t, p.App, rec)
	t.Process = p.Process
	if ev.Kind == BGTaskExpiring && t.completed() {
		return // the warning came too late
	}
	firstLine(&t.Evidence, ev.Kind, rec)
	switch ev.Kind {
	case BGTaskRunning:
		t.Queued = rec.Time
	case BGTaskStarted:
		t.Started = rec.Time
	case BGTaskCompleted:
		if !t.Completed.Known() {
			t.Completed = rec.Time
		}
		if told := success(ev.Field("success")); told != Unknown && t.Success == Unknown { // the first call counts
			t.Success = told
		}
	case BGTaskExpiring:
		e.expireBGTask(t, rec)
	case BGTaskNoExpirationHandler:
		t.Expired = parse.Earliest(t.Expired, rec.Time)
		t.Success = No // the framework completes it so
	case BGTaskNotCompleted:
		t.Dropped = true
	}
}

func success(value string) Tri {
	switch value {
	case "0", "NO":
		return No
	case "1", "YES":
		return Yes
	}
	return Unknown
}

// taskOfLine finds the request that a line about a task object is about. In its
// handler the app submits the next one, so the newest is not always it.
func (e *Engine) taskOfLine(kind BGTaskKind, identifier string, p *process, rec *parse.Record, event EventKind) *BGTask {
	begins := event == BGTaskRunning || event == BGTaskStarted
	twice := event == BGTaskExpiryCalling // told of the activities first, then of their tasks
	open := func(o *BGTask) bool {
		return (!o.has(event) || twice) && o.Ran() && !o.completed() && !o.ended() && (o.Process == nil || o.Process == p.Process)
	}
	if identifier == "" { // hidden, or "(null)": the process's only run
		return e.onlyBGTask(p.App, open)
	}
	if begins {
		if t := e.lastBGTask(kind, identifier, p.App, open); t != nil {
			return t
		}
		if t := e.pendingBGTask(kind, identifier, p.App); t != nil {
			return t
		}
		return e.newBGTask(kind, identifier, "", p.App, rec)
	}
	// the newest run, even when an earlier one was never completed: it may be
	// completed again, or after dasd had ended it, or expire as it completes
	t := e.lastBGTask(kind, identifier, p.App, func(o *BGTask) bool { return o.Ran() && (o.Process == nil || o.Process == p.Process) })
	if t != nil && (open(t) || event == BGTaskCompleted || t.Completed.Known() && within(rec.Time, t.Completed, answerSeconds)) {
		return t
	}
	return e.newBGTask(kind, identifier, "", p.App, rec)
}

// onlyBGTask returns the app's only request that fits, or nil.
func (e *Engine) onlyBGTask(a *App, fits func(*BGTask) bool) *BGTask {
	var found *BGTask
	for _, o := range e.t.BGTasks {
		if o.App == a && !o.Kind.Launch() && fits(o) {
			if found != nil {
				return nil
			}
			found = o
		}
	}
	return found
}

// bgtaskClueLine keeps a line that a rule judges by itself, and follows the run.
func (e *Engine) bgtaskClueLine(rec *parse.Record, ev *Event) {
	code := ""
	if spelled := ev.Field("spelled"); spelled != "" {
		if code = taskErrorCode(spelled, rec.Message); code == "" {
			return
		}
	}
	if ev.Row == bgtaskUnrecognizedRow {
		code = "3"
	}
	if code != "" {
		ev = &Event{Kind: ev.Kind, Row: bgtaskCodeRow, n: 1}
		ev.values[0] = code
	}
	e.bgtaskClue(rec, ev)
	p := e.own(rec)
	switch ev.Kind {
	case BGTaskNoExpirationHandler, BGTaskNotCompleted:
		e.bgtaskLine(rec, ev)
	case BGTaskError:
		e.bgtaskRefused(rec, p.App, "", atoi(plainValue(ev.Field("code"))))
	case BGTaskNotAdvertised:
		e.bgtaskRefused(rec, p.App, ev.identifier(), 3)
	case BGTaskResourcesUnsupported:
		e.bgtaskRefused(rec, p.App, ev.identifier(), 1)
	}
}

// simulated: a debugger's command launches a task. It takes what waits.
func (e *Engine) simulated(rec *parse.Record, ev *Event) {
	e.debuggerCommand(rec, ev)
	launch := ev.Row.ID == "bgt.sim_launch"
	kind, identifier := BGUnknown, ""
	if object := ev.Field("task"); object != "" {
		kind, identifier = splitObject(object)
	} else {
		identifier = ev.identifier()
	}
	if launch || ev.Row.ID == "bgt.sim_start" {
		e.simulatedClue(rec, ev, identifier)
	}
	if rec.Process == "" && !launch || strings.ContainsAny(identifier, "<>") || identifier == "" && !ev.Hidden("task") {
		return
	}
	p := e.own(rec)
	open := func(o *BGTask) bool { return o.Simulated && !o.completed() }
	cancelledNow := func(o *BGTask) bool {
		return !o.Ran() && (!o.over() || o.has(BGTaskCancelCalled, ActivityCancelled) && within(rec.Time, o.Cancelled, 1))
	}
	t := e.findBGTask(kind, identifier, p.App, open)
	if identifier == "" {
		t = e.onlyBGTask(p.App, open)
	}
	switch ev.Row.ID {
	case "bgt.sim_launch":
		// the command cancels the request that waits, before or after this line
		if t != nil && !t.has(BGTaskStarted) && within(rec.Time, t.Delivered, 1) {
			break // printed twice
		}
		if t = e.findBGTask(kind, identifier, p.App, cancelledNow); t == nil {
			t = e.newBGTask(kind, identifier, "", p.App, rec)
		}
		t.Simulated, t.Cancelled = true, Time{}
		firstLine(&t.Evidence, BGTaskSimulated, rec)
		t.Delivered = rec.Time
	case "bgt.sim_start":
		if t == nil { // the command itself is not in the log
			if t = e.findBGTask(kind, identifier, p.App, cancelledNow); t == nil {
				t = e.newBGTask(kind, identifier, "", p.App, rec)
			}
			t.Simulated, t.Cancelled = true, Time{}
			firstLine(&t.Evidence, BGTaskSimulated, rec)
		}
		if kind != BGUnknown {
			t.Kind = kind
		}
		t.Started = rec.Time
		firstLine(&t.Evidence, BGTaskStarted, rec)
	case "bgt.sim_complete":
		if t != nil {
			t.Completed = rec.Time
			firstLine(&t.Evidence, BGTaskCompleted, rec)
		}
	case "bgt.sim_expiring":
		if t != nil {
			t.Expired = rec.Time
			firstLine(&t.Evidence, BGTaskExpiring, rec)
		}
	}
	if t != nil {
		t.Process = p.Process
		e.touchBGTask(t, p.App, rec)
	}
}

// simulatedClue keeps the command, or the run that shows that it was given.
func (e *Engine) simulatedClue(rec *parse.Record, ev *Event, identifier string) {
	p, c := e.own(rec), &Event{Kind: BGTaskSimulated, Row: ev.Row}
	_, told := e.clues[clueKey(c, p.App, identifier)]
	if ev.Row.ID == "bgt.sim_launch" || identifier != "" && !told {
		e.clueOf(c, rec, p.App, p, identifier)
	}
}

// bgtaskReportedLate: dasd's report about an app that did not react to the expiration.
func (e *Engine) bgtaskReportedLate(rec *parse.Record, ev *Event) {
	identifier := ev.identifier()
	if t := e.findBGTask(BGUnknown, identifier, nil, (*BGTask).Ran); t != nil {
		t.NoAnswer = true
		firstLine(&t.Evidence, ev.Kind, rec)
		return
	}
	// the run is not in the log; the report says enough of it
	e.clueOf(&Event{Kind: BGTaskNotCompleted, Row: ev.Row}, rec, nil, nil, identifier)
}

// nothingScheduled: the debugger's command found no request, so nothing runs.
func (e *Engine) nothingScheduled(rec *parse.Record, ev *Event) {
	e.bgtaskClue(rec, ev)
	p := e.own(rec)
	identifier := ev.identifier()
	for _, t := range slices.Backward(e.t.BGTasks) {
		if t.App == p.App && t.Simulated && !t.has(BGTaskStarted, BGTaskSubmitCalled) && (identifier == "" || t.Identifier == identifier) && within(rec.Time, t.Delivered, simulationSeconds) {
			t.void = true
			return
		}
	}
}

// simulationSeconds is how long the answer to a simulated launch may take: the app
// stands in the debugger meanwhile.
const simulationSeconds = 60
