package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bglog/bglog/lifecycle"
)

// Own is a rule that a team wrote.
type Own struct {
	Rule  *Rule
	When  Condition
	Per   string // events belong together when this field is the same; "": of one app
	Title string // with {field} for the fields of the first event; "": the condition
	Where string // file and line

	a, b source
}

// OwnRule makes a rule of what a team wrote. Events are named by the lifecycles and by
// the team's log points; what cannot be is an error.
func OwnRule(o Own, points []*lifecycle.LogPoint) (*Own, error) {
	known := pointSources(points)
	for name, s := range sources {
		if _, taken := known[name]; !taken {
			known[name] = s
		}
	}
	var err error
	if o.a, err = resolve(o.When.A, known); err != nil {
		return nil, err
	}
	if o.When.B.Event != "" {
		if o.b, err = resolve(o.When.B, known); err != nil {
			return nil, err
		}
	}
	if o.When.Kind == LastsLonger && !o.a.span {
		return nil, fmt.Errorf("%q has no duration: only spans last, such as task, bgtask, transfer", o.When.A.Event)
	}
	if o.Per != "" && !slices.Contains(o.a.fields, o.Per) {
		return nil, fmt.Errorf("%q has no field %q: %s", o.When.A.Event, o.Per, fieldsOfSource(o.a))
	}
	if o.Per != "" && o.When.B.Event != "" && !slices.Contains(o.b.fields, o.Per) {
		return nil, fmt.Errorf("%q has no field %q: %s", o.When.B.Event, o.Per, fieldsOfSource(o.b))
	}
	for _, name := range placeholders(o.Title) {
		if name != "app" && !slices.Contains(o.a.fields, name) {
			return nil, fmt.Errorf("{%s} in the title is no field of %q: %s", name, o.When.A.Event, fieldsOfSource(o.a))
		}
	}
	o.Rule.Title = `{{.own_title}}`
	o.Rule.Detail = `{{.how}} The rule is the team's own ({{.where}}): {{.when}}.`
	return &o, nil
}

func resolve(s Selector, known map[string]source) (source, error) {
	src, ok := known[s.Event]
	if !ok {
		return src, fmt.Errorf("no event %q: expected a log point or one of %s", s.Event, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
	}
	for _, f := range s.Fields {
		if !slices.Contains(src.fields, f.Name) {
			return src, fmt.Errorf("%q has no field %q: %s", s.Event, f.Name, fieldsOfSource(src))
		}
	}
	return src, nil
}

func fieldsOfSource(s source) string {
	if len(s.fields) == 0 {
		return "it has none"
	}
	return "it has " + strings.Join(s.fields, ", ")
}

// placeholders lists the names in braces of a title.
func placeholders(title string) (names []string) {
	for {
		_, rest, ok := strings.Cut(title, "{")
		if !ok {
			return names
		}
		name, after, ok := strings.Cut(rest, "}")
		if !ok {
			return names
		}
		names, title = append(names, name), after
	}
}

// title fills the title with the fields of an event.
func (o *Own) title(m moment) string {
	s := o.Title
	if s == "" {
		return o.When.Text
	}
	for _, name := range placeholders(o.Title) {
		v := m.fields[name]
		if name == "app" && m.app != nil {
			v = m.app.Label()
		}
		s = strings.ReplaceAll(s, "{"+name+"}", v)
	}
	return s
}
