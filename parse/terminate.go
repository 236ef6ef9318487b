package parse

import (
	"slices"
	"strconv"
	"strings"
)

// namespaceNames are the names of the system's exit reasons by number (xnu,
// bsd/sys/reason.h), in the newest spelling.
var namespaceNames = [...]string{
	1: "JETSAM", 2: "SIGNAL", 3: "CODESIGNING", 4: "HANGTRACER", 5: "TEST", 6: "DYLD", 7: "LIBXPC", 8: "OBJC",
	9: "EXEC", 10: "FRONTBOARD", 11: "TCC", 12: "REPORTCRASH", 13: "COREANIMATION", 14: "AGGREGATED",
	15: "RUNNINGBOARD", 16: "SKYWALK", 17: "SETTINGS", 18: "LIBSYSTEM", 19: "FOUNDATION", 20: "WATCHDOG",
	21: "METAL", 22: "WATCHKIT", 23: "GUARD", 24: "ANALYTICS", 25: "SANDBOX", 26: "SECURITY",
	27: "ENDPOINTSECURITY", 28: "PAC_EXCEPTION",
}

// namespaceName names a namespace; an unknown number stays one, in decimal.
func namespaceName(n uint64) string {
	if n < uint64(len(namespaceNames)) && namespaceNames[n] != "" {
		return namespaceNames[n]
	}
	return strconv.FormatUint(n, 10)
}

// knownNamespace reports whether the word names a namespace, in the newest or an
// older spelling.
func knownNamespace(word string) bool {
	return word != "" && (slices.Contains(namespaceNames[:], word) || boardNamespaces[word])
}

// boardNamespaces are those whose codes are the 32-bit words of boardCodes.
var boardNamespaces = map[string]bool{
	"SPRINGBOARD": true, "FRONTBOARD": true, "ASSERTIOND": true, "RUNNINGBOARD": true,
	"CAROUSEL": true, // the watch's (posted reports: gdombiak/OctoPod#387, home-assistant/iOS#5247)
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
	0xBADA5E47: true, 0xBADDD15C: true, 0x05B5DEAD: true, 0x1A2B0011: true,
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
// The namespace is returned as printed, a number by its name where it has one.
// A code that runs into the end of text may have been cut: in the namespaces of
// SpringBoard and RunningBoard it then counts only when it is one of the known
// codes.
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
		lost := ns == "" && strings.HasPrefix(rest, ",")
		rest = strings.TrimLeft(rest, " \t,;")
		if lost && lostNumber(rest) {
			ns = "ASSERTIOND"
		}
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
		if labelled && lostNumber(rest) { // Adobe-Marketing-Cloud/mobile-services#352 has "Code 0xdead10cc" alone
			ns, end = "", 0
		} else if !knownNamespace(ns) && (!labelled || len(ns) < 3) {
			return "", 0, "", false
		}
		rest = strings.TrimLeft(rest[end:], " \t,;[|")
		if len(rest) > 4 && strings.EqualFold(rest[:4], "code") {
			rest = strings.TrimLeft(rest[4:], " \t:")
		}
	}
	code, n, ok := readNumber(rest)
	if whole, found := gluedCode(ns, rest); !ok && found {
		return ns, whole, "", true
	}
	if !ok || n == len(rest) && !wholeCode(ns, code) {
		return "", 0, "", false
	}
	after = strings.TrimLeft(rest[n:], "], \t")
	if strings.HasPrefix(after, "(0x") { // the same number again
		if i := strings.IndexByte(after, ')'); i >= 0 {
			after = after[i+1:]
		}
	}
	return ns, code, strings.TrimSpace(after), true
}

// gluedCode reads a known code to which the next line was glued, as pages do that lose
// line breaks: "Code 0xdead10ccTriggered by Thread: 0".
func gluedCode(ns, s string) (code uint64, ok bool) {
	const digits = len("0xdead10cc")
	if !boardNamespaces[ns] || len(s) <= digits || s[digits] < 'A' || s[digits] > 'Z' {
		return 0, false
	}
	code, _, ok = readNumber(s[:digits])
	return code, ok && s[1] == 'x' && boardCodes[code]
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

// boardCode reports whether text begins with one of the system's own codes and the
// namespace it belongs to: as people quote a kill in a sentence, without its label.
func boardCode(text string) bool {
	ns, code, ok := ParseTermination(text + "\n")
	return ok && boardNamespaces[ns] && boardCodes[code]
}

// lostNumber reports whether one of the system's own codes follows a namespace of which
// nothing is left: pages take the number in angle brackets for a tag
// (lionheart/openradar-mirror#18546 has "Namespace  , Code 0x8badf00d").
func lostNumber(s string) bool {
	if len(s) < 4 || !strings.EqualFold(s[:4], "code") {
		return false
	}
	code, _, ok := readNumber(strings.TrimLeft(s[4:], " \t:"))
	return ok && boardCodes[code]
}

// namespaceToken reads a name, a number or a number in angle brackets, which
// stands for a name that the reporter did not know: it was printed for 15 while
// that was still assertiond's.
func namespaceToken(s string) (ns, rest string) {
	s = strings.TrimLeft(s, " \t:")
	if strings.HasPrefix(s, "<0x") {
		v, n, ok := readNumber(s[1:])
		if !ok || n+1 >= len(s) || s[n+1] != '>' {
			return "", s
		}
		if ns = namespaceName(v); ns == "RUNNINGBOARD" {
			ns = "ASSERTIOND"
		}
		return ns, s[n+2:]
	}
	end := 0
	for end < len(s) && wordByte[s[end]] {
		end++
	}
	if v, n, ok := readNumber(s[:end]); ok && n == end {
		return namespaceName(v), s[end:]
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
