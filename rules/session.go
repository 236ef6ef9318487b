package rules

var sessionHandlerNotCalled = Rule{
	ID:       "session-handler-not-called",
	Severity: Error,

	Title: `completion handler of the session{{if .subject}} {{code .subject}}{{end}} not called after a wake{{if .killed}}; app killed{{end}}` + times,
	Detail: `{{if .uikit}}UIKit says that the app received handleEventsForBackgroundURLSession and never called its completion handler.` +
		`{{else if .unseen}}The system ended the app with the code for events of a background session whose completion handler was not called in time. The wake itself is not in this log.` +
		`{{else}}nsurlsessiond woke the app{{if .delivered}} and delivered its events{{end}}, and the app never called the completion handler that it was given{{with .held_s}}: the assertion was held for {{dur .}}, until the system ended it{{end}}.{{end}}` +
		`{{if .killed}}{{if not .unseen}} The app was killed for that, without a crash report.{{end}}{{end}}` +
		`{{if eq .certainty "likely"}}{{if not .uikit}} The log holds no call by any app, so that this build may not write it.{{end}}{{end}}`,
	Fix: `Keep the completion handler of handleEventsForBackgroundURLSession, and call it on the main thread in urlSessionDidFinishEvents(forBackgroundURLSession:), on every path.`,

	What:     `The app was woken for a session, its events were delivered, and the handler was not called until the time ran out; or it was killed with 0x2182BAD3; or UIKit wrote so.`,
	Why:      `Until the handler is called, the app is kept running and the system counts it as work. The kill (0x2182BAD3) writes no crash report; to users the app has simply restarted.`,
	HowToFix: `Store the handler by session identifier; call it once all events are delivered, also when the app handles none of them, and when several sessions are woken at once.`,
	Swift: `func urlSessionDidFinishEvents(forBackgroundURLSession session: URLSession) {
    Task { @MainActor in
        let handler = appDelegate.sessionHandler
        appDelegate.sessionHandler = nil
        handler?()  // on every path, on the main thread
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/urlsessiondelegate/urlsessiondidfinishevents(forbackgroundurlsession:)",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 7 to 26.1",
	Example: `default	14:00:07.898000+0100	Notes	Warning: Application delegate received call to -application:handleEventsForBackgroundURLSession:completionHandler: but the completion handler was never called.
default	14:00:08.898000+0100	Notes	outbox: done`,
}

var sessionNotRecreated = Rule{
	ID:       "session-not-recreated",
	Severity: Error,

	Title:  `app woken for the session{{if .subject}} {{code .subject}}{{end}} and did not make it again` + times,
	Detail: `nsurlsessiond woke the app because transfers of this session had finished. The app never created a session object with that identifier, so that the results could not be delivered and the wake was wasted.`,
	Fix:    `Create the session with the same identifier in handleEventsForBackgroundURLSession, or at every launch.`,

	What:     `After a wake no process of the app attached to the session until the wake's assertion ended.`,
	Why:      `Finished downloads lie in the daemon, the app is woken for nothing, and every wake makes the rate limiter dearer.`,
	HowToFix: `Create all background sessions at launch, before application(_:didFinishLaunchingWithOptions:) returns; sessions of extensions too, when the app gets their events.`,
	Swift: `func application(_ application: UIApplication, handleEventsForBackgroundURLSession identifier: String,
                 completionHandler: @escaping () -> Void) {
    sessionHandler = completionHandler
    _ = Transfers.shared.session(for: identifier)  // the same identifier, with a delegate
}`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/uiapplicationdelegate/application(_:handleeventsforbackgroundurlsession:completionhandler:)",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 26.1",
	Example: `default	14:00:07.498000+0100	nsurlsessiond	Will request wake of app com.example.notes for NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> with identifier <private>
default	14:00:07.898000+0100	nsurlsessiond	Successfully woke application com.example.notes and took process assertion
default	14:00:45.100000+0100	nsurlsessiond	Received symptom that we may be on a better network`,
}

var sessionIdentifierReused = Rule{
	ID:       "session-identifier-reused",
	Severity: Warning,

	Title:  `two sessions with the same identifier{{with .subject}} {{code .}}{{end}}` + times,
	Detail: `A second session object was made with an identifier that is in use. The system refuses it or lets the two share one delegate's events: callbacks go to the wrong object or are lost.`,
	Fix:    `Create each background session once per process, and give extensions identifiers of their own.`,

	What:     `CFNetwork says that a background URLSession with the identifier already exists, or nsurlsessiond that it has a connected client.`,
	Why:      `The second object may get no callbacks at all, or error -996. Plug-ins that create a session per call do this, and so do an app and its extension with one identifier.`,
	HowToFix: `Keep the session in a singleton. An extension uses another identifier; the app may adopt it after the extension has gone.`,
	Swift: `final class Transfers: NSObject, URLSessionDownloadDelegate {
    static let shared = Transfers()
    private(set) lazy var session = URLSession(
        configuration: .background(withIdentifier: "com.example.notes.sync"), delegate: self, delegateQueue: nil)
    func urlSession(_ session: URLSession, downloadTask: URLSessionDownloadTask, didFinishDownloadingTo location: URL) {}
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/urlsessionconfiguration/background(withidentifier:)",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 9 to 26.1",
	Example: `default	14:00:02.000000+0100	Notes	A background URLSession with identifier com.example.notes.uploads already exists!
default	14:00:02.020000+0100	Notes	outbox: session made`,
}

var sessionMany = Rule{
	ID:       "session-many",
	Severity: Warning,

	Title: `{{if .sessions}}{{.sessions}}{{else}}too many{{end}} background sessions of one app` + times,
	Detail: `{{if .limit}}The app has more background sessions than nsurlsessiond keeps ({{.limit}}).{{else}}The app created {{with .sessions}}{{.}}{{else}}many{{end}} background sessions within a day.{{end}} ` +
		`Each is an entry in the daemon, is restored at its start, and wakes the app by itself.`,
	Fix: `Use one background session, or one for each kind of configuration; invalidate those that are no longer needed.`,

	What:     `More than ten sessions of one app were created in the daemon within a day, or it says that there are too many.`,
	Why:      `Each session wakes the app separately, and each wake doubles the delay of the rate limiter. Many sessions slow down the launch and the return to the foreground.`,
	HowToFix: `One session with a fixed identifier takes any number of tasks; tell them apart by taskDescription.`,
	Swift: `let session = URLSession(configuration: .background(withIdentifier: "com.example.notes.sync"),
                         delegate: transfers, delegateQueue: nil)

func download(_ urls: [URL]) {
    for url in urls {  // all at once, while the app is in the foreground
        session.downloadTask(with: url).resume()
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
		"https://developer.apple.com/forums/thread/14854",
	},
	SeenOn: "iOS 26.1",
	Example: `default	14:00:02.000000+0100	nsurlsessiond	Creating session with identifier: <private> for bundle id: com.example.notes
default	14:00:02.020000+0100	nsurlsessiond	Too many sessions for app <com.example.notes> (1025 > 1024)`,
}

var sessionLaunchEventsOff = Rule{
	ID:       "session-launch-events-off",
	Severity: Info,

	Title: `app not woken for a finished transfer: sessionSendsLaunchEvents is off` + times,
	Detail: `A transfer had finished while the app was not there, and nsurlsessiond did not wake it, because the session says so (sessionSendsLaunchEvents is NO).` +
		`{{with .delivery_s}} The result waited {{dur .}} for the app.{{end}}`,
	Fix: `Set sessionSendsLaunchEvents to true if the app should handle results before the user opens it.`,

	What:     `nsurlsessiond refused to wake the app because sessionSendsLaunchEvents is NO. It is a warning when a finished transfer waited for an hour.`,
	Why:      `Downloads are complete and yet not there: they are delivered when the user opens the app. That may be wanted; it also saves steps of the rate limiter.`,
	HowToFix: `The default is true; look where the configuration is made, plug-ins like to set it.`,
	Swift: `let configuration = URLSessionConfiguration.background(withIdentifier: "com.example.notes.sync")
configuration.sessionSendsLaunchEvents = true`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/urlsessionconfiguration/sessionsendslaunchevents",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 26.1",
	Example: `default	14:00:05.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> for client com.example.notes completed successfully
default	14:00:05.100000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Not waking up client com.example.notes since sessionSendsLaunchEvents is NO`,
}

var sessionSharedContainerMissing = Rule{
	ID:       "session-shared-container-missing",
	Severity: Error,

	Title:  `background session of an extension without a shared container` + times,
	Detail: `An extension made a background session without a usable sharedContainerIdentifier{{with .subject}} ({{code .}}){{end}}. The system refuses its transfers with -995: downloads need a place that outlives the extension.`,
	Fix:    `Set sharedContainerIdentifier to an app group that the extension is entitled to.`,

	What:     `nsurlsessiond says that a client is an extension without a valid shared container, or an error has code -995.`,
	Why:      `Nothing is transferred, on any device. The extension often ends before anybody sees the error.`,
	HowToFix: `Add the app group to the extension's target and to the app, and name it in the configuration of the session.`,
	Swift: `let configuration = URLSessionConfiguration.background(withIdentifier: "com.example.notes.share.uploads")
configuration.sharedContainerIdentifier = "group.com.example.notes"`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/urlsessionconfiguration/sharedcontaineridentifier",
		"https://developer.apple.com/documentation/foundation/urlerror",
	},
	SeenOn: "iOS 8 to 26.1",
	Example: `default	14:00:05.000000+0100	nsurlsessiond	Creating session with identifier: <private> for bundle id: com.example.notes.share
default	14:00:05.100000+0100	nsurlsessiond	Connected client is an extension and did not specify a valid shared container identifier`,
}

var sessionDaemonLost = Rule{
	ID:       "session-daemon-lost",
	Severity: Error,

	Title: `connection to the background transfer service lost{{if .failed}}; transfers failed with -997{{end}}` + times,
	Detail: `The connection between the app and nsurlsessiond broke.{{if .failed}} Transfers failed by it: the daemon no longer knew them, or could not keep them without the app.` +
		`{{else}} No transfer failed by it in this log; a suspended app sees this when the daemon was restarted, and reconnects.{{end}}`,
	Fix: `{{if .failed}}Create the failed transfers anew from files on disk, and use only download tasks and uploads from files.{{else}}Nothing to change.{{end}}`,

	What:     `CFNetwork says that the connection to the background transfer daemon was interrupted or invalidated, or transfers failed with -997.`,
	Why:      `After a crash or restart of the daemon, tasks that it had not yet stored are gone, with the state of the rate limiter. The error is common with data and stream tasks, which cannot live without the app.`,
	HowToFix: `Handle -997 like a network error: enqueue again after a pause. Write uploads to files. If it happens at every suspension, look for data tasks or stream bodies.`,
	Swift: `func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: Error?) {
    if (error as? URLError)?.code == .backgroundSessionWasDisconnected {
        outbox.enqueueAgain(task.taskDescription)
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/urlerror",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 8 to 26.1",
	Example: `default	14:00:05.000000+0100	Notes	BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> connection to background transfer daemon interrupted
default	14:00:05.100000+0100	Notes	upload failed: Error Domain=NSURLErrorDomain Code=-997 "Lost connection to background transfer service" UserInfo={NSLocalizedDescription=Lost connection to background transfer service}`,
}

var sessionDaemonUnreachable = Rule{
	ID:       "session-daemon-unreachable",
	Severity: Error,

	Title: `background transfer service not reachable` + times,
	Detail: `The app could not reach nsurlsessiond, so that its background session cannot transfer anything{{with .code}} ({{.}}){{end}}. ` +
		`{{if .simulator}}In the simulator this happens often.{{else}}Typical causes are a sandbox or an entitlement that forbids it, an identifier in use by another process (-996), and the simulator.{{end}}`,
	Fix: `Test on a device; check the sandbox entitlements of the target, and that only one process uses the identifier.`,

	What:     `CFNetwork says that the remote session is unavailable, that the connection to set up the session failed, or an error has code -996.`,
	Why:      `Tasks fail at once with -1 or -996, or never begin.`,
	HowToFix: `On a Mac, the sandbox needs outgoing connections. In extensions, use an identifier of their own. In the simulator, launch the app again or test on a device.`,
	Swift: `let session = URLSession(configuration: .background(withIdentifier: "com.example.notes.sync"),
                         delegate: transfers, delegateQueue: nil)

func download(_ urls: [URL]) {
    for url in urls {  // all at once, while the app is in the foreground
        session.downloadTask(with: url).resume()
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/urlerror",
		"https://developer.apple.com/forums/thread/14855",
	},
	SeenOn: "iOS 13 to 18",
	Example: `default	14:00:05.000000+0100	Notes	BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> failed to create a background NSURLSessionDownloadTask, as remote session is unavailable
default	14:00:05.100000+0100	Notes	outbox: no task`,
}

var sessionBeforeFirstUnlock = Rule{
	ID:       "session-before-first-unlock",
	Severity: Info,

	Title:  `background session set up before the first unlock` + times,
	Detail: `After a reboot, before the user has unlocked the device for the first time, nsurlsessiond cannot read its store: sessions and transfers wait until then.`,
	Fix:    `Nothing to change; do not count on transfers between a reboot and the first unlock.`,

	What:     `CFNetwork or nsurlsessiond says that a session was set up before the first unlock of the device.`,
	Why:      `Phones that restart at night for an update transfer nothing until morning. It looks like a stuck upload.`,
	HowToFix: `If the app must run then, wait for protected data with isProtectedDataAvailable before it makes its sessions.`,
	Swift: `if UIApplication.shared.isProtectedDataAvailable {
    Transfers.shared.resumePending()
}`,
	References: []string{
		"https://developer.apple.com/documentation/uikit/uiapplication/isprotecteddataavailable",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 18",
	Example: `error	04:00:05.000000+0100	Notes	BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> attempting to setup a background session before first device unlock!
default	04:00:05.100000+0100	nsurlsessiond	Device is locked - waiting`,
}
