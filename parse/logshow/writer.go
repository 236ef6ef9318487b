package logshow

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/bglog/bglog/parse/logarchive"
)

// style is one of the forms of --style.
type style struct {
	name    string
	header  string
	row     func(w *Writer, b []byte, e *logarchive.Entry) []byte
	trailer func(b []byte, count int) []byte // nil: none
}

// styles are what can be written. json, the fourth of Apple's, says the same as ndjson.
var styles = []style{
	{name: "default", header: defaultHeader, row: (*Writer).defaultRow},
	{name: "compact", header: compactHeader, row: (*Writer).compactRow},
	{name: "syslog", header: syslogHeader, row: (*Writer).syslogRow},
	{name: "ndjson", row: (*Writer).ndjsonRow, trailer: ndjsonTrailer},
}

// Styles are the names of the styles.
func Styles() (names []string) {
	for _, s := range styles {
		names = append(names, s.name)
	}
	return names
}

// Writer writes the entries of one archive in their order. It keeps none of them.
type Writer struct {
	out     io.Writer
	style   style
	clock   clock
	buf     []byte // rows to be written
	text    []byte // of a message
	count   int
	parents map[uint64]uint64 // by activity: the one that it is a part of
}

// flushAt is how many bytes are gathered before they are written.
const flushAt = 64 << 10

// NewWriter begins an export. zone is the one in which times are shown; with nil it is
// that of the device when the entry was written.
func NewWriter(out io.Writer, name string, zone *time.Location) (*Writer, error) {
	i := slices.IndexFunc(styles, func(s style) bool { return s.name == name })
	if i < 0 {
		return nil, fmt.Errorf("unknown style %q: expected one of %s", name, strings.Join(Styles(), ", "))
	}
	w := &Writer{out: out, style: styles[i], clock: clock{zone: zone}, parents: map[uint64]uint64{}}
	w.buf = append(w.buf, w.style.header...)
	return w, nil
}

// Write writes one entry; an error is that of writing.
func (w *Writer) Write(e *logarchive.Entry) error {
	w.buf = w.style.row(w, w.buf, e)
	w.count++
	if len(w.buf) < flushAt {
		return nil
	}
	return w.Flush()
}

// Flush writes what was gathered.
func (w *Writer) Flush() error {
	_, err := w.out.Write(w.buf)
	w.buf = w.buf[:0]
	return err
}

// Finish ends an export that is complete: without it a reader of ndjson knows that
// something may be missing.
func (w *Writer) Finish() error {
	if w.style.trailer != nil {
		w.buf = w.style.trailer(w.buf, w.count)
	}
	return w.Flush()
}

// message composes the message of an entry; it is valid until the next.
func (w *Writer) message(e *logarchive.Entry) []byte {
	w.text = e.AppendMessage(w.text[:0])
	return w.text
}
