package lifecycle

import (
	"github.com/bglog/bglog/parse"
)

// PointSpan is an event or a span of a log point.
type PointSpan struct {
	Point   *LogPoint
	Process *Process
	Fields  map[string]string // of the named groups, those of the beginning first
	// At is when it happened or began; unknown for a span whose beginning the log does not
	// hold. Ended is unknown for events and for spans whose end it does not hold.
	At, Ended Time
	Begun     Evidence // the message of the event or the beginning
	End       Evidence
}

// maxPointSpans bounds what is kept of log points; a message in a loop is no timeline.
const maxPointSpans = 100_000

// logPoints notes the log points that a record is.
func (e *Engine) logPoints(rec *parse.Record, hits []pointHit) {
	p := e.own(rec)
	p.App.Work = true
	for _, h := range hits {
		if h.what == pointEnd {
			e.endPoint(rec, p, h)
			continue
		}
		s := &PointSpan{Point: h.point, Process: p.Process, Fields: h.fields, At: rec.Time, Begun: evidence(rec)}
		if e.keepPoint(rec, s) && h.what == pointBegin {
			k := pointKeyOf(s)
			e.openPoints[k] = append(e.openPoints[k], s)
		}
	}
}

// keepPoint adds an event or a span unless there are too many.
func (e *Engine) keepPoint(rec *parse.Record, s *PointSpan) bool {
	if len(e.t.LogPoints) < maxPointSpans {
		e.t.LogPoints = append(e.t.LogPoints, s)
		return true
	}
	if e.t.LogPointsLost++; e.t.LogPointsLost == 1 {
		e.t.LogPointsLostAt = rec.Time
	}
	return false
}

// pointKey is what the messages of one span share.
type pointKey struct {
	point   *LogPoint
	process *Process
	id      string
}

func pointKeyOf(s *PointSpan) pointKey { return pointKey{s.Point, s.Process, s.Fields[IDGroup]} }

// endPoint ends the latest open span of the same process and id.
func (e *Engine) endPoint(rec *parse.Record, p *process, h pointHit) {
	s := &PointSpan{Point: h.point, Process: p.Process, Fields: h.fields, Ended: rec.Time, End: evidence(rec)}
	k := pointKeyOf(s)
	open := e.openPoints[k]
	if len(open) == 0 {
		e.keepPoint(rec, s)
		return
	}
	begun := open[len(open)-1]
	begun.Ended, begun.End = s.Ended, s.End
	for name, v := range h.fields {
		if begun.Fields[name] == "" {
			begun.Fields[name] = v
		}
	}
	if open = open[:len(open)-1]; len(open) == 0 {
		delete(e.openPoints, k)
	} else {
		e.openPoints[k] = open
	}
}
