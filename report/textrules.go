package report

import (
	"io"
	"strings"

	"github.com/bglog/bglog/rules"
)

// Rules lists rules with their default severity and what they find.
func Rules(w io.Writer, all []*rules.Rule, opts TextOptions) error {
	p := newPrinter(opts)
	var rows [][]string
	for _, r := range all {
		rows = append(rows, []string{r.ID, string(r.Severity), firstSentence(r.What)})
	}
	p.table(0, []column{{title: "rule"}, {title: "default"}, {title: "finds", flexible: true, whole: true}}, rows)
	return p.writeTo(w)
}

// firstSentence cuts a text after its first sentence. A full stop inside quotes
// or in a number ends none.
func firstSentence(s string) string {
	if i := strings.Index(s, ". "); i >= 0 {
		return s[:i+1]
	}
	return s
}

// Explain writes a rule's documentation.
func Explain(w io.Writer, r *rules.Rule, opts TextOptions) error {
	p := newPrinter(opts)
	p.line(0, p.paint(r.ID, bold)+" ("+string(r.Severity)+" by default)")
	for _, s := range []struct{ title, text string }{
		{"What it finds", r.What}, {"Why it matters", r.Why}, {"How to fix it", r.HowToFix},
	} {
		if s.text != "" {
			p.heading(s.title)
			p.text(2, s.text, noPaint)
		}
	}
	if r.Swift != "" {
		p.blank()
		p.verbatim(4, r.Swift)
	}
	if r.Example != "" {
		p.heading("Lines of a log that show it")
		p.verbatim(2, r.Example)
	}
	if r.SeenOn != "" {
		p.heading("Seen on")
		p.text(2, r.SeenOn, noPaint)
	}
	if len(r.References) > 0 {
		p.heading("References")
		for _, ref := range r.References {
			p.line(2, ref)
		}
	}
	return p.writeTo(w)
}

// verbatim writes lines as they are, tabs as blanks; lines that are too long go
// on in the next one, further in.
func (p *printer) verbatim(indent int, s string) {
	for l := range strings.SplitSeq(strings.TrimRight(s, "\n"), "\n") {
		l = Clean(strings.ReplaceAll(l, "\t", "  "))
		room := p.width - indent
		if columns(l) <= room {
			p.line(indent, l)
			continue
		}
		body := strings.TrimLeft(l, " ")
		lead := len(l) - len(body)
		for i, part := range wrap(body, room-lead-4) {
			if i > 0 {
				part = "    " + part
			}
			p.line(indent+lead, part)
		}
	}
}
