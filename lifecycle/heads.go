package lifecycle

import "strings"

// TransferID names one task of a URLSession. The UUID is the same in the app
// and in nsurlsessiond; N counts the tasks of a session object and is never
// unique by itself. Both are zero when they are hidden or missing.
type TransferID struct {
	UUID string
	N    int
}

// heads are the identifiers with which the messages of URLSession begin:
// "NDSession <UUID> Task <UUID>.<N> ". iOS 12 writes no session.
type heads struct {
	session  string // empty when hidden
	transfer TransferID
	n        int // bytes, with the blank behind them
	// a session and a task stand there, open or hidden
	hasSession, hasTask bool
	// sure is false when all that stands there is one hidden value
	sure bool
}

// headNeed says which head a row's message must have: its words alone are too
// common to prove anything.
type headNeed uint8

const (
	needNone headNeed = iota
	needSession
	needTask
)

// sessionWords stand before a session's UUID: in nsurlsessiond, in the app, and
// for a session of a paired watch.
var sessionWords = [...]string{"NDSession ", "BackgroundSession ", "ProxySession "}

// headsOf reads the heads at the start of a message, or of a message template,
// behind blanks and a label in brackets such as a connection's "[C12] ". Without
// a session and a task it returns no length.
func headsOf(s string) (h heads) {
	if len(s) == 0 || !headByte[s[0]] {
		return h
	}
	at := blanks(s)
	if strings.HasPrefix(s[at:], "[") {
		if end := strings.IndexByte(s[at:], ']'); end > 0 && end < maxLabel {
			at += end + 1
			at += blanks(s[at:])
		}
	}
	if at == len(s) || !headByte[s[at]] || s[at] == '[' {
		return h
	}
	for _, w := range sessionWords {
		if !strings.HasPrefix(s[at:], w) {
			continue
		}
		id, n := bracketed(s[at+len(w):])
		if n == 0 && eaten(s[at+len(w):]) {
			h.hasSession, h.sure = true, true
			at += len(w)
			at += blanks(s[at:])
			break
		}
		if n == 0 {
			return heads{}
		}
		h.session, h.hasSession, h.sure = id, true, true
		at += len(w) + n
		if strings.HasPrefix(s[at:], " ") {
			at++
		} else { // ".<bundle id>.<identifier>: " belongs to the message
			h.n = at
			return h
		}
		break
	}
	if id, n, sure := taskHead(s[at:]); n > 0 {
		h.transfer, h.hasTask = id, true
		h.sure = h.sure || sure
		at += n
	}
	if h.hasSession || h.hasTask {
		h.n = at
	}
	return h
}

// eaten reports whether s may be what is left behind a session's word when markup has
// taken its "<UUID>" for a tag, as in posts of Apple's developer forums: the message.
func eaten(s string) bool {
	s = s[blanks(s):]
	return s != "" && s[0] >= 'a' && s[0] <= 'z' || strings.HasPrefix(s, "Task .<")
}

// blanks counts the blanks at the start of s.
func blanks(s string) int {
	i := 0
	for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
		i++
	}
	return i
}

// maxLabel is how long a label in brackets may be.
const maxLabel = 80

// headByte marks the bytes with which heads may begin.
var headByte = func() (t [256]bool) {
	for _, c := range []byte("NBPTL[<(% \t") {
		t[c] = true
	}
	return t
}()

// headsBefore reads heads that end where s ends, whatever stands before them.
func headsBefore(s string) heads {
	for _, word := range []string{"Session <", "Task <"} {
		i := strings.LastIndex(s, word)
		for i > 0 && (s[i-1] >= 'A' && s[i-1] <= 'Z' || s[i-1] >= 'a' && s[i-1] <= 'z') {
			i--
		}
		if i >= 0 {
			if h := headsOf(s[i:]); h.n == len(s)-i {
				return h
			}
		}
	}
	return heads{}
}

// taskHead reads the head of a task at the start of s, with the blank behind it:
// "Task <UUID>.<N> ", "BackgroundDownloadTask <UUID>.<N> ", "Task <?>.<0> " and
// "New task " before the task exists, "Task 7 " of iOS 9. sure is false for a
// hidden value, which may be anything.
func taskHead(s string) (id TransferID, n int, sure bool) {
	switch {
	case strings.HasPrefix(s, "New task "):
		return id, len("New task "), true
	case strings.HasPrefix(s, "(null) "):
		return id, len("(null) "), false
	case strings.HasPrefix(s, "%@ "):
		return id, len("%@ "), false
	}
	if n = hidden(s); n > 0 {
		if strings.HasPrefix(s[n:], " ") {
			return id, n + 1, false
		}
		return id, 0, false
	}
	word := strings.IndexByte(s[:min(len(s), maxTaskWord)], ' ')
	if word < 0 || !strings.HasSuffix(s[:word], "Task") {
		return id, 0, false
	}
	at := word + 1
	if k := number(s[at:], argNumber); k > 0 {
		id.N = max(atoi(s[at:at+k]), 0)
		at += k
	} else {
		var k int
		if id, k = transferID(s[at:]); k == 0 {
			return TransferID{}, 0, false
		}
		at += k
	}
	switch {
	case at == len(s):
		return id, at, true
	case s[at] == ' ':
		return id, at + 1, true
	}
	return TransferID{}, 0, false
}

// maxTaskWord is longer than the name of any class of task.
const maxTaskWord = 40

// transferID reads "<UUID>.<N>" at the start of s, or the ".<N>" that markup leaves of
// it where the UUID begins with a letter (developer.apple.com/forums/thread/721029).
func transferID(s string) (id TransferID, n int) {
	uuid, n := bracketed(s)
	if !strings.HasPrefix(s[n:], ".<") {
		return TransferID{}, 0
	}
	count, k := bracketed(s[n+1:])
	if k == 0 || n == 0 && number(count, argNumber) == 0 {
		return TransferID{}, 0
	}
	n += 1 + k
	if count != "" && number(count, argNumber) == len(count) {
		id.N = max(atoi(count), 0)
	} else if count != "" && count[0] != '%' {
		return TransferID{}, 0
	}
	id.UUID = uuid
	return id, n
}

// bracketed reads "<id>" at the start of s: the id, empty when it is hidden or
// left out, and the length of it all; 0 when there is none.
func bracketed(s string) (id string, n int) {
	if len(s) < 2 || s[0] != '<' {
		return "", 0
	}
	const uuid = 36 // bytes; nearly every id is one
	if len(s) > uuid+1 && s[uuid+1] == '>' && s[9] == '-' && s[14] == '-' && s[19] == '-' && s[24] == '-' {
		return s[1 : uuid+1], uuid + 2
	}
	if k := hidden(s[1:]); k > 0 && strings.HasPrefix(s[1+k:], ">") {
		return "", k + 2
	}
	if k := hidden(s); k > 0 {
		return "", k
	}
	end := strings.IndexByte(s[:min(len(s), maxID)], '>')
	if end < 2 || strings.ContainsAny(s[1:end], "< \n") {
		return "", 0
	}
	if id = s[1:end]; leftOut(id) {
		id = ""
	}
	return id, end + 1
}

// leftOut reports whether people wrote this where an identifier stood, or CFNetwork
// where there was none yet ("?").
func leftOut(id string) bool {
	return strings.Trim(id, ".…*?") == "" || id == "ID" || id == "UUID"
}

// maxID bounds an identifier in brackets: a UUID, or what people write instead.
const maxID = 66

// sessionIn reads a session's UUID that is an argument of its own.
func sessionIn(value string) string {
	if isHidden(value) || value == "(null)" {
		return ""
	}
	if id, n := bracketed(value); n > 0 && n == len(value) {
		return id
	}
	return value
}

// transferIn reads a task that is an argument of its own: described as in the
// heads, or by its UUID alone.
func transferIn(value string) TransferID {
	if isHidden(value) || value == "(null)" {
		return TransferID{}
	}
	if id, n, sure := taskHead(value); n > 0 && sure {
		return id
	}
	if id, n := transferID(value); n > 0 {
		return id
	}
	if strings.ContainsAny(value, " <>") {
		return TransferID{}
	}
	return TransferID{UUID: value}
}
