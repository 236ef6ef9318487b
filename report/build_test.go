package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// moment is a time of the invented day that the tests are about.
func moment(clock string) parse.Time {
	t, err := time.Parse("2006-01-02 15:04:05.000 -0700", "2026-03-02 "+clock+" +0100")
	if err != nil {
		panic(err)
	}
	return parse.At(t)
}

func at(line int, clock, process, text string) lifecycle.Evidence {
	return lifecycle.Evidence{Line: line, Time: moment(clock), Process: process, Text: text}
}

const infoText = "<_UIBackgroundTaskInfo: 0x281b7c040>: taskID = 36, taskName = FlushOutbox, creationTime = 51820 (elapsed = 26)"

var (
	unendedRule = &rules.Rule{
		ID: "task-unended-after-expiration", Severity: rules.Error,
		Title: `background task {{code .name}} outlived its expiration handler{{if .killed}}; app killed{{end}}`,
		Detail: `The background time ran out, UIKit called the expiration handlers of all open tasks ({{.open_tasks}} of them) at once, and this ` +
			`task, {{dur .age_s}} old in awake time, was still open when they had returned.{{.absent}}`,
		Fix:        `Call endBackgroundTask(_:) in the expiration handler itself, synchronously, as its last step.`,
		References: []string{"https://developer.apple.com/forums/thread/85066"},
	}
	killedRule = &rules.Rule{
		ID: "exit-assertion-timeout", Severity: rules.Error,
		Title:  `{{.app}} was killed: it held background task {{quote .held}} too long ({{.code}})`,
		Detail: `The system ended the process {{dur .late_s}} after its background time was up. It writes no crash report for that.`,
		Fix:    `Call endBackgroundTask(_:) in the expiration handler itself, synchronously, as its last step.`,
	}
	heldRule = &rules.Rule{
		ID: "task-held-over-30s", Severity: rules.Warning,
		Title:  `background task {{code .name}} was held for more than 30 s{{if gt .count 1}} ({{.count}} times){{end}}`,
		Detail: `UIKit noticed that the task was begun more than 30 s ago and not yet ended.`,
		Fix:    `Begin the task right before the work and end it right after.`,
	}
	forceQuitRule = &rules.Rule{
		ID: "exit-force-quit", Severity: rules.Info,
		Title:  `the user removed {{.app}} in the app switcher at {{.when}}`,
		Detail: `The system normally will not launch it in the background until the user opens it.`,
	}
	expiredRule = &rules.Rule{
		ID: "task-expired", Severity: rules.Warning,
		Title:  `background task {{code .name}} ran out of time before its work was done`,
		Detail: `UIKit called the expiration handler{{with .held_s}} {{dur .}} after the task was begun{{end}}.` + "\n\n" + `Tasks: {{range $i, $t := .tasks}}{{if $i}}, {{end}}{{code $t}}{{end}}.`,
		Fix:    `Make the work shorter or resumable.`,
	}
)

func valuesOf(pairs ...any) []rules.Value {
	var list []rules.Value
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, rules.Value{Name: pairs[i].(string), V: pairs[i+1]})
	}
	return list
}

func causes(of map[*rules.Finding][]*rules.Finding) causesOf {
	return func(f *rules.Finding) []*rules.Finding { return of[f] }
}

// richPower is what PowerLog recorded of two apps.
func richPower() *parse.PowerLog {
	const notes, uuid = "com.example.notes", "6B3F5A52-9E0D-4C47-8B1A-0D5E2C9A7F31"
	return &parse.PowerLog{
		Shifted: true, First: moment("10:12:00.000"), Last: moment("10:14:00.000"),
		States: []parse.PowerState{
			{Time: moment("10:12:04.000"), App: notes, PID: 412, State: 8}, {Time: moment("10:12:50.000"), App: notes, PID: 412, State: 4},
			{Time: moment("10:12:51.000"), App: "com.example.clock", PID: 77, State: 2}, {Time: moment("10:13:21.000"), App: notes, PID: 412, State: 1},
			{Time: moment("10:13:40.000"), App: notes, PID: 431, State: 4}, {Time: moment("10:13:41.000"), App: notes, PID: 431, State: 32},
		},
		Exits:    []parse.PowerExit{{Time: moment("10:13:21.000"), App: notes, PID: 412, Reason: 15, Subcode: 562215634}},
		Prewarms: []parse.PowerPrewarm{{Time: moment("10:13:25.000"), App: notes, PID: 431}},
		Transfers: []parse.PowerTransfer{
			{Time: moment("10:12:52.000"), App: notes, UUID: uuid, State: 1, Received: -1, Sent: -1},
			{Time: moment("10:12:58.000"), App: notes, UUID: uuid, State: 3, Received: 260, Sent: 0, Discretionary: true},
		},
		Runs: []parse.PowerRun{{Time: moment("10:13:00.000"), App: notes, Name: "bgRefresh-com.example.notes.refresh", Seconds: 12, Priority: 30}},
	}
}

// richTimeline is a log with everything in it: a kill with its cause, many tasks,
// an extension, redaction, gaps, conditions.
func richTimeline() (*lifecycle.Timeline, []*rules.Finding, causesOf) {
	notes := &lifecycle.App{BundleID: "com.example.notes", Name: "Notes", Work: true}
	widget := &lifecycle.App{BundleID: "com.example.notes.widget", Name: "NotesWidget", Host: "com.example.notes", Work: true}
	mail := &lifecycle.App{BundleID: "com.apple.mobilemail", Name: "MobileMail", System: true, Work: true}
	clock := &lifecycle.App{BundleID: "com.example.clock", Name: "Clock"}

	first := &lifecycle.Process{
		App: notes, PID: 412, Launched: moment("10:12:04.120"), LaunchSeen: true, Launch: lifecycle.LaunchUser,
		States: []lifecycle.StateSpan{
			{State: lifecycle.StateForeground, From: moment("10:12:04.300"), To: moment("10:12:50.100")},
			{State: lifecycle.StateBackground, From: moment("10:12:50.100"), To: moment("10:13:21.010")},
		},
		Exited: moment("10:13:21.010"),
		Exit: &lifecycle.Exit{Kind: lifecycle.ExitAssertionTimeout, Namespace: "RUNNINGBOARD", Code: 0x2182BAD2, HasCode: true,
			Held: "FlushOutbox", State: lifecycle.StateBackground},
		First: moment("10:12:04.120"), Last: moment("10:13:21.100"),
	}
	second := &lifecycle.Process{
		App: notes, PID: 431, Launched: moment("10:13:25.001"), Launch: lifecycle.LaunchBackground, Reason: lifecycle.ReasonPush,
		States: []lifecycle.StateSpan{{State: lifecycle.StateSuspended, From: moment("10:13:40.000")}},
		First:  moment("10:13:25.001"), Last: moment("10:14:00.000"),
	}
	third := &lifecycle.Process{
		App: widget, PID: 440, Launched: moment("10:13:26.500"), Launch: lifecycle.LaunchBackground,
		First: moment("10:13:26.500"), Last: moment("10:14:00.000"),
	}
	notes.Processes = []*lifecycle.Process{first, second}
	widget.Processes = []*lifecycle.Process{third}
	mail.Processes = []*lifecycle.Process{{App: mail, PID: 90, First: moment("10:12:30.000"), Last: moment("10:12:31.000")}}
	clock.Processes = []*lifecycle.Process{{App: clock, PID: 77, Launch: lifecycle.LaunchUser, First: moment("10:12:30.000"), Last: moment("10:12:31.000")}}

	task := func(p *lifecycle.Process, id int, name, begun, ended string, outcome lifecycle.Outcome) *lifecycle.Task {
		t := &lifecycle.Task{Process: p, ID: id, Name: name, Begun: moment(begun), Outcome: outcome, Handler: lifecycle.Yes}
		if ended != "" {
			t.Ended = moment(ended)
		}
		p.Tasks = append(p.Tasks, t)
		return t
	}
	task(first, 1, "Launch Background Task for Coalescing", "10:12:04.200", "10:12:05.200", lifecycle.OutcomeEnded).System = true
	for i := range 12 {
		task(first, 2+i, "SyncNotes", fmt.Sprintf("10:12:%02d.500", 10+i), fmt.Sprintf("10:12:%02d.%03d", 11+i, 600+i), lifecycle.OutcomeEnded)
	}
	task(first, 14, "Called by Notes, from $s5Notes10SyncEngineC18didEnterBackgroundyySo13UIApplicationCFTo", "10:12:49.990",
		"10:13:15.020", lifecycle.OutcomeEndedAfter).Expired = moment("10:13:15.001")
	flush := task(first, 36, "FlushOutbox", "10:12:50.112", "", lifecycle.OutcomeKilled)
	flush.Expired, flush.Unended, flush.UnendedAt = moment("10:13:16.001"), true, moment("10:13:16.002")
	flush.Elapsed, flush.HasAge, flush.AgeAt = 26, true, moment("10:13:16.002")
	secret := task(second, 2, "", "10:13:26.000", "", lifecycle.OutcomeOpen)
	secret.Redacted, secret.Handler = true, lifecycle.Unknown

	t := &lifecycle.Timeline{
		Number: 1,
		Power:  richPower(),
		Inputs: []*parse.Summary{{
			Name: "notes.log", Format: "log-default", Why: "column header in line 1", Bytes: 301_200, Lines: 1204, Records: 1190, Kept: 410,
			Unparsed: 7, UnparsedAt: []int{3, 17, 18, 40, 41}, First: moment("10:12:04.001"), Last: moment("10:14:10.020"),
			Date: "in-log", Zone: "in-log", Levels: [parse.LevelFault + 1]int{parse.LevelDefault: 1100, parse.LevelError: 90}, Complete: true,
		}},
		Apps:  []*lifecycle.App{mail, clock, notes, widget},
		Tasks: append(first.Tasks[:len(first.Tasks):len(first.Tasks)], second.Tasks...),
		Conditions: []lifecycle.Condition{
			{Kind: "low-power-mode", From: moment("10:12:00.000"), To: moment("10:13:00.000")},
			{Kind: "debugger", App: notes, From: moment("10:12:04.120")},
		},
		Gaps: []lifecycle.Gap{
			{Gap: parse.Gap{From: moment("10:12:20.000"), To: moment("10:12:20.500"), Why: "lost-messages", Count: 120}},
			{Gap: parse.Gap{From: moment("10:13:20.000"), To: moment("10:13:20.500"), Why: "lost-messages", Count: 13}},
		},
		Senders: []*lifecycle.Sender{
			{Process: "Notes", Records: 310, Recognised: 309, Unknown: []lifecycle.Unrecognised{{Text: "[BackgroundTask] something new", Count: 1, Line: 77}}},
			{Process: "runningboardd", Records: 100, Recognised: 100},
		},
		Device:   lifecycle.Device{OS: "iPhone OS 17.4.1", Build: "21E236", Model: "iPhone14,2", Simulator: lifecycle.No},
		Redacted: true,
		First:    moment("10:12:04.001"), Last: moment("10:14:10.020"),
	}

	unended := &rules.Finding{
		Timeline: 1, Rule: unendedRule, Severity: rules.Error, Certainty: rules.Certain, App: notes, PID: 412, Subject: "FlushOutbox", Count: 1,
		At:          moment("10:13:16.002"),
		Values:      valuesOf("name", "FlushOutbox", "age_s", 26.0, "open_tasks", 2, "killed", true),
		Fingerprint: "1:0011223344556677",
		Evidence: []lifecycle.Evidence{
			at(620, "10:12:50.112", "Notes", "Created background task "+infoText+"."),
			at(812, "10:13:16.001", "Notes", "Calling expiration handler for task: "+infoText),
			at(813, "10:13:16.002", "Notes", "Background task still not ended after expiration handlers were called: "+infoText+
				". This app will likely be terminated by the system. Call UIApplication.endBackgroundTask(_:) to avoid this."),
		},
	}
	killed := &rules.Finding{
		Timeline: 1, Rule: killedRule, Severity: rules.Error, Certainty: rules.Certain, App: notes, PID: 412, Subject: "FlushOutbox", Count: 1,
		At: moment("10:13:21.010"), Values: valuesOf("held", "FlushOutbox", "code", "0x2182BAD2", "late_s", 5.008),
		Fingerprint: "1:8899aabbccddeeff",
		Evidence: []lifecycle.Evidence{
			at(813, "10:13:16.002", "Notes", "Background task still not ended after expiration handlers were called: "+infoText),
			at(840, "10:13:21.001", "runningboardd", "Assertion did invalidate due to timeout: 33-412-6133 (target:[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412])"),
			at(842, "10:13:21.004", "runningboardd", "[app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] Terminating with context: "+
				"<RBSTerminateContext| domain:15 code:0x2182BAD2 explanation:Timed-out waiting for process [app<com.example.notes(3F2C7A10-5B0E-4D83-9E61-0A9D4C27B815)>:412] "+
				"to invalidate assertion with identifier 33-412-6133 and explanation 'Shared Background Assertion 1 for com.example.notes' "+
				"reportType:None maxTerminationResistance:Interactive attrs:[\n\t<RBSLegacyAttribute| flags:( PreventTaskSuspend )>\n\t]>"),
		},
	}
	expired := &rules.Finding{
		Timeline: 1, Rule: expiredRule, Severity: rules.Warning, Certainty: rules.Likely, App: notes, PID: 412, Count: 1,
		Subject:     "Called by Notes, from $s5Notes10SyncEngineC18didEnterBackgroundyySo13UIApplicationCFTo",
		At:          moment("10:13:15.001"),
		Fingerprint: "1:0123456789abcdef",
		Values: valuesOf("name", "Called by Notes, from $s5Notes10SyncEngineC18didEnterBackgroundyySo13UIApplicationCFTo", "held_s", 25.01,
			"tasks", []string{"FlushOutbox", "SyncNotes"}),
		Evidence: []lifecycle.Evidence{
			at(800, "10:13:15.000", "Notes", "Firing background task expiration handlers"),
		},
	}
	quit := &rules.Finding{
		Timeline: 1, Rule: forceQuitRule, Severity: rules.Info, Certainty: rules.Certain, App: widget, PID: 440, Count: 1,
		At: moment("10:14:00.000"), Values: valuesOf("when", moment("10:14:00.000")), Fingerprint: "1:1111111111111111",
		Evidence: []lifecycle.Evidence{at(1200, "10:14:00.000", "SpringBoard", "com.example.notes was quit in the app switcher")},
	}
	mailHeld := &rules.Finding{
		Timeline: 1, Rule: heldRule, Severity: rules.Info, Certainty: rules.Certain, App: mail, PID: 90, Subject: "Fetch", Count: 1,
		At: moment("10:12:31.000"), Values: valuesOf("name", "Fetch"), Fingerprint: "1:2222222222222222",
	}
	return t, []*rules.Finding{killed, unended, expired, mailHeld, quit}, causes(map[*rules.Finding][]*rules.Finding{killed: {unended}})
}

// hostileTimeline is a log whose every text tries something.
func hostileTimeline() (*lifecycle.Timeline, []*rules.Finding) {
	evil := "::stop-commands::x \x1b[2J\u202egnp.exe | a\nb\r\x07\u200b ##[group]"
	app := &lifecycle.App{BundleID: "::error::com.evil\x1b[31m", Name: "::set-output\n::x", Work: true}
	p := &lifecycle.Process{
		App: app, PID: 1, Launch: lifecycle.LaunchUser, First: moment("10:00:00.000"), Last: moment("10:01:00.000"), Exited: moment("10:01:00.000"),
		Exit: &lifecycle.Exit{Kind: lifecycle.ExitOther, Explanation: evil + strings.Repeat("long ", 100)},
	}
	app.Processes = []*lifecycle.Process{p}
	for i, name := range []string{evil, strings.Repeat("n", 300), strings.Repeat("名前", 60), "e\u0301 <no value> {{.x}}", "\xff\xfe"} {
		p.Tasks = append(p.Tasks, &lifecycle.Task{Process: p, ID: i + 1, Name: name, Begun: moment("10:00:01.000"), Outcome: lifecycle.OutcomeUnended})
	}
	t := &lifecycle.Timeline{
		Number: 1, Apps: []*lifecycle.App{app},
		Inputs: []*parse.Summary{{
			Name: "::warning file=x::\x1b]0;title\x07.log", Format: "x\x1b[1m", Why: evil, Lines: 1, Records: 1, Complete: false,
			Notes: []string{evil}, First: moment("10:00:00.000"), Last: moment("10:01:00.000"),
		}},
		Senders: []*lifecycle.Sender{{Process: evil, Records: 3, Recognised: 1}},
		First:   moment("10:00:00.000"), Last: moment("10:01:00.000"),
		Device: lifecycle.Device{OS: evil},
		Gaps:   []lifecycle.Gap{{Gap: parse.Gap{Why: evil}}},
	}
	f := &rules.Finding{
		Timeline: 1, Rule: heldRule, Severity: rules.Warning, Certainty: rules.Certain, App: app, PID: 1, Subject: evil, Count: 3,
		Values: valuesOf("name", evil), Fingerprint: "1:3333333333333333",
		Evidence: []lifecycle.Evidence{
			{Line: 7, Time: moment("10:00:30.000"), Process: evil, Text: evil},
			{Line: 8, Text: strings.Repeat("x", 5000)},
			{Line: 9, Text: "::add-mask::secret\n::error::two"},
		},
	}
	g := &rules.Finding{
		Timeline: 1, Rule: &rules.Rule{ID: "task-leak", Title: `{{.name}}`}, Severity: rules.Error, Certainty: rules.CutOff, PID: parse.NoPID,
		Values: valuesOf("name", "::endgroup::"), Count: 1,
	}
	return t, []*rules.Finding{f, g}
}
