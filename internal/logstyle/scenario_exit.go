package logstyle

import "time"

// exitScenarios are stories about how processes end.
var exitScenarios = []Scenario{
	{
		Name: "force-quit", Want: []string{"exit-force-quit"}, Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			d.Wait(6 * time.Second)
			a.Home(nil)
			d.Wait(3 * time.Second)
			a.ForceQuit()
		},
	},
	{
		Name: "force-quit-with-open-task", Want: []string{"exit-force-quit"}, Healthy: true,
		happens: func(d *Device, a *App) {
			leave(d, a, "FlushOutbox")
			d.Wait(7 * time.Second)
			a.ForceQuit()
		},
	},
	{
		Name: "crash", Want: []string{"exit-crash"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			d.Wait(6 * time.Second)
			a.Crash(11, "SIGSEGV")
		},
	},
	{
		Name: "crash-in-background", Want: []string{"exit-crash"},
		happens: func(d *Device, a *App) {
			leave(d, a, "FlushOutbox")
			d.Wait(6 * time.Second)
			a.Crash(6, "SIGABRT")
			d.Wait(30 * time.Second)
			a.LaunchByUser(secondPID)
			d.Wait(2 * time.Second)
			a.Home(nil)
		},
	},
	{
		Name: "jetsam-foreground", Want: []string{"exit-memory"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			d.Wait(25 * time.Second)
			a.JetsamLimit()
		},
	},
	{
		Name: "jetsam-suspended", Want: []string{"exit-memory"}, Healthy: true,
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			d.Wait(5 * time.Second)
			a.Home(nil)
			d.Sleep(20 * time.Minute)
			a.JetsamPressure()
		},
	},
	{
		Name: "watchdog-scene-update", Want: []string{"exit-watchdog"},
		happens: func(d *Device, a *App) {
			leave(d, a, "FlushOutbox")
			d.Wait(10 * time.Second)
			a.Watchdog()
		},
	},
	{
		Name: "file-lock", Want: []string{"exit-file-lock"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			d.Wait(5 * time.Second)
			a.Home(nil)
			d.Wait(120 * time.Millisecond)
			a.FileLock()
		},
	},
	{
		Name: "cpu-limit", Want: []string{"cpu-limit-exceeded"},
		happens: func(d *Device, a *App) {
			a.LaunchByUser(firstPID)
			d.Wait(90 * time.Second)
			a.CPULimit()
			d.Wait(10 * time.Second)
			a.Home(nil)
		},
	},
	{
		Name: "cpu-kill", Want: []string{"exit-cpu"}, May: []string{"cpu-limit-exceeded"},
		happens: func(d *Device, a *App) {
			leave(d, a, "EncodeVideo")
			d.Wait(22 * time.Second)
			a.CPUKill()
		},
	},
	{
		Name: "thermal", Want: []string{"exit-thermal"},
		happens: func(d *Device, a *App) {
			leave(d, a, "EncodeVideo")
			d.Wait(12 * time.Second)
			a.Thermal()
		},
	},
}
