package parse

// Report is what a crash report, a JetsamEvent file or a MetricKit payload says
// about processes that ended. One file may hold several.
type Report struct {
	Input int // index of the input in its timeline
	Line  int // first line of the evidence in the input
	Kind  ReportKind

	// Incident is the UUID that the device gave to the event; all files about it carry it.
	Incident string

	// Time is when the process ended. What MetricKit tells, counters and crashes
	// alike, happened at some time from Begin to Time. A CPU report's Begin is
	// when the measured period began.
	Time      Time
	Begin     Time
	Launched  Time
	Process   string
	BundleID  string
	Version   string // app version (build)
	PID       int    // NoPID when unknown
	OS        string // "iPhone OS 17.4.1 (21E236)"
	Model     string // iPhone14,2
	Role      string // Foreground, Background, Non UI
	Simulator bool
	Extension bool
	System    bool // its program is a part of the system

	// Termination as printed: namespace name or number, code, and the texts that
	// explain it (RBSTerminateContext and what follows), joined by newlines.
	// Before iOS 9 there is a code without a namespace.
	Namespace   string
	Code        uint64
	HasCode     bool
	Explanation string
	// Context is the RBSTerminateContext of the explanation, or its parts where
	// they are printed without that frame; nil when there is none.
	Context *TerminateContext
	By      string // process that ended this one: "runningboardd"

	Exception     string // EXC_CRASH; "00000020" of a system kill before iOS 9
	Subtype       string // CPU_FATAL, MEMORY, KERN_INVALID_ADDRESS at ...
	ExceptionNote string // EXC_CORPSE_NOTIFY, NON-FATAL CONDITION ...
	Signal        string // SIGKILL
	Protected     bool   // the kernel's triage: data protection locked the file of a page that was needed

	// CPU of a cpu_resource report.
	CPU *CPUReport

	// JetsamEvent: the reason of this process's kill and its state then.
	JetsamReason string
	States       []string
	Pages        int64 // resident pages; 0 when unknown
	PageSize     int64 // bytes; 0 when unknown

	// MetricKit exit counters: the JSON key -> count, foreground and background.
	ForegroundExits map[string]int
	BackgroundExits map[string]int

	// Frames are the symbols of the crashed or main thread, innermost first, and
	// LastException those of the last exception backtrace. A frame without symbol
	// is "image + offset". MainThread is set only when another thread crashed.
	Frames        []string
	MainThread    []string
	LastException []string
	// Crashed says that a crash reporter's head names the thread of the frames as crashed.
	Crashed bool

	// Specific is the application-specific information (assertion lists,
	// exception reasons).
	Specific string

	// Evidence is the text of the lines that matter, for people.
	Evidence string
}

// CPUReport is the arithmetic of a CPU limit report; figures that were not
// printed are 0.
type CPUReport struct {
	UsedSeconds  float64
	OverSeconds  float64
	LimitPercent float64
	LimitSeconds float64
	Action       string // as printed, "none" or "Process killed"; empty when unknown
	Fatal        bool   // "Action taken: Process killed", or a subtype that says so
}

// ReportKind tells the families of reports apart.
type ReportKind uint8

// The families of reports.
const (
	ReportCrash     ReportKind = iota // .ips or .crash with an exception or a termination
	ReportJetsam                      // one victim of a JetsamEvent
	ReportCPU                         // cpu_resource
	ReportMetricKit                   // exit counters of a MetricKit payload
	ReportStackshot                   // stacks+App: an assertion or watchdog stackshot
)
