package lifecycle

// Session is one background URLSession of an app.
type Session struct {
	App *App // nil when the log does not tell whose it is
	// UUID is the daemon's, as in "NDSession <UUID>"; after a relaunch the app's
	// session object takes it over.
	UUID       string
	Identifier string // the app's; empty when redacted
	Created    Time   // unknown when the session is older than the log
	// Invalidated is when the daemon removed it for good: not at a mere disconnect.
	Invalidated Time
	// LaunchEvents is sessionSendsLaunchEvents, where the log tells.
	LaunchEvents Tri
	// ResourceTimeout and RequestTimeout are seconds, 0 when unknown.
	ResourceTimeout float64
	RequestTimeout  float64
	Extension       bool // its client is an app extension
	Transfers       []*Transfer
	Wakes           []*Wake
	First, Last     Time // of its lines
	// Evidence holds the first line of each kind.
	Evidence Lines
}

// TransferKind is what a transfer does.
type TransferKind string

// The kinds of transfers, as in the report.
const (
	TransferUnknown  TransferKind = "unknown"
	TransferDownload TransferKind = "download"
	TransferUpload   TransferKind = "upload"
	TransferData     TransferKind = "data" // a data task: it ends when the app is suspended
)

// TransferOutcome says how a transfer ended.
type TransferOutcome string

// The outcomes of transfers, as in the report.
const (
	TransferSuccess   TransferOutcome = "succeeded"
	TransferFailure   TransferOutcome = "failed"
	TransferStopped   TransferOutcome = "cancelled" // by the app, the user or the system
	TransferWaits     TransferOutcome = "waiting"   // not started by the end of the log
	TransferRuns      TransferOutcome = "running"   // started, and not finished by the end of the log
	TransferUncertain TransferOutcome = "unknown"
)

// Transfer is one task of a background session: a download or an upload that
// nsurlsessiond runs.
type Transfer struct {
	App     *App     // nil when the log does not tell whose it is
	Session *Session // nil when the log does not tell (iOS 12)
	ID      TransferID
	Kind    TransferKind
	// Discretionary is nsurlsessiond's last decision before the start, OptIn whether
	// the session asked for it.
	Discretionary, OptIn Tri
	// Background tells whether the app was in the background when it created the
	// transfer.
	Background Tri

	Created   Time
	Resumed   Time // the first resume()
	Handed    Time // "will begin": handed to the network, not started
	Started   Time // the request went out
	Responded Time
	Finished  Time // for good, after the last retry
	Delivered Time // the app has taken the completion
	// StartedBy is the line that told of the start. ResponseReceived and later
	// lines prove only that it lay before them: StartedLate.
	StartedBy   EventKind
	StartedLate bool

	Status         int // of HTTP, 0 when unknown
	Error          TransferError
	Retries        int
	Sent, Received int64 // bytes; -1 when unknown
	// Attempt is true when the last line tells of the end of an attempt only: the
	// decision whether the daemon tries again comes within milliseconds.
	Attempt bool
	// CancelAsked is when the app's cancel() reached the daemon.
	CancelAsked Time
	Daemon      bool // nsurlsessiond's lines about it are in the log

	// Delays are what the limiter put on it, in order.
	Delays []TransferDelay
	// Waits split the time from Resumed to Started by cause; they sum to it. Empty
	// when one of the two is unknown.
	Waits []Wait
	// Reasons are what dasd's policies said while they held the transfer back.
	Reasons []SchedulerReason
	// DeliveryCause is why it was delivered late, or not: not-woken, force-quit,
	// refresh-off; empty when it was delivered at once or the log does not tell.
	DeliveryCause string

	Outcome TransferOutcome
	First   Time // of its lines
	Last    Time
	// Evidence holds the first line of each kind.
	Evidence Lines

	blocks     []block // what held it before its start
	identifier string  // of its session, where the session's UUID is not told
}

// TransferError is why a transfer failed.
type TransferError struct {
	Known bool
	// Domain is the error's when it is neither URLSession's nor nsurlsessiond's own.
	Domain string
	// Code is of NSURLErrorDomain when negative; 1 to 10 are nsurlsessiond's own.
	Code int
	// Reason is NSURLErrorBackgroundTaskCancelledReasonKey: 0 force quit, 1
	// Background App Refresh off, 2 resources; -1 when there is none.
	Reason int
	At     Time
	By     Evidence
}

// URLDomain is the domain of URLSession's errors.
const URLDomain = "NSURLErrorDomain"

// DaemonDomain is the domain of nsurlsessiond's own error codes.
const DaemonDomain = "_nsurlsessiondErrorDomain"

// ErrorDomain is the domain of the transfer's error; empty where the log does not
// tell it. Positive codes are nsurlsessiond's own only when it tells them itself: an
// app sees errors of other domains too, such as POSIX.
func (t *Transfer) ErrorDomain() string {
	switch p := t.Error.By.Process; {
	case !t.Error.Known:
		return ""
	case t.Error.Domain != "":
		return t.Error.Domain
	case t.Error.Code < 0:
		return URLDomain
	case t.Daemon && (p == "" || p == "nsurlsessiond"):
		return DaemonDomain
	}
	return ""
}

// nsurlsessiond's own error codes.
const (
	DaemonErrorAppQuit    = 1 // the app was quit in the app switcher
	DaemonErrorRefreshOff = 2 // Background App Refresh was turned off
)

// TransferDelay is a delay that the rate limiter put on a transfer.
type TransferDelay struct {
	At      Time    // from when it counts
	Seconds float64 // the whole delay
	// Until is when it let go: At plus Seconds, or before that the foreground, a start
	// of the daemon or a new attempt.
	Until Time
	// Logged is true for nsurlsessiond's "adding delay of"; else the model says so
	// and the observed start agrees.
	Logged bool
	By     Evidence

	retried Time // the attempt that it was put on was given up
}

// WaitCause is what kept a transfer from starting.
type WaitCause string

// The causes of waits, in the order in which they claim an instant.
const (
	WaitBeginDate     WaitCause = "begin-date"   // earliestBeginDate
	WaitRateLimiter   WaitCause = "rate-limiter" // to the resume plus the delay
	WaitClient        WaitCause = "client"       // the app was asked something
	WaitRetry         WaitCause = "retry"
	WaitNetwork       WaitCause = "network"
	WaitDiscretionary WaitCause = "discretionary" // the system chose the time
	WaitUnknown       WaitCause = "unknown"
)

// Wait is a part of a transfer's wait.
type Wait struct {
	Cause   WaitCause
	Seconds float64
}

// WaitSpan is a stretch of a wait with one cause.
type WaitSpan struct {
	Cause    WaitCause
	From, To Time
}

// WakeOutcome says what became of a wake.
type WakeOutcome string

// The outcomes of wakes, as in the report.
const (
	WakeHandled   WakeOutcome = "handled" // the app called its completion handler
	WakeUnhandled WakeOutcome = "handler-not-called"
	WakeNotMade   WakeOutcome = "refused" // for the reason in Why; also an app that could not be opened
	WakeCutOff    WakeOutcome = "cut-off" // the log does not cover the end
)

// Wake is nsurlsessiond's request to resume or launch an app for the events of a
// session, or its decision not to.
type Wake struct {
	App     *App
	Session *Session // nil when the log does not tell
	At      Time
	// Step is true for a request, which the limiter counts even if the app could
	// not be opened; a "Not waking up" line is none.
	Step bool
	// Delay is what the log says that the limiter's delay became, in seconds; 0
	// when it does not tell. Predicted is the model's.
	Delay, Predicted float64
	Succeeded        Time // the app ran, held by an assertion
	Reconnected      Time // the app made the session object again
	EventsDelivered  Time // all callbacks were delivered
	// Released is when the app's completion handler let the assertion go.
	Released Time
	// TimedOut is when RunningBoard ended the assertion, or killed the app for it.
	TimedOut Time
	// Unconnected is true when the log covers the wake and the app did not make the
	// session again.
	Unconnected bool
	// Transfers are those that the app created after the wake and before the next.
	Transfers []*Transfer
	Outcome   WakeOutcome
	// Why is the reason of a refusal: connected, launch-events-off, refresh-off,
	// unneeded, unsupported, obliterated, failed, or the system's own words.
	Why      string
	Process  *Process // that was woken, where the log tells
	Evidence Lines
}

// Refusals of wakes, as values of Wake.Why.
const (
	RefusedConnected    = "already-connected"
	RefusedLaunchEvents = "launch-events-off"
	RefusedRefreshOff   = "refresh-off"
	RefusedUnneeded     = "unneeded"
	RefusedUnsupported  = "unsupported"
	RefusedObliterated  = "obliterated"
	RefusedFailed       = "failed"
)

// RateLimit is what the resume rate limiter did to one app: what the log shows,
// beside what the model predicts.
type RateLimit struct {
	App     *App // nil for lines whose app is hidden
	Changes []RateLimitChange
	// Model is the simulation over the app's wakes and resets, following the log.
	Model *Limiter
}

// RateLimitChange is a step or a reset of the limiter's delay.
type RateLimitChange struct {
	LimiterChange
	// Logged is true when nsurlsessiond's own line tells of it; else it follows
	// from the model and the other events.
	Logged bool
	// Differs says in words why the log and the prediction differ; empty when they
	// agree or the log has no value.
	Differs string
	Wake    *Wake // of a step
	By      Evidence
}

// Steps counts the wakes among the changes.
func (r *RateLimit) Steps() int {
	n := 0
	for _, c := range r.Changes {
		if c.Step() {
			n++
		}
	}
	return n
}

// Request is a request of an app's own process, not of a background session, that
// was in flight when the app was suspended.
type Request struct {
	Process     *Process
	ID          TransferID
	Resumed     Time
	SuspendedAt Time
	ResumedAt   Time // the app ran again
	Ended       Time // it failed, or its process ended
	Code        int  // 0 when it never finished
	Evidence    []Evidence

	local bool // CFNetwork worked on its connection in the process
}
