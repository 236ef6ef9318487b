package report

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Redacting twice changes nothing, with whatever key.
func TestRedactTwice(t *testing.T) {
	r := rich(Options{})
	text := func() string {
		var b bytes.Buffer
		if err := JSON(&b, r); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	plain := text()
	r.Redact([]byte("one"))
	once := text()
	r.Redact([]byte("two"))
	if d := cmp.Diff(once, text()); d != "" {
		t.Errorf("(-once +twice):\n%s", d)
	}
	if plain == once {
		t.Error("nothing is redacted")
	}
	if err := r.Leak(once); err != nil {
		t.Error(err)
	}
	if err := r.Leak(plain); err == nil {
		t.Error("the report before it was redacted passes the check")
	}
}
