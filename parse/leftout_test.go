package parse

import "testing"

func TestLeftOut(t *testing.T) {
	for line, want := range map[string]bool{
		"...": true, "…": true, "[...]": true, "[…]": true, "(...)": true, "<...>": true, ". . .": true, "  ...": true, "> ...": true, "// ...": true, "......": true,
		"<snip>": true, "[snip]": true, "--- snip ---": true, "----- 12 lines snipped -----": true, "[120 lines omitted]": true, "(truncated)": true,
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
