package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// asProgram is the variable that makes the tests the program itself: what is about
// processes needs one.
const asProgram = "BGLOG_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	release = "1.2.3-test"
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

// testEnvironment is a world without terminal.
func testEnvironment() environment {
	return environment{
		ctx:    context.Background(),
		now:    time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC),
		getenv: func(string) string { return "" },
		newKey: func() []byte { return []byte("key of the tests") },
	}
}

func mustRead(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// files makes a folder of the files that the cases are about and goes there.
func files(t *testing.T) {
	t.Helper()
	notes := mustRead(t, "testdata/notes.log")
	healthy := mustRead(t, "testdata/healthy.log")
	downloads := mustRead(t, "../../testdata/samples/downloads.log")
	refresh := mustRead(t, "../../testdata/samples/refresh.log")
	overnight := mustRead(t, "testdata/overnight.log")
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(healthy)
	z.Close()
	var wide bytes.Buffer
	for _, u := range utf16.Encode([]rune("\ufeff" + string(healthy))) {
		wide.Write([]byte{byte(u), byte(u >> 8)})
	}
	job := bytes.ReplaceAll(append([]byte("\n"), bytes.TrimSuffix(healthy, []byte("\n"))...), []byte("\n"), []byte("\n2026-06-10T08:00:05.1234567Z [08:00:05]: "))[1:]
	golden, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("BGLOG_GOLDEN", golden)
	t.Chdir(t.TempDir())
	for name, data := range map[string][]byte{
		"notes.log": notes, "healthy.log": healthy, "empty.log": nil, "blank.log": []byte(" \n\n"), "wide.log": wide.Bytes(), "job.log": job,
		"cut.log.gz": packed.Bytes()[:packed.Len()*4/5], "picture.png": []byte("\x89PNG\r\n\x1a\n\x00\x00"), "prose.txt": []byte("Dear diary,\nnothing happened.\n"),
		"device/a/notes.log": notes, "device/b/healthy.log": healthy, "device/readme.txt": []byte("What is in this folder?\n"), "device/x.png": []byte("\x89PNG"),
		"junk/1.txt": []byte("one\n"), "junk/2.txt": []byte("two\n"), "junk/3.png": []byte("\x89PNG"), "junk/4.txt": []byte("four\n"),
		"sysdiagnose_2026.06.09/a.log": notes, "sysdiagnose_2026.06.09/b.log": healthy,
		"with,comma.log": healthy,
		"downloads.log":  downloads,
		"refresh.log":    refresh,
		"overnight.log":  overnight,
		"notes.ips":      []byte(crash("2026-06-09 14:02:48.9000 +0200")),
		"late.ips":       []byte(crash("2026-06-10 09:00:00.0000 +0200")),
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll("nothing", 0o755); err != nil {
		t.Fatal(err)
	}
}

// crash is a report that the system might have written about the app of notes.log.
func crash(at string) string {
	return `{"app_name":"Notes","timestamp":"` + at[:22] + at[24:] + `","app_version":"1.2","bundleID":"com.example.notes","bug_type":"309","os_version":"iPhone OS 18.0 (22A3354)"}
{
  "procName" : "Notes",
  "pid" : 412,
  "procLaunch" : "2026-06-09 14:02:13.2000 +0200",
  "captureTime" : "` + at + `",
  "bundleInfo" : {"CFBundleIdentifier":"com.example.notes","CFBundleVersion":"12"},
  "modelCode" : "iPhone14,2",
  "exception" : {"type":"EXC_CRASH","signal":"SIGKILL"},
  "termination" : {"namespace":"RUNNINGBOARD","code":562215634,"flags":518,"indicator":"Timed-out waiting for process"}
}
`
}

// transfers are lines of nsurlsessiond without a transfer.
const transfers = `2026-06-09 14:02:57.100000+0200 0x92f4     Default     0x0                  140    0    nsurlsessiond: (CFNetwork) [com.apple.nsurlsessiond:general] NDSession <3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660> client com.example.notes disconnected, XPC(N) proxy(N) for com.example.notes.uploads
2026-06-09 14:02:57.200000+0200 0x92f4     Default     0x0                  140    0    nsurlsessiond: (CFNetwork) [com.apple.nsurlsessiond:general] Creating session with identifier: com.example.notes.uploads for bundle id: com.example.notes
`

// timeless are lines of Xcode's console without a time.
const timeless = `Created background task <_UIBackgroundTaskInfo: 0x14e08f3a0>: taskID = 2, taskName = FlushOutbox, creationTime = 34140 (elapsed = 0).
Ending background task with UIBackgroundTaskIdentifier: 2
`

// dateless makes of a log what Console copies of it: the time of day alone.
func dateless(log []byte) string {
	var b strings.Builder
	for line := range strings.Lines(string(log)) {
		at, rest, ok := strings.Cut(line, "+0200 ")
		_, at, dated := strings.Cut(at, " ")
		_, said, sender := strings.Cut(rest, " 0    ")
		process, text, named := strings.Cut(said, ": ")
		if _, message, found := strings.Cut(text, "] "); ok && dated && sender && named && found {
			b.WriteString("default\t" + at + "+0200\t" + process + "\t" + message)
		}
	}
	return b.String()
}

// checkGolden compares with a file of testdata, from wherever the test is.
func checkGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join(os.Getenv("BGLOG_GOLDEN"), name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(mustRead(t, path)), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

// TestCommands pins exit code, standard output and standard error.
func TestCommands(t *testing.T) {
	files(t)
	healthy := string(mustRead(t, "healthy.log"))
	for _, c := range []struct {
		name  string
		args  string
		stdin string
		tty   bool // standard input is a terminal
		full  bool // pin the whole report, not only its answer and its notes
		code  int
	}{
		// reading
		{name: "file", args: "notes.log", full: true, code: exitFindings},
		{name: "healthy", args: "healthy.log", full: true, code: exitClean},
		{name: "stdin-piped", stdin: healthy, code: exitClean},
		{name: "stdin-dash", args: "analyze -", stdin: healthy, code: exitClean},
		{name: "transfers", stdin: transfers, full: true, code: exitClean},
		{name: "downloads", args: "downloads.log", full: true, code: exitFindings},
		{name: "downloads-json", args: "--format json --only transfer-rate-limited downloads.log", full: true, code: exitFindings},
		{name: "timeline-downloads", args: "timeline downloads.log", full: true, code: exitClean},
		{name: "timeline-narrow", args: "timeline --width 60 --since 12:00 refresh.log", full: true, code: exitClean},
		{name: "timeline-app", args: "timeline --app org.example.other refresh.log", full: true, code: exitNothing},
		{name: "timeline-usage", args: "timeline --only task-leak refresh.log", full: true, code: exitUsage},
		{name: "timeline-missing", args: "timeline nowhere.log", full: true, code: exitUnread},
		{name: "refresh", args: "refresh.log", full: true, code: exitClean},
		{name: "refresh-json", args: "--format json --only bgtask-* refresh.log", full: true, code: exitClean},
		{name: "refresh-markdown", args: "--format markdown --only bgtask-expired refresh.log", full: true, code: exitClean},
		{name: "refresh-github", args: "--format github refresh.log", full: true, code: exitClean},
		{name: "refresh-junit", args: "--format junit --only bgtask-* refresh.log", full: true, code: exitClean},
		{name: "refresh-narrow", args: "--width 60 --only bgtask-deferred refresh.log", full: true, code: exitClean},
		{name: "downloads-narrow", args: "--width 60 --only transfer-sequential downloads.log", full: true, code: exitClean},
		{name: "transfers-and-tasks", stdin: healthy + transfers, code: exitClean},
		{name: "stdin-empty", code: exitUnread},
		{name: "stdin-twice", args: "- -", code: exitUsage},
		{name: "empty-file", args: "empty.log", code: exitUnread},
		{name: "blank-file", args: "blank.log", code: exitUnread},
		{name: "binary-file", args: "picture.png", code: exitUnread},
		{name: "prose", args: "prose.txt", code: exitUnread},
		{name: "missing-file", args: "missing.log healthy.log", code: exitUnread},
		{name: "cut-gzip", args: "cut.log.gz", code: exitClean},
		{name: "report-joins", args: "notes.log notes.ips", full: true, code: exitFindings},
		{name: "report-of-another-time", args: "notes.log late.ips", code: exitFindings},
		{name: "report-alone", args: "notes.ips", code: exitFindings},
		{name: "report-and-stdin", args: "- notes.ips", stdin: string(mustRead(t, "notes.log")), code: exitFindings},
		{name: "shutdown-alone", args: "-", stdin: "After 2.13s, these clients are still here:\n\t\tremaining client pid: 412 (/private/var/containers/Notes.app/Notes/6B3F5A52-9E0D-4C47-8B1A-0D5E2C9A7F31)\nSIGTERM: [1780998135] All buffers flushed\n", code: exitNothing},
		{name: "utf16", args: "wide.log", code: exitClean},
		{name: "ci-job", args: "job.log", code: exitClean},
		{name: "comma", args: "with,comma.log", code: exitClean},
		{name: "folder", args: "device", code: exitFindings},
		{name: "folder-junk", args: "junk", code: exitUnread},
		{name: "folder-empty", args: "nothing", code: exitUnread},
		{name: "sysdiagnose", args: "sysdiagnose_2026.06.09", code: exitFindings},
		{name: "two-devices", args: "notes.log healthy.log", full: true, code: exitFindings},
		{name: "merge", args: "--merge notes.log healthy.log", code: exitFindings},
		{name: "findings-and-unread", args: "notes.log empty.log", code: exitUnread},
		// selecting
		{name: "app", args: "--app com.example.notes notes.log", code: exitFindings},
		{name: "app-wrong", args: "--app com.example.nope notes.log", code: exitNothing},
		{name: "app-one-wrong", args: "--app Notes --app Nope healthy.log", code: exitNothing},
		{name: "app-nowhere", args: "--app com.example.nope empty.log", code: exitUnread},
		{name: "window-outside", args: "--since 2027-01-01T00:00:00Z notes.log", code: exitNothing},
		{name: "window-last-second", args: "--since -1s notes.log", code: exitNothing},
		{name: "only", args: "--only task-* notes.log", code: exitFindings},
		{name: "skip", args: "--skip task-* --skip exit-* notes.log", code: exitClean},
		{name: "fail-never", args: "--fail-on never --only exit-* notes.log", code: exitClean},
		{name: "fail-info", args: "--fail-on info healthy.log", code: exitClean},
		// layout
		{name: "width", args: "--width 60 --only exit-* notes.log", code: exitFindings},
		{name: "colour", args: "--color always --only exit-* notes.log", code: exitFindings},
		// wrong usage
		{name: "unknown-flag", args: "--fromat json notes.log", code: exitUsage},
		{name: "unknown-rule", args: "--only task-leek notes.log", code: exitUsage},
		{name: "unknown-rule-glob", args: "--skip nope-* notes.log", code: exitUsage},
		{name: "unknown-format", args: "--format yaml notes.log", code: exitUsage},
		{name: "two-formats", args: "--format text --format json notes.log", code: exitUsage},
		{name: "two-formats-one-file", args: "--format text=a --format json=a notes.log", code: exitUsage},
		{name: "format-no-path", args: "--format json= notes.log", code: exitUsage},
		{name: "format-bad-path", args: "--format json=missing/folder/x.json notes.log", code: exitUsage},
		{name: "bad-since", args: "--since yesterday notes.log", code: exitUsage},
		{name: "bad-until", args: "--until 25:00 notes.log", code: exitUsage},
		{name: "bad-zone", args: "--tz Middle-earth notes.log", code: exitUsage},
		{name: "bad-date", args: "--date 1.3.2026 notes.log", code: exitUsage},
		{name: "bad-input-format", args: "--input-format word notes.log", code: exitUsage},
		{name: "bad-fail-on", args: "--fail-on never,ever notes.log", code: exitUsage},
		// lanes
		{name: "timeline", args: "timeline notes.log", full: true, code: exitClean},
		{name: "timeline-window", args: "timeline --since 14:05 --until 14:10 downloads.log", full: true, code: exitClean},
		{name: "timeline-refresh", args: "timeline --width 60 refresh.log", full: true, code: exitClean},
		{name: "timeline-overnight", args: "timeline overnight.log", full: true, code: exitClean},
		{name: "timeline-wide", args: "timeline --width 120 overnight.log", full: true, code: exitClean},
		{name: "timeline-no-dates", args: "timeline -", stdin: dateless(mustRead(t, "overnight.log")), full: true, code: exitClean},
		{name: "timeline-no-times", args: "timeline", stdin: timeless, full: true, code: exitClean},
		{name: "timeline-two-devices", args: "timeline notes.log healthy.log", full: true, code: exitClean},
		{name: "timeline-merge", args: "timeline --merge overnight.log notes.log --app Notes", full: true, code: exitClean},
		{name: "timeline-colour", args: "timeline --color always --width 40 healthy.log", full: true, code: exitClean},
		{name: "timeline-app-wrong", args: "timeline --app com.example.nope notes.log", full: true, code: exitNothing},
		{name: "timeline-app-one-wrong", args: "timeline --app Notes --app Nope healthy.log", code: exitNothing},
		{name: "timeline-window-outside", args: "timeline --since 2027-01-01T00:00:00Z notes.log", full: true, code: exitNothing},
		{name: "timeline-unread", args: "timeline missing.log healthy.log", full: true, code: exitUnread},
		{name: "timeline-empty", args: "timeline empty.log", full: true, code: exitUnread},
		{name: "timeline-bad-since", args: "timeline --since yesterday notes.log", code: exitUsage},
		{name: "timeline-stdin-twice", args: "timeline - -", code: exitUsage},
		// other commands
		{name: "no-arguments", tty: true, code: exitUsage},
		{name: "help", args: "--help", full: true, code: exitClean},
		{name: "help-analyze", args: "analyze --help", full: true, code: exitClean},
		{name: "help-timeline", args: "timeline --help", full: true, code: exitClean},
		{name: "help-export", args: "export --help", full: true, code: exitClean},
		{name: "help-excerpt", args: "excerpt --help", full: true, code: exitClean},
		{name: "version", args: "--version", code: exitClean},
		{name: "explain-unknown", args: "explain task-leek", code: exitUsage},
		{name: "explain-unknown-far", args: "explain zzz", code: exitUsage},
		{name: "explain-none", args: "explain", code: exitUsage},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := testEnvironment()
			env.stdinTTY = c.tty
			var stdout, stderr bytes.Buffer
			code := run(strings.Fields(c.args), strings.NewReader(c.stdin), &stdout, &stderr, env)
			if code != c.code {
				t.Errorf("exit %d, want %d", code, c.code)
			}
			out := stdout.String()
			if !c.full {
				out = brief(out)
			}
			checkGolden(t, c.name, fmt.Sprintf("$ bglog %s\n%s-- stderr --\n%s-- exit %d --\n", c.args, out, stderr.String(), code))
		})
	}
}

// brief is a report's answer and its notes; what lies between is pinned in few
// cases and in package report.
func brief(text string) string {
	answer, rest, _ := strings.Cut(text, "\n\n")
	if _, notes, ok := strings.Cut(rest, "\nWhat this cannot tell"); ok {
		answer += "\n…\nWhat this cannot tell" + notes
	} else if rest != "" {
		answer += "\n…\n"
	}
	return answer
}

// TestJSONToFile writes two formats in one pass.
func TestJSONToFile(t *testing.T) {
	files(t)
	var stdout, stderr bytes.Buffer
	if code := run([]string{"--format", "text", "--format", "json=out.json", "notes.log"}, nil, &stdout, &stderr, testEnvironment()); code != exitFindings {
		t.Fatalf("exit %d: %s", code, stderr.String())
	}
	var r struct {
		Schema, Verdict string
		Tool            struct{ Version string }
		Inputs          []struct {
			Name                string
			Records, Recognised int
		}
	}
	if err := json.Unmarshal(mustRead(t, "out.json"), &r); err != nil {
		t.Fatal(err)
	}
	if r.Schema != "bglog.report/v1" || r.Verdict != "problems" || r.Tool.Version != release || len(r.Inputs) != 1 || r.Inputs[0].Recognised == 0 {
		t.Errorf("report: %+v", r)
	}
	if stdout.Len() == 0 || stderr.Len() != 0 {
		t.Errorf("stdout %q, stderr %q", stdout.String(), stderr.String())
	}
	args := []string{"--color", "always", "--format", "json=-", "--format", "text=out.txt", "notes.log"}
	if code := run(args, nil, io.Discard, &stderr, testEnvironment()); code != exitFindings {
		t.Errorf("exit %d: %s", code, stderr.String())
	}
	if bytes.Contains(mustRead(t, "out.txt"), []byte("\x1b")) {
		t.Error("a file got colours")
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// TestClosedPipe checks that a reader that has seen enough is no failure, and
// that a full disk is.
func TestClosedPipe(t *testing.T) {
	files(t)
	for _, c := range []struct {
		args []string
		err  error
		code int
		says string
	}{
		{[]string{"notes.log"}, &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}, exitFindings, ""},
		{[]string{"healthy.log"}, io.ErrClosedPipe, exitClean, ""},
		{[]string{"--version"}, syscall.EPIPE, exitClean, ""},
		{[]string{"rules"}, syscall.EPIPE, exitClean, ""},
		{[]string{"notes.log"}, errors.New("no space left"), exitUsage, "bglog: writing: no space left\n"},
		{[]string{"version"}, errors.New("no space left"), exitUsage, "bglog: writing: no space left\n"},
	} {
		var stderr bytes.Buffer
		if code := run(c.args, nil, failing{c.err}, &stderr, testEnvironment()); code != c.code || stderr.String() != c.says {
			t.Errorf("%v, %v: exit %d, want %d, says %q", c.args, c.err, code, c.code, stderr.String())
		}
	}
}

// TestInterrupt stops a log that never ends.
func TestInterrupt(t *testing.T) {
	files(t)
	ctx, cancel := context.WithCancel(t.Context())
	env := testEnvironment()
	env.ctx = ctx
	r, w := io.Pipe()
	go func() {
		w.Write(mustRead(t, "notes.log"))
		cancel()
	}()
	var stdout, stderr bytes.Buffer
	if code := run([]string{"--width", "200"}, r, &stdout, &stderr, env); code != exitInterrupted {
		t.Errorf("exit %d: %s", code, stderr.String())
	}
	first, _, _ := strings.Cut(stdout.String(), "\n")
	if !strings.HasPrefix(first, "Notes was killed") || !strings.Contains(stdout.String(), "(stopped before the end of the log)") {
		t.Errorf("stdout:\n%s", stdout.String())
	}

	stdout.Reset()
	if code := run([]string{"notes.log", "healthy.log"}, nil, &stdout, &stderr, env); code != exitInterrupted {
		t.Errorf("files: exit %d", code)
	}
	if !strings.Contains(stdout.String(), "nothing observed") || stderr.Len() > 0 {
		t.Errorf("files: %s%s", stdout.String(), stderr.String())
	}
}

// TestCommandsThatList checks the commands whose output grows with the rules.
func TestCommandsThatList(t *testing.T) {
	for _, c := range []struct {
		args  string
		wants []string
	}{
		{"rules", []string{"task-never-ended", "warning", "exit-assertion-timeout"}},
		{"explain task-never-ended", []string{"task-never-ended (warning by default)", "How to fix it", "https://developer.apple.com/"}},
		{"predicate", []string{"predicate='", "sudo log collect --device", `--predicate "$predicate"`, "runningboardd"}},
		{"predicate --app com.example.notes", []string{"com.example.notes"}},
		{"version", []string{"bglog " + release + " go"}},
		{"rules --help", []string{"Usage: bglog rules"}},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(strings.Fields(c.args), nil, &stdout, &stderr, testEnvironment()); code != exitClean {
			t.Errorf("%s: exit %d: %s", c.args, code, stderr.String())
		}
		for _, want := range c.wants {
			if !strings.Contains(stdout.String(), want) {
				t.Errorf("%s: %q is missing in\n%s", c.args, want, stdout.String())
			}
		}
	}
}

func TestExplainFormat(t *testing.T) {
	files(t)
	for _, c := range []struct {
		args  string
		stdin string
		code  int
		want  string
	}{
		{"--explain-format notes.log", "", exitClean, "log-default"},
		{"--explain-format", string(mustRead(t, "notes.log")), exitClean, "standard input: log-default"},
		{"--explain-format healthy.log missing.log", "", exitUnread, "healthy.log: log-default"},
		{"--explain-format empty.log", "", exitUnread, ""},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(strings.Fields(c.args), strings.NewReader(c.stdin), &stdout, &stderr, testEnvironment()); code != c.code {
			t.Errorf("%s: exit %d: %s", c.args, code, stderr.String())
		}
		if !strings.Contains(stdout.String(), c.want) {
			t.Errorf("%s: %q is missing in\n%s", c.args, c.want, stdout.String())
		}
	}
}

func TestEnvironment(t *testing.T) {
	env := testEnvironment()
	none := env.getenv
	for _, c := range []struct {
		name   string
		tty    bool
		width  int // of the terminal
		getenv map[string]string
		asked  int
		color  string
		want   int
		colour bool
	}{
		{"pipe", false, 0, nil, 0, "auto", 80, false},
		{"pipe, asked", false, 0, nil, 132, "always", 132, true},
		{"terminal", true, 100, nil, 0, "auto", 100, true},
		{"wide terminal", true, 300, nil, 0, "never", 120, false},
		{"NO_COLOR", true, 100, map[string]string{"NO_COLOR": "1"}, 0, "auto", 100, false},
		{"dumb", true, 0, map[string]string{"TERM": "dumb"}, 0, "auto", 80, false},
	} {
		env.stdoutTTY, env.columns, env.getenv = c.tty, c.width, none
		if c.getenv != nil {
			env.getenv = func(k string) string { return c.getenv[k] }
		}
		if w, col := env.width(c.asked), env.colour(c.color); w != c.want || col != c.colour {
			t.Errorf("%s: width %d, colour %t", c.name, w, col)
		}
	}
	if e := systemEnvironment(); e.ctx.Err() != nil || e.now.IsZero() || e.getenv == nil {
		t.Errorf("the real world: %+v", e)
	}
}
