package report

import (
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report/redact"
	"github.com/bglog/bglog/rules"
)

// Redact replaces every name in the report that comes from the log, the command line or
// the files by a pseudonym, before anything of it is written. Reports that are redacted
// with different keys have nothing in common by which names could be joined, so
// fingerprints are keyed too; the ids of findings stay.
func (r *Report) Redact(key []byte) {
	x := newRedaction(redact.NewTable(key, redact.ReportSpelling()))
	if r.Redacted {
		x.table.Again()
	}
	x.tell(r)
	x.table.CollectWords()
	x.report(r)
	x.table.Number()
	x.replacing = true
	x.report(r)
	if !r.Redacted {
		r.Coverage.Notes = append([]string{redactedNote}, r.Coverage.Notes...)
	}
	r.Redacted = true
	if r.secrets == nil {
		r.secrets = x.table
	}
}

const redactedNote = "names are redacted: what may tell of a person, an app or a server is a pseudonym such as app-1, the same one throughout this report and another one in the next"

func (x *redaction) note(s string) string {
	if s == redactedNote {
		return s
	}
	return x.table.Text(s)
}

// redaction goes through the strings of a report, once to read and once to replace them.
type redaction struct {
	table     *redact.Table
	rules     map[*rules.Rule]*rules.Rule // the team's own, redacted
	replacing bool
}

func newRedaction(t *redact.Table) *redaction {
	return &redaction{table: t, rules: map[*rules.Rule]*rules.Rule{}}
}

// treatment says how a string of the model is redacted.
type treatment func(x *redaction, s string) string

// treatments are those of strings that are names as a whole, or that no log has written,
// by type and field. All others are texts, of which only harmless words stay: a field
// that is forgotten here is safe.
var treatments = map[string]treatment{
	"Input.Name":                  (*redaction).input,
	"Evidence.Input":              (*redaction).input,
	"App.BundleID":                kindly(redact.App),
	"App.Name":                    kindly(redact.App),
	"Process.Host":                kindly(redact.App),
	"Condition.App":               kindly(redact.App),
	"Task.App":                    kindly(redact.App),
	"BGTask.App":                  kindly(redact.App),
	"Session.App":                 kindly(redact.App),
	"Transfer.App":                kindly(redact.App),
	"Wake.App":                    kindly(redact.App),
	"LimiterChange.App":           kindly(redact.App),
	"Finding.App":                 kindly(redact.App),
	"LogPoint.App":                kindly(redact.App),
	"PowerLog.App":                kindly(redact.App),
	"PowerTransfer.UUID":          kindly(redact.UUID),
	"LogPoint.Name":               kindly(redact.Point),
	"Sender.Process":              kindly(redact.App),
	"Evidence.Process":            kindly(redact.App),
	"Task.Name":                   (*redaction).taskName,
	"Exit.Held":                   (*redaction).taskName,
	"BGTask.Identifier":           kindly(redact.BGTask),
	"Session.Identifier":          kindly(redact.Session),
	"Session.ID":                  kindly(redact.UUID),
	"Transfer.Session":            kindly(redact.UUID),
	"Wake.Session":                kindly(redact.UUID),
	"Finding.Fingerprint":         (*redaction).fingerprint,
	"AcceptedFinding.App":         kindly(redact.App),
	"AcceptedFinding.Fingerprint": (*redaction).fingerprint,
	"AcceptedFinding.Rule":        (*redaction).rule,
	"Finding.ID":                  (*redaction).id,
	"Finding.CausedBy":            (*redaction).id,
	"Finding.Rule":                (*redaction).rule,
	"Finding.References":          (*redaction).reference,
	"Coverage.Notes":              (*redaction).note,
	"Report.Schema":               ours,
	"Tool.Name":                   ours,
	"Tool.Version":                ours,
}

func kindly(kind redact.Kind) treatment {
	return func(x *redaction, s string) string { return x.table.Name(kind, s) }
}

func ours(_ *redaction, s string) string { return s }

func (x *redaction) input(s string) string {
	if s == "-" {
		return s
	}
	return x.table.Name(redact.Input, s)
}

func (x *redaction) rule(s string) string {
	if rules.ByID(s) != nil {
		return s
	}
	return x.table.Name(redact.Rule, s)
}

// id is the number of a finding.
func (x *redaction) id(s string) string {
	if findingID.MatchString(s) {
		return s
	}
	return x.table.Name(redact.ID, s)
}

var findingID = regexp.MustCompile(`^f\d{1,9}$`)

func (x *redaction) reference(s string) string {
	for _, r := range rules.All() {
		if slices.Contains(r.References, s) {
			return s
		}
	}
	return x.table.Name(redact.URL, s)
}

// fingerprint hides what a fingerprint is made of: names that are guessed could be
// tested on it.
func (x *redaction) fingerprint(s string) string {
	if s == "" || keyedFingerprint.MatchString(s) || !x.replacing {
		return s
	}
	return "r:" + x.table.Keyed("fingerprint\x00" + s)[:16]
}

// keyedFingerprint is the form of fingerprints in redacted reports.
var keyedFingerprint = regexp.MustCompile(`^r:[0-9a-f]{16}$`)

func (x *redaction) taskName(s string) string { return x.named(redact.Task, s) }

// around are the names that are sentences of the system's around a name, a UUID or a
// number.
var around = regexp.MustCompile(`^(?:com\.apple\.|Called by |Shared Background Assertion |<|(?:task|download|upload|data|transfer|session) [0-9#]+$)`)

// named is a name as a whole unless the system's words stand around it.
func (x *redaction) named(kind redact.Kind, s string) string {
	if around.MatchString(s) && !x.table.Known(s) {
		return x.table.Text(s)
	}
	return x.table.Name(kind, s)
}

// subjects says what kind of name the findings of a rule are about, by the beginning of
// its id; the subjects of all others are words of the system.
var subjects = []struct {
	rule string
	kind redact.Kind
}{
	{"task-", redact.Task}, {"bgtask-", redact.BGTask}, {"session-", redact.Session}, {"fetch-", redact.App}, {"push-", redact.App},
	{"exit-file-lock", redact.Path}, {"exit-assertion-timeout", redact.Task}, {"exit-too-many-assertions", redact.Task},
}

func (x *redaction) subject(rule, s string) string {
	if rule == rules.BudgetExceeded.ID {
		return x.measured(s)
	}
	for _, k := range subjects {
		if strings.HasPrefix(rule, k.rule) {
			return x.named(k.kind, s)
		}
	}
	return x.table.Text(s)
}

// measured is the key of a budget: a metric or a rule, which may be the team's own.
func (x *redaction) measured(key string) string {
	id, value, dotted := strings.Cut(key, ".")
	if _, metric := Metrics()[key]; metric || strings.ContainsAny(id, "*?[") {
		return key
	}
	if dotted {
		value = "." + value
	}
	return x.rule(id) + value
}

// nameValues are the values of findings that hold names.
var nameValues = []string{"name", "tasks", "open_tasks", "held", "files"}

func (x *redaction) value(rule, name string, v any) any {
	treat := x.table.Text
	switch {
	case name == "where":
		treat = x.configuration
	case rule == rules.BudgetExceeded.ID && name == "budget":
		treat = x.measured
	case rule == rules.BudgetExceeded.ID:
		return v // figures, and words about them
	}
	if slices.Contains(nameValues, name) {
		treat = x.taskName
	}
	switch v := v.(type) {
	case string:
		return treat(v)
	case []string:
		list := make([]string, len(v))
		for i, s := range v {
			list[i] = treat(s)
		}
		return list
	case nil, bool, int, int64, float64, parse.Time:
		return v
	}
	return nil // nobody knows what it would print
}

// configuration is a line of the team's file, which may lie in a folder that tells of
// somebody.
func (x *redaction) configuration(where string) string {
	if base := path.Base(filepath.ToSlash(where)); strings.HasPrefix(base, ".bglog.yaml:") {
		return base
	}
	return x.table.Name(redact.Path, where)
}

// tell adds the names whose kind the report knows.
func (x *redaction) tell(r *Report) {
	app := func(names ...string) {
		x.table.Add(redact.App, slices.DeleteFunc(names, func(s string) bool { return s == "" || x.table.Apple(s) })...)
	}
	for _, a := range r.Apps {
		if strings.HasPrefix(deref(a.BundleID), "com.apple.") {
			x.table.Allow(deref(a.Name))
			continue
		}
		app(deref(a.BundleID), deref(a.Name))
	}
	for i := range r.Findings {
		if s := r.Findings[i].source; s != nil && s.App != nil {
			app(s.App.BundleID, s.App.Name)
		}
	}
	for _, s := range slices.Concat(r.asked, r.missing, r.seen) {
		app(s)
	}
	x.report(r)
}

// report reads or replaces all strings.
func (x *redaction) report(r *Report) {
	x.walk(reflect.ValueOf(r).Elem(), "")
	for i := range r.Findings {
		x.finding(&r.Findings[i])
	}
	for i := range r.Accepted {
		if a := &r.Accepted[i]; a.Subject != nil {
			if subject := x.subject(a.Rule, *a.Subject); x.replacing {
				a.Subject = &subject
			}
		}
	}
	for _, list := range [][]string{r.asked, r.missing, r.seen} {
		for i, s := range list {
			list[i] = x.table.Name(redact.App, s)
		}
	}
}

// byFinding are the fields that a finding as a whole decides.
var byFinding = []string{"Finding.Subject", "Finding.Values", "Finding.Title", "Finding.Detail", "Finding.Fix", "AcceptedFinding.Subject"}

// walk goes through the strings of a part of the model; field is where it stands.
func (x *redaction) walk(v reflect.Value, field string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			x.walk(v.Elem(), field)
		}
	case reflect.Slice:
		for i := range v.Len() {
			x.walk(v.Index(i), field)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				x.walk(v.Field(i), v.Type().Name()+"."+f.Name)
			}
		}
	case reflect.Map: // of strings
		if !slices.Contains(byFinding, field) {
			x.fields(v)
		}
	case reflect.Interface:
		if x.replacing && !v.IsNil() {
			v.Set(reflect.Zero(v.Type())) // of no known form
		}
	case reflect.String:
		if slices.Contains(byFinding, field) {
			return
		}
		treat := treatments[field]
		if treat == nil {
			treat = func(x *redaction, s string) string { return x.table.Text(s) }
		}
		if s := treat(x, v.String()); x.replacing {
			v.SetString(s)
		}
	}
}

// fields redacts a map of strings with its keys.
func (x *redaction) fields(v reflect.Value) {
	redacted := map[string]string{}
	for at := v.MapRange(); at.Next(); {
		redacted[x.table.Text(at.Key().String())] = x.table.Text(at.Value().String())
	}
	if x.replacing && !v.IsNil() {
		v.Set(reflect.ValueOf(redacted))
	}
}

// finding redacts what a finding is about and fills its texts anew.
func (x *redaction) finding(f *Finding) {
	subject := f.Subject
	if subject != nil {
		subject = opt(x.subject(f.Rule, *subject))
	}
	values := map[string]any{}
	for name, v := range f.Values {
		values[name] = x.value(f.Rule, name, v)
	}
	source := x.source(f)
	if source == nil {
		texts := [...]*string{&f.Title, &f.Detail, &f.Fix}
		for _, s := range texts {
			if text := x.table.Text(*s); x.replacing {
				*s = text
			}
		}
	}
	if !x.replacing {
		return
	}
	f.Subject, f.Values, f.source = subject, values, source
	if source != nil {
		w := fill(source, plain())
		f.Title, f.Detail, f.Fix = w.title, w.detail, w.fix
	}
}

// source is the redacted finding of which texts are filled, with nothing else of what
// the rules knew.
func (x *redaction) source(f *Finding) *rules.Finding {
	if f.source == nil {
		return nil
	}
	out := &rules.Finding{
		ID: f.ID, Timeline: f.Timeline, Rule: f.source.Rule, Severity: f.source.Severity, Certainty: f.source.Certainty, PID: f.source.PID,
		Subject: x.subject(f.Rule, f.source.Subject), Count: f.source.Count, At: f.At, Until: f.Until, CausedBy: f.CausedBy,
	}
	if rules.ByID(f.Rule) == nil {
		out.Rule = x.own(f.source.Rule)
	}
	for _, e := range f.source.Evidence {
		out.Evidence = append(out.Evidence, lifecycle.Evidence{Input: e.Input, Line: e.Line, Time: e.Time})
	}
	if a := f.source.App; a != nil {
		out.App = &lifecycle.App{BundleID: x.table.Name(redact.App, a.BundleID), Name: x.table.Name(redact.App, a.Name)}
	}
	for _, v := range f.source.Values {
		out.Values = append(out.Values, rules.Value{Name: v.Name, V: x.value(f.Rule, v.Name, v.V)})
	}
	return out
}

// own is a rule of the team with its words redacted. Title and detail are templates of
// bglog's, filled with values.
func (x *redaction) own(r *rules.Rule) *rules.Rule {
	if x.rules[r] != nil {
		return x.rules[r]
	}
	out := &rules.Rule{
		ID: x.rule(r.ID), Severity: r.Severity, Title: r.Title, Detail: r.Detail, Fix: x.table.Text(r.Fix),
		What: x.table.Text(r.What), Why: x.table.Text(r.Why), HowToFix: x.table.Text(r.HowToFix), SeenOn: x.table.Text(r.SeenOn),
	}
	if x.replacing {
		x.rules[r] = out
	}
	return out
}

// Leak looks through what a renderer has made of a redacted report for what must not be
// in it; reports that are not redacted may hold anything.
func (r *Report) Leak(output string) error {
	if !r.Redacted {
		return nil
	}
	return redact.Leak(withoutAssets(output), r.secrets)
}

// withoutAssets takes out what every page of HTML has, whatever the log holds.
func withoutAssets(output string) string {
	if !strings.HasPrefix(output, "<!doctype html>") {
		return output
	}
	a := htmlAssets()
	output = strings.Replace(output, string(a.style), "", 1)
	for _, s := range a.scripts {
		output = strings.Replace(output, string(s), "", 1)
	}
	return output
}
