package rules

import (
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

// mostOpen walks the tasks of one name in the order of their beginnings. A task
// leaks when the oldest open one is a minute old while so many are open.
func mostOpen(t *lifecycle.Timeline, p *lifecycle.Process, name string, tasks []*lifecycle.Task) *Finding {
	end := p.Last
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
			witnesses = append([]*lifecycle.Task(nil), open[0], open[len(open)-1])
		}
	}
	for _, task := range tasks {
		kept := open[:0]
		for _, o := range open {
			if !o.WasEnded || o.Ended.After(task.Begun) {
				kept = append(kept, o)
			}
		}
		open = append(kept, task)
		judge(task.Begun)
	}
	var still []*lifecycle.Task
	for _, o := range open {
		if !o.WasEnded {
			still = append(still, o)
		}
	}
	open = still
	if len(open) >= leakCount {
		// it was a leak already when the oldest came of age
		ripe := parse.Latest(open[len(open)-1].Begun, open[0].Begun.Add(leakAge))
		if ripe.Before(end) {
			judge(ripe)
		}
	}
	judge(end)
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
