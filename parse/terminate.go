package parse

import (
	"strconv"
	"strings"
)

// terminationNamespaces are the names that stand for the system's exit reason
// numbers (xnu, bsd/sys/reason.h), with the older and newer names of 10 and 15.
var terminationNamespaces = map[string]bool{
	"JETSAM": true, "SIGNAL": true, "CODESIGNING": true, "HANGTRACER": true, "TEST": true,
	"DYLD": true, "LIBXPC": true, "OBJC": true, "EXEC": true,
	"SPRINGBOARD": true, "FRONTBOARD": true, "TCC": true, "REPORTCRASH": true,
	"COREANIMATION": true, "AGGREGATED": true, "ASSERTIOND": true, "RUNNINGBOARD": true,
	"SKYWALK": true, "SETTINGS": true, "LIBSYSTEM": true, "FOUNDATION": true,
	"WATCHDOG": true, "METAL": true, "WATCHKIT": true, "GUARD": true, "ANALYTICS": true,
	"SANDBOX": true, "SECURITY": true, "ENDPOINTSECURITY": true, "PAC_EXCEPTION": true,
}

// boardNamespaces are those whose codes are the 32-bit words of boardCodes.
var boardNamespaces = map[string]bool{
	"SPRINGBOARD": true, "FRONTBOARD": true, "ASSERTIOND": true, "RUNNINGBOARD": true, "10": true, "15": true,
}

// boardCodes are the codes that SpringBoard, FrontBoard and RunningBoard end
// processes with, from the exit reason tables of iOS 18 and 26 and Apple's
// "Understanding the exception types in a crash report". They tell a whole
// number from one whose end was cut off.
var boardCodes = map[uint64]bool{
	0x2182BAD2: true, 0x2182BAD3: true, 0x2182BAD4: true, 0x2182BAAD: true,
	0xDEAD10CC: true, 0x8BADF00D: true, 0xC00010FF: true, 0xDEADFA11: true,
	0xFBFBFBFB: true, 0xD00D2BAD: true, 0xB10CCA11: true, 0xB111B111: true,
	0x05CA1DED: true, 0xDEAD6502: true, 0x2BAD45EC: true, 0xC51BAD01: true,
	0xC51BAD02: true, 0xC51BAD03: true, 0x5BC1EA41: true, 0x5BC1EA44: true,
	0x5BC1EA45: true, 0xFA1CDEAD: true, 0xBAADCA11: true, 0xBAD22222: true,
	0xBADDD15C: true,
}

// ParseTermination reads the namespace and the code with which a process was
// ended, in all the spellings of crash reports (with or without the label
// "Termination Reason:"), of MetricKit and of launchd:
//
//	Namespace RUNNINGBOARD, Code 0xdead10cc
//	Namespace <0xF>, Code 0xdead10cc
//	RUNNINGBOARD 3735883980 (0xdead10cc)
//	FRONTBOARD 2343432205 <RBSTerminateContext| ...
//	DYLD, [0x1] Library missing
//	exited with exit reason (namespace: 15 code: 0xbaddd15c)
//
// The namespace is returned as printed, a number in decimal. A code that runs
// into the end of text may have been cut: in the namespaces of SpringBoard and
// RunningBoard it then counts only when it is one of the known codes.
func ParseTermination(text string) (ns string, code uint64, ok bool) {
	ns, code, _, ok = parseTermination(text)
	return ns, code, ok
}

// parseTermination is ParseTermination and returns what follows the code.
func parseTermination(text string) (ns string, code uint64, after string, ok bool) {
	rest, labelled := text, false
	if _, after, found := strings.Cut(text, "Termination Reason:"); found {
		rest, labelled = after, true
	}
	if after, found := cutWord(rest, "namespace"); found {
		ns, rest = namespaceToken(after)
		rest = strings.TrimLeft(rest, " \t,;")
		if ns == "" || len(rest) < 4 || !strings.EqualFold(rest[:4], "code") {
			return "", 0, "", false
		}
		rest = strings.TrimLeft(rest[4:], " \t:")
	} else {
		rest = strings.TrimLeft(rest, " \t\n")
		end := 0
		for end < len(rest) && (rest[end] >= 'A' && rest[end] <= 'Z' || rest[end] == '_') {
			end++
		}
		ns = rest[:end]
		if !terminationNamespaces[ns] && (!labelled || len(ns) < 3) {
			return "", 0, "", false
		}
		rest = strings.TrimLeft(rest[end:], " \t,;[")
	}
	code, n, ok := readNumber(rest)
	if !ok || n == len(rest) && !wholeCode(ns, code) {
		return "", 0, "", false
	}
	after = strings.TrimLeft(rest[n:], "] \t")
	if strings.HasPrefix(after, "(0x") { // the same number again
		if i := strings.IndexByte(after, ')'); i >= 0 {
			after = after[i+1:]
		}
	}
	return ns, code, strings.TrimSpace(after), true
}

// wholeCode reports whether a code that nothing follows can be a whole one.
// Signals 1 and 2 end no app: they are the beginning of 10, 11 or 15.
func wholeCode(ns string, code uint64) bool {
	switch {
	case boardNamespaces[ns]:
		return boardCodes[code]
	case ns == "SIGNAL":
		return code > 2
	}
	return true
}

// cutWord returns what follows the word, which may begin with a capital letter.
func cutWord(text, word string) (after string, found bool) {
	for _, w := range []string{word, strings.ToUpper(word[:1]) + word[1:]} {
		if _, after, found = strings.Cut(text, w); found {
			return after, true
		}
	}
	return "", false
}

// namespaceToken reads a name, a number or a number in angle brackets, which
// stands for a name that the reporter did not know.
func namespaceToken(s string) (ns, rest string) {
	s = strings.TrimLeft(s, " \t:")
	if strings.HasPrefix(s, "<0x") {
		v, n, ok := readNumber(s[1:])
		if !ok || n+1 >= len(s) || s[n+1] != '>' {
			return "", s
		}
		return strconv.FormatUint(v, 10), s[n+2:]
	}
	end := 0
	for end < len(s) && (wordByte[s[end]]) {
		end++
	}
	return s[:end], s[end:]
}

// readNumber reads a decimal number, a hexadecimal one with 0x, or eight
// hexadecimal digits without it, and the bytes it took. A number that runs into
// a letter is none.
func readNumber(s string) (v uint64, n int, ok bool) {
	base, from := 10, 0
	if strings.HasPrefix(s, "0x") || strings.HasPrefix(s, "0X") {
		base, from = 16, 2
	}
	n = from
	for n < len(s) && wordByte[s[n]] {
		n++
	}
	if base == 10 && n == 8 && strings.ContainsAny(s[:n], "abcdefABCDEF") {
		base = 16
	}
	v, err := strconv.ParseUint(s[from:n], base, 64)
	return v, n, err == nil
}

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
	{"ProcessVisibility:", false, func(c *TerminateContext, v string, _ bool) { c.ProcessVisibility = v }},
	{"ProcessState:", false, func(c *TerminateContext, v string, _ bool) { c.ProcessState = v }},
	{"WatchdogEvent:", false, func(c *TerminateContext, v string, _ bool) { c.WatchdogEvent = v }},
	{"WatchdogVisibility:", false, func(c *TerminateContext, v string, _ bool) { c.WatchdogVisibility = v }},
	{"WatchdogCPUStatistics:", false, func(c *TerminateContext, v string, _ bool) { c.CPUStatistics = v }},
	{"ThermalInfo:", false, func(c *TerminateContext, v string, _ bool) { c.ThermalInfo = v }},
	{"reportType:", false, func(c *TerminateContext, v string, _ bool) { c.ReportType = v }},
	{"maxTerminationResistance:", false, func(c *TerminateContext, v string, _ bool) { c.Resistance = v }},
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
		return "", NoPID, false
	}
	rest := text[at+len(mark):]
	end := strings.IndexAny(rest, "(> \n")
	if end <= 0 || !strings.ContainsFunc(rest[:end], isLetter) || strings.Contains(rest[:end], "..") {
		return "", NoPID, false // shortened by whoever pasted it
	}
	bundle = rest[:end]
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

func isLetter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
