// Package manpage writes a manual page of a command line that is declared with kong.
package manpage

import (
	"fmt"
	"strings"
	"time"

	"github.com/alecthomas/kong"
)

// Page is what stands in the page beside commands and flags.
type Page struct {
	Version     string
	Date        time.Time
	Summary     string
	Description []string // paragraphs
	Examples    []Item   // Term is a command
	Exits       []Item
	Environment []Item
	Files       []Item
	SeeAlso     string
}

// Item is one entry of a list.
type Item struct{ Term, Text string }

// Roff writes the page with the macros of man(7).
func (p Page) Roff(app *kong.Application) string {
	var w roff
	// The date is no text: readers of the page parse it.
	w.raw(fmt.Sprintf(`.TH "%s" "1" "%s" "%s" "User Commands"`, escape(strings.ToUpper(app.Name)), p.Date.Format(time.DateOnly), escape(app.Name+" "+p.Version)))
	w.macro("SH", "NAME")
	w.text(app.Name + " - " + p.Summary)
	w.macro("SH", "SYNOPSIS")
	leaves := visible(app.Node)
	for i, n := range leaves {
		if i > 0 {
			w.macro("br")
		}
		w.raw(synopsis(app.Name, n, n == app.DefaultCmd))
	}
	w.macro("SH", "DESCRIPTION")
	for i, text := range p.Description {
		if i > 0 {
			w.macro("PP")
		}
		w.text(text)
	}
	w.macro("SH", "OPTIONS")
	w.flags(app.Flags)
	w.macro("SH", "COMMANDS")
	for _, n := range leaves {
		w.command(n)
	}
	for _, s := range []struct {
		title string
		items []Item
	}{{"EXIT STATUS", p.Exits}, {"ENVIRONMENT", p.Environment}, {"FILES", p.Files}} {
		w.macro("SH", s.title)
		for _, item := range s.items {
			w.item("\\fB"+escape(item.Term)+"\\fR", item.Text)
		}
	}
	w.macro("SH", "EXAMPLES")
	for _, item := range p.Examples {
		w.item("\\fB"+escape(item.Term)+"\\fR", item.Text)
	}
	w.macro("SH", "SEE ALSO")
	w.text(p.SeeAlso)
	return w.b.String()
}

// visible lists the commands that do something.
func visible(n *kong.Node) (list []*kong.Node) {
	for _, child := range n.Children {
		switch {
		case child.Hidden:
		case len(child.Children) > 0:
			list = append(list, visible(child)...)
		default:
			list = append(list, child)
		}
	}
	return list
}

// name is the path of a command below the program.
func name(n *kong.Node) string {
	if n.Parent == nil || n.Parent.Type == kong.ApplicationNode {
		return n.Name
	}
	return name(n.Parent) + " " + n.Name
}

// synopsis is one line of roff.
func synopsis(program string, n *kong.Node, fallback bool) string {
	s := "\\fB" + program + "\\fR"
	if fallback {
		s += " [\\fB" + escape(name(n)) + "\\fR]"
	} else {
		s += " \\fB" + escape(name(n)) + "\\fR"
	}
	options := false
	for _, f := range n.Flags {
		if f.Required {
			s += " \\fB" + escape("--"+f.Name) + "\\fR=\\fI" + escape(f.FormatPlaceHolder()) + "\\fR"
		}
		options = options || !f.Required
	}
	if options {
		s += " [\\fIOPTION\\fR]..."
	}
	return s + arguments(n)
}

func arguments(n *kong.Node) (s string) {
	for _, p := range n.Positional {
		arg := "\\fI" + escape(strings.ToUpper(p.Name)) + "\\fR"
		if p.IsCumulative() {
			arg += "..."
		}
		if !p.Required {
			arg = "[" + arg + "]"
		}
		s += " " + arg
	}
	return s
}

// command tells about one command and its own flags.
func (w *roff) command(n *kong.Node) {
	w.macro("SS", name(n))
	w.text(n.Help)
	for _, p := range n.Positional {
		w.item("\\fI"+escape(strings.ToUpper(p.Name))+"\\fR", p.Help)
	}
	w.flags(n.Flags)
	if n.Detail != "" {
		w.macro("PP")
		w.macro("nf")
		for line := range strings.SplitSeq(n.Detail, "\n") {
			w.verbatim(line)
		}
		w.macro("fi")
	}
}

func (w *roff) flags(flags []*kong.Flag) {
	for _, f := range flags {
		if f.Hidden {
			continue
		}
		term := "\\fB" + escape("--"+f.Name) + "\\fR"
		if f.Short != 0 {
			term = "\\fB" + escape("-"+string(f.Short)) + "\\fR, " + term
		}
		help := f.Help
		switch {
		case f.Enum != "":
			term += "=\\fI" + escape(strings.Join(f.EnumSlice(), "|")) + "\\fR"
			help += " Default: " + f.Default + "."
		case !f.IsBool():
			term += "=\\fI" + escape(f.FormatPlaceHolder()) + "\\fR"
		}
		w.item(term, help)
	}
}
