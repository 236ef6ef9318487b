package parse

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestWrittenBreaks(t *testing.T) {
	const report = "Process:\tNotes [312]\nPath: /a\\b \"c\"\nException Type: EXC_CRASH (SIGKILL)\nThread 0 Crashed:\n"
	escaped, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	tags := func(tag string) string { return strings.ReplaceAll(report, "\n", tag) }
	for _, tc := range []struct {
		name, text string
		read       bool // as the report
	}{
		{"escapes", strings.Trim(string(escaped), `"`), true},
		{"escapes of another system", strings.ReplaceAll(strings.Trim(string(escaped), `"`), `\n`, `\r\n`), true},
		{"tags", tags("<br>"), true},
		{"closed tags", tags("<br/>"), true},
		{"closed tags with a blank", tags("<br />"), true},
		{"tags at the ends of lines", tags("<br>\n"), false},
		{"the report itself", report, false},
		{"an object", `{"text":` + string(escaped) + `}`, false},
		{"messages", `flushed\nbegun\nended\n`, false},
		{"one", `Notes\nException Type: EXC_CRASH (SIGKILL)`, false},
		{"nothing", "", false},
	} {
		for _, read := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.DataErrReader, iotest.HalfReader} {
			br, notes := withWrittenBreaks(bufio.NewReaderSize(read(strings.NewReader(tc.text)), 1<<16))
			want := tc.text
			if tc.read {
				want = report
			}
			got, err := io.ReadAll(br)
			if diff := cmp.Diff(want, string(got)); diff != "" || err != nil || (len(notes) > 0) != tc.read {
				t.Errorf("%s: %v, notes %q (-want +got):\n%s", tc.name, err, notes, diff)
			}
		}
	}
}

// What fails below comes out behind what was read.
func TestWrittenBreaksFail(t *testing.T) {
	text := `Process: Notes [312]\nException Type: EXC_CRASH (SIGKILL)\nThread 0 Crashed:\n`
	br, _ := withWrittenBreaks(bufio.NewReader(io.MultiReader(strings.NewReader(text+`cut\`), iotest.ErrReader(io.ErrUnexpectedEOF))))
	got, err := io.ReadAll(br)
	if want := strings.ReplaceAll(text, `\n`, "\n") + `cut\`; string(got) != want || err != io.ErrUnexpectedEOF {
		t.Errorf("%q, %v", got, err)
	}
}
