package report

import (
	"fmt"
	"time"

	"github.com/bglog/bglog/rules"
)

// Baseline are the findings that a team knows and accepts.
type Baseline struct {
	Path    string
	Entries []Accepted
}

// Accepted is an entry of a baseline. The fingerprint decides; rule, app and subject are
// there for people.
type Accepted struct {
	Fingerprint, Rule, App, Subject, Reason string
	Until                                   time.Time // the last day on which it holds; zero: always
	Where                                   string    // file and line
}

// AcceptedFinding is a finding that is left out because a baseline accepts it.
type AcceptedFinding struct {
	Fingerprint string  `json:"fingerprint"`
	Rule        string  `json:"rule"`
	Severity    string  `json:"severity"`
	App         *string `json:"app"`
	Subject     *string `json:"subject"`
	Count       int     `json:"count"`
	Title       string  `json:"title"`
	Reason      string  `json:"reason"`
	Until       *string `json:"until"` // the last day on which the entry holds
}

// accept takes out the findings that the baseline accepts today, and tells what to do
// about the baseline itself. An entry that nothing matches is told only when the whole
// log was judged, by its rule too.
func (b *Baseline) accept(found []*rules.Finding, opts Options) (kept []*rules.Finding, accepted []AcceptedFinding, notes []string) {
	if b == nil {
		return found, nil, nil
	}
	entries := map[string]*Accepted{}
	for i := range b.Entries {
		entries[b.Entries[i].Fingerprint] = &b.Entries[i]
	}
	used := map[string]bool{}
	for _, f := range found {
		e := entries[f.Fingerprint]
		if e == nil || e.expired(opts.Now) {
			kept = append(kept, f)
			if e != nil && !used[f.Fingerprint] {
				notes = append(notes, fmt.Sprintf("%s: %s was accepted until %s: it counts again", e.Where, f.Rule.ID, e.Until.Format(time.DateOnly)))
			}
			used[f.Fingerprint] = true
			continue
		}
		used[f.Fingerprint] = true
		a := AcceptedFinding{
			Fingerprint: f.Fingerprint, Rule: f.Rule.ID, Severity: string(f.Severity), Subject: opt(f.Subject),
			Count: max(f.Count, 1), Title: fill(f, plain()).title, Reason: e.Reason,
		}
		if f.App != nil {
			a.App = opt(f.App.Label())
		}
		if !e.Until.IsZero() {
			a.Until = opt(e.Until.Format(time.DateOnly))
		}
		accepted = append(accepted, a)
	}
	if opts.Partial || !opts.Since.open() || !opts.Until.open() || len(opts.Apps) > 0 {
		return kept, accepted, notes
	}
	for _, e := range b.Entries {
		if !used[e.Fingerprint] && (e.Rule == "" || wanted(e.Rule, opts.Only, opts.Skip)) {
			notes = append(notes, fmt.Sprintf("%s: no finding has the fingerprint %s%s: the entry can go", e.Where, e.Fingerprint, ofRule(e.Rule)))
		}
	}
	return kept, accepted, notes
}

func ofRule(rule string) string {
	if rule == "" {
		return ""
	}
	return " (" + rule + ")"
}

// expired reports whether the entry's last day is over.
func (e *Accepted) expired(now time.Time) bool {
	return !e.Until.IsZero() && now.Format(time.DateOnly) > e.Until.Format(time.DateOnly)
}

// Baselined lists the findings that a baseline would accept beside those that it holds,
// if there is one: those that are of consequence, each fingerprint once, but none of a
// budget. An entry that no longer holds is for people to renew.
func (r *Report) Baselined(b *Baseline) []Finding {
	var list []Finding
	seen := map[string]bool{}
	if b != nil {
		for i := range b.Entries {
			seen[b.Entries[i].Fingerprint] = true
		}
	}
	for i := range r.Findings {
		f := r.Findings[i]
		if !f.Counts() || f.Severity == string(rules.Info) || f.Rule == rules.BudgetExceeded.ID || seen[f.Fingerprint] {
			continue
		}
		seen[f.Fingerprint] = true
		list = append(list, f)
	}
	return list
}

// acceptedShown bounds the list of accepted findings in reports for people.
const acceptedShown = 20

// accepted lists what the baseline knows, so that nobody takes its silence for health.
func (t *texter) accepted() {
	if len(t.r.Accepted) == 0 {
		return
	}
	t.heading("Accepted in the baseline")
	for i, a := range t.r.Accepted {
		if i == acceptedShown {
			t.lead(2, "-", noPaint, 2, "… and "+several(len(t.r.Accepted)-i, "more", "more")+" (see --format json)", noPaint)
			break
		}
		s := a.Rule + ": " + Clean(a.Title)
		if a.Count > 1 {
			s += fmt.Sprintf(" (%d times)", a.Count)
		}
		s += ", because: " + Clean(a.Reason)
		if a.Until != nil {
			s += " (until " + *a.Until + ")"
		}
		t.lead(2, "-", noPaint, 2, s, noPaint)
	}
}
