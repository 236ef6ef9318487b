package logstyle

import (
	"fmt"
	"time"
)

// Device is the log of one invented phone while it is being written. Its
// methods, and those of the apps on it, add the entries that iOS 17.4 to 26
// write and move the clock on.
type Device struct {
	// Now is the wall clock; every entry moves it on by less than a millisecond.
	Now     time.Time
	Entries []Entry
	// IOS12 lets nsurlsessiond and CFNetwork write about transfers in the words of
	// iOS 12: without sessions, and nothing about wakes.
	IOS12 bool

	clients  []*client // of nsurlsessiond
	restarts int       // of nsurlsessiond
	truth    Truth

	boot   string
	awake  time.Duration // since boot, without sleep: UIKit's creationTime
	serial int           // of assertions
	pids   int           // added to the process ids of launches
	random random
}

// scenarioStart is when every scenario begins.
var scenarioStart = time.Date(2026, 6, 9, 14, 2, 11, 204_000_000, time.FixedZone("", 2*3600))

// NewDevice makes a phone that booted some hours before start.
func NewDevice(start time.Time) *Device {
	return &Device{Now: start, boot: bootUUID, awake: 9*time.Hour + 1733400*time.Millisecond, serial: 6100, random: 0x9e3779b97f4a7c15}
}

// Wait lets time pass while the device is awake.
func (d *Device) Wait(t time.Duration) {
	d.Now = d.Now.Add(t)
	d.awake += t
}

// WaitUntil waits for a moment; a moment in the past changes nothing.
func (d *Device) WaitUntil(t time.Time) {
	if t.After(d.Now) {
		d.Wait(t.Sub(d.Now))
	}
}

// Sleep lets time pass while the device sleeps, which UIKit's clock does not count.
func (d *Device) Sleep(t time.Duration) { d.Now = d.Now.Add(t) }

// pointer invents the address of an object.
func (d *Device) pointer() string {
	return fmt.Sprintf("0x%x", 0x100000000+d.random.next()%0x80000000&^0xf)
}

// sender is who writes an entry.
type sender struct {
	process   string
	pid       int
	library   string
	subsystem string
	category  string
}

// The system's senders that the scenarios use.
var (
	rbAssertion = sender{"runningboardd", 33, "RunningBoard", "com.apple.runningboard", "assertion"}
	rbProcess   = sender{"runningboardd", 33, "RunningBoard", "com.apple.runningboard", "process"}
	rbMonitor   = sender{"runningboardd", 33, "RunningBoard", "com.apple.runningboard", "monitor"}
	rbTTL       = sender{"runningboardd", 33, "RunningBoard", "com.apple.runningboard", "ttl"}
	fbProcess   = sender{"SpringBoard", 34, "FrontBoard", "com.apple.FrontBoard", "Process"}
	fbWorkspace = sender{"SpringBoard", 34, "FrontBoard", "com.apple.FrontBoard", "ProcessWorkspace"}
	fbScene     = sender{"SpringBoard", 34, "FrontBoard", "com.apple.FrontBoard", "Scene"}
	sbState     = sender{"SpringBoard", 34, "SpringBoard", "com.apple.SpringBoard", ""}
	sbCommon    = sender{"SpringBoard", 34, "SpringBoard", "com.apple.SpringBoard", "Common"}
	sbPush      = sender{"SpringBoard", 34, "UserNotificationsServer", "com.apple.UserNotificationsServer", "RemoteNotifications"}
	dasDefault  = sender{"dasd", 120, "DuetActivitySchedulerDaemon", "com.apple.duetactivityscheduler", "default"}
	dasBAR      = sender{"dasd", 120, "DuetActivitySchedulerDaemon", "com.apple.duetactivityscheduler", "bar"}
	dasLife     = sender{"dasd", 120, "DuetActivitySchedulerDaemon", "com.apple.duetactivityscheduler", "lifecycle"}
	transfers   = sender{"nsurlsessiond", 108, "", "com.apple.nsurlsessiond", "background"}
	kernel      = sender{"kernel", 0, "", "", ""}
	reportCrash = sender{"ReportCrash", 533, "OSAnalytics", "com.apple.osanalytics", ""}
)

// watchers are the clients of RunningBoard that write down each change of state.
var watchers = []sender{
	{"dasd", 120, "RunningBoardServices", "com.apple.runningboard", "monitor"},
	{"symptomsd", 97, "RunningBoardServices", "com.apple.runningboard", "monitor"},
	{"UserEventAgent", 29, "RunningBoardServices", "com.apple.runningboard", "monitor"},
}

// log adds an entry; the arguments are public unless the format says otherwise.
func (d *Device) log(s sender, level, format string, args ...string) {
	d.logArgs(s, level, format, Pub(args...)...)
}

// private marks an argument that its format does not annotate and that a
// customer's device does not store.
func private(text string) Arg { return Arg{Text: text, Private: true} }

// public marks one that it does store.
func public(text string) Arg { return Arg{Text: text} }

func (d *Device) logArgs(s sender, level, format string, args ...Arg) {
	d.Wait(time.Duration(40+d.random.next()%700) * time.Microsecond)
	d.lapse()
	d.append(d.Now, s, level, format, args...)
}

// append adds an entry of any time.
func (d *Device) append(at time.Time, s sender, level, format string, args ...Arg) {
	d.Entries = append(d.Entries, Entry{
		At: at, Level: level, Process: s.process, PID: s.pid, TID: mainThread(s.pid) + d.random.next()%4,
		Library: ownImage(s), Subsystem: s.subsystem, Category: s.category, Format: format, Args: args, Boot: d.boot,
	})
}

// mainThread invents the id of a process's first thread.
func mainThread(pid int) uint64 { return 0x10000 + uint64(pid)<<8 }

// ownImage is the sender's library, empty when it bears the process's name.
func ownImage(s sender) string {
	if s.library == s.process {
		return ""
	}
	return s.library
}

// mark adds one of logd's own notes.
func (d *Device) mark(kind, text string) {
	d.Entries = append(d.Entries, Entry{At: d.Now, Level: Default, Kind: kind, Format: text, Boot: d.boot})
}

// Reboot turns the device off for a while and starts it under a new boot UUID.
func (d *Device) Reboot(off time.Duration) {
	d.Now = d.Now.Add(off)
	d.awake = 0
	d.boot = fmt.Sprintf("%08X-77D1-4C5E-A0B3-%012X", uint32(d.random.next()), d.random.next()>>16)
	d.mark(Timesync, "=== system boot: "+d.boot)
	d.Wait(21 * time.Second)
}

// AdjustClock sets the wall clock forward or back.
func (d *Device) AdjustClock(by time.Duration) {
	d.Now = d.Now.Add(by)
	d.mark(Timesync, "=== system wallclock time adjusted")
}

// InMemory notes that from here on only the newest log chunks, those in memory,
// are whole.
func (d *Device) InMemory() { d.mark(Timesync, "=== log class: in-memory begins") }

// Lose notes that logd dropped messages; 63 is where its counter stops.
func (d *Device) Lose(messages int) {
	count := fmt.Sprint(messages)
	if messages >= 63 {
		count = ">=63"
	}
	from := uint64(d.awake.Microseconds()) * 24
	d.mark(Loss, fmt.Sprintf("lost %s unreliable messages from %d-%d (Mach continuous exact start-approx. end)", count, from, from+240_000))
}

// Chatter lets the system's senders write something of no consequence, so that
// the log is seen to cover this time.
func (d *Device) Chatter() {
	d.log(rbTTL, Default, "%{public}@ Set darwin role to: %{public}@", "[osservice<com.apple.mediaremoted>:71]", "NonUserInteractive")
	d.log(rbMonitor, Default, "Calculated state for %{public}@: %{public}@ (role: %{public}@) (endowments: %@) ", "osservice<com.apple.mediaremoted>", "running-active", "NonUserInteractive", "(null)")
	d.log(rbAssertion, Default, "Invalidating assertion %{public}@ from originator %{public}@", fmt.Sprintf("33-71-%d (target:[osservice<com.apple.mediaremoted>:71])", d.nextSerial()), "[osservice<com.apple.mediaremoted>:71]")
	d.log(rbProcess, Default, "%{public}@ Set jetsam priority to %d [%#llx] flag[%d]", "[osservice<com.apple.mediaremoted>:71]", "40", "0", "1")
	d.log(fbProcess, Default, "%{public}@ Setting process visibility to: %{public}@", "[app<com.apple.Preferences>:377]", "Background")
}

func (d *Device) nextSerial() int {
	d.serial++
	return d.serial
}
