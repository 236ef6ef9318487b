package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/bglog/bglog/config"
	"github.com/bglog/bglog/report"
)

// The exit codes, the same for every format; the first that applies.
const (
	exitClean       = 0
	exitFindings    = 1   // findings at or above --fail-on
	exitUsage       = 2   // wrong arguments, or a report that cannot be written
	exitUnread      = 3   // an argument of which nothing could be read
	exitNothing     = 4   // no event of a selected app
	exitInterrupted = 130 // as a shell reports Ctrl-C
)

// commandLine is what kong parses.
type commandLine struct {
	Analyze    analyzeCommand    `cmd:"" default:"withargs" help:"Read logs and say what went wrong with background work (the default command)."`
	Timeline   timelineCommand   `cmd:"" help:"Draw what apps did on an axis of time: states, background tasks, BGTasks, transfers, wakes."`
	Export     exportCommand     `cmd:"" help:"Write what a sysdiagnose or a .logarchive holds as log show of a Mac does."`
	Excerpt    excerptCommand    `cmd:"" help:"Write the fewest lines of a log that still give a finding, for a ticket or a test."`
	Rules      rulesCommand      `cmd:"" help:"List what is checked."`
	Baseline   baselineCommand   `cmd:"" help:"Accept the findings of today, so that only new ones count."`
	Config     configCommand     `cmd:"" help:"Check a configuration."`
	Explain    explainCommand    `cmd:"" help:"Tell about one rule: what it finds, why it matters, how to fix it."`
	Predicate  predicateCommand  `cmd:"" help:"Print the commands that export from a Mac just what bglog needs."`
	Ratelimit  ratelimitCommand  `cmd:"" help:"Predict what the rate limiter of background transfers makes of a design for many of them."`
	Completion completionCommand `cmd:"" help:"Print a completion script for a shell."`
	Man        manCommand        `cmd:"" help:"Print the manual page."`
	Version    versionCommand    `cmd:"" help:"Print the version and how it was built."`

	ShowVersion showVersion `name:"version" help:"Print the version and quit."`
}

// firstHelp is what people see first: the default command's arguments and flags
// as those of the program.
type firstHelp struct {
	analyzeCommand
	ShowVersion showVersion `name:"version" help:"Print the version and quit."`
}

// showVersion is the flag --version.
type showVersion bool

// BeforeReset prints the version before anything is asked of the other arguments.
func (showVersion) BeforeReset(c *call) error {
	c.code = c.print(version() + "\n")
	return errDone
}

// call is one run of the program.
type call struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	env            environment
	config         *config.File // nil when there is none
	code           int
}

// errDone ends the parsing of a command line that has been answered.
var errDone = errors.New("done")

// helped is what kong is made to panic with instead of ending the program.
type helped struct{}

// run does what the arguments ask for and returns the exit code.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer, env environment) (code int) {
	c := &call{stdin: stdin, stdout: stdout, stderr: stderr, env: env}
	if len(args) == 0 && env.stdinTTY {
		c.stdout, args, code = stderr, []string{"--help"}, exitUsage
	}
	defer func() {
		if p := recover(); p != nil {
			if _, ok := p.(helped); !ok {
				panic(p)
			}
		}
	}()
	var grammar any = &commandLine{}
	if len(args) == 1 && (args[0] == "--help" || args[0] == "-h") {
		grammar = &firstHelp{}
	}
	parser, err := kong.New(grammar,
		kong.Name("bglog"),
		kong.Description(description),
		kong.Writers(c.stdout, c.stderr),
		kong.Exit(func(int) { panic(helped{}) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: pipeWidth, NoAppDescFormat: true}),
		kong.Bind(c),
	)
	if err != nil {
		panic(err) // the structs above are wrong
	}
	parsed, err := parser.Parse(joinNegative(args))
	if err == nil {
		err = parsed.Run(c)
	}
	var parseErr *kong.ParseError
	switch {
	case err == nil || errors.Is(err, errDone):
		return max(c.code, code)
	case errors.As(err, &parseErr):
		return c.usage(parseErr.Unwrap())
	}
	return c.usage(err)
}

const description = `Reads iOS logs and says what went wrong with an app's background work: tasks
that were not ended, kills, and why. No Mac is needed.

  bglog notes.log                        what is wrong in this log?
  bglog --app com.example.notes *.log    in one app, on several devices
  idevicesyslog | bglog                  standard input
  bglog --format text --format json=report.json notes.log

Commands:
  bglog analyze     the default, may be left out
  bglog timeline    what overlapped what: lanes on an axis of time
  bglog export      log show for every platform: sysdiagnose in, text out
  bglog excerpt     the fewest lines that still give a finding, for a ticket
  bglog rules       what is checked
  bglog explain     one rule: what it finds, why it matters, how to fix it
  bglog predicate   how to export just what bglog needs, on a Mac
  bglog ratelimit   what iOS's rate limiter makes of a plan for many downloads
  bglog baseline    accept the findings of today, so that only new ones count
  bglog config      check .bglog.yaml: budgets, severities and flags of a team
  bglog completion  a completion script for bash, zsh or fish
  bglog man         the manual page
  bglog version     what this is, and how it was built

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage, 3 an
argument could not be read, 4 nothing of a selected app in what was read,
130 interrupted.`

// joinNegative makes one argument of --since -2h, whose value looks like a flag.
func joinNegative(args []string) []string {
	var joined []string
	for i := 0; i < len(args); i++ {
		a := args[i]
		if a == "--" {
			return append(joined, args[i:]...)
		}
		if (a == "--since" || a == "--until") && i+1 < len(args) && len(args[i+1]) > 1 && args[i+1][0] == '-' &&
			strings.ContainsRune("0123456789.", rune(args[i+1][1])) {
			i++
			a += "=" + args[i]
		}
		joined = append(joined, a)
	}
	return joined
}

// usage says what is wrong with the command line.
func (c *call) usage(err error) int {
	var in *config.Error
	if errors.As(err, &in) {
		for _, line := range in.Lines {
			c.warn("%s", line)
		}
		return exitUsage
	}
	c.warn("%v", err)
	fmt.Fprintln(c.stderr, `Try "bglog --help".`)
	return exitUsage
}

// warn writes a message beside the report. What files and logs are called is not
// trusted.
func (c *call) warn(format string, args ...any) {
	fmt.Fprintln(c.stderr, "bglog: "+report.Clean(fmt.Sprintf(format, args...)))
}

// print writes to standard output and returns the exit code.
func (c *call) print(s string) int {
	_, err := io.WriteString(c.stdout, s)
	return c.written(err)
}

// written turns an error of writing into an exit code: a reader that closed the
// pipe has seen enough, everything else is told.
func (c *call) written(err error) int {
	if err == nil || closedPipe(err) {
		return exitClean
	}
	c.warn("writing: %v", err)
	return exitUsage
}

func closedPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) || errors.Is(err, fs.ErrClosed)
}
