package lifecycle

import (
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
)

// This file follows requests by dasd's lines. Where its arguments are hidden, the
// pid of the app or its bundle id joins them.

// schedulerStarted: dasd begins anew.
func (e *Engine) schedulerStarted(rec *parse.Record, _ *Event) {
	if n := len(e.t.SchedulerRuns); n > 0 && e.t.SchedulerRuns[n-1].From.Before(rec.Time) {
		e.t.SchedulerRuns = append(e.t.SchedulerRuns, Span{rec.Time, rec.Time})
	}
	e.bg.schedPID = rec.PID
}

// activityLine follows dasd's lines about activities.
func (e *Engine) activityLine(rec *parse.Record, ev *Event) {
	step := activitySteps[ev.Kind]
	a := e.appIn(ev.Field("bundle"))
	named := false
	for _, field := range []string{"activity", "activities"} {
		for _, name := range activitiesIn(ev.Field(field)) {
			named = true
			if t := e.activity(name, a, rec, ev.Kind); t != nil {
				firstLine(&t.Evidence, ev.Kind, rec)
				step(e, t, rec, ev)
			}
		}
	}
	if named {
		return
	}
	if t := e.hiddenActivity(a, rec, ev); t != nil {
		e.touchBGTask(t, a, rec)
		firstLine(&t.Evidence, ev.Kind, rec)
		step(e, t, rec, ev)
	} else if ev.Kind == ActivityConnectFailed {
		e.clue(ev, rec, e.byPID[atoi(ev.Field("pid"))], "")
	} else if ev.Kind == ActivityExpiring && ev.Row.ID != "dasd.warn_client" {
		e.bg.timeOver = rec.Time
	}
}

// hiddenActivity finds the request of a line that hides its name: by the app's
// bundle id or pid, if only one request of it is at that point.
func (e *Engine) hiddenActivity(a *App, rec *parse.Record, ev *Event) *BGTask {
	at := hiddenSteps[ev.Kind]
	if at == nil {
		return nil
	}
	var p *process
	pid := atoi(ev.Field("pid"))
	if pid > 0 {
		p = e.byPID[pid]
	}
	if a == nil && p != nil {
		a = p.App
	}
	if a == nil && pid <= 0 && !strings.HasPrefix(ev.Row.ID, "cpt.") {
		return nil
	}
	const recent = 200 // requests back
	var found *BGTask
	for i := len(e.t.BGTasks) - 1; i >= max(len(e.t.BGTasks)-recent, 0); i-- {
		t := e.t.BGTasks[i]
		switch {
		case pid > 0 && t.awaited == pid:
		case a != nil && t.App != a, a == nil && t.Kind != BGContinued:
			continue
		}
		if p != nil && t.Process != nil && t.Process != p.Process || !at(t) {
			continue
		}
		if len(e.t.Gaps) > 0 && e.t.GapBetween(t.Last, rec.Time) {
			continue // its end may be missing, and the begin of another
		}
		if found != nil {
			return nil
		}
		found = t
	}
	if found != nil && p != nil && found.Process == nil {
		found.Process = p.Process
	}
	return found
}

// running reports whether a request has been begun and not ended.
func (t *BGTask) running() bool {
	if t.Simulated || t.Process != nil && t.Process.Exited.Known() {
		return false // no run of dasd's, or gone with its process
	}
	return !t.completed() && !t.ended() && (t.Ran() || !t.over() && t.has(ActivityDecided, ActivityPrerunning, ActivityLaunchRequested) && t.Decided.Known())
}

// warned reports whether a BGTask that runs was told to end, and
// dasd has not given it up yet. Not all logs have times.
func (t *BGTask) warned() bool {
	return !t.Kind.Launch() && !t.NoAnswer && t.running() && (t.Expired.Known() || t.has(ActivitySuspending, ActivityExpiring, BGTaskExpiryAnnounced, BGTaskExpiryCalling, BGTaskExpiring))
}

func (t *BGTask) launching() bool { return t.Decided.Known() && !t.Ran() && !t.over() }

// hiddenSteps say of which request a line may be that hides its name.
var hiddenSteps = map[EventKind]func(*BGTask) bool{
	ActivityLaunchRequested: (*BGTask).launching,
	ActivityAwaitsApp:       (*BGTask).launching,
	ActivityExpiring:        (*BGTask).running,
	ActivityUnresponsive:    (*BGTask).warned,
	ActivityConnectFailed:   (*BGTask).launching,
	FetchEnded:              func(t *BGTask) bool { return t.Kind.Launch() && t.running() },
	ContinuedTransition:     (*BGTask).running,
	ContinuedProgress:       (*BGTask).running,
	ContinuedAnswered:       (*BGTask).running,
	ContinuedFinished:       (*BGTask).running,
}

// activityStep applies a line of dasd to one request.
type activityStep func(e *Engine, t *BGTask, rec *parse.Record, ev *Event)

func noStep(*Engine, *BGTask, *parse.Record, *Event) {}

// activitySteps are what dasd's lines do.
var activitySteps = map[EventKind]activityStep{
	ActivityAccepted:          (*Engine).activityAccepted,
	ActivityCancelAsked:       (*Engine).activityCancelAsked,
	ActivityReplaced:          noStep,
	ActivityCancelled:         (*Engine).activityCancelled,
	ActivityCancelledEarly:    noStep,
	ActivityPrerunning:        decided,
	ActivityStarted:           (*Engine).activityStarted,
	ActivitiesRunning:         noStep,
	ActivityRunningFor:        noStep,
	ActivityRunRefused:        noStep,
	ActivityResubmitted:       noStep,
	ActivityDecided:           (*Engine).activityDecided,
	ActivityWaitsForOther:     (*Engine).activityPutOff,
	ActivitySkipped:           (*Engine).activityPutOff,
	ActivityDelayed:           (*Engine).activityPutOff,
	ActivityPlanned:           noStep,
	ActivityLaunchAdded:       noStep,
	ActivityLaunchRemoved:     noStep,
	ActivityLaunchRequested:   launchAsked,
	ActivityLaunchFailed:      noStep,
	ActivityLaunchDenied:      (*Engine).activityDenied,
	ActivityAssertionAcquired: launchAsked,
	ActivityAwaitsApp:         awaits,
	ActivityTold:              told,
	ActivityConnectFailed:     noStep,
	ActivityRefused:           (*Engine).activityRefused,
	ActivitySuspending:        (*Engine).activitySuspending,
	ActivityExpiring:          (*Engine).activityExpiring,
	ActivityUnresponsive:      (*Engine).activityUnresponsive,
	ActivityClientCompleted:   completedAt,
	ActivityCompletedLate:     func(_ *Engine, t *BGTask, _ *parse.Record, _ *Event) { t.Late = true },
	ActivityCompleted:         (*Engine).activityCompleted,
	ActivityRanFor:            ranFor,
	FetchEnded:                completedAt,
	ContinuedMonitoring:       noStep,
	ContinuedShown:            noStep,
	ContinuedTransition:       continuedTransition,
	ContinuedAnswered:         continuedAnswered,
	ContinuedProgress:         func(_ *Engine, t *BGTask, rec *parse.Record, _ *Event) { t.LastProgress = rec.Time },
	ContinuedFinished:         noStep,
}

func decided(_ *Engine, t *BGTask, rec *parse.Record, _ *Event) {
	t.Decided = parse.Earliest(t.Decided, rec.Time)
}

func launchAsked(_ *Engine, t *BGTask, rec *parse.Record, _ *Event) {
	t.LaunchAsked = parse.Earliest(t.LaunchAsked, rec.Time)
	t.Decided = parse.Earliest(t.Decided, rec.Time)
}

// awaits: the app launches; its pid is how later lines name it.
func awaits(e *Engine, t *BGTask, _ *parse.Record, ev *Event) {
	t.awaited = atoi(ev.Field("pid"))
	if p := e.byPID[t.awaited]; p != nil && t.Process == nil && !p.gone {
		t.Process = p.Process
	}
}

func told(_ *Engine, t *BGTask, rec *parse.Record, _ *Event) {
	t.Delivered = parse.Earliest(t.Delivered, rec.Time)
}

func completedAt(_ *Engine, t *BGTask, rec *parse.Record, _ *Event) {
	t.Completed = parse.Earliest(t.Completed, rec.Time)
}

func ranFor(_ *Engine, t *BGTask, rec *parse.Record, ev *Event) {
	t.Ended = parse.Earliest(t.Ended, rec.Time)
	if m, err := strconv.ParseFloat(ev.Field("minutes"), 64); err == nil && m > 0 && m < 1e6 {
		t.RanFor = m * 60
	}
}

// activityAccepted: dasd has taken the request, with the window for its run. What
// waited under the same identifier gives way to it.
func (e *Engine) activityAccepted(t *BGTask, rec *parse.Record, ev *Event) {
	if !t.Submitted.Known() {
		t.Submitted = rec.Time
	}
	if t.has(ActivityCancelled) && !t.Ran() && !t.Simulated { // taken again, as after a change of the clock
		t.Cancelled, t.Replaced = Time{}, false
		t.Evidence.Drop(ActivityCancelled)
	}
	if at := dateIn(ev.Field("earliest")); at.Known() {
		t.Earliest = at
	}
	if at := dateIn(ev.Field("latest")); at.Known() {
		t.Latest = at
	}
	// two apps with one SDK have one identifier: only a cancellation proves that it
	// gave way
	old := e.findBGTask(t.Kind, t.Identifier, t.App, func(o *BGTask) bool { return o != t })
	if old != nil && !old.Ran() && old.has(ActivityCancelled) && within(rec.Time, old.Cancelled, replaceSeconds) {
		e.replaced(old, t)
	}
}

// activityCancelAsked: "Cancelling activities" is the user's, in the progress that
// continued processing shows.
func (e *Engine) activityCancelAsked(t *BGTask, _ *parse.Record, ev *Event) {
	if ev.Row.ID == "cpt.ui_cancel" {
		t.EndedBy = EndedByUser
	}
}

func (e *Engine) activityCancelled(t *BGTask, rec *parse.Record, _ *Event) {
	if t.Ran() {
		t.Ended = parse.Earliest(t.Ended, rec.Time)
		return
	}
	t.Cancelled = parse.Earliest(t.Cancelled, rec.Time)
}

func (e *Engine) activityStarted(t *BGTask, rec *parse.Record, _ *Event) {
	if t.Kind.Launch() {
		t.Started = parse.Earliest(t.Started, rec.Time)
	}
}

// activityDecided: 1 runs it now; 0 waits for a better time.
func (e *Engine) activityDecided(t *BGTask, rec *parse.Record, ev *Event) {
	switch decision := strings.TrimSpace(ev.Field("decision")); {
	case strings.HasPrefix(decision, "0"):
		t.Scored++
		t.Postponed++
		t.Reasons = addReason(t.Reasons, SchedulerReason{Policy: "score below the threshold", Decision: Postponed, Rationale: "DecisionToRun:#"}, rec)
	case strings.HasPrefix(decision, "1"):
		t.Scored++
		t.Decided = parse.Earliest(t.Decided, rec.Time)
	}
}

// putOffs are the reasons for which dasd passes an activity over, by row.
var putOffs = map[string]string{
	"score.compat_bail": "incompatible with a running activity",
	"score.skip_group":  "group full",
	"score.skip_rate":   "rate limited",
	"dasd.skip_score":   "score too low",
	"dasd.skip_time":    "not in its window",
	"dasd.paused":       "scheduling paused",
	"dasd.advance":      "launches of the app are spaced",
}

// activityPutOff: passed over in this round.
func (e *Engine) activityPutOff(t *BGTask, rec *parse.Record, ev *Event) {
	why, ok := putOffs[ev.Row.ID]
	if !ok {
		return
	}
	t.Postponed++
	t.Reasons = addReason(t.Reasons, SchedulerReason{Policy: why, Decision: Postponed, Rationale: ev.Row.Format}, rec)
}

// denials say why dasd does not launch the app, by row.
var denials = map[string]string{
	"dasd.launch_not_allowed": "",
	"dasd.bar_deny1":          DeniedLaunch,
	"dasd.bar_deny2":          DeniedNoMode,
	"dasd.bar_deny3":          DeniedNotPermitted,
	"dasd.bar_deny4":          DeniedNotInstalled,
	"dasd.bar_deny5":          DeniedInvalid,
}

// Why dasd did not launch an app, as in the values of findings.
const (
	DeniedLaunch       = "launch-not-allowed"
	DeniedNoMode       = "no-background-mode"
	DeniedNotPermitted = "identifier-not-permitted"
	DeniedNotInstalled = "not-installed"
	DeniedInvalid      = "invalid-state"
)

func (e *Engine) activityDenied(t *BGTask, rec *parse.Record, ev *Event) {
	if why := denials[ev.Row.ID]; why != "" || t.Denied == "" {
		t.Denied = why
	}
	t.Evidence.Set(denial(ev.Row.ID), evidence(rec))
}

// denial is under which kind the evidence of one row about a denial stands: two lines
// tell of it, and the first says why.
func denial(row string) EventKind { return "denied by " + EventKind(row) }

// Denial reports whether evidence of that kind says why a launch was denied.
func (k EventKind) Denial() bool { return strings.HasPrefix(string(k), "denied by ") }

// activityRefused: "Rejecting submission of X with error: …".
func (e *Engine) activityRefused(t *BGTask, _ *parse.Record, ev *Event) {
	if code, _ := errorCode(ev.Field("error")); code != 0 && t.Error == 0 {
		t.Error, t.ErrorDomain = code, SchedulerErrors
	}
}

// stopSeconds is how long after a sysdiagnose has begun, or a trigger has come, the
// suspensions for it follow.
const stopSeconds = 10

// suspensions are why dasd ends a run, by row.
var suspensions = map[string]struct {
	by  EndedBy
	why string
}{
	"dasd.suspend_criterion": {EndedByPolicy, "a required criterion is not satisfied"},
	"dasd.suspend_block":     {EndedByPolicy, "it may block other high priority activities"},
	"dasd.suspend_too_long":  {EndedByTime, "running for too long"},
	"dasd.should_suspend":    {EndedByTime, "longer than its limit"},
}

// activitySuspending: dasd ends the run, for a policy, its length or a sysdiagnose.
func (e *Engine) activitySuspending(t *BGTask, rec *parse.Record, ev *Event) {
	e.expireBGTask(t, rec)
	s, told := suspensions[ev.Row.ID]
	switch c, tr := e.bg.collected, e.bg.trigger; {
	case t.EndedBy == EndedByUser || t.EndedBy == EndedBySysdiagnose:
		return
	case told:
		t.EndedBy, t.EndedByWhy = s.by, s.why
	case c.Found() && within(rec.Time, c.Time, stopSeconds):
		t.EndedBy, t.EndedByWhy = EndedBySysdiagnose, "a sysdiagnose was taken"
		t.Evidence.Set(SysdiagnoseBegun, c)
	case tr.Found() && within(rec.Time, tr.Time, stopSeconds) && t.EndedBy == "":
		t.EndedBy, t.EndedByWhy = EndedByPolicy, triggersIn(tr.Text)
		t.Evidence.Set(TriggerSeen, tr)
	}
}

// triggersIn reads "Attempting to suspend based on triggers: (\n    "com.apple.…"\n)".
func triggersIn(text string) string {
	_, list, _ := strings.Cut(text, "triggers: ")
	return strings.Join(strings.FieldsFunc(list, func(r rune) bool { return strings.ContainsRune("(){}\",\n ", r) }), ", ")
}

// activityExpiring: the time of the launch runs out.
func (e *Engine) activityExpiring(t *BGTask, rec *parse.Record, _ *Event) {
	e.expireBGTask(t, rec)
	if t.EndedBy == "" {
		t.EndedBy = EndedByTime
	}
}

// activityUnresponsive: dasd names the pid of the app that did not answer.
func (e *Engine) activityUnresponsive(t *BGTask, rec *parse.Record, ev *Event) {
	t.NoAnswer = true
	p := e.byPID[atoi(ev.Field("pid"))]
	if p != nil && t.Process == nil && (t.App == nil || t.App == p.App) && !e.stale(p, rec.Time) {
		t.Process = p.Process
		e.touchBGTask(t, p.App, rec)
	}
}

func (e *Engine) activityCompleted(t *BGTask, rec *parse.Record, _ *Event) {
	t.Ended = parse.Earliest(t.Ended, rec.Time)
}

// stalledState is that of continued processing without progress; in the states of
// progressStates its progress is measured.
const (
	stalledState   = "4"
	progressStates = "123"
)

func continuedTransition(_ *Engine, t *BGTask, rec *parse.Record, ev *Event) {
	switch to := strings.TrimSpace(ev.Field("to")); {
	case to == stalledState:
		t.Stalled = rec.Time
		firstLine(&t.Evidence, ContinuedStalled, rec)
	case to != "" && strings.Contains(progressStates, to) && !t.has(ActivitySuspending): // it went on
		t.Stalled = Time{}
		t.Evidence.Drop(ContinuedStalled)
	}
}

// continuedMarked keeps dasd's word that a task stands still. Of a task that the log shows,
// its other lines tell how that ended.
func (e *Engine) continuedMarked(rec *parse.Record, ev *Event) {
	e.clueOf(ev, rec, nil, nil, "").Fields["silent"] = strings.TrimPrefix(ev.Field("silent"), "-")
}

func continuedAnswered(_ *Engine, t *BGTask, _ *parse.Record, ev *Event) {
	if strings.TrimSpace(ev.Field("result")) == "2" {
		t.EndedBy = EndedByUser
	}
}

// sysdiagnoseBegun: what is ended now is no fault.
func (e *Engine) sysdiagnoseBegun(rec *parse.Record, _ *Event) { e.bg.collected = evidence(rec) }

// triggerSeen keeps what dasd ends runs for.
func (e *Engine) triggerSeen(rec *parse.Record, ev *Event) {
	if ev.Row.ID == "dasd.trigger_suspend" {
		e.bg.trigger = evidence(rec)
	}
}

// bgtaskScored counts a scoring of a request. Excerpts often begin with a policy:
// theirs is an activity without a name.
func (e *Engine) bgtaskScored(b scoringBlock, rec *parse.Record, kind EventKind) {
	t := e.bg.nameless
	switch names := activitiesIn(b.activity); {
	case len(names) > 0:
		t = e.activity(names[0], nil, rec, kind)
	case b.activity != "" || !b.decision.Blocks():
		return // hidden, or nothing to say about nobody
	case t == nil:
		t = e.newBGTask(BGUnknown, "", "", nil, rec)
		e.bg.nameless = t
	}
	if t == nil {
		return
	}
	e.touchBGTask(t, nil, rec)
	firstLine(&t.Evidence, kind, rec)
	t.Scored++
	if b.decision.Blocks() {
		t.Refused++
	}
	if b.decision == AbsolutelyNotProceed {
		t.Blocked++
	}
	t.Reasons = addReasons(t.Reasons, b, rec)
}
