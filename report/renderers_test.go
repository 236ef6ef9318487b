package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/bglog/bglog/lifecycle"
)

// renderers write a report for a tool or a person; each comes with a reader of another
// make that says what is wrong with it.
var renderers = []struct {
	name  string
	write func(w io.Writer, r *Report) error
	read  func(text []byte) error
}{
	{"text", asText(Text), readableText},
	{"timeline", asText(TimelineText), readableText},
	{"markdown", asText(Markdown), harmlessText},
	{"summary", StepSummary, harmlessText},
	{"github", asText(GitHub), workflowCommands},
	{"json", JSON, oneJSON},
	{"sarif", asText(SARIF), oneJSON},
	{"perfetto", asText(Perfetto), oneJSON},
	{"junit", asText(JUnit), wellFormedXML},
}

func asText(write func(io.Writer, *Report, TextOptions) error) func(io.Writer, *Report) error {
	return func(w io.Writer, r *Report) error { return write(w, r, TextOptions{Width: 80}) }
}

// harmlessText holds nothing that a terminal, an editor or a runner of workflows obeys.
func harmlessText(text []byte) error {
	if !utf8.Valid(text) {
		return errors.New("no valid UTF-8")
	}
	for _, c := range string(text) {
		if c != '\n' && (unicode.Is(unicode.Cc, c) || unicode.Is(unicode.Bidi_Control, c) || c == '\u200b' || c == '\ufeff') {
			return fmt.Errorf("holds %U", c)
		}
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") {
			return errors.New("holds a workflow command")
		}
	}
	return nil
}

// readableText also has no blanks at the ends of its lines.
func readableText(text []byte) error {
	if err := harmlessText(text); err != nil {
		return err
	}
	if regexp.MustCompile(`[ \t]\n`).Match(text) {
		return errors.New("holds blanks at the end of a line")
	}
	return nil
}

// command is one of GitHub's workflow commands with properties that are escaped.
var command = regexp.MustCompile(`^::(error|warning|notice) [a-zA-Z]+=[^,:\r\n]*(,[a-zA-Z]+=[^,:\r\n]*)*::[^\r\n]*$`)

func workflowCommands(text []byte) error {
	for line := range strings.Lines(string(text)) {
		if !command.MatchString(strings.TrimSuffix(line, "\n")) {
			return errors.New("not a workflow command: " + line)
		}
	}
	return nil
}

func oneJSON(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	var v any
	if err := d.Decode(&v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("more than one value")
	}
	return nil
}

func wellFormedXML(text []byte) error {
	d := xml.NewDecoder(bytes.NewReader(text))
	cases := 0
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			switch tok.Name.Local {
			case "testcase":
				cases++
			case "testsuites", "testsuite", "failure", "system-out", "properties", "property", "skipped", "error":
			default:
				return errors.New("element " + tok.Name.Local)
			}
		case xml.Comment, xml.Directive:
			return errors.New("a comment or a directive")
		}
	}
	if cases == 0 {
		return errors.New("no test case")
	}
	return nil
}

// ownWords gives a report bglog's words where a log never has a say.
func ownWords(r *Report) *Report {
	reason, day := string(lifecycle.ReasonBGTask), "2026-03-02"
	r.Apps[0].Processes[0].LaunchReason = &reason
	r.Apps[0].Processes[0].Exit.Kind = string(lifecycle.ExitCrash)
	r.Accepted[0].Rule, r.Accepted[0].Severity, r.Accepted[0].Until = "task-leak", "error", &day
	r.BGTasks[0].Kind, r.BGTasks[0].Outcome = "refresh", "pending"
	r.Transfers[0].Kind, r.Transfers[0].Outcome = "download", "failed"
	for i := range r.LogPoints {
		r.LogPoints[i].Name = "sync" // a configuration takes letters, digits and hyphens
	}
	return r
}

// FuzzRenderers: whatever the texts of a log hold, every report can be read again.
func FuzzRenderers(f *testing.F) {
	for _, s := range append(hostileTexts, "]]>", "::error::x", "\r\n::warning file=a::b", "=1+1", "\x00\x1b]0;x\a", "\u2028\u2029\u0085", "\xed\xa0\x80", "\ufffe\uffff", "-->", "%0A::error::", strings.Repeat("long ", 400), strings.Repeat("日", 300)) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := ownWords(reportOf(s))
		for _, x := range renderers {
			var one, two bytes.Buffer
			if err := errors.Join(x.write(&one, r), x.write(&two, r)); err != nil {
				t.Fatalf("%s: %v", x.name, err)
			}
			if err := x.read(one.Bytes()); err != nil {
				t.Errorf("%q: %s: %v", s, x.name, err)
			}
			if !bytes.Equal(one.Bytes(), two.Bytes()) {
				t.Errorf("%q: %s: other bytes for the same report", s, x.name)
			}
		}
	})
}
