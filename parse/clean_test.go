package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPeel(t *testing.T) {
	for _, tc := range []struct {
		line, rest string
		mark       mark
	}{
		{"  text", "text", 0},
		{"", "", 0},
		{" \t", "", 0},
		{"> text", " text", markQuote},
		{">> text", "> text", markQuote},
		{"/// text", " text", markComment},
		{"/ text", "/ text", 0},
		{"/** text", " text", markStar},
		{"/*x", "/*x", 0},
		{" * text", " text", markStar},
		{"*", "", markStar},
		{"*** Terminating", "*** Terminating", 0},
		{"| text", " text", markBar},
		{"|x", "|x", 0},
		{"`text`", "text", markTick},
		{"```text", "text", markTick},
		{`"text"`, "text", markString},
		{`"text",`, "text", markString},
		{`"text");`, "text", markString},
		{`"a \"b\""`, `a \"b\"`, markString},
		{`"a" and "b"`, `"a" and "b"`, 0},
		{`"open`, `"open`, 0},
		{`"a\"`, `"a\"`, 0},
		{`""`, `""`, 0},
		{"# text", " text", markHash},
		{"#0 frame", "#0 frame", 0},
		{"- text", " text", markBullet},
		{"+2026", "2026", markBullet},
		{"-[Notes flush]", "-[Notes flush]", 0},
		{"\u2022 text", " text", markBullet},
		{"12: text", " text", markNumber},
		{"3) text", " text", markNumber},
		{"123456789012", "123456789012", 0},
		{"notes.log:812:2026", "812:2026", markFile},
		{"logs/notes-7:2026", "7:2026", markFile},
		{"a.log: text", " text", markFile},
		{"words and.dots:1", "words and.dots:1", 0},
		{"<code>text", "text", markTag},
		{"</pre >text", "text", markTag},
		{"<private>", "<private>", 0},
		{"<code", "<code", 0},
	} {
		rest, m, ok := peel([]byte(tc.line))
		if string(rest) != tc.rest || m != tc.mark || ok != (tc.mark != 0) {
			t.Errorf("%q: rest %q, mark %q, %v; want %q, %q", tc.line, rest, m, ok, tc.rest, tc.mark)
		}
	}
}

func TestPlain(t *testing.T) {
	var buf []byte
	for in, want := range map[string]string{
		"as it is":                                    "as it is",
		"a &lt;b&gt; &amp;lt; &x":                     "a <b> &lt; &x",
		"a\u00a0b\u200bc\u00e9\ufeff":                 "a bc\u00e9",
		"\u201cisn\u2019t\u201d \u2014 \u2018a\u2019": "\"isn't\" \u2014 'a'",
		"nul\x00led":                                  "nulled",
		"\x1b[31mred\x1b[0m":                          "red",
		"\u2026 \u00ad":                               "\u2026 ",
		`\[app\<x\_y\>:1\]`:                           "[app<x_y>:1]",
		`a\"b\n\\_c\`:                                 `a\"b\n\_c\`,
	} {
		if got := string(plain([]byte(in), &buf)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestTrimTags(t *testing.T) {
	for in, want := range map[string]string{
		"ended<br>":                  "ended",
		"ended <br /> ":              "ended",
		"ended</span></code></pre>":  "ended",
		"<br>":                       "",
		"identifier: <private>":      "identifier: <private>",
		"[app<com.example.b>":        "[app<com.example.b>",
		"a >":                        "a >",
		"Task <1>.<b>.":              "Task <1>.<b>.",
		"<pre>begins and goes on   ": "<pre>begins and goes on",
	} {
		if got := string(trimTags([]byte(in))); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestDressed(t *testing.T) {
	for line, want := range map[string]bool{
		"":                                     false,
		"Task <1>.<2> finished":                false,
		"GET /a?b=1&amp;c=2":                   false,
		`a \"string\" with C:\new`:             false,
		"[app<com.example.notes>":              false,
		"[app&lt;com.example.notes&gt;:1] Set": true,
		"reason: &#39;it&#39;":                 true,
		`{"eventMessage":"&lt;a&gt; \\[b"}`:    false,
		`[app\<com.example.notes\>:1]`:         true,
		"<pre>2026-03-15 Notes":                true,
		"2026-03-15 Notes<br/>":                true,
		"2026-03-15\u00a0Notes":                true,
	} {
		if got := dressed([]byte(line)); got != want {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
	}
}

func TestStandsAround(t *testing.T) {
	for line, want := range map[string][2]bool{ // fenced, ruler
		"```":                      {true, false},
		"```swift":                 {true, false},
		"~~~":                      {true, true},
		"{noformat}":               {true, false},
		"{code:title=log}":         {true, false},
		"[/code]":                  {true, false},
		"*/":                       {true, false},
		"<details><summary></pre>": {true, false},
		"<pre>text":                {false, false},
		"<private>":                {false, false},
		"...":                      {false, true},
		" \u2026\u2026 ":           {false, true},
		"[\u2026]":                 {false, true},
		":":                        {false, true},
		"--":                       {false, false},
		"-----":                    {false, true},
		"*** x ***":                {false, false},
		")}":                       {false, false},
		"\u2026 and so it goes on, a long line with an ellipsis": {false, false},
	} {
		got := [2]bool{fenced([]byte(line)), ruler([]byte(line))}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: fenced, ruler (-want +got):\n%s", line, diff)
		}
	}
}

func TestBareLines(t *testing.T) {
	for line, want := range map[string][3]bool{ // inside of a sentence, a field, a scored activity
		"kernel  memorystatus: Notes exceeded": {false, false, false},
		"kernel memorystatus":                  {true, false, false},
		"was created over":                     {true, false, false},
		"end, then":                            {true, false, false},
		"word":                                 {true, false, false},
		"end. Then":                            {true, false, false},
		"(see below)":                          {true, false, false},
		"), Key=1":                             {true, false, false},
		"(lldb) continue":                      {false, false, false},
		"submitTaskRequest: x":                 {false, true, false},
		"com.example.notes started":            {false, false, false},
		"Upper case":                           {false, false, false},
		"key = value":                          {true, true, false},
		"Key=value":                            {false, true, false},
		"=x":                                   {true, false, false},
		"<obj>":                                {false, false, false},
		"":                                     {false, false, false},
		"com.example.notes:B1BC08:[":           {false, true, true},
		"501:com.example.notes:B1BC08:":        {false, true, true},
		"com.example.notes:b1bc08:[":           {false, true, false},
		"a:B1BC08:[":                           {false, true, false},
	} {
		got := [3]bool{innerWord([]byte(line)), fieldWord([]byte(line)), activityHead([]byte(line))}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: inner, field, activity (-want +got):\n%s", line, diff)
		}
	}
	for text, want := range map[string]bool{
		"": true, "[Cat] ": true, "flutter: ": true, "\U0001F535-": true, "*** ": true, "[open ": false, "word ": false, "so it says: ": false,
	} {
		if got := onlyHeads([]byte(text)); got != want {
			t.Errorf("%q: only heads %v, want %v", text, got, want)
		}
	}
}

func TestNesting(t *testing.T) {
	for text, want := range map[string]nesting{
		"a (b [c {":              {depth: 3},
		"))) (":                  {depth: 1},
		"<Obj: 0x1; a -> b":      {angle: 1},
		"a < b <= c <- d > e >>": {},
		"<a> => <b":              {angle: 1},
		`say "x`:                 {quote: true},
		`say \"x \(`:             {},
		`end\`:                   {},
	} {
		var got nesting
		got.add([]byte(text))
		if got != want {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
		if got.open() != (want.depth+want.angle > 0) {
			t.Errorf("%q: open %v", text, got.open())
		}
	}
}
