package lifecycle

import (
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
)

// Time is a moment of a log; unknown when the log does not tell it.
type Time = parse.Time

// Timeline is everything reconstructed from the records of one device.
type Timeline struct {
	Number int // from 1
	Inputs []*parse.Summary

	// Apps may hold one without bundle id and name: what an excerpt tells of a
	// process that it does not name.
	Apps       []*App // in order of first appearance
	Tasks      []*Task
	Assertions []*Assertion
	Conditions []Condition
	Gaps       []Gap
	Quiet      []Span // longer stretches in which no process wrote anything that bglog reads
	Senders    []*Sender
	Device     Device
	Redacted   bool     // <private> was seen in messages bglog knows
	RedactedBy Evidence // the first such line
	Readable   bool     // private values were readable in UIKit's messages
	Beginnings bool     // of UIKit's lines about tasks only those of their beginnings are there, as in excerpts
	Clues      []Clue
	Sessions   []*Session
	Transfers  []*Transfer
	Wakes      []*Wake
	RateLimits []*RateLimit // by app, those whose app is hidden last
	Requests   []*Request   // in flight when their app was suspended
	// DaemonRuns are the stretches in which nsurlsessiond wrote, one for each process.
	DaemonRuns []Span
	BGTasks    []*BGTask
	// SchedulerRuns are the stretches in which dasd wrote, one for each process.
	SchedulerRuns []Span
	LogPoints     []*PointSpan
	LogPointsLost int // events and spans beyond the number that is kept
	// LogPointsLostAt is the time of the first of them.
	LogPointsLostAt Time

	// Power is what PowerLog recorded beside the log; nil when there is none.
	Power *parse.PowerLog
	// Unaligned is true when the log's times have no zone or date of their own: what the
	// device keeps beside its log is then not compared with it.
	Unaligned bool
	// Repeated is true when stretches of the inputs hold the same records, which times finer
	// than a second prove: they are of one device, and the records are told once.
	Repeated bool

	Overflow Overflow

	// First and Last are the times of the first and last record, of any sender; Last is
	// where the timeline overflowed, if it did.
	First, Last Time
}

// App is one app, extension or system process family, keyed by bundle id where
// the log tells it and by process name otherwise.
type App struct {
	BundleID string // empty when the log never names it
	Name     string // process name, empty when only the bundle id is known
	Host     string // bundle id of the hosting app, for extensions
	Appex    bool   // a report's path says that it is an extension
	System   bool   // one of Apple's own
	// Work is true when the log shows background work, an exit or an error of the
	// app: it then belongs in the report even without findings.
	Work      bool
	Processes []*Process
}

// Label names the app for people and reports: the bundle id, else the name.
func (a *App) Label() string {
	if a.BundleID != "" {
		return a.BundleID
	}
	return a.Name
}

// Extension reports whether the app is an extension of another one.
func (a *App) Extension() bool { return a.Appex || a.Host != "" }

// Launch tells how a process came to run.
type Launch string

// The kinds of launches.
const (
	LaunchUnknown    Launch = "unknown"
	LaunchUser       Launch = "user"
	LaunchBackground Launch = "background"
)

// LaunchReason is why the system launched, or resumed, a process in the background.
type LaunchReason string

// The causes of background launches that logs show.
const (
	ReasonUnknown    LaunchReason = "unknown"
	ReasonURLSession LaunchReason = "urlsession"
	ReasonBGTask     LaunchReason = "bgtask"
	ReasonFetch      LaunchReason = "background-fetch"
	ReasonPush       LaunchReason = "silent-push"
	ReasonVoIP       LaunchReason = "voip"
	ReasonLocation   LaunchReason = "location"
	ReasonBluetooth  LaunchReason = "bluetooth"
	ReasonHealthKit  LaunchReason = "healthkit"
	ReasonAudio      LaunchReason = "audio"
	ReasonDebugger   LaunchReason = "debugger"
)

// State is what a process is doing.
type State string

// The states of a process.
const (
	StateRunning    State = "running" // foreground or background is not known
	StateForeground State = "foreground"
	StateBackground State = "background"
	StateSuspended  State = "suspended"
)

// StateSpan is a stretch of time in one state.
type StateSpan struct {
	State    State
	From, To Time // To is unknown while the state lasts at the end of the log
	By       Evidence
}

// Process is one run of an app.
type Process struct {
	App      *App
	PID      int // parse.NoPID when unknown
	Launched Time
	// LaunchSeen is true when the log holds the launch, so that nothing of this
	// process can lie before the log's beginning.
	LaunchSeen bool
	Launch     Launch
	Reason     LaunchReason
	ReasonBy   Evidence // the line that told the reason
	States     []StateSpan
	Exited     Time
	Exit       *Exit // nil while the process lives at the end of the log
	Overdue    *Exit // a watchdog's kill that was due; the log does not show whether it came
	Tasks      []*Task
	Assertions []*Assertion
	First      Time // first and last record by or about the process
	Last       Time
	Debugged   bool // a debugger was attached at some time
	// Countdown is when the process's background countdown last began.
	Countdown Time
	// Warned is when runningboardd last said that its assertions expire soon.
	Warned Evidence
	// OwnFirst and OwnLast are the first and last record by the process itself.
	OwnFirst, OwnLast Time
	LastTaskLine      Evidence // the last of UIKit's BackgroundTask lines
	LastTaskKind      EventKind
	// Silenced is the line by which the system says that the process writes too much: what it
	// writes later need not be there.
	Silenced Evidence
	// Ambiguous is true when redaction hides which tasks ended: then no absence of
	// an end can be claimed.
	Ambiguous bool
}

// ExitKind classifies why a process ended.
type ExitKind string

// The kinds of exits, as in the report.
const (
	ExitNormal           ExitKind = "normal"
	ExitForceQuit        ExitKind = "force-quit"
	ExitAssertionTimeout ExitKind = "assertion-timeout"
	ExitWatchdog         ExitKind = "watchdog"
	ExitFileLock         ExitKind = "file-lock"
	ExitMemory           ExitKind = "memory"
	ExitCPU              ExitKind = "cpu"
	ExitThermal          ExitKind = "thermal"
	ExitCrash            ExitKind = "crash"
	ExitSignal           ExitKind = "signal" // KILL or TERM without a told cause
	ExitTool             ExitKind = "tool"   // ended by Xcode, simctl, devicectl
	ExitVoIP             ExitKind = "voip-push"
	ExitTooMany          ExitKind = "too-many-assertions"
	ExitRefresh          ExitKind = "background-refresh" // watchOS
	ExitDiskPurge        ExitKind = "disk-purge"
	ExitShutdown         ExitKind = "shutdown" // of the device
	ExitOther            ExitKind = "other"
	ExitUnknown          ExitKind = "unknown"
)

// Exit is how a process ended, gathered from every line and report that tells of it.
type Exit struct {
	Kind        ExitKind
	Namespace   string // RUNNINGBOARD, FRONTBOARD, SIGNAL, ...; empty when unknown
	Code        uint64
	HasCode     bool
	Signal      string // SIGSEGV, where one is told
	Explanation string // the system's own words
	Specific    string // a report's application-specific information: the reason of an exception
	Held        string // what was held too long: task or assertion name, session
	Event       string // watchdog event: scene-create, scene-update, process-launch, process-exit
	// Limit is the time allowed, in seconds: the watchdog's allowance, or the
	// permitted background time of iOS 4 to 12.
	Limit         float64
	AllowanceKind string // "wall clock" or "CPU"
	State         State  // state of the process when it ended
	By            string // who asked for it: a tool or "com.apple.…", where told
	Report        bool   // told by a crash report, JetsamEvent or MetricKit
	CPU           *parse.CPUReport
	Jetsam        string // reason of a JetsamEvent or of memorystatus
	Pages         int64
	PageSize      int64
	Files         []string // locked files
	Frames        []string // of the crashed thread or the last exception, innermost first
	MainFrames    []string // of the crashed or main thread
	Exception     string   // EXC_BAD_ACCESS, where a report tells
	Inferred      bool     // the cause is taken from lines before, not from the exit's own
	Quit          Evidence // the user removed the app in the app switcher, whatever ended it then
	ByDebugger    bool     // a debugger's words tell of it
	Traced        bool     // a debugger was attached when it came
	Retold        bool     // a later run of the app told of it
	Protected     bool     // it read a mapped file that data protection had locked
	MetricKit     bool     // a counter of MetricKit, without time and process
	Count         int      // more than 1 for MetricKit counters
	Evidence      []Evidence
}

// Outcome says how a background task ended.
type Outcome string

// The outcomes of background tasks, as in the report.
const (
	OutcomeEnded      Outcome = "ended"
	OutcomeEndedAfter Outcome = "ended_after_expiration"
	OutcomeKilled     Outcome = "killed"
	OutcomeUnended    Outcome = "unended"
	OutcomeOpen       Outcome = "open"
	OutcomeUnknown    Outcome = "unknown"
)

// Task is one UIKit background task.
type Task struct {
	Process *Process
	ID      int // 0 when unknown; UIKit counts from 1
	// Counted is true when the id was found by counting creations because the log
	// does not show it.
	Counted  bool
	Name     string // empty when redacted or never shown
	Redacted bool   // the name was printed as <private>
	System   bool   // made by UIKit, a system framework: not the app's fault
	Begun    Time
	Ended    Time
	Expired  Time // UIKit called its expiration handler
	// Handler tells whether the task was begun with an expiration handler.
	Handler Tri
	Elapsed float64 // largest awake-time age printed, seconds
	HasAge  bool
	AgeAt   Time // when Elapsed was printed
	// ExpiredAge is the age printed when its handler was called, or right after;
	// negative when none was.
	ExpiredAge float64
	Creation   int64 // creationTime: awake seconds since boot, 0 when unknown
	WarnLong   bool  // UIKit said "was created over 30 seconds ago"
	Unended    bool  // UIKit's "still not ended after expiration handlers were called"
	UnendedAt  Time
	// Shared is the assertion that the task held open, where the log tells.
	Shared *Assertion
	// SuspendedAt is when the process was first suspended while the task was open,
	// CountdownAt when its background countdown had begun by then.
	SuspendedAt, CountdownAt Time
	// Inferred is true for a stretch of background time that only runningboardd
	// shows, by the shared assertion: one or more tasks, without number and name.
	Inferred bool
	// WasEnded and WasExpired hold also where the log has no times.
	WasEnded, WasExpired bool
	// Closed is true when the task ended without a line, or may have: UIKit told later that it
	// held no task, or the process gave back what may have been the assertion behind it.
	Closed bool

	Outcome Outcome
	// Count is more than 1 for redacted lines that cannot be told apart.
	Count    int
	Evidence Lines
}

// Label names the task for people: its name, else its id.
func (t *Task) Label() string {
	switch {
	case t.Name != "":
		return t.Name
	case t.ID > 0:
		return "task " + strconv.Itoa(t.ID)
	}
	return ""
}

// Tri is a truth value that may be unknown.
type Tri uint8

// The three truth values.
const (
	Unknown Tri = iota
	No
	Yes
)

// Assertion is one RunningBoard (or assertiond) assertion on a process.
type Assertion struct {
	Process     *Process
	ID          string // 33-1621-6133
	Explanation string // "Shared Background Assertion 1 for com.example.app"
	Shared      bool   // UIKit's shared background-task assertion
	Acquired    Time
	CountdownAt Time // when its clock began to run
	Warned      Time // "will expire soon"
	TimedOut    Time
	Invalidated Time
	Denied      bool
	Evidence    Lines
}

// Condition is a circumstance that limits what the log can prove.
type Condition struct {
	Kind     string // debugger, simulator, low-power-mode, background-refresh-off
	App      *App   // nil when it concerns the device
	From, To Time
	Origin   Origin // SDK when only a plug-in says so
	Evidence Evidence
}

// Device is what the log tells of the device.
type Device struct {
	OS, Build, Model string
	Simulator        Tri
	SimulatorBy      Evidence
}

// Major returns the major version of the OS, 0 when unknown: 17 for "iPhone OS
// 17.4.1 (21E236)".
func (d Device) Major() int {
	for _, w := range strings.Fields(d.OS) {
		if n := number(w, argNumber); n > 0 && w[0] != '-' {
			return atoi(w[:n])
		}
	}
	return 0
}

// Gap is a stretch of time from which records are, or may be, missing.
type Gap struct {
	parse.Gap
	Of       Witnesses // whose records alone may be missing; 0: anybody's
	Evidence Evidence
}

// Evidence is one line of an input.
type Evidence struct {
	Input int // index in the timeline's inputs
	Line  int // 0: none
	Time  Time
	// Process wrote the line; empty when the export does not tell.
	Process string
	Text    string
	// Report is true for what a crash report tells, which is written after it happened.
	Report bool
}

// Found reports whether there is a line at all.
func (e Evidence) Found() bool { return e.Line > 0 }

// Sender is a process whose records bglog looks at, with how many it understood.
type Sender struct {
	Process    string
	Records    int
	Recognised int
	Unknown    []Unrecognised // the commonest texts that no row knows
}

// Unrecognised is a text that no catalogue row knows.
type Unrecognised struct {
	Text  string
	Count int
	Line  int
}

// Clue is a line that no lifecycle owns but that a rule judges: an unknown
// task identifier, a missing capability, a leak's high-water mark.
type Clue struct {
	Event    EventKind
	App      *App // nil when the log does not tell
	Process  *Process
	Subject  string
	Fields   map[string]string
	CPU      *parse.CPUReport
	Frames   []string // of a backtrace without a termination
	Cut      bool     // of a CPU report that does not tell what was done
	Origin   Origin
	Count    int
	Evidence Evidence   // the first line
	More     []Evidence // some of the others
	Until    Time       // the last one
}
