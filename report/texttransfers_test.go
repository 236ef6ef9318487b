package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// transferStart is the first moment of the timelines of this file.
var transferStart = parse.At(time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC))

// sessionOf is a session of an app with a UUID that begins with eight of a digit.
func sessionOf(a *lifecycle.App, digit string) *lifecycle.Session {
	return &lifecycle.Session{
		App: a, UUID: strings.Repeat(digit, 8) + "-7C42-4F1A-9C0E-5D21A7B4E660", Created: transferStart, First: transferStart, Last: transferStart,
	}
}

// moved is a transfer that has finished and reached its app, created at a second
// and started wait seconds later.
func moved(s *lifecycle.Session, n int, at, wait float64) *lifecycle.Transfer {
	created := transferStart.Add(at)
	started := created.Add(wait)
	return &lifecycle.Transfer{
		App: s.App, Session: s, ID: lifecycle.TransferID{UUID: fmt.Sprintf("%s-%d", s.UUID[:8], n), N: n}, Kind: lifecycle.TransferDownload,
		Created: created, Resumed: created, Started: started, Finished: started.Add(2), Delivered: started.Add(3), Sent: -1, Received: -1,
		Waits: []lifecycle.Wait{{Cause: lifecycle.WaitUnknown, Seconds: wait}}, Outcome: lifecycle.TransferSuccess, First: created, Last: started.Add(3),
	}
}

// limited is a transfer that the limiter held for the whole delay.
func limited(s *lifecycle.Session, n int, at, delay float64) *lifecycle.Transfer {
	t := moved(s, n, at, delay+1)
	t.Delays = []lifecycle.TransferDelay{{At: t.Created, Seconds: delay, Until: t.Created.Add(delay), Logged: true}}
	t.Waits = []lifecycle.Wait{{Cause: lifecycle.WaitRateLimiter, Seconds: delay}, {Cause: lifecycle.WaitDiscretionary, Seconds: 1}}
	return t
}

func climb(at, delay, predicted float64, wake *lifecycle.Wake) lifecycle.RateLimitChange {
	return lifecycle.RateLimitChange{
		LimiterChange: lifecycle.LimiterChange{At: transferStart.Add(at), Cause: lifecycle.LimiterByWake, Delay: delay, Predicted: predicted}, Logged: true, Wake: wake,
	}
}

func reset(at float64, cause lifecycle.LimiterCause) lifecycle.RateLimitChange {
	return lifecycle.RateLimitChange{LimiterChange: lifecycle.LimiterChange{At: transferStart.Add(at), Cause: cause}, Logged: true}
}

func wokenFor(list ...*lifecycle.Transfer) *lifecycle.Wake {
	return &lifecycle.Wake{Step: true, Transfers: list, Outcome: lifecycle.WakeHandled}
}

// transferTimeline is an app with two sessions whose transfers have the same
// numbers, a ladder with a reset and a difference, and one with a long list.
func transferTimeline() *lifecycle.Timeline {
	notes := &lifecycle.App{BundleID: "com.example.notes", Name: "Notes", Work: true}
	mail := &lifecycle.App{BundleID: "com.example.mail", Name: "Mail", Work: true}
	a, b, c := sessionOf(notes, "A"), sessionOf(notes, "B"), sessionOf(mail, "C")
	tl := &lifecycle.Timeline{
		Number: 1, First: transferStart, Last: transferStart.Add(7200), Apps: []*lifecycle.App{notes, mail}, Sessions: []*lifecycle.Session{a, b, c},
	}

	first, second := limited(a, 1, 11, 60), limited(b, 1, 81, 240)
	opened, pair, waiting := limited(b, 2, 400, 480), limited(b, 3, 700, 60), limited(b, 5, 900, 120)
	opened.Waits = []lifecycle.Wait{{Cause: lifecycle.WaitRateLimiter, Seconds: 30}}
	opened.Started, opened.Finished, opened.Delivered = opened.Created.Add(30), opened.Created.Add(32), opened.Created.Add(33)
	other := limited(b, 4, 700, 60)
	other.Status = 503
	waiting.Started, waiting.Finished, waiting.Delivered, waiting.Waits = lifecycle.Time{}, lifecycle.Time{}, lifecycle.Time{}, nil
	waiting.Outcome = lifecycle.TransferWaits
	tl.Transfers = []*lifecycle.Transfer{first, second, opened, pair, other, waiting}
	wakes := []*lifecycle.Wake{wokenFor(first), wokenFor(second), wokenFor(opened), wokenFor(pair, other), wokenFor(waiting)}
	limit := &lifecycle.RateLimit{App: notes}
	for i, at := range []float64{10, 80, 390, 690, 890} {
		wakes[i].App, wakes[i].Session, wakes[i].At = notes, b, transferStart.Add(at)
		wakes[i].Delay = []float64{60, 240, 480, 60, 120}[i]
		s := climb(at, wakes[i].Delay, wakes[i].Delay, wakes[i])
		if i == 1 {
			s.Predicted, s.Differs = 120, "a wake is missing in the log"
		}
		limit.Changes = append(limit.Changes, s)
		if i == 2 {
			limit.Changes = append(limit.Changes, reset(430, lifecycle.LimiterByForeground))
		}
	}
	wakes[1].Outcome = lifecycle.WakeUnhandled
	tl.Wakes = append(wakes, &lifecycle.Wake{App: notes, Session: a, At: transferStart.Add(1000), Outcome: lifecycle.WakeNotMade, Why: lifecycle.RefusedRefreshOff})
	tl.RateLimits = []*lifecycle.RateLimit{limit}

	for n := 1; n <= 40; n++ {
		t := moved(c, n, float64(n), 1)
		switch n {
		case 31:
			t.Outcome, t.Delivered = lifecycle.TransferFailure, lifecycle.Time{}
			t.Error = lifecycle.TransferError{Known: true, Code: -1202, Reason: -1}
		case 37:
			t.Started = t.Created.Add(900)
			t.Finished, t.Delivered = t.Started.Add(2), t.Started.Add(3)
			t.Waits = []lifecycle.Wait{{Cause: lifecycle.WaitNetwork, Seconds: 900}}
		}
		tl.Transfers = append(tl.Transfers, t)
	}
	return tl
}

func TestTransfersGolden(t *testing.T) {
	r := Build([]*lifecycle.Timeline{transferTimeline()}, nil, Options{Version: "test"})
	golden(t, "transfers-80.txt", render(t, r, TextOptions{}))
	plain := strings.NewReplacer("\x1b[0m", "", string(dim), "", string(bold), "", string(red), "", string(yellow), "", string(green), "", string(cyan), "")
	if d := cmp.Diff(render(t, r, TextOptions{}), plain.Replace(render(t, r, TextOptions{Colour: true}))); d != "" {
		t.Errorf("colour changes the text (-without +with):\n%s", d)
	}
}

// A transfer's number is its own in its session only.
func TestLadderNamesTransfersOfEqualNumber(t *testing.T) {
	r := Build([]*lifecycle.Timeline{transferTimeline()}, nil, Options{})
	var got []string
	for _, c := range r.Limiter {
		got = append(got, strings.Join(c.Held, " "))
	}
	want := []string{"AAAAAAAA-1.1", "BBBBBBBB-1.1", "BBBBBBBB-2.2", "", "BBBBBBBB-3.3 BBBBBBBB-4.4", "BBBBBBBB-5.5"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	text := render(t, r, TextOptions{Width: 120})
	for _, want := range []string{"held task 1 of AAAAAAAA for 1 min", "held task 1 of BBBBBBBB for 4 min", "held 2 transfers for 1 min", "holds task 5 of BBBBBBBB where the log ends"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestLadderIsDrawn(t *testing.T) {
	app := &lifecycle.App{BundleID: "com.example.notes", Work: true}
	for _, c := range []struct {
		name  string
		steps []float64
		want  []string // what it did
	}{
		{"none", nil, nil},
		{"one first step", []float64{60}, nil},
		{"one high step", []float64{480}, []string{"wake"}},
		{"two", []float64{60, 120}, []string{"wake", "wake"}},
		{"two at the cap", []float64{3600, 3600}, []string{"wake", "wake"}},
		{"a night at the cap", []float64{1920, 3600, 3600, 3600}, []string{"wake", "3 wakes, the last 14:00:03"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			limit := &lifecycle.RateLimit{App: app}
			for i, d := range c.steps {
				limit.Changes = append(limit.Changes, climb(float64(i), d, d, nil))
			}
			tl := &lifecycle.Timeline{Number: 1, First: transferStart, Last: transferStart.Add(60), Apps: []*lifecycle.App{app}, RateLimits: []*lifecycle.RateLimit{limit}}
			x := newTexter(Build([]*lifecycle.Timeline{tl}, nil, Options{}), newPrinter(TextOptions{}))
			var got []string
			if rungs := x.ladder("com.example.notes"); ladderTells(rungs) {
				for _, r := range rungs {
					got = append(got, x.limiterWords(r, nil, false))
				}
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if has := x.hasTransfers("com.example.notes"); has != (c.want != nil) {
				t.Errorf("hasTransfers is %t", has)
			}
		})
	}
}

func TestWakesSummed(t *testing.T) {
	of := func(outcomes ...string) []Wake {
		var list []Wake
		for _, o := range outcomes {
			o, why, _ := strings.Cut(o, " ")
			list = append(list, Wake{Outcome: o, Why: opt(why)})
		}
		return list
	}
	for _, c := range []struct {
		sessions int
		wakes    []Wake
		want     string
	}{
		{0, nil, ""},
		{1, nil, "1 background session"},
		{2, of("handled"), "2 background sessions; woken once, completion handler called"},
		{0, of("handled", "handled"), "woken 2 times, completion handler called each time"},
		{0, of("handled", "cut-off"), "woken 2 times"},
		{0, of("handled", "handler-not-called"), "woken 2 times, completion handler not called once"},
		{0, of("handler-not-called"), "woken once, completion handler not called"},
		{0, of("refused already-connected", "refused unneeded"), ""},
		{0, of("refused refresh-off", "refused launch-events-off", "refused refresh-off"),
			"not woken 2 times: Background App Refresh is off; not woken once: sessionSendsLaunchEvents is off"},
		{0, of("refused the moon\x1b is new"), `not woken once: the moon\x1b is new`},
		{0, of("refused"), "not woken once: no reason told"},
	} {
		if got := sessionsAndWakes(c.sessions, c.wakes); got != c.want {
			t.Errorf("%d sessions, %v: %q, want %q", c.sessions, c.wakes, got, c.want)
		}
	}
}

// A log of sessions, transfers or wakes alone is one of which something was seen.
func TestURLSessionAloneIsObserved(t *testing.T) {
	app := &lifecycle.App{BundleID: "com.example.notes", Work: true}
	s := sessionOf(app, "A")
	lost := moved(s, 1, 0, 1)
	lost.Status = 500
	nameless := sessionOf(nil, "B")
	for _, c := range []struct {
		name string
		tl   lifecycle.Timeline
		want string
	}{
		{"sessions", lifecycle.Timeline{Apps: []*lifecycle.App{app}, Sessions: []*lifecycle.Session{s}}, "no problems found: 1 background session, of com.example.notes"},
		{"wakes", lifecycle.Timeline{Apps: []*lifecycle.App{app}, Wakes: []*lifecycle.Wake{{App: app, At: transferStart, Outcome: lifecycle.WakeHandled}}},
			"no problems found: woken once, completion handler called, of com.example.notes"},
		{"transfers", lifecycle.Timeline{Apps: []*lifecycle.App{app}, Transfers: []*lifecycle.Transfer{moved(s, 1, 0, 1), moved(s, 2, 0, 1), moved(s, 3, 0, 1)}},
			"no problems found: 3 background transfers, all finished and delivered, of com.example.notes"},
		{"HTTP error", lifecycle.Timeline{Apps: []*lifecycle.App{app}, Transfers: []*lifecycle.Transfer{lost}},
			"no problems found: 1 background transfer, finished and delivered with HTTP 500, of com.example.notes"},
		{"no name", lifecycle.Timeline{Sessions: []*lifecycle.Session{nameless}}, "no problems found: 1 background session, of an app that the log does not name"},
		{"nothing", lifecycle.Timeline{}, "nothing observed: no input could be read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.tl.Number, c.tl.First, c.tl.Last = 1, transferStart, transferStart.Add(60)
			text := render(t, Build([]*lifecycle.Timeline{&c.tl}, nil, Options{}), TextOptions{Width: 200})
			if first, _, _ := strings.Cut(text, "\n"); first != c.want {
				t.Errorf("%q, want %q", first, c.want)
			}
		})
	}
}

// Of a long list the failures and the worst waits are shown wherever they are.
func TestLongListsKeepTheWorst(t *testing.T) {
	list := make([]Transfer, 100)
	for i := range list {
		list[i] = Transfer{Number: i + 1, Outcome: "succeeded", Wait: opt(float64(1))}
	}
	list[60].Outcome = "failed"
	list[80].Wait = opt(3000.0)
	list[99].DeliveryCause = opt(lifecycle.DeliveryForceQuit)
	shown, others := foldedTransfers(list)
	var got []int
	for _, tr := range shown {
		got = append(got, tr.Number)
	}
	want := []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 61, 81, 100}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("shown (-want +got):\n%s", d)
	}
	if d := cmp.Diff("80 more transfers, all finished", othersSummed(others)); d != "" {
		t.Errorf("others (-want +got):\n%s", d)
	}
	if shown, others := foldedTransfers(list[:rowsShown+1]); len(shown) != rowsShown+1 || others != nil {
		t.Errorf("a list of one more than fits is cut to %d", len(shown))
	}
}

// No line of the tables is longer than the page.
func TestTransfersFitTheWidth(t *testing.T) {
	r := Build([]*lifecycle.Timeline{transferTimeline()}, nil, Options{})
	for _, width := range []int{80, 100, 120} {
		for _, l := range strings.Split(render(t, r, TextOptions{Width: width}), "\n") {
			if n := columns(l); n > width {
				t.Errorf("%d columns of %d: %s", n, width, l)
			}
		}
	}
}
