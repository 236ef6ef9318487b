package parse

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
)

// paster reads text that people have pasted into tickets, mails and comments:
// records of any format behind indentation and quote marks, with shortened
// headers or none, wrapped, glued together, or followed by Xcode's metadata. It
// goes line by line in bounded memory; what it cannot place is counted.
type paster struct {
	opts  Options
	limit int  // bytes of one record
	xcode bool // messages are followed by metadata lines
	wraps wrapping

	line  int    // number of the current line, from 1
	last  []byte // the line before
	cur   pasted
	blank bool // blank lines since the last line of cur

	found    int    // records so far
	intro    string // the prose right before, of which a colon or no end of a sentence is the end
	introEnd int    // the line behind it
	told     string // the prose before the last record, if it stood right before that
	next     int    // the line behind that record
	out      batch

	marked []byte // scratch for the cleaned line
	spaced []byte // scratch for the line with a blank behind it
}

// pasted is the record being assembled.
type pasted struct {
	format *format // nil: a message without a header
	meta   bool    // closed by a metadata line
	fields metaFields
	metaAt []byte // the metadata line, to which fields point

	raw     []byte // cleaned lines joined by newlines
	line    int    // number of its first line, 0: no record
	lines   int
	marks   []mark
	indent  int // where the text of its first line begins
	nest    nesting
	last    byte // last byte of the last line
	matters bool // one of its lines holds a literal
	opened  bool // its first line begins a message
	half    bool // its last line is the beginning of a literal
	ended   bool // nothing may follow
	lead    bool // prose before a header in the same line
	cut     bool
}

// continuationLines is how many lines a record may go on: the longest wrapped
// messages and attribute lists of the system are shorter.
const continuationLines = 40

// batchRecords and batchLines bound what is held back before it is handed on.
const (
	batchRecords = 2048
	batchLines   = 1 << 14
)

// readPaste is the detection's stream for pasted text.
func readPaste(xcode bool) streamFunc {
	return func(ctx context.Context, r io.Reader, opts Options, emit func(*block) error) (int64, error) {
		p := &paster{opts: opts, limit: opts.MaxRecord, xcode: xcode}
		if p.limit <= 0 {
			p.limit = defaultMaxRecord
		}
		p.out.keepZone = opts.Zone != nil
		text := bufio.NewReaderSize(r, wrapSample)
		sample, _ := text.Peek(wrapSample) // an error comes again when all before it is read
		p.wraps = p.wrapping(bytes.Split(sample, []byte{'\n'}))
		lines := &lineReader{r: text, limit: p.limit}
		err := p.run(ctx, lines, emit)
		return lines.total, err
	}
}

func (p *paster) run(ctx context.Context, lines *lineReader, emit func(*block) error) error {
	more := false
	for {
		line, err := lines.next()
		if err != nil {
			p.finish()
			if e := p.flush(emit); e != nil {
				return e
			}
			if err != io.EOF {
				return err
			}
			break
		}
		if !more {
			p.line++
		}
		more = line.more
		p.add(trimLine(line.text), line.cut)
		if len(p.out.cutAt) > 0 || p.out.total >= batchRecords || p.line-p.out.base >= batchLines {
			if err := p.flush(emit); err != nil {
				return err
			}
		}
		if p.line%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if p.found == 0 {
		return fmt.Errorf("none of the %d lines is a log record or a message that bglog knows: expected a log in one of the known formats "+
			"(--explain-format shows what was tried, --input-format forces one): %w", p.line, ErrNothing)
	}
	return nil
}

// flush hands on all lines before the record that is being read.
func (p *paster) flush(emit func(*block) error) error {
	upTo := p.line
	if p.cur.line != 0 {
		upTo = p.cur.line - 1
	}
	if upTo = max(upTo, p.out.base); upTo == p.out.base && p.out.total == 0 {
		return nil
	}
	return emit(p.out.take(upTo))
}

// add places one line.
func (p *paster) add(line []byte, cut bool) {
	if text := p.undress(line); empty(text) {
		p.space()
	} else {
		p.place(text, cut)
	}
	p.last = append(p.last[:0], line...)
}

func (p *paster) place(text []byte, cut bool) {
	if leftOut(text) || streamRestart(text) || relayRestart(text) {
		p.finish()
		p.notice(text)
		return
	}
	l := p.look(text)
	l.noRoom = p.wraps.noRoom(p.last, text)
	if l.format != nil {
		p.header(l, cut)
		return
	}
	if len(l.text) == 0 { // nothing but marks, or what stands around pasted text
		if l.noise {
			p.finish()
		} else {
			p.space()
		}
		return
	}
	if l.meta {
		p.metadata(l.text)
		return
	}
	if at, f := innerStart(l.text, 1, nil); at > 0 {
		// a newline was lost before the header, or prose introduces it
		lead := l
		lead.text = bytes.TrimRight(l.text[:at], " \t\"'`")
		lead.whole = lead.text
		switch {
		case bytes.HasSuffix(lead.text, []byte(":")) && !l.holds: // "The log says:"
			p.finish()
		case len(bytes.Trim(lead.text, " \t-\u2014>")) > 0:
			p.message(lead, false)
			p.cur.lead = p.cur.lines == 1
		}
		l.text, l.format = l.text[at:], f
		p.header(l, cut)
		return
	}
	p.message(l, cut)
}

// undress takes off what stands behind a line, and what a web page makes of its characters.
func (p *paster) undress(line []byte) []byte {
	if len(line) > 0 && line[len(line)-1] == ' ' || bytes.HasSuffix(line, []byte("```")) && len(line) > 12 {
		line = bytes.TrimRight(bytes.TrimRight(line, "` "), " \t")
	}
	line = serverLine(plain(line, &p.marked))
	if bare := trimTags(line); len(bare) > 0 {
		return bare
	}
	return line
}

// rowMarks stand before the lines of a device's or a simulator's log in the log of Appium's
// server (posted logs: appium/appium#4506, #6595, appium/WebDriverAgent#571,
// appium/appium-xcuitest-driver#135).
var rowMarks = []string{"[IOS_SYSLOG_ROW ]", "[IOS_SYSLOG_ROW]", "[IOSDeviceLog]", "[WebDriverAgent] Sim:"}

// serverLine takes such a mark off, and what the server writes before it:
//
//	2015-02-07 00:23:04:982 - info: [IOS_SYSLOG_ROW ] Feb  6 16:23:06 iPad Notes[29] <Warning>: message
//
// XHarness prints the time alone, with seven digits behind the second (posted logs: dotnet/runtime#116558):
//
//	[16:50:49.8304040] message
func serverLine(line []byte) []byte {
	if len(line) > len("[16:50:49.8304040]") && line[0] == '[' && line[17] == ']' && line[3] == ':' && line[6] == ':' && line[9] == '.' && number(line[10:17]) {
		return bytes.TrimPrefix(line[18:], []byte{' '})
	}
	head := line[:min(len(line), 80)]
	for _, mark := range rowMarks {
		at := bytes.Index(head, []byte(mark))
		if at < 0 {
			continue
		}
		for _, word := range bytes.Fields(head[:at]) {
			_, date := readDate(word)
			if c := word[len(word)-1]; !date && c != ':' && c != ']' && c != '-' && c != '>' && (len(word) < 8 || word[2] != ':') {
				return line
			}
		}
		return bytes.TrimLeft(line[at+len(mark):], " ")
	}
	return line
}

// space handles a blank line: it ends a record that waits for nothing.
func (p *paster) space() {
	if p.cur.line == 0 {
		return
	}
	if p.cur.meta || !p.cur.nest.open() {
		p.finish()
		return
	}
	p.blank = true
}

// looked is one line after cleaning.
type looked struct {
	text   []byte
	whole  []byte  // with its marks
	format *format // of which it begins a record
	meta   bool    // a metadata line
	noise  bool    // no text, and what stands around pasted text
	opens  bool    // begins a message
	holds  bool    // holds a literal, perhaps only with a blank behind it
	half   bool    // ends with a heading, or with a literal but for its last blank, where the line was wrapped
	noRoom bool    // the line before had no room for its first word
	indent int
	marks  []mark
}

// maxLayers is how many marks are taken off one line.
const maxLayers = 8

// look decides by the least cleaning after which a line says what it is.
func (p *paster) look(text []byte) looked {
	var layers [maxLayers + 2][]byte
	var marks [maxLayers + 2]mark
	layers[0] = text
	n := 1
	if t := bytes.TrimLeft(text, " \t"); len(t) < len(text) {
		layers[1], n = t, 2
	}
	trimmed := n - 1
	plainest := trimmed
	strong := true
	for n < len(layers) {
		rest, m, ok := peel(layers[n-1])
		if !ok {
			break
		}
		layers[n], marks[n] = bytes.TrimLeft(rest, " \t"), m
		if strong = strong && m.strong(); strong {
			plainest = n
		}
		n++
	}
	at := func(i int) looked {
		l := looked{text: layers[i], whole: text, indent: cap(text) - cap(layers[i])}
		for _, m := range marks[1 : i+1] {
			if m != 0 {
				l.marks = append(l.marks, m)
			}
		}
		return l
	}
	for i := range n {
		if f := formatOf(layers[i]); f != nil {
			l := at(i)
			l.format = f
			return l
		}
	}
	var m metaFields
	for i := range n {
		if readMeta(layers[i], &m) {
			l := at(i)
			l.meta = true
			return l
		}
	}
	for i := range n {
		if clipped.starts(layers[i]) {
			l := at(i)
			l.format = clipped
			return l
		}
	}
	if i := opening(layers[trimmed:n], p.opts.Interest); i >= 0 {
		l := at(trimmed + i)
		l.opens, l.holds, l.half = true, true, p.opts.Interest.heads(l.text)
		return l
	}
	if fenced(layers[trimmed]) || fenced(layers[plainest]) || ruler(layers[trimmed]) || formatNoise(layers[plainest]) {
		return looked{noise: true}
	}
	l := at(plainest)
	if in := p.opts.Interest; in != nil {
		p.spaced = append(append(p.spaced[:0], l.text...), ' ')
		l.holds = in.Holds(p.spaced)
		l.half = l.holds && !in.Holds(l.text) || in.heads(l.text)
	}
	return l
}

// opening returns the layer with which a message begins, or -1: the first that
// begins with a literal, else the plainest with nothing but labels before one.
func opening(layers [][]byte, in *Interest) int {
	best := -1
	for i, t := range layers {
		if in.first(t) == 0 || voiced(t) || activityHead(t) {
			return i
		}
		if opens(t, in) {
			best = i
		}
	}
	return best
}

// formatNoise reports what log tools print beside records.
func formatNoise(t []byte) bool {
	if len(t) == 0 || !letter(t[0]) {
		return false // brackets of JSON are part of messages here
	}
	for _, f := range formats {
		if f.noise != nil && f.noise(t) || f.header != nil && f.header(t) {
			return true
		}
	}
	return false
}
