package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// pendingAdd is a beginBackgroundTask call whose task is not yet created.
type pendingAdd struct {
	name     string
	redacted bool
	handler  Tri
	tid      uint64
	by       Evidence
}

// unendedLines gathers redacted "still not ended" lines of one expiry: they
// carry neither id nor name and can be told apart only when there are as many
// as open tasks.
type unendedLines struct {
	open  []*Task
	lines []Evidence
}

// recentTasks is how many ended tasks are remembered for second witnesses.
const recentTasks = 64

// taskLine notes that UIKit's background-task code wrote a line.
func (e *Engine) taskLine(p *process, rec *parse.Record, kind EventKind) {
	p.LastTaskLine, p.LastTaskKind = evidence(rec), kind
	switch kind {
	case TaskWillAdd, TaskCreated, SharedNew, SharedCreated, SharedReused:
		e.t.Beginnings = !e.taskLines
	default:
		e.t.Beginnings, e.taskLines = false, true
	}
}

func (e *Engine) taskNoted(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	e.taskLine(p, rec, ev.Kind)
	if ev.Kind == ExpiryNone {
		for _, t := range p.open {
			t.WasExpired, t.Expired = false, Time{}
			t.Evidence.Drop(ExpiryFiring)
		}
		e.holdsNone(p)
	}
}

// holdsNone: UIKit holds no task, so that those that seem open ended without a line. Another
// thread may write it later.
func (e *Engine) holdsNone(p *process) {
	e.flushUnended(p)
	for _, t := range p.open {
		t.Outcome, t.Closed = OutcomeUnknown, true
		if t.Unended {
			t.Outcome = OutcomeUnended
		}
	}
	p.recent = append(p.recent, p.open...)
	p.recent = p.recent[max(len(p.recent)-recentTasks, 0):]
	p.open = nil
}

// mayHoldNone: the process gave an assertion of its own back that it took before the log began.
// It may have been the one behind its tasks.
func (p *process) mayHoldNone() {
	for _, t := range p.open {
		t.Closed = t.Closed || t.Shared == nil
	}
}

// givenBack ends the tasks whose end only runningboardd tells: the process gives the shared
// assertion back when its last task has ended.
func (p *process) givenBack() {
	for _, t := range p.Tasks {
		if t.WasEnded || !t.Begun.Known() || t.Shared == nil {
			continue
		}
		if d, ok := t.Shared.Invalidated.Since(t.Begun); !ok || d <= sharedSeconds {
			continue // perhaps the assertion of tasks that ended before
		}
		t.WasEnded, t.Ended, t.Outcome = true, t.Shared.Invalidated, OutcomeEnded
		if t.WasExpired {
			t.Outcome = OutcomeEndedAfter
		}
		t.Evidence.Set(AssertionInvalidating, t.Shared.Evidence.Of(AssertionInvalidating))
	}
}

// taskWillAdd: beginBackgroundTask was entered; the id comes with TaskCreated.
func (e *Engine) taskWillAdd(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	e.taskLine(p, rec, ev.Kind)
	p.App.Work = true
	add := pendingAdd{name: strings.Clone(ev.Field("name")), redacted: ev.Hidden("name"), tid: rec.TID, by: evidence(rec), handler: handlerOf(ev)}
	e.privacy(rec, ev.Hidden("name"))
	if len(p.added) >= recentTasks {
		p.added = p.added[1:]
	}
	p.added = append(p.added, add)
}

// handlerOf reads a handler's block: (null) is a task begun without one.
func handlerOf(ev *Event) Tri {
	switch h := ev.Field("handler"); {
	case strings.HasPrefix(h, "(null)"), strings.HasPrefix(h, "nil"):
		return No
	case strings.HasPrefix(h, "<"):
		return Yes
	}
	return Unknown
}

// idSlack is how far ids may run backwards because several threads create tasks
// at once; more means that the counter of another process has begun.
const idSlack = 4

// takeAdd finds the call that led to a created task: the oldest of the same
// thread, or the oldest where the export has no threads.
func (p *process) takeAdd(tid uint64, name string) (pendingAdd, bool) {
	for i, a := range p.added {
		if tid != 0 && a.tid != tid || name != "" && a.name != "" && a.name != name {
			continue
		}
		p.added = append(p.added[:i:i], p.added[i+1:]...)
		return a, true
	}
	return pendingAdd{}, false
}

// privacy notes whether UIKit's private arguments were readable.
func (e *Engine) privacy(rec *parse.Record, hidden bool) {
	if hidden {
		if !e.t.Redacted {
			e.t.Redacted, e.t.RedactedBy = true, evidence(rec)
		}
	} else {
		e.t.Readable = true
	}
}

func (e *Engine) newTask(p *process, t *Task) *Task {
	t.Process = p.Process
	t.Outcome = OutcomeOpen
	t.Count = 1
	t.ExpiredAge = -1
	e.describe(t)
	p.Tasks = append(p.Tasks, t)
	e.t.Tasks = append(e.t.Tasks, t)
	p.App.Work = true
	return t
}

// describe decides whether the task is UIKit's or a system framework's own.
// Task 1 without a handler is UIKit's launch task.
func (e *Engine) describe(t *Task) {
	t.System = t.Name != "" && systemTask(t.Name) || t.ID == 1 && t.Handler == No && t.Name == ""
}

// taskCreated: the task exists; ids count these lines, one per process from 1.
func (e *Engine) taskCreated(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	e.taskLine(p, rec, ev.Kind)
	info, ok := parseTaskInfo(ev.Field("info"))
	e.privacy(rec, !ok)
	add, added := p.takeAdd(rec.TID, info.name)
	t := &Task{ID: info.id, Name: strings.Clone(info.name), Begun: rec.Time, Redacted: !ok, Creation: info.creation}
	t.Elapsed, t.HasAge, t.AgeAt = info.elapsed, info.timed, rec.Time
	t.Evidence = Lines{{ev.Kind, evidence(rec)}}
	if added {
		t.Handler = add.handler
		t.Evidence.Set(TaskWillAdd, add.by)
		if t.Name == "" {
			t.Name, t.Redacted = add.name, add.redacted || !ok && add.name == ""
		}
	}
	if t.ID == 0 && p.nextID > 0 {
		t.ID, t.Counted = p.nextID, true
	}
	if t.ID > 0 {
		if info.id > 0 && (info.id == 1 && p.nextID > 1 || info.id+idSlack < p.nextID) {
			p = e.relaunched(p, rec) // the counter began again: another process
		}
		p.nextID = t.ID + 1
	}
	if old := p.find(t.ID); old != nil && info.id == 0 {
		t.ID, t.Counted = 0, false // the count was wrong
		p.nextID = 0
	}
	t.Shared = p.shared
	p.open = append(p.open, e.newTask(p, t))
}

// relaunched begins the next process of the app: its ids count from 1 again and
// the log did not show the end of the one before.
func (e *Engine) relaunched(p *process, rec *parse.Record) *process {
	if rec.PID > 0 && rec.PID == p.PID {
		return p
	}
	e.leave(p)
	q := e.newProcess(p.App, rec.PID)
	e.begin(q, rec)
	return e.touch(q, rec.Time)
}

// find returns the open task of an id.
func (p *process) find(id int) *Task {
	if id <= 0 {
		return nil
	}
	for _, t := range p.open {
		if t.ID == id {
			return t
		}
	}
	return nil
}

// identify finds the open task that a line speaks of, by id, or as the only
// open one whose id is not known.
func (e *Engine) identify(p *process, id int, info taskInfo, ok bool, at Time) *Task {
	if id == 0 {
		id = info.id
	}
	t := p.find(id)
	if t == nil && id > 0 {
		var candidate *Task
		n := 0
		for _, o := range p.open {
			if o.ID == 0 {
				n++
				if candidate == nil || info.name != "" && o.Name == info.name {
					candidate = o
				}
			}
		}
		if n == 1 || candidate != nil && info.name != "" && candidate.Name == info.name {
			t = candidate
			t.ID, t.Counted = id, !ok
			p.nextID = max(p.nextID, id+1)
			e.describe(t)
		}
	}
	if t != nil {
		e.learn(t, info, ok, at)
	}
	return t
}

// learn takes over what a description tells of a task.
func (e *Engine) learn(t *Task, info taskInfo, ok bool, at Time) {
	if !ok {
		return
	}
	if t.Name == "" {
		t.Name, t.Redacted = strings.Clone(info.name), false
	}
	if t.ID == 0 || t.Counted {
		t.ID, t.Counted = info.id, false
	}
	if info.timed {
		t.Creation, t.Elapsed, t.HasAge, t.AgeAt = info.creation, info.elapsed, true, at
	}
	e.describe(t)
}

// taskEnd handles the three lines that tell of an end, each with the id.
func (e *Engine) taskEnd(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	e.taskLine(p, rec, ev.Kind)
	if ev.Kind != TaskEndCalled {
		e.flushUnended(p)
	}
	id := max(atoi(ev.Field("id")), 0)
	info, ok := parseTaskInfo(ev.Field("info"))
	if ev.Kind == TaskEnding {
		e.privacy(rec, !ok)
	}
	t := e.identify(p, id, info, ok, rec.Time)
	if t == nil {
		for _, r := range p.recent {
			if r.ID != id {
				continue
			}
			if d, known := rec.Time.Since(r.Ended); known && d > witnessSeconds && !ok {
				p.recount() // another process, whose launch the export does not show
				break
			}
			if !r.WasEnded {
				e.endTask(p, r, rec, ev.Kind)
			}
			e.learn(r, info, ok, rec.Time) // the second and third witness of the same end
			e.endHandler(r, ev)
			if !r.Evidence.Has(ev.Kind) {
				r.Evidence.Set(ev.Kind, evidence(rec))
			}
			return
		}
		if ev.Kind == TaskEndCalled {
			return // not yet known to be a valid id
		}
		// begun before the log, or one of several whose ids are not known
		if unnumbered(p.open) > 0 {
			p.unmatched++
			return
		}
		t = e.newTask(p, &Task{ID: id, Name: strings.Clone(info.name), Redacted: !ok, Handler: handlerOf(ev)})
		e.learn(t, info, ok, rec.Time)
	}
	e.endHandler(t, ev)
	if ev.Kind == TaskEndCalled {
		// UIKit looks the id up next; older systems log only this line
		t.Evidence.Set(ev.Kind, evidence(rec))
	}
	e.endTask(p, t, rec, ev.Kind)
}

// witnessSeconds is how far apart the lines about one end may stand; all of
// UIKit's three come within a millisecond unless the thread is held up.
const witnessSeconds = 2

// recount forgets ids that were found by counting: the count was of another
// process.
func (p *process) recount() {
	p.nextID = 0
	for _, t := range p.open {
		if t.Counted {
			t.ID, t.Counted = 0, false
		}
	}
}

// endHandler takes over what the line about the end tells of the handler.
func (e *Engine) endHandler(t *Task, ev *Event) {
	if t.Handler == Unknown && ev.Kind == TaskEnding {
		t.Handler = handlerOf(ev)
		e.describe(t)
	}
}

func unnumbered(tasks []*Task) int {
	n := 0
	for _, t := range tasks {
		if t.ID == 0 {
			n++
		}
	}
	return n
}

// endTask closes an open task.
func (e *Engine) endTask(p *process, t *Task, rec *parse.Record, kind EventKind) {
	if t.WasEnded {
		return
	}
	t.WasEnded = true
	t.Ended = rec.Time
	t.Evidence.Set(kind, evidence(rec))
	t.Outcome = OutcomeEnded
	if t.WasExpired {
		t.Outcome = OutcomeEndedAfter
	}
	for i, o := range p.open {
		if o == t {
			p.open = append(p.open[:i:i], p.open[i+1:]...)
			break
		}
	}
	p.recent = append(p.recent, t)
	if len(p.recent) > recentTasks {
		p.recent = p.recent[1:]
	}
}

// taskLastEnded: the reference count fell to zero, so every task of the
// process is ended, also those whose ids are not known.
func (e *Engine) taskLastEnded(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	e.taskLine(p, rec, ev.Kind)
	id := max(atoi(ev.Field("id")), 0)
	if t := e.identify(p, id, taskInfo{}, false, rec.Time); t != nil {
		e.endTask(p, t, rec, ev.Kind)
	}
	for len(p.open) > 0 {
		t := p.open[0]
		e.endTask(p, t, rec, ev.Kind)
	}
	p.unmatched = 0
}

// taskUnknownEnd: endBackgroundTask was called with an id that UIKit does not
// know.
func (e *Engine) taskUnknownEnd(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	p.App.Work = true
	subject := ev.Field("id")
	if h := ev.Field("hex"); subject == "" {
		subject = h
	} else if h != "" {
		subject += " (0x" + h + ")"
	}
	c := e.clue(ev, rec, p, subject)
	id := max(atoi(ev.Field("id")), 0)
	for _, t := range p.recent {
		if id > 0 && t.ID == id {
			c.Fields["ended_before"] = "yes"
		}
	}
}

func (e *Engine) taskAcquireFailed(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	e.taskLine(p, rec, ev.Kind)
	p.App.Work = true
	if ev.Field("id") != "" && p.refused {
		return // UIKit goes on about the refusal that it has just told of
	}
	p.refused = true
	add, added := p.takeAdd(rec.TID, "")
	c := e.clue(ev, rec, p, add.name)
	if added && len(c.More) < maxMore {
		c.More = append(c.More, add.by)
	}
}

// highWaterMark: assertiond's count of assertions of one name rose to a record.
func (e *Engine) highWaterMark(rec *parse.Record, ev *Event) {
	c := e.clue(ev, rec, nil, strings.Clone(ev.Field("name")))
	c.Fields["count"] = ev.Field("count")
}

// suspendedWithTasks notes on open tasks that their process was suspended.
func (e *Engine) suspendedWithTasks(p *process, rec *parse.Record) {
	for _, t := range p.open {
		if !t.SuspendedAt.Known() {
			t.SuspendedAt = rec.Time
			t.Evidence.Set(TaskSuspended, evidence(rec))
			t.CountdownAt = p.Countdown
		}
	}
}

// inferTasks makes tasks of the shared assertions of a process whose own lines
// are not in the log: while one is held, at least one task is open.
func (e *Engine) inferTasks(p *process) {
	if len(p.Tasks) > 0 || p.LastTaskLine.Found() {
		return
	}
	for _, a := range p.Assertions {
		if !a.Shared {
			continue
		}
		t := e.newTask(p, &Task{Inferred: true, Begun: a.Acquired, Ended: a.Invalidated, Shared: a})
		if a.Invalidated.Known() {
			t.WasEnded, t.Outcome = true, OutcomeEnded
			if a.Warned.Known() {
				t.Outcome = OutcomeEndedAfter
			}
		}
	}
}

// conclude settles the tasks of a process whose records are at an end.
func (e *Engine) conclude(p *process) {
	e.flushUnended(p)
	e.inferTasks(p)
	p.givenBack()
	p.Ambiguous = p.unmatched > 0
	p.unquote()
	p.inferCause()
	p.unreportedCall()
	p.overdue()
	killed := p.Exit != nil && p.Exit.Kind == ExitAssertionTimeout
	for _, t := range p.Tasks {
		if t.Outcome != OutcomeOpen {
			continue
		}
		switch {
		case killed && (p.Exit.Code == 0x2182BAD2 || !p.Exit.HasCode || p.Exit.Code == 0x8BADF00D):
			t.Outcome = OutcomeKilled
		case t.Unended:
			t.Outcome = OutcomeUnended
		case p.gone || p.unmatched > 0 && t.ID == 0:
			t.Outcome = OutcomeUnknown
		}
	}
}
