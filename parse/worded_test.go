package parse

import "testing"

// TestWordedReasons reads terminations that have words instead of a code.
func TestWordedReasons(t *testing.T) {
	const head = "Process: Notes [412]\nException Type: EXC_CRASH (SIGABRT)\n"
	const usage = "This app has crashed because it attempted to access privacy-sensitive data without a usage description."
	for _, c := range []struct{ name, text, namespace, words string }{
		{"usage description", head + "Termination Reason: TCC, " + usage + "\n", "TCC", usage},
		{"usage description behind a code", head + "Termination Reason: TCC 0 \n" + usage + "\n", "TCC", usage},
		{"background refresh", head + "Termination Reason: CAROUSEL, Background App Refresh watchdog transgression. Exhausted wall time allowance of 15.00 seconds.\n",
			"CAROUSEL", "Background App Refresh watchdog transgression. Exhausted wall time allowance of 15.00 seconds."},
		{"WatchConnectivity", head + "Termination Reason: CAROUSEL, WatchConnectivity watchdog transgression. Exhausted wall time allowance of 15.00 seconds.\n",
			"CAROUSEL", "WatchConnectivity watchdog transgression. Exhausted wall time allowance of 15.00 seconds."},
		{"words of no watchdog", head + "Termination Reason: CAROUSEL, the watchdog I think\n", "", ""},
		{"cut in its words", head + "Termination Reason: TCC, This app has crashed because it attem", "", ""},
		{"prose", head + "Termination Reason: TCC, as far as I can tell\n", "", ""},
		{"another namespace", head + "Termination Reason: LIBXPC, " + usage + "\n", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			reports := scanned(t, c.text).Reports
			if len(reports) != 1 || reports[0].Namespace != c.namespace || reports[0].Explanation != c.words {
				t.Errorf("%d reports, %+v", len(reports), reports)
			}
		})
	}
}
