package main

import (
	"context"
	"crypto/rand"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"
)

// environment is what a command sees of the world beside its arguments and
// streams; tests make their own.
type environment struct {
	ctx       context.Context // done when the user interrupts
	now       time.Time
	getenv    func(string) string
	dir       string // the working directory, "" when it is unknown
	stdinTTY  bool
	stdoutTTY bool
	stderrTTY bool
	columns   int           // of the terminal, 0 when there is none
	newKey    func() []byte // numbers the pseudonyms of one report
}

// systemEnvironment is the real world. The first interrupt ends the reading, the
// second one the program; writes to a closed pipe become errors.
func systemEnvironment() environment {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	signal.Ignore(syscall.SIGPIPE)
	env := environment{
		ctx:       ctx,
		now:       time.Now(),
		getenv:    os.Getenv,
		stdinTTY:  term.IsTerminal(int(os.Stdin.Fd())),
		stdoutTTY: term.IsTerminal(int(os.Stdout.Fd())),
		stderrTTY: term.IsTerminal(int(os.Stderr.Fd())),
		newKey:    randomKey,
	}
	if dir, err := os.Getwd(); err == nil {
		env.dir = dir
	}
	if width, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
		env.columns = width
	}
	return env
}

// randomKey never fails: where the system has no randomness the program ends.
func randomKey() []byte {
	key := make([]byte, 32)
	rand.Read(key)
	return key
}

const (
	pipeWidth     = 80  // of reports that go to no terminal
	terminalWidth = 120 // wider lines are hard to read
)

// width is how wide reports are; asked is the flag, 0 for automatic.
func (env environment) width(asked int) int {
	switch {
	case asked > 0:
		return asked
	case env.stdoutTTY && env.columns > 0:
		return min(env.columns, terminalWidth)
	}
	return pipeWidth
}

// colour reports whether to highlight on standard output; asked is the flag.
func (env environment) colour(asked string) bool {
	switch asked {
	case "always":
		return true
	case "never":
		return false
	}
	return env.stdoutTTY && env.getenv("NO_COLOR") == "" && env.getenv("TERM") != "dumb"
}
