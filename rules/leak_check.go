package rules

import (
	"slices"
	"strconv"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// leakCount tasks of one name open at once, the oldest for leakAge seconds, are a
// leak.
const (
	leakCount = 5
	leakAge   = 60.0
)

// checkLeaks looks for many tasks of one name open at once, and for
// assertiond's record counts.
func checkLeaks(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, a := range t.Apps {
		for _, p := range a.Processes {
			found = append(found, leaksOf(t, p)...)
		}
	}
	for _, c := range t.Clues {
		if c.Event != lifecycle.HighWaterMark {
			continue
		}
		n, _ := strconv.Atoi(c.Fields["count"])
		if n < leakCount {
			continue
		}
		f := newFinding(&taskLeak, c.Process, c.Subject)
		f.At, f.Until = c.Evidence.Time, c.Until
		f.put("high_water", n)
		f.set("name", c.Subject)
		f.prove(c.Evidence)
		f.prove(c.More...)
		found = append(found, f)
	}
	return found
}

// leaksOf finds, for each readable name of a process, the moment with the most
// tasks open.
func leaksOf(t *lifecycle.Timeline, p *lifecycle.Process) []*Finding {
	byName := map[string][]*lifecycle.Task{}
	var names []string
	for _, task := range p.Tasks {
		if task.Name == "" || task.System || !task.Begun.Known() {
			continue
		}
		if byName[task.Name] == nil {
			names = append(names, task.Name)
		}
		byName[task.Name] = append(byName[task.Name], task)
	}
	var found []*Finding
	for _, name := range names {
		tasks := byName[name]
		if len(tasks) < leakCount {
			continue
		}
		if f := mostOpen(t, p, name, tasks); f != nil {
			found = append(found, f)
		}
	}
	return found
}

// change is the beginning or the end of a task.
type change struct {
	at   lifecycle.Time
	ends bool
	task *lifecycle.Task
}

// changesOf lists when tasks began and ended, in order. Of one that ends nowhere only the
// beginning is there, and one that may have ended without a line is left out where it may have.
func changesOf(t *lifecycle.Timeline, tasks []*lifecycle.Task) []change {
	var list []change
	for _, task := range tasks {
		to := task.Ended
		switch {
		case task.WasEnded && !to.Known(), !task.WasEnded && (task.Closed || t.Beginnings):
			continue
		case !task.WasEnded:
			to = t.FirstGap(task.Process, task.Begun)
		}
		if to.Before(task.Begun) { // the clock was set
			continue
		}
		list = append(list, change{at: task.Begun, task: task})
		if to.Known() {
			list = append(list, change{at: to, ends: true, task: task})
		}
	}
	slices.SortStableFunc(list, func(a, b change) int { return a.at.Compare(b.at) })
	return list
}

// mostOpen walks the beginnings and ends of the tasks of one name. A task leaks when the
// oldest open one is a minute old while so many are open.
func mostOpen(t *lifecycle.Timeline, p *lifecycle.Process, name string, tasks []*lifecycle.Task) *Finding {
	end := parse.Latest(p.Last, p.OwnLast)
	if told := p.ToldEnd(); told.Known() {
		end = told
	}
	var open []*lifecycle.Task
	most, oldest := 0, 0.0
	var at lifecycle.Time // when it first was as bad as that
	var witnesses []*lifecycle.Task
	judge := func(now lifecycle.Time) {
		if len(open) < leakCount || len(open) < most {
			return
		}
		age, ok := t.AwakeAtLeast(p, open[0].Begun, now)
		if ok && age >= leakAge {
			if len(open) > most {
				at = now
			}
			most, oldest = len(open), age
			witnesses = []*lifecycle.Task{open[0], open[len(open)-1]}
		}
	}
	ripen := func(before lifecycle.Time) {
		if len(open) < leakCount {
			return
		}
		// it was a leak already when the oldest came of age
		ripe := parse.Latest(open[len(open)-1].Begun, open[0].Begun.Add(leakAge))
		if ripe.Before(before) {
			judge(ripe)
		}
		judge(before)
	}
	for _, c := range changesOf(t, tasks) {
		if !c.ends {
			open = append(open, c.task)
			judge(c.at)
			continue
		}
		ripen(c.at)
		if i := slices.Index(open, c.task); i >= 0 {
			open = slices.Delete(open, i, i+1)
		}
	}
	ripen(end)
	if most == 0 {
		return nil
	}
	f := newFinding(&taskLeak, p, name)
	f.At = at
	f.put("name", name)
	f.put("open", most)
	f.put("oldest_s", oldest)
	for _, w := range witnesses {
		f.prove(w.Evidence.Of(lifecycle.TaskCreated), w.Evidence.Of(lifecycle.TaskWillAdd))
	}
	return f
}
