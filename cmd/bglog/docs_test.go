package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/bglog/bglog/rules"
)

// onlyOnPages is what a rule's page tells beyond bglog explain.
const onlyOnPages = "What bglog says to these lines"

// sections takes a rendered page apart: the words below each heading. Code is words
// like any others.
func sections(doc []byte) map[string][]string {
	out := map[string][]string{}
	title := ""
	add := func(s string) { out[title] = append(out[title], strings.Fields(s)...) }
	root := goldmark.DefaultParser().Parse(text.NewReader(doc))
	for block := root.FirstChild(); block != nil; block = block.NextSibling() {
		if _, ok := block.(*ast.Heading); ok {
			title = inline(block, doc)
			continue
		}
		if _, ok := block.(*ast.HTMLBlock); ok {
			continue
		}
		if block.Type() == ast.TypeBlock && block.Lines() != nil && block.Kind() == ast.KindFencedCodeBlock {
			add(string(block.Lines().Value(doc)))
			continue
		}
		add(inline(block, doc))
	}
	return out
}

// inline is the text that a reader sees of a block.
func inline(block ast.Node, doc []byte) string {
	var b strings.Builder
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				// What is escaped in the source is not on the page.
				b.WriteString(unescape.ReplaceAllString(string(n.Segment.Value(doc)), "$1"))
				if n.SoftLineBreak() {
					b.WriteByte(' ')
				}
			}
		case *ast.AutoLink:
			if entering {
				b.Write(n.URL(doc))
			}
		case *ast.ListItem:
			b.WriteByte(' ')
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

var unescape = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")

// bglog explain and the page of a rule say the same, in the same order of sections.
func TestExplainSaysWhatThePageSays(t *testing.T) {
	for _, r := range append(rules.All(), &rules.BudgetExceeded) {
		t.Run(r.ID, func(t *testing.T) {
			doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "rules", r.ID+".md"))
			if err != nil {
				t.Fatalf("%v; run: go run ./internal/docs", err)
			}
			page := sections(doc)
			delete(page, onlyOnPages)
			var out, errs strings.Builder
			if code := run([]string{"explain", "--width", "100000", r.ID}, nil, &out, &errs, testEnvironment()); code != exitClean {
				t.Fatalf("exit %d: %s", code, errs.String())
			}
			explained := map[string][]string{}
			title := ""
			for i, line := range strings.Split(out.String(), "\n") {
				switch {
				case i == 0:
					if head := page[r.ID]; len(head) == 0 || line != r.ID+" ("+head[0]+" by default)" {
						t.Errorf("%q, the page: %q", line, head)
					}
					delete(page, r.ID)
				case line != "" && line[0] != ' ':
					title = line
				default:
					explained[title] = append(explained[title], strings.Fields(line)...)
				}
			}
			for title, words := range explained {
				if len(words) == 0 {
					delete(explained, title)
				}
			}
			if d := cmp.Diff(explained, page); d != "" {
				t.Errorf("-explain +page:\n%s", d)
			}
		})
	}
}
