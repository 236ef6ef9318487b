package main

import (
	"bytes"
	"io"
	"os"
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

func TestArchive(t *testing.T) {
	dir := t.TempDir()
	if err := run([]string{"-archive", dir, "-bytes", "20KiB"}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadDir(dir)
	if err != nil || len(written) != 2 {
		t.Errorf("%v, error %v, want a log archive and a sysdiagnose", written, err)
	}
}
