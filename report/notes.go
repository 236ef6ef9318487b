package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// notes are the honest sentences of a report: what was assumed, what was not
// read, and what the inputs cannot tell. Names in them are raw; renderers escape.
func notes(r *Report, timelines []*lifecycle.Timeline, read []string) []string {
	list := []string{}
	if r.Partial {
		list = append(list, "the reading was stopped: this is what was known by then")
	}
	list = append(list, read...)
	for _, t := range timelines {
		for _, s := range t.Inputs {
			where := ""
			if len(r.Inputs) > 1 {
				where = s.Name + ": "
			}
			for _, n := range s.Notes {
				list = append(list, where+n)
			}
			if s.Unparsed > 0 {
				list = append(list, where+unparsed(s.Unparsed, s.UnparsedAt))
			}
			if !s.Complete && s.Format != "" {
				list = append(list, where+"the input stops in the middle: its end is missing or damaged")
			}
		}
		if n := t.LogPointsLost; n > 0 {
			list = append(list, several(n, "log point was", "log points were")+" not kept, because there are too many of them: their patterns fit messages that come in a loop")
		}
		list = append(list, OverflowNotes(t, len(timelines) > 1)...)
		if len(t.Inputs) > 0 && !slices.ContainsFunc(t.Inputs, func(s *parse.Summary) bool { return !s.Aside() }) {
			list = append(list, "what a device keeps beside its log tells nothing alone: give the log too, with --merge")
		}
		if t.Unaligned {
			list = append(list, "the log's times have no date or zone of their own: what the device keeps beside its log is not compared with them (give --date and --tz)")
		}
		list = append(list, gapNotes(t, len(timelines) > 1)...)
	}
	if r.Coverage.Redacted {
		list = append(list, "the log is redacted (<private>): names of tasks are unknown, tasks are told apart by counting them, "+
			"and findings that depend on a name are likely at most")
	}
	list = append(list, blind(timelines)...)
	if n := openTasks(r.Tasks); n > 0 {
		list = append(list, several(n, "background task is", "background tasks are")+
			" still open where the log ends: what became of "+plural(n, "it", "them")+" is not in it")
	}
	return list
}

// unparsed says how many lines fit nothing and where the first of them are.
func unparsed(n int, at []int) string {
	var where []string
	for _, line := range at {
		where = append(where, itoa(line))
	}
	s := several(n, "line does", "lines do") + " not fit the format and " + plural(n, "was", "were") + " not read"
	switch {
	case len(at) == 0:
		return s
	case n > len(at):
		return s + ": the first are " + strings.Join(where, ", ")
	}
	return s + ": " + strings.Join(where, ", ")
}

// gapWords say what each kind of gap means.
var gapWords = map[string]string{
	"lost-messages":       "the system lost messages",
	"reboot":              "the device rebooted",
	"clock-change":        "the clock was changed or the log jumps",
	"in-memory-only":      "only what was still in memory is there",
	"before-persist":      "only what is kept longest is there at first",
	"unreadable-messages": "messages have no text",
	"stream-dropped":      "log stream left messages out",
	"disconnected":        "the device was not connected",
	"restarted":           "the capture was begun anew",
	parse.GapLeftOut:      "lines were left out of the excerpt",
	"quarantined":         "a daemon was silenced for writing too much",
	lifecycle.Filtered:    "the log's predicate chooses messages by more than who wrote them",
	parse.GapArchive:      "parts of the log archive are missing",
	// which has a note of its own
	"lifecycle-limit": "not everything was judged",
}

// OverflowNotes say what is left out of a timeline because there was too much before
// it; many tells that it is one of several.
func OverflowNotes(t *lifecycle.Timeline, many bool) (notes []string) {
	o, where := t.Overflow, ""
	if many {
		where = fmt.Sprintf("log %d: ", t.Number)
	}
	if o.Limit > 0 {
		after := ""
		if at := clockOf(t.First, t.Last).short(o.From); at != "" {
			after = " from " + at + " on"
		}
		notes = append(notes, fmt.Sprintf("%smore than %s lifecycles: what follows%s, %s, was not judged (--max-lifecycles raises the limit)",
			where, thousands(o.Limit), after, several(o.Left, "event", "events")))
	}
	if o.Evidence > 0 {
		notes = append(notes, fmt.Sprintf("%smore than %s of evidence: %s cut off (--max-evidence raises the limit)",
			where, parse.SizeText(int64(o.Evidence)), several(o.Shortened, "line is", "lines are")))
	}
	return notes
}

// gapNotes sums up gaps by kind.
func gapNotes(t *lifecycle.Timeline, many bool) []string {
	type sum struct{ times, count, first int }
	sums := map[string]*sum{}
	var kinds []string
	for i, g := range t.Gaps {
		s := sums[g.Why]
		if s == nil {
			s = &sum{first: i}
			sums[g.Why] = s
			kinds = append(kinds, g.Why)
		}
		s.times++
		s.count += g.Count
	}
	c := clockOf(t.First, t.Last)
	var list []string
	for _, k := range kinds {
		s, g := sums[k], t.Gaps[sums[k].first]
		text := cmp.Or(gapWords[k], k)
		if s.count > 0 {
			text += " (" + thousands(s.count) + ")"
		}
		switch at := c.short(g.From); {
		case s.times > 1 && at != "":
			text += fmt.Sprintf(" %d times, first at %s", s.times, at)
		case s.times > 1:
			text += fmt.Sprintf(" %d times", s.times)
		case at != "":
			text += " at " + at
		}
		if many {
			text = fmt.Sprintf("log %d: %s", t.Number, text)
		}
		if k == lifecycle.Filtered {
			list = append(list, text+": lines of "+strings.Join(thinned(t), ", ")+" may be missing (bglog predicate prints one that keeps them)")
			continue
		}
		list = append(list, text+": lines may be missing there")
	}
	return list
}

// thinned names those of whose messages a predicate has chosen some.
func thinned(t *lifecycle.Timeline) (names []string) {
	var of lifecycle.Witnesses
	for _, g := range t.Gaps {
		of |= g.Of
	}
	for _, w := range []struct {
		bit  lifecycle.Witnesses
		name string
	}{
		{lifecycle.WitnessApp, "apps"}, {lifecycle.WitnessDaemon, "nsurlsessiond"}, {lifecycle.WitnessScheduler, "dasd"},
		{lifecycle.WitnessSystem, "runningboardd and SpringBoard"},
	} {
		if of&w.bit != 0 {
			names = append(names, w.name)
		}
	}
	return names
}

// witnesses are the processes without which whole kinds of statements are
// impossible.
var witnesses = []struct{ process, tells string }{
	{"runningboardd", "when apps were suspended, and whether and why the system killed them"},
}

// blind says which processes wrote nothing into logs that hold records.
func blind(timelines []*lifecycle.Timeline) []string {
	var list []string
	for _, w := range witnesses {
		without, logs := 0, 0
		for _, t := range timelines {
			records := 0
			for _, s := range t.Inputs {
				if !s.Aside() {
					records += s.Records
				}
			}
			if records == 0 {
				continue
			}
			logs++
			if !slices.ContainsFunc(t.Senders, func(s *lifecycle.Sender) bool { return s.Process == w.process && s.Records > 0 }) {
				without++
			}
		}
		if without == 0 {
			continue
		}
		where := "no line"
		if logs > 1 {
			where = several(without, "log holds", "logs hold") + " no line"
		}
		list = append(list, where+" of "+w.process+": "+w.tells+" cannot be told (bglog predicate prints how to export a log that can)")
	}
	return list
}

func openTasks(tasks []Task) int {
	n := 0
	for _, t := range tasks {
		if t.Outcome == string(lifecycle.OutcomeOpen) && !t.System {
			n += t.Count
		}
	}
	return n
}
