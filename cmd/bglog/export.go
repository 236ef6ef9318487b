package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/parse/logarchive"
	"github.com/bglog/bglog/parse/logshow"
	"github.com/bglog/bglog/report"
)

// exportCommand writes the entries of a log in Apple's form.
type exportCommand struct {
	Input string `arg:"" name:"input" help:"A sysdiagnose, a .logarchive or a .tracev3 file; - is standard input."`

	Format string `enum:"default,compact,syslog,ndjson" default:"default" placeholder:"STYLE" help:"As log show --style: ${enum}."`
	Output string `short:"o" placeholder:"FILE" help:"The export; else standard output."`

	Process   []string `sep:"none" placeholder:"NAME" help:"Only what this process logged (repeatable)."`
	Subsystem []string `sep:"none" placeholder:"S[:CATEGORY]" help:"Only this subsystem, or one category of it (repeatable)."`
	Level     string   `enum:"debug,info,default,error,fault" default:"debug" placeholder:"LEVEL" help:"Only messages of this level or a worse one: ${enum}."`
	Relevant  bool     `help:"Only what bglog reads itself."`
	Since     string   `placeholder:"T" help:"From T on: 2026-03-02T10:15:00+01:00, 10:15, or -2h before the end."`
	Until     string   `placeholder:"T" help:"Until T."`
	TZ        string   `name:"tz" placeholder:"ZONE" help:"Zone of the times, Europe/Berlin or +02:00; else the device's."`

	storeFlags
	unpackLimits
}

// Help tells what is written and what is not.
func (exportCommand) Help() string {
	return `Several filters select what all of them want. Boots, changes of the clock and losses of
selected processes are always written: without them a gap looks like silence. Signposts and
state dumps are not. Private arguments are <private>, as on a Mac.`
}

// exporting is one run of the command.
type exporting struct {
	*call
	input  string
	want   *exportFilter
	style  string
	zone   *time.Location
	window func(first, last time.Time) (since, until time.Time)
	output exportOutput
	read   bool // there was something to select from
	count  int  // what was selected
	failed bool // to write
}

// Run reads the input once and writes as it reads.
func (x *exportCommand) Run(c *call) error {
	run := exporting{call: c, input: x.Input, style: x.Format, output: exportOutput{path: x.Output, c: c}}
	var err error
	if run.window, err = x.window(); err != nil {
		return err
	}
	if x.TZ != "" {
		if run.zone, err = parseZone(x.TZ); err != nil {
			return err
		}
	}
	if run.want, err = x.filter(c); err != nil {
		return err
	}
	if sameFile(x.Input, x.Output) {
		return fmt.Errorf("%s is the input: give the export another name", x.Output)
	}
	inputs, errs := parse.Expand([]string{x.Input}, &interruptible{ctx: c.env.ctx, r: c.stdin})
	var opts parse.Options
	x.unpackLimits.apply(&opts)
	x.storeFlags.apply(&opts)
	c.code = run.all(inputs, opts, errs)
	return nil
}

// all exports the logs of the inputs, one after another, and returns the exit code.
func (x *exporting) all(inputs []*parse.Input, opts parse.Options, errs []error) int {
	done := x.progress(inputs, &opts)
	found := false
	for _, in := range inputs {
		for _, err := range in.Archives(x.env.ctx, opts, func(name string, a *logarchive.Archive, whole bool) error {
			done()
			found = true
			return x.archive(name, a, whole)
		}) {
			if !errors.Is(err, parse.ErrNoArchive) || len(inputs) == 1 {
				errs = append(errs, err)
			}
		}
		if x.failed || x.env.ctx.Err() != nil {
			break
		}
	}
	done()
	closing := x.output.close()
	if x.failed || closing != nil {
		return x.written(errors.Join(append(errs, closing)...))
	}
	if x.env.ctx.Err() != nil {
		return exitInterrupted
	}
	if !found && len(errs) == 0 {
		errs = append(errs, fmt.Errorf("%s: %w", x.input, parse.ErrNoArchive))
	}
	for _, err := range errs {
		x.warn("%s", strings.Replace(err.Error(), "-:", "standard input:", 1))
	}
	switch {
	case !x.read:
		return exitUnread
	case x.count == 0:
		x.warn("nothing of the log is selected")
		return exitNothing
	}
	return exitClean
}

// notesShown is how many limits of one archive are told: a damaged one may lack the
// texts of hundreds of images.
const notesShown = 10

// archive exports one log. One of which a part is missing gets no end, so that who reads
// the export knows.
func (x *exporting) archive(name string, a *logarchive.Archive, whole bool) error {
	out, err := x.output.open()
	if err != nil {
		x.failed = true
		return err
	}
	w, err := logshow.NewWriter(out, x.style, x.zone)
	if err != nil {
		return err
	}
	sum, err := logarchive.Read(x.env.ctx, a, logarchive.Options{Want: x.want.orNil(), Window: x.window}, func(e *logarchive.Entry) error {
		if !x.want.entry(e) {
			return nil
		}
		if !logshow.IsMarker(e) {
			x.count++
		}
		return w.Write(e)
	})
	switch {
	case err != nil:
		w.Flush() // what is there is whole lines
	case whole && sum.Complete():
		err = w.Finish()
	default:
		err = w.Flush()
	}
	x.failed = x.failed || out.err != nil
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for i, n := range sum.Notes {
		if i == notesShown {
			x.warn("%s: and %d more limits like these", name, len(sum.Notes)-i)
			break
		}
		x.warn("%s: %s", name, n)
	}
	if sum.Chunksets == 0 {
		return fmt.Errorf("%s: no message in it: %w", name, parse.ErrNothing)
	}
	x.read = true
	return nil
}

// window says which time is wanted once the log's is known; nil: all of it.
func (x *exportCommand) window() (func(first, last time.Time) (since, until time.Time), error) {
	since, err := report.ParseBound(x.Since)
	if err != nil {
		return nil, err
	}
	until, err := report.ParseBound(x.Until)
	if err != nil {
		return nil, err
	}
	if x.Since == "" && x.Until == "" {
		return nil, nil
	}
	return func(first, last time.Time) (time.Time, time.Time) {
		w := report.NewWindow(since, until, parse.At(first), parse.At(last))
		return w.From.Std(), w.To.Std()
	}, nil
}

// filter says which entries are wanted.
func (x *exportCommand) filter(c *call) (*exportFilter, error) {
	f := newExportFilter(x.Process, x.Subsystem, x.Level)
	if x.Relevant {
		if err := c.configure(""); err != nil { // for its log points
			return nil, err
		}
		f.relevant = lifecycle.InterestWith(c.settings().LogPoints).Filter()
	}
	return f, nil
}

// exportOutput is where an export goes. A file is made when there is something to write
// to it.
type exportOutput struct {
	c    *call
	path string
	file *os.File
	err  error // of writing
	w    io.Writer
}

func (o *exportOutput) open() (*exportOutput, error) {
	switch {
	case o.w != nil:
	case o.path == "" || o.path == "-":
		if o.w = o.c.stdout; o.c.env.stdoutTTY {
			o.w = harmless{o.c.stdout}
		}
	default:
		var err error
		if o.file, err = os.Create(o.path); err != nil {
			return nil, err
		}
		o.w = o.file
	}
	return o, nil
}

// Write writes until it cannot, and keeps the error: that of a log is another thing.
func (o *exportOutput) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(p)
	o.err = err
	return n, err
}

func (o *exportOutput) close() error {
	if o.file == nil {
		return nil
	}
	return o.file.Close()
}

// harmless writes to a terminal what a terminal would act on as visible escapes. What it
// is given are whole lines.
type harmless struct{ w io.Writer }

func (h harmless) Write(p []byte) (int, error) {
	lines := strings.Split(string(p), "\n")
	for i, l := range lines {
		cells := strings.Split(l, "\t")
		for j, s := range cells {
			cells[j] = report.Clean(s)
		}
		lines[i] = strings.Join(cells, "\t")
	}
	_, err := io.WriteString(h.w, strings.Join(lines, "\n"))
	return len(p), err
}

// sameFile reports whether both paths name one file that is there.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}
