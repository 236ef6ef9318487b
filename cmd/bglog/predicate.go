package main

import (
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

type predicateCommand struct {
	App string `placeholder:"ID" help:"Bundle id: export this app's own lines too."`
}

// Run prints commands to copy; they are to be run on a Mac.
func (p *predicateCommand) Run(c *call) error {
	c.code = c.print("# Run these on a Mac. The predicate selects just the lines that bglog reads.\n" +
		"predicate=" + shellQuote(lifecycle.Predicate(p.App)) + "\n" + predicateText)
	return nil
}

const predicateText = `
# From a device that is connected by cable (asks for the password):
sudo log collect --device --last 2h --output device.logarchive
log show device.logarchive --info --predicate "$predicate" > device.log

# From a sysdiagnose, after unpacking it (bglog also reads it as it is, on any machine):
log show sysdiagnose_*/system_logs.logarchive --info --predicate "$predicate" > device.log

# From a running simulator:
xcrun simctl spawn booted log show --last 2h --info --predicate "$predicate" > simulator.log

# Then, anywhere:
bglog device.log
`

// shellQuote makes one word of s for a POSIX shell.
func shellQuote(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
