package parse

import (
	"strings"
	"sync/atomic"
	"unsafe"
)

// Level is the severity that os_log gave a record.
type Level uint8

// The levels of os_log; LevelUnknown where the export does not say.
const (
	LevelUnknown Level = iota
	LevelDebug
	LevelInfo
	LevelDefault
	LevelError
	LevelFault
)

var levelNames = [...]string{"unknown", "debug", "info", "default", "error", "fault"}

func (l Level) String() string { return levelNames[l] }

// Kind tells log messages from the other things a unified log holds.
type Kind uint8

// The kinds of records that readers tell apart.
const (
	KindLog      Kind = iota // a message
	KindActivity             // an activity was created or entered
	KindSignpost             // a signpost
	KindMarker               // logd's own note: boot, wall clock change, log class, lost messages
	KindOther                // state dumps, traces, user actions
)

// NoPID is the PID of a record whose export does not carry one.
const NoPID = -1

// Record is one log entry. A field that the export does not carry is unknown:
// NoPID, an unknown Time, an empty string; never an invented zero.
type Record struct {
	Input int // index of the input in its timeline
	Line  int // number of the record's first line in the input, from 1

	Time  Time
	Level Level
	Kind  Kind

	Process     string // name of the process (the last element of its path)
	ProcessPath string // full path, only in JSON exports
	PID         int    // NoPID when unknown
	TID         uint64 // 0 when unknown
	Image       string // library that logged; empty when it is the process itself or unknown
	Subsystem   string
	Category    string
	Message     string // may hold newlines
	Template    string // os_log format string, where the input carries it
	Intro       string // prose right before a message of a paste: to the colon that ends it, or a sentence that goes on; a line feed ends it where it does not stand in the line before
	Boot        string // boot UUID, upper case, where the input carries it

	// Note is what Options.Annotate attached in the worker that read the record.
	Note any

	// Lesson is where Options.Annotate may keep what it learned of Template, for all
	// records that have the same; nil where a reader does not tell which have.
	Lesson *atomic.Value

	// Brief is true while Message and Template are parts of memory that will be used
	// again.
	Brief bool

	stamp stamp
	wraps int32 // midnights passed inside this block before the record
	// behind is true for a notice behind a record that began in another block, whose time it has.
	behind bool
}

// Own gives the record a Message and a Template of its own, and tells where the parts
// of the Message are now.
func (r *Record) Own() Moved {
	m := Moved{from: r.Message, to: r.Message}
	if r.Brief {
		r.Message, r.Template, r.Brief = strings.Clone(r.Message), strings.Clone(r.Template), false
		m.to = r.Message
	}
	return m
}

// Moved is a message that has a copy.
type Moved struct{ from, to string }

// Part returns the copy of a part of the message; other strings stay what they are.
func (m Moved) Part(s string) string {
	at := uintptr(unsafe.Pointer(unsafe.StringData(s))) - uintptr(unsafe.Pointer(unsafe.StringData(m.from)))
	if n := uintptr(len(m.from)); len(s) == 0 || at >= n || uintptr(len(s)) > n-at {
		return s
	}
	return m.to[at:][:len(s)]
}

// view is a string of the bytes themselves: it changes when they do.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
