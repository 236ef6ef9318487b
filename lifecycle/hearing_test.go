package lifecycle

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

// Quiet stretches are the same in whatever order the records come.
func TestQuietInAnyOrder(t *testing.T) {
	base := parse.At(time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC))
	for name, c := range map[string]struct {
		at   []float64 // seconds of the records
		want []float64 // beginnings and ends of the quiet stretches
	}{
		"none":          {nil, nil},
		"one record":    {[]float64{5}, nil},
		"a minute":      {[]float64{0, 60, 120}, nil},
		"more than one": {[]float64{0, 10, 71, 80, 700, 760, 4000}, []float64{10, 71, 80, 700, 760, 4000}},
	} {
		for seed := range uint64(20) {
			var h hearing
			r := rand.New(rand.NewPCG(seed, 1))
			h.hear(parse.Time{})
			for _, i := range r.Perm(len(c.at)) {
				h.hear(base.Add(c.at[i]))
			}
			var got []float64
			for _, s := range h.quiet() {
				from, _ := s.From.Since(base)
				to, _ := s.To.Since(base)
				got = append(got, from, to)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Fatalf("%s, seed %d (-want +got):\n%s", name, seed, d)
			}
		}
	}
}

// The list stays short whatever the times are.
func TestQuietIsBounded(t *testing.T) {
	base := parse.At(time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC))
	var h hearing
	r := rand.New(rand.NewPCG(1, 1))
	for range 50_000 {
		h.hear(base.Add(float64(r.IntN(1 << 30))))
	}
	if len(h.spans) > 2*maxGaps || len(h.quiet()) > maxGaps {
		t.Errorf("%d spans", len(h.spans))
	}
}
