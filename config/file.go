package config

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/report"
	"github.com/bglog/bglog/rules"
)

// File is a configuration that holds no errors.
type File struct {
	Path string
	// Flags are the values of command-line flags, by name: more than one for a flag that
	// may be repeated. They hold where neither the command line nor the environment says
	// otherwise.
	Flags map[string][]string
	// Severities override those of rules; later ones hold before earlier ones.
	Severities []rules.Override
	Budgets    []report.Budget
	LogPoints  []*lifecycle.LogPoint
	Rules      []*rules.Own
}

// Load reads a configuration. The error tells all that is wrong with it, a line each.
func Load(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, text)
}

// Parse is Load for a text that stands in the file of that name.
func Parse(path string, text []byte) (*File, error) {
	r := &reader{name: path}
	f := &File{Path: path, Flags: map[string][]string{}}
	tree := r.tree(text)
	r.own = ownIDs(tree)
	r.fields(tree, "the configuration", f.keys(r))
	f.Rules = r.ownRules(r.rules, f.LogPoints) // which may stand below
	if err := r.err(); err != nil {
		return nil, err
	}
	return f, nil
}

// OwnIDs are the ids of the team's rules.
func (f *File) OwnIDs() (ids []string) {
	for _, o := range f.Rules {
		ids = append(ids, o.Rule.ID)
	}
	return ids
}

// ownIDs finds the ids of the team's rules before anything else is read: flags and
// budgets may name them.
func ownIDs(tree ast.Node) (ids []string) {
	quiet := &reader{}
	for _, e := range quiet.mapping(tree, "") {
		if e.key == "rules" {
			for _, rule := range quiet.mapping(e.value, "") {
				ids = append(ids, rule.key)
			}
		}
	}
	return ids
}

// keys are what a configuration may hold.
func (f *File) keys(r *reader) map[string]func(ast.Node) {
	ruleGlobs := func(name string) func(ast.Node) {
		return func(n ast.Node) {
			for _, e := range r.list(n) {
				if s := r.ruleGlob(e); s != "" {
					f.Flags[name] = append(f.Flags[name], s)
				}
			}
		}
	}
	one := func(name, what string) func(ast.Node) {
		return func(n ast.Node) { f.Flags[name] = []string{r.text(n, what)} }
	}
	keys := map[string]func(ast.Node){
		"app":     func(n ast.Node) { f.Flags["app"] = r.texts(n, "a bundle id or process name") },
		"only":    ruleGlobs("only"),
		"skip":    ruleGlobs("skip"),
		"tz":      one("tz", "a time zone such as Europe/Berlin"),
		"fail-on": func(n ast.Node) { f.Flags["fail-on"] = []string{r.choice(n, "error", "warning", "info", "never")} },
		"system": func(n ast.Node) {
			if r.truth(n, "system") {
				f.Flags["system"] = []string{"true"}
			}
		},
		"baseline": func(n ast.Node) {
			if s := r.text(n, "a file"); s != "" && !filepath.IsAbs(s) {
				s = filepath.Join(filepath.Dir(f.Path), filepath.FromSlash(s))
				f.Flags["baseline"] = []string{s}
			} else if s != "" {
				f.Flags["baseline"] = []string{s}
			}
		},
		"log-points": func(n ast.Node) { f.LogPoints = r.logPoints(n) },
		"rules":      func(n ast.Node) { r.rules = n },
		"severity":   func(n ast.Node) { f.Severities = r.severities(n) },
		"max":        func(n ast.Node) { f.Budgets = append(f.Budgets, r.budgets(n, report.AtMost)...) },
		"min":        func(n ast.Node) { f.Budgets = append(f.Budgets, r.budgets(n, report.AtLeast)...) },
	}
	for _, name := range limits {
		keys[name] = func(n ast.Node) { f.Flags[name] = []string{r.limit(n)} }
	}
	return keys
}

// limits are the flags that bound what an input may cost.
var limits = []string{"max-record", "max-inflated", "max-ratio", "max-entries", "max-nesting", "max-lifecycles", "max-evidence"}

// limit reads a number above 0, with a unit if it is one of bytes.
func (r *reader) limit(n ast.Node) string {
	s := r.text(n, "a number")
	digits := s
	for _, unit := range []string{"KiB", "MiB", "GiB", "TiB"} {
		if cut, ok := strings.CutSuffix(s, unit); ok {
			digits = cut
		}
	}
	if s != "" && (digits == "" || digits[0] == '0' || strings.Trim(digits, "0123456789") != "") {
		r.fail(n, "expected a number above 0, or one of bytes such as 64KiB, 4MiB, 2GiB, found %q", s)
	}
	return s
}

// severities reads pairs of a rule, or a glob, and its severity.
func (r *reader) severities(n ast.Node) []rules.Override {
	var list []rules.Override
	for _, e := range r.mapping(n, "pairs of a rule and its severity") {
		r.knownRule(e.at, e.key)
		s := r.choice(e.value, string(rules.Error), string(rules.Warning), string(rules.Info))
		list = append(list, rules.Override{Pattern: e.key, Severity: rules.Severity(s)})
	}
	return list
}

// ruleGlob reads the id of a rule or a glob such as exit-*.
func (r *reader) ruleGlob(n ast.Node) string {
	s := r.text(n, "the id of a rule")
	if s != "" {
		r.knownRule(n, s)
	}
	return s
}

// knownRule refuses what no rule fits.
func (r *reader) knownRule(n ast.Node, pattern string) {
	if err := UnknownRule(pattern, r.own); err != nil {
		r.fail(n, "%v", err)
	}
}

// UnknownRule is an error when no rule fits an id or a glob, neither bglog's nor one of
// the team's own.
func UnknownRule(pattern string, own []string) error {
	ids := append([]string{rules.BudgetExceeded.ID}, own...)
	for _, rule := range rules.All() {
		ids = append(ids, rule.ID)
	}
	if slices.ContainsFunc(ids, func(id string) bool { return rules.Match(pattern, id) }) {
		return nil
	}
	if near := Near(pattern, ids); len(near) > 0 {
		return errors.New("no rule \"" + pattern + "\": did you mean " + strings.Join(near, ", ") + "?")
	}
	return errors.New("no rule \"" + pattern + "\" (bglog rules lists them)")
}
