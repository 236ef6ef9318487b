package report

import (
	"flag"
	"fmt"
	"github.com/bglog/bglog/parse"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/bglog/bglog/lifecycle"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", name, diff)
	}
}

func render(t *testing.T, r *Report, opts TextOptions) string {
	t.Helper()
	var b strings.Builder
	if err := Text(&b, r, opts); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// rich is the report of everything.
func rich(opts Options) *Report {
	tl, found, causes := richTimeline()
	opts.Version = "test"
	return build([]*lifecycle.Timeline{tl}, found, causes, opts)
}

func hostile() *Report {
	tl, found := hostileTimeline()
	return Build([]*lifecycle.Timeline{tl}, found, Options{Version: "test"})
}

func TestTextGolden(t *testing.T) {
	golden(t, "rich-80.txt", render(t, rich(Options{}), TextOptions{}))
	golden(t, "hostile-80.txt", render(t, hostile(), TextOptions{}))
}

var ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestTextIsSafe checks what holds for every text report: no line is wider than
// asked for, none begins with a workflow command, nothing invisible is in it, and
// colours add nothing but colours.
func TestTextIsSafe(t *testing.T) {
	for name, r := range map[string]*Report{"rich": rich(Options{System: true}), "hostile": hostile(), "empty": Build(nil, nil, Options{})} {
		for _, width := range []int{80, 100, 120, 200} {
			got := render(t, r, TextOptions{Width: width})
			for i, l := range strings.Split(got, "\n") {
				// a disarmed line grows by three columns
				if columns(l) > width && !strings.Contains(l, `\x3a:`) && !strings.Contains(l, `\x23#`) {
					t.Errorf("%s: line %d is %d columns wide at %d: %q", name, i+1, columns(l), width, l)
				}
				if strings.HasPrefix(strings.TrimSpace(l), "::") || strings.Contains(l, "##[") {
					t.Errorf("%s: line %d is a command: %q", name, i+1, l)
				}
				if Clean(l) != l || strings.TrimRight(l, " ") != l {
					t.Errorf("%s: line %d is not clean: %q", name, i+1, l)
				}
			}
			if plain := ansi.ReplaceAllString(render(t, r, TextOptions{Width: width, Colour: true}), ""); plain != got {
				t.Errorf("%s: colour changes the text: %s", name, cmp.Diff(got, plain))
			}
		}
	}
}

func TestAnswer(t *testing.T) {
	notes := App{BundleID: opt("com.example.notes"), Name: opt("Notes"), Processes: []Process{{}, {}}}
	clock := App{BundleID: opt("com.example.clock"), Processes: []Process{{}}}
	task := func(app, outcome string, count int) Task { return Task{App: &app, Outcome: outcome, Count: count} }
	cut := Finding{ID: "f1", Certainty: "cut-off", Severity: "error"}
	note := Finding{ID: "f2", Certainty: "certain", Severity: "info"}
	crash := Finding{ID: "f1", Certainty: "certain", Severity: "error", App: opt("com.example.notes"), Title: "app crashed: SIGSEGV"}
	removed := Finding{ID: "f1", Certainty: "certain", Severity: "warning", App: opt("com.example.notes"), Title: "app removed from memory"}
	leak := Finding{ID: "f1", Certainty: "certain", Severity: "warning", App: opt("com.example.other"), Title: "tasks leak", Count: 3}
	killed := Finding{
		ID: "f2", Certainty: "certain", Severity: "warning", App: opt("com.example.notes"), Title: "app killed",
		Values: map[string]any{"code": "0x2182BAD2"}, CausedBy: []string{"f1"},
	}
	cause := Finding{ID: "f1", Rule: "task-leak", Certainty: "certain", Severity: "warning", App: opt("com.example.notes"), Title: "task leaks", Subject: opt("Flush")}
	nobody := Finding{ID: "f1", Certainty: "certain", Severity: "warning", Title: "something"}
	for _, c := range []struct {
		name string
		r    Report
		want string
	}{
		{"all ended", Report{Verdict: NoProblems, Apps: []App{notes, clock}, Tasks: []Task{task("com.example.notes", "ended", 13), task("com.example.clock", "ended", 1)}},
			"no problems found: 14 background tasks of 2 apps, all ended in time"},
		{"one ended", Report{Verdict: NoProblems, Apps: []App{notes}, Tasks: []Task{task("", "ended", 1)}},
			"no problems found: 1 background task of Notes, ended in time"},
		{"one open", Report{Verdict: NoProblems, Apps: []App{notes}, Tasks: []Task{task("", "open", 1)}, Findings: []Finding{cut, note, note}},
			"no problems found: 1 background task of Notes, still open where the log ends; 1 bad sign whose outcome the log does not cover, 2 notes"},
		{"mixed", Report{Verdict: NoProblems, Apps: []App{notes}, Tasks: []Task{task("", "open", 1), task("", "ended", 1200), task("", "ended_after_expiration", 2),
			task("", "unknown", 3)}, Findings: []Finding{cut, cut}},
			"no problems found: 1,206 background tasks of Notes: 1,200 ended in time, 2 ended after expiration, 1 still open where the log ends, " +
				"3 of unknown outcome; 2 bad signs whose outcome the log does not cover"},
		{"none", Report{Verdict: NoProblems, Apps: []App{notes, clock}, Tasks: []Task{{System: true, Count: 1}}, Findings: []Finding{note}},
			"no problems found: no background task in 3 runs of 2 apps; 1 note"},
		{"crash", Report{Verdict: Problems, Apps: []App{notes}, Findings: []Finding{crash}}, "Notes crashed: SIGSEGV, 1 error"},
		{"removed", Report{Verdict: Problems, Apps: []App{notes}, Findings: []Finding{removed, note}, Partial: true},
			"Notes was removed from memory, 1 warning (stopped before the end of the log)"},
		{"other app", Report{Verdict: Problems, Apps: []App{notes}, Findings: []Finding{leak}}, "com.example.other: tasks leak, 1 warning"},
		{"chain", Report{Verdict: Problems, Apps: []App{notes}, Findings: []Finding{cause, killed}}, `Notes was killed ("Flush", 0x2182BAD2), 2 warnings`},
		{"no app", Report{Verdict: Problems, Findings: []Finding{nobody}}, "something, 1 warning"},
		{"nothing read", Report{Verdict: NothingObserved}, "nothing observed: no input could be read"},
		{"nothing known", Report{Verdict: NothingObserved, Inputs: []Input{{Records: 12345}}},
			"nothing observed: none of 12,345 records tells of an app's background work (bglog predicate prints how to export a log that does)"},
		{"no app seen", Report{Verdict: NothingObserved, Inputs: []Input{{Records: 5, Recognised: 2}}}, "nothing observed: no app is in what could be read"},
		{"wrong app", Report{Verdict: NothingObserved, Inputs: []Input{{Records: 5}}, asked: []string{"x", "y\x1b"}, seen: []string{"a", "b", "", "c", "d", "e", "f", "g", "h"}},
			`nothing observed: no event of x, y\x1b in what was selected; apps in the log: a, b, c, d, e, f, g, and 1 more`},
		{"idle apps", Report{Verdict: NothingObserved, Inputs: []Input{{Records: 5}}, seen: []string{"a"}},
			"nothing observed: no third-party app did background work in what was selected; apps in the log: a"},
	} {
		p := newPrinter(TextOptions{Width: 1000})
		newTexter(&c.r, p).answer()
		got, _, _ := strings.Cut(p.b.String(), "\n")
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestWhere(t *testing.T) {
	day := moment("10:12:04.120")
	dateless := parse.At(time.Date(1, 1, 1, 2, 41, 49, 0, time.UTC))
	for _, c := range []struct {
		inputs []Input
		want   string
	}{
		{nil, ""},
		{[]Input{{}, {}}, "in 2 inputs, see the end of this report"},
		{[]Input{{Name: "-"}}, "stdin, no times"},
		{[]Input{{Name: "a.log", First: day, Last: day}}, "a.log, 2026-03-02 10:12:04 +01:00"},
		{[]Input{{Name: "a.log", First: day, Last: day.Add(86400), Device: Device{OS: opt("iOS 17"), Build: opt("21E236"), Simulator: opt(true)}}},
			"a.log, 2026-03-02 10:12:04 to 2026-03-03 10:12:04 +01:00 (1 d), iOS 17 (21E236), simulator"},
		{[]Input{{Name: "a.log", First: dateless, Last: dateless.Add(5)}}, "a.log, 02:41:49 to 02:41:54 (5 s)"},
		{[]Input{{Name: "a.log", First: dateless, Last: dateless.Add(86400 * 2)}}, "a.log, day 1 02:41:49 to day 3 02:41:49 (2 d)"},
	} {
		tx := newTexter(&Report{Inputs: c.inputs}, newPrinter(TextOptions{}))
		if got := strings.ReplaceAll(tx.where(), noBreak, " "); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestClock(t *testing.T) {
	dateless := parse.At(time.Date(1, 1, 2, 2, 41, 49, 7e6, time.UTC))
	for _, c := range []struct {
		dated bool
		t     parse.Time
		want  string
	}{
		{false, moment("10:12:04.120"), "10:12:04.120"},
		{true, moment("10:12:04.120"), "03-02 10:12:04.120"},
		{true, dateless, "day 2 02:41:49.007"},
		{false, dateless, "02:41:49.007"},
		{true, parse.Time{}, ""},
	} {
		k := clock{dated: c.dated}
		if got := k.short(c.t); got != c.want {
			t.Errorf("short(%s) = %q, want %q", c.t, got, c.want)
		}
		if got := k.brief(c.t); got != strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(c.want, ".120"), ".007"), ".000") {
			t.Errorf("brief(%s) = %q", c.t, got)
		}
	}
}

func TestShortNames(t *testing.T) {
	long := "/Users/someone/Library/Logs/"
	day, next := long+"sysdiagnose_2026.06.09_14-00-00+0200_iPhone-OS_iPhone_23B85.tar.gz", "sysdiagnose_2026.06.10_14-00-00+0200_iPhone-OS_iPhone_23B85.tar.gz"
	got := shortNames([]string{
		"a.log", "-", long + "one/system.log", long + "two/system.log", long + "other.log", long + strings.Repeat("x", 80),
		"plain.log", long + "plain.log", day + ": Logs/Sync/sync.log", day + ": system_logs.logarchive", next + ": system_logs.logarchive",
	})
	want := map[string]string{
		"plain.log": "plain.log", long + "plain.log": "Logs/plain.log", day + ": Logs/Sync/sync.log": "sync.log",
		day + ": system_logs.logarchive":  "sysdiagnose_2026.06.09_14-00-00+0200_…em_logs.logarchive",
		next + ": system_logs.logarchive": "sysdiagnose_2026.06.10_14-00-00+0200_…em_logs.logarchive",
		"a.log":                           "a.log", "-": "stdin", long + "one/system.log": "one/system.log", long + "two/system.log": "two/system.log",
		long + "other.log":             "other.log",
		long + strings.Repeat("x", 80): strings.Repeat("x", 37) + "…" + strings.Repeat("x", 18),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestManyFindings checks that long reports stay readable: findings that are
// alike are listed, and the rest is counted.
func TestManyFindings(t *testing.T) {
	r := &Report{Verdict: Problems, Inputs: []Input{{Name: "a.log"}}}
	add := func(rule, subject string, n int) {
		for range n {
			r.Findings = append(r.Findings, Finding{
				ID: "f" + itoa(len(r.Findings)+1), Rule: rule, Title: "task " + subject + " " + itoa(len(r.Findings)+1), Severity: "warning", Certainty: "certain",
				Evidence: []Evidence{{Input: opt("a.log"), Line: opt(len(r.Findings) + 1), Time: moment("10:00:00.000"), Text: "line"}},
			})
		}
	}
	add("task-held-over-30s", "held", 14)
	for i := range 30 {
		add("rule-"+itoa(i), "other", 1)
	}
	got := render(t, r, TextOptions{})
	for _, want := range []string{
		"  The same again:\n    f2:  task held 2, a.log:2 at 10:00:00.000\n", "    f11: task held 11", "    … and 3 more (see --format json)\n",
		"… and 6 more findings (see --format json)\n",
		"\n  f1   warning  task held 1, and 13 more such\n  f15  warning  task other 15\n", "  … and 19 more problems\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
	if strings.Contains(got, "f12:") || strings.Contains(got, "task other 40") {
		t.Errorf("too much is shown:\n%s", got)
	}
}

func TestEvidence(t *testing.T) {
	line := func(n int) Evidence {
		return Evidence{Input: opt("a.log"), Line: opt(n), Text: fmt.Sprintf("line %d", n)}
	}
	var nine []Evidence
	for i := range 9 {
		nine = append(nine, line(i+1))
	}
	error1 := Finding{ID: "f1", Severity: "error", Certainty: "certain", Title: "x", Evidence: nine}
	for _, c := range []struct {
		name  string
		n     told
		shown map[string]bool
		want  string
	}{
		{"cause", told{finding: &error1}, map[string]bool{}, "1 2 3 +3 7 8 9"},
		{"effect", told{finding: &error1, depth: 1}, map[string]bool{}, "1 2 +5 8 9"},
		{"note", told{finding: &Finding{Severity: "info", Evidence: nine}}, map[string]bool{}, "1 +7 9"},
		{"cut off", told{finding: &Finding{Severity: "error", Certainty: "cut-off", Evidence: nine[:2]}}, map[string]bool{}, "1 2"},
		{"above", told{finding: &Finding{Severity: "error", Evidence: nine[:4]}}, map[string]bool{"a.log:1": true, "a.log:3": true}, "2 4 (a.log:1, 3)"},
	} {
		p := newPrinter(TextOptions{})
		newTexter(&Report{Inputs: []Input{{Name: "a.log"}}}, p).evidence(0, c.n, c.shown)
		var got []string
		for l := range strings.Lines(p.b.String()) {
			l = strings.TrimSpace(l)
			if _, n, ok := strings.Cut(l, "  line "); ok {
				got = append(got, n)
			} else if n, ok := strings.CutPrefix(l, "… "); ok {
				got = append(got, "+"+strings.Fields(n)[0])
			} else if s, ok := strings.CutPrefix(l, "see also "); ok {
				got = append(got, "("+strings.TrimSuffix(s, " above")+")")
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}

func TestProcessRow(t *testing.T) {
	tx := newTexter(&Report{}, newPrinter(TextOptions{}))
	state := func(s string) []State { return []State{{State: s, From: moment("10:00:00.000")}} }
	for _, c := range []struct {
		p    Process
		want string
	}{
		{Process{Launch: "unknown"}, "?|||"},
		{Process{Launch: "unknown", LaunchReason: opt("debugger")}, "?||debugger|"},
		{Process{PID: opt(7), Launch: "background", LaunchReason: opt("unknown"), States: state("running")}, "7||system|running since 10:00:00"},
		{Process{Launch: "user", Host: opt("com.example.notes"), States: []State{{State: "suspended"}}}, "?||user (extension of com.example.notes)|suspended"},
		{Process{Launch: "user", Exit: &Exit{Kind: "unknown"}}, "?||user|ended: not told"},
		{Process{Launch: "user", Exit: &Exit{Kind: "other"}, States: state("suspended")}, "?||user|ended while suspended: other"},
		{Process{Launch: "user", Exit: &Exit{Kind: "other", Explanation: opt("because\nso")}, Exited: moment("10:00:01.000")}, "?||user|ended 10:00:01: because ⏎ so"},
		{Process{Launch: "user", Exit: &Exit{What: opt("killed 0x2182BAD2"), Code: opt("0x2182BAD2")}, States: state("foreground")},
			"?||user|ended in the foreground: killed 0x2182BAD2"},
		{Process{Launch: "user", Exit: &Exit{What: opt("killed"), Code: opt("9")}}, "?||user|ended: killed"},
	} {
		if got := strings.Join(tx.processRow(c.p)[1:], "|"); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestTaskTable(t *testing.T) {
	tx := newTexter(&Report{}, newPrinter(TextOptions{}))
	var tasks []Task
	for i := range 30 {
		tasks = append(tasks, Task{Name: opt("Task" + itoa(i)), Outcome: "ended", Count: 1, PID: opt(1 + i%2), Held: opt(float64(i))})
	}
	for i := range 4 {
		tasks = append(tasks, Task{Redacted: true, Outcome: "open", Count: 2, ID: opt(40 + i), PID: opt(1), HeldAwake: opt(30.0 + float64(i))})
	}
	tasks = append(tasks, Task{Outcome: "strange", Count: 1}, Task{System: true, Count: 1})
	tx.tasks(tasks)
	got := tx.b.String()
	for _, want := range []string{
		"    1  40–43  <private> ×8     30 s to 33 s awake  open where the log ends\n", "  … and 12 more rows (see --format json)\n", "1 task of UIKit",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in\n%s", want, got)
		}
	}
}

func TestNotes(t *testing.T) {
	for _, c := range []struct {
		n    int
		at   []int
		want string
	}{
		{1, []int{3}, "1 line does not fit the format and was not read: 3"},
		{7, []int{3, 4}, "7 lines do not fit the format and were not read: the first are 3, 4"},
		{7, nil, "7 lines do not fit the format and were not read"},
	} {
		if got := unparsed(c.n, c.at); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	for _, c := range []struct {
		part, whole int
		want        string
	}{{0, 0, ""}, {0, 5, "0 %"}, {1, 1000, "1 %"}, {999, 1000, "99 %"}, {1000, 1000, "100 %"}, {1, 3, "33 %"}} {
		if got := percent(c.part, c.whole); got != c.want {
			t.Errorf("percent(%d, %d) = %q, want %q", c.part, c.whole, got, c.want)
		}
	}
	log := func(process string, gaps ...parse.Gap) *lifecycle.Timeline {
		tl := &lifecycle.Timeline{Number: 1, Inputs: []*parse.Summary{{Name: "a", Format: "x", Records: 3, Complete: true}},
			Senders: []*lifecycle.Sender{{Process: process, Records: 3}}}
		for _, g := range gaps {
			tl.Gaps = append(tl.Gaps, lifecycle.Gap{Gap: g})
		}
		return tl
	}
	reports := &lifecycle.Timeline{Number: 3, Inputs: []*parse.Summary{{Name: "b.ips", Complete: true}}}
	for _, c := range []struct {
		name      string
		timelines []*lifecycle.Timeline
		want      []string
	}{
		{"witness", []*lifecycle.Timeline{log("runningboardd"), reports}, []string{}},
		{"no witness", []*lifecycle.Timeline{log("Notes"), reports}, []string{"no line of runningboardd: when apps were suspended, and whether and why the system killed " +
			"them cannot be told (bglog predicate prints how to export a log that can)"}},
		{"one without", []*lifecycle.Timeline{log("Notes"), log("runningboardd")}, []string{"1 log holds no line of runningboardd: when apps were suspended, and whether " +
			"and why the system killed them cannot be told (bglog predicate prints how to export a log that can)"}},
		{"gaps", []*lifecycle.Timeline{log("runningboardd", parse.Gap{Why: "reboot"}, parse.Gap{Why: "new"}, parse.Gap{Why: "reboot"})},
			[]string{"the device rebooted 2 times: lines may be missing there", "new: lines may be missing there"}},
	} {
		if diff := cmp.Diff(c.want, notes(&Report{}, c.timelines, nil)); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestConditionWords(t *testing.T) {
	if got := conditionWords("asleep") + ", " + conditionWords("\x1bnew"); got != `device asleep, \x1bnew` {
		t.Error(got)
	}
}
