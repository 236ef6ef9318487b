package logarchive

import (
	"errors"
	"fmt"
)

// processID is the pair of numbers by which chunks name a process; it is valid
// within one boot.
type processID struct {
	first  uint64
	second uint32
}

// process is one procinfo of a catalog.
type process struct {
	id      processID
	pid     int
	uid     int // effective user
	is32    bool
	main    UUID // of the executable
	cache   UUID // of the shared cache; zero: none
	images  []loadedImage
	senders []sender

	exe    *image   // of the executable; set by texts.resolve
	shared *dscFile // set by texts.resolve; nil when the archive does not have it
	wanted bool     // the filter wants some messages by the process alone
}

// processIs32 is the bit of a procinfo's flags for processes of 32 bits: it is 0 in all
// of two archives, whose processes log pointers of 8 bytes.
const processIs32 = 1

// loadedImage is where a library that is not in the shared cache lies in memory.
type loadedImage struct {
	start, size uint64
	id          UUID
}

// sender is a subsystem and category under the number that tracepoints use.
type sender struct {
	id                  uint16
	subsystem, category name
}

// name is a text in both forms that callers need, made once.
type name struct {
	text  string
	bytes []byte
}

func newName(b []byte) name {
	s := string(b)
	return name{text: s, bytes: []byte(s)}
}

// subchunk describes the chunkset of the same number behind the catalog.
type subchunk struct {
	start, end uint64 // continuous time in ticks
	size       uint32 // of the chunkset's content, decompressed
	algorithm  uint32
	processes  []byte // u16 each: index of a procinfo
	names      []byte // u16 each: offset of a subsystem or category in the catalog's strings
}

// catalog names the processes and senders of the chunksets that follow it.
type catalog struct {
	strings   []byte
	processes []process
	byID      map[processID]int
	subchunks []subchunk
}

// catalogBody is where a catalog's offsets count from.
const catalogBody = preambleSize + 24

var errCatalog = errors.New("catalog ends within its tables")

// readCatalog reads a catalog; what it returns keeps parts of chunk.
func readCatalog(chunk []byte, subtag uint32) (*catalog, error) {
	if subtag != subtagModern {
		return nil, errLegacy
	}
	if len(chunk) < catalogBody {
		return nil, fmt.Errorf("catalog of %d bytes, expected at least %d", len(chunk), catalogBody)
	}
	at := func(off int) int { return int(le.Uint16(chunk[off:])) }
	body := chunk[catalogBody:]
	stringsAt, processesAt, subchunksAt := at(16), at(18), at(22)
	if stringsAt > processesAt || processesAt > subchunksAt || subchunksAt > len(body) {
		return nil, fmt.Errorf("catalog tables at %d, %d and %d of %d bytes, expected them in this order", stringsAt, processesAt, subchunksAt, len(body))
	}
	c := &catalog{strings: body[stringsAt:processesAt], byID: make(map[processID]int)}
	images := catalogImages{uuids: body[:stringsAt], names: map[uint16]name{}, strings: c.strings}

	r := &cursor{b: body[processesAt:subchunksAt]}
	for range at(20) {
		p, ok := images.process(r)
		if !ok {
			return nil, errCatalog
		}
		c.byID[p.id] = len(c.processes)
		c.processes = append(c.processes, p)
	}
	r = &cursor{b: body[subchunksAt:]}
	for range at(24) {
		var s subchunk
		s.start, s.end, s.size, s.algorithm = r.u64(), r.u64(), r.u32(), r.u32()
		s.processes = r.take(int(min(r.u32(), uint32(len(body)))) * 2)
		s.names = r.take(int(min(r.u32(), uint32(len(body)))) * 2)
		r.align(8)
		if r.short {
			return nil, errCatalog
		}
		s.end = max(s.start, s.end)
		c.subchunks = append(c.subchunks, s)
	}
	return c, nil
}

// process returns the process of a chunk; nil when the catalog does not list it.
func (c *catalog) process(id processID) *process {
	if i, ok := c.byID[id]; ok {
		return &c.processes[i]
	}
	return nil
}

// sender returns the subsystem and category under a number of the process.
func (p *process) sender(id uint16) *sender {
	for i := range p.senders {
		if p.senders[i].id == id {
			return &p.senders[i]
		}
	}
	return nil
}

// imageAt returns the library loaded at an address.
func (p *process) imageAt(pc uint64) (loadedImage, bool) {
	for _, im := range p.images {
		if pc >= im.start && pc-im.start < im.size {
			return im, true
		}
	}
	return loadedImage{}, false
}

// catalogImages reads procinfos by the catalog's tables.
type catalogImages struct {
	uuids   []byte
	strings []byte
	names   map[uint16]name // by offset
}

func (t *catalogImages) uuid(index uint16) UUID {
	if at := int(index) * 16; at+16 <= len(t.uuids) {
		return UUID(t.uuids[at : at+16])
	}
	return UUID{} // 0xffff and what is not in the table
}

func (t *catalogImages) name(off uint16) name {
	n, ok := t.names[off]
	if !ok && int(off) < len(t.strings) {
		n = newName(cstring(t.strings[off:]))
		t.names[off] = n
	}
	return n
}

func (t *catalogImages) process(r *cursor) (p process, ok bool) {
	r.u16() // its index
	p.is32 = r.u16()&processIs32 != 0
	p.main, p.cache = t.uuid(r.u16()), t.uuid(r.u16())
	p.id = processID{r.u64(), r.u32()}
	p.pid = int(int32(r.u32()))
	p.uid = int(int32(r.u32()))
	r.u32() // persona since iOS 27
	images := r.u32()
	r.u32()
	for range images {
		im := loadedImage{size: uint64(r.u32())}
		r.u32()
		im.id = t.uuid(r.u16())
		low, high := r.u32(), r.u16()
		im.start = uint64(low) | uint64(high)<<32
		if r.short {
			return p, false
		}
		p.images = append(p.images, im)
	}
	senders := r.u32()
	r.u32()
	for range senders {
		id, subsystem, category := r.u16(), r.u16(), r.u16()
		if r.short {
			return p, false
		}
		p.senders = append(p.senders, sender{id, t.name(subsystem), t.name(category)})
	}
	r.align(8)
	return p, !r.short
}
