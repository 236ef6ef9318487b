package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bglog/bglog/parse"
)

// browserTests is where the tests are that run in a browser, and their packages.
const browserTests = "html/browser"

// browser is the program that the page is tried in; its tests are skipped where it or
// what drives it is missing, unless BGLOG_BROWSER demands them.
func browser(t *testing.T) (chromium string) {
	t.Helper()
	miss := t.Skipf
	if os.Getenv("BGLOG_BROWSER") != "" {
		miss = t.Fatalf
	}
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	if _, err := exec.LookPath("node"); err != nil {
		miss("no node to drive a browser with")
	}
	if _, err := os.Stat(filepath.Join(browserTests, "node_modules", "playwright-core")); err != nil {
		miss("no playwright-core: npm ci --prefix report/%s", browserTests)
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	miss("no chromium to show the page with")
	return ""
}

// Pages work in a browser: what they show, what can be done with them, and that what a
// log holds stays text. What is tried is in page.test.mjs.
func TestHTMLInBrowser(t *testing.T) {
	chromium := browser(t)
	dir := t.TempDir()
	hostile, texts := hostilePage()
	pages := samples(t)
	pages["hostile"] = hostile
	pages["many"] = ofLog(t, manyDays(logOf(t, "../testdata/samples/downloads.log"), 700), Options{})
	pages["crowded"] = crowded()
	pages["waits"] = ofLog(t, logOf(t, "../lifecycle/testdata/logs/transfer-waits.log"), Options{})
	for name, r := range pages {
		var b bytes.Buffer
		if err := HTML(&b, r, TextOptions{}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name+".html"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Logf("%-10s %5d KiB, %d findings, %d transfers", name, b.Len()>>10, len(r.Findings), len(r.Transfers))
	}
	expected, err := json.Marshal(texts)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "hostile.json"), expected, 0o644); err != nil {
		t.Fatal(err)
	}
	node := exec.Command("node", "--test", "--test-reporter=spec", "page.test.mjs")
	node.Dir = browserTests
	node.Env = append(os.Environ(), "BGLOG_PAGES="+dir, "CHROMIUM="+chromium)
	out, err := node.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}

// hostilePage is a report with every hostile text in every place, and what the evidence
// of its findings shows.
func hostilePage() (*Report, map[string]string) {
	all := append([]string{
		"</script><script>alert(1)</script>", "<!--<script>", "<img src=x onerror=alert(1)>", "\x1b[31mred\x1b[0m \x1b]8;;http://example.com\x07", "::stop-commands::x",
		"a\u202eb\u2066c", `" autofocus onfocus="alert(1)`, "a | b", "]]></style><style>*{display:none}", "javascript:alert(1)",
	}, hostileTexts...)
	out := &Report{Verdict: Problems, Tool: Tool{Name: "bglog", Version: "test"}}
	texts := map[string]string{}
	for i, s := range all {
		r := reportOf(s)
		r.Findings[0].ID = "f" + strconv.Itoa(i+1)
		r.Findings[0].Rule = "rule-" + strconv.Itoa(i+1) // not the same again
		texts[r.Findings[0].ID] = CleanLines(strings.ReplaceAll(s, "\t", "  "))
		if i == 0 {
			out.Inputs = r.Inputs
		}
		out.Coverage.Notes = append(out.Coverage.Notes, r.Coverage.Notes...)
		out.Coverage.Senders = append(out.Coverage.Senders, r.Coverage.Senders...)
		out.Accepted = append(out.Accepted, r.Accepted...)
		out.Conditions = append(out.Conditions, r.Conditions...)
		out.Apps = append(out.Apps, r.Apps...)
		out.Tasks = append(out.Tasks, r.Tasks...)
		out.BGTasks = append(out.BGTasks, r.BGTasks...)
		out.Sessions = append(out.Sessions, r.Sessions...)
		out.Transfers = append(out.Transfers, r.Transfers...)
		out.Wakes = append(out.Wakes, r.Wakes...)
		out.LogPoints = append(out.LogPoints, r.LogPoints...)
		out.Limiter = append(out.Limiter, r.Limiter...)
		out.Findings = append(out.Findings, r.Findings...)
	}
	return out, texts
}

// manyDays tells the story of downloads.log once a day.
func manyDays(story string, days int) string {
	header, lines, _ := strings.Cut(story, "\n")
	var b strings.Builder
	b.WriteString(header + "\n")
	first := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range days {
		strings.NewReplacer(
			"2026-06-09", first.AddDate(0, 0, i).Format(time.DateOnly),
			"3B9E1D50", fmt.Sprintf("%08X", 0x3B000000+i), "C41D7E02", fmt.Sprintf("%08X", 0xC4000000+i),
		).WriteString(&b, lines)
	}
	return b.String()
}

// crowded has findings beside each other and at one moment, tasks with long names, and
// gaps.
func crowded() *Report {
	app := opt("com.example.notes")
	r := &Report{
		Verdict: Problems, Tool: Tool{Name: "bglog", Version: "test"},
		Inputs: []Input{{Name: "crowded.log", Timeline: 1, First: clockAt("14:00:00"), Last: clockAt("16:00:00"), Gaps: []Gap{{From: clockAt("14:30:00"), To: clockAt("14:40:00"), Why: "lost-messages", Count: 12}}}},
		Apps: []App{{BundleID: app, Processes: []Process{{Timeline: 1, PID: opt(412), Launched: clockAt("14:00:05"), States: []State{
			{State: "foreground", From: clockAt("14:00:05"), To: clockAt("14:05:00")}, {State: "background", From: clockAt("14:05:00"), To: clockAt("14:06:00")},
			{State: "suspended", From: clockAt("14:06:00")},
		}}}}},
	}
	severities := []string{"error", "warning", "info"}
	for i := range 60 {
		at := clockAt("14:05:00").Add(float64(i * i))
		r.Tasks = append(r.Tasks, Task{Timeline: 1, App: app, PID: opt(412), ID: opt(i + 1), Count: 1, Begun: at, Ended: at.Add(float64(20 + i)), Held: opt(float64(20 + i)), Outcome: "ended",
			Name: opt("com.example.notes.SynchroniseEverythingWithTheServer-" + strconv.Itoa(i%12))})
		r.Findings = append(r.Findings, Finding{ID: "f" + strconv.Itoa(i+1), Timeline: 1, Rule: "rule-" + strconv.Itoa(i), Severity: severities[i%3], Certainty: "certain", App: app,
			Title: "finding " + strconv.Itoa(i+1), At: at, Until: parse.Time{}, Evidence: []Evidence{{Text: "line " + strconv.Itoa(i+1), Time: at}}})
	}
	return r
}
