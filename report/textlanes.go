package report

import (
	"io"
	"slices"
	"strings"

	"github.com/bglog/bglog/parse"
)

// TimelineText writes what each app did as lanes on one axis of time, so that one
// sees what overlapped what.
func TimelineText(w io.Writer, r *Report, opts TextOptions) error {
	p := newPrinter(opts)
	t := newTexter(r, p)
	numbers := make([]int, 0, len(t.clocks))
	for _, in := range r.Inputs {
		if !slices.Contains(numbers, in.Timeline) {
			numbers = append(numbers, in.Timeline)
		}
	}
	slices.Sort(numbers)
	drawn := 0
	for _, n := range numbers {
		drawn += t.timeline(n, drawn > 0)
	}
	switch timed := slices.ContainsFunc(r.Inputs, func(in Input) bool { return in.First.Known() }); {
	case drawn > 0:
	case len(r.Inputs) > 0 && !timed && r.Verdict != NothingObserved:
		t.text(0, "nothing to draw: the log has no times", yellow)
	default:
		t.text(0, "nothing to draw: "+t.whyNothing(), yellow)
	}
	return p.writeTo(w)
}

const (
	// labelShare is the part of a line that labels may take at most.
	labelShare = 3
	// leastColumns is what an axis needs to tell anything.
	leastColumns = 20
)

// timeline draws the apps of one timeline, and returns how many there are.
func (t *texter) timeline(number int, further bool) int {
	w := t.r.windowOf(number)
	apps := slices.Clone(t.r.Apps)
	if !slices.ContainsFunc(apps, func(a App) bool { return a.Label() == "" }) {
		apps = append(apps, App{})
	}
	drawn := 0
	var used []glyph
	for _, a := range apps {
		groups := t.r.lanes(number, a)
		if len(groups) == 0 {
			continue
		}
		if !w.From.Known() || !w.To.Known() {
			return 0
		}
		if drawn == 0 {
			if further {
				t.blank()
			}
			if t.many {
				t.text(0, "log "+itoa(number)+", "+span(w.From, w.To), bold)
			} else {
				t.text(0, span(w.From, w.To), bold)
			}
		}
		if drawn == appsListed {
			t.line(0, "… and more apps (see --app)")
			break
		}
		drawn++
		t.heading(appTitle(a))
		used = t.drawn(groups, axis{from: w.From, to: w.To}, used)
	}
	if drawn > 0 {
		t.legend(used)
	}
	return drawn
}

// drawn writes the groups below an axis and returns the glyphs used so far.
func (t *texter) drawn(groups []group, a axis, used []glyph) []glyph {
	label := 0
	for _, g := range groups {
		label = max(label, columns(g.label))
	}
	label = min(label, (t.width-2)/labelShare)
	a.columns = max(t.width-label-4, leastColumns)
	t.axis(a, label)
	for _, g := range groups {
		rows, others := worst(g.rows(a))
		for i, r := range rows {
			name := ""
			if i == 0 {
				name = elide(g.label, label)
			}
			t.line(2, name+strings.Repeat(" ", label-columns(name)+2)+t.cells(r.cells))
			for _, c := range r.cells {
				if c.char != 0 && !slices.Contains(used, c) {
					used = append(used, c)
				}
			}
		}
		if others > 0 {
			t.line(2, strings.Repeat(" ", label+2)+t.paint("… and "+thousands(others)+" more", dim))
		}
	}
	return used
}

// axis writes the labels of the ticks and, below, where they stand.
func (t *texter) axis(a axis, label int) {
	names := []byte(strings.Repeat(" ", a.columns+1))
	marks := []byte(strings.Repeat(" ", a.columns+1))
	end := -2
	for _, k := range a.ticks() {
		if k.column <= end+1 || k.column+len(k.label) > a.columns {
			continue
		}
		copy(names[k.column:], k.label)
		marks[k.column] = '|'
		end = k.column + len(k.label) - 1
	}
	pad := strings.Repeat(" ", label+2)
	t.line(2, pad+t.paint(strings.TrimRight(string(names), " "), dim))
	t.line(2, pad+t.paint(strings.TrimRight(string(marks), " "), dim))
}

// cells writes a row, equal neighbours in one colour.
func (t *texter) cells(cells []cell) string {
	var b strings.Builder
	for i := 0; i < len(cells); {
		j := i
		run := []byte{}
		for ; j < len(cells) && cells[j].paint == cells[i].paint; j++ {
			run = append(run, max(cells[j].char, ' '))
		}
		b.WriteString(t.paint(string(run), cells[i].paint))
		i = j
	}
	return b.String()
}

// legend explains the characters that were used.
func (t *texter) legend(used []glyph) {
	var parts []string
	for _, g := range []glyph{
		inFront, inBack, suspended, alive, taskOpen, waiting, working, overtime, delivered, wokenUp, delayStep, delayReset, exited, before, after,
	} {
		if slices.ContainsFunc(used, func(u glyph) bool { return u.char == g.char && u.means == g.means }) {
			parts = append(parts, string(g.char)+noBreak+strings.ReplaceAll(g.means, " ", noBreak))
		}
	}
	t.blank()
	t.text(0, strings.Join(parts, "  "), dim)
}

// windowOf is the time that the report is about in a timeline.
func (r *Report) windowOf(number int) Window {
	w := r.windows[number]
	first, last := parse.Time{}, parse.Time{}
	for _, in := range r.Inputs {
		if in.Timeline == number {
			first, last = parse.Earliest(first, in.First), parse.Latest(last, in.Last)
		}
	}
	if !w.From.Known() || w.From.Before(first) {
		w.From = first
	}
	if !w.To.Known() || w.To.After(last) {
		w.To = last
	}
	return w
}
