package parse

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// textRow is what tests compare of a record.
type textRow struct {
	Line      int
	Time      string
	Level     Level
	Process   string
	PID       int
	TID       uint64
	Image     string
	Subsystem string
	Category  string
	Message   string
}

// textScan reads text in the named format, or in the one detected, and returns
// its records.
func textScan(t *testing.T, format, text string, opts Options) ([]textRow, *Summary) {
	t.Helper()
	opts.Format = format
	if opts.Now.IsZero() {
		opts.Now = time.Date(2024, 12, 31, 0, 0, 0, 0, time.UTC)
	}
	var rows []textRow
	sum, err := String("test.log", text).Scan(context.Background(), opts, func(recs []Record) error {
		for _, r := range recs {
			rows = append(rows, textRow{
				r.Line, r.Time.String(), r.Level, r.Process, r.PID, r.TID, r.Image, r.Subsystem, r.Category, r.Message,
			})
		}
		return nil
	})
	if err != nil && !errors.Is(err, ErrNothing) {
		t.Fatalf("scanning: %v", err)
	}
	return rows, sum
}

// textOne reads the only record of a text in a forced format.
func textOne(t *testing.T, format, text string) textRow {
	t.Helper()
	rows, sum := textScan(t, format, text, Options{})
	if len(rows) != 1 || sum.Records != 1 || sum.Unparsed != 0 {
		t.Fatalf("%q: %d records kept of %d, %d lines unparsed, want one record", text, len(rows), sum.Records, sum.Unparsed)
	}
	rows[0].Line = 0
	return rows[0]
}

// textSamples holds the first line of a record in every variant of every format
// whose lines resemble another's.
var textSamples = []struct{ format, line string }{
	{"log-default", "2024-03-15 10:00:00.123456-0700 0x1a2b3    Default     0x0                  312    0    Notes: (UIKitCore) [com.apple.UIKit:BackgroundTask] Creating new assertion"},
	{"log-default", "2024-03-15 10:00:00.123456-0700 0x1a2b3    Error       0x0                  312    0    Notes: upload [17:23] failed [312] <Error>: late"},
	{"log-compact", "2024-03-15 10:00:00.123 Df Field Notes[312:1a2b3] [com.apple.UIKit:BackgroundTask] Creating new assertion"},
	{"log-compact", "2024-03-15 10:00:00.123 E  Notes[312:12345] [com.apple.UIKit:BackgroundTask] Creating new assertion"},
	{"log-compact", "2024-03-15 10:00:00.123 A  Notes[312:1a2b3] (UIKitCore) flush"},
	{"log-syslog", "2024-03-15 10:00:00.123456-0700  localhost Notes[312]: (UIKitCore) flushed [17:23] of it"},
	{"log-syslog", "2024-03-15 10:00:00.123456-0700  localhost Notes[312] <Error>: flush failed"},
	{"unifiedlogreader", "2024-03-15 10:00:00.123456 0x1a2b3    Default     0x0                  312    0    Notes (UIKitCore) [com.apple.UIKit:BackgroundTask] Creating new assertion"},
	{"unifiedlogreader", "2024-03-15 10:00:00 0x1a2b3    Info        0x0                  312    0    Notes flushed [17:23] of it"},
	{"unifiedlogreader", tsvRow("Creating new assertion")},
	{"xcode", `2024-03-15 10:00:00.123456-0700 Notes[312:107187] [BackgroundTask] Background Task 3 ("FlushOutbox"), was created over 30 seconds ago.`},
	{"xcode", "2024-03-15 10:00:00.123456 Field Notes[312:107187] subsystem: com.example.notes, category: Sync"},
	{"xcode", "2024-03-15 10:00:00.123 Notes[312:107187] flushed [17:23] of it"},
	{"console", "default\t10:00:00.123456-0700\tNotes\tCreating new assertion"},
	{"console", "default\t10:00:00.123456 -0700\tNotes\tflushed 2024-03-15 10:00:00.123 Notes[312:107187]"},
	{"console", "error\t10:00:00.123456-0700\tNotes\tUIKitCore\tCreating new assertion"},
	{"console", "default\t2024-03-15 10:00:00.123456 -0700\tNotes\tcom.apple.UIKit\tBackgroundTask\tCreating new assertion"},
	{"console", "2024-03-15 10:00:00.123456 -0700\tNotes\tCreating new assertion"},
	{"console", "10:00:00.123456-0700\tNotes\tCreating new assertion"},
	{"console", "10:00:00.123456\tNotes\tCreating new assertion"},
	{"console", "10:00:00.123  Notes  Creating new assertion"},
	{"console", "default 10:00:00.123456 -0700   Notes    Creating new assertion"},
	{"console", "default 2024-03-15 10:00:00.123456 -0700 Notes Creating new assertion [312:107187]"},
	{"console", "2024-03-15 10:00:00.123456 -0700 Notes [312:107187] Creating new assertion"},
	{"console", "standard 10:00:00.123456-0700 Notes Creating new assertion"},
	{"console", "par défaut\t10:00:00.123456-0700\tNotes\tCreating new assertion"},
	{"console", "obvyklé\t10:00:00.123456-0700\tNotes\tCreating new assertion"},
	{"console", "Field Notes\tdefault\t10:00:00.123456-0700\tCreating new assertion"},
	{"console", "10:00:00.123456-0700\tBackgroundTask\tCreating new assertion\tcom.apple.UIKit\tUIKitCore\tdefault\tNotes"},
	{"console", "default\tNotes\tCreating new assertion\t10:00:00.123456-0700"},
	{"console", "default\tNotes\tCreating assertions: {("},
	{"idevicesyslog", "Mar 15 10:00:00 Lenas-iPhone Notes(UIKitCore)[312] <Notice>: Creating new assertion"},
	{"idevicesyslog", "Mar 15 10:00:00 Notes[312] <Warning>: Creating new assertion"},
	{"idevicesyslog", "Mar  5 10:00:00.123456 Notes (beta)(UIKitCore)[312] <Debug>: Creating new assertion: [17]"},
	{"idevicesyslog", "Mar 5 10:00:00 Notes[UIKitCore](312) <Notice>: Creating new assertion"},
	{"idevicesyslog", "Mar 15 10:00:00 Lenas-iPhone com.apple.launchd[1] (UIKitApplication:com.example.notes[0x16c3][312]) <Notice>: exited"},
	{"macos-syslog", "Jul  1 09:00:55 mini kernel[0]: flushed [312] <Error>: of it"},
	{"macos-syslog", "Aug 18 16:29:17 mini com.apple.CoreSimulator.SimDevice.8D30CF85.launchd_sim[190] (UIKitApplication:com.example.notes[0xdf6d][197]): exited"},
	{"pymobiledevice3", "2024-03-15 10:00:00.123456 Notes{UIKitCore}[312] <NOTICE>: Creating new assertion"},
	{"pymobiledevice3", "2024-03-15 10:00:00 Field Notes{UIKitCore+0x1f2c}[312] <USER_ACTION>: flushed [17:23] of it"},
	{"pymobiledevice3", "2024-03-15 10:00:00.123456 Notes{}[312] <ERROR>: flush failed [com.apple.UIKit][BackgroundTask]"},
	{"go-ios-text", "2024-03-15T10:00:00.123-07:00  PID:312    <Default>  [com.apple.UIKit:BackgroundTask]  Creating new assertion"},
	{"go-ios-text", "2024-03-15T17:00:00.123Z  PID:31245  <Info   >  flushed Notes[312:107187]"},
}

// TestTextDetection has every sample recognised as what it is: alone, and by no
// format that comes before its own in the table.
func TestTextDetection(t *testing.T) {
	for _, s := range textSamples {
		det, err := detect([]byte(s.line), true, Options{})
		if err != nil {
			t.Errorf("%q: %v", s.line, err)
			continue
		}
		if det.name != s.format {
			t.Errorf("%q: detected as %s, want %s", s.line, det.name, s.format)
		}
		own := false
		for _, f := range formats {
			if f.name == s.format {
				own = true
			}
			if starts := f.starts([]byte(s.line)); starts && !own || !starts && f.name == s.format {
				t.Errorf("%q: starts of %s is %v, the line is %s", s.line, f.name, starts, s.format)
			}
		}
	}
}

// Lines that continue a record, or belong to no format at all.
func TestTextContinuation(t *testing.T) {
	for _, line := range []string{
		"",
		" ",
		")}",
		"\t{name: DeviceActivityPolicy, policyWeight: 5.000}",
		"    bgRefresh-com.example.notes.refresh:519B19",
		"default",
		"default\t",
		"default\tNotes",
		"default 10:00:00 Notes late",
		"default\t10:00:00.123456-0700",
		"10:00:00 Notes late",
		"10:00:00.123 Notes late",
		"10:00:00.123456-0700",
		"25:00:00.123456-0700\tNotes\tlate",
		"Reminder at 10:00:00.123456-0700 for Notes",
		"Notes at 10:00",
		"reminder: 10:00:00.123456-0700 for Notes",
		"2024-03-15",
		"2024-03-15 10:00:00.123456-0700",
		"2024-03-15 10:00:00.123456-0700 Notes is late",
		"2024-03-15 10:00:00:123 Notes[312:107187] late",
		"2024-03-15 10:00:00.1234 Notes[312:107187] late",
		"2024-03-15 10:00:00.123456-0700 Notes[312:107187]late",
		"2024-03-15 10:00:00.123456-0700 Notes: x[312:107187] late",
		"2024-03-15 10:00:00.123456-0700 Notes[312:1a2b3] late",
		"2024-03-15T10:00:00.123Z Notes late",
		"2024-03-15T10:00:00.123Z  PID: <Default> late",
		"2024-03-15T10:00:00.123Z  PID:12 Default late",
		"2024-03-15T10:00:00.123Z  PID:12  <Default is late",
		"2024-03-15T10:00:00.123  PID:12     <Default>  late",
		"2024-03-15 10:00:00.123456 Notes{UIKitCore}[x] <NOTICE>: late",
		"2024-03-15 10:00:00.123456 Notes[312] <NOTICE>: late",
		"2024-03-15 10:00:00.123456 {UIKitCore}[312] <NOTICE>: late",
		"2024-03-15 10:00:00.123456 NotesUIKitCore}[312] <NOTICE>: late",
		"2024-03-15 10:00:00.123456 0x1a2b3    Default     0x0   312",
		"2024-03-15 10:00:00.123456 0x1a2b3    Default     0x0                  312    0",
		"2024-03-15 10:00:00.123456 0x1a2b3    Sometimes   0x0                  312    0    Notes late",
		"2024-03-15 10:00:00.123456 0x1a2b3    Default     none                 312    0    Notes late",
		"Mar 15 10:00:00",
		"Mar 15 10:00:00 ",
		"Mar 15 10:00:00 host",
		"Mar 15 10:00:00 host Notes late",
		"Mar 15 10:00:00 host Notes[late] <Notice>: late",
		"Mar 15 10:00:00 host Notes: [312] <Notice>: late",
		"Mar 15 10:00:00 host Notes(312) <Notice>: late",
		"Mar 15 10:00:00 host Notes](312) <Notice>: late",
		"Mar 15 10:00:00 host Notes (beta) <Notice>: late",
		"Mar 15 10:00:00 host ) <Notice>: late",
		"Mar 15 10:00:00 [312] <Notice>: late",
		"Mar 15 10:00:00  <Notice>: late",
		"Mar 15 10:00:00 host Notes[312] late",
		"Mar 15 10:00:00 host Notes[312]<Notice>: late",
		"Mar 15 10:00:00 host Notes[312] (late",
		"Foo 15 10:00:00 host Notes[312]: late",
		"Uploads/a.txt\t0x10\t12\t2024-03-15 10:00:00.123456\t0x1",
		"Uploads/a.txt\t16\t12\t2024-03-15 10:00:00.123456\t0x1" + strings.Repeat("\t1", 20),
		strings.Replace(tsvRow("late"), "Default", "Sometimes", 1),
		strings.Replace(tsvRow("late"), "10:00", "noon", 1),
	} {
		for _, f := range []*format{unifiedLogReader, xcode, console, idevicesyslog, macosSyslog, pymobiledevice3, goiosText} {
			if f.starts([]byte(line)) {
				t.Errorf("%s takes %q for the beginning of a record", f.name, line)
			}
			rec := Record{PID: NoPID}
			if f.record([]byte(line), &rec) {
				t.Errorf("%s reads %q as a record", f.name, line)
			}
		}
	}
}

func textInterest() *Interest {
	return NewInterest(Wanted{
		Processes: []string{"nsurlsessiond"}, Images: []string{"UIKitCore"}, Subsystems: []string{"com.apple.UIKit"},
		Literals: []string{"FlushOutbox"},
	})
}

// TestTextInterest checks that only wanted records are kept, and that the
// others are still counted.
func TestTextInterest(t *testing.T) {
	interest := textInterest()
	for _, tc := range []struct {
		format, text string
		want         []int // lines
	}{
		{"console", "default\t10:00:00.100000+0000\tnsurlsessiond\tlate\n" +
			"default\t10:00:00.200000+0000\tNotes\tUIKitCore\tlate\n" +
			"default\t10:00:00.300000+0000\tNotes\tcom.apple.UIKit\tScene\tlate\n" +
			"default\t10:00:00.400000+0000\tNotes\tended FlushOutbox\n" +
			"default\t10:00:00.500000+0000\tNotes\tended\n", []int{1, 2, 3, 4}},
		{"idevicesyslog", "\x1b[0;37mMar 15 10:00:00.100000 \x1b[1;36mnsurlsessiond\x1b[0;36m[31]\x1b[m <Info>: late\n" +
			"\x1b[0;37mMar 15 10:00:00.200000 \x1b[1;36mNotes\x1b[0;36m[31]\x1b[m <Info>: late\n" +
			"Mar 15 10:00:00.300000 Notes(UIKitCore)[31] <Info>: late\n" +
			"Mar 15 10:00:00.400000 Notes(CFNetwork)[31] <Info>: FlushOutbox\n", []int{1, 3}},
		{"pymobiledevice3", "2024-03-15 10:00:00.100000 Notes{Notes}[31] <INFO>: late [com.apple.UIKit][Scene]\n" +
			"2024-03-15 10:00:00.200000 Notes{Notes}[31] <INFO>: late [com.example.notes][Sync]\n", []int{1}},
	} {
		rows, sum := textScan(t, tc.format, tc.text, Options{Interest: interest})
		var got []int
		for _, r := range rows {
			got = append(got, r.Line)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: lines kept (-want +got):\n%s", tc.format, diff)
		}
		if want := strings.Count(tc.text, "\n"); sum.Records != want || sum.Unparsed != 0 {
			t.Errorf("%s: %d records, %d unparsed, want %d and 0", tc.format, sum.Records, sum.Unparsed, want)
		}
	}
}

// FuzzTextFormats reads any bytes in every text format: no panic, an end, and
// counts and records that do not depend on how the input is cut into blocks.
func FuzzTextFormats(f *testing.F) {
	for _, s := range textSamples {
		f.Add([]byte(s.line))
		f.Add([]byte(s.line + "\n\tand more\n\x00" + s.line + "\t23:11:49.104132+0100\r\n"))
		f.Add([]byte("\x1b[0;37m" + strings.ReplaceAll(s.line, " ", " \x1b[m")))
		f.Add([]byte(s.line[:len(s.line)/2] + "\n" + s.line[len(s.line)/2:]))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{
			"unifiedlogreader", "xcode", "console", "idevicesyslog", "macos-syslog", "pymobiledevice3", "go-ios-text",
		} {
			rows, sum := textScan(t, name, string(data), Options{Workers: 1})
			if sum.Records != sum.Kept+sum.Repeats || sum.Kept != len(rows) {
				t.Fatalf("%s: %d records, %d kept, %d repeats, %d rows", name, sum.Records, sum.Kept, sum.Repeats, len(rows))
			}
			if sum.Records+sum.Unparsed > sum.Lines {
				t.Fatalf("%s: %d records and %d unparsed in %d lines", name, sum.Records, sum.Unparsed, sum.Lines)
			}
			for i, r := range rows {
				if r.Line < 1 || r.Line > sum.Lines || i > 0 && r.Line <= rows[i-1].Line {
					t.Fatalf("%s: record %d is in line %d of %d", name, i, r.Line, sum.Lines)
				}
			}
			cut, cutSum := textScan(t, name, string(data), Options{Workers: 2, BlockSize: 32})
			if diff := cmp.Diff(rows, cut); diff != "" {
				t.Fatalf("%s: other blocks, other records (-whole +cut):\n%s", name, diff)
			}
			if sum.Records != cutSum.Records || sum.Unparsed != cutSum.Unparsed || sum.Lines != cutSum.Lines {
				t.Fatalf("%s: other blocks, other counts: %+v and %+v", name, sum, cutSum)
			}
		}
	})
}
