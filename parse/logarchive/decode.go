package logarchive

import "slices"

// decoded is what one chunkset holds of what is wanted.
type decoded struct {
	span     *span
	seq      int // number of the span in the order of unpacking
	records  []record
	order    []timed // records by time
	next     int     // in order
	arena    []byte  // the records' arguments
	oversize []keptOversize
	deferred []int // records whose arguments are in an oversize chunk

	seen    int
	unknown int // entries of processes that the catalog does not list
	err     error
}

// timed is a record's place in the order of time.
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
	clear(d.records) // nothing of them may stay reachable
	*d = decoded{
		span: s, seq: seq, records: d.records[:0], order: d.order[:0], arena: d.arena[:0],
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
	values   []byte // of a trace, as items
	verdicts []verdict
	skips    skips
	sources  []source // a slab of them
	records  int      // room that the last chunkset would have taken
	arena    int      // and of its arguments, in bytes
	search   search
	shown    Entry // what Annotate and the filter are asked about

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

// is compares call sites, what differs most often first.
func (s *callSite) is(o *callSite) bool {
	return s.pc == o.pc && s.process == o.process && s.sender == o.sender && s.origin == o.origin && (s.origin != originUUID || s.image == o.image)
}

// verdict is what the filter said of a call site.
type verdict struct {
	site           callSite
	source         source
	kept           *source // where records find it; nil until there is one
	wanted, search bool
	literals       [][]byte // that are searched for

	// The format of the call site; nil until it is known. A site has one, unless it
	// makes them up.
	formatAt uint64
	dynamic  bool
	format   *format
	way      searchWay // of its messages
}

func newDecoder(r *reading) *decoder {
	return &decoder{reading: r, file: -1, verdicts: make([]verdict, verdictsKept), search: search{want: r.opts.Want}}
}

func (d *decoder) close() {
	if d.member != nil {
		d.member.Close()
	}
}

// decode unpacks a chunkset to out.
func (d *decoder) decode(out *decoded) {
	d.out = out
	if cap(out.records) == 0 { // room for as much as in the chunkset before
		out.records, out.order, out.arena = make([]record, 0, d.records), make([]timed, 0, d.records), make([]byte, 0, d.arena)
	}
	defer func() { d.records, d.arena = len(out.records)*9/8, len(out.arena)*9/8 }()
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
		d.skips.forget()
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
		switch pt.kind {
		case pointSignpost:
		case pointLog:
			site, ok := skippedSite{}, false
			if p != nil && !p.is32 {
				site, ok = d.skips.site(p, &pt)
			}
			switch {
			case ok && d.skips.has(&site):
				d.out.seen++
			case !d.point(&pg, p, &pt, place+at) && ok:
				d.skips.add(&site)
			}
		default:
			d.point(&pg, p, &pt, place+at)
		}
	}
}

// point decides about one tracepoint and keeps it when it is wanted. It returns false when
// nothing is wanted that its call site writes.
func (d *decoder) point(pg *page, p *process, pt *point, place int) bool {
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
		d.values, ok = pt.readTrace(&f, is32, d.values[:0])
	case pointLoss:
		d.loss(pg, p, pt, place)
		return true
	}
	if !ok {
		return true
	}
	d.out.seen++
	v := d.verdict(pg.id, p, &f)
	if !v.wanted && !v.search {
		return false
	}
	if !d.inTime(pt.time) {
		return true
	}
	f.split()
	format, private := d.format(v, &f), pg.privateRange(f.privateAt, f.privateSize)
	if !v.wanted && !f.hasReference && !d.found(v, &f, format, private, pt.time) {
		return true
	}
	if v.kept == nil {
		v.kept = d.keepSource(v.source)
	}
	r := d.record(v.kept, pt.time, place)
	r.kind, r.trace, r.level, r.ttl = kind, pt.trace(), levelOf(pt.logType), pg.ttl
	if f.hasTTL {
		r.ttl = f.ttl
	}
	if f.made != (ancestry{}) {
		r.made = &ancestry{f.made.creator, f.made.parent}
	}
	if kind != KindLog {
		r.level = LevelDefault
	}
	r.thread, r.activity, r.loc = pt.thread, f.activity, f.location
	if r.format = format; format == nil {
		r.text = composeFailure(UUID{}, false)
	}
	r.count, r.items, r.values, r.private = f.count, d.keep(f.items), d.keep(f.values), d.keep(private)
	if f.hasReference {
		r.reference, r.search = f.reference, !v.wanted
		d.out.deferred = append(d.out.deferred, len(d.out.records)-1)
		return true
	}
	d.finish(r)
	return true
}

// finish asks the filter about the message of the record begun last, and shows it to
// Annotate.
func (d *decoder) finish(r *record) {
	if !r.search && d.opts.Annotate == nil {
		return
	}
	if keep := d.judge(r, d.out, &d.shown, &d.text); !keep {
		last := len(d.out.records) - 1
		d.out.records, d.out.order = d.out.records[:last], d.out.order[:last]
	}
}

// format returns the format string of a message; nil when its process is unknown.
func (d *decoder) format(v *verdict, f *fields) *format {
	switch {
	case v.source.process == nil:
		return nil
	case v.format != nil && v.formatAt == f.format && v.dynamic == f.dynamic:
		return v.format
	}
	found := d.archive.texts.format(v.source.process, &f.location)
	if found.plain == "" { // those that are missing are counted
		v.format, v.formatAt, v.dynamic = found, f.format, f.dynamic
		if !v.wanted {
			v.way = d.search.way(v.source.process.exe.name.bytes, found, v.literals)
		}
	}
	return found
}

// found reports whether a message is wanted that is searched.
func (d *decoder) found(v *verdict, f *fields, format *format, private []byte, ticks uint64) bool {
	p := v.source.process
	d.search.args = Args{Items: f.items, Count: f.count, Values: f.values, Private: private, Is32: p.is32}
	return d.search.holds(p.exe.name.bytes, format, v.way, func() int {
		_, offset := d.out.span.clock.wall(ticks)
		return offset
	})
}

// inTime reports whether a moment is in the wanted time.
func (d *decoder) inTime(ticks uint64) bool {
	if !d.windowed() {
		return true
	}
	wall, _ := d.out.span.clock.wall(ticks)
	return wall >= d.since && wall <= d.until
}

// record begins a record.
func (d *decoder) record(s *source, ticks uint64, place int) *record {
	span := d.out.span
	if s.process == nil {
		d.out.unknown++
	}
	// what lies outside the times of its chunkset is put at their ends, as log show does
	key := min(max(ticks, span.start), span.end)
	d.out.order = append(d.out.order, timed{key, len(d.out.records)})
	d.out.records = append(d.out.records, record{source: s, ticks: ticks, place: place})
	return &d.out.records[len(d.out.records)-1]
}

// verdict finds the source of a message and whether it is wanted.
func (d *decoder) verdict(id processID, p *process, f *fields) *verdict {
	if p == nil {
		return &verdict{source: source{id: id}, wanted: true}
	}
	site := callSite{p, f.pc, f.image, f.origin, noSender}
	if f.hasSubsystem {
		site.sender = f.subsystem
	}
	v := &d.verdicts[site.slot()]
	if v.site.is(&site) {
		return v
	}
	*v = verdict{site: site, wanted: true, source: source{id: id, process: p}}
	v.source.image, v.source.offset = d.archive.texts.sender(p, &f.location)
	if f.hasSubsystem {
		v.source.sender = p.sender(f.subsystem, &d.archive.texts.senders)
	}
	v.ask(d.opts.Want)
	return v
}

// keepSource copies a source to where it stays, a slab at a time.
func (d *decoder) keepSource(s source) *source {
	if len(d.sources) == cap(d.sources) {
		d.sources = make([]source, 0, sourceSlab)
	}
	d.sources = append(d.sources, s)
	return &d.sources[len(d.sources)-1]
}

// sourceSlab is how many sources are allocated at a time.
const sourceSlab = 64

// slot spreads call sites over the verdicts (Knuth's multiplicative hash).
func (s *callSite) slot() uint64 {
	process := s.process.id.first*31 + uint64(s.process.id.second)*0x10001
	h := (s.pc ^ le.Uint64(s.image[:]) ^ process ^ uint64(s.sender)<<32) * 0x9e3779b97f4a7c15
	return h >> (64 - verdictBits)
}

// ask lets the filter decide.
func (v *verdict) ask(want Filter) {
	s := &v.source
	if want == nil || s.process == nil {
		return
	}
	var image, subsystem []byte
	if s.library() {
		image = s.image.name.bytes
	}
	if s.sender != nil {
		subsystem = s.sender.subsystem.bytes
	}
	v.wanted, v.search = want.Origin(s.process.exe.name.bytes, image, subsystem)
	if !v.wanted && v.search {
		v.literals = want.Literals(s.process.exe.name.bytes)
	}
}

// keep copies bytes of the chunkset to the arena.
func (d *decoder) keep(b []byte) part {
	from := len(d.out.arena)
	d.out.arena = append(d.out.arena, b...)
	return part{uint32(from), uint32(len(b))}
}

func (d *decoder) loss(pg *page, p *process, pt *point, place int) {
	l, ok := pt.readLoss()
	if !ok {
		return
	}
	d.out.seen++
	if d.opts.Want != nil && (p == nil || !p.wanted) || !d.inTime(pt.time) {
		return
	}
	r := d.record(&source{id: pg.id, process: p}, pt.time, place)
	r.kind, r.trace, r.ttl, r.thread, r.lost, r.text = KindLoss, pt.trace(), pg.ttl, pt.thread, &l, lossText(l)
	d.finish(r)
}

func (d *decoder) simpledump(chunk []byte, place int) {
	s, ok := readSimpledump(chunk)
	if !ok {
		return
	}
	d.out.seen++
	v := verdict{wanted: true, source: source{id: s.id, process: d.catalog.process(s.id), image: d.archive.texts.image(s.sender)}}
	if len(s.subsystem) > 0 {
		v.source.sender = &sender{subsystem: newName(s.subsystem)}
	}
	v.ask(d.opts.Want)
	if !v.wanted && !v.search || !d.inTime(s.time) {
		return
	}
	r := d.record(&v.source, s.time, place)
	r.level, r.trace, r.ttl, r.thread, r.text, r.search = levelOf(s.logType), pointSimple, s.ttl, s.thread, string(s.message), !v.wanted
	d.finish(r)
}
