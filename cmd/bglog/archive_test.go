package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sysdiagnoseName = "sysdiagnose_2026.06.09_14-10-00+0200_iPhone-OS_iPhone_22A3354"

// packed writes an archive of files, by name in turn, and returns its bytes.
func packed(t *testing.T, path string, nameAndText ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for i := 0; i < len(nameAndText); i += 2 {
		text := nameAndText[i+1]
		if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: nameAndText[i], Size: int64(len(text)), Mode: 0o644}); err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, text)
	}
	w.Close()
	z.Close()
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// told is what a report says without where it was read from.
func told(t *testing.T, args []string, stdin io.Reader) (findings any, devices []string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(append([]string{"--format", "json"}, args...), stdin, &stdout, &stderr, testEnvironment())
	var r struct {
		Findings []map[string]any
		Inputs   []struct {
			Timeline int
			Format   string
			Device   struct{ Build *string }
		}
	}
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
		t.Fatalf("%q: %v\n%s", args, err, stderr.String())
	}
	for _, f := range r.Findings {
		for _, e := range f["evidence"].([]any) {
			delete(e.(map[string]any), "input")
		}
	}
	for _, in := range r.Inputs {
		build := "?"
		if in.Device.Build != nil {
			build = *in.Device.Build
		}
		devices = append(devices, fmt.Sprintf("%d %s %s", in.Timeline, in.Format, build))
	}
	return r.Findings, devices, code
}

// TestArchiveAsFolder: the archive, the archive from a pipe and the folder say the same.
func TestArchiveAsFolder(t *testing.T) {
	files(t)
	notes, ips := string(mustRead(t, "notes.log")), string(mustRead(t, "notes.ips"))
	members := []string{
		"crashes_and_spins/Notes.ips", ips,
		"logs/app/notes.log", notes,
		"README.txt", "What is in here\n",
		"system_logs.logarchive/Info.plist", "bplist00",
	}
	var inTop []string
	for i := 0; i < len(members); i += 2 {
		inTop = append(inTop, sysdiagnoseName+"/"+members[i], members[i+1])
		path := filepath.Join(sysdiagnoseName, filepath.FromSlash(members[i]))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(members[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	archive := packed(t, sysdiagnoseName+".tar.gz", inTop...)
	want, devices, code := told(t, []string{sysdiagnoseName}, nil)
	if diff := cmp.Diff([]string{"1 ips 22A3354", "1 log-default 22A3354"}, devices); diff != "" || code != exitFindings {
		t.Fatalf("folder: exit %d (-want +got):\n%s", code, diff)
	}
	for _, args := range [][]string{{sysdiagnoseName + ".tar.gz"}, {"-"}} {
		got, as, code := told(t, args, bytes.NewReader(archive))
		if diff := cmp.Diff(want, got); diff != "" || code != exitFindings {
			t.Errorf("%q: exit %d (-folder +archive):\n%s", args, code, diff)
		}
		if diff := cmp.Diff(devices, as); diff != "" {
			t.Errorf("%q: (-folder +archive):\n%s", args, diff)
		}
	}
}

// TestArchiveTimelines: a plain archive is as many devices as it has logs, unless
// they share a boot; a report goes to the log of its process.
func TestArchiveTimelines(t *testing.T) {
	files(t)
	notes, healthy, ips := string(mustRead(t, "notes.log")), string(mustRead(t, "healthy.log")), string(mustRead(t, "notes.ips"))
	boot := "2026-06-09 14:02:11.000000+0200 0x0        Default     0x0                  0      0    === system boot: 6B3F5A52-9E0D-4C47-8B1A-0D5E2C9A7F31\n"
	after := func(text string) string {
		head, rest, _ := strings.Cut(text, "\n")
		return head + "\n" + boot + rest
	}
	packed(t, "two.tgz", "a.log", notes, "b.log", healthy, "x.ips", ips)
	packed(t, "boot.tgz", "a.log", after(notes), "b.log", after(healthy))
	packed(t, "late.tgz", "d/a.log", notes, "d/b.log", healthy, "d/system_logs.logarchive/Info.plist", "bplist00")
	for name, want := range map[string][]string{
		"two.tgz":  {"1 log-default ?", "1 ips ?", "2 log-default ?"},
		"boot.tgz": {"1 log-default ?", "1 log-default ?"},
		"late.tgz": {"1 log-default ?", "1 log-default ?"},
	} {
		for _, merge := range []bool{false, true} {
			args := []string{name}
			if merge {
				args = append(args, "--merge")
				want = nil
			}
			_, got, _ := told(t, args, nil)
			if want == nil {
				for _, d := range got {
					if d[0] != '1' {
						t.Errorf("%s --merge: %q", name, got)
					}
				}
				continue
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
	}
}

// TestReportsOfOneIncident: a device writes one incident once; its report may come twice, or as
// JSON and as text.
func TestReportsOfOneIncident(t *testing.T) {
	files(t)
	const id, other = "6F1D2C3B-8E4A-4B7C-9D05-1A2B3C4D5E6F", "0B7E1A52-3C4D-4E5F-8A9B-7C6D5E4F3A2B"
	of := func(id string) string {
		return strings.Replace(string(mustRead(t, "notes.ips")), `"procName"`, `"incident" : "`+id+`", "procName"`, 1)
	}
	text := "Incident Identifier: " + strings.ToLower(id) + "\nProcess:             Notes [412]\nIdentifier:          com.example.notes\n\n" +
		"Date/Time:           2026-06-09 14:02:48.900 +0200\nOS Version:          iPhone OS 18.0 (22A3354)\n\n" +
		"Exception Type:  EXC_CRASH (SIGKILL)\nTermination Reason: RUNNINGBOARD 0x2182bad2\n\nTriggered by Thread:  0\n"
	for name, text := range map[string]string{"a.ips": of(id), "b.ips": of(id), "other.ips": of(other), "none.ips": of("00000000-0000-0000-0000-000000000000"), "a.crash": text} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		args string
		want int
	}{
		{"a.ips b.ips", 1}, {"a.ips a.crash", 1}, {"a.ips other.ips b.ips", 2}, {"a.ips other.ips", 2}, {"none.ips none.ips", 2},
	} {
		findings, _, _ := told(t, strings.Fields(c.args), nil)
		if got := len(findings.([]map[string]any)); got != c.want {
			t.Errorf("%s: %d findings, want %d: %v", c.args, got, c.want, findings)
		}
	}
}

// TestExcerptOfMember: a finding in an archive has an excerpt too.
func TestExcerptOfMember(t *testing.T) {
	files(t)
	notes := string(mustRead(t, "notes.log"))
	packed(t, "x.tgz", "readme.md", "# Logs\n", "sub/notes.log", notes)
	for _, args := range []string{"notes.log", "x.tgz"} {
		var stdout, stderr bytes.Buffer
		if code := run([]string{"excerpt", "--finding", "f1", args}, nil, &stdout, &stderr, testEnvironment()); code != exitClean || !strings.Contains(stdout.String(), "FlushOutbox") {
			t.Errorf("%s: exit %d\n%s%s", args, code, stderr.String(), stdout.String())
		}
	}
}

// TestInputsAtOnce: what is read at once is told as if it were read in turn.
func TestInputsAtOnce(t *testing.T) {
	files(t)
	notes := string(mustRead(t, "notes.log"))
	packed(t, "a.tgz", "1.log", notes, "2.png", "\x89PNG", "3.log", notes)
	args := []string{"--format", "json", "a.tgz", "missing.log", "notes.log", "device", "cut.log.gz", "junk", "overnight.log", "notes.ips", "downloads.log", "-"}
	output := func(procs string) string {
		var stdout, stderr bytes.Buffer
		cmd := exec.Command(os.Args[0], args...)
		cmd.Env = append(os.Environ(), "GOMAXPROCS="+procs, asProgram+"=1")
		cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(notes), &stdout, &stderr
		cmd.Run()
		return fmt.Sprintf("exit %d\n%s%s", cmd.ProcessState.ExitCode(), stderr.String(), stdout.String())
	}
	want := output("1")
	if !strings.HasPrefix(want, "exit 3\n") {
		t.Fatal(want[:min(len(want), 2000)])
	}
	for range 3 {
		if diff := cmp.Diff(want, output("4")); diff != "" {
			t.Fatalf("(-in turn +at once):\n%s", diff)
		}
	}
}

// TestLimitFlags runs the program with each limit: what was read is told, and the
// message names the limit and its flag.
func TestLimitFlags(t *testing.T) {
	files(t)
	notes := string(mustRead(t, "notes.log"))
	packed(t, "three.tgz", "a.log", notes, "b.log", notes, "c.log", notes)
	inner := string(packed(t, "inner.tgz", "a.log", notes))
	packed(t, "deep.tgz", "b.log", notes, "in.tgz", inner)
	var again bytes.Buffer
	z := gzip.NewWriter(&again)
	io.WriteString(z, notes)
	line := "2026-06-09 14:02:57.100000+0200 0x92f4     Default     0x0                  140    0    locationd: (CoreLocation) still here\n"
	for range 120 {
		io.WriteString(z, strings.Repeat(line, 1<<20/len(line)))
	}
	z.Close()
	os.WriteFile("again.log.gz", again.Bytes(), 0o644)
	long := strings.Replace(notes, "Firing background task expiration handlers", "Firing "+strings.Repeat("x", 1<<20), 1)
	os.WriteFile("long.log", []byte(long), 0o644)
	for _, c := range []struct {
		args string
		env  string // of the limit, in place of a flag
		code int
		want string // on standard error, and as a note
	}{
		{"--max-entries 2 three.tgz", "", exitFindings, "three.tgz: more than 2 entries in archives: reading stopped there (--max-entries raises the limit)"},
		{"three.tgz", "BGLOG_MAX_ENTRIES=2", exitFindings, "(--max-entries raises the limit)"},
		{"--max-nesting 1 deep.tgz", "", exitFindings, "deep.tgz: in.tgz: archives or compressions more than 1 deep in each other: reading stopped there (--max-nesting raises the limit)"},
		{"--max-inflated 24KiB three.tgz", "", exitFindings, "three.tgz: more than 24 KiB after decompression: reading stopped there (--max-inflated raises the limit)"},
		{"--max-inflated 512 three.tgz", "", exitUnread, "three.tgz: more than 512 bytes after decompression: reading stopped there (--max-inflated raises the limit)"},
		{"again.log.gz", "", exitFindings, "decompression makes more than 200 bytes of one: reading stopped there (--max-ratio raises the limit)"},
		{"--max-ratio 2000 again.log.gz", "", exitFindings, ""},
		{"--max-lifecycles 9 notes.log", "", exitClean, "more than 9 lifecycles: what follows from "},
		{"--max-evidence 600 long.log", "", exitFindings, "more than 600 bytes of evidence: "},
		{"--max-record 300KiB long.log", "", exitFindings, "is too long and was cut (--max-record raises the limit)"},
		{"--max-ratio 0 notes.log", "", exitUsage, `--max-ratio: "0" is not a number above 0`},
		{"--max-inflated 4MB notes.log", "", exitUsage, `--max-inflated: "4MB" is not a number of bytes above 0, such as 500, 64KiB, 4MiB or 2GiB`},
	} {
		t.Run(c.args+c.env, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			cmd := exec.Command(os.Args[0], append([]string{"--format", "json"}, strings.Fields(c.args)...)...)
			cmd.Env = append(os.Environ(), asProgram+"=1", c.env)
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			cmd.Run()
			if code := cmd.ProcessState.ExitCode(); code != c.code {
				t.Errorf("exit %d, want %d", code, c.code)
			}
			if !strings.Contains(stderr.String(), c.want) || c.want == "" && stderr.Len() > 0 {
				t.Errorf("standard error: %q", stderr.String())
			}
			var r struct {
				Coverage struct{ Notes []string }
			}
			if c.code != exitUsage && c.code != exitUnread {
				if err := json.Unmarshal(stdout.Bytes(), &r); err != nil || c.want != "" && !strings.Contains(strings.Join(r.Coverage.Notes, "\n"), c.want) {
					t.Errorf("notes: %q, %v", r.Coverage.Notes, err)
				}
			}
		})
	}
}
