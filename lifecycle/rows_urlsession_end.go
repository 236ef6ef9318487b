package lifecycle

// Events of nsurlsessiond about the end of a transfer: completion, delivery, retries.
const (
	ResponseFileComplete   EventKind = "response-file-complete" // "finished downloading to": the response body, of uploads too
	TransferCompleted      EventKind = "transfer-completed"     // with a code; 0 is success, though the text says error
	TransferSucceeded      EventKind = "transfer-succeeded"
	TransferFailed         EventKind = "transfer-failed"          // finally, with its code: negative NSURLErrorDomain, small positive nsurlsessiond's own
	TransferCancelled      EventKind = "transfer-cancelled"       // -999 by the app
	TransferCancelAsked    EventKind = "transfer-cancel-asked"    // the app's cancel() reached the daemon
	ResumeDataMade         EventKind = "resume-data-made"         // cancelByProducingResumeData
	TransferBytes          EventKind = "transfer-bytes"           // bytes sent and received, on success too
	FileAcknowledged       EventKind = "file-acknowledged"        // didFinishDownloadingTo has returned in the app
	CompletionAcknowledged EventKind = "completion-acknowledged"  // the app has taken didCompleteWithError: delivered
	AcknowledgementEarly   EventKind = "acknowledgement-early"    // not complete after all
	DeliveryBroke          EventKind = "delivery-broke"           // the app went while callbacks were delivered; it is woken again
	ClientQuit             EventKind = "client-quit"              // a transfer failed because the app was force quit
	TransferLostInRestart  EventKind = "transfer-lost-in-restart" // active when the daemon ended (-997)

	RetryDecided   EventKind = "retry-decided"    // the daemon tries again by itself after this code
	RetryScheduled EventKind = "retry-scheduled"  // in so many seconds
	RetryFailed    EventKind = "retry-failed"     // given up (-1)
	RetryFromStart EventKind = "retry-from-start" // no resume data: from byte 0
	RetryResumes   EventKind = "retry-resumes"    // from resume data
)

var transferEndRows = []*Row{
	{
		ID: "url.e.file", From: fromURLSessiond, Kind: ResponseFileComplete, Needs: needTask, Seen: "12-26.1",
		Format: "finished downloading to %@", Fields: "file",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> finished downloading to file:///var/mobile/CFNetworkDownload_a1B2c3.tmp",
	},
	{
		// C: over cellular Y, N, or U without a connection
		ID: "url.e.completed", From: fromURLSessiond, Kind: TransferCompleted, Needs: needTask, Seen: "26.1",
		Format: "completed with error %@ [%ld]. C(%c)", Fields: "error code cellular",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> completed with error (null) [0]. C(N)",
	},
	{
		ID: "url.e.restart", From: fromURLSessiond, Kind: TransferLostInRestart, Needs: needTask, Level: "error", Seen: "26.1",
		Format: "completed with error %@ [%ld] (was active before nsurlsessiond exit)", Fields: "error code",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> completed with error Error Domain=NSURLErrorDomain Code=-997 \"(null)\" [-997] (was active before nsurlsessiond exit)",
	},
	{
		ID: "url.e.completed_old", From: fromURLSessiond, Kind: TransferCompleted, Needs: needTask, Seen: "12",
		Format: "completed with error %@ [%ld]", Fields: "error code",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> completed with error (null) [0]",
	},
	{
		ID: "url.e.ok", From: fromURLSessiond, Kind: TransferSucceeded, Needs: needTask, Seen: "12-26.1",
		Format: "for client %{public}@ completed successfully", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> for client com.example.notes completed successfully",
	},
	{
		ID: "url.e.err", From: fromURLSessiond, Kind: TransferFailed, Needs: needTask, Seen: "9-26.1",
		Format: "for client %{public}@ completed with error - code: %ld", Fields: "bundle code",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> for client com.example.notes completed with error - code: -1001",
	},
	{
		ID: "url.e.cancel", From: fromURLSessiond, Kind: TransferCancelled, Needs: needTask, Seen: "26.1",
		Format: "for client %{public}@ was cancelled", Fields: "bundle",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> for client com.example.notes was cancelled",
	},
	{
		// no UUID: the number counts within the session
		ID: "url.e.old", From: fromURLSessiond, Kind: TransferFailed, Level: "error", Seen: "9",
		Format: "Task <%@>.<%@>.<%lu> completed with error %@", Fields: "bundle identifier number error",
		Example: "Task <com.example.notes>.<com.example.notes.uploads>.<6> completed with error Error Domain=NSURLErrorDomain Code=-997 \"Lost connection to background transfer service\"",
	},
	{
		ID: "url.e.log", From: fromURLSessiond, Kind: TransferBytes, Needs: needTask, Seen: "12",
		Format: "logTaskError isDownload = %c bytesReceived = %lld bytesSent = %lld isRecoverable = %c", Fields: "download received sent recoverable",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> logTaskError isDownload = N bytesReceived = 0 bytesSent = 1186948 isRecoverable = N",
	},
	{
		ID: "url.e.ackfile", From: fromURLSessiond, Kind: FileAcknowledged, Needs: needTask, Seen: "12",
		Format:  "client acknowledged file download",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> client acknowledged file download",
	},
	{
		ID: "url.e.ack", From: fromURLSessiond, Kind: CompletionAcknowledged, Needs: needTask, Seen: "12",
		Format:  "client acknowledged completion",
		Example: "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> client acknowledged completion",
	},
	{
		ID: "url.e.ackskip", From: fromURLSessiond, Kind: AcknowledgementEarly, Seen: "26.1",
		Format:  "skipping acknowledgement teardown since it's not actually complete",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> skipping acknowledgement teardown since it's not actually complete",
	},
	{
		ID: "url.e.cberr", From: fromURLSessiond, Kind: DeliveryBroke, Needs: needSession, Level: "error", Seen: "26.1",
		Format: "Encountered error %@ during task completion callback delivery", Fields: "error",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Encountered error Error Domain=NSCocoaErrorDomain Code=4097 \"(null)\" during task completion callback delivery",
	},
	{
		ID: "url.e.cancelreq", From: fromURLSessiond, Kind: TransferCancelAsked, Needs: needTask, Seen: "26.1",
		Format:  "cancelTaskWithIdentifier",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> cancelTaskWithIdentifier",
	},
	{
		ID: "url.e.resumedata", From: fromURLSessiond, Kind: ResumeDataMade, Needs: needTask, Seen: "18",
		Format:  "received resume data",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> received resume data",
	},
	{
		ID: "url.e.quit", From: fromURLSessiond, Kind: ClientQuit, Level: "error", Seen: "26.1",
		Format:  "Removing client proxy due to task failure caused by app quit",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Removing client proxy due to task failure caused by app quit",
	},
	{
		ID: "url.rt.err", From: fromURLSessiond, Kind: RetryDecided, Needs: needTask, Seen: "26.1",
		Format: "for client %{public}@ will be retried after error %@ - code: %ld", Fields: "bundle error code",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> for client com.example.notes will be retried after error Error Domain=NSURLErrorDomain Code=-1005 \"(null)\" - code: -1005",
	},
	{
		ID: "url.rt.after", From: fromURLSessiond, Kind: RetryScheduled, Needs: needTask, Seen: "26.1",
		Format: "will retry after %lld seconds", Fields: "seconds",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> will retry after 4 seconds",
	},
	{
		ID: "url.rt.fail", From: fromURLSessiond, Kind: RetryFailed, Needs: needTask, Level: "error", Seen: "26.1",
		Format:  "failed to retry",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> failed to retry",
	},
	{
		ID: "url.rt.noresume", From: fromURLSessiond, Kind: RetryFromStart, Level: "error", Seen: "26.1",
		Format:  "could not create resume data. The server might not support resumable downloads. Will retry full download",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> could not create resume data. The server might not support resumable downloads. Will retry full download",
	},
	{
		ID: "url.rt.fromresume", From: fromURLSessiond, Kind: RetryResumes, Needs: needTask, Seen: "26.1",
		Format:  "download created from resume data",
		Example: "NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7> download created from resume data",
	},
}
