package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/bglog/bglog/lifecycle"
	"github.com/google/go-cmp/cmp"
)

func rateLimit(t *testing.T, in lifecycle.PlanInput, opts TextOptions) string {
	t.Helper()
	var b strings.Builder
	if err := RateLimit(&b, in, opts); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestRateLimitText checks what is said of each kind of plan.
func TestRateLimitText(t *testing.T) {
	const s = time.Second
	for _, c := range []struct {
		name        string
		in          lifecycle.PlanInput
		wants, lack []string
	}{
		{"climbs", lifecycle.PlanInput{Tasks: 10, TransferTime: 5 * s, Batch: 1},
			[]string{"10 transfers of 5 s, one at a time: 4 h 3 min of imposed delay (14,580 s)", "the delay climbs to 1 h", "woken once instead of 10 times",
				"all is done after 20 s instead of 4 h 4 min", limiterPost}, []string{"size", "Opening the app", "Thousands"}},
		{"two batches", lifecycle.PlanInput{Tasks: 10, TransferTime: 5 * s, Batch: 5}, []string{"in 2 batches of 5: 1 min of imposed delay (60 s)", "would climb with each further batch"}, nil},
		{"stays", lifecycle.PlanInput{Tasks: 4, TransferTime: 60 * s, Batch: 1}, []string{"it stays at 1 min and does not climb", "idle 0:03:00"}, []string{"climbs"}},
		{"at once", lifecycle.PlanInput{Tasks: 10, TransferTime: 5 * s}, []string{"all at once: no imposed delay", "This one:"}, []string{"One batch:", "in 2 batches"}},
		{"one", lifecycle.PlanInput{Tasks: 1, TransferTime: 1500 * time.Millisecond, Batch: 1}, []string{"1 transfer of 1.5 s, all at once", "0:00:02"}, nil},
		{"opened", lifecycle.PlanInput{Tasks: 3, TransferTime: 5 * s, Batch: 1, ForegroundAt: []time.Duration{30 * s, time.Hour}},
			[]string{"foreground 0:00:30", "Batch 2 then waits 25 s instead of 1 min.", "1 visit comes after the last transfer and changes nothing"}, nil},
		{"opened late", lifecycle.PlanInput{Tasks: 2, TransferTime: 5 * s, Batch: 1, ForegroundAt: []time.Duration{time.Hour, 2 * time.Hour}}, []string{"2 visits come after the last transfer and change nothing"}, []string{"then waits"}},
		{"short delay", lifecycle.PlanInput{Tasks: 2, TransferTime: 5 * s, Batch: 1, ForegroundAt: []time.Duration{30 * s}}, []string{"one at a time: 25 s of imposed delay\n"}, nil},
		{"the widest", lifecycle.PlanInput{Tasks: 100, TransferTime: 100 * time.Hour, Batch: 7, ForegroundAt: []time.Duration{2000 * time.Hour, 3000*time.Hour + 301*time.Hour}}, []string{"37 d 12 h", "100 transfers of 4 d 4 h, in 15 batches of 7"}, nil},
		{"thousands", lifecycle.PlanInput{Tasks: 1000, TransferTime: s, Batch: 1}, []string{"… and 980 more batches", "fewer, larger ones"}, nil},
	} {
		got := rateLimit(t, c.in, TextOptions{Width: 2000})
		for _, want := range c.wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is missing in\n%s", c.name, want, got)
			}
		}
		for _, lack := range c.lack {
			if strings.Contains(got, lack) {
				t.Errorf("%s: %q is in\n%s", c.name, lack, got)
			}
		}
		narrow := rateLimit(t, c.in, TextOptions{})
		for l := range strings.SplitSeq(narrow, "\n") {
			if columns(l) > defaultWidth || strings.TrimRight(l, " ") != l {
				t.Errorf("%s: %q", c.name, l)
			}
		}
		if plain := ansi.ReplaceAllString(rateLimit(t, c.in, TextOptions{Colour: true}), ""); plain != narrow {
			t.Errorf("%s: colour changes the text: %s", c.name, cmp.Diff(narrow, plain))
		}
	}
}

// TestRateLimitJSON pins the names, their values and that lists are never null.
func TestRateLimitJSON(t *testing.T) {
	var b bytes.Buffer
	if err := RateLimitJSON(&b, lifecycle.PlanInput{Tasks: 2, TransferTime: 70 * time.Second, Batch: 1}); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	type m = map[string]any
	want := m{
		"schema": "bglog.ratelimit/v1", "tasks": 2.0, "transfer_time_s": 70.0, "batch": 1.0, "at_once": 3.0, "foreground_at_s": []any{},
		"wakes": 2.0, "imposed_delay_s": 60.0, "total_s": 200.0, "one_batch": m{"wakes": 1.0, "imposed_delay_s": 0.0, "total_s": 70.0},
		"batches": []any{
			m{"number": 1.0, "tasks": 1.0, "created_s": 0.0, "delay_s": 0.0, "wait_s": 0.0, "start_s": 0.0, "end_s": 70.0, "wake_s": 70.0, "wake_delay_s": 60.0},
			m{"number": 2.0, "tasks": 1.0, "created_s": 70.0, "delay_s": 60.0, "wait_s": 60.0, "start_s": 130.0, "end_s": 200.0, "wake_s": 200.0, "wake_delay_s": 60.0},
		},
		"limiter": []any{
			m{"at_s": 70.0, "event": "step", "cause": "wake", "delay_s": 60.0},
			m{"at_s": 190.0, "event": "reset", "cause": "idle", "delay_s": 0.0},
			m{"at_s": 200.0, "event": "step", "cause": "wake", "delay_s": 60.0},
		},
		"references": []any{limiterPost, limiterTest},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	b.Reset()
	if err := RateLimitJSON(&b, lifecycle.PlanInput{}); err != nil || strings.Contains(b.String(), "null") {
		t.Errorf("no transfers: %v\n%s", err, b.String())
	}
}
