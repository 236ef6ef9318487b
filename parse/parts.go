package parse

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/bglog/bglog/parse/logarchive"
)

// Part is what is read as one log or report: an input, or a member of one that is
// an archive.
type Part struct {
	Input   *Input // the part alone, which can be read again as the input can
	Summary *Summary
	// Device tells that all parts of its input are of one device: they are members
	// of a sysdiagnose.
	Device bool
	// Last tells that no part follows. It is not known of the members of an archive
	// but for the log that is read when all others have been.
	Last bool
}

// Parts is what to do with the parts of inputs.
type Parts struct {
	// Records takes the wanted records of a part in input order, batch by batch.
	Records func(*Part, []Record) error
	// Done is called after each part with the error that ended it, if one did: it
	// says what is wrong, and what was read before is in the Summary.
	Done func(*Part, error)
}

// Read reads inputs one after another, members of one archive in one pass; only
// those that are given, where members are. The errors of parts go to Done; the
// others, which an archive has as a whole, are returned with its input. Standard
// input is not left when ctx is done: its reader has to end then, so that what it
// held is used.
func Read(ctx context.Context, inputs []*Input, opts Options, do Parts) (errs []InputError) {
	for len(inputs) > 0 && ctx.Err() == nil {
		root := inputs[0].root()
		n := 1
		for n < len(inputs) && inputs[n].root() == root && inputs[n] != root {
			n++
		}
		var only []int
		for _, in := range inputs[:n] {
			if in != root {
				only = append(only, in.number)
			}
		}
		until := ctx
		if root.stream {
			until = context.WithoutCancel(ctx)
		}
		inputs = inputs[n:]
		for _, err := range root.read(until, only, len(inputs) == 0, opts, do) {
			errs = append(errs, InputError{root, err})
		}
	}
	return errs
}

// InputError is an error about an input as a whole.
type InputError struct {
	Input *Input
	Err   error
}

// read reads the parts of those numbers, none: all of them; last tells that no input
// follows.
func (in *Input) read(ctx context.Context, only []int, last bool, opts Options, do Parts) []error {
	w, err := in.walk(opts)
	if err != nil {
		do.Done(&Part{Input: in, Summary: &Summary{Name: in.Name}}, err)
		return nil
	}
	defer w.Close()
	told := false
	for ctx.Err() == nil {
		p, err := w.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(only) > 0 && !slices.Contains(only, p.input.number) {
			continue // the walker has kept the error
		}
		part := &Part{Input: p.input, Summary: &Summary{Name: p.input.Name}, Device: p.device != nil, Last: last && p.last}
		err = p.err
		if err == nil {
			err = scanPart(ctx, p, part.Summary, opts, func(records []Record) error { return do.Records(part, records) })
		}
		if w.damaged() { // which is told once, of the archive
			part.Summary.Complete, err = false, nil
		}
		if !errors.Is(err, errNoLog) {
			do.Done(part, err)
			told = true
		}
	}
	if !told && len(w.errs) == 0 && len(only) == 0 && w.archived && ctx.Err() == nil {
		w.errs = append(w.errs, fmt.Errorf("%s: no log and no report is in it: %w", in.Name, ErrNothing))
	}
	return w.errs
}

// errNoLog is of members that nobody expects to be a log.
var errNoLog = errors.New("no log")

// scanPart reads one part whose beginning has been looked at.
func scanPart(ctx context.Context, p piece, sum *Summary, opts Options, handle func([]Record) error) error {
	opts = p.device.apply(opts)
	if p.device != nil {
		sum.Build = p.device.build
	}
	if p.native != nil {
		return scanNative(ctx, p.native, p.cut, sum, opts, handle)
	}
	if isDatabase(p.src.sample) {
		err := scanDatabase(ctx, p, sum, opts.Zone)
		if p.how != readAny && errors.Is(err, ErrNothing) {
			return errNoLog
		}
		return err
	}
	det, _, err := p.examine(opts)
	if errors.Is(err, errNoLog) {
		return err
	}
	if err != nil {
		sum.Bytes = int64(len(p.src.sample))
		return fmt.Errorf("%s: %w", sum.Name, err)
	}
	return scanSource(ctx, p.src, det, sum, opts, handle)
}

// examine recognises the format of a part; errNoLog is returned where nobody expects one.
func (p *piece) examine(opts Options) (detection, *survey, error) {
	if p.how == readReport || p.how == readAside {
		opts.Format = "" // which is that of the logs
	}
	det, s, err := examine(p.src.sample, p.src.whole, opts)
	if p.how == readIfLog && (err != nil || !det.sure()) || p.how == readAside && (err != nil || !det.aside()) {
		return det, nil, errNoLog
	}
	return det, s, err
}

// sure reports whether a format was recognised, and not only taken for want of a
// better one.
func (d *detection) sure() bool { return d.name != pasteName && d.name != xcode15 }

// aside reports whether it is what a device keeps beside its log.
func (d *detection) aside() bool { return d.name == shutdownName }

// walker goes through the parts of an input.
type walker struct {
	root     *Input
	file     io.Closer
	meter    *meter
	archives []*archive // the innermost last
	single   *piece     // the input itself, until it is handed out
	present  source     // of the part handed out last
	archived bool       // the input is an archive
	number   int        // parts handed out
	errs     []error    // of archives
	spool    *spool     // of the log archive handed out last
}

// piece is a part as the walker finds it.
type piece struct {
	input  *Input
	src    source
	how    reading
	native []logarchive.Members // of a log in Apple's form, which has no source
	cut    bool                 // parts of it may not have been reached
	device *sysdiagnose
	last   bool  // no piece follows, see Part.Last
	err    error // it cannot be read
}

// walk opens the input.
func (in *Input) walk(opts Options) (*walker, error) {
	if in.logArchive {
		return &walker{root: in, file: io.NopCloser(nil), single: &piece{input: in, native: logFolder(in.file), device: in.device, last: true}}, nil
	}
	f, err := in.open()
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", in.Name, err)
	}
	w := &walker{root: in, file: f, meter: newMeter(opts.Limits)}
	var r io.Reader = f
	if opts.Progress != nil {
		r = &counted{f, opts.Progress}
	}
	src, err := newSource(r, -1, 0, w.meter)
	if src.entries != nil && err == nil {
		w.archived, w.archives = true, []*archive{newArchive(in.Name, src, sysdiagnoseNamed(in.base()), w.meter)}
		return w, nil
	}
	w.present = src
	if err != nil && len(src.sample) == 0 {
		w.Close()
		return nil, fmt.Errorf("reading %s: %w", in.Name, err)
	}
	w.single = &piece{input: in, src: src, how: in.how, device: in.device, last: true}
	if isTrace(src.sample) {
		if w.single.native, err = w.trace(src, opts.LogStore); err != nil {
			w.Close()
			return nil, fmt.Errorf("reading %s: %w", in.Name, err)
		}
	}
	return w, nil
}

// Close ends the reading.
func (w *walker) Close() {
	w.present.Close()
	w.spool.Close()
	for _, a := range slices.Backward(w.archives) {
		a.Close()
	}
	w.file.Close()
}

// damaged reports whether one of the archives cannot be read on.
func (w *walker) damaged() bool {
	return slices.ContainsFunc(w.archives, func(a *archive) bool { return a.failed != nil })
}

// next is the next part; io.EOF after the last. Other errors are of an archive,
// and what is around it can be read on.
func (w *walker) next() (piece, error) {
	if w.single != nil {
		p := *w.single
		w.single = nil
		return p, nil
	}
	for {
		w.present.Close()
		w.present = source{}
		w.spool.Close()
		w.spool = nil
		if len(w.archives) == 0 {
			return piece{}, io.EOF
		}
		a := w.archives[len(w.archives)-1]
		m, err := a.next(w.meter)
		if err != nil {
			a.ended = err
			if p, ok := w.logs(a); ok {
				return p, nil
			}
			a.Close()
			w.archives = w.archives[:len(w.archives)-1]
			if !errors.Is(err, io.EOF) {
				if !w.damaged() { // else it is the damage of what is around it
					w.errs = append(w.errs, err)
				}
				return piece{}, err
			}
			continue
		}
		if m.how == readLogArchive {
			w.logArchive(a, m)
			continue
		}
		name := a.name + ": " + m.name
		src, err := newSource(m.r, m.size, a.src.depth, w.meter)
		if err == nil && src.entries != nil {
			w.archives = append(w.archives, newArchive(name, src, a.device, w.meter))
			continue
		}
		w.present = src
		w.number++
		p := piece{input: w.root.member(name, w.number), src: src, how: m.how, device: a.device}
		var limit *LimitError
		switch {
		case err == nil || len(src.sample) > 0:
		case errors.As(err, &limit):
			p.err = fmt.Errorf("%s: %w", name, err)
		case m.how == readIfLog, m.how == readAside:
			p.err = errNoLog
		default:
			p.err = fmt.Errorf("reading %s: %w", name, err)
		}
		return p, nil
	}
}

// logArchive keeps the next member of a log archive, by its path in it, or what lies
// beside it and is about it.
func (w *walker) logArchive(a *archive, m member) {
	root := logArchiveIn(m.name)
	keep := &a.beside
	if root != "" {
		name := a.name + ": " + root
		i := slices.IndexFunc(a.logs, func(s *spool) bool { return s.name == name })
		if i < 0 {
			if len(a.logs) == maxLogArchives {
				return
			}
			i = len(a.logs)
			a.logs = append(a.logs, &spool{name: name})
		}
		keep = a.logs[i]
	}
	err := keep.add(strings.TrimPrefix(m.name[len(root):], "/"), m.size, m.r)
	if err != nil && a.failed == nil && len(w.errs) == 0 {
		w.errs = append(w.errs, fmt.Errorf("%s: %w", cmp.Or(keep.name, a.name), err))
	}
}

// logs is the next log archive of an archive whose other members have been read.
func (w *walker) logs(a *archive) (piece, bool) {
	if len(a.logs) == 0 {
		return piece{}, false
	}
	s := a.logs[0]
	a.logs = a.logs[1:]
	w.spool = s
	w.number++
	return piece{
		input: w.root.member(s.name, w.number), native: []logarchive.Members{s, &a.beside},
		cut: !errors.Is(a.ended, io.EOF), device: a.device, last: len(a.logs) == 0 && len(w.archives) == 1,
	}, true
}

// maxLogArchives is how many log archives of one input are read; a sysdiagnose has
// one, or two.
const maxLogArchives = 8
