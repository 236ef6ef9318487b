package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

const (
	// foldFrom is how many tasks of one name and outcome share a row.
	foldFrom = 3
	// appsListed bounds the apps that get tables.
	appsListed = 12
)

// apps writes what each app did: its processes and its background tasks.
func (t *texter) apps() {
	tasks := map[string][]Task{}
	for _, task := range t.r.Tasks {
		tasks[deref(task.App)] = append(tasks[deref(task.App)], task)
	}
	for i, a := range t.r.Apps {
		if i == appsListed {
			t.blank()
			t.line(0, fmt.Sprintf("… and %s (see --app, --format json)", several(len(t.r.Apps)-i, "more app", "more apps")))
			return
		}
		t.app(a, tasks[a.Label()])
	}
	if t.hasWork("") && !slices.ContainsFunc(t.r.Apps, func(a App) bool { return a.Label() == "" }) {
		t.app(App{}, nil)
	}
}

// hasWork reports whether there is something to tell of an app besides its processes
// and background tasks.
func (t *texter) hasWork(app string) bool { return len(t.bgtasksOf(app)) > 0 || t.hasTransfers(app) }

// hasTransfers reports whether there is something to tell of an app's URLSession.
func (t *texter) hasTransfers(app string) bool {
	return slices.ContainsFunc(t.r.Transfers, func(tr Transfer) bool { return deref(tr.App) == app }) ||
		t.sessionsSummed(app) != "" || ladderTells(t.ladder(app))
}

func (t *texter) app(a App, tasks []Task) {
	runs := t.processRows(a.Processes)
	points := t.pointsOf(a.Label())
	power := t.powerOf(a.Label())
	if len(runs)+len(tasks)+len(points)+len(power) == 0 && !t.hasWork(a.Label()) {
		return
	}
	t.heading(appTitle(a))
	t.rows(processColumns, runs, "process", "processes")
	if len(runs) > 0 && len(tasks) > 0 {
		t.blank()
	}
	t.tasks(tasks)
	if len(runs)+len(tasks) > 0 && t.hasWork(a.Label()) {
		t.blank()
	}
	t.bgtasks(a.Label())
	if len(t.bgtasksOf(a.Label())) > 0 && t.hasTransfers(a.Label()) {
		t.blank()
	}
	t.transfers(a.Label())
	if len(points) > 0 && (len(runs)+len(tasks) > 0 || t.hasWork(a.Label())) {
		t.blank()
	}
	t.points(a.Label())
	if len(power) > 0 && (len(runs)+len(tasks)+len(points) > 0 || t.hasWork(a.Label())) {
		t.blank()
	}
	t.powerlog(a.Label())
}

func appTitle(a App) string {
	label, n := elide(Clean(a.Label()), 60), elide(Clean(deref(a.Name)), 40)
	switch {
	case label == "":
		return "an app that the log does not name"
	case n == "" || n == label:
		return label
	}
	return label + " (" + n + ")"
}

var processColumns = []column{
	{title: "log", right: true}, {title: "pid", right: true}, {title: "launched"}, {title: "by"}, {title: "what became of it", flexible: true, whole: true},
}

// processRows lists the runs of an app; none when the log tells no more of them
// than that they wrote a line.
func (t *texter) processRows(list []Process) [][]string {
	var rows [][]string
	known := false
	for _, p := range list {
		row := t.processRow(p)
		rows = append(rows, row)
		known = known || strings.Join(row[2:], "") != ""
	}
	if !known {
		return nil
	}
	return rows
}

func (t *texter) processRow(p Process) []string {
	c := t.clocks[p.Timeline]
	row := []string{"", "?", c.brief(p.Launched), launch(p), t.fate(p)}
	if t.many {
		row[0] = itoa(p.Timeline)
	}
	if p.PID != nil {
		row[1] = itoa(*p.PID)
	}
	if p.Host != nil {
		row[3] = strings.TrimSpace(row[3] + " (extension of " + elide(Clean(*p.Host), 40) + ")")
	}
	return row
}

// fate says how a process ended, or in which state the log leaves it.
func (t *texter) fate(p Process) string {
	c := t.clocks[p.Timeline]
	state, since := "", ""
	if n := len(p.States); n > 0 {
		state = p.States[n-1].State
		since = c.brief(p.States[n-1].From)
	}
	switch {
	case p.Exit != nil:
		s := "ended"
		if at := c.brief(p.Exited); at != "" {
			s += " " + at
		}
		if state == string(lifecycle.StateBackground) || state == string(lifecycle.StateForeground) {
			s += " in the " + state
		} else if state == string(lifecycle.StateSuspended) {
			s += " while suspended"
		}
		return s + ": " + because(p.Exit)
	case since != "":
		return state + " since " + since
	}
	return state
}

// launch says who launched a process and why.
func launch(p Process) string {
	reason := deref(p.LaunchReason)
	if reason == string(lifecycle.ReasonUnknown) {
		reason = ""
	}
	switch lifecycle.Launch(p.Launch) {
	case lifecycle.LaunchUser:
		return "user"
	case lifecycle.LaunchBackground:
		if reason == "" {
			return "system"
		}
		return "system: " + reason
	}
	return reason
}

// because says why a process ended, with the code where there is one.
func because(e *Exit) string {
	what := elide(oneLine(deref(e.What)), longestCell)
	if what == "" {
		what = elide(oneLine(deref(e.Explanation)), longestCell)
	}
	if what == "" {
		what = map[bool]string{true: "not told", false: e.Kind}[e.Kind == string(lifecycle.ExitUnknown)]
	}
	if code := oneLine(deref(e.Code)); strings.HasPrefix(code, "0x") && !strings.Contains(what, code) {
		what += " (" + code + ")"
	}
	return what
}

var taskColumns = []column{
	{title: "log", right: true}, {title: "pid", right: true}, {title: "id", right: true}, {title: "background task", flexible: true},
	{title: "begun"}, {title: "held"}, {title: "outcome", flexible: true},
}

// taskRow is one row of the table of background tasks: one task or several of one
// name and outcome.
type taskRow struct {
	first Task
	last  Task
	count int
	held  []float64
	awake []float64
}

// tasks writes the background tasks, bad outcomes first.
func (t *texter) tasks(tasks []Task) {
	system := 0
	own := make([]Task, 0, len(tasks))
	for _, task := range tasks {
		if task.System {
			system++
			continue
		}
		own = append(own, task)
	}
	folded := fold(own)
	slices.SortStableFunc(folded, func(a, b taskRow) int {
		return cmp.Compare(badness(b.first.Outcome), badness(a.first.Outcome))
	})
	pids := map[string]bool{}
	for _, task := range own {
		pids[fmt.Sprint(task.Timeline, deref2(task.PID))] = true
	}
	var rows [][]string
	for _, f := range folded {
		rows = append(rows, t.taskRow(f, len(pids) > 1))
	}
	t.rows(taskColumns, rows, "row", "rows")
	if system > 0 {
		t.text(2, several(system, "task", "tasks")+" of UIKit and system frameworks not shown (see --format json)", dim)
	}
}

// fold puts three or more tasks of one log, name and outcome on one row; rows keep the
// order of their first tasks.
func fold(tasks []Task) []taskRow {
	key := func(t Task) string { return itoa(t.Timeline) + t.Outcome + "\x00" + taskName(t) }
	counts := map[string]int{}
	for _, t := range tasks {
		counts[key(t)]++
	}
	at := map[string]int{}
	var rows []taskRow
	for _, t := range tasks {
		k := key(t)
		i, ok := at[k]
		if !ok || counts[k] < foldFrom {
			i = len(rows)
			at[k] = i
			rows = append(rows, taskRow{first: t})
		}
		r := &rows[i]
		r.last = t
		r.count += t.Count
		if t.Held != nil {
			r.held = append(r.held, *t.Held)
		}
		if t.HeldAwake != nil {
			r.awake = append(r.awake, *t.HeldAwake)
		}
	}
	return rows
}

// outcomes in words, the worst first.
var outcomes = []struct {
	outcome lifecycle.Outcome
	words   string
}{
	{lifecycle.OutcomeKilled, "open at the kill"},
	{lifecycle.OutcomeUnended, "open after expiration"},
	{lifecycle.OutcomeEndedAfter, "ended after expiration"},
	{lifecycle.OutcomeOpen, "open where the log ends"},
	{lifecycle.OutcomeUnknown, "unknown"},
	{lifecycle.OutcomeEnded, "ended"},
}

func badness(outcome string) int {
	for i, o := range outcomes {
		if string(o.outcome) == outcome {
			return len(outcomes) - i
		}
	}
	return 0
}

func outcomeWords(outcome string) string {
	for _, o := range outcomes {
		if string(o.outcome) == outcome {
			return o.words
		}
	}
	return Clean(outcome)
}

func (t *texter) taskRow(r taskRow, withPID bool) []string {
	row := []string{"", "", "", taskName(r.first), t.clocks[r.first.Timeline].brief(r.first.Begun), held(r), outcomeWords(r.first.Outcome)}
	if r.count > 1 {
		row[3] += " ×" + thousands(r.count)
		if row[4] != "" {
			row[4] = "from " + row[4]
		}
	}
	onePID := r.count == 1 || deref2(r.first.PID) == deref2(r.last.PID)
	if t.many {
		row[0] = itoa(r.first.Timeline)
	}
	if withPID && onePID && r.first.PID != nil {
		row[1] = itoa(*r.first.PID)
	}
	if r.first.ID != nil {
		row[2] = itoa(*r.first.ID)
		switch {
		case r.count > 1 && (r.last.ID == nil || !onePID):
			row[2] = ""
		case r.count > 1 && *r.last.ID != *r.first.ID:
			row[2] += "–" + itoa(*r.last.ID)
		}
	}
	return row
}

func taskName(t Task) string {
	switch {
	case t.Name != nil:
		n := name(*t.Name)
		if _, from, ok := strings.Cut(n, ", from "); ok && strings.HasPrefix(n, "Called by ") {
			n = "(unnamed) " + from // UIKit's name for tasks without one
		}
		return elide(n, longestCell-12)
	case t.Redacted:
		return "<private>"
	case t.Inferred:
		return "(one or more, by runningboardd)"
	}
	return "(no name shown)"
}

// held is how long the tasks of a row were held: wall time, else awake time.
func held(r taskRow) string {
	if s := rangeOf(r.held); s != "" {
		switch lifecycle.Outcome(r.first.Outcome) {
		case lifecycle.OutcomeUnended, lifecycle.OutcomeOpen, lifecycle.OutcomeUnknown:
			return "≥ " + s
		}
		return s
	}
	if s := rangeOf(r.awake); s != "" && slices.Max(r.awake) > 0 {
		return s + " awake"
	}
	return ""
}

func rangeOf(values []float64) string {
	if len(values) == 0 {
		return ""
	}
	low, high := duration(slices.Min(values)), duration(slices.Max(values))
	if low == high {
		return low
	}
	return low + " to " + high
}

func deref2(n *int) int {
	if n == nil {
		return -1
	}
	return *n
}

// rows writes a table of at most rowsShown rows and how many more there are.
func (t *texter) rows(cols []column, rows [][]string, one, many string) {
	more := len(rows) - rowsShown
	if more == 1 {
		more = 0
	}
	if more > 0 {
		rows = rows[:rowsShown]
	}
	t.table(2, cols, rows)
	if more > 0 {
		t.line(2, t.paint("… and "+several(more, "more "+one, "more "+many)+" (see --format json)", dim))
	}
}

// ofApp are the elements of a list that belong to an app.
func ofApp[T any](list []T, app string, owner func(T) *string) []T {
	return slices.DeleteFunc(slices.Clone(list), func(x T) bool { return deref(owner(x)) != app })
}
