package parse

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// Lines calls handle with each line of the input, without its line break, by the numbers
// that Scan gives to lines. begins tells that a record begins there; it is false for all
// lines of formats whose records cannot be found line by line. The bytes are handle's
// until it returns.
func (in *Input) Lines(opts Options, handle func(number int, line []byte, begins bool) error) error {
	w, err := in.root().walk(opts)
	if err != nil {
		return err
	}
	defer w.Close()
	p, err := w.next()
	for err == nil && p.input.number != in.number {
		p, err = w.next()
	}
	if err != nil {
		return fmt.Errorf("reading %s again: %w", in.Name, err)
	}
	if p.err != nil {
		return p.err
	}
	if p.native != nil {
		return fmt.Errorf("%s: a log in Apple's form has no lines", in.Name)
	}
	src := p.src
	starts := func([]byte) bool { return false }
	if det, err := detect(src.sample, src.whole, opts); err == nil && det.format != nil {
		starts = det.format.starts
	}
	text := src.r
	if _, ok := detectArray(src.sample, src.whole, opts); ok {
		text = newArrayReader(src.r)
	}
	lines := bufio.NewReaderSize(text, 1<<20)
	var long []byte // the beginning of a line of more than the buffer
	for n := 1; ; {
		part, err := lines.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			long = append(long, part...)
			continue
		}
		line := part
		if len(long) > 0 {
			long = append(long, part...)
			line = long
		}
		if len(line) > 0 {
			line = lineEnd(line)
			if err := handle(n, line, starts(line)); err != nil {
				return err
			}
		}
		long = long[:0]
		n++
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("reading %s after %d lines: %w", in.Name, n, err)
		}
	}
}
