package main

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
)

// machine is where and with what was measured; what is unknown is empty.
type machine struct {
	processor string
	cores     int   // that it has
	used      int   // that bglog used
	memory    int64 // bytes
	system    string
	load      string // processes that wanted to run in the minute before
	golang    string
	tools     []string // their versions, in their own words
	commit    string
}

// describe fills in what the system tells of itself.
func (m *machine) describe(ctx context.Context) {
	switch runtime.GOOS {
	case "linux":
		m.processor = value(file("/proc/cpuinfo"), "model name", ":")
		m.memory = kilobytes(value(file("/proc/meminfo"), "MemTotal", ":"))
		m.system = strings.TrimSpace(value(file("/etc/os-release"), "PRETTY_NAME", "=") + ", Linux " + strings.TrimSpace(file("/proc/sys/kernel/osrelease")))
		m.load, _, _ = strings.Cut(file("/proc/loadavg"), " ")
	case "darwin":
		m.processor = firstLine(ctx, "sysctl", "-n", "machdep.cpu.brand_string")
		m.memory, _ = strconv.ParseInt(firstLine(ctx, "sysctl", "-n", "hw.memsize"), 10, 64)
		m.system = "macOS " + firstLine(ctx, "sw_vers", "-productVersion")
	default:
		m.system = runtime.GOOS
	}
	m.system += " (" + runtime.GOARCH + ")"
}

// file is a small file's content, empty when it cannot be read.
func file(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return string(text)
}

// value is the value of a key in the first line "key sep value" of a text, without
// quotes.
func value(text, key, sep string) string {
	for line := range strings.Lines(text) {
		if k, v, ok := strings.Cut(line, sep); ok && strings.TrimSpace(k) == key {
			return strings.Trim(strings.TrimSpace(v), `"`)
		}
	}
	return ""
}

// kilobytes reads "24689664 kB" as bytes, 0 when it is none.
func kilobytes(text string) int64 {
	n, err := strconv.ParseInt(strings.TrimSuffix(text, " kB"), 10, 64)
	if err != nil {
		return 0
	}
	return n << 10
}

// commit is the checked-out commit, and whether files differ from it.
func commit(ctx context.Context) string {
	id := firstLine(ctx, "git", "rev-parse", "--short=12", "HEAD")
	if id == "" {
		return ""
	}
	if out, err := exec.CommandContext(ctx, "git", "status", "--porcelain", "--untracked-files=no").Output(); err != nil || len(out) > 0 {
		return id + " with changes"
	}
	return id
}
