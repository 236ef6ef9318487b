package lifecycle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bglog/bglog/parse"
)

// This file feeds the model of the resume rate limiter from the log, and sets
// what the log says beside what the model predicts.

const (
	// besideWake is how far nsurlsessiond's limiter line lies from its wake line, on
	// either side: they are written on two queues, within milliseconds.
	besideWake = 0.05
	// namedBeside is the same for lines that name their app.
	namedBeside = 1
	// resetLeeway is how far the line of an idle reset may lie from its time: the
	// timer has a leeway of 1 s.
	resetLeeway = 2
	// visibleBeside is how far the daemon's line about the foreground may lie from
	// SpringBoard's or RunningBoard's.
	visibleBeside = 2
)

// limit is one app's limiter while the log is read.
type limit struct {
	*RateLimit
	events []limitEvent
	resets []resetLine
}

// limitEvent is an input of the model with the line that told of it.
type limitEvent struct {
	LimiterEvent
	wake *Wake
	by   Evidence
}

// resetLine is a line that says that the delay was reset.
type resetLine struct {
	cause LimiterCause // empty for the bare line
	by    Evidence
}

// hiddenDelay is a limiter line whose app is hidden.
type hiddenDelay struct {
	kind    EventKind
	seconds float64
	by      Evidence
}

func (e *Engine) limitOf(a *App) *limit {
	l := e.url.limits[a]
	if l == nil {
		l = &limit{RateLimit: &RateLimit{App: a}}
		e.url.limits[a] = l
	}
	return l
}

// limiterEvent notes an input of the app's limiter.
func (e *Engine) limiterEvent(a *App, ev LimiterEvent, by Evidence) {
	if a == nil && ev.Kind != LimiterWake {
		return
	}
	l := e.limitOf(a)
	if n := len(l.events); ev.Kind != LimiterWake && n > 0 && l.events[n-1].Kind == ev.Kind {
		if ago, ok := ev.At.Since(l.events[n-1].At); !ok || ago < namedBeside {
			return // told by several lines
		}
	}
	l.events = append(l.events, limitEvent{LimiterEvent: ev, by: by})
}

// wakeStep gives a wake to its app's limiter.
func (e *Engine) wakeStep(w *Wake) {
	l := e.limitOf(w.App)
	l.events = append(l.events, limitEvent{LimiterEvent: LimiterEvent{Kind: LimiterWake}, wake: w})
}

// delaySet: "Set request delay for X to N", the step of a wake. In field logs the
// app is hidden here and open in the wake's line beside it.
func (e *Engine) delaySet(rec *parse.Record, ev *Event) {
	seconds := decimalOf(ev.Field("seconds"))
	if seconds <= 0 {
		return
	}
	d := hiddenDelay{kind: ev.Kind, seconds: seconds, by: evidence(rec)}
	if a := e.appIn(ev.Field("bundle")); a != nil {
		if w := e.wakeBeside(d, namedBeside, func(w *Wake) bool { return w.App == a }); w != nil {
			w.takeDelay(d)
			return
		}
		w := e.newWake(rec, a, nil) // its own lines are missing, or yet to come
		w.Step = true
		w.takeDelay(d)
		e.wakeStep(w)
		return
	}
	if w := e.wakeBeside(d, besideWake, func(*Wake) bool { return true }); w != nil {
		w.takeDelay(d)
		return
	}
	if !d.by.Time.Known() {
		e.unknownStep(d)
		return
	}
	e.url.delays = append(e.url.delays, d)
}

func (w *Wake) takeDelay(d hiddenDelay) {
	w.Delay = d.seconds
	w.Evidence.Set(RequestDelaySet, d.by)
}

// wakeBeside returns the wake without a delay that lies next to the line.
func (e *Engine) wakeBeside(d hiddenDelay, seconds float64, fits func(*Wake) bool) *Wake {
	var best *Wake
	nearest := seconds
	e.recentWakes(d.by.Time, seconds, func(w *Wake) bool {
		if ago, ok := d.by.Time.Since(w.At); w.Step && w.Delay == 0 && ok && ago <= nearest && fits(w) {
			best, nearest = w, ago
		}
		return true
	})
	return best
}

// claimDelay gives a wake the limiter line that came before it.
func (e *Engine) claimDelay(w *Wake) {
	if w.Delay > 0 {
		return
	}
	for i, d := range e.url.delays {
		if ago, ok := w.At.Since(d.by.Time); d.kind == RequestDelaySet && ok && ago >= 0 && ago <= besideWake {
			w.takeDelay(d)
			e.url.delays = slices.Delete(e.url.delays, i, i+1)
			return
		}
	}
}

// unknownStep is a wake of which only the limiter's line is there, without its app.
func (e *Engine) unknownStep(d hiddenDelay) {
	l := e.limitOf(nil)
	w := &Wake{At: d.by.Time, Step: true}
	w.takeDelay(d)
	l.events = append(l.events, limitEvent{LimiterEvent: LimiterEvent{Kind: LimiterWake}, wake: w, by: d.by})
}

// delayReset: the delay is 0 again. The bare line is the timer, or follows a line
// that says why.
func (e *Engine) delayReset(rec *parse.Record, ev *Event) {
	a := e.appIn(ev.Field("bundle"))
	r := resetLine{by: evidence(rec)}
	switch ev.Kind {
	case RequestDelayResetForeground:
		r.cause = LimiterByForeground
	case RequestDelayResetObserver:
		r.cause = LimiterByFirstObserver
	}
	if a == nil {
		e.url.delays = append(e.url.delays, hiddenDelay{kind: ev.Kind, by: r.by})
		return
	}
	e.resetSeen(a, r)
}

func (e *Engine) resetSeen(a *App, r resetLine) {
	l := e.limitOf(a)
	l.resets = append(l.resets, r)
	switch at := r.by.Time; r.cause {
	case LimiterByForeground:
		e.limiterEvent(a, LimiterEvent{At: at, Kind: LimiterForeground}, r.by)
	case LimiterByFirstObserver:
		l.events = append(l.events,
			limitEvent{LimiterEvent: LimiterEvent{At: at, Kind: LimiterSessionsEmpty}, by: r.by},
			limitEvent{LimiterEvent: LimiterEvent{At: at, Kind: LimiterObserver}, by: r.by})
	}
}

// clientForeground: nsurlsessiond sees an app become visible.
func (e *Engine) clientForeground(rec *parse.Record, ev *Event) {
	e.limiterEvent(e.appIn(ev.Field("bundle")), LimiterEvent{At: rec.Time, Kind: LimiterForeground}, evidence(rec))
}

// clientUnobserved: the app's last session has gone.
func (e *Engine) clientUnobserved(rec *parse.Record, ev *Event) {
	if ev.Field("left") == "0" {
		e.limiterEvent(e.appIn(ev.Field("bundle")), LimiterEvent{At: rec.Time, Kind: LimiterSessionsEmpty}, evidence(rec))
	}
}

// concludeLimits runs the model of each app over what was seen.
func (e *Engine) concludeLimits() {
	for _, a := range e.limited() {
		e.foregroundsOf(e.url.limits[a])
	}
	e.attributeHidden()
	for _, a := range e.limited() {
		l := e.url.limits[a]
		l.run(e.url.starts, e.t.Last)
		if l.Steps() > 0 {
			e.t.RateLimits = append(e.t.RateLimits, l.RateLimit)
		}
	}
}

// limited lists the apps with a limiter, the unknown one last.
func (e *Engine) limited() []*App {
	var list []*App
	for _, a := range e.t.Apps {
		if e.url.limits[a] != nil {
			list = append(list, a)
		}
	}
	if e.url.limits[nil] != nil {
		list = append(list, nil)
	}
	return list
}

// foregroundsOf adds the times at which SpringBoard or RunningBoard saw the app,
// or the app of an extension, come to the front.
func (e *Engine) foregroundsOf(l *limit) {
	if l.App == nil {
		return
	}
	apps := []*App{l.App}
	if host := e.byBundle[l.App.Host]; host != nil && l.App.Host != "" {
		apps = append(apps, host)
	}
	for _, a := range apps {
		for _, p := range a.Processes {
			for _, s := range p.States {
				if s.State == StateForeground && s.From.Known() {
					l.events = append(l.events, limitEvent{LimiterEvent: LimiterEvent{At: s.From, Kind: LimiterForeground}, by: s.By})
				}
			}
		}
	}
}

// attributeHidden finds the apps of limiter lines that hide them: a step by the
// wake beside it, a reset by the foreground or the idle time that explains it.
func (e *Engine) attributeHidden() {
	hidden := e.url.delays
	e.url.delays = nil
	for _, d := range hidden {
		if d.kind == RequestDelaySet {
			e.unknownStep(d)
		}
	}
	apps := e.limited()
	for _, a := range apps {
		l := e.url.limits[a]
		l.Model = l.simulate(e.url.starts, e.t.Last)
	}
	for _, d := range hidden {
		if d.kind == RequestDelaySet {
			continue
		}
		r := resetLine{by: d.by}
		if d.kind == RequestDelayResetForeground {
			r.cause = LimiterByForeground
		}
		if a := e.resetApp(apps, d); a != nil {
			e.resetSeen(a, r)
		} else if l := e.url.limits[nil]; l != nil {
			l.resets = append(l.resets, r)
		}
	}
}

// resetApp is the one app whose limiter was reset, by the model and what is known
// of its foregrounds, when the line was written; nil when none or several were.
func (e *Engine) resetApp(apps []*App, d hiddenDelay) *App {
	var found *App
	for _, a := range apps {
		l := e.url.limits[a]
		if a == nil || l.nearChange(d.by.Time, false) < 0 && !l.cameToFront(d.by.Time) {
			continue
		}
		if found != nil {
			return nil
		}
		found = a
	}
	return found
}

// cameToFront reports whether the app became visible at about that time.
func (l *limit) cameToFront(at Time) bool {
	return slices.ContainsFunc(l.events, func(ev limitEvent) bool {
		ago, ok := at.Since(ev.At)
		return ev.Kind == LimiterForeground && ok && ago >= -visibleBeside && ago <= visibleBeside
	})
}

// simulate runs the model over the events that are known, with the delays that
// the log tells. Where the log's clock tells no order, that of the lines does.
func (l *limit) simulate(starts []Evidence, until Time) *Limiter {
	inputs := make([]limitEvent, 0, len(l.events)+len(starts))
	for i := range l.events {
		ev := &l.events[i]
		if w := ev.wake; w != nil {
			ev.At, ev.Logged, ev.by = w.At, w.Delay, w.line()
		}
		inputs = append(inputs, *ev)
	}
	for _, s := range starts {
		inputs = append(inputs, limitEvent{LimiterEvent: LimiterEvent{At: s.Time, Kind: LimiterDaemonStart}, by: s})
	}
	sortByLine(inputs, func(ev limitEvent) Evidence { return ev.by })
	events := make([]LimiterEvent, 0, len(inputs))
	for _, ev := range inputs {
		events = append(events, ev.LimiterEvent)
	}
	return Simulate(events, until)
}

// wakeLines are the lines that tell of a wake, those that tell its moment first.
var wakeLines = []EventKind{WakeRequested, SessionWoken, RequestDelaySet, WakeSucceeded, AppEventsFinished}

// line is the line that tells the moment of the wake.
func (w *Wake) line() Evidence {
	for _, kind := range wakeLines {
		if by := w.Evidence.Of(kind); by.Found() {
			return by
		}
	}
	return Evidence{}
}

// run simulates the limiter, following the log where it tells the delay, and
// compares.
func (l *limit) run(starts []Evidence, until Time) {
	l.Model = l.simulate(starts, until)
	if l.followResets() {
		l.Model = l.simulate(starts, until)
	}
	for _, c := range l.Model.Changes {
		l.Changes = append(l.Changes, l.change(c, starts))
	}
	l.compare()
}

// followResets adds the resets that the log tells and the model does not predict;
// it reports whether there were any.
func (l *limit) followResets() bool {
	added := false
	for _, r := range l.resets {
		at := r.by.Time
		if !at.Known() || l.Model.DelayAt(at) == 0 || l.nearChange(at, false) >= 0 {
			continue
		}
		if i := l.nearChange(at, true); i >= 0 && !l.Model.Changes[i].At.Before(at) {
			continue // the wake that follows at once
		}
		l.events = append(l.events, limitEvent{LimiterEvent: LimiterEvent{At: at, Kind: LimiterForeground}, by: r.by})
		added = true
	}
	return added
}

// nearChange returns the model's step, or reset, next to a moment; -1 when there
// is none.
func (l *limit) nearChange(at Time, step bool) int {
	return slices.IndexFunc(l.Model.Changes, func(c LimiterChange) bool {
		ago, ok := at.Since(c.At)
		return c.Step() == step && ok && ago >= -resetLeeway && ago <= resetLeeway
	})
}

// change gives a change of the model the lines that tell of it.
func (l *limit) change(c LimiterChange, starts []Evidence) RateLimitChange {
	out := RateLimitChange{LimiterChange: c}
	for _, s := range starts {
		if c.Cause == LimiterByDaemonStart && s.Time.Compare(c.At) == 0 {
			out.By, out.Logged = s, true
		}
	}
	if !c.Step() {
		for _, r := range l.resets {
			if ago, ok := r.by.Time.Since(c.At); ok && ago >= -resetLeeway && ago <= resetLeeway {
				out.Logged = true
				if !out.By.Found() || r.cause != "" {
					out.By = r.by
				}
			}
		}
	}
	for _, ev := range l.events {
		if out.By.Found() || out.Wake != nil || ev.At.Compare(c.At) != 0 || (ev.Kind == LimiterWake) != c.Step() {
			continue
		}
		out.By = ev.by
		if w := ev.wake; w != nil {
			out.Wake, out.Logged = w, w.Delay > 0
			if out.By = w.Evidence.Of(RequestDelaySet); !out.By.Found() {
				out.By = w.line()
			}
			w.Predicted = c.Predicted
		}
	}
	return out
}

// compare says where and why the log and the prediction differ.
func (l *limit) compare() {
	first := true
	for i := range l.Changes {
		c := &l.Changes[i]
		if !c.Step() {
			first = false
			continue
		}
		switch {
		case !c.Logged || c.Delay == c.Predicted:
		case first && c.Delay > c.Predicted:
			c.Differs = "the log begins when the limiter stood at " + before(c.Delay) + " already"
		case c.Delay > c.Predicted:
			c.Differs = "the log lacks one or more wakes before this one"
		case c.Delay == LimiterFirstDelay:
			c.Differs = "the limiter was reset before, by something that the log does not show"
		default:
			c.Differs = "the limiter was reset and woke the app again since the wake before, neither of which the log shows"
		}
		first = false
	}
}

// before says at which delay a limiter stood when a wake made this one of it.
func before(delay float64) string {
	if delay >= LimiterMaxDelay {
		return "1920 s or more"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", delay/LimiterFactor), ".0") + " s"
}
