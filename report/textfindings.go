package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/bglog/bglog/rules"
)

// told is a finding in its chain.
type told struct {
	finding *Finding
	depth   int
	also    []string // effects that are told under another cause
}

// stories groups findings into chains: a cause and, below it, its effects. An
// effect is told once, under the cause that comes first.
func (r *Report) stories() [][]told {
	at := make(map[string]int, len(r.Findings))
	for i := range r.Findings {
		at[r.Findings[i].ID] = i
	}
	depth := make([]int, len(r.Findings))
	also := make([][]string, len(r.Findings))
	var list [][]told
	for i := range r.Findings {
		f := &r.Findings[i]
		causes := []int{}
		for _, id := range f.CausedBy {
			if c, ok := at[id]; ok && c < i {
				causes = append(causes, c)
			} else if ok {
				also[c] = append(also[c], f.ID)
			}
		}
		slices.Sort(causes)
		if len(causes) == 0 || len(list) == 0 {
			list = append(list, nil)
		} else {
			depth[i] = depth[causes[0]] + 1
			for _, c := range causes[1:] {
				also[c] = append(also[c], f.ID)
			}
		}
		list[len(list)-1] = append(list[len(list)-1], told{finding: f, depth: depth[i]})
	}
	n := 0
	for _, s := range list {
		for i := range s {
			s[i].also = also[n]
			n++
		}
	}
	return list
}

const (
	// storiesShown bounds the findings of a text report; the worst come first.
	storiesShown = 25
	// evidenceShown is how many lines are shown for a finding.
	evidenceShown = 6
	// effectEvidenceShown is the same for effects, whose cause has shown its own.
	effectEvidenceShown = 4
	// notesEvidenceShown is the same for findings that are no problem.
	notesEvidenceShown = 2
	// alikeShown is how many findings that are like another are listed below it.
	alikeShown = 10
	// deepest is the deepest indentation of effects.
	deepest = 3
	step    = 4
)

func (t *texter) findings() {
	stories := t.r.stories()
	if len(stories) == 0 {
		return
	}
	title := "What went wrong"
	if t.r.Verdict != Problems {
		title = "Worth knowing"
	}
	t.heading(title)
	stories, alike := foldAlike(stories)
	t.overview(stories, alike)
	for i, s := range stories {
		if i == storiesShown {
			t.blank()
			t.line(0, "… and "+moreFindings(stories, alike, i)+" (see --format json)")
			break
		}
		shown := map[string]bool{}
		fixes := map[string]bool{}
		for n, f := range s {
			t.blank()
			if n > 0 {
				t.line(step*min(f.depth, deepest)-2, t.paint("which led to", dim))
			}
			t.finding(f, shown, fixes)
		}
		t.alike(alike[i])
	}
	t.blank()
	t.text(0, `"bglog explain RULE" tells more about a rule.`, dim)
}

const (
	// overviewFrom is how many problems make an overview worth while.
	overviewFrom = 4
	// overviewShown bounds it.
	overviewShown = 12
)

// overview lists the problems of a long report, one line each: what people
// noticed, with the id of the finding that tells it.
func (t *texter) overview(stories [][]told, alike map[int][]*Finding) {
	var rows [][]string
	for i, s := range stories {
		var top *Finding
		for _, n := range s {
			f := n.finding
			if f.Counts() && f.Severity != string(rules.Info) && (top == nil || rules.Severity(f.Severity).Rank() >= rules.Severity(top.Severity).Rank()) {
				top = f
			}
		}
		if top == nil {
			continue
		}
		title := t.titled(top, len(t.r.Apps) > 1)
		if n := len(alike[i]); n > 0 {
			title += fmt.Sprintf(", and %d more such", n)
		}
		rows = append(rows, []string{top.ID, top.Severity, title})
	}
	if len(rows) < overviewFrom {
		return
	}
	more := len(rows) - overviewShown
	if more > 1 {
		rows = rows[:overviewShown]
	}
	t.blank()
	for _, r := range rows {
		lead := fmt.Sprintf("%-4s %-8s ", r[0], r[1])
		t.lead(2, lead, noPaint, len(lead), r[2], noPaint)
	}
	if more > 1 {
		t.line(2, t.paint("… and "+several(more, "more problem", "more problems"), dim))
	}
}

// moreFindings counts the findings of the stories from one on.
func moreFindings(stories [][]told, alike map[int][]*Finding, from int) string {
	n := 0
	for i := from; i < len(stories); i++ {
		n += len(stories[i]) + len(alike[i])
	}
	return several(n, "more finding", "more findings")
}

// foldAlike takes out the findings without effects that repeat another one but
// for their subject: same rule, app, severity and certainty; for notes also those
// of other apps. They are returned by the index of the story that they are like.
func foldAlike(stories [][]told) (kept [][]told, alike map[int][]*Finding) {
	alike = map[int][]*Finding{}
	first := map[string]int{}
	for _, s := range stories {
		f := s[0].finding
		app := deref(f.App)
		if f.Severity == string(rules.Info) {
			app = "" // notes are told once for all apps
		}
		key := strings.Join([]string{f.Rule, f.Severity, f.Certainty, app, itoa(f.Timeline)}, "\x00")
		if f.Rule == rules.BudgetExceeded.ID {
			key += "\x00" + deref(f.Subject) // each is of its own
		}
		if i, ok := first[key]; ok && len(s) == 1 && len(f.CausedBy) == 0 {
			alike[i] = append(alike[i], f)
			continue
		}
		if len(s) == 1 {
			first[key] = len(kept)
		}
		kept = append(kept, s)
	}
	return kept, alike
}

// alike lists findings that are told by the one before them.
func (t *texter) alike(list []*Finding) {
	if len(list) == 0 {
		return
	}
	t.blank()
	t.line(2, "The same again:")
	for i, f := range list {
		if i == alikeShown && len(list) > alikeShown+1 {
			t.line(4, t.paint(fmt.Sprintf("… and %d more (see --format json)", len(list)-i), dim))
			return
		}
		s := t.titled(f, len(t.r.Apps) > 1)
		if n := len(f.Evidence); n > 0 {
			e := f.Evidence[n-1]
			s += ", " + t.place(e)
			if at := t.clocks[f.Timeline].short(e.Time); at != "" {
				s += " at " + at
			}
		}
		t.lead(4, f.ID+":", noPaint, 5, s, noPaint)
	}
}

// finding writes one finding. shown holds the lines of evidence that this chain
// has shown, fixes the fixes.
func (t *texter) finding(n told, shown, fixes map[string]bool) {
	f := n.finding
	indent := step * min(n.depth, deepest)
	w := t.words(f)
	w.title = t.titled(f, len(t.r.Apps) > 1)
	label, how := severityLabel(f)
	t.lead(indent, label+": ", how, 2, w.title, bold)
	if w.detail != "" {
		t.text(indent+2, w.detail, noPaint)
	}
	t.evidence(indent+2, n, shown)
	if w.fix != "" && !fixes[w.fix] {
		fixes[w.fix] = true
		t.blank()
		t.lead(indent+2, "Fix:", green, 5, w.fix, noPaint)
	}
	if len(n.also) > 0 {
		t.text(indent+2, "Also a cause of "+strings.Join(n.also, ", ")+".", noPaint)
	}
	t.text(indent+2, t.label(f), dim)
}

// severityLabel is the first word of a finding.
func severityLabel(f *Finding) (string, paint) {
	switch {
	case !f.Counts():
		return "cut off", cyan
	case f.Severity == string(rules.Error):
		return "error", red
	case f.Severity == string(rules.Warning):
		return "warning", yellow
	}
	return "note", cyan
}

// label names rule, severity, certainty and process of a finding.
func (t *texter) label(f *Finding) string {
	parts := []string{f.ID, f.Rule, f.Severity, f.Certainty}
	if f.App != nil || f.PID != nil {
		who := elide(Clean(deref(f.App)), 60)
		if f.PID != nil {
			who += "[" + itoa(*f.PID) + "]"
		}
		parts = append(parts, who)
	}
	if t.many {
		parts = append(parts, "timeline "+itoa(f.Timeline))
	}
	return strings.Join(parts, " · ")
}

// evidence writes the lines that prove a finding: where, when, who, and the
// telling part of the text.
func (t *texter) evidence(indent int, n told, shown map[string]bool) {
	f, most := n.finding, evidenceShown
	switch {
	case !f.Counts() || f.Severity == string(rules.Info):
		most = notesEvidenceShown
	case n.depth > 0:
		most = effectEvidenceShown
	}
	var lines []Evidence
	var above []Evidence
	for _, e := range f.Evidence {
		place := t.place(e)
		if e.Line != nil && shown[place] {
			above = append(above, e)
			continue
		}
		shown[place] = true
		lines = append(lines, e)
	}
	rest := 0
	if len(lines) > most {
		// the first lines tell how it began, the last how it ended
		rest = len(lines) - most
		lines = slices.Delete(slices.Clone(lines), most-most/2, len(lines)-most/2)
	}
	if len(lines) > 0 {
		t.blank()
	}
	keep := t.keep(f)
	for i, e := range lines {
		if rest > 0 && i == most-most/2 {
			t.line(indent+2, t.paint("… "+several(rest, "more line", "more lines")+" (see --format json)", dim))
		}
		t.evidenceLine(indent+2, f, e, keep)
	}
	if len(above) > 0 {
		t.text(indent+2, t.above(above), dim)
	}
}

// above refers to lines that the chain has shown.
func (t *texter) above(lines []Evidence) string {
	var places []string
	for i, e := range lines {
		place := t.place(e)
		if i > 0 && deref(e.Input) == deref(lines[i-1].Input) {
			place = itoa(*e.Line)
		}
		places = append(places, place)
	}
	return "see also " + strings.Join(places, ", ") + " above"
}

// excerptLines is how many lines of the report one line of evidence may take.
const excerptLines = 3

func (t *texter) evidenceLine(indent int, f *Finding, e Evidence, keep []string) {
	behind := ""
	for _, s := range []string{t.clocks[f.Timeline].short(e.Time), elide(Clean(deref(e.Process)), 24)} {
		if s != "" {
			behind += "  " + s
		}
	}
	where := strings.TrimLeft(t.placeIn(e, t.width-indent-columns(behind))+behind, " ")
	if one := oneLine(e.Text); columns(where)+2+columns(one) <= t.width-indent {
		t.line(indent, t.paint(where, dim)+"  "+one)
		return
	}
	t.line(indent, t.paint(elide(where, t.width-indent), dim))
	room := t.width - indent - 2
	text := excerpt(e.Text, excerptLines*room-room/3, keep)
	lines := wrap(shortWords(text, room), room)
	for i, l := range lines {
		if i == excerptLines-1 && len(lines) > excerptLines {
			t.line(indent+2, elide(strings.Join(lines[i:], " "), room))
			return
		}
		t.line(indent+2, l)
	}
}

// place is input:line.
func (t *texter) place(e Evidence) string { return t.placeIn(e, math.MaxInt) }

// placeIn is the same in at most width columns: the line is always told.
func (t *texter) placeIn(e Evidence, width int) string {
	line := ""
	if e.Line != nil {
		line = ":" + itoa(*e.Line)
	}
	return elide(t.inputs[deref(e.Input)], width-len(line)) + line
}

// keep lists what the excerpts of a finding's evidence must not lose: what the
// finding is about, and its values that are texts.
func (t *texter) keep(f *Finding) []string {
	keep := []string{deref(f.Subject)}
	names := make([]string, 0, len(f.Values))
	for n := range f.Values {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, n := range names {
		if s, ok := f.Values[n].(string); ok && len(s) > 2 {
			keep = append(keep, s)
		}
	}
	slices.SortStableFunc(keep[1:], func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	return append(keep, "elapsed", "code:", "reason:")
}
