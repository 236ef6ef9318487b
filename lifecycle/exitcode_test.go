package lifecycle

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// launchd tells namespaces, signals and reasons by number alone. Here they are as others
// print them, name(number): namespaces and memory kills after the headers of xnu
// (bsd/sys/reason.h, kern_memorystatus.h), signals after sys/signal.h.
const (
	allNamespaces = "JETSAM(1) SIGNAL(2) CODESIGNING(3) HANGTRACER(4) TEST(5) DYLD(6) LIBXPC(7) OBJC(8) EXEC(9) FRONTBOARD(10) TCC(11) " +
		"REPORTCRASH(12) COREANIMATION(13) AGGREGATED(14) RUNNINGBOARD(15) SKYWALK(16) SETTINGS(17) LIBSYSTEM(18) FOUNDATION(19) " +
		"WATCHDOG(20) METAL(21) WATCHKIT(22) GUARD(23) ANALYTICS(24) SANDBOX(25) SECURITY(26) ENDPOINTSECURITY(27) 28(28)"
	allSignals = "SIGHUP(1) SIGINT(2) SIGQUIT(3) SIGILL(4) SIGTRAP(5) SIGABRT(6) SIGEMT(7) SIGFPE(8) SIGKILL(9) SIGBUS(10) SIGSEGV(11) " +
		"SIGSYS(12) SIGPIPE(13) SIGALRM(14) SIGTERM(15)"
	allJetsamReasons = "jettisoned(1) highwater(2) vnode-limit(3) vm-pageshortage(4) proc-thrashing(5) fc-thrashing(6) per-process-limit(7) " +
		"disk-space-shortage(8) idle-exit(9) zone-map-exhaustion(10) vm-compressor-thrashing(11) vm-compressor-space-shortage(12) low-swap(13)"
)

func TestLaunchdNames(t *testing.T) {
	for _, c := range []struct {
		list string
		name func(n uint64) string
	}{
		{allNamespaces, func(n uint64) string { return launchdReason(n, 77, 0).Namespace }},
		{allSignals, func(n uint64) string { return launchdReason(2, n, n).Signal }},
		{allSignals, func(n uint64) string { return launchdReason(0, 0, n).Signal }}, // the wait status alone
		{allJetsamReasons, func(n uint64) string { return launchdReason(1, n, 9).Jetsam }},
	} {
		var got []string
		for i := range strings.Fields(c.list) {
			n := uint64(i + 1)
			got = append(got, fmt.Sprintf("%s(%d)", c.name(n), n))
		}
		if d := cmp.Diff(strings.Fields(c.list), got); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	}
}

// What a reason means depends on its namespace; codes of termination mean the same in all
// that can hold them.
func TestClassify(t *testing.T) {
	for _, c := range []struct {
		namespace string
		code      uint64
		want      ExitKind
	}{
		{"RUNNINGBOARD", 0x2182BAD2, ExitAssertionTimeout}, {"RUNNINGBOARD", 0x2182BAD3, ExitAssertionTimeout},
		{"RUNNINGBOARD", 0x2182BAD4, ExitAssertionTimeout}, {"RUNNINGBOARD", 0x2182BAAD, ExitAssertionTimeout},
		{"RUNNINGBOARD", 0xDEAD10CC, ExitFileLock}, {"RUNNINGBOARD", 0xD00D2BAD, ExitTooMany}, {"ASSERTIOND", 0xBADA5E47, ExitTooMany}, {"RUNNINGBOARD", 0xB10CCA11, ExitTooMany},
		{"RUNNINGBOARD", 0xB111B111, ExitOther}, {"RUNNINGBOARD", 0x05CA1DED, ExitOther}, {"RUNNINGBOARD", 0xDEAD6502, ExitOther},
		{"RUNNINGBOARD", 0x2BAD45EC, ExitCrash}, {"RUNNINGBOARD", 0xBADDD15C, ExitDiskPurge},
		{"FRONTBOARD", 0x8BADF00D, ExitWatchdog}, {"SPRINGBOARD", 0x8BADF00D, ExitWatchdog}, {"ASSERTIOND", 0x8BADF00D, ExitAssertionTimeout},
		{"FRONTBOARD", 0xDEADFA11, ExitForceQuit}, {"FRONTBOARD", 0xFBFBFBFB, ExitTool}, {"FRONTBOARD", 0xC00010FF, ExitThermal},
		{"FRONTBOARD", 0x5BC1EA41, ExitOther}, {"FRONTBOARD", 0x5BC1EA44, ExitOther}, {"FRONTBOARD", 0x5BC1EA45, ExitOther},
		{"FRONTBOARD", 0x05B5DEAD, ExitOther}, {"FRONTBOARD", 0x1A2B0011, ExitOther}, {"FRONTBOARD", 0xFA1CDEAD, ExitOther},
		{"CARPLAY", 0xC51BAD01, ExitRefresh}, {"CARPLAY", 0xC51BAD02, ExitRefresh}, {"CARPLAY", 0xC51BAD03, ExitRefresh},
		{"VOIP", 0xBAADCA11, ExitVoIP}, {"VOIP", 0xBAD22222, ExitVoIP},
		{"FRONTBOARD", 0x1234, ExitOther}, {"", 0, ExitUnknown}, {"", 0x1234, ExitOther},
		{"SIGNAL", 9, ExitSignal}, {"SIGNAL", 15, ExitSignal}, {"SIGNAL", 2, ExitSignal}, {"SIGNAL", 1, ExitSignal},
		{"SIGNAL", 3, ExitCrash}, {"SIGNAL", 10, ExitCrash}, {"SIGNAL", 0x8BADF00D, ExitCrash}, {"JETSAM", 0xDEAD10CC, ExitMemory}, {"memorystatus", 7, ExitMemory},
		{"DYLD", 1, ExitCrash}, {"CODESIGNING", 2, ExitCrash}, {"GUARD", 5, ExitCrash}, {"TCC", 0, ExitCrash}, {"LIBSYSTEM", 1, ExitCrash},
		{"OBJC", 1, ExitCrash}, {"SANDBOX", 1, ExitCrash}, {"LIBXPC", 4, ExitCrash}, {"EXEC", 3, ExitCrash}, {"WATCHDOG", 1, ExitOther},
	} {
		kind, known := classify(c.namespace, c.code, true, "")
		if kind != c.want {
			t.Errorf("%s %#x: %s, want %s", c.namespace, c.code, kind, c.want)
		}
		if c.code > 0xFFFF && kind != ExitCrash && kind != ExitMemory {
			if x := (&Exit{Kind: kind, Namespace: c.namespace, Code: c.code, HasCode: true}); known.what == "" || x.What() != known.what {
				t.Errorf("%s %#x is told as %q", c.namespace, c.code, x.What())
			}
		}
	}
	if kind, _ := classify("SPRINGBOARD", 0x8BADF00D, true, "Notes has active assertions beyond permitted time"); kind != ExitAssertionTimeout {
		t.Errorf("0x8badf00d for an assertion: %s", kind)
	}
	for _, code := range []uint64{0x8BADF00C, 0x2182BAD1, 0x2182BAD5} {
		if kind, _ := classify("RUNNINGBOARD", code, true, ""); kind != ExitOther {
			t.Errorf("%#x: %s", code, kind)
		}
	}
	if kind, _ := classify("", 0x8BADF00D, false, ""); kind != ExitUnknown {
		t.Errorf("without a code: %s", kind)
	}
}
