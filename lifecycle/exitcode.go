package lifecycle

import (
	"fmt"
	"strings"
)

// exitCode is what one termination code means. Names are those of the system's
// exit reason tables (iOS 18.0 and 26.1).
type exitCode struct {
	kind ExitKind
	what string // in plain words, after "killed: "
}

// exitCodes by code; the namespace matters only for 0x8badf00d, see classify.
var exitCodes = map[uint64]exitCode{
	0x2182BAD2: {ExitAssertionTimeout, "a background task was not ended in time"},
	0x2182BAD3: {ExitAssertionTimeout, "the completion handler of a background URLSession was not called in time"},
	0x2182BAD4: {ExitAssertionTimeout, "a background fetch, silent push or BGTask was not completed in time"},
	0x2182BAAD: {ExitAssertionTimeout, "an assertion was held too long"},
	0xDEAD10CC: {ExitFileLock, "it was suspended while it held a file lock or an SQLite database lock"},
	0x8BADF00D: {ExitWatchdog, "the watchdog: it did not respond in time"},
	0xC00010FF: {ExitThermal, "the device was too hot"},
	0xDEADFA11: {ExitForceQuit, "the user removed it in the app switcher"},
	0xFBFBFBFB: {ExitTool, "a tool (simctl, devicectl, Xcode) ended it"},
	0xD00D2BAD: {ExitTooMany, "it held too many assertions"},
	// iOS 11 and 12, of assertiond (Apple, Developer Forums 85066: about a thousand background tasks)
	0xBADA5E47: {ExitTooMany, "it held too many assertions"},
	0xB10CCA11: {ExitTooMany, "it had too many process states"},
	0xB111B111: {ExitOther, "the process that owned it exited"},
	0x05CA1DED: {ExitOther, "the conditions of an assertion changed"},
	0xDEAD6502: {ExitOther, "a termination assertion (an update or removal of the app, as far as is known)"},
	// Apple, Technical Note TN2151: "insecure drawing while in secure mode"
	0x2BAD45EC: {ExitCrash, "it drew on the screen while the device was locked"},
	0xC51BAD01: {ExitRefresh, "it used too much CPU time during a background refresh"},
	0xC51BAD02: {ExitRefresh, "its background refresh took too long"},
	0xC51BAD03: {ExitRefresh, "the system was too busy for its background refresh"},
	0x5BC1EA41: {ExitOther, "the language settings changed"},
	0x5BC1EA44: {ExitOther, "SpringBoard closed all apps"},
	0x5BC1EA45: {ExitOther, "SpringBoard closed all apps"},
	0x05B5DEAD: {ExitOther, "an application assertion ended"},
	0x1A2B0011: {ExitOther, "an input scene ended"},
	0xFA1CDEAD: {ExitOther, "it did not exit within 300 s after it was told to"},
	0xBAADCA11: {ExitVoIP, "it received a VoIP push without reporting a call"},
	0xBAD22222: {ExitVoIP, "it is a VoIP app and was resumed too often"},
	0xBADDD15C: {ExitDiskPurge, "the system purged its caches because the disk is nearly full"},
}

// namespaces of exit reasons (xnu bsd/sys/reason.h, and the tables above).
var namespaces = map[uint64]string{
	0: "", 1: "JETSAM", 2: "SIGNAL", 3: "CODESIGNING", 4: "HANGTRACER", 5: "TEST", 6: "DYLD", 7: "LIBXPC", 8: "OBJC",
	9: "EXEC", 10: "FRONTBOARD", 11: "TCC", 12: "REPORTCRASH", 13: "COREANIMATION", 14: "AGGREGATED", 15: "RUNNINGBOARD",
	16: "SKYWALK", 17: "SETTINGS", 18: "LIBSYSTEM", 19: "FOUNDATION", 20: "WATCHDOG", 21: "METAL", 22: "WATCHKIT",
	23: "GUARD", 24: "ANALYTICS", 25: "SANDBOX", 26: "SECURITY", 27: "ENDPOINTSECURITY",
}

// signals of Darwin (sys/signal.h).
var signalNames = map[uint64]string{
	1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGEMT", 8: "SIGFPE",
	9: "SIGKILL", 10: "SIGBUS", 11: "SIGSEGV", 12: "SIGSYS", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
}

// jetsamReasons are the codes of namespace JETSAM (xnu bsd/sys/kern_memorystatus.h).
var jetsamReasons = map[uint64]string{
	1: "jettisoned", 2: "highwater", 3: "vnode-limit", 4: "vm-pageshortage", 5: "proc-thrashing", 6: "fc-thrashing",
	7: "per-process-limit", 8: "disk-space-shortage", 9: "idle-exit", 10: "zone-map-exhaustion",
	11: "vm-compressor-thrashing", 12: "vm-compressor-space-shortage", 13: "low-swap",
}

// classify decides what kind of exit a namespace and code are.
func classify(namespace string, code uint64, hasCode bool, explanation string) (ExitKind, exitCode) {
	ns := strings.ToUpper(namespace)
	known, ok := exitCodes[code]
	switch {
	case hasCode && code == 0x8BADF00D &&
		(ns == "ASSERTIOND" && !strings.Contains(explanation, "watchdog transgression") ||
			strings.Contains(explanation, beyondPermitted)):
		return ExitAssertionTimeout, exitCode{ExitAssertionTimeout, "a background task was not ended in time"}
	case hasCode && ok && ns != "SIGNAL" && ns != "JETSAM":
		return known.kind, known
	case ns == "JETSAM" || ns == "MEMORYSTATUS":
		return ExitMemory, exitCode{kind: ExitMemory}
	case ns == "SIGNAL" && !hasCode: // which one is cut off or not filled in
		return ExitUnknown, exitCode{}
	case ns == "SIGNAL":
		switch code {
		case 9, 15, 2, 1:
			return ExitSignal, exitCode{kind: ExitSignal}
		}
		return ExitCrash, exitCode{kind: ExitCrash}
	case ns == "DYLD", ns == "CODESIGNING", ns == "GUARD", ns == "TCC", ns == "LIBSYSTEM", ns == "OBJC", ns == "SANDBOX", ns == "LIBXPC", ns == "EXEC":
		return ExitCrash, exitCode{kind: ExitCrash}
	case ns == "" && (!hasCode || code == 0):
		return ExitUnknown, exitCode{}
	}
	return ExitOther, exitCode{}
}

// What says in plain words why the process ended; "" when nothing is known.
func (x *Exit) What() string {
	if code, ok := x.Overrun(); ok {
		return exitCodes[code].what
	}
	if x.HasCode {
		if _, known := classify(x.Namespace, x.Code, true, x.Explanation); known.what != "" && known.kind == x.Kind {
			return known.what
		}
	}
	switch x.Kind {
	case ExitAssertionTimeout:
		return "a background task was not ended in time"
	case ExitCrash:
		if x.Signal != "" {
			return "it crashed with " + x.Signal
		}
		return "it crashed"
	case ExitSignal:
		return "killed by " + x.Signal + ", the cause is not in the log"
	case ExitMemory:
		return strings.TrimSuffix("memory: "+x.Jetsam, ": ")
	case ExitCPU:
		return "it used too much CPU time"
	case ExitFileLock:
		return "it was suspended while it held a file lock or an SQLite database lock"
	case ExitRefresh:
		if x.AllowanceKind == "wall clock" {
			return exitCodes[0xC51BAD02].what
		}
	case ExitVoIP:
		return "it received a VoIP push without reporting a call"
	case ExitForceQuit:
		return "the user removed it in the app switcher"
	case ExitNormal:
		return "it exited by itself"
	case ExitShutdown:
		if x.Inferred {
			return "the device was shut down or restarted: it ended then at the latest"
		}
		return "the device was shut down or restarted"
	}
	return ""
}

// Overrun is the code that RunningBoard (iOS 13 and later) has for the budget that was
// overrun: the one it printed, or, before, what the name of the assertion tells.
func (x *Exit) Overrun() (uint64, bool) {
	if x.Kind != ExitAssertionTimeout {
		return 0, false
	}
	if x.HasCode && exitCodes[x.Code].kind == ExitAssertionTimeout {
		return x.Code, true
	}
	return codeOfHeld(x.Held)
}

// CodeText prints the code as the system does, "" when none is known.
func (x *Exit) CodeText() string {
	if !x.HasCode {
		return ""
	}
	return fmt.Sprintf("0x%X", x.Code)
}
