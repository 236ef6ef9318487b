package rules

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// violation is one case of a team's rule.
type violation struct {
	m     moment // the event that it is about
	how   string // what was seen, as a sentence
	lines []lifecycle.Evidence
	sure  Certainty
	count int
}

// check looks for the faults of a team's rule.
func (o *Own) check(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	type bundle struct {
		app  *lifecycle.App
		sure Certainty
	}
	told := map[bundle]int{}
	rest := map[bundle]*Finding{}
	for _, v := range o.violations(t) {
		of := bundle{v.m.app, v.sure}
		if told[of]++; told[of] > maxCases {
			if f := rest[of]; f != nil {
				f.Count += max(v.count, 1)
				continue
			}
		}
		f := newFinding(o.Rule, v.m.process, o.subject(v.m))
		if v.m.app != nil && v.m.app.Label() != "" {
			f.App = v.m.app
		}
		f.At, f.Certainty, f.Count = v.m.at, v.sure, max(v.count, 1)
		if o.When.A.open(v.m.fields) {
			f.Certainty = CutOff
		}
		f.oneCase = o.Per == lifecycle.IDGroup
		title := o.title(v.m)
		if told[of] > maxCases {
			rest[of], f.Subject, title = f, "", o.When.Text
		}
		f.put("own_title", title)
		f.put("how", v.how)
		f.put("when", o.When.Text)
		f.put("where", o.Where)
		f.prove(v.lines...)
		found = append(found, f)
	}
	return found
}

// maxCases is how many cases of a rule have findings of their own, in one app; what goes
// wrong each time is one more finding with a count.
const maxCases = 1000

// subject is what a finding is about: findings of one subject are one.
func (o *Own) subject(m moment) string {
	if o.Per != "" {
		return m.fields[o.Per]
	}
	return m.fields["name"]
}

func (o *Own) violations(t *lifecycle.Timeline) []violation {
	a := o.of(t, o.a, o.When.A, false)
	b := o.of(t, o.b, o.When.B, false)
	perhaps := o.index(o.of(t, o.b, o.When.B, !o.b.point)) // whose names may be redacted
	if o.When.Kind == Occurs || o.When.Kind == MoreThan && o.When.Within == 0 {
		return o.untimed(a)
	}
	a = timed(a)
	switch o.When.Kind {
	case Followed:
		seen := o.index(b)
		return o.each(a, func(m moment) *violation { return o.followed(m, seen) })
	case NotFollowed:
		seen := o.index(b)
		return o.each(a, func(m moment) *violation { return o.notFollowed(t, m, seen, perhaps) })
	case NotPreceded:
		return o.each(a, func(m moment) *violation { return o.notPreceded(t, m, perhaps) })
	case HappensBefore:
		return o.before(t, a, o.index(b), perhaps)
	case LastsLonger:
		ended := slices.DeleteFunc(slices.Clone(a), func(m moment) bool { return !m.ended.Known() })
		return o.each(a, func(m moment) *violation { return o.lasts(t, m, absence(t, o.a, len(ended))) })
	case MoreThan:
		return o.moreThan(a)
	case FewerThan:
		return o.fewerThan(t, a)
	}
	return nil
}

// of lists the events of a selector in order of time; with perhaps also those of which
// the log does not tell whether they fit.
func (o *Own) of(t *lifecycle.Timeline, s source, sel Selector, perhaps bool) []moment {
	if s.list == nil {
		return nil
	}
	return inOrder(slices.DeleteFunc(s.list(t), func(m moment) bool {
		return !sel.fits(m.fields, perhaps) || m.app != nil && m.app.System
	}))
}

func (o *Own) each(list []moment, judge func(moment) *violation) (all []violation) {
	for _, m := range list {
		if v := judge(m); v != nil {
			all = append(all, *v)
		}
	}
	return all
}

// timed leaves out what has no time: nothing can be said of when it happened.
func timed(list []moment) []moment {
	return slices.DeleteFunc(list, func(m moment) bool { return !m.at.Known() })
}

// untimed judges rules about how often there is something at all, for which times do not
// matter.
func (o *Own) untimed(a []moment) (all []violation) {
	if o.When.Kind == Occurs {
		return o.each(a, func(m moment) *violation {
			return &violation{m: m, how: "The log shows it.", lines: []lifecycle.Evidence{m.line}, sure: Certain}
		})
	}
	for _, list := range o.groups(a) {
		if len(list) > o.When.Number {
			v := violation{m: list[0], how: fmt.Sprintf("There were %d in the log.", len(list)), sure: Certain}
			v.see(list)
			all = append(all, v)
		}
	}
	return all
}

// see adds the lines of events, as far as a finding shows them.
func (v *violation) see(list []moment) {
	for _, m := range list[:min(len(list), maxEvidence)] {
		v.lines = append(v.lines, m.line)
	}
}

// kin is what events that belong together share: the app, and a field where the rule
// names one.
type kin struct {
	app   *lifecycle.App
	field string
}

func (o *Own) kin(m moment) kin {
	if o.Per == "" {
		return kin{app: m.app}
	}
	return kin{m.app, m.fields[o.Per]}
}

// moments are events in order of time by what they belong to.
type moments map[kin][]moment

func (o *Own) index(list []moment) moments {
	by := moments{}
	for _, m := range timed(list) {
		k := o.kin(m)
		by[k] = append(by[k], m)
	}
	return by
}

// between finds the first event that belongs to m and lies in [from, to].
func (o *Own) between(m moment, list moments, from, to lifecycle.Time) *moment {
	near := list[o.kin(m)]
	for i := sort.Search(len(near), func(i int) bool { return !near[i].at.Before(from) }); i < len(near) && !near[i].at.After(to); i++ {
		if !identical(m, near[i]) {
			return &near[i]
		}
	}
	return nil
}

// identical reports whether two moments are one: not all of them have a line.
func identical(a, b moment) bool {
	return a.line == b.line && (a.line.Found() || a.at == b.at && a.process == b.process)
}

func (o *Own) followed(m moment, b moments) *violation {
	x := o.between(m, b, m.at, m.at.Add(o.When.Within))
	if x == nil {
		return nil
	}
	after, _ := x.at.Since(m.at)
	return &violation{m: m, how: fmt.Sprintf("%s came %s after %s.", o.When.B, spell(after), o.When.A), lines: []lifecycle.Evidence{m.line, x.line}, sure: Certain}
}

// notFollowed needs a log that shows the whole stretch: one that ends before, or lacks
// what happened in between, proves nothing.
func (o *Own) notFollowed(t *lifecycle.Timeline, m moment, b, perhaps moments) *violation {
	to := m.at.Add(o.When.Within)
	if o.between(m, perhaps, m.at, to) != nil || !o.covered(t, o.b, m, m.at, to) {
		return nil
	}
	v := &violation{m: m, lines: []lifecycle.Evidence{m.line}}
	if late := o.between(m, b, to, lifecycle.Time{}); late != nil {
		after, _ := late.at.Since(m.at)
		v.how = fmt.Sprintf("%s came only after %s.", o.When.B, spell(after))
		v.lines = append(v.lines, late.line)
	} else {
		v.how = fmt.Sprintf("%s had not come after %s; the log shows everything until then.", o.When.B, spell(o.When.Within))
		if p := m.process; p != nil && p.Exited.Known() && p.Exited.Before(to) {
			v.how = fmt.Sprintf("The process ended before %s came.", o.When.B)
		}
	}
	v.sure = absence(t, o.b, len(b))
	return v
}

// absence is how certain it is that events did not come: a message that the whole log
// never holds may not be in it at all. Without info lines its level may be why; with them
// its pattern. Of tasks a log may hold no line.
func absence(t *lifecycle.Timeline, s source, seen int) Certainty {
	switch {
	case seen > 0:
		return Certain
	case s.point && holdsInfo(t), !s.point && (s.from != byApp || len(t.Tasks) > 0):
		return Likely
	}
	return CutOff
}

// holdsInfo reports whether the log was exported with info lines.
func holdsInfo(t *lifecycle.Timeline) bool {
	return slices.ContainsFunc(t.Inputs, func(s *parse.Summary) bool { return s.Levels[parse.LevelInfo] > 0 })
}

func (o *Own) notPreceded(t *lifecycle.Timeline, m moment, b moments) *violation {
	from := m.at.Add(-o.When.Within)
	if o.between(m, b, from, m.at) != nil || !o.covered(t, o.b, m, from, m.at) {
		return nil
	}
	return &violation{
		m: m, how: fmt.Sprintf("%s did not come in the %s before; the log shows all of them.", o.When.B, spell(o.When.Within)),
		lines: []lifecycle.Evidence{m.line}, sure: absence(t, o.b, len(b)),
	}
}

// before finds the first event of each process that comes before what should precede it.
func (o *Own) before(t *lifecycle.Timeline, a []moment, b, perhaps moments) (all []violation) {
	type first struct {
		process *lifecycle.Process
		kin     kin
	}
	judged := map[first]bool{}
	for _, m := range a {
		p, of := m.process, first{m.process, o.kin(m)}
		if p == nil || !p.LaunchSeen || !p.Launched.Known() || judged[of] {
			continue
		}
		judged[of] = true
		if o.between(m, perhaps, p.Launched, m.at) != nil || t.GapIn(p, p.Launched, m.at) || o.b.from != byApp && !o.covered(t, o.b, m, p.Launched, m.at) {
			continue
		}
		v := violation{m: m, how: fmt.Sprintf("%s had not come since the launch.", o.When.B), lines: []lifecycle.Evidence{m.line}, sure: absence(t, o.b, len(b))}
		if later := o.between(m, b, m.at, lifecycle.Time{}); later != nil && later.process == p {
			after, _ := later.at.Since(m.at)
			v.how = fmt.Sprintf("%s came only %s later.", o.When.B, spell(after))
			v.lines = append(v.lines, later.line)
		}
		all = append(all, v)
	}
	return all
}

func (o *Own) lasts(t *lifecycle.Timeline, m moment, unended Certainty) *violation {
	v := &violation{m: m, lines: []lifecycle.Evidence{m.line, m.endLine}, sure: Certain}
	if m.ended.Known() {
		s, ok := t.Elapsed(m.at, m.ended)
		if !ok || s <= o.When.Within {
			return nil
		}
		v.how = fmt.Sprintf("It lasted %s.", spell(s))
		return v
	}
	to := m.at.Add(o.When.Within)
	if !o.covered(t, o.a, m, m.at, to) {
		return nil
	}
	v.how, v.sure = fmt.Sprintf("It began and had not ended %s later.", spell(o.When.Within)), unended
	if p := m.process; p != nil && p.Exited.Known() && p.Exited.Before(to) {
		return nil // it ended with its process, in time
	}
	return v
}

// moreThan looks for stretches that hold too many, which do not overlap.
func (o *Own) moreThan(a []moment) (all []violation) {
	width := o.When.Within
	for _, list := range o.groups(a) {
		from := 0
		for i := range list {
			for from < i && !inReach(list[from], list[i], width) {
				from++
			}
			if n := i - from + 1; n > o.When.Number && (i+1 == len(list) || !inReach(list[from], list[i+1], width)) {
				d, _ := list[i].at.Since(list[from].at)
				v := violation{m: list[from], how: fmt.Sprintf("There were %d in %s.", n, spell(d)), sure: Certain}
				v.see(list[from : i+1])
				all = append(all, v)
				from = i + 1
			}
		}
	}
	return all
}

func inReach(a, b moment, width float64) bool {
	d, ok := b.at.Since(a.at)
	return ok && d <= width
}

// groups are the events that belong together, in the order of their first ones.
func (o *Own) groups(list []moment) [][]moment {
	var groups [][]moment
	at := map[kin]int{}
	for _, m := range list {
		k := o.kin(m)
		i, ok := at[k]
		if !ok {
			i = len(groups)
			at[k] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], m)
	}
	return groups
}

// fewerThan judges the days that the log covers from midnight to midnight, for each app
// that worked, from when the log first shows it: before, it may not have been installed.
// A cut log has fewer of these days, and none of its own. Of events that the log never
// holds nothing is said: they may not be in it at all.
func (o *Own) fewerThan(t *lifecycle.Timeline, a []moment) (all []violation) {
	if !t.First.Known() || !o.heard(t, o.a) {
		return nil
	}
	const day = 24 * 3600
	for _, list := range o.groups(a) {
		v := violation{m: list[0], sure: Likely}
		since := list[0].at
		if app := list[0].app; app != nil {
			for _, p := range app.Processes {
				since = parse.Earliest(since, p.First)
			}
		}
		since = parse.Latest(since, t.First)
		first := since.Std()
		from := parse.At(time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, first.Location()))
		if from.Before(since) {
			from = from.Add(day)
		}
		for ; !from.Add(day).After(t.Last); from = from.Add(day) {
			to := from.Add(day)
			i := sort.Search(len(list), func(i int) bool { return !list[i].at.Before(from) })
			k := sort.Search(len(list), func(i int) bool { return !list[i].at.Before(to) })
			if k-i >= o.When.Number || t.GapBetween(from, to) || o.a.point && t.LogPointsLost > 0 && !t.LogPointsLostAt.After(to) {
				continue
			}
			if v.count++; v.count == 1 {
				v.m.at = from
				v.how = fmt.Sprintf("There were %d in the 24 hours from %s.", k-i, from)
				if v.see(list[i:k]); i == k {
					v.see(list[:1])
				}
			}
		}
		if v.count > 0 {
			all = append(all, v)
		}
	}
	return all
}

// covered reports whether the log shows everything that the sender of an event would
// have written about m's app in [from, to]. A process that is gone or suspended until the
// end writes nothing more.
func (o *Own) covered(t *lifecycle.Timeline, s source, m moment, from, to lifecycle.Time) bool {
	switch s.from {
	case byScheduler:
		return t.SchedulerCovered(from, to)
	case byDaemon:
		return t.DaemonCovered(from, to)
	case bySystem:
		return o.heard(t, s) && !t.First.After(from) && t.Last.After(to.Add(1)) && !t.GapBetween(from, to)
	}
	if s.point && t.LogPointsLost > 0 && !t.LogPointsLostAt.After(to) {
		return false
	}
	if m.process == nil && m.app != nil { // a daemon's line that does not tell which one
		return slices.ContainsFunc(m.app.Processes, func(p *lifecycle.Process) bool { return s.coveredBy(t, p, from, to) })
	}
	return m.process != nil && s.coveredBy(t, m.process, from, to)
}

// coveredBy is covered for what the app itself would write: the process, and those that
// were there before and after it.
func (s *source) coveredBy(t *lifecycle.Timeline, p *lifecycle.Process, from, to lifecycle.Time) bool {
	for _, q := range p.App.Processes {
		later := q != p && q.First.After(p.First) && !q.First.After(to)
		if !s.point && q.Ambiguous || later && !coveredLife(t, q, from, to) {
			return false
		}
	}
	return coveredLife(t, p, from, to)
}

// coveredLife reports whether the log shows what a process wrote in [from, to]: all of it,
// or from its launch on, or until it was gone or suspended. Where there was no such process
// the log goes on nevertheless: another one may have lived.
func coveredLife(t *lifecycle.Timeline, p *lifecycle.Process, from, to lifecycle.Time) bool {
	if t.GapIn(p, from, to) {
		return false
	}
	if p.LaunchSeen && p.Launched.After(from) {
		if t.First.After(from) {
			return false
		}
		from = parse.Latest(p.Launched, p.OwnFirst)
	}
	if end := p.ToldEnd(); end.Before(to) {
		if !t.Last.After(to.Add(1)) {
			return false
		}
		to = end
	}
	for _, span := range p.States {
		if span.State == lifecycle.StateSuspended && span.From.Before(to) && span.From.After(from) && (span.To.After(to) || span.To == to) {
			to = span.From
			break
		}
	}
	return t.Covered(p, from, to)
}

// heard reports whether the log holds lines of who tells of such events.
func (o *Own) heard(t *lifecycle.Timeline, s source) bool {
	name := map[sender]string{bySystem: "runningboardd", byScheduler: "dasd", byDaemon: "nsurlsessiond"}[s.from]
	return name == "" || slices.ContainsFunc(t.Senders, func(x *lifecycle.Sender) bool { return x.Process == name && x.Recognised > 0 })
}

// spell writes seconds for sentences.
func spell(s float64) string {
	switch {
	case s < 120:
		return strconv.FormatFloat(math.Round(s*10)/10, 'f', -1, 64) + " s"
	case s < 7200:
		return strconv.FormatFloat(math.Round(s/6)/10, 'f', -1, 64) + " min"
	}
	return strings.TrimSuffix(strconv.FormatFloat(math.Round(s/360)/10, 'f', 1, 64), ".0") + " h"
}
