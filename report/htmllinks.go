package report

import (
	"iter"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

// links tell which findings are about which things. Things are named by the anchors of
// their rows, as in task-3: the kind and the index in the report's list.
type links struct {
	findings map[string][]string // ids by anchor
	anchors  map[string][]string // by id of the finding
}

func anchor(kind string, index int) string { return kind + "-" + itoa(index+1) }

// proof is a place in the inputs of a timeline.
type proof struct{ timeline, input, line int }

// links finds out by the lines that prove a finding: they are lines of the thing that
// it is about. Where some of those things bear the name that the finding names, the
// others have nothing to do with it. An exit is about the process.
func (t *texter) links() links {
	at := map[proof][]string{}
	named := map[string]string{} // by anchor
	add := func(anchor, name string, timeline int, lines iter.Seq2[lifecycle.EventKind, lifecycle.Evidence]) {
		named[anchor] = name
		for _, e := range lines {
			if e.Found() {
				p := proof{timeline, e.Input, e.Line}
				at[p] = append(at[p], anchor)
			}
		}
	}
	for i, x := range t.r.Tasks {
		if x.source != nil {
			add(anchor("task", i), deref(x.Name), x.Timeline, x.source.Evidence.All())
		}
	}
	for i, x := range t.r.BGTasks {
		if x.source != nil {
			add(anchor("bgtask", i), deref(x.Identifier), x.Timeline, x.source.Evidence.All())
		}
	}
	for i, x := range t.r.Transfers {
		if x.source != nil {
			add(anchor("transfer", i), x.Task, x.Timeline, x.source.Evidence.All())
		}
	}
	for i, x := range t.r.Wakes {
		if x.source != nil {
			add(anchor("wake", i), "", x.Timeline, x.source.Evidence.All())
		}
	}
	for i, x := range t.r.LogPoints {
		if x.source != nil {
			add(anchor("point", i), "", x.Timeline, x.source.Lines())
		}
	}
	l := links{map[string][]string{}, map[string][]string{}}
	for i := range t.r.Findings {
		f := &t.r.Findings[i]
		var about []string
		if f.source != nil {
			for _, e := range f.source.Evidence {
				about = append(about, at[proof{f.Timeline, e.Input, e.Line}]...)
			}
		}
		if named := slices.DeleteFunc(slices.Clone(about), func(a string) bool { return f.Subject == nil || named[a] != *f.Subject }); len(named) > 0 {
			about = named
		}
		if p := t.exitOf(f); p != "" {
			about = append(about, p)
		}
		slices.Sort(about)
		about = slices.Compact(about)
		l.anchors[f.ID] = about
		for _, a := range about {
			l.findings[a] = append(l.findings[a], f.ID)
		}
	}
	return l
}

// exitOf is the anchor of the process that an exit finding is about.
func (t *texter) exitOf(f *Finding) string {
	if !strings.HasPrefix(f.Rule, "exit-") || f.PID == nil {
		return ""
	}
	found, n := "", 0
	for _, a := range t.r.Apps {
		for _, p := range a.Processes {
			if p.Timeline == f.Timeline && p.PID != nil && *p.PID == *f.PID && a.Label() == deref(f.App) && p.Exit != nil && !p.Launched.After(f.At) {
				found = anchor("process", n)
			}
			n++
		}
	}
	return found
}
