package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// command is a process that is measured.
type command struct {
	args []string // the program's path first
	env  []string // beside the usual
}

// with is the command with one more variable in its environment.
func (c command) with(variable string) command {
	c.env = append(slices.Clip(c.env), variable)
	return c
}

// sample is what one run took.
type sample struct {
	wall, cpu time.Duration // cpu: user and system
	peak      int64         // largest resident set in bytes, 0 where the system does not tell
}

// run runs the command in dir, away from any configuration, with its output going
// nowhere. Exit code 1 is an answer of bglog (findings) and of rg (no line).
func (c command) run(ctx context.Context, dir string) (sample, error) {
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	cmd.Dir = dir
	// ripgrep's own configuration could change what is measured
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "RIPGREP_CONFIG_PATH=") })
	cmd.Env = append(cmd.Env, c.env...)
	begin := time.Now()
	err := cmd.Run()
	wall := time.Since(begin)
	name := filepath.Base(c.args[0])
	switch {
	case ctx.Err() != nil:
		return sample{}, ctx.Err()
	case cmd.ProcessState == nil:
		return sample{}, fmt.Errorf("running %s: %w", name, err)
	case cmd.ProcessState.ExitCode() < 0 || cmd.ProcessState.ExitCode() > 1:
		return sample{}, fmt.Errorf("running %s: %w, expected exit code 0 or 1", name, err)
	}
	p := cmd.ProcessState
	return sample{wall, p.UserTime() + p.SystemTime(), peak(p)}, nil
}

// inTurn runs each command once without counting, then all of them in turn so many
// times. The samples are in the order of the commands.
func inTurn(ctx context.Context, dir string, commands []command, runs int) ([][]sample, error) {
	all := make([][]sample, len(commands))
	for i := range runs + 1 {
		for k, c := range commands {
			s, err := c.run(ctx, dir)
			if err != nil {
				return nil, err
			}
			if i > 0 {
				all[k] = append(all[k], s)
			}
		}
	}
	return all, nil
}

// summary is what several runs took.
type summary struct {
	median, min, max time.Duration // of the wall time
	cpu              time.Duration // median
	peak             int64         // of all runs
}

func summarise(samples []sample) summary {
	var wall, cpu []time.Duration
	var s summary
	for _, one := range samples {
		wall, cpu = append(wall, one.wall), append(cpu, one.cpu)
		s.peak = max(s.peak, one.peak)
	}
	if len(wall) > 0 {
		s.median, s.cpu = median(wall), median(cpu)
		s.min, s.max = slices.Min(wall), slices.Max(wall)
	}
	return s
}

// median of at least one duration; of an even number, the mean of the middle two.
func median(v []time.Duration) time.Duration {
	s := slices.Sorted(slices.Values(v))
	n := len(s)
	return (s[(n-1)/2] + s[n/2]) / 2
}
