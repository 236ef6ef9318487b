package parse

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// formats lists every textual format, the most specific first: where two fit
// equally well, the earlier one wins.
var formats = []*format{
	ecdigitJSONL,
	iteratorJSONL,
	iteratorCSV,
	ostraceJSON,
	pymobileJSON,
	goiosJSON,
	appiumJSON,
	logNDJSON,
	logJSON,
	logDefault,
	logCompact,
	logSyslog,
	unifiedLogReader,
	xcode,
	console,
	idevicesyslog,
	macosSyslog,
	pymobiledevice3,
	goiosText,
}

// streamFunc reads records that cannot be found line by line; it returns the bytes read.
type streamFunc func(ctx context.Context, r io.Reader, opts Options, emit func(*block) error) (int64, error)

// detection is the way in which an input will be read.
type detection struct {
	name, why string
	format    *format
	// report reads a crash report, JetsamEvent or MetricKit payload.
	report func(r io.Reader, sum *Summary) error
	// stream reads formats whose records cannot be found line by line.
	stream streamFunc
}

// The names of the two shapes that the paste reader reads.
const (
	pasteName = "paste"
	xcode15   = "xcode15"
)

// detectLines is how many lines of the sample are looked at.
const detectLines = 400

// A format of which so many lines, and such a part of all lines that begin a
// record, stand in the sample is read as itself, whatever else is in it: logs
// quote other logs.
const (
	sureRecords = 20
	surePart    = 0.6
)

// damagedPart is the part of records that begin only after cleaning from which
// on a text counts as pasted.
const damagedPart = 0.15

// detect recognises the format by content.
func detect(sample []byte, whole bool, opts Options) (detection, error) {
	det, _, err := examine(sample, whole, opts)
	return det, err
}

// examine is detect with the counts behind its choice; they are nil where none
// were needed.
func examine(sample []byte, whole bool, opts Options) (detection, *survey, error) {
	if empty(sample) {
		return detection{}, nil, fmt.Errorf("the input is empty: %w", ErrNothing)
	}
	if det, ok := detectArray(sample, whole, opts); ok {
		return det, nil, nil
	}
	if opts.Format != "" {
		det, err := forced(opts.Format, opts)
		return det, nil, err
	}
	if looksShutdown(sample, whole) {
		return detection{name: shutdownName, why: "logd's lines about shutdowns", report: shutdownReader(opts.Zone)}, nil, nil
	}
	if beginsJSON(sample) { // a report is one document, where log formats look at lines
		if det, ok := detectReport(sample, whole); ok {
			return det, nil, nil
		}
	}
	if what := looksBinary(sample); what != "" {
		return detection{}, nil, fmt.Errorf("%s, not a text log: %w", what, ErrNothing)
	}
	s := newSurvey(sampleLines(sample, whole), opts.Interest)
	if s.best < 0 && s.dirty == 0 && s.meta == 0 {
		if det, ok := detectReport(sample, whole); ok && !(whole && besideReports(sample, opts.Interest)) {
			return det, s, nil
		}
	}
	return s.choose(), s, nil
}

func detectReport(sample []byte, whole bool) (detection, bool) {
	name, why, read, ok := reportReader(sample, whole)
	return detection{name: name, why: why, report: read}, ok
}

// survey counts what the lines of a sample look like.
type survey struct {
	lines   int
	counts  []tally // in the order of formats
	best    int     // the format with most records, -1: none
	starts  int     // lines that begin a record of some format as they are
	dirty   int     // records that begin only after cleaning or inside a line
	short   int     // shortened headers that name their process
	meta    int     // Xcode's metadata lines
	bare    int     // messages without header that matter
	wrapped int     // lines that look like the second half of the line before
	broken  int     // records whose header goes on in the next line
	dressed int     // lines in the dress of a web page, as far as that changes messages
	fence   bool    // Markdown's mark of code stands before the first record

	wrapping func() wrapping // where somebody has broken the lines
}

// tally is how often one format was seen.
type tally struct {
	raw     int // lines that begin a record as they are
	cleaned int // only after cleaning
	header  int // number of the column header's line among the non-blank ones, 0: none
}

func newSurvey(lines [][]byte, in *Interest) *survey {
	s := &survey{lines: len(lines), counts: make([]tally, len(formats)), best: -1}
	loose := make([]int, len(formats)) // lines that start like a record, readable or not
	rest := make([]bool, len(lines))
	for i, line := range lines {
		rest[i] = true
		if dressed(line) {
			s.dressed++
		}
		s.fence = s.fence || fenced(line) && !slices.ContainsFunc(s.counts, func(t tally) bool { return t.raw > 0 })
		for k, f := range formats {
			if f.header != nil && s.counts[k].header == 0 && f.header(line) {
				s.counts[k].header = i + 1
			}
			if f.starts(line) && !led(line) {
				loose[k]++
				if f.begins(line) {
					s.counts[k].raw++
					rest[i] = false
				}
			}
		}
	}
	for k := range formats {
		if s.counts[k].header > 0 { // what the header promises need not be readable line by line
			s.counts[k].raw = loose[k]
		}
		if s.counts[k].raw > 0 && (s.best < 0 || s.weight(k) > s.weight(s.best)) {
			s.best = k
		}
	}
	if s.best >= 0 {
		s.counts[s.best].raw = loose[s.best]
		for i, line := range lines {
			rest[i] = rest[i] && (led(line) || !formats[s.best].starts(line))
		}
	}
	s.others(lines, rest, in)
	return s
}

// weight orders formats: a column header outweighs any number of lines.
func (s *survey) weight(k int) int {
	if s.counts[k].header > 0 {
		return s.counts[k].raw + s.lines
	}
	return s.counts[k].raw
}

// others looks at the lines that begin no record as they are.
func (s *survey) others(lines [][]byte, rest []bool, in *Interest) {
	p := &paster{opts: Options{Interest: in}}
	s.wrapping = sync.OnceValue(func() wrapping { return p.wrapping(lines) }) // few choices depend on it
	for i, line := range lines {
		if !rest[i] {
			s.starts++
			if f := formatOf(line); f != nil && glued(line, f) > 0 {
				s.dirty++
			}
			if s.best >= 0 && formats[s.best].broken(line) {
				s.broken++
			}
			continue
		}
		l := p.look(p.undress(line))
		switch {
		case l.meta:
			s.meta++
		case l.format == clipped:
			if !anonymous(l.text) {
				s.short++
			}
		case l.format != nil:
			s.dirty++
			for k, f := range formats {
				if f == l.format {
					s.counts[k].cleaned++
				}
			}
		case len(l.text) == 0:
		case l.opens && l.indent == 0 && in.first(l.text) >= 0:
			s.bare++
		case s.starts > 0 && len(l.marks) == 0 && letter(l.text[0]) && innerWord(l.text):
			s.wrapped++
		default:
			if at, _ := innerStart(l.text, 1, nil); at > 0 {
				s.dirty++
			}
		}
	}
}

// records is how many lines begin a record in one way or another.
func (s *survey) records() int { return s.starts + s.dirty + s.short + s.meta }

// choose decides how to read the input and says why.
func (s *survey) choose() detection {
	paste := func(why string) detection {
		return detection{name: pasteName, why: why, stream: readPaste(s.meta > 0)}
	}
	if s.best < 0 {
		switch {
		case s.meta > 0:
			return s.xcode15()
		case s.dirty > 0:
			return paste(s.share(s.dirty) + " a record only after taking off indentation, quote or comment marks, or in mid-line")
		case s.short > 0:
			return paste(s.share(s.short) + " a record whose header was shortened by hand")
		}
		return paste("no line begins a record of a known format: messages are read line by line")
	}
	f, n := formats[s.best], s.counts[s.best]
	why := s.share(n.raw) + " a record"
	if n.header > 0 {
		why = fmt.Sprintf("column header in line %d", n.header)
	}
	plain := detection{name: f.name, why: why, format: f}
	switch foreign := s.starts - n.raw; {
	case float64(s.broken) > damagedPart*float64(n.raw):
		return paste(fmt.Sprintf("%s of %s, %d with a header that was wrapped", count(n.raw, "record", "records"), f.name, s.broken))
	case s.dressed > 0 && n.header == 0 && (n.raw < sureRecords || float64(s.dressed) > damagedPart*float64(s.lines)):
		return paste(fmt.Sprintf("%s of %s in the dress of a web page", count(n.raw, "record", "records"), f.name))
	case s.fence && s.meta == 0: // what comes behind the code belongs to none of its records
		return paste(fmt.Sprintf("%s of %s in Markdown's marks of code", count(n.raw, "record", "records"), f.name))
	case s.wrapping().column > 0:
		return paste(fmt.Sprintf("%s of %s, with lines broken at column %d", count(n.raw, "record", "records"), f.name, s.wrapping().column))
	case n.raw >= sureRecords && float64(n.raw) >= surePart*float64(s.records()):
		return plain
	case s.meta > 0:
		return s.xcode15()
	case float64(s.dirty) > damagedPart*float64(s.records()):
		return paste(fmt.Sprintf("%s only after taking off indentation, quote or comment marks, or in mid-line",
			count(s.dirty, fmt.Sprintf("of %d records begins", s.starts+s.dirty), fmt.Sprintf("of %d records begin", s.starts+s.dirty))))
	case n.header > 0:
		return plain
	case foreign > 0:
		return paste(fmt.Sprintf("formats are mixed: %s of %s, %d of others", count(n.raw, "record", "records"), f.name, foreign))
	case s.short > 0:
		return paste(fmt.Sprintf("%s of %s and %d with shortened headers", count(n.raw, "record", "records"), f.name, s.short))
	case s.bare > 0:
		return paste(fmt.Sprintf("%s of %s and %s without header", count(n.raw, "record", "records"), f.name, count(s.bare, "message", "messages")))
	case s.wrapped > 0:
		return paste(fmt.Sprintf("%s of %s, wrapped over several lines", count(n.raw, "record", "records"), f.name))
	}
	return plain
}

func (s *survey) xcode15() detection {
	return detection{
		name: xcode15, stream: readPaste(true),
		why: fmt.Sprintf("%d of the first %d lines %s the fields that Xcode 15 prints after a message",
			s.meta, s.lines, map[bool]string{true: "holds", false: "hold"}[s.meta == 1]),
	}
}

// share is "3 of the first 40 lines begin".
func (s *survey) share(n int) string {
	switch {
	case s.lines == 1:
		return "the only line begins"
	case n == 1:
		return fmt.Sprintf("1 of the first %d lines begins", s.lines)
	}
	return fmt.Sprintf("%d of the first %d lines begin", n, s.lines)
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func forced(name string, opts Options) (detection, error) {
	det := detection{name: name, why: "forced by --input-format"}
	switch {
	case name == pasteName || name == xcode15:
		det.stream = readPaste(name == xcode15)
		return det, nil
	case name == shutdownName:
		det.report = shutdownReader(opts.Zone)
		return det, nil
	case slices.Contains(reportNames, name):
		det.report = readReports
		return det, nil
	}
	for _, f := range formats {
		if f.name == name {
			det.format = f
			return det, nil
		}
	}
	return detection{}, fmt.Errorf("unknown input format %q: expected one of %s", name, strings.Join(FormatNames(), ", "))
}

// FormatNames lists the names that --input-format accepts.
func FormatNames() []string {
	names := make([]string, 0, len(formats)+len(reportNames)+3)
	for _, f := range formats {
		names = append(names, f.name)
	}
	return append(append(append(names, xcode15, pasteName), reportNames...), shutdownName)
}

// sampleLines splits the sample; the last line is left out when it may be cut.
func sampleLines(sample []byte, whole bool) [][]byte {
	var lines [][]byte
	for len(sample) > 0 && len(lines) < detectLines {
		i := bytes.IndexByte(sample, '\n')
		if i < 0 {
			if whole || len(lines) == 0 {
				lines = append(lines, trimLine(sample))
			}
			break
		}
		if line := trimLine(sample[:i]); !empty(line) {
			lines = append(lines, line)
		}
		sample = sample[i+1:]
	}
	return lines
}

// binaryMagic names the binary files that people hand over instead of text.
var binaryMagic = []struct{ magic, name string }{
	{"\x00\x10\x00\x00", "a tracev3 file (export it with log show)"},
	{"SQLite format 3\x00", "an SQLite database"},
	{"bplist00", "a binary property list"},
	{"\x89PNG", "a PNG picture"},
	{"\xff\xd8\xff", "a JPEG picture"},
	{"%PDF", "a PDF document"},
	{"\xfd7zXZ\x00", "an xz file (unpack it first)"},
}

// looksBinary says what the sample is when it is not text.
func looksBinary(sample []byte) string {
	for _, m := range binaryMagic {
		if bytes.HasPrefix(sample, []byte(m.magic)) {
			return m.name
		}
	}
	if len(sample) > 262 && string(sample[257:262]) == "ustar" {
		return "a tar archive whose first header is damaged"
	}
	odd := 0
	head := sample[:min(len(sample), 8192)]
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != 0x1b && c != 0 {
			odd++
		}
	}
	nul := bytes.Count(head, []byte{0})
	if odd*20 > len(head) || nul*3 > len(head) {
		return "binary data"
	}
	return ""
}
