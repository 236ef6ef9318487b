package parse

import (
	"archive/tar"
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/flate"
)

// zipMagic begins a zip archive: the header of its first entry (PKWARE's APPNOTE, 4.3.7).
const zipMagic = "PK\x03\x04"

// zipEntries are the files of a zip archive. Its directory stands at its end, so that all
// of it is kept before the first is read.
type zipEntries struct {
	r     io.Reader // of the archive, until it is kept
	spool spool
	files []*zip.File // still to come
	meter *meter
	depth int
	now   *zip.File
	data  io.ReadCloser // of now, once it is read
	ahead *ahead        // that inflates it
	limit error         // that ended the reading of all
}

func newZipEntries(name string, r io.Reader, depth int, m *meter) entries {
	return &zipEntries{r: r, spool: spool{name: name}, meter: m, depth: depth}
}

// errEncrypted is of a zip archive whose files need a password.
var errEncrypted = errors.New("it is encrypted")

// zipEncrypted is the flag of an entry that needs a password (APPNOTE, 4.4.4).
const zipEncrypted = 1

// Next is the next entry, as an archive of the other kind would have it.
func (z *zipEntries) Next() (*tar.Header, error) {
	if z.r != nil {
		if err := z.open(); err != nil {
			return nil, err
		}
	}
	z.closeEntry()
	if z.limit != nil {
		return nil, z.limit
	}
	if len(z.files) == 0 {
		return nil, io.EOF
	}
	z.now, z.files = z.files[0], z.files[1:]
	h := &tar.Header{Name: strings.ReplaceAll(z.now.Name, `\`, "/"), Size: int64(z.now.UncompressedSize64), Typeflag: tar.TypeReg}
	switch mode := z.now.Mode(); {
	case mode.IsDir():
		h.Typeflag = tar.TypeDir
	case !mode.IsRegular():
		h.Typeflag = tar.TypeSymlink
	case z.now.Flags&zipEncrypted != 0:
		return nil, errEncrypted
	}
	return h, nil
}

// open keeps the archive and reads its directory.
func (z *zipEntries) open() error {
	r := z.r
	z.r = nil
	if err := z.spool.add("", spoolMemory+1, r); err != nil { // of unknown size: to the file
		return err
	}
	m, err := z.spool.Open("")
	if err != nil {
		return err
	}
	archive, err := zip.NewReader(m, m.Size())
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) { // names are only shown
		return err
	}
	archive.RegisterDecompressor(zip.Deflate, flate.NewReader)
	z.files = archive.File
	return nil
}

// Read reads the present entry.
func (z *zipEntries) Read(p []byte) (int, error) {
	if z.now == nil {
		return 0, io.EOF
	}
	if z.data == nil {
		data, err := z.now.Open()
		if err != nil {
			return 0, fmt.Errorf("%s: %w", z.now.Name, err)
		}
		z.meter.levels[z.depth].stored += int64(z.now.CompressedSize64)
		z.data, z.ahead = data, newAhead(z.meter.inflated(data, z.depth))
	}
	n, err := z.ahead.Read(p)
	var limit *LimitError
	if errors.As(err, &limit) {
		z.limit = err
	}
	return n, err
}

// GoesOn is false only at a limit: each file is compressed by itself.
func (z *zipEntries) GoesOn() bool { return z.limit == nil }

func (z *zipEntries) closeEntry() {
	if z.data != nil {
		z.ahead.Close()
		z.data.Close()
	}
	z.now, z.data, z.ahead = nil, nil, nil
}

// Close removes what was kept.
func (z *zipEntries) Close() error {
	z.closeEntry()
	return z.spool.Close()
}
