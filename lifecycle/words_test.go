package lifecycle

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

// Names are compared by their letters and digits.
func TestSqueeze(t *testing.T) {
	for name, want := range map[string]string{
		"Notes": "notes", "Field Kit": "fieldkit", "field-kit_2": "fieldkit2", "AZaz09": "azaz09", "@[`{/:": "", "Füße": "füße", "": "",
	} {
		if got := squeeze(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// An app without a process name is the one whose bundle id ends like the name, if it is the
// only one.
func TestBundleLike(t *testing.T) {
	notes, kit, named := &App{BundleID: "com.example.notes"}, &App{BundleID: "com.example.field-kit"}, &App{BundleID: "org.example.mail", Name: "Post"}
	twin, widget, nameless := &App{BundleID: "org.example.notes"}, &App{BundleID: "com.example.app.widget", Host: "com.example.app"}, &App{}
	for _, c := range []struct {
		apps []*App
		name string
		want *App
	}{
		{[]*App{notes, kit}, "Notes", notes},
		{[]*App{notes, kit}, "Field Kit", kit},
		{[]*App{notes, kit}, "Other", nil},
		{[]*App{notes, twin}, "Notes", nil},
		{[]*App{named}, "Mail", nil},
		{[]*App{widget}, "Widget", nil},
		{[]*App{nameless, notes}, "Notes", notes},
	} {
		e := NewEngine(1, false)
		e.t.Apps = c.apps
		if got := e.bundleLike(c.name); got != c.want {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

// Where a program lies tells Apple's own from others.
func TestJudgePath(t *testing.T) {
	for path, want := range map[string]bool{
		"":                                      false,
		"/System/Library/CoreServices/Notes":    true,
		"/usr/libexec/notes":                    true,
		"/Applications/Notes.app/Notes":         true,
		"/Applications/Mac.app/Contents/Mac":    false,
		"/private/var/containers/Bundle/A/Note": false,
		"/Users/someone/Library/Developer/CoreSimulator/Devices/1/data/Notes": false,
		"/System/x/CoreSimulator/Notes":                                       false,
	} {
		a := &App{}
		NewEngine(1, false).judgePath(a, &parse.Record{ProcessPath: path})
		if a.System != want {
			t.Errorf("%q: system %v", path, a.System)
		}
	}
}

// An app that the system's lines have named by its pid stays one, wherever its program lies.
func TestPathOfNamedApp(t *testing.T) {
	e := NewEngine(1, false)
	p := e.bundle("com.example.notes", 412, &parse.Record{PID: 33, Process: "runningboardd"})
	own := &parse.Record{PID: 412, Process: "Notes", ProcessPath: "/usr/libexec/Notes"}
	if w := e.writer(own); w != p || p.App.System || p.App.Name != "Notes" {
		t.Errorf("%+v, %+v", w.Process, p.App)
	}
	if own.ProcessPath = "/Users/someone/Library/Developer/CoreSimulator/Devices/1/data/Notes"; !e.simulatorPath(own) || e.t.Device.Simulator != Yes {
		t.Errorf("simulator: %v", e.t.Device.Simulator)
	}
}

// Apps' processes begin with a capital letter, and are not among those of the system.
func TestAppLike(t *testing.T) {
	for name, want := range map[string]bool{
		"": false, "Notes": true, "A": true, "Zebra": true, "notes": false, "@notes": false, "[notes]": false, "com.example": false, "Notes.helper": false,
		"SpringBoard": false,
	} {
		if got := appLike(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

// The instance of an activity is six hex digits.
func TestActivityInstance(t *testing.T) {
	for name, want := range map[string]string{
		"bgRefresh-com.example.notes.refresh:519B19": "bgRefresh-com.example.notes.refresh",
		"a:519b19":         "a",
		"a:519B1":          "a:519B1",
		"a:519B190":        "a:519B190",
		"a:519G19":         "a:519G19",
		"a:notes1":         "a:notes1",
		"a":                "a",
		"501:a:4935F4":     "501:a",
		"a:519B19:another": "a:519B19:another",
	} {
		if got := activityName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// Requests and tasks print their class and identifier.
func TestSplitObject(t *testing.T) {
	for object, want := range map[string]string{
		"<BGAppRefreshTaskRequest: com.example.notes.refresh, earliestBeginDate: (null)>": "refresh com.example.notes.refresh",
		"<BGAppRefreshTask: com.example.notes.refresh>":                                   "refresh com.example.notes.refresh",
		"<BGProcessingTask: com.example.notes.cleanup\n>":                                 "processing com.example.notes.cleanup",
		"<BGContinuedProcessingTask: com.example.notes.export (Export)>":                  "continued com.example.notes.export",
		"<NTOwnTask: com.example.notes.own>":                                              "unknown com.example.notes.own",
		"<BGAppRefreshTask: <private>>":                                                   "unknown ",
		"<BGAppRefreshTask: (null)>":                                                      "unknown ",
		"<BGAppRefreshTask: >":                                                            "unknown ",
		"<BGAppRefreshTask: , earliestBeginDate: (null)>":                                 "unknown ",
		"<private>": "unknown ",
		"":          "unknown ",
	} {
		kind, id := splitObject(object)
		if got := fmt.Sprintf("%s %s", kind, id); got != want {
			t.Errorf("%q: %q, want %q", object, got, want)
		}
	}
}

// Brackets in quotes close nothing, unless a paste has lost the closing quote.
func TestToBracket(t *testing.T) {
	for text, want := range map[string][2]string{
		"a} b":              {"a", " b"},
		"a {b} c} d":        {"a {b} c", " d"},
		`a "}" c} d`:        {`a "}" c`, " d"},
		`a "{" c} d`:        {`a "{" c`, " d"},
		"a \"x\nc} d":       {"a \"x\nc", " d"},
		`"a" {"}"} "{" } b`: {`"a" {"}"} "{" `, " b"},
		"{{a}} } b":         {"{{a}} ", " b"},
		"} b":               {"", " b"},
	} {
		body, rest := toBracket(text)
		if d := cmp.Diff(want, [2]string{body, rest}); d != "" {
			t.Errorf("%q (-want +got):\n%s", text, d)
		}
	}
}

// What assertiond's words name as held, and for how long it was allowed.
func TestPermitted(t *testing.T) {
	for _, c := range []struct {
		text, name string
		limit      float64
	}{
		{"<BKProcessAssertion: 0x1> identifier: ImportStatement process: Ledger[871] permittedBackgroundDuration: 180.000000 reason: finishTask", "ImportStatement", 180},
		{"<BKProcessAssertion: 0x1> id: 1526-FE9F name: Sync Notes process: <BKProcess: 0x2> permittedBackgroundDuration: 40.000000", "Sync Notes", 40},
		{`<BKProcessAssertion: 0x1; "Sync Notes" (finishTask:180s); id:…475658F36F42> (owner: Notes:24424)`, "Sync Notes", 180},
		{`<BKProcessAssertion: 0x1; "Sync Notes"`, "", 0},
		{"<BKProcessAssertion: 0x1> identifier: Sync", "Sync", 0},
		{"<BKProcessAssertion: 0x1> identifier:  process: Ledger[871]", "", 0},
		{"identifier: ImportStatement permittedBackgroundDuration: 180", "", 0},
		{"identifier: Suspending process: Ledger[871] permittedBackgroundDuration: 10.000000 reason: suspend owner pid:55", "Suspending", 10},
	} {
		if name, limit := permitted(c.text); name != c.name || limit != c.limit {
			t.Errorf("%s: %q, %g", c.text, name, limit)
		}
	}
}

// Codes are printed by name and number, by number alone, or as hex.
func TestCodeNumber(t *testing.T) {
	for text, want := range map[string]string{
		"SIGSEGV(11)>>.": "11 true", "force-quit(0xfbfbfbfb)>": "4227595259 true", "0xDEADFA11>": "3735943697 true", "1": "1 true", "7, x": "7 true",
		"": "0 false", ">": "0 false", "words": "0 false", "words(more)": "0 false",
	} {
		v, ok := codeNumber(text)
		if got := fmt.Sprintf("%d %v", v, ok); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

// Annotations of format strings tell of privacy and types; rows are found without them.
func TestNormalise(t *testing.T) {
	for format, want := range map[string]string{
		"plain":                            "plain",
		"%{public}@":                       "%@",
		"a %{private, mask.hash}s b %d":    "a %s b %d",
		"%{public}@ and %{public}@":        "%@ and %@",
		"%{BOOL}d%{darwin.errno}d":         "%d%d",
		"%{unclosed":                       "%{unclosed",
		"100%% of %{xcode:size-in-bytes}u": "100%% of %u",
	} {
		if got := normalise(format); got != want {
			t.Errorf("%q: %q, want %q", format, got, want)
		}
	}
}

// How rows read messages: arguments up to the literal that follows, hidden ones, and what
// tools cut off at the end.
func TestRowMatch(t *testing.T) {
	for _, c := range []struct {
		format, text string
		cut          bool
		want         []string // nil when it does not fit
	}{
		{"Sync %@ of %@.", "Sync 3 of 7.", false, []string{"3", "7"}},
		{"Sync %@ of %@.", "Sync <private> of <private>.", false, []string{"<private>", "<private>"}},
		{"Sync %@ of %@.", "Sync 3 of 7.5.", false, []string{"3", "7.5"}},
		{"Sync %@ of %@.", "Sync 3", false, nil},
		{"Sync %@ of %@.", "Async 3 of 7.", false, nil},
		{"Sync %@ done", "Sync <private>:1234 done", false, []string{"<private>:1234"}},
		{"Sync %@ done", "Sync <private> done", false, []string{"<private>"}},
		{"Sync %@ done", "Sync <private>", false, nil},
		{"Sync %@ done", "Sync <private>", true, []string{"<private>"}},
		{"Sync %@ done", "Sync some wor…", true, []string{"some wor"}},
		{"Sync %@ done", "Sync some wor…", false, nil},
		{"Sync %@ with the server at home", "Sync notes with the", true, []string{"notes"}},
		{"Sync %@ with the server at home", "Sync notes with the", false, nil},
		{"Sync %@ with the server at home.", "Sync notes with the server at home", false, []string{"notes"}},
		{"Sync %d of %d", "Sync 3 of 7", false, []string{"3", "7"}},
		{"Sync %d of %d", "Sync three of 7", false, nil},
		{"Sync %x took %f s", "Sync 0x1F took 1.5 s", false, []string{"0x1F", "1.5"}},
		{"Sync %@: %d", "Sync a: b: 7", false, []string{"a: b", "7"}},
		{"Sync %@: %d", "Sync a: <private>", false, []string{"a", "<private>"}},
		{"Sync %{BOOL}d", "Sync YES", false, []string{"YES"}},
		{"Sync", "Sync", false, []string{}},
		{"100%% of %@", "100% of it", false, []string{"it"}},
	} {
		r := &Row{Format: c.format, Cut: c.cut}
		r.compile()
		got, ok := r.match(c.text, []string{})
		if ok != (c.want != nil) || ok && !cmp.Equal(c.want, got) {
			t.Errorf("%q of %q, cut %v: %q %v", c.format, c.text, c.cut, got, ok)
		}
	}
}

// A process is found wherever it stands in a head that a paste has kept.
func TestIdentityIn(t *testing.T) {
	for text, want := range map[string]string{
		"[app<com.example.notes>:412]":                "com.example.notes 412",
		"iPhone [app<com.example.notes>:412]":         "com.example.notes 412",
		"runningboardd: app<com.example.notes>":       "com.example.notes -1",
		"seen in [xpcservice<com.example.notes>:412]": "com.example.notes 412",
		"Notes:412":     "Notes 412",
		"Field Kit:412": "Field Kit 412",
		"Notes:x412":    "",
		"Notes:":        "",
		":412":          "",
		"<Notes>:412":   "",
		"[Notes:412":    "",
		"Notes":         "",
		"":              "",
	} {
		id := identityIn(text)
		got := ""
		if id.Known() {
			got = fmt.Sprintf("%s %d", id.Bundle+id.Name, id.PID)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Most identities are of daemons, and those of the Mac are no apps of a device.
func TestForeign(t *testing.T) {
	for text, want := range map[string]bool{
		"[app<com.example.notes>:412]": false, "[daemon<com.apple.dasd>:104]": true, "[osservice<com.apple.dasd>:104]": true,
		"[app<application.com.example.notes.1.2(501)>:412]": true, "[xpcservice<com.example.notes.share([app<com.example.notes>:1])>:412]": false,
	} {
		id, n := parseIdentity(text)
		if n == 0 || id.foreign() != want {
			t.Errorf("%q: %+v", text, id)
		}
	}
}

// Senders are listed by how much they wrote, and of each the commonest texts that no row
// knows, in the order of the log where they are as common.
func TestUnknownTexts(t *testing.T) {
	e := NewEngine(1, false)
	count := func(process string, line, n int, text string, known bool) {
		for range n {
			var ev *Event
			if known {
				ev = &Event{}
			}
			e.count(&parse.Record{Process: process, Line: line, Message: text}, ev)
		}
	}
	for i, n := range []int{2, 1, 3, 1, 2, 1, 1} {
		count("dasd", 20-i, n, fmt.Sprintf("text %d", i), false)
	}
	count("dasd", 1, 5, "known", true)
	count("backboardd", 2, 3, strings.Repeat("long ", 100), false)
	count("assertiond", 3, 3, strings.Repeat("long ", 6)+"and another", false)
	var got []string
	for _, s := range e.coverage() {
		line := fmt.Sprintf("%s %d/%d", s.Process, s.Recognised, s.Records)
		for _, u := range s.Unknown {
			line += fmt.Sprintf(" %dx%d:%d", u.Line, u.Count, len(u.Text))
		}
		got = append(got, line)
	}
	want := []string{"dasd 5/16 18x3:6 16x2:6 20x2:6 14x1:6 15x1:6", "assertiond 0/3 3x3:41", "backboardd 0/3 2x3:200"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for i := range 2 * unknownKinds {
		count("many", i, 1, fmt.Sprintf("%d", i), false)
	}
	if n := len(e.senders["many"].unknown); n != unknownKinds {
		t.Errorf("%d kinds of texts are kept", n)
	}
}

// Whether a request runs, was told to end, or is about to run, by what the log shows of it.
func TestRequestStates(t *testing.T) {
	for _, c := range []struct {
		name                       string
		change                     func(*BGTask)
		kinds                      []EventKind
		running, warned, launching bool
	}{
		{"submitted", func(*BGTask) {}, []EventKind{ActivityAccepted}, false, false, false},
		{"decided", func(t *BGTask) { t.Decided = atSecond(1) }, []EventKind{ActivityDecided}, true, false, true},
		{"decided, without a time", func(t *BGTask) {}, []EventKind{ActivityDecided}, false, false, false},
		{"decided and cancelled", func(t *BGTask) { t.Decided, t.Cancelled = atSecond(1), atSecond(2) }, []EventKind{ActivityDecided}, false, false, false},
		{"started", func(t *BGTask) { t.Decided = atSecond(1) }, []EventKind{ActivityDecided, BGTaskStarted}, true, false, false},
		{"started and cancelled for the next time", func(t *BGTask) { t.Cancelled = atSecond(2) }, []EventKind{BGTaskStarted}, true, false, false},
		{"expired", func(t *BGTask) { t.Expired = atSecond(2) }, []EventKind{BGTaskStarted}, true, true, false},
		{"expired, without times", func(t *BGTask) {}, []EventKind{BGTaskStarted, BGTaskExpiring}, true, true, false},
		{"expired, no answer", func(t *BGTask) { t.Expired, t.NoAnswer = atSecond(2), true }, []EventKind{BGTaskStarted}, true, false, false},
		{"a fetch that expired", func(t *BGTask) { t.Kind, t.Expired = BGFetch, atSecond(2) }, []EventKind{ActivityStarted}, true, false, false},
		{"completed", func(t *BGTask) { t.Completed = atSecond(3) }, []EventKind{BGTaskStarted}, false, false, false},
		{"completed, without times", func(t *BGTask) {}, []EventKind{BGTaskStarted, BGTaskCompleted}, false, false, false},
		{"ended by dasd", func(t *BGTask) { t.Ended = atSecond(3) }, []EventKind{BGTaskStarted}, false, false, false},
		{"simulated", func(t *BGTask) { t.Simulated = true }, []EventKind{BGTaskStarted}, false, false, false},
		{"its process is gone", func(t *BGTask) { t.Process = &Process{Exited: atSecond(3)} }, []EventKind{BGTaskStarted}, false, false, false},
		{"its process lives", func(t *BGTask) { t.Process = &Process{} }, []EventKind{BGTaskStarted}, true, false, false},
	} {
		x := &BGTask{Kind: BGRefresh}
		for i, k := range c.kinds {
			x.Evidence.Set(k, Evidence{Line: i + 1})
		}
		c.change(x)
		if got := [3]bool{x.running(), x.warned(), x.launching()}; got != [3]bool{c.running, c.warned, c.launching} {
			t.Errorf("%s: running, warned, launching %v", c.name, got)
		}
	}
}

// Where the log and the model of the limiter differ, the report says why.
func TestCompare(t *testing.T) {
	const lacks = "the log lacks one or more wakes before this one"
	type step struct{ delay, predicted float64 }
	for _, c := range []struct {
		name  string
		steps []step // no delay: a reset
		want  []string
	}{
		{"as predicted", []step{{60, 60}, {120, 120}}, []string{"", ""}},
		{"begins above", []step{{480, 60}, {960, 960}}, []string{"the log begins when the limiter stood at 240 s already", ""}},
		{"begins at the top", []step{{3600, 60}}, []string{"the log begins when the limiter stood at 1920 s or more already"}},
		{"jumps", []step{{60, 60}, {480, 120}}, []string{"", lacks}},
		{"jumps after a reset", []step{{}, {480, 60}}, []string{"", lacks}},
		{"falls to the first", []step{{120, 60}, {60, 240}}, []string{"the log begins when the limiter stood at 60 s already", "the limiter was reset before, by something that the log does not show"}},
		{"falls", []step{{60, 60}, {120, 240}}, []string{"", "the limiter was reset and woke the app again since the wake before, neither of which the log shows"}},
	} {
		l := &limit{RateLimit: &RateLimit{}}
		for _, s := range c.steps {
			ch := RateLimitChange{LimiterChange: LimiterChange{Cause: LimiterByWake, Delay: s.delay, Predicted: s.predicted}, Logged: true}
			if s.delay == 0 {
				ch.Cause = LimiterByForeground
			}
			l.Changes = append(l.Changes, ch)
		}
		l.compare()
		var got []string
		for _, ch := range l.Changes {
			got = append(got, ch.Differs)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
	unlogged := &limit{RateLimit: &RateLimit{Changes: []RateLimitChange{{LimiterChange: LimiterChange{Cause: LimiterByWake, Delay: 60, Predicted: 120}}}}}
	if unlogged.compare(); unlogged.Changes[0].Differs != "" {
		t.Error("what the log does not tell cannot differ")
	}
}

// A line about a reset is of a change, or of a foreground, within 2 s of it.
func TestNearReset(t *testing.T) {
	l := &limit{
		RateLimit: &RateLimit{Model: &Limiter{Changes: []LimiterChange{{At: atSecond(100), Cause: LimiterByWake}, {At: atSecond(200), Cause: LimiterByIdle}}}},
		events: []limitEvent{
			{LimiterEvent: LimiterEvent{At: atSecond(100), Kind: LimiterWake}}, {LimiterEvent: LimiterEvent{At: atSecond(300), Kind: LimiterForeground}},
		},
	}
	for _, c := range []struct {
		at          int64
		step, reset int
		front       bool
	}{
		{97, -1, -1, false}, {98, 0, -1, false}, {100, 0, -1, false}, {102, 0, -1, false}, {103, -1, -1, false},
		{197, -1, -1, false}, {198, -1, 1, false}, {202, -1, 1, false}, {203, -1, -1, false}, {297, -1, -1, false}, {298, -1, -1, true}, {302, -1, -1, true}, {303, -1, -1, false},
	} {
		at := atSecond(c.at)
		if step, reset, front := l.nearChange(at, true), l.nearChange(at, false), l.cameToFront(at); step != c.step || reset != c.reset || front != c.front {
			t.Errorf("%d s: step %d, reset %d, front %v", c.at, step, reset, front)
		}
	}
	if l.cameToFront(Time{}) || l.nearChange(Time{}, true) >= 0 {
		t.Error("near an unknown time")
	}
}

// An error's description holds its code, and why a background transfer was cancelled.
func TestErrorCodeOf(t *testing.T) {
	for text, want := range map[string][2]int{
		"Error Domain=NSURLErrorDomain Code=-999 \"cancelled\" UserInfo={NSURLErrorBackgroundTaskCancelledReasonKey=0, x=1}": {-999, 0},
		"Error Domain=NSURLErrorDomain Code=-1001 \"(null)\"":                                                                {-1001, -1},
		"Error Domain=DASActivitySchedulerErrorDomain Code=4":                                                                {4, -1},
		"NSURLErrorBackgroundTaskCancelledReasonKey=2":                                                                       {0, 2},
		"Code=none, NSURLErrorBackgroundTaskCancelledReasonKey=none":                                                         {0, -1},
		"<private>": {0, -1},
		"":          {0, -1},
	} {
		code, reason := errorCode(text)
		if got := [2]int{code, reason}; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// A number is used again half a minute after its process has ended at the earliest.
func TestStale(t *testing.T) {
	for _, c := range []struct {
		name    string
		gone    bool
		closing Time
		want    bool
	}{
		{"alive", false, Time{}, false},
		{"ending for long", false, atSecond(0), false},
		{"gone for 30 s", true, atSecond(70), false},
		{"gone for 31 s", true, atSecond(69), true},
		{"gone, who knows when", true, Time{}, false},
	} {
		p := &process{Process: &Process{}, gone: c.gone, closing: c.closing}
		if got := NewEngine(1, false).stale(p, atSecond(100)); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
