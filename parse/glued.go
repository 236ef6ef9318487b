package parse

import (
	"bytes"
	"io"
)

// headerWindow is how much of a line is looked at to know a header.
const headerWindow = 1024

// begins reports whether line is the first line of a record of f, and says so by
// itself: without its header, a JSON array is like any brackets.
func (f *format) begins(line []byte) bool {
	return !f.needsHeader && f.starts(line) && !led(line)
}

// broken reports whether line begins a record of f whose header goes on in the
// next line: there is a time, but the columns are not complete. JSON has none.
func (f *format) broken(line []byte) bool {
	if f.stamp == nil || len(line) == 0 || line[0] == '{' || line[0] == '[' || !f.starts(line) {
		return false
	}
	if _, ok := f.stamp(line); ok {
		return false
	}
	for i := 0; i+8 <= min(len(line), brokenWindow); i++ {
		if _, _, ok := readClock(line[i:]); ok {
			return true
		}
	}
	return false
}

// brokenWindow is how far into a line its own time begins at most.
const brokenWindow = 32

// formatOf returns the first format of which line begins a record, or nil.
func formatOf(line []byte) *format {
	for _, f := range formats {
		if f.begins(line) {
			return f
		}
	}
	return nil
}

// led reports whether prose or a quote mark stands before the level word with
// which a line of Console begins: Console's own cells before it end with a tab.
func led(line []byte) bool {
	for i := 0; i+8 <= min(len(line), ledWindow); i++ {
		if _, _, ok := readClock(line[i:]); ok {
			b := headerBegins(line, i)[0]
			return b > 0 && line[b-1] != '\t'
		}
	}
	return false
}

// ledWindow is how far into a line led looks for a time.
const ledWindow = 240

// consoleLevels are the words with which Console's lines begin.
var consoleLevels = []string{"default", "info", "debug", "error", "fault", "activity", "signpost", "state", "loss"}

// innerStart finds a header inside line, at or after from: pasting loses
// newlines, and prose is written before a line. Headers are looked for only
// where a clock stands.
func innerStart(line []byte, from int, only *format) (int, *format) {
	for i := from; i+8 <= len(line); i++ {
		colon := bytes.IndexByte(line[i:], ':')
		if colon < 0 {
			return -1, nil
		}
		i += colon - 2
		if i < from {
			i += 2
			continue
		}
		if _, _, ok := readClock(line[i:]); !ok {
			i += 2
			continue
		}
		for _, b := range headerBegins(line, i) {
			if b < from || b == 0 {
				continue
			}
			head := line[b:min(len(line), b+headerWindow)]
			if only != nil {
				if only.begins(head) {
					return b, only
				}
			} else if f := formatOf(head); f != nil {
				return b, f
			}
		}
		i += 7
	}
	return -1, nil
}

// glued returns where the next record begins inside a line that begins one, or
// -1. It is looked for behind the line's own time.
func glued(line []byte, f *format) int {
	for i := 0; i+8 <= len(line); i++ {
		if _, n, ok := readClock(line[i:]); ok {
			at, _ := innerStart(line, i+n, f)
			return at
		}
	}
	return -1
}

// headerBegins returns where a header whose clock stands at i may begin, the
// longest first; -1 for what does not apply.
func headerBegins(line []byte, i int) [3]int {
	begins := [3]int{-1, -1, -1}
	date := i
	if i >= 11 {
		if _, ok := readDate(line[i-11:]); ok {
			date = i - 11
		}
	}
	if date == i && i >= 6 {
		for b := i - 7; b < i-5; b++ { // "Mar 26 " or "Jul 1 "
			if b >= 0 {
				if _, n, ok := readSyslogStamp(line[b:]); ok && b+n > i {
					date = b
					break
				}
			}
		}
	}
	if gap := date - 1; gap > 0 && (line[gap] == '\t' || line[gap] == ' ') {
		for _, w := range consoleLevels {
			if bytes.HasSuffix(line[:gap], []byte(w)) {
				begins[0] = gap - len(w)
				break
			}
		}
	}
	begins[1] = date
	if date == i && i > 0 && (digit(line[i-1]) || line[i-1] == 'T' || line[i-1] == '-') {
		begins[1] = -1 // inside a longer number or an ISO time
	}
	return begins
}

// lineReader reads lines in bounded memory. A line that is longer than limit is
// cut where a header begins inside it; without one, its rest is skipped.
type lineReader struct {
	r     io.Reader
	limit int
	buf   []byte
	begin int // of the unread bytes in buf
	total int64
	err   error
	empty int  // reads in a row that gave nothing
	skip  bool // up to the next newline
}

// readLine is one line or a piece of one.
type readLine struct {
	text []byte
	more bool // the next call goes on with the same line
	cut  bool // its rest was too long and is left out
}

// next returns the next line without its newline; io.EOF after the last one.
// The text is valid until the next call.
func (l *lineReader) next() (line readLine, err error) {
	searched := l.begin
	for {
		if i := bytes.IndexByte(l.buf[searched:], '\n'); i >= 0 {
			end := searched + i
			if l.skip {
				l.skip = false
				l.begin = end + 1
				searched = l.begin
				continue
			}
			if end-l.begin > l.limit {
				line, ok := l.piece(l.begin + l.limit)
				if !ok {
					l.begin = end + 1
				}
				return line, nil
			}
			line.text = l.buf[l.begin:end]
			l.begin = end + 1
			return line, nil
		}
		searched = len(l.buf)
		if l.err != nil {
			rest := l.buf[l.begin:]
			l.begin = len(l.buf)
			if len(rest) == 0 || l.skip {
				return line, l.err
			}
			line.text = rest
			return line, nil
		}
		if l.skip {
			l.begin = len(l.buf)
		}
		if len(l.buf)-l.begin > l.limit {
			line, ok := l.piece(l.begin + l.limit)
			if !ok {
				l.skip = true
			}
			return line, nil
		}
		searched -= l.fill()
	}
}

// piece returns what stands before the last header inside the unread bytes up to
// end; ok is false when there is none, and the rest of the line has to go.
func (l *lineReader) piece(end int) (line readLine, ok bool) {
	text := l.buf[l.begin:end]
	last := -1
	for from := 1; ; {
		b, _ := innerStart(text, from, nil)
		if b < 0 {
			break
		}
		last, from = b, b+1
	}
	if last < 0 {
		return readLine{text: text, cut: true}, false
	}
	l.begin += last
	return readLine{text: text[:last], more: true}, true
}

// fill reads more and returns by how much the unread bytes moved to the front.
func (l *lineReader) fill() (moved int) {
	if l.begin > 0 && (l.begin == len(l.buf) || cap(l.buf)-len(l.buf) < minRead) {
		moved = l.begin
		l.buf = l.buf[:copy(l.buf, l.buf[l.begin:])]
		l.begin = 0
	}
	if cap(l.buf)-len(l.buf) < minRead {
		grown := make([]byte, len(l.buf), max(2*cap(l.buf), 4*minRead))
		copy(grown, l.buf)
		l.buf = grown
	}
	n, err := l.r.Read(l.buf[len(l.buf):min(cap(l.buf), l.begin+l.limit+minRead)])
	l.buf = l.buf[:len(l.buf)+n]
	l.total += int64(n)
	if n > 0 {
		l.empty = 0
	} else if l.empty++; l.empty > emptyReads && err == nil {
		err = io.ErrNoProgress
	}
	if err != nil {
		l.err = err
	}
	return moved
}

const (
	minRead    = 16 << 10 // least room for one read
	emptyReads = 100      // after so many reads of nothing a source is broken
)
