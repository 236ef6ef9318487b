package rules

var bgtaskNotPermitted = Rule{
	ID:       "bgtask-not-permitted",
	Severity: Error,

	Title:  `BGTask{{with .subject}} {{code .}}{{end}} is not permitted` + times,
	Detail: `The system refused the request{{with .subject}} {{code .}}{{end}}{{with .code}} with code {{.}}{{end}}{{with .scheduler_code}} with the scheduler's code {{.}}{{end}}: the installed app does not declare the identifier in BGTaskSchedulerPermittedIdentifiers{{if .unlisted}} of its Info.plist{{else}}, or lacks the background mode (fetch for a refresh, processing for a processing task){{end}}.`,
	Fix:    `Add the identifier to BGTaskSchedulerPermittedIdentifiers and the mode (fetch for a refresh, processing for a processing task) to UIBackgroundModes, in the Info.plist of the app, and look into the installed build.`,

	What:     `BackgroundTasks says that an identifier is not advertised in the Info.plist, or submit threw code 3 of BGTaskSchedulerErrorDomain.`,
	Why:      `No task ever runs, and the only sign is an error that many apps swallow. Builds of other targets or pipelines often lack what the project seems to have.`,
	HowToFix: `The identifier must be spelt the same in code and in Info.plist, in the app and not in a framework. A pattern with a star is allowed for continued processing only.`,
	Swift: `// Info.plist of the app
//   BGTaskSchedulerPermittedIdentifiers: com.example.notes.refresh
//   UIBackgroundModes: fetch  (and processing for BGProcessingTask)
try BGTaskScheduler.shared.submit(BGAppRefreshTaskRequest(identifier: "com.example.notes.refresh"))`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/error",
		"https://developer.apple.com/documentation/uikit/using-background-tasks-to-update-your-app",
	},
	SeenOn: "iOS 13 to 26.2",
	Example: `default	14:00:02.000000+0100	Notes	com.example.notes.refresh is not advertised in the application's Info.plist
default	14:00:02.100000+0100	Notes	Could not schedule app refresh: Error Domain=BGTaskSchedulerErrorDomain Code=3 "(null)"`,
}

var bgtaskNoLaunchHandler = Rule{
	ID:       "bgtask-no-launch-handler",
	Severity: Error,

	Title:  `no launch handler registered for BGTask{{with .subject}} {{code .}}{{end}}` + times,
	Detail: `{{if .source}}A request was not submitted: {{.source}} says that the app registers no handler for its task during the launch.{{else}}A request{{with .subject}} {{code .}}{{end}} was submitted, or launched, and no handler had been registered for its identifier. BackgroundTasks throws an exception that ends the app.{{with .source_line}} That it was this one is inferred from the line {{code .}} of its source.{{end}}{{end}}`,
	Fix:    `Register a launch handler for every identifier before the app has finished launching.`,

	What:     `The exception that no launch handler is registered for an identifier, in the log or in a crash report; or a plug-in that says so before it submits.`,
	Why:      `The app crashes in the background, at a launch that nobody sees, each time the system wants to run the task.`,
	HowToFix: `Register in application(_:didFinishLaunchingWithOptions:) or with the backgroundTask scene modifier, for all identifiers in Info.plist, before any submit. An extension cannot register.`,
	Swift: `func application(_ application: UIApplication,
                 didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?) -> Bool {
    BGTaskScheduler.shared.register(forTaskWithIdentifier: "com.example.notes.refresh", using: nil) { task in
        Refresh.run(task as! BGAppRefreshTask)
    }
    return true  // registered before the launch has finished
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/register(fortaskwithidentifier:using:launchhandler:)",
		"https://developer.apple.com/documentation/uikit/using-background-tasks-to-update-your-app",
	},
	SeenOn: "iOS 13 to 26.1",
	Example: `default	14:00:02.000000+0100	Notes	*** Terminating app due to uncaught exception 'NSInternalInconsistencyException', reason: 'No launch handler registered for task with identifier com.example.notes.refresh'
default	14:00:02.100000+0100	SpringBoard	[app<com.example.notes>:412] Process exited: <RBSProcessExitContext| voluntary>.`,
}

var bgtaskRegisteredLate = Rule{
	ID:       "bgtask-registered-late",
	Severity: Error,

	Title:  `launch handler registered after the app had finished launching` + times,
	Detail: `Launch handlers of background tasks must be registered before the app has finished launching. BackgroundTasks throws an exception otherwise, up to iOS 18.{{with .source_line}} That it was this one is inferred from the line {{code .}} of its source.{{end}}`,
	Fix:    `Move the registration into application(_:didFinishLaunchingWithOptions:), before it returns.`,

	What:     `The exception that all launch handlers must be registered before the application finishes launching.`,
	Why:      `The app crashes at every launch on these systems, or only when the late path is taken.`,
	HowToFix: `Frameworks and plug-ins that register lazily must be initialised during the launch.`,
	Swift: `func application(_ application: UIApplication,
                 didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?) -> Bool {
    BGTaskScheduler.shared.register(forTaskWithIdentifier: "com.example.notes.refresh", using: nil) { task in
        Refresh.run(task as! BGAppRefreshTask)
    }
    return true  // registered before the launch has finished
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/register(fortaskwithidentifier:using:launchhandler:)",
		"https://developer.apple.com/documentation/uikit/using-background-tasks-to-update-your-app",
	},
	SeenOn: "iOS 13 to 18",
	Example: `default	14:00:02.000000+0100	Notes	*** Terminating app due to uncaught exception 'NSInternalInconsistencyException', reason: 'All launch handlers must be registered before application finishes launching'
default	14:00:02.100000+0100	SpringBoard	[app<com.example.notes>:412] Process exited: <RBSProcessExitContext| voluntary>.`,
}

var bgtaskRegisteredTwice = Rule{
	ID:       "bgtask-registered-twice",
	Severity: Error,

	Title:  `launch handler for BGTask{{with .subject}} {{code .}}{{end}} registered twice` + times,
	Detail: `A handler was registered for an identifier{{with .subject}} {{code .}}{{end}} that has one already. BackgroundTasks throws an exception that ends the app.{{with .source_line}} That it was this one is inferred from the line {{code .}} of its source.{{end}}`,
	Fix:    `Register each identifier once per process; look for a plug-in that does it too.`,

	What:     `The exception that a launch handler for the identifier has already been registered.`,
	Why:      `The app crashes at launch as soon as two parts of it care for the same identifier.`,
	HowToFix: `Keep registration in one place. With plug-ins, give each its own identifier.`,
	Swift: `func application(_ application: UIApplication,
                 didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?) -> Bool {
    BGTaskScheduler.shared.register(forTaskWithIdentifier: "com.example.notes.refresh", using: nil) { task in
        Refresh.run(task as! BGAppRefreshTask)
    }
    return true  // registered before the launch has finished
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/register(fortaskwithidentifier:using:launchhandler:)",
		"https://developer.apple.com/documentation/uikit/using-background-tasks-to-update-your-app",
	},
	SeenOn: "iOS 13 to 26.1",
	Example: `default	14:00:02.000000+0100	Notes	*** Terminating app due to uncaught exception 'NSInternalInconsistencyException', reason: 'Launch handler for task with identifier com.example.notes.refresh has already been registered'
default	14:00:02.100000+0100	SpringBoard	[app<com.example.notes>:412] Process exited: <RBSProcessExitContext| voluntary>.`,
}

var bgtaskIdentifierInvalid = Rule{
	ID:       "bgtask-identifier-invalid",
	Severity: Error,

	Title:  `identifier of a BGTask is invalid{{with .subject}}: {{code .}}{{end}}` + times,
	Detail: `BackgroundTasks refused an identifier: it is longer than 127 characters, or has no form that continued processing takes.`,
	Fix:    `Use a short reverse-DNS identifier that begins with the bundle id of the app.`,

	What:     `BackgroundTasks says that an identifier is too long, or that its form is invalid for a continued processing task.`,
	Why:      `The handler is not registered and the task never runs.`,
	HowToFix: `For continued processing, declare the bundle id, a name and a star, and submit with a suffix in place of the star.`,
	Swift: `// Info.plist of the app
//   BGTaskSchedulerPermittedIdentifiers: com.example.notes.refresh
//   UIBackgroundModes: fetch  (and processing for BGProcessingTask)
try BGTaskScheduler.shared.submit(BGAppRefreshTaskRequest(identifier: "com.example.notes.refresh"))`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/register(fortaskwithidentifier:using:launchhandler:)",
		"https://developer.apple.com/documentation/backgroundtasks/performing-long-running-tasks-on-ios-and-ipados",
	},
	SeenOn: "iOS 26.1",
	Example: `default	14:00:02.000000+0100	Notes	Invalid identifier form for Continued Processing Task: com.example.notes.export
default	14:00:09.000000+0100	Notes	outbox: idle`,
}

var bgtaskTooManyPending = Rule{
	ID:       "bgtask-too-many-pending",
	Severity: Error,

	Title:  `too many BGTask requests are pending` + times,
	Detail: `{{with .scheduler_code}}The scheduler refused the request with its code {{.}}{{else}}submit threw code 2{{end}}: one refresh request and ten processing requests may be pending at a time. A request with the same identifier replaces the one before and does not count twice.`,
	Fix:    `Use fewer identifiers; submit again when a task has run.`,

	What:     `An error of BGTaskSchedulerErrorDomain with code 2. The number decides: some SDKs print this text for code 1.`,
	Why:      `The request is dropped, so the work that it stood for never runs.`,
	HowToFix: `One refresh identifier is enough: let its handler do all that is due. Cancel requests that are no longer needed.`,
	Swift: `func scheduleRefresh() {
    let request = BGAppRefreshTaskRequest(identifier: "com.example.notes.refresh")
    request.earliestBeginDate = Date(timeIntervalSinceNow: 60 * 60)
    do {
        try BGTaskScheduler.shared.submit(request)
    } catch {
        log.error("refresh not scheduled: \(error)")
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/error",
		"https://developer.apple.com/documentation/uikit/using-background-tasks-to-update-your-app",
	},
	SeenOn: "iOS 13 and later",
	Example: `default	14:00:02.000000+0100	Notes	Could not schedule app refresh: Error Domain=BGTaskSchedulerErrorDomain Code=2 "(null)"
default	14:00:09.000000+0100	Notes	outbox: idle`,
}

var bgtaskUnavailable = Rule{
	ID:       "bgtask-unavailable",
	Severity: Warning,

	Title:  `BGTasks are not available here` + times,
	Detail: `submit threw code 1: {{if .simulator}}the simulator does not run background tasks.{{else}}Background App Refresh is off for the app or the device, the code runs in an extension that may not schedule, or on the simulator.{{end}}`,
	Fix:    `Test on a device; read backgroundRefreshStatus and tell the user; schedule from the app, not from an extension.`,

	What:     `An error of BGTaskSchedulerErrorDomain with code 1.`,
	Why:      `Nothing is scheduled. In the field it mostly means that the user, or Low Power Mode, has turned Background App Refresh off.`,
	HowToFix: `Handle the error: catch up when the app comes to the front. Do not take the text of SDKs about too many tasks for the cause; the number is 1.`,
	Swift: `func scheduleRefresh() {
    let request = BGAppRefreshTaskRequest(identifier: "com.example.notes.refresh")
    request.earliestBeginDate = Date(timeIntervalSinceNow: 60 * 60)
    do {
        try BGTaskScheduler.shared.submit(request)
    } catch {
        log.error("refresh not scheduled: \(error)")
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/error",
		"https://developer.apple.com/documentation/uikit/uiapplication/backgroundrefreshstatus",
	},
	SeenOn: "iOS 13 and later",
	Example: `default	14:00:02.000000+0100	Notes	Could not schedule app refresh: Error Domain=BGTaskSchedulerErrorDomain Code=1 "(null)"
default	14:00:09.000000+0100	Notes	outbox: idle`,
}

var bgtaskRunIneligible = Rule{
	ID:       "bgtask-run-ineligible",
	Severity: Warning,

	Title:  `continued processing could not start at once` + times,
	Detail: `{{with .scheduler_code}}The scheduler refused the request with its code {{.}}{{else}}submit threw code 4{{end}}: the request asked to fail rather than to wait, and the system had no room for it.`,
	Fix:    `Use the submission strategy queue, or offer to try again.`,

	What:     `An error of BGTaskSchedulerErrorDomain with code 4.`,
	Why:      `What the user has just started does not run.`,
	HowToFix: `With the strategy fail, handle the error in the interface; with queue the system starts it later.`,
	Swift: `let request = BGContinuedProcessingTaskRequest(identifier: "com.example.notes.export.1", title: "Export", subtitle: "12 notes")
request.strategy = .queue
try BGTaskScheduler.shared.submit(request)`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/error",
		"https://developer.apple.com/documentation/backgroundtasks/performing-long-running-tasks-on-ios-and-ipados",
	},
	SeenOn: "iOS 26",
	Example: `default	14:00:02.000000+0100	Notes	export not started: Error Domain=BGTaskSchedulerErrorDomain Code=4 "(null)"
default	14:00:09.000000+0100	Notes	outbox: idle`,
}

var bgtaskResourcesUnsupported = Rule{
	ID:       "bgtask-resources-unsupported",
	Severity: Error,

	Title:  `BGTask{{with .subject}} {{code .}}{{end}} asked for resources that this device does not have` + times,
	Detail: `The request asked for resources, such as the GPU, that the device does not offer to background tasks; it was refused.`,
	Fix:    `Ask BGTaskScheduler.supportedResources before you require the GPU, and go without it otherwise.`,

	What:     `BackgroundTasks says that a request asked for an unsupported set of resources.`,
	Why:      `The task never runs on these devices.`,
	HowToFix: `Set requiredResources only when supportedResources holds them.`,
	Swift: `if BGTaskScheduler.supportedResources.contains(.gpu) {
    request.requiredResources = .gpu
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/performing-long-running-tasks-on-ios-and-ipados",
		"https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/error",
	},
	SeenOn: "iOS 26.1",
	Example: `default	14:00:02.000000+0100	Notes	com.example.notes.export requested an unsupported set of resources: 1
default	14:00:09.000000+0100	Notes	outbox: idle`,
}

var bgtaskSimulated = Rule{
	ID:       "bgtask-simulated",
	Severity: Info,

	Title:  `BGTask{{with .subject}} {{code .}}{{end}} was launched by a debugger command` + times,
	Detail: `_simulateLaunchForTaskWithIdentifier was called in the debugger: the run proves that the handler works, not that the system would launch it.`,
	Fix:    `Nothing to change; judge the scheduling on a device without a debugger.`,

	What:     `BackgroundTasks says that it simulates the launch of a task.`,
	Why:      `Runs made by the debugger ignore all conditions of the scheduler and its limits.`,
	HowToFix: `Use the command to test the handler. To see when the system runs the task, install the app, leave it, and collect a sysdiagnose a day later.`,
	Swift: `func run(_ task: BGAppRefreshTask) {
    let work = Task {
        let done = await sync()
        task.setTaskCompleted(success: done)
    }
    task.expirationHandler = { work.cancel() }
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/starting-and-terminating-tasks-during-development",
		"https://developer.apple.com/documentation/uikit/using-background-tasks-to-update-your-app",
	},
	SeenOn: "iOS 13 to 26.1",
	Example: `default	14:00:02.000000+0100	Notes	Simulating launch for task with identifier com.example.notes.refresh
default	14:00:09.000000+0100	Notes	outbox: idle`,
}

var bgtaskSimulatedNothingScheduled = Rule{
	ID:       "bgtask-simulated-nothing-scheduled",
	Severity: Warning,

	Title:  `BGTask{{with .subject}} {{code .}}{{end}} simulated without a pending request` + times,
	Detail: `The debugger was told to launch a task for which no request is pending, so nothing was run. The request was never submitted, was refused, or has run already.`,
	Fix:    `Submit the request first, look at the error of submit, then simulate.`,

	What:     `BackgroundTasks says that no task request with the identifier has been scheduled.`,
	Why:      `The test shows nothing, and hides that submit fails.`,
	HowToFix: `Stop the app after submit has returned without an error, run the command, and go on. Identifiers must match exactly.`,
	Swift: `func scheduleRefresh() {
    let request = BGAppRefreshTaskRequest(identifier: "com.example.notes.refresh")
    request.earliestBeginDate = Date(timeIntervalSinceNow: 60 * 60)
    do {
        try BGTaskScheduler.shared.submit(request)
    } catch {
        log.error("refresh not scheduled: \(error)")
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/starting-and-terminating-tasks-during-development",
		"https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/error",
	},
	SeenOn: "iOS 13 to 16",
	Example: `default	14:00:02.000000+0100	Notes	Simulating launch for task with identifier com.example.notes.refresh
default	14:00:02.100000+0100	Notes	No task request with identifier com.example.notes.refresh has been scheduled`,
}

var bgtaskNoExpirationHandler = Rule{
	ID:       "bgtask-no-expiration-handler",
	Severity: Warning,

	Title:  `BGTask{{with .subject}} {{code .}}{{end}} expired without an expiration handler` + times,
	Detail: `The system had to stop the task, and the app had set no expiration handler. BackgroundTasks completed it with no success for the app; work in progress was cut off.`,
	Fix:    `Set expirationHandler as the first thing in the launch handler, and stop the work there.`,

	What:     `BackgroundTasks says that the client did not provide an expiration handler for a task that expired.`,
	Why:      `The app is suspended in the middle of its work, with locks held and files half written.`,
	HowToFix: `Cancel the work in the handler and let it end with setTaskCompleted(success: false); submit the next request before.`,
	Swift: `func run(_ task: BGAppRefreshTask) {
    let work = Task {
        let done = await sync()
        task.setTaskCompleted(success: done)
    }
    task.expirationHandler = { work.cancel() }
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtask/expirationhandler",
		"https://developer.apple.com/documentation/uikit/using-background-tasks-to-update-your-app",
	},
	SeenOn: "iOS 26.1",
	Example: `default	14:00:02.000000+0100	Notes	Client didn't provide an expiration handler for task <BGAppRefreshTask: com.example.notes.refresh>, completing with NO success for them
default	14:00:09.000000+0100	Notes	outbox: idle`,
}

var bgtaskNotCompleted = Rule{
	ID:       "bgtask-not-completed",
	Severity: Error,

	Title: `BGTask{{with .subject}} {{code .}}{{end}} was never completed{{if .killed}}; app killed{{end}}` + times,
	Detail: `{{if .expired}}The task expired and the app did not call setTaskCompleted(success:) within the 5 s that it then has{{if .killed}}; the system killed the app for that, without a crash report{{end}}.` +
		`{{else}}The task object was freed without a call of setTaskCompleted(success:).{{end}} The system cannot tell that the work is done, keeps the app running, and launches it more rarely afterwards.`,
	Fix: `Call setTaskCompleted(success:) on every path, and keep the task until then.`,

	What:     `BackgroundTasks says that a task was deallocated without completing; or it expired, and no completion follows within 5 s.`,
	Why:      `Each run burns its whole time, the system notes that, and in the end the app is killed for it or not launched any more.`,
	HowToFix: `Early returns and failed guards are the usual holes. With async code, complete in one place after the await.`,
	Swift: `func run(_ task: BGAppRefreshTask) {
    let work = Task {
        let done = await sync()
        task.setTaskCompleted(success: done)
    }
    task.expirationHandler = { work.cancel() }
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtask/settaskcompleted(success:)",
		"https://developer.apple.com/documentation/uikit/using-background-tasks-to-update-your-app",
	},
	SeenOn: "iOS 26.1",
	Example: `default	14:00:02.000000+0100	Notes	Task <BGAppRefreshTask: com.example.notes.refresh> dealloc'd without completing. This is a programmer error.
default	14:00:09.000000+0100	Notes	outbox: idle`,
}
