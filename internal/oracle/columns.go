package oracle

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The columns of the text exports, as regular expressions. The numbers behind the
// names are sections of reference/formats.md.

const (
	date   = `\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`
	clock  = `(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d`
	offset = `[+-](?:0\d|1[0-4])[0-5]\d`
	types  = `Default|Info|Debug|Error|Fault|Activity|Signpost|Timesync|State|Loss|Useraction|Trace`
	// anyTime is what a damaged time has in common with a good one.
	anyTime = `[^\n]{0,200}\d\d:\d\d`
)

// Readers are all oracles.
var Readers = []*Reader{
	{ // 1
		Name: "log-default", Format: "log-default", narrow: 88,
		first:     regexp.MustCompile(`^(?P<time>` + date + ` ` + clock + `\.\d{6}` + offset + `) (?P<tid>0x[0-9a-f]{1,16}) +(?P<level>` + types + `) +0x[0-9a-f]+ +(?P<pid>\d{1,9}) +\d{1,9} +(?:\[spid 0x[0-9a-f]+, \w+, +\w+\] )?`),
		resembles: regexp.MustCompile(`^` + isoLike),
		noise:     logNoise,
		notice:    streamNotice,
		restart:   streamRestart,
		fill: func(g map[string]string, rest string, r *Record) bool {
			// a number too many in front leaves one before the name
			return stamp(g["time"], "2006-01-02 15:04:05.000000-0700", r) && columns(g, r) && named(rest, r) && !numbered.MatchString(rest)
		},
	},
	{ // 2
		Name: "log-compact", Format: "log-compact",
		first:     regexp.MustCompile(`^(?P<time>` + date + ` ` + clock + `\.\d{3}) (?P<level>Df|I |Db|E |F |A |Sp) (?P<process>[^ \t\n\[][^\n]*?)\[(?P<pid>\d{1,9}):(?P<tid>[0-9a-f]{1,16})\] `),
		resembles: regexp.MustCompile(`^` + isoLike),
		noise:     logNoise,
		notice:    streamNotice,
		restart:   streamRestart,
		fill: func(g map[string]string, rest string, r *Record) bool {
			return stamp(g["time"], "2006-01-02 15:04:05.000", r) && columns(g, r) && tail(rest, r)
		},
	},
	{ // 3
		Name: "log-syslog", Format: "log-syslog",
		first:     regexp.MustCompile(`^(?P<time>` + date + ` ` + clock + `\.\d{6}` + offset + `) {1,2}localhost (?P<process>[^ \t\n\[][^\n]*?)\[(?P<pid>\d{1,9})\](?: <(?P<level>` + types + `)>)?: `),
		resembles: regexp.MustCompile(`^` + isoLike),
		noise:     logNoise,
		notice:    streamNotice,
		restart:   streamRestart,
		fill: func(g map[string]string, rest string, r *Record) bool {
			return stamp(g["time"], "2006-01-02 15:04:05.000000-0700", r) && columns(g, r) && tail(rest, r)
		},
	},
	consoleReader("console-a", `\t`, ``),                                                 // 7
	consoleReader("console-b", `\t`, ` `),                                                // 7
	consoleReader("console-c", `\t(?P<image>[A-Za-z][A-Za-z0-9_+-]*(?:\.dylib)?)\t`, ``), // 7
	consoleReader("console-d", `\t(?P<subsystem>[a-z]+(?:\.[A-Za-z0-9_-]+)+|)\t(?P<category>[A-Za-z][A-Za-z0-9_ ()-]*|)\t`, ` `), // 7
	consoleReader("console-e", `\t`, ``), // 7
	{ // 8a
		Name: "xcode", Format: "xcode",
		first:     regexp.MustCompile(`^(?P<time>` + date + ` ` + clock + `\.\d{6}` + offset + `) (?P<process>` + xcodeName + `)\[(?P<pid>\d{1,9}):(?P<decimal>\d{1,18})\] (?:\[(?P<category>[A-Za-z0-9_.()-]{1,60})\] )?`),
		resembles: regexp.MustCompile(`^` + isoLike),
		noise:     nothing,
		fill: func(g map[string]string, rest string, r *Record) bool {
			r.Message = rest
			return stamp(g["time"], "2006-01-02 15:04:05.000000-0700", r) && columns(g, r) && (g["category"] != "" || !ambiguous.MatchString(rest))
		},
	},
	{ // 9b
		Name: "idevicesyslog", Format: "idevicesyslog",
		first:     regexp.MustCompile(`^(?P<time>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?: [1-9]|[12]\d) ` + clock + `\.\d{6}) (?P<process>[^ \t\n\[(][^\n\[]*?)(?:\((?P<image>[^()\n]+)\))?\[(?P<pid>\d{1,9})\] <(?P<level>Notice|Info|Debug|Error|Fault)>: `),
		resembles: regexp.MustCompile(`^` + anyTime),
		noise:     regexp.MustCompile(`^\[connected(?::[0-9A-Fa-f-]+)?\]$`),
		restart:   regexp.MustCompile(`^\[connected(?::[0-9A-Fa-f-]+)?\]$`),
		notice:    regexp.MustCompile(`^\[disconnected(?::[0-9A-Fa-f-]+)?\]$`),
		fill: func(g map[string]string, rest string, r *Record) bool {
			r.Message, r.Marker = rest, isMarker(rest)
			if lib, ok := g["image"]; ok && strings.HasSuffix(g["process"], " ") { // a blank never stands before a library
				g["process"], g["image"] = g["process"]+"("+lib+")", ""
			}
			return stamp("2026 "+g["time"], "2006 Jan _2 15:04:05.000000", r) && columns(g, r) && flatName.MatchString(g["process"]) && !strings.ContainsAny(g["image"], ": ")
		},
	},
	{ // 10
		Name: "pymobiledevice3", Format: "pymobiledevice3",
		first:     regexp.MustCompile(`^(?P<time>` + date + ` ` + clock + `\.\d{6}) (?P<process>[^ \t\n\[{][^\n\[{]*?)\{(?P<image>[^{}[\]<>+\n]+)(?:\+0x[0-9a-f]+)?\}\[(?P<pid>\d{1,9})\] <(?P<level>NOTICE|INFO|DEBUG|ERROR|FAULT)>: `),
		resembles: regexp.MustCompile(`^` + anyTime),
		noise:     nothing,
		fill: func(g map[string]string, rest string, r *Record) bool {
			r.Message, r.Marker = rest, isMarker(rest)
			if m := relayLabel.FindStringSubmatch(rest); m != nil {
				r.Message, r.Subsystem, r.Category = m[1], m[2], m[3]
			} else {
				r.Message = strings.TrimSuffix(rest, " ") // where the label would stand
			}
			return stamp(g["time"], "2006-01-02 15:04:05.000000", r) && columns(g, r)
		},
	},
}

// isoLike is what is left of a date and a clock that were damaged.
const isoLike = `[^\n]{1,8}-[^\n]{1,4}-[^\n]{1,4}[ T][^\n]{1,4}:[^\n]{1,4}:`

// xcodeName holds nothing that messages with a time of their own are likely to have.
const xcodeName = `[^ \n\[\]{}<>:=",;\t+-][^\n\[\]{}<>:=",;\t]{0,60}?`

// pidInName is what ends the name if a blank was lost behind it; two blanks in a row are
// those between columns.
var pidInName = regexp.MustCompile(`\[\d+(?::[0-9a-f]+)?\][: ]`)

var numbered = regexp.MustCompile(`^\d+ `)

// nothing matches no line: the export has none beside its records.
var nothing = regexp.MustCompile(`$^x`)

var streamRestart = regexp.MustCompile(`^(?:Filtering the log data using "|Timestamp [^\n]*Thread[^\n]*Activity[^\n]*TTL|Timestamp [^\n]*Ty Process\[PID:TID\]|Timestamp [^\n]*\(process\)\[PID\])`)

var streamNotice = regexp.MustCompile(`^=== Messages dropped `)

var logNoise = regexp.MustCompile(`^(?:Timestamp {15,23}\S[^\n]*|Filtering the log data using [^\n]*|Skipping (?:info and )?debug messages, pass [^\n]*|getpwuid_r did not find a match [^\n]*)$`)

// flatName is a process name whose parentheses are not those of a library.
var flatName = regexp.MustCompile(`^[^():]*(?:\([^():]*\)[^():]*)*$`)

// relayLabel stands behind the message.
var relayLabel = regexp.MustCompile(`(?s)^(.*) \[([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+)\]\[([^\[\]\n]*)\]$`)

// ambiguous messages begin with what may be a category, too.
var ambiguous = regexp.MustCompile(`^\[`)

// consoleReader is for one set of columns; behind are those after the process, and
// blank is what stands before the zone.
func consoleReader(name, behind, blank string) *Reader {
	level, when := `(?P<level>default|info|debug|error|fault)\t`, `(?P<time>`
	if name == "console-e" {
		level = ``
	}
	layout := "15:04:05.000000" + blank + "-0700"
	if name == "console-d" {
		when += date + ` `
		layout = "2006-01-02 " + layout
	}
	return &Reader{
		Name: name, Format: "console", repeats: true, dateless: name != "console-d",
		first:     regexp.MustCompile(`^` + level + when + clock + `\.\d{6}` + blank + offset + `)\t(?P<process>[A-Za-z][^\t\n\[\]{}<>:;=?|"]{0,50})` + behind),
		resembles: regexp.MustCompile(`^(?:[^\n]*\t)?` + anyTime + `|^[^\n]{0,200}\t[^\n]*\t`),
		noise:     nothing,
		fill: func(g map[string]string, rest string, r *Record) bool {
			r.Message, r.Marker = rest, isMarker(rest)
			// a tab in the message may stand before another column, and what stands behind an
			// empty subsystem is no category
			return stamp(g["time"], layout, r) && columns(g, r) && !strings.Contains(first(rest), "\t") && (r.Subsystem != "" || r.Category == "")
		},
	}
}

func first(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

func stamp(text, layout string, r *Record) bool {
	t, err := time.Parse(layout, text)
	r.Time = t
	return err == nil && !lenient.MatchString(text)
}

// lenient finds what package time takes for a clock: an hour of one digit, a fraction of a
// second with a sign or behind a comma; and a zone that no place has.
var lenient = regexp.MustCompile(`(?:^|\D)\d:\d\d:|\.[+-]|:\d\d,|[+-](?:(?:1[6-9]|2\d)\d\d|\d\d[6-9]\d)$`)

// levels are the words of all exports, in small letters.
var levels = map[string]string{
	"default": "default", "df": "default", "notice": "default", "info": "info", "i ": "info", "debug": "debug", "db": "debug",
	"error": "error", "e ": "error", "fault": "fault", "f ": "fault",
}

// columns reads those that need no more than their text.
func columns(g map[string]string, r *Record) bool {
	word := strings.ToLower(g["level"])
	r.Level = levels[word]
	if r.Level == "" {
		r.Level = "unknown"
	}
	r.Marker = r.Marker || word == "timesync" || word == "loss"
	r.Process, r.Image, r.Subsystem = g["process"], g["image"], or(g["subsystem"], r.Subsystem)
	r.Category = or(g["category"], r.Category)
	if pidInName.MatchString(r.Process) || strings.Contains(r.Process, "  ") || strings.HasSuffix(r.Process, "()") { // a library without a name
		return false
	}
	if pid, ok := g["pid"]; ok {
		n, err := strconv.Atoi(pid)
		if err != nil {
			return false
		}
		r.PID = n
	}
	if tid := strings.TrimPrefix(g["tid"], "0x"); tid != "" {
		n, err := strconv.ParseUint(tid, 16, 64)
		if err != nil {
			return false
		}
		r.TID = n
	}
	if tid := g["decimal"]; tid != "" {
		n, err := strconv.ParseUint(tid, 10, 64)
		if err != nil {
			return false
		}
		r.TID = n
	}
	return true
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// marker is what logd itself notes.
var marker = regexp.MustCompile(`^(?:=== |lost [^\n]{0,30}\d unreliable messages)`)

func isMarker(message string) bool { return marker.MatchString(message) }

// named reads "process: [(image) ][[subsystem:category] ]message".
func named(text string, r *Record) bool {
	if isMarker(text) {
		r.Marker, r.Message = true, text
		return true
	}
	line := first(text)
	process, _, ok := strings.Cut(line, ": ")
	switch {
	case ok:
		r.Process = process
		return strings.TrimLeft(process, " \t") == process && process != "" && tail(text[len(process)+2:], r)
	case len(line) > 1 && strings.HasSuffix(line, ":"): // the blank behind it was cut off
		r.Process = strings.TrimSuffix(line, ":")
		r.Message = text[len(line):]
		return true
	}
	return false
}

var (
	image = regexp.MustCompile(`^\(([^\x00-\x20()=:,"]{1,190})\)(?: |\n\[)`)
	// label holds brackets of its own where launchd writes it.
	label = regexp.MustCompile(`^\[((?:[^\[\]\n]|\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\])*)\](?:[ \n]|$)`)
	inner = regexp.MustCompile(`\[(?:[^\[\]]|\[[^\[\]]*\])*\]`)
	// subsystem is a reverse-DNS name, a label of launchd's, or one of Apple's few
	// single words.
	subsystem = regexp.MustCompile(`^(?:system|(?:user|gui|pid|login)/.*|[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+|[A-Z][A-Za-z0-9_-]{3,})$`)
	// subsystemLike is what else may be one.
	subsystemLike = regexp.MustCompile(`^(?:com\.apple\.|[^\[\]: ]*\.)`)
	number        = regexp.MustCompile(`^\d+$`)
)

// tail reads "[(image) ][[subsystem:category] ]message"; false when it is not clear
// which of them are there.
func tail(text string, r *Record) bool {
	if isMarker(text) {
		r.Marker = true
	}
	if strings.HasPrefix(text, "(") {
		if m := image.FindStringSubmatch(text); m != nil {
			r.Image = m[1]
			text = text[len("(")+len(m[1])+len(") "):]
		}
	}
	r.Message = text
	if isMarker(text) {
		r.Marker = true
	}
	if !strings.HasPrefix(text, "[") {
		return true
	}
	m := label.FindStringSubmatch(text)
	if m == nil || len(m[0]) > 390 {
		return !subsystemLike.MatchString(text[1:]) || len(text) < 100 && !strings.Contains(first(text), ":")
	}
	if m[1] == "" {
		r.Message = text[len(m[0]):]
		return true
	}
	// colons in inner brackets are none
	flat := inner.ReplaceAllStringFunc(m[1], func(s string) string { return strings.Repeat("x", len(s)) })
	colon := strings.LastIndexByte(flat, ':')
	if colon < 0 {
		return true
	}
	sub, cat := m[1][:colon], m[1][colon+1:]
	if !subsystem.MatchString(sub) {
		return !subsystemLike.MatchString(sub)
	}
	if strings.HasPrefix(cat, " ") || number.MatchString(cat) {
		return true
	}
	r.Subsystem, r.Category = sub, cat
	r.Message = text[len(m[0]):]
	if isMarker(r.Message) {
		r.Marker = true
	}
	return true
}
