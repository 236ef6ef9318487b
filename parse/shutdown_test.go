package parse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const shutdownText = `After 1.05s, these clients are still here:
		remaining client pid: 412 (/private/var/containers/Bundle/Application/9B7C1D52-3F0E-4A6B-8C1D-2E5F7A9B0C13/Notes.app/Notes/1024C867-0265-474A-AF6A-98390BD24D5D)
		remaining client pid: 97 (/usr/libexec/exampled/2B6D2C19-E4F8-4F36-8A77-5E0C4B7A91D2)
After 2.13s, these clients are still here:
		remaining client pid: 97 (/usr/libexec/exampled/2B6D2C19-E4F8-4F36-8A77-5E0C4B7A91D2)
SIGTERM: [1781006400] All buffers flushed
SIGTERM: [1781010000] All buffers flushed
`

// toldShutdowns writes what is known of shutdowns.
func toldShutdowns(list []Shutdown) (rows []string) {
	for _, d := range list {
		row := fmt.Sprintf("%d %s took %v:", d.Line, d.Time.Std().Format(time.RFC3339), d.Took)
		for _, c := range d.Clients {
			row += fmt.Sprintf(" %d %s after %v in line %d", c.PID, c.Process, c.After, c.Line)
		}
		rows = append(rows, row)
	}
	return rows
}

func TestShutdownLog(t *testing.T) {
	berlin := time.FixedZone("+02:00", 2*3600)
	sum, err := String("Extra/shutdown.log", shutdownText).Scan(context.Background(), Options{Zone: berlin}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"6 2026-06-09T14:00:00+02:00 took 2.13: 412 Notes after 1.05 in line 2 97 exampled after 2.13 in line 5",
		"7 2026-06-09T15:00:00+02:00 took 0:",
	}
	if diff := cmp.Diff(want, toldShutdowns(sum.Shutdowns)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if sum.Format != "shutdown-log" || sum.Lines != 7 || sum.Unparsed != 0 || !sum.Aside() || !sum.Complete {
		t.Errorf("%+v", sum)
	}
}

// TestShutdownLogDamaged: what is not understood costs nothing else.
func TestShutdownLogDamaged(t *testing.T) {
	end := "SIGTERM: [1781006400] All buffers flushed\n"
	for _, c := range []struct {
		name, text string
		want       []string
		unparsed   int
	}{
		{"other words", "SIGTERM: [1781006400] (restart)\r\nsomething new\n" + end, []string{"1 2026-06-09T12:00:00Z took 0:", "3 2026-06-09T12:00:00Z took 0:"}, 1},
		{"no moment of a device", "SIGTERM: [12] All buffers flushed\n" + end + end, []string{"2 2026-06-09T12:00:00Z took 0:", "3 2026-06-09T12:00:00Z took 0:"}, 1},
		{"cut in a list", end + "After 1.00s, these clients are still here:\n\t\tremaining client pid: 5 (/usr/lib", []string{"1 2026-06-09T12:00:00Z took 0:"}, 1},
		{"a path with blanks, without UUID", "\t\tremaining client pid: 5 (/Applications/My Notes (2).app/My Notes)\n" + end,
			[]string{"2 2026-06-09T12:00:00Z took 0: 5 My Notes after 0 in line 1"}, 0},
		{"a long line", end + strings.Repeat("x", 3*maxShutdownLine) + "\n" + end, []string{"1 2026-06-09T12:00:00Z took 0:", "3 2026-06-09T12:00:00Z took 0:"}, 1},
	} {
		sum, err := String("x", c.text).Scan(context.Background(), Options{}, nil)
		if diff := cmp.Diff(c.want, toldShutdowns(sum.Shutdowns)); diff != "" || err != nil || sum.Unparsed != c.unparsed {
			t.Errorf("%s: %v, %d not parsed (-want +got):\n%s", c.name, err, sum.Unparsed, diff)
		}
	}
	many, err := String("x", strings.Repeat(end, maxShutdowns+5)).Scan(context.Background(), Options{}, nil)
	if err != nil || len(many.Shutdowns) != maxShutdowns || many.Shutdowns[0].Line != 6 || len(many.Notes) != 1 {
		t.Errorf("%d shutdowns, %q, %v", len(many.Shutdowns), many.Notes, err)
	}
}

// TestShutdownLogNot: an app's log that speaks of shutdowns is a log.
func TestShutdownLogNot(t *testing.T) {
	const record = "2026-03-02 14:14:18.432571-0500 0x18697    Default     0x0                  412    8    Notes: [com.example.notes:sync] stopped\n"
	sum, err := String("x", strings.Repeat(record, 20)+"SIGTERM: [1781006400] All buffers flushed\n").Scan(context.Background(), Options{}, func([]Record) error { return nil })
	if err != nil || sum.Format != "log-default" || len(sum.Shutdowns) != 0 {
		t.Errorf("%s, %v, %v", sum.Format, sum.Shutdowns, err)
	}
}

// TestShutdownLogFolder: it is found in a log archive that is a folder, and read before that.
func TestShutdownLogFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "phone.logarchive")
	for name, text := range map[string]string{"Extra/shutdown.0.log": shutdownText, "Extra/other.log": shutdownText, "Persist/0000000000000001.tracev3": ""} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	inputs, errs := Expand([]string{dir}, nil)
	var names []string
	for _, in := range inputs {
		names = append(names, strings.TrimPrefix(filepath.ToSlash(in.Name), filepath.ToSlash(dir)))
	}
	if diff := cmp.Diff([]string{"/Extra/shutdown.0.log", ""}, names); diff != "" || len(errs) > 0 || !IsSysdiagnose(dir) {
		t.Errorf("%v (-want +got):\n%s", errs, diff)
	}
}
