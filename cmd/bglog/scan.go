package main

import (
	"context"
	"errors"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// scanner reads inputs into timelines.
type scanner struct {
	ctx           context.Context
	opts          parse.Options
	maxLifecycles int  // of a timeline, 0: the engine's own
	maxEvidence   int  // bytes, likewise
	merge         bool // all that is read is of one device
	stdin         *replay
	found
}

// found is what is told of a reading beside its timelines.
type found struct {
	failures   []failure
	nothing    map[int]*unreadable // by argument
	recognised map[*parse.Summary]int
	readable   map[int]bool          // arguments of which something was read
	devices    map[*parse.Input]bool // archives whose members are of one device
	parts      []*parse.Input        // of which something was read
	notes      []string
}

func newFound() found {
	return found{nothing: map[int]*unreadable{}, recognised: map[*parse.Summary]int{}, readable: map[int]bool{}, devices: map[*parse.Input]bool{}}
}

// failure is an input of which nothing, or not all, could be read.
type failure struct {
	input *parse.Input
	err   error
	whole bool // it is of an archive; whether something was read is not known from it
	part  bool // something was read
}

// unreadable counts the files of an argument that hold nothing readable.
type unreadable struct {
	names []string // the first of them
	count int
}

// add takes what a later reading found.
func (f *found) add(more *found) {
	f.failures = append(f.failures, more.failures...)
	f.notes = append(f.notes, more.notes...)
	f.parts = append(f.parts, more.parts...)
	maps.Copy(f.recognised, more.recognised)
	maps.Copy(f.readable, more.readable)
	maps.Copy(f.devices, more.devices)
	for argument, n := range more.nothing {
		for _, name := range n.names {
			f.unreadable(argument, name)
		}
		f.nothing[argument].count += n.count - len(n.names)
	}
}

// fail notes what could not be read. Of a folder's or an archive's files that are no
// logs, only the first are named.
func (f *found) fail(x failure, argument string) {
	var limit *parse.LimitError
	if x.part || x.whole || x.input.Name == argument || errors.As(x.err, &limit) {
		f.failures = append(f.failures, x)
		return
	}
	f.unreadable(x.input.Argument, x.input.Name)
}

func (f *found) unreadable(argument int, name string) {
	n := f.nothing[argument]
	if n == nil {
		n = &unreadable{}
		f.nothing[argument] = n
	}
	if n.count++; len(n.names) < filesNamed {
		n.names = append(n.names, name)
	}
}

// scanned is a group of inputs after reading.
type scanned struct {
	inputs    []*parse.Input
	summaries []*parse.Summary
	device    bool // of one device, whatever the summaries say
	engine    *lifecycle.Engine
	timeline  *lifecycle.Timeline
}

// scan reads groups of inputs, each into a timeline; a plain archive is as many as
// it has logs. Inputs that hold nothing but reports join the timeline in which their
// process lived.
func (s *scanner) scan(groups [][]*parse.Input, args []string) []*lifecycle.Timeline {
	s.found = newFound()
	all := s.reunite(s.readAll(groups, args))
	all = s.join(all)
	var timelines []*lifecycle.Timeline
	for i, one := range all {
		one.finish()
		one.timeline.Number = i + 1
		timelines = append(timelines, one.timeline)
	}
	return timelines
}

// readAll reads groups, as many at once as there are cores. What they give does not
// depend on that: it is put together in their order.
func (s *scanner) readAll(groups [][]*parse.Input, args []string) []*scanned {
	cores := s.opts.Workers
	if cores <= 0 {
		cores = runtime.GOMAXPROCS(0)
	}
	readers := make([]*groupReader, len(groups))
	for i := range groups {
		opts := s.opts
		opts.Workers = max(1, cores/len(groups))
		readers[i] = &groupReader{scanner: s, opts: opts, args: args, found: newFound()}
	}
	lists := make([][]*scanned, len(groups))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(cores, len(groups)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(groups) && s.ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				lists[i] = readers[i].group(groups[i])
			}
		})
	}
	wg.Wait()
	for _, r := range readers {
		s.add(&r.found)
	}
	return slices.Concat(lists...)
}

func (one *scanned) finish() {
	if one.timeline == nil {
		one.timeline = one.engine.Finish(one.summaries)
	}
}

// groupReader reads one group of inputs.
type groupReader struct {
	scanner *scanner
	opts    parse.Options
	args    []string
	found
}

// way is how inputs are read.
type way struct {
	together bool // into one timeline
	again    bool // for a second time: what failed has been told
	sorted   bool // all their events are sorted, also those of the last one
	plain    bool // no events are sorted
}

// group reads inputs of one device, or the members of an archive.
func (r *groupReader) group(inputs []*parse.Input) []*scanned {
	together := len(inputs) > 1 || r.scanner.merge
	list := r.read(inputs, way{together: together})
	alone := !together && len(list) == 1 && inputs[0] == list[0].inputs[0]
	switch {
	case alone && list[0].summaries[0].Unsorted, !alone && slices.ContainsFunc(list, (*scanned).wentBack):
		// the records are in no order, which shows only now
		if r.scanner.rewind(inputs) {
			r.parts = nil
			return r.read(inputs, way{together: together || alone, again: true, sorted: true})
		}
		r.notes = append(r.notes, "the records of standard input are not in time order, and there are too many to sort: give the log as a file")
	case alone && list[0].wentBack() && r.scanner.rewind(inputs):
		return r.captures(inputs, list)
	}
	return list
}

func (one *scanned) wentBack() bool { return one.engine.WentBack() }

// captures reads an input once more whose time went back: where it holds the same lines
// twice, two captures of one device were put together, and no clock was set. Neither was it
// where the lines are only late.
func (r *groupReader) captures(inputs []*parse.Input, list []*scanned) []*scanned {
	parts := r.parts
	r.parts = nil
	sorted := r.read(inputs, way{together: true, again: true, sorted: true})
	if len(sorted) == 1 {
		if sorted[0].finish(); sorted[0].timeline.Repeated || list[0].engine.Late() {
			return sorted
		}
	}
	r.parts = parts
	return list
}

// read reads inputs into timelines: one for all of them when they are together,
// else one for each, and for each member of an archive that is not of one device.
func (r *groupReader) read(inputs []*parse.Input, how way) (list []*scanned) {
	var one *scanned // of the part that is being read
	var current *parse.Part
	recognised := 0
	turn := func(p *parse.Part) {
		if p == current {
			return
		}
		current, recognised = p, 0
		if one == nil || !how.together && !(p.Device && one.device) {
			sort := (how.together || p.Input.Archive() != nil) && !how.plain
			one = &scanned{device: p.Device, engine: lifecycle.NewEngine(1, sort)}
			one.engine.Limit(r.scanner.maxLifecycles, r.scanner.maxEvidence)
		}
		one.engine.Begin(p.Summary)
	}
	errs := parse.Read(r.scanner.ctx, inputs, r.opts, parse.Parts{
		Records: func(p *parse.Part, records []parse.Record) error {
			if turn(p); p.Last && !how.sorted && !p.Summary.Unsorted {
				one.engine.Last(append(one.summaries[:len(one.summaries):len(one.summaries)], p.Summary))
			}
			for i := range records {
				records[i].Input = len(one.summaries)
				if lifecycle.Recognised(&records[i]) {
					recognised++
				}
			}
			return one.engine.Feed(records)
		},
		Done: func(p *parse.Part, err error) {
			turn(p)
			sum := p.Summary
			if root := p.Input.Archive(); root != nil && p.Device {
				r.devices[root] = true
			}
			something := sum.Records > 0 || len(sum.Reports)+len(sum.Shutdowns) > 0
			if err != nil && !how.again {
				r.failed(failure{input: p.Input, err: err, part: something})
			}
			if !something && (len(sum.Notes) == 0 || err != nil || p.Input.Name != r.args[p.Input.Argument]) {
				return // of a folder's reports only those count that tell of an end
			}
			for _, report := range sum.Reports {
				report.Input = len(one.summaries)
				one.engine.AddReport(report)
			}
			for i := range sum.Shutdowns {
				sum.Shutdowns[i].Input = len(one.summaries)
			}
			one.engine.AddShutdowns(sum.Shutdowns)
			one.engine.AddPowerLog(sum.PowerLog)
			r.recognised[sum] = recognised
			r.readable[p.Input.Argument] = true
			r.parts = append(r.parts, p.Input)
			one.inputs = append(one.inputs, p.Input)
			if one.summaries = append(one.summaries, sum); len(one.summaries) == 1 {
				list = append(list, one)
			}
		},
	})
	for _, e := range errs {
		if !how.again {
			r.failed(failure{input: e.Input, err: e.Err, whole: true})
		}
	}
	return list
}

// failed notes what could not be read, unless the user has interrupted it.
func (r *groupReader) failed(f failure) {
	if r.scanner.ctx.Err() == nil {
		r.fail(f, r.args[f.input.Argument])
	}
}

// again reads inputs of one device once more, together; nil when nothing is left of them.
func (s *scanner) again(inputs []*parse.Input, plain bool) *scanned {
	r := &groupReader{scanner: s, opts: s.opts, found: newFound()}
	list := r.read(inputs, way{together: true, again: true, plain: plain})
	if slices.ContainsFunc(list, (*scanned).wentBack) && !plain && s.rewind(inputs) {
		list = r.read(inputs, way{together: true, again: true, sorted: true})
	}
	r.parts = nil
	s.add(&r.found)
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

// reunite joins timelines that turn out to be of one device when members of
// archives have been read: those that share a boot, reports of one incident, and those of a
// sysdiagnose that was recognised late. They are read again, as one.
func (s *scanner) reunite(all []*scanned) []*scanned {
	of := map[string]*scanned{} // by key
	into := map[*scanned]*scanned{}
	order := map[*scanned]int{}
	for i, one := range all {
		order[one] = i
	}
	first := func(one *scanned) *scanned {
		for into[one] != nil {
			one = into[one]
		}
		return one
	}
	grown := map[*scanned]bool{}
	for _, one := range all {
		for _, k := range one.keys(s.devices) {
			other := of[k]
			if other == nil {
				of[k] = one
				continue
			}
			a, b := first(other), first(one)
			if a == b || !s.rewindable(a.inputs) || !s.rewindable(b.inputs) {
				continue
			}
			if order[b] < order[a] {
				a, b = b, a
			}
			a.inputs = append(a.inputs, b.inputs...)
			into[b], grown[a] = a, true
		}
	}
	if len(into) == 0 {
		return all
	}
	var kept []*scanned
	for _, one := range all {
		switch {
		case into[one] != nil:
		case grown[one] && s.rewind(one.inputs):
			if one = s.again(one.inputs, false); one != nil {
				kept = append(kept, one)
			}
		default:
			kept = append(kept, one)
		}
	}
	return kept
}

// keys are what timelines of one device share.
func (one *scanned) keys(devices map[*parse.Input]bool) (keys []string) {
	for i, in := range one.inputs {
		if root := in.Archive(); root != nil && devices[root] {
			keys = append(keys, "archive "+root.Name)
		}
		for _, boot := range one.summaries[i].Boots {
			keys = append(keys, "boot "+boot)
		}
		for _, r := range one.summaries[i].Reports {
			if r.Incident != "" {
				keys = append(keys, "incident "+r.Incident)
			}
		}
	}
	return keys
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
			if log.knows(r) && s.rewindable(log.inputs) && s.rewindable(r.inputs) {
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
			if both := s.again(slices.Concat(one.inputs, inputs), len(one.inputs) == 1 && !one.wentBack()); both != nil {
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
		if in.Standard() && s.stdin.lost {
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
		if in.Standard() {
			s.stdin.rewind()
		}
	}
	return true
}
