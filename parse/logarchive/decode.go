package logarchive

import "slices"

// decoded is what one chunkset holds of what is wanted.
type decoded struct {
	span     *span
	seq      int // number of the span in the order of unpacking
	entries  []Entry
	order    []timed // entries by time
	next     int     // in order
	arena    []byte  // what the entries' arguments are parts of
	oversize []keptOversize
	deferred []int // entries whose arguments are in an oversize chunk

	seen    int
	unknown int // entries of processes that the catalog does not list
	err     error
}

// timed is an entry's place in the order of time.
type timed struct {
	ticks uint64
	index int
}

type keptOversize struct {
	key oversizeKey
	oversize
}

// now is the moment of the next entry.
func (d *decoded) now() moment { return moment{d.span.rank, d.order[d.next].ticks} }

// reset makes d ready for another chunkset, keeping its memory.
func (d *decoded) reset(s *span, seq int) {
	clear(d.entries) // nothing of them may stay reachable
	*d = decoded{
		span: s, seq: seq, entries: d.entries[:0], order: d.order[:0], arena: d.arena[:0],
		oversize: d.oversize[:0], deferred: d.deferred[:0],
	}
}

// decoder unpacks chunksets, one at a time.
type decoder struct {
	*reading
	stored   []byte // the chunkset as it is in the file
	buf      []byte // to unpack it to
	content  []byte // unpacked; part of buf or of stored
	member   Member
	file     int // of member
	text     []byte
	verdicts []verdict
	kept     int // entries of the chunkset before

	out     *decoded
	catalog *catalog
}

// verdictsKept is the number of call sites of a catalog whose sender is remembered;
// 2 to the power of verdictBits.
const (
	verdictBits  = 10
	verdictsKept = 1 << verdictBits
)

// callSite is what decides about a message's sender.
type callSite struct {
	process *process
	pc      uint64
	image   UUID
	origin  origin
	sender  uint16 // number of the subsystem; noSender for none
}

const noSender = 0xffff

// verdict is what the filter said of a call site.
type verdict struct {
	site           callSite
	image          *image
	sender         *sender
	wanted, search bool
}

func newDecoder(r *reading) *decoder {
	return &decoder{reading: r, file: -1, verdicts: make([]verdict, verdictsKept)}
}

func (d *decoder) close() {
	if d.member != nil {
		d.member.Close()
	}
}

// decode unpacks a chunkset to out.
func (d *decoder) decode(out *decoded) {
	d.out = out
	if out.entries == nil && d.kept > 0 { // as many as in the one before
		out.entries = make([]Entry, 0, d.kept)
	}
	defer func() { d.kept = len(out.entries) }()
	out.err = d.load(out.span) // what could be unpacked before an error is used
	whole := d.content
	for rest := whole; ; {
		place := len(whole) - len(rest)
		tag, chunk, next, ok := nextChunk(rest)
		if !ok {
			break
		}
		switch tag {
		case tagFirehose:
			d.firehose(chunk, place)
		case tagOversize:
			d.keepOversize(chunk)
		case tagSimpledump:
			d.simpledump(chunk, place)
		}
		rest = next
	}
	slices.SortFunc(out.order, func(a, b timed) int {
		if c := compareUint(a.ticks, b.ticks); c != 0 {
			return c
		}
		return a.index - b.index
	})
}

// load reads a chunkset and its catalog.
func (d *decoder) load(s *span) (err error) {
	d.content = nil
	if d.file != s.file {
		d.close()
		if d.member, err = d.archive.traces[s.file].open(); err != nil {
			d.file, d.member = -1, nil
			return err
		}
		d.file = s.file
	}
	c, err := d.catalogs.get(d.reading, s.file, d.member, s.catalogAt, s.catalogLen)
	if err != nil {
		return err
	}
	if c != d.catalog {
		d.catalog = c
		clear(d.verdicts) // they hold its processes
	}
	d.stored = room(&d.stored, s.size)
	if n, err := d.member.ReadAt(d.stored, s.at+preambleSize); n < s.size {
		return err
	}
	d.content, err = decompress(&d.buf, d.stored, s.algorithm, s.content)
	return err
}

// keepOversize copies an oversize chunk of a process of which anything is wanted.
func (d *decoder) keepOversize(chunk []byte) {
	k, o, ok := readOversize(chunk)
	if !ok {
		return
	}
	b := make([]byte, 0, o.size())
	put := func(part []byte) []byte {
		b = append(b, part...)
		return b[len(b)-len(part):]
	}
	o.items, o.values, o.private = put(o.items), put(o.values), put(o.private)
	d.out.oversize = append(d.out.oversize, keptOversize{k, o})
}

func (d *decoder) firehose(chunk []byte, place int) {
	pg, ok := readPage(chunk)
	if !ok {
		return
	}
	p := d.catalog.process(pg.id)
	for {
		at := len(chunk) - len(pg.points)
		pt, ok := pg.next()
		if !ok {
			return
		}
		if pt.kind != pointSignpost {
			d.point(&pg, p, &pt, place+at)
		}
	}
}

// point decides about one tracepoint and keeps it when it is wanted.
func (d *decoder) point(pg *page, p *process, pt *point, place int) {
	var f fields
	kind, ok := KindLog, false
	is32 := p != nil && p.is32
	switch pt.kind {
	case pointLog:
		ok = pt.readLog(&f, is32)
	case pointActivity:
		if kind, ok = KindActivity, pt.readActivity(&f, is32); pt.logType == logTypeUserAction {
			kind = KindUserAction
		}
	case pointTrace:
		kind = KindTrace
		d.out.arena, ok = pt.readTrace(&f, is32, d.out.arena)
	case pointLoss:
		d.loss(pg, p, pt, place)
		return
	}
	if !ok {
		return
	}
	d.out.seen++
	v := d.verdict(p, &f)
	if !v.wanted && !v.search {
		return
	}
	e, keep := d.entry(pg.id, p, pt.time, place)
	if !keep {
		return
	}
	e.Kind, e.Level = kind, levelOf(pt.logType)
	if kind != KindLog {
		e.Level = LevelDefault
	}
	e.TID, e.Activity = pt.thread, f.activity
	e.setSender(p, v)
	e.key = entryKey{pt.time, pt.thread, pg.id, f.origin, pt.kind, f.format, f.pc}
	d.format(e, p, &f)
	d.arguments(e, pg, &f)
	e.state.search = !v.wanted
	if f.hasReference {
		e.state.deferred, e.state.reference = true, f.reference
		d.out.deferred = append(d.out.deferred, len(d.out.entries)-1)
		return
	}
	if e.state.search && !d.searched(e) {
		d.drop()
		return
	}
	if d.opts.Annotate != nil {
		d.opts.Annotate(e)
	}
}

// entry begins an entry; keep is false when it is not of the wanted time.
func (d *decoder) entry(id processID, p *process, ticks uint64, place int) (e *Entry, keep bool) {
	s := d.out.span
	wall, offset := s.clock.wall(ticks)
	if wall < d.since || wall > d.until {
		return nil, false
	}
	if p == nil {
		d.out.unknown++
	}
	// what lies outside the times of its chunkset is put at their ends, as log show does
	key := min(max(ticks, s.start), s.end)
	d.out.order = append(d.out.order, timed{key, len(d.out.entries)})
	d.out.entries = append(d.out.entries, Entry{
		Class: d.archive.traces[s.file].class, Boot: s.clock.boot, Continuous: s.clock.timebase.nanoseconds(ticks),
		Wall: wall, Offset: offset, Approximate: s.clock.approximate, PID: -1,
		File: d.archive.traces[s.file].name, At: s.at, Place: place,
	})
	e = &d.out.entries[len(d.out.entries)-1]
	e.key = entryKey{ticks: ticks, id: id}
	if p != nil {
		e.PID, e.Process, e.ProcessPath = p.pid, p.exe.name.text, p.exe.path
		e.args.Is32 = p.is32
	}
	return e, true
}

// drop takes back the entry begun last.
func (d *decoder) drop() {
	last := len(d.out.entries) - 1
	d.out.entries = d.out.entries[:last]
	d.out.order = d.out.order[:last]
}

// setSender fills in what logged.
func (e *Entry) setSender(p *process, v *verdict) {
	if v.image != nil {
		e.ImagePath = v.image.path
		if p == nil || v.image.id != p.main {
			e.Image = v.image.name.text
		}
	}
	if v.sender != nil {
		e.Subsystem, e.Category = v.sender.subsystem.text, v.sender.category.text
	}
}

// verdict finds the sender of a message and whether it is wanted.
func (d *decoder) verdict(p *process, f *fields) *verdict {
	site := callSite{p, f.pc, f.image, f.origin, noSender}
	if f.hasSubsystem {
		site.sender = f.subsystem
	}
	v := &d.verdicts[site.slot()]
	if v.site == site && v.site != (callSite{}) {
		return v
	}
	*v = verdict{site: site, wanted: true}
	if p == nil {
		return v
	}
	v.image = d.archive.texts.sender(p, &f.location)
	if f.hasSubsystem {
		v.sender = p.sender(f.subsystem)
	}
	v.ask(d.opts.Want, p)
	return v
}

// slot spreads call sites over the verdicts (Knuth's multiplicative hash).
func (s *callSite) slot() uint64 {
	h := (s.pc ^ le.Uint64(s.image[:]) ^ s.process.hash() ^ uint64(s.sender)<<32) * 0x9e3779b97f4a7c15
	return h >> (64 - verdictBits)
}

func (p *process) hash() uint64 {
	if p == nil {
		return 0
	}
	return p.id.first*31 + uint64(p.id.second)*0x10001
}

// ask lets the filter decide.
func (v *verdict) ask(want Filter, p *process) {
	if want == nil {
		return
	}
	var image, subsystem []byte
	if v.image != nil && v.image.id != p.main {
		image = v.image.name.bytes
	}
	if v.sender != nil {
		subsystem = v.sender.subsystem.bytes
	}
	v.wanted, v.search = want.Origin(p.exe.name.bytes, image, subsystem)
}

// format finds the format string.
func (d *decoder) format(e *Entry, p *process, f *fields) {
	if p == nil {
		e.text = composeFailure(UUID{}, false)
		return
	}
	e.format = d.archive.texts.format(p, &f.location)
	e.Format = e.format.text
}

// arguments copies the arguments of a message.
func (d *decoder) arguments(e *Entry, pg *page, f *fields) {
	e.args.Count = f.count
	e.args.Items, e.args.Values = d.keep(f.items), d.keep(f.values)
	e.args.Private = d.keep(pg.privateRange(f.privateAt, f.privateSize))
}

// keep copies bytes of the chunkset to where they stay.
func (d *decoder) keep(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	d.out.arena = append(d.out.arena, b...)
	return d.out.arena[len(d.out.arena)-len(b):]
}

// searched asks the filter about the message.
func (d *decoder) searched(e *Entry) bool {
	d.text = e.AppendMessage(d.text[:0])
	return d.opts.Want.Search([]byte(e.Process), d.text)
}

func (d *decoder) loss(pg *page, p *process, pt *point, place int) {
	l, ok := pt.readLoss()
	if !ok {
		return
	}
	d.out.seen++
	if d.opts.Want != nil && (p == nil || !p.wanted) {
		return
	}
	e, keep := d.entry(pg.id, p, pt.time, place)
	if !keep {
		return
	}
	e.Kind, e.TID, e.Lost, e.text = KindLoss, pt.thread, int(l.count), lossText(l)
	e.From, _ = d.out.span.clock.wall(l.from)
	e.To, _ = d.out.span.clock.wall(l.to)
	e.key.kind, e.key.thread, e.key.format = pt.kind, pt.thread, l.from
	if d.opts.Annotate != nil {
		d.opts.Annotate(e)
	}
}

func (d *decoder) simpledump(chunk []byte, place int) {
	s, ok := readSimpledump(chunk)
	if !ok {
		return
	}
	d.out.seen++
	p := d.catalog.process(s.id)
	v := verdict{wanted: true, image: d.archive.texts.image(s.sender)}
	if len(s.subsystem) > 0 {
		v.sender = &sender{subsystem: newName(s.subsystem)}
	}
	if p != nil {
		v.ask(d.opts.Want, p)
	}
	if !v.wanted && !v.search {
		return
	}
	e, keep := d.entry(s.id, p, s.time, place)
	if !keep {
		return
	}
	e.Level, e.TID, e.text = levelOf(s.logType), s.thread, string(s.message)
	e.setSender(p, &v)
	e.key.kind, e.key.thread = tagSimpledump&0xff, s.thread
	if !v.wanted && !d.searched(e) {
		d.drop()
		return
	}
	if d.opts.Annotate != nil {
		d.opts.Annotate(e)
	}
}
