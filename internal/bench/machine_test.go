package main

import "testing"

func TestValue(t *testing.T) {
	for _, c := range []struct{ text, key, sep, want string }{
		{"processor\t: 0\nmodel name\t: Example CPU @ 2.50GHz\nmodel name\t: another\n", "model name", ":", "Example CPU @ 2.50GHz"},
		{"NAME=\"Example\"\nPRETTY_NAME=\"Example Linux 12\"\n", "PRETTY_NAME", "=", "Example Linux 12"},
		{"MemTotal:       24689664 kB\n", "MemTotal", ":", "24689664 kB"},
		{"model\n", "model name", ":", ""},
		{"", "model name", ":", ""},
	} {
		if got := value(c.text, c.key, c.sep); got != c.want {
			t.Errorf("%s in %q: %q, want %q", c.key, c.text, got, c.want)
		}
	}
}

func TestKilobytes(t *testing.T) {
	for text, want := range map[string]int64{"24689664 kB": 24689664 << 10, "0 kB": 0, "much": 0, "": 0} {
		if got := kilobytes(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestBusy(t *testing.T) {
	for _, c := range []struct {
		load  string
		cores int
		want  bool
	}{{"0.10", 2, false}, {"1.00", 2, false}, {"1.01", 2, true}, {"2.5", 8, false}, {"", 2, false}} {
		if got := busy(c.load, c.cores); got != c.want {
			t.Errorf("load %q on %d cores: %t", c.load, c.cores, got)
		}
	}
}
