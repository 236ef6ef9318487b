package lifecycle

import (
	"strings"
	"testing"
)

func TestPattern(t *testing.T) {
	for _, c := range []struct {
		expr, literal string // "" when it is refused
	}{
		{`sync began`, " began"}, // "resync began" matches too,
		{`sync (?P<id>\w+) began`, " began"},
		{`^\[sync\] (started|resumed)`, "[sync] "},
		{`(?i)sync began`, ""},
		{`a|b`, ""},
		{`(uploaded)?`, ""},
		{`(upload )+done`, "upload "},
		{`x{3,}`, ""},
		{`ab \d+ cd`, ""},
		{`reupload\d+`, "reupload"},
		{`(unclosed`, ""},
	} {
		p, err := NewPattern(c.expr)
		switch {
		case err == nil && p.literal != c.literal:
			t.Errorf("%q: literal %q, want %q", c.expr, p.literal, c.literal)
		case (err != nil) != (c.literal == ""):
			t.Errorf("%q: %v", c.expr, err)
		}
	}
}

// Every match of a pattern holds its literal, or records would be lost.
func FuzzPattern(f *testing.F) {
	f.Add(`sync (?P<id>\w+) (began|ended)`, "[x] sync A1 began")
	f.Add(`(up)+load[s ]*done`, "upupload done")
	f.Fuzz(func(t *testing.T, expr, msg string) {
		p, err := NewPattern(expr)
		if err != nil {
			return
		}
		if p.re.MatchString(msg) && !strings.Contains(msg, p.literal) {
			t.Errorf("%q matches %q, which lacks %q", expr, msg, p.literal)
		}
		p.match(msg)
	})
}
