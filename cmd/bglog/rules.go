package main

import (
	"fmt"
	"slices"
	"strings"

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
		return unknownRule(e.Rule)
	}
	c.code = c.written(report.Explain(c.stdout, rule, e.options(c.env)))
	return nil
}

// unknownRule names the rules that were perhaps meant.
func unknownRule(id string) error {
	var near []string
	for _, r := range rules.All() {
		if strings.Contains(r.ID, id) || distance(r.ID, id) <= 3 {
			near = append(near, r.ID)
		}
	}
	if len(near) == 0 {
		return fmt.Errorf("no rule %q (bglog rules lists them)", id)
	}
	return fmt.Errorf("no rule %q: did you mean %s?", id, strings.Join(near, ", "))
}

// checkRules refuses names and globs that no rule fits.
func checkRules(patterns []string) error {
	for _, p := range patterns {
		if !slices.ContainsFunc(rules.All(), func(r *rules.Rule) bool { return report.MatchRule(p, r.ID) }) {
			return unknownRule(p)
		}
	}
	return nil
}

// distance is the number of letters to insert, delete or change to make b of a.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j+1]+1, row[j]+1, change)
		}
	}
	return row[len(b)]
}
