package lifecycle_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/bglog/bglog/internal/logstyle"
)

// longLog is how many lines a log may have that is written out: longer ones repeat what
// others hold.
const longLog = 150

// What is reconstructed of the logs with which the rules are tested, in every detail. The
// findings in them tell of a small part only.
func TestCaseLogs(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join("..", "testdata", "rules", "*"))
	if err != nil || len(folders) == 0 {
		t.Fatal("no cases", err)
	}
	for _, folder := range append(folders, filepath.Join("testdata", "logs")) {
		rule := filepath.Base(folder)
		t.Run(rule, func(t *testing.T) {
			logs, err := filepath.Glob(filepath.Join(folder, "*"))
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for _, path := range logs {
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if strings.HasSuffix(path, ".want") || strings.HasSuffix(path, ".golden") || bytes.Count(data, []byte("\n")) > longLog {
					continue
				}
				fmt.Fprintf(&b, "== %s\n%s", filepath.Base(path), facts(timeline(t, false, string(data))))
			}
			golden(t, filepath.Join("..", "cases", rule), b.String())
		})
	}
}

// styled are scenarios of each family, and styles that each lack something: numbers of
// processes, names of senders, times, the system's lines.
var (
	styledScenarios = []string{
		"healthy-session-wake-of-suspended-app", "healthy-push-with-task", "processing-waits-for-rest", "continued-stalled", "force-quit-with-open-task",
		"cpu-kill", "leak-killed-and-again", "one-of-two-expired", "downloads-one-by-one-old-wording", "force-quit-with-transfers", "transfer-daemon-crashed",
	}
	styledAs = []string{"log-compact", "unifiedlogreader-tsv", "pymobiledevice3", "go-ios-text", "macos-syslog", "console-a", "xcode", "xcode-nozone", "bare"}
)

// The same stories in exports that tell less of them.
func TestStyledScenarios(t *testing.T) {
	for _, name := range styledScenarios {
		i := slices.IndexFunc(logstyle.Scenarios, func(s logstyle.Scenario) bool { return s.Name == name })
		if i < 0 {
			t.Fatalf("no scenario %s", name)
		}
		sc := logstyle.Scenarios[i]
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			for _, style := range styledAs {
				s, err := logstyle.Find(style)
				if err != nil {
					t.Fatal(err)
				}
				for _, redacted := range []bool{false, true} {
					var log bytes.Buffer
					if err := s.Render(&log, sc.Entries(), logstyle.Options{Redacted: redacted}); err != nil {
						t.Fatal(err)
					}
					fmt.Fprintf(&b, "== %s redacted=%v\n%s", style, redacted, facts(timeline(t, false, log.String())))
				}
			}
			golden(t, filepath.Join("..", "styles", name), b.String())
		})
	}
}
