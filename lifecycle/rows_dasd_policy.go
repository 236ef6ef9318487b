package lifecycle

// Events of dasd about whether an activity may run now.
const (
	ActivityDecided       EventKind = "activity-decided"         // 0: allowed, but a better time is expected; 1: it runs
	ActivityWaitsForOther EventKind = "activity-waits-for-other" // it does not suit another activity: relaxed, or given up for now
	ActivitySkipped       EventKind = "activity-skipped"         // left out of this round: its group is full, a rate limit, its score, its time, or scheduling is paused
	ActivityPlanned       EventKind = "activity-planned"         // the best time that dasd foresees
	ActivityDelayed       EventKind = "activity-delayed"         // launches of one app are spaced
	ActivityLaunchDenied  EventKind = "activity-launch-denied"   // the app may not be launched for it; the request is cancelled
	ActivityRefused       EventKind = "activity-refused"         // a submission or connection is refused
	SysdiagnoseBegun      EventKind = "sysdiagnose-begun"        // running tasks are ended for a sysdiagnose: no fault of theirs
	TriggerSeen           EventKind = "trigger-seen"             // a condition of the device changed, and what is scored or ended for it
)

var activityPolicyRows = []*Row{
	{
		ID: "score.decision", From: fromDasd, Kind: ActivityDecided, Seen: "13-26",
		Format: "'%{public}@' CurrentScore: %lf, ThresholdScore: %lf DecisionToRun:%d", Fields: "activity score threshold decision",
		Example: "'bgRefresh-com.example.notes.refresh:519B19' CurrentScore: 0.795345, ThresholdScore: 0.701929 DecisionToRun:1",
	},
	{
		// the format lacks its end, so that the text decides, not the template: pushes and
		// fetches have rows of their own
		ID: "score.decision_bypass", From: fromDasd, Kind: ActivityDecided, Seen: "11-18.2",
		Format: "'%{public}@' DecisionToRun: %d (Bypasses", Fields: "activity decision",
		Example: "'bgRefresh-com.example.notes.refresh:519B19' DecisionToRun: 1 (Bypasses Predictions)",
	},
	{
		ID: "score.decision_bypass_old", From: fromDasd, Kind: ActivityDecided, Seen: "11",
		Format: "'%{public}@' DecisionToRun:%d (Bypasses", Fields: "activity decision",
		Example: "'bgRefresh-com.example.notes.refresh:519B19' DecisionToRun:1 (Bypasses Predictions)",
	},
	{
		ID: "score.compat_relax", From: fromDasd, Kind: ActivityWaitsForOther, Proof: proofActivity, Seen: "15.x",
		Format: "'%{public}@' has compatibility score of %lf with '%{public}@'. Relaxing scores.", Fields: "activity compatibility other",
		Example: "'bgRefresh-com.example.notes.refresh:519B19' has compatibility score of 0.100000 with 'bgRefresh-com.example.mail.sync:3C4416'. Relaxing scores.",
	},
	{
		// two blanks follow on iOS 11, one since 18
		ID: "score.compat_bail", From: fromDasd, Kind: ActivityWaitsForOther, Proof: proofActivity,
		Format: "'%{public}@' has compatibility score of %lf with %{public}@ (Started at %@). Bailing", Fields: "activity compatibility other started",
		Example: "'bgRefresh-com.example.notes.refresh:519B19' has compatibility score of -1.000000 with 0:com.example.daemon.scan:3B1C50 (Started at <Not yet started>). Bailing",
	},
	{
		ID: "score.skip_group", From: fromDasd, Kind: ActivitySkipped, Seen: "18.2",
		Format: "Skipping processing for %@ since their group is full", Fields: "activity",
		Example: "Skipping processing for bgRefresh-com.example.notes.refresh:519B19 since their group is full",
	},
	{
		ID: "score.skip_rate", From: fromDasd, Kind: ActivitySkipped, Seen: "18.2",
		Format: "Skipping processing for %@ due to rate limiting", Fields: "activity",
		Example: "Skipping processing for bgRefresh-com.example.notes.refresh:519B19 due to rate limiting",
	},
	{
		ID: "dasd.skip_score", From: fromDasd, Kind: ActivitySkipped, Level: "error", Seen: "18.2",
		Format: "Skipping activity %@ because it was scored too low", Fields: "activity",
		Example: "Skipping activity bgRefresh-com.example.notes.refresh:519B19 because it was scored too low",
	},
	{
		ID: "dasd.skip_time", From: fromDasd, Kind: ActivitySkipped, Level: "error", Seen: "18.2",
		Format: "Skipping activity %@ because it's not timewise eligible", Fields: "activity",
		Example: "Skipping activity bgRefresh-com.example.notes.refresh:519B19 because it's not timewise eligible",
	},
	{
		ID: "dasd.paused", From: fromDasd, Kind: ActivitySkipped, Seen: "18.2",
		Format: "Scheduling Paused: Skipping activity: %{public}@", Fields: "activity",
		Example: "Scheduling Paused: Skipping activity: bgRefresh-com.example.notes.refresh:519B19",
	},
	{
		ID: "score.optimal", From: fromDasd, Kind: ActivityPlanned, Proof: proofActivity, Seen: "11",
		Format: "%@: Optimal Score %.4f at %@ (Valid Until: %@)", Fields: "activity score at until",
		Example: "Activity bgRefresh-com.example.notes.refresh:519B19: Optimal Score 0.4634 at 2026-03-02 08:01:12 +0000 (Valid Until: 2026-03-02 08:16:12 +0000)",
	},
	{
		ID: "score.nopolicy", From: fromDasd, Kind: ActivityPlanned, Seen: "18.2-26.1",
		Format: "WARNING NO POLICIES APPLY TO Activity %@: Optimal Score %.4f at %@", Fields: "activity score at",
		Example: "WARNING NO POLICIES APPLY TO Activity bgRefresh-com.example.notes.refresh:519B19: Optimal Score 1.0000 at 2026-03-02 08:01:12 +0000",
	},
	{
		ID: "score.21h", From: fromDasd, Kind: ActivityPlanned, Seen: "11",
		Format: "%@ start beyond the 21 hour interval", Fields: "activity",
		Example: "Activity bgRefresh-com.example.notes.refresh:519B19 start beyond the 21 hour interval",
	},
	{
		ID: "dasd.timer", From: fromDasd, Kind: ActivityPlanned, Seen: "11-18.2",
		Format: "Setting timer (isWaking=%u, activityRequiresWaking=%u) between %@ and %@ for %@", Fields: "waking needed from until activity",
		Example: "Setting timer (isWaking=1, activityRequiresWaking=0) between 2026-03-02 08:01:12 +0000 and 2026-03-02 08:16:12 +0000 for bgRefresh-com.example.notes.refresh:519B19",
	},
	{
		ID: "dasd.advance", From: fromDasd, Kind: ActivityDelayed, Seen: "18.2",
		Format: "Advancing start date for %@ by %3.1lf minutes to %@", Fields: "activity minutes at",
		Example: "Advancing start date for bgRefresh-com.example.notes.refresh:519B19 by 7.5 minutes to 2026-03-02 08:01:12 +0000",
	},
	{
		// it waits for a network
		ID: "dasd.netpath", From: fromDasd, Kind: ActivityPlanned, Proof: proofActivity, Seen: "11",
		Format: "Start network path monitoring for '%@'", Fields: "activity",
		Example: "Start network path monitoring for 'bgRefresh-com.example.notes.refresh:519B19'",
	},
	{
		ID: "dasd.netpath_stop", From: fromDasd, Kind: ActivityPlanned, Proof: proofActivity, Seen: "11",
		Format: "Stop network path monitoring for '%@'", Fields: "activity",
		Example: "Stop network path monitoring for 'bgRefresh-com.example.notes.refresh:519B19'",
	},
	{
		ID: "dasd.launch_not_allowed", From: fromDasd, Kind: ActivityLaunchDenied, Level: "error", Seen: "18.2",
		Format: "Background launch not allowed for %@, cancelling", Fields: "activity",
		Example: "Background launch not allowed for bgRefresh-com.example.notes.refresh:519B19, cancelling",
	},
	{
		ID: "dasd.bar_deny1", From: fromDasd, Kind: ActivityLaunchDenied, Level: "error", Seen: "18.2",
		Format: "Activity %{public}@ background launch not allowed for app %{public}@", Fields: "activity bundle",
		Example: "Activity bgRefresh-com.example.notes.refresh:519B19 background launch not allowed for app com.example.notes",
	},
	{
		ID: "dasd.bar_deny3", From: fromDasd, Kind: ActivityLaunchDenied, Level: "error", Seen: "18.2",
		Format: "No permitted identifiers found for activity %{public}@ app %{public}@", Fields: "activity bundle",
		Example: "No permitted identifiers found for activity bgRefresh-com.example.notes.refresh:519B19 app com.example.notes",
	},
	{
		ID: "dasd.bar_deny4", From: fromDasd, Kind: ActivityLaunchDenied, Proof: proofActivity, Level: "error", Seen: "18.2",
		Format: "Activity %{public}@: app %{public}@ is not installed", Fields: "activity bundle",
		Example: "Activity bgRefresh-com.example.notes.refresh:519B19: app com.example.notes is not installed",
	},
	{
		ID: "dasd.bar_deny5", From: fromDasd, Kind: ActivityLaunchDenied, Proof: proofActivity, Level: "error", Seen: "18.2",
		Format: "Activity %{public}@: app %{public}@ has invalid state", Fields: "activity bundle",
		Example: "Activity bgRefresh-com.example.notes.refresh:519B19: app com.example.notes has invalid state",
	},
	{
		ID: "dasd.not_bgtask_reason", From: fromDasd, Kind: ActivityNoted, Seen: "18.2",
		Format: "Activity %{public}@ launch reason %{public}@ is not a BGTask reason. Allowing background launch.", Fields: "activity reason",
		Example: "Activity com.apple.pushLaunch.com.example.notes:4935F4 launch reason com.apple.das.launchreason.fetch is not a BGTask reason. Allowing background launch.",
	},
	{
		ID: "dasd.no_appid", From: fromDasd, Kind: ActivityRefused, Proof: proofSender, Seen: "18.2",
		Format:  "App missing application-identifier",
		Example: "App missing application-identifier",
	},
	{
		ID: "dasd.no_entitlement", From: fromDasd, Kind: ActivityRefused, Proof: proofSender, Seen: "18.2",
		Format:  "Missing valid entitlement",
		Example: "Missing valid entitlement",
	},
	{
		// of an app: one of the calls that need an entitlement, as for health research
		ID: "dasd.not_entitled", From: fromDasd, Kind: MissingCapability, Proof: proofSender, Level: "error", Seen: "18.2",
		Format: "%{public}@: Process %d not entitled", Fields: "_ pid",
		Example: "submitActivity: Process 412 not entitled",
	},
	{
		ID: "dasd.conn_old_submit_fail", From: fromDasd, Kind: ActivityRefused, Proof: proofActivity, Seen: "18.2-26.1",
		Format: "Rejecting submission of %@ with error: %@!", Fields: "activity error",
		Example: "Rejecting submission of bgRefresh-com.example.notes.refresh:519B19 with error: Error Domain=DASActivitySchedulerErrorDomain Code=3!",
	},
	{
		ID: "dasd.sysdiagnose", From: fromDasd, Kind: SysdiagnoseBegun, Seen: "18.2",
		Format:  "Sysdiagnose started, suspending running tasks if any",
		Example: "Sysdiagnose started, suspending running tasks if any",
	},
	{
		ID: "dasd.trigger_suspend", Lines: true, From: fromDasd, Kind: TriggerSeen, Seen: "11-18.2",
		Format: "Attempting to suspend based on triggers: %{public}@", Fields: "triggers",
		Example: "Attempting to suspend based on triggers: (\n    \"com.apple.duetactivityscheduler.deviceactivitypolicy.inusestatus\"\n)",
	},
	{
		ID: "dasd.trigger_now", From: fromDasd, Kind: TriggerSeen, Proof: proofSender, Seen: "11-18.2",
		Format: "Trigger: %@ is now [%@]", Fields: "trigger value",
		Example: "Trigger: com.apple.duetactivityscheduler.deviceactivitypolicy.inusestatus is now [8]",
	},
	{
		ID: "dasd.trigger_ignore", From: fromDasd, Kind: TriggerSeen, Seen: "11-18.2",
		Format: "Ignoring trigger %{public}@, conditions are worse", Fields: "trigger",
		Example: "Ignoring trigger com.apple.das.lpmchange, conditions are worse",
	},
	{
		ID: "dasd.trigger_ignore_old", From: fromDasd, Kind: TriggerSeen, Seen: "11",
		Format: "Ignoring trigger %{public}@ because conditions are deteriorating", Fields: "trigger",
		Example: "Ignoring trigger com.apple.duetactivityscheduler.restartpolicy.inusestatus because conditions are deteriorating",
	},
	{
		ID: "dasd.eval_triggers", From: fromDasd, Kind: TriggerSeen, Seen: "11-18.2",
		Format: "Evaluating %llu activities based on triggers", Fields: "count",
		Example: "Evaluating 170 activities based on triggers",
	},
	{
		ID: "dasd.rescore_all", From: fromDasd, Kind: TriggerSeen, Seen: "11-18.2",
		Format: "Rescoring all %lu activities [%@]", Fields: "count trigger",
		Example: "Rescoring all 170 activities [com.apple.das.lpmchange]",
	},
	{
		ID: "dasd.fg_changed", Lines: true, From: fromDasd, Kind: TriggerSeen, Seen: "18.2",
		Format: "Foreground apps changed—-%@", Fields: "apps",
		Example: "Foreground apps changed—-(\n    \"com.example.notes\"\n)",
	},
}

// refreshAllowedRows are dasd's words about Background App Refresh (BAR).
var refreshAllowedRows = []*Row{
	{
		ID: "dasd.bar_on", From: fromDasd, Kind: RefreshOn, Proof: proofSender, Seen: "18.2",
		Format:  "BAR enabled",
		Example: "BAR enabled",
	},
	{
		ID: "dasd.bar_off", From: fromDasd, Kind: RefreshOff, Proof: proofSender, Seen: "18.2",
		Format:  "BAR disabled",
		Example: "BAR disabled",
	},
	{
		ID: "dasd.bar_eligible", Lines: true, From: fromDasd, Kind: ActivityNoted, Proof: proofSender, Seen: "18.2",
		Format: "Apps Eligible: %@", Fields: "apps",
		Example: "Apps Eligible: {(\n    com.example.notes\n)}",
	},
}
