package parse

import "bytes"

// Lines without any header: which begin a message, and which go on with the one
// before. Pasted text is wrapped at blanks, at commas or anywhere, so both are
// judged by what a message looks like.

// voices begin lines that are always messages of their own: they come from the
// debugger, the runtime or a framework, not from the record before.
var voices = []string{
	"Message from debugger: ", "(lldb) ", "*** Terminating app due to ", "Terminating app due to uncaught exception ", "*** Assertion failure in ",
	"libc++abi", "dyld: ", "dyld[", "flutter: ", "[log] ", "Fatal error: ", "fatal error: unexpectedly found nil ",
}

// voiced reports whether t begins with one of the voices, or as Swift's runtime begins since
// Swift 5.4: "Outbox/Queue.swift:44: Fatal error: ".
func voiced(t []byte) bool {
	if hasAnyPrefix(t, voices) {
		return true
	}
	place := t[:max(bytes.Index(t, []byte(": Fatal error: ")), 0)]
	file, number, ok := bytes.Cut(place, []byte(".swift:"))
	return ok && bytes.IndexByte(file, ' ') < 0 && decimal(number) != NoPID
}

// tails begin the second sentence or line of well-known messages, so that a
// line with one of them never begins a message while another is being read.
var tails = []string{
	"This app will likely be terminated", "Call UIApplication.endBackgroundTask", "In applications running in the background, this",
	"Remember to call UIApplication.endBackgroundTask", "UIApplication.endBackgroundTask(_:)", "Break in UIApplicationEndBackgroundTaskError()",
	"This may be due to too many tasks", "See the error for details", "Direct this report to owners",
	"ProcessVisibility: ", "ProcessState: ", "WatchdogEvent: ", "WatchdogVisibility: ", "WatchdogCPUStatistics: ",
	"Domain=", "Code=", "UserInfo=", "NSLocalizedDescription=",
}

// middles stand within well-known messages and end none: a line that ends with one was
// broken there.
var middles = []string{
	"taskName =", "taskName = Called by", "is not advertised in the application's", `"Unrecognized`,
	"Application delegate received call to", "You've implemented -[<UIApplicationDelegate>",
	"exceeded mem limit:", "exceeded mem limit: ActiveHard", "exceeded mem limit: ActiveSoft", "exceeded mem limit: InactiveHard",
}

// midway reports whether text ends within a well-known message, with which next goes on. A
// line that opens a message of its own does not, but a method's name may look like one.
func midway(text, next []byte, opens bool) bool {
	if opens && !bytes.HasPrefix(bytes.TrimLeft(next, "-"), []byte("application:")) {
		return false
	}
	text = bytes.TrimRight(text, " \t\r\n")
	for _, m := range middles {
		if bytes.HasSuffix(text, []byte(m)) {
			return true
		}
	}
	// "Called by Notes, from" a function
	name, from := bytes.CutSuffix(text, []byte("from"))
	name = bytes.TrimRight(name, " \n")
	return from && bytes.HasSuffix(name, []byte{','}) && bytes.Contains(name[max(0, len(name)-longestCaller):], []byte("Called by"))
}

// longestCaller bounds what stands before the function of UIKit's name for a task, bytes.
const longestCaller = 120

func hasAnyPrefix(t []byte, list []string) bool {
	for _, p := range list {
		if len(t) >= len(p) && string(t[:len(p)]) == p {
			return true
		}
	}
	return false
}

// activityHead reports dasd's "com.example.notes.flush:4935F4:[" and the same
// cut after the name: the first line of a scoring record.
func activityHead(t []byte) bool {
	t = bytes.TrimRight(bytes.TrimRight(t, " "), "[")
	if len(t) < 12 || t[len(t)-1] != ':' || t[len(t)-8] != ':' || bytes.IndexByte(t, ' ') >= 0 {
		return false
	}
	for _, c := range t[len(t)-7 : len(t)-1] {
		if !digit(c) && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}

// decisionEnd reports the last line of a scoring record: "], FinalDecision: …}".
func decisionEnd(t []byte) bool {
	return bytes.HasSuffix(t, []byte("}")) && bytes.Contains(t, []byte("Decision: ")) &&
		(t[0] == ']' || bytes.Contains(t, []byte("FinalDecision: ")))
}

// nesting follows what a message has opened: brackets, objects in angle
// brackets, and a quotation.
type nesting struct {
	depth, angle int
	quote        bool
}

func (n *nesting) add(line []byte) {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '(', '[', '{':
			n.depth++
		case ')', ']', '}':
			n.depth = max(n.depth-1, 0)
		case '<': // not "a < b", "<=", "<-"
			if i+1 < len(line) && line[i+1] != ' ' && line[i+1] != '=' && line[i+1] != '-' && line[i+1] != '<' {
				n.angle++
			}
		case '>': // not "->", "=>", "a > b"
			if i > 0 && (line[i-1] == '-' || line[i-1] == '=') || i > 0 && line[i-1] == ' ' && i+1 < len(line) && line[i+1] == ' ' {
				continue
			}
			n.angle = max(n.angle-1, 0)
		case '"':
			n.quote = !n.quote
		}
	}
}

// open reports brackets that wait for their end. A quotation is not enough:
// inch marks and cut messages have single ones.
func (n *nesting) open() bool { return n.depth > 0 || n.angle > 0 }

// hanging reports whether a line that ends with c waits for more.
func hanging(c byte) bool {
	switch c {
	case ',', ';', '(', '[', '{', '=', '|':
		return true
	}
	return false
}

// sentenceEnd reports whether c may end a message that is complete.
func sentenceEnd(c byte) bool { return c == '.' || c == '!' || c == '?' }

// innerWord reports whether a line begins like the inside of a sentence: with a
// closing bracket or other punctuation, or with a plain lower-case word.
// Identifiers (submitTaskRequest:, nw_path, com.example.notes) begin messages.
func innerWord(t []byte) bool {
	if len(t) == 0 {
		return false
	}
	switch c := t[0]; {
	case c == ')' || c == ']' || c == '}' || c == ',' || c == ';' || c == '.' || c == ':' || c == '|' || c == '=' || c == '"' || c == '{' || c == '(':
		return !voiced(t)
	case c < 'a' || c > 'z':
		return false
	}
	for i, c := range t {
		switch {
		case c >= 'a' && c <= 'z', c == '\'', c == '-':
		case c == ' ' && i+1 < len(t) && t[i+1] == ' ': // a column: "kernel  memorystatus: …"
			return false
		case c == ' ' || c == ',' || c == '.' && (i+1 == len(t) || t[i+1] == ' ') || c == ';' || c == ')':
			return true
		default:
			return false
		}
	}
	return true
}

// fieldWord reports whether a line begins with "key:", "key=" or "key = ", as
// the lines inside dictionaries and descriptions do.
func fieldWord(t []byte) bool {
	for i, c := range t {
		switch {
		case c == ':' || c == '=':
			return i > 0
		case c == ' ':
			return i > 0 && i+1 < len(t) && t[i+1] == '='
		case !wordByte[c] && c != '-' && c != '.':
			return false
		}
	}
	return false
}

// apart reports whether a line that holds what apps print is a message of its own
// below the lines of raw: they have told something already and wait for no more.
// Of what apps print without a header, nothing else tells where it begins.
func apart(raw, line []byte, opts *Options) bool {
	if len(line) == 0 || len(raw) > apartMax || line[0] == ' ' || line[0] == '\t' || !opts.Interest.prints(line) || !opts.Interest.Holds(raw) {
		return false
	}
	if opts.Annotate != nil {
		rec := Record{PID: NoPID, Message: string(line)}
		if opts.Annotate(&rec); rec.Note == nil {
			return false // a wrapped record's second half
		}
	}
	var n nesting
	n.add(raw)
	last := raw[len(raw)-1]
	if n.open() || hanging(last) || last == ':' || hasAnyPrefix(line, tails) {
		return false
	}
	return !innerWord(line) || sentenceEnd(last) || letter(line[0]) && !n.quote
}

// apartMax is the length of a record below which lines are messages of their own:
// a longer one quotes other text.
const apartMax = 8192

// onlyHeads reports whether text holds nothing but what stands before a
// message: labels in brackets, "flutter:", symbols and emoji.
func onlyHeads(text []byte) bool {
	for len(text) > 0 {
		c := text[0]
		switch {
		case c == '[':
			end := bytes.IndexByte(text, ']')
			if end < 0 {
				return false
			}
			text = text[end+1:]
		case c >= 0x80 || !wordByte[c]:
			text = text[1:]
		default:
			end := 0
			for end < len(text) && wordByte[text[end]] && text[end] < 0x80 {
				end++
			}
			if end >= len(text) || text[end] != ':' {
				return false
			}
			text = text[end+1:]
		}
	}
	return true
}

// opens reports whether a line begins a message for certain: with one of the
// literals that matter, a known voice, or the name of a scored activity.
func opens(t []byte, in *Interest) bool {
	if voiced(t) || activityHead(t) {
		return true
	}
	at := in.first(t)
	return at >= 0 && at < 200 && onlyHeads(t[:at])
}
