package logarchive

// source is where messages come from.
type source struct {
	id      processID
	process *process // nil when the catalog does not list it
	image   *image   // that holds the code; nil when unknown
	offset  uint64   // of the code in the image
	sender  *sender  // nil for none
}

// library reports whether the code is not of the executable.
func (s *source) library() bool {
	return s.image != nil && (s.process == nil || s.image.id != s.process.main)
}

// record is what is kept of an entry until it is told: in an archive whose chunksets
// overlap these are many.
type record struct {
	*source
	loc       location
	kind      Kind
	level     Level
	ttl       uint8
	search    bool // its message decides whether it is wanted
	dropped   bool
	place     int
	ticks     uint64
	trace     uint64 // the tracepoint's first bytes, or pointSimple
	thread    uint64
	activity  uint64
	reference uint32

	format                 *format
	count                  int
	items, values, private part
	oversize               *oversize // has the arguments instead
	text                   string    // the message, where it is stored as a whole
	lost                   *loss
	made                   *ancestry // of an activity
	note                   any
}

// part is a part of a chunkset's arena.
type part struct{ from, size uint32 }

func (p part) of(arena []byte) []byte {
	if p.size == 0 {
		return nil
	}
	return arena[p.from : p.from+p.size]
}

// pointSimple stands for the type of a tracepoint in what comes from a simpledump.
const pointSimple = 0xff

// recordKey tells copies of one entry in two files.
type recordKey struct {
	loc           location
	id            processID
	ticks, thread uint64
	point         uint8 // type of the tracepoint, or pointSimple
}

func (r *record) key() recordKey { return recordKey{r.loc, r.id, r.ticks, r.thread, uint8(r.trace)} }

// show makes the entry of a record.
func (r *reading) show(e *Entry, rec *record, d *decoded) {
	s := d.span
	f := &r.archive.traces[s.file]
	*e = Entry{
		Kind: rec.kind, Level: rec.level, Class: f.class, Boot: s.clock.boot, Continuous: s.clock.timebase.nanoseconds(rec.ticks), Ticks: rec.ticks,
		Approximate: s.clock.approximate, PID: -1, UID: -1, TID: rec.thread, Activity: rec.activity, TTL: int(rec.ttl), Trace: rec.trace,
		File: f.name, At: s.at, Place: rec.place, Note: rec.note, format: rec.format, text: rec.text, clock: s.clock,
	}
	e.Wall, e.Offset = s.clock.wall(rec.ticks)
	e.args.Offset = e.Offset
	if p := rec.process; p != nil {
		e.PID, e.UID, e.Process, e.ProcessPath, e.args.Is32 = p.pid, p.uid, p.exe.name.text, p.exe.path, p.is32
		e.ProcessUUID = p.main
	}
	if rec.image != nil {
		e.ImagePath, e.ImageUUID, e.ImageOffset = rec.image.path, rec.image.id, rec.offset
		if rec.library() {
			e.Image = rec.image.name.text
		}
	}
	if rec.sender != nil {
		e.Subsystem, e.Category = rec.sender.subsystem.text, rec.sender.category.text
	}
	if rec.format != nil {
		e.Format, e.FormatNote = rec.format.text, &rec.format.note
	}
	if o := rec.oversize; o != nil {
		e.args.Count, e.args.Items, e.args.Values, e.args.Private = o.count, o.items, o.values, o.private
	} else {
		e.args.Count, e.args.Items = rec.count, rec.items.of(d.arena)
		e.args.Values, e.args.Private = rec.values.of(d.arena), rec.private.of(d.arena)
	}
	if rec.trace == pointSimple {
		e.Trace = 0
	}
	if rec.made != nil {
		e.Creator, e.Parent = rec.made.creator, rec.made.parent
	}
	if rec.lost != nil {
		e.Lost = int(rec.lost.count)
		e.From, _ = s.clock.wall(rec.lost.from)
		e.To, _ = s.clock.wall(rec.lost.to)
	}
}

// judge asks the filter about the message of a record where that decides, and shows
// the record to Annotate; keep is false when it is not wanted.
func (r *reading) judge(rec *record, d *decoded, e *Entry, text *[]byte) (keep bool) {
	r.show(e, rec, d)
	if rec.search {
		*text = e.AppendMessage((*text)[:0])
		if !r.opts.Want.Search([]byte(e.Process), *text) {
			return false
		}
	}
	if r.opts.Annotate != nil {
		r.opts.Annotate(e)
		rec.note = e.Note
	}
	return true
}
