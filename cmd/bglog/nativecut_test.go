package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// cutArchives are archives that lack something, and the note that tells it.
var cutArchives = []struct {
	name string
	cut  func(a *archivetest.Archive)
	note string
}{
	{"no timesync", func(a *archivetest.Archive) { a.Timesync = nil }, "no timesync records: wall times of them are approximate"},
	{"no uuidtext", func(a *archivetest.Archive) { a.Images = nil }, "the uuidtext file"},
	{"no dsc", func(a *archivetest.Archive) { a.Caches = nil }, "the dsc file of shared cache "},
	{"no Info.plist", func(a *archivetest.Archive) { a.Info = nil }, ""},
	{"collected with a predicate", func(a *archivetest.Archive) {
		a.Info = bytes.Replace(a.Info, []byte("<key>EndTimeRef"), []byte("<key>CollectedWithPredicate</key><string>process == \"Notes\"</string><key>EndTimeRef"), 1)
	}, "the archive was collected with a predicate: it lacks everything else"},
	{"writer timed out", func(a *archivetest.Archive) {
		a.Beside = []archivetest.File{{Path: "oslog_archive_error.log", Data: []byte("OSLogCreateArchive timed out\n")}}
		a.Traces = slices.DeleteFunc(a.Traces, func(f archivetest.File) bool { return strings.HasPrefix(f.Path, "Special") })
	}, "the archive is incomplete, its writer said: OSLogCreateArchive timed out"},
	{"no Persist, no Info.plist", func(a *archivetest.Archive) {
		a.Info = nil
		a.Traces = slices.DeleteFunc(a.Traces, func(f archivetest.File) bool { return strings.HasPrefix(f.Path, "Persist") })
	}, "only what is kept longest is there at first"},
	{"a file cut off", func(a *archivetest.Archive) {
		a.Traces = slices.Clone(a.Traces)
		f := &a.Traces[min(1, len(a.Traces)-1)]
		f.Data = f.Data[:len(f.Data)*2/3&^7+4]
	}, "is cut off: what came before was read"},
	{"a chunkset damaged", func(a *archivetest.Archive) {
		a.Traces = slices.Clone(a.Traces)
		f := &a.Traces[min(1, len(a.Traces)-1)]
		f.Data = slices.Clone(f.Data)
		if i := bytes.Index(f.Data, []byte("bv41")); i > 0 {
			copy(f.Data[i:], "bv99")
		} else {
			f.Data = f.Data[:len(f.Data)*2/3&^7+4]
		}
	}, ""},
}

// verdictOf is what a report says that the whole log has to say, too: the rules with
// findings that count, and its notes.
func verdictOf(t *testing.T, args []string, stdin []byte) (rules map[string]bool, notes []string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	run(append([]string{"--format", "json"}, args...), bytes.NewReader(stdin), &stdout, &stderr, testEnvironment())
	var r struct {
		Findings []struct{ Rule, Severity, Certainty string }
		Coverage struct{ Notes []string }
	}
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
		t.Fatalf("%q: %v\n%s", args, err, stderr.String())
	}
	rules = map[string]bool{}
	for _, f := range r.Findings {
		if f.Severity != "info" && f.Certainty != "cut-off" {
			rules[f.Rule] = true
		}
	}
	return rules, append(r.Coverage.Notes, strings.TrimSpace(stderr.String()))
}

// TestCutArchives: an archive that lacks something makes no finding that the whole does
// not have, and the report tells what it lacks.
func TestCutArchives(t *testing.T) {
	for i, sc := range logstyle.Scenarios {
		if testing.Short() && i%9 != 0 {
			continue
		}
		t.Run(sc.Name, func(t *testing.T) {
			t.Parallel()
			make := func() *archivetest.Archive {
				a, _ := logstyle.MakeArchive(sc.Entries(), logstyle.ArchiveOptions{Redacted: i%2 == 0, Chunkset: 2 << 10, Cache: 2})
				return a
			}
			dir := t.TempDir()
			write := func(name string, a *archivetest.Archive) string {
				folder := filepath.Join(dir, strings.ReplaceAll(name, " ", "-"), "system_logs.logarchive")
				if err := a.WriteFolder(folder); err != nil {
					t.Fatal(err)
				}
				for _, f := range a.Beside {
					if err := (&archivetest.Archive{Extra: []archivetest.File{f}}).WriteFolder(filepath.Dir(folder)); err != nil {
						t.Fatal(err)
					}
				}
				return folder
			}
			whole, _ := verdictOf(t, []string{write("whole", make())}, nil)
			// without the line about the CPU limit the kill has no cause
			whole["exit-crash"] = whole["exit-crash"] || whole["exit-cpu"]
			for _, rule := range sc.May {
				whole[rule] = true
			}
			check := func(name string, args []string, stdin []byte, note string) {
				rules, notes := verdictOf(t, args, stdin)
				for _, rule := range slices.Sorted(maps.Keys(rules)) {
					if !whole[rule] {
						t.Errorf("%s: a finding of %s", name, rule)
					}
				}
				if all := strings.Join(notes, "\n"); !strings.Contains(all, note) {
					t.Errorf("%s: no note %q in:\n%s", name, note, all)
				}
			}
			for _, c := range cutArchives {
				a := make()
				c.cut(a)
				check(c.name, []string{write(c.name, a)}, nil, c.note)
			}
			for id, s := range make().Images {
				a := make()
				delete(a.Images, id)
				name := "without the texts of " + filepath.Base(s.Path)
				check(name, []string{write(name, a)}, nil, "")
			}
			var packed bytes.Buffer
			if err := make().WriteTarGz(&packed, sysdiagnoseName); err != nil {
				t.Fatal(err)
			}
			const parts = 12
			for k := 1; k < parts; k++ {
				check(fmt.Sprintf("cut after %d of %d", k, parts), []string{"-"}, packed.Bytes()[:packed.Len()*k/parts], "cut off")
			}
		})
	}
}
