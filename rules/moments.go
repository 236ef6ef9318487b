package rules

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

// moment is something that happened, as a team's own rules see it.
type moment struct {
	at      lifecycle.Time
	app     *lifecycle.App
	process *lifecycle.Process // nil when the log does not tell
	fields  map[string]string
	line    lifecycle.Evidence

	// of the beginning of a span
	ended   lifecycle.Time // unknown while it lasts at the end of the log
	endLine lifecycle.Evidence
}

// source is a kind of events that conditions can name.
type source struct {
	about  string
	fields []string
	span   bool // it has a beginning and an end
	from   sender
	list   func(t *lifecycle.Timeline) []moment
	point  bool // a log point, which may be of any level
}

// sender says who would write that something happened, if it did.
type sender uint8

const (
	byApp sender = iota
	bySystem
	byScheduler
	byDaemon
)

// sources are the events of lifecycles. Those of log points are added by their names.
var sources = map[string]source{
	"launch":     {"a process of the app was launched", []string{"how"}, false, bySystem, launches, false},
	"exit":       {"a process of the app ended", []string{"kind"}, false, bySystem, exits, false},
	"foreground": {"the app came to the foreground", nil, false, bySystem, enters(lifecycle.StateForeground), false},
	"background": {"the app went to the background", nil, false, bySystem, enters(lifecycle.StateBackground), false},
	"suspend":    {"the app was suspended", nil, false, bySystem, enters(lifecycle.StateSuspended), false},

	"task":        {"a background task, from its begin to its end", taskFields, true, byApp, taskMoments(func(x *lifecycle.Task) lifecycle.Time { return x.Begun }), false},
	"task.begin":  {"a background task was begun", taskFields, true, byApp, taskMoments(func(x *lifecycle.Task) lifecycle.Time { return x.Begun }), false},
	"task.expire": {"the expiration handler of a background task was called", taskFields, false, byApp, taskMoments(func(x *lifecycle.Task) lifecycle.Time { return x.Expired }), false},
	"task.end":    {"a background task was ended", taskFields, false, byApp, taskMoments(func(x *lifecycle.Task) lifecycle.Time { return x.Ended }), false},

	"bgtask":          {"a run of a BGTask, from its start to its end", bgtaskFields, true, byScheduler, bgtaskMoments(func(x *lifecycle.BGTask) lifecycle.Time { return x.Started }), false},
	"bgtask.start":    {"a run of a BGTask started", bgtaskFields, true, byScheduler, bgtaskMoments(func(x *lifecycle.BGTask) lifecycle.Time { return x.Started }), false},
	"bgtask.submit":   {"a request was submitted", bgtaskFields, false, byScheduler, bgtaskMoments(func(x *lifecycle.BGTask) lifecycle.Time { return x.Submitted }), false},
	"bgtask.expire":   {"a run of a BGTask was told to end", bgtaskFields, false, byScheduler, bgtaskMoments(func(x *lifecycle.BGTask) lifecycle.Time { return x.Expired }), false},
	"bgtask.complete": {"the app completed a BGTask", bgtaskFields, false, byScheduler, bgtaskMoments(func(x *lifecycle.BGTask) lifecycle.Time { return x.Completed }), false},

	"transfer":         {"a transfer, from its start to its end", transferFields, true, byDaemon, transferMoments(func(x *lifecycle.Transfer) lifecycle.Time { return x.Started }), false},
	"transfer.start":   {"a transfer started", transferFields, true, byDaemon, transferMoments(func(x *lifecycle.Transfer) lifecycle.Time { return x.Started }), false},
	"transfer.create":  {"a transfer was created", transferFields, false, byDaemon, transferMoments(func(x *lifecycle.Transfer) lifecycle.Time { return x.Created }), false},
	"transfer.finish":  {"a transfer finished", transferFields, false, byDaemon, transferMoments(func(x *lifecycle.Transfer) lifecycle.Time { return x.Finished }), false},
	"transfer.deliver": {"the completion of a transfer reached the app", transferFields, false, byDaemon, transferMoments(func(x *lifecycle.Transfer) lifecycle.Time { return x.Delivered }), false},

	"wake":         {"nsurlsessiond woke the app for a session", nil, false, byDaemon, wakeMoments(func(w *lifecycle.Wake) lifecycle.Time { return w.At }), false},
	"wake.handled": {"the app called the completion handler of a session's events", nil, false, byDaemon, wakeMoments(func(w *lifecycle.Wake) lifecycle.Time { return w.Released }), false},
}

var (
	taskFields     = []string{"name", "outcome"}
	bgtaskFields   = []string{"name", "kind", "outcome"}
	transferFields = []string{"kind", "outcome"}
)

// EventDoc is one event that conditions can name, for documentation.
type EventDoc struct {
	Name, About string
	Fields      []string
	Span        bool
}

// Events lists the events of lifecycles that conditions can name, by name.
func Events() []EventDoc {
	var list []EventDoc
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		s := sources[name]
		list = append(list, EventDoc{name, s.about, append([]string{}, s.fields...), s.span})
	}
	return list
}

// pointSources are the events of log points: a span has those of its beginning and its
// end too.
func pointSources(points []*lifecycle.LogPoint) map[string]source {
	list := map[string]source{}
	for _, l := range points {
		if !l.Span() {
			list[l.Name] = source{"a log point", l.Event.Groups(), false, byApp, pointMoments(l, false), true}
			continue
		}
		fields := append(l.Begin.Groups(), l.End.Groups()...)
		slices.Sort(fields)
		fields = slices.Compact(fields)
		list[l.Name] = source{"a span of log points", fields, true, byApp, pointMoments(l, false), true}
		list[l.Name+".begin"] = source{"its beginning", l.Begin.Groups(), true, byApp, pointMoments(l, false), true}
		list[l.Name+".end"] = source{"its end", fields, false, byApp, pointMoments(l, true), true}
	}
	return list
}

func pointMoments(l *lifecycle.LogPoint, ends bool) func(*lifecycle.Timeline) []moment {
	return func(t *lifecycle.Timeline) []moment {
		var list []moment
		for _, s := range t.LogPoints {
			if s.Point.Name != l.Name {
				continue
			}
			m := moment{app: s.Process.App, process: s.Process, fields: s.Fields}
			if m.at, m.line = s.At, s.Begun; ends {
				m.at, m.line = s.Ended, s.End
			} else {
				m.ended, m.endLine = s.Ended, s.End
			}
			if m.line.Found() {
				list = append(list, m)
			}
		}
		return list
	}
}

func launches(t *lifecycle.Timeline) (list []moment) {
	for _, a := range t.Apps {
		for _, p := range a.Processes {
			if p.LaunchSeen && p.Launched.Known() {
				m := moment{at: p.Launched, app: a, process: p, fields: map[string]string{"how": string(p.Launch)}, line: p.ReasonBy}
				if !m.line.Found() && len(p.States) > 0 {
					m.line = p.States[0].By
				}
				list = append(list, m)
			}
		}
	}
	return list
}

func exits(t *lifecycle.Timeline) (list []moment) {
	for _, a := range t.Apps {
		for _, p := range a.Processes {
			if p.Exit == nil || !p.Exited.Known() {
				continue
			}
			m := moment{at: p.Exited, app: a, process: p, fields: map[string]string{"kind": string(p.Exit.Kind)}}
			if len(p.Exit.Evidence) > 0 {
				m.line = p.Exit.Evidence[0]
			}
			list = append(list, m)
		}
	}
	return list
}

func enters(s lifecycle.State) func(*lifecycle.Timeline) []moment {
	return func(t *lifecycle.Timeline) (list []moment) {
		for _, a := range t.Apps {
			for _, p := range a.Processes {
				for _, x := range p.States {
					if x.State == s && x.By.Found() {
						list = append(list, moment{at: x.From, app: a, process: p, line: x.By})
					}
				}
			}
		}
		return list
	}
}

func taskMoments(at func(*lifecycle.Task) lifecycle.Time) func(*lifecycle.Timeline) []moment {
	return func(t *lifecycle.Timeline) (list []moment) {
		for _, x := range t.Tasks {
			if x.System || x.Process == nil || !at(x).Known() {
				continue
			}
			list = append(list, moment{
				at: at(x), app: x.Process.App, process: x.Process, fields: map[string]string{"name": x.Name, "outcome": string(x.Outcome)},
				line: lineAt(x.Evidence, at(x)), ended: x.Ended, endLine: lineAt(x.Evidence, x.Ended),
			})
		}
		return list
	}
}

func bgtaskMoments(at func(*lifecycle.BGTask) lifecycle.Time) func(*lifecycle.Timeline) []moment {
	return func(t *lifecycle.Timeline) (list []moment) {
		for _, x := range t.BGTasks {
			if x.App == nil || !at(x).Known() {
				continue
			}
			end := x.Completed
			if !end.Known() {
				end = x.Ended
			}
			list = append(list, moment{
				at: at(x), app: x.App, process: x.Process, fields: map[string]string{"name": x.Identifier, "kind": string(x.Kind), "outcome": string(x.Outcome)},
				line: lineAt(x.Evidence, at(x)), ended: end, endLine: lineAt(x.Evidence, end),
			})
		}
		return list
	}
}

func transferMoments(at func(*lifecycle.Transfer) lifecycle.Time) func(*lifecycle.Timeline) []moment {
	return func(t *lifecycle.Timeline) (list []moment) {
		for _, x := range t.Transfers {
			if x.App == nil || !at(x).Known() {
				continue
			}
			list = append(list, moment{
				at: at(x), app: x.App, fields: map[string]string{"kind": string(x.Kind), "outcome": string(x.Outcome)},
				line: lineAt(x.Evidence, at(x)), ended: x.Finished, endLine: lineAt(x.Evidence, x.Finished),
			})
		}
		return list
	}
}

func wakeMoments(at func(*lifecycle.Wake) lifecycle.Time) func(*lifecycle.Timeline) []moment {
	return func(t *lifecycle.Timeline) (list []moment) {
		for _, w := range t.Wakes {
			if w.App != nil && at(w).Known() {
				list = append(list, moment{at: at(w), app: w.App, process: w.Process, line: lineAt(w.Evidence, at(w))})
			}
		}
		return list
	}
}

// lineAt is the line that tells of a moment.
func lineAt(lines lifecycle.Lines, at lifecycle.Time) lifecycle.Evidence {
	var best lifecycle.Evidence
	for _, l := range lines.All() {
		if l.Time == at && l.Found() && (!best.Found() || l.Line < best.Line) {
			best = l
		}
	}
	return best
}

// inOrder sorts moments by time.
func inOrder(list []moment) []moment {
	slices.SortStableFunc(list, func(a, b moment) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.line.Input, b.line.Input), cmp.Compare(a.line.Line, b.line.Line), strings.Compare(a.fields["name"], b.fields["name"]))
	})
	return list
}
