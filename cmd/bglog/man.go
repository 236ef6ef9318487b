package main

import (
	"runtime/debug"
	"strconv"
	"time"

	"github.com/alecthomas/kong"

	"github.com/bglog/bglog/cmd/bglog/manpage"
)

type manCommand struct{}

// Help tells how to read it.
func (manCommand) Help() string {
	return `  bglog man | man -l -
  bglog man > /usr/local/share/man/man1/bglog.1`
}

// Run prints the manual page.
func (manCommand) Run(c *call, ctx *kong.Context) error {
	info, _ := debug.ReadBuildInfo()
	page := manual
	page.Version = version()
	page.Date = manualDate(c.env, setting(info, "vcs.time"))
	c.code = c.print(page.Roff(ctx.Model))
	return nil
}

// manualDate is the day of the sources: as SOURCE_DATE_EPOCH tells for packages, else of
// the commit; today where nobody knows.
func manualDate(env environment, committed string) time.Time {
	if n, err := strconv.ParseInt(env.getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return time.Unix(n, 0).UTC()
	}
	if t, err := time.Parse(time.RFC3339, committed); err == nil {
		return t.UTC()
	}
	return env.now
}

// manual is what the command line itself does not tell.
var manual = manpage.Page{
	Summary: "say what went wrong with the background work of iOS apps, from logs",
	Description: []string{
		`bglog reads the logs of iOS devices and says what happened to an app's background work: which background task was never ended, ` +
			`why a download took an hour, why the app vanished without a crash report, which lines prove it and what to change.`,
		`It reads logs as people have them: exports of log show, copies of Console and of Xcode's console, captures of idevicesyslog and ` +
			`similar tools, pastes from tickets, crash reports, JetsamEvents and MetricKit payloads. What is compressed with gzip, zstd or bzip2, ` +
			`or in a tar or zip archive, is recognised by its content. No Mac is needed.`,
		`Each argument is a timeline of its own, as two testers' logs are two phones; --merge makes one of them. A folder stands for the files in it.`,
	},
	Examples: []manpage.Item{
		{Term: "bglog notes.log", Text: "What is wrong in this log?"},
		{Term: "bglog --app com.example.notes field.log *.ips", Text: "One app, with the crash reports beside the log."},
		{Term: "idevicesyslog | bglog", Text: "Standard input."},
		{Term: "bglog --format github --format sarif=bglog.sarif field.log", Text: "A pull request's checks."},
		{Term: "bglog explain task-expired", Text: "What a rule finds, why it matters and how to fix it."},
	},
	Exits: []manpage.Item{
		{Term: strconv.Itoa(exitClean), Text: "Nothing at or above --fail-on was found."},
		{Term: strconv.Itoa(exitFindings), Text: "There are such findings."},
		{Term: strconv.Itoa(exitUsage), Text: "The arguments or the configuration are wrong, or a report cannot be written."},
		{Term: strconv.Itoa(exitUnread), Text: "An argument of which nothing could be read; the rest is still reported."},
		{Term: strconv.Itoa(exitNothing), Text: "What was read holds no event of a selected app."},
		{Term: strconv.Itoa(exitInterrupted), Text: "Interrupted; what was known is printed, marked partial."},
	},
	Environment: []manpage.Item{
		{Term: "BGLOG_FLAG", Text: "The value of a flag that is not on the command line: BGLOG_FAIL_ON for --fail-on. Several values are separated by commas."},
		{Term: "NO_COLOR", Text: "No colour, whatever the terminal."},
		{Term: "GITHUB_STEP_SUMMARY", Text: "The file that --format github adds a summary to."},
		{Term: "SOURCE_DATE_EPOCH", Text: "The date of the manual page that bglog man prints."},
	},
	Files: []manpage.Item{
		{Term: ".bglog.yaml", Text: "The configuration of a team, in the working directory or a folder above, up to the repository's root. bglog config schema prints its schema."},
		{Term: "bglog-baseline.yaml", Text: "Accepted findings, as bglog baseline write makes it."},
	},
	SeeAlso: "https://github.com/bglog/bglog",
}
