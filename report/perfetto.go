package report

import (
	"cmp"
	"encoding/json"
	"io"
	"slices"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// traceEvent is an event of Chrome's JSON trace format, which ui.perfetto.dev opens
// (https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU).
type traceEvent struct {
	Name     string         `json:"name"`
	Category string         `json:"cat,omitempty"`
	Phase    string         `json:"ph"`
	TS       int64          `json:"ts"` // microseconds
	Duration *int64         `json:"dur,omitempty"`
	PID      int            `json:"pid"`
	TID      int            `json:"tid"`
	ID       string         `json:"id,omitempty"`
	Scope    string         `json:"s,omitempty"`
	Args     map[string]any `json:"args,omitempty"`
}

// trace collects the events of one app in one timeline, which the viewer shows as a
// process of its own.
type trace struct {
	events []traceEvent
	pid    int
	next   int // id of the next async track
	w      Window
}

// The threads of an app in a trace.
const (
	threadStates = iota + 1
	threadWakes
	threadFindings
)

var threadNames = map[int]string{threadStates: "app state", threadWakes: "wakes and log points", threadFindings: "findings"}

// Perfetto writes what each app did as a trace: its states as slices, background
// tasks, requests and transfers as async tracks, the rate limiter's delay as a counter,
// findings as instants. What has no time is not in it.
func Perfetto(w io.Writer, r *Report, _ TextOptions) error {
	t := newTexter(r, &printer{width: 1 << 20})
	tr := &trace{events: []traceEvent{}}
	for _, n := range t.numbers() {
		apps := slices.Clone(r.Apps)
		if !slices.ContainsFunc(apps, func(a App) bool { return a.Label() == "" }) {
			apps = append(apps, App{})
		}
		for _, a := range apps {
			tr.app(t, n, a)
		}
	}
	// the format has no order, but readers of streams like one
	slices.SortStableFunc(tr.events, func(a, b traceEvent) int { return int(min(max(a.TS-b.TS, -1), 1)) })
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	return enc.Encode(struct {
		Events []traceEvent   `json:"traceEvents"`
		Unit   string         `json:"displayTimeUnit"`
		Other  map[string]any `json:"otherData"`
	}{tr.events, "ms", map[string]any{"tool": "bglog " + r.Tool.Version}})
}

func (tr *trace) app(t *texter, timeline int, a App) {
	tr.w = t.logOf(timeline)
	if !tr.w.From.Known() {
		return
	}
	tr.pid++
	from := len(tr.events)
	is := func(n int, label *string) bool { return n == timeline && deref(label) == a.Label() }
	exits := map[int]parse.Time{} // by pid: what is open ends with its process
	for _, p := range a.Processes {
		if p.Timeline == timeline {
			tr.states(p)
			if p.PID != nil {
				exits[*p.PID] = p.Exited
			}
		}
	}
	tr.work(t.r, is, exits)
	tr.moments(t, is)
	if len(tr.events) == from {
		tr.pid--
		return
	}
	title := appTitle(a)
	if t.many {
		title += ", log " + itoa(timeline)
	}
	tr.add(traceEvent{Name: "process_name", Phase: "M", Args: map[string]any{"name": title}})
	for _, thread := range []int{threadStates, threadWakes, threadFindings} {
		tr.add(traceEvent{Name: "thread_name", Phase: "M", TID: thread, Args: map[string]any{"name": threadNames[thread]}})
	}
}

// work adds what lasts: tasks, transfers and log points of the app that is selects.
func (tr *trace) work(r *Report, is func(int, *string) bool, exits map[int]parse.Time) {
	for _, x := range r.Tasks {
		if is(x.Timeline, x.App) && x.Begun.Known() {
			label := cmp.Or(name(deref(x.Name)), "background task")
			if x.PID != nil && !x.Ended.Known() && exits[*x.PID].After(x.Begun) {
				x.Ended = exits[*x.PID]
			}
			tr.async("background task", label, x.Begun, x.Ended, []instant{{x.Expired, "expired"}}, map[string]any{"outcome": x.Outcome, "id": x.ID})
		}
	}
	for _, x := range r.BGTasks {
		if begin := firstKnown(x.Submitted, x.Delivered, x.LaunchAsked, x.Started); is(x.Timeline, x.App) && begin.Known() {
			end := parse.Latest(x.Completed, x.Ended)
			if o := lifecycle.BGTaskOutcome(x.Outcome); !end.Known() && o != lifecycle.BGTaskPending && o != lifecycle.BGTaskRuns {
				end = parse.Latest(begin, x.Expired)
			}
			tr.async("BGTask", bgtaskLabel(x), begin, end, []instant{{x.Started, "started"}, {x.Expired, "expired"}},
				map[string]any{"outcome": x.Outcome, "kind": x.Kind, "request": x.Request, "refused": x.Refused})
		}
	}
	for _, x := range r.Transfers {
		if begin := bornAt(x); is(x.Timeline, x.App) && begin.Known() {
			tr.async("transfer", x.Kind+" "+itoa(x.Number), begin, parse.Latest(x.Finished, x.Delivered),
				[]instant{{x.Started, "started"}, {x.Finished, "finished"}}, map[string]any{"outcome": x.Outcome, "task": x.Task, "waited_s": x.Wait})
		}
	}
	for _, x := range r.LogPoints {
		switch begin := firstKnown(x.At, x.Ended); {
		case !is(x.Timeline, x.App) || !begin.Known():
		case x.Kind == "event":
			tr.instant(threadWakes, logPointItem(x).name, begin, nil)
		default:
			tr.async("log point", logPointItem(x).name, begin, x.Ended, nil, map[string]any{"fields": x.Fields})
		}
	}
}

// moments adds the wakes, the steps of the rate limiter and the findings.
func (tr *trace) moments(t *texter, is func(int, *string) bool) {
	for _, x := range t.r.Wakes {
		if is(x.Timeline, x.App) {
			tr.instant(threadWakes, "wake: "+x.Outcome, x.At, nil)
		}
	}
	for _, x := range t.r.Limiter {
		if is(x.Timeline, x.App) && x.At.Known() {
			tr.add(traceEvent{Name: "rate limiter delay", Phase: "C", TS: tr.ts(x.At), Args: map[string]any{"seconds": x.Delay}})
		}
	}
	for i := range t.r.Findings {
		if f := &t.r.Findings[i]; is(f.Timeline, f.App) {
			tr.instant(threadFindings, f.ID+" "+plainText(t.words(f).title), f.At,
				map[string]any{"rule": f.Rule, "severity": f.Severity, "fingerprint": f.Fingerprint})
		}
	}
}

func (tr *trace) add(e traceEvent) {
	e.PID = tr.pid
	tr.events = append(tr.events, e)
}

// ts is a moment in microseconds since the log's beginning.
func (tr *trace) ts(at parse.Time) int64 {
	s, _ := at.Since(tr.w.From)
	return int64(s * 1e6)
}

// states are slices of one process: they follow each other.
func (tr *trace) states(p Process) {
	for i, s := range p.States {
		to := s.To
		switch {
		case i+1 < len(p.States):
			to = p.States[i+1].From
		case p.Exited.Known():
			to = p.Exited
		case !to.Known():
			to = tr.w.To
		}
		length, ok := to.Since(s.From)
		if !ok || length < 0 {
			continue
		}
		us := int64(length * 1e6)
		tr.add(traceEvent{Name: s.State, Category: "app", Phase: "X", TS: tr.ts(s.From), Duration: &us, TID: threadStates, Args: map[string]any{"pid": p.PID}})
	}
	if p.Exit != nil {
		tr.instant(threadStates, "exit: "+plainText(because(p.Exit)), p.Exited, nil)
	}
}

// instant is a moment within an async track.
type instant struct {
	at   parse.Time
	name string
}

// async is a track of its own: it begins and ends once, and what happens in between
// lies between. What is open ends with the log.
func (tr *trace) async(category, label string, from, to parse.Time, moments []instant, args map[string]any) {
	if open := !to.Known(); open {
		to = parse.Latest(tr.w.To, from)
		args["open"] = true
	}
	to = parse.Latest(from, to)
	tr.next++
	base := traceEvent{Name: label, Category: category, ID: itoa(tr.next)}
	begin := base
	begin.Phase, begin.TS, begin.Args = "b", tr.ts(from), args
	tr.add(begin)
	for _, m := range moments {
		if m.at.Known() && !m.at.Before(from) && !m.at.After(to) {
			e := base
			e.Name, e.Phase, e.TS = m.name, "n", tr.ts(m.at)
			tr.add(e)
		}
	}
	end := base
	end.Phase, end.TS = "e", tr.ts(to)
	tr.add(end)
}

func (tr *trace) instant(thread int, label string, at parse.Time, args map[string]any) {
	if at.Known() {
		tr.add(traceEvent{Name: label, Phase: "i", TS: tr.ts(at), TID: thread, Scope: "t", Args: args})
	}
}
