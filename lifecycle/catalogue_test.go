package lifecycle

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

func recordOf(r *Row, msg string) *parse.Record {
	rec := &parse.Record{PID: parse.NoPID, Message: msg}
	if r.Proof == proofMarker {
		rec.Kind = parse.KindMarker
	}
	if len(r.From.Processes) > 0 {
		rec.Process = r.From.Processes[0]
	} else {
		rec.Process = "Notes"
	}
	if len(r.From.Subsystems) > 0 {
		rec.Subsystem = r.From.Subsystems[0]
	} else if len(r.From.Images) > 0 {
		rec.Image = r.From.Images[0]
	}
	return rec
}

// Every row recognises its own example and no other row takes it away.
func TestRowsRecogniseTheirExamples(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range messages.rows {
		if seen[r.ID] {
			t.Errorf("row id %s is used twice", r.ID)
		}
		seen[r.ID] = true
		ev := messages.recognise(recordOf(r, r.Example))
		if ev == nil {
			t.Errorf("%s: its example is not recognised: %q", r.ID, r.Example)
			continue
		}
		if ev.Row != r {
			t.Errorf("%s: its example is taken by %s", r.ID, ev.Row.ID)
		}
		if !ev.idle && len(r.fields) != ev.n {
			t.Errorf("%s: %d fields named, %d arguments", r.ID, len(r.fields), ev.n)
		}
		// also without any sender, unless its words are too common for that
		ev = messages.recognise(&parse.Record{PID: parse.NoPID, Message: r.Example})
		switch {
		case r.Proof == proofSender, r.Proof == proofMarker:
			if ev != nil && ev.Row == r {
				t.Errorf("%s: recognised without its sender", r.ID)
			}
		case ev == nil || ev.Kind != r.Kind:
			t.Errorf("%s: not recognised without a sender (got %s)", r.ID, rowID(ev))
		case !Interest().Holds([]byte(r.Example)):
			t.Errorf("%s: a bare line of it is not kept", r.ID)
		}
		// and when every text argument is hidden
		hidden := hide(r)
		ev = messages.recognise(recordOf(r, hidden))
		if ev == nil || ev.Row != r {
			t.Errorf("%s: redacted form is not recognised: %q (got %v)", r.ID, hidden, rowID(ev))
		}
		// and by its template, whatever the text
		rec := recordOf(r, r.Example)
		rec.Template = strings.ReplaceAll(r.Format, "{public}", "{private, mask.hash}")
		if ev := messages.recognise(rec); ev == nil || ev.Row != r {
			t.Errorf("%s: not recognised by its template", r.ID)
		}
	}
}

func rowID(ev *Event) string {
	if ev == nil {
		return "none"
	}
	return ev.Row.ID
}

// hide writes a row's message with every argument as os_log hides it.
func hide(r *Row) string {
	var b strings.Builder
	switch r.Needs {
	case needTask:
		b.WriteString("NDSession <<private>> <private> ")
	case needSession:
		b.WriteString("NDSession <<private>>")
		if !strings.HasPrefix(r.Format, ".") {
			b.WriteByte(' ')
		}
	}
	for _, s := range r.segments {
		switch s.arg {
		case argText:
			b.WriteString("<private>")
		case argNumber:
			b.WriteString("7")
		case argHex:
			b.WriteString("0x7f")
		case argFloat:
			b.WriteString("7.5")
		}
		b.WriteString(s.literal)
	}
	return b.String()
}

// The reference beside the repository lists real lines; every one that carries
// an event must be recognised.
func TestReferenceExamples(t *testing.T) {
	for _, name := range []string{"uikit-runningboard.jsonl", "urlsession.jsonl", "bgtask-dasd.jsonl"} {
		t.Run(name, func(t *testing.T) { testReference(t, name) })
	}
}

func testReference(t *testing.T, name string) {
	f, err := os.Open("../../shared/reference/" + name)
	if err != nil {
		t.Skip("the reference is not here")
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		var e struct {
			ID, Event, Process, Subsystem, Example, Rendered, Format string
			FormatOld                                                string `json:"format_old"`
		}
		if err := json.Unmarshal(sc.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(e.ID, "ips.") || strings.HasPrefix(e.ID, "txt.") || strings.HasPrefix(e.ID, "code.") || strings.HasPrefix(e.ID, "jetsam.") || abridged[e.ID] {
			continue
		}
		lines := []string{e.Example, e.Rendered}
		switch name {
		case "urlsession.jsonl":
			lines = append(lines, render(e.Format, testHeadTask), render(e.FormatOld, testHeadTask))
		case "bgtask-dasd.jsonl":
			subject := testActivity
			if strings.HasPrefix(e.Process, "nsurlsessiond") {
				subject = testHeadTask
			}
			if !partFormats[e.ID] && !strings.HasPrefix(e.Format, "(") { // the author's words for a text that was not recovered
				lines = append(lines, render(e.Format, subject))
			}
		}
		for _, line := range lines {
			if line != "" && !strings.Contains(line, "{...") && !recognisedSomewhere(e.Process, e.Subsystem, line) {
				t.Errorf("%s (%s): not recognised: %s", e.ID, e.Event, line)
			}
		}
	}
}

// recognisedSomewhere tries a line as a message, and with the columns of the
// export that it was copied from.
func recognisedSomewhere(process, subsystem, line string) bool {
	process, _, _ = strings.Cut(process, "(")
	switch {
	case process == "dasd":
	case process == "nsurlsessiond":
		subsystem = ""
	case strings.EqualFold(subsystem, "com.apple.duetactivityscheduler"), subsystem == "com.apple.BackgroundTasks":
		process = "Notes"
	default:
		process, subsystem = "", ""
	}
	columns := strings.SplitN(line, "\t", 5)
	tries := []string{line, columns[len(columns)-1]}
	if len(columns) >= 4 {
		tries = append(tries, strings.Join(columns[3:], "\t"))
	}
	for _, mark := range []string{">: ", "] ", "dasd    ", "dasd "} {
		if _, after, ok := strings.Cut(line, mark); ok {
			tries = append(tries, after)
		}
	}
	for _, msg := range tries {
		if messages.recognise(&parse.Record{PID: parse.NoPID, Message: msg, Process: process, Subsystem: subsystem}) != nil {
			return true
		}
	}
	return false
}

// What a message of URLSession and one of dasd begin with.
const (
	testHeadTask = "Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70>.<7>"
	testActivity = "bgRefresh-com.example.notes.refresh:519B19"
)

// render fills a format string as a log without redaction prints it; subject is
// the argument that begins a message.
func render(format, subject string) string {
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			b.WriteByte(format[i])
			continue
		}
		n, kind := specifier(format[i:])
		switch kind {
		case argNone:
			b.WriteByte('%')
		case argText:
			switch {
			case format[i+n-1] == 's':
				b.WriteString("found")
			case strings.HasSuffix(b.String(), "Session <") || strings.HasSuffix(b.String(), "Task <"):
				b.WriteString("2F6E4C1B-5D0A-4B7C-9E1D-A1B2C3D4E5F6")
			case b.Len() == 0 || strings.HasSuffix(b.String(), "5F6> "):
				b.WriteString(subject)
			default:
				b.WriteString("com.example.notes")
			}
		case argHex:
			b.WriteString("0x9")
		case argFloat:
			b.WriteString("60.000000")
		default:
			b.WriteString("7")
		}
		i += n - 1
	}
	return b.String()
}

// abridged are examples that their authors shortened beyond the message.
var abridged = map[string]bool{
	"uikit.bt.info_description": true, // a part of other messages
	"fb.exited.forcequit":       true,
	"kernel.jetsam.idle":        true,
	"legacy.backboardd":         true, // its list is missing
	"w.connstats":               true, // statistics, no event
	"disc.das":                  true, // the name of an activity, inside dasd's messages

	// bgtask-dasd.jsonl: what other messages hold
	"bgt.req_desc_processing":    true, // in bgt.submit
	"bgt.req_desc_continued":     true, // in bgt.submit
	"bgt.cpt_desc":               true, // in bgt.running and others
	"act.name":                   true, // in nearly all
	"act.short":                  true, // in dasd.completed
	"score.rat_processing_inuse": true, // rationales, in scoring blocks
	"score.rat_processing_batt":  true,
	"score.rat_challenged":       true,
	"score.rat_cpt_lpm":          true,
	"cpt.policy_stall":           true,
	"score.energy_mnp":           true, // one policy's answer: without the block it is nobody's
	"score.magnetic":             true,
	"score.motion":               true,
	"score.app050":               true,
	"push.ios11_score":           true, // the first line of a block, which tells nothing alone
	"rb.assert_desc":             true, // in rb.acquire
	"uik.fetch_assertion_old":    true, // in legacy.beyond
	"hk.launch":                  true, // in rb.acquire
	"hk.research":                true, // in what the daemon keeps of an activity
}

// partFormats are formats of a part of the message; its example is whole.
var partFormats = map[string]bool{
	"as.bcf32": true, // the assertion's name
}

func TestParseIdentity(t *testing.T) {
	none := parse.NoPID
	for _, c := range []struct {
		in   string
		want Identity
		rest string
	}{
		{"application<com.example.notes>", Identity{Kind: IdentityApp, Bundle: "com.example.notes", PID: none, HostPID: none}, ""},
		{"[application<com.example.notes>:412] x", Identity{Kind: IdentityApp, Bundle: "com.example.notes", PID: 412, HostPID: none}, " x"},
		{"[app<com.example.notes(94ABBE9B-467A-4C33-B7BB-0FD7D34456BE)>:412](UIScene:x)", Identity{Kind: IdentityApp, Bundle: "com.example.notes", PID: 412, HostPID: none}, "(UIScene:x)"},
		{"app<com.example.notes((null))>:412(v1)", Identity{Kind: IdentityApp, Bundle: "com.example.notes", PID: 412, HostPID: none}, "(v1)"},
		{"[app<com.example.notes>]", Identity{Kind: IdentityApp, Bundle: "com.example.notes", PID: none, HostPID: none}, ""},
		{"[app<com.example.notes>:-1]", Identity{Kind: IdentityApp, Bundle: "com.example.notes", PID: none, HostPID: none}, ""},
		{"[daemon<com.apple.SpringBoard>:55]", Identity{Kind: IdentityDaemon, Bundle: "com.apple.SpringBoard", PID: 55, HostPID: none}, ""},
		{"[xpcservice<com.example.notes.share([app<com.example.notes((null))>:7507])>{vt hash: 114736818}[uuid:0A]:7550]",
			Identity{Kind: IdentityExtension, Bundle: "com.example.notes.share", PID: 7550, Host: "com.example.notes", HostPID: 7507}, ""},
		{"[xpcservice<com.apple.WebKit.WebContent([application<com.example.notes>:716])>:721:721] Suspending",
			Identity{Kind: IdentityExtension, Bundle: "com.apple.WebKit.WebContent", PID: 721, Host: "com.example.notes", HostPID: 716}, " Suspending"},
		{"app<application.com.example.notes.27241569.27241575(501)>", Identity{Kind: IdentityApp, Bundle: "com.example.notes", PID: none, HostPID: none, Mac: true}, ""},
		{"[Notes:412] x", Identity{Kind: IdentityName, Name: "Notes", PID: 412, HostPID: none}, " x"},
		{"[com.example.notes] x", Identity{Kind: IdentityApp, Bundle: "com.example.notes", PID: none, HostPID: none}, " x"},
		{"no identity", noIdentity, "no identity"},
		{"[app<com.exam", Identity{Kind: IdentityApp, Bundle: "com.exam", PID: none, HostPID: none}, ""},
		{"", noIdentity, ""},
	} {
		got, n := parseIdentity(c.in)
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%q (-want +got):\n%s", c.in, d)
		}
		if rest := c.in[n:]; rest != c.rest {
			t.Errorf("%q: rest %q, want %q", c.in, rest, c.rest)
		}
	}
}

func TestMessageVariants(t *testing.T) {
	for _, c := range []struct {
		name, msg string
		kind      EventKind
		fields    map[string]string
	}{
		{"function signature in front", "_UIBackgroundTaskInfo *_doAddBackgroundTask(NSString *__strong)_block_invoke: Creating new background assertion", SharedNew, nil},
		{"category in front", `[BackgroundTask] Background Task 37 ("A, from -[B c]"), was created over 30 seconds ago. In`, TaskWarnLong, map[string]string{"id": "37", "name": `"A, from -[B c]"`}},
		{"number in groups", "Background Task 13\u202f119 (\"Outbox\"), was created over 30 seconds ago.", TaskWarnLong, map[string]string{"id": "13119", "name": `"Outbox"`}},
		{"number in groups, quoted", "Background Task 13 119, was created over 30 seconds ago", TaskWarnLong, map[string]string{"id": "13119"}},
		{"private name without quotes", `Background Task 37 (<private>), was created over 30 seconds ago.`, TaskWarnLong, map[string]string{"id": "37", "name": ""}},
		{"wrapped at blanks", "Background task still not \nended after expiration handlers were called: <_UIBackgroundTaskInfo: 0x1>: taskID = 30,\ntaskName = A, \ncreationTime = 4 (elapsed = 26). This app", TaskUnended,
			map[string]string{"info": "<_UIBackgroundTaskInfo: 0x1>: taskID = 30, taskName = A, creationTime = 4 (elapsed = 26)"}},
		{"wrapped inside a word", "Background task still not ended after expir\nation handlers were called: <private>. This app will likely", TaskUnended, map[string]string{"info": ""}},
		{"name holding a full stop", "Created background task <_UIBackgroundTaskInfo: 0x1>: taskID = 3, taskName = com.example.a, creationTime = 9 (elapsed = 0).", TaskCreated,
			map[string]string{"info": "<_UIBackgroundTaskInfo: 0x1>: taskID = 3, taskName = com.example.a, creationTime = 9 (elapsed = 0)"}},
		{"cut short", "Can't end BackgroundTask: no background task exists with identifier 3 (0x3), or it may", TaskUnknownEnd, map[string]string{"id": "3"}},
		{"decode failure", "Calling expiration handler for task: <decode: missing data>", ExpiryCalling, map[string]string{"info": ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ev := messages.recognise(&parse.Record{PID: parse.NoPID, Message: c.msg})
			if ev == nil || ev.Kind != c.kind {
				t.Fatalf("got %v, want %s", rowID(ev), c.kind)
			}
			for k, v := range c.fields {
				if got := ev.Field(k); got != v {
					t.Errorf("field %s = %q, want %q", k, got, v)
				}
			}
		})
	}
}

func TestForeignMessagesAreNotRecognised(t *testing.T) {
	for _, rec := range []parse.Record{
		{Process: "Notes", Subsystem: "com.example.notes", Message: "Firing background task expiration handlers"},
		{Process: "kernel", Message: "[app<com.example.notes>:412] Suspending task."},
		{Process: "Notes", Message: "we are Suspending task. now"},
		{Process: "SpringBoard", Message: "Created background task"},
		{Process: "runningboardd", Message: ""},
		{Message: "runs clean: no `BGTaskSchedulerErrorDomain Code=3` in the console"},
		{Message: "it starts without \"Error Domain=BGTaskSchedulerErrorDomain Code=1\""},
		{Message: "On BGTaskSchedulerErrorDomain error 3 - see the names in the Info.plist"},
		{Message: "print(\"On BGTaskSchedulerErrorDomain error 1 - use a phone\")"},
		{Message: "  - on `BGTaskSchedulerErrorDomain Code=1` use a phone"},
		{Message: "// If you see BGTaskSchedulerErrorDomain Code=1 here, take a phone"},
		{Message: "You may see `Error Domain=BGTaskSchedulerErrorDomain Code=1 \"(null)\"` on a simulator"},
		{Message: "*error = [NSError errorWithDomain:@\"BGTaskSchedulerErrorDomain\" code:1 userInfo:nil];"},
		{Message: "if (e.code != 'failed(Error Domain=BGTaskSchedulerErrorDomain Code=1 \"(null)\")') {"},
		{Message: "XCTAssertFalse(shown.contains(\"BGTaskSchedulerErrorDomain code=4\"))"},
		{Message: "[text containsString:@\"No launch handler registered for task with identifier\"]"},
		{Message: "idevicesyslog | grep -i \"No launch handler registered for task with identifier\""},
		{Message: "log stream --predicate 'eventMessage CONTAINS[c] \"All launch handlers must be registered before application finishes launching\"'"},
		{Message: "description:@\"No launch handler registered for task with identifier %@\", identifier];"},
		{Message: "+ \"%{public}@ is not advertised in the application's Info.plist\""},
		{Message: "guard !pending else { return \"BGTaskSchedulerErrorDomain Code=2\" }"},
		{Message: "return \"BGTaskSchedulerErrorDomain Code=2\";"},
		{Message: "The name has to be declared; otherwise submit() always throws BGTaskSchedulerErrorDomain error 3"},
		{Message: "aksi halde submit() her zaman BGTaskSchedulerErrorDomain error 3 atar."},
		{Message: "iOS may reject the request with BGTaskSchedulerErrorDomain error 3 by its state"},
		{Message: "A simulator can answer with Error Domain=BGTaskSchedulerErrorDomain Code=1"},
		{Message: "No task request with identifier com.example.notes.refresh has been scheduled", Intro: "If the name is not declared, you'll see:"},
		{Message: "NSInternalInconsistencyException\nAll launch handlers must be registered before application finishes launching", Intro: "Called too late, iOS can throw:"},
		{Message: "*** Terminating app due to uncaught exception 'NSGenericException', reason: 'example'", Intro: "Otherwise you will get"},
		{Message: "Killing app because it never posted an incoming call to the system after receiving a PushKit VoIP push", Intro: "Hand the push on.\nIf you don't do that at once, iOS will end your app with this error:"},
		{Message: "No task request with identifier com.example.notes.refresh has been scheduled", Intro: "要先提交，否则会看到"},
		{Message: "Lost connection to background transfer service\"", Intro: "if (error.code == NSURLErrorCancelled ||"},
		{Message: "이 항목이 없으면 앱이 죽는다\n(\"Invalid parameter not satisfying: !stayUp || CLClientIsBackgroundable\")."},
		{Message: "// If a debugger is attached, the upload will fail with a `Could not communicate with background transfer service` error."},
		{Message: "throw new Error('BGTaskSchedulerErrorDomain error 1');"},
		{Message: "if refuses { throw NSError(domain: \"BGTaskSchedulerErrorDomain\", code: 1) }"},
		{Message: "a name that is not in the Info.plist means the system refuses\nevery request (BGTaskSchedulerErrorDomain Code 3) and nothing runs"},
		{Message: "`Background Task 8, was created over 30 seconds ago` means that a task was not ended"},
		{Message: "[handler handleFailureInMethod:sel object:self file:@\"A.m\" lineNumber:3 description:@\"Killing app because it never posted an incoming call to the system after receiving a PushKit VoIP push.\"];"},
		{Message: "retry(.later), // the app in the back: -997 Lost connection to background transfer service"},
		{Message: "} else { //NSURLErrorDomain Code=-997 \"Lost connection to background transfer service\""},
		{Message: "A new task for every attempt (NOT the old one), avoiding the -997\n\"Lost connection to background transfer service\" error."},
		{Message: "This prevents \"Lost connection to background transfer service\" while the queue drains"},
		{Message: "skip simulators to avoid Error Domain=BGTaskSchedulerErrorDomain Code=1"},
		{Message: "A simulator might return `BGTaskSchedulerErrorDomain Code=1`"},
		{Message: "模拟器不支持，可能返回 `BGTaskSchedulerErrorDomain Code=1`；"},
		{Message: "NSLog(@\"Error Domain=BGTaskSchedulerErrorDomain Code=1\");"},
		{Message: "fatalError(\"No launch handler registered for task with identifier \\(identifier)\")"},
	} {
		if ev := messages.recognise(&rec); ev != nil {
			t.Errorf("%q of %s is taken for %s", rec.Message, rec.Process, ev.Row.ID)
		}
	}
}

// What people and apps print may look like source code, but compares nothing.
func TestQuotedMessagesAreRecognised(t *testing.T) {
	for _, msg := range []string{
		`the error is "Error Domain=BGTaskSchedulerErrorDomain Code=1"`,
		`error = "Error Domain=BGTaskSchedulerErrorDomain Code=1"`,
		`as you see BGTaskSchedulerErrorDomain error 3 comes again`,
		`the sync gives up on BGTaskSchedulerErrorDomain error 3`,
		`the calls of submit return "BGTaskSchedulerErrorDomain Code=2"`,
		"提交返回 `BGTaskSchedulerErrorDomain Code=1`",
		`NSLog prints "Error Domain=BGTaskSchedulerErrorDomain Code=1"`,
		`It runs in the simulator, otherwise I get BGTaskSchedulerErrorDomain error 3`,
		`That may be the phone. It ends with BGTaskSchedulerErrorDomain error 3`,
		`Can anyone help me with Error Domain=BGTaskSchedulerErrorDomain Code=3`,
		`Please help me avoid Error Domain=BGTaskSchedulerErrorDomain Code=3`,
		`I may be wrong, but: fails with BGTaskSchedulerErrorDomain error 3`,
		`Checking the status does not prevent BGTaskSchedulerErrorDomain error 3`,
		`How can I avoid "Lost connection to background transfer service"?`,
		`The lock prevents the upload. Then BGTaskSchedulerErrorDomain error 3`,
		`see https://example.com/notes: BGTaskSchedulerErrorDomain error 3`,
		"If I quit the app, will the upload fail with \"Could not communicate with background transfer service\"?",
		"The name was missing and submit failed (BGTaskSchedulerErrorDomain code 3)",
		`I get "Background Task 8, was created over 30 seconds ago" means what`,
		`It runs in the simulator, otherwise my app ends with BGTaskSchedulerErrorDomain error 3`,
		`no word but in the log: ("Error Domain=BGTaskSchedulerErrorDomain Code=1")`,
		`it contains no task: "Error Domain=BGTaskSchedulerErrorDomain Code=1"`,
		`reason: 'No launch handler registered for task with identifier 100%d'`,
	} {
		if ev := messages.recognise(&parse.Record{PID: parse.NoPID, Message: msg}); ev == nil {
			t.Errorf("%q is not recognised", msg)
		}
	}
}

// Prose that tells of what has come stands before messages too.
func TestIntroducedMessagesAreRecognised(t *testing.T) {
	for _, intro := range []string{
		"", "The console says", "When I test it on a phone I get:", "In the simulator it works otherwise it crashes", "要在启动时注册，否则会崩溃\n", "If I don't open the app, it will stop with:",
	} {
		rec := parse.Record{PID: parse.NoPID, Message: "No task request with identifier com.example.notes.refresh has been scheduled", Intro: intro}
		if ev := messages.recognise(&rec); ev == nil {
			t.Errorf("behind %q it is not recognised", intro)
		}
	}
}

func BenchmarkRecognise(b *testing.B) {
	var recs []*parse.Record
	for _, r := range messages.rows {
		recs = append(recs, recordOf(r, r.Example))
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		messages.recognise(recs[i%len(recs)])
		i++
	}
}
