package lifecycle_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A line that names a process by its name and pid is about the app that had the pid, unless
// that has another name.
func TestNameAndPID(t *testing.T) {
	kill := func(name string, pid int) string {
		return fmt.Sprintf("2026-03-15 10:01:00.000000+0000 0x1f5      Error       0x0                  67     0    assertiond: [com.apple.assertiond:default] "+
			"[%s:%d] %[1]s:%d has active assertions beyond permitted time: {()}\n", name, pid, pid)
	}
	ended := func(name string, pid int) string {
		return fmt.Sprintf("2026-03-15 09:59:00.000000+0000 0x1f6      Default     0x0                  %d    0    %s: (UIKitCore) [com.apple.UIKit:BackgroundTask] "+
			"Ending background task with UIBackgroundTaskIdentifier: 1\n", pid, name)
	}
	for _, c := range []struct {
		name, log string
		want      []string // name, bundle id, pid, and how it ended
	}{
		{"the pid alone was known", rbLine("10:00:00.000001", 412, "reported to RB as running") + kill("Notes", 412), []string{"Notes com.example.notes 412 assertion-timeout"}},
		{"the name, too", ended("Notes", 412) + kill("Notes", 412), []string{"Notes  412 assertion-timeout"}},
		{"the name alone was known", ended("Notes", 0) + kill("Notes", 412), []string{"Notes  412 assertion-timeout"}},
		{"another name", ended("Ledger", 412) + kill("Notes", 412), []string{"Ledger  412 ", "Notes  412 assertion-timeout"}},
		{"another pid", ended("Notes", 411) + kill("Notes", 412), []string{"Notes  411 ", "Notes  412 assertion-timeout"}},
	} {
		var got []string
		for _, a := range timeline(t, true, c.log).Apps {
			for _, p := range a.Processes {
				end := ""
				if p.Exit != nil {
					end = string(p.Exit.Kind)
				}
				got = append(got, fmt.Sprintf("%s %s %d %s", a.Name, a.BundleID, p.PID, end))
			}
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}
