package main

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// gate runs bglog in the working directory with variables of the environment.
func gate(t *testing.T, env map[string]string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	e := testEnvironment()
	e.getenv = func(name string) string { return env[name] }
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	e.dir = dir
	var out, errs strings.Builder
	code = run(args, strings.NewReader(""), &out, &errs, e)
	return code, out.String(), errs.String()
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// again is the log of the same bug on another day: other days, pids and UUIDs.
func again(log string) string {
	log = regexp.MustCompile(`[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}`).ReplaceAllStringFunc(log, func(id string) string {
		return strings.Map(func(r rune) rune {
			if i := strings.IndexRune("0123456789ABCDEF", r); i >= 0 {
				return rune("5A9C13F0E7B2D468"[i])
			}
			return r
		}, id)
	})
	return strings.NewReplacer("2026-06-09", "2026-06-21", "0x14e08f3a0", "0x15a77c2e0").Replace(log)
}

func TestBaseline(t *testing.T) {
	files(t)
	const known = "known.yaml"
	code, out, errs := gate(t, nil, "baseline", "write", "-o", known, "--reason", "ticket 12", "downloads.log")
	if d := cmp.Diff([]any{0, "known.yaml: 2 findings added, 0 there already\n", ""}, []any{code, out, errs}); d != "" {
		t.Fatalf("(-want +got):\n%s", d)
	}
	write(t, "again.log", again(string(mustRead(t, "downloads.log"))))
	if code, _, _ := gate(t, nil, "again.log"); code != exitFindings {
		t.Fatalf("without the baseline: exit %d", code)
	}
	code, out, errs = gate(t, nil, "--baseline", known, "again.log")
	if code != exitClean || errs != "" || !strings.Contains(out, "2 findings accepted in the baseline") || !strings.Contains(out, "because: ticket 12") {
		t.Errorf("the same bug on another day: exit %d\n%s%s", code, out, errs)
	}

	// what is not in it still counts, and what no longer matches is told
	code, _, errs = gate(t, nil, "--baseline", known, "notes.log")
	if code != exitFindings || strings.Count(errs, ": the entry can go\n") != 2 || !strings.Contains(errs, "known.yaml:4: no finding has the fingerprint 1:") {
		t.Errorf("another bug: exit %d, %s", code, errs)
	}
	// unless the rule was not looked for, or only a part of the log
	for _, flag := range []string{"--only=exit-*", "--since=-1m", "--app=com.example.notes"} {
		if _, _, errs := gate(t, nil, "--baseline", known, flag, "notes.log"); strings.Contains(errs, "the entry can go") {
			t.Errorf("%s: %s", flag, errs)
		}
	}

	// writing again adds what is new and leaves the rest as it is
	before := string(mustRead(t, known))
	_, out, _ = gate(t, nil, "baseline", "write", "-o", known, "--reason", "ticket 13", "downloads.log", "notes.log")
	after := string(mustRead(t, known))
	if out != "known.yaml: 2 findings added, 2 there already\n" || !strings.HasPrefix(after, before) || strings.Count(after, "ticket 13") != 2 {
		t.Errorf("%s%s", out, after)
	}
	if code, _, errs := gate(t, nil, "--baseline", known, "downloads.log", "notes.log"); code != exitClean || errs != "" {
		t.Errorf("all accepted: exit %d, %s", code, errs)
	}

	// an entry holds until its last day
	for day, want := range map[string]int{"2026-07-01": exitClean, "2026-06-30": exitFindings} {
		write(t, "until.yaml", strings.ReplaceAll(before, "reason: \"ticket 12\"\n", "reason: \"ticket 12\"\n  until: "+day+"\n"))
		code, _, errs := gate(t, nil, "--baseline", "until.yaml", "downloads.log")
		if code != want || (code == exitFindings) != strings.Contains(errs, "was accepted until 2026-06-30: it counts again") {
			t.Errorf("until %s: exit %d, %s", day, code, errs)
		}
	}

	// an entry that no longer holds is not written twice, and what cannot be added to stays
	write(t, "over.yaml", strings.ReplaceAll(before, "reason: \"ticket 12\"\n", "reason: \"ticket 12\"\n  until: 2026-06-01\n"))
	over := string(mustRead(t, "over.yaml"))
	code, out, _ = gate(t, nil, "baseline", "write", "-o", "over.yaml", "--reason", "again", "downloads.log")
	if after := string(mustRead(t, "over.yaml")); code != exitClean || after != over || out != "over.yaml: 0 findings added, 0 there already\n" {
		t.Errorf("exit %d, %s%s", code, out, after)
	}
	for name, text := range map[string]string{
		"flow.yaml":   "[{fingerprint: \"1:00112233445566aa\", reason: known}]\n",
		"indent.yaml": "  - fingerprint: \"1:00112233445566aa\"\n    reason: known\n",
	} {
		write(t, name, text)
		code, _, errs := gate(t, nil, "baseline", "write", "-o", name, "--reason", "again", "downloads.log")
		if code != exitUsage || !strings.Contains(errs, name+" is left as it is: entries can only be added") || string(mustRead(t, name)) != text {
			t.Errorf("%s: exit %d, %s%s", name, code, errs, mustRead(t, name))
		}
	}
	write(t, "ours.yaml", "# ours\n")
	gate(t, map[string]string{"BGLOG_BASELINE": "ours.yaml"}, "baseline", "write", "--reason", "again", "downloads.log")
	if got := string(mustRead(t, "ours.yaml")); !strings.HasPrefix(got, "# ours\n\n- fingerprint: ") {
		t.Errorf("the baseline that the environment names: %s", got)
	}
	if now := testEnvironment().now; now.Format(time.DateOnly) != "2026-07-01" {
		t.Errorf("the clock of tests is %v", now)
	}
}

func TestBudgets(t *testing.T) {
	files(t)
	for _, c := range []struct {
		config, log string
		code        int
		want        string // of the report
	}{
		{"max: {transfer-rate-limited.lost_s: 60}", "downloads.log", 1, `budget "transfer-rate-limited.lost_s" exceeded by 3720 s: 3780 s, at most 60 s allowed`},
		{"max: {transfer-rate-limited.lost_s: 4000}\nseverity: {transfer-rate-limited: warning}", "downloads.log", 0, ""},
		{"max: {wakes-per-day: 6.5}\nfail-on: error\nskip: transfer-*", "downloads.log", 1, `budget "wakes-per-day" exceeded by 0.5 a day: 7 a day, at most 6.5 a day allowed`},
		{"max: {wakes-per-day: 7}\nskip: transfer-*", "downloads.log", 0, ""},
		{"max: {task-unended-after-expiration: 0}\nseverity: {task-*: info, exit-*: info}", "notes.log", 1, `budget "task-unended-after-expiration" exceeded by 1: 1, at most 0 allowed`},
		{"min: {bgtask-runs-per-day: 1.5}", "refresh.log", 1, `budget "bgtask-runs-per-day" missed by 0.5 a day: 1 a day, at least 1.5 a day required`},
		{"min: {bgtask-runs-per-day: 1}", "refresh.log", 0, ""},
		{"max: {kills: 0}\nskip: [task-*, exit-*]\nseverity: {budget-exceeded: warning}", "notes.log", 0, `budget "kills" exceeded by 1`},
		{"max: {kills: 0}\nskip: [task-*, exit-*, budget-exceeded]", "notes.log", 0, ""},
		{"max: {kills: 0}\nonly: [transfer-*]", "notes.log", 1, `budget "kills" exceeded by 1`},
		{"max: {kills: 0}\nskip: [task-*, exit-*]", "notes.log", 1, `budget "kills" exceeded by 1: 1, at most 0 allowed`},
		{"max: {background-task-held-s: 10}\nskip: [task-*, exit-*]", "notes.log", 1, `budget "background-task-held-s" exceeded by `},
	} {
		write(t, ".bglog.yaml", c.config)
		code, out, errs := gate(t, nil, c.log)
		folded := strings.Join(strings.Fields(out), " ")
		if code != c.code || !strings.Contains(folded, c.want) || c.want == "" && strings.Contains(out, "budget") {
			t.Errorf("%s\n%s: exit %d, want %d\n%s%s", c.config, c.log, code, c.code, out, errs)
		}
	}

	// nor that nobody tells of transfers
	write(t, ".bglog.yaml", "min: {transfers-done: 1, transfer-wait-s: 1}\n")
	if code, _, errs := gate(t, nil, "healthy.log"); code != exitClean || strings.Count(errs, " cannot be judged: the log ") != 2 {
		t.Errorf("exit %d, %s", code, errs)
	}

	// what the log cannot tell is no breach
	write(t, ".bglog.yaml", "min: {bgtask-runs-per-day: 1}\n")
	code, _, errs := gate(t, nil, "healthy.log")
	want := "bglog: budget bgtask-runs-per-day (.bglog.yaml:1) cannot be judged: the log covers "
	if code != exitClean || !strings.HasPrefix(errs, want) || !strings.HasSuffix(errs, ", less than a day\n") {
		t.Errorf("exit %d, %s", code, errs)
	}
}

// The command line holds before the environment, that before the configuration.
func TestPrecedence(t *testing.T) {
	files(t)
	write(t, ".bglog.yaml", "fail-on: never\nskip: [task-*]\n")
	write(t, "warn.yaml", "fail-on: warning\n")
	for _, c := range []struct {
		env  map[string]string
		args []string
		code int
	}{
		{nil, nil, exitClean},
		{nil, []string{"--no-config"}, exitFindings},
		{nil, []string{"--config", "warn.yaml"}, exitFindings},
		{map[string]string{"BGLOG_CONFIG": "warn.yaml"}, nil, exitFindings},
		{map[string]string{"BGLOG_CONFIG": "warn.yaml"}, []string{"--fail-on=never"}, exitClean},
		{map[string]string{"BGLOG_FAIL_ON": "error"}, nil, exitFindings},
		{map[string]string{"BGLOG_FAIL_ON": "error"}, []string{"--fail-on=never"}, exitClean},
		{map[string]string{"BGLOG_FAIL_ON": "error", "BGLOG_SKIP": "task-*,exit-*"}, nil, exitClean},
		{map[string]string{"BGLOG_FAIL_ON": "fatal"}, nil, exitUsage},
		{map[string]string{"BGLOG_SYSTEM": "perhaps"}, nil, exitUsage},
		{map[string]string{"BGLOG_CONFIG": "gone.yaml"}, nil, exitUsage},
		{map[string]string{"BGLOG_BASELINE": "gone.yaml"}, nil, exitUsage},
	} {
		code, _, errs := gate(t, c.env, append(c.args, "notes.log")...)
		if code != c.code || code == exitUsage && errs == "" {
			t.Errorf("%v %v: exit %d, want %d; %s", c.env, c.args, code, c.code, errs)
		}
	}
	_, out, _ := gate(t, nil, "notes.log")
	if strings.Contains(out, "task-unended") || !strings.Contains(out, "exit-assertion-timeout") {
		t.Errorf("the configuration skips task-*:\n%s", out)
	}
}

func TestConfigCheck(t *testing.T) {
	files(t)
	code, _, errs := gate(t, nil, "config", "check")
	if code != exitUsage || !strings.Contains(errs, "no .bglog.yaml here or in a folder above: name a file") {
		t.Errorf("without one: exit %d, %s", code, errs)
	}
	write(t, ".bglog.yaml", "fail_on: error\nmax:\n  task-expired: many\n")
	for _, args := range [][]string{{"config", "check"}, {"notes.log"}} {
		code, out, errs := gate(t, nil, args...)
		want := "bglog: .bglog.yaml:1:1: unknown key \"fail_on\" in the configuration: did you mean fail-on?\n" +
			"bglog: .bglog.yaml:3:17: expected a number that is not negative, found \"many\"\n"
		if code != exitUsage || out != "" || errs != want {
			t.Errorf("%v: exit %d, %s%s", args, code, out, errs)
		}
	}
	write(t, "known.yaml", "- fingerprint: \"1:00112233445566aa\"\n  reason: known\n")
	write(t, ".bglog.yaml", "baseline: known.yaml\nmax: {task-expired: 2}\n")
	code, out, errs := gate(t, nil, "config", "check")
	if code != exitClean || out != ".bglog.yaml: 1 budget, 0 severities, 0 log points, 0 rules, 1 accepted finding in known.yaml: no errors\n" {
		t.Errorf("exit %d, %s%s", code, out, errs)
	}
	if code, out, _ := gate(t, nil, "config", "schema"); code != exitClean || !strings.Contains(out, `"$schema"`) {
		t.Errorf("schema: exit %d, %s", code, out)
	}
}

// A team's own rules, budgets and log points are in every format.
func TestOwnInEveryFormat(t *testing.T) {
	home, err := os.Getwd() // the readers' schemas are named from there
	if err != nil {
		t.Fatal(err)
	}
	files(t)
	const shot = "2026-06-09 14:02:%02d.100000+0200 0x1c3b     Default     0x0                  412    0    Notes: [com.example.notes:sync] %s\n"
	log := "Timestamp                       Thread     Type        Activity             PID    TTL  \n"
	for i, msg := range []string{"upload A<1> began", "upload B began", "upload B ended", "upload C began"} {
		log += fmt.Sprintf(shot, []int{11, 12, 13, 55}[i], msg)
	}
	write(t, "own.log", log)
	write(t, ".bglog.yaml", `
log-points: {upload: {process: Notes, begin: 'upload (?P<id>\S+) began', end: 'upload (?P<id>\S+) ended'}}
rules: {upload-must-end: {when: upload not followed by upload.end within 30s, per: id, title: 'upload {id} | did not end', fix: 'End it.'}}
max: {upload-must-end: 0}
`)
	args := []string{"--skip=context-*", "own.log"}
	for format := range writers {
		args = append(args, "--format", format+"="+format)
	}
	code, _, errs := gate(t, nil, args...)
	if code != exitFindings || errs != "" {
		t.Fatalf("exit %d, %s", code, errs)
	}
	text := string(mustRead(t, "text"))
	for rule, want := range map[string]string{"upload-must-end": "End it.", "budget-exceeded": "max or min"} {
		if code, out, _ := gate(t, nil, "explain", rule); code != exitClean || !strings.Contains(out, want) {
			t.Errorf("explain %s: exit %d, %s", rule, code, out)
		}
	}
	if _, out, _ := gate(t, nil, "rules"); !strings.Contains(out, "upload-must-end") {
		t.Errorf("%s", out)
	}
	written := map[string][]byte{}
	for format := range writers {
		written[format] = mustRead(t, format)
	}
	t.Chdir(home)
	for format := range writers {
		got := readers[format](t, written[format])
		slices.Sort(got)
		if d := cmp.Diff([]string{"budget-exceeded", "upload-must-end"}, got); d != "" && got != nil {
			t.Errorf("%s (-want +got):\n%s", format, d)
		}
	}
	if !strings.Contains(text, "upload A<1> | did not end") || !strings.Contains(text, "upload         3  14:02:11  14:02:55") {
		t.Errorf("%s", text)
	}
}

// The ids of log points are others in each run: a baseline does not hold on to them.
func TestBaselineOfOwnRule(t *testing.T) {
	files(t)
	const line = "2026-06-%02d 14:02:%02d.100000+0200 0x1c3b     Default     0x0                  %d    0    Notes: [com.example.notes:sync] %s\n"
	shots := func(day, pid int, failing, fine string) string {
		log := "Timestamp                       Thread     Type        Activity             PID    TTL  \n"
		for i, msg := range []string{"upload " + failing + " began", "upload " + fine + " began", "upload " + fine + " ended", "upload Z began"} {
			log += fmt.Sprintf(line, day, []int{1, 2, 3, 59}[i], pid, msg)
		}
		return log
	}
	write(t, "one.log", shots(9, 412, "c0ffee", "B"))
	write(t, "two.log", shots(11, 977, "deadbeef", "C"))
	write(t, ".bglog.yaml", `
log-points: {upload: {process: Notes, begin: 'upload (?P<id>\S+) began', end: 'upload (?P<id>\S+) ended'}}
rules: {upload-must-end: {when: upload not followed by upload.end within 30s, per: id, severity: error}}
`)
	if code, out, _ := gate(t, nil, "baseline", "write", "--reason", "known", "one.log"); code != exitClean || !strings.Contains(out, "1 finding added") {
		t.Fatalf("exit %d, %s", code, out)
	}
	for baseline, want := range map[string]int{"": exitFindings, "bglog-baseline.yaml": exitClean} {
		if code, out, errs := gate(t, map[string]string{"BGLOG_BASELINE": baseline}, "two.log"); code != want {
			t.Errorf("baseline %q: exit %d, want %d\n%s%s", baseline, code, want, out, errs)
		}
	}
}

// A log of which all is accepted was observed.
func TestAllAccepted(t *testing.T) {
	files(t)
	write(t, "launch.log", "Timestamp                       Thread     Type        Activity             PID    TTL  \n"+
		"2026-06-09 14:02:01.100000+0200 0x1c3b     Default     0x0                  33     0    runningboardd: (RunningBoard) [com.apple.runningboard:process] Executing launch request for app<com.example.notes(0A1B2C3D-0000-4000-8000-000000000001)> (FBApplicationProcess)\n"+
		"2026-06-09 14:02:01.200000+0200 0x1c3b     Default     0x0                  34     0    SpringBoard: (FrontBoard) [com.apple.FrontBoard:Process] [app<com.example.notes>:412] Initial launch assertion state: ForegroundFocal.\n")
	write(t, ".bglog.yaml", "rules: {launched: {when: launch, severity: error}}\n")
	if code, out, _ := gate(t, nil, "launch.log"); code != exitFindings || !strings.Contains(out, "launch.log:") {
		t.Fatalf("exit %d, without a line that proves it:\n%s", code, out)
	}
	gate(t, nil, "baseline", "write", "--reason", "known", "launch.log")
	if code, out, errs := gate(t, nil, "--baseline", "bglog-baseline.yaml", "launch.log"); code != exitClean {
		t.Errorf("exit %d, want 0\n%s%s", code, out, errs)
	}
}
