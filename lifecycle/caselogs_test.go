package lifecycle_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
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
	for _, folder := range folders {
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
				if strings.HasSuffix(path, ".want") || bytes.Count(data, []byte("\n")) > longLog {
					continue
				}
				fmt.Fprintf(&b, "== %s\n%s", filepath.Base(path), facts(timeline(t, false, string(data))))
			}
			golden(t, filepath.Join("..", "cases", rule), b.String())
		})
	}
}
