package config

import (
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/bglog/bglog/report"
	"github.com/bglog/bglog/rules"
)

// full holds every key.
const full = `# what our team agreed on
app: com.example.notes
system: false
only: [task-*, transfer-*]
skip: task-expired
fail-on: warning
tz: Europe/Berlin
baseline: ci/known.yaml
max-inflated: 2GiB
max-entries: 500
severity:
  transfer-*: warning
  transfer-failed: error
max:
  transfer-rate-limited.lost_s: 60
  task-expired: 2
min:
  bgtask-runs-per-day: 0.5
`

// fullest holds what full lacks.
const fullest = full + `log-points:
  upload: {subsystem: com.example.notes, category: sync, begin: 'upload (?P<id>\w+) began', end: 'upload (?P<id>\w+) ended'}
  merged: {process: Notes, match: merged}
rules:
  upload-must-end: {when: upload lasts longer than 30s, severity: error, per: id, title: 'upload {id}', why: because, fix: end it, references: 'https://example.com'}
`

func TestParse(t *testing.T) {
	got, err := Parse("app/.bglog.yaml", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	want := &File{
		Path: "app/.bglog.yaml",
		Flags: map[string][]string{
			"app": {"com.example.notes"}, "only": {"task-*", "transfer-*"}, "skip": {"task-expired"},
			"fail-on": {"warning"}, "tz": {"Europe/Berlin"}, "baseline": {filepath.Join("app", "ci", "known.yaml")},
			"max-inflated": {"2GiB"}, "max-entries": {"500"},
		},
		Severities: []rules.Override{{Pattern: "transfer-*", Severity: rules.Warning}, {Pattern: "transfer-failed", Severity: rules.Error}},
		Budgets: []report.Budget{
			{Key: "transfer-rate-limited.lost_s", Rule: "transfer-rate-limited", Value: "lost_s", Bound: report.AtMost, Limit: 60, Where: "app/.bglog.yaml:15"},
			{Key: "task-expired", Rule: "task-expired", Bound: report.AtMost, Limit: 2, Where: "app/.bglog.yaml:16"},
			{Key: "bgtask-runs-per-day", Bound: report.AtLeast, Limit: 0.5, Where: "app/.bglog.yaml:18"},
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, text := range []string{"\ufefffail-on: warning\r\nskip:\r\n  - task-*\r\n", "", "# nothing\n", "max:\nseverity:\n", "---\n"} {
		if _, err := Parse("f", []byte(text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// What is wrong is told with its place and what was expected, all at once.
func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"fail_on: error", `f:1:1: unknown key "fail_on" in the configuration: did you mean fail-on?`},
		{"colour: red", `f:1:1: unknown key "colour" in the configuration: expected one of app, baseline, `},
		{"fail-on: fatal", `f:1:10: expected one of error, warning, info, never, found "fatal"`},
		{"fail-on: [error]", `f:1:10: expected one of error, warning, info, never, found a list`},
		{"system: yes please", `f:1:9: expected true or false for system, found "yes please"`},
		{"skip: task-expird", `f:1:7: no rule "task-expird": did you mean task-expired`},
		{"skip: {a: b}", `f:1:7: expected a list, found a mapping`},
		{"app: \"\"", `f:1:6: expected a bundle id or process name, found an empty text`},
		{"severity: {exit-*: fatal}", `f:1:20: expected one of error, warning, info, found "fatal"`},
		{"severity: {nope: error}", `f:1:12: no rule "nope" (bglog rules lists them)`},
		{"max:\n  task-expired: many", `f:2:17: expected a number that is not negative, found "many"`},
		{"max:\n  task-expired: -1", `f:2:17: expected a number that is not negative, found "-1"`},
		{"max:\n  task-expired: .inf", `f:2:17: expected a number that is not negative, found`},
		{"max: 3", `f:1:6: expected pairs of what is measured and its limit, found "3"`},
		{"max:\n  transfer-rate-limited.lost: 1", `f:2:3: findings of transfer-rate-limited have no value "lost": expected one of delay_s, `},
		{"max:\n  runs: 1", `f:2:3: "runs" is neither a rule, nor RULE.VALUE, nor one of the metrics background-launches-per-day, `},
		{"min:\n  task-expired: 1", `f:2:3: "task-expired": a rule tells of faults, of which nobody wants at least some`},
		{"min:\n  kills: 0", `f:2:10: kills: at least 0 is always kept`},
		{"max:\n\ttask-expired: 1", "f:2:1: found character '\t' that cannot start any token"},
		{"max: {task-expired: 1", `f:1:6: `},
		{"skip: a\nskip: b", `f:2:1: `},
		{"a: b\n---\nc: d\n", `f:3:2: a second document: expected one only`},
		{"max: " + strings.Repeat("{a: ", 20_000), "f: nested deeper than 500 levels"},
		{"app:\n " + strings.Repeat("- ", 100_000), "f: nested deeper than 500 levels"},
		{"- a", `f:1:1: expected the configuration, found a list`},
		{"skip: &x task-expired\nonly: *x", `f:1:7: expected the id of a rule, found an alias, which is not supported here`},
	} {
		_, err := Parse("f", []byte(c.text))
		var in *Error
		if !errors.As(err, &in) {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if !strings.HasPrefix(in.Lines[0], c.want) {
			t.Errorf("%q:\n got %s\nwant %s", c.text, in.Lines[0], c.want)
		}
	}
	_, err := Parse("f", []byte("a: 1\nb: 2\nmax: 3\n"))
	if got := strings.Count(err.Error(), "\n") + 1; got != 3 {
		t.Errorf("%d errors told of 3: %v", got, err)
	}
}

// The schema and the reader know the same keys, and agree about what is right.
func TestSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	known := slices.Sorted(maps.Keys((&File{}).keys(&reader{})))
	listed := slices.Sorted(maps.Keys(doc.(map[string]any)["properties"].(map[string]any)))
	if d := cmp.Diff(known, listed); d != "" {
		t.Errorf("keys (-reader +schema):\n%s", d)
	}
	for _, x := range []struct {
		text string
		ok   bool
	}{
		{full, true}, {fullest, true}, {"rules: {a: {}}", false}, {"log-points: {a: {match: abcdef}}", false}, {"log-points: {a: {process: b, begin: abcdef}}", false}, {"fail-on: fatal", false}, {"unknown: 1", false}, {"max: {task-expired: -1}", false}, {"min: {kills: 0}", false}, {"system: maybe", false}, {"max-ratio: 0", false}, {"max-record: 4MB", false}, {"max-nesting: 3", true},
	} {
		var v any
		if err := yaml.Unmarshal([]byte(x.text), &v); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); (err == nil) != x.ok {
			t.Errorf("%q: %v", x.text, err)
		}
		if _, err := Parse("f", []byte(x.text)); (err == nil) != x.ok {
			t.Errorf("%q: the reader says %v", x.text, err)
		}
	}
}

func TestBaseline(t *testing.T) {
	subject := "Sync: \"all\"\x1b[31m \u202e#1\\"
	app := "com.example.notes"
	written := BaselineEntries([]report.Finding{
		{Fingerprint: "1:00112233445566aa", Rule: "task-expired", App: &app, Subject: &subject},
		{Fingerprint: "1:00112233445566ab", Rule: "exit-cpu"},
	}, "known: it's #7")
	got, err := ParseBaseline("b.yaml", []byte("# ours"+written+"  until: 2027-01-31\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []report.Accepted{
		{Fingerprint: "1:00112233445566aa", Rule: "task-expired", App: app, Subject: subject, Reason: "known: it's #7", Where: "b.yaml:2"},
		{Fingerprint: "1:00112233445566ab", Rule: "exit-cpu", Reason: "known: it's #7", Where: "b.yaml:8", Until: time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC)},
	}
	if d := cmp.Diff(want, got.Entries); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, c := range []struct{ text, want string }{
		{"- fingerprint: 1", `b.yaml:1:16: "1" is no fingerprint`},
		{"- rule: x\n  reason: y", "b.yaml:1:7: an entry of the baseline has no fingerprint"},
		{"- fingerprint: \"1:00112233445566aa\"", "b.yaml:1:14: an entry of the baseline has no reason"},
		{"- fingerprint: \"1:00112233445566aa\"\n  reason: y\n  until: soon", `b.yaml:3:10: expected a day such as 2027-01-31, found "soon"`},
		{"- fingerprint: \"1:00112233445566aa\"\n  reason: y\n  because: z", `b.yaml:3:3: unknown key "because" in an entry of the baseline`},
		{"- fingerprint: \"1:00112233445566aa\"\n  reason: y\n- fingerprint: \"1:00112233445566aa\"\n  reason: z", "b.yaml:3:14: fingerprint 1:00112233445566aa stands already in b.yaml:1"},
		{"x: y", "b.yaml:1:2: expected a list, found a mapping"},
	} {
		_, err := ParseBaseline("b.yaml", []byte(c.text))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
}

func TestFind(t *testing.T) {
	root := t.TempDir()
	deep := filepath.Join(root, "app", "sub", "deep")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	outer := filepath.Join(root, FileName)
	if err := os.WriteFile(outer, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := Find(deep); got != outer {
		t.Errorf("found %q, want %q", got, outer)
	}
	if err := os.Mkdir(filepath.Join(root, "app", ".git"), 0o755); err != nil {
		t.Fatal(err)
	}
	if got := Find(deep); got != "" {
		t.Errorf("found %q beyond the repository", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(fullest))
	f.Add([]byte("- fingerprint: \"1:00112233445566aa\"\n  reason: y\n"))
	f.Add([]byte("max: {a: [b, {c: *d}]}\n"))
	f.Add([]byte("log-points: {0}\nrules:\n 0: {when:0} "))
	f.Fuzz(func(t *testing.T, text []byte) {
		for _, err := range []error{second(Parse("f", text)), second(ParseBaseline("f", text))} {
			var in *Error
			if err != nil && (!errors.As(err, &in) || len(in.Lines) == 0) {
				t.Errorf("%v", err)
			}
		}
	})
}

func second[T any](_ T, err error) error { return err }
