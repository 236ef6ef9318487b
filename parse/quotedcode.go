package parse

import (
	"slices"
	"strings"
	"unicode"
)

// The system's own codes in sentences: those of a kill that somebody has seen, and not what
// source code, a list or advice says about them.

// quotedCode finds one of the system's own codes with its namespace in a line. In the words
// up to iOS 14, and as launchd names the namespace, it may stand anywhere; in the shorter ones
// since then only at the begin of a line, behind a colon or as code: otherwise the sentence is
// about such codes, as a row of a table is, or source code holds them.
func quotedCode(line string) (at int) {
	if at = strings.Index(line, "Namespace "); at >= 0 && boardCode(line[at:]) && !argument(line[:at], line[at:]) && !legend(line[:at], line[at:]) {
		return at
	}
	if at = strings.Index(line, reasonPrefix); at >= 0 && boardCode(line[at+len(reasonPrefix):]) {
		return at + len(reasonPrefix)
	}
	if strings.HasPrefix(line, "|") {
		return -1
	}
	for at = range len(line) {
		begins := line[at] >= 'A' && line[at] <= 'Z' && (at == 0 || !wordByte[line[at-1]])
		if !begins {
			continue
		}
		ns, _, _ := strings.Cut(line[at:], " ")
		if boardNamespaces[ns] && boardCode(line[at:]) && quotes(line[:at]) && !supposes(line[:at]) && !explains(line[:at], line[at:]) {
			return at
		}
	}
	return -1
}

// argument reports whether text, which follows before, is a string that source code passes to a
// function: a test of one that reads such codes.
func argument(before, text string) bool {
	call, quoted := strings.CutSuffix(before, `"`)
	_, after, closed := strings.Cut(text, `"`)
	if !quoted || !closed {
		return false
	}
	name, first := strings.CutSuffix(call, "(")
	if first {
		return name != "" && wordByte[name[len(name)-1]]
	}
	return strings.HasPrefix(after, ")")
}

// legend reports whether text, which follows before, begins a row of a table whose next cell
// says in words what it means. A cell with a figure counts such codes.
func legend(before, text string) bool {
	_, after, cells := strings.Cut(text, "|")
	meaning, _, _ := strings.Cut(after, "|")
	return cells && strings.Trim(before, " \t`*") == "|" && strings.ContainsFunc(meaning, unicode.IsLetter)
}

// quotedEvent finds the watchdog's event that a sentence names with a code: "scene-update watchdog".
func quotedEvent(line string) string {
	for _, event := range []string{"scene-create", "scene-update", "process-launch", "process-exit"} {
		if words := event + " watchdog"; strings.Contains(line, words) {
			return words
		}
	}
	return ""
}

// reasonPrefix begins the names of namespaces in xnu and in launchd's lines.
const reasonPrefix = "OS_REASON_"

// quotes reports whether what stands before a code sets it apart from a sentence.
func quotes(before string) bool {
	before = strings.TrimRight(before, " \t")
	return before == "" || strings.IndexByte("`:*", before[len(before)-1]) >= 0
}

// supposes reports whether a sentence that begins before a code tells of what may come or is
// kept from coming: "If a lock is held, the system ends it with", "to avoid". What comes "if I"
// or "if we" do something has been seen.
func supposes(before string) bool {
	if i := strings.LastIndex(before, ". "); i >= 0 {
		before = before[i:]
	}
	words := strings.FieldsFunc(strings.ToLower(before), func(r rune) bool { return !isLetter(r) })
	for i, word := range words {
		seen := word == "if" && i+1 < len(words) && (words[i+1] == "i" || words[i+1] == "we")
		if !seen && slices.Contains(suppositions, word) {
			return true
		}
	}
	return false
}

var suppositions = strings.Fields("if otherwise avoid avoids avoiding prevent prevents preventing")

// explains reports whether a code is an item of a list and what it means stands behind it.
func explains(before, text string) bool {
	mark := strings.Trim(before, " \t`*")
	item := mark == "-" || mark == "•" || mark == "" && strings.HasPrefix(strings.TrimLeft(before, " \t"), "* ")
	_, rest, _ := strings.Cut(text, " ")
	rest = strings.TrimLeft(strings.TrimLeft(rest, "0123456789abcdefxABCDEFX"), "`* ")
	return item && slices.ContainsFunc([]string{":", "-", "–", "—", "="}, func(mark string) bool { return strings.HasPrefix(rest, mark) })
}
