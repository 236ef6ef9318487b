package logstyle

import "time"

// schedule makes the app's work of one identifier, told as iOS 26 does.
func (d *Device) schedule(a *App, kind, identifier string) (*bgTeller, *bgWork) {
	b := &bgTeller{d: d, r: 7, opt: BGTaskOptions{Era: Era26}, apps: []*App{a}}
	return b, &bgWork{app: a, kind: kind, identifier: identifier}
}

// start lets dasd decide on the request and hand it to the app, to its handler.
func (b *bgTeller) start(r *bgRequest) {
	b.allow(r)
	b.decide(r, true)
	r.pending, r.running, r.begun, r.pid, r.runs = false, true, b.d.Now, r.app.PID, r
	b.launch(r)
	b.d.Wait(60 * time.Millisecond)
	r.app.Resume()
	b.begun(r)
}

// bgtaskScenarios are stories about requests to the scheduler.
var bgtaskScenarios = []Scenario{
	{
		Name: "healthy-refresh-resubmits", Healthy: true, May: []string{"bgtask-deferred"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			b, w := d.schedule(a, "refresh", "com.example.notes.refresh")
			d.Wait(2 * time.Second)
			r := b.submit(w)
			a.Home(nil)
			d.Wait(time.Second)
			a.Suspend()
			for range 3 {
				d.Sleep(20 * time.Minute)
				b.refuse(r, bgPolicies[0])
			}
			d.Wait(9 * time.Minute)
			b.start(r)
			d.Wait(100 * time.Millisecond)
			b.submit(w) // the next one, first thing in the handler
			d.Wait(6 * time.Second)
			b.complete(r, true)
			b.finished(r)
			d.Wait(time.Second)
			a.Suspend()
		},
	},
	{
		Name: "refresh-expired", Want: []string{"bgtask-expired", "bgtask-no-expiration-handler"}, May: []string{"bgtask-deferred", "context-low-power-mode"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			b, w := d.schedule(a, "refresh", "com.example.notes.refresh")
			d.Wait(2 * time.Second)
			r := b.submit(w)
			a.Home(nil)
			d.Wait(time.Second)
			a.Suspend()
			for i := range 9 {
				d.Sleep(15 * time.Minute)
				b.refuse(r, bgPolicies[i%2*6]) // device in use, Low Power Mode
			}
			d.Wait(9 * time.Minute)
			b.start(r)
			d.Wait(29 * time.Second)
			b.warning(r)
			b.asked(r)
			b.noHandler(r)
			d.Wait(time.Second)
			a.Suspend()
		},
	},
	{
		Name: "refresh-launch-denied", Want: []string{"bgtask-launch-denied"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			b, w := d.schedule(a, "refresh", "com.example.notes.refresh")
			d.Wait(2 * time.Second)
			r := b.submit(w)
			a.Home(nil)
			d.Wait(time.Second)
			a.Suspend()
			d.Wait(9 * time.Minute)
			b.allow(r)
			b.decide(r, true)
			b.denied(r)
			d.Wait(time.Second)
		},
	},
	{
		Name: "processing-waits-for-rest", Healthy: true, May: []string{"bgtask-deferred"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			b, w := d.schedule(a, "processing", "com.example.notes.cleanup")
			d.Wait(2 * time.Second)
			r := b.submit(w)
			a.Home(nil)
			d.Wait(time.Second)
			a.Suspend()
			for range 5 {
				d.Sleep(15 * time.Minute)
				b.refuse(r, bgPolicies[1])
			}
		},
	},
	{
		Name: "continued-stalled", Want: []string{"bgtask-continued-stalled"},
		May: []string{"bgtask-deferred", "bgtask-expired"}, // what a log shows that begins after the stall
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			b, w := d.schedule(a, "continued", "com.example.notes.export")
			d.Wait(2 * time.Second)
			r := b.submit(w)
			r.pending, r.running, r.begun, r.pid, r.runs = false, true, d.Now, a.PID, r
			b.launch(r)
			b.begun(r)
			a.Home(nil)
			state := func(from, to string) {
				b.scheduler(r, dasTracker, Default, "[%p:%@] Performing transition: %@ -> %@", public("0x10073a8b0"), private(r.name()), private(from), private(to))
			}
			d.Wait(5 * time.Second)
			b.scheduler(r, dasTasks, Info, "Updating progress %@ for task request %@", private("0.4"), private(r.name()))
			d.Wait(30 * time.Second)
			state("3", "4")
			b.refuse(r, stalledPolicy)
			b.scheduler(r, dasLife, Default, "Suspending %{public}@ - required criterion is not satisfied.", public(r.name()))
			b.warning(r)
			b.asked(r)
			d.Wait(time.Second)
			b.complete(r, false)
			b.finished(r)
			d.Wait(time.Second)
			a.Suspend()
		},
	},
}
