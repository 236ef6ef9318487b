package report

import (
	"cmp"
	"slices"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// htmlTables are the tables of what was reconstructed, those with rows.
func (t *texter) htmlTables(l links) []htmlTable {
	list := []htmlTable{
		t.htmlProcesses(l), t.htmlTasks(l), t.htmlBGTasks(l), t.htmlTransfers(l), t.htmlLedger(), t.htmlSessions(), t.htmlWakes(l), t.htmlLimiter(), t.htmlPoints(l),
	}
	return slices.DeleteFunc(list, func(x htmlTable) bool { return len(x.Rows) == 0 })
}

// appRun is a process with its app.
type appRun struct {
	app App
	Process
}

func (t *texter) htmlProcesses(l links) htmlTable {
	var list []appRun
	for _, a := range t.r.Apps {
		for _, p := range a.Processes {
			list = append(list, appRun{a, p})
		}
	}
	timeline := func(p appRun) int { return p.Timeline }
	return htmlTableOf(listing[appRun]{kind: "process", title: "Processes", one: "process", many: "processes", list: list, trouble: func(p appRun) int {
		if p.Exit == nil {
			return 0
		}
		return 1
	}}, []field[appRun]{
		logField(t, timeline),
		textField("app", false, func(p appRun) string { return appTitle(p.app) }),
		{title: "pid", right: true, text: func(p appRun) string {
			if p.PID == nil {
				return "?"
			}
			return itoa(*p.PID)
		}},
		timeField(t, "launched", timeline, func(p appRun) parse.Time { return p.Launched }),
		textField("by", false, func(p appRun) string { return t.processRow(p.Process)[3] }),
		textField("what became of it", true, func(p appRun) string { return t.fate(p.Process) }),
		findingsField[appRun](l, "process"),
	})
}

func (t *texter) htmlTasks(l links) htmlTable {
	var list []Task
	var indexes []int
	system := 0
	for i, x := range t.r.Tasks {
		if x.System {
			system++
			continue
		}
		list, indexes = append(list, x), append(indexes, i)
	}
	timeline := func(x Task) int { return x.Timeline }
	cell := func(column int) func(Task) string {
		return func(x Task) string { return t.taskRow(taskRow{first: x, last: x, count: x.Count}, true)[column] }
	}
	out := htmlTableOf(listing[Task]{kind: "task", title: "Background tasks", one: "background task", many: "background tasks", list: list, indexes: indexes,
		trouble: func(x Task) int { return badness(x.Outcome) }}, []field[Task]{
		logField(t, timeline), appField(t, func(x Task) *string { return x.App }),
		{title: "pid", right: true, text: cell(1)}, {title: "id", right: true, text: cell(2)}, textField("background task", true, cell(3)),
		timeField(t, "begun", timeline, func(x Task) parse.Time { return x.Begun }),
		timeField(t, "expired", timeline, func(x Task) parse.Time { return x.Expired }),
		timeField(t, "ended", timeline, func(x Task) parse.Time { return x.Ended }),
		{title: "held", right: true, text: func(x Task) string { return held(oneRow(x)) }, key: func(x Task) (float64, bool) {
			s := cmp.Or(x.Held, x.HeldAwake)
			if s == nil {
				return 0, false
			}
			return *s, true
		}},
		textField("outcome", false, func(x Task) string { return outcomeWords(x.Outcome) }),
		findingsField[Task](l, "task"),
	})
	if system > 0 {
		out.Note = several(system, "task", "tasks") + " of UIKit and system frameworks not shown; --format json has all."
	}
	return out
}

// oneRow is the row of a single task.
func oneRow(x Task) taskRow {
	r := taskRow{first: x, last: x, count: x.Count}
	if x.Held != nil {
		r.held = []float64{*x.Held}
	}
	if x.HeldAwake != nil {
		r.awake = []float64{*x.HeldAwake}
	}
	return r
}

func (t *texter) htmlBGTasks(l links) htmlTable {
	timeline := func(x BGTask) int { return x.Timeline }
	return htmlTableOf(listing[BGTask]{kind: "bgtask", title: "BGTasks", one: "BGTask", many: "BGTasks", list: t.r.BGTasks, trouble: bgtaskTrouble}, []field[BGTask]{
		logField(t, timeline), appField(t, func(x BGTask) *string { return x.App }),
		textField("BGTask", false, bgtaskName), textField("kind", false, func(x BGTask) string { return bgtaskKind(x.Kind) }),
		timeField(t, "submitted", timeline, func(x BGTask) parse.Time { return x.Submitted }),
		timeField(t, "not before", timeline, func(x BGTask) parse.Time { return x.Earliest }),
		countField("refused", func(x BGTask) int { return x.Refused }), countField("put off", func(x BGTask) int { return x.Postponed }),
		timeField(t, "started", timeline, bgtaskStart),
		secondsField("took", func(x BGTask) *float64 {
			if x.Outcome == string(lifecycle.BGTaskPending) {
				return nil
			}
			return x.Ran
		}),
		textField("outcome", true, bgtaskOutcome),
		findingsField[BGTask](l, "bgtask"),
	})
}

func (t *texter) htmlSessions() htmlTable {
	timeline := func(x Session) int { return x.Timeline }
	return htmlTableOf(listing[Session]{kind: "session", title: "Background sessions", one: "session", many: "sessions", list: t.r.Sessions}, []field[Session]{
		logField(t, timeline), appField(t, func(x Session) *string { return x.App }),
		textField("session", false, func(x Session) string { return shortID(x.ID) }),
		textField("identifier", true, func(x Session) string { return name(deref(x.Identifier)) }),
		timeField(t, "created", timeline, func(x Session) parse.Time { return x.Created }),
		timeField(t, "invalidated", timeline, func(x Session) parse.Time { return x.Invalidated }),
		textField("wakes the app", false, func(x Session) string { return yesNo(x.LaunchEvents) }),
		secondsField("resource timeout", func(x Session) *float64 { return x.ResourceTimeout }),
		countField("transfers", func(x Session) int { return x.Transfers }), countField("wakes", func(x Session) int { return x.Wakes }),
	})
}

// yesNo is empty for what is not known.
func yesNo(b *bool) string {
	switch {
	case b == nil:
		return ""
	case *b:
		return "yes"
	}
	return "no"
}

func (t *texter) htmlTransfers(l links) htmlTable {
	longest := 0.0
	sessions := map[string]bool{}
	for _, x := range t.r.Transfers {
		longest = max(longest, waited(x))
		sessions[deref(x.Session)] = true
	}
	timeline := func(x Transfer) int { return x.Timeline }
	cell := func(column int) func(Transfer) string {
		return func(x Transfer) string { return t.transferRow(x, len(sessions) > 1)[column] }
	}
	return htmlTableOf(listing[Transfer]{kind: "transfer", title: "Background transfers", one: "transfer", many: "transfers", list: t.r.Transfers, trouble: trouble}, []field[Transfer]{
		logField(t, timeline), appField(t, func(x Transfer) *string { return x.App }), textField("session", false, cell(1)),
		{title: "task", right: true, text: cell(2), key: func(x Transfer) (float64, bool) { return float64(x.Number), x.Number > 0 }},
		textField("transfer", false, cell(3)),
		textField("discretionary", false, func(x Transfer) string { return yesNo(x.Discretionary) }),
		timeField(t, "created", timeline, bornAt),
		{title: "waited", right: true, text: cell(5), key: func(x Transfer) (float64, bool) { return waited(x), x.Wait != nil }},
		{title: "waited for", wide: true, text: func(x Transfer) string { return waitsSummed(x.Waits) }, bars: func(x Transfer) []htmlBar { return waitBars(x.Waits, longest) }},
		timeField(t, "started", timeline, func(x Transfer) parse.Time { return x.Started }),
		secondsField("took", took),
		textField("outcome", true, transferOutcome),
		findingsField[Transfer](l, "transfer"),
	})
}

func took(x Transfer) *float64 {
	if s, ok := x.Finished.Since(x.Started); ok && s >= 0 {
		return &s
	}
	return nil
}

// waitsSummed is what a transfer waited for, the longest first.
func waitsSummed(waits []Wait) string {
	waits = slices.Clone(waits)
	slices.SortStableFunc(waits, func(a, b Wait) int { return cmp.Compare(b.Seconds, a.Seconds) })
	s := ""
	for _, w := range waits {
		if w.Seconds < 0.5 && s != "" {
			continue
		}
		if s != "" {
			s += ", "
		}
		s += waitWords[w.Cause] + " " + unbroken(duration(w.Seconds))
	}
	return s
}

// waitBars draw the parts of a wait beside each other, the longest wait as wide as the
// cell.
func waitBars(waits []Wait, longest float64) []htmlBar {
	var list []htmlBar
	x := 0.0
	for _, w := range waits {
		width := w.Seconds / longest * 100
		list = append(list, htmlBar{round(x), round(width), "wait-" + w.Cause})
		x += width
	}
	return list
}

func round(x float64) float64 { return float64(int(x*100+0.5)) / 100 }

func (t *texter) htmlWakes(l links) htmlTable {
	timeline := func(x Wake) int { return x.Timeline }
	return htmlTableOf(listing[Wake]{kind: "wake", title: "Wakes", one: "wake", many: "wakes", list: t.r.Wakes, trouble: func(x Wake) int {
		if wakeCell(x) == cellTrouble {
			return 1
		}
		return 0
	}}, []field[Wake]{
		logField(t, timeline), appField(t, func(x Wake) *string { return x.App }),
		timeField(t, "at", timeline, func(x Wake) parse.Time { return x.At }),
		textField("session", false, func(x Wake) string { return shortID(deref(x.Session)) }),
		secondsField("delay for what comes next", func(x Wake) *float64 { return x.LimiterDelay }),
		countField("transfers created", func(x Wake) int { return x.Transfers }),
		textField("outcome", true, wakeWords),
		findingsField[Wake](l, "wake"),
	})
}

// wakeWords say what became of a wake.
func wakeWords(x Wake) string {
	switch lifecycle.WakeOutcome(x.Outcome) {
	case lifecycle.WakeHandled:
		return "completion handler called"
	case lifecycle.WakeUnhandled:
		return "completion handler not called"
	case lifecycle.WakeNotMade:
		words, known := refusalWords[deref(x.Why)]
		if !known || words == "" {
			words = name(deref(x.Why))
		}
		return "not woken: " + cmp.Or(words, "no reason told")
	}
	return "the log does not cover how it ended"
}

func (t *texter) htmlLimiter() htmlTable {
	timeline := func(x LimiterChange) int { return x.Timeline }
	words := t.limiterTold()
	return htmlTableOf(listing[LimiterChange]{kind: "limiter", title: "Resume rate limiter", one: "change", many: "changes", list: t.r.Limiter}, []field[LimiterChange]{
		logField(t, timeline), appField(t, func(x LimiterChange) *string { return x.App }),
		timeField(t, "at", timeline, func(x LimiterChange) parse.Time { return x.At }),
		{title: "delay", right: true, text: func(x LimiterChange) string { return noneOr(x.Delay) }, key: func(x LimiterChange) (float64, bool) { return x.Delay, true }},
		{title: "ladder", text: func(LimiterChange) string { return "" }, bars: func(x LimiterChange) []htmlBar {
			if x.Delay <= 0 {
				return nil
			}
			return []htmlBar{{0, float64(min(len(ladderBar(x.Delay))*14, 100)), "limiter"}}
		}},
		textField("what it did", true, words),
	})
}

// limiterTold says what changes of the limiter did.
func (t *texter) limiterTold() func(LimiterChange) string {
	held := map[heldKey]Transfer{}
	sessions := map[string]bool{}
	for _, x := range t.r.Transfers {
		held[heldKey{x.Timeline, x.Task}] = x
		sessions[deref(x.Session)] = true
	}
	return func(c LimiterChange) string { return t.limiterWords([]LimiterChange{c}, held, len(sessions) > 1) }
}

// htmlLedger sums what all transfers waited for.
func (t *texter) htmlLedger() htmlTable {
	rows := ledgerRows(t.r.Transfers)
	cells := make([]field[[]string], len(ledgerColumns))
	for i, c := range ledgerColumns {
		cells[i] = field[[]string]{title: c.title, right: c.right, text: func(row []string) string { return row[i] }}
	}
	out := htmlTableOf(listing[[]string]{title: "What transfers waited for", list: rows}, cells)
	out.Fixed = true
	if s := reasonsSummed(t.r.Transfers); s != "" {
		out.Note = "The system's reasons: " + s + "."
	}
	return out
}
