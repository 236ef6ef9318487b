package report

import (
	"io"
	"slices"
	"strings"
)

// Markdown writes the report for a ticket: the text report's words, with the evidence
// in fences and the tables as tables. GitHub's flavour is meant; others read it too.
func Markdown(w io.Writer, r *Report, _ TextOptions) error {
	p := &printer{width: 1 << 20, markdown: true}
	t := newTexter(r, p)
	t.b.WriteString("# " + mdText(t.headline()) + "\n")
	if where := t.where(); where != "" {
		t.text(0, where, noPaint)
	}
	t.mdFindings()
	t.accepted()
	t.apps()
	t.blank()
	t.b.WriteString("<details><summary>What was read, and what it cannot tell</summary>\n")
	t.coverage()
	t.blank()
	t.b.WriteString("</details>\n")
	return p.writeTo(w)
}

// mdFindings writes the findings, each chain under its cause.
func (t *texter) mdFindings() {
	stories, alike := foldAlike(t.r.stories())
	if len(stories) == 0 {
		return
	}
	t.heading(map[bool]string{true: "What went wrong", false: "Worth knowing"}[t.r.Verdict == Problems])
	for i, s := range stories {
		if i == storiesShown {
			t.text(0, "… and "+moreFindings(stories, alike, i)+" (see --format json)", noPaint)
			return
		}
		shown := map[string]bool{}
		for _, n := range s {
			t.mdFinding(n, shown)
		}
		for _, f := range alike[i] {
			t.lead(0, "-", noPaint, 2, "the same again: "+t.titled(f, len(t.r.Apps) > 1), noPaint)
		}
	}
}

func (t *texter) mdFinding(n told, shown map[string]bool) {
	f := n.finding
	label, _ := severityLabel(f)
	head := "### "
	if n.depth > 0 {
		head = "#### which led to "
	}
	w := t.words(f)
	t.blank()
	t.b.WriteString(head + label + ": " + mdText(t.titled(f, len(t.r.Apps) > 1)) + "\n")
	t.text(0, w.detail, noPaint)
	var lines []string
	for _, e := range f.Evidence {
		place := t.place(e)
		if shown[place] && e.Line != nil {
			continue
		}
		shown[place] = true
		where := slices.DeleteFunc([]string{place, t.clocks[f.Timeline].short(e.Time), elide(Clean(deref(e.Process)), 24)}, func(s string) bool { return s == "" })
		lines = append(lines, strings.Join(where, "  "), "  "+excerpt(e.Text, mdExcerpt, t.keep(f)))
	}
	t.fence(lines)
	if w.fix != "" {
		t.blank()
		t.b.WriteString("**Fix:** " + mdText(w.fix) + "\n")
	}
	t.text(0, t.label(f), noPaint)
}

// mdExcerpt is how many columns of a line of evidence a ticket shows.
const mdExcerpt = 600

// fence writes lines of a log as they are, safe from ending the fence.
func (p *printer) fence(lines []string) {
	if len(lines) == 0 {
		return
	}
	fence := "```"
	for _, l := range lines {
		for strings.Contains(l, fence) {
			fence += "`"
		}
	}
	p.blank()
	p.b.WriteString(fence + "text\n")
	for _, l := range lines {
		p.b.WriteString(strings.ReplaceAll(l, noBreak, " ") + "\n")
	}
	p.b.WriteString(fence + "\n")
}

// mdLead writes an item of a list, or a paragraph with its lead.
func (p *printer) mdLead(lead, s string) {
	if lead == "-" {
		if !strings.HasSuffix(p.b.String(), "\n\n") && !p.inList() {
			p.blank()
		}
		p.b.WriteString("- " + mdText(s) + "\n")
		return
	}
	p.paragraph(lead + " " + s)
}

// inList reports whether the last line is an item of a list.
func (p *printer) inList() bool {
	s := strings.TrimSuffix(p.b.String(), "\n")
	return strings.HasPrefix(s[strings.LastIndexByte(s, '\n')+1:], "- ")
}

// paragraph begins a piece of Markdown of its own.
func (p *printer) paragraph(s string) {
	if s = mdText(s); s != "" {
		p.blank()
		p.b.WriteString(s + "\n")
	}
}

// mdTable writes a table; cells are cleaned, not escaped yet.
func (p *printer) mdTable(cols []column, rows [][]string) {
	cols, rows = dropEmpty(cols, rows)
	if len(rows) == 0 || len(cols) == 0 {
		return
	}
	p.blank()
	titles, rule := make([]string, len(cols)), make([]string, len(cols))
	for i, c := range cols {
		titles[i] = c.title
		rule[i] = map[bool]string{true: "--:", false: "---"}[c.right]
	}
	row := func(cells []string) {
		p.b.WriteString("|")
		for _, c := range cells {
			p.b.WriteString(" " + mdText(c) + " |")
		}
		p.b.WriteString("\n")
	}
	row(titles)
	p.b.WriteString("|" + strings.Join(rule, "|") + "|\n")
	for _, r := range rows {
		row(r)
	}
}

// codeBegin and codeEnd stand around names in texts until the text is escaped: names
// from the log hold no control characters any more.
const codeBegin, codeEnd = "\x02", "\x03"

// mdText makes text safe for Markdown on one line; what is marked as code becomes a
// code span.
func mdText(s string) string {
	s = strings.ReplaceAll(strings.Join(strings.Fields(s), " "), noBreak, " ")
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(s, codeBegin)
		mdEscape(&b, before)
		if !found {
			return b.String()
		}
		code, after, _ := strings.Cut(rest, codeEnd)
		b.WriteString(codeSpan(code))
		s = after
	}
}

// mdEscape writes plain text so that nothing in it is markup. A code span around what
// trackers would link, a name behind an at sign or a number, keeps them from it.
func mdEscape(b *strings.Builder, s string) {
	digits := number10(s)
	for i := 0; i < len(s); {
		if n := linked(s[i:]); n > 0 {
			b.WriteString("`" + s[i:i+n] + "`")
			i += n
			continue
		}
		c := s[i]
		if strings.IndexByte("\\`*_[]<>#|~&!", c) >= 0 || i == 0 && strings.IndexByte("+-=", c) >= 0 ||
			i == digits && i > 0 && (c == '.' || c == ')') { // "1." begins a list
			b.WriteByte('\\')
		}
		b.WriteByte(c)
		i++
	}
}

// linked is how long the run of at signs, and number signs before digits, is that s
// begins with.
func linked(s string) int {
	n := 0
	for n < len(s) && (s[n] == '@' || s[n] == '#' && n+1 < len(s) && s[n+1] >= '0' && s[n+1] <= '9') {
		n++
	}
	return n
}

// number10 is how many digits s begins with.
func number10(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789"))
}

// codeSpan marks code with more backticks than it holds. A pipe would end the cell of
// a table even there.
func codeSpan(s string) string {
	s = strings.Trim(s, " ")
	if s == "" {
		return ""
	}
	if strings.Contains(s, "|") {
		var b strings.Builder
		mdEscape(&b, s)
		return b.String()
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return fence + s + fence
}

// mdStyle is how rules' texts are filled for Markdown.
func mdStyle(c clock) style {
	same := func(s string) string { return s }
	return style{value: name, time: c.short, code: func(s string) string { return codeBegin + s + codeEnd }, glue: same}
}
