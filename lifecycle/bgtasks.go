package lifecycle

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/bglog/bglog/parse"
)

// This file keeps the lines of the BackgroundTasks framework, and of its errors
// and exceptions, that a rule judges by themselves.

// bgtaskClue keeps a line about one identifier.
func (e *Engine) bgtaskClue(rec *parse.Record, ev *Event) {
	subject := ev.identifier()
	if subject == "" {
		subject = lastWord(taskIdentifier(ev.Field("task")))
	}
	if subject == "" && ev.Kind == BGTaskError {
		subject = unrecognised(rec.Message)
	}
	c := e.clue(ev, rec, e.own(rec), subject)
	for _, f := range []string{"code", "resources"} {
		if v := ev.Field(f); v != "" {
			c.Fields[f] = plainValue(v)
		}
	}
}

// errorDomainOfTasks is that of the errors that apps get from BackgroundTasks.
const errorDomainOfTasks = "BGTaskSchedulerErrorDomain"

// unrecognised is the identifier that an error names, the only one of its userInfo (reference,
// BGTaskScheduler.m): "UserInfo={Unrecognized Identifier=com.example.notes.refresh}".
func unrecognised(text string) string {
	_, after, _ := strings.Cut(text, "Unrecognized Identifier=")
	if end := strings.IndexAny(after, "},\" \n"); end >= 0 {
		after = after[:end]
	}
	return strings.Clone(bareWord(after))
}

// taskIdentifier reads "<BGAppRefreshTask: com.example.notes.refresh>".
func taskIdentifier(s string) string {
	if _, object, ok := strings.Cut(s, "<"); ok && isHidden("<"+object) {
		return ""
	}
	if _, id, ok := strings.Cut(strings.Trim(s, "<>"), ": "); ok {
		id, _, _ = strings.Cut(id, " ")
		return id
	}
	return s
}

// identifier is the identifier of a BGTask that the event names. A value at the
// beginning or the end of a message holds what a paste or a wrapper has put there too.
func (e *Event) identifier() string {
	v := e.Field("identifier")
	if e.Row.segments[0].literal == "" {
		return lastWord(v)
	}
	return firstWord(v)
}

// lastWord is the identifier at the end of a text, without quotes around it. A paste
// that was wrapped inside of it has left its dots in the word before.
func lastWord(s string) string {
	words := strings.FieldsFunc(s, parting)
	if len(words) == 0 {
		return ""
	}
	last := words[len(words)-1]
	if n := len(words); n > 1 && last[0] < utf8.RuneSelf && !strings.Contains(bareWord(last), ".") && strings.Contains(words[n-2], ".") {
		last = words[n-2] + last
	}
	return strings.Clone(bareWord(last))
}

// firstWord is the identifier at the beginning of a text. One that a paste has
// wrapped ends with the text.
func firstWord(s string) string {
	words := strings.FieldsFunc(s, parting)
	if len(words) == 0 {
		return ""
	}
	if len(words) == 2 && words[1][0] < utf8.RuneSelf && bareWord(words[0]) != "" && strings.Contains(words[0], ".") && !strings.HasSuffix(words[0], ".") && bareWord(words[0]) == strings.TrimLeft(words[0], wordMarks) {
		return lastWord(s)
	}
	return strings.Clone(bareWord(words[0]))
}

// parting reports whether a character stands between words: blanks, and the signs of
// Chinese and Japanese, behind which no blank follows ("错误：…", "「…」").
func parting(c rune) bool {
	return unicode.IsSpace(c) || c >= '\u3000' && c <= '\u303f' || c >= '\uff00' && c <= '\uff65' && unicode.IsPunct(c)
}

// wordMarks stand around an identifier in a sentence.
const wordMarks = "'\"`.,;()[]"

// bareWord takes off what stands around an identifier in a sentence. An ellipsis, or a word in
// angle brackets, stands in the place of one: "<ID>".
func bareWord(s string) string {
	if s == "(null)" {
		return ""
	}
	s = strings.Trim(s, wordMarks)
	if s == "…" || strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") {
		return ""
	}
	return s
}

// taskErrorCode is the code of an error of BackgroundTasks in a message; spelled is what
// stands behind the error's domain. An error printed as an object names its domain first,
// and tells the code in its message. Empty: there is none.
func taskErrorCode(spelled, message string) string {
	for again := true; again; _, spelled, again = strings.Cut(spelled, errorDomainOfTasks) {
		if code := spelledCode(spelled); code != "" {
			return code
		}
	}
	return flutterCode(message)
}

// flutterCode is the code of an error that a plug-in handed on, as Flutter prints it
// before the domain: "PlatformException(1, BGTaskSchedulerErrorDomain, null, null)" (a
// posted log: transistorsoft/flutter_background_fetch#305). Empty: there is none.
func flutterCode(message string) string {
	const exception = "PlatformException("
	before, _, ok := strings.Cut(message, ", "+errorDomainOfTasks)
	i := strings.LastIndex(before, exception)
	if !ok || i < 0 {
		return ""
	}
	code := before[i+len(exception):]
	if number(code, argNumber) != len(code) {
		return ""
	}
	return code
}

// spelledCode is the number that follows the domain of an error, behind signs and at
// most one word: " error1", `", code: 3`, and of Foundation in any language "-Fehler 3.)".
// Empty: there is none.
func spelledCode(s string) string {
	i, word := 0, ""
	for i < len(s) && i < maxSpelled && (s[i] < '0' || s[i] > '9') {
		end := i
		for end < len(s) && parse.InWord(s[end]) && (s[end] < '0' || s[end] > '9') {
			end++
		}
		switch {
		case end > i && word != "", end == i && !strings.Contains(" \"',:=#(-", s[i:i+1]):
			return ""
		case end > i:
			word, i = s[i:end], end
		default:
			i++
		}
	}
	n := number(s[i:], argNumber)
	if i == 0 || n == 0 {
		return ""
	}
	after := s[i+n:]
	switch {
	case strings.EqualFold(word, "code"), strings.EqualFold(word, "error"):
		if rest := strings.TrimPrefix(after, "."); rest != "" && rest[0] < 0x80 && parse.InWord(rest[0]) {
			return "" // a version, "3rd"
		}
	case word == "":
		if rest := strings.TrimLeft(after, " ."); rest != "" && rest[0] < 0x80 && (rest[0] == '=' || parse.InWord(rest[0])) {
			return "" // how many there are of something; what the codes mean: ": 1=Unavailable"
		}
	case !strings.HasPrefix(after, ".)") && !strings.HasPrefix(after, "。") && !(word[0] >= 0x80 && strings.HasPrefix(after, ")")):
		return ""
	}
	return s[i : i+n]
}

// maxSpelled is how far from the domain its code stands at most.
const maxSpelled = 16

// bgtaskBundleClue keeps a line of dasd's about one app.
func (e *Engine) bgtaskBundleClue(rec *parse.Record, ev *Event) {
	a := e.appIn(ev.Field("bundle"))
	e.clueOf(ev, rec, a, nil, plainValue(ev.Field("bundle")))
}
