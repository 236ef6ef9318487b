package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
)

// exported runs the command.
func exported(t *testing.T, stdin io.Reader, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(append([]string{"export"}, args...), stdin, &out, &errs, testEnvironment())
	return out.String(), errs.String(), code
}

// findingsIn is what a log says, without where it says it.
func findingsIn(t *testing.T, args ...string) []map[string]any {
	t.Helper()
	var stdout, stderr bytes.Buffer
	run(append([]string{"--format", "json"}, args...), nil, &stdout, &stderr, testEnvironment())
	var r struct{ Findings []map[string]any }
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
		t.Fatalf("%q: %v\n%s", args, err, stderr.String())
	}
	for _, f := range r.Findings {
		for _, e := range f["evidence"].([]any) {
			delete(e.(map[string]any), "input")
			delete(e.(map[string]any), "line")
		}
	}
	return r.Findings
}

// TestExportFindings: an archive, its exports and the log that it was made of give the
// same findings.
func TestExportFindings(t *testing.T) {
	files(t)
	for _, log := range []string{"notes.log", "downloads.log", "refresh.log"} {
		t.Run(log, func(t *testing.T) {
			if err := archiveOf(t, string(mustRead(t, log))).WriteFolder(log + ".logarchive"); err != nil {
				t.Fatal(err)
			}
			want := findingsIn(t, log+".logarchive")
			if len(want) == 0 {
				t.Fatal("no finding")
			}
			for name, args := range map[string][]string{
				"default": nil, "ndjson": {"--format", "ndjson"}, "relevant": {"--relevant"}, "relevant ndjson": {"--relevant", "--format=ndjson"},
			} {
				if _, stderr, code := exported(t, nil, append(args, "-o", "x", log+".logarchive")...); code != exitClean || stderr != "" {
					t.Fatalf("%s: exit %d: %s", name, code, stderr)
				}
				if d := cmp.Diff(want, findingsIn(t, "x")); d != "" {
					t.Errorf("%s: (-archive +export)\n%s", name, d)
				}
			}
			if d := cmp.Diff(rulesOf(findingsIn(t, log)), rulesOf(want)); d != "" {
				t.Errorf("(-log +archive)\n%s", d)
			}
			for _, style := range []string{"compact", "syslog"} { // which lack fields
				exported(t, nil, "--format", style, "-o", "x", log+".logarchive")
				if d := cmp.Diff(rulesOf(want), rulesOf(findingsIn(t, "--tz", "+02:00", "x"))); d != "" {
					t.Errorf("%s: (-archive +export)\n%s", style, d)
				}
			}
		})
	}
}

// rulesOf are the rules and subjects of findings.
func rulesOf(findings []map[string]any) (list [][3]any) {
	for _, f := range findings {
		list = append(list, [3]any{f["rule"], f["app"], f["subject"]})
	}
	return list
}

// TestExportInputs: the same is written from a folder, a sysdiagnose, and a pipe.
func TestExportInputs(t *testing.T) {
	files(t)
	stored(t, archiveOf(t, string(mustRead(t, "notes.log"))))
	want, _, _ := exported(t, nil, "device.logarchive")
	if !strings.HasPrefix(want, "Timestamp ") || strings.Count(want, "\n") < 20 {
		t.Fatal(want)
	}
	texts := archiveOf(t, string(mustRead(t, "notes.log")))
	if err := texts.WriteFolder(sysdiagnoseName + "/system_logs.logarchive"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(sysdiagnoseName+"/notes.log", mustRead(t, "notes.log"), 0o644); err != nil {
		t.Fatal(err)
	}
	texts.Traces = nil
	if err := texts.WriteFolder("texts"); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"sys.tar.gz"}, {sysdiagnoseName}, {"-"}, {"--uuidtext", "texts", "bare.tracev3"}, {"-o", "-", "device.logarchive"}} {
		got, stderr, code := exported(t, bytes.NewReader(mustRead(t, "sys.tar.gz")), args...)
		if d := cmp.Diff(want, got); d != "" || code != exitClean || stderr != "" {
			t.Errorf("%q: exit %d: %s (-want +got)\n%s", args, code, stderr, d)
		}
	}
}

// TestExportSelection compares what filters leave with the lines that hold these words.
func TestExportSelection(t *testing.T) {
	files(t)
	stored(t, archiveOf(t, string(mustRead(t, "notes.log"))))
	all, _, _ := exported(t, nil, "device.logarchive")
	for _, c := range []struct {
		args string
		want string // a regular expression
	}{
		{"", ""},
		{"--process Notes", `  0    Notes: `},
		{"--process Notes --process SpringBoard", `  0    (Notes|SpringBoard): `},
		{"--subsystem com.apple.UIKit", `\[com\.apple\.UIKit:`},
		{"--subsystem com.apple.UIKit:BackgroundTask", `\[com\.apple\.UIKit:BackgroundTask\]`},
		{"--subsystem com.apple.UIKit:Nothing --subsystem com.apple.UIKit:BackgroundTask", `\[com\.apple\.UIKit:BackgroundTask\]`},
		{"--subsystem com.apple.UIKit:BackgroundTask --subsystem com.apple.UIKit", `\[com\.apple\.UIKit:`},
		{"--subsystem com.apple.UIKit --process Notes --level error", `(Error|Fault) .*  0    Notes: .*\[com\.apple\.UIKit:`},
		{"--level error", ` (Error|Fault) `},
		{"--level default", ` (Default|Error|Fault) `},
		{"--since 14:02:30 --until 14:02:49.99", `^2026-06-09 14:02:4`},
		{"--since 2026-06-09T12:02:30Z --until 2026-06-09T14:02:49.99+02:00", `^2026-06-09 14:02:4`},
		{"--since -5s", `^2026-06-09 14:02:5`},
	} {
		got, stderr, code := exported(t, nil, append(strings.Fields(c.args), "device.logarchive")...)
		head, body, _ := strings.Cut(all, "\n")
		want, wanted, keep := head+"\n", regexp.MustCompile(c.want), false
		for line := range strings.Lines(body) {
			if strings.HasPrefix(line, "2026-") { // others go on with the one before
				keep = wanted.MatchString(line)
			}
			if keep {
				want += line
			}
		}
		if strings.Count(want, "\n") < 2 {
			t.Fatalf("%s: the log has no such line", c.args)
		}
		if d := cmp.Diff(want, got); d != "" || code != exitClean || stderr != "" {
			t.Errorf("%s: exit %d: %s (-want +got)\n%s", c.args, code, stderr, d)
		}
	}
}

// TestExportZone shows the times of the device elsewhere.
func TestExportZone(t *testing.T) {
	files(t)
	stored(t, archiveOf(t, string(mustRead(t, "notes.log"))))
	all, _, _ := exported(t, nil, "device.logarchive")
	got, _, _ := exported(t, nil, "--tz", "America/New_York", "device.logarchive")
	if d := cmp.Diff(strings.ReplaceAll(strings.ReplaceAll(all, "+0200 0x", "-0400 0x"), "2026-06-09 14:", "2026-06-09 08:"), got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// TestExportTerminal: a terminal does nothing that a message tells it.
func TestExportTerminal(t *testing.T) {
	files(t)
	log := strings.Replace(long(1), "still here", "\x01\u202eevil\tstill", 1)
	stored(t, archiveOf(t, log))
	env := testEnvironment()
	for terminal, want := range map[bool]string{true: `\x01\u202eevil` + "\tstill", false: "\x01\u202eevil\tstill"} {
		env.stdoutTTY = terminal
		var stdout, stderr bytes.Buffer
		if code := run([]string{"export", "device.logarchive"}, nil, &stdout, &stderr, env); code != exitClean || !strings.Contains(stdout.String(), want) {
			t.Errorf("terminal %t: exit %d, %q", terminal, code, stdout.String())
		}
	}
}

// TestExportUsage pins what is said of wrong arguments and of inputs that are no log.
func TestExportUsage(t *testing.T) {
	files(t)
	stored(t, archiveOf(t, string(mustRead(t, "notes.log"))))
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"", exitUsage, `expected "<input>"`},
		{"--format json device.logarchive", exitUsage, `must be one of "default","compact","syslog","ndjson"`},
		{"--level warning device.logarchive", exitUsage, `must be one of "debug","info","default","error","fault"`},
		{"--since yesterday device.logarchive", exitUsage, `time "yesterday" is none of`},
		{"--until 25:00 device.logarchive", exitUsage, `time "25:00" is none of`},
		{"--tz Middle-earth device.logarchive", exitUsage, `time zone "Middle-earth"`},
		{"--fail-on error device.logarchive", exitUsage, "unknown flag --fail-on"},
		{"-o bare.tracev3 bare.tracev3", exitUsage, "bare.tracev3 is the input: give the export another name"},
		{"-o missing/x device.logarchive", exitUsage, "writing: open missing/x: no such file or directory"},
		{"nowhere", exitUnread, "opening nowhere: no such file or directory"},
		{"notes.log", exitUnread, "notes.log: no unified log in Apple's form, expected a sysdiagnose, a .logarchive or a .tracev3 file"},
		{"device", exitUnread, "device: no unified log in Apple's form"},
		{"-", exitUnread, "standard input: no unified log in Apple's form"},
		{"--process Nope device.logarchive", exitNothing, "nothing of the log is selected"},
		{"--since 2030-01-01T00:00:00Z device.logarchive", exitNothing, "nothing of the log is selected"},
		{"cut.tar.gz", exitClean, "cut.tar.gz: "},
	} {
		_, stderr, code := exported(t, strings.NewReader("plain text\n"), strings.Fields(c.args)...)
		if code != c.code || !strings.Contains(stderr, c.says) {
			t.Errorf("%s: exit %d, want %d: %s", c.args, code, c.code, stderr)
		}
	}
}

// TestExportCut: of a sysdiagnose that ends too early, what is there is written, and
// nothing tells that it is all.
func TestExportCut(t *testing.T) {
	files(t)
	stored(t, archiveOf(t, string(mustRead(t, "notes.log"))))
	stdout, stderr, code := exported(t, nil, "--format", "ndjson", "cut.tar.gz")
	if n := strings.Count(stdout, `"eventType":"logEvent"`); n < 20 || code != exitClean || strings.Contains(stdout, "finished") {
		t.Errorf("exit %d, %d messages: %s", code, n, stderr)
	}
	for _, says := range []string{"bglog: cut.tar.gz: ", "the archive is cut off", "wall times of them are approximate"} {
		if !strings.Contains(stderr, says) {
			t.Errorf("%q is not said: %s", says, stderr)
		}
	}
}

// TestExportInterrupt: nothing tells a reader that an interrupted export is whole.
func TestExportInterrupt(t *testing.T) {
	files(t)
	stored(t, archiveOf(t, string(mustRead(t, "notes.log"))))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	env := testEnvironment()
	env.ctx = ctx
	var stdout, stderr bytes.Buffer
	if code := run([]string{"export", "--format", "ndjson", "device.logarchive"}, nil, &stdout, &stderr, env); code != exitInterrupted || stdout.Len() > 0 || stderr.Len() > 0 {
		t.Errorf("exit %d, %q, says %q", code, stdout.String(), stderr.String())
	}
}

// TestExportFull: what cannot be written is told.
func TestExportFull(t *testing.T) {
	files(t)
	stored(t, archiveOf(t, string(mustRead(t, "notes.log"))))
	var stderr bytes.Buffer
	code := run([]string{"export", "device.logarchive"}, nil, failing{errors.New("no space left")}, &stderr, testEnvironment())
	if want := "bglog: writing: device.logarchive: no space left\n"; code != exitUsage || stderr.String() != want {
		t.Errorf("exit %d, says %q", code, stderr.String())
	}
}

// TestExportClosedPipe: a reader that has seen enough ends the program quietly.
func TestExportClosedPipe(t *testing.T) {
	files(t)
	if err := archiveOf(t, long(20_000)).WriteFolder("device.logarchive"); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "export", "device.logarchive")
	cmd.Env = append(os.Environ(), asProgram+"=1")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 10)
	io.ReadFull(out, first)
	out.Close()
	cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != exitClean || stderr.Len() > 0 || string(first) != "Timestamp " {
		t.Errorf("exit %d, %q, says %q", code, first, stderr.String())
	}
}

// TestScenariosExported: every scenario gives the answer of its archive when it is read
// from an export of that, of all of it and of what is relevant.
func TestScenariosExported(t *testing.T) {
	for _, sc := range logstyle.Scenarios {
		t.Run(sc.Name, func(t *testing.T) {
			a, _ := logstyle.MakeArchive(sc.Entries(), logstyle.ArchiveOptions{Redacted: true, Cache: 2, Chunkset: 8 << 10})
			args, _ := archiveForms(t, a)["folder"]()
			want := answer(t, args, nil)
			for _, flags := range []string{"--format default", "--format ndjson", "--format ndjson --relevant"} {
				text, stderr, code := exported(t, nil, append(strings.Fields(flags), args...)...)
				if code != exitClean {
					t.Fatalf("%s: exit %d: %s", flags, code, stderr)
				}
				var same cmp.Options
				if flags == "--format default" {
					same = append(same, cmp.Comparer(sameWords))
				}
				if d := cmp.Diff(want, answer(t, []string{"-"}, strings.NewReader(text)), same); d != "" {
					t.Errorf("%s: (-archive +export)\n%s", flags, d)
				}
			}
		})
	}
}

// sameWords compares texts but for their line breaks: of a text style nobody knows whether
// they are the message's or those of a paste.
func sameWords(a, b string) bool {
	return strings.ReplaceAll(a, "\n", " ") == strings.ReplaceAll(b, "\n", " ")
}
