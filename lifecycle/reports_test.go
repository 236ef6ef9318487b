package lifecycle_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

const deviceLog = `2026-03-15 10:00:00.000001+0000 0x1f4      Default     0x0                  33     0    runningboardd: (RunningBoard) [com.apple.runningboard:ttl] [app<com.example.notes((null))>:412] reported to RB as running
2026-03-15 10:00:05.000001+0000 0x1f4      Default     0x0                  33     0    runningboardd: (RunningBoard) [com.apple.runningboard:ttl] [app<com.example.notes((null))>:412] termination reported by launchd (15, 3735883980, 9)
2026-03-15 10:00:20.000001+0000 0x1f4      Default     0x0                  33     0    runningboardd: (RunningBoard) [com.apple.runningboard:ttl] [app<com.example.maps((null))>:413] reported to RB as running
`

const lockReport = `{"app_name":"Notes","timestamp":"2026-03-15 10:00:06.00 +0000","bundleID":"com.example.notes","bug_type":"309","os_version":"iPhone OS 17.4.1 (21E236)"}
{"pid":412,"procName":"Notes","procRole":"Background","captureTime":"2026-03-15 10:00:05.5000 +0000","bundleInfo":{"CFBundleIdentifier":"com.example.notes"},"exception":{"type":"EXC_CRASH","signal":"SIGKILL"},"termination":{"namespace":"RUNNINGBOARD","flags":6,"code":3735883980}}
`

// A report joins the process of the log that it tells of.
func TestReportJoinsItsProcess(t *testing.T) {
	tl := timeline(t, false, deviceLog, lockReport)
	if len(tl.Apps) != 2 {
		t.Fatalf("apps:\n%s", dump(tl))
	}
	notes := tl.Apps[0]
	if len(notes.Processes) != 1 || notes.Name != "Notes" {
		t.Fatalf("the report made a process of its own:\n%s", dump(tl))
	}
	x := notes.Processes[0].Exit
	if x.Kind != lifecycle.ExitFileLock || !x.Report || len(x.Evidence) != 2 {
		t.Errorf("exit: %+v", x)
	}
	if tl.Device.OS != "iPhone OS 17.4.1 (21E236)" || tl.Device.Major() != 17 {
		t.Errorf("device: %+v", tl.Device)
	}
}

// Reports of another pid, or of long after, are processes of their own.
func TestReportOfAnotherProcess(t *testing.T) {
	for name, report := range map[string]string{
		"other pid":  strings.ReplaceAll(lockReport, `"pid":412`, `"pid":977`),
		"other hour": strings.ReplaceAll(lockReport, " 10:00:0", " 14:00:0"),
		"other app":  strings.ReplaceAll(lockReport, "com.example.notes", "com.example.other"),
	} {
		n := 0
		for _, a := range timeline(t, false, deviceLog, report).Apps {
			n += len(a.Processes)
		}
		if n != 3 {
			t.Errorf("%s: %d processes, want 3", name, n)
		}
	}
}

const memoryLog = `2026-03-15 10:00:00.000001+0000 0x1f4      Default     0x0                  33     0    runningboardd: (RunningBoard) [com.apple.runningboard:ttl] [app<com.example.notes((null))>:412] reported to RB as running
2026-03-15 10:00:05.000001+0000 0x1f4      Default     0x0                  33     0    runningboardd: (RunningBoard) [com.apple.runningboard:ttl] [app<com.example.notes((null))>:412] termination reported by launchd (1, 7, 9)
`

const memoryReport = `{"bug_type":"298","timestamp":"2026-03-15 10:00:06.00 +0000","os_version":"iPhone OS 17.4.1 (21E236)"}
{"date":"2026-03-15 10:00:05.50 +0000","memoryStatus":{"pageSize":16384},"processes":[{"uuid":"a","states":["active"],"rpages":90000,"pid":412,"name":"Outbox","reason":"per-process-limit"}]}
`

// A JetsamEvent names its victims as their programs are called; a log of the system's
// lines has their bundle identifiers alone.
func TestVictimJoinsByPID(t *testing.T) {
	for _, c := range []struct {
		name, log, report string
		want              int // processes
	}{
		{"same kill", memoryLog, memoryReport, 1},
		{"other pid", memoryLog, strings.ReplaceAll(memoryReport, `"pid":412`, `"pid":413`), 2},
		{"other hour", memoryLog, strings.ReplaceAll(memoryReport, " 10:00:0", " 11:00:0"), 2},
		{"other end", strings.ReplaceAll(memoryLog, "(1, 7, 9)", "(2, 11, 11)"), memoryReport, 2},
		{"other name", memoryLog + "2026-03-15 10:00:01.000001+0000 0x1f4      Default     0x0                  412    0    Notes: (UIKitCore) [com.apple.UIKit:BackgroundTask] Creating new background assertion\n", memoryReport, 2},
	} {
		tl, n := timeline(t, false, c.log, c.report), 0
		for _, a := range tl.Apps {
			n += len(a.Processes)
		}
		if n != c.want {
			t.Errorf("%s: %d processes, want %d:\n%s", c.name, n, c.want, dump(tl))
		}
	}
	if a := timeline(t, false, memoryLog, memoryReport).Apps[0]; a.Name != "Outbox" || a.BundleID != "com.example.notes" || len(a.Processes[0].Exit.Evidence) != 2 {
		t.Errorf("app %q (%s): %+v", a.Name, a.BundleID, a.Processes[0].Exit)
	}
}

// What single reports tell.
func TestReportsAlone(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string // kind, code, state, held, event of every exit; clues
	}{
		{"watchdog", "Exception Type:  EXC_CRASH (SIGKILL)\nTermination Reason: FRONTBOARD 2343432205 \n<RBSTerminateContext| domain:10 code:0x8BADF00D explanation:scene-create watchdog transgression: app<com.example.notes>:412 exhausted CPU time allowance of 3.37 seconds\nProcessVisibility: Background\nProcessState: Running\nWatchdogEvent: scene-create reportType:CrashLog maxTerminationResistance:Interactive>\n",
			[]string{"watchdog 0x8BADF00D background  scene-create"}},
		{"old assertion list", "has active assertions beyond permitted time:\n{(\n    <SBProcessAssertion: 0xcdc7ea0> identifier: FlushOutbox process: Notes permittedBackgroundDuration: 600.000000 reason: finishTask owner pid:888 preventSuspend\n)}\nException Codes: 0x8badf00d\n",
			[]string{"assertion-timeout   FlushOutbox "}},
		{"assertiond", "Exception Type:  EXC_CRASH (SIGKILL)\nTermination Reason: Namespace ASSERTIOND, Code 0x8badf00d\n", []string{"assertion-timeout 0x8BADF00D   "}},
		{"old watchdog", "Exception Type:  00000020\nException Codes: 0x000000008badf00d\n\nApplication Specific Information:\ncom.example.notes failed to scene-create after 19.46s (launch took 0.54s of total time limit 20.00s)\n",
			[]string{"watchdog 0x8BADF00D   scene-create"}},
		{"old kill without its code", "Process:         Notes [412]\nException Type:  00000020\n", []string{"signal    "}},
		{"memory limit", "Exception Type:  EXC_RESOURCE\nException Subtype: MEMORY\nException Message: (Limit 650 MB) Crossed High Water Mark\n", []string{"memory    "}},
		{"wakeups", "Exception Type:  EXC_RESOURCE\nException Subtype: WAKEUPS\nException Message: (Limit 150/sec) Observed 206/sec over 300 secs\nTermination Reason: Namespace SIGNAL, Code 0xb\n", []string{"crash 0xB   "}},
		{"signal", "Exception Type:  EXC_BAD_ACCESS (SIGSEGV)\nException Subtype: KERN_INVALID_ADDRESS at 0x0\nTermination Reason: Namespace SIGNAL, Code 0xb\n", []string{"crash 0xB   "}},
		{"guard", "Exception Type:  EXC_GUARD (SIGKILL)\nTermination Reason: Namespace SIGNAL, Code 0x9\n", []string{"crash 0x9   "}},
		{"kill", "Exception Type:  EXC_CRASH (SIGKILL)\nTermination Reason: Namespace SIGNAL, Code 0x9\n", []string{"signal 0x9   "}},
		{"kill or crash", "Process:         Notes [412]\nException Type:  EXC_CRASH\n", nil},
		{"kill without exception", "Process:         Notes [412]\nTermination Reason: Namespace SIGNAL, Code 0x9\n", []string{"signal 0x9   "}},
		{"last exception", "Last Exception Backtrace:\n0   CoreFoundation                  0x189cce8c8 __exceptionPreprocess + 164\n1   libobjc.A.dylib                 0x186c457c4 objc_exception_throw + 88\n2   Notes                  0x102deba44 Outbox.flush() + 472\n", []string{"crash    "}},
		{"cpu, killed", "CPU: 48 seconds cpu time over 52 seconds (93% cpu average), exceeding limit of 80% cpu over 60 seconds\nAction taken: Process killed\n", []string{"cpu    "}},
		{"cpu, not killed", "CPU: 48 seconds cpu time over 52 seconds (93% cpu average), exceeding limit of 80% cpu over 60 seconds\nAction taken: none\n", []string{"clue cpu-reported"}},
		{"stack only", "Thread 0 Crashed:\n0   libdispatch.dylib             	0x00000001a53474cc _dispatch_sync_f_slow + 144\n1   Notes                  	0x00000001027c78d0 closure #1 in Outbox.flush() + 176\n2   UIKitCore                     	0x00000001a3476160 -[_UIBackgroundTaskInfo fireExpirationHandler] + 72\n", []string{"clue backtrace"}},
		{"jetsam", "{\"bug_type\":\"298\",\"timestamp\":\"2026-01-03 04:11:13.65 +0000\",\"os_version\":\"iPhone OS 17.4 (21E219)\"}\n{\"memoryStatus\":{\"pageSize\":16384},\"processes\":[{\"name\":\"Notes\",\"pid\":412,\"states\":[\"suspended\"],\"rpages\":100,\"reason\":\"vm-pageshortage\"},{\"name\":\"assetsd\",\"pid\":5,\"states\":[\"daemon\"],\"rpages\":9,\"reason\":\"highwater\"},{\"name\":\"Maps2\",\"pid\":413,\"states\":[\"frontmost\"],\"rpages\":9,\"reason\":\"per-process-limit\"},{\"name\":\"Idle\",\"pid\":414,\"states\":[\"active\"],\"rpages\":9,\"reason\":\"highwater\"},{\"name\":\"Other\",\"pid\":415,\"states\":[],\"rpages\":9,\"reason\":\"highwater\"}]}\n",
			[]string{"memory  suspended  ", "memory  foreground  ", "memory  background  ", "memory  running  "}},
		{"metrickit", "{\"timeStampBegin\":\"2026-10-07 03:00:00 +0000\",\"timeStampEnd\":\"2026-10-08 03:00:00 +0000\",\"metaData\":{\"bundleIdentifier\":\"com.example.notes\",\"osVersion\":\"iPhone OS 17.4 (21E219)\"},\"applicationExitMetrics\":{\"backgroundExitData\":{\"cumulativeBackgroundTaskAssertionTimeoutExitCount\":3,\"cumulativeMemoryPressureExitCount\":2,\"cumulativeNormalAppExitCount\":9},\"foregroundExitData\":{\"cumulativeBadAccessExitCount\":1}}}\n",
			[]string{"assertion-timeout 0x2182BAD2 background  ", "memory  background  ", "crash  foreground  "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			tl := timeline(t, false, c.text)
			var got []string
			for _, a := range tl.Apps {
				for _, p := range a.Processes {
					if x := p.Exit; x != nil {
						got = append(got, strings.Join([]string{string(x.Kind), x.CodeText(), string(x.State), x.Held, x.Event}, " "))
					}
				}
			}
			for _, c := range tl.Clues {
				got = append(got, "clue "+string(c.Event))
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s%s", d, dump(tl))
			}
		})
	}
}

// Inputs that are not in time order, and several of one device, are put in order.
// Each counter of MetricKit stands for as many ends of one kind.
func TestMetricCounters(t *testing.T) {
	for counter, want := range map[string]string{
		"BackgroundTaskAssertionTimeout":        "assertion-timeout RUNNINGBOARD 0x2182BAD2",
		"BackgroundURLSessionCompletionTimeout": "assertion-timeout RUNNINGBOARD 0x2182BAD3",
		"BackgroundFetchCompletionTimeout":      "assertion-timeout RUNNINGBOARD 0x2182BAD4",
		"SuspendedWithLockedFile":               "file-lock RUNNINGBOARD 0xDEAD10CC",
		"AppWatchdog":                           "watchdog FRONTBOARD 0x8BADF00D",
		"CPUResourceLimit":                      "cpu",
		"MemoryResourceLimit":                   "memory JETSAM per-process-limit",
		"MemoryPressure":                        "memory JETSAM vm-pageshortage",
		"BadAccess":                             "crash EXC_BAD_ACCESS",
		"IllegalInstruction":                    "crash SIGILL EXC_BAD_INSTRUCTION",
		"Abnormal":                              "crash SIGABRT",
		"NormalApp":                             "",
	} {
		for _, side := range []string{"background", "foreground"} {
			for _, n := range []int{0, 1, 7} {
				log := fmt.Sprintf(`{"timeStampBegin":"2026-10-07 03:00:00 +0000","timeStampEnd":"2026-10-08 03:00:00 +0000","metaData":{"bundleIdentifier":"com.example.notes"},"applicationExitMetrics":{"%sExitData":{"cumulative%sExitCount":%d,"cumulativeNormalAppExitCount":1}}}`+"\n", side, counter, n)
				tl := timeline(t, false, log)
				got := ""
				for _, a := range tl.Apps {
					for _, p := range a.Processes {
						x := p.Exit
						got += strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s %s %s", x.Kind, x.Namespace, x.CodeText(), x.Jetsam, x.Signal, x.Exception)), " ")
						if x.Count != n || string(x.State) != side || !x.MetricKit || !x.Report || len(x.Evidence) != 1 {
							t.Errorf("%s in the %s: %+v", counter, side, x)
						}
					}
				}
				if n == 0 && got != "" || n > 0 && got != want {
					t.Errorf("%d %s in the %s: %q, want %q", n, counter, side, got, want)
				}
			}
		}
	}
}

func TestSortAll(t *testing.T) {
	lines := strings.SplitAfter(strings.TrimSpace(deviceLog), "\n")
	whole := dump(timeline(t, false, deviceLog))
	for name, logs := range map[string][]string{
		"reversed":    {lines[2] + "\n" + lines[1] + lines[0]},
		"two halves":  {lines[0] + lines[1], lines[2]},
		"later first": {lines[2], lines[0] + lines[1]},
	} {
		if d := cmp.Diff(whole, dump(timeline(t, true, logs...))); d != "" {
			t.Errorf("%s (-whole +got):\n%s", name, d)
		}
	}
}

func TestCovered(t *testing.T) {
	at := func(s string) parse.Time {
		var tm parse.Time
		if err := tm.UnmarshalJSON([]byte(`"2026-03-15T10:00:` + s + `Z"`)); err != nil {
			t.Fatal(err)
		}
		return tm
	}
	alive := &lifecycle.Process{OwnFirst: at("00"), OwnLast: at("50")}
	for _, c := range []struct {
		name     string
		p        *lifecycle.Process
		gaps     []lifecycle.Gap
		from, to parse.Time
		want     bool
	}{
		{"wrote before and after", alive, nil, at("10"), at("20"), true},
		{"no time", alive, nil, parse.Time{}, at("20"), false},
		{"began after the window did", &lifecycle.Process{OwnFirst: at("15"), OwnLast: at("50")}, nil, at("10"), at("20"), false},
		{"silent since", &lifecycle.Process{OwnFirst: at("00"), OwnLast: at("20.5")}, nil, at("10"), at("20"), false},
		{"silent, but gone by then", &lifecycle.Process{OwnFirst: at("00"), OwnLast: at("12"), Exited: at("20"), Exit: &lifecycle.Exit{}}, nil, at("10"), at("20"), true},
		{"silent, but suspended", &lifecycle.Process{OwnFirst: at("00"), OwnLast: at("12"), States: []lifecycle.StateSpan{{State: lifecycle.StateSuspended, From: at("20")}}}, nil, at("10"), at("20"), true},
		{"messages were lost", alive, []lifecycle.Gap{{Gap: parse.Gap{From: at("15"), To: at("15")}}}, at("10"), at("20"), false},
		{"lost before", alive, []lifecycle.Gap{{Gap: parse.Gap{From: at("05"), To: at("06")}}}, at("10"), at("20"), true},
		{"a gap without time", alive, []lifecycle.Gap{{}}, at("10"), at("20"), false},
	} {
		tl := &lifecycle.Timeline{Gaps: c.gaps}
		if got := tl.Covered(c.p, c.from, c.to); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	p := &lifecycle.Process{States: []lifecycle.StateSpan{{State: lifecycle.StateForeground, From: at("10")}, {State: lifecycle.StateBackground, From: at("20")}}}
	for when, want := range map[string]lifecycle.State{"05": lifecycle.StateRunning, "15": lifecycle.StateForeground, "25": lifecycle.StateBackground} {
		if got := p.StateAt(at(when)); got != want {
			t.Errorf("state at %s s: %s, want %s", when, got, want)
		}
	}
}

func TestTaskLabel(t *testing.T) {
	for want, task := range map[string]lifecycle.Task{"FlushOutbox": {Name: "FlushOutbox", ID: 3}, "task 3": {ID: 3}, "": {}} {
		if got := task.Label(); got != want {
			t.Errorf("%+v: %q, want %q", task, got, want)
		}
	}
}
