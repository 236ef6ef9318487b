package lifecycle

// Events of dasd about the launch of an app for an activity.
const (
	ActivityLaunchAdded       EventKind = "activity-launch-added"       // the app is to be launched when the activity's time has come
	ActivityLaunchRemoved     EventKind = "activity-launch-removed"     // no longer
	ActivityLaunchListed      EventKind = "activity-launch-listed"      // launch requests the app has already
	ActivityLaunchRequested   EventKind = "activity-launch-requested"   // dasd asks SpringBoard for the app
	ActivityLaunchAnswered    EventKind = "activity-launch-answered"    // "Error: (null)" is fine
	ActivityLaunchFailed      EventKind = "activity-launch-failed"      // the launch failed, or its assertion did
	ActivityAssertionAcquired EventKind = "activity-assertion-acquired" // the app may run
	ActivityAwaitsApp         EventKind = "activity-awaits-app"         // the app launches; within 10 s it must register
	ActivityClientConnected   EventKind = "activity-client-connected"   // the app has connected: its pid
	ActivityTold              EventKind = "activity-told"               // the app is told to handle the activities
	ActivityConnectFailed     EventKind = "activity-connect-failed"     // it has not registered within 10 s; its assertions are dropped
)

var activityLaunchRows = []*Row{
	{
		ID: "dasd.add_launch", From: fromDasd, Kind: ActivityLaunchAdded, Seen: "13-18.2",
		Format: "Adding a launch request (%@) for application %@ by activity %@", Fields: "reason bundle activity",
		Example: "Adding a launch request (com.apple.das.launchreason.fetch) for application com.example.notes by activity com.apple.pushLaunch.com.example.notes:4935F4",
	},
	{
		ID: "dasd.preexisting", Lines: true, From: fromDasd, Kind: ActivityLaunchListed, Seen: "18.2",
		Format: "Pre-existing launch requests for %@: %@", Fields: "bundle activities",
		Example: "Pre-existing launch requests for com.example.notes: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "dasd.preexisting_old", Lines: true, From: fromDasd, Kind: ActivityLaunchListed, Proof: proofActivity, Seen: "13",
		Format: "Launch requests for %@: %@", Fields: "bundle activities",
		Example: "Launch requests for com.example.notes: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "dasd.remove_launch", From: fromDasd, Kind: ActivityLaunchRemoved, Seen: "13-18.2",
		Format: "Removing a launch request for application %@ by activity %@", Fields: "bundle activity",
		Example: "Removing a launch request for application com.example.notes by activity com.apple.pushLaunch.com.example.notes:4935F4",
	},
	{
		ID: "dasd.identical_launch", From: fromDasd, Kind: ActivityLaunchFailed, Level: "error", Seen: "18.2",
		Format: "Identical launch request already scheduled for %@", Fields: "activity",
		Example: "Identical launch request already scheduled for bgRefresh-com.example.notes.refresh:519B19",
	},
	{
		ID: "dasd.req_launch", From: fromDasd, Kind: ActivityLaunchRequested, Seen: "11-18.2",
		Format: "Activity: %@ requesting launch of application: %@", Fields: "activity bundle",
		Example: "Activity: bgRefresh-com.example.notes.refresh:519B19 requesting launch of application: com.example.notes",
	},
	{
		ID: "dasd.fbs", From: fromDasd, Kind: ActivityLaunchRequested, Seen: "18.2",
		Format: "Launching with FBSOpenApplicationService for application %@", Fields: "bundle",
		Example: "Launching with FBSOpenApplicationService for application com.example.notes",
	},
	{
		ID: "dasd.fbs_result", From: fromDasd, Kind: ActivityLaunchAnswered, Proof: proofSender, Seen: "11-18.2",
		Format: "Process: %@, Error: %@", Fields: "process error",
		Example: "Process: <private>, Error: (null)",
	},
	{
		ID: "dasd.fbs_error", From: fromDasd, Kind: ActivityLaunchFailed, Seen: "18.2",
		Format: "Error servicing launch request for %@: %@", Fields: "bundle error",
		Example: "Error servicing launch request for com.example.notes: <private>",
	},
	{
		ID: "dasd.launch_ok", From: fromDasd, Kind: ActivityLaunchAnswered, Proof: proofSender, Level: "info", Seen: "18.2",
		Format: "Successful launch for %@", Fields: "bundle",
		Example: "Successful launch for com.example.notes",
	},
	{
		ID: "dasd.assert_ok", From: fromDasd, Kind: ActivityAssertionAcquired, Proof: proofActivity, Seen: "18.2",
		Format: "Assertion %@ acquired for task %@", Fields: "assertion activity",
		Example: "Assertion <private> acquired for task bgRefresh-com.example.notes.refresh:519B19",
	},
	{
		ID: "dasd.assert_fail", From: fromDasd, Kind: ActivityLaunchFailed, Proof: proofActivity, Level: "error", Seen: "18.2",
		Format: "Failed to acquire assertion for %@, error: %@", Fields: "activity error",
		Example: "Failed to acquire assertion for bgRefresh-com.example.notes.refresh:519B19, error: <private>",
	},
	{
		ID: "dasd.assert_dup", From: fromDasd, Kind: ActivityLaunchFailed, Level: "error", Seen: "18.2",
		Format: "Activity %@ was launched while it has an existing valid assertion: %@. Skipping this activity", Fields: "activity assertion",
		Example: "Activity bgRefresh-com.example.notes.refresh:519B19 was launched while it has an existing valid assertion: <private>. Skipping this activity",
	},
	{
		// continued processing
		ID: "cpt.unrestricted", From: fromDasd, Kind: ActivityAssertionAcquired, Seen: "18.2",
		Format:  "Acquiring unrestricted assertion for Continued Processing",
		Example: "Acquiring unrestricted assertion for Continued Processing",
	},
	{
		ID: "cpt.acquire_failed", From: fromDasd, Kind: ActivityLaunchFailed, Proof: proofSender, Level: "error", Seen: "26.1",
		Format: "Failed to acquire %@ with error: %@", Fields: "assertion error",
		Example: "Failed to acquire <private> with error: <private>",
	},
	{
		ID: "cpt.assert_none", From: fromDasd, Kind: ActivityLaunchFailed, Proof: proofActivity, Level: "error", Seen: "26.1",
		Format: "Unable to create assertion for %@", Fields: "activity",
		Example: "Unable to create assertion for bgContinuedProcessing-com.example.notes.export:7C20A4",
	},
	{
		ID: "cpt.acquired", From: fromDasd, Kind: ActivityAssertionAcquired, Proof: proofActivity, Seen: "18.2",
		Format: "Successfully acquired %@ for %@", Fields: "assertion activity",
		Example: "Successfully acquired <private> for bgContinuedProcessing-com.example.notes.export:7C20A4",
	},
	{
		ID: "dasd.queue_until", Lines: true, From: fromDasd, Kind: ActivityAwaitsApp, Seen: "18.2",
		Format: "Queueing activities %@ until app with pid %d launches", Fields: "activities pid",
		Example: "Queueing activities {(\n    bgRefresh-com.example.notes.refresh:519B19\n)} until app with pid 412 launches",
	},
	{
		ID: "dasd.establish", From: fromDasd, Kind: ActivityClientConnected, Proof: proofSender, Seen: "18.2-26.1",
		Format: "Establishing connection from client %@ with pid %d", Fields: "client pid",
		Example: "Establishing connection from client <private> with pid 412",
	},
	{
		ID: "dasd.deliver", Lines: true, From: fromDasd, Kind: ActivityTold, Seen: "18.2-26.1",
		Format: "Delivering pending activities %@ to client %@", Fields: "activities client",
		Example: "Delivering pending activities {(\n    bgRefresh-com.example.notes.refresh:519B19\n)} to client <private>",
	},
	{
		ID: "dasd.tell", Lines: true, From: fromDasd, Kind: ActivityTold, Seen: "18.2",
		Format: "Telling client %@ to handle activities: %@", Fields: "client activities",
		Example: "Telling client <private> to handle activities: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "dasd.connect_timeout", From: fromDasd, Kind: ActivityConnectFailed, Level: "error", Seen: "18.2",
		Format: "Failed to connect to app with pid %d after 10 seconds, dropping all assertions", Fields: "pid",
		Example: "Failed to connect to app with pid 412 after 10 seconds, dropping all assertions",
	},
}
