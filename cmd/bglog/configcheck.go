package main

import (
	"fmt"

	"github.com/bglog/bglog/config"
	"github.com/bglog/bglog/report"
)

// configCommand is about configurations.
type configCommand struct {
	Check  configCheckCommand  `cmd:"" help:"Say what is wrong with a configuration and its baseline, with file and line."`
	Schema configSchemaCommand `cmd:"" help:"Print the JSON Schema of configurations, for editors."`
}

type configCheckCommand struct {
	File string `arg:"" optional:"" help:"The configuration; else .bglog.yaml here or in a folder above."`
}

// Run checks the configuration, and the baseline that it names.
func (k *configCheckCommand) Run(c *call) error {
	if err := c.configure(k.File); err != nil {
		return err
	}
	if c.config == nil {
		return fmt.Errorf("no %s here or in a folder above: name a file", config.FileName)
	}
	f := c.config
	told := fmt.Sprintf("%s: %s, %s, %s, %s", report.Clean(f.Path), count(len(f.Budgets), "budget", "budgets"),
		count(len(f.Severities), "severity", "severities"), count(len(f.LogPoints), "log point", "log points"), count(len(f.Rules), "rule", "rules"))
	for _, path := range f.Flags["baseline"] {
		b, err := config.LoadBaseline(path)
		if err != nil {
			return err
		}
		told += fmt.Sprintf(", %s in %s", count(len(b.Entries), "accepted finding", "accepted findings"), report.Clean(path))
	}
	c.code = c.print(told + ": no errors\n")
	return nil
}

type configSchemaCommand struct{}

// Run prints the schema.
func (configSchemaCommand) Run(c *call) error {
	c.code = c.print(string(config.Schema))
	return nil
}

// count writes an amount with its word.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
