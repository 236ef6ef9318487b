package report

import (
	"slices"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// The characters of the lanes. They read without colour.
var (
	inFront    = glyph{'#', green, "foreground"}
	inBack     = glyph{'-', noPaint, "background"}
	suspended  = glyph{'.', dim, "suspended"}
	alive      = glyph{'~', noPaint, "running, state not told"}
	exited     = glyph{'X', red, "ended"}
	taskOpen   = glyph{'=', cyan, "background task open"}
	waiting    = glyph{':', dim, "waiting"}
	working    = glyph{'=', cyan, "running"}
	overtime   = glyph{'!', red, "expired, failed or not handled"}
	delivered  = glyph{'|', green, "delivered to the app"}
	wokenUp    = glyph{'w', yellow, "app woken"}
	delayStep  = glyph{'+', yellow, "delay doubled"}
	delayReset = glyph{'0', green, "delay reset"}
)

// lanes are the groups of an app in one timeline.
func (r *Report) lanes(timeline int, app App) []group {
	of := func(t int, a *string) bool { return t == timeline && deref(a) == app.Label() }
	var groups []group
	add := func(label string, s stretch) {
		i := slices.IndexFunc(groups, func(g group) bool { return g.label == label })
		if i < 0 {
			groups = append(groups, group{label: label})
			i = len(groups) - 1
		}
		groups[i].stretches = append(groups[i].stretches, s)
	}
	exits := map[int]parse.Time{} // by pid, for what ended with the process
	for _, p := range app.Processes {
		if p.Timeline == timeline {
			if p.PID != nil {
				exits[*p.PID] = p.Exited
			}
			if s := processStretch(p); len(s.phases)+len(s.marks) > 0 {
				add("app", s)
			}
		}
	}
	for _, t := range r.Tasks {
		if of(t.Timeline, t.App) && !t.System {
			if t.PID != nil && !t.Ended.Known() {
				t.Ended = exits[*t.PID]
			}
			add(taskLane(t), taskStretch(t))
		}
	}
	for _, x := range r.BGTasks {
		if of(x.Timeline, x.App) {
			if s := bgtaskStretch(x); len(s.phases) > 0 {
				add(bgtaskLane(x), s)
			}
		}
	}
	for _, t := range r.Transfers {
		if of(t.Timeline, t.App) && bornAt(t).Known() {
			add(several(2, t.Kind, t.Kind+"s")[2:], transferStretch(t))
		}
	}
	var wakes, limits stretch
	for _, w := range r.Wakes {
		if of(w.Timeline, w.App) && lifecycle.WakeOutcome(w.Outcome) != lifecycle.WakeNotMade {
			wakes.mark(w.At, map[bool]glyph{true: overtime, false: wokenUp}[w.Outcome == string(lifecycle.WakeUnhandled)])
		}
	}
	for _, c := range r.Limiter {
		if of(c.Timeline, c.App) {
			limits.mark(c.At, map[bool]glyph{true: delayStep, false: delayReset}[c.Event == "step"])
		}
	}
	for _, m := range []struct {
		label string
		stretch
	}{{"wakes", wakes}, {"rate limiter", limits}} {
		if len(m.marks) > 0 {
			add(m.label, m.stretch)
		}
	}
	return groups
}

// mark adds an instant to a stretch of nothing else.
func (s *stretch) mark(at parse.Time, g glyph) {
	if at.Known() {
		s.marks = append(s.marks, mark{at, g})
		s.from, s.to = parse.Earliest(s.from, at), parse.Latest(s.to, at)
	}
}

// stateGlyphs are the states of processes.
var stateGlyphs = map[string]glyph{
	string(lifecycle.StateForeground): inFront, string(lifecycle.StateBackground): inBack,
	string(lifecycle.StateSuspended): suspended, string(lifecycle.StateRunning): alive,
}

// processStretch is the life of one process, state by state.
func processStretch(p Process) stretch {
	s := stretch{from: p.Launched, to: p.Exited}
	for i, st := range p.States {
		to := st.To
		if i+1 < len(p.States) && !to.Known() {
			to = p.States[i+1].From
		}
		if i == len(p.States)-1 && p.Exit != nil {
			to = p.Exited
		}
		s.phases = append(s.phases, phase{st.From, to, stateGlyphs[st.State]})
		if i == 0 && !s.from.Known() {
			s.from = st.From
		}
	}
	if p.Exit != nil && p.Exited.Known() {
		s.marks = append(s.marks, mark{p.Exited, exited})
		if !s.from.Known() {
			s.from = p.Exited
		}
	}
	return s
}

func taskLane(t Task) string {
	switch {
	case t.Name != nil:
		return name(*t.Name)
	case t.ID != nil && t.Count == 1:
		return "task " + itoa(*t.ID)
	}
	return "background tasks"
}

func taskStretch(t Task) stretch {
	s := stretch{from: t.Begun, to: t.Ended, phases: []phase{{t.Begun, t.Ended, taskOpen}}}
	if t.Expired.Known() {
		s.marks = append(s.marks, mark{t.Expired, overtime})
		s.trouble = true
	}
	switch lifecycle.Outcome(t.Outcome) {
	case lifecycle.OutcomeKilled, lifecycle.OutcomeUnended:
		s.trouble = true
	}
	return s
}

func bgtaskLane(x BGTask) string {
	switch lifecycle.BGTaskKind(x.Kind) {
	case lifecycle.BGFetch:
		return "background fetch"
	case lifecycle.BGPush:
		return "silent push"
	}
	if x.Identifier == nil {
		return "activities"
	}
	return name(*x.Identifier)
}

// bgtaskStretch waits from the submission to the run, and runs to its end.
func bgtaskStretch(x BGTask) stretch {
	start, end := bgtaskStart(x), parse.Latest(x.Completed, x.Ended)
	done := lifecycle.BGTaskOutcome(x.Outcome) != lifecycle.BGTaskRuns
	s := stretch{from: x.Submitted, to: end}
	switch {
	case start.Known():
		if x.Submitted.Known() {
			s.phases = append(s.phases, phase{x.Submitted, start, waiting})
		} else {
			s.from = start
		}
		if !end.Known() && done {
			end = parse.Latest(x.Expired, start)
			s.to = end
		}
		s.phases = append(s.phases, phase{start, end, working})
	case x.Outcome == string(lifecycle.BGTaskPending):
		s.to = parse.Time{}
		s.phases = append(s.phases, phase{x.Submitted, s.to, waiting})
	case x.Submitted.Known():
		s.to = x.Submitted // cancelled, replaced or rejected: until when, the next one tells
		s.phases = append(s.phases, phase{x.Submitted, x.Submitted, waiting})
	}
	if x.Expired.Known() {
		s.marks = append(s.marks, mark{x.Expired, overtime})
	}
	s.trouble = bgtaskTrouble(x) >= 2
	return s
}

// transferStretch waits from its creation to its start, and runs until it is
// finished.
func transferStretch(t Transfer) stretch {
	s := stretch{from: bornAt(t), to: parse.Latest(t.Finished, t.Delivered)}
	switch {
	case t.Started.Known():
		s.phases = []phase{{s.from, t.Started, waiting}, {t.Started, t.Finished, working}}
	default:
		s.phases = []phase{{s.from, t.Finished, waiting}}
	}
	o := lifecycle.TransferOutcome(t.Outcome)
	if t.Finished.Known() && (o == lifecycle.TransferFailure || o == lifecycle.TransferStopped || httpError(t)) {
		s.marks = append(s.marks, mark{t.Finished, overtime})
		s.trouble = true
	}
	if t.Delivered.Known() {
		s.marks = append(s.marks, mark{t.Delivered, delivered})
	}
	if !t.Finished.Known() && o != lifecycle.TransferWaits && o != lifecycle.TransferRuns {
		s.to = parse.Latest(s.from, t.Started) // its end is not told
		s.phases[len(s.phases)-1].to = s.to
	}
	return s
}
