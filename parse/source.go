package parse

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// sampleSize is how much of an input is looked at to recognise its format.
const sampleSize = 256 << 10

// source is an input after decompression and transcoding, with its beginning at hand.
type source struct {
	r      io.Reader // the whole input, sample included
	sample []byte
	whole  bool // the sample is the whole input
	depth  int  // of archives and compressions around what r reads
	notes  []string

	// entries opens an archive, whose files are what is to be read; nil for others.
	entries func(name string, r io.Reader, depth int, m *meter) entries

	closers []func() // of what decompresses, the outermost first
}

// Close ends the decompression; what was opened to be read stays open.
func (s *source) Close() {
	for i := len(s.closers) - 1; i >= 0; i-- {
		s.closers[i]()
	}
}

// compressions are what is unwrapped, by the bytes it begins with.
var compressions = []struct {
	name, magic string
	open        func(r io.Reader) (io.Reader, error)
}{
	{"gzip", "\x1f\x8b", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
	// one goroutine: the one that reads ahead is enough
	{"zstd", "\x28\xb5\x2f\xfd", func(r io.Reader) (io.Reader, error) {
		return zstd.NewReader(r, zstd.WithDecoderMaxMemory(zstdWindow), zstd.WithDecoderConcurrency(1))
	}},
	{"bzip2", "BZh", func(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil }},
}

// zstdWindow bounds the memory of one decoder: twice what zstd uses at its highest
// ordinary level.
const zstdWindow = 64 << 20

// newSource unwraps compression (by magic) and UTF-16, and drops a byte order
// mark. size is how long r is, -1 when nobody knows; depth is how many archives and
// compressions there are around it. The source has to be closed, also after an error.
func newSource(r io.Reader, size int64, depth int, m *meter) (source, error) {
	src := source{depth: depth}
	buffer := sampleSize
	if size >= 0 {
		buffer = int(min(int64(buffer), max(size+1, tarBlock))) // one more, to see its end
	}
	br := bufio.NewReaderSize(r, buffer)
	for compressed := false; ; compressed = true {
		head, err := br.Peek(tarBlock)
		if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
			return src, err
		}
		inner, err := src.unwrap(br, head, m)
		if err != nil {
			return src, err
		}
		if inner != nil {
			br = bufio.NewReaderSize(inner, sampleSize)
			continue
		}
		for _, kind := range archiveKinds {
			if kind.is(head) {
				if !compressed || kind.compresses {
					src.depth++
				}
				src.entries, src.r = kind.open, br
				return src, m.nested(src.depth)
			}
		}
		break
	}
	head, _ := br.Peek(tarBlock)
	switch enc := utf16Order(head); {
	case isTrace(head):
	case enc != 0:
		src.notes = append(src.notes, "the input is UTF-16 and was read as such")
		br = bufio.NewReaderSize(&utf16Reader{r: br, big: enc > 0}, sampleSize)
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		br.Discard(3)
	}
	if head, _ := br.Peek(len(rtfMagic)); string(head) == rtfMagic {
		src.notes = append(src.notes, "the input is an RTF document, of which the text was read: its lines are counted")
		br = bufio.NewReaderSize(newRTFReader(br), sampleSize)
	}
	for _, straighten := range []func(*bufio.Reader) (*bufio.Reader, []string){withWrittenBreaks, withoutGutters, withoutSpacing} {
		text, notes := straighten(br)
		br, src.notes = text, append(src.notes, notes...)
	}
	sample, err := br.Peek(br.Size())
	src.sample, src.r = sample, br
	src.whole = errors.Is(err, io.EOF)
	if err != nil && !src.whole && len(sample) > 0 {
		// the rest is damaged (a truncated gzip): what is there can be read, and
		// the error comes again when the reading gets there
		err = nil
	}
	if src.whole {
		err = nil
	}
	return src, err
}

// unwrap opens a compression by what it begins with; nil when there is none.
func (s *source) unwrap(r io.Reader, head []byte, m *meter) (io.Reader, error) {
	for _, c := range compressions {
		if !bytes.HasPrefix(head, []byte(c.magic)) {
			continue
		}
		s.depth++
		if err := m.nested(s.depth); err != nil {
			return nil, err
		}
		z, err := c.open(bufio.NewReaderSize(m.stored(r, s.depth), storedBuffer))
		if err != nil {
			return nil, fmt.Errorf("reading %s header: %w", c.name, err)
		}
		a := newAhead(m.inflated(z, s.depth))
		s.closers = append(s.closers, func() {
			a.Close()
			if d, ok := z.(*zstd.Decoder); ok {
				d.Close()
			}
		})
		return a, nil
	}
	return nil, nil
}

// storedBuffer is how much of a compressed input is read at once.
const storedBuffer = 64 << 10

// utf16Order returns 1 for big endian, -1 for little endian, 0 for neither. It
// takes a byte order mark or text in which every second byte is NUL.
func utf16Order(head []byte) int {
	switch {
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return 1
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return -1
	}
	if len(head) < 32 {
		return 0
	}
	var nul [2]int
	for i, c := range head {
		if c == 0 {
			nul[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case nul[0] > half*8/10 && nul[1] < half/10:
		return 1
	case nul[1] > half*8/10 && nul[0] < half/10:
		return -1
	}
	return 0
}

// decoded is text that was decoded and not yet read.
type decoded struct {
	out []byte
	err error // that ended the decoding
}

// read hands out the text, of which each step decodes some.
func (d *decoded) read(p []byte, step func() error) (int, error) {
	for len(d.out) < len(p) && d.err == nil {
		d.err = step()
	}
	n := copy(p, d.out)
	d.out = d.out[:copy(d.out, d.out[n:])]
	if n == 0 && len(p) > 0 {
		return 0, d.err
	}
	return n, nil
}

// utf16Reader turns UTF-16 into UTF-8.
type utf16Reader struct {
	decoded
	r     *bufio.Reader
	big   bool
	begun bool
}

func (u *utf16Reader) unit() (uint16, error) {
	a, err := u.r.ReadByte()
	if err != nil {
		return 0, err
	}
	b, err := u.r.ReadByte()
	if err != nil {
		return 0, err
	}
	if u.big {
		a, b = b, a
	}
	return uint16(b)<<8 | uint16(a), nil
}

func (u *utf16Reader) Read(p []byte) (int, error) { return u.read(p, u.step) }

// step decodes a character, and passes over a byte order mark.
func (u *utf16Reader) step() error {
	c, err := u.unit()
	if err != nil {
		return err
	}
	first := !u.begun
	u.begun = true
	if first && c == 0xfeff {
		return nil
	}
	r := rune(c)
	if utf16.IsSurrogate(r) {
		if low, err := u.unit(); err == nil {
			r = utf16.DecodeRune(r, rune(low))
		}
	}
	u.out = utf8.AppendRune(u.out, r)
	return nil
}
