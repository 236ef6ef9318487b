package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestJSONPiecewise: a report written piece by piece is the one written as a whole.
func TestJSONPiecewise(t *testing.T) {
	reports := samples(t)
	reports["empty"] = &Report{}
	for name, r := range reports {
		var whole bytes.Buffer
		enc := json.NewEncoder(&whole)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(r); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(whole.String(), string(encode(t, r))); diff != "" {
			t.Errorf("%s (-whole +pieces):\n%s", name, diff)
		}
	}
	broken := errors.New("broken")
	if err := JSON(failingWriter{broken}, reports["empty"]); !errors.Is(err, broken) {
		t.Errorf("a writer that fails: %v", err)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }
