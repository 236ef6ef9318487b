package main

import (
	"io"
	"time"

	"github.com/schollz/progressbar/v3"

	"github.com/bglog/bglog/parse"
)

// progressAfter is how long a reading may take before anything is said about it.
const progressAfter = time.Second

// progress shows on a terminal how far a long reading has come; what it returns ends it.
func (c *call) progress(inputs []*parse.Input, opts *parse.Options) (done func()) {
	if !c.env.stderrTTY {
		return func() {}
	}
	total := int64(0)
	for _, in := range inputs {
		size, ok := in.Size()
		if !ok {
			total = -1 // of a stream nobody knows the end
			break
		}
		total += size
	}
	done, opts.Progress = showProgress(&late{w: c.stderr, from: time.Now().Add(progressAfter)}, total)
	return done
}

// progressEvery is how often the line is written anew.
const progressEvery = 200 * time.Millisecond

// showProgress draws a line on w; total is -1 when it is not known.
func showProgress(w io.Writer, total int64) (done func(), read func(bytes int)) {
	bar := progressbar.NewOptions64(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription("reading"),
		progressbar.OptionShowBytes(true),
		progressbar.OptionSetWidth(20),
		progressbar.OptionThrottle(progressEvery),
		progressbar.OptionSetPredictTime(total > 0),
		progressbar.OptionClearOnFinish(),
	)
	read = func(bytes int) { bar.Add(bytes) } // beyond the end when inputs are read again, which is no fault
	return func() { bar.Clear() }, read
}

// late drops what is written before its time.
type late struct {
	w    io.Writer
	from time.Time
}

func (l *late) Write(p []byte) (int, error) {
	if time.Now().Before(l.from) {
		return len(p), nil
	}
	return l.w.Write(p)
}
