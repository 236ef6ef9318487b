package rules_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

var update = flag.Bool("update", false, "write the golden files anew")

// casesFolder holds a folder of logs for each rule; beside each log stands what
// is found in it, in a file of its name and wantSuffix.
const (
	casesFolder = "../testdata/rules"
	wantSuffix  = ".want"
)

// kind is a kind of case, told by how the name of the log begins.
type kind struct {
	prefix string
	want   string // what is wanted of the rule, in words
	holds  func(ofRule []*rules.Finding) bool
}

var kinds = []kind{
	{"fires", "a finding that counts", counting},
	{"near-miss", "no finding", func(found []*rules.Finding) bool { return len(found) == 0 }},
	{"cut", "no finding that counts", func(found []*rules.Finding) bool { return !counting(found) }},
}

func counting(found []*rules.Finding) bool {
	return slices.ContainsFunc(found, (*rules.Finding).Counts)
}

// ofRule picks the findings of one rule.
func ofRule(rule string, found []*rules.Finding) []*rules.Finding {
	var out []*rules.Finding
	for _, f := range found {
		if f.Rule.ID == rule {
			out = append(out, f)
		}
	}
	return out
}

// ofApple tells findings about Apple's own apps, which reports leave out.
func ofApple(f *rules.Finding) bool { return f.App != nil && f.App.System }

// logsOf lists the logs among a rule's cases.
func logsOf(t *testing.T, rule string) []string {
	t.Helper()
	files, err := os.ReadDir(filepath.Join(casesFolder, rule))
	if err != nil {
		t.Fatalf("%s has no folder with cases: %v", rule, err)
	}
	var logs []string
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), wantSuffix) {
			logs = append(logs, f.Name())
		}
	}
	for _, f := range files {
		if log, ok := strings.CutSuffix(f.Name(), wantSuffix); ok && !slices.Contains(logs, log) {
			t.Errorf("%s/%s belongs to no log", rule, f.Name())
		}
	}
	return logs
}

func readCase(t *testing.T, rule, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(casesFolder, rule, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Every rule has a log that makes it fire, a near miss and a log that is cut
// off, and each of them gives exactly the findings that stand beside it.
func TestCases(t *testing.T) {
	folders, err := os.ReadDir(casesFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range folders {
		if rules.ByID(d.Name()) == nil {
			t.Errorf("%s: there is no such rule", d.Name())
		}
	}
	for _, r := range rules.All() {
		t.Run(r.ID, func(t *testing.T) {
			have := map[string]bool{}
			for _, name := range logsOf(t, r.ID) {
				i := slices.IndexFunc(kinds, func(k kind) bool { return strings.HasPrefix(name, k.prefix) })
				if i < 0 {
					t.Errorf("%s: neither a firing log nor a near miss nor a cut one", name)
					continue
				}
				have[kinds[i].prefix] = true
				t.Run(name, func(t *testing.T) { oneCase(t, r.ID, name, kinds[i]) })
			}
			for _, k := range kinds {
				if !have[k.prefix] {
					t.Errorf("no case %s*", k.prefix)
				}
			}
		})
	}
}

func oneCase(t *testing.T, rule, name string, k kind) {
	_, found := analyse(t, name, readCase(t, rule, name), parse.Options{})
	found = slices.DeleteFunc(found, ofApple)
	if !k.holds(ofRule(rule, found)) {
		t.Errorf("want %s of %s, got:\n%s", k.want, rule, listing(found))
	}
	for _, f := range found {
		if len(f.Evidence) == 0 {
			t.Errorf("%s has no evidence", f.Rule.ID)
		}
	}
	path, got := filepath.Join(casesFolder, rule, name+wantSuffix), listing(found)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
}

// listing writes out everything that findings state.
func listing(found []*rules.Finding) string {
	if len(found) == 0 {
		return "no findings\n"
	}
	var b strings.Builder
	for i, f := range found {
		if i > 0 {
			b.WriteByte('\n')
		}
		app, pid := "-", "-"
		if f.App != nil {
			app = f.App.Label()
		}
		if f.PID != parse.NoPID {
			pid = strconv.Itoa(f.PID)
		}
		fmt.Fprintf(&b, "%s %s %s\n", f.Rule.ID, f.Severity, f.Certainty)
		fmt.Fprintf(&b, "  app %s, pid %s, subject %q, count %d\n", app, pid, f.Subject, f.Count)
		fmt.Fprintf(&b, "  at %v", f.At)
		if f.Until.Known() {
			fmt.Fprintf(&b, ", until %v", f.Until)
		}
		b.WriteByte('\n')
		for _, v := range f.Values {
			fmt.Fprintf(&b, "  %s = %s\n", v.Name, valueText(v.V))
		}
		b.WriteString("  lines")
		for _, e := range f.Evidence {
			fmt.Fprintf(&b, " %d", e.Line)
		}
		b.WriteByte('\n')
		for _, c := range f.Causes() {
			fmt.Fprintf(&b, "  caused by %s %q\n", c.Rule.ID, c.Subject)
		}
	}
	return b.String()
}

func valueText(v any) string {
	switch v := v.(type) {
	case string:
		return strconv.Quote(v)
	case []string:
		return fmt.Sprintf("%q", v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case lifecycle.Time:
		return v.String()
	}
	return fmt.Sprint(v)
}

// unknowable are near misses that a cut makes real: what told them apart is gone.
var unknowable = map[string]bool{
	"bgtask-expired/near-miss-sysdiagnose.log":                    true, // the line that tells of the sysdiagnose
	"bgtask-deferred/near-miss-of-the-system.log":                 true, // the name of the activity
	"bgtask-registered-late/near-miss-introduced.txt":             true, // the sentence that introduces the message
	"bgtask-simulated-nothing-scheduled/near-miss-introduced.txt": true,
	"push-handler-not-called/near-miss-called-later.log":          true, // the launch, and with it what its end tells
	"session-handler-not-called/near-miss-called-later.log":       true, // the wake
	"context-missing-capability/near-miss-otherwise.txt":          true,
	"exit-voip-push/near-miss-conditional.txt":                    true,
	"task-never-ended/near-miss-left-out.log":                     true, // the line of dots
	"task-never-ended/near-miss-restarted.log":                    true, // the first lines of the second capture
	"task-never-ended/near-miss-filtered.log":                     true, // the predicate
	"task-never-ended/near-miss-debugger.log":                     true, // the line that tells of the debugger
	"transfer-rate-limited/near-miss-cancelled.log":               true, // the transfer that a delay of 32 min hit was cancelled
	"transfer-rate-limited/near-miss-not-resumed.log":             true, // the app never resumed it
}

// A near miss stays one wherever its log is cut.
func TestCutNearMisses(t *testing.T) {
	step := 1
	if testing.Short() {
		step = 5
	}
	for _, r := range rules.All() {
		for _, name := range logsOf(t, r.ID) {
			id := r.ID + "/" + name
			if !strings.HasPrefix(name, "near-miss") || unknowable[id] {
				continue
			}
			t.Run(id, func(t *testing.T) {
				t.Parallel()
				lines := strings.SplitAfter(string(readCase(t, r.ID, name)), "\n")
				for i := 1; i < len(lines); i += step {
					for side, part := range [][]string{lines[:i], lines[i:]} {
						found := slices.DeleteFunc(ofRule(r.ID, findIn(t, strings.Join(part, ""))), ofApple)
						if counting(found) {
							t.Fatalf("cut after line %d, side %d:\n%s", i, side, listing(found))
						}
					}
				}
			})
		}
	}
}

// findIn is analyse for pieces of logs, in which there may be nothing to read.
func findIn(t *testing.T, log string) []*rules.Finding {
	t.Helper()
	eng := lifecycle.NewEngine(1, false)
	sum, err := parse.Bytes("piece", []byte(log)).Scan(context.Background(), parse.Options{
		BlockSize: 32 << 10, Interest: lifecycle.Interest(), Annotate: lifecycle.Annotate, Now: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC),
	}, eng.Feed)
	if errors.Is(err, parse.ErrNothing) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range sum.Reports {
		eng.AddReport(r)
	}
	return rules.Check(eng.Finish([]*parse.Summary{sum}), rules.Settings{})
}

// A rule's example is a log that makes the rule fire, whether its format is told
// or recognised by content.
func TestExamplesFire(t *testing.T) {
	for _, r := range rules.All() {
		t.Run(r.ID, func(t *testing.T) {
			format := r.ExampleIs
			if format == "" {
				format = "console"
			}
			_, told := analyse(t, "example", []byte(r.Example+"\n"), parse.Options{Format: format})
			if !counting(ofRule(r.ID, told)) {
				t.Errorf("the example does not make the rule fire:\n%s", listing(told))
			}
			_, detected := analyse(t, "example", []byte(r.Example+"\n"), parse.Options{})
			if d := cmp.Diff(listing(told), listing(detected)); d != "" {
				t.Errorf("format told and detected (-told +detected):\n%s", d)
			}
		})
	}
}
