package lifecycle

// Events of nsurlsessiond about a transfer before its connection: creation, resume,
// begin date, and whether the system chooses the time.
const (
	TransferNamed      EventKind = "transfer-named"    // binds a task to bundle id and session (iOS 12 to 17)
	TransferEnqueued   EventKind = "transfer-enqueued" // the daemon accepted the task (iOS 12)
	DownloadCreated    EventKind = "download-created"
	UploadCreated      EventKind = "upload-created"
	DataTaskCreated    EventKind = "data-task-created"    // in a background session: it dies when the app is suspended
	TransferNotCreated EventKind = "transfer-not-created" // the app sees -1, -1002 or -3003
	UploadFileNoted    EventKind = "upload-file-noted"    // the daemon can read it, or copies it
	UploadFileRefused  EventKind = "upload-file-refused"  // a symlink, or not readable

	TransferResumeAsked       EventKind = "transfer-resume-asked"       // the app's resume() reached the daemon
	TransferResumed           EventKind = "transfer-resumed"            // resume() in the app, or its effect in the daemon
	TransferResumedImplicitly EventKind = "transfer-resumed-implicitly" // never resumed, and the app went: the daemon starts it
	BeginDateNone             EventKind = "begin-date-none"             // no earliestBeginDate
	BeginDateAhead            EventKind = "begin-date-ahead"            // held until earliestBeginDate: not the limiter
	BeginDatePast             EventKind = "begin-date-past"
	BeginDateReached          EventKind = "begin-date-reached"
	BeginTimerStale           EventKind = "begin-timer-stale"       // suspended or cancelled in the meantime
	DelayedRequestSkipped     EventKind = "delayed-request-skipped" // the delegate does not implement willBeginDelayedRequest
	DelayedRequestAsked       EventKind = "delayed-request-asked"   // the app is woken to answer it
	DelayedRequestContinued   EventKind = "delayed-request-continued"
	DelayedRequestCancelled   EventKind = "delayed-request-cancelled"
	DelayedRequestAnswered    EventKind = "delayed-request-answered" // 0 continue, 1 new request, 2 cancel
	TransferHandedOver        EventKind = "transfer-handed-over"     // "will begin": not the start, limiter and dasd hold the connection after it
	TransferLost              EventKind = "transfer-lost"            // the daemon has no task any more
	TransferPaused            EventKind = "transfer-paused"          // suspend() was called
	WindowChanged             EventKind = "window-changed"           // the request's scheduling window, after a wait or a retry

	Discretionary            EventKind = "discretionary"              // the system chooses the time; opt-in 0: because the app is in the background without a background task
	NotDiscretionary         EventKind = "not-discretionary"          // neither limiter nor dasd hold it
	NotDiscretionaryDebugged EventKind = "not-discretionary-debugged" // a debugger is attached: timing proves nothing
	DiscretionaryForced      EventKind = "discretionary-forced"       // by an entitled client
	DiscretionaryRevised     EventKind = "discretionary-revised"      // on a retry or a restore
	ConditionsChanged        EventKind = "conditions-changed"         // 0: dasd withdrew its permission in the middle
	ActivitySubmitted        EventKind = "activity-submitted"         // the transfer's connection is handed to dasd
)

var transferRows = []*Row{
	{
		ID: "url.t.isfor", From: fromURLSessiond, Kind: TransferNamed, Needs: needTask, Seen: "12-17",
		Format: "is for <%@>.<%@>.<%lu>", Fields: "bundle identifier number",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> is for <com.example.notes>.<com.example.notes.uploads>.<7>",
	},
	{
		ID: "url.t.enqueue", From: fromURLSessiond, Kind: TransferEnqueued, Needs: needTask, Seen: "12",
		Format:  "enqueueing",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> enqueueing",
	},
	{
		ID: "url.t.new_dl", From: fromURLSessiond, Kind: DownloadCreated, Needs: needTask, Seen: "26.1",
		Format: "downloadTaskWithRequest: %@", Fields: "request",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> downloadTaskWithRequest: <NSMutableURLRequest: 0x10571b000> { URL: https://example.com/a.zip }",
	},
	{
		ID: "url.t.new_ul", From: fromURLSessiond, Kind: UploadCreated, Needs: needTask, Seen: "26.1",
		Format: "uploadTaskWithRequest: %@ fromFile: %@", Fields: "request file",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> uploadTaskWithRequest: <NSURLRequest: 0x10571b000> { URL: https://example.com/in } fromFile: file:///var/mobile/body.dat",
	},
	{
		ID: "url.t.new_rul", From: fromURLSessiond, Kind: UploadCreated, Needs: needTask, Seen: "26.1",
		Format:  "uploadTaskWithResumableUploadState",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> uploadTaskWithResumableUploadState",
	},
	{
		ID: "url.t.new_data", From: fromURLSessiond, Kind: DataTaskCreated, Needs: needTask, Seen: "26.1",
		Format: "dataTaskWithRequest: %@", Fields: "request",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> dataTaskWithRequest: <NSURLRequest: 0x10571b000> { URL: https://example.com/list }",
	},
	{
		ID: "url.t.new_fail", From: fromURLSessiond, Kind: TransferNotCreated, Level: "error", Seen: "26.1",
		Format: "Couldn't create task or taskInfo: task = %@, taskInfo = %@", Fields: "_ _",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Couldn't create task or taskInfo: task = (null), taskInfo = (null)",
	},
	{
		ID: "url.t.unsafe", From: fromURLSessiond, Kind: TransferNotCreated, Level: "error", Seen: "26.1",
		Format: "Received an unsafe request for background download: %@ from %{public}@", Fields: "request bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Received an unsafe request for background download: <NSURLRequest: 0x10571b000> { URL: file:///tmp/a } from com.example.notes",
	},
	{
		ID: "url.t.unsafe_resume", From: fromURLSessiond, Kind: TransferNotCreated, Level: "error", Seen: "26.1",
		Format: "Received a background download request from unsafe resume data from %{public}@", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Received a background download request from unsafe resume data from com.example.notes",
	},
	{
		ID: "url.t.sbx", From: fromURLSessiond, Kind: UploadFileNoted, Seen: "26.1",
		Format: "Consumed sandbox extension for file %@, extension = %lld", Fields: "file extension",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Consumed sandbox extension for file file:///var/mobile/body.dat, extension = 3",
	},
	{
		ID: "url.t.copy", From: fromURLSessiond, Kind: UploadFileNoted, Needs: needSession, Seen: "26.1",
		Format:  "Falling back to copy",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Falling back to copy",
	},
	{
		ID: "url.t.clone", From: fromURLSessiond, Kind: UploadFileRefused, Needs: needSession, Level: "error", Seen: "26.1",
		Format: "Error cloning file: %{errno}d", Fields: "errno",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Error cloning file: [2: No such file or directory]",
	},
	{
		ID: "url.t.symlink", From: fromURLSessiond, Kind: UploadFileRefused, Needs: needSession, Level: "error", Seen: "26.1",
		Format:  "File is a symlink",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> File is a symlink",
	},
	{
		ID: "url.t.link", From: fromURLSessiond, Kind: UploadFileRefused, Level: "error", Seen: "7-8",
		Format: "Error linking upload file: %@", Fields: "error",
		Example: "Error linking upload file: Error Domain=NSCocoaErrorDomain Code=257 \"The operation couldn’t be completed.\"",
	},
	{
		ID: "url.t.resume_asked", From: fromURLSessiond, Kind: TransferResumeAsked, Needs: needTask, Seen: "12-26.1",
		Format: "resumeTaskWithIdentifier, props %@", Fields: "properties",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> resumeTaskWithIdentifier, props (null)",
	},
	{
		// 0x21 user-interactive, 0x19 user-initiated, 0x15 default, 0x11 utility, 0x9 background
		ID: "url.t.resume_qos", From: fromURLSessiond, Kind: TransferResumed, Needs: needTask, Seen: "12-26.1",
		Format: "resuming, QOS(0x%x)", Fields: "qos",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> resuming, QOS(0x9)",
	},
	{
		ID: "url.t.resuming", From: fromURLSessiond, Kind: TransferResumed, Needs: needTask, Seen: "12-26",
		Format:  "resuming",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> resuming",
	},
	{
		ID: "url.t.implicit", From: fromURLSessiond, Kind: TransferResumedImplicitly, Level: "error", Seen: "26.1",
		Format:  "not resumed but client disconnected, resuming it implicitly",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> not resumed but client disconnected, resuming it implicitly",
	},
	{
		ID: "url.t.nobegin", From: fromURLSessiond, Kind: BeginDateNone, Needs: needTask, Seen: "12-26.1",
		Format:  "has not requested a begin delay",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> has not requested a begin delay",
	},
	{
		ID: "url.t.notbefore", From: fromURLSessiond, Kind: BeginDateAhead, Needs: needTask, Seen: "26.1",
		Format: "should not begin before %{public}@", Fields: "date",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> should not begin before 2026-03-16 02:00:00 +0000",
	},
	{
		ID: "url.t.pastbegin", From: fromURLSessiond, Kind: BeginDatePast, Seen: "26.1",
		Format:  "can begin immediately - begin date is in past",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> can begin immediately - begin date is in past",
	},
	{
		ID: "url.t.cannow", From: fromURLSessiond, Kind: BeginDateReached, Seen: "18",
		Format:  "can now begin - earliest begin date satisfied",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> can now begin - earliest begin date satisfied",
	},
	{
		ID: "url.t.stalebegin", From: fromURLSessiond, Kind: BeginTimerStale, Seen: "18",
		Format:  "ignoring stale delay begin timer",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> ignoring stale delay begin timer",
	},
	{
		ID: "url.t.delayed_skip", From: fromURLSessiond, Kind: DelayedRequestSkipped, Seen: "12-26.1",
		Format:  "skipping delayed request callback - delegate not implemented",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> skipping delayed request callback - delegate not implemented",
	},
	{
		ID: "url.t.delayed_ask", From: fromURLSessiond, Kind: DelayedRequestAsked, Needs: needTask, Seen: "26.1",
		Format:  "receiving delayed request callback",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> receiving delayed request callback",
	},
	{
		ID: "url.t.delayed_cancel", From: fromURLSessiond, Kind: DelayedRequestCancelled, Seen: "18",
		Format:  "will be canceled due to delayed request callback",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> will be canceled due to delayed request callback",
	},
	{
		ID: "url.t.delayed_cont", From: fromURLSessiond, Kind: DelayedRequestContinued, Seen: "18",
		Format:  "continuing load from delayed request callback",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> continuing load from delayed request callback",
	},
	{
		ID: "url.t.delayed_answer", From: fromURLSessiond, Kind: DelayedRequestAnswered, Seen: "18",
		Format: "client responded to delayed request callback with disposition %d", Fields: "disposition",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> client responded to delayed request callback with disposition 0",
	},
	{
		ID: "url.t.request_kept", From: fromURLSessiond, Kind: DelayedRequestAnswered, Seen: "18",
		Format:  "failed to ask client for modified request, using original proposed request",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> failed to ask client for modified request, using original proposed request",
	},
	{
		ID: "url.t.begin", From: fromURLSessiond, Kind: TransferHandedOver, Needs: needTask, Seen: "12-26",
		Format:  "will begin",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> will begin",
	},
	{
		ID: "url.t.cannotresume", From: fromURLSessiond, Kind: TransferLost, Needs: needTask, Level: "error", Seen: "26.1",
		Format: "cannot resume because task: %@ or taskInfo: %@ is nil", Fields: "_ _",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> cannot resume because task: (null) or taskInfo: (null) is nil",
	},
	{
		ID: "url.t.neverstarted", From: fromURLSessiond, Kind: TransferLost, Level: "error", Seen: "26.1",
		Format:  "not restoring, which had never been started",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> not restoring, which had never been started",
	},
	{
		ID: "url.t.suspend", From: fromURLSessiond, Kind: TransferPaused, Needs: needTask, Seen: "26.1",
		Format:  "suspendTaskWithIdentifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> suspendTaskWithIdentifier",
	},
	{
		ID: "url.t.suspending", From: fromURLSessiond, Kind: TransferPaused, Needs: needTask, Seen: "26.1",
		Format:  "suspending",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> suspending",
	},
	{
		ID: "url.t.window", From: fromURLSessiond, Kind: WindowChanged, Needs: needTask, Seen: "26.1",
		Format: "%f seconds past start time, new delay: %f, new window: %f", Fields: "late delay window",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> 31.500000 seconds past start time, new delay: 0.000000, new window: 60.000000",
	},
	{
		ID: "url.disc.yes", From: fromURLSessiond, Kind: Discretionary, Seen: "26.1",
		Format: "current discretionary status for %{public}@ is discretionary (opt-in: %d)", Fields: "bundle opt_in",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <?>.<0> current discretionary status for com.example.notes is discretionary (opt-in: 0)",
	},
	{
		ID: "url.disc.no_ext", From: fromURLSessiond, Kind: NotDiscretionary, Seen: "26.1",
		Format: "current discretionary status for %{public}@ is non-discretionary because the connected client is an extension", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <?>.<0> current discretionary status for com.example.notes.share is non-discretionary because the connected client is an extension",
	},
	{
		ID: "url.disc.no_edu", From: fromURLSessiond, Kind: NotDiscretionary, Seen: "26.1",
		Format: "current discretionary status for %{public}@ is non-discretionary, since nsurlsessiond is running in EDU sync mode", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <?>.<0> current discretionary status for com.example.notes is non-discretionary, since nsurlsessiond is running in EDU sync mode",
	},
	{
		ID: "url.disc.no", From: fromURLSessiond, Kind: NotDiscretionary, Seen: "26.1",
		Format: "current discretionary status for %{public}@ is non-discretionary", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <?>.<0> current discretionary status for com.example.notes is non-discretionary",
	},
	{
		ID: "url.disc.old_debug", From: fromURLSessiond, Kind: NotDiscretionaryDebugged, Seen: "12",
		Format: "Current discretionary status for %@ is non-discretionary, since the app is being debugged", Fields: "bundle",
		Example: "Current discretionary status for com.example.notes is non-discretionary, since the app is being debugged",
	},
	{
		ID: "url.disc.old_no", From: fromURLSessiond, Kind: NotDiscretionary, Seen: "12 (inferred from its siblings)",
		Format: "Current discretionary status for %@ is non-discretionary", Fields: "bundle",
		Example: "Current discretionary status for com.example.notes is non-discretionary",
	},
	{
		ID: "url.disc.old_yes", From: fromURLSessiond, Kind: Discretionary, Seen: "12 (inferred from its siblings)",
		Format: "Current discretionary status for %@ is discretionary%@", Fields: "bundle rest",
		Example: "Current discretionary status for com.example.notes is discretionary",
	},
	{
		ID: "url.disc.override", From: fromURLSessiond, Kind: DiscretionaryForced, Needs: needTask, Seen: "26.1",
		Format: "for %{public}@ is overriding discretionary status - forcing to %c", Fields: "bundle to",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> for com.example.syncd is overriding discretionary status - forcing to N",
	},
	{
		ID: "url.disc.override_req", From: fromURLSessiond, Kind: DiscretionaryForced, Needs: needTask, Seen: "26.1",
		Format: "for %{public}@ is overriding discretionary status by request - forcing to %c", Fields: "bundle to",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> for com.example.syncd is overriding discretionary status by request - forcing to Y",
	},
	{
		ID: "url.disc.resched", From: fromURLSessiond, Kind: DiscretionaryRevised, Seen: "26.1",
		Format: "potentially discretionary, re-scheduling, was discretionary: %d, is now discretionary: %d", Fields: "was now",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> potentially discretionary, re-scheduling, was discretionary: 1, is now discretionary: 0",
	},
	{
		// an entitled client: dasd does not hold it
		ID: "url.disc.preauth", From: fromURLSessiond, Kind: NotDiscretionary, Needs: needTask, Seen: "26.1",
		Format:  "is duet preauthorized",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> is duet preauthorized",
	},
	{
		ID: "url.disc.cond", From: fromURLSessiond, Kind: ConditionsChanged, Needs: needTask, Seen: "26.1",
		Format: "for client %{public}@ conditions changed - satisfied: %d", Fields: "bundle satisfied",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> for client com.example.notes conditions changed - satisfied: 0",
	},
	{
		ID: "url.disc.das_av", From: fromURLSessiond, Kind: ActivitySubmitted, Needs: needTask, Seen: "26.1",
		Format: "submitting _DASActivity %@", Fields: "activity",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> submitting _DASActivity <_DASActivity: 0x10571b000>",
	},
	{
		ID: "url.disc.group", From: fromURLSessiond, Kind: ActivitySubmitted, Seen: "12",
		Format: "Have submitted to daemon %d activities in group %@", Fields: "count group",
		Example: "Have submitted to daemon 3 activities in group NSURLSessionBackgroundPoolName",
	},
	{
		ID: "url.disc.pool", From: fromURLSessiond, Kind: ActivitySubmitted, Seen: "12",
		Format: "activity [%p] %@ submitted to pool %@", Fields: "_ _ group",
		Example: "activity [0x10fd9f630] com.example submitted to pool NSURLSessionBackgroundPoolName",
	},
}
