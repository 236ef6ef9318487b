package parse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/internal/logstyle"
)

// wrappedPastes are messages as long as those that people have to break.
var wrappedPastes = map[string]string{
	"a name behind a break": "*** Terminating app due to uncaught exception 'NSInternalInconsistencyException', reason: " +
		"'No launch handler registered for task with identifier com.example.notes.nightly-refresh.of.all.notebooks'",
	"a description": "Background task still not ended after expiration handlers were called: <_UIBackgroundTaskInfo: 0x15523b7e0>: " +
		"taskID = 30, taskName = Called by Notes, from $s5Notes11AppDelegateC29applicationDidEnterBackgroundyySo13UIApplicationCF, " +
		"creationTime = 401007 (elapsed = 26). This app will likely be terminated by the system. Call UIApplication.endBackgroundTask(_:) to avoid this.",
	"below a header": "2023-08-04 10:50:17.838280-0400 Notes[60050:4787549] [BackgroundTask] Background Task 5 (\"FlushOutbox of the second notebook\"), " +
		"was created over 30 seconds ago. In applications running in the background, this creates a risk of termination. " +
		"Remember to call UIApplication.endBackgroundTask(_:) for your task in a timely manner to avoid this.",
}

// A message that somebody broke at a column is read as it was.
func TestPasteBrokenAtColumn(t *testing.T) {
	for name, whole := range wrappedPastes {
		_, want, err := scanPaste(t, whole, Options{Interest: pasteInterest(), Format: pasteName})
		if err != nil || len(want) != 1 {
			t.Fatalf("%s: %v, %v", name, want, err)
		}
		for _, column := range []int{66, 72, 80, 92} {
			text := broken(whole, column, false) + "\n"
			_, got, err := scanPaste(t, text, Options{Interest: pasteInterest(), Format: pasteName})
			if err != nil {
				t.Errorf("%s, column %d: %v", name, column, err)
				continue
			}
			for i := range got { // a full line may have been broken in a word: its break stays
				got[i].Message = strings.ReplaceAll(got[i].Message, "\n", " ")
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s, column %d (-want +got):\n%s\n%s", name, column, diff, text)
			}
		}
	}
}

// The marks of an exception's line stay with it.
func TestPasteBrokenBehindMarks(t *testing.T) {
	const text = "Mar  2 08:00:44.733470 coffeed(CoreFoundation)[122] <Notice>: ***\nTerminating app due to uncaught exception 'NSRangeException', reason:\n'index 4 beyond bounds [0 .. 3]'\n"
	_, got, err := scanPaste(t, text, Options{Interest: pasteInterest(), Format: pasteName})
	if err != nil || len(got) != 0 { // all of it is coffeed's, of which nothing is read
		t.Errorf("%v, %v", got, err)
	}
}

// Broken wherever the column is: at least three full lines that end in their own ways.
func TestPasteBrokenInWords(t *testing.T) {
	for name, whole := range wrappedPastes {
		_, want, err := scanPaste(t, whole, Options{Interest: pasteInterest(), Format: pasteName})
		if err != nil {
			t.Fatal(err)
		}
		if len(whole) < 4*60 {
			continue
		}
		text := broken(whole, 60, true) + "\n"
		_, got, err := scanPaste(t, text, Options{Interest: pasteInterest(), Format: pasteName})
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s\n%s", name, err, diff, text)
		}
	}
}

func TestPasteWrapping(t *testing.T) {
	const message = "Background Task 5 (\"FlushOutbox of the second notebook, then all of it\"), was created over 30 seconds ago. " +
		"In applications running in the background, this creates a risk of termination."
	rows := strings.Repeat("default\t10:50:17.838280+0200\tSpringBoard\t[app<com.example.notes>:412] Setting process visibility to: Background\n"+
		"default\t10:50:17.938280+0200\trunningboardd\t[app<com.example.notes>:412] Suspending task.\n"+
		"default\t10:50:18.038280+0200\tNotes\tDeactivation reason added: 11; deactivation reasons: 4097 -> 6145; animating application\n", 3)
	var terminal []byte
	for line := range strings.Lines(rows) {
		terminal = logstyle.Fold(terminal, []byte(line), 80)
	}
	const headed = "2026-03-02 08:29:50.551900+0100 0x1eef     Default     0x0              |" +
		"    34     0    SpringBoard: (FrontBoard) [com.apple.FrontBoard:Process] |[app<com.example.notes>:412] Setting process task state to: Suspended|"
	var padded string
	for line := range strings.Lines(broken(message, 66, false) + "\n") {
		padded += fmt.Sprintf("%-90s\n", strings.TrimSpace(line))
	}
	for name, tc := range map[string]struct {
		text string
		want wrapping
	}{
		"two breaks at a terminal's width": {broken(message, 80, true), wrapping{column: 80, inWord: true}},
		"two breaks at no such":            {broken(message, 79, true), wrapping{column: 79}},
		"full lines beside a longer path": {"  default    16:08:57.000000 -0500    SpringBoard     Forcing crash\n" +
			"report of <FBApplicationProcess: 0x1394b57d0; LedgerDocuments; pid:\n4146> (reason: 4, description: <FBApplicationProcess: 0x1394b57d0;\n" +
			"LedgerDocuments; pid: 4146> was suspended with locked system files:\n/var/mobile/Containers/Shared/AppGroup/7B1D04E2-1111-2222-3333-444455556666/Ledger.sqlite)\n",
			wrapping{column: 67}},
		"behind blanks":                 {strings.ReplaceAll(broken(message, 71, false), "\n", " \n"), wrapping{column: 70, afterBlanks: true}},
		"a column that is filled up":    {strings.ReplaceAll(headed, "|", "\n"), wrapping{column: 73, afterBlanks: true}},
		"filled up to a window's width": {padded, wrapping{column: 65, padded: true}},
		"tabs":                          {string(terminal), wrapping{column: 80, inWord: true, tabStops: true}},
		"rows":                          {rows, wrapping{}},
	} {
		var lines [][]byte
		for line := range strings.Lines(tc.text) {
			lines = append(lines, []byte(line))
		}
		p := &paster{opts: Options{Interest: pasteInterest()}}
		if diff := cmp.Diff(tc.want, p.wrapping(lines), cmp.AllowUnexported(wrapping{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s\n%s", name, diff, tc.text)
		}
	}
}

// Lines that nobody broke stay what they are, however long they are by chance.
func TestPasteNotBroken(t *testing.T) {
	for name, text := range map[string]string{
		"lines of one length": strings.Repeat("Background Task 5 (\"FlushOutbox\"), was created over 30 seconds ago.\nUploads of the first notebook have been ended by the server itself.\n", 3),
		"one long line":       "Background Task 5 (\"FlushOutbox\"), was created over 30 seconds ago. And more of it.\nUploads: 3\nDownloads: 4\nAccount: none\n",
	} {
		p := &paster{opts: Options{Interest: pasteInterest()}}
		if name == "one long line" {
			var lines [][]byte
			for line := range strings.Lines(text) {
				lines = append(lines, []byte(line))
			}
			if diff := cmp.Diff(wrapping{}, p.wrapping(lines), cmp.AllowUnexported(wrapping{})); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		_, got, err := scanPaste(t, text, Options{Interest: pasteInterest(), Format: pasteName})
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Count(text, "Background Task 5")
		if len(got) != want {
			t.Errorf("%s: %d records, want %d: %v", name, len(got), want, got)
		}
	}
}
