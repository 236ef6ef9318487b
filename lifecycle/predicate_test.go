package lifecycle

import (
	"strings"
	"testing"
)

func TestPredicate(t *testing.T) {
	p := Predicate("com.example.notes")
	for _, want := range []string{
		`process IN {"ReportCrash", "ReportMemoryException", "ReportSystemMemory", "SpringBoard", "dasd", "nsurlsessiond", "osanalyticshelper"`, `"runningboardd"`,
		`"com.apple.UIKit"`, `(process == "kernel" AND (`, `eventMessage CONTAINS "memorystatus:"`,
		`(subsystem == "com.apple.CFNetwork" AND (`, `eventMessage CONTAINS "Task <"`,
		`subsystem BEGINSWITH "com.example.notes"`, `eventMessage CONTAINS "com.example.notes"`,
	} {
		if !strings.Contains(p, want) {
			t.Errorf("missing %s in:\n%s", want, p)
		}
	}
	if strings.Contains(p, "'") {
		t.Error("a quote would end the shell's argument")
	}
	if strings.Contains(p, "()") || strings.Contains(p, `""`) && !strings.Contains(p, `subsystem == ""`) {
		t.Errorf("an empty condition in:\n%s", p)
	}
	if strings.Contains(Predicate(""), "BEGINSWITH") {
		t.Error("without an app no app is selected")
	}
}

// Each condition selects something: no writer of too much is selected without words, and
// words that any process may print are selected by themselves.
func TestPredicateConditions(t *testing.T) {
	lines := strings.Split(Predicate(""), "\n")
	alone := false
	for _, l := range lines {
		l = strings.TrimPrefix(strings.TrimSpace(l), "OR ")
		alone = alone || strings.HasPrefix(l, "eventMessage CONTAINS") || strings.HasPrefix(l, "(eventMessage CONTAINS")
		if strings.HasPrefix(l, `(process == "`) && !strings.Contains(l, "eventMessage CONTAINS") {
			t.Errorf("without words: %s", l)
		}
	}
	if !alone {
		t.Error("no words are selected of whoever prints them")
	}
	s := searched{}
	s.add([]string{"a", "b"}, "x")
	s.add([]string{"a"}, "y")
	if !s["a"]["x"] || !s["a"]["y"] || !s["b"]["x"] || s["b"]["y"] {
		t.Errorf("searched: %v", s)
	}
}
