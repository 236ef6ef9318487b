package logarchive

import (
	"fmt"
	"path"
	"slices"
	"sync"
)

// image is an executable or a library, with its format strings where a uuidtext
// file has them.
type image struct {
	id   UUID
	file located
	once sync.Once

	path   string
	name   name // the last element of path
	ranges []textRange
	err    error // why the file cannot be used
}

// textRange is a stretch of format strings.
type textRange struct {
	off    uint64 // as tracepoints count
	size   uint32
	fileAt int64
	image  int // of a shared cache: index of the image; -1 when unknown
}

func (r textRange) holds(off uint64) bool { return off >= r.off && off-r.off < uint64(r.size) }

func (im *image) setPath(p []byte) {
	im.path = string(p)
	im.name = newName([]byte(path.Base(im.path)))
	if im.path == "" {
		im.name = name{}
	}
}

// A uuidtext file: the magic, u32 version 2, u32 1, u32 number of ranges, u32 offset
// and u32 size of each, their strings, the path.
const (
	uuidtextMagic = 0x66778899
	uuidtextHead  = 16
	uuidtextRange = 8
)

// maxPath bounds the path of an image; Darwin's PATH_MAX is 1,024.
const maxPath = 4096

// maxRanges bounds the tables of uuidtext and dsc files: those of whole systems hold
// some thousand ranges.
const maxRanges = 1 << 18

// load reads the table and the path, once.
func (im *image) load() {
	im.once.Do(func() { im.err = im.read() })
}

func (im *image) read() error {
	m, err := im.file.open()
	if err != nil {
		return err
	}
	defer m.Close()
	head, err := readRange(m, 0, uuidtextHead)
	if err != nil {
		return err
	}
	if len(head) < uuidtextHead || le.Uint32(head) != uuidtextMagic || le.Uint32(head[4:]) != 2 {
		return fmt.Errorf("%s is no uuidtext file of version 2", im.file.name)
	}
	n := int64(le.Uint32(head[12:]))
	if n > maxRanges || n*uuidtextRange > m.Size()-uuidtextHead {
		return fmt.Errorf("%s names %d ranges in %d bytes", im.file.name, n, m.Size())
	}
	table, err := readRange(m, uuidtextHead, int(n)*uuidtextRange)
	if err != nil || len(table) < int(n)*uuidtextRange {
		return fmt.Errorf("%s ends in its table", im.file.name)
	}
	at := uuidtextHead + n*uuidtextRange
	for ; len(table) > 0; table = table[uuidtextRange:] {
		r := textRange{off: uint64(le.Uint32(table)), size: le.Uint32(table[4:]), fileAt: at}
		im.ranges = append(im.ranges, r)
		at += int64(r.size)
	}
	sortRanges(im.ranges)
	if at <= m.Size() {
		footer, err := readRange(m, at, int(min(m.Size()-at, maxPath)))
		if err != nil {
			return err
		}
		im.setPath(cstring(footer))
	}
	return nil
}

// sortRanges puts ranges in order; those of Apple's files are.
func sortRanges(ranges []textRange) {
	slices.SortStableFunc(ranges, func(a, b textRange) int { return compareUint(a.off, b.off) })
}

func compareUint(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// findRange returns the range that holds an offset.
func findRange(ranges []textRange, off uint64) (textRange, bool) {
	i, found := slices.BinarySearchFunc(ranges, off, func(r textRange, off uint64) int { return compareUint(r.off, off) })
	if !found {
		i--
	}
	if i < 0 || !ranges[i].holds(off) {
		return textRange{}, false
	}
	return ranges[i], true
}
