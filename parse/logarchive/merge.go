package logarchive

import (
	"cmp"
	"context"
	"sync"
)

// chunksetsAhead is how many chunksets more than its workers need may wait to be handed
// over: with few, workers often wait. They are of very different sizes.
const chunksetsAhead = 60

// decodeAll unpacks the chunksets in parallel and hands over their entries in order.
// The result does not depend on the number of workers.
func (r *reading) decodeAll(ctx context.Context, emit func(*Entry) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	m := newMerger(r, emit)
	order := make(chan chan *decoded, 2*r.opts.Workers+chunksetsAhead)
	var turn sync.Mutex
	next := 0
	claim := func() (*decoded, chan *decoded) {
		turn.Lock()
		defer turn.Unlock()
		if next == len(r.spans) {
			return nil, nil
		}
		done := make(chan *decoded, 1)
		select {
		case order <- done:
		case <-ctx.Done():
			return nil, nil
		}
		out := r.blank(next)
		next++
		return out, done
	}
	var wg sync.WaitGroup
	for range min(r.opts.Workers, len(r.spans)) {
		wg.Go(func() {
			d := newDecoder(r)
			defer d.close()
			for out, done := claim(); done != nil; out, done = claim() {
				d.decode(out)
				done <- out
			}
		})
	}
	go func() {
		wg.Wait()
		close(order)
	}()
	low := lowest(r.spans)
	i := 0
	for done := range order {
		out := <-done
		if i++; ctx.Err() != nil {
			continue
		}
		until := lastMoment
		if i < len(low) {
			until = low[i]
		}
		if err := m.take(out, until); err != nil {
			cancel(err)
		}
	}
	if err := context.Cause(ctx); err != nil {
		return err
	}
	return m.finish()
}

// blank returns a decoded for a span, one that is done with if there is any.
func (r *reading) blank(i int) *decoded {
	d, _ := r.pool.Get().(*decoded)
	if d == nil {
		d = &decoded{}
	}
	d.reset(&r.spans[i], i)
	return d
}

// merger puts the entries of chunksets in order of time.
type merger struct {
	*reading
	emit    func(*Entry) error
	open    *queue[*decoded] // with entries that are still to be told
	store   oversizeStore
	markers []marker
	last    moment
	same    []told // at the moment last
	started bool
	shown   Entry // the one that is handed over
	text    []byte
}

// told is a record that was handed over.
type told struct {
	key  recordKey
	file int
}

// maxSame bounds how many entries of one moment are kept to find copies.
const maxSame = 64

func newMerger(r *reading, emit func(*Entry) error) *merger {
	return &merger{
		reading: r, emit: emit, markers: r.marks(),
		open: newQueue(func(a, b *decoded) bool {
			return cmp.Or(a.now().compare(b.now()), cmp.Compare(a.span.file, b.span.file), cmp.Compare(a.seq, b.seq)) < 0
		}),
	}
}

// take adds a chunkset; all entries before until can be told then.
func (m *merger) take(d *decoded, until moment) error {
	if d.err != nil {
		m.notes.add(NoteRefused, m.archive.traces[d.span.file].name, 1, d.err.Error())
	}
	m.summary.Seen += d.seen
	if d.unknown > 0 {
		m.notes.add(NoteUnknownProcess, "", d.unknown, "")
	}
	for _, o := range d.oversize {
		m.store.add(o.key, o.oversize)
	}
	for _, i := range d.deferred {
		m.complete(&d.records[i], d)
	}
	if len(d.order) == 0 {
		m.pool.Put(d)
	} else {
		m.open.push(d)
	}
	for m.open.len() > 0 && m.open.least().now().compare(until) < 0 {
		d := m.open.least()
		if err := m.tell(d.now(), &d.records[d.order[d.next].index], d); err != nil {
			return err
		}
		if d.next++; d.next == len(d.order) {
			m.pool.Put(m.open.pop())
		} else {
			m.open.fix()
		}
	}
	return nil
}

// complete gives a record the arguments that an oversize chunk holds.
func (m *merger) complete(rec *record, d *decoded) {
	if o, ok := m.store.find(oversizeKey{rec.id, rec.reference}); ok {
		rec.oversize = &o
	} else {
		m.notes.add(NoteNoArguments, "", 1, "")
	}
	if rec.search || m.opts.Annotate != nil {
		rec.dropped = !m.judge(rec, d, &m.shown, &m.text)
	}
}

// tell hands over a record, and the markers before it.
func (m *merger) tell(now moment, rec *record, d *decoded) error {
	if rec.dropped {
		return nil
	}
	if now != m.last || !m.started {
		m.same, m.last, m.started = m.same[:0], now, true
	}
	key := rec.key()
	for _, t := range m.same {
		if t.file != d.span.file && t.key == key {
			m.notes.add(NoteRepeated, "", 1, "")
			return nil
		}
	}
	if len(m.same) < maxSame {
		m.same = append(m.same, told{key, d.span.file})
	}
	for len(m.markers) > 0 && m.markers[0].moment.compare(now) <= 0 {
		if err := m.mark(); err != nil {
			return err
		}
	}
	m.summary.Entries++
	if m.opts.NoteOnly {
		m.shown = Entry{Note: rec.note}
	} else {
		m.show(&m.shown, rec, d)
	}
	return m.emit(&m.shown)
}

// finish hands over the markers after the last entry.
func (m *merger) finish() error {
	for len(m.markers) > 0 {
		if err := m.mark(); err != nil {
			return err
		}
	}
	return nil
}

func (m *merger) mark() error {
	e := &m.markers[0].entry
	m.markers = m.markers[1:]
	if m.opts.Annotate != nil {
		m.opts.Annotate(e)
	}
	m.summary.Entries++
	return m.emit(e)
}
