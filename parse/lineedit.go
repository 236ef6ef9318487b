package parse

import (
	"bufio"
	"errors"
)

// lineEditor changes the lines of a text before anything else looks at it.
type lineEditor struct {
	r      *bufio.Reader
	edit   func(line []byte) []byte // what stays of a line, or of the beginning of a very long one
	inside bool                     // what comes next is not the beginning of a line
	rest   []byte                   // of the line being handed out, valid until the next one is read
}

// editLines returns a text with its lines changed.
func editLines(r *bufio.Reader, edit func(line []byte) []byte) *bufio.Reader {
	return bufio.NewReaderSize(&lineEditor{r: r, edit: edit}, sampleSize)
}

func (e *lineEditor) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(e.rest) == 0 {
			if n > 0 && e.r.Buffered() == 0 {
				break
			}
			if e.rest, err = e.next(); len(e.rest) == 0 && err != nil {
				break
			}
		}
		m := copy(p[n:], e.rest)
		n, e.rest = n+m, e.rest[m:]
	}
	if n > 0 {
		err = nil // it comes again
	}
	return n, err
}

// next reads a line, or a part of a very long one.
func (e *lineEditor) next() ([]byte, error) {
	line, err := e.r.ReadSlice('\n')
	inside := e.inside
	e.inside = len(line) > 0 && line[len(line)-1] != '\n'
	if errors.Is(err, bufio.ErrBufferFull) {
		err = nil
	}
	if !inside {
		line = e.edit(line)
	}
	return line, err
}
