package rules

import (
	"slices"
	"text/template"
	"text/template/parse"
)

// fillings are the fillings that every finding has beside its values.
var fillings = map[string]bool{"app": true, "subject": true, "count": true, "certainty": true, "severity": true, "caused": true}

// ValueNames lists the values that findings of the rule may have, as far as its texts
// name them.
func (r *Rule) ValueNames() []string {
	var names []string
	for _, text := range []string{r.Title, r.Detail, r.Fix} {
		t, err := template.New("").Funcs(template.FuncMap{"dur": same, "later": same, "plural": same, "quote": same, "code": same}).Parse(text)
		if err != nil {
			continue // which a test of all rules rules out
		}
		names = fieldsOf(t.Root, names)
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(n string) bool { return fillings[n] })
}

func same(...any) string { return "" }

// fieldsOf adds the fields that a template's node names.
func fieldsOf(n parse.Node, names []string) []string {
	branch := func(b *parse.BranchNode) []string {
		names = fieldsOf(b.Pipe, names)
		names = fieldsOf(b.List, names)
		if b.ElseList != nil {
			names = fieldsOf(b.ElseList, names)
		}
		return names
	}
	switch n := n.(type) {
	case *parse.ListNode:
		for _, c := range n.Nodes {
			names = fieldsOf(c, names)
		}
	case *parse.ActionNode:
		return fieldsOf(n.Pipe, names)
	case *parse.PipeNode:
		for _, c := range n.Cmds {
			for _, a := range c.Args {
				names = fieldsOf(a, names)
			}
		}
	case *parse.FieldNode:
		return append(names, n.Ident[0])
	case *parse.IfNode:
		return branch(&n.BranchNode)
	case *parse.WithNode:
		return branch(&n.BranchNode)
	case *parse.RangeNode:
		return branch(&n.BranchNode)
	}
	return names
}
