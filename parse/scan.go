package parse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"
)

// Options tell how to read. The zero value reads everything, assumes UTC and
// uses all cores.
type Options struct {
	Interest *Interest // nil keeps every record
	// Annotate is called for every wanted record and for lines that may be one,
	// concurrently; it may set Note. With it, messages that nobody keeps are not copied:
	// who keeps a text of a record calls its Own first, others may read it until handle
	// has returned.
	Annotate func(*Record)

	Format string         // forced format name; empty detects
	Zone   *time.Location // zone of times printed without one; nil assumes UTC
	Date   time.Time      // day of the first record where the log has no date
	Now    time.Time      // the clock that bounds guessed years

	// Progress is called with the number of bytes read since the last call, of the input
	// as it is stored; nil: nobody wants to know.
	Progress func(bytes int)

	// LogStore are folders with the uuidtext, dsc and timesync files of .tracev3 files
	// that are given alone.
	LogStore []string

	Workers   int // 0: one per core
	BlockSize int // bytes; 0: 1 MiB
	MaxRecord int // bytes of one record before it is cut; 0: 4 MiB
	Limits    Limits
}

// Gap is a stretch of time from which records are, or may be, missing.
type Gap struct {
	From, To Time
	Why      string // lost-messages, reboot, clock-change, in-memory-only, stream-dropped, disconnected, restarted, left-out, or one of those below
	Count    int    // lost messages, where told
}

// GapArchive is why of a gap of unknown time: parts of a log archive are missing.
const GapArchive = "incomplete-archive"

// GapLeftOut is why of a gap where who made an excerpt left lines out.
const GapLeftOut = "left-out"

// Summary says what was read of one input and how.
type Summary struct {
	Name   string
	Format string // empty when nothing was recognised
	Why    string // how the format was recognised

	Bytes    int64
	Lines    int
	Records  int // records of any sender
	Kept     int // records that the Interest wanted
	Repeats  int // copies of records that Console had written twice
	Unparsed int // lines that fit nothing
	// UnparsedAt holds the numbers of the first few unparsed lines.
	UnparsedAt []int
	// Cut holds the numbers of the first lines of records that were too long.
	Cut []int

	First, Last Time   // times of the first and last record, wanted or not
	Date        string // in-log, given, assumed-year, none
	Zone        string // "in-log", a zone's name, or "assumed:UTC"
	Levels      [LevelFault + 1]int
	Complete    bool // the input ended where its format ends
	Unsorted    bool // the format does not promise time order

	// Gaps are those that are known before the first record is handed over.
	Gaps    []Gap
	Filters []string // predicates with which it was exported, as its beginning names them
	Boots   []string // UUIDs of boots that the beginning names, of a log archive all
	Build   string   // of the device's system, where the name of a sysdiagnose or its log tells it
	Model   string   // of the device, likewise

	Reports   []*Report
	Shutdowns []Shutdown
	PowerLog  *PowerLog // nil for others
	Notes     []string  // what a reader of the report should know, in words
}

// Aside reports whether the input is no log but what a device keeps beside one: its
// times do not tell what the log covers.
func (s *Summary) Aside() bool { return s.Format == shutdownName || s.Format == powerLogName }

// ErrNothing is wrapped by errors about inputs that hold nothing readable.
var ErrNothing = errors.New("nothing readable")

const (
	defaultBlock     = 256 << 10 // with its records it stays in a core's cache
	defaultMaxRecord = 4 << 20
	unparsedShown    = 5
)

// lineEnd takes the line break off a line.
func lineEnd(line []byte) []byte {
	n := len(line)
	if n > 0 && line[n-1] == '\n' {
		n--
	}
	if n > 0 && line[n-1] == '\r' {
		n--
	}
	return line[:n]
}

// trimLine takes the line break off a line, and what trimStart does.
func trimLine(line []byte) []byte { return trimStart(lineEnd(line)) }

// trimStart takes NULs and terminal colours off the beginning of a line: raw relays end
// records with "\n\0", and a terminal capture keeps its colours.
func trimStart(line []byte) []byte {
	for len(line) > 0 && (line[0] == 0 || line[0] == 0x1b) {
		if line[0] == 0 {
			line = line[1:]
			continue
		}
		end := bytes.IndexByte(line[:min(len(line), 16)], 'm')
		if end < 0 {
			break
		}
		line = line[end+1:]
	}
	return line
}

// lineOffset is the number of bytes that trimStart took off the beginning.
func lineOffset(whole, trimmed []byte) int {
	if len(trimmed) == 0 {
		return 0
	}
	return cap(whole) - cap(trimmed)
}

// trimRecord takes blank lines and the relay's NULs off the end of a record.
func trimRecord(raw []byte) []byte {
	n := len(raw)
	for n > 0 && (raw[n-1] == '\n' || raw[n-1] == '\r' || raw[n-1] == 0) {
		n--
	}
	return raw[:n]
}

// clean makes the bytes of a wanted record one plain text: no carriage returns
// before newlines, no NULs, no terminal colours, valid UTF-8.
func clean(raw []byte) []byte {
	if bytes.IndexByte(raw, '\r') >= 0 {
		raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	}
	if bytes.IndexByte(raw, 0) >= 0 {
		raw = bytes.ReplaceAll(raw, []byte{0}, nil)
	}
	if bytes.IndexByte(raw, 0x1b) >= 0 {
		raw = stripColours(raw)
	}
	if !utf8.Valid(raw) {
		raw = bytes.ToValidUTF8(raw, []byte("\uFFFD"))
	}
	return raw
}

// stripColours removes ESC [ digits-and-semicolons m; other escapes stay, to be
// shown as what they are.
func stripColours(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == 0x1b && i+1 < len(b) && b[i+1] == '[' {
			j := i + 2
			for j < len(b) && (digit(b[j]) || b[j] == ';') {
				j++
			}
			if j < len(b) && b[j] == 'm' {
				i = j
				continue
			}
		}
		out = append(out, b[i])
	}
	return out
}

// Scan reads one part: the input, or the member of an archive. It calls handle with
// its wanted records in input order, batch by batch; the slice is handle's until it
// returns. What was read before an error is in the Summary. Of an archive as a whole
// it reads nothing: that is for Read.
func (in *Input) Scan(ctx context.Context, opts Options, handle func([]Record) error) (*Summary, error) {
	sum, err := &Summary{Name: in.Name}, fmt.Errorf("%s: an archive, which holds several inputs: %w", in.Name, ErrNothing)
	errs := Read(ctx, []*Input{in}, opts, Parts{
		Records: func(p *Part, records []Record) error {
			if p.Input.number != in.number {
				return nil
			}
			return handle(records)
		},
		Done: func(p *Part, failed error) {
			if p.Input.number == in.number {
				sum, err = p.Summary, failed
			}
		},
	})
	switch {
	case ctx.Err() != nil:
		err = ctx.Err()
	case len(errs) > 0 && err == nil:
		err = errs[0].Err
	}
	return sum, err
}

// counted tells how much is read.
type counted struct {
	r    io.Reader
	tell func(bytes int)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.tell(n)
	return n, err
}

// scanSource reads a source whose format is known.
func scanSource(ctx context.Context, src source, det detection, sum *Summary, opts Options, handle func([]Record) error) (err error) {
	sum.Notes = append(sum.Notes, src.notes...)
	sum.Format, sum.Why = det.name, det.why
	sum.Boots = bootsIn(src.sample)
	sum.Filters = filtersIn(src.sample)
	if picked(src.sample) {
		sum.Gaps = append(sum.Gaps, Gap{Why: GapLeftOut})
	}
	if src.whole && det.report == nil && opts.Format == "" {
		if found, rest := mixedReports(src.sample, opts.Interest); found != nil {
			src.r = bytes.NewReader(rest)
			sum.Reports = found.reports
		}
	}
	clock := newResolver(opts, sum)
	emit := func(res *block) error { return clock.merge(res, handle) }
	switch {
	case det.report != nil:
		err = det.report(src.r, sum)
	case det.stream != nil:
		// a paste may hold Console's copies; they are the same to the microsecond
		clock.repeats = det.format == nil || det.format.repeats
		sum.Unsorted = det.format != nil && det.format.unsorted
		sum.Bytes, err = det.stream(ctx, src.r, opts, emit)
	default:
		clock.repeats = det.format.repeats
		sum.Unsorted = det.format.unsorted
		f := det.format
		if src.whole {
			f = f.excerpt()
		}
		sum.Bytes, err = scanBlocks(ctx, src.r, f, opts, emit)
	}
	clock.finish()
	if errors.Is(err, ErrNothing) && len(sum.Reports) > 0 {
		err = nil // there are only reports after all
	}
	if err != nil {
		if errors.Is(err, context.Canceled) {
			return err
		}
		sum.Complete = false
		if errors.Is(err, ErrNothing) {
			sum.Format = ""
			return fmt.Errorf("%s: %w", sum.Name, err)
		}
		return fmt.Errorf("reading %s after %d lines: %w", sum.Name, sum.Lines, err)
	}
	return nil
}
