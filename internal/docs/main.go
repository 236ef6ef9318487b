// Command docs writes the pages of docs/ that repeat what the program knows: one for
// each rule, their index, the formats, and the excerpts of reports in the guide. With
// -check it compares the pages instead.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	check := flag.Bool("check", false, "compare the pages, write nothing")
	flag.Parse()
	if flag.NArg() > 0 {
		fmt.Fprintln(os.Stderr, "usage: docs [-check]")
		os.Exit(2)
	}
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// rulesFolder holds nothing but generated pages.
const rulesFolder = "docs/rules"

func run(check bool) error {
	dir, err := os.MkdirTemp("", "docs")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	p := program{path: filepath.Join(dir, "bglog"), folder: dir}
	if out, err := exec.Command("go", "build", "-o", p.path, "./cmd/bglog").CombinedOutput(); err != nil {
		return fmt.Errorf("building bglog: %w\n%s", err, out)
	}
	pages := map[string]string{}
	for _, add := range []func(map[string]string, program) error{rulePages, formatsPage, guidePage} {
		if err := add(pages, p); err != nil {
			return err
		}
	}
	old, err := filepath.Glob(rulesFolder + "/*.md")
	if err != nil {
		return err
	}
	for _, path := range old {
		path = filepath.ToSlash(path)
		if _, ok := pages[path]; ok {
			continue
		}
		if check {
			return fmt.Errorf("%s is about no rule; run: go run ./internal/docs", path)
		}
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	for _, path := range slices.Sorted(maps.Keys(pages)) {
		text := []byte(pages[path])
		was, err := os.ReadFile(path)
		switch {
		case err == nil && bytes.Equal(was, text):
		case check:
			return fmt.Errorf("%s is not what the program says; run: go run ./internal/docs\n%s", path, difference(string(was), pages[path]))
		default:
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				return err
			}
			if err := os.WriteFile(path, text, 0o644); err != nil {
				return err
			}
		}
	}
	fmt.Printf("%d pages say what the program says\n", len(pages))
	return nil
}

// difference tells the first line that differs.
func difference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d:\n- %s\n+ %s", i+1, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d lines, not %d", len(y), len(x))
}

// program is bglog as it is now.
type program struct{ path, folder string }

// output runs it as a user without terminal does. Findings are no failure.
func (p program) output(dir string, args ...string) (string, error) {
	cmd := exec.Command(p.path, args...)
	cmd.Dir = dir
	cmd.Env = []string{"HOME=" + p.folder}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState.ExitCode() != 1 {
		return "", fmt.Errorf("bglog %s: %w\n%s", strings.Join(args, " "), err, errs.String())
	}
	return string(out), nil
}

// excerpt is the part of a text from the first line that begins with from, blanks
// aside, up to the next one that begins with to; all of the rest when to is empty.
func excerpt(text, from, to string) (string, error) {
	var part []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch bare := strings.TrimLeft(line, " "); {
		case part == nil && !strings.HasPrefix(bare, from):
			continue
		case part != nil && to != "" && strings.HasPrefix(bare, to):
			return strings.TrimRight(strings.Join(part, "\n"), "\n "), nil
		}
		part = append(part, line)
	}
	if part == nil || to != "" {
		return "", fmt.Errorf("no lines from %q to %q in\n%s", from, to, text)
	}
	return strings.TrimRight(strings.Join(part, "\n"), "\n "), nil
}

// generated stands at the top of pages that nobody edits.
const generated = "<!-- Written by go run ./internal/docs from %s; edit that. -->\n\n"
