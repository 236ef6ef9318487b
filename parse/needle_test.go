package parse

import (
	"strings"
	"testing"
)

func TestNeedle(t *testing.T) {
	for _, c := range []struct {
		needle, text string
		want         bool
	}{
		{"stateChange:", "CWXPC stateChange: up", true},
		{"stateChange:", "stateChange:", true},
		{"stateChange:", "stateChange", false},
		{"stateChange:", "Change: stateChang", false},
		{"stateChange:", "CCCstateChange:C", true},
		{"memorystatus: ", "memorystatus: killing process 412", true},
		{"memorystatus: ", "memorystatusx: killing", false},
		{"aaab", "aaaaaab", true},
		{"aaab", "aabaa", false},
		{"aaaa", "", false},
	} {
		n := newNeedle(c.needle)
		if got := n.in([]byte(c.text)); got != c.want {
			t.Errorf("needle %q in %q = %v, want %v", c.needle, c.text, got, c.want)
		}
	}
}

func FuzzNeedle(f *testing.F) {
	f.Add("stateChange:", "wifid stateChange: up")
	f.Add("ab", "aab")
	f.Fuzz(func(t *testing.T, literal, text string) {
		if literal == "" {
			return
		}
		n := newNeedle(literal)
		if got, want := n.in([]byte(text)), strings.Contains(text, literal); got != want {
			t.Errorf("needle %q in %q = %v, want %v", literal, text, got, want)
		}
	})
}
