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

// write writes one report; opts are for standard output, files get no colour.
func (c *call) write(o output, r *report.Report, opts report.TextOptions) int {
	if path := c.env.getenv("GITHUB_STEP_SUMMARY"); o.format == "github" && path != "" {
		if err := summarise(path, r); err != nil {
			c.warn("writing the step summary: %v", err)
			return exitUsage
		}
	}
	write := writers[o.format]
	if o.path == "" {
		return c.written(write(c.stdout, r, opts))
	}
	opts.Colour = false
	f, err := os.Create(o.path)
	if err == nil {
		err = write(f, r, opts)
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

// summarise adds the report to the summary of a step of GitHub Actions, which other
// commands of the step have begun.
func summarise(path string, r *report.Report) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	err = report.StepSummary(f, r)
	if closing := f.Close(); err == nil {
		err = closing
	}
	return err
}
