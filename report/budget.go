package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// Bounding says on which side of a limit a budget must stay.
type Bounding string

// The sides, as messages call them.
const (
	AtMost  Bounding = "at most"
	AtLeast Bounding = "at least"
)

// Budget is a limit that a team sets to what may happen in a log.
type Budget struct {
	Key   string // what is measured: a rule, RULE.VALUE or a metric
	Rule  string // id or glob, "" for a metric
	Value string // value of the rule's findings, "" to count their cases
	Bound Bounding
	Limit float64
	Where string // file and line of the configuration
}

// measure is the figure of a budget with the lines behind it.
type measure struct {
	figure  float64
	unit    string
	about   string
	lines   []*rules.Finding
	unknown string // why there is no figure
}

// judge returns a finding for each budget that is not kept, and a note for each that
// cannot be judged. Findings in the baseline and cut-off ones do not count.
func judge(r *Report, budgets []Budget, found []*rules.Finding) (broken []*rules.Finding, notes []string) {
	for _, b := range budgets {
		m := b.measure(r, found)
		switch {
		case m.unknown != "":
			notes = append(notes, fmt.Sprintf("budget %s (%s) cannot be judged: %s", b.Key, b.Where, m.unknown))
		case b.Bound == AtMost && m.figure > b.Limit, b.Bound == AtLeast && m.figure < b.Limit:
			broken = append(broken, b.breach(m))
		}
	}
	return broken, notes
}

func (b *Budget) measure(r *Report, found []*rules.Finding) measure {
	if metric, ok := Metrics()[b.Key]; ok {
		figure, unknown := metric.of(r, b.Bound)
		return measure{figure: figure, unit: metric.unit, about: metric.About, unknown: unknown}
	}
	var m measure
	for _, f := range found {
		if !f.Counts() || !rules.Match(b.Rule, f.Rule.ID) {
			continue
		}
		if b.Value == "" {
			m.figure += float64(max(f.Count, 1))
			m.lines = append(m.lines, f)
			continue
		}
		if peak, ok := f.Peak(b.Value); ok && peak >= m.figure {
			m.figure, m.lines = peak, []*rules.Finding{f}
		}
	}
	m.about = "the number of cases of the rule"
	if b.Value != "" {
		m.about = "the largest one of all cases of the rule"
		if strings.HasSuffix(b.Value, "_s") {
			m.unit = "s"
		}
	}
	return m
}

// breach is the finding about a budget that is not kept.
func (b *Budget) breach(m measure) *rules.Finding {
	by, missed, allowed := m.figure-b.Limit, "exceeded", "allowed"
	if b.Bound == AtLeast {
		by, missed, allowed = -by, "missed", "required"
	}
	f := &rules.Finding{
		Rule: &rules.BudgetExceeded, Severity: rules.BudgetExceeded.Severity, Certainty: rules.Certain, Timeline: 1,
		PID: parse.NoPID, Subject: b.Key, Count: 1,
	}
	f.Values = []rules.Value{
		{Name: "budget", V: b.Key}, {Name: "measured", V: m.figure}, {Name: "limit", V: b.Limit}, {Name: "over", V: by},
		{Name: "measured_text", V: withUnit(m.figure, m.unit)}, {Name: "limit_text", V: withUnit(b.Limit, m.unit)},
		{Name: "bound", V: string(b.Bound)}, {Name: "by", V: withUnit(by, m.unit)}, {Name: "missed", V: missed}, {Name: "allowed", V: allowed},
		{Name: "where", V: b.Where}, {Name: "about", V: m.about},
	}
	for i, of := range m.lines {
		if i == 0 {
			f.Timeline = of.Timeline
		}
		f.Until = parse.Latest(f.Until, of.At)
		if of.Timeline == f.Timeline && len(of.Evidence) > 0 && len(f.Evidence) < evidenceShown {
			f.Evidence = append(f.Evidence, of.Evidence[0])
		}
	}
	f.At, f.Until = f.Until, parse.Time{}
	f.Fingerprint = rules.Fingerprint(f)
	return f
}

// withUnit writes a figure without needless decimals.
func withUnit(v float64, unit string) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if unit != "" {
		s += " " + unit
	}
	return s
}
