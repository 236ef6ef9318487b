package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/report"
)

func decodeReport(t *testing.T, doc string) (r report.Report) {
	t.Helper()
	if err := json.Unmarshal([]byte(doc), &r); err != nil {
		t.Fatal(err)
	}
	return r
}

// An excerpt for every finding of the logs of all rules gives it again, by itself and
// with no line more than the log.
func TestExcerptEveryRule(t *testing.T) {
	rule := ""
	for i, log := range firing(t) {
		if testing.Short() && (i%6 != 0 || filepath.Dir(log) == rule) {
			continue
		}
		rule = filepath.Dir(log)
		t.Run(filepath.Base(rule)+"/"+filepath.Base(log), func(t *testing.T) {
			t.Parallel()
			whole := strings.Count(string(mustRead(t, log)), "\n") + 1
			for _, f := range decodeReport(t, reportOf(t, "--system", log)).Findings {
				path := filepath.Join(t.TempDir(), "excerpt.log")
				var out, errs strings.Builder
				if code := run([]string{"excerpt", "--system", "--finding", f.ID, "-o", path, log}, strings.NewReader(""), &out, &errs, testEnvironment()); code != exitClean || out.Len() > 0 {
					t.Errorf("%s: exit %d, %q, %q", f.Rule, code, out.String(), errs.String())
					continue
				}
				if n := strings.Count(string(mustRead(t, path)), "\n"); n > whole {
					t.Errorf("%s: %d lines of %d", f.Rule, n, whole)
				}
				if !slices.ContainsFunc(decodeReport(t, reportOf(t, "--system", path)).Findings, func(g report.Finding) bool {
					return g.Fingerprint == f.Fingerprint && g.Severity == f.Severity && g.Certainty == f.Certainty
				}) {
					t.Errorf("%s is not in its excerpt:\n%s", f.Rule, mustRead(t, path))
				}
			}
		})
	}
}

// With pseudonyms the lines still give the rule, and hold nothing that they must not;
// where they cannot, it is said and nothing is written.
func TestExcerptRedacted(t *testing.T) {
	for _, log := range []string{"testdata/notes.log", "../../testdata/samples/downloads.log", "../../testdata/samples/refresh.log"} {
		for _, f := range decodeReport(t, reportOf(t, log)).Findings {
			path := filepath.Join(t.TempDir(), "excerpt.log")
			var out, errs strings.Builder
			if code := run([]string{"excerpt", "--redact", "--finding", f.Fingerprint, "-o", path, log}, strings.NewReader(""), &out, &errs, testEnvironment()); code != exitClean {
				t.Errorf("%s of %s: exit %d, %q", f.Rule, log, code, errs.String())
				continue
			}
			text := string(mustRead(t, path))
			for _, name := range named(t, reportOf(t, log)) {
				if strings.Contains(text, name) {
					t.Errorf("%s of %s: %q is in\n%s", f.Rule, log, name, text)
				}
			}
			if !slices.ContainsFunc(decodeReport(t, reportOf(t, path)).Findings, func(g report.Finding) bool { return g.Rule == f.Rule }) {
				t.Errorf("%s of %s is not in its excerpt:\n%s", f.Rule, log, text)
			}
		}
	}
}

// Of a log in Apple's form an excerpt has the lines that log show writes, whatever the log
// lies in; they give the finding again.
func TestExcerptOfArchives(t *testing.T) {
	tried := 0
	for i, sc := range logstyle.Scenarios {
		if i%3 > 0 {
			continue
		}
		a, _ := logstyle.MakeArchive(sc.Entries(), logstyle.ArchiveOptions{Cache: 2, Redacted: i%2 > 0})
		for form, given := range archiveForms(t, a) {
			args, stdin := given()
			var doc, out, errs strings.Builder
			run(append([]string{"--format", "json"}, args...), stdin, &doc, &errs, testEnvironment())
			for _, f := range decodeReport(t, doc.String()).Findings {
				if len(f.Evidence) == 0 {
					continue
				}
				tried++
				out.Reset()
				errs.Reset()
				args, stdin := given()
				code := run(append([]string{"excerpt", "--finding", f.ID}, args...), stdin, &out, &errs, testEnvironment())
				if code != exitClean || !strings.HasPrefix(out.String(), "Timestamp  ") || !strings.Contains(errs.String(), " records give "+f.Rule) {
					t.Errorf("%s, %s, %s: exit %d, %q, %q", sc.Name, form, f.Rule, code, out.String(), errs.String())
				}
			}
		}
	}
	if tried < 50 {
		t.Errorf("only %d findings", tried)
	}
}

func TestExcerptCommand(t *testing.T) {
	files(t)
	plain := decodeReport(t, reportOf(t, "notes.log")).Findings
	first := plain[0]
	for _, c := range []struct {
		name  string
		args  []string
		code  int
		wants string // in what is printed
		says  string // in what is said
	}{
		{"fingerprint", []string{"--finding", first.Fingerprint, "notes.log"}, exitClean, "FlushOutbox", " give " + first.Rule},
		{"beginning", []string{"--finding", first.Fingerprint[:9], "notes.log"}, exitClean, "FlushOutbox", " give " + first.Rule},
		{"without the version", []string{"--finding", first.Fingerprint[2:8], "notes.log"}, exitClean, "FlushOutbox", " give " + first.Rule},
		{"number", []string{"--finding", first.ID, "notes.log"}, exitClean, "FlushOutbox", " give " + first.Rule},
		{"standard input", []string{"--finding", first.ID}, exitClean, "FlushOutbox", " give " + first.Rule},
		{"none of that name", []string{"--finding", "f99", "notes.log"}, exitNothing, "", "bglog: no finding f99; there are f1 " + first.Fingerprint + " (" + first.Rule + ")"},
		{"several", []string{"--finding", "1:", "notes.log"}, exitNothing, "", "findings begin with 1:: f1 "},
		{"no finding at all", []string{"--finding", "f1", "healthy.log"}, exitNothing, "", "no finding f1: there is none at all in what was read"},
		{"no finding named", []string{"notes.log"}, exitUsage, "", "missing flags: --finding=FINDING"},
		{"no such file", []string{"--finding", "f1", "away.log"}, exitUnread, "", "away.log"},
		{"nowhere to write", []string{"--finding", "f1", "-o", "away/x.log", "notes.log"}, exitUsage, "", "writing the excerpt: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out, errs strings.Builder
			code := run(append([]string{"excerpt"}, c.args...), strings.NewReader(string(mustRead(t, "notes.log"))), &out, &errs, testEnvironment())
			if code != c.code || !strings.Contains(out.String(), c.wants) || c.wants == "" && out.Len() > 0 || !strings.Contains(errs.String(), c.says) {
				t.Errorf("exit %d, %q, %q", code, out.String(), errs.String())
			}
		})
	}
}

// An array stays an array, its objects whole.
func TestClosedArray(t *testing.T) {
	for _, c := range []struct{ name, part, want string }{
		{"all", "[{\n  \"a\" : 1\n},{\n  \"a\" : 2\n}]\n", "[{\n  \"a\" : 1\n},{\n  \"a\" : 2\n}]\n"},
		{"the first", "[{\n  \"a\" : 1\n", "[{\n  \"a\" : 1\n}]\n"},
		{"the last", "},{\n  \"a\" : 2\n}]\n", "[{\n  \"a\" : 2\n}]\n"},
		{"one of several", "},{\n  \"a\" : 2\n", "[{\n  \"a\" : 2\n}]\n"},
		{"another indentation", "[\n  {\n    \"a\" : 1\n  },\n", "[\n  {\n    \"a\" : 1\n  }]\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, closedArray(c.part)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// Of a long log with many apps a few hundred lines remain, in any style.
func TestExcerptOfALongLog(t *testing.T) {
	if testing.Short() {
		t.Skip("generates long logs")
	}
	for _, style := range []string{"log-default", "log-ndjson", "log-json"} {
		t.Run(style, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "long.log")
			generate(t, path, style, 12<<20)
			findings := decodeReport(t, reportOf(t, path)).Findings
			if len(findings) == 0 {
				t.Fatal("no findings")
			}
			for _, f := range findings[:min(3, len(findings))] {
				var out, errs strings.Builder
				if code := run([]string{"excerpt", "--finding", f.Fingerprint, path}, strings.NewReader(""), &out, &errs, testEnvironment()); code != exitClean {
					t.Fatalf("%s: exit %d, %q", f.Rule, code, errs.String())
				}
				records := strings.Count(out.String(), "processImagePath") + strings.Count(out.String(), "\n")
				if records > 500 && style != "log-json" {
					t.Errorf("%s: %d lines", f.Rule, records)
				}
				short := filepath.Join(t.TempDir(), "short.log")
				if err := os.WriteFile(short, []byte(out.String()), 0o644); err != nil {
					t.Fatal(err)
				}
				if !slices.ContainsFunc(decodeReport(t, reportOf(t, short)).Findings, func(g report.Finding) bool { return g.Fingerprint == f.Fingerprint }) {
					t.Errorf("%s is not in its excerpt", f.Rule)
				}
			}
		})
	}
}

// generate writes a log of a busy device.
func generate(t *testing.T, path, style string, bytes int64) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := logstyle.Generate(f, style, bytes, 1, logstyle.DefaultRelevant); err != nil {
		t.Fatal(err)
	}
}
