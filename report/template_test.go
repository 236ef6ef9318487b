package report

import (
	"math"
	"strings"
	"testing"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
	"github.com/google/go-cmp/cmp"
)

func TestDuration(t *testing.T) {
	for _, c := range []struct {
		v    any
		want string
	}{
		{0.0, "0 s"}, {0.0004, "0 s"}, {0.35, "350 ms"}, {0.9994, "999 ms"}, {0.9996, "1 s"}, {1, "1 s"}, {3.2, "3.2 s"}, {3.04, "3 s"},
		{9.96, "10 s"}, {26.0, "26 s"}, {59.4, "59 s"}, {59.6, "1 min"}, {200, "3 min 20 s"}, {180.2, "3 min"}, {3599.6, "1 h"},
		{7500.0, "2 h 5 min"}, {7200, "2 h"}, {86399.0, "1 d"}, {97200, "1 d 3 h"}, {int64(172800), "2 d"}, {-90, "-1 min 30 s"},
		{nil, ""}, {"x", ""}, {math.NaN(), ""}, {math.Inf(1), ""},
	} {
		if got := duration(c.v); got != c.want {
			t.Errorf("duration(%v) = %q, want %q", c.v, got, c.want)
		}
	}
}

func TestFill(t *testing.T) {
	app := &lifecycle.App{BundleID: "com.example.notes", Name: "Notes"}
	f := &rules.Finding{
		App: app, Subject: "Flush\x1bOutbox", Count: 3, Severity: rules.Error, Certainty: rules.Likely,
		Values: valuesOf("held_s", 200.0, "n", 1, "big", int64(4), "on", true, "names", []string{"a b", "0x2182BAD2", "Notes.run()", "-[Sync run]"},
			"at", moment("10:12:04.120"), "never", parse.Time{}, "evil", "::x\n{{.app}}"),
	}
	shown := style{value: name, time: clock{}.short, code: quoteName, glue: unbroken}
	for _, c := range []struct{ text, plain, shown string }{
		{`{{.app}} held {{quote .subject}} for {{dur .held_s}}`, "Notes held \"Flush\x1bOutbox\" for 3 min 20 s",
			`Notes held "Flush\x1bOutbox" for 3` + noBreak + `min` + noBreak + `20` + noBreak + `s`},
		{`{{.missing}}[{{quote .missing}}{{code .missing}}{{dur .missing}}]`, "[]", "[]"},
		{`{{.n}} {{plural .n "task" "tasks"}}, {{.big}} {{plural .big "task" "tasks"}}, {{plural .missing "task" "tasks"}}`,
			"1 task, 4 tasks, tasks", "1 task, 4 tasks, tasks"},
		{`{{if .on}}on{{end}}{{if .missing}}off{{end}}{{if eq .missing "x"}}no{{end}}{{if ne .held_s nil}} known{{end}}`, "on known", "on known"},
		{`{{range $i, $n := .names}}{{if $i}}, {{end}}{{code $n}}{{end}}; {{.names}}`,
			`"a b", 0x2182BAD2, Notes.run(), -[Sync run]; a b, 0x2182BAD2, Notes.run(), -[Sync run]`,
			`"a b", 0x2182BAD2, Notes.run(), -[Sync run]; a b, 0x2182BAD2, Notes.run(), -[Sync run]`},
		{`at {{.at}}{{with .never}} and {{.}}{{end}}`, "at 2026-03-02 10:12:04.120 +0100", "at 10:12:04.120"},
		{`{{.evil}} {{.count}} {{.certainty}} {{.severity}}`, "::x {{.app}} 3 likely error", "::x {{.app}} 3 likely error"},
		{"  one\n\ttwo\n\n\n three ", "one two\n\nthree", "one two\n\nthree"},
		{`broken {{`, "broken {{", "broken {{"},
		{`cut {{gt .missing 3}}`, "cut", "cut"},
	} {
		if got := execute(c.text, fillings(f, plain()), plain()); got != c.plain {
			t.Errorf("plain %s = %q, want %q", c.text, got, c.plain)
		}
		if got := execute(c.text, fillings(f, shown), shown); got != c.shown {
			t.Errorf("shown %s = %q, want %q", c.text, got, c.shown)
		}
	}
}

// TestRuleTexts fills the texts of every rule with nothing but the keys that all
// findings have.
func TestRuleTexts(t *testing.T) {
	if len(rules.All()) == 0 {
		t.Fatal("no rules")
	}
	for _, r := range rules.All() {
		f := &rules.Finding{Rule: r, Count: 1, Severity: r.Severity, Certainty: rules.Certain}
		for _, text := range []string{r.Title, r.Detail, r.Fix} {
			got, err := expand(text, fillings(f, plain()), plain())
			if err != nil {
				t.Errorf("%s: %v", r.ID, err)
			}
			for _, bad := range []string{"<no value>", "%!", "<nil>", "  ", `""`} {
				if strings.Contains(got, bad) {
					t.Errorf("%s: %q in %q", r.ID, bad, got)
				}
			}
		}
		if w := fill(f, plain()); w.title == "" || w.detail == "" {
			t.Errorf("%s: empty text: %+v", r.ID, w)
		}
	}
}

func TestExplainAndRules(t *testing.T) {
	r := &rules.Rule{
		ID: "task-example", Severity: rules.Warning, What: "An example. It has two sentences.", Why: "Why not.", HowToFix: "Change it.",
		Swift: "func save() {\n    " + strings.Repeat("call(); ", 12) + "\n}", SeenOn: "iOS 18",
		Example: "default\t10:00:00.000\tNotes\tCreated background task\n" + strings.Repeat("long line ", 15), References: []string{"https://developer.apple.com/x"},
	}
	var b strings.Builder
	if err := Explain(&b, r, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "explain.txt", b.String())
	b.Reset()
	if err := Rules(&b, []*rules.Rule{r, {ID: "exit-other", Severity: rules.Error, What: strings.Repeat("many words ", 12)}}, TextOptions{Width: 60}); err != nil {
		t.Fatal(err)
	}
	want := `rule          default  finds
task-example  warning  An example.
exit-other    error    many words many words many words many
                       words many words many words many
                       words many words many words many
                       words many words many words
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}
