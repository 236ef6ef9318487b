package lifecycle

// BGTaskKind is what a request asks for.
type BGTaskKind string

// The kinds of requests, as in the report. Fetches and pushes are no requests of
// the app: dasd makes an activity of each that it hands to the app.
const (
	BGUnknown        BGTaskKind = "unknown"
	BGRefresh        BGTaskKind = "refresh"
	BGProcessing     BGTaskKind = "processing"
	BGHealthResearch BGTaskKind = "health-research"
	BGContinued      BGTaskKind = "continued"
	BGFetch          BGTaskKind = "fetch"
	BGPush           BGTaskKind = "push"
)

// Launch reports whether it is a launch for a fetch or a silent push.
func (k BGTaskKind) Launch() bool { return k == BGFetch || k == BGPush }

// BGTaskOutcome says what became of a request.
type BGTaskOutcome string

// The outcomes of requests, as in the report.
const (
	BGTaskDone      BGTaskOutcome = "completed"
	BGTaskCutShort  BGTaskOutcome = "expired" // completed only after its expiration, or the log does not show whether
	BGTaskUndone    BGTaskOutcome = "not_completed"
	BGTaskCancelled BGTaskOutcome = "cancelled"
	BGTaskReplaced  BGTaskOutcome = "replaced" // by a later submission
	BGTaskRejected  BGTaskOutcome = "rejected"
	BGTaskPending   BGTaskOutcome = "pending"
	BGTaskRuns      BGTaskOutcome = "running"
	BGTaskUncertain BGTaskOutcome = "unknown"
)

// SchedulerErrors is the domain of dasd's errors. An app gets others for them, those of
// BGTaskSchedulerErrorDomain.
const SchedulerErrors = "DASActivitySchedulerErrorDomain"

// EndedBy says what ended a run.
type EndedBy string

// What ends runs, as in the report.
const (
	EndedByApp         EndedBy = "app"    // setTaskCompleted, or the fetch's completion handler
	EndedByPolicy      EndedBy = "policy" // a condition of the scheduler no longer holds
	EndedByTime        EndedBy = "time"
	EndedByUser        EndedBy = "user" // stopped where continued processing is shown
	EndedBySysdiagnose EndedBy = "sysdiagnose"
	EndedByUnknown     EndedBy = "unknown"
)

// BGTask is one request from its submission to its end: one activity of dasd, with
// an instance of its own. A new submission makes a new one.
type BGTask struct {
	App     *App     // nil when the log does not tell whose it is
	Process *Process // that it ran in, or that submitted it
	Kind    BGTaskKind
	// Identifier is the app's, or the bundle id of a fetch or push; empty when hidden.
	Identifier string
	// Request is the instance, as in bgRefresh-com.example.notes.refresh:519B19;
	// empty when the log does not name it.
	Request string

	// Submitted is the app's call, or dasd's acceptance where that is not in the log.
	Submitted Time
	// Earliest and Latest are the window in which dasd may run it.
	Earliest, Latest Time
	Decided          Time // dasd chose to run it
	LaunchAsked      Time // the app was to be launched or resumed for it
	Delivered        Time // it reached the app
	Queued           Time // its handler was put on a queue
	Started          Time // its handler was called
	Expired          Time // the app was told to end
	Completed        Time // setTaskCompleted, or the fetch's completion handler
	Ended            Time // dasd's end of the run
	Cancelled        Time
	RanFor           float64 // seconds, by dasd's own count; 0 when not told
	Success          Tri     // what setTaskCompleted was told
	EndedBy          EndedBy
	EndedByWhy       string // the policy, trigger or limit that dasd named

	Simulated bool // launched by a debugger's command
	// Dropped is true when the task object went without being completed, NoAnswer
	// when dasd says that the app did not react to the expiration.
	Dropped, NoAnswer bool
	// Late is true when it was completed, or completed again, after dasd had ended it.
	Late     bool
	Replaced bool
	// Error is the code of BGTaskSchedulerErrorDomain or of dasd's client, 0 when the
	// request was not rejected.
	Error       int
	ErrorDomain string
	// Denied is why dasd did not launch the app for it.
	Denied string

	// LastProgress is the last progress that dasd saw, of continued processing.
	LastProgress Time
	Stalled      Time

	// Reasons are the answers by which dasd put it off, each with a count. Scored
	// counts its decisions, Refused those that forbade the run, Blocked those of them
	// that did so absolutely, Postponed those that waited for a better time.
	Reasons                             []SchedulerReason
	Scored, Refused, Blocked, Postponed int

	Outcome     BGTaskOutcome
	First, Last Time // of its lines
	// Evidence holds the first line of each kind.
	Evidence Lines

	awaited int  // pid of the app that dasd has launched for it
	void    bool // a command of the debugger that found nothing to launch
}

// Activity is dasd's name of the request; empty when no identifier is known.
func (t *BGTask) Activity() string {
	if t.Identifier == "" {
		return ""
	}
	for _, p := range activityKinds {
		if p.kind == t.Kind && p.kind != BGUnknown { // else the identifier is the whole name
			if t.Request == "" {
				return p.prefix + t.Identifier
			}
			return p.prefix + t.Identifier + ":" + t.Request
		}
	}
	return t.Identifier
}

// Ran reports whether the log shows a run of it.
func (t *BGTask) Ran() bool {
	return t.has(runKinds...) || t.Kind.Launch() && t.has(ActivityLaunchRequested, OpenRequest)
}

// runKinds are the lines that prove a run.
var runKinds = []EventKind{
	BGTaskDelivered, AppHandlesLaunch, BGTaskHandlersCalled, BGTaskRunning, BGTaskStarted, BGTaskSimulated,
	ActivityTold, ActivityStarted, ActivitiesRunning, ActivityRanFor, ActivityCompleted, ActivityClientCompleted,
	BGTaskExpiring, BGTaskCompleted, BGTaskNotCompleted, BGTaskNoExpirationHandler, FetchEnded,
	// only what runs is told to end
	BGTaskExpiryAnnounced, BGTaskExpiryCalling, BGTaskExpiryQueued, BGTaskCompletionSent,
	ActivitySuspending, ActivityExpiring, ActivityUnresponsive, ActivityRunningFor, ContinuedTransition, ContinuedProgress, ContinuedAnswered, ContinuedFinished,
}

// Begun is when the run began, by the earliest line that the log holds of it.
func (t *BGTask) Begun() Time {
	for _, at := range []Time{t.Started, t.Queued, t.Delivered, t.LaunchAsked, t.Decided} {
		if at.Known() {
			return at
		}
	}
	return Time{}
}

// PendingFrom is when it could first have run: the later of its submission and the
// beginning of its window; unknown when the submission is.
func (t *BGTask) PendingFrom() Time {
	if t.Submitted.Known() && t.Earliest.After(t.Submitted) {
		return t.Earliest
	}
	return t.Submitted
}
