package lifecycle

import (
	"testing"

	"github.com/bglog/bglog/parse"
)

func TestActivitiesOfApps(t *testing.T) {
	for _, c := range []struct {
		value        string
		foreign, app bool // app: followed as a request
	}{
		{"bgRefresh-com.example.notes.refresh:519B19", false, true},
		{"bgProcessing-com.apple.photos.scan:519B19", false, false},
		{"com.apple.pushLaunch.com.example.notes:4935F4", false, true},
		{"com.apple.fetch.com.example.notes:7C41A0", false, true},
		{"com.apple.CFNetwork-cc-118-7-Task <C41D7E02-9A3B-4E55-8F60-1B2D3C4E5F01>.<2>.<1>:4DC764", false, false},
		{"501:com.apple.imagent.fetch:9C41AA", true, false},
		{"{(\n    0:com.apple.syncd.clean:3B1C50,\n    bgRefresh-com.example.notes.refresh:519B19\n)}", false, false},
		{"<private>", false, false},
		{"", false, false},
	} {
		if got := foreignActivity(c.value); got != c.foreign {
			t.Errorf("%q: foreign %v, want %v", c.value, got, c.foreign)
		}
		if _, _, _, got := splitActivity(c.value); got != c.app {
			t.Errorf("%q: of an app %v, want %v", c.value, got, c.app)
		}
	}
}

// Records about daemons are recognised, and nothing is made of them.
func TestIdleEvents(t *testing.T) {
	for msg, idle := range map[string]bool{
		"[osservice<com.apple.mediaremoted>:71] Suspending task.":                                           true,
		"[app<com.example.notes>:412] Suspending task.":                                                     false,
		"[daemon<com.apple.imagent>:71] Resuming task.":                                                     true,
		"NO LONGER RUNNING 501:com.apple.imagent.fetch:9C41AA ...Tasks running in group [<private>] are 1!": true,
		"NO LONGER RUNNING bgRefresh-com.example.notes:519B19 ...Tasks running in group [<private>] are 1!": false,
		"NO LONGER RUNNING <private> ...Tasks running in group [com.apple.dasd.default] are 1!":             false,
	} {
		ev := messages.recognise(&parse.Record{PID: parse.NoPID, Message: msg})
		if ev == nil || ev.idle != idle {
			t.Errorf("%s: got %v, want idle %v", msg, ev, idle)
		}
	}
}
