package rules

import (
	"github.com/bglog/bglog/lifecycle"
)

// Severity says how bad a finding is.
type Severity string

// The severities, worst first.
const (
	Error   Severity = "error"   // work or data was lost, or the app was killed
	Warning Severity = "warning" // will fail, or wastes the budget
	Info    Severity = "info"    // good to know
)

// Rank orders severities: a higher rank is worse.
func (s Severity) Rank() int {
	switch s {
	case Error:
		return 3
	case Warning:
		return 2
	case Info:
		return 1
	}
	return 0
}

// Certainty says how sure a finding is.
type Certainty string

// The certainties: the log says so; inferred; a bad sign whose outcome the log
// does not cover.
const (
	Certain Certainty = "certain"
	Likely  Certainty = "likely"
	CutOff  Certainty = "cut-off"
)

// Rule is one fault that bglog knows, with its documentation. Title, Detail and
// Fix are text/template texts over a finding's Values (and .subject, .app, .count);
// they are filled and escaped only by package report.
type Rule struct {
	ID       string
	Severity Severity // default; a finding carries the effective one

	Title  string // one line: what happened, to what
	Detail string // the cause, in words of the log
	Fix    string // what to change, one or two sentences

	What       string   // what the rule finds
	Why        string   // why it matters
	HowToFix   string   // the fix at length
	Swift      string   // a short example of the right code
	References []string // Apple's documents and threads
	SeenOn     string   // OS versions the messages were seen on
	Example    string   // lines of a log that make the rule fire
	ExampleIs  string   // name of the format of the example when not Console's
}

// Value is one typed value of a finding. Names that end in _s are seconds.
type Value struct {
	Name string
	V    any // string, int, float64, bool, lifecycle.Time, []string
}

// Finding is one statement of a rule about a lifecycle.
type Finding struct {
	ID          string // f1, f2, ... in report order
	Timeline    int
	Rule        *Rule
	Severity    Severity
	Certainty   Certainty
	App         *lifecycle.App // nil when the log does not tell
	PID         int            // parse.NoPID when unknown
	Subject     string
	Count       int // cases of the same fault folded into this finding
	At, Until   lifecycle.Time
	Values      []Value
	Evidence    []lifecycle.Evidence
	Fingerprint string
	CausedBy    []string // ids of findings that are the cause of this one

	causes   []*Finding
	folded   []*Finding // the other cases of the same fault
	process  *lifecycle.Process
	task     *lifecycle.Task
	nameless bool // about a task whose name the log does not tell
	oneCase  bool // the subject tells one case from the next, not one fault from another
	taskKill bool // the process was killed for its background tasks
}

// Causes returns the findings that are the cause of this one.
func (f *Finding) Causes() []*Finding { return f.causes }

// Counts reports whether the finding is of consequence for verdict, exit code,
// budgets and failures.
func (f *Finding) Counts() bool { return f.Certainty != CutOff }
