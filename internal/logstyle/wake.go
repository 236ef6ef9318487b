package logstyle

import (
	"fmt"
	"time"
)

// Wake is a launch or resume of an app in the background; finish it with its
// methods.
type Wake struct {
	app     *App
	held    *assertion // the daemon's assertion that keeps the app running
	session string
	// identifier is the session's, as the app named it.
	identifier string
	activity   string
	code       uint64 // with which the app is killed when it does not finish
	began      time.Time
	truth      *WakeTruth // nil where no truth is kept
}

// The RBSDomainAttribute of the daemons' assertions on apps.
func domain(of, name string) string {
	return fmt.Sprintf(`<RBSDomainAttribute| domain:%q name:%q sourceEnvironment:"(null)">`, of, name)
}

const (
	nsurlsessiond = "[osservice<com.apple.nsurlsessiond>:108]"
	dasd          = "[osservice<com.apple.dasd>:120]"
)

// WakeForSession wakes or launches the app for the events of its background
// URL session.
func (a *App) WakeForSession(pid int) *Wake {
	d := a.d
	w := &Wake{app: a, session: "2F6E4C1B-5D0A-4B7C-9E1D-A1B2C3D4E5F6", identifier: a.Bundle + ".uploads", code: 0x2182BAD3}
	d.log(transfers, Default, "NDSession <%{public}@> Waking up the client app: %{public}@", w.session, a.Bundle)
	d.logArgs(transfers, Default, "Will request wake of app %{public}@ for NDSession <%{public}@> with identifier %@", public(a.Bundle), public(w.session), private(a.Bundle+".uploads"))
	d.logArgs(transfers, Default, "Set request delay for %@ to %f", private(a.Bundle), public("60.000000"))
	a.launchInBackground(pid, "com.apple.nsurlsessiond.handlesession "+w.session, nsurlsessiond, 108, domain("com.apple.cfnetwork", "BackgroundDownload"), w)
	d.log(transfers, Default, "Successfully woke application %{public}@ and took process assertion", a.Bundle)
	a.cfnetwork("BackgroundSession <%{public}@> background session setup will wait for reply: session %@ with identifier %@", public(w.session), private("<__NSURLBackgroundSession: "+d.pointer()+">"), private(a.Bundle+".uploads"))
	d.logArgs(transfers, Default, "NDSession <%{public}@>.<%@>.<%@>: reconnecting existing session", public(w.session), private(a.Bundle), private(a.Bundle+".uploads"))
	a.cfnetwork("BackgroundSession <%{public}@> background session setup complete", public(w.session))
	d.logArgs(transfers, Default, "NDSession <%{public}@> Delivering pending events for client session: <%@>.<%@>", public(w.session), private(a.Bundle), private(a.Bundle+".uploads"))
	return w
}

func (a *App) cfnetwork(format string, args ...Arg) {
	a.own("CFNetwork", "com.apple.CFNetwork", "Default", Default, format, args...)
}

// WakeForFetch launches the app for the old background fetch.
func (a *App) WakeForFetch(pid int) *Wake {
	w := &Wake{app: a, activity: "com.apple.fetch." + a.Bundle + ":7C41A0", code: 0x2182BAD4}
	a.scheduled(w)
	a.launchInBackground(pid, "com.apple.das.backgroundFetch", dasd, 120, domain("com.apple.dasd", "BackgroundDownload"), w)
	return w
}

// WakeForPush launches the app for a silent push.
func (a *App) WakeForPush(pid int) *Wake {
	w := &Wake{app: a, activity: "com.apple.pushLaunch." + a.Bundle + ":E41276", code: 0x2182BAD4}
	a.d.log(sbPush, Default, "[%@] Passing content-available push to Duet", a.Bundle)
	a.scheduled(w)
	a.launchInBackground(pid, "com.apple.das.backgroundFetch", dasd, 120, domain("com.apple.dasd", "BackgroundDownload"), w)
	return w
}

// WakeForRefresh launches the app for a BGAppRefreshTask.
func (a *App) WakeForRefresh(pid int) *Wake {
	w := &Wake{app: a, activity: "bgRefresh-" + a.Bundle + ".refresh:519B19", code: 0x2182BAD4}
	a.scheduled(w)
	a.launchInBackground(pid, "com.apple.das.backgroundTasks", dasd, 120, domain("com.apple.dasd", "BGAppRefreshTask"), w)
	set, task := "{(\n    "+w.activity+"\n)}", "<BGAppRefreshTask: "+a.Bundle+".refresh>"
	a.own("DuetActivityScheduler", "com.apple.duetactivityscheduler", "client", Default, "Handling launch from daemon for activities: %@", private(set))
	for _, step := range []string{"Application launched for activities: %{public}@", "Calling handlers for activities: %{public}@"} {
		a.backgroundTasks(step, set)
	}
	a.backgroundTasks("Running task: %{public}@", task)
	a.backgroundTasks("Starting task: %{public}@", task)
	return w
}

func (a *App) backgroundTasks(format string, args ...string) {
	a.own("BackgroundTasks", "com.apple.BackgroundTasks", "Framework", Default, format, Pub(args...)...)
}

// scheduled is dasd's decision to launch the app.
func (a *App) scheduled(w *Wake) {
	d := a.d
	d.log(dasDefault, Default, "'%{public}@' DecisionToRun: %d (Bypasses Predictions)", w.activity, "1")
	d.logArgs(dasLife, Default, "Activity: %@ requesting launch of application: %@", private(w.activity), private(a.Bundle))
	d.logArgs(dasBAR, Default, "Launching with FBSOpenApplicationService for application %@", private(a.Bundle))
}

// launchInBackground starts the process, or resumes it when it runs, and takes
// the daemon's assertion on it.
func (a *App) launchInBackground(pid int, explanation, originator string, by int, attribute string, w *Wake) {
	d := a.d
	fresh := a.PID == 0
	if fresh {
		d.log(fbProcess, Default, "Bootstrapping %{public}@ with intent %{public}@", "app<"+a.Bundle+">", "background")
		a.spawn(pid, "Background", 3)
		a.connected()
		d.log(fbProcess, Default, "%{public}@ Setting process visibility to: %{public}@", a.frontProcess(), "Background")
		a.springBoardState("Running", "Background")
	} else {
		a.Resume()
	}
	w.held = a.acquire(explanation, originator, by, a.process(), true, attribute)
	w.began = d.Now
	if fresh {
		a.launchTask()
		for _, f := range a.front {
			a.invalidate(f)
		}
		a.front = nil
		a.startCountdown()
	}
	a.calculated("running-active", "Background")
	if fresh {
		d.Wait(time.Second)
		a.endLaunchTask()
	}
}

// Finish lets the app call its completion handler; it is then suspended unless
// it holds background tasks.
func (w *Wake) Finish() {
	a, d := w.app, w.app.d
	w.end("handled")
	switch {
	case w.session != "":
		if !d.IOS12 {
			a.cfnetwork("BackgroundSession <%{public}@> Ready to wake app for uuid %@ for session %@ with identifier %@ invoked=%d", public(w.session),
				private("0B1E6B60-2A77-4C58-9F3B-6D5E4F3A2B1C"), private("<__NSURLBackgroundSession: "+d.pointer()+">"), private(w.identifier), public("1"))
		}
		d.say(sayRelease, Default, private(w.identifier))
		d.say(sayLetGo, Default, public(a.Bundle), private(w.identifier))
	case w.held.explanation == "com.apple.das.backgroundTasks":
		a.backgroundTasks("Marking task %{public}@ complete with success: %d", "<BGAppRefreshTask: "+a.Bundle+".refresh>", "1")
	}
	a.invalidate(w.held)
	if w.session == "" {
		d.log(dasLife, Default, "COMPLETED %{public}@", "<_DASActivity: "+w.activity+", Background, 30s>")
	}
	if len(a.tasks) == 0 {
		d.Wait(80 * time.Millisecond)
		a.Suspend()
	}
}

// Abandon lets the app never call its completion handler: it is warned, its
// time ends and it is killed.
func (w *Wake) Abandon() {
	a := w.app
	w.end("handler-not-called")
	a.countdown = w.began
	a.Expire(nil)
	a.d.WaitUntil(w.began.Add(backgroundBudget))
	a.timeOut(w.held, w.code)
}

func (w *Wake) end(outcome string) {
	if w.truth != nil {
		w.truth.Outcome = outcome
	}
}
