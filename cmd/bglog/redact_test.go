package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/report"
)

// firing lists the logs of testdata on which rules fire.
func firing(t *testing.T) []string {
	t.Helper()
	list, err := filepath.Glob("../../testdata/rules/*/fires*")
	if err != nil || len(list) == 0 {
		t.Fatal(err, len(list))
	}
	return slices.DeleteFunc(list, func(name string) bool { return strings.HasSuffix(name, ".want") })
}

// formats writes a log's report in every format.
func formats(t *testing.T, key string, args ...string) map[string]string {
	t.Helper()
	dir := t.TempDir()
	args = slices.Clone(args)
	for format := range writers {
		args = append(args, "--format", format+"="+filepath.Join(dir, format))
	}
	env := testEnvironment()
	env.newKey = func() []byte { return []byte(key) }
	summary := filepath.Join(dir, "summary")
	env.getenv = func(name string) string { return map[string]string{"GITHUB_STEP_SUMMARY": summary}[name] }
	var out, errs strings.Builder
	if code := run(args, strings.NewReader(""), &out, &errs, env); code != exitFindings && code != exitClean && code != exitNothing {
		t.Fatalf("%q: exit %d, %q", args, code, errs.String())
	}
	texts := map[string]string{"summary": string(mustRead(t, summary))}
	for format := range writers {
		texts[format] = string(mustRead(t, filepath.Join(dir, format)))
	}
	return texts
}

// reportOf is a log's report as JSON.
func reportOf(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs strings.Builder
	if code := run(append(args, "--format", "json"), strings.NewReader(""), &out, &errs, testEnvironment()); code != exitFindings && code != exitClean && code != exitNothing {
		t.Fatalf("%q: exit %d, %q", args, code, errs.String())
	}
	return out.String()
}

// named are the names in a report that is not redacted.
func named(t *testing.T, doc string) (list []string) {
	var r report.Report
	if err := json.Unmarshal([]byte(doc), &r); err != nil {
		t.Fatal(err)
	}
	add := func(names ...*string) {
		for _, n := range names {
			if n != nil && len(*n) > 3 && !strings.Contains(*n, "com.apple.") {
				list = append(list, *n)
			}
		}
	}
	for _, a := range r.Apps {
		add(a.BundleID)
	}
	for _, x := range r.Tasks {
		if x.System || x.Name != nil && strings.HasPrefix(*x.Name, "Called by ") {
			continue
		}
		add(x.Name)
	}
	for _, x := range r.BGTasks {
		add(x.Identifier)
	}
	for _, x := range r.Sessions {
		add(&x.ID, x.Identifier)
	}
	for _, x := range r.Transfers {
		add(&x.Task)
	}
	for _, f := range r.Findings {
		add(&f.Fingerprint)
	}
	return list
}

// invented are names in the logs of testdata that no list of the report has.
var invented = regexp.MustCompile(`example\.(?:com|net|org|test)|(?i)com\.example\.|outbox|thumbnail`)

// ownCode is what every page has.
var ownCode = regexp.MustCompile(`(?s)<(?:script|style)>.*?</(?:script|style)>`)

// ofTheLog takes out what SARIF tells of the rules and pages have of their own, whatever
// the log holds.
func ofTheLog(format, text string) string {
	if format == "html" {
		return ownCode.ReplaceAllString(text, "")
	}
	if format != "sarif" {
		return text
	}
	var doc struct {
		Runs []struct {
			Results, Invocations, Artifacts json.RawMessage
		}
	}
	if json.Unmarshal([]byte(text), &doc) != nil {
		return text
	}
	rest, _ := json.Marshal(doc)
	return string(rest)
}

// What the logs of every rule call apps, tasks, sessions and servers is in no format of a
// redacted report, and the report is one as before otherwise.
func TestRedactEveryRule(t *testing.T) {
	rule := ""
	for i, log := range firing(t) {
		if testing.Short() && (i%4 != 0 || filepath.Dir(log) == rule) {
			continue
		}
		rule = filepath.Dir(log)
		t.Run(filepath.Base(filepath.Dir(log))+"/"+filepath.Base(log), func(t *testing.T) {
			t.Parallel()
			plain, redacted := reportOf(t, "--system", log), formats(t, "key", "--system", "--redact", log)
			names := named(t, plain)
			for format, text := range redacted {
				text = ofTheLog(format, text)
				for _, n := range names {
					if strings.Contains(text, n) {
						t.Errorf("%s holds %q", format, n)
					}
				}
				if m := invented.FindString(text); m != "" {
					t.Errorf("%s holds %q", format, m)
				}
			}
			if i == 0 {
				validate(t, "../../report/schema/report.v1.json", []byte(redacted["json"]))
			}
			if d := cmp.Diff(skeleton(t, plain), skeleton(t, redacted["json"])); d != "" {
				t.Errorf("the findings (-plain +redacted):\n%s", d)
			}
		})
	}
}

// skeleton is what redaction must not change.
func skeleton(t *testing.T, doc string) (list []any) {
	var r report.Report
	if err := json.Unmarshal([]byte(doc), &r); err != nil {
		t.Fatal(err)
	}
	list = append(list, r.Verdict, len(r.Apps), len(r.Tasks), len(r.BGTasks), len(r.Sessions), len(r.Transfers), len(r.Wakes))
	for _, f := range r.Findings {
		list = append(list, f.ID, f.Rule, f.Severity, f.Certainty, f.Count, f.PID, f.Subject == nil, f.At.String(), len(f.Values), len(f.Evidence), f.CausedBy)
	}
	return list
}

// A report says of lifecycles and of the lines that prove a finding the same names.
func TestRedactJoins(t *testing.T) {
	var r report.Report
	if err := json.Unmarshal([]byte(formats(t, "key", "--redact", "testdata/notes.log")["json"]), &r); err != nil {
		t.Fatal(err)
	}
	if !r.Redacted {
		t.Error("not marked as redacted")
	}
	app := *r.Apps[0].BundleID
	joined := false
	for _, f := range r.Findings {
		if f.App == nil || *f.App != app || !strings.HasPrefix(f.Fingerprint, "r:") {
			t.Errorf("%s: app %v of %s, fingerprint %s", f.Rule, f.App, app, f.Fingerprint)
		}
		for _, e := range f.Evidence {
			if f.Subject != nil && strings.Contains(e.Text, "taskName = "+*f.Subject+",") {
				joined = slices.ContainsFunc(r.Tasks, func(x report.Task) bool { return x.Name != nil && *x.Name == *f.Subject })
			}
		}
	}
	if !joined {
		t.Errorf("no line names the task of a finding: %+v", r.Findings)
	}
}

var keyed = regexp.MustCompile(`r:[0-9a-f]{16}`)

// Reports of two runs have no fingerprint in common.
func TestRedactRuns(t *testing.T) {
	one := keyed.FindAllString(formats(t, "one", "--redact", "testdata/notes.log")["json"], -1)
	two := keyed.FindAllString(formats(t, "two", "--redact", "testdata/notes.log")["json"], -1)
	if len(one) == 0 || len(one) != len(two) {
		t.Fatalf("%v, %v", one, two)
	}
	for _, f := range one {
		if slices.Contains(two, f) {
			t.Errorf("%s is in both", f)
		}
	}
}

// secrets are put where names stand, to see whether any of them comes through.
var secrets = []string{
	"anna.meier@mail.example", "192.0.2.99", "2001:db8::1c2d:3e4f", "/Users/annameier/Library/x", "Anna Meier's iPhone",
	"https://files.example.net/a?token=s3cr3t&u=anna", "5B2E9D10-1111-4222-8333-444455556666", "+41 44 668 18 00", "東京支店", "47.376887",
}

func TestRedactSecrets(t *testing.T) {
	notes := string(mustRead(t, "testdata/notes.log"))
	downloads := string(mustRead(t, "../../testdata/samples/downloads.log"))
	for _, secret := range secrets {
		t.Run(secret, func(t *testing.T) {
			dir := t.TempDir()
			logs := map[string]string{
				"task.log":    strings.ReplaceAll(notes, "FlushOutbox", secret),
				"session.log": strings.ReplaceAll(downloads, "<private>", secret),
			}
			for name, log := range logs {
				path := filepath.Join(dir, name)
				if err := os.WriteFile(path, []byte(log), 0o644); err != nil {
					t.Fatal(err)
				}
				if plain := reportOf(t, path); !strings.Contains(plain, strings.SplitN(secret, "&", 2)[0]) {
					t.Fatalf("%s: the secret is in no report", name)
				}
				for format, text := range formats(t, "key", "--redact", path) {
					for _, word := range strings.Fields(secret) {
						if len(word) > 3 && word != "iPhone" && strings.Contains(text, word) {
							t.Errorf("%s: %s holds %q", name, format, word)
						}
					}
				}
			}
		})
	}
}

// What a team writes into its configuration and baseline tells of it too.
func TestRedactGate(t *testing.T) {
	files(t)
	write(t, ".bglog.yaml", "max:\n  transfer-rate-limited.lost_s: 60\n")
	if code, _, errs := gate(t, nil, "baseline", "write", "-o", "meier.yaml", "--reason", "Meier promised to fix it", "--only", "transfer-seq*", "downloads.log"); code != exitClean {
		t.Fatal(errs)
	}
	code, out, errs := gate(t, nil, "--redact", "--format", "json", "--baseline", "meier.yaml", "downloads.log")
	if code != exitFindings || errs != "" {
		t.Fatalf("exit %d, %q", code, errs)
	}
	if strings.Contains(out, "Meier") || strings.Contains(out, "1:") && regexp.MustCompile(`"1:[0-9a-f]{16}"`).MatchString(out) {
		t.Error(out)
	}
	for _, want := range []string{`budget \"transfer-rate-limited.lost_s\" exceeded by`, "The budget of .bglog.yaml:2 is at most 60 s"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in %s", want, out)
		}
	}
}

// The team's own rules and log points have the words of its app.
func TestRedactOwnRules(t *testing.T) {
	files(t)
	write(t, ".bglog.yaml", `log-points:
  ledger:
    process: Ledger
    match: 'ledger of (?P<owner>\w+) merged'
rules:
  ledger-once:
    when: more than 1 ledger in 1h
    title: the ledger of {owner} was merged too often
    why: Meier pays for it.
    fix: Merge the ledger once.
`)
	line := "2026-06-09 14:02:%d.100000+0200 0x92f4     Default     0x0                  140    0    Ledger: (Ledger) [com.radiant.ledger:merge] ledger of annameier merged\n"
	write(t, "ledger.log", fmt.Sprintf(line, 10)+fmt.Sprintf(line, 11)+fmt.Sprintf(line, 12))
	if code, out, errs := gate(t, nil, "ledger.log"); code != exitClean && code != exitFindings || !strings.Contains(out, "the ledger of annameier") {
		t.Fatalf("exit %d, %s, %s", code, out, errs)
	}
	for format := range writers {
		_, out, errs := gate(t, nil, "--redact", "--format", format, "ledger.log")
		if m := regexp.MustCompile(`(?i)ledger|meier`).FindString(out); m != "" || errs != "" || out == "" {
			t.Errorf("%s holds %q, %s", format, m, errs)
		}
	}
}

// A log in which a rule of redaction fails is not written.
func TestRefuse(t *testing.T) {
	var out, errs strings.Builder
	c := &call{stdout: &out, stderr: &errs, env: testEnvironment()}
	r := &report.Report{Redacted: true, Coverage: report.Coverage{Notes: []string{"ask anna@example.com"}}}
	code := c.writeAll([]output{{format: "text"}}, r, report.TextOptions{Width: 80})
	want := "bglog: the text report is not written, because its redaction is not complete: line "
	if code != exitUsage || out.Len() > 0 || !strings.HasPrefix(errs.String(), want) || !strings.Contains(errs.String(), "holds an e-mail address; nothing was written") {
		t.Errorf("exit %d, %q, %q", code, out.String(), errs.String())
	}
}
