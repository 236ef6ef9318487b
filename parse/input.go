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
}

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

// walk lists the regular files below a folder; hidden ones are left out.
func walk(root string, argument int) ([]*Input, error) {
	var found []*Input
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
		if d.Type().IsRegular() {
			found = append(found, fileInput(path, argument))
		}
		return nil
	})
	sort.Slice(found, func(i, j int) bool { return found[i].Name < found[j].Name })
	return found, err
}
