package report

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

func renderTimeline(t *testing.T, r *Report, opts TextOptions) string {
	t.Helper()
	var b strings.Builder
	if err := TimelineText(&b, r, opts); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// checkLines checks what holds for every line of a chart, and that colours add
// nothing.
func checkLines(t *testing.T, got, coloured string, width int) {
	t.Helper()
	for i, l := range strings.Split(got, "\n") {
		if columns(l) > width {
			t.Fatalf("line %d is %d columns wide at %d: %q", i+1, columns(l), width, l)
		}
		if strings.HasPrefix(strings.TrimSpace(l), "::") || strings.Contains(l, "##[") {
			t.Fatalf("line %d is a command: %q", i+1, l)
		}
		if Clean(l) != l || strings.TrimRight(l, " ") != l {
			t.Fatalf("line %d is not clean: %q", i+1, l)
		}
	}
	if plain := ansi.ReplaceAllString(coloured, ""); plain != got {
		t.Fatalf("colour changes the text: %s", cmp.Diff(got, plain))
	}
}

func transfersReport() *Report {
	tl := transferTimeline()
	tl.Inputs = []*parse.Summary{{Name: "downloads.log", First: tl.First, Last: tl.Last}}
	return Build([]*lifecycle.Timeline{tl}, nil, Options{Version: "test"})
}

func TestTimelineGolden(t *testing.T) {
	golden(t, "timeline-rich-80.txt", renderTimeline(t, rich(Options{System: true}), TextOptions{}))
	golden(t, "timeline-hostile-80.txt", renderTimeline(t, hostile(), TextOptions{}))
	golden(t, "timeline-transfers-80.txt", renderTimeline(t, transfersReport(), TextOptions{}))
	golden(t, "timeline-transfers-60.txt", renderTimeline(t, transfersReport(), TextOptions{Width: 60}))
}

func TestTimelineIsSafe(t *testing.T) {
	for name, r := range map[string]*Report{
		"rich": rich(Options{System: true}), "hostile": hostile(), "transfers": transfersReport(), "empty": Build(nil, nil, Options{}),
	} {
		t.Run(name, func(t *testing.T) {
			for _, width := range []int{40, 41, 60, 79, 80, 120, 200} {
				checkLines(t, renderTimeline(t, r, TextOptions{Width: width}), renderTimeline(t, r, TextOptions{Width: width, Colour: true}), width)
			}
		})
	}
}

// TestChartOfAnything draws charts of random items: no line is wider than the
// terminal, and every line of lanes ends within its columns.
func TestChartOfAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		width, seconds := 40+r.IntN(100), 0.5+r.Float64()*1e6
		items := randomItems(r, seconds, 1+r.IntN(40))
		var marks []mark
		for i := range items {
			items[i].name = name(items[i].name)
			marks = append(marks, mark{items[i].from, cellExit, strings.Repeat(items[i].name, r.IntN(2))})
		}
		w := Window{sec(0), sec(seconds)}
		c := chart{
			timeline: 1, app: App{BundleID: opt("::com.example\u202e." + items[0].name)}, window: w, whole: w,
			kinds: []laneKind{{title: "background tasks", items: items, more: func([]int) string { return "::more" }}},
			exits: marks[:len(marks)/2], limiter: marks[len(marks)/2:], untimed: 1, system: 2,
		}
		draw := func(colour bool) string {
			tx := newTexter(&Report{Inputs: []Input{{Name: "x ::y", Timeline: 1, First: w.From, Last: w.To}}}, newPrinter(TextOptions{Width: width, Colour: colour}))
			tx.chart(c)
			return tx.b.String()
		}
		checkLines(t, draw(false), draw(true), width)
	}
}

// TestTaskItem says how background tasks are drawn.
func TestTaskItem(t *testing.T) {
	a := newAxis(sec(0), sec(100), 20)
	pid := 412
	runs := lives{{PID: &pid, Launched: sec(10), Exited: sec(80), Exit: &Exit{Kind: "crash"}}}
	task := func(begun, expired, ended float64, outcome string) Task {
		return Task{PID: &pid, ID: opt(36), Begun: sec(begun), Expired: sec(expired), Ended: sec(ended), Outcome: outcome}
	}
	held := task(20, -1, -1, "unknown")
	held.Held = opt(30.0)
	for _, c := range []struct {
		name string
		task Task
		runs lives
		want string
	}{
		{"ended", task(20, -1, 50, "ended"), runs, "    [=====]         "},
		{"ended after expiration", task(20, 40, 50, "ended_after_expiration"), runs, "    [===E=]         "},
		{"killed", task(20, 60, -1, "killed"), runs, "    [=======E===X   "},
		{"killed, the exit has no time", task(20, 60, -1, "killed"), nil, "    [=======X       "},
		{"open", task(20, -1, -1, "open"), nil, "    [==============>"},
		{"open until its process ended", task(20, -1, -1, "open"), runs, "    [===========X   "},
		{"unended", task(20, 60, -1, "unended"), nil, "    [=======E======>"},
		{"begun before the log", task(-1, -1, 50, "ended"), nil, "<=========]         "},
		{"begun after the launch", task(-1, -1, 50, "ended"), runs, "  <=======]         "},
		{"end unknown", held, nil, "    [=====/         "},
	} {
		t.Run(c.name, func(t *testing.T) {
			lanes := pack([]laneItem{taskItem(c.task, c.runs)}, a)
			if diff := cmp.Diff([]string{"task 36|" + c.want + "|"}, drawn(lanes...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestBGTaskItem says how requests are drawn.
func TestBGTaskItem(t *testing.T) {
	a := newAxis(sec(0), sec(100), 20)
	at := func(submitted, started, expired, ended float64, outcome string) BGTask {
		return BGTask{
			Identifier: opt("x"), Kind: "refresh", Submitted: sec(submitted), Started: sec(started), Expired: sec(expired), Ended: sec(ended), Outcome: outcome,
		}
	}
	cancelled := at(20, -1, -1, -1, "cancelled")
	cancelled.cancelled = sec(50)
	fetch := at(-1, 20, -1, 50, "completed")
	fetch.Kind = "fetch"
	for _, c := range []struct {
		name string
		x    BGTask
		want string
	}{
		{"completed", at(20, 60, -1, 80, "completed"), "x|    [-------====]   |"},
		{"expired", at(20, 60, 80, 90, "expired"), "x|    [-------====E=] |"},
		{"expired, no more is known", at(20, 60, 80, -1, "expired"), "x|    [-------====E   |"},
		{"never completed", at(20, 60, -1, -1, "not_completed"), "x|    [-------!       |"},
		{"pending", at(20, -1, -1, -1, "pending"), "x|    [-------------->|"},
		{"running", at(20, 60, -1, -1, "running"), "x|    [-------=======>|"},
		{"submitted before the log", at(-1, 60, -1, 80, "completed"), "x|<-----------====]   |"},
		{"rejected", at(20, -1, -1, -1, "rejected"), "x|    !               |"},
		{"cancelled", cancelled, "x|    [-----]         |"},
		{"fetch", fetch, "background fetch|    [=====]         |"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff([]string{c.want}, drawn(pack([]laneItem{bgtaskItem(c.x, nil)}, a)...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestTransferItem says how transfers are drawn.
func TestTransferItem(t *testing.T) {
	a := newAxis(sec(0), sec(100), 20)
	at := func(created, started, finished, delivered float64, outcome string) Transfer {
		return Transfer{
			Kind: "download", Number: 3, Created: sec(created), Started: sec(started), Finished: sec(finished), Delivered: sec(delivered), Outcome: outcome,
		}
	}
	kept := at(10, 40, 60, -1, "succeeded")
	kept.DeliveryCause = opt(lifecycle.DeliveryForceQuit)
	for _, c := range []struct {
		name string
		x    Transfer
		want string
	}{
		{"delivered", at(10, 40, 60, 80, "succeeded"), "  [-----=====~~~D   "},
		{"delivered at once", at(10, 40, 60, 61, "succeeded"), "  [-----====D       "},
		{"delivery not in the log", at(10, 40, 60, -1, "succeeded"), "  [-----====]       "},
		{"not delivered", kept, "  [-----=====~~~~~~>"},
		{"failed", at(10, 40, 60, 80, "failed"), "  [-----====!~~~D   "},
		{"waits", at(10, -1, -1, -1, "waiting"), "  [---------------->"},
		{"runs", at(10, 40, -1, -1, "running"), "  [-----===========>"},
		{"start unknown", at(10, -1, 60, 80, "succeeded"), "  [?????????~~~~D   "},
		{"end unknown", at(10, 40, -1, -1, "unknown"), "  [-----/           "},
		{"created before the log", at(-1, 40, 60, 80, "succeeded"), "<-------=====~~~D   "},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff([]string{"download 3|" + c.want + "|"}, drawn(pack([]laneItem{transferItem(c.x, false)}, a)...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestZoom says which part of a log is drawn.
func TestZoom(t *testing.T) {
	whole := Window{sec(0), sec(1000)}
	item := func(from, to float64) []laneKind { return []laneKind{{items: []laneItem{heldItem("a", from, to)}}} }
	for _, c := range []struct {
		name  string
		kinds []laneKind
		asked Window
		want  Window
		ok    bool
	}{
		{"most of the log", item(100, 900), Window{}, whole, true},
		{"a small part", item(100, 200), Window{}, Window{sec(96), sec(204)}, true},
		{"a moment", item(100, 100), Window{}, Window{sec(99), sec(101)}, true},
		{"at the beginning", item(1, 200), Window{}, Window{sec(0), sec(207.96)}, true},
		{"still open", item(900, -1), Window{}, Window{sec(896), sec(1000)}, true},
		{"beyond the log", item(100, 1500), Window{}, Window{sec(0), sec(1500)}, true},
		{"asked for", item(100, 200), Window{From: sec(50)}, Window{sec(0), sec(1000)}, true},
		{"nothing", nil, Window{}, Window{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			x := chart{kinds: c.kinds, whole: whole, asked: c.asked}
			if ok := x.zoom(); ok != c.ok || !cmp.Equal(x.window, c.want, cmp.AllowUnexported(parse.Time{})) {
				t.Errorf("%v: %s", ok, cmp.Diff(c.want, x.window, cmp.AllowUnexported(parse.Time{})))
			}
		})
	}
}

func TestBrief(t *testing.T) {
	for seconds, want := range map[float64]string{
		0: "0s", 45.4: "45s", 60: "1m", 90: "90s", 1920: "32m", 3600: "1h", 3840: "1h4m", 7199.9: "2h",
	} {
		if got := brief(seconds); got != want {
			t.Errorf("%g s: %s, want %s", seconds, got, want)
		}
	}
}
