package main

import (
	"context"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// scanner reads inputs into timelines.
type scanner struct {
	ctx        context.Context
	opts       parse.Options
	stdin      *replay
	failures   []failure
	recognised map[*parse.Summary]int
	readable   map[int]bool // arguments of which something was read
	notes      []string
}

// failure is an input of which nothing, or not all, could be read.
type failure struct {
	input *parse.Input
	err   error
	part  bool // something was read
}

// scanned is a group of inputs after reading.
type scanned struct {
	inputs    []*parse.Input
	summaries []*parse.Summary
	engine    *lifecycle.Engine
	timeline  *lifecycle.Timeline
}

// scan reads groups of inputs, each into a timeline. Inputs that hold nothing but
// reports join the timeline in which their process lived.
func (s *scanner) scan(groups [][]*parse.Input) []*lifecycle.Timeline {
	s.recognised, s.readable = map[*parse.Summary]int{}, map[int]bool{}
	var all []*scanned
	for _, g := range groups {
		if s.ctx.Err() != nil {
			break
		}
		if one := s.group(g, false); one != nil {
			all = append(all, one)
		}
	}
	all = s.join(all)
	var timelines []*lifecycle.Timeline
	for i, one := range all {
		one.finish()
		one.timeline.Number = i + 1
		timelines = append(timelines, one.timeline)
	}
	return timelines
}

func (one *scanned) finish() {
	if one.timeline == nil {
		one.timeline = one.engine.Finish(one.summaries)
	}
}

// group reads inputs of one device; nil when nothing of them could be read. again
// is set when they are read for a second time: what failed has been told.
func (s *scanner) group(inputs []*parse.Input, again bool) *scanned {
	one := s.read(inputs, len(inputs) > 1, again)
	if one != nil && len(inputs) == 1 && one.summaries[0].Unsorted {
		// the records are in no order, which shows only now
		if s.rewind(inputs) {
			return s.read(inputs, true, true)
		}
		s.notes = append(s.notes, "the records of standard input are not in time order, and there are too many to sort: give the log as a file")
	}
	return one
}

func (s *scanner) read(inputs []*parse.Input, sortAll, again bool) *scanned {
	one := &scanned{engine: lifecycle.NewEngine(1, sortAll)}
	for _, in := range inputs {
		if s.ctx.Err() != nil {
			break
		}
		at, recognised := len(one.summaries), 0
		ctx := s.ctx
		if in.Name == "-" {
			ctx = context.Background() // its reader ends at an interrupt, so that all of it is used
		}
		sum, err := in.Scan(ctx, s.opts, func(records []parse.Record) error {
			for i := range records {
				records[i].Input = at
				if lifecycle.Recognised(&records[i]) {
					recognised++
				}
			}
			return one.engine.Feed(records)
		})
		something := sum.Records > 0 || len(sum.Reports) > 0
		if err != nil && s.ctx.Err() == nil && !again {
			s.failures = append(s.failures, failure{input: in, err: err, part: something})
		}
		if !something {
			continue
		}
		for _, r := range sum.Reports {
			r.Input = at
			one.engine.AddReport(r)
		}
		s.recognised[sum] = recognised
		s.readable[in.Argument] = true
		one.inputs = append(one.inputs, in)
		one.summaries = append(one.summaries, sum)
	}
	if len(one.inputs) == 0 {
		return nil
	}
	return one
}

// join moves inputs that are only reports into the timeline of the log in which
// the same app and pid lived at that time. Such a log is read again, because what
// a report tells belongs before its conclusions.
func (s *scanner) join(all []*scanned) []*scanned {
	var logs, reports []*scanned
	for _, one := range all {
		if one.onlyReports() {
			reports = append(reports, one)
		} else {
			logs = append(logs, one)
		}
	}
	if len(reports) == 0 || len(logs) == 0 {
		return all
	}
	moved := map[*scanned]bool{}
	more := map[*scanned][]*parse.Input{}
	for _, r := range reports {
		for _, log := range logs {
			log.finish()
			if log.knows(r) && s.rewindable(log.inputs) {
				moved[r] = true
				more[log] = append(more[log], r.inputs...)
				break
			}
		}
	}
	var kept []*scanned
	for _, one := range all {
		if moved[one] {
			continue
		}
		if inputs := more[one]; len(inputs) > 0 && s.rewind(one.inputs) {
			if both := s.read(append(one.inputs[:len(one.inputs):len(one.inputs)], inputs...), true, true); both != nil {
				one = both
			}
		}
		kept = append(kept, one)
	}
	return kept
}

func (one *scanned) onlyReports() bool {
	for _, s := range one.summaries {
		if s.Records > 0 {
			return false
		}
	}
	return true
}

// knows reports whether one of the reports tells of a process of this timeline.
func (one *scanned) knows(reports *scanned) bool {
	for _, s := range reports.summaries {
		for _, r := range s.Reports {
			if lived(one.timeline, r) {
				return true
			}
		}
	}
	return false
}

// rewindable reports whether inputs can be read a second time.
func (s *scanner) rewindable(inputs []*parse.Input) bool {
	for _, in := range inputs {
		if in.Name == "-" && s.stdin.lost {
			return false
		}
	}
	return true
}

// rewind makes inputs readable from their beginning.
func (s *scanner) rewind(inputs []*parse.Input) bool {
	if !s.rewindable(inputs) {
		return false
	}
	for _, in := range inputs {
		if in.Name == "-" {
			s.stdin.rewind()
		}
	}
	return true
}
