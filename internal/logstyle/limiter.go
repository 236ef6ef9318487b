package logstyle

import (
	"fmt"
	"time"
)

// limiter is nsurlsessiond's resume rate limiter for one app, written from its
// description and not from bglog's model, so that tests can set the two against
// each other: a wake makes the delay one minute, or doubles it up to an hour; it
// ends when twice as long as it is passes without another wake, when the app comes
// to the front, and with the daemon.
type limiter struct {
	delay  time.Duration
	lapses time.Time // when it ends unless a wake comes first
}

// wake is a step; it returns the new delay.
func (l *limiter) wake(at time.Time) time.Duration {
	switch {
	case l.delay == 0:
		l.delay = time.Minute
	case l.delay >= 30*time.Minute:
		l.delay = time.Hour
	default:
		l.delay += l.delay
	}
	l.lapses = at.Add(l.delay + l.delay)
	return l.delay
}

// end ends the delay, and reports whether there was one.
func (l *limiter) end() bool {
	was := l.delay > 0
	*l = limiter{}
	return was
}

// lapse writes the ends of delays that the clock has passed, at their own time.
func (d *Device) lapse() {
	for _, c := range d.clients {
		l := &c.limiter
		if l.delay == 0 || d.Now.Before(l.lapses) {
			continue
		}
		at := l.lapses
		l.end()
		d.truth.Resets = append(d.truth.Resets, ResetTruth{at, "idle"})
		d.append(at, d.daemon(), Default, sayReset.now, private(c.app.Bundle))
	}
}

// settle waits until the end of the app's delay is not near: the timer has a
// leeway of a second, and what happens in it tells nothing about the arithmetic.
func (c *client) settle() {
	d, l := c.app.d, &c.limiter
	if l.delay == 0 {
		return
	}
	const near = 3 * time.Second
	if left := l.lapses.Sub(d.Now); left < near {
		d.Wait(left + near)
		d.lapse()
	}
}

// seconds writes a duration as %f does.
func seconds(t time.Duration) Arg { return public(fmt.Sprintf("%.6f", t.Seconds())) }
