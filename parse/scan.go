package parse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"time"
	"unicode/utf8"
)

// Options tell how to read. The zero value reads everything, assumes UTC and
// uses all cores.
type Options struct {
	Interest *Interest     // nil keeps every record
	Annotate func(*Record) // called for every kept record and for lines that may be one, concurrently; may set Note

	Format string         // forced format name; empty detects
	Zone   *time.Location // zone of times printed without one; nil assumes UTC
	Date   time.Time      // day of the first record where the log has no date
	Now    time.Time      // the clock that bounds guessed years

	// Progress is called with the number of bytes read since the last call, of the input
	// as it is stored; nil: nobody wants to know.
	Progress func(bytes int)

	Workers   int // 0: one per core
	BlockSize int // bytes; 0: 1 MiB
	MaxRecord int // bytes of one record before it is cut; 0: 4 MiB
	Limits    Limits
}

// Gap is a stretch of time from which records are, or may be, missing.
type Gap struct {
	From, To Time
	Why      string // lost-messages, reboot, clock-change, in-memory-only
	Count    int    // lost messages, where told
}

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

	Boots []string // UUIDs of boots that the beginning names
	Build string   // of the device's system, where the name of a sysdiagnose tells it

	Reports []*Report
	Notes   []string // what a reader of the report should know, in words
}

// ErrNothing is wrapped by errors about inputs that hold nothing readable.
var ErrNothing = errors.New("nothing readable")

const (
	defaultBlock     = 256 << 10 // with its records it stays in a core's cache
	defaultMaxRecord = 4 << 20
	unparsedShown    = 5
)

// blockResult is what a worker found in a block; line numbers count from the
// block's first line as 1.
type blockResult struct {
	records     []Record
	lines       int
	total       int
	unparsed    int
	unparsedAt  []int
	first, last stamp
	wraps       int32
	cut         bool
}

// scanBlocks recognises the records of r in parallel and hands them over in
// order. The result does not depend on the number of workers or the block size.
func scanBlocks(ctx context.Context, r io.Reader, f *format, opts Options, emit func(*blockResult) error) (int64, error) {
	workers := opts.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	// Who scans a block reads it, in turn: it is then in the cache of that core.
	blocks := newCutter(r, f, opts)
	var turn sync.Mutex
	order := make(chan chan *blockResult, 2*workers)
	next := func(buf []byte) (data []byte, cut bool, done chan *blockResult) {
		turn.Lock()
		defer turn.Unlock()
		data, cut, ok := blocks.next(buf)
		if !ok {
			return data, false, nil
		}
		done = make(chan *blockResult, 1)
		select {
		case order <- done:
			return data, cut, done
		case <-ctx.Done():
			return data, false, nil
		}
	}
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			var buf []byte
			var scratch []Record
			for ctx.Err() == nil {
				data, cut, done := next(buf)
				if done == nil {
					return
				}
				res := scanBlock(data, f, opts, &scratch)
				res.cut = cut
				done <- res
				buf = data
			}
		})
	}
	go func() {
		wg.Wait()
		close(order)
	}()

	var err error
	for done := range order {
		if res := <-done; err == nil {
			if err = emit(res); err != nil {
				cancel()
			}
		}
	}
	switch {
	case err != nil:
		return blocks.total, err
	case ctx.Err() != nil:
		return blocks.total, ctx.Err()
	}
	return blocks.total, blocks.err
}

// trimLine takes a carriage return off the end of a line and NULs and terminal
// colours off its beginning: raw relays end records with "\n\0", and a terminal
// capture keeps its colours.
func trimLine(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
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

// scanBlock finds the records of a block and reads the wanted ones. The records are collected in *scratch, which belongs to the worker.
func scanBlock(data []byte, f *format, opts Options, scratch *[]Record) *blockResult {
	res := &blockResult{records: (*scratch)[:0]}
	var (
		begin     = -1 // offset of the record being collected
		printed   bool // what an app prints was read since
		beginLine int
		line      int
		clock     wrapCounter
		lastRaw   []byte
	)
	bare := func(text []byte) { // what an app prints has no header
		res.total++
		res.records = append(res.records, Record{PID: NoPID, Line: line, Message: string(clean(text))})
		if opts.Annotate != nil {
			opts.Annotate(&res.records[len(res.records)-1])
		}
	}
	finish := func(end int) {
		if begin < 0 {
			return
		}
		raw := trimRecord(data[begin:end])
		begin = -1
		res.total++
		if f.stamp != nil {
			if !clock.any || clock.dateless {
				if st, ok := f.stamp(raw); ok {
					clock.add(st)
				}
			}
			lastRaw = raw
		}
		if !f.wanted(raw, opts.Interest) {
			return
		}
		n := len(res.records)
		res.records = append(res.records, Record{PID: NoPID, Line: beginLine})
		rec := &res.records[n]
		if !f.record(clean(raw), rec) {
			res.records = res.records[:n]
			res.total--
			lines := bytes.Count(raw, []byte{'\n'}) + 1
			res.unparsed += lines
			for i := 0; i < lines && len(res.unparsedAt) < unparsedShown; i++ {
				res.unparsedAt = append(res.unparsedAt, beginLine+i)
			}
			return
		}
		rec.wraps = clock.wraps
		if opts.Annotate != nil {
			opts.Annotate(rec)
		}
	}
	for at := 0; at < len(data); {
		next := len(data)
		if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		line++
		text := data[at:next]
		if text[len(text)-1] == '\n' {
			text = text[:len(text)-1]
		}
		text = trimLine(text)
		switch {
		case f.starts(text):
			finish(at)
			printed = false
			begin, beginLine = next-len(data[at:next])+(lineOffset(data[at:next], text)), line
		case begin >= 0 && (f.noise == nil || !f.noise(text)):
			// goes on with the record's message
			if apart(trimRecord(data[begin:at]), text, &opts) {
				finish(at)
				bare(text)
				printed = true
			}
		case len(bytes.TrimSpace(text)) == 0:
		case f.noise != nil && f.noise(text):
			finish(at)
		case opts.Interest != nil && opts.Interest.Holds(text):
			bare(text) // before the first record, or below what an app prints
		case printed: // goes on with that
		default:
			res.unparsed++
			if len(res.unparsedAt) < unparsedShown {
				res.unparsedAt = append(res.unparsedAt, line)
			}
		}
		at = next
	}
	finish(len(data))
	res.lines = line
	if f.stamp != nil && lastRaw != nil {
		if st, ok := f.stamp(lastRaw); ok {
			clock.add(st)
		}
		res.first, res.last, res.wraps = clock.first, clock.last, clock.wraps
	}
	*scratch = res.records
	res.records = slices.Clone(res.records)
	clear(*scratch)
	return res
}

// lineOffset is the number of bytes that trimLine took off the beginning.
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
// its wanted records in input order, batch by batch. What was read before an error is
// in the Summary. Of an archive as a whole it reads nothing: that is for Read.
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
	if src.whole && det.report == nil && opts.Format == "" {
		if found, rest := mixedReports(src.sample, opts.Interest); found != nil {
			src.r = bytes.NewReader(rest)
			sum.Reports = found.reports
		}
	}
	clock := newResolver(opts, sum)
	emit := func(res *blockResult) error { return clock.merge(res, handle) }
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
		sum.Bytes, err = scanBlocks(ctx, src.r, det.format, opts, emit)
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
