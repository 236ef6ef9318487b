package lifecycle

// Events of dasd about silent pushes and legacy background fetch; their launches are activities named
// com.apple.pushLaunch.<bundle> and com.apple.fetch.<bundle>.
const (
	PushAnswered     EventKind = "push-answered"      // what became of a silent push: the app runs, or may not
	PushHighPriority EventKind = "push-high-priority" // a push of high priority with content-available alone is not supported
	FetchPlanned     EventKind = "fetch-planned"      // a legacy fetch is scheduled
	FetchEnded       EventKind = "fetch-ended"        // the app's completion handler has answered a fetch or a push
	FetchMutated     EventKind = "fetch-mutated"      // a background task begun inside a fetch or push gets its time only
)

var pushFetchRows = []*Row{
	{
		ID: "dasd.push_hi_silent", From: fromDasd, Kind: PushHighPriority, Proof: proofSender, Level: "error", Seen: "18.2",
		Format: "High-priority silent push for %@", Fields: "bundle",
		Example: "High-priority silent push for com.example.notes",
	},
	{
		ID: "dasd.push_hi_silent2", From: fromDasd, Kind: PushHighPriority, Level: "error", Seen: "18.2",
		Format: "Not Supported: High-priority silent push. (App=%{public}@)", Fields: "bundle",
		Example: "Not Supported: High-priority silent push. (App=com.example.notes)",
	},
	{
		ID: "dasd.push_running", From: fromDasd, Kind: PushAnswered, Level: "info", Seen: "18.2",
		Format: "Remote Notification: %@ - Running", Fields: "bundle",
		Example: "Remote Notification: com.example.notes - Running",
	},
	{
		ID: "dasd.push_foreground", From: fromDasd, Kind: PushAnswered, Level: "info", Seen: "18.2",
		Format: "Remote Notification: %@ - Foreground", Fields: "bundle",
		Example: "Remote Notification: com.example.notes - Foreground",
	},
	{
		ID: "dasd.push_prewarm_assertion", From: fromDasd, Kind: PushAnswered, Level: "info", Seen: "18.2",
		Format: "Remote Notification: %@ - Prewarm Assertion", Fields: "bundle",
		Example: "Remote Notification: com.example.notes - Prewarm Assertion",
	},
	{
		ID: "dasd.push_bar_disabled", From: fromDasd, Kind: PushAnswered, Level: "info", Seen: "18.2",
		Format: "Remote Notification: %@ - BAR Disabled", Fields: "bundle",
		Example: "Remote Notification: com.example.notes - BAR Disabled",
	},
	{
		ID: "dasd.push_not_launched", From: fromDasd, Kind: PushAnswered, Level: "info", Seen: "18.2",
		Format: "Remote Notification: %@ - Not launched", Fields: "bundle",
		Example: "Remote Notification: com.example.notes - Not launched",
	},
	{
		ID: "dasd.push_disallowed_killed", From: fromDasd, Kind: PushAnswered, Level: "info", Seen: "18.2",
		Format: "Remote Notification: %@ - Disallowed/Killed", Fields: "bundle",
		Example: "Remote Notification: com.example.notes - Disallowed/Killed",
	},
	{
		ID: "dasd.push_not_eligible", From: fromDasd, Kind: PushAnswered, Level: "info", Seen: "18.2",
		Format: "Remote Notification: %@ - Not eligible", Fields: "bundle",
		Example: "Remote Notification: com.example.notes - Not eligible",
	},
	{
		ID: "dasd.sched_refresh", From: fromDasd, Kind: FetchPlanned, Proof: proofSender, Level: "info", Seen: "18.2",
		Format: "Scheduling refresh for %@", Fields: "bundle",
		Example: "Scheduling refresh for com.example.notes",
	},
	{
		ID: "dasd.end_launch", From: fromDasd, Kind: FetchEnded, Seen: "18.2",
		Format: "endLaunchWithReason: Requesting end launch for Application %@ with Reason %@", Fields: "bundle reason",
		Example: "endLaunchWithReason: Requesting end launch for Application com.example.notes with Reason com.apple.das.launchreason.fetch",
	},
	{
		ID: "dasd.launch_result", From: fromDasd, Kind: FetchEnded, Proof: proofSender, Level: "info", Seen: "18.2",
		Format: "Launch for %@ with reason %@ result: %@", Fields: "bundle reason result",
		Example: "Launch for com.example.notes with reason com.apple.das.launchreason.fetch result: 0",
	},
	{
		ID: "sb.suspended_activation", From: fromSpringBoard, Kind: OpenRequest, Seen: "11",
		Format: "Executing suspended-activation immediately: OpenApplication(%@)ForRequester(%@.%d)", Fields: "bundle by pid",
		Example: "Executing suspended-activation immediately: OpenApplication(com.example.notes)ForRequester(dasd.104)",
	},
	{
		ID: "as.finish_mutate", From: fromLegacy, Kind: FetchMutated, Seen: "11",
		Format: "%@ Mutating assertion reason from finishTask to finishTaskAfterBackgroundContentFetching", Fields: "target",
		Example: "[Notes:412] Mutating assertion reason from finishTask to finishTaskAfterBackgroundContentFetching",
	},
}
