package lifecycle_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/bglog/bglog/lifecycle"
	"github.com/bglog/bglog/parse"
)

// facts writes all that a timeline holds, one thing a line, with every field that is set:
// dump is for people to review, facts for what nobody thought of to change unseen.
func facts(tl *lifecycle.Timeline) string {
	var b strings.Builder
	for _, a := range tl.Apps {
		line(&b, "app", a)
		for _, p := range a.Processes {
			line(&b, "  process", p)
			for _, x := range p.Tasks {
				line(&b, "    task", x)
			}
			for _, x := range p.Assertions {
				line(&b, "    assertion", x)
			}
		}
	}
	v := reflect.ValueOf(tl).Elem()
	for i := range v.NumField() {
		switch f := v.Type().Field(i); {
		case slices.Contains(toldElsewhere, f.Name):
		case v.Field(i).Kind() == reflect.Slice && f.Name != "Quiet":
			for k := range v.Field(i).Len() {
				line(&b, strings.ToLower(strings.TrimSuffix(f.Name, "s")), v.Field(i).Index(k).Interface())
			}
		case !v.Field(i).IsZero():
			fmt.Fprintf(&b, "%s %s\n", strings.ToLower(f.Name), fact(v.Field(i)))
		}
	}
	return b.String()
}

// toldElsewhere are fields whose contents stand below what they belong to, or are given.
var toldElsewhere = []string{
	"Number", "Inputs", "Apps", "Tasks", "Assertions", // of the timeline
	"Processes", "Transfers", "Wakes", // of apps and sessions
	"Text", "Input",
}

// line writes a thing with its fields that are set.
func line(b *strings.Builder, name string, x any) {
	v := reflect.Indirect(reflect.ValueOf(x))
	b.WriteString(name)
	b.WriteString(fields(v))
	b.WriteByte('\n')
}

func fields(v reflect.Value) string {
	var b strings.Builder
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || slices.Contains(toldElsewhere, f.Name) || v.Field(i).IsZero() {
			continue
		}
		if s := fact(v.Field(i)); s == "true" {
			fmt.Fprintf(&b, " %s", f.Name)
		} else {
			fmt.Fprintf(&b, " %s=%s", f.Name, s)
		}
	}
	return b.String()
}

// fact writes one value: moments as times of day, lines by their numbers, and what is a
// lifecycle of its own by its name.
func fact(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case lifecycle.Time:
		if !x.Known() {
			return "-"
		}
		return x.Std().UTC().Format("15:04:05.000")
	case lifecycle.Evidence:
		return fmt.Sprintf("line %d", x.Line)
	case lifecycle.Lines:
		var lines []string
		for kind, l := range x.All() {
			lines = append(lines, fmt.Sprintf("%s:%d", kind, l.Line))
		}
		return "(" + strings.Join(lines, " ") + ")"
	case *lifecycle.App:
		return fmt.Sprintf("%q", x.Label())
	case *lifecycle.Process:
		return fmt.Sprintf("%q.%d", x.App.Label(), x.PID)
	case *lifecycle.Session:
		return fmt.Sprintf("%.8s", x.UUID)
	case *lifecycle.Assertion:
		return x.ID
	case *lifecycle.Wake:
		return fmt.Sprintf("wake at %v", fact(reflect.ValueOf(x.At)))
	case lifecycle.Tri:
		return []string{"unknown", "no", "yes"}[x]
	case time.Time:
		return x.UTC().Format("15:04:05.000")
	case parse.Gap:
		return fields(v)
	}
	switch v.Kind() {
	case reflect.Pointer:
		return fact(v.Elem())
	case reflect.Struct:
		return "{" + strings.TrimSpace(fields(v)) + "}"
	case reflect.Slice:
		var list []string
		for i := range v.Len() {
			list = append(list, fact(v.Index(i)))
		}
		return "[" + strings.Join(list, ", ") + "]"
	case reflect.String:
		if s := v.String(); strings.ContainsAny(s, " \t\n=[]") || s == "" {
			return fmt.Sprintf("%q", s)
		}
	}
	return fmt.Sprint(v.Interface())
}
