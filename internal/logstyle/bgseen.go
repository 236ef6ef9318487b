package logstyle

import (
	"maps"
	"strings"
	"time"
)

// bgSeen is what the told lines have shown of a request. It is filled line by line
// as the log that is told holds them, by the meaning that the lines have by
// themselves: which of them bglog can join is not asked.
type bgSeen struct {
	any, named bool // a line was about it; one gave its instance

	submitted, earliest, started, expired, completed time.Time
	begun                                            time.Time // the first line of the run

	success string
	endedBy string

	cancelled, replaced, rejected        bool
	cancelledAt                          time.Time
	ran, ended, simulated                bool
	asked                                time.Time // the expiration handler was called
	noHandler, noAnswer, dropped, killed bool
	gone                                 bool // its process has exited
	decided                              bool // dasd chose to run it
	refused, postponed                   int
	reasons                              map[string]int
}

// over reports whether it was seen to end before a run.
func (s *bgSeen) over() bool { return s.cancelled || s.replaced || s.rejected }

// live reports whether it was seen to run and not to end.
func (s *bgSeen) live() bool {
	return s.ran && s.completed.IsZero() && !s.ended && !s.noHandler && !s.gone && !s.killed
}

func first(t *time.Time, now time.Time) {
	if t.IsZero() {
		*t = now
	}
}

// told drops the newest entry if the log does not hold it. Otherwise it reports
// whether the entry can be seen to be about the request: whether it names it.
func (b *bgTeller) told(r *bgRequest) bool {
	e := &b.d.Entries[len(b.d.Entries)-1]
	if !b.opt.Side.holds(e) {
		b.d.Entries = b.d.Entries[:len(b.d.Entries)-1]
		return false
	}
	if r == nil {
		return true
	}
	if strings.HasPrefix(r.identifier, "com.apple.") {
		return false // the system's own
	}
	msg, handle := e.Compose(b.opt.Redacted), r.identifier
	if r.launch() {
		handle = prefixes[r.kind] + r.identifier
	}
	if !strings.Contains(msg, handle) {
		return false
	}
	b.note(r)
	r.sees.named = r.sees.named || strings.Contains(msg, ":"+r.instance)
	return true
}

// note counts the request among those that the log shows.
func (b *bgTeller) note(r *bgRequest) {
	if !r.sees.any {
		r.sees.any = true
		b.shown = append(b.shown, r)
	}
}

// submission notes a told submission; what was seen to wait under the identifier
// gives way to it.
func (b *bgTeller) submission(r *bgRequest) {
	first(&r.sees.submitted, b.d.Now)
	if old := r.visible; old != nil && old != r && !old.sees.ran {
		s := &old.sees
		s.replaced = s.replaced || !s.over() || s.cancelled && b.d.Now.Sub(s.cancelledAt) < time.Second
	}
	r.visible = r
}

// run notes a told line that proves the run.
func (b *bgTeller) run(r *bgRequest, told bool) bool {
	if told {
		r.sees.ran = true
		first(&r.sees.begun, b.d.Now)
	}
	return told
}

// expiring notes a told warning, by what it says to be the cause.
func (b *bgTeller) expiring(r *bgRequest, told bool, by string) {
	s := &r.sees
	if !b.run(r, told) || !s.completed.IsZero() {
		return
	}
	first(&s.expired, b.d.Now)
	if s.endedBy == "" {
		s.endedBy = by
	}
}

// only reports whether the request is the only one that its app was seen to run:
// then a line that names the app alone is about it.
func (b *bgTeller) only(r *bgRequest) bool {
	for _, o := range b.all {
		if o != r && o.app == r.app && o.sees.live() && !o.sees.simulated {
			return false // dasd knows nothing of what is simulated
		}
	}
	return r.sees.live()
}

// onlyWarned reports whether the request is the only BGTask of its app that was seen
// to be told to end, and not to be given up by dasd.
func (b *bgTeller) onlyWarned(r *bgRequest) bool {
	for _, o := range b.all {
		if o != r && o.app == r.app && !o.launch() && o.sees.live() && !o.sees.noAnswer && !o.sees.expired.IsZero() {
			return false
		}
	}
	return r.sees.live() && !r.sees.expired.IsZero()
}

// limit is from when the end of a short run is taken to be that of its time.
const limit = 25 * time.Second

// truth is what the log shows of the request.
func (b *bgTeller) truth(r *bgRequest) BGTaskTruth {
	s := &r.sees
	t := BGTaskTruth{
		Identifier: r.identifier, Kind: r.kind, Submitted: s.submitted, Earliest: s.earliest, Started: s.started, Expired: s.expired, Completed: s.completed,
		Success: s.success, Outcome: b.outcome(r), EndedBy: s.endedBy, Refused: s.refused, Postponed: s.postponed, Reasons: maps.Clone(s.reasons),
		Simulated: s.simulated, Ran: s.ran,
	}
	if s.named {
		t.Request = r.instance
	}
	switch {
	case t.EndedBy != "" || !s.ran:
	case !s.expired.IsZero() && !s.simulated && r.kind != "processing" && r.kind != "continued" && s.expired.Sub(s.begun) >= limit:
		t.EndedBy = "time" // refreshes, fetches and pushes get 30 s
	case !s.expired.IsZero():
		t.EndedBy = "unknown"
	case !s.completed.IsZero():
		t.EndedBy = "app"
	}
	return t
}

func (b *bgTeller) outcome(r *bgRequest) string {
	s := &r.sees
	switch {
	case s.dropped, s.killed:
		return "not_completed"
	case !s.completed.IsZero() && s.expired.IsZero():
		return "completed"
	case !s.completed.IsZero(), s.noHandler:
		return "expired" // without a handler the framework completes it
	case s.noAnswer, !s.asked.IsZero() && b.wrote(r, s.asked.Add(7*time.Second)):
		return "not_completed"
	case !s.expired.IsZero():
		return "expired"
	case s.ended:
		return "completed"
	case s.ran && s.gone:
		return "unknown"
	case s.ran:
		return "running"
	case s.rejected:
		return "rejected"
	case s.replaced:
		return "replaced"
	case s.cancelled:
		return "cancelled"
	case s.decided && r.launch():
		return "unknown" // the launch followed, whose lines hide their names
	}
	return "pending"
}

// wrote reports whether the process that ran it wrote something after that time:
// then a line that is missing before was not written.
func (b *bgTeller) wrote(r *bgRequest, after time.Time) bool {
	for i := range b.d.Entries {
		if e := &b.d.Entries[i]; e.App && e.At.After(after) && (e.PID == r.pid || b.opt.Unnumbered && e.Process == r.app.Name) {
			return true
		}
	}
	return false
}
