package parse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// broken breaks lines at a column, before a word or wherever that is.
func broken(text string, column int, inWord bool) string {
	var out []string
	for _, line := range strings.Split(text, "\n") {
		for len(line) > column {
			at := column
			if !inWord {
				if at = strings.LastIndexByte(line[:column+1], ' '); at <= 0 {
					at = strings.IndexByte(line, ' ') // behind a word that is longer
				}
				if at <= 0 {
					break
				}
			}
			out = append(out, line[:at])
			if line = line[at:]; !inWord {
				line = line[1:]
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, "\n")
}

const longLines = `Process:             Notes [482]
Identifier:          com.example.notes
Path:                /private/var/containers/Bundle/Application/11111111-2222-4333-8444-555555555555/Notes.app/Notes
Exception Type:  EXC_CRASH (SIGKILL)
Termination Reason: Namespace SPRINGBOARD, Code 0x8badf00d
Termination Description: SPRINGBOARD, scene-create watchdog transgression: com.example.notes exhausted real (wall clock) time allowance of 19.25 seconds |  | Elapsed total CPU time (seconds): 38.660 (user 38.660, system 0.000), 64% CPU | Elapsed application CPU time (seconds): 0.547, 1% CPU |
Triggered by Thread:  0

Thread 0 Crashed:
0   libsystem_kernel.dylib        	0x0000000181710c00 semaphore_wait_trap + 8
1   Notes                         	0x0000000102710c00 -[NotesStore waitForTheMigrationOfAllNotes] + 8888`

// blankless takes out what may be lost where a line was broken.
var blankless = strings.NewReplacer(" ", "", "\n", "", "|", "")

func TestBrokenLines(t *testing.T) {
	read := func(text string) Report {
		sum := scanned(t, text)
		if len(sum.Reports) != 1 {
			t.Fatalf("%d reports in\n%s", len(sum.Reports), text)
		}
		r := *sum.Reports[0]
		said := TerminateContext{Explanation: blankless.Replace(r.Context.Explanation)}
		for i, frame := range r.Frames {
			r.Frames[i] = blankless.Replace(frame)
		}
		return Report{Process: r.Process, PID: r.PID, BundleID: r.BundleID, Namespace: r.Namespace, Code: r.Code, Context: &said, Frames: r.Frames}
	}
	want := read(longLines)
	for _, column := range []int{60, 72, 80, 100, 132} {
		for _, inWord := range []bool{false, true} {
			text := broken(longLines, column, inWord)
			if diff := cmp.Diff(want, read(text), cmpopts.EquateComparable(Time{})); diff != "" {
				t.Errorf("column %d, in words %v (-want +got):\n%s\n%s", column, inWord, diff, text)
			}
		}
	}
}

func TestWrapping(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		want wrapping
	}{
		"whole":                 {longLines, wrapping{}},
		"broken before words":   {broken(longLines, 72, false), wrapping{column: 72}},
		"broken within words":   {broken(longLines, 72, true), wrapping{column: 72, inWord: true}},
		"prose":                 {"Exception Type:  EXC_CRASH (SIGKILL)\nwhat does it mean when the whole of an app goes away like this\nand comes back?", wrapping{}},
		"frames":                {strings.Repeat("12  Notes                         \t0x0000000102710c00 -[Notes read] + 8\n", 9), wrapping{}},
		"processes":             {strings.Repeat("   Notes <0fc6bfb6e18d397ab5d6caab3b3c8e34>  46234  46234  200  [vm]  (frontmost) (resume)\n", 9), wrapping{}},
		"nothing":               {"", wrapping{}},
		"lines of every length": {"a bcd\n" + strings.Repeat("word ", 40) + "\nshort\nshort", wrapping{}},
	} {
		got := reportWrapping([]byte(tc.text))
		if tc.want.column == 72 && got.column <= 72 && got.column > 66 {
			got.column = 72 // the longest line need not fill it
		}
		if diff := cmp.Diff(tc.want, got, cmp.AllowUnexported(wrapping{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A text all of whose lines are full is no single line, nor does it take long.
func TestWrappingIsBounded(t *testing.T) {
	prose := strings.Repeat(strings.Repeat("word ", 20)+"\n", 1<<15)
	w := reportWrapping([]byte(prose))
	if w.column != 100 { // with its blank
		t.Fatalf("%+v", w)
	}
	most := 0
	for rest := []byte(prose); len(rest) > 0; {
		var lines int
		_, rest, lines, _ = w.next(rest)
		most = max(most, lines)
	}
	if most != continuationLines {
		t.Errorf("%d lines were joined, want %d", most, continuationLines)
	}
}

func TestSourcePlace(t *testing.T) {
	for line, want := range map[string]bool{
		"(BGTaskScheduler.m:335)": true, "(Outbox.swift:103)": true,
		"(null)": false, "(": false, "(1:2": false, "(resume: 3)": false, "BGTaskScheduler.m:335)": false,
	} {
		if got := sourcePlace(line); got != want {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
	}
}

func TestReasonOpen(t *testing.T) {
	for line, want := range map[string]bool{
		"Termination Reason:":                                         true,
		"Termination Reason: Namespace RUNNINGBOARD,":                 true,
		"SIGKILL) Termination Reason: Namespace RUNNINGBOARD, Code":   true,
		"Termination Reason: FRONTBOARD":                              true,
		"Termination Reason: FRONTBOARD 2343432205":                   false,
		"Termination Reason: Namespace RUNNINGBOARD, Code 0xdead10cc": false,
		"Termination Reason: nobody knows":                            false,
		"what is a termination reason":                                false,
		"Termination Reason: SPRINGBOARD, <RBSTerminateContext| dom":  false,
	} {
		if got := reasonOpen(line); got != want {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
	}
	sum := scanned(t, "Exception Type: EXC_CRASH (SIGKILL)\nTermination Reason: Namespace RUNNINGBOARD,\nCode 0xdead10cc\n")
	if len(sum.Reports) != 1 || sum.Reports[0].Code != fileLockCode || sum.Lines != 3 {
		t.Errorf("%+v", sum.Reports)
	}
}
