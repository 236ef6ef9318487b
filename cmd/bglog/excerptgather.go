package main

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report"
)

// passage is a record's lines.
type passage struct {
	line int // its first
	text string
	near bool // it tells of the app, or of something that the finding's lines name
}

// gatherer reads an input again for the passages that may matter: what bglog recognises.
type gatherer struct {
	ctx   context.Context
	opts  parse.Options
	in    *parse.Input
	again func() bool // makes the input readable once more
	about about

	lines    int
	format   string
	head     string // what stands before the first record
	passages []passage
}

// gathered bounds the bytes of passages; those that are not near go first.
const gathered = 48 << 20

// gather reads the input twice: for the records, and for their lines.
func (g *gatherer) gather() error {
	wanted, err := g.records()
	if err != nil {
		return err
	}
	begun, err := g.texts(wanted)
	if err != nil || begun {
		return err
	}
	// records of this format are found by more than a line's beginning
	g.opts.Interest = nil
	g.again()
	all, err := g.records()
	if err != nil {
		return err
	}
	if g.about.begin(all) { // else what proves the finding goes on with the text above
		for i := range all {
			all[i].skip = false // it may be what the one above goes on with
		}
		wanted = all
	}
	_, err = g.texts(wanted)
	return err
}

// mark is the first line of a record, with what is to be done with it.
type mark struct {
	line       int
	near, skip bool
}

func (g *gatherer) records() ([]mark, error) {
	var marks []mark
	sum, err := g.in.Scan(g.ctx, g.opts, func(records []parse.Record) error {
		for i := range records {
			r := &records[i]
			near := g.about.tells(r)
			marks = append(marks, mark{line: r.Line, near: near, skip: r.Note == nil && !near})
		}
		return nil
	})
	if err != nil && sum.Records == 0 && len(sum.Reports) == 0 {
		return nil, err
	}
	g.lines, g.format = sum.Lines, sum.Format
	slices.SortStableFunc(marks, func(a, b mark) int { return a.line - b.line })
	g.again()
	return marks, nil
}

// texts collects the lines of the wanted records; begun tells that the beginnings of
// records can be told from other lines.
func (g *gatherer) texts(marks []mark) (begun bool, err error) {
	g.passages, g.head = nil, ""
	var text strings.Builder
	var current *mark
	size, seen, next := 0, false, 0
	flush := func() {
		if current != nil && !current.skip && (current.near || size < gathered) {
			g.passages = append(g.passages, passage{current.line, text.String(), current.near})
			size += text.Len()
		} else if !seen {
			g.head = text.String()
		}
		text.Reset()
	}
	numbered := 0
	err = g.in.Lines(g.opts, func(n int, line []byte, begins bool) error {
		numbered = n
		begun = begun || begins
		for next < len(marks) && marks[next].line < n {
			next++
		}
		if marked := next < len(marks) && marks[next].line == n; marked || begins {
			flush()
			seen, current = true, nil
			if marked {
				current = &marks[next]
			}
		}
		if !seen || current != nil && !current.skip {
			text.Write(line)
			text.WriteByte('\n')
		}
		return g.ctx.Err()
	})
	flush()
	g.lines = max(g.lines, numbered)
	return begun || len(marks) == 0, err
}

// about is what a finding is about.
type about struct {
	lines []int // that prove it, sorted
	names []string
	pids  []int
	apps  []string
}

func newAbout(r *report.Report, f *report.Finding, lines []int) about {
	a := about{lines: slices.Sorted(slices.Values(lines))}
	word := func(s *string) {
		if s != nil && len(*s) > 2 {
			a.names = append(a.names, *s)
		}
	}
	word(f.App)
	word(f.Subject)
	for _, app := range r.Apps {
		if f.App == nil || app.Label() != *f.App {
			continue
		}
		word(app.BundleID)
		word(app.Name)
		if app.Name != nil {
			a.apps = append(a.apps, *app.Name)
		}
		for _, p := range app.Processes {
			if p.PID != nil && *p.PID > 1 && p.Timeline == f.Timeline {
				a.pids = append(a.pids, *p.PID)
			}
		}
	}
	for _, pid := range a.pids {
		a.names = append(a.names, ":"+strconv.Itoa(pid)+"]", "["+strconv.Itoa(pid)+"]")
	}
	for _, e := range f.Evidence {
		a.names = append(a.names, uuids(e.Text)...)
	}
	slices.Sort(a.names)
	a.names = slices.Compact(a.names)
	return a
}

// uuids are the UUIDs in a text: sessions and transfers go by them.
func uuids(s string) (list []string) {
	const length = 36
	for i := 0; i+length <= len(s); i++ {
		if c := s[i : i+length]; c[8] == '-' && c[13] == '-' && c[18] == '-' && c[23] == '-' && strings.Trim(c, "0123456789ABCDEFabcdef-") == "" {
			list = append(list, c)
			i += length - 1
		}
	}
	return list
}

func (a *about) tells(r *parse.Record) bool {
	if _, proof := slices.BinarySearch(a.lines, r.Line); proof || slices.Contains(a.pids, r.PID) || slices.Contains(a.apps, r.Process) || r.Kind == parse.KindMarker {
		return true
	}
	return slices.ContainsFunc(a.names, func(n string) bool { return strings.Contains(r.Message, n) })
}

// begin reports whether records begin at all lines that prove the finding; marks are
// sorted.
func (a *about) begin(marks []mark) bool {
	for _, line := range a.lines {
		if _, ok := slices.BinarySearchFunc(marks, line, func(m mark, line int) int { return m.line - line }); !ok {
			return false
		}
	}
	return true
}

// distance is how many lines lie between a line and those that prove the finding.
func (a *about) distance(line int) int {
	if len(a.lines) == 0 {
		return 0
	}
	return max(0, a.lines[0]-line, line-a.lines[len(a.lines)-1])
}
