package lifecycle

import (
	"slices"
	"strings"

	"github.com/bglog/bglog/parse"
)

// The kinds of conditions, as in the report.
const (
	ConditionDebugger   = "debugger"
	ConditionSimulator  = "simulator"
	ConditionLowPower   = "low-power-mode"
	ConditionRefreshOff = "background-refresh-off"
)

// maxClues bounds how many different lines without a lifecycle are kept.
const maxClues = 5000

// clue keeps a line that a rule judges. The same fault of the same app is kept
// once, with a count.
func (e *Engine) clue(ev *Event, rec *parse.Record, p *process, subject string) *Clue {
	if p == nil {
		return e.clueOf(ev, rec, nil, nil, subject)
	}
	return e.clueOf(ev, rec, p.App, p, subject)
}

// clueKey is alike for lines that tell the same.
func clueKey(ev *Event, a *App, subject string) string {
	key := string(ev.Kind) + "\x00" + subject + "\x00" + ev.Field("code")
	if a != nil {
		key += "\x00" + a.Label()
	}
	if ev.Row.Kind == BGTaskAssertionFailed {
		key += "\x00placed" // the words of the exception, which follow it, tell more
	}
	return key
}

// clueOf is clue for lines that name an app, whether or not it runs.
func (e *Engine) clueOf(ev *Event, rec *parse.Record, a *App, p *process, subject string) *Clue {
	key := clueKey(ev, a, subject)
	if i, ok := e.clues[key]; ok {
		c := &e.t.Clues[i]
		c.Count++
		c.Until = rec.Time
		if len(c.More) < maxMore {
			c.More = append(c.More, evidence(rec))
		}
		return c
	}
	if len(e.t.Clues) >= maxClues {
		return &Clue{Fields: map[string]string{}}
	}
	c := Clue{Event: ev.Kind, Subject: subject, Count: 1, Origin: ev.Row.Origin, Evidence: evidence(rec), Fields: map[string]string{}}
	if a != nil {
		c.App, a.Work = a, true
	}
	if p != nil {
		c.Process = p.Process
	}
	e.clues[key] = len(e.t.Clues)
	e.t.Clues = append(e.t.Clues, c)
	return &e.t.Clues[len(e.t.Clues)-1]
}

// maxMore is how many further lines of the same fault are kept.
const maxMore = 3

// condition opens a condition, or keeps the one that is open.
func (e *Engine) condition(kind string, a *App, rec *parse.Record) {
	key := conditionKey(kind, a)
	if _, ok := e.conditions[key]; ok {
		return
	}
	e.conditions[key] = len(e.t.Conditions)
	e.t.Conditions = append(e.t.Conditions, Condition{Kind: kind, App: a, From: rec.Time, Evidence: evidence(rec)})
}

// debugged opens the condition of a debugger. A command at its prompt names no app: it
// is the debugger of the app of which other lines say that it has one.
func (e *Engine) debugged(a *App, rec *parse.Record) {
	bare, open := e.conditions[ConditionDebugger]
	switch {
	case a != nil && open:
		delete(e.conditions, ConditionDebugger)
		e.conditions[conditionKey(ConditionDebugger, a)] = bare
		c := &e.t.Conditions[bare]
		c.App = a
		if !c.From.Known() {
			c.From = rec.Time
		}
	case a != nil || !e.anyOpen(ConditionDebugger):
		e.condition(ConditionDebugger, a, rec)
	}
}

// anyOpen reports whether a condition of the kind is open, of whatever app.
func (e *Engine) anyOpen(kind string) bool {
	for _, i := range e.conditions {
		if e.t.Conditions[i].Kind == kind {
			return true
		}
	}
	return false
}

func conditionKey(kind string, a *App) string {
	if a == nil {
		return kind
	}
	return kind + "\x00" + a.Label()
}

// over closes a condition.
func (e *Engine) over(kind string, a *App, rec *parse.Record) {
	key := conditionKey(kind, a)
	if i, ok := e.conditions[key]; ok {
		e.t.Conditions[i].To = rec.Time
		delete(e.conditions, key)
	}
}

// fbDebugState: with a debugger attached, watchdogs and background-task kills
// are off.
func (e *Engine) fbDebugState(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	if strings.HasPrefix(ev.Field("debugged"), "YES") {
		p.Debugged, p.traced = true, true
		e.debugged(p.App, rec)
	} else {
		p.traced = false
		e.over(ConditionDebugger, p.App, rec)
	}
}

// debuggerMessage: "Message from debugger: Terminated due to signal 9", in
// copies of Xcode's console.
func (e *Engine) debuggerMessage(rec *parse.Record, ev *Event) {
	why := ev.Field("why")
	if ev.Row.ID == "debugger.terminated_bare" && !strings.HasPrefix(why, "signal ") && !strings.HasPrefix(why, "memory issue") {
		return // anybody's words
	}
	p := e.consoleProcess(rec)
	if app := ev.Field("app"); app != "" {
		p, why = e.touch(e.lastNamed(strings.Clone(app), rec), rec.Time), "memory issue"
	}
	p.Debugged = true
	e.debugged(p.App, rec)
	switch {
	case strings.HasPrefix(why, "signal "):
		n := atoi(why[7 : 7+number(why[7:], argNumber)])
		x := termination("SIGNAL", uint64(max(n, 0)), true, "")
		x.ByDebugger = true
		e.exited(p, rec, x)
	case strings.HasPrefix(why, "memory issue"):
		// no reason is told: memory may have run short on the device as well
		e.exited(p, rec, &Exit{Kind: ExitMemory, Namespace: "JETSAM", ByDebugger: true, Count: 1, Explanation: "Terminated due to memory issue"})
	case why != "":
		e.exited(p, rec, &Exit{Kind: ExitOther, Count: 1, Explanation: why})
	}
}

// debuggerStopped: lldb's account of why it holds the process. The kernel raises the memory
// exception where a process without a debugger is killed.
func (e *Engine) debuggerStopped(rec *parse.Record, ev *Event) {
	p := e.consoleProcess(rec)
	p.Debugged = true
	e.debugged(p.App, rec)
	switch reason := ev.Field("reason"); {
	case strings.Contains(ev.Row.Format+reason, "RESOURCE_TYPE_MEMORY"):
		e.explain(p, rec, &Exit{Kind: ExitMemory, Namespace: "JETSAM", Jetsam: "per-process-limit", ByDebugger: true, Inferred: true, Count: 1, Explanation: strings.Clone(reason)})
	case strings.HasPrefix(reason, "signal SIGKILL"):
		x := termination("SIGNAL", 9, true, "")
		x.ByDebugger = true
		e.exited(p, rec, x)
	case ev.Row.ID == "debugger.annotation_abort", strings.HasPrefix(reason, "signal SIGABRT"): // nothing survives abort
		e.explain(p, rec, &Exit{Kind: ExitCrash, Signal: "SIGABRT", ByDebugger: true, Inferred: true, Count: 1})
	case ev.Field("fatal") != "", strings.HasPrefix(reason, "Fatal error: "):
		e.explain(p, rec, &Exit{Kind: ExitCrash, ByDebugger: true, Inferred: true, Count: 1})
	}
}

// consoleProcess returns the process whose console holds a line without
// columns: the only one of an Xcode copy.
func (e *Engine) consoleProcess(rec *parse.Record) *process {
	if rec.Process == "" && len(e.all) > 0 {
		return e.touch(e.all[len(e.all)-1], rec.Time)
	}
	return e.own(rec)
}

func (e *Engine) debuggerCommand(rec *parse.Record, ev *Event) {
	var a *App
	if rec.Process != "" {
		p := e.own(rec)
		p.Debugged, p.App.Work = true, true
		a = p.App
	}
	e.debugged(a, rec)
}

func (e *Engine) simulatorSeen(rec *parse.Record, _ *Event) { e.simulator(evidence(rec)) }

func (e *Engine) missingMode(rec *parse.Record, ev *Event) {
	if ev.n == 0 { // CoreLocation asserts for one mode alone
		e.locationMode(rec, ev.Row, e.own(rec))
		return
	}
	mode := strings.Clone(ev.Field("mode"))
	if mode == "remote notifications" { // Xcode's words for it
		mode = "remote-notification"
	}
	c := e.clue(ev, rec, e.own(rec), mode)
	if method := methodName(ev.Field("method")); method != "" {
		c.Fields["method"] = method
	} else {
		c.Fields["row"] = ev.Row.ID
	}
}

// locationMode: the app asked for locations in the background without their mode. The assertion,
// the exception and its reason tell of one failure, also where one of them names no app.
func (e *Engine) locationMode(rec *parse.Record, row *Row, p *process) {
	const mode = "location"
	for i := range e.t.Clues {
		c := &e.t.Clues[i]
		if c.Event != MissingMode || c.Subject != mode {
			continue
		}
		if c.App.Label() == "" {
			c.App, c.Process, p.App.Work = p.App, p.Process, true
		}
		if p.App.Label() == "" || c.App == p.App {
			return
		}
	}
	ev := Event{Kind: MissingMode, Row: row}
	c := e.clue(&ev, rec, p, mode)
	c.Fields["method"], c.Fields["raises"] = "allowsBackgroundLocationUpdates", "yes"
}

// methodName is the method at the end of a text: the class in angle brackets
// before it is lost, or damaged, where Markdown was made of it.
func methodName(s string) string {
	words := strings.Fields(s)
	if len(words) == 0 {
		return ""
	}
	return strings.Clone(strings.Trim(words[len(words)-1], "'\"`-[]"))
}

func (e *Engine) missingCapability(rec *parse.Record, ev *Event) {
	var p *process
	if b := ev.Field("bundle"); b != "" {
		p = e.bundle(b, parse.NoPID, rec)
	} else if pid := ev.Field("pid"); pid != "" {
		p = e.byPID[atoi(pid)]
		if p == nil || e.stale(p, rec.Time) || p.App.BundleID == "" {
			return // dasd refuses daemons, too
		}
	} else if rec.Process != "" && !systemProcesses[rec.Process] {
		p = e.own(rec)
	}
	subject := ev.Field("activity")
	if subject == "" {
		subject = ev.Field("service")
	}
	for _, name := range activitiesIn(ev.Field("activity")) {
		if t := e.activity(name, e.appIn(ev.Field("bundle")), rec, ActivityLaunchDenied); t != nil {
			e.activityDenied(t, rec, ev)
			firstLine(&t.Evidence, ActivityLaunchDenied, rec)
		}
	}
	c := e.clue(ev, rec, p, activityName(subject))
	c.Fields["row"] = ev.Row.ID
}

// activityName is the name of one of dasd's activities without the six hex
// digits that tell its instances apart: bgRefresh-com.example.notes.refresh:519B19.
func activityName(s string) string {
	if name, instance, ok := cutLast(s, ':'); ok && len(instance) == 6 && number(instance, argHex) == 6 {
		return name
	}
	return s
}

// refreshOff: Background App Refresh is off, for all apps or for one.
func (e *Engine) refreshOff(rec *parse.Record, ev *Event) {
	if ev.Row.ID == "wake.no.bar" {
		e.wakeRefused(rec, ev)
	}
	var a *App
	if ev.Row.Origin == SDK {
		// a plug-in's line: only its refusals of Background App Refresh count
		// (UIBackgroundRefreshStatus 0 restricted, 1 denied, 2 available)
		if !strings.Contains(strings.ToLower(ev.Field("plugin")), "fetch") || ev.Field("status") != "0" && ev.Field("status") != "1" {
			return
		}
		a = e.own(rec).App
		a.Work = true
	} else if b := ev.Field("bundle"); b != "" {
		if p := e.bundle(b, parse.NoPID, rec); p != nil {
			a = p.App
			a.Work = true
		}
	}
	if _, all := e.conditions[ConditionRefreshOff]; all {
		return // nobody is woken while it is off for all
	}
	key := conditionKey(ConditionRefreshOff, a)
	if _, known := e.conditions[key]; !known {
		e.condition(ConditionRefreshOff, a, rec)
		e.t.Conditions[e.conditions[key]].Origin = ev.Row.Origin
	}
}

func (e *Engine) refreshOn(rec *parse.Record, ev *Event) { e.over(ConditionRefreshOff, nil, rec) }

func (e *Engine) lowPowerSeen(rec *parse.Record, ev *Event) {
	e.condition(ConditionLowPower, nil, rec)
	e.activityScored(rec, ev) // the row finds a line inside a scoring block
}

// booted: every process of the boot before is gone, pids begin again.
func (e *Engine) booted(rec *parse.Record, ev *Event) {
	if e.offUntil(rec) {
		e.boot = ev.Field("boot")
		return
	}
	if !e.last.Known() || len(e.all) == 0 {
		e.boot = ev.Field("boot")
		return
	}
	if b := ev.Field("boot"); b != "" && b == e.boot {
		return
	}
	e.boot = ev.Field("boot")
	e.gap(e.lastKnown(rec), rec, "reboot", 0)
	for _, p := range e.all {
		if !p.gone {
			p.gone = true
			p.closing = rec.Time
			e.conclude(p)
		}
	}
	clear(e.byPID)
	clear(e.current)
	clear(e.assertions)
}

// maxGaps bounds the list: a log that lost messages all the time needs no
// longer one to say so.
const maxGaps = 1000

// gap notes a stretch from which records may be missing. The last one that is kept takes
// in all that come after it: what is missing in them must not prove anything either.
func (e *Engine) gap(from Time, rec *parse.Record, why string, count int) {
	e.addGap(parse.Gap{From: from, To: rec.Time, Why: why, Count: count}, evidence(rec))
}

// addGap notes a gap that a line tells of.
func (e *Engine) addGap(told parse.Gap, by Evidence) {
	if n := len(e.t.Gaps); n > 0 && told.To.Known() && e.t.Gaps[n-1].Gap == told {
		return // the line stands there twice
	}
	if len(e.t.Gaps) < maxGaps {
		e.t.Gaps = append(e.t.Gaps, Gap{Gap: told, Evidence: by})
		return
	}
	g := &e.t.Gaps[maxGaps-1]
	g.From, g.To, g.Count = parse.Earliest(g.From, told.From), parse.Latest(g.To, told.To), g.Count+told.Count
	if told.Why == clockChange {
		g.Why = told.Why // else durations across it would count
	}
}

// lastKnown is the time of the last event before a marker.
func (e *Engine) lastKnown(rec *parse.Record) Time {
	var t Time
	for _, p := range e.all {
		t = parse.Latest(t, p.Last)
	}
	if rec.Time.Before(t) {
		return rec.Time
	}
	return t
}

func (e *Engine) clockAdjusted(rec *parse.Record, ev *Event) {
	e.gap(rec.Time, rec, clockChange, 0)
}

// Begin takes what is known of an input before its first record: the gaps that it has as a
// whole. No line tells of them. Finish does it for inputs that were not begun.
func (e *Engine) Begin(s *parse.Summary) {
	if slices.Contains(e.inputs, s) {
		return
	}
	e.inputs = append(e.inputs, s)
	for _, g := range s.Gaps {
		e.t.Gaps = append(e.t.Gaps, Gap{Gap: g})
	}
	for _, f := range s.Filters {
		if of := thinned(f); of != 0 {
			e.t.Gaps = append(e.t.Gaps, Gap{Gap: parse.Gap{Why: Filtered}, Of: of})
		}
	}
}

// Filtered is why of a gap of unknown time: a predicate has chosen messages by their text.
const Filtered = "filtered"

// logClassBegins: before persist begins only what is kept longer exists, errors for the
// most part, and before in-memory begins only persisted records, so that the absence of
// others proves nothing.
func (e *Engine) logClassBegins(rec *parse.Record, ev *Event) {
	switch class := ev.Field("class"); {
	case strings.Contains(class, "in-memory"):
		e.gap(rec.Time, rec, "in-memory-only", 0)
	case strings.Contains(class, "persist") && e.begun.Before(rec.Time):
		e.gap(e.begun, rec, "before-persist", 0)
	}
}

// Texts that log show prints for a message whose format string the archive lacks
// (reference: logarchive, section 2.6).
var unreadable = []string{"<compose failure [", "<Invalid shared cache format string offset>", "Invalid bounds "}

// unread notes a message of which the text is missing: it is as good as lost. Those
// that follow each other are one gap.
func (e *Engine) unread(rec *parse.Record) {
	if !slices.ContainsFunc(unreadable, func(s string) bool { return strings.HasPrefix(rec.Message, s) }) {
		return
	}
	if i := len(e.t.Gaps) - 1; i >= 0 && e.t.Gaps[i].Why == "unreadable-messages" {
		g := &e.t.Gaps[i]
		if d, ok := rec.Time.Since(g.To); ok && (d < unreadJoined || len(e.t.Gaps) >= maxGaps) {
			g.To = parse.Latest(g.To, rec.Time)
			g.Count++
			return
		}
	}
	e.gap(rec.Time, rec, "unreadable-messages", 1)
}

// unreadJoined is how many seconds lie at most between two messages of one gap.
const unreadJoined = 60

func (e *Engine) messagesLost(rec *parse.Record, ev *Event) {
	n := atoi(strings.TrimLeft(ev.Field("count"), ">= "))
	e.gap(rec.Time, rec, "lost-messages", max(n, 0))
}

// streamDropped: messages between the record before and the one behind it are missing.
func (e *Engine) streamDropped(rec *parse.Record, _ *Event) {
	rec = e.placed(rec)
	e.gap(rec.Time, rec, "stream-dropped", 0)
}

// interrupted: until the log goes on nothing is told. Most logs end with a device that is
// disconnected, and many excerpts with dots.
func (e *Engine) interrupted(rec *parse.Record, ev *Event) {
	rec = e.placed(rec)
	switch {
	case e.cut.by.Found(), !rec.Time.Known(): // before anything was told
		return
	case ev.Kind == CaptureRestarted && e.sortAll: // captures that may overlap were put together
		return
	}
	e.cut = interruption{why: interruptions[ev.Kind], by: evidence(rec)}
}

// interruptions are why of the gaps of events at which a log breaks off.
var interruptions = map[EventKind]string{Disconnected: "disconnected", LinesLeftOut: parse.GapLeftOut, CaptureRestarted: "restarted"}

// interruption is where a log does not go on at once.
type interruption struct {
	why string
	by  Evidence // the line that tells
}

// goesOn ends the interruption. Where times go back behind it, that is a gap of its own.
func (e *Engine) goesOn(at Time) {
	if from := e.cut.by.Time; !at.Before(from) {
		e.addGap(parse.Gap{From: from, To: at, Why: e.cut.why}, e.cut.by)
	}
	e.cut = interruption{}
}

// placed gives a record without a time, as in a paste, that of the event before it.
func (e *Engine) placed(rec *parse.Record) *parse.Record {
	if rec.Time.Known() {
		return rec
	}
	at := *rec
	at.Time = e.last
	return &at
}

// quarantined is why of a gap that lasts until the end: when the system listens again is not
// documented.
const quarantined = "quarantined"

// logQuarantined: from here on the absence of what the process would write proves nothing. Of
// the daemons that tell about all apps that holds for everything.
func (e *Engine) logQuarantined(rec *parse.Record, _ *Event) {
	switch {
	case rec.Process == "" && rec.PID <= 0: // Xcode's console, without the columns
		rec = e.placed(rec)
		e.gap(rec.Time, rec, quarantined, 0)
	case !systemProcesses[rec.Process]:
		if p := e.own(rec); !p.Silenced.Found() {
			p.Silenced = evidence(rec)
		}
	case slices.ContainsFunc([]*Writer{&fromRunningBoard, &fromDasd, &fromURLSessiond, &fromSpringBoard}, func(w *Writer) bool { return slices.Contains(w.Processes, rec.Process) }):
		e.gap(rec.Time, rec, quarantined, 0)
	}
}

// endQuarantine lets a daemon's quarantine last until the log ends.
func (e *Engine) endQuarantine() {
	for i := range e.t.Gaps {
		if g := &e.t.Gaps[i]; g.Why == quarantined {
			g.To = parse.Latest(g.To, e.t.Last)
		}
	}
}
