package parse

import "strings"

// TerminateContext is RunningBoard's account of why a process was, or is about
// to be, ended: the text between <RBSTerminateContext| and >. Texts are empty
// when they were not printed.
type TerminateContext struct {
	Domain   int    // number of the namespace, 10 FrontBoard, 15 RunningBoard; 0 when not printed
	Code     uint64 // valid with HasCode
	HasCode  bool
	CodeName string // the code's name where one is printed: "User Initiated Quit"

	Explanation        string // lines joined by newlines
	ProcessVisibility  string // Foreground, Background, Unknown
	ProcessState       string // Running, Suspended
	WatchdogEvent      string // scene-create, scene-update, process-launch, process-exit
	WatchdogVisibility string
	CPUStatistics      string // the watchdog's, lines joined by newlines
	ThermalInfo        string
	ReportType         string // CrashLog; None means that no crash report is written
	Resistance         string // maxTerminationResistance

	Cut bool // the end was not printed
}

// contextParts are the parts of the text in the order in which they are
// printed. domain and code are looked for only before the explanation, whose
// free text may hold the same words.
var contextParts = []struct {
	key  string
	head bool
	set  func(c *TerminateContext, value string, cut bool)
}{
	{"domain:", true, func(c *TerminateContext, v string, cut bool) {
		if i := strings.LastIndexByte(v, '('); i >= 0 {
			v = strings.TrimSuffix(v[i+1:], ")")
		}
		if n, used, ok := readNumber(v); ok && n < 1<<16 && (used < len(v) || !cut) {
			c.Domain = int(n)
		}
	}},
	{"code:", true, func(c *TerminateContext, v string, cut bool) {
		if i := strings.LastIndexByte(v, '('); i >= 0 {
			c.CodeName = strings.TrimSpace(v[:i])
			v = v[i+1:]
		}
		n, used, ok := readNumber(v)
		if ok && (used < len(v) || !cut || boardCodes[n]) {
			c.Code, c.HasCode = n, true
		}
	}},
	{"explanation:", false, func(c *TerminateContext, v string, _ bool) { c.Explanation = v }},
	{"ProcessVisibility:", false, func(c *TerminateContext, v string, _ bool) { c.ProcessVisibility = upToNewline(v) }},
	{"ProcessState:", false, func(c *TerminateContext, v string, _ bool) { c.ProcessState = upToNewline(v) }},
	{"WatchdogEvent:", false, func(c *TerminateContext, v string, _ bool) { c.WatchdogEvent = upToNewline(v) }},
	{"WatchdogVisibility:", false, func(c *TerminateContext, v string, _ bool) { c.WatchdogVisibility = upToNewline(v) }},
	{"WatchdogCPUStatistics:", false, func(c *TerminateContext, v string, _ bool) { c.CPUStatistics = v }},
	{"ThermalInfo:", false, func(c *TerminateContext, v string, _ bool) { c.ThermalInfo = v }},
	{"reportType:", false, func(c *TerminateContext, v string, _ bool) { c.ReportType = upToNewline(v) }},
	{"maxTerminationResistance:", false, func(c *TerminateContext, v string, _ bool) { c.Resistance = upToNewline(v) }},
}

// contextPart reports whether the line begins with a part of a context.
func contextPart(line string) bool {
	for _, part := range contextParts {
		if strings.HasPrefix(line, part.key) {
			return true
		}
	}
	return false
}

const (
	contextMark  = "RBSTerminateContext"
	contextLimit = 64 << 10 // bytes of a context that are looked at
)

// ParseTerminateContext reads the first RBSTerminateContext of text, wherever it
// begins, as printed by RunningBoard's log lines, crash reports and MetricKit:
//
//	<RBSTerminateContext| domain:10 code:0x8BADF00D explanation:... ProcessVisibility: ... reportType:None maxTerminationResistance:Interactive>
//
// The parts may be separated by newlines, " | " or blanks; domain may be
// missing, the code may be a name with the number in parentheses, and the text
// may be cut anywhere. False when text holds no context.
func ParseTerminateContext(text string) (TerminateContext, bool) {
	_, body, found := strings.Cut(text, contextMark)
	if !found || body != "" && !strings.ContainsRune("|;: ", rune(body[0])) {
		return TerminateContext{}, false
	}
	body, _, _ = strings.Cut(body, "<"+contextMark)
	body, closed := contextBody(strings.TrimLeft(body, "|;: \t\n"))
	c := parseContextParts(body, true, closed)
	c.Cut = !closed
	return c, true
}

// contextBody cuts the body at the bracket that closes the context.
func contextBody(s string) (body string, closed bool) {
	if i := strings.Index(s, "maxTerminationResistance:"); i >= 0 {
		if end := strings.IndexByte(s[i:], '>'); end >= 0 {
			return s[:i+end], true
		}
		return s, false
	}
	s = s[:min(len(s), contextLimit)]
	depth := 1
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '<':
			depth++
		case '>':
			if i > 0 && s[i-1] == '-' {
				continue // an arrow
			}
			if depth--; depth == 0 {
				return s[:i], true
			}
		}
	}
	return s, false
}

// parseContextParts reads the parts that follow each other in s. With head, the
// text begins with domain and code; without, with the explanation itself. The
// last part may be cut off unless the text is whole.
func parseContextParts(s string, head, whole bool) TerminateContext {
	var c TerminateContext
	s = s[:min(len(s), contextLimit)]
	part, from := -1, 0
	if !head {
		part = 2 // explanation
	}
	finish := func(to int) {
		if part >= 0 {
			contextParts[part].set(&c, tidy(s[from:to]), to == len(s) && !whole)
		}
	}
	for i := 0; i < len(s); i++ {
		if i > 0 && !strings.ContainsRune(" \t\n|", rune(s[i-1])) {
			continue
		}
		for p := range contextParts {
			key := contextParts[p].key
			if contextParts[p].head && !head || !strings.HasPrefix(s[i:], key) {
				continue
			}
			finish(i)
			part, from = p, i+len(key)
			if !contextParts[p].head {
				head = false
			}
			i = from - 1
			break
		}
	}
	finish(len(s))
	return c
}

// upToNewline leaves out what follows a part that is one word or two.
func upToNewline(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// tidy makes newlines of " | ", trims every line and drops the empty ones.
func tidy(s string) string {
	s = strings.TrimSpace(s)
	s = strings.TrimSpace(strings.TrimSuffix(s, "|"))
	if !strings.ContainsAny(s, "\n|") {
		return s
	}
	var lines []string
	for _, line := range strings.Split(strings.ReplaceAll(s, " | ", "\n"), "\n") {
		if line = strings.TrimSpace(line); line != "" && line != "|" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// processIdentity finds the first process identity of RunningBoard or FrontBoard
// in text: application<id>:pid before iOS 17, app<id(UUID)>:pid since, with or
// without brackets around. An extension is xpcservice<id([app<host>:pid])...>:
// its own identifier counts, never its host's.
func processIdentity(text string) (bundle string, pid int, extension bool) {
	at, mark := -1, ""
	for _, m := range []string{"application<", "app<", "xpcservice<"} {
		if i := strings.Index(text, m); i >= 0 && (at < 0 || i < at) && (i == 0 || !wordByte[text[i-1]]) {
			at, mark = i, m
		}
	}
	if at < 0 {
		return watchedBundle(text), NoPID, false
	}
	rest := text[at+len(mark):]
	end := strings.IndexAny(rest, "(> \n")
	if end > 0 && (rest[end] == ' ' || rest[end] == '\n') { // a line was broken within it
		rest = rest[:end] + rest[end+1:]
		more := strings.IndexAny(rest[end:], "(> \n")
		if more < 0 || rest[end+more] == ' ' || rest[end+more] == '\n' {
			return "", NoPID, false
		}
		end += more
	}
	if end <= 0 {
		return "", NoPID, false
	}
	if strings.ContainsFunc(rest[:end], isLetter) && !strings.Contains(rest[:end], "..") && !strings.EqualFold(rest[:end], "redacted") {
		bundle = rest[:end] // else shortened by whoever pasted it
	}
	if mark == "xpcservice<" {
		return bundle, NoPID, true
	}
	rest = rest[end:]
	if i := strings.IndexByte(rest, '>'); i >= 0 && i+1 < len(rest) && rest[i+1] == ':' {
		digits := rest[i+2:]
		n := 0
		for n < len(digits) && digit(digits[n]) {
			n++
		}
		if n < len(digits) {
			return bundle, decimal([]byte(digits[:n])), false
		}
	}
	return bundle, NoPID, false
}

// watchedBundle returns the identifier that watchdogs of iOS 11 and 12 name without a frame,
// "scene-create watchdog transgression: com.example.notes exhausted …", and those before,
// "com.example.notes failed to launch in time".
func watchedBundle(text string) string {
	word, parts := "", 3
	if _, after, ok := strings.Cut(text, "watchdog transgression: "); ok {
		word, _, _ = strings.Cut(after, " exhausted ")
		parts = 2 // nothing else stands there
	} else if before, after, ok := strings.Cut(text, " failed to "); ok && (strings.Contains(after, " in time") || strings.Contains(after, " after ")) {
		word = before[strings.LastIndexAny(before, " \n")+1:]
	}
	if strings.Count(word, ".")+1 < parts || strings.ContainsFunc(word, func(r rune) bool {
		return !isLetter(r) && (r < '0' || r > '9') && r != '.' && r != '-' && r != '_'
	}) || strings.Contains(word, "..") {
		return ""
	}
	return word
}

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// MadeUpContext reports whether the context in a line is a string of source code that was never
// printed: about no process, and without the end that all have.
func MadeUpContext(line string) bool {
	_, text, _ := strings.Cut(line, "<"+contextMark)
	text, _, closed := strings.Cut(text, `>"`)
	bundle, _, _ := processIdentity(text)
	return closed && bundle == "" && !strings.Contains(text, "reportType:")
}
