package lifecycle

// Events of CFNetwork about one task, of any session, in any process: in the app for
// tasks of its own, in nsurlsessiond for background transfers.
const (
	TaskSummary       EventKind = "url-task-summary" // timings of a transaction that succeeded
	TaskSummaryFailed EventKind = "url-task-summary-failed"
	TaskFinished      EventKind = "url-task-finished" // without an error
	TaskFailed        EventKind = "url-task-failed"   // with its code; -999 may be a cancel by the app
	TaskRequestSent   EventKind = "url-task-request-sent"
	TaskConnection    EventKind = "url-task-connection" // a connection is set up, used, or given back
	TaskResponse      EventKind = "url-task-response"
	TaskResponseEnded EventKind = "url-task-response-ended"
	TaskChallenge     EventKind = "url-task-challenge"
)

// Without the head Task.
var taskLineRows = []*Row{
	{
		ID: "url.cf.resume3", From: fromCFNetwork, Kind: TransferResumed, Needs: needTask, Cut: true, Seen: "17-26",
		Format: "resuming, timeouts(%.1f, %.1f) qos(0x%x) %@", Fields: "request_timeout resource_timeout qos _",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> resuming, timeouts(60.0, 604800.0) qos(0x21) voucher((null)) activity(00000000-0000-0000-0000-000000000000)",
	},
	{
		ID: "url.cf.resume2", From: fromCFNetwork, Kind: TransferResumed, Needs: needTask, Cut: true, Seen: "15",
		Format: "resuming, timeouts(%.1f, %.1f) QOS(0x%x) %@", Fields: "request_timeout resource_timeout qos _",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> resuming, timeouts(60.0, 604800.0) QOS(0x21) Voucher (null)",
	},
	{
		// of which people leave out the end: without this row the daemon's "resuming" fits
		ID: "url.cf.resume_cut", From: fromCFNetwork, Kind: TransferResumed, Needs: needTask, Seen: "26",
		Format: "resuming, timeouts(%.1f, %.1f)", Fields: "request_timeout resource_timeout",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> resuming, timeouts(60.0, 604800.0)",
	},
	{
		ID: "url.cf.resume1", From: fromCFNetwork, Kind: TransferResumed, Needs: needTask, Seen: "12",
		Format: "resuming, QOS(0x%x)", Fields: "qos",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> resuming, QOS(0x9)",
	},
	{
		// keys were added between iOS 13 and 15
		ID: "url.cf.summary", From: fromCFNetwork, Kind: TaskSummary, Needs: needTask, Cut: true, Seen: "13-26",
		Format: "summary for task success {transaction_duration_ms=%d, response_status=%d, %@request_bytes=%d, %@response_bytes=%d, %@}", Fields: "duration_ms status _ sent _ received rest",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> summary for task success {transaction_duration_ms=251, response_status=204, connection=2, protocol=\"h2\", domain_lookup_duration_ms=2, connect_duration_ms=108, secure_connection_duration_ms=94, private_relay=false, request_start_ms=213, request_duration_ms=0, response_start_ms=251, response_duration_ms=0, request_bytes=631, request_throughput_kbps=34755, response_bytes=274, response_throughput_kbps=6614, cache_hit=false}",
	},
	{
		ID: "url.cf.summary_fail", From: fromCFNetwork, Kind: TaskSummaryFailed, Needs: needTask, Cut: true, Seen: "13-26 (from memory)",
		Format: "summary for task failure {transaction_duration_ms=%d, response_status=%d, %@}", Fields: "duration_ms status rest",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> summary for task failure {transaction_duration_ms=60251, response_status=-1, connection=2, request_bytes=0, response_bytes=0, cache_hit=false}",
	},
	{
		ID: "url.cf.ok", From: fromCFNetwork, Kind: TaskFinished, Needs: needTask, Seen: "13-26",
		Format:  "finished successfully",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> finished successfully",
	},
	{
		ID: "url.cf.err", From: fromCFNetwork, Kind: TaskFailed, Needs: needTask, Lines: true, Seen: "13-26",
		Format: "finished with error [%ld] %@", Fields: "code error",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> finished with error [-1001] Error Domain=NSURLErrorDomain Code=-1001 \"The request timed out.\" UserInfo={_NSURLErrorRelatedURLSessionTaskErrorKey=(\n    \"BackgroundDownloadTask <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7>\"\n)}",
	},
	{
		ID: "url.cf.err_code", From: fromCFNetwork, Kind: TaskFailed, Needs: needTask, Seen: "11-12",
		Format: "finished with error - code: %ld", Fields: "code",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> finished with error - code: -999",
	},
	{
		ID: "url.cf.load", From: fromCFNetwork, Kind: TaskFailed, Needs: needTask, Seen: "12",
		Format: "load failed with error %@ [%ld]", Fields: "error code",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> load failed with error Error Domain=NSURLErrorDomain Code=-999 \"cancelled\" UserInfo={NSURLErrorBackgroundTaskCancelledReasonKey=0} [-999]",
	},
	{
		// its end is missing
		ID: "url.cf.load_cut", From: fromCFNetwork, Kind: TaskFailed, Needs: needTask, Lines: true, Seen: "12",
		Format: "load failed with error %@", Fields: "error",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> load failed with error Error Domain=NSURLErrorDomain Code=-999 \"(null)\" UserInfo={NSURLErrorBackgroundTaskCancelledReasonKey=0, …",
	},
	{
		ID: "url.cf.httpfail", From: fromCFNetwork, Kind: TaskFailed, Needs: needTask, Seen: "11-26 (from memory)",
		Format: "HTTP load failed, %lld/%lld bytes (error code: %ld [%ld:%ld])", Fields: "sent received code stream_domain stream_code",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> HTTP load failed, 0/0 bytes (error code: -1001 [4:-2102])",
	},
	{
		ID: "url.cf.sent", From: fromCFNetwork, Kind: TaskRequestSent, Needs: needTask, Seen: "12-26 (from memory)",
		Format: "sent request, body %c %lld", Fields: "body bytes",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> sent request, body S 1186948",
	},
	{
		ID: "url.cf.now_using", From: fromCFNetwork, Kind: TaskConnection, Needs: needTask, Seen: "12-26 (from memory)",
		Format: "now using Connection %d", Fields: "connection",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> now using Connection 17",
	},
	{
		ID: "url.cf.setting_up", From: fromCFNetwork, Kind: TaskConnection, Needs: needTask, Seen: "12-26",
		Format: "setting up Connection %d", Fields: "connection",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> setting up Connection 17",
	},
	{
		ID: "url.cf.done_using", From: fromCFNetwork, Kind: TaskConnection, Needs: needTask, Seen: "12-26",
		Format: "done using Connection %d", Fields: "connection",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> done using Connection 17",
	},
	{
		ID: "url.cf.resp", From: fromCFNetwork, Kind: TaskResponse, Needs: needTask, Seen: "12-26",
		Format: "received response, status %d content %c", Fields: "status content",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> received response, status 200 content K",
	},
	{
		ID: "url.cf.respend", From: fromCFNetwork, Kind: TaskResponseEnded, Needs: needTask, Seen: "12-26",
		Format:  "response ended",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> response ended",
	},
	{
		ID: "url.cf.auth", From: fromCFNetwork, Kind: TaskChallenge, Needs: needTask, Seen: "12-26 (from memory)",
		Format: "auth completion disp=%d cred=%d", Fields: "disposition _",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> auth completion disp=1 cred=0",
	},
	{
		// App Transport Security
		ID: "url.cf.strength", From: fromCFNetwork, Kind: ConnectionNoted, Needs: needTask, Seen: "12",
		Format: "{strength %d, tls %d, ct %d, sub %d, sig %d, ciphers %d, bundle %d, builtin %d}", Fields: "_ _ _ _ _ _ _ _",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> {strength 1, tls 8, ct 0, sub 0, sig 0, ciphers 1, bundle 0, builtin 0}",
	},
	{
		ID: "url.cf.tic", From: fromCFNetwork, Kind: ConnectionAttempted, Seen: "12",
		Format: "TIC TCP [0x%x] working for task %@", Fields: "_ task",
		Example: "TIC TCP [0x0] working for task Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7>",
	},
	{
		ID: "url.cf.tls", From: fromCFNetwork, Kind: ConnectionNoted, Seen: "12",
		Format: "TIC Enabling TLS [%d:%p]", Fields: "connection _",
		Example: "TIC Enabling TLS [8692:0x10fe7f440]",
	},
	{
		ID: "url.cf.das", From: fromCFNetwork, Kind: ActivitySubmitted, Seen: "12",
		Format: "TIC [%p]: DAS scheduler submitted activity %p", Fields: "_ activity",
		Example: "TIC [0x10fd6e340]: DAS scheduler submitted activity 0x10fd9f630",
	},
	{
		ID: "url.cf.ccds", From: fromCFNetwork, Kind: ActivitySubmitted, Seen: "12",
		Format: "CCDS: requirements %@ DASActivityPr%@", Fields: "_ _",
		Example: "CCDS: requirements (null) DASActivityProperties (null)",
	},
}
