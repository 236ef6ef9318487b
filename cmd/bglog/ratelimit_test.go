package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

func TestRatelimit(t *testing.T) {
	t.Setenv("BGLOG_GOLDEN", "testdata")
	for _, c := range []struct {
		name string
		args string
		code int
	}{
		{"sequential", "--tasks 10 --transfer-time 5s", exitClean},
		{"one-batch", "--tasks 10 --transfer-time 5s --batch 0", exitClean},
		{"long-transfers", "--tasks 4 --transfer-time 5m", exitClean},
		{"foreground", "--tasks 12 --transfer-time 5500ms --batch 2 --foreground-at 5m,8h --foreground-at 40m", exitClean},
		{"thousands", "--tasks 2000 --transfer-time 1s --batch 50 --width 60", exitClean},
		{"json", "--tasks 3 --transfer-time 5s --foreground-at 30s --format json", exitClean},
		{"json-one-batch", "--tasks 3 --transfer-time 5s --batch 0 --format json", exitClean},
		{"help", "--help", exitClean},
		{"no-tasks", "--transfer-time 5s", exitUsage},
		{"no-time", "--tasks 10", exitUsage},
		{"tasks-zero", "--tasks 0 --transfer-time 5s", exitUsage},
		{"tasks-many", "--tasks 100001 --transfer-time 5s", exitUsage},
		{"time-unit", "--tasks 10 --transfer-time 5", exitUsage},
		{"time-long", "--tasks 10 --transfer-time 169h", exitUsage},
		{"time-negative", "--tasks 10 --transfer-time=-5s", exitUsage},
		{"batch-negative", "--tasks 10 --transfer-time 5s --batch=-1", exitUsage},
		{"foreground-negative", "--tasks 10 --transfer-time 5s --foreground-at=-1s", exitUsage},
		{"format", "--tasks 10 --transfer-time 5s --format yaml", exitUsage},
		{"argument", "--tasks 10 --transfer-time 5s notes.log", exitUsage},
	} {
		t.Run(c.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := run(append([]string{"ratelimit"}, strings.Fields(c.args)...), nil, &stdout, &stderr, testEnvironment())
			if code != c.code {
				t.Errorf("exit %d, want %d", code, c.code)
			}
			checkGolden(t, "ratelimit-"+c.name, fmt.Sprintf("$ bglog ratelimit %s\n%s-- stderr --\n%s-- exit %d --\n", c.args, stdout.String(), stderr.String(), code))
		})
	}
}
