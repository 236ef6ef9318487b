package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/bglog/bglog/parse"
)

const (
	// htmlLanesShown bounds the lanes of each kind, htmlItemsShown what is on them.
	htmlLanesShown = 40
	htmlItemsShown = 1500
	// packColumns is the width at which lanes are compared: the script draws them at
	// the width of its window.
	packColumns = 200
	// htmlLabel is how long the name of a lane may be.
	htmlLabel = 30
	// sharedLanes is the name of lanes of many things.
	sharedLanes = "one after another"
	// fallbackWidth is the width of the drawing in characters, in columns.
	fallbackWidth = 100
)

// htmlChart is the timeline of one app in one log.
type htmlChart struct {
	Title, Where string
	Lanes        string // drawn with characters, for readers without scripts
	Notes        []string
	data         chartData
}

// chartData is what the script draws. Moments are milliseconds since Base, which is
// the beginning as the clock of the device showed it; null is unknown.
type chartData struct {
	Base     int64         `json:"base"`
	Dateless bool          `json:"dateless,omitempty"`
	End      int64         `json:"end"`
	View     [2]int64      `json:"view"` // what is shown at first
	States   []spanData    `json:"states"`
	Exits    []markData    `json:"exits"`
	Kinds    []kindData    `json:"kinds"`
	Wakes    []markData    `json:"wakes"`
	Limiter  []stepData    `json:"limiter"`
	Findings []findingData `json:"findings"`
	Lost     []spanData    `json:"lost"` // where records are missing
}

// spanData is a stretch of time; null is the edge of the log.
type spanData struct {
	From  *int64   `json:"from"`
	To    *int64   `json:"to"`
	Class string   `json:"class"`
	Tip   []string `json:"tip,omitempty"`
}

type markData struct {
	At       int64    `json:"at"`
	Class    string   `json:"class"`
	Tip      []string `json:"tip,omitempty"` // not of ordinary ones when there are too many
	Row      string   `json:"row,omitempty"` // anchor
	Findings []string `json:"findings,omitempty"`
}

type kindData struct {
	Title string     `json:"title"`
	Lanes []laneData `json:"lanes"`
}

type laneData struct {
	Name  string     `json:"name"`
	Items []itemData `json:"items"`
}

type itemData struct {
	From     *int64     `json:"from"`
	To       *int64     `json:"to"`
	Spans    []spanData `json:"spans"`
	Marks    []markData `json:"marks,omitempty"`
	Tip      []string   `json:"tip"`
	Row      string     `json:"row"`
	Findings []string   `json:"findings,omitempty"`
	Open     string     `json:"open,omitempty"` // before, after, both, lost: what end is not known
}

type stepData struct {
	At    int64    `json:"at"`
	Delay float64  `json:"delay"`
	Guess bool     `json:"guess,omitempty"` // predicted, not in the log
	Tip   []string `json:"tip,omitempty"`   // not when there are too many
}

type findingData struct {
	ID    string   `json:"id"`
	At    int64    `json:"at"`
	Until *int64   `json:"until"`
	Class string   `json:"class"`
	Title string   `json:"title"`
	About []string `json:"about"`
}

func chartTexts(list []htmlChart) []chartData {
	out := make([]chartData, len(list))
	for i, c := range list {
		out[i] = c.data
	}
	return out
}

// cellClasses are the classes of cells.
var cellClasses = map[cell]string{
	cellForeground: "foreground", cellBackground: "background", cellSuspended: "suspended", cellRunning: "running", cellGone: "gone", cellUnknown: "unknown",
	cellWaiting: "waiting", cellWorking: "working", cellKept: "kept", cellExpired: "expired", cellTrouble: "trouble", cellExit: "exit",
	cellWoken: "woken", cellNotWoken: "not-woken",
}

// stateWords name the states of the app's band.
var stateWords = map[cell]string{
	cellForeground: "foreground", cellBackground: "background", cellSuspended: "suspended", cellRunning: "running, in foreground or background",
	cellGone: "not running", cellUnknown: "not known",
}

// htmlCharts are the timelines of a page, and why something is not drawn.
func (t *texter) htmlCharts(l links) (list []htmlChart, more string) {
	plain := newTexter(t.r, newPrinter(TextOptions{Width: fallbackWidth}))
	left := 0
	for _, n := range t.numbers() {
		for _, c := range t.charts(n) {
			if len(list) == appsListed {
				left++
				continue
			}
			plain.b.Reset()
			plain.chart(c)
			list = append(list, t.htmlChart(c, l, plain.b.String()))
		}
	}
	switch {
	case left > 0:
		more = "The timelines of " + several(left, "more app", "more apps") + " are not drawn; --app ID selects one."
	case len(list) == 0:
		more = "Nothing can be drawn: no state, task or transfer of an app has a time in what was read."
	}
	return list, more
}

// drawer makes the data of one chart.
type drawer struct {
	*texter
	c     chart
	links links
	base  parse.Time
	shift int64 // to the clock of the device, in seconds
	notes []string
}

func (t *texter) htmlChart(c chart, l links, lanes string) htmlChart {
	all := Window{parse.Earliest(c.window.From, c.whole.From), parse.Latest(c.window.To, c.whole.To)}
	d := drawer{texter: t, c: c, links: l, base: all.From, shift: int64(offsetOf(all.From))}
	_, lanes, _ = strings.Cut(lanes, "\n") // the title stands above
	out := htmlChart{Title: appTitle(c.app), Where: t.logName(c.timeline) + ", " + span(c.window.From, c.window.To), Lanes: CleanLines(lanes)}
	out.data = chartData{
		Base: all.From.Micros()/1000 + d.shift*1000, Dateless: all.From.Dateless(), End: max(d.at(all.To), 1000),
		View:   [2]int64{d.at(c.window.From), max(d.at(c.window.To), d.at(c.window.From)+1000)},
		States: d.states(), Exits: d.exits(), Wakes: d.wakes(), Limiter: d.limiter(), Kinds: []kindData{}, Findings: d.findings(), Lost: d.lost(),
	}
	for _, k := range d.kinds() {
		if len(k.Lanes) > 0 {
			out.data.Kinds = append(out.data.Kinds, k)
		}
	}
	if c.system > 0 {
		out.Notes = append(out.Notes, several(c.system, "task", "tasks")+" of UIKit and system frameworks not shown")
	}
	if c.untimed > 0 {
		out.Notes = append(out.Notes, several(c.untimed, "thing", "things")+" without a time not shown")
	}
	out.Notes = append(out.Notes, d.notes...)
	for _, p := range t.powerOf(c.app.Label()) {
		if p.Timeline == c.timeline {
			out.Notes = append(out.Notes, p.sentence())
		}
	}
	return out
}

// at is a known moment in milliseconds since the beginning.
func (d *drawer) at(t parse.Time) int64 { return (t.Micros() - d.base.Micros()) / 1000 }

// maybe is null for an unknown moment.
func (d *drawer) maybe(t parse.Time) *int64 {
	if !t.Known() {
		return nil
	}
	ms := d.at(t)
	return &ms
}

func (d *drawer) mine(timeline int, app *string) bool {
	return timeline == d.c.timeline && deref(app) == d.c.app.Label()
}

func (d *drawer) clock(t parse.Time) string { return d.clocks[d.c.timeline].short(t) }

// tip is what is told of a thing on the chart, line by line.
func tip(lines ...string) []string {
	lines = slices.DeleteFunc(lines, func(s string) bool { return s == "" })
	return cleanAll(lines)
}

// times are the lines of a tip that tell when something happened.
func (d *drawer) times(pairs ...any) []string {
	var parts []string
	for i := 0; i < len(pairs); i += 2 {
		if at := pairs[i+1].(parse.Time); at.Known() {
			parts = append(parts, pairs[i].(string)+" "+d.clock(at))
		}
	}
	return parts
}

func (d *drawer) states() []spanData {
	list := []spanData{}
	for _, s := range stateStretches(d.c.runs) {
		lines := append([]string{stateWords[s.cell]}, d.times("from", s.from, "to", s.to)...)
		if length, ok := s.to.Since(s.from); ok {
			lines = append(lines, duration(length))
		}
		list = append(list, spanData{d.maybe(s.from), d.maybe(s.to), cellClasses[s.cell], tip(lines...)})
	}
	return list
}

func (d *drawer) exits() []markData {
	list := []markData{}
	n := 0
	for _, a := range d.r.Apps {
		for _, p := range a.Processes {
			row := anchor("process", n)
			n++
			if d.mine(p.Timeline, opt(a.Label())) && p.Exit != nil && p.Exited.Known() {
				list = append(list, markData{d.at(p.Exited), "exit", tip("process ended: "+because(p.Exit), d.clock(p.Exited)), row, d.links.findings[row]})
			}
		}
	}
	return list
}

func (d *drawer) wakes() []markData {
	list := []markData{}
	for i, w := range d.r.Wakes {
		c := wakeCell(w)
		if !d.mine(w.Timeline, w.App) || c == cellNone || !w.At.Known() {
			continue
		}
		lines := []string{map[bool]string{true: "not woken", false: "woken"}[c == cellNotWoken], d.clock(w.At), wakeWords(w)}
		if w.LimiterDelay != nil {
			lines = append(lines, "delay for what comes next: "+duration(*w.LimiterDelay))
		}
		row := anchor("wake", i)
		list = append(list, markData{d.at(w.At), cellClasses[c], tip(lines...), row, d.links.findings[row]})
	}
	if len(list) > htmlItemsShown {
		for i, m := range list {
			if m.Class == cellClasses[cellWoken] && m.Findings == nil {
				list[i] = markData{At: m.At, Class: m.Class} // that and when it was tells enough
			}
		}
	}
	return list
}

// leftOut says that not all things are drawn.
func (d *drawer) leftOut(total int, things string, shown int, which string) {
	d.notes = append(d.notes, "Of "+thousands(total)+" "+things+" "+thousands(shown)+" are drawn: "+which+".")
}

func (d *drawer) limiter() []stepData {
	list := []stepData{}
	told := d.limiterTold()
	for _, c := range d.r.Limiter {
		if d.mine(c.Timeline, c.App) && c.At.Known() {
			list = append(list, stepData{d.at(c.At), c.Delay, !c.Logged, tip("rate limiter: "+noneOr(c.Delay), d.clock(c.At), told(c))})
		}
	}
	if len(list) > htmlItemsShown {
		for i := range list { // the line needs them all; that they are there tells enough
			list[i].Tip = nil
		}
	}
	return list
}

func (d *drawer) findings() []findingData {
	list := []findingData{}
	for i := range d.r.Findings {
		f := &d.r.Findings[i]
		if f.Timeline != d.c.timeline || f.App != nil && *f.App != d.c.app.Label() || !f.At.Known() {
			continue
		}
		label, _ := severityLabel(f)
		about := d.links.anchors[f.ID]
		if about == nil {
			about = []string{}
		}
		list = append(list, findingData{f.ID, d.at(f.At), d.maybe(f.Until), moodOf(label), label + ": " + bare(d.words(f).title), about})
	}
	return list
}

// lost are the gaps of the log.
func (d *drawer) lost() []spanData {
	list := []spanData{}
	for _, in := range d.r.Inputs {
		for _, g := range in.Gaps {
			if in.Timeline == d.c.timeline && (g.From.Known() || g.To.Known()) {
				lines := append([]string{cmp.Or(gapWords[g.Why], g.Why)}, d.times("from", g.From, "to", g.To)...)
				list = append(list, spanData{d.maybe(g.From), d.maybe(g.To), "lost", tip(lines...)})
			}
		}
	}
	return list
}

// lanes packs the items of a kind; make tells what of an item is drawn, by its index.
func (d *drawer) lanes(k laneKind, many string, item func(laneItem) itemData) kindData {
	out := kindData{Title: k.title, Lanes: []laneData{}}
	items, total := k.items, len(k.items)
	if total > htmlItemsShown {
		items = slices.Clone(items)
		length := func(it laneItem) float64 {
			s, _ := cmp.Or(it.to, d.c.whole.To).Since(cmp.Or(it.from, d.c.whole.From))
			return s
		}
		slices.SortStableFunc(items, func(a, b laneItem) int {
			return cmp.Or(b.trouble-a.trouble, cmp.Compare(length(b), length(a)))
		})
		items = items[:htmlItemsShown]
	}
	byIndex := map[int]laneItem{}
	for _, it := range items {
		byIndex[it.index] = it
	}
	shown := 0
	a := newAxis(d.base, cmp.Or(d.c.whole.To, d.base), packColumns)
	packed := pack(items, a)
	if len(packed) > htmlLanesShown+1 {
		// too many to have lanes of their own: they share those that are needed
		items = slices.Clone(items)
		for i := range items {
			items[i].name = sharedLanes
		}
		packed = pack(items, a)
	}
	kept, _ := keepLanes(packed, htmlLanesShown)
	for _, l := range kept {
		lane := laneData{Name: Clean(laneLabel(l.name, d.c.app, htmlLabel))}
		for _, i := range l.items {
			lane.Items = append(lane.Items, item(byIndex[i]))
			shown++
		}
		out.Lanes = append(out.Lanes, lane)
	}
	if shown < total {
		d.leftOut(total, many, shown, "those that went wrong, then the longest")
	}
	return out
}
