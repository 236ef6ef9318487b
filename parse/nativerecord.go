package parse

import (
	"sync"
	"sync/atomic"

	"github.com/bglog/bglog/parse/logarchive"
)

// nativeLevels and nativeKinds are those of records.
var (
	nativeLevels = [...]Level{
		logarchive.LevelDefault: LevelDefault, logarchive.LevelInfo: LevelInfo, logarchive.LevelDebug: LevelDebug,
		logarchive.LevelError: LevelError, logarchive.LevelFault: LevelFault,
	}
	nativeKinds = [...]Kind{
		logarchive.KindLog: KindLog, logarchive.KindActivity: KindActivity, logarchive.KindUserAction: KindOther, logarchive.KindTrace: KindOther,
		logarchive.KindLoss: KindMarker, logarchive.KindBoot: KindMarker, logarchive.KindClock: KindMarker,
		logarchive.KindClass: KindMarker,
	}
)

// nativeRecords makes records of entries, concurrently.
type nativeRecords struct {
	annotate func(*Record)
	slabs    sync.Pool // of *nativeSlab
}

func newNativeRecords(annotate func(*Record)) *nativeRecords {
	return &nativeRecords{annotate: annotate, slabs: sync.Pool{New: func() any { return &nativeSlab{} }}}
}

// nativeSlab is memory for the records that come next. Texts and records are given up
// together, soon after they were handed over, and it is cheaper to make many at a time.
type nativeSlab struct {
	records  []Record
	texts    []byte
	composed []byte
}

// The sizes of a slab: how many records, and bytes of their messages.
const (
	slabRecords = 64
	slabTexts   = 16 << 10
)

// record returns room for a record.
func (s *nativeSlab) record() *Record {
	if len(s.records) == cap(s.records) {
		s.records = make([]Record, 0, slabRecords)
	}
	s.records = s.records[:len(s.records)+1]
	return &s.records[len(s.records)-1]
}

// text returns a message as a part of the slab.
func (s *nativeSlab) text(message []byte) string {
	if cap(s.texts)-len(s.texts) < len(message) {
		s.texts = make([]byte, 0, max(slabTexts, len(message)))
	}
	from := len(s.texts)
	s.texts = append(s.texts, message...)
	return view(s.texts[from:])
}

// nativeNote is what was learned of a format string.
type nativeNote struct {
	kept   atomic.Bool  // a record's texts were kept
	lesson atomic.Value // Record.Lesson
}

// noteOf returns what was learned of the format string of an entry; nil when it has none.
func noteOf(e *logarchive.Entry) *nativeNote {
	if e.FormatNote == nil {
		return nil
	}
	if note, ok := e.FormatNote.Load().(*nativeNote); ok {
		return note
	}
	e.FormatNote.CompareAndSwap(nil, &nativeNote{})
	return e.FormatNote.Load().(*nativeNote)
}

// RecordOf is the record of an entry, with a message of its own.
func RecordOf(e *logarchive.Entry) *Record { return newNativeRecords(nil).of(e) }

// of makes the record of an entry and annotates it. Its message is a part of a slab,
// unless the last one of its format was kept.
func (n *nativeRecords) of(e *logarchive.Entry) *Record {
	slab := n.slabs.Get().(*nativeSlab)
	defer n.slabs.Put(slab)
	rec := slab.record()
	*rec = Record{
		Time: micros(e.Wall/1000, int32(e.Offset)), Level: nativeLevels[e.Level], Kind: nativeKinds[e.Kind],
		Process: e.Process, ProcessPath: e.ProcessPath, PID: NoPID, TID: e.TID, Image: e.Image,
		Subsystem: e.Subsystem, Category: e.Category, Boot: e.BootName(),
	}
	if e.PID > 0 || e.PID == 0 && e.Process != "" {
		rec.PID = e.PID
	}
	note := noteOf(e)
	if e.Kind == logarchive.KindLog {
		rec.Template = e.Format
		if note != nil {
			rec.Lesson = &note.lesson
		}
	}
	slab.composed = e.AppendMessage(slab.composed[:0])
	if n.annotate == nil || note != nil && note.kept.Load() {
		rec.Message = string(slab.composed)
	} else {
		rec.Message, rec.Brief = slab.text(slab.composed), true
	}
	if n.annotate != nil {
		brief := rec.Brief
		n.annotate(rec)
		if brief && !rec.Brief && note != nil {
			note.kept.Store(true)
		}
	}
	return rec
}
