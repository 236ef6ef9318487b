package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// SchedulerReason is what one of dasd's policies answered about a transfer or a
// BGTask, with how often it did.
type SchedulerReason struct {
	Policy    string // verbatim: "Device Activity Policy"
	Decision  SchedulerDecision
	Rationale string // with numbers as "#": "deviceActivity == #"
	Count     int
	First     Time
	Last      Time
	By        Evidence // the first line
}

// maxReasons bounds the different answers that are kept of one activity.
const maxReasons = 40

// addReasons counts the answers of a scoring that block the activity.
func addReasons(list []SchedulerReason, b scoringBlock, rec *parse.Record) []SchedulerReason {
	for _, p := range b.policies {
		if !p.decision.Blocks() {
			continue
		}
		r := SchedulerReason{Policy: p.policy, Decision: p.decision, Rationale: withoutNumbers(p.rationale), First: rec.Time}
		at := -1
		for i, old := range list {
			if old.Policy == r.Policy && old.Decision == r.Decision && old.Rationale == r.Rationale {
				at = i
			}
		}
		if at < 0 {
			if len(list) >= maxReasons {
				continue
			}
			r.Policy, r.By = strings.Clone(r.Policy), evidence(rec)
			list = append(list, r)
			at = len(list) - 1
		}
		list[at].Count++
		list[at].Last = parse.Latest(list[at].Last, rec.Time)
	}
	return list
}

// activityScored follows dasd's scorings of transfers.
func (e *Engine) activityScored(rec *parse.Record, ev *Event) {
	activity, _, _ := strings.Cut(rec.Message, ":[")
	t := e.scoredTransfer(activity)
	if t == nil {
		if appActivity(activity) {
			e.t.Unjudged++
		}
		return
	}
	b, ok := parseScoring(rec.Message)
	if !ok {
		return
	}
	firstLine(t.Evidence, ev.Kind, rec)
	if t.Started.Known() && !t.StartedLate {
		return // of a retry, or of its end
	}
	t.Reasons = addReasons(t.Reasons, b, rec)
}

// scoredTransfer finds the transfer of one of dasd's activities, whose name is
// "com.apple.CFNetwork-cc-<pid>-<connection>[-Task <UUID>.<session>.<n>]:<instance>".
func (e *Engine) scoredTransfer(activity string) *Transfer {
	_, name, ok := strings.Cut(activity, transferActivity)
	if !ok {
		return nil
	}
	if _, task, ok := strings.Cut(name, "-Task "); ok {
		if uuid, n := bracketed(task); n > 0 {
			return e.url.transfers[uuid]
		}
		return nil
	}
	name, _, _ = strings.Cut(name, ":")
	pid, connection, _ := strings.Cut(name, "-")
	if connection == "" || e.url.daemonPID > 0 && atoi(pid) != e.url.daemonPID {
		return nil
	}
	return e.url.connections[connection]
}

// appActivities are how the names of activities begin that are of apps: BGTasks,
// fetches, pushes, and transfers, whose app nsurlsessiond knows.
var appActivities = []string{"bgRefresh-", "bgProcessing-", "bgContinuedProcessing-", "com.apple.fetch.", "com.apple.pushLaunch.", transferActivity}

// transferActivity begins the name of a transfer's activity.
const transferActivity = "com.apple.CFNetwork-cc-"

// foreignActivity reports whether a value names activities and none of an app: most
// of dasd's lines are about the system's own.
func foreignActivity(value string) bool {
	if instanceAt(value) < 0 {
		return false
	}
	for _, p := range appActivities {
		if strings.Contains(value, p) {
			return false
		}
	}
	return true
}

// appActivity reports whether an activity is of an app's: a BGTask, a fetch, a push.
func appActivity(activity string) bool {
	activity = strings.TrimLeft(activity, "' ")
	for _, p := range appActivities {
		if rest, ok := strings.CutPrefix(activity, p); ok {
			return p != transferActivity && !strings.HasPrefix(rest, "com.apple.")
		}
	}
	return false
}
