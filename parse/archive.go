package parse

import (
	"archive/tar"
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

// archive is a tar archive being read, in one pass.
type archive struct {
	name   string // as shown
	tar    *tar.Reader
	src    source
	device *sysdiagnose // nil when it is not one
	top    string       // folder that holds everything in a sysdiagnose, with its slash
	begun  bool
	failed error    // what ended the reading, other than the end
	ended  error    // what next has ended with
	logs   []*spool // log archives in it
	beside spool    // what lies beside them and is about them
	// unended tells that the bytes ended before the archive's own mark of its end, two
	// blocks of zeros, after which nothing is read.
	unended bool
}

// member is an entry of an archive that may be worth reading.
type member struct {
	name string // below the top folder of a sysdiagnose
	size int64
	how  reading
	r    io.Reader
}

// newArchive reads the members of src, which is closed with it.
func newArchive(name string, src source, device *sysdiagnose) *archive {
	a := &archive{name: name, src: src, device: device}
	a.tar = tar.NewReader(readFunc(func(p []byte) (int, error) {
		n, err := src.r.Read(p)
		a.unended = a.unended || errors.Is(err, io.EOF)
		return n, err
	}))
	return a
}

// next is the next regular file that may be worth reading; what lies between is
// passed over without being kept. It returns io.EOF after the last.
func (a *archive) next(m *meter) (member, error) {
	for a.ended == nil {
		h, err := a.tar.Next()
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) { // names are only shown
			if errors.Is(err, io.EOF) && !a.unended {
				return member{}, io.EOF
			}
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
		if a.device == nil && logArchiveIn(name) != "" {
			a.device, a.top = &sysdiagnose{}, topFolder(name)
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
	a.src.Close()
}

// read reads the present member. An error of the archive is remembered: it is
// that of no member.
func (a *archive) read(p []byte) (int, error) {
	n, err := a.tar.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
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
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%s: the archive is cut off: what stands before was read", a.name)
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
