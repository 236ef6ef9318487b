package parse

import "io"

// The ring of an ahead: enough that neither side waits for the other's next
// buffer, and small beside what is done with it.
const (
	aheadBuffers = 4
	aheadSize    = 256 << 10
)

// ahead reads in a goroutine of its own, a few buffers before its reader, so that
// decompression goes on beside the parsing.
type ahead struct {
	full chan chunk    // in order; nothing comes after a chunk with an error
	free chan []byte   // buffers to fill
	stop chan struct{} // closed when nobody reads any more
	done chan struct{} // closed when the goroutine has ended

	now  chunk
	rest []byte // of now, to be handed out
}

// chunk is a filled buffer, with the error that ended the reading.
type chunk struct {
	data []byte
	err  error
}

func newAhead(r io.Reader) *ahead {
	a := &ahead{
		full: make(chan chunk, aheadBuffers), free: make(chan []byte, aheadBuffers),
		stop: make(chan struct{}), done: make(chan struct{}),
	}
	for range aheadBuffers {
		a.free <- nil // made when it is needed: most members are small
	}
	go a.run(r)
	return a
}

func (a *ahead) run(r io.Reader) {
	defer close(a.done)
	for {
		select {
		case <-a.stop:
			return
		case buf := <-a.free:
			if buf == nil {
				buf = make([]byte, aheadSize)
			}
			n, err := readFull(r, buf[:aheadSize])
			a.full <- chunk{buf[:n], err} // there is a place for every buffer
			if err != nil {
				return
			}
		}
	}
}

// Read hands out what has been read.
func (a *ahead) Read(p []byte) (int, error) {
	for len(a.rest) == 0 {
		if a.now.err != nil {
			return 0, a.now.err
		}
		if a.now.data != nil {
			a.free <- a.now.data
		}
		a.now = <-a.full
		a.rest = a.now.data
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}

// Close ends the goroutine and waits for it: what it reads from is free then.
func (a *ahead) Close() {
	close(a.stop)
	<-a.done
}
