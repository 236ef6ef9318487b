package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// completions are lines, up to the cursor, with some of what must be offered and some
// that must not be.
var completions = []struct {
	line      string
	want, not []string
}{
	{"bglog ", []string{"analyze", "timeline", "completion", "notes.log"}, []string{"write", "bash"}},
	{"bglog rat", []string{"ratelimit"}, []string{"rules"}},
	{"bglog --fail-on ", []string{"error", "warning", "info", "never"}, []string{"notes.log", "analyze"}},
	{"bglog --fail-on=w", []string{"warning"}, []string{"error"}},
	{"bglog analyze --fail-on ", []string{"never"}, nil},
	{"bglog notes.log --fail-on ", []string{"never"}, nil},
	{"bglog --app timeline --fail-on ", []string{"never"}, nil}, // the value of a flag is no command
	{"bglog --mer", []string{"--merge"}, []string{"--format"}},
	{"bglog timeline --f", nil, []string{"--format", "--fail-on"}},
	{"bglog --only task-l", []string{"task-leak"}, []string{"task-expired"}},
	{"bglog --only=exit-w", []string{"exit-watchdog"}, nil},
	{"bglog explain transfer-s", []string{"transfer-sequential"}, []string{"transfer-failed"}},
	{"bglog --format j", []string{"json", "junit"}, []string{"text"}},
	{"bglog --format=sa", []string{"sarif"}, nil},
	{"bglog --format json=no", []string{"notes.log"}, []string{"json"}},
	{"bglog --format=json=no", []string{"notes.log"}, []string{"json"}},
	{"bglog --input-format log-d", []string{"log-default"}, nil},
	{"bglog export --format ", []string{"default", "compact", "syslog", "ndjson"}, []string{"json", "sarif"}},
	{"bglog export no", []string{"notes.log"}, nil},
	{"bglog ratelimit --format ", []string{"text", "json"}, []string{"sarif"}},
	{"bglog --baseline no", []string{"notes.log"}, nil},
	{"bglog baseline wr", []string{"write"}, nil},
	{"bglog baseline write -o no", []string{"notes.log"}, nil},
	{"bglog baseline write --rea", []string{"--reason"}, nil},
	{"bglog config ", []string{"check", "schema"}, []string{"write"}},
	{"bglog completion ", []string{"bash", "zsh", "fish"}, []string{"notes.log"}},
	{"bglog no", []string{"notes.log"}, nil},
	{"bglog -- no", []string{"notes.log"}, nil},
	{"bglog with\\ b", []string{"with blank.log"}, nil},
}

// The scripts offer in real shells what the command line takes.
func TestCompletions(t *testing.T) {
	capture, err := filepath.Abs("testdata/completion/capture.zsh")
	if err != nil {
		t.Fatal(err)
	}
	for shell, offered := range map[string]func(t *testing.T, script string) []string{
		"bash": offeredByBash,
		"fish": offeredByFish,
		"zsh":  func(t *testing.T, script string) []string { return offeredByZsh(t, capture, script) },
	} {
		t.Run(shell, func(t *testing.T) {
			if _, err := exec.LookPath(shell); err != nil {
				t.Skip("no " + shell)
			}
			t.Chdir(t.TempDir())
			for _, name := range []string{"notes.log", "with blank.log"} {
				if err := os.WriteFile(name, nil, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			var script, errs strings.Builder
			if code := run([]string{"completion", shell}, nil, &script, &errs, testEnvironment()); code != exitClean {
				t.Fatalf("exit %d: %s", code, errs.String())
			}
			all := offered(t, script.String())
			if len(all) != len(completions) {
				t.Fatalf("%d answers to %d lines: %q", len(all), len(completions), all)
			}
			for i, c := range completions {
				got := strings.Split(strings.ReplaceAll(strings.TrimSpace(all[i]), "\\ ", " "), "\n")
				// fish offers flags and what follows "=" as whole words.
				for j, g := range got {
					g, _, _ = strings.Cut(g, "\t")
					if shell == "fish" && !strings.HasSuffix(g, "=") && strings.Contains(g, "=") {
						g = g[strings.LastIndexByte(g, '=')+1:]
					}
					got[j] = g
				}
				for _, w := range c.want {
					if !slices.Contains(got, w) {
						t.Errorf("%q: %s is missing in %q", c.line, w, got)
					}
				}
				for _, w := range c.not {
					if slices.Contains(got, w) {
						t.Errorf("%q: %s in %q", c.line, w, got)
					}
				}
			}
		})
	}
}

// shellOutput runs a shell on a program of its own.
func shellOutput(t *testing.T, stdin string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stdin = strings.NewReader(stdin)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	cmd.Env = append(os.Environ(), "TERM=xterm", "HOME="+t.TempDir())
	out, err := cmd.Output()
	if err != nil || errs.Len() > 0 {
		t.Fatalf("%s: %v: %s", name, err, errs.String())
	}
	return string(out)
}

// answers splits what was printed for each line.
func answers(out string) (list []string) {
	var b strings.Builder
	for line := range strings.Lines(out) {
		if line != "--\n" {
			b.WriteString(line)
			continue
		}
		list = append(list, b.String())
		b.Reset()
	}
	return list
}

// readline's words: blanks separate them, and a run of = or : is a word of its own.
var readlineWords = regexp.MustCompile(`[=:]+|(?:\\.|[^ =:\\])+`)

// offeredByBash calls the function as readline does; where that gives no word and the
// shell is to complete paths, it asks for these.
func offeredByBash(t *testing.T, script string) []string {
	var b strings.Builder
	b.WriteString(script + "compopt() { [[ $1 == +o ]] && off=1; }\nCOMP_WORDBREAKS=$' \\t\\n\"\\'><=;|&(:'\n")
	for _, c := range completions {
		words := readlineWords.FindAllString(c.line, -1)
		if strings.HasSuffix(c.line, " ") {
			words = append(words, "")
		}
		for i, w := range words {
			words[i] = quoteForShell(w)
		}
		fmt.Fprintf(&b, "COMP_WORDS=(%s); COMP_CWORD=%d; COMPREPLY=(); off=; _bglog\n", strings.Join(words, " "), len(words)-1)
		b.WriteString("word=${COMP_WORDS[COMP_CWORD]#=}; ((${#COMPREPLY[@]})) || [[ $off ]] || mapfile -t COMPREPLY < <(compgen -f -- \"${word//\\\\/}\")\n")
		b.WriteString("printf '%s\\n' \"${COMPREPLY[@]}\"; echo --\n")
	}
	return answers(shellOutput(t, b.String(), "bash", "--norc", "--noprofile"))
}

func quoteForShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func offeredByFish(t *testing.T, script string) []string {
	var b strings.Builder
	b.WriteString(script)
	for _, c := range completions {
		fmt.Fprintf(&b, "complete -C '%s'\necho -- --\n", strings.ReplaceAll(c.line, `\`, `\\`))
	}
	return answers(shellOutput(t, "", "fish", "--no-config", "-c", b.String()))
}

func offeredByZsh(t *testing.T, capture, script string) []string {
	folder := t.TempDir()
	path := filepath.Join(folder, "_bglog")
	if err := os.WriteFile(path, []byte(script), 0o644); err != nil {
		t.Fatal(err)
	}
	var lines strings.Builder
	for _, c := range completions {
		lines.WriteString(c.line + "\n")
	}
	return answers(shellOutput(t, lines.String(), "zsh", "-f", capture, path, folder))
}
