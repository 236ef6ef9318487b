package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bglog/bglog/config"
	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report"
	"github.com/bglog/bglog/rules"
)

// inputFlags say what is read, how, and what of it is of interest.
type inputFlags struct {
	layout
	settingsFlags
	Inputs []string `arg:"" optional:"" name:"input" sep:"none" help:"Logs, reports and folders; - is standard input. Each argument is a device of its own."`

	App    []string `sep:"none" placeholder:"ID" help:"Only this app and its extensions: bundle id or process name (repeatable)."`
	System bool     `help:"Apple's own apps too."`
	Since  string   `placeholder:"T" help:"Report from T on: 2026-03-02T10:15:00+01:00, 10:15, or -2h before the end."`
	Until  string   `placeholder:"T" help:"Report until T."`

	TZ          string `name:"tz" placeholder:"ZONE" help:"Zone of logs that name none: Europe/Berlin or +02:00."`
	Date        string `placeholder:"YYYY-MM-DD" help:"Day of the first record of logs without a date."`
	Merge       bool   `help:"All inputs are of one device."`
	InputFormat string `placeholder:"F" help:"Read every input as this format."`
	storeFlags

	limitFlags
}

// storeFlags are the folders that a .tracev3 file lies among on a device.
type storeFlags struct {
	UUIDText string `placeholder:"DIR" name:"uuidtext" help:"Texts of a .tracev3 file that is given alone."`
	Timesync string `placeholder:"DIR" help:"Times of a .tracev3 file that is given alone."`
}

func (f *storeFlags) apply(opts *parse.Options) {
	for _, dir := range []string{f.UUIDText, f.Timesync} {
		if dir != "" {
			opts.LogStore = append(opts.LogStore, dir)
		}
	}
}

// redactFlag is of what is written for others to read.
type redactFlag struct {
	Redact bool `help:"Write pseudonyms in the place of names: of apps, tasks, people, servers, files."`
}

// ruleFlags choose what is looked for.
type ruleFlags struct {
	Only []string `sep:"none" placeholder:"RULE" help:"Only these rules; a glob such as exit-* is fine (repeatable)."`
	Skip []string `sep:"none" placeholder:"RULE" help:"Not these rules (repeatable)."`
}

// choose selects the rules, which have to exist.
func (f *ruleFlags) choose(c *call, selection *report.Options) error {
	selection.Only, selection.Skip = f.Only, f.Skip
	return c.checkRules(slices.Concat(f.Only, f.Skip)...)
}

type analyzeCommand struct {
	inputFlags
	redactFlag
	ExplainFormat bool `help:"Say how each input's format is recognised, and quit."`
	ruleFlags

	Format []string `sep:"none" placeholder:"F[=PATH]" help:"text, markdown, html, json, junit, sarif, github or perfetto, to standard output or a file (repeatable)."`
	FailOn string   `enum:"error,warning,info,never" default:"error" help:"Exit with 1 at findings of this severity or worse: ${enum}."`

	Baseline string `placeholder:"FILE" help:"Findings that are known and accepted (bglog baseline write makes the file)."`
}

// Run reads the inputs and writes the reports.
func (a *analyzeCommand) Run(c *call) error {
	outputs, err := parseOutputs(a.Format)
	if err != nil {
		return err
	}
	selection, err := a.selection()
	if err != nil {
		return err
	}
	if err := a.choose(c, &selection); err != nil {
		return err
	}
	selection.Budgets = c.settings().Budgets
	if a.Baseline != "" {
		if selection.Baseline, err = config.LoadBaseline(a.Baseline); err != nil {
			return err
		}
	}
	src, err := a.open(c)
	if err != nil {
		return err
	}
	if a.ExplainFormat {
		c.code = c.explainFormats(src.inputs, src.opts, src.unread)
		return nil
	}
	r, unread := a.read(c, src, selection, a.Redact)
	if code := c.writeAll(outputs, r, a.options(c.env)); code != exitClean {
		c.code = code
		return nil
	}
	c.code = exitCode(r, a.FailOn, unread)
	return nil
}

// source is what the arguments name.
type source struct {
	args   []string
	inputs []*parse.Input
	parts  []*parse.Input // of which something was read: inputs and members of archives
	stdin  *replay
	opts   parse.Options
	unread bool // an argument of which nothing can be read
}

// open finds the inputs.
func (f *inputFlags) open(c *call) (*source, error) {
	opts, err := f.reading(c)
	if err != nil {
		return nil, err
	}
	args := f.Inputs
	if len(args) == 0 {
		args = []string{"-"}
	}
	if n := len(slices.DeleteFunc(slices.Clone(args), func(s string) bool { return s != "-" })); n > 1 {
		return nil, fmt.Errorf("standard input (-) is given %d times", n)
	}
	stdin := &replay{r: &interruptible{ctx: c.env.ctx, r: c.stdin}}
	inputs, errs := parse.Expand(args, stdin)
	for _, err := range errs {
		c.warn("%v", err)
	}
	return &source{args: args, inputs: inputs, stdin: stdin, opts: opts, unread: len(errs) > 0}, nil
}

// read reads the inputs and judges them; unread tells that an argument could not be.
func (f *inputFlags) read(c *call, src *source, selection report.Options, redact bool) (r *report.Report, unread bool) {
	done := c.progress(src.inputs, &src.opts)
	s := scanner{ctx: c.env.ctx, opts: src.opts, maxLifecycles: int(f.MaxLifecycles), maxEvidence: int(f.MaxEvidence), merge: f.Merge, stdin: src.stdin}
	result := s.scan(groupInputs(src.inputs, src.args, f.Merge, parse.IsSysdiagnose, (*parse.Input).Boots), src.args)
	src.parts = s.parts
	done()
	unread = src.unread
	for _, m := range s.messages(src.args) {
		unread = unread || m.unread
		c.warn("%s", m.text)
		if !m.unread || len(src.args) > 1 {
			selection.Notes = append(selection.Notes, m.text)
		}
	}
	var findings []*rules.Finding
	settings := c.rulesSettings()
	for _, t := range result {
		for _, note := range limitsReached(t, len(result) > 1) {
			c.warn("%s", note)
		}
		findings = append(findings, rules.Check(t, settings)...)
	}
	selection.Settings = settings
	selection.Partial = c.env.ctx.Err() != nil
	selection.Recognised = s.recognised
	selection.Now = c.env.now
	r = report.Build(result, findings, selection)
	for _, note := range r.Gate() {
		c.warn("%s", note)
	}
	if missing := r.Missing(); len(missing) > 0 && !selection.Partial {
		c.warn("%s", missingApps(missing, r.Seen(), redact))
	}
	if redact {
		r.Redact(c.env.newKey())
	}
	return r, unread
}

// rulesSettings are what the team's configuration changes about the rules.
func (c *call) rulesSettings() rules.Settings {
	return rules.Settings{Severities: c.settings().Severities, Own: c.settings().Rules}
}

// exitCode is the first that applies.
func exitCode(r *report.Report, failOn string, unread bool) int {
	threshold := rules.Severity(failOn).Rank() // 0 for never
	switch {
	case r.Partial:
		return exitInterrupted
	case unread:
		return exitUnread
	case threshold > 0 && r.Worst().Rank() >= threshold:
		return exitFindings
	case r.Verdict == report.NothingObserved || len(r.Missing()) > 0:
		return exitNothing
	}
	return exitClean
}

func missingApps(missing, seen []string, redact bool) string {
	s := "no event of " + strings.Join(missing, ", ")
	switch {
	case len(seen) == 0:
		return s + ": no app is in what was read"
	case redact:
		return s + " (without --redact, the apps in what was read are named here)"
	}
	return s + "; apps in what was read: " + report.Apps(seen)
}

// reading checks the flags that say how inputs are read.
func (f *inputFlags) reading(c *call) (parse.Options, error) {
	points := c.settings().LogPoints
	opts := parse.Options{
		Interest: lifecycle.InterestWith(points), Annotate: lifecycle.Annotator(points),
		Format: f.InputFormat, Now: c.env.now,
	}
	f.limitFlags.apply(&opts)
	f.storeFlags.apply(&opts)
	if f.InputFormat != "" && !slices.Contains(parse.FormatNames(), f.InputFormat) {
		return opts, fmt.Errorf("unknown input format %q: expected one of %s", f.InputFormat, strings.Join(parse.FormatNames(), ", "))
	}
	if f.TZ != "" {
		zone, err := parseZone(f.TZ)
		if err != nil {
			return opts, err
		}
		opts.Zone = zone
	}
	if f.Date != "" {
		day, err := time.Parse(time.DateOnly, f.Date)
		if err != nil {
			return opts, fmt.Errorf("date %q is not of the form 2026-03-02", f.Date)
		}
		opts.Date = day
	}
	return opts, nil
}

// parseZone reads a name of the time zone database or an offset such as +02:00.
func parseZone(s string) (*time.Location, error) {
	for _, layout := range []string{"-07:00", "-0700", "-07"} {
		if t, err := time.Parse(layout, s); err == nil {
			_, offset := t.Zone()
			return time.FixedZone(s, offset), nil
		}
	}
	zone, err := time.LoadLocation(s)
	if err != nil || s == "Local" {
		return nil, fmt.Errorf("time zone %q is neither a name such as Europe/Berlin nor an offset such as +02:00", s)
	}
	return zone, nil
}

// selection checks the flags that say what is reported.
func (f *inputFlags) selection() (report.Options, error) {
	opts := report.Options{Version: version(), Apps: f.App, System: f.System}
	var err error
	if opts.Since, err = report.ParseBound(f.Since); err != nil {
		return opts, err
	}
	if opts.Until, err = report.ParseBound(f.Until); err != nil {
		return opts, err
	}
	return opts, nil
}
