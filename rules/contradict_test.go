package rules_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// withPower judges a case of a rule beside a PowerLog.
func withPower(t *testing.T, rule, name string, power *parse.PowerLog) []*rules.Finding {
	t.Helper()
	e := lifecycle.NewEngine(1, true)
	sum, err := parse.Bytes(name, readCase(t, rule, name)).Scan(context.Background(),
		parse.Options{Interest: lifecycle.Interest(), Annotate: lifecycle.Annotate}, e.Feed)
	if err != nil {
		t.Fatal(err)
	}
	e.AddPowerLog(power)
	return ofRule(rule, rules.Check(e.Finish([]*parse.Summary{sum}), rules.Settings{}))
}

func at(text string) parse.Time {
	moment, err := time.Parse("2006-01-02T15:04:05Z07:00", text)
	if err != nil {
		panic(err)
	}
	return parse.At(moment)
}

// TestContradictions: what PowerLog recorded in the time of a claim takes its weight; what
// it recorded of other times and things does not, and it makes no finding.
func TestContradictions(t *testing.T) {
	run := func(when, name, app string) *parse.PowerLog {
		return &parse.PowerLog{Shifted: true, Runs: []parse.PowerRun{{Time: at(when), Seconds: 20, Name: name, App: app}}}
	}
	transfer := func(when, uuid string, state int64) *parse.PowerLog {
		return &parse.PowerLog{Shifted: true, Transfers: []parse.PowerTransfer{{Time: at(when), App: "com.example.notes", UUID: uuid, State: state}}}
	}
	unshifted := run("2026-03-02T09:00:00Z", "bgRefresh-com.example.notes.refresh", "com.example.notes")
	unshifted.Shifted = false
	const (
		never, churn, again, unfinished = "bgtask-never-ran", "bgtask-submit-churn", "bgtask-not-resubmitted", "transfer-never-finished"
		refresh, uuid                   = "bgRefresh-com.example.notes.refresh", "C41D7E02-9A3B-4E55-8F60-000000000001"
	)
	for _, c := range []struct {
		name, rule, log string
		power           *parse.PowerLog
		counts          bool
	}{
		{"no PowerLog", never, "fires-refresh.log", nil, true},
		{"nothing in it", never, "fires-refresh.log", &parse.PowerLog{Shifted: true}, true},
		{"ran", never, "fires-refresh.log", run("2026-03-02T09:00:00Z", refresh, "com.example.notes"), false},
		{"ran, of an app that is not told", never, "fires-refresh.log", run("2026-03-02T09:00:00Z", refresh, ""), false},
		{"ran before it was asked for", never, "fires-refresh.log", run("2026-03-01T23:00:00Z", refresh, "com.example.notes"), true},
		{"ran so close to it that it may have been before", never, "fires-refresh.log", run("2026-03-02T00:05:00Z", refresh, "com.example.notes"), true},
		{"ran after the log", never, "fires-refresh.log", run("2026-03-03T09:00:00Z", refresh, "com.example.notes"), true},
		{"another activity", never, "fires-refresh.log", run("2026-03-02T09:00:00Z", "bgRefresh-com.example.notes.refresh2", "com.example.notes"), true},
		{"a clock that is not known", never, "fires-refresh.log", unshifted, true},
		{"processing", never, "fires-processing.log", run("2026-03-03T09:00:00Z", "bgProcessing-com.example.notes.cleanup", ""), false},
		{"a run between submissions", churn, "fires.log", run("2026-03-02T03:00:00Z", refresh, "com.example.notes"), false},
		{"a run before them", churn, "fires.log", run("2026-03-01T20:00:00Z", refresh, "com.example.notes"), true},
		{"the next run", again, "fires.log", run("2026-03-02T14:00:00Z", refresh, "com.example.notes"), false},
		{"the run itself", again, "fires.log", run("2026-03-02T01:00:01Z", refresh, "com.example.notes"), true},
		{"the next run of another app", again, "fires.log", run("2026-03-02T14:00:00Z", refresh, "com.example.maps"), true},
		{"over", unfinished, "fires-resource-timeout.log", transfer("2026-03-02T07:30:00Z", uuid, 3), false},
		{"over, in small letters", unfinished, "fires-resource-timeout.log", transfer("2026-03-02T07:30:00Z", strings.ToLower(uuid), 4), false},
		{"an attempt failed", unfinished, "fires-resource-timeout.log", transfer("2026-03-02T07:30:00Z", uuid, 5), true},
		{"running", unfinished, "fires-resource-timeout.log", transfer("2026-03-02T07:30:00Z", uuid, 1), true},
		{"over after the log", unfinished, "fires-resource-timeout.log", transfer("2026-03-09T08:00:00Z", uuid, 3), true},
		{"another transfer", unfinished, "fires-resource-timeout.log", transfer("2026-03-02T07:30:00Z", uuid[:35]+"9", 3), true},
		{"a log without dates", unfinished, "fires-silent.log", transfer("2026-03-02T08:00:00Z", uuid, 3), true},
		{"of a healthy request", never, "near-miss-ran.log", run("2026-03-02T09:00:00Z", refresh, ""), false},
	} {
		found := withPower(t, c.rule, c.log, c.power)
		if got := counting(found); got != c.counts {
			t.Errorf("%s, %s: counts %v, want %v:\n%s", c.rule, c.name, got, c.counts, listing(found))
		}
		without := withPower(t, c.rule, c.log, nil)
		if len(found) != len(without) {
			t.Errorf("%s, %s: %d findings, %d without PowerLog", c.rule, c.name, len(found), len(without))
		}
		for _, f := range found {
			told := false
			for _, v := range f.Values {
				told = told || v.Name == "powerlog_at"
			}
			if told == f.Counts() {
				t.Errorf("%s, %s: counts %v, and PowerLog is told of: %v", c.rule, c.name, f.Counts(), told)
			}
		}
	}
}
