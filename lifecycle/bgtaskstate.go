package lifecycle

import (
	"slices"
	"strings"
	"time"

	"github.com/bglog/bglog/parse"
)

// bgState is what the engine knows of BGTasks while it reads.
type bgState struct {
	named map[string]*BGTask // by dasd's name with its instance
	// requests are those of one identifier, in order. A fetch or push stands under
	// its activity's name without the instance.
	requests map[string][]*BGTask
	nameless *BGTask // of scorings that name no activity
	// unnamed are the last "Marking task (null) complete" of a process, until the next
	// line names the activity.
	unnamed   map[*process]completion
	schedPID  int      // dasd's
	collected Evidence // the last sysdiagnose that ended running tasks
	trigger   Evidence // what dasd last wanted to suspend for
	timeOver  Time     // when RunningBoard last warned that the time of a launch is about to be over, with the app's name hidden
}

func newBGState() bgState {
	return bgState{named: map[string]*BGTask{}, requests: map[string][]*BGTask{}, unnamed: map[*process]completion{}}
}

// completion is a call of setTaskCompleted.
type completion struct {
	by      Evidence
	success Tri
}

const (
	// maxBGTasks bounds the requests that are kept.
	maxBGTasks = 100_000
	// submitSeconds is how long the lines of one submission lie apart at most: the
	// app's call, the activity's name, dasd's answer. Seen within 30 ms.
	submitSeconds = 5
	// replaceSeconds is how long before a submission the one that it replaces is
	// cancelled; seen within 30 ms.
	replaceSeconds = 2
)

// activityKinds are how dasd's names of activities of apps begin.
var activityKinds = []struct {
	prefix string
	kind   BGTaskKind
}{
	{"bgRefresh-", BGRefresh},
	{"bgProcessing-", BGProcessing}, // health research too: the app's side tells them apart
	{"bgProcessing-", BGHealthResearch},
	{"bgContinuedProcessing-", BGContinued},
	{"com.apple.fetch.", BGFetch},
	{"com.apple.pushLaunch.", BGPush},
	{"com.apple.coredata.cloudkit.activity.", BGUnknown}, // Core Data's sync with CloudKit, in the app's name
}

// objectKinds are the app's objects, as printed: <BGAppRefreshTaskRequest: …>,
// <BGAppRefreshTask: …>.
var objectKinds = []struct {
	class string
	kind  BGTaskKind
}{
	{"BGAppRefreshTask", BGRefresh},
	{"BGProcessingTask", BGProcessing},
	{"BGHealthResearchTask", BGHealthResearch},
	{"BGContinuedProcessingTask", BGContinued},
}

// splitActivity reads "bgRefresh-com.example.notes.refresh:519B19".
func splitActivity(name string) (kind BGTaskKind, identifier, request string, ok bool) {
	if uid, rest, found := strings.Cut(name, ":"); found && number(uid, argNumber) == len(uid) && uid != "" {
		name = rest // "501:com.apple.…"
	}
	if n := len(name) - instanceLength; n > 0 && name[n] == ':' {
		name, request = name[:n], name[n+1:]
	}
	for _, p := range activityKinds {
		rest, found := strings.CutPrefix(name, p.prefix)
		switch {
		case !found || rest == "":
		case p.kind == BGUnknown:
			return p.kind, name, request, true
		case strings.HasPrefix(rest, "com.apple."):
			return "", "", "", false // the system's own
		default:
			return p.kind, rest, request, true
		}
	}
	return "", "", "", false
}

// splitObject reads "<BGAppRefreshTaskRequest: com.example.notes.refresh, …>" and
// "<BGContinuedProcessingTask: com.example.notes.export (Export)>".
func splitObject(object string) (kind BGTaskKind, identifier string) {
	class, rest, ok := strings.Cut(strings.TrimLeft(object, "<"), ": ")
	if !ok {
		return BGUnknown, ""
	}
	if i := strings.IndexAny(rest, ", >\n"); i >= 0 {
		rest = rest[:i]
	}
	if rest == "" || rest[0] == '<' || rest[0] == '(' {
		return BGUnknown, "" // <private>, (null)
	}
	class = strings.TrimSuffix(class, "Request")
	for _, o := range objectKinds {
		if class == o.class {
			return o.kind, rest
		}
	}
	return BGUnknown, rest
}

// beginDate reads "earliestBeginDate: 2026-03-02 07:30:54 +0000" in a request.
func beginDate(request string) Time {
	_, rest, ok := strings.Cut(request, "earliestBeginDate: ")
	if !ok {
		return Time{}
	}
	return dateIn(rest)
}

// dateIn reads the date that s begins with, as NSDate describes it.
func dateIn(s string) Time {
	const layout = "2006-01-02 15:04:05 -0700"
	if len(s) < len(layout) {
		return Time{}
	}
	t, err := time.Parse(layout, s[:len(layout)])
	if err != nil || t.Year() < 2001 || t.Year() > 2999 {
		return Time{} // distant past and future stand for "any time"
	}
	return parse.At(t)
}

// requestKey is under what the requests of one identifier stand.
func requestKey(kind BGTaskKind, identifier string) string {
	if kind.Launch() {
		return string(kind) + " " + identifier
	}
	return identifier
}

// newBGTask begins a request.
func (e *Engine) newBGTask(kind BGTaskKind, identifier, request string, a *App, rec *parse.Record) *BGTask {
	t := &BGTask{
		Kind: kind, Identifier: strings.Clone(identifier), Request: strings.Clone(request), App: a,
		First: rec.Time, Last: rec.Time,
	}
	if kind.Launch() && a == nil && !strings.HasPrefix(identifier, "<") { // "<app>" stands for a name
		t.App = e.appIn(identifier)
	}
	if t.App != nil {
		t.App.Work = true
	}
	if len(e.t.BGTasks) >= maxBGTasks {
		return t
	}
	e.t.BGTasks = append(e.t.BGTasks, t)
	key := requestKey(kind, t.Identifier)
	e.bg.requests[key] = append(e.bg.requests[key], t)
	e.rename(t, t.Request)
	return t
}

// rename gives the request its instance.
func (e *Engine) rename(t *BGTask, request string) {
	if request == "" {
		return
	}
	t.Request = strings.Clone(request)
	e.bg.named[requestKey(t.Kind, t.Identifier)+":"+t.Request] = t
}

// findBGTask returns the newest request of an identifier, of the app where one is
// given, that fits; nil when none does.
func (e *Engine) findBGTask(kind BGTaskKind, identifier string, a *App, fits func(*BGTask) bool) *BGTask {
	list := e.bg.requests[requestKey(kind, identifier)]
	for _, t := range slices.Backward(list) {
		if (a == nil || t.App == nil || t.App == a) && fits(t) {
			return t
		}
	}
	return nil
}

// lastBGTask is findBGTask for a request that was begun: a log that begins in a run
// tells of the next submission first, so that the order of the requests tells
// nothing. It is the one that a line was about last.
func (e *Engine) lastBGTask(kind BGTaskKind, identifier string, a *App, fits func(*BGTask) bool) *BGTask {
	var last *BGTask
	for _, t := range e.bg.requests[requestKey(kind, identifier)] {
		if (a == nil || t.App == nil || t.App == a) && fits(t) && (last == nil || !t.Last.Before(last.Last)) {
			last = t
		}
	}
	return last
}

// activity returns the request of one of dasd's activities, which may be new; nil
// for the system's own activities.
func (e *Engine) activity(name string, a *App, rec *parse.Record, event EventKind) *BGTask {
	kind, identifier, request, ok := splitActivity(name)
	if !ok {
		return nil
	}
	t := e.bg.named[requestKey(kind, identifier)+":"+request]
	if t == nil {
		if t = e.unnamed(kind, identifier, a, rec.Time, event); t != nil {
			e.rename(t, request)
		} else {
			t = e.newBGTask(kind, identifier, request, a, rec)
		}
	}
	if t.Kind == BGUnknown {
		t.Kind = kind
	}
	e.touchBGTask(t, a, rec)
	return t
}

// unnamed finds the request whose instance only a line of this kind tells, however
// late: no two requests of an identifier wait, or run, at the same time. What is
// cancelled may be the one before a submission that has no name yet.
func (e *Engine) unnamed(kind BGTaskKind, identifier string, a *App, at Time, event EventKind) *BGTask {
	if kind.Launch() {
		return nil // their lines name them all
	}
	pending := func(o *BGTask) bool { return o.Request == "" && !o.Ran() && !o.over() }
	running := func(o *BGTask) bool { return o.Request == "" && o.Ran() && !o.ended() && !o.Simulated }
	switch event {
	case ActivityCancelAsked, ActivityCancelled, ActivityCancelledEarly, ActivityReplaced:
		// a debugger's launch cancels what waits
		return e.findBGTask(kind, identifier, a, func(o *BGTask) bool { return o.Request == "" && o.Simulated && within(at, o.Delivered, 1) })
	case ActivitySuspending, ActivityExpiring, ActivityUnresponsive, ActivityRunningFor, ActivityClientCompleted, ActivityCompletedLate,
		ActivityCompleted, ActivityRanFor, BGTaskExpiryAnnounced, BGTaskExpiryCalling, BGTaskExpiryQueued, BGTaskCompletionSent,
		ContinuedTransition, ContinuedProgress, ContinuedAnswered, ContinuedFinished:
		return e.lastBGTask(kind, identifier, a, running)
	case ActivityTold, ActivitiesRunning, ActivityStarted, ActivityAssertionAcquired, ContinuedMonitoring, ContinuedShown:
		if t := e.lastBGTask(kind, identifier, a, running); t != nil {
			return t
		}
	}
	if t := e.findBGTask(kind, identifier, a, pending); t != nil || kind != BGContinued {
		return t
	}
	return e.lastBGTask(kind, identifier, a, running) // it is scored while it runs, too
}

// touchBGTask notes that a line is about the request.
func (e *Engine) touchBGTask(t *BGTask, a *App, rec *parse.Record) {
	t.First = parse.Earliest(t.First, rec.Time)
	t.Last = parse.Latest(t.Last, rec.Time)
	if t.App == nil && a != nil {
		t.App, a.Work = a, true
	}
}

// has reports whether the log holds a line of one of the kinds about the request.
func (t *BGTask) has(kinds ...EventKind) bool {
	for _, k := range kinds {
		if t.Evidence.Of(k).Found() {
			return true
		}
	}
	return false
}

// over reports whether the request has ended before a run. Not all logs have times.
func (t *BGTask) over() bool {
	return t.Replaced || t.Error != 0 || t.Cancelled.Known() || !t.Simulated && t.has(ActivityCancelled, ActivityLaunchDenied, BGTaskCancelCalled, BGTaskCancelAllCalled)
}

func (t *BGTask) completed() bool {
	return t.Completed.Known() || t.has(BGTaskCompleted, BGTaskCompletionSent, BGTaskNoExpirationHandler, ActivityClientCompleted, FetchEnded)
}

// ended reports whether dasd has ended the run.
func (t *BGTask) ended() bool {
	return t.Ended.Known() || t.has(ActivityCompleted, ActivityRanFor)
}

// within reports whether at lies no more than so many seconds after from, or one
// of them is unknown.
func within(at, from Time, seconds float64) bool {
	d, ok := at.Since(from)
	return !ok || d <= seconds && d >= -seconds
}

// RunSeconds is how long a run took, by dasd's count where it tells it.
func (t *Timeline) RunSeconds(x *BGTask) (float64, bool) {
	if x.RanFor > 0 {
		return x.RanFor, true
	}
	end := x.Completed
	if !end.Known() {
		end = x.Ended
	}
	s, ok := t.Elapsed(x.Begun(), end)
	return s, ok && s >= 0
}
