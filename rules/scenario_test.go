package rules_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// analyse runs a log through the whole pipeline up to the findings.
func analyse(t testing.TB, name string, data []byte, opts parse.Options) (*lifecycle.Timeline, []*rules.Finding) {
	t.Helper()
	opts.Interest, opts.Annotate = lifecycle.Interest(), lifecycle.Annotate
	if opts.BlockSize == 0 {
		opts.BlockSize = 32 << 10 // also exercises block boundaries
	}
	if opts.Now.IsZero() {
		opts.Now = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	}
	eng := lifecycle.NewEngine(1, false)
	sum, err := parse.Bytes(name, data).Scan(context.Background(), opts, eng.Feed)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, r := range sum.Reports {
		eng.AddReport(r)
	}
	tl := eng.Finish([]*parse.Summary{sum})
	return tl, rules.Check(tl, rules.Settings{})
}

func render(t testing.TB, s logstyle.Style, entries []logstyle.Entry, o logstyle.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.Render(&b, entries, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func style(t testing.TB, name string) logstyle.Style {
	t.Helper()
	s, err := logstyle.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// wanted are the rules of a scenario that exist.
func wanted(ids []string) []string {
	out := []string{}
	for _, id := range ids {
		if rules.ByID(id) != nil {
			out = append(out, id)
		}
	}
	sort.Strings(out)
	return out
}

// fired are the rules with findings that count, except those about the log
// itself and those in may.
func fired(found []*rules.Finding, may []string) []string {
	seen := map[string]bool{}
	out := []string{}
	for _, f := range found {
		id := f.Rule.ID
		if !f.Counts() || seen[id] || id == "context-redacted" || id == "context-log-gap" || slices.Contains(may, id) {
			continue
		}
		seen[id] = true
		out = append(out, id)
	}
	sort.Strings(out)
	return out
}

func describe(found []*rules.Finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%s %s %s subject %q app %v\n", f.Rule.ID, f.Severity, f.Certainty, f.Subject, f.App)
	}
	return b.String()
}

// Every scenario gives exactly the findings it was written for, open and
// redacted.
func TestScenarios(t *testing.T) {
	for _, sc := range logstyle.Scenarios {
		for _, redacted := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/redacted=%v", sc.Name, redacted), func(t *testing.T) {
				_, found := analyse(t, sc.Name, render(t, style(t, "log-default"), sc.Entries(), logstyle.Options{Redacted: redacted}), parse.Options{})
				want := wanted(sc.Want)
				if redacted {
					want = without(want, unreadable)
				}
				got := fired(found, sc.May)
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("rules (-want +got):\n%s%s", d, describe(found))
				}
				for _, f := range found {
					if len(f.Evidence) == 0 {
						t.Errorf("%s has no evidence", f.Rule.ID)
					}
					if sc.Healthy && f.Counts() && f.Severity != rules.Info {
						t.Errorf("healthy, but %s is %s", f.Rule.ID, f.Severity)
					}
				}
			})
		}
	}
}

// unreadable rules need a task's name.
var unreadable = []string{"task-leak"}

func without(ids, out []string) []string {
	kept := []string{}
	for _, id := range ids {
		if !slices.Contains(out, id) {
			kept = append(kept, id)
		}
	}
	return kept
}

// One log gives the same findings in every style that carries the fields.
func TestScenariosInEveryStyle(t *testing.T) {
	formats := parse.FormatNames()
	for i, s := range logstyle.Styles {
		if s.Format != "bare" && !slices.Contains(formats, s.Format) {
			t.Errorf("style %s is of format %s, which is not read", s.Name, s.Format)
			continue
		}
		for j, sc := range logstyle.Scenarios {
			if testing.Short() && (i+j)%5 != 0 {
				continue
			}
			for _, redacted := range []bool{false, true} {
				if redacted && s.AppOnly && !s.HasPID && sc.Name == "leak-killed-and-again" {
					continue // two processes that nothing tells apart
				}
				t.Run(fmt.Sprintf("%s/%s/redacted=%v", s.Name, sc.Name, redacted), func(t *testing.T) {
					// what the style does not show is not in the base either
					var entries []logstyle.Entry
					for _, e := range sc.Entries() {
						if s.Shows(&e) {
							entries = append(entries, e)
						}
					}
					_, base := analyse(t, "log-default", render(t, style(t, "log-default"), entries, logstyle.Options{Redacted: redacted}), parse.Options{})
					_, found := analyse(t, s.Name, render(t, s, entries, logstyle.Options{Redacted: redacted}), parse.Options{})
					want, got := keys(base, s), keys(found, s)
					if d := cmp.Diff(want, got); d != "" {
						t.Errorf("(-want +got):\n%s", d)
					}
				})
			}
		}
	}
}

// The log of a busy device with many apps gives the same findings in every style that
// carries all of its processes.
func TestBusyDeviceInEveryStyle(t *testing.T) {
	busy := logstyle.Busy(60_000, 5, logstyle.DefaultRelevant)
	for i, s := range logstyle.Styles {
		if s.AppOnly || !s.HasTime || testing.Short() && i%3 != 0 {
			continue
		}
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			entries := slices.DeleteFunc(slices.Clone(busy), func(e logstyle.Entry) bool { return !s.Shows(&e) })
			_, base := analyse(t, "log-default", render(t, style(t, "log-default"), entries, logstyle.Options{}), parse.Options{})
			_, found := analyse(t, s.Name, render(t, s, entries, logstyle.Options{}), parse.Options{})
			want, got := keys(base, s), keys(found, s)
			if len(want) < 3 {
				t.Errorf("only %d findings", len(want))
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// timed rules compare moments.
var timed = []string{"task-expiration-handler-blocked", "task-leak"}

// keys are what must be equal in every style: rule, severity, certainty and
// subject.
func keys(found []*rules.Finding, s logstyle.Style) []string {
	out := []string{}
	for _, f := range found {
		id := f.Rule.ID
		if !s.HasTime && (slices.Contains(timed, id) || f.Certainty == rules.CutOff) {
			continue
		}
		out = append(out, fmt.Sprintf("%s %s %s %q", id, f.Severity, f.Certainty, f.Subject))
	}
	sort.Strings(out)
	return out
}

// Cutting a healthy log at any record never makes a finding; a log with a fault,
// cut, has no findings that the whole does not have, unless they are cut-off.
func TestCutting(t *testing.T) {
	def := style(t, "log-default")
	for _, sc := range logstyle.Scenarios {
		t.Run(sc.Name, func(t *testing.T) {
			t.Parallel()
			step := 1
			if testing.Short() || !sc.Healthy {
				step = 7
			}
			entries := sc.Entries()
			for _, redacted := range []bool{false, true} {
				o := logstyle.Options{Redacted: redacted}
				_, whole := analyse(t, "whole", render(t, def, entries, o), parse.Options{})
				may := map[string]bool{}
				for _, f := range whole {
					may[f.Rule.ID] = true
				}
				// without the line about the CPU limit the kill has no cause
				may["exit-crash"] = may["exit-crash"] || may["exit-cpu"]
				for _, rule := range sc.May {
					may[rule] = true
				}
				for i := 1; i < len(entries); i += step {
					for side, part := range [][]logstyle.Entry{entries[:i], entries[i:]} {
						_, found := analyse(t, "cut", render(t, def, part, o), parse.Options{})
						for _, f := range found {
							if f.Counts() && f.Severity != rules.Info && !may[f.Rule.ID] {
								t.Fatalf("cut at %d, side %d, redacted %v:\n%s", i, side, redacted, describe(found))
							}
						}
					}
				}
			}
		})
	}
}
