package report

import (
	"strings"
	"testing"

	"github.com/bglog/bglog/lifecycle"
)

// A request ran also where dasd's lines tell of its end only.
func TestAnswerOfARun(t *testing.T) {
	for outcome, ran := range map[lifecycle.BGTaskOutcome]bool{
		lifecycle.BGTaskDone: true, lifecycle.BGTaskRuns: true, lifecycle.BGTaskPending: false, lifecycle.BGTaskReplaced: false,
	} {
		w := wait{identifier: "com.example.notes.refresh", kind: string(lifecycle.BGRefresh)}
		w.add(BGTask{Outcome: string(outcome), Refused: 2})
		if got := w.answer(); strings.Contains(got, "did not run at once") != ran {
			t.Errorf("%s: %s", outcome, got)
		}
	}
}
