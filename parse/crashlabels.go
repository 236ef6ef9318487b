package parse

import (
	"slices"
	"strings"
)

// crashLabels are the labels of text reports, in lower case, and what they say.
// line is the whole line, for the evidence.
var crashLabels = map[string]func(c *crashText, value, line string){
	"incident identifier": func(c *crashText, v, _ string) { c.next(); c.r.Incident = incident(v) },
	"hardware model":      func(c *crashText, v, _ string) { c.r.Model = v },
	"process":             (*crashText).process,
	"command":             (*crashText).process,
	"pid": func(c *crashText, v, _ string) {
		if pid := decimal([]byte(v)); c.r.PID == NoPID {
			c.r.PID = pid
		}
	},
	"path": func(c *crashText, v, _ string) {
		c.r.Extension = extensionPath(v)
		c.r.Simulator = c.r.Simulator || simulatorPath(v)
		c.r.System = systemPath(v)
	},
	"identifier": func(c *crashText, v, _ string) {
		if !strings.ContainsAny(v, "[]<>*") && strings.ContainsFunc(v, isLetter) { // "[redacted]", "..." and the like name no app
			c.r.BundleID = v
		}
	},
	"bundle id": func(c *crashText, v, _ string) { // Cr4shed's
		if !strings.HasPrefix(v, "(") {
			c.r.BundleID = v
		}
	},
	"version": func(c *crashText, v, _ string) {
		if !strings.HasPrefix(v, "???") {
			c.r.Version = v
		}
	},
	"role": func(c *crashText, v, line string) {
		c.r.Role = v
		c.ev.add(c.line, details, line)
	},
	"parent process": func(c *crashText, v, _ string) {
		c.r.Simulator = c.r.Simulator || strings.HasPrefix(v, "launchd_sim")
	},
	"os version": func(c *crashText, v, _ string) { c.r.OS = strings.Replace(v, "(Build ", "(", 1) },

	"date/time": (*crashText).when,
	"date":      (*crashText).when,
	"end time": func(c *crashText, v, _ string) {
		if t := c.scan.time(v); t.Known() {
			c.r.Begin, c.r.Time = c.r.Time, t
		}
	},
	"launch time": func(c *crashText, v, _ string) { c.r.Launched = c.scan.time(v) },

	"exception type":          (*crashText).exception,
	"exception subtype":       func(c *crashText, v, line string) { c.r.Subtype = v; c.ev.add(c.line, proves, line) },
	"exception codes":         (*crashText).codes,
	"exception message":       func(c *crashText, v, line string) { readCPUMessage(v, c.r); c.ev.add(c.line, proves, line) },
	"exception note":          func(c *crashText, v, line string) { c.r.ExceptionNote = v; c.ev.add(c.line, details, line) },
	"termination reason":      (*crashText).termination,
	"termination description": (*crashText).description,
	"termination signal": func(c *crashText, v, line string) {
		if c.r.Explanation == "" {
			c.r.Explanation = v
		}
		c.ev.add(c.line, details, line)
	},
	"terminating process": func(c *crashText, v, _ string) { c.r.By, _ = nameAndPID(v) },
	"triggered by thread": (*crashText).triggered,
	"crashed thread":      (*crashText).triggered,
	"highlighted thread":  (*crashText).triggered,

	// up to iOS 9 the loader's words have a label of their own, or two (ankurp/Dollar#162,
	// lionheart/openradar-mirror#7790)
	"dyld error message": func(c *crashText, _, _ string) { c.section, c.loader = noSection, true },
	"dyld message":       (*crashText).unloaded,
	"library not loaded": func(c *crashText, v, line string) {
		if c.loader {
			c.unloaded("Library not loaded: "+v, line)
		}
	},

	"application specific information": func(c *crashText, v, line string) {
		c.section = inSpecific
		if v != "" {
			c.goesOn(v)
		}
	},
	"last exception backtrace": func(c *crashText, _, line string) {
		if len(c.r.LastException) > 0 {
			c.next()
		}
		c.section = inLastException
		c.ev.add(c.line, details, line)
	},
	// Crashlytics prints these two instead
	"fatal exception": func(c *crashText, v, line string) {
		if len(c.r.LastException) > 0 {
			c.next()
		}
		c.r.Specific = appendText(c.r.Specific, v)
		c.section, c.reason, c.lines = inLastException, true, 0
		c.ev.add(c.line, proves, line)
	},
	"crashed": func(c *crashText, v, line string) {
		c.crashed, c.r.Crashed = namelessThread, true
		if strings.Contains(v, "main-thread") {
			c.crashed = 0
		}
		at := strings.Index(v, " SIG") + 1
		if at == 0 {
			at = strings.Index(v, "EXC_")
		}
		if at > 0 && c.r.Exception+c.r.Signal == "" && faultLine(v[at:]) { // the line break is lost
			c.exception(v[at:], line)
		} else {
			c.ev.add(c.line, details, line)
		}
		c.section, c.thread = inThread, c.crashed
	},
	"application specific signatures": (*crashText).other,
	"kernel triage":                   (*crashText).other,
	"binary images":                   func(c *crashText, _, _ string) { c.section = inImages },

	"event": func(c *crashText, v, line string) {
		c.watched()
		c.ev.add(c.line, details, line)
		if c.ended && watchedEvents[v] {
			c.scan.nothing++
			c.scan.note("line %d: the limit on %s was exceeded: no process ended", c.line, v)
		}
	},
	"action taken": (*crashText).actionTaken,
	"cpu":          func(c *crashText, v, line string) { c.figures(v, line) },

	"page size": func(c *crashText, v, _ string) {
		if n := decimal([]byte(v)); n != NoPID {
			c.r.PageSize = int64(n)
		}
	},
	"largest process": (*crashText).other,
}

// watchedEvents are the limits of which reports say that nothing was done about it (posted
// reports of iOS 10 to 18: myflashlab/barcode-ANE#34, OnionBrowser/OnionBrowser#283,
// firebase/firebase-ios-sdk#11636, damus-io/damus#2781).
var watchedEvents = map[string]bool{"wakeups": true, "disk writes": true}

// headerValues are the labels of the process whose values people and books break, and what
// joins the parts: a name and its pid stand apart, a path is broken anywhere.
var headerValues = map[string]string{"process": " ", "command": " ", "path": "", "identifier": ""}

// assertionLabels are those that are an assertion's in a list of them: its line was broken,
// or a page has taken its frame for a tag.
var assertionLabels = map[string]bool{"identifier": true, "process": true, "command": true}

// wholeValues are the labels whose functions can tell a whole value from one
// that the end of the input cut off.
var wholeValues = map[string]bool{
	"exception type": true, "exception codes": true, "exception message": true, "exception note": true,
	"termination reason": true, "termination description": true, "application specific information": true,
	"last exception backtrace": true, "fatal exception": true, "action taken": true, "cpu": true,
}

func (c *crashText) other(_, _ string) { c.section = noSection }

// process begins another report when the last one already tells of a process's
// end.
func (c *crashText) process(v, line string) {
	if c.r.Process != "" && (c.tells() || c.cpu != "" || c.threads[c.crashed] != nil) {
		c.next()
	}
	name, pid := nameAndPID(v)
	c.r.Process = name
	if pid != NoPID {
		c.r.PID = pid
	}
	c.ev.add(c.line, details, line)
}

// nameAndPID reads "Notes [482]", also without the blank, as people put other names there
// (firebase/firebase-ios-sdk#6456).
func nameAndPID(v string) (name string, pid int) {
	if i := strings.LastIndexByte(v, '['); i > 0 && strings.HasSuffix(v, "]") {
		if pid = decimal([]byte(v[i+1 : len(v)-1])); pid != NoPID {
			return strings.TrimSpace(v[:i]), pid
		}
	}
	return v, NoPID
}

func (c *crashText) when(v, line string) {
	if t := c.scan.time(v); t.Known() && !c.r.Begin.Known() {
		c.r.Time = t
		c.ev.add(c.line, details, line)
	}
}

// exception reads "EXC_CRASH (SIGKILL)", or a signal alone as third-party
// reporters print it.
func (c *crashText) exception(v, line string) {
	word, rest, _ := strings.Cut(v, " ")
	word = strings.Trim(word, "`*,;")
	if !c.ended && rest == "" && !wholeException(word) {
		return
	}
	number := word != "" && strings.Trim(word, "0123456789") == ""
	if !strings.HasPrefix(word, "EXC_") && !strings.HasPrefix(word, "SIG") && !number {
		return
	}
	if word == "EXC_CRASH" && strings.HasPrefix(rest, "(") && !strings.Contains(rest, ")") {
		return // the signal, which alone tells an abort from a kill, is cut off
	}
	if c.r.Exception != "" || c.r.Signal != "" {
		c.next()
	}
	c.section = noSection
	if strings.HasPrefix(word, "SIG") {
		c.r.Signal = word
	} else {
		c.r.Exception = word
	}
	if _, inner, ok := strings.Cut(rest, "(SIG"); ok {
		name, _, closed := strings.Cut(inner, ")")
		if closed {
			c.r.Signal = "SIG" + name
		}
	}
	c.ev.add(c.line, proves, line)
}

// wholeException reports whether the word can be all of an exception type.
func wholeException(word string) bool {
	for _, name := range machExceptions {
		if name == word {
			return true
		}
	}
	for _, name := range darwinSignals {
		if name == word {
			return true
		}
	}
	return word == "00000020"
}

// codes reads the code of the kills before iOS 9, whose exception type is a
// number: "0x000000008badf00d, 0x...".
func (c *crashText) codes(v, line string) {
	w := details
	if c.r.Exception != "" && strings.Trim(c.r.Exception, "0123456789") == "" && !c.r.HasCode {
		first, _, more := strings.Cut(v, ",")
		if n, used, ok := readNumber(first); ok && (more || c.ended || used < len(first) || boardCodes[n]) {
			c.r.Code, c.r.HasCode = n, true
			w = proves
		}
	}
	c.ev.add(c.line, w, line)
}

func (c *crashText) termination(v, line string) {
	if c.ended {
		v += "\n"
	}
	ns, code, after, ok := parseTermination("Termination Reason:" + v)
	worded := false
	if !ok {
		ns, after, worded = wordedReason(v)
	}
	if !ok && !worded && !strings.Contains(v, contextMark) {
		return // prose about the label
	}
	if c.r.HasCode || strings.Contains(c.r.Explanation, contextMark) {
		c.next()
	}
	c.section = inTermination
	c.r.Namespace, c.r.Code, c.r.HasCode = ns, code, ok
	c.ev.add(c.line, proves, line)
	if !ok && !worded {
		after = v
	}
	if after != "" {
		c.lines++
		c.r.Explanation = strings.TrimSpace(after)
		if c.ended {
			c.r.Explanation += "\n"
		}
	}
}

// wordedReasons are the namespaces for which reports print words instead of a code, and what
// those hold (posted reports of iOS 13 and watchOS 7: isontheline/pro.webssh.net#34,
// gdombiak/OctoPod#387; of WatchConnectivity Apple's "Addressing watchdog terminations").
var wordedReasons = map[string]string{
	"TCC":      undescribed,
	"CAROUSEL": " " + strings.TrimSuffix(transgression, ":") + ".",
}

// undescribed begins what the system says of an app whose Info.plist lacks a usage
// description; where its reason has a code, it stands in the line behind.
const undescribed = "This app has crashed because it attempted to access privacy-sensitive data"

// wordedReason reads "CAROUSEL, Background App Refresh watchdog transgression. …".
func wordedReason(v string) (ns, words string, ok bool) {
	ns, words, _ = strings.Cut(strings.TrimSpace(v), ",")
	words = strings.TrimSpace(words)
	if telling := wordedReasons[ns]; telling == "" || !strings.Contains(words, telling) {
		return "", "", false
	}
	return ns, words, true
}

// description reads the older report's second line, "SPRINGBOARD, " and the
// context in one line, from iOS 14 on within its frame.
func (c *crashText) description(v, line string) {
	ns, text, found := strings.Cut(v, ",")
	if !found && !c.ended {
		return // the namespace is cut off
	}
	if !found || !knownNamespace(ns) {
		ns, text = "", v
	}
	text = strings.TrimSpace(text)
	if c.r.Namespace == "" {
		c.r.Namespace = ns
	}
	c.section, c.gap = inTermination, false
	c.ev.add(c.line, proves, line)
	c.r.Explanation = tidy(text)
	if c.ended {
		c.r.Explanation += "\n"
	}
	if !strings.Contains(text, contextMark) {
		c.parts, c.described = text, true
	}
}

// unloaded takes why the loader has ended a process.
func (c *crashText) unloaded(v, line string) {
	c.section, c.loader = noSection, false
	if strings.HasPrefix(v, "Library not loaded: ") || strings.HasPrefix(v, "Symbol not found: ") {
		c.r.Namespace, c.r.Explanation = namespaceOfLoader, v
		c.ev.add(c.line, proves, line)
	}
}

const namespaceOfLoader = "DYLD"

func (c *crashText) triggered(v, line string) {
	c.section = noSection
	n := 0
	for n < len(v) && digit(v[n]) {
		n++
	}
	if thread := decimal([]byte(v[:n])); thread != NoPID && thread < namelessThread && c.crashed < 0 {
		c.crashed = thread
	}
}

// watched begins another report where the last one tells how a process ended: those about a
// limit name no exception and no reason.
func (c *crashText) watched() {
	if c.tells() {
		c.next()
	}
}

func (c *crashText) actionTaken(v, line string) {
	c.watched()
	if c.action != "" {
		c.next()
	}
	c.section = noSection
	if !c.ended && v != "none" && !strings.HasSuffix(v, "killed") {
		return
	}
	c.action = v
	c.ev.add(c.line, proves, line)
}

// figures takes the line of figures of a CPU report, which goes on in the next
// line when it does not hold all of them.
func (c *crashText) figures(v, line string) {
	if !strings.Contains(v, "cpu time") {
		c.section = noSection
		return
	}
	c.watched()
	if _, ok := parseCPU(c.cpu); ok {
		c.next()
	}
	c.cpu = v
	c.section = noSection
	if _, ok := parseCPU(v); !ok && len(v) < textLimit {
		c.section = inCPU
	}
	c.ev.add(c.line, proves, line)
}

// labelLength bounds what may stand before the colon of a label.
const labelLength = 40

// crashLabel reads "Label: value", also with a list mark or emphasis before it,
// as tickets have it.
func crashLabel(line string) (name, value string, ok bool) {
	for _, mark := range []string{"- ", "* ", "• ", "+ ", "Thread : "} { // the last is Crashlytics' of 2015 (react/react-native#4525)
		line = strings.TrimPrefix(line, mark)
	}
	numbered := strings.TrimPrefix(line, "#") // Crashlytics numbers its threads (couchbase/couchbase-lite-ios#1521)
	if n := len(numbered) - len(strings.TrimLeft(numbered, "0123456789")); n > 0 {
		if rest, dotted := strings.CutPrefix(numbered[n:], ". "); dotted || numbered != line && strings.HasPrefix(rest, "Crashed: ") {
			line = rest // the page of Crashlytics parts the two by a column (Leanplum/Leanplum-iOS-SDK#131)
		}
	}
	line = strings.TrimLeft(line, "*`_ |")
	// in the middle of a sentence a label counts when a value follows it
	for _, label := range []string{"Exception Type:", "Termination Reason:"} {
		if i := strings.Index(line, label); i >= 0 && labelled(line[i:]) {
			line = line[i:]
			break
		}
	}
	name, value, found := strings.Cut(line, ":")
	if !found || len(name) > labelLength {
		return "", "", false
	}
	name = strings.ToLower(strings.TrimRight(name, "*`_ "))
	if _, known := crashLabels[name]; !known {
		return "", "", false
	}
	return name, strings.TrimSpace(strings.Trim(value, "*`")), true
}

// furtherLabels may follow "Exception Type:" and "Termination Reason:" on their line, where
// whoever pasted a report lost its line breaks, also without a blank instead of them.
var furtherLabels = []string{
	"Exception Codes:", "Exception Subtype:", "Exception Note:", "Termination Reason:", "Termination Description:",
	"Triggered by Thread:", "Highlighted Thread:", "Application Specific Information:",
}

// labelParts splits a line before each label in it.
func labelParts(line string) []string {
	if !strings.Contains(line, "Exception Type:") && !strings.Contains(line, "Termination Reason:") {
		return []string{line}
	}
	cuts := []int{0}
	for _, label := range furtherLabels {
		if i := strings.Index(line, label); i > 0 {
			cuts = append(cuts, i)
		}
	}
	slices.Sort(cuts)
	parts := make([]string, len(cuts))
	for i, from := range cuts {
		to := len(line)
		if i+1 < len(cuts) {
			to = cuts[i+1]
		}
		part := line[from:to]
		if from > 0 && line[from-1] == '`' { // the sentence goes on behind it
			part, _, _ = strings.Cut(part, "`")
		}
		parts[i] = strings.TrimSpace(part)
	}
	return parts
}

// labelled reports whether a value follows the label with which s begins.
func labelled(s string) bool {
	if _, _, ok := ParseTermination(s + "\n"); ok {
		return true
	}
	if value, ok := strings.CutPrefix(s, "Termination Reason:"); ok {
		_, _, ok = wordedReason(value)
		return ok
	}
	value, ok := strings.CutPrefix(s, "Exception Type:")
	return ok && strings.HasPrefix(strings.TrimSpace(value), "EXC_")
}
