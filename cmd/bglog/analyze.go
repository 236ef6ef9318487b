package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report"
	"github.com/bglog/bglog/rules"
)

type analyzeCommand struct {
	layout
	Inputs []string `arg:"" optional:"" name:"input" sep:"none" help:"Logs, reports and folders; - is standard input. Each argument is a device of its own."`

	App    []string `sep:"none" placeholder:"ID" help:"Only this app and its extensions: bundle id or process name (repeatable)."`
	System bool     `help:"Apple's own apps too."`
	Since  string   `placeholder:"T" help:"Report from T on: 2026-03-02T10:15:00+01:00, 10:15, or -2h before the end."`
	Until  string   `placeholder:"T" help:"Report until T."`
	Only   []string `sep:"none" placeholder:"RULE" help:"Only these rules; a glob such as exit-* is fine (repeatable)."`
	Skip   []string `sep:"none" placeholder:"RULE" help:"Not these rules (repeatable)."`

	TZ            string `name:"tz" placeholder:"ZONE" help:"Zone of logs that name none: Europe/Berlin or +02:00."`
	Date          string `placeholder:"YYYY-MM-DD" help:"Day of the first record of logs without a date."`
	Merge         bool   `help:"All inputs are of one device."`
	InputFormat   string `placeholder:"F" help:"Read every input as this format."`
	ExplainFormat bool   `help:"Say how each input's format is recognised, and quit."`

	Format []string `sep:"none" placeholder:"F[=PATH]" help:"text or json, to standard output or a file (repeatable)."`
	FailOn string   `enum:"error,warning,info,never" default:"error" help:"Exit with 1 at findings of this severity or worse: ${enum}."`
}

// Run reads the inputs and writes the reports.
func (a *analyzeCommand) Run(c *call) error {
	outputs, err := parseOutputs(a.Format)
	if err != nil {
		return err
	}
	opts, err := a.reading(c.env)
	if err != nil {
		return err
	}
	selection, err := a.selection()
	if err != nil {
		return err
	}
	args := a.Inputs
	if len(args) == 0 {
		args = []string{"-"}
	}
	if n := len(slices.DeleteFunc(slices.Clone(args), func(s string) bool { return s != "-" })); n > 1 {
		return fmt.Errorf("standard input (-) is given %d times", n)
	}
	stdin := &replay{r: &interruptible{ctx: c.env.ctx, r: c.stdin}}
	inputs, errs := parse.Expand(args, stdin)
	for _, err := range errs {
		c.warn("%v", err)
	}
	if a.ExplainFormat {
		c.code = c.explainFormats(inputs, stdin, opts, len(errs) > 0)
		return nil
	}

	s := scanner{ctx: c.env.ctx, opts: opts, stdin: stdin}
	result := s.scan(groupInputs(inputs, args, a.Merge, isSysdiagnose, (*parse.Input).Boots))
	unread := len(errs) > 0
	for _, m := range s.messages(args) {
		unread = unread || m.unread
		c.warn("%s", m.text)
		if !m.unread || len(args) > 1 {
			selection.Notes = append(selection.Notes, m.text)
		}
	}

	var findings []*rules.Finding
	for _, t := range result {
		findings = append(findings, rules.Check(t)...)
	}
	selection.Partial = c.env.ctx.Err() != nil
	selection.Recognised = s.recognised
	r := report.Build(result, findings, selection)
	if missing := r.Missing(); len(missing) > 0 && !selection.Partial {
		c.warn("%s", missingApps(missing, r.Seen()))
	}
	for _, o := range outputs {
		if code := c.write(o, r, a.options(c.env)); code != exitClean {
			c.code = code
			return nil
		}
	}
	c.code = exitCode(r, a.FailOn, unread)
	return nil
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

func missingApps(missing, seen []string) string {
	s := "no event of " + strings.Join(missing, ", ")
	if len(seen) == 0 {
		return s + ": no app is in what was read"
	}
	return s + "; apps in what was read: " + report.Apps(seen)
}

// reading checks the flags that say how inputs are read.
func (a *analyzeCommand) reading(env environment) (parse.Options, error) {
	opts := parse.Options{
		Interest: lifecycle.Interest(), Annotate: lifecycle.Annotate,
		Format: a.InputFormat, Now: env.now,
	}
	if a.InputFormat != "" && !slices.Contains(parse.FormatNames(), a.InputFormat) {
		return opts, fmt.Errorf("unknown input format %q: expected one of %s", a.InputFormat, strings.Join(parse.FormatNames(), ", "))
	}
	if a.TZ != "" {
		zone, err := parseZone(a.TZ)
		if err != nil {
			return opts, err
		}
		opts.Zone = zone
	}
	if a.Date != "" {
		day, err := time.Parse(time.DateOnly, a.Date)
		if err != nil {
			return opts, fmt.Errorf("date %q is not of the form 2026-03-02", a.Date)
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
func (a *analyzeCommand) selection() (report.Options, error) {
	opts := report.Options{Version: version(), Apps: a.App, System: a.System, Only: a.Only, Skip: a.Skip}
	var err error
	if opts.Since, err = report.ParseBound(a.Since); err != nil {
		return opts, err
	}
	if opts.Until, err = report.ParseBound(a.Until); err != nil {
		return opts, err
	}
	return opts, checkRules(slices.Concat(a.Only, a.Skip))
}
