package parse

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"unsafe"
)

// blockScanner finds the records of blocks and reads the wanted ones. It belongs to
// one worker.
type blockScanner struct {
	f       *format
	opts    Options
	limit   int          // bytes of a record that are read
	origins *origins     // of a text style; nil where every record is looked at
	json    *jsonScanner // of a JSON export; nil likewise

	b      *block
	clock  wrapCounter
	minute minuteClock

	minute1, minute2 uint64 // the minute in the last record's first line
	name, rest       []byte // the sender in a record's first line

	// the record being collected
	begin     int // its offset, -1 for none
	beginLine int
	origin    origin

	lastBegin, lastEnd int // of the last record, when it has a time
}

// minuteLen is the length of the minute with which the records of text styles begin.
const minuteLen = len("2026-03-15 14:14:")

func newBlockScanner(f *format, opts Options) *blockScanner {
	s := &blockScanner{f: f, opts: opts, limit: cmp.Or(max(opts.MaxRecord, 0), defaultMaxRecord)}
	switch {
	case opts.Interest == nil:
	case f.origin != nil:
		s.origins = &origins{in: opts.Interest}
	case f.json != nil:
		s.json = newJSONScanner(f.json, opts.Interest)
	}
	return s
}

// block scans b.data into the rest of b.
func (s *blockScanner) block(b *block) {
	s.b, s.clock, s.begin, s.lastEnd = b, wrapCounter{}, -1, 0
	data, f := b.data, s.f
	printed := false        // what an app prints was read since the last record began
	inside := b.goesOn != 0 // a record whose beginning is in another block
	begun := inside         // some record has begun
	line := 0
	if b.goesOn == insideLine {
		line-- // which has been counted there
	}
	for at := 0; at < len(data); {
		next := len(data)
		if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		line++
		text := lineEnd(data[at:next])
		if s.follows(text) && (at > 0 || b.goesOn != insideLine) {
			s.follow(at, line, text)
			printed, inside = false, false
			at = next
			continue
		}
		text = trimStart(text)
		switch {
		case !(b.goesOn == insideLine && at == 0) && s.starts(text):
			s.finish(at)
			printed, inside = false, false
			s.start(at+lineOffset(data[at:next], text), line, text)
		case f.notice != nil && f.notice(text), f.restart != nil && (begun || s.begin >= 0 || s.lastEnd > 0) && f.restart(text):
			s.finish(at)
			s.notice(text, line)
			inside = false
		case s.begin >= 0 && (f.noise == nil || !f.noise(text)):
			// goes on with the record's message, unless the runtime or the debugger speaks
			if f.printed && voiced(text) && s.opts.Interest.Holds(text) || apart(trimRecord(data[s.begin:at]), text, &s.opts) {
				s.finish(at)
				s.bare(text, line)
				printed = true
			}
		case empty(text):
		case f.noise != nil && f.noise(text):
			s.finish(at)
			inside = false
		case inside: // of which enough was read
		case s.opts.Interest != nil && s.opts.Interest.Holds(text):
			s.bare(text, line) // before the first record, or below what an app prints
		case printed: // goes on with that
		default:
			b.unparsed++
			if len(b.unparsedAt) < unparsedShown {
				b.unparsedAt = append(b.unparsedAt, line)
			}
		}
		at = next
	}
	s.finish(len(data))
	b.lines = line
	if f.stamp != nil && s.lastEnd > 0 {
		if st, ok := f.stamp(data[s.lastBegin:s.lastEnd]); ok {
			s.clock.add(st)
		}
		b.first, b.last, b.wraps = s.clock.first, s.clock.last, s.clock.wraps
	}
	s.b = nil
}

// follows reports whether a line is the first one of a record in the minute of the
// record before, and of the usual shape, as most are. It finds the sender then.
func (s *blockScanner) follows(line []byte) bool {
	if s.origins == nil || len(line) <= minuteLen || !digit(line[0]) ||
		binary.LittleEndian.Uint64(line) != s.minute1 || binary.LittleEndian.Uint64(line[8:]) != s.minute2 || line[16] != ':' {
		return false
	}
	s.name, s.rest = s.f.origin(line)
	return s.name != nil
}

// follow begins the record of a line that follows. Where nobody wants the one before,
// that is counted and no more.
func (s *blockScanner) follow(at, number int, line []byte) {
	if s.begin >= 0 && s.origin.verdict == verdictSkip && at-s.begin <= s.limit && s.clock.any {
		s.b.total++
	} else {
		s.finish(at)
	}
	s.start(at, number, line)
}

// starts reports whether a line is the first one of a record, and finds the sender in
// lines of the usual shape.
func (s *blockScanner) starts(line []byte) bool {
	s.name = nil
	if !s.f.starts(line) {
		return false
	}
	if s.origins != nil && len(line) > minuteLen {
		s.minute1, s.minute2 = binary.LittleEndian.Uint64(line), binary.LittleEndian.Uint64(line[8:])
		s.name, s.rest = s.f.origin(line)
	}
	return true
}

// start begins a record at an offset of the block; line is its first one, in which
// starts has looked for the sender.
func (s *blockScanner) start(at, number int, line []byte) {
	s.begin, s.beginLine, s.origin = at, number, origin{}
	if s.name == nil {
		return
	}
	o := &s.origin
	o.verdict, o.process, o.head = s.origins.decide(s.name, s.rest)
	o.rest = len(line) - len(s.rest)
	o.nameEnd = cap(line) - cap(s.name) + len(s.name)
}

// finish ends the record being collected before the offset end.
func (s *blockScanner) finish(end int) {
	if s.begin < 0 {
		return
	}
	raw := trimRecord(s.b.data[s.begin:end])
	if len(raw) > s.limit {
		raw = raw[:s.limit]
		s.b.cutAt = append(s.b.cutAt, s.beginLine)
	}
	if s.f.stamp != nil {
		if !s.clock.any || s.clock.dateless || s.f.someDates {
			if st, ok := s.f.stamp(raw); ok {
				s.clock.add(st)
			}
		}
		s.lastBegin, s.lastEnd = s.begin, s.begin+len(raw)
	}
	s.begin = -1
	s.b.total++
	if s.wanted(raw) {
		s.read(raw)
	}
}

// wanted reports whether anybody wants the collected record.
func (s *blockScanner) wanted(raw []byte) bool {
	switch o := &s.origin; o.verdict {
	case verdictSkip:
		return false
	case verdictKeep:
		return true
	case verdictSearch:
		return s.opts.Interest.searchFor(o.process.sender, raw[min(o.rest+len(o.head.text), len(raw)):])
	}
	if s.json != nil {
		if v := s.json.decide(raw); v != verdictNone {
			return v == verdictKeep
		}
	}
	return s.f.wanted(raw, s.opts.Interest)
}

// read fills a record from its bytes.
func (s *blockScanner) read(raw []byte) {
	b := s.b
	n := len(b.records)
	b.records = append(b.records, Record{PID: NoPID, Line: s.beginLine})
	rec := &b.records[n]
	if plain := clean(raw); !s.brief(raw, plain, rec) && !s.f.record(plain, rec) {
		b.records = b.records[:n]
		s.damaged(raw)
		return
	}
	rec.wraps = s.clock.wraps
	if s.opts.Annotate != nil {
		s.opts.Annotate(rec)
	}
}

// brief fills a record of a known origin without a copy of its message: of most
// records that are wanted for their sender, nobody needs a word.
func (s *blockScanner) brief(raw, plain []byte, rec *Record) bool {
	o := &s.origin
	switch {
	case s.opts.Annotate == nil || !sameBytes(raw, plain):
		return false
	case s.json != nil:
		return s.json.brief(plain, s.b, rec)
	case o.head == nil:
		return false
	}
	message := o.rest + len(o.head.text)
	if message > len(plain) || isMarker(plain[message:]) || !s.f.usual(plain, *o, &s.minute, rec) {
		return false
	}
	rec.Process, rec.Image = o.process.name, o.head.image
	rec.Subsystem, rec.Category = o.head.subsystem, o.head.category
	rec.Message, rec.Brief = view(plain[begin(plain, message):]), true
	return true
}

// sameBytes reports whether b is a itself and no copy with changes.
func sameBytes(a, b []byte) bool {
	return len(a) == len(b) && unsafe.SliceData(a) == unsafe.SliceData(b)
}

// damaged counts a record that began like one and is none.
func (s *blockScanner) damaged(raw []byte) {
	b := s.b
	b.total--
	lines := bytes.Count(raw, []byte{'\n'}) + 1
	b.unparsed += lines
	for i := 0; i < lines && len(b.unparsedAt) < unparsedShown; i++ {
		b.unparsedAt = append(b.unparsedAt, s.beginLine+i)
	}
}

// bare makes a record of what an app prints, which has no header.
func (s *blockScanner) bare(text []byte, line int) {
	b := s.b
	b.total++
	b.records = append(b.records, Record{PID: NoPID, Line: line, Message: string(clean(text))})
	if s.opts.Annotate != nil {
		s.opts.Annotate(&b.records[len(b.records)-1])
	}
}
