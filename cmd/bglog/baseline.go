package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"

	"github.com/bglog/bglog/config"
	"github.com/bglog/bglog/report"
)

// baselineCommand is about files of accepted findings.
type baselineCommand struct {
	Write baselineWriteCommand `cmd:"" help:"Analyse logs and add what was found to a baseline."`
}

type baselineWriteCommand struct {
	inputFlags
	ruleFlags
	Output string `short:"o" placeholder:"FILE" help:"The baseline, made if it is not there; else that of the configuration, or bglog-baseline.yaml."`
	Reason string `required:"" placeholder:"TEXT" help:"Why these findings are accepted."`
}

// defaultBaseline is the name of a baseline where nothing names one.
const defaultBaseline = "bglog-baseline.yaml"

const baselineHead = `# Findings that are known and accepted: bglog --baseline leaves them out.
# Each has a reason; until: 2027-01-31 makes one count again after that day.
`

// Run adds the findings that the baseline does not hold yet; what stands in it stays as
// it is.
func (b *baselineWriteCommand) Run(c *call) error {
	path := b.Output
	if wished, _ := c.wish("baseline"); path == "" && len(wished) > 0 {
		path = wished[0]
	}
	path = cmp.Or(path, defaultBaseline)
	selection, err := b.selection()
	if err != nil {
		return err
	}
	if err := b.choose(c, &selection); err != nil {
		return err
	}
	old, err := os.ReadFile(path)
	switch {
	case err == nil:
		if selection.Baseline, err = config.ParseBaseline(path, old); err != nil {
			return err
		}
		if len(bytes.TrimSpace(old)) == 0 {
			old = []byte(baselineHead)
		}
	case os.IsNotExist(err):
		old = []byte(baselineHead)
	default:
		return err
	}
	src, err := b.open(c)
	if err != nil {
		return err
	}
	r, unread := b.read(c, src, selection, false)
	if r.Partial || unread {
		c.warn("%s is left as it is: not everything could be read", path)
		c.code = exitCode(r, "never", unread)
		return nil
	}
	return b.write(c, path, old, r, selection.Baseline)
}

func (b *baselineWriteCommand) write(c *call, path string, old []byte, r *report.Report, held *report.Baseline) error {
	found := r.Baselined(held)
	if len(found) > 0 {
		if n := len(old); n > 0 && old[n-1] != '\n' {
			old = append(old, '\n')
		}
		text := append(old, config.BaselineEntries(found, b.Reason)...)
		if _, err := config.ParseBaseline(path, text); err != nil {
			return fmt.Errorf("%s is left as it is: entries can only be added to a list whose dashes begin the lines", path)
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return fmt.Errorf("writing the baseline: %w", err)
		}
	}
	c.code = c.print(fmt.Sprintf("%s: %s added, %d there already\n", report.Clean(path), count(len(found), "finding", "findings"), len(r.Accepted)))
	return nil
}
