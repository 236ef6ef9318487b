package rules

import (
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

// blockedSilence is how long, in seconds, UIKit must have said nothing before a
// kill.
const blockedSilence = 3.0

// handlerBlocked: UIKit wrote nothing more between calling the handlers and the
// timeout or kill.
func handlerBlocked(t *lifecycle.Timeline, p *lifecycle.Process) *Finding {
	if f := handlerBlockedByExit(p); f != nil {
		return f
	}
	last := p.LastTaskLine
	switch {
	case p.LastTaskKind == lifecycle.ExpiryFiring, p.LastTaskKind == lifecycle.ExpiryCalling:
	case p.Warned.Time.After(last.Time) && openTask(p):
		last = p.Warned // the main thread was busy before UIKit could call a handler
	default:
		return nil
	}
	var end lifecycle.Time
	var by lifecycle.Evidence
	for _, a := range p.Assertions {
		if a.Shared && a.TimedOut.After(last.Time) {
			end, by = a.TimedOut, a.Evidence.Of(lifecycle.AssertionTimedOut)
		}
	}
	if x := p.Exit; x != nil && x.Kind == lifecycle.ExitAssertionTimeout && p.Exited.After(last.Time) && !end.Known() {
		end = p.Exited
		if len(x.Evidence) > 0 {
			by = x.Evidence[0]
		}
	}
	silent, ok := end.Since(last.Time)
	if !ok || silent < blockedSilence || t.GapIn(p, last.Time, end) {
		return nil
	}
	f := newFinding(&taskExpirationHandlerBlocked, p, "")
	if open := openNames(p); len(open) == 1 {
		f.Subject = open[0]
	}
	f.Certainty = Likely
	f.At = last.Time
	f.set("name", f.Subject)
	f.put("silent_s", silent)
	f.prove(p.Warned, p.LastTaskLine, by)
	return f
}

// openTask reports whether UIKit held a task to call a handler for.
func openTask(p *lifecycle.Process) bool {
	for _, t := range p.Tasks {
		if t.Begun.Known() && !t.WasEnded {
			return true
		}
	}
	return false
}

// handlerBlockedByExit judges the stack of a crash report joined to a process.
func handlerBlockedByExit(p *lifecycle.Process) *Finding {
	if p.Exit == nil || len(p.Exit.Evidence) == 0 {
		return nil
	}
	return handlerBlockedInReport(p, p.Exit.MainFrames, p.Exit.Evidence[0])
}

// waits are functions in which a thread waits, as backtraces name them.
var waits = []string{
	"_dispatch_sync_f_slow", "DISPATCH_WAIT_FOR_QUEUE", "semaphore_wait", "_dispatch_semaphore_wait", "_dispatch_group_wait",
	"__psynch_mutexwait", "__psynch_cvwait", "__psynch_rw_", "__ulock_wait", "mach_msg", "kevent_id", "_dispatch_thread_event_wait",
	"-[NSCondition wait", "-[NSLock lock", "-[NSOperation waitUntilFinished", "usleep", "nanosleep",
}

// handlerBlockedInReport: the main thread waits below an expiration handler.
func handlerBlockedInReport(p *lifecycle.Process, frames []string, by lifecycle.Evidence) *Finding {
	handler := -1
	for i, fr := range frames {
		if strings.Contains(fr, "fireExpirationHandler") || strings.Contains(fr, "fireBackgroundExpirationHandlers") {
			handler = i
			break
		}
	}
	if handler <= 0 {
		return nil
	}
	waiting, frame := "", ""
	for i := handler - 1; i >= 0; i-- {
		wait := false
		for _, w := range waits {
			wait = wait || strings.Contains(frames[i], w)
		}
		if wait {
			waiting = frames[i]
			break
		}
		if !strings.HasPrefix(frames[i], "thunk for") {
			frame = frames[i]
		}
	}
	if waiting == "" {
		return nil
	}
	f := newFinding(&taskExpirationHandlerBlocked, p, frame)
	f.Certainty = Likely
	f.At = by.Time
	f.set("frame", frame)
	f.set("waits_on", waiting)
	f.prove(by)
	return f
}

// openNames names the tasks of the app that were open when the process ended.
func openNames(p *lifecycle.Process) []string {
	var names []string
	for _, t := range p.Tasks {
		if !t.WasEnded && !t.System {
			name := t.Label()
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}
