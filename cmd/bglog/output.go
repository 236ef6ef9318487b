package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/bglog/bglog/report"
)

// output is one report to write.
type output struct {
	format string
	path   string // empty for standard output
}

// writers write a report in each format.
var writers = map[string]func(w io.Writer, r *report.Report, opts report.TextOptions) error{
	"text":     report.Text,
	"markdown": report.Markdown,
	"junit":    report.JUnit,
	"sarif":    report.SARIF,
	"perfetto": report.Perfetto,
	"html":     report.HTML,
	"github":   report.GitHub,
	"json":     func(w io.Writer, r *report.Report, _ report.TextOptions) error { return report.JSON(w, r) },
}

// parseOutputs reads the values of --format. Only one report can go to standard
// output.
func parseOutputs(values []string) ([]output, error) {
	if len(values) == 0 {
		return []output{{format: "text"}}, nil
	}
	var list []output
	taken := map[string]string{}
	for _, v := range values {
		format, path, hasPath := strings.Cut(v, "=")
		if writers[format] == nil {
			return nil, fmt.Errorf("unknown format %q: expected text, markdown, html, json, junit, sarif, github or perfetto", format)
		}
		if hasPath && path == "" {
			return nil, fmt.Errorf("--format %s= names no file", format)
		}
		if path == "-" {
			path = ""
		}
		if other, ok := taken[path]; ok && path == "" {
			return nil, fmt.Errorf("%s and %s cannot both go to standard output: give one a file, as in --format %s=report.%s", other, format, format, format)
		} else if ok {
			return nil, fmt.Errorf("%s and %s cannot both go to %s", other, format, path)
		}
		taken[path] = format
		list = append(list, output{format, path})
	}
	return list, nil
}

// writeAll writes all reports. Nothing is written of a redacted one as long as anything
// in any format of it still tells of somebody.
func (c *call) writeAll(outputs []output, r *report.Report, opts report.TextOptions) int {
	renderings := make([]rendering, len(outputs))
	for i, o := range outputs {
		renderings[i] = rendered(o, r, opts)
		if !r.Redacted {
			continue
		}
		var err error
		if renderings[i], err = checked(renderings[i], r); err != nil {
			return c.refused("the "+o.format+" report", err)
		}
	}
	for i, o := range outputs {
		if code := c.write(o, renderings[i]); code != exitClean {
			return code
		}
	}
	return exitClean
}

// rendering writes what an output has of a report.
type rendering struct {
	report  func(io.Writer) error
	summary func(io.Writer) error // of a step of GitHub Actions; nil: none
}

// rendered renders with opts, which are for standard output; files get no colour.
func rendered(o output, r *report.Report, opts report.TextOptions) rendering {
	opts.Colour = opts.Colour && o.path == ""
	x := rendering{report: func(w io.Writer) error { return writers[o.format](w, r, opts) }}
	if o.format == "github" {
		x.summary = func(w io.Writer) error { return report.StepSummary(w, r) }
	}
	return x
}

// checked makes the texts and returns a rendering of just those.
func checked(x rendering, r *report.Report) (rendering, error) {
	for _, write := range []*func(io.Writer) error{&x.report, &x.summary} {
		if *write == nil {
			continue
		}
		var b strings.Builder
		err := (*write)(&b)
		if err == nil {
			err = r.Leak(b.String())
		}
		if err != nil {
			return x, err
		}
		*write = func(w io.Writer) error {
			_, err := io.WriteString(w, b.String())
			return err
		}
	}
	return x, nil
}

// refused tells that something is not written because of what redaction has left in it.
func (c *call) refused(what string, err error) int {
	c.warn("%s is not written, because its redaction is not complete: %v; nothing was written", what, err)
	return exitUsage
}

// write writes one report.
func (c *call) write(o output, x rendering) int {
	if path := c.env.getenv("GITHUB_STEP_SUMMARY"); x.summary != nil && path != "" {
		if err := summarise(path, x.summary); err != nil {
			c.warn("writing the step summary: %v", err)
			return exitUsage
		}
	}
	if o.path == "" {
		return c.written(x.report(c.stdout))
	}
	f, err := os.Create(o.path)
	if err == nil {
		err = x.report(f)
		if closing := f.Close(); err == nil {
			err = closing
		}
	}
	if err != nil {
		c.warn("writing the %s report: %v", o.format, err)
		return exitUsage
	}
	return exitClean
}

// summarise adds to the summary of a step of GitHub Actions, which other commands of the
// step have begun.
func summarise(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	err = write(f)
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}
