package rules

import "path"

// Settings are what a team changes about the rules; the zero Settings change nothing.
type Settings struct {
	Severities []Override // later ones hold before earlier ones
	Own        []*Own
}

// Override is the severity that a team gives to the rules of a pattern.
type Override struct {
	Pattern  string // id of a rule, or a glob such as exit-*
	Severity Severity
}

// Severity is the severity of a finding by the team's wishes. What a rule itself judged
// milder than usual, such as the task of a system framework, stays at most that.
func (s Settings) Severity(f *Finding) Severity {
	severity := f.Severity
	for _, o := range s.Severities {
		if Match(o.Pattern, f.Rule.ID) && (f.Severity.Rank() >= f.Rule.Severity.Rank() || o.Severity.Rank() < f.Severity.Rank()) {
			severity = o.Severity
		}
	}
	return severity
}

// Match reports whether a rule id fits an id or a glob such as exit-*.
func Match(pattern, id string) bool {
	ok, err := path.Match(pattern, id)
	return err == nil && ok
}
