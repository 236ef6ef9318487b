package rules

var fetchHandlerNotCalled = Rule{
	ID:       "fetch-handler-not-called",
	Severity: Error,

	Title:  `completion handler of a background fetch not called{{if .killed}}; app killed{{end}}` + times,
	Detail: `{{if .killed}}The app was launched for a background fetch and had not called its completion handler{{with .held_s}} {{dur .}} later{{end}}, when the system killed it for that, without a crash report.{{else}}{{if .unanswered}}The app was launched for a background fetch, and the scheduler, which tells the end of others, never tells of its end.{{else}}UIKit gave the app a background fetch and its completion handler was freed without being called.{{end}}{{end}} The system cannot tell that the fetch is over, and launches the app more rarely.`,
	Fix:    `Call the completion handler on every path, within 30 s; better, move to BGAppRefreshTask.`,

	What:     `UIKit says that the completion handler of performFetchWithCompletionHandler was never called. An SDK that calls it from another place can make UIKit say so too.`,
	Why:      `The app keeps running until the time is up, which costs its budget; on newer systems it is killed with 0x2182BAD4.`,
	HowToFix: `Look for early returns, for plug-ins that swizzle the delegate, and for two of them that wait for each other.`,
	Swift: `func application(_ application: UIApplication,
                 performFetchWithCompletionHandler done: @escaping (UIBackgroundFetchResult) -> Void) {
    Task {
        let new = await sync()
        done(new ? .newData : .noData)
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/uiapplicationdelegate/application(_:performfetchwithcompletionhandler:)",
		"https://developer.apple.com/documentation/uikit/using-background-tasks-to-update-your-app",
	},
	SeenOn: "iOS 7 to 16",
	Example: `default	14:00:07.898000+0100	Notes	Warning: Application delegate received call to -application:performFetchWithCompletionHandler: but the completion handler was never called.
default	14:00:09.000000+0100	Notes	outbox: idle`,
}

var pushHandlerNotCalled = Rule{
	ID:       "push-handler-not-called",
	Severity: Error,

	Title:  `completion handler of a remote notification not called{{if .killed}}; app killed{{end}}` + times,
	Detail: `{{if .killed}}The app was launched for a silent push and had not called its completion handler{{with .held_s}} {{dur .}} later{{end}}, when the system killed it for that, without a crash report.{{else}}{{if .unanswered}}The app was launched for a silent push, and the scheduler, which tells the end of others, never tells of its end.{{else}}UIKit gave the app a remote notification and its completion handler was freed without being called.{{end}}{{end}} The system cannot tell that the work is over, and delivers silent pushes more rarely.`,
	Fix:    `Call the completion handler on every path, within 30 s.`,

	What:     `UIKit says that the completion handler of didReceiveRemoteNotification was never called. An SDK that calls it from another place can make UIKit say so too.`,
	Why:      `The app keeps running until the time is up; silent pushes are then throttled, and on newer systems the app is killed with 0x2182BAD4.`,
	HowToFix: `Look for early returns and for plug-ins that swizzle the delegate. Call the handler after the work, not before it.`,
	Swift: `func application(_ application: UIApplication, didReceiveRemoteNotification info: [AnyHashable: Any],
                 fetchCompletionHandler done: @escaping (UIBackgroundFetchResult) -> Void) {
    Task {
        let new = await sync()
        done(new ? .newData : .noData)
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/usernotifications/pushing-background-updates-to-your-app",
	},
	SeenOn: "iOS 7 and later",
	Example: `default	14:00:07.898000+0100	Notes	Warning: Application delegate received call to -application:didReceiveRemoteNotification:fetchCompletionHandler: but the completion handler was never called.
default	14:00:09.000000+0100	Notes	outbox: idle`,
}

var fetchOver30s = Rule{
	ID:       "fetch-over-30s",
	Severity: Warning,

	Title:  `{{if eq .kind "push"}}silent push{{else}}background fetch{{end}} took {{with .took_s}}{{dur .}}{{else}}all of its 30 s{{end}}` + times,
	Detail: `The app was launched for a {{if eq .kind "push"}}silent push{{else}}background fetch{{end}} and has 30 s for it. {{if .took_s}}It was over {{dur .took_s}} after the launch.{{else}}The system warned that its time was about to be over.{{end}} Apps that use up their time are launched more rarely, and are killed when they do not answer.`,
	Fix:    `Do less: load what is needed now, hand transfers to a background URLSession, and call the completion handler as soon as it is done.`,

	What:     `More than 30 s between the launch of the app for a fetch or a silent push and its end, or the warning that its time is over.`,
	Why:      `The system measures how long apps take and how much energy they use, and launches slow ones more rarely.`,
	HowToFix: `Set a deadline of your own, some seconds below 30.`,
	Swift: `func application(_ application: UIApplication, didReceiveRemoteNotification info: [AnyHashable: Any]) async -> UIBackgroundFetchResult {
    await withDeadline(seconds: 25) { await sync() } ? .newData : .noData
}`,
	References: []string{
		"https://developer.apple.com/documentation/usernotifications/pushing-background-updates-to-your-app",
		"https://developer.apple.com/documentation/uikit/uiapplicationdelegate/application(_:performfetchwithcompletionhandler:)",
	},
	SeenOn: "iOS 11 to 26",
	Example: `default	14:00:02.000000+0100	dasd	'com.apple.pushLaunch.com.example.notes:4935F4' DecisionToRun: 1 (Bypasses Predictions)
default	14:00:02.100000+0100	dasd	Activity: com.apple.pushLaunch.com.example.notes:4935F4 requesting launch of application: com.example.notes
default	14:00:41.000000+0100	dasd	endLaunchWithReason: Requesting end launch for Application com.example.notes with Reason com.apple.das.launchreason.fetch`,
}

var pushHighPrioritySilent = Rule{
	ID:       "push-high-priority-silent",
	Severity: Warning,

	Title:  `silent push sent with high priority` + times,
	Detail: `A push with content-available alone was sent with apns-priority 10. The system does not support that and refuses it.`,
	Fix:    `Send background pushes with apns-priority 5 and apns-push-type background.`,

	What:     `dasd says that a silent push of high priority is not supported.`,
	Why:      `The app is not woken, though the push service has accepted the push.`,
	HowToFix: `The server must set the headers; the payload holds content-available and no alert, sound or badge.`,
	Swift: `// headers of the server's request to APNs
//   apns-push-type: background
//   apns-priority: 5
// { "aps": { "content-available": 1 } }`,
	References: []string{
		"https://developer.apple.com/documentation/usernotifications/pushing-background-updates-to-your-app",
	},
	SeenOn: "iOS 18.2",
	Example: `error	14:00:02.000000+0100	dasd	Not Supported: High-priority silent push. (App=com.example.notes)
default	14:00:09.000000+0100	Notes	outbox: idle`,
}
