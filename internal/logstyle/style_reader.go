package logstyle

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// What forensic readers make of a .logarchive. Only what comes from the log
// command keeps logd's notes of boots and lost messages.
var readerStyles = []Style{
	{
		Name: "iterator-csv", HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true, HasPID: true, HasTID: true,
		HasLevel: true, HasLibrary: true, HasSubsystem: true, HasCategory: true, HasTemplate: true, HasBoot: true, Precision: time.Millisecond,
		head: text("Timestamp,Event Type,Log Type,Subsystem,Thread ID,PID,EUID,Library,Library UUID,Activity ID,Parent Activity ID,Category,Process,Process UUID,Message,Raw Message,Boot UUID,System Timezone Name\n"),
		row:  iteratorCSV,
	},
	{
		Name: "iterator-jsonl", HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true, HasPID: true, HasTID: true,
		HasLevel: true, HasLibrary: true, HasSubsystem: true, HasCategory: true, HasTemplate: true, HasBoot: true, Precision: time.Microsecond,
		row: func(b []byte, l *line) []byte {
			o := object{b: append(b, '{'), colon: ":"}
			iteratorObject(&o, l)
			o.text("timestamp", l.at.UTC().Format("2006-01-02T15:04:05.000000000Z"))
			o.raw("message_flags", "[]")
			o.text("evidence", "system_logs.logarchive/Persist/000000000000000a.tracev3")
			return append(o.b, "}\n"...)
		},
	},
	{ // made on macOS from the native ndjson
		Name: "ec-digit-native", Format: "ecdigit-jsonl", HasMarkers: true, HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true, HasPID: true, HasTID: true,
		HasLevel: true, HasLibrary: true, HasSubsystem: true, HasCategory: true, HasTemplate: true, HasBoot: true, Precision: time.Microsecond,
		row: func(b []byte, l *line) []byte {
			o := python(b)
			o.key("data")
			in := python(o.b)
			nativeData(&in, l)
			o.b = append(in.b, '}')
			o.key("datetime")
			o.b = append(l.python(append(o.b, '"'), 'T'), l.colonOffset()...)
			o.b = append(o.b, '"')
			return ecDigitEnd(o, l)
		},
	},
	{ // made elsewhere from the iterator's output
		Name: "ec-digit", Format: "ecdigit-jsonl", HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true, HasPID: true, HasTID: true,
		HasLevel: true, HasLibrary: true, HasSubsystem: true, HasCategory: true, HasTemplate: true, HasBoot: true, Precision: time.Microsecond,
		row: func(b []byte, l *line) []byte {
			when := l.at.UTC().Format("2006-01-02T15:04:05.000000+00:00")
			o := python(b)
			o.key("data")
			in := python(o.b)
			iteratorObject(&in, l)
			in.raw("timestamp", strconv.FormatFloat(float64(l.at.UnixMicro())/1e6, 'f', -1, 64))
			in.raw("message_flags", "[]")
			in.text("evidence", "system_logs.logarchive/Persist/000000000000000a.tracev3")
			in.text("datetime", when)
			o.b = append(in.b, '}')
			o.text("datetime", when)
			return ecDigitEnd(o, l)
		},
	},
	{ // times are UTC, which is not printed
		Name: "unifiedlogreader", HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true, HasPID: true, HasTID: true, HasLevel: true,
		HasLibrary: true, HasSubsystem: true, HasCategory: true, Precision: time.Microsecond, Joined: true,
		head: text("Timestamp                  Thread     Type        Activity             PID    TTL  Message\n"),
		row: func(b []byte, l *line) []byte {
			b = l.at.UTC().AppendFormat(b, "2006-01-02 15:04:05.000000 ")
			b = number(b, "0x", l.TID, 16, 10)
			b = column(b, capital(l.Level), 11)
			b = append(b, "0x0                  "...)
			b = number(b, "", uint64(l.PID), 10, 6)
			b = number(b, "", uint64(l.TTL), 10, 4)
			b = append(b, l.owner()...)
			b = append(b, ' ')
			b = l.sender(b)
			b = l.label(b)
			b = append(b, bytes.ReplaceAll(l.msg, []byte("\n"), []byte(","))...)
			return append(b, '\n')
		},
	},
	{
		Name: "unifiedlogreader-tsv", Format: "unifiedlogreader", HasTime: true, HasDate: true, HasYear: true, HasZone: true, HasProcess: true, HasPID: true, HasTID: true, HasLevel: true,
		HasLibrary: true, HasSubsystem: true, HasCategory: true, Precision: time.Microsecond,
		head: text("SourceFile\tLogFilePos\tContinousTime\tTime\tThreadId\tLogType\tActivityId\tParentActivityId\tPID\tEUID\tTTL\tProcessName\tSenderName\tSubsystem\tCategory\tSignpostName\tSignpostString\tImageOffset\tImageUUID\tProcessImageUUID\tSenderImagePath\tProcessImagePath\tLogMessage\n"),
		row:  readerTSV,
	},
}

func iteratorCSV(b []byte, l *line) []byte {
	b = l.at.UTC().AppendFormat(b, "2006-01-02T15:04:05.000Z")
	for _, f := range []string{
		"Log", capital(l.Level), l.Subsystem, strconv.FormatUint(l.TID, 10), strconv.Itoa(l.PID), strconv.Itoa(int(userID(l.Process))),
		libraryPath(l.Entry), l.uuid(l.library(), false), "0", "0", l.Category,
		processPath(l.Entry), l.uuid(l.Process, false), string(l.msg), l.Format, strings.ReplaceAll(l.boot(), "-", ""), "Berlin",
	} {
		b = csvField(append(b, ','), f)
	}
	return append(b, '\n')
}

// csvField quotes as RFC 4180 asks, only where it must.
func csvField(b []byte, s string) []byte {
	if !strings.ContainsAny(s, ",\"\n\r") {
		return append(b, s...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(s, `"`, `""`)...)
	return append(b, '"')
}

// iteratorObject writes the members that the iterator and EC-DIGIT's Linux
// variant share. time is a float of nanoseconds, which loses some 200 of them.
func iteratorObject(o *object, l *line) {
	o.text("subsystem", l.Subsystem)
	o.number("thread_id", l.TID)
	o.number("pid", uint64(l.PID))
	o.number("euid", uint64(userID(l.Process)))
	o.text("library", libraryPath(l.Entry))
	o.text("library_uuid", l.uuid(l.library(), false))
	o.number("activity_id", 0)
	o.number("parent_activity_id", 0)
	nanos := strconv.FormatFloat(float64(l.at.UnixMicro())*1000, 'e', -1, 64)
	o.raw("time", strings.Replace(nanos, "e+", "e", 1))
	o.text("category", l.Category)
	o.text("event_type", "Log")
	o.text("log_type", capital(l.Level))
	o.text("process", processPath(l.Entry))
	o.text("process_uuid", l.uuid(l.Process, false))
	o.bytes("message", l.msg)
	o.text("raw_message", l.Format)
	o.text("boot_uuid", strings.ReplaceAll(l.boot(), "-", ""))
	o.text("timezone_name", "Berlin")
	o.raw("message_entries", "[]")
}

// nativeData writes the native record with EC-DIGIT's names for its keys.
func nativeData(o *object, l *line) {
	o.text("timezone_name", "")
	if l.Kind == "" {
		o.text("log_type", capital(l.Level))
	} else {
		o.raw("log_type", "null")
	}
	o.text("event_type", eventTypes[l.Kind])
	o.raw("source", "null")
	o.text("raw_message", l.Format)
	o.number("euid", uint64(userID(l.Process)))
	o.number("activity_id", 0)
	o.text("subsystem", l.Subsystem)
	o.text("category", l.Category)
	o.number("thread_id", l.TID)
	o.text("library_uuid", l.uuid(l.library(), false))
	o.text("boot_uuid", strings.ReplaceAll(l.boot(), "-", ""))
	o.text("process", processPath(l.Entry))
	o.text("library", libraryPath(l.Entry))
	o.number("machTimestamp", l.mach())
	o.text("process_uuid", l.uuid(l.Process, false))
	o.number("traceID", traceID)
	o.number("pid", uint64(l.PID))
	o.number("senderProgramCounter", 6084)
	o.number("parentActivityIdentifier", 0)
}

func ecDigitEnd(o object, l *line) []byte {
	o.bytes("message", l.msg)
	o.text("timestamp_desc", "logarchive")
	o.text("module", "logarchive")
	return append(o.b, "}\n"...)
}

// readerTSV is a row of -f TSV_ALL, which puts the process into parentheses and
// leaves newlines raw.
func readerTSV(b []byte, l *line) []byte {
	process, library := l.uuid(l.Process, true), l.uuid(l.library(), true)
	for _, f := range []string{
		"000000000000000a.tracev3", "0x" + strings.ToUpper(strconv.FormatInt(int64(4096+512*l.n), 16)),
		strconv.FormatUint(l.mach(), 10), l.at.UTC().Format("2006-01-02 15:04:05.000000"),
		"0x" + strings.ToUpper(strconv.FormatUint(l.TID, 16)), capital(l.Level), "0x0", "0x0",
		strconv.Itoa(l.PID), strconv.Itoa(int(userID(l.Process))), strconv.Itoa(l.TTL),
		"(" + l.owner() + ")", l.Library, l.Subsystem, l.Category, "", "", "6084", library, process,
		libraryPath(l.Entry), processPath(l.Entry),
	} {
		b = tabbed(b, f)
	}
	return l.message(b)
}

// traceID is any value of a key that nobody reads.
const traceID = 444438921084932
