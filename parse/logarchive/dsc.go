package logarchive

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
)

// dscFile holds the format strings of a shared cache, or of the kernel and its
// extensions.
type dscFile struct {
	located
	id   UUID
	once sync.Once

	ranges []textRange
	images []cachedImage
	met    []atomic.Pointer[image] // of images; nil until it was asked for
	byID   map[UUID]int            // index in images
	err    error                   // why the file cannot be used
}

// cachedImage is where the code of a library lies in the shared cache.
type cachedImage struct {
	off    uint64
	size   uint32
	id     UUID
	pathAt int64
}

// A dsc file: the magic, u16 major version, u16 minor version, u32 number of ranges,
// u32 number of images, both tables.
const (
	dscMagic = "hcsd"
	dscHead  = 16
)

// The sizes of a range and an image in both versions; 2 is of iOS 15 and macOS 12.
var dscSizes = map[uint16][2]int{1: {16, 28}, 2: {24, 32}}

func (d *dscFile) load() {
	d.once.Do(func() { d.err = d.read() })
}

func (d *dscFile) read() error {
	m, err := d.open()
	if err != nil {
		return err
	}
	defer m.Close()
	head, err := readRange(m, 0, dscHead)
	if err != nil {
		return err
	}
	if len(head) < dscHead || string(head[:4]) != dscMagic {
		return fmt.Errorf("%s is no dsc file", d.name)
	}
	version := le.Uint16(head[4:])
	sizes, ok := dscSizes[version]
	if !ok {
		return fmt.Errorf("%s has version %d, expected 1 or 2", d.name, version)
	}
	ranges, images := int64(le.Uint32(head[8:])), int64(le.Uint32(head[12:]))
	bytes := ranges*int64(sizes[0]) + images*int64(sizes[1])
	if ranges > maxRanges || images > maxRanges || bytes > m.Size()-dscHead {
		return fmt.Errorf("%s names %d ranges and %d images in %d bytes", d.name, ranges, images, m.Size())
	}
	table, err := readRange(m, dscHead, int(bytes))
	if err != nil || int64(len(table)) < bytes {
		return fmt.Errorf("%s ends in its tables", d.name)
	}
	r := &cursor{b: table}
	for range ranges {
		d.ranges = append(d.ranges, readDSCRange(r, version))
	}
	for range images {
		d.images = append(d.images, readDSCImage(r, version))
	}
	d.sort()
	d.byID = make(map[UUID]int, len(d.images))
	for i, c := range d.images {
		d.byID[c.id] = i
	}
	return nil
}

func readDSCRange(r *cursor, version uint16) (t textRange) {
	if version == 1 {
		t.image, t.off = int(r.u32()), uint64(r.u32())
		t.fileAt, t.size = int64(r.u32()), r.u32()
		return t
	}
	t.off = r.u64()
	t.fileAt, t.size = int64(r.u32()), r.u32()
	t.image = int(min(r.u64(), maxRanges))
	return t
}

func readDSCImage(r *cursor, version uint16) (c cachedImage) {
	if version == 1 {
		c.off = uint64(r.u32())
	} else {
		c.off = r.u64()
	}
	c.size, c.id, c.pathAt = r.u32(), r.uuid(), int64(r.u32())
	return c
}

// sort puts both tables in order; those of Apple's files are. What is moved takes
// the ranges' references with it.
func (d *dscFile) sort() {
	byOff := func(a, b cachedImage) int { return compareUint(a.off, b.off) }
	if !slices.IsSortedFunc(d.images, byOff) {
		for i := range d.ranges {
			d.ranges[i].image = -1
		}
		slices.SortStableFunc(d.images, byOff)
	}
	sortRanges(d.ranges)
	d.met = make([]atomic.Pointer[image], len(d.images))
}

// imageAt returns the index of the image whose code holds an address, -1 for none.
func (d *dscFile) imageAt(pc uint64) int {
	i, found := slices.BinarySearchFunc(d.images, pc, func(c cachedImage, pc uint64) int { return compareUint(c.off, pc) })
	if !found {
		i--
	}
	if i < 0 || pc-d.images[i].off >= uint64(d.images[i].size) {
		return -1
	}
	return i
}

// path reads the path of an image.
func (d *dscFile) path(at int64) []byte {
	m, err := d.open()
	if err != nil {
		return nil
	}
	defer m.Close()
	return readText(m, at, maxPath)
}
