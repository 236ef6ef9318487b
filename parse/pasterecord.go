package parse

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// begin ends the record before and makes l the first line of a new one.
func (p *paster) begin(l looked, cut bool) {
	p.finish()
	c := &p.cur
	*c = pasted{raw: c.raw[:0], metaAt: c.metaAt[:0], format: l.format, line: p.line, indent: l.indent, marks: l.marks, cut: cut}
	p.join(l.text, "")
	c.matters = l.holds || l.format != nil
	c.half, c.opened = l.half, l.opens
}

// join appends a line to the record, behind what stands between them.
func (p *paster) join(text []byte, between string) {
	c := &p.cur
	p.blank = false
	c.half = false
	c.lines++
	if len(c.raw)+len(text) >= p.limit && c.lines > 1 {
		c.cut, c.ended = true, true
		return
	}
	c.raw = append(append(c.raw, between...), text...)
	c.nest.add(text)
	if len(text) > 0 {
		c.last = text[len(text)-1]
		c.ended = decisionEnd(text)
	}
}

// header begins a record whose header fits a format; the line may hold more of
// them, glued together.
func (p *paster) header(l looked, cut bool) {
	if c := &p.cur; l.format == clipped && c.lines == 1 && c.format != nil && c.format != clipped && c.format.broken(c.raw) {
		p.join(stripMarks(l.whole, c.marks), p.between(l)) // the rest of a header that was wrapped before the process
		c.matters = c.matters || l.holds
		return
	}
	if l.format == clipped && p.cur.line != 0 && p.cur.nest.open() && !p.blank && anonymous(l.text) {
		p.message(l, cut) // a time inside a description that was wrapped before it
		return
	}
	for {
		at := -1
		if l.format != clipped {
			at = glued(l.text, l.format)
		}
		if at < 0 {
			p.begin(l, cut)
			return
		}
		first := l
		first.text = bytes.TrimRight(l.text[:at], " \t")
		p.begin(first, false)
		l.text = l.text[at:]
	}
}

// anonymous reports a clipped header that names no process.
func anonymous(text []byte) bool {
	var h head
	return clippedColumns(text, &h) && !h.process.found()
}

// message places a line without a header.
func (p *paster) message(l looked, cut bool) {
	if p.cur.line != 0 {
		within := l // as a further line of the record: with only that one's marks taken off
		if !l.opens {
			within.text = stripMarks(l.whole, p.cur.marks)
		}
		if p.joins(within) {
			p.cur.matters = p.cur.matters || l.holds
			p.cur.cut = p.cur.cut || cut
			p.join(stripMarks(l.whole, p.cur.marks), p.between(l))
			p.cur.half = l.half
			if l.noRoom { // a literal may stand on both sides of the break
				p.cur.matters = p.cur.matters || p.opts.Interest.Holds(p.cur.raw)
				p.cur.opened = p.cur.opened || opens(p.cur.raw, p.opts.Interest)
			}
			return
		}
	}
	l.format = nil
	p.begin(l, cut)
}

// joins decides whether a line without a header goes on with the record being read.
func (p *paster) joins(l looked) bool {
	c := &p.cur
	if c.meta || c.ended || c.lines >= continuationLines {
		return false
	}
	inner := innerWord(l.text)
	switch {
	case p.blank: // only the inside of something that is still open
		return !l.opens && (inner || fieldWord(l.text))
	case bytes.HasSuffix(c.raw, []byte(" ***")): // "*** Terminating app", broken behind its marks
		return true
	case voiced(l.text), isNotice(l.text):
		return false
	case p.broken(l):
		return true
	case l.opens:
		return p.joinsOpening(l, inner)
	}
	headed := c.format != nil
	hangs := l.indent > c.indent
	switch {
	case l.noRoom && !l.holds && (headed || c.opened || !c.matters): // what prose goes on with may be another message
		return true
	case !hangs && apart(c.raw, l.text, &p.opts):
		return false
	case headed, p.xcode:
		return true
	}
	waits := c.nest.open() || hanging(c.last)
	switch {
	case p.opts.Interest == nil: // every line may be a record
		return waits || hangs
	case l.holds && !c.matters:
		return inner || waits
	}
	return inner || waits || hangs && c.matters || c.last == ':' || c.nest.quote
}

// broken reports whether the record broke off where no record ends: behind its header,
// in half a line or in the middle of what a row says.
func (p *paster) broken(l looked) bool {
	c := &p.cur
	return c.format != nil && headOnly(c) || c.half && !l.opens || hasAnyPrefix(l.text, tails) || midway(c.raw, l.text, l.opens) ||
		l.noRoom && p.wraps.inWord && p.wraps.full(p.last)
}

// joinsOpening decides it for a line that begins as a message does: the record's text may
// hold the same words.
func (p *paster) joinsOpening(l looked, inner bool) bool {
	c := &p.cur
	headed := c.format != nil
	if headed && l.noRoom && !sentenceEnd(c.last) {
		return true
	}
	goesOn := headed && l.indent > c.indent || hanging(c.last) || inner && !sentenceEnd(c.last) || l.noRoom && c.last == ':'
	return goesOn && (c.matters || l.noRoom && inner)
}

// headOnly reports whether only the header of the record was read yet, with its label:
// people break the line after it.
func headOnly(c *pasted) bool {
	var h head
	switch {
	case c.format == clipped:
		return clippedColumns(c.raw, &h) && h.message >= len(c.raw)
	case c.lines > headerLines+1:
		return false
	}
	raw := bytes.Clone(c.raw)
	if c.format.broken(firstLine(raw)) {
		raw = mend(c.format, raw)
	}
	rec := Record{PID: NoPID}
	if !c.format.record(raw, &rec) {
		return false
	}
	message := strings.TrimSpace(rec.Message)
	return message == "" || categoryHead([]byte(message+" ")) == len(message)
}

// metadata ends a message with the fields that Xcode prints after it.
func (p *paster) metadata(line []byte) {
	c := &p.cur
	var m metaFields
	if !readMeta(line, &m) {
		return
	}
	if c.line != 0 && c.meta && !p.blank && c.fields.seen&m.seen&^metaOther == 0 {
		// the metadata line itself was wrapped
		joined := append(append(append([]byte(nil), c.metaAt...), '|'), line...)
		if readMeta(joined, &m) {
			c.metaAt, c.fields = joined, m
			c.lines++
			return
		}
	}
	if c.line == 0 || c.meta {
		p.begin(looked{}, false) // an empty message
	}
	c.format = nil // whatever the message looked like, its header is this line
	c.meta = true
	c.lines++
	c.metaAt = append(c.metaAt[:0], line...)
	readMeta(c.metaAt, &c.fields)
}

// finish ends the record being read: it is counted, and kept when it is wanted.
func (p *paster) finish() {
	c := &p.cur
	if c.line == 0 {
		return
	}
	line, lines := c.line, c.lines
	c.line = 0
	intro := p.intro
	p.intro = ""
	if intro == "" && line == p.next {
		intro = p.told
	} else if intro != "" && line > p.introEnd {
		intro += "\n"
	}
	p.blank = false
	raw := trimRecord(c.raw)
	if len(c.marks) > 0 {
		switch c.marks[len(c.marks)-1] {
		case markTick:
			raw = bytes.TrimRight(raw, "`")
		case markString:
			raw = bytes.TrimRight(raw, `"'`)
		}
	}
	if c.cut {
		p.out.cutAt = append(p.out.cutAt, line)
	}
	rec := Record{PID: NoPID, Line: line}
	known, wanted := true, false
	var st stamp
	switch {
	case c.format != nil:
		if c.format.broken(firstLine(raw)) {
			raw = mend(c.format, raw)
		}
		st = c.format.time(raw)
		wanted = c.format.wanted(raw, p.opts.Interest)
		if c.format == clipped && anonymous(raw) {
			known = wanted
		}
		if wanted && known {
			known = c.format.record(clean(raw), &rec)
			wanted = known
		}
	case c.meta:
		st = c.fields.stamp
		wanted = p.opts.Interest.sender(c.fields.process, c.fields.image, c.fields.subsystem, raw) ||
			p.opts.Interest.prints(raw) // a line without metadata may stand above the message
		if wanted {
			p.bare(raw, &rec)
			c.fields.fill(&rec)
		}
	default:
		notice := isNotice(raw)
		wanted = notice || p.opts.Interest.Holds(raw)
		known = wanted
		if wanted {
			p.bare(raw, &rec)
			if notice {
				rec.Kind = KindMarker
			}
			rec.Intro = intro
			p.told, p.next = intro, line+lines
		}
	}
	if !known {
		if !c.lead {
			p.out.unread(line, lines)
		}
		switch {
		case oneWord(raw): // an exception's name above its reason
			p.intro = intro
		case unfinished(raw):
			p.intro, p.introEnd = string(raw[max(0, len(raw)-maxIntro):]), line+lines
		}
		return
	}
	p.found++
	p.out.total++
	p.out.stamps = append(p.out.stamps, pasteTime{stamp: st, record: -1})
	if !wanted {
		return
	}
	if rec.stamp == (stamp{}) {
		rec.stamp = st
	}
	relabel(&rec)
	if p.opts.Annotate != nil {
		p.opts.Annotate(&rec)
	}
	p.out.stamps[len(p.out.stamps)-1].record = len(p.out.records)
	p.out.records = append(p.out.records, rec)
}

// notice makes a record of a line that says that others are missing.
func (p *paster) notice(text []byte) {
	if p.found == 0 {
		return // prose, or the beginning, which every excerpt lacks
	}
	rec := Record{PID: NoPID, Line: p.line, Kind: KindMarker, Message: noticeText(text)}
	if p.opts.Annotate != nil {
		p.opts.Annotate(&rec)
	}
	p.out.total++
	p.out.stamps = append(p.out.stamps, pasteTime{record: len(p.out.records)})
	p.out.records = append(p.out.records, rec)
}

// maxIntro is how much of the prose before a message is kept, bytes: a sentence.
const maxIntro = 400

// oneWord reports whether a line is one word, in a script that writes blanks between words.
func oneWord(raw []byte) bool {
	return bytes.IndexFunc(raw, func(r rune) bool { return r == ' ' || r >= utf8.RuneSelf }) < 0 && !bytes.HasSuffix(raw, []byte{':'})
}

// unfinished reports whether prose ends with a colon, or in the middle of a sentence or of
// source code.
func unfinished(raw []byte) bool {
	r, _ := utf8.DecodeLastRune(raw)
	return unicode.IsLetter(r) || strings.ContainsRune(":：|&", r)
}

// mend joins the first lines of a record until its header is complete: a header
// is longer than the lines of some tickets.
func mend(f *format, raw []byte) []byte {
	joined := bytes.Clone(raw)
	for at, n := 0, 0; n < headerLines; n++ {
		i := bytes.IndexByte(joined[at:], '\n')
		if i < 0 {
			break
		}
		at += i
		joined[at] = ' '
		if _, ok := f.stamp(joined); ok {
			return joined
		}
	}
	return raw
}

// headerLines is how many line breaks a header may hold.
const headerLines = 3

// time is the time of a record, a zero stamp where it has none.
func (f *format) time(raw []byte) stamp {
	if f.stamp == nil {
		return stamp{}
	}
	st, ok := f.stamp(raw)
	if !ok {
		return stamp{}
	}
	return st
}

// relabel finds "[subsystem:category] " before a message in formats that have no
// place for it: people leave it when they shorten a header.
func relabel(rec *Record) {
	if rec.Subsystem != "" || len(rec.Message) < 4 || rec.Message[0] != '[' {
		return
	}
	var h head
	raw := []byte(rec.Message[:min(len(rec.Message), 512)])
	label(raw, 0, &h)
	if !h.subsystem.found() || h.message >= len(rec.Message) {
		return // the message itself is in brackets
	}
	rec.Subsystem = string(h.subsystem.of(raw))
	if h.category.found() {
		rec.Category = string(h.category.of(raw))
	}
	rec.Message = rec.Message[pastSpace([]byte(rec.Message), h.message):]
}

// bare fills a record from a message without a header.
func (p *paster) bare(raw []byte, rec *Record) {
	rec.Message = string(clean(raw))
	if end := categoryHead(raw); end > 0 {
		rec.Category = string(raw[1 : end-1])
	}
}
