package report

import (
	"strings"

	"github.com/bglog/bglog/rules"
)

const (
	// htmlStoriesOpen is how many chains show their evidence at once.
	htmlStoriesOpen = 3
	// htmlStoriesShown is how many are not behind a summary.
	htmlStoriesShown = 25
	// htmlFindingsMost bounds the findings of a page that is still pleasant to use.
	htmlFindingsMost = 500
	// htmlEvidenceShown is how many lines of evidence are not behind a summary.
	htmlEvidenceShown = 8
	// htmlEvidenceMost bounds the lines of one finding.
	htmlEvidenceMost = 200
)

// htmlFindings are the findings of a page.
type htmlFindings struct {
	Shown []htmlStory
	Rest  []htmlStory // behind a summary
	More  string      // what the page leaves out
}

// htmlStory is a chain: a cause and what it led to; then findings like it.
type htmlStory struct {
	Chain []htmlFinding
	Alike []htmlFinding
}

// htmlFinding is one finding.
type htmlFinding struct {
	ID, Rule, Label, Mood string
	Certainty, Sure       string // the word, and what it means
	Title                 []piece
	Detail                [][]piece
	Fix                   []piece
	Depth                 int
	Who, When             string
	Open                  bool // its evidence is shown at once
	Timed                 bool // it has a place on the timeline
	Lines                 string
	Evidence, Folded      []htmlEvidence
	MoreEvidence          string
	References            []reference
	Also                  []string
	About                 []string // anchors of what it is about
}

// htmlEvidence is a line that proves a finding.
type htmlEvidence struct{ Place, Time, Process, Text string }

// reference is a document.
type reference struct{ URL, Name string }

// certainties say what the words mean.
var certainties = map[string]string{
	"certain": "the log says so", "likely": "inferred from what the log shows",
	"cut-off": "a bad sign was seen, but the log does not cover the outcome; it never counts",
}

func (t *texter) htmlFindings(l links) htmlFindings {
	stories, alike := foldAlike(t.r.stories())
	var out htmlFindings
	told, left := 0, 0
	for i, s := range stories {
		if told += len(s) + len(alike[i]); told > htmlFindingsMost && i > 0 {
			left += len(s) + len(alike[i])
			continue
		}
		var story htmlStory
		for _, n := range s {
			story.Chain = append(story.Chain, t.htmlFinding(n, l, i < htmlStoriesOpen && n.finding.Counts() && n.finding.Severity != string(rules.Info)))
		}
		for _, f := range alike[i] {
			if len(story.Alike) == htmlFindingsMost {
				left++
				continue
			}
			story.Alike = append(story.Alike, t.htmlFinding(toldAlone(f), l, false))
		}
		if i < htmlStoriesShown || len(stories) == htmlStoriesShown+1 {
			out.Shown = append(out.Shown, story)
		} else {
			out.Rest = append(out.Rest, story)
		}
	}
	if left > 0 {
		out.More = several(left, "more finding is", "more findings are") + " not on this page; --format json has all."
	}
	return out
}

// htmlAccepted are the findings that the baseline knows.
func (t *texter) htmlAccepted() htmlTable {
	return htmlTableOf(listing[AcceptedFinding]{title: "Accepted in the baseline", one: "finding", many: "findings", list: t.r.Accepted}, []field[AcceptedFinding]{
		textField("rule", false, func(a AcceptedFinding) string { return a.Rule }),
		textField("severity", false, func(a AcceptedFinding) string { return a.Severity }),
		textField("app", false, func(a AcceptedFinding) string { return elide(Clean(deref(a.App)), 60) }),
		textField("finding", true, func(a AcceptedFinding) string { return a.Title }),
		countField("times", func(a AcceptedFinding) int { return a.Count }),
		textField("because", true, func(a AcceptedFinding) string { return a.Reason }),
		textField("until", false, func(a AcceptedFinding) string { return deref(a.Until) }),
	})
}

func toldAlone(f *Finding) told { return told{finding: f} }

func (t *texter) htmlFinding(n told, l links, open bool) htmlFinding {
	f := n.finding
	w := t.words(f)
	label, _ := severityLabel(f)
	c := t.clocks[f.Timeline]
	out := htmlFinding{
		ID: f.ID, Rule: Clean(f.Rule), Label: label, Mood: moodOf(label), Certainty: Clean(f.Certainty), Sure: certainties[f.Certainty],
		Title: richText(t.titled(f, len(t.r.Apps) > 1)), Detail: richParagraphs(w.detail), Fix: richText(w.fix),
		Depth: min(n.depth, deepest), Open: open, Timed: f.At.Known(), Also: n.also, About: l.anchors[f.ID], When: c.brief(f.At),
	}
	if f.Certainty == "cut-off" {
		out.Certainty = "" // the label tells it
	}
	if f.App != nil || f.PID != nil {
		out.Who = elide(Clean(deref(f.App)), 60)
		if f.PID != nil {
			out.Who += "[" + itoa(*f.PID) + "]"
		}
	}
	if t.many {
		out.Who = strings.TrimPrefix(out.Who+", log "+itoa(f.Timeline), ", ")
	}
	for i, e := range f.Evidence {
		if i == htmlEvidenceMost {
			out.MoreEvidence = several(len(f.Evidence)-i, "more line is", "more lines are") + " not on this page; --format json has all."
			break
		}
		line := htmlEvidence{t.place(e), c.short(e.Time), elide(Clean(deref(e.Process)), 40), CleanLines(strings.ReplaceAll(e.Text, "\t", "  "))}
		if i < htmlEvidenceShown {
			out.Evidence = append(out.Evidence, line)
		} else {
			out.Folded = append(out.Folded, line)
		}
	}
	out.Lines = several(len(f.Evidence), "line proves it", "lines prove it")
	for _, url := range f.References {
		if name, ok := strings.CutPrefix(url, "https://"); ok {
			out.References = append(out.References, reference{url, Clean(name)})
		}
	}
	return out
}
