// Command readme keeps the outputs in a Markdown file the binary's own. In every
// fenced block marked "console" a line "$ bglog …" is a command, and what follows
// up to the next command or the end of the block is its output. With -check the
// outputs are compared, with -write they are written anew.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	check := flag.Bool("check", false, "compare the outputs with the binary's")
	write := flag.Bool("write", false, "write the outputs anew")
	flag.Parse()
	if *check == *write || flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: readme -check|-write FILE...")
		os.Exit(2)
	}
	if err := run(flag.Args(), *write); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(paths []string, write bool) error {
	dir, err := os.MkdirTemp("", "readme")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	bin := filepath.Join(dir, "bglog")
	if out, err := exec.Command("go", "build", "-o", bin, "./cmd/bglog").CombinedOutput(); err != nil {
		return fmt.Errorf("building bglog: %w\n%s", err, out)
	}
	for _, path := range paths {
		if err := file(path, bin, write); err != nil {
			return err
		}
	}
	return nil
}

func file(path, bin string, write bool) error {
	old, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	text, commands, err := fill(string(old), func(args []string) (string, error) { return output(bin, args) })
	if err != nil {
		return err
	}
	if commands == 0 {
		return fmt.Errorf("%s: no command was found", path)
	}
	if text == string(old) {
		fmt.Printf("%s: the outputs of %d commands are the binary's own\n", path, commands)
		return nil
	}
	if write {
		return os.WriteFile(path, []byte(text), 0o644)
	}
	return fmt.Errorf("%s: outputs differ from the binary's; run: go run ./internal/readme -write %s\n%s", path, path, firstDifference(string(old), text))
}

// output runs the binary as a user at an 80-column terminal without colour
// would; the exit code of an analysis is part of what is shown elsewhere.
func output(bin string, args []string) (string, error) {
	var out bytes.Buffer
	cmd := exec.Command(bin, args...)
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "COLUMNS=80")
	if err := cmd.Run(); err != nil {
		if code := cmd.ProcessState.ExitCode(); code != 1 {
			return "", fmt.Errorf("bglog %s: exit code %d\n%s", strings.Join(args, " "), code, out.String())
		}
	}
	return out.String(), nil
}

// fill puts the outputs of all commands into the text.
func fill(text string, run func(args []string) (string, error)) (string, int, error) {
	var b strings.Builder
	inside, commands, skip := false, 0, false
	for line := range strings.Lines(text) {
		plain := strings.TrimRight(line, "\n")
		switch {
		case !inside && plain == "```console":
			inside = true
		case inside && plain == "```":
			inside, skip = false, false
		case inside && strings.HasPrefix(plain, "$ bglog"):
			b.WriteString(line)
			out, err := run(strings.Fields(strings.TrimPrefix(plain, "$ bglog")))
			if err != nil {
				return "", commands, err
			}
			b.WriteString(strings.TrimRight(out, "\n") + "\n")
			commands++
			skip = true
			continue
		case inside && strings.HasPrefix(plain, "$ "):
			skip = false // a command that is shown, not run
		case skip:
			continue
		}
		b.WriteString(line)
	}
	return b.String(), commands, nil
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d:\n- %s\n+ %s", i+1, x[i], y[i])
		}
	}
	return "one is longer than the other"
}
