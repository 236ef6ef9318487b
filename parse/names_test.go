package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Process names may hold what other columns look like; a name ends in its own line.
func TestProcessNames(t *testing.T) {
	const iso = "2026-03-02 14:14:18.432571-0500"
	for _, c := range []struct{ name, format, text, process, message string }{
		{"an empty message without its blank", "log-default", iso + " 0x18697    Default     0x0                  360    8    Notes:\nkept: 3\n", "Notes", "kept: 3"},
		{"digits in brackets, syslog", "log-syslog", iso + "  localhost Notes[2][412]: (UIKitCore) text\n", "Notes[2]", "text"},
		{"a pid and a thread in brackets, compact", "log-compact", "2026-03-02 14:14:18.432 Df x[1:2]y[412:684b] text\n", "x[1:2]y", "text"},
		{"the same at the end", "log-compact", "2026-03-02 14:14:18.432 Df x[1:2][412:684b] text\n", "x[1:2]", "text"},
	} {
		got := textOne(t, c.format, c.text)
		if d := cmp.Diff([]string{c.process, c.message}, []string{got.Process, got.Message}); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

// Objects that follow each other inside a message are no array of records, whether the
// format is told or recognised.
func TestObjectsInMessages(t *testing.T) {
	const record = "2026-03-02 14:14:18.432571-0500 0x18697    Default     0x0                  412    8    Notes: [com.example.notes:sync] "
	text := record + "queue:\n{\"id\":1},\t{\"id\":2}\n" + strings.Repeat(record+"idle\n", 30)
	for _, format := range []string{"", "log-default"} {
		rows, sum := textScan(t, format, text, Options{})
		if sum.Format != "log-default" || sum.Lines != 32 || len(rows) != 31 {
			t.Fatalf("%q: %s, %s, %d lines, %d records", format, sum.Format, sum.Why, sum.Lines, len(rows))
		}
		if d := cmp.Diff("queue:\n{\"id\":1},\t{\"id\":2}", rows[0].Message); d != "" {
			t.Errorf("%q (-want +got):\n%s", format, d)
		}
	}
}
