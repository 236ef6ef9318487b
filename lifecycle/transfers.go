package lifecycle

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
)

// decision is nsurlsessiond's answer whether the system chooses the time of a
// transfer.
type decision struct {
	at            Time
	discretionary Tri
	optIn         Tri
	by            Evidence
}

// decisionSeconds is how long before or after a transfer's creation or resume the
// decision about it is logged, when its line has no UUID yet: within 20 ms in the
// captures; a second leaves room.
const decisionSeconds = 1

// transferOf returns the transfer that a line of the daemon speaks of, nil when
// its UUID is hidden. What the line tells of it is noted.
func (e *Engine) transferOf(rec *parse.Record, ev *Event) *Transfer {
	s := e.sessionOf(rec, ev)
	if ev.Transfer.UUID == "" {
		return nil
	}
	t := e.transferNamed(ev.Transfer)
	t.Daemon = true
	t.touch(rec, ev)
	if t.Session == nil && s != nil {
		t.Session = s
		s.Transfers = append(s.Transfers, t)
	}
	if t.App == nil {
		a := e.appIn(ev.Field("bundle"))
		if s != nil && (a == nil || s.App != nil) {
			a = s.App
		}
		if a != nil {
			t.App, a.Work = a, true
		}
	}
	if d, ok := e.url.decisions[ev.Session]; ok && t.Discretionary == Unknown {
		if ago, known := rec.Time.Since(d.at); !known || ago <= decisionSeconds {
			t.decide(d)
		}
		delete(e.url.decisions, ev.Session)
	}
	return t
}

// key finds a transfer: by its UUID, by its number where that is lost.
func (id TransferID) key() string {
	if id.UUID == "" {
		return "?." + strconv.Itoa(id.N)
	}
	return id.UUID
}

// transferNamed finds or makes the transfer of an id.
func (e *Engine) transferNamed(id TransferID) *Transfer {
	if t := e.url.transfers[id.key()]; t != nil {
		return t
	}
	t := &Transfer{
		ID: TransferID{UUID: strings.Clone(id.UUID), N: id.N}, Kind: TransferUnknown,
		Sent: -1, Received: -1, Error: TransferError{Reason: -1},
	}
	if len(e.t.Transfers) >= maxURLItems {
		return t
	}
	e.url.transfers[t.ID.key()] = t
	t.ID.UUID = cmp.Or(t.ID.UUID, "?")
	e.t.Transfers = append(e.t.Transfers, t)
	e.adoptRequest(t)
	return t
}

// touch notes a line about the transfer.
func (t *Transfer) touch(rec *parse.Record, ev *Event) {
	t.First, t.Last = parse.Earliest(t.First, rec.Time), parse.Latest(t.Last, rec.Time)
	firstLine(&t.Evidence, ev.Kind, rec)
}

// decide takes the decision about who chooses the time; after the start it
// changes nothing.
func (t *Transfer) decide(d decision) {
	if t.Started.Known() && !t.StartedLate {
		return
	}
	t.Discretionary = d.discretionary
	if d.optIn != Unknown {
		t.OptIn = d.optIn
	}
	if d.discretionary == Yes && d.optIn == No {
		t.Background = Yes // that alone makes it discretionary
	}
	kind := NotDiscretionary
	if d.discretionary == Yes {
		kind = Discretionary
	}
	if !t.Evidence.Has(kind) && d.by.Found() {
		t.Evidence.Set(kind, d.by)
	}
}

// discretionaryDecided: the line has a task's UUID, or comes around the creation
// or resume of one.
func (e *Engine) discretionaryDecided(rec *parse.Record, ev *Event) {
	d := decision{at: rec.Time, discretionary: No, by: evidence(rec)}
	switch ev.Kind {
	case Discretionary:
		d.discretionary = Yes
		switch ev.Field("opt_in") {
		case "0":
			d.optIn = No
		case "1":
			d.optIn = Yes
		}
	case DiscretionaryForced:
		if ev.Field("to") == "Y" {
			d.discretionary = Yes
		}
	case DiscretionaryRevised:
		if ev.Field("now") == "1" {
			d.discretionary = Yes
		}
	case NotDiscretionaryDebugged:
		e.debugged(e.appIn(ev.Field("bundle")), rec)
	}
	if t := e.transferOf(rec, ev); t != nil {
		t.decide(d)
		return
	}
	if s := e.url.sessions[ev.Session]; s != nil {
		if n := len(s.Transfers); n > 0 && s.Transfers[n-1].Discretionary == Unknown {
			if ago, ok := rec.Time.Since(s.Transfers[n-1].Last); ok && ago <= decisionSeconds {
				s.Transfers[n-1].decide(d)
				return
			}
		}
	}
	e.url.decisions[strings.Clone(ev.Session)] = d
}

// transferLine applies a line about one transfer, in the daemon or in the app.
func (e *Engine) transferLine(rec *parse.Record, ev *Event) {
	if !daemonLine(rec, ev) && !e.daemonPID(rec) {
		e.appTransferLine(rec, ev)
		return
	}
	if rec.Process == "" && rec.PID > 0 { // see daemonPID
		e.url.daemonPID = rec.PID
	}
	t := e.transferOf(rec, ev)
	if t == nil {
		return
	}
	transferSteps[ev.Kind](t, rec, ev)
	if ev.Kind == TaskConnection {
		if ev.Row.ID == "url.cf.done_using" {
			delete(e.url.connections, ev.Field("connection"))
		} else if c := ev.Field("connection"); c != "" {
			e.url.connections[strings.Clone(c)] = t
		}
	}
	if !t.Created.Known() || t.Background != Unknown || t.App == nil {
		return
	}
	if p := e.current[t.App]; p != nil && !p.gone {
		switch p.now() {
		case StateForeground:
			t.Background = No
		case StateBackground, StateSuspended:
			t.Background = Yes
		}
	}
}

// step is a transition of a transfer's state machine; the event's kind is the
// message that proves it.
type step = func(t *Transfer, rec *parse.Record, ev *Event)

// transferSteps are the transitions by message.
var transferSteps = map[EventKind]step{
	TransferNamed: func(t *Transfer, rec *parse.Record, ev *Event) {
		created(TransferUnknown)(t, rec, ev)
		t.identifier = plainValue(ev.Field("identifier"))
	},
	TransferEnqueued:          created(TransferUnknown),
	DownloadCreated:           created(TransferDownload),
	UploadCreated:             created(TransferUpload),
	DataTaskCreated:           created(TransferData),
	TransferResumeAsked:       resumedStep,
	TransferResumed:           resumedStep,
	TransferResumedImplicitly: resumedStep, // by the daemon: the app never called resume()

	BeginDateAhead:   func(t *Transfer, rec *parse.Record, _ *Event) { t.hold(WaitBeginDate, rec.Time) },
	BeginDatePast:    func(t *Transfer, rec *parse.Record, _ *Event) { t.release(WaitBeginDate, rec.Time) },
	BeginDateReached: func(t *Transfer, rec *parse.Record, _ *Event) { t.release(WaitBeginDate, rec.Time) },
	DelayedRequestAsked: func(t *Transfer, rec *parse.Record, _ *Event) {
		t.release(WaitBeginDate, rec.Time)
		t.hold(WaitClient, rec.Time)
	},
	DelayedRequestSkipped:   nothing,
	DelayedRequestContinued: func(t *Transfer, rec *parse.Record, _ *Event) { t.release(WaitClient, rec.Time) },
	DelayedRequestCancelled: func(t *Transfer, rec *parse.Record, _ *Event) { t.release(WaitClient, rec.Time) },
	DelayedRequestAnswered:  func(t *Transfer, rec *parse.Record, _ *Event) { t.release(WaitClient, rec.Time) },
	TransferHandedOver: func(t *Transfer, rec *parse.Record, _ *Event) {
		t.Handed = parse.Earliest(t.Handed, rec.Time)
		t.release(WaitBeginDate, rec.Time)
		t.release(WaitClient, rec.Time)
		t.release(WaitRetry, rec.Time)
	},
	RequestDelayApplied: func(t *Transfer, rec *parse.Record, ev *Event) {
		seconds := decimalOf(ev.Field("seconds"))
		if seconds <= 0 {
			return
		}
		if n := len(t.Delays); n > 0 && t.Delays[n-1].Seconds == seconds {
			if ago, ok := rec.Time.Since(t.Delays[n-1].At); !ok || ago < decisionSeconds {
				return // at the creation and again at the resume
			}
		}
		t.Delays = append(t.Delays, TransferDelay{At: rec.Time, Seconds: seconds, Until: rec.Time.Add(seconds), Logged: true, By: evidence(rec)})
		if t.Discretionary == Unknown {
			t.Discretionary = Yes // it forces that
		}
	},
	TransferWaiting: func(t *Transfer, rec *parse.Record, ev *Event) {
		if ev.Field("reason") == waitsForScheduler {
			t.hold(WaitDiscretionary, rec.Time)
			return
		}
		t.release(WaitDiscretionary, rec.Time)
		t.hold(WaitNetwork, rec.Time)
	},
	ConditionsChanged: nothing,
	ActivitySubmitted: nothing,
	WindowChanged:     nothing,
	BeginDateNone:     nothing,
	BeginTimerStale:   nothing,
	TransferPaused:    nothing,
	UploadFileNoted:   nothing,

	TransferStarted:     startedStep,
	TaskRequestSent:     startedStep,
	ConnectionAttempted: startedStep,
	TaskConnection: func(t *Transfer, rec *parse.Record, ev *Event) {
		if ev.Row.ID == "url.cf.now_using" { // setting one up is no start: it waits then
			startedStep(t, rec, ev)
		}
	},
	RequestUnchanged: nothing,
	ConnectionNoted:  nothing,
	ResponseReceived: respondedStep,
	TaskResponse:     respondedStep,
	DataProgress: func(t *Transfer, rec *parse.Record, ev *Event) {
		t.startedBefore(rec, ev)
		t.Received = int64(decimalOf(ev.Field("received")))
	},
	ResponseInformational: nothing,
	ResponseToFile:        nothing, // "became download task": the answer of an upload is stored as a file too
	DownloadResumedAt:     nothing,
	TaskResponseEnded:     nothing,
	TaskChallenge:         nothing,
	Redirected:            nothing,
	RedirectedHost:        nothing,
	Challenged:            func(t *Transfer, rec *parse.Record, _ *Event) { t.hold(WaitClient, rec.Time) },
	ChallengeDefault:      func(t *Transfer, rec *parse.Record, _ *Event) { t.release(WaitClient, rec.Time) },
	ChallengeAnswered:     func(t *Transfer, rec *parse.Record, _ *Event) { t.release(WaitClient, rec.Time) },
	ChallengeDropped:      func(t *Transfer, rec *parse.Record, _ *Event) { t.release(WaitClient, rec.Time) },
	BodyStreamNeeded:      nothing,
	ClientNeeded:          nothing,
	ClientGone:            nothing,
	TrackerBlocked:        nothing,
	ThroughputLow:         nothing,
	TransferPowerHeld:     nothing,

	ResponseFileComplete: nothing,
	TransferBytes: func(t *Transfer, _ *parse.Record, ev *Event) {
		t.Received, t.Sent = int64(decimalOf(ev.Field("received"))), int64(decimalOf(ev.Field("sent")))
		if t.Kind == TransferUnknown {
			t.Kind = TransferUpload
			if ev.Field("download") == "Y" {
				t.Kind = TransferDownload
			}
		}
	},
	TaskSummary: func(t *Transfer, _ *parse.Record, ev *Event) {
		if t.Received < 0 && t.Sent < 0 {
			t.Received, t.Sent = int64(decimalOf(ev.Field("received"))), int64(decimalOf(ev.Field("sent")))
		}
		if status := atoi(ev.Field("status")); status > 0 && t.Status == 0 {
			t.Status = status
		}
	},
	TaskSummaryFailed: nothing,
	TaskFinished:      nothing, // one attempt of the daemon's own; its end is told below
	TaskFailed:        nothing,

	TransferCompleted: func(t *Transfer, rec *parse.Record, ev *Event) { t.end(rec, ev, signed(ev.Field("code"))) },
	TransferSucceeded: func(t *Transfer, rec *parse.Record, ev *Event) { t.end(rec, ev, 0) },
	TransferFailed:    func(t *Transfer, rec *parse.Record, ev *Event) { t.end(rec, ev, signed(ev.Field("code"))) },
	TransferCancelled: func(t *Transfer, rec *parse.Record, ev *Event) { t.end(rec, ev, codeCancelled) },
	TransferLostInRestart: func(t *Transfer, rec *parse.Record, ev *Event) {
		t.end(rec, ev, signed(ev.Field("code")))
	},
	TransferLost:        nothing,
	TransferCancelAsked: func(t *Transfer, rec *parse.Record, _ *Event) { t.CancelAsked = rec.Time },
	ResumeDataMade:      nothing,

	FileAcknowledged:       nothing,
	CompletionAcknowledged: func(t *Transfer, rec *parse.Record, _ *Event) { t.Delivered = parse.Latest(t.Delivered, rec.Time) },
	AcknowledgementEarly:   func(t *Transfer, _ *parse.Record, _ *Event) { t.Delivered = Time{} },

	RetryDecided: func(t *Transfer, rec *parse.Record, _ *Event) { t.retry(rec) },
	RetryScheduled: func(t *Transfer, rec *parse.Record, _ *Event) {
		if !t.holding(WaitRetry) { // its decision is not in the log
			t.retry(rec)
		}
	},
	RetryFailed:    nothing,
	RetryFromStart: nothing,
	RetryResumes:   nothing,
}

// waitsForScheduler is the reason of "is waiting for connection" while dasd holds
// the transfer, by the order of lines in captures of iOS 11 and 12.
const waitsForScheduler = "10000"

// codeCancelled is NSURLErrorCancelled.
const codeCancelled = -999

func nothing(*Transfer, *parse.Record, *Event) {}

func created(kind TransferKind) step {
	return func(t *Transfer, rec *parse.Record, _ *Event) {
		t.Created = parse.Earliest(t.Created, rec.Time)
		if kind != TransferUnknown {
			t.Kind = kind
		}
	}
}

func resumedStep(t *Transfer, rec *parse.Record, _ *Event) {
	if !t.Resumed.Known() && t.Retries == 0 {
		t.Resumed = rec.Time
	}
}

// startedStep: the request goes out. Only the first start counts: later ones are
// of retries.
func startedStep(t *Transfer, rec *parse.Record, ev *Event) {
	if t.Started.Known() && !t.StartedLate {
		return
	}
	t.Started, t.StartedBy, t.StartedLate = rec.Time, ev.Kind, false
	t.release(WaitNetwork, rec.Time)
	t.release(WaitRetry, rec.Time)
}

// startedBefore notes a line that comes some time after the start.
func (t *Transfer) startedBefore(rec *parse.Record, ev *Event) {
	if !t.Started.Known() {
		t.Started, t.StartedBy, t.StartedLate = rec.Time, ev.Kind, true
	}
}

func respondedStep(t *Transfer, rec *parse.Record, ev *Event) {
	t.startedBefore(rec, ev)
	t.Responded = parse.Earliest(t.Responded, rec.Time)
	if status := atoi(ev.Field("status")); status > 0 {
		t.Status = status
	}
}

// end: one attempt is over, with a code; 0 is success though the text says error.
func (t *Transfer) end(rec *parse.Record, ev *Event, code int) {
	if !t.Finished.Known() || ev.Kind != TransferCompleted {
		t.Finished = rec.Time
	}
	t.Attempt = ev.Kind == TransferCompleted && code != 0
	switch {
	case code == 0:
		t.Outcome, t.Error = TransferSuccess, TransferError{Reason: t.Error.Reason}
	case code == codeCancelled:
		t.Outcome = TransferStopped
	case t.Outcome != TransferStopped:
		t.Outcome = TransferFailure
	}
	if code == 0 || t.Error.Known && t.Error.Code < 0 && code > 0 {
		return // nsurlsessiond's own code comes beside the app's
	}
	t.Error = TransferError{Known: true, Domain: foreignDomain(ev), Code: code, Reason: t.Error.Reason, At: rec.Time, By: evidence(rec)}
}

// retry: the daemon tries again by itself, so the last end was none. The new attempt
// has a delay of its own, or none.
func (t *Transfer) retry(rec *parse.Record) {
	t.Retries++
	if n := len(t.Delays); n > 0 {
		d := &t.Delays[n-1]
		d.retried = parse.Earliest(d.retried, rec.Time)
	}
	t.Finished, t.Outcome = Time{}, ""
	t.Error = TransferError{Reason: -1}
	t.hold(WaitRetry, rec.Time)
}

// hold begins a stretch in which something holds the transfer.
func (t *Transfer) hold(cause WaitCause, at Time) {
	if !t.holding(cause) && len(t.blocks) < maxBlocks {
		t.blocks = append(t.blocks, block{cause: cause, from: at})
	}
}

// maxBlocks bounds what is remembered of a transfer that is retried for weeks.
const maxBlocks = 200

func (t *Transfer) holding(cause WaitCause) bool {
	for _, b := range t.blocks {
		if b.cause == cause && !b.to.Known() {
			return true
		}
	}
	return false
}

// release ends the stretches of that cause.
func (t *Transfer) release(cause WaitCause, at Time) {
	for i := range t.blocks {
		if b := &t.blocks[i]; b.cause == cause && !b.to.Known() {
			b.to = at
		}
	}
}

// oldTransferFailed: iOS 9 names a transfer by bundle id, session and number.
func (e *Engine) oldTransferFailed(rec *parse.Record, ev *Event) {
	id := TransferID{N: atoi(ev.Field("number"))}
	id.UUID = ev.Field("bundle") + " " + ev.Field("identifier") + " " + ev.Field("number")
	t := e.transferNamed(id)
	t.Daemon = true
	t.touch(rec, ev)
	if t.App = e.appIn(ev.Field("bundle")); t.App != nil {
		t.App.Work = true
	}
	code, _ := errorCode(ev.Field("error"))
	t.end(rec, ev, code)
}

// transferFailed: with the row of iOS 9 or with a UUID.
func (e *Engine) transferFailed(rec *parse.Record, ev *Event) {
	if ev.Row.ID == "url.e.old" {
		e.oldTransferFailed(rec, ev)
		return
	}
	e.transferLine(rec, ev)
}
