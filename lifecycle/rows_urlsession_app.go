package lifecycle

// Events of CFNetwork's background sessions in the app's own process.
const (
	AppSessionSetup          EventKind = "app-session-setup"        // the app asks the daemon, and waits; the UUID is provisional until the setup is complete
	AppSessionReply          EventKind = "app-session-reply"        // the calling thread was blocked until here
	AppSessionReady          EventKind = "app-session-ready"        // from here the UUID is the daemon's
	AppSessionFailed         EventKind = "app-session-failed"       // the daemon refused, or could not be reached
	AppSessionLocked         EventKind = "app-session-locked"       // set up before the first unlock
	AppSessionReconnecting   EventKind = "app-session-reconnecting" // the daemon knew the session
	AppSessionReconnected    EventKind = "app-session-reconnected"  // tasks that the daemon no longer knows fail now with -997
	AppSessionMisused        EventKind = "app-session-misused"      // a task in an invalidated session
	AppSessionInvalidating   EventKind = "app-session-invalidating" // again
	DaemonInterrupted        EventKind = "daemon-interrupted"       // the connection to the daemon broke; a suspended app sees it too
	DaemonInvalidated        EventKind = "daemon-invalidated"       // the connection is gone for good
	DaemonReconnecting       EventKind = "daemon-reconnecting"
	DaemonUnreachable        EventKind = "daemon-unreachable"
	AppEventsFinishing       EventKind = "app-events-finishing"
	AppEventsFinished        EventKind = "app-events-finished"      // urlSessionDidFinishEvents is called next when invoked is 1
	AppEventsHeld            EventKind = "app-events-held"          // until authentication headers are there
	AppTransferNotCreated    EventKind = "app-transfer-not-created" // the app sees -1, -1002 or -3003
	AppUploadFileNoted       EventKind = "app-upload-file-noted"    // a sandbox extension for the daemon; 0: it cannot read the file
	AppUploadFileRefused     EventKind = "app-upload-file-refused"
	AppUploadFileProtected   EventKind = "app-upload-file-protected"  // not readable while the device is locked
	AppDiscretionaryMismatch EventKind = "app-discretionary-mismatch" // configuration and XPC activity disagree
	AppDownloadFileKept      EventKind = "app-download-file-kept"     // the temporary file could not be removed
)

// Without the head BackgroundSession.
var appSessionRows = []*Row{
	{
		ID: "url.a.setup_wait", From: fromCFNetwork, Kind: AppSessionSetup, Seen: "17-18",
		Format: "background session setup will wait for reply: session %@ with identifier %@", Fields: "_ identifier",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> background session setup will wait for reply: session <__NSURLBackgroundSession: 0x10571b000> with identifier com.example.notes.uploads",
	},
	{
		ID: "url.a.setup_reply", From: fromCFNetwork, Kind: AppSessionReply, Seen: "18",
		Format: "background session setup reply received: session %@ with identifier %@", Fields: "_ identifier",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> background session setup reply received: session <__NSURLBackgroundSession: 0x10571b000> with identifier com.example.notes.uploads",
	},
	{
		ID: "url.a.setup_done", From: fromCFNetwork, Kind: AppSessionReady, Needs: needSession, Seen: "18",
		Format:  "background session setup complete",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> background session setup complete",
	},
	{
		ID: "url.a.setup_fail", From: fromCFNetwork, Kind: AppSessionFailed, Level: "error", Seen: "18",
		Format: "Failed to setup background NSURLSession for session %@ with identifier %@", Fields: "_ identifier",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Failed to setup background NSURLSession for session <__NSURLBackgroundSession: 0x10571b000> with identifier com.example.notes.uploads",
	},
	{
		ID: "url.a.inval_err", From: fromCFNetwork, Kind: AppSessionFailed, Needs: needSession, Level: "error", Seen: "18",
		Format: "received invalidation error %@ when attempting to connect to background transfer daemon", Fields: "error",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> received invalidation error Error Domain=NSURLErrorDomain Code=-996 \"(null)\" when attempting to connect to background transfer daemon",
	},
	{
		ID: "url.a.bfu", From: fromCFNetwork, Kind: AppSessionLocked, Level: "error", Seen: "18",
		Format:  "attempting to setup a background session before first device unlock!",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> attempting to setup a background session before first device unlock!",
	},
	{
		ID: "url.a.reconn", From: fromCFNetwork, Kind: AppSessionReconnecting, Seen: "18",
		Format:  "will reconnect to existing state by requesting pending callbacks",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> will reconnect to existing state by requesting pending callbacks",
	},
	{
		ID: "url.a.reconn_done", From: fromCFNetwork, Kind: AppSessionReconnected, Seen: "18",
		Format:  "Reconnection to existing session and state complete",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Reconnection to existing session and state complete",
	},
	{
		ID: "url.a.xpc_int", From: fromCFNetwork, Kind: DaemonInterrupted, Seen: "18",
		Format:  "connection to background transfer daemon interrupted",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> connection to background transfer daemon interrupted",
	},
	{
		ID: "url.a.xpc_inv", From: fromCFNetwork, Kind: DaemonInvalidated, Seen: "12-18",
		Format:  "connection to background transfer daemon invalidated",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> connection to background transfer daemon invalidated",
	},
	{
		ID: "url.a.xpc_retry", From: fromCFNetwork, Kind: DaemonReconnecting, Seen: "18",
		Format:  "attempting to reconnect to background transfer daemon",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> attempting to reconnect to background transfer daemon",
	},
	{
		ID: "url.a.xpc_noretry", From: fromCFNetwork, Kind: DaemonUnreachable, Seen: "18",
		Format:  "no connection to background transfer daemon, and will not try to reconnect",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> no connection to background transfer daemon, and will not try to reconnect",
	},
	{
		// people put dots for the head when they quote it
		ID: "url.a.xpc_setup", From: fromCFNetwork, Kind: DaemonUnreachable, Inside: true, Level: "error", Seen: "18-26",
		Format: "an error occurred on the xpc connection to setup the background session: %@", Fields: "error",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> an error occurred on the xpc connection to setup the background session: Error Domain=NSCocoaErrorDomain Code=4099 \"The connection to service named com.apple.nsurlsessiond was invalidated from this process.\"",
	},
	{
		ID: "url.a.xpc_setup_old", From: fromCFNetwork, Kind: DaemonUnreachable, Inside: true, Seen: "13",
		Format: "An error occurred on the xpc connection to setup the background session: %@", Fields: "error",
		Example: "An error occurred on the xpc connection to setup the background session: Error Domain=NSCocoaErrorDomain Code=4099 \"The connection to service named com.apple.nsurlsessiond was invalidated from this process.\"",
	},
	{
		ID: "url.a.xpc_pending", From: fromCFNetwork, Kind: DaemonUnreachable, Level: "error", Seen: "18",
		Format: "An error occurred on the xpc connection requesting pending callbacks for the background session: %@", Fields: "error",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> An error occurred on the xpc connection requesting pending callbacks for the background session: Error Domain=NSCocoaErrorDomain Code=4099 \"The connection to service named com.apple.nsurlsessiond was invalidated from this process.\"",
	},
	{
		ID: "url.a.finishing", From: fromCFNetwork, Kind: AppEventsFinishing, Seen: "18",
		Format: "no outstanding tasks getting auth headers, finishing wake up for uuid %@ for session %@ with identifier %@", Fields: "_ _ identifier",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> no outstanding tasks getting auth headers, finishing wake up for uuid 0F4C8E11-5A6B-4D7E-9F21-33C5D7E9A0B2 for session <__NSURLBackgroundSession: 0x10571b000> with identifier com.example.notes.uploads",
	},
	{
		ID: "url.a.ready", From: fromCFNetwork, Kind: AppEventsFinished, Needs: needSession, Seen: "18",
		Format: "Ready to wake app for uuid %@ for session %@ with identifier %@ invoked=%d", Fields: "_ _ identifier invoked",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Ready to wake app for uuid 0F4C8E11-5A6B-4D7E-9F21-33C5D7E9A0B2 for session <__NSURLBackgroundSession: 0x10571b000> with identifier com.example.notes.uploads invoked=1",
	},
	{
		ID: "url.a.notinvoked", From: fromCFNetwork, Kind: AppEventsHeld, Level: "error", Seen: "18",
		Format: "backgroundSessionDidFinishAppWake block not invoked for UUID %@ for session %@ with identifier %@ outstanding auth tasks %@", Fields: "_ _ identifier tasks",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> backgroundSessionDidFinishAppWake block not invoked for UUID 0F4C8E11-5A6B-4D7E-9F21-33C5D7E9A0B2 for session <__NSURLBackgroundSession: 0x10571b000> with identifier com.example.notes.uploads outstanding auth tasks (7)",
	},
	{
		ID: "url.a.store", From: fromCFNetwork, Kind: AppEventsHeld, Seen: "18",
		Format: "Storing work to do when ready to wake app for uuid %@ for session %@ with identifier %@", Fields: "_ _ identifier",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Storing work to do when ready to wake app for uuid 0F4C8E11-5A6B-4D7E-9F21-33C5D7E9A0B2 for session <__NSURLBackgroundSession: 0x10571b000> with identifier com.example.notes.uploads",
	},
	{
		// before the exception that follows, which is the same of any session
		ID: "url.a.invalidated", From: fromCFNetwork, Kind: AppTransferNotCreated, Needs: needSession, Level: "error", Seen: "18-26",
		Format: "attempted to create a %@ in a session that has been invalidated", Fields: "class",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> attempted to create a NSURLSessionDownloadTask in a session that has been invalidated",
	},
	{
		ID: "url.a.invalidated_old", From: fromCFNetwork, Kind: AppSessionMisused, Inside: true, Seen: "8 and later",
		Format:  "Attempted to create a task in a session that has been invalidated",
		Example: "Attempted to create a task in a session that has been invalidated",
	},
	{
		// the exception, of any session: AFNetworking, Alamofire and TransferUtility users post it
		ID: "url.a.invalidated_exception", From: fromCFNetwork, Kind: AppSessionMisused, Inside: true, Seen: "8 and later",
		Format:  "Task created in a session that has been invalidated",
		Example: "Task created in a session that has been invalidated",
	},
	{
		// NSURLSessionDownloadTask or NSURLSessionUploadTask
		ID: "url.a.noremote", From: fromCFNetwork, Kind: AppTransferNotCreated, Needs: needSession, Level: "error", Seen: "17-18",
		Format: "failed to create a background %@, as remote session is unavailable", Fields: "class",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> failed to create a background NSURLSessionUploadTask, as remote session is unavailable",
	},
	{
		// of which notes quote no more than these words; the rest is in the example
		ID: "url.a.badresume", From: fromCFNetwork, Kind: AppTransferNotCreated, Inside: true, Seen: "8-18",
		Format:  "Invalid resume data for background download",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Invalid resume data for background download. Background downloads must use http or https and must download to an accessible file.",
	},
	{
		ID: "url.a.badscheme", From: fromCFNetwork, Kind: AppTransferNotCreated, Inside: true, Seen: "8-18",
		Format: "Invalid URL scheme for background downloads: %@. Valid schemes are http or https", Fields: "scheme",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Invalid URL scheme for background downloads: ftp. Valid schemes are http or https",
	},
	{
		ID: "url.a.sbx", From: fromCFNetwork, Kind: AppUploadFileNoted, Needs: needTask, Seen: "18",
		Format: "issued sandbox extension for file %@, succeeded = %{BOOL}d", Fields: "file succeeded",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> BackgroundUploadTask <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> issued sandbox extension for file file:///var/mobile/body.dat, succeeded = YES",
	},
	{
		ID: "url.a.sbx_fail", From: fromCFNetwork, Kind: AppUploadFileRefused, Inside: true, Level: "error", Seen: "7-18",
		Format: "Failed to issue sandbox extension for file %@, errno = %{errno}d", Fields: "file errno",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Failed to issue sandbox extension for file file:///var/mobile/body.dat, errno = [1: Operation not permitted]",
	},
	{
		// of which people leave out the error number (stackoverflow.com/a/57973541)
		ID: "url.a.sbx_fail_short", From: fromCFNetwork, Kind: AppUploadFileRefused, Inside: true, Level: "error", Seen: "13",
		Format: "Failed to issue sandbox extension for file %@://%@", Fields: "_ file",
		Example: "Failed to issue sandbox extension for file file:///var/mobile/Media/DCIM/104APPLE/IMG_4417.PNG",
	},
	{
		ID: "url.a.openfail", From: fromCFNetwork, Kind: AppUploadFileRefused, Level: "error", Seen: "18",
		Format: "Failed to open file to upload %{errno}d", Fields: "errno",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Failed to open file to upload [2: No such file or directory]",
	},
	{
		ID: "url.a.protected", From: fromCFNetwork, Kind: AppUploadFileProtected, Level: "fault", Seen: "18",
		Format: "API MISUSE: Background upload from a file %@ with %@ is not supported. Please reduce the file protection class.", Fields: "file class",
		Example: "API MISUSE: Background upload from a file file:///var/mobile/body.dat with NSFileProtectionComplete is not supported. Please reduce the file protection class.",
	},
	{
		ID: "url.a.mismatch", From: fromCFNetwork, Kind: AppDiscretionaryMismatch, Level: "fault", Seen: "18",
		Format: "Discretionary background URLSessionConfiguration (%@) is inconsistent with xpc activity configuration. If this is intended, please reach out to %@", Fields: "configuration _",
		Example: "Discretionary background URLSessionConfiguration (<__NSCFURLSessionConfiguration: 0x10571b000>) is inconsistent with xpc activity configuration. If this is intended, please reach out to cfnetwork / duetactivityscheduler",
	},
	{
		ID: "url.a.alreadyinv", From: fromCFNetwork, Kind: AppSessionInvalidating, Needs: needSession, Seen: "18",
		Format: "Already invalidating %@", Fields: "_",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Already invalidating <__NSURLBackgroundSession: 0x10571b000>",
	},
	{
		ID: "url.a.unlink", From: fromCFNetwork, Kind: AppDownloadFileKept, Level: "error", Seen: "18",
		Format: "FAILED to UNLINK download file: %s, errno:%d, desc: %s", Fields: "file errno _",
		Example: "BackgroundSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> FAILED to UNLINK download file: /var/mobile/CFNetworkDownload_a1B2c3.tmp, errno:2, desc: No such file or directory",
	},
}
