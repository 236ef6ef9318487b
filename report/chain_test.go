package report

import (
	"strings"
	"testing"

	"github.com/bglog/bglog/rules"
)

// TestArrange gives findings as letters with their causes: "b<a" is b caused by
// a. A capital severity follows: E, W, I, or c for cut-off.
func TestArrange(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"worst first", "aI bW cE dW", "f1=c f2=b f3=d f4=a"},
		{"cut off after all", "ac bI", "f1=b f2=a"},
		{"cause before effect", "aE<b bW", "f1=b f2=a<f1"},
		{"chain ranks by its worst", "aW bE<c cI dW", "f1=c f2=b<f1 f3=a f4=d"},
		{"several effects", "aW bE<a cW<a dW<b", "f1=a f2=b<f1 f3=d<f2 f4=c<f1"},
		{"two causes", "aW bW cE<a,b", "f1=a f2=c<f1,f3 f3=b"},
		{"left out cause", "aE<x", "f1=a"},
		{"through a left out cause", "aE<x bW x<b", "f1=b f2=a<f1"},
		{"ring", "aW<b bE<a", "f1=a<f2 f2=b<f1"},
		{"itself", "aW<a", "f1=a"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			byName := map[string]*rules.Finding{}
			get := func(n string) *rules.Finding {
				if byName[n] == nil {
					byName[n] = &rules.Finding{Subject: n}
				}
				return byName[n]
			}
			causes := map[*rules.Finding][]*rules.Finding{}
			var in []*rules.Finding
			for _, spec := range strings.Fields(c.in) {
				head, why, _ := strings.Cut(spec, "<")
				f := get(head[:1])
				for _, n := range strings.FieldsFunc(why, func(r rune) bool { return r == ',' }) {
					causes[f] = append(causes[f], get(n))
				}
				if len(head) == 1 {
					continue // only a link between others
				}
				f.Severity = map[byte]rules.Severity{'E': rules.Error, 'W': rules.Warning, 'I': rules.Info, 'c': rules.Error}[head[1]]
				if head[1] == 'c' {
					f.Certainty = rules.CutOff
				}
				in = append(in, f)
			}
			var got []string
			for _, f := range arrange(in, func(f *rules.Finding) []*rules.Finding { return causes[f] }) {
				s := f.ID + "=" + f.Subject
				if len(f.CausedBy) > 0 {
					s += "<" + strings.Join(f.CausedBy, ",")
				}
				got = append(got, s)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

func TestStories(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"f1 f2<f1 f3<f2 f4", "f1 >f2 >>f3 | f4"},
		{"f1 f2<f1,f3 f3", "f1 >f2 | f3 (also f2)"},
		{"f1 f2 f3<f1,f2", "f1 | f2 (also f3) >f3"},
		{"f1<f2 f2<f1", "f1 >f2 (also f1)"},
		{"f1<f9", "f1"},
		{"", ""},
	} {
		r := &Report{}
		for _, spec := range strings.Fields(c.in) {
			id, why, _ := strings.Cut(spec, "<")
			f := Finding{ID: id}
			if why != "" {
				f.CausedBy = strings.Split(why, ",")
			}
			r.Findings = append(r.Findings, f)
		}
		var got []string
		for _, s := range r.stories() {
			var parts []string
			for _, n := range s {
				p := strings.Repeat(">", n.depth) + n.finding.ID
				if len(n.also) > 0 {
					p += " (also " + strings.Join(n.also, ",") + ")"
				}
				parts = append(parts, p)
			}
			got = append(got, strings.Join(parts, " "))
		}
		if s := strings.Join(got, " | "); s != c.want {
			t.Errorf("%s: got %q, want %q", c.in, s, c.want)
		}
	}
}
