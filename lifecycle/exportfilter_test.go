package lifecycle

import (
	"strings"
	"testing"
)

func TestThinned(t *testing.T) {
	const everyone = WitnessApp | WitnessDaemon | WitnessScheduler | WitnessSystem
	daemons := WitnessDaemon | WitnessScheduler | WitnessSystem
	for _, tc := range []struct {
		predicate string
		want      Witnesses
	}{
		{`process == "Notes"`, 0},
		{`process CONTAINS "Notes" OR composedMessage CONTAINS "com.example.notes"`, daemons},
		{`composedMessage CONTAINS "com.example.notes"`, everyone},
		{`composedMessage CONTAINS[cd] "background" AND process == "Notes"`, WitnessApp},
		{`process == "Notes" AND NOT (composedMessage CONTAINS "heartbeat")`, WitnessApp},
		{`process == "Notes" AND messageType == 16`, WitnessApp},
		{`messageType == error`, everyone},
		{`messageType IN {0, 16, 17}`, 0},
		{`messageType != debug`, 0},
		{`process IN {"dasd", "nsurlsessiond", "runningboardd", "SpringBoard"} OR subsystem == "com.apple.UIKit"`, 0},
		{`process == "dasd" AND category == "scoring"`, WitnessScheduler},
		{`subsystem == "com.apple.UIKit" AND category == "BackgroundTask"`, 0},
		{`subsystem BEGINSWITH "com.apple." && ! category LIKE "Net*"`, WitnessApp | WitnessScheduler | WitnessSystem},
		{`processImagePath ENDSWITH "/nsurlsessiond" AND composedMessage CONTAINS "Task"`, WitnessDaemon},
		{`process != "nsurlsessiond"`, 0},
		{`process == "Notes" AND sender == "UIKitCore"`, 0},
		{`processID == 412 OR (process == "dasd" AND composedMessage CONTAINS "com.example.notes")`, WitnessScheduler},
		{`process MATCHES "(Notes|nsurl.*)" AND threadIdentifier == 4711`, WitnessApp | WitnessDaemon},
		{`subsystem == "com.apple.CFNetwork" AND composedMessage CONTAINS "Task <"`, 0},
		{`composedMessage CONTAINS "it's \"quoted\" (and) OR process == x"`, everyone},
		{`TRUEPREDICATE`, 0},
		{`composedMessage CONTAINS {}`, everyone},
		{`subsystem == "com.apple.runningboard" OR (process == "kernel" AND composedMessage BEGINSWITH "memorystatus")`, 0},
		// what cannot be read counts where it speaks of messages
		{`ANY process == "Notes"`, 0},
		{`ANY composedMessage == "Notes"`, everyone},
		{`process == "Notes`, 0},
		{``, 0},
		{strings.Repeat("(", 100000), 0},
	} {
		if got := thinned(tc.predicate); got != tc.want {
			t.Errorf("%.80s: %04b, want %04b", tc.predicate, got, tc.want)
		}
	}
}

// What bglog itself tells people to run leaves out nothing that it goes by, in log's words.
func TestOwnPredicateThinsNothing(t *testing.T) {
	for _, app := range []string{"", "com.example.notes"} {
		predicate := strings.ReplaceAll(strings.ReplaceAll(Predicate(app), "eventMessage", "composedMessage"), "\n  ", " ")
		if got := thinned(predicate); got != 0 {
			t.Errorf("app %q: %04b", app, got)
		}
		if strings.Contains(predicate, "disconnected\"") || strings.Contains(predicate, "Messages dropped") {
			t.Errorf("app %q: chooses what tools write themselves", app)
		}
	}
}

func FuzzThinned(f *testing.F) {
	f.Add(`process == "Notes" AND NOT (composedMessage CONTAINS[cd] 'x' OR messageType IN {16, 17})`)
	f.Add(Predicate("com.example.notes"))
	f.Fuzz(func(t *testing.T, predicate string) {
		if got := thinned("process == \"Notes\" OR (" + predicate + ")"); got&WitnessApp != 0 && !strings.ContainsAny(predicate, "()\"'") {
			// whatever else is chosen, the app is there, as long as the condition is whole
			if _, err := evaluate(predicate, &testimonies[0]); err == nil {
				t.Errorf("%q: %04b", predicate, got)
			}
		}
	})
}
