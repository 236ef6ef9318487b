package lifecycle

import (
	"cmp"

	"github.com/bglog/bglog/parse"
)

// Engine builds a Timeline from records. Records of different processes arrive
// up to a tenth of a second out of order even in one file, so events pass
// through a short window in which they are put in order.
type Engine struct {
	t         Timeline
	sortAll   bool
	collected *collected // with sortAll, once only the last input remains
	limit     int        // lifecycles that are kept
	room      evidenceRoom
	states    int // stretches of states of all processes
	handlers  map[EventKind]handler
	window    []item
	stretches []stretch   // with sortAll: of the inputs
	repeats   map[int]int // records that are not told again, by input
	back      bool        // see WentBack
	newest    Time        // time of the newest event taken in
	last      Time        // time of the last event handled
	hearing   hearing
	inputs    []*parse.Summary // that were begun
	begun     Time             // time of the earliest record taken in
	cut       interruption     // at which the log has not gone on yet
	sightings sightings        // with sortAll
	taskLines bool             // UIKit told of tasks otherwise than of their beginnings
	reports   []*parse.Report
	shutdowns []parse.Shutdown
	power     []*parse.PowerLog
	off       *poweredOff // since the last shutdown, until a boot is told

	byBundle map[string]*App
	byName   map[string]*App
	byPID    map[int]*process
	current  map[*App]*process
	all      []*process

	assertions map[string]*Assertion
	senders    map[string]*senderCount
	clues      map[string]int // lines of one kind and subject, to fold repeats
	conditions map[string]int // open conditions by kind and app: index in t.Conditions
	awaited    map[string]launchCause
	openPoints map[pointKey][]*PointSpan
	boot       string // UUID of the boot that records belong to

	url urlState
	bg  bgState
}

// process is a Process with what the engine needs while it lives.
type process struct {
	*Process
	gone    bool
	closing Time     // when a kill or exit was first told
	run     string   // launchd's number of the run, "" while unknown
	cpu     Evidence // the last line about a CPU limit

	added     []pendingAdd // beginBackgroundTask calls that have no task yet
	nextID    int          // id of the next task, 0 while unknown
	open      []*Task
	recent    []*Task // the last few that ended, for second witnesses
	unmatched int     // ends of ids that no known task has
	shared    *Assertion
	newShared Time // when UIKit last began to make a shared assertion
	firing    Time
	asked     *Exit // an end that somebody asked RunningBoard for
	refused   bool  // UIKit told of an assertion that it did not get
	unended   *unendedLines
	retold    bool // only a later run of the app tells of it
	traced    bool // a debugger is attached
}

// closes takes note of when the process's end was first told.
func (p *process) closes(at Time) {
	if !p.closing.Known() {
		p.closing = at
	}
}

// NewEngine starts timeline number n (from 1). sortAll collects all events, or those
// before Last is called, and sorts them before anything is concluded; it is needed for
// inputs that are not in time order and for several inputs of one device.
func NewEngine(n int, sortAll bool) *Engine {
	return &Engine{
		t:          Timeline{Number: n},
		sortAll:    sortAll,
		limit:      DefaultLifecycles,
		room:       evidenceRoom{limit: DefaultEvidence, left: DefaultEvidence},
		handlers:   newHandlers(),
		byBundle:   map[string]*App{},
		byName:     map[string]*App{},
		byPID:      map[int]*process{},
		current:    map[*App]*process{},
		assertions: map[string]*Assertion{},
		senders:    map[string]*senderCount{},
		clues:      map[string]int{},
		conditions: map[string]int{},
		awaited:    map[string]launchCause{},
		openPoints: map[pointKey][]*PointSpan{},
		url:        newURLState(),
		bg:         newBGState(),
	}
}

// Feed takes the next records, in input order.
func (e *Engine) Feed(records []parse.Record) error {
	for i := range records {
		rec := &records[i]
		ev, _ := rec.Note.(*Event)
		if e.sortAll {
			e.extendStretch(rec)
		}
		if ev != ownRecord {
			e.count(rec, ev)
		}
		if !e.t.Overflow.cut() {
			e.seen(rec)
		}
		if ev == nil {
			e.unread(rec)
		}
		if ev == nil || ev.idle {
			continue
		}
		if e.crowded(rec) {
			continue
		}
		kept := *rec // alone, not the batch it came in
		kept.Note = &e.room
		e.push(item{rec: &kept, ev: ev})
	}
	e.advance()
	return nil
}

// AddReport takes a crash report, JetsamEvent or MetricKit payload; before Finish.
func (e *Engine) AddReport(r *parse.Report) {
	if len(e.reports) >= e.limit {
		e.t.Overflow.Limit = e.limit
		e.t.Overflow.Left++
		return
	}
	e.reports = append(e.reports, r)
}

// Finish concludes the timeline.
func (e *Engine) Finish(inputs []*parse.Summary) *Timeline {
	e.Last(inputs)
	e.drain(len(e.window))
	if e.sortAll {
		e.drainCollected()
	}
	for _, s := range inputs {
		e.Begin(s)
	}
	e.t.Quiet = e.hearing.quiet()
	for _, s := range inputs {
		if !s.Aside() {
			e.t.First = parse.Earliest(e.t.First, s.First)
			e.t.Last = parse.Latest(e.t.Last, s.Last)
		}
		e.t.Device.Build = cmp.Or(e.t.Device.Build, s.Build)
		e.t.Device.Model = cmp.Or(e.t.Device.Model, s.Model)
	}
	e.t.Unaligned = len(e.shutdowns)+len(e.power) > 0 && !aligned(inputs)
	e.endQuarantine()
	e.cutAtOverflow()
	for _, r := range distinctReports(e.reports) {
		e.report(r)
	}
	for _, p := range e.all {
		e.conclude(p)
	}
	e.concludeURL()
	e.concludeBGTasks()
	e.concludePower()
	e.noteRepeats(inputs)
	e.t.Inputs = inputs
	e.t.Senders = e.coverage()
	if e.room.shortened > 0 {
		e.t.Overflow.Evidence, e.t.Overflow.Shortened = e.room.limit, e.room.shortened
	}
	e.prune()
	return &e.t
}

// prune drops apps of which nothing but their existence is known.
func (e *Engine) prune() {
	kept := e.t.Apps[:0]
	for _, a := range e.t.Apps {
		if len(a.Processes) > 0 || a.Work {
			kept = append(kept, a)
		}
	}
	e.t.Apps = kept
}

// handle applies one event.
func (e *Engine) handle(it item) {
	rec, ev := it.rec, it.ev
	if it.down != nil {
		e.shutDown(rec, it.down)
		return
	}
	if e.full(rec) {
		return
	}
	if rec.Time.Known() {
		e.last = rec.Time
		e.runsAgain(rec)
		if e.cut.by.Found() && interruptions[ev.Kind] == "" {
			e.goesOn(rec.Time)
		}
	}
	if len(ev.points) > 0 {
		e.logPoints(rec, ev.points)
	}
	h, ok := e.handlers[ev.Kind]
	if !ok {
		return
	}
	h(e, rec, ev)
}

// handler applies one kind of event to the engine.
type handler func(e *Engine, rec *parse.Record, ev *Event)

// newHandlers lists the handler of every event that is judged; kinds that only
// name a process go to noted, kinds that tell nothing to harmless.
func newHandlers() map[EventKind]handler {
	handlers := map[EventKind]handler{
		TaskWillAdd:       (*Engine).taskWillAdd,
		TaskCreated:       (*Engine).taskCreated,
		TaskEndCalled:     (*Engine).taskEnd,
		TaskEnding:        (*Engine).taskEnd,
		TaskReleased:      (*Engine).taskEnd,
		TaskLastEnded:     (*Engine).taskLastEnded,
		TaskUnknownEnd:    (*Engine).taskUnknownEnd,
		TaskUnended:       (*Engine).taskUnended,
		TaskWarnLong:      (*Engine).taskWarnLong,
		TaskAcquireFailed: (*Engine).taskAcquireFailed,
		ExpiryFiring:      (*Engine).expiryFiring,
		ExpiryCalling:     (*Engine).expiryCalling,
		ExpiryImminent:    (*Engine).taskNoted,
		ExpiryNone:        (*Engine).taskNoted,
		SharedReused:      (*Engine).taskNoted,
		SharedNew:         (*Engine).sharedNew,
		SharedCreated:     (*Engine).taskNoted,
		SharedRetained:    (*Engine).taskNoted,
		Deactivation:      (*Engine).deactivation,
		DidBackground:     (*Engine).didBackground,
		ResignedActive:    (*Engine).resignedActive,

		AssertionAcquiring:    (*Engine).assertionAcquiring,
		AssertionCreated:      (*Engine).assertionCreated,
		AssertionInvalidating: (*Engine).assertionInvalidating,
		AssertionTimedOut:     (*Engine).assertionTimedOut,
		AssertionDenied:       (*Engine).assertionDenied,
		CountdownStarted:      (*Engine).countdownStarted,
		WillExpireSoon:        (*Engine).willExpireSoon,
		Terminating:           (*Engine).terminating,
		TerminateRequested:    (*Engine).terminating,
		NotManaged:            (*Engine).harmless,
		CPUViolated:           (*Engine).cpuViolated,
		LaunchdExit:           (*Engine).launchdExit,
		ProcessGone:           (*Engine).processGone,
		ReportedRunning:       (*Engine).launched,
		TaskSuspended:         (*Engine).suspended,
		TaskResumed:           (*Engine).resumed,
		StateCalculated:       (*Engine).stateCalculated,
		StateUpdated:          (*Engine).stateUpdated,
		VisibilityChanged:     (*Engine).visibilityChanged,
		BecameVisible:         (*Engine).becameVisible,
		PeriodicState:         (*Engine).noted,
		LaunchRequested:       (*Engine).noted,
		HandleResolved:        (*Engine).noted,
		LockedFiles:           (*Engine).lockedFiles,
		LockedFilesDetail:     (*Engine).lockedFiles,
		ProcessNoted:          (*Engine).noted,

		Bootstrapping:       (*Engine).bootstrapping,
		BootstrapSuccess:    (*Engine).launched,
		FBTaskState:         (*Engine).fbTaskState,
		FBVisibility:        (*Engine).fbVisibility,
		FBDebugState:        (*Engine).fbDebugState,
		FBPendingExit:       (*Engine).fbPendingExit,
		FBProcessExited:     (*Engine).fbProcessExited,
		AppProcessState:     (*Engine).appProcessState,
		TerminateApp:        (*Engine).terminateApp,
		SceneMode:           (*Engine).sceneMode,
		SceneActivated:      (*Engine).sceneActivated,
		FrontDisplay:        (*Engine).frontDisplay,
		InitialAssertion:    (*Engine).initialAssertion,
		WorkspaceAssertion:  (*Engine).workspaceAssertion,
		AppTerminated:       (*Engine).appTerminated,
		WatchdogViolated:    (*Engine).watchdogViolated,
		ExecutingTerminaton: (*Engine).watchdogViolated,
		WatchdogDeclined:    (*Engine).watchdogDeclined,
		AppExitedSignal:     (*Engine).appExitedSignal,
		CrashForced:         (*Engine).crashForced,
		OpenRequest:         (*Engine).openRequest,
		PushToDuet:          (*Engine).pushToDuet,

		BeyondPermittedTime:  (*Engine).beyondPermittedTime,
		LegacyWarning:        (*Engine).willExpireSoon,
		LegacyAssertionAdded: (*Engine).noted,
		LegacyRelinquished:   (*Engine).harmless,
		LegacyExited:         (*Engine).legacyExited,
		HighWaterMark:        (*Engine).highWaterMark,

		JetsamKill:       (*Engine).jetsamKill,
		MemoryLimit:      (*Engine).memoryLimit,
		CPUBurning:       (*Engine).cpuBurning,
		CPUTriggered:     (*Engine).cpuTriggered,
		CPUReported:      (*Engine).cpuReported,
		LaunchdExited:    (*Engine).launchdExited,
		CrashReported:    (*Engine).crashReported,
		DebuggerMessage:  (*Engine).debuggerMessage,
		DebuggerCommand:  (*Engine).simulated,
		DebuggerStopped:  (*Engine).debuggerStopped,
		ForegroundKnown:  (*Engine).foregroundKnown,
		SuspendedKnown:   (*Engine).suspendedKnown,
		AudioState:       (*Engine).audioState,
		Booted:           (*Engine).booted,
		ClockAdjusted:    (*Engine).clockAdjusted,
		LogClassBegins:   (*Engine).logClassBegins,
		MessagesLost:     (*Engine).messagesLost,
		StreamDropped:    (*Engine).streamDropped,
		Disconnected:     (*Engine).interrupted,
		LinesLeftOut:     (*Engine).interrupted,
		CaptureRestarted: (*Engine).interrupted,
		LogQuarantined:   (*Engine).logQuarantined,
		AppCrashed:       (*Engine).appCrashed,
		AppAborted:       (*Engine).appAborted,
		MemoryWarning:    (*Engine).memoryWarned,
		PrivacyChanged:   (*Engine).privacyChanged,
		VoIPRefused:      (*Engine).voipRefused,

		MissingMode:       (*Engine).missingMode,
		MissingCapability: (*Engine).missingCapability,
		RefreshOff:        (*Engine).refreshOff,
		RefreshOn:         (*Engine).refreshOn,
		LowPowerSeen:      (*Engine).lowPowerSeen,
		SimulatorSeen:     (*Engine).simulatorSeen,
		AppHandlesLaunch:  (*Engine).appActivities,
		PushLaunchDecided: (*Engine).launchDecided,
		FetchDecided:      (*Engine).launchDecided,

		DaemonStarted:          (*Engine).daemonStarted,
		DaemonEnding:           (*Engine).harmless,
		DaemonLocked:           (*Engine).sessionMisused,
		BetterNetwork:          (*Engine).harmless,
		RetryTimerFired:        (*Engine).harmless,
		SessionCreating:        (*Engine).sessionNoted,
		SessionCreated:         (*Engine).sessionCreated,
		SessionDescribed:       (*Engine).sessionDescribed,
		SessionClientKind:      (*Engine).sessionClientKind,
		SessionAttached:        (*Engine).sessionAttached,
		SessionReconnecting:    (*Engine).sessionReconnecting,
		SessionDetached:        (*Engine).sessionNoted,
		SessionConnectionLost:  (*Engine).sessionNoted,
		SessionActive:          (*Engine).sessionNoted,
		SessionOutstanding:     (*Engine).sessionNoted,
		SessionInUse:           (*Engine).sessionMisused,
		SharedContainerMissing: (*Engine).sessionMisused,
		SharedContainerRefused: (*Engine).sessionMisused,
		SessionFailed:          (*Engine).sessionNoted,
		TooManySessions:        (*Engine).sessionMisused,
		TooManyTransfers:       (*Engine).sessionMisused,
		SessionInvalidating:    (*Engine).sessionInvalidating,
		SessionCleaning:        (*Engine).sessionNoted,
		SessionInvalid:         (*Engine).sessionNoted,
		SessionRemoved:         (*Engine).sessionRemoved,
		SessionObliterated:     (*Engine).sessionRemoved,
		SessionStale:           (*Engine).sessionNoted,
		SessionNotRestored:     (*Engine).sessionNoted,
		SessionRestoring:       (*Engine).harmless,
		DownloadFolderMade:     (*Engine).sessionNoted,

		RequestDelaySet:             (*Engine).delaySet,
		RequestDelayReset:           (*Engine).delayReset,
		RequestDelayResetForeground: (*Engine).delayReset,
		RequestDelayResetObserver:   (*Engine).delayReset,
		TransitionalPeriodEnded:     (*Engine).harmless,
		ClientForeground:            (*Engine).clientForeground,
		ClientNotForeground:         (*Engine).harmless,
		ClientSuspended:             (*Engine).harmless,
		ClientForceQuit:             (*Engine).clientForceQuit,
		ClientUnobserved:            (*Engine).clientUnobserved,
		ClientUnknown:               (*Engine).harmless,
		ClientUninstalled:           (*Engine).harmless,
		ClientReinstalled:           (*Engine).harmless,
		RefreshTurnedOff:            (*Engine).refreshChanged,
		RefreshTurnedOn:             (*Engine).refreshChanged,
		RefreshChanged:              (*Engine).refreshChanged,

		SessionWoken:                (*Engine).wakeAsked,
		WakeRequested:               (*Engine).wakeAsked,
		WakeSucceeded:               (*Engine).wakeSucceeded,
		WakeFailed:                  (*Engine).wakeFailed,
		WakeRefused:                 (*Engine).wakeRefused,
		WakeRefusedConnected:        (*Engine).sessionNoted,
		WakeRefusedUnneeded:         (*Engine).sessionNoted,
		WakeRefusedNoLaunchEvents:   (*Engine).wakeRefused,
		WakeRefusedUnsupported:      (*Engine).wakeRefused,
		WakeRefusedObliterated:      (*Engine).wakeRefused,
		WakeDelayedFired:            (*Engine).harmless,
		WakeForAuthHeaders:          (*Engine).harmless,
		WakeEventsStarted:           (*Engine).wakeEvents,
		WakeEventsDelivered:         (*Engine).wakeEvents,
		AssertionReleaseAsked:       (*Engine).assertionReleased,
		SessionAssertionInvalidated: (*Engine).assertionReleased,
		AssertionLookedUp:           (*Engine).harmless,
		PendingEventsSignalled:      (*Engine).sessionNoted,
		PendingEventsAsked:          (*Engine).wakeEvents,
		PendingEventsWait:           (*Engine).wakeEvents,
		PendingEventsDelivered:      (*Engine).wakeEvents,
		PendingEventsRejected:       (*Engine).sessionNoted,

		Discretionary:            (*Engine).discretionaryDecided,
		NotDiscretionary:         (*Engine).discretionaryDecided,
		NotDiscretionaryDebugged: (*Engine).discretionaryDecided,
		DiscretionaryForced:      (*Engine).discretionaryDecided,
		DiscretionaryRevised:     (*Engine).discretionaryDecided,

		TransferNotCreated:  (*Engine).transferMisused,
		UploadFileRefused:   (*Engine).transferMisused,
		ConnectionCancelled: (*Engine).harmless,
		DeliveryBroke:       (*Engine).sessionNoted,
		ClientQuit:          (*Engine).sessionNoted,

		AppSessionSetup:          (*Engine).harmless, // its UUID is provisional
		AppSessionReply:          (*Engine).harmless,
		AppSessionReady:          (*Engine).appSessionNoted,
		AppSessionFailed:         (*Engine).daemonTrouble,
		AppSessionLocked:         (*Engine).daemonTrouble,
		AppSessionReconnecting:   (*Engine).appSessionNoted,
		AppSessionReconnected:    (*Engine).appSessionNoted,
		AppSessionMisused:        (*Engine).appSessionNoted,
		AppSessionInvalidating:   (*Engine).appSessionNoted,
		DaemonInterrupted:        (*Engine).daemonTrouble,
		DaemonInvalidated:        (*Engine).daemonTrouble,
		DaemonReconnecting:       (*Engine).appSessionNoted,
		DaemonUnreachable:        (*Engine).daemonTrouble,
		AppEventsFinishing:       (*Engine).appSessionNoted,
		AppEventsFinished:        (*Engine).appEventsFinished,
		AppEventsHeld:            (*Engine).appSessionNoted,
		AppTransferNotCreated:    (*Engine).daemonTrouble,
		AppUploadFileNoted:       (*Engine).appUploadFile,
		AppUploadFileRefused:     (*Engine).transferMisused,
		AppUploadFileProtected:   (*Engine).transferMisused,
		AppDiscretionaryMismatch: (*Engine).harmless,
		AppDownloadFileKept:      (*Engine).harmless,

		URLError:                (*Engine).urlError,
		SessionIdentifierReused: (*Engine).sessionMisused,
		UploadFromData:          (*Engine).transferMisused,
		DataTaskRefused:         (*Engine).transferMisused,
		CompletionBlockUsed:     (*Engine).transferMisused,
		TaskDelegateUsed:        (*Engine).transferMisused,
		UploadFileUnreadable:    (*Engine).uploadFileUnreadable,
		RequestSubclassUsed:     (*Engine).transferMisused,
		HandlerNeverCalled:      (*Engine).handlerNeverCalled,
		DownloadFileLost:        (*Engine).downloadFileLost,
		TransferFailed:          (*Engine).transferFailed,

		ActivityScored: (*Engine).activityScored,

		SchedulerStarted:        (*Engine).schedulerStarted,
		SchedulerLocked:         (*Engine).harmless,
		SysdiagnoseBegun:        (*Engine).sysdiagnoseBegun,
		TriggerSeen:             (*Engine).triggerSeen,
		ActivityNoted:           (*Engine).harmless,
		ActivityAsked:           (*Engine).harmless,
		ActivityPlanned:         (*Engine).harmless,
		ActivityLaunchListed:    (*Engine).harmless,
		ActivityLaunchAnswered:  (*Engine).harmless,
		ActivityClientConnected: (*Engine).harmless,
		ActivityAssertionEnded:  (*Engine).harmless,
		FetchPlanned:            (*Engine).harmless,
		FetchMutated:            (*Engine).harmless,
		PushAnswered:            (*Engine).harmless, // only in the tail of a log
		PushHighPriority:        (*Engine).bgtaskBundleClue,

		BGTaskRegistered:           (*Engine).harmless, // a debug line: never there when it counts
		BGTaskNoted:                (*Engine).harmless,
		BGTaskStateDiffers:         (*Engine).harmless,
		BGTaskConnected:            (*Engine).harmless,
		BGTaskLaunchFinished:       (*Engine).harmless,
		BGTaskPendingFailed:        (*Engine).harmless,
		BGTaskSubmitCalled:         (*Engine).submitCalled,
		BGTaskSubmitNamed:          (*Engine).submitNamed,
		BGTaskSubmitFailed:         (*Engine).submitFailed,
		BGTaskCancelCalled:         (*Engine).cancelCalled,
		BGTaskCancelAllCalled:      (*Engine).cancelCalled,
		BGTaskPendingFound:         (*Engine).appActivities,
		BGTaskDelivered:            (*Engine).appActivities,
		BGTaskHandlersCalled:       (*Engine).appActivities,
		BGTaskExpiryAnnounced:      (*Engine).appActivities,
		BGTaskExpiryQueued:         (*Engine).appActivities,
		BGTaskCompletionSent:       (*Engine).appActivities,
		BGTaskExpiryCalling:        (*Engine).bgtaskExpiry,
		BGTaskRunning:              (*Engine).bgtaskLine,
		BGTaskStarted:              (*Engine).bgtaskLine,
		BGTaskCompleted:            (*Engine).bgtaskLine,
		BGTaskExpiring:             (*Engine).bgtaskLine,
		BGTaskNotAdvertised:        (*Engine).bgtaskClueLine,
		BGTaskError:                (*Engine).bgtaskClueLine,
		BGTaskResourcesUnsupported: (*Engine).bgtaskClueLine,
		BGTaskNoExpirationHandler:  (*Engine).bgtaskClueLine,
		BGTaskNotCompleted:         (*Engine).bgtaskClueLine,
		BGTaskNoHandler:            (*Engine).bgtaskClue,
		BGTaskAssertionFailed:      (*Engine).assertionFailed,
		BGTaskRegisteredTwice:      (*Engine).bgtaskClue,
		BGTaskRegisteredLate:       (*Engine).bgtaskClue,
		BGTaskIdentifierInvalid:    (*Engine).bgtaskClue,
		BGTaskNothingScheduled:     (*Engine).nothingScheduled,
		BGTaskReportedLate:         (*Engine).bgtaskReportedLate,
		ContinuedMarked:            (*Engine).continuedMarked,
		BGTaskHandlerSetTwice:      (*Engine).harmless, // the crash that it leads to tells it
	}
	for kind := range transferSteps {
		if handlers[kind] == nil {
			handlers[kind] = (*Engine).transferLine
		}
	}
	for kind := range activitySteps {
		if handlers[kind] == nil {
			handlers[kind] = (*Engine).activityLine
		}
	}
	return handlers
}
