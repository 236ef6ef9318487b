package rules

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

func TestEvidenceInOrder(t *testing.T) {
	line := func(input, number, second int) lifecycle.Evidence {
		e := lifecycle.Evidence{Input: input, Line: number, Text: "line"}
		if second >= 0 {
			e.Time = parse.At(time.Date(2026, 6, 9, 14, 0, second, 0, time.UTC))
		}
		return e
	}
	for _, c := range []struct {
		name  string
		lines []lifecycle.Evidence
		want  []string // input:line
	}{
		{"one log", []lifecycle.Evidence{line(0, 9, 4), line(0, 3, 5), line(0, 9, 4)}, []string{"0:3", "0:9"}},
		{"several logs", []lifecycle.Evidence{line(0, 9, 4), line(1, 3, 1), line(1, 7, 9), line(0, 2, 2)}, []string{"1:3", "0:2", "0:9", "1:7"}},
		{"at one time", []lifecycle.Evidence{line(1, 3, 4), line(0, 9, 4)}, []string{"0:9", "1:3"}},
		{"several logs, one without times", []lifecycle.Evidence{line(1, 3, 1), line(0, 9, -1), line(0, 2, 2)}, []string{"0:2", "0:9", "1:3"}},
		{"a crash report", []lifecycle.Evidence{{Input: 1, Line: 3, Time: line(1, 3, 1).Time, Report: true}, line(0, 9, 4)}, []string{"0:9", "1:3"}},
		{"too many", []lifecycle.Evidence{line(0, 8, 8), line(0, 7, 7), line(0, 6, 6), line(0, 5, 5), line(0, 4, 4), line(0, 3, 3), line(0, 2, 2)},
			[]string{"0:2", "0:3", "0:4", "0:5", "0:6", "0:7"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var f Finding
			f.prove(c.lines...)
			var got []string
			for _, e := range f.Evidence {
				got = append(got, fmt.Sprintf("%d:%d", e.Input, e.Line))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("evidence (-want +got):\n%s", diff)
			}
		})
	}
}
