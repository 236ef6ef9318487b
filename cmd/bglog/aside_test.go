package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/parse/logarchive/archivetest"
	"github.com/bglog/bglog/parse/sqlite/sqlitetest"
)

// asideReport is what of a report tells of what lies beside a log.
type asideReport struct {
	Inputs []struct {
		Name, Format string
		Timeline     int
		Gaps         []struct{ From, To, Why string }
	}
	Apps []struct {
		BundleID  string `json:"bundle_id"`
		Processes []struct {
			PID    int
			Exited *string
			Exit   *struct{ Kind, What string }
		}
	}
	PowerLog []map[string]any
	Findings []map[string]any
}

// told sums a report up, without what depends on how the inputs are given.
func (r *asideReport) told() (list []string) {
	for _, in := range r.Inputs {
		base := in.Name[strings.LastIndexAny(in.Name, "/ ")+1:]
		list = append(list, fmt.Sprintf("input %d %s %s, %d gaps", in.Timeline, base, in.Format, len(in.Gaps)))
	}
	slices.Sort(list)
	for _, a := range r.Apps {
		for _, p := range a.Processes {
			if p.Exit != nil {
				list = append(list, fmt.Sprintf("%s %d %s: %s", a.BundleID, p.PID, p.Exit.Kind, p.Exit.What))
			}
		}
	}
	for _, p := range r.PowerLog {
		list = append(list, fmt.Sprintf("powerlog %v states %v runs %d", p["app"], p["states"], len(p["runs"].([]any))))
	}
	for _, f := range r.Findings {
		list = append(list, fmt.Sprintf("%v %v", f["rule"], f["certainty"]))
	}
	return list
}

// TestBesideTheLog: shutdown.log and PowerLog of a sysdiagnose are read in the pass in
// which its log is, whatever it comes as.
func TestBesideTheLog(t *testing.T) {
	var scenario logstyle.Scenario
	for _, s := range logstyle.Scenarios {
		if s.Name == "healthy-reboot-with-open-task" {
			scenario = s
		}
	}
	entries := scenario.Entries()
	off, bundle := 0, "com.example.notes"
	for i, e := range entries {
		if i > 0 && e.Kind == logstyle.Timesync && strings.HasPrefix(e.Format, "=== system boot") {
			off = i
		}
	}
	down := entries[off-1].At.Unix() + 1
	a, _ := logstyle.MakeArchive(entries, logstyle.ArchiveOptions{})
	a.Extra = []archivetest.File{{Path: "Extra/shutdown.log", Data: fmt.Appendf(nil, "SIGTERM: [1511806436] All buffers flushed\nSIGTERM: [%d] All buffers flushed\n", down)}}
	power := sqlitetest.PowerLog{
		Offsets:    [][]any{{float64(down) - 50, 0.0, 0.0, -10.0}},
		States:     [][]any{{float64(down) - 30, bundle, 412, 4, 0}, {float64(down) - 20, bundle, 412, 2, 0}, {float64(down), "com.apple.springboard", 60, 8, 0}},
		Activities: [][]any{{float64(down) - 30, 12, 0.0, 0.0, 30, "bgRefresh-com.example.notes.refresh", bundle}},
	}.Database().Bytes()
	beside := []archivetest.File{
		{Path: "README.txt", Data: []byte("What is in here\n")},
		{Path: "logs/powerlogs/powerlog_2026-06-09_1.PLSQL", Data: power},
		{Path: "logs/powerlogs/powerlog_2026-06-09_1.PLSQL-wal", Data: []byte("\x37\x7f\x06\x82 not read")},
		{Path: "logs/other/cache.db", Data: power[:3000]},
	}

	dir := filepath.Join(t.TempDir(), sysdiagnoseName)
	if err := a.WriteFolder(filepath.Join(dir, "system_logs.logarchive")); err != nil {
		t.Fatal(err)
	}
	for _, f := range beside {
		path := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	a.Beside = beside
	var packed bytes.Buffer
	if err := a.WriteTarGz(&packed, sysdiagnoseName); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+".tar.gz", packed.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	report := func(stdin io.Reader, args ...string) *asideReport {
		t.Helper()
		var stdout, stderr bytes.Buffer
		run(append([]string{"--format", "json"}, args...), stdin, &stdout, &stderr, testEnvironment())
		var r asideReport
		if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
			t.Fatalf("%q: %v\n%s", args, err, stderr.String())
		}
		if stderr.Len() > 0 {
			t.Errorf("%q: %s", args, stderr.String())
		}
		return &r
	}
	want := report(nil, dir).told()
	t.Log(strings.Join(want, "\n"))
	if diff := cmp.Diff([]string{
		"input 1 powerlog_2026-06-09_1.PLSQL powerlog, 0 gaps",
		"input 1 shutdown.log shutdown-log, 0 gaps",
		"input 1 system_logs.logarchive logarchive, 1 gaps",
	}, want[:3]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !slices.ContainsFunc(want, func(s string) bool { return strings.Contains(s, " shutdown: the device was shut down or restarted") }) {
		t.Error("no process ended by the shutdown")
	}
	for name, got := range map[string]*asideReport{"tar.gz": report(nil, dir+".tar.gz"), "pipe": report(bytes.NewReader(packed.Bytes()), "-")} {
		if diff := cmp.Diff(want, got.told()); diff != "" {
			t.Errorf("%s (-folder +%s):\n%s", name, name, diff)
		}
	}
	// the log archive alone
	alone := report(nil, filepath.Join(dir, "system_logs.logarchive")).told()
	without := slices.DeleteFunc(slices.Clone(want), func(s string) bool { return strings.Contains(s, "powerlog") })
	if diff := cmp.Diff(without, alone); diff != "" {
		t.Errorf("archive alone (-sysdiagnose +archive):\n%s", diff)
	}
}

// TestBesideTheLogRedacted: what PowerLog and shutdown.log tell is redacted like a log, and
// the words about them are not.
func TestBesideTheLogRedacted(t *testing.T) {
	log := mustRead(t, filepath.FromSlash("../../testdata/rules/bgtask-never-ran/fires-refresh.log"))
	t.Chdir(t.TempDir())
	const start, bundle = 1772442000.0, "com.example.notes" // 2026-03-02T09:00:00Z
	power := sqlitetest.PowerLog{
		Offsets:    [][]any{{start, 0.0, 0.0, -5.0}},
		States:     [][]any{{start, bundle, 412, 4, 0}, {nil, bundle, 412, 4, 0}},
		Transfers:  [][]any{{start, bundle, "6B3F5A52-9E0D-4C47-8B1A-0D5E2C9A7F31", 3, 1, 2, nil, nil, nil, nil}},
		Activities: [][]any{{start, 20, 0.0, 0.0, 30, "bgRefresh-com.example.notes.refresh", bundle}},
	}.Database()
	power.WriteAhead = true
	file := power.Bytes()
	down := "After 1.05s, these clients are still here:\n\t\tremaining client pid: 412 (/private/var/Notes.app/Notes/1024C867-0265-474A-AF6A-98390BD24D5D)\nSIGTERM: [1772496000] All buffers flushed\n"
	for name, data := range map[string][]byte{"a.log": log, "b.PLSQL": file, "cut.PLSQL": file[:len(file)-4096], "shutdown.log": []byte(down)} {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, format := range []string{"text", "json", "markdown", "html"} {
		var stdout, stderr bytes.Buffer
		run([]string{"--merge", "--redact", "--format", format, "a.log", "b.PLSQL", "cut.PLSQL", "shutdown.log"}, nil, &stdout, &stderr, testEnvironment())
		out := stdout.String()
		if !strings.Contains(out, "PowerLog") || strings.Contains(out, "6B3F5A52") || strings.Contains(out, bundle) || strings.Contains(stderr.String(), "not written") {
			t.Errorf("%s: %s\n%s", format, stderr.String(), out)
		}
	}
}
