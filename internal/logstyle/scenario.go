package logstyle

import (
	"slices"
	"time"
)

// Scenario is a story about one app, with what a reader of its log must find.
type Scenario struct {
	Name string
	// Entries makes the log, the same every time.
	Entries func() []Entry
	happens func(d *Device, a *App)
	// Want are the rules that must fire, in no order.
	Want []string
	// May are rules that may fire besides.
	May []string
	// Healthy tells that nothing may be reported above the severity info.
	Healthy bool
}

// log makes a scenario's entries from what happens on the device; the log begins
// before it and goes on after it.
func (s Scenario) log() []Entry {
	d := NewDevice(scenarioStart)
	d.Chatter()
	d.Wait(2 * time.Second)
	s.happens(d, d.Notes())
	d.Wait(8 * time.Second)
	d.Chatter()
	return d.Entries
}

// The process ids of the invented app's runs.
const (
	firstPID  = 412
	secondPID = 437
)

// Scenarios are all stories.
var Scenarios = func() []Scenario {
	var all []Scenario
	for _, s := range slices.Concat(healthyScenarios, taskScenarios, exitScenarios, bgtaskScenarios, transferScenarios) {
		s.Entries = s.log
		all = append(all, s)
	}
	return all
}()

var healthyScenarios = []Scenario{
	{
		Name: "healthy-begin-end", Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			d.Wait(4 * time.Second)
			t := a.Begin("FlushOutbox")
			a.Print("flushing 3 messages")
			d.Wait(700 * time.Millisecond)
			t.End()
			d.Wait(9 * time.Second)
			a.Home(nil)
		},
	},
	{
		Name: "healthy-background-end-in-time", Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			d.Wait(4 * time.Second)
			var one, two *Task
			a.Home(func() {
				one = a.Begin("FlushOutbox")
				two = a.Begin(a.Unnamed())
			})
			d.Wait(3 * time.Second)
			one.End()
			d.Wait(2 * time.Second)
			two.End()
			d.Wait(200 * time.Millisecond)
			a.Suspend()
			d.Sleep(11 * time.Minute)
			a.Return()
			d.Wait(5 * time.Second)
			a.Home(nil)
		},
	},
	{
		Name: "healthy-many-sequential-tasks", Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			for range 60 {
				t := a.Begin("ImportPage")
				d.Wait(400 * time.Millisecond)
				t.End()
				d.Wait(300 * time.Millisecond)
			}
			a.Home(nil)
		},
	},
	{
		Name: "healthy-begun-in-background", Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			var t *Task
			a.Home(func() { t = a.Begin("FlushOutbox") })
			d.Wait(6 * time.Second)
			t.End()
			t = a.Begin("SaveDraft") // a new assertion, active at once
			d.Wait(time.Second)
			t.End()
			d.Wait(200 * time.Millisecond)
			a.Suspend()
		},
	},
	{
		Name: "healthy-back-before-expiry", Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			var t *Task
			a.Home(func() { t = a.Begin("FlushOutbox") })
			d.Wait(20 * time.Second)
			a.Return()
			d.Wait(6 * time.Second)
			a.Home(nil) // the countdown begins anew
			d.Wait(5 * time.Second)
			t.End()
			d.Wait(200 * time.Millisecond)
			a.Suspend()
		},
	},
	{
		Name: "healthy-session-wake", Healthy: true,
		happens: func(d *Device, a *App) {
			w := a.WakeForSession(firstPID)
			d.Wait(2 * time.Second)
			w.Finish()
		},
	},
	{
		Name: "healthy-session-wake-of-suspended-app", Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			a.Home(nil)
			d.Sleep(5 * time.Minute)
			w := a.WakeForSession(firstPID)
			d.Wait(2 * time.Second)
			w.Finish()
		},
	},
	{
		Name: "healthy-push-with-task", Healthy: true,
		happens: func(d *Device, a *App) {
			w := a.WakeForPush(firstPID)
			t := a.Begin("StorePush")
			d.Wait(3 * time.Second)
			w.Finish()
			t.End()
			d.Wait(200 * time.Millisecond)
			a.Suspend()
		},
	},
	{
		Name: "healthy-refresh", Healthy: true,
		happens: func(d *Device, a *App) {
			w := a.WakeForRefresh(firstPID)
			d.Wait(9 * time.Second)
			w.Finish()
		},
	},
	{
		Name: "healthy-fetch", Healthy: true,
		happens: func(d *Device, a *App) {
			w := a.WakeForFetch(firstPID)
			d.Wait(5 * time.Second)
			w.Finish()
		},
	},
	{
		Name: "healthy-user-exit", Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			d.Wait(5 * time.Second)
			a.Exit()
		},
	},
	{
		Name: "healthy-reboot-with-open-task", Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			a.Home(func() { a.Begin("FlushOutbox") })
			d.Wait(6 * time.Second)
			d.Reboot(90 * time.Second)
			next := d.Notes()
			next.LaunchByUser(firstPID) // the same pid is another process
			d.Wait(3 * time.Second)
			next.Home(nil)
		},
	},
	{
		Name: "healthy-end-lost", Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			var t *Task
			a.Home(func() { t = a.Begin("FlushOutbox") })
			d.Wait(4 * time.Second)
			from := len(d.Entries)
			t.End()
			d.Entries = d.Entries[:from] // the end was written, and dropped
			d.Lose(63)
			d.Wait(300 * time.Millisecond)
			a.Suspend()
			d.Sleep(4 * time.Minute)
			a.Return()
			d.Wait(5 * time.Second)
			a.Home(nil)
		},
	},
	{
		Name: "healthy-clock-set-back", Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			var t *Task
			a.Home(func() { t = a.Begin("FlushOutbox") })
			d.Wait(4 * time.Second)
			d.AdjustClock(-40 * time.Second)
			d.Wait(3 * time.Second)
			t.End()
			d.Wait(300 * time.Millisecond)
			a.Suspend()
		},
	},
	{
		Name: "healthy-clock-set-forward", Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			var t *Task
			a.Home(func() { t = a.Begin("FlushOutbox") })
			d.Wait(4 * time.Second)
			d.AdjustClock(2 * time.Hour)
			d.Wait(3 * time.Second)
			t.End()
			d.Wait(300 * time.Millisecond)
			a.Suspend()
			d.InMemory()
		},
	},
}
