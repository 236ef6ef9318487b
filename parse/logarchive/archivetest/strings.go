package archivetest

import "slices"

// Strings are the format strings and the path of one image.
type Strings struct {
	Path   string
	Ranges []Range
}

// Range is a stretch of format strings that begin at an offset.
type Range struct {
	Offset  uint64
	Formats []string
}

func (r Range) bytes() (b []byte) {
	for _, f := range r.Formats {
		b = append(append(b, f...), 0)
	}
	return b
}

// At returns the offset of a format string.
func (s Strings) At(format string) uint64 {
	for _, r := range s.Ranges {
		at := r.Offset
		for _, f := range r.Formats {
			if f == format {
				return at
			}
			at += uint64(len(f) + 1)
		}
	}
	panic("no format string " + format)
}

// Bytes writes a uuidtext file.
func (s Strings) Bytes() []byte {
	b := u32(u32(u32([]byte{0x99, 0x88, 0x77, 0x66}, 2), 1), uint32(len(s.Ranges)))
	var blocks []byte
	for _, r := range s.Ranges {
		block := r.bytes()
		b = u32(u32(b, uint32(r.Offset)), uint32(len(block)))
		blocks = append(blocks, block...)
	}
	return append(slices.Concat(b, blocks, []byte(s.Path)), 0)
}

// Cache is a shared cache.
type Cache struct {
	Version uint16 // 1 or 2
	Images  []CachedImage
}

// CachedImage is a library in a shared cache.
type CachedImage struct {
	ID         UUID
	Text, Size uint64 // where its code lies
	Strings
}

// Bytes writes a dsc file.
func (c Cache) Bytes() []byte {
	ranges := 0
	for _, im := range c.Images {
		ranges += len(im.Ranges)
	}
	rangeSize, imageSize := 16, 28
	if c.Version == 2 {
		rangeSize, imageSize = 24, 32
	}
	at := 16 + ranges*rangeSize + len(c.Images)*imageSize
	var table, images, blocks []byte
	for i, im := range c.Images {
		for _, r := range im.Ranges {
			block := r.bytes()
			place := uint32(at + len(blocks))
			if c.Version == 2 {
				table = u64(u32(u32(u64(table, r.Offset), place), uint32(len(block))), uint64(i))
			} else {
				table = u32(u32(u32(u32(table, uint32(i)), uint32(r.Offset)), place), uint32(len(block)))
			}
			blocks = append(blocks, block...)
		}
		if c.Version == 2 {
			images = u64(images, im.Text)
		} else {
			images = u32(images, uint32(im.Text))
		}
		images = append(u32(images, uint32(im.Size)), im.ID[:]...)
		images = u32(images, uint32(at+len(blocks)))
		blocks = append(append(blocks, im.Path...), 0)
	}
	b := u32(u32(u16(u16([]byte("hcsd"), c.Version), 0), uint32(ranges)), uint32(len(c.Images)))
	return slices.Concat(b, table, images, blocks)
}
