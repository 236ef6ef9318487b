package parse

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLooseMembers(t *testing.T) {
	type member struct{ Key, Text string }
	for _, c := range []struct {
		name, doc string
		want      []member
	}{
		{"plain", `{"a":"x","b" : 7 , "c":true,"d":null}`, []member{{"a", "x"}, {"b", "7"}, {"c", "true"}, {"d", "null"}}},
		{"escapes", `{"a":"\"q\" \/ \\ \t\n\r \u00e9 \ud83d\ude00 \ud83d \u00g \x"}`, []member{{"a", "\"q\" / \\ \t\n é 😀 \uFFFD u00g x"}}},
		{"wrapped inside strings", "{\"times\ntamp\":\"iPhone OS 14.2\n (18B92)\"}", []member{{"timestamp", "iPhone OS 14.2 (18B92)"}}},
		{"shortened", `{"a":1, ... "b":2, ..., {"x":1}, "c": ... }`, []member{{"a", "1"}, {"b", "2"}, {"", ""}, {"c", "..."}}},
		{"cut in a string", `{"a":1,"b":"hal`, []member{{"a", "1"}, {"b", ""}}},
		{"cut in a number", `{"a":1,"b":37358`, []member{{"a", "1"}, {"b", ""}}},
		{"cut in a name", `{"a":1,"nam`, []member{{"a", "1"}}},
		{"cut after a colon", `{"a":1,"b":`, []member{{"a", "1"}, {"b", ""}}},
		{"cut in an escape", `{"a":"x\`, []member{{"a", ""}}},
		{"stray strings", `{"a", "b":1, "c"}`, []member{{"b", "1"}}},
		{"mixed brackets", `{"a":[1,2},"b":3]`, []member{{"a", ""}, {"b", "3"}}},
		{"missing values", `{"a":,"b":}`, []member{{"a", ""}, {"b", ""}}},
		{"not an object", `["a"]`, nil},
		{"empty", `{}`, nil},
		{"nothing", ``, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []member
			looseAt([]byte(c.doc), 0).members(func(key string, m loose) bool {
				got = append(got, member{key, m.text()})
				return true
			})
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestLooseValues(t *testing.T) {
	doc := looseAt([]byte(` {"n":-5,"h":"0x8badf00d","s":"12","f":1.5,"big":18446744073709551615,"yes":true,"one":1,"no":false,"zero":0,
		"list":["a",,"b" 3,{"x":1},["y"],""],"alone":"z","blank":""} tail`), 0)
	integers := map[string]int64{}
	for _, key := range []string{"n", "h", "s", "f", "big", "yes", "one", "missing"} {
		v, _ := doc.field(key)
		if n, ok := v.integer(); ok {
			integers[key] = n
		}
	}
	if d := cmp.Diff(map[string]int64{"n": -5, "h": 0x8badf00d, "s": 12, "one": 1}, integers); d != "" {
		t.Error(d)
	}
	for key, want := range map[string]bool{"yes": true, "one": true, "no": false, "zero": false, "missing": false} {
		if v, _ := doc.field(key); v.yes() != want {
			t.Errorf("yes of %q is %v", key, !want)
		}
	}
	for key, want := range map[string][]string{"list": {"a", "b", "3"}, "alone": {"z"}, "blank": nil, "n": nil} {
		v, _ := doc.field(key)
		if d := cmp.Diff(want, v.texts()); d != "" {
			t.Errorf("%s: %s", key, d)
		}
	}
	v, _ := doc.field("list")
	if n := v.count(); n != 6 {
		t.Errorf("the list has %d elements, want 6", n)
	}
}
