package logstyle

import (
	"slices"
	"strings"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// archiveFile is one .tracev3 file in the making.
type archiveFile struct {
	path     string
	chunkset int // bytes before compression
	packings []archivetest.Packing
	data     []byte

	catalog   archivetest.Catalog
	processes []*archiveProcess // of the catalog, in its order
	set       archivetest.Chunkset
	size      int // of set with its open pages, about
	pages     []*openPage
	sets      int // chunksets of the file
}

// openPage is a page of a process that still has room.
type openPage struct {
	process *archiveProcess
	points  []archivetest.Point
	size    int
}

// The limits of what is written (reference: logarchive, sections 2.3 and 2.5): a page
// has 4 KiB with its head, a catalog 4 to 9 chunksets.
const (
	pageRoom        = 3600
	catalogSets     = 6
	pointHead       = 24 + 48 // with all fields before the arguments
	pageHead        = 16 + 48
	chunksetPadding = 4 << 10
)

// archivePackings are how chunksets are stored in turn.
var archivePackings = []archivetest.Packing{archivetest.LZ4, archivetest.LZ4Stored, archivetest.Raw, archivetest.LZ4Blocks}

func newArchiveFile(path string, head archivetest.Header, opt ArchiveOptions) *archiveFile {
	f := &archiveFile{path: path, chunkset: opt.Chunkset, packings: archivePackings, data: head.Bytes()}
	if opt.Packed {
		f.packings = archivePackings[:1]
	}
	return f
}

// order puts files as they stand in a sysdiagnose (reference: logarchive, section 1.1).
func (f *archiveFile) order() string {
	switch {
	case strings.HasPrefix(f.path, "logdata"):
		return "0"
	case strings.HasPrefix(f.path, "Persist"):
		return "1" + f.path
	}
	return "2" + f.path
}

// add writes a tracepoint to the open page of its process.
func (f *archiveFile) add(p *archiveProcess, pt archivetest.Point) {
	size := pointHead + len(pt.Raw) + itemsSize(pt.Items)
	f.room(p, pt.Time, size)
	i := slices.IndexFunc(f.pages, func(o *openPage) bool { return o.process == p })
	if i >= 0 && f.pages[i].size+size > pageRoom {
		f.closePage(f.pages[i])
		f.pages = slices.Delete(f.pages, i, i+1)
		i = -1
	}
	if i < 0 {
		i = len(f.pages)
		f.pages = append(f.pages, &openPage{process: p, size: pageHead})
		f.size += pageHead
	}
	f.pages[i].points = append(f.pages[i].points, pt)
	f.pages[i].size += size
	f.size += size
}

// addChunk writes a chunk of its own.
func (f *archiveFile) addChunk(p *archiveProcess, ticks uint64, chunk []byte) {
	f.room(p, ticks, len(chunk))
	f.set.Chunks = append(f.set.Chunks, chunk)
	f.size += len(chunk)
}

// room begins a chunkset where the open one is full, and lists the process in it.
func (f *archiveFile) room(p *archiveProcess, ticks uint64, size int) {
	if f.size > 0 && f.size+size > f.chunkset-min(chunksetPadding, f.chunkset/4) {
		f.closeSet()
	}
	if f.size == 0 {
		f.set.Start, f.set.End = ticks, ticks
	}
	f.set.Start, f.set.End = min(f.set.Start, ticks), max(f.set.End, ticks)
	i := slices.Index(f.processes, p)
	if i < 0 {
		i = len(f.processes)
		f.processes = append(f.processes, p)
	}
	if !slices.Contains(f.set.Processes, i) {
		f.set.Processes = append(f.set.Processes, i)
	}
}

func (f *archiveFile) closePage(o *openPage) {
	base := o.points[0].Time
	for _, pt := range o.points {
		base = min(base, pt.Time)
	}
	f.set.Chunks = append(f.set.Chunks, archivetest.Page{First: o.process.First, Second: o.process.Second, Base: base, Points: o.points}.Bytes())
}

func (f *archiveFile) closeSet() {
	for _, o := range f.pages {
		f.closePage(o)
	}
	f.set.Pack = f.packings[f.sets%len(f.packings)]
	for _, i := range f.set.Processes {
		for _, s := range f.processes[i].Senders {
			if !slices.Contains(f.set.Subsystems, s.Subsystem) {
				f.set.Subsystems = append(f.set.Subsystems, s.Subsystem)
			}
		}
	}
	f.sets++
	f.catalog.Chunksets = append(f.catalog.Chunksets, f.set)
	f.set, f.pages, f.size = archivetest.Chunkset{}, nil, 0
	if len(f.catalog.Chunksets) == catalogSets {
		f.closeCatalog()
	}
}

func (f *archiveFile) closeCatalog() {
	for _, p := range f.processes {
		f.catalog.Processes = append(f.catalog.Processes, p.Process)
	}
	f.data = append(f.data, f.catalog.Bytes()...)
	f.catalog, f.processes = archivetest.Catalog{}, nil
}

// close returns the file.
func (f *archiveFile) close() []byte {
	if f.size > 0 {
		f.closeSet()
	}
	if len(f.catalog.Chunksets) > 0 {
		f.closeCatalog()
	}
	return f.data
}

func itemsSize(items []archivetest.Item) int {
	n := 2
	for _, it := range items {
		n += 6 + len(it.Data) + len(it.Text)
	}
	return n
}
