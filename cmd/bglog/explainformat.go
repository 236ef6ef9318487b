package main

import (
	"io"
	"os"

	"github.com/bglog/bglog/parse"
	"github.com/bglog/bglog/report"
)

// explainFormats prints how each input would be read; failed tells that an
// argument could not be opened.
func (c *call) explainFormats(inputs []*parse.Input, stdin io.Reader, opts parse.Options, failed bool) int {
	for _, in := range inputs {
		text, err := explainFormat(in, stdin, opts)
		if err != nil {
			c.warn("%v", err)
			failed = true
			continue
		}
		if code := c.print(report.CleanLines(text)); code != exitClean {
			return code
		}
	}
	if failed {
		return exitUnread
	}
	return exitClean
}

func explainFormat(in *parse.Input, stdin io.Reader, opts parse.Options) (string, error) {
	if in.Name == "-" {
		return parse.Explain("standard input", stdin, opts)
	}
	f, err := os.Open(in.Name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return parse.Explain(in.Name, f, opts)
}
