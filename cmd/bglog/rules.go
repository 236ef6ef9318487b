package main

import (
	"github.com/bglog/bglog/config"
	"github.com/bglog/bglog/report"
	"github.com/bglog/bglog/rules"
)

// layout holds the flags of commands that print text for people.
type layout struct {
	Color string `enum:"auto,always,never" default:"auto" help:"Colour: ${enum}."`
	Width int    `placeholder:"N" help:"Columns of text (80, or those of the terminal up to 120)."`
}

func (l layout) options(env environment) report.TextOptions {
	return report.TextOptions{Width: env.width(l.Width), Colour: env.colour(l.Color)}
}

type rulesCommand struct {
	layout
}

// Run lists the rules.
func (r *rulesCommand) Run(c *call) error {
	c.code = c.written(report.Rules(c.stdout, rules.All(), r.options(c.env)))
	return nil
}

type explainCommand struct {
	layout
	Rule string `arg:"" help:"Id of a rule, as in reports and in bglog rules."`
}

// Run tells about one rule.
func (e *explainCommand) Run(c *call) error {
	rule := rules.ByID(e.Rule)
	if rule == nil {
		return config.UnknownRule(e.Rule)
	}
	c.code = c.written(report.Explain(c.stdout, rule, e.options(c.env)))
	return nil
}

// checkRules refuses names and globs that no rule fits.
func checkRules(patterns []string) error {
	for _, p := range patterns {
		if err := config.UnknownRule(p); err != nil {
			return err
		}
	}
	return nil
}
