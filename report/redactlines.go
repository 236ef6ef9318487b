package report

import (
	"strings"

	"github.com/bglog/bglog/report/redact"
)

// RedactLines puts pseudonyms into lines of the report's inputs that bglog can still
// read: bundle ids stay bundle ids, UUIDs stay UUIDs. The report itself stays as it is.
func (r *Report) RedactLines(key []byte, text string) (string, error) {
	x := newRedaction(redact.NewTable(key, redact.LogSpelling()))
	x.tell(r)
	x.table.CollectWords()
	lines := strings.SplitAfter(text, "\n")
	for _, l := range lines {
		x.table.Text(l)
	}
	x.table.Number()
	for i, l := range lines {
		lines[i] = x.table.Text(l)
	}
	text = strings.Join(lines, "")
	return text, redact.Leak(text, x.table)
}
