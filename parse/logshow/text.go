package logshow

import (
	"path"
	"strconv"

	"github.com/bglog/bglog/parse/logarchive"
)

// The first lines of the styles with columns, blanks at their ends included
// (reference: formats, sections 1 to 3).
const (
	defaultHeader = "Timestamp                       Thread     Type        Activity             PID    TTL  \n"
	compactHeader = "Timestamp               Ty Process[PID:TID]\n"
	syslogHeader  = "Timestamp                       (process)[PID]    \n"
)

// The widths of the columns of the default style. What is wider moves the rest.
const (
	threadWidth   = 10
	typeWidth     = 11
	activityWidth = 20
	pidWidth      = 6
	ttlWidth      = 4
)

// words are how a level or kind is named.
type words struct {
	long  string // default style; messageType of ndjson
	short string // compact
}

// levels name the messages.
var levels = [...]words{
	logarchive.LevelDefault: {"Default", "Df"}, logarchive.LevelInfo: {"Info", "I "}, logarchive.LevelDebug: {"Debug", "Db"},
	logarchive.LevelError: {"Error", "E "}, logarchive.LevelFault: {"Fault", "F "},
}

// kinds name what is no message. Published lines show Activity, A and Timesync. The
// other long words are those of the event types, the other short ones are not known:
// a user action is an activity, a trace stands for itself, and for the notes of logd
// nothing matters but their message.
var kinds = [...]words{
	logarchive.KindActivity: {"Activity", "A "}, logarchive.KindUserAction: {"Useraction", "A "}, logarchive.KindTrace: {"Trace", "Df"},
	logarchive.KindLoss: {"Loss", "L "}, logarchive.KindBoot: {"Timesync", "Ts"}, logarchive.KindClock: {"Timesync", "Ts"},
	logarchive.KindClass: {"Timesync", "Ts"},
}

func wordsOf(e *logarchive.Entry) words {
	if e.Kind == logarchive.KindLog {
		return levels[e.Level]
	}
	return kinds[e.Kind]
}

// IsMarker reports a note of the log itself, which is of no process: a boot, a change of the
// clock, the begin of a class.
func IsMarker(e *logarchive.Entry) bool {
	return e.Kind == logarchive.KindBoot || e.Kind == logarchive.KindClock || e.Kind == logarchive.KindClass
}

// unnamed stands for a process whose name the archive does not have: what log show
// prints then is not known; this is how Foundation prints what is missing.
const unnamed = "(null)"

func processName(e *logarchive.Entry) string {
	switch {
	case e.Process != "":
		return e.Process
	case e.ProcessPath != "":
		return path.Base(e.ProcessPath)
	}
	return unnamed
}

// defaultRow is `log show` without --style:
//
//	2026-03-15 14:14:18.432571-0500 0x18697    Default     0x0                  360    8    process: (library) [subsystem:category] message
func (w *Writer) defaultRow(b []byte, e *logarchive.Entry) []byte {
	b = append(w.clock.micros(b, e), ' ')
	b = hexColumn(b, e.TID, threadWidth)
	at := len(b)
	b = pad(append(b, wordsOf(e).long...), at, typeWidth)
	b = hexColumn(b, e.Activity, activityWidth)
	at = len(b)
	b = pad(strconv.AppendInt(b, int64(max(e.PID, 0)), 10), at, pidWidth)
	at = len(b)
	b = pad(strconv.AppendInt(b, int64(e.TTL), 10), at, ttlWidth)
	if !IsMarker(e) {
		b = append(append(b, processName(e)...), ": "...)
		b = label(library(b, e), e)
	}
	return append(append(b, w.message(e)...), '\n')
}

// compactRow is --style compact. The library is named where there is no subsystem.
// Markers are the kernel's here and in syslog, for no line of them is known:
//
//	2026-06-23 01:24:26.955 Df process[16896:6c8619] [subsystem:category] message
func (w *Writer) compactRow(b []byte, e *logarchive.Entry) []byte {
	b = append(w.clock.millis(b, e), ' ')
	b = append(append(b, wordsOf(e).short...), ' ')
	b = owner(b, e)
	b = strconv.AppendUint(append(b, ':'), e.TID, 16)
	b = append(b, "] "...)
	if e.Subsystem == "" {
		b = library(b, e)
	}
	b = label(b, e)
	return append(append(b, w.message(e)...), '\n')
}

// syslogRow is --style syslog, which says neither the level nor the thread:
//
//	2018-10-24 17:23:33.842651+0200  localhost process[2002]: (library) [subsystem:category] message
func (w *Writer) syslogRow(b []byte, e *logarchive.Entry) []byte {
	b = append(w.clock.micros(b, e), "  localhost "...)
	b = append(owner(b, e), "]: "...)
	b = label(library(b, e), e)
	return append(append(b, w.message(e)...), '\n')
}

// owner writes the process and the beginning of the brackets with its number.
func owner(b []byte, e *logarchive.Entry) []byte {
	name := "kernel"
	if !IsMarker(e) {
		name = processName(e)
	}
	b = append(append(b, name...), '[')
	return strconv.AppendInt(b, int64(max(e.PID, 0)), 10)
}

// library writes the library, when it is not the executable that logged.
func library(b []byte, e *logarchive.Entry) []byte {
	if e.Image == "" {
		return b
	}
	b = append(append(b, '('), e.Image...)
	return append(b, ") "...)
}

// label writes subsystem and category; the latter may be empty, not the former.
func label(b []byte, e *logarchive.Entry) []byte {
	if e.Subsystem == "" {
		return b
	}
	b = append(append(b, '['), e.Subsystem...)
	b = append(append(b, ':'), e.Category...)
	return append(b, "] "...)
}

func hexColumn(b []byte, n uint64, width int) []byte {
	at := len(b)
	return pad(strconv.AppendUint(append(b, "0x"...), n, 16), at, width)
}

// pad fills what was written from at on up to a column's width, and writes the blank
// behind it.
func pad(b []byte, at, width int) []byte {
	return append(b, blanks[:max(width-(len(b)-at), 0)+1]...)
}

// blanks are those behind the shortest text of the widest column.
const blanks = "                                "
