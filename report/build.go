package report

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// Options choose what is reported; the whole input has been read by then.
type Options struct {
	Version string
	// Apps are bundle ids or process names; empty means every third-party app that
	// worked in the background or has findings.
	Apps   []string
	System bool // Apple's own apps too
	Since  Bound
	Until  Bound
	Only   []string // rule ids or globs
	Skip   []string
	// Baseline are the findings that are left out because they are known; nil: none.
	Baseline *Baseline
	Budgets  []Budget
	Settings rules.Settings // for what is judged here: the budgets
	Now      time.Time      // decides whether an entry of the baseline still holds
	// Partial is true when the reading was stopped.
	Partial bool
	Notes   []string // what the reader of the files has to say
	// Recognised is the number of recognised records by input.
	Recognised map[*parse.Summary]int
}

// Build makes the report. It numbers the findings in report order.
func Build(timelines []*lifecycle.Timeline, findings []*rules.Finding, opts Options) *Report {
	return build(timelines, findings, (*rules.Finding).Causes, opts)
}

func build(timelines []*lifecycle.Timeline, findings []*rules.Finding, causes causesOf, opts Options) *Report {
	b := builder{opts: opts, windows: map[int]Window{}, timelines: map[int]*lifecycle.Timeline{}}
	for _, t := range timelines {
		b.timelines[t.Number] = t
		b.windows[t.Number] = NewWindow(opts.Since, opts.Until, t.First, t.Last)
	}
	findings, accepted, told := opts.Baseline.accept(b.selectFindings(findings), opts)
	groups := b.selectApps(timelines, findings)

	r := &Report{
		Schema:  SchemaName,
		Tool:    Tool{Name: "bglog", Version: opts.Version},
		Partial: opts.Partial,
		BGTasks: []BGTask{}, Sessions: []Session{}, Transfers: []Transfer{}, Wakes: []Wake{}, Limiter: []LimiterChange{}, LogPoints: []LogPoint{}, PowerLogs: []PowerLog{},
		Inputs:     []Input{},
		Conditions: []Condition{},
		Apps:       []App{},
		Tasks:      []Task{},
		Findings:   []Finding{},
		Accepted:   append([]AcceptedFinding{}, accepted...),
		asked:      opts.Apps,
		seen:       seen(timelines),
		missing:    missing(opts.Apps, groups),
		windows:    b.windows,
	}
	for _, t := range timelines {
		r.Inputs = append(r.Inputs, b.inputs(t)...)
		for _, c := range t.Conditions {
			if c.App == nil || groups.has(c.App) {
				r.Conditions = append(r.Conditions, condition(t.Number, c))
			}
		}
	}
	for _, g := range groups {
		r.Apps = append(r.Apps, b.app(g))
		for _, in := range g.in {
			for _, p := range in.app.Processes {
				for _, task := range p.Tasks {
					if b.windows[in.timeline].holds(b.span(in.timeline, task)) {
						r.Tasks = append(r.Tasks, b.task(in.timeline, task))
					}
				}
			}
		}
	}
	for _, t := range timelines {
		b.bgtasks(r, t, groups)
		b.transfers(r, t, groups)
		b.logPoints(r, t, groups)
		b.powerLogs(r, t, groups)
	}
	r.Coverage = coverage(timelines)
	broken, unjudged := judge(r, opts.Budgets, findings)
	if !wanted(rules.BudgetExceeded.ID, nil, opts.Skip) { // but Only does not choose: who sets a budget wants it judged
		broken = nil
	}
	for _, f := range broken {
		f.Severity = opts.Settings.Severity(f)
	}
	for _, f := range arrange(append(broken, findings...), causes) {
		r.Findings = append(r.Findings, b.finding(f))
	}
	r.Verdict = r.verdict()
	r.gate = append(told, unjudged...)
	r.Coverage.Notes = append(notes(r, timelines, opts.Notes), r.gate...)
	return r
}

func (r *Report) verdict() Verdict {
	switch {
	case r.Worst().Rank() >= rules.Warning.Rank():
		return Problems
	case len(r.Apps) == 0 && len(r.Accepted) == 0 && !slices.ContainsFunc(r.Findings, ofWork) && len(r.BGTasks)+len(r.Sessions)+len(r.Transfers)+len(r.Wakes)+len(r.Limiter) == 0:
		return NothingObserved
	}
	return NoProblems
}

// ofWork reports whether a finding shows that there was something to judge: that the log has
// gaps, or how the device was set, shows nothing of any app.
func ofWork(f Finding) bool { return f.App != nil || !strings.HasPrefix(f.Rule, "context-") }

type builder struct {
	opts      Options
	windows   map[int]Window
	timelines map[int]*lifecycle.Timeline
}

// selectFindings applies the choice of rules, apps and time. Findings that
// belong to no app are always kept.
func (b *builder) selectFindings(all []*rules.Finding) []*rules.Finding {
	var kept []*rules.Finding
	for _, f := range all {
		switch {
		case !wanted(f.Rule.ID, b.opts.Only, b.opts.Skip):
		case f.App != nil && !b.selectable(f.App):
		case !b.windows[f.Timeline].holds(f.At, f.Until):
		default:
			kept = append(kept, f)
		}
	}
	return kept
}

// selectable reports whether --app and --system let the app into the report.
func (b *builder) selectable(a *lifecycle.App) bool {
	if len(b.opts.Apps) > 0 {
		return matches(a, b.opts.Apps)
	}
	return b.opts.System || !a.System
}

// appIn is an app in one timeline; appGroup is the same app in all of them.
type appIn struct {
	timeline int
	app      *lifecycle.App
}

type appGroup struct {
	label string
	in    []appIn
	worst int // weight of its worst finding, 0 when it has none
}

type appGroups []*appGroup

func (g appGroups) has(a *lifecycle.App) bool {
	for _, group := range g {
		for _, in := range group.in {
			if in.app == a {
				return true
			}
		}
	}
	return false
}

// selectApps lists the apps of the report: those with findings first, the worst
// first, then by name.
func (b *builder) selectApps(timelines []*lifecycle.Timeline, findings []*rules.Finding) appGroups {
	worst := map[*lifecycle.App]int{}
	for _, f := range findings {
		if f.App != nil {
			worst[f.App] = max(worst[f.App], weight(f))
		}
	}
	groups := map[string]*appGroup{}
	var list appGroups
	for _, t := range timelines {
		for _, a := range t.Apps {
			work := a.Work || worst[a] > 0 || len(b.opts.Apps) > 0
			if !b.selectable(a) || !work || worst[a] == 0 && !b.lived(t, a) {
				continue
			}
			g := groups[a.Label()]
			if g == nil {
				g = &appGroup{label: a.Label()}
				groups[g.label] = g
				list = append(list, g)
			}
			g.in = append(g.in, appIn{t.Number, a})
			g.worst = max(g.worst, worst[a])
		}
	}
	slices.SortStableFunc(list, func(x, y *appGroup) int {
		return cmp.Or(y.worst-x.worst, cmp.Compare(x.label, y.label))
	})
	return list
}

// lived reports whether a process of the app ran in the window.
func (b *builder) lived(t *lifecycle.Timeline, a *lifecycle.App) bool {
	for _, p := range a.Processes {
		if b.windows[t.Number].holds(b.life(t.Number, p)) {
			return true
		}
	}
	return len(a.Processes) == 0
}

// life is the time in which a process is known to have run.
func (b *builder) life(timeline int, p *lifecycle.Process) (from, to parse.Time) {
	from, to = parse.Earliest(p.Launched, p.First), p.Exited
	if p.Exit == nil && !to.Known() {
		to = b.timelines[timeline].Last
	}
	return from, parse.Latest(to, p.Last)
}

// span is the time that a task took.
func (b *builder) span(timeline int, t *lifecycle.Task) (from, to parse.Time) {
	switch {
	case t.Ended.Known():
		to = t.Ended
	case t.Process != nil:
		_, to = b.life(timeline, t.Process)
	}
	return t.Begun, to
}

// missing lists the names asked for that no app of the report has.
func missing(names []string, groups appGroups) []string {
	var list []string
	for _, n := range names {
		there := slices.ContainsFunc(groups, func(g *appGroup) bool { return matches(g.in[0].app, []string{n}) })
		if !there {
			list = append(list, n)
		}
	}
	return list
}

// seen lists all apps of the timelines that have a name, third-party ones first.
func seen(timelines []*lifecycle.Timeline) []string {
	var names [2][]string
	for _, t := range timelines {
		for _, a := range t.Apps {
			kind := 0
			if a.System {
				kind = 1
			}
			if label := a.Label(); label != "" {
				names[kind] = append(names[kind], label)
			}
		}
	}
	slices.Sort(names[0])
	slices.Sort(names[1])
	return slices.Concat(slices.Compact(names[0]), slices.Compact(names[1]))
}

func (b *builder) inputs(t *lifecycle.Timeline) []Input {
	var list []Input
	gaps := gapsByInput(t)
	for i, s := range t.Inputs {
		in := Input{
			Name:          s.Name,
			Timeline:      t.Number,
			Format:        opt(s.Format),
			Why:           s.Why,
			Bytes:         s.Bytes,
			Lines:         s.Lines,
			Records:       s.Records,
			Recognised:    b.opts.Recognised[s],
			UnparsedLines: s.Unparsed,
			UnparsedAt:    append([]int{}, s.UnparsedAt...),
			Reports:       len(s.Reports),
			First:         s.First,
			Last:          s.Last,
			Date:          cmp.Or(s.Date, "none"),
			Zone:          zone(s),
			Levels:        []string{},
			Complete:      s.Complete,
			Device: Device{
				OS: opt(t.Device.OS), Build: opt(t.Device.Build), Model: opt(t.Device.Model),
				Simulator: tri(t.Device.Simulator),
			},
			Gaps: append([]Gap{}, gaps[i]...),
		}
		for level, n := range s.Levels {
			if n > 0 && parse.Level(level) != parse.LevelUnknown {
				in.Levels = append(in.Levels, parse.Level(level).String())
			}
		}
		list = append(list, in)
	}
	return list
}

// zone is the offset of the input's times, or what was assumed.
func zone(s *parse.Summary) *string {
	if s.Zone == "assumed:UTC" || !s.First.Known() {
		return opt(s.Zone)
	}
	return opt(s.First.Std().Format("-07:00"))
}

// gapsByInput gives each gap to the input that tells of it, the first one where none
// does.
func gapsByInput(t *lifecycle.Timeline) [][]Gap {
	lists := make([][]Gap, max(len(t.Inputs), 1))
	for _, g := range t.Gaps {
		at := 0
		if i := g.Evidence.Input; i >= 0 && i < len(lists) {
			at = i
		}
		lists[at] = append(lists[at], Gap{From: g.From, To: g.To, Why: g.Why, Count: g.Count})
	}
	return lists
}

func condition(timeline int, c lifecycle.Condition) Condition {
	out := Condition{Timeline: timeline, Kind: c.Kind, From: c.From, To: c.To}
	if c.App != nil {
		out.App = opt(c.App.Label())
	}
	return out
}

func (b *builder) app(g *appGroup) App {
	out := App{Processes: []Process{}}
	for _, in := range g.in {
		a := in.app
		if out.BundleID == nil {
			out.BundleID = opt(a.BundleID)
		}
		if out.Name == nil {
			out.Name = opt(a.Name)
		}
		out.System = out.System || a.System
		for _, p := range a.Processes {
			if b.windows[in.timeline].holds(b.life(in.timeline, p)) {
				out.Processes = append(out.Processes, process(in.timeline, a, p))
			}
		}
	}
	return out
}

func process(timeline int, a *lifecycle.App, p *lifecycle.Process) Process {
	out := Process{
		Timeline:     timeline,
		PID:          pid(p.PID),
		Kind:         "app",
		Host:         opt(a.Host),
		Launched:     p.Launched,
		Launch:       string(cmp.Or(p.Launch, lifecycle.LaunchUnknown)),
		LaunchReason: opt(string(p.Reason)),
		Exited:       p.Exited,
		States:       []State{},
	}
	if a.Extension() {
		out.Kind = "extension"
	}
	if e := p.Exit; e != nil {
		out.Exit = &Exit{
			Kind:        string(cmp.Or(e.Kind, lifecycle.ExitUnknown)),
			What:        opt(e.What()),
			Namespace:   opt(e.Namespace),
			Signal:      opt(e.Signal),
			Explanation: opt(e.Explanation),
			Held:        opt(e.Held),
			By:          opt(e.By),
		}
		if e.HasCode {
			out.Exit.Code = opt(exitCode(e))
		}
	}
	for _, s := range p.States {
		out.States = append(out.States, State{State: string(s.State), From: s.From, To: s.To})
	}
	return out
}

// exitCode writes a termination code: hexadecimal as the system does, signal
// numbers and other small codes decimal.
func exitCode(e *lifecycle.Exit) string {
	if e.Code < 0x1000 {
		return strconv.FormatUint(e.Code, 10)
	}
	return e.CodeText()
}

func (b *builder) task(timeline int, t *lifecycle.Task) Task {
	out := Task{
		Timeline:   timeline,
		ID:         opt(t.ID),
		Name:       opt(t.Name),
		Redacted:   t.Redacted,
		Inferred:   t.Inferred,
		Begun:      t.Begun,
		Ended:      t.Ended,
		Expired:    t.Expired,
		HasHandler: tri(t.Handler),
		Outcome:    string(cmp.Or(t.Outcome, lifecycle.OutcomeUnknown)),
		System:     t.System,
		Count:      max(t.Count, 1),
		source:     t,
	}
	if p := t.Process; p != nil {
		out.PID = pid(p.PID)
		if p.App != nil {
			out.App = opt(p.App.Label())
		}
	}
	if s, ok := heldUntil(t).Since(t.Begun); ok && (s > 0 || t.Ended.Known()) {
		out.Held = &s
	}
	if t.HasAge {
		age := t.Elapsed
		out.HeldAwake = &age
	}
	return out
}

// heldUntil is the last moment at which a task is known to have been held: its
// end, else the kill of its process, else the last line that shows it open.
func heldUntil(t *lifecycle.Task) parse.Time {
	switch {
	case t.Ended.Known():
		return t.Ended
	case t.Outcome == lifecycle.OutcomeKilled && t.Process != nil && t.Process.Exited.Known():
		return t.Process.Exited
	}
	last := parse.Latest(t.Expired, t.UnendedAt)
	for _, e := range t.Evidence.All() {
		last = parse.Latest(last, e.Time)
	}
	return parse.Latest(last, t.AgeAt)
}

func (b *builder) finding(f *rules.Finding) Finding {
	w := fill(f, plain())
	out := Finding{
		ID:          f.ID,
		Timeline:    f.Timeline,
		Rule:        f.Rule.ID,
		Severity:    string(f.Severity),
		Certainty:   string(f.Certainty),
		PID:         pid(f.PID),
		Subject:     opt(f.Subject),
		Count:       max(f.Count, 1),
		At:          f.At,
		Until:       f.Until,
		Values:      map[string]any{},
		Title:       w.title,
		Detail:      w.detail,
		Fix:         w.fix,
		References:  append([]string{}, f.Rule.References...),
		Evidence:    []Evidence{},
		Fingerprint: f.Fingerprint,
		CausedBy:    f.CausedBy,
		source:      f,
	}
	if f.App != nil {
		out.App = opt(f.App.Label())
	}
	for _, v := range f.Values {
		out.Values[v.Name] = finite(v.V)
	}
	for _, e := range f.Evidence {
		if e.Found() || e.Text != "" {
			out.Evidence = append(out.Evidence, Evidence{
				Input: b.inputName(f.Timeline, e.Input), Line: opt(e.Line), Time: e.Time, Process: opt(e.Process), Text: e.Text,
			})
		}
	}
	return out
}

// finite makes null of numbers that JSON cannot hold.
func finite(v any) any {
	if n, ok := v.(float64); ok && (math.IsNaN(n) || math.IsInf(n, 0)) {
		return nil
	}
	return v
}

func (b *builder) inputName(timeline, input int) *string {
	t := b.timelines[timeline]
	if t == nil || input < 0 || input >= len(t.Inputs) {
		return nil
	}
	return opt(t.Inputs[input].Name)
}

func itoa(n int) string { return strconv.Itoa(n) }
