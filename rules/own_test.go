package rules_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// own makes a rule of a team from its condition.
func own(t *testing.T, id, condition, title string) *rules.Own {
	t.Helper()
	when, err := rules.ParseCondition(condition)
	if err != nil {
		t.Fatal(err)
	}
	o, err := rules.OwnRule(rules.Own{Rule: &rules.Rule{ID: id, Severity: rules.Warning}, When: when, Title: title}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// Each event that a condition can name happens when its line in the log says so, and has
// the fields that the documentation lists; the events that last do so until their end.
func TestOwnEvents(t *testing.T) {
	for _, c := range []struct {
		rule, log string
		want      []string
	}{
		{"exit-assertion-timeout", "fires.log", []string{
			`background at 18:20:00.139 x1 20: "com.example.notes"`,
			`exit at 18:20:30.402 x1 29: "com.example.notes assertion-timeout"`,
			`foreground at 18:19:55.135 x1 5: "com.example.notes"`,
			`launch at 18:19:55.104 x1 5: "com.example.notes user"`,
			`task at 18:20:00.139 x1 19: "com.example.notes SyncNotes killed"`,
			`task lasts at 18:20:00.139 x1 19: "com.example.notes SyncNotes killed": "It began and had not ended 1 s later."`,
			`task.begin at 18:20:00.139 x1 19: "com.example.notes SyncNotes killed"`,
			`task.begin lasts at 18:20:00.139 x1 19: "com.example.notes SyncNotes killed": "It began and had not ended 1 s later."`,
			`task.expire at 18:20:25.301 x1 25: "com.example.notes SyncNotes killed"`,
		}},
		{"bgtask-expired", "fires-in-time-for-app.log", []string{
			`bgtask at 00:00:10.003 x1 10: "Notes com.example.notes.refresh refresh expired"`,
			`bgtask lasts at 00:00:10.003 x1 10 15: "Notes com.example.notes.refresh refresh expired": "It lasted 30 s."`,
			`bgtask.complete at 00:00:40.000 x1 15: "Notes com.example.notes.refresh refresh expired"`,
			`bgtask.expire at 00:00:39.000 x1 11: "Notes com.example.notes.refresh refresh expired"`,
			`bgtask.start at 00:00:10.003 x1 10: "Notes com.example.notes.refresh refresh expired"`,
			`bgtask.start lasts at 00:00:10.003 x1 10 15: "Notes com.example.notes.refresh refresh expired": "It lasted 30 s."`,
			`bgtask.submit at 00:00:05.000 x1 2: "Notes com.example.notes.refresh refresh expired"`,
		}},
		{"task-unended-after-expiration", "fires-late.log", []string{
			`background at 07:21:36.954 x1 24: "com.example.courier"`,
			`foreground at 07:21:33.549 x1 5: "com.example.courier"`,
			`launch at 07:21:33.518 x1 5: "com.example.courier user"`,
			`suspend at 07:22:03.618 x1 36: "com.example.courier"`,
			`task at 07:21:36.553 x1 19: "com.example.courier SyncRoutes ended_after_expiration"`,
			`task at 07:21:36.554 x1 21: "com.example.courier SaveDraft ended"`,
			`task lasts at 07:21:36.553 x1 19 32: "com.example.courier SyncRoutes ended_after_expiration": "It lasted 26.8 s."`,
			`task.begin at 07:21:36.553 x1 19: "com.example.courier SyncRoutes ended_after_expiration"`,
			`task.begin at 07:21:36.554 x1 21: "com.example.courier SaveDraft ended"`,
			`task.begin lasts at 07:21:36.553 x1 19 32: "com.example.courier SyncRoutes ended_after_expiration": "It lasted 26.8 s."`,
			`task.end at 07:21:36.954 x1 22: "com.example.courier SaveDraft ended"`,
			`task.end at 07:22:03.317 x1 32: "com.example.courier SyncRoutes ended_after_expiration"`,
			`task.expire at 07:22:02.116 x1 29: "com.example.courier SyncRoutes ended_after_expiration"`,
		}},
		{"transfer-sequential", "fires-open.log", []string{
			`background at 14:00:02.170 x1 11: "com.example.notes"`,
			`foreground at 14:00:00.100 x1 1: "com.example.notes"`,
			`transfer at 14:00:02.570 x5 12 35 58 81 104: "com.example.notes download succeeded"`,
			`transfer lasts at 14:00:02.570 x5 12 16 35 39 58 62: "com.example.notes download succeeded": "It lasted 5 s."`,
			`transfer.create at 14:00:00.165 x5 7 27 50 73 96: "com.example.notes download succeeded"`,
			`transfer.deliver at 14:00:08.338 x5 25 48 71 94 117: "com.example.notes download succeeded"`,
			`transfer.finish at 14:00:07.572 x5 16 39 62 85 108: "com.example.notes download succeeded"`,
			`transfer.start at 14:00:02.570 x5 12 35 58 81 104: "com.example.notes download succeeded"`,
			`transfer.start lasts at 14:00:02.570 x5 12 16 35 39 58 62: "com.example.notes download succeeded": "It lasted 5 s."`,
			`wake at 14:00:07.597 x5 19 42 65 88 111: "com.example.notes"`,
			`wake.handled at 14:00:08.589 x5 33 56 79 102 119: "com.example.notes"`,
		}},
	} {
		t.Run(c.rule, func(t *testing.T) {
			var team []*rules.Own
			for _, e := range rules.Events() {
				title := "{app}"
				for _, f := range e.Fields {
					title += " {" + f + "}"
				}
				team = append(team, own(t, e.Name, e.Name, title))
				if e.Span {
					team = append(team, own(t, e.Name+" lasts", e.Name+" lasts longer than 1s", title))
				}
			}
			tl, _ := analyse(t, c.log, readCase(t, c.rule, c.log), parse.Options{})
			var got []string
			for _, f := range rules.Check(tl, rules.Settings{Own: team}) {
				if !slices.ContainsFunc(team, func(o *rules.Own) bool { return o.Rule == f.Rule }) {
					continue
				}
				s := fmt.Sprintf("%s at %s x%d", f.Rule.ID, f.At.Std().Format("15:04:05.000"), f.Count)
				for _, e := range f.Evidence {
					s += fmt.Sprintf(" %d", e.Line)
				}
				for _, v := range f.Values {
					if v.Name == "own_title" || v.Name == "how" && strings.HasSuffix(f.Rule.ID, "lasts") {
						s += ": " + valueText(v.V)
					}
				}
				got = append(got, s)
			}
			slices.Sort(got)
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}
