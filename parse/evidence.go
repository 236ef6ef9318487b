package parse

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of a report's evidence and texts.
const (
	evidenceLines = 8
	evidenceKept  = 64  // candidates among which the lines are chosen
	evidenceRunes = 300 // of one line
	textLimit     = 16 << 10
)

// weight says how much a line proves.
type weight uint8

const (
	proves    weight = iota // says why the process ended
	details                 // says which process, when, in what state
	around                  // backtraces
	machinery               // frames that every exception's backtrace has
)

// evidence collects the lines of an input that prove a report.
type evidence struct {
	lines []evidenceLine
}

type evidenceLine struct {
	line   int
	weight weight
	text   string
}

func (e *evidence) add(line int, w weight, text string) {
	text = strings.Join(strings.Fields(text[:min(len(text), 8*evidenceRunes)]), " ")
	if text == "" || len(e.lines) >= evidenceKept && w >= around {
		return
	}
	if len(e.lines) >= 2*evidenceKept {
		return
	}
	if utf8.RuneCountInString(text) > evidenceRunes {
		text = string([]rune(text)[:evidenceRunes-1]) + "…"
	}
	if n := len(e.lines); n > 0 && e.lines[n-1].line == line && e.lines[n-1].text == text {
		e.lines[n-1].weight = min(e.lines[n-1].weight, w) // it is read for two things
		return
	}
	e.lines = append(e.lines, evidenceLine{line, w, text})
}

// into chooses the lines that prove most and gives them, in input order, to the
// report.
func (e *evidence) into(r *Report) {
	chosen := slices.Clone(e.lines)
	slices.SortStableFunc(chosen, func(a, b evidenceLine) int { return int(a.weight) - int(b.weight) })
	if n := slices.IndexFunc(chosen, func(l evidenceLine) bool { return l.weight == machinery }); n > 1 { // more than the head of a backtrace
		chosen = chosen[:n]
	}
	chosen = chosen[:min(len(chosen), evidenceLines)]
	slices.SortStableFunc(chosen, func(a, b evidenceLine) int { return a.line - b.line })
	texts := make([]string, len(chosen))
	for i, l := range chosen {
		texts[i] = l.text
	}
	r.Evidence = strings.Join(texts, "\n")
	if len(chosen) > 0 {
		r.Line = chosen[0].line
	}
}

// tellingFrame marks the symbols that say what background work was going on.
func tellingFrame(symbol string) bool {
	for _, s := range []string{"xpirationHandler", "xpiration_handler", "BGTask", "BackgroundTask", "_dispatch_sync", "WAIT_FOR_QUEUE"} {
		if strings.Contains(symbol, s) {
			return true
		}
	}
	return false
}

// raisingFrame marks the symbols by which an exception is raised, whatever it is.
func raisingFrame(symbol string) bool {
	for _, s := range []string{"__exceptionPreprocess", "objc_exception_throw", "[NSAssertionHandler ", "[NSException raise"} {
		if strings.Contains(symbol, s) {
			return true
		}
	}
	return false
}

// frameWeight is the weight of a backtrace's line.
func frameWeight(symbol string) weight {
	switch {
	case tellingFrame(symbol):
		return details
	case raisingFrame(symbol):
		return machinery
	}
	return around
}

// appendText adds a line to a text that holds several, within the limit.
func appendText(text, line string) string {
	line = strings.TrimSpace(line)
	if line == "" || len(text)+len(line) > textLimit {
		return text
	}
	if text == "" {
		return line
	}
	return text + "\n" + line
}
