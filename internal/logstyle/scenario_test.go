package logstyle

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// TestScenarios checks what every scenario must keep to, whatever it tells.
func TestScenarios(t *testing.T) {
	names := map[string]bool{}
	for _, s := range Scenarios {
		t.Run(s.Name, func(t *testing.T) {
			if names[s.Name] {
				t.Error("two scenarios of this name")
			}
			names[s.Name] = true
			entries := s.Entries()
			if len(entries) < 30 {
				t.Errorf("only %d entries", len(entries))
			}
			adjusted := strings.Contains(s.Name, "clock-set-back")
			for i := range entries {
				e := &entries[i]
				if got := strings.Count(strings.ReplaceAll(e.Format, "%%", ""), "%"); got != len(e.Args) {
					t.Errorf("%q takes %d arguments and has %d", e.Format, got, len(e.Args))
				}
				if m := e.Compose(false); m == "" || strings.Contains(m, "%!") || strings.Contains(m, missing) {
					t.Errorf("message %q", m)
				}
				if i > 0 && e.At.Before(entries[i-1].At) && !adjusted {
					t.Errorf("entry %d goes back in time", i)
				}
				if (e.Process == "Notes") != e.App {
					t.Errorf("entry %d: process %s, app %t", i, e.Process, e.App)
				}
			}
			if s.Healthy && slices.ContainsFunc(s.Want, func(rule string) bool {
				return !strings.HasPrefix(rule, "context-") && !strings.HasPrefix(rule, "exit-")
			}) {
				t.Error("a healthy scenario wants a fault")
			}
			if again := s.Entries(); len(again) != len(entries) || again[len(again)-1].Compose(false) != entries[len(entries)-1].Compose(false) {
				t.Error("the second run differs")
			}
		})
	}
}

// TestScenarioGolden shows one scenario whole, as Console prints it in the field.
func TestScenarioGolden(t *testing.T) {
	for name, opt := range map[string]Options{"leak-killed": {}, "url-session-handler-not-called": {Redacted: true}} {
		i := slices.IndexFunc(Scenarios, func(s Scenario) bool { return s.Name == name })
		if i < 0 {
			t.Fatalf("no scenario %s", name)
		}
		s, err := Find("console-a")
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := s.Render(&out, Scenarios[i].Entries(), opt); err != nil {
			t.Fatal(err)
		}
		golden(t, "scenario-"+name, out.String())
	}
}
