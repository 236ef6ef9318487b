package lifecycle

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
)

// This file keeps the lines about URLSession that no lifecycle owns: misuse that
// raises an exception, trouble with the daemon, and errors that an app has printed.

// Codes of NSURLErrorDomain that only background sessions have.
const (
	codeDaemonLost      = -997 // NSURLErrorBackgroundSessionWasDisconnected
	codeSessionInUse    = -996 // NSURLErrorBackgroundSessionInUseByAnotherProcess
	codeSharedContainer = -995 // NSURLErrorBackgroundSessionRequiresSharedContainer
)

var backgroundCodes = map[int]bool{codeDaemonLost: true, codeSessionInUse: true, codeSharedContainer: true}

// describedCodes are the codes of errors of which a line tells the description only.
var describedCodes = map[string]int{
	"err.lost_connection":       codeDaemonLost,
	"err.lost_connection_small": codeDaemonLost,
	"err.unreachable":           codeSessionInUse,
}

// urlError is an error that an app, an SDK or a library has printed.
func (e *Engine) urlError(rec *parse.Record, ev *Event) {
	if daemonLine(rec, ev) || systemProcesses[rec.Process] {
		return
	}
	code, reason := failure(ev)
	if c := describedCodes[ev.Row.ID]; c != 0 {
		code = c
	}
	if class := backgroundTask(ev); class != "" {
		_, text, _ := strings.Cut(rec.Message, class+" ")
		if id, n := transferID(text); n > 0 && id != (TransferID{}) {
			e.appTransferFailed(rec, ev, id, class, code, reason)
			return
		}
	}
	if foreignDomains[ev.Row.ID] != "" {
		return
	}
	switch {
	case backgroundCodes[code], code == codeCancelled && reason == 0:
		c := e.urlClue(rec, ev, failingURL(rec.Message))
		c.Fields["code"] = strconv.Itoa(code)
	}
}

// appTransferFailed: an error that names the background task that it is of.
func (e *Engine) appTransferFailed(rec *parse.Record, ev *Event, id TransferID, class string, code, reason int) {
	t := e.transferNamed(id)
	e.appSide(t, rec, ev, class)
	t.failed(rec, ev, code, reason)
}

// failingURL is the URL that an error's description names, without its query. What people
// put in its place, "{{server}}/upload" or "https://…", is none.
func failingURL(text string) string {
	for _, key := range []string{"NSErrorFailingURLStringKey=", "NSErrorFailingURLKey="} {
		_, v, told := strings.Cut(text, key)
		url := v[:min(len(v), strings.IndexAny(v+",", ",} ?\n"))]
		scheme, rest, found := strings.Cut(url, "://")
		if told && !strings.ContainsAny(scheme, "{<[(") && !(found && leftOut(rest)) {
			return strings.Clone(url)
		}
	}
	return ""
}

// transferMisused keeps a line about one transfer that cannot work.
func (e *Engine) transferMisused(rec *parse.Record, ev *Event) {
	if daemonLine(rec, ev) {
		e.transferOf(rec, ev)
	}
	e.urlClue(rec, ev, ev.Field("file"), "errno", "error", "class")
}

// uploadFileUnreadable: the exception names the file; frames may follow. Without the
// exception's name another part of the app may have said it, and without a word of an
// upload it proves nothing: other libraries read files too.
func (e *Engine) uploadFileUnreadable(rec *parse.Record, ev *Event) {
	named := strings.Contains(rec.Message, "NSInvalidArgumentException")
	if !named && !strings.Contains(strings.ToLower(rec.Message), "upload") {
		return
	}
	c := e.urlClue(rec, ev, "file:"+strings.TrimRight(firstWord(ev.Field("path")), "'\"»”"))
	if !named {
		c.Fields["unsure"] = "true"
	}
}

// appUploadFile: the app lets the daemon read a file; NO: it cannot.
func (e *Engine) appUploadFile(rec *parse.Record, ev *Event) {
	if v := ev.Field("succeeded"); v == "NO" || v == "0" {
		e.transferMisused(rec, ev)
	}
}

// daemonTrouble: the app's process cannot reach nsurlsessiond, or lost it.
func (e *Engine) daemonTrouble(rec *parse.Record, ev *Event) {
	e.sessionOf(rec, ev)
	subject := ev.Session
	if subject == "" {
		subject = ev.Field("identifier")
	}
	c := e.urlClue(rec, ev, subject, "error", "scheme", "code")
	if code, _ := errorCode(ev.Field("error")); code != 0 {
		c.Fields["code"] = strconv.Itoa(code)
	}
}

// appSessionNoted: CFNetwork's lines about a session in the app. Its UUID is the
// daemon's from here on.
func (e *Engine) appSessionNoted(rec *parse.Record, ev *Event) {
	if !daemonLine(rec, ev) {
		e.sessionOf(rec, ev)
	}
}

// handlerNeverCalled: UIKit's hint, by the delegate method.
func (e *Engine) handlerNeverCalled(rec *parse.Record, ev *Event) {
	method := methodName(ev.Field("method"))
	c := e.clue(ev, rec, e.own(rec), method)
	c.Fields["method"] = method
}

// clientForceQuit: nsurlsessiond learns that the user removed the app in the app
// switcher; its transfers are cancelled.
func (e *Engine) clientForceQuit(rec *parse.Record, ev *Event) {
	e.clueOf(ev, rec, e.appIn(ev.Field("bundle")), nil, "")
}

// refreshChanged: nsurlsessiond learns of the switch of one app.
func (e *Engine) refreshChanged(rec *parse.Record, ev *Event) {
	a := e.appIn(ev.Field("bundle"))
	if a == nil {
		return
	}
	if ev.Kind == RefreshTurnedOff || ev.Kind == RefreshChanged && ev.Field("value") == "0" {
		a.Work = true
		if _, all := e.conditions[ConditionRefreshOff]; !all {
			e.condition(ConditionRefreshOff, a, rec)
		}
		return
	}
	e.over(ConditionRefreshOff, a, rec)
}

// misuseTexts are exceptions that end the app, and dasd's explanation of a report about
// it; their texts stand in the crash line or report. before and after are the words around what they name.
var misuseTexts = []struct {
	before, after string
	kind          EventKind
}{
	{"Upload tasks from NSData are not supported in background sessions", "", UploadFromData},
	{"Upload tasks in background sessions must be from a file", "", UploadFromData},
	{"Data tasks are not supported in background sessions", "", DataTaskRefused},
	{"Completion handler blocks are not supported in background sessions", "", CompletionBlockUsed},
	{"Custom subclasses of NSURLRequest are not supported in background sessions", "", RequestSubclassUsed},
	{"Task delegate is not supported on background session task", "", TaskDelegateUsed},
	{"Cannot read file at ", "", UploadFileUnreadable},
	{"No launch handler registered for task with identifier ", "", BGTaskNoHandler},
	{"Launch handler for task with identifier ", " has already been registered", BGTaskRegisteredTwice},
	{"All launch handlers must be registered before application finishes launching", "", BGTaskRegisteredLate},
	{"setTaskCompleted was not called in time after the BGTask with identifier (", ")'s expiration handler was called", BGTaskNotCompleted},
}

// misusePlaces are functions, and lines of Apple's sources, that only throw such an
// exception: a backtrace or an assertion tells of it without the text. The lines are
// those of iOS 26.1, of an older version for submit, and of the versions up to 18 for
// the two of one function (an assertion posted with its text, and the method decompiled):
// alone they prove less. Where in is set, the line is that function's. The last one is of
// iOS 10 to 12 (nativescript-background-http issue 65).
var misusePlaces = []struct {
	in, name string
	kind     EventKind
	line     bool
}{
	{"", "_handleSubmissionWithoutRegistrationForTaskRequest", BGTaskNoHandler, false},
	{"", "BGTaskScheduler.m:379", BGTaskNoHandler, true},
	{"", "BGTaskScheduler.m:697", BGTaskNoHandler, true},
	{"", "BGTaskScheduler.m:335", BGTaskRegisteredTwice, true},
	{"_unsafe_registerForTaskWithIdentifier", "BGTaskScheduler.m:225", BGTaskRegisteredLate, true},
	{"_unsafe_registerForTaskWithIdentifier", "BGTaskScheduler.m:229", BGTaskRegisteredTwice, true},
	{"", "-[__NSURLBackgroundSession validateUploadFile:]", UploadFileUnreadable, false},
}

// misuseAt finds such a place in a text, and the line of the source when that alone tells.
func misuseAt(text string) (kind EventKind, line string) {
	for _, p := range misusePlaces {
		before, rest, ok := strings.Cut(text, p.name)
		switch {
		case !ok, p.line && number(rest, argNumber) > 0:
		case !strings.Contains(before[strings.LastIndexByte(before, '\n')+1:], p.in):
		case p.line:
			return p.kind, p.name
		default:
			return p.kind, ""
		}
	}
	return "", ""
}

// placed notes that only the place tells of a misuse, a line of the source or a function.
func (c *Clue) placed(line string) { c.Fields["placed"], c.Fields["line"] = "true", line }

// assertionFailed: an assertion of BackgroundTasks failed, which the place tells.
func (e *Engine) assertionFailed(rec *parse.Record, ev *Event) {
	kind, line := misuseAt(ev.Field("place"))
	if kind == "" {
		return
	}
	e.clue(&Event{Kind: kind, Row: ev.Row}, rec, e.own(rec), "").placed(line)
}

// misuseCrashes finds apps that ended by an exception of misuse.
func (e *Engine) misuseCrashes() {
	for _, p := range e.all {
		if p.Exit == nil || len(p.Exit.Evidence) == 0 {
			continue
		}
		told := false
		for _, m := range misuseTexts {
			by, rest, ok := p.Exit.telling(m.before)
			if !ok || m.after != "" && !strings.Contains(rest, m.after) {
				continue
			}
			if m.kind == UploadFileUnreadable && !strings.HasPrefix(rest, "file:") {
				continue // another program's words
			}
			told = true
			subject, _, _ := strings.Cut(rest, "\n")
			if m.after != "" {
				subject, _, _ = strings.Cut(rest, m.after)
			}
			if last := m.before[len(m.before)-1]; last != ' ' && last != '(' {
				subject = ""
			}
			e.crashClue(p, by, m.kind, firstWord(subject))
		}
		if by, _, ok := p.Exit.telling(invalidatedText); ok && slices.ContainsFunc(p.Exit.Frames, inBackgroundSession) {
			told = true
			e.crashClue(p, by, AppTransferNotCreated, "").Fields["row"] = "url.a.invalidated"
		}
		// the symbols, and the report's own lines, which tell the places in the sources
		for _, frame := range append(slices.Clone(p.Exit.Frames), p.Exit.Evidence[0].Text) {
			kind, line := misuseAt(frame)
			if told || kind == "" {
				continue
			}
			told = true
			e.crashClue(p, p.Exit.Evidence[0], kind, "").placed(line)
		}
	}
}

// invalidatedText is the exception of any session that is used after its invalidation:
// the backtrace tells of which kind it is (aws-sdk-ios issue 1742).
const invalidatedText = "Task created in a session that has been invalidated"

func inBackgroundSession(frame string) bool {
	return strings.Contains(frame, "-[__NSURLBackgroundSession ")
}

// telling finds words in what is known of an exit: the line that holds them, and what
// follows them. The explanation is that of one line, and lines without a process may
// tell of several crashes.
func (x *Exit) telling(words string) (by Evidence, rest string, ok bool) {
	_, rest, ok = strings.Cut(x.Explanation+"\n"+x.Specific, words)
	for _, line := range x.Evidence {
		if _, after, found := strings.Cut(line.Text, words); found {
			if !ok {
				rest = after
			}
			return line, rest, true
		}
	}
	return x.Evidence[0], rest, ok
}

// crashClue keeps what a line of a crash tells about a misuse.
func (e *Engine) crashClue(p *process, by Evidence, kind EventKind, subject string) *Clue {
	rec := &parse.Record{Input: by.Input, Line: by.Line, Time: by.Time, Process: by.Process, Message: by.Text}
	return e.clueOf(&Event{Kind: kind, Row: &Row{Origin: Apple}}, rec, p.App, p, subject)
}
