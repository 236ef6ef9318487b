package parse

import "strings"

const (
	watchdogCode = 0x8BADF00D
	fileLockCode = 0xDEAD10CC
	// what the kernel notes of a fault on a mapped file that data protection has locked
	// (posted reports: microsoftconnect/ms-intune-app-sdk-ios#381 and #514)
	protectedPage = "The inode's protection class does not allow pagein"
	lockedFiles   = " was suspended with locked system files"
	transgression = "watchdog transgression:"
	allowance     = "time allowance of "
	// how Cr4shed, a crash reporter of jailbroken devices, puts ReportCrash's MemoryResourceException
	// (its source; posted reports: PojavLauncherTeam/PojavLauncher_iOS#243, mvan231/Scriptable#14)
	memoryReason = "Reason: The process was terminated for exceeding jetsam memory limits"
)

// startReason takes a line that begins to tell, without a label, why the process ended.
func (c *crashText) startReason(line string) bool {
	open := c.section == noSection
	if open && faultLine(line) {
		c.exception(line, line)
		return true
	}
	if at := quotedCode(line); open && at >= 0 {
		c.termination(line[at:], line)
		if !strings.Contains(line, contextMark) && !strings.Contains(line, transgression) {
			c.r.Explanation = quotedEvent(line) // the rest is the sentence
		}
		return true
	}
	switch {
	case c.section != inSpecific && overran(line):
		c.startOverrun(line)
	case c.section != inTermination && strings.Contains(line, contextMark) && !MadeUpContext(line):
		c.startContext(line)
	case open && strings.Contains(line, transgression) && !strings.Contains(line, `explanation: "`):
		c.startWatchdog(line)
	default:
		return false
	}
	return true
}

// startOverrun begins the list of assertions that a process held too long.
func (c *crashText) startOverrun(line string) {
	process, bundle, pid := overrunSubject(line)
	if strings.Contains(c.r.Specific, overrun) {
		if process == c.r.Process && pid == c.r.PID {
			c.section = inSpecific
			c.goesOn(line)
			return
		}
		c.next()
	}
	if c.r.Process == "" && c.r.BundleID == "" {
		c.r.Process, c.r.BundleID = process, bundle
	}
	if c.r.PID == NoPID {
		c.r.PID = pid
	}
	c.section = inSpecific
	c.goesOn(line)
}

// startContext begins an RBSTerminateContext that no label announces.
func (c *crashText) startContext(line string) {
	if strings.Contains(c.r.Explanation, contextMark) {
		c.next()
	}
	// the mark lies inside an angle bracket; whom it is about may stand before
	at := max(strings.Index(line, contextMark)-1, 0)
	if bundle, pid, extension := processIdentity(line[:at]); bundle != "" && c.r.BundleID == "" {
		c.r.BundleID, c.r.PID, c.r.Extension = bundle, pid, extension
	}
	c.section = inTermination
	c.explain(line[at:])
}

// startWatchdog begins a watchdog's explanation that no label announces, as people quote it
// in comments and tickets; the watchdog has one code only.
func (c *crashText) startWatchdog(line string) {
	if c.r.HasCode {
		c.next()
	}
	c.r.Code, c.r.HasCode = watchdogCode, true
	c.section = inTermination
	c.ev.add(c.line, proves, line)
	c.explain(line)
}

// goesOnReason takes a further line of the reason of a termination.
func (c *crashText) goesOnReason(line string) {
	if c.described && c.describes(line) {
		c.ev.add(c.line, details, line)
		if ns, alone := strings.CutSuffix(line, ","); alone && c.parts == "" && knownNamespace(ns) {
			return
		}
		c.parts = appendText(c.parts, line)
		return
	}
	if strings.Contains(line, contextMark) || strings.HasPrefix(line, undescribed) || c.wrapped(line) || c.quotesWatchdog(line) || (!c.gap || contextPart(line)) && c.contextOpen() {
		c.gap = false
		c.explain(line)
		return
	}
	c.section = noSection
}

// goesOnSpecific takes a further line of the application specific information.
func (c *crashText) goesOnSpecific(line string) {
	if strings.Contains(line, overrun) || len(c.ev.lines) < evidenceLines {
		c.ev.add(c.line, proves, line)
	}
	if c.lines++; c.lines <= specificLines {
		c.r.Specific = appendText(c.r.Specific, line)
	}
	switch {
	case strings.HasPrefix(line, ")}"):
		c.section, c.list = noSection, false
	case strings.HasPrefix(line, "{("):
		c.list = true
	}
	c.coming = strings.HasSuffix(line, overrun+":") || strings.HasSuffix(line, lockedFiles+":")
}

// wrapped reports whether the line is the second half of a watchdog's explanation.
func (c *crashText) wrapped(line string) bool {
	return strings.Contains(line, allowance) && strings.Contains(c.r.Explanation, transgression) && !strings.Contains(c.r.Explanation, allowance)
}

// quotesWatchdog reports whether the line is the explanation of the watchdog's code before it,
// quoted without its context.
func (c *crashText) quotesWatchdog(line string) bool {
	return c.r.HasCode && c.r.Code == watchdogCode && c.r.Explanation == "" && strings.Contains(line, transgression)
}

// describes reports whether the line goes on with a description that was wrapped: where a
// line was full, or, as Apple's "Addressing watchdog terminations" prints one, before its first
// word, before the watchdog's allowance, or a part behind a bar.
func (c *crashText) describes(line string) bool {
	switch {
	case c.gap || len(c.parts)+len(line) > contextLimit:
		return false
	case c.parts == "", c.long, strings.HasPrefix(line, "|"):
		return true
	}
	return strings.Contains(line, allowance) && strings.Contains(c.parts, transgression) && !strings.Contains(c.parts, allowance)
}

// explain adds a line to the explanation of the termination.
func (c *crashText) explain(line string) {
	if c.lines++; c.lines > contextLines {
		c.section = noSection
		return
	}
	w := details
	if strings.Contains(line, "explanation:") || strings.Contains(line, contextMark) {
		w = proves
	}
	c.ev.add(c.line, w, line)
	if c.ended {
		line += "\n"
	}
	if len(c.r.Explanation)+len(line) <= textLimit {
		c.r.Explanation += line
	}
}

// contextOpen reports whether the context's end has not been read yet.
func (c *crashText) contextOpen() bool {
	open, ok := ParseTerminateContext(c.r.Explanation)
	return ok && open.Cut
}
