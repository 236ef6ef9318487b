package parse

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// tarBlock is the size of a header of a tar archive, bytes.
const tarBlock = 512

// isTar recognises the first header of a tar archive by its checksum: the sum of
// its bytes with the field of the sum as blanks, in octal at 148 (POSIX ustar, and
// the archives before it that have no magic).
func isTar(head []byte) bool {
	if len(head) < tarBlock {
		return false
	}
	text := string(bytes.Trim(head[148:156], " \x00"))
	want, err := strconv.ParseInt(text, 8, 32)
	if err != nil {
		return false
	}
	sum := int64(8 * ' ')
	for i, c := range head[:tarBlock] {
		if i < 148 || i >= 156 {
			sum += int64(c)
		}
	}
	return sum == want
}

// archiveKinds are the archives whose files are read, by the bytes they begin with.
var archiveKinds = []struct {
	is         func(head []byte) bool
	compresses bool // its files
	open       func(name string, r io.Reader, depth int, m *meter) entries
}{
	{is: isTar, open: func(_ string, r io.Reader, _ int, _ *meter) entries { return newTarEntries(r) }},
	{is: func(head []byte) bool { return bytes.HasPrefix(head, []byte(zipMagic)) }, compresses: true, open: newZipEntries},
}

// entries are the files of an archive, one after another. Next goes to the next one, which
// is then read, and returns io.EOF after the last.
type entries interface {
	Next() (*tar.Header, error)
	// GoesOn reports whether the next one can be read after an error in the present one.
	GoesOn() bool
	io.ReadCloser
}

// tarEntries are those of a tar archive.
type tarEntries struct {
	*tar.Reader
	// unended tells that the bytes ended before the archive's own mark of its end, two
	// blocks of zeros, after which nothing is read.
	unended bool
}

func newTarEntries(r io.Reader) *tarEntries {
	t := &tarEntries{}
	t.Reader = tar.NewReader(readFunc(func(p []byte) (int, error) {
		n, err := r.Read(p)
		t.unended = t.unended || errors.Is(err, io.EOF)
		return n, err
	}))
	return t
}

// Next tells an archive that was cut off between two files from one that ends there.
func (t *tarEntries) Next() (*tar.Header, error) {
	h, err := t.Reader.Next()
	switch {
	case errors.Is(err, tar.ErrInsecurePath): // names are only shown
		err = nil
	case errors.Is(err, io.EOF) && t.unended:
		err = io.ErrUnexpectedEOF
	}
	return h, err
}

// GoesOn is false: where the next file begins is found by reading on.
func (t *tarEntries) GoesOn() bool { return false }

func (t *tarEntries) Close() error { return nil }

// archive is an archive being read, in one pass.
type archive struct {
	name   string // as shown
	files  entries
	src    source
	device *sysdiagnose // nil when it is not one
	top    string       // folder that holds everything in a sysdiagnose, with its slash
	begun  bool
	failed error    // what ended the reading, other than the end
	ended  error    // what next has ended with
	logs   []*spool // log archives in it
	beside spool    // what lies beside them and is about them
}

// member is an entry of an archive that may be worth reading.
type member struct {
	name string // below the top folder of a sysdiagnose
	size int64
	how  reading
	r    io.Reader
}

// newArchive reads the members of src, which is closed with it.
func newArchive(name string, src source, device *sysdiagnose, m *meter) *archive {
	return &archive{name: name, src: src, device: device, files: src.entries(name, src.r, src.depth, m)}
}

// next is the next regular file that may be worth reading; what lies between is
// passed over without being kept. It returns io.EOF after the last.
func (a *archive) next(m *meter) (member, error) {
	for a.ended == nil {
		h, err := a.files.Next()
		if errors.Is(err, io.EOF) {
			return member{}, io.EOF
		}
		if err != nil {
			return member{}, a.damaged(err)
		}
		if err := m.entry(); err != nil {
			return member{}, a.damaged(err)
		}
		name := memberName(h.Name)
		a.place(name, h.Typeflag == tar.TypeDir)
		if h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeGNUSparse || name == "" { // folders, links, devices
			continue
		}
		if root := logArchiveIn(name); a.device == nil && root != "" {
			a.device, a.top = &sysdiagnose{}, topFolder(root)
		}
		mem := member{name: strings.TrimPrefix(name, a.top), size: h.Size}
		switch {
		case a.device != nil:
			mem.how = sysdiagnoseReading(mem.name)
		case hidden(name):
			continue // as in a folder
		}
		if mem.how == readNot {
			continue
		}
		mem.r = readFunc(a.read)
		if sparse(h) {
			mem.r = m.inflated(mem.r, a.src.depth) // holes cost nothing to write and everything to read
		}
		return mem, nil
	}
	return member{}, a.ended
}

// Close ends the reading.
func (a *archive) Close() {
	for _, s := range a.logs {
		s.Close()
	}
	a.beside.Close()
	a.files.Close()
	a.src.Close()
}

// read reads the present member. An error with which the archive ends is remembered: it
// is that of no member.
func (a *archive) read(p []byte) (int, error) {
	n, err := a.files.Read(p)
	if err != nil && !errors.Is(err, io.EOF) && !a.files.GoesOn() {
		a.failed = err
	}
	return n, err
}

// damaged says that the archive could not be read to its end.
func (a *archive) damaged(err error) error {
	a.failed = err
	var limit *LimitError
	if errors.As(err, &limit) {
		return fmt.Errorf("%s: %w", a.name, err)
	}
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s: the archive is cut off: what stands before was read", a.name)
	case errors.Is(err, zip.ErrFormat):
		return fmt.Errorf("%s: the zip archive is cut off or damaged: its directory, which stands at its end, cannot be read", a.name)
	case errors.Is(err, errEncrypted):
		return fmt.Errorf("%s: the zip archive is encrypted: unpack it first", a.name)
	}
	return fmt.Errorf("%s: the archive is damaged (%w): what stands before was read", a.name, err)
}

// place learns from the first entry what the archive is: all of a sysdiagnose lies
// in a folder of its name.
func (a *archive) place(name string, folder bool) {
	if a.begun || name == "" {
		return
	}
	a.begun = true
	if folder {
		name += "/"
	}
	top := topFolder(name)
	named := sysdiagnoseNamed(strings.TrimSuffix(top, "/"))
	switch {
	case named == nil && a.device == nil:
		return
	case a.device == nil || named != nil && a.device.captured.IsZero():
		a.device = named
	}
	a.top = top
}

// topFolder is the first folder of a path with its slash, "" when there is none.
func topFolder(name string) string { return name[:strings.IndexByte(name, '/')+1] }

// memberName is how an entry is shown: without "./" and needless slashes.
func memberName(name string) string {
	if name = path.Clean(name); name == "." || name == "/" {
		return ""
	}
	return name
}

// hidden reports whether a file or a folder above it is hidden.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != ".." {
			return true
		}
	}
	return false
}

// sparse reports whether the member has holes.
func sparse(h *tar.Header) bool {
	if h.Typeflag == tar.TypeGNUSparse {
		return true
	}
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return false
}
