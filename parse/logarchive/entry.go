package logarchive

import (
	"strconv"
	"sync/atomic"
)

// Level is the severity of a message.
type Level uint8

// The levels of os_log.
const (
	LevelDefault Level = iota
	LevelInfo
	LevelDebug
	LevelError
	LevelFault
)

var levelNames = [...]string{"default", "info", "debug", "error", "fault"}

func (l Level) String() string { return levelNames[l] }

// The log types of tracepoints.
const (
	logTypeDefault    = 0
	logTypeInfo       = 1 // of an activity: created
	logTypeDebug      = 2
	logTypeUserAction = 3
	logTypeError      = 0x10
	logTypeFault      = 0x11
)

func levelOf(logType uint8) Level {
	switch logType {
	case logTypeInfo:
		return LevelInfo
	case logTypeDebug:
		return LevelDebug
	case logTypeError:
		return LevelError
	case logTypeFault:
		return LevelFault
	}
	return LevelDefault
}

// Kind says what an entry is.
type Kind uint8

// The kinds of entries.
const (
	KindLog        Kind = iota // a message
	KindActivity               // an activity was created
	KindUserAction             // an activity was made the user's
	KindTrace                  // a message of the older tracing functions
	KindLoss                   // messages of the process were lost: From, To, Lost
	KindBoot                   // the device was started
	KindClock                  // the wall clock was set: Step
	KindClass                  // from here on messages of the store Class are there
)

var kindNames = [...]string{"log", "activity", "user action", "trace", "loss", "boot", "clock", "class"}

func (k Kind) String() string { return kindNames[k] }

// Entry is one entry of the log. It and what it refers to are valid until the
// function that got it returns; strings stay valid.
type Entry struct {
	Kind  Kind
	Level Level
	Class Class

	Boot       UUID
	Continuous int64  // nanoseconds since the boot, sleep included
	Ticks      uint64 // the same as the device counts it
	Wall       int64  // nanoseconds since 1970 UTC
	Offset     int    // seconds east of UTC on the device at that time
	// Approximate is true where no timesync record tells the wall time: it then comes
	// from the headers of files and can be off by some tenths of a second.
	Approximate bool

	PID         int // -1 when the catalog does not list the process
	UID         int // effective user, -1 likewise
	Process     string
	ProcessPath string // empty, as is Process, when the archive lacks its uuidtext file
	ProcessUUID UUID   // of the executable
	TID         uint64
	Activity    uint64
	// Creator is the activity in which an activity was created, Parent the one that it
	// is a part of; 0 for none. Only of activities.
	Creator, Parent uint64
	TTL             int    // days for which logd keeps the message; 0: as long as there is room
	Image           string // library that logged; empty when it is the executable or unknown
	ImagePath       string // of the library or the executable
	ImageUUID       UUID   // likewise
	ImageOffset     uint64 // of the code that logged, from the beginning of that image
	Subsystem       string
	Category        string
	Format          string // format string; empty when the archive does not have it
	Trace           uint64 // traceID of log show: the first 8 bytes of the tracepoint; 0 when it is none

	From, To int64 // of a loss: wall times between which messages were lost
	Lost     int   // how many; from lossSaturated on it is the least number
	Step     int64 // of a changed clock: new time less old, in nanoseconds

	File  string // path of the .tracev3 file
	At    int64  // offset of the chunkset in the file
	Place int    // offset of the tracepoint or chunk in the chunkset's content

	// Note is what Options.Annotate attached.
	Note any
	// FormatNote is where Annotate may keep what it learned of Format, for all entries
	// with that format string of the same image; nil where there is none.
	FormatNote *atomic.Value

	format *format
	args   Args
	text   string // the message, where it is stored as a whole
	clock  *clock // of Boot
}

// BootName returns Boot as text, without making it anew for each entry.
func (e *Entry) BootName() string {
	if e.clock == nil {
		return e.Boot.String()
	}
	return e.clock.name
}

// lossSaturated is the highest number of lost messages that a tracepoint counts.
const lossSaturated = 63

// AppendMessage appends the message, composed as log show does. Private arguments
// that were not stored are <private>; without a format string the message is one of
// log show's texts about that.
func (e *Entry) AppendMessage(dst []byte) []byte {
	switch {
	case e.Kind == KindBoot:
		return append(append(dst, "=== system boot: "...), e.Boot.String()...)
	case e.Kind == KindClock:
		return append(dst, "=== system wallclock time adjusted"...)
	case e.Kind == KindClass:
		return append(dst, classBegins[e.Class]...)
	case e.format == nil:
		return append(dst, e.text...)
	case e.format.plain != "":
		return append(dst, e.format.plain...)
	}
	return e.format.parsed.Compose(dst, &e.args)
}

// classBegins are what log show prints where the messages of a class begin.
var classBegins = map[Class]string{
	Persist: "=== log class: persist begins",
	Live:    "=== log class: in-memory begins",
}

// Message returns the message; see AppendMessage.
func (e *Entry) Message() string { return string(e.AppendMessage(nil)) }

// lossText is what log show prints for a loss.
func lossText(l loss) string {
	atLeast := ""
	if l.count >= lossSaturated {
		atLeast = ">="
	}
	return "lost " + atLeast + strconv.FormatUint(uint64(l.count), 10) + " unreliable messages from " +
		strconv.FormatUint(l.from, 10) + "-" + strconv.FormatUint(l.to, 10) + " (Mach continuous exact start-approx. end)"
}
