package report

import (
	"fmt"
	"math"
	"strings"
	"text/template"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/rules"
)

// style is how a kind of output writes what a rule's text is filled with. The
// rule's own words are trusted; values come from the log.
type style struct {
	value func(string) string // escapes a text from the log
	time  func(parse.Time) string
	code  func(string) string // marks a piece of code, which is escaped already
	glue  func(string) string // keeps lines from being broken inside
}

// plain is the style of machine formats: the values as they are.
func plain() style {
	same := func(s string) string { return s }
	return style{value: same, time: parse.Time.String, code: quoteName, glue: same}
}

// quoteName marks a piece of code in plain text: names get double quotes;
// termination codes, function names and Objective-C methods are recognised
// without.
func quoteName(s string) string {
	method := strings.HasPrefix(s, "-[") || strings.HasPrefix(s, "+[")
	call := strings.HasSuffix(s, ")") && !strings.Contains(s, " ")
	if s == "" || method || call || strings.HasPrefix(s, "0x") {
		return s
	}
	return `"` + s + `"`
}

// words are the filled texts of a finding.
type words struct{ title, detail, fix string }

// fill fills the texts of a finding's rule.
func fill(f *rules.Finding, st style) words {
	data := fillings(f, st)
	return words{
		title:  execute(f.Rule.Title, data, st),
		detail: execute(f.Rule.Detail+rules.PowerLogNote, data, st),
		fix:    execute(f.Rule.Fix, data, st),
	}
}

// fillings are the keys that a rule's texts may use.
func fillings(f *rules.Finding, st style) map[string]any {
	data := map[string]any{}
	for _, v := range f.Values {
		data[v.Name] = filling(v.V, st)
	}
	data["count"] = f.Count
	data["certainty"] = string(f.Certainty)
	data["severity"] = string(f.Severity)
	data["caused"] = len(f.Causes()) > 0
	if f.Subject != "" {
		data["subject"] = st.value(f.Subject)
	}
	if f.App != nil {
		data["app"] = st.value(appName(f.App.Name, f.App.BundleID))
	}
	return data
}

// filling makes a value printable; numbers and truth values stay what they are,
// so that texts can compare them.
func filling(v any, st style) any {
	switch v := v.(type) {
	case string:
		return st.value(v)
	case []string:
		l := make(list, len(v))
		for i, s := range v {
			l[i] = st.value(s)
		}
		return l
	case parse.Time:
		if !v.Known() {
			return ""
		}
		return st.time(v)
	}
	return v
}

// list prints its elements separated by commas; texts can also range over them.
type list []string

func (l list) String() string { return strings.Join(l, ", ") }

// appName is what people call an app: the name of its process, else the bundle id.
func appName(name, bundleID string) string {
	if name != "" {
		return name
	}
	return bundleID
}

// execute fills one text; keys that the finding lacks print nothing. White space
// is folded, blank lines separate paragraphs. A text that fails, which a test of
// all rules rules out, is cut where it fails.
func execute(text string, data map[string]any, st style) string {
	s, _ := expand(text, data, st)
	return s
}

func expand(text string, data map[string]any, st style) (string, error) {
	t, err := template.New("").Option("missingkey=zero").Funcs(functions(st)).Parse(text)
	if err != nil {
		return text, err
	}
	var b strings.Builder
	err = t.Execute(&b, data)
	// missingkey=zero still prints this for a map of interface values
	return foldSpace(strings.ReplaceAll(b.String(), "<no value>", "")), err
}

// functions are those that the rules' texts may call.
func functions(st style) template.FuncMap {
	return template.FuncMap{
		"dur":    func(v any) string { return st.glue(duration(v)) },
		"later":  func(v any) string { return st.glue(later(v)) },
		"plural": plural,
		"quote":  quote,
		"code":   func(v any) string { return st.code(text(v)) },
	}
}

// duration prints seconds for people: 350 ms, 3.2 s, 26 s, 3 min 20 s, 2 h 5 min,
// 1 d 3 h; nothing for what is no number.
func duration(v any) string {
	s, ok := number(v)
	if !ok || math.IsNaN(s) || math.IsInf(s, 0) {
		return ""
	}
	if s < 0 {
		return "-" + duration(-s)
	}
	switch {
	case s < 0.0005:
		return "0 s"
	case s < 0.9995:
		return fmt.Sprintf("%.0f ms", s*1000)
	case s < 9.95:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", s), ".0") + " s"
	case s < 59.5:
		return fmt.Sprintf("%.0f s", s)
	case s < 3599.5:
		return two(int64(math.Round(s)), 60, "min", "s")
	case s < 86400-30:
		return two(int64(math.Round(s/60)), 60, "h", "min")
	}
	return two(int64(math.Round(s/3600)), 24, "d", "h")
}

// later prints how long after something else a thing happened: "at once", or "26 s
// later".
func later(v any) string {
	if s, ok := number(v); ok && s < 0.0005 {
		return "at once"
	}
	return duration(v) + " later"
}

// two prints an amount in its larger and smaller unit.
func two(n, per int64, large, small string) string {
	if n%per == 0 {
		return fmt.Sprintf("%d %s", n/per, large)
	}
	return fmt.Sprintf("%d %s %d %s", n/per, large, n%per, small)
}

// plural picks the word for an amount: one for 1, many for all else.
func plural(n any, one, many string) string {
	if v, ok := number(n); ok && v == 1 {
		return one
	}
	return many
}

// quote puts a text in double quotes; nothing stays nothing.
func quote(v any) string {
	if s := text(v); s != "" {
		return `"` + s + `"`
	}
	return ""
}

func text(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	}
	return 0, false
}

// foldSpace makes one line of each paragraph.
func foldSpace(s string) string {
	var paragraphs []string
	for p := range strings.SplitSeq(s, "\n\n") {
		if p = strings.Join(strings.FieldsFunc(p, breakable), " "); p != "" {
			paragraphs = append(paragraphs, p)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}
