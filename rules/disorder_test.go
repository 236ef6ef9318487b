package rules_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// recordsOf are the records of a scenario that are wanted, as a reader hands them over.
func recordsOf(t testing.TB, s logstyle.Scenario, style string) []parse.Record {
	t.Helper()
	st, err := logstyle.Find(style)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := st.Render(&b, s.Entries(), logstyle.Options{}); err != nil {
		t.Fatal(err)
	}
	var list []parse.Record
	_, err = parse.Bytes("log", b.Bytes()).Scan(context.Background(),
		parse.Options{Interest: lifecycle.Interest(), Annotate: lifecycle.Annotate}, func(records []parse.Record) error {
			list = append(list, records...)
			return nil
		})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// disorders are what happens to the order of records: they come late, twice, or never,
// or lose their times.
var disorders = map[string]func(r *rand.Rand, list []parse.Record) []parse.Record{
	"shuffled": func(r *rand.Rand, list []parse.Record) []parse.Record {
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		return list
	},
	"jittered": func(r *rand.Rand, list []parse.Record) []parse.Record {
		for i := range list {
			j := min(len(list)-1, i+r.IntN(6))
			list[i], list[j] = list[j], list[i]
		}
		return list
	},
	"twice": func(r *rand.Rand, list []parse.Record) []parse.Record {
		for range 1 + len(list)/10 {
			i := r.IntN(len(list))
			list = slices.Insert(list, r.IntN(len(list)), list[i])
		}
		return list
	},
	"dropped": func(r *rand.Rand, list []parse.Record) []parse.Record {
		return slices.DeleteFunc(list, func(parse.Record) bool { return r.IntN(5) == 0 })
	},
	"timeless": func(r *rand.Rand, list []parse.Record) []parse.Record {
		for i := range list {
			if r.IntN(4) == 0 {
				list[i].Time = parse.Time{}
			}
		}
		return list
	},
	"other days": func(r *rand.Rand, list []parse.Record) []parse.Record {
		for i := range list {
			if r.IntN(8) == 0 {
				list[i].Time = list[i].Time.Add(float64(r.IntN(400_000) - 200_000))
			}
		}
		return list
	},
}

// fed is what an engine makes of records.
func fed(t testing.TB, list []parse.Record, sortAll bool) *lifecycle.Timeline {
	t.Helper()
	eng := lifecycle.NewEngine(1, sortAll)
	if err := eng.Feed(slices.Clone(list)); err != nil {
		t.Fatal(err)
	}
	return eng.Finish([]*parse.Summary{{Name: "log"}})
}

// Records in any order are taken in, give the same findings every time, make no more of
// anything than there are records, and prove what is found.
func TestAnyOrderOfEvents(t *testing.T) {
	rounds := uint64(4)
	if testing.Short() {
		rounds = 1
	}
	var judged atomic.Int64
	t.Cleanup(func() {
		if judged.Load() < 500 {
			t.Errorf("only %d findings: the test is worth little", judged.Load())
		}
	})
	for k, s := range logstyle.Scenarios {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			all := recordsOf(t, s, []string{"log-default", "console-a", "log-ndjson"}[k%3])
			if len(all) == 0 {
				t.Fatal("no records")
			}
			for seed := range rounds {
				for name, change := range disorders {
					r := rand.New(rand.NewPCG(seed, uint64(k)))
					list := change(r, slices.Clone(all))
					for i := range list {
						list[i].Line = i + 1
					}
					for _, sortAll := range []bool{false, true} {
						one, two := fed(t, list, sortAll), fed(t, list, sortAll)
						found := rules.Check(one, rules.Settings{})
						if d := cmp.Diff(listing(found), listing(rules.Check(two, rules.Settings{}))); d != "" {
							t.Fatalf("%s, seed %d, sorted %t: twice the same records (-one +two):\n%s", name, seed, sortAll, d)
						}
						judged.Add(int64(len(found)))
						for _, f := range found {
							if err := proven(f, list); err != nil {
								t.Errorf("%s, seed %d, sorted %t: %v", name, seed, sortAll, err)
							}
						}
						if n := things(one); n > 4*len(list) {
							t.Errorf("%s, seed %d, sorted %t: %d things of %d records", name, seed, sortAll, n, len(list))
						}
					}
				}
			}
		})
	}
}

// proven says what is wrong with the evidence of a finding: it is lines of the log.
func proven(f *rules.Finding, list []parse.Record) error {
	if len(f.Evidence) == 0 {
		return fmt.Errorf("%s has no evidence", f.Rule.ID)
	}
	for _, e := range f.Evidence {
		if e.Line < 1 || e.Line > len(list) || e.Time != list[e.Line-1].Time || !strings.HasPrefix(list[e.Line-1].Message, strings.TrimSuffix(e.Text, "…")) {
			return fmt.Errorf("%s: line %d is not %q", f.Rule.ID, e.Line, e.Text)
		}
	}
	return nil
}

// things counts what a timeline holds.
func things(t *lifecycle.Timeline) int {
	n := len(t.Apps) + len(t.Tasks) + len(t.BGTasks) + len(t.Gaps) + len(t.Quiet)
	for _, a := range t.Apps {
		for _, p := range a.Processes {
			n += 1 + len(p.States) + len(p.Tasks)
		}
	}
	return n
}
