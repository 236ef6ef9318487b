package lifecycle

import (
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
)

// Ends for want of memory or for too much CPU, by the words of the kernel, symptomsd and UIKit.

// jetsamKill: the kernel names victim and cause.
func (e *Engine) jetsamKill(rec *parse.Record, ev *Event) {
	pid := parse.NoPID
	if n := ev.Field("pid"); n != "" {
		pid = atoi(n)
	} else if t := ev.Field("pidtext"); t != "" {
		pid = atoi(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(t), "pid")))
	}
	band := ev.Field("high")
	p := e.killed(rec, strings.TrimSpace(ev.Field("process")), pid, band == "FOREGROUND" || strings.Contains(rec.Message, " type:app)"))
	if p == nil || band != "" {
		return // a daemon, or the kill is still to come
	}
	cause, _, _ := strings.Cut(ev.Field("cause"), " ")
	x := &Exit{Kind: ExitMemory, Namespace: "JETSAM", Jetsam: strings.Clone(cause), Count: 1}
	if k, err := strconv.ParseInt(ev.Field("kilobytes"), 10, 64); err == nil {
		x.Pages, x.PageSize = k, 1024
	}
	e.exited(p, rec, x)
}

// memoryLimit: a warning unless the kernel says that it is fatal.
func (e *Engine) memoryLimit(rec *parse.Record, ev *Event) {
	if !strings.Contains(ev.Field("limit"), "(fatal)") {
		return
	}
	name, pid := ev.Field("process"), parse.NoPID
	if ev.Field("pid") != "" {
		pid = atoi(ev.Field("pid"))
	} else if before, number, ok := cutLast(strings.TrimSuffix(name, "]"), '['); ok && before != "" { // "Notes [412]"
		name, pid = strings.TrimSpace(before), atoi(number)
	}
	p := e.killed(rec, name, pid, false)
	if p == nil && name == "" && pid == parse.NoPID {
		p = e.anonymous(rec)
	}
	if p != nil {
		e.explain(p, rec, &Exit{Kind: ExitMemory, Namespace: "JETSAM", Jetsam: "per-process-limit", Count: 1})
	}
}

// memoryWarned: no fault, but the line names the process that a debugger's
// message may follow.
func (e *Engine) memoryWarned(rec *parse.Record, ev *Event) { e.own(rec) }

// cpuTriggered: symptomsd hears of a process that used more CPU than the kernel lets
// it live with.
func (e *Engine) cpuTriggered(rec *parse.Record, ev *Event) {
	p := e.killed(rec, strings.TrimSpace(ev.Field("process")), atoi(ev.Field("pid")), strings.Contains(ev.Field("path"), installedApps))
	if p == nil {
		return
	}
	num := func(field string) float64 {
		v, _ := strconv.ParseFloat(ev.Field(field), 64)
		ns, _ := strconv.ParseFloat(ev.Field(field+"_ns"), 64)
		return v + ns/1e9
	}
	cpu := &parse.CPUReport{UsedSeconds: num("used"), OverSeconds: num("over"), LimitSeconds: num("window"), Fatal: true}
	if cpu.LimitSeconds > 0 {
		cpu.LimitPercent = 100 * num("limit") / cpu.LimitSeconds
	}
	e.exited(p, rec, &Exit{Kind: ExitCPU, CPU: cpu, Count: 1})
}

// cpuViolated: RunningBoard takes assertions away from a process over its CPU
// budget.
func (e *Engine) cpuViolated(rec *parse.Record, ev *Event) {
	pid := atoi(ev.Field("pid"))
	p := e.byPID[pid]
	if p == nil {
		return
	}
	c := e.clue(ev, rec, p, "")
	c.Fields["assertions"] = ev.Field("assertions")
	p.cpu = evidence(rec)
}

func (e *Engine) cpuBurning(rec *parse.Record, ev *Event) {
	p := e.byPID[atoi(ev.Field("pid"))]
	if a := e.byName[ev.Field("process")]; p == nil && a != nil {
		p = e.current[a]
	}
	if p == nil {
		return
	}
	c := e.clue(ev, rec, p, "")
	c.Fields["limit"] = ev.Field("percent")
	p.cpu = evidence(rec)
}

// cpuReported: a pasted cpu_resource report; what was done stands beside it.
func (e *Engine) cpuReported(rec *parse.Record, ev *Event) {
	num := func(f string) float64 { v, _ := strconv.ParseFloat(ev.Field(f), 64); return v }
	cpu := &parse.CPUReport{OverSeconds: num("over"), LimitPercent: num("limit"), LimitSeconds: num("seconds")}
	if words := strings.Fields(ev.Field("used")); len(words) > 0 { // "CPU: 48"
		cpu.UsedSeconds, _ = strconv.ParseFloat(strings.TrimLeft(words[len(words)-1], "`\"'“(*"), 64)
	}
	cpu.Fatal = strings.Contains(rec.Message, "Action taken: Process killed")
	p := e.own(rec)
	if cpu.Fatal {
		e.exited(p, rec, &Exit{Kind: ExitCPU, CPU: cpu, Count: 1})
		return
	}
	c := e.clue(ev, rec, p, "")
	c.CPU, c.Cut = cpu, !strings.Contains(rec.Message, "Action taken:")
}

// killed returns the process that the kernel names, nil for a daemon; app is true when
// more than its name tells that it is an app's.
func (e *Engine) killed(rec *parse.Record, name string, pid int, app bool) *process {
	p := e.byPID[pid]
	if p == nil || pid <= 0 {
		if a := e.byName[name]; a != nil {
			p = e.current[a]
		}
	}
	if p == nil && (app || appLike(name)) && !strings.Contains(rec.Message, " type:daemon") {
		p = e.newProcess(e.appNamed(&parse.Record{Process: strings.Clone(name)}), pid)
		e.touch(p, rec.Time)
	}
	return p
}

// installedApps is where a device keeps the apps that people install.
const installedApps = "/containers/Bundle/Application/"

// appLike tells an app's process name from a daemon's: apps are named with a
// capital letter, Apple's own are listed.
func appLike(name string) bool {
	return name != "" && name[0] >= 'A' && name[0] <= 'Z' && !strings.Contains(name, ".") && !systemProcesses[name]
}

// daemonLike tells a daemon's process name, in small letters and ending in d, where a log of
// the whole system shows nothing else of the process.
func daemonLike(name string) bool {
	return strings.HasSuffix(name, "d") && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz") == "" && len(name) > 1
}
