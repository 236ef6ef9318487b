package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report"
)

// formatSource tells how people come by a format, and where its example is.
type formatSource struct {
	format string // as --input-format names it
	get    string // how one gets it, in Markdown
	sample string // a file with it, whose lines are shown
	report string // for a report, which is one document: what it tells and what not
	header bool   // the first line is needed to recognise it
	lines  int    // of the example; 0 for one, -1 for the whole file, which is too long to be shown
}

const styles = "internal/logstyle/testdata/styles/"

// formatSources are in the order of the page: what people have most often first.
var formatSources = []formatSource{
	{format: "log-default", get: "`log show device.logarchive --info --predicate …` on a Mac; `bglog predicate` prints the commands", sample: styles + "log-default.golden", header: true},
	{format: "log-compact", get: "`log show --style compact`", sample: styles + "log-compact.golden", header: true},
	{format: "log-syslog", get: "`log show --style syslog`", sample: styles + "log-syslog.golden", header: true},
	{format: "log-json", get: "`log show --style json`", sample: styles + "log-json.golden", lines: -1},
	{format: "log-ndjson", get: "`log show --style ndjson`; the best input, because it has the texts' templates", sample: styles + "log-ndjson.golden"},
	{format: "console", get: "select lines in Console and copy them, with any columns", sample: styles + "console-c.golden"},
	{format: "xcode15", get: "copy out of Xcode's console, metadata shown", sample: styles + "xcode15.golden", lines: 2},
	{format: "xcode", get: "copy out of the console of Xcode 14 or older, or save stderr", sample: styles + "xcode.golden"},
	{format: "idevicesyslog", get: "`idevicesyslog > device.log` (libimobiledevice), on any system", sample: styles + "idevicesyslog.golden"},
	{format: "pymobiledevice3", get: "`pymobiledevice3 syslog live`", sample: styles + "pymobiledevice3.golden"},
	{format: "pymobiledevice3-json", get: "`pymobiledevice3 syslog live --format json`", sample: styles + "pymobiledevice3-json.golden"},
	{format: "go-ios-json", get: "`ios syslog`", sample: styles + "go-ios.golden"},
	{format: "go-ios-ostrace", get: "`ios ostrace`", sample: styles + "go-ios-ostrace.golden"},
	{format: "go-ios-text", get: "`ios ostrace`, plain lines", sample: styles + "go-ios-text.golden"},
	{format: "appium", get: "the `syslog` log type of Appium's XCUITest driver", sample: styles + "appium.golden"},
	{format: "unifiedlogreader", get: "`UnifiedLogReader.py`", sample: styles + "unifiedlogreader.golden", header: true},
	{format: "iterator-jsonl", get: "`unifiedlog_iterator --format jsonl`", sample: styles + "iterator-jsonl.golden"},
	{format: "iterator-csv", get: "`unifiedlog_iterator --format csv`", sample: styles + "iterator-csv.golden", header: true},
	{format: "ecdigit-jsonl", get: "the `logarchive` parser of sysdiagnose's analysis framework", sample: styles + "ec-digit.golden"},
	{format: "macos-syslog", get: "`~/Library/Logs/CoreSimulator/…/system.log`", sample: styles + "macos-syslog.golden"},
	{format: "paste", get: "text out of a ticket, a mail or a chat: quoted, indented, wrapped, from the source of a web page, without times, or just messages", sample: styles + "bare.golden"},
	{format: "ips", report: "One exit of one process: when, by whom, with which code. It tells nothing of what came before; a log beside it does.", get: "Settings, Privacy & Security, Analytics Data; Xcode's Devices window; `idevicecrashreport`", sample: "testdata/rules/exit-watchdog/fires-ips.ips", lines: -1},
	{format: "crash-text", report: "The same as [ips](#ips), in the older form or cut into a ticket.", get: "a crash report in the old form, or as Xcode and crash reporters show it", sample: "testdata/rules/exit-crash/fires-crash.txt", lines: -1},
	{format: "jetsam", report: "Which processes the kernel ended for memory at one moment, and how much each of them used.", get: "`JetsamEvent-….ips`, from the same places", sample: "testdata/rules/exit-memory/fires-jetsam.ips", lines: -1},
	{format: "metrickit", report: "Counts of exits by kind in a period, without times, and diagnostics with a stack each.", get: "`MXMetricPayload` and `MXDiagnosticPayload` as their `jsonRepresentation()`", sample: "testdata/rules/exit-memory/fires-metrickit.json", lines: -1},
	{format: "shutdown-log", report: "When the device was shut down or restarted, to the second, and which processes were still there. With the log of the same device (in a " +
		"sysdiagnose, or with `--merge`) it tells what ended processes there; no finding comes from it. It has no messages.",
		get: "`shutdown.log` or `shutdown.0.log` in the folder `Extra` of a log archive, as it is in a sysdiagnose", sample: "testdata/samples/shutdown.log", lines: -1},
}

// exampleWidth bounds the lines that are shown.
const exampleWidth = 200

// formatsPage adds the page about what is read.
func formatsPage(pages map[string]string, p program) error {
	known := map[string]parse.Format{}
	for _, f := range parse.Formats() {
		known[f.Name] = f
	}
	var b strings.Builder
	fmt.Fprintf(&b, generated, "package parse and internal/docs/formats.go")
	b.WriteString(formatsHead)
	b.WriteString("| format | written by | how to get it |\n|---|---|---|\n")
	for _, s := range formatSources {
		f, ok := known[s.format]
		if !ok {
			return fmt.Errorf("there is no format %s", s.format)
		}
		fmt.Fprintf(&b, "| [%s](#%s) | %s | %s |\n", f.Name, f.Name, report.MarkdownText(s.writer(f)), s.get)
	}
	for name := range known {
		if !strings.Contains(b.String(), "["+name+"]") {
			return fmt.Errorf("nothing is told about the format %s: add it to formatSources", name)
		}
	}
	b.WriteString("\n## What the formats lack\n\nWhat a format does not tell is assumed, and the report says so.\n\n| it lacks | what that means |\n|---|---|\n")
	for _, m := range parse.FieldMeanings() {
		fmt.Fprintf(&b, "| %s | %s |\n", m.Name, report.MarkdownText(m.Means))
	}
	b.WriteString("\n## The formats\n")
	for _, s := range formatSources {
		f := known[s.format]
		fmt.Fprintf(&b, "\n### %s\n\n", f.Name)
		if s.report != "" {
			b.WriteString(s.report + "\n")
		}
		if len(f.Never) > 0 {
			fmt.Fprintf(&b, "Lacks %s.\n", strings.Join(f.Never, ", "))
		}
		if len(f.Maybe) > 0 {
			fmt.Fprintf(&b, "Some exports lack %s.\n", strings.Join(f.Maybe, ", "))
		}
		if s.report == "" && len(f.Never)+len(f.Maybe) == 0 {
			b.WriteString("Lacks nothing that bglog needs.\n")
		}
		example, err := s.example(p)
		if err != nil {
			return err
		}
		if example != "" {
			b.WriteString("\n" + report.MarkdownFence("text", example))
		}
	}
	pages["docs/formats.md"] = b.String()
	return nil
}

// writer says what writes the format. All reports share one text in package parse, of
// which the beginning will do for a table.
func (s formatSource) writer(f parse.Format) string {
	about, _, _ := strings.Cut(f.About, "; reports are read")
	return about
}

// example is what is shown of the format; the program must recognise it.
func (s formatSource) example(p program) (string, error) {
	text, err := os.ReadFile(s.sample)
	if err != nil {
		return "", fmt.Errorf("%s: %w", s.format, err)
	}
	sample := string(text)
	if s.lines >= 0 {
		lines := strings.SplitAfter(sample, "\n")
		sample = ""
		if s.header {
			sample = lines[0]
		}
		for i, l := range lines {
			if strings.Contains(l, "Will add backgroundTask") {
				sample += strings.Join(lines[i:i+max(s.lines, 1)], "")
				break
			}
		}
	}
	path := filepath.Join(p.folder, "sample"+filepath.Ext(s.sample))
	if err := os.WriteFile(path, []byte(sample), 0o644); err != nil {
		return "", err
	}
	out, err := p.output(p.folder, "--no-config", "--explain-format", filepath.Base(path))
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(out, filepath.Base(path)+": "+s.format+"\n") {
		return "", fmt.Errorf("the example of %s is not recognised:\n%s", s.format, out)
	}
	if s.lines < 0 {
		return "", nil
	}
	shown := strings.Split(strings.TrimRight(sample, "\n"), "\n")
	for i, l := range shown {
		if r := []rune(l); len(r) > exampleWidth {
			shown[i] = string(r[:exampleWidth]) + "…"
		}
	}
	return report.CleanLines(strings.Join(shown, "\n")), nil
}

const formatsHead = `# What bglog reads

A sysdiagnose as it comes, ` + "`sysdiagnose_….tar.gz`" + ` or unpacked: its unified log (` + "`system_logs.logarchive`" + `) is read in Apple's own
form, on any system, beside its text logs and the reports of processes that ended; its name gives the zone of times without one, and
the build. A ` + "`.logarchive`" + ` folder, and a ` + "`.tracev3`" + ` file with ` + "`--uuidtext`" + ` and ` + "`--timesync`" + `. Records of these have no lines: they are
numbered as they are read. ` + "`bglog export`" + ` writes them as ` + "`log show`" + ` of a Mac does: as log-default, log-compact, log-syslog or
log-ndjson below. Files, folders, other archives, tar and zip (every file in them is tried), and standard input; compressed with
gzip, zstd or bzip2 or not, and in a document of TextEdit (RTF), into which people paste what Console shows. What a CI server,
fastlane, an editor or a program that passes lines on has put before every line of a text (times, numbers, its own words, a
list's bullets) is taken off first; line breaks that are written as ` + "`\\n` or `<br>`" + ` are read as such, empty lines behind every line
left out, and a report whose lines a mail program broke is put together. The format is recognised by content, never by the
file's name; ` + "`bglog --explain-format FILE`" + ` tells how, and ` + "`--input-format`" + ` forces one.
Logs and reports may be mixed: a crash report is joined with the log of the same process.

Beside its log, a sysdiagnose tells when the device was shut down (` + "`Extra/shutdown.log`" + `, see [shutdown-log](#shutdown-log)) and what PowerLog
recorded of apps (` + "`logs/powerlogs/*.PLSQL`" + `, compressed or not): their states, exits and prewarms, background transfers, and runs of the
scheduler's activities. PowerLog is a witness of its own. The report shows what it recorded, and a finding that claims that a request never ran
or a transfer never finished is ` + "`cut-off`" + ` where PowerLog recorded that it did; no finding comes from it. Both are read in the same pass as the
log. Given as files, they are compared with a log only with ` + "`--merge`" + `.

`
