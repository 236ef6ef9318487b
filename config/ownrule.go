package config

import (
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/rules"
)

// lifecycleEvents are the names of the events that rules can speak of without log points.
func lifecycleEvents() (names []string) {
	for _, e := range rules.Events() {
		names = append(names, e.Name)
	}
	return names
}

// ownRules reads a team's rules, by the ids that it gives them.
func (r *reader) ownRules(n ast.Node, points []*lifecycle.LogPoint) []*rules.Own {
	var list []*rules.Own
	for _, e := range r.mapping(n, "rules by their ids") {
		o := rules.Own{Rule: &rules.Rule{ID: e.key, Severity: rules.Warning, SeenOn: "all"}, Where: r.line(e.at)}
		if e.key == "" || strings.Trim(e.key, nameRunes) != "" {
			r.fail(e.at, "%q: expected an id of lower case letters, digits and hyphens", e.key)
		}
		if rules.ByID(e.key) != nil {
			r.fail(e.at, "%q is a rule of bglog: choose another id", e.key)
		}
		errs := len(r.errs)
		var when, at ast.Node
		at = e.at
		r.fields(e.value, "a rule", map[string]func(ast.Node){
			"when": func(v ast.Node) {
				when = v
				var err error
				if o.When, err = rules.ParseCondition(r.text(v, "a condition")); err != nil && len(r.errs) == errs {
					r.fail(v, "%v", err)
				}
			},
			"severity": func(v ast.Node) {
				o.Rule.Severity = rules.Severity(r.choice(v, string(rules.Error), string(rules.Warning), string(rules.Info)))
			},
			"per":        func(v ast.Node) { o.Per = r.text(v, "a field of the events") },
			"title":      func(v ast.Node) { o.Title = r.text(v, "a title") },
			"why":        func(v ast.Node) { o.Rule.Why = r.text(v, "why it matters") },
			"fix":        func(v ast.Node) { o.Rule.HowToFix = r.text(v, "what to do about it") },
			"references": func(v ast.Node) { o.Rule.References = r.texts(v, "an address") },
		})
		if when == nil && len(r.errs) == errs {
			r.fail(at, "rule %q has no condition: expected when: A not followed by B within 30s, or another form", e.key)
		}
		if len(r.errs) > errs || r.pointsWrong {
			continue
		}
		o.Rule.What = "Rule of the team (" + o.Where + "): " + o.When.Text + "."
		o.Rule.Fix = literalTemplate(o.Rule.HowToFix)
		own, err := rules.OwnRule(o, points)
		if err != nil {
			r.fail(when, "%v", err)
			continue
		}
		list = append(list, own)
	}
	return list
}

// literalTemplate makes a text that stands for itself where a template is expected.
func literalTemplate(s string) string {
	return strings.ReplaceAll(s, "{{", `{{"{{"}}`)
}
