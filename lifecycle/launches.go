package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// launchCause is what asked for an app to run in the background, remembered
// until the process appears.
type launchCause struct {
	reason LaunchReason
	by     Evidence
}

// causeSeconds is how long before or after a background launch a line may tell
// its cause: dasd gives a launched app 10 seconds to connect.
const causeSeconds = 10

// begin notes that the log holds the beginning of the process.
func (e *Engine) begin(p *process, rec *parse.Record) {
	if p.LaunchSeen {
		return
	}
	p.LaunchSeen = true
	p.Launched = rec.Time
	if len(p.Tasks) == 0 {
		p.nextID = 1
	}
}

// launchSkew is how far RunningBoard's lines about a launch may stand before FrontBoard's
// first one: lines of different processes are out of order by up to 100 ms.
const launchSkew = 0.25

// starting reports whether the process's launch was told just now, and not yet by FrontBoard.
func (p *process) starting(at Time) bool {
	d, ok := at.Since(p.Launched)
	return ok && d <= launchSkew && !p.gone && p.Launch == LaunchUnknown && !p.OwnFirst.Known()
}

// bootstrapping: "Bootstrapping app<…> with intent background".
func (e *Engine) bootstrapping(rec *parse.Record, ev *Event) {
	if ev.Target.Bundle == "" || ev.Target.Mac {
		return
	}
	a := e.appOf(ev.Target)
	p := e.current[a]
	if p == nil || !p.starting(rec.Time) && (p.gone || p.LaunchSeen || p.OwnFirst.Known() || len(p.States) > 0) {
		if p != nil && !p.gone {
			e.leave(p)
		}
		p = e.newProcess(a, ev.Target.PID)
	}
	e.touch(p, rec.Time)
	e.begin(p, rec)
	switch intent := ev.Field("intent"); {
	case strings.HasPrefix(intent, "background"):
		p.Launch = LaunchBackground
		e.becauseOf(p, e.awaited[a.BundleID])
	case strings.HasPrefix(intent, "foreground"):
		p.Launch = LaunchUser
	}
	a.Work = true
}

// launched: "reported to RB as running", "Bootstrap success!".
func (e *Engine) launched(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	if p.gone && ev.Target.PID > 0 && ev.Target.PID != p.PID {
		p = e.newProcess(p.App, ev.Target.PID)
		e.touch(p, rec.Time)
	}
	if p.OwnFirst.Known() && p.OwnFirst.Before(rec.Time.Add(-causeSeconds)) || p.gone {
		return
	}
	e.begin(p, rec)
}

// openRequest: somebody asks SpringBoard to run the app in the background.
func (e *Engine) openRequest(rec *parse.Record, ev *Event) {
	by := ev.Field("by")
	for _, o := range originators {
		if strings.Contains(by, o.process) {
			e.cause(ev.Field("bundle"), o.reason, rec, true)
			if o.process == "dasd" {
				e.openedByScheduler(ev.Field("bundle"), rec)
			}
			return
		}
	}
}

// originators are the daemons whose request tells why an app runs.
var originators = []struct {
	process string
	reason  LaunchReason
}{
	{"nsurlsessiond", ReasonURLSession},
	{"dasd", ReasonUnknown}, // fetch, push, BGTask: the next lines tell which
	{"locationd", ReasonLocation},
	{"bluetoothd", ReasonBluetooth},
	{"healthd", ReasonHealthKit},
	{"callservicesd", ReasonVoIP},
	{"audiomxd", ReasonAudio},
	{"mediaserverd", ReasonAudio},
	{"debugserver", ReasonDebugger},
	{"DTServiceHub", ReasonDebugger},
}

// explanations of assertions that tell why the app runs in the background.
var explanations = []struct {
	prefix string
	reason LaunchReason
}{
	{handleSession, ReasonURLSession},
	{"com.apple.das.nsurlsessioncomplete", ReasonURLSession},
	{"com.apple.das.backgroundFetch", ReasonFetch}, // also silent pushes that dasd hands on
	{"com.apple.das.backgroundTasks", ReasonBGTask},
}

// cause remembers why an app is about to run in the background, or tells its
// process when that is there already. weak causes do not replace another one.
func (e *Engine) cause(bundle string, reason LaunchReason, rec *parse.Record, weak bool) {
	if bundle == "" || reason == ReasonUnknown {
		return
	}
	c := launchCause{reason: reason, by: evidence(rec)}
	if old, ok := e.awaited[bundle]; ok && weak {
		if d, known := rec.Time.Since(old.by.Time); known && d < causeSeconds {
			return
		}
	}
	e.awaited[bundle] = c
	if a := e.byBundle[bundle]; a != nil {
		if p := e.current[a]; p != nil && !p.gone && p.Launch != LaunchUser {
			if d, ok := rec.Time.Since(p.First); ok && d < causeSeconds {
				e.becauseOf(p, c)
			}
		}
	}
}

// becauseOf gives the process its launch reason. A silent push is launched with
// the fetch assertion, so it is not replaced by that.
func (e *Engine) becauseOf(p *process, c launchCause) {
	if c.reason == "" || p.Reason == c.reason || p.Reason == ReasonPush && c.reason == ReasonFetch {
		return
	}
	if !p.LaunchSeen && p.Launch != LaunchBackground {
		return
	}
	if d, ok := p.First.Since(c.by.Time); ok && (d > causeSeconds || d < -causeSeconds) {
		return
	}
	if p.Reason == "" || p.Reason == ReasonUnknown || p.Reason == ReasonFetch {
		p.Reason, p.ReasonBy = c.reason, c.by
	}
	p.App.Work = true
}

func (e *Engine) pushToDuet(rec *parse.Record, ev *Event) {
	e.cause(ev.Field("bundle"), ReasonPush, rec, false)
}

// launchDecided: dasd has decided about the launch for a push or a fetch.
func (e *Engine) launchDecided(rec *parse.Record, ev *Event) {
	prefix, reason := "com.apple.pushLaunch.", ReasonPush
	if ev.Kind == FetchDecided {
		prefix, reason = "com.apple.fetch.", ReasonFetch
	}
	bundle := ev.Field("bundle")
	if strings.HasPrefix(strings.TrimSpace(ev.Field("decision")), "1") {
		e.cause(bundle, reason, rec, false)
	}
	if t := e.activity(prefix+bundle+":"+ev.Field("request"), e.appIn(bundle), rec, ev.Kind); t != nil {
		firstLine(&t.Evidence, ev.Kind, rec)
		e.activityDecided(t, rec, ev)
	}
}

// appHandlesLaunch: the app itself says that it was launched for BGTasks.
func (e *Engine) appHandlesLaunch(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	p.App.Work = true
	if p.LaunchSeen || p.Launch == LaunchBackground {
		e.becauseOf(p, launchCause{reason: ReasonBGTask, by: evidence(rec)})
	}
}
