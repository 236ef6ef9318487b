package logarchive

import (
	"cmp"
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options tell what to read. The zero value reads everything with all cores.
type Options struct {
	Want         Filter    // nil wants everything
	Since, Until time.Time // wall times, both included; zero: no limit
	// Window, when not nil, is asked for Since and Until in the place of these fields, as
	// soon as it is known when the chunksets of the archive begin and end, wanted or not.
	Window func(first, last time.Time) (since, until time.Time)

	// Annotate is called for every wanted entry before it is handed over,
	// concurrently; it may set Note. Composing messages here uses all cores.
	Annotate func(*Entry)
	// NoteOnly hands over entries of which only Note is set.
	NoteOnly bool

	// Begin is called once before the first entry with what limits the archive as far
	// as it is known by then: everything but what single messages lack.
	Begin func([]Note)

	Workers int // 0: one per core
}

// Summary says what was read.
type Summary struct {
	Entries int // handed over, of every kind
	Seen    int // messages, activities, traces and losses that were looked at
	// Chunksets is how many there are, Skipped how many were not unpacked.
	Chunksets, Skipped int
	Boots              []UUID // with entries in the archive, wanted or not, in order of time
	Build, Model       string // of the device, from the newest file
	Version            int    // OSArchiveVersion of Info.plist; 0 when unknown
	// Oldest is the wall time in ns since 1970 from which the archive covers a
	// class, End the one at which it was made; 0 when it does not say.
	Oldest [Loose]int64
	End    int64
	Notes  []Note
}

// reading is the state of one Read.
type reading struct {
	archive  *Archive
	opts     Options
	since    int64
	until    int64
	catalogs catalogCache
	clocks   map[UUID]*clock
	order    []*clock // boots in order of time
	notes    notes
	summary  Summary
	spans    []span
	first    map[UUID]uint64 // earliest continuous time of each boot in the files
	last     map[UUID]uint64 // and the latest
	stored   [Loose + 1]stretch
	oldest   map[Class]moment // from which on a class is there, as Info.plist says
	pool     sync.Pool        // of *decoded
}

// maxTimesync bounds a timesync file in bytes: one of 131,088 held 4,089 records.
const maxTimesync = 64 << 20

// Read hands over the wanted entries of all files in order of boot and time. What
// cannot be read is left out and noted; an error is that of ctx, of emit, or of an
// archive without any log file.
func Read(ctx context.Context, a *Archive, opts Options, emit func(*Entry) error) (*Summary, error) {
	if len(a.traces) == 0 {
		return nil, errors.New("no .tracev3 file, expected a .logarchive folder or its content")
	}
	r := &reading{archive: a, opts: opts, since: math.MinInt64, until: math.MaxInt64, clocks: map[UUID]*clock{}, first: map[UUID]uint64{}, last: map[UUID]uint64{}, oldest: map[Class]moment{}}
	r.limit(opts.Since, opts.Until)
	if r.opts.Workers <= 0 {
		r.opts.Workers = runtime.GOMAXPROCS(0)
	}
	r.readTimesync()
	plans := r.scanAll(ctx)
	r.settle(plans)
	r.readInfo()
	r.arrange()
	if opts.Begin != nil {
		opts.Begin(r.notes.sorted())
	}
	err := r.decodeAll(ctx, emit)
	r.noteMissing()
	r.summary.Notes = r.notes.sorted()
	return &r.summary, err
}

// limit sets the wanted time.
func (r *reading) limit(since, until time.Time) {
	if !since.IsZero() {
		r.since = since.UnixNano()
	}
	if !until.IsZero() {
		r.until = until.UnixNano()
	}
}

func (r *reading) readTimesync() {
	for _, l := range r.archive.timesync {
		b, err := l.readAll(maxTimesync)
		if err == nil {
			err = readTimesync(b, r.clocks, &r.order)
		}
		if err != nil {
			r.notes.add(NoteUnreadable, l.name, 1, err.Error())
		}
	}
	for _, c := range r.order {
		c.settle()
	}
}

// scanAll lists the chunksets of all files.
func (r *reading) scanAll(ctx context.Context) []fileplan {
	plans := make([]fileplan, len(r.archive.traces))
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(r.opts.Workers, len(plans)) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(plans) {
					return
				}
				plans[i] = r.scan(ctx, i)
			}
		})
	}
	wg.Wait()
	return plans
}

// settle finds the clocks of all files and keeps the chunksets of the wanted time.
func (r *reading) settle(plans []fileplan) {
	headers := map[UUID]*clock{}
	for _, p := range plans {
		for _, h := range p.headers {
			if r.clocks[h.boot] == nil {
				if headers[h.boot] == nil {
					headers[h.boot] = &clock{boot: h.boot, timebase: h.timebase, approximate: true}
				}
				headers[h.boot].syncs = append(headers[h.boot].syncs, syncPoint{h.continuous, h.wall, h.offset})
			}
		}
		r.summary.Chunksets += p.sets
		for boot, first := range p.first {
			if have, ok := r.first[boot]; !ok || first < have {
				r.first[boot] = first
			}
			r.last[boot] = max(r.last[boot], p.last[boot])
		}
		for _, n := range p.notes.list {
			r.notes.add(n.Kind, n.Subject, n.Count, n.Detail)
		}
	}
	for _, c := range headers {
		c.settle()
		c.extend()
	}
	r.placeBoots(headers)
	ranks := map[UUID]int{}
	for i, c := range r.order {
		ranks[c.boot] = i
		if _, ok := r.first[c.boot]; ok {
			r.summary.Boots = append(r.summary.Boots, c.boot)
		}
	}
	if r.opts.Window != nil {
		r.limit(r.opts.Window(r.extent()))
	}
	newest := int64(math.MinInt64)
	for i, p := range plans {
		for boot, t := range p.first {
			r.stored[r.archive.traces[i].class].add(moment{ranks[boot], t}, moment{ranks[boot], p.last[boot]})
		}
		for _, s := range p.spans {
			boot := p.headers[s.header].boot
			s.clock, s.rank = r.clocks[boot], ranks[boot]
			if r.inWindow(&s) {
				r.spans = append(r.spans, s)
			}
		}
		for _, h := range p.headers {
			if h.wall > newest {
				newest, r.summary.Build, r.summary.Model = h.wall, h.build, h.model
			}
		}
	}
	r.summary.Skipped = r.summary.Chunksets - len(r.spans)
}

// extent returns when the first chunkset begins and the last one ends, each in the zone
// of its boot; zero without chunksets.
func (r *reading) extent() (first, last time.Time) {
	if len(r.summary.Boots) == 0 {
		return first, last
	}
	from, to := r.summary.Boots[0], r.summary.Boots[len(r.summary.Boots)-1]
	return r.clocks[from].std(r.first[from]), r.clocks[to].std(r.last[to])
}

// placeBoots puts boots that timesync leaves out where their wall time belongs.
func (r *reading) placeBoots(headers map[UUID]*clock) {
	if len(headers) == 0 {
		return
	}
	r.notes.add(NoteNoTimesync, "", len(headers), "")
	var added []*clock
	for _, c := range headers {
		added = append(added, c)
		r.clocks[c.boot] = c
	}
	slices.SortFunc(added, func(a, b *clock) int {
		return cmp.Or(cmp.Compare(a.start(), b.start()), slices.Compare(a.boot[:], b.boot[:]))
	})
	for _, c := range added {
		i := slices.IndexFunc(r.order, func(o *clock) bool { return o.start() > c.start() })
		if i < 0 {
			i = len(r.order)
		}
		r.order = slices.Insert(r.order, i, c)
	}
}

// windowed reports whether only a part of the time is wanted.
func (r *reading) windowed() bool { return r.since > math.MinInt64 || r.until < math.MaxInt64 }

// inWindow reports whether a chunkset may hold entries of the wanted time.
func (r *reading) inWindow(s *span) bool {
	if !r.windowed() {
		return true
	}
	earliest, latest := s.clock.bounds(s.start, s.end)
	return latest >= r.since && earliest <= r.until
}

// readInfo takes what Info.plist and the writer's error file say of the coverage.
func (r *reading) readInfo() {
	for _, l := range r.archive.errors {
		b, err := l.readAll(maxInfo)
		if text := strings.TrimSpace(string(b)); err == nil && text != "" {
			r.notes.add(NoteIncomplete, l.name, 1, firstLine(text))
		}
	}
	for _, l := range r.archive.info {
		b, err := l.readAll(maxInfo)
		var i *info
		if err == nil {
			i, err = readInfo(b)
		}
		if err != nil {
			r.notes.add(NoteUnreadable, l.name, 1, err.Error())
			continue
		}
		r.summary.Version = i.OSArchiveVersion
		r.summary.End = r.wallOf(i.EndTimeRef)
		for c := range Loose {
			t := i.oldest(c)
			r.summary.Oldest[c] = r.wallOf(t)
			id, _ := parseUUID(t.UUID)
			if rank := slices.IndexFunc(r.order, func(c *clock) bool { return c.boot == id }); rank >= 0 {
				r.oldest[c] = moment{rank, t.ContinuousTime}
			}
		}
		if i.CollectedWithPredicate {
			r.notes.add(NoteFiltered, l.name, 1, "")
		}
	}
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

// wallOf converts a moment of Info.plist, 0 when its boot is not known.
func (r *reading) wallOf(t timeRef) int64 {
	id, _ := parseUUID(t.UUID)
	c := r.clocks[id]
	if c == nil {
		return 0
	}
	ns, _ := c.wall(t.ContinuousTime)
	return ns
}

// noteMissing notes what files of strings the messages would have needed.
func (r *reading) noteMissing() {
	for k, m := range r.archive.texts.takeMissing() {
		kind := NoteNoStrings
		if k.cache {
			kind = NoteNoCache
		}
		r.notes.add(kind, k.id.String(), m.count, "")
	}
}

// arrange puts the chunksets in the order in which they are unpacked: each file from
// front to back, for what one of its messages refers to stands before it, and among
// the files always the one with the earliest chunkset to come.
func (r *reading) arrange() {
	var files [][]span
	for from := 0; from < len(r.spans); {
		to := from
		for to < len(r.spans) && r.spans[to].file == r.spans[from].file {
			to++
		}
		files = append(files, r.spans[from:to])
		from = to
	}
	low := make([][]moment, len(files))
	for i, spans := range files {
		low[i] = lowest(spans)
	}
	ordered := make([]span, 0, len(r.spans))
	queue := newQueue(func(a, b int) bool {
		return cmp.Or(low[a][0].compare(low[b][0]), cmp.Compare(a, b)) < 0
	})
	for i := range files {
		queue.push(i)
	}
	for queue.len() > 0 {
		i := queue.pop()
		ordered = append(ordered, files[i][0])
		files[i], low[i] = files[i][1:], low[i][1:]
		if len(files[i]) > 0 {
			queue.push(i)
		}
	}
	r.spans = ordered
}

// moment is a time that compares over boots.
type moment struct {
	rank  int
	ticks uint64
}

func (m moment) compare(o moment) int {
	return cmp.Or(cmp.Compare(m.rank, o.rank), compareUint(m.ticks, o.ticks))
}

// lastMoment comes after all others.
var lastMoment = moment{rank: math.MaxInt}

// lowest returns for each span the earliest start of it and those behind it.
func lowest(spans []span) []moment {
	low := make([]moment, len(spans))
	least := lastMoment
	for i := len(spans) - 1; i >= 0; i-- {
		if m := (moment{spans[i].rank, spans[i].start}); m.compare(least) < 0 {
			least = m
		}
		low[i] = least
	}
	return low
}
