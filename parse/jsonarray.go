package parse

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
)

// An array may come without line breaks, gigabytes in one line. arrayReader
// puts each of its objects on a line of its own, so that the line formats read
// it in blocks and in parallel.

// detectArray recognises objects that follow each other in one line and the
// format that they are in.
func detectArray(sample []byte, whole bool, opts Options) (detection, bool) {
	if !objectsInLine(sample) {
		return detection{}, false
	}
	var lines bytes.Buffer
	if _, err := lines.ReadFrom(newArrayReader(bytes.NewReader(sample))); err != nil {
		return detection{}, false
	}
	det, err := detect(lines.Bytes(), whole, opts)
	if err != nil || det.format == nil || !beginsAtObject(det.format, lines.Bytes(), whole) {
		return detection{}, false
	}
	det.why = fmt.Sprintf("objects without line breaks, line numbers count them; %s", det.why)
	det.stream = func(ctx context.Context, r io.Reader, opts Options, emit func(*block) error) (int64, error) {
		return scanBlocks(ctx, newArrayReader(r), det.format, opts, emit)
	}
	return det, true
}

// beginsAtObject reports whether an object of the sample begins a record of f: the
// messages of other formats may hold objects, too.
func beginsAtObject(f *format, sample []byte, whole bool) bool {
	return slices.ContainsFunc(sampleLines(sample, whole), func(line []byte) bool {
		return objectStart(line) == 0 && f.starts(line)
	})
}

// objectsInLine reports whether the first line with an object holds the
// beginning of a second one. Lines before it may be log(1)'s preamble.
func objectsInLine(sample []byte) bool {
	for range 10 {
		line, rest, more := bytes.Cut(sample, []byte{'\n'})
		begin := objectStart(line)
		if begin < 0 {
			if sample = rest; more {
				continue
			}
			return false
		}
		end := nestedEnd(line, begin)
		if end < 0 { // longer than the sample
			return !more && begin > 0
		}
		next := objectStart(line[end:])
		return next >= 0 && !isTrailer(line[begin:]) && !isTrailer(line[end+next:])
	}
	return false
}

// arrayReader turns the commas and brackets between the objects of arrays into
// newlines, and newlines inside objects into blanks.
type arrayReader struct {
	r   io.Reader
	in  []byte
	out []byte // what Read has not handed out yet
	buf []byte // out's room
	err error

	depth   int  // open braces and brackets since the object's first
	quoted  bool // inside a string of an object
	escaped bool // after a backslash there
	text    bool // inside a line that is no array
	begun   bool // the line being written holds something
}

func newArrayReader(r io.Reader) *arrayReader {
	return &arrayReader{r: r, in: make([]byte, 64<<10)}
}

func (a *arrayReader) Read(p []byte) (int, error) {
	for len(a.out) == 0 {
		if a.err != nil {
			return 0, a.err
		}
		var n int
		n, a.err = a.r.Read(a.in)
		a.buf = a.buf[:0]
		for rest := a.in[:n]; len(rest) > 0; {
			if a.depth > 0 {
				rest = a.object(rest)
			} else {
				rest = a.between(rest)
			}
		}
		a.out = a.buf
	}
	n := copy(p, a.out)
	a.out = a.out[n:]
	return n, nil
}

// object copies the bytes of an object up to its end and returns the others.
func (a *arrayReader) object(in []byte) []byte {
	for i := 0; i < len(in); i++ {
		if a.quoted {
			if i = a.string(in, i); i == len(in) {
				break
			}
		}
		switch in[i] {
		case '"':
			a.quoted = !a.quoted
		case '{', '[':
			a.depth++
		case '}', ']':
			if a.depth--; a.depth == 0 {
				a.buf = append(a.buf, in[:i+1]...)
				return in[i+1:]
			}
		case '\n', '\r':
			in[i] = ' '
		}
	}
	a.buf = append(a.buf, in...)
	return nil
}

// string returns the offset of the quote that ends the string around i, or
// len(b) when it goes on.
func (a *arrayReader) string(b []byte, i int) int {
	if a.escaped {
		a.escaped = false
		i++
	}
	if i >= len(b) {
		return len(b)
	}
	if end := closingQuote(b, i); end >= 0 {
		return end
	}
	slashes := 0
	for k := len(b) - 1; k >= i && b[k] == '\\'; k-- {
		slashes++
	}
	a.escaped = slashes%2 == 1
	return len(b)
}

// between handles the bytes before an object: one of them, or a whole line that
// is no array.
func (a *arrayReader) between(in []byte) []byte {
	c := in[0]
	switch {
	case a.text:
		n := bytes.IndexByte(in, '\n') + 1
		if n == 0 {
			n = len(in)
		}
		a.buf = append(a.buf, in[:n]...)
		a.text = in[n-1] != '\n'
		a.begun = a.text
		return in[n:]
	case c == '{':
		a.endLine()
		a.buf = append(a.buf, c)
		a.depth, a.begun = 1, true
	case c == ',' || c == ']' || c == '\n':
		a.endLine()
	case c == '[' || c <= ' ':
	case a.begun: // junk after an object stays on its line
		a.buf = append(a.buf, c)
	default:
		a.text = true
		return in
	}
	return in[1:]
}

func (a *arrayReader) endLine() {
	if a.begun {
		a.buf = append(a.buf, '\n')
		a.begun = false
	}
}
