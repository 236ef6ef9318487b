package parse

import "strings"

// section is the part of a text report to which lines without a label belong.
type section uint8

const (
	noSection section = iota
	inTermination
	inSpecific
	inCPU
	inThread
	inLastException
	inImages
)

// crashText reads text reports: whole .crash files, the text bodies of .ips
// files, and the few lines that people paste of them, in any order.
type crashText struct {
	scan    *reportScan
	header  *ipsHeader
	line    int  // number of the current line
	ended   bool // the current line has its newline
	section section

	r         *Report
	ev        evidence
	threads   map[int][]string
	thread    int    // whose frames are being read
	crashed   int    // number of the crashed thread; -1 when unknown
	cpu       string // the line of figures of a CPU report
	action    string // what was done about it
	parts     string // a context's parts that are printed without its frame
	described bool   // they are a description, whose lines may be wrapped
	lines     int    // of the explanation or the specific information
	reason    bool   // an exception was named; what it says stands before its frames
	awaited   bool   // an empty line stands between the two
	gap       bool   // an empty line lies inside the context
	long      bool   // the line before may have been wrapped
	label     string // of the process, whose value may go on in the next line
	value     string // what was read of it
	coming    bool   // a list of assertions or of files was announced
	list      bool   // it has begun and not ended
	loader    bool   // what the loader says was announced
}

const (
	// namelessThread is the number of a crashed thread that has none.
	namelessThread = 1 << 20
	// contextLines bounds a context; the longest have some twenty lines.
	contextLines = 64
	// wrappedFrom is the length from which on a line may have been wrapped: mail programs
	// break lines at 72 bytes and later, before a word.
	wrappedFrom = 50
	// pathLimit bounds the path of a program; that of a file has at most 1024 bytes.
	pathLimit = 1024
	// specificLines bounds the application-specific information.
	specificLines = 512
)

// readText reads text[from:to]; h is the header of an .ips file whose text body
// this is.
func (s *reportScan) readText(from, to int, h *ipsHeader) {
	if from >= to {
		return
	}
	c := &crashText{scan: s, header: h, line: s.lineAt(from)}
	c.begin()
	text := s.text[from:to]
	wraps := reportWrapping(text)
	for lines := 1; len(text) > 0; c.line += lines {
		var line []byte
		line, text, lines, c.ended = wraps.next(text)
		whole := c.ended
		parts := labelParts(string(line))
		for i, part := range parts {
			c.ended = whole || i+1 < len(parts)
			c.read(part)
			c.long = len(part) >= wrappedFrom
		}
	}
	c.finish()
}

// begin starts a new report.
func (c *crashText) begin() {
	c.r = &Report{Kind: ReportCrash, PID: NoPID}
	c.ev = evidence{}
	c.threads = map[int][]string{}
	c.thread, c.crashed = -1, -1
	c.cpu, c.action, c.parts, c.lines = "", "", "", 0
	c.section, c.reason, c.awaited, c.gap, c.coming, c.list, c.described, c.loader = noSection, false, false, false, false, false, false, false
	c.label, c.value = "", ""
}

// read takes one line without blanks around it.
func (c *crashText) read(line string) {
	label := c.label
	c.label = ""
	if line == "" {
		switch c.section {
		case inImages:
		case inTermination:
			c.gap = true
		case inSpecific:
			if !c.list && !c.coming && c.r.Specific != "" {
				c.section = noSection
			}
		default:
			c.awaited = c.awaited || c.section == inLastException && c.reason
			c.section = noSection
		}
		return
	}
	if victim, ok := jetsamRow(line); ok {
		c.victim(victim, line)
		return
	}
	if strings.Contains(line, protectedPage) {
		c.r.Protected = true
		c.ev.add(c.line, details, line)
		return
	}
	if line == memoryReason && c.r.Process != "" && !c.tells() {
		c.r.Exception, c.r.Subtype = "EXC_RESOURCE", "MEMORY"
		c.ev.add(c.line, proves, line)
		return
	}
	if n, what, ok := threadHeader(line); ok {
		c.startThread(n, what, line)
		return
	}
	if name, value, ok := crashLabel(line); ok && (c.section != inImages || name == "incident identifier") {
		if !c.ended && !wholeValues[name] {
			return // the value may be cut off
		}
		if c.list && assertionLabels[name] {
			c.goesOn(line)
			return
		}
		crashLabels[name](c, value, line)
		if _, header := headerValues[name]; header {
			c.label, c.value = name, value
		}
		return
	}
	if label != "" && c.ended && c.goesOnHeader(label, line) {
		return
	}
	if c.section == noSection && faultLine(line) {
		c.exception(line, line)
		return
	}
	if c.section == noSection {
		if at := quotedCode(line); at >= 0 {
			c.termination(line[at:], line)
			if !strings.Contains(line, contextMark) && !strings.Contains(line, transgression) {
				c.r.Explanation = quotedEvent(line) // the rest is the sentence
			}
			return
		}
	}
	if overran(line) && c.section != inSpecific {
		c.startOverrun(line)
		return
	}
	if strings.Contains(line, contextMark) && c.section != inTermination && !MadeUpContext(line) {
		c.startContext(line)
		return
	}
	if strings.Contains(line, transgression) && !strings.Contains(line, `explanation: "`) && c.section == noSection {
		c.startWatchdog(line)
		return
	}
	c.goesOn(line)
}

// goesOnHeader takes a line that goes on with the value of a label of the process.
func (c *crashText) goesOnHeader(label, line string) bool {
	pid := strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]")
	blank := strings.ContainsAny(line, " \t")
	switch label {
	case "path":
		if c.value == "" && line[0] != '/' || !strings.Contains(line, "/") || len(c.value)+len(line) > pathLimit {
			return false
		}
	case "process", "command":
		if c.value == "" && blank && !strings.HasSuffix(line, "]") || c.value != "" && !pid {
			return false
		}
	default:
		if c.value != "" || blank {
			return false
		}
	}
	if c.value != "" {
		c.value += headerValues[label]
	}
	c.value += line
	crashLabels[label](c, c.value, line)
	c.label = label
	return true
}

// goesOn takes a line that belongs to the section before it.
func (c *crashText) goesOn(line string) {
	if c.awaited && c.section == noSection {
		c.awaited = false
		_, ok := parseFrame(line)
		if !ok {
			_, ok = columnFrame(line, 0)
		}
		if ok && line[0] == '0' {
			c.section = inLastException
		}
	}
	switch c.section {
	case noSection:
		// whom a request to end a process names, before its context
		if _, after, ok := strings.Cut(line, `RBSProcessBundleIdentifierPredicate "`); ok && c.r.BundleID == "" {
			c.r.BundleID, _, _ = strings.Cut(after, `"`)
			c.ev.add(c.line, details, line)
		}
	case inTermination:
		if c.described && c.describes(line) {
			c.ev.add(c.line, details, line)
			if ns, alone := strings.CutSuffix(line, ","); alone && c.parts == "" && knownNamespace(ns) {
				return
			}
			c.parts = appendText(c.parts, line)
			return
		}
		if strings.Contains(line, contextMark) || strings.HasPrefix(line, undescribed) || c.wrapped(line) || (!c.gap || contextPart(line)) && c.contextOpen() {
			c.gap = false
			c.explain(line)
			return
		}
		c.section = noSection
	case inSpecific:
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
	case inCPU: // a mail program wrapped the line
		c.figures(c.cpu+" "+line, line)
	case inThread, inLastException:
		symbol, ok := parseFrame(line)
		if !ok && c.section == inLastException {
			symbol, ok = columnFrame(line, len(c.r.LastException))
		}
		if !ok {
			c.beforeFrames(line)
			break
		}
		c.reason = false
		if !c.ended && !strings.Contains(line, " + ") {
			break
		}
		list := c.threads[c.thread]
		if c.section == inLastException {
			list = c.r.LastException
		}
		if len(list) >= maxTexts {
			break
		}
		list = append(list, symbol)
		if c.section == inLastException {
			c.r.LastException = list
		} else {
			c.threads[c.thread] = list
		}
		if tellingFrame(symbol) || len(list) <= 4 {
			c.ev.add(c.line, frameWeight(symbol), line)
		}
	}
}

// faultLine recognises an exception with the address of a bad access that no label
// announces, "EXC_BAD_ACCESS (SIGSEGV) - KERN_INVALID_ADDRESS at 0x10", or with what Bugsnag and
// Sentry make of it (KSCrash's diagnosis; bugsnag/bugsnag-cocoa#743), and Crashlytics' signal
// with its code and address, "SIGABRT ABORT 0x1a4731104".
func faultLine(line string) bool {
	if strings.HasPrefix(line, "SIG") {
		words := strings.Fields(line)
		return len(words) > 2 && wholeException(words[0]) && strings.ToUpper(words[1]) == words[1] && strings.HasPrefix(words[2], "0x")
	}
	if !strings.HasPrefix(line, "EXC_") {
		return false
	}
	_, fault, ok := strings.Cut(line, " KERN_")
	if !ok {
		_, fault, ok = strings.Cut(line, " Attempted to dereference ")
	}
	return ok && (strings.Contains(fault, " 0x") || strings.HasPrefix(fault, "null pointer"))
}

// signalLine recognises a signal with an address alone, as Crashlytics prints it below the
// head of the crashed thread where it knows no code (bugsnag/bugsnag-cocoa#846).
func signalLine(line string) bool {
	words := strings.Fields(line)
	return len(words) == 2 && strings.HasPrefix(words[0], "SIG") && wholeException(words[0]) && strings.HasPrefix(words[1], "0x")
}

// beforeFrames takes what Crashlytics prints between the head of a backtrace and its
// frames: the reason of an exception, "EXC_BAD_ACCESS KERN_INVALID_ADDRESS 0x10".
func (c *crashText) beforeFrames(line string) {
	section := c.section
	switch {
	case section == inLastException && c.reason:
		if c.lines++; c.lines <= contextLines {
			c.r.Specific = appendText(c.r.Specific, line)
			c.ev.add(c.line, proves, line)
		}
	case section == inThread && c.thread == c.crashed && len(c.threads[c.thread]) == 0 && c.r.Exception+c.r.Signal == "" && (faultLine(line) || signalLine(line)):
		c.exception(line, line)
		c.section = section
	case section == inThread && c.thread == c.crashed:
		symbol, ok := tabbedFrame(line)
		if !ok && c.thread == namelessThread {
			symbol, ok = bareFrame(line, len(c.threads[c.thread]))
		}
		if ok && len(c.threads[c.thread]) < maxTexts {
			c.threads[c.thread] = append(c.threads[c.thread], symbol)
			c.ev.add(c.line, frameWeight(symbol), line)
		}
	}
}

// bareFrame reads the symbol of a backtrace's line from which somebody has taken the
// image and the address: "0  _dispatch_assert_queue_fail". read is how many frames came
// before it; of those that are left out the numbers tell.
func bareFrame(line string, read int) (symbol string, ok bool) {
	number, symbol, ok := strings.Cut(line, " ")
	n := decimal([]byte(number))
	symbol = strings.TrimSpace(symbol)
	return symbol, ok && n != NoPID && n >= read && (n == 0) == (read == 0) && read < maxTexts && symbol != ""
}

// tabbedFrame reads the symbol of a line of a backtrace that has an image and no address, parted
// by tabs, as HockeyApp shows one (bitstadium/HockeySDK-iOS#146).
func tabbedFrame(line string) (symbol string, ok bool) {
	columns := strings.Split(line, "\t")
	if len(columns) != 3 || decimal([]byte(columns[0])) == NoPID || strings.Contains(columns[1], " ") {
		return "", false
	}
	symbol = withoutPlace(strings.TrimSpace(columns[2]))
	return symbol, symbol != ""
}

// columnFrame reads the symbol of a line of an exception's backtrace that has an image and
// no address, as Crashlytics shows one that it has symbolicated
// (transistorsoft/flutter_background_fetch#414): two blanks or more part the columns, so that
// no line of a reason that begins with a number is taken for one.
func columnFrame(line string, read int) (symbol string, ok bool) {
	columns, ok := bareFrame(line, read)
	_, symbol, apart := strings.Cut(columns, "  ")
	symbol = withoutPlace(strings.TrimSpace(symbol))
	return symbol, ok && apart && symbol != ""
}

// startThread begins the frames of a thread. Only those that may be needed are
// kept: the main thread's and the crashed one's.
func (c *crashText) startThread(n int, what, line string) {
	switch what {
	case "name":
		return
	case "registers":
		c.section = noSection
		return
	case "crashed":
		if c.threads[n] != nil && c.crashed >= 0 {
			c.next() // another report's backtrace
		}
		c.crashed = n
		c.ev.add(c.line, details, line)
	}
	c.section, c.thread = inThread, n
	if n != 0 && n != c.crashed {
		c.section = noSection
	}
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

// wrapped reports whether the line is the second half of a watchdog's explanation.
func (c *crashText) wrapped(line string) bool {
	return strings.Contains(line, allowance) && strings.Contains(c.r.Explanation, transgression) && !strings.Contains(c.r.Explanation, allowance)
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

// victim adds one process that a low memory report says was killed; what the
// report's head says holds for all of them.
func (c *crashText) victim(v Report, line string) {
	v.Time, v.OS, v.Model, v.PageSize = c.r.Time, c.r.OS, c.r.Model, c.r.PageSize
	var ev evidence
	ev.add(c.line, proves, line)
	ev.into(&v)
	c.header.complete(c.scan, &v)
	c.scan.add(&v)
}

// next finishes the report and begins another one.
func (c *crashText) next() {
	c.finish()
	c.begin()
}

// finish hands the report over if it says why, or at least where, a process
// ended.
func (c *crashText) finish() {
	r := c.r
	c.backtraces()
	if cpu, ok := parseCPU(c.cpu); ok {
		r.CPU = &cpu
	}
	r.Explanation = strings.TrimSpace(r.Explanation)
	if c.parts != "" {
		parts := parseContextParts(c.parts, false, c.ended)
		r.Context = &parts
	}
	if code, ok := toldCode(r); ok {
		r.Code, r.HasCode = code, true
	}
	finishCrash(r)
	if c.fatal() && r.Signal == "" {
		r.Signal = "SIGABRT" // by which an exception ends a process that does not catch it
	}
	if r.CPU != nil && c.action != "" {
		r.CPU.Action = c.action
		r.CPU.Fatal = strings.Contains(strings.ToLower(c.action), "kill") || strings.Contains(strings.ToLower(c.action), "terminat")
	}
	switch {
	case r.CPU != nil:
	case strings.Contains(r.Specific, overrun) && r.Exception == "" && !r.HasCode:
		r.Kind = ReportStackshot
	case !c.tells() && len(r.Frames) == 0:
		return
	}
	c.header.complete(c.scan, r)
	c.ev.into(r)
	c.scan.addCrash(r)
}

// tells reports whether the report says how a process ended.
func (c *crashText) tells() bool {
	r := c.r
	return r.Exception != "" || r.Signal != "" || r.HasCode || r.Context != nil || len(r.LastException) > 0 || r.Namespace == namespaceOfLoader || wordedReasons[r.Namespace] != ""
}

// fatal reports whether Crashlytics names an exception of Foundation's kind and says why
// it was raised: people leave out the frames.
func (c *crashText) fatal() bool {
	name, _, why := strings.Cut(c.r.Specific, "\n")
	return c.reason && why && strings.HasPrefix(name, "NS") && strings.HasSuffix(name, "Exception")
}

// backtraces chooses the threads that are reported.
func (c *crashText) backtraces() {
	main, crashed := c.threads[0], c.threads[c.crashed]
	switch {
	case c.crashed > 0:
		c.r.Frames, c.r.MainThread = crashed, main
	case c.crashed == 0, c.r.Exception != "", c.r.HasCode, strings.Contains(c.r.Specific, overrun):
		c.r.Frames = main
	}
}
