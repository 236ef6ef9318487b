package main

import (
	"fmt"
	"os"
	"regexp"
	"strings"
)

// guide is written by hand; only the excerpts in it are the program's.
const guide = "docs/reading-a-report.md"

// An excerpt is announced by a comment, which GitHub does not show:
//
//	<!-- bglog ARGUMENTS | FROM | TO -->
//
// and stands in the block of code below it. FROM and TO are how the first line, and the
// first one after the last, begin; without TO the excerpt goes to the end.
var announced = regexp.MustCompile("(?m)^<!-- bglog ([^|\n]+?) \\| ([^|\n]*?)(?: \\| ([^|\n]+?))? -->\n```text\n((?s:.*?)\n)??```\n")

// guidePage renews the excerpts of the guide.
func guidePage(pages map[string]string, p program) error {
	text, err := os.ReadFile(guide)
	if err != nil {
		return err
	}
	var failed error
	n := 0
	pages[guide] = announced.ReplaceAllStringFunc(string(text), func(block string) string {
		n++
		m := announced.FindStringSubmatch(block)
		out, err := p.output(".", append([]string{"--no-config"}, strings.Fields(m[1])...)...)
		if err == nil {
			out, err = excerpt(out, m[2], m[3])
		}
		if err != nil && failed == nil {
			failed = fmt.Errorf("%s: %w", guide, err)
		}
		head, _, _ := strings.Cut(block, "\n")
		return head + "\n```text\n" + strings.Trim(out, "\n") + "\n```\n"
	})
	if failed == nil && (n == 0 || n != strings.Count(string(text), "<!-- bglog ")) {
		failed = fmt.Errorf("%s: %d excerpts are well formed, %d are announced", guide, n, strings.Count(string(text), "<!-- bglog "))
	}
	return failed
}
