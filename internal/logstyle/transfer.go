package logstyle

import (
	"fmt"
	"time"
)

// Transfer is one task of a background Session. What really happened to it is in
// its TransferTruth.
type Transfer struct {
	*TransferTruth
	s      *Session
	upload bool

	earliest time.Time // when it may start, or be tried again
	again    bool      // it waits to be made anew
	running  bool      // its request went out
	system   bool      // the system chooses its time: it is discretionary now
	holds    []hold    // by the limiter
	turn     int       // of a story's plans for it: older ones are void
}

// hold is a stretch of time in which the limiter holds a transfer.
type hold struct{ from, to time.Time }

// Download makes and resumes a download.
func (s *Session) Download() *Transfer { return s.begin(false) }

// Upload makes and resumes an upload of a file.
func (s *Session) Upload() *Transfer { return s.begin(true) }

func (s *Session) begin(upload bool) *Transfer {
	s.client.settle()
	t := s.create(upload)
	t.resume()
	return t
}

// about is who a line is about: session, task and number.
func (t *Transfer) about() []Arg {
	return []Arg{public(t.s.UUID), public(t.UUID), public(fmt.Sprint(t.Number))}
}

// say writes a line of nsurlsessiond about the transfer.
func (t *Transfer) say(p phrase, args ...Arg) {
	t.s.d().say(p, Default, append(t.about(), args...)...)
}

// app writes a line of CFNetwork in the app about the transfer.
func (t *Transfer) app(format string, args ...Arg) {
	t.s.app.cfnetwork(ofTask+format, append(t.about()[1:], args...)...)
}

func (t *Transfer) bundle() Arg { return private(t.s.app.Bundle) }

const request = "<NSMutableURLRequest: 0x10571b000> { URL: https://example.com/notes/7 }"

func (s *Session) create(upload bool) *Transfer {
	d := s.d()
	s.numbers++
	t := &Transfer{s: s, upload: upload, TransferTruth: &TransferTruth{UUID: d.uuid(), Number: s.numbers, Bundle: s.app.Bundle, Reason: -1, Outcome: "waiting"}}
	t.system = s.discretionary()
	t.Discretionary = t.system
	d.truth.Transfers = append(d.truth.Transfers, t.TransferTruth)
	s.open = append(s.open, t)
	if s.client.wake != nil {
		s.client.wake.Made++
	}
	if upload && !d.IOS12 {
		s.app.cfnetwork("BackgroundSession <%{public}@> BackgroundUploadTask <%{public}@>.<%{public}@> issued sandbox extension for file %@, succeeded = %{BOOL}d",
			append(t.about(), private("file:///var/mobile/body.dat"), public("YES"))...)
	}
	t.decided()
	switch {
	case d.IOS12:
		t.say(sayEnqueue)
		t.say(sayNamed, t.bundle(), s.identifier(), public(fmt.Sprint(t.Number)))
	case upload:
		t.say(sayUpload, private(request), private("file:///var/mobile/body.dat"))
	default:
		t.say(sayDownload, private(request))
	}
	t.Created = d.Now
	if d.IOS12 {
		t.Created = d.Entries[len(d.Entries)-2].At // it was enqueued
	}
	return t
}

// discretionary is nsurlsessiond's decision: the configuration asks for it, or the
// app is in the background without a background task.
func (s *Session) discretionary() bool {
	return s.Discretionary || !s.app.visible && s.app.shared == nil
}

func (t *Transfer) decided() {
	switch s := t.s; {
	case t.Discretionary && s.Discretionary:
		s.say(sayDiscretionary, t.bundle(), public("1"))
	case t.Discretionary:
		s.say(sayDiscretionary, t.bundle(), public("0"))
	default:
		s.say(sayNotDiscretionary, t.bundle())
	}
}

func (t *Transfer) resume() {
	d := t.s.d()
	if d.IOS12 {
		t.app("resuming, QOS(0x%x)", public("9"))
	} else {
		t.app("resuming, timeouts(%.1f, %.1f) qos(0x%x) voucher((null)) activity(%@)", public("60.0"),
			public(fmt.Sprintf("%.1f", t.s.ResourceTimeout.Seconds())), public("21"), public("00000000-0000-0000-0000-000000000000"))
	}
	t.Resumed = d.Now
	t.say(sayResumeAsked, private("<__NSCFURLSessionTaskInfo: 0x10571c000>"))
	t.say(sayQOS, public("9"))
	t.say(sayResuming)
	t.say(sayNoBegin)
	t.say(saySkipping)
	t.limited()
	t.say(sayBegin)
}

// limited lets the limiter hold a discretionary transfer from now on.
func (t *Transfer) limited() {
	d := t.s.d()
	t.earliest = d.Now
	delay := t.s.client.limiter.delay
	if !t.system || delay == 0 {
		return
	}
	t.say(sayAdding, seconds(delay))
	t.earliest = d.Now.Add(delay)
	t.Delay = max(t.Delay, delay)
	t.holds = append(t.holds, hold{d.Now, t.earliest})
}

// letGo ends the limiter's hold before its time.
func (t *Transfer) letGo(at time.Time) {
	if n := len(t.holds); n > 0 && at.Before(t.holds[n-1].to) {
		t.holds[n-1].to = at
	}
}

// Start sends the request.
func (t *Transfer) Start() {
	d := t.s.d()
	if d.IOS12 {
		d.logArgs(sender{"nsurlsessiond", transfers.pid, "CFNetwork", "com.apple.CFNetwork", "Default"}, Default,
			"TIC TCP [0x%x] working for task %@", public("0"), private("Task <"+t.UUID+">.<"+fmt.Sprint(t.Number)+">"))
	}
	t.say(sayEstablished, t.bundle())
	t.running = true
	if t.Started.IsZero() {
		t.Started = d.Now
		t.Outcome = "running"
		for _, h := range t.holds {
			t.Held += h.to.Sub(h.from)
		}
	}
	t.say(sayNoChange)
}

// Retry ends an attempt; the daemon makes the transfer anew after some time, at
// Anew.
func (t *Transfer) Retry(code int, after time.Duration) {
	t.Retries++
	if code < 0 {
		t.say(sayCompleted, urlError(code), public(fmt.Sprint(code)), public("N"))
	}
	t.say(sayRetried, t.bundle(), urlError(code), public(fmt.Sprint(code)))
	t.say(sayRetryAfter, public(fmt.Sprint(int(after.Seconds()))))
	t.earliest = t.s.d().Now.Add(after)
	t.again, t.running = true, false
}

// Anew hands the transfer over again after a retry.
func (t *Transfer) Anew() {
	t.again = false
	t.s.client.settle()
	was := t.system
	t.system = t.s.discretionary()
	if t.Started.IsZero() {
		t.Discretionary = t.system
	}
	if was || t.system {
		t.say(sayRevised, oneOrZero(was), oneOrZero(t.system))
	}
	t.limited()
	t.say(sayBegin)
}

func oneOrZero(on bool) Arg {
	if on {
		return public("1")
	}
	return public("0")
}

// Answer is the response of the server.
func (t *Transfer) Answer(status int) {
	code := public(fmt.Sprint(status))
	if t.upload || t.s.d().IOS12 {
		t.say(sayAnswer, private("<NSHTTPURLResponse: 0x10571d000> { URL: https://example.com/notes/7 }"), code)
		t.say(sayBecame)
	} else {
		t.say(sayDownloadAnswer, t.bundle(), code)
	}
}

// Succeed ends the transfer well, with an answer of status 200.
func (t *Transfer) Succeed() {
	t.Answer(200)
	t.say(sayFile, private("file:///var/mobile/CFNetworkDownload_a1B2c3.tmp"))
	t.end(0, "succeeded")
}

// Fail ends the transfer with an error that the daemon does not retry.
func (t *Transfer) Fail(code int) { t.end(code, "failed") }

// end ends the transfer for good; 0 is success. Codes above 0 are nsurlsessiond's
// own.
func (t *Transfer) end(code int, outcome string) {
	number := public(fmt.Sprint(code))
	t.say(sayCompleted, urlError(code), number, public("N"))
	if code == 0 {
		t.say(saySucceeded, t.bundle())
		download, received, sent := "Y", "48211", "0"
		if t.upload {
			download, received, sent = "N", "0", "1186948"
		}
		t.finished(code, outcome)
		t.say(sayBytes, public(download), public(received), public(sent), public("N"))
	} else {
		t.say(sayFailed, t.bundle(), number)
		t.finished(code, outcome)
	}
	t.s.ended(t)
}

func (t *Transfer) finished(code int, outcome string) {
	t.Finished, t.Code, t.Outcome = t.s.d().Now, code, outcome
	t.running, t.again = false, false
}

// lost ends a transfer that was under way when the daemon ended.
func (t *Transfer) lost() {
	const code = -997
	t.s.d().say(sayWasActive, Error, append(t.about(), urlError(code), public(fmt.Sprint(code)))...)
	t.finished(code, "failed")
	t.s.ended(t)
}

// deliver gives the end of the transfer to the app.
func (t *Transfer) deliver() {
	if t.Code != 0 && !t.s.d().IOS12 {
		t.app("finished with error [%ld] %@", public(fmt.Sprint(t.appCode())), private(t.appError()))
		if t.Code == codeAppQuit {
			t.Reason = 0
		}
		t.Code = t.appCode()
	}
	id := t.about()[1:]
	if t.Code == 0 && !t.upload {
		t.s.d().say(sayAckFile, Default, id...)
	}
	t.s.d().say(sayAck, Default, id...)
	t.Delivered = t.s.d().Now
}

// appCode is the error as the app sees it.
func (t *Transfer) appCode() int {
	if t.Code == codeAppQuit {
		return -999
	}
	return t.Code
}

func (t *Transfer) appError() string {
	class, reason := "BackgroundDownloadTask", ""
	if t.upload {
		class = "BackgroundUploadTask"
	}
	if t.Code == codeAppQuit {
		reason = "NSURLErrorBackgroundTaskCancelledReasonKey=0, "
	}
	task := fmt.Sprintf("%s <%s>.<%d>", class, t.UUID, t.Number)
	return fmt.Sprintf("Error Domain=NSURLErrorDomain Code=%d \"(null)\" UserInfo={%sNSErrorFailingURLStringKey=https://example.com/notes/7, "+
		"_NSURLErrorRelatedURLSessionTaskErrorKey=(\n    %q\n), _NSURLErrorFailingURLSessionTaskErrorKey=%s}", t.appCode(), reason, task, task)
}

// urlError is the error's description in nsurlsessiond; 0 is none.
func urlError(code int) Arg {
	switch {
	case code == 0:
		return public("(null)")
	case code > 0:
		return private(fmt.Sprintf("Error Domain=_nsurlsessiondErrorDomain Code=%d \"(null)\"", code))
	}
	return private(fmt.Sprintf("Error Domain=NSURLErrorDomain Code=%d \"(null)\"", code))
}
