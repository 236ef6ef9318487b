package redact

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// table is a table with names of one kind each, ready to replace what texts hold.
func table(names map[Kind]string, texts ...string) *Table {
	return newLexicon().with(names, texts...)
}

func (l *lexicon) with(names map[Kind]string, texts ...string) *Table {
	t := l.table([]byte("key"), ReportSpelling())
	for kind, n := range names {
		t.Add(kind, n)
	}
	t.CollectWords()
	for _, s := range texts {
		t.Text(s)
	}
	t.Number()
	return t
}

func TestText(t *testing.T) {
	names := map[Kind]string{App: "com.example.notes", Task: "Flush the outbox", Session: "uploads", Host: "printer"}
	for _, c := range []struct{ name, text, want string }{
		{"catalogue", "Ending background task with UIBackgroundTaskIdentifier: 36", "Ending background task with UIBackgroundTaskIdentifier: 36"},
		{"bundle id", "client com.example.notes disconnected", "client app-1 disconnected"},
		{"bundle id with more", "com.example.notes.uploads, com.example.notes-old", "app-1.session-1, app-1-old"},
		{"words of a name", "taskName = Flush the outbox, creationTime", "taskName = task-1, creationTime"},
		{"part of a word", "uploads uploadsToo", "session-1 name-1"},
		{"unknown words", "Anna called Bertram", "name-1 called name-2"},
		{"Apple's identifier", "com.apple.nsurlsessiond com.apple.das.backgroundFetch", "com.apple.nsurlsessiond com.apple.das.backgroundFetch"},
		{"e-mail", "for anna.smith@example.com.", "for user-1."},
		{"e-mail in a URL", "https://anna%40example.com/x", "url-1"},
		{"IPv4", "Anna to 192.0.2.17:443, done", "name-1 to host-2:443, done"},
		{"IPv6", "to 2001:db8::42%en0 and fe80::1", "to host-3 and host-2"},
		{"time of day", "at 14:02:13.204512+0200", "at 14:02:13.204512+0200"},
		{"date", "2026-06-09 14:02:13 +0000", "2026-06-09 14:02:13 +0000"},
		{"path", "file:///private/var/mobile/Containers/Data/Application/5B2E9D10-1111-4222-8333-444455556666/tmp/x", "url-1"},
		{"user's path", "in /Users/anna/Desktop", "in path-1"},
		{"path of words", "wrote ~/Library/x.log", "wrote path-1"},
		{"UUID", "session <5B2E9D10-1111-4222-8333-444455556666> and 5b2e9d10-1111-4222-8333-444455556666", "session <uuid-1> and uuid-1"},
		{"query", "failed: ?token=abc&u=1", "failed: url-1"},
		{"numbers", "delay 60.000000, 12, 0x2182BAD4, 99.5 KB", "delay 60.000000, 12, 0x2182BAD4, 99.5 KB"},
		{"place", "47.376887, 8.541694", "47.3…, 8.5…"},
		{"long number", "account 4111111111111111", "name-1 id-1"},
		{"telephone", "call +41 44 668 18 00", "call user-1"},
		{"other scripts", "Müller 東京 żółw", "name-2 name-1 name-3"},
		{"looks like a pseudonym", "app-1 user-77", "app-1 user-77"},
		{"line breaks of JSON", `\nAnna\tuploads`, `\nname-1\tsession-1`},
	} {
		t.Run(c.name, func(t *testing.T) {
			tab := table(names, c.text)
			got := tab.Text(c.text)
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
			if err := Leak(got, tab); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestNamesOfOneThingShareAPseudonym(t *testing.T) {
	tab := NewTable([]byte("key"), ReportSpelling())
	tab.Add(App, "com.example.notes", "NotesApp")
	tab.Add(App, "com.example.radio")
	tab.CollectWords()
	tab.Number()
	notes, radio := tab.Name(App, "com.example.notes"), tab.Name(App, "com.example.radio")
	if notes == radio || notes != tab.Name(App, "NotesApp") || notes != tab.Text("NotesApp") {
		t.Errorf("%s, %s, %s", notes, radio, tab.Name(App, "NotesApp"))
	}
}

func TestKeysNumberDifferently(t *testing.T) {
	orders := map[string]bool{}
	for _, key := range []string{"a", "b", "c", "d", "e", "f"} {
		tab := NewTable([]byte(key), ReportSpelling())
		tab.Add(Task, "one")
		tab.Add(Task, "two")
		tab.Add(Task, "three")
		tab.Number()
		orders[tab.Name(Task, "one")+tab.Name(Task, "two")+tab.Name(Task, "three")] = true
	}
	if len(orders) < 2 {
		t.Errorf("always %v", orders)
	}
}

func TestLeak(t *testing.T) {
	tab := table(map[Kind]string{App: "com.radiant.ledger", Task: "Flush the outbox", Session: "task"})
	for _, c := range []struct{ name, text, want string }{
		{"harmless", "app-1 began at 14:02:13.204512, delay 60 s\n", ""},
		{"e-mail", "one\ntwo anna@example.com", "line 2 of it holds an e-mail address"},
		{"IPv4", "to 10.0.0.138.", "line 1 of it holds an IPv4 address"},
		{"version", "iOS 18.0.1, build 1.2.3.400", ""},
		{"IPv6", "to fe80::1c2d:3e4f", "line 1 of it holds an IPv6 address"},
		{"workflow command", "::error file=x,line=1005::A request", ""},
		{"user's path", "/Users/anna", "line 1 of it holds a user's path"},
		{"Windows", `C:\Users\anna`, "line 1 of it holds a user's path"},
		{"container", "/private/var/mobile/Containers", "line 1 of it holds a user's path"},
		{"UUID", "5b2e9d10-1111-4222-8333-444455556666", "line 1 of it holds a UUID"},
		{"query", "https://x/?a=b", "line 1 of it holds the query of a URL"},
		{"replaced name", "of com.radiant.ledger too", "line 1 of it holds a name that was to be redacted"},
		{"in colour", "\x1b[31mcom.radiant.ledger\x1b[0m", "line 1 of it holds a name that was to be redacted"},
		{"replaced name after a line break of JSON", `\ncom.radiant.ledger`, "line 1 of it holds a name that was to be redacted"},
		{"replaced words", "Flush the outbox", "line 1 of it holds a name that was to be redacted"},
		{"a name that is a word of bglog's", "the task", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if err := Leak(c.text, tab); err != nil {
				got = err.Error()
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// FuzzText: whatever a log holds, nothing of it leaks, and what is redacted stays as it
// is when it is redacted again.
func FuzzText(f *testing.F) {
	f.Add("com.example.notes", "client com.example.notes disconnected, anna@example.com ?a=b")
	f.Add("Flush outbox", "taskName = Flush outbox (/Users/anna/x) 10.0.0.1 fe80::1 5b2e9d10-1111-4222-8333-444455556666")
	f.Add("x", "https://h/?q=1 app-1 task-2 \\n\\tname +41 44 668 18 00 47.376887")
	lex := newLexicon()
	f.Fuzz(func(t *testing.T, name, text string) {
		tab := lex.with(map[Kind]string{Task: name}, text)
		once := tab.Text(text)
		if err := Leak(once, tab); err != nil {
			t.Fatalf("%q, task %q: %q: %v", text, name, once, err)
		}
		again := lex.table([]byte("another"), ReportSpelling())
		again.Again()
		again.CollectWords()
		again.Text(once)
		again.Number()
		if twice := again.Text(once); twice != once && !strings.Contains(once, "\ufffd") {
			t.Fatalf("%q: %q, then %q", text, once, twice)
		}
	})
}
