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
	notes  []string
}

// newSource unwraps compression (by magic, twice at most) and UTF-16, and drops
// a byte order mark.
func newSource(r io.Reader) (source, error) {
	var src source
	for depth := 0; ; depth++ {
		br := bufio.NewReaderSize(r, sampleSize)
		head, err := br.Peek(8)
		if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
			return src, err
		}
		switch {
		case depth >= 2:
		case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
			z, err := gzip.NewReader(br)
			if err != nil {
				return src, fmt.Errorf("reading gzip header: %w", err)
			}
			r = z
			continue
		case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
			z, err := zstd.NewReader(br, zstd.WithDecoderMaxMemory(64<<20))
			if err != nil {
				return src, fmt.Errorf("reading zstd header: %w", err)
			}
			r = z.IOReadCloser()
			continue
		case bytes.HasPrefix(head, []byte("BZh")):
			r = bzip2.NewReader(br)
			continue
		}
		r = br
		break
	}
	br := r.(*bufio.Reader)
	head, _ := br.Peek(512)
	switch enc := utf16Order(head); {
	case enc != 0:
		src.notes = append(src.notes, "the input is UTF-16 and was read as such")
		br = bufio.NewReaderSize(&utf16Reader{r: br, big: enc > 0}, sampleSize)
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		br.Discard(3)
	}
	sample, err := br.Peek(sampleSize)
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

// utf16Reader turns UTF-16 into UTF-8.
type utf16Reader struct {
	r     *bufio.Reader
	big   bool
	begun bool
	out   []byte
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

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) < len(p) {
		c, err := u.unit()
		if err != nil {
			if len(u.out) > 0 {
				break
			}
			return 0, err
		}
		if !u.begun {
			u.begun = true
			if c == 0xfeff {
				continue
			}
		}
		r := rune(c)
		if utf16.IsSurrogate(r) {
			low, err := u.unit()
			if err == nil {
				r = utf16.DecodeRune(r, rune(low))
			}
		}
		u.out = utf8.AppendRune(u.out, r)
	}
	n := copy(p, u.out)
	u.out = u.out[:copy(u.out, u.out[n:])]
	return n, nil
}
