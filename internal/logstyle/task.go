package logstyle

import (
	"fmt"
	"slices"
	"time"
)

// Task is one UIKit background task of an App.
type Task struct {
	ID      int
	Name    string
	app     *App
	address string
	handler string        // as printed; (null) without one
	created time.Duration // of the device's awake clock
}

// backgroundBudget is how long background tasks may run after the countdown's
// start, and expiryWarning how long before its end the handlers are called.
// Observed since iOS 13; the 5 s are RunningBoard's constant.
const (
	backgroundBudget = 30 * time.Second
	expiryWarning    = 5 * time.Second
)

// Unnamed is the name that UIKit gives a task begun without one.
func (a *App) Unnamed() string {
	return fmt.Sprintf("Called by %s, from $s%d%s13SceneDelegateC23sceneDidEnterBackgroundyySo7UISceneCF", a.Name, len(a.Name), a.Name)
}

// Begin begins a background task with an expiration handler.
func (a *App) Begin(name string) *Task {
	return a.begin(name, "<__NSMallocBlock__: "+a.d.pointer()+">")
}

// BeginWithoutHandler begins one with nil for the handler.
func (a *App) BeginWithoutHandler(name string) *Task { return a.begin(name, "(null)") }

func (a *App) begin(name, handler string) *Task {
	const category = "BackgroundTask"
	a.uikit(category, Default, "Will add backgroundTask with taskName: %{private}@, expirationHandler: %@", public(name), public(handler))
	fresh := a.shared == nil
	if fresh {
		a.uikit(category, Default, "Creating new assertion because there is no existing background assertion.")
		a.uikit(category, Default, "Creating new background assertion")
		explanation := fmt.Sprintf("Shared Background Assertion %d for %s", a.count, a.Bundle)
		a.count++
		a.shared = a.acquire(explanation, a.process(), a.PID, a.process(), false,
			"<RBSLegacyAttribute| requestedReason:FinishTask reason:FinishTask flags:( PreventTaskSuspend )>",
			"<RBSAcquisitionCompletionAttribute| policy:AfterValidation>")
		if len(a.front) == 0 && a.countdown.IsZero() {
			a.countdown = a.d.Now // begun in the background: the time runs at once
		}
		a.uikit(category, Default, "Created new background assertion %@", public(a.object()))
	} else {
		a.uikit(category, Default, "Reusing background assertion %@", public(a.object()))
	}
	a.uikit(category, Default, "Incrementing reference count for background assertion %{private}@", public(a.object()))
	a.ids++
	t := &Task{ID: a.ids, Name: name, app: a, address: a.d.pointer(), handler: handler, created: a.d.awake}
	a.tasks = append(a.tasks, t)
	a.uikit(category, Default, "Created background task %{private}@.", public(t.info()))
	return t
}

// object is the shared assertion as UIKit prints it.
func (a *App) object() string { return "<BKSProcessAssertion: " + a.shared.object + ">" }

// info is the task as UIKit prints it: whole seconds of awake time, so that the
// elapsed ones are up to a second off.
func (t *Task) info() string {
	created, now := int(t.created.Seconds()), int(t.app.d.awake.Seconds())
	return fmt.Sprintf("<_UIBackgroundTaskInfo: %s>: taskID = %d, taskName = %s, creationTime = %d (elapsed = %d)",
		t.address, t.ID, t.Name, created, now-created)
}

// End ends the task; the last one gives the shared assertion back.
func (t *Task) End() {
	const category = "BackgroundTask"
	a, id := t.app, public(fmt.Sprint(t.ID))
	a.uikit(category, Default, "Ending background task with UIBackgroundTaskIdentifier: %lu", id)
	a.uikit(category, Default, "Ending task with identifier %lu and description: %{private}@, _expireHandler: %@", id, public(t.info()), public(t.handler))
	a.uikit(category, Default, "Decrementing reference count for assertion %{private}@ (used by background task with identifier %lu: %{private}@)",
		public(a.object()), id, public(t.info()))
	a.tasks = slices.DeleteFunc(a.tasks, func(o *Task) bool { return o == t })
	if len(a.tasks) > 0 || a.keep {
		return
	}
	a.uikit(category, Default, "Will invalidate assertion: %@ for task identifier: %lu", public(a.object()), id)
	a.invalidate(a.shared)
	a.shared = nil
}

// EndUnknown ends a task identifier that does not exist or has been ended.
func (a *App) EndUnknown(id int) {
	a.uikit("BackgroundTask", Default, "Ending background task with UIBackgroundTaskIdentifier: %lu", public(fmt.Sprint(id)))
	a.own("UIKitCore", "", "", Default, "Can't end BackgroundTask: no background task exists with identifier %lu (0x%lx), or it may have already been ended. Break in UIApplicationEndBackgroundTaskError() to debug.",
		public(fmt.Sprint(id)), public(fmt.Sprintf("%x", id)))
}

// launchTask is UIKit's own first task, ended a second after the launch.
func (a *App) launchTask() { a.BeginWithoutHandler("Launch Background Task for Coalescing") }

func (a *App) endLaunchTask() {
	for _, t := range a.tasks {
		if t.ID == 1 {
			t.End()
			return
		}
	}
}

// WarnLong is UIKit's timer 35 s after a task's creation; it is not printed
// while the main thread is busy.
func (a *App) WarnLong(t *Task) {
	a.uikit("BackgroundTask", Error, "Background Task %lu (\"%{private}@\"), was created over %lu seconds ago. In applications running in the background, this creates a risk of termination. Remember to call UIApplication.endBackgroundTask(_:) for your task in a timely manner to avoid this.",
		public(fmt.Sprint(t.ID)), public(t.Name), public("30"))
}

// Warn is the moment 5 s before the end of the app's time, at which
// RunningBoard warns it.
func (a *App) Warn() {
	a.d.WaitUntil(a.countdown.Add(backgroundBudget - expiryWarning))
	a.d.log(rbProcess, Default, "Assertions for process will expire soon: %{public}@", a.process())
}

// Expire warns the app, whose tasks' handlers UIKit then calls one by one;
// handler is what the app does in each. Tasks still open afterwards are
// complained about.
func (a *App) Expire(handler func(t *Task)) {
	const category = "BackgroundTask"
	a.Warn()
	a.uikit(category, Default, "Firing background task expiration handlers")
	if len(a.tasks) == 0 {
		a.uikit(category, Default, "No background tasks to fire expiration handlers for.")
		return
	}
	for _, t := range slices.Clone(a.tasks) {
		a.calling(t)
		if handler != nil {
			handler(t)
		}
	}
	for _, t := range a.tasks {
		a.uikit(category, Error, "Background task still not ended after expiration handlers were called: %{private}@. This app will likely be terminated by the system. Call UIApplication.endBackgroundTask(_:) to avoid this.", public(t.info()))
	}
}

func (a *App) calling(t *Task) {
	a.uikit("BackgroundTask", Default, "Calling expiration handler for task: %{private}@", public(t.info()))
}

// ExpireBlocked warns the app, whose first handler never returns.
func (a *App) ExpireBlocked() {
	a.Warn()
	a.uikit("BackgroundTask", Default, "Firing background task expiration handlers")
	a.calling(a.tasks[0])
}

// TimeOut is the end of the app's time: the shared assertion is taken away, and
// the app is killed for it unless a debugger holds it.
func (a *App) TimeOut() {
	a.d.WaitUntil(a.countdown.Add(backgroundBudget))
	a.timeOut(a.shared, 0x2182BAD2)
	a.shared = nil
}

func (a *App) timeOut(as *assertion, code uint64) {
	d := a.d
	d.log(rbAssertion, Default, "Assertion did invalidate due to timeout: %{public}@", as.full())
	d.Wait(100 * time.Millisecond)
	if a.debugged {
		return
	}
	why := fmt.Sprintf("Timed-out waiting for process %s to invalidate assertion with identifier %s and explanation '%s'. Direct this report to owners of that process", a.process(), as.id, as.explanation)
	d.logArgs(rbAssertion, Error, "%@", private(why))
	a.terminate(15, code, why, "None")
	a.gone(exit{namespace: 15, code: code, status: 9, words: fmt.Sprintf("specific, status:<RBSProcessExitStatus| domain:runningboard(15) code:0x%x>", code)})
}
