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
	main    UUID   // of the executable
	cache   UUID   // of the shared cache; zero: none
	images  []byte // where libraries lie, loadedSize each: u32 size, u32, u16 index of the UUID, u48 address
	senders []byte // senderSize each: u16 number, u16 and u16 offsets of subsystem and category
	tables  *catalogTables

	exe    *image   // of the executable; set by texts.resolve
	shared *dscFile // set by texts.resolve; nil when the archive does not have it
	wanted bool     // the filter wants some messages by the process alone
}

// processIs32 is the bit of a procinfo's flags for processes of 32 bits: it is 0 in all
// of two archives, whose processes log pointers of 8 bytes.
const processIs32 = 1

// The sizes of what a procinfo lists. Most of it is never asked for.
const (
	loadedSize = 16
	senderSize = 6
)

// loadedImage is where a library that is not in the shared cache lies in memory.
type loadedImage struct {
	start uint64
	id    UUID
}

// sender is a subsystem and category.
type sender struct{ subsystem, category name }

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
	tables := &catalogTables{uuids: body[:stringsAt], strings: body[stringsAt:processesAt]}
	n := min(at(20), (subchunksAt-processesAt)/procinfoSize)
	c := &catalog{strings: tables.strings, processes: make([]process, 0, n), byID: make(map[processID]int, n)}

	r := &cursor{b: body[processesAt:subchunksAt]}
	for range at(20) {
		p, ok := tables.process(r)
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
		s.processes = r.list(r.u32(), 2)
		s.names = r.list(r.u32(), 2)
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

// sender returns the subsystem and category under a number of the process, nil when it
// has none.
func (p *process) sender(number uint16, names *senderNames) *sender {
	for b := p.senders; len(b) >= senderSize; b = b[senderSize:] {
		if le.Uint16(b) == number {
			return names.sender(p.tables.text(le.Uint16(b[2:])), p.tables.text(le.Uint16(b[4:])))
		}
	}
	return nil
}

// imageAt returns the library loaded at an address.
func (p *process) imageAt(pc uint64) (loadedImage, bool) {
	for b := p.images; len(b) >= loadedSize; b = b[loadedSize:] {
		start := uint64(le.Uint32(b[10:])) | uint64(le.Uint16(b[14:]))<<32
		if pc >= start && pc-start < uint64(le.Uint32(b)) {
			return loadedImage{start, p.tables.uuid(le.Uint16(b[8:]))}, true
		}
	}
	return loadedImage{}, false
}

// catalogTables are what procinfos refer to.
type catalogTables struct {
	uuids   []byte
	strings []byte
}

func (t *catalogTables) uuid(index uint16) UUID {
	if at := int(index) * 16; at+16 <= len(t.uuids) {
		return UUID(t.uuids[at : at+16])
	}
	return UUID{} // 0xffff and what is not in the table
}

// text returns the string at an offset, nil for none.
func (t *catalogTables) text(off uint16) []byte {
	if int(off) >= len(t.strings) {
		return nil
	}
	return cstring(t.strings[off:])
}

// procinfoSize is the size of a procinfo without images and senders.
const procinfoSize = 48

func (t *catalogTables) process(r *cursor) (p process, ok bool) {
	p.tables = t
	r.u16() // its index
	p.is32 = r.u16()&processIs32 != 0
	p.main, p.cache = t.uuid(r.u16()), t.uuid(r.u16())
	p.id = processID{r.u64(), r.u32()}
	p.pid = int(int32(r.u32()))
	p.uid = int(int32(r.u32()))
	r.u32() // persona since iOS 27
	images := r.u32()
	r.u32()
	p.images = r.list(images, loadedSize)
	senders := r.u32()
	r.u32()
	p.senders = r.list(senders, senderSize)
	r.align(8)
	return p, !r.short
}
