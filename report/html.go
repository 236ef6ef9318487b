package report

import (
	"html/template"
	"io"
	"strings"

	"github.com/bglog/bglog/rules"
)

// HTML writes the report as one page that needs nothing else: the verdict and the
// findings first, then the timeline to zoom into, then tables. Everything but the
// timeline is plain HTML, so that it can be read, searched and printed without
// scripts. Texts are put in by html/template only.
func HTML(w io.Writer, r *Report, _ TextOptions) error {
	// the mark-up of code in rules' texts is that of Markdown, see richText
	t := newTexter(r, &printer{width: 1 << 20, markdown: true})
	links := t.links()
	charts, more := t.htmlCharts(links)
	a := htmlAssets()
	return a.page.Execute(w, htmlPage{
		Policy:   a.policy,
		Style:    a.style,
		Scripts:  a.scripts,
		Title:    bare(t.headline()),
		Verdict:  richText(t.verdict()),
		Mood:     t.mood(),
		Where:    t.where(),
		Partial:  r.Partial,
		Tally:    t.tally(),
		Heading:  t.findingsHeading(),
		Findings: t.htmlFindings(links),
		Accepted: t.htmlAccepted(),
		Charts:   charts,
		NoChart:  more,
		Data:     chartTexts(charts),
		Tables:   t.htmlTables(links),
		WhyNot:   t.htmlWhyNot(),
		Inputs:   t.htmlInputs(),
		Read:     t.htmlRead(),
		Notes:    cleanAll(r.Coverage.Notes),
		Version:  Clean(r.Tool.Version),
	})
}

// htmlPage is what the template of the page shows.
type htmlPage struct {
	Policy  string
	Style   template.CSS
	Scripts []template.JS

	Title, Mood, Where string
	Verdict            []piece
	Partial            bool
	Tally              []tally
	Heading            string
	Findings           htmlFindings
	Accepted           htmlTable
	Charts             []htmlChart
	NoChart            string // why something, or everything, is not drawn
	Data               []chartData
	Tables             []htmlTable
	WhyNot             []htmlWhyNot
	Inputs             []htmlInput
	Read               []htmlTable
	Notes              []string
	Version            string
}

// tally is a number of findings of one kind.
type tally struct {
	Mood, Text string
}

// verdict is the first line of the page; the counts stand below it.
func (t *texter) verdict() string {
	if t.r.Verdict == Problems {
		return t.topLine()
	}
	return t.headline()
}

// mood names the colour of the verdict.
func (t *texter) mood() string {
	switch {
	case t.r.Verdict == NoProblems:
		return "fine"
	case t.r.Verdict == NothingObserved:
		return "nothing"
	case t.r.Worst() == rules.Error:
		return "error"
	}
	return "warning"
}

// tally counts the findings by what a reader does with them.
func (t *texter) tally() []tally {
	count := map[string]int{}
	for i := range t.r.Findings {
		label, _ := severityLabel(&t.r.Findings[i])
		count[label]++
	}
	var list []tally
	for _, k := range []struct{ label, one, many string }{
		{"error", "error", "errors"}, {"warning", "warning", "warnings"}, {"cut off", "bad sign without its outcome", "bad signs without their outcome"}, {"note", "note", "notes"},
	} {
		if n := count[k.label]; n > 0 {
			list = append(list, tally{moodOf(k.label), several(n, k.one, k.many)})
		}
	}
	if n := len(t.r.Accepted); n > 0 {
		list = append(list, tally{"accepted", itoa(n) + " accepted in the baseline"})
	}
	return list
}

// moodOf makes a class of a label of a finding.
func moodOf(label string) string { return strings.ReplaceAll(label, " ", "-") }

func (t *texter) findingsHeading() string {
	if t.r.Verdict == Problems {
		return "What went wrong"
	}
	return "Worth knowing"
}

// piece is a piece of running text, or of code within it.
type piece struct {
	Text string
	Code bool
}

// richText splits a filled text at the code in it.
func richText(s string) []piece {
	var list []piece
	for s != "" {
		before, rest, found := strings.Cut(s, codeBegin)
		if before != "" {
			list = append(list, piece{Text: Clean(before)})
		}
		if !found {
			break
		}
		code, after, _ := strings.Cut(rest, codeEnd)
		if code != "" {
			list = append(list, piece{Clean(code), true})
		}
		s = after
	}
	return list
}

// richParagraphs is richText for a text of several paragraphs.
func richParagraphs(s string) [][]piece {
	var list [][]piece
	for p := range strings.SplitSeq(s, "\n\n") {
		if rich := richText(p); rich != nil {
			list = append(list, rich)
		}
	}
	return list
}

// bare is a filled text without the marks around code.
func bare(s string) string {
	return Clean(strings.NewReplacer(codeBegin, "", codeEnd, "").Replace(s))
}

func cleanAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = Clean(s)
	}
	return out
}
