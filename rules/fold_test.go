package rules

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// causesOf lists the rules of a finding's causes.
func causesOf(f *Finding) []string {
	ids := []string{}
	for _, c := range f.causes {
		ids = append(ids, c.Rule.ID)
	}
	return ids
}

// A finding is the effect of others of its process, of its task where both are about one,
// that came before it.
func TestLinkCauses(t *testing.T) {
	app, other := &lifecycle.App{BundleID: "a"}, &lifecycle.App{BundleID: "b"}
	one, two := &lifecycle.Process{App: app, PID: 1}, &lifecycle.Process{App: app, PID: 2}
	first, again := &lifecycle.Task{ID: 1}, &lifecycle.Task{ID: 2}
	f := func(rule string, at float64, change func(*Finding)) *Finding {
		f := &Finding{Rule: ByID(rule), App: app, process: one, Subject: "Sync", At: second(at), Certainty: Certain}
		if f.Rule == nil {
			t.Fatalf("there is no rule %s", rule)
		}
		if change != nil {
			change(f)
		}
		return f
	}
	held := func(change func(*Finding)) *Finding { return f("task-held-over-30s", 1, change) }
	for _, c := range []struct {
		name   string
		effect *Finding
		cause  *Finding
		want   bool
	}{
		{"the same task", f("task-expired", 2, nil), held(nil), true},
		{"at the same moment", f("task-expired", 1, nil), held(nil), true},
		{"before its cause", f("task-expired", 0, nil), held(nil), false},
		{"another name", f("task-expired", 2, nil), held(func(f *Finding) { f.Subject = "Save" }), false},
		{"no name", f("task-expired", 2, func(f *Finding) { f.Subject = "" }), held(func(f *Finding) { f.Subject = "" }), false},
		{"another task of the name", f("task-expired", 2, func(f *Finding) { f.task = again }), held(func(f *Finding) { f.task = first }), false},
		{"the very task", f("task-expired", 2, func(f *Finding) { f.task = first }), held(func(f *Finding) { f.task = first }), true},
		{"a leak counts many", f("task-unended-after-expiration", 2, func(f *Finding) { f.task = first }), f("task-leak", 1, nil), true},
		{"another process", f("task-expired", 2, nil), held(func(f *Finding) { f.process = two }), false},
		{"no process, the same app", f("task-expired", 2, nil), held(func(f *Finding) { f.process = nil }), true},
		{"no process, another app", f("task-expired", 2, nil), held(func(f *Finding) { f.process, f.App = nil, other }), false},
		{"no process and no app", f("task-expired", 2, func(f *Finding) { f.process, f.App = nil, nil }), held(func(f *Finding) { f.process, f.App = nil, nil }), false},
		{"uncertain", f("task-expired", 2, nil), held(func(f *Finding) { f.Certainty = CutOff }), false},
		{"both uncertain", f("task-expired", 2, func(f *Finding) { f.Certainty = CutOff }), held(func(f *Finding) { f.Certainty = CutOff }), true},
		{"another fault", f("task-expired", 2, nil), f("task-assertion-denied", 1, nil), false},
		{"killed for tasks", f("exit-assertion-timeout", 2, func(f *Finding) { f.taskKill = true }), f("task-leak", 1, func(f *Finding) { f.Subject = "Save" }), true},
		{"killed for something else", f("exit-assertion-timeout", 2, nil), f("task-leak", 1, nil), false},
		{"killed for a session", f("exit-assertion-timeout", 2, func(f *Finding) { f.put("code", "0x2182BAD3") }), f("session-handler-not-called", 1, nil), true},
		{"killed for a fetch", f("exit-assertion-timeout", 2, func(f *Finding) { f.put("code", "0x2182BAD4") }), f("session-handler-not-called", 1, nil), false},
		{"killed for a fetch that was not answered", f("exit-assertion-timeout", 2, func(f *Finding) { f.put("code", "0x2182BAD4") }), f("fetch-handler-not-called", 1, func(f *Finding) { f.Subject = "" }), true},
		{"a run that began late", f("bgtask-expired", 2, nil), f("bgtask-handler-delayed", 1, nil), true},
		{"a run of another request", f("bgtask-expired", 2, nil), f("bgtask-handler-delayed", 1, func(f *Finding) { f.Subject = "Other" }), false},
		{"not completed after it expired", f("bgtask-not-completed", 2, nil), f("bgtask-expired", 1, nil), true},
		{"not completed, another expired", f("bgtask-not-completed", 2, nil), f("bgtask-expired", 1, func(f *Finding) { f.Subject = "Other" }), false},
		{"completed late, another expired", f("bgtask-completed-late", 2, nil), f("bgtask-expired", 1, func(f *Finding) { f.Subject = "Other" }), false},
		{"no handler, another expired", f("bgtask-no-expiration-handler", 2, nil), f("bgtask-expired", 1, func(f *Finding) { f.Subject = "Other" }), false},
		{"not resubmitted, another expired", f("bgtask-not-resubmitted", 2, nil), f("bgtask-expired", 1, func(f *Finding) { f.Subject = "Other" }), false},
		{"never ran, another was moved", f("bgtask-never-ran", 2, nil), f("bgtask-submit-churn", 1, func(f *Finding) { f.Subject = "Other" }), false},
		{"never ended, another was held", f("task-never-ended", 2, nil), held(func(f *Finding) { f.Subject = "Other" }), false},
		{"unended, another was held", f("task-unended-after-expiration", 2, nil), held(func(f *Finding) { f.Subject = "Other" }), false},
		{"denied after a force quit", f("bgtask-launch-denied", 2, nil), f("exit-force-quit", 1, func(f *Finding) { f.Subject = "" }), true},
		{"the watchdog", f("exit-watchdog", 2, nil), f("task-expiration-handler-blocked", 1, nil), true},
		{"too many assertions", f("exit-too-many-assertions", 2, nil), f("task-leak", 1, func(f *Finding) { f.Subject = "Other" }), true},
		{"an exception", f("exit-crash", 2, nil), f("bgtask-registered-twice", 1, func(f *Finding) { f.Subject = "Other" }), true},
		{"one transfer after the other", f("transfer-rate-limited", 2, nil), f("transfer-sequential", 1, func(f *Finding) { f.Subject = "" }), true},
		{"transfers cut by the user", f("transfer-cancelled-by-force-quit", 2, nil), f("exit-force-quit", 1, func(f *Finding) { f.Subject = "" }), true},
	} {
		want := []string{}
		if c.want {
			want = append(want, c.cause.Rule.ID)
		}
		linkCauses([]*Finding{c.effect, c.cause})
		if d := cmp.Diff(want, causesOf(c.effect)); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

// Findings of one rule, app, subject, code, severity and certainty are one finding.
func TestFold(t *testing.T) {
	app := &lifecycle.App{BundleID: "a"}
	rule, unended := &Rule{ID: "task-expired"}, &Rule{ID: "task-unended-after-expiration"}
	f := func(line int, change func(*Finding)) *Finding {
		f := &Finding{
			Rule: rule, App: app, PID: 412, Subject: "Sync", Severity: Warning, Certainty: Certain, Count: 1, At: second(float64(line)),
			Evidence: []lifecycle.Evidence{{Line: line, Time: second(float64(line))}},
		}
		if change != nil {
			change(f)
		}
		return f
	}
	nameless := func(id int, kind string) func(*Finding) {
		return func(f *Finding) {
			f.Subject, f.nameless = fmt.Sprintf("task %d", id), true
			f.put("id", id)
			f.put("kind", kind)
		}
	}
	// told is what is left: subject, count, pid, until, lines and the names of its values
	told := func(found []*Finding) []string {
		var out []string
		for _, f := range found {
			s := fmt.Sprintf("%s x%d", f.Subject, f.Count)
			if f.PID != 412 {
				s += fmt.Sprintf(" pid %d", f.PID)
			}
			if d, ok := f.Until.Since(second(0)); ok {
				s += fmt.Sprintf(" until %g", d)
			}
			for _, e := range f.Evidence {
				s += fmt.Sprintf(" %d", e.Line)
			}
			for _, v := range f.Values {
				s += " " + v.Name
			}
			out = append(out, s)
		}
		return out
	}
	for _, c := range []struct {
		name  string
		found []*Finding
		want  []string
	}{
		{"alike", []*Finding{f(1, nil), f(2, func(f *Finding) { f.Count = 3 }), f(5, nil)}, []string{"Sync x5 until 5 1 2 5"}},
		{"until the last", []*Finding{f(1, func(f *Finding) { f.Until = second(9) }), f(2, nil)}, []string{"Sync x2 until 9 1 2"}},
		{"another name", []*Finding{f(1, nil), f(2, func(f *Finding) { f.Subject = "Save" })}, []string{"Sync x1 1", "Save x1 2"}},
		{"another severity", []*Finding{f(1, nil), f(2, func(f *Finding) { f.Severity = Info })}, []string{"Sync x1 1", "Sync x1 2"}},
		{"another certainty", []*Finding{f(1, nil), f(2, func(f *Finding) { f.Certainty = Likely })}, []string{"Sync x1 1", "Sync x1 2"}},
		{"another app", []*Finding{f(1, nil), f(2, func(f *Finding) { f.App = nil })}, []string{"Sync x1 1", "Sync x1 2"}},
		{"another code", []*Finding{f(1, func(f *Finding) { f.put("code", "0x1") }), f(2, func(f *Finding) { f.put("code", "0x2") })}, []string{"Sync x1 1 code", "Sync x1 2 code"}},
		{"another process", []*Finding{f(1, nil), f(2, func(f *Finding) { f.PID = 977 })}, []string{fmt.Sprintf("Sync x2 pid %d until 2 1 2", parse.NoPID)}},
		{"tasks without names", []*Finding{f(1, nameless(3, "a")), f(2, nameless(4, "a"))}, []string{" x2 until 2 1 2 kind"}},
		{"one task without a name, twice", []*Finding{f(1, nameless(3, "a")), f(2, nameless(3, "a"))}, []string{"task 3 x2 until 2 1 2 id kind"}},
		{"of several kinds", []*Finding{f(1, nameless(3, "a")), f(2, nameless(3, "b"))}, []string{"task 3 x2 until 2 1 2 id"}},
		{"named ones of several kinds", []*Finding{f(1, func(f *Finding) { f.put("kind", "a") }), f(2, func(f *Finding) { f.put("kind", "b") })}, []string{"Sync x2 until 2 1 2 kind"}},
		{"lines that cannot be told apart", []*Finding{
			f(1, func(f *Finding) { f.Rule, f.Subject = unended, "" }), f(2, func(f *Finding) { f.Rule, f.Subject = unended, "" }),
		}, []string{" x1 1", " x1 2"}},
		{"as many lines as are shown", []*Finding{f(1, nil), f(2, nil), f(3, nil), f(4, nil), f(5, nil), f(6, nil), f(7, nil)}, []string{"Sync x7 until 7 1 2 3 4 5 6"}},
	} {
		if d := cmp.Diff(c.want, told(fold(c.found))); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}

	// what was folded still counts for peaks
	short, long := f(1, func(f *Finding) { f.put("held_s", 3.0) }), f(2, func(f *Finding) { f.put("held_s", 8.0) })
	if peak, ok := fold([]*Finding{short, long})[0].Peak("held_s"); !ok || peak != 8 {
		t.Errorf("peak %g, %v", peak, ok)
	}
	// causes become those that are left, each once, and all of them
	cause, same, other := f(1, nil), f(2, nil), f(3, func(f *Finding) { f.Subject = "Save" })
	x, y := f(4, func(f *Finding) { f.Subject, f.causes = "x", []*Finding{cause, same} }), f(5, func(f *Finding) { f.Subject, f.causes = "x", []*Finding{other, same} })
	left := fold([]*Finding{cause, same, other, x, y})
	if len(left) != 3 || left[2] != x || !cmp.Equal(told(x.causes), []string{"Sync x2 until 2 1 2", "Save x1 3"}) {
		t.Errorf("left %v with causes %v", told(left), told(x.causes))
	}
	// the line that tells of the fault itself comes before others where there is no room for all
	full := f(1, func(f *Finding) {
		for i := 2; i < maxEvidence; i++ {
			f.prove(lifecycle.Evidence{Line: i})
		}
	})
	late := f(20, func(f *Finding) { f.prove(lifecycle.Evidence{Line: 10}) })
	if d := cmp.Diff([]string{"Sync x2 until 20 1 2 3 4 5 20"}, told(fold([]*Finding{full, late}))); d != "" {
		t.Errorf("full of lines (-want +got):\n%s", d)
	}
}
