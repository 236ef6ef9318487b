package lifecycle_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/lifecycle"
)

// rbLine is a line of runningboardd about Notes, at a time of 15 March 2026.
func rbLine(clock string, pid int, text string) string {
	return fmt.Sprintf("2026-03-15 %s+0000 0x1f4      Default     0x0                  33     0    runningboardd: (RunningBoard) "+
		"[com.apple.runningboard:ttl] [app<com.example.notes((null))>:%d] %s\n", clock, pid, text)
}

const bootLine = "2026-03-15 10:02:00.000000+0000 0x0        Timesync    0x0                  0      0    === system boot: 6B3F5A52-9E0D-4C47-8B1A-0D5E2C9A7F31\n"

// ends writes how processes ended, and the gaps.
func ends(tl *lifecycle.Timeline) (list []string) {
	clock := func(t lifecycle.Time) string {
		if !t.Known() {
			return "-"
		}
		return t.Std().Format("15:04:05")
	}
	for _, a := range tl.Apps {
		for _, p := range a.Processes {
			row := fmt.Sprintf("%s %d open", a.BundleID, p.PID)
			if x := p.Exit; x != nil {
				row = fmt.Sprintf("%s %d %s %s inferred %v, %d lines", a.BundleID, p.PID, x.Kind, clock(p.Exited), x.Inferred, len(x.Evidence))
			}
			list = append(list, row)
		}
	}
	for _, g := range tl.Gaps {
		list = append(list, fmt.Sprintf("%s %s to %s, line %d", g.Why, clock(g.From), clock(g.To), g.Evidence.Line))
	}
	return list
}

// TestShutdowns: a shutdown ends what ran, once, and not what the log shows to end otherwise.
func TestShutdowns(t *testing.T) {
	running := rbLine("10:00:00.000001", 412, "reported to RB as running")
	late := rbLine("10:00:58.000001", 412, "Suspending task.")
	after := rbLine("10:03:00.000001", 301, "reported to RB as running")
	const (
		at       = "SIGTERM: [1773568860] All buffers flushed\n" // 10:01:00
		earlier  = "SIGTERM: [1773482460] All buffers flushed\n"
		client   = "After 1.05s, these clients are still here:\n\t\tremaining client pid: 412 (/private/var/containers/Bundle/Application/9B7C1D52-3F0E-4A6B-8C1D-2E5F7A9B0C13/Notes.app/Notes/1024C867-0265-474A-AF6A-98390BD24D5D)\n"
		another  = "After 1.05s, these clients are still here:\n\t\tremaining client pid: 411 (/usr/libexec/exampled/1024C867-0265-474A-AF6A-98390BD24D5D)\n"
		starting = "open"
	)
	next := "com.example.notes 301 " + starting
	for _, c := range []struct {
		name, log, shutdowns string
		want                 []string
	}{
		{"seen to the end", running + late + after, earlier + at,
			[]string{"com.example.notes 412 shutdown 10:01:00 inferred false, 1 lines", next, "reboot 10:01:00 to 10:03:00, line 0"}},
		{"told twice", running + late + after, at + at,
			[]string{"com.example.notes 412 shutdown 10:01:00 inferred false, 1 lines", next, "reboot 10:01:00 to 10:03:00, line 0"}},
		{"named among those that remained", running + after, client + at,
			[]string{"com.example.notes 412 shutdown 10:01:00 inferred false, 2 lines", next, "reboot 10:01:00 to 10:03:00, line 0"}},
		{"not seen for a minute", running + after, another + at,
			[]string{"com.example.notes 412 shutdown - inferred true, 1 lines", next, "reboot 10:01:00 to 10:03:00, line 0"}},
		{"the log shows the boot, too", running + late + bootLine + after, at,
			[]string{"com.example.notes 412 shutdown 10:01:00 inferred false, 1 lines", next, "reboot 10:01:00 to 10:02:00, line 3"}},
		{"the log alone", running + late + bootLine + after, "",
			[]string{"com.example.notes 412 open", next, "reboot 10:00:58 to 10:02:00, line 3"}},
		{"killed by the shutdown", running + rbLine("10:00:59.000001", 412, "termination reported by launchd (2, 9, 9)") + after, at,
			[]string{"com.example.notes 412 shutdown 10:00:59 inferred false, 2 lines", next, "reboot 10:01:00 to 10:03:00, line 0"}},
		{"killed before it", running + rbLine("10:00:09.000001", 412, "termination reported by launchd (2, 9, 9)") + after, at,
			[]string{"com.example.notes 412 signal 10:00:09 inferred false, 1 lines", next, "reboot 10:01:00 to 10:03:00, line 0"}},
		{"killed for a lock right before it", running + rbLine("10:00:59.000001", 412, "termination reported by launchd (15, 3735883980, 9)") + after, at,
			[]string{"com.example.notes 412 file-lock 10:00:59 inferred false, 1 lines", next, "reboot 10:01:00 to 10:03:00, line 0"}},
		{"the log ends before it", running + late, at, []string{"com.example.notes 412 open"}},
		{"the log begins after it", after + rbLine("10:04:00.000001", 301, "Suspending task."), at, []string{next}},
		{"twice", running + late + after + rbLine("11:03:00.000001", 299, "reported to RB as running"), at + "SIGTERM: [1773572460] All buffers flushed\n",
			[]string{"com.example.notes 412 shutdown 10:01:00 inferred false, 1 lines", "com.example.notes 301 shutdown - inferred true, 1 lines",
				"com.example.notes 299 " + starting, "reboot 10:01:00 to 10:03:00, line 0", "reboot 11:01:00 to 11:03:00, line 0"}},
	} {
		logs := []string{c.log}
		if c.shutdowns != "" {
			logs = append(logs, c.shutdowns)
		}
		if diff := cmp.Diff(c.want, ends(timeline(t, true, logs...))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestShutdownUnaligned: times without zone are not compared with the device's clock.
func TestShutdownUnaligned(t *testing.T) {
	var log strings.Builder
	for _, clock := range []string{"10:00:00.000001", "10:00:58.000001", "10:03:00.000001"} {
		log.WriteString("2026-03-15 " + clock[:12] + " Df runningboardd[33:1f4] [com.apple.runningboard:ttl] [app<com.example.notes((null))>:412] Suspending task.\n")
	}
	tl := timeline(t, true, log.String(), "SIGTERM: [1773568860] All buffers flushed\n")
	if diff := cmp.Diff([]string{"com.example.notes 412 open"}, ends(tl)); diff != "" || !tl.Unaligned {
		t.Errorf("unaligned %v (-want +got):\n%s", tl.Unaligned, diff)
	}
}

// TestShutdownProvesNoAbsence: that a process was there until the shutdown does not tell
// that the log holds what it wrote until then; its end in the log does.
func TestShutdownProvesNoAbsence(t *testing.T) {
	own := "2026-03-15 10:00:10.000000+0000 0x1a2b     Default     0x0                  412    0    Notes: (UIKitCore) [com.apple.UIKit:BackgroundTask] Ending background task with UIBackgroundTaskIdentifier: 4\n"
	log := rbLine("10:00:00.000001", 412, "reported to RB as running") + own
	after := rbLine("10:03:00.000001", 301, "reported to RB as running")
	down := "After 1.05s, these clients are still here:\n\t\tremaining client pid: 412 (/private/var/Notes.app/Notes)\nSIGTERM: [1773568860] All buffers flushed\n"
	for _, c := range []struct {
		name, log string
		want      bool
	}{
		{"there until the shutdown", log + after, false},
		{"killed before it", log + rbLine("10:00:50.000001", 412, "termination reported by launchd (15, 3735883980, 9)") + after, true},
	} {
		tl := timeline(t, true, c.log, down)
		p := tl.Apps[0].Processes[0]
		if got := tl.Covered(p, p.OwnFirst.Add(5), p.OwnFirst.Add(20)); got != c.want || p.Exit == nil {
			t.Errorf("%s: covered %v, want %v\n%s", c.name, got, c.want, dump(tl))
		}
	}
}
