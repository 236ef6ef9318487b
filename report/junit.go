package report

import (
	"encoding/xml"
	"io"
	"strings"

	"github.com/bglog/bglog/rules"
)

// The elements of JUnit's XML that dashboards read. Suites are the apps of a timeline,
// cases the rules.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name      string      `xml:"name,attr"`
		Tests     int         `xml:"tests,attr"`
		Failures  int         `xml:"failures,attr"`
		Errors    int         `xml:"errors,attr"`
		Skipped   int         `xml:"skipped,attr"`
		Timestamp string      `xml:"timestamp,attr,omitempty"`
		Cases     []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name      string        `xml:"name,attr"`
		ClassName string        `xml:"classname,attr"`
		Failure   *junitFailure `xml:"failure"`
		Output    string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes one test case for each rule and app: it fails where the rule has found
// an error or a warning that the log covers. Notes and what is cut off stand in the
// output of cases that pass.
func JUnit(w io.Writer, r *Report, _ TextOptions) error {
	t := newTexter(r, &printer{width: 1 << 20})
	out := junitSuites{Name: "bglog"}
	for _, a := range t.suites() {
		s := t.suite(a)
		out.Tests += s.Tests
		out.Failures += s.Failures
		out.Suites = append(out.Suites, s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(out); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// suites are the apps of the report, with one for what names no app when something
// was found there.
func (t *texter) suites() []string {
	var list []string
	nobody := false
	for _, a := range t.r.Apps {
		list = append(list, a.Label())
		nobody = nobody || a.Label() == ""
	}
	for _, f := range t.r.Findings {
		if deref(f.App) == "" && !nobody {
			return append(list, "")
		}
	}
	return list
}

func (t *texter) suite(app string) junitSuite {
	title := xmlText(Clean(app))
	if title == "" {
		title = "(no app named)"
	}
	s := junitSuite{Name: title}
	for _, in := range t.r.Inputs {
		if s.Timestamp == "" && in.First.Known() && !in.First.Dateless() {
			s.Timestamp = in.First.Std().Format("2006-01-02T15:04:05")
		}
	}
	for _, rule := range t.r.rules() {
		c := junitCase{Name: rule.ID, ClassName: title}
		var failed, told []string
		for i := range t.r.Findings {
			f := &t.r.Findings[i]
			if f.Rule != rule.ID || deref(f.App) != app {
				continue
			}
			told = append(told, t.plainly(f))
			if !f.Counts() || f.Severity == string(rules.Info) {
				continue
			}
			w := t.words(f)
			if failed = append(failed, w.title+"\n"+w.detail+"\nFix: "+w.fix); c.Failure == nil {
				c.Failure = &junitFailure{Message: xmlText(w.title), Type: f.Severity}
			}
		}
		if app == "" && len(told) == 0 {
			continue // of nobody nothing is checked
		}
		if c.Failure != nil {
			c.Failure.Text = xmlText(strings.Join(failed, "\n\n"))
			s.Failures++
		}
		c.Output = xmlText(strings.Join(told, "\n\n"))
		s.Tests++
		s.Cases = append(s.Cases, c)
	}
	return s
}

// plainly tells a finding with its evidence, as plain lines.
func (t *texter) plainly(f *Finding) string {
	w := t.words(f)
	label, _ := severityLabel(f)
	lines := []string{label + ": " + w.title, w.detail}
	for _, e := range f.Evidence {
		lines = append(lines, "  "+strings.TrimSpace(t.place(e)+" "+t.clocks[f.Timeline].short(e.Time)+" "+Clean(deref(e.Process))), "    "+excerpt(e.Text, mdExcerpt, t.keep(f)))
	}
	if w.fix != "" {
		lines = append(lines, "Fix: "+w.fix)
	}
	return strings.Join(append(lines, t.label(f)), "\n")
}

// xmlText takes out what XML 1.0 cannot hold; Clean has made nearly all of it visible.
func xmlText(s string) string {
	s = strings.ReplaceAll(s, noBreak, " ")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r >= ' ' && r <= 0xd7ff || r >= 0xe000 && r <= 0xfffd || r >= 0x10000:
			return r
		}
		return '\ufffd'
	}, s)
}
