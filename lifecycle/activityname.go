package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// proof says what a message of common words must hold besides them when the
// record does not name its sender.
type proof uint8

const (
	proofNone     proof = iota
	proofSender         // nothing will do: the sender must be named
	proofTask           // a BGTask's object: <BGAppRefreshTask: …>
	proofActivity       // the name of an activity, with its instance
	proofMarker         // a line of the tool that wrote the log, and of no process
)

// given reports whether the record or the values prove whose message it is.
func (p proof) given(from *Writer, rec *parse.Record, values []string) bool {
	if p == proofNone || from.names(rec) {
		return true
	}
	if p == proofMarker {
		return rec.Kind == parse.KindMarker
	}
	for _, v := range values {
		if p == proofTask && strings.HasPrefix(v, "<BG") && strings.Contains(v, "Task") ||
			p == proofActivity && len(activitiesIn(v)) > 0 {
			return true
		}
	}
	return false
}

// activitiesIn returns the names of dasd's activities in a value, each with its
// instance, whatever stands around them:
//
//	bgRefresh-com.example.notes.refresh:519B19
//	{(\n    bgRefresh-com.example.notes.refresh:519B19\n)}
//	activity 0:com.example.daemon.scan:3B1C50 <private>
//	<_DASActivity: "bgRefresh-com.example.notes.refresh:519B19", Utility, 60s, …>
//
// A transfer's name holds a blank, "-Task <UUID>.<session>.<n>": it is kept whole.
func activitiesIn(s string) []string {
	var names []string
	for rest := s; ; {
		i := instanceAt(rest)
		if i < 0 {
			return names
		}
		if name := rest[nameStart(rest[:i]) : i+instanceLength]; len(name) > instanceLength {
			names = append(names, name)
		}
		rest = rest[i+instanceLength:]
	}
}

// instanceLength is that of ":519B19", the first digits of the activity's UUID.
const instanceLength = 7

// instanceAt returns where the first instance stands, or -1.
func instanceAt(s string) int {
	for i := 0; i+instanceLength <= len(s); i++ {
		if s[i] != ':' || number(s[i+1:], argHex) != instanceLength-1 || s[i+2] == 'x' {
			continue
		}
		if end := i + instanceLength; end == len(s) || !parse.InWord(s[end]) && s[end] != ':' && s[end] != '-' && s[end] != '.' {
			return i
		}
	}
	return -1
}

// nameStart returns where the name that ends s begins.
func nameStart(s string) int {
	if i := strings.LastIndex(s, "-Task <"); i >= 0 && !strings.ContainsAny(s[i:], "\n,") {
		return strings.LastIndexAny(s[:i], " \t\n\"'(,{[") + 1
	}
	const around = " \t\n\"'(,{[<"
	from := strings.LastIndexAny(s, around)
	placeholder := from > 0 && strings.IndexByte(s[from:], '>') > 0 // somebody has put "<app>" for a part of the name
	for placeholder && from > 0 && s[from] == '<' && (s[from-1] == '.' || s[from-1] == '-') {
		from = strings.LastIndexAny(s[:from], around)
	}
	return from + 1
}
