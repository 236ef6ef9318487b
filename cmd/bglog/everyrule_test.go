package main

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"github.com/bglog/bglog/rules"
)

// readers take each format apart with a reader of others, and return the rules of the
// findings: "" for one that is only counted, nothing where the format tells too few.
var readers = map[string]func(t *testing.T, report []byte) []string{
	"text":     readText,
	"json":     readJSON,
	"markdown": readMarkdown,
	"junit":    readJUnit,
	"sarif":    readSARIF,
	"github":   readGitHub,
	"html":     readHTML,
	"perfetto": readPerfetto,
}

// One pass over logs with every kind of finding writes every format, and what is
// written can be read: by schema where one is published.
func TestEveryRuleInEveryFormat(t *testing.T) {
	fires, err := filepath.Glob("../../testdata/rules/*/fires*")
	if err != nil {
		t.Fatal(err)
	}
	args := slices.DeleteFunc(fires, func(name string) bool { return strings.HasSuffix(name, ".want") })
	dir := t.TempDir()
	for format := range writers {
		args = append(args, "--format", format+"="+filepath.Join(dir, format))
	}
	var out, errs strings.Builder
	if code := run(append(args, "--system"), strings.NewReader(""), &out, &errs, testEnvironment()); code != exitFindings || out.Len() > 0 {
		t.Fatalf("exit %d, %q, %q", code, out.String(), errs.String())
	}
	want := readJSON(t, mustRead(t, filepath.Join(dir, "json")))
	var missing []string
	for _, r := range rules.All() {
		if !slices.Contains(want, r.ID) {
			missing = append(missing, r.ID)
		}
	}
	if len(missing) > 0 {
		t.Errorf("no finding of %v", missing)
	}
	for format := range writers {
		t.Run(format, func(t *testing.T) {
			if readers[format] == nil {
				t.Fatal("no reader for it")
			}
			got := readers[format](t, mustRead(t, filepath.Join(dir, format)))
			if got == nil {
				return
			}
			counted := slices.Contains(got, "")
			shown := slices.DeleteFunc(slices.Clone(got), func(rule string) bool { return rule == "" })
			expected := want
			if counted { // the worst come first
				expected = want[:len(shown)]
			}
			if d := cmp.Diff(slices.Sorted(slices.Values(expected)), slices.Sorted(slices.Values(shown))); d != "" || len(got) != len(want) {
				t.Errorf("%d of %d findings (-json +%s):\n%s", len(got), len(want), format, d)
			}
		})
	}
}

// findingLine is the last line of a finding in formats for people.
var findingLine = regexp.MustCompile(`f\d+ · ([a-z0-9-]+) · (?:error|warning|info)`)

// moreFindings counts what a long report leaves out.
var moreFindings = regexp.MustCompile(`… and (\d+) more findings`)

func rulesIn(report string) (list []string) {
	for _, m := range findingLine.FindAllStringSubmatch(report, -1) {
		list = append(list, m[1])
	}
	if m := moreFindings.FindStringSubmatch(report); m != nil {
		n, _ := strconv.Atoi(m[1])
		list = append(list, make([]string, n)...)
	}
	return list
}

func readText(_ *testing.T, report []byte) []string { return rulesIn(string(report)) }

// validate checks a JSON document against a schema.
func validate(t *testing.T, schema string, doc []byte) {
	t.Helper()
	compiled, err := jsonschema.NewCompiler().Compile(schema)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(parsed); err != nil {
		t.Error(err)
	}
}

func decode[T any](t *testing.T, doc []byte) (v T) {
	t.Helper()
	if err := json.Unmarshal(doc, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func readJSON(t *testing.T, report []byte) (list []string) {
	validate(t, "../../report/schema/report.v1.json", report)
	for _, f := range decode[struct{ Findings []struct{ Rule string } }](t, report).Findings {
		list = append(list, f.Rule)
	}
	return list
}

// readSARIF: notes too are results.
func readSARIF(t *testing.T, report []byte) (list []string) {
	validate(t, "../../report/testdata/sarif-schema-2.1.0.json", report)
	type run struct {
		Results []struct{ RuleID string }
	}
	for _, r := range decode[struct{ Runs []run }](t, report).Runs {
		for _, res := range r.Results {
			list = append(list, res.RuleID)
		}
	}
	return list
}

// ours is the HTML that the Markdown report has itself.
var ours = regexp.MustCompile(`^(<details><summary>[A-Za-z ,]+</summary>|</details>)\n?$`)

// readMarkdown renders the report as a ticket does and reads the text of it.
func readMarkdown(t *testing.T, report []byte) []string {
	doc := goldmark.DefaultParser().Parse(text.NewReader(report))
	var b strings.Builder
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				b.Write(n.Segment.Value(report))
			}
		case *ast.HTMLBlock:
			if html := string(n.Lines().Value(report)); entering && !ours.MatchString(html) {
				t.Errorf("HTML in the report: %q", html)
			}
		case *ast.RawHTML:
			t.Error("HTML in a paragraph of the report")
		case *ast.Paragraph, *ast.ListItem:
			b.WriteByte('\n')
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rulesIn(b.String())
}

// readHTML takes the page apart as browsers do. A finding is an article whose foot names
// the command that explains its rule; each shows the lines that prove it.
func readHTML(t *testing.T, report []byte) (list []string) {
	doc, err := html.Parse(bytes.NewReader(report))
	if err != nil {
		t.Fatal(err)
	}
	for article := range doc.Descendants() {
		if article.Data != "article" {
			continue
		}
		explained, lines := "", 0
		for n := range article.Descendants() {
			switch {
			case n.Data == "pre":
				lines++
			case n.Data == "code" && n.FirstChild != nil:
				if rule, ok := strings.CutPrefix(n.FirstChild.Data, "bglog explain "); ok {
					explained = rule
				}
			}
		}
		if explained == "" || lines == 0 {
			t.Errorf("a finding of rule %q with %d lines of evidence", explained, lines)
		}
		list = append(list, explained)
	}
	if m := leftOut.FindSubmatch(report); m != nil {
		n, _ := strconv.Atoi(string(m[1]))
		list = append(list, make([]string, n)...)
	}
	return list
}

// leftOut counts what a page leaves out.
var leftOut = regexp.MustCompile(`(\d+) more findings? (?:is|are) not on this page`)

// readJUnit asks xmllint about the schema of Jenkins, where it is installed.
func readJUnit(t *testing.T, report []byte) []string {
	dec := xml.NewDecoder(bytes.NewReader(report))
	failures := 0
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "failure" {
			failures++
		}
	}
	if failures == 0 {
		t.Error("no test case failed")
	}
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("no xmllint to check the schema with")
	}
	lint := func(doc []byte) (string, error) {
		cmd := exec.Command("xmllint", "--noout", "--nonet", "--schema", "../../report/testdata/junit-10.xsd", "-")
		cmd.Stdin = bytes.NewReader(doc)
		text, err := cmd.CombinedOutput()
		return string(text), err
	}
	if text, err := lint(report); err != nil {
		t.Errorf("%v: %s", err, text)
	}
	if _, err := lint(bytes.Replace(report, []byte("<testcase name="), []byte("<testcase title="), 1)); err == nil {
		t.Error("a test case without a name passes the schema")
	}
	return rulesIn(string(report))
}

// workflowCommand is a command of GitHub's runners with its properties.
var workflowCommand = regexp.MustCompile(`^::(error|warning|notice) [a-zA-Z]+=[^,:\r\n]*(,[a-zA-Z]+=[^,:\r\n]*)*::[^\r\n]*$`)

func readGitHub(t *testing.T, report []byte) []string {
	kinds := map[string]int{}
	for line := range strings.Lines(string(report)) {
		m := workflowCommand.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if m == nil {
			t.Errorf("not a workflow command: %q", line)
			continue
		}
		kinds[m[1]]++
	}
	for kind, n := range kinds {
		if n > 10 {
			t.Errorf("%d annotations of kind %s: GitHub shows 10", n, kind)
		}
	}
	return nil // not all of them
}

// readPerfetto checks what Perfetto's importer demands of async events: a track is
// begun, then ended, once; and that findings have marks. Those without a time cannot.
func readPerfetto(t *testing.T, report []byte) []string {
	type event struct {
		Name, Cat, Ph, ID string
		PID               int
		TS                *float64
		Args              map[string]any
	}
	state, marks := map[string]string{}, map[string]bool{}
	for _, e := range decode[struct{ TraceEvents []event }](t, report).TraceEvents {
		if e.Ph != "M" && e.TS == nil {
			t.Errorf("%s %q has no time", e.Ph, e.Name)
		}
		key := fmt.Sprint(e.PID, e.Cat, e.ID)
		switch e.Ph {
		case "b", "e":
			if want := map[string]string{"b": "", "e": "b"}[e.Ph]; state[key] != want {
				t.Errorf("%s of %s after %q", e.Ph, key, state[key])
			}
			state[key] = e.Ph
		case "i":
			if rule, ok := e.Args["rule"].(string); ok {
				marks[rule] = true
			}
		}
	}
	if len(marks) == 0 {
		t.Error("no finding has a mark")
	}
	for key, ph := range state {
		if ph != "e" {
			t.Errorf("%s is not ended", key)
		}
	}
	return nil
}
