package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// settleSeconds is how long lines of other daemons about the state before a
// change may still come in after it.
const settleSeconds = 0.3

// state records that the process is in a state since the record's time.
func (e *Engine) state(p *process, s State, rec *parse.Record) {
	if p == nil || p.gone {
		return
	}
	n := len(p.States)
	if n > 0 {
		last := &p.States[n-1]
		if last.State == s || s == StateRunning {
			return
		}
		// a late line about the time before: a daemon saw "background" after
		// runningboardd had suspended the process
		if d, ok := rec.Time.Since(last.From); ok && d < settleSeconds && last.State == StateSuspended && s == StateBackground {
			return
		}
		if last.State == StateRunning && !last.From.Known() {
			last.From = rec.Time
		}
		last.To = rec.Time
		if last.State == StateSuspended {
			e.requestsResumed(p, rec.Time)
		}
	}
	e.states++
	p.States = append(p.States, StateSpan{State: s, From: rec.Time, By: evidence(rec)})
	switch s {
	case StateForeground:
		e.cameToFront(p)
	case StateBackground:
		e.leftFront(p, rec.Time)
	case StateSuspended:
		e.suspendedWithTasks(p, rec)
		e.requestsSuspended(p, rec.Time, evidence(rec))
	}
}

// cameToFront stops the countdown: it starts again in full at the next
// backgrounding (RunningBoard's start-time-defining assertions).
func (e *Engine) cameToFront(p *process) {
	p.Countdown = Time{}
	for _, a := range p.Assertions {
		if !a.TimedOut.Known() && !a.Invalidated.Known() {
			a.CountdownAt = Time{}
		}
	}
	if p.Launch == LaunchUnknown && len(p.States) == 1 && p.LaunchSeen {
		p.Launch = LaunchUser
	}
}

// leftFront starts the countdown when runningboardd's own line is missing.
func (e *Engine) leftFront(p *process, t Time) {
	if !p.Countdown.Known() {
		p.Countdown = t
	}
	if p.Launch == LaunchUnknown && len(p.States) == 1 && p.LaunchSeen {
		p.Launch = LaunchBackground
	}
}

// current state of the process, StateRunning when not known.
func (p *process) now() State {
	if n := len(p.States); n > 0 {
		return p.States[n-1].State
	}
	return StateRunning
}

// deactivation reads UIKit's mask of reasons: bit 11 is set 2 ms before
// UIApplicationDidEnterBackgroundNotification, and 0 is the active app. While
// bit 10 is set, the app is being launched: bit 11 is then set for every app,
// until it is in front.
func (e *Engine) deactivation(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	switch {
	case ev.Field("added") == "11" && atoi(ev.Field("mask"))&(1<<10) == 0:
		e.state(p, StateBackground, rec)
	case ev.Field("mask") == "0":
		e.state(p, StateForeground, rec)
	}
}

func (e *Engine) didBackground(rec *parse.Record, ev *Event) {
	if b := ev.Field("bundle"); b != "" {
		pid := parse.NoPID
		if n := ev.Field("pid"); n != "" {
			pid = atoi(n)
		}
		e.bindName(rec, b)
		e.state(e.bundle(b, pid, rec), StateBackground, rec)
		return
	}
	e.state(e.own(rec), StateBackground, rec)
}

// resignedActive: HangTracer's line names the app, and says nothing of the
// background.
func (e *Engine) resignedActive(rec *parse.Record, ev *Event) {
	e.bindName(rec, ev.Field("bundle"))
	e.own(rec)
}

// bindName joins the process that wrote the record with the bundle id it names
// as its own.
func (e *Engine) bindName(rec *parse.Record, bundle string) {
	if rec.Process == "" || systemProcesses[rec.Process] || strings.HasPrefix(bundle, "com.apple.") {
		return
	}
	id := noIdentity
	id.Kind, id.Bundle = IdentityApp, bundle
	a := e.appOf(id)
	if b := e.byName[rec.Process]; b != nil && b != a && b.BundleID == "" {
		e.join(a, b)
	} else if b == nil && a.Name == "" {
		e.nameApp(a, rec.Process)
	}
}

// suspended: "[app<…>:412] Suspending task."
func (e *Engine) suspended(rec *parse.Record, ev *Event) {
	e.state(e.target(ev.Target, rec), StateSuspended, rec)
}

// resumed: also printed once at each launch, so only a resume after a
// suspension changes the state.
func (e *Engine) resumed(rec *parse.Record, ev *Event) {
	if p := e.target(ev.Target, rec); p != nil && p.now() == StateSuspended {
		e.state(p, StateBackground, rec)
	}
}

func (e *Engine) stateCalculated(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	switch ev.Field("state") {
	case "running-suspended":
		e.state(p, StateSuspended, rec)
	case "running-active":
		if strings.HasPrefix(ev.Field("role"), "UserInteractiveFocal") {
			e.state(p, StateForeground, rec)
		} else if ev.Field("role") == "Background" && p.now() != StateForeground {
			e.state(p, StateBackground, rec)
		}
	}
}

// stateUpdated: every RunningBoard client prints it, with the pid. In the app's
// own process it always says unknown.
func (e *Engine) stateUpdated(rec *parse.Record, ev *Event) {
	id := ev.Target
	if id.PID == parse.NoPID {
		id.PID = atoi(ev.Field("pid"))
	}
	st, visibility, _ := cutLast(strings.TrimRight(ev.Field("state"), ") \n"), '-')
	if st == "none" || st == "unknown" {
		return
	}
	p := e.target(id, rec)
	if p == nil {
		return
	}
	switch {
	case st == "running-suspended":
		e.state(p, StateSuspended, rec)
	case st == "running-active" && visibility == "Visible":
		e.state(p, StateForeground, rec)
	case st == "running-active" && visibility == "NotVisible":
		e.state(p, StateBackground, rec)
	}
}

// visibilityChanged reads runningboardd's inheritance changes; the bundle id is
// in the scene's id.
func (e *Engine) visibilityChanged(rec *parse.Record, ev *Event) {
	const visible = "com.apple.frontboard.visibility"
	for _, side := range []struct {
		field string
		state State
	}{{"lost", StateBackground}, {"gained", StateForeground}} {
		text := ev.Field(side.field)
		if !strings.Contains(text, visible) {
			continue
		}
		if p := e.bundle(sceneBundle(text), parse.NoPID, rec); p != nil {
			e.state(p, side.state, rec)
			return
		}
	}
}

func (e *Engine) becameVisible(rec *parse.Record, ev *Event) {
	e.state(e.target(ev.Target, rec), StateForeground, rec)
}

func (e *Engine) fbTaskState(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	switch ev.Field("state") {
	case "Suspended":
		e.state(p, StateSuspended, rec)
	case "Running":
		e.resumed(rec, ev)
	case "Not Running":
		e.exited(p, rec, nil)
	}
}

func (e *Engine) fbVisibility(rec *parse.Record, ev *Event) {
	e.visibility(e.target(ev.Target, rec), ev.Field("visibility"), rec)
}

func (e *Engine) visibility(p *process, v string, rec *parse.Record) {
	switch v {
	case "Foreground":
		e.state(p, StateForeground, rec)
	case "Background":
		if p != nil && p.now() != StateSuspended {
			e.state(p, StateBackground, rec)
		}
	}
}

// appProcessState: "<SBApplicationProcessState: 0x…; pid: 412; taskState:
// Running; visibility: Background>", the best single line about an app.
func (e *Engine) appProcessState(rec *parse.Record, ev *Event) {
	text := ev.Field("state")
	value := func(key string) string {
		_, v, _ := strings.Cut(text, key+": ")
		return v[:min(len(v), strings.IndexAny(v+";", ";>"))]
	}
	pid := parse.NoPID
	if v := value("pid"); v != "" && number(v, argNumber) == len(v) {
		pid = atoi(v)
	}
	p := e.bundle(ev.Field("bundle"), pid, rec)
	if p == nil {
		return
	}
	switch value("taskState") {
	case "Not Running":
		e.exited(p, rec, nil)
	case "Suspended":
		e.state(p, StateSuspended, rec)
	case "Running":
		if len(p.States) == 0 && !p.LaunchSeen && value("visibility") == "Background" {
			// the first that is known of this pid: it may have been launched so
			e.state(p, StateBackground, rec)
			return
		}
		if p.now() == StateSuspended && value("visibility") == "Background" {
			e.state(p, StateBackground, rec)
			return
		}
		e.visibility(p, value("visibility"), rec)
	}
}

// sceneMode: the scene is suspended, not yet the process; the app is no longer
// in front.
func (e *Engine) sceneMode(rec *parse.Record, ev *Event) {
	if strings.HasPrefix(ev.Field("mode"), "suspended") {
		if p := e.bundle(sceneBundle(ev.Field("scene")), parse.NoPID, rec); p != nil && p.now() == StateForeground {
			e.state(p, StateBackground, rec)
		}
	}
}

func (e *Engine) sceneActivated(rec *parse.Record, ev *Event) {
	if ev.Field("action") == "Activate" {
		e.state(e.bundle(sceneBundle(ev.Field("scene")), parse.NoPID, rec), StateForeground, rec)
	}
}

func (e *Engine) frontDisplay(rec *parse.Record, ev *Event) {
	e.state(e.bundle(ev.Field("bundle"), parse.NoPID, rec), StateForeground, rec)
}

func (e *Engine) initialAssertion(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	e.begin(p, rec)
	if strings.HasPrefix(ev.Field("state"), "Foreground") {
		p.Launch = LaunchUser
		e.state(p, StateForeground, rec)
	}
}

// workspaceAssertion: SpringBoard drops its assertion; from here only other
// assertions keep the app running.
func (e *Engine) workspaceAssertion(rec *parse.Record, ev *Event) {
	if ev.Field("state") == "None" {
		if p := e.target(ev.Target, rec); p != nil && p.now() == StateForeground {
			e.state(p, StateBackground, rec)
		}
	}
}

func (e *Engine) foregroundKnown(rec *parse.Record, ev *Event) {
	p := e.bundle(ev.Field("bundle"), parse.NoPID, rec)
	if p == nil {
		return
	}
	if strings.HasPrefix(ev.Field("value"), "true") {
		e.state(p, StateForeground, rec)
	} else if p.now() == StateForeground {
		e.state(p, StateBackground, rec)
	}
}

func (e *Engine) suspendedKnown(rec *parse.Record, ev *Event) {
	if ev.Field("notification") == "BackgroundTaskSuspended" {
		if p := e.bundle(ev.Field("bundle"), atoi(ev.Field("pid")), rec); p != nil {
			e.state(p, StateSuspended, rec)
		}
	}
}

// audioState: "Background entitlement: NO" there means only that the app has no
// audio background mode; the state is worth knowing.
func (e *Engine) audioState(rec *parse.Record, ev *Event) {
	if rec.Process == "" {
		// quoted without its sender: somebody asks what it means
		e.clue(ev, rec, nil, "audio background mode")
	}
	p := e.bundle(ev.Field("bundle"), atoi(ev.Field("pid")), rec)
	if p != nil && ev.Field("state") == "ForegroundRunning" {
		e.state(p, StateForeground, rec)
	}
}
