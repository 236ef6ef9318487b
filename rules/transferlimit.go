package rules

var transferRateLimited = Rule{
	ID:       "transfer-rate-limited",
	Severity: Warning,

	Title: `rate limiter {{if .unseen}}puts {{with .delay_s}}{{dur .}}{{else}}a delay{{end}} on new background transfers{{else}}held {{if .transfers}}{{.transfers}} background transfer{{if gt .transfers 1}}s{{end}}{{else}}background transfers{{end}} back{{with .lost_s}}, {{dur .}} in all{{end}}{{end}}`,
	Detail: `Every time nsurlsessiond wakes the app, it doubles a delay, from 60 s up to one hour, and each transfer that the app then creates in the background waits for it. ` +
		`{{if .steps}}The log shows {{.steps}} wake{{if gt .steps 1}}s{{end}} of the ladder{{with .delay_s}}, up to {{dur .}}{{end}}. {{end}}` +
		`{{if .ladder}}{{range $i, $s := .ladder}}{{if $i}}; {{end}}{{$s}}{{end}}{{if .more}}; and {{.more}} more{{end}}. {{end}}` +
		`{{if .stays}}The delay stays at 60 s, because each transfer takes longer than that: twice the delay without a wake resets it. {{end}}` +
		`{{if .reset_by}}In between {{.reset_by}}, which reset it; the ladder then began anew. {{end}}` +
		`{{if .unseen}}The transfers that it hit are not in the log. {{end}}` +
		`{{if and .inferred (not .unseen)}}The log lacks the limiter's lines about {{if .partly}}some of {{end}}the transfers; their late starts agree with its arithmetic. {{end}}` +
		`As one batch, created at once in the foreground, the same transfers would not have waited at all.`,
	Fix: `Create all transfers at once while the app is in the foreground, or under a background task; do not start the next one when the last one wakes the app.`,

	What:     `The resume rate limiter of nsurlsessiond held the app's transfers for two minutes or more in all, or its delay was seen at four minutes or more.`,
	Why:      `The app asks for one file after another, and each step costs twice as much as the one before: ten short downloads take four hours. On the desk, with the app in front or a debugger attached, there is no limiter, so nobody sees it before the field does.`,
	HowToFix: `Hand the whole batch to the session in the foreground: nsurlsessiond runs it without the app. When only the server knows what comes next, let it say so in one answer, or pack the files into one. A visit of the user resets the delay; so does twice the delay without a wake. Try designs with bglog ratelimit.`,
	Swift: `let session = URLSession(configuration: .background(withIdentifier: "com.example.notes.sync"),
                         delegate: transfers, delegateQueue: nil)

func download(_ urls: [URL]) {
    for url in urls {  // all at once, while the app is in the foreground
        session.downloadTask(with: url).resume()
    }
}`,
	References: []string{
		"https://developer.apple.com/forums/thread/14854",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 12.4 to 26.1",
	Example: `default	14:00:07.498000+0100	nsurlsessiond	Will request wake of app com.example.notes for NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> with identifier <private>
default	14:00:07.499000+0100	nsurlsessiond	Set request delay for <private> to 240.000000
default	14:00:08.269000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F02>.<2> downloadTaskWithRequest: <private>
default	14:00:08.270000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F02>.<2> adding delay of 240.000000
default	14:00:08.274000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F02>.<2> resuming
default	14:04:09.697000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F02>.<2> for client com.example.notes _willSendRequestForEstablishedConnection`,
}

var transferSequential = Rule{
	ID:       "transfer-sequential",
	Severity: Warning,

	Title: `background transfers one after another: one new transfer at each of {{if .wakes}}{{.wakes}}{{else}}several{{end}} wakes` + times,
	Detail: `Each time nsurlsessiond woke the app because a transfer had finished, the app created just one more. ` +
		`Every wake doubles the delay that the rate limiter puts on the next one (60 s, 120 s, 240 s, up to one hour), until the user opens the app.`,
	Fix: `Create the transfers as one batch in the foreground; give the session all that is to be done before the app is suspended.`,

	What:     `The app was woken three times or more without a reset of the rate limiter, and each time created exactly one new transfer.`,
	Why:      `The queue of the app lives in a process that the system suspends; the system makes each of its wakes dearer than the last. Short transfers climb fastest.`,
	HowToFix: `Move the queue into the session: it accepts hundreds of tasks and runs a few of them at a time by itself. If each request depends on the answer before, let the server combine them, or do the work in a processing task.`,
	Swift: `let session = URLSession(configuration: .background(withIdentifier: "com.example.notes.sync"),
                         delegate: transfers, delegateQueue: nil)

func download(_ urls: [URL]) {
    for url in urls {  // all at once, while the app is in the foreground
        session.downloadTask(with: url).resume()
    }
}`,
	References: []string{
		"https://developer.apple.com/forums/thread/14854",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 12.4 to 26.1",
	Example: `default	14:00:07.498000+0100	nsurlsessiond	Will request wake of app com.example.notes for NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> with identifier <private>
default	14:00:08.269000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F02>.<2> downloadTaskWithRequest: <private>
default	14:01:14.718000+0100	nsurlsessiond	Will request wake of app com.example.notes for NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> with identifier <private>
default	14:01:15.490000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> downloadTaskWithRequest: <private>
default	14:03:21.938000+0100	nsurlsessiond	Will request wake of app com.example.notes for NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> with identifier <private>
default	14:03:22.710000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F04>.<4> downloadTaskWithRequest: <private>
default	14:07:23.902000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F04>.<4> for client com.example.notes _willSendRequestForEstablishedConnection`,
}

var transferManySmall = Rule{
	ID:       "transfer-many-small",
	Severity: Warning,

	Title: `{{if .fault}}more background transfers than the system keeps{{else}}{{with .transfers}}{{.}} {{end}}small background transfers{{end}}` + times,
	Detail: `{{if .fault}}nsurlsessiond counts more tasks in a session or an app than it keeps, and does not restore the rest.` +
		`{{else}}The app made {{with .transfers}}{{.}}{{else}}hundreds of{{end}} transfers in a day{{with .median_bytes}}; half of them moved less than {{.}} bytes{{end}}.{{end}} ` +
		`Each costs a connection, an entry in the daemon's database and a place in its queue.`,
	Fix: `Pack small files into one transfer, such as an archive; a session is made for few and large ones.`,

	What:     `An app made more than 200 transfers in a day of which half are known to be under 100 KiB, or nsurlsessiond wrote that there are too many tasks.`,
	Why:      `The daemon keeps every task in a database and runs few at a time. With thousands it gets slow, forgets tasks over its limit, and takes the app's launch with it.`,
	HowToFix: `Let the server deliver an archive or a delta. Small requests belong into a default session while the app runs, or into an app refresh task.`,
	Swift: `func downloadNotes(_ ids: [Note.ID]) {
    var request = URLRequest(url: archiveURL)  // one archive of many notes
    request.httpMethod = "GET"
    request.setValue(ids.map(\.description).joined(separator: ","), forHTTPHeaderField: "X-Notes")
    session.downloadTask(with: request).resume()
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
		"https://developer.apple.com/forums/thread/14854",
	},
	SeenOn: "iOS 18 to 26.1",
	Example: `default	09:14:02.118000+0100	nsurlsessiond	Session <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> is for <com.example.notes>.<<private>> using resource timeout: 604800.000000, request timeout: 60.000000 allowsCellularAccess: 1, allowsExpensiveAccess: 1
default	09:14:03.402000+0100	nsurlsessiond	Too many tasks for app session <com.example.notes>.<<private>> (513 > 512)`,
}

var transferDiscretionaryInBackground = Rule{
	ID:       "transfer-discretionary-in-background",
	Severity: Info,

	Title: `transfer created in the background: the system chose when it ran{{with .waited_s}}, {{dur .}} later{{end}}` + times,
	Detail: `The app was in the background when it created the transfer and held no background task, so nsurlsessiond made it discretionary although the session does not ask for that.` +
		`{{with .waited_s}} Apart from the rate limiter it waited {{dur .}} for the scheduler.{{end}}` +
		`{{with .policy}} The scheduler named {{quote .}}.{{end}} Discretionary transfers wait for Wi-Fi, power, or an idle device.`,
	Fix: `Create transfers that should start at once in the foreground, or while a background task is held.`,

	What:     `nsurlsessiond logged a transfer as discretionary with opt-in 0: the app was in the background. It is a warning when the start came ten minutes late or later for other reasons than the rate limiter.`,
	Why:      `isDiscretionary is false in the code, and yet the transfer waits for the night: the setting is ignored for what is created in the background.`,
	HowToFix: `Create the transfers before the app leaves the foreground; or begin a background task first, create and resume them, then end it. For work that can wait, set isDiscretionary yourself and do not expect a time.`,
	Swift: `func enqueueUploads() {
    let id = UIApplication.shared.beginBackgroundTask(withName: "EnqueueUploads")
    for file in pending {
        session.uploadTask(with: request(for: file), fromFile: file).resume()
    }
    UIApplication.shared.endBackgroundTask(id)
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/urlsessionconfiguration/isdiscretionary",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 26.1",
	Example: `default	21:14:02.118000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <?>.<0> current discretionary status for com.example.notes is discretionary (opt-in: 0)
default	21:14:02.130000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F07>.<7> uploadTaskWithRequest: <private> fromFile: <private>
default	21:14:02.140000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F07>.<7> resuming`,
}
