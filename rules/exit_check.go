package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// exitRules by the kind of exit; kinds without a rule are no fault.
var exitRules = map[lifecycle.ExitKind]*Rule{
	lifecycle.ExitAssertionTimeout: &exitAssertionTimeout,
	lifecycle.ExitWatchdog:         &exitWatchdog,
	lifecycle.ExitFileLock:         &exitFileLock,
	lifecycle.ExitCPU:              &exitCPU,
	lifecycle.ExitThermal:          &exitThermal,
	lifecycle.ExitMemory:           &exitMemory,
	lifecycle.ExitCrash:            &exitCrash,
	lifecycle.ExitSignal:           &exitCrash,
	lifecycle.ExitVoIP:             &exitVoIPPush,
	lifecycle.ExitTooMany:          &exitTooManyAssertions,
	lifecycle.ExitRefresh:          &exitBackgroundRefresh,
	lifecycle.ExitDiskPurge:        &exitDiskPurge,
	lifecycle.ExitForceQuit:        &exitForceQuit,
}

func checkExits(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, a := range t.Apps {
		for _, p := range a.Processes {
			if p.Exit == nil {
				if x := p.Overdue; x != nil {
					found = append(found, overdueFinding(p, x))
				}
				continue
			}
			if rule := exitRules[p.Exit.Kind]; rule != nil {
				found = append(found, exitFinding(rule, p))
			}
			if p.Exit.Quit.Found() && p.Exit.Kind != lifecycle.ExitForceQuit {
				found = append(found, quitFinding(p))
			}
		}
	}
	return found
}

// overdueFinding tells of a watchdog's allowance that is used up, where the log ends before
// what became of the app.
func overdueFinding(p *lifecycle.Process, x *lifecycle.Exit) *Finding {
	f := newFinding(&exitWatchdog, p, x.Event)
	f.Certainty = CutOff
	f.At = x.Evidence[0].Time
	f.set("event", x.Event)
	f.prove(x.Evidence...)
	return f
}

// checkVoIPRefusals: an app that did not report the calls of its VoIP pushes is launched
// for them no longer.
func checkVoIPRefusals(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	for _, c := range t.Clues {
		if c.Event != lifecycle.VoIPRefused {
			continue
		}
		f := aboutClue(&exitVoIPPush, c)
		f.put("refused", true)
		if c.Fields["delivered"] != "" {
			f.put("delivered", true)
		}
		found = append(found, f)
	}
	return found
}

// quitFinding is the user's part in the end of an app that something else ended.
func quitFinding(p *lifecycle.Process) *Finding {
	f := newFinding(&exitForceQuit, p, "")
	f.At = p.Exit.Quit.Time
	f.prove(p.Exit.Quit)
	return f
}

func exitFinding(rule *Rule, p *lifecycle.Process) *Finding {
	x := p.Exit
	f := newFinding(rule, p, exitSubject(p))
	f.Severity = exitSeverity(rule, p)
	f.At = p.Exited
	if !f.At.Known() && len(x.Evidence) > 0 {
		f.At = x.Evidence[0].Time
	}
	f.Count = max(x.Count, 1)
	if x.Inferred {
		f.Certainty = Likely
	}
	if x.Retold {
		f.put("retold", true)
	}
	f.set("namespace", x.Namespace)
	f.set("code", x.CodeText())
	f.set("what", x.What())
	f.set("explanation", x.Explanation)
	if x.State != lifecycle.StateRunning {
		f.set("state", string(x.State))
	}
	if x.Kind == lifecycle.ExitCrash && x.HasCode && x.Namespace != "SIGNAL" {
		f.set("violation", refusedFor(x))
	}
	if key, ok := x.Undescribed(); ok {
		f.put("undescribed", true)
		f.set("usage_key", key)
	} else if x.Namespace == "TCC" {
		f.put("privacy", true)
	}
	switch x.Namespace {
	case "DYLD":
		f.put("unloaded", true)
	case "CODESIGNING":
		f.put("unsigned", true)
	}
	f.set("held", x.Held)
	f.set("event", x.Event)
	f.set("by", x.By)
	f.set("signal", x.Signal)
	f.set("exception", x.Exception)
	f.set("reason", x.Jetsam)
	f.set("report", x.Report)
	f.set("protected", x.Protected)
	f.set("files", x.Files)
	if p.PID != parse.NoPID {
		f.set("pid", p.PID)
	}
	if p.Launch != lifecycle.LaunchUnknown {
		f.set("launch", string(p.Launch))
	}
	f.set("debugger", debuggerRole(x))
	f.set("allowance_kind", x.AllowanceKind)
	f.set("allowance_s", x.Limit)
	f.set("limit_s", x.Limit)
	if x.Pages > 0 && x.PageSize > 0 {
		f.put("memory_mb", int(x.Pages*x.PageSize>>20))
	}
	if x.MetricKit {
		f.put("count_from", "MetricKit")
	}
	if x.CPU != nil {
		cpuValues(f, x.CPU)
	}
	f.set("frame", appFrame(x.Frames))
	f.set("tasks", openNames(p))
	overrun, told := x.Overrun()
	if told && overrun != x.Code && overrun != 0x2182BAD2 { // before iOS 13 the assertion's name tells what its code tells now
		f.put("overrun", fmt.Sprintf("0x%X", overrun))
	}
	f.taskKill = x.Kind == lifecycle.ExitAssertionTimeout && (!told || overrun == 0x2182BAD2)
	f.prove(x.Evidence...)
	return f
}

// refusedFor is what the system ended an app for that it tells like a crash, "" for crashes.
func refusedFor(x *lifecycle.Exit) string {
	if what := x.What(); !strings.HasPrefix(what, "it crashed") {
		return what
	}
	return ""
}

// exitSubject names what the exit is about, so that the same fault is known
// again: what was held, the locked file, the watchdog's event, the signal.
func exitSubject(p *lifecycle.Process) string {
	x := p.Exit
	switch x.Kind {
	case lifecycle.ExitAssertionTimeout:
		if x.Code == 0x2182BAD2 && strings.HasPrefix(x.Held, "Shared Background Assertion") {
			if open := openNames(p); len(open) == 1 {
				return open[0]
			}
		}
		return x.Held
	case lifecycle.ExitFileLock:
		if len(x.Files) > 0 {
			return x.Files[0][strings.LastIndexByte(x.Files[0], '/')+1:]
		}
	case lifecycle.ExitWatchdog:
		return x.Event
	case lifecycle.ExitCrash, lifecycle.ExitSignal:
		if x.Signal != "" {
			return x.Signal
		}
		return x.Exception
	case lifecycle.ExitMemory:
		return x.Jetsam
	}
	return ""
}

// exitSeverity lowers the rule's severity where the end was no fault, or not
// the app's.
func exitSeverity(rule *Rule, p *lifecycle.Process) Severity {
	x := p.Exit
	switch {
	case x.Kind == lifecycle.ExitForceQuit:
		return Info
	case toolEnded(p):
		return Info
	case x.ByDebugger && undescribed(x): // a developer has been told, and no user was there
		return Info
	case x.Kind == lifecycle.ExitSignal && x.Traced: // so does a stop in Xcode
		return Info
	case x.Kind == lifecycle.ExitSignal:
		return Warning
	case x.Kind == lifecycle.ExitMemory && !ownMemory(x):
		return Info
	case x.Kind == lifecycle.ExitWatchdog && p.App.Extension():
		return Warning
	}
	return rule.Severity
}

func undescribed(x *lifecycle.Exit) bool {
	_, ok := x.Undescribed()
	return ok
}

// ownMemory: the app went over its own limit, or was running when memory ran
// out. A suspended app that makes room for another one did nothing wrong.
func ownMemory(x *lifecycle.Exit) bool {
	if x.ByDebugger { // which keeps an app from being suspended
		return true
	}
	switch x.Jetsam {
	case "per-process-limit":
		return true
	case "idle-exit", "long-idle-exit":
		return false
	}
	return !x.MetricKit && (x.State == lifecycle.StateForeground || x.State == lifecycle.StateBackground)
}

// debuggerRole is the debugger's part in an end for memory or by a signal: "holds" a process
// at its limit, where the system kills one without a debugger, "tells" of a kill and not of
// its reason, or was "attached" at a kill of which nothing tells the reason. It is "" where
// another witness tells the reason.
func debuggerRole(x *lifecycle.Exit) string {
	switch {
	case x.Traced && !x.ByDebugger && x.Kind == lifecycle.ExitSignal && x.By == "":
		return "attached"
	case !x.ByDebugger:
		return ""
	case x.Kind == lifecycle.ExitSignal && x.By == "":
		return "tells"
	case x.Kind != lifecycle.ExitMemory:
		return ""
	case x.Jetsam == "":
		return "tells"
	case x.Inferred:
		return "holds"
	}
	return ""
}

// tools end apps on a developer's behalf.
var tools = []string{"Xcode", "simctl", "debugserver", "lldb", "devicectl", "DTServiceHub", "zsh", "bash", "the simulator host"}

// toolEnded reports whether a debugger, a shell or Xcode ended the process with
// a signal.
func toolEnded(p *lifecycle.Process) bool {
	x := p.Exit
	for _, t := range tools {
		if x.By == t || strings.HasPrefix(x.By, t+"[") {
			return true
		}
	}
	return x.ByDebugger && (x.Kind == lifecycle.ExitSignal || x.Kind == lifecycle.ExitOther)
}

// appFrame is the innermost frame that is the app's own: neither the system's
// nor without a name.
func appFrame(frames []string) string {
	for _, f := range frames {
		if f != "" && !systemFrame(f) {
			return f
		}
	}
	return ""
}

// systemFrame knows the system's functions by how their names begin. Of a frame without a
// symbol it knows the library, "libsystem_kernel.dylib + 188632", "CFNetwork".
func systemFrame(f string) bool {
	if f == "<redacted>" { // the system's symbols on a device, as crash reporters print them
		return true
	}
	if image, _, offset := strings.Cut(f, " + "); systemImages[image] || offset && (strings.HasPrefix(image, "libsystem_") || strings.HasPrefix(image, "libswift")) {
		return true
	}
	return slices.ContainsFunc(systemSymbols, func(p string) bool { return strings.HasPrefix(f, p) })
}

var systemSymbols = []string{
	"__", "_dispatch", "dispatch_", "_platform_", "_pthread", "_objc", "objc_", "abort", "pthread_", "mach_", "semaphore_", "kevent",
	"start_wqthread", "swift_", "_swift", "_assertionFailure", "-[NS", "+[NS", "-[__NS", "+[__NS", "_NS", "-[UI", "-[_UI", "_UI",
	"UIApplicationMain", "CF", "dyld", "start", "main", "std::terminate", "std::__terminate", "default_unexpected_handler", "demangling_terminate_handler",
	// what throws for a call of BackgroundTasks, PushKit or WatchKit (flutter/flutter#117523)
	"_userInfoForFileAndLine", "-[BGTask", "-[PKPushRegistry ", "-[WKRefreshBackgroundTask ",
}

// systemImages are the libraries that stand in the backtraces of nearly all apps.
var systemImages = map[string]bool{
	"libobjc.A.dylib": true, "libdispatch.dylib": true, "libdyld.dylib": true, "dyld": true, "libxpc.dylib": true,
	"libc++abi.dylib": true, "libc++.1.dylib": true, "libsqlite3.dylib": true, "CoreFoundation": true, "Foundation": true,
	"CFNetwork": true, "UIKit": true, "UIKitCore": true, "QuartzCore": true, "GraphicsServices": true, "Security": true,
	"BaseBoard": true, "FrontBoardServices": true, "RunningBoardServices": true, "BackgroundTasks": true,
	"CoreData": true, "SwiftUI": true, "WebKit": true, "JavaScriptCore": true, "IOKit": true,
}

func cpuValues(f *Finding, c *parse.CPUReport) {
	f.set("cpu_used_s", c.UsedSeconds)
	f.set("cpu_over_s", c.OverSeconds)
	f.set("cpu_limit", int(c.LimitPercent))
	f.set("cpu_limit_s", c.LimitSeconds)
}

// sameViolation is how far apart, in seconds, the kernel's and runningboardd's
// lines about one CPU limit are.
const sameViolation = 5

// watchedSeconds is the window of the limits that are watched only: reports about 50 % and
// 80 % over 180 s say that nothing was done, those about 80 % over 60 s that the process was
// killed (posted reports of iOS 12 to 14: ish-app/ish#786, mozilla-mobile/firefox-ios#7226,
// transistorsoft/react-native-background-fetch#323).
const watchedSeconds = 180

// checkCPU: the limit was exceeded, and the process not killed for it.
func checkCPU(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	of := map[*lifecycle.Process]*Finding{}
	for _, c := range t.Clues {
		switch c.Event {
		case lifecycle.CPUViolated, lifecycle.CPUBurning, lifecycle.CPUReported:
		default:
			continue
		}
		if c.CPU == nil && c.Event == lifecycle.CPUReported {
			continue
		}
		if p := c.Process; p != nil && p.Exit != nil && p.Exit.Kind == lifecycle.ExitCPU {
			continue // told by the kill
		}
		f := of[c.Process]
		if d, ok := c.Evidence.Time.Since(at(f)); f != nil && c.Process != nil && ok && d <= sameViolation && d >= -sameViolation {
			f.Count = max(f.Count, c.Count)
			f.Until = parse.Latest(f.Until, c.Until)
		} else {
			f = newFinding(&cpuLimitExceeded, c.Process, c.Subject)
			f.At, f.Until, f.Count = c.Evidence.Time, c.Until, c.Count
			switch {
			case c.Cut && c.CPU != nil && c.CPU.LimitSeconds >= watchedSeconds:
				f.Certainty = Likely
				f.put("unseen", true)
			case c.Cut:
				f.Certainty = CutOff
			}
			found = append(found, f)
			of[c.Process] = f
		}
		if c.CPU != nil {
			cpuValues(f, c.CPU)
		}
		f.set("assertions", decimal(c.Fields["assertions"]))
		f.set("cpu_limit", decimal(c.Fields["limit"]))
		f.prove(c.Evidence)
		f.prove(c.More...)
	}
	return found
}

func at(f *Finding) lifecycle.Time {
	if f == nil {
		return lifecycle.Time{}
	}
	return f.At
}
