package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// This file keeps the lines of the BackgroundTasks framework, and of its errors
// and exceptions, that a rule judges by themselves.

// bgtaskClue keeps a line about one identifier.
func (e *Engine) bgtaskClue(rec *parse.Record, ev *Event) {
	subject := ev.Field("identifier")
	if subject == "" {
		subject = taskIdentifier(ev.Field("task"))
	}
	c := e.clue(ev, rec, e.own(rec), lastWord(subject))
	for _, f := range []string{"code", "resources"} {
		if v := ev.Field(f); v != "" {
			c.Fields[f] = plainValue(v)
		}
	}
}

// taskIdentifier reads "<BGAppRefreshTask: com.example.notes.refresh>".
func taskIdentifier(s string) string {
	if _, id, ok := strings.Cut(strings.Trim(s, "<>"), ": "); ok {
		id, _, _ = strings.Cut(id, " ")
		return id
	}
	return s
}

// lastWord is the identifier at the end of a text that a paste or a wrapper has put
// words before, without quotes around it. A paste that was wrapped inside of it has
// left its dots in the word before.
func lastWord(s string) string {
	words := strings.Fields(s)
	if len(words) == 0 {
		return ""
	}
	last := words[len(words)-1]
	if n := len(words); n > 1 && !strings.Contains(strings.Trim(last, `'".`), ".") && strings.Contains(words[n-2], ".") {
		last = words[n-2] + last
	}
	return strings.Clone(strings.Trim(last, `'".`))
}

// bgtaskBundleClue keeps a line of dasd's about one app.
func (e *Engine) bgtaskBundleClue(rec *parse.Record, ev *Event) {
	a := e.appIn(ev.Field("bundle"))
	e.clueOf(ev, rec, a, nil, plainValue(ev.Field("bundle")))
}
