package complete

import (
	"fmt"
	"strings"

	"github.com/alecthomas/kong"
)

// Zsh writes a script that can be sourced after compinit, or be put into a folder of
// fpath as _NAME.
func Zsh(app *kong.Application, sources Sources) string {
	all := commands(app, sources)
	z := zsh{name: app.Name, lists: map[string]string{}}
	var body strings.Builder
	for _, c := range all {
		fmt.Fprintf(&body, "  %s)\n    _arguments -s -S", quote(c.path))
		for _, f := range c.flags {
			for _, s := range f.spellings() {
				fmt.Fprintf(&body, " \\\n      %s", z.option(f, s))
			}
		}
		if len(c.commands) > 0 || c.args != nil {
			fmt.Fprintf(&body, " \\\n      %s", quote("*: :"+z.arguments(c)))
		}
		body.WriteString("\n    ;;\n")
	}
	var b strings.Builder
	fmt.Fprintf(&b, "#compdef %[1]s\n# Completion of %[1]s for zsh. For this shell:  source <(%[1]s completion zsh)\n\n", app.Name)
	b.WriteString(z.functions.String())
	fmt.Fprintf(&b, zshHead, app.Name)
	for _, c := range all {
		if taking := c.taking(); len(taking) > 0 {
			fmt.Fprintf(&b, "      (%s) skip=1 ;;\n", alternatives(taking))
		}
		for _, below := range c.commands {
			fmt.Fprintf(&b, "      (%s) at=%s; n=i ;;\n", quote(c.path+" "+below.name()), quote(below.path))
		}
		if c.fallback != "" {
			fmt.Fprintf(&b, "      (%s) ;;\n      (%s) break ;;\n", quote(c.path+" -")+"*", quote(c.path+" ")+"*")
		}
	}
	b.WriteString(zshMiddle)
	b.WriteString(body.String())
	fmt.Fprintf(&b, zshTail, app.Name)
	return b.String()
}

// zsh collects the functions that list words; a list that several flags share is
// written once.
type zsh struct {
	name      string
	functions strings.Builder
	lists     map[string]string // from the words to the function's name
}

// option is the specification of one spelling of a flag for _arguments.
func (z *zsh) option(f flag, spelling string) string {
	var b strings.Builder
	if f.repeats {
		b.WriteByte('*')
	}
	b.WriteString(spelling)
	if f.value != nil && strings.HasPrefix(spelling, "--") {
		b.WriteByte('=')
	}
	b.WriteString("[" + zshHelp(f.help) + "]")
	if f.value != nil {
		b.WriteString(":" + zshHelp(f.holds) + ":" + z.action(f.value))
	}
	return quote(b.String())
}

// arguments is what completes the arguments of a command.
func (z *zsh) arguments(c *command) string {
	s := Source{}
	for _, below := range c.commands {
		s.Words = append(s.Words, Word{below.name(), below.help})
	}
	if c.args != nil {
		s.Words, s.Files = append(s.Words, c.args.Words...), c.args.Files
	}
	return z.action(&s)
}

func (z *zsh) action(s *Source) string {
	switch {
	case len(s.Words) == 0 && s.Files:
		return "_files"
	case len(s.Words) == 0:
		return " " // _arguments shows only what is expected
	}
	var list strings.Builder
	for _, w := range s.Words {
		item := strings.ReplaceAll(w.Text, ":", `\:`)
		if w.Help != "" {
			item += ":" + w.Help
		}
		fmt.Fprintf(&list, "    %s\n", quote(item))
	}
	key := fmt.Sprint(list.String(), s.Files, s.WithPath)
	if name, ok := z.lists[key]; ok {
		return name
	}
	name := fmt.Sprintf("_%s_words_%d", z.name, len(z.lists)+1)
	z.lists[key] = name
	fmt.Fprintf(&z.functions, "%s() {\n", name)
	if s.WithPath {
		z.functions.WriteString("  if compset -P 1 '*='; then _files; return; fi\n")
	}
	fmt.Fprintf(&z.functions, "  local -a list=(\n%s  )\n  _describe -t words word list\n", list.String())
	if s.Files {
		z.functions.WriteString("  _files\n")
	}
	z.functions.WriteString("}\n\n")
	return name
}

// zshHelp escapes what means something inside a specification.
func zshHelp(s string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`, ":", `\:`).Replace(s)
}

const zshHead = `_%[1]s() {
  local at='' word
  local -i i n=1 skip=0
  # The command that the words so far name, and where its own words begin.
  for (( i = 2; i < CURRENT; i++ )); do
    word=$words[i]
    if (( skip )); then skip=0; continue; fi
    case "$at $word" in
`

const zshMiddle = `    esac
  done
  words=("$words[1]" "${(@)words[n+1,-1]}")
  (( CURRENT -= n - 1 ))
  case $at in
`

const zshTail = `  esac
}

# Inside a folder of fpath this file is the function itself.
if [[ $funcstack[1] == _%[1]s ]]; then
  _%[1]s "$@"
else
  compdef _%[1]s %[1]s
fi
`
