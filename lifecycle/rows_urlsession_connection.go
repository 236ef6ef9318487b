package lifecycle

// Events of nsurlsessiond about a transfer from its wait for a connection to the end
// of the response.
const (
	TransferWaiting       EventKind = "transfer-waiting"     // no usable network, or conditions not met
	TransferStarted       EventKind = "transfer-started"     // the request goes out on an established connection: the real start
	RequestUnchanged      EventKind = "request-unchanged"    // companion of the start
	ConnectionAttempted   EventKind = "connection-attempted" // CFNetwork works on a connection (iOS 12): the start, where nothing better is logged
	ConnectionNoted       EventKind = "connection-noted"     // set-up and statistics
	ConnectionCancelled   EventKind = "connection-cancelled"
	ClientNeeded          EventKind = "client-needed"          // the app must answer and cannot be woken: cancelled (-997)
	ResponseReceived      EventKind = "response-received"      // with the HTTP status
	ResponseInformational EventKind = "response-informational" // 1xx; 104: resumable upload
	ResponseToFile        EventKind = "response-to-file"       // "became download task": an upload's response body is stored as a file too
	DownloadResumedAt     EventKind = "download-resumed-at"
	DataProgress          EventKind = "data-progress"       // only with debug logging
	Redirected            EventKind = "redirected"          // followed by itself when no client is attached
	RedirectedHost        EventKind = "redirected-host"     // to another host: dasd's window is reset
	Challenged            EventKind = "challenged"          // authentication; may wake the app
	ChallengeDefault      EventKind = "challenge-default"   // answered without the app
	ChallengeAnswered     EventKind = "challenge-answered"  // by the app
	ChallengeDropped      EventKind = "challenge-dropped"   // the task ended before the answer
	BodyStreamNeeded      EventKind = "body-stream-needed"  // a stream upload: it is cancelled when the app goes
	ClientGone            EventKind = "client-gone"         // data for a task whose app is not connected: cancelled (-997)
	TrackerBlocked        EventKind = "tracker-blocked"     // -1004
	ThroughputLow         EventKind = "throughput-low"      // too slow: cancelled and parked until the network changes or 15 min and more have passed
	TransferPowerHeld     EventKind = "transfer-power-held" // powerd: a running transfer keeps the device awake
)

var connectionRows = []*Row{
	{
		ID: "url.wait.conn", From: fromURLSessiond, Kind: TransferWaiting, Needs: needTask, Seen: "12-26.1",
		Format: "for client %{public}@ is waiting for connection - reason: %lld", Fields: "bundle reason",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> for client com.example.notes is waiting for connection - reason: 10000",
	},
	{
		ID: "url.w.established", From: fromURLSessiond, Kind: TransferStarted, Needs: needTask, Seen: "26.1",
		Format: "for client %{public}@ _willSendRequestForEstablishedConnection", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> for client com.example.notes _willSendRequestForEstablishedConnection",
	},
	{
		ID: "url.w.noimpl", From: fromURLSessiond, Kind: RequestUnchanged, Seen: "26.1",
		Format:  "Client does not implement _willSendRequestForEstablishedConnection, so using proposed request",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Client does not implement _willSendRequestForEstablishedConnection, so using proposed request",
	},
	{
		ID: "url.w.proposed", From: fromURLSessiond, Kind: RequestUnchanged, Seen: "26.1",
		Format:  "using proposed request since the client application is not running and doesn't support wakes",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> using proposed request since the client application is not running and doesn't support wakes",
	},
	{
		ID: "url.w.needclient", From: fromURLSessiond, Kind: ClientNeeded, Level: "error", Seen: "26.1",
		Format:  "established a connection which requires the client to be running, but it isn't running and doesn't support app wakes. Canceling the task.",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> established a connection which requires the client to be running, but it isn't running and doesn't support app wakes. Canceling the task.",
	},
	{
		// traffic class 200 and "indefinite": a background transfer
		ID: "url.w.cancel", From: fromNetwork, Kind: ConnectionCancelled, Seen: "12",
		Format: "[C%d %s, bundle id: %s, url: %s, traffic class: %d, %s] cancel", Fields: "connection host bundle url class _",
		Example: "[C8709 Hostname#0c1c3bac:443 tcp, bundle id: com.example.notes, url: https://example.com/in, traffic class: 200, tls, indefinite] cancel",
	},
	{
		ID: "url.w.dlresp", From: fromURLSessiond, Kind: ResponseReceived, Needs: needTask, Seen: "26.1",
		Format: "download for client %{public}@ received response, status code: %d", Fields: "bundle status",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> download for client com.example.notes received response, status code: 200",
	},
	{
		ID: "url.w.resp", From: fromURLSessiond, Kind: ResponseReceived, Needs: needTask, Seen: "12-26.1",
		Format: "didReceiveResponse: %@, status code: %d", Fields: "response status",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> didReceiveResponse: <NSHTTPURLResponse: 0x10571b000>, status code: 200",
	},
	{
		ID: "url.w.info", From: fromURLSessiond, Kind: ResponseInformational, Needs: needTask, Seen: "26.1",
		Format: "didReceiveInformationalResponse: %@, status code: %d", Fields: "response status",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> didReceiveInformationalResponse: <NSHTTPURLResponse: 0x10571b000>, status code: 104",
	},
	{
		ID: "url.w.tofile", From: fromURLSessiond, Kind: ResponseToFile, Needs: needTask, Seen: "12-26.1",
		Format:  "became download task",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> became download task",
	},
	{
		ID: "url.w.resumeat", From: fromURLSessiond, Kind: DownloadResumedAt, Needs: needTask, Seen: "26.1",
		Format: "didResumeAtOffset: %lld expectedTotalBytes: %lld", Fields: "offset total",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> didResumeAtOffset: 524288 expectedTotalBytes: 1048576",
	},
	{
		ID: "url.w.data", From: fromURLSessiond, Kind: DataProgress, Needs: needTask, Level: "debug", Seen: "26.1",
		Format: "did receive data (%lld of %lld total bytes)", Fields: "received total",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> did receive data (32768 of 1048576 total bytes)",
	},
	{
		ID: "url.w.redirect", From: fromURLSessiond, Kind: Redirected, Needs: needTask, Seen: "26.1",
		Format: "willPerformHTTPRedirection, response: %@, new request: %@", Fields: "_ request",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> willPerformHTTPRedirection, response: <NSHTTPURLResponse: 0x10571b000>, new request: <NSURLRequest: 0x10571b010> { URL: https://cdn.example.com/a.zip }",
	},
	{
		ID: "url.w.redirect_host", From: fromURLSessiond, Kind: RedirectedHost, Seen: "26.1",
		Format: "modifying conditional connection properties since new request %@ is to a different host than previous request %@", Fields: "request previous",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> modifying conditional connection properties since new request <NSURLRequest: 0x10571b010> is to a different host than previous request <NSURLRequest: 0x10571b000>",
	},
	{
		ID: "url.w.chal", From: fromURLSessiond, Kind: Challenged, Needs: needTask, Seen: "26.1",
		Format: "didReceiveChallenge: %@ protection space: %@ for client %{public}@ received auth challenge with type %{public}@", Fields: "_ _ bundle method",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> didReceiveChallenge: <NSURLAuthenticationChallenge: 0x10571b000> protection space: <NSURLProtectionSpace: 0x10571b010> for client com.example.notes received auth challenge with type NSURLAuthenticationMethodServerTrust",
	},
	{
		ID: "url.w.chal_trust", From: fromURLSessiond, Kind: ChallengeDefault, Seen: "26.1",
		Format:  "client is not running and trust is valid, performing default handling for auth challenge",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> client is not running and trust is valid, performing default handling for auth challenge",
	},
	{
		ID: "url.w.chal_cred", From: fromURLSessiond, Kind: ChallengeDefault, Seen: "26.1",
		Format:  "client is not running and challenge has a previousFailureCount of 0 and a proposedCredential, performing default handling for auth challenge",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> client is not running and challenge has a previousFailureCount of 0 and a proposedCredential, performing default handling for auth challenge",
	},
	{
		ID: "url.w.chal_nowakes", From: fromURLSessiond, Kind: ChallengeDefault, Seen: "26.1",
		Format:  "client is not running and doesn't support app wakes, performing default handling for auth challenge",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> client is not running and doesn't support app wakes, performing default handling for auth challenge",
	},
	{
		ID: "url.w.chal_notask", From: fromURLSessiond, Kind: ChallengeDefault, Seen: "26.1",
		Format:  "client doesn't implement task-level auth challenge delegate, performing default handling for auth challenge",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> client doesn't implement task-level auth challenge delegate, performing default handling for auth challenge",
	},
	{
		ID: "url.w.chal_noimpl", From: fromURLSessiond, Kind: ChallengeDefault, Seen: "26.1",
		Format:  "client doesn't implement session-level or task-level auth challenge delegate, performing default handling for auth challenge",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> client doesn't implement session-level or task-level auth challenge delegate, performing default handling for auth challenge",
	},
	{
		ID: "url.w.chal_answer", From: fromURLSessiond, Kind: ChallengeAnswered, Seen: "18",
		Format: "client responded to task challenge with disp %d, cred %@, trustProxy %@", Fields: "disposition _ _",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> client responded to task challenge with disp 1, cred (null), trustProxy (null)",
	},
	{
		ID: "url.w.chal_drain", From: fromURLSessiond, Kind: ChallengeDropped, Seen: "26.1",
		Format:  "draining authentication challenge callback",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> draining authentication challenge callback",
	},
	{
		ID: "url.w.body", From: fromURLSessiond, Kind: BodyStreamNeeded, Needs: needTask, Seen: "26.1",
		Format:  "needs new body stream",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> needs new body stream",
	},
	{
		ID: "url.w.nodata", From: fromURLSessiond, Kind: ClientGone, Seen: "26.1",
		Format:  "received data and there is no connected client. Canceling task.",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> received data and there is no connected client. Canceling task.",
	},
	{
		ID: "url.w.nodata_resp", From: fromURLSessiond, Kind: ClientGone, Level: "error", Seen: "26.1",
		Format:  "received data task didReceiveResponse callback and there is no connected client. Canceling task.",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> received data task didReceiveResponse callback and there is no connected client. Canceling task.",
	},
	{
		ID: "url.w.tracker", From: fromURLSessiond, Kind: TrackerBlocked, Level: "error", Seen: "26.1",
		Format:  "is blocked due to tracker policy",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> is blocked due to tracker policy",
	},
	{
		ID: "url.w.slow", From: fromURLSessiond, Kind: ThroughputLow, Level: "error", Seen: "26.1",
		Format: "canceling because of low throughput monitoring! Current throughput: %f bytes/sec, current threshold: %f bytes/sec, samples %@/%@", Fields: "throughput threshold _ _",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> canceling because of low throughput monitoring! Current throughput: 812.500000 bytes/sec, current threshold: 1024.000000 bytes/sec, samples 10/10",
	},
	{
		ID: "url.pm.assert", From: fromPowerd, Kind: TransferPowerHeld, Inside: true, Seen: "macOS 10.15-11",
		Format: "NSURLSessionTask %@\"", Fields: "task",
		Example: "PreventUserIdleSystemSleep named: \"NSURLSessionTask C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70\"",
	},
}
