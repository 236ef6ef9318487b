package parse

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// What an app prints stands below records without a header: it is a message of its
// own where the record has told something already, and goes on with it elsewhere.
func TestPrintedLines(t *testing.T) {
	const (
		known = "2026-03-02 07:30:54.104822+0100 Notes[412:4711] submitTaskRequest: <BGAppRefreshTaskRequest: com.example.notes.refresh>\n"
		other = "2026-03-02 07:30:55.104822+0100 Notes[412:4711] opened the outbox\n"
		said  = "Could not schedule: Error Domain=BGTaskSchedulerErrorDomain Code=3 \"(null)\"\n"
		plain = "and so it goes\n"
	)
	in := NewInterest(Wanted{
		Literals: []string{"submitTaskRequest:", "BGTaskSchedulerErrorDomain Code="},
		Printed:  []string{"BGTaskSchedulerErrorDomain Code="},
	})
	for _, c := range []struct {
		name, text string
		lines      []int // with which wanted records begin
	}{
		{"below a record that told something", known + said + other, []int{1, 2}},
		{"below one that did not", other + said + known, []int{1, 3}},
		{"two below each other", other + said + said + plain + said, []int{1, 3, 5}},
		{"in small letters", known + strings.ToLower(said[:1]) + said[1:] + other, []int{1, 2}},
		{"inside a quotation", strings.TrimSuffix(known, "\n") + " \"it\n" + strings.ToLower(said[:1]) + said[1:], []int{1}},
		{"indented", known + "  " + said, []int{1}},
		{"announced", strings.TrimSuffix(known, "\n") + " failed:\n" + said, []int{1}},
		{"inside a description", strings.TrimSuffix(known, "\n") + " {\n" + said + "}\n", []int{1}},
	} {
		for _, n := range []int{0, sureRecords} { // read as a paste or not
			text := strings.Repeat(other, n) + c.text
			var got []int
			sum, err := String("console", text).Scan(context.Background(), Options{Interest: in}, func(list []Record) error {
				for _, r := range list {
					got = append(got, r.Line-n)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, c.lines) || sum.Unparsed > 0 {
				t.Errorf("%s, below %d records: lines %v, want %v; %d unparsed", c.name, n, got, c.lines, sum.Unparsed)
			}
		}
	}
}
