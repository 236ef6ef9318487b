package rules

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sort"
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// processors are applied to the findings of a timeline, in this order; each is
// a pure function over the list.
var processors = []func([]*Finding) []*Finding{
	joinLines,
	linkCauses,
	fold,
	fingerprint,
	order,
}

// twoLines are the rules about faults of which the system writes two lines, one that hides
// or lacks the app: dasd's "High-priority silent push for" and "Not Supported: High-priority
// silent push.", and a session refused to an extension by the daemon and in the app.
var twoLines = []string{"push-high-priority-silent", "session-shared-container-missing"}

// joinLines makes one finding of such lines, that of the app.
func joinLines(found []*Finding) []*Finding {
	const together = 1.0 // seconds
	var kept []*Finding
	for _, f := range found {
		i := -1
		if f.App == nil && slices.Contains(twoLines, f.Rule.ID) {
			i = slices.IndexFunc(found, func(o *Finding) bool {
				apart, ok := o.At.Since(f.At)
				return o.Rule == f.Rule && o.App != nil && o.Count == f.Count && ok && apart <= together && apart >= -together
			})
		}
		if i < 0 {
			kept = append(kept, f)
			continue
		}
		found[i].prove(f.Evidence...)
	}
	return kept
}

// effects lists which rule's finding is the effect of which others of the same
// process, or of the same app where findings name no process. sameTask: only when
// both speak of the same task, or of its name where one counts many. code: only
// of an end with that termination code. told: only causes that tell this of themselves.
var effects = []struct {
	effect   string
	causes   []string
	sameTask bool
	code     string
	told     string
}{
	{effect: "task-unended-after-expiration", causes: []string{"task-held-over-30s", "task-no-expiration-handler", "task-leak"}, sameTask: true},
	{effect: "task-expired", causes: []string{"task-held-over-30s"}, sameTask: true},
	{effect: "task-never-ended", causes: []string{"task-held-over-30s"}, sameTask: true},
	{effect: "exit-assertion-timeout", causes: []string{"task-unended-after-expiration", "task-expiration-handler-blocked", "task-assertion-kept-after-end", "task-never-ended", "task-leak"}},
	{effect: "exit-assertion-timeout", causes: []string{"session-handler-not-called", "session-not-recreated"}, code: "0x2182BAD3"},
	{effect: "exit-assertion-timeout", causes: []string{"fetch-handler-not-called", "push-handler-not-called", "bgtask-not-completed"}, code: "0x2182BAD4"},
	{effect: "bgtask-not-completed", causes: []string{"bgtask-handler-delayed", "bgtask-expired"}, sameTask: true},
	{effect: "bgtask-completed-late", causes: []string{"bgtask-expired"}, sameTask: true},
	{effect: "bgtask-no-expiration-handler", causes: []string{"bgtask-expired"}, sameTask: true}, // only then it is missed
	{effect: "bgtask-not-resubmitted", causes: []string{"bgtask-not-completed", "bgtask-no-expiration-handler", "bgtask-expired"}, sameTask: true},
	{effect: "bgtask-expired", causes: []string{"bgtask-handler-delayed"}, sameTask: true},
	{effect: "bgtask-launch-denied", causes: []string{"context-missing-capability", "exit-force-quit", "context-background-refresh-off"}},
	{effect: "bgtask-never-ran", causes: []string{"bgtask-submit-churn", "bgtask-blocked"}, sameTask: true},
	{effect: "exit-watchdog", causes: []string{"task-expiration-handler-blocked"}},
	{effect: "exit-too-many-assertions", causes: []string{"task-leak"}},
	{effect: "exit-crash", causes: []string{"transfer-upload-from-data", "transfer-completion-block", "bgtask-no-launch-handler", "bgtask-registered-late", "bgtask-registered-twice"}},
	{effect: "exit-crash", causes: []string{"transfer-failed"}, told: "invalidated"},
	{effect: "exit-crash", causes: []string{"transfer-data-task"}, told: "exception"},
	{effect: "exit-crash", causes: []string{"context-missing-capability"}, told: "raises"},
	{effect: "transfer-rate-limited", causes: []string{"transfer-sequential"}},
	{effect: "transfer-cancelled-by-force-quit", causes: []string{"exit-force-quit"}},
}

// linkCauses finds the causes of each finding among the others.
func linkCauses(found []*Finding) []*Finding {
	for _, f := range found {
		for _, e := range effects {
			switch {
			case e.effect != f.Rule.ID:
				continue
			case e.effect == "exit-assertion-timeout" && e.code == "" && !f.taskKill:
				continue
			case e.code != "" && f.text("code") != e.code && f.text("overrun") != e.code:
				continue
			}
			for _, c := range found {
				if c == f || !slices.Contains(e.causes, c.Rule.ID) || !together(c, f) || c.Certainty == CutOff && f.Certainty != CutOff {
					continue
				}
				if e.told != "" && !c.tells(e.told) {
					continue
				}
				if e.sameTask && (c.Subject != f.Subject || c.Subject == "" || c.task != nil && c.task != f.task) || c.At.After(f.At) {
					continue
				}
				f.causes = append(f.causes, c)
			}
		}
	}
	return found
}

// together reports whether two findings speak of one process, or of one app where
// one of them names none.
func together(a, b *Finding) bool {
	if a.process != nil && b.process != nil {
		return a.process == b.process
	}
	return a.App != nil && a.App == b.App
}

// fold makes one finding of many of one rule, app and subject: the first one
// stays, with a count, the last time, and a line or two of the others.
func fold(found []*Finding) []*Finding {
	type key struct {
		rule, subject string
		code          string // ends with other codes are other faults, though nothing tells of what
		app           *lifecycle.App
		severity      Severity
		certainty     Certainty
	}
	first := map[key]*Finding{}
	into := map[*Finding]*Finding{}
	var out []*Finding
	for _, f := range found {
		k := key{f.Rule.ID, stableSubject(f), f.text("code"), f.App, f.Severity, f.Certainty}
		if f.Rule.ID == "task-unended-after-expiration" && f.Subject == "" {
			out = append(out, f) // lines that cannot be told apart are not the same
			into[f] = f
			continue
		}
		g := first[k]
		if g == nil {
			first[k] = f
			into[f] = f
			out = append(out, f)
			continue
		}
		into[f] = g
		g.Count += f.Count
		g.folded = append(g.folded, f)
		if g.nameless && g.Subject != f.Subject {
			g.Subject = "" // several tasks that only numbers tell apart
			g.drop("id")
		}
		if g.nameless && g.text("kind") != f.text("kind") {
			g.drop("kind") // downloads and uploads
		}
		if g.PID != f.PID {
			g.PID = parse.NoPID
		}
		g.Until = parse.Latest(g.Until, parse.Latest(f.At, f.Until))
		g.proveMore(f)
		g.causes = append(g.causes, f.causes...)
	}
	for _, f := range out {
		var causes []*Finding
		seen := map[*Finding]bool{f: true}
		for _, c := range f.causes {
			if c = into[c]; !seen[c] {
				seen[c] = true
				causes = append(causes, c)
			}
		}
		f.causes = causes
	}
	return out
}

// proveMore adds lines of another case of the same fault, as far as there is
// room: first the one that tells of the fault itself.
func (g *Finding) proveMore(f *Finding) {
	for _, itself := range []bool{true, false} {
		for _, e := range f.Evidence {
			if (e.Time == f.At) == itself && len(g.Evidence) < maxEvidence {
				g.prove(e)
			}
		}
	}
}

// maxEvidence is how many lines a finding shows.
const maxEvidence = 6

// fingerprint names a finding across runs: the same bug with other pids, times
// and UUIDs has the same one.
func fingerprint(found []*Finding) []*Finding {
	for _, f := range found {
		f.Fingerprint = Fingerprint(f)
	}
	return found
}

// Fingerprint is that of one finding: of its rule, app and subject.
func Fingerprint(f *Finding) string {
	app := ""
	if f.App != nil {
		app = f.App.Label()
	}
	subject := stableSubject(f)
	if f.oneCase {
		subject = ""
	}
	sum := sha256.Sum256([]byte(f.Rule.ID + "\n" + app + "\n" + stable(subject)))
	return "1:" + hex.EncodeToString(sum[:8])
}

// stableSubject is the subject that findings of one fault share: tasks without
// readable names are told apart only by numbers that differ from run to run.
func stableSubject(f *Finding) string {
	if f.nameless {
		return "task #"
	}
	return f.Subject
}

// stable replaces what differs from run to run: UUIDs, 0x… and runs of digits
// become "#", blanks are folded.
func stable(s string) string {
	var b strings.Builder
	blank := false
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case uuidAt(s, i):
			b.WriteByte('#')
			i += 36
		case c == '0' && i+2 < len(s) && (s[i+1] == 'x' || s[i+1] == 'X') && hexByte(s[i+2]):
			b.WriteByte('#')
			for i += 2; i < len(s) && hexByte(s[i]); i++ {
			}
		case c >= '0' && c <= '9':
			b.WriteByte('#')
			for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
			}
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			i++
			continue
		default:
			b.WriteByte(c)
			i++
		}
		blank = false
	}
	return strings.TrimSpace(b.String())
}

// uuidAt reports whether a UUID (8-4-4-4-12) stands at s[i:].
func uuidAt(s string, i int) bool {
	if len(s)-i < 36 {
		return false
	}
	for j := range 36 {
		dash := j == 8 || j == 13 || j == 18 || j == 23
		if c := s[i+j]; dash != (c == '-') || !dash && !hexByte(c) {
			return false
		}
	}
	return true
}

func hexByte(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

// order sorts findings: those that count before cut-off ones, worst first, then
// by time, app, rule and subject.
func order(found []*Finding) []*Finding {
	label := func(f *Finding) string {
		if f.App == nil {
			return ""
		}
		return f.App.Label()
	}
	sort.SliceStable(found, func(i, j int) bool {
		a, b := found[i], found[j]
		if a.Counts() != b.Counts() {
			return a.Counts()
		}
		if d := a.Severity.Rank() - b.Severity.Rank(); d != 0 {
			return d > 0
		}
		if c := a.At.Compare(b.At); c != 0 {
			return c < 0
		}
		if la, lb := label(a), label(b); la != lb {
			return la < lb
		}
		if a.Rule.ID != b.Rule.ID {
			return a.Rule.ID < b.Rule.ID
		}
		return a.Subject < b.Subject
	})
	return found
}
