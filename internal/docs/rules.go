package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/bglog/bglog/report"
	"github.com/bglog/bglog/rules"
)

// families are the rules whose ids begin alike, in the order of the index.
var families = []struct{ prefix, title, about string }{
	{"task", "Background tasks", "What `beginBackgroundTask` begins and `endBackgroundTask` must end."},
	{"bgtask", "BGTasks", "Requests of BGTaskScheduler: registered, submitted, refused, run, expired, completed."},
	{"transfer", "Background transfers", "Downloads and uploads of background URLSessions, and the rate limiter that delays them."},
	{"request", "Ordinary requests", "Requests of a process that was suspended under them."},
	{"session", "Background sessions", "The sessions themselves, and the events that they deliver."},
	{"fetch", "Background fetch", "The old background fetch and its completion handler."},
	{"push", "Silent pushes", "Remote notifications that wake the app, and their completion handler."},
	{"exit", "Exits", "Why the system ended a process."},
	{"cpu", "CPU", "Use of the CPU that the system noted and did not yet punish."},
	{"context", "Context", "Circumstances that explain the rest, or limit what the log can tell."},
	{"budget", "Budgets", "Limits that a team set itself in `.bglog.yaml`."},
}

// documented are all rules that can be explained.
func documented() []*rules.Rule { return append(rules.All(), &rules.BudgetExceeded) }

func family(r *rules.Rule) (prefix string) {
	prefix, _, _ = strings.Cut(r.ID, "-")
	return prefix
}

// rulePages adds a page for each rule, and the index of them.
func rulePages(pages map[string]string, p program) error {
	titles := map[string]string{}
	for _, f := range families {
		titles[f.prefix] = f.title
	}
	for _, r := range documented() {
		title, ok := titles[family(r)]
		if !ok {
			return fmt.Errorf("%s: there is no family %q: add it to families", r.ID, family(r))
		}
		page, err := rulePage(r, title, p)
		if err != nil {
			return fmt.Errorf("%s: %w", r.ID, err)
		}
		pages[rulesFolder+"/"+r.ID+".md"] = page
	}
	pages[rulesFolder+"/README.md"] = ruleIndex()
	return nil
}

// anchor is how GitHub names a heading.
func anchor(title string) string { return strings.ReplaceAll(strings.ToLower(title), " ", "-") }

// rulePage has the sections of bglog explain, and what a report says.
func rulePage(r *rules.Rule, title string, p program) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, generated, "package rules")
	fmt.Fprintf(&b, "# %s\n\n%s by default · [%s](README.md#%s)\n", r.ID, r.Severity, title, anchor(title))
	for _, s := range []struct{ title, text string }{
		{"What it finds", r.What}, {"Why it matters", r.Why}, {"How to fix it", r.HowToFix},
	} {
		if s.text != "" {
			fmt.Fprintf(&b, "\n## %s\n\n%s\n", s.title, report.MarkdownText(s.text))
		}
	}
	if r.Swift != "" {
		b.WriteString("\n" + report.MarkdownFence("swift", r.Swift))
	}
	if r.Example != "" {
		found, err := finding(r, p)
		if err != nil {
			return "", err
		}
		b.WriteString("\n## Lines of a log that show it\n\n" + report.MarkdownFence("text", r.Example))
		b.WriteString("\n## What bglog says to these lines\n\n" + report.MarkdownFence("text", found))
	}
	if r.SeenOn != "" {
		fmt.Fprintf(&b, "\n## Seen on\n\n%s\n", report.MarkdownText(r.SeenOn))
	}
	if len(r.References) > 0 {
		b.WriteString("\n## References\n\n")
		for _, ref := range r.References {
			if strings.HasPrefix(ref, "https://") && !strings.ContainsAny(ref, " <>") {
				fmt.Fprintf(&b, "- <%s>\n", ref)
			} else {
				fmt.Fprintf(&b, "- %s\n", report.MarkdownText(ref))
			}
		}
	}
	return b.String(), nil
}

// endings name the file of an example that is no log.
var endings = map[string]string{"ips": ".ips", "jetsam": ".ips", "crash-text": ".crash", "metrickit": ".json"}

// finding is what the program prints of a rule's example.
func finding(r *rules.Rule, p program) (string, error) {
	name := "example" + cmp.Or(endings[r.ExampleIs], ".log")
	if err := os.WriteFile(filepath.Join(p.folder, name), []byte(r.Example+"\n"), 0o644); err != nil {
		return "", err
	}
	// Without the day, examples without a date would be of today.
	out, err := p.output(p.folder, "--no-config", "--date", "2026-03-02", "--fail-on", "never", "--system", "--only", r.ID, name)
	if err != nil {
		return "", err
	}
	for _, title := range []string{"What went wrong", "Worth knowing"} {
		if found, err := excerpt(out, title, `"bglog explain RULE"`); err == nil {
			_, found, _ = strings.Cut(found, "\n")
			return strings.Trim(found, "\n"), nil
		}
	}
	return "", fmt.Errorf("the example shows no finding:\n%s", out)
}

func ruleIndex() string {
	var b strings.Builder
	fmt.Fprintf(&b, generated, "package rules")
	b.WriteString("# What bglog finds\n\n`bglog rules` prints this list, `bglog explain RULE` a page of it. An **error** lost work or data, or ended the app; " +
		"a **warning** will fail, or wastes what the system allows; an **info** is good to know.\n")
	for _, f := range families {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n\n| rule | by default | finds |\n|---|---|---|\n", f.title, f.about)
		for _, r := range documented() {
			if family(r) == f.prefix {
				fmt.Fprintf(&b, "| [%s](%s.md) | %s | %s |\n", r.ID, r.ID, r.Severity, report.MarkdownText(report.FirstSentence(r.What)))
			}
		}
	}
	return b.String()
}
