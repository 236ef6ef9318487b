package report

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	mdreader "github.com/yuin/goldmark/text"
)

// hostileTexts are what a log can hold to break out of Markdown.
var hostileTexts = []string{
	"plain words", "a_b_c *d* **e** ~~f~~", "<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](http://example.com/x.png)",
	"`code` ``more`` ```", "a | b || c", "# heading", "- item", "+ item", "1. item", "> quote", "&lt;b&gt; &amp;", "\\*escaped\\* \\", "@someone, #12 and a#3",
	"=== system boot", "--- rule", "    indented", "two\nlines", "~~~ fence", "::stop-commands::x", "<!-- comment -->", "http://example.com/_a_",
	"\x02not ours\x03", "a\u202eb", "| a | b |\n|---|---|\n| c | d |", "*", "_", "`", "!", "![", "\\`", "$x$", ":smile:", "[ ] task", "2) x",
}

// textOf returns the words of a paragraph of Markdown, and what else than words and
// code it holds.
func textOf(t *testing.T, source string) (words string, other []string) {
	t.Helper()
	src := []byte(source)
	doc := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList)).Parser().Parse(mdreader.NewReader(src))
	var b strings.Builder
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Document, *ast.Paragraph, *ast.CodeSpan:
		case *ast.Text:
			segment := string(n.Value(src))
			if _, code := n.Parent().(*ast.CodeSpan); !code {
				segment = unescaped.ReplaceAllString(segment, "$1")
			}
			b.WriteString(segment)
		default:
			other = append(other, n.Kind().String())
		}
		return ast.WalkContinue, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), other
}

// unescaped are the escapes that goldmark keeps in its tree.
var unescaped = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")

func checkMarkdown(t *testing.T, s string) {
	t.Helper()
	s = Clean(s)
	words, other := textOf(t, mdText(s))
	want := strings.Join(strings.Fields(s), " ")
	if want = strings.ReplaceAll(want, noBreak, " "); len(other) > 0 || cmp.Diff(want, words) != "" {
		t.Errorf("%q became %q: %s, with %v", s, mdText(s), cmp.Diff(want, words), other)
	}
}

func TestMarkdownText(t *testing.T) {
	for _, s := range hostileTexts {
		checkMarkdown(t, s)
		checkMarkdown(t, "before "+s+" after")
	}
	for _, c := range []struct{ in, want string }{
		{"task " + codeBegin + "Flush`Outbox" + codeEnd + " ended", "task ``Flush`Outbox`` ended"},
		{codeBegin + "`" + codeEnd, "`` ` ``"},
		{codeBegin + "a|b" + codeEnd, `a\|b`},
		{codeBegin + codeEnd + "x", "x"},
	} {
		if d := cmp.Diff(c.want, mdText(c.in)); d != "" {
			t.Errorf("%q (-want +got):\n%s", c.in, d)
		}
	}
}

// Any text stays text.
func FuzzMarkdown(f *testing.F) {
	for _, s := range hostileTexts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkMarkdown(t, s) })
}

// A report whose log is hostile renders to its tables, fences and words only.
func TestMarkdownHostile(t *testing.T) {
	for _, s := range hostileTexts {
		r := &Report{
			Verdict: Problems, Inputs: []Input{{Name: s, Timeline: 1, First: clockAt("14:00:00"), Last: clockAt("15:00:00")}},
			Apps:     []App{{BundleID: &s, Processes: []Process{{Timeline: 1}}}},
			Tasks:    []Task{{Timeline: 1, App: &s, Name: &s, Begun: clockAt("14:10:00"), Count: 1, Outcome: "ended"}},
			BGTasks:  []BGTask{{Timeline: 1, App: &s, Identifier: &s, Kind: "refresh", Outcome: "pending", Refused: 1, Decisions: []Decision{{"must-not-proceed", s, s, 1, clockAt("14:10:00"), clockAt("14:10:00")}}}},
			Findings: []Finding{{ID: "f1", Rule: "task-leak", Severity: "error", Certainty: "certain", App: &s, Title: s, Detail: s, Fix: s, Evidence: []Evidence{{Text: s + "\n" + s}}}},
		}
		var b, page bytes.Buffer
		if err := Markdown(&b, r, TextOptions{}); err != nil {
			t.Fatal(err)
		}
		if err := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList)).Convert(b.Bytes(), &page); err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<script", "<a ", "<img", "<del>", "<em>", "<input", "<hr", "<ol", "<h5"} {
			if strings.Contains(page.String(), bad) {
				t.Errorf("%q: %s in the page:\n%s", s, bad, page.String())
			}
		}
		if n := strings.Count(page.String(), "<table>"); n != 3 {
			t.Errorf("%q: %d tables, want those of background tasks, requests and policies\n%s", s, n, b.String())
		}
		for line := range strings.SplitSeq(b.String(), "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "::") {
				t.Errorf("a workflow command: %q", line)
			}
		}
	}
}
