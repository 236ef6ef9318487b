package logstyle

import "strings"

// phrase is a line of nsurlsessiond in its two wordings: of iOS 18 and later, with
// the session before it, and of iOS 12, without. A phrase that is not known of iOS
// 12 is not written there. A bundle id is hidden where the wording does not mark it
// public.
type phrase struct{ now, old string }

const (
	ofSession = "NDSession <%{public}@>"
	ofTask    = "Task <%{public}@>.<%{public}@> "
	ofBoth    = ofSession + " " + ofTask
	newTask   = "Task <?>.<0> "
)

// About the daemon, and what it sees of an app.
var (
	sayStarted    = phrase{"nsurlsessiond started", ""}
	sayNetwork    = phrase{"Received symptom that we may be on a better network", "Received symptom that we may be on a better network"}
	sayFront      = phrase{"Application %@ entered foreground", ""}
	sayNotFront   = phrase{"Application %@ no longer foreground", ""}
	saySuspended  = phrase{"Application %@ was suspended", ""}
	sayQuit       = phrase{"Application %@ was quit in the app switcher", ""}
	sayDelay      = phrase{"Set request delay for %@ to %f", "Set request delay for %@ to %f"}
	sayReset      = phrase{"Resetting request delay for %@", "Resetting request delay for %@"}
	sayResetFront = phrase{"Resetting request delay and clearing pending wake requests for %@ since it came into the foreground", ""}
	sayResetFirst = phrase{"Resetting request delay and clearing pending wake requests for %@ since the first observer is being added", ""}
	sayRestore    = phrase{"restoreState: %@", ""}
)

// About a session.
var (
	sayCreating     = phrase{"Creating session with identifier: %@ for bundle id: %@", ""}
	sayCreated      = phrase{ofSession + ".<%@>.<%@>: created successfully", ""}
	sayIsFor        = phrase{ofSession + " Session <%{public}@> is for <%{public}@>.<%@> using resource timeout: %f, request timeout: %f allowsCellularAccess: %d, allowsExpensiveAccess: %d", ""}
	sayClientKind   = phrase{ofSession + " Client %{public}@ is a SpringBoard application", ""}
	sayConnection   = phrase{ofSession + " Using XPC connection %@ for client %{public}@ with identifier %@ and PID %d", ""}
	sayReconnecting = phrase{ofSession + ".<%@>.<%@>: reconnecting existing session", ""}
	sayOutstanding  = phrase{ofSession + " has %lu outstanding tasks", ""}
	sayActive       = phrase{ofSession + " client %{public}@ is active result (%c), XPC(%c) proxy(%c) for %@", ""}
	sayAppSuspended = phrase{ofSession + " notified associated application %@(%d) was suspended, XPC(%c)", ""}
	sayDisconnected = phrase{ofSession + " client %{public}@ disconnected, XPC(%c) proxy(%c) for %@", ""}
	sayClientQuit   = phrase{ofSession + " Removing client proxy due to task failure caused by app quit", ""}
)

// About a wake and the delivery of events.
var (
	sayWaking    = phrase{ofSession + " Waking up the client app: %{public}@", ""}
	sayRequest   = phrase{"Will request wake of app %{public}@ for NDSession <%{public}@> with identifier %@", ""}
	sayWoken     = phrase{"Successfully woke application %{public}@ and took process assertion", ""}
	sayNotOpened = phrase{"Failed to open application %{public}@, error: %@ timeout: %{BOOL}d", ""}
	sayNotWoken  = phrase{"Failed to wake app: %{public}@", ""}
	sayNoLaunch  = phrase{ofSession + " Not waking up client %{public}@ since sessionSendsLaunchEvents is NO", ""}
	sayNoRefresh = phrase{ofSession + " Not waking up client %{public}@ since background updates are not enabled", ""}
	sayOKToSend  = phrase{ofSession + ".<%@>.<%@>: notified it is OK to send pending callbacks", ""}
	saySignal    = phrase{ofSession + " Received signal to deliver pending events for client session: <%@>.<%@>", ""}
	sayInvoking  = phrase{ofSession + " Invoking client reconnection completion block", ""}
	sayDidStart  = phrase{newTask + "performing did start app wake callback.", ""}
	sayDidFinish = phrase{newTask + "performing did finish app wake callback.", ""}
	sayAckFile   = phrase{ofTask + "client acknowledged file download", ofTask + "client acknowledged file download"}
	sayAck       = phrase{ofTask + "client acknowledged completion", ofTask + "client acknowledged completion"}
	sayRelease   = phrase{"releaseAssertionForSession: %@", ""}
	sayLetGo     = phrase{"Invalidating assertion for bundleID: %{public}@. sessionID: %@", ""}
)

// About a transfer. How iOS 12 words the two decisions is inferred from what it says
// of an app that is being debugged, as in bglog's catalogue.
var (
	sayDiscretionary    = phrase{ofSession + " " + newTask + "current discretionary status for %{public}@ is discretionary (opt-in: %d)", "Current discretionary status for %@ is discretionary"}
	sayNotDiscretionary = phrase{ofSession + " " + newTask + "current discretionary status for %{public}@ is non-discretionary", "Current discretionary status for %@ is non-discretionary"}
	sayDownload         = phrase{ofBoth + "downloadTaskWithRequest: %@", ""}
	sayUpload           = phrase{ofBoth + "uploadTaskWithRequest: %@ fromFile: %@", ""}
	sayNamed            = phrase{"", ofTask + "is for <%@>.<%@>.<%lu>"}
	sayEnqueue          = phrase{"", ofTask + "enqueueing"}
	sayResumeAsked      = phrase{ofBoth + "resumeTaskWithIdentifier, props %@", ofTask + "resumeTaskWithIdentifier, props %@"}
	sayQOS              = phrase{ofBoth + "resuming, QOS(0x%x)", ofTask + "resuming, QOS(0x%x)"}
	sayResuming         = phrase{ofBoth + "resuming", ofTask + "resuming"}
	sayAdding           = phrase{ofBoth + "adding delay of %f", ""}
	sayNoBegin          = phrase{ofBoth + "has not requested a begin delay", ofTask + "has not requested a begin delay"}
	saySkipping         = phrase{ofBoth + "skipping delayed request callback - delegate not implemented", ofTask + "skipping delayed request callback - delegate not implemented"}
	sayBegin            = phrase{ofBoth + "will begin", ofTask + "will begin"}
	sayEstablished      = phrase{ofBoth + "for client %{public}@ _willSendRequestForEstablishedConnection", ""}
	sayNoChange         = phrase{ofBoth + "Client does not implement _willSendRequestForEstablishedConnection, so using proposed request", ""}
	sayDownloadAnswer   = phrase{ofBoth + "download for client %{public}@ received response, status code: %d", ""}
	sayAnswer           = phrase{ofBoth + "didReceiveResponse: %@, status code: %d", ofTask + "didReceiveResponse: %@, status code: %d"}
	sayBecame           = phrase{ofBoth + "became download task", ofTask + "became download task"}
	sayFile             = phrase{ofBoth + "finished downloading to %@", ofTask + "finished downloading to %@"}
	sayCompleted        = phrase{ofBoth + "completed with error %@ [%ld]. C(%c)", ofTask + "completed with error %@ [%ld]"}
	saySucceeded        = phrase{ofBoth + "for client %{public}@ completed successfully", ofTask + "for client %@ completed successfully"}
	sayFailed           = phrase{ofBoth + "for client %{public}@ completed with error - code: %ld", ofTask + "for client %@ completed with error - code: %ld"}
	sayWasActive        = phrase{ofBoth + "completed with error %@ [%ld] (was active before nsurlsessiond exit)", ""}
	sayRetried          = phrase{ofBoth + "for client %{public}@ will be retried after error %@ - code: %ld", ""}
	sayRetryAfter       = phrase{ofBoth + "will retry after %lld seconds", ""}
	sayRevised          = phrase{ofBoth + "potentially discretionary, re-scheduling, was discretionary: %d, is now discretionary: %d", ""}
	sayBytes            = phrase{"", ofTask + "logTaskError isDownload = %c bytesReceived = %lld bytesSent = %lld isRecoverable = %c"}
)

// say writes a phrase. The first argument is the session's UUID where the new
// wording has one; arguments that a wording does not tell are left out.
func (d *Device) say(p phrase, level string, args ...Arg) {
	format := p.now
	if d.IOS12 {
		format = p.old
		if p.now == "" || strings.HasPrefix(p.now, ofSession) {
			args = args[1:]
		}
	} else if p.now == "" {
		return
	}
	if format == "" {
		return
	}
	d.logArgs(d.daemon(), level, format, args[:min(len(args), strings.Count(format, "%"))]...)
}

// daemon is nsurlsessiond's present process.
func (d *Device) daemon() sender {
	s := transfers
	s.pid += d.restarts
	return s
}
