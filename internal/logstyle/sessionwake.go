package logstyle

import "time"

// Wake wakes or launches the app for the session, whose events it then takes;
// during is what the app does meanwhile. It is nil when the daemon decides
// against it. Finish or Abandon ends the wake.
func (s *Session) Wake(pid int, during func()) *Wake {
	if !s.request() {
		return nil
	}
	a, d := s.app, s.d()
	told := s.client.wake
	w := &Wake{app: a, session: s.UUID, identifier: s.Identifier, code: 0x2182BAD3, truth: told}
	d.Wait(120 * time.Millisecond)
	a.launchInBackground(pid, "com.apple.nsurlsessiond.handlesession "+s.UUID, nsurlsessiond, transfers.pid, domain("com.apple.cfnetwork", "BackgroundDownload"), w)
	d.say(sayWoken, Default, private(a.Bundle))
	for _, o := range s.client.sessions {
		o.Reconnect()
	}
	s.say(sayOKToSend, private(a.Bundle), s.identifier())
	s.say(saySignal, private(a.Bundle), s.identifier())
	s.say(sayInvoking)
	d.say(sayDidStart, Default)
	s.Deliver()
	if during != nil {
		during()
	}
	d.say(sayDidFinish, Default)
	return w
}

// request is the daemon's decision to wake the app, a step of the limiter.
func (s *Session) request() bool {
	a, d := s.app, s.d()
	switch {
	case !s.LaunchEvents:
		return s.refuse(sayNoLaunch, "launch-events-off")
	case s.client.refreshOff:
		return s.refuse(sayNoRefresh, "refresh-off")
	}
	s.client.settle()
	s.say(sayWaking, private(a.Bundle))
	// two queues write the next two lines
	w := &WakeTruth{Session: s.UUID, Outcome: "cut-off"}
	step := func() {
		d.say(sayDelay, Default, private(a.Bundle), seconds(w.Delay))
	}
	w.Delay = s.client.limiter.wake(d.Now)
	first := d.random.next()%3 == 0
	if first {
		step()
	}
	d.say(sayRequest, Default, private(a.Bundle), public(s.UUID), s.identifier())
	w.At = d.Now
	s.client.limiter.lapses = w.At.Add(2 * w.Delay)
	if !first {
		step()
	}
	s.client.wake = w
	d.truth.Wakes = append(d.truth.Wakes, w)
	return true
}

// refuse notes the decision not to wake the app.
func (s *Session) refuse(p phrase, why string) bool {
	d := s.d()
	s.say(p, private(s.app.Bundle))
	d.truth.Wakes = append(d.truth.Wakes, &WakeTruth{At: d.Now, Session: s.UUID, Outcome: "refused", Why: why})
	return false
}

// WakeFails lets the daemon try in vain to wake the app: a step of the limiter all
// the same.
func (s *Session) WakeFails() {
	if !s.request() {
		return
	}
	d := s.d()
	d.Wait(10 * time.Second)
	d.say(sayNotOpened, Error, private(s.app.Bundle), private("Error Domain=FBSOpenApplicationServiceErrorDomain Code=1 \"(null)\""), public("YES"))
	d.say(sayNotWoken, Error, private(s.app.Bundle))
	w := d.truth.Wakes[len(d.truth.Wakes)-1]
	w.Outcome, w.Why = "refused", "failed"
}
