package rules

var taskUnendedAfterExpiration = Rule{
	ID:       "task-unended-after-expiration",
	Severity: Error,

	Title: aTask + `{{if ne .ended_after_s nil}} was ended late, after its expiration handler` +
		`{{else}} outlived its expiration handler{{if .killed}}; app killed{{end}}{{end}}` + times,
	Detail: `The background time{{with .budget_s}} of {{dur .}}{{end}} ran out, UIKit called the expiration handlers of ` +
		`all open tasks{{if and .open_tasks (gt .open_tasks 1)}} ({{.open_tasks}} of them){{end}} at once, and this task` +
		`{{if .age_s}}, {{dur .age_s}} old in awake time,{{else if .held_s}}, held for {{dur .held_s}},{{end}}` +
		` was still open when they had returned.` +
		`{{if ne .ended_after_s nil}} It was ended {{later .ended_after_s}}, in time to keep the app alive: ` +
		`most likely the handler left the end to another queue or Task.` +
		`{{else if .killed}} Nothing ended it before the assertion behind all tasks timed out, so the system killed the app; ` +
		`it writes no crash report for that.` +
		`{{else if .ended_s}} It was ended {{dur .ended_s}} after that, when the time was over; that the log shows no kill ` +
		`is how it goes under a debugger.` +
		`{{else}} The log shows neither its end nor a kill; about 5 s after this the system kills an app that still holds ` +
		`the assertion.{{end}}` +
		`{{if .redacted}} The log is redacted: names are hidden{{if not .id}}, and where several tasks ` +
		`were open the line does not tell which of them it means{{end}}.{{end}}` +
		`{{if .system}} It is a task of a system framework, not of the app's own code.{{end}}`,
	Fix: `Call endBackgroundTask(_:) in the expiration handler itself, synchronously, as its last step; ` +
		`do not leave it to DispatchQueue.async, a Task or a completion that may come too late.`,

	What: `UIKit wrote "Background task still not ended after expiration handlers were called". It looks at every open task ` +
		`right after the handlers have returned, in the same call. A handler that only hands the end to another queue trips ` +
		`this line too, even if the end follows within milliseconds; such a task is reported as ended late, with less weight. ` +
		`The elapsed value in the line is the age of this task in seconds that the device was awake, not the background time used.`,
	Why: `All background tasks of an app share one assertion. If the last of them is not ended within about 5 s after the ` +
		`handlers were called, the system kills the app with code 0x2182BAD2 and writes no crash report. Whatever was unsaved is lost, ` +
		`and crash reporters see nothing.`,
	HowToFix: `End the task on every path: when the work succeeds, when it fails, when it is cancelled, and in the expiration ` +
		`handler. Keep one identifier per begin; a second begin that overwrites the stored identifier leaves the first task open ` +
		`for good. A small object that owns one task, and ends it at most once, rules out both mistakes.`,
	Swift: `@MainActor
final class BackgroundTask {
    private var id = UIBackgroundTaskIdentifier.invalid

    init(_ name: String, onExpiry: @escaping @MainActor () -> Void) {
        id = UIApplication.shared.beginBackgroundTask(withName: name) { [self] in
            onExpiry()  // cancel the work, wait for nothing
            end()       // here, not in a Task or on another queue
        }
    }

    func end() {
        guard id != .invalid else { return }
        let ended = id
        id = .invalid
        UIApplication.shared.endBackgroundTask(ended)
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/uiapplication/beginbackgroundtask(expirationhandler:)",
		"https://developer.apple.com/forums/thread/85066",
		"https://developer.apple.com/forums/thread/729335",
	},
	SeenOn: "iOS 13.4 to 26.1",
	Example: `default	14:02:10.100231+0200	Notes	Created background task <_UIBackgroundTaskInfo: 0x281b7c040>: taskID = 7, taskName = FlushOutbox, creationTime = 51820 (elapsed = 0).
default	14:02:36.120480+0200	Notes	Firing background task expiration handlers
default	14:02:36.120691+0200	Notes	Calling expiration handler for task: <_UIBackgroundTaskInfo: 0x281b7c040>: taskID = 7, taskName = FlushOutbox, creationTime = 51820 (elapsed = 26)
error	14:02:36.121377+0200	Notes	Background task still not ended after expiration handlers were called: <_UIBackgroundTaskInfo: 0x281b7c040>: taskID = 7, taskName = FlushOutbox, creationTime = 51820 (elapsed = 26). This app will likely be terminated by the system. Call UIApplication.endBackgroundTask(_:) to avoid this.`,
}

var taskExpired = Rule{
	ID:       "task-expired",
	Severity: Warning,

	Title: aTask + ` ran out of time before its work was done` + times,
	Detail: `UIKit called the expiration handler{{with .held_s}} {{dur .}} after the task was begun{{end}}` +
		`{{if eq .certainty "cut-off"}}; whether the task was ended in time, as it should be, the log does not show. The work ` +
		`that it protected was cut short in any case.{{else}}, and the task was ended` +
		`{{if ne .ended_after_s nil}} {{later .ended_after_s}},{{end}} in time. Ending it there is right, and the app is not ` +
		`killed for this task; but the work that it protected was cut short.{{end}} The handlers of all open tasks are called together, ` +
		`so a task begun a moment before expires with the oldest.`,
	Fix: `Make the work shorter or resumable, or hand it to a background URLSession or a BGProcessingTask; ` +
		`save in the handler what is needed to go on later.`,

	What: `UIKit called the task's expiration handler and the task was ended without UIKit's complaint that it was still open. ` +
		`runningboardd's note that assertions will expire soon is no finding by itself: it is also written when the app then ends its tasks in time.`,
	Why: `A background task buys about 30 s on iOS 13 and later, counted from the moment the app left the foreground. It does not grow with ` +
		`the number of tasks. Work that regularly needs longer is regularly lost, and users see a sync that never finishes.`,
	HowToFix: `Measure how long the work takes on slow networks and old devices. Split it into steps that can each be finished and ` +
		`recorded. Move uploads and downloads to a background URLSession, which runs outside the app, and long maintenance to a ` +
		`BGProcessingTask. In the handler, stop the work and end the task.`,
	Swift: `@MainActor
final class Uploader {
    private var stopping = false

    func run(_ drafts: [Draft]) async {
        stopping = false
        // BackgroundTask: see task-unended-after-expiration
        let task = BackgroundTask("UploadDrafts") { [weak self] in self?.stopping = true }
        defer { task.end() }
        for draft in drafts where !stopping {
            await upload(draft)  // small steps
            markSent(draft)      // the rest goes out next time
        }
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/extending-your-app-s-background-execution-time",
		"https://developer.apple.com/documentation/backgroundtasks/choosing-background-strategies-for-your-app",
		"https://developer.apple.com/forums/thread/685525",
	},
	SeenOn: "iOS 18.0 to 26.1",
	Example: `default	14:10:02.310774+0200	Notes	Created background task <_UIBackgroundTaskInfo: 0x281b7d180>: taskID = 4, taskName = UploadDrafts, creationTime = 52290 (elapsed = 0).
default	14:10:27.815902+0200	Notes	Firing background task expiration handlers
default	14:10:27.816044+0200	Notes	Calling expiration handler for task: <_UIBackgroundTaskInfo: 0x281b7d180>: taskID = 4, taskName = UploadDrafts, creationTime = 52290 (elapsed = 25)
default	14:10:27.816391+0200	Notes	Ending background task with UIBackgroundTaskIdentifier: 4
default	14:10:27.816530+0200	Notes	Ending task with identifier 4 and description: <_UIBackgroundTaskInfo: 0x281b7d180>: taskID = 4, taskName = UploadDrafts, creationTime = 52290 (elapsed = 25), _expireHandler: <__NSMallocBlock__: 0x281a04f30>
default	14:10:27.816688+0200	Notes	Will invalidate assertion: <BKSProcessAssertion: 0x104bbd450> for task identifier: 4`,
}

var taskNeverEnded = Rule{
	ID:       "task-never-ended",
	Severity: Warning,

	Title: aTask + ` was never ended{{if eq .how "exited"}} before the app exited{{else if eq .how "suspended"}}` +
		` before the app was suspended{{end}}` + times,
	Detail: `The task was begun and the log holds no end of it{{with .open_s}}; it was open for {{dur .}}{{end}}` +
		`{{if eq .how "exited"}} when the app exited in the background{{else if eq .how "suspended"}} when the app was suspended{{end}}` +
		`{{with .countdown_s}}, {{dur .}} of awake time after the countdown had begun{{end}}. ` +
		`This is inferred from the missing line, in a stretch of log that covers the app.`,
	Fix: `Call endBackgroundTask(_:) on every path out of the work: success, failure, cancellation and expiration.`,

	What: `A background task was begun, and until the app was suspended or exited in the background, 30 awake seconds or more after the ` +
		`countdown began, UIKit wrote no end of it. Crashes, force quits, updates, kills for memory, debugger runs and tasks of ` +
		`system frameworks are left out.`,
	Why: `An open task keeps the app awake for nothing, which costs battery, and the app relies on the end of the background time to get ` +
		`rid of it: once the handlers have been called, a task that stays open gets the app killed.`,
	HowToFix: `Look for early returns, thrown errors and completion handlers that are not called, and end the task there too. ` +
		`In asynchronous code, end it in a defer block in the function that began it.`,
	Swift: `@MainActor
func syncNotes() async throws {
    // BackgroundTask: see task-unended-after-expiration
    let task = BackgroundTask("SyncNotes") { [weak self] in self?.cancelSync() }
    defer { task.end() }  // also when something below throws

    guard let changes = try await store.pendingChanges() else { return }
    try await server.push(changes)
}`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/uiapplication/endbackgroundtask(_:)",
		"https://developer.apple.com/forums/thread/85066",
	},
	SeenOn: "iOS 18.0 to 26.1",
	Example: `default	09:10:00.201663+0100	Notes	Will add backgroundTask with taskName: SyncNotes, expirationHandler: <__NSMallocBlock__: 0x10572e9a0>
default	09:10:00.202418+0100	Notes	Created background task <_UIBackgroundTaskInfo: 0x10571b000>: taskID = 2, taskName = SyncNotes, creationTime = 7411 (elapsed = 0).
default	09:10:00.202733+0100	runningboardd	Acquiring assertion targeting [app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] from originator [app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] with description <RBSAssertionDescriptor| "Shared Background Assertion 1 for com.example.notes" ID:33-412-6133 target:412 attributes:[
	<RBSLegacyAttribute| requestedReason:FinishTask reason:FinishTask flags:( PreventTaskSuspend )>,
	<RBSAcquisitionCompletionAttribute| policy:AfterValidation>
	]>
default	09:10:00.202801+0100	runningboardd	Assertion 33-412-6133 (target:[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412]) will be created as inactive as start-time-defining assertions exist
default	09:10:03.914420+0100	runningboardd	Removed last relative-start-date-defining assertion for process app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>
default	09:10:48.377105+0100	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] Suspending task.
default	09:10:48.391847+0100	SpringBoard	Application process state changed for com.example.notes: <SBApplicationProcessState: 0x536049ec0; pid: 412; taskState: Suspended; visibility: Background>`,
}

var taskLeak = Rule{
	ID:       "task-leak",
	Severity: Warning,

	Title: `{{if .open}}{{.open}} {{else if .high_water}}{{.high_water}} {{else}}many {{end}}background tasks` +
		`{{with .name}} named {{code .}}{{end}} were open at once`,
	Detail: `Tasks of one name pile up{{with .oldest_s}}; the oldest had been open for {{dur .}} of awake time{{end}}. Each begin makes a new task, ` +
		`and the earlier ones are not ended. All tasks of an app share one assertion, which is given back only when the last of them ` +
		`ends, so one forgotten task is enough to get the app killed in the background.` +
		`{{with .high_water}} The system's own high-water mark reached {{.}}.{{end}}`,
	Fix: `Keep the identifier of each begin and end exactly that one; end the running task before you begin the next, ` +
		`or do not begin another while one is running.`,

	What: `Five or more tasks of one name were open at once in one process, the oldest for 60 awake seconds or more; ` +
		`or assertiond reported a high-water mark of assertions of one name. Tasks that system frameworks begin are left out.`,
	Why: `This is the commonest bookkeeping mistake with background tasks: one stored identifier, and a second begin that overwrites it. ` +
		`The first task can then never be ended. It does no harm in the foreground, so it goes unnoticed until the app is killed in the background.`,
	HowToFix: `Give each task an owner that holds its identifier and ends it. If the work can be started again while it is running, ` +
		`decide which of the two wins and end the other's task.`,
	Swift: `// Wrong: the second call overwrites the identifier of the first.
// taskID = UIApplication.shared.beginBackgroundTask(withName: "Heartbeat")

private var sync: BackgroundTask?  // see task-unended-after-expiration

func startSync() {
    guard sync == nil else { return }
    sync = BackgroundTask("Heartbeat") { [weak self] in
        self?.cancelSync()
        self?.sync = nil
    }
}

func syncDidFinish() {
    sync?.end()
    sync = nil
}`,
	References: []string{
		"https://developer.apple.com/forums/thread/85066",
		"https://developer.apple.com/forums/thread/729335",
	},
	SeenOn: "iOS 18.0 to 26.1; the high-water mark on iOS 10",
	Example: `default	10:00:00.104180+0100	Notes	Incrementing reference count for background assertion <BKSProcessAssertion: 0x105664190>
default	10:00:00.104411+0100	Notes	Created background task <_UIBackgroundTaskInfo: 0x10571b000>: taskID = 3, taskName = Heartbeat, creationTime = 9200 (elapsed = 0).
default	10:00:15.108220+0100	Notes	Created background task <_UIBackgroundTaskInfo: 0x10571b0c0>: taskID = 4, taskName = Heartbeat, creationTime = 9215 (elapsed = 0).
default	10:00:30.101937+0100	Notes	Created background task <_UIBackgroundTaskInfo: 0x10571b180>: taskID = 5, taskName = Heartbeat, creationTime = 9230 (elapsed = 0).
default	10:00:45.106552+0100	Notes	Created background task <_UIBackgroundTaskInfo: 0x10571b240>: taskID = 6, taskName = Heartbeat, creationTime = 9245 (elapsed = 0).
default	10:01:00.103048+0100	Notes	Created background task <_UIBackgroundTaskInfo: 0x10571b300>: taskID = 7, taskName = Heartbeat, creationTime = 9260 (elapsed = 0).
default	10:01:15.109716+0100	Notes	Created background task <_UIBackgroundTaskInfo: 0x10571b3c0>: taskID = 8, taskName = Heartbeat, creationTime = 9275 (elapsed = 0).`,
}

var taskHeldOver30s = Rule{
	ID:       "task-held-over-30s",
	Severity: Warning,

	Title: aTask + ` was held for more than 30 s` + times,
	Detail: `UIKit noticed that the task was begun more than 30 s ago and not yet ended.` +
		`{{if eq .foreground true}} The app was in the foreground, where no countdown runs, so nothing was lost this time; ` +
		`begun or held like this in the background it uses up the whole budget.` +
		`{{else if eq .foreground false}} The app was in the background, where about 30 s is all it gets.` +
		`{{else}} The line is also written in the foreground, where no countdown runs: alone it does not prove a fault.{{end}}` +
		`{{with .ended_s}} The task was ended {{dur .}} later.{{end}}`,
	Fix: `Begin the task right before the short piece of work that must not be interrupted and end it right after; ` +
		`do not hold one for the life of a screen, a session or a connection.`,

	What: `UIKit wrote that a background task was created over 30 seconds ago. A timer on the main run loop looks 35 s after a task was ` +
		`begun, counts seconds that the device was awake, and warns once per task; the text always says 30. The line needs a running main ` +
		`run loop, so it is missing when the main thread is blocked.`,
	Why: `In the background the countdown of about 30 s starts when the app leaves the foreground, whatever the age of the task. A task held this ` +
		`long is either forgotten or covers work that does not fit, and in both cases a move to the background at the wrong moment ends in a kill.`,
	HowToFix: `If the task was forgotten, end it where its work ends. If the work is long, hand transfers to a background URLSession and maintenance to ` +
		`a BGProcessingTask, and use background tasks only for the short steps around them.`,
	Swift: `@MainActor
func saveLibrary(_ library: Library) async throws {
    let data = try await library.encode()  // long, but may be interrupted

    // only the write must not be cut in half
    // BackgroundTask: see task-unended-after-expiration
    let task = BackgroundTask("SaveLibrary") {}
    defer { task.end() }
    try data.write(to: library.url, options: .atomic)
}`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/extending-your-app-s-background-execution-time",
		"https://developer.apple.com/documentation/uikit/uiapplication/backgroundtimeremaining",
		"https://developer.apple.com/forums/thread/85066",
	},
	SeenOn: "iOS 14 to 26.1",
	Example: `default	11:31:20.440156+0100	Notes	Created background task <_UIBackgroundTaskInfo: 0x10571c2a0>: taskID = 3, taskName = SaveLibrary, creationTime = 14650 (elapsed = 0).
error	11:31:55.442909+0100	Notes	Background Task 3 ("SaveLibrary"), was created over 30 seconds ago. In applications running in the background, this creates a risk of termination. Remember to call UIApplication.endBackgroundTask(_:) for your task in a timely manner to avoid this.`,
}

var taskUnknownIdentifier = Rule{
	ID:       "task-unknown-identifier",
	Severity: Warning,

	Title: `{{if .double_end}}background task{{with .id}} {{.}}{{end}} was ended twice` +
		`{{else}}endBackgroundTask was called with an unknown identifier{{with .id}}: {{.}}{{end}}{{end}}` + times,
	Detail: `{{if .double_end}}A task of this identifier had been ended before, so the second call ended nothing.` +
		`{{else}}UIKit has no open task of this identifier: it was ended before, or never begun in this run of the app.{{end}}` +
		` The call itself does no harm, but often the identifier of another task was overwritten, and that one stays open.` +
		`{{if .ios13}} iOS 13 writes this line without cause when an app goes to the background, so it may mean nothing here.` +
		`{{else if eq .certainty "likely"}} The log does not tell the iOS version; iOS 13 writes this line without cause when an app ` +
		`goes to the background.{{end}}`,
	Fix: `Set the stored identifier to .invalid before you end it, end it only when it is not .invalid, and do both on one thread.`,

	What: `UIKit wrote "Can't end BackgroundTask: no background task exists with identifier". The identifier was ended before, was never ` +
		`valid, or was kept from an earlier run.`,
	Why: `Ending a task twice is harmless in itself. It shows that begins and ends are not paired: the identifier that should have been ended ` +
		`may belong to a task that now stays open, and that one gets the app killed.`,
	HowToFix: `Set a breakpoint on UIApplicationEndBackgroundTaskError() to find the second end. The usual places are an expiration handler and a ` +
		`completion handler that both end the task, and a stored identifier that two begins share. Let one object own the task and end it at most once.`,
	Swift: `@MainActor
private func endTask() {
    guard taskID != .invalid else { return }  // already ended
    let ended = taskID
    taskID = .invalid                         // first forget it
    UIApplication.shared.endBackgroundTask(ended)
}`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/uiapplication/endbackgroundtask(_:)",
		"https://developer.apple.com/forums/thread/85066",
	},
	SeenOn: "iOS 13 to 26.1; on iOS 13 also without cause",
	Example: `default	12:05:41.020518+0100	Notes	Created background task <_UIBackgroundTaskInfo: 0x10571d400>: taskID = 5, taskName = CloseDatabase, creationTime = 16710 (elapsed = 0).
default	12:05:41.377206+0100	Notes	Ending background task with UIBackgroundTaskIdentifier: 5
default	12:05:41.377419+0100	Notes	Ending task with identifier 5 and description: <_UIBackgroundTaskInfo: 0x10571d400>: taskID = 5, taskName = CloseDatabase, creationTime = 16710 (elapsed = 0), _expireHandler: <__NSMallocBlock__: 0x1057fe340>
default	12:05:41.402871+0100	Notes	Ending background task with UIBackgroundTaskIdentifier: 5
default	12:05:41.403010+0100	Notes	Can't end BackgroundTask: no background task exists with identifier 5 (0x5), or it may have already been ended. Break in UIApplicationEndBackgroundTaskError() to debug.`,
}

var taskNoExpirationHandler = Rule{
	ID:       "task-no-expiration-handler",
	Severity: Warning,

	Title: aTask + ` has no expiration handler, and its time ran out` + times,
	Detail: `The task was begun with a nil expiration handler and was open when UIKit fired the expiration handlers. Nothing told ` +
		`the app that its time was up, and nothing ends the task; if it is still open about 5 s later, the system kills the app.`,
	Fix: `Pass an expiration handler that stops the work and calls endBackgroundTask(_:).`,

	What: `A background task without an expiration handler was open when the background time ran out. UIKit prints the handler in public, so ` +
		`(null) shows also in redacted logs. UIKit's own first task of each launch has no handler either and is left out.`,
	Why: `The handler is the only warning that an app gets before the kill. Without it the app depends on the work being done in time, every time, ` +
		`on every network and every device.`,
	HowToFix: `Give every task a handler, also when the work is expected to be short. In it, cancel the work without waiting for it and end the task.`,
	Swift: `// Wrong: no handler, so nobody ends the task when time runs out.
// let id = UIApplication.shared.beginBackgroundTask(withName: "PushDraft")

@MainActor
func push(_ draft: Draft) async throws {
    let job = Task { try await server.push(draft) }
    // BackgroundTask: see task-unended-after-expiration
    let task = BackgroundTask("PushDraft") { job.cancel() }
    defer { task.end() }
    try await job.value
}`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/uiapplication/beginbackgroundtask(withname:expirationhandler:)",
		"https://developer.apple.com/forums/thread/85066",
	},
	SeenOn: "iOS 18.0 to 26.1",
	Example: `default	13:40:07.511830+0100	Notes	Will add backgroundTask with taskName: PushDraft, expirationHandler: (null)
default	13:40:07.512977+0100	Notes	Created background task <_UIBackgroundTaskInfo: 0x10571e0c0>: taskID = 6, taskName = PushDraft, creationTime = 22380 (elapsed = 0).
default	13:40:33.020144+0100	Notes	Firing background task expiration handlers
default	13:40:33.020302+0100	Notes	Calling expiration handler for task: <_UIBackgroundTaskInfo: 0x10571e0c0>: taskID = 6, taskName = PushDraft, creationTime = 22380 (elapsed = 25)
error	13:40:33.020488+0100	Notes	Background task still not ended after expiration handlers were called: <_UIBackgroundTaskInfo: 0x10571e0c0>: taskID = 6, taskName = PushDraft, creationTime = 22380 (elapsed = 25). This app will likely be terminated by the system. Call UIApplication.endBackgroundTask(_:) to avoid this.
default	13:40:34.774019+0100	Notes	Ending background task with UIBackgroundTaskIdentifier: 6
default	13:40:34.774163+0100	Notes	Ending task with identifier 6 and description: <_UIBackgroundTaskInfo: 0x10571e0c0>: taskID = 6, taskName = PushDraft, creationTime = 22380 (elapsed = 27), _expireHandler: (null)
default	13:40:34.774390+0100	Notes	Will invalidate assertion: <BKSProcessAssertion: 0x104bbd450> for task identifier: 6`,
}

var taskExpirationHandlerBlocked = Rule{
	ID:       "task-expiration-handler-blocked",
	Severity: Error,

	Title: `expiration handler{{with .name}} of {{code .}}{{end}} blocked the main thread` + times,
	Detail: `{{if .frame}}In the crash report the main thread stands below an expiration handler, in {{code .frame}}` +
		`{{with .waits_on}}, waiting in {{code .}}{{end}}. ` +
		`{{else}}The background time was up, and UIKit wrote nothing more{{with .silent_s}} for {{dur .}}{{end}} until the assertion ` +
		`timed out or the app was killed. {{end}}` +
		`UIKit calls the handlers on the main thread, so one that waits, or a main thread that was busy already, keeps every task from being ended. ` +
		`That the handler is what blocked is inferred{{if .frame}} from the stack{{else}} from the silence{{end}}.`,
	Fix: `In the expiration handler only cancel the work, without waiting for it, and end the task: no sync dispatch, semaphore, ` +
		`lock or wait that the work itself may hold.`,

	What: `The warning of the system, or UIKit's call of the expiration handlers, was followed by no further line of UIKit about background tasks ` +
		`until the assertion timed out or the app was killed, 3 s later or more; or a crash report shows a main thread that waits below an expiration handler.`,
	Why: `There are about 5 s between the warning and the kill. UIKit calls the handlers synchronously on the main thread; a handler that waits for work on ` +
		`another queue can wait for ever when that work needs the main thread too. The app then looks hung and is killed.`,
	HowToFix: `Let the handler set a flag or call cancel() and return. Work that must finish before the app is suspended has to be short enough to finish ` +
		`before the handler is called. Never call sync, wait() or a blocking database call in it.`,
	Swift: `// Wrong: waits for a queue that may be waiting for the main thread.
// beginBackgroundTask(withName: "SaveIndex") { queue.sync { self.stop() }; self.end() }

// BackgroundTask: see task-unended-after-expiration
let task = BackgroundTask("SaveIndex") {
    operation.cancel()  // returns at once; the operation checks isCancelled
}
operation.completionBlock = { Task { @MainActor in task.end() } }
queue.addOperation(operation)`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/uiapplication/beginbackgroundtask(expirationhandler:)",
		"https://developer.apple.com/documentation/xcode/addressing-watchdog-terminations",
		"https://developer.apple.com/forums/thread/85066",
	},
	SeenOn: "iOS 16 in crash reports; iOS 18.0 to 26.1 in logs",
	Example: `default	18:20:03.100457+0200	Notes	Will add backgroundTask with taskName: SaveIndex, expirationHandler: <__NSMallocBlock__: 0x1057fe340>
default	18:20:03.101220+0200	Notes	Created background task <_UIBackgroundTaskInfo: 0x10571f180>: taskID = 3, taskName = SaveIndex, creationTime = 31870 (elapsed = 0).
default	18:20:28.104233+0200	runningboardd	Assertions for process will expire soon: [app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412]
default	18:20:28.105016+0200	Notes	Firing background task expiration handlers
default	18:20:28.105190+0200	Notes	Calling expiration handler for task: <_UIBackgroundTaskInfo: 0x10571f180>: taskID = 3, taskName = SaveIndex, creationTime = 31870 (elapsed = 25)
default	18:20:33.104871+0200	runningboardd	Assertion did invalidate due to timeout: 33-412-6133 (target:[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412])
default	18:20:33.207402+0200	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] Terminating with context: <RBSTerminateContext| domain:15 code:0x2182BAD2 explanation:Timed-out waiting for process [app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] to invalidate assertion with identifier 33-412-6133 and explanation 'Shared Background Assertion 1 for com.example.notes'. Direct this report to owners of that process reportType:None maxTerminationResistance:Interactive>`,
}

var taskAssertionDenied = Rule{
	ID:       "task-assertion-denied",
	Severity: Warning,

	Title: `background time was refused{{with .name}} for task {{code .}}{{end}}` + times,
	Detail: `The app asked for the assertion that keeps it awake and did not get it{{with .why}}: {{.}}{{end}}. ` +
		`beginBackgroundTask then returns .invalid (in apps built with an old SDK the expiration handler is called at once), and the app may be ` +
		`suspended at any moment while its work goes on.`,
	Fix: `Compare the returned identifier with .invalid and be ready to lose the work; begin the task while the app is still in the foreground, ` +
		`before the work starts.`,

	What: `The system refused the assertion behind a background task. UIKit then has no task and writes no "Created background task" line.`,
	Why:  `The work is not protected, and nothing else tells the app so. It is cut off in the middle when the app is suspended, without any handler being called.`,
	HowToFix: `Check for .invalid after every begin. As far as is known the system refuses when the app has no background time left or is not ` +
		`entitled to what it asks for; begin early, in the foreground, and do not begin a new task when another one has just expired.`,
	Swift: `let id = UIApplication.shared.beginBackgroundTask(withName: "CloseSession") {
    session.cancel()
    finish()  // ends the task
}
guard id != .invalid else {
    session.saveStateNow()  // no extra time: do the least that is safe
    return
}`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/uiapplication/beginbackgroundtask(withname:expirationhandler:)",
		"https://developer.apple.com/forums/thread/85066",
	},
	SeenOn: "iOS 17.0 to 26.1",
	Example: `default	19:02:44.310255+0200	Notes	Will add backgroundTask with taskName: CloseSession, expirationHandler: <__NSMallocBlock__: 0x1057fe340>
default	19:02:44.310410+0200	Notes	Creating new assertion because there is no existing background assertion.
default	19:02:44.310522+0200	Notes	Creating new background assertion
default	19:02:44.318906+0200	Notes	Failed to acquire background assertion <BKSProcessAssertion: 0x105664190>`,
}

var taskAssertionKeptAfterEnd = Rule{
	ID:       "task-assertion-kept-after-end",
	Severity: Error,

	Title: `background assertion timed out although every task had been ended{{if .killed}}; app killed{{end}}` + times,
	Detail: `{{if .tasks}}All {{.tasks}} background tasks{{else}}All background tasks{{end}} of this run had been ended` +
		`{{with .kept_s}} {{dur .}} or more{{end}} before the timeout, and the log covers the run from its launch; still the shared assertion behind them ` +
		`was not given back.{{if .killed}} The system killed the app for it.{{else}} No kill followed in this log.{{end}}` +
		` The app's calls look right here, so this may be a fault of the system.`,
	Fix: `Send the sysdiagnose to Apple with Feedback Assistant; until then end tasks well before they expire, and not in the expiration handler.`,

	What: `Every background task of the process was ended a second or more before the shared assertion timed out, and runningboardd shows no ` +
		`invalidation of it. The rule fires only when the log covers the process from its launch, so that no other task can hold the assertion.`,
	Why: `The app is killed with code 0x2182BAD2 although its bookkeeping is right, and no crash report tells. Developers have reported ` +
		`such kills when the device was asleep at the time the expiration handler ran (Feedback FB19192371).`,
	HowToFix: `First make sure that no library in the app begins tasks that you do not see. Then report the case with the sysdiagnose. ` +
		`Finish work early: end the task when a few seconds are left, while the app is still running normally.`,
	Swift: `// Stop on your own terms, before the system has to ask.
@MainActor
func flush(_ items: [Item]) async {
    // BackgroundTask: see task-unended-after-expiration
    let task = BackgroundTask("FlushOutbox") {}
    defer { task.end() }
    for item in items {
        guard UIApplication.shared.backgroundTimeRemaining > 10 else { return }
        await send(item)
    }
}`,
	References: []string{
		"https://developer.apple.com/forums/thread/85066",
		"https://developer.apple.com/documentation/uikit/uiapplication/backgroundtimeremaining",
	},
	SeenOn: "iOS 17 to 26.1",
	Example: `default	20:11:02.004118+0200	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] reported to RB as running
default	20:11:04.511602+0200	Notes	Created background task <_UIBackgroundTaskInfo: 0x105720240>: taskID = 1, taskName = FlushOutbox, creationTime = 40120 (elapsed = 0).
default	20:11:04.511893+0200	runningboardd	Acquiring assertion targeting [app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] from originator [app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] with description <RBSAssertionDescriptor| "Shared Background Assertion 1 for com.example.notes" ID:33-412-6133 target:412 attributes:[
	<RBSLegacyAttribute| requestedReason:FinishTask reason:FinishTask flags:( PreventTaskSuspend )>,
	<RBSAcquisitionCompletionAttribute| policy:AfterValidation>
	]>
default	20:11:31.250077+0200	Notes	Ending background task with UIBackgroundTaskIdentifier: 1
default	20:11:31.250214+0200	Notes	Ending task with identifier 1 and description: <_UIBackgroundTaskInfo: 0x105720240>: taskID = 1, taskName = FlushOutbox, creationTime = 40120 (elapsed = 26), _expireHandler: <__NSMallocBlock__: 0x1057fe340>
default	20:11:31.250390+0200	Notes	Will invalidate assertion: <BKSProcessAssertion: 0x104bbd450> for task identifier: 1
default	20:11:36.002944+0200	runningboardd	Assertion did invalidate due to timeout: 33-412-6133 (target:[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412])
default	20:11:36.104705+0200	runningboardd	[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] Terminating with context: <RBSTerminateContext| domain:15 code:0x2182BAD2 explanation:Timed-out waiting for process [app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] to invalidate assertion with identifier 33-412-6133 and explanation 'Shared Background Assertion 1 for com.example.notes'. Direct this report to owners of that process reportType:None maxTerminationResistance:Interactive>`,
}
