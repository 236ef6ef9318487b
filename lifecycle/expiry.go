package lifecycle

import (
	"strings"

	"github.com/bglog/bglog/parse"
)

// This file follows what happens when background time runs out.

// expiryFiring: the warning reached the app; all open tasks get their handler
// called, whatever their own age.
func (e *Engine) expiryFiring(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	e.flushUnended(p)
	e.taskLine(p, rec, ev.Kind)
	p.firing = rec.Time
	p.App.Work = true
	for _, t := range p.open {
		e.expire(t, rec, ev.Kind)
	}
}

func (e *Engine) expire(t *Task, rec *parse.Record, kind EventKind) {
	if !t.WasExpired {
		t.WasExpired, t.Expired = true, rec.Time
	}
	t.Evidence.Set(kind, evidence(rec))
}

// expiryCalling: one task's handler is called; printed also for tasks without a
// handler.
func (e *Engine) expiryCalling(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	e.taskLine(p, rec, ev.Kind)
	info, ok := parseTaskInfo(ev.Field("info"))
	e.privacy(rec, !ok)
	if !ok {
		// redacted: the handlers of all open tasks are called, one line each
		for _, t := range p.open {
			e.expire(t, rec, ev.Kind)
		}
		return
	}
	t := e.expiredTask(p, rec, info)
	e.expire(t, rec, ev.Kind)
}

// expiredTask is the task that a line of an expiry tells of; the log may show it
// there for the first time.
func (e *Engine) expiredTask(p *process, rec *parse.Record, info taskInfo) *Task {
	t := e.identify(p, info.id, info, true, rec.Time)
	if t == nil {
		t = e.newTask(p, &Task{ID: info.id, Name: strings.Clone(info.name), Shared: p.shared})
		e.learn(t, info, true, rec.Time)
		p.open = append(p.open, t)
	}
	if info.timed {
		t.ExpiredAge = info.elapsed
	}
	return t
}

// taskUnended: still open right after the handlers returned.
func (e *Engine) taskUnended(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	e.taskLine(p, rec, ev.Kind)
	p.App.Work = true
	info, ok := parseTaskInfo(ev.Field("info"))
	e.privacy(rec, !ok)
	if !ok {
		if p.unended == nil {
			p.unended = &unendedLines{open: append([]*Task(nil), p.open...)}
		}
		p.unended.lines = append(p.unended.lines, evidence(rec))
		return
	}
	t := e.expiredTask(p, rec, info)
	e.markUnended(t, evidence(rec))
}

func (e *Engine) markUnended(t *Task, by Evidence) {
	t.Unended = true
	t.UnendedAt = by.Time
	t.Evidence.Set(TaskUnended, by)
	if !t.WasExpired {
		t.WasExpired, t.Expired = true, by.Time
	}
}

// flushUnended attributes gathered redacted lines: to the open tasks when there
// are as many, else to one task without id and name that counts them.
func (e *Engine) flushUnended(p *process) {
	u := p.unended
	if u == nil {
		return
	}
	p.unended = nil
	if len(u.open) == len(u.lines) {
		for i, t := range u.open {
			e.markUnended(t, u.lines[i])
		}
		return
	}
	t := e.newTask(p, &Task{Redacted: true, Shared: p.shared})
	t.Count = len(u.lines)
	e.markUnended(t, u.lines[0])
	// It stands for some of the open tasks; how it ended is told by the
	// process's end only.
}

// taskWarnLong: older than 30 seconds by UIKit's timer, in the foreground too.
func (e *Engine) taskWarnLong(rec *parse.Record, ev *Event) {
	p := e.own(rec)
	e.taskLine(p, rec, ev.Kind)
	p.App.Work = true
	name := strings.Trim(ev.Field("name"), "\"“”")
	if hidden := ev.Hidden("name") || isHidden(name); hidden || name != "" {
		e.privacy(rec, hidden)
		if hidden {
			name = ""
		}
	}
	id := max(atoi(ev.Field("id")), 0)
	t := e.identify(p, id, taskInfo{id: id, name: name}, name != "", rec.Time)
	if t == nil {
		t = e.newTask(p, &Task{ID: id, Name: strings.Clone(name), Redacted: name == "", Shared: p.shared})
		p.open = append(p.open, t)
	}
	t.WarnLong = true
	t.Evidence.Set(ev.Kind, evidence(rec))
}
