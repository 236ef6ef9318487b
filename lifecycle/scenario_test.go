package lifecycle_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

var update = flag.Bool("update", false, "write the golden files anew")

// timeline runs logs through the engine.
func timeline(t testing.TB, sortAll bool, logs ...string) *lifecycle.Timeline {
	t.Helper()
	eng := lifecycle.NewEngine(1, sortAll)
	var sums []*parse.Summary
	for i, log := range logs {
		sum, err := parse.String(fmt.Sprintf("log%d", i+1), log).Scan(context.Background(),
			parse.Options{Interest: lifecycle.Interest(), Annotate: lifecycle.Annotate, BlockSize: 16 << 10},
			func(recs []parse.Record) error {
				for j := range recs {
					recs[j].Input = i
				}
				return eng.Feed(recs)
			})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range sum.Reports {
			r.Input = i
			eng.AddReport(r)
		}
		for j := range sum.Shutdowns {
			sum.Shutdowns[j].Input = i
		}
		eng.AddShutdowns(sum.Shutdowns)
		sums = append(sums, sum)
	}
	return eng.Finish(sums)
}

// dump writes what a timeline holds, one lifecycle a line.
func dump(tl *lifecycle.Timeline) string {
	var b strings.Builder
	clock := func(t lifecycle.Time) string {
		if !t.Known() {
			return "-"
		}
		return t.Std().UTC().Format("15:04:05.000")
	}
	for _, a := range tl.Apps {
		fmt.Fprintf(&b, "app %q name %q host %q system %v work %v\n", a.BundleID, a.Name, a.Host, a.System, a.Work)
		for _, p := range a.Processes {
			fmt.Fprintf(&b, "  process %d launched %s %s %s exited %s debugged %v\n", p.PID, clock(p.Launched), p.Launch, p.Reason, clock(p.Exited), p.Debugged)
			for _, s := range p.States {
				fmt.Fprintf(&b, "    %s from %s to %s\n", s.State, clock(s.From), clock(s.To))
			}
			for _, k := range p.Tasks {
				fmt.Fprintf(&b, "    task %d %q counted %v system %v begun %s ended %s expired %s unended %v long %v handler %d age %g: %s\n",
					k.ID, k.Name, k.Counted, k.System, clock(k.Begun), clock(k.Ended), clock(k.Expired), k.Unended, k.WarnLong, k.Handler, k.Elapsed, k.Outcome)
			}
			for _, s := range p.Assertions {
				fmt.Fprintf(&b, "    assertion %s %q acquired %s countdown %s warned %s timed out %s invalidated %s\n",
					s.ID, s.Explanation, clock(s.Acquired), clock(s.CountdownAt), clock(s.Warned), clock(s.TimedOut), clock(s.Invalidated))
			}
			if x := p.Exit; x != nil {
				fmt.Fprintf(&b, "    exit %s %s %s signal %q held %q event %q state %s files %v: %s\n", x.Kind, x.Namespace, x.CodeText(), x.Signal, x.Held, x.Event, x.State, x.Files, x.What())
			}
		}
	}
	for _, x := range tl.BGTasks {
		fmt.Fprintf(&b, "request %s %q of %s: submitted %s decided %s delivered %s started %s expired %s completed %s ended %s: %s", x.Kind, x.Activity(), label(x.App),
			clock(x.Submitted), clock(x.Decided), clock(x.Delivered), clock(x.Started), clock(x.Expired), clock(x.Completed), clock(x.Ended), x.Outcome)
		fmt.Fprintf(&b, " by %q, scored %d refused %d postponed %d", x.EndedBy, x.Scored, x.Refused, x.Postponed)
		for _, r := range x.Reasons {
			fmt.Fprintf(&b, "\n  %s %s %q %d", r.Policy, r.Decision, r.Rationale, r.Count)
		}
		b.WriteByte('\n')
	}
	for _, c := range tl.Conditions {
		fmt.Fprintf(&b, "condition %s from %s to %s\n", c.Kind, clock(c.From), clock(c.To))
	}
	for _, g := range tl.Gaps {
		fmt.Fprintf(&b, "gap %s from %s to %s count %d\n", g.Why, clock(g.From), clock(g.To), g.Count)
	}
	for _, c := range tl.Clues {
		fmt.Fprintf(&b, "clue %s %q count %d\n", c.Event, c.Subject, c.Count)
	}
	dumpURL(&b, tl, clock)
	fmt.Fprintf(&b, "redacted %v readable %v simulator %d\n", tl.Redacted, tl.Readable, tl.Device.Simulator)
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "scenarios", name+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s (-want +got):\n%s", path, d)
	}
}

// What is reconstructed of every scenario, open and redacted, compared with
// what was reviewed.
func TestScenarioLifecycles(t *testing.T) {
	style, err := logstyle.Find("log-default")
	if err != nil {
		t.Fatal(err)
	}
	for _, sc := range logstyle.Scenarios {
		for _, redacted := range []bool{false, true} {
			name := sc.Name
			if redacted {
				name += "-redacted"
			}
			t.Run(name, func(t *testing.T) {
				var b bytes.Buffer
				if err := style.Render(&b, sc.Entries(), logstyle.Options{Redacted: redacted}); err != nil {
					t.Fatal(err)
				}
				golden(t, name, dump(timeline(t, false, b.String())))
			})
		}
	}
}

// Logs of single stories, in the formats of their time.
func TestLogLifecycles(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("testdata", "logs", "*.log"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no logs", err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".log")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, filepath.Join("..", "logs", name), dump(timeline(t, false, string(data))))
		})
	}
}

func label(a *lifecycle.App) string {
	if a == nil {
		return "?"
	}
	return a.Label()
}
