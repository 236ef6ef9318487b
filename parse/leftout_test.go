package parse

import "testing"

func TestLeftOut(t *testing.T) {
	for line, want := range map[string]bool{
		"...": true, "…": true, "[...]": true, "[…]": true, "(...)": true, "<...>": true, ". . .": true, "  ...": true, "> ...": true, "// ...": true, "......": true,
		"--": false, "<snip>": true, "[snip]": true, "--- snip ---": true, "----- 12 lines snipped -----": true, "[120 lines omitted]": true, "(truncated)": true,
		"[... 120 lines omitted ...]": true, "... skipped": true, "... many more lines": true, "... but, these lines ...": false, "... nothing more": false, "// ... 20 more": true,
		"": false, "..": false, "-----": false, "~~~": false, "=====": false, "snip": false, "omitted": false, "### Skipped": false, "### App Launch Logs": false,
		"...and then it was killed": false, "a...": false, "Loading ...": false, "[Notes] sync": false, "{": false, "(": false, "[]": false, "- more": false,
		"[UIKit] removed": false, "[Sync] 3 items skipped": false,
	} {
		if got := leftOut([]byte(line)); got != want {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
	}
}

func TestPicked(t *testing.T) {
	const record = "2026-03-02 14:02:10.000000+0100 0x1a2b     Default     0x0                  412    0    Notes: (UIKitCore) [com.example:x] line\n"
	for _, tc := range []struct {
		name, text string
		want       bool
	}{
		{"grep -n", "12:" + record + "40:" + record, true},
		{"grep -n -C1", "12-" + record + "13:" + record + "14-\tmore\n--\n40:" + record, true},
		{"all of them", "12:" + record + "13:" + record + "14:" + record, false},
		{"no numbers", record + record, false},
		{"one line", "12:" + record, false},
		{"numbers of something else", "12: apples\n40: pears\n41: plums\n", false},
		{"a list that begins anew", "12:" + record + "14:" + record + "1:" + record, false},
	} {
		if got := picked([]byte(tc.text)); got != tc.want {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}
