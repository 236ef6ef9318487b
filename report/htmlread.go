package report

import (
	"cmp"
	"strings"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// htmlWhyNot says why requests of one identifier did not run, policy by policy.
type htmlWhyNot struct {
	Answer string
	Table  htmlTable
}

func (t *texter) htmlWhyNot() []htmlWhyNot {
	var list []htmlWhyNot
	by := map[string][]BGTask{}
	var keys []string
	for _, x := range t.r.BGTasks {
		key := itoa(x.Timeline) + " " + deref(x.App)
		if by[key] == nil {
			keys = append(keys, key)
		}
		by[key] = append(by[key], x)
	}
	for _, k := range keys {
		for _, w := range waits(by[k]) {
			list = append(list, htmlWhyNot{w.answer(), t.htmlPolicies(w)})
		}
	}
	return list
}

func (t *texter) htmlPolicies(w *wait) htmlTable {
	c := t.clocks[w.requests[0].Timeline]
	policy := func(d Decision) (means, helps string) {
		p, known := rules.PolicyOf(d.Policy, d.Rationale)
		if !known {
			return name(d.Rationale), ""
		}
		return p.Means, p.Helps
	}
	return htmlTableOf(listing[Decision]{title: "", one: "answer", many: "answers", list: w.decisions, trouble: func(d Decision) int { return d.Count }}, []field[Decision]{
		textField("policy", true, func(d Decision) string { return name(d.Policy) }),
		textField("what it means", true, func(d Decision) string { means, _ := policy(d); return means }),
		countField("times", func(d Decision) int { return d.Count }),
		{title: "when", text: func(d Decision) string { return when(c, d.First, d.Last) }, key: func(d Decision) (float64, bool) { return float64(d.First.Micros()), d.First.Known() }},
		textField("what helps", true, func(d Decision) string { _, helps := policy(d); return helps }),
	})
}

// htmlInput is what was read of one input.
type htmlInput struct {
	Name  string
	Facts []string
}

func (t *texter) htmlInputs() []htmlInput {
	var list []htmlInput
	for _, in := range t.r.Inputs {
		list = append(list, htmlInput{t.inputName(in), inputFacts(in)})
	}
	return list
}

// htmlRead are the tables of what was read: senders with the texts that are not
// recognised, circumstances, gaps.
func (t *texter) htmlRead() []htmlTable {
	var senders []Sender
	for _, s := range t.r.Coverage.Senders {
		if s.Records > 0 {
			senders = append(senders, s)
		}
	}
	type gap struct {
		input int
		Gap
	}
	var gaps []gap
	for _, in := range t.r.Inputs {
		for _, g := range in.Gaps {
			gaps = append(gaps, gap{in.Timeline, g})
		}
	}
	of := func(c Condition) int { return c.Timeline }
	ofGap := func(g gap) int { return g.input }
	all := []htmlTable{
		htmlTableOf(listing[Sender]{title: "Senders", one: "sender", many: "senders", list: senders}, []field[Sender]{
			textField("sender", false, func(s Sender) string { return elide(Clean(cmp.Or(deref(s.Process), "(not told)")), 60) }),
			countField("records", func(s Sender) int { return s.Records }),
			{title: "recognised", right: true, text: func(s Sender) string { return percent(s.Recognised, s.Records) }, key: func(s Sender) (float64, bool) {
				return float64(s.Recognised) / float64(s.Records), true
			}},
			textField("not recognised, for example", true, func(s Sender) string {
				var texts []string
				for _, u := range s.Unknown {
					texts = append(texts, elide(oneLine(u.Text), longestCell)+" ×"+thousands(u.Count))
				}
				return strings.Join(texts, "; ")
			}),
		}),
		htmlTableOf(listing[Condition]{title: "Circumstances", one: "circumstance", many: "circumstances", list: t.r.Conditions}, []field[Condition]{
			logField(t, of), textField("circumstance", true, func(c Condition) string { return conditionWords(c.Kind) }),
			textField("app", false, func(c Condition) string { return elide(Clean(deref(c.App)), 60) }),
			timeField(t, "from", of, func(c Condition) parse.Time { return c.From }), timeField(t, "to", of, func(c Condition) parse.Time { return c.To }),
		}),
		htmlTableOf(listing[gap]{title: "Gaps", one: "gap", many: "gaps", list: gaps}, []field[gap]{
			logField(t, ofGap), textField("gap", true, func(g gap) string { return cmp.Or(gapWords[g.Why], Clean(g.Why)) }),
			timeField(t, "from", ofGap, func(g gap) parse.Time { return g.From }), timeField(t, "to", ofGap, func(g gap) parse.Time { return g.To }),
			countField("lost", func(g gap) int { return g.Count }),
		}),
	}
	var shown []htmlTable
	for _, x := range all {
		if len(x.Rows) > 0 {
			shown = append(shown, x)
		}
	}
	return shown
}
