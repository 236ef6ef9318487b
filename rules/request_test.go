package rules

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/lifecycle"
)

// What an app ran for when its request was cut: the last wake before it, else what had
// launched it, unless the user had opened it or it had been suspended since.
func TestWokenBy(t *testing.T) {
	app, other := &lifecycle.App{}, &lifecycle.App{}
	const resumed, suspended = 100.0, 110.0
	wake := func(at float64, change func(*lifecycle.Wake)) []*lifecycle.Wake {
		w := &lifecycle.Wake{App: app, At: second(at), Step: true}
		if change != nil {
			change(w)
		}
		return []*lifecycle.Wake{w}
	}
	const fg, bg, sus = lifecycle.StateForeground, lifecycle.StateBackground, lifecycle.StateSuspended
	for _, c := range []struct {
		name   string
		reason lifecycle.LaunchReason // of the process, at 50 s
		states []lifecycle.StateSpan
		wakes  []*lifecycle.Wake
		want   lifecycle.LaunchReason
	}{
		{"launched by a push", lifecycle.ReasonPush, states(second(50), bg), nil, lifecycle.ReasonPush},
		{"launched by nobody knows what", lifecycle.ReasonUnknown, states(second(50), bg), nil, ""},
		{"launched by Xcode", lifecycle.ReasonDebugger, states(second(50), bg), nil, ""},
		{"opened since", lifecycle.ReasonPush, states(second(50), bg, 60.0, fg, 70.0, bg), nil, ""},
		{"opened later", lifecycle.ReasonPush, states(second(50), bg, 120.0, fg), nil, lifecycle.ReasonPush},
		{"suspended since", lifecycle.ReasonPush, states(second(50), bg, 60.0, sus, 95.0, bg), nil, ""},
		{"woken", lifecycle.ReasonPush, states(second(50), fg, 60.0, sus, 80.0, bg), wake(80, nil), lifecycle.ReasonURLSession},
		{"woken and opened", lifecycle.ReasonPush, states(second(50), bg, 85.0, fg, 95.0, bg), wake(80, nil), ""},
		{"woken for 39.9 s", lifecycle.ReasonUnknown, nil, wake(70.1, nil), lifecycle.ReasonURLSession},
		{"woken for 40 s", lifecycle.ReasonUnknown, nil, wake(70, nil), ""},
		{"woken as it asked", lifecycle.ReasonUnknown, nil, wake(100, nil), lifecycle.ReasonURLSession},
		{"woken after it asked", lifecycle.ReasonUnknown, nil, wake(100.1, nil), ""},
		{"another app was woken", lifecycle.ReasonUnknown, nil, wake(80, func(w *lifecycle.Wake) { w.App = other }), ""},
		{"it was not woken after all", lifecycle.ReasonUnknown, nil, wake(80, func(w *lifecycle.Wake) { w.Step = false }), ""},
	} {
		p := &lifecycle.Process{App: app, Reason: c.reason, ReasonBy: lifecycle.Evidence{Time: second(50)}, States: c.states}
		r := &lifecycle.Request{Process: p, Resumed: second(resumed), SuspendedAt: second(suspended)}
		if got := wokenBy(&lifecycle.Timeline{Wakes: c.wakes}, r); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Of several requests only what is the same for all is told.
func TestTellAlike(t *testing.T) {
	app, other := &lifecycle.App{}, &lifecycle.App{}
	f := func(app *lifecycle.App, certainty Certainty, code int, reason string) *Finding {
		f := &Finding{App: app, Certainty: certainty}
		f.set("code", code)
		f.set("gone", code == 0)
		f.set("reason", reason)
		f.put("suspended_s", 500.0)
		return f
	}
	for _, c := range []struct {
		name  string
		found []*Finding
		want  [][]string // the names of the values of each
	}{
		{"one", []*Finding{f(app, Certain, -1005, "urlsession")}, [][]string{{"code", "reason", "suspended_s"}}},
		{"two alike", []*Finding{f(app, Certain, -1005, "urlsession"), f(app, Certain, -1005, "urlsession")}, [][]string{{"code", "reason"}, {"code", "reason"}}},
		{"other codes", []*Finding{f(app, Certain, -1005, "urlsession"), f(app, Certain, -1001, "urlsession")}, [][]string{{"reason", "codes"}, {"reason", "codes"}}},
		{"one that is gone", []*Finding{f(app, Likely, -1005, ""), f(app, Likely, 0, "")}, [][]string{{"codes"}, {"codes"}}},
		{"other reasons", []*Finding{f(app, Certain, -1005, "urlsession"), f(app, Certain, -1005, "silent-push")}, [][]string{{"code"}, {"code"}}},
		{"an unknown reason", []*Finding{f(app, Certain, -1005, "urlsession"), f(app, Certain, -1005, ""), f(app, Certain, -1005, "urlsession")}, [][]string{{"code"}, {"code"}, {"code"}}},
		{"other apps", []*Finding{f(app, Certain, -1005, "urlsession"), f(other, Certain, -1001, "")}, [][]string{{"code", "reason", "suspended_s"}, {"code", "suspended_s"}}},
		{"another certainty", []*Finding{f(app, Certain, -1005, "urlsession"), f(app, Likely, -1001, "")}, [][]string{{"code", "reason", "suspended_s"}, {"code", "suspended_s"}}},
	} {
		tellAlike(c.found)
		for i, f := range c.found {
			var names []string
			for _, v := range f.Values {
				names = append(names, v.Name)
			}
			if d := cmp.Diff(c.want[i], names); d != "" {
				t.Errorf("%s, %d (-want +got):\n%s", c.name, i+1, d)
			}
		}
	}
	mixed := f(app, Likely, -1005, "")
	tellAlike([]*Finding{mixed, f(app, Likely, 0, ""), f(app, Likely, -1005, "")})
	if d := cmp.Diff([]Value{{Name: "codes", V: []string{"-1005", "the end of the process"}}}, mixed.Values); d != "" {
		t.Errorf("how requests ended (-want +got):\n%s", d)
	}
}
