package logarchive

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// Members is a set of files with paths: a folder, or what was kept of a sysdiagnose.
// Both methods may be called concurrently.
type Members interface {
	// Names lists the paths, separated by slashes, in any order.
	Names() ([]string, error)
	// Open opens the file of a listed path.
	Open(name string) (Member, error)
}

// Member is one file of an archive.
type Member interface {
	io.ReaderAt
	io.Closer
	Size() int64 // in bytes
}

// Memory holds members as bytes by path.
type Memory map[string][]byte

// Names lists the paths.
func (m Memory) Names() ([]string, error) { return slices.Sorted(maps.Keys(m)), nil }

// Open opens a member.
func (m Memory) Open(name string) (Member, error) {
	b, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return memoryMember{bytes.NewReader(b)}, nil
}

type memoryMember struct{ *bytes.Reader }

func (memoryMember) Close() error { return nil }

// Folder holds the files below a folder. Links are not followed.
func Folder(root string) Members { return folder{root, ""} }

// File holds one file.
func File(file string) Members { return folder{filepath.Dir(file), filepath.Base(file)} }

type folder struct {
	root string
	only string // name of the only file; empty: all
}

func (f folder) Names() ([]string, error) {
	if f.only != "" {
		return []string{f.only}, nil
	}
	var names []string
	err := fs.WalkDir(os.DirFS(f.root), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return names, fmt.Errorf("reading folder %s: %w", f.root, err)
	}
	return names, nil
}

func (f folder) Open(name string) (Member, error) {
	file, err := os.Open(filepath.Join(f.root, filepath.FromSlash(path.Clean("/"+name))))
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		file.Close()
		return nil, err
	}
	return fileMember{file, info.Size()}, nil
}

type fileMember struct {
	*os.File
	size int64
}

func (m fileMember) Size() int64 { return m.size }

// located is a member with its set.
type located struct {
	name string
	set  Members
}

func (l located) open() (Member, error) { return l.set.Open(l.name) }

// readAll returns the content of a member of at most limit bytes.
func (l located) readAll(limit int64) ([]byte, error) {
	m, err := l.open()
	if err != nil {
		return nil, err
	}
	defer m.Close()
	if m.Size() > limit {
		return nil, fmt.Errorf("%s has %d bytes, expected at most %d", l.name, m.Size(), limit)
	}
	return readRange(m, 0, int(m.Size()))
}

// readRange reads n bytes, or what is there of them.
func readRange(r io.ReaderAt, at int64, n int) ([]byte, error) {
	b := make([]byte, n)
	got, err := r.ReadAt(b, at)
	if err == io.EOF {
		err = nil
	}
	return b[:got], err
}
