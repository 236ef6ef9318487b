package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// This file follows tasks in the app's own process: the app's side of background
// transfers, and requests of other sessions, which live and die with the process.
// Both begin with the same lines. A task is a transfer when the daemon names its
// UUID, or an error names a background task; it is a request of the process when
// CFNetwork works on its connection there.

// maxRequests bounds the requests in flight of one process: more only look so,
// because the log lacks their ends.
const maxRequests = 5000

// appTransferLine applies CFNetwork's line about a task in an app's process.
func (e *Engine) appTransferLine(rec *parse.Record, ev *Event) {
	id := ev.Transfer
	if id.UUID == "" && (id.N == 0 || backgroundTask(ev) == "") {
		return
	}
	t := e.url.transfers[id.key()]
	if t == nil {
		// only background tasks are cancelled for a reason or fail with some codes,
		// though the class is cut off
		if code, reason := failure(ev); reason >= 0 || ev.Kind == TaskFailed && backgroundCodes[code] || backgroundTask(ev) != "" {
			t = e.transferNamed(id)
		}
	}
	if t == nil {
		if !systemProcesses[rec.Process] {
			e.requestLine(rec, ev)
		}
		return
	}
	e.appSide(t, rec, ev, backgroundTask(ev))
	switch ev.Kind {
	case TransferResumed:
		resumedStep(t, rec, ev)
	case TaskFinished, TaskSummary:
		if !t.Daemon {
			t.end(rec, ev, 0)
		}
		t.Delivered = parse.Earliest(t.Delivered, rec.Time)
	case TaskFailed:
		code, reason := failure(ev)
		t.failed(rec, ev, code, reason)
		t.Delivered = parse.Earliest(t.Delivered, rec.Time)
	}
}

// appSide notes a line about a transfer in its app's process; class is the kind of
// task that the line names, if any.
func (e *Engine) appSide(t *Transfer, rec *parse.Record, ev *Event, class string) {
	t.touch(rec, ev)
	if t.App == nil {
		t.App = e.own(rec).App
		t.App.Work = true
	}
	if kind := kindOfTask[class]; t.Kind == TransferUnknown && kind != "" {
		t.Kind = kind
	}
}

// failed takes the error that the app was given. The daemon's own code, if it was
// told before, is not the app's; but its end of the transfer is: the app is told when
// it runs again, which may be hours later.
func (t *Transfer) failed(rec *parse.Record, ev *Event, code, reason int) {
	if !t.Error.Known || t.Error.Code > 0 || !t.Daemon {
		finished := t.Finished
		if told, ok := cancelReasons[t.Error.Code]; ok && reason < 0 && code == codeCancelled && t.ErrorDomain() == DaemonDomain {
			reason = told // the app's error is hidden
		}
		t.end(rec, ev, code)
		if t.Daemon && finished.Known() {
			t.Finished = finished
		}
	}
	if reason >= 0 {
		t.Error.Reason = reason
	}
}

// cancelReasons are what the app reads as NSURLErrorBackgroundTaskCancelledReasonKey
// when nsurlsessiond cancels with these codes.
var cancelReasons = map[int]int{DaemonErrorAppQuit: 0, DaemonErrorRefreshOff: 1}

// kindOfTask is what the classes of background tasks do.
var kindOfTask = map[string]TransferKind{
	"BackgroundDownloadTask": TransferDownload,
	"BackgroundUploadTask":   TransferUpload,
	"BackgroundDataTask":     TransferData,

	"BackgroundAVAssetDownloadTask": TransferDownload,
}

// backgroundTask returns the class of background task that an error's text names,
// "" when it names none.
func backgroundTask(ev *Event) string {
	text := ev.Field("error") + ev.Field("rest")
	for class := range kindOfTask {
		if strings.Contains(text, class+" <") || strings.Contains(text, class+" .<") {
			return class
		}
	}
	return ""
}

// failure reads the code of a failed task and NSURLErrorBackgroundTaskCancelledReasonKey,
// -1 when there is none.
func failure(ev *Event) (code, reason int) {
	text := ev.Field("error") + ev.Field("rest")
	code, reason = errorCode(text)
	if c := ev.Field("code"); c != "" {
		code = signed(c)
	}
	return code, reason
}

// errorCode reads "Code=-999" of an NSError's description and the reason of a
// cancelled background task; 0 and -1 where they are missing.
func errorCode(text string) (code, reason int) {
	value := func(key string) (int, bool) {
		_, v, found := strings.Cut(text, key)
		n := number(v, argNumber)
		if !found || n == 0 {
			return 0, false
		}
		return signed(v[:n]), true
	}
	reason = -1
	code, _ = value("Code=")
	if r, ok := value("NSURLErrorBackgroundTaskCancelledReasonKey="); ok {
		reason = r
	}
	return code, reason
}

// foreignDomain returns the domain of the error that ends a transfer, "" when it is
// one whose codes are URLSession's, or the line does not tell it.
func foreignDomain(ev *Event) string {
	if d := foreignDomains[ev.Row.ID]; d != "" {
		return d
	}
	rest, ok := strings.CutPrefix(ev.Field("error"), "Error Domain=")
	domain, _, ok2 := strings.Cut(rest, " Code=")
	switch {
	case !ok || !ok2 || domain == URLDomain || domain == "kCFErrorDomainCFNetwork" || domain == DaemonDomain || strings.ContainsAny(domain, " <"):
		return ""
	}
	return strings.Clone(domain)
}

// requestLine follows a request of the process itself.
func (e *Engine) requestLine(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	inFlight := e.url.requests[p]
	r := inFlight[ev.Transfer.UUID]
	switch ev.Kind {
	case TransferResumed, TaskConnection, TaskRequestSent, TaskResponse:
		if r == nil {
			if len(inFlight) >= maxRequests || ev.Row.ID == "url.cf.done_using" {
				return
			}
			if inFlight == nil {
				inFlight = map[string]*Request{}
				e.url.requests[p] = inFlight
			}
			r = &Request{Process: p.Process, ID: TransferID{UUID: strings.Clone(ev.Transfer.UUID), N: ev.Transfer.N}, Resumed: rec.Time}
			inFlight[r.ID.UUID] = r
		}
		if ev.Kind != TransferResumed {
			r.local = true
		}
		if len(r.Evidence) < 2 {
			r.Evidence = append(r.Evidence, evidence(rec))
		}
	case TaskFinished, TaskFailed, TaskSummary, TaskResponseEnded: // iOS 12 has no line of its own for success
		if r == nil {
			return
		}
		delete(inFlight, r.ID.UUID)
		if !r.SuspendedAt.Known() || ev.Kind != TaskFailed {
			return
		}
		r.Code, _ = failure(ev)
		r.Ended = rec.Time
		r.Evidence = append(r.Evidence, evidence(rec))
		if r.local || strings.Contains(ev.Field("error"), "Local") {
			p.App.Work = true
			e.t.Requests = append(e.t.Requests, r)
		}
	}
}

// adoptRequest: what looked like a request of the app is a background transfer.
func (e *Engine) adoptRequest(t *Transfer) {
	for p, inFlight := range e.url.requests {
		r := inFlight[t.ID.UUID]
		if r == nil {
			continue
		}
		delete(inFlight, t.ID.UUID)
		t.App, p.App.Work = p.App, true
		t.Resumed = r.Resumed
		t.First = parse.Earliest(t.First, r.Resumed)
		if len(r.Evidence) > 0 {
			t.Evidence.Set(TransferResumed, r.Evidence[0])
		}
		return
	}
}

// requestsSuspended notes the suspension of a process with requests in flight.
func (e *Engine) requestsSuspended(p *process, at Time, by Evidence) {
	for _, r := range e.url.requests[p] {
		if !r.SuspendedAt.Known() {
			r.SuspendedAt = at
			r.Evidence = append(r.Evidence, by)
		}
	}
}

// requestsResumed notes that a process runs again.
func (e *Engine) requestsResumed(p *process, at Time) {
	for _, r := range e.url.requests[p] {
		if r.SuspendedAt.Known() && !r.ResumedAt.Known() {
			r.ResumedAt = at
		}
	}
}

// concludeRequests keeps the requests that were in flight at a suspension and
// whose end the log does not show.
func (e *Engine) concludeRequests() {
	for p, inFlight := range e.url.requests {
		for _, r := range inFlight {
			if r.local && r.SuspendedAt.Known() {
				r.Ended = p.Exited
				p.App.Work = true
				e.t.Requests = append(e.t.Requests, r)
			}
		}
	}
	sortByLine(e.t.Requests, func(r *Request) Evidence { return r.Evidence[0] })
}
