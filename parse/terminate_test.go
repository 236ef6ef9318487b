package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseTermination(t *testing.T) {
	const bad, lock, food = false, uint64(0xdead10cc), uint64(0x8badf00d)
	for _, c := range []struct {
		text string
		ns   string
		code uint64
		ok   bool
	}{
		{"Namespace RUNNINGBOARD, Code 0xdead10cc", "RUNNINGBOARD", lock, true},
		{"Termination Reason: Namespace SPRINGBOARD, Code 0x8badf00d \n", "SPRINGBOARD", food, true},
		{"Termination Reason: Namespace <0xF>, Code 0xdead10cc", "ASSERTIOND", lock, true},
		{"RUNNINGBOARD 3735883980 (0xdead10cc)", "RUNNINGBOARD", lock, true},
		{"Termination Reason:  RUNNINGBOARD 0xdead10cc ", "RUNNINGBOARD", lock, true},
		{"FRONTBOARD 2343432205 \n<RBSTerminateContext| domain:10", "FRONTBOARD", food, true},
		{"Termination Reason: DYLD, [0x1] Library missing", "DYLD", 1, true},
		{"Termination Reason: Namespace  , Code 0x8badf00d\n", "ASSERTIOND", food, true},
		{"Namespace , Code 0x8badf00d", "ASSERTIOND", food, true},
		{"Namespace , Code 7 ", "", 0, bad},
		{"Namespace , the Code 0x8badf00d", "", 0, bad},
		{"Namespace SIGNAL, Code 0xb", "SIGNAL", 11, true},
		{"Namespace SIGNAL, Code 11 Segmentation fault: 11", "SIGNAL", 11, true},
		{"SIGNAL 6 Abort trap: 6", "SIGNAL", 6, true},
		{"Termination Reason: NEWSYSTEM 7 No words", "NEWSYSTEM", 7, true},
		{"exited with exit reason (namespace: 15 code: 0xbaddd15c) - OS_REASON_RUNNINGBOARD", "RUNNINGBOARD", 0xbaddd15c, true},
		{"namespace: 99 code: 5", "99", 5, true},
		{"Namespace <0x1>, Code 7 ", "JETSAM", 7, true},
		{"Termination Reason: Code 0xdead10cc\n", "", lock, true},
		{"Termination Reason: Code 7\n", "", 0, bad},
		{"Code 0xdead10cc", "", 0, bad},
		{"RUNNINGBOARD dead10cc", "RUNNINGBOARD", lock, true},

		{"Namespace RUNNINGBOARD, Code 0xdead10ccTriggered by Thread: 0", "RUNNINGBOARD", lock, true},
		{"Termination Reason: FRONTBOARD 0x8badf00dTriggered by", "FRONTBOARD", food, true},
		{"Namespace RUNNINGBOARD, Code 0xdead10ce5", "", 0, bad},
		{"Namespace RUNNINGBOARD, Code 0xdead10cX and", "", 0, bad},
		{"Namespace SIGNAL, Code 0x00000006Triggered", "", 0, bad},

		// cut off: what is left of the number is none
		{"RUNNINGBOARD 37358839", "", 0, bad},
		{"Namespace RUNNINGBOARD, Code 0xdead", "", 0, bad},
		{"Termination Reason: SIGNAL 1", "", 0, bad},
		{"Namespace RUNNINGBOARD, Code 0x", "", 0, bad},
		{"Namespace RUNNINGBOARD, Co", "", 0, bad},
		{"Namespace RUNNINGBOARD", "", 0, bad},
		{"Namespace <0xF", "", 0, bad},
		{"Namespace <0xZ>, Code 1", "", 0, bad},
		{"Termination Reason:", "", 0, bad},
		// prose
		{"NEWSYSTEM 7 No words", "", 0, bad},
		{"SIGNAL strength is low", "", 0, bad},
		{"see the Termination Reason: field", "", 0, bad},
		{"Termination Reason: OK 3", "", 0, bad},
		{"RUNNINGBOARD 99999999999999999999999 ", "", 0, bad},
		{"", "", 0, bad},
	} {
		ns, code, ok := ParseTermination(c.text)
		if ns != c.ns || code != c.code || ok != c.ok {
			t.Errorf("ParseTermination(%q) = %q %#x %v, want %q %#x %v", c.text, ns, code, ok, c.ns, c.code, c.ok)
		}
	}
}

// Codes in a sentence tell of a kill where they are log text, not where the sentence explains them.
func TestQuotedCode(t *testing.T) {
	for line, want := range map[string]string{
		"it says Namespace RUNNINGBOARD, Code 0xdead10cc each time":  "Namespace RUNNINGBOARD, Code 0xdead10cc each time",
		"the sync died (OS_REASON_RUNNINGBOARD 0x2182bad2, no crash": "RUNNINGBOARD 0x2182bad2, no crash",
		"the watch app is killed (`CAROUSEL 0xc51bad02`, 15 s)":      "CAROUSEL 0xc51bad02`, 15 s)",
		"FRONTBOARD 0x8BADF00D in scene-update":                      "FRONTBOARD 0x8BADF00D in scene-update",
		"Termination: FRONTBOARD 0x8BADF00D":                         "FRONTBOARD 0x8BADF00D",
		"* **RUNNINGBOARD 0xdead10cc**":                              "RUNNINGBOARD 0xdead10cc**",
		"- killed (`RUNNINGBOARD 0xdead10cc`): a lock":               "RUNNINGBOARD 0xdead10cc`): a lock",
		"If I lock the phone it is gone: `RUNNINGBOARD 0xdead10cc`":  "RUNNINGBOARD 0xdead10cc`",
		"We had hoped to avoid it. Killed: RUNNINGBOARD 0xdead10cc":  "RUNNINGBOARD 0xdead10cc",

		`it is "Namespace RUNNINGBOARD, Code 0xdead10cc"`:                           `Namespace RUNNINGBOARD, Code 0xdead10cc"`,
		`a kill ("Namespace RUNNINGBOARD, Code 0xdead10cc") again`:                  `Namespace RUNNINGBOARD, Code 0xdead10cc") again`,
		`#expect(key(reason: "Namespace RUNNINGBOARD, Code 0xdead10cc") == "lock")`: "",
		`Kinds.key(reason: "Namespace RUNNINGBOARD, Code 0xdead10cc"),`:             "",
		`parse("Namespace RUNNINGBOARD, Code 0xdead10cc", true)`:                    "",
		"close it, otherwise iOS ends us with RUNNINGBOARD 0xdead10cc":              "",
		"no lock is held then (RUNNINGBOARD 0xdead10cc)":                            "",
		`let lock = "RUNNINGBOARD 0xdead10cc"`:                                      "",
		"| `RUNNINGBOARD 0xdead10cc` | a lock was held |":                           "",
		"- `RUNNINGBOARD 0xdead10cc`: a lock was held":                              "",
		"* RUNNINGBOARD 0xdead10cc - a lock":                                        "",
		"• **`FRONTBOARD 0x8BADF00D`** — too slow":                                  "",
		"If it holds one, the system ends it: `RUNNINGBOARD 0xdead10cc`":            "",
		"close it to avoid `RUNNINGBOARD 0xdead10cc`":                               "",
		"`FRONTBOARD 7` is no code of it":                                           "",
		"`MYFRONTBOARD 0x8BADF00D`":                                                 "",
		"`0xdead10cc` means a lock":                                                 "",
		"OS_REASON_RUNNINGBOARD":                                                    "",
		"":                                                                          "",
	} {
		got := ""
		if at := quotedCode(line); at >= 0 {
			got = line[at:]
		}
		if got != want {
			t.Errorf("quotedCode(%q) is at %q, want %q", line, got, want)
		}
	}
}

const watchdogContext = `<RBSTerminateContext| domain:10 code:0x8BADF00D explanation:scene-update watchdog transgression: app<com.example.notes(9A0C1D2E-0001-4A5B-8C7D-0123456789AB)>:1261 exhausted real (wall clock) time allowance of 10.00 seconds
ProcessVisibility: Background
ProcessState: Running
WatchdogEvent: scene-update
WatchdogVisibility: Foreground
WatchdogCPUStatistics: (
"Elapsed total CPU time (seconds): 20.190 (user 20.190, system 0.000), 34% CPU",
"Elapsed application CPU time (seconds): 0.286, 0% CPU"
)
ThermalInfo: (
"Thermal Level:   0"
) reportType:CrashLog maxTerminationResistance:Interactive>`

func TestParseTerminateContext(t *testing.T) {
	whole := TerminateContext{
		Domain: 10, Code: 0x8badf00d, HasCode: true,
		Explanation:       "scene-update watchdog transgression: app<com.example.notes(9A0C1D2E-0001-4A5B-8C7D-0123456789AB)>:1261 exhausted real (wall clock) time allowance of 10.00 seconds",
		ProcessVisibility: "Background", ProcessState: "Running", WatchdogEvent: "scene-update", WatchdogVisibility: "Foreground",
		CPUStatistics: "(\n\"Elapsed total CPU time (seconds): 20.190 (user 20.190, system 0.000), 34% CPU\",\n\"Elapsed application CPU time (seconds): 0.286, 0% CPU\"\n)",
		ThermalInfo:   "(\n\"Thermal Level:   0\"\n)",
		ReportType:    "CrashLog", Resistance: "Interactive",
	}
	oneLine := whole
	oneLine.CPUStatistics = `( "Elapsed total CPU time (seconds): 20.190" )`
	oneLine.ThermalInfo = ""
	for _, c := range []struct {
		name, text string
		want       TerminateContext
	}{
		{"newlines", watchdogContext, whole},
		{"in a log line", "[app<com.example.notes>:1261] Terminating with context: " + watchdogContext + " trailing", whole},
		{"bars", strings.ReplaceAll(watchdogContext, "\n", " | "), whole},
		{"blanks", `<RBSTerminateContext| domain:10 code:0x8BADF00D explanation:` + whole.Explanation +
			` ProcessVisibility: Background ProcessState: Running WatchdogEvent: scene-update WatchdogVisibility: Foreground` +
			` WatchdogCPUStatistics: ( "Elapsed total CPU time (seconds): 20.190" ) reportType:CrashLog maxTerminationResistance:Interactive>`, oneLine},
		{"code by name", "<RBSTerminateContext| code:User Initiated Quit (0xDEADFA11) explanation:killed from app switcher reportType:None>",
			TerminateContext{Code: 0xdeadfa11, HasCode: true, CodeName: "User Initiated Quit", Explanation: "killed from app switcher", ReportType: "None"}},
		{"domain by name", "<RBSTerminateContext| domain:runningboard(15) code:562215634 explanation:x>",
			TerminateContext{Domain: 15, Code: 0x2182bad2, HasCode: true, Explanation: "x"}},
		{"words of the head inside the explanation", "<RBSTerminateContext| domain:15 code:0xDEAD10CC explanation:lock code:7 domain:8 a -> b\nfile reportType:CrashLog maxTerminationResistance:NonInteractive>",
			TerminateContext{Domain: 15, Code: 0xdead10cc, HasCode: true, Explanation: "lock code:7 domain:8 a -> b\nfile", ReportType: "CrashLog", Resistance: "NonInteractive"}},
		{"two contexts", "<RBSTerminateContext| code:0xDEADFA11 explanation:a <RBSTerminateContext| code:0xDEAD10CC maxTerminationResistance:Interactive>",
			TerminateContext{Code: 0xdeadfa11, HasCode: true, Explanation: "a", Cut: true}},
		{"cut in the resistance", "<RBSTerminateContext| domain:10 code:0x8BADF00D explanation:x maxTerminationResistance:Inter",
			TerminateContext{Domain: 10, Code: 0x8badf00d, HasCode: true, Explanation: "x", Resistance: "Inter", Cut: true}},
		{"cut in the code", "<RBSTerminateContext| domain:10 code:0x8BAD", TerminateContext{Domain: 10, Cut: true}},
		{"cut after the code", "<RBSTerminateContext| domain:10 code:0x8BADF00D", TerminateContext{Domain: 10, Code: 0x8badf00d, HasCode: true, Cut: true}},
		{"cut in the domain", "<RBSTerminateContext| domain:1", TerminateContext{Cut: true}},
		{"only the mark", "<RBSTerminateContext", TerminateContext{Cut: true}},
		{"shortened", "Terminating with context: <RBSTerminateContext| ...>", TerminateContext{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := ParseTerminateContext(c.text)
			if !ok {
				t.Fatal("no context found")
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
	for _, text := range []string{"", "RBSTerminateContexts are hard", "<RBSTerminateRequest| code:1>"} {
		if got, ok := ParseTerminateContext(text); ok {
			t.Errorf("ParseTerminateContext(%q) = %+v, want none", text, got)
		}
	}
}

func TestProcessIdentity(t *testing.T) {
	for _, c := range []struct {
		text, bundle string
		pid          int
		extension    bool
	}{
		{"application<com.example.notes>:501 exhausted", "com.example.notes", 501, false},
		{"[app<com.example.notes(0A1B2C3D-0000-4000-8000-0123456789AB)>:77] Terminating", "com.example.notes", 77, false},
		{"[app<com.example.notes((null))>:77]", "com.example.notes", 77, false},
		{"[xpcservice<com.example.notes.share([app<com.example.host>:12])>{vt hash: 1}[uuid:2]:13]", "com.example.notes.share", NoPID, true},
		{"application<.......>:307 exhausted", "", 307, false},
		{"[app<...notes(501)>:11759]", "", 11759, false},
		{"application<redacted>:1530 exhausted", "", 1530, false},
		{"[xpcservice<***([app<com.example.host>:12])>{vt hash: 1}[uuid:2]:13]", "", NoPID, true},
		{"app<>:77 exhausted", "", NoPID, false},
		{"app<com.example.notes>:5", "com.example.notes", NoPID, false}, // the number may be cut
		{"app<com.example.notes>", "com.example.notes", NoPID, false},
		{"app<com.exam", "", NoPID, false},
		{"[app<com.exam\nple.notes>:77]", "com.example.notes", 77, false},
		{"[app<com.exam ple.notes(501)>:77]", "com.example.notes", 77, false},
		{"application<com.exam exhausted real time", "", NoPID, false},
		{"nobody", "", NoPID, false},
	} {
		bundle, pid, extension := processIdentity(c.text)
		if bundle != c.bundle || pid != c.pid || extension != c.extension {
			t.Errorf("processIdentity(%q) = %q %d %v, want %q %d %v", c.text, bundle, pid, extension, c.bundle, c.pid, c.extension)
		}
	}
}
