package report

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"plain, ünïcode, 名前":                              "plain, ünïcode, 名前",
		"\x1b[31mred\x1b]0;t\a":                           `\x1b[31mred\x1b]0;t\x07`,
		"a\nb\r\tc\x00\x7f":                               `a\nb\r\tc\x00\x7f`,
		"c1 \u009b31m \u0085":                             `c1 \x9b31m \x85`,
		"bidi \u202a\u202e\u2066\u2069\u200e\u200f\u061c": `bidi \u202a\u202e\u2066\u2069\u200e\u200f\u061c`,
		"zero \u200b\u200c\u200d\u2060\ufeff\u00ad":       `zero \u200b\u200c\u200d\u2060\ufeff\xad`,
		"lines \u2028\u2029":                              `lines \u2028\u2029`,
		"tag \U000e0041":                                  `tag \U000e0041`,
		"bad \xff\xfe utf8":                               `bad \xff\xfe utf8`,
		"kept \ufffd":                                     "kept \ufffd",
		"":                                                "",
	} {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"a\n\tb\r\n  c  d\n": "a ⏎ b ⏎ c d",
		"\n\n":               "",
		"x\x1b\ny":           `x\x1b ⏎ y`,
	} {
		if got := oneLine(in); got != want {
			t.Errorf("oneLine(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDisarm(t *testing.T) {
	for in, want := range map[string]string{
		"::error::x":            `\x3a:error::x`,
		"  \t::stop-commands::": "  \t" + `\x3a:stop-commands::`,
		"a ::error::":           "a ::error::",
		"Notes::Sync":           "Notes::Sync",
		"x ##[error]y ##[a]":    `x \x23#[error]y \x23#[a]`,
		"##vso[task.setvar]":    `\x23#vso[task.setvar]`,
		"## heading":            "## heading",
		"\x1b[1m ::x\x1b[0m":    "\x1b[1m " + `\x3a:x` + "\x1b[0m",
		"\x1b[1":                "\x1b[1",
		":":                     ":",
		"":                      "",
	} {
		if got := disarm(in); got != want {
			t.Errorf("disarm(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		taken int
		width int
		want  string
	}{
		{"one two three four", 0, 9, "one two|three|four"},
		{"one two three", 4, 12, "one two|three"},
		{"one two", 11, 12, "|one two"},
		{"com.example.notes.widget", 0, 14, "com.example.|notes.widget"},
		{"abcdefghijklmnop", 0, 10, "abcdefghij|klmnop"},
		{"名前名前名前", 0, 8, "名前名前|名前"},
		{"2" + noBreak + "errors found", 0, 9, "2" + noBreak + "errors|found"},
		{"", 0, 10, ""},
		{" \n\t ", 3, 10, ""},
	} {
		if got := strings.Join(wrapAfter(c.text, c.taken, c.width), "|"); got != c.want {
			t.Errorf("wrapAfter(%q, %d, %d) = %q, want %q", c.text, c.taken, c.width, got, c.want)
		}
	}
}

func TestElide(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"short", 5, "short"},
		{"abcdefghijklmnopqrstuvwxyz", 10, "abcdef…xyz"},
		{"名前名前名前名前", 9, "名前名…前"},
		{"abcdef", 3, "abc"},
		{"abcdef", 0, "a"},
	} {
		if got := elide(c.text, c.width); got != c.want {
			t.Errorf("elide(%q, %d) = %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

// FuzzLayout checks that nothing is wider than asked for and nothing is lost.
func FuzzLayout(f *testing.F) {
	f.Add("Background task still not ended 名前\u202e\x1b[0m", 20)
	f.Add(strings.Repeat("x", 200), 11)
	f.Fuzz(func(t *testing.T, s string, width int) {
		width = 8 + width&63
		clean := oneLine(s)
		if !utf8.ValidString(clean) {
			t.Fatalf("oneLine(%q) is no UTF-8", s)
		}
		lines := wrap(clean, width)
		for _, l := range lines {
			if columns(l) > width {
				t.Errorf("%q is wider than %d", l, width)
			}
		}
		blank := func(s string) string { return strings.Join(strings.FieldsFunc(s, breakable), "") }
		if got := blank(strings.Join(lines, "")); got != blank(clean) {
			t.Errorf("wrap lost something: %q of %q", got, clean)
		}
		if e := elide(clean, width); columns(e) > width {
			t.Errorf("elide(%q, %d) = %q", clean, width, e)
		}
		if e := excerpt(s, width, []string{"task", s}); columns(e) > width {
			t.Errorf("excerpt(%q, %d) = %q", s, width, e)
		}
	})
}

func TestExcerpt(t *testing.T) {
	unended := "Background task still not ended after expiration handlers were called: <_UIBackgroundTaskInfo: 0x281b7c040>: taskID = 36, " +
		"taskName = FlushOutbox, creationTime = 51820 (elapsed = 26). This app will likely be terminated by the system. Call UIApplication.endBackgroundTask(_:) to avoid this."
	for _, c := range []struct {
		name, text string
		width      int
		keep       []string
		want       string
	}{
		{"fits", "Firing background\nexpiration handlers", 80, nil, "Firing background ⏎ expiration handlers"},
		{"begins", "one two three four five six", 16, nil, "one two …"},
		{"keeps", unended, 100, []string{"FlushOutbox", "elapsed"},
			"Background task still not ended after … taskName = FlushOutbox, creationTime = 51820 (elapsed …"},
		{"phrase", "a b c d e f g h Sync Notes i j k l m n o p q r s t u v w x y z", 30, []string{"Sync Notes"}, "a b c d e … g h Sync Notes …"},
		{"missing", unended, 60, []string{"Nothing"}, "Background task still not ended after expiration …"},
		{"uuids", "[app<com.example.notes(C3F1E0A2-6B47-4D8E-9A55-1F0D2E7B8C64)>:412] Suspending task.", 50, nil,
			"[app<com.example.notes(C3F1E0A2…)>:412] …"},
		{"one word", strings.Repeat("y", 100), 20, nil, "yyyyyyyyyyyyy…yyyyyy"},
		{"hostile", "\x1b[2J::error", 80, nil, `\x1b[2J::error`},
	} {
		if got := excerpt(c.text, c.width, c.keep); got != c.want {
			t.Errorf("%s: excerpt = %q, want %q", c.name, got, c.want)
		}
	}
}

func TestShortWords(t *testing.T) {
	const symbol = "$s5Notes11AppDelegateC29applicationDidEnterBackgroundyySo13UIApplicationCFTo,"
	if got, want := shortWords("from "+symbol+"  elapsed", 30), "from $s5Notes11AppDelegat…tionCFTo, elapsed"; got != want {
		t.Errorf("shortWords = %q, want %q", got, want)
	}
}

func TestShortUUIDs(t *testing.T) {
	for in, want := range map[string]string{
		"<C3F1E0A2-6B47-4D8E-9A55-1F0D2E7B8C64> and c3f1e0a2-6b47-4d8e-9a55-1f0d2e7b8c64": "<C3F1E0A2…> and c3f1e0a2…",
		"33-412-6105 (target:[app<com.example.notes>:412]) -- a-b-c":                      "33-412-6105 (target:[app<com.example.notes>:412]) -- a-b-c",
		"G3F1E0A2-6B47-4D8E-9A55-1F0D2E7B8C64":                                            "G3F1E0A2-6B47-4D8E-9A55-1F0D2E7B8C64",
		"no dash at all in this text, which is long enough":                               "no dash at all in this text, which is long enough",
		"short": "short",
	} {
		if got := shortUUIDs(in); got != want {
			t.Errorf("shortUUIDs(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCleanLines(t *testing.T) {
	if got := CleanLines("a\x1b\n  ::error::b\n"); got != "a\\x1b\n  \\x3a:error::b\n" {
		t.Errorf("got %q", got)
	}
}
