package rules

import (
	"slices"
	"strconv"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// sameFaultS is how far lines of one failed connection lie apart: CFNetwork writes
// them in a row, and again at the next try.
const sameFaultS = 5.0

// manySessions is how many sessions of one app in a day are too many.
const manySessions = 10

// sessionClues are the rules about sessions that one line proves.
var sessionClues = map[lifecycle.EventKind]*Rule{
	lifecycle.SessionInUse:            &sessionIdentifierReused,
	lifecycle.SessionIdentifierReused: &sessionIdentifierReused,
	lifecycle.TooManySessions:         &sessionMany,
	lifecycle.SharedContainerMissing:  &sessionSharedContainerMissing,
	lifecycle.SharedContainerRefused:  &sessionSharedContainerMissing,
	lifecycle.DaemonUnreachable:       &sessionDaemonUnreachable,
	lifecycle.AppSessionLocked:        &sessionBeforeFirstUnlock,
	lifecycle.DaemonLocked:            &sessionBeforeFirstUnlock,
}

// codeClues are those of errors by their code.
var codeClues = map[string]*Rule{
	strconv.Itoa(codeContainer): &sessionSharedContainerMissing,
	strconv.Itoa(codeInUse):     &sessionDaemonUnreachable,
}

// ruleOf is the rule that a line proves by itself, nil when none does.
func ruleOf(c lifecycle.Clue) *Rule {
	if r := sessionClues[c.Event]; r != nil {
		return r
	}
	switch c.Event {
	case lifecycle.URLError, lifecycle.AppSessionFailed:
		if r := codeClues[c.Fields["code"]]; r != nil {
			return r
		}
		if c.Event == lifecycle.AppSessionFailed {
			return &sessionDaemonUnreachable
		}
	case lifecycle.AppTransferNotCreated:
		if c.Fields["row"] == "url.a.noremote" {
			return &sessionDaemonUnreachable
		}
	}
	return nil
}

// checkSessions: sessions that cannot work, and the daemon that is not there.
func checkSessions(t *lifecycle.Timeline) []*Finding {
	type fault struct {
		rule *Rule
		app  *lifecycle.App
	}
	var found []*Finding
	told := map[fault]*Finding{} // the first finding of each fault
	add := func(a *lifecycle.App, f *Finding, code string) {
		f.set("code", code)
		if f.Rule == &sessionDaemonUnreachable {
			f.set("simulator", t.Device.Simulator == lifecycle.Yes)
		}
		if key := (fault{f.Rule, a}); told[key] == nil {
			told[key] = f
		}
		found = append(found, f)
	}
	again := func(first *Finding, at parse.Time, lines ...lifecycle.Evidence) {
		first.prove(lines...)
		first.Until = parse.Latest(first.Until, at)
	}
	moments := outages{}
	for _, c := range t.Clues {
		rule := ruleOf(c)
		if rule == nil {
			continue
		}
		if rule == &sessionDaemonUnreachable {
			moments.add(c)
			if first := told[fault{rule, c.App}]; first != nil {
				again(first, parse.Latest(c.Evidence.Time, c.Until), c.Evidence)
				continue
			}
		}
		f := aboutClue(rule, c)
		f.set("limit", c.Fields["limit"])
		add(c.App, f, c.Fields["code"])
	}
	for _, tr := range t.Transfers { // an error that names its task is kept with the transfer
		code := strconv.Itoa(tr.Error.Code)
		rule := codeClues[code]
		if rule == nil || !tr.Error.Known {
			continue
		}
		if rule == &sessionDaemonUnreachable {
			moments[tr.App] = append(moments[tr.App], tr.Error.At)
		}
		if first := told[fault{rule, tr.App}]; first != nil {
			again(first, tr.Error.At, tr.Error.By)
			continue
		}
		f := aboutTransfer(rule, tr)
		f.Subject, f.nameless, f.At = "", false, tr.Error.At
		f.drop("kind")
		f.prove(tr.Error.By)
		add(tr.App, f, code)
	}
	found = append(found, daemonLost(t, moments)...)
	return append(found, tooManySessions(t)...)
}

// outages are the moments at which an app could not reach the daemon.
type outages map[*lifecycle.App][]lifecycle.Time

func (o outages) add(c lifecycle.Clue) {
	for _, l := range linesOf(c) {
		o[c.App] = append(o[c.App], l.Time)
	}
	if c.Until.Known() {
		o[c.App] = append(o[c.App], c.Until)
	}
}

// near reports whether the app failed to reach the daemon at most before seconds
// before t, or after seconds after it. Without times nobody can tell, and the
// outage explains it.
func (o outages) near(a *lifecycle.App, t lifecycle.Time, before, after float64) bool {
	return slices.ContainsFunc(o[a], func(m lifecycle.Time) bool {
		ago, ok := t.Since(m)
		return !ok || -after <= ago && ago <= before
	})
}

// linesOf are the lines of a clue that were kept.
func linesOf(c lifecycle.Clue) []lifecycle.Evidence {
	return append([]lifecycle.Evidence{c.Evidence}, c.More...)
}

// lostLines is a finding about those lines of a clue that no outage explains, nil
// when it explains all.
func lostLines(c lifecycle.Clue, unreachable outages, before, after float64) *Finding {
	var own []lifecycle.Evidence
	lines := linesOf(c)
	for _, l := range lines {
		if !unreachable.near(c.App, l.Time, before, after) {
			own = append(own, l)
		}
	}
	if len(own) == 0 {
		return nil
	}
	f := aboutClue(&sessionDaemonLost, c)
	f.Count -= len(lines) - len(own)
	f.At, f.Evidence = own[0].Time, nil
	f.prove(own...)
	return f
}

// daemonLost: the connection to nsurlsessiond broke. It is a fault when a transfer
// failed by it. What an outage brought about is told with the outage: the broken
// connection beside it, the failures right after it.
func daemonLost(t *lifecycle.Timeline, unreachable outages) []*Finding {
	byApp := map[*lifecycle.App]*Finding{}
	var found []*Finding
	add := func(a *lifecycle.App, f *Finding, failed bool) {
		first := byApp[a]
		if first == nil {
			first = f
			first.Severity = Info
			byApp[a] = first
			found = append(found, first)
		} else {
			first.prove(f.Evidence...)
			first.Until = parse.Latest(first.Until, f.At)
			if failed && f.Certainty == Certain {
				first.Certainty = Certain
			}
		}
		if failed {
			if first.Severity == Error {
				first.Count += f.Count
			} else {
				first.Severity, first.Count, first.Subject = Error, f.Count, f.Subject
			}
			first.drop("failed")
			first.put("failed", true)
		}
	}
	for _, c := range t.Clues {
		switch {
		case c.Event == lifecycle.DaemonInterrupted, c.Event == lifecycle.DaemonInvalidated:
			if f := lostLines(c, unreachable, sameFaultS, sameFaultS); f != nil {
				f.Subject, f.Count = "", 1
				add(c.App, f, false)
			}
		case c.Event == lifecycle.URLError && c.Fields["code"] == strconv.Itoa(codeLost):
			if f := lostLines(c, unreachable, sameFaultS, 0); f != nil {
				add(c.App, f, true)
			}
		}
	}
	for _, tr := range t.Transfers {
		if tr.Error.Known && tr.Error.Code == codeLost && tr.Kind != lifecycle.TransferData && !tr.Evidence.Of(lifecycle.BodyStreamNeeded).Found() &&
			!unreachable.near(tr.App, tr.Error.At, sameFaultS, 0) {
			f := aboutTransfer(&sessionDaemonLost, tr)
			f.Subject, f.nameless = "", false
			f.drop("kind")
			f.prove(tr.Error.By)
			if tr.Kind == lifecycle.TransferUnknown && !tr.Daemon {
				f.Certainty = Likely // or it is a data task whose app had gone
			}
			add(tr.App, f, true)
		}
	}
	return found
}

// tooManySessions: more sessions of one app in a day than any design needs.
func tooManySessions(t *lifecycle.Timeline) []*Finding {
	var found []*Finding
	byApp := map[*lifecycle.App][]*lifecycle.Session{}
	for _, s := range t.Sessions {
		if s.App != nil && s.Created.Known() {
			byApp[s.App] = append(byApp[s.App], s)
		}
	}
	for _, a := range t.Apps {
		list := byApp[a]
		slices.SortStableFunc(list, func(x, y *lifecycle.Session) int { return x.Created.Compare(y.Created) })
		most := busiestDay(list)
		if len(most) <= manySessions {
			continue
		}
		f := aboutApp(&sessionMany, a)
		f.put("sessions", len(most))
		f.At, f.Until = most[0].Created, most[len(most)-1].Created
		for _, s := range most[:3] {
			f.prove(s.Evidence.Of(lifecycle.SessionCreated))
		}
		found = append(found, f)
	}
	return found
}

// busiestDay is the longest run of sessions, in the order of their creation, that
// were created within a day.
func busiestDay(list []*lifecycle.Session) []*lifecycle.Session {
	from, most := 0, list[:0]
	for to := range list {
		for {
			if d, _ := list[to].Created.Since(list[from].Created); d <= dayS {
				break
			}
			from++
		}
		if to+1-from > len(most) {
			most = list[from : to+1]
		}
	}
	return most
}
