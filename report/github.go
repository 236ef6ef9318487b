package report

import (
	"cmp"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bglog/bglog/rules"
)

// annotationsShown is how many annotations of one kind GitHub shows of a step
// (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands,
// actions/toolkit#734): more are dropped silently.
const annotationsShown = 10

// annotationKinds are the workflow commands by severity.
var annotationKinds = []struct {
	severity rules.Severity
	command  string
}{
	{rules.Error, "error"}, {rules.Warning, "warning"},
}

// GitHub writes the findings as workflow commands, which GitHub Actions turns into
// annotations: the worst of each kind, and a notice that counts the others. Findings
// that the log does not cover to their end, and notes, are not among them.
func GitHub(w io.Writer, r *Report, _ TextOptions) error {
	t := newTexter(r, &printer{width: 1 << 20})
	var b strings.Builder
	rest := 0
	for _, kind := range annotationKinds {
		shown := 0
		for i := range r.Findings {
			f := &r.Findings[i]
			if !f.Counts() || f.Severity != string(kind.severity) {
				continue
			}
			if shown++; shown > annotationsShown {
				rest++
				continue
			}
			words := t.words(f)
			b.WriteString("::" + kind.command + annotationPlace(f) + "title=" + escapeProperty(t.titled(f, len(r.Apps) > 1)) + "::" +
				escapeCommand(t.annotation(f, words)) + "\n")
		}
	}
	if rest > 0 {
		b.WriteString("::notice title=bglog::" + escapeCommand(several(rest, "more finding is", "more findings are")+" in the report; GitHub shows 10 of a kind") + "\n")
	}
	_, err := io.WriteString(w, strings.ReplaceAll(b.String(), noBreak, " "))
	return err
}

// annotation is the message of an annotation: the cause, the fix, the last line of
// evidence, and which rule says so.
func (t *texter) annotation(f *Finding, w words) string {
	parts := []string{w.detail}
	if w.fix != "" {
		parts = append(parts, "Fix: "+w.fix)
	}
	if n := len(f.Evidence); n > 0 {
		e := f.Evidence[n-1]
		parts = append(parts, strings.TrimSpace(t.place(e)+" "+excerpt(e.Text, mdExcerpt, t.keep(f))))
	}
	return strings.Join(append(parts, t.label(f)), "\n")
}

// annotationPlace names file and line of the last evidence when the log lies in the
// workspace, so that the annotation can link it.
func annotationPlace(f *Finding) string {
	for _, e := range slices.Backward(f.Evidence) {
		if e.Line != nil && deref(e.Input) != "" && *e.Input != "-" && !filepath.IsAbs(*e.Input) && !strings.HasPrefix(*e.Input, "..") {
			return " file=" + escapeProperty(Clean(*e.Input)) + ",line=" + itoa(*e.Line) + ","
		}
	}
	return " "
}

var (
	commandEscapes  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// escapeCommand and escapeProperty keep text from ending a workflow command or one of
// its properties.
func escapeCommand(s string) string  { return commandEscapes.Replace(s) }
func escapeProperty(s string) string { return propertyEscapes.Replace(s) }

// summaryMost is how many bytes GitHub takes of a step's summary: 1 MiB, less what
// other commands of the step may have written.
const summaryMost = 900 << 10

// StepSummary writes the report for GITHUB_STEP_SUMMARY: the Markdown report, cut at a
// paragraph where it is longer than GitHub takes.
func StepSummary(w io.Writer, r *Report) error {
	var b strings.Builder
	if err := Markdown(&b, r, TextOptions{}); err != nil {
		return err
	}
	s := b.String()
	if len(s) > summaryMost {
		end := cmp.Or(max(strings.LastIndex(s[:summaryMost], "\n\n"), 0), summaryMost)
		if s = s[:end]; strings.Count(s, "\n```")%2 == 1 {
			s = s[:strings.LastIndex(s, "\n```")] // a fence must not stay open
		}
		s += "\n\n… and more: the report is longer than GitHub shows.\n"
	}
	_, err := io.WriteString(w, s+"\n")
	return err
}
