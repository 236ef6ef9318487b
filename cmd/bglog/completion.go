package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/bglog/bglog/cmd/bglog/complete"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"The shell: ${enum}."`
}

// Help tells how to load a script.
func (completionCommand) Help() string {
	return `For one session:

  source <(bglog completion bash)
  source <(bglog completion zsh)
  bglog completion fish | source

For good, in a folder that the shell looks into:

  bglog completion bash > ~/.local/share/bash-completion/completions/bglog
  bglog completion zsh > /usr/local/share/zsh/site-functions/_bglog
  bglog completion fish > ~/.config/fish/completions/bglog.fish`
}

// shells write a completion script each.
var shells = map[string]func(*kong.Application, complete.Sources) string{
	"bash": complete.Bash, "zsh": complete.Zsh, "fish": complete.Fish,
}

// Run prints the script.
func (k *completionCommand) Run(c *call, ctx *kong.Context) error {
	c.code = c.print(shells[k.Shell](ctx.Model, completionSources()))
	return nil
}

// completionSources are the values of flags and arguments, by what stands for them in
// the help.
func completionSources() complete.Sources {
	return complete.Sources{
		"INPUT":    {Files: true},
		"FILE":     {Files: true},
		"F":        {Words: words(parse.FormatNames())},
		"F[=PATH]": {Words: words(slices.Sorted(maps.Keys(writers))), WithPath: true},
		"RULE":     {Words: ruleWords()},
	}
}

// ruleWords are the ids of rules, with the beginning of what they find.
func ruleWords() (list []complete.Word) {
	for _, r := range append(rules.All(), &rules.BudgetExceeded) {
		help, _, _ := strings.Cut(r.What, ". ")
		list = append(list, complete.Word{Text: r.ID, Help: help})
	}
	return list
}

func words(texts []string) (list []complete.Word) {
	for _, t := range texts {
		list = append(list, complete.Word{Text: t})
	}
	return list
}
