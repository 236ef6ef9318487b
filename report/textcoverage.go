package report

import (
	"cmp"
	"fmt"
	"strings"
)

const (
	// sendersShown and inputsShown bound the lists of what was read.
	sendersShown = 8
	inputsShown  = 12
)

// coverage writes what was read, how much of it is recognised, and what it
// cannot tell.
func (t *texter) coverage() {
	if len(t.r.Inputs) > 0 {
		t.heading("What was read")
	}
	for i, in := range t.r.Inputs {
		if i == inputsShown {
			t.line(2, fmt.Sprintf("… and %s (see --format json)", several(len(t.r.Inputs)-i, "more input", "more inputs")))
			break
		}
		t.input(in)
	}
	t.senders()
	t.conditions()
	if len(t.r.Coverage.Notes) > 0 {
		t.heading("What this cannot tell, and what was assumed")
		for _, n := range t.r.Coverage.Notes {
			t.lead(2, "-", noPaint, 2, Clean(n), noPaint)
		}
	}
}

func (t *texter) input(in Input) {
	t.lead(2, t.inputName(in)+": ", bold, 4, strings.Join(inputFacts(in), "; "), noPaint)
}

// inputName names an input, and its log where there are several.
func (t *texter) inputName(in Input) string {
	name := elide(Clean(in.Name), 120)
	if in.Name == "-" {
		name = "standard input"
	}
	if t.many {
		name += " (log " + itoa(in.Timeline) + ")"
	}
	return name
}

// inputFacts say what was read of an input.
func inputFacts(in Input) []string {
	format := Clean(deref(in.Format))
	if format == "" {
		format = "unknown format"
	}
	if in.Why != "" {
		format += " (" + Clean(in.Why) + ")"
	}
	facts := []string{format}
	if in.Reports > 0 {
		facts = append(facts, several(in.Reports, "report", "reports"))
	}
	if in.Records > 0 || in.Reports == 0 {
		if in.Lines > 0 || in.Records == 0 { // a native log has none
			facts = append(facts, several(in.Lines, "line", "lines"))
		}
		facts = append(facts, several(in.Records, "record", "records"))
	}
	if in.First.Known() {
		facts = append(facts, span(in.First, in.Last))
	}
	if len(in.Levels) > 0 {
		facts = append(facts, "levels "+strings.Join(in.Levels, ", "))
	}
	return facts
}

var senderColumns = []column{
	{title: "sender", flexible: true}, {title: "records", right: true}, {title: "recognised", right: true},
}

func (t *texter) senders() {
	var rows [][]string
	for _, s := range t.r.Coverage.Senders {
		if s.Records == 0 {
			continue
		}
		rows = append(rows, []string{elide(Clean(cmp.Or(deref(s.Process), "(not told)")), 40), thousands(s.Records), percent(s.Recognised, s.Records)})
	}
	more := len(rows) - sendersShown
	if more > 1 {
		rows = rows[:sendersShown]
	}
	if len(rows) > 0 {
		t.blank()
	}
	t.table(2, senderColumns, rows)
	if more > 1 {
		t.line(2, t.paint("… and "+several(more, "more sender", "more senders"), dim))
	}
}

// percent is a share that is 100 % only when nothing is missing and 0 % only
// when there is nothing.
func percent(part, whole int) string {
	if whole <= 0 {
		return ""
	}
	n := (part*100 + whole/2) / whole
	switch {
	case n == 100 && part < whole:
		n = 99
	case n == 0 && part > 0:
		n = 1
	}
	return itoa(n) + " %"
}

func (t *texter) conditions() {
	if len(t.r.Conditions) == 0 {
		return
	}
	var rows [][]string
	for _, c := range t.r.Conditions {
		clock := t.clocks[c.Timeline]
		row := []string{"", conditionWords(c.Kind), elide(Clean(deref(c.App)), 60), clock.brief(c.From), clock.brief(c.To)}
		if t.many {
			row[0] = itoa(c.Timeline)
		}
		rows = append(rows, row)
	}
	t.blank()
	t.rows([]column{{title: "log", right: true}, {title: "circumstance"}, {title: "app", flexible: true}, {title: "from"}, {title: "to"}},
		rows, "circumstance", "circumstances")
}

func conditionWords(kind string) string {
	if words, ok := map[string]string{
		"debugger":               "debugger attached",
		"simulator":              "simulator",
		"low-power-mode":         "Low Power Mode on",
		"background-refresh-off": "Background App Refresh off",
		"asleep":                 "device asleep",
	}[kind]; ok {
		return words
	}
	return Clean(kind)
}
