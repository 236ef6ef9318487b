package rules

var bgtaskNotResubmitted = Rule{
	ID:       "bgtask-not-resubmitted",
	Severity: Warning,

	Title:  `{{if eq .kind "push"}}silent push{{else if eq .kind "fetch"}}background fetch{{else}}BGTask{{with .subject}} {{code .}}{{end}}{{end}} ran and was not submitted again`,
	Detail: `The refresh ran, and{{with .since_s}} in the {{dur .}} since then{{end}} the app did not submit the next request, although it was used and moved to the background. A request stands for one run.{{if .cut_short}} That run was cut short; a submission at its end would not have been reached.{{end}}`,
	Fix:    `Submit the next request first thing in the handler, and each time the app moves to the background.`,

	What:     `A refresh ran; for 24 hours that the log covers no request of that identifier was submitted, and the app moved to the background meanwhile.`,
	Why:      `After the first run the app is never refreshed again; nothing tells so.`,
	HowToFix: `Submitting replaces a request that waits, so it does no harm to submit too often, except that it moves the window.`,
	Swift: `func handle(_ task: BGAppRefreshTask) {
    scheduleRefresh()  // the next one, before anything that can fail
    run(task)
}`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/using-background-tasks-to-update-your-app",
		"https://developer.apple.com/videos/play/wwdc2019/707/",
	},
	SeenOn: "iOS 13 to 26",
	Example: `Timestamp                       Thread     Type        Activity             PID    TTL  
2026-03-02 08:00:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] Submitted: bgRefresh-com.example.notes.refresh:519B19 at priority Utility (2026-03-02 08:00:00 +0000 - 2026-03-02 10:00:00 +0000)
2026-03-02 09:00:00.000000+0000 0x1a2b     Default     0x0                  412    0    Notes: [com.apple.BackgroundTasks:Framework] Starting task: <BGAppRefreshTask: com.example.notes.refresh>
2026-03-02 09:00:05.000000+0000 0x1a2b     Default     0x0                  412    0    Notes: [com.apple.BackgroundTasks:Framework] Marking task <BGAppRefreshTask: com.example.notes.refresh> complete with success: 1
2026-03-02 09:00:05.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] NO LONGER RUNNING bgRefresh-com.example.notes.refresh:519B19 ...Tasks running in group [com.apple.dasd.default] are 0!
2026-03-02 12:00:00.000000+0000 0x1a2b     Default     0x0                  64     0    SpringBoard: [app<com.example.notes(5C3E8A90-7B21-4D3F-9E64-0A1B2C3D4E5F)>:412] Setting process visibility to: Foreground
2026-03-02 12:10:00.000000+0000 0x1a2b     Default     0x0                  64     0    SpringBoard: [app<com.example.notes(5C3E8A90-7B21-4D3F-9E64-0A1B2C3D4E5F)>:412] Setting process visibility to: Background
2026-03-03 09:10:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] bgRefresh-com.apple.news.refresh:3C4416:[
	{name: Device Activity Policy, policyWeight: 5.000, response: {33, 0.00, [{deviceActivity == 1}]}}
 ], Decision: MNP}`,
	ExampleIs: "log-default",
}

var bgtaskNeverRan = Rule{
	ID:       "bgtask-never-ran",
	Severity: Warning,

	Title:  `{{if eq .kind "push"}}silent push{{else if eq .kind "fetch"}}background fetch{{else}}BGTask{{with .subject}} {{code .}}{{end}}{{end}} has{{with .pending_s}} waited {{dur .}} and{{end}} not run`,
	Detail: `The scheduler has had the request{{with .pending_s}} for {{dur .}}{{end}} and not run it{{if .refused}}; it refused {{.refused}} {{plural .refused "time" "times"}}{{end}}{{if .postponed}}{{if .refused}} and{{else}}; it{{end}} put it off {{.postponed}} {{plural .postponed "time" "times"}}{{end}}{{with .policies}}: {{.}}{{end}}.{{if eq .kind "processing"}} Processing tasks run when the device lies idle, mostly overnight on the charger.{{end}}`,
	Fix:    `{{if eq .kind "processing"}}Ask only for what the work needs: requiresExternalPower and requiresNetworkConnectivity each wait for their condition. {{end}}Do not rely on it: do what is due when the app is opened.`,

	What:     `A refresh pending for 24 hours, or a processing task for 48, after it could first have run, in a log in which dasd looked at it.`,
	Why:      `What the app counts on does not happen on this device.`,
	HowToFix: `The policies in the report say what it waits for. Users who seldom open the app, Low Power Mode, and a spent energy budget make refreshes rare; no app is promised any.`,
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
		"https://developer.apple.com/videos/play/wwdc2020/10063/",
	},
	SeenOn: "iOS 13 to 26",
	Example: `Timestamp                       Thread     Type        Activity             PID    TTL  
2026-03-02 08:00:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] Submitted: bgRefresh-com.example.notes.refresh:519B19 at priority Utility (2026-03-02 08:00:00 +0000 - 2026-03-02 10:00:00 +0000)
2026-03-02 12:00:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] bgRefresh-com.example.notes.refresh:519B19:[
	{name: Low Power Mode Policy, policyWeight: 1.000, response: {33, 0.00, [{lowPowerModeEnforced == 1}]}}
 ], Decision: MNP}
2026-03-02 20:00:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] bgRefresh-com.example.notes.refresh:519B19:[
	{name: Low Power Mode Policy, policyWeight: 1.000, response: {33, 0.00, [{lowPowerModeEnforced == 1}]}}
 ], Decision: MNP}
2026-03-03 09:00:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] bgRefresh-com.apple.news.refresh:3C4416:[
	{name: Device Activity Policy, policyWeight: 5.000, response: {33, 0.00, [{deviceActivity == 1}]}}
 ], Decision: MNP}`,
	ExampleIs: "log-default",
}

var bgtaskDeferred = Rule{
	ID:       "bgtask-deferred",
	Severity: Info,

	Title:  `{{if eq .kind "push"}}silent push{{else if eq .kind "fetch"}}background fetch{{else}}BGTask{{with .subject}} {{code .}}{{end}}{{end}} put off {{.count}} {{plural .count "time" "times"}}{{with .over_s}} in {{dur .}}{{end}}`,
	Detail: `The scheduler looked at it and did not run it{{with .policies}}: {{.}}{{end}}. {{if .ran}}It ran at another time. {{end}}That is how background work is scheduled, and no fault of the app.`,
	Fix:    `Nothing, as a rule. Ask only for the conditions that the work needs.`,

	What:     `dasd's scoring of an activity of the app ends with must not proceed.`,
	Why:      `It answers why a task did not run at a certain time.`,
	HowToFix: `See the table of the identifier in the report: what each policy waits for and what helps.`,
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
		"https://developer.apple.com/videos/play/wwdc2020/10063/",
	},
	SeenOn: "iOS 11 to 26",
	Example: `default	14:00:02.000000+0100	dasd	bgProcessing-com.example.notes.cleanup:01A8A2:[
	{name: Device Activity Policy, policyWeight: 5.000, response: {33, 0.00, [{launchType == PROCESSING AND deviceActive == 1}]}}
 ], Decision: MNP}
default	14:15:02.000000+0100	dasd	bgProcessing-com.example.notes.cleanup:01A8A2:[
	{name: Device Activity Policy, policyWeight: 5.000, response: {33, 0.00, [{launchType == PROCESSING AND deviceActive == 1}]}}
 ], Decision: MNP}`,
}

var bgtaskBlocked = Rule{
	ID:       "bgtask-blocked",
	Severity: Warning,

	Title:  `{{if eq .kind "push"}}silent push{{else if eq .kind "fetch"}}background fetch{{else}}BGTask{{with .subject}} {{code .}}{{end}}{{end}} is not allowed to run{{with .policy}}: {{.}}{{end}}` + times,
	Detail: `The scheduler answered that it absolutely must not proceed{{with .policy}} by its {{.}}{{end}}{{with .rationale}} ({{.}}){{end}}{{with .means}}: {{.}}{{end}}. Until that changes nothing else makes it run.`,
	Fix:    `{{with .helps}}What helps: {{.}}.{{else}}Look into what the policy names.{{end}}`,

	What:     `dasd's scoring of an activity of the app says absolutely must not proceed, other than for heat.`,
	Why:      `While the reason lasts the work does not run at all.`,
	HowToFix: `Pushes that are not allowed mean that Background App Refresh is off or that the user has quit the app.`,
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
		"https://developer.apple.com/documentation/usernotifications/pushing-background-updates-to-your-app",
	},
	SeenOn: "iOS 11 to 26",
	Example: `default	14:00:01.000000+0100	dasd	Submitted Activity: com.apple.pushLaunch.com.example.notes:4935F4 at priority 5 <private>
default	14:00:02.000000+0100	dasd	com.apple.pushLaunch.com.example.notes:4935F4:[
	{name: Application Policy, policyWeight: 50.000, response: {100, 0.00, [{pushDisallowed}]}}
 ], Decision: AMNP}`,
}

var bgtaskSubmitChurn = Rule{
	ID:       "bgtask-submit-churn",
	Severity: Warning,

	Title:  `BGTask{{with .subject}} {{code .}}{{end}} submitted again{{with .replaced}} {{.}} {{plural . "time" "times"}}{{end}} while it waited`,
	Detail: `Within {{with .over_s}}{{dur .}}{{else}}a day{{end}} the app replaced the waiting request{{with .replaced}} {{.}} {{plural . "time" "times"}}{{end}}, and each time the window in which it may run moved to later. A request that is always pushed ahead never runs.`,
	Fix:    `Submit when none is pending (getPendingTaskRequests), or keep the earliest begin date of the one that waits.`,

	What:     `Three or more replacements of a waiting request within 24 hours, each with a later window, and no run between.`,
	Why:      `The earliest begin date starts anew with each submission, so an app that is opened often is never refreshed.`,
	HowToFix: `Ask getPendingTaskRequests first, or work out the date from the last run instead of from now.`,
	Swift: `BGTaskScheduler.shared.getPendingTaskRequests { pending in
    guard !pending.contains(where: { $0.identifier == "com.example.notes.refresh" }) else { return }
    scheduleRefresh()
}`,
	References: []string{
		"https://developer.apple.com/documentation/backgroundtasks/bgtaskrequest/earliestbegindate",
		"https://developer.apple.com/documentation/uikit/using-background-tasks-to-update-your-app",
	},
	SeenOn: "iOS 13 to 26",
	Example: `Timestamp                       Thread     Type        Activity             PID    TTL  
2026-03-02 08:00:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] Submitted: bgRefresh-com.example.notes.refresh:519B19 at priority Utility (2026-03-02 09:00:00 +0000 - 2026-03-02 11:00:00 +0000)
2026-03-02 10:00:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] CANCELED: bgRefresh-com.example.notes.refresh:519B19 at priority Utility
2026-03-02 10:00:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] Submitted: bgRefresh-com.example.notes.refresh:6796B3 at priority Utility (2026-03-02 11:00:00 +0000 - 2026-03-02 13:00:00 +0000)
2026-03-02 12:00:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] CANCELED: bgRefresh-com.example.notes.refresh:6796B3 at priority Utility
2026-03-02 12:00:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] Submitted: bgRefresh-com.example.notes.refresh:A8B50D at priority Utility (2026-03-02 13:00:00 +0000 - 2026-03-02 15:00:00 +0000)
2026-03-02 14:00:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] CANCELED: bgRefresh-com.example.notes.refresh:A8B50D at priority Utility
2026-03-02 14:00:00.000000+0000 0x1a2b     Default     0x0                  104    0    dasd: [com.apple.duetactivityscheduler:default] Submitted: bgRefresh-com.example.notes.refresh:DAA282 at priority Utility (2026-03-02 15:00:00 +0000 - 2026-03-02 17:00:00 +0000)`,
	ExampleIs: "log-default",
}
