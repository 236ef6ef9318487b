package parse

import (
	"bytes"
	"context"
	"errors"
	"html"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// scanned reads a text as the program does.
func scanned(t *testing.T, text string) *Summary {
	t.Helper()
	sum, err := String("input", text).Scan(context.Background(), Options{}, func([]Record) error { return nil })
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return sum
}

func at(t *testing.T, text string) Time {
	t.Helper()
	moment, err := time.Parse("2006-01-02 15:04:05.999999 -0700", text)
	if err != nil {
		t.Fatal(err)
	}
	return At(moment)
}

var sameTime = cmp.Comparer(func(a, b Time) bool { return a == b })

func TestReports(t *testing.T) {
	scene := &TerminateContext{
		Domain: 10, Code: 0x8badf00d, HasCode: true,
		Explanation:       "scene-update watchdog transgression: app<com.example.notes(9A0C)>:1261 exhausted real (wall clock) time allowance of 10.00 seconds",
		ProcessVisibility: "Background", ProcessState: "Running", WatchdogEvent: "scene-update", WatchdogVisibility: "Background",
		ReportType: "CrashLog", Resistance: "Interactive",
	}
	whole, _ := ParseTerminateContext(watchdogContext)
	overrunSpecific := func(subject string) string {
		return subject + " has active assertions beyond permitted time:\n{(\n<SBProcessAssertion: 0xcdc7ea0> identifier: UIKitBackgroundCompletionTask process: permittedBackgroundDuration: 600.000000 reason: finishTask owner pid:888\n)}"
	}
	for _, c := range []struct {
		name, text, format string
		want               []*Report
		notes              []string
	}{
		{"watchdog .ips", watchdogIPS, "ips", []*Report{{
			Incident: "11111111-2222-4333-8444-555555555555", Line: 4, Time: at(t, "2025-11-22 19:29:43.4815 -0500"), Launched: at(t, "2025-11-22 19:20:01.2 -0500"),
			Process: "Notes", BundleID: "com.example.notes", Version: "4.2 (77)", PID: 1261, OS: "iPhone OS 26.1 (23B85)", Model: "iPhone14,2", Role: "Background",
			Namespace: "FRONTBOARD", Code: 0x8badf00d, HasCode: true, Context: scene,
			Explanation: "<RBSTerminateContext| domain:10 code:0x8BADF00D explanation:" + scene.Explanation + "\nProcessVisibility: Background\nProcessState: Running\nWatchdogEvent: scene-update\nWatchdogVisibility: Background\n) reportType:CrashLog maxTerminationResistance:Interactive>",
			Exception:   "EXC_CRASH", Signal: "SIGKILL",
			Frames: []string{"__ulock_wait", "Notes + 176", "-[_UIBackgroundTaskInfo fireExpirationHandler]"},
		}}, nil},
		{"file lock .ips of an extension in the simulator", lockIPS, "ips", []*Report{{
			Line: 2, Time: at(t, "2025-01-02 03:04:05 +0100"), Process: "NotesShare", PID: 88, OS: "iPhone OS 18.2 (22C152)",
			Simulator: true, Extension: true, Namespace: "RUNNINGBOARD", Code: 0xdead10cc, HasCode: true, Exception: "EXC_CRASH", Signal: "SIGKILL",
			Frames: []string{"flock"}, MainThread: []string{"main"},
		}}, nil},
		{"exception .ips", abortIPS, "ips", []*Report{{
			Line: 4, Time: at(t, "2025-01-02 03:04:05 +0100"), Process: "Notes", BundleID: "com.example.notes", PID: 21,
			Namespace: "SIGNAL", Code: 6, HasCode: true, Explanation: "Abort trap: 6\none\ntwo", By: "Notes", Exception: "EXC_CRASH", Signal: "SIGABRT",
			Frames:        []string{"__pthread_kill"},
			LastException: []string{"__exceptionPreprocess", "objc_exception_throw", "-[BGTaskScheduler _handleSubmissionWithoutRegistrationForTaskRequest:error:]"},
			Specific:      "abort() called\nNo launch handler registered for task with identifier com.example.notes.refresh",
		}}, nil},
		{"text .ips", overrunText, "ips", []*Report{{
			Incident: "11111111-2222-4333-8444-555555555555", Line: 5, Time: at(t, "2019-10-11 11:32:48.5051 -0400"), Launched: at(t, "2019-10-11 11:29:47.9 -0400"),
			Process: "Notes", BundleID: "com.example.notes", Version: "3.6 (3.6)", PID: 3225, OS: "iPhone OS 12.3.1 (16F203)", Model: "iPhone10,4", Role: "Non UI",
			Namespace: "ASSERTIOND", Code: 0x8badf00d, HasCode: true, Exception: "EXC_CRASH", ExceptionNote: "EXC_CORPSE_NOTIFY", Signal: "SIGKILL",
			Frames: []string{"libsystem_kernel.dylib + 1", "__CFRunLoopRun"},
		}}, nil},
		{".crash of iOS 8", oldCrash, "crash-text", []*Report{{
			Incident: "11111111-2222-4333-8444-555555555555", Line: 3, Time: at(t, "2015-04-03 14:02:13.306 +0800"), Process: "Photo Log", BundleID: "com.example.photolog", Version: "829 (27.0)", PID: 13362,
			OS: "iOS 8.2 (12D508)", Model: "iPhone6,2", Code: 0x8badf00d, HasCode: true, Exception: "00000020",
			Frames: []string{"read"}, MainThread: []string{"mach_msg_trap"},
			Specific: "<BKNewProcess: 0x12de5ce60; com.example.photolog; pid: 13362; hostpid: -1> has active assertions beyond permitted time:\n{(\n<BKProcessAssertion: 0x12dd36310> id: 7899-78 name: Background Content Fetching (1065) process: <BKNewProcess: 0x12de5ce60; com.example.photolog; pid: 13362; hostpid: -1> permittedBackgroundDuration: 30.000000 reason: backgroundContentFetching owner pid:7899 preventSuspend\n)}",
		}}, nil},
		{"cpu .ips", cpuIPS, "ips", []*Report{{
			Kind: ReportCPU, Line: 2, Begin: at(t, "2021-04-17 02:45:17.497 -0700"), Time: at(t, "2021-04-17 02:47:53.309 -0700"),
			Process: "Notes", BundleID: "com.example.notes", Version: "1.3.6 (136.3)", PID: 251, OS: "iPhone OS 14.4.2 (18D70)",
			CPU: &CPUReport{UsedSeconds: 90, OverSeconds: 156, LimitPercent: 50, LimitSeconds: 180, Action: "none"},
		}}, nil},
		{"stackshot", stackshotIPS, "ips", []*Report{{
			Kind: ReportStackshot, Line: 2, Time: at(t, "2018-12-08 09:59:59.1 +0000"), Process: "Notes", PID: 1687, OS: "iPhone OS 12.1 (16B92)", Model: "iPhone9,1",
			Code: 0x8badf00d, HasCode: true,
			Specific: "Notes:1687 has active assertions beyond permitted time: \n<BKProcessAssertion: 0x102325610; \"Called by Notes, from flush\" (finishTask:180s); id:…BEE46FD5351C> (owner: Notes:1687)\n\nElapsed total CPU time (seconds): 209.930",
		}}, nil},
		{"JetsamEvent", jetsamIPS, "jetsam", []*Report{
			{Incident: "22222222-2222-4333-8444-555555555555", Kind: ReportJetsam, Line: 18, Time: at(t, "2022-07-10 01:18:15.51 +0800"), Process: "Notes", PID: 700, OS: "iPhone OS 15.5 (19F77)", Model: "iPhone13,2",
				JetsamReason: "vm-pageshortage", States: []string{"suspended"}, Pages: 2000, PageSize: 16384},
			{Incident: "22222222-2222-4333-8444-555555555555", Kind: ReportJetsam, Line: 37, Time: at(t, "2022-07-10 01:18:15.51 +0800"), Process: "exampled", PID: 44, OS: "iPhone OS 15.5 (19F77)", Model: "iPhone13,2",
				JetsamReason: "highwater", Pages: 3000, PageSize: 16384},
		}, nil},
		{"low memory report", lowMemory, "jetsam", []*Report{
			{Incident: "33333333-2222-4333-8444-555555555555", Kind: ReportJetsam, Line: 14, Time: at(t, "2015-05-01 11:13:20 -0700"), Process: "Notes Extension", PID: NoPID, OS: "iPhone OS 8.3 (12F70)", Model: "iPhone6,1",
				JetsamReason: "per-process-limit", States: []string{"daemon"}, Pages: 4255, PageSize: 16384},
			{Incident: "33333333-2222-4333-8444-555555555555", Kind: ReportJetsam, Line: 15, Time: at(t, "2015-05-01 11:13:20 -0700"), Process: "Photos", PID: NoPID, OS: "iPhone OS 8.3 (12F70)", Model: "iPhone6,1",
				JetsamReason: "jettisoned", States: []string{"active"}, Pages: 832, PageSize: 16384},
		}, nil},
		{"MXMetricPayload", metricPayload, "metrickit", []*Report{{
			Kind: ReportMetricKit, Line: 2, Begin: at(t, "2026-10-08 03:00:00 +0000"), Time: at(t, "2026-10-09 02:59:00 +0000"), PID: NoPID,
			BundleID: "com.example.notes", Version: "2.1 (77)", OS: "iPhone OS 26.1 (23B85)", Model: "iPhone14,2",
			ForegroundExits: map[string]int{"cumulativeNormalAppExitCount": 3},
			BackgroundExits: map[string]int{"cumulativeNormalAppExitCount": 9, "cumulativeBackgroundTaskAssertionTimeoutExitCount": 4, "cumulativeSuspendedWithLockedFileExitCount": 1},
		}}, nil},
		{"MXDiagnosticPayload", diagnosticPayload, "metrickit", []*Report{
			{Line: 4, Begin: at(t, "2026-10-08 03:00:00 +0000"), Time: at(t, "2026-10-09 02:59:00 +0000"), PID: 4242,
				BundleID: "com.example.notes", Version: "2.1 (77)", OS: "iPhone OS 26.1 (23B85)", Model: "iPhone14,2",
				Namespace: "FRONTBOARD", Code: 0x8badf00d, HasCode: true, Exception: "EXC_CRASH", Signal: "SIGKILL",
				Explanation: "<RBSTerminateContext| domain:10 code:0x8BADF00D explanation:[app<com.example.notes>:4242] Failed to terminate gracefully after 5.0s\nProcessVisibility: Unknown\nProcessState: Running\nWatchdogEvent: process-exit reportType:CrashLog maxTerminationResistance:Interactive>",
				Context: &TerminateContext{Domain: 10, Code: 0x8badf00d, HasCode: true, Explanation: "[app<com.example.notes>:4242] Failed to terminate gracefully after 5.0s",
					ProcessVisibility: "Unknown", ProcessState: "Running", WatchdogEvent: "process-exit", ReportType: "CrashLog", Resistance: "Interactive"}},
			{Line: 6, Begin: at(t, "2026-10-08 03:00:00 +0000"), Time: at(t, "2026-10-09 02:59:00 +0000"), PID: NoPID,
				Namespace: "SIGNAL", Code: 11, HasCode: true, Explanation: "Segmentation fault: 11", Exception: "EXC_BAD_ACCESS", Signal: "SIGSEGV", Specific: "unrecognized selector"},
		}, []string{"MetricKit's hang diagnostics are not read (1)"}},
		{"file lock excerpt", fileLockExcerpt, "crash-text", []*Report{{
			Line: 1, PID: NoPID, Namespace: "RUNNINGBOARD", Code: 0xdead10cc, HasCode: true, Exception: "EXC_CRASH", Signal: "SIGKILL",
		}}, nil},
		{"watchdog excerpt", watchdogExcerpt, "crash-text", []*Report{{
			Line: 1, PID: 1261, BundleID: "com.example.notes", Namespace: "FRONTBOARD", Code: 0x8badf00d, HasCode: true, Exception: "EXC_CRASH", Signal: "SIGKILL",
			Explanation: watchdogContext, Context: &whole,
		}}, nil},
		{"one-line description", descriptionExcerpt, "crash-text", []*Report{{
			Line: 1, PID: 307, BundleID: "com.example.notes", Namespace: "SPRINGBOARD", Code: 0x8badf00d, HasCode: true, Exception: "EXC_CRASH", Signal: "SIGKILL",
			Explanation: "scene-update watchdog transgression: application<com.example.notes>:307 exhausted real (wall clock) time allowance of 10.00 seconds\nProcessVisibility: Background\nProcessState: Running\nWatchdogEvent: scene-update",
			Context: &TerminateContext{Explanation: "scene-update watchdog transgression: application<com.example.notes>:307 exhausted real (wall clock) time allowance of 10.00 seconds",
				ProcessVisibility: "Background", ProcessState: "Running", WatchdogEvent: "scene-update"},
		}}, nil},
		{"backtrace alone", handlerExcerpt, "crash-text", []*Report{{
			Line: 2, PID: NoPID, Frames: []string{"kevent_id", "_dispatch_sync_f_slow", "closure #1 in Outbox.flush()", "-[_UIBackgroundTaskInfo fireExpirationHandler]"},
		}}, nil},
		{"last exception alone", exceptionExcerpt, "crash-text", []*Report{{
			Line: 1, PID: NoPID, LastException: []string{"__exceptionPreprocess", "-[BGTaskScheduler _unsafe_submitTaskRequest:error:]"},
		}}, nil},
		{"cpu lines alone", cpuExcerpt, "crash-text", []*Report{{
			Kind: ReportCPU, Line: 1, PID: NoPID, CPU: &CPUReport{UsedSeconds: 48, OverSeconds: 52, LimitPercent: 80, LimitSeconds: 60, Action: "Process killed", Fatal: true},
		}}, nil},
		{"cpu lines the other way round, wrapped and quoted", "> Action taken: none\n> CPU: 48 seconds cpu time over 52.5 seconds (93% cpu\n> average), exceeding limit of\n> 80% cpu over 60 seconds\n> CPU limit: 48s\n", "crash-text", []*Report{{
			Kind: ReportCPU, Line: 1, PID: NoPID, CPU: &CPUReport{UsedSeconds: 48, OverSeconds: 52.5, LimitPercent: 80, LimitSeconds: 60, Action: "none"},
		}}, nil},
		{"two cpu reports", cpuExcerpt + cpuExcerpt, "crash-text", []*Report{
			{Kind: ReportCPU, Line: 1, PID: NoPID, CPU: &CPUReport{UsedSeconds: 48, OverSeconds: 52, LimitPercent: 80, LimitSeconds: 60, Action: "Process killed", Fatal: true}},
			{Kind: ReportCPU, Line: 3, PID: NoPID, CPU: &CPUReport{UsedSeconds: 48, OverSeconds: 52, LimitPercent: 80, LimitSeconds: 60, Action: "Process killed", Fatal: true}},
		}, nil},
		{"CPU exception", "1. `Exception Type: EXC_RESOURCE`\n2. `Exception Subtype: CPU_FATAL`\n3. `Exception Message: (Limit 80%) Observed 90% over 60 seconds`\n", "crash-text", []*Report{{
			Kind: ReportCPU, Line: 1, PID: NoPID, Exception: "EXC_RESOURCE", Subtype: "CPU_FATAL",
			CPU: &CPUReport{UsedSeconds: 54, OverSeconds: 60, LimitPercent: 80, LimitSeconds: 60, Fatal: true},
		}}, nil},
		{"assertion list alone", listExcerpt, "crash-text", []*Report{{
			Kind: ReportStackshot, Line: 1, PID: NoPID, Specific: strings.TrimSpace(overrunSpecific("")),
		}}, nil},
		{"two assertion lists", "Notes[21] " + listExcerpt + "Atlas:22 " + listExcerpt, "crash-text", []*Report{
			{Kind: ReportStackshot, Line: 1, PID: 21, Process: "Notes", Specific: overrunSpecific("Notes[21]")},
			{Kind: ReportStackshot, Line: 5, PID: 22, Process: "Atlas", Specific: overrunSpecific("Atlas:22")},
		}, nil},
		{"context in a comment", "// asked [app<com.example.notes>:77] with <RBSTerminateContext| domain:10 code:0xDEADFA11 explanation:killed from app switcher\n//   ProcessState: Suspended reportType:None maxTerminationResistance:Interactive>\n// and so on\n", "crash-text", []*Report{{
			Line: 1, PID: 77, BundleID: "com.example.notes", Namespace: "FRONTBOARD", Code: 0xdeadfa11, HasCode: true,
			Explanation: "<RBSTerminateContext| domain:10 code:0xDEADFA11 explanation:killed from app switcher\nProcessState: Suspended reportType:None maxTerminationResistance:Interactive>",
			Context:     &TerminateContext{Domain: 10, Code: 0xdeadfa11, HasCode: true, Explanation: "killed from app switcher", ProcessState: "Suspended", ReportType: "None", Resistance: "Interactive"},
		}}, nil},
		{"context after a predicate", "on <RBSProcessBundleIdentifierPredicate \"com.example.notes\">\nwith context <RBSTerminateContext| code:0xBADDD15C\n  explanation:caches\n  reportType:None>\n", "crash-text", []*Report{{
			Line: 1, PID: NoPID, BundleID: "com.example.notes", Code: 0xbaddd15c, HasCode: true,
			Explanation: "<RBSTerminateContext| code:0xBADDD15C\nexplanation:caches\nreportType:None>",
			Context:     &TerminateContext{Code: 0xbaddd15c, HasCode: true, Explanation: "caches", ReportType: "None"},
		}}, nil},
		{"several .ips in one file", strings.TrimSuffix(lockIPS, "\n") + "\n" + cpuExcerpt + "EOF" + stackshotIPS, "ips", []*Report{
			{Line: 2, Time: at(t, "2025-01-02 03:04:05 +0100"), Process: "NotesShare", PID: 88, OS: "iPhone OS 18.2 (22C152)",
				Simulator: true, Extension: true, Namespace: "RUNNINGBOARD", Code: 0xdead10cc, HasCode: true, Exception: "EXC_CRASH", Signal: "SIGKILL",
				Frames: []string{"flock"}, MainThread: []string{"main"}},
			{Kind: ReportCPU, Line: 3, PID: NoPID, CPU: &CPUReport{UsedSeconds: 48, OverSeconds: 52, LimitPercent: 80, LimitSeconds: 60, Action: "Process killed", Fatal: true}},
			{Kind: ReportStackshot, Line: 6, Time: at(t, "2018-12-08 09:59:59.1 +0000"), Process: "Notes", PID: 1687, OS: "iPhone OS 12.1 (16B92)", Model: "iPhone9,1",
				Code: 0x8badf00d, HasCode: true,
				Specific: "Notes:1687 has active assertions beyond permitted time: \n<BKProcessAssertion: 0x102325610; \"Called by Notes, from flush\" (finishTask:180s); id:…BEE46FD5351C> (owner: Notes:1687)\n\nElapsed total CPU time (seconds): 209.930"},
		}, nil},
		{"members without braces", "the report says\n  \"procName\" : \"Notes\",\n  \"captureTime\" : \"2025-11-22 19:29:43.4 -0500\",\n  \"termination\" : {\"namespace\":\"RUNNINGBOARD\",\"flags\":6,\"code\":3735883980},\n", "ips", []*Report{{
			Line: 2, Time: at(t, "2025-11-22 19:29:43.4 -0500"), Process: "Notes", PID: NoPID, Namespace: "RUNNINGBOARD", Code: 0xdead10cc, HasCode: true,
		}}, []string{}},
		{"one process of a JetsamEvent", "{\n \"rpages\" : 89600,\n \"reason\" : \"per-process-limit\",\n \"name\" : \"Notes\"\n}", "jetsam", []*Report{{
			Kind: ReportJetsam, Line: 2, PID: NoPID, Process: "Notes", JetsamReason: "per-process-limit", Pages: 89600,
		}}, nil},
		{"counters alone", "\"backgroundExitData\" : {\n \"cumulativeAppWatchdogExitCount\" : \"2\"\n}\n", "metrickit", []*Report{{
			Kind: ReportMetricKit, Line: 2, PID: NoPID, BackgroundExits: map[string]int{"cumulativeAppWatchdogExitCount": 2},
		}}, nil},
		{"in a ticket", "# My app dies\nThis is what I have:\n\n```json\n> " + strings.ReplaceAll(lockIPS, "\n", "\n> ") + "\n```\nand also, &quot;from iOS 14&quot;:\n\n* **Termination Reason:** Namespace RUNNINGBOARD, Code 0x2182bad2\n\nVersion: any", "ips", []*Report{
			{Line: 6, Time: at(t, "2025-01-02 03:04:05 +0100"), Process: "NotesShare", PID: 88, OS: "iPhone OS 18.2 (22C152)",
				Simulator: true, Extension: true, Namespace: "RUNNINGBOARD", Code: 0xdead10cc, HasCode: true, Exception: "EXC_CRASH", Signal: "SIGKILL",
				Frames: []string{"flock"}, MainThread: []string{"main"}},
			{Line: 11, PID: NoPID, Namespace: "RUNNINGBOARD", Code: 0x2182bad2, HasCode: true},
		}, nil},
		{"in a sentence", "It ends with Exception Type: EXC_CRASH (SIGKILL) Termination Reason: RUNNINGBOARD 3735883980 (0xdead10cc)", "crash-text", []*Report{{
			Line: 1, PID: NoPID, Namespace: "RUNNINGBOARD", Code: 0xdead10cc, HasCode: true, Exception: "EXC_CRASH", Signal: "SIGKILL",
		}}, nil},
		{"two kills, one quoted twice", "Termination Reason: RUNNINGBOARD 0xdead10cc\n\nTermination Reason: RUNNINGBOARD 0xdead10cc\n\nTermination Reason: FRONTBOARD 0x8badf00d\n", "crash-text", []*Report{
			{Line: 1, PID: NoPID, Namespace: "RUNNINGBOARD", Code: 0xdead10cc, HasCode: true},
			{Line: 5, PID: NoPID, Namespace: "FRONTBOARD", Code: 0x8badf00d, HasCode: true},
		}, nil},
		{"two reports, escaped entities", "Process: Notes [1]\nException Type: SIGSEGV\nCrashed Thread: 3\n\nThread 0:\n0 a 0x1 main + 1\n\nThread 3 Crashed:\n0 a 0x1 work&lt;T&gt;() + 1\n1 a 0x2\n2 junk\nThread 3 crashed with ARM Thread State:\nProcess: Atlas [2]\nTerminating Process: exc handler [9]\nException Type: EXC_BREAKPOINT (SIGTRAP)\nTermination Signal: Trace/BPT trap: 5\nTriggered by Thread: 0\n", "crash-text", []*Report{
			{Line: 1, PID: 1, Process: "Notes", Signal: "SIGSEGV", Frames: []string{"work<T>()", "a"}, MainThread: []string{"main"}},
			{Line: 13, PID: 2, Process: "Atlas", By: "exc handler", Exception: "EXC_BREAKPOINT", Signal: "SIGTRAP", Explanation: "Trace/BPT trap: 5"},
		}, nil},
		{"Crashlytics", "Fatal Exception: NSInternalInconsistencyException\n0  CoreFoundation  0x9e38 __exceptionPreprocess\n\nCrashed: com.apple.main-thread\n0  Notes  0x99 Outbox.flush() + 12 (Outbox.swift:1)\n\nCrashed: com.example.queue\n0 Notes 0x9 Outbox.send() + 1\n", "crash-text", []*Report{{
			Line: 1, PID: NoPID, Specific: "NSInternalInconsistencyException", LastException: []string{"__exceptionPreprocess"},
			Frames: []string{"Outbox.send()"}, MainThread: []string{"Outbox.flush()"}, Crashed: true,
		}}, nil},
		{"code by number only", "{\"bug_type\":\"288\"}\nFiles:16 has active assertions beyond permitted time: <BKProcessAssertion: 0x1>\n", "ips", []*Report{{
			Kind: ReportStackshot, Line: 2, PID: 16, Process: "Files", Specific: "Files:16 has active assertions beyond permitted time: <BKProcessAssertion: 0x1>",
		}}, nil},
		{"only the header", "{\"bug_type\":\"309\",\"timestamp\":\"2025-01-02 03:04:05\",\"app_name\":\"Notes\",\"app_version\":\"2\"}\n", "ips", []*Report{{
			Line: 1, Time: at(t, "2025-01-02 03:04:05 +0000"), PID: NoPID, Process: "Notes", Version: "2",
		}}, []string{"the report has no time zone: UTC is assumed", "the report is cut off before its end"}},
		{"kernel panic", "{\"bug_type\":\"210\",\"timestamp\":\"2025-01-02 03:04:05.00 +0000\"}\n{\"panicString\":\"panic\"}\n", "ips", nil,
			[]string{"line 1: kernel panic report (bug_type 210), which does not tell how an app ended"}},
		{"simulated crash", "{\"bug_type\":\"385\",\"name\":\"Notes\"}\n{\"exception\":{\"type\":\"EXC_GUARD\"},\"termination\":{\"namespace\":\"GUARD\",\"code\":1}}\n", "ips", nil,
			[]string{"line 1: simulated crash (ExcUserFault) report (bug_type 385), which does not tell how an app ended"}},
		{"unknown type", "{\"bug_type\":\"9999\"}\n", "ips", nil, []string{"line 1: unknown report (bug_type 9999), which does not tell how an app ended"}},
		{"JetsamEvent without victim", "{\"bug_type\":\"298\"}\n{\"largestProcess\":\"Notes\",\"processes\":[{\"name\":\"Notes\",\"pid\":5,\"rpages\":9}]}\n", "jetsam", nil,
			[]string{"line 2: JetsamEvent in which no process was killed"}},
		{"JetsamEvent cut before its victim", "{\"bug_type\":\"298\"}\n{\"largestProcess\":\"Notes\",\"processes\":[{\"name\":\"Notes\",\"pid\":5,\"rpages\":9}\n", "jetsam", nil,
			[]string{"line 2: JetsamEvent that is cut off before it tells of a process that was killed", "the report is cut off before its end"}},
		{"stackshot without reason", "{\"bug_type\":\"288\"}\n{\"processByPid\":{\"1\":{\"procname\":\"Notes\"}}}\n", "ips", nil,
			[]string{"line 2: stackshot without a reason, which does not tell how an app ended"}},
		{"payload without exits", "{\"timeStampEnd\":\"2026-10-09 02:59:00 +0000\",\"gpuMetrics\":{}}", "metrickit", nil,
			[]string{"line 1: MetricKit payload without exit counters or crashes"}},
		{"not fatal", "{\"bug_type\":\"309\"}\n{\"procName\":\"Notes\",\"exception\":{\"type\":\"EXC_RESOURCE\",\"subtype\":\"MEMORY\",\"message\":\"(Limit 180 MB) Crossed High Water Mark\"},\"isNonFatal\":true}\n", "ips", nil,
			[]string{"line 2: EXC_RESOURCE MEMORY, non-fatal condition: no process ended"}},
		{"CPU exception, not fatal", "{\"bug_type\":\"309\"}\n{\"procName\":\"Notes\",\"isSimulated\":1,\"exception\":{\"type\":\"EXC_RESOURCE\",\"subtype\":\"CPU\",\"message\":\"(Limit 50%) Observed 60% over 180 secs\"}}\n", "ips", []*Report{{
			Kind: ReportCPU, Line: 2, Process: "Notes", PID: NoPID, Exception: "EXC_RESOURCE", Subtype: "CPU", ExceptionNote: "SIMULATED",
			CPU: &CPUReport{UsedSeconds: 108, OverSeconds: 180, LimitPercent: 50, LimitSeconds: 180},
		}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			sum := scanned(t, c.text)
			if sum.Format != c.format {
				t.Errorf("format %q (%s), want %q", sum.Format, sum.Why, c.format)
			}
			if d := cmp.Diff(c.want, sum.Reports, sameTime, cmpopts.IgnoreFields(Report{}, "Evidence"), cmpopts.EquateEmpty()); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
			if d := cmp.Diff(c.notes, sum.Notes, cmpopts.EquateEmpty()); d != "" && c.notes != nil {
				t.Errorf("notes -want +got:\n%s", d)
			}
			checkEvidence(t, c.text, sum.Reports)
		})
	}
}

// checkEvidence checks that the evidence are lines, or beginnings of lines, of
// the input.
func checkEvidence(t *testing.T, text string, reports []*Report) {
	t.Helper()
	fold := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	plain := fold(string(undecorate([]byte(text)))) + fold(text)
	for _, r := range reports {
		lines := strings.Split(r.Evidence, "\n")
		if r.Evidence == "" || len(lines) > evidenceLines {
			t.Errorf("%d lines of evidence", len(lines))
		}
		if r.Line < 1 || r.Line > strings.Count(text, "\n")+1 {
			t.Errorf("evidence in line %d", r.Line)
		}
		for i, line := range lines {
			if i > 0 && line == lines[i-1] && strings.Count(fold(text), line) < 2 {
				t.Errorf("told twice: %q", line)
			}
			if !strings.Contains(plain, strings.TrimSuffix(line, "…")) {
				t.Errorf("not in the input: %q", line)
			}
		}
	}
}

// raisedBacktrace begins as the backtrace of every exception does: those frames prove nothing.
const raisedBacktrace = "Last Exception Backtrace:\n" +
	"0   CoreFoundation  0x189cce8c8 __exceptionPreprocess + 164\n" +
	"1   libobjc.A.dylib  0x186c457c4 objc_exception_throw + 88\n"

func TestReportEvidence(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"excerpt", fileLockExcerpt, []string{"Exception Type: EXC_CRASH (SIGKILL)", "Exception Codes: 0x0000000000000000, 0x0000000000000000", "Termination Reason: RUNNINGBOARD 0xdead10cc"}},
		{"JSON", lockIPS, []string{`"exception":{"type":"EXC_CRASH","signal":"SIGKILL"}`, `"termination":{"namespace":"RUNNINGBOARD","flags":6,"code":3735883980}`, `"procName":"NotesShare"`, `{"symbol":"main"}`, `{"symbol":"flock"}`}},
		{"exception with a frame that tells", raisedBacktrace + "3   BackgroundTasks  0x1b2aded80 -[BGTaskScheduler submitTaskRequest:error:] + 168\n",
			[]string{"Last Exception Backtrace:", "3 BackgroundTasks 0x1b2aded80 -[BGTaskScheduler submitTaskRequest:error:] + 168"}},
		{"exception without one", raisedBacktrace + "2   Notes  0x102deba44 Outbox.flush() + 472\n",
			[]string{"Last Exception Backtrace:", "2 Notes 0x102deba44 Outbox.flush() + 472"}},
		{"victim", jetsamIPS, []string{`"states" : [ "suspended" ]`, `"rpages" : 2000`, `"reason" : "vm-pageshortage"`, `"pid" : 700`, `"name" : "Notes"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, strings.Split(scanned(t, c.text).Reports[0].Evidence, "\n")); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestReportEvidenceIsBounded(t *testing.T) {
	long := "Termination Reason: RUNNINGBOARD 0xdead10cc\nException Note: " + strings.Repeat("ü", 9000) + "\n"
	r := scanned(t, long).Reports[0]
	for _, line := range strings.Split(r.Evidence, "\n") {
		if n := len([]rune(line)); n > evidenceRunes {
			t.Errorf("a line of evidence has %d characters", n)
		}
	}
	var ev evidence
	for range 10 * evidenceKept {
		ev.add(1, around, "x")
		ev.add(1, proves, "x")
	}
	if len(ev.lines) > 2*evidenceKept {
		t.Errorf("%d candidates were kept", len(ev.lines))
	}
}

// TestDamagedReports cuts or shortens samples as authors of tickets do.
func TestDamagedReports(t *testing.T) {
	for _, c := range []struct {
		name, text string
		check      func(r *Report) bool
		complete   bool
	}{
		{"JetsamEvent with lines left out", strings.Replace(jetsamIPS, "  \"largestProcess\" : \"Atlas\",\n  \"processes\" : [\n", "...\n", 1), func(r *Report) bool {
			return r.Process == "Notes" && r.PID == 700 && r.JetsamReason == "vm-pageshortage" && r.PageSize == 16384 && r.Model == "iPhone13,2"
		}, true},
		{"JetsamEvent whose bodies end early", strings.Replace(jetsamIPS, "  \"largestProcess\" : \"Atlas\",\n  \"processes\" : [\n", "}\n...\n", 1), func(r *Report) bool {
			return r.Process == "Notes" && r.PageSize == 16384 && r.Time.Known()
		}, true},
		{"JetsamEvent with a lost bracket between entries", strings.Replace(jetsamIPS, "    \"name\" : \"Notes\"\n  },\n  {\n", "    \"name\" : \"Notes\",\n", 1), func(r *Report) bool {
			return r.Process == "Notes" && r.PID == 700
		}, true},
		{"body in the middle of a string", watchdogIPS[:strings.Index(watchdogIPS, "exhausted real")], func(r *Report) bool {
			return r.Namespace == "FRONTBOARD" && r.Code == 0x8badf00d && r.Explanation == ""
		}, false},
		{"threads left out", strings.Replace(watchdogIPS, `"threads" : [`, `"threads" : ..., "x" : [`, 1), func(r *Report) bool {
			return r.Frames == nil && r.Context.WatchdogEvent == "scene-update"
		}, true},
		{"wrapped header", "{\"app_name\":\"Notes\",\"bug_type\":\"202\",\"times\ntamp\":\"2020-10-19 23:49:02.00 +0100\",\"os_version\":\"iPhone OS 14.2\n (18B72)\"}\nEvent: cpu usage\n" + cpuExcerpt, func(r *Report) bool {
			return r.OS == "iPhone OS 14.2 (18B72)" && r.Process == "Notes" && r.CPU.Fatal && r.Time.Known()
		}, true},
		{"Windows line ends", strings.ReplaceAll(overrunText, "\n", "\r\n"), func(r *Report) bool {
			return r.Process == "Notes" && r.Namespace == "ASSERTIOND" && len(r.Frames) == 2
		}, true},
		{"copied from a web page", strings.ReplaceAll(overrunText, " ", "\u00a0"), func(r *Report) bool {
			return r.Process == "Notes" && r.Namespace == "ASSERTIOND" && len(r.Frames) == 2
		}, true},
		{"the source of a web page", "<pre><code>" + strings.ReplaceAll(html.EscapeString(overrunText), "\n", "  <br>\n") + "</code></pre>", func(r *Report) bool {
			return r.Process == "Notes" && r.Namespace == "ASSERTIOND" && len(r.Frames) == 2
		}, true},
		{"Markdown without a fence", strings.NewReplacer("_", `\_`, "<", `\<`, ">", `\>`).Replace(overrunText), func(r *Report) bool {
			return r.Process == "Notes" && r.Namespace == "ASSERTIOND" && len(r.Frames) == 2
		}, true},
		{"indented and bulleted", "    - Exception Type:  EXC_CRASH (SIGKILL)   \n    - Termination Reason: FRONTBOARD 2343432205 \n      <RBSTerminateContext| domain:10 code:0x8BADF00D explanation:x\n      WatchdogEvent: process-exit reportType:CrashLog>  \n    prose\n", func(r *Report) bool {
			return r.Context.WatchdogEvent == "process-exit" && !r.Context.Cut && !strings.Contains(r.Explanation, "prose")
		}, true},
		{"context without end", "Termination Reason: FRONTBOARD 2343432205 \n<RBSTerminateContext| domain:10 code:0x8BADF00D explanation:x\n" + strings.Repeat("more\n", 200), func(r *Report) bool {
			return r.Context.Cut && strings.Count(r.Explanation, "\n") < contextLines
		}, true},
		{"assertion list with an empty line inside", "Notes[5] has active assertions beyond permitted time:\n\n{(\n\n  <BKProcessAssertion: 0x1> identifier: flush\n\n)}\nprose\n", func(r *Report) bool {
			return r.PID == 5 && strings.Contains(r.Specific, "flush") && !strings.Contains(r.Specific, "prose")
		}, true},
		{"body without header", watchdogIPS[strings.Index(watchdogIPS, "\n")+1:], func(r *Report) bool {
			return r.BundleID == "com.example.notes" && r.OS == "iPhone OS 26.1 (23B85)" && r.Code == 0x8badf00d
		}, true},
		{"JetsamEvent without header", jetsamIPS[strings.Index(jetsamIPS, "\n")+1:], func(r *Report) bool {
			return r.Process == "Notes" && r.PageSize == 16384 && r.Time.Known()
		}, true},
		{"payloads one after the other", metricPayload + strings.ReplaceAll(metricPayload, "\n", "") + "\n" + diagnosticPayload, func(r *Report) bool {
			return r.BackgroundExits["cumulativeNormalAppExitCount"] == 9
		}, true},
		{"body cut off before anything", watchdogIPS[:strings.Index(watchdogIPS, "{\n")+2], func(r *Report) bool {
			return r.Kind == ReportCrash && r.BundleID == "com.example.notes" && r.Version == "4.2 (77)" && !r.HasCode
		}, false},
		{"same list told twice", "Forcing crash report with description: Notes:5 has active assertions beyond permitted time:\n\nNotes:5 has active assertions beyond permitted time:\n<BKProcessAssertion: 0x1; \"flush\">\n", func(r *Report) bool {
			return r.PID == 5 && strings.Contains(r.Specific, "flush")
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			sum := scanned(t, c.text)
			if len(sum.Reports) == 0 || !c.check(sum.Reports[0]) {
				t.Errorf("%+v", sum.Reports)
				if len(sum.Reports) > 0 {
					t.Errorf("%+v", *sum.Reports[0])
				}
			}
			if sum.Complete != c.complete {
				t.Errorf("complete is %v", sum.Complete)
			}
			checkEvidence(t, c.text, sum.Reports)
		})
	}
}

// TestReportsAreNotSeen has texts that look like reports and are none.
func TestReportsAreNotSeen(t *testing.T) {
	for name, text := range map[string]string{
		"ndjson log that quotes a report": `{"timestamp":"2023-05-24 13:03:28.908085-0700","eventMessage":"{\"bug_type\":\"309\"} Termination Reason: RUNNINGBOARD 0xdead10cc <RBSTerminateContext| code:0xDEADFA11>","messageType":"Default","termination":{"code":1}}` + "\n",
		"relay JSON":                      `{"msg":"Mar 26 10:04:37 iPhone app[1] <Notice>: Termination Reason: RUNNINGBOARD 0xdead10cc"}` + "\n",
		"JSON of a tool":                  `{"processes":[{"name":"x","pid":1}],"exception":"boom","reason":"none","name":"y"}` + "\n",
		"metrics of a tool":               `{"cpuMetrics":{"user":1},"exception":"none"}` + "\n",
		"list of headers":                 strings.Repeat(`{"bug_type":"309","name":"Notes"}`+"\n", 2),
		"array of a tool":                 `[{"bug_type":"309"}]`,
		"JSON array after a preamble":     "Filtering the log data using \"x\"\n[{\"eventMessage\" : \"Termination Reason: RUNNINGBOARD 0xdead10cc\"}]\n",
		"prose":                           "The Exception Type: field and the Termination Reason: field say why.\nCrashed: yes\nCPU: Apple A15\nVersion: 1.2\nProcess: Notes [5]\nThread 5 is busy\n",
		"a list with no killed process":   "Largest process: Notes\n  Notes <2ccb94f29239352189cb94a831218c94> 9.248 94255 (frontmost)\n",
		"Swift code":                      "{\n  let a = \"RUNNINGBOARD 0xdead10cc\"\n}\n\"reason\" is a word\n\"termination\": null\n",
		"labels without values":           "Exception Type:\nTermination Reason:\nLast Exception Backtrace:\nThread 0 Crashed:\n",
	} {
		t.Run(name, func(t *testing.T) {
			if format, why, _, ok := reportReader([]byte(text), true); ok {
				t.Errorf("taken for %s: %s", format, why)
			}
		})
	}
}

func TestReportReaderOnACutSample(t *testing.T) {
	sample := []byte(fileLockExcerpt[:len(fileLockExcerpt)-1])
	if name, _, _, ok := reportReader(sample, false); !ok || name != "crash-text" {
		t.Errorf("got %q %v", name, ok)
	}
	if _, _, _, ok := reportReader([]byte("Termination Reason: RUNNINGBOARD 0xdead10cc"), false); ok {
		t.Error("the line may go on")
	}
}

// A log that holds a crash excerpt stays a log.
func TestLogWithExcerptStaysALog(t *testing.T) {
	log := "2023-02-06 05:13:55.570878-0800 0x1013c04  Default     0x14e1a2c            669    0    Notes: Termination Reason: RUNNINGBOARD 0xdead10cc\n" + fileLockExcerpt
	if sum := scanned(t, log); sum.Format != "log-default" || len(sum.Reports) > 0 {
		t.Errorf("read as %s with %d reports", sum.Format, len(sum.Reports))
	}
}

func TestForcedReportFormat(t *testing.T) {
	for _, name := range reportNames {
		if !slices.Contains(FormatNames(), name) {
			t.Errorf("%s is not offered", name)
		}
	}
	sum, err := String("x", "nothing to see\n").Scan(context.Background(), Options{Format: "ips"}, func([]Record) error { return nil })
	if err != nil || len(sum.Reports) > 0 || !slices.Contains(sum.Notes, "the file names no process that ended") {
		t.Errorf("%v %+v", err, sum)
	}
}

func TestReportSummary(t *testing.T) {
	sum := scanned(t, cpuIPS+jetsamIPS)
	if sum.First != at(t, "2021-04-17 02:45:17.497 -0700") || sum.Last != at(t, "2022-07-10 01:18:15.51 +0800") {
		t.Errorf("from %v to %v", sum.First, sum.Last)
	}
	if sum.Date != "in-log" || sum.Zone != "in-log" || !sum.Complete {
		t.Errorf("date %s, zone %s, complete %v", sum.Date, sum.Zone, sum.Complete)
	}
	if want := strings.Count(cpuIPS+jetsamIPS, "\n"); sum.Lines != want || sum.Bytes != int64(len(cpuIPS+jetsamIPS)) {
		t.Errorf("%d lines of %d, %d bytes", sum.Lines, want, sum.Bytes)
	}
	if sum = scanned(t, strings.TrimSuffix(cpuExcerpt, "\n")); sum.Lines != 2 || sum.Date != "none" {
		t.Errorf("%d lines, date %s", sum.Lines, sum.Date)
	}
}

func TestReportsTooLarge(t *testing.T) {
	var sum Summary
	err := readReports(io.LimitReader(blanksForEver{}, maxReportBytes+10), &sum)
	if err == nil || !strings.Contains(err.Error(), "40 MiB") {
		t.Errorf("got %v", err)
	}
}

type blanksForEver struct{}

func (blanksForEver) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestReportsKeepWhatWasRead(t *testing.T) {
	broken := errors.New("broken")
	var sum Summary
	err := readReports(io.MultiReader(strings.NewReader(fileLockExcerpt), failing{broken}), &sum)
	if !errors.Is(err, broken) || len(sum.Reports) != 1 {
		t.Errorf("%v, %d reports", err, len(sum.Reports))
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestReportsAreBounded(t *testing.T) {
	var text strings.Builder
	for i := range maxReports + 10 {
		text.WriteString("Process: Notes [" + string(rune('0'+i%10)) + "]\nTermination Reason: RUNNINGBOARD 0xdead10cc\n")
	}
	sum := scanned(t, text.String())
	if len(sum.Reports) != maxReports || len(sum.Notes) != 1 {
		t.Errorf("%d reports, notes %q", len(sum.Reports), sum.Notes)
	}
}

// hang is a time that no machine, however busy, needs for a megabyte once: what takes
// longer looks at it again and again.
const hang = 2 * time.Minute

// TestReportsTakeLinearTime reads texts that tempt a reader to look at the rest
// of the input again for every line.
func TestReportsTakeLinearTime(t *testing.T) {
	const size = 1 << 20
	for name, unit := range map[string]string{
		"open braces":       "{\"a\":\n",
		"open objects":      "{\"termination\":{\"code\":1,\n",
		"headers":           "{\"bug_type\":\"309\"}\n",
		"objects":           "{\"a\":1}\n",
		"bare members":      "\"reason\" : \"x\",\n",
		"open contexts":     "<RBSTerminateContext| domain:1\n",
		"open lists":        "Notes:1 has active assertions beyond permitted time:\n{(\n",
		"open strings":      "{\"\n",
		"brackets":          "[[[[{",
		"mentioned types":   "x \"bug_type\" {\n",
		"threads":           "Thread 0 Crashed:\n0 a 0x1 b + 1\n",
		"processes":         "{\"rpages\":1,\"reason\":\"x\",\"name\":\"y\"}\n",
		"open processes":    "{\"rpages\":1,\"reason\":\"x\",\"name\":\"y\",\"z\":[\n",
		"short lines":       "\n",
		"wrapped cpu lines": "CPU: 1 seconds cpu time\nx\n",
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			s := newReportScan(bytes.Repeat([]byte(unit), size/len(unit)))
			s.run()
			if d := time.Since(begin); d > hang {
				t.Errorf("%v for a megabyte", d)
			}
		})
	}
}
