package parse

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// pasteInterest is an Interest like the one that the catalogue makes: daemons,
// and the first literal of each message.
func pasteInterest() *Interest {
	return NewInterest(Wanted{
		Processes:  []string{"runningboardd", "dasd", "nsurlsessiond"},
		Subsystems: []string{"com.apple.UIKit"},
		Searched:   map[string][]Literal{"assertiond": nil, "backboardd": nil, "SpringBoard": nil, "launchd": nil, "kernel": nil},
		Literals: []string{
			"Background Task ", "Background task still not ended after expiration handlers were called: ",
			"has active assertions beyond permitted time", "Simulating launch for task with identifier ",
			"No task request with identifier ", "is not advertised in the application's Info.plist", "Registration rejected; ",
			"Error Domain=", "ErrorDomain", "Task <", "BackgroundSession <", "HWM increased to ", "Message from debugger: ",
			"_simulateLaunchForTaskWithIdentifier", "exited with exit reason", "exited due to ", "RBSTerminateContext| ",
			"FinalDecision: ", "policyWeight: ", "Terminating app due to", "Add assertion: ", "Provision violated for watchdog",
			"Can't end", "completion handler was never called", "You've implemented ", "Upload tasks from NSData",
			"Completion handler blocks", "background URLSession with identifier", "execution modes found", "[TSBackgroundFetch ",
			"Application launched for activities", "Created background task", "Received memory warning", "flutter_background_fetch",
			"Failed to issue sandbox extension", "This app has crashed because it attempted", "will begin", "startPreventSuspendTimer", "Outbox is gone.",
		},
		Printed:  []string{"Error Domain=", "ErrorDomain", "is not advertised in the application's Info.plist"},
		Headings: []string{"Outbox is gone. See the error below."},
	})
}

// pasteRow is what the tests compare of a record.
type pasteRow struct {
	Line             int
	Time             string // empty when unknown
	Process          string
	PID              int
	Level            Level
	Image, Subsystem string
	Category         string
	Message          string
}

// bareRow is a message without a header.
func bareRow(line int, message string) pasteRow {
	return pasteRow{Line: line, PID: NoPID, Message: message}
}

// daemonRow is a record of Console: a level, a time and a process.
func daemonRow(line int, clock, process, message string) pasteRow {
	return pasteRow{Line: line, Time: clock, Process: process, PID: NoPID, Level: LevelDefault, Message: message}
}

// xcodeRow is a record of Xcode's console or NSLog.
func xcodeRow(line int, clock, process string, pid int, category, message string) pasteRow {
	return pasteRow{Line: line, Time: clock, Process: process, PID: pid, Category: category, Message: message}
}

// scanPaste reads text and returns its records as rows. A clock stands still.
func scanPaste(t testing.TB, text string, opts Options) (*Summary, []pasteRow, error) {
	t.Helper()
	opts.Now = time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC)
	var rows []pasteRow
	sum, err := String("ticket", text).Scan(context.Background(), opts, func(recs []Record) error {
		for _, r := range recs {
			clock := ""
			if r.Time.Known() {
				clock = r.Time.String()
			}
			rows = append(rows, pasteRow{r.Line, clock, r.Process, r.PID, r.Level, r.Image, r.Subsystem, r.Category, r.Message})
		}
		return nil
	})
	return sum, rows, err
}

func TestPaste(t *testing.T) {
	const held = `Background Task 5 ("FlushOutbox"), was created over 30 seconds ago.`
	for _, tc := range []struct {
		name, text string
		format     string // empty: paste
		want       []pasteRow
		unparsed   []int
	}{
		{
			name: "a record wrapped at blanks",
			text: "2023-08-04 10:50:17.838280-0400 Notes[60050:4787549] [BackgroundTask] Background task still not \n" +
				"ended after expiration handlers were called: <_UIBackgroundTaskInfo: 0x15523b7e0>: taskID = 30, \n" +
				"taskName = FlushOutbox, creationTime = 401007 (elapsed = 26). This app will likely be terminated",
			want: []pasteRow{xcodeRow(1, "2023-08-04 10:50:17.838 -0400", "Notes", 60050, "BackgroundTask",
				"Background task still not ended after expiration handlers were called: <_UIBackgroundTaskInfo: 0x15523b7e0>: taskID = 30, "+
					"taskName = FlushOutbox, creationTime = 401007 (elapsed = 26). This app will likely be terminated")},
		},
		{
			name: "wrapped right behind the header, in words of an unknown sender",
			text: "2020-10-03 17:59:10.458176+0100 Notes[6908:6483411]\n [access] This app has crashed because it\n attempted to access\n" +
				" privacy-sensitive data.\nMessage from debugger: Terminated due to signal 9\n",
			want: []pasteRow{
				xcodeRow(1, "2020-10-03 17:59:10.458 +0100", "Notes", 6908, "access",
					"This app has crashed because it\nattempted to access\nprivacy-sensitive data."),
				bareRow(5, "Message from debugger: Terminated due to signal 9"),
			},
		},
		{
			name:     "wrapped before the argument, where the literal's blank was",
			text:     "// It says\n// No task request with identifier\n// com.example.notes.nightly has been scheduled\n// and goes on.\n",
			want:     []pasteRow{bareRow(2, "No task request with identifier\ncom.example.notes.nightly has been scheduled\nand goes on.")},
			unparsed: []int{1},
		},
		{
			name: "a heading, and what it announces",
			text: "Outbox is gone. See the error below.\nNotesException: closed\n",
			want: []pasteRow{bareRow(1, "Outbox is gone. See the error below.\nNotesException: closed")},
		},
		{
			name:     "a blank line behind the wrapped literal",
			text:     "No task request with identifier\n\ncom.example.notes.nightly has been scheduled\nCan't end BackgroundTask\n",
			want:     []pasteRow{bareRow(4, "Can't end BackgroundTask")},
			unparsed: []int{1, 3},
		},
		{
			name: "Xcode's columns without the process",
			text: "2021-05-17 09:40:59.735123+0700 [312:7001] Task <3> stopped\n",
			want: []pasteRow{{Line: 1, Time: "2021-05-17 09:40:59.735 +0700", PID: NoPID, Message: "[312:7001] Task <3> stopped"}},
		},
		{
			name: "quoted in a script without blanks",
			text: "报错：Upload tasks from NSData are not supported\nエラー「Can't end BackgroundTask」\n",
			want: []pasteRow{bareRow(1, "报错：Upload tasks from NSData are not supported"), bareRow(2, "エラー「Can't end BackgroundTask」")},
		},
		{
			name: "a message in two sentences, another follows",
			text: "Background task still not ended after expiration handlers were called: <_UIBackgroundTaskInfo: 0x28190d140>: taskID = 8,\n" +
				"taskName = FlushOutbox (elapsed = 26). \n" +
				"This app will likely be terminated by the system. Call UIApplication.endBackgroundTask(_:) to avoid this.\n" +
				"Background Task 5 (\"FlushOutbox\"), \nwas created over 30 seconds ago. \n" +
				"In applications running in the background, this creates a risk of termination.\n",
			want: []pasteRow{
				bareRow(1, "Background task still not ended after expiration handlers were called: <_UIBackgroundTaskInfo: 0x28190d140>: taskID = 8,\n"+
					"taskName = FlushOutbox (elapsed = 26).\n"+
					"This app will likely be terminated by the system. Call UIApplication.endBackgroundTask(_:) to avoid this."),
				bareRow(4, "Background Task 5 (\"FlushOutbox\"),\nwas created over 30 seconds ago.\n"+
					"In applications running in the background, this creates a risk of termination."),
			},
		},
		{
			name: "quoted, fenced, with prose around",
			text: "> I see this in the console:\n> ```\n> default\t11:16:22.080833+0500\trunningboardd\tAssertions for process will expire soon: [app<com.example.notes>:55]\n" +
				"> default\t11:16:24.080833+0500\trunningboardd\tAcquiring assertion attributes:[\n> \t<RBSCPUAccessGrant| role:Background>,\n> \t]>\n> ```\n> Any idea?\n",
			want: []pasteRow{
				daemonRow(3, "day 1 11:16:22.080", "runningboardd", "Assertions for process will expire soon: [app<com.example.notes>:55]"),
				daemonRow(4, "day 1 11:16:24.080", "runningboardd", "Acquiring assertion attributes:[\n<RBSCPUAccessGrant| role:Background>,\n]>"),
			},
			unparsed: []int{1, 8},
		},
		{
			name: "in a source comment",
			text: "    // Feb 18 20:34:28 Notes-iPhone backboardd[28] <Warning>: Notes[272] has active assertions beyond permitted time:\n" +
				"    //            {(\n    //              <BKProcessAssertion: 0x15ebf2a0> identifier: FlushOutbox process: Notes[272]\n" +
				"    //              )}\n    //            Feb 18 20:34:29 Notes-iPhone backboardd[28] <Warning>: Forcing crash report of Notes[272]...\n",
			want: []pasteRow{{Line: 1, Time: "2026-02-18 20:34:28.000 +0000", Process: "backboardd", PID: 28, Level: LevelDefault,
				Message: "Notes[272] has active assertions beyond permitted time:\n{(\n<BKProcessAssertion: 0x15ebf2a0> identifier: FlushOutbox process: Notes[272]\n)}"}},
		},
		{
			name: "block comment, list, code spans",
			text: " * `" + held + "`\n *\n * 1. `" + held + "`\n - " + held + "\n\u2022 " + held + "\n",
			want: []pasteRow{bareRow(1, held), bareRow(3, held), bareRow(4, held), bareRow(5, held)},
		},
		{
			name: "a dash that belongs to the message",
			text: "default\t13:02:35.127775+0100\tNotes\t- flutter_background_fetch failed to start, status: 1\nI do not get it.\n\nHelp!\n",
			want: []pasteRow{daemonRow(1, "day 1 13:02:35.127", "Notes", "- flutter_background_fetch failed to start, status: 1\nI do not get it.\n\nHelp!")},
			// one clean record and what follows it is no damage
			format: "console",
		},
		{
			name: "whole strings",
			text: "\"Upload tasks from NSData are not supported in background sessions\"\n'Upload tasks from NSData are not supported',\n",
			want: []pasteRow{
				bareRow(1, "Upload tasks from NSData are not supported in background sessions"),
				bareRow(2, "Upload tasks from NSData are not supported"),
			},
		},
		{
			name: "HTML, and characters that nobody sees",
			text: "<pre><code>\nTask &lt;AD3AD8D1&gt;.&lt;7&gt; finished\u00a0with error &quot;(null)&quot; &amp;c &#39;x&#39;&nbsp;\u200b&zwj;.\n</code></pre>\n",
			want: []pasteRow{bareRow(2, "Task <AD3AD8D1>.<7> finished with error \"(null)\" &c 'x' &zwj;.")},
		},
		{
			name: "a blank line inside open brackets",
			text: "Task <AD3A>.<7> load failed with error Error Domain=NSURLErrorDomain Code=-999 UserInfo={Reason=0, \n\n_Related=(\n" +
				"    \"BackgroundDownloadTask <AD3A>.<7>\",\n), Failing=BackgroundDownloadTask <AD3A>.<7>} [-999]\n\nThen I force-quit the app.\n",
			want: []pasteRow{bareRow(1, "Task <AD3A>.<7> load failed with error Error Domain=NSURLErrorDomain Code=-999 UserInfo={Reason=0,\n_Related=(\n"+
				"\"BackgroundDownloadTask <AD3A>.<7>\",\n), Failing=BackgroundDownloadTask <AD3A>.<7>} [-999]")},
			unparsed: []int{7},
		},
		{
			name: "an error's description, wrapped before its domain and its code",
			text: "sync failed: Error\nDomain=NSURLErrorDomain\nCode=-1 \"unknown error\" UserInfo={\n  NSLocalizedDescription=unknown error}\n\nThat was all.\n",
			want: []pasteRow{bareRow(1, "sync failed: Error\nDomain=NSURLErrorDomain\nCode=-1 \"unknown error\" UserInfo={\n"+
				"NSLocalizedDescription=unknown error}")},
			unparsed: []int{6},
		},
		{
			name: "prose does not go on with brackets that never close",
			text: "Task <AD3A>.<7> failed (cut here\n\nAfter that nothing works.\n",
			want: []pasteRow{bareRow(1, "Task <AD3A>.<7> failed (cut here")}, unparsed: []int{3},
		},
		{
			name: "time and process left of the header, hanging lines",
			text: "06:16:19.599  runningboardd  Received termination request from\n              [osservice<com.apple.cache_delete(501)>:2299]\n" +
				"              with context <RBSTerminateContext| code:0xBADDD15C\n              explanation:requesting termination>\n\n" +
				"06:16:19.749  launchd        [gui/501/application.com.example.notes[11759]:]\n              exited with exit reason (namespace: 15)\n" +
				"              - OS_REASON_RUNNINGBOARD\n",
			want: []pasteRow{
				{Line: 1, Time: "day 1 06:16:19.599", Process: "runningboardd", PID: NoPID, Message: "Received termination request from\n" +
					"[osservice<com.apple.cache_delete(501)>:2299]\nwith context <RBSTerminateContext| code:0xBADDD15C\nexplanation:requesting termination>"},
				{Line: 6, Time: "day 1 06:16:19.749", Process: "launchd", PID: NoPID, Subsystem: "gui/501/application.com.example.notes[11759]",
					Message: "exited with exit reason (namespace: 15)\n- OS_REASON_RUNNINGBOARD"},
			},
		},
		{
			name: "the debugger's lines between records",
			text: "(lldb) e -l objc -- (void)[[BGTaskScheduler sharedScheduler] _simulateLaunchForTaskWithIdentifier:@\"com.example.notes.flush\"]\n" +
				"2020-02-20 02:32:29.089812-0500 Notes[1163:231153] Simulating launch for task with identifier com.example.notes.flush\n" +
				"Message from debugger: Terminated due to memory issue\n",
			want: []pasteRow{
				bareRow(1, "(lldb) e -l objc -- (void)[[BGTaskScheduler sharedScheduler] _simulateLaunchForTaskWithIdentifier:@\"com.example.notes.flush\"]"),
				xcodeRow(2, "2020-02-20 02:32:29.089 -0500", "Notes", 1163, "", "Simulating launch for task with identifier com.example.notes.flush"),
				bareRow(3, "Message from debugger: Terminated due to memory issue"),
			},
		},
		{
			name: "Xcode 15: fields after the message",
			text: "hello from print\nBackground Task 37 (\"FlushOutbox\"), was created over 30 seconds ago.\nThis creates a risk.\n" +
				"Type: Error | Timestamp: 2026-01-12 21:27:56.482798-05:00 | Process: Notes | Library: UIKitCore | Subsystem: com.apple.UIKit | Category: BackgroundTask | TID: 0xb1f10\n" +
				"nw_socket_copy_info [C1:2] getsockopt TCP_INFO failed\n" +
				"Type: Error | Timestamp: 2026-01-12 21:27:57.482798-05:00 | Process: Notes | Library: Network | Subsystem: com.apple.network | Category:  | TID: 0xb1f10\n\n" +
				"A message that nobody knows\nTimestamp: 2026-01-12 21:27:58.051437+0100 | Subsystem: com.apple.UIKit\n" +
				"10:00:00 looks like a time\nTimestamp: 2026-01-12 21:27:59.051437+0100 | Process: Notes[77] | Subsystem: com.apple.UIKit | Category: X |\nType: Info | TID: 0x1\n",
			format: xcode15,
			want: []pasteRow{
				{2, "2026-01-12 21:27:56.482 -0500", "Notes", NoPID, LevelError, "UIKitCore", "com.apple.UIKit", "BackgroundTask",
					"Background Task 37 (\"FlushOutbox\"), was created over 30 seconds ago.\nThis creates a risk."},
				{8, "2026-01-12 21:27:58.051 +0100", "", NoPID, LevelUnknown, "", "com.apple.UIKit", "", "A message that nobody knows"},
				{10, "2026-01-12 21:27:59.051 +0100", "Notes", 77, LevelInfo, "", "com.apple.UIKit", "X", "10:00:00 looks like a time"},
			},
			unparsed: []int{1},
		},
		{
			name: "Xcode 15 without fields: categories in brackets",
			text: "[log] onChange(Counter, 12)\n[BackgroundTask] " + held + "\n[Framework] Registration rejected; com.example.notes.ingest\nis not advertised in the application's Info.plist\n" +
				"[com.example.notes] Provision violated for watchdog scene-create: <FBSProcess: 0x1; allowance: <; type>; violated: YES>\n",
			want: []pasteRow{
				{Line: 2, PID: NoPID, Category: "BackgroundTask", Message: "[BackgroundTask] " + held},
				{Line: 3, PID: NoPID, Category: "Framework", Message: "[Framework] Registration rejected; com.example.notes.ingest\nis not advertised in the application's Info.plist"},
				bareRow(5, "[com.example.notes] Provision violated for watchdog scene-create: <FBSProcess: 0x1; allowance: <; type>; violated: YES>"),
			},
			unparsed: []int{1},
		},
		{
			name: "dasd's scoring records, header shortened with ellipses or lost",
			text: "default  \u2026 14:14:16.316165 \u2026  dasd \n501:com.example.notes.flush:B1BC07:\n[{name: Activity Group Policy, policyWeight: 0.500, \n" +
				"response: {Decision: Must Not Proceed, Score: 0.00}\n}],FinalDecision: Must Not Proceed}\n" +
				"com.example.notes.flush:B1BC08:[\n\t{name: DeviceActivityPolicy, policyWeight: 5.000, response: {Decision: Can Proceed, Score: 0.25}}\n" +
				"] sumScores:93.270000, FinalDecision: Can Proceed FinalScore: 0.961348}\ncom.example.notes.flush:B1BC09:[\n" +
				"\t{name: DeviceActivityPolicy, policyWeight: 5.000, response: {Decision: Can Proceed, Score: 0.25}}\n ], Decision: Must Not Proceed}\nand so on\n",
			want: []pasteRow{
				daemonRow(1, "day 1 14:14:16.316", "dasd", "501:com.example.notes.flush:B1BC07:\n[{name: Activity Group Policy, policyWeight: 0.500,\n"+
					"response: {Decision: Must Not Proceed, Score: 0.00}\n}],FinalDecision: Must Not Proceed}"),
				bareRow(6, "com.example.notes.flush:B1BC08:[\n{name: DeviceActivityPolicy, policyWeight: 5.000, response: {Decision: Can Proceed, Score: 0.25}}\n"+
					"] sumScores:93.270000, FinalDecision: Can Proceed FinalScore: 0.961348}"),
				bareRow(9, "com.example.notes.flush:B1BC09:[\n{name: DeviceActivityPolicy, policyWeight: 5.000, response: {Decision: Can Proceed, Score: 0.25}}\n"+
					"], Decision: Must Not Proceed}"),
			},
			unparsed: []int{12},
		},
		{
			name: "lost newlines",
			text: "2023-02-06 05:13:55.570878-0800 0x1013c04  Default     0x0                  669    0    runningboardd: [com.apple.runningboard:process] one" +
				"2023-02-06 05:13:56.570878-0800 0x1013c04  Default     0x0                  669    0    runningboardd: [com.apple.runningboard:process] two\n" +
				" three2023-02-06 05:13:57.570878-0800 0x1013c04  Default     0x0                  669    0    runningboardd: [com.apple.runningboard:process] four\n",
			want: []pasteRow{
				{1, "2023-02-06 05:13:55.570 -0800", "runningboardd", 669, LevelDefault, "", "com.apple.runningboard", "process", "one"},
				{1, "2023-02-06 05:13:56.570 -0800", "runningboardd", 669, LevelDefault, "", "com.apple.runningboard", "process", "two\nthree"},
				{2, "2023-02-06 05:13:57.570 -0800", "runningboardd", 669, LevelDefault, "", "com.apple.runningboard", "process", "four"},
			},
		},
		{
			name: "lost newlines of a relay",
			text: "Mar 26 10:04:37 nsurlsessiond[108] <Notice>: oneMar 26 10:04:38 nsurlsessiond[108] <Notice>: two",
			want: []pasteRow{
				{Line: 1, Time: "2026-03-26 10:04:37.000 +0000", Process: "nsurlsessiond", PID: 108, Level: LevelDefault, Message: "one"},
				{Line: 1, Time: "2026-03-26 10:04:38.000 +0000", Process: "nsurlsessiond", PID: 108, Level: LevelDefault, Message: "two"},
			},
		},
		{
			name: "prose before a record in the same line",
			text: "The log says: default\t22:14:43.436937-0400\trunningboardd\tAssertions for process will expire soon\nLog: `Mar 26 10:04:37 nsurlsessiond[108] <Notice>: one`",
			want: []pasteRow{
				daemonRow(1, "2026-03-25 22:14:43.436 -0400", "runningboardd", "Assertions for process will expire soon"),
				{Line: 2, Time: "2026-03-26 10:04:37.000 -0400", Process: "nsurlsessiond", PID: 108, Level: LevelDefault, Message: "one`"},
			},
		},
		{
			name: "what grep and editors put before lines",
			text: "notes.log:812:2020-02-20 02:32:29.089812-0500 Notes[1163:231153] Simulating launch for task with identifier a\n" +
				"815-2020-02-20 02:32:41.755488-0500 Notes[1163:231906] No task request with identifier b\n" +
				"+2020-02-20 02:32:42.755488-0500 Notes[1163:231906] No task request with identifier c\n" +
				"| 2020-02-20 02:32:43.755488-0500 Notes[1163:231906] No task request with identifier d\n",
			want: []pasteRow{
				xcodeRow(1, "2020-02-20 02:32:29.089 -0500", "Notes", 1163, "", "Simulating launch for task with identifier a"),
				xcodeRow(2, "2020-02-20 02:32:41.755 -0500", "Notes", 1163, "", "No task request with identifier b"),
				xcodeRow(3, "2020-02-20 02:32:42.755 -0500", "Notes", 1163, "", "No task request with identifier c"),
				xcodeRow(4, "2020-02-20 02:32:43.755 -0500", "Notes", 1163, "", "No task request with identifier d"),
			},
		},
		{
			name: "formats and shortened headers mixed",
			text: "runningboardd[31] <Notice>: [app<com.example.notes>:55] Suspending task.\n" +
				"dasd: CANCELED: com.example.notes.flush:751E8D at priority 10 <private>!\n" +
				"10:50:17 " + held + "\n10:50:18.123 Notes[123:abc12] " + held + "\n2026-03-01 10:50:18 +0000 " + held + "\n10:50:19 nobody knows this\n" +
				"default 2026-03-01 10:50:19.087889 +0800 assertiond [Notes:24424] Forcing crash report: Notes:24424 has active assertions beyond permitted time:\n" +
				"<BKProcessAssertion: 0x10473d0c0; \"Shared\" (finishTask:180s)>\n",
			want: []pasteRow{
				{Line: 1, Process: "runningboardd", PID: 31, Level: LevelDefault, Message: "[app<com.example.notes>:55] Suspending task."},
				{Line: 2, Process: "dasd", PID: NoPID, Message: "CANCELED: com.example.notes.flush:751E8D at priority 10 <private>!"},
				xcodeRow(3, "2026-03-01 10:50:17.000 +0000", "", NoPID, "", held),
				xcodeRow(4, "2026-03-01 10:50:18.123 +0000", "Notes", 123, "", held),
				xcodeRow(5, "2026-03-01 10:50:18.000 +0000", "", NoPID, "", held),
				daemonRow(7, "2026-03-01 10:50:19.087 +0800", "assertiond",
					"[Notes:24424] Forcing crash report: Notes:24424 has active assertions beyond permitted time:\n<BKProcessAssertion: 0x10473d0c0; \"Shared\" (finishTask:180s)>"),
			},
			unparsed: []int{6},
		},
		{
			name: "excerpts parted by rulers",
			text: "BackgroundSession <x> an error occurred on the xpc connection to setup the background session: \n:\n[] a line of no use\n:\n...\n" + held + "\n[\u2026]\n",
			want: []pasteRow{
				bareRow(1, "BackgroundSession <x> an error occurred on the xpc connection to setup the background session:"),
				bareRow(5, "lines left out: ..."),
				bareRow(6, held),
				bareRow(7, "lines left out: [\u2026]"),
			},
			unparsed: []int{3},
		},
		{
			name: "a wrapped argument list, then an object",
			text: "HWM increased to 2844 because of <BKProcessAssertion: 0x1003b5930;\n\"FlushOutbox\" (finishTask:180s); id:\u2026DDE933B1E7D6>\n" +
				"error = NotesError[{\n    NSError = \"Error Domain=NSURLErrorDomain Code=-995 \\\"(null)\\\"\";\n}];\n",
			want: []pasteRow{
				bareRow(1, "HWM increased to 2844 because of <BKProcessAssertion: 0x1003b5930;\n\"FlushOutbox\" (finishTask:180s); id:\u2026DDE933B1E7D6>\n"+
					"error = NotesError[{\nNSError = \"Error Domain=NSURLErrorDomain Code=-995 \\\"(null)\\\"\";\n}];"),
			},
		},
		{
			name: "broken inside a word",
			text: "2023-08-04 10:50:17.838280-0400 Notes[60050:4787549] [x] Can't end Back\nI see\nCan't e\nnd BackgroundTask: no background task\n",
			want: []pasteRow{
				xcodeRow(1, "2023-08-04 10:50:17.838 -0400", "Notes", 60050, "x", "Can't end Back\nI see\nCan't e\nnd BackgroundTask: no background task"),
			},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			sum, got, err := scanPaste(t, tc.text, Options{Interest: pasteInterest()})
			if err != nil {
				t.Fatal(err)
			}
			if tc.format == "" {
				tc.format = pasteName
			}
			if sum.Format != tc.format {
				t.Errorf("read as %s (%s), want %s", sum.Format, sum.Why, tc.format)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("records (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.unparsed, sum.UnparsedAt); diff != "" {
				t.Errorf("unparsed lines (-want +got):\n%s", diff)
			}
			if n := strings.Count(tc.text, "\n"); sum.Lines != n && sum.Lines != n+1 {
				t.Errorf("%d lines, want %d", sum.Lines, n)
			}
		})
	}
}

func TestPasteWithoutInterest(t *testing.T) {
	sum, got, err := scanPaste(t, "first\nsecond (\nof second)\n\nthird\n  and still third\n", Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []pasteRow{bareRow(1, "first"), bareRow(2, "second (\nof second)"), bareRow(5, "third\nand still third")}
	if diff := cmp.Diff(want, got); diff != "" || sum.Unparsed != 0 {
		t.Errorf("%d unparsed, records (-want +got):\n%s", sum.Unparsed, diff)
	}
}

func TestPasteNothing(t *testing.T) {
	for _, text := range []string{"Hello,\n\nthis is no log.\n", "```\n```\n", "name,count\na,1\n", "10:30 lunch\n12:30:00 tea\n"} {
		sum, got, err := scanPaste(t, text, Options{Interest: pasteInterest()})
		if !errors.Is(err, ErrNothing) || len(got) > 0 {
			t.Errorf("%q: records %v, error %v, want one that wraps ErrNothing", text, got, err)
			continue
		}
		for _, want := range []string{"--explain-format", "--input-format", "log record"} {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("error %q does not say %q", err, want)
			}
		}
		if sum.Unparsed == 0 && strings.ContainsAny(text, "abc") {
			t.Errorf("%q: no line is counted as unparsed", text)
		}
	}
}

// Long messages end after continuationLines; what follows is counted.
func TestPasteContinuationLimit(t *testing.T) {
	text := "06:16:19.599  runningboardd  Received\n" + strings.Repeat("  line\n", 50)
	sum, got, err := scanPaste(t, text, Options{Interest: pasteInterest(), Format: pasteName})
	if err != nil || len(got) != 1 {
		t.Fatalf("%d records, error %v", len(got), err)
	}
	if n := strings.Count(got[0].Message, "\n"); n != continuationLines-1 || sum.Unparsed != 51-continuationLines {
		t.Errorf("the record goes on for %d lines, %d are unparsed", n, sum.Unparsed)
	}
}

// What is cut must say so, and the lines after it keep their numbers.
func TestPasteCut(t *testing.T) {
	held := `Background Task 5 ("FlushOutbox")`
	for name, text := range map[string]string{
		"line":   held + strings.Repeat(" x", 4000) + "\n" + held + "\n",
		"record": held + "(\n" + strings.Repeat(strings.Repeat("x", 400)+"\n", 10) + ")\n" + held + "\n",
	} {
		sum, got, err := scanPaste(t, text, Options{Interest: pasteInterest(), MaxRecord: 2048})
		if err != nil || len(got) != 2 {
			t.Errorf("%s: %d records, error %v", name, len(got), err)
			continue
		}
		if want := strings.Count(text, "\n"); got[1].Line != want || len(sum.Cut) != 1 {
			t.Errorf("%s: last record in line %d, want %d; cut %v", name, got[1].Line, want, sum.Cut)
		}
	}
}

// Batches must not change numbers or times: a long paste is handed on in parts.
func TestPasteBatches(t *testing.T) {
	var b strings.Builder
	const n = 3*batchRecords + 7
	for i := range n {
		fmt.Fprintf(&b, "> 18:00:00.000 runningboardd  number %d\n> and more\n", i)
		if i == n/2 {
			b.WriteString("> 00:00:01.000 runningboardd  past midnight\n")
		}
	}
	sum, got, err := scanPaste(t, b.String(), Options{Interest: pasteInterest()})
	if err != nil || len(got) != n+1 || sum.Records != n+1 || sum.Lines != 2*n+1 {
		t.Fatalf("%d records, %d lines, error %v", len(got), sum.Lines, err)
	}
	if last := got[n]; last.Line != 2*n || last.Time != "day 2 18:00:00.000" {
		t.Errorf("last record: line %d at %s", last.Line, last.Time)
	}
}

func TestPasteStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	in := String("ticket", strings.Repeat("> 18:00:00.000 runningboardd  one\n", 5000))
	if _, err := in.Scan(ctx, Options{}, func([]Record) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("after cancelling: %v", err)
	}
	stop := errors.New("stop")
	if _, err := in.Scan(context.Background(), Options{}, func([]Record) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("the caller's error is lost: %v", err)
	}
	broken := io.MultiReader(strings.NewReader("> 18:00:00.000 runningboardd  one\n"+strings.Repeat("x\n", sampleSize)), errReader{stop})
	in = &Input{Name: "broken", open: func() (io.ReadCloser, error) { return io.NopCloser(broken), nil }}
	sum, err := in.Scan(context.Background(), Options{}, func([]Record) error { return nil })
	if !errors.Is(err, stop) || sum.Records == 0 || sum.Complete {
		t.Errorf("a source that breaks: %d records, error %v", sum.Records, err)
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

// TestPasteCutAnywhere reads damaged beginnings and ends of a paste with all shapes in it.
func TestPasteCutAnywhere(t *testing.T) {
	in := pasteInterest()
	for i := range len(pasteSeed) {
		for _, text := range []string{pasteSeed[:i], pasteSeed[i:]} {
			sum, rows, err := scanPaste(t, text, Options{Interest: in, Format: pasteName})
			if err != nil && !errors.Is(err, ErrNothing) {
				t.Fatalf("cut at %d: %v", i, err)
			}
			checkPaste(t, text, sum, rows)
		}
	}
}

// checkPaste holds for every input: lines are counted and numbered in order.
func checkPaste(t *testing.T, text string, sum *Summary, rows []pasteRow) {
	t.Helper()
	lines := strings.Count(text, "\n")
	if len(text) > 0 && !strings.HasSuffix(text, "\n") {
		lines++
	}
	last := 0
	for _, r := range rows {
		if r.Line < 1 || r.Line > lines || r.Line < last {
			t.Errorf("%q: record in line %d of %d after one in line %d", text, r.Line, lines, last)
		}
		last = r.Line
	}
	if sum.Kept != len(rows) || sum.Records < sum.Kept {
		t.Errorf("%q: %d of %d records kept, %d seen", text, sum.Kept, sum.Records, len(rows))
	}
	if sum.Unparsed > lines {
		t.Errorf("%q: %d of %d lines unparsed", text, sum.Unparsed, lines)
	}
}

// pasteSeed holds one line or two of every shape.
const pasteSeed = "> default\t11:16:22.080833+0500\trunningboardd\tone\n\n// Feb 18 20:34:28 iPhone backboardd[28] <Warning>: Notes[272] has active assertions beyond permitted time:\n//   {(\n//   )}\n" +
	" * `Background Task 5 (\"a\"), &lt;was&gt; created`\n```\n2023-08-04 10:50:17.838280-0400 Notes[60050:4787549] [BackgroundTask] Background task still not\nended after\n" +
	"default  \u2026 14:14:16.316165 \u2026  dasd \ncom.example.notes:B1BC07:[\n\t{name: P, policyWeight: 0.5}\n], FinalDecision: No}\n" +
	"Task <A>.<7> failed UserInfo={a=(\n\n    \"b\"\n)}\nType: Error | Timestamp: 2026-01-12 21:27:56.482798-05:00 | Process: Notes | TID: 0xb1f10\n" +
	"x2023-02-06 05:13:55.570878-0800 0x1013c04  Default     0x0                  669    0    dasd: one2023-02-06 05:13:55.570878-0800 0x1013c04  Default     0x0                  669    0    dasd: two\n"

func FuzzPaste(f *testing.F) {
	f.Add([]byte(pasteSeed), uint16(0))
	f.Add([]byte("- 2026-03-02 07:30:54.104822+0100 Notes[412:4711] an item\n-\n"), uint16(0)) // nothing is left of a line
	f.Add([]byte("[device] Process: Notes [312]\n[device]\n[device] Exception Type: EXC_CRASH (SIGKILL)\n[device] Thread 0 Crashed:\n"), uint16(0))
	f.Add([]byte(`Process: Notes [312]\nException Type: EXC_CRASH (SIGKILL)\n\tThread 0 Crashed:\n\\`), uint16(0))
	for _, line := range strings.SplitAfter(pasteSeed, "\n") {
		f.Add([]byte(line), uint16(64))
	}
	in := pasteInterest()
	f.Fuzz(func(t *testing.T, data []byte, limit uint16) {
		if _, err := newSource(bytes.NewReader(data), -1, 0, newMeter(Limits{})); err != nil {
			return // a compressed file, and a damaged one
		}
		opts := Options{Interest: in, Format: pasteName, MaxRecord: int(limit)}
		sum, rows, err := scanPaste(t, string(data), opts)
		if err != nil && !errors.Is(err, ErrNothing) {
			t.Fatal(err)
		}
		if src, err := newSource(bytes.NewReader(data), -1, 0, newMeter(Limits{})); err == nil && len(src.notes) == 0 && len(src.sample) == len(data) && limit == 0 {
			checkPaste(t, string(data), sum, rows)
		}
		if _, err := explained("x", bytes.NewReader(data), Options{Interest: in}); err != nil && !errors.Is(err, ErrNothing) {
			t.Fatal(err)
		}
	})
}

// repeatReader gives text again and again, n bytes in all.
type repeatReader struct {
	text string
	at   int
	n    int64
}

func (r *repeatReader) Read(p []byte) (int, error) {
	if r.n == 0 {
		return 0, io.EOF
	}
	if int64(len(p)) > r.n {
		p = p[:r.n]
	}
	n := 0
	for n < len(p) {
		c := copy(p[n:], r.text[r.at:])
		n += c
		r.at = (r.at + c) % len(r.text)
	}
	r.n -= int64(n)
	return n, nil
}

// TestPasteMemory reads 50 MB in one line: without any record, and with records
// whose newlines were lost.
func TestPasteMemory(t *testing.T) {
	record := "2023-02-06 05:13:55.570878-0800 0x1013c04  Default     0x0                  669    0    dasd: [com.apple.duet:x] one"
	for _, tc := range []struct {
		name, text string
		n, records int
	}{
		{"no record", "Background Task 5 x", 50 << 20, 1},
		{"clocks", "10:20:30.", 50 << 20, 0},
		{"records", record, len(record) * 200_000, 200_000},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var before, now, most runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			in := &Input{Name: "long", open: func() (io.ReadCloser, error) {
				return io.NopCloser(&repeatReader{text: tc.text, n: int64(tc.n)}), nil
			}}
			sum, err := in.Scan(context.Background(), Options{Interest: pasteInterest(), Format: pasteName}, func([]Record) error {
				runtime.ReadMemStats(&now)
				if now.HeapInuse > most.HeapInuse {
					most = now
				}
				return nil
			})
			if err != nil && !errors.Is(err, ErrNothing) {
				t.Fatal(err)
			}
			if sum.Records != tc.records || sum.Bytes != int64(tc.n) {
				t.Errorf("%d records in %d bytes, want %d", sum.Records, sum.Bytes, tc.records)
			}
			if most.HeapInuse > before.HeapInuse+96<<20 {
				t.Errorf("%d MiB of memory", (most.HeapInuse-before.HeapInuse)>>20)
			}
		})
	}
}

// TestPasteCases reads the real excerpts that lie beside the repository, where
// they do: each text log must give a record, or a report.
func TestPasteCases(t *testing.T) {
	paths, _ := filepath.Glob(filepath.Join("..", "..", "shared", "cases", "*.log"))
	if len(paths) == 0 {
		t.Skip("no real cases beside the repository")
	}
	for _, path := range paths {
		var label struct{ Format string }
		data, err := os.ReadFile(strings.TrimSuffix(path, ".log") + ".json")
		if err == nil {
			err = json.Unmarshal(data, &label)
		}
		if err != nil {
			t.Errorf("label of %s: %v", filepath.Base(path), err)
			continue
		}
		if label.Format == "ips" {
			continue
		}
		for _, forced := range []string{"", pasteName} {
			in := fileInput(path, 0)
			sum, err := in.Scan(context.Background(), Options{Interest: pasteInterest(), Format: forced}, func([]Record) error { return nil })
			if err != nil || sum.Records == 0 && len(sum.Reports) == 0 {
				t.Errorf("%s, format %q: %d records, error %v", filepath.Base(path), forced, sum.Records, err)
			}
		}
	}
}

// What Appium's server and XHarness write before the lines of a device's log is taken off, and nothing else.
func TestServerLine(t *testing.T) {
	for line, want := range map[string]string{
		"2026-03-02 09:12:31:104 - info: [IOS_SYSLOG_ROW ] Mar  2 10:12:31 iPad Notes[412] <Notice>: ended": "Mar  2 10:12:31 iPad Notes[412] <Notice>: ended",
		"[iOSLog] [IOS_SYSLOG_ROW] Mar  2 10:12:31 mini Notes[412]: ended":                                  "Mar  2 10:12:31 mini Notes[412]: ended",
		"2026-03-02 09:12:31:104 - [IOSDeviceLog] ProcessState: Running":                                    "ProcessState: Running",
		"[debug] [WebDriverAgent] Sim: \t    );":                                                            "\t    );",
		"info: [IOS_SYSLOG_ROW ]":                                                                           "",
		"the rows after [IOSDeviceLog] are the device's":                                                    "the rows after [IOSDeviceLog] are the device's",
		"Mar  2 10:12:31 iPad Notes[412] <Notice>: ended":                                                   "Mar  2 10:12:31 iPad Notes[412] <Notice>: ended",
		"[09:12:31.1043870] ended":                                                                          "ended",
		"[09:12:31.1043870] \tended":                                                                        "\tended",
		"[09:12:31.104387] ended":                                                                           "[09:12:31.104387] ended",
		"":                                                                                                  "",
	} {
		if got := string(serverLine([]byte(line))); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}
