package lifecycle

import (
	"cmp"
	"slices"

	"github.com/bglog/bglog/parse"
)

// This file puts events in order. Those of one input pass through a short window. Those of
// several inputs are collected and sorted, but for the last input's: what was collected is
// put between them as they come, so that a sysdiagnose, which is much log and a little
// beside it, is never held as a whole.

// item is one event on its way through the window.
type item struct {
	rec  *parse.Record
	ev   *Event
	down *parse.Shutdown // it is no event but a shutdown

	stretch int // in Engine.stretches
}

// collected is what all inputs but the last one told, in order.
type collected struct {
	items     []item
	sightings []sighting
	inputs    []*parse.Summary // with that of the last one, which is being read

	recent []sighting // of the last input
}

// windowSeconds is how late an event may arrive and still be put in order:
// lines of different processes are interleaved up to 100 ms out of order in
// Console captures; two seconds leave room.
const windowSeconds = 2

// captureSeconds is how late an event may be before it counts as one of another time.
const captureSeconds = 60

// maxWindow bounds the window when thousands of events share a second.
const maxWindow = 1 << 14

// collecting reports whether events are kept until all are there.
func (e *Engine) collecting() bool { return e.sortAll && e.collected == nil }

// Last tells an engine that collects events that those of one input are still to come, and
// in order of time, so that they need not be kept; inputs are all of them. WentBack tells
// afterwards whether they were not in order.
func (e *Engine) Last(inputs []*parse.Summary) {
	if !e.collecting() {
		return
	}
	e.placeShutdowns()
	slices.SortStableFunc(e.window, func(a, b item) int {
		return cmp.Or(a.rec.Time.Compare(b.rec.Time), cmp.Compare(a.rec.Input, b.rec.Input), cmp.Compare(a.rec.Line, b.rec.Line))
	})
	e.collected = &collected{items: e.window, sightings: e.sightings.sorted(), inputs: inputs}
	e.window, e.sightings, e.newest = nil, sightings{}, Time{}
}

// push puts an event in order.
func (e *Engine) push(it item) {
	if !it.rec.Time.Known() && !e.sortAll {
		// without times only the order of the lines counts
		e.drain(len(e.window))
		e.handle(it)
		return
	}
	it.stretch = len(e.stretches) - 1
	at := len(e.window)
	if !e.collecting() {
		e.goesBack(it.rec)
		for at = len(e.window); at > 0 && it.rec.Time.Before(e.window[at-1].rec.Time); {
			at--
		}
	}
	if at > 0 && it.rec.Input == e.window[at-1].rec.Input && copied(it.rec, e.window[at-1].rec) {
		e.repeated(it.rec)
		return
	}
	e.window = slices.Insert(e.window, at, it)
	e.newest = parse.Latest(e.newest, it.rec.Time)
	if !e.sortAll {
		e.drain(e.ready())
	}
}

// goesBack looks whether a record is later than records are late.
func (e *Engine) goesBack(rec *parse.Record) {
	d, ok := e.newest.Since(rec.Time)
	if !ok || d <= windowSeconds {
		return
	}
	e.back = true
	if d > captureSeconds { // for good: another capture, or the clock was set
		e.drain(len(e.window))
		e.jumpBack(rec)
		e.newest = rec.Time
	}
}

// WentBack reports whether the time of the input went back further than processes are late:
// its clock was set, or another capture begins there.
func (e *Engine) WentBack() bool { return e.back }

// Late reports whether the time of the input went back only as far as lines are late, and
// nothing tells that the clock was set.
func (e *Engine) Late() bool {
	return e.back && !slices.ContainsFunc(e.t.Gaps, func(g Gap) bool { return g.Why == clockChange })
}

// jumpBack notes that the records go on at an earlier time than they stopped.
func (e *Engine) jumpBack(rec *parse.Record) {
	e.gap(e.newest, rec, clockChange, 0)
}

// ready is how many events of the window nothing can precede any more.
func (e *Engine) ready() int {
	if !e.newest.Known() {
		return 0 // events without a time, which the first one with a time follows
	}
	n := 0
	for n < len(e.window) {
		d, ok := e.newest.Since(e.window[n].rec.Time)
		if ok && d <= windowSeconds && len(e.window)-n < maxWindow {
			break
		}
		n++
	}
	return n
}

// advance handles what nothing of the last input can precede any more.
func (e *Engine) advance() {
	if e.collected == nil || !e.newest.Known() {
		return
	}
	e.drain(e.ready())
	passed := e.newest.Add(-windowSeconds - 1e-6)
	e.handleAll(e.distinct(e.collected.until(passed)))
	e.sightUntil(passed)
}

// drain handles the first n events of the window, and what was collected of the time before.
func (e *Engine) drain(n int) {
	if e.collected == nil {
		e.handleAll(e.window[:n])
	} else {
		e.handleAll(e.merged(e.window[:n]))
	}
	rest := copy(e.window, e.window[n:])
	clear(e.window[rest:])
	e.window = e.window[:rest]
}

// merged puts what was collected between the events that are ready, and leaves out what
// another stretch holds too.
func (e *Engine) merged(ready []item) []item {
	var all []item
	for i, it := range ready {
		if it.rec.Time.Known() || !e.newest.Known() { // else it belongs to the event before it
			if earlier := e.collected.until(it.rec.Time); len(earlier) > 0 {
				if all == nil {
					all = append(all, ready[:i]...)
				}
				all = append(all, earlier...)
			}
		}
		if all != nil {
			all = append(all, it)
		}
	}
	if all == nil {
		all = ready
	}
	return e.distinct(all)
}

// until takes the events that are not after a moment.
func (c *collected) until(at Time) []item {
	n := 0
	for n < len(c.items) && !c.items[n].rec.Time.After(at) {
		n++
	}
	taken := slices.Clone(c.items[:n])
	clear(c.items[:n]) // they are kept no longer
	c.items = c.items[n:]
	return taken
}

// drainCollected handles what is later than all events of the last input.
func (e *Engine) drainCollected() {
	rest := e.collected.items
	e.collected.items = nil
	e.handleAll(e.distinct(rest))
	e.sightUntil(Time{})
}

// handleAll handles events in their order, and what was written between them.
func (e *Engine) handleAll(items []item) {
	for _, it := range items {
		if it.rec.Time.Known() {
			e.sightUntil(it.rec.Time)
		}
		e.handle(it)
	}
}
