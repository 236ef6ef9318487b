package lifecycle

// Events of dasd about the end of a run.
const (
	ActivitySuspending      EventKind = "activity-suspending"       // a policy or its length ends the run: the expiration warning goes to the app
	ActivityExpiring        EventKind = "activity-expiring"         // the time of the launch ends the run
	ActivityAssertionEnded  EventKind = "activity-assertion-ended"  // the app's runtime for it is over
	ActivityUnresponsive    EventKind = "activity-unresponsive"     // no completion within seconds of the warning; the assertion is dropped
	ActivityClientCompleted EventKind = "activity-client-completed" // setTaskCompleted has arrived
	ActivityCompletedLate   EventKind = "activity-completed-late"   // setTaskCompleted after dasd had ended the run
	ActivityCompleted       EventKind = "activity-completed"        // the run is over
	ActivityRanFor          EventKind = "activity-ran-for"          // the exact length of the run
)

var activityEndRows = []*Row{
	{
		ID: "dasd.suspending_set", Lines: true, From: fromDasd, Kind: ActivitySuspending, Proof: proofActivity, Seen: "18.2",
		Format: "Suspending: %{public}@", Fields: "activities",
		Example: "Suspending: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "dasd.suspend_criterion", From: fromDasd, Kind: ActivitySuspending, Seen: "18.2",
		Format: "Suspending %{public}@ - required criterion is not satisfied.", Fields: "activity",
		Example: "Suspending bgProcessing-com.example.notes.cleanup:01A8A2 - required criterion is not satisfied.",
	},
	{
		ID: "dasd.suspend_too_long", From: fromDasd, Kind: ActivitySuspending, Proof: proofActivity, Seen: "18.2",
		Format: "Suspending %{public}@ - running for too long", Fields: "activity",
		Example: "Suspending bgProcessing-com.example.notes.cleanup:01A8A2 - running for too long",
	},
	{
		ID: "dasd.suspend_block", From: fromDasd, Kind: ActivitySuspending, Seen: "18.2",
		Format: "Suspending %{public}@ as it may block other high priority activities.", Fields: "activity",
		Example: "Suspending bgProcessing-com.example.notes.cleanup:01A8A2 as it may block other high priority activities.",
	},
	{
		ID: "dasd.should_suspend", From: fromDasd, Kind: ActivitySuspending, Seen: "18.2",
		Format: "Activity %{public}@ should suspend, running for %{public}@ mins > max (activity) limit %@", Fields: "activity minutes limit",
		Example: "Activity bgProcessing-com.example.notes.cleanup:01A8A2 should suspend, running for 31.5 mins > max (activity) limit 30",
	},
	{
		ID: "dasd.warn_expire", From: fromDasd, Kind: ActivityExpiring, Proof: proofSender, Seen: "18.2",
		Format: "Assertion %@ for app %@ about to expire, warning", Fields: "assertion bundle",
		Example: "Assertion <private> for app com.example.notes about to expire, warning",
	},
	{
		ID: "dasd.warn_expire_cpt", From: fromDasd, Kind: ActivityExpiring, Proof: proofSender, Seen: "18.2",
		Format: "%@ about to expire, warning", Fields: "assertion",
		Example: "<private> about to expire, warning",
	},
	{
		ID: "dasd.warn_client", Lines: true, From: fromDasd, Kind: ActivityExpiring, Seen: "18.2",
		Format: "Warning client %@ for activities about to expire: %@", Fields: "client activities",
		Example: "Warning client <private> for activities about to expire: {(\n    bgRefresh-com.example.notes.refresh:519B19\n)}",
	},
	{
		ID: "dasd.assert_inval", From: fromDasd, Kind: ActivityAssertionEnded, Proof: proofSender, Seen: "18.2",
		Format: "Assertion %@ for app %@ invalidated, server-initiated: %@", Fields: "assertion bundle server",
		Example: "Assertion <private> for app com.example.notes invalidated, server-initiated: YES",
	},
	{
		ID: "dasd.assertion_cb", From: fromDasd, Kind: ActivityAssertionEnded, Proof: proofSender, Seen: "18.2",
		Format: "Calling invalidation handler for assertion %@, server-initiated: %@", Fields: "assertion server",
		Example: "Calling invalidation handler for assertion <private>, server-initiated: YES",
	},
	{
		ID: "dasd.assert_will", From: fromDasd, Kind: ActivityExpiring, Proof: proofSender, Seen: "18.2",
		Format: "Will invalidate assertion %@", Fields: "assertion",
		Example: "Will invalidate assertion <private>",
	},
	{
		ID: "dasd.assert_did", From: fromDasd, Kind: ActivityAssertionEnded, Proof: proofSender, Seen: "18.2",
		Format: "Did invalidate assertion %@", Fields: "assertion",
		Example: "Did invalidate assertion <private>",
	},
	{
		ID: "dasd.no_response", From: fromDasd, Kind: ActivityUnresponsive, Seen: "18.2",
		Format: "BGTask activity %@ did not respond to suspension. Dropping assertion for app with pid: %ld", Fields: "activity pid",
		Example: "BGTask activity bgRefresh-com.example.notes.refresh:519B19 did not respond to suspension. Dropping assertion for app with pid: 412",
	},
	{
		ID: "dasd.asked_10s", From: fromDasd, Kind: ActivityUnresponsive, Seen: "18.2",
		Format: "Activity %@ asked to suspend 10s ago but has not yet suspended. Generating crash report.", Fields: "activity",
		Example: "Activity bgRefresh-com.example.notes.refresh:519B19 asked to suspend 10s ago but has not yet suspended. Generating crash report.",
	},
	{
		ID: "dasd.client_complete", From: fromDasd, Kind: ActivityClientCompleted, Proof: proofActivity, Seen: "18.2",
		Format: "Completing for client %@ task request %@", Fields: "client activity",
		Example: "Completing for client <private> task request bgRefresh-com.example.notes.refresh:519B19",
	},
	{
		ID: "dasd.cant_complete", From: fromDasd, Kind: ActivityCompletedLate, Seen: "18.2",
		Format: "Can't complete, %@ - not running, cancelling instead!", Fields: "activity",
		Example: "Can't complete, bgRefresh-com.example.notes.refresh:519B19 - not running, cancelling instead!",
	},
	{
		ID: "dasd.completed", From: fromDasd, Kind: ActivityCompleted, Proof: proofActivity, Seen: "13-15",
		Format: "COMPLETED %{public}@ at priority %{public}@ %@!", Fields: "activity priority _",
		Example: "COMPLETED com.apple.pushLaunch.com.example.notes:4935F4 at priority 5 <private>!",
	},
	{
		ID: "dasd.completed_push11", From: fromDasd, Kind: ActivityCompleted, Proof: proofActivity, Seen: "11",
		Format: "COMPLETED %{public}@!", Fields: "activity",
		Example: "COMPLETED com.apple.pushLaunch.com.example.notes:4935F4 <private>!",
	},
	{
		ID: "dasd.completed_activity", From: fromDasd, Kind: ActivityCompleted, Proof: proofActivity, Seen: "18.2-26.1",
		Format: "COMPLETED %{public}@", Fields: "activity",
		Example: "COMPLETED <_DASActivity: bgRefresh-com.example.notes.refresh:519B19, Utility, 60s, [2026-03-02 07:30:54 - 2026-03-02 09:30:54], Started at 2026-03-02 08:01:12, PID: 412>",
	},
	{
		ID: "dasd.no_longer_running", From: fromDasd, Kind: ActivityCompleted, Seen: "18.2",
		Format: "NO LONGER RUNNING %{public}@ ...Tasks running in group [%@] are %ld!", Fields: "activity group count",
		Example: "NO LONGER RUNNING bgRefresh-com.example.notes.refresh:519B19 ...Tasks running in group [com.apple.dasd.default] are 0!",
	},
	{
		ID: "dasd.run_for", From: fromDasd, Kind: ActivityRanFor, Proof: proofActivity, Seen: "18.2",
		Format: "Activity %{public}@ ran for %lf minutes", Fields: "activity minutes",
		Example: "Activity bgRefresh-com.example.notes.refresh:519B19 ran for 0.412000 minutes",
	},
}
