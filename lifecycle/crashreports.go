package lifecycle

import (
	"sort"
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
)

// joinSeconds is how far a report's time may lie from the log's: reports are
// stamped when they are written, seconds after the end.
const joinSeconds = 60

// report turns a crash report, a JetsamEvent victim or a MetricKit payload into
// exits, joined to the process that the log shows when it is the same one.
func (e *Engine) report(r *parse.Report) {
	if r.Simulator {
		e.simulator(Evidence{Input: r.Input, Line: r.Line, Time: r.Time, Process: r.Process, Text: r.Evidence, Report: true})
	}
	if e.t.Device.OS == "" {
		e.t.Device.OS, e.t.Device.Model = r.OS, r.Model
	}
	if r.Kind == parse.ReportMetricKit {
		e.metricKit(r)
		return
	}
	if r.Kind == parse.ReportJetsam && systemVictim(r) {
		return
	}
	x := exitOfReport(r)
	ev := Evidence{Input: r.Input, Line: r.Line, Time: r.Time, Process: r.Process, Text: r.Evidence, Report: true}
	if x == nil {
		e.reportClue(r, ev)
		return
	}
	x.Evidence = []Evidence{ev}
	p := e.reportProcess(r, x)
	p.App.Work = true
	if p.Exit == nil {
		p.Exit = &Exit{Kind: ExitUnknown, Count: 1}
	}
	p.Exit.add(x)
	if strings.Contains(fold(x.Specific, " "), notBackgroundable) {
		e.locationMode(&parse.Record{Input: ev.Input, Line: ev.Line, Time: ev.Time, Process: ev.Process, Message: ev.Text}, &Row{Origin: Apple}, p)
	}
	p.gone = true
	if !p.Exited.Known() {
		p.Exited = r.Time
	}
	if !p.Launched.Known() {
		p.Launched = r.Launched
	}
	e.touch(p, r.Time)
}

// systemVictim reports whether a JetsamEvent killed one of Apple's daemons,
// which is no app's story.
func systemVictim(r *parse.Report) bool {
	for _, s := range r.States {
		if s == "daemon" {
			return true
		}
	}
	return systemProcesses[r.Process]
}

// reportApp finds or makes the app of a report.
func (e *Engine) reportApp(r *parse.Report) *App {
	a := e.reportOwner(r)
	a.Appex = a.Appex || r.Extension
	a.System = a.System || r.System
	if r.Extension && a.Host == "" {
		if i := strings.Index(r.Explanation, "xpcservice<"); i >= 0 {
			if id, _ := parseIdentity(r.Explanation[i:]); id.Bundle == a.BundleID {
				a.Host = id.Host
			}
		}
	}
	return a
}

func (e *Engine) reportOwner(r *parse.Report) *App {
	if r.BundleID == "" {
		if p := e.unnamedVictim(r); p != nil {
			if b := e.byName[r.Process]; b != nil {
				e.join(p.App, b)
			} else {
				e.nameApp(p.App, r.Process)
			}
		}
		return e.appNamed(&parse.Record{Process: r.Process})
	}
	id := noIdentity
	id.Kind, id.Bundle = IdentityApp, r.BundleID
	a := e.appOf(id)
	if a.Name == "" && r.Process != "" && e.byName[r.Process] == nil {
		e.nameApp(a, r.Process)
	} else if b := e.byName[r.Process]; b != nil && b != a && b.BundleID == "" {
		e.join(a, b)
	}
	return a
}

// unnamedVictim is the process that a JetsamEvent's victim is where the log, which has bundle
// identifiers, does not name it.
func (e *Engine) unnamedVictim(r *parse.Report) *process {
	if b := e.byName[r.Process]; r.Process == "" || b != nil && b.BundleID != "" {
		return nil
	}
	for _, p := range e.all {
		if p.App.Name == "" && SameKill(p.Process, r) {
			return p
		}
	}
	return nil
}

// SameKill reports whether a JetsamEvent tells of the end that the log shows of a process, by
// pid and time: a device has a pid once, and both say that it was killed for memory.
func SameKill(p *Process, r *parse.Report) bool {
	if r.Kind != parse.ReportJetsam || r.PID == parse.NoPID || p.PID != r.PID || p.Exit == nil || p.Exit.Kind != ExitMemory {
		return false
	}
	apart, ok := r.Time.Since(p.Exited)
	return ok && !p.Exited.Dateless() && !r.Time.Dateless() && apart >= -joinSeconds && apart <= joinSeconds
}

// reportProcess finds the process of a report that tells the end x, if any: the same app and pid,
// living at that time, or ended in the same way where neither log nor report has a time or
// a pid; else it is a process of its own.
func (e *Engine) reportProcess(r *parse.Report, x *Exit) *process {
	a := e.reportApp(r)
	for _, p := range e.all {
		if p.App != a || p.PID != r.PID && p.PID != parse.NoPID && r.PID != parse.NoPID {
			continue
		}
		if p.Exit != nil && p.Exit.Report && r.PID == parse.NoPID {
			continue // another report without a pid
		}
		end := p.Last
		if p.Exited.Known() {
			end = p.Exited
		}
		late, ok1 := r.Time.Since(end)
		early, ok2 := r.Time.Since(p.First)
		switch {
		case r.Begin.Known() && r.Kind == parse.ReportCrash:
			// MetricKit tells only the period in which the crash happened
			if !p.First.After(r.Time) && !r.Begin.After(end) {
				return p
			}
		case !ok1 || !ok2 || p.First.Dateless() != r.Time.Dateless():
			if p.PID == r.PID && (r.PID != parse.NoPID || !ok1 && x != nil && p.Exit != nil && p.Exit.Kind == x.Kind && p.Exit.Code == x.Code) {
				return p
			}
		case early >= -joinSeconds && (late <= joinSeconds || !p.Exited.Known() && p.PID == r.PID && r.PID > 0):
			return p
		}
	}
	return e.newProcess(a, r.PID)
}

// reportClue keeps reports that tell of no end: a CPU limit that was exceeded,
// a backtrace without a termination.
func (e *Engine) reportClue(r *parse.Report, ev Evidence) {
	c := Clue{Evidence: ev, Count: 1, CPU: r.CPU, Fields: map[string]string{}}
	switch {
	case r.CPU != nil:
		c.Event = CPUReported
		c.Cut = r.CPU.Action == "" && r.Exception == ""
	case len(r.Frames) > 0 || len(r.MainThread) > 0:
		c.Event = BacktraceSeen
		c.Frames = r.Frames
		if len(r.MainThread) > 0 {
			c.Frames = r.MainThread
		}
	default:
		return
	}
	if r.BundleID != "" || r.Process != "" {
		p := e.reportProcess(r, nil)
		e.touch(p, r.Time)
		p.App.Work = true
		c.App, c.Process = p.App, p.Process
	}
	e.t.Clues = append(e.t.Clues, c)
}

// metricExits are the counters of MXMetricPayload's applicationExitMetrics that
// tell of an end worth a finding.
var metricExits = []struct {
	key  string
	exit Exit
}{
	{"cumulativeBackgroundTaskAssertionTimeoutExitCount", Exit{Kind: ExitAssertionTimeout, Namespace: "RUNNINGBOARD", Code: 0x2182BAD2, HasCode: true}},
	{"cumulativeBackgroundURLSessionCompletionTimeoutExitCount", Exit{Kind: ExitAssertionTimeout, Namespace: "RUNNINGBOARD", Code: 0x2182BAD3, HasCode: true}},
	{"cumulativeBackgroundFetchCompletionTimeoutExitCount", Exit{Kind: ExitAssertionTimeout, Namespace: "RUNNINGBOARD", Code: 0x2182BAD4, HasCode: true}},
	{"cumulativeSuspendedWithLockedFileExitCount", Exit{Kind: ExitFileLock, Namespace: "RUNNINGBOARD", Code: 0xDEAD10CC, HasCode: true}},
	{"cumulativeAppWatchdogExitCount", Exit{Kind: ExitWatchdog, Namespace: "FRONTBOARD", Code: 0x8BADF00D, HasCode: true}},
	{"cumulativeCPUResourceLimitExitCount", Exit{Kind: ExitCPU}},
	{"cumulativeMemoryResourceLimitExitCount", Exit{Kind: ExitMemory, Namespace: "JETSAM", Jetsam: "per-process-limit"}},
	{"cumulativeMemoryPressureExitCount", Exit{Kind: ExitMemory, Namespace: "JETSAM", Jetsam: "vm-pageshortage"}},
	{"cumulativeBadAccessExitCount", Exit{Kind: ExitCrash, Exception: "EXC_BAD_ACCESS"}},
	{"cumulativeIllegalInstructionExitCount", Exit{Kind: ExitCrash, Signal: "SIGILL", Exception: "EXC_BAD_INSTRUCTION"}},
	{"cumulativeAbnormalExitCount", Exit{Kind: ExitCrash, Signal: "SIGABRT"}},
}

// metricKit makes one counted exit of every counter that is not zero.
func (e *Engine) metricKit(r *parse.Report) {
	a := e.reportApp(r)
	for _, side := range []struct {
		state  State
		counts map[string]int
	}{{StateBackground, r.BackgroundExits}, {StateForeground, r.ForegroundExits}} {
		for _, m := range metricExits {
			n := side.counts[m.key]
			if n <= 0 {
				continue
			}
			x := m.exit
			x.Count, x.Report, x.MetricKit, x.State = n, true, true, side.state
			x.Evidence = []Evidence{{Input: r.Input, Line: r.Line, Time: r.Time, Text: metricLine(side.state, m.key, n)}}
			p := &Process{App: a, PID: parse.NoPID, Launch: LaunchUnknown, First: r.Begin, Last: r.Time, Exited: r.Time, Exit: &x}
			a.Processes = append(a.Processes, p)
			a.Work = true
		}
	}
	sort.SliceStable(a.Processes, func(i, j int) bool { return a.Processes[i].First.Before(a.Processes[j].First) })
}

// metricLine writes a counter as the payload prints it.
func metricLine(state State, key string, n int) string {
	data := "backgroundExitData"
	if state == StateForeground {
		data = "foregroundExitData"
	}
	return data + "." + key + ": " + strconv.Itoa(n)
}
