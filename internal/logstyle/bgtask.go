package logstyle

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Era is whose wording a story is told in. The wordings changed without notice, and
// no capture shows in which version.
type Era int

// The eras of which lines are known, in order.
const (
	Era11   Era = iota // pushes and fetches only: there was no BGTaskScheduler
	Era13              // 13 to 15
	Era18              // 18.2
	Era26              // 26.1, with continued processing
	EraNext            // strings of Apple's own extractor for the one after
)

func (e Era) String() string { return [...]string{"11", "13", "18", "26", "next"}[e] }

// Side is whose lines a log holds.
type Side int

// The sides of a story.
const (
	BothSides Side = iota // with SpringBoard and runningboardd
	AppSide
	SchedulerSide // dasd's alone
)

func (s Side) String() string { return [...]string{"both", "app", "dasd"}[s] }

// holds reports whether such a log has the entry.
func (s Side) holds(e *Entry) bool {
	switch s {
	case AppSide:
		return e.App
	case SchedulerSide:
		return e.Process == "dasd" && strings.EqualFold(e.Subsystem, das)
	}
	return true
}

// BGTaskOptions say how a story is told.
type BGTaskOptions struct {
	Era  Era
	Side Side
	// Redacted is what the entries are going to be rendered with: the truth holds
	// only what can be seen then.
	Redacted bool
	// Unsigned tells the same of a style without the names of libraries and
	// subsystems: messages of common words prove nothing there.
	Unsigned bool
	// Unnumbered is the same for one without process ids: a process cannot be told
	// from the next one of its app.
	Unnumbered bool
	Requests   int // how many are made before the story ends
}

// BGTaskStory is the log of two apps whose requests are scheduled and run at the
// same time, with the truth about them as far as the log shows it.
type BGTaskStory struct {
	Entries []Entry
	Tasks   []BGTaskTruth // in order of their first lines
}

// BGTaskTruth is what the told lines show of one request. Times that they do not
// show are zero, words that they do not show are empty.
type BGTaskTruth struct {
	Identifier, Request, Kind string

	Submitted, Earliest, Started, Expired, Completed time.Time

	Success          string // yes or no
	Outcome, EndedBy string // as in the report
	// Refused counts the scorings that forbade the run, Postponed the times that it
	// was passed over. Reasons counts each policy's refusals: policy, decision and
	// rationale with numbers as "#".
	Refused, Postponed int
	Reasons            map[string]int
	Simulated, Ran     bool
}

// bgTeller writes a BGTaskStory: a queue of what is to happen, in order of time.
type bgTeller struct {
	d     *Device
	r     random
	opt   BGTaskOptions
	apps  []*App
	queue []happening
	left  int          // requests not made yet
	shown []*bgRequest // by their first lines
	all   []*bgRequest
}

// bgWork is what an app does again and again under one identifier.
type bgWork struct {
	app              *App
	kind, identifier string
	last             *bgRequest // the newest one
	visible          *bgRequest // the newest one that the log shows to be submitted
	runs             *bgRequest // the newest one that was begun
}

// bgRequest is one request, or one activity that dasd makes of a push or fetch.
type bgRequest struct {
	*bgWork
	instance string
	earliest time.Time
	pending  bool // dasd has it
	running  bool
	blocked  bool // its handler is not called
	pid      int  // of the process that runs it
	begun    time.Time
	sees     bgSeen
}

// TellBGTasks makes a story; the seed chooses all that happens in it.
func TellBGTasks(seed uint64, opt BGTaskOptions) BGTaskStory {
	b := &bgTeller{d: NewDevice(scenarioStart), r: random(seed*7919 + 17), opt: opt, left: opt.Requests}
	b.d.random = random(seed + 99)
	b.begin()
	for len(b.queue) > 0 {
		slices.SortStableFunc(b.queue, func(x, y happening) int { return x.at.Compare(y.at) })
		next := b.queue[0]
		b.queue = b.queue[1:]
		b.d.WaitUntil(next.at)
		next.do()
	}
	b.close()
	story := BGTaskStory{Entries: b.d.Entries}
	for _, r := range b.shown {
		story.Tasks = append(story.Tasks, b.truth(r))
	}
	return story
}

// begin lets both apps be opened once, so that the system names their processes,
// and plans the first work of each identifier.
func (b *bgTeller) begin() {
	notes, runlog := b.d.Notes(), b.d.App("org.example.runlog", "RunLog")
	b.apps = []*App{notes, runlog}
	for i, a := range b.apps {
		b.present(a, firstPID+40*i)
	}
	var works []*bgWork
	if b.opt.Era >= Era13 {
		works = append(works, &bgWork{app: notes, kind: "refresh", identifier: "com.example.notes.refresh"},
			&bgWork{app: notes, kind: "processing", identifier: "com.example.notes.cleanup"},
			&bgWork{app: runlog, kind: "refresh", identifier: "org.example.runlog.sync"},
			&bgWork{app: runlog, kind: "processing", identifier: "org.example.runlog.index"})
	}
	if b.opt.Era >= Era26 {
		works = append(works, &bgWork{app: notes, kind: "continued", identifier: "com.example.notes.export"})
	}
	for _, w := range works {
		b.in(b.upTo(4*time.Minute), func() { b.work(w) })
	}
	for _, a := range b.apps {
		push, fetch := &bgWork{app: a, kind: "push", identifier: a.Bundle}, &bgWork{app: a, kind: "fetch", identifier: a.Bundle}
		b.in(b.upTo(9*time.Minute), func() { b.push(push) })
		b.in(b.upTo(20*time.Minute), func() { b.push(fetch) })
	}
	b.in(0, b.noise)
}

// present brings the app to the front and back, so that it runs under pid.
func (b *bgTeller) present(a *App, pid int) {
	from := len(b.d.Entries)
	a.LaunchByUser(pid)
	a.Home(nil)
	b.d.Wait(3 * time.Second)
	b.filter(from)
}

// awake lets the app be opened again when its process is gone.
func (b *bgTeller) awake(a *App) {
	if a.PID == 0 {
		b.present(a, firstPID+200+b.pick(500))
	}
}

// close lets time pass in which nothing happens to any request, so that the log
// covers it.
func (b *bgTeller) close() {
	b.d.Wait(30 * time.Second)
	for _, a := range b.apps {
		b.quiet(a)
	}
	b.noise()
}

// quiet is a line of the app about no request.
func (b *bgTeller) quiet(a *App) {
	if a.PID == 0 {
		return
	}
	if b.opt.Era >= Era18 {
		a.backgroundTasks("cancelTaskRequestWithIdentifier: %{public}@", a.Bundle+".unused")
	} else {
		a.backgroundTasks("Getting pending task requests")
	}
	b.told(nil)
}

// filter drops what the log does not hold of the entries since from.
func (b *bgTeller) filter(from int) {
	kept := b.d.Entries[:from]
	for _, e := range b.d.Entries[from:] {
		if b.opt.Side.holds(&e) {
			kept = append(kept, e)
		}
	}
	b.d.Entries = kept
}

// in plans what happens after a while.
func (b *bgTeller) in(wait time.Duration, do func()) {
	b.queue = append(b.queue, happening{b.d.Now.Add(wait), do})
}

// upTo chooses a duration between a tenth of most and most.
func (b *bgTeller) upTo(most time.Duration) time.Duration {
	return (most/10 + time.Duration(b.r.next()%uint64(most*9/10))).Truncate(time.Microsecond)
}

// one chooses true once in n times.
func (b *bgTeller) one(n uint64) bool { return b.r.next()>>20%n == 0 }

// pick chooses one of n.
func (b *bgTeller) pick(n int) int { return int(b.r.next() >> 20 % uint64(n)) }

// make begins a request of the work.
func (b *bgTeller) make(w *bgWork) *bgRequest {
	r := &bgRequest{bgWork: w, instance: fmt.Sprintf("%06X", b.r.next()>>40)}
	b.left--
	b.all = append(b.all, r)
	w.last = r
	return r
}

// prefixes begin dasd's names of activities.
var prefixes = map[string]string{
	"refresh": "bgRefresh-", "processing": "bgProcessing-", "continued": "bgContinuedProcessing-",
	"push": "com.apple.pushLaunch.", "fetch": "com.apple.fetch.",
}

func (r *bgRequest) launch() bool { return r.kind == "push" || r.kind == "fetch" }

// name is dasd's name of it.
func (r *bgRequest) name() string { return prefixes[r.kind] + r.identifier + ":" + r.instance }

// set prints names as NSSet describes itself.
func set(names ...string) string { return "{(\n    " + strings.Join(names, ",\n    ") + "\n)}" }

// object is the app's task object, request what it submitted.
func (r *bgRequest) object() string {
	switch r.kind {
	case "processing":
		return "<BGProcessingTask: " + r.identifier + ">"
	case "continued":
		return "<BGContinuedProcessingTask: " + r.identifier + " (Export)>"
	}
	return "<BGAppRefreshTask: " + r.identifier + ">"
}

func (r *bgRequest) request() string {
	date := "(null)"
	if !r.earliest.IsZero() {
		date = date0(r.earliest)
	}
	switch r.kind {
	case "processing":
		return "<BGProcessingTaskRequest: " + r.identifier + ", earliestBeginDate: " + date + ", requiresExternalPower=0, requiresNetworkConnectivity=1>"
	case "continued":
		return "<BGContinuedProcessingTaskRequest: " + r.identifier + ", (title: Export, subtitle: 12 notes, resources: 0, submissionStrategy: 1)>"
	}
	return "<BGAppRefreshTaskRequest: " + r.identifier + ", earliestBeginDate: " + date + ">"
}

// date0 prints a date as NSDate describes itself.
func date0(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 -0700") }
