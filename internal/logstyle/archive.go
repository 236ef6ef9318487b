package logstyle

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/bglog/bglog/parse/logarchive/archivetest"
)

// ArchiveOptions change how a log archive is written without changing what it says.
type ArchiveOptions struct {
	Redacted bool   // private arguments are not kept, as on a customer's device
	Cache    uint16 // version of the dsc file, 1 or 2; 0: 2
	Chunkset int    // bytes of a chunkset before it is compressed; 0: logd's 64 KiB
	Files    int    // into how many files what is kept long is split; 0: 3
	Bare     bool   // one file for each boot, in no folder
	Packed   bool   // chunksets are all compressed, as by logd, and not stored in all ways in turn
}

// Stored counts how messages were stored.
type Stored struct {
	Split   int // as a format string and arguments
	Dynamic int // as the only argument of %s: they could not be split
	Long    int // with arguments in an oversize chunk
}

// The device that the archives are of.
const (
	archiveBuild = "23B85"
	archiveModel = "iPhone18,1"
)

// archiveChunkset is the size of logd's buffer (reference: logarchive, section 2.3).
const archiveChunkset = 64 << 10

// MakeArchive stores entries as a device does: the newest in the file of what was in
// memory, faults and errors apart from the rest, format strings in the files of their
// images. What logd notes of boots, the clock and log classes is no entry there but
// follows from timesync and Info.plist.
func MakeArchive(entries []Entry, opt ArchiveOptions) (*archivetest.Archive, Stored) {
	opt.Cache, opt.Chunkset, opt.Files = cmp.Or(opt.Cache, 2), cmp.Or(opt.Chunkset, archiveChunkset), cmp.Or(opt.Files, 3)
	w := archiver{opt: opt, texts: newArchiveTexts(opt.Cache), processes: map[archiveProcessKey]*archiveProcess{}}
	w.clock.begin(entries)
	for i := range entries {
		e := &entries[i]
		at := w.clock.place(e)
		if e.Kind == Timesync {
			continue
		}
		w.store(e, at, w.file(e, at.boot, i, len(entries)))
	}
	a := &archivetest.Archive{Timesync: w.clock.timesync(), Info: w.clock.info()}
	a.Images, a.Caches = w.texts.files()
	slices.SortStableFunc(w.files, func(a, b *archiveFile) int { return cmp.Compare(a.order(), b.order()) })
	for _, f := range w.files {
		a.Traces = append(a.Traces, archivetest.File{Path: f.path, Data: f.close()})
	}
	return a, w.stored
}

// archiver stores entries.
type archiver struct {
	opt       ArchiveOptions
	clock     archiveClock
	texts     *archiveTexts
	processes map[archiveProcessKey]*archiveProcess
	files     []*archiveFile
	stored    Stored
	reference uint32 // of the last oversize chunk
}

// archiveProcessKey tells processes apart.
type archiveProcessKey struct {
	name string
	pid  int
	boot int
}

// archiveProcess is a process with what catalogs tell of it.
type archiveProcess struct {
	archivetest.Process
	senders map[[2]string]uint16
	loaded  map[string]uint64 // where libraries lie that are in no shared cache
}

func (w *archiver) process(e *Entry, boot int) *archiveProcess {
	name, pid := e.Process, e.PID
	if name == "" {
		name = "kernel" // as log show prints what is of no process
	}
	key := archiveProcessKey{name, pid, boot}
	p := w.processes[key]
	if p == nil {
		n := uint64(len(w.processes) + 1)
		p = &archiveProcess{senders: map[[2]string]uint16{}, loaded: map[string]uint64{}, Process: archivetest.Process{
			First: n, Second: uint32(1000 + n), PID: uint32(pid), Main: w.texts.main(e), Cache: archiveCacheID, Persona: 0xffffffff,
		}}
		w.processes[key] = p
	}
	return p
}

// sender returns the number of a subsystem and category, from 1.
func (p *archiveProcess) sender(subsystem, category string) uint16 {
	key := [2]string{subsystem, category}
	id, ok := p.senders[key]
	if !ok {
		id = uint16(len(p.senders) + 1)
		p.senders[key] = id
		p.Senders = append(p.Senders, archivetest.Sender{ID: id, Subsystem: subsystem, Category: category})
	}
	return id
}

// store adds an entry to a file.
func (w *archiver) store(e *Entry, at archiveMoment, f *archiveFile) {
	p := w.process(e, at.boot)
	pt := archivetest.Point{Type: archivetest.Log, LogType: archiveLevels[e.Level], Thread: e.TID, Time: at.ticks}
	if e.Kind == Loss {
		pt.Type, pt.LogType, pt.Raw = archivetest.Loss, 0, archiveLoss(e.Compose(false))
		f.add(p, pt)
		return
	}
	items, split := e.items(w.opt.Redacted)
	format := e.Format
	if !split || format == "%s" {
		pt.Dynamic, format = true, ""
		w.stored.Dynamic++
	} else {
		w.stored.Split++
	}
	w.texts.locate(&pt, p, e, format)
	if e.Subsystem != "" || e.Category != "" {
		pt.Flags |= archivetest.HasSubsystem
		pt.Subsystem = p.sender(e.Subsystem, e.Category)
	}
	private := slices.ContainsFunc(items, func(it archivetest.Item) bool { return it.Type&1 != 0 && it.Text != "" })
	if size := itemsSize(items); size > longArguments {
		w.reference++
		w.stored.Long++
		pt.Flags |= archivetest.HasReference
		pt.Reference = w.reference
		f.addChunk(p, pt.Time, archivetest.Oversize(p.First, p.Second, pt.Time, pt.Reference, items))
	} else {
		pt.Items = items
		if private {
			pt.Flags |= archivetest.HasPrivate
		}
	}
	f.add(p, pt)
}

// longArguments is from how many bytes on arguments go to an oversize chunk.
const longArguments = 1000

// archiveLevels are the log types of tracepoints (reference: logarchive, section 2.5).
var archiveLevels = map[string]byte{Default: 0, Info: 1, Debug: 2, Error: 0x10, Fault: 0x11}

// archiveLoss makes the data of a loss from what log show prints of it.
func archiveLoss(text string) []byte {
	var count uint32
	var from, to uint64
	fmt.Sscanf(strings.ReplaceAll(text, ">=", ""), "lost %d unreliable messages from %d-%d", &count, &from, &to)
	return archivetest.LossData(from, to, count)
}

// file is where an entry is kept: the newest fifth in memory, errors and faults in
// Special, the rest in Persist. A file is of one boot.
func (w *archiver) file(e *Entry, boot, i, n int) *archiveFile {
	class, number := "Persist", 1+i*w.opt.Files*5/(n*4+1)
	switch {
	case i >= n*4/5 && boot == len(w.clock.boots)-1 && w.clock.last(i):
		class = "Live"
	case e.Level == Error || e.Level == Fault:
		class, number = "Special", 1
	}
	path := fmt.Sprintf("%s/%016x.tracev3", class, number+boot*w.opt.Files)
	switch {
	case w.opt.Bare:
		path = fmt.Sprintf("%d.tracev3", boot)
	case class == "Live":
		path = "logdata.LiveData.tracev3"
	}
	for _, f := range w.files {
		if f.path == path {
			return f
		}
	}
	f := newArchiveFile(path, w.clock.header(boot), w.opt)
	w.files = append(w.files, f)
	return f
}
