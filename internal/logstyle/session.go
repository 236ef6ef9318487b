package logstyle

import (
	"fmt"
	"slices"
	"time"
)

// Session is one background URLSession of an App.
type Session struct {
	UUID, Identifier string
	// LaunchEvents is sessionSendsLaunchEvents, Discretionary isDiscretionary of
	// its configuration, ResourceTimeout timeoutIntervalForResource.
	LaunchEvents    bool
	Discretionary   bool
	ResourceTimeout time.Duration

	app      *App
	client   *client
	attached bool // a process of the app holds it
	numbers  int  // tasks made so far
	open     []*Transfer
	pending  []*Transfer // finished, and not taken by the app
}

func (s *Session) d() *Device { return s.app.d }

func (s *Session) identifier() Arg { return private(s.Identifier) }

// say writes a line about the session.
func (s *Session) say(p phrase, args ...Arg) {
	s.d().say(p, Default, append([]Arg{public(s.UUID)}, args...)...)
}

// NewSession lets the app make a background session; setup changes its
// configuration.
func (a *App) NewSession(name string, setup func(*Session)) *Session {
	d := a.d
	c := a.makeClient()
	s := &Session{UUID: d.uuid(), Identifier: a.Bundle + "." + name, LaunchEvents: true, ResourceTimeout: 7 * 24 * time.Hour, app: a, client: c, attached: true}
	if setup != nil {
		setup(s)
	}
	first := len(c.sessions) == 0
	c.sessions = append(c.sessions, s)
	s.setupWaits(s.UUID)
	d.say(sayCreating, Default, s.identifier(), private(a.Bundle))
	s.say(sayCreated, private(a.Bundle), s.identifier())
	s.describe()
	s.say(sayClientKind, private(a.Bundle))
	if first {
		d.say(sayResetFirst, Default, private(a.Bundle))
		d.say(sayReset, Default, private(a.Bundle))
	}
	s.connection()
	s.setupDone()
	return s
}

func (s *Session) describe() {
	s.say(sayIsFor, public(s.UUID), private(s.app.Bundle), s.identifier(), seconds(s.ResourceTimeout), seconds(time.Minute), public("1"), public("1"))
}

// setupWaits and setupDone are the app's side of making a session. Before the
// daemon has answered, the app has a UUID of its own for it.
func (s *Session) setupWaits(uuid string) { s.setup("will wait for reply", uuid) }

func (s *Session) setup(step, uuid string) {
	if !s.d().IOS12 {
		s.app.cfnetwork("BackgroundSession <%{public}@> background session setup "+step+": session %@ with identifier %@", public(uuid), s.object(), s.identifier())
	}
}

func (s *Session) setupDone() {
	s.setup("reply received", s.UUID)
	if !s.d().IOS12 {
		s.app.cfnetwork("BackgroundSession <%{public}@> background session setup complete", public(s.UUID))
	}
}

func (s *Session) object() Arg {
	return private("<__NSURLBackgroundSession: " + s.d().pointer() + ">")
}

func (s *Session) connection() {
	s.say(sayConnection, private("<NSXPCConnection: "+s.d().pointer()+">"), private(s.app.Bundle), s.identifier(), public(fmt.Sprint(s.app.PID)))
}

// Reconnect lets a new process of the app make the session object again.
func (s *Session) Reconnect() {
	if s.attached {
		return
	}
	s.attached = true
	s.setupWaits(s.d().uuid())
	s.say(sayReconnecting, private(s.app.Bundle), s.identifier())
	s.connection()
	s.setupDone()
	if !s.d().IOS12 {
		s.app.cfnetwork("BackgroundSession <%{public}@> will reconnect to existing state by requesting pending callbacks", public(s.UUID))
	}
}

// Again lets the process make a second session object with the identifier of this
// one; CFNetwork notices, and nsurlsessiond is not asked.
func (s *Session) Again() {
	s.app.cfnetwork("A background URLSession with identifier %@ already exists!", s.identifier())
}

// active reports whether the app takes events at once.
func (s *Session) active() bool { return s.attached && s.app.PID != 0 && !s.app.frozen }

// ended notes that a transfer is over; an app that runs takes it at once.
func (s *Session) ended(t *Transfer) {
	s.open = slices.DeleteFunc(s.open, func(o *Transfer) bool { return o == t })
	s.pending = append(s.pending, t)
	s.say(sayOutstanding, public(fmt.Sprint(len(s.open))))
	yes, xpc := "N", "N"
	if s.active() {
		yes = "Y"
	}
	if s.attached {
		xpc = "Y"
	}
	s.say(sayActive, private(s.app.Bundle), public(yes), public(xpc), public(xpc), s.identifier())
	if s.active() {
		s.Deliver()
	}
}

// Due reports whether the daemon wakes the app now: all transfers of the session
// are over and the app does not know.
func (s *Session) Due() bool { return len(s.open) == 0 && len(s.pending) > 0 && !s.active() }

// Deliver tells the running app of what has finished.
func (s *Session) Deliver() {
	for _, t := range s.pending {
		t.deliver()
	}
	s.pending = nil
}

// uuid invents a UUID.
func (d *Device) uuid() string {
	a, b := d.random.next(), d.random.next()
	return fmt.Sprintf("%08X-%04X-4%03X-9%03X-%012X", uint32(a), uint16(a>>32), uint16(a>>48)&0xfff, uint16(b>>48)&0xfff, b&0xffffffffffff)
}
