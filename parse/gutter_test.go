package parse

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

func TestGutters(t *testing.T) {
	const log = "2026-03-15 10:00:00.123456-0700 Notes[312:107187] flushed\n\n\tbegun: 1\n2026-03-15 10:00:01.123456-0700 Notes[312:107187] ended\n"
	const frames = "1   Notes   0x0000000102f2c000 flush + 12\n2   Notes   0x0000000102f2c000 main + 12\n3   dyld   0x0000000102f2c000 start + 12\n"
	each := func(format string) string {
		var b strings.Builder
		for i, line := range strings.SplitAfter(strings.TrimSuffix(log, "\n"), "\n") {
			if strings.Contains(format, "%s") {
				fmt.Fprintf(&b, format, i+7, line)
			} else {
				b.WriteString(format + line)
			}
		}
		return b.String() + "\n"
	}
	server, fastlane, numbers := gutters[0].name, gutters[1].name, gutters[2].name
	labels := func(label string) []string { return []string{fmt.Sprintf("the labels %q", label)} }
	for _, tc := range []struct {
		name, text string
		gutters    []string // nil: none, and the text stays
	}{
		{"a log", log, nil},
		{"GitHub", each("2026-03-15T17:00:05.1234567Z "), []string{server}},
		{"containers", each("2026-03-15T17:00:05.123456789Z "), []string{server}},
		{"GitLab", each("2026-03-15T17:00:05.123456Z 01O "), []string{server}},
		{"GitLab, goes on", each("2026-03-15T17:00:05.123456Z 00E+"), []string{server}},
		{"milliseconds", each("2026-03-15T17:00:05.123Z "), nil},
		{"another zone", each("2026-03-15T17:00:05.123456+00:00 "), nil},
		{"fastlane", each("[17:00:05]: "), []string{fastlane}},
		{"fastlane's commands", each("[17:00:05]: \u25b8 "), []string{fastlane}},
		{"fastlane --verbose", each("DEBUG [2026-03-15 17:00:05.12]: "), []string{fastlane}},
		{"fastlane on GitHub", each("2026-03-15T17:00:05.1234567Z [17:00:05]: "), []string{server, fastlane}},
		{"cat -n", each("%6d\t%s"), []string{numbers}},
		{"grep -n", each("%d:%s"), []string{numbers}},
		{"bat", each("%4d \u2502 %s"), []string{numbers}},
		{"a table", each("%d | %s"), []string{numbers}},
		{"a list", each("%d. %s"), []string{numbers}},
		{"a list in brackets", each("%d) %s"), []string{numbers}},
		{"version numbers", "1.2 a\n2.0 b\n3.1 c\n", nil},
		{"numbers that count nothing", "7: a\n9: b\n10: c\n", nil},
		{"from nought", "0: a\n1: b\n2: c\n", nil},
		{"too few", "1: a\n2: b\n", nil},
		{"frames", frames, nil},
		{"half of the lines", each("[17:00:05]: ") + log, nil},
		{"a program that passes lines on", each("[device] "), labels("[device]")},
		{"a container's name", each("ios-1  | "), labels("ios-1  |")},
		{"a log's own time", each("2026-03-15 17:00:05 [info] "), labels("2026-03-15 17:00:05 [info]")},
		{"a reply", each("> "), labels(">")},
		{"a reply to a program", each("> [device] "), labels("> [device]")},
		{"bullets", each("* "), labels("*")},
		{"a report in bullets", "- Process: Notes [312]\n- Exception Type: EXC_CRASH (SIGKILL)\n- Thread 0 Crashed:\n", labels("-")},
		{"a payload that an app printed", "flutter: {\nflutter:   \"crashDiagnostics\" : [ {\nflutter:     \"version\" : \"1.0.0\",\nflutter:     \"diagnosticMetaData\" : {\n" +
			"flutter:       \"signal\" : 6,\nflutter:       \"exceptionType\" : 10\nflutter:     }\nflutter:   } ]\nflutter: }\n", labels("flutter:")},
		{"too few with a label", "[device] Process: Notes [312]\n[device] Exception Type: EXC_CRASH (SIGKILL)\n", nil},
		{"messages that begin alike", "[sync] flushed\n[sync] begun\n[sync] ended\n", nil},
		{"records that begin alike", strings.Repeat("Mar 15 10:00:00 phone Notes[312] <Notice>: Exception Type: none\n", 3), nil},
		{"some lines without it", each("[device] ") + log, nil},
		{"nothing", "", nil},
	} {
		for _, read := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.DataErrReader, iotest.HalfReader} {
			br, names := withoutGutters(bufio.NewReaderSize(read(strings.NewReader(tc.text)), 1<<16))
			var want []string
			for _, g := range tc.gutters {
				want = append(want, g+" at the beginning of lines were taken off")
			}
			if diff := cmp.Diff(want, names); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tc.name, diff)
			}
			text := tc.text
			switch {
			case tc.gutters == nil:
			case strings.HasPrefix(text, "- Process"), strings.HasPrefix(text, "flutter: "):
				text = strings.ReplaceAll(text, text[:strings.IndexByte(text, ' ')+1], "")
			default:
				text = log
			}
			got, err := io.ReadAll(br)
			if diff := cmp.Diff(text, string(got)); diff != "" || err != nil {
				t.Errorf("%s: %v (-want +got):\n%s", tc.name, err, diff)
			}
		}
	}
}

// What fails below comes out behind what was read.
func TestLineEditorFails(t *testing.T) {
	text := strings.Repeat("2026-03-15T17:00:05.1234567Z flushed\n", 3)
	br, _ := withoutGutters(bufio.NewReader(io.MultiReader(strings.NewReader(text+"2026-03-15T17:00:05.1234567Z cut"), iotest.ErrReader(io.ErrUnexpectedEOF))))
	got, err := io.ReadAll(br)
	if string(got) != "flushed\nflushed\nflushed\ncut" || err != io.ErrUnexpectedEOF {
		t.Errorf("%q, %v", got, err)
	}
}

// A line that fills the buffer has one column, wherever it is cut.
func TestGutterOfLongLine(t *testing.T) {
	long := strings.Repeat("[17:00:05]: ", 100)
	g := &lineEditor{r: bufio.NewReaderSize(strings.NewReader(long+"\n"+long), 24), edit: (&gutter{width: fastlaneTime}).off}
	got, err := io.ReadAll(g)
	if want := long[12:] + "\n" + long[12:]; string(got) != want || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}
