package config

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/bglog/bglog/report"
)

// LoadBaseline reads a baseline: a list of findings that are known and accepted.
func LoadBaseline(path string) (*report.Baseline, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the baseline: %w (bglog baseline write makes one)", err)
	}
	return ParseBaseline(path, text)
}

// ParseBaseline is LoadBaseline for a text that stands in the file of that name.
func ParseBaseline(path string, text []byte) (*report.Baseline, error) {
	r := &reader{name: path}
	b := &report.Baseline{Path: path}
	at := map[string]string{} // where a fingerprint stands
	for _, n := range r.list(r.tree(text)) {
		e := r.accepted(n)
		if first := at[e.Fingerprint]; first != "" {
			r.fail(n, "fingerprint %s stands already in %s", e.Fingerprint, first)
			continue
		}
		at[e.Fingerprint] = e.Where
		b.Entries = append(b.Entries, e)
	}
	if err := r.err(); err != nil {
		return nil, err
	}
	return b, nil
}

// accepted reads one entry.
func (r *reader) accepted(n ast.Node) report.Accepted {
	e := report.Accepted{Where: r.line(n)}
	told := func(what string, to *string) func(ast.Node) {
		return func(v ast.Node) { *to = r.text(v, what) }
	}
	r.fields(n, "an entry of the baseline", map[string]func(ast.Node){
		"fingerprint": func(v ast.Node) {
			e.Fingerprint = r.text(v, "a fingerprint")
			if hex, ok := strings.CutPrefix(e.Fingerprint, "1:"); !ok || len(hex) != 16 || strings.Trim(hex, "0123456789abcdef") != "" {
				r.fail(v, "%q is no fingerprint: expected 1: and 16 hexadecimal digits, in quotes", e.Fingerprint)
			}
		},
		"rule":    told("the id of a rule", &e.Rule),
		"app":     told("a bundle id or process name", &e.App),
		"subject": told("what the finding is about", &e.Subject),
		"reason":  told("why the finding is accepted", &e.Reason),
		"until": func(v ast.Node) {
			day, err := time.Parse(time.DateOnly, r.text(v, "a day"))
			if err != nil {
				r.fail(v, "expected a day such as 2027-01-31, found %s", kind(v))
			}
			e.Until = day
		},
	})
	if e.Fingerprint == "" {
		r.fail(n, "an entry of the baseline has no fingerprint")
	}
	if e.Reason == "" {
		r.fail(n, "an entry of the baseline has no reason: say why the finding is accepted")
	}
	return e
}

// BaselineEntries writes findings as entries of a baseline, to stand below others.
func BaselineEntries(findings []report.Finding, reason string) string {
	var b strings.Builder
	for i := range findings {
		f := &findings[i]
		fmt.Fprintf(&b, "\n- fingerprint: %q\n  rule: %s\n", f.Fingerprint, f.Rule)
		if f.App != nil {
			fmt.Fprintf(&b, "  app: %s\n", yamlText(*f.App))
		}
		if f.Subject != nil {
			fmt.Fprintf(&b, "  subject: %s\n", yamlText(*f.Subject))
		}
		fmt.Fprintf(&b, "  reason: %s\n", yamlText(reason))
	}
	return b.String()
}

// yamlText is a text in double quotes, whose escapes YAML and Go have in common but
// for what JSON lacks.
func yamlText(s string) string { return strconv.QuoteToASCII(strings.ToValidUTF8(s, "\ufffd")) }
