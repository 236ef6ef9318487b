package lifecycle

// Events in an app's own log: the errors and exceptions of URLSession, as apps, SDKs
// and runtimes print them.
const (
	URLError                EventKind = "url-error"                 // an error of NSURLErrorDomain in any log, with its code
	SessionIdentifierReused EventKind = "session-identifier-reused" // a second session object with the identifier in one process
	UploadFromData          EventKind = "upload-from-data"          // exception
	CompletionBlockUsed     EventKind = "completion-block-used"     // exception
	RequestSubclassUsed     EventKind = "request-subclass-used"     // exception
	TaskDelegateUsed        EventKind = "task-delegate-used"        // exception
	UploadFileUnreadable    EventKind = "upload-file-unreadable"    // exception: the file is gone, or the app may not read it
	DataTaskRefused         EventKind = "data-task-refused"         // exception of iOS 7; later ones only log the task
	HandlerNeverCalled      EventKind = "handler-never-called"      // UIKit: a delegate method's completion handler, of a session's events, a push or a fetch
)

// foreignDomains are the domains of the rows whose codes are not URLSession's.
var foreignDomains = map[string]string{
	"err.posix":        "NSPOSIXErrorDomain",
	"err.avfoundation": "AVFoundationErrorDomain",
	"err.coremedia":    "CoreMediaErrorDomain",
}

var urlErrorRows = []*Row{
	{
		ID: "err.url", From: fromAnyone, Kind: URLError, Inside: true, Lines: true, Seen: "7 and later",
		Format: "Error Domain=NSURLErrorDomain Code=%ld%@", Fields: "code rest",
		Example: "Error Domain=NSURLErrorDomain Code=-997 \"Lost connection to background transfer service\" UserInfo={NSLocalizedDescription=Lost connection to background transfer service}",
	},
	{
		// of which people leave out the first words (react-native-background-downloader
		// issue 24); "Domain=" is left out here because a wrapped line may begin with it
		ID: "err.url_domain", From: fromAnyone, Kind: URLError, Inside: true, Lines: true, Seen: "12",
		Format: "NSURLErrorDomain Code=%ld%@", Fields: "code rest",
		Example: "it throws Domain=NSURLErrorDomain Code=-995. The session needs a shared container.",
	},
	{
		// the underlying error; its codes are those of NSURLErrorDomain
		ID: "err.url_cf", From: fromAnyone, Kind: URLError, Inside: true, Lines: true, Seen: "7 and later",
		Format: "Error Domain=kCFErrorDomainCFNetwork Code=%ld%@", Fields: "code rest",
		Example: "Error Domain=kCFErrorDomainCFNetwork Code=-1005 \"(null)\" UserInfo={_kCFStreamErrorCodeKey=57}",
	},
	{
		// the daemon could not read or write a file (developer.apple.com/forums/thread/131051,
		// FKDownloader issue 10)
		ID: "err.posix", From: fromAnyone, Kind: URLError, Inside: true, Lines: true, Seen: "12-13",
		Format: "Error Domain=NSPOSIXErrorDomain Code=%ld%@", Fields: "code rest",
		Example: "Error Domain=NSPOSIXErrorDomain Code=1 \"Operation not permitted\" UserInfo={_NSURLErrorFailingURLSessionTaskErrorKey=BackgroundUploadTask <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<2>}",
	},
	{
		// of downloads of AVAssetDownloadURLSession
		ID: "err.avfoundation", From: fromAnyone, Kind: URLError, Inside: true, Lines: true, Seen: "12",
		Format: "Error Domain=AVFoundationErrorDomain Code=%ld%@", Fields: "code rest",
		Example: "Error Domain=AVFoundationErrorDomain Code=-11800 \"The operation could not be completed\" UserInfo={_NSURLErrorFailingURLSessionTaskErrorKey=BackgroundAVAssetDownloadTask <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<2>}",
	},
	{
		ID: "err.coremedia", From: fromAnyone, Kind: URLError, Inside: true, Lines: true, Seen: "14",
		Format: "Error Domain=CoreMediaErrorDomain Code=%ld%@", Fields: "code rest",
		Example: "Error Domain=CoreMediaErrorDomain Code=-16240 \"(null)\" UserInfo={_NSURLErrorFailingURLSessionTaskErrorKey=BackgroundAVAssetDownloadTask <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<2>}",
	},
	{
		// localizedDescription without a text of its own
		ID: "err.url_short", From: fromAnyone, Kind: URLError, Inside: true, Seen: "7 and later",
		Format: "NSURLErrorDomain error %ld", Fields: "code",
		Example: "The operation couldn’t be completed. (NSURLErrorDomain error -997.)",
	},
	{
		ID: "err.url_cf_short", From: fromAnyone, Kind: URLError, Inside: true, Seen: "7 and later",
		Format: "kCFErrorDomainCFNetwork error %ld", Fields: "code",
		Example: "The operation couldn’t be completed. (kCFErrorDomainCFNetwork error -1005.)",
	},
	{
		ID: "err.url_code", From: fromAnyone, Kind: URLError, Inside: true,
		Format: "NSURLErrorDomain Code: %ld", Fields: "code",
		Example: "failed: NSURLErrorDomain Code: -999",
	},
	{
		ID: "err.url_bare", From: fromAnyone, Kind: URLError, Inside: true,
		Format: "NSURLErrorDomain %ld", Fields: "code",
		Example: "NSURLErrorDomain -997 \"Lost connection to background transfer service\"",
	},
	{
		ID: "err.url_colon", From: fromAnyone, Kind: URLError, Inside: true,
		Format: "NSURLErrorDomain:%ld", Fields: "code",
		Example: "upload failed NSURLErrorDomain:-1001",
	},
	{
		ID: "err.url_fields", From: fromAnyone, Kind: URLError, Inside: true, Lines: true, Seen: "26",
		Format: "domain=NSURLErrorDomain%@code=%ld%@", Fields: "_ code rest",
		Example: "domain=NSURLErrorDomain\ncode=-3000\ndesc=Cannot create file",
	},
	{
		ID: "err.url_swift", From: fromAnyone, Kind: URLError, Inside: true,
		Format: "URLError.Code(rawValue: %ld", Fields: "code",
		Example: "failed(Foundation.URLError.Code(rawValue: -1001))",
	},
	{
		// localizedDescription of -997 alone
		ID: "err.lost_connection", From: fromAnyone, Kind: URLError, Inside: true, Seen: "8-17",
		Format:  "Lost connection to background transfer service",
		Example: "upload failed: Lost connection to background transfer service",
	},
	{
		// as people write it in a sentence (rn-fetch-blob issue 286)
		ID: "err.lost_connection_small", From: fromAnyone, Kind: URLError, Inside: true, Seen: "12",
		Format:  "lost connection to background transfer service",
		Example: "after a while in the background it says `lost connection to background transfer service`",
	},
	{
		// localizedDescription of -996 alone
		ID: "err.unreachable", From: fromAnyone, Kind: URLError, Inside: true, Seen: "11-26",
		Format:  "Could not communicate with background transfer service",
		Example: "upload failed: Could not communicate with background transfer service",
	},
	{
		// the app's own print of it. Code 4097 is a connection that was there and broke off
		// (FKMessager's background session tests, aws-sdk-ios issue 3083)
		ID: "err.xpc_invalidated", From: fromAnyone, Kind: DaemonUnreachable, Inside: true, Seen: "11-13",
		Format: "Code=%ld \"The connection to service%@named com.apple.nsurlsessiond was invalidated", Fields: "code _",
		Example: "upload failed: Error Domain=NSCocoaErrorDomain Code=4099 \"The connection to service on pid 0 named com.apple.nsurlsessiond was invalidated from this process.\"",
	},
	{
		// without the line of CFNetwork's that has it (forums.xamarin.com discussion 170847)
		ID: "err.xpc_broken", From: fromAnyone, Kind: DaemonUnreachable, Inside: true, Seen: "13-26",
		Format: "Code=%ld \"connection to service%@named com.apple.nsurlsessiond", Fields: "code _",
		Example: "upload failed: Error Domain=NSCocoaErrorDomain Code=4097 \"connection to service on pid 0 named com.apple.nsurlsessiond\" UserInfo={NSDebugDescription=connection to service on pid 0 named com.apple.nsurlsessiond}",
	},
	{
		// a full stop or an exclamation mark may follow; people quote it without its first
		// word, or with a small letter
		ID: "err.exists", From: fromAnyone, Kind: SessionIdentifierReused, Inside: true, Seen: "9 and later",
		Format: "background URLSession with identifier %@ already exists", Fields: "identifier",
		Example: "A background URLSession with identifier com.example.notes.uploads already exists!",
	},
	{
		ID: "err.upload_data", From: fromAnyone, Kind: UploadFromData, Inside: true, Cited: true, Seen: "8 and later",
		Format:  "Upload tasks from NSData are not supported in background sessions",
		Example: "Upload tasks from NSData are not supported in background sessions.",
	},
	{
		// the words of iOS 7
		ID: "err.upload_file", From: fromAnyone, Kind: UploadFromData, Inside: true, Cited: true, Seen: "7",
		Format:  "Upload tasks in background sessions must be from a file",
		Example: "Upload tasks in background sessions must be from a file",
	},
	{
		// Alamofire issue 315
		ID: "err.data_task", From: fromAnyone, Kind: DataTaskRefused, Inside: true, Cited: true, Seen: "7",
		Format:  "Data tasks are not supported in background sessions",
		Example: "Data tasks are not supported in background sessions.",
	},
	{
		ID: "err.block", From: fromAnyone, Kind: CompletionBlockUsed, Inside: true, Cited: true, Seen: "9 and later",
		Format:  "Completion handler blocks are not supported in background sessions",
		Example: "Completion handler blocks are not supported in background sessions. Use a delegate instead.",
	},
	{
		ID: "err.subclass", From: fromAnyone, Kind: RequestSubclassUsed, Inside: true, Seen: "18",
		Format: "Custom subclasses of NSURLRequest are not supported in background sessions. Attempted to use a request of class %@", Fields: "class",
		Example: "Custom subclasses of NSURLRequest are not supported in background sessions. Attempted to use a request of class OutboxRequest",
	},
	{
		// CFNetwork's setDelegate: of such a task (iOS 18); posted since iOS 15 brought the method
		ID: "err.task_delegate", From: fromAnyone, Kind: TaskDelegateUsed, Inside: true, Cited: true, Seen: "15-26",
		Format:  "Task delegate is not supported on background session task",
		Example: "Task delegate is not supported on background session task",
	},
	{
		// NSInvalidArgumentException of background sessions, by validateUploadFile:
		// (Instabug-React-Native issue 129, TrustKit issue 351)
		ID: "err.upload_file_gone", From: fromAnyone, Kind: UploadFileUnreadable, Inside: true, Seen: "11-26",
		Format: "Cannot read file at file:%@", Fields: "path",
		Example: "NSInvalidArgumentException Cannot read file at file:///var/mobile/Containers/Data/Application/A1/tmp/body.dat",
	},
	{
		ID: "ui.neverhandler", From: fromUIKit, Kind: HandlerNeverCalled, Inside: true, Seen: "7 and later",
		Format: "Application delegate received call to %@ but the completion handler was never called.", Fields: "method",
		Example: "Warning: Application delegate received call to -application:handleEventsForBackgroundURLSession:completionHandler: but the completion handler was never called.",
	},
	{
		// a user's answer to a notification: no background work hangs on it
		ID: "un.neverhandler", From: fromAnyone, Kind: HandlerNeverCalled, Inside: true, Seen: "10 and later",
		Format: "UNUserNotificationCenter delegate received call to %@ but the completion handler was never called.", Fields: "method",
		Example: "Warning: UNUserNotificationCenter delegate received call to -userNotificationCenter:didReceiveNotificationResponse:withCompletionHandler: but the completion handler was never called.",
	},
	{
		// of which people quote the method only
		ID: "ui.neverhandler_short", From: fromUIKit, Kind: HandlerNeverCalled, Seen: "10",
		Format: "%@: but the completion handler was never called", Fields: "method",
		Example: "application:didReceiveRemoteNotification:fetchCompletionHandler: but the completion handler was never called",
	},
}
