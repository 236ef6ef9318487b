package logstyle

import "time"

// transferScenarios are stories about background transfers.
var transferScenarios = []Scenario{
	{
		Name: "downloads-one-by-one", Want: []string{"transfer-sequential", "transfer-rate-limited"},
		May:     []string{"transfer-discretionary-in-background"},
		happens: func(d *Device, a *App) { calmly(d, a, 7, 1) },
	},
	{
		Name: "downloads-one-by-one-old-wording", Want: []string{"transfer-rate-limited"},
		May: []string{"transfer-sequential", "transfer-discretionary-in-background"},
		happens: func(d *Device, a *App) {
			d.IOS12 = true
			calmly(d, a, 6, 1)
		},
	},
	{
		Name: "healthy-downloads-at-once", Healthy: true,
		happens: func(d *Device, a *App) { calmly(d, a, 10, 10) },
	},
	{
		Name: "force-quit-with-transfers", Want: []string{"exit-force-quit", "transfer-cancelled-by-force-quit"},
		happens: func(d *Device, a *App) {
			s, _ := leaveTransfer(d, a, nil)
			d.Wait(20 * time.Second)
			a.ForceQuit()
			d.Wait(20 * time.Minute)
			a.LaunchByUser(secondPID)
			s.Reconnect()
			s.Deliver()
			d.Wait(3 * time.Second)
			a.Home(nil)
		},
	},
	{
		Name: "session-without-launch-events", Want: []string{"session-launch-events-off"},
		happens: func(d *Device, a *App) {
			s, t := leaveTransfer(d, a, func(s *Session) { s.LaunchEvents = false })
			d.Wait(20 * time.Second)
			t.Succeed()
			s.Wake(secondPID, nil)
			d.Wait(10 * time.Minute)
			a.Return()
			s.Deliver()
			d.Wait(3 * time.Second)
			a.Home(nil)
		},
	},
	{
		Name: "refresh-off-with-transfers", Want: []string{"context-background-refresh-off"},
		happens: func(d *Device, a *App) {
			s, t := leaveTransfer(d, a, func(s *Session) { s.client.refreshOff = true })
			d.Wait(20 * time.Second)
			t.Succeed()
			s.Wake(secondPID, nil)
			d.Wait(10 * time.Minute)
			a.Return()
			s.Deliver()
			d.Wait(3 * time.Second)
			a.Home(nil)
		},
	},
	{
		Name: "session-made-twice", Want: []string{"session-identifier-reused"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			d.Wait(time.Second)
			s := a.NewSession("sync", nil)
			d.Wait(2 * time.Second)
			s.Again()
			d.Wait(3 * time.Second)
			a.Home(nil)
		},
	},
	{
		Name: "transfer-daemon-crashed", Want: []string{"session-daemon-lost"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			d.Wait(time.Second)
			t := a.NewSession("sync", nil).Upload()
			d.Wait(400 * time.Millisecond)
			t.Start()
			d.Wait(5 * time.Second)
			d.CrashTransfers()
			d.Wait(5 * time.Second)
			a.Home(nil)
		},
	},
}

// calmly is an app that makes transfers in batches of a size, the first one in the
// foreground; each takes a few seconds.
func calmly(d *Device, a *App, transfers, batch int) {
	st := newStory(d, a, 7)
	st.calm, st.left, st.batch = true, transfers, batch
	st.tell()
}

// leaveTransfer is an app that begins a download and goes to the background.
func leaveTransfer(d *Device, a *App, setup func(*Session)) (*Session, *Transfer) {
	a.LaunchByUser(firstPID)
	d.Wait(time.Second)
	s := a.NewSession("sync", setup)
	t := s.Download()
	d.Wait(400 * time.Millisecond)
	t.Start()
	d.Wait(2 * time.Second)
	a.Home(nil)
	return s, t
}
