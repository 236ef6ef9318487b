package main

import (
	"strings"

	"github.com/bglog/bglog/report"
)

type timelineCommand struct {
	inputFlags
	redactFlag
}

// Run reads the inputs and draws what the apps did on an axis of time. Findings do
// not count for the exit code.
func (t *timelineCommand) Run(c *call) error {
	selection, err := t.selection()
	if err != nil {
		return err
	}
	src, err := t.open(c)
	if err != nil {
		return err
	}
	r, unread := t.read(c, src, selection, t.Redact)
	var b strings.Builder
	if err := report.TimelineText(&b, r, t.options(c.env)); err != nil {
		return err
	}
	if err := r.Leak(b.String()); err != nil {
		c.code = c.refused("the timeline", err)
		return nil
	}
	if c.code = c.print(b.String()); c.code == exitClean {
		c.code = exitCode(r, "never", unread)
	}
	return nil
}
