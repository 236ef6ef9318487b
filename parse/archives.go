package parse

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/bglog/bglog/parse/logarchive"
)

// Archives calls read for each log in Apple's form that the input is or holds, with its
// name; the archive is valid until read returns, and whole unless what it is stored in is
// known to be damaged. Texts and reports are passed over. Errors
// are those of read, of an archive around the logs, and of an input without any log.
func (in *Input) Archives(ctx context.Context, opts Options, read func(name string, a *logarchive.Archive, whole bool) error) (errs []error) {
	w, err := in.root().walk(opts)
	if err != nil {
		return []error{err}
	}
	defer w.Close()
	found := false
	for ctx.Err() == nil {
		p, err := w.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || p.native == nil || in.archive != nil && p.input.number != in.number {
			continue // the walker keeps the error
		}
		found = true
		a, err := logarchive.Open(p.native...)
		if err != nil {
			err = fmt.Errorf("%s: %w", p.input.Name, err)
		} else {
			err = read(p.input.Name, a, !w.damaged())
		}
		if err != nil {
			errs = append(errs, err)
		}
	}
	errs = append(errs, w.errs...)
	if !found && len(errs) == 0 && ctx.Err() == nil {
		errs = append(errs, fmt.Errorf("%s: %w", in.Name, ErrNoArchive))
	}
	return errs
}

// ErrNoArchive is wrapped by errors about inputs that hold no log in Apple's form.
var ErrNoArchive = errors.New("no unified log in Apple's form, expected a sysdiagnose, a .logarchive or a .tracev3 file")
