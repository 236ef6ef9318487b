package logstyle

import "testing"

func TestSizes(t *testing.T) {
	for _, c := range []struct {
		text, shown string
		bytes       int64
	}{
		{"0", "0 bytes", 0},
		{"17", "17 bytes", 17},
		{"2KiB", "2 KiB", 2 << 10},
		{"1536", "1536 bytes", 1536},
		{"512MiB", "512 MiB", 512 << 20},
		{"1024MiB", "1 GiB", 1 << 30},
		{"8589934591GiB", "8589934591 GiB", 8589934591 << 30},
	} {
		n, err := ParseSize(c.text)
		if err != nil || n != c.bytes {
			t.Errorf("%s: %d, %v, want %d", c.text, n, err, c.bytes)
		}
		if got := FormatSize(n); got != c.shown {
			t.Errorf("%s is shown as %s, want %s", c.text, got, c.shown)
		}
	}
	for _, bad := range []string{"", "MiB", "many", "-1KiB", "1.5GiB", "64 MiB", "64MB", "8589934592GiB"} {
		if n, err := ParseSize(bad); err == nil {
			t.Errorf("%q was read as %d", bad, n)
		}
	}
}
