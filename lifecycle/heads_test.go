package lifecycle

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/parse"
)

const (
	testSession = "3B9E1D50-7C42-4F1A-9C0E-5D21A7B4E660"
	testTask    = "C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F70"
)

func TestHeadsOf(t *testing.T) {
	transfer := TransferID{UUID: testTask, N: 7}
	for _, c := range []struct {
		in       string
		session  string
		transfer TransferID
		kinds    string // s: a session, t: a task, !: certain
		rest     string
	}{
		{"NDSession <" + testSession + "> Cleaning up", testSession, TransferID{}, "s!", "Cleaning up"},
		{"BackgroundSession <" + testSession + "> background", testSession, TransferID{}, "s!", "background"},
		{"ProxySession <" + testSession + "> x", testSession, TransferID{}, "s!", "x"},
		{"NDSession <" + testSession + ">.<com.example.notes>.<up>: removing", testSession, TransferID{}, "s!", ".<com.example.notes>.<up>: removing"},
		{"NDSession <" + testSession + "> Task <" + testTask + ">.<7> will begin", testSession, transfer, "st!", "will begin"},
		{"Task <" + testTask + ">.<7> will begin", "", transfer, "t!", "will begin"},
		{"BackgroundSession <" + testSession + "> BackgroundUploadTask <" + testTask + ">.<7> issued", testSession, transfer, "st!", "issued"},
		{"LocalDataTask <" + testTask + ">.<7> x", "", transfer, "t!", "x"},
		{"Task <?>.<0> performing", "", TransferID{}, "t!", "performing"},
		{"New task was", "", TransferID{}, "t!", "was"},
		{"Task 7 for client", "", TransferID{N: 7}, "t!", "for client"},
		{"[C12] Task <" + testTask + ">.<7> sent", "", transfer, "t!", "sent"},
		{"[Default] BackgroundSession <" + testSession + "> x", testSession, TransferID{}, "s!", "x"},
		{"  Task <" + testTask + ">.<7> x", "", transfer, "t!", "x"},
		{"BackgroundSession <xxx> connection", "xxx", TransferID{}, "s!", "connection"},
		// hidden
		{"NDSession <<private>> <private> will begin", "", TransferID{}, "st!", "will begin"},
		{"NDSession <private> <private> will begin", "", TransferID{}, "st!", "will begin"},
		{"NDSession <<mask.hash: 'q83vEjRWeJA='>> (null) suspending", "", TransferID{}, "st!", "suspending"},
		{"Task <<private>>.<7> resuming", "", TransferID{N: 7}, "t!", "resuming"},
		{"Task <<private>>.<<private>> resuming", "", TransferID{}, "t!", "resuming"},
		{"<private> resuming", "", TransferID{}, "t", "resuming"},
		{"<decode: missing data> resuming", "", TransferID{}, "t", "resuming"},
		// templates
		{"NDSession <%@> %@ will begin", "%@", TransferID{}, "st!", "will begin"},
		{"Task <%@>.<%lu> is for", "", TransferID{UUID: "%@"}, "t!", "is for"},
		{"%@ resuming", "", TransferID{}, "t", "resuming"},
		// none, or damaged
		// markup has taken the UUID for a tag
		{"Task .<7> finished", "", TransferID{N: 7}, "t!", "finished"},
		{"BackgroundSession  connection", "", TransferID{}, "s!", "connection"},
		{"NDSession  Task .<7> will begin", "", TransferID{N: 7}, "st!", "will begin"},
		{"Task .<x> y", "", TransferID{}, "", "Task .<x> y"},
		{"BackgroundSession: x", "", TransferID{}, "", "BackgroundSession: x"},

		{"", "", TransferID{}, "", ""},
		{"Resetting request delay", "", TransferID{}, "", "Resetting request delay"},
		{"[app<com.example.notes>:412] Suspending task.", "", TransferID{}, "", "[app<com.example.notes>:412] Suspending task."},
		{"NDSession ", "", TransferID{}, "", "NDSession "},
		{"NDSession <" + testSession, "", TransferID{}, "", "NDSession <" + testSession},
		{"Task <" + testTask + ">.<x> y", "", TransferID{}, "", "Task <" + testTask + ">.<x> y"},
		{"Task <" + testTask + "> y", "", TransferID{}, "", "Task <" + testTask + "> y"},
		{"Task <" + testTask + ">.<7>", "", transfer, "t!", ""},
		{"Task <com.example.notes>.<up>.<6> completed", "", TransferID{}, "", "Task <com.example.notes>.<up>.<6> completed"},
		{"Task <" + testTask + ">.<99999999999999999999> x", "", TransferID{UUID: testTask}, "t!", "x"},
		{"Task <>.<7> x", "", TransferID{}, "", "Task <>.<7> x"},
		{"BackgroundSession <...> connection", "", TransferID{}, "s!", "connection"},
		{"BackgroundSession <ID> connection", "", TransferID{}, "s!", "connection"},
		{"Task <…>.<7> x", "", TransferID{N: 7}, "t!", "x"},
		{"Task ", "", TransferID{}, "", "Task "},
		{"Task <", "", TransferID{}, "", "Task <"},
		{"<private>", "", TransferID{}, "", "<private>"},
		{"[C12]", "", TransferID{}, "", "[C12]"},
	} {
		h := headsOf(c.in)
		kinds := ""
		for _, k := range []struct {
			is   bool
			mark string
		}{{h.hasSession, "s"}, {h.hasTask, "t"}, {h.sure, "!"}} {
			if k.is {
				kinds += k.mark
			}
		}
		if h.session != c.session || h.transfer != c.transfer || kinds != c.kinds || c.in[h.n:] != c.rest {
			t.Errorf("%q: session %q, transfer %v, %q, rest %q", c.in, h.session, h.transfer, kinds, c.in[h.n:])
		}
	}
}

func TestIdentifiersInArguments(t *testing.T) {
	for in, want := range map[string]string{
		testSession: testSession, "<" + testSession + ">": testSession, "<private>": "", "(null)": "", "": "",
	} {
		if got := sessionIn(in); got != want {
			t.Errorf("session in %q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]TransferID{
		"Task <" + testTask + ">.<7>": {testTask, 7}, "<" + testTask + ">.<7>": {testTask, 7}, testTask: {UUID: testTask},
		"BackgroundDownloadTask <" + testTask + ">.<7>": {testTask, 7}, "<private>": {}, "(null)": {}, "": {}, "a task": {},
	} {
		if got := transferIn(in); got != want {
			t.Errorf("transfer in %q: %v, want %v", in, got, want)
		}
	}
}

// A row of URLSession is recognised behind all heads that may stand before it,
// and a row that needs one is not without.
func TestRowsBehindHeads(t *testing.T) {
	sessions := []string{"NDSession <" + testSession + ">", "NDSession <<private>>", "BackgroundSession <" + testSession + ">"}
	tasks := []string{"Task <" + testTask + ">.<7> ", "Task <<private>>.<7> ", "[C3] Task <" + testTask + ">.<7> ", "Task <?>.<0> "}
	for _, r := range messages.rows {
		if !r.From.Heads || r.Inside || strings.HasPrefix(r.Format, "Task ") {
			continue
		}
		bare := *r
		bare.Needs = needNone
		text := hide(&bare)
		recognised := func(msg string) bool {
			ev := messages.recognise(recordOf(r, msg))
			return ev != nil && ev.Row == r
		}
		if got := recognised(text); got != (r.Needs == needNone) {
			t.Errorf("%s: without a head: %v", r.ID, got)
		}
		if r.segments[0].literal == "" && r.Needs == needNone {
			continue // begins with an argument, never with heads
		}
		if r.Needs != needTask {
			for _, s := range sessions {
				if !strings.HasPrefix(text, ".") {
					s += " "
				}
				if !recognised(s + text) {
					t.Errorf("%s: not recognised: %s", r.ID, s+text)
				}
			}
		}
		if r.Needs != needSession {
			for _, head := range tasks {
				if !recognised(head + text) {
					t.Errorf("%s: not recognised: %s", r.ID, head+text)
				}
			}
		}
	}
}

func TestURLSessionVariants(t *testing.T) {
	transfer := TransferID{UUID: testTask, N: 7}
	for _, c := range []struct {
		name     string
		rec      parse.Record
		kind     EventKind // empty: not recognised
		session  string
		transfer TransferID
		fields   map[string]string
	}{
		{"daemon, new wording", parse.Record{Message: "NDSession <" + testSession + "> Task <" + testTask + ">.<7> adding delay of 240.000000"},
			RequestDelayApplied, testSession, transfer, map[string]string{"seconds": "240.000000"}},
		{"daemon, old wording", parse.Record{Message: "Task <" + testTask + ">.<7> completed with error (null) [0]"},
			TransferCompleted, "", transfer, map[string]string{"code": "0"}},
		{"redacted error keeps the code", parse.Record{Message: "NDSession <" + testSession + "> Task <" + testTask + ">.<7> completed with error <private> [-1001]. C(Y)"},
			TransferCompleted, testSession, transfer, map[string]string{"code": "-1001", "cellular": "Y", "error": ""}},
		{"brackets inside the error", parse.Record{Message: "Task <" + testTask + ">.<7> load failed with error Error Domain=A Code=1 \"x [y]\" [-999]"},
			TaskFailed, "", transfer, map[string]string{"code": "-999", "error": "Error Domain=A Code=1 \"x [y]\""}},
		{"session inside the message", parse.Record{Message: "Will request wake of app com.example.notes for NDSession <" + testSession + "> with identifier <private>"},
			WakeRequested, testSession, TransferID{}, map[string]string{"bundle": "com.example.notes", "identifier": ""}},
		{"task inside the message", parse.Record{Message: "TIC TCP [0x0] working for task Task <" + testTask + ">.<7>"},
			ConnectionAttempted, "", transfer, nil},
		{"whole identity hidden, sender known", parse.Record{Process: "nsurlsessiond", Message: "<private> will begin"}, TransferHandedOver, "", TransferID{}, nil},
		{"whole identity hidden, sender unknown", parse.Record{Message: "<private> will begin"}, "", "", TransferID{}, nil},
		{"an app's own words", parse.Record{Process: "Notes", Subsystem: "com.example.notes", Message: "resuming"}, "", "", TransferID{}, nil},
		{"no sender, no head", parse.Record{Message: "Cleaning up"}, "", "", TransferID{}, nil},
		{"the bundle id is lost", parse.Record{Process: "nsurlsessiond", Message: "Resetting request delay for"}, RequestDelayReset, "", TransferID{}, map[string]string{"bundle": ""}},
		{"the bundle id is lost inside", parse.Record{Process: "nsurlsessiond", Message: "Set request delay for  to 60.000000"}, RequestDelaySet, "", TransferID{}, map[string]string{"seconds": "60.000000"}},
		{"columns in front", parse.Record{Message: "[LOG] localhost Notes[412]: (CFNetwork) Task <" + testTask + ">.<7> finished successfully"}, TaskFinished, "", transfer, nil},
		{"other text before the head's row", parse.Record{Message: "Task <" + testTask + ">.<7> now will begin"}, "", "", TransferID{}, nil},
		{"template with heads", parse.Record{Template: "NDSession <%{public}@> %{public}@ will begin", Message: "NDSession <" + testSession + "> Task <" + testTask + ">.<7> will begin"},
			TransferHandedOver, testSession, transfer, nil},
		{"template of iOS 12", parse.Record{Process: "nsurlsessiond", Template: "%{public}@ resuming", Message: "<private> resuming"}, TransferResumed, "", TransferID{}, nil},
		{"template with a named session", parse.Record{Template: "NDSession <%{public}@>.<%@>.<%@>: created successfully", Message: "NDSession <" + testSession + ">.<<private>>.<<private>>: created successfully"},
			SessionCreated, testSession, TransferID{}, map[string]string{"bundle": ""}},
		{"iOS 17 tells less of a session", parse.Record{Message: "NDSession <" + testSession + "> Session <" + testSession + "> is for <com.example.notes>.<up> using resource timeout: 14400.000000, request timeout: 60.000000 allowsCellularAccess: 1, allowsExpensiveAccess: 1, hasSqliteSupport: 1"},
			SessionDescribed, testSession, TransferID{}, map[string]string{"bundle": "com.example.notes", "resource_timeout": "14400.000000", "rest": ", hasSqliteSupport: 1"}},
		{"the other iOS 13 summary", parse.Record{Message: "Task <" + testTask + ">.<7> summary for task success {transaction_duration_ms=251, response_status=204, connection=2, request_bytes=631, response_bytes=274, cache_hit=0}"},
			TaskSummary, "", transfer, map[string]string{"sent": "631", "received": "274"}},
		{"error number of an old build", parse.Record{Message: "Failed to issue sandbox extension for file file:///var/mobile/body.dat, errno = 1"}, AppUploadFileRefused, "", TransferID{}, map[string]string{"errno": "1"}},
		{"escaped quotes", parse.Record{Message: `NSError = "Error Domain=NSURLErrorDomain Code=-995 \"(null)\"";`}, URLError, "", TransferID{}, map[string]string{"code": "-995"}},
		{"refused for another reason", parse.Record{Message: "NDSession <" + testSession + "> Not waking up client <private> since it is late"}, WakeRefused, testSession, TransferID{}, map[string]string{"why": "it is late"}},
		{"an app quotes CFNetwork", parse.Record{Process: "Notes", Subsystem: "com.example.notes", Message: "Task <" + testTask + ">.<7> resuming"}, "", "", TransferID{}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.rec.PID = parse.NoPID
			ev := messages.recognise(&c.rec)
			if ev == nil || c.kind == "" {
				if ev != nil || c.kind != "" {
					t.Fatalf("got %s, want %q", rowID(ev), c.kind)
				}
				return
			}
			if ev.Kind != c.kind {
				t.Fatalf("got %s (%s), want %s", ev.Kind, ev.Row.ID, c.kind)
			}
			if d := cmp.Diff(c.transfer, ev.Transfer); d != "" || ev.Session != c.session {
				t.Errorf("session %q, want %q; transfer (-want +got):\n%s", ev.Session, c.session, d)
			}
			for k, v := range c.fields {
				if got := ev.Field(k); got != v {
					t.Errorf("field %s = %q, want %q", k, got, v)
				}
			}
		})
	}
}

// CFNetwork writes for every request of every process: only what a row knows is kept.
func TestInterestOfURLSession(t *testing.T) {
	log := func(process, image, subsystem, msg string) string {
		return "2026-03-15 10:00:00.000001-0500 0x1f4      Default     0x0                  412    0    " + process + ": (" + image + ") [" + subsystem + ":Default] " + msg + "\n"
	}
	for _, c := range []struct {
		line string
		want bool
	}{
		{log("Notes", "CFNetwork", "com.apple.CFNetwork", "Task <"+testTask+">.<7> finished successfully"), true},
		{log("Notes", "CFNetwork", "com.apple.CFNetwork", "Connection 3: set is idle false"), false},
		{log("nsurlsessiond", "nsurlsessiond", "com.apple.nsurlsessiond", "anything"), true},
		{log("nsurlsessiond", "CFNetwork", "com.apple.CFNetwork", "anything"), true},
		{log("powerd", "powerd", "com.apple.powerd", "PreventUserIdleSystemSleep named: \"other\""), false},
		{log("Notes", "Notes", "com.example.notes", "upload failed: Error Domain=NSURLErrorDomain Code=-997 \"(null)\""), true},
	} {
		kept := 0
		_, err := parse.String("log", "Timestamp                       Thread     Type        Activity             PID    TTL  \n"+c.line).Scan(t.Context(),
			parse.Options{Interest: Interest(), Annotate: Annotate}, func(recs []parse.Record) error { kept += len(recs); return nil })
		if err != nil {
			t.Fatal(err)
		}
		if (kept > 0) != c.want {
			t.Errorf("kept %v, want %v: %s", kept > 0, c.want, c.line)
		}
	}
}
