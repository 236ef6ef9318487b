package main

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	for _, c := range []struct {
		args  string
		bytes int // at least; 0 for an error
	}{
		{"-bytes 64KiB -seed 9", 64 << 10},
		{"-bytes 0 -style log-ndjson", 1},
		{"-bytes 20000 -style console-a -relevant 0.4", 20000},
		{"-bytes many", 0},
		{"-bytes -1KiB", 0},
		{"-style papyrus", 0},
		{"-colour", 0},
	} {
		var out bytes.Buffer
		err := run(strings.Fields(c.args), &out, io.Discard)
		if (err != nil) != (c.bytes == 0) || out.Len() < c.bytes {
			t.Errorf("%s: %d bytes, error %v", c.args, out.Len(), err)
		}
	}
}
