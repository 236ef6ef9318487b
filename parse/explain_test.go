package parse

import (
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// explained is what Explain tells of an input without members.
func explained(name string, r io.Reader, opts Options) (text string, err error) {
	in := &Input{Name: name, open: func() (io.ReadCloser, error) { return io.NopCloser(r), nil }}
	in.Explain(opts, func(told string, failed error) { text, err = told, failed })
	return text, err
}

func TestExplain(t *testing.T) {
	got, err := explained("ticket.txt", strings.NewReader("Hello!\n> default\t11:16:22.080833+0500\tdasd\tflushed\nMessage from debugger: Terminated due to signal 9\n"),
		Options{Interest: pasteInterest()})
	if err != nil {
		t.Fatal(err)
	}
	got, names, _ := strings.Cut(got, "\nTo read it")
	want := `ticket.txt: paste
  written by  text pasted into a ticket, mail or comment
  why         1 of 2 records begins only after taking off indentation, quote or
              comment marks, or in mid-line
  looked at   the whole input, 3 lines
  found       1 line begins a record, 1 does so only after cleaning or in
              mid-line
  also fits   xcode (1 line), console (1 line)
  lacks       the date, process ids, the library, subsystem and category
  partly      lacks a time, the process, levels

What that means
  - without the date: days are counted from the first record, and midnights are
    followed. --date gives the first record's day.
  - without a time: the order of the lines is the order of events; nothing that
    needs a duration can be said.
  - without process ids: processes are told apart by their names and by the ids
    inside messages; several processes of one app in turn may look like one.
  - without the process: who wrote a line is concluded from its text.
  - without levels: which levels were logged is unknown, so that a missing
    message proves less.
  - without the library: lines that a framework writes inside an app are known
    only by their text.
  - without subsystem and category: lines are known only by their process and
    their text.
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.Contains(names, "--input-format") || !strings.Contains(names, "log-compact") {
		t.Errorf("does not say how to force a format: %q", names)
	}
}

func TestExplainShapes(t *testing.T) {
	line := "2026-03-15 10:00:00.123456-0700 0x1a2b3    Default     0x0                  312    0    Notes: (UIKitCore) [com.apple.UIKit:x] flushed\n"
	for _, tc := range []struct {
		name, text string
		opts       Options
		want       []string
	}{
		{"complete", line, Options{}, []string{"x: log-default\n", "lacks       nothing that"}},
		{"a forced one", line, Options{Format: "console"}, []string{"x: console\n", "forced by", "also fits   log-default (1 line)"}},
		{"metadata", "flushed\nType: Error | TID: 0x1\n", Options{}, []string{"x: xcode15\n", "Xcode's console since", "1 holds Xcode's fields"}},
		{"long", strings.Repeat(line, 4000), Options{}, []string{"looked at   the first 400 lines"}},
		{"wide", "\xff\xfeh\x00i\x00\n\x00", Options{}, []string{"note        the input is UTF-16"}},
		{"no zone", "2026-03-15 10:00:00.123 Df Notes[312:1a2b3] flushed\n", Options{}, []string{"lacks       the time zone\n", "zone: UTC is assumed"}},
		{"a message", "Background Task 5\nhello and\nso on", Options{Interest: pasteInterest()}, []string{"no line begins a record, 1 is a known message"}},
	} {
		got, err := explained("x", strings.NewReader(tc.text), tc.opts)
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
		}
		for _, want := range tc.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is missing in\n%s", tc.name, want, got)
			}
		}
		for _, l := range strings.Split(got, "\n") {
			if utf8.RuneCountInString(l) > explainWidth {
				t.Errorf("%s: line of more than %d columns: %q", tc.name, explainWidth, l)
			}
		}
	}
	if _, err := explained("x", strings.NewReader(""), Options{}); !errors.Is(err, ErrNothing) {
		t.Errorf("an empty input: %v", err)
	}
	if _, err := explained("x", errReader{errors.New("broken")}, Options{}); err == nil {
		t.Error("a broken source is no error")
	}
}

// What is said of formats must be about formats that exist.
func TestLacksNames(t *testing.T) {
	for _, f := range formats {
		if f.about == "" {
			t.Errorf("%s: nothing is said of what writes it", f.name)
		}
	}
}
