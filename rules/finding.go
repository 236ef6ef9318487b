package rules

import (
	"cmp"
	"slices"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// newFinding begins a finding of a rule about a process.
func newFinding(r *Rule, p *lifecycle.Process, subject string) *Finding {
	f := &Finding{Rule: r, Severity: r.Severity, Certainty: Certain, PID: parse.NoPID, Subject: subject, Count: 1, process: p}
	if p != nil {
		if p.App.Label() != "" {
			f.App = p.App
		}
		f.PID = p.PID
	}
	return f
}

// set adds a typed value; zero values are left out, so that templates can ask
// whether there is one. Where zero is an answer, use put.
func (f *Finding) set(name string, v any) {
	switch x := v.(type) {
	case string:
		if x == "" {
			return
		}
	case int:
		if x == 0 {
			return
		}
	case float64:
		if x == 0 {
			return
		}
	case bool:
		if !x {
			return
		}
	case []string:
		if len(x) == 0 {
			return
		}
	}
	f.put(name, v)
}

func (f *Finding) put(name string, v any) { f.Values = append(f.Values, Value{Name: name, V: v}) }

// text is a value that is a text, "" when there is none of that name.
func (f *Finding) text(name string) string {
	for _, v := range f.Values {
		if s, ok := v.V.(string); ok && v.Name == name {
			return s
		}
	}
	return ""
}

// tells reports whether the finding has a value of that name.
func (f *Finding) tells(name string) bool {
	return slices.ContainsFunc(f.Values, func(v Value) bool { return v.Name == name })
}

// Peak is the largest number of that name among all cases of the finding; false when
// none of them has it.
func (f *Finding) Peak(name string) (peak float64, ok bool) {
	for _, v := range f.Values {
		var n float64
		switch x := v.V.(type) {
		case float64:
			n = x
		case int:
			n = float64(x)
		default:
			continue
		}
		if v.Name == name && (!ok || n > peak) {
			peak, ok = n, true
		}
	}
	for _, g := range f.folded {
		if n, has := g.Peak(name); has && (!ok || n > peak) {
			peak, ok = n, true
		}
	}
	return peak, ok
}

// drop takes a value away.
func (f *Finding) drop(name string) {
	for i, v := range f.Values {
		if v.Name == name {
			f.Values = append(f.Values[:i], f.Values[i+1:]...)
			return
		}
	}
}

// seconds sets a duration between two moments when both are known.
func (f *Finding) seconds(name string, from, to lifecycle.Time) {
	if d, ok := to.Since(from); ok && d >= 0 {
		f.put(name, d)
	}
}

// elapsed is seconds for moments between which the clock may have been set.
func (f *Finding) elapsed(t *lifecycle.Timeline, name string, from, to lifecycle.Time) {
	if d, ok := t.Elapsed(from, to); ok && d >= 0 {
		f.put(name, d)
	}
}

// prove adds lines that exist, in the order of the log, each once; lines of several
// logs of one device in the order of their times, and crash reports behind them.
func (f *Finding) prove(lines ...lifecycle.Evidence) {
	for _, l := range lines {
		if !l.Found() {
			continue
		}
		known := false
		for _, e := range f.Evidence {
			known = known || e.Input == l.Input && e.Line == l.Line
		}
		if !known {
			f.Evidence = append(f.Evidence, l)
		}
	}
	byTime := slices.ContainsFunc(f.Evidence, func(e lifecycle.Evidence) bool { return e.Input != f.Evidence[0].Input }) &&
		!slices.ContainsFunc(f.Evidence, func(e lifecycle.Evidence) bool { return !e.Time.Known() })
	slices.SortStableFunc(f.Evidence, func(a, b lifecycle.Evidence) int {
		byLine := cmp.Or(cmp.Compare(a.Input, b.Input), cmp.Compare(a.Line, b.Line))
		if byTime {
			return cmp.Or(laterReport(a, b), a.Time.Compare(b.Time), byLine)
		}
		return byLine
	})
	if len(f.Evidence) > maxEvidence {
		f.Evidence = f.Evidence[:maxEvidence]
	}
}

// laterReport orders crash reports behind lines: their times are rounded.
func laterReport(a, b lifecycle.Evidence) int {
	switch {
	case a.Report == b.Report:
		return 0
	case a.Report:
		return 1
	}
	return -1
}
