package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report"
	"github.com/bglog/bglog/rules"
)

// excerpt is the search for the fewest passages that give a finding.
type excerpt struct {
	opts     parse.Options
	settings rules.Settings
	want     *report.Finding
}

// reaches are how many lines around those that prove the finding are tried, the fewest
// first: less is to be judged then. What lies far away is rarely needed.
var reaches = []int{300, 5_000, 100_000, 1 << 62}

// shortest returns the shortest text that gives the finding; false when none was found.
func (x *excerpt) shortest(g gatherer) (string, bool) {
	if len(g.passages) == 0 {
		return g.head, x.gives(g.head, x.same)
	}
	for _, all := range []bool{false, true} {
		tried := -1
		for _, reach := range reaches {
			var parts []passage
			for _, p := range g.passages {
				if (all || p.near) && g.about.distance(p.line) <= reach {
					parts = append(parts, p)
				}
			}
			if len(parts) == tried {
				continue
			}
			tried = len(parts)
			passes := func(parts []passage) bool { return x.gives(g.join(parts), x.same) }
			if len(parts) > 0 && passes(parts) {
				parts = shrink(parts, shrinkTests, passes)
				return g.join(parts), true
			}
		}
	}
	return "", false
}

// join puts passages together in the input's format.
func (g *gatherer) join(parts []passage) string {
	var b strings.Builder
	b.WriteString(g.head)
	for _, p := range parts {
		b.WriteString(p.text)
	}
	if g.format == "log-json" {
		return closedArray(b.String())
	}
	return b.String()
}

// closedArray makes an array of JSON objects of a piece of one.
func closedArray(s string) string {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "}"); ok {
		s = "[" + strings.TrimLeft(rest, ", \n")
	}
	switch {
	case !strings.HasPrefix(s, "["):
	case strings.HasSuffix(s, "]"):
	default:
		s = strings.TrimRight(s, ", \n") + "\n}]"
		if strings.HasSuffix(s, "}\n}]") {
			s = strings.TrimSuffix(s, "\n}]") + "]"
		}
	}
	return s + "\n"
}

// gives judges a text as if it were all that there is.
func (x *excerpt) gives(text string, is func(*rules.Finding) bool) bool {
	s := scanner{ctx: context.Background(), opts: x.opts, stdin: &replay{}}
	s.opts.Workers = 1
	for _, t := range s.scan([][]*parse.Input{{parse.String("excerpt", text)}}, []string{"excerpt"}) {
		for _, f := range rules.Check(t, x.settings) {
			if is(f) {
				return true
			}
		}
	}
	return false
}

// same reports whether a finding is the one that is wanted, as sure and as bad.
func (x *excerpt) same(f *rules.Finding) bool {
	return f.Fingerprint == x.want.Fingerprint && x.sameRule(f)
}

func (x *excerpt) sameRule(f *rules.Finding) bool {
	return f.Rule.ID == x.want.Rule && string(f.Severity) == x.want.Severity && string(f.Certainty) == x.want.Certainty
}

// redacted puts pseudonyms into the lines, so that they still give the rule.
func (x *excerpt) redacted(r *report.Report, key []byte, text string) (string, error) {
	text, err := r.RedactLines(key, text)
	if err != nil {
		return "", fmt.Errorf("the excerpt is not written, because its redaction is not complete: %w", err)
	}
	if !x.gives(text, x.sameRule) {
		return "", fmt.Errorf("the excerpt is not written: with pseudonyms its lines no longer give %s; without --redact they do", x.want.Rule)
	}
	return text, nil
}
