package report

import (
	"slices"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report/redact"
	"github.com/bglog/bglog/rules"
)

// SchemaName is the name and version of the JSON schema.
const SchemaName = "bglog.report/v1"

// Verdict is the answer in one word.
type Verdict string

// The verdicts: a finding of severity error or warning whose outcome the log
// covers; none; nothing of a selected app in the log at all.
const (
	Problems        Verdict = "problems"
	NoProblems      Verdict = "clean"
	NothingObserved Verdict = "nothing-observed"
)

// Report is what every output format shows. Pointers are nil, and times are
// null, where something is unknown. Fields may be added, not renamed.
type Report struct {
	Schema  string  `json:"schema"`
	Tool    Tool    `json:"tool"`
	Verdict Verdict `json:"verdict"`
	// Partial is true when the reading was stopped before the end of the inputs.
	Partial    bool              `json:"partial"`
	Inputs     []Input           `json:"inputs"`
	Coverage   Coverage          `json:"coverage"`
	Conditions []Condition       `json:"conditions"`
	Apps       []App             `json:"apps"`
	Tasks      []Task            `json:"background_tasks"`
	BGTasks    []BGTask          `json:"bgtasks"`
	Sessions   []Session         `json:"sessions"`
	Transfers  []Transfer        `json:"transfers"`
	Wakes      []Wake            `json:"wakes"`
	Limiter    []LimiterChange   `json:"limiter"`
	LogPoints  []LogPoint        `json:"log_points"`
	PowerLogs  []PowerLog        `json:"powerlog"`
	Findings   []Finding         `json:"findings"`
	Accepted   []AcceptedFinding `json:"accepted"` // findings that the baseline knows
	// Redacted is true when names are pseudonyms, which [Report.Redact] has done.
	Redacted bool `json:"redacted"`

	asked, missing []string // apps asked for, and those of them that are not there
	seen           []string // apps that the inputs hold
	windows        map[int]Window
	gate           []string      // what is to be said about baseline and budgets
	secrets        *redact.Table // what must not be in any output
}

// Tool is the program that wrote the report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Input is one file or stream that was read.
type Input struct {
	Name          string     `json:"name"`
	Timeline      int        `json:"timeline"`
	Format        *string    `json:"format"`
	Why           string     `json:"why"` // how the format was recognised
	Bytes         int64      `json:"bytes"`
	Lines         int        `json:"lines"`
	Records       int        `json:"records"`
	Recognised    int        `json:"recognised"`
	UnparsedLines int        `json:"unparsed_lines"`
	UnparsedAt    []int      `json:"unparsed_at"` // numbers of the first unparsed lines
	Reports       int        `json:"reports"`     // crash reports, Jetsam victims, MetricKit payloads
	First         parse.Time `json:"first"`
	Last          parse.Time `json:"last"`
	Date          string     `json:"date"`
	Zone          *string    `json:"zone"`
	Levels        []string   `json:"levels"`
	Complete      bool       `json:"complete"`
	Device        Device     `json:"device"`
	Gaps          []Gap      `json:"gaps"`
}

// Device is what the log tells of the device.
type Device struct {
	OS        *string `json:"os"`
	Build     *string `json:"build"`
	Model     *string `json:"model"`
	Simulator *bool   `json:"simulator"`
}

// Gap is a stretch from which records are, or may be, missing.
type Gap struct {
	From  parse.Time `json:"from"`
	To    parse.Time `json:"to"`
	Why   string     `json:"why"`
	Count int        `json:"count"`
}

// Coverage says how much of what was read is recognised.
type Coverage struct {
	Senders  []Sender `json:"senders"`
	Redacted bool     `json:"redacted"`
	Notes    []string `json:"notes"`
}

// Sender is a process whose lines bglog looks at.
type Sender struct {
	Process    *string        `json:"process"` // null: the export does not tell who wrote them
	Records    int            `json:"records"`
	Recognised int            `json:"recognised"`
	Unknown    []Unrecognised `json:"unknown"`
}

// Unrecognised is a text of a sender that bglog does not know.
type Unrecognised struct {
	Text  string `json:"text"`
	Count int    `json:"count"`
	Line  int    `json:"line"`
}

// Condition is a circumstance that limits what the log can prove.
type Condition struct {
	Timeline int        `json:"timeline"`
	Kind     string     `json:"kind"`
	App      *string    `json:"app"`
	From     parse.Time `json:"from"`
	To       parse.Time `json:"to"`
}

// App is an app or extension with its processes.
type App struct {
	BundleID  *string   `json:"bundle_id"`
	Name      *string   `json:"name"`
	System    bool      `json:"system"`
	Processes []Process `json:"processes"`
}

// Label names the app as in the fields app of the other lists: the bundle id,
// else the process name.
func (a App) Label() string {
	if a.BundleID != nil {
		return *a.BundleID
	}
	return deref(a.Name)
}

// Process is one run of an app.
type Process struct {
	Timeline     int        `json:"timeline"`
	PID          *int       `json:"pid"`
	Kind         string     `json:"kind"` // app, extension
	Host         *string    `json:"host"`
	Launched     parse.Time `json:"launched"`
	Launch       string     `json:"launch"`
	LaunchReason *string    `json:"launch_reason"`
	Exited       parse.Time `json:"exited"`
	Exit         *Exit      `json:"exit"`
	States       []State    `json:"states"`
}

// Exit is how a process ended.
type Exit struct {
	Kind        string  `json:"kind"`
	What        *string `json:"what"` // in plain words
	Namespace   *string `json:"namespace"`
	Code        *string `json:"code"`
	Signal      *string `json:"signal"`
	Explanation *string `json:"explanation"`
	Held        *string `json:"held"`
	By          *string `json:"by"`
}

// State is a stretch of time in one state.
type State struct {
	State string     `json:"state"`
	From  parse.Time `json:"from"`
	To    parse.Time `json:"to"`
}

// Task is one UIKit background task.
type Task struct {
	Timeline   int        `json:"timeline"`
	App        *string    `json:"app"`
	PID        *int       `json:"pid"`
	ID         *int       `json:"id"`
	Name       *string    `json:"name"`
	Redacted   bool       `json:"redacted"`
	Inferred   bool       `json:"inferred"` // one or more tasks of which only runningboardd tells
	Begun      parse.Time `json:"begun"`
	Ended      parse.Time `json:"ended"`
	Expired    parse.Time `json:"expired"`
	HasHandler *bool      `json:"has_handler"`
	Outcome    string     `json:"outcome"`
	Held       *float64   `json:"held_s"`
	HeldAwake  *float64   `json:"held_awake_s"`
	System     bool       `json:"system"`
	Count      int        `json:"count"` // more than 1 for redacted tasks that cannot be told apart

	source *lifecycle.Task
}

// Finding is one statement of a rule.
type Finding struct {
	ID          string         `json:"id"`
	Timeline    int            `json:"timeline"`
	Rule        string         `json:"rule"`
	Severity    string         `json:"severity"`
	Certainty   string         `json:"certainty"`
	App         *string        `json:"app"`
	PID         *int           `json:"pid"`
	Subject     *string        `json:"subject"`
	Count       int            `json:"count"`
	At          parse.Time     `json:"at"`
	Until       parse.Time     `json:"until"`
	Values      map[string]any `json:"values"`
	Title       string         `json:"title"`
	Detail      string         `json:"detail"`
	Fix         string         `json:"fix"`
	References  []string       `json:"references"`
	Evidence    []Evidence     `json:"evidence"`
	Fingerprint string         `json:"fingerprint"`
	CausedBy    []string       `json:"caused_by"`

	source *rules.Finding
}

// Counts reports whether the finding is of consequence for the verdict, the exit
// code and everything that gates on it.
func (f *Finding) Counts() bool { return f.Certainty != string(rules.CutOff) }

// Evidence is a line that proves a finding.
type Evidence struct {
	Input *string    `json:"input"`
	Line  *int       `json:"line"`
	Time  parse.Time `json:"time"`
	// Process wrote the line; null when the export does not tell.
	Process *string `json:"process"`
	Text    string  `json:"text"`
}

// Worst is the highest severity among the findings that count, or empty.
func (r *Report) Worst() rules.Severity {
	var worst rules.Severity
	for i := range r.Findings {
		if s := rules.Severity(r.Findings[i].Severity); r.Findings[i].Counts() && s.Rank() > worst.Rank() {
			worst = s
		}
	}
	return worst
}

// Gate lists what is wrong with the baseline and which budgets cannot be judged.
func (r *Report) Gate() []string { return r.gate }

// rules lists all rules, with those of the team of which there are findings.
func (r *Report) rules() []*rules.Rule {
	list := rules.All()
	for i := range r.Findings {
		if f := r.Findings[i].source; f != nil && !slices.Contains(list, f.Rule) {
			list = append(list, f.Rule)
		}
	}
	return list
}

// Missing lists the apps that were asked for and of which nothing is in the report.
func (r *Report) Missing() []string { return r.missing }

// Seen lists the apps that the inputs hold, selected or not, system apps last.
func (r *Report) Seen() []string { return r.seen }

// opt makes an empty or zero value null.
func opt[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// pid makes an unknown process id null; launchd's 1 and the kernel's 0 are ids.
func pid(n int) *int {
	if n == parse.NoPID {
		return nil
	}
	return &n
}

func tri(t lifecycle.Tri) *bool {
	if t == lifecycle.Unknown {
		return nil
	}
	yes := t == lifecycle.Yes
	return &yes
}
