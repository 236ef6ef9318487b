package lifecycle

import (
	"slices"
	"strings"

	"github.com/bglog/bglog/parse"
)

// Crashes, by the words of the runtimes that end a process and of ReportCrash.

func (e *Engine) crashReported(rec *parse.Record, ev *Event) {
	pid := atoi(ev.Field("pid"))
	p := e.byPID[pid]
	if p == nil {
		a := e.appNamed(&parse.Record{Process: strings.TrimSpace(ev.Field("process"))})
		p = e.current[a]
		if p == nil {
			p = e.newProcess(a, pid)
			e.touch(p, rec.Time)
		}
	}
	e.exited(p, rec, nil)
}

// notBackgroundable is what CoreLocation asserts when allowsBackgroundLocationUpdates is
// set without the background mode "location" (Apple, CLLocationManager: a programmer
// error; posted logs of iOS 9 to 17, mauron85/react-native-background-geolocation#60).
const notBackgroundable = "!stayUp || CLClientIsBackgroundable"

// appCrashed: the runtime's own words before it aborts.
func (e *Engine) appCrashed(rec *parse.Record, ev *Event) {
	if ev.Row.Inside && rec.Process != "" {
		return // an app's own words about it
	}
	if e.byPID[rec.PID] == nil && e.byName[rec.Process] == nil && daemonLike(rec.Process) {
		return
	}
	x := crashTold(rec, ev)
	if x == nil {
		return
	}
	p := e.saidBefore(rec, x.Explanation)
	switch {
	case p != nil:
	case ev.Row.family() == "swift", ev.Row.family() == "mono":
		p = e.consoleProcess(rec) // they write to the standard error alone
	default:
		p = e.own(rec)
	}
	e.abortTold(p)
	if _, undescribed := x.Undescribed(); undescribed {
		x.Namespace, x.Signal = "TCC", "" // the library aborts, or tccd kills
	}
	e.explain(p, rec, x)
	if strings.Contains(x.Explanation, notBackgroundable) {
		e.locationMode(rec, ev.Row, p)
	}
	p.closes(rec.Time)
}

// crashTold reads how a process ended from what its runtime says; nil when that is no app's.
func crashTold(rec *parse.Record, ev *Event) *Exit {
	text := ev.Field("exception") + ": " + thrownFor(ev.Field("reason"))
	if ev.Field("exception") == "" {
		text = rec.Message // the reason alone
	}
	x := &Exit{Kind: ExitCrash, Signal: "SIGABRT", Count: 1, Explanation: strings.TrimRight(text, "': \n")}
	headless := rec.Process == "" // programs of a Mac write so too
	switch ev.Row.family() {
	case "dyld":
		installed := slices.ContainsFunc(installedIn, func(place string) bool { return strings.Contains(text, place) })
		if !installed && (!strings.HasPrefix(ev.Field("library"), "@rpath/") || strings.Contains(text, "Referenced from: ")) {
			return nil // as a rule a tool of a Mac
		}
		x.Namespace, x.Signal, x.Inferred = "DYLD", "", headless && !installed
	case "mono":
		x.Signal, x.Inferred = ev.Field("signal"), headless
		if x.Signal == "segv" {
			x.Signal = "SIGSEGV"
		}
		if !strings.HasPrefix(x.Signal, "SIG") {
			return nil
		}
	case "swift":
		if strings.ContainsAny(ev.Field("place"), " \t") || strings.HasPrefix(ev.Field("reason"), "Error raised at top level") {
			return nil // a sentence; a program without an entry point of its own: a tool or a script
		}
		x.Explanation, _, _ = strings.Cut(x.Explanation, "\n")
		x.Signal, x.Inferred = "", headless // by which signal depends on the processor
	}
	return x
}

// installedIn are in the paths of apps, on devices, in simulators and where they are built.
var installedIn = []string{"ontainers/Bundle/Application/", "/CoreSimulator/", "-iphonesimulator/"}

// appAborted: the runtime of C++ or of a framework ends the app. It writes this to the standard
// error, below an exception that the log tells already, and has no more than its type.
func (e *Engine) appAborted(rec *parse.Record, ev *Event) {
	crashed := func(p *process) bool { return p.Exit != nil && p.Exit.Kind == ExitCrash }
	thrown := uncaught(ev.Field("thrown"))
	if name, _, _ := strings.Cut(thrown, ":"); ev.Row.family() == "expo" && (rec.Process != "" || name == "" || strings.ContainsAny(name, ". ")) {
		return // an app's own words; on Android the exception is one of Java
	}
	if rec.Process == "" && slices.ContainsFunc(e.all, crashed) {
		return
	}
	p := e.consoleProcess(rec)
	if crashed(p) {
		return
	}
	x := &Exit{Kind: ExitCrash, Signal: "SIGABRT", Count: 1, Explanation: abortedWords}
	switch {
	case ev.Row.Origin != SDK:
		x.Explanation += " of type " + thrown
	case thrown != "":
		x.Explanation += ": " + thrown
	}
	x.Inferred = ev.Row.Origin == SDK && rec.Process == "" // programs of a Mac write so too
	e.explain(p, rec, x)
	p.closes(rec.Time)
}

const abortedWords = "uncaught exception"

// uncaught takes from an exception the frames, and the prompt of a debugger, that follow it in
// its line.
func uncaught(thrown string) string {
	for _, next := range []string{"(lldb)", " at 0 ", " 0   "} {
		thrown, _, _ = strings.Cut(thrown, next)
	}
	return strings.TrimSpace(thrown)
}

// abortTold drops the crash that the runtime of C++ has told without a name, where the
// exception comes after it: Xcode shows the standard error and the log as they arrive.
func (e *Engine) abortTold(by *process) {
	for _, p := range e.all {
		if p != by && p.App.Label() == "" && p.Exit != nil && strings.HasPrefix(p.Exit.Explanation, abortedWords) {
			p.Exit, p.closing = nil, Time{}
		}
	}
}

// thrownFor takes from the reason of an exception the lines of the runtime that follow it.
func thrownFor(reason string) string {
	for _, next := range []string{"*** First throw call stack", "terminating due to uncaught exception of type", "terminating with uncaught exception of type"} {
		reason, _, _ = strings.Cut(reason, next)
	}
	return reason
}

// saidBefore finds the process whose crash a line tells once more: the runtime writes the
// exception through NSLog, with a head, and since about iOS 16 to the standard error too
// (spoonconsulting/cordova-plugin-background-upload#139, twice in
// huggingface/swift-transformers#341). Swift's writes to the standard error first: then the
// line with the head tells whose it was.
func (e *Engine) saidBefore(rec *parse.Record, text string) *process {
	headless := rec.Process == "" && rec.PID <= 0
	for _, p := range slices.Backward(e.all) {
		if p.Exit == nil || p.Exit.Kind != ExitCrash || p.Exit.Explanation != text && p.Exit.Explanation != "" {
			continue
		}
		nameless := p.App.Label() == ""
		switch {
		case headless && (nameless || p.Exit.Explanation != ""):
			return p
		case !headless && nameless:
			q := e.own(rec)
			e.join(q.App, p.App)
			return q
		}
	}
	return nil
}
