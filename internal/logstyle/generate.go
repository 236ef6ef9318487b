package logstyle

import (
	"io"
	"slices"
	"strings"
	"time"
)

// DefaultRelevant is the share of lines, of those a device writes, that come
// from what bglog reads.
const DefaultRelevant = 0.15

// The rates of the invented device: the mean time between two lines, and the
// pause between two scenarios.
const (
	lineStep      = 4 * time.Millisecond
	scenarioPause = 20 * time.Second
)

// cast are the apps that the scenarios happen to in turn.
var cast = [][2]string{
	{"com.example.notes", "Notes"}, {"com.example.gallery", "Gallery"}, {"org.example.runlog", "RunLog"},
	{"net.example.radio", "Radio Plus"}, {"com.example.mail.client", "Mailer"},
}

// Generate writes about bytes bytes of the log of a busy device, in the named
// style, as a whole file. A share of relevant of the lines comes from the
// processes and libraries that bglog reads; among them are, again and again, the
// scenarios of package logstyle, each with an app and processes of its own. The
// same seed gives the same bytes.
func Generate(w io.Writer, style string, bytes int64, seed uint64, relevant float64) error {
	s, err := Find(style)
	if err != nil {
		return err
	}
	g := newGenerator(NewWriter(w, s, Options{}), seed)
	for g.out.size < bytes {
		if err := g.line(relevant); err != nil {
			return err
		}
	}
	return g.out.Close()
}

// generator makes the lines of one file.
type generator struct {
	out    *Writer
	random filler
	now    time.Time
	system drawer
	read   drawer

	device  *Device
	stories []Scenario
	played  int
	scene   []Entry   // of the scenario that is being played, still to come
	next    time.Time // when the next scenario begins

	lines, relevant int
}

func newGenerator(out *Writer, seed uint64) *generator {
	g := &generator{
		out: out, random: filler{random: random(seed)}, now: scenarioStart, device: NewDevice(scenarioStart),
		system: newDrawer(systemNoise), read: newDrawer(readNoise), next: scenarioStart.Add(scenarioPause / 4),
		stories: slices.DeleteFunc(slices.Clone(Scenarios), func(s Scenario) bool {
			return strings.Contains(s.Name, "clock") || strings.Contains(s.Name, "reboot") // they would tear the rest apart
		}),
	}
	g.device.random = random(seed)
	for i := len(g.stories) - 1; i > 0; i-- {
		j := int(g.random.next() % uint64(i+1))
		g.stories[i], g.stories[j] = g.stories[j], g.stories[i]
	}
	return g
}

// line writes one line: of the scenario when its time has come, else noise of
// the kind that is behind its share.
func (g *generator) line(relevant float64) error {
	if len(g.scene) == 0 && !g.now.Before(g.next) && relevant > 0 {
		g.stage()
	}
	if len(g.scene) > 0 && !g.now.Before(g.scene[0].At) {
		return g.play()
	}
	g.step(lineStep)
	from := &g.system
	if float64(g.relevant) < relevant*float64(g.lines) {
		from = &g.read
	}
	k := from.draw(&g.random.random)
	e := &k.entry
	if !g.out.style.Shows(e) {
		return nil
	}
	g.lines++
	if from == &g.read {
		g.relevant++
	}
	e.At, e.TID = g.now, k.thread+g.random.next()&7
	g.out.line.msg = g.random.fill(g.out.line.msg[:0], k.pieces)
	return g.out.add(e)
}

// play writes the next entry of the scenario.
func (g *generator) play() error {
	e := &g.scene[0]
	g.scene = g.scene[1:]
	if len(g.scene) == 0 {
		g.next = g.now.Add(scenarioPause)
	}
	e.At = g.now
	g.step(lineStep / 20)
	g.lines++
	g.relevant++
	return g.out.Write(e)
}

// step moves the clock on by this much on average.
func (g *generator) step(mean time.Duration) {
	g.now = g.now.Add(time.Duration(g.random.next() % uint64(2*mean)))
}

// stage makes the next scenario begin now, with the next app of the cast.
func (g *generator) stage() {
	d, s := g.device, g.stories[g.played%len(g.stories)]
	app := cast[g.played%len(cast)]
	g.played++
	d.awake += g.now.Sub(d.Now)
	d.Now, d.Entries = g.now, d.Entries[:0]
	d.clients, d.truth, d.restarts, d.IOS12 = nil, Truth{}, 0, false
	d.pids += 40
	a := d.App(app[0], app[1])
	s.happens(d, a)
	if a.PID != 0 {
		d.Wait(4 * time.Second)
		a.ForceQuit()
	}
	g.scene = d.Entries
}

// drawer draws kinds of noise by weight.
type drawer struct {
	kinds []kind
	by    []int // kind by ticket
}

type kind struct {
	entry  Entry
	thread uint64
	pieces []piece
}

func newDrawer(list []noise) drawer {
	var d drawer
	for i, n := range list {
		format := n.format
		if format == "" {
			format = n.text
		}
		d.kinds = append(d.kinds, kind{
			entry: Entry{
				Level: n.level, Process: n.from.process, PID: n.from.pid, Library: ownImage(n.from),
				App: n.from.pid > 600, Subsystem: n.from.subsystem, Category: n.from.category, Format: format,
			},
			thread: mainThread(n.from.pid),
			pieces: compile(n.text),
		})
		for range n.weight {
			d.by = append(d.by, i)
		}
	}
	return d
}

func (d *drawer) draw(r *random) *kind {
	return &d.kinds[d.by[r.next()>>32%uint64(len(d.by))]]
}

// Busy makes n entries of the log that Generate writes, for what stores entries and not
// text.
func Busy(n int, seed uint64, relevant float64) []Entry {
	entries := make([]Entry, 0, n)
	collect := Style{HasMarkers: true, row: func(b []byte, l *line) []byte {
		e := *l.Entry
		if len(e.Args) == 0 && e.Kind == "" {
			args, ok := Split(e.Format, string(l.msg))
			if !ok {
				e.Format, args = "%s", Pub(string(l.msg))
			}
			e.Args = args
		}
		entries = append(entries, e)
		return b
	}}
	g := newGenerator(NewWriter(io.Discard, collect, Options{}), seed)
	for len(entries) < n && g.line(relevant) == nil {
	}
	return entries
}
