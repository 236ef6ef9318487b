package lifecycle

import (
	"strings"
	"testing"
)

func TestPredicate(t *testing.T) {
	p := Predicate("com.example.notes")
	for _, want := range []string{
		`process IN {"SpringBoard", "dasd", "nsurlsessiond", "osanalyticshelper"`, `"runningboardd"`,
		`"com.apple.UIKit"`, `(process == "kernel" AND (`, `eventMessage CONTAINS "memorystatus:"`,
		`(subsystem == "com.apple.CFNetwork" AND (`, `eventMessage CONTAINS "Task <"`,
		`subsystem BEGINSWITH "com.example.notes"`, `eventMessage CONTAINS "com.example.notes"`,
	} {
		if !strings.Contains(p, want) && !strings.Contains(p, strings.Replace(want, `"SpringBoard", `, `"ReportCrash", "SpringBoard", `, 1)) {
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
