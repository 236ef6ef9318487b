package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

func encode(t *testing.T, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// closeObjects makes the schema strict: a field that it does not name is an error.
// The published one is open, because fields may be added.
func closeObjects(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["properties"]; ok {
			v["additionalProperties"] = false
		}
		for _, x := range v {
			closeObjects(x)
		}
	case []any:
		for _, x := range v {
			closeObjects(x)
		}
	}
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	closeObjects(doc)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("report.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestJSONFitsSchema(t *testing.T) {
	schema := compileSchema(t)
	bare := &lifecycle.Timeline{
		Number: 1, Inputs: []*parse.Summary{{Name: "-"}},
		Apps: []*lifecycle.App{{Work: true, Processes: []*lifecycle.Process{{
			PID: parse.NoPID, Exit: &lifecycle.Exit{}, Tasks: []*lifecycle.Task{{}},
		}}}},
		Clues: nil,
	}
	strange := &rules.Finding{
		Timeline: 9, Rule: &rules.Rule{ID: "task-strange"}, Severity: rules.Info, Certainty: rules.Likely, PID: parse.NoPID, Fingerprint: "1:0000000000000000",
		Values:   valuesOf("nan", math.NaN(), "inf_s", math.Inf(-1), "never", parse.Time{}, "list", []string{"a"}),
		Evidence: []lifecycle.Evidence{{}, {Input: 7, Text: "of no input"}},
	}
	for name, r := range map[string]*Report{
		"rich":    rich(Options{System: true, Recognised: map[*parse.Summary]int{}}),
		"empty":   Build(nil, nil, Options{}),
		"bare":    Build([]*lifecycle.Timeline{bare}, []*rules.Finding{strange}, Options{Partial: true, Notes: []string{"x"}}),
		"hostile": hostile(),
	} {
		if name == "hostile" { // its finding has no fingerprint
			r.Findings[1].Fingerprint = "1:0000000000000000"
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(encode(t, r)))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if text := string(encode(t, r)); strings.Contains(text, "[null]") {
			t.Errorf("%s: a list holds null", name)
		}
	}
}

func TestJSONGolden(t *testing.T) {
	golden(t, "rich.json", string(encode(t, rich(Options{}))))
}

// TestSelection says which apps and findings the flags let in.
func TestSelection(t *testing.T) {
	bound := func(s string) Bound {
		b, err := ParseBound(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	const notes, widget, mail, clock = "com.example.notes", "com.example.notes.widget", "com.apple.mobilemail", "com.example.clock"
	for _, c := range []struct {
		name     string
		opts     Options
		apps     []string
		findings []string
		missing  []string
		verdict  Verdict
	}{
		{"all", Options{}, []string{notes, widget},
			[]string{"task-unended-after-expiration", "exit-assertion-timeout", "task-expired", "exit-force-quit"}, nil, Problems},
		{"system", Options{System: true}, []string{notes, mail, widget},
			[]string{"task-unended-after-expiration", "exit-assertion-timeout", "task-expired", "task-held-over-30s", "exit-force-quit"}, nil, Problems},
		{"app with extension", Options{Apps: []string{notes}}, []string{notes, widget},
			[]string{"task-unended-after-expiration", "exit-assertion-timeout", "task-expired", "exit-force-quit"}, nil, Problems},
		{"extension", Options{Apps: []string{widget}}, []string{widget}, []string{"exit-force-quit"}, nil, NoProblems},
		{"system app by name", Options{Apps: []string{"MobileMail"}}, []string{mail}, []string{"task-held-over-30s"}, nil, NoProblems},
		{"idle app by name", Options{Apps: []string{"Clock"}}, []string{clock}, nil, nil, NoProblems},
		{"wrong app", Options{Apps: []string{"com.example.nope"}}, nil, nil, []string{"com.example.nope"}, NothingObserved},
		{"one wrong app", Options{Apps: []string{"nope", "Clock"}}, []string{clock}, nil, []string{"nope"}, NoProblems},
		{"only", Options{Only: []string{"exit-*"}}, []string{notes, widget}, []string{"exit-assertion-timeout", "exit-force-quit"}, nil, Problems},
		{"skip", Options{Skip: []string{"exit-assertion-timeout", "task-*"}}, []string{widget, notes}, []string{"exit-force-quit"}, nil, NoProblems},
		{"since", Options{Since: bound("10:13:55")}, []string{widget, notes}, []string{"exit-force-quit"}, nil, NoProblems},
		{"until", Options{Until: bound("10:13:15.5")}, []string{notes}, []string{"task-expired"}, nil, Problems},
		{"outside", Options{Since: bound("2027-01-01T00:00:00Z")}, nil, nil, nil, NothingObserved},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rich(c.opts)
			var apps, findings []string
			for _, a := range r.Apps {
				apps = append(apps, a.Label())
			}
			for i, f := range r.Findings {
				findings = append(findings, f.Rule)
				if f.ID != fmt.Sprintf("f%d", i+1) {
					t.Errorf("finding %d has id %s", i, f.ID)
				}
			}
			if diff := cmp.Diff(c.apps, apps); diff != "" {
				t.Errorf("apps (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.findings, findings); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.missing, r.Missing()); diff != "" {
				t.Errorf("missing (-want +got):\n%s", diff)
			}
			if r.Verdict != c.verdict {
				t.Errorf("verdict %s, want %s", r.Verdict, c.verdict)
			}
			if diff := cmp.Diff([]string{clock, notes, widget, mail}, r.Seen()); diff != "" {
				t.Errorf("seen (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTaskWindow(t *testing.T) {
	since, _ := ParseBound("10:13:00")
	var ids []int
	for _, task := range rich(Options{Since: since}).Tasks {
		ids = append(ids, *task.ID)
	}
	if diff := cmp.Diff([]int{14, 36, 2}, ids); diff != "" {
		t.Error(diff)
	}
}

func TestVerdict(t *testing.T) {
	finding := func(s rules.Severity, c rules.Certainty) Finding {
		return Finding{Severity: string(s), Certainty: string(c)}
	}
	for _, c := range []struct {
		findings []Finding
		apps     int
		verdict  Verdict
		worst    rules.Severity
	}{
		{nil, 0, NothingObserved, ""},
		{nil, 1, NoProblems, ""},
		{[]Finding{finding(rules.Info, rules.Certain)}, 0, NoProblems, rules.Info},
		{[]Finding{finding(rules.Error, rules.CutOff)}, 1, NoProblems, ""},
		{[]Finding{finding(rules.Error, rules.CutOff), finding(rules.Warning, rules.Likely)}, 1, Problems, rules.Warning},
		{[]Finding{finding(rules.Warning, rules.Certain), finding(rules.Error, rules.Certain)}, 1, Problems, rules.Error},
	} {
		r := &Report{Findings: c.findings, Apps: make([]App, c.apps)}
		if v, w := r.verdict(), r.Worst(); v != c.verdict || w != c.worst {
			t.Errorf("%v: %s, %q", c.findings, v, w)
		}
	}
}

// TestTwoTimelines checks that one app of two devices is one entry whose parts
// name their timeline.
func TestTwoTimelines(t *testing.T) {
	a, found, causes := richTimeline()
	b, more, _ := richTimeline()
	b.Number = 2
	b.Inputs[0].Name = "other.log"
	for _, f := range more {
		f.Timeline = 2
	}
	r := build([]*lifecycle.Timeline{a, b}, append(found, more...), causes, Options{})
	if len(r.Apps) != 2 || len(r.Apps[0].Processes) != 4 || r.Apps[0].Processes[3].Timeline != 2 {
		t.Errorf("apps: %+v", r.Apps)
	}
	if s := r.Coverage.Senders[0]; *s.Process != "Notes" || s.Records != 620 || s.Unknown[0].Count != 2 {
		t.Errorf("senders: %+v", r.Coverage.Senders)
	}
	golden(t, "two-timelines.txt", render(t, r, TextOptions{Width: 100}))
}

func TestDeterministic(t *testing.T) {
	want := encode(t, rich(Options{}))
	text := render(t, rich(Options{}), TextOptions{})
	for range 20 {
		if !bytes.Equal(want, encode(t, rich(Options{}))) || text != render(t, rich(Options{}), TextOptions{}) {
			t.Fatal("two builds of one timeline differ")
		}
	}
}

// TestTextOfReadReport checks that a report that comes out of JSON, without the
// findings behind it, is shown too.
func TestTextOfReadReport(t *testing.T) {
	var r Report
	if err := json.Unmarshal(encode(t, rich(Options{})), &r); err != nil {
		t.Fatal(err)
	}
	got := render(t, &r, TextOptions{})
	for _, want := range []string{"Notes was killed: it held", "which led to", `held background task "FlushOutbox" too long`} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}
