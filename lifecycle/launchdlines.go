package lifecycle

import (
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
)

// Ends of processes in launchd's words.

// launchdExit: (namespace, code, wait status), in decimal.
func (e *Engine) launchdExit(rec *parse.Record, ev *Event) {
	p := e.target(ev.Target, rec)
	if p == nil {
		return
	}
	if ev.Field("namespace") == "" {
		e.exited(p, rec, nil)
		return
	}
	ns, _ := strconv.ParseUint(ev.Field("namespace"), 10, 64)
	code, _ := strconv.ParseUint(ev.Field("code"), 10, 64)
	status, _ := strconv.ParseUint(ev.Field("status"), 10, 64)
	e.exited(p, rec, launchdReason(ns, code, status))
}

func launchdReason(ns, code, status uint64) *Exit {
	if ns == 0 {
		// no reason: the wait status tells of exit() or a signal
		if sig := status & 0x7f; sig != 0 {
			return termination("SIGNAL", sig, true, "")
		}
		x := &Exit{Kind: ExitNormal, Count: 1}
		if n := status >> 8 & 0xff; n != 0 {
			x.Explanation = "exit(" + strconv.FormatUint(n, 10) + ")"
		}
		return x
	}
	name := namespaces[ns]
	if name == "" {
		name = strconv.FormatUint(ns, 10)
	}
	if name == "TCC" && code == 0 {
		if signal := signalNames[status&0x7f]; signal == "SIGABRT" { // by itself: a usage description is missing
			return &Exit{Kind: ExitCrash, Namespace: name, HasCode: true, Signal: signal, Count: 1}
		}
		// that, or the user has changed the permission
		return &Exit{Kind: ExitSignal, Namespace: name, HasCode: true, Signal: "SIGKILL", By: "tccd", Count: 1}
	}
	return termination(name, code, true, "")
}

// launchdExited: launchd's own line; the job's label is in the subsystem or in
// the text before.
func (e *Engine) launchdExited(rec *parse.Record, ev *Event) {
	var x *Exit
	rest := ev.Field("rest")
	if n := ev.Field("signal"); n != "" {
		x = signalled(n)
	} else if n := ev.Field("status"); n != "" {
		x = &Exit{Kind: ExitNormal, Explanation: "exit(" + n + ")", Count: 1}
	} else if ns := ev.Field("namespace"); ns != "" {
		n, _ := strconv.ParseUint(ns, 10, 64)
		code, _ := strconv.ParseUint(strings.TrimPrefix(ev.Field("code"), "0x"), 16, 64)
		x = launchdReason(n, code, 0)
		if strings.Contains(rest, "RBSTerminateContext") {
			if c := contextExit(rest); c.Kind != ExitUnknown {
				x.add(c)
			}
		}
	} else {
		x = dueTo(rest)
	}
	before, _, _ := strings.Cut(rec.Message, "exited ")
	label := rec.Subsystem + " " + before
	var p *process
	if j, ok := jobOf(label); ok {
		p = e.run(j, rec)
	} else if p = e.askedFor(label); p == nil && (rec.Subsystem != "" || strings.Contains(label, "/") || rec.Process != "") {
		return // a daemon's or agent's job
	}
	if p == nil {
		p = e.anonymous(rec)
	}
	e.exited(p, rec, x)
}

// job is the label of an app's run: "UIKitApplication:com.example.notes[0x5b4a][412]".
type job struct {
	bundle string
	run    string // "0x5b4a", which each run has of its own; "" where it is not told
	pid    int
}

// jobOf finds the label of an app's job in a text. In the first brackets may stand the run or
// the pid, which else follows in the last.
func jobOf(text string) (j job, ok bool) {
	_, app, ok := strings.Cut(text, "UIKitApplication:")
	if !ok {
		return job{}, false
	}
	end := strings.IndexAny(app, "[ :)")
	if end < 0 {
		end = len(app)
	}
	j = job{bundle: app[:end], pid: parse.NoPID}
	for rest := app[end:]; strings.HasPrefix(strings.TrimLeft(rest, " "), "["); {
		rest = strings.TrimLeft(rest, " ")
		shut := strings.IndexByte(rest, ']')
		if shut < 0 {
			break
		}
		j.pid = parse.NoPID
		if inside := rest[1:shut]; inside != "" && number(inside, argNumber) == len(inside) {
			j.pid = atoi(inside)
		} else if j.run == "" {
			j.run = inside
		}
		rest = rest[shut+1:]
	}
	return j, true
}

// run returns the process of a job: the app's current one, unless that is known to be of
// another run.
func (e *Engine) run(j job, rec *parse.Record) *process {
	p := e.bundle(j.bundle, j.pid, rec)
	if p == nil || j.run == "" {
		return p
	}
	if p.run != "" && p.run != j.run {
		p = e.touch(e.newProcess(p.App, j.pid), rec.Time)
	}
	p.run = strings.Clone(j.run)
	return p
}

// signalled is the end by the signal of that number.
func signalled(number string) *Exit {
	return termination("SIGNAL", uint64(max(atoi(number), 0)), true, "")
}

// askedFor finds the process of a macOS job's label, application.<bundle>.N.N,
// whose end was asked for.
func (e *Engine) askedFor(label string) *process {
	for _, p := range e.all {
		if p.asked != nil && strings.Contains(label, "application."+p.App.BundleID) {
			return p
		}
	}
	return nil
}

// dueTo reads "exit(0), ran for 1363ms", "SIGPIPE | sent by Notes[412], ran for …".
func dueTo(s string) *Exit {
	if end := strings.IndexAny(s, "`\n"); end >= 0 { // a ticket's code fence
		s = s[:end]
	}
	word, _, _ := strings.Cut(s, ",")
	word, by, _ := strings.Cut(word, " | sent by ")
	word = strings.TrimSpace(word)
	if strings.HasPrefix(word, "exit(") {
		x := &Exit{Kind: ExitNormal, Count: 1}
		if word != "exit(0)" {
			x.Explanation = word
		}
		return x
	}
	if _, number, ok := cutLast(strings.TrimPrefix(word, "signal: "), ':'); ok { // "Segmentation fault: 11"
		word = signalNames[uint64(max(atoi(strings.TrimSpace(number)), 0))]
	}
	for n, name := range signalNames {
		if word == name {
			x := termination("SIGNAL", n, true, "")
			x.By = by
			return x
		}
	}
	return &Exit{Kind: ExitOther, Explanation: word, Count: 1}
}
