package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

func TestGroupInputs(t *testing.T) {
	boots := map[string][]string{"a.log": {"B1"}, "b.log": {"B2"}, "c.log": {"B2", "B1"}, "sysdiagnose_1/x": {"B3"}, "d.log": {"B3"}}
	for _, c := range []struct {
		name  string
		args  string
		files string // name@argument
		merge bool
		want  string
	}{
		{"none", "", "", false, ""},
		{"each its own", "x y", "x@0 y@1", false, "x | y"},
		{"folder", "f", "f/1@0 f/2@0", false, "f/1 | f/2"},
		{"sysdiagnose", "z sysdiagnose_1", "z@0 sysdiagnose_1/x@1 sysdiagnose_1/y@1", false, "z | sysdiagnose_1/x sysdiagnose_1/y"},
		{"two sysdiagnoses", "sysdiagnose_1 sysdiagnose_2", "sysdiagnose_1/q@0 sysdiagnose_2/q@1", false, "sysdiagnose_1/q | sysdiagnose_2/q"},
		{"a file of that name", "sysdiagnose_3.log z", "sysdiagnose_3.log@0 z@1", false, "sysdiagnose_3.log | z"},
		{"merge", "x f", "x@0 f/1@1 f/2@1", true, "x f/1 f/2"},
		{"boots", "a.log z b.log c.log", "a.log@0 z@1 b.log@2 c.log@3", false, "a.log b.log c.log | z"},
		{"boot of a sysdiagnose", "d.log sysdiagnose_1", "d.log@0 sysdiagnose_1/x@1 sysdiagnose_1/y@1", false, "d.log sysdiagnose_1/x sysdiagnose_1/y"},
	} {
		var inputs []*parse.Input
		for _, spec := range strings.Fields(c.files) {
			name, arg, _ := strings.Cut(spec, "@")
			in := parse.String(name, "")
			in.Argument = int(arg[0] - '0')
			inputs = append(inputs, in)
		}
		groups := groupInputs(inputs, strings.Fields(c.args), c.merge, parse.IsSysdiagnose, func(in *parse.Input) []string { return boots[in.Name] })
		var got []string
		for _, g := range groups {
			var names []string
			for _, in := range g {
				names = append(names, in.Name)
			}
			got = append(got, strings.Join(names, " "))
		}
		if s := strings.Join(got, " | "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}

func TestIsSysdiagnose(t *testing.T) {
	files(t)
	for name, want := range map[string]bool{"sysdiagnose_2026.06.09": true, "sysdiagnose_2026.06.09/": true, "device": false, "notes.log": false} {
		if got := parse.IsSysdiagnose(name); got != want {
			t.Errorf("isSysdiagnose(%s) = %t", name, got)
		}
	}
}

func TestLived(t *testing.T) {
	at := func(clock string) parse.Time {
		if clock == "" {
			return parse.Time{}
		}
		tm, err := time.Parse("2006-01-02 15:04", "2026-06-09 "+clock)
		if err != nil {
			t.Fatal(err)
		}
		return parse.At(tm)
	}
	tl := &lifecycle.Timeline{Last: at("15:00"), Apps: []*lifecycle.App{
		{BundleID: "com.example.other", Name: "Other", Processes: []*lifecycle.Process{{PID: 7, First: at("14:00"), Last: at("14:10")}}},
		{BundleID: "com.example.notes", Name: "Notes", Processes: []*lifecycle.Process{
			{PID: 412, First: at("14:00"), Last: at("14:10"), Exited: at("14:10")},
			{PID: 420, First: at("14:20"), Last: at("14:30")},
			{PID: 430},
		}},
		{BundleID: "com.example.outbox", Processes: []*lifecycle.Process{
			{PID: 440, First: at("14:00"), Exited: at("14:11"), Exit: &lifecycle.Exit{Kind: lifecycle.ExitMemory}},
		}},
	}}
	for _, c := range []struct {
		name string
		r    parse.Report
		want bool
	}{
		{"lived", parse.Report{BundleID: "com.example.notes", PID: 412, Time: at("14:05")}, true},
		{"by name", parse.Report{Process: "Notes", PID: 412, Time: at("14:05")}, true},
		{"written later", parse.Report{Process: "Notes", PID: 412, Time: at("14:11")}, true},
		{"another pid", parse.Report{Process: "Notes", PID: 413, Time: at("14:05")}, false},
		{"another app's pid", parse.Report{Process: "Notes", PID: 7, Time: at("14:05")}, false},
		{"another app", parse.Report{Process: "Mail", PID: 412, Time: at("14:05")}, false},
		{"nobody", parse.Report{PID: 412, Time: at("14:05")}, false},
		{"too late", parse.Report{Process: "Notes", PID: 412, Time: at("14:40")}, false},
		{"too early", parse.Report{Process: "Notes", PID: 412, Time: at("13:40")}, false},
		{"alive at the end", parse.Report{Process: "Notes", PID: 420, Time: at("14:50")}, true},
		{"no time", parse.Report{Process: "Notes", PID: 412}, true},
		{"no times in the log", parse.Report{Process: "Notes", PID: 430, Time: at("14:05")}, true},
		{"killed under its program's name", parse.Report{Kind: parse.ReportJetsam, Process: "Outbox", PID: 440, Time: at("14:11")}, true},
		{"killed long before", parse.Report{Kind: parse.ReportJetsam, Process: "Outbox", PID: 440, Time: at("14:05")}, false},
		{"killed with another pid", parse.Report{Kind: parse.ReportJetsam, Process: "Outbox", PID: 412, Time: at("14:10")}, false},
		{"period", parse.Report{BundleID: "com.example.notes", PID: parse.NoPID, Begin: at("00:00"), Time: at("23:59")}, true},
		{"period of another day", parse.Report{BundleID: "com.example.notes", PID: parse.NoPID, Begin: at("00:00"), Time: at("12:00")}, false},
		{"period without time", parse.Report{BundleID: "com.example.notes", PID: parse.NoPID}, false},
	} {
		if got := lived(tl, &c.r); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

func TestReplay(t *testing.T) {
	text := strings.Repeat("0123456789", 1000)
	p := &replay{r: iotest.HalfReader(strings.NewReader(text))}
	part := make([]byte, 1234)
	if _, err := io.ReadFull(p, part); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		p.rewind()
		if got, err := io.ReadAll(p); err != nil || string(got) != text {
			t.Errorf("read %d bytes, %v", len(got), err)
		}
	}
	long := &replay{r: io.LimitReader(zeros{}, replayLimit+1)}
	if n, err := io.Copy(io.Discard, long); n != replayLimit+1 || err != nil || !long.lost || long.kept != nil {
		t.Errorf("read %d bytes, %v, lost %t", n, err, long.lost)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }

func TestInterruptible(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	p := &interruptible{ctx: ctx, r: r}
	go w.Write([]byte("abc"))
	b := make([]byte, 10)
	if n, err := p.Read(b); n != 3 || err != nil || string(b[:3]) != "abc" {
		t.Errorf("read %q, %v", b[:n], err)
	}
	time.AfterFunc(10*time.Millisecond, cancel)
	if n, err := p.Read(b); n != 0 || err != io.EOF {
		t.Errorf("waiting: %d, %v", n, err)
	}
	if n, err := p.Read(b); n != 0 || err != io.EOF {
		t.Errorf("after: %d, %v", n, err)
	}
}

// TestUnsorted reads records in no order, from a file and from a pipe, and for a
// device in two halves: the report tells the story in order.
func TestUnsorted(t *testing.T) {
	files(t)
	style, err := logstyle.Find("iterator-jsonl")
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(logstyle.Scenarios, func(s logstyle.Scenario) bool { return s.Name == "leak-killed" })
	var b bytes.Buffer
	w := logstyle.NewWriter(&b, style, logstyle.Options{})
	for _, e := range logstyle.Scenarios[at].Entries() {
		if err := w.Write(&e); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	lines := slices.Collect(strings.Lines(b.String()))
	slices.Reverse(lines)
	backwards := strings.Join(lines, "")
	for name, text := range map[string]string{
		"all.jsonl": backwards, "late.jsonl": strings.Join(lines[:len(lines)/2], ""), "early.jsonl": strings.Join(lines[len(lines)/2:], ""),
	} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ args, stdin string }{{"all.jsonl", ""}, {"", backwards}, {"--merge late.jsonl early.jsonl", ""}} {
		var stdout, stderr bytes.Buffer
		if code := run(strings.Fields(c.args), strings.NewReader(c.stdin), &stdout, &stderr, testEnvironment()); code != exitFindings {
			t.Errorf("%q: exit %d: %s", c.args, code, stderr.String())
		}
		if first, _, _ := strings.Cut(stdout.String(), "\n"); !strings.HasPrefix(first, "Notes was killed") {
			t.Errorf("%q:\n%s", c.args, stdout.String())
		}
	}
}

// TestCaptures reads a log into which two captures of one device were put that overlap: its
// clock was not set back, and what both hold happened once.
func TestCaptures(t *testing.T) {
	for _, name := range []string{"log-default", "log-compact", "log-ndjson", "console-a", "xcode", "idevicesyslog"} {
		style, err := logstyle.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(logstyle.Scenarios, func(s logstyle.Scenario) bool { return s.Name == "leak-killed" })
		write := func(entries []logstyle.Entry) string {
			var b bytes.Buffer
			if err := style.Render(&b, entries, logstyle.Options{}); err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
		entries := logstyle.Scenarios[at].Entries()
		want := answer(t, nil, strings.NewReader(write(entries)))
		early, late := write(entries[:len(entries)*8/10]), write(entries[len(entries)*2/10:])
		for order, log := range map[string]string{"early first": early + late, "late first": late + early} {
			if d := cmp.Diff(want, answer(t, nil, strings.NewReader(log))); d != "" {
				t.Errorf("%s, %s (-whole +captures):\n%s", name, order, d)
			}
		}
	}
}

// TestLateRecords reads a log whose last part stands first. It goes back by less than a minute,
// and nothing tells that the clock was set: its records are late.
func TestLateRecords(t *testing.T) {
	at := slices.IndexFunc(logstyle.Scenarios, func(s logstyle.Scenario) bool { return s.Name == "leak-killed" })
	entries := logstyle.Scenarios[at].Entries()
	cut := slices.IndexFunc(entries, func(e logstyle.Entry) bool { return strings.HasPrefix(e.Format, "Firing background task") })
	for _, name := range []string{"log-default", "log-ndjson", "console-a"} {
		style, err := logstyle.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		write := func(entries []logstyle.Entry) string {
			var b bytes.Buffer
			if err := style.Render(&b, entries, logstyle.Options{}); err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
		told := func(log string) any {
			return without(answer(t, nil, strings.NewReader(log)), []string{"evidence"}) // listed by line
		}
		if d := cmp.Diff(told(write(entries)), told(write(entries[cut:])+write(entries[:cut]))); d != "" {
			t.Errorf("%s (-in order +last part first):\n%s", name, d)
		}
	}
}

// TestLastInputInDisorder reads parts of a log of which the last one is in no order: they
// are read again, sorted, and tell what the whole log tells.
func TestLastInputInDisorder(t *testing.T) {
	files(t)
	style, err := logstyle.Find("log-default")
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(logstyle.Scenarios, func(s logstyle.Scenario) bool { return s.Name == "downloads-one-by-one" })
	entries := logstyle.Scenarios[at].Entries()
	third := len(entries) / 3
	rest := slices.Collect(slices.Chunk(entries[third:], 20))
	slices.Reverse(rest)
	for name, parts := range map[string][][]logstyle.Entry{
		"whole.log": {entries}, "first.log": {entries[:third]}, "rest.log": rest,
	} {
		var b bytes.Buffer
		for _, part := range parts {
			if err := style.Render(&b, part, logstyle.Options{}); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	told := func(args string) any { return without(answer(t, strings.Fields(args), nil), []string{"evidence"}) } // listed by input
	want := told("whole.log")
	for _, args := range []string{"--merge first.log rest.log", "--merge rest.log first.log"} {
		if d := cmp.Diff(want, told(args)); d != "" {
			t.Errorf("%s (-whole +parts):\n%s", args, d)
		}
	}
}

// TestTooLongToSort says so when standard input is in no order and cannot be
// read again.
func TestTooLongToSort(t *testing.T) {
	s := scanner{ctx: t.Context(), stdin: &replay{lost: true}}
	standard, _ := parse.Expand([]string{"-"}, nil)
	if s.rewind([]*parse.Input{{Name: "x.log"}, standard[0]}) {
		t.Error("what was not kept cannot be read again")
	}
	if !s.rewind([]*parse.Input{{Name: "x.log"}}) {
		t.Error("files can be read again")
	}
}

func TestJoinNegative(t *testing.T) {
	for in, want := range map[string]string{
		"--since -2h x":           "--since=-2h x",
		"--until -30m --since -1": "--until=-30m --since=-1",
		"--since --until -2h":     "--since --until=-2h",
		"--since":                 "--since",
		"--since -x":              "--since -x",
		"-- --since -2h":          "-- --since -2h",
		"--app -2h":               "--app -2h",
	} {
		if got := strings.Join(joinNegative(strings.Fields(in)), " "); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestParseZone(t *testing.T) {
	for in, want := range map[string]int{"+02:00": 7200, "-0330": -12600, "+09": 32400, "UTC": 0, "Asia/Tokyo": 32400, "Local": -1, "": 0, "x": -1} {
		zone, err := parseZone(in)
		if err != nil {
			if want != -1 {
				t.Errorf("%s: %v", in, err)
			}
			continue
		}
		if _, got := time.Date(2026, 7, 1, 0, 0, 0, 0, zone).Zone(); got != want {
			t.Errorf("%s: %d", in, got)
		}
	}
}
