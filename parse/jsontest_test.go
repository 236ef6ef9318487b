package parse

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// scanJSON scans text and returns the records that in wants (nil: all).
func scanJSON(t *testing.T, text string, in *Interest) ([]Record, *Summary) {
	t.Helper()
	return scanJSONOptions(t, text, Options{Interest: in})
}

func scanJSONOptions(t *testing.T, text string, opts Options) ([]Record, *Summary) {
	t.Helper()
	var got []Record
	sum, err := String("test", text).Scan(context.Background(), opts, func(recs []Record) error {
		got = append(got, recs...)
		return nil
	})
	if err != nil {
		t.Fatalf("Scan: %v", err)
	}
	return got, sum
}

// recordDiff compares records as a reader of the package sees them.
func recordDiff(want, got any) string {
	return cmp.Diff(want, got, cmpopts.IgnoreUnexported(Record{}), cmp.Comparer(func(a, b Time) bool { return a == b }))
}

// rfc makes a Time from RFC 3339.
func rfc(t *testing.T, text string) Time {
	t.Helper()
	var at Time
	if err := at.UnmarshalJSON([]byte(`"` + text + `"`)); err != nil {
		t.Fatal(err)
	}
	return at
}
