package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOverrunSubject(t *testing.T) {
	for _, c := range []struct {
		text, process, bundle string
		pid                   int
	}{
		{"Notes:1687 " + overrun, "Notes", "", 1687},
		{"Photo Log[21017] " + overrun, "Photo Log", "", 21017},
		{"<BKNewProcess: 0x12de5ce60; com.example.notes; pid: 13362; hostpid: -1> " + overrun, "", "com.example.notes", 13362},
		{"<BKNewProcess: 0x12de5ce60; <REDACTED>; pid: 15; hostpid: -1> " + overrun, "", "", 15},
		{"<BKNewProcess: 0x12de5ce60; Notes; pid: 15; hostpid: -1> " + overrun, "Notes", "", 15},
		{"Dec 20 04:51:52 Phone backboardd[31] <Warning>: Notes[11] " + overrun, "Notes", "", 11},
		{"assertiond [Notes:24] Forcing crash report with description: Notes:24 " + overrun, "Notes", "", 24},
		{"first line\nNotes:5 " + overrun, "Notes", "", 5},
		{overrun, "", "", NoPID},
		{"it " + overrun, "", "", NoPID},
		{"Notes:x " + overrun, "", "", NoPID},
		{"nothing of the kind", "", "", NoPID},
		{"<application_name> " + overrun + ":\n{(\n<SBProcessAssertion: 0x1> identifier: Send process: Photo Log[487] permittedBackgroundDuration: 600.0 reason: finishTask\n)}", "Photo Log", "", 487},
		{"<app> " + overrun + ":\n{(\n<SBProcessAssertion: 0x1> identifier: Send process: <app>[487] permittedBackgroundDuration: 600.0 reason: finishTask\n)}", "", "", NoPID},
		{"<app> " + overrun + ": the process: Photo Log[x] is gone", "", "", NoPID},
	} {
		process, bundle, pid := overrunSubject(c.text)
		if process != c.process || bundle != c.bundle || pid != c.pid {
			t.Errorf("overrunSubject(%q) = %q %q %d, want %q %q %d", c.text, process, bundle, pid, c.process, c.bundle, c.pid)
		}
	}
}

func TestOverran(t *testing.T) {
	for line, want := range map[string]bool{
		"Notes[412] " + overrun + ":": true,
		overrun + ":":                 true,
		overrun:                       true,
		"the reader crashes, it " + overrun + ".":   true,
		`(re.compile(r"` + overrun + `"), "time"),`: false,
		"it says:" + overrun + ".":                  false,
		"nothing of the kind":                       false,
	} {
		if got := overran(line); got != want {
			t.Errorf("overran(%q) = %v", line, got)
		}
	}
}

func TestParseFrame(t *testing.T) {
	for line, want := range map[string]string{
		"0   libsystem_kernel.dylib        \t0x00000001e5ea3080 kevent_id + 8":                                "kevent_id",
		"11  My App                        0x1027c78d0 closure #1 in Outbox.flush() + 176 (Outbox.swift:103)": "closure #1 in Outbox.flush()",
		"6   CFNetwork 0x2833c8f3 +[NSURLConnection(Loader) _resourceLoadLoop:] + 483":                        "+[NSURLConnection(Loader) _resourceLoadLoop:]",
		"8   Notes 0x0007181f 0x63000 + 59423":                                                                "Notes + 59423",
		"8   Notes 0x0007181f 0x63000":                                                                        "Notes",
		"8   Notes 0x0007181f":                                                                                "Notes",
		"2  CFNetwork                      0x26393c (Missing UUID 767c6ad713573bc682c780d710c4c815)":          "CFNetwork",
		"9   Notes 0x1 Outbox.send() (Outbox.swift:10)":                                                       "Outbox.send()",
		"9   Notes 0x1 operator+(A, B)":                                                                       "operator+(A, B)",
		"9   Notes 0x1 thunk for @escaping () -> () + 28 (<compiler-generated>:0)":                            "thunk for @escaping () -> ()",
		"x   Notes 0x1 a + 1":                                                                                 "",
		"12345 Notes 0x1 a + 1":                                                                               "",
		"1":                                                                                                   "",
		"1 Notes no address":                                                                                  "",
		"1  0x1 a + 1":                                                                                        "",
		"1 Notes 0xzz a + 1":                                                                                  "",
		"2019 was a year 0x":                                                                                  "",
		"1. Notes 0x1 a list":                                                                                 "",
		"":                                                                                                    "",
	} {
		got, ok := parseFrame(line)
		if got != want || ok != (want != "") {
			t.Errorf("parseFrame(%q) = %q %v, want %q", line, got, ok, want)
		}
	}
}

func TestThreadHeader(t *testing.T) {
	type header struct {
		Thread int
		What   string
	}
	for line, want := range map[string]header{
		"Thread 0 name:  Dispatch queue: com.apple.main-thread": {0, "name"},
		"Thread 3 Crashed:":                                {3, "crashed"},
		"Thread 3 Crashed:: Dispatch queue: x":             {3, "crashed"},
		"Thread 2 Attributed:":                             {2, "crashed"},
		"Thread 4 Highlighted:":                            {4, "crashed"},
		"Thread 12:":                                       {12, "frames"},
		"Thread 12:: worker":                               {12, "frames"},
		"Thread 3 crashed with ARM Thread State (64-bit):": {3, "registers"},
		"Thread 3 is busy":                                 {},
		"Thread 12345678:":                                 {},
		"Thread :":                                         {},
		"Threads: 5":                                       {},
	} {
		thread, what, ok := threadHeader(line)
		if d := cmp.Diff(want, header{thread, what}); d != "" || ok != (want.What != "") {
			t.Errorf("%q: %v %s", line, ok, d)
		}
	}
}

func TestJetsamRow(t *testing.T) {
	const uuid = "<2ccb94f29239352189cb94a831218c95>"
	for line, want := range map[string]Report{
		"Notes " + uuid + " 46234 46233 200 [vm] (frontmost) (resume)":    {Process: "Notes", Pages: 46234, JetsamReason: "vm", States: []string{"frontmost", "resume"}},
		"Notes " + uuid + " 0.2 46234 - [highwater] (daemon) (idl":        {Process: "Notes", Pages: 46234, JetsamReason: "highwater", States: []string{"daemon"}},
		"Notes " + uuid + " 46234 (active)":                               {},
		"Notes " + uuid + " 46234 [per-process-lim":                       {},
		"Notes " + uuid + " /var/Notes.app [x]":                           {},
		uuid + " 46234 [vm]":                                              {},
		"Notes <2ccb94f2> 46234 [vm]":                                     {},
		"Notes " + strings.ReplaceAll(uuid, "c", "g") + " 46234 [vm] (x)": {},
	} {
		got, ok := jetsamRow(line)
		if ok != (want.JetsamReason != "") {
			t.Errorf("jetsamRow(%q) is %v", line, ok)
			continue
		}
		if want.Kind, want.PID = ReportJetsam, NoPID; ok {
			if d := cmp.Diff(want, got, sameTime); d != "" {
				t.Errorf("%q: %s", line, d)
			}
		}
	}
}

func TestCPUFigures(t *testing.T) {
	for text, want := range map[string]CPUReport{
		"144 seconds cpu time over 153 seconds …, exceeding limit of 80% cpu over 180 seconds":                  {UsedSeconds: 144, OverSeconds: 153, LimitPercent: 80, LimitSeconds: 180},
		"90.5 seconds cpu time over  99 seconds (91% cpu average), exceeding limit of 50% cpu over 180 seconds": {UsedSeconds: 90.5, OverSeconds: 99, LimitPercent: 50, LimitSeconds: 180},
		"x seconds cpu time over 99 seconds, exceeding limit of 50% cpu over 180 seconds":                       {},
		"90 seconds cpu time over 99 seconds, exceeding limit of 50% cpu over 180":                              {},
		"90 seconds cpu time over 99 seconds":                                                                   {},
		"":                                                                                                      {},
	} {
		got, ok := parseCPU(text)
		if ok != (want.LimitPercent > 0) || ok && got != want {
			t.Errorf("parseCPU(%q) = %+v %v", text, got, ok)
		}
	}
	for _, message := range []string{"(Limit 180 MB) Crossed High Water Mark", "(Limit x%) Observed 1% over 2 secs", ""} {
		var r Report
		if readCPUMessage(message, &r); r.CPU != nil {
			t.Errorf("%q: %+v", message, r.CPU)
		}
	}
}

// TestTextReports checks single statements of text reports.
func TestTextReports(t *testing.T) {
	const killed = "\nTermination Reason: RUNNINGBOARD 0xdead10cc\n"
	for _, c := range []struct {
		name, text string
		reports    int
		holds      func(r *Report) bool
	}{
		{"extension by its path", "Path: /private/var/Notes.app/PlugIns/Share.appex/Share" + killed, 1, func(r *Report) bool { return r.Extension }},
		{"simulator by its path", "Path: /Users/x/Library/Developer/CoreSimulator/Notes" + killed, 1, func(r *Report) bool { return r.Simulator && !r.Extension }},
		{"simulator by its parent", "Parent Process: launchd_sim [5]" + killed, 1, func(r *Report) bool { return r.Simulator }},
		{"system by its path", "Path: /usr/libexec/notesindexd" + killed, 1, func(r *Report) bool { return r.System }},
		{"a helper of Xcode", "Path: /Applications/Xcode.app/Contents/SharedFrameworks/LLDBRPC.framework/Resources/lldb-rpc-server" + killed, 1, func(r *Report) bool { return r.System }},
		{"no identifier", "Identifier: [redacted]" + killed, 1, func(r *Report) bool { return r.BundleID == "" }},
		{"app by its path", "Path: /private/var/containers/Bundle/Application/System/Notes.app/Notes" + killed, 1, func(r *Report) bool { return !r.System }},
		{"header on lines of its own", "Process:\nNotes\n [31]\nPath:\n /private/var/Notes.app/\nPlugIns/Share.appex/Share\nIdentifier:\ncom.example.notes.share\nVersion: 3 (1.2)" + killed, 1, func(r *Report) bool {
			return r.Process == "Notes" && r.PID == 31 && r.Extension && !r.System && r.BundleID == "com.example.notes.share" && r.Version == "3 (1.2)"
		}},
		{"system by its broken path", "Command: notesindexd\nPath:\n /System/Library/PrivateFrameworks/Notes.framework/\nnotesindexd" + killed, 1, func(r *Report) bool { return r.System }},
		{"header without values", "Process:\nwhat happened to it?\nPath:\nnobody knows\nIdentifier:\n\ncom.example.notes" + killed, 1, func(r *Report) bool {
			return r.Process == "" && r.BundleID == "" && !r.System
		}},
		{"prose below the header", "Process: Notes [31]\nit ended [5]\nIdentifier: com.example.notes\n.share" + killed, 1, func(r *Report) bool {
			return r.Process == "Notes" && r.PID == 31 && r.BundleID == "com.example.notes"
		}},
		{"Crashlytics' signal", "Crashed: com.example.notes.queue\nSIGABRT ABORT 0x00000001a4731104\nCrashed: com.example.notes.queue\n0  libsystem_kernel.dylib 0x1a4731104 __pthread_kill + 8\n", 1, func(r *Report) bool { return r.Signal == "SIGABRT" && !r.HasCode }},
		{"Crashlytics' signal on the line", "Crashed: com.example.notes.queue SIGABRT ABORT 0x00000001a4731104 Outbox.flush\n", 1, func(r *Report) bool { return r.Signal == "SIGABRT" }},
		{"no signal of Crashlytics", "SIGABRT is sent by abort\nSIGHUP maybe 0x1\nCrashed: yes, SIGABRT I think\n", 0, nil},
		{"code in a sentence", "The reason is the same, `Namespace SPRINGBOARD, Code 0x8badf00d`, as before.\n", 1, func(r *Report) bool { return r.Namespace == "SPRINGBOARD" && r.Code == 0x8badf00d }},
		{"no code in a sentence", "What does Namespace SPRINGBOARD, Code 0x8badf00 mean, or Namespace CARS, Code 0x8badf00d?\n", 0, nil},
		{"code in a sentence and in the report", "It is Namespace RUNNINGBOARD, Code 0xdead10cc again\nException Type:  EXC_CRASH (SIGKILL)\nTermination Reason: Namespace RUNNINGBOARD, Code 0xdead10cc\n", 1, func(r *Report) bool { return r.Signal == "SIGKILL" }},
		{"unknown version", "Version: ??? (???)" + killed, 1, func(r *Report) bool { return r.Version == "" }},
		{"process without pid", "Process: Notes" + killed, 1, func(r *Report) bool { return r.Process == "Notes" && r.PID == NoPID }},
		{"pid of its own", "Command: Notes\nPID: 77" + killed, 1, func(r *Report) bool { return r.PID == 77 }},
		{"application specific information on the line", "Application Specific Information: abort() called" + killed, 1, func(r *Report) bool { return r.Specific == "abort() called" }},
		{"context and no code on the line", "Termination Reason: <RBSTerminateContext| domain:15 code:0xDEAD10CC explanation:x>\n", 1, func(r *Report) bool {
			return r.Namespace == "RUNNINGBOARD" && r.Code == 0xdead10cc && r.Context.Explanation == "x"
		}},
		{"context after the code on the line", "Termination Reason: FRONTBOARD 2343432205 <RBSTerminateContext| domain:10 code:0x8BADF00D explanation:y\nreportType:CrashLog>\nprose\n", 1, func(r *Report) bool {
			return r.Context.ReportType == "CrashLog" && !strings.Contains(r.Explanation, "prose")
		}},
		{"prose after application specific information", "Application Specific Information:\nabort() called\n\nThat is all I know." + killed, 1, func(r *Report) bool { return r.Specific == "abort() called" }},
		{"context with an empty line inside", "<RBSTerminateContext| domain:10 code:0xFBFBFBFB explanation:asked for by a tool\n\nProcessVisibility: Foreground\nreportType:None>\n", 1, func(r *Report) bool {
			return r.Context.ProcessVisibility == "Foreground" && !r.Context.Cut
		}},
		{"context without end before prose", "<RBSTerminateContext| domain:10 code:0xFBFBFBFB explanation:asked for by a tool\n\nThat is all I know.\n", 1, func(r *Report) bool {
			return r.Context.Explanation == "asked for by a tool" && r.Context.Cut
		}},
		{"framed description", "Termination Description: SPRINGBOARD, <RBSTerminateContext| domain:10 code:0x8BADF00D explanation:z | ProcessState: Running | ) reportType:CrashLog maxTerminationResistance:Interactive>\n", 1, func(r *Report) bool {
			return r.Namespace == "SPRINGBOARD" && r.Code == 0x8badf00d && r.Context.ProcessState == "Running"
		}},
		{"description without namespace", "Termination Description: Attempted to start a task\n", 1, func(r *Report) bool { return r.Explanation == "Attempted to start a task" }},
		{"wrapped description", "Termination Description: SPRINGBOARD, \n    scene-create watchdog transgression: application<com.example.notes>:31\n    exhausted real (wall clock) time allowance of 19.50 seconds \n    | ProcessVisibility: Foreground \n    | WatchdogEvent: scene-create \n    | WatchdogCPUStatistics: ( \n    |  \"Elapsed total CPU time (seconds): 15.290\" \n    | )\nprose\n", 1, func(r *Report) bool {
			return r.Namespace == "SPRINGBOARD" && r.BundleID == "com.example.notes" && r.PID == 31 && r.Context.WatchdogEvent == "scene-create" &&
				strings.HasSuffix(r.Context.Explanation, "19.50 seconds") && !strings.Contains(r.Explanation, "prose")
		}},
		{"description below a report of its own", "Termination Reason: Namespace SPRINGBOARD, Code 0x8badf00d\n\nTermination Description: SPRINGBOARD,\n  scene-create watchdog transgression: application<com.example.notes>:31\n  exhausted real (wall clock) time allowance of 19.50 seconds\n", 1, func(r *Report) bool {
			return r.BundleID == "com.example.notes" && r.PID == 31 && strings.HasSuffix(r.Context.Explanation, "19.50 seconds")
		}},
		{"watchdog's words alone", "scene-update watchdog transgression: application<com.example.notes>:31 exhausted real (wall clock) time allowance of 10.00 seconds\n", 1, func(r *Report) bool {
			return r.BundleID == "com.example.notes" && r.PID == 31
		}},
		{"watchdog's words without a process", "scene-update watchdog transgression: ... exhausted real (wall clock) time allowance of 10.00 seconds\n", 1, func(r *Report) bool { return r.BundleID == "" && r.PID == NoPID }},
		{"CPU report of iOS 11", "CPU: 144s cpu time over 171 seconds (84% cpu average), exceeding limit of 80% cpu over 180 seconds\nAction taken: none\n", 1, func(r *Report) bool {
			return r.CPU.UsedSeconds == 144 && r.CPU.OverSeconds == 171 && r.CPU.LimitSeconds == 180 && !r.CPU.Fatal
		}},
		{"CPU report below a kill", killed[1:] + "CPU: 48 seconds cpu time over 51 seconds (93% cpu average), exceeding limit of 80% cpu over 60 seconds\nAction taken: Process killed\n", 2, nil},
		{"action below a kill", killed[1:] + "Event: cpu usage\nAction taken: Process killed\nCPU: 48 seconds cpu time over 51 seconds (93% cpu average), exceeding limit of 80% cpu over 60 seconds\n", 2, nil},
		{"helper of Xcode on a device", "Process: LeakHelper [31]\nPath: /Developer/Library/PrivateFrameworks/LeakHelper\nException Type: EXC_CRASH (SIGABRT)\n", 1, func(r *Report) bool { return r.System }},
		{"pid without a blank", "Process: game[31]\nIdentifier: ...\nException Type: EXC_CRASH (SIGABRT)\n", 1, func(r *Report) bool { return r.Process == "game" && r.PID == 31 && r.BundleID == "" }},
		{"memory limit of Cr4shed", "Process: Notes\nBundle id: com.example.notes\n\nReason: The process was terminated for exceeding jetsam memory limits\n", 1, func(r *Report) bool {
			return r.BundleID == "com.example.notes" && r.Exception == "EXC_RESOURCE" && r.Subtype == "MEMORY"
		}},
		{"memory limit without its report", "- The process was terminated for exceeding jetsam memory limits\nReason: The process was terminated for exceeding jetsam memory limits\n", 0, nil},
		{"memory limit cut off", "Process: Notes\n\nReason: The process was terminated for exceeding", 0, nil},
		{"Crashlytics without its line breaks", "#0Crashed: com.apple.main-threadEXC_BAD_ACCESS KERN_INVALID_ADDRESS 0x0000000000000a8a Raw Text\n", 1, func(r *Report) bool { return r.Exception == "EXC_BAD_ACCESS" }},
		{"a number before a word", "#1Crashed twice: EXC_BAD_ACCESS\n", 0, nil},
		{"watchdog of TN2151 alone", "Application Specific Information:\ncom.example.notes failed to scene-create after 19.51s (launch took 0.49s of total time limit 20.00s)\n", 1, func(r *Report) bool {
			return r.Code == 0x8badf00d && r.HasCode && r.BundleID == "com.example.notes"
		}},
		{"file lock of TN2151 alone", "Application Specific Information:\n\nNotes[31] was suspended with locked system files: \n/private/var/mobile/notes.sqlite\n", 1, func(r *Report) bool {
			return r.Code == 0xdead10cc && r.HasCode && r.Process == "Notes" && r.PID == 31
		}},
		{"a failure that is no watchdog's", "Application Specific Information:\nthe upload failed to start in time\n", 0, nil},
		{"a failure before an exception", "Application Specific Information:\ncom.example.notes failed to load in time\nLast Exception Backtrace:\n0 a 0x1 b + 1\n", 1, func(r *Report) bool { return !r.HasCode }},
		{"CPU report in a documentation comment", "/// Event: cpu usage\n/// Action taken: Process killed\n/// CPU: 48 seconds cpu time over 51 seconds (93% cpu average), exceeding limit of 80% cpu over 60 seconds\n", 1, func(r *Report) bool { return r.CPU.Fatal }},
		{"report without line breaks", "Exception Type:  EXC_CRASH (SIGKILL)Exception Codes: 0x0000000000000000, 0x0000000000000000Exception Note:  EXC_CORPSE_NOTIFYTermination Reason: Namespace ASSERTIOND, Code 0x8badf00dTriggered by Thread:  0\n", 1, func(r *Report) bool {
			return r.Signal == "SIGKILL" && r.ExceptionNote == "EXC_CORPSE_NOTIFY" && r.Namespace == "ASSERTIOND" && r.Code == 0x8badf00d
		}},
		{"kill quoted before its report", "It says:" + killed + "\nIncident Identifier: 1\nProcess: Notes [31]" + killed, 1, func(r *Report) bool { return r.PID == 31 }},
		{"kill of another kind before a report", "It says:" + killed + "\nIncident Identifier: 1\nProcess: Notes [31]\nTermination Reason: FRONTBOARD 0x8badf00d\n", 2, nil},
		{"prose after a description", "Termination Description: SPRINGBOARD, some words\nmore words\n", 1, func(r *Report) bool { return r.Explanation == "some words" }},
		{"two exceptions", exceptionExcerpt + exceptionExcerpt, 2, func(r *Report) bool { return len(r.LastException) == 2 }},
		{"two of Crashlytics", strings.Repeat("Fatal Exception: X\n0 a 0x1 b + 1\n", 2), 2, func(r *Report) bool { return r.Specific == "X" }},
		{"reason of Crashlytics", "Fatal Exception: X\nthe outbox is gone\nand more\n0 a 0x1 b + 1\nprose\n\nprose\n", 1, func(r *Report) bool {
			return r.Specific == "X\nthe outbox is gone\nand more" && len(r.LastException) == 1
		}},
		{"an empty line behind Crashlytics' reason", "Fatal Exception: X\nthe outbox is gone\n\n0  CoreFoundation  0x1a2b3c4d0 __exceptionPreprocess\n1  Notes  0x1 b + 1\n", 1, func(r *Report) bool {
			return r.Specific == "X\nthe outbox is gone" && len(r.LastException) == 2
		}},
		{"prose behind Crashlytics' reason", "Fatal Exception: X\nthe outbox is gone\n\n3 times today\n0  CoreFoundation  0x1a2b3c4d0 __exceptionPreprocess\n", 0, nil},
		{"exception of Crashlytics without frames", "Fatal Exception: NSRangeException\nthe outbox is gone\n\nprose\n", 1, func(r *Report) bool {
			return r.Specific == "NSRangeException\nthe outbox is gone" && r.Signal == "SIGABRT"
		}},
		{"name of an exception of Crashlytics alone", "Fatal Exception: NSRangeException\n\nprose\n", 0, nil},
		{"access of Crashlytics", "Crashed: com.example.queue\nEXC_BAD_ACCESS KERN_INVALID_ADDRESS 0x0000000000000010\n0 a 0x1 b + 1\n", 1, func(r *Report) bool { return r.Exception == "EXC_BAD_ACCESS" && len(r.Frames) == 1 }},
		{"frames of Crashlytics without addresses", "Crashed: com.example.queue\n0  abort\n3  flush()\nprose\n", 1, func(r *Report) bool { return len(r.Frames) == 2 && r.Frames[1] == "flush()" }},
		{"exception of Crashlytics without addresses", "Fatal Exception: X\n0  CoreFoundation    __exceptionPreprocess\n5  Notes    -[Refresh register] + 36 (Refresh.m:36)\nprose\n", 1, func(r *Report) bool {
			return r.Specific == "X" && len(r.LastException) == 2 && r.LastException[1] == "-[Refresh register]"
		}},
		{"reason of Crashlytics that begins with a number", "Fatal Exception: X\n0 notes are left\n0 a 0x1 b + 1\n", 1, func(r *Report) bool {
			return r.Specific == "X\n0 notes are left" && len(r.LastException) == 1
		}},
		{"a bad access without a label", "EXC_BAD_ACCESS (SIGSEGV) — KERN_INVALID_ADDRESS at 0x0000000000000008\n", 1, func(r *Report) bool { return r.Exception == "EXC_BAD_ACCESS" && r.Signal == "SIGSEGV" }},
		{"prose about bad accesses", "EXC_BAD_ACCESS with KERN_INVALID_ADDRESS is what I see\n", 0, nil},
		{"prose after a word of Crashlytics", "Crashed: com.example.queue\n3 times today\nEXC_BAD_ACCESS is what I see\n", 0, nil},
		{"two terminations", "Exception Type: EXC_CRASH (SIGKILL)\nTermination Reason: SIGNAL 9 Killed: 9\nException Type: EXC_CRASH (SIGKILL)\nTermination Reason: FRONTBOARD 0x8badf00d\n", 2, func(r *Report) bool {
			return r.Signal == "SIGKILL" && r.Namespace == "SIGNAL" && r.Explanation == "Killed: 9"
		}},
		{"two actions", "Action taken: none\n" + cpuExcerpt + "Action taken: none\n", 1, func(r *Report) bool { return r.CPU.Action == "none" }},
		{"signal alone", "Exception Type: SIGABRT", 1, func(r *Report) bool { return r.Signal == "SIGABRT" }},
		{"exception alone", "Exception Type: EXC_GUARD", 1, func(r *Report) bool { return r.Exception == "EXC_GUARD" }},
		{"old kill alone", "Exception Type: 00000020\nException Codes: 0x8badf00d", 1, func(r *Report) bool { return r.Code == 0x8badf00d }},
		{"cut exception", "Exception Type: EXC_CRA", 0, nil},
		{"list told again later", "Notes:5 " + overrun + "\n{(\n<BKProcessAssertion: 0x1>\n)}\n\nso:\n\nNotes:5 " + overrun + "\n", 1, func(r *Report) bool { return r.PID == 5 }},
		{"deep recursion", "Thread 0 Crashed:\n" + strings.Repeat("0 a 0x1 again + 1\n", 3*maxTexts), 1, func(r *Report) bool { return len(r.Frames) == maxTexts }},
		{"two crashed threads", strings.Repeat("Thread 3 Crashed:\n0 a 0x1 b + 1\n", 2), 2, func(r *Report) bool { return len(r.Frames) == 1 }},
		{"resource exception without figures", "Exception Type: EXC_RESOURCE\nException Subtype: CPU\n", 1, func(r *Report) bool { return r.Kind == ReportCPU && !r.CPU.Fatal }},
		{"resource exception that ended nothing", "Exception Type: EXC_RESOURCE\nException Subtype: WAKEUPS\nException Note: NON-FATAL CONDITION (this is NOT a crash)\n", 0, nil},
		{"watchdog stackshot", "{\"bug_type\":\"288\"}\n{\"exception\":\"0x8badf00d\",\"reason\":\"scene-update watchdog transgression: application<com.example.notes>:31 exhausted\"}\n", 1, func(r *Report) bool {
			return r.BundleID == "com.example.notes" && r.PID == 31 && r.Kind == ReportStackshot
		}},
		{"build of a stackshot", "{\"exception\":\"0x8badf00d\",\"build\":\"iPhone OS 12.1 (16B92)\",\"reason\":\"Notes:1 " + overrun + "\"}\n", 1, func(r *Report) bool { return r.OS == "iPhone OS 12.1 (16B92)" }},
		{"one diagnostic alone", "{\"diagnosticMetaData\":{\"signal\":9,\"terminationReason\":\"Namespace RUNNINGBOARD, Code 0xdead10cc\"}}\n", 1, func(r *Report) bool { return r.Signal == "SIGKILL" && r.Code == 0xdead10cc }},
		{"a hang diagnostic alone", "{\"diagnosticMetaData\":{\"hangDuration\":\"2 sec\"}}\n", 0, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newReportScan([]byte(c.text))
			s.run()
			if len(s.reports) != c.reports {
				t.Fatalf("%d reports, want %d", len(s.reports), c.reports)
			}
			if c.holds != nil && !c.holds(s.reports[0]) {
				t.Errorf("%+v", *s.reports[0])
			}
			checkEvidence(t, c.text, s.reports)
		})
	}
}
