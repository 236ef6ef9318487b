// Package oracle is a second, slow and obvious reader of log exports, made of
// regular expressions. Tests compare the fast readers of package parse with it. It
// follows the grammars of the exports and shares no code with package parse.
package oracle

import (
	"bytes"
	"regexp"
	"strings"
	"time"
)

// NoPID is the PID of a record whose export does not carry one.
const NoPID = -1

// Record is what every export may tell of a log entry; what it does not is empty.
type Record struct {
	Line      int       // of its first line, from 1
	Time      time.Time // in the zone that was printed, else UTC
	Level     string    // debug, info, default, error, fault or unknown
	Marker    bool      // logd's own note
	Process   string
	PID       int // NoPID when unknown
	TID       uint64
	Image     string
	Subsystem string
	Category  string
	Message   string

	// open tells that a line follows of which the grammar does not say whether it
	// goes on with the message.
	open bool
}

// Log is what an oracle reads of an export.
type Log struct {
	Records  []Record
	Lines    int
	Unparsed int // lines that fit nothing

	// doubtful are the lines, by number, that have something of a record's first line
	// or of a column header and are none, and those below them. Readers may differ.
	doubtful map[int]bool
	repeats  bool
	dateless bool // days are counted
}

// Reader reads one form of export.
type Reader struct {
	Name   string // as in package logstyle
	Format string // as in package parse
	first  *regexp.Regexp
	// resembles finds what a damaged first line has in common with a good one.
	resembles *regexp.Regexp
	// noise are lines that tools write beside records.
	noise *regexp.Regexp
	// notice are lines that tools write where records are missing: records of their own, with
	// the time of the one before. May be nil.
	notice *regexp.Regexp
	// restart are lines with which a capture begins, likewise when records stand before them.
	// May be nil.
	restart *regexp.Regexp
	// fill reads the columns, which are the groups of first, and the text behind them,
	// which holds the record's further lines.
	fill func(group map[string]string, rest string, r *Record) bool
	// narrow is how many bytes the columns have at least; what falls a little short of
	// it has lost a blank or has gained a word. 0: they have no width.
	narrow int
	// repeats tells that Console copies records twice.
	repeats bool
	// dateless tells that the first record's day is day.
	dateless bool
}

// day is that of the first record of logs without date.
var day = time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)

// colour is what terminals do not print.
var colour = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// leading is what may stand before a record's first line: relays end records with a
// NUL, terminal captures keep their colours.
var leading = regexp.MustCompile(`^(\x00|\x1b\[[0-9;]*m)+`)

// Clean makes text plain: no carriage returns before newlines, no NULs, no terminal
// colours, valid UTF-8.
func Clean(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.ReplaceAll(text, "\x00", "")
	text = colour.ReplaceAllString(text, "")
	return strings.ToValidUTF8(text, "\uFFFD")
}

// state is what the lines that begin nothing belong to.
type state int

const (
	nowhere state = iota
	inRecord
	inDoubt
)

// Read reads a whole export.
func (f *Reader) Read(data []byte) *Log {
	l := &Log{doubtful: map[int]bool{}, repeats: f.repeats, dateless: f.dateless}
	var text []string // the lines of the record that is being read
	at := nowhere
	finish := func(open bool) {
		if at == inRecord {
			f.record(l, text, open)
		}
		text = nil
	}
	for _, line := range split(data) {
		l.Lines++
		plain := leading.ReplaceAllString(strings.TrimSuffix(line, "\r"), "")
		switch {
		case f.begins(plain):
			finish(false)
			at, text = inRecord, []string{leading.ReplaceAllString(line, "")}
			l.Records = append(l.Records, Record{Line: l.Lines, PID: NoPID})
		case f.notice != nil && f.notice.MatchString(plain) && at == inDoubt: // its time is that of what is doubtful
			l.doubtful[l.Lines] = true
		case f.notice != nil && f.notice.MatchString(plain):
			finish(false)
			at = nowhere
			l.notice(plain)
		case f.restart != nil && f.restart.MatchString(plain) && at == inDoubt:
			l.doubtful[l.Lines] = true
		case f.restart != nil && f.restart.MatchString(plain) && len(l.Records) > 0:
			finish(false)
			at = nowhere
			l.notice("captured anew: " + plain)
		case f.unclear(plain):
			finish(true)
			at = inDoubt
			l.doubtful[l.Lines] = true
		case f.noise.MatchString(plain):
			finish(false)
			at = nowhere
		case at == inDoubt:
			l.doubtful[l.Lines] = true
		case at == inRecord:
			text = append(text, line)
		case len(bytes.TrimSpace([]byte(plain))) > 0:
			l.Unparsed++
		}
	}
	finish(false)
	f.days(l)
	return l
}

// notice adds the record of a notice.
func (l *Log) notice(text string) {
	r := Record{Line: l.Lines, Level: "unknown", PID: NoPID, Marker: true, Message: Clean(text)}
	if n := len(l.Records); n > 0 {
		r.Time = l.Records[n-1].Time
	}
	l.Records = append(l.Records, r)
}

// split is without the empty piece behind the last newline.
func split(data []byte) []string {
	lines := strings.Split(string(data), "\n")
	if n := len(lines); lines[n-1] == "" {
		return lines[:n-1]
	}
	return lines
}

// begins reports whether line is certainly the first one of a record.
func (f *Reader) begins(line string) bool {
	head := f.first.FindString(line)
	if head == "" || len(head) > maxHead || f.narrow > 0 && len(head) < f.narrow && len(head) > f.narrow-squeezed || control.MatchString(head) {
		return false
	}
	var r Record
	return f.apply(Clean(line), &r)
}

// control are characters that no column holds.
var control = regexp.MustCompile(`[\x00-\x08\x0b-\x1f\x7f]`)

// maxHead is how long the columns of a real record are at most.
const maxHead = 250

// squeezed is how much shorter columns are whose blanks somebody has folded.
const squeezed = 12

// unclear reports whether a line that begins no record has something of one.
func (f *Reader) unclear(line string) bool {
	return f.resembles.MatchString(line) || f.resembles.MatchString(Clean(line)) ||
		!f.noise.MatchString(line) && noiseLike.MatchString(line) ||
		strings.HasPrefix(line, "\x1b")
}

// noiseLike is how the lines that tools write beside records begin.
var noiseLike = regexp.MustCompile(`^(Timestamp |Filtering the log data|Skipping (info and )?debug messages|getpwuid_r did not|==========|\[(dis)?connected|\{"(count|finished)|` + leftOut + `)`)

// leftOut is how lines look that say that others were left out, in excerpts.
const leftOut = `[^\pL\pN\n]*(?:\.\.\.|…)|[^\pL\pN\n]*\.[^\pL\pN\n]*$|[^\pL\pN\n].*(?i:snip|snipped|truncated|omitted|skipped|removed)[^\pL\pN\n]*$|--$`

// apply reads a record's text; false when its columns hold what they cannot.
func (f *Reader) apply(text string, r *Record) bool {
	m := f.first.FindStringSubmatchIndex(text)
	if m == nil {
		return false
	}
	group := map[string]string{}
	for i, name := range f.first.SubexpNames() {
		if name != "" && m[2*i] >= 0 {
			group[name] = text[m[2*i]:m[2*i+1]]
		}
	}
	if !f.fill(group, text[m[1]:], r) {
		return false
	}
	if r.Image == r.Process {
		r.Image = "" // the process itself
	}
	if strings.HasPrefix(r.Message, "\n") {
		r.Message = strings.TrimLeft(r.Message, "\n \t")
	}
	return true
}

func (f *Reader) record(l *Log, lines []string, open bool) {
	r := &l.Records[len(l.Records)-1]
	r.open = open
	f.apply(Clean(strings.TrimRight(strings.Join(lines, "\n"), "\n\r\x00")), r)
}

// days gives clock times their days: midnight is passed where the time of day falls
// by more than half a day. Entries a little out of order around midnight go back.
func (f *Reader) days(l *Log) {
	if !f.dateless {
		return
	}
	passed := 0
	for i := range l.Records {
		r := &l.Records[i]
		if i > 0 {
			before := l.Records[i-1]
			switch d := ofDay(r.Time) - ofDay(before.Time); {
			case d < -12*time.Hour:
				passed++
			case d > 23*time.Hour:
				passed--
			}
		}
		r.Time = time.Date(day.Year(), day.Month(), day.Day()+passed, r.Time.Hour(), r.Time.Minute(), r.Time.Second(), r.Time.Nanosecond(), r.Time.Location())
	}
}

func ofDay(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
}

// Date is the day that the first record of a log without dates has.
func Date() time.Time { return day }

// Expect returns what another reader's records must be: the oracle's, with the
// other's own where lines are doubtful. repeats is how many copies Console made.
func (l *Log) Expect(got []Record) (want []Record, repeats int) {
	at := map[int]Record{}
	for _, r := range got {
		at[r.Line] = r
	}
	var recent []Record
	next, doubted := 0, false
	for line := 1; line <= l.Lines; line++ {
		if l.doubtful[line] {
			doubted = true
			if r, ok := at[line]; ok {
				want, recent = append(want, r), append(recent, r)
			}
			continue
		}
		if next == len(l.Records) || l.Records[next].Line != line {
			continue
		}
		r := l.Records[next]
		next++
		other, told := at[line]
		if told && l.dateless && doubted && ofDay(other.Time) == ofDay(r.Time) {
			r.Time = other.Time // midnight may have passed where it is doubtful
		}
		same := func(message string) bool { return message == r.Message }
		if r.open {
			r.open = false
			if strings.HasPrefix(other.Message, r.Message) {
				r.Message = other.Message
			}
			if !told { // how it goes on is known only of the record that it is a copy of
				same = func(message string) bool { return strings.HasPrefix(message, r.Message) }
			}
		}
		if l.repeats {
			if repeated(recent, r, same) {
				repeats++
				continue
			}
			recent = append(recent, r)
		}
		want = append(want, r)
	}
	return want, repeats
}

// copies are how far apart Console's copies of a record are at most, in time and in
// records.
const (
	copiesApart  = 100 * time.Microsecond
	copiesWithin = 32
)

func repeated(recent []Record, r Record, same func(message string) bool) bool {
	for _, other := range recent[max(0, len(recent)-copiesWithin):] {
		if d := r.Time.Sub(other.Time).Abs(); d <= copiesApart && r.Process == other.Process && same(other.Message) {
			return true
		}
	}
	return false
}

// Doubts is the number of lines that readers may understand differently.
func (l *Log) Doubts() int { return len(l.doubtful) }

// Doubtful reports whether readers may understand a line differently.
func (l *Log) Doubtful(line int) bool { return l.doubtful[line] }
