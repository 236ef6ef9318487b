package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report"
	"github.com/bglog/bglog/rules"
)

// excerptCommand writes the lines of a log that a finding needs.
type excerptCommand struct {
	inputFlags
	redactFlag
	Finding string `required:"" placeholder:"FINDING" help:"Fingerprint of the finding, or the beginning of it, or the number it has in the report, such as f3."`
	Output  string `short:"o" placeholder:"FILE" help:"The excerpt; else standard output."`
}

// Help tells what is written of logs that have no lines.
func (excerptCommand) Help() string {
	return "Of a sysdiagnose, a .logarchive or a .tracev3 file the lines are those that log\nshow writes."
}

// shrinkTests bounds how often a part of the log is judged.
const shrinkTests = 3000

// Run finds the finding, then the lines that give it, and checks what it writes.
func (e *excerptCommand) Run(c *call) error {
	selection, err := e.selection()
	if err != nil {
		return err
	}
	src, err := e.open(c)
	if err != nil {
		return err
	}
	r, unread := e.read(c, src, selection, false)
	if r.Partial {
		c.code = exitInterrupted
		return nil
	}
	f, err := findingOf(r, e.Finding)
	if err != nil {
		c.warn("%v", err)
		if c.code = exitNothing; unread {
			c.code = exitUnread
		}
		return nil
	}
	x := excerpt{opts: src.opts, settings: c.rulesSettings(), want: f}
	text, of, err := e.shortest(c, src, r, &x)
	if err == nil && e.Redact {
		text, err = x.redacted(r, c.env.newKey(), text)
	}
	if err != nil {
		c.warn("%v", err)
		c.code = exitUsage
		return nil
	}
	if e.Output == "" {
		if c.code = c.print(text); c.code != exitClean {
			return nil
		}
	} else if err := os.WriteFile(e.Output, []byte(text), 0o644); err != nil {
		return fmt.Errorf("writing the excerpt: %w", err)
	}
	c.warn("%s of %s give %s (%s)", count(strings.Count(text, "\n"), "line", "lines"), of, f.Rule, f.Fingerprint)
	return nil
}

// findingOf is the finding of that number, fingerprint or beginning of one.
func findingOf(r *report.Report, name string) (*report.Finding, error) {
	var found []*report.Finding
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.ID == name || f.Fingerprint == name {
			return f, nil
		}
		if strings.HasPrefix(f.Fingerprint, name) || strings.HasPrefix(strings.TrimPrefix(f.Fingerprint, "1:"), name) {
			found = append(found, f)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return nil, fmt.Errorf("%d findings begin with %s: %s", len(found), name, listed(found))
	case len(r.Findings) == 0:
		return nil, fmt.Errorf("no finding %s: there is none at all in what was read", name)
	}
	for i := range r.Findings {
		found = append(found, &r.Findings[i])
	}
	return nil, fmt.Errorf("no finding %s; there are %s", name, listed(found))
}

func listed(findings []*report.Finding) string {
	const most = 20
	var list []string
	for i, f := range findings {
		if i == most {
			list = append(list, fmt.Sprintf("and %d more", len(findings)-i))
			break
		}
		list = append(list, fmt.Sprintf("%s %s (%s)", f.ID, f.Fingerprint, f.Rule))
	}
	return strings.Join(list, ", ")
}

// shortest tries the inputs that prove the finding, those with most of its lines first. It
// returns the lines, and of how many they are.
func (e *excerptCommand) shortest(c *call, src *source, r *report.Report, x *excerpt) (text, of string, err error) {
	if x.want.Rule == rules.BudgetExceeded.ID {
		return "", "", errors.New("a budget is about all that was read: no part of a log gives this finding")
	}
	lines := map[string][]int{}
	for _, proof := range x.want.Evidence {
		if proof.Input != nil && proof.Line != nil {
			lines[*proof.Input] = append(lines[*proof.Input], *proof.Line)
		}
	}
	names := make([]string, 0, len(lines))
	for name := range lines {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(len(lines[b])-len(lines[a]), cmp.Compare(a, b)) })
	for _, name := range names {
		at := slices.IndexFunc(src.parts, func(in *parse.Input) bool { return in.Name == name })
		if at < 0 {
			continue
		}
		in := src.parts[at]
		again := func() bool {
			if in.Standard() && !src.stdin.lost {
				src.stdin.rewind()
			}
			return !in.Standard() || !src.stdin.lost
		}
		if !again() {
			return "", "", errors.New("standard input was too long to be read again: give the log as a file")
		}
		g := gatherer{ctx: c.env.ctx, opts: src.opts, in: in, again: again, about: newAbout(r, x.want, lines[name])}
		gather, unit := g.gather, ""
		if slices.ContainsFunc(r.Inputs, func(i report.Input) bool { return i.Name == name && i.Format != nil && *i.Format == parse.NativeFormat }) {
			gather, unit = g.gatherNative, " records"
		}
		if err := gather(); err != nil {
			return "", "", err
		}
		if text, ok := x.shortest(g); ok {
			return text, strconv.Itoa(g.lines) + unit, nil
		}
	}
	return "", "", fmt.Errorf("no part of one input that was tried gives %s (%s) again: it needs more of the log than an excerpt holds; send the whole", x.want.Rule, x.want.Fingerprint)
}
