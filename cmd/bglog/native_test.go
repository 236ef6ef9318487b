package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// answer is what the program says of inputs, without what depends on how they are
// stored: names, coverage, the numbers of lines, and blanks at the end of messages,
// which log show drops.
func answer(t testing.TB, args []string, stdin io.Reader) map[string]any {
	t.Helper()
	var stdout, stderr bytes.Buffer
	run(append([]string{"--format", "json"}, args...), stdin, &stdout, &stderr, testEnvironment())
	var r map[string]any
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
		t.Fatalf("%q: %v\n%s", args, err, stderr.String())
	}
	delete(r, "inputs")
	delete(r, "coverage")
	return plain(r).(map[string]any)
}

// plain drops what answer leaves out.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "line")
		delete(v, "input")
		if text, ok := v["text"].(string); ok && (strings.HasPrefix(text, "=== ") || strings.HasPrefix(text, "lost ")) {
			delete(v, "process") // ndjson says kernel, the other styles of log show say nothing
		}
		for k := range v {
			v[k] = plain(v[k])
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case string:
		return strings.TrimRight(v, " ")
	}
	return v
}

// besideArchive are other members of a sysdiagnose.
var besideArchive = []archivetest.File{
	{Path: "README.txt", Data: []byte("What is in here\n")},
	{Path: "logs/tables.plist", Data: []byte("bplist00")},
	{Path: "summaries/crashes_and_spins.log", Data: []byte("none\n")},
	{Path: "oslog_archive_error.log", Data: []byte("\n")},
}

var allForms = []string{"folder", "tar.gz", "pipe", "zip"}

// archiveForms writes an archive as a folder and as a sysdiagnose and returns how each
// is given to the program.
func archiveForms(t testing.TB, a *archivetest.Archive) map[string]func() ([]string, io.Reader) {
	t.Helper()
	dir := t.TempDir()
	folder, packed := filepath.Join(dir, "system_logs.logarchive"), filepath.Join(dir, sysdiagnoseName+".tar.gz")
	if err := a.WriteFolder(folder); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	a.Beside = besideArchive
	if err := a.WriteTarGz(&b, sysdiagnoseName); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(packed, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	zipped := filepath.Join(dir, "logs.zip")
	if err := os.WriteFile(zipped, zipOf(t, dir, filepath.Base(folder)), 0o644); err != nil {
		t.Fatal(err)
	}
	return map[string]func() ([]string, io.Reader){
		"zip":    func() ([]string, io.Reader) { return []string{zipped}, nil },
		"folder": func() ([]string, io.Reader) { return []string{folder}, nil },
		"tar.gz": func() ([]string, io.Reader) { return []string{packed}, nil },
		"pipe":   func() ([]string, io.Reader) { return []string{"-"}, bytes.NewReader(b.Bytes()) },
	}
}

// zipOf packs a folder as people do who send one.
func zipOf(t testing.TB, dir, name string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	err := filepath.WalkDir(filepath.Join(dir, name), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		below, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		out, err := w.Create(filepath.ToSlash(below))
		if err == nil {
			_, err = out.Write(mustRead(t, path))
		}
		return err
	})
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// ndjsonOf is the export of entries.
func ndjsonOf(t *testing.T, entries []logstyle.Entry, redacted bool) []byte {
	t.Helper()
	s, err := logstyle.Find("log-ndjson")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.Render(&b, entries, logstyle.Options{Redacted: redacted}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sameNatively checks that entries stored as a device does, in those forms, give the
// answer of their ndjson export.
func sameNatively(t *testing.T, entries []logstyle.Entry, opt logstyle.ArchiveOptions, forms ...string) logstyle.Stored {
	t.Helper()
	want := answer(t, []string{"-"}, bytes.NewReader(ndjsonOf(t, entries, opt.Redacted)))
	a, stored := logstyle.MakeArchive(entries, opt)
	given := archiveForms(t, a)
	for _, form := range forms {
		args, stdin := given[form]()
		if d := cmp.Diff(want, answer(t, args, stdin)); d != "" {
			t.Errorf("%s (-ndjson +native):\n%s", form, d)
		}
	}
	return stored
}

// TestScenariosAsArchives: every scenario, stored as a device does, gives the answer
// of its export.
func TestScenariosAsArchives(t *testing.T) {
	var sum logstyle.Stored
	for i, sc := range logstyle.Scenarios {
		for _, redacted := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/redacted=%v", sc.Name, redacted), func(t *testing.T) {
				opt := logstyle.ArchiveOptions{Redacted: redacted, Cache: uint16(1 + i%2), Chunkset: []int{2 << 10, 8 << 10, 64 << 10}[i%3]}
				stored := sameNatively(t, sc.Entries(), opt, allForms...)
				sum.Split, sum.Dynamic, sum.Long = sum.Split+stored.Split, sum.Dynamic+stored.Dynamic, sum.Long+stored.Long
			})
		}
	}
	t.Logf("%+v", sum) // what a change of the writer changes
	if sum.Dynamic*20 > sum.Split {
		t.Errorf("%d messages could not be split, %d could", sum.Dynamic, sum.Split)
	}
}

// TestArchivesOfOneDevice: logs that share a boot are of one device, and what several of
// them hold is told once: of two archives, and of one with an export of a part of it.
func TestArchivesOfOneDevice(t *testing.T) {
	for _, sc := range logstyle.Scenarios {
		entries := sc.Entries()
		if !strings.HasPrefix(sc.Name, "leak") {
			continue
		}
		t.Run(sc.Name, func(t *testing.T) {
			want := answer(t, []string{"-"}, bytes.NewReader(ndjsonOf(t, entries, false)))
			early, late := entries[:len(entries)*7/10], entries[len(entries)*3/10:]
			first, _ := logstyle.MakeArchive(early, logstyle.ArchiveOptions{Cache: 1})
			second, _ := logstyle.MakeArchive(late, logstyle.ArchiveOptions{Cache: 2})
			a, _ := archiveForms(t, first)["tar.gz"]()
			b, _ := archiveForms(t, second)["folder"]()
			export := filepath.Join(t.TempDir(), "late.ndjson")
			if err := os.WriteFile(export, ndjsonOf(t, late, false), 0o644); err != nil {
				t.Fatal(err)
			}
			for _, args := range [][]string{{a[0], b[0]}, {b[0], a[0]}, {a[0], export}, {a[0], b[0], export}} {
				if d := cmp.Diff(want, answer(t, args, nil)); d != "" {
					t.Errorf("%q (-whole +parts):\n%s", args, d)
				}
			}
		})
	}
}

// entriesOf reads a log as the program does and makes entries of its records, as a
// device would have stored them; false when it does not tell all of a record that a
// device stores, or holds reports.
func entriesOf(t *testing.T, name string) (entries []logstyle.Entry, ok bool) {
	t.Helper()
	boot := ""
	whole := true
	pids := map[string]int{}
	now := testEnvironment().now
	opts := parse.Options{Annotate: lifecycle.Annotate, Now: now, Date: now.AddDate(0, -1, 0), Workers: 1}
	sum, err := parse.Bytes(name, mustRead(t, name)).Scan(context.Background(), opts, func(records []parse.Record) error {
		for i := range records {
			r := &records[i]
			e := logstyle.Entry{At: r.Time.Std(), Process: r.Process, PID: r.PID, TID: r.TID, Library: r.Image, Subsystem: r.Subsystem, Category: r.Category, Boot: boot}
			if e.Level = r.Level.String(); r.Level == parse.LevelUnknown {
				e.Level = logstyle.Default
			}
			ev, _ := r.Note.(*lifecycle.Event)
			switch id, booted := strings.CutPrefix(r.Message, "=== system boot: "); {
			case ev != nil && (ev.Kind == lifecycle.StreamDropped || ev.Kind == lifecycle.Disconnected):
				whole = false // the tool's own lines, which no device stores
			case booted:
				boot, e.Boot = id, id
				e.Kind, e.Level = logstyle.Timesync, logstyle.Default
			case strings.HasPrefix(r.Message, "=== "):
				e.Kind = logstyle.Timesync
			case ev != nil && ev.Kind == lifecycle.MessagesLost:
				e.Kind = logstyle.Loss
			}
			whole = whole && r.Time.Known() && (e.Kind != "" || r.Process != "")
			if n := len(entries); e.Kind == logstyle.Timesync && boot == "" && n > 0 {
				whole = whole && !e.At.Before(entries[n-1].At) // how long before the clock was set back is not told
			}
			if r.PID == parse.NoPID && r.Process != "" { // which not every form tells
				if pids[r.Process] == 0 {
					pids[r.Process] = 3000 + len(pids)
				}
				e.PID = pids[r.Process]
			}
			e.PID = max(e.PID, 0)
			e.Format, e.Args = "%s", logstyle.Pub(strings.Clone(r.Message))
			if e.Kind != "" {
				e.Format, e.Args = strings.ReplaceAll(strings.Clone(r.Message), "%", "%%"), nil
			} else if ev != nil && ev.Row != nil {
				if args, ok := logstyle.Split(ev.Row.Format, r.Message); ok {
					e.Format, e.Args = ev.Row.Format, args
				}
			}
			entries = append(entries, e)
		}
		return nil
	})
	if err != nil || len(sum.Reports) > 0 || !whole || len(entries) == 0 {
		return nil, false
	}
	return inOrder(entries), true
}

// inOrder sorts entries between the markers: a store is in order of the continuous
// clock, a log not always.
func inOrder(entries []logstyle.Entry) []logstyle.Entry {
	for from := 0; from < len(entries); {
		to := from + 1
		for to < len(entries) && entries[to].Kind != logstyle.Timesync {
			to++
		}
		slices.SortStableFunc(entries[from:to], func(a, b logstyle.Entry) int { return a.At.Compare(b.At) })
		from = to
	}
	return entries
}

// TestRuleLogsAsArchives: the logs of all rules, stored as a device does, give the
// answer of their export.
func TestRuleLogsAsArchives(t *testing.T) {
	logs, err := filepath.Glob("../../testdata/rules/*/*")
	if err != nil {
		t.Fatal(err)
	}
	var sum logstyle.Stored
	stored, left := 0, 0
	for i, name := range logs {
		if strings.HasSuffix(name, ".want") || testing.Short() && i%7 != 0 {
			continue
		}
		entries, ok := entriesOf(t, name)
		if !ok {
			left++
			continue
		}
		stored++
		t.Run(strings.TrimPrefix(name, "../../testdata/rules/"), func(t *testing.T) {
			s := sameNatively(t, entries, logstyle.ArchiveOptions{Cache: uint16(1 + i%2), Chunkset: 4 << 10}, allForms[i%len(allForms)])
			sum.Split, sum.Dynamic, sum.Long = sum.Split+s.Split, sum.Dynamic+s.Dynamic, sum.Long+s.Long
		})
	}
	t.Logf("%d logs, %d left out: %+v", stored, left, sum)
	if left > stored {
		t.Errorf("%d of %d logs cannot be stored", left, stored+left)
	}
}

// TestBareTrace: a single .tracev3 file with the folder of its texts and times says
// what its export says.
func TestBareTrace(t *testing.T) {
	for _, sc := range logstyle.Scenarios {
		if testing.Short() && sc.Healthy || strings.Contains(sc.Name, "reboot") {
			continue
		}
		t.Run(sc.Name, func(t *testing.T) {
			want := answer(t, []string{"-"}, bytes.NewReader(ndjsonOf(t, sc.Entries(), false)))
			a, _ := logstyle.MakeArchive(sc.Entries(), logstyle.ArchiveOptions{Bare: true})
			trace := a.Traces[0]
			a.Traces = nil
			dir := t.TempDir()
			if err := a.WriteFolder(filepath.Join(dir, "store")); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, trace.Path), trace.Data, 0o644); err != nil {
				t.Fatal(err)
			}
			args := []string{"--uuidtext", filepath.Join(dir, "store"), "--timesync", filepath.Join(dir, "store", "timesync"), filepath.Join(dir, trace.Path)}
			if d := cmp.Diff(want, answer(t, args, nil)); d != "" {
				t.Errorf("(-ndjson +native):\n%s", d)
			}
		})
	}
}
