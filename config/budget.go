package config

import (
	"maps"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/bglog/bglog/report"
	"github.com/bglog/bglog/rules"
)

// budgets reads limits: of a rule's cases, of one of its values, or of a metric.
func (r *reader) budgets(n ast.Node, bound report.Bounding) []report.Budget {
	var list []report.Budget
	for _, e := range r.mapping(n, "pairs of what is measured and its limit") {
		b := report.Budget{Key: e.key, Bound: bound, Limit: r.number(e.value, "a number that is not negative"), Where: r.line(e.at)}
		_, metric := report.Metrics()[e.key]
		rule, value, _ := strings.Cut(e.key, ".")
		switch {
		case metric:
		case UnknownRule(rule, r.own) != nil:
			r.fail(e.at, "%q is neither a rule, nor RULE.VALUE, nor one of the metrics %s: %v", e.key,
				strings.Join(slices.Sorted(maps.Keys(report.Metrics())), ", "), UnknownRule(rule, r.own))
			continue
		default:
			b.Rule, b.Value = rule, value
			if known := valueNames(rule); value != "" && !slices.Contains(known, value) {
				r.fail(e.at, "findings of %s have no value %q: expected one of %s", rule, value, strings.Join(known, ", "))
				continue
			}
		}
		if bound == report.AtLeast && !metric {
			r.fail(e.at, "%q: a rule tells of faults, of which nobody wants at least some: expected a metric: %s", e.key,
				strings.Join(slices.Sorted(maps.Keys(report.Metrics())), ", "))
			continue
		}
		if bound == report.AtLeast && b.Limit == 0 {
			r.fail(e.value, "%s: at least 0 is always kept: expected a number above it", e.key)
			continue
		}
		list = append(list, b)
	}
	return list
}

// valueNames lists the values of the rules that fit a pattern.
func valueNames(pattern string) []string {
	var names []string
	for _, rule := range rules.All() {
		if rules.Match(pattern, rule.ID) {
			names = append(names, rule.ValueNames()...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
