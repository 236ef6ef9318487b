package main

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSummarise(t *testing.T) {
	ms := time.Millisecond
	for _, c := range []struct {
		name    string
		samples []sample
		want    summary
	}{
		{"none", nil, summary{}},
		{"one", []sample{{7 * ms, 3 * ms, 5}}, summary{median: 7 * ms, min: 7 * ms, max: 7 * ms, cpu: 3 * ms, peak: 5}},
		{
			"odd", []sample{{9 * ms, 1 * ms, 5}, {4 * ms, 8 * ms, 7}, {5 * ms, 2 * ms, 6}},
			summary{median: 5 * ms, min: 4 * ms, max: 9 * ms, cpu: 2 * ms, peak: 7},
		},
		{
			"even", []sample{{9 * ms, 1 * ms, 0}, {4 * ms, 8 * ms, 0}, {5 * ms, 2 * ms, 0}, {8 * ms, 6 * ms, 0}},
			summary{median: 6500 * time.Microsecond, min: 4 * ms, max: 9 * ms, cpu: 4 * ms},
		},
	} {
		if d := cmp.Diff(c.want, summarise(c.samples), cmp.AllowUnexported(summary{})); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}
