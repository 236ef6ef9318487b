package rules

var transferUploadFromData = Rule{
	ID:       "transfer-upload-from-data",
	Severity: Error,

	Title: `background upload {{if .subclass}}with a subclass of NSURLRequest{{else if .stream}}from a stream{{else}}from data instead of a file{{end}}` + times,
	Detail: `{{if .subclass}}The request is of a class of the app's own{{with .class}} ({{code .}}){{end}}; background sessions take NSURLRequest only, because the request must reach nsurlsessiond. An exception ends the app.` +
		`{{else if .stream}}The body came from a stream, which lives in the app; when the app went, nsurlsessiond could not read on and cancelled the upload.` +
		`{{else}}The app created an upload task from data in a background session; that raises an exception, because nsurlsessiond must be able to read the body without the app.{{end}}`,
	Fix: `{{if .subclass}}Pass a plain URLRequest, and keep what the subclass held beside the task, keyed by taskDescription.{{else}}Write the body to a file first, and use uploadTask(with:fromFile:).{{end}}`,

	What:     `An exception says that uploads from NSData, or requests of a custom class, are not supported in background sessions; or an upload from a stream was lost with its app.`,
	Why:      `The transfer never starts, and the exception ends the app; a stream works on the desk, where the app stays alive, and fails in the field.`,
	HowToFix: `Write the body into a file in the app's container, with a protection class that can be read while the device is locked, and delete it when the transfer is done.`,
	Swift: `func upload(_ body: Data, to url: URL) throws {
    let file = outboxFolder.appendingPathComponent(UUID().uuidString)
    try body.write(to: file, options: .completeFileProtectionUntilFirstUserAuthentication)
    var request = URLRequest(url: url)
    request.httpMethod = "POST"
    session.uploadTask(with: request, fromFile: file).resume()
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
		"https://developer.apple.com/documentation/foundation/urlsession/uploadtask(with:fromfile:)",
	},
	SeenOn: "iOS 8 to 26",
	Example: `default	14:00:02.000000+0100	Notes	*** Terminating app due to uncaught exception 'NSGenericException', reason: 'Upload tasks from NSData are not supported in background sessions.'
default	14:00:02.100000+0100	SpringBoard	[app<com.example.notes>:412] Process exited: <RBSProcessExitContext| voluntary>.`,
}

var transferCompletionBlock = Rule{
	ID:       "transfer-completion-block",
	Severity: Error,

	Title: `{{if .task_delegate}}delegate of a task{{else}}completion handler{{end}} used in a background session` + times,
	Detail: `{{if .task_delegate}}The app, or a library in it, gave a delegate of its own to a task of a background session; that raises an exception. A task's delegate{{else}}` +
		`The app created a task with a completion handler in a background session; that raises an exception. A handler{{end}} cannot outlive the process, and the transfer does.`,
	Fix: `Use the task methods without completion handler, and the session's delegate.`,

	What: `An exception says that completion handler blocks are not supported in background sessions, or that a task delegate is not supported on a background session task. ` +
		`The async methods of URLSession use both.`,
	Why:      `The exception ends the app at the first transfer.`,
	HowToFix: `Put what the handler did into the delegate's methods, and keep what it captured on disk, keyed by taskDescription: the app may be another process by then.`,
	Swift: `let task = session.downloadTask(with: url)
task.taskDescription = item.id  // survives a relaunch
task.resume()

func urlSession(_ session: URLSession, downloadTask: URLSessionDownloadTask, didFinishDownloadingTo location: URL) {
    store.adopt(location, for: downloadTask.taskDescription)
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
		"https://developer.apple.com/documentation/foundation/urlsessiondownloaddelegate",
	},
	SeenOn: "iOS 9 to 26",
	Example: `default	14:00:02.000000+0100	Notes	*** Terminating app due to uncaught exception 'NSGenericException', reason: 'Completion handler blocks are not supported in background sessions. Use a delegate instead.'
default	14:00:02.100000+0100	SpringBoard	[app<com.example.notes>:412] Process exited: <RBSProcessExitContext| voluntary>.`,
}

var transferDataTask = Rule{
	ID:       "transfer-data-task",
	Severity: Warning,

	Title: `data task in a background session{{if .lost}}: cancelled, its app had gone{{end}}` + times,
	Detail: `The app created a data task in a background session. {{if .exception}}Up to iOS 7 that raises an exception; later systems take the task and cancel it when the app is suspended or gone.{{else}}` +
		`nsurlsessiond cannot deliver data to an app that does not run, so it cancels the task as soon as data comes and the app is suspended or gone` +
		`{{if .lost}}, as it did here (-997){{end}}.{{end}}`,
	Fix: `Use a download or an upload task; those run without the app.`,

	What:     `nsurlsessiond logged dataTaskWithRequest for a background session, or an exception says that data tasks are not supported in background sessions.`,
	Why:      `It works as long as the app is in the foreground, and is cancelled the moment it is needed.`,
	HowToFix: `Make it a download task and read the file; the answer to an upload also reaches the delegate. Short requests belong into a default session under a background task.`,
	Swift: `let task = session.downloadTask(with: request)  // not dataTask(with:)
task.resume()

func urlSession(_ session: URLSession, downloadTask: URLSessionDownloadTask, didFinishDownloadingTo location: URL) {
    if let data = try? Data(contentsOf: location) { handle(data) }
}`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
		"https://developer.apple.com/documentation/foundation/urlsession",
	},
	SeenOn: "iOS 26.1",
	Example: `default	14:00:02.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> dataTaskWithRequest: <private>
default	14:00:09.000000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F03>.<3> received data and there is no connected client. Canceling task.`,
}

var transferFileLost = Rule{
	ID:       "transfer-file-lost",
	Severity: Error,

	Title: `{{if .refused}}downloaded file could not be moved: no permission{{else if .download}}downloaded file was gone before the app moved it{{else}}file for an upload could not be handed to nsurlsessiond{{end}}` + times,
	Detail: `{{if .refused}}The app was not allowed to move the temporary file of a download. Foundation names the folder to move it to, but an app may always use its own: ` +
		`then nsurlsessiond has left the file in its own cache, outside the app's container, where the app cannot reach it. The download is lost.` +
		`{{else if .download}}The app could not move the temporary file of a download. It is deleted as soon as didFinishDownloadingTo returns, ` +
		`so a move that is left to another queue, to didCompleteWithError or to the next launch comes too late. ` +
		`The same error is given when the folder to move it to does not exist: then it is that.` +
		`{{else}}The file for an upload could not be handed to nsurlsessiond{{with .subject}}: {{code .}}{{end}}{{with .why}} (errno {{.}}){{end}}. ` +
		`The daemon is another process: it reads only files that exist, that the app itself may read, and that are not symbolic links.{{end}}`,
	Fix: `{{if .refused}}Check that the folder to move it to is the app's own. If it is, download again; where it fails on a device every time, restart it, or install the app anew.` +
		`{{else if .download}}Move the file before didFinishDownloadingTo returns, into a folder that you have created.` +
		`{{else}}Keep the file in the app's container, or in a shared container that the session names in sharedContainerIdentifier, until the transfer is done.{{end}}`,

	What: `The app could not issue a sandbox extension for the file of an upload, nsurlsessiond could not clone, link or open it, or an exception says that it cannot be read; ` +
		`or the app could not move the temporary file of a download (CFNetworkDownload_….tmp) because it was gone, or because it may not touch it.`,
	Why: `The upload fails before a byte was sent. Typical are files in a temporary folder that was cleaned, and extensions without a shared container. ` +
		`A download is lost after all its bytes were paid for.`,
	HowToFix: `In didFinishDownloadingTo, move the file at once, on the delegate's queue, and create the folder before. ` +
		`For an upload, copy the file to a folder of your own before you create the task. In an extension, set sharedContainerIdentifier and use a file in that container. Delete it only in didCompleteWithError.`,
	Swift: `let configuration = URLSessionConfiguration.background(withIdentifier: "com.example.notes.share")
configuration.sharedContainerIdentifier = "group.com.example.notes"
let folder = FileManager.default.containerURL(forSecurityApplicationGroupIdentifier: "group.com.example.notes")!
let file = folder.appendingPathComponent("upload.bin")
try body.write(to: file)
session.uploadTask(with: request, fromFile: file).resume()`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
		"https://developer.apple.com/documentation/foundation/urlsessionconfiguration/sharedcontaineridentifier",
	},
	SeenOn: "iOS 7 to 26.1",
	Example: `error	14:00:02.000000+0100	Notes	BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Failed to issue sandbox extension for file file:///var/mobile/body.dat, errno = [1: Operation not permitted]
error	14:00:02.020000+0100	nsurlsessiond	NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Error cloning file: [2: No such file or directory]`,
}

var transferProtectedFile = Rule{
	ID:       "transfer-protected-file",
	Severity: Error,

	Title: `upload from a file that cannot be read while the device is locked` + times,
	Detail: `The file{{with .subject}} {{code .}}{{end}} has a protection class{{with .class}} ({{.}}){{end}} that makes it unreadable while the device is locked. ` +
		`nsurlsessiond reads it when the transfer runs, which is mostly then.`,
	Fix: `Give the file the protection class completeUntilFirstUserAuthentication.`,

	What:     `CFNetwork says that a background upload from a file with this protection class is not supported.`,
	Why:      `Uploads work while the phone is in use, and fail at night, when they should run.`,
	HowToFix: `Write files for uploads with completeFileProtectionUntilFirstUserAuthentication, or set the attribute before the task is created.`,
	Swift: `try body.write(to: file, options: .completeFileProtectionUntilFirstUserAuthentication)
session.uploadTask(with: request, fromFile: file).resume()`,
	References: []string{
		"https://developer.apple.com/documentation/foundation/nsdata/writingoptions/completefileprotectionuntilfirstuserauthentication",
		"https://developer.apple.com/documentation/foundation/downloading-files-in-the-background",
	},
	SeenOn: "iOS 18",
	Example: `default	14:00:02.000000+0100	Notes	API MISUSE: Background upload from a file file:///var/mobile/body.dat with NSFileProtectionComplete is not supported. Please reduce the file protection class.
default	14:00:02.020000+0100	Notes	outbox: upload 1 enqueued`,
}
