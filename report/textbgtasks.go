package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

var bgtaskColumns = []column{
	{title: "log", right: true}, {title: "BGTask", flexible: true}, {title: "kind"}, {title: "submitted"}, {title: "refused", right: true},
	{title: "started"}, {title: "took", right: true}, {title: "outcome", flexible: true},
}

// bgtasksOf are the requests of an app.
func (t *texter) bgtasksOf(app string) []BGTask {
	return ofApp(t.r.BGTasks, app, func(x BGTask) *string { return x.App })
}

// bgtasks writes an app's requests to the scheduler, fetches and pushes, and why
// those that waited did not run.
func (t *texter) bgtasks(app string) {
	list := t.bgtasksOf(app)
	if len(list) == 0 {
		return
	}
	shown, others := foldedBGTasks(list)
	rows := make([][]string, 0, len(shown))
	for _, x := range shown {
		rows = append(rows, t.bgtaskRow(x))
	}
	t.table(2, bgtaskColumns, rows)
	if len(others) > 0 {
		t.text(2, "… and "+several(len(others), "more", "more")+", "+bgtaskOutcomes(others)+" (see --format json)", dim)
	}
	for _, w := range waits(list) {
		t.blank()
		t.whyNotRun(w)
	}
}

func (t *texter) bgtaskRow(x BGTask) []string {
	c := t.clocks[x.Timeline]
	row := []string{"", bgtaskName(x), bgtaskKind(x.Kind), c.brief(x.Submitted), "", c.brief(bgtaskStart(x)), "", bgtaskOutcome(x)}
	if t.many {
		row[0] = itoa(x.Timeline)
	}
	if x.Refused > 0 {
		row[4] = thousands(x.Refused)
	}
	if x.Ran != nil && x.Outcome != string(lifecycle.BGTaskPending) {
		row[6] = duration(*x.Ran)
	}
	return row
}

// bgtaskName is the identifier; a fetch or push is named after the app, which the
// heading tells.
func bgtaskName(x BGTask) string {
	switch id := deref(x.Identifier); {
	case id == "":
		return "not named"
	case isLaunch(x):
		return "-"
	default:
		return name(id)
	}
}

func isLaunch(x BGTask) bool { return lifecycle.BGTaskKind(x.Kind).Launch() }

// bgtaskKinds are the kinds for people; the others are called as in JSON.
var bgtaskKinds = map[string]string{
	string(lifecycle.BGPush): "silent push", string(lifecycle.BGUnknown): "", string(lifecycle.BGHealthResearch): "health research",
}

func bgtaskKind(kind string) string {
	if s, ok := bgtaskKinds[kind]; ok {
		return s
	}
	return kind
}

// bgtaskStart is when the run began, as far as the log tells.
func bgtaskStart(x BGTask) lifecycle.Time {
	for _, at := range []lifecycle.Time{x.Started, x.Delivered, x.LaunchAsked} {
		if at.Known() {
			return at
		}
	}
	return lifecycle.Time{}
}

// bgtaskOutcome says what became of a request.
func bgtaskOutcome(x BGTask) string {
	s := map[lifecycle.BGTaskOutcome]string{
		lifecycle.BGTaskDone: "completed", lifecycle.BGTaskCutShort: "expired", lifecycle.BGTaskUndone: "never completed",
		lifecycle.BGTaskCancelled: "cancelled", lifecycle.BGTaskReplaced: "replaced", lifecycle.BGTaskRejected: "rejected",
		lifecycle.BGTaskPending: "pending where the log ends", lifecycle.BGTaskRuns: "running where the log ends", lifecycle.BGTaskUncertain: "",
	}[lifecycle.BGTaskOutcome(x.Outcome)]
	var more []string
	if x.Simulated {
		more = append(more, "by the debugger")
	}
	if x.Success != nil && !*x.Success && x.Outcome == string(lifecycle.BGTaskDone) {
		more = append(more, "without success")
	}
	switch lifecycle.EndedBy(deref(x.EndedBy)) {
	case lifecycle.EndedByPolicy:
		more = append(more, "ended by the scheduler")
	case lifecycle.EndedByUser:
		more = append(more, "stopped by the user")
	case lifecycle.EndedBySysdiagnose:
		more = append(more, "for a sysdiagnose")
	}
	if x.Error != nil {
		of := ""
		if deref(x.Error.Domain) == lifecycle.SchedulerErrors {
			of = "dasd's "
		}
		more = append(more, of+"code "+itoa(x.Error.Code))
	}
	if len(more) > 0 {
		s += " (" + strings.Join(more, ", ") + ")"
	}
	return strings.TrimSpace(s)
}

// foldedBGTasks leaves of a long list the first requests, and those that went wrong
// or were refused most.
func foldedBGTasks(list []BGTask) (shown, others []BGTask) {
	return folded(list, func(a, b *BGTask) int {
		return cmp.Or(bgtaskTrouble(*b)-bgtaskTrouble(*a), b.Refused-a.Refused)
	})
}

// bgtaskTrouble is higher the worse a request ended.
func bgtaskTrouble(x BGTask) int {
	switch lifecycle.BGTaskOutcome(x.Outcome) {
	case lifecycle.BGTaskUndone:
		return 3
	case lifecycle.BGTaskRejected, lifecycle.BGTaskCutShort:
		return 2
	case lifecycle.BGTaskPending, lifecycle.BGTaskRuns:
		return 1
	}
	return 0
}

// bgtaskOutcomes counts requests by outcome.
func bgtaskOutcomes(list []BGTask) string {
	count := map[string]int{}
	for _, x := range list {
		count[x.Outcome]++
	}
	var parts []string
	for _, o := range []lifecycle.BGTaskOutcome{
		lifecycle.BGTaskDone, lifecycle.BGTaskCutShort, lifecycle.BGTaskUndone, lifecycle.BGTaskRejected, lifecycle.BGTaskReplaced,
		lifecycle.BGTaskCancelled, lifecycle.BGTaskPending, lifecycle.BGTaskRuns,
	} {
		n := count[string(o)]
		if n == 0 {
			continue
		}
		words := bgtaskOutcome(BGTask{Outcome: string(o)})
		if n == len(list) {
			return map[bool]string{true: "", false: "all "}[n == 1] + words
		}
		parts = append(parts, thousands(n)+" "+words)
	}
	return strings.Join(parts, ", ")
}

// bgtasksSummed counts all requests, for the first line of a clean report; empty
// when there are none.
func (t *texter) bgtasksSummed() string {
	n := len(t.r.BGTasks)
	if n == 0 {
		return ""
	}
	s := several(n, "BGTask", "BGTasks")
	if !slices.ContainsFunc(t.r.BGTasks, func(x BGTask) bool { return !isLaunch(x) }) {
		s = several(n, "fetch or silent push", "fetches and silent pushes")
	}
	if o := bgtaskOutcomes(t.r.BGTasks); o != "" {
		s += ", " + o
	}
	return s
}
