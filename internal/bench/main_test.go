package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
)

var update = flag.Bool("update", false, "write the golden files anew")

// standIn is set for this test's binary when it stands in for a measured program:
// "whole" for one that reads the whole log, "part" for a bglog that reads a part,
// "broken" for one that fails.
const standIn = "BGLOG_BENCH_STAND_IN"

func TestMain(m *testing.M) {
	if as := os.Getenv(standIn); as != "" {
		os.Exit(stand(as, os.Args[1:]))
	}
	os.Exit(m.Run())
}

// stand answers as bglog does when it is asked for a report in a file.
func stand(as string, args []string) int {
	if as == "broken" {
		return 3
	}
	log := args[len(args)-1]
	if strings.Contains(log, "system_logs") || strings.HasSuffix(log, ".tar.gz") {
		return standNative(as, args)
	}
	f, err := os.Open(log)
	if err != nil {
		return 2
	}
	var text io.Reader = f
	style, packed := strings.CutSuffix(log, ".gz")
	if packed {
		if text, err = gzip.NewReader(f); err != nil {
			return 2
		}
	}
	n, err := io.Copy(io.Discard, text)
	if err != nil {
		return 2
	}
	if as == "part" {
		n--
	}
	style = style[strings.LastIndexByte(style, os.PathSeparator)+1:]
	style = style[:strings.LastIndexByte(style, '-')]
	for _, a := range args {
		if path, ok := strings.CutPrefix(a, "json="); ok {
			report, _ := json.Marshal(map[string]any{
				"inputs":   []map[string]any{{"format": style, "bytes": n, "lines": 12, "records": 10, "recognised": 4, "unparsed_lines": 0}},
				"findings": []map[string]any{{"rule": "exit-crash"}},
			})
			if os.WriteFile(path, report, 0o600) != nil {
				return 2
			}
		}
	}
	return 1 // findings
}

// standNative answers for a log archive.
func standNative(as string, args []string) int {
	if _, err := os.Stat(args[len(args)-1]); err != nil {
		return 2
	}
	format := map[string]string{"whole": "logarchive", "part": "log-default"}[as]
	for _, a := range args {
		if path, ok := strings.CutPrefix(a, "json="); ok {
			report, _ := json.Marshal(map[string]any{"inputs": []map[string]any{{"format": format, "records": 10}}})
			if os.WriteFile(path, report, 0o600) != nil {
				return 2
			}
		}
	}
	return 0
}

// small is a measurement of small logs by a stand-in.
func small(t *testing.T, as string, find func(string) (string, error)) (*bench, *strings.Builder) {
	t.Helper()
	t.Setenv(standIn, as)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var messages strings.Builder
	o := options{subjects: subjects, bytes: 8 << 10, growth: []int64{4 << 10, 8 << 10}, native: 8 << 10, runs: 2, cores: 2}
	archive := func(dir string, size int64) error {
		_, err := logstyle.WriteBusyArchive(dir, size)
		return err
	}
	return &bench{ctx: t.Context(), dir: t.TempDir(), bglog: self, messages: &messages, find: find, archive: archive, options: o}, &messages
}

func TestMeasureAll(t *testing.T) {
	b, _ := small(t, "whole", nil)
	b.find = func(string) (string, error) { return b.bglog, nil }
	p, err := b.measureAll()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range p.results {
		for _, one := range r.rows {
			got = append(got, r.subject.name()+": "+one.name)
			if one.median <= 0 || one.min > one.median || one.max < one.median {
				t.Errorf("%s of %s: median %v of %v to %v", one.name, r.subject.name(), one.median, one.min, one.max)
			}
		}
		if want := (reading{12, 10, 4, 1}); r.read != want {
			t.Errorf("%s: %+v, want %+v", r.subject.name(), r.read, want)
		}
		if packed := r.log.stored < r.log.text; packed != r.subject.gzip {
			t.Errorf("%s: %d bytes of text in %d", r.subject.name(), r.log.text, r.log.stored)
		}
	}
	want := []string{
		"log-default: bglog", "log-default: rg -c -F", "log-default: wc -l",
		"log-compact: bglog", "log-compact: rg -c -F", "log-compact: wc -l",
		"log-syslog: bglog", "log-syslog: rg -c -F", "log-syslog: wc -l",
		"log-ndjson: bglog", "log-ndjson: rg -c -F", "log-ndjson: jq",
		"log-default.gz: bglog", "log-default.gz: gzip -dc",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("measured (-want +got):\n%s", d)
	}
	if len(p.growth) != 2 || p.growth[1].log.text < 8<<10 || p.growth[1].median <= 0 {
		t.Errorf("growth %+v", p.growth)
	}
	for i, r := range p.log.rows {
		if r.name != nativeWays[i] || r.median <= 0 {
			t.Errorf("log archive: %+v, want a time of %s", r, nativeWays[i])
		}
	}
	if p.log.records != 10 || p.log.bytes < 8<<10 || p.log.packed <= 0 || len(p.log.promises()) < 3 {
		t.Errorf("log archive: %+v", p.log)
	}
	if left, err := os.ReadDir(b.dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// What is not installed is said and left out.
func TestMissingTools(t *testing.T) {
	b, messages := small(t, "whole", func(tool string) (string, error) { return "", exec.ErrNotFound })
	p, err := b.measureAll()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"rg", "wc", "gzip", "jq"}, p.missing); d != "" {
		t.Errorf("missing (-want +got):\n%s", d)
	}
	for _, r := range p.results {
		if len(r.rows) != 1 {
			t.Errorf("%s: %d commands, want bglog alone", r.subject.name(), len(r.rows))
		}
	}
	for _, want := range []string{"rg is not installed and left out", "jq is not installed and left out"} {
		if !strings.Contains(messages.String(), want) {
			t.Errorf("nothing says %q:\n%s", want, messages)
		}
	}
	if text := p.markdown(); !strings.Contains(text, "| not installed | rg, wc, gzip, jq |") || strings.Contains(text, "in times of") {
		t.Errorf("the page does not say what is missing:\n%s", text)
	}
}

// A time says nothing when the log was not read.
func TestWhatIsNotReadIsNotMeasured(t *testing.T) {
	for as, want := range map[string]string{
		"part":   "bytes as log-default, expected log-default",
		"broken": "exit status 3, expected exit code 0 or 1",
	} {
		b, _ := small(t, as, exec.LookPath)
		if _, err := b.measureAll(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", as, err, want)
		}
	}
	for _, report := range []string{``, `{`, `{"inputs":[]}`, `{"inputs":[{"format":"log-default","bytes":5,"records":0}]}`, `{"inputs":[{"format":"log-default","bytes":5,"records":1,"unparsed_lines":1}]}`} {
		if got, err := readReport(strings.NewReader(report), written{style: "log-default", text: 5}); err == nil {
			t.Errorf("%q was taken for %+v", report, got)
		}
	}
}

func TestInterruptedMeasurement(t *testing.T) {
	b, _ := small(t, "whole", exec.LookPath)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b.ctx = ctx
	if _, err := b.measureAll(); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		args string
		want string
	}{
		{"", "5 logs of 1073741824 bytes, growth [67108864 268435456 1073741824], 5 runs, 2 cores, 1476 MB"},
		{"-quick", "5 logs of 33554432 bytes, growth [16777216 33554432 67108864], 3 runs, 2 cores, 184 MB"},
		{"-quick -runs 9 -bytes 1GiB -growth=", "5 logs of 1073741824 bytes, growth [], 9 runs, 2 cores, 1140 MB"},
		{"-logs log-ndjson,log-default.gz -cores 1", "2 logs of 1073741824 bytes, growth [67108864 268435456 1073741824], 5 runs, 1 cores, 1476 MB"},
		{"-logs= -growth 5KiB", "0 logs of 1073741824 bytes, growth [5120], 5 runs, 2 cores, 335 MB"},
		{"-logs= -growth 5KiB -native 0", "0 logs of 1073741824 bytes, growth [5120], 5 runs, 2 cores, 67 MB"},
		{"-native 7x", `size "7x": expected a number with KiB, MiB or GiB`},
		{"-bytes 3MB", `size "3MB": expected a number with KiB, MiB or GiB`},
		{"-growth 1KiB,1KiB", "sizes 1KiB,1KiB: expected each to be larger than the one before"},
		{"-growth 0", "sizes 0: expected each to be larger than the one before"},
		{"-logs console", `unknown log "console": expected some of log-default,log-compact,log-syslog,log-ndjson,log-default.gz`},
		{"-runs 0", "0 runs on 2 cores: expected at least one of each"},
		{"docs/performance.md", `unexpected argument "docs/performance.md": there are only flags`},
	} {
		o, err := parseOptions(strings.Fields(c.args), io.Discard)
		got := fmt.Sprintf("%d logs of %d bytes, growth %v, %d runs, %d cores, %d MB", len(o.subjects), o.bytes, o.growth, o.runs, o.cores, o.disk()/1e6)
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.args, got, c.want)
		}
	}
}

func TestRoom(t *testing.T) {
	dir := t.TempDir()
	var said strings.Builder
	if err := room(dir, 1e6, &said); err != nil || !strings.HasPrefix(said.String(), "up to 1 MB are used in ") {
		t.Errorf("%q, %v", said.String(), err)
	}
	if _, known := free(dir); !known {
		t.Skip("this system does not tell what is free")
	}
	if err := room(dir, 1<<60, io.Discard); err == nil || !strings.Contains(err.Error(), "set TMPDIR") {
		t.Errorf("an exabyte was found: %v", err)
	}
}

// The senders are named once; ripgrep is asked for exactly them.
func TestRipgrep(t *testing.T) {
	want := strings.Fields("rg -c -F -e runningboardd -e dasd -e nsurlsessiond -e SpringBoard " +
		"-e com.apple.UIKit:BackgroundTask -e com.apple.BackgroundTasks -e com.apple.CFNetwork")
	for _, s := range subjects {
		i := slices.IndexFunc(s.tools, func(t tool) bool { return t.args[0] == "rg" })
		if s.gzip {
			continue
		}
		if d := cmp.Diff(want, s.tools[i].args); d != "" {
			t.Errorf("%s (-want +got):\n%s", s.name(), d)
		}
	}
}
