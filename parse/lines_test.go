package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLines(t *testing.T) {
	const head = "Timestamp                       Thread     Type        Activity             PID    TTL  \n"
	const record = "2026-06-09 14:02:57.100000+0200 0x92f4     Default     0x0                  140    0    nsurlsessiond: (CFNetwork) [com.apple.nsurlsessiond:general] one\n"
	long := strings.Repeat("x", 3<<20)
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"records of several lines", head + record + "two\n\n" + record, []string{"1 false 88", "2 true 152", "3 false 3", "4 false 0", "5 true 152"}},
		{"carriage returns", strings.ReplaceAll(head+record, "\n", "\r\n"), []string{"1 false 88", "2 true 152"}},
		{"no line break at the end", head + strings.TrimSuffix(record, "\n"), []string{"1 false 88", "2 true 152"}},
		{"a line of more than the buffer", head + record + long + "\n" + record, []string{"1 false 88", "2 true 152", "3 false 3145728", "4 true 152"}},
		{"objects in one line", `[{"timestamp":"2026-06-09 14:02:57.100000+0200","eventMessage":"one"},{"timestamp":"2026-06-09 14:02:58.100000+0200","eventMessage":"two"}]`,
			[]string{"1 true 68", "2 true 68"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			err := String(c.name, c.text).Lines(Options{}, func(n int, line []byte, begins bool) error {
				got = append(got, fmt.Sprintln(n, begins, len(line)))
				return nil
			})
			for i := range got {
				got[i] = strings.TrimSpace(got[i])
			}
			if d := cmp.Diff(c.want, got); d != "" || err != nil {
				t.Errorf("%v (-want +got):\n%s", err, d)
			}
		})
	}
}
