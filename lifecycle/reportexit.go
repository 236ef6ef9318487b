package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// exitOfReport classifies what a report tells; nil when it tells no end.
func exitOfReport(r *parse.Report) *Exit {
	var x *Exit
	switch {
	case r.Kind == parse.ReportJetsam:
		x = &Exit{Kind: ExitMemory, Namespace: "JETSAM", Jetsam: r.JetsamReason, State: jetsamState(r.States), Pages: r.Pages, PageSize: r.PageSize}
	case r.Kind == parse.ReportCPU:
		if r.CPU != nil && r.CPU.Fatal {
			x = &Exit{Kind: ExitCPU, CPU: r.CPU}
		}
	case r.Exception == "EXC_RESOURCE" && !r.HasCode:
		// Apple's "EXC_RESOURCE": MEMORY is a limit that was crossed, as a rule right
		// before the kill; WAKEUPS and IO are warnings
		if strings.HasPrefix(r.Subtype, "MEMORY") {
			x = &Exit{Kind: ExitMemory, Namespace: "JETSAM", Jetsam: "per-process-limit", Inferred: true}
		}
	default:
		if x = reasonOf(r); x != nil {
			x.detail(r)
		}
	}
	if x == nil {
		return nil
	}
	x.Report, x.Count = true, 1
	if x.State == "" {
		x.State = roleState(r.Role)
	}
	return x
}

// beyondPermitted is in the explanation of a kill for an assertion that was held too long.
const beyondPermitted = "active assertions beyond permitted time"

// reasonOf is why a crash report says that the process ended: the strongest of what it
// holds, from the system's own reason down to a bare backtrace; nil when it tells no end.
func reasonOf(r *parse.Report) *Exit {
	text := r.Explanation + "\n" + r.Specific
	switch {
	case r.Context != nil:
		return reasonInContext(r)
	case r.HasCode || r.Namespace != "":
		return termination(r.Namespace, r.Code, r.HasCode, strings.TrimSpace(r.Explanation))
	case strings.Contains(text, beyondPermitted):
		return termination("", 0, false, strings.TrimSpace(text))
	case (r.Exception == "" || r.Exception == "EXC_CRASH") && (r.Signal == "SIGKILL" || r.Signal == "SIGTERM"):
		return &Exit{Kind: ExitSignal} // a kill; the reason is cut off
	case r.Exception == "EXC_CRASH" && r.Signal == "" && r.Specific == "" && len(r.Frames)+len(r.LastException) == 0:
		return nil // kills and crashes alike begin so; what tells them apart is cut off
	case r.Exception == legacyKill:
		return &Exit{Kind: ExitSignal, Signal: "SIGKILL"} // the code is cut off
	case r.Exception != "" || r.Signal != "":
		return &Exit{Kind: ExitCrash}
	case len(r.LastException) > 0:
		return &Exit{Kind: ExitCrash, Signal: "SIGABRT"}
	case trapSignal(r.Frames) != "":
		return &Exit{Kind: ExitCrash, Signal: trapSignal(r.Frames), Inferred: true}
	case r.Crashed && len(r.Frames) > 0: // Crashlytics, without the line of the signal (flutter_downloader issue 382)
		return &Exit{Kind: ExitCrash, Inferred: true}
	}
	return nil
}

// legacyKill is the exception type of all kills before iOS 9.
const legacyKill = "00000020"

// reasonInContext is the end that a report's RBSTerminateContext tells.
func reasonInContext(r *parse.Report) *Exit {
	c := r.Context
	namespace := r.Namespace
	if namespace == "" {
		namespace = namespaces[uint64(c.Domain)]
	}
	code, has := c.Code, c.HasCode
	if !has {
		code, has = r.Code, r.HasCode
	}
	x := termination(namespace, code, has, c.Explanation)
	if x.Kind == ExitWatchdog && c.WatchdogEvent != "" {
		x.Event = c.WatchdogEvent
	}
	x.State = stateOf(c.ProcessVisibility, c.ProcessState)
	return x
}

// detail adds what else a crash report tells of an end: other parts of it may name its
// kind more exactly than the reason does.
func (x *Exit) detail(r *parse.Report) {
	text := r.Explanation + "\n" + r.Specific
	switch {
	case strings.Contains(text, beyondPermitted):
		x.Kind = ExitAssertionTimeout
		if name, limit := permitted(text); name != "" {
			x.Held, x.Limit = name, limit
		}
	case x.Kind == ExitSignal && r.Exception != "" && r.Exception != "EXC_CRASH" && r.Exception != legacyKill:
		x.Kind = ExitCrash
	case x.Kind == ExitUnknown && (r.Exception != "" || r.Signal != ""):
		x.Kind = ExitCrash
	case x.Kind == ExitWatchdog && x.Event == "":
		x.Event, x.Limit, x.AllowanceKind = watchdogOf(r.Specific)
	case x.Kind == ExitFileLock && len(x.Files) == 0:
		x.Files = lockedIn(r.Specific)
	}
	if x.Kind == ExitSignal && r.By != r.Process && r.By != "exc handler" { // the kernel's name for the process's own exceptions
		x.By = r.By
	}
	x.Exception, x.Specific = r.Exception, r.Specific
	x.Protected = r.Protected && r.Exception == "EXC_BAD_ACCESS"
	if r.Signal != "" {
		x.Signal = r.Signal
	}
	x.Frames, x.MainFrames = r.Frames, r.Frames
	if len(r.LastException) > 0 {
		x.Frames = r.LastException
	}
	if len(r.MainThread) > 0 {
		x.MainFrames = r.MainThread
	}
}

// jetsamState reads the states of a JetsamEvent's process entry.
func jetsamState(states []string) State {
	for _, s := range states {
		switch s {
		case "frontmost":
			return StateForeground
		case "suspended":
			return StateSuspended
		case "active":
			return StateBackground
		}
	}
	return StateRunning
}

// roleState reads the role of a crash report.
func roleState(role string) State {
	switch {
	case strings.HasPrefix(role, "Foreground"):
		return StateForeground
	case strings.HasPrefix(role, "Background"), strings.HasPrefix(role, "Non UI"):
		return StateBackground
	}
	return ""
}

// traps are the functions in which a thread ends its own process, and the signal of their
// end: failed checks of libplatform, libdispatch and Swift stop at a breakpoint, abort
// sends itself a signal (posted reports that hold both; with a reason it does so by a call
// of its own: xnu, libsyscall/wrappers/terminate_with_reason.c).
var traps = map[string]string{
	"_os_unfair_lock_recursive_abort": "SIGTRAP",
	"_os_unfair_lock_unowned_abort":   "SIGTRAP",
	"_dispatch_assert_queue_fail":     "SIGTRAP",
	"_assertionFailure":               "SIGTRAP",
	"_swift_runtime_on_report":        "SIGTRAP",
	"__pthread_kill":                  "SIGABRT",
	"__abort_with_payload":            "SIGABRT",
	"abort":                           "SIGABRT",
}

// trapFrames is how many frames from the innermost on are looked at.
const trapFrames = 3

// trapSignal is the signal by which a backtrace of a crashed thread shows that its
// process has ended itself; empty when it does not.
func trapSignal(frames []string) string {
	for _, f := range frames[:min(len(frames), trapFrames)] {
		name, _, _ := strings.Cut(f, "(")
		if signal := traps[strings.TrimSpace(name)]; signal != "" {
			return signal
		}
	}
	return ""
}
