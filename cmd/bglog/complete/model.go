// Package complete writes completion scripts of shells for a command line that is
// declared with kong. The scripts hold all that they offer: no shell has to start the
// program to complete a word.
package complete

import (
	"strings"

	"github.com/alecthomas/kong"
)

// Source is what can stand in the place of an argument or of a flag's value. The
// zero value is a free text, for which nothing is offered.
type Source struct {
	Words    []Word
	Files    bool // paths too
	WithPath bool // a word may be followed by =PATH
}

// Word is one of the words to choose from.
type Word struct{ Text, Help string }

// Sources tell by the placeholder of a flag, or the name of an argument in capitals,
// what its values are. Those of an enumeration need not be listed.
type Sources map[string]Source

// command is one command of the program, ready to be written.
type command struct {
	path     string // "" for the program itself, "baseline write" for a command of a command
	help     string
	flags    []flag
	args     *Source // of the arguments that are no commands; nil when there are none
	commands []*command
	fallback string // path of the command that is meant when none is named
}

type flag struct {
	long, short string // without dashes; short may be empty
	help, holds string // what it does, and the placeholder of its value
	value       *Source
	repeats     bool
}

// commands lists the program and all its commands.
func commands(app *kong.Application, sources Sources) []*command {
	var list []*command
	var visit func(n *kong.Node, path string, inherited []flag) *command
	visit = func(n *kong.Node, path string, inherited []flag) *command {
		c := &command{path: path, help: n.Help, flags: append([]flag{}, inherited...)}
		list = append(list, c)
		for _, f := range n.Flags {
			if !f.Hidden {
				c.flags = append(c.flags, newFlag(f, sources))
			}
		}
		for _, p := range n.Positional {
			c.args = source(p, strings.ToUpper(p.Name), sources)
		}
		own := c.flags
		for _, child := range n.Children {
			if child.Hidden {
				continue
			}
			below := visit(child, strings.TrimPrefix(path+" "+child.Name, " "), own)
			c.commands = append(c.commands, below)
			if child == n.DefaultCmd { // its flags and arguments may follow at once
				c.fallback, c.args = below.path, below.args
				c.flags = append(append([]flag{}, own...), below.flags[len(own):]...)
			}
		}
		return c
	}
	visit(app.Node, "", nil)
	return list
}

func newFlag(f *kong.Flag, sources Sources) flag {
	out := flag{long: f.Name, help: f.Help, holds: f.PlaceHolder, repeats: f.IsSlice()}
	if f.Short != 0 {
		out.short = string(f.Short)
	}
	if !f.IsBool() {
		out.value = source(f.Value, f.PlaceHolder, sources)
	}
	if out.holds == "" {
		out.holds = f.Name
	}
	return out
}

func source(v *kong.Value, holds string, sources Sources) *Source {
	if v.Enum != "" {
		s := &Source{}
		for _, e := range v.EnumSlice() {
			s.Words = append(s.Words, Word{Text: e})
		}
		return s
	}
	s := sources[holds]
	return &s
}

// texts are the words alone.
func (s *Source) texts() []string {
	var list []string
	for _, w := range s.Words {
		list = append(list, w.Text)
	}
	return list
}

// taking lists the spellings of a command's flags that are followed by a value, each
// behind the command's path: the scripts know by both where they are.
func (c *command) taking() []string {
	list := c.spellings(func(f flag) bool { return f.value != nil })
	for i, s := range list {
		list[i] = c.path + " " + s
	}
	return list
}

// switches and flags with a value, as they are written.
func (c *command) options() []string { return c.spellings(func(flag) bool { return true }) }

func (c *command) spellings(wanted func(flag) bool) (list []string) {
	for _, f := range c.flags {
		if wanted(f) {
			list = append(list, f.spellings()...)
		}
	}
	return list
}

func (f flag) spellings() []string {
	if f.short == "" {
		return []string{"--" + f.long}
	}
	return []string{"-" + f.short, "--" + f.long}
}

// name is the last word of the path.
func (c *command) name() string { return c.path[strings.LastIndexByte(c.path, ' ')+1:] }

// quote makes one word of s for bash and zsh.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// alternatives makes a pattern of case from words.
func alternatives(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = quote(w)
	}
	return strings.Join(quoted, "|")
}
