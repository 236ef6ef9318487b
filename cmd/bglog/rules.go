package main

import (
	"cmp"
	"fmt"

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
	settingsFlags
}

// Run lists the rules.
func (r *rulesCommand) Run(c *call) error {
	c.code = c.written(report.Rules(c.stdout, append(rules.All(), c.ownRules()...), r.options(c.env)))
	return nil
}

type explainCommand struct {
	layout
	settingsFlags
	Rule string `arg:"" help:"Id of a rule, as in reports and in bglog rules."`
}

// Run tells about one rule.
func (e *explainCommand) Run(c *call) error {
	rule := rules.ByID(e.Rule)
	for _, own := range c.ownRules() {
		if own.ID == e.Rule {
			rule = own
		}
	}
	if rule == nil {
		return cmp.Or(c.checkRules(e.Rule), fmt.Errorf("%q is no rule but a pattern: name one rule", e.Rule))
	}
	c.code = c.written(report.Explain(c.stdout, rule, e.options(c.env)))
	return nil
}

// ownRules are those of the configuration.
func (c *call) ownRules() (list []*rules.Rule) {
	for _, o := range c.settings().Rules {
		list = append(list, o.Rule)
	}
	return list
}

// checkRules refuses names and globs that no rule fits.
func (c *call) checkRules(patterns ...string) error {
	file := c.settings()
	for _, p := range patterns {
		if err := config.UnknownRule(p, file.OwnIDs()); err != nil {
			return err
		}
	}
	return nil
}
