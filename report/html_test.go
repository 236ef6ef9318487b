package report

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/rules"
)

// page is the HTML of a report, with its text.
func page(t *testing.T, r *Report) (*html.Node, string) {
	t.Helper()
	var b bytes.Buffer
	if err := HTML(&b, r, TextOptions{}); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return doc, b.String()
}

// elements are those of a name below a node, all for an empty name.
func elements(n *html.Node, name string) []*html.Node {
	var list []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (name == "" || d.Data == name) {
			list = append(list, d)
		}
	}
	return list
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// textIn is the text below a node, blanks folded.
func textIn(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func byID(doc *html.Node, id string) *html.Node {
	for _, e := range elements(doc, "") {
		if attr(e, "id") == id {
			return e
		}
	}
	return nil
}

// samples are reports of logs of the repository.
func samples(t *testing.T) map[string]*Report {
	t.Helper()
	list := map[string]*Report{"rich": rich(Options{System: true}), "hostile": hostile(), "empty": Build(nil, nil, Options{})}
	for _, n := range []string{"notes", "downloads", "refresh"} {
		list[n] = ofLog(t, logOf(t, "../testdata/samples/"+n+".log"), Options{Version: "test"})
	}
	return list
}

// Everything that the report tells of a finding is on the page, with its evidence.
func TestHTMLHoldsFindings(t *testing.T) {
	for name, r := range samples(t) {
		doc, _ := page(t, r)
		for i := range r.Findings {
			f := &r.Findings[i]
			e := byID(doc, f.ID)
			if e == nil || e.Data != "article" {
				t.Errorf("%s: %s is not on the page", name, f.ID)
				continue
			}
			got := textIn(e)
			want := []string{f.Rule, certainties[f.Certainty], "bglog explain " + f.Rule}
			for _, ev := range f.Evidence {
				want = append(want, CleanLines(strings.ReplaceAll(ev.Text, "\t", "  ")))
				if ev.Line != nil {
					want = append(want, ":"+itoa(*ev.Line)+" ")
				}
				if ev.Process != nil {
					want = append(want, elide(Clean(*ev.Process), 40))
				}
			}
			for _, ref := range f.References {
				want = append(want, strings.TrimPrefix(ref, "https://"))
			}
			for _, w := range want {
				if w = strings.TrimSpace(strings.Join(strings.Fields(w), " ")); !strings.Contains(got, w) {
					t.Errorf("%s: %s does not tell %q:\n%s", name, f.ID, w, got)
				}
			}
		}
		if h := elements(doc, "h1"); len(h) != 1 || textIn(h[0]) == "" {
			t.Errorf("%s: %d headings of the first rank", name, len(h))
		}
	}
}

// What runs on the page is what its policy names, and nothing is loaded.
func TestHTMLPolicy(t *testing.T) {
	for name, r := range samples(t) {
		doc, source := page(t, r)
		policy := ""
		for _, m := range elements(doc, "meta") {
			if attr(m, "http-equiv") == "Content-Security-Policy" {
				policy = attr(m, "content")
			}
		}
		directives := map[string][]string{}
		for d := range strings.SplitSeq(policy, ";") {
			words := strings.Fields(d)
			directives[words[0]] = words[1:]
		}
		var scripts, styles []string
		for _, s := range elements(doc, "script") {
			if attr(s, "type") != "application/json" {
				scripts = append(scripts, hashSource(s.FirstChild.Data))
			}
		}
		for _, s := range elements(doc, "style") {
			styles = append(styles, hashSource(s.FirstChild.Data))
		}
		want := map[string][]string{
			"default-src": {"'none'"}, "script-src": scripts, "style-src": styles, "base-uri": {"'none'"}, "form-action": {"'none'"},
			"require-trusted-types-for": {"'script'"}, "trusted-types": {"'none'"},
		}
		if d := cmp.Diff(want, directives); d != "" {
			t.Errorf("%s: policy (-want +got):\n%s", name, d)
		}
		for _, e := range elements(doc, "") {
			for _, a := range e.Attr {
				link := e.Data == "a" && a.Key == "href"
				switch {
				case strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" || a.Key == "srcset":
					t.Errorf("%s: <%s %s=%q>", name, e.Data, a.Key, a.Val)
				case link && strings.HasPrefix(a.Val, "#"):
					if byID(doc, a.Val[1:]) == nil {
						t.Errorf("%s: a link to %s, which is not there", name, a.Val)
					}
				case link && (!strings.HasPrefix(a.Val, "https://") || !strings.Contains(attr(e, "rel"), "noreferrer")):
					t.Errorf("%s: a link to %q with rel %q", name, a.Val, attr(e, "rel"))
				case !link && a.Key == "href":
					t.Errorf("%s: <%s href=%q>", name, e.Data, a.Val)
				}
			}
		}
		if again, _ := json.Marshal(source); len(source) > 400_000 || strings.Contains(source, "\x00") || len(again) == 0 {
			t.Errorf("%s: %d bytes", name, len(source))
		}
		if _, second := page(t, r); second != source {
			t.Errorf("%s: not the same bytes again", name)
		}
	}
}

// The names of elements and their order are ours, whatever the log holds.
func TestHTMLHostile(t *testing.T) {
	tags := func(doc *html.Node) []string {
		var list []string
		for _, e := range elements(doc, "") {
			list = append(list, e.Data)
		}
		return list
	}
	plain, _ := page(t, reportOf("plain"))
	want := tags(plain)
	for _, s := range append(hostileTexts, "</script><script>alert(1)</script>", "</style>", "]]>", "\u2028 \u2029", "a\x00b\x1b[31m", "\xff\xfe", "{{.}}", "${x}", "' onclick='x", `" autofocus onfocus="x`) {
		doc, source := page(t, reportOf(s))
		// code is marked where it is: a text may hold it once more, or have nothing to show
		got := tags(doc)
		if d := cmp.Diff(want, got); d != "" && strings.TrimSpace(Clean(s)) != "" && !strings.Contains(s, "\n") {
			t.Errorf("%q: the elements differ (-plain +got):\n%s", s, d)
		}
		for _, n := range elements(doc, "") {
			if n.Data == "img" || n.Data == "iframe" || n.Data == "a" && strings.Contains(strings.ToLower(attr(n, "href")), "script:") {
				t.Errorf("%q: made <%s>", s, n.Data)
			}
		}
		for line := range strings.SplitSeq(source, "\n") {
			if strings.HasPrefix(strings.TrimSpace(line), "::") {
				t.Errorf("%q: a workflow command: %q", s, line)
			}
		}
		shown := html.UnescapeString(source)
		for _, bad := range []string{"\u202e", "\x1b", "\x00", "\u2028"} {
			if strings.Contains(shown, bad) {
				t.Errorf("%q: %q is on the page as it is", s, bad)
			}
		}
	}
}

// reportOf is a report with a thing of each kind, every text of which is s.
func reportOf(s string) *Report {
	line, five := 5, 5.0
	at := clockAt("14:10:00")
	return &Report{
		Verdict: Problems, Tool: Tool{Name: "bglog", Version: s},
		Inputs:     []Input{{Name: s, Timeline: 1, Format: &s, Why: s, First: clockAt("14:00:00"), Last: clockAt("15:00:00"), Gaps: []Gap{{From: at, Why: s, Count: 1}}}},
		Coverage:   Coverage{Notes: []string{s}, Senders: []Sender{{Process: &s, Records: 1, Unknown: []Unrecognised{{Text: s, Count: 1}}}}},
		Conditions: []Condition{{Timeline: 1, Kind: s, App: &s, From: at}},
		Apps: []App{{BundleID: &s, Name: &s, Processes: []Process{{
			Timeline: 1, Kind: s, Host: &s, Launch: s, LaunchReason: &s, Launched: at, Exited: clockAt("14:20:00"),
			Exit: &Exit{Kind: s, What: &s, Code: &s, Explanation: &s}, States: []State{{State: "background", From: at}},
		}}}},
		Accepted:  []AcceptedFinding{{Rule: s, Severity: s, App: &s, Title: s, Reason: s, Count: 1, Until: &s}},
		Tasks:     []Task{{Timeline: 1, App: &s, Name: &s, Begun: at, Expired: at, Count: 1, Outcome: s, Held: &five}},
		BGTasks:   []BGTask{{Timeline: 1, App: &s, Identifier: &s, Kind: s, Submitted: at, Outcome: s, Refused: 1, Decisions: []Decision{{"must-not-proceed", s, s, 1, at, at}}}},
		Sessions:  []Session{{Timeline: 1, App: &s, ID: s, Identifier: &s, Created: at}},
		Transfers: []Transfer{{Timeline: 1, App: &s, Session: &s, Task: s, Number: 1, Kind: s, Created: at, Resumed: at, Started: clockAt("14:12:00"), Wait: &five, Waits: []Wait{{"rate-limiter", 5}}, Outcome: s}},
		Wakes:     []Wake{{Timeline: 1, App: &s, Session: &s, At: at, Outcome: string(lifecycle.WakeNotMade), Why: &s}},
		LogPoints: []LogPoint{{Timeline: 1, App: &s, Name: s, Kind: "event", At: at, Fields: map[string]string{"id": s, "n": s}}, {Timeline: 1, App: &s, Name: s, Kind: "span", At: at, Ended: clockAt("14:11:00"), Took: &five}},
		Limiter:   []LimiterChange{{Timeline: 1, App: &s, At: at, Event: "step", Cause: s, Delay: 60, Differs: &s}},
		Findings: []Finding{{
			ID: "f1", Timeline: 1, Rule: "task-leak", Severity: "error", Certainty: "certain", App: &s, Title: s, Detail: s, Fix: s, At: at,
			References: []string{s}, Evidence: []Evidence{{Input: &s, Line: &line, Time: at, Process: &s, Text: s}},
		}},
	}
}

// Any text stays text.
func FuzzHTML(f *testing.F) {
	for _, s := range hostileTexts {
		f.Add(s)
	}
	known := regexp.MustCompile(`^(html|head|meta|title|style|body|header|div|h1|h2|h3|span|p|ul|li|ol|nav|a|button|main|section|article|details|summary|pre|time|footer|code|strong|figure|figcaption|table|thead|tbody|tr|th|td|svg|rect|circle|path|dl|dt|dd|label|input|output|script)$`)
	f.Fuzz(func(t *testing.T, s string) {
		doc, _ := page(t, reportOf(s))
		scripts := 0
		for _, e := range elements(doc, "") {
			if !known.MatchString(e.Data) {
				t.Errorf("%q made <%s>", s, e.Data)
			}
			if e.Data == "script" {
				scripts++
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" {
					t.Errorf("%q made %s=%q", s, a.Key, a.Val)
				}
			}
		}
		if scripts != 3 {
			t.Errorf("%q: %d scripts", s, scripts)
		}
		var data []chartData
		if err := json.Unmarshal([]byte(byID(doc, "data").FirstChild.Data), &data); err != nil {
			t.Errorf("%q: %v", s, err)
		}
	})
}

// The timeline's data lead from findings to what they are about and back.
func TestHTMLTimeline(t *testing.T) {
	r := samples(t)["notes"]
	doc, _ := page(t, r)
	var data []chartData
	if err := json.Unmarshal([]byte(byID(doc, "data").FirstChild.Data), &data); err != nil {
		t.Fatal(err)
	}
	if len(data) != 1 || len(data[0].Kinds) != 1 || len(data[0].Kinds[0].Lanes) != 1 {
		t.Fatalf("%d charts: %+v", len(data), data)
	}
	c := data[0]
	item := c.Kinds[0].Lanes[0].Items[0]
	var states []string
	for _, s := range c.States {
		states = append(states, s.Class)
	}
	about := map[string][]string{}
	for _, f := range c.Findings {
		about[f.ID] = f.About
	}
	if d := cmp.Diff([]string{"gone", "running", "foreground", "background", "gone"}, states); d != "" {
		t.Errorf("states (-want +got):\n%s", d)
	}
	if d := cmp.Diff(map[string][]string{"f1": {item.Row}, "f2": {"process-1"}}, about); d != "" {
		t.Errorf("what findings are about (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"f1"}, item.Findings); d != "" || byID(doc, item.Row) == nil {
		t.Errorf("the task's findings (-want +got):\n%s", d)
	}
	if len(c.Exits) != 1 || !slices.Equal(c.Exits[0].Findings, []string{"f2"}) {
		t.Errorf("exits %+v", c.Exits)
	}
}

// A transfer's waits lie where the log puts them.
func TestHTMLWaits(t *testing.T) {
	r := samples(t)["downloads"]
	doc, _ := page(t, r)
	var data []chartData
	if err := json.Unmarshal([]byte(byID(doc, "data").FirstChild.Data), &data); err != nil {
		t.Fatal(err)
	}
	var got []string
	at := int64(-1)
	for _, s := range data[0].Kinds[0].Lanes[1].Items[0].Spans {
		got = append(got, s.Class)
		if *s.From < at {
			t.Errorf("%s begins before what was before it ends", s.Class)
		}
		at = *s.To
	}
	if d := cmp.Diff([]string{"unresumed", "wait-rate-limiter", "wait-discretionary", "working", "kept"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if n := len(data[0].Limiter); n != 7 {
		t.Errorf("%d changes of the limiter, want 7", n)
	}
}

// Of what is too much for a page the worst stays, and the page says what it leaves out.
func TestHTMLLimits(t *testing.T) {
	r := &Report{Verdict: Problems, Inputs: []Input{{Timeline: 1, First: clockAt("14:00:00"), Last: clockAt("20:00:00")}}, Apps: []App{{BundleID: opt("com.example.notes")}}}
	for i := range 5000 {
		begun := clockAt("14:00:00").Add(float64(i))
		r.Tasks = append(r.Tasks, Task{Timeline: 1, App: opt("com.example.notes"), Name: opt("Sync"), Begun: begun, Ended: begun.Add(0.5), Count: 1, Outcome: "ended", Held: opt(0.5)})
	}
	r.Tasks[4321].Outcome = string(lifecycle.OutcomeKilled)
	for i := range 900 {
		r.Findings = append(r.Findings, Finding{ID: "f" + itoa(i+1), Timeline: 1, Rule: "rule-" + itoa(i), Severity: string(rules.Warning), Certainty: string(rules.Certain), Title: "title", At: clockAt("14:00:00")})
	}
	doc, source := page(t, r)
	text := textIn(doc)
	for _, want := range []string{
		"4,500 more background tasks are not on this page, none worse than those that are; --format json has all.",
		"Of 5,000 background tasks 1,500 are drawn: those that went wrong, then the longest.",
		"400 more findings are not on this page; --format json has all.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if byID(doc, "task-4322") == nil {
		t.Error("the killed task is not in the table")
	}
	if len(source) > 2_000_000 {
		t.Errorf("%d bytes", len(source))
	}
}

// What PowerLog recorded stands below the timeline of its app, in the text report's words.
func TestHTMLPowerLog(t *testing.T) {
	r := rich(Options{})
	doc, _ := page(t, r)
	if len(r.PowerLogs) == 0 {
		t.Fatal("the report has nothing of PowerLog")
	}
	for _, p := range r.PowerLogs {
		if n := strings.Count(textIn(doc), p.sentence()); n != 1 {
			t.Errorf("the page says %d times %q", n, p.sentence())
		}
	}
}

// The app's own messages have lanes and rows: events are marks, spans stretches.
func TestHTMLLogPoints(t *testing.T) {
	doc, _ := page(t, reportOf("Sync"))
	var data []chartData
	if err := json.Unmarshal([]byte(byID(doc, "data").FirstChild.Data), &data); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, k := range data[0].Kinds {
		if k.Title != "log points" {
			continue
		}
		for _, l := range k.Lanes {
			for _, it := range l.Items {
				for _, m := range it.Marks {
					got = append(got, "mark "+m.Class)
				}
				for _, s := range it.Spans {
					got = append(got, "span "+s.Class)
				}
				if byID(doc, it.Row) == nil {
					t.Errorf("no row %s", it.Row)
				}
			}
		}
	}
	slices.Sort(got)
	if d := cmp.Diff([]string{"mark point", "span working"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
