package report

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/bglog/bglog/rules"
)

// sarifOf writes a report as SARIF and checks it against the published schema.
func sarifOf(t *testing.T, r *Report) sarifLog {
	t.Helper()
	var b bytes.Buffer
	if err := SARIF(&b, r, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	got, err := jsonschema.UnmarshalJSON(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(got); err != nil {
		t.Errorf("%v", err)
	}
	var log sarifLog
	if err := json.Unmarshal(b.Bytes(), &log); err != nil {
		t.Fatal(err)
	}
	return log
}

func TestSARIF(t *testing.T) {
	r := failing("com.example.notes", "error", 1)
	f := &r.Findings[0]
	f.Fingerprint = "1:0123456789abcdef"
	first, file := 3, "/tmp/logs/field log.txt"
	f.Evidence[0].Input = &file
	f.Evidence = append([]Evidence{{Input: &file, Line: &first, Time: clockAt("14:00:03"), Text: "begun\nhere"}}, f.Evidence...)
	r.Findings = append(r.Findings, Finding{ID: "f2", Rule: "context-redacted", Severity: "info", Certainty: "certain", Title: "redacted"},
		Finding{ID: "f3", Rule: "task-leak", Severity: "error", Certainty: string(rules.CutOff), Title: "cut"})
	log := sarifOf(t, r)
	if n := len(log.Runs[0].Tool.Driver.Rules); n != len(rules.All()) {
		t.Errorf("%d rules", n)
	}
	got := log.Runs[0].Results
	if len(got) != 2 {
		t.Fatalf("%d results, want the finding that counts and the note", len(got))
	}
	type step struct {
		URI        string
		Line       int
		Time, Text string
	}
	var steps []step
	for _, s := range got[0].CodeFlows[0].ThreadFlows[0].Locations {
		p := s.Location.Physical
		steps = append(steps, step{p.Artifact.URI, p.Region.StartLine, s.ExecutionTime, s.Location.Message.Text})
	}
	want := []step{{"field%20log.txt", 3, "2026-03-02T13:00:03.000Z", "begun ⏎ here"}, {"field%20log.txt", 1, "", "com.example.notes"}}
	if d := cmp.Diff(want, steps); d != "" {
		t.Errorf("code flow (-want +got):\n%s", d)
	}
	if d := cmp.Diff(map[string]string{"bglog/v1": "1:0123456789abcdef"}, got[0].Fingerprints); d != "" || got[0].Level != "error" || got[1].Level != "note" {
		t.Errorf("fingerprint %s, levels %s %s", d, got[0].Level, got[1].Level)
	}
	for _, x := range got {
		if x.RuleID != log.Runs[0].Tool.Driver.Rules[x.RuleIndex].ID {
			t.Errorf("%s: rule index %d", x.RuleID, x.RuleIndex)
		}
	}
}

func TestSARIFHostile(t *testing.T) {
	for _, s := range append(hostileTexts, "a\x00b\x1b[31m", "\xff\xfe", "../../etc/passwd", "C:\\logs\\a.log") {
		sarifOf(t, failing(s, "warning", 2))
	}
}
