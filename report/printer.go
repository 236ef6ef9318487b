package report

import (
	"io"
	"strings"
	"time"

	"github.com/bglog/bglog/parse"
)

// printer collects the lines of a text report.
type printer struct {
	b      strings.Builder
	width  int
	colour bool
	// markdown is true when what is written is Markdown: indentation and width say
	// nothing there.
	markdown bool
}

// TextOptions say how text is laid out.
type TextOptions struct {
	Width  int // columns; 0 means 80
	Colour bool
}

const (
	defaultWidth = 80
	leastWidth   = 40
)

func newPrinter(opts TextOptions) *printer {
	if opts.Width == 0 {
		opts.Width = defaultWidth
	}
	return &printer{width: max(opts.Width, leastWidth), colour: opts.Colour}
}

func (p *printer) writeTo(w io.Writer) error {
	lines := strings.Split(p.b.String(), "\n")
	for i, l := range lines {
		if p.markdown {
			lines[i] = disarm(l)
		} else {
			lines[i] = strings.TrimRight(l, " ") // where a long text was broken before a blank
		}
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n"))
	return err
}

// paint is a way to highlight a piece of text that has been cut to its line.
type paint string

// The few highlights that every terminal knows (ECMA-48 SGR).
const (
	noPaint paint = ""
	bold    paint = "\x1b[1m"
	dim     paint = "\x1b[2m"
	red     paint = "\x1b[1;31m"
	yellow  paint = "\x1b[1;33m"
	green   paint = "\x1b[1;32m"
	cyan    paint = "\x1b[1;36m"
)

func (p *printer) paint(s string, how paint) string {
	if !p.colour || how == noPaint || s == "" {
		return s
	}
	return string(how) + s + "\x1b[0m"
}

// line writes one line, indented.
func (p *printer) line(indent int, s string) {
	if p.markdown {
		p.paragraph(s)
		return
	}
	s = strings.TrimRight(strings.Repeat(" ", indent)+s, " ")
	p.b.WriteString(disarm(strings.ReplaceAll(s, noBreak, " ")))
	p.b.WriteByte('\n')
}

// blank writes an empty line; in Markdown never two.
func (p *printer) blank() {
	if !p.markdown || !strings.HasSuffix(p.b.String(), "\n\n") {
		p.b.WriteByte('\n')
	}
}

// text writes a wrapped text, paragraphs separated by blank lines.
func (p *printer) text(indent int, s string, how paint) {
	for i, paragraph := range strings.Split(s, "\n\n") {
		if p.markdown {
			p.paragraph(paragraph)
			continue
		}
		if i > 0 {
			p.blank()
		}
		for _, l := range wrap(paragraph, p.width-indent) {
			p.line(indent, p.paint(l, how))
		}
	}
}

// lead writes a wrapped text after a lead; the following lines hang by hang
// columns.
func (p *printer) lead(indent int, lead string, leadPaint paint, hang int, s string, how paint) {
	if p.markdown {
		p.mdLead(lead, s)
		return
	}
	gap := max(hang-columns(lead), 0)
	lines := wrapAfter(s, columns(lead)+gap-hang, p.width-indent-hang)
	first := ""
	if len(lines) > 0 {
		first = p.paint(lines[0], how)
		lines = lines[1:]
	}
	p.line(indent, p.paint(lead, leadPaint)+strings.Repeat(" ", gap)+first)
	for _, l := range lines {
		p.line(indent+hang, p.paint(l, how))
	}
}

// heading begins a section.
func (p *printer) heading(s string) {
	p.blank()
	if p.markdown {
		p.b.WriteString("## " + mdText(s) + "\n")
		return
	}
	p.line(0, p.paint(s, bold))
}

// clock writes times of one timeline: the time of day, with the date where the
// log covers more than one day.
type clock struct{ dated bool }

func clockOf(first, last parse.Time) clock {
	a, b := first.Std(), last.Std()
	return clock{dated: first.Known() && last.Known() && (a.YearDay() != b.YearDay() || a.Year() != b.Year())}
}

// short is the moment in milliseconds.
func (c clock) short(t parse.Time) string {
	switch {
	case !t.Known():
		return ""
	case c.dated && t.Dateless():
		return t.String()
	case c.dated:
		return t.Std().Format("01-02 15:04:05.000")
	}
	return t.Clock()
}

// brief is the moment in seconds, for tables.
func (c clock) brief(t parse.Time) string {
	s := c.short(t)
	return s[:max(len(s)-len(".000"), 0)]
}

// span is a stretch of time for people: 2026-03-02 10:12:04 to 10:14:10 +01:00 (2 min 6 s).
func span(first, last parse.Time) string {
	if !first.Known() || !last.Known() {
		return "no times"
	}
	a, b := first.Std(), last.Std()
	date, zone := a.Format(time.DateOnly)+" ", a.Format(" -07:00")
	end := b.Format(time.TimeOnly)
	if first.Dateless() {
		date, zone = "", ""
	}
	if clockOf(first, last).dated {
		end = b.Format(time.DateTime)
		if first.Dateless() {
			date, end = "day 1 ", "day "+itoa(last.Day())+" "+end[len(time.DateOnly)+1:]
		}
	}
	s := date + a.Format(time.TimeOnly)
	if s != date+end {
		s += " to " + end
	}
	s += zone
	if d, ok := last.Since(first); ok && d >= 0.0005 {
		s += " (" + unbroken(duration(d)) + ")"
	}
	return s
}

// thousands writes 1204 as 1,204.
func thousands(n int) string {
	s := itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// several writes an amount with its word: 1 task, 3 tasks.
func several(n int, one, many string) string { return thousands(n) + " " + plural(n, one, many) }
