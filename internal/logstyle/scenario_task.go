package logstyle

import "time"

// leave launches the app and puts it into the background with one open task.
func leave(d *Device, a *App, name string) *Task {
	a.LaunchByUser(firstPID)
	d.Wait(4 * time.Second)
	var t *Task
	a.Home(func() { t = a.Begin(name) })
	return t
}

// taskScenarios are stories about background tasks and wakes.
var taskScenarios = []Scenario{
	{
		Name: "leak-killed", Want: []string{"task-unended-after-expiration", "exit-assertion-timeout"},
		happens: func(d *Device, a *App) {
			leave(d, a, "FlushOutbox")
			a.Expire(nil)
			a.TimeOut()
		},
	},
	{
		Name: "leak-killed-and-again", Want: []string{"task-unended-after-expiration", "exit-assertion-timeout"},
		happens: func(d *Device, a *App) {
			leave(d, a, "FlushOutbox")
			a.Expire(nil)
			a.TimeOut()
			d.Wait(40 * time.Second)
			a.LaunchByUser(secondPID)
			d.Wait(3 * time.Second)
			a.Home(func() {
				a.Begin("FlushOutbox")
				a.Begin("SaveDraft").End()
			})
			a.Expire(nil)
			a.TimeOut()
		},
	},
	{
		Name: "unended-but-late-end", Want: []string{"task-unended-after-expiration"},
		happens: func(d *Device, a *App) {
			t := leave(d, a, "FlushOutbox")
			a.Expire(nil)
			d.Wait(1200 * time.Millisecond) // the handler went through another queue
			t.End()
			d.Wait(300 * time.Millisecond)
			a.Suspend()
		},
	},
	{
		Name: "expired-but-ended-in-time", Want: []string{"task-expired"},
		happens: func(d *Device, a *App) {
			leave(d, a, "UploadPhotos")
			a.Expire((*Task).End)
			d.Wait(300 * time.Millisecond)
			a.Suspend()
		},
	},
	{
		Name: "one-of-two-expired", Want: []string{"task-expired"},
		happens: func(d *Device, a *App) {
			leave(d, a, "UploadPhotos")
			d.Wait(2 * time.Second)
			short := a.Begin("SaveDraft")
			d.Wait(time.Second)
			short.End()
			a.Expire((*Task).End)
			d.Wait(300 * time.Millisecond)
			a.Suspend()
		},
	},
	{
		Name: "no-expiration-handler", Want: []string{"task-no-expiration-handler", "task-unended-after-expiration"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			var t *Task
			a.Home(func() { t = a.BeginWithoutHandler("UploadPhotos") })
			a.Expire(nil)
			d.Wait(1500 * time.Millisecond)
			t.End()
			d.Wait(300 * time.Millisecond)
			a.Suspend()
		},
	},
	{
		Name: "expiration-handler-blocked", Want: []string{"task-expiration-handler-blocked", "exit-assertion-timeout"},
		happens: func(d *Device, a *App) {
			leave(d, a, "FlushOutbox")
			a.ExpireBlocked()
			a.TimeOut()
		},
	},
	{
		Name: "task-held-over-30s-foreground", Want: []string{"task-held-over-30s"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			t := a.Begin("SyncTimer")
			d.Wait(35 * time.Second)
			a.WarnLong(t)
			d.Wait(20 * time.Second)
			t.End()
			d.Wait(5 * time.Second)
			a.Home(nil)
		},
	},
	{
		Name: "unknown-identifier", Want: []string{"task-unknown-identifier"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			t := a.Begin("FlushOutbox")
			d.Wait(time.Second)
			t.End()
			a.EndUnknown(t.ID)
			d.Wait(5 * time.Second)
			a.Home(nil)
		},
	},
	{
		Name: "leak-of-many", Want: []string{"task-leak", "task-held-over-30s"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			var open []*Task
			for i := range 24 { // one every 5 s, none ended
				open = append(open, a.Begin("PollServer"))
				d.Wait(5 * time.Second)
				if i >= 6 {
					a.WarnLong(open[i-6]) // 35 s old
				}
			}
		},
	},
	{
		Name: "assertion-kept-after-end", Want: []string{"task-assertion-kept-after-end", "exit-assertion-timeout"},
		happens: func(d *Device, a *App) {
			t := leave(d, a, "FlushOutbox")
			a.keep = true
			d.Wait(2 * time.Second)
			t.End()
			a.Expire(nil)
			a.TimeOut()
		},
	},
	{
		Name: "url-session-handler-not-called", Want: []string{"exit-assertion-timeout", "session-handler-not-called"},
		happens: func(d *Device, a *App) { a.WakeForSession(firstPID).Abandon() },
	},
	{
		Name: "fetch-handler-not-called", Want: []string{"exit-assertion-timeout", "fetch-handler-not-called"},
		happens: func(d *Device, a *App) { a.WakeForFetch(firstPID).Abandon() },
	},
	{
		Name: "push-handler-not-called", Want: []string{"exit-assertion-timeout", "push-handler-not-called"},
		May:     []string{"fetch-handler-not-called"}, // the kill names both alike
		happens: func(d *Device, a *App) { a.WakeForPush(firstPID).Abandon() },
	},
	{
		Name: "leak-under-debugger", Want: []string{"task-unended-after-expiration", "context-debugger-attached"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			a.AttachDebugger(true)
			d.Wait(4 * time.Second)
			a.Home(func() { a.Begin("FlushOutbox") })
			a.Expire(nil)
			a.TimeOut() // spared
			d.Wait(20 * time.Second)
			a.Return()
		},
	},
	{
		Name: "debugger-session", Want: []string{"context-debugger-attached"}, Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			a.AttachDebugger(true)
			t := a.Begin("FlushOutbox")
			d.Wait(3 * time.Second)
			t.End()
			d.Wait(30 * time.Second)
			a.AttachDebugger(false)
		},
	},
}
