package parse

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/bglog/bglog/parse/logarchive"
)

// spool keeps the members of a log archive until all of them have come: in a
// sysdiagnose the files that name processes and hold the messages' texts stand behind
// those of the messages (reference: logarchive, section 1.1). Up to spoolMemory bytes
// are kept in memory, the rest in a temporary file.
type spool struct {
	name    string // of the log archive, as shown
	members map[string]spooled
	inside  int64    // bytes in memory
	file    *os.File // nil while everything has room
	end     int64    // of the file
	buf     []byte   // through which the file is written
}

// spooled is where a member is: in memory, or at an offset of the file.
type spooled struct {
	data     []byte
	at, size int64
}

// spoolMemory is how many bytes of a log archive are kept in memory: small archives
// need no file, and large ones no more than this.
const spoolMemory = 8 << 20

// spoolBuffer is how much is written to the file at once.
const spoolBuffer = 256 << 10

// add keeps a member. What was read of it before an error is kept.
func (s *spool) add(name string, size int64, r io.Reader) error {
	if s.members == nil {
		s.members = map[string]spooled{}
	}
	if s.inside+size <= spoolMemory {
		var b bytes.Buffer
		b.Grow(int(size) + bytes.MinRead) // the room that it wants to see the end
		_, err := b.ReadFrom(r)
		s.inside += int64(b.Len())
		s.members[name] = spooled{data: b.Bytes(), size: int64(b.Len())}
		return err
	}
	if s.file == nil {
		f, err := os.CreateTemp("", "bglog-logarchive-*")
		if err != nil {
			return fmt.Errorf("keeping the archive while it is read: %w", err)
		}
		s.file = f
		os.Remove(f.Name()) // where that is possible nothing is left behind, whatever ends the program
	}
	if s.buf == nil {
		s.buf = make([]byte, spoolBuffer)
	}
	n, err := io.CopyBuffer(io.NewOffsetWriter(s.file, s.end), struct{ io.Reader }{r}, s.buf)
	s.members[name] = spooled{at: s.end, size: n}
	s.end += n
	return err
}

// Close removes the temporary file.
func (s *spool) Close() error {
	if s == nil || s.file == nil {
		return nil
	}
	err := s.file.Close()
	if gone := os.Remove(s.file.Name()); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	s.file = nil
	return err
}

// Names lists the paths of the members in the log archive.
func (s *spool) Names() ([]string, error) { return slices.Sorted(maps.Keys(s.members)), nil }

// Open opens a member.
func (s *spool) Open(name string) (logarchive.Member, error) {
	m, ok := s.members[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if m.data != nil || m.size == 0 {
		return spooledMember{io.NewSectionReader(bytes.NewReader(m.data), 0, m.size)}, nil
	}
	return spooledMember{io.NewSectionReader(s.file, m.at, m.size)}, nil
}

type spooledMember struct{ *io.SectionReader }

func (spooledMember) Close() error { return nil }
