package rules

import "testing"

func TestSeverity(t *testing.T) {
	rule := &Rule{ID: "exit-memory", Severity: Warning}
	for _, c := range []struct {
		judged Severity // by the rule itself
		team   []Override
		want   Severity
	}{
		{Warning, nil, Warning},
		{Warning, []Override{{"exit-*", Error}}, Error},
		{Warning, []Override{{"exit-*", Error}, {"exit-memory", Info}}, Info},
		{Warning, []Override{{"task-*", Error}}, Warning},
		{Info, []Override{{"exit-*", Error}}, Info}, // milder than usual: not the app's fault
		{Error, []Override{{"exit-*", Error}}, Error},
		{Error, []Override{{"exit-*", Info}}, Info},
	} {
		f := &Finding{Rule: rule, Severity: c.judged}
		if got := (Settings{Severities: c.team}).Severity(f); got != c.want {
			t.Errorf("%s with %v: %s, want %s", c.judged, c.team, got, c.want)
		}
	}
	// what is graver than usual is raised like the rest
	mild := &Rule{ID: "session-launch-events-off", Severity: Info}
	f := &Finding{Rule: mild, Severity: Warning}
	if got := (Settings{Severities: []Override{{"session-*", Error}}}).Severity(f); got != Error {
		t.Errorf("a graver case: %s, want error", got)
	}
}
