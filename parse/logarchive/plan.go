package logarchive

import (
	"context"
	"fmt"
	"sync"
)

// span is a chunkset that is to be unpacked.
type span struct {
	file       int // index in Archive.traces
	catalogAt  int64
	catalogLen int
	at         int64 // of its chunk in the file
	size       int   // of its data
	content    uint32
	algorithm  uint32
	start, end uint64 // continuous time in ticks
	header     int    // index in fileplan.headers
	clock      *clock
	rank       int // of the boot, in order of time
}

// fileplan is what one file holds.
type fileplan struct {
	spans   []span
	headers []header
	notes   notes
	catalog int // seen
	sets    int // chunksets seen
	// first is the earliest continuous time of each boot.
	first map[UUID]uint64
}

// maxCatalog bounds the size of a catalog: its offsets have 16 bits, only the table
// of chunksets lies behind.
const maxCatalog = 1 << 20

// scan lists the chunksets of a file that may hold wanted entries. Nothing is
// unpacked.
func (r *reading) scan(ctx context.Context, file int) (p fileplan) {
	f := r.archive.traces[file]
	m, err := f.open()
	if err != nil {
		p.notes.add(NoteUnreadable, f.name, 1, err.Error())
		return p
	}
	defer m.Close()
	w := walker{reading: r, file: file, name: f.name, m: m, plan: &p}
	size := m.Size()
	for at := int64(0); at < size && ctx.Err() == nil; {
		b, err := readRange(m, at, preambleSize)
		if err != nil {
			p.notes.add(NoteUnreadable, f.name, 1, err.Error())
			return p
		}
		if len(b) < preambleSize {
			p.notes.add(NoteTruncated, f.name, 1, "")
			return p
		}
		head := readPreamble(b)
		if head == (preamble{}) {
			return p // room that logd had not used
		}
		if head.size > uint64(size-at-preambleSize) {
			p.notes.add(NoteTruncated, f.name, 1, "")
			return p
		}
		if err := w.chunk(at, head); err != nil {
			p.notes.add(NoteRefused, f.name, 1, err.Error())
			if head.tag == tagHeader {
				return p // without the boot nothing has a time
			}
		}
		at = (at + preambleSize + int64(head.size) + 7) &^ 7
	}
	return p
}

// walker follows the chunks of a file.
type walker struct {
	*reading
	file int
	name string
	m    Member
	plan *fileplan

	boot       *header
	catalog    *catalog
	catalogAt  int64
	catalogLen int
	next       int            // chunksets since the catalog
	wantedName map[uint16]int // offset of a subsystem in the catalog: 1 wanted, -1 not
}

// chunk takes note of one chunk of the file.
func (w *walker) chunk(at int64, head preamble) error {
	switch head.tag {
	case tagHeader:
		b, err := readRange(w.m, at, preambleSize+int(min(head.size, headerSize)))
		if err != nil {
			return err
		}
		h, err := readHeader(b, head.subtag)
		if err != nil {
			return err
		}
		w.boot, w.catalog = &h, nil
		w.plan.headers = append(w.plan.headers, h)
	case tagCatalog:
		w.catalog = nil
		if head.size > maxCatalog {
			return fmt.Errorf("catalog of %d bytes, expected at most %d", head.size, maxCatalog)
		}
		w.catalogAt, w.catalogLen = at, preambleSize+int(head.size)
		c, err := w.catalogs.get(w.reading, w.file, w.m, at, w.catalogLen)
		if err != nil {
			return err
		}
		w.catalog, w.next, w.wantedName = c, 0, map[uint16]int{}
		w.plan.catalog++
	case tagChunkset:
		return w.chunkset(at, head)
	default:
		return fmt.Errorf("chunk of type %#x, expected a header, a catalog or a chunkset", head.tag)
	}
	return nil
}

func (w *walker) chunkset(at int64, head preamble) error {
	w.plan.sets++
	if w.boot == nil || w.catalog == nil {
		return fmt.Errorf("chunkset at %d without a header and a catalog before it", at)
	}
	if w.next >= len(w.catalog.subchunks) {
		return fmt.Errorf("chunkset at %d is not in its catalog", at)
	}
	s := &w.catalog.subchunks[w.next]
	w.next++
	if head.size > maxChunkset {
		return fmt.Errorf("chunkset of %d bytes, expected at most %d", head.size, maxChunkset)
	}
	if w.plan.first == nil {
		w.plan.first = map[UUID]uint64{}
	}
	if first, ok := w.plan.first[w.boot.boot]; !ok || s.start < first {
		w.plan.first[w.boot.boot] = s.start
	}
	if !w.wants(s) {
		return nil
	}
	w.plan.spans = append(w.plan.spans, span{
		file: w.file, catalogAt: w.catalogAt, catalogLen: w.catalogLen, at: at, size: int(head.size),
		content: s.size, algorithm: s.algorithm, start: s.start, end: s.end,
		header: len(w.plan.headers) - 1,
	})
	return nil
}

// wants reports whether a chunkset may hold wanted entries.
func (w *walker) wants(s *subchunk) bool {
	if w.opts.Want == nil {
		return true
	}
	for b := s.processes; len(b) >= 2; b = b[2:] {
		if i := int(le.Uint16(b)); i >= len(w.catalog.processes) || w.catalog.processes[i].wanted {
			return true
		}
	}
	for b := s.names; len(b) >= 2; b = b[2:] {
		if w.wantsName(le.Uint16(b)) {
			return true
		}
	}
	return false
}

func (w *walker) wantsName(off uint16) bool {
	verdict := w.wantedName[off]
	if verdict == 0 {
		verdict = -1
		if int(off) < len(w.catalog.strings) && w.opts.Want.Subsystem(cstring(w.catalog.strings[off:])) {
			verdict = 1
		}
		w.wantedName[off] = verdict
	}
	return verdict > 0
}

// catalogCache keeps the catalogs that were read last: those of files that are read
// side by side.
type catalogCache struct {
	mu   sync.Mutex
	kept map[catalogKey]*catalog
	age  []catalogKey
}

type catalogKey struct {
	file int
	at   int64
}

// catalogsKept is enough for the files of one time and the workers on them.
const catalogsKept = 32

func (c *catalogCache) get(r *reading, file int, m Member, at int64, size int) (*catalog, error) {
	k := catalogKey{file, at}
	c.mu.Lock()
	have := c.kept[k]
	c.mu.Unlock()
	if have != nil {
		return have, nil
	}
	b, err := readRange(m, at, size)
	if err != nil {
		return nil, err
	}
	if len(b) < preambleSize {
		return nil, errCatalog
	}
	cat, err := readCatalog(b, readPreamble(b).subtag)
	if err != nil {
		return nil, err
	}
	for i := range cat.processes {
		p := &cat.processes[i]
		r.archive.texts.resolve(p)
		p.wanted = r.opts.Want == nil || r.opts.Want.Process(p.exe.name.bytes)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.kept[k]; !ok {
		if c.kept == nil {
			c.kept = map[catalogKey]*catalog{}
		}
		if len(c.age) == catalogsKept {
			delete(c.kept, c.age[0])
			c.age = append(c.age[:0], c.age[1:]...)
		}
		c.kept[k] = cat
		c.age = append(c.age, k)
	}
	return cat, nil
}
