package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
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
	return map[string]func() ([]string, io.Reader){
		"folder": func() ([]string, io.Reader) { return []string{folder}, nil },
		"tar.gz": func() ([]string, io.Reader) { return []string{packed}, nil },
		"pipe":   func() ([]string, io.Reader) { return []string{"-"}, bytes.NewReader(b.Bytes()) },
	}
}

// sameNatively checks that entries stored as a device does give the answer of their
// ndjson export.
func sameNatively(t *testing.T, entries []logstyle.Entry, opt logstyle.ArchiveOptions) logstyle.Stored {
	t.Helper()
	s, err := logstyle.Find("log-ndjson")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := s.Render(&b, entries, logstyle.Options{Redacted: opt.Redacted}); err != nil {
		t.Fatal(err)
	}
	want := answer(t, []string{"-"}, &b)
	a, stored := logstyle.MakeArchive(entries, opt)
	for form, given := range archiveForms(t, a) {
		args, stdin := given()
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
				stored := sameNatively(t, sc.Entries(), opt)
				sum.Split, sum.Dynamic, sum.Long = sum.Split+stored.Split, sum.Dynamic+stored.Dynamic, sum.Long+stored.Long
			})
		}
	}
	t.Logf("%+v", sum)
	if sum.Dynamic*20 > sum.Split {
		t.Errorf("%d messages could not be split, %d could", sum.Dynamic, sum.Split)
	}
}
