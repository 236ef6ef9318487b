package archivetest

import (
	"slices"

	"github.com/pierrec/lz4/v4"
)

// Header is the first chunk of a .tracev3 file.
type Header struct {
	Num, Den     uint32
	Continuous   uint64 // ticks
	Seconds      int64  // since 1970 UTC, at Continuous
	Micros       uint32
	MinutesWest  int32
	Daylight     bool
	Build, Model string
	Boot         UUID
}

// Bytes writes the chunk.
func (h Header) Bytes() []byte {
	b := make([]byte, 208)
	at := func(off int) []byte { return b[off-16:] } // offsets count from the preamble
	le.PutUint32(at(16), h.Num)
	le.PutUint32(at(20), h.Den)
	le.PutUint64(at(24), h.Continuous/2) // absolute time stops in sleep
	le.PutUint64(at(32), uint64(h.Seconds))
	le.PutUint32(at(40), h.Micros)
	le.PutUint32(at(44), uint32(h.MinutesWest))
	if h.Daylight {
		le.PutUint32(at(48), 1)
	}
	le.PutUint32(at(52), 1)
	le.PutUint32(at(56), 0x6100)
	le.PutUint32(at(60), 8)
	le.PutUint64(at(64), h.Continuous)
	copy(at(88), h.Build)
	copy(at(104), h.Model)
	copy(at(144), h.Boot[:])
	return Chunk(0x1000, 0x11, b)
}

// Process is a process of a catalog.
type Process struct {
	First   uint64 // with Second the key of its chunks
	Second  uint32
	PID     uint32
	Main    UUID
	Cache   UUID // zero: none
	Is32    bool
	Persona uint32
	Loaded  []Loaded
	Senders []Sender
}

// Loaded is where a library lies in the memory of a process.
type Loaded struct {
	Start uint64
	Size  uint32
	Image UUID
}

// Sender is a subsystem and a category with the number that tracepoints use.
type Sender struct {
	ID                  uint16
	Subsystem, Category string
}

// Persona is a persona of a catalog since iOS 27.
type Persona struct {
	ID, Type uint32
	UUID     string
}

// Catalog is a catalog with its chunksets.
type Catalog struct {
	Processes []Process
	Personas  []Persona
	Chunksets []Chunkset
}

// Chunkset is a chunkset. What Processes and Subsystems leave out the subchunk of the
// catalog does not name.
type Chunkset struct {
	Start, End uint64
	Processes  []int // indexes in the catalog
	Subsystems []string
	Pack       Packing
	Chunks     [][]byte
}

// Packing is how the content of a chunkset is stored.
type Packing int

// The ways of storing.
const (
	LZ4       Packing = iota
	LZ4Stored         // in an LZ4 frame, not compressed
	LZ4Blocks         // in several blocks
	Raw
	Bitmap
	BitmapNoRuns
	LZFSE // not compressed in truth
)

// Bytes writes the catalog and its chunksets.
func (c Catalog) Bytes() []byte {
	var t tables
	for _, p := range c.Processes {
		t.uuid(p.Main)
		t.uuid(p.Cache)
		for _, l := range p.Loaded {
			t.uuid(l.Image)
		}
		for _, s := range p.Senders {
			t.text(s.Subsystem)
			t.text(s.Category)
		}
	}
	t.strings = pad(t.strings, 8)
	var processes []byte
	for i, p := range c.Processes {
		processes = t.process(processes, i, p)
	}
	var personas []byte
	if len(c.Personas) > 0 {
		for i, p := range c.Personas {
			personas = u32(u32(u32(personas, p.ID), p.Type), uint32(i*37))
		}
		personas = pad(personas, 8)
		for _, p := range c.Personas {
			personas = append(append(personas, p.UUID...), 0)
		}
		personas = pad(personas, 8)
	}
	var subchunks, sets []byte
	first := uint64(0)
	for i, s := range c.Chunksets {
		content := slices.Concat(s.Chunks...)
		algorithm, stored := s.Pack.pack(content)
		subchunks = t.subchunk(subchunks, s, algorithm, len(content))
		sets = append(sets, Chunk(0x600d, 0x11, stored)...)
		if i == 0 || s.Start < first {
			first = s.Start
		}
	}
	at := len(t.uuids)
	b := u16(nil, uint16(at))
	at += len(t.strings)
	b = u16(u16(b, uint16(at)), uint16(len(c.Processes)))
	at += len(processes)
	personasAt := at
	at += len(personas)
	b = u16(u16(b, uint16(at)), uint16(len(c.Chunksets)))
	b = u16(u16(u16(b, uint16(personasAt)), uint16(len(c.Personas))), 0)
	b = u64(b, first)
	b = slices.Concat(b, t.uuids, t.strings, processes, personas, subchunks)
	return append(Chunk(0x600b, 0x11, b), sets...)
}

// tables are the UUIDs and strings of a catalog.
type tables struct {
	uuids   []byte
	ids     []UUID
	strings []byte
	texts   []string
	offsets []uint16
}

func (t *tables) uuid(id UUID) uint16 {
	if id == (UUID{}) {
		return 0xffff
	}
	if i := slices.Index(t.ids, id); i >= 0 {
		return uint16(i)
	}
	t.ids = append(t.ids, id)
	t.uuids = append(t.uuids, id[:]...)
	return uint16(len(t.ids) - 1)
}

func (t *tables) text(s string) uint16 {
	if i := slices.Index(t.texts, s); i >= 0 {
		return t.offsets[i]
	}
	t.texts = append(t.texts, s)
	t.offsets = append(t.offsets, uint16(len(t.strings)))
	t.strings = append(append(t.strings, s...), 0)
	return t.offsets[len(t.offsets)-1]
}

func (t *tables) process(b []byte, i int, p Process) []byte {
	flags := uint16(0)
	if p.Is32 {
		flags = 1
	}
	b = u16(u16(u16(u16(b, uint16(i)), flags), t.uuid(p.Main)), t.uuid(p.Cache))
	b = u32(u32(u32(u64(b, p.First), p.Second), p.PID), 501)
	b = u32(u32(u32(b, p.Persona), uint32(len(p.Loaded))), 0)
	for _, l := range p.Loaded {
		b = u16(u32(u32(b, l.Size), 0), t.uuid(l.Image))
		b = u16(u32(b, uint32(l.Start)), uint16(l.Start>>32))
	}
	b = u32(u32(b, uint32(len(p.Senders))), 0)
	for _, s := range p.Senders {
		b = u16(u16(u16(b, s.ID), t.text(s.Subsystem)), t.text(s.Category))
	}
	return pad(b, 8)
}

func (t *tables) subchunk(b []byte, s Chunkset, algorithm uint32, size int) []byte {
	b = u32(u32(u64(u64(b, s.Start), s.End), uint32(size)), algorithm)
	b = u32(b, uint32(len(s.Processes)))
	for _, p := range s.Processes {
		b = u16(b, uint16(p))
	}
	b = u32(b, uint32(len(s.Subsystems)))
	for _, n := range s.Subsystems {
		b = u16(b, t.text(n))
	}
	return pad(b, 8)
}

func (p Packing) pack(content []byte) (algorithm uint32, stored []byte) {
	switch p {
	case Raw:
		return 0, content
	case Bitmap:
		return 0x700, PackBitmap(content, true)
	case BitmapNoRuns:
		return 0x700, PackBitmap(content, false)
	case LZFSE:
		return 0x801, content
	case LZ4Stored:
		return 0x100, slices.Concat([]byte("bv4-"), u32(nil, uint32(len(content))), content, []byte("bv4$"))
	case LZ4Blocks:
		var b []byte
		for part := range slices.Chunk(content, 4096) {
			b = append(b, lz4Block(part)...)
		}
		return 0x100, append(b, "bv4$"...)
	}
	return 0x100, append(lz4Block(content), "bv4$"...)
}

// lz4Block compresses, or stores what does not get smaller.
func lz4Block(content []byte) []byte {
	dst := make([]byte, lz4.CompressBlockBound(len(content)))
	n, err := lz4.CompressBlock(content, dst, nil)
	if err != nil || n == 0 {
		return slices.Concat([]byte("bv4-"), u32(nil, uint32(len(content))), content)
	}
	return slices.Concat([]byte("bv41"), u32(u32(nil, uint32(len(content))), uint32(n)), dst[:n])
}
