package logstyle

import (
	"slices"
	"time"
)

// TransferStory is the log of an app that transfers files in the background, with
// the truth about it.
type TransferStory struct {
	Entries []Entry
	Truth
}

// TellTransfers makes a story of that many transfers; the seed chooses the sizes of
// batches, durations, sessions, visits of the user, retries, failures, wakes that
// fail or are not finished, force quits and crashes of the daemon.
func TellTransfers(seed uint64, transfers int) TransferStory {
	d := NewDevice(scenarioStart)
	st := newStory(d, d.Notes(), seed)
	st.left = transfers
	st.tell()
	return TransferStory{d.Entries, d.truth}
}

// story lets things happen in order of time.
type story struct {
	d     *Device
	a     *App
	r     random
	queue []happening
	left  int // transfers not made yet
	pid   int

	sessions []*Session
	// calm leaves out what goes wrong by chance; batch is then the size of each
	// batch, takes how long a transfer takes.
	calm  bool
	batch int
	takes time.Duration
}

type happening struct {
	at time.Time
	do func()
}

func newStory(d *Device, a *App, seed uint64) *story {
	r := random(seed)
	r = random(r.next()) // far apart for seeds that lie together
	d.random ^= r
	return &story{d: d, a: a, r: r, pid: firstPID - 1, batch: 1, takes: 5 * time.Second}
}

// chance is true once in n times.
func (st *story) chance(n uint64) bool { return !st.calm && st.r.next()>>8%n == 0 }

// upTo chooses a duration between a tenth of most and most.
func (st *story) upTo(most time.Duration) time.Duration {
	return most/10 + time.Duration(st.r.next()>>8%uint64(most*9/10))
}

func (st *story) at(when time.Time, do func()) {
	st.queue = append(st.queue, happening{when, do})
}

// tell begins in the foreground and ends when nothing more is to happen.
func (st *story) tell() {
	st.a.LaunchByUser(st.nextPID())
	st.d.Wait(time.Second)
	st.sessions = append(st.sessions, st.a.NewSession("sync", func(s *Session) {
		s.client.refreshOff = st.chance(12)
	}))
	if st.chance(3) {
		st.sessions = append(st.sessions, st.a.NewSession("media", func(s *Session) {
			s.Discretionary, s.LaunchEvents = st.chance(2), !st.chance(3)
		}))
	}
	st.make()
	st.d.Wait(2 * time.Second)
	st.home()
	for st.next() {
	}
	st.d.Wait(40 * time.Second)
	st.d.say(sayNetwork, Default)
	st.d.Wait(5 * time.Second)
	st.d.say(sayNetwork, Default)
}

// next lets the next thing happen; when none is due, the user opens the app until
// all transfers have been made and taken.
func (st *story) next() bool {
	if len(st.queue) == 0 {
		if st.left == 0 && !slices.ContainsFunc(st.sessions, func(s *Session) bool { return len(s.pending) > 0 }) {
			return false
		}
		st.at(st.d.Now.Add(st.upTo(20*time.Minute)), st.open)
	}
	first := 0
	for i, h := range st.queue {
		if h.at.Before(st.queue[first].at) {
			first = i
		}
	}
	h := st.queue[first]
	st.queue = slices.Delete(st.queue, first, first+1)
	st.d.WaitUntil(h.at)
	st.d.lapse()
	h.do()
	return true
}

func (st *story) nextPID() int {
	st.pid++
	return st.pid
}

// make makes the next batch, in one of the sessions each.
func (st *story) make() {
	size := st.batch
	if st.chance(4) {
		size += int(st.r.next() >> 8 % 9)
	}
	for range min(size, st.left) {
		st.left--
		s := st.sessions[st.r.next()>>8%uint64(len(st.sessions))]
		t := s.begin(st.chance(4))
		st.await(t)
	}
}

// await lets the transfer start when the limiter allows it, or be made anew.
func (st *story) await(t *Transfer) {
	slop := st.upTo(3 * time.Second)
	if t.system && st.chance(6) {
		slop = st.upTo(15 * time.Minute) // the scheduler's
	}
	t.turn++
	turn := t.turn
	st.at(t.earliest.Add(slop), func() {
		switch {
		case turn != t.turn || !t.Finished.IsZero():
		case t.again && !st.d.Now.Before(t.earliest):
			t.Anew()
			st.await(t)
		case t.again || st.d.Now.Before(t.earliest):
			st.await(t) // held anew
		default:
			st.start(t)
		}
	})
}

// start lets the request go out, unless the server cannot be reached.
func (st *story) start(t *Transfer) {
	if t.Retries < 5 && st.chance(14) {
		st.retry(t, -1004)
		return
	}
	t.Start()
	most := st.takes
	if !st.calm {
		most = 90 * time.Second
		if st.chance(8) {
			most = 20 * time.Minute
		}
	}
	st.at(st.d.Now.Add(st.upTo(most)), func() { st.end(t) })
}

func (st *story) retry(t *Transfer, code int) {
	t.Retry(code, time.Second<<(t.Retries+1))
	st.await(t)
}

// end lets a transfer under way succeed, mostly.
func (st *story) end(t *Transfer) {
	switch {
	case !t.Finished.IsZero() || !t.running:
		return
	case t.Retries < 5 && st.chance(12):
		st.retry(t, -1005)
		return
	case st.chance(14):
		t.Fail(-1202)
	default:
		t.Succeed()
	}
	st.due(t.s)
	if st.chance(60) {
		st.at(st.d.Now.Add(st.upTo(time.Minute)), st.crash)
	}
	if st.chance(9) {
		st.at(st.d.Now.Add(st.upTo(8*time.Minute)), st.open)
	}
}

// due wakes the app for a session whose transfers are all over; it makes the next
// batch then.
func (st *story) due(s *Session) {
	switch {
	case !s.Due():
		return
	case s.LaunchEvents && st.chance(20):
		s.WakeFails()
		return
	}
	w := s.Wake(st.nextPID(), st.make)
	switch {
	case w == nil:
	case st.chance(16):
		w.Abandon()
	default:
		st.d.Wait(st.upTo(4 * time.Second))
		w.Finish()
	}
}

// open: the user opens the app, and leaves it again some time later.
func (st *story) open() {
	if st.a.visible {
		return
	}
	for _, s := range st.sessions {
		s.client.settle()
	}
	if st.a.PID == 0 {
		st.a.LaunchByUser(st.nextPID())
	} else {
		st.a.Return()
	}
	for _, s := range st.sessions {
		s.Reconnect()
		s.Deliver()
		for _, t := range s.open {
			if t.again { // let go by the limiter
				st.await(t)
			}
		}
	}
	if st.left > 0 && (st.calm || !st.chance(3)) {
		st.make()
	}
	st.at(st.d.Now.Add(st.upTo(40*time.Second)), st.leave)
}

// leave: the user goes to another app, or removes this one in the app switcher.
func (st *story) leave() {
	if !st.a.visible {
		return
	}
	st.home()
	if st.chance(25) {
		st.d.Wait(3 * time.Second)
		st.a.ForceQuit()
	}
}

// home brings the app into the background, sometimes with a background task in
// which it makes a batch at once.
func (st *story) home() {
	if st.left > 0 && st.chance(5) {
		var task *Task
		st.a.Home(func() { task = st.a.Begin("EnqueueUploads") })
		st.make()
		st.d.Wait(time.Second)
		task.End()
		st.d.Wait(200 * time.Millisecond)
		st.a.Suspend()
		return
	}
	st.a.Home(nil)
}

func (st *story) crash() {
	st.d.CrashTransfers()
	for _, s := range st.sessions {
		for _, t := range s.open {
			st.await(t)
		}
		st.due(s)
	}
}
