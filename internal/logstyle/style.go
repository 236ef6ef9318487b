package logstyle

import (
	"bytes"
	"fmt"
	"io"
	"time"
	"unicode/utf16"
)

// Options change how a style is written without changing what it says.
type Options struct {
	Redacted bool           // private arguments as <private>, as on a customer's device
	Zone     *time.Location // zone of the printed times; that of Entry.At when nil
	CRLF     bool           // Windows line ends
	BOM      bool           // a UTF-8 byte order mark first
	UTF16    bool           // UTF-16 little endian with its mark, as PowerShell redirects output
}

// Style is one form of export.
type Style struct {
	// Name is unique. Where package parse has one format for several shapes,
	// Format is its name; it is the same as Name otherwise.
	Name, Format string

	// What the form carries. Without HasYear the date has only month and day;
	// without HasDate there is at most a clock time; without HasZone the time is
	// local to whoever exported.
	HasTime, HasDate, HasYear, HasZone    bool
	HasProcess, HasPID, HasTID, HasLevel  bool
	HasLibrary, HasSubsystem, HasCategory bool
	HasTemplate, HasBoot                  bool
	// HasMarkers tells that logd's notes of boots, clock changes and lost
	// messages are in it.
	HasMarkers bool
	// Precision is the smallest step of the printed times; 0 without times.
	Precision time.Duration
	// AppOnly leaves out every process but the app's own.
	AppOnly bool
	// Joined tells that newlines in messages are lost or kept only in part.
	Joined bool

	// Render writes entries as a whole file of this form.
	Render func(w io.Writer, entries []Entry, opt Options) error

	head func(b []byte) []byte
	row  func(b []byte, l *line) []byte
	tail func(b []byte, n int) []byte
}

// Shows reports whether the style has a row for the entry: Xcode shows only the
// app, and most tools leave out logd's own notes.
func (s Style) Shows(e *Entry) bool {
	return (e.App || !s.AppOnly) && (e.Kind == "" || s.HasMarkers)
}

// Find returns the style of that name.
func Find(name string) (Style, error) {
	for _, s := range Styles {
		if s.Name == name {
			return s, nil
		}
	}
	return Style{}, fmt.Errorf("unknown log style %q", name)
}

// Styles are all forms, the Apple tools first.
var Styles = func() []Style {
	var all []Style
	for _, group := range [][]Style{
		logStyles, jsonStyles, consoleStyles, xcodeStyles,
		syslogStyles, relayStyles, readerStyles,
	} {
		for _, s := range group {
			all = append(all, s.complete())
		}
	}
	for _, s := range pasteStyles(all) {
		all = append(all, s.complete())
	}
	return all
}()

// complete fills in Format and Render.
func (s Style) complete() Style {
	if s.Format == "" {
		s.Format = s.Name
	}
	plain := s
	s.Render = func(w io.Writer, entries []Entry, opt Options) error {
		out := NewWriter(w, plain, opt)
		for i := range entries {
			if err := out.Write(&entries[i]); err != nil {
				return err
			}
		}
		return out.Close()
	}
	return s
}

// Writer writes entries in one style as they come.
type Writer struct {
	w     io.Writer
	style Style
	opt   Options
	line  line
	buf   []byte // rows not yet written
	n     int    // entries written
	begun bool   // something was written to w
	size  int64  // bytes made, before CRLF and UTF-16
}

// writeSize is how many bytes a Writer gathers before it writes.
const writeSize = 64 << 10

// NewWriter begins a file; Close ends it.
func NewWriter(w io.Writer, s Style, opt Options) *Writer {
	out := &Writer{w: w, style: s, opt: opt, buf: make([]byte, 0, writeSize+8<<10)}
	if s.head != nil {
		out.buf = s.head(out.buf)
	}
	return out
}

// Write adds one entry, unless the style does not show its kind.
func (w *Writer) Write(e *Entry) error {
	if !w.style.Shows(e) {
		return nil
	}
	w.line.msg = e.appendMessage(w.line.msg[:0], w.opt.Redacted)
	return w.add(e)
}

// add writes an entry whose message is in w.line.msg.
func (w *Writer) add(e *Entry) error {
	w.line.set(e, w.opt.Zone, w.n)
	before := len(w.buf)
	w.buf = w.style.row(w.buf, &w.line)
	w.size += int64(len(w.buf) - before)
	w.n++
	if len(w.buf) < writeSize {
		return nil
	}
	return w.flush()
}

// Close writes what is left and the form's trailer.
func (w *Writer) Close() error {
	if w.style.tail != nil {
		w.buf = w.style.tail(w.buf, w.n)
	}
	return w.flush()
}

func (w *Writer) flush() error {
	b := w.buf
	if w.opt.CRLF {
		b = bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))
	}
	if !w.begun && (w.opt.BOM || w.opt.UTF16) {
		b = append([]byte("\ufeff"), b...)
	}
	w.begun = true
	if w.opt.UTF16 {
		b = toUTF16(b)
	}
	_, err := w.w.Write(b)
	w.buf = w.buf[:0]
	return err
}

// toUTF16 encodes little endian.
func toUTF16(b []byte) []byte {
	units := utf16.Encode([]rune(string(b)))
	out := make([]byte, 0, 2*len(units))
	for _, u := range units {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}
