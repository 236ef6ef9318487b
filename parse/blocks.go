package parse

import (
	"context"
	"io"
	"runtime"
	"sync"
)

// block is a piece of an input and what a worker found in it; line numbers count
// from the block's first line as 1.
type block struct {
	goesOn continuation
	data   []byte // briefly recognised records are parts of it
	texts  []byte // or of these: what their escaped texts stand for

	records     []Record
	lines       int
	total       int
	unparsed    int
	unparsedAt  []int
	first, last stamp
	wraps       int32
	cutAt       []int // first lines of records that are too long
}

// reset makes the block ready for other bytes; its memory is used again.
func (b *block) reset() {
	clear(b.records)
	*b = block{data: b.data, texts: b.texts[:0], records: b.records[:0]}
}

// text returns what a value stands for, until the block is reset.
func (b *block) text(v *fields, s []byte) []byte {
	if !v.escaped(s) {
		return s
	}
	from := len(b.texts)
	b.texts = v.unescape(b.texts, s)
	return b.texts[from:len(b.texts):len(b.texts)]
}

// blocksAhead is how many blocks more than its workers need may wait to be handed over:
// with few, workers often wait, and handing over begins late. It is no more, because each
// has its memory.
const blocksAhead = 12

// scanBlocks recognises the records of r in parallel and hands them over in
// order. The result does not depend on the number of workers or the block size.
func scanBlocks(ctx context.Context, r io.Reader, f *format, opts Options, emit func(*block) error) (int64, error) {
	workers := opts.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	// Who scans a block reads it, in turn: it is then in the cache of that core.
	blocks := newCutter(r, f, opts)
	var turn sync.Mutex
	order := make(chan chan *block, 2*workers+blocksAhead)
	spare := make(chan *block, 3*workers+blocksAhead) // as many as there are at a time
	next := func(b *block) (done chan *block) {
		turn.Lock()
		defer turn.Unlock()
		var ok bool
		if b.data, b.goesOn, ok = blocks.next(b.data); !ok {
			return nil
		}
		done = make(chan *block, 1)
		select {
		case order <- done:
			return done
		case <-ctx.Done():
			return nil
		}
	}
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			scan := newBlockScanner(f, opts)
			for ctx.Err() == nil {
				var b *block
				select {
				case b = <-spare:
				default:
					b = &block{}
				}
				done := next(b)
				if done == nil {
					return
				}
				scan.block(b)
				done <- b
			}
		})
	}
	go func() {
		wg.Wait()
		close(order)
	}()

	var err error
	for done := range order {
		b := <-done
		if err == nil {
			if err = emit(b); err != nil {
				cancel()
			}
		}
		b.reset()
		select {
		case spare <- b:
		default:
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
