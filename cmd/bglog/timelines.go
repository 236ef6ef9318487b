package main

import (
	"maps"
	"slices"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// groupInputs says which inputs are of one device: with merge all of them, those
// of one sysdiagnose, those that share a boot; else each is its own.
func groupInputs(inputs []*parse.Input, args []string, merge bool, sysdiagnose func(folder string) bool, boots func(*parse.Input) []string) [][]*parse.Input {
	if len(inputs) < 2 {
		merge, boots = true, func(*parse.Input) []string { return nil }
	}
	type group struct {
		inputs []*parse.Input
		keys   map[string]bool
	}
	var groups []*group
	for _, in := range inputs {
		g := &group{inputs: []*parse.Input{in}, keys: map[string]bool{}}
		for _, id := range boots(in) {
			g.keys["boot "+id] = true
		}
		if merge {
			g.keys["merge"] = true
		} else if folder := args[in.Argument]; (in.Name != folder || in.LogArchive()) && sysdiagnose(folder) {
			g.keys["sysdiagnose "+folder] = true
		}
		groups = slices.DeleteFunc(groups, func(other *group) bool {
			for k := range other.keys {
				if g.keys[k] {
					g.inputs = append(other.inputs, g.inputs...)
					maps.Copy(g.keys, other.keys)
					return true
				}
			}
			return false
		})
		groups = append(groups, g)
	}
	at := func(in *parse.Input) int { return slices.Index(inputs, in) }
	list := make([][]*parse.Input, len(groups))
	for i, g := range groups {
		slices.SortFunc(g.inputs, func(a, b *parse.Input) int { return at(a) - at(b) })
		list[i] = g.inputs
	}
	slices.SortFunc(list, func(a, b []*parse.Input) int { return at(a[0]) - at(b[0]) })
	return list
}

// reportSlack is how many seconds before or after a process's life a report about
// it may be stamped: reports are written when the process is gone.
const reportSlack = 60

// lived reports whether the app and pid that a report tells of lived in the
// timeline at that time.
func lived(t *lifecycle.Timeline, r *parse.Report) bool {
	for _, a := range t.Apps {
		if r.Process != "" && a.Name == "" && slices.ContainsFunc(a.Processes, func(p *lifecycle.Process) bool { return lifecycle.SameKill(p, r) }) {
			return true
		}
		if !(r.BundleID != "" && a.BundleID == r.BundleID || r.Process != "" && a.Name == r.Process) {
			continue
		}
		for _, p := range a.Processes {
			if r.PID == parse.NoPID || p.PID == r.PID {
				if during(r, p.First, lastOf(t, p)) {
					return true
				}
			}
		}
	}
	return false
}

// lastOf is the end of a process, or of the log that leaves it alive.
func lastOf(t *lifecycle.Timeline, p *lifecycle.Process) parse.Time {
	if p.Exited.Known() {
		return p.Exited
	}
	return parse.Latest(p.Last, t.Last)
}

// during reports whether a report's moment, or its period, touches the time from
// first to last. Where times cannot be compared, the app and pid decide alone.
func during(r *parse.Report, first, last parse.Time) bool {
	if !r.Time.Known() || first.Dateless() || !first.Known() {
		return r.PID != parse.NoPID
	}
	begin := r.Begin
	if !begin.Known() {
		begin = r.Time
	}
	return !r.Time.Before(first.Add(-reportSlack)) && !begin.After(last.Add(reportSlack))
}
