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
		if len(e.t.LogPoints) == maxPointSpans {
			e.t.LogPointsLost++
			continue
		}
		s := &PointSpan{Point: h.point, Process: p.Process, Fields: h.fields, At: rec.Time, Begun: evidence(rec)}
		e.t.LogPoints = append(e.t.LogPoints, s)
		if h.what == pointBegin {
			e.openPoints[h.point] = append(e.openPoints[h.point], s)
		}
	}
}

// endPoint ends the span of the same process and id, the latest without ids.
func (e *Engine) endPoint(rec *parse.Record, p *process, h pointHit) {
	open := e.openPoints[h.point]
	for i := len(open) - 1; i >= 0; i-- {
		s := open[i]
		if s.Process != p.Process || s.Fields[IDGroup] != h.fields[IDGroup] {
			continue
		}
		s.Ended, s.End = rec.Time, evidence(rec)
		for name, v := range h.fields {
			if s.Fields[name] == "" {
				s.Fields[name] = v
			}
		}
		e.openPoints[h.point] = append(open[:i], open[i+1:]...)
		return
	}
	if len(e.t.LogPoints) < maxPointSpans {
		e.t.LogPoints = append(e.t.LogPoints, &PointSpan{Point: h.point, Process: p.Process, Fields: h.fields, Ended: rec.Time, End: evidence(rec)})
	} else {
		e.t.LogPointsLost++
	}
}
