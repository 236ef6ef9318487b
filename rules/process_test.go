package rules

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// What differs from run to run is no part of a fingerprint.
func TestStable(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "",
		"SyncNotes":                            "SyncNotes",
		"Sync 12 of 07, then 9":                "Sync # of #, then #",
		"Sync-90":                              "Sync-#",
		"at 0x1f0A9b":                          "at #",
		"at 0X1f, 0xff":                        "at #, #",
		"0xa":                                  "#",
		"0xg and 0x":                           "#xg and #x",
		"0x":                                   "#x",
		"10x3":                                 "#x#",
		"face":                                 "face",
		"0A1B2C3D-0000-4000-8000-00000000000F": "#",
		"<9e107d9d-372b-4826-bd81-d3542a419dfa>.<3>":      "<#>.<#>",
		"0A1B2C3D-0000-4000-8000-00000000000":             "#A#B#C#D-#-#-#-#",
		"0A1B2C3D-0000-4000-8000-00000000000G":            "#A#B#C#D-#-#-#-#G",
		"0A1B2C3D-0000-4000-8000+00000000000F":            "#A#B#C#D-#-#-#+#F",
		"ABCDEFAB-CDEF-ABCD-EFAB-CDEFABCDEFABCDEF":        "#CDEF",
		" one\ttwo\r\nthree   four ":                      "one two three four",
		"a b-0A1B2C3D-0000-4000-8000-00000000000F c":      "a b-# c",
		"notes/2024/7 and notes/2025/11, in the same way": "notes/#/# and notes/#/#, in the same way",
	} {
		if d := cmp.Diff(want, stable(text)); d != "" {
			t.Errorf("%q (-want +got):\n%s", text, d)
		}
	}
}

// A fingerprint is that of the rule, the app and the subject; without the subject where that
// tells only one case from the next, and the same for all tasks without names.
func TestFingerprint(t *testing.T) {
	app := &lifecycle.App{BundleID: "com.example.notes"}
	base := Finding{Rule: &Rule{ID: "task-expired"}, App: app, Subject: "Sync 7", At: second(1)}
	with := func(change func(*Finding)) *Finding {
		f := base
		change(&f)
		return &f
	}
	one := Fingerprint(&base)
	if len(one) != 18 || one[:2] != "1:" {
		t.Errorf("%q", one)
	}
	for _, c := range []struct {
		name string
		f    *Finding
		same bool
	}{
		{"another time and number", with(func(f *Finding) { f.At, f.PID, f.Subject = second(9), 500, "Sync 12" }), true},
		{"another name", with(func(f *Finding) { f.Subject = "Save 7" }), false},
		{"another rule", with(func(f *Finding) { f.Rule = &Rule{ID: "task-leak"} }), false},
		{"another app", with(func(f *Finding) { f.App = &lifecycle.App{BundleID: "com.example.mail"} }), false},
		{"no app", with(func(f *Finding) { f.App = nil }), false},
	} {
		if got := Fingerprint(c.f) == one; got != c.same {
			t.Errorf("%s: the same %v", c.name, got)
		}
	}
	a, b := with(func(f *Finding) { f.oneCase = true }), with(func(f *Finding) { f.oneCase, f.Subject = true, "another case" })
	if Fingerprint(a) != Fingerprint(b) || Fingerprint(a) == one {
		t.Error("two cases of one fault are two faults")
	}
	a, b = with(func(f *Finding) { f.nameless = true }), with(func(f *Finding) { f.nameless, f.Subject = true, "task nine" })
	if Fingerprint(a) != Fingerprint(b) {
		t.Error("two tasks without names are two faults")
	}
}

// Findings that count come first, the worst of them at the top; what is alike in that is in
// the order of time, and then of names.
func TestOrder(t *testing.T) {
	app := func(id string) *lifecycle.App { return &lifecycle.App{BundleID: id} }
	at := func(s float64) lifecycle.Time {
		return parse.At(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)).Add(s)
	}
	task, exit := &Rule{ID: "task"}, &Rule{ID: "exit"}
	want := []*Finding{
		{Severity: Error, Certainty: Certain, At: at(9), Rule: task},
		{Severity: Warning, Certainty: Likely, At: at(1), Rule: task, App: app("b")},
		{Severity: Warning, Certainty: Certain, At: at(2), Rule: task},
		{Severity: Warning, Certainty: Certain, At: at(2), Rule: exit, App: app("a")},
		{Severity: Warning, Certainty: Certain, At: at(2), Rule: task, App: app("a"), Subject: "one"},
		{Severity: Warning, Certainty: Certain, At: at(2), Rule: task, App: app("a"), Subject: "two"},
		{Severity: Warning, Certainty: Certain, At: at(2), Rule: exit, App: app("b")},
		{Severity: Info, Certainty: Certain, At: at(0), Rule: task},
		{Severity: Error, Certainty: CutOff, At: at(0), Rule: task},
	}
	for turn := range want { // whichever order they come in
		got := append(append([]*Finding{}, want[turn:]...), want[:turn]...)
		slices.Reverse(got)
		order(got)
		for i, f := range got {
			if f != want[i] {
				t.Fatalf("turned by %d, place %d: %+v", turn, i, f)
			}
		}
	}
}

// The peak of a value is sought in all cases that were folded into a finding.
func TestPeak(t *testing.T) {
	with := func(name string, v any, folded ...*Finding) *Finding {
		return &Finding{Values: []Value{{Name: "other_s", V: 99.0}, {Name: name, V: v}, {Name: "name", V: "x"}}, folded: folded}
	}
	for _, c := range []struct {
		name string
		f    *Finding
		want float64
		ok   bool
	}{
		{"a duration", with("lost_s", 3.5), 3.5, true},
		{"a number", with("lost_s", 4), 4, true},
		{"a negative number", with("lost_s", -4), -4, true},
		{"a text", with("lost_s", "4"), 0, false},
		{"none", with("kept_s", 3.5), 0, false},
		{"more in a case of it", with("lost_s", 3.5, with("lost_s", 7), with("lost_s", 5)), 7, true},
		{"less in the cases of it", with("lost_s", 3.5, with("lost_s", 2.0), with("lost_s", -1)), 3.5, true},
		{"only in a case of it", with("kept_s", 3.5, with("kept_s", 9), with("lost_s", -2.0), with("lost_s", -3.0)), -2, true},
	} {
		if got, ok := c.f.Peak("lost_s"); got != c.want || ok != c.ok {
			t.Errorf("%s: %g, %v, want %g, %v", c.name, got, ok, c.want, c.ok)
		}
	}
}

// A rule's values are all that its texts fill in, wherever in a template they stand.
func TestValueNames(t *testing.T) {
	r := &Rule{
		Title:  `{{quote .name}} of {{.app}} was held {{dur .held_s}}`,
		Detail: `{{if .killed}}killed after {{.age_s}}{{else if .ended_s}}ended{{else}}{{.why}}{{end}}{{with .policy}}{{.}}{{end}}`,
		Fix:    `{{range .files}}{{$.folder}}{{else}}{{.held_s}}{{end}} {{.count}} {{plural .tasks "task"}} of {{.subject}}, {{.certainty}}, {{.severity}}`,
	}
	want := []string{"age_s", "ended_s", "files", "held_s", "killed", "name", "policy", "tasks", "why"}
	if d := cmp.Diff(want, r.ValueNames()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	broken := &Rule{Title: `{{.name`, Detail: `{{.why}}`}
	if d := cmp.Diff([]string{"why"}, broken.ValueNames()); d != "" {
		t.Errorf("beside a text that is no template (-want +got):\n%s", d)
	}
}
