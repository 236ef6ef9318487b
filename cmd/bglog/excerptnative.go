package main

import (
	"errors"
	"strings"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/parse/logarchive"
	"github.com/bglog/bglog/parse/logshow"
)

// nativeStyle is that of log show in which records that have no lines are written.
const nativeStyle = "default"

// gatherNative reads a log in Apple's form again. Its records become lines as log show
// writes them.
func (g *gatherer) gatherNative() error {
	errs := g.in.Archives(g.ctx, g.opts, func(_ string, a *logarchive.Archive, _ bool) error { return g.archive(a) })
	g.again()
	if len(g.passages) > 0 { // what else is wrong with it has been told
		return nil
	}
	return errors.Join(errs...)
}

// archive reads what Scan reads, in its order: the numbers of records are the same.
func (g *gatherer) archive(a *logarchive.Archive) error {
	var text strings.Builder
	w, err := logshow.NewWriter(&text, nativeStyle, nil)
	if err != nil {
		return err
	}
	written := func() (string, error) {
		text.Reset()
		err := w.Flush()
		return text.String(), err
	}
	if g.head, err = written(); err != nil {
		return err
	}
	g.format = "log-" + nativeStyle
	read := logarchive.Options{Workers: g.opts.Workers}
	if g.opts.Interest != nil {
		read.Want = g.opts.Interest.Filter()
	}
	size := 0
	_, err = logarchive.Read(g.ctx, a, read, func(e *logarchive.Entry) error {
		g.lines++
		r := parse.RecordOf(e)
		r.Line = g.lines
		g.opts.Annotate(r)
		near := g.about.tells(r)
		if !near && (r.Note == nil || size >= gathered) {
			return nil
		}
		if err := w.Write(e); err != nil {
			return err
		}
		lines, err := written()
		g.passages = append(g.passages, passage{g.lines, lines, near})
		size += len(lines)
		return err
	})
	return err
}
