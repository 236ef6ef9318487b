package lifecycle

import (
	"slices"
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
	if b.decision != "" && !b.decision.Blocks() {
		return list // overruled: an absolute "must" beats what forbids
	}
	for _, p := range b.policies {
		if p.decision.Blocks() {
			list = addReason(list, SchedulerReason{Policy: p.policy, Decision: p.decision, Rationale: withoutNumbers(p.rationale)}, rec)
		}
	}
	return list
}

// addReason counts one answer.
func addReason(list []SchedulerReason, r SchedulerReason, rec *parse.Record) []SchedulerReason {
	at := slices.IndexFunc(list, func(old SchedulerReason) bool {
		return old.Policy == r.Policy && old.Decision == r.Decision && old.Rationale == r.Rationale
	})
	if at < 0 {
		if len(list) >= maxReasons {
			return list
		}
		r.Policy, r.First, r.By = strings.Clone(r.Policy), rec.Time, evidence(rec)
		list = append(list, r)
		at = len(list) - 1
	}
	list[at].Count++
	list[at].Last = parse.Latest(list[at].Last, rec.Time)
	return list
}

// activityScored follows dasd's scorings of transfers and requests.
func (e *Engine) activityScored(rec *parse.Record, ev *Event) {
	activity, _ := scoringHead(rec.Message)
	t := e.scoredTransfer(activity)
	if t == nil && foreignActivity(activity) {
		return
	}
	b, ok := parseScoring(rec.Message)
	if !ok {
		return
	}
	if t == nil {
		e.bgtaskScored(b, rec, ev.Kind)
		return
	}
	firstLine(&t.Evidence, ev.Kind, rec)
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
var appActivities = []string{"bgRefresh-", "bgProcessing-", "bgContinuedProcessing-", "com.apple.fetch.", "com.apple.pushLaunch.", "com.apple.coredata.cloudkit.activity.", transferActivity}

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
