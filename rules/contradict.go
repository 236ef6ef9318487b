package rules

import (
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

// contradictions are the rules that claim that something did not happen, and how
// PowerLog, which records it by itself, can show that it did. Messages get lost, and no
// log proves what it does not hold as well as a witness that was there.
var contradictions = []struct {
	rule string
	did  string // as value of the finding, for PowerLogNote
	at   func(t *lifecycle.Timeline, f *Finding) lifecycle.Time
}{
	{bgtaskNeverRan.ID, "ran", ranAnyway},
	{bgtaskSubmitChurn.ID, "ran", ranAnyway},
	{bgtaskNotResubmitted.ID, "ran", ranAnyway}, // what runs has been submitted
	{transferNeverFinished.ID, "ended", endedAnyway},
}

// PowerLogNote follows the detail of every rule.
const PowerLogNote = `{{if eq .powerlog "ran"}} But PowerLog recorded a run that began at {{.powerlog_at}}: the log does not hold all that happened, and this does not count.{{end}}` +
	`{{if eq .powerlog "ended"}} But PowerLog recorded that the transfer was over at {{.powerlog_at}}: the log does not hold all that happened, and this does not count.{{end}}`

// contradict lets no finding stand that PowerLog contradicts: what became of it is not
// covered by the log. Nothing becomes a finding by PowerLog.
func contradict(t *lifecycle.Timeline, found []*Finding) {
	if t.Power == nil {
		return
	}
	for _, f := range found {
		for _, c := range contradictions {
			if f.Rule.ID != c.rule {
				continue
			}
			if at := c.at(t, f); at.Known() {
				f.Certainty = CutOff
				f.put("powerlog", c.did)
				f.put("powerlog_at", at)
			}
		}
	}
}

// ranAnyway is when the request's activity ran in the time of the finding.
func ranAnyway(t *lifecycle.Timeline, f *Finding) lifecycle.Time {
	return t.PowerRan(f.App, f.Subject, f.At, f.Until)
}

// endedAnyway is when the transfer was over.
func endedAnyway(t *lifecycle.Timeline, f *Finding) lifecycle.Time {
	uuid, _, _ := strings.Cut(strings.TrimPrefix(f.Subject, "<"), ">")
	return t.PowerEnded(uuid, t.Last)
}
