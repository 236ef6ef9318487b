package lifecycle

// Events of BackgroundTasks in the app, and of the scheduler's client below it. One request is
// followed by the activity's name with its instance, before that is known by the identifier.
const (
	BGTaskRegistered      EventKind = "bgtask-registered"        // a launch handler is there; only with debug logging
	BGTaskSubmitCalled    EventKind = "bgtask-submit-called"     // submit was entered: the request with its earliest begin date
	BGTaskSubmitNamed     EventKind = "bgtask-submit-named"      // the request's activity with its instance; often hidden
	BGTaskSubmitFailed    EventKind = "bgtask-submit-failed"     // the daemon refused it; the code is dasd's, not the one the app gets
	BGTaskCancelCalled    EventKind = "bgtask-cancel-called"     // the app cancels one identifier
	BGTaskCancelAllCalled EventKind = "bgtask-cancel-all-called" // the app cancels all its requests
	BGTaskPendingFound    EventKind = "bgtask-pending-found"     // the requests that are pending now: one not listed was lost or has run
	BGTaskPendingFailed   EventKind = "bgtask-pending-failed"    // the pending requests could not be asked for
	BGTaskLaunchFinished  EventKind = "bgtask-launch-finished"   // didFinishLaunching was seen: what was queued is delivered now
	BGTaskConnected       EventKind = "bgtask-connected"         // the client connects to dasd; again when dasd went
	BGTaskDelivered       EventKind = "bgtask-delivered"         // dasd's launch has reached the app
	BGTaskHandlersCalled  EventKind = "bgtask-handlers-called"   // the activities' handlers are looked up
	BGTaskRunning         EventKind = "bgtask-running"           // the handler is put on its queue
	BGTaskStarted         EventKind = "bgtask-started"           // the handler is called; late when its queue is blocked
	BGTaskCompleted       EventKind = "bgtask-completed"         // setTaskCompleted, with success where it is told
	BGTaskExpiryAnnounced EventKind = "bgtask-expiry-announced"  // the warning has reached the app
	BGTaskExpiryCalling   EventKind = "bgtask-expiry-calling"    // the expiration handlers are looked up
	BGTaskExpiryQueued    EventKind = "bgtask-expiry-queued"     // expired before the app had finished launching
	BGTaskExpiring        EventKind = "bgtask-expiring"          // the expiration handler is called
	BGTaskNoted           EventKind = "bgtask-noted"             // nothing follows from it
	BGTaskStateDiffers    EventKind = "bgtask-state-differs"     // dasd named activities that the client does not know
	BGTaskCompletionSent  EventKind = "bgtask-completion-sent"   // setTaskCompleted goes to dasd, with the activity's name
	ActivityAsked         EventKind = "activity-asked"           // a client of dasd hands in an activity or begins it
)

var bgTaskRunRows = []*Row{
	{
		ID: "bgt.register", From: fromBackgroundTasks, Kind: BGTaskRegistered, Level: "debug", Seen: "26.1",
		Format: "registerForTaskWithIdentifier: %{public}@", Fields: "identifier",
		Example: "registerForTaskWithIdentifier: com.example.notes.refresh",
	},
	{
		ID: "bgt.submit", From: fromBackgroundTasks, Kind: BGTaskSubmitCalled, Seen: "13.5-26.1",
		Format: "submitTaskRequest: %{public}@", Fields: "request",
		Example: "submitTaskRequest: <BGAppRefreshTaskRequest: com.example.notes.refresh, earliestBeginDate: 2026-03-02 07:30:54 +0000>",
	},
	{
		ID: "bgt.submit_error", From: fromBackgroundTasks, Kind: BGTaskSubmitFailed, Seen: "26.1",
		Format: "Error submitting task request: %{public}@, error: %{public}@", Fields: "request error",
		Example: "Error submitting task request: <BGAppRefreshTaskRequest: com.example.notes.refresh, earliestBeginDate: 2026-03-02 07:30:54 +0000>, error: Error Domain=DASActivitySchedulerErrorDomain Code=4 \"(null)\"",
	},
	{
		ID: "bgt.cancel_all", From: fromBackgroundTasks, Kind: BGTaskCancelAllCalled, Proof: proofSender, Seen: "26.1",
		Format:  "cancelAllTaskRequests",
		Example: "cancelAllTaskRequests",
	},
	{
		ID: "bgt.cancel_one", From: fromBackgroundTasks, Kind: BGTaskCancelCalled, Seen: "26.1",
		Format: "cancelTaskRequestWithIdentifier: %{public}@", Fields: "identifier",
		Example: "cancelTaskRequestWithIdentifier: com.example.notes.refresh",
	},
	{
		ID: "bgt.get_pending", From: fromBackgroundTasks, Kind: BGTaskNoted, Proof: proofSender, Seen: "26.1",
		Format:  "Getting pending task requests",
		Example: "Getting pending task requests",
	},
	{
		ID: "bgt.found_pending", Lines: true, From: fromBackgroundTasks, Kind: BGTaskPendingFound, Proof: proofActivity, Seen: "26.1",
		Format: "Found pending activities: %{public}@", Fields: "activities",
		Example: "Found pending activities: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "bgt.pending_err", From: fromBackgroundTasks, Kind: BGTaskPendingFailed, Proof: proofSender, Seen: "26.1",
		Format: "Error fetching activities: %{public}@", Fields: "error",
		Example: "Error fetching activities: Error Domain=DASActivitySchedulerErrorDomain Code=2 \"(null)\"",
	},
	{
		ID: "bgt.app_launch", From: fromBackgroundTasks, Kind: BGTaskLaunchFinished, Proof: proofSender, Seen: "26.1",
		Format:  "Handling app launch",
		Example: "Handling app launch",
	},
	{
		ID: "bgt.calling_handlers", Lines: true, From: fromBackgroundTasks, Kind: BGTaskHandlersCalled, Proof: proofActivity, Seen: "13.5-26.1",
		Format: "Calling handlers for activities: %{public}@", Fields: "activities",
		Example: "Calling handlers for activities: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "bgt.running", From: fromBackgroundTasks, Kind: BGTaskRunning, Proof: proofTask, Seen: "13.5-26.1",
		Format: "Running task: %{public}@", Fields: "task",
		Example: "Running task: <BGAppRefreshTask: com.example.notes.refresh>",
	},
	{
		ID: "bgt.starting", From: fromBackgroundTasks, Kind: BGTaskStarted, Proof: proofTask, Seen: "13.5-26.1",
		Format: "Starting task: %{public}@", Fields: "task",
		Example: "Starting task: <BGAppRefreshTask: com.example.notes.refresh>",
	},
	{
		ID: "bgt.complete", From: fromBackgroundTasks, Kind: BGTaskCompleted, Proof: proofTask, Seen: "26.1",
		Format: "Marking task %{public}@ complete with success: %d", Fields: "task success",
		Example: "Marking task <BGAppRefreshTask: com.example.notes.refresh> complete with success: 1",
	},
	{
		ID: "bgt.complete_old", From: fromBackgroundTasks, Kind: BGTaskCompleted, Proof: proofTask, Seen: "13-18 (inferred)",
		Format: "Marking task complete: %{public}@", Fields: "task",
		Example: "Marking task complete: <BGAppRefreshTask: com.example.notes.refresh>",
	},
	{
		ID: "bgt.will_expire", Lines: true, From: fromBackgroundTasks, Kind: BGTaskExpiryAnnounced, Proof: proofActivity, Seen: "26.1",
		Format: "Will expire activities: %{public}@", Fields: "activities",
		Example: "Will expire activities: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "bgt.call_exp_act", Lines: true, From: fromBackgroundTasks, Kind: BGTaskExpiryCalling, Proof: proofActivity, Seen: "26.1",
		Format: "Calling expiration handlers for activities: %{public}@", Fields: "activities",
		Example: "Calling expiration handlers for activities: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "bgt.queued_exp", Lines: true, From: fromBackgroundTasks, Kind: BGTaskExpiryQueued, Proof: proofActivity, Seen: "26.1",
		Format: "Queued activities for expiration: %{public}@", Fields: "activities",
		Example: "Queued activities for expiration: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "bgt.call_exp_tasks", Lines: true, From: fromBackgroundTasks, Kind: BGTaskExpiryCalling, Proof: proofSender, Seen: "26.1",
		Format: "Calling expiration handlers for tasks: %{public}@", Fields: "tasks",
		Example: "Calling expiration handlers for tasks: {(\n    <BGAppRefreshTask: com.example.notes.refresh>\n)}",
	},
	{
		ID: "bgt.expiring", From: fromBackgroundTasks, Kind: BGTaskExpiring, Proof: proofTask, Seen: "26.1",
		Format: "Expiring task: %{public}@", Fields: "task",
		Example: "Expiring task: <BGAppRefreshTask: com.example.notes.refresh>",
	},
	{
		// all that is simulated is a command to the debugger
		ID: "bgt.sim_start", From: fromBackgroundTasks, Kind: DebuggerCommand, Proof: proofTask, Seen: "13-26.1",
		Format: "Starting simulated task: %{public}@", Fields: "task",
		Example: "Starting simulated task: <BGAppRefreshTask: com.example.notes.refresh>",
	},
	{
		ID: "bgt.sim_complete", From: fromBackgroundTasks, Kind: DebuggerCommand, Proof: proofTask, Seen: "26.1",
		Format: "Marking simulated task complete: %@", Fields: "task",
		Example: "Marking simulated task complete: <BGAppRefreshTask: com.example.notes.refresh>",
	},
	{
		ID: "bgt.sim_already", From: fromBackgroundTasks, Kind: DebuggerCommand, Proof: proofSender, Seen: "26.1",
		Format: "Task with identifier %{public}@ is already running", Fields: "identifier",
		Example: "Task with identifier com.example.notes.refresh is already running",
	},
	{
		ID: "bgt.sim_expiring", From: fromBackgroundTasks, Kind: DebuggerCommand, Proof: proofTask, Seen: "26.1",
		Format: "Expiring simulated task: %{public}@", Fields: "task",
		Example: "Expiring simulated task: <BGAppRefreshTask: com.example.notes.refresh>",
	},
	{
		ID: "bgt.sim_expire_none", From: fromBackgroundTasks, Kind: DebuggerCommand, Level: "error", Seen: "26.1",
		Format: "Task with identifier %{public}@ is not currently being simulated", Fields: "identifier",
		Example: "Task with identifier com.example.notes.refresh is not currently being simulated",
	},
	{
		ID: "bgt.sim_expire_nohandler", From: fromBackgroundTasks, Kind: DebuggerCommand, Proof: proofTask, Level: "error", Seen: "26.1",
		Format: "No expiration handler for task: %{public}@", Fields: "task",
		Example: "No expiration handler for task: <BGAppRefreshTask: com.example.notes.refresh>",
	},
	{
		ID: "bgt.main_bundle", From: fromBackgroundTasks, Kind: BGTaskNoted, Proof: proofSender, Seen: "26.1",
		Format: "Main Bundle: %@", Fields: "bundle",
		Example: "Main Bundle: NSBundle </var/containers/Bundle/Application/C41D7E02/Notes.app> (loaded)",
	},
	{
		ID: "bgt.cpt_kvo", From: fromBackgroundTasks, Kind: BGTaskNoted, Level: "error", Seen: "26.1",
		Format: "%{public}@ Received KVO update for unknown context: (key-path: %@, context: %@)", Fields: "task path _",
		Example: "<BGContinuedProcessingTask: com.example.notes.export (Export)> Received KVO update for unknown context: (key-path: fractionCompleted, context: 0x0)",
	},
}

// bgTaskClientRows are the scheduler's client in the app and in system processes.
var bgTaskClientRows = []*Row{
	{
		ID: "dasc.submit", From: fromDASClient, Kind: BGTaskSubmitNamed, Seen: "13.5-26.1",
		Format: "Submitting task request activity: %@", Fields: "activity",
		Example: "Submitting task request activity: bgRefresh-com.example.notes.refresh:6796B3",
	},
	{
		// after "Marking task (null) complete", which names nothing
		ID: "dasc.complete", From: fromDASClient, Kind: BGTaskCompletionSent, Seen: "13.5 (a posted log: transistorsoft/flutter_background_geolocation#295)",
		Format: "Complete task request activity: %@", Fields: "activity",
		Example: "Complete task request activity: bgRefresh-com.example.notes.refresh:519B19",
	},
	{
		ID: "dasc.connect", From: fromDASClient, Kind: BGTaskConnected, Proof: proofSender, Seen: "26.1",
		Format: "Connecting to daemon; reconnect: %d", Fields: "again",
		Example: "Connecting to daemon; reconnect: 0",
	},
	{
		ID: "dasc.connect_old", From: fromDASClient, Kind: BGTaskConnected, Proof: proofSender, Seen: "13.5",
		Format: "Establish daemon connection; interrupted: %d", Fields: "again",
		Example: "Establish daemon connection; interrupted: 0",
	},
	{
		ID: "dasc.launch", Lines: true, From: fromDASClient, Kind: BGTaskDelivered, Seen: "13.5-26.1",
		Format: "Handling launch from daemon for activities: %@", Fields: "activities",
		Example: "Handling launch from daemon for activities: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "dasc.will_expire", Lines: true, From: fromDASClient, Kind: BGTaskExpiryAnnounced, Seen: "26.1",
		Format: "Will expire BGTask activities: %@", Fields: "activities",
		Example: "Will expire BGTask activities: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "dasc.not_running", Lines: true, From: fromDASClient, Kind: BGTaskStateDiffers, Proof: proofActivity, Seen: "26.1",
		Format: "suspendActivities: %@ activities were not running: %@", Fields: "_ activities",
		Example: "suspendActivities: (3) activities were not running: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "dasc.not_found", Lines: true, From: fromDASClient, Kind: BGTaskStateDiffers, Proof: proofActivity, Seen: "26.1",
		Format: "cancelActivities: %@ activities were not found: %@", Fields: "_ activities",
		Example: "cancelActivities: (3) activities were not found: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "dasc.requesting_start", From: fromDASClient, Kind: ActivityAsked, Proof: proofActivity, Seen: "macOS",
		Format: "REQUESTING START: %{public}@", Fields: "activity",
		Example: "REQUESTING START: 0:com.example.daemon.scan:3B1C50",
	},
	{
		ID: "dasc.submitting", From: fromDASClient, Kind: ActivityAsked, Proof: proofActivity, Seen: "11 and later",
		Format: "SUBMITTING: %@", Fields: "activity",
		Example: "SUBMITTING: com.apple.pushLaunch.com.example.notes:4935F4",
	},
	{
		ID: "dasc.starting", From: fromDASClient, Kind: ActivityAsked, Proof: proofActivity, Seen: "11",
		Format: "STARTING: %@", Fields: "activity",
		Example: "STARTING: com.apple.pushLaunch.com.example.notes:4935F4",
	},
}
