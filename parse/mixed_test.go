package parse

import (
	"context"
	"slices"
	"strings"
	"testing"
)

// A ticket quotes log lines and a crash report: both are read, and a report that a
// record holds stays the record's.
func TestReportsAmongLines(t *testing.T) {
	const (
		record = "2026-03-02 14:41:34.367850+0100 Notes[412:4711] [BackgroundTask] Background Task 5 (\"Outbox\"), was created over 30 seconds ago.\n"
		bare   = "Background Task 5 (\"Outbox\"), was created over 30 seconds ago.\n"
		report = "Exception Type:  EXC_CRASH (SIGKILL)\nException Codes: 0x0000000000000000, 0x0000000000000000\n" +
			"Termination Reason: Namespace RUNNINGBOARD, Code 0xdead10cc\n\nThread 0 Crashed:\n0   libsystem_kernel.dylib        \t0x00000001856c0e90 mach_msg_trap + 8\n"
		quoted = "*** Terminating app due to uncaught exception 'NSRangeException', reason: 'index 5 beyond bounds'\n"
		about  = "Application Specific Information:\n"
		header = "Process:             Notes [412]\nIdentifier:          com.example.notes\nDate/Time:           2026-03-02 14:42:00.0000 +0100\n\n"
	)
	in := NewInterest(Wanted{Literals: []string{"was created over 30 seconds ago", "Terminating app due to"}})
	for _, c := range []struct {
		name, text string
		reports    []int // the lines in which they begin
		records    []int
	}{
		{"below a record", record + "\nand then:\n\n```\n" + report + "```\n", []int{6}, []int{1}},
		{"below a record without a fence", record + "\n" + header + report, []int{3}, []int{1}},
		{"above a record", report + "\n" + record, []int{1}, []int{8}},
		{"above a message without header", "```\n" + report + "```\n\n" + bare, []int{2}, []int{10}},
		{"above a message, no fence", report + "\n" + bare, []int{1}, []int{8}},
		{"between two messages", bare + "\n```\n" + report + "```\n" + bare, []int{4}, []int{1, 11}},
		{"quotes what the runtime said", report + "\n" + about + quoted + "abort() called\n", []int{1}, nil},
		{"quotes it below other words", report + "\n" + about + "\ndyld3 mode\n" + quoted, []int{1}, nil},
		{"quotes in a quotation", "> " + strings.ReplaceAll(strings.TrimSuffix(report+"\n"+about+quoted, "\n"), "\n", "\n> ") + "\n", []int{1}, nil},
		{"the runtime's words below it", report + "\n" + about + "abort() called\n\n" + quoted, []int{1}, []int{11}},
		{"a record in its information", report + "\n" + about + record, []int{1}, []int{9}},
		{"in a record", record + "the last launch:\n" + report, nil, []int{1}},
		{"no report", record + "\nException Type: is what we look at\n", nil, []int{1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var records []int
			sum, err := String("ticket", c.text).Scan(context.Background(), Options{Interest: in}, func(list []Record) error {
				for _, r := range list {
					records = append(records, r.Line)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			var reports []int
			for _, r := range sum.Reports {
				reports = append(reports, r.Line)
				if !r.HasCode || r.Code != 0xdead10cc {
					t.Errorf("line %d: code %#x", r.Line, r.Code)
				}
			}
			if !slices.Equal(reports, c.reports) || !slices.Equal(records, c.records) {
				t.Errorf("reports in lines %v, want %v; records in lines %v, want %v", reports, c.reports, records, c.records)
			}
		})
	}
}
