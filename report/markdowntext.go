package report

import "strings"

// MarkdownText makes text of s in Markdown: nothing in it is markup, and trackers link
// nothing of it.
func MarkdownText(s string) string { return mdText(s) }

// FirstSentence is how lists of rules tell what one finds.
func FirstSentence(s string) string { return firstSentence(s) }

// MarkdownFence puts lines into a block of code that they cannot end.
func MarkdownFence(language, s string) string {
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	return fence + language + "\n" + strings.TrimRight(s, "\n") + "\n" + fence + "\n"
}
