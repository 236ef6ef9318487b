package lifecycle_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// dealt gives each record to one of two inputs or to both, in runs, and numbers their lines.
func dealt(r *rand.Rand, all []parse.Record) (inputs [2][]parse.Record) {
	for len(all) > 0 {
		run := all[:1+r.IntN(min(len(all), 9))]
		all = all[len(run):]
		to := r.IntN(3)
		for i := range inputs {
			if to != i {
				inputs[i] = append(inputs[i], run...)
			}
		}
	}
	for i := range inputs {
		for j := range inputs[i] {
			inputs[i][j].Input, inputs[i][j].Line = i, j+1
		}
	}
	return inputs
}

// What is put among the last input's records as they come makes the same timeline as all
// of it sorted, however the records are spread over two inputs.
func TestLastInputAsSorted(t *testing.T) {
	styles := []string{"log-default", "console-a"} // with numbers of processes, and without
	rounds := uint64(20)
	if testing.Short() {
		rounds = 1
	}
	for k, s := range logstyle.Scenarios {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			style, err := logstyle.Find(styles[k%len(styles)])
			if err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := style.Render(&b, s.Entries(), logstyle.Options{}); err != nil {
				t.Fatal(err)
			}
			var all []parse.Record
			_, err = parse.Bytes("log", b.Bytes()).Scan(context.Background(),
				parse.Options{Interest: lifecycle.Interest(), Annotate: lifecycle.Annotate}, func(records []parse.Record) error {
					for i := range records {
						records[i].Own()
					}
					all = append(all, records...)
					return nil
				})
			if err != nil {
				t.Fatal(err)
			}
			slices.SortStableFunc(all, func(a, b parse.Record) int { return a.Time.Compare(b.Time) })
			for seed := range rounds {
				r := rand.New(rand.NewPCG(seed, uint64(k)))
				parts := dealt(r, all)
				build := func(last bool) *lifecycle.Timeline {
					eng := lifecycle.NewEngine(1, true)
					var inputs []*parse.Summary
					for i, list := range parts {
						sum := &parse.Summary{Complete: true, Date: "in-log", Zone: "in-log"}
						inputs = append(inputs, sum)
						if i == 1 && last {
							eng.Last(inputs)
						}
						for batch := range slices.Chunk(slices.Clone(list), 1+r.IntN(40)) {
							sum.Records += len(batch)
							for _, rec := range batch {
								sum.First, sum.Last = parse.Earliest(sum.First, rec.Time), parse.Latest(sum.Last, rec.Time)
							}
							if err := eng.Feed(batch); err != nil {
								t.Fatal(err)
							}
						}
					}
					if eng.WentBack() {
						t.Fatal("went back")
					}
					return eng.Finish(inputs)
				}
				sorted, streamed := build(false), build(true)
				if d := cmp.Diff(facts(sorted), facts(streamed)); d != "" {
					t.Fatalf("seed %d (-sorted +streamed):\n%s", seed, d)
				}
			}
		})
	}
}
