package parse

import (
	"bufio"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// The empty line behind every line goes; what else is empty stays.
func TestWithoutSpacing(t *testing.T) {
	const log = "one\ntwo\n\nthree\nfour\nfive\nsix\nseven\neight\n"
	doubled := strings.ReplaceAll(log, "\n", "\n\n")
	for _, tc := range []struct {
		name, text, want string
		spaced           bool
	}{
		{"every line", doubled, log, true},
		{"blanks in the empty lines", strings.ReplaceAll(log, "\n", "\n \u00a0\r\n"), log, true},
		{"without the last empty line", strings.TrimSuffix(doubled, "\n"), log, true},
		{"cut in a line", doubled + "ni", log + "ni", true},
		{"an empty line before the first", "\n" + doubled, "\n" + log, true},
		{"a log without", log, log, false},
		{"only seven lines", strings.TrimSuffix(doubled, "eight\n\n"), strings.TrimSuffix(doubled, "eight\n\n"), false},
		{"two lines together", doubled + "nine\nten\n", doubled + "nine\nten\n", false},
		{"nothing", "", "", false},
		{"empty lines only", strings.Repeat("\n", 40), strings.Repeat("\n", 40), false},
	} {
		for _, read := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.DataErrReader, iotest.HalfReader} {
			br, notes := withoutSpacing(bufio.NewReaderSize(read(strings.NewReader(tc.text)), 1<<16))
			got, err := io.ReadAll(br)
			if d := cmp.Diff(tc.want, string(got)); d != "" || err != nil {
				t.Errorf("%s: %v (-want +got):\n%s", tc.name, err, d)
			}
			if spaced := len(notes) > 0; spaced != tc.spaced {
				t.Errorf("%s: notes %q", tc.name, notes)
			}
		}
	}
}

// What comes after the sample may be spaced no longer; it stays as it is.
func TestSpacingEnds(t *testing.T) {
	sample := strings.Repeat("flushed\n\n", 8)
	rest := "flushed\nflushed\n\nflushed\n"
	br, notes := withoutSpacing(bufio.NewReaderSize(strings.NewReader(sample+rest), len(sample)))
	got, err := io.ReadAll(br)
	if want := strings.Repeat("flushed\n", 8) + rest; string(got) != want || err != nil || len(notes) != 1 {
		t.Errorf("%q, %v, %q", got, err, notes)
	}
}

// A crash report with an empty line behind every line tells what it told.
func TestSpacedReport(t *testing.T) {
	const report = `Incident Identifier: 5D1C6B0E-0000-4000-8000-1A2B3C4D5E6F
Process:             Notes [412]
Path:                /private/var/containers/Bundle/Application/0F1E2D3C-0000-4000-8000-1A2B3C4D5E6F/Notes.app/Notes
Identifier:          com.example.notes
Date/Time:           2026-03-15 10:14:01.1234 +0100
OS Version:          iPhone OS 18.3 (22D60)

Exception Type:  EXC_CRASH (SIGKILL)
Exception Codes: 0x0000000000000000, 0x0000000000000000
Termination Reason: FRONTBOARD 0x8badf00d
Termination Description: process-launch watchdog transgression: application<com.example.notes>:412 exhausted real (wall clock) time allowance of 20.00 seconds
Triggered by Thread:  0

Thread 0 Crashed:
0   libsystem_kernel.dylib        	0x00000001a1b2c3d4 semaphore_wait_trap + 8
1   Notes                         	0x0000000100a1b2c3 Store.open() + 99
`
	tell := func(text string) []*Report {
		t.Helper()
		sum, err := Bytes("notes.crash", []byte(text)).Scan(t.Context(), Options{}, func([]Record) error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		return sum.Reports
	}
	want := tell(report)
	if len(want) != 1 || want[0].Code != 0x8badf00d {
		t.Fatalf("%d reports", len(want))
	}
	if d := cmp.Diff(want, tell(strings.ReplaceAll(report, "\n", "\n\n")), cmp.AllowUnexported(Time{})); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
