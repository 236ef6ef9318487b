package report

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// ofLog is the report of a log's text.
func ofLog(t *testing.T, text string, opts Options) *Report {
	t.Helper()
	e := lifecycle.NewEngine(1, false)
	sum, err := parse.String("log", text).Scan(context.Background(), parse.Options{Interest: lifecycle.Interest(), Annotate: lifecycle.Annotate}, e.Feed)
	if err != nil {
		t.Fatal(err)
	}
	tl := e.Finish([]*parse.Summary{sum})
	return Build([]*lifecycle.Timeline{tl}, rules.Check(tl, rules.Settings{}), opts)
}

// logOf reads a log of the repository.
func logOf(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The logs of stories about transfers fill every field of the schema's lists.
func TestTransfersFitSchema(t *testing.T) {
	schema := compileSchema(t)
	for _, path := range []string{
		"../testdata/samples/downloads.log", "../lifecycle/testdata/logs/transfer-waits.log", "../lifecycle/testdata/logs/wakes-two-apps-redacted.log",
		"../lifecycle/testdata/logs/session-app-alone.log", "../testdata/rules/session-handler-not-called/fires-killed.log",
	} {
		r := ofLog(t, logOf(t, path), Options{})
		if len(r.Sessions)+len(r.Transfers)+len(r.Wakes)+len(r.Limiter) == 0 {
			t.Errorf("%s: nothing of URLSession in the report", path)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(encode(t, r)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestTransfersAreSelected(t *testing.T) {
	text := logOf(t, "../testdata/samples/downloads.log")
	bound := func(s string) Bound {
		b, err := ParseBound(s)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, c := range []struct {
		name string
		opts Options
		want [4]int // sessions, transfers, wakes, limiter
	}{
		{"all", Options{}, [4]int{1, 7, 7, 7}},
		{"the app", Options{Apps: []string{"com.example.notes"}}, [4]int{1, 7, 7, 7}},
		{"another app", Options{Apps: []string{"com.example.mail"}}, [4]int{}},
		{"the first minute", Options{Until: bound("14:01:00")}, [4]int{1, 2, 1, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := ofLog(t, text, c.opts)
			if d := cmp.Diff(c.want, [4]int{len(r.Sessions), len(r.Transfers), len(r.Wakes), len(r.Limiter)}); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestTransferText(t *testing.T) {
	code := func(n int, reason *int) *TransferError { return &TransferError{Code: n, Reason: reason} }
	seconds := func(s float64) *float64 { return &s }
	for _, c := range []struct {
		name string
		in   Transfer
		want string
	}{
		{"done", Transfer{Outcome: "succeeded"}, "done"},
		{"HTTP", Transfer{Outcome: "succeeded", Status: opt(503)}, "done (HTTP 503)"},
		{"failed", Transfer{Outcome: "failed", Error: code(-1202, nil), Retries: 2}, "failed (-1202, 2 retries)"},
		{"late", Transfer{Outcome: "succeeded", Delivery: seconds(7200), DeliveryCause: opt("refresh-off")},
			"done (delivered 2 h later: Background App Refresh is off)"},
		{"not delivered", Transfer{Outcome: "succeeded", DeliveryCause: opt("not-woken")}, "done (not delivered: app not woken)"},
		{"waiting", Transfer{Outcome: "waiting"}, "not started where the log ends"},
		{"unknown", Transfer{Outcome: "unknown", Error: code(-1, nil)}, "(-1)"},
		{"waiting for the limiter", Transfer{Outcome: "waiting", LimiterDelay: seconds(3600)}, "not started where the log ends (rate limiter: 1\u00a0h)"},
		{"quit", Transfer{Outcome: "cancelled", Error: code(-999, new(int))}, "cancelled (-999: app quit by the user)"},
		{"daemon's own code", Transfer{Outcome: "failed", Error: &TransferError{Domain: new(lifecycle.DaemonDomain), Code: 2}},
			"failed (2: Background App Refresh is off)"},
		{"the same code of another domain", Transfer{Outcome: "failed", Error: code(2, nil)}, "failed (2)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, transferOutcome(c.in)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

func TestTransfersSummed(t *testing.T) {
	of := func(outcomes string) []Transfer {
		var list []Transfer
		for _, o := range strings.Fields(outcomes) {
			list = append(list, Transfer{Outcome: o})
		}
		return list
	}
	for in, want := range map[string]string{
		"succeeded":                         "1 background transfer, finished",
		"succeeded succeeded":               "2 background transfers, all finished",
		"succeeded failed":                  "2 background transfers, 1 finished, 1 failed",
		"waiting waiting":                   "2 background transfers, not started where the log ends",
		"running unknown cancelled running": "4 background transfers, 1 cancelled, 2 still running where the log ends, 1 of unknown outcome",
	} {
		if got := transfersSummed(of(in)); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func TestReasonsSummed(t *testing.T) {
	list := []Transfer{
		{Reasons: []Decision{{Policy: "Low Power Mode Policy", Count: 1}, {Policy: "Device Activity Policy", Count: 2}}},
		{}, {Reasons: []Decision{{Policy: "Device Activity Policy", Count: 3}}},
	}
	if d := cmp.Diff("Device Activity Policy 5 times, Low Power Mode Policy 1 time", reasonsSummed(list)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestLadderBar(t *testing.T) {
	got := map[float64]string{}
	for _, d := range []float64{0, 60, 120, 240, 480, 960, 1920, 3600} {
		got[d] = ladderBar(d)
	}
	want := map[float64]string{0: "", 60: "#", 120: "##", 240: "###", 480: "####", 960: "#####", 1920: "######", 3600: "#######"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestQuantile(t *testing.T) {
	ten := []float64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}
	for _, c := range []struct {
		of      []float64
		q, want float64
	}{{ten, 0.5, 5}, {ten, 0.9, 9}, {ten, 1, 10}, {ten, 0, 1}, {ten[:1], 0.9, 1}} {
		if got := quantile(c.of, c.q); got != c.want {
			t.Errorf("%v of %v: %g, want %g", c.q, c.of, got, c.want)
		}
	}
}
