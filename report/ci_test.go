package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/rules"
)

// failing is a report with findings of a severity, whose texts are s.
func failing(s, severity string, n int) *Report {
	r := &Report{
		Verdict: Problems, Inputs: []Input{{Name: s, Timeline: 1, First: clockAt("14:00:00"), Last: clockAt("15:00:00")}},
		Apps: []App{{BundleID: &s}},
	}
	for i := range n {
		line := i + 1
		r.Findings = append(r.Findings, Finding{
			ID: fmt.Sprintf("f%d", line), Rule: "task-leak", Severity: severity, Certainty: string(rules.Certain), App: &s,
			Title: s, Detail: s, Fix: s, Evidence: []Evidence{{Input: &s, Line: &line, Text: s}},
		})
	}
	return r
}

func TestGitHub(t *testing.T) {
	var b strings.Builder
	r := failing("leak: 50%, or more", "error", 1)
	r.Findings = append(r.Findings, Finding{ID: "f2", Rule: "task-leak", Severity: "info", Certainty: "certain", Title: "note"},
		Finding{ID: "f3", Rule: "task-leak", Severity: "error", Certainty: "cut-off", Title: "cut"},
		Finding{ID: "f4", Rule: "task-leak", Severity: "warning", Certainty: "likely", Title: "nobody's"})
	if err := GitHub(&b, r, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	want := "::error file=leak%3A 50%25%2C or more,line=1,title=leak%3A 50%25%2C or more::leak: 50%25, or more%0AFix: leak: 50%25, or more%0A" +
		"leak: 50%25, or more:1 leak: 50%25, or more%0Af1 · task-leak · error · certain · leak: 50%25, or more\n" +
		"::warning title=nobody's::%0Af4 · task-leak · warning · likely\n"
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// GitHub shows ten annotations of a kind: the others are counted.
func TestGitHubLimits(t *testing.T) {
	var b strings.Builder
	if err := GitHub(&b, failing("x", "warning", 15), TextOptions{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "::warning "); n != 10 || !strings.HasSuffix(b.String(), "::notice title=bglog::5 more findings are in the report; GitHub shows 10 of a kind\n") {
		t.Errorf("%d warnings:\n%s", n, b.String())
	}
}

// Hostile text stays one annotation, one well-formed document.
func TestCIHostile(t *testing.T) {
	for _, s := range append(hostileTexts, "a\x00b\x1b[31m", "]]>", "\ufffe", "\xff\xfe", "%0A::error::x", "\r::error::x") {
		r := failing(s, "error", 1)
		var b, x bytes.Buffer
		if err := GitHub(&b, r, TextOptions{}); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(strings.TrimRight(b.String(), "\n"), "\n"); n != 0 || !strings.HasPrefix(b.String(), "::error ") || strings.ContainsRune(b.String(), '\r') {
			t.Errorf("%q: not one command: %q", s, b.String())
		}
		if err := JUnit(&x, r, TextOptions{}); err != nil {
			t.Fatal(err)
		}
		dec := xml.NewDecoder(&x)
		for {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Errorf("%q: %v", s, err)
				break
			}
		}
	}
}

func TestJUnit(t *testing.T) {
	var b bytes.Buffer
	r := failing("com.example.notes", "error", 2)
	r.Findings[1].Certainty = string(rules.CutOff)
	r.Findings = append(r.Findings, Finding{ID: "f3", Rule: "context-redacted", Severity: "info", Certainty: "certain", Title: "redacted"})
	if err := JUnit(&b, r, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	var got junitSuites
	if err := xml.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	type suite struct {
		Name            string
		Tests, Failures int
		Failed, Told    []string
	}
	var suites []suite
	for _, s := range got.Suites {
		x := suite{Name: s.Name, Tests: s.Tests, Failures: s.Failures}
		if len(s.Cases) != s.Tests {
			t.Errorf("%s: %d cases, says %d", s.Name, len(s.Cases), s.Tests)
		}
		for _, c := range s.Cases {
			if c.Failure != nil {
				x.Failed = append(x.Failed, c.Name+": "+c.Failure.Message)
			}
			if c.Output != "" {
				x.Told = append(x.Told, c.Name)
			}
		}
		suites = append(suites, x)
	}
	n := len(rules.All())
	want := []suite{
		{"com.example.notes", n, 1, []string{"task-leak: com.example.notes"}, []string{"task-leak"}},
		{"(no app named)", 1, 0, nil, []string{"context-redacted"}},
	}
	if d := cmp.Diff(want, suites); d != "" || got.Tests != n+1 || got.Failures != 1 {
		t.Errorf("%d tests, %d failures (-want +got):\n%s", got.Tests, got.Failures, d)
	}
}

// A summary longer than GitHub takes is cut between paragraphs, with its fences closed.
func TestStepSummary(t *testing.T) {
	var b strings.Builder
	if err := StepSummary(&b, failing(strings.Repeat("many words ", 4000), "error", 60)); err != nil {
		t.Fatal(err)
	}
	if s := b.String(); len(s) > summaryMost+200 || strings.Count(s, "\n```")%2 != 0 || !strings.Contains(s[len(s)-100:], "and more") {
		t.Errorf("%d bytes, ends %q", len(s), s[max(len(s)-200, 0):])
	}
}
