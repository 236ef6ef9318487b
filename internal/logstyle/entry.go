// Package logstyle writes one sequence of log entries in every form in which
// people hand over iOS logs, and makes the sequences: scenarios of one invented
// app, and large logs with the noise of a whole device. It serves tests and
// benchmarks only.
package logstyle

import (
	"strings"
	"time"
)

// The levels of os_log, in the spelling of Entry.Level.
const (
	Default = "default"
	Info    = "info"
	Debug   = "debug"
	Error   = "error"
	Fault   = "fault"
)

// Kinds of entries that are no log message, in the spelling of Entry.Kind.
const (
	Timesync = "timesync" // logd's note of a boot, a clock change or a log class
	Loss     = "loss"     // logd's note of lost messages
)

// Entry is one entry of the unified log, with everything that any export shows.
type Entry struct {
	At    time.Time // cut to microseconds where it is written
	Level string    // default, info, debug, error or fault
	Kind  string    // empty for a log message, else Timesync or Loss

	Process string
	// App marks the processes of the invented app: the only ones that Xcode shows.
	App bool
	PID int
	TID uint64
	// Library is the image that logged; empty when it is the process itself.
	Library   string
	Subsystem string
	Category  string

	// Format is the os_log format string and Args its arguments. A message that
	// has no arguments is written with percent signs doubled, as in C.
	Format string
	Args   []Arg

	TTL  int    // days; 0 where the default style prints 0
	Boot string // boot UUID; the package's own when empty
}

// Arg is one argument of a format string, already printed.
type Arg struct {
	Text string
	// Private redacts an argument whose specifier has no annotation; one with
	// %{private} is redacted and one with %{public} is shown whatever it says.
	Private bool
}

// Pub makes arguments that are shown unless the format says %{private}.
func Pub(texts ...string) []Arg {
	args := make([]Arg, len(texts))
	for i, t := range texts {
		args[i].Text = t
	}
	return args
}

// Compose fills the format string. Redacted, private arguments become
// <private>, as a device without a logging profile stores them; a nil object
// prints (null) even then.
func (e *Entry) Compose(redacted bool) string {
	return string(e.appendMessage(nil, redacted))
}

// Missing is what log prints for an argument that was not stored.
const missing = "<decode: missing data>"

func (e *Entry) appendMessage(b []byte, redacted bool) []byte {
	format, n := e.Format, 0
	for {
		i := strings.IndexByte(format, '%')
		if i < 0 {
			return append(b, format...)
		}
		b = append(b, format[:i]...)
		format = format[i+1:]
		if strings.HasPrefix(format, "%") {
			b, format = append(b, '%'), format[1:]
			continue
		}
		note, size := specifier(format)
		format = format[size:]
		if n >= len(e.Args) {
			b = append(b, missing...)
			continue
		}
		a := e.Args[n]
		n++
		if redacted && a.Text != "(null)" && hidden(note, a.Private) {
			b = append(b, "<private>"...)
		} else {
			b = append(b, a.Text...)
		}
	}
}

// specifier reads what follows a percent sign: an annotation in braces, flags,
// width, precision and length, and the conversion. It returns the annotation
// and the size of the whole.
func specifier(s string) (note string, size int) {
	if strings.HasPrefix(s, "{") {
		if end := strings.IndexByte(s, '}'); end > 0 {
			note, size = s[1:end], end+1
		}
	}
	for size < len(s) && strings.IndexByte("#0- +'123456789.*hlqjzt", s[size]) >= 0 {
		size++
	}
	return note, min(size+1, len(s))
}

// hidden decides by the annotation, then by the argument's own mark.
func hidden(note string, private bool) bool {
	for word := range strings.SplitSeq(note, ",") {
		switch strings.TrimSpace(word) {
		case "private", "sensitive":
			return true
		case "public":
			return false
		}
	}
	return private
}
