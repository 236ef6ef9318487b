package rules

var bgtaskLaunchDenied = Rule{
	ID:       "bgtask-launch-denied",
	Severity: Error,

	Title: `app not launched for {{if eq .kind "push"}}silent push{{else if eq .kind "fetch"}}background fetch{{else}}BGTask{{with .subject}} {{code .}}{{end}}{{end}}` + times,
	Detail: `The scheduler was about to run {{if eq .kind "push"}}the app for a silent push{{else if eq .kind "fetch"}}the app for a background fetch{{else}}the request{{end}} and was not allowed to launch the app; it cancelled the request and does not try again. ` +
		`{{if .force_quit}}The user had removed the app in the app switcher; until the user opens it, the system launches it for nothing.{{else if .refresh_off}}Background App Refresh was off.{{else if eq .why "no-background-mode"}}UIBackgroundModes of the installed app lacks the mode: fetch for a refresh, processing for a processing task.{{else if eq .why "identifier-not-permitted"}}The identifier is not in BGTaskSchedulerPermittedIdentifiers of the installed app.{{else if eq .why "not-installed"}}The app is no longer installed.{{else if eq .why "invalid-state"}}The app was in a state in which it may not be launched, such as being updated.{{else}}Background App Refresh is off for the app, or the user had removed the app in the app switcher; the log does not tell which.{{end}}`,
	Fix: `{{if or .force_quit .refresh_off}}Nothing in the app is wrong; catch up when the user opens it, and submit again then.{{else if or (eq .why "no-background-mode") (eq .why "identifier-not-permitted")}}Add what is missing to the Info.plist of the app target, and look into the installed build.{{else}}Read backgroundRefreshStatus and tell the user; submit again when the app is opened.{{end}}`,

	What:     `dasd says that the launch of the app for an activity is not allowed: not permitted, without a background mode, refresh off, or quit by the user.`,
	Why:      `The request is gone: nothing runs until the app submits another one.`,
	HowToFix: `Submit when the app moves to the background, so that a request that was dropped is replaced at the next use. Compare the Info.plist of the build that is installed with the project's.`,
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
		"https://developer.apple.com/documentation/uikit/using-background-tasks-to-update-your-app",
		"https://developer.apple.com/forums/thread/685525",
	},
	SeenOn: "iOS 18.2 to 26",
	Example: `default	14:00:02.000000+0100	dasd	Submitted: bgRefresh-com.example.notes.refresh:519B19 at priority Utility (2026-03-02 14:00:00 +0000 - 2026-03-02 16:00:00 +0000)
error	14:41:10.000000+0100	dasd	Activity bgRefresh-com.example.notes.refresh:519B19 background launch not allowed for app com.example.notes
error	14:41:10.100000+0100	dasd	Background launch not allowed for bgRefresh-com.example.notes.refresh:519B19, cancelling`,
}

var bgtaskLaunchTimeout = Rule{
	ID:       "bgtask-launch-timeout",
	Severity: Error,

	Title:  `app did not start in time{{if .subject}} for {{if eq .kind "push"}}silent push{{else if eq .kind "fetch"}}background fetch{{else}}BGTask{{with .subject}} {{code .}}{{end}}{{end}}{{end}}` + times,
	Detail: `{{if .unlaunched}}The task was delivered while the app was still launching{{with .waited_s}}, and {{dur .}} later{{end}} its time was over before the launch had finished. What the handler does after that, if it is called at all, comes too late.{{else}}The scheduler launched the app and waited 10 s for it to register its launch handlers; then it gave up and dropped the time that the app had.{{end}}`,
	Fix:    `Register the launch handlers first thing in application(_:didFinishLaunchingWithOptions:), and do nothing slow before it returns.`,

	What:     `dasd says that it could not connect to the app within 10 s, or the task expired before the app had finished launching.`,
	Why:      `The run is lost, and the launch has cost the app of its budget.`,
	HowToFix: `Look for migrations, synchronous network or keychain work, and for waits on a lock in the launch. Protected data may not be readable in a background launch on a locked device.`,
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
	SeenOn: "iOS 18.2 to 26",
	Example: `default	14:00:02.000000+0100	dasd	'bgRefresh-com.example.notes.refresh:519B19' CurrentScore: 0.795345, ThresholdScore: 0.701929 DecisionToRun:1
default	14:00:02.100000+0100	dasd	Activity: bgRefresh-com.example.notes.refresh:519B19 requesting launch of application: com.example.notes
default	14:00:02.300000+0100	dasd	Queueing activities {(
    bgRefresh-com.example.notes.refresh:519B19
)} until app with pid 412 launches
error	14:00:12.400000+0100	dasd	Failed to connect to app with pid 412 after 10 seconds, dropping all assertions`,
}

var bgtaskHandlerDelayed = Rule{
	ID:       "bgtask-handler-delayed",
	Severity: Warning,

	Title:  `handler of {{if eq .kind "push"}}silent push{{else if eq .kind "fetch"}}background fetch{{else}}BGTask{{with .subject}} {{code .}}{{end}}{{end}} {{if .never}}not called before the time was over{{else}}called{{with .waited_s}} {{dur .}}{{end}} late{{end}}` + times,
	Detail: `The framework put the launch handler on its queue and the queue was blocked{{if .never}} until the task expired{{with .waited_s}}, {{dur .}} later{{end}}{{else}}{{with .waited_s}} for {{dur .}}{{end}}{{end}}. That time is taken from the run.`,
	Fix:    `Register with a queue of its own, or nil, and do not block the main queue during the launch.`,

	What:     `Two seconds or more between the lines Running task and Starting task, which normally follow within a millisecond; or an expiration in between.`,
	Why:      `A refresh has 30 s in all: what the queue waits for is lost to the work.`,
	HowToFix: `Look at what the launch does on the queue that was given to register(forTaskWithIdentifier:using:launchHandler:), often main: database migrations, synchronous requests, waiting for a first location.`,
	Swift: `func application(_ application: UIApplication,
                 didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]?) -> Bool {
    BGTaskScheduler.shared.register(forTaskWithIdentifier: "com.example.notes.refresh", using: nil) { task in
        Refresh.run(task as! BGAppRefreshTask)
    }
    return true  // registered before the launch has finished
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/register(fortaskwithidentifier:using:launchhandler:)",
	},
	SeenOn: "iOS 13.5 to 26.1",
	Example: `default	14:00:02.000000+0100	Notes	Running task: <BGAppRefreshTask: com.example.notes.refresh>
default	14:00:09.000000+0100	Notes	Starting task: <BGAppRefreshTask: com.example.notes.refresh>`,
}

var bgtaskExpired = Rule{
	ID:       "bgtask-expired",
	Severity: Warning,

	Title: `{{if eq .kind "push"}}silent push{{else if eq .kind "fetch"}}background fetch{{else}}BGTask{{with .subject}} {{code .}}{{end}}{{end}} expired{{with .ran_s}} after {{dur .}}{{end}}` + times,
	Detail: `The system ended the run before the task was completed{{if eq .ended_by "policy"}}, because a condition for it no longer held{{with .why}} ({{.}}){{end}}{{else if eq .ended_by "time"}}, because its time was over{{with .why}} ({{.}}){{end}}{{else if eq .ended_by "user"}}: the user stopped it{{end}}. ` +
		`{{if .answered_s}}The app completed it {{dur .answered_s}} after the expiration.{{else if .answered}}The app completed it after the expiration.{{else if .no_handler}}The app had set no expiration handler, so the framework completed it without success.{{else}}That the app completed it after the expiration is not in the log.{{end}} What was not done by then is left undone.{{if .refused}} Before that the scheduler had refused to run it {{.refused}} {{plural .refused "time" "times"}}{{with .policies}}: {{.}}{{end}}.{{end}}`,
	Fix: `{{if eq .ended_by "user"}}Nothing: keep what was done so that the user can go on later.{{else}}Work in small steps that can be continued, save after each, and cancel in the expiration handler.{{end}}`,

	What:     `The expiration handler of a BGTask was called, or dasd suspended its run, before setTaskCompleted.`,
	Why:      `A refresh has about 30 s, a processing task minutes and only while its conditions hold. Work that is begun anew at each run never ends.`,
	HowToFix: `Hand long transfers to a background URLSession, and long computations to a processing task; keep a mark of what is done.`,
	Swift: `func run(_ task: BGAppRefreshTask) {
    let work = Task {
        let done = await sync()
        task.setTaskCompleted(success: done)
    }
    task.expirationHandler = { work.cancel() }
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtask/expirationhandler",
		"https://developer.apple.com/forums/thread/685525",
	},
	SeenOn: "iOS 13 to 26.1",
	Example: `default	14:00:02.000000+0100	Notes	Starting task: <BGAppRefreshTask: com.example.notes.refresh>
default	14:00:31.000000+0100	Notes	Expiring task: <BGAppRefreshTask: com.example.notes.refresh>
default	14:00:32.000000+0100	Notes	Marking task <BGAppRefreshTask: com.example.notes.refresh> complete with success: 0`,
}

var bgtaskCompletedLate = Rule{
	ID:       "bgtask-completed-late",
	Severity: Warning,

	Title:  `{{if eq .kind "push"}}silent push{{else if eq .kind "fetch"}}background fetch{{else}}BGTask{{with .subject}} {{code .}}{{end}}{{end}} completed after the system had ended it` + times,
	Detail: `setTaskCompleted was called{{with .late_s}} {{dur .}} after the expiration{{end}} when the system had closed the run{{if eq .certainty "likely"}}: it waits 5 s{{end}}. Such a call does nothing.`,
	Fix:    `Call setTaskCompleted once, at the latest in the expiration handler.`,

	What:     `dasd says that a task that the app completes is not running, or the completion comes more than 5 s after the expiration.`,
	Why:      `The system counts the run as one that did not answer, and may report or kill the app for it.`,
	HowToFix: `Stop the work in the expiration handler and complete the task there; let the normal path check whether that has happened.`,
	Swift: `func run(_ task: BGAppRefreshTask) {
    let work = Task {
        let done = await sync()
        task.setTaskCompleted(success: done)
    }
    task.expirationHandler = { work.cancel() }
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtask/settaskcompleted(success:)",
		"https://developer.apple.com/documentation/backgroundtasks/bgtask/expirationhandler",
	},
	SeenOn: "iOS 13 to 26.1",
	Example: `default	14:00:02.000000+0100	Notes	Starting task: <BGAppRefreshTask: com.example.notes.refresh>
default	14:00:31.000000+0100	Notes	Expiring task: <BGAppRefreshTask: com.example.notes.refresh>
default	14:00:36.000000+0100	dasd	BGTask activity bgRefresh-com.example.notes.refresh:519B19 did not respond to suspension. Dropping assertion for app with pid: 412
default	14:00:48.000000+0100	Notes	Marking task <BGAppRefreshTask: com.example.notes.refresh> complete with success: 1
default	14:00:48.100000+0100	dasd	Can't complete, bgRefresh-com.example.notes.refresh:519B19 - not running, cancelling instead!`,
}
