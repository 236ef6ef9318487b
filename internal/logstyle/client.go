package logstyle

import (
	"fmt"
	"slices"
	"time"
)

// client is what nsurlsessiond knows of one app. An app without background
// sessions is none, and nothing is written about it.
type client struct {
	app        *App
	limiter    limiter
	sessions   []*Session
	refreshOff bool
	wake       *WakeTruth // the last one, unless the app came to the front since
}

// client returns what the daemon knows of the app; nil when it has no session.
func (a *App) client() *client {
	i := slices.IndexFunc(a.d.clients, func(c *client) bool { return c.app.Bundle == a.Bundle })
	if i < 0 {
		return nil
	}
	return a.d.clients[i]
}

func (a *App) makeClient() *client {
	if c := a.client(); c != nil {
		return c
	}
	c := &client{app: a}
	a.d.clients = append(a.d.clients, c)
	return c
}

// seen writes what nsurlsessiond notes about the app's state.
func (a *App) seen(p phrase) {
	if a.client() != nil {
		a.d.say(p, Default, private(a.Bundle))
	}
}

// seenInFront is the app coming to the front: the limiter lets go, and
// discretionary transfers that have not begun are made anew.
func (a *App) seenInFront() {
	c, d := a.client(), a.d
	if c == nil {
		return
	}
	a.seen(sayFront)
	at := d.Now
	a.seen(sayResetFront)
	a.seen(sayReset)
	c.wake = nil
	if c.limiter.end() {
		d.truth.Resets = append(d.truth.Resets, ResetTruth{at, "foreground"})
	}
	for _, s := range c.sessions {
		for _, t := range slices.Clone(s.open) {
			if !t.running && !t.again && t.system && !s.Discretionary {
				t.letGo(at)
				t.Retry(codeCameForward, time.Second)
			}
		}
	}
}

// codeCameForward is nsurlsessiond's own: a discretionary transfer whose app came
// to the front.
const codeCameForward = 6

// seenSuspended is the app's suspension.
func (a *App) seenSuspended() {
	a.seen(saySuspended)
	for _, s := range a.sessions() {
		if s.attached {
			s.say(sayAppSuspended, private(a.Bundle), public(fmt.Sprint(a.PID)), public("Y"))
		}
	}
}

// seenGone is the end of the app's process.
func (a *App) seenGone() {
	for _, s := range a.sessions() {
		if s.attached {
			s.say(sayDisconnected, private(a.Bundle), public("N"), public("N"), s.identifier())
			s.attached = false
		}
	}
}

// seenQuit is what nsurlsessiond does when the user has removed the app in the app
// switcher: it cancels the transfers.
func (a *App) seenQuit() {
	a.seen(sayQuit)
	for _, s := range a.sessions() {
		open := slices.Clone(s.open)
		for _, t := range open {
			t.end(codeAppQuit, "cancelled")
		}
		if len(open) > 0 {
			s.d().say(sayClientQuit, Error, public(s.UUID))
		}
	}
}

// codeAppQuit is nsurlsessiond's own.
const codeAppQuit = 1

func (a *App) sessions() []*Session {
	if c := a.client(); c != nil {
		return c.sessions
	}
	return nil
}

// CrashTransfers ends nsurlsessiond, which launchd starts anew: it has forgotten
// the limiter, and transfers that were under way are lost.
func (d *Device) CrashTransfers() {
	for _, c := range d.clients {
		for _, s := range c.sessions {
			if s.attached && !c.app.frozen {
				c.app.cfnetwork("BackgroundSession <%{public}@> connection to background transfer daemon interrupted", public(s.UUID))
			}
		}
	}
	d.Wait(300 * time.Millisecond)
	d.restarts += 400
	for _, c := range d.clients {
		c.settle()
	}
	d.say(sayStarted, Default)
	at := d.Now
	for _, c := range d.clients {
		if c.limiter.end() {
			d.truth.Resets = append(d.truth.Resets, ResetTruth{at, "daemon-start"})
		}
	}
	for _, c := range d.clients {
		d.say(sayRestore, Default, private(c.app.Bundle))
		for _, s := range c.sessions {
			s.describe()
			for _, t := range slices.Clone(s.open) {
				switch {
				case t.running:
					t.lost()
				case !t.again:
					t.letGo(at)
					t.earliest = d.Now.Add(time.Second)
				}
			}
			if s.attached && !c.app.frozen {
				c.app.cfnetwork("BackgroundSession <%{public}@> attempting to reconnect to background transfer daemon", public(s.UUID))
			}
		}
	}
}
