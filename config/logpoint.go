package config

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/bglog/bglog/lifecycle"
)

// nameRunes are what names of log points and rules consist of.
const nameRunes = "abcdefghijklmnopqrstuvwxyz0123456789-"

// logPoints reads messages of the app's own, by the names that a team gives them.
func (r *reader) logPoints(n ast.Node) []*lifecycle.LogPoint {
	taken := map[string]bool{}
	for _, e := range lifecycleEvents() {
		first, _, _ := strings.Cut(e, ".")
		taken[first] = true
	}
	var list []*lifecycle.LogPoint
	wrong := len(r.errs)
	defer func() { r.pointsWrong = len(r.errs) > wrong }()
	for _, e := range r.mapping(n, "log points by their names") {
		l := &lifecycle.LogPoint{Name: e.key}
		if e.key == "" || strings.Trim(e.key, nameRunes) != "" {
			r.fail(e.at, "%q: expected a name of lower case letters, digits and hyphens", e.key)
		}
		if taken[e.key] {
			r.fail(e.at, "%q is an event that bglog knows already: choose another name", e.key)
		}
		told := func(what string, to *string) func(ast.Node) {
			return func(v ast.Node) { *to = r.text(v, what) }
		}
		errs := len(r.errs)
		r.fields(e.value, "a log point", map[string]func(ast.Node){
			"process":   told("the name of a process", &l.Process),
			"subsystem": told("a subsystem such as com.example.notes", &l.Subsystem),
			"category":  told("a category", &l.Category),
			"match":     func(v ast.Node) { l.Event = r.pattern(v) },
			"begin":     func(v ast.Node) { l.Begin = r.pattern(v) },
			"end":       func(v ast.Node) { l.End = r.pattern(v) },
		})
		switch {
		case len(r.errs) > errs: // said already
		case l.Process == "" && l.Subsystem == "":
			r.fail(e.at, "log point %q names neither process nor subsystem: bglog looks only at records of those", e.key)
		case (l.Event != nil) == (l.Begin != nil || l.End != nil), (l.Begin != nil) != (l.End != nil):
			r.fail(e.at, "log point %q: expected either match, or begin and end", e.key)
		case l.Span() && slices.Contains(l.Begin.Groups(), lifecycle.IDGroup) != slices.Contains(l.End.Groups(), lifecycle.IDGroup):
			r.fail(e.at, "log point %q: the group %s has to be in begin and end, or in neither: it tells which end belongs to which beginning", e.key, lifecycle.IDGroup)
		}
		list = append(list, l)
	}
	return list
}

// pattern reads a regular expression.
func (r *reader) pattern(n ast.Node) *lifecycle.Pattern {
	s := r.text(n, "a regular expression")
	if s == "" {
		return nil
	}
	p, err := lifecycle.NewPattern(s)
	if err != nil {
		r.fail(n, "%v", err)
	}
	return p
}
