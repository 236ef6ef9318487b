package parse

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// Input is one file, or standard input, that may hold a log or a report.
type Input struct {
	Name     string // as shown to people
	Argument int    // index of the command line argument it came from

	file   string // path; empty when it is none
	open   func() (io.ReadCloser, error)
	stream bool // can be read only once

	archive    *Input // that it is a member of; nil for others
	number     int    // of the member among those that are read, from 1
	logArchive bool   // a folder of the unified log in Apple's form
	how        reading
	device     *sysdiagnose // that it is a file of
}

// Standard reports whether the input is standard input, or a member of it.
func (in *Input) Standard() bool { return in.root().stream }

// Archive is the input that a member of an archive is read from; nil for others.
func (in *Input) Archive() *Input { return in.archive }

// LogArchive reports whether the input is a folder of the unified log in Apple's form.
func (in *Input) LogArchive() bool { return in.logArchive }

// root is the input that has to be opened.
func (in *Input) root() *Input {
	if in.archive != nil {
		return in.archive
	}
	return in
}

// member is a part of the archive that in is.
func (in *Input) member(name string, number int) *Input {
	return &Input{Name: name, Argument: in.Argument, archive: in, number: number}
}

// shown is the name for people.
func (in *Input) shown() string {
	if rest, ok := strings.CutPrefix(in.Name, "-"); ok && in.Standard() {
		return "standard input" + rest
	}
	return in.Name
}

// base is the last element of the input's path.
func (in *Input) base() string { return filepath.Base(in.Name) }

// Bytes makes an input of bytes at hand.
func Bytes(name string, data []byte) *Input { return String(name, string(data)) }

// String makes an input of text at hand.
func String(name, text string) *Input {
	return &Input{Name: name, open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(text)), nil
	}}
}

// Expand turns command line arguments into inputs: files as they are, folders
// walked in name order without following links, "-" as stdin. Arguments of which
// nothing can be opened are returned as errors; the others stay usable.
func Expand(args []string, stdin io.Reader) (inputs []*Input, errs []error) {
	for i, arg := range args {
		if arg == "-" {
			inputs = append(inputs, &Input{Name: "-", Argument: i, stream: true, open: func() (io.ReadCloser, error) {
				return io.NopCloser(stdin), nil
			}})
			continue
		}
		info, err := os.Stat(arg)
		switch {
		case err != nil:
			var pe *fs.PathError
			if errors.As(err, &pe) {
				err = pe.Err
			}
			errs = append(errs, fmt.Errorf("opening %s: %w", arg, err))
		case info.IsDir():
			found, err := walk(arg, i)
			if err == nil && len(found) == 0 {
				err = fmt.Errorf("%s: folder without files: %w", arg, ErrNothing)
			}
			if err != nil {
				errs = append(errs, err)
			}
			inputs = append(inputs, found...)
		default:
			inputs = append(inputs, fileInput(arg, i))
		}
	}
	return inputs, errs
}

func fileInput(path string, argument int) *Input {
	return &Input{Name: path, Argument: argument, file: path, open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// Size is the number of bytes of the input as it is stored; false when nobody knows.
func (in *Input) Size() (bytes int64, ok bool) {
	if in.file == "" {
		return 0, false
	}
	info, err := os.Stat(in.file)
	if err != nil || !info.Mode().IsRegular() {
		return 0, false
	}
	return info.Size(), true
}

// walk lists the regular files below a folder; hidden ones are left out, and those
// of a sysdiagnose that are no logs. Its log archives come last, as they are read last
// where it is packed: what lies beside them is little.
func walk(root string, argument int) ([]*Input, error) {
	var found []*Input
	device := sysdiagnoseFolder(root)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("reading folder %s: %w", path, err)
		}
		if strings.HasPrefix(d.Name(), ".") && path != root {
			if d.IsDir() {
				return filepath.SkipDir
			}
			return nil
		}
		in := fileInput(path, argument)
		switch {
		case d.IsDir() && isLogFolder(path):
			in.logArchive, in.device = true, device
			found = append(append(found, in), shutdownLogs(path, argument, device)...)
			return filepath.SkipDir
		case !d.Type().IsRegular():
			return nil
		case device != nil:
			below, err := filepath.Rel(root, path)
			if err != nil {
				return fmt.Errorf("reading folder %s: %w", path, err)
			}
			in.device, in.how = device, sysdiagnoseReading(filepath.ToSlash(below))
		}
		if in.how != readNot && in.how != readLogArchive {
			found = append(found, in)
		}
		return nil
	})
	sort.Slice(found, func(i, j int) bool {
		a, b := found[i], found[j]
		if device != nil && a.logArchive != b.logArchive {
			return b.logArchive
		}
		return a.Name < b.Name
	})
	return found, err
}

// shutdownLogs are the files about shutdowns that lie in a log archive.
func shutdownLogs(archive string, argument int, device *sysdiagnose) (found []*Input) {
	names, err := filepath.Glob(filepath.Join(globQuote(archive), "Extra", "shutdown*.log"))
	if err != nil {
		return nil
	}
	for _, name := range names {
		if info, err := os.Lstat(name); err == nil && info.Mode().IsRegular() {
			in := fileInput(name, argument)
			in.device, in.how = device, readAside
			found = append(found, in)
		}
	}
	return found
}
