package lifecycle

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

func TestActivitiesIn(t *testing.T) {
	const refresh, push = "bgRefresh-com.example.notes.refresh:519B19", "com.apple.pushLaunch.com.example.notes:4935F4"
	const transfer = "com.apple.CFNetwork-cc-99-318-Task <" + testTask + ">.<com.example.uploads>.<7>:4DC764"
	for _, c := range []struct {
		in   string
		want []string
	}{
		{refresh, []string{refresh}},
		{push + " <private>", []string{push}},
		{"'" + refresh + "'", []string{refresh}},
		{"{(\n    " + refresh + "\n)}", []string{refresh}},
		{"{(\n    \"" + refresh + "\",\n    " + push + "\n)}", []string{refresh, push}},
		{"{( " + refresh + ", " + transfer + " )}", []string{refresh, transfer}},
		{"activity 0:com.example.daemon.scan:3B1C50 <private>", []string{"0:com.example.daemon.scan:3B1C50"}},
		{`<_DASActivity: "` + refresh + `", Utility, 60s, [2026-03-02 07:30:54 - 2026-03-02 09:30:54]>`, []string{refresh}},
		{"<_DASActivity: " + refresh + ", Utility, 60s>", []string{refresh}},
		{transfer, []string{transfer}},
		{"Activity " + transfer, []string{transfer}},
		{"com.apple.CFNetwork-cc-99-318:4DC764", []string{"com.apple.CFNetwork-cc-99-318:4DC764"}},
		{"dasd com.apple.pushLaunch.<app>:980BE6", []string{"com.apple.pushLaunch.<app>:980BE6"}},
		{"bgRefresh-<team>.<app>.refresh:519B19 <private>", []string{"bgRefresh-<team>.<app>.refresh:519B19"}},
		{"bgRefresh.<" + refresh, []string{refresh}},
		{"", nil},
		{"<private>", nil},
		{":519B19", nil},
		{"com.example.notes", nil},
		{"com.example.notes:519B1", nil},
		{"com.example.notes:519B19A", nil},
		{"2026-03-02 07:30:54 +0000", nil},
		{"the backup: decade", nil},
	} {
		if d := cmp.Diff(c.want, activitiesIn(c.in)); d != "" {
			t.Errorf("%q (-want +got):\n%s", c.in, d)
		}
	}
}

// Every era's wording of one verb gives the same event and activity.
func TestActivityWordings(t *testing.T) {
	const name = "bgProcessing-com.example.notes.cleanup:01A8A2"
	for _, c := range []struct {
		msg      string
		row      string
		kind     EventKind
		priority string
	}{
		{"Submitted Activity: " + name + " <private>", "dasd.submitted_activity_ios11", ActivityAccepted, ""},
		{"Submitted Activity: " + name + " at priority 10 <private>", "dasd.submitted_activity", ActivityAccepted, "10"},
		{"Submitted: " + name + " at priority Utility (2026-03-02 07:30:54 +0000 - 2026-03-02 09:30:54 +0000)", "dasd.submitted", ActivityAccepted, "Utility"},
		{"Submitted: " + name + " at priority Utility with interval 60 (2026-03-02 07:30:54 +0000 - 2026-03-02 09:30:54 +0000)", "dasd.submitted_interval", ActivityAccepted, "Utility"},
		{`SUBMITTED <_DASActivity: "` + name + `", Utility>`, "dasd.submitted_27", ActivityAccepted, ""},
		{"CANCELED: " + name + " <private>!", "push.ios11", ActivityCancelled, ""},
		{"CANCELED: " + name + " at priority 10 <private>!", "dasd.canceled_push", ActivityCancelled, "10"},
		{"CANCELED: " + name + " at priority Utility", "dasd.canceled", ActivityCancelled, "Utility"},
		{"COMPLETED " + name + " <private>!", "dasd.completed_push11", ActivityCompleted, ""},
		{"COMPLETED " + name + " at priority 5 <private>!", "dasd.completed", ActivityCompleted, "5"},
		{"COMPLETED <_DASActivity: " + name + ", Utility, 60s>", "dasd.completed_activity", ActivityCompleted, ""},
		{"'" + name + "' has compatibility score of 0.100000 with " + "com.example.x:3C4416 (Started at <Not yet started>). Bailing  out.", "score.compat_bail", ActivityWaitsForOther, ""},
		{"'" + name + "' DecisionToRun:1 (Bypasses Predictions)", "score.decision_bypass_old", ActivityDecided, ""},
		{"'" + name + "' DecisionToRun: 1 (Bypasses Predictions)", "score.decision_bypass", ActivityDecided, ""},
		{"Suspending " + name + " - running for too long", "dasd.suspend_too_long", ActivitySuspending, ""},
	} {
		for _, process := range []string{"dasd", ""} {
			ev := messages.recognise(&parse.Record{PID: parse.NoPID, Process: process, Message: c.msg})
			if ev == nil || ev.Row.ID != c.row || ev.Kind != c.kind {
				t.Errorf("%q of %q: got %s, want %s", c.msg, process, rowID(ev), c.row)
				continue
			}
			if d := cmp.Diff([]string{name}, activitiesIn(ev.Field("activity"))); d != "" {
				t.Errorf("%q (-want +got):\n%s", c.msg, d)
			}
			if got := ev.Field("priority"); got != c.priority {
				t.Errorf("%q: priority %q, want %q", c.msg, got, c.priority)
			}
		}
	}
}

// Common words prove nothing without their sender or what they must hold.
func TestProof(t *testing.T) {
	for _, rec := range []parse.Record{
		{Process: "Notes", Message: "Running task: upload 3"},
		{Process: "Notes", Message: "Starting task: upload 3"},
		{Process: "Notes", Message: "Handling app launch"},
		{Process: "Notes", Message: "STARTING: sync"},
		{Process: "Notes", Message: "COMPLETED bgRefresh-com.example.notes.refresh:519B19 <private>!"},
		{Process: "Notes", Subsystem: "com.example.notes", Message: "cancelAllTaskRequests"},
		{Message: "COMPLETED sync"},
		{Message: "CANCELED: sync!"},
		{Message: "Suspending: the sync"},
		{Message: "Process: Notes, Error: (null)"},
		{Message: "BAR enabled"},
	} {
		rec.PID = parse.NoPID
		if ev := messages.recognise(&rec); ev != nil {
			t.Errorf("%q of %q is taken for %s", rec.Message, rec.Process, ev.Row.ID)
		}
	}
}

// A template that holds the general message leaves the special rows theirs.
func TestDecisionTemplates(t *testing.T) {
	for message, want := range map[string]EventKind{
		"'com.apple.fetch.com.example.notes:7C41A0' DecisionToRun: 1 (Bypasses Predictions)":      FetchDecided,
		"'com.apple.pushLaunch.com.example.notes:4935F4' DecisionToRun: 1 (Bypasses Predictions)": PushLaunchDecided,
		"'bgRefresh-com.example.notes.refresh:519B19' DecisionToRun: 1 (Bypasses Predictions)":    ActivityDecided,
		"'<private>' DecisionToRun: 1 (Bypasses Predictions)":                                     ActivityDecided,
	} {
		ev := messages.recognise(&parse.Record{PID: parse.NoPID, Process: "dasd", Message: message,
			Template: "'%{public}@' DecisionToRun: %d (Bypasses Predictions)"})
		if ev == nil || ev.Kind != want {
			t.Errorf("%s: got %s, want %s", message, rowID(ev), want)
		}
	}
}
