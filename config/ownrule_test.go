package config

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report"
	"github.com/bglog/bglog/rules"
)

// team is the configuration of an invented app: a span that must end within 30 s, an
// event that must follow a wake, a count per day, and more.
const team = `
log-points:
  upload:
    subsystem: com.example.notes
    begin: 'upload (?P<id>\w+) began'
    end: 'upload (?P<id>\w+) (?P<how>finished|failed)'
  merged:
    process: Notes
    match: 'merged \d+ notes'
  login:
    process: Notes
    match: 'user logged in'
  synced:
    process: Notes
    match: 'wake sync'
  fetched:
    process: Notes
    match: 'fetched (?P<path>\S+)'
rules:
  sync-needs-wake:
    when: synced not preceded by wake within 30s
  fetches-notes:
    when: fetched[path=/v1/*]
  upload-must-end:
    when: upload not followed by upload.end within 30s
    per: id
    severity: error
    title: upload {id} of {app} did not end in time
    why: People see a spinner.
    fix: Finish the {{upload}}.
  merge-after-wake:
    when: wake not followed by merged within 20s
  merge-daily:
    when: fewer than 1 merged per day
  login-first:
    when: upload before login
  slow-upload:
    when: upload lasts longer than 10s
  failed-upload:
    when: upload.end[how=failed]
    severity: info
  upload-storm:
    when: more than 2 upload in 1m
  merge-needs-login:
    when: merged not preceded by login within 1m
  merge-then-upload:
    when: merged followed by upload within 2s
`

// A script is lines of "seconds process message".
func judge(t *testing.T, lines []string) []string {
	t.Helper()
	file, err := Parse(".bglog.yaml", []byte(team))
	if err != nil {
		t.Fatal(err)
	}
	base := time.Date(2026, 6, 9, 8, 0, 0, 0, time.UTC)
	log := "Timestamp                       Thread     Type        Activity             PID    TTL  \n"
	for _, l := range lines {
		at, rest, _ := strings.Cut(l, " ")
		process, msg, _ := strings.Cut(rest, " ")
		d, err := time.ParseDuration(at)
		if err != nil {
			t.Fatal(err)
		}
		level := "Default"
		if rest, ok := strings.CutPrefix(msg, "(info) "); ok {
			msg, level = rest, "Info"
		}
		sender := map[string]string{
			"Notes":         "412    0    Notes: [com.example.notes:sync]",
			"runningboardd": "33     0    runningboardd: (RunningBoard) [com.apple.runningboard:process]",
			"Notes'":        "977    0    Notes: [com.example.notes:sync]",
			"nsurlsessiond": "95     0    nsurlsessiond: [com.apple.nsurlsessiond:core]",
			"SpringBoard":   "34     0    SpringBoard: (FrontBoard) [com.apple.FrontBoard:Process]",
		}[process]
		log += fmt.Sprintf("%s 0x1c3b     %-7s     0x0                  %s %s\n", base.Add(d).Format("2006-01-02 15:04:05.000000-0700"), level, sender, msg)
	}
	opts := parse.Options{Interest: lifecycle.InterestWith(file.LogPoints), Annotate: lifecycle.Annotator(file.LogPoints), Now: base.AddDate(0, 1, 0)}
	engine := lifecycle.NewEngine(1, false)
	sum, err := parse.String("notes.log", log).Scan(context.Background(), opts, engine.Feed)
	if err != nil && len(lines) > 0 {
		t.Fatalf("%v\n%s", err, log)
	}
	own := file.OwnIDs()
	var got []string
	for _, f := range rules.Check(engine.Finish([]*parse.Summary{sum}), rules.Settings{Own: file.Rules}) {
		if slices.Contains(own, f.Rule.ID) {
			s := fmt.Sprintf("%s %s %d", f.Rule.ID, f.Certainty, f.Count)
			if f.Subject != "" {
				s += " " + f.Subject
			}
			got = append(got, s)
		}
	}
	slices.Sort(got)
	return got
}

const (
	launch = "runningboardd Executing launch request for app<com.example.notes(0A1B2C3D-0000-4000-8000-000000000001)> (FBApplicationProcess)"
	front  = "SpringBoard [app<com.example.notes>:412] Initial launch assertion state: ForegroundFocal."
	gone   = "runningboardd [app<com.example.notes(0A1B2C3D-0000-4000-8000-000000000001)>:412] termination reported by launchd (2, 6, 6)"
	again  = "SpringBoard [app<com.example.notes>:977] Initial launch assertion state: ForegroundFocal."
	wakeup = "nsurlsessiond Will request wake of app com.example.notes for NDSession <3B9E1D50-1111-4222-8333-444455556666> with identifier com.example.notes.sync"
	daemon = "nsurlsessiond NDSession <3B9E1D50-1111-4222-8333-444455556666> Session events delivered"
)

func TestOwnRules(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"a span that ends in time", []string{"0s Notes hello world", "1s Notes upload A1 began", "9s Notes upload A1 finished", "60s Notes upload A2 began", "65s Notes upload A2 finished", "200s Notes bye for now"}, nil},
		{
			"a span that does not end", []string{"0s Notes user logged in", "1s Notes upload A1 began", "5s Notes upload A2 began", "9s Notes upload A2 finished", "60s Notes user logged in"},
			[]string{"slow-upload certain 1", "upload-must-end certain 1 A1"},
		},
		{
			"a span that ends late", []string{"0s Notes user logged in", "1s Notes upload A1 began", "45s Notes upload A1 finished", "60s Notes user logged in"},
			[]string{"slow-upload certain 1", "upload-must-end certain 1 A1"},
		},
		{
			"the app goes on with other messages", []string{"0s Notes hello world", "1s Notes upload A1 began", "5s Notes upload A2 began", "9s Notes upload A2 finished", "40s Notes nothing special"},
			[]string{"slow-upload certain 1", "upload-must-end certain 1 A1"},
		},
		{"the log ends within the 30 s", []string{"0s Notes user logged in", "1s Notes upload A1 began", "11s Notes user logged in"}, nil},
		{"the log begins in the span", []string{"0s Notes user logged in", "1s Notes upload A1 finished", "60s Notes user logged in"}, nil},
		{
			"no end is ever logged", []string{"0s Notes user logged in", "1s Notes upload A1 began", "60s Notes user logged in"},
			[]string{"slow-upload cut-off 1", "upload-must-end cut-off 1 A1"},
		},
		{
			"no end is ever logged, nor at info", []string{"0s Notes user logged in", "1s Notes upload A1 began", "2s Notes (info) merged 1 notes", "60s Notes user logged in"},
			[]string{"slow-upload likely 1", "upload-must-end likely 1 A1"},
		},
		{"a failure is an event", []string{"0s Notes user logged in", "1s Notes upload A1 began", "2s Notes upload A1 failed", "60s Notes user logged in"}, []string{"failed-upload certain 1"}},
		{
			"too many", []string{"0s Notes upload A began", "1s Notes upload A finished", "2s Notes upload B began", "3s Notes upload B finished", "4s Notes upload C began", "5s Notes upload C finished", "70s Notes user logged in"},
			[]string{"upload-storm certain 1"},
		},
		{"not too many", []string{"0s Notes upload A began", "1s Notes upload A finished", "62s Notes upload B began", "63s Notes upload B finished", "124s Notes upload C began", "125s Notes upload C finished"}, nil},
		{"a merge after its login", []string{"0s Notes hello again", "1s Notes user logged in", "5s Notes merged 3 notes", "200s Notes user logged in"}, nil},
		{
			"a merge without its login", []string{"0s Notes user logged in", "100s Notes merged 3 notes", "200s Notes user logged in"},
			[]string{"merge-needs-login certain 1"},
		},
		{"the log begins before the merge", []string{"0s Notes merged 3 notes", "200s Notes user logged in"}, nil},
		{
			"one right after the other", []string{"0s Notes user logged in", "1s Notes merged 3 notes", "2s Notes upload A began", "3s Notes upload A finished", "9s Notes user logged in"},
			[]string{"merge-then-upload certain 1"},
		},
		{
			"uploads before the login", []string{"0s " + launch, "100ms " + front, "1s Notes upload A began", "2s Notes upload A finished", "5s Notes user logged in", "9s Notes upload B began", "10s Notes upload B finished", "30s Notes user logged in"},
			[]string{"login-first certain 1"},
		},
		{"login before the uploads", []string{"0s " + launch, "100ms " + front, "1s Notes user logged in", "2s Notes upload A began", "3s Notes upload A finished", "30s Notes user logged in"}, nil},
		{"the launch is not in the log", []string{"0s Notes upload A began", "1s Notes upload A finished", "5s Notes user logged in"}, nil},
		{
			"a merge on each day", []string{"0s Notes merged 3 notes", "23h Notes merged 1 notes", "30h Notes merged 3 notes", "49h Notes merged 3 notes"},
			[]string{"merge-needs-login cut-off 2"},
		},
		{
			"a day without a merge", []string{"0s Notes user logged in", "10s Notes merged 3 notes", "49h Notes user logged in"},
			[]string{"merge-daily likely 1"},
		},
		{
			"a merge in 24 hours, at other hours", // cut by two hours, the first 24 hours hold none
			[]string{"0s Notes user logged in", "1h Notes user logged in", "1h10s Notes merged 3 notes", "2h Notes user logged in", "38h Notes user logged in", "38h10s Notes merged 3 notes", "45h Notes user logged in", "45h10s Notes merged 3 notes", "60h Notes user logged in"}, nil,
		},
		{
			"an app that is installed on the third day",
			[]string{"0s " + daemon, "50h " + daemon, "51h Notes user logged in", "51h10s Notes merged 3 notes", "70h Notes user logged in", "70h10s Notes merged 2 notes", "89h " + daemon}, nil,
		},
		{"less than a day", []string{"0s Notes merged 3 notes", "23h Notes merged 3 notes"}, nil},
		{
			"a wake that nothing follows",
			[]string{"0s " + launch, "100ms " + front, "1s Notes user logged in", "2s " + wakeup, "9s Notes user logged in", "50s Notes merged 3 notes", "91s Notes user logged in"},
			[]string{"merge-after-wake certain 1"},
		},
		{
			"the log ends after the wake", []string{"0s " + launch, "100ms " + front, "1s Notes merged 2 notes", "2s " + wakeup, "9s Notes user logged in"}, nil,
		},
		{
			"a login of the process before",
			[]string{"0s Notes user logged in", "5s Notes user logged in", "40s " + gone, "50s " + launch, "50100ms " + again, "51s Notes' merged 3 notes", "90s Notes' user logged in"}, nil,
		},
		{
			"a merge after a launch, and no login since long",
			[]string{"0s Notes user logged in", "5s Notes hello", "7s " + gone, "80s " + launch, "80100ms " + again, "81s Notes' merged 3 notes", "99s Notes' user logged in"},
			[]string{"merge-needs-login certain 1"},
		},
		{
			"an end of the process after", // which a cut log does not hold
			[]string{"0s Notes user logged in", "1s Notes upload A1 began", "3s " + gone, "4s " + launch, "4100ms " + again, "9s Notes' upload A1 finished", "90s Notes' user logged in"},
			nil,
		},
		{
			"a wake whose app is launched and does nothing",
			[]string{"0s Notes user logged in", "1s Notes merged 3 notes", "3s " + gone, "40s " + wakeup, "41s " + launch, "41100ms " + again, "42s Notes' user logged in", "99s Notes' user logged in"},
			[]string{"merge-after-wake certain 1"},
		},
		{
			"a wake comes before its launch",
			[]string{"0s " + daemon, "1s Notes user logged in", "3s " + gone, "40s " + wakeup, "41s " + launch, "41100ms " + again, "42s Notes' wake sync", "99s Notes' user logged in", "120s " + daemon},
			[]string{"merge-after-wake cut-off 1"}, // but the sync has its wake
		},
		{
			"a field with slashes", []string{"0s Notes user logged in", "1s Notes fetched /v1/notes/7", "2s Notes user logged in"},
			[]string{"fetches-notes certain 1"},
		},
		{
			"a wake that is followed", []string{"0s " + launch, "100ms " + front, "1s Notes hello again", "2s " + wakeup, "9s Notes user logged in", "10s Notes merged 3 notes", "90s " + daemon, "91s Notes user logged in"}, nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := judge(t, c.lines)
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			// cut anywhere, a log proves no more of absences than before
			allowed := map[string]bool{}
			for _, f := range c.want {
				allowed[strings.Fields(f)[0]] = true
			}
			for from := range c.lines {
				for to := from + 1; to <= len(c.lines); to++ {
					for _, f := range judge(t, c.lines[from:to]) {
						if !allowed[strings.Fields(f)[0]] {
							t.Errorf("lines %d to %d: %s", from, to, f)
						}
					}
				}
			}
		})
	}
}

func TestOwnRuleErrors(t *testing.T) {
	const points = "log-points:\n  up:\n    process: Notes\n    begin: 'upload (?P<id>.+) began'\n    end: 'upload (?P<id>.+) ended'\nrules:\n"
	for _, c := range []struct{ text, want string }{
		{"log-points: {up: {match: upload}}", `f:1:14: log point "up" names neither process nor subsystem`},
		{"log-points: {up: {process: N, begin: upload}}", `f:1:14: log point "up": expected either match, or begin and end`},
		{"log-points: {up: {process: N, begin: 'upload (?P<id>.+) began', end: 'uploads ended'}}", `f:1:14: log point "up": the group id has to be in begin and end, or in neither`},
		{"log-points: {up: {process: N, match: a.b}}", `f:1:38: pattern "a.b" holds no text of 4 letters that every match has`},
		{"log-points: {up: {process: N, match: '(upload'}}", `f:1:38: error parsing regexp: missing closing )`},
		{"log-points: {Up: {process: N, match: upload}}", `f:1:14: "Up": expected a name of lower case letters, digits and hyphens`},
		{"log-points: {task: {process: N, match: upload}}", `f:1:14: "task" is an event that bglog knows already`},
		{"log-points: {up: {process: N}}\nrules: {mine: {when: up}}", `f:1:14: log point "up": expected either match, or begin and end`},
		{"rules: {task-expired: {when: exit}}", `f:1:9: "task-expired" is a rule of bglog: choose another id`},
		{`log-points: {"": {process: N, match: upload}}`, `f:1:14: "": expected a name of lower case letters`},
		{`rules: {"": {when: exit}}`, `f:1:9: "": expected an id of lower case letters`},
		{"rules: {mine: {severity: error}}", `f:1:9: rule "mine" has no condition`},
		{"rules: {mine: {when: quit}}", `f:1:22: no event "quit": expected a log point or one of background, `},
		{"rules: {mine: {when: exit never}}", `f:1:22: expected the end, or one of`},
		{"rules: {mine: {when: exit lasts longer than 3s}}", `f:1:22: "exit" has no duration`},
		{"rules: {mine: {when: 'exit[name=x]'}}", `f:1:22: "exit" has no field "name": it has kind`},
		{"rules: {mine: {when: exit, per: name}}", `f:1:22: "exit" has no field "name"`},
		{points + "  mine: {when: up.end, title: 'at {pid}'}", `f:7:16: {pid} in the title is no field of "up.end": it has id`},
		{points + "  mine: {when: up.begin not followed by exit within 3s, per: id}", `f:7:16: "exit" has no field "id": it has kind`},
		{points + "  mine: {when: up.started}", `f:7:16: no event "up.started"`},
	} {
		_, err := Parse("f", []byte(c.text))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
	// rules of the team can be named like bglog's
	if _, err := Parse("f", []byte("skip: mine\nseverity: {mi*: info}\nmax: {mine: 2}\nrules: {mine: {when: exit}}\n")); err != nil {
		t.Error(err)
	}
}

// The documentation names every event, field, metric and key, and the sample in it is
// right.
func TestDocumentation(t *testing.T) {
	text, err := os.ReadFile("../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(text)
	names := slices.Sorted(maps.Keys(report.Metrics()))
	for _, e := range rules.Events() {
		names = append(names, e.Name)
		names = append(names, e.Fields...)
	}
	for _, name := range names {
		if !strings.Contains(doc, "`"+name+"`") {
			t.Errorf("docs/configuration.md does not name %s", name)
		}
	}
	for _, key := range slices.Sorted(maps.Keys((&File{}).keys(&reader{}))) {
		if key != "system" && !strings.Contains(doc, key+":") {
			t.Errorf("docs/configuration.md does not name the key %s", key)
		}
	}
	blocks := strings.Split(doc, "```yaml\n")[1:]
	points := ""
	for _, b := range blocks {
		b, _, _ = strings.Cut(b, "```")
		if strings.HasPrefix(b, "log-points:") {
			points = b
		}
		var err error
		switch {
		case strings.HasPrefix(b, "- fingerprint"):
			_, err = ParseBaseline("docs", []byte(b))
		case strings.HasPrefix(b, "rules:"):
			_, err = Parse("docs", []byte(points+b)) // about the log points above it
		default:
			_, err = Parse("docs", []byte(b))
		}
		if err != nil {
			t.Errorf("%v in\n%s", err, b)
		}
	}
	if _, err := Load("../testdata/samples/team.yaml"); err != nil {
		t.Error(err)
	}
}

// A log that tells no times shows that something happened all the same.
func TestOwnRulesWithoutTimes(t *testing.T) {
	file, err := Parse("f", []byte(`
log-points: {failed: {process: Notes, match: 'upload failed'}, merged: {process: Notes, match: 'merged notes'}}
rules:
  never-fail: {when: failed}
  few: {when: more than 1 failed}
  hourly: {when: more than 1 failed in 1h}
  merge: {when: failed not followed by merged within 1s}
`))
	if err != nil {
		t.Fatal(err)
	}
	timeline := &lifecycle.Timeline{}
	app := &lifecycle.App{Name: "Notes"}
	p := &lifecycle.Process{App: app}
	app.Processes, timeline.Apps = []*lifecycle.Process{p}, []*lifecycle.App{app}
	for line := range 3 {
		timeline.LogPoints = append(timeline.LogPoints, &lifecycle.PointSpan{Point: file.LogPoints[0], Process: p, Begun: lifecycle.Evidence{Line: line + 1, Text: "upload failed"}})
	}
	var got []string
	for _, f := range rules.Check(timeline, rules.Settings{Own: file.Rules}) {
		got = append(got, fmt.Sprintf("%s %s %d", f.Rule.ID, f.Certainty, f.Count))
	}
	slices.Sort(got)
	if d := cmp.Diff([]string{"few certain 1", "never-fail certain 3"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// Many log points take time in proportion to their number.
func TestManyLogPoints(t *testing.T) {
	file, err := Parse("f", []byte(`
log-points: {up: {process: Notes, begin: 'upload (?P<id>\w+) began', end: 'upload (?P<id>\w+) ended'}}
rules:
  ends: {when: up not followed by up.end within 30s, per: id}
  storm: {when: more than 3 up in 1m, per: id}
  none: {when: up.end not preceded by up within 1h}
  slow: {when: up lasts longer than 1s, per: id}
`))
	if err != nil {
		t.Fatal(err)
	}
	n := 60_000 // quadratic time would be minutes
	if testing.Short() {
		n = 6_000
	}
	var log strings.Builder
	log.WriteString("Timestamp                       Thread     Type        Activity             PID    TTL  \n")
	for i := range 2 * n {
		what := "began"
		if i >= n {
			what = "ended"
		}
		fmt.Fprintf(&log, "2026-06-09 08:00:%02d.%06d+0000 0x1c3b     Default     0x0                  412    0    Notes: [com.example.notes:sync] upload u%d %s\n", i/n*20+i%n*15/n, i%n*15%n, i%n, what)
	}
	opts := parse.Options{Interest: lifecycle.InterestWith(file.LogPoints), Annotate: lifecycle.Annotator(file.LogPoints), Now: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)}
	engine := lifecycle.NewEngine(1, false)
	sum, err := parse.String("notes.log", log.String()).Scan(context.Background(), opts, engine.Feed)
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string][2]int{} // findings and their cases
	for _, f := range rules.Check(engine.Finish([]*parse.Summary{sum}), rules.Settings{Own: file.Rules}) {
		if slices.Contains(file.OwnIDs(), f.Rule.ID) {
			cases[f.Rule.ID] = [2]int{cases[f.Rule.ID][0] + 1, cases[f.Rule.ID][1] + f.Count}
		}
	}
	if d := cmp.Diff(map[string][2]int{"slow": {1001, n}}, cases); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
