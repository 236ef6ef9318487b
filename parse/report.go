package parse

// Report is what a crash report, a JetsamEvent file or a MetricKit payload says
// about processes that ended. One file may hold several.
type Report struct {
	Input int // index of the input in its timeline
	Line  int // first line of the evidence in the input
	Kind  ReportKind

	Time      Time // when the process ended, or the end of the period
	Begin     Time // MetricKit: beginning of the period
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

	// Termination as printed: namespace name or number, code, and the texts that
	// explain it (RBSTerminateContext and what follows), joined by newlines.
	Namespace   string
	Code        uint64
	HasCode     bool
	Explanation string

	Exception string // EXC_CRASH
	Signal    string // SIGKILL

	// CPU of a cpu_resource report.
	CPU *CPUReport

	// JetsamEvent: the reason of this process's kill and its state then.
	JetsamReason string
	States       []string
	Pages        int64 // resident pages
	PageSize     int64

	// MetricKit exit counters: the JSON key -> count, foreground and background.
	ForegroundExits map[string]int
	BackgroundExits map[string]int

	// Frames are the symbols of the crashed or main thread, innermost first, and
	// LastException those of the last exception backtrace.
	Frames        []string
	LastException []string

	// Specific is the application-specific information (assertion lists,
	// exception reasons).
	Specific string

	// Evidence is the text of the lines that matter, for people.
	Evidence string
}

// CPUReport is the arithmetic of a CPU limit report.
type CPUReport struct {
	UsedSeconds  float64
	OverSeconds  float64
	LimitPercent float64
	LimitSeconds float64
	Fatal        bool // "Action taken: Process killed"
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
