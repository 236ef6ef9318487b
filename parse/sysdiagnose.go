package parse

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// sysdiagnose is what the name of a sysdiagnose tells of it. The name is
// sysdiagnose_YYYY.MM.DD_HH-MM-SS±ZZZZ_<OS>_<device>_<build> (reference: formats,
// section 12); what a renamed one does not tell is zero.
type sysdiagnose struct {
	captured time.Time // with the device's zone then
	build    string    // 23B85
}

const sysdiagnosePrefix = "sysdiagnose_"

// zoneLayout is how zones are named that come from an offset.
const zoneLayout = "-07:00"

// sysdiagnoseNamed reads the name of a folder or an archive; nil when it is not
// that of a sysdiagnose.
func sysdiagnoseNamed(name string) *sysdiagnose {
	rest, ok := strings.CutPrefix(name, sysdiagnosePrefix)
	if !ok {
		return nil
	}
	d := &sysdiagnose{}
	const layout = "2006.01.02_15-04-05-0700"
	if len(rest) < len(layout) {
		return d
	}
	at, err := time.Parse(layout, rest[:len(layout)])
	if err != nil {
		return d
	}
	d.captured = at.In(time.FixedZone(at.Format(zoneLayout), offset(at)))
	rest, _, _ = strings.Cut(rest[len(layout):], ".")
	if words := strings.Split(rest, "_"); len(words) >= 4 && isBuild(words[3]) {
		d.build = words[3]
	}
	return d
}

func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

// isBuild reports whether s is of the form of a build: 20A362, 22D8075.
func isBuild(s string) bool {
	major := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if major == 0 || major > 2 || major+1 >= len(s) || s[major] < 'A' || s[major] > 'Z' {
		return false
	}
	minor := strings.TrimLeft(s[major+1:], "0123456789")
	return len(minor) < len(s)-major-1 && len(minor) <= 1 // a beta's ends in a letter
}

// apply lets the name fill in what the caller's options leave open.
func (d *sysdiagnose) apply(opts Options) Options {
	if d == nil || d.captured.IsZero() {
		return opts
	}
	if opts.Zone == nil {
		opts.Zone = d.captured.Location()
	}
	if opts.Now.IsZero() || d.captured.Before(opts.Now) {
		opts.Now = d.captured // nothing in it is of later
	}
	return opts
}

// IsSysdiagnose recognises the folder of an unpacked sysdiagnose: by its name, else
// by the log archive in it, or that it is.
func IsSysdiagnose(folder string) bool { return sysdiagnoseFolder(folder) != nil }

// sysdiagnoseFolder is what is known of an unpacked sysdiagnose, nil for other folders.
func sysdiagnoseFolder(folder string) *sysdiagnose {
	abs, err := filepath.Abs(folder)
	if err != nil {
		abs = folder
	}
	if d := sysdiagnoseNamed(filepath.Base(abs)); d != nil {
		return d
	}
	if isLogFolder(folder) {
		return &sysdiagnose{}
	}
	found, err := filepath.Glob(filepath.Join(globQuote(folder), "*"+logArchiveSuffix))
	if err != nil {
		return nil
	}
	for _, f := range found {
		if info, err := os.Stat(f); err == nil && info.IsDir() {
			return &sysdiagnose{}
		}
	}
	return nil
}

// globQuote takes the meaning from what a name has of a pattern.
func globQuote(name string) string {
	if filepath.Separator == '\\' {
		return name // where a backslash quotes nothing
	}
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(name)
}

// reading is how a member is read.
type reading uint8

const (
	readAny        reading = iota // by its content, as every file that is named
	readIfLog                     // only if its content is that of a known format, else it is none of ours
	readReport                    // a report of a process's end
	readAside                     // a file of that kind which the device keeps beside its log, else it is none of ours
	readLogArchive                // a part of a log archive
	readNot
)

// logArchiveSuffix is what folders of the unified log in Apple's form are called:
// system_logs.logarchive in a sysdiagnose (reference: logarchive, section 1.1).
const logArchiveSuffix = ".logarchive"

// logArchiveErrors lies beside a log archive (reference: logarchive, section 1.1).
const logArchiveErrors = "oslog_archive_error.log"

// sysdiagnoseMembers says how the members of a sysdiagnose are read, by the name of
// a folder above them and their own; the first row that fits holds. A sysdiagnose
// has thousands of members, most of them property lists and databases (reference:
// formats, section 12).
var sysdiagnoseMembers = []struct {
	folder, name string // globs; no folder: anywhere
	how          reading
	what         string
}{
	{folder: "Extra", name: "shutdown*.log", how: readAside, what: "when the device was shut down: in the log archive, but no part of the log"},
	{folder: "*" + logArchiveSuffix, name: "*", how: readLogArchive, what: "the unified log in Apple's form"},
	{name: logArchiveErrors, how: readLogArchive, what: "what the writer of the log archive said when it failed"},
	{folder: "powerlogs", name: "*", how: readAside, what: "PowerLog's databases, compressed or not"},
	{name: "*.PLSQL*", how: readAside, what: "the same, elsewhere"},
	{name: ".*", how: readNot, what: "hidden, and what a Mac keeps of attributes (._x)"},
	{name: "*.ips", how: readReport, what: "crashes, JetsamEvent, cpu_resource, ExcUserFault, stacks, panics"},
	{name: "*.crash", how: readReport, what: "crashes up to iOS 14"},
	{name: "spindump*", how: readNot, what: "stacks of all processes, tens of megabytes"},
	{name: "taskinfo.txt", how: readNot, what: "tables at the time of capture"},
	{name: "ps*.txt", how: readNot, what: "the same"},
	{name: "jetsam_priority*", how: readNot, what: "the same"},
	{name: "*MetricKit*", how: readIfLog, what: "payloads of MetricKit that an app has stored"},
	{name: "*.json", how: readIfLog, what: "the same, and exports of log show"},
	{name: "*.ndjson", how: readIfLog, what: "exports of log show"},
	{name: "*.jsonl", how: readIfLog, what: "exports of other readers"},
	{name: "*.csv", how: readIfLog, what: "exports of other readers"},
	{name: "*.log", how: readIfLog, what: "text logs"},
	{name: "*.txt", how: readIfLog, what: "text logs"},
	{name: "*.log.gz", how: readIfLog, what: "text logs"},
	{name: "*", how: readNot, what: "property lists, databases, pictures"},
}

// sysdiagnoseReading is how the member of that path below the top folder is read.
func sysdiagnoseReading(name string) reading {
	folder, base := path.Split(name)
	for _, row := range sysdiagnoseMembers {
		if fits, _ := path.Match(row.name, base); !fits {
			continue
		}
		if row.folder == "" || inFolder(folder, row.folder) {
			return row.how
		}
	}
	return readNot
}

// inFolder reports whether a folder of the path fits the glob.
func inFolder(folders, glob string) bool {
	for f := range strings.SplitSeq(folders, "/") {
		if fits, _ := path.Match(glob, f); fits && f != "" {
			return true
		}
	}
	return false
}

// logArchiveIn is the path of the log archive that a member lies in, "" for none.
func logArchiveIn(name string) string {
	for i := range len(name) {
		if name[i] == '/' && strings.HasSuffix(name[:i], logArchiveSuffix) {
			return name[:i]
		}
	}
	return ""
}
