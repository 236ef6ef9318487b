package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bglog/bglog/internal/logstyle"
)

// tool is what bglog is compared with; the log's name is its last argument.
type tool struct {
	name  string
	args  []string
	limit float64 // what is promised: bglog takes at most so many times its time; 0: nothing
}

// subject is a log that is measured.
type subject struct {
	style string
	gzip  bool
	tools []tool
}

// name tells the subject from the others.
func (s subject) name() string {
	if s.gzip {
		return s.style + ".gz"
	}
	return s.style
}

// senders are of the device's lines those that tell of background work. They are
// searched for in the whole line: ripgrep does not know columns.
var senders = []string{
	"runningboardd", "dasd", "nsurlsessiond", "SpringBoard",
	"com.apple.UIKit:BackgroundTask", "com.apple.BackgroundTasks", "com.apple.CFNetwork",
}

// ripgrep counts the lines of the senders.
func ripgrep(limit float64) tool {
	args := []string{"rg", "-c", "-F"}
	for _, s := range senders {
		args = append(args, "-e", s)
	}
	return tool{"rg -c -F", args, limit}
}

var (
	countLines = tool{"wc -l", []string{"wc", "-l"}, 0}
	inflate    = tool{"gzip -dc", []string{"gzip", "-dc"}, 1.2}
	// The cheapest way to make jq parse every object: less than printing a field.
	readObjects = tool{"jq", []string{"jq", "-n", "reduce inputs as $record (0; .)"}, 0}
)

// subjects are all logs that are measured.
var subjects = []subject{
	{style: "log-default", tools: []tool{ripgrep(1), countLines}},
	{style: "log-compact", tools: []tool{ripgrep(1), countLines}},
	{style: "log-syslog", tools: []tool{ripgrep(1), countLines}},
	{style: "log-ndjson", tools: []tool{ripgrep(2), readObjects}},
	{style: "log-default", gzip: true, tools: []tool{inflate}},
}

// growthStyle is the form of the log that grows.
const growthStyle = "log-default"

func names(list []subject) (all []string) {
	for _, s := range list {
		all = append(all, s.name())
	}
	return all
}

// choose finds subjects by names separated by commas; none when there is no name.
func choose(list string) (chosen []subject, err error) {
	for name := range strings.SplitSeq(list, ",") {
		i := slices.IndexFunc(subjects, func(s subject) bool { return s.name() == name })
		switch {
		case i >= 0:
			chosen = append(chosen, subjects[i])
		case list != "":
			return nil, fmt.Errorf("unknown log %q: expected some of %s", name, strings.Join(names(subjects), ","))
		}
	}
	return chosen, nil
}

// programSize is about what the program that is built needs on the disk.
const programSize = 64 << 20

// disk is how many bytes are needed at most: one log after the other, then all sizes
// of the one that grows.
func (o options) disk() int64 {
	logs := int64(0)
	if len(o.subjects) > 0 {
		logs = o.bytes
	}
	growth := int64(0)
	for _, n := range o.growth {
		growth += n
	}
	return max(logs, growth, 2*o.native) + programSize
}

// room fails when the folder's disk has fewer free bytes than needed.
func room(dir string, need int64, messages io.Writer) error {
	have, known := free(dir)
	if known && have < need {
		return fmt.Errorf("%d MB are needed in %s and %d MB are free: set TMPDIR to a folder of another disk, or use -quick or smaller sizes",
			need/1e6, filepath.Dir(dir), have/1e6)
	}
	fmt.Fprintf(messages, "up to %d MB are used in %s and given back\n", need/1e6, filepath.Dir(dir))
	return nil
}

// written is a generated log.
type written struct {
	path, style string
	text        int64 // bytes of text
	stored      int64 // bytes of the file
}

// generate writes a log of about so many bytes.
func (b *bench) generate(style string, packed bool, size int64) (written, error) {
	w := written{style: style, path: filepath.Join(b.dir, fmt.Sprintf("%s-%d.log", style, size))}
	if packed {
		w.path += ".gz"
	}
	b.tell("%s, %s: writing the log", style, logstyle.FormatSize(size))
	f, err := os.Create(w.path)
	if err != nil {
		return w, err
	}
	defer f.Close()
	stored := &counter{ctx: b.ctx, w: f}
	// The generator has a buffer of its own; a file is as quick with it as with more.
	text := &counter{ctx: b.ctx, w: stored}
	var z *gzip.Writer
	if packed {
		z = gzip.NewWriter(stored)
		text.w = z
	}
	const seed = 1
	if err := logstyle.Generate(text, style, size, seed, logstyle.DefaultRelevant); err != nil {
		return w, fmt.Errorf("writing the log: %w", err)
	}
	if packed {
		if err := z.Close(); err != nil {
			return w, fmt.Errorf("writing the log: %w", err)
		}
	}
	w.text, w.stored = text.n, stored.n
	return w, f.Close()
}

// counter counts what is written, until it is to stop.
type counter struct {
	ctx context.Context
	w   io.Writer
	n   int64
}

func (c *counter) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// reading is what bglog says of a log.
type reading struct {
	lines, records, recognised int
	findings                   int
}

// check runs bglog once and makes sure that it read the whole log as what it is: a
// time is worth nothing otherwise.
func (b *bench) check(log written) (reading, error) {
	path := filepath.Join(b.dir, "report.json")
	defer os.Remove(path)
	if _, err := b.analysis(log.path, "json="+path).run(b.ctx, b.dir); err != nil {
		return reading{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return reading{}, err
	}
	defer f.Close()
	return readReport(f, log)
}

// readReport takes out of a report what tells whether the log was read.
func readReport(r io.Reader, log written) (reading, error) {
	var report struct {
		Inputs []struct {
			Format     string
			Bytes      int64
			Lines      int
			Records    int
			Recognised int
			Unparsed   int `json:"unparsed_lines"`
		}
		Findings []struct{ Rule string }
	}
	if err := json.NewDecoder(bufio.NewReader(r)).Decode(&report); err != nil {
		return reading{}, fmt.Errorf("reading bglog's report: %w", err)
	}
	if len(report.Inputs) != 1 {
		return reading{}, fmt.Errorf("bglog's report has %d inputs, expected 1", len(report.Inputs))
	}
	in := report.Inputs[0]
	if in.Format != log.style || in.Bytes != log.text || in.Unparsed > 0 || in.Records == 0 {
		return reading{}, fmt.Errorf("bglog read %d of %d bytes as %s, expected %s; %d records, %d lines unparsed",
			in.Bytes, log.text, in.Format, log.style, in.Records, in.Unparsed)
	}
	return reading{in.Lines, in.Records, in.Recognised, len(report.Findings)}, nil
}

// firstLine is the first line that a program prints; empty when it cannot be run.
func firstLine(ctx context.Context, name string, args ...string) string {
	out, err := exec.CommandContext(ctx, name, args...).Output()
	if err != nil {
		return ""
	}
	line, _, _ := strings.Cut(string(out), "\n")
	return strings.TrimSpace(line)
}
