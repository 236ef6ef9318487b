// Command bench measures the whole analysis of large logs as a process, beside the
// tools that do the least one can do with the same bytes: ripgrep counting the lines
// of the same senders, wc counting all lines, gzip and jq only reading.
//
//	go run ./internal/bench                              # a few minutes
//	go run ./internal/bench -quick                       # less than one
//	go run ./internal/bench -write docs/performance.md   # the page
//	go run ./internal/bench -logs log-compact -growth '' # one log alone
//
// The commands run in turn, so that a change in the machine's speed touches all of
// them; medians and their ratios are printed as a page in Markdown.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/bglog/bglog/internal/logstyle"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case err == nil:
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// extent is how much is measured.
type extent struct {
	bytes  string // of each log
	growth string // sizes of the log that grows
	native string // of the log archive
	runs   int
}

// The extents of a whole measurement, of the size for which the promises are made, and of
// a quick one, in which starting bglog, some 10 ms (measured), weighs more.
var (
	whole = extent{bytes: "1GiB", growth: "64MiB,256MiB,1GiB", native: "128MiB", runs: 5}
	quick = extent{bytes: "32MiB", growth: "16MiB,32MiB,64MiB", native: "32MiB", runs: 3}
)

// options are what is asked for.
type options struct {
	subjects []subject
	bytes    int64
	growth   []int64
	native   int64 // bytes of .tracev3 files; 0: no log archive
	runs     int
	cores    int
	write    string
}

func parseOptions(args []string, messages io.Writer) (options, error) {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(messages)
	var o options
	short := flags.Bool("quick", false, "small logs and few runs")
	size := flags.String("bytes", whole.bytes, "size of each log, with KiB, MiB or GiB")
	growth := flags.String("growth", whole.growth, "sizes of the log that grows, none to leave that out")
	archive := flags.String("native", whole.native, "size of the .tracev3 files of a log archive, 0 to leave that out")
	logs := flags.String("logs", strings.Join(names(subjects), ","), "which logs")
	flags.IntVar(&o.runs, "runs", whole.runs, "runs of each command that count, after one that does not")
	// 2 is what the promises are made for
	flags.IntVar(&o.cores, "cores", 2, "cores that bglog may use")
	flags.StringVar(&o.write, "write", "", "write the page to this file instead of standard output")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q: there are only flags", flags.Arg(0))
	}
	if *short {
		given := map[string]bool{}
		flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
		if !given["bytes"] {
			*size = quick.bytes
		}
		if !given["growth"] {
			*growth = quick.growth
		}
		if !given["native"] {
			*archive = quick.native
		}
		if !given["runs"] {
			o.runs = quick.runs
		}
	}
	if o.runs < 1 || o.cores < 1 {
		return o, fmt.Errorf("%d runs on %d cores: expected at least one of each", o.runs, o.cores)
	}
	var err error
	if o.bytes, err = logstyle.ParseSize(*size); err != nil {
		return o, err
	}
	if o.native, err = logstyle.ParseSize(*archive); err != nil {
		return o, err
	}
	if o.growth, err = parseSizes(*growth); err != nil {
		return o, err
	}
	o.subjects, err = choose(*logs)
	return o, err
}

// parseSizes reads growing sizes separated by commas.
func parseSizes(list string) (sizes []int64, err error) {
	if list == "" {
		return nil, nil
	}
	for text := range strings.SplitSeq(list, ",") {
		n, err := logstyle.ParseSize(text)
		if err != nil {
			return nil, err
		}
		if len(sizes) > 0 && n <= sizes[len(sizes)-1] || n == 0 {
			return nil, fmt.Errorf("sizes %s: expected each to be larger than the one before", list)
		}
		sizes = append(sizes, n)
	}
	return sizes, nil
}

func run(ctx context.Context, args []string, out, messages io.Writer) error {
	o, err := parseOptions(args, messages)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "bglog-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := room(dir, o.disk(), messages); err != nil {
		return err
	}
	b := &bench{ctx: ctx, dir: dir, options: o, messages: messages, bglog: filepath.Join(dir, "bglog.exe"), find: exec.LookPath} // Windows wants the ending
	if text, err := exec.CommandContext(ctx, "go", "build", "-o", b.bglog, "github.com/bglog/bglog/cmd/bglog").CombinedOutput(); err != nil {
		return fmt.Errorf("building bglog: %w\n%s", err, text)
	}
	// In a process of its own: below this one's peak Linux tells none of others.
	b.archive = func(dir string, size int64) error {
		args := []string{"run", "github.com/bglog/bglog/internal/logstyle/genlog", "-archive", dir, "-bytes", fmt.Sprint(size)}
		if text, err := exec.CommandContext(ctx, "go", args...).CombinedOutput(); err != nil {
			return fmt.Errorf("writing a log archive: %w\n%s", err, text)
		}
		return nil
	}
	m := thisMachine(ctx, o)
	page, err := b.measureAll()
	if err != nil {
		return err
	}
	page.machine = m
	if o.write != "" {
		return os.WriteFile(o.write, []byte(page.markdown()), 0o644)
	}
	_, err = io.WriteString(out, page.markdown())
	return err
}

// bench makes logs and measures what reads them.
type bench struct {
	ctx      context.Context
	dir      string // for all that is written
	bglog    string // the program
	messages io.Writer
	find     func(tool string) (path string, err error)
	archive  func(dir string, size int64) error // writes a log archive as folder and as sysdiagnose
	options
}

func (b *bench) tell(format string, args ...any) { fmt.Fprintf(b.messages, format+"\n", args...) }

func (b *bench) measureAll() (*page, error) {
	p := &page{options: b.options, when: time.Now()}
	missing := map[string]bool{}
	for _, s := range b.subjects {
		r, err := b.compare(s, missing)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", s.name(), err)
		}
		p.results = append(p.results, r)
	}
	for _, t := range []string{"rg", "wc", "gzip", "jq"} {
		if missing[t] {
			p.missing = append(p.missing, t)
		}
	}
	var err error
	if p.growth, err = b.grow(); err != nil {
		return nil, fmt.Errorf("growth: %w", err)
	}
	if p.log, err = b.measureNative(); err != nil {
		return nil, fmt.Errorf("log archive: %w", err)
	}
	p.own = ownPeak()
	return p, nil
}

// analysis is the command that is measured; format is as --format takes it.
func (b *bench) analysis(log, format string) command {
	return command{args: []string{b.bglog, "--format", format, log}, env: []string{fmt.Sprintf("GOMAXPROCS=%d", b.cores)}}
}

// compare measures bglog and the tools on one log.
func (b *bench) compare(s subject, missing map[string]bool) (*result, error) {
	log, err := b.generate(s.style, s.gzip, b.bytes)
	if err != nil {
		return nil, err
	}
	defer os.Remove(log.path)
	r := &result{subject: s, log: log}
	if r.read, err = b.check(log); err != nil {
		return nil, err
	}
	commands := []command{b.analysis(log.path, "json")}
	r.rows = []row{{name: "bglog"}}
	for _, t := range s.tools {
		path, err := b.find(t.args[0])
		if err != nil {
			b.tell("%s is not installed and left out", t.args[0])
			missing[t.args[0]] = true
			continue
		}
		commands = append(commands, command{args: slices.Concat([]string{path}, t.args[1:], []string{log.path})})
		r.rows = append(r.rows, row{name: t.name, limit: t.limit})
	}
	b.tell("%s, %s: %d runs of each command", s.name(), logstyle.FormatSize(b.bytes), b.runs)
	all, err := inTurn(b.ctx, b.dir, commands, b.runs)
	for i := range all {
		r.rows[i].summary = summarise(all[i])
	}
	return r, err
}

// grow measures bglog on the same log in several sizes.
func (b *bench) grow() ([]grown, error) {
	var list []grown
	var commands []command
	for _, size := range b.growth {
		log, err := b.generate(growthStyle, false, size)
		if err != nil {
			return nil, err
		}
		defer os.Remove(log.path)
		read, err := b.check(log)
		if err != nil {
			return nil, err
		}
		list = append(list, grown{size: size, log: log, read: read})
		commands = append(commands, b.analysis(log.path, "json"))
	}
	if len(list) > 0 {
		b.tell("growth of %s to %s: %d runs of each size", growthStyle, logstyle.FormatSize(b.growth[len(list)-1]), b.runs)
	}
	all, err := inTurn(b.ctx, b.dir, commands, b.runs)
	for i := range all {
		list[i].summary = summarise(all[i])
	}
	return list, err
}

// thisMachine tells where and with what is measured.
func thisMachine(ctx context.Context, o options) machine {
	m := machine{cores: runtime.NumCPU(), used: min(o.cores, runtime.NumCPU()), golang: runtime.Version()}
	m.describe(ctx)
	m.commit = commit(ctx)
	for _, t := range []string{"rg", "jq", "gzip"} {
		if v := firstLine(ctx, t, "--version"); v != "" {
			m.tools = append(m.tools, v)
		}
	}
	return m
}
