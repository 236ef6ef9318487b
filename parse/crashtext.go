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
		c.blank()
		return
	}
	if c.victimRow(line) || c.detail(line) || c.labelled(line) || label != "" && c.ended && c.goesOnHeader(label, line) || c.startReason(line) {
		return
	}
	c.goesOn(line)
}

// blank ends the section that a blank line ends.
func (c *crashText) blank() {
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
}

// victimRow takes a row of an old JetsamEvent's table.
func (c *crashText) victimRow(line string) bool {
	victim, ok := jetsamRow(line)
	if ok {
		c.victim(victim, line)
	}
	return ok
}

// detail takes a line that tells something by itself, wherever it stands.
func (c *crashText) detail(line string) bool {
	if strings.Contains(line, protectedPage) {
		c.r.Protected = true
		c.ev.add(c.line, details, line)
		return true
	}
	if line == memoryReason && c.r.Process != "" && !c.tells() {
		c.r.Exception, c.r.Subtype = "EXC_RESOURCE", "MEMORY"
		c.ev.add(c.line, proves, line)
		return true
	}
	n, what, ok := threadHeader(line)
	if ok {
		c.startThread(n, what, line)
	}
	return ok
}

// labelled takes a line that begins with a label of crash reports.
func (c *crashText) labelled(line string) bool {
	name, value, ok := crashLabel(line)
	switch {
	case !ok || c.section == inImages && name != "incident identifier":
		return false
	case !c.ended && !wholeValues[name]:
		return true // the value may be cut off
	case c.list && assertionLabels[name]:
		c.goesOn(line)
		return true
	}
	crashLabels[name](c, value, line)
	if _, header := headerValues[name]; header {
		c.label, c.value = name, value
	}
	return true
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
		c.goesOnReason(line)
	case inSpecific:
		c.goesOnSpecific(line)
	case inCPU: // a mail program wrapped the line
		c.figures(c.cpu+" "+line, line)
	case inThread, inLastException:
		c.goesOnFrames(line)
	}
}

// victim adds one process that a low memory report says was killed; what the
// report's head says holds for all of them.
func (c *crashText) victim(v Report, line string) {
	v.Time, v.OS, v.Model, v.PageSize, v.Incident = c.r.Time, c.r.OS, c.r.Model, c.r.PageSize, c.r.Incident
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
