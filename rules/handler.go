package rules

var fetchHandlerNotCalled = Rule{
	ID:       "fetch-handler-not-called",
	Severity: Error,

	Title:  `completion handler of a background fetch not called{{if .killed}}; app killed{{end}}` + times,
	Detail: `{{if .killed}}The app was launched for a background fetch and had not called its completion handler{{with .held_s}} {{dur .}} later{{end}}, when the system killed it for that, without a crash report.{{else}}UIKit gave the app a background fetch and its completion handler was freed without being called.{{end}} The system cannot tell that the fetch is over, and launches the app more rarely.`,
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
	Detail: `{{if .killed}}The app was launched for a silent push and had not called its completion handler{{with .held_s}} {{dur .}} later{{end}}, when the system killed it for that, without a crash report.{{else}}UIKit gave the app a remote notification and its completion handler was freed without being called.{{end}} The system cannot tell that the work is over, and delivers silent pushes more rarely.`,
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
