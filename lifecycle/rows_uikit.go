package lifecycle

// Events of UIKit in the app's own process.
const (
	TaskWillAdd       EventKind = "task-will-add"       // beginBackgroundTask was entered
	TaskCreated       EventKind = "task-created"        // it exists; ids count these lines
	TaskEndCalled     EventKind = "task-end-called"     // endBackgroundTask was entered, the id not yet looked up
	TaskEnding        EventKind = "task-ending"         // found and removed
	TaskReleased      EventKind = "task-released"       // second witness of an end
	TaskLastEnded     EventKind = "task-last-ended"     // the last open task ended; the shared assertion goes
	TaskUnknownEnd    EventKind = "task-unknown-end"    // no background task exists with identifier
	TaskUnended       EventKind = "task-unended"        // still open right after the handlers returned
	TaskWarnLong      EventKind = "task-warn-long"      // created over 30 seconds ago
	TaskAcquireFailed EventKind = "task-acquire-failed" // the system refused the assertion
	ExpiryImminent    EventKind = "expiry-imminent"     // only with UIKit's debug logging
	ExpiryFiring      EventKind = "expiry-firing"       // all open tasks get their handler called
	ExpiryCalling     EventKind = "expiry-calling"      // one task's handler
	ExpiryNone        EventKind = "expiry-none"         // something else than a UIKit task expires
	SharedReused      EventKind = "shared-reused"       // the process already holds its shared assertion
	SharedNew         EventKind = "shared-new"          // a new shared assertion is made
	SharedCreated     EventKind = "shared-created"      // with its pointer
	SharedRetained    EventKind = "shared-retained"     // reference count up
	Deactivation      EventKind = "deactivation"        // UIKit's deactivation reasons changed
	DidBackground     EventKind = "did-background"      // the app entered the background, by its own process
	ResignedActive    EventKind = "resigned-active"     // the app is not active any more: in the background, or only behind an alert
)

var uikitRows = []*Row{
	{
		ID: "uikit.bt.will_add", From: fromUIKit, Kind: TaskWillAdd, Inside: true, Seen: "17-26",
		Format:  "Will add backgroundTask with taskName: %{private}@, expirationHandler: %@",
		Fields:  "name handler",
		Example: "Will add backgroundTask with taskName: FlushOutbox, expirationHandler: <__NSMallocBlock__: 0x1057fe340>",
	},
	{
		ID: "uikit.bt.reuse", From: fromUIKit, Kind: SharedReused, Inside: true, Seen: "18.0-26.1",
		Format: "Reusing background assertion %@", Fields: "assertion",
		Example: "Reusing background assertion <BKSProcessAssertion: 0x105664190>",
	},
	{
		ID: "uikit.bt.new_none", From: fromUIKit, Kind: SharedNew, Inside: true, Seen: "18.0-26.1",
		Format:  "Creating new assertion because there is no existing background assertion.",
		Example: "Creating new assertion because there is no existing background assertion.",
	},
	{
		ID: "uikit.bt.new_invalid", From: fromUIKit, Kind: SharedNew, Inside: true, Seen: "18.0-26.1",
		Format: "Creating new assertion because existing background assertion is invalid %@", Fields: "assertion",
		Example: "Creating new assertion because existing background assertion is invalid <BKSProcessAssertion: 0x105664190>",
	},
	{
		ID: "uikit.bt.creating", From: fromUIKit, Kind: SharedNew, Inside: true, Seen: "18.0-26.1",
		Format:  "Creating new background assertion",
		Example: "Creating new background assertion",
	},
	{
		ID: "uikit.bt.created_assertion", From: fromUIKit, Kind: SharedCreated, Inside: true, Seen: "18.0-26.1",
		Format: "Created new background assertion %@", Fields: "assertion",
		Example: "Created new background assertion <BKSProcessAssertion: 0x151e2c050>",
	},
	{
		ID: "uikit.bt.acquire_failed", From: fromUIKit, Kind: TaskAcquireFailed, Inside: true, Seen: "18.0-26.1",
		Format: "Failed to acquire background assertion %@", Fields: "assertion",
		Example: "Failed to acquire background assertion <BKSProcessAssertion: 0x151e2c050>",
	},
	{
		ID: "uikit.bt.acqfail_enqueue", From: fromUIKit, Kind: TaskAcquireFailed, Inside: true, Seen: "18.0-26.1, apps linked against an old SDK",
		Format: "Enqueuing error for background assertion acquire failure: task ID = %lu", Fields: "id",
		Example: "Enqueuing error for background assertion acquire failure: task ID = 7",
	},
	{
		ID: "uikit.bt.acqfail_handler", From: fromUIKit, Kind: TaskAcquireFailed, Inside: true, Seen: "18.0-26.1, apps linked against an old SDK",
		Format: "Calling expiration handler for non-acquired background assertion: task ID = %lu", Fields: "id",
		Example: "Calling expiration handler for non-acquired background assertion: task ID = 7",
	},
	{
		ID: "uikit.bt.launch_task_fail", From: fromUIKit, Kind: TaskAcquireFailed, Level: "error", Seen: "18.0-26.1",
		Format:  "Unexpectedly failed to create Launch Background Task.",
		Example: "Unexpectedly failed to create Launch Background Task.",
	},
	{
		ID: "uikit.bt.incr", From: fromUIKit, Kind: SharedRetained, Inside: true, Seen: "18.0-26.1",
		Format: "Incrementing reference count for background assertion %{private}@", Fields: "assertion",
		Example: "Incrementing reference count for background assertion <BKSProcessAssertion: 0x105664190>",
	},
	{
		ID: "uikit.bt.created", From: fromUIKit, Kind: TaskCreated, Inside: true, Seen: "18.0-26.1",
		Format: "Created background task %{private}@.", Fields: "info",
		Example: "Created background task <_UIBackgroundTaskInfo: 0x10571b000>: taskID = 3, taskName = FlushOutbox, creationTime = 923288 (elapsed = 0).",
	},
	{
		ID: "uikit.bt.end_called", From: fromUIKit, Kind: TaskEndCalled, Inside: true, Seen: "17-26",
		Format: "Ending background task with UIBackgroundTaskIdentifier: %lu", Fields: "id",
		Example: "Ending background task with UIBackgroundTaskIdentifier: 3",
	},
	{
		ID: "uikit.bt.ending", From: fromUIKit, Kind: TaskEnding, Inside: true, Seen: "17-26",
		Format: "Ending task with identifier %lu and description: %{private}@, _expireHandler: %@", Fields: "id info handler",
		Example: "Ending task with identifier 3 and description: <_UIBackgroundTaskInfo: 0x151beb340>: taskID = 3, taskName = FlushOutbox, creationTime = 697606 (elapsed = 0), _expireHandler: <__NSMallocBlock__: 0x1529f93e0>",
	},
	{
		ID: "uikit.bt.decr", From: fromUIKit, Kind: TaskReleased, Inside: true, Seen: "18.0-26.1",
		Format: "Decrementing reference count for assertion %{private}@ (used by background task with identifier %lu: %{private}@)", Fields: "assertion id info",
		Example: "Decrementing reference count for assertion <private> (used by background task with identifier 3: <private>)",
	},
	{
		ID: "uikit.bt.will_invalidate", From: fromUIKit, Kind: TaskLastEnded, Inside: true, Seen: "18.0-26.1",
		Format: "Will invalidate assertion: %@ for task identifier: %lu", Fields: "assertion id",
		Example: "Will invalidate assertion: <BKSProcessAssertion: 0x104bbd450> for task identifier: 3",
	},
	{
		ID: "uikit.bt.imminent", From: fromUIKit, Kind: ExpiryImminent, Level: "error", Seen: "18.0-26.1, only with UIKit's debug logging",
		Format: "%s: Received assertionExpirationImminent notification", Fields: "_",
		Example: "void _UIApplicationInitializeForBackgroundTasks(void)_block_invoke_2: Received assertionExpirationImminent notification",
	},
	{
		ID: "uikit.bt.firing", From: fromUIKit, Kind: ExpiryFiring, Inside: true, Seen: "18.0-26.1",
		Format:  "Firing background task expiration handlers",
		Example: "Firing background task expiration handlers",
	},
	{
		ID: "uikit.bt.calling_handler", From: fromUIKit, Kind: ExpiryCalling, Inside: true, Seen: "18.0-26.1",
		Format: "Calling expiration handler for task: %{private}@", Fields: "info",
		Example: "Calling expiration handler for task: <private>",
	},
	{
		ID: "uikit.bt.none_to_fire", From: fromUIKit, Kind: ExpiryNone, Inside: true, Seen: "18.0-26.1",
		Format:  "No background tasks to fire expiration handlers for.",
		Example: "No background tasks to fire expiration handlers for.",
	},
	{
		ID: "uikit.bt.unended", From: fromUIKit, Kind: TaskUnended, Inside: true, Cut: true, Level: "error", Seen: "13.4-26",
		Format: "Background task still not ended after expiration handlers were called: %{private}@. This app will likely be terminated by the system. Call UIApplication.endBackgroundTask(_:) to avoid this.", Fields: "info",
		Example: "Background task still not ended after expiration handlers were called: <_UIBackgroundTaskInfo: 0x28190d140>: taskID = 8, taskName = FlushOutbox, creationTime = 70784 (elapsed = 26). This app will likely be terminated by the system. Call UIApplication.endBackgroundTask(_:) to avoid this.",
	},
	{
		// every line seen quotes the name, the decompiled format does not
		ID: "uikit.bt.warn_long", From: fromUIKit, Kind: TaskWarnLong, Inside: true, Cut: true, Level: "error", Seen: "14-26",
		Format: "Background Task %lu (%{private}@), was created over %lu seconds ago. In applications running in the background, this creates a risk of termination. Remember to call UIApplication.endBackgroundTask(_:) for your task in a timely manner to avoid this.", Fields: "id name seconds",
		Example: "Background Task 3 (\"FlushOutbox\"), was created over 30 seconds ago. In applications running in the background, this creates a risk of termination. Remember to call UIApplication.endBackgroundTask(_:) for your task in a timely manner to avoid this.",
	},
	{
		// as people quote it
		ID: "uikit.bt.warn_long_quoted", From: fromUIKit, Kind: TaskWarnLong, Inside: true, Cut: true, Level: "error", Seen: "14-26",
		Format: "Background Task %lu, was created over %lu seconds ago", Fields: "id seconds",
		Example: "Background Task 8, was created over 30 seconds ago. In applications running in the background, this creates a risk of termination.",
	},
	{
		ID: "uikit.bt.unknown_end", From: fromUIKit, Kind: TaskUnknownEnd, Inside: true, Cut: true, Seen: "13-26",
		Format: "Can't end BackgroundTask: no background task exists with identifier %lu (0x%lx), or it may have already been ended. Break in UIApplicationEndBackgroundTaskError() to debug.", Fields: "id hex",
		Example: "Can't end BackgroundTask: no background task exists with identifier 9 (0x9), or it may have already been ended. Break in UIApplicationEndBackgroundTaskError() to debug.",
	},
	{
		ID: "uikit.bt.unknown_end_old", From: fromUIKit, Kind: TaskUnknownEnd, Inside: true, Cut: true, Seen: "7-12",
		Format: "Can't endBackgroundTask: no background task exists with identifier %lx, or it may have already been ended. Break in UIApplicationEndBackgroundTaskError() to debug.", Fields: "hex",
		Example: "Can't endBackgroundTask: no background task exists with identifier 6c, or it may have already been ended. Break in UIApplicationEndBackgroundTaskError() to debug.",
	},
	{
		ID: "uikit.app.deact_added", From: fromUIKit, Kind: Deactivation, Seen: "17-26",
		Format: "Deactivation reason added: %{public}@; deactivation reasons: %{public}@ -> %{public}@; animating application lifecycle event: %d", Fields: "added _ mask _",
		Example: "Deactivation reason added: 11; deactivation reasons: 4097 -> 6145; animating application lifecycle event: 0",
	},
	{
		ID: "uikit.app.deact_removed", From: fromUIKit, Kind: Deactivation, Seen: "17-26",
		Format: "Deactivation reason removed: %{public}@; deactivation reasons: %{public}@ -> %{public}@; animating application lifecycle event: %d", Fields: "removed _ mask _",
		Example: "Deactivation reason removed: 0; deactivation reasons: 6145 -> 6144; animating application lifecycle event: 0",
	},
	{
		// CoreLocation in the app's process names UIKit's notification
		ID: "uikit.app.didenter_note", From: Writer{Images: []string{"CoreLocation"}, Noisy: true}, Kind: DidBackground, Seen: "26",
		Format: "{\"msg\":\"CLLocationManager\", \"event\":\"activity\", \"_cmd\":\"onDidEnterBackground:\"%@", Fields: "_",
		Example: `{"msg":"CLLocationManager", "event":"activity", "_cmd":"onDidEnterBackground:", "self":"0x105a46e70"}`,
	},
	{
		// the keyboard's connection, torn down at didEnterBackground
		ID: "uikit.app.invalidateconn", From: fromUIKit, Kind: DidBackground, Seen: "18-26",
		Format: "%{public}@(%d) invalidateConnection (appDidSuspend)", Fields: "bundle pid",
		Example: "com.example.notes(412) invalidateConnection (appDidSuspend)",
	},
	{
		// UIKit stops HangTracer when the app is not active any more, which is
		// as true behind an alert or the app switcher; its "transitioned to
		// background" comes at the same time
		ID: "hangtracer.bg", From: fromHangTracer, Kind: ResignedActive, Seen: "26",
		Format: "App with bundleID:%{public}@ is no longer foreground at time=%@", Fields: "bundle _",
		Example: "App with bundleID:com.example.notes is no longer foreground at time=16742539740355, attempting to emit telemetry with emission type: HTFGUpdateAppBackgrounded",
	},
}
