package main

import (
	"context"
	"io"
	"time"
)

// replayLimit is how many bytes of standard input are kept for a second reading.
const replayLimit = 8 << 20

// replay is standard input that can be read again if it was not too long.
type replay struct {
	r    io.Reader
	kept []byte
	at   int  // next byte of kept to give out again, when rewound
	back bool // reading from kept
	lost bool // more was read than is kept
}

// Read reads on, or again.
func (p *replay) Read(b []byte) (int, error) {
	if p.back {
		if p.at < len(p.kept) {
			n := copy(b, p.kept[p.at:])
			p.at += n
			return n, nil
		}
		p.back = false
	}
	n, err := p.r.Read(b)
	switch {
	case p.lost:
	case len(p.kept)+n > replayLimit:
		p.lost, p.kept = true, nil
	default:
		p.kept = append(p.kept, b[:n]...)
	}
	return n, err
}

func (p *replay) rewind() { p.at, p.back = 0, true }

// interruptible is a reader that ends at an interrupt, even while it waits for
// more: what a live log held until then is still reported.
type interruptible struct {
	ctx context.Context
	r   io.Reader
	own []byte // read into by a goroutine: the caller's bytes must not change after Read has returned
}

// Read reads, or ends.
func (p *interruptible) Read(b []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	if p.ctx.Err() != nil {
		return 0, io.EOF
	}
	done := make(chan result, 1)
	if len(p.own) < len(b) {
		p.own = make([]byte, len(b))
	}
	own := p.own[:len(b)]
	go func() {
		n, err := p.r.Read(own)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return copy(b, own[:r.n]), r.err
	case <-p.ctx.Done():
	}
	select {
	case r := <-done: // it was on its way
		return copy(b, own[:r.n]), io.EOF
	case <-time.After(grace):
		return 0, io.EOF
	}
}

// grace is how long an interrupt waits for what is being read.
const grace = 100 * time.Millisecond
