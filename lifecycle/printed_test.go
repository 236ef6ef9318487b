package lifecycle

import "testing"

// A message that source code prints has not been printed.
func TestPrinted(t *testing.T) {
	for _, c := range []struct {
		before string
		want   bool
	}{
		{`NSLog(@"`, true},
		{`    print("Sync: `, true},
		{"if !declared {\n    NSLog(\n        @\"", true},
		{`os_log(.error, "`, true},
		{`XCGLogger.default.warn("`, true},
		{`console.warn('`, true},
		{"RCTLogWarn(@\"The mode \\\"fetch\\\" is missing: ", true},
		{"", false},
		{`"`, false},
		{`Xcode prints ("`, false},
		{`Xcode (the log) prints "`, false},
		{`it says so (in the log: "`, false},
		{`PlatformException("`, false},
		{`upload("notes") failed: `, false},
		{`print("done") // prints `, false},
		{`print("sync \(error)") // "`, false},
		{`log(error) "`, false},
		{`läuft("`, false},
	} {
		if got := printed(c.before); got != c.want {
			t.Errorf("printed(%q): got %t, want %t", c.before, got, c.want)
		}
	}
}
