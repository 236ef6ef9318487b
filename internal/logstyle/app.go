package logstyle

import (
	"fmt"
	"time"
)

// App is an invented app and its present process. The methods write what the
// app and the system write when it does something.
type App struct {
	Bundle, Name string
	PID          int // 0 while it does not run

	d        *Device
	front    []*assertion // those that keep the countdown from running
	shared   *assertion   // UIKit's, behind all background tasks
	count    int          // shared assertions taken so far
	tasks    []*Task      // open
	ids      int          // background tasks begun so far
	mask     int          // deactivation reasons
	debugged bool
	visible  bool
	frozen   bool // suspended
	// countdown is when the shared assertion's time began to run; zero before.
	countdown time.Time
	// keep leaves the shared assertion alive after the last task, as a bug would.
	keep bool
}

// assertion is one RunningBoard assertion on an app.
type assertion struct {
	id          string // 33-412-6133
	explanation string
	originator  string
	target      string
	object      string // address of the client's object
}

// Notes is the app that the scenarios are about.
func (d *Device) Notes() *App { return d.App("com.example.notes", "Notes") }

// App installs an app.
func (d *Device) App(bundle, name string) *App {
	return &App{Bundle: bundle, Name: name, d: d}
}

// persona is the UUID that RunningBoard prints behind bundle ids since iOS 17.
const persona = "C3F1E0A2-6B47-4D8E-9A55-1F0D2E7B8C64"

// identity, process and frontProcess are the three spellings of an app: in
// RunningBoard without and with the pid, and in FrontBoard.
func (a *App) identity() string     { return fmt.Sprintf("app<%s(%s)>", a.Bundle, persona) }
func (a *App) process() string      { return fmt.Sprintf("[%s:%d]", a.identity(), a.PID) }
func (a *App) frontProcess() string { return fmt.Sprintf("[app<%s>:%d]", a.Bundle, a.PID) }
func (a *App) scene() string {
	return fmt.Sprintf("[0x4d2ea0c80:(FBSceneManager):sceneID:%s-default]", a.Bundle)
}

const springBoard = "[osservice<com.apple.SpringBoard>:34]"

// uikit adds an entry of UIKit in the app's process.
func (a *App) uikit(category, level, format string, args ...Arg) {
	a.own("UIKitCore", "com.apple.UIKit", category, level, format, args...)
}

// own adds an entry of the app's main thread.
func (a *App) own(library, subsystem, category, level, format string, args ...Arg) {
	a.d.logArgs(sender{a.Name, a.PID, library, subsystem, category}, level, format, args...)
	e := &a.d.Entries[len(a.d.Entries)-1]
	e.App, e.TID = true, mainThread(a.PID)
}

// Print is a line of the app's own with no subsystem, as NSLog writes it.
func (a *App) Print(text string) { a.own("", "", "", Default, "%{public}@", public(text)) }

// LaunchByUser starts the app from the home screen and brings it to the front.
func (a *App) LaunchByUser(pid int) {
	d := a.d
	d.log(fbProcess, Default, "Bootstrapping %{public}@ with intent %{public}@", "app<"+a.Bundle+">", "foreground-interactive")
	a.spawn(pid, "UserInteractive", 100)
	d.log(fbWorkspace, Default, "%{public}@ Initial launch assertion state: %{public}@.", a.frontProcess(), "ForegroundFocal")
	a.connected()
	a.toFront()
	a.launchTask()
	a.reason(true, 5)
	a.reason(false, 10)
	a.reason(false, 5)
	d.Wait(time.Second)
	a.endLaunchTask()
}

// spawn makes the process, up to the point where it runs.
func (a *App) spawn(pid int, role string, priority int) {
	d := a.d
	*a = App{Bundle: a.Bundle, Name: a.Name, d: d, PID: pid + d.pids, mask: 1 << 10}
	launch := a.acquire("FBApplicationProcess", springBoard, 34, a.identity(), true,
		"<RBSRunningReasonAttribute| runningReason:10000>", "<RBSPreventIdleSleepGrant>", "<RBSDefineRelativeStartTimeGrant>",
		"<RBSGPUAccessGrant>", "<RBSCPUAccessGrant| role:"+role+">")
	a.front = append(a.front, launch)
	d.log(rbProcess, Default, "Executing launch request for %{public}@ (%{public}@)", a.identity(), "FBApplicationProcess")
	d.log(rbProcess, Default, "Creating and launching job for: %{public}@", a.identity())
	d.Wait(30 * time.Millisecond)
	d.log(rbTTL, Default, "%{public}@ reported to RB as running", a.process())
	d.log(rbTTL, Default, "%{public}@ Resuming task.", a.process())
	d.log(rbTTL, Default, "%{public}@ Set darwin role to: %{public}@", a.process(), role)
	d.log(rbProcess, Default, "%{public}@ Set jetsam priority to %d [%#llx] flag[%d]", a.process(), fmt.Sprint(priority), "0", "1")
}

// connected is the handshake of a new process with SpringBoard.
func (a *App) connected() {
	a.d.log(fbProcess, Default, "%{public}@ Bootstrap success!", a.frontProcess())
	a.taskState("Running")
}

func (a *App) taskState(state string) {
	a.d.log(fbProcess, Default, "%{public}@ Setting process task state to: %{public}@", a.frontProcess(), state)
}

// springBoardState is SpringBoard's one-line summary.
func (a *App) springBoardState(task, visibility string) {
	a.d.log(sbState, Default, "Application process state changed for %{public}@: %{public}@", a.Bundle,
		fmt.Sprintf("<SBApplicationProcessState: %s; pid: %d; taskState: %s; visibility: %s>", a.d.pointer(), a.PID, task, visibility))
}

// calculated is RunningBoard's state of the app, and what its clients make of it.
func (a *App) calculated(state, role string) {
	d := a.d
	d.logArgs(rbMonitor, Default, "Calculated state for %{public}@: %{public}@ (role: %{public}@) (endowments: %@) ",
		public(a.identity()), public(state), public(role), private(a.endowments()))
	if state == "none" {
		return
	}
	seen := "NotVisible"
	if a.visible {
		seen = "Visible"
	}
	for _, w := range watchers {
		d.log(w, Default, "Received state update for %d (%{public}@, %{public}@", fmt.Sprint(a.PID), a.identity(), state+"-"+seen)
	}
}

func (a *App) endowments() string {
	if a.visible {
		return "<RBEndowmentCollection| com.apple.frontboard.visibility>"
	}
	return "(null)"
}

// toFront makes the app visible and frontmost.
func (a *App) toFront() {
	d := a.d
	a.visible = true
	a.stopCountdown()
	scene := a.acquire("FBWorkspace (ForegroundFocal)", springBoard, 34, a.process(), true,
		"<RBSRunningReasonAttribute| runningReason:10001>", "<RBSDefineRelativeStartTimeGrant>", "<RBSGPUAccessGrant>",
		"<RBSCPUAccessGrant| role:UserInteractive>")
	a.front = append(a.front, scene)
	if len(a.front) > 1 { // the launch assertion has done its work
		a.invalidate(a.front[0])
		a.front = a.front[1:]
	}
	d.log(fbProcess, Default, "%{public}@ Setting process visibility to: %{public}@", a.frontProcess(), "Foreground")
	a.springBoardState("Running", "Foreground")
	d.log(rbProcess, Default, "%{public}@ visiblity is yes", a.process())
	a.calculated("running-active", "UserInteractiveFocal")
	d.log(sbState, Default, "Front display did change: <SBApplication: %p; %{public}@>", d.pointer(), a.Bundle)
	a.seenInFront()
}

// reason adds or removes one of UIKit's deactivation reasons; a mask of 0 is an
// active app.
func (a *App) reason(add bool, n int) {
	before, word := a.mask, "removed"
	if add {
		a.mask |= 1 << n
		word = "added"
	} else {
		a.mask &^= 1 << n
	}
	a.uikit("Application", Default, "Deactivation reason "+word+": %{public}@; deactivation reasons: %{public}@ -> %{public}@; animating application lifecycle event: %d",
		public(fmt.Sprint(n)), public(fmt.Sprint(before)), public(fmt.Sprint(a.mask)), public("0"))
}

// Home presses the home button: the app enters the background, where during,
// its applicationDidEnterBackground, runs. The countdown starts when the last
// assertion of the foreground has gone. Without open tasks the app is suspended
// at once.
func (a *App) Home(during func()) {
	d := a.d
	a.reason(true, 0)
	a.reason(true, 12)
	a.reason(true, 5)
	d.Wait(400 * time.Millisecond)
	a.reason(false, 5)
	a.reason(true, 11)
	a.reason(false, 0)
	a.own("UIKitCore", "com.apple.UIKit", "", Default, "%{public}@(%d) invalidateConnection (appDidSuspend)", public(a.Bundle), public(fmt.Sprint(a.PID)))
	if during != nil {
		during()
	}
	a.leaveFront()
	if len(a.tasks) == 0 && a.shared == nil {
		d.Wait(120 * time.Millisecond)
		a.Suspend()
	}
}

// leaveFront is the system's side of leaving the foreground.
func (a *App) leaveFront() {
	d := a.d
	a.visible = false
	d.log(fbProcess, Default, "%{public}@ Setting process visibility to: %{public}@", a.frontProcess(), "Background")
	a.springBoardState("Running", "Background")
	a.seen(sayNotFront)
	env := "UIScene:com.apple.frontboard.systemappservices/FBSceneManager:sceneID%3A" + a.Bundle + "-default"
	d.log(rbAssertion, Default, "Inheritance changeset: %{public}@", fmt.Sprintf("<RBSInheritanceChangeSet| gained:{(\n)} lost:{(\n    <RBSInheritance| environment:%s name:com.apple.frontboard.visibility origID:33-34-%d payload 11855166879836431039>\n)}>", env, d.nextSerial()))
	a.calculated("running-active", "UserInteractiveNonFocal")
	d.log(fbScene, Default, "%{public}@ Scene activity mode did change: %{public}@.", a.scene(), "suspended")
	d.log(fbWorkspace, Default, "%{public}@ Workspace assertion state did change: %{public}@ (acquireAssertion = %{public}@).", a.frontProcess(), "None", "NO")
	d.Wait(160 * time.Millisecond)
	for _, f := range a.front {
		a.invalidate(f)
	}
	a.front = nil
	a.startCountdown()
	if a.shared != nil {
		a.calculated("running-active", "Background")
		d.log(rbTTL, Default, "%{public}@ Set darwin role to: %{public}@", a.process(), "Background")
	}
}

func (a *App) startCountdown() {
	a.d.log(rbAssertion, Default, "Removed last relative-start-date-defining assertion for process %{public}@", a.identity())
	a.countdown = a.d.Now
}

func (a *App) stopCountdown() { a.countdown = time.Time{} }

// Return brings the app from the background to the front; the countdown begins
// anew when it leaves again.
func (a *App) Return() {
	a.Resume()
	a.toFront()
	a.reason(true, 5)
	a.reason(false, 11)
	a.reason(false, 12)
	a.reason(false, 5)
}

// Suspend stops the process.
func (a *App) Suspend() {
	if a.frozen {
		return
	}
	d := a.d
	a.frozen = true
	a.calculated("running-suspended", "None")
	d.log(rbTTL, Default, "%{public}@ Suspending task.", a.process())
	d.log(rbProcess, Default, "%{public}@ Shutdown sockets (%{public}@)", a.process(), "ALL")
	a.taskState("Suspended")
	a.springBoardState("Suspended", "Background")
	d.log(rbProcess, Default, "%{public}@ Set jetsam priority to %d [%#llx] flag[%d]", a.process(), "0", "0", "1")
	a.seenSuspended()
}

// Resume lets a suspended process run again.
func (a *App) Resume() {
	if !a.frozen {
		return
	}
	a.frozen = false
	a.d.log(rbTTL, Default, "%{public}@ Resuming task.", a.process())
	a.taskState("Running")
}

// acquire takes an assertion on the app. Those of the foreground and of a launch
// start at once; another starts inactive while one of them exists.
func (a *App) acquire(explanation, originator string, by int, target string, active bool, attributes ...string) *assertion {
	d := a.d
	as := &assertion{id: fmt.Sprintf("33-%d-%d", by, d.nextSerial()), explanation: explanation, originator: originator, target: target, object: d.pointer()}
	named := target
	if target == a.process() {
		named = fmt.Sprint(a.PID)
	}
	description := fmt.Sprintf("<RBSAssertionDescriptor| %q ID:%s target:%s attributes:[", explanation, as.id, named)
	for i, at := range attributes {
		if i > 0 {
			description += ","
		}
		description += "\n\t" + at
	}
	description += "\n\t]>"
	d.log(rbAssertion, Default, "Acquiring assertion targeting %{public}@ from originator %{public}@ with description %{public}@", target, originator, description)
	state := "active"
	if !active && len(a.front) > 0 {
		state = "inactive as start-time-defining assertions exist"
	}
	d.log(rbAssertion, Default, "Assertion %{public}@ will be created as %{public}@", as.full(), state)
	return as
}

// full is the assertion as RunningBoard names it.
func (as *assertion) full() string { return as.id + " (target:" + as.target + ")" }

func (a *App) invalidate(as *assertion) {
	a.d.log(rbAssertion, Default, "Invalidating assertion %{public}@ from originator %{public}@", as.full(), as.originator)
}

// AttachDebugger notes that a debugger holds the process: it is then not killed
// for what it does in the background.
func (a *App) AttachDebugger(on bool) {
	a.debugged = on
	word := "NO"
	if on {
		word = "YES"
	}
	a.d.log(fbProcess, Default, "%{public}@ Setting process debug state to: %{public}@", a.frontProcess(), word)
}
