package lifecycle

// Events of dasd about an activity from its submission to its start. An activity is the scheduler's side
// of one request; names are read with activitiesIn.
const (
	ActivityAccepted       EventKind = "activity-accepted"        // accepted, with its priority and window
	ActivityCancelAsked    EventKind = "activity-cancel-asked"    // what comes before a cancellation: the app's or dasd's own order
	ActivityReplaced       EventKind = "activity-replaced"        // a new submission takes a pending one's place
	ActivityCancelled      EventKind = "activity-cancelled"       // the request is gone; no fault when it is submitted again
	ActivityCancelledEarly EventKind = "activity-cancelled-early" // cancelled right after its submission
	ActivityPrerunning     EventKind = "activity-prerunning"      // chosen to run; it must start within 61 s
	ActivityStarted        EventKind = "activity-started"         // begun; launches of BGTasks do not print it
	ActivitiesRunning      EventKind = "activities-running"       // what runs now
	ActivityRunningFor     EventKind = "activity-running-for"     // how long it has been running
	ActivityRunRefused     EventKind = "activity-run-refused"     // told to start although it runs already, or is not due
	ActivityResubmitted    EventKind = "activity-resubmitted"     // dasd submits it again: the clock was set, or its client came back
	SchedulerStarted       EventKind = "scheduler-started"        // dasd begins
	SchedulerLocked        EventKind = "scheduler-locked"         // activities cannot be read before the first unlock
	ActivityNoted          EventKind = "activity-noted"           // nothing follows from it
)

// The wordings of one verb stand together, the most telling first: that order is tried.
var activityRows = []*Row{
	{
		ID: "dasd.submitted_interval", From: fromDasd, Kind: ActivityAccepted, Seen: "18.2",
		Format: "Submitted: %{public}@ at priority %{public}@ with interval %.0f (%{public}@ - %{public}@)", Fields: "activity priority interval earliest latest",
		Example: "Submitted: 501:com.example.daemon.scan:3B1C50 at priority Maintenance with interval 86400 (2026-03-02 07:30:54 +0000 - 2026-03-02 09:30:54 +0000)",
	},
	{
		ID: "dasd.submitted", From: fromDasd, Kind: ActivityAccepted, Seen: "18.2",
		Format: "Submitted: %{public}@ at priority %{public}@ (%{public}@ - %{public}@)", Fields: "activity priority earliest latest",
		Example: "Submitted: bgRefresh-com.example.notes.refresh:519B19 at priority Utility (2026-03-02 07:30:54 +0000 - 2026-03-02 09:30:54 +0000)",
	},
	{
		ID: "dasd.submitted_internal", From: fromDasd, Kind: ActivityAccepted, Proof: proofActivity, Seen: "18.2",
		Format: "Submitted: %@", Fields: "activity",
		Example: "Submitted: bgRefresh-com.example.notes.refresh:519B19",
	},
	{
		ID: "dasd.submitted_activity", From: fromDasd, Kind: ActivityAccepted, Seen: "13-15",
		Format: "Submitted Activity: %{public}@ at priority %{public}@ %@", Fields: "activity priority _",
		Example: "Submitted Activity: bgProcessing-com.example.notes.cleanup:01A8A2 at priority 10 <private>",
	},
	{
		// a hidden value follows the name, which may hold blanks itself
		ID: "dasd.submitted_activity_ios11", From: fromDasd, Kind: ActivityAccepted, Proof: proofActivity, Seen: "11",
		Format: "Submitted Activity: %{public}@", Fields: "activity",
		Example: "Submitted Activity: com.apple.pushLaunch.com.example.notes:4935F4 <private>",
	},
	{
		ID: "dasd.submitted_27", From: fromDasd, Kind: ActivityAccepted, Seen: "after 26 (inferred)",
		Format: "SUBMITTED <_DASActivity: %{public}@", Fields: "activity",
		Example: "SUBMITTED <_DASActivity: \"bgRefresh-com.example.notes.refresh:519B19\", Utility, 60s, ...>",
	},
	{
		ID: "dasd.submitted_set", Lines: true, From: fromDasd, Kind: ActivityAccepted, Proof: proofActivity, Seen: "18.2",
		Format: "Submitted activities: %{public}@", Fields: "activities",
		Example: "Submitted activities: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "dasd.canceled_soon", From: fromDasd, Kind: ActivityCancelledEarly, Proof: proofActivity, Seen: "26.1",
		Format: "Activity %{public}@ was canceled too soon after submission", Fields: "activity",
		Example: "Activity bgRefresh-com.example.notes.refresh:519B19 was canceled too soon after submission",
	},
	{
		ID: "dasd.replace_cpt", From: fromDasd, Kind: ActivityReplaced, Proof: proofActivity, Seen: "26.1",
		Format: "Replacing pending task with new submission: %{public}@", Fields: "activity",
		Example: "Replacing pending task with new submission: bgContinuedProcessing-com.example.notes.export:7C20A4",
	},
	{
		ID: "dasd.remove_pending", Lines: true, From: fromDasd, Kind: ActivityCancelAsked, Proof: proofActivity, Seen: "18.2-26.1",
		Format: "Removing pending tasks: %@", Fields: "activities",
		Example: "Removing pending tasks: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "dasd.cancel_request", From: fromDasd, Kind: ActivityCancelAsked, Proof: proofActivity, Seen: "18.2-26.1",
		Format: "Canceling task request %{public}@ for %@", Fields: "activity client",
		Example: "Canceling task request bgRefresh-com.example.notes.refresh:519B19 for <private>",
	},
	{
		ID: "dasd.daemon_cancel", Lines: true, From: fromDasd, Kind: ActivityCancelAsked, Seen: "13-26",
		Format: "Daemon Canceling Activities: %{public}@", Fields: "activities",
		Example: "Daemon Canceling Activities: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		// continued processing: the user has pressed stop
		ID: "cpt.ui_cancel", Lines: true, From: fromDasd, Kind: ActivityCancelAsked, Proof: proofActivity, Seen: "26.1",
		Format: "Cancelling activities: %@", Fields: "activities",
		Example: "Cancelling activities: {(\n    bgContinuedProcessing-com.example.notes.export:7C20A4\n)}",
	},
	{
		ID: "dasd.canceled_push", From: fromDasd, Kind: ActivityCancelled, Proof: proofActivity, Seen: "13-15",
		Format: "CANCELED: %{public}@ at priority %{public}@ %@!", Fields: "activity priority _",
		Example: "CANCELED: com.apple.pushLaunch.com.example.notes:4935F4 at priority 5 <private>!",
	},
	{
		ID: "dasd.canceled", From: fromDasd, Kind: ActivityCancelled, Proof: proofActivity, Seen: "18.2",
		Format: "CANCELED: %{public}@ at priority %{public}@", Fields: "activity priority",
		Example: "CANCELED: bgRefresh-com.example.notes.refresh:519B19 at priority Utility",
	},
	{
		ID: "push.ios11", From: fromDasd, Kind: ActivityCancelled, Proof: proofActivity, Seen: "11",
		Format: "CANCELED: %{public}@!", Fields: "activity",
		Example: "CANCELED: com.apple.pushLaunch.com.example.notes:4935F4 <private>!",
	},
	{
		ID: "dasd.prerun_group", From: fromDasd, Kind: ActivityPrerunning, Seen: "18.2",
		Format: "With %@ ...Tasks pre-running in group [%@] are %ld!", Fields: "activity group count",
		Example: "With bgRefresh-com.example.notes.refresh:519B19 ...Tasks pre-running in group [com.apple.dasd.default] are 1!",
	},
	{
		ID: "dasd.starting", From: fromDasd, Kind: ActivityStarted, Proof: proofActivity, Seen: "18.2, macOS",
		Format: "STARTING %{public}@!", Fields: "activity",
		Example: "STARTING activity 0:com.example.daemon.scan:3B1C50 <private>!",
	},
	{
		// public lines of a log of macOS, in the tests of a monitor for it
		ID: "dasd.started_27", From: fromDasd, Kind: ActivityStarted, Proof: proofActivity, Seen: "after 26, macOS",
		Format: "STARTED <_DASActivity: %{public}@", Fields: "activity",
		Example: "STARTED <_DASActivity: \"0:com.example.daemon.scan:3B1C50\", ...>",
	},
	{
		ID: "dasd.running_acts", Lines: true, From: fromDasd, Kind: ActivitiesRunning, Proof: proofActivity, Seen: "11-18.2",
		Format: "Running activities : %@", Fields: "activities",
		Example: "Running activities : {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "dasd.started_acts", Lines: true, From: fromDasd, Kind: ActivitiesRunning, Proof: proofActivity, Seen: "18.2",
		Format: "Started activities: %{public}@", Fields: "activities",
		Example: "Started activities: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "dasd.run_group", From: fromDasd, Kind: ActivitiesRunning, Seen: "11-18.2",
		Format: "With %@ ...Tasks running in group [%@] are %ld!", Fields: "activity group count",
		Example: "With bgRefresh-com.example.notes.refresh:519B19 ...Tasks running in group [com.apple.dasd.default] are 1!",
	},
	{
		ID: "dasd.run_group_old", From: fromDasd, Kind: ActivitiesRunning, Seen: "11",
		Format: "With %@ ...Tasks running in group %@ are %ld!", Fields: "activity group count",
		Example: "With bgRefresh-com.example.notes.refresh:519B19 ...Tasks running in group NSURLSessionBackgroundPoolName are 1!",
	},
	{
		ID: "dasd.has_run_for", From: fromDasd, Kind: ActivityRunningFor, Proof: proofActivity, Seen: "macOS",
		Format: "Activity %{public}@ has been running for %@ minutes", Fields: "activity minutes",
		Example: "Activity bgProcessing-com.example.notes.cleanup:01A8A2 has been running for 0.03120328187942505 minutes",
	},
	{
		ID: "dasd.running_60", From: fromDasd, Kind: ActivityRunningFor, Seen: "18.2",
		Format: "%{public}@ running for %lf mins (suspendRequested=%u), Max runtime: %@ mins", Fields: "activity minutes suspend limit",
		Example: "bgProcessing-com.example.notes.cleanup:01A8A2 running for 31.500000 mins (suspendRequested=1), Max runtime: 30 mins",
	},
	{
		ID: "dasd.already_running", From: fromDasd, Kind: ActivityRunRefused, Seen: "18.2",
		Format: "%@ is already running. Should not be run again.", Fields: "activity",
		Example: "bgRefresh-com.example.notes.refresh:519B19 is already running. Should not be run again.",
	},
	{
		ID: "dasd.skip_running", From: fromDasd, Kind: ActivityRunRefused, Proof: proofActivity, Level: "error", Seen: "18.2",
		Format: "Skipping activity %@ because it's already running", Fields: "activity",
		Example: "Skipping activity bgRefresh-com.example.notes.refresh:519B19 because it's already running",
	},
	{
		ID: "dasd.cant_start", From: fromDasd, Kind: ActivityRunRefused, Proof: proofActivity, Seen: "18.2",
		Format: "Can't start %@!,not scheduled to run!", Fields: "activity",
		Example: "Can't start bgRefresh-com.example.notes.refresh:519B19!,not scheduled to run!",
	},
	{
		ID: "dasd.time_change", From: fromDasd, Kind: ActivityResubmitted, Seen: "18.2",
		Format: "Time change: resubmitting activity %{public}@", Fields: "activity",
		Example: "Time change: resubmitting activity bgRefresh-com.example.notes.refresh:519B19",
	},
	{
		ID: "dasd.solicit", From: fromDasd, Kind: ActivityNoted, Proof: proofSender, Seen: "18.2",
		Format:  "Soliciting activities for resubmission.",
		Example: "Soliciting activities for resubmission.",
	},
	{
		ID: "dasd.init", From: fromDasd, Kind: SchedulerStarted, Seen: "18.2",
		Format:  "Initializing DASDaemon...",
		Example: "Initializing DASDaemon...",
	},
	{
		ID: "dasd.classc", From: fromDasd, Kind: SchedulerLocked, Seen: "18.2",
		Format:  "Class C not yet available. Not loading activities",
		Example: "Class C not yet available. Not loading activities",
	},
	{
		ID: "dasd.timeline", From: fromDasd, Kind: ActivityNoted, Proof: proofSender, Seen: "18.2",
		Format: "Timeline for %@: %@", Fields: "bundle timeline",
		Example: "Timeline for com.example.notes: (null)",
	},
	{
		ID: "dasd.recent_apps", From: fromDasd, Kind: ActivityNoted, Proof: proofSender, Seen: "11-18.2",
		Format: "Recent Applications: %@", Fields: "apps",
		Example: "Recent Applications: (com.example.notes)",
	},
}
