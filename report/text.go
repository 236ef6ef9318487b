package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// Text writes the report for people: the answer in the first line, then what
// went wrong and why, then what the apps did, then what was read and what it
// cannot tell.
func Text(w io.Writer, r *Report, opts TextOptions) error {
	p := newPrinter(opts)
	t := newTexter(r, p)
	t.answer()
	t.findings()
	t.accepted()
	t.apps()
	t.coverage()
	return p.writeTo(w)
}

// texter writes one report as text.
type texter struct {
	*printer
	r      *Report
	clocks map[int]clock     // by timeline
	inputs map[string]string // short names by name
	many   bool              // more than one timeline
}

func newTexter(r *Report, p *printer) *texter {
	t := &texter{printer: p, r: r, clocks: map[int]clock{}}
	first, last := map[int]parse.Time{}, map[int]parse.Time{}
	names := make([]string, 0, len(r.Inputs))
	for _, in := range r.Inputs {
		first[in.Timeline] = parse.Earliest(first[in.Timeline], in.First)
		last[in.Timeline] = parse.Latest(last[in.Timeline], in.Last)
		names = append(names, in.Name)
	}
	for n := range first {
		t.clocks[n] = clockOf(first[n], last[n])
	}
	t.many = len(first) > 1
	t.inputs = shortNames(names)
	return t
}

// shortNameWidth is how long an input's name may be before only its end is shown.
const shortNameWidth = 28

// shortNames shortens long names to their ends, as much of them as it takes to tell
// them apart: the last folders of a path, or the path of a member in its archive.
func shortNames(names []string) map[string]string {
	short := map[string]string{}
	for _, n := range names {
		clean := Clean(n)
		if n == "-" {
			clean = "stdin"
		}
		if columns(clean) > shortNameWidth || strings.HasPrefix(n, "-"+memberMark) {
			for _, tail := range tails(n) {
				if unique(tail, n, names) {
					clean = Clean(tail)
					break
				}
			}
		}
		short[n] = elide(clean, 2*shortNameWidth)
	}
	return short
}

// memberMark stands between the name of an archive and that of a member.
const memberMark = ": "

// tails are the ends of a name that begin with a folder, a file or a member, the
// shortest first.
func tails(name string) (list []string) {
	for i := len(name) - 1; i > 0; i-- {
		if name[i-1] == '/' || strings.HasSuffix(name[:i], memberMark) {
			list = append(list, name[i:])
		}
	}
	return list
}

// unique reports whether the end of a name is that of no other.
func unique(tail, name string, names []string) bool {
	for _, other := range names {
		if other != name && (other == tail || slices.Contains(tails(other), tail)) {
			return false
		}
	}
	return true
}

// answer writes the verdict, then where it was read from.
func (t *texter) answer() {
	how := map[Verdict]paint{Problems: red, NoProblems: green, NothingObserved: yellow}[t.r.Verdict]
	if t.r.Verdict == Problems && t.r.Worst() != rules.Error {
		how = yellow
	}
	s := t.headline()
	if t.r.Partial {
		s += " (stopped before the end of the log)"
	}
	t.text(0, s, how)
	if where := t.where(); where != "" {
		t.text(0, where, dim)
	}
}

func (t *texter) headline() string {
	switch t.r.Verdict {
	case Problems:
		return t.topLine() + ", " + t.counted()
	case NothingObserved:
		return t.withOthers("nothing observed: " + t.whyNothing())
	}
	return t.withOthers("no problems found: " + t.whatWentWell())
}

// top is what the headline tells: in the worst chain, the last effect of the worst
// severity, which is what people noticed, and the chain's first cause.
func (t *texter) top() (top, cause *Finding) {
	worst := string(t.r.Worst())
	for _, s := range t.r.stories() {
		for _, n := range s {
			if n.finding.Counts() && n.finding.Severity == worst {
				top = n.finding
			}
		}
		if top != nil {
			return top, s[0].finding
		}
	}
	return nil, nil
}

// topLine is the title of the top finding with what it was about and the
// termination code, where the title does not tell them.
func (t *texter) topLine() string {
	top, cause := t.top()
	if top == nil {
		return ""
	}
	title := t.titled(top, true)
	var more []string
	if s := name(deref(cause.Subject)); s != "" && strings.HasPrefix(cause.Rule, "task-") && top != cause && !strings.Contains(title, s) {
		more = append(more, quoteName(s))
	}
	// short codes are signals, which titles name
	if code, ok := top.Values["code"].(string); ok && strings.HasPrefix(code, "0x") && len(code) > 6 && !strings.Contains(title, code) {
		more = append(more, Clean(code))
	}
	if len(more) > 0 {
		title += " (" + strings.Join(more, ", ") + ")"
	}
	return title
}

// titled is a finding's title with the app's name: in the place of a leading
// "app", else before it if always is set.
func (t *texter) titled(f *Finding, always bool) string {
	title := t.words(f).title
	name := t.appName(f)
	rest, app := strings.CutPrefix(title, "app ")
	switch {
	case name == "" || strings.Contains(title, name):
		return title
	case app && (strings.HasPrefix(rest, "killed") || strings.HasPrefix(rest, "removed")):
		return name + " was " + rest
	case app:
		return name + " " + rest
	case always:
		return name + ": " + title
	}
	return title
}

// appName is the name of the finding's app for people, cleaned.
func (t *texter) appName(f *Finding) string {
	for _, a := range t.r.Apps {
		if deref(f.App) != "" && a.Label() == *f.App {
			return t.nameOf(a)
		}
	}
	return elide(Clean(deref(f.App)), shownName)
}

// shownName bounds the names of apps in sentences.
const shownName = 40

func (t *texter) nameOf(a App) string {
	if n := appName(deref(a.Name), deref(a.BundleID)); n != "" {
		return elide(Clean(n), shownName)
	}
	return "an app that the log does not name"
}

// words fills a finding's texts for a terminal. A report that was not just built
// has only the filled ones.
func (t *texter) words(f *Finding) words {
	if f.source == nil {
		return words{Clean(f.Title), Clean(f.Detail), Clean(f.Fix)}
	}
	c := t.clocks[f.Timeline]
	if t.markdown {
		return fill(f.source, mdStyle(c))
	}
	return fill(f.source, style{value: name, time: c.short, code: quoteName, glue: unbroken})
}

// longestName bounds names from the log in running text.
const longestName = 100

// name makes a name from the log fit for people: Swift names readable, nothing
// invisible, not endless. A newline in it comes from a copy that was wrapped.
func name(s string) string {
	return elide(Clean(strings.Join(strings.FieldsFunc(readable(s), breakable), " ")), longestName)
}

// counted counts the findings behind the verdict: 1 error, 2 warnings.
func (t *texter) counted() string {
	var parts []string
	for _, s := range []struct {
		severity  rules.Severity
		one, many string
	}{{rules.Error, "error", "errors"}, {rules.Warning, "warning", "warnings"}} {
		n := 0
		for i := range t.r.Findings {
			if f := &t.r.Findings[i]; f.Counts() && f.Severity == string(s.severity) {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, unbroken(several(n, s.one, s.many)))
		}
	}
	return strings.Join(parts, ", ")
}

// withOthers adds the findings that are no problem to a verdict.
func (t *texter) withOthers(verdict string) string {
	if n := t.other(); n != "" {
		return verdict + "; " + n
	}
	return verdict
}

// other counts the findings that are no problem.
func (t *texter) other() string {
	cut, info := 0, 0
	for i := range t.r.Findings {
		if t.r.Findings[i].Counts() {
			info++
		} else {
			cut++
		}
	}
	var parts []string
	if cut > 0 {
		parts = append(parts, several(cut, "bad sign whose outcome the log does not cover", "bad signs whose outcome the log does not cover"))
	}
	if info > 0 {
		parts = append(parts, several(info, "note", "notes"))
	}
	if n := len(t.r.Accepted); n > 0 {
		parts = append(parts, several(n, "finding", "findings")+" accepted in the baseline")
	}
	return strings.Join(parts, ", ")
}

// whatWentWell says what was seen in a clean report.
func (t *texter) whatWentWell() string {
	count, total := map[lifecycle.Outcome]int{}, 0
	for _, task := range t.r.Tasks {
		if !task.System {
			count[lifecycle.Outcome(task.Outcome)] += task.Count
			total += task.Count
		}
	}
	of := several(len(t.r.Apps), "app", "apps")
	if len(t.r.Apps) == 1 {
		of = t.nameOf(t.r.Apps[0])
	}
	if len(t.r.Apps) == 0 {
		of = t.nameOf(App{})
	}
	moved := t.movedSummed()
	if moved != "" && total == 0 {
		return moved + ", of " + of
	}
	if total == 0 {
		runs := 0
		for _, a := range t.r.Apps {
			runs += len(a.Processes)
		}
		return "no background task in " + several(runs, "run", "runs") + " of " + of
	}
	s := several(total, "background task", "background tasks") + " of " + of
	if moved = "; " + moved; len(t.r.Transfers)+len(t.r.BGTasks) == 0 {
		moved = "" // sessions alone are no news beside tasks
	}
	if total == count[lifecycle.OutcomeEnded] {
		return s + map[bool]string{true: ", ended in time", false: ", all ended in time"}[total == 1] + moved
	}
	var parts []string
	for _, o := range []struct {
		outcome lifecycle.Outcome
		words   string
	}{
		{lifecycle.OutcomeEnded, "ended in time"}, {lifecycle.OutcomeEndedAfter, "ended after expiration"},
		{lifecycle.OutcomeOpen, "still open where the log ends"},
	} {
		if n := count[o.outcome]; n > 0 {
			parts = append(parts, thousands(n)+" "+o.words)
			total -= n
		}
	}
	if total > 0 {
		parts = append(parts, thousands(total)+" of unknown outcome")
	}
	if len(parts) == 1 {
		_, words, _ := strings.Cut(parts[0], " ")
		return s + ", " + words + moved
	}
	return s + ": " + strings.Join(parts, ", ") + moved
}

// appsShown is how many apps are named when the one asked for is not there.
const appsShown = 8

// whyNothing says why there is nothing to tell.
func (t *texter) whyNothing() string {
	records, kept := 0, 0
	for _, in := range t.r.Inputs {
		records += in.Records
		kept += in.Recognised
	}
	switch {
	case len(t.r.Inputs) == 0:
		return "no input could be read"
	case len(t.r.seen) == 0 && kept == 0:
		return nobody(records) + " of an app's background work (bglog predicate prints how to export a log that does)"
	case len(t.r.seen) == 0:
		return "no app is in what could be read"
	case len(t.r.asked) > 0:
		return "no event of " + Clean(strings.Join(t.r.asked, ", ")) + " in what was selected; apps in the log: " + Apps(t.r.seen)
	}
	return "no third-party app did background work in what was selected; apps in the log: " + Apps(t.r.seen)
}

// nobody is the subject of a sentence about records that tell nothing.
func nobody(records int) string {
	switch records {
	case 0:
		return "nothing tells"
	case 1:
		return "the only record does not tell"
	}
	return "none of " + several(records, "record", "records") + " tells"
}

// Apps lists the labels of apps for people, the first few of them.
func Apps(labels []string) string {
	var shown []string
	for _, l := range labels[:min(len(labels), appsShown)] {
		if l != "" {
			shown = append(shown, elide(Clean(l), 60))
		}
	}
	if more := len(labels) - appsShown; more > 0 {
		shown = append(shown, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(shown, ", ")
}

// where names the log and the time it covers, or how many logs there are.
func (t *texter) where() string {
	if len(t.r.Inputs) == 0 {
		return ""
	}
	in := t.mainInput(t.r.Inputs[0].Timeline)
	s := t.inputs[in.Name]
	if n := len(t.r.Inputs); n > 1 {
		others := slices.ContainsFunc(t.r.Inputs, func(x Input) bool { return x.Timeline != in.Timeline || x.Recognised > 0 && x.Name != in.Name })
		if others || in.Recognised == 0 {
			return "in " + several(n, "input", "inputs") + ", see the end of this report"
		}
		s += " and " + several(n-1, "more input", "more inputs")
	}
	s += ", " + span(in.First, in.Last)
	if d := device(in.Device); d != "" {
		s += ", " + d
	}
	return s
}

// device is what is known of the device: iPhone14,2, iOS 17.4 (21E236).
func device(d Device) string {
	var parts []string
	if d.Model != nil {
		parts = append(parts, Clean(*d.Model))
	}
	os := Clean(deref(d.OS))
	switch {
	case d.Build == nil || strings.Contains(os, *d.Build):
	case os == "":
		os = "build " + Clean(*d.Build)
	default:
		os += " (" + Clean(*d.Build) + ")"
	}
	if os != "" {
		parts = append(parts, os)
	}
	if d.Simulator != nil && *d.Simulator {
		parts = append(parts, "simulator")
	}
	return strings.Join(parts, ", ")
}
