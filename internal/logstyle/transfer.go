package logstyle

import (
	"fmt"
	"slices"
	"time"
)

// TransferStory is the log of an app that downloads one batch after another, with
// the truth about it. The limiter in it is written from its description, apart
// from bglog's own model, so that tests can compare the two.
type TransferStory struct {
	Entries   []Entry
	Transfers []TransferTruth // in order of creation
	Wakes     []WakeTruth
}

// TransferTruth is what happened to one transfer.
type TransferTruth struct {
	UUID             string
	Resumed, Started time.Time
	Delay            time.Duration // that the limiter put on it
	Retries          int
	Outcome          string // as in the report
}

// WakeTruth is one wake and the delay that it set.
type WakeTruth struct {
	At    time.Time
	Delay time.Duration
}

// teller writes a TransferStory: a queue of what is to happen, in order of time.
type teller struct {
	d       *Device
	a       *App
	r       random
	story   TransferStory
	queue   []happening
	session string
	left    int // transfers not created yet
	open    int // transfers of the present batch that have not finished
	front   bool
	plain   bool // nothing by chance: short transfers, batches of one size
	batch   int  // size of a batch when plain; 0 is one

	// the limiter, from its description: a wake doubles the delay, from 60 s to
	// 3600 s; twice the delay without a wake, or the foreground, resets it
	delay time.Duration
	reset time.Time
}

type happening struct {
	at time.Time
	do func()
}

// TellTransfers makes a story of that many transfers; the seed chooses sizes of
// batches, durations, visits of the user, retries and failures.
func TellTransfers(seed uint64, transfers int) TransferStory {
	d := NewDevice(scenarioStart)
	a := d.Notes()
	a.PID = firstPID
	t := newTeller(d, a, seed)
	t.left = transfers
	t.tell()
	t.story.Entries = d.Entries
	return t.story
}

func newTeller(d *Device, a *App, seed uint64) *teller {
	if a.PID == 0 {
		a.PID = firstPID
	}
	return &teller{d: d, a: a, r: random(seed), session: "3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660", front: true}
}

// tell lets everything happen, from the first batch in the foreground on.
func (t *teller) tell() {
	t.visible("Foreground")
	t.make()
	t.d.Wait(2 * time.Second)
	t.visible("Background")
	t.front = false
	for len(t.queue) > 0 {
		slices.SortStableFunc(t.queue, func(x, y happening) int { return x.at.Compare(y.at) })
		next := t.queue[0]
		t.lapse(next.at)
		t.queue = t.queue[1:]
		t.d.WaitUntil(next.at)
		next.do()
	}
	t.d.Wait(5 * time.Second)
	t.log("Received symptom that we may be on a better network")
}

// log writes a line of nsurlsessiond and returns its time.
func (t *teller) log(format string, args ...Arg) time.Time {
	t.d.logArgs(transfers, Default, format, args...)
	return t.d.Now
}

// about writes a line about a transfer.
func (t *teller) about(tr *TransferTruth, number int, format string, args ...Arg) time.Time {
	head := []Arg{public(t.session), public(tr.UUID), public(fmt.Sprint(number))}
	return t.log("NDSession <%{public}@> Task <%{public}@>.<%{public}@> "+format, append(head, args...)...)
}

func (t *teller) visible(how string) {
	t.d.log(fbProcess, Default, "%{public}@ Setting process visibility to: %{public}@", t.a.frontProcess(), how)
}

// lapse resets the delay if its time ends before the next thing happens.
func (t *teller) lapse(next time.Time) {
	if t.delay > 0 && t.reset.Before(next) {
		t.d.WaitUntil(t.reset)
		t.delay = 0
		t.log("Resetting request delay for %@", private(t.a.Bundle))
	}
}

// upTo chooses a duration between a tenth of most and most.
func (t *teller) upTo(most time.Duration) time.Duration {
	return most/10 + time.Duration(t.r.next()%uint64(most*9/10))
}

func (t *teller) at(when time.Time, do func()) {
	t.queue = append(t.queue, happening{when, do})
}

// make creates the next batch: mostly one transfer, sometimes several.
func (t *teller) make() {
	size := max(t.batch, 1)
	if !t.plain && t.r.next()%4 == 0 {
		size += int(t.r.next() % 9)
	}
	size = min(size, t.left)
	for range size {
		t.left--
		t.open++
		t.create()
	}
}

// create makes one transfer and plans its course.
func (t *teller) create() {
	number := len(t.story.Transfers) + 1
	t.story.Transfers = append(t.story.Transfers, TransferTruth{UUID: fmt.Sprintf("C41D7E02-9A3B-4E55-8F60-%012X", t.r.next()>>16), Outcome: "succeeded"})
	index := number - 1
	tr := &t.story.Transfers[index]
	if t.front {
		t.log("NDSession <%{public}@> Task <?>.<0> current discretionary status for %{public}@ is non-discretionary", public(t.session), public(t.a.Bundle))
	} else {
		t.log("NDSession <%{public}@> Task <?>.<0> current discretionary status for %{public}@ is discretionary (opt-in: %d)", public(t.session), public(t.a.Bundle), public("0"))
	}
	t.about(tr, number, "downloadTaskWithRequest: %@", private("<NSURLRequest: "+t.d.pointer()+"> { URL: https://example.com/a.zip }"))
	t.a.cfnetwork("Task <%{public}@>.<%{public}@> resuming, timeouts(%.1f, %.1f) qos(0x%x) voucher((null)) activity(%@)",
		public(tr.UUID), public(fmt.Sprint(number)), public("60.0"), public("604800.0"), public("21"), public("00000000-0000-0000-0000-000000000000"))
	tr.Resumed = t.d.Now
	t.about(tr, number, "resuming")
	start := t.d.Now
	if !t.front && t.delay > 0 {
		tr.Delay = t.delay
		t.about(tr, number, "adding delay of %f", public(fmt.Sprintf("%.6f", t.delay.Seconds())))
		start = start.Add(t.delay)
	}
	t.about(tr, number, "will begin")
	start = start.Add(t.upTo(3 * time.Second))
	if !t.plain && tr.Delay > 30*time.Second && t.r.next()%6 == 0 {
		// the user opens the app meanwhile: the limiter lets go
		visit := tr.Resumed.Add(t.upTo(tr.Delay - 20*time.Second))
		start = visit.Add(time.Second + t.upTo(time.Second))
		t.at(visit, t.visit)
	}
	t.at(start, func() { t.start(index) })
}

// visit: the user opens the app and leaves it again.
func (t *teller) visit() {
	t.visible("Foreground")
	if t.delay > 0 {
		t.log("Resetting request delay and clearing pending wake requests for %@ since it came into the foreground", private(t.a.Bundle))
		t.log("Resetting request delay for %@", private(t.a.Bundle))
	}
	t.delay = 0
	t.d.Wait(200 * time.Millisecond)
	t.visible("Background")
}

// start: the request goes out; sometimes it is retried, sometimes it fails.
func (t *teller) start(index int) {
	tr := &t.story.Transfers[index]
	when := t.about(tr, index+1, "for client %{public}@ _willSendRequestForEstablishedConnection", public(t.a.Bundle))
	if tr.Started.IsZero() {
		tr.Started = when
	}
	if t.plain {
		t.at(when.Add(t.upTo(9*time.Second)), func() { t.succeed(index) })
		return
	}
	takes := t.upTo(90 * time.Second)
	switch kind := t.r.next() % 12; {
	case kind == 0 && tr.Retries < 4:
		t.at(when.Add(takes), func() { t.retry(index) })
	case kind == 1:
		t.at(when.Add(takes), func() { t.fail(index) })
	default:
		t.at(when.Add(takes), func() { t.succeed(index) })
	}
}

func (t *teller) retry(index int) {
	tr := &t.story.Transfers[index]
	tr.Retries++
	seconds := 1 << tr.Retries
	t.about(tr, index+1, "completed with error %@ [%ld]. C(%c)", private("Error Domain=NSURLErrorDomain Code=-1005"), public("-1005"), public("N"))
	t.about(tr, index+1, "for client %{public}@ will be retried after error %@ - code: %ld", public(t.a.Bundle), private("Error Domain=NSURLErrorDomain Code=-1005"), public("-1005"))
	t.about(tr, index+1, "will retry after %lld seconds", public(fmt.Sprint(seconds)))
	t.at(t.d.Now.Add(time.Duration(seconds)*time.Second), func() {
		t.about(tr, index+1, "will begin")
		t.start(index)
	})
}

func (t *teller) fail(index int) {
	tr := &t.story.Transfers[index]
	tr.Outcome = "failed"
	t.about(tr, index+1, "completed with error %@ [%ld]. C(%c)", private("Error Domain=NSURLErrorDomain Code=-1202"), public("-1202"), public("N"))
	t.about(tr, index+1, "for client %{public}@ completed with error - code: %ld", public(t.a.Bundle), public("-1202"))
	t.finished()
}

func (t *teller) succeed(index int) {
	tr := &t.story.Transfers[index]
	t.about(tr, index+1, "download for client %{public}@ received response, status code: %d", public(t.a.Bundle), public("200"))
	t.about(tr, index+1, "completed with error %@ [%ld]. C(%c)", public("(null)"), public("0"), public("N"))
	t.about(tr, index+1, "for client %{public}@ completed successfully", public(t.a.Bundle))
	t.finished()
}

// finished wakes the app when the last transfer of the batch has finished; the app
// then creates the next batch in the background.
func (t *teller) finished() {
	if t.open--; t.open > 0 {
		return
	}
	t.log("NDSession <%{public}@> Waking up the client app: %{public}@", public(t.session), public(t.a.Bundle))
	at := t.log("Will request wake of app %{public}@ for NDSession <%{public}@> with identifier %@", public(t.a.Bundle), public(t.session), private(t.a.Bundle+".sync"))
	switch {
	case t.delay == 0:
		t.delay = time.Minute
	default:
		t.delay = min(2*t.delay, time.Hour)
	}
	t.reset = at.Add(2 * t.delay)
	t.story.Wakes = append(t.story.Wakes, WakeTruth{At: at, Delay: t.delay})
	t.log("Set request delay for %@ to %f", private(t.a.Bundle), public(fmt.Sprintf("%.6f", t.delay.Seconds())))
	t.d.Wait(300 * time.Millisecond)
	t.log("Successfully woke application %{public}@ and took process assertion", public(t.a.Bundle))
	t.log("NDSession <%{public}@>.<%@>.<%@>: reconnecting existing session", public(t.session), private(t.a.Bundle), private(t.a.Bundle+".sync"))
	t.log("Task <?>.<0> performing did start app wake callback.")
	t.d.Wait(50 * time.Millisecond)
	t.make()
	t.log("Task <?>.<0> performing did finish app wake callback.")
	t.log("releaseAssertionForSession: %@", private(t.a.Bundle+".sync"))
	t.log("Invalidating assertion for bundleID: %{public}@. sessionID: %@", public(t.a.Bundle), private(t.a.Bundle+".sync"))
}
