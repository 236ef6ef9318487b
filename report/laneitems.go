package report

import (
	"slices"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// lives are the runs of one app in one timeline, by pid.
type lives []Process

// around finds the run with a pid, the latest that had been launched by then.
func (l lives) around(pid *int, at parse.Time) *Process {
	var found *Process
	for i := range l {
		if pid != nil && l[i].PID != nil && *l[i].PID == *pid && (found == nil || !l[i].Launched.After(at)) {
			found = &l[i]
		}
	}
	return found
}

// launched and exited are moments of a run that may be nil.
func (p *Process) launched() parse.Time {
	if p == nil {
		return parse.Time{}
	}
	return p.Launched
}

func (p *Process) exited() parse.Time {
	if p == nil {
		return parse.Time{}
	}
	return p.Exited
}

// beginning is the first of some moments that is known and with what sign a lane
// begins there: where only a later moment is known, it began before.
func beginning(begun parse.Time, later ...parse.Time) (parse.Time, cell) {
	if begun.Known() {
		return begun, cellBegin
	}
	for _, t := range later {
		if t.Known() {
			return t, cellBefore
		}
	}
	return parse.Time{}, cellBefore
}

// firstKnown is the first of some moments that the log tells.
func firstKnown(times ...parse.Time) parse.Time {
	for _, t := range times {
		if t.Known() {
			return t
		}
	}
	return parse.Time{}
}

// taskItem draws a background task: held until it was ended or its process was
// gone.
func taskItem(t Task, runs lives) laneItem {
	run := runs.around(t.PID, firstKnown(t.Begun, t.Expired, t.Ended))
	it := laneItem{name: taskLabel(t), trouble: badness(t.Outcome), end: cellEnd}
	if t.Outcome == string(lifecycle.OutcomeEnded) || t.Outcome == string(lifecycle.OutcomeOpen) {
		it.trouble = 0
	}
	it.from, it.begin = beginning(t.Begun, run.launched())
	if t.Expired.Known() {
		it.marks = append(it.marks, mark{at: t.Expired, cell: cellExpired})
	}
	switch o := lifecycle.Outcome(t.Outcome); {
	case t.Ended.Known():
		it.to = t.Ended
	case o == lifecycle.OutcomeKilled || run.exited().Known():
		it.to, it.end = firstKnown(run.exited(), lastKnown(t)), cellExit
	case o == lifecycle.OutcomeUnknown || o == lifecycle.OutcomeEnded || o == lifecycle.OutcomeEndedAfter:
		it.to, it.end = lastKnown(t), cellLost
	default:
		it.end = cellAfter
	}
	it.stretches = []stretch{{it.from, it.to, cellWorking}}
	return it
}

// lastKnown is the last moment at which a task is known to have been held.
func lastKnown(t Task) parse.Time {
	last := parse.Latest(t.Begun, t.Expired)
	if t.Held != nil {
		last = parse.Latest(last, t.Begun.Add(*t.Held))
	}
	return last
}

// taskLabel is a task's name; one that the log does not name has its number.
func taskLabel(t Task) string {
	if t.Name == nil && t.ID != nil {
		return "task " + itoa(*t.ID)
	}
	return taskName(t)
}

// bgtaskItem draws a request: pending until its run began, running until the run
// ended.
func bgtaskItem(x BGTask, runs lives) laneItem {
	start, end := bgtaskStart(x), firstKnown(x.Completed, x.Ended)
	it := laneItem{name: bgtaskLabel(x), trouble: bgtaskTrouble(x), to: end, end: cellEnd}
	it.from, it.begin = beginning(x.Submitted)
	if isLaunch(x) && !x.Submitted.Known() {
		it.from, it.begin = beginning(start) // nobody had asked for it
	}
	last := parse.Latest(parse.Latest(x.Submitted, start), x.Expired)
	if !end.Known() {
		it.to, it.end = last, cellLost
		if x.Ran != nil {
			it.to = parse.Latest(last, start.Add(*x.Ran))
		}
	}
	switch lifecycle.BGTaskOutcome(x.Outcome) {
	case lifecycle.BGTaskUndone:
		run := runs.around(x.PID, firstKnown(start, x.Submitted))
		it.to, it.end = firstKnown(end, run.exited(), it.to), cellTrouble
	case lifecycle.BGTaskRejected:
		it.to, it.end = firstKnown(end, x.Submitted), cellTrouble
	case lifecycle.BGTaskPending, lifecycle.BGTaskRuns:
		it.to, it.end = parse.Time{}, cellAfter
	case lifecycle.BGTaskCancelled, lifecycle.BGTaskReplaced:
		it.to, it.end = firstKnown(end, x.cancelled, last), cellEnd
	}
	if start.Known() {
		it.stretches = []stretch{{it.from, start, cellWaiting}, {start, it.to, cellWorking}}
	} else {
		it.stretches = []stretch{{it.from, it.to, cellWaiting}}
	}
	if x.Expired.Known() {
		it.marks = []mark{{at: x.Expired, cell: cellExpired}}
	}
	return it
}

// bgtaskLabel is the identifier; fetches and pushes are named after what they are.
func bgtaskLabel(x BGTask) string {
	switch lifecycle.BGTaskKind(x.Kind) {
	case lifecycle.BGFetch:
		return "background fetch"
	case lifecycle.BGPush:
		return "silent push"
	}
	return bgtaskName(x)
}

// transferItem draws a transfer: waiting until it was started, running until it had
// finished, then kept until the app got it.
func transferItem(tr Transfer, withSession bool) laneItem {
	it := laneItem{name: transferLabel(tr, withSession), trouble: trouble(tr)}
	it.from, it.begin = beginning(bornAt(tr))
	last := firstKnown(tr.Delivered, tr.Finished, tr.Started, bornAt(tr))
	outcome := lifecycle.TransferOutcome(tr.Outcome)
	switch {
	case tr.Delivered.Known():
		it.to, it.end = tr.Delivered, cellDelivered
	case outcome == lifecycle.TransferWaits, outcome == lifecycle.TransferRuns:
		it.end = cellAfter
	case tr.DeliveryCause != nil && tr.Delivery == nil:
		it.end = cellAfter // and the app has not got it
	case tr.Finished.Known():
		it.to, it.end = last, cellEnd
	default:
		it.to, it.end = last, cellLost
	}
	if outcome == lifecycle.TransferFailure || outcome == lifecycle.TransferStopped || httpError(tr) {
		it.marks = []mark{{at: firstKnown(tr.Finished, last), cell: cellTrouble}}
	}
	finished := firstKnown(tr.Finished, tr.Delivered)
	switch {
	case tr.Started.Known():
		it.stretches = []stretch{{it.from, tr.Started, cellWaiting}, {tr.Started, firstKnown(finished, it.to), cellWorking}}
	case outcome == lifecycle.TransferWaits:
		it.stretches = []stretch{{it.from, it.to, cellWaiting}}
	default: // how long of it was a wait is not known
		it.stretches = []stretch{{it.from, firstKnown(finished, it.to), cellUnknown}}
	}
	if tr.Finished.Known() && tr.Finished != it.to {
		it.stretches = append(it.stretches, stretch{tr.Finished, it.to, cellKept})
	}
	return it
}

func transferLabel(tr Transfer, withSession bool) string {
	s := tr.Kind
	if tr.Kind == string(lifecycle.TransferUnknown) {
		s = "transfer"
	}
	if tr.Number > 0 {
		s += " " + itoa(tr.Number)
	}
	if id := deref(tr.Session); withSession && id != "" {
		s += " of " + shortID(id)
	}
	return s
}

// wakeMarks are an app's wakes, and those refused that cost it something.
func wakeMarks(list []Wake) []mark {
	var marks []mark
	for _, w := range list {
		if c := wakeCell(w); c != cellNone {
			marks = append(marks, mark{at: w.At, cell: c})
		}
	}
	return marks
}

// wakeCell is how a wake is drawn; a refusal that cost the app nothing is not.
func wakeCell(w Wake) cell {
	switch lifecycle.WakeOutcome(w.Outcome) {
	case lifecycle.WakeUnhandled:
		return cellTrouble
	case lifecycle.WakeNotMade:
		if words, known := refusalWords[deref(w.Why)]; known && words == "" {
			return cellNone
		}
		return cellNotWoken
	}
	return cellWoken
}

// limiterMarks are the changes of the limiter's delay, with the delay.
func limiterMarks(list []LimiterChange) []mark {
	var marks []mark
	for _, c := range list {
		if c.Event == "step" {
			marks = append(marks, mark{c.At, cellStep, brief(c.Delay)})
		} else {
			marks = append(marks, mark{c.At, cellReset, ""})
		}
	}
	return marks
}

// brief is a delay in few letters: 2m, 1h4m.
func brief(seconds float64) string {
	s := int(seconds + 0.5)
	h, m := s/3600, s/60%60
	switch {
	case s < 60, s < 600 && s%60 != 0:
		return itoa(s) + "s"
	case h == 0:
		return itoa(m) + "m"
	case m == 0:
		return itoa(h) + "h"
	}
	return itoa(h) + "h" + itoa(m) + "m"
}

// exitMarks are the ends of an app's processes, with the cause.
func exitMarks(runs lives) []mark {
	var marks []mark
	for _, p := range runs {
		if p.Exit != nil && p.Exited.Known() {
			marks = append(marks, mark{p.Exited, cellExit, because(p.Exit)})
		}
	}
	return marks
}

// stateCells are the states of a process on the band.
var stateCells = map[string]cell{
	string(lifecycle.StateRunning): cellRunning, string(lifecycle.StateForeground): cellForeground,
	string(lifecycle.StateBackground): cellBackground, string(lifecycle.StateSuspended): cellSuspended,
}

// begun is the first moment of a run that the log tells.
func (p *Process) begun() parse.Time {
	if len(p.States) > 0 {
		return firstKnown(p.Launched, p.States[0].From)
	}
	return p.Launched
}

// stateStretches are the states of an app through all of its runs. What they leave
// out is not known.
func stateStretches(runs lives) []stretch {
	runs = slices.Clone(runs)
	slices.SortStableFunc(runs, func(x, y Process) int { return compareBegin(x.begun(), y.begun()) })
	var list []stretch
	for i := range runs {
		p := &runs[i]
		end := p.Exited
		switch {
		case p.Exit == nil && i+1 < len(runs):
			end = runs[i+1].begun()
		case p.Exit != nil && !p.Exited.Known(): // nobody knows how long it went on
			end = p.begun()
			if n := len(p.States); n > 0 {
				end = firstKnown(p.States[n-1].From, end)
			}
		}
		if p.Launched.Known() && (i == 0 || runs[i-1].Exited.Known()) {
			gone := parse.Time{}
			if i > 0 {
				gone = runs[i-1].Exited
			}
			list = append(list, stretch{gone, p.Launched, cellGone})
		}
		if p.Launched.Known() {
			began := end
			if len(p.States) > 0 {
				began = firstKnown(p.States[0].From, end)
			}
			list = append(list, stretch{p.Launched, began, cellRunning})
		}
		for j, s := range p.States {
			to := firstKnown(s.To, end)
			if j+1 < len(p.States) {
				to = firstKnown(s.To, p.States[j+1].From)
			}
			if !to.Known() && p.Exit != nil && !p.Exited.Known() {
				to = s.From
			}
			list = append(list, stretch{s.From, to, stateCells[s.State]})
		}
		if i+1 == len(runs) && p.Exited.Known() {
			list = append(list, stretch{p.Exited, parse.Time{}, cellGone})
		}
	}
	return list
}
