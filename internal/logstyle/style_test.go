package logstyle

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// sequence holds one entry for everything that a style has to get right.
func sequence() []Entry {
	berlin := time.FixedZone("", 2*3600)
	at := func(s float64) time.Time {
		return time.Date(2026, 6, 9, 23, 59, 58, 0, berlin).Add(time.Duration(math.Round(s*1e6)) * time.Microsecond)
	}
	uikit := func(s float64, level, format string, args ...Arg) Entry {
		return Entry{At: at(s), Level: level, Process: "Notes", App: true, PID: 412, TID: 0x1cc1515, Library: "UIKitCore",
			Subsystem: "com.apple.UIKit", Category: "BackgroundTask", Format: format, Args: args}
	}
	return []Entry{
		{At: at(0), Level: Default, Kind: Timesync, Format: "=== system boot: 5E0C4B7A-91D2-4F36-8A77-0B6D2C19E4F8"},
		{At: at(0.25), Level: Default, Process: "kernel", TID: 0x88f, Library: "AppleBCMWLANCore", Format: "LQM-WiFi: (2G) rxCrsGlitch=%d noise=%d%%", Args: Pub("409", "12")},
		uikit(1.5, Default, "Will add backgroundTask with taskName: %{private}@, expirationHandler: %@", Pub("Flüssig ☕️ sync", "<__NSMallocBlock__: 0x1057fe340>")...),
		{At: at(1.600001), Level: Default, Process: "runningboardd", PID: 33, TID: 0x2f2b54bb9, Library: "RunningBoard",
			Subsystem: "com.apple.runningboard", Category: "assertion", TTL: 7,
			Format: "Acquiring assertion targeting %{public}@ from originator %{public}@ with description %{public}@",
			Args: Pub("[app<com.example.notes(0E9A8B1C-4F3D-4D0B-9C2A-6E7F8A9B0C1D)>:412]", "[app<com.example.notes(0E9A8B1C-4F3D-4D0B-9C2A-6E7F8A9B0C1D)>:412]",
				"<RBSAssertionDescriptor| \"Shared Background Assertion 1 for com.example.notes\" ID:33-412-6133 target:412 attributes:[\n\t<RBSLegacyAttribute| requestedReason:FinishTask reason:FinishTask flags:( PreventTaskSuspend )>,\n\t<RBSAcquisitionCompletionAttribute| policy:AfterValidation>\n\t]>")},
		uikit(2, Error, "Background task still not ended after expiration handlers were called: %{private}@. This app will likely be terminated by the system. Call UIApplication.endBackgroundTask(_:) to avoid this.",
			Pub("<_UIBackgroundTaskInfo: 0x28190d140>: taskID = 8, taskName = FlushOutbox, creationTime = 70784 (elapsed = 26)")...),
		{At: at(2.02), Level: Default, Process: "SpringBoard", PID: 34, TID: 0x3a1, Subsystem: "com.apple.SpringBoard",
			Format: "Application process state changed for %{public}@: %{public}@",
			Args:   Pub("com.example.notes", "<SBApplicationProcessState: 0x536049ec0; pid: 412; taskState: Running; visibility: Background>")},
		{At: at(2.03), Level: Default, Process: "launchd", PID: 1, TID: 0x1df0e, Subsystem: "pid/412 [Notes]", Format: "Service stub created for com.apple.imfoundation.IMRemoteURLConnectionAgent"},
		{At: at(2.04), Level: Info, Process: "dasd", PID: 120, TID: 0x4b1, Library: "DuetActivitySchedulerDaemon", Subsystem: "com.apple.duetactivityscheduler",
			Category: "lifecycle(activityGroup)", TTL: 8, Format: "With %@ ...Tasks running in group [%@] are %ld!", Args: []Arg{{"bgRefresh-com.example.notes:519B19", true}, {"com.apple.dasd.default", false}, {"1", false}}},
		{At: at(2.05), Level: Debug, Process: "Notes", App: true, PID: 412, TID: 0x1cc1520, Subsystem: "com.example.notes", Category: "sync", Format: `path C:\temp "a"	<b>` + "\n\nsecond paragraph of %s", Args: []Arg{{"mail@example.com", true}}},
		{At: at(2.06), Level: Fault, Process: "Notes", App: true, PID: 412, TID: 0x1cc1520, Format: "[outbox] cannot open a/b: %{errno}d, %{public}s", Args: Pub("2", "queue 50%")},
		{At: at(2.07), Level: Default, Process: "Widget (R14)", App: true, PID: 419, TID: 0x1cc1600, Library: "CoreFoundation", Subsystem: "com.apple.defaults", Category: "User Defaults", Format: "looked up value %{private, mask.hash}@ for key %@", Args: []Arg{{"(null)", true}, {"lang", true}}},
		{At: at(2.08), Level: Default, Kind: Loss, Format: "lost >=63 unreliable messages from 4811230512-4811240001 (Mach continuous exact start-approx. end)"},
	}
}

func TestStyles(t *testing.T) {
	for _, s := range Styles {
		t.Run(s.Name, func(t *testing.T) {
			var out bytes.Buffer
			if err := s.Render(&out, sequence(), Options{}); err != nil {
				t.Fatal(err)
			}
			golden(t, s.Name, out.String())
		})
	}
	for name, opt := range map[string]Options{
		"log-default-redacted": {Redacted: true},
		"log-default-utc":      {Zone: time.UTC},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if err := Styles[0].Render(&out, sequence(), opt); err != nil {
				t.Fatal(err)
			}
			golden(t, name, out.String())
		})
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "styles", name+".golden")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestJSON decodes what the JSON styles write and compares the messages.
func TestJSON(t *testing.T) {
	entries := sequence()
	for style, key := range map[string]string{
		"log-json": "eventMessage", "log-ndjson": "eventMessage", "pymobiledevice3-json": "message", "go-ios": "msg",
		"go-ios-ostrace": "message", "appium": "message", "iterator-jsonl": "message", "ec-digit": "message", "ec-digit-native": "message",
	} {
		t.Run(style, func(t *testing.T) {
			s, err := Find(style)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if err := s.Render(&out, entries, Options{}); err != nil {
				t.Fatal(err)
			}
			var got []string
			for d := json.NewDecoder(&out); d.More(); {
				var v any
				if err := d.Decode(&v); err != nil {
					t.Fatal(err)
				}
				list, ok := v.([]any)
				if !ok {
					list = []any{v}
				}
				for _, o := range list {
					if m, ok := o.(map[string]any)[key].(string); ok {
						got = append(got, m)
					}
				}
			}
			var want []string
			for i := range entries {
				if e := &entries[i]; s.Shows(e) {
					want = append(want, e.Compose(false))
				}
			}
			if len(got) != len(want) {
				t.Fatalf("%d records, want %d", len(got), len(want))
			}
			for i := range want {
				if !strings.HasSuffix(got[i], want[i]) {
					t.Errorf("record %d: %q, want %q", i, got[i], want[i])
				}
			}
		})
	}
}

func TestCSV(t *testing.T) {
	s, err := Find("iterator-csv")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := s.Render(&out, sequence(), Options{Redacted: true}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := "path C:\\temp \"a\"\t<b>\n\nsecond paragraph of <private>"
	if got := rows[8][14]; got != want {
		t.Errorf("message %q, want %q", got, want)
	}
}

func TestEncodings(t *testing.T) {
	entries := []Entry{{At: time.Unix(0, 0), Level: Default, App: true, Format: "grün ☕️ 𝄞"}, {At: time.Unix(0, 0), Level: Default, App: true, Format: "end"}}
	for _, c := range []struct {
		name string
		opt  Options
		want string
	}{
		{"plain", Options{}, "grün ☕️ 𝄞\nend\n"},
		{"crlf", Options{CRLF: true}, "grün ☕️ 𝄞\r\nend\r\n"},
		{"bom", Options{BOM: true}, "\ufeffgrün ☕️ 𝄞\nend\n"},
		{"utf16", Options{UTF16: true, CRLF: true}, "\xff\xfeg\x00r\x00\xfc\x00n\x00 \x00\x15\x26\x0f\xfe \x00\x34\xd8\x1e\xdd\r\x00\n\x00e\x00n\x00d\x00\r\x00\n\x00"},
	} {
		s, err := Find("bare")
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := s.Render(&out, entries, c.opt); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, out.String()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}

// TestQuote writes what needs escapes in the spelling of each tool.
func TestQuote(t *testing.T) {
	const in = "a/b <\u266b \U0001d11e>\r\x1b\t\"\\"
	for _, c := range []struct {
		name string
		o    object
		want string
	}{
		{"log", object{slash: true}, `"a\/b <♫ 𝄞>\r\u001b\t\"\\"`},
		{"python", object{ascii: true}, `"a/b <\u266b \ud834\udd1e>\r\u001b\t\"\\"`},
		{"go", object{html: true}, `"a/b \u003c♫ 𝄞\u003e\r\u001b\t\"\\"`},
	} {
		got := string(quote(&c.o, nil, in))
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		var back string
		if err := json.Unmarshal([]byte(got), &back); err != nil || back != in {
			t.Errorf("%s: read back as %q, %v", c.name, back, err)
		}
	}
}

// failing refuses every write.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestErrors(t *testing.T) {
	if _, err := Find("papyrus"); err == nil {
		t.Error("an unknown style was found")
	}
	long := make([]Entry, 3000)
	for i := range long {
		long[i] = sequence()[4]
	}
	for _, entries := range [][]Entry{sequence(), long} {
		if err := Styles[0].Render(failing{}, entries, Options{}); err == nil {
			t.Error("a failed write was not told")
		}
	}
}

func TestCompose(t *testing.T) {
	for _, c := range []struct {
		name, format   string
		args           []Arg
		open, redacted string
	}{
		{"plain", "nothing to fill, 100%%", nil, "nothing to fill, 100%", "nothing to fill, 100%"},
		{"annotated", "%{private}@ and %{public}@", Pub("a", "b"), "a and b", "<private> and b"},
		{"annotation wins", "%{public}s", []Arg{{"a", true}}, "a", "a"},
		{"by argument", "%@ of %s", []Arg{{"a", true}, {"b", false}}, "a of b", "<private> of b"},
		{"nil object", "%{private}@", Pub("(null)"), "(null)", "(null)"},
		{"numbers", "%lu (0x%lx) %5.2f %-10s %llu", Pub("9", "9", "1.00", "x", "7"), "9 (0x9) 1.00 x 7", "9 (0x9) 1.00 x 7"},
		{"more in the annotation", "%{public, signpost.description:attribute}@ %{private, mask.hash}@ %{sensitive}@", Pub("a", "b", "c"), "a b c", "a <private> <private>"},
		{"too few", "%d of %d", Pub("1"), "1 of <decode: missing data>", "1 of <decode: missing data>"},
		{"cut", "half a %", nil, "half a <decode: missing data>", "half a <decode: missing data>"},
		{"open brace", "a %{public b", Pub("x"), "a xpublic b", "a xpublic b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := Entry{Format: c.format, Args: c.args}
			if got := e.Compose(false); got != c.open {
				t.Errorf("open: %q, want %q", got, c.open)
			}
			if got := e.Compose(true); got != c.redacted {
				t.Errorf("redacted: %q, want %q", got, c.redacted)
			}
		})
	}
}

func TestVis(t *testing.T) {
	for in, want := range map[string]string{
		"“a\\n”\t\n":  `\M-b\M^@\M^\a\134n\M-b\M^@\M^]` + "\t\n",
		"à\u00a0\xff": `\M-C\240\M-B\240\M^?`,
		"\x1b[0m\x7f": `\^[[0m\^?`,
	} {
		if got := string(vis(nil, []byte(in))); got != want {
			t.Errorf("vis(%q) = %q, want %q", in, got, want)
		}
	}
}
