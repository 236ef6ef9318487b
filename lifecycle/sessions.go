package lifecycle

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
)

// urlState is what the engine knows of URLSession while it reads.
type urlState struct {
	sessions  map[string]*Session // by UUID
	transfers map[string]*Transfer
	// decisions are those about whether the system chooses the time of a transfer
	// that had no UUID yet, by session; "" where the log names none.
	decisions map[string]decision
	requests  map[*process]map[string]*Request // in flight, by UUID of the task
	// connections are the transfers of nsurlsessiond's connections, by number.
	connections map[string]*Transfer
	limits      map[*App]*limit
	delays      []hiddenDelay // limiter lines whose app is hidden, not attributed yet
	starts      []Evidence    // of nsurlsessiond
	invalid     map[*Session]bool
	daemonPID   int
}

func newURLState() urlState {
	return urlState{
		sessions:  map[string]*Session{},
		transfers: map[string]*Transfer{},
		decisions: map[string]decision{},
		requests:  map[*process]map[string]*Request{},

		connections: map[string]*Transfer{},
		limits:      map[*App]*limit{},
		invalid:     map[*Session]bool{},
	}
}

// maxURLItems bounds the sessions, transfers and wakes that are kept: far more
// than a device has in the weeks that its log covers.
const maxURLItems = 200_000

// daemonLine reports whether nsurlsessiond wrote the record; CFNetwork writes the
// same lines in apps and in the daemon. Those about a resume are the same words, as far
// as people quote them: without a process only a session's head proves the daemon.
func daemonLine(rec *parse.Record, ev *Event) bool {
	if rec.Process != "" || ev.Kind == TransferResumed && ev.Session == "" {
		return rec.Process == "nsurlsessiond"
	}
	return slices.Contains(ev.Row.From.Processes, "nsurlsessiond")
}

// daemonPID reports whether a record without a process name has nsurlsessiond's
// number: CFNetwork's lines do not tell where it runs.
func (e *Engine) daemonPID(rec *parse.Record) bool {
	return rec.Process == "" && rec.PID > 0 && rec.PID == e.url.daemonPID
}

// heard notes when a daemon wrote whose runs are kept; last is the number of the last run.
func heard(runs []Span, last *int, pid int, at Time) []Span {
	if n := len(runs); n > 0 && (pid == *last || pid <= 0 || *last <= 0) {
		runs[n-1].From = parse.Earliest(runs[n-1].From, at)
		runs[n-1].To = parse.Latest(runs[n-1].To, at)
		*last = max(*last, pid)
		return runs
	}
	*last = pid
	if len(runs) >= maxGaps {
		return runs
	}
	return append(runs, Span{at, at})
}

// daemonStarted: the limiter has forgotten everything. The records of the new process
// that came before this event was handled have been heard already: without a number in
// them, as those of the old one.
func (e *Engine) daemonStarted(rec *parse.Record, _ *Event) {
	if len(e.url.starts) >= maxGaps {
		return
	}
	e.url.starts = append(e.url.starts, evidence(rec))
	e.url.daemonPID = rec.PID
	runs := e.t.DaemonRuns
	run := Span{rec.Time, rec.Time}
	if n := len(runs); n > 0 && rec.Time.Known() {
		run.To = parse.Latest(run.To, runs[n-1].To)
		if !runs[n-1].From.Before(rec.Time) {
			return // its number has told of the new process
		}
		runs[n-1].To = rec.Time
	}
	e.t.DaemonRuns = append(runs, run)
}

// appIn returns the app of a bundle id that a line tells, nil when it is hidden or
// none. A transfer runs without its app, so no process is made.
func (e *Engine) appIn(bundle string) *App {
	bundle = strings.Trim(bundle, "<>\" ")
	if bundle == "" || strings.ContainsAny(bundle, " ()<>{}") {
		return nil
	}
	if a := e.byBundle[bundle]; a != nil {
		return a
	}
	id := noIdentity
	id.Kind, id.Bundle = IdentityApp, strings.Clone(bundle)
	return e.appOf(id)
}

// firstLine keeps the first line of each kind.
func firstLine(lines *Lines, kind EventKind, rec *parse.Record) {
	if !lines.Has(kind) {
		lines.Set(kind, evidence(rec))
	}
}

// sessionOf returns the session that a line speaks of, nil when its UUID is
// hidden. What the line tells of it is noted.
func (e *Engine) sessionOf(rec *parse.Record, ev *Event) *Session {
	if ev.Session == "" {
		return nil
	}
	s := e.url.sessions[ev.Session]
	if s == nil {
		s = &Session{UUID: strings.Clone(ev.Session)}
		if len(e.t.Sessions) >= maxURLItems {
			return s
		}
		e.url.sessions[s.UUID] = s
		e.t.Sessions = append(e.t.Sessions, s)
	}
	s.First, s.Last = parse.Earliest(s.First, rec.Time), parse.Latest(s.Last, rec.Time)
	firstLine(&s.Evidence, ev.Kind, rec)
	if s.Identifier == "" {
		s.Identifier = plainValue(ev.Field("identifier"))
	}
	if s.App == nil {
		e.sessionApp(s, e.appIn(ev.Field("bundle")))
	}
	if !daemonLine(rec, ev) && rec.Process != "" {
		if s.App == nil {
			e.sessionApp(s, e.own(rec).App)
		}
		e.sessionNames(s, rec)
	}
	return s
}

// sessionNames: the app writes the UUID of a session whose bundle id the daemon has told.
// In exports without pids that is what joins the app's name with it. An extension may
// share the session of its host.
func (e *Engine) sessionNames(s *Session, rec *parse.Record) {
	a := s.App
	if rec.PID > 0 || a == nil || a.BundleID == "" || a.Name != "" && a.Name != rec.Process || s.Extension || a.Extension() {
		return
	}
	e.bindName(rec, a.BundleID)
}

// plainValue is a value worth keeping: not "(null)", and not the record's memory.
func plainValue(v string) string {
	if v == "(null)" {
		return ""
	}
	return strings.Clone(v)
}

// sessionApp binds a session, and what hangs on it, to an app.
func (e *Engine) sessionApp(s *Session, a *App) {
	if a == nil || s.App != nil {
		return
	}
	s.App = a
	a.Work = true
	for _, t := range s.Transfers {
		if t.App == nil {
			t.App = a
		}
	}
	for _, w := range s.Wakes {
		if w.App == nil {
			w.App = a
		}
	}
}

func (e *Engine) sessionNoted(rec *parse.Record, ev *Event) { e.sessionOf(rec, ev) }

func (e *Engine) sessionCreated(rec *parse.Record, ev *Event) {
	if s := e.sessionOf(rec, ev); s != nil {
		s.Created = parse.Earliest(s.Created, rec.Time)
	}
}

func (e *Engine) sessionDescribed(rec *parse.Record, ev *Event) {
	if s := e.sessionOf(rec, ev); s != nil {
		s.ResourceTimeout = decimalOf(ev.Field("resource_timeout"))
		s.RequestTimeout = decimalOf(ev.Field("request_timeout"))
	}
}

func (e *Engine) sessionClientKind(rec *parse.Record, ev *Event) {
	if s := e.sessionOf(rec, ev); s != nil {
		s.Extension = s.Extension || ev.Row.ID == "url.s.kind_ext"
	}
}

// sessionAttached: a process of the app holds the session from here.
func (e *Engine) sessionAttached(rec *parse.Record, ev *Event) {
	s := e.sessionOf(rec, ev)
	a := e.appIn(ev.Field("bundle"))
	var p *process
	if pid := ev.Field("pid"); pid != "" && a != nil {
		p = e.bundle(a.BundleID, atoi(pid), rec)
	}
	if s == nil {
		return
	}
	s.Extension = s.Extension || ev.Field("plugin") != ""
	if s.App != nil {
		// a wake for another session of the app counts as well
		waking := e.openWake(s.App, nil, rec.Time) != nil
		e.limiterEvent(s.App, LimiterEvent{At: rec.Time, Kind: LimiterObserver, DuringWake: waking}, evidence(rec))
	}
	e.wakeReconnected(s, p, rec)
}

// sessionReconnecting: the app made its session object again.
func (e *Engine) sessionReconnecting(rec *parse.Record, ev *Event) {
	if s := e.sessionOf(rec, ev); s != nil {
		e.wakeReconnected(s, nil, rec)
	}
}

func (e *Engine) sessionInvalidating(rec *parse.Record, ev *Event) {
	if s := e.sessionOf(rec, ev); s != nil {
		e.url.invalid[s] = true
	}
}

// sessionRemoved: the daemon drops a session without tasks also when its app goes;
// only one that the app invalidated is over for good.
func (e *Engine) sessionRemoved(rec *parse.Record, ev *Event) {
	s := e.sessionOf(rec, ev)
	if s != nil && (e.url.invalid[s] || ev.Kind == SessionObliterated) {
		s.Invalidated = rec.Time
	}
}

// sessionMisused keeps a line about a session that a rule judges.
func (e *Engine) sessionMisused(rec *parse.Record, ev *Event) {
	e.sessionOf(rec, ev)
	subject := strings.Trim(ev.Field("identifier"), `"'`) // people put it in quotes
	if subject != "" && leftOut(subject) {
		if rec.Process == "" {
			return // the words are quoted, of no session
		}
		subject = ""
	}
	if subject == "" {
		subject = ev.Field("container")
	}
	if subject == "" {
		subject = ev.Session
	}
	e.urlClue(rec, ev, subject, "error", "count", "limit", "class")
}

// urlClue keeps a line that no lifecycle owns, with some of its values.
func (e *Engine) urlClue(rec *parse.Record, ev *Event, subject string, fields ...string) *Clue {
	var p *process
	a := e.appIn(ev.Field("bundle"))
	if s := e.url.sessions[ev.Session]; a == nil && ev.Session != "" && s != nil {
		a = s.App
	}
	if a == nil && !daemonLine(rec, ev) && !systemProcesses[rec.Process] {
		p = e.own(rec)
		a = p.App
	}
	c := e.clueOf(ev, rec, a, p, plainValue(subject))
	for _, f := range fields {
		if v := ev.Field(f); v != "" && c.Fields[f] == "" {
			c.Fields[f] = plainValue(v)
		}
	}
	c.Fields["row"] = ev.Row.ID
	return c
}

// decimalOf reads a number as %f and %d print it; 0 when it is none.
func decimalOf(s string) float64 {
	n := number(s, argFloat)
	if n == 0 || n != len(s) {
		return 0
	}
	f, _ := strconv.ParseFloat(s, 64)
	return f
}
