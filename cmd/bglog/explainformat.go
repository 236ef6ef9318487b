package main

import (
	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report"
)

// explainFormats prints how each input would be read; failed tells that an
// argument could not be opened.
func (c *call) explainFormats(inputs []*parse.Input, opts parse.Options, failed bool) int {
	code := exitClean
	for _, in := range inputs {
		in.Explain(opts, func(text string, err error) {
			switch {
			case err != nil:
				c.warn("%v", err)
				failed = true
			case code == exitClean:
				code = c.print(report.CleanLines(text))
			}
		})
	}
	switch {
	case code != exitClean:
		return code
	case failed:
		return exitUnread
	}
	return exitClean
}
