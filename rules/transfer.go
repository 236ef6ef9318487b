package rules

var transferCancelledByForceQuit = Rule{
	ID:       "transfer-cancelled-by-force-quit",
	Severity: Warning,

	Title:  `{{if .kind}}{{.kind}}{{else}}transfer{{end}} cancelled because the user quit the app in the app switcher` + times,
	Detail: `The user swiped the app away in the app switcher, and the system cancelled its background transfers: the app sees error -999 with reason 0 at its next launch.`,
	Fix:    `At the next launch, create the transfers anew; keep what is needed for that on disk.`,

	What:     `A background transfer failed with reason 0 of NSURLErrorBackgroundTaskCancelledReasonKey, or nsurlsessiond cancelled it with its own code 1.`,
	Why:      `A force quit also keeps the app from being launched in the background until the user opens it. Users swipe apps away out of habit, so uploads that were all handed over vanish.`,
	HowToFix: `In didCompleteWithError, look at the reason key: 0 is the user. Use the resume data of downloads, and enqueue uploads again from your own list. Tell users that quitting the app stops transfers.`,
	Swift: `func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: Error?) {
    guard let error = error as? URLError, error.code == .cancelled,
          error.backgroundTaskCancelledReason == .userForceQuitApplication else { return }
    outbox.enqueueAgain(task.taskDescription, resumeData: error.downloadTaskResumeData)
}`,
	References: []string{
		"https://developer.apple.com/forums/thread/14855",
		"https://developer.apple.com/documentation/foundation/urlerror/backgroundtaskcancelledreason-swift.enum",
	},
	SeenOn: "iOS 12 to 26.1",
	Example: `default	14:00:05.000000+0100	Notes	Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F01>.<1> finished with error [-999] Error Domain=NSURLErrorDomain Code=-999 "(null)" UserInfo={NSURLErrorBackgroundTaskCancelledReasonKey=0, _NSURLErrorFailingURLSessionTaskErrorKey=BackgroundUploadTask <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F01>.<1>}
default	14:00:05.020000+0100	Notes	outbox: upload 1 was cancelled`,
}

var transferFailed = Rule{
	ID:       "transfer-failed",
	Severity: Error,

	Title: `{{if .kind}}{{.kind}}{{else}}background transfer{{end}} {{if .refused}}was not created{{else}}failed{{with .code}} with {{.}}{{end}}{{end}}{{with .meaning}}: {{.}}{{end}}` + times,
	Detail: `{{if .refused}}CFNetwork refused to create the transfer{{with .scheme}} for a URL with the scheme {{code .}}{{end}}{{with .meaning}} ({{.}}){{end}}{{if .invalidated}}, and raises an exception, which ends the app unless it is caught{{else}}; the app sees it as error{{with .code}} {{.}}{{end}}{{end}}.` +
		`{{else}}nsurlsessiond gave the transfer up{{if and .age_s (eq .count 1)}} {{dur .age_s}} after it was created{{end}}{{if and .retries (eq .count 1)}}, after {{.retries}} retries of its own{{end}}{{with .code}}, with code {{.}}{{end}}{{with .constant}}, {{.}}{{end}}{{with .meaning}} ({{.}}){{end}}. ` +
		`Errors that may pass, such as a lost connection, it retries by itself and the app never sees them.{{end}}`,
	Fix: `{{if .invalidated}}Create the session once and keep it while transfers may be added. Make another one with its identifier only when didBecomeInvalidWithError has come: until then the system gives back the one that was invalidated.` +
		`{{else if eq .code "-1002"}}Use http or https{{if .refused}}, and escape what a URL may not hold (a URL that cannot be read has no scheme){{end}}.` +
		`{{else if .refused}}Start the download anew, without resume data. Keep resume data only as long as the file that it names, and give it back as it came.{{else}}Handle the error in didCompleteWithError: say so, or enqueue the transfer again after what caused it is gone.{{end}}`,

	What:     `A background transfer ended with an error for good, or CFNetwork refused to create it. Cancelled transfers, timeouts and a lost daemon have rules of their own; an HTTP status is no error of the transfer.`,
	Why:      `The daemon has already tried what it can. An app that only prints the error loses the data; one that creates the task again at once fights the daemon's own back-off.`,
	HowToFix: `Look the code up. Errors of files and permissions lie in the app: check the path, the protection class and the shared container. Errors of servers and certificates lie outside: test the URL without the app.`,
	Swift: `func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: Error?) {
    guard let error else { return outbox.finished(task.taskDescription) }
    log.error("transfer \(task.taskIdentifier) failed: \(error)")
    outbox.postpone(task.taskDescription)
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/urlerror",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 9 to 26.1",
	Example: `default	14:00:02.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> downloadTaskWithRequest: <private>
default	14:00:05.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> completed with error <private> [-1202]. C(N)
default	14:00:05.001000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> for client com.example.notes completed with error - code: -1202`,
}

var transferTimedOut = Rule{
	ID:       "transfer-timed-out",
	Severity: Warning,

	Title: `{{if .kind}}{{.kind}}{{else}}background transfer{{end}} timed out` + times,
	Detail: `The transfer ended with -1001{{if and .age_s (eq .count 1)}} {{dur .age_s}} after it was created{{end}}. In a background session an idle connection is only retried; this error comes when timeoutIntervalForResource has passed` +
		`{{with .timeout_s}}, {{dur .}} in this session{{end}}.`,
	Fix: `Give the session a resource timeout that fits the size and the network (the default is 7 days), and check that the server answers.`,

	What:     `A background transfer ended with NSURLErrorTimedOut.`,
	Why:      `A server that does not answer is not noticed for the whole resource timeout, and one that is only slow is cut off by a short one. timeoutIntervalForRequest does not help: in background sessions it only triggers retries.`,
	HowToFix: `Leave timeoutIntervalForResource at days for large transfers. If an answer is needed sooner, use a default session while the app runs. Look at the server when retries never get a response.`,
	Swift: `let configuration = URLSessionConfiguration.background(withIdentifier: "com.example.notes.sync")
configuration.timeoutIntervalForResource = 2 * 24 * 60 * 60  // seconds; counts waiting too
let session = URLSession(configuration: configuration, delegate: transfers, delegateQueue: nil)`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/urlsessionconfiguration/timeoutintervalforresource",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 12 to 26.1",
	Example: `default	10:00:02.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> downloadTaskWithRequest: <private>
default	14:00:05.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> completed with error <private> [-1001]. C(N)
default	14:00:05.001000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> for client com.example.notes completed with error - code: -1001`,
}

var transferRetryLoop = Rule{
	ID:       "transfer-retry-loop",
	Severity: Warning,

	Title: `{{if .kind}}{{.kind}}{{else}}background transfer{{end}} retried {{with .retries}}{{.}} times{{else}}again and again{{end}} by the daemon` + times,
	Detail: `nsurlsessiond started the transfer{{with .retries}} {{.}} times{{end}} anew after errors, waiting longer each time (up to 30 min).` +
		`{{if .from_start}} It had to begin at byte 0 each time: the server does not support resumable downloads.{{end}}{{if .slow}} The connection was slower than the system accepts.{{end}}`,
	Fix: `Find out why the server or the network ends the connection; let the server support range requests, so that retries go on where they stopped.`,

	What:     `One transfer was retried by nsurlsessiond five times or more.`,
	Why:      `Each retry waits longer and costs energy, and a download that starts from byte 0 may never arrive. The app sees nothing of it.`,
	HowToFix: `Send an ETag or Last-Modified and accept Range requests, so that downloads resume. Split what does not arrive in one piece. Do not create the task again in the app: the daemon is at it already.`,
	Swift: `let session = URLSession(configuration: .background(withIdentifier: "com.example.notes.sync"),
                         delegate: transfers, delegateQueue: nil)

func download(_ urls: [URL]) {
    for url in urls {  // all at once, while the app is in the foreground
        session.downloadTask(with: url).resume()
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
		"https://developer.apple.com/documentation/foundation/pausing-and-resuming-downloads",
	},
	SeenOn: "iOS 18 to 26.1",
	Example: `default	10:00:02.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> for client com.example.notes will be retried after error <private> - code: -1005
default	10:01:02.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> for client com.example.notes will be retried after error <private> - code: -1005
default	10:02:02.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> for client com.example.notes will be retried after error <private> - code: -1005
default	10:03:02.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> for client com.example.notes will be retried after error <private> - code: -1005
default	10:04:02.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> for client com.example.notes will be retried after error <private> - code: -1005
default	10:05:02.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> for client com.example.notes will be retried after error <private> - code: -1005`,
}

var transferNeverFinished = Rule{
	ID:       "transfer-never-finished",
	Severity: Warning,

	Title: `{{if .kind}}{{.kind}}{{else}}background transfer{{end}} never finished` + times,
	Detail: `{{if .timeout_s}}The transfer is older than the resource timeout of its session ({{dur .timeout_s}}), and the log holds no end of it.` +
		`{{else}}The transfer was handed over to the network and nothing was heard of it again{{with .silent_s}} for {{dur .}}{{end}}, while nsurlsessiond started others.{{end}}`,
	Fix: `Ask the session for its tasks at launch (getAllTasks) and create anew what is stuck; report it to Apple with a sysdiagnose.`,

	What:     `A transfer outlived its resource timeout, or was handed over and then silent for an hour in which others started, with nsurlsessiond covered by the log.`,
	Why:      `The app waits for a callback that does not come. Its own list of transfers and the daemon's drift apart.`,
	HowToFix: `Compare your list with getAllTasks at every launch. Cancel what is too old and enqueue it again.`,
	Swift: `func reconcile() async {
    let running = Set(await session.allTasks.compactMap(\.taskDescription))
    for item in outbox.items where !running.contains(item.id) {
        enqueue(item)
    }
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/urlsession/getalltasks(completionhandler:)",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 26.1",
	Example: `default	10:00:02.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <?>.<0> current discretionary status for com.example.notes is non-discretionary
default	10:00:02.010000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> downloadTaskWithRequest: <private>
default	10:00:02.020000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> resuming
default	10:00:02.030000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> will begin
default	10:40:00.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F04>.<4> for client com.example.notes _willSendRequestForEstablishedConnection
default	11:10:00.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F05>.<5> for client com.example.notes _willSendRequestForEstablishedConnection`,
}
