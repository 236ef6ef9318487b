package rules

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template"

	"github.com/google/go-cmp/cmp"
)

// documented are all rules, in the order of the documentation.
var documented = All()

// always are the keys that every finding has.
var always = map[string]any{"subject": "", "app": "com.example.notes", "count": 1, "certainty": Certain, "severity": Error, "caused": false}

// optional are the keys that a finding may lack, each with the values that it can
// have: the first is the one of a full finding. A leading family or id says whose
// keys they are.
var optional = map[string]map[string][]any{
	"task-": {
		"name": {"RefreshSubscriptions"}, "id": {36}, "held_s": {31.2}, "age_s": {26.0}, "budget_s": {30.0}, "ended_after_s": {0.4, 0.0},
		"killed": {true, false}, "redacted": {true, false}, "open_tasks": {4, 1}, "system": {true, false},
		"open_s": {64.0}, "countdown_s": {44.5}, "how": {"suspended", "exited"}, "open": {6}, "oldest_s": {75.0}, "high_water": {2844},
		"foreground": {true, false}, "ended_s": {12.0}, "ios13": {true, false}, "double_end": {true, false},
		"silent_s": {5.0}, "frame": {"closure #1 in Store.flush()"}, "waits_on": {"_dispatch_sync_f_slow"},
		"why": {"Required client entitlement is missing"}, "kept_s": {4.7}, "tasks": {3},
	},
	"exit-": {
		"namespace": {"RUNNINGBOARD"}, "code": {"0x2182BAD2", "0x2182BAD3", "0x2182BAD4"}, "overrun": {"0x2182BAD3", "0x2182BAD4"}, "explanation": {"%CPU: 57.30% (sampled for 10.0 s)"},
		"state": {"background", "foreground", "suspended"}, "held": {"Shared Background Assertion 12 for com.example.notes"}, "limit_s": {30.0},
		"what": {"URLSession completion timeout"}, "signal": {"SIGKILL"}, "by": {"com.apple.cache_delete"},
		"event": {"scene-create", "process-exit"}, "allowance_s": {19.4}, "allowance_kind": {"wall clock", "CPU"},
		"files": {[]string{"notes.sqlite", "index.db"}, []string{}}, "reason": {"per-process-limit", "vm-pageshortage"}, "memory_mb": {2048},
		"pid": {412}, "report": {true, false}, "count_from": {"MetricKit"}, "retold": {true}, "exception": {"EXC_BAD_ACCESS"}, "frame": {"Store.flush()"},
		"cpu_used_s": {51.0}, "cpu_over_s": {58.0}, "cpu_limit": {80.0}, "cpu_limit_s": {60.0}, "launch": {"background", "user"},
		"tasks": {[]string{"FlushOutbox", "SaveIndex"}, []string{}}, "violation": {"it drew on the screen while the device was locked"},
		"privacy": {true, false}, "undescribed": {true, false}, "usage_key": {"NSCameraUsageDescription"}, "protected": {true, false}, "unloaded": {true, false}, "unsigned": {true, false}, "debugger": {"holds", "tells", "attached"}, "refused": {true, false}, "delivered": {true, false},
	},
	"transfer-": {
		"lost_s": {3780.0}, "transfers": {7, 1}, "delay_s": {1920.0}, "steps": {7, 1}, "ladder": {[]string{"14:00:07 delay 60 s (task 2 waited 61 s)", "delay 120 s"}},
		"more": {3}, "resets": {1}, "reset_by": {"the user opened the app"}, "stays": {true, false}, "inferred": {2}, "partly": {true, false}, "unseen": {true, false}, "wakes": {6},
		"fault": {true, false}, "median_bytes": {2048}, "waited_s": {1423.0}, "policy": {"Device Activity Policy"}, "kind": {"download", "upload"},
		"code": {"-1202", "-1002"}, "meaning": {"untrusted server certificate"}, "constant": {"NSURLErrorServerCertificateUntrusted"}, "retries": {6}, "age_s": {4.0}, "timeout_s": {604800.0},
		"from_start": {true, false}, "slow": {true, false}, "silent_s": {4000.0}, "subclass": {true, false}, "task_delegate": {true, false}, "stream": {true, false}, "lost": {true, false},
		"why": {"[1: Operation not permitted]"}, "class": {"NSFileProtectionComplete"}, "download": {true, false}, "refused": {true, false}, "exception": {true, false}, "scheme": {"ftp"}, "invalidated": {true, false},
	},
	"request-": {
		"code": {-1005}, "codes": {[]string{"-1001", "-1005"}, []string{}}, "suspended_s": {533.0}, "gone": {true, false},
		"reason": {"silent-push", "healthkit", "location", "urlsession", "bluetooth", "background-fetch", "bgtask", "voip"},
	},
	"session-": {
		"killed": {true, false}, "uikit": {true, false}, "held_s": {30.0}, "delivery_s": {4000.0}, "sessions": {11}, "limit": {"1024"}, "code": {"-996"},
		"simulator": {true, false}, "failed": {true, false}, "unseen": {true, false}, "delivered": {true, false},
	},
	"bgtask-": {
		"source_line": {"BGTaskScheduler.m:335"}, "source": {"a plug-in"},
		"code": {"3"}, "scheduler_code": {3}, "simulator": {true, false}, "kind": {"refresh", "processing", "push", "fetch", "continued"},
		"why":        {"identifier-not-permitted", "no-background-mode", "not-installed", "invalid-state", "launch-not-allowed", "running for too long"},
		"force_quit": {true, false}, "refresh_off": {true, false}, "unlaunched": {true, false}, "waited_s": {7.0}, "never": {true, false},
		"ran_s": {29.0}, "ended_by": {"time", "policy", "user", "unknown"}, "answered_s": {0.4, 0.0}, "answered": {true, false}, "expired": {true, false}, "unlisted": {true, false}, "killed": {true, false},
		"late_s": {12.0}, "since_s": {90000.0}, "pending_s": {90000.0}, "refused": {41, 1}, "postponed": {3, 1}, "policies": {[]string{"device in use 33", "Low Power Mode 8"}},
		"over_s": {32400.0}, "ran": {true, false}, "policy": {"Application Policy"}, "rationale": {"pushDisallowed"}, "means": {"the app may not be launched for pushes"},
		"helps": {"leave Background App Refresh on"}, "replaced": {3}, "silent_s": {31.0}, "transfers": {2, 1}, "cut_short": {true, false}, "no_handler": {true, false},
	},
	"fetch-": {"killed": {true, false}, "held_s": {30.0}, "unanswered": {true, false}, "kind": {"fetch", "push"}, "took_s": {39.0}},
	"push-":  {"killed": {true, false}, "held_s": {30.0}, "unanswered": {true, false}},
	"cpu-": {
		"cpu_used_s": {51.0}, "cpu_over_s": {58.0}, "cpu_limit": {80.0}, "cpu_limit_s": {60.0}, "assertions": {2, 1}, "unseen": {true, false},
	},
	"context-": {
		"what": {"com.example.notes"}, "since": {"2026-03-02 14:02:10.100 +0100"}, "source": {"SpringBoard"}, "key": {"remote-notification"}, "where": {"App Sandbox, Outgoing Connections"},
		"status": {"denied"}, "backwards": {true, false}, "first": {"2026-03-02 14:02:10.100 +0100"}, "last": {"2026-03-02 15:02:10.100 +0100"},
		"why": {"reboot", "clock-change", "lost-messages", "in-memory-only", "stream-dropped", "disconnected", "left-out", "restarted", "quarantined", "another cause"}, "raises": {true, false},
	},
}

// funcs stand in for those of the renderers.
var funcs = template.FuncMap{
	"dur":   func(s float64) string { return strconv.FormatFloat(s, 'g', 4, 64) + " s" },
	"later": func(s float64) string { return strconv.FormatFloat(s, 'g', 4, 64) + " s later" },
	"quote": strconv.Quote,
	"plural": func(n int, one, many string) string {
		if n == 1 {
			return one
		}
		return many
	},
	"code": func(s string) string { return "`" + s + "`" },
}

func fill(t *testing.T, text string, values map[string]any) string {
	t.Helper()
	tmpl, err := template.New("").Funcs(funcs).Parse(text)
	if err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	var b strings.Builder
	if err := tmpl.Execute(&b, values); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return b.String()
}

// keysOf returns the optional keys of the rule's family.
func keysOf(t *testing.T, r *Rule) map[string][]any {
	t.Helper()
	family, _, _ := strings.Cut(r.ID, "-")
	keys := optional[family+"-"]
	if keys == nil {
		t.Fatalf("%s: no such family", r.ID)
	}
	return keys
}

// findings yields the values of many findings of the rule: with all keys, with
// none, with one left out or alone, with each value that a key can have, and
// with the severities, certainties and counts that change the wording.
func findings(t *testing.T, r *Rule) []map[string]any {
	keys := keysOf(t, r)
	full := maps.Clone(always)
	for k, v := range keys {
		full[k] = v[0]
	}
	list := []map[string]any{full, always}
	with := func(base map[string]any, k string, v any) {
		m := maps.Clone(base)
		m[k] = v
		list = append(list, m)
	}
	for _, base := range []map[string]any{full, always} {
		with(base, "count", 12)
		with(base, "certainty", Likely)
		with(base, "caused", true)
		with(base, "severity", Warning)
		with(base, "severity", Info)
		for k, values := range keys {
			for _, v := range values {
				with(base, k, v)
			}
		}
	}
	for k := range keys {
		m := maps.Clone(full)
		delete(m, k)
		list = append(list, m)
	}
	return list
}

func TestTemplates(t *testing.T) {
	bad := regexp.MustCompile(`<no value>|<nil>|%!|  | \.(\s|$)| [,:;)]|\( |[\n\t]|\.\.|[,:]\.`)
	for _, r := range documented {
		told := map[string]bool{} // each wrong text once
		for _, values := range findings(t, r) {
			for name, text := range map[string]string{"title": r.Title, "detail": r.Detail, "fix": r.Fix} {
				s := fill(t, text, values)
				why := ""
				switch {
				case s == "" || strings.TrimSpace(s) != s:
					why = "empty, or blanks around it"
				case bad.MatchString(s):
					why = strconv.Quote(bad.FindString(s))
				case strings.HasSuffix(s, ".") != (name != "title"):
					why = "full stop at the end"
				case name == "title" && len([]rune(s)) > 100:
					why = "longer than 100 characters"
				}
				if why != "" && !told[s] {
					told[s] = true
					t.Errorf("%s: %s (%s): %s", r.ID, name, why, s)
				}
			}
		}
	}
}

// TestKeys proves that templates use only the keys that their findings have.
func TestKeys(t *testing.T) {
	key := regexp.MustCompile(`\.([a-z][a-z0-9_]*)`)
	action := regexp.MustCompile(`\{\{.*?\}\}`)
	for _, r := range documented {
		keys := keysOf(t, r)
		for _, a := range action.FindAllString(r.Title+r.Detail+r.Fix, -1) {
			for _, m := range key.FindAllStringSubmatch(a, -1) {
				if _, ok := always[m[1]]; !ok && keys[m[1]] == nil {
					t.Errorf("%s: unknown key %s in %s", r.ID, m[1], a)
				}
			}
		}
	}
}

func TestWording(t *testing.T) {
	for _, tc := range []struct {
		name   string
		text   string
		values map[string]any
		want   string
	}{
		{"killed", taskUnendedAfterExpiration.Title, map[string]any{"name": "FlushOutbox", "killed": true, "count": 1},
			"background task `FlushOutbox` outlived its expiration handler; app killed"},
		{"ended at the same instant", taskUnendedAfterExpiration.Title, map[string]any{"id": 7, "ended_after_s": 0.0, "count": 3},
			"background task 7 was ended late, after its expiration handler (3 times)"},
		{"nothing known", taskUnendedAfterExpiration.Title, map[string]any{"count": 1},
			"background task outlived its expiration handler"},
		{"foreground unknown", taskHeldOver30s.Detail, map[string]any{},
			"UIKit noticed that the task was begun more than 30 s ago and not yet ended. " +
				"The line is also written in the foreground, where no countdown runs: alone it does not prove a fault."},
		{"background", taskHeldOver30s.Detail, map[string]any{"foreground": false, "ended_s": 3.0},
			"UIKit noticed that the task was begun more than 30 s ago and not yet ended. " +
				"The app was in the background, where about 30 s is all it gets. The task was ended 3 s later."},
		{"open tasks", exitThermal.Detail, map[string]any{"state": "background", "code": "0xC00010FF", "tasks": []string{"A", "B"}},
			"The system ended the app in the background with code `0xC00010FF` to let the device cool down. " +
				"The device may have been hot for other reasons too. Background tasks open at that time: `A`, `B`."},
		{"counted", exitAssertionTimeout.Detail, map[string]any{"count_from": "MetricKit", "count": 2},
			"The system ended the app because it still held an assertion when the time for it had run out. " +
				"MetricKit counted 2 such exits in its period; it tells neither the time nor the details."},
		{"suspended and removed", exitMemory.Title, map[string]any{"severity": Info, "state": "suspended", "count": 1},
			"app removed from memory while suspended"},
		{"bare signal", exitCrash.Title, map[string]any{"severity": Warning, "signal": "SIGKILL", "count": 1},
			"app killed by SIGKILL, cause not in the log"},
		{"CPU", exitCPU.Title, map[string]any{"cpu_limit": 80.0, "cpu_limit_s": 60.0, "count": 1},
			"app killed for using too much CPU: over 80 % for 60 s"},
	} {
		if diff := cmp.Diff(tc.want, fill(t, tc.text, tc.values)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
}

func TestDocumentation(t *testing.T) {
	id := regexp.MustCompile(`^(task|bgtask|fetch|push|transfer|request|session|exit|cpu|context)(-[a-z0-9]+)+$`)
	seen := map[string]bool{}
	for _, r := range documented {
		if !id.MatchString(r.ID) || seen[r.ID] {
			t.Errorf("bad or repeated id %q", r.ID)
		}
		seen[r.ID] = true
		if r.Severity.Rank() == 0 {
			t.Errorf("%s: severity %q", r.ID, r.Severity)
		}
		for name, s := range map[string]string{
			"What": r.What, "Why": r.Why, "HowToFix": r.HowToFix, "SeenOn": r.SeenOn, "Swift": r.Swift, "Example": r.Example,
		} {
			if s == "" || strings.TrimSpace(s) != s {
				t.Errorf("%s: %s is empty or has blanks around it", r.ID, name)
			}
		}
		for _, s := range []string{r.What, r.Why, r.HowToFix} {
			if strings.Contains(s, "{{") || strings.Contains(s, "  ") || !strings.HasSuffix(s, ".") {
				t.Errorf("%s: not a plain paragraph: %s", r.ID, s)
			}
		}
		if n := strings.Count(r.Swift, "\n") + 1; n > 25 || strings.Contains(r.Swift, "\t") {
			t.Errorf("%s: Swift example of %d lines, or with tabs", r.ID, n)
		}
		for _, brackets := range []string{"{}", "()", "[]"} {
			if strings.Count(r.Swift, brackets[:1]) != strings.Count(r.Swift, brackets[1:]) {
				t.Errorf("%s: Swift example with unbalanced %s", r.ID, brackets)
			}
		}
		if len(r.References) == 0 {
			t.Errorf("%s: no references", r.ID)
		}
		for _, ref := range r.References {
			if u, err := url.Parse(ref); err != nil || u.Scheme != "https" || u.Host != "developer.apple.com" || len(u.Path) < 2 {
				t.Errorf("%s: reference %s", r.ID, ref)
			}
		}
	}
}

func TestExamples(t *testing.T) {
	console := regexp.MustCompile(`^(default|error)\t\d\d:\d\d:\d\d\.\d{6}[+-]\d{4}\t[A-Za-z_]+\t\S`)
	kinds := []string{"", "ips", "jetsam", "crash-text", "log-default", "log-ndjson"}
	for _, r := range documented {
		if !slices.Contains(kinds, r.ExampleIs) {
			t.Errorf("%s: example of kind %q", r.ID, r.ExampleIs)
		}
		if r.ExampleIs != "" {
			continue
		}
		records, last := 0, ""
		for i, line := range strings.Split(r.Example, "\n") {
			if !console.MatchString(line) {
				if i == 0 || strings.HasPrefix(line, "default") || strings.HasPrefix(line, "error") {
					t.Errorf("%s: not a line of Console: %s", r.ID, line)
				}
				continue // the message goes on
			}
			records++
			clock := strings.Split(line, "\t")[1]
			if clock < last {
				t.Errorf("%s: example goes back in time at %s", r.ID, clock)
			}
			last = clock
		}
		if records < 2 || records > 8 {
			t.Errorf("%s: example of %d records", r.ID, records)
		}
	}
}
